package engine

import (
	"regexp"
	"strconv"
	"strings"
)

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

// Kind says how exactly a place is known: file, sheet, cell (of a sheet), line, field (of a line), page, page-line, page-field,
// table, paragraph or margin (of a document), or nowhere. It is the code under which a place is put into words.
func (s Source) Kind() string {
	switch {
	case s.IsZero():
		return "nowhere"
	case s.Sheet == "" && documentRef.MatchString(s.Ref):
		return s.documentKind()
	case s.Sheet == "" && s.Line == 0:
		return "file"
	case s.Sheet == "":
		return either(s.Ref == "", "line", "field")
	case s.Line > 0:
		return either(s.Ref == "", "page-line", "page-field")
	case s.Ref == "":
		return either(isPage(s.Sheet), "page", "sheet")
	}
	return "cell"
}

func either(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// isPage tells the page of a pdf, which stands in the place of a worksheet: p3.
func isPage(sheet string) bool {
	digits, found := strings.CutPrefix(sheet, "p")
	return found && digits != "" && strings.Trim(digits, "0123456789") == ""
}

func (s Source) documentKind() string {
	part := documentRef.FindStringSubmatch(s.Ref)
	switch {
	case part[1] != "":
		return "margin"
	case part[5] != "":
		return "paragraph"
	}
	return "table"
}

// Args are the arguments with which a place is put into words: file, sheet, ref, line, the number of the page; in a document the
// numbers of table, row, column and paragraph; elsewhere column is the number of a field in its line.
func (s Source) Args() []Arg {
	args := Args("file", s.File, "sheet", s.Sheet, "ref", s.Ref, "line", strconv.Itoa(s.Line), "page", strings.TrimPrefix(s.Sheet, "p"))
	if part := documentRef.FindStringSubmatch(s.Ref); part != nil && s.Sheet == "" {
		return append(args, Args("table", part[2], "row", part[3], "column", part[4], "paragraph", part[5])...)
	}
	return append(args, Args("column", strings.TrimPrefix(s.Ref, "c"))...)
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
