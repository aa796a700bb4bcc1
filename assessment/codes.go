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
	{"file-twice", engine.Info, []string{"first"}},
	{"files-skipped", engine.Info, []string{"count", "files"}},
	{"indicator-ambiguous", engine.Error, []string{"indicator", "project", "count", "candidates", "value"}},
	{"indicator-unknown", engine.Error, []string{"indicator", "project", "candidates", "value"}},
	{"nothing-to-record", engine.Warning, nil},
	{"project-ambiguous", engine.Error, []string{"project", "count", "candidates", "value"}},
	{"project-twice", engine.Error, append([]string{"project"}, place...)},
	{"project-unknown", engine.Error, []string{"project", "candidates", "value"}},
	{"project-withdrawn", engine.Error, []string{"project", "by", "when", "value"}},
	{"rename-confirmed", engine.Info, []string{"kind", "old", "new"}},
	{"rename-confirmed-last-year", engine.Info, []string{"kind", "old", "new"}},
	{"rename-proposed", engine.Warning, []string{"kind", "old", "new", "flag"}},
	{"rename-proposed-last-year", engine.Info, []string{"kind", "old", "new", "flag"}},
	{"renamed-before", engine.Info, []string{"old", "new", "by", "at"}},
	{"review-above", engine.Error, []string{"score", "indicator", "weight"}},
	{"review-score", engine.Error, []string{"score"}},
	{"review-weight", engine.Error, []string{"indicator"}},
	{"row-torn", engine.Error, []string{"printed", "name", "value"}},
	{"sheet-other-year", engine.Warning, []string{"year", "chosen"}},
	{"sheet-target-differs", engine.Warning, []string{"indicator", "printed", "target"}},
	{"tier-unknown", engine.Error, []string{"field", "value"}},
	{"value-conflict", engine.Error, append([]string{"name", "field", "first", "second"}, place...)},
	{"value-not-moved", engine.Warning, []string{"field", "value", "new"}},
	{"value-replaced", engine.Warning, []string{"field", "before", "value"}},
	{"value-unreadable", engine.Error, []string{"field", "value"}},
	{"values-moved", engine.Info, []string{"count", "new"}},
	{"year-closed", engine.Error, []string{"year", "count", "by", "when"}},
}

// Codes lists the issues that importing and recording raise by themselves.
func Codes() []IssueCode { return slices.Clone(issueCodes) }
