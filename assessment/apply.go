package assessment

import (
	"runtime"
	"strings"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// Apply puts recorded values into a form, so that it can be scored and reported. Entries whose indicator the form does not have
// are left alone: the store lists them as orphans.
func Apply(s *engine.Submission, entries []engine.Entry) { new(actuals).apply(s, entries) }

// actuals remembers what recorded texts mean: in a year of ten thousand projects a few thousand texts stand for a hundred thousand
// values. What an actual means depends on its text and year alone.
type actuals struct {
	year  int
	known map[string]engine.Actual // nil: nothing is remembered
	rows  map[engine.IndicatorID]*engine.Indicator
}

// actualsKnown bounds what is remembered, which is then forgotten.
const actualsKnown = 10_000

// memories lends memories to whoever works on a page, and keeps as many as pages are in work at once. The collector takes none of them.
type memories chan *actuals

func newMemories() memories { return make(memories, runtime.GOMAXPROCS(0)) }

func (m memories) get() *actuals {
	select {
	case memory := <-m:
		return memory
	default:
		return newActuals()
	}
}

func (m memories) put(memory *actuals) {
	select {
	case m <- memory:
	default:
	}
}

func newActuals() *actuals { return &actuals{known: map[string]engine.Actual{}} }

func (a *actuals) read(text string, year int, name string) engine.Actual {
	if a.year != year || len(a.known) >= actualsKnown {
		a.year = year
		clear(a.known)
	}
	actual, found := a.known[text]
	if !found {
		text = strings.Clone(text) // which is a part of a whole page
		actual, _ = notation.ParseActual(text, notation.Context{Year: year, Name: name})
		if a.known != nil {
			a.known[text] = actual
		}
	}
	return actual
}

// apply is Apply with a memory.
func (a *actuals) apply(s *engine.Submission, entries []engine.Entry) {
	// Who filled in the declaration is not who fills in the evaluation.
	s.Filler, s.Telephone, s.FilledOn = "", "", engine.Date{}
	if a.rows == nil {
		a.rows = make(map[engine.IndicatorID]*engine.Indicator, len(s.Indicators))
	}
	clear(a.rows)
	for i := range s.Indicators {
		a.rows[s.Indicators[i].ID] = &s.Indicators[i]
	}
	for i := range entries {
		entry := &entries[i]
		switch {
		case entry.Field.OfBudget():
			applyAmount(s, entry)
		case entry.Field.OfIndicator():
			if row := a.rows[entry.Indicator]; row != nil {
				a.toRow(row, entry, s.Year)
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
		row.Actual = a.read(entry.Value, year, row.Name)
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
