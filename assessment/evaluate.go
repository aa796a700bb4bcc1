package assessment

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"jixiao/engine"
)

// Snapshot is one consistent state of the stored year: the forms with what is recorded against them, and the last entry of the
// ledger, revision and withdrawal that belong to it.
type Snapshot interface {
	LedgerSeq() int64
	RevisionSeq() int64
	WithdrawalSeq() int64
	Missing(run int64) Pages // the projects that a run does not hold yet
}

// RunWriter writes one run. Every write is refused once somebody else holds the year.
type RunWriter interface {
	Begin(ctx context.Context, run engine.Run, pack []byte) (int64, error)
	Append(ctx context.Context, run int64, evaluations []engine.Evaluated) error
	// Whole is all of the others for a run that follows none.
	Whole(ctx context.Context, run engine.Run, pack []byte, evaluations []engine.Evaluated) (int64, error)
	Held(ctx context.Context, run int64) (projects int, err error)
	Digests(ctx context.Context, run int64) (inputs, results iter.Seq2[engine.Digest, error]) // in ascending order
	Finish(ctx context.Context, run engine.Run) error
}

// Scorer judges forms and then asks the checks about them.
type Scorer interface {
	engine.Ruleset
	Summarize(*engine.Submission, *engine.Evaluation) engine.CheckSummary
}

// EvaluateOptions say what to evaluate and who does it.
type EvaluateOptions struct {
	Year       int
	Project    engine.ProjectID // only this one; empty for all
	Department string           // only this department or unit; empty for all
	By         string
	Base       int64                   // the finished run that the new one follows: what did not change since is not scored again; 0 for none
	Resume     *engine.Run             // the interrupted run to finish, whose state the snapshot is; nil for a new run
	Now        func() string           // RFC 3339
	Total      int                     // how many projects the run will hold, for the progress
	Progress   func(scored, total int) // begins with 0 of those that are to be scored; nil for none
	Effective  []byte                  // the effective pack, kept with the run
	Batch      int                     // how many evaluations are written at once, at least; 0 for the usual number. No result depends on it
}

// usualBatch is how many evaluations are written at once. Each batch waits for the disk once.
const usualBatch = 500

// NewRun describes a run that an evaluation would begin now, without number, time and state.
func NewRun(rules engine.Ruleset, opt EvaluateOptions) engine.Run {
	return engine.Run{Year: opt.Year, Pack: rules.ID(), Engine: engine.Version, Project: opt.Project,
		Department: engine.Fold(opt.Department), By: opt.By, Base: opt.Base, Checked: true}
}

// Evaluate scores every project of a snapshot that the run does not hold yet, and finishes the run. A run that is interrupted stays
// unfinished and is never reported, until somebody resumes it; earlier runs are kept.
func Evaluate(ctx context.Context, in Snapshot, out RunWriter, rules Scorer, opt EvaluateOptions) (engine.Run, error) {
	if opt.Project != "" && opt.Base == 0 && opt.Resume == nil {
		return evaluateOne(ctx, in, out, rules, opt)
	}
	w := &runInProgress{out: out, progress: opt.Progress, batchSize: cmp.Or(opt.Batch, usualBatch)}
	if opt.Progress == nil {
		w.progress = func(int, int) {}
	}
	if opt.Resume != nil {
		w.run = *opt.Resume
	} else if err := w.begin(ctx, in, rules, opt); err != nil {
		return w.run, fmt.Errorf("begin the run: %w", err)
	}
	held, err := out.Held(ctx, w.run.ID)
	if err != nil {
		return w.run, fmt.Errorf("begin the run: %w", err)
	}
	w.total = max(0, opt.Total-held)
	w.progress(0, w.total)
	for page, err := range eachPage(ctx, in.Missing(w.run.ID), pageWork[engine.Evaluated]{do: scorePage(rules), spares: newSpares(), ahead: 2}) {
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
	return w.run, w.finish(ctx, opt)
}

// noRun is a run that holds nothing.
const noRun = 0

// evaluateOne scores one project and stores its run at once, so that there is nothing to resume.
func evaluateOne(ctx context.Context, in Snapshot, out RunWriter, rules Scorer, opt EvaluateOptions) (engine.Run, error) {
	run := newRun(in, rules, opt)
	var all []engine.Evaluated
	for page, err := range eachPage(ctx, in.Missing(noRun), pageWork[engine.Evaluated]{do: scorePage(rules)}) {
		if err != nil {
			return run, fmt.Errorf("read the forms: %w", err)
		}
		all = append(all, page...)
	}
	inputs, results := engine.NewInputsDigest(run.Year), engine.NewRunDigest(run.Pack.Digest, run.Year)
	for i := range all {
		inputs.Add(all[i].Evaluation.Input)
		results.Add(all[i].Result)
	}
	run.Projects, run.Inputs, run.Digest, run.FinishedAt = len(all), inputs.Sum(), results.Sum(), opt.Now()
	var err error
	if run.ID, err = out.Whole(ctx, run, opt.Effective, all); err != nil {
		return run, fmt.Errorf("store the run: %w", err)
	}
	return run, nil
}

// newRun is a run of a snapshot that begins now.
func newRun(in Snapshot, rules engine.Ruleset, opt EvaluateOptions) engine.Run {
	run := NewRun(rules, opt)
	run.LedgerSeq, run.RevisionSeq, run.WithdrawalSeq, run.StartedAt = in.LedgerSeq(), in.RevisionSeq(), in.WithdrawalSeq(), opt.Now()
	return run
}

// scorePage scores the projects of a page, asks the checks about them and digests the results. Several pages are scored at the same time.
func scorePage(rules Scorer) func([]engine.Bare) ([]engine.Evaluated, error) {
	memory := newMemory()
	return func(page []engine.Bare) ([]engine.Evaluated, error) {
		actuals := actuals{memory: memory}
		list := make([]engine.Evaluated, len(page))
		for i, stored := range page {
			actuals.values(&page[i])
			e := engine.Evaluate(rules, stored.Submission)
			list[i] = engine.NewEvaluated(stored, e, rules.Summarize(stored.Submission, e))
		}
		return list, nil
	}
}

// runInProgress collects evaluations and writes them in batches.
type runInProgress struct {
	out       RunWriter
	run       engine.Run
	batch     []engine.Evaluated
	batchSize int
	scored    int
	total     int
	progress  func(scored, total int)
}

func (w *runInProgress) begin(ctx context.Context, in Snapshot, rules engine.Ruleset, opt EvaluateOptions) (err error) {
	w.run = newRun(in, rules, opt)
	w.run.ID, err = w.out.Begin(ctx, w.run, opt.Effective)
	return err
}

func (w *runInProgress) add(ctx context.Context, page []engine.Evaluated) error {
	w.batch = append(w.batch, page...)
	if len(w.batch) < w.batchSize {
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
	w.scored += len(w.batch)
	clear(w.batch)
	w.batch = w.batch[:0]
	w.progress(w.scored, w.total)
	return nil
}

// finish digests what the run holds, wherever it was scored.
func (w *runInProgress) finish(ctx context.Context, opt EvaluateOptions) error {
	if err := w.flush(ctx); err != nil {
		return err
	}
	inputs, results := w.out.Digests(ctx, w.run.ID)
	var err error
	if w.run.Inputs, err = engine.NewInputsDigest(w.run.Year).SumSorted(counted(inputs, &w.run.Projects)); err == nil {
		w.run.Digest, err = engine.NewRunDigest(w.run.Pack.Digest, w.run.Year).SumSorted(results)
	}
	if err != nil {
		return fmt.Errorf("digest the run: %w", err)
	}
	w.run.FinishedAt = opt.Now()
	if err := w.out.Finish(ctx, w.run); err != nil {
		return fmt.Errorf("finish the run: %w", err)
	}
	return nil
}

// counted counts what passes.
func counted[T any](sequence iter.Seq2[T, error], count *int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		*count = 0
		for value, err := range sequence {
			*count++
			if !yield(value, err) {
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
	if e.Faulty() {
		t.Faulty++
	}
	if !e.Determined {
		return
	}
	t.Determined++
	t.Sum += e.Total
	t.grade(e.Grade, 1)
}

// AddTally counts the projects of one grade.
func (t *Totals) AddTally(tally engine.Tally) {
	t.Projects += tally.Projects
	t.Undetermined += tally.Undetermined
	t.Faulty += tally.Faulty
	if !tally.Determined {
		return
	}
	t.Determined += tally.Projects
	t.Sum += tally.Sum
	t.grade(tally.Grade, tally.Projects)
}

func (t *Totals) grade(name string, projects int) {
	if i := slices.IndexFunc(t.ByGrade, func(c GradeCount) bool { return c.Grade == name }); i >= 0 {
		t.ByGrade[i].Projects += projects
	}
}

// Mean returns the mean total of the projects that have one; not ok where none has.
func (t *Totals) Mean() (engine.Rational, bool) {
	if t.Determined == 0 {
		return engine.Rational{}, false
	}
	return t.Sum.Rational().Quo(engine.NewRational(int64(t.Determined), 1))
}
