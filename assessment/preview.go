package assessment

import (
	"context"
	"iter"

	"jixiao/engine"
)

// previewLedger lets [Record] work on forms that are not stored: what it records goes straight into them.
type previewLedger struct{ submissions []*engine.Submission }

func (l previewLedger) Projects(context.Context, engine.Filter) ([]engine.ProjectRow, error) {
	rows := make([]engine.ProjectRow, len(l.submissions))
	for i, s := range l.submissions {
		rows[i] = engine.ProjectRow{ID: s.ID(), Key: s.ProjectKey, Indicators: len(s.Indicators)}
	}
	return rows, nil
}

func (l previewLedger) Submissions(_ context.Context, filter engine.Filter) iter.Seq2[engine.Stored, error] {
	wanted := make(map[engine.ProjectID]bool, len(filter.Projects))
	for _, id := range filter.Projects {
		wanted[id] = true
	}
	return func(yield func(engine.Stored, error) bool) {
		for _, s := range l.submissions {
			if wanted[s.ID()] && !yield(engine.Stored{Submission: s}, nil) {
				return
			}
		}
	}
}

func (l previewLedger) Record(_ context.Context, entries []engine.Entry) ([]engine.RecordOutcome, error) {
	byProject := map[engine.ProjectID][]engine.Entry{}
	outcomes := make([]engine.RecordOutcome, len(entries))
	for i, entry := range entries {
		byProject[entry.Project] = append(byProject[entry.Project], entry)
		outcomes[i] = engine.RecordOutcome{Entry: entry, Change: engine.Added}
	}
	for _, s := range l.submissions {
		Apply(s, byProject[s.ID()])
	}
	return outcomes, nil
}
