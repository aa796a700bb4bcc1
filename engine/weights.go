package engine

import "slices"

// WeightPolicy says how a pack spreads 100 points over a form that prints no 分值.
type WeightPolicy struct {
	Execution Points // for the execution of the budget
	// ExecutionOutside keeps the execution of the budget outside the 100 points: it is scored and shown, but the rows alone make
	// the total. Levels then add up to 100.
	ExecutionOutside bool
	// Levels holds the points of the level-1 classes.
	Levels []LevelWeight
	// Variants hold other points for forms that have certain classes; the first that fits counts instead of Levels.
	Variants []LevelVariant
	// CountedWith names, for a level-1 class without points of its own, the class whose points it shares.
	CountedWith [Satisfaction + 1]Dimension
	// MissingTo names the classes that get the points of a class that the form lacks, the first one that the form has wins.
	MissingTo [Satisfaction + 1][]Dimension
	// ByCategory spreads a level's points over its level-2 classes first; otherwise equally over its indicators.
	ByCategory bool
}

// LevelWeight is what a level-1 class weighs.
type LevelWeight struct {
	Level  Dimension
	Points Points
}

// LevelVariant is how much the level-1 classes weigh where a form has all the classes of Present (财预〔2021〕101号: with and
// without 成本指标).
type LevelVariant struct {
	Present []Dimension
	Levels  []LevelWeight
}

// Allocation is the weight of every row of a form.
type Allocation struct {
	Rows      []Points // in the order of the form
	Execution Points
	// Inside is what the execution weighs of the 100 points: Execution, or 0 where it stays outside.
	Inside Points
	// Unweighted marks rows that have no weight of their own although others do. They cannot be judged.
	Unweighted []bool
	Findings   []Finding
	// FromForm tells whether the weights are the form's own.
	FromForm bool
	// Graded is false where the weights do not add up to 100: a grade would mean nothing.
	Graded bool
}

// Allocate gives every row of a form its weight. Weights of the form win, unreadable ones included: those rows are undetermined,
// and no other weight is made up for them. Where the form prints none, the policy's points are spread by
// largest remainder, so that they add up to exactly 100.00.
func (p *WeightPolicy) Allocate(s *Submission) Allocation {
	for i := range s.Indicators {
		if s.Indicators[i].Weight != nil || s.Indicators[i].WeightUnreadable {
			return p.fromForm(s)
		}
	}
	return p.spread(s)
}

// fromForm takes the form's weights. Forms keep the execution of the budget inside the 100 (rows add up to 90) or outside
// (rows add up to 100); anything else is a finding, and no grade is given.
func (p *WeightPolicy) fromForm(s *Submission) Allocation {
	a := Allocation{Rows: make([]Points, len(s.Indicators)), Unweighted: make([]bool, len(s.Indicators)), FromForm: true, Graded: true}
	var sum Points
	var blank []int
	for i := range s.Indicators {
		weight := s.Indicators[i].Weight
		if weight == nil || *weight < 0 { // below 0 is no weight: nothing could be earned of it
			a.Unweighted[i] = true
			blank = append(blank, i)
			continue
		}
		a.Rows[i] = *weight
		sum += *weight
	}
	a.Execution = p.Execution
	if s.ExecutionWeight != nil && *s.ExecutionWeight >= 0 {
		a.Execution = *s.ExecutionWeight
	} else if sum == FullMarks && len(blank) == 0 && !p.ExecutionOutside {
		a.Execution = 0
		a.Findings = append(a.Findings, Finding{Code: "weights-leave-no-execution", Severity: Warning})
	}
	a.Inside = p.inside(a.Execution)
	rest := FullMarks - a.Inside - sum
	switch {
	case len(blank) > 0 && rest > 0:
		// What the blank rows can weigh at most bounds the total; they are undetermined all the same.
		for k, share := range largestRemainder(rest, len(blank)) {
			a.Rows[blank[k]] = share
		}
	case rest != 0:
		total := sum + a.Inside
		a.Graded = false
		a.Findings = append(a.Findings, Finding{Code: "weights-sum", Severity: Error,
			Args: Args("rows", sum.String(), "execution", a.Inside.String(), "sum", total.String())})
	}
	return a
}

func (p *WeightPolicy) inside(execution Points) Points {
	if p.ExecutionOutside {
		return 0
	}
	return execution
}

func (p *WeightPolicy) spread(s *Submission) Allocation {
	a := Allocation{Rows: make([]Points, len(s.Indicators)), Unweighted: make([]bool, len(s.Indicators)),
		Execution: p.Execution, Inside: p.inside(p.Execution), Graded: true}
	levels := p.levelsFor(s)
	var members [Satisfaction + 1][]int
	for i := range s.Indicators {
		level := p.counted(levels, s.Indicators[i].Level1)
		if level == NoDimension {
			a.Unweighted[i] = true
			continue
		}
		members[level] = append(members[level], i)
	}
	points := p.levelPoints(levels, &members, &a)
	for level, rows := range members {
		if len(rows) > 0 {
			p.spreadLevel(points[level], rows, s, a.Rows)
		}
	}
	return a
}

// levelsFor returns the points of the level-1 classes for a form.
func (p *WeightPolicy) levelsFor(s *Submission) []LevelWeight {
	var has [Satisfaction + 1]bool
	for i := range s.Indicators {
		has[s.Indicators[i].Level1] = true
	}
	for i := range p.Variants {
		if !slices.ContainsFunc(p.Variants[i].Present, func(d Dimension) bool { return !has[d] }) {
			return p.Variants[i].Levels
		}
	}
	return p.Levels
}

// counted returns the class under which a row is weighted: its own where that has points, or the class that it shares with.
func (p *WeightPolicy) counted(levels []LevelWeight, level Dimension) Dimension {
	for _, entry := range levels {
		if entry.Level == level {
			return level
		}
	}
	return p.CountedWith[level]
}

// levelPoints hands the points of a level that the form lacks to the level that the policy names.
func (p *WeightPolicy) levelPoints(levels []LevelWeight, members *[Satisfaction + 1][]int, a *Allocation) (points [Satisfaction + 1]Points) {
	for _, entry := range levels {
		to := entry.Level
		if len(members[to]) == 0 {
			to = firstPresent(p.MissingTo[entry.Level], members)
		}
		if to == NoDimension {
			a.Graded = false
			a.Findings = append(a.Findings, Finding{Code: "level-without-heir", Severity: Error,
				Args: Args("level", entry.Level.String(), "points", entry.Points.String())})
			continue
		}
		if to != entry.Level {
			a.Findings = append(a.Findings, Finding{Code: "level-given-away", Severity: Info,
				Args: Args("level", entry.Level.String(), "points", entry.Points.String(), "to", to.String())})
		}
		points[to] += entry.Points
	}
	return points
}

func firstPresent(candidates []Dimension, members *[Satisfaction + 1][]int) Dimension {
	for _, level := range candidates {
		if len(members[level]) > 0 {
			return level
		}
	}
	return NoDimension
}

func (p *WeightPolicy) spreadLevel(points Points, rows []int, s *Submission, into []Points) {
	if !p.ByCategory {
		for k, share := range largestRemainder(points, len(rows)) {
			into[rows[k]] = share
		}
		return
	}
	var order []Category
	groups := map[Category][]int{}
	for _, row := range rows {
		category := s.Indicators[row].Level2
		if groups[category] == nil {
			order = append(order, category)
		}
		groups[category] = append(groups[category], row)
	}
	for k, share := range largestRemainder(points, len(order)) {
		group := groups[order[k]]
		for j, part := range largestRemainder(share, len(group)) {
			into[group[j]] = part
		}
	}
}

// largestRemainder splits points into n equal parts of whole hundredths. With equal parts all remainders are equal, and ties
// go by order: the first rows get the hundredths that are left.
func largestRemainder(points Points, n int) []Points {
	parts := make([]Points, n)
	base, left := points/Points(n), points%Points(n)
	for i := range parts {
		parts[i] = base
		if Points(i) < left {
			parts[i]++
		}
	}
	return parts
}
