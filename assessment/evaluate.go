package assessment

import (
	"cmp"
	"context"
	"fmt"
	"iter"

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
	SumLines(ctx context.Context, run int64) iter.Seq2[engine.SumLine, error]                 // of what it holds
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
	Sums       *Sums                   // takes what the run comes to, while its projects pass; nil where nobody asks
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
	w := &runInProgress{out: out, sums: opt.Sums, progress: opt.Progress, batchSize: cmp.Or(opt.Batch, usualBatch)}
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
	if held > 0 {
		if err := w.sums.takeOver(out.SumLines(ctx, w.run.ID)); err != nil {
			return w.run, err
		}
	}
	for page, err := range eachPage(ctx, in.Missing(w.run.ID), pageWork[scored]{do: scorePage(rules), spares: newSpares(), ahead: 2}) {
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
	for page, err := range eachPage(ctx, in.Missing(noRun), pageWork[scored]{do: scorePage(rules)}) {
		if err != nil {
			return run, fmt.Errorf("read the forms: %w", err)
		}
		for i := range page {
			all = append(all, page[i].Evaluated)
			opt.Sums.add(&page[i].line)
		}
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
	opt.Sums.finish()
	return run, nil
}

// newRun is a run of a snapshot that begins now.
func newRun(in Snapshot, rules engine.Ruleset, opt EvaluateOptions) engine.Run {
	run := NewRun(rules, opt)
	run.LedgerSeq, run.RevisionSeq, run.WithdrawalSeq, run.StartedAt = in.LedgerSeq(), in.RevisionSeq(), in.WithdrawalSeq(), opt.Now()
	return run
}

// scored is a project on its way from who scored it to who writes it.
type scored struct {
	engine.Evaluated
	line engine.SumLine
}

// scorePage scores the projects of a page, asks the checks about them and digests the results. Several pages are scored at the same time.
func scorePage(rules Scorer) func([]engine.Bare) ([]scored, error) {
	memory := newMemory()
	return func(page []engine.Bare) ([]scored, error) {
		actuals := actuals{memory: memory}
		list := make([]scored, len(page))
		for i, stored := range page {
			actuals.values(&page[i])
			e := engine.Evaluate(rules, stored.Submission)
			list[i].Evaluated = engine.NewEvaluated(stored, e, rules.Summarize(stored.Submission, e))
			list[i].line = engine.NewSumLine(stored.Submission.Department, &list[i].Evaluated)
		}
		return list, nil
	}
}

// runInProgress collects evaluations, sums them up and writes them in batches.
type runInProgress struct {
	out       RunWriter
	run       engine.Run
	sums      *Sums
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

func (w *runInProgress) add(ctx context.Context, page []scored) error {
	for i := range page {
		w.batch = append(w.batch, page[i].Evaluated)
		w.sums.add(&page[i].line)
	}
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
	w.sums.finish()
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
