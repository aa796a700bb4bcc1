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
	// Who filled in the declaration is not who fills in the evaluation.
	s.Filler, s.Telephone, s.FilledOn = "", "", engine.Date{}
	a.rows.Begin(len(s.Indicators), func(i int) engine.IndicatorID { return s.Indicators[i].ID })
	for i := range entries {
		entry := &entries[i]
		switch {
		case entry.Field.OfBudget():
			applyAmount(s, entry)
		case entry.Field.OfIndicator():
			if row, found := a.rows.Find(entry.Indicator); found {
				a.toRow(&s.Indicators[row], entry, s.Year)
			}
		default:
			applyToHead(s, entry)
		}
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

func applyAmount(s *engine.Submission, entry *engine.Entry) {
	amount, ok := parseMoney(entry.Value)
	if !ok {
		return // the ledger takes only amounts that parse
	}
	row := s.Budget.Edit(entry.Item)
	switch entry.Field {
	case engine.RecordInitial:
		row.Initial = &amount
	case engine.RecordAdjusted:
		row.Adjusted = &amount
	case engine.RecordExecuted:
		row.Executed = &amount
	}
}

func (a *actuals) toRow(row *engine.Indicator, entry *engine.Entry, year int) {
	switch entry.Field {
	case engine.RecordActual:
		row.Actual = a.memory.read(entry.Value, year, row.Name)
		row.Actual.Source = entry.Source
	case engine.RecordTier:
		row.Tier, _ = engine.ParseTier(entry.Value)
	case engine.RecordClaimed:
		if points, ok := parsePoints(entry.Value); ok {
			row.Claimed = &points
		}
	case engine.RecordReason:
		row.Reason = entry.Value
	}
}

func applyToHead(s *engine.Submission, entry *engine.Entry) {
	switch entry.Field {
	case engine.RecordGoalActual:
		s.GoalActual = entry.Value
	case engine.RecordFiller:
		s.Filler = entry.Value
	case engine.RecordTelephone:
		s.Telephone = entry.Value
	case engine.RecordFilledOn:
		s.FilledOn, _ = engine.ParseDate(entry.Value)
	case engine.RecordExecutionReason:
		s.ExecutionReason = entry.Value
	case engine.RecordExecutionClaimed:
		if points, ok := parsePoints(entry.Value); ok {
			s.ExecutionClaimed = &points
		}
	case engine.RecordClaimedTotal:
		if points, ok := parsePoints(entry.Value); ok {
			s.ClaimedTotal = &points
		}
	case engine.RecordPrintedRate:
		if rate, ok := parseRate(entry.Value); ok {
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
