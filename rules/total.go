package rules

import (
	"math/big"
	"slices"

	"jixiao/engine"
)

// ExplainTotal explains the total and the grade of a project. The form must be as the run saw it.
func (x *Explainer) ExplainTotal(s *engine.Submission) engine.TotalExplanation {
	e := engine.Evaluate(x.set, s)
	t := engine.TotalExplanation{Evaluation: e, Bands: x.set.policy.Bands, Facts: engine.FundsOf(x.set, s), Sum: e.Execution.Earned}
	for i := range e.Scores {
		t.Sum += e.Scores[i].Earned
	}
	if t.Facts != nil {
		t.Given = given(t.Facts)
		for i := range x.project {
			t.Rules = append(t.Rules, x.apply(&x.project[i], t.Facts))
		}
		t.Given = append(t.Given, used(t.Rules)...)
	}
	if at := slices.IndexFunc(t.Bands, func(b engine.Band) bool { return b.Name == e.Grade }); at > 0 {
		next := t.Bands[at-1]
		t.Next, t.Missing = &next, next.From-e.Total
	}
	if e.Determined && t.Facts != nil {
		t.Nearest = x.nearestTotal(s, &t)
	}
	return t
}

// nearestTotal looks for the nearest executed amounts at which the grade is a better one, or no rule on the total takes anything.
func (x *Explainer) nearestTotal(s *engine.Submission, t *engine.TotalExplanation) []engine.TotalChange {
	funds, _ := s.Budget.Row(engine.TotalFunds)
	executed := *funds.Executed
	g := &grid{unit: engine.NewRational(1, 100), from: big.NewInt(int64(executed)), least: new(big.Int), most: big.NewInt(int64(engine.MaxMoney))}
	polynomials, ok := x.crossingsOfTotal(t)
	if !ok {
		return nil
	}
	var found []engine.TotalChange
	open := engine.TotalGoals()
	for _, n := range g.beside(polynomials) {
		amount := engine.Money(n.Int64())
		after := engine.WithExecuted(x.set, s, amount)
		change := engine.TotalChange{Executed: amount, Difference: amount - executed, Total: after.Total, Grade: after.Grade}
		open = slices.DeleteFunc(open, func(goal engine.TotalGoal) bool {
			reached := goal.Reached(t.Bands, t.Evaluation, after)
			if reached {
				change.Goals = append(change.Goals, goal)
			}
			return reached
		})
		if len(change.Goals) > 0 {
			found = append(found, change)
		}
		if len(open) == 0 {
			break
		}
	}
	return found
}

// crossingsOfTotal are those of the rules for the execution, whose points matter where a grade begins, and those of the rules on the
// total: where one begins to fit, and where a cap or what is added passes from one side of the total to the other.
func (x *Explainer) crossingsOfTotal(t *engine.TotalExplanation) ([]polynomial, bool) {
	e := t.Evaluation
	rest := e.Total - e.Execution.Earned // what the total is beside the execution, before the rules on the total
	for _, adjustment := range e.Adjustments {
		if slices.ContainsFunc(x.project, func(r writtenRule) bool { return r.id == adjustment.Rule }) {
			rest -= adjustment.Points
		}
	}
	facts := *t.Facts
	facts.Kind, facts.Weight = engine.ExecutionFacts, e.Execution.Weight
	var grades []engine.Points
	for _, band := range t.Bands {
		grades = append(grades, band.From-rest)
	}
	execution, okExecution := x.crossingsAt(x.rules[engine.ExecutionFacts], &facts, varyActual, grades...)
	project, okProject := x.crossingsAt(x.project, t.Facts, varyActual)
	against, okAgainst := x.capsAgainst(&facts, t.Facts, rest, t.Bands)
	return slices.Concat(execution, project, against), okExecution && okProject && okAgainst
}

// capsAgainst follows what the total can be through the rules on the total, and compares it at each of them, and at the end with
// the grades.
func (x *Explainer) capsAgainst(execution, project *engine.Facts, rest engine.Points, bands []engine.Band) ([]polynomial, bool) {
	c := &crossings{walk: &walk{x: x, frame: &frame{facts: execution}}, varies: varyActual}
	totals := []fraction{constantFraction(rest.Rational()), constantFraction((rest + execution.Weight).Rational())}
	for i := range x.rules[engine.ExecutionFacts] {
		c.walk.at, c.lets = x.rules[engine.ExecutionFacts][i].points, nil
		for _, form := range c.number(c.walk.at.tree) {
			totals = append(totals, form.operate("+", constantFraction(rest.Rational())))
		}
	}
	c.walk.frame = &frame{facts: project}
	for i := range x.project {
		c.walk.at, c.lets = x.project[i].points, nil
		forms := c.number(c.walk.at.tree)
		if x.project[i].caps {
			c.roughly(totals, forms)
			totals = append(totals, forms...)
		} else {
			totals = append(totals, c.combine("+", totals, forms)...)
		}
		c.tangled = c.tangled || len(totals) > maxAlternatives
	}
	for _, band := range bands {
		c.roughly(totals, []fraction{constantFraction(band.From.Rational())})
	}
	return c.list, !c.tangled
}

// roughly adds what lies between two numbers that are both rounded: the crossing may lie up to a hundredth on either side.
func (c *crossings) roughly(left, right []fraction) {
	half := constantFraction(engine.NewRational(1, 200))
	whole := half.operate("+", half)
	for _, a := range left {
		for _, b := range right {
			difference := fraction{a.minus(b), a.den.times(b.den)}
			c.between([]fraction{difference}, []fraction{half, half.negated(), whole, whole.negated(), constantFraction(engine.Rational{})})
		}
	}
}
