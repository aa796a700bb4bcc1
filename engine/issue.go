package engine

import "regexp"

// Source says where a value was read. A text file has lines, a workbook has sheets and cells.
type Source struct {
	File  string
	Sheet string
	Ref   string // a cell: B7 in a workbook, c3 (third field) in a text file, T2R5C3 or P12 in a document
	Line  int    // from 1; 0 where there are no lines
}

// IsZero tells whether nothing is known about the place.
func (s Source) IsZero() bool { return s == Source{} }

// documentRef is a cell of a table or a paragraph, in the body or around it.
var documentRef = regexp.MustCompile(`^([HFNE][0-9]+)?(?:T([0-9]+)R([0-9]+)C([0-9]+)|P([0-9]+))$`)

// InDocument divides a place in a document or a page: at is the code under which the catalogue words it, table, paragraph or margin.
func (s Source) InDocument() (at string, args []Arg, ok bool) {
	part := documentRef.FindStringSubmatch(s.Ref)
	if part == nil || s.Sheet != "" {
		return "", nil, false
	}
	at = "table"
	switch {
	case part[1] != "":
		at = "margin"
	case part[5] != "":
		at = "paragraph"
	}
	return at, Args("file", s.File, "ref", s.Ref, "table", part[2], "row", part[3], "column", part[4], "paragraph", part[5]), true
}

// Arg is one named argument of a code. Values are canonical: numbers as digits, classes and verdicts as their codes or labels.
type Arg struct{ Name, Value string }

// Args builds an argument list from name, value, name, value.
func Args(pairs ...string) []Arg {
	args := make([]Arg, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		args = append(args, Arg{pairs[i], pairs[i+1]})
	}
	return args
}

// Severity says how much an issue or a finding matters.
type Severity uint8

// The severities, in rising order.
const (
	Info    Severity = iota // a person may like to know
	Warning                 // inferred safely, or doubtful
	Error                   // needs a person
)

var severities = [...]string{"info", "warning", "error"}

// String returns info, warning or error.
func (s Severity) String() string { return severities[s] }

// ParseSeverity reads info, warning or error.
func ParseSeverity(text string) (Severity, bool) {
	for s, name := range severities {
		if name == text {
			return Severity(s), true
		}
	}
	return Info, false
}

// Issue is something in the data that a person must look at. It never stops a batch. The sentence and the hint belong to the
// code and are made elsewhere.
type Issue struct {
	Code      string
	Severity  Severity
	Args      []Arg
	Source    Source
	Project   ProjectID   // empty where it concerns a file
	Indicator IndicatorID // empty where it concerns a whole project or file
}

// Reason says why a score is what it is, as a code with arguments.
type Reason struct {
	Code string
	Args []Arg
}

// Finding is something that the scoring noticed about a project or one of its indicators. It changes no score.
type Finding struct {
	Code      string
	Severity  Severity
	Args      []Arg
	Indicator IndicatorID // empty where it concerns the whole project
}
