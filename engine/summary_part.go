package engine

import (
	"maps"
	"slices"
)

// MoneySum is an exact sum of amounts that are there.
type MoneySum struct {
	Known int      // how many there are
	Fen   Rational // whole; larger than [Money] holds, if need be
}

func (m *MoneySum) add(amount *Money) {
	if amount != nil {
		m.Known++
		m.Fen = m.Fen.Add(NewRational(int64(*amount), 1))
	}
}

func (m *MoneySum) merge(other MoneySum) {
	if other.Known == 0 {
		return
	}
	m.Known += other.Known
	m.Fen = m.Fen.Add(other.Fen)
}

// Yuan returns the sum in yuan; not ok where there was nothing to add up.
func (m MoneySum) Yuan() (Rational, bool) {
	yuan, _ := m.Fen.Quo(NewRational(100, 1))
	return yuan, m.Known > 0
}

// ClaimSum compares what was claimed with what was computed, over the projects in which both totals are known.
type ClaimSum struct {
	Projects          int
	Claimed, Computed Points
	Above, Below      int // projects whose claim is more than ClaimTolerance above or below
}

// Means returns the mean of the claimed totals, that of the computed ones, and their difference; not ok without a project.
func (c ClaimSum) Means() (claimed, computed, difference Rational, ok bool) {
	count := NewRational(int64(c.Projects), 1)
	claimed, ok = c.Claimed.Rational().Quo(count)
	computed, _ = c.Computed.Rational().Quo(count)
	return claimed, computed, claimed.Sub(computed), ok
}

// YearSum compares last year's totals with this year's, over the projects that have both.
type YearSum struct {
	Projects     int
	Before, Here Points
}

// Means returns the mean of last year's totals, that of this year's, and by how much it rose; not ok without a project.
func (y YearSum) Means() (before, here, change Rational, ok bool) {
	count := NewRational(int64(y.Projects), 1)
	before, ok = y.Before.Rational().Quo(count)
	here, _ = y.Here.Rational().Quo(count)
	return before, here, here.Sub(before), ok
}

// FindingKind is what findings are counted by.
type FindingKind struct {
	Code     string
	Severity Severity
}

// FindingCount says how often something was found.
type FindingCount struct {
	FindingKind
	Findings, Projects int
	Example            Finding   // of the project with the least id, the first one there
	Project            ProjectID // of the example
}

// Part sums up projects: those of a department, or all. It needs no memory for a project but for a new total.
type Part struct {
	Name                        string // of the department; empty for all, or where forms name none
	Complete, Partly, Missing   int    // by HandedIn
	Unscored                    int    // projects that are in no run, or that were expected and never imported
	Initial, Adjusted, Executed MoneySum
	RateAdjusted, RateExecuted  MoneySum // of the projects that have an execution rate
	Totals                      Mean     // of the projects that have a total
	Undetermined                int      // projects that handed in something and have no total
	OpenRows                    int      // rows that nobody could judge, of projects that handed in something
	Claims                      ClaimSum
	LastYear                    YearSum
	Needing                     int // projects that need a person
	totals                      map[Points]int
	grades                      map[string]int // the empty name is of a total without a grade
	findings                    map[FindingKind]*FindingCount
}

func newPart() *Part {
	return &Part{totals: map[Points]int{}, grades: map[string]int{}, findings: map[FindingKind]*FindingCount{}}
}

// Due counts the projects that had to hand in (应报).
func (p *Part) Due() int { return p.Complete + p.Partly + p.Missing }

// Reported counts the projects that handed in something (已报).
func (p *Part) Reported() int { return p.Complete + p.Partly }

// Rate returns executed ÷ adjusted over the projects that have an execution rate of their own, so that a blank amount of one project does
// not count as nothing spent; not ok where there is none.
func (p *Part) Rate() (Rational, bool) { return p.RateExecuted.Fen.Quo(p.RateAdjusted.Fen) }

// Median returns the median of the totals, the mean of the two in the middle where their number is even; not ok without a total.
func (p *Part) Median() (Rational, bool) {
	if p.Totals.Projects == 0 {
		return Rational{}, false
	}
	lower, upper := (p.Totals.Projects-1)/2, p.Totals.Projects/2
	var low Points
	at, met := 0, false
	for _, total := range slices.Sorted(maps.Keys(p.totals)) {
		at += p.totals[total]
		if !met && at > lower {
			low, met = total, true
		}
		if at > upper {
			return NewRational(int64(low)+int64(total), 200), true
		}
	}
	return Rational{}, false
}

// Ranks returns the place of every total that occurs, the highest first: totals that are equal share a place, and the next one counts all
// of them (1, 2, 2, 4).
func (p *Part) Ranks() map[Points]int {
	ranks := make(map[Points]int, len(p.totals))
	above := 0
	for _, total := range slices.Backward(slices.Sorted(maps.Keys(p.totals))) {
		ranks[total] = above + 1
		above += p.totals[total]
	}
	return ranks
}

// Bin counts the totals in [From, To); the first bin holds all that are lower as well, the last one all that are higher.
type Bin struct {
	From, To Points
	Projects int
}

// Bins are as wide as 5.00 points: every usual grade begins with one.
const (
	binWidth Points = 5_00
	bins            = int(FullMarks / binWidth)
)

func binOf(total Points) int { return int(min(max(total/binWidth, 0), Points(bins-1))) }

func newBins() []Bin {
	list := make([]Bin, bins)
	for i := range list {
		list[i].From, list[i].To = Points(i)*binWidth, Points(i+1)*binWidth
	}
	return list
}

// Distribution counts the totals in twenty bins.
func (p *Part) Distribution() []Bin {
	list := newBins()
	for total, count := range p.totals {
		list[binOf(total)].Projects += count
	}
	return list
}

// Grade counts the projects with a grade; the empty name is of those with a total and no grade.
func (p *Part) Grade(name string) int { return p.grades[name] }

// Findings lists what was found, the gravest first, then the most frequent, then by code.
func (p *Part) Findings() []FindingCount {
	list := make([]FindingCount, 0, len(p.findings))
	for _, count := range p.findings {
		list = append(list, *count)
	}
	slices.SortFunc(list, compareFindings)
	return list
}

// Severities counts the findings by severity.
func (p *Part) Severities() (counts [Error + 1]int) {
	for kind, count := range p.findings {
		counts[kind.Severity] += count.Findings
	}
	return counts
}

func (p *Part) add(line *ProjectSummary, findings []Finding) {
	p.countHandedIn(line)
	p.addMoney(line)
	if !line.Scored {
		p.Unscored++
		return
	}
	if line.HandedIn != NotHandedIn {
		p.OpenRows += line.OpenRows
		if !line.Determined {
			p.Undetermined++
		}
	}
	if len(line.Needs()) > 0 {
		p.Needing++
	}
	if line.Determined {
		p.Totals.Projects++
		p.Totals.Sum += line.Total
		p.totals[line.Total]++
		p.grades[line.Grade]++
	}
	if line.Determined && line.LastTotal != nil {
		p.LastYear.Projects++
		p.LastYear.Before += *line.LastTotal
		p.LastYear.Here += line.Total
	}
	p.addClaim(line)
	p.addFindings(line.ID, findings)
}

func (p *Part) countHandedIn(line *ProjectSummary) {
	switch line.HandedIn {
	case FullyHandedIn:
		p.Complete++
	case PartlyHandedIn:
		p.Partly++
	default:
		p.Missing++
	}
}

func (p *Part) addMoney(line *ProjectSummary) {
	p.Initial.add(line.Amounts.Initial)
	p.Adjusted.add(line.Amounts.Adjusted)
	p.Executed.add(line.Amounts.Executed)
	if _, known := line.Amounts.Rate(); known {
		p.RateAdjusted.add(line.Amounts.Adjusted)
		p.RateExecuted.add(line.Amounts.Executed)
	}
}

func (p *Part) addClaim(line *ProjectSummary) {
	difference, known := line.Difference()
	if !known {
		return
	}
	p.Claims.Projects++
	p.Claims.Claimed += *line.Claimed
	p.Claims.Computed += line.Total
	switch {
	case difference > ClaimTolerance:
		p.Claims.Above++
	case difference < -ClaimTolerance:
		p.Claims.Below++
	}
}

func (p *Part) addFindings(project ProjectID, findings []Finding) {
	met := map[FindingKind]bool{}
	for _, finding := range findings {
		kind := FindingKind{finding.Code, finding.Severity}
		one := FindingCount{FindingKind: kind, Findings: 1, Example: finding, Project: project}
		if !met[kind] {
			one.Projects, met[kind] = 1, true
		}
		p.count(one)
	}
}

// count adds findings of a kind. The example is the one that any order of adding comes to.
func (p *Part) count(more FindingCount) {
	count := p.findings[more.FindingKind]
	if count == nil {
		p.findings[more.FindingKind] = &more
		return
	}
	count.Findings += more.Findings
	count.Projects += more.Projects
	if more.Project < count.Project {
		count.Example, count.Project = more.Example, more.Project
	}
}

func (p *Part) merge(other *Part) {
	p.Complete += other.Complete
	p.Partly += other.Partly
	p.Missing += other.Missing
	p.Unscored += other.Unscored
	p.Undetermined += other.Undetermined
	p.OpenRows += other.OpenRows
	p.Needing += other.Needing
	p.Initial.merge(other.Initial)
	p.Adjusted.merge(other.Adjusted)
	p.Executed.merge(other.Executed)
	p.RateAdjusted.merge(other.RateAdjusted)
	p.RateExecuted.merge(other.RateExecuted)
	p.Totals.Projects += other.Totals.Projects
	p.Totals.Sum += other.Totals.Sum
	p.LastYear.Projects += other.LastYear.Projects
	p.LastYear.Before += other.LastYear.Before
	p.LastYear.Here += other.LastYear.Here
	p.Claims.Projects += other.Claims.Projects
	p.Claims.Claimed += other.Claims.Claimed
	p.Claims.Computed += other.Claims.Computed
	p.Claims.Above += other.Claims.Above
	p.Claims.Below += other.Claims.Below
	for total, count := range other.totals {
		p.totals[total] += count
	}
	for grade, count := range other.grades {
		p.grades[grade] += count
	}
	for _, count := range other.findings {
		p.count(*count)
	}
}
