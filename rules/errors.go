package rules

import (
	"jixiao/engine"
	"jixiao/messages"
)

// Error is one mistake in a pack.
type Error struct {
	Code   string // rule.CODE in the catalogue
	Args   []engine.Arg
	File   string
	Line   int    // from 1
	Column int    // from 1, in characters
	Source string // the line
}

// Errors are all mistakes of a pack, in the order of the file.
type Errors struct{ List []Error }

// Error implements error; people get [Errors.Render] instead.
func (e *Errors) Error() string { return "pack" }

// Render writes all mistakes for people: place, sentence, source line, caret, and what was probably meant.
func (e *Errors) Render(catalogue *messages.Catalogue, lang messages.Lang) string { return "" }
