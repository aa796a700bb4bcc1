package main

import (
	"strings"

	"jixiao/importer/grid"
	"jixiao/messages"
)

// readableFormats names what import reads, in the user's language. The list is the reader's own, so that help cannot promise less or more.
func (a *app) readableFormats() string {
	var names []string
	for _, format := range grid.Formats() {
		names = append(names, a.say("format."+string(format)))
	}
	if a.lang == messages.English {
		return strings.Join(names, ", ")
	}
	return strings.Join(names, "、")
}
