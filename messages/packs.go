package messages

var packs = []Entry{}
