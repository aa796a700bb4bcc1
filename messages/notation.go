package messages

var notation = []Entry{}
