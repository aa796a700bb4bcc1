package messages

var recording = []Entry{}
