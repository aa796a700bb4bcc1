package notation

import "jixiao/engine"

// Context is what a reader knows about a value besides its text.
type Context struct {
	Year int    // the form's year, for dates that print none; 0 where unknown
	Unit string // the unit from a column or the form's head; empty where there is none
	Name string // the indicator's name, which may hold a unit in brackets
}

// Note is something that the reading noticed: an inferred comparator, a two-faced deadline. The caller adds the place.
type Note struct {
	Code     string
	Severity engine.Severity
	Args     []engine.Arg
}
