package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"

	"jixiao/engine"
)

// Append adds evaluations to an unfinished run, all of them or none. Each must be of the run's pack and have the place and the numbers of the
// stored form that it judged; a project that the run already has is an error.
func (h *Hold) Append(ctx context.Context, run int64, evaluations []engine.Evaluated) error {
	return h.write(ctx, "store the evaluations", func(tx *transaction) error {
		pack, err := h.openRun(tx, run)
		if err != nil {
			return err
		}
		for _, evaluated := range evaluations {
			if evaluated.Evaluation.Ruleset != pack {
				return fmt.Errorf("the evaluation of project %s is of another pack than run %d", evaluated.Evaluation.Project, run)
			}
			if len(evaluated.Evaluation.Scores) != len(evaluated.Numbers.Rows) {
				return fmt.Errorf("the evaluation of project %s is not of the form that was read", evaluated.Evaluation.Project)
			}
		}
		w, err := newEvaluationWriter(tx, run)
		if err != nil {
			return err
		}
		return w.writeAll(ctx, evaluations)
	})
}

// evaluationWriter writes the evaluations of one batch, many rows at once.
type evaluationWriter struct {
	run    int64
	before int64 // the greatest number of an evaluation before the batch
	words  *wordWriter

	evaluations, members, scores, adjustments, findings *bulk
}

func newEvaluationWriter(tx *transaction, run int64) (*evaluationWriter, error) {
	w := &evaluationWriter{
		run: run, words: newWordWriter(tx),
		evaluations: newBulk(tx, "evaluation", "pk", "run", "project", "revision", "input", "determined", "total", "at_least", "at_most", "grade",
			"execution_rate", "execution_weight", "execution_earned", "execution_verdict", "execution_rule", "execution_reason", "execution_args",
			"result", "undetermined", "faulty"),
		members:     newBulk(tx, "run_project", "run", "project", "evaluation"),
		scores:      newBulk(tx, "score", "evaluation", "position", "indicator", "weight", "earned", "verdict", "rule", "reason", "args"),
		adjustments: newBulk(tx, "adjustment", "evaluation", "position", "rule", "points"),
		findings:    newBulk(tx, "finding", "evaluation", "position", "code", "severity", "args", "indicator"),
	}
	return w, tx.QueryRow(`SELECT coalesce(max(pk), 0) FROM evaluation`).Scan(&w.before)
}

// writeAll writes the heads of all evaluations first: their rows name them.
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
		e, rows := list[i].Evaluation, list[i].Numbers.Rows
		if err := errors.Join(w.members.add(w.run, list[i].Place, w.pk(i)), w.writeScores(w.pk(i), e, rows), w.writeRest(w.pk(i), e, rows)); err != nil {
			return err
		}
	}
	return errors.Join(w.members.flush(), w.scores.flush(), w.adjustments.flush(), w.findings.flush())
}

func (w *evaluationWriter) pk(n int) int64 { return w.before + 1 + int64(n) }

func (w *evaluationWriter) head(pk int64, evaluated *engine.Evaluated) error {
	e := evaluated.Evaluation
	x := &e.Execution
	words, err := w.words.numbers(e.Grade, x.Rule, x.Reason.Code)
	if err != nil {
		return err
	}
	rate := ""
	if x.HasRate {
		rate = x.Rate.Big().String()
	}
	return w.evaluations.add(pk, w.run, evaluated.Place, evaluated.Numbers.Revision, e.Input[:], flag(e.Determined), int64(e.Total), int64(e.AtLeast),
		int64(e.AtMost), words[0], rate, int64(x.Weight), int64(x.Earned), int64(x.Verdict), words[1], words[2], packArgs(x.Reason.Args),
		evaluated.Result[:], int64(evaluated.Undetermined), flag(evaluated.Faulty))
}

func (w *evaluationWriter) writeScores(pk int64, e *engine.Evaluation, rows []int64) error {
	for n := range e.Scores {
		score := &e.Scores[n]
		rule, err := w.words.number(score.Rule)
		if err != nil {
			return err
		}
		reason, err := w.words.number(score.Reason.Code)
		if err != nil {
			return err
		}
		if err := w.scores.add(pk, int64(n), rows[n], int64(score.Weight), int64(score.Earned), int64(score.Verdict), rule, reason,
			packArgs(score.Reason.Args)); err != nil {
			return err
		}
	}
	return nil
}

func (w *evaluationWriter) writeRest(pk int64, e *engine.Evaluation, rows []int64) error {
	for n, adjustment := range e.Adjustments {
		rule, err := w.words.number(adjustment.Rule)
		if err != nil {
			return err
		}
		if err := w.adjustments.add(pk, n, rule, int64(adjustment.Points)); err != nil {
			return err
		}
	}
	for n, finding := range e.Findings {
		code, err := w.words.number(finding.Code)
		if err != nil {
			return err
		}
		indicator, err := numberOf(e, rows, finding.Indicator)
		if err != nil {
			return err
		}
		if err := w.findings.add(pk, n, code, int64(finding.Severity), packArgs(finding.Args), numberOrNull(indicator)); err != nil {
			return err
		}
	}
	return nil
}

// numberOf returns the number of the row that a finding is about; 0 where it is about the whole form.
func numberOf(e *engine.Evaluation, rows []int64, indicator engine.IndicatorID) (int64, error) {
	if indicator == "" {
		return 0, nil
	}
	at := slices.IndexFunc(e.Scores, func(s engine.Score) bool { return s.Indicator == indicator })
	if at < 0 {
		return 0, fmt.Errorf("a finding about indicator %s, which its form does not have: %w", indicator, ErrUnknown)
	}
	return rows[at], nil
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
// revision that was judged and the values that counted at the run's place in the ledger, with its evaluation. Orphans are those of that
// revision. They come in the order of first import. An error ends the sequence; a run that is not stored is ErrUnknown.
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
	err := s.reader.QueryRowContext(ctx, `SELECT r.pack_name, k.digest, r.ledger_seq, (SELECT coalesce(max(pk), 0) FROM evaluation)
		FROM run r JOIN pack k ON k.pk = r.pack WHERE r.id = ?1`, run).Scan(&r.pack.Name, digestColumn{&r.pack.Digest}, &r.seq, &last)
	if err != nil {
		return nil, known(err, "run %d", run)
	}
	if r.words, err = s.words.upToDate(s.reader); err != nil {
		return nil, err
	}
	where, args := projectsWhere(filter, 5)
	r.query = `SELECT m.project, m.evaluation FROM run_project m JOIN project p ON p.pk = m.project
		WHERE m.run = ?3 AND m.evaluation <= ?4 AND m.project > ?1 AND ` + where + ` ORDER BY m.project LIMIT ?2`
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
		forms[i] = reference{page[i].project, evaluated[i].Numbers.Revision}
	}
	stored, err := r.store.storedPage(forms, r.seq, r.words)
	if err != nil {
		return nil, r.store.fail("read the results", err)
	}
	list := make([]engine.StoredResult, len(page))
	for i := range list {
		list[i] = engine.StoredResult{Stored: stored[i], Evaluation: evaluated[i].Evaluation}
	}
	return list, nil
}

func readEvaluations(q querier, refs []reference, pack engine.RulesetID, words []string) ([]engine.Evaluated, error) {
	_, numbers := numbersOf(refs)
	page := among(numbers)
	list := make([]engine.Evaluated, len(refs))
	places := make(map[int64]int, len(refs))
	for i, ref := range refs {
		places[ref.target] = i
	}
	byNumber := make(map[int64]*engine.Evaluation, len(refs))
	err := each(q, `SELECT e.pk, e.revision, r.number, p.id, e.input, e.determined, e.total, e.at_least, e.at_most, e.grade, e.execution_rate,
		e.execution_weight, e.execution_earned, e.execution_verdict, e.execution_rule, e.execution_reason, e.execution_args, e.result, e.undetermined, e.faulty
		FROM evaluation e JOIN project p ON p.pk = e.project JOIN revision r ON r.pk = e.revision AND r.project = e.project
		WHERE e.pk`+inPage, []any{page},
		func(rows *sql.Rows) error {
			e := &engine.Evaluation{Ruleset: pack}
			evaluated := engine.Evaluated{Evaluation: e}
			var pk int64
			x := &e.Execution
			if err := rows.Scan(&pk, &evaluated.Numbers.Revision, &evaluated.Revision, &e.Project, digestColumn{&e.Input}, flagColumn{&e.Determined}, &e.Total, &e.AtLeast, &e.AtMost,
				wordColumn{&e.Grade, words}, rateColumn{x}, &x.Weight, &x.Earned, verdictColumn(&x.Verdict),
				wordColumn{&x.Rule, words}, wordColumn{&x.Reason.Code, words}, argsColumn{&x.Reason.Args},
				digestColumn{&evaluated.Result}, &evaluated.Undetermined, flagColumn{&evaluated.Faulty}); err != nil {
				return err
			}
			evaluated.Place = refs[places[pk]].project
			list[places[pk]], byNumber[pk] = evaluated, e
			return nil
		})
	if err == nil && len(byNumber) != len(refs) {
		err = &damage{"an evaluation without its project or form"}
	}
	if err == nil {
		err = readScores(q, page, words, byNumber)
	}
	if err == nil {
		err = readAdjustments(q, page, words, byNumber)
	}
	if err == nil {
		err = readFindings(q, page, words, byNumber)
	}
	return list, err
}

func readScores(q querier, page string, words []string, evaluations map[int64]*engine.Evaluation) error {
	var pk int64
	var score engine.Score
	columns := []any{&pk, &score.Indicator, &score.Weight, &score.Earned, verdictColumn(&score.Verdict), wordColumn{&score.Rule, words},
		wordColumn{&score.Reason.Code, words}, argsColumn{&score.Reason.Args}}
	return each(q, `SELECT s.evaluation, i.id, s.weight, s.earned, s.verdict, s.rule, s.reason, s.args
		FROM score s JOIN indicator i ON i.pk = s.indicator WHERE s.evaluation`+inPage+`ORDER BY s.evaluation, s.position`, []any{page},
		func(rows *sql.Rows) error {
			if err := rows.Scan(columns...); err != nil {
				return err
			}
			evaluations[pk].Scores = append(evaluations[pk].Scores, score)
			return nil
		})
}

func readAdjustments(q querier, page string, words []string, evaluations map[int64]*engine.Evaluation) error {
	return each(q, `SELECT evaluation, rule, points FROM adjustment WHERE evaluation`+inPage+`ORDER BY evaluation, position`, []any{page},
		func(rows *sql.Rows) error {
			var pk int64
			var adjustment engine.Adjustment
			if err := rows.Scan(&pk, wordColumn{&adjustment.Rule, words}, &adjustment.Points); err != nil {
				return err
			}
			evaluations[pk].Adjustments = append(evaluations[pk].Adjustments, adjustment)
			return nil
		})
}

func readFindings(q querier, page string, words []string, evaluations map[int64]*engine.Evaluation) error {
	return each(q, `SELECT f.evaluation, f.code, f.severity, f.args, coalesce(i.id, '')
		FROM finding f LEFT JOIN indicator i ON i.pk = f.indicator WHERE f.evaluation`+inPage+`ORDER BY f.evaluation, f.position`, []any{page},
		func(rows *sql.Rows) error {
			var pk int64
			var finding engine.Finding
			if err := rows.Scan(&pk, wordColumn{&finding.Code, words}, severityColumn(&finding.Severity), argsColumn{&finding.Args},
				&finding.Indicator); err != nil {
				return err
			}
			evaluations[pk].Findings = append(evaluations[pk].Findings, finding)
			return nil
		})
}
