package assessment

import (
	"context"
	"fmt"
	"iter"

	"jixiao/engine"
)

// Pair is one project before and after: under two packs, or in two runs. A side on which it was not evaluated is the zero value.
type Pair struct{ Before, After engine.Judged }

// Pairs are the projects of a comparison.
type Pairs struct {
	// All gives them in the order of first import.
	All iter.Seq2[Pair, error]
	// worded returns a pair with the words of its reasons, which All leaves out; nil where it does not.
	worded func(Pair) Pair
}

// UnderTwo scores every project under two rule sets on one reading of it. Several pages of projects are in work at the same time, and
// nothing is written. Words are made only for those whose moves are shown.
func UnderTwo(ctx context.Context, forms Pages, before, after engine.Ruleset) Pairs {
	memory := newMemory()
	tersely := underBoth(engine.WithoutWords(before), engine.WithoutWords(after))
	score := func(page []engine.Bare) ([]Pair, error) {
		actuals := actuals{memory: memory}
		pairs := make([]Pair, len(page))
		for i, stored := range page {
			actuals.values(&page[i])
			pairs[i] = tersely(stored.Submission)
		}
		return pairs, nil
	}
	inFull := underBoth(before, after)
	return Pairs{pairsOf(eachPage(ctx, forms, pageWork[Pair]{do: score})), func(pair Pair) Pair { return inFull(pair.After.Submission) }}
}

// underBoth scores a project under two rule sets.
func underBoth(before, after engine.Ruleset) func(*engine.Submission) Pair {
	return func(s *engine.Submission) Pair {
		project := s.ID()
		var input engine.Digest // of the same form both times, and nobody looks at it
		return Pair{engine.Judged{Submission: s, Evaluation: engine.EvaluateInput(before, s, project, input)},
			engine.Judged{Submission: s, Evaluation: engine.EvaluateInput(after, s, project, input)}}
	}
}

func pairsOf(pages iter.Seq2[[]Pair, error]) iter.Seq2[Pair, error] {
	return func(yield func(Pair, error) bool) {
		for page, err := range pages {
			if err != nil {
				yield(Pair{}, fmt.Errorf("read the forms: %w", err))
				return
			}
			for _, pair := range page {
				if !yield(pair, nil) {
					return
				}
			}
		}
	}
}

// Placed is a judged project with its place in the order of all projects.
type Placed struct {
	Place int64
	engine.Judged
}

// Now scores every project under one rule set, as an evaluation would.
func Now(ctx context.Context, forms Pages, rules engine.Ruleset) iter.Seq2[Placed, error] {
	score := func(page []engine.Bare) ([]Placed, error) {
		list := applied(page)
		for i := range list {
			list[i].Evaluation = engine.Evaluate(rules, list[i].Submission)
		}
		return list, nil
	}
	return oneByOne(eachPage(ctx, forms, pageWork[Placed]{do: score}))
}

// Then gives the projects of a run as they were evaluated, with the forms that the run saw.
func Then(ctx context.Context, forms Pages, evaluated iter.Seq2[engine.Evaluated, error]) iter.Seq2[Placed, error] {
	read := func(page []engine.Bare) ([]Placed, error) { return applied(page), nil }
	return func(yield func(Placed, error) bool) {
		next, stop := iter.Pull2(evaluated)
		defer stop()
		stored, err, more := next()
		for placed, failed := range oneByOne(eachPage(ctx, forms, pageWork[Placed]{do: read})) {
			for failed == nil && err == nil && more && stored.Place < placed.Place {
				stored, err, more = next()
			}
			if err != nil {
				failed = fmt.Errorf("read the evaluations: %w", err)
			}
			if failed == nil && (!more || stored.Place != placed.Place) {
				continue // verify says what is missing
			}
			placed.Evaluation = stored.Evaluation
			if !yield(placed, failed) || failed != nil {
				return
			}
		}
	}
}

func applied(page []engine.Bare) []Placed {
	list := make([]Placed, len(page))
	for i, stored := range page {
		new(actuals).values(&page[i])
		list[i] = Placed{stored.Place, engine.Judged{Submission: stored.Submission}}
	}
	return list
}

func oneByOne(pages iter.Seq2[[]Placed, error]) iter.Seq2[Placed, error] {
	return func(yield func(Placed, error) bool) {
		for page, err := range pages {
			if err != nil {
				yield(Placed{}, fmt.Errorf("read the forms: %w", err))
				return
			}
			for _, placed := range page {
				if !yield(placed, nil) {
					return
				}
			}
		}
	}
}

// SideBySide pairs the projects of two sequences, each in the order of the places.
func SideBySide(before, after iter.Seq2[Placed, error]) Pairs {
	return Pairs{All: func(yield func(Pair, error) bool) {
		nextBefore, stopBefore := iter.Pull2(before)
		defer stopBefore()
		nextAfter, stopAfter := iter.Pull2(after)
		defer stopAfter()
		a, err, moreA := nextBefore()
		b, errB, moreB := nextAfter()
		for err == nil && errB == nil && (moreA || moreB) {
			var pair Pair
			takeA, takeB := moreA && (!moreB || a.Place <= b.Place), moreB && (!moreA || b.Place <= a.Place)
			if takeA {
				pair.Before = a.Judged
				a, err, moreA = nextBefore()
			}
			if takeB {
				pair.After = b.Judged
				b, errB, moreB = nextAfter()
			}
			if !yield(pair, nil) {
				return
			}
		}
		if err == nil {
			err = errB
		}
		if err != nil {
			yield(Pair{}, err)
		}
	}}
}

// Compare adds all pairs to a comparison and hands every move to each, where that is not nil, one after the other.
func Compare(pairs Pairs, comparison *engine.Comparison, each func(*engine.Move) error) error {
	for pair, err := range pairs.All {
		if err != nil {
			return err
		}
		move := comparison.Add(pair.Before, pair.After)
		if move == nil || each == nil {
			continue
		}
		if err := each(pairs.inWords(comparison, move)); err != nil {
			return fmt.Errorf("list what moved: %w", err)
		}
	}
	for i, move := range comparison.Movers {
		comparison.Movers[i] = pairs.inWords(comparison, move)
	}
	return nil
}

// inWords returns a move with the words of its reasons.
func (p Pairs) inWords(comparison *engine.Comparison, move *engine.Move) *engine.Move {
	if p.worded == nil || move.OneSided() {
		return move
	}
	pair := p.worded(Pair{move.Before, move.After})
	return comparison.Move(pair.Before, pair.After)
}
