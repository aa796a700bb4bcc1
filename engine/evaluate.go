package engine

// Evaluate judges one project under a rule set. It is pure: the same submission and rule set give the same evaluation.
func Evaluate(rules Ruleset, s *Submission) *Evaluation {
	return EvaluateInput(rules, s, s.ID(), InputDigest(s))
}

// EvaluateInput is [Evaluate] for a caller that has the id and the digest of the submission already, or needs no digest.
func EvaluateInput(rules Ruleset, s *Submission, project ProjectID, input Digest) *Evaluation {
	id := rules.ID()
	if several, ok := rules.(Chooser); ok {
		rules = several.Choose(s)
	}
	policy := rules.Policy()
	weights := policy.Weights.Allocate(s)
	e := &Evaluation{
		Project:  project,
		Ruleset:  id,
		Input:    input,
		Scores:   make([]Score, len(s.Indicators)),
		Findings: weights.Findings,
	}
	facts := new(Facts)
	for i := range s.Indicators {
		e.scoreRow(rules, facts, &s.Indicators[i], i, &weights)
	}
	e.scoreExecution(rules, &s.Budget, weights.Execution, Explains(s.ExecutionReason))
	e.compareClaim("", s.ExecutionClaimed, e.Execution.Earned, e.Execution.Verdict)
	e.total(policy, &weights)
	e.adjust(rules, &s.Budget)
	e.conclude(policy, &weights)
	return e
}

// scoreRow judges one row. Its facts take the place of those of the row before.
func (e *Evaluation) scoreRow(rules Ruleset, facts *Facts, indicator *Indicator, row int, weights *Allocation) {
	score := &e.Scores[row]
	score.Indicator, score.Weight = indicator.ID, weights.Rows[row]
	if indicator.Tier == TierNotApplies {
		score.Verdict, score.Rule = NotApplicable, "not-applicable"
		score.Reason = Reason{Code: ReasonNotApplicable}
		return
	}
	if weights.Unweighted[row] {
		score.Rule = "engine"
		score.Reason = Reason{Code: ReasonLevelMissing}
		if weights.FromForm {
			score.Reason.Code = ReasonWeightMissing
		}
		return
	}
	facts, reason, findings := establish(facts, rules.Policy(), indicator, score.Weight)
	if reason != nil {
		score.Rule, score.Reason = "engine", *reason
		return
	}
	ruling, reason := judge(rules, facts, indicator)
	if reason != nil {
		score.Rule, score.Reason = "engine", *reason
		return
	}
	if ruling.Verdict == Undetermined {
		ruling, findings = decided(rules, facts, indicator, ruling, findings)
	}
	score.Verdict, score.Rule, score.Reason = ruling.Verdict, ruling.Rule, ruling.Reason
	score.Earned = bounded(&ruling, score.Weight)
	e.note(indicator.ID, findings, ruling.Notes)
	e.compareTier(indicator, score.Verdict)
	e.compareClaim(indicator.ID, indicator.Claimed, score.Earned, score.Verdict)
}

// judge asks the rules. An actual that is a whole month is judged on its first and on its last day: where that makes a difference,
// somebody has to say the day.
func judge(rules Ruleset, facts *Facts, indicator *Indicator) (Ruling, *Reason) {
	ruling := rules.Judge(facts)
	if facts.leastDaysLate == facts.DaysLate {
		return ruling, nil
	}
	early := *facts
	early.DaysLate = facts.leastDaysLate
	if other := rules.Judge(&early); other.Verdict != ruling.Verdict || other.Points.Cmp(ruling.Points) != 0 {
		return Ruling{}, &Reason{Code: ReasonDateImprecise, Args: Args("actual", indicator.Actual.Text, "due", indicator.Target.Due.String())}
	}
	return ruling, nil
}

// decided takes a stated tier where a number was reported and no rule can judge it, as with a negative target that was not reached:
// such a decision is a person's, and counts from then on. Without one the reason says what there is to decide.
func decided(rules Ruleset, facts *Facts, indicator *Indicator, ruling Ruling, findings []Finding) (Ruling, []Finding) {
	numeric := facts.Kind == NumberFacts || facts.Kind == RangeFacts
	switch {
	case !numeric:
		return ruling, findings
	case indicator.Tier != NoTier:
		begin(facts, rules.Policy(), indicator, facts.Weight)
		stated, _, more := wordsFacts(rules.Policy(), facts, indicator)
		return rules.Judge(stated), append(findings, more...)
	case facts.Kind == NumberFacts && facts.Target.Sign() < 0, facts.Kind == RangeFacts && facts.Min.Sign() < 0:
		ruling.Reason = Reason{Code: ReasonNegativeTarget, Args: Args("actual", indicator.Actual.Text, "target", indicator.Target.Text)}
	}
	return ruling, findings
}

// compareTier notes a stated tier that is not the verdict: of a number or a date the rules decide, whatever was stated beside it.
func (e *Evaluation) compareTier(indicator *Indicator, verdict Verdict) {
	if indicator.Tier == NoTier || verdict == Undetermined || indicator.Tier.String() == verdict.String() {
		return
	}
	e.note(indicator.ID, []Finding{{Code: "tier-differs", Severity: Warning,
		Args: Args("tier", indicator.Tier.String(), "verdict", verdict.String())}})
}

// compareClaim notes a claimed score that is not the computed one (自评复核 A7).
func (e *Evaluation) compareClaim(indicator IndicatorID, claimed *Points, earned Points, verdict Verdict) {
	if claimed == nil || verdict == Undetermined || *claimed == earned {
		return
	}
	e.note(indicator, []Finding{{Code: "claimed-differs", Severity: Info,
		Args: Args("claimed", claimed.String(), "computed", earned.String())}})
}

func (e *Evaluation) note(indicator IndicatorID, lists ...[]Finding) {
	for _, list := range lists {
		for _, finding := range list {
			finding.Indicator = indicator
			e.Findings = append(e.Findings, finding)
		}
	}
}

// bounded rounds a ruling's points and holds them to [0, weight]; what a verdict without points cannot earn is 0.
func bounded(ruling *Ruling, weight Points) Points {
	if ruling.Verdict == Undetermined || ruling.Verdict == NotApplicable {
		return 0
	}
	points, ok := RoundHalfUp(ruling.Points)
	switch {
	case !ok && ruling.Points.Sign() < 0, points < 0:
		return 0
	case !ok, points > weight:
		return weight
	}
	return points
}

func (e *Evaluation) scoreExecution(rules Ruleset, b *Budget, weight Points, explained bool) {
	x := &e.Execution
	x.Weight = weight
	x.Rate, x.HasRate = b.ExecutionRate()
	if weight == 0 {
		x.Verdict, x.Rule, x.Reason = NotApplicable, "engine", Reason{Code: ReasonExecutionOutside}
		return
	}
	adjusted, executed, reason, findings := scoredFunds(rules.Policy(), b)
	if reason != nil {
		x.Rule, x.Reason = "engine", *reason
		return
	}
	rate, _ := executed.Rational().Quo(adjusted.Rational())
	x.Rate, x.HasRate = rate, true
	ruling := rules.Judge(&Facts{Kind: ExecutionFacts, Weight: weight, Op: AtLeast, Explained: explained,
		Target: adjusted.Rational(), Actual: executed.Rational()})
	x.Earned = bounded(&ruling, weight)
	x.Verdict, x.Rule, x.Reason = ruling.Verdict, ruling.Rule, ruling.Reason
	e.note("", findings, ruling.Notes)
}

// scoredFunds returns the two amounts of the total row that are scored, or why they cannot be.
func scoredFunds(p *Policy, b *Budget) (adjusted, executed Money, reason *Reason, findings []Finding) {
	row, _ := b.Row(TotalFunds)
	budget := row.Adjusted
	if budget == nil && p.ExecutionFromInitial && row.Initial != nil {
		budget = row.Initial
		findings = append(findings, Finding{Code: "execution-from-initial", Severity: Warning,
			Args: Args("initial", row.Initial.String())})
	}
	switch {
	case budget == nil:
		return 0, 0, &Reason{Code: ReasonAdjustedMissing}, nil
	case row.Executed == nil:
		return 0, 0, &Reason{Code: ReasonExecutedMissing}, nil
	case *budget < 0 || *row.Executed < 0:
		return 0, 0, &Reason{Code: ReasonBudgetNegative, Args: Args("adjusted", budget.String(), "executed", row.Executed.String())}, nil
	case *budget == 0:
		return 0, 0, &Reason{Code: ReasonNothingBudgeted}, nil
	}
	if *row.Executed > *budget {
		findings = append(findings, Finding{Code: "execution-over-budget", Severity: Warning,
			Args: Args("executed", row.Executed.String(), "adjusted", budget.String())})
	}
	return *budget, *row.Executed, nil, findings
}

// total adds up the rows twice: once with nothing for each undetermined row, once with its whole weight. Adjustments are those of
// the lower sum. Execution that stays outside the 100 points is taken out again, so that total = rows + execution + adjustments.
func (e *Evaluation) total(p *Policy, weights *Allocation) {
	var all, left, atLeast, atMost Points
	for _, score := range e.Scores {
		all += score.Weight
		switch score.Verdict {
		case NotApplicable:
			continue
		case Undetermined:
			atMost += score.Weight
		default:
			atLeast += score.Earned
			atMost += score.Earned
		}
		left += score.Weight
	}
	outside := p.Weights.ExecutionOutside
	e.Determined = e.openRows() == 0 && (outside || e.Execution.Verdict != Undetermined)
	if !weights.FromForm && e.anyUndetermined(ReasonLevelMissing) {
		// The class of such a row, once known, takes weight from others: nothing is sure, and everything is possible.
		atLeast, atMost = 0, FullMarks-weights.Inside
	} else if left == 0 && all > 0 {
		// Nothing applies: there is nothing that the weight could be spread over.
		e.Determined = false
		atMost = all
		e.Findings = append(e.Findings, Finding{Code: "nothing-applies", Severity: Error})
	} else if left < all && !p.NotApplicableLost {
		extra := rescaled(atLeast, all, left) - atLeast
		e.Adjustments = append(e.Adjustments, Adjustment{AdjustmentRescale, extra})
		atLeast, atMost = atLeast+extra, rescaled(atMost, all, left)
	}
	e.AtLeast, e.AtMost = atLeast, atMost
	if outside {
		// Also where it earned nothing: whoever prints the result sees by it that the weight is not among the 100 points.
		e.Adjustments = append(e.Adjustments, Adjustment{AdjustmentOutside, -e.Execution.Earned})
		return
	}
	e.AtLeast, e.AtMost = atLeast+e.Execution.Earned, atMost+e.Execution.Earned
	if e.Execution.Verdict == Undetermined {
		e.AtMost += e.Execution.Weight
	}
}

// take notes an adjustment, unless it changes nothing.
func (e *Evaluation) take(rule string, points Points) {
	if points != 0 {
		e.Adjustments = append(e.Adjustments, Adjustment{rule, points})
	}
}

// conclude gives the total and the grade where nothing is open.
func (e *Evaluation) conclude(p *Policy, weights *Allocation) {
	if !e.Determined {
		return
	}
	e.Total = e.AtLeast
	if weights.Graded {
		e.Grade = gradeOf(p.Bands, e.Total)
	}
}

// rescaled returns points × all ÷ left, rounded once.
func rescaled(points, all, left Points) Points {
	factor, _ := all.Rational().Quo(left.Rational())
	scaled, _ := RoundHalfUp(points.Rational().Mul(factor))
	return scaled
}

func (e *Evaluation) anyUndetermined(code string) bool {
	for i := range e.Scores {
		if e.Scores[i].Verdict == Undetermined && e.Scores[i].Reason.Code == code {
			return true
		}
	}
	return false
}
