package rules_test

import (
	"flag"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/engine/notation"
	"jixiao/rules"
)

var nearestCount = flag.Int("nearest", 1000, "rows whose nearest changes are tried")

// tried is how far on each side of a row every single step is tried; further away a sample.
const tried = 40

// TestNearestChanges makes every change that an explanation proposes and sees whether it does what it says, through the whole
// scoring; then it tries what lies nearer, and for goals that nothing is proposed for what lies anywhere.
func TestNearestChanges(t *testing.T) {
	wanted := *nearestCount
	if testing.Short() {
		wanted = min(wanted, 1000)
	}
	sets, known := tracedSets(t, 60)
	explainers := make([]*rules.Explainer, len(sets))
	for i, set := range sets {
		explainers[i] = rules.NewExplainer(set, "")
	}
	rng := rand.New(rand.NewPCG(20261125, 2))
	cases := newOracleCases(rng, &oracle{})
	n := &nearer{T: t, rng: rng, changes: map[string]int{}}
	for n.rows < wanted {
		s := cases.submission()
		if rng.IntN(2) == 0 {
			smallNumbers(rng, s)
		}
		s.Identify()
		at := rng.IntN(2 * len(sets))
		if at >= len(sets) {
			at %= known
		}
		ids := []engine.IndicatorID{""}
		for i := range s.Indicators {
			ids = append(ids, s.Indicators[i].ID)
		}
		for _, id := range ids {
			e, _ := explainers[at].Explain(s, id)
			n.rows++
			if e.Counted < 0 && e.Score.Rule != "engine" && e.Score.Verdict != engine.NotApplicable {
				t.Fatalf("no question has the answer %+v", e.Score)
			}
			if e.Searched {
				n.searched++
				n.check(sets[at], s, &e)
			}
		}
	}
	n.totals(sets[:known], explainers, cases, wanted/10)
	t.Logf("%d rows, %d searched, %d changes made, %d others tried: %v", n.rows, n.searched, n.made, n.others, n.changes)
	for _, field := range []engine.ChangedField{engine.ChangedNumber, engine.ChangedDate, engine.ChangedTier, engine.ChangedClaim, engine.ChangedExecuted} {
		if n.changes[field.String()] == 0 {
			t.Errorf("no change of %s was proposed", field)
		}
	}
}

// smallNumbers brings actuals near to their targets, where every step in between can be tried.
func smallNumbers(rng *rand.Rand, s *engine.Submission) {
	for i := range s.Indicators {
		indicator := &s.Indicators[i]
		if indicator.Target.Kind != engine.NumberTarget || indicator.Actual.Kind != engine.NumberActual {
			continue
		}
		places := rng.IntN(3)
		target := oracleDigits{rng.Int64N(40), rng.IntN(places + 1)}
		actual := oracleDigits{rng.Int64N(60) - 5, places}
		indicator.Target.Number, indicator.Actual.Number = target.measure("篇"), actual.measure([]string{"", "篇"}[rng.IntN(2)])
		indicator.Target.Text = indicator.Target.Op.Sign() + indicator.Target.Number.Value.String()
		indicator.Actual.Text = indicator.Actual.Number.Value.String()
	}
}

// nearer tries changes.
type nearer struct {
	*testing.T
	rng                          *rand.Rand
	rows, searched, made, others int
	changes                      map[string]int
	set                          engine.Ruleset
	form                         *engine.Submission
	e                            *engine.Explanation
	row                          int // -1 for the execution
	judged                       *engine.Row
}

func (n *nearer) check(set engine.Ruleset, s *engine.Submission, e *engine.Explanation) {
	n.set, n.form, n.e = set, s, e
	n.judged, _ = engine.RowOf(set, s, e.Indicator)
	n.row = slices.IndexFunc(s.Indicators, func(i engine.Indicator) bool { return i.ID == e.Indicator && e.Indicator != "" })
	for i := range e.Nearest {
		change := &e.Nearest[i]
		n.changes[change.Field.String()]++
		n.made++
		after := n.after(change)
		if !reflect.DeepEqual(after, change.Score) {
			n.fail(change, "comes to something else", after)
		}
		for _, goal := range change.Goals {
			if !goal.Reached(&e.Score, &after) {
				n.fail(change, "does not reach "+goal.String(), after)
			}
		}
		if change.Field == engine.ChangedNumber {
			n.typed(change)
		}
	}
	switch kind := n.e.Asked; {
	case len(kind) == 0:
	case kind[0].Facts.Kind == engine.WordsFacts:
		n.words()
	case kind[0].Facts.Kind == engine.DeadlineFacts:
		n.dates()
	case kind[0].Facts.Kind == engine.ExecutionFacts:
		n.amounts()
	default:
		n.numbers()
	}
}

func (n *nearer) fail(change *engine.NearestChange, what string, after engine.Score) {
	n.Helper()
	where := "the execution"
	if n.row >= 0 {
		where = n.form.Indicators[n.row].Target.Text + " with " + n.form.Indicators[n.row].Actual.Text
	}
	n.Fatalf("%s, %s, of %s: changed by %+v %s: %v %s instead of %v %s\n%s", where, n.e.Score.Verdict, n.e.Score.Earned, change, what, after.Verdict,
		after.Earned, change.Score.Verdict, change.Score.Earned, n.set.(*rules.Ruleset).Effective())
}

// alone scores the row alone with a change.
func (n *nearer) alone(change *engine.NearestChange) engine.Score {
	score, _ := n.judged.With(change)
	return score
}

// after scores the whole form with a change.
func (n *nearer) after(change *engine.NearestChange) engine.Score {
	changed := *n.form
	changed.Indicators = slices.Clone(n.form.Indicators)
	changed.Budget.Rows = slices.Clone(n.form.Budget.Rows)
	change.Apply(&changed, n.row)
	evaluation := engine.Evaluate(n.set, &changed)
	if n.row < 0 {
		x := &evaluation.Execution
		return engine.Score{Weight: x.Weight, Earned: x.Earned, Verdict: x.Verdict, Rule: x.Rule, Reason: x.Reason}
	}
	return evaluation.Scores[n.row]
}

// typed has the proposed number read as a person would write it into the sheet.
func (n *nearer) typed(change *engine.NearestChange) {
	read, _ := notation.ParseActual(change.Actual.Text, notation.Context{Year: 2025})
	if read.Kind != engine.NumberActual || read.Number.Scaled != change.Actual.Number.Scaled || read.Number.Unit != change.Actual.Number.Unit {
		n.Fatalf("%s is read as %+v", change.Actual.Text, read)
	}
}

// distance returns how many steps away a goal is reached according to the explanation, nil where it is not.
func (n *nearer) distance(goal engine.Goal, step engine.Rational, field engine.ChangedField) *big.Int {
	for i := range n.e.Nearest {
		if change := &n.e.Nearest[i]; change.Field == field && slices.Contains(change.Goals, goal) {
			steps, _ := change.Difference.Quo(step)
			if !steps.Big().IsInt() {
				n.Fatalf("%v is no whole number of steps", change)
			}
			return new(big.Int).Abs(steps.Big().Num())
		}
	}
	return nil
}

// around tries steps on both sides: every one nearby, and a sample of those up to where a goal is said to be reached.
func (n *nearer) around(step engine.Rational, field engine.ChangedField, at func(steps int64) (engine.NearestChange, bool)) {
	for _, goal := range engine.Goals() {
		limit := n.distance(goal, step, field)
		far := big.NewInt(1 << 50)
		if limit != nil {
			far = limit
		}
		var offsets []int64
		for k := int64(1); k <= tried && big.NewInt(k).Cmp(far) < 0; k++ {
			offsets = append(offsets, k, -k)
		}
		if limit != nil && limit.IsInt64() && limit.Int64() > 1 {
			offsets = append(offsets, limit.Int64()-1, 1-limit.Int64())
		}
		if far.IsInt64() && far.Int64() > tried {
			for range 20 {
				offsets = append(offsets, n.rng.Int64N(far.Int64()), -n.rng.Int64N(far.Int64()))
			}
			if limit == nil {
				for bits := range 50 {
					offsets = append(offsets, int64(1)<<bits, -int64(1)<<bits)
				}
			}
		}
		for _, k := range offsets {
			change, ok := at(k)
			if !ok || k == 0 {
				continue
			}
			n.others++
			if after := n.alone(&change); goal.Reached(&n.e.Score, &after) {
				change.Score = n.e.Score
				n.fail(&change, "is nearer and reaches "+goal.String(), after)
			}
		}
	}
}

func (n *nearer) numbers() {
	indicator := &n.form.Indicators[n.row]
	actual := &indicator.Actual
	unit := actual.Number.Unit
	if unit == "" {
		unit = indicator.Target.Number.Unit
		if indicator.Target.Kind == engine.RangeTarget {
			unit = indicator.Target.Max.Unit
		}
	}
	base, inTenThousands := strings.CutPrefix(unit, "万")
	places := fractionDigits(actual.Number.Value)
	for _, m := range []engine.Measure{indicator.Target.Number, indicator.Target.Min, indicator.Target.Max} {
		written := m.Scaled
		if inTenThousands {
			written, _ = m.Scaled.Shift(-4)
		}
		if m.ScaledUnit == base {
			places = max(places, fractionDigits(written))
		}
	}
	one, _ := engine.NewDecimal(1, places)
	growth := n.e.Asked[0].Facts.Growth
	n.around(one.Rational(), engine.ChangedNumber, func(steps int64) (engine.NearestChange, bool) {
		sum := new(big.Int).Add(scaledBy(actual.Number.Value, places), big.NewInt(steps))
		if !sum.IsInt64() || sum.Sign() < 0 && !growth {
			return engine.NearestChange{}, false
		}
		value, ok := engine.NewDecimal(sum.Int64(), places)
		if !ok || sum.CmpAbs(big.NewInt(oracleMost/10_000)) > 0 {
			return engine.NearestChange{}, false
		}
		scaled := value
		if inTenThousands {
			scaled, _ = value.Shift(4)
		}
		return engine.NearestChange{Field: engine.ChangedNumber, Actual: engine.Actual{Text: value.String() + unit, Reported: true,
			Kind: engine.NumberActual, Number: engine.Measure{Value: value, Unit: unit, Scaled: scaled, ScaledUnit: base}}}, true
	})
}

func fractionDigits(d engine.Decimal) int {
	_, fraction, _ := strings.Cut(d.String(), ".")
	return len(fraction)
}

func scaledBy(d engine.Decimal, places int) *big.Int {
	x, _ := new(big.Rat).SetString(d.String())
	x.Mul(x, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)))
	return x.Num()
}

func (n *nearer) amounts() {
	funds, _ := n.form.Budget.Row(engine.TotalFunds)
	n.around(engine.NewRational(1, 100), engine.ChangedExecuted, func(steps int64) (engine.NearestChange, bool) {
		amount := *funds.Executed + engine.Money(steps)
		return engine.NearestChange{Field: engine.ChangedExecuted, Executed: amount}, amount >= 0 && amount <= engine.MaxMoney
	})
}

// dates tries every day of four years. Where nothing was dated, the later of two dates is the nearer one.
func (n *nearer) dates() {
	actual := &n.form.Indicators[n.row].Actual
	dated := n.e.Asked[0].Facts.Dated
	due := n.form.Indicators[n.row].Target.Due
	for _, goal := range engine.Goals() {
		var proposed *engine.NearestChange
		for i := range n.e.Nearest {
			if slices.Contains(n.e.Nearest[i].Goals, goal) {
				proposed = &n.e.Nearest[i]
			}
		}
		for _, late := range n.days() {
			day := due.AddDays(late)
			switch {
			case proposed == nil:
			case dated && abs(day.DaysAfter(actual.Date)) >= abs(proposed.Actual.Date.DaysAfter(actual.Date)),
				!dated && n.e.Asked[0].Facts.Tier == engine.TierMissed && day.DaysAfter(proposed.Actual.Date) <= 0,
				!dated && n.e.Asked[0].Facts.Tier == engine.TierMet && abs(day.DaysAfter(due)) >= abs(proposed.Actual.Date.DaysAfter(due)):
				continue
			}
			if dated && day == actual.Date {
				continue
			}
			change := engine.NearestChange{Field: engine.ChangedDate,
				Actual: engine.Actual{Text: day.String(), Reported: true, Kind: engine.DateActual, Date: day}}
			n.others++
			if after := n.alone(&change); goal.Reached(&n.e.Score, &after) {
				change.Score = n.e.Score
				n.fail(&change, "is nearer and reaches "+goal.String(), after)
			}
		}
	}
}

// days lists days beside the due date and the actual, and some far away.
func (n *nearer) days() []int {
	var days []int
	for d := -40; d <= 40; d++ {
		days = append(days, d, d+n.e.Asked[0].Facts.DaysLate)
	}
	for range 40 {
		days = append(days, n.rng.IntN(2000)-1000)
	}
	return days
}

func abs(n int) int { return max(n, -n) }

// words tries every claim under the stated tier, and every tier.
func (n *nearer) words() {
	n.around(engine.NewRational(1, 100), engine.ChangedClaim, func(steps int64) (engine.NearestChange, bool) {
		from := n.e.Score.Earned
		if claimed := n.form.Indicators[n.row].Claimed; claimed != nil {
			from = *claimed
		}
		// Only full points are looked for among the claims.
		claim := from + engine.Points(steps)
		return engine.NearestChange{Field: engine.ChangedClaim, Claimed: claim}, claim >= 0 && claim <= n.e.Score.Weight && !n.worded(claim)
	})
	for _, goal := range engine.Goals() {
		if slices.ContainsFunc(n.e.Nearest, func(c engine.NearestChange) bool { return slices.Contains(c.Goals, goal) }) {
			continue
		}
		for _, tier := range []engine.Tier{engine.TierMet, engine.TierPartly, engine.TierMissed} {
			change := engine.NearestChange{Field: engine.ChangedTier, Tier: tier}
			n.others++
			if after := n.alone(&change); goal.Reached(&n.e.Score, &after) {
				n.fail(&change, "was not proposed and reaches "+goal.String(), after)
			}
		}
	}
}

// worded tells whether a claim would change the verdict, which no claim is looked for to do.
func (n *nearer) worded(claim engine.Points) bool {
	change := engine.NearestChange{Field: engine.ChangedClaim, Claimed: claim}
	return n.alone(&change).Verdict != n.e.Score.Verdict
}

// totals makes the proposed changes of the executed amount and looks at the grade and at what the rules on the total take; then it
// tries what lies nearer.
func (n *nearer) totals(sets []*rules.Ruleset, explainers []*rules.Explainer, cases *oracleCases, wanted int) {
	made := map[string]int{}
	for i := range wanted {
		s := cases.submission()
		for k := range s.Indicators {
			s.Indicators[k].Tier = engine.TierMet // no row is open
		}
		s.Identify()
		at := i % len(sets)
		t := explainers[at].ExplainTotal(s)
		e := engine.Evaluate(sets[at], s)
		if !reflect.DeepEqual(e, t.Evaluation) {
			n.Fatal("the evaluation differs")
		}
		funds, _ := s.Budget.Row(engine.TotalFunds)
		if !e.Determined || funds.Executed == nil {
			continue
		}
		limits := map[engine.TotalGoal]int64{}
		for _, change := range t.Nearest {
			after := engine.WithExecuted(sets[at], s, change.Executed)
			for _, goal := range change.Goals {
				made[goal.String()]++
				limits[goal] = int64(abs(int(change.Difference)))
				if !goal.Reached(t.Bands, e, after) || after.Total != change.Total {
					n.Fatalf("%s: %+v comes to %s %s", sets[at].ID().Name, change, after.Total, after.Grade)
				}
			}
		}
		for _, goal := range engine.TotalGoals() {
			limit, found := limits[goal]
			if !found {
				limit = int64(*funds.Executed)*3 + 1000
			}
			for k := range 60 {
				steps := int64(k/2 + 1)
				if k > 30 {
					steps = n.rng.Int64N(max(limit, 1))
				}
				if k%2 == 0 {
					steps = -steps
				}
				amount := *funds.Executed + engine.Money(steps)
				if steps == 0 || abs(int(steps)) >= int(limit) || amount < 0 || amount > engine.MaxMoney {
					continue
				}
				if after := engine.WithExecuted(sets[at], s, amount); goal.Reached(t.Bands, e, after) {
					n.Fatalf("%s: executed %s instead of %s is nearer than %v and reaches %s: %s %s instead of %s %s", sets[at].ID().Name, amount, *funds.Executed,
						t.Nearest, goal, after.Total, after.Grade, e.Total, e.Grade)
				}
			}
		}
	}
	n.Logf("totals: %v", made)
	for _, goal := range engine.TotalGoals() {
		if made[goal.String()] == 0 {
			n.Errorf("no change to %s was proposed", goal)
		}
	}
}
