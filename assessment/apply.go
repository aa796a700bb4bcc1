package assessment

import (
	"strings"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// Apply puts recorded values into a form, so that it can be scored and reported. Entries whose indicator the form does not have
// are left alone: the store lists them as orphans.
func Apply(s *engine.Submission, entries []engine.Entry) { new(actuals).apply(s, entries) }

// actuals puts recorded values into forms. Without a memory it reads every text anew.
type actuals struct {
	memory *memory
	rows   engine.Finder[engine.IndicatorID]
}

// apply is [Apply].
func (a *actuals) apply(s *engine.Submission, entries []engine.Entry) {
	notYetFilled(s)
	a.rows.Begin(len(s.Indicators), func(i int) engine.IndicatorID { return s.Indicators[i].ID })
	for i := range entries {
		entry := &entries[i]
		value := engine.Recorded{Row: -1, Item: entry.Item, Field: entry.Field, Value: entry.Value}
		if entry.Field.OfIndicator() {
			row, found := a.rows.Find(entry.Indicator)
			if !found {
				continue
			}
			value.Row = row
		}
		a.put(s, &value)
		if entry.Field == engine.RecordActual {
			s.Indicators[value.Row].Actual.Source = entry.Source
		}
	}
}

// values puts the recorded values of a form into it.
func (a *actuals) values(form *engine.Bare) {
	notYetFilled(form.Submission)
	for i := range form.Values {
		a.put(form.Submission, &form.Values[i])
	}
}

// notYetFilled takes away who filled in the declaration, who is not who fills in the evaluation.
func notYetFilled(s *engine.Submission) {
	s.Filler, s.Telephone, s.FilledOn = "", "", engine.Date{}
}

func (a *actuals) put(s *engine.Submission, value *engine.Recorded) {
	switch {
	case value.Field.OfBudget():
		applyAmount(s, value)
	case value.Field.OfIndicator():
		a.toRow(&s.Indicators[value.Row], value, s.Year)
	default:
		applyToHead(s, value)
	}
}

// ApplyReviews puts what reviewers wrote beside the rows of a form. No score depends on it.
func ApplyReviews(s *engine.Submission, entries []engine.Entry) {
	for i := range entries {
		entry := &entries[i]
		review, ok := engine.ParseReview(entry.Value)
		if !ok || !entry.Field.OfReview() {
			continue
		}
		review.By, review.At = entry.By, entry.At
		if entry.Field == engine.RecordExecutionReview {
			s.ExecutionReview = &review
			continue
		}
		for k := range s.Indicators {
			if s.Indicators[k].ID == entry.Indicator {
				s.Indicators[k].Review = &review
			}
		}
	}
}

func applyAmount(s *engine.Submission, value *engine.Recorded) {
	amount, ok := parseMoney(value.Value)
	if !ok {
		return // the ledger takes only amounts that parse
	}
	row := s.Budget.Edit(value.Item)
	switch value.Field {
	case engine.RecordInitial:
		row.Initial = &amount
	case engine.RecordAdjusted:
		row.Adjusted = &amount
	case engine.RecordExecuted:
		row.Executed = &amount
	}
}

func (a *actuals) toRow(row *engine.Indicator, value *engine.Recorded, year int) {
	switch value.Field {
	case engine.RecordActual:
		row.Actual = a.memory.read(value.Value, year, row.Name)
	case engine.RecordTier:
		row.Tier, _ = engine.ParseTier(value.Value)
	case engine.RecordClaimed:
		if points, ok := parsePoints(value.Value); ok {
			row.Claimed = &points
		}
	case engine.RecordReason:
		row.Reason = value.Value
	}
}

func applyToHead(s *engine.Submission, value *engine.Recorded) {
	switch value.Field {
	case engine.RecordGoalActual:
		s.GoalActual = value.Value
	case engine.RecordFiller:
		s.Filler = value.Value
	case engine.RecordTelephone:
		s.Telephone = value.Value
	case engine.RecordFilledOn:
		s.FilledOn, _ = engine.ParseDate(value.Value)
	case engine.RecordExecutionReason:
		s.ExecutionReason = value.Value
	case engine.RecordExecutionClaimed:
		if points, ok := parsePoints(value.Value); ok {
			s.ExecutionClaimed = &points
		}
	case engine.RecordClaimedTotal:
		if points, ok := parsePoints(value.Value); ok {
			s.ClaimedTotal = &points
		}
	case engine.RecordPrintedRate:
		if rate, ok := parseRate(value.Value); ok {
			s.PrintedRate = &rate
		}
	}
}

func parseMoney(text string) (engine.Money, bool) {
	amount, ok := notation.ParseAmount(text)
	if !ok {
		return 0, false
	}
	return engine.MoneyFromDecimal(amount, 0)
}

// parseRate reads a rate in percent, with the sign behind it or not.
func parseRate(text string) (engine.Decimal, bool) {
	return notation.ParseAmount(strings.TrimRight(strings.TrimSpace(text), "%％"))
}

// parsePoints reads a score, 分 behind it or not, as the readers of forms take it.
func parsePoints(text string) (engine.Points, bool) {
	amount, ok := notation.ParseAmount(strings.TrimSuffix(strings.TrimSpace(text), "分"))
	if !ok || amount.Sign() < 0 {
		return 0, false
	}
	return engine.PointsFromDecimal(amount)
}
