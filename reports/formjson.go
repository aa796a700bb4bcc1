package reports

import "jixiao/engine"

// The shapes of import --dry-run --json.
type formJSON struct {
	ID         engine.ProjectID `json:"id"`
	Code       *string          `json:"code"`
	Name       *string          `json:"name"`
	Department *string          `json:"department"`
	Unit       *string          `json:"unit"`
	Year       *int             `json:"year"`
	Start      *string          `json:"start"`
	End        *string          `json:"end"`
	Goal       *string          `json:"goal"`
	GoalActual *string          `json:"goal_actual"`
	Budget     budgetJSON       `json:"budget"`
	Indicators []indicatorJSON  `json:"indicators"`
}

type budgetJSON struct {
	FormUnit *string         `json:"form_unit"`
	Total    *engine.Money   `json:"total"`
	Rows     []budgetRowJSON `json:"rows"`
}

type budgetRowJSON struct {
	Item     string        `json:"item"`
	Initial  *engine.Money `json:"initial"`
	Adjusted *engine.Money `json:"adjusted"`
	Executed *engine.Money `json:"executed"`
}

type indicatorJSON struct {
	ID      engine.IndicatorID `json:"id"`
	Level1  *string            `json:"level1"`
	Level2  *string            `json:"level2"`
	Name    *string            `json:"name"`
	Weight  *engine.Points     `json:"weight"`
	Claimed *engine.Points     `json:"claimed"`
	Reason  *string            `json:"reason"`
	Tier    *string            `json:"tier"`
	Target  targetJSON         `json:"target"`
	Actual  *actualJSON        `json:"actual"`
	Source  *sourceJSON        `json:"source"`
}

type targetJSON struct {
	Text       *string         `json:"text"`
	Kind       string          `json:"kind"`
	Op         *string         `json:"op"`
	Inferred   bool            `json:"inferred,omitempty"`
	Value      *engine.Decimal `json:"value"`
	Unit       *string         `json:"unit"`
	Scaled     *engine.Decimal `json:"scaled"`
	ScaledUnit *string         `json:"scaled_unit"`
	Min        *engine.Decimal `json:"min"`
	Max        *engine.Decimal `json:"max"`
	From       *string         `json:"from"`
	Due        *string         `json:"due"`
	Items      []string        `json:"items"`
}

type actualJSON struct {
	Text        *string         `json:"text"`
	Kind        string          `json:"kind"`
	Value       *engine.Decimal `json:"value"`
	Unit        *string         `json:"unit"`
	Scaled      *engine.Decimal `json:"scaled"`
	ScaledUnit  *string         `json:"scaled_unit"`
	Date        *string         `json:"date"`
	Approximate bool            `json:"approximate"`
}

func newFormJSON(s *engine.Submission) formJSON {
	out := formJSON{
		ID: s.ID(), Code: present(s.Code), Name: present(s.Name), Department: present(s.Department), Unit: present(s.Unit),
		Start: present(s.Start.String()), End: present(s.End.String()), Goal: present(s.Goal), GoalActual: present(s.GoalActual),
		Budget:     budgetJSON{present(s.Budget.FormUnit), s.Budget.Total, make([]budgetRowJSON, 0, len(s.Budget.Rows))},
		Indicators: make([]indicatorJSON, 0, len(s.Indicators)),
	}
	if s.Year != 0 {
		out.Year = &s.Year
	}
	for _, row := range s.Budget.Rows {
		out.Budget.Rows = append(out.Budget.Rows, budgetRowJSON{row.Item.String(), row.Initial, row.Adjusted, row.Executed})
	}
	for i := range s.Indicators {
		out.Indicators = append(out.Indicators, newIndicatorJSON(&s.Indicators[i]))
	}
	return out
}

func newIndicatorJSON(i *engine.Indicator) indicatorJSON {
	return indicatorJSON{
		ID: i.ID, Level1: present(i.Level1.String()), Level2: present(i.Level2.String()), Name: present(i.Name),
		Weight: i.Weight, Claimed: i.Claimed, Reason: present(i.Reason), Tier: present(i.Tier.String()),
		Target: newTargetJSON(&i.Target), Actual: newActualJSON(&i.Actual), Source: newSourceJSON(i.Source),
	}
}

// newTargetJSON writes the fields that count for the target's kind. Both bounds of a range are in one unit: the one they share or,
// for bounds such as 8000万元 and 1.2亿元, the scaled one.
func newTargetJSON(t *engine.Target) targetJSON {
	out := targetJSON{Text: present(t.Text), Kind: t.Kind.String(), Op: present(t.Op.String()), Inferred: t.OpInferred,
		From: present(t.From.String()), Due: present(t.Due.String()), Items: t.Items}
	if out.Items == nil {
		out.Items = []string{}
	}
	switch t.Kind {
	case engine.NumberTarget, engine.SetTarget:
		out.Value, out.Unit, out.Scaled, out.ScaledUnit = measureJSON(&t.Number)
	case engine.RangeTarget:
		out.Min, out.Max = &t.Min.Value, &t.Max.Value
		out.Unit, out.ScaledUnit = present(t.Max.Unit), present(t.Max.ScaledUnit)
		if t.Min.Unit != t.Max.Unit {
			out.Min, out.Max, out.Unit = &t.Min.Scaled, &t.Max.Scaled, out.ScaledUnit
		}
	}
	return out
}

func newActualJSON(a *engine.Actual) *actualJSON {
	if !a.Reported {
		return nil
	}
	out := &actualJSON{Text: present(a.Text), Kind: a.Kind.String(), Date: present(a.Date.String()),
		Approximate: a.Approximation != engine.Precise}
	if a.Kind == engine.NumberActual {
		out.Value, out.Unit, out.Scaled, out.ScaledUnit = measureJSON(&a.Number)
	}
	return out
}

func measureJSON(m *engine.Measure) (value *engine.Decimal, unit *string, scaled *engine.Decimal, scaledUnit *string) {
	return &m.Value, present(m.Unit), &m.Scaled, present(m.ScaledUnit)
}
