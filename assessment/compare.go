package assessment

import (
	"context"
	"fmt"
	"iter"

	"jixiao/engine"
)

// Pair is one project before and after: under two packs, or in two runs. A side on which it was not evaluated is the zero value.
type Pair struct{ Before, After engine.Judged }

// Pairs are the projects of a comparison, in the order of first import.
type Pairs = iter.Seq2[Pair, error]

// UnderTwo scores every project under two rule sets on one reading of it. Several pages of projects are in work at the same time, and
// nothing is written.
func UnderTwo(ctx context.Context, forms Pages, before, after engine.Ruleset) Pairs {
	memories := newMemories()
	score := func(page []engine.Stored) ([]Pair, error) {
		memory := memories.get()
		defer memories.put(memory)
		pairs := make([]Pair, len(page))
		for i, stored := range page {
			s := stored.Submission
			memory.apply(s, stored.Entries)
			var input engine.Digest // of the same form both times, and nobody looks at it
			pairs[i] = Pair{engine.Judged{Submission: s, Evaluation: engine.EvaluateInput(before, s, input)},
				engine.Judged{Submission: s, Evaluation: engine.EvaluateInput(after, s, input)}}
		}
		return pairs, nil
	}
	return func(yield func(Pair, error) bool) {
		for page, err := range eachPage(ctx, forms, score) {
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
	score := func(page []engine.Stored) ([]Placed, error) {
		list := applied(page)
		for i := range list {
			list[i].Evaluation = engine.Evaluate(rules, list[i].Submission)
		}
		return list, nil
	}
	return oneByOne(eachPage(ctx, forms, score))
}

// Then gives the projects of a run as they were evaluated, with the forms that the run saw.
func Then(ctx context.Context, forms Pages, evaluated iter.Seq2[engine.Evaluated, error]) iter.Seq2[Placed, error] {
	read := func(page []engine.Stored) ([]Placed, error) { return applied(page), nil }
	return func(yield func(Placed, error) bool) {
		next, stop := iter.Pull2(evaluated)
		defer stop()
		stored, err, more := next()
		for placed, failed := range oneByOne(eachPage(ctx, forms, read)) {
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

func applied(page []engine.Stored) []Placed {
	list := make([]Placed, len(page))
	for i, stored := range page {
		Apply(stored.Submission, stored.Entries)
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
	return func(yield func(Pair, error) bool) {
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
	}
}

// Compare adds all pairs to a comparison and hands every move to each, where that is not nil, one after the other.
func Compare(pairs Pairs, comparison *engine.Comparison, each func(*engine.Move) error) error {
	for pair, err := range pairs {
		if err != nil {
			return err
		}
		move := comparison.Add(pair.Before, pair.After)
		if move == nil || each == nil {
			continue
		}
		if err := each(move); err != nil {
			return fmt.Errorf("list what moved: %w", err)
		}
	}
	return nil
}
