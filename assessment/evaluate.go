package assessment

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"jixiao/engine"
)

// Snapshot is one consistent state of the stored year: the forms with what is recorded against them, and the last entry of the
// ledger, revision and withdrawal that belong to it.
type Snapshot interface {
	LedgerSeq() int64
	RevisionSeq() int64
	WithdrawalSeq() int64
	Pages() iter.Seq2[func() ([]engine.Stored, error), error]
}

// RunWriter writes one run. Every write is refused once somebody else holds the year.
type RunWriter interface {
	Begin(ctx context.Context, run engine.Run, pack []byte) (int64, error)
	Append(ctx context.Context, run int64, evaluations []engine.Evaluated) error
	Finish(ctx context.Context, run engine.Run) error
}

// EvaluateOptions say what to evaluate and who does it.
type EvaluateOptions struct {
	Year       int
	Project    engine.ProjectID // only this one; empty for all
	Department string           // only this department or unit; empty for all
	By         string
	Now        func() string  // RFC 3339
	Progress   func(done int) // nil for none
	Effective  []byte         // the effective pack, kept with the run
}

// batchSize is how many evaluations are written at once, at least. Each batch waits for the disk once.
const batchSize = 1000

// Evaluate scores every project of a snapshot and writes the run. A run that is interrupted stays unfinished and is never
// reported; earlier runs are kept.
func Evaluate(ctx context.Context, in Snapshot, out RunWriter, rules engine.Ruleset, opt EvaluateOptions) (engine.Run, error) {
	w := &runInProgress{out: out, progress: opt.Progress, digest: engine.NewRunDigest(rules.ID().Digest, opt.Year),
		inputs: engine.NewInputsDigest(opt.Year)}
	w.run = engine.Run{Year: opt.Year, Pack: rules.ID(), Engine: engine.Version, Project: opt.Project,
		Department: engine.Fold(opt.Department),
		LedgerSeq:  in.LedgerSeq(), RevisionSeq: in.RevisionSeq(), WithdrawalSeq: in.WithdrawalSeq(), By: opt.By, StartedAt: opt.Now()}
	id, err := out.Begin(ctx, w.run, opt.Effective)
	if err != nil {
		return w.run, fmt.Errorf("begin the run: %w", err)
	}
	w.run.ID = id
	for page, err := range eachPage(ctx, in.Pages(), scorePage(rules)) {
		if err != nil {
			return w.run, fmt.Errorf("read the forms: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return w.run, err
		}
		if err := w.add(ctx, page); err != nil {
			return w.run, err
		}
	}
	return w.run, w.finish(ctx, opt.Now())
}

// scored is an evaluation with the digest of its result, which takes longer than the scoring.
type scored struct {
	engine.Evaluated
	digest engine.Digest
}

// scorePage scores the projects of a page. Several pages are scored at the same time.
func scorePage(rules engine.Ruleset) func([]engine.Stored) ([]scored, error) {
	memories := sync.Pool{New: func() any { return newActuals() }}
	return func(page []engine.Stored) ([]scored, error) {
		memory := memories.Get().(*actuals)
		defer memories.Put(memory)
		list := make([]scored, len(page))
		for i, stored := range page {
			memory.apply(stored.Submission, stored.Entries)
			evaluation := engine.Evaluate(rules, stored.Submission)
			list[i] = scored{engine.Evaluated{Evaluation: evaluation, Revision: stored.Revision}, engine.ResultDigest(evaluation)}
		}
		return list, nil
	}
}

// runInProgress collects evaluations, writes them in batches and folds the run's digest.
type runInProgress struct {
	out      RunWriter
	run      engine.Run
	digest   *engine.RunDigest
	inputs   *engine.RunDigest
	batch    []engine.Evaluated
	progress func(done int)
}

func (w *runInProgress) add(ctx context.Context, page []scored) error {
	for i := range page {
		w.digest.Add(page[i].digest)
		w.inputs.Add(page[i].Evaluation.Input)
		w.batch = append(w.batch, page[i].Evaluated)
	}
	if len(w.batch) < batchSize {
		return nil
	}
	return w.flush(ctx)
}

func (w *runInProgress) flush(ctx context.Context) error {
	if len(w.batch) == 0 {
		return nil
	}
	if err := w.out.Append(ctx, w.run.ID, w.batch); err != nil {
		return fmt.Errorf("write evaluations: %w", err)
	}
	w.run.Projects += len(w.batch)
	w.batch = w.batch[:0]
	if w.progress != nil {
		w.progress(w.run.Projects)
	}
	return nil
}

func (w *runInProgress) finish(ctx context.Context, at string) error {
	if err := w.flush(ctx); err != nil {
		return err
	}
	w.run.Inputs, w.run.Digest, w.run.FinishedAt = w.inputs.Sum(), w.digest.Sum(), at
	if err := w.out.Finish(ctx, w.run); err != nil {
		return fmt.Errorf("finish the run: %w", err)
	}
	return nil
}

// Result is a project's form, with what was recorded, beside its evaluation.
type Result struct {
	Submission *engine.Submission
	Evaluation *engine.Evaluation
	Last       *engine.LastYear     // nil where there is no run of last year, or nobody looked for it
	Checks     []engine.CheckResult // of the bureau's quality checks, in the order of the pack; nil where they were not run
}

// ResultStore is what reading results needs of a store.
type ResultStore interface {
	SubmissionsOfRun(ctx context.Context, run int64, filter engine.Filter) iter.Seq2[engine.Stored, error]
	Evaluations(ctx context.Context, run int64, filter engine.Filter) iter.Seq2[*engine.Evaluation, error]
	Reviews(ctx context.Context, filter engine.Filter) (map[engine.ProjectID][]engine.Entry, error)
}

// Results reads a run's projects: each form as the run saw it, with its evaluation and the reviews of now, in the order of the store.
func Results(ctx context.Context, store ResultStore, run int64, filter engine.Filter) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		reviews, err := store.Reviews(ctx, filter)
		if err != nil {
			yield(Result{}, fmt.Errorf("read the reviews: %w", err))
			return
		}
		next, stop := iter.Pull2(store.Evaluations(ctx, run, filter))
		defer stop()
		for stored, err := range store.SubmissionsOfRun(ctx, run, filter) {
			if err != nil {
				yield(Result{}, fmt.Errorf("read the forms of the run: %w", err))
				return
			}
			evaluation, err, more := next()
			if err == nil && (!more || evaluation.Project != stored.Submission.ID()) {
				err = fmt.Errorf("run %d has no evaluation of project %s", run, stored.Submission.ID())
			}
			if err != nil {
				yield(Result{}, fmt.Errorf("read the evaluations: %w", err))
				return
			}
			Apply(stored.Submission, stored.Entries)
			ApplyReviews(stored.Submission, reviews[stored.Submission.ID()])
			if !yield(Result{Submission: stored.Submission, Evaluation: evaluation}, nil) {
				return
			}
		}
	}
}

// GradeCount says how many projects got a grade.
type GradeCount struct {
	Grade    string
	Projects int
}

// Totals sums up a run.
type Totals struct {
	Projects     int
	ByGrade      []GradeCount // in the pack's order, the best first; grades that nobody got are there with 0
	Determined   int          // projects with a total
	Sum          engine.Points
	Undetermined int // rows that nobody could judge, executions of budgets among them
	Faulty       int // projects with a finding of severity error, such as weights that do not add up to 100
}

// NewTotals begins the totals for a pack's bands.
func NewTotals(bands []engine.Band) *Totals {
	t := &Totals{}
	for _, band := range bands {
		t.ByGrade = append(t.ByGrade, GradeCount{Grade: band.Name})
	}
	return t
}

// Add counts one evaluation.
func (t *Totals) Add(e *engine.Evaluation) {
	t.Projects++
	t.Undetermined += e.UndeterminedCount()
	if slices.ContainsFunc(e.Findings, func(f engine.Finding) bool { return f.Severity == engine.Error }) {
		t.Faulty++
	}
	if !e.Determined {
		return
	}
	t.Determined++
	t.Sum += e.Total
	if i := slices.IndexFunc(t.ByGrade, func(c GradeCount) bool { return c.Grade == e.Grade }); i >= 0 {
		t.ByGrade[i].Projects++
	}
}

// Mean returns the mean total of the projects that have one; not ok where none has.
func (t *Totals) Mean() (engine.Rational, bool) {
	if t.Determined == 0 {
		return engine.Rational{}, false
	}
	return t.Sum.Rational().Quo(engine.NewRational(int64(t.Determined), 1))
}
