package engine

import (
	"slices"
	"testing"
)

// Spellings of a department that differ in spaces and width are one, under the first of them; its facts are asked for by any.
func TestSpellingsOfADepartment(t *testing.T) {
	tally := NewDepartmentTally()
	for i, spelling := range []string{"区教育局（本级）", "区卫健委", "区教育局(本级)", "区教育局（本级）", "区教育局 （本级）"} {
		tally.Add(spelling, true, Points(80_00+i))
		tally.Add(spelling, false, 0)
	}
	if got := tally.Departments(); !slices.Equal(got, []string{"区教育局（本级）", "区卫健委"}) {
		t.Fatalf("departments %q", got)
	}
	facts := tally.Facts("区教育局(本级)")
	if facts.Projects != 8 || facts.Judged != 4 || facts.DifferentTotals != 4 || facts.BureauJudged != 5 ||
		facts.LowestTotal != known(Points(80_00).Rational()) || facts.HighestTotal != known(Points(80_04).Rational()) {
		t.Errorf("%+v", facts)
	}
	if unknown := tally.Facts("区档案局"); *unknown != (DepartmentFacts{}) {
		t.Errorf("a department that nobody met: %+v", unknown)
	}
}
