package assessment

import (
	"context"
	"fmt"
	"iter"

	"jixiao/engine"
)

// Result is a project's form, with what was recorded, beside its evaluation.
type Result struct {
	Submission *engine.Submission
	Evaluation *engine.Evaluation
	Last       *engine.LastYear     // nil where there is no run of last year, or nobody looked for it
	Checks     []engine.CheckResult // of the bureau's quality checks, in the order of the pack; nil where they were not run
}

// ResultStore is what reading results needs of a store.
type ResultStore interface {
	ResultPages(ctx context.Context, run int64, filter engine.Filter) iter.Seq2[func() ([]engine.StoredResult, error), error]
	Evaluations(ctx context.Context, run int64, filter engine.Filter) iter.Seq2[*engine.Evaluation, error]
	Reviews(ctx context.Context, filter engine.Filter) (map[engine.ProjectID][]engine.Entry, error)
}

// Results reads a run's projects: each form as the run saw it, without the places of its values, with its evaluation and the reviews of now, in the
// order of the store. Several pages of them are read at the same time.
func Results(ctx context.Context, store ResultStore, run int64, filter engine.Filter) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		reviews, err := store.Reviews(ctx, filter)
		if err != nil {
			yield(Result{}, fmt.Errorf("read the reviews: %w", err))
			return
		}
		for page, err := range inOrder(ctx, 0, resultPages(ctx, store, run, filter, reviews)) {
			if err != nil {
				yield(Result{}, fmt.Errorf("read the results of the run: %w", err))
				return
			}
			for _, result := range page {
				if !yield(result, nil) {
					return
				}
			}
		}
	}
}

func resultPages(ctx context.Context, store ResultStore, run int64, filter engine.Filter,
	reviews map[engine.ProjectID][]engine.Entry) iter.Seq2[pageOf[Result], error] {
	memory := newMemory()
	return func(yield func(pageOf[Result], error) bool) {
		for read, err := range store.ResultPages(ctx, run, filter) {
			page := func() ([]Result, error) {
				stored, err := read()
				if err != nil {
					return nil, err
				}
				return resultsOf(run, stored, reviews, memory)
			}
			if !yield(page, err) {
				return
			}
		}
	}
}

// resultsOf puts what was recorded and reviewed into the forms of a page.
func resultsOf(run int64, page []engine.StoredResult, reviews map[engine.ProjectID][]engine.Entry, memory *memory) ([]Result, error) {
	list := make([]Result, len(page))
	actuals := actuals{memory: memory}
	for i := range page {
		stored := &page[i]
		s := stored.Submission
		project := s.ID()
		if stored.Evaluation.Project != project {
			return nil, fmt.Errorf("run %d has no evaluation of project %s", run, project)
		}
		actuals.values(&stored.Bare)
		ApplyReviews(s, reviews[project])
		list[i] = Result{Submission: s, Evaluation: stored.Evaluation}
	}
	return list, nil
}
