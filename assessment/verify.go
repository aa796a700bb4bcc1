package assessment

import (
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"jixiao/engine"
	"jixiao/rules"
)

// ProofStore is what proving a run needs of a store besides the forms that the run saw.
type ProofStore interface {
	Pack(ctx context.Context, digest engine.Digest) ([]byte, error)
	Evaluated(ctx context.Context, run int64, filter engine.Filter) iter.Seq2[engine.Evaluated, error]
	// CheckSelection holds that no project is lost where projects are selected.
	CheckSelection(ctx context.Context) error
	// CheckCondensed holds that what results are read from is what the proof recomputes.
	CheckCondensed(ctx context.Context) error
}

// OtherEngine says that a run was made by another version of the scoring code, which this program cannot repeat.
type OtherEngine struct {
	Run        int64
	Has, Knows string
}

// Error implements error; people get a sentence of the catalogue instead.
func (e *OtherEngine) Error() string {
	return fmt.Sprintf("run %d is of engine version %s, this program of %s", e.Run, e.Has, e.Knows)
}

// Verify recomputes a finished run from the pack that is kept with it and from forms, which must be those that the run saw, and
// compares every value that the run stored. A few pages of projects are in memory at once.
func Verify(ctx context.Context, store ProofStore, run engine.Run, forms Pages) (*engine.Proof, error) {
	if run.Engine != engine.Version {
		return nil, &OtherEngine{Run: run.ID, Has: run.Engine, Knows: engine.Version}
	}
	if err := store.CheckSelection(ctx); err != nil {
		return nil, err
	}
	v := &verifier{proof: &engine.Proof{Run: run}}
	set, err := v.pack(ctx, store)
	if err != nil || set == nil {
		return v.proof, err
	}
	if run.RevisionSeq > 0 {
		v.check(engine.ProofSeal, run.Seal.String(), run.Sealed().String())
	}
	if err := v.run(ctx, store, set, forms); err != nil {
		return nil, err
	}
	if v.proof.First == nil {
		err = store.CheckCondensed(ctx)
	}
	return v.proof, err
}

// verifier compares what is stored with what is recomputed.
type verifier struct {
	proof *engine.Proof
	at    engine.ProofDifference // where the next comparison belongs
	told  bool                   // the project has a difference already
}

// check compares two values, both as text.
func (v *verifier) check(field, stored, recomputed string) {
	if stored == recomputed {
		return
	}
	v.proof.Differences++
	if v.at.Project != "" && !v.told {
		v.told = true
		v.proof.Differing++
	}
	if v.proof.First == nil {
		first := v.at
		first.Field, first.Stored, first.Recomputed = field, stored, recomputed
		v.proof.First = &first
	}
}

// pack compiles the run's pack as it is stored; nil where it does not compile.
func (v *verifier) pack(ctx context.Context, store ProofStore) (*rules.Ruleset, error) {
	id := v.proof.Run.Pack
	content, err := store.Pack(ctx, id.Digest)
	if err != nil {
		return nil, fmt.Errorf("read the pack of the run: %w", err)
	}
	v.check(engine.ProofPackBytes, engine.Digest(sha256.Sum256(content)).String(), id.Digest.String())
	set, err := rules.FromEffective(content)
	if err != nil {
		v.check(engine.ProofPackUnreadable, err.Error(), "")
		return nil, nil
	}
	v.check(engine.ProofPackDigest, id.Digest.String(), set.ID().Digest.String())
	v.check(engine.ProofPackName, id.Name, set.ID().Name)
	return set, nil
}

// recomputed is a project's form with what its evaluation should be.
type recomputed struct {
	stored engine.Bare
	form   engine.Digest
	checks engine.CheckSummary
	*engine.Evaluation
}

func recompute(rules Scorer, checked bool) func([]engine.Bare) ([]recomputed, error) {
	return func(page []engine.Bare) ([]recomputed, error) {
		list := make([]recomputed, len(page))
		for i, stored := range page {
			list[i] = recomputed{stored: stored, form: engine.FormDigest(stored.Submission)} // before anything recorded is put in
			new(actuals).values(&page[i])
			list[i].Evaluation = engine.Evaluate(rules, stored.Submission)
			if checked {
				list[i].checks = rules.Summarize(stored.Submission, list[i].Evaluation)
			}
		}
		return list, nil
	}
}

// run walks through forms and evaluations side by side.
func (v *verifier) run(ctx context.Context, store ProofStore, rules Scorer, forms Pages) error {
	run := &v.proof.Run
	next, stop := iter.Pull2(store.Evaluated(ctx, run.ID, engine.Filter{Withdrawn: true}))
	defer stop()
	evaluated, err, more := next()
	results, inputs := engine.NewRunDigest(rules.ID().Digest, run.Year), engine.NewInputsDigest(run.Year)
	for page, failed := range eachPage(ctx, forms, pageWork[recomputed]{do: recompute(rules, run.Checked)}) {
		if failed != nil {
			return fmt.Errorf("read the forms of the run: %w", failed)
		}
		for _, want := range page {
			v.proof.Projects++
			results.Add(engine.ResultDigest(want.Evaluation))
			inputs.Add(want.Input)
			for ; err == nil && more && evaluated.Place < want.stored.Place; evaluated, err, more = next() {
				v.added(evaluated.Evaluation)
			}
			if err != nil {
				return fmt.Errorf("read the evaluations: %w", err)
			}
			if !more || evaluated.Place != want.stored.Place {
				v.begin(&want)
				v.check(engine.ProofMissing, "", want.Name())
				continue
			}
			v.project(&evaluated, &want)
			evaluated, err, more = next()
		}
	}
	for ; err == nil && more; evaluated, err, more = next() {
		v.added(evaluated.Evaluation)
	}
	if err != nil {
		return fmt.Errorf("read the evaluations: %w", err)
	}
	v.at = engine.ProofDifference{}
	v.check(engine.ProofProjects, strconv.Itoa(run.Projects), strconv.Itoa(v.proof.Projects))
	if run.RevisionSeq > 0 {
		v.check(engine.ProofInputs, run.Inputs.String(), inputs.Sum().String())
	}
	v.check(engine.ProofDigest, run.Digest.String(), results.Sum().String())
	return nil
}

// Name returns the project's name.
func (r *recomputed) Name() string { return r.stored.Submission.Name }

func (v *verifier) begin(want *recomputed) {
	v.at = engine.ProofDifference{Project: want.Project, Name: want.Name()}
	v.told = false
}

func (v *verifier) added(e *engine.Evaluation) {
	v.at = engine.ProofDifference{Project: e.Project}
	v.told = false
	v.check(engine.ProofAdded, string(e.Project), "")
}

// project compares one project. What explains other differences comes first.
func (v *verifier) project(evaluated *engine.Evaluated, want *recomputed) {
	got := evaluated.Evaluation
	v.begin(want)
	v.check(engine.ProofProject, string(got.Project), string(want.Project))
	v.check(engine.ProofRevision, strconv.Itoa(evaluated.Revision), strconv.Itoa(want.stored.Revision))
	v.check(engine.ProofForm, want.form.String(), want.stored.Form.String())
	v.check(engine.ProofInput, got.Input.String(), want.Input.String())
	v.check(engine.ProofRows, strconv.Itoa(len(got.Scores)), strconv.Itoa(len(want.Scores)))
	for i := 0; i < len(got.Scores) && i < len(want.Scores); i++ {
		v.at.Indicator = want.stored.Submission.Indicators[i].Name
		v.score(&got.Scores[i], &want.Scores[i])
	}
	v.at.Indicator, v.at.Execution = "", true
	v.execution(&got.Execution, &want.Execution)
	v.at.Execution = false
	v.check(engine.ProofAdjustments, adjustmentsText(got.Adjustments), adjustmentsText(want.Adjustments))
	v.check(engine.ProofFindings, findingsText(got.Findings), findingsText(want.Findings))
	v.check(engine.ProofDetermined, strconv.FormatBool(got.Determined), strconv.FormatBool(want.Determined))
	v.check(engine.ProofTotal, got.Total.String(), want.Total.String())
	v.check(engine.ProofAtLeast, got.AtLeast.String(), want.AtLeast.String())
	v.check(engine.ProofAtMost, got.AtMost.String(), want.AtMost.String())
	v.check(engine.ProofGrade, got.Grade, want.Grade)
	if !v.proof.Run.SummedUp() {
		return
	}
	v.check(engine.ProofResult, evaluated.Result.String(), engine.ResultDigest(want.Evaluation).String())
	v.check(engine.ProofUndetermined, strconv.Itoa(evaluated.Undetermined), strconv.Itoa(want.UndeterminedCount()))
	v.check(engine.ProofFaulty, strconv.FormatBool(evaluated.Faulty), strconv.FormatBool(want.Faulty()))
	v.check(engine.ProofChecksAsked, evaluated.Checks.Asked, want.checks.Asked)
	v.check(engine.ProofChecks, evaluated.Checks.Outcomes, want.checks.Outcomes)
}

func (v *verifier) score(got, want *engine.Score) {
	if sameScore(got, want) {
		return
	}
	v.check(engine.ProofIndicator, string(got.Indicator), string(want.Indicator))
	v.check(engine.ProofWeight, got.Weight.String(), want.Weight.String())
	v.check(engine.ProofEarned, got.Earned.String(), want.Earned.String())
	v.check(engine.ProofVerdict, got.Verdict.String(), want.Verdict.String())
	v.check(engine.ProofRule, got.Rule, want.Rule)
	v.check(engine.ProofReason, reasonText(got.Reason), reasonText(want.Reason))
}

// sameScore tells it without texts, which nearly every row can do without.
func sameScore(a, b *engine.Score) bool {
	return a.Indicator == b.Indicator && a.Weight == b.Weight && a.Earned == b.Earned && a.Verdict == b.Verdict && a.Rule == b.Rule &&
		a.Reason.Code == b.Reason.Code && slices.Equal(a.Reason.Args, b.Reason.Args)
}

func (v *verifier) execution(got, want *engine.ExecutionScore) {
	v.check(engine.ProofRate, rateText(got), rateText(want))
	v.check(engine.ProofWeight, got.Weight.String(), want.Weight.String())
	v.check(engine.ProofEarned, got.Earned.String(), want.Earned.String())
	v.check(engine.ProofVerdict, got.Verdict.String(), want.Verdict.String())
	v.check(engine.ProofRule, got.Rule, want.Rule)
	v.check(engine.ProofReason, reasonText(got.Reason), reasonText(want.Reason))
}

// rateText writes a rate exactly.
func rateText(x *engine.ExecutionScore) string {
	if !x.HasRate {
		return ""
	}
	return x.Rate.Big().RatString()
}

func reasonText(reason engine.Reason) string { return reason.Code + argsText(reason.Args) }

// argsText quotes names and values, so that no two lists of arguments have one text.
func argsText(args []engine.Arg) string {
	var out strings.Builder
	for _, arg := range args {
		fmt.Fprintf(&out, " %s=%q", arg.Name, arg.Value)
	}
	return out.String()
}

func adjustmentsText(list []engine.Adjustment) string {
	var out []string
	for _, adjustment := range list {
		out = append(out, adjustment.Rule+" "+adjustment.Points.String())
	}
	return strings.Join(out, "; ")
}

func findingsText(list []engine.Finding) string {
	var out []string
	for i := range list {
		finding := &list[i]
		out = append(out, finding.Code+" "+finding.Severity.String()+" "+string(finding.Indicator)+argsText(finding.Args))
	}
	return strings.Join(out, "; ")
}
