package messages

var storing = []Entry{}
