package engine

import (
	"math/rand/v2"
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

// Different totals are counted as a map of them would count them, those of faulty forms too, which may lie anywhere.
func TestDifferentTotals(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	for _, span := range []int{1, 3, 64, 65, 200, 10_001, 1 << 40} {
		tally, want := NewDepartmentTally(), map[Points]bool{}
		for range 2000 {
			total := Points(random.IntN(span) - span/4)
			want[total] = true
			tally.Add("区教育局", true, total)
		}
		if got := tally.Facts("区教育局").DifferentTotals; got != len(want) {
			t.Errorf("%d different totals, want %d", got, len(want))
		}
	}
}
