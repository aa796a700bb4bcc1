package examples

import "embed"

// Names of the sample's files, for messages and for writing them out.
const (
	// TargetsName is the file of damaged target forms.
	TargetsName = "targets.txt"
	// ActualsName is the flat table of actuals and budget rows.
	ActualsName = "actuals.csv"
	// UndamagedName is the file with one form without damage.
	UndamagedName = "undamaged.txt"
	// GoldName is what a careful person reads in the indicator rows.
	GoldName = "targets.gold.tsv"
	// ProjectsName is what a careful person reads in the heads of the forms.
	ProjectsName = "targets.projects.tsv"
)

// Year is the budget year of the sample.
const Year = 2025

//go:embed sample
var sample embed.FS

// Targets are the target forms: five projects, 48 indicators, as text in UTF-8
// with tabs between the cells.
func Targets() []byte { return read(TargetsName) }

// Actuals are the actuals of the same projects, a csv in UTF-8 with a byte
// order mark. One of them is undetermined on purpose.
func Actuals() []byte { return read(ActualsName) }

// Undamaged is one target form of the same bureau without any damage.
func Undamaged() []byte { return read(UndamagedName) }

// Gold is a tab-separated table, one line an indicator of Targets, with the
// columns line, project, level1, level2, name, target, kind, op, value, unit,
// from and due.
func Gold() []byte { return read(GoldName) }

// Projects is a tab-separated table, one line a project of Targets, with the
// columns name, department, unit, start, end, total (yuan) and goal_begins.
func Projects() []byte { return read(ProjectsName) }

// read gives a fresh copy, so that no caller can change the sample of another.
func read(name string) []byte {
	// The names are the constants above; a test reads each of them.
	data, _ := sample.ReadFile("sample/" + name)
	return data
}
