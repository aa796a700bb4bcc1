package importer_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/importer"
	"jixiao/importer/formtest"
)

// TestPropertyDamaged reads forms that were damaged as conversions do, and expects that nothing is read otherwise than it was put
// in, and nothing is missing, without an issue at its row.
func TestPropertyDamaged(t *testing.T) {
	var tally tally
	for seed := *firstSeed; seed < *firstSeed+uint64(*forms); seed++ {
		tally.add(readDamaged(t, formtest.NewDamaged(seed)))
	}
	tally.report(t, damagedFloor)
}

// damagedFloor is the share of damaged forms of which nothing may be wrong without an issue, in percent.
const damagedFloor = 100

func readDamaged(t *testing.T, f *formtest.Form) outcome {
	o := outcome{form: f}
	result, err := readForm(t, f)
	if err != nil {
		return o // refused as a whole, which is no silence
	}
	for _, d := range compare(f, result) {
		if !explained(f, result, d) {
			o.fail(damageKind(f)+": "+d.kind(), "%s", d)
		}
	}
	checkCounts(&o, result)
	checkTexts(&o, result)
	return o
}

// damageKind names a single damage; several are one kind.
func damageKind(f *formtest.Form) string {
	if len(f.Damage) != 1 {
		return strconv.Itoa(len(f.Damage)) + " damages"
	}
	words := strings.Fields(strings.TrimLeft(f.Damage[0], "row 0123456789:"))
	return strings.Join(words[max(0, len(words)-3):], " ")
}

// explained tells whether an issue stands where a difference is: at its indicator, or in one of its rows, or further up where it
// accounts for a cell of one of them. What is missing from the head may be said of the project instead.
func explained(f *formtest.Form, result *importer.Result, d difference) bool {
	rows := rowsOf(f, d)
	if slices.ContainsFunc(result.Cells, func(c importer.Cell) bool {
		return c.Fate == importer.FateReported && slices.Contains(rows, rowOf(c.Source))
	}) {
		return true
	}
	return slices.ContainsFunc(result.Issues, func(issue engine.Issue) bool {
		switch {
		case d.id != "" && issue.Indicator == d.id, slices.Contains(rows, rowOf(issue.Source)):
			return true
		case issue.Code == importer.HeaderMissing:
			return d.sub != nil && issue.Project == d.sub.ID()
		case d.field == "form":
			return issue.Severity == engine.Error
		}
		return d.indicator < 0 && d.got == "" && issue.Indicator == "" && d.sub != nil && issue.Project == d.sub.ID() && strings.HasSuffix(issue.Code, "-missing")
	})
}

func rowsOf(f *formtest.Form, d difference) []int {
	switch {
	case d.project >= 0 && d.indicator < 0 && d.field == formtest.FieldIndicator:
		return invented(d)
	case d.project < 0:
		return nil
	case d.indicator < 0 && d.field == formtest.FieldEnd:
		return append(f.Rows(d.project, -1, formtest.FieldStart), f.Rows(d.project, -1, d.field)...) // one cell may hold both
	case d.indicator < 0:
		return f.Rows(d.project, -1, d.field)
	}
	rows := f.Rows(d.project, d.indicator, "")
	if d.field != formtest.FieldLevel1 && d.field != formtest.FieldLevel2 {
		return rows
	}
	list := f.Projects[d.project].Indicators
	for i := d.indicator; i >= 0 && list[i].Level1 == list[d.indicator].Level1; i-- {
		rows = append(rows, f.Rows(d.project, i, "")...) // a class may stand above its rows
	}
	return rows
}

// invented is where a row was read that is not in the truth.
func invented(d difference) []int {
	for i := range d.sub.Indicators {
		if d.sub.Indicators[i].ID == d.id {
			return []int{rowOf(d.sub.Indicators[i].Source)}
		}
	}
	return nil
}

// rowOf is the row of the file that a place stands in.
func rowOf(at engine.Source) int {
	if at.Line > 0 {
		return at.Line
	}
	row, err := strconv.Atoi(strings.TrimLeft(at.Ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if err != nil {
		return 0
	}
	return row
}

// TestPropertyTorn reads texts whose cells were torn into lines at places that say nothing. Not all of them can be put together; what is
// missing or wrong has to have an issue at its lines.
func TestPropertyTorn(t *testing.T) {
	var tally tally
	for seed := *firstSeed; seed < *firstSeed+uint64(*forms/6); seed++ {
		tally.add(readDamaged(t, formtest.NewTorn(seed)))
	}
	tally.report(t, tornFloor)
}

// tornFloor is the share of such texts of which nothing may be wrong without an issue, in percent.
const tornFloor = 85
