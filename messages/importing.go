package messages

var importing = []Entry{}
