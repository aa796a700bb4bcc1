package messages

var reporting = []Entry{}
