package assessment

import (
	"slices"

	"jixiao/engine"
)

// IssueCode is one kind of issue: its code, its severity, and its arguments in order.
type IssueCode struct {
	Code     string
	Severity engine.Severity
	Args     []string
}

// place are the arguments that name another place inside a sentence.
var place = []string{"at", "file", "sheet", "ref", "line", "column"}

// issueCodes is the one list of what this package can raise by itself, in alphabetical order; a test holds the source against it.
// What the reading of an actual notices comes with the codes of notation.
var issueCodes = []IssueCode{
	{"actual-orphaned", engine.Warning, []string{"project", "indicator", "field", "value", "candidates"}},
	{"actual-unit", engine.Error, []string{"indicator", "target", "unit", "value"}},
	{"indicator-ambiguous", engine.Error, []string{"indicator", "project", "count", "candidates", "value"}},
	{"indicator-unknown", engine.Error, []string{"indicator", "project", "candidates", "value"}},
	{"project-ambiguous", engine.Error, []string{"project", "count", "candidates", "value"}},
	{"project-twice", engine.Error, append([]string{"project"}, place...)},
	{"project-unknown", engine.Error, []string{"project", "candidates", "value"}},
	{"tier-unknown", engine.Error, []string{"field", "value"}},
	{"value-conflict", engine.Error, append([]string{"name", "field", "first", "second"}, place...)},
	{"value-replaced", engine.Warning, []string{"field", "before", "value"}},
	{"value-unreadable", engine.Error, []string{"field", "value"}},
}

// Codes lists the issues that importing and recording raise by themselves.
func Codes() []IssueCode { return slices.Clone(issueCodes) }
