package assessment

import (
	"fmt"

	"jixiao/engine"
)

// Expected is a list of the projects, or of the departments, that have to hand in. A project is found by its code, or by its name, in its
// department; a department by any project of it. A nil list expects nothing.
type Expected struct {
	year    int
	entries []engine.ProjectKey
	seen    []bool
	places  map[string]int
}

// NewExpected makes a list for a year. Entries need a department, or a code or name; an entry with the department alone expects any
// project of it. Equal entries count once.
func NewExpected(year int, entries []engine.ProjectKey) *Expected {
	x := &Expected{year: year, places: map[string]int{}}
	for _, entry := range entries {
		key := expectedKey(&entry)
		if _, twice := x.places[key]; !twice {
			x.places[key] = len(x.entries)
			x.entries = append(x.entries, entry)
		}
	}
	x.seen = make([]bool, len(x.entries))
	return x
}

// Len is how many entries the list has.
func (x *Expected) Len() int {
	if x == nil {
		return 0
	}
	return len(x.entries)
}

func expectedKey(entry *engine.ProjectKey) string {
	switch {
	case entry.Code != "":
		return codeKey(entry.Department, entry.Code)
	case entry.Name != "":
		return nameKey(entry.Department, entry.Name)
	}
	return fmt.Sprintf("department %q", engine.Fold(entry.Department))
}

func codeKey(department, code string) string {
	return fmt.Sprintf("code %q %q", engine.Fold(department), engine.Fold(code))
}

func nameKey(department, name string) string {
	return fmt.Sprintf("name %q %q", engine.Fold(department), engine.Fold(name))
}

// met ticks off the entries that a stored project answers: its own, in its department or in any, and its department's.
func (x *Expected) met(project *engine.ProjectKey) {
	if x == nil {
		return
	}
	keys := []string{nameKey(project.Department, project.Name), nameKey("", project.Name),
		expectedKey(&engine.ProjectKey{Department: project.Department})}
	if project.Code != "" {
		keys = append(keys, codeKey(project.Department, project.Code), codeKey("", project.Code))
	}
	for _, key := range keys {
		if at, found := x.places[key]; found {
			x.seen[at] = true
		}
	}
}

// missing lists what nothing answered, in the order of the list. A department without any project is a line without a name.
func (x *Expected) missing() (lines []engine.ProjectSummary) {
	for i := range x.Len() {
		if x.seen[i] {
			continue
		}
		entry := x.entries[i]
		entry.Year = x.year
		lines = append(lines, engine.ProjectSummary{ID: entry.ID(), Code: entry.Code, Name: entry.Name, Department: entry.Department, Unit: entry.Unit})
	}
	return lines
}
