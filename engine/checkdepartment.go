package engine

import "strings"

// DepartmentFacts are what checks may see of a department among all (自评复核 P11). Means are of the projects that have a total.
type DepartmentFacts struct {
	Projects, Judged          int // Judged have a total
	Mean                      Known
	BureauMean                Known // over all departments
	BureauJudged              int
	DifferentTotals           int // how many different totals the judged projects have
	LowestTotal, HighestTotal Known
}

// DepartmentTally folds the totals of departments, in any order. Its memory grows with the departments, their spellings, and little for the different
// totals of each.
type DepartmentTally struct {
	byName     map[string]*departmentTally // by the folded name: spaces and width do not count
	bySpelling map[string]*departmentTally // the same ones: folding takes longer than all else
	names      []string                    // as they were first seen, in that order
	all        departmentTally
}

type departmentTally struct {
	projects, judged int
	sum              Points
	different        int               // how many different totals there were
	totals           map[Points]uint64 // which: a bit for each, 64 neighbours together, so that a hundred points take 3 KB and not 200
	lowest, highest  Points
}

// NewDepartmentTally returns an empty tally.
func NewDepartmentTally() *DepartmentTally {
	return &DepartmentTally{byName: map[string]*departmentTally{}, bySpelling: map[string]*departmentTally{}}
}

// Add counts one project of a department, with its total where it is determined.
func (t *DepartmentTally) Add(department string, determined bool, total Points) {
	one := t.bySpelling[department]
	if one == nil {
		one = t.meet(strings.Clone(department)) // which may be a part of something larger
	}
	one.add(determined, total)
	t.all.add(determined, total)
}

// meet takes down a spelling that was not seen before.
func (t *DepartmentTally) meet(spelling string) *departmentTally {
	folded := Fold(spelling)
	one := t.byName[folded]
	if one == nil {
		one = &departmentTally{}
		t.byName[folded] = one
		t.names = append(t.names, spelling)
	}
	t.bySpelling[spelling] = one
	return one
}

func (t *departmentTally) add(determined bool, total Points) {
	t.projects++
	if !determined {
		return
	}
	if t.judged == 0 {
		t.lowest, t.highest, t.totals = total, total, map[Points]uint64{}
	}
	t.judged++
	t.sum += total
	if neighbours, bit := t.totals[total>>6], uint64(1)<<(total&63); neighbours&bit == 0 {
		t.totals[total>>6] = neighbours | bit
		t.different++
	}
	t.lowest, t.highest = min(t.lowest, total), max(t.highest, total)
}

// Departments lists the departments in the order in which they were first seen.
func (t *DepartmentTally) Departments() []string { return t.names }

// Facts returns what checks may see of a department.
func (t *DepartmentTally) Facts(department string) *DepartmentFacts {
	one := t.byName[Fold(department)]
	if one == nil {
		return &DepartmentFacts{}
	}
	f := &DepartmentFacts{Projects: one.projects, Judged: one.judged, Mean: one.mean(), BureauMean: t.all.mean(), BureauJudged: t.all.judged, DifferentTotals: one.different}
	if one.judged > 0 {
		f.LowestTotal, f.HighestTotal = known(one.lowest.Rational()), known(one.highest.Rational())
	}
	return f
}

func (t *departmentTally) mean() Known {
	mean, ok := t.sum.Rational().Quo(NewRational(int64(t.judged), 1))
	return Known{mean, ok}
}
