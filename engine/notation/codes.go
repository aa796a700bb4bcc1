package notation

import (
	"slices"

	"jixiao/engine"
)

// NoteCode is one kind of note: its code, the severities that it may have, and its arguments in order.
type NoteCode struct {
	Code       string
	Severities []engine.Severity
	Args       []string
}

var (
	fails   = []engine.Severity{engine.Error}
	warns   = []engine.Severity{engine.Warning}
	informs = []engine.Severity{engine.Info}
)

// noteCodes is the one list of what this package can note, in alphabetical order; a test holds the source against it.
var noteCodes = []NoteCode{
	{"actual-placeholder", warns, []string{"text"}},
	{"comparator-behind", warns, []string{"text", "likely"}},
	{"comparator-doubled", warns, []string{"text", "read"}},
	{"comparator-inferred", informs, []string{"text"}},
	{"comparator-repeated", informs, []string{"text"}},
	{"comparators-conflict", warns, []string{"text"}},
	{"date-without-year", warns, []string{"text"}},
	{"deadline-comparator", warns, []string{"text", "due"}},
	{"fraction-in-words", warns, []string{"text", "likely", "as_percent"}},
	{"fraction-or-percent", warns, []string{"text", "as_percent"}},
	{"number-blank", warns, []string{"text", "read"}},
	{"number-grouping", warns, []string{"text"}},
	{"number-in-words", informs, []string{"text"}},
	{"number-or-date", warns, []string{"text", "read"}},
	{"number-or-date-words", warns, []string{"text"}},
	{"number-or-month", warns, []string{"text", "read"}},
	{"number-too-long", fails, []string{"text", "digits"}},
	{"ocr-comparator", []engine.Severity{engine.Warning, engine.Error}, []string{"text", "likely"}},
	{"ocr-suspected", warns, []string{"text", "likely"}},
	{"period-before", warns, []string{"text", "due", "strict"}},
	{"quarter-before", informs, []string{"text", "due"}},
	{"range-end-included", warns, []string{"text"}},
	{"range-reversed", warns, []string{"text"}},
	{"set-counted", informs, []string{"text", "count"}},
	{"share-out-of-bounds", warns, []string{"text", "name"}},
	{"sign-contradicts", warns, []string{"text", "sign"}},
	{"sign-qualitative", warns, []string{"text", "sign"}},
	{"sign-unreadable", warns, []string{"text", "sign"}},
	{"target-approximate", warns, []string{"text"}},
	{"target-in-name", warns, []string{"text", "name"}},
	{"target-name-differs", warns, []string{"text", "name", "name_target"}},
	{"target-placeholder", fails, []string{"text"}},
	{"unit-differs", informs, []string{"text", "unit", "column"}},
	{"unit-from-name", informs, []string{"text", "unit"}},
	{"unit-per", warns, []string{"text", "per"}},
	{"unit-unreadable", warns, []string{"text", "unit"}},
	{"units-contradict", warns, []string{"text", "unit", "column"}},
	{"words-skipped", informs, []string{"text", "words"}},
}

// Codes lists the notes that the reading of targets and actuals can come with.
func Codes() []NoteCode { return slices.Clone(noteCodes) }
