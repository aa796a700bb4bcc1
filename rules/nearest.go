package rules

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// The nearest change is found without trying one number after the other. As one input changes, the verdict and whether the points
// are full can only change where two sides of a comparison cross, or where something divides by zero: at roots of polynomials in
// that input. The whole numbers of grid steps beside those roots are the only ones worth trying, and each is tried through the
// engine, so that a change that is shown has been made and seen to work.

// The bounds of the search. Beyond them no change is shown, rather than one that may not be the nearest.
const (
	maxAlternatives = 64   // forms that an expression can take through min, max, abs and conditionals
	maxDegree       = 8    // of a polynomial
	maxCrossings    = 2000 // polynomials of the rules for a kind of facts
)

// grid says how whole steps of one input become changes.
type grid struct {
	varies      varying
	unit        engine.Rational // what one step is in the facts
	from        *big.Int        // where the row stands, in steps
	blank       bool            // it stands there only for want of something reported
	least, most *big.Int
	extra       []*big.Int // steps to try besides those at crossings
	becomes     func(n *big.Int) engine.NearestChange
}

// nearest looks for the nearest changes of a row, and tells whether that was possible.
func (x *Explainer) nearest(row *engine.Row, before *engine.Score, asked []engine.Facts) ([]engine.NearestChange, bool) {
	switch {
	case before.Verdict == engine.NotApplicable:
		return nil, false
	case len(asked) == 0:
		return openTiers(row, before)
	case before.Reason.Code == engine.ReasonDateImprecise:
		return nil, false // the day is missing, which the reason says
	}
	facts := &asked[0]
	var g *grid
	switch facts.Kind {
	case engine.NumberFacts, engine.RangeFacts:
		g = numberGrid(row)
	case engine.ExecutionFacts:
		g = executedGrid(row)
	case engine.DeadlineFacts:
		g = dateGrid(row, facts)
	case engine.WordsFacts:
		return x.nearestWords(row, before, facts)
	}
	if g == nil {
		tiers, _ := openTiers(row, before)
		return tiers, false
	}
	found, ok := x.search(row, before, facts, g, engine.Goals())
	tiers, _ := openTiers(row, before)
	return append(found, tiers...), ok
}

// search tries the steps beside the crossings, the nearest first, until every goal is reached.
func (x *Explainer) search(row *engine.Row, before *engine.Score, facts *engine.Facts, g *grid, open []engine.Goal) ([]engine.NearestChange, bool) {
	steps, ok := x.steps(facts, g)
	if !ok {
		return nil, false
	}
	var found []engine.NearestChange
	for _, n := range steps {
		change := g.becomes(n)
		found, open = try(row, before, change, found, open)
		if len(open) == 0 {
			break
		}
	}
	return found, true
}

// try makes a change, keeps it where it reaches an open goal, and returns the goals that are still open.
func try(row *engine.Row, before *engine.Score, change engine.NearestChange, found []engine.NearestChange, open []engine.Goal) ([]engine.NearestChange, []engine.Goal) {
	change.Score, _ = row.With(&change)
	left := make([]engine.Goal, 0, len(open))
	for _, goal := range open {
		if goal.Reached(before, &change.Score) {
			change.Goals = append(change.Goals, goal)
		} else {
			left = append(left, goal)
		}
	}
	if len(change.Goals) > 0 {
		found = append(found, change)
	}
	return found, left
}

// steps lists the steps worth trying, the nearest first.
func (x *Explainer) steps(facts *engine.Facts, g *grid) ([]*big.Int, bool) {
	polynomials, ok := x.crossings(facts, g.varies)
	return g.beside(polynomials), ok
}

// beside lists the steps beside the roots of polynomials, the nearest first; of two as near the greater comes first.
func (g *grid) beside(polynomials []polynomial) []*big.Int {
	candidates := append([]*big.Int{g.from, g.least, g.most}, g.extra...)
	for _, p := range polynomials {
		candidates = append(candidates, p.inSteps(g.unit).beside()...)
	}
	steps := candidates[:0]
	for _, n := range candidates {
		if n.Cmp(g.least) >= 0 && n.Cmp(g.most) <= 0 && (g.blank || n.Cmp(g.from) != 0) {
			steps = append(steps, n)
		}
	}
	slices.SortFunc(steps, func(a, b *big.Int) int {
		return cmp.Or(distance(a, g.from).Cmp(distance(b, g.from)), b.Cmp(a))
	})
	return slices.CompactFunc(steps, func(a, b *big.Int) bool { return a.Cmp(b) == 0 })
}

func distance(a, b *big.Int) *big.Int {
	d := new(big.Int).Sub(a, b)
	return d.Abs(d)
}

// numberGrid is the grid of a reported number: the finest decimal place in which the target or the actual is written, and at
// least whole numbers, in the actual's own unit. An actual that was written without unit is taken in the target's.
func numberGrid(row *engine.Row) *grid {
	indicator := row.Indicator()
	value := indicator.Actual.Number.Value
	unit, ok := unitOf(indicator)
	if !ok {
		return nil
	}
	first := reporting(indicator, engine.DecimalFromInt(1), unit)
	_, asked := row.With(&first)
	places, digits := unit.places(indicator), engine.MaxDigits-unit.exponent
	if len(asked) == 0 || asked[0].Actual.Sign() <= 0 || digits <= 0 || places > digits {
		return nil
	}
	g := &grid{varies: varyActual, unit: asked[0].Actual.Mul(decimalStep(places)), from: inDecimalSteps(value, places), least: new(big.Int)}
	g.most = new(big.Int).Sub(powerOfTen(digits), big.NewInt(1))
	if asked[0].Growth {
		g.least = new(big.Int).Neg(g.most) // elsewhere a negative actual counts as 0
	}
	g.becomes = func(n *big.Int) engine.NearestChange {
		value, _ := engine.NewDecimal(n.Int64(), places)
		return reporting(indicator, value, unit)
	}
	return g
}

// reporting is the change to another number in a unit.
func reporting(indicator *engine.Indicator, value engine.Decimal, unit unitScale) engine.NearestChange {
	scaled, _ := value.Shift(unit.exponent)
	return engine.NearestChange{Field: engine.ChangedNumber,
		Difference: value.Rational().Sub(indicator.Actual.Number.Value.Rational()),
		Actual: engine.Actual{Text: value.String() + unit.name, Reported: true, Kind: engine.NumberActual, Source: indicator.Actual.Source,
			Number: engine.Measure{Value: value, Unit: unit.name, Scaled: scaled, ScaledUnit: unit.scaledUnit}}}
}

// unitOf returns the unit in which another actual would be reported.
func unitOf(indicator *engine.Indicator) (unitScale, bool) {
	unit := indicator.Actual.Number.Unit
	switch {
	case unit != "":
	case indicator.Target.Kind == engine.RangeTarget:
		unit = indicator.Target.Max.Unit
	default:
		unit = indicator.Target.Number.Unit
	}
	return oneOf(unit)
}

// places counts the decimal places of the grid in this unit.
func (u unitScale) places(indicator *engine.Indicator) int {
	places := decimals(indicator.Actual.Number.Value)
	for _, measure := range []engine.Measure{indicator.Target.Number, indicator.Target.Min, indicator.Target.Max} {
		if measure.Unit == u.name {
			places = max(places, decimals(measure.Value))
		} else if in, ok := measure.Scaled.Shift(-u.exponent); ok && measure.ScaledUnit == u.scaledUnit {
			places = max(places, decimals(in))
		}
	}
	return places
}

// unitScale is what one of a unit is: 万亩 is 10 to the 4th power 亩.
type unitScale struct {
	name       string
	exponent   int
	scaledUnit string
}

func oneOf(unit string) (unitScale, bool) {
	if unit == "" {
		return unitScale{}, true
	}
	read, _ := notation.ParseActual("1"+unit, notation.Context{})
	if read.Kind != engine.NumberActual || read.Number.Unit != unit {
		return unitScale{}, false
	}
	for exponent := range engine.MaxDigits {
		if shifted, ok := engine.DecimalFromInt(1).Shift(exponent); ok && shifted == read.Number.Scaled {
			return unitScale{unit, exponent, read.Number.ScaledUnit}, true
		}
	}
	return unitScale{}, false
}

// decimals counts the decimal places in which a number is written.
func decimals(d engine.Decimal) int {
	_, fraction, _ := strings.Cut(d.String(), ".")
	return len(fraction)
}

func powerOfTen(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

func decimalStep(places int) engine.Rational {
	step, _ := engine.NewDecimal(1, places)
	return step.Rational()
}

func inDecimalSteps(d engine.Decimal, places int) *big.Int {
	steps, _ := d.Rational().Quo(decimalStep(places))
	return new(big.Int).Set(steps.Big().Num()) // whole: no decimal place is left
}

// executedGrid is the grid of the executed amount: fen.
func executedGrid(row *engine.Row) *grid {
	funds, _ := row.Budget().Row(engine.TotalFunds)
	if funds.Executed == nil {
		return nil
	}
	executed := *funds.Executed
	g := &grid{varies: varyActual, unit: engine.NewRational(1, 100), from: big.NewInt(int64(executed)),
		least: new(big.Int), most: big.NewInt(int64(engine.MaxMoney))}
	g.becomes = func(n *big.Int) engine.NearestChange {
		amount := engine.Money(n.Int64())
		return engine.NearestChange{Field: engine.ChangedExecuted, Executed: amount, Difference: (amount - executed).Rational()}
	}
	return g
}

// dateGrid is the grid of a date: days after the due date. What was not done at all is as late as can be, so that the nearest date
// is the last one that would do; what was done in time without a date stands at the due date.
func dateGrid(row *engine.Row, facts *engine.Facts) *grid {
	actual := &row.Indicator().Actual
	on := func(day engine.Date) engine.NearestChange {
		change := engine.NearestChange{Field: engine.ChangedDate, Actual: engine.Actual{Text: day.String(), Reported: true,
			Kind: engine.DateActual, Date: day, Source: actual.Source}}
		if facts.Dated {
			change.Difference = engine.NewRational(int64(day.DaysAfter(actual.Date)), 1)
		}
		return change
	}
	first, last := engine.Date{Year: 1900, Month: 1, Day: 1}, engine.Date{Year: 2200, Month: 12, Day: 31}
	trial := on(last)
	_, asked := row.With(&trial)
	if len(asked) == 0 {
		return nil
	}
	due := last.AddDays(-asked[0].DaysLate)
	g := &grid{varies: varyDays, blank: !facts.Dated, unit: engine.NewRational(1, 1), from: new(big.Int),
		least: big.NewInt(int64(first.DaysAfter(due))), most: big.NewInt(int64(last.DaysAfter(due)))}
	switch {
	case facts.Dated:
		g.from.SetInt64(int64(facts.DaysLate))
	case facts.Tier != engine.TierMet:
		g.from.SetInt64(int64(last.DaysAfter(due)) + 1)
	}
	g.becomes = func(n *big.Int) engine.NearestChange { return on(due.AddDays(int(n.Int64()))) }
	return g
}

// nearestWords looks for the nearest tier, and for full points first for a claimed score under the tier that was stated.
func (x *Explainer) nearestWords(row *engine.Row, before *engine.Score, facts *engine.Facts) ([]engine.NearestChange, bool) {
	found, ok := x.search(row, before, facts, x.claimGrid(row, before, facts), []engine.Goal{engine.FullPoints})
	if !ok {
		return nil, false
	}
	open := engine.Goals()
	if len(found) > 0 {
		open = slices.DeleteFunc(open, func(g engine.Goal) bool { return g == engine.FullPoints })
	}
	for _, tier := range tiersBy(facts.Tier) {
		found, open = try(row, before, engine.NearestChange{Field: engine.ChangedTier, Tier: tier}, found, open)
	}
	return found, true
}

// tiersBy lists the other tiers, the nearest first; of two as near the better comes first.
func tiersBy(tier engine.Tier) []engine.Tier {
	switch tier {
	case engine.TierMet:
		return []engine.Tier{engine.TierPartly, engine.TierMissed}
	case engine.TierPartly:
		return []engine.Tier{engine.TierMet, engine.TierMissed}
	}
	return []engine.Tier{engine.TierPartly, engine.TierMet}
}

// claimGrid is the grid of a claimed score: hundredths of a point. Without a claim it begins at what the row earned.
func (x *Explainer) claimGrid(row *engine.Row, before *engine.Score, facts *engine.Facts) *grid {
	from := before.Earned
	if claimed := row.Indicator().Claimed; claimed != nil {
		from = *claimed
	}
	g := &grid{varies: varyClaim, blank: row.Indicator().Claimed == nil, unit: engine.NewRational(1, 100), from: big.NewInt(int64(from)),
		least: new(big.Int), most: big.NewInt(int64(before.Weight))}
	window := x.set.policy.Windows[facts.Tier]
	for _, share := range []engine.Rational{window.From, window.To} {
		end := facts.Weight.Rational().Mul(share).Mul(engine.NewRational(100, 1)).Big()
		whole := new(big.Int).Div(end.Num(), end.Denom())
		for _, d := range []int64{-1, 0, 1} {
			g.extra = append(g.extra, new(big.Int).Add(whole, big.NewInt(d)))
		}
	}
	g.becomes = func(n *big.Int) engine.NearestChange {
		claimed := engine.Points(n.Int64())
		return engine.NearestChange{Field: engine.ChangedClaim, Claimed: claimed, Difference: (claimed - from).Rational()}
	}
	return g
}

// openTiers lists what each tier would give where a row is open for want of one.
func openTiers(row *engine.Row, before *engine.Score) ([]engine.NearestChange, bool) {
	if code := before.Reason.Code; code != engine.ReasonTierNeeded && code != engine.ReasonNegativeTarget {
		return nil, false
	}
	var found []engine.NearestChange
	for _, tier := range []engine.Tier{engine.TierMet, engine.TierPartly, engine.TierMissed} {
		found, _ = try(row, before, engine.NearestChange{Field: engine.ChangedTier, Tier: tier}, found, engine.Goals())
	}
	return found, true
}
