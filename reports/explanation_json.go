package reports

import (
	"bytes"
	"encoding/json"
	"io"

	"jixiao/engine"
	"jixiao/messages"
)

type explanationJSON struct {
	Run       *runJSON                `json:"run"` // absent where nothing was stored
	Pack      string                  `json:"pack"`
	Project   explainedProjectJSON    `json:"project"`
	Indicator *explainedIndicatorJSON `json:"indicator"` // absent for the execution of the budget
	Weight    engine.Points           `json:"weight"`
	Score     *engine.Points          `json:"score"`
	Verdict   string                  `json:"verdict"`
	Rule      *string                 `json:"rule"`
	Reason    *string                 `json:"reason"`
	Hint      *string                 `json:"hint"`
	Asked     []askedJSON             `json:"asked"`
	Counted   *int                    `json:"counted"`
	Searched  bool                    `json:"searched"`
	Nearest   []nearestJSON           `json:"nearest"`
	Findings  []findingJSON           `json:"findings"`
}

type explainedProjectJSON struct {
	ID         engine.ProjectID `json:"id"`
	Name       *string          `json:"name"`
	Department *string          `json:"department"`
	Unit       *string          `json:"unit"`
}

type explainedIndicatorJSON struct {
	ID      engine.IndicatorID `json:"id"`
	Level1  *string            `json:"level1"`
	Level2  *string            `json:"level2"`
	Name    *string            `json:"name"`
	Target  *string            `json:"target"`
	Actual  *string            `json:"actual"`
	Tier    *string            `json:"tier"`
	Claimed *engine.Points     `json:"claimed"`
}

type askedJSON struct {
	Facts string      `json:"facts"`
	Given []givenJSON `json:"given"`
	Rules []ruleJSON  `json:"rules"`
}

type givenJSON struct {
	Name      string  `json:"name"`
	Chinese   *string `json:"chinese"`
	Parameter bool    `json:"parameter"`
	stepValueJSON
}

// stepValueJSON is a number with all its digits, true or false, or a word; a number without end has six decimals and the fraction
// beside it.
type stepValueJSON struct {
	Value    json.RawMessage `json:"value"`
	Exact    bool            `json:"exact"`
	Fraction *string         `json:"fraction"`
}

type placeJSON struct {
	File   *string `json:"file"` // absent for a place in the effective pack
	Line   int     `json:"line"`
	Column int     `json:"column"`
}

type ruleJSON struct {
	ID      string          `json:"id"`
	Place   placeJSON       `json:"place"`
	Outcome string          `json:"outcome"`
	WhyNot  []string        `json:"why_not"`
	When    *expressionJSON `json:"when"`
	Verdict *expressionJSON `json:"verdict"`
	Points  *expressionJSON `json:"points"`
}

type expressionJSON struct {
	Text string `json:"text"`
	stepJSON
}

type stepJSON struct {
	Written string    `json:"written"`
	Formula *string   `json:"formula"` // absent where it was not needed
	Place   placeJSON `json:"place"`
	stepValueJSON
	Parts []stepJSON `json:"parts"`
}

type nearestJSON struct {
	Goals      []string        `json:"goals"`
	Field      string          `json:"field"`
	Value      json.RawMessage `json:"value"`
	Unit       *string         `json:"unit"`
	Difference json.RawMessage `json:"difference"` // absent for a tier, and for a date where none was reported
	Verdict    string          `json:"verdict"`
	Score      engine.Points   `json:"score"`
	Message    string          `json:"message"`
}

// WriteExplanationJSON writes an explanation for programs. Formulas do not depend on the language.
func WriteExplanationJSON(w io.Writer, texts Texts, explained *Explained) error {
	v := newExplanationView(texts, explained)
	s := v.Submission
	out := explanationJSON{Pack: v.Pack, Weight: v.Score.Weight, Verdict: v.Score.Verdict.String(), Rule: present(v.Score.Rule), Searched: v.Searched,
		Project: explainedProjectJSON{s.ID(), present(s.Name), present(s.Department), present(s.Unit)},
		Asked:   []askedJSON{}, Nearest: []nearestJSON{}, Findings: []findingJSON{}}
	if v.Run.ID != 0 {
		run := newRunJSON(v.Run)
		out.Run = &run
	}
	if v.indicator != nil {
		out.Indicator = &explainedIndicatorJSON{v.indicator.ID, present(v.indicator.Level1.String()), present(v.indicator.Level2.String()),
			present(v.indicator.Name), present(v.target()), present(v.actual()), present(v.indicator.Tier.String()), v.indicator.Claimed}
	}
	if v.Score.Verdict != engine.Undetermined && v.Score.Verdict != engine.NotApplicable {
		out.Score = &v.Score.Earned
	}
	if v.Score.Reason.Code != "" {
		out.Reason, out.Hint = present(v.reason()), present(v.hint())
	}
	if v.Counted >= 0 {
		out.Counted = &v.Counted
	}
	for i := range v.Asked {
		out.Asked = append(out.Asked, v.askedJSON(&v.Asked[i]))
	}
	for i := range v.Nearest {
		out.Nearest = append(out.Nearest, v.nearestJSON(&v.Nearest[i]))
	}
	for _, finding := range v.Findings {
		out.Findings = append(out.Findings, findingJSON{finding.Code, finding.Severity.String(),
			v.Catalogue.Sentence(v.Lang, "finding."+finding.Code, messages.Arguments(finding.Args))})
	}
	return WriteJSON(w, out)
}

func (v *explanationView) askedJSON(asked *engine.Asked) askedJSON {
	v.about(asked)
	out := askedJSON{Facts: asked.Facts.Kind.String(), Given: []givenJSON{}, Rules: []ruleJSON{}}
	for _, given := range asked.Given {
		out.Given = append(out.Given, givenJSON{given.Name, present(given.Chinese), given.Parameter, newStepValueJSON(given.Value)})
	}
	for i := range asked.Rules {
		rule := &asked.Rules[i]
		one := ruleJSON{ID: rule.ID, Place: newPlaceJSON(rule.Place), Outcome: rule.Outcome.String(), WhyNot: []string{},
			When: v.expressionJSON(rule.When), Verdict: v.expressionJSON(rule.Verdict), Points: v.expressionJSON(rule.Points)}
		if rule.Outcome == engine.RuleDoesNotFit {
			for _, step := range rule.When.Step.Deciding() {
				one.WhyNot = append(one.WhyNot, v.bare().statement(step))
			}
		}
		out.Rules = append(out.Rules, one)
	}
	return out
}

func newPlaceJSON(at engine.RulePlace) placeJSON {
	return placeJSON{present(at.File), at.Line, at.Column}
}

func (v *explanationView) expressionJSON(e *engine.Expression) *expressionJSON {
	if e == nil {
		return nil
	}
	return &expressionJSON{e.Text, v.stepJSON(&e.Step)}
}

func (v *explanationView) stepJSON(s *engine.Step) stepJSON {
	out := stepJSON{Written: written().write(s, bindsConditional), Place: newPlaceJSON(s.Place), stepValueJSON: newStepValueJSON(s.Value), Parts: []stepJSON{}}
	if s.Computed() && s.Kind != engine.ListStep {
		text := v.bare().statement(s)
		out.Formula = &text
	}
	for i := range s.Parts {
		out.Parts = append(out.Parts, v.stepJSON(&s.Parts[i]))
	}
	return out
}

func newStepValueJSON(value engine.Value) stepValueJSON {
	switch value.Kind {
	case engine.NumberValue:
		text, exact := decimalText(value.Number)
		out := stepValueJSON{Value: json.RawMessage(text), Exact: exact}
		if !exact {
			out.Fraction = present(value.Number.Big().RatString())
		}
		return out
	case engine.TruthValue:
		return stepValueJSON{Value: raw(value.Truth), Exact: true}
	case engine.WordValue:
		return stepValueJSON{Value: raw(value.Word), Exact: true}
	}
	return stepValueJSON{Value: json.RawMessage("null")}
}

func (v *explanationView) nearestJSON(c *engine.NearestChange) nearestJSON {
	out := nearestJSON{Goals: []string{}, Field: c.Field.String(), Verdict: c.Score.Verdict.String(), Score: c.Score.Earned, Message: v.change(c),
		Difference: json.RawMessage(trimmed(c.Difference))}
	for _, goal := range c.Goals {
		out.Goals = append(out.Goals, goal.String())
	}
	switch c.Field {
	case engine.ChangedNumber:
		out.Value, out.Unit = json.RawMessage(c.Actual.Number.Value.String()), present(c.Actual.Number.Unit)
	case engine.ChangedDate:
		out.Value = raw(c.Actual.Date.String())
		if c.Difference.Sign() == 0 {
			out.Difference = json.RawMessage("null")
		}
	case engine.ChangedTier:
		out.Value, out.Difference = raw(c.Tier.String()), json.RawMessage("null")
	case engine.ChangedClaim:
		out.Value = json.RawMessage(trimmed(c.Claimed.Rational()))
	case engine.ChangedExecuted:
		out.Value = json.RawMessage(trimmed(c.Executed.Rational()))
	}
	return out
}

// raw writes a text or a truth as JSON, with > as it is.
func raw(value any) json.RawMessage {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // texts and truths always encode
	return bytes.TrimSpace(out.Bytes())
}
