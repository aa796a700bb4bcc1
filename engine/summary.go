package engine

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Bounds of the lists of projects that a summary keeps. What is beyond them is counted.
const (
	MostNeeding = 1000 // projects that need a person
	MostRanked  = 10   // projects with the highest totals, and with the lowest
)

// Summary sums up a bureau's year, project by project in any order. It keeps a part a department, and of the projects themselves no more
// than the bounds above.
type Summary struct {
	Bands   []Band
	All     *Part
	Needing []ProjectSummary // those that need a person, the most urgent first: see [Urgency]
	Highest []ProjectSummary // the highest totals first
	Lowest  []ProjectSummary // the lowest totals first
	// Spread counts the projects with a total and an adjusted budget by the place of the budget among FundSteps, and by their bin.
	Spread      [][]int
	departments map[string]*Part // by the folded name
}

// NewSummary begins the summary of a run that was scored with these bands.
func NewSummary(bands []Band) *Summary {
	s := &Summary{Bands: bands, All: newPart(), departments: map[string]*Part{}, Spread: make([][]int, len(fundSteps)+1)}
	for i := range s.Spread {
		s.Spread[i] = make([]int, bins)
	}
	return s
}

// Add takes one project with its findings.
func (s *Summary) Add(line ProjectSummary, findings []Finding) {
	s.All.add(&line, findings)
	s.part(line.Department).add(&line, findings)
	s.keep(line)
	if line.Determined && line.Amounts.Adjusted != nil {
		s.Spread[fundStep(*line.Amounts.Adjusted)][binOf(line.Total)]++
	}
}

func (s *Summary) keep(line ProjectSummary) {
	if len(line.Needs()) > 0 {
		s.Needing = keepFirst(s.Needing, line, MostNeeding, Urgency)
	}
	if line.Determined {
		s.Highest = keepFirst(s.Highest, line, MostRanked, byTotal)
		s.Lowest = keepFirst(s.Lowest, line, MostRanked, byLowTotal)
	}
}

// part returns a department's part. Of several spellings of one name the least counts, so that the order of the projects does not.
func (s *Summary) part(name string) *Part {
	key := Fold(name)
	part := s.departments[key]
	if part == nil {
		part = newPart()
		part.Name = name
		s.departments[key] = part
	}
	part.Name = min(part.Name, name)
	return part
}

// Merge adds another summary, of other projects under the same bands.
func (s *Summary) Merge(other *Summary) {
	s.All.merge(other.All)
	for _, part := range other.departments {
		s.part(part.Name).merge(part)
	}
	for _, line := range other.Needing {
		s.Needing = keepFirst(s.Needing, line, MostNeeding, Urgency)
	}
	for _, line := range other.Highest {
		s.Highest = keepFirst(s.Highest, line, MostRanked, byTotal)
	}
	for _, line := range other.Lowest {
		s.Lowest = keepFirst(s.Lowest, line, MostRanked, byLowTotal)
	}
	for i := range s.Spread {
		for j := range s.Spread[i] {
			s.Spread[i][j] += other.Spread[i][j]
		}
	}
}

// keepFirst puts a project into a list of the first ones of an order, where it belongs there.
func keepFirst(list []ProjectSummary, line ProjectSummary, most int, order func(a, b *ProjectSummary) int) []ProjectSummary {
	at, _ := slices.BinarySearchFunc(list, &line, func(a ProjectSummary, b *ProjectSummary) int { return order(&a, b) })
	if at >= most {
		return list
	}
	list = slices.Insert(list, at, line)
	return list[:min(len(list), most)]
}

// Urgency orders projects that need a person: what nobody could judge before what has errors, and that before what was claimed far from
// what was computed; inside each the larger budget first, then the larger difference. Ids settle the rest.
func Urgency(a, b *ProjectSummary) int {
	first, other := a.Needs(), b.Needs()
	differenceA, _ := a.Difference()
	differenceB, _ := b.Difference()
	return cmp.Or(slices.Compare(first[:1], other[:1]), cmp.Compare(b.Amounts.size(), a.Amounts.size()),
		cmp.Compare(distance(differenceB, 0), distance(differenceA, 0)), strings.Compare(string(a.ID), string(b.ID)))
}

func byTotal(a, b *ProjectSummary) int {
	return cmp.Or(cmp.Compare(b.Total, a.Total), strings.Compare(string(a.ID), string(b.ID)))
}

func byLowTotal(a, b *ProjectSummary) int {
	return cmp.Or(cmp.Compare(a.Total, b.Total), strings.Compare(string(a.ID), string(b.ID)))
}

// RankedPart is a department with its place.
type RankedPart struct {
	*Part
	Rank int // from 1; 0 where no project has a total
}

// Ranking lists the departments by the mean of their totals, the highest first. Equal means share a place, and the next one counts all of
// them (1, 2, 2, 4). Departments without a total come last and have no place; among equals the name decides the order.
func (s *Summary) Ranking() []RankedPart {
	list := make([]RankedPart, 0, len(s.departments))
	for _, part := range s.departments {
		list = append(list, RankedPart{Part: part})
	}
	slices.SortFunc(list, func(a, b RankedPart) int {
		return cmp.Or(compareMeans(a.Part, b.Part), strings.Compare(a.Name, b.Name))
	})
	for i := range list {
		switch {
		case list[i].Totals.Projects == 0:
		case i > 0 && compareMeans(list[i-1].Part, list[i].Part) == 0:
			list[i].Rank = list[i-1].Rank
		default:
			list[i].Rank = i + 1
		}
	}
	return list
}

// compareMeans has the higher mean first, and no mean last.
func compareMeans(a, b *Part) int {
	mean, known := a.Totals.Value()
	other, alsoKnown := b.Totals.Value()
	switch {
	case known && alsoKnown:
		return other.Cmp(mean)
	case known:
		return -1
	case alsoKnown:
		return 1
	}
	return 0
}

// Department returns the part of a department, by its name; nil where it has no project.
func (s *Summary) Department(name string) *Part { return s.departments[Fold(name)] }

// Grades lists the names of all grades: those of the bands in their order, then others that packs for some kinds of projects gave.
func (s *Summary) Grades() []string {
	var names []string
	for _, band := range s.Bands {
		names = append(names, band.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(s.All.grades)) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// fundSteps part the adjusted budgets: three steps to each power of ten would be too fine, one too coarse. In fen.
var fundSteps = [...]Money{10_000_00, 30_000_00, 100_000_00, 300_000_00, 1_000_000_00, 3_000_000_00, 10_000_000_00, 30_000_000_00, 100_000_000_00}

// FundSteps lists the amounts that part the columns of [Summary.Spread]: column i holds the budgets below step i that are in no column
// before, the last column all from the last step on.
func FundSteps() []Money { return slices.Clone(fundSteps[:]) }

func fundStep(amount Money) int {
	at := 0
	for at < len(fundSteps) && amount >= fundSteps[at] {
		at++
	}
	return at
}

func compareFindings(a, b FindingCount) int {
	return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Findings, a.Findings), strings.Compare(a.Code, b.Code))
}
