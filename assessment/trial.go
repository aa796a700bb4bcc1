package assessment

import (
	"context"
	"fmt"

	"jixiao/engine"
)

// UnderSeveral scores every project under one rule set and under each of several others, on one reading of it, and sums up what each of them
// would move. Several pages of projects are in work at the same time, nothing of them is kept, and nothing is written.
func UnderSeveral(ctx context.Context, forms Pages, before engine.Ruleset, others []engine.Ruleset) ([]engine.Trial, error) {
	sums := make([]engine.Trial, len(others))
	for pages, err := range eachPage(ctx, forms, pageWork[[]engine.Trial]{do: trying(before, others), spares: newSpares()}) {
		if err != nil {
			return nil, fmt.Errorf("read the forms: %w", err)
		}
		for _, page := range pages {
			for i := range page {
				sums[i].Merge(&page[i])
			}
		}
	}
	return sums, nil
}

// trying scores some projects under each rule set. No words are made.
func trying(before engine.Ruleset, others []engine.Ruleset) func([]engine.Bare) ([][]engine.Trial, error) {
	memory := newMemory()
	before = engine.WithoutWords(before)
	tersely := make([]engine.Ruleset, len(others))
	for i, other := range others {
		tersely[i] = engine.WithoutWords(other)
	}
	return func(page []engine.Bare) ([][]engine.Trial, error) {
		actuals := actuals{memory: memory}
		trials := make([]engine.Trial, len(tersely))
		for i := range page {
			actuals.values(&page[i])
			s := page[i].Submission
			project := s.ID()
			first := engine.EvaluateInput(before, s, project, engine.Digest{})
			for k, other := range tersely {
				trials[k].Add(first, engine.EvaluateInput(other, s, project, engine.Digest{}))
			}
		}
		return [][]engine.Trial{trials}, nil
	}
}
