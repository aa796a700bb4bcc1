package engine

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
)

// Judged is a project's form, with what was recorded, beside its evaluation.
type Judged struct {
	Submission *Submission
	Evaluation *Evaluation
}

// Why a row moved: codes of the space why.
const (
	WhyPack      = "pack"     // another pack scored it
	WhyEngine    = "engine"   // another version of the scoring code did
	WhyTarget    = "target"   // its target is another one
	WhyActual    = "actual"   // its actual is another one
	WhyTier      = "tier"     // another tier was stated
	WhyClaimed   = "claimed"  // another score was claimed
	WhyWeight    = "weight"   // the form gives it another weight
	WhyClass     = "class"    // it stands in another class
	WhyName      = "name"     // the same indicator, printed otherwise
	WhyBudget    = "budget"   // the funds are others
	WhyOtherRows = "form"     // other rows of the form changed, and with them the weight of this one
	WhyAdded     = RowAdded   // the row was not there before
	WhyRemoved   = RowRemoved // the row is not there any more
	WhyUnknown   = "unknown"  // nothing that this program knows of
)

// RowMove is a scored row that has another verdict, weight or score.
type RowMove struct {
	Indicator     *Indicator // as it is after, or before where it is gone; nil for the execution of the budget
	Before, After *Score     // nil where the row is not there
	Why           []string   // codes
}

// Size returns by how much the row's score moved.
func (m *RowMove) Size() Points {
	var before, after Points
	if m.Before != nil {
		before = m.Before.Earned
	}
	if m.After != nil {
		after = m.After.Earned
	}
	return distance(before, after)
}

// Move is a project in which something moved: a row, the total or the grade.
type Move struct {
	Before, After Judged // the zero value where the project is not there
	Rows          []RowMove
}

// Newest returns the side after, or before where the project is gone.
func (m *Move) Newest() Judged {
	if m.After.Submission == nil {
		return m.Before
	}
	return m.After
}

// OneSided tells that the project was evaluated on one side only.
func (m *Move) OneSided() bool { return m.Before.Submission == nil || m.After.Submission == nil }

// Size returns by how much the total moved: the greater move of its two bounds, which are equal where it is known.
func (m *Move) Size() Points {
	if m.OneSided() {
		return 0
	}
	before, after := m.Before.Evaluation, m.After.Evaluation
	return max(distance(before.AtLeast, after.AtLeast), distance(before.AtMost, after.AtMost))
}

func distance(a, b Points) Points { return max(a-b, b-a) }

// Mean is the exact mean of totals.
type Mean struct {
	Projects int // that have a total
	Sum      Points
}

func (m *Mean) add(e *Evaluation) {
	if e.Determined {
		m.Projects++
		m.Sum += e.Total
	}
}

// Value returns the mean; not ok where no project has a total.
func (m Mean) Value() (Rational, bool) {
	return m.Sum.Rational().Quo(NewRational(int64(m.Projects), 1))
}

// DepartmentMeans are a department's projects and their means on both sides.
type DepartmentMeans struct {
	Name          string
	Projects      int
	Changed       int
	Before, After Mean
}

// shift returns by how much the mean moved; not ok where it is not known on both sides.
func (d *DepartmentMeans) shift() (Rational, bool) {
	before, known := d.Before.Value()
	after, alsoKnown := d.After.Value()
	shift := after.Sub(before)
	return shift.Max(shift.Neg()), known && alsoKnown
}

// ComparedSide says what scored one side of a comparison.
type ComparedSide struct {
	Run    int64 // 0 where nothing is stored
	Pack   RulesetID
	Engine string
	Bands  []Band
}

// Comparison folds what moved between two evaluations of the same projects. Of the projects themselves only those that moved most are
// kept, so that a large year needs no memory.
type Comparison struct {
	Before, After         ComparedSide
	Projects              int // on both sides
	Changed               int // of these, those in which something moved
	OnlyBefore, OnlyAfter int // projects on one side only
	Rows                  int // on both sides, executions of budgets among them
	RowsChanged           int
	RowsAdded             int
	RowsRemoved           int
	// Verdicts counts the rows on both sides by their verdict before and after.
	Verdicts [NotApplicable + 1][NotApplicable + 1]int
	// Grades are the names of all grades, those of the side after first; the last, which is empty, stands for none.
	Grades []string
	// GradeMoves counts the projects on both sides by the places of their grades before and after.
	GradeMoves [][]int
	Means      struct{ Before, After Mean }
	Movers     []*Move // the largest moves, the largest first; among equals those with more rows, then the order of the projects

	departments map[string]*DepartmentMeans // by the folded name
	top         int
}

// NewComparison begins a comparison that keeps so many movers.
func NewComparison(before, after ComparedSide, top int) *Comparison {
	c := &Comparison{Before: before, After: after, top: top, departments: map[string]*DepartmentMeans{}}
	for _, band := range append(slices.Clone(after.Bands), before.Bands...) {
		if !slices.Contains(c.Grades, band.Name) {
			c.Grades = append(c.Grades, band.Name)
		}
	}
	c.Grades = append(c.Grades, "")
	c.GradeMoves = make([][]int, len(c.Grades))
	for i := range c.GradeMoves {
		c.GradeMoves[i] = make([]int, len(c.Grades))
	}
	return c
}

// Add takes one project and returns what moved in it, nil where nothing did. A side on which it was not evaluated is the zero value.
func (c *Comparison) Add(before, after Judged) *Move {
	move := &Move{Before: before, After: after}
	if move.OneSided() {
		if before.Submission == nil {
			c.OnlyAfter++
		} else {
			c.OnlyBefore++
		}
		return move
	}
	c.Projects++
	c.Means.Before.add(before.Evaluation)
	c.Means.After.add(after.Evaluation)
	c.GradeMoves[c.grade(before.Evaluation.Grade)][c.grade(after.Evaluation.Grade)]++
	department := c.department(after.Submission.Department)
	department.Projects++
	department.Before.add(before.Evaluation)
	department.After.add(after.Evaluation)
	c.rows(move)
	if len(move.Rows) == 0 && sameTotal(before.Evaluation, after.Evaluation) {
		return nil
	}
	c.Changed++
	department.Changed++
	c.keep(move)
	return move
}

// Move returns what moved in a project that is evaluated on both sides, without adding it.
func (c *Comparison) Move(before, after Judged) *Move {
	move := &Move{Before: before, After: after}
	alone := Comparison{Before: c.Before, After: c.After}
	alone.rows(move)
	return move
}

func (c *Comparison) grade(name string) int {
	if i := slices.Index(c.Grades, name); i >= 0 {
		return i
	}
	return len(c.Grades) - 1
}

func (c *Comparison) department(name string) *DepartmentMeans {
	key := Fold(name)
	if c.departments[key] == nil {
		c.departments[key] = &DepartmentMeans{Name: name}
	}
	return c.departments[key]
}

func sameTotal(a, b *Evaluation) bool {
	return a.Determined == b.Determined && a.AtLeast == b.AtLeast && a.AtMost == b.AtMost && a.Grade == b.Grade
}

// rows compares the rows of a project.
func (c *Comparison) rows(move *Move) {
	before, after := move.Before, move.After
	places := placesOf(before.Evaluation, after.Evaluation)
	for i := range after.Evaluation.Scores {
		now, row := &after.Evaluation.Scores[i], &after.Submission.Indicators[i]
		j, found := places.of(now.Indicator, i)
		if !found {
			c.RowsAdded++
			move.Rows = append(move.Rows, RowMove{row, nil, now, []string{WhyAdded}})
			continue
		}
		if old := &before.Evaluation.Scores[j]; c.row(old, now) {
			move.Rows = append(move.Rows, RowMove{row, old, now, c.why(move, &before.Submission.Indicators[j], row)})
		}
	}
	for j := range before.Evaluation.Scores {
		if old := &before.Evaluation.Scores[j]; places.gone(old.Indicator) {
			c.RowsRemoved++
			move.Rows = append(move.Rows, RowMove{&before.Submission.Indicators[j], old, nil, []string{WhyRemoved}})
		}
	}
	old, now := before.Evaluation.Execution.score(), after.Evaluation.Execution.score()
	if c.row(old, now) {
		move.Rows = append(move.Rows, RowMove{nil, old, now, c.whyExecution(move)})
	}
}

// score returns the execution of the budget as a row like any other.
func (x *ExecutionScore) score() *Score {
	return &Score{Weight: x.Weight, Earned: x.Earned, Verdict: x.Verdict, Rule: x.Rule, Reason: x.Reason}
}

// row counts a row and tells whether it moved.
func (c *Comparison) row(before, after *Score) bool {
	c.Rows++
	c.Verdicts[before.Verdict][after.Verdict]++
	if before.Verdict == after.Verdict && before.Earned == after.Earned && before.Weight == after.Weight {
		return false
	}
	c.RowsChanged++
	return true
}

// rowPlaces finds the rows of one evaluation in another. Where both have the same rows in the same order, which is the rule, no index
// is made.
type rowPlaces struct {
	aligned bool
	before  map[IndicatorID]int
	after   map[IndicatorID]bool
}

func placesOf(before, after *Evaluation) rowPlaces {
	p := rowPlaces{aligned: slices.EqualFunc(before.Scores, after.Scores, func(a, b Score) bool { return a.Indicator == b.Indicator })}
	if p.aligned {
		return p
	}
	p.before, p.after = map[IndicatorID]int{}, map[IndicatorID]bool{}
	for j := range before.Scores {
		p.before[before.Scores[j].Indicator] = j
	}
	for i := range after.Scores {
		p.after[after.Scores[i].Indicator] = true
	}
	return p
}

func (p *rowPlaces) of(id IndicatorID, at int) (int, bool) {
	if p.aligned {
		return at, true
	}
	j, found := p.before[id]
	return j, found
}

func (p *rowPlaces) gone(id IndicatorID) bool { return !p.aligned && !p.after[id] }

// why lists what could have moved a row.
func (c *Comparison) why(move *Move, before, after *Indicator) []string {
	if move.Before.Submission == move.After.Submission {
		return []string{WhyPack}
	}
	why := whatDiffers(before, after)
	why = append(why, c.whyScored()...)
	switch {
	case len(why) > 0:
		return why
	case move.Before.Evaluation.Input != move.After.Evaluation.Input:
		return []string{WhyOtherRows}
	}
	return []string{WhyUnknown}
}

func (c *Comparison) whyScored() (why []string) {
	if c.Before.Pack.Digest != c.After.Pack.Digest {
		why = append(why, WhyPack)
	}
	if c.Before.Engine != c.After.Engine {
		why = append(why, WhyEngine)
	}
	return why
}

func whatDiffers(before, after *Indicator) (why []string) {
	add := func(code string, same bool) {
		if !same {
			why = append(why, code)
		}
	}
	add(WhyTarget, sameTarget(before.Target, after.Target))
	add(WhyActual, sameActual(before.Actual, after.Actual))
	add(WhyTier, before.Tier == after.Tier)
	add(WhyClaimed, samePoints(before.Claimed, after.Claimed))
	add(WhyWeight, samePoints(before.Weight, after.Weight) && before.WeightUnreadable == after.WeightUnreadable)
	add(WhyClass, before.Level1 == after.Level1 && before.Level2 == after.Level2)
	add(WhyName, before.Name == after.Name)
	return why
}

func sameTarget(a, b Target) bool {
	a.Source, b.Source = Source{}, Source{}
	return reflect.DeepEqual(a, b)
}

func sameActual(a, b Actual) bool {
	a.Source, b.Source = Source{}, Source{}
	return reflect.DeepEqual(a, b)
}

func samePoints(a, b *Points) bool { return pointsText(a) == pointsText(b) }

func (c *Comparison) whyExecution(move *Move) []string {
	before, after := move.Before.Submission, move.After.Submission
	if before == after {
		return []string{WhyPack}
	}
	why := c.whyScored()
	if !sameFunds(&before.Budget, &after.Budget) {
		why = append(why, WhyBudget)
	}
	if !samePoints(before.ExecutionWeight, after.ExecutionWeight) {
		why = append(why, WhyWeight)
	}
	if len(why) == 0 {
		return []string{WhyOtherRows}
	}
	return why
}

func sameFunds(a, b *Budget) bool {
	for _, item := range BudgetItems() {
		old, _ := a.Row(item)
		now, _ := b.Row(item)
		if moneyText(old.Initial) != moneyText(now.Initial) || moneyText(old.Adjusted) != moneyText(now.Adjusted) ||
			moneyText(old.Executed) != moneyText(now.Executed) {
			return false
		}
	}
	return true
}

// keep puts a move among the largest where it belongs there.
func (c *Comparison) keep(move *Move) {
	at, _ := slices.BinarySearchFunc(c.Movers, move, func(a, b *Move) int {
		if larger(b, a) {
			return 1
		}
		return -1 // equal ones stay in the order of the projects
	})
	if at >= c.top {
		return
	}
	c.Movers = slices.Insert(c.Movers, at, move)
	if len(c.Movers) > c.top {
		c.Movers = c.Movers[:c.top]
	}
}

func larger(a, b *Move) bool {
	return cmp.Or(cmp.Compare(a.Size(), b.Size()), cmp.Compare(len(a.Rows), len(b.Rows))) > 0
}

// AnyChange tells whether anything moved, projects on one side only among it.
func (c *Comparison) AnyChange() bool { return c.Changed+c.OnlyBefore+c.OnlyAfter > 0 }

// Departments lists the departments, those whose mean moved most first; then those that have no mean on one side, then by name.
func (c *Comparison) Departments() []*DepartmentMeans {
	list := make([]*DepartmentMeans, 0, len(c.departments))
	for _, department := range c.departments {
		list = append(list, department)
	}
	slices.SortFunc(list, func(a, b *DepartmentMeans) int {
		moved, known := a.shift()
		other, alsoKnown := b.shift()
		switch {
		case known != alsoKnown && known, known && alsoKnown && moved.Cmp(other) > 0:
			return -1
		case known != alsoKnown, known && alsoKnown && moved.Cmp(other) < 0:
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list
}
