package messages

var settings = []Entry{}
