package engine

// adjust has the project rules at the total, one after the other in the order of the pack. Both ends of the total go through the
// same rules: none of them can see the total, so that what they do keeps the order of two totals, and the range stays true.
func (e *Evaluation) adjust(rules Ruleset, b *Budget) {
	for _, ruling := range rules.Adjust(projectFacts(rules.Policy(), b)) {
		if ruling.Open {
			e.leaveOpen(&ruling)
			continue
		}
		atLeast, atMost := ruling.applied(e.AtLeast), ruling.applied(e.AtMost)
		if atLeast != e.AtLeast || atMost != e.AtMost {
			e.Findings = append(e.Findings, Finding{Code: ruling.Reason.Code, Severity: Info, Args: ruling.Reason.Args})
		}
		e.take(ruling.Rule, atLeast-e.AtLeast)
		e.AtLeast, e.AtMost = atLeast, atMost
	}
}

// projectFacts returns what project rules may see, or nil where the amounts cannot be established.
func projectFacts(p *Policy, b *Budget) *Facts {
	budget, executed, reason, _ := scoredFunds(p, b)
	if reason != nil {
		return nil
	}
	return &Facts{Kind: ProjectFacts, Op: AtLeast, Target: budget.Rational(), Actual: executed.Rational()}
}

// applied returns a total after a rule. A rule never brings a total below 0 and never lifts one above 100.
func (r *ProjectRuling) applied(total Points) Points {
	if r.Caps {
		return max(0, min(total, clipped(r.Points)))
	}
	return max(0, min(total+clipped(r.Points), max(total, FullMarks)))
}

// clipped rounds a number of points; one beyond [MaxPoints] becomes that bound.
func clipped(x Rational) Points {
	points, ok := RoundHalfUp(x)
	switch {
	case ok:
		return points
	case x.Sign() < 0:
		return -MaxPoints
	}
	return MaxPoints
}

// leaveOpen widens the range of the total by whatever a rule might do that cannot be decided. A rule that could change nothing
// leaves the total as it is.
func (e *Evaluation) leaveOpen(r *ProjectRuling) {
	least, most := *r, *r
	least.Points, most.Points = r.Least, r.Most
	if !r.Bounded {
		least.Points, most.Points = (-MaxPoints).Rational(), MaxPoints.Rational()
	}
	atLeast, atMost := min(e.AtLeast, least.applied(e.AtLeast)), max(e.AtMost, most.applied(e.AtMost))
	if atLeast == e.AtLeast && atMost == e.AtMost && least.applied(e.AtMost) == e.AtMost {
		return
	}
	if e.Determined {
		// Nothing else says why there is no total.
		e.Findings = append(e.Findings, Finding{Code: "project-rule-open", Severity: Error, Args: Args("rule", r.Rule)})
	}
	e.Determined = false
	e.take(r.Rule, atLeast-e.AtLeast)
	e.AtLeast, e.AtMost = atLeast, atMost
}
