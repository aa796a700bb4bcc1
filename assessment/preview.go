package assessment

import (
	"context"
	"iter"
	"slices"

	"jixiao/engine"
)

// previewLedger lets [Record] work on forms that were read and are not stored.
type previewLedger struct{ reading *Reading }

func (l previewLedger) Projects(context.Context, engine.Filter) ([]engine.ProjectRow, error) {
	var rows []engine.ProjectRow
	for head := range l.reading.Heads() {
		rows = append(rows, engine.ProjectRow{ID: head.ID, Key: head.ProjectKey, Indicators: head.Indicators})
	}
	return rows, nil
}

func (l previewLedger) Submissions(_ context.Context, filter engine.Filter) iter.Seq2[engine.Stored, error] {
	return func(yield func(engine.Stored, error) bool) {
		var wanted []int
		for _, id := range filter.Projects {
			if at, found := l.reading.byID[id]; found {
				wanted = append(wanted, at)
			}
		}
		slices.Sort(wanted)
		for _, at := range wanted {
			s, err := l.reading.form(at)
			if !yield(engine.Stored{Submission: s}, err) || err != nil {
				return
			}
		}
	}
}

func (l previewLedger) Record(_ context.Context, entries iter.Seq2[engine.Entry, error], done func(engine.RecordOutcome) error) error {
	for entry, err := range entries {
		if err == nil {
			err = done(engine.RecordOutcome{Entry: entry, Change: engine.Added})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l previewLedger) Withdrawals(context.Context, engine.Filter) ([]engine.Withdrawal, error) {
	return nil, nil
}

func (l previewLedger) ClosedYears(context.Context) (map[int]engine.YearChange, error) {
	return nil, nil
}
