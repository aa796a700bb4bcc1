package assessment

import (
	"context"
	"fmt"
	"iter"

	"jixiao/engine"
	"jixiao/spool"
)

// SummaryStore is what a bureau's summary needs of a store beside the results: the projects that a run does not have.
type SummaryStore interface {
	Unscored(ctx context.Context, run int64, filter engine.Filter) iter.Seq2[engine.Stored, error]
}

// Summary is a bureau's summary of a run, and a line for each project. What is long lies in temporary files until Close.
type Summary struct {
	*engine.Summary
	lines *spool.List[engine.ProjectSummary]
}

// Summarise sums up the results of a run, and the projects that are due and that the run does not have: those that were imported after
// it, and those of a list of expected projects that were never imported (nil for no list). Whoever gets a summary closes it.
func Summarise(ctx context.Context, results iter.Seq2[Result, error], store SummaryStore, run int64, filter engine.Filter,
	bands []engine.Band, expected *Expected) (*Summary, error) {
	s := &Summary{Summary: engine.NewSummary(bands), lines: spool.New[engine.ProjectSummary](inMemory.lines, nil)}
	if err := s.fill(ctx, results, store.Unscored(ctx, run, filter), expected); err != nil {
		_ = s.Close() // the first error is the one to tell
		return nil, err
	}
	return s, nil
}

func (s *Summary) fill(ctx context.Context, results iter.Seq2[Result, error], unscored iter.Seq2[engine.Stored, error], expected *Expected) error {
	for result, err := range results {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		findings := engine.Noticed(result.Evaluation, result.Checks)
		expected.met(&result.Submission.ProjectKey)
		if err := s.add(engine.SummaryOf(result.Submission, result.Evaluation, findings, result.Last), findings); err != nil {
			return err
		}
	}
	for stored, err := range unscored {
		if err != nil {
			return fmt.Errorf("read the projects that were not scored: %w", err)
		}
		Apply(stored.Submission, stored.Entries)
		expected.met(&stored.Submission.ProjectKey)
		if err := s.add(engine.SummaryOf(stored.Submission, nil, nil, nil), nil); err != nil {
			return err
		}
	}
	for _, line := range expected.missing() {
		if err := s.add(line, nil); err != nil {
			return err
		}
	}
	return nil
}

func (s *Summary) add(line engine.ProjectSummary, findings []engine.Finding) error {
	s.Summary.Add(line, findings)
	return s.lines.Append(line)
}

// Lines reads the projects: those of the run in the order of first import, then those that were not scored, then those that are only
// expected.
func (s *Summary) Lines() iter.Seq2[engine.ProjectSummary, error] { return s.lines.All() }

// Close gives temporary files back.
func (s *Summary) Close() error { return s.lines.Close() }
