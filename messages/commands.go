package messages

var commands = []Entry{}
