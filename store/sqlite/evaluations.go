package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"jixiao/engine"
)

// Append adds evaluations to an unfinished run, all of them or none. Each must be of the run's pack and have the place and the number of the
// stored form that it judged; a project that the run already has is an error.
func (h *Hold) Append(ctx context.Context, run int64, evaluations []engine.Evaluated) error {
	return h.write(ctx, "store the evaluations", func(tx *transaction) error {
		pack, err := h.openRun(tx, run)
		if err != nil {
			return err
		}
		return appendTo(ctx, tx, run, pack, evaluations)
	})
}

func appendTo(ctx context.Context, tx *transaction, run int64, pack engine.RulesetID, evaluations []engine.Evaluated) error {
	for i := range evaluations {
		if e := evaluations[i].Evaluation; e.Ruleset != pack {
			return fmt.Errorf("the evaluation of project %s is of another pack than run %d", e.Project, run)
		}
	}
	w, err := newEvaluationWriter(tx, run)
	if err != nil {
		return err
	}
	return w.writeAll(ctx, evaluations)
}

// evaluationWriter writes the evaluations of one batch, many rows at once.
type evaluationWriter struct {
	run    int64
	before int64 // the greatest number of an evaluation before the batch
	words  *wordWriter

	evaluations, members, bodies *bulk
	packing                      packing
}

func newEvaluationWriter(tx *transaction, run int64) (*evaluationWriter, error) {
	w := &evaluationWriter{
		run: run, words: newWordWriter(tx),
		evaluations: newBulk(tx, "evaluation", "pk", "run", "project", "revision", "input", "determined", "total", "at_least", "at_most", "grade",
			"execution_rate", "execution_weight", "execution_earned", "execution_verdict", "execution_rule", "execution_reason", "execution_args",
			"result", "undetermined", "faulty", "checks_asked", "checks"),
		members: newBulk(tx, "run_project", "run", "project", "evaluation"),
		bodies:  newBulk(tx, "evaluation_body", "evaluation", "body"),
	}
	return w, tx.QueryRow(`SELECT coalesce(max(pk), 0) FROM evaluation`).Scan(&w.before)
}

// writeAll writes the heads of all evaluations first: their bodies name them.
func (w *evaluationWriter) writeAll(ctx context.Context, list []engine.Evaluated) error {
	for i := range list {
		if err := w.head(w.pk(i), &list[i]); err != nil {
			return err
		}
	}
	if err := w.evaluations.flush(); err != nil {
		return err
	}
	for i := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		body, err := w.body(list[i].Evaluation)
		if err := errors.Join(err, w.members.add(w.run, list[i].Place, w.pk(i)), w.bodies.add(w.pk(i), body)); err != nil {
			return err
		}
	}
	return errors.Join(w.members.flush(), w.bodies.flush())
}

func (w *evaluationWriter) pk(n int) int64 { return w.before + 1 + int64(n) }

func (w *evaluationWriter) head(pk int64, evaluated *engine.Evaluated) error {
	e := evaluated.Evaluation
	x := &e.Execution
	words, err := w.words.numbers(e.Grade, x.Rule, x.Reason.Code)
	if err != nil {
		return err
	}
	var asked any
	if evaluated.Checks.Asked != "" {
		if asked, err = w.words.number(evaluated.Checks.Asked); err != nil {
			return err
		}
	}
	rate := ""
	if x.HasRate {
		rate = x.Rate.Big().String()
	}
	return w.evaluations.add(pk, w.run, evaluated.Place, evaluated.Number, e.Input[:], flag(e.Determined), int64(e.Total), int64(e.AtLeast),
		int64(e.AtMost), words[0], rate, int64(x.Weight), int64(x.Earned), int64(x.Verdict), words[1], words[2], packArgs(x.Reason.Args),
		evaluated.Result[:], int64(evaluated.Undetermined), flag(evaluated.Faulty), asked, evaluated.Checks.Outcomes)
}

// Evaluations reads the evaluations of a run, in the same order of projects as Submissions. A page of projects is in memory at
// once. An error ends the sequence; a run that is not stored is ErrUnknown.
func (s *Store) Evaluations(ctx context.Context, run int64, filter engine.Filter) iter.Seq2[*engine.Evaluation, error] {
	return func(yield func(*engine.Evaluation, error) bool) {
		for evaluated, err := range s.Evaluated(ctx, run, filter) {
			if !yield(evaluated.Evaluation, err) {
				return
			}
		}
	}
}

// Evaluated is [Store.Evaluations] with the revision that each evaluation judged and the place of its project.
func (s *Store) Evaluated(ctx context.Context, run int64, filter engine.Filter) iter.Seq2[engine.Evaluated, error] {
	return func(yield func(engine.Evaluated, error) bool) {
		err := s.evaluations(ctx, run, filter, func(e engine.Evaluated) bool { return yield(e, nil) })
		if err != nil {
			yield(engine.Evaluated{}, s.fail("read the evaluations", err))
		}
	}
}

func (s *Store) evaluations(ctx context.Context, run int64, filter engine.Filter, yield func(engine.Evaluated) bool) error {
	r, err := s.resultsOf(ctx, run, filter)
	if err != nil {
		return err
	}
	return r.pages(ctx, func(page []reference) (bool, error) {
		list, err := r.evaluations(page)
		for i := 0; err == nil && i < len(list); i++ {
			if !yield(list[i]) {
				return false, nil
			}
		}
		return true, err
	})
}

// ResultPages gives the projects of a run in pages, several of which may be read at the same time: each form as the run saw it, which is the
// revision that was judged and the values that counted at the run's place in the ledger, with its evaluation. What no score depends on is left out, as
// in [Reading.Pages]. They come in the order of first import. An error ends the sequence; a run that is not stored is ErrUnknown.
func (s *Store) ResultPages(ctx context.Context, run int64, filter engine.Filter) iter.Seq2[func() ([]engine.StoredResult, error), error] {
	return func(yield func(func() ([]engine.StoredResult, error), error) bool) {
		r, err := s.resultsOf(ctx, run, filter)
		if err == nil {
			err = r.pages(ctx, func(page []reference) (bool, error) {
				return yield(func() ([]engine.StoredResult, error) { return r.results(page) }, nil), nil
			})
		}
		if err != nil {
			yield(nil, s.fail("read the results", err))
		}
	}
}

// runResults reads what a run holds. It does not grow under the reader where the run is being written.
type runResults struct {
	store *Store
	pack  engine.RulesetID
	words []string
	seq   int64 // of the ledger, as the run saw it
	query string
	args  []any
}

func (s *Store) resultsOf(ctx context.Context, run int64, filter engine.Filter) (*runResults, error) {
	r := &runResults{store: s}
	var last int64
	err := ctx.Err()
	if err == nil {
		err = one(s.reader, `SELECT r.pack_name, k.digest, r.ledger_seq, (SELECT coalesce(max(pk), 0) FROM evaluation)
			FROM run r JOIN pack k ON k.pk = r.pack WHERE r.id = CAST(?1 AS INTEGER)`, []any{run}, &r.pack.Name, digestColumn{&r.pack.Digest}, &r.seq, &last)
	}
	if err != nil {
		return nil, known(err, "run %d", run)
	}
	if r.words, err = s.words.upToDate(s.reader); err != nil {
		return nil, err
	}
	where, args := projectsWhere(filter, 5)
	r.query = `SELECT m.project, m.evaluation FROM run_project m JOIN project p ON p.pk = m.project
		WHERE m.run = CAST(?3 AS INTEGER) AND m.evaluation <= ?4 AND m.project > ?1 AND ` + where + ` ORDER BY m.project LIMIT CAST(?2 AS INTEGER)`
	r.args = append([]any{run, last}, args...)
	return r, nil
}

func (r *runResults) pages(ctx context.Context, use func([]reference) (bool, error)) error {
	return pages(ctx, r.store.reader, r.query, r.args, use)
}

func (r *runResults) evaluations(page []reference) ([]engine.Evaluated, error) {
	return readEvaluations(r.store.reader, page, r.pack, r.words)
}

func (r *runResults) results(page []reference) ([]engine.StoredResult, error) {
	evaluated, err := r.evaluations(page)
	if err != nil {
		return nil, r.store.fail("read the results", err)
	}
	forms := make([]reference, len(page))
	for i := range page {
		forms[i] = reference{page[i].project, evaluated[i].Number}
	}
	reading := Reading{store: r.store, ledgerSeq: r.seq}
	bodies, err := reading.condensed(forms)
	if err != nil {
		return nil, r.store.fail("read the results", err)
	}
	bare, err := reading.barePage(forms, bodies, nil)
	if err != nil {
		return nil, err
	}
	list := make([]engine.StoredResult, len(page))
	for i := range list {
		list[i] = engine.StoredResult{Bare: bare[i], Evaluation: evaluated[i].Evaluation}
	}
	return list, nil
}

func readEvaluations(q querier, refs []reference, pack engine.RulesetID, words []string) ([]engine.Evaluated, error) {
	_, numbers := numbersOf(refs)
	list := make([]engine.Evaluated, len(refs))
	places := make(map[int64]int, len(refs))
	for i, ref := range refs {
		places[ref.target] = i
	}
	read := 0
	err := each(q, `SELECT e.pk, e.revision, r.number, p.id, e.input, e.determined, e.total, e.at_least, e.at_most, e.grade, e.execution_rate,
		e.execution_weight, e.execution_earned, e.execution_verdict, e.execution_rule, e.execution_reason, e.execution_args, e.result, e.undetermined, e.faulty,
		e.checks_asked, e.checks, b.body
		FROM evaluation e JOIN project p ON p.pk = e.project JOIN revision r ON r.pk = e.revision AND r.project = e.project
		JOIN evaluation_body b ON b.evaluation = e.pk
		WHERE e.pk`+inPage, []any{among(numbers)},
		func(rows *sql.Rows) error {
			e := &engine.Evaluation{Ruleset: pack}
			evaluated := engine.Evaluated{Evaluation: e}
			var pk int64
			var body string
			x := &e.Execution
			if err := rows.Scan(&pk, &evaluated.Number, &evaluated.Revision, &e.Project, digestColumn{&e.Input}, flagColumn{&e.Determined}, &e.Total, &e.AtLeast, &e.AtMost,
				wordColumn{&e.Grade, words}, rateColumn{x}, &x.Weight, &x.Earned, verdictColumn(&x.Verdict),
				wordColumn{&x.Rule, words}, wordColumn{&x.Reason.Code, words}, argsColumn{&x.Reason.Args},
				digestColumn{&evaluated.Result}, &evaluated.Undetermined, flagColumn{&evaluated.Faulty},
				noneOrWord{&evaluated.Checks.Asked, words}, &evaluated.Checks.Outcomes, &body); err != nil {
				return err
			}
			read++
			at := places[pk]
			evaluated.Place = refs[at].project
			list[at] = evaluated
			return unpackBody(e, body, words)
		})
	if err == nil && read != len(refs) {
		err = &damage{"an evaluation without its project, form or body"}
	}
	return list, err
}
