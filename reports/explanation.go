package reports

import (
	"slices"
	"strings"

	"jixiao/engine"
	"jixiao/messages"
)

// Explained is an explanation with the form and the run that it belongs to.
type Explained struct {
	*engine.Explanation
	Submission *engine.Submission
	Run        engine.Run // without an ID where nothing was stored
	Pack       string     // the name of the pack
}

// explanationView puts an explanation into words of one language.
type explanationView struct {
	Texts
	*Explained
	indicator *engine.Indicator       // nil for the execution of the budget
	labels    map[string]string       // the names of the vocabulary in the reader's language
	given     map[string]engine.Value // what they stand for in the question at hand
}

func newExplanationView(texts Texts, explained *Explained) *explanationView {
	v := &explanationView{Texts: texts, Explained: explained, labels: map[string]string{}}
	for i := range explained.Submission.Indicators {
		if indicator := &explained.Submission.Indicators[i]; indicator.ID == explained.Indicator && explained.Indicator != "" {
			v.indicator = indicator
		}
	}
	for _, asked := range explained.Asked {
		for _, given := range asked.Given {
			v.labels[given.Name] = given.Name
			if texts.Lang == messages.Chinese && given.Chinese != "" {
				v.labels[given.Name] = given.Chinese
			}
		}
	}
	return v
}

// title names what is explained.
func (v *explanationView) title() string {
	names := []string{v.Submission.Name, v.label("execution")}
	if v.indicator != nil {
		names[1] = v.indicator.Name
	}
	return strings.Join(slices.DeleteFunc(names, func(name string) bool { return name == "" }), " · ")
}

// about turns to one question to the rules.
func (v *explanationView) about(asked *engine.Asked) {
	v.given = map[string]engine.Value{}
	for _, given := range asked.Given {
		v.given[given.Name] = given.Value
	}
}

// target returns what was to be reached, and actual what was, as they are written in the form.
func (v *explanationView) target() string {
	if v.indicator != nil {
		return v.indicator.Target.Text
	}
	funds, _ := v.Submission.Budget.Row(engine.TotalFunds)
	return amount(funds.Adjusted)
}

func (v *explanationView) actual() string {
	if v.indicator != nil {
		return actualText(&v.indicator.Actual)
	}
	funds, _ := v.Submission.Budget.Row(engine.TotalFunds)
	return amount(funds.Executed)
}

func amount(m *engine.Money) string {
	if m == nil {
		return ""
	}
	return m.Grouped()
}

// applied returns the rule whose ruling is the score, nil where none is.
func (v *explanationView) applied() *engine.RuleTrace {
	if v.Counted < 0 {
		return nil
	}
	return v.Asked[v.Counted].Applied()
}

func (v *explanationView) say(code string, pairs ...string) string {
	return v.Catalogue.Sentence(v.Lang, code, messages.Arguments(engine.Args(pairs...)))
}

// place says where in the pack something stands.
func (v *explanationView) place(at engine.RulePlace) string {
	if at.File == "" {
		return v.say("spot.effective", "line", itoa(at.Line))
	}
	return at.File + ":" + itoa(at.Line)
}

// refused says why a rule does not fit: the parts of its condition that decide that, with the numbers put in.
func (v *explanationView) refused(r *engine.RuleTrace) string {
	var parts []string
	for _, step := range r.When.Step.Deciding() {
		parts = append(parts, v.formula().statement(step))
	}
	return strings.Join(parts, v.say("formula.and-also"))
}

// nearest puts the changes into sentences.
func (v *explanationView) nearest() []string {
	var lines []string
	for i := range v.Nearest {
		lines = append(lines, v.change(&v.Nearest[i]))
	}
	switch {
	case v.Searched && len(lines) == 0 && v.Score.Earned < v.Score.Weight:
		lines = append(lines, v.say("nearest.none"))
	case !v.Searched && v.Counted >= 0 && v.Score.Verdict != engine.NotApplicable:
		lines = append(lines, v.say("nearest.unknown"))
	}
	return lines
}

// change puts one change into a sentence: what would have to be different, and what would come of it.
func (v *explanationView) change(c *engine.NearestChange) string {
	then := v.outcome(c)
	loss := len(c.Goals) == 1 && c.Goals[0] == engine.WorseVerdict
	switch c.Field {
	case engine.ChangedTier:
		return v.say("nearest.tier", "tier", c.Tier.String(), "then", then)
	case engine.ChangedClaim:
		return v.say("nearest.claimed", "claimed", trimmed(c.Claimed.Rational()), "then", then)
	case engine.ChangedDate:
		if c.Difference.Sign() == 0 {
			return v.say("nearest.date", "date", c.Actual.Date.String(), "then", then)
		}
		return v.say("nearest.date-"+direction(c, loss), "date", c.Actual.Date.String(), "days", trimmed(magnitude(c.Difference)), "then", then)
	case engine.ChangedExecuted:
		return v.say("nearest.executed-"+direction(c, loss), "difference", difference(c), "value", c.Executed.Grouped(), "then", then)
	}
	by := trimmed(magnitude(c.Difference))
	switch unit := c.Actual.Number.Unit; unit {
	case "%":
		by = v.say("nearest.percent-points", "number", by)
	case "":
	default:
		by += " " + unit
	}
	return v.say("nearest.actual-"+direction(c, loss), "difference", by, "value", c.Actual.Text, "then", then)
}

func difference(c *engine.NearestChange) string {
	text, _ := magnitude(c.Difference).Decimal(2)
	d, _ := engine.ParseDecimal(text)
	m, _ := engine.MoneyFromDecimal(d, 0)
	return m.Grouped()
}

// direction says whether a change adds or takes, and whether it makes things worse.
func direction(c *engine.NearestChange, loss bool) string {
	switch {
	case loss && c.Difference.Sign() < 0:
		return "loss-less"
	case loss:
		return "loss-more"
	case c.Difference.Sign() < 0:
		return "gain-less"
	}
	return "gain-more"
}

// outcome says what would come of a change.
func (v *explanationView) outcome(c *engine.NearestChange) string {
	code := "nearest.then"
	if c.Score.Earned == c.Score.Weight {
		code = "nearest.then-full"
	}
	return v.say(code, "verdict", c.Score.Verdict.String(), "points", trimmed(c.Score.Earned.Rational()))
}

func magnitude(x engine.Rational) engine.Rational {
	if x.Sign() < 0 {
		return x.Neg()
	}
	return x
}

// trimmed writes a number without needless zeros.
func trimmed(x engine.Rational) string {
	text, _ := decimalText(x)
	return text
}

// lines is the explanation in a few lines, for a note beside a score: what came of it by which rule, the formulas with the numbers put in,
// and what would have changed the result.
func (v *explanationView) lines() []string {
	earned := v.Score.Earned.String()
	if v.Score.Verdict == engine.Undetermined || v.Score.Verdict == engine.NotApplicable {
		earned = Dash
	}
	list := []string{v.Catalogue.Word(v.Lang, "verdict."+v.Score.Verdict.String()) + "  " + earned + " / " + v.Score.Weight.String()}
	if v.Score.Reason.Code != "" {
		list = append(list, v.reason())
	}
	if rule := v.applied(); rule != nil {
		v.about(&v.Asked[v.Counted])
		list = append(list, v.label("rule")+"  "+v.Pack+" "+rule.ID)
		for _, part := range []struct {
			label      string
			expression *engine.Expression
		}{{"condition", rule.When}, {"verdict", rule.Verdict}, {"points-formula", rule.Points}} {
			if part.expression != nil {
				list = append(list, v.label(part.label)+"  "+v.formula().statement(&part.expression.Step))
			}
		}
		if rounded := v.rounding(rule); rounded != "" {
			list = append(list, rounded)
		}
	}
	return append(list, v.nearest()...)
}
