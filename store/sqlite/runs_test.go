package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"jixiao/engine"
)

var packID = engine.RulesetID{Name: "示例", Digest: engine.DigestText("pack")}

// fullEvaluation sets every field of every type.
func fullEvaluation(s *engine.Submission) *engine.Evaluation {
	huge := engine.NewRational(1<<62-1, 3)
	e := &engine.Evaluation{Project: s.ID(), Ruleset: packID, Input: engine.InputDigest(s), Determined: true,
		Total: 9876, AtLeast: -1, AtMost: 10100, Grade: "优",
		Execution: engine.ExecutionScore{Rate: huge.Mul(huge).Neg(), HasRate: true, Weight: 1000, Earned: 999, Verdict: engine.PartlyMet,
			Rule: "execution", Reason: engine.Reason{Code: "rate", Args: engine.Args("rate", "0.5")}},
		Adjustments: []engine.Adjustment{{Rule: engine.AdjustmentRescale, Points: -250}, {Rule: "cap"}},
		Findings: []engine.Finding{{Code: "whole", Severity: engine.Warning},
			{Code: "row", Severity: engine.Error, Args: engine.Args("a", "\x1f\\\xfe"), Indicator: s.Indicators[0].ID}}}
	for n := range s.Indicators {
		e.Scores = append(e.Scores, engine.Score{Indicator: s.Indicators[n].ID, Weight: engine.Points(100 * n), Earned: engine.Points(n),
			Verdict: engine.Verdicts()[n%5], Rule: "linear", Reason: engine.Reason{Code: "computed", Args: engine.Args("actual", "487", "target", "")}})
	}
	return e
}

func evaluationOf(s *engine.Submission) *engine.Evaluation {
	e := &engine.Evaluation{Project: s.ID(), Ruleset: packID}
	for _, indicator := range s.Indicators {
		e.Scores = append(e.Scores, engine.Score{Indicator: indicator.ID})
	}
	return e
}

// judged gives evaluations the numbers of the newest forms.
func judged(t *testing.T, s *Store, evaluations ...*engine.Evaluation) []engine.Evaluated {
	t.Helper()
	list := make([]engine.Evaluated, len(evaluations))
	for i, e := range evaluations {
		forms := collect(t, s.Submissions(context.Background(), engine.Filter{Projects: []engine.ProjectID{e.Project}, Withdrawn: true}))
		list[i] = engine.NewEvaluated(engine.Bare{Revision: forms[0].Revision, Place: forms[0].Place, Number: forms[0].Number}, e, engine.CheckSummary{Asked: "mof-2020/C1 mof-2020/C2", Outcomes: "ox12"})
	}
	return list
}

func hold(t *testing.T, s *Store) *Hold {
	t.Helper()
	h := must(s.HoldYear(context.Background(), 2025, "甲"))(t)
	t.Cleanup(func() { h.Release() })
	return h
}

func begin(t *testing.T, h *Hold, run engine.Run) int64 {
	t.Helper()
	run.Year, run.Pack = 2025, packID
	return must(h.Begin(context.Background(), run, []byte("rules: []")))(t)
}

func finish(ctx context.Context, h *Hold, run int64, projects int) error {
	return h.Finish(ctx, engine.Run{ID: run, Projects: projects, Digest: engine.Digest{1}, FinishedAt: "2026-01-01T00:00:00Z"})
}

func TestRunComesBackExactly(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	first, second := fullForm(), smallForm("z", 2)
	save(t, s, first, second)
	key := engine.RecordKey{Project: first.ID(), Field: engine.RecordGoalActual}
	record(t, s, engine.Entry{RecordKey: key, Value: "当时"})
	saw := readPages(t, must(s.Read(ctx, engine.Filter{}))(t))
	h := hold(t, s)
	run := engine.Run{Year: 2025, Pack: packID, Engine: "1", LedgerSeq: 1, RevisionSeq: 2, WithdrawalSeq: 3, Checked: true, Department: "甲局", By: "甲", StartedAt: "2026-01-01T00:00:00Z"}
	id := begin(t, h, run)
	run.ID = id
	same(t, "unfinished", must(s.Run(ctx, id))(t), run)
	if _, found, err := s.NewestRun(ctx, 2025, "", ""); found || err != nil {
		t.Errorf("an unfinished run counts: %v", err)
	}

	full, bare := fullEvaluation(first), evaluationOf(second)
	everyFieldSet(t, full)
	if err := h.Append(ctx, id, judged(t, s, bare)); err != nil { // not in the order of projects
		t.Fatal(err)
	}
	if err := h.Append(ctx, id, judged(t, s, full)); err != nil {
		t.Fatal(err)
	}
	if err := h.Finish(ctx, engine.Run{ID: id, Inputs: engine.DigestText("inputs"), Digest: engine.DigestText("run"), Projects: 2, FinishedAt: "2026-01-01T00:01:00Z"}); err != nil {
		t.Fatal(err)
	}
	run.Inputs, run.Digest, run.Projects, run.FinishedAt = engine.DigestText("inputs"), engine.DigestText("run"), 2, "2026-01-01T00:01:00Z"
	run.Seal = run.Sealed()
	run.Project, run.Base, run.PrunedBy, run.PrunedAt = "x", 1, "甲", "2026"
	everyFieldSet(t, &run)
	run.Project, run.Base, run.PrunedBy, run.PrunedAt = "", 0, "", ""
	same(t, "run", must(s.Runs(ctx, 2025))(t), []engine.Run{run})
	same(t, "other years", len(must(s.Runs(ctx, 2024))(t)), 0)
	same(t, "pack", string(must(s.Pack(ctx, packID.Digest))(t)), "rules: []")

	// What happens later does not change what the run saw.
	record(t, s, engine.Entry{RecordKey: key, Value: "后来"})
	changed := fullForm()
	changed.Goal = "改过的目标"
	save(t, s, changed)
	same(t, "evaluations", collect(t, s.Evaluations(ctx, id, engine.Filter{})), []*engine.Evaluation{full, bare})
	same(t, "filtered", collect(t, s.Evaluations(ctx, id, engine.Filter{Department: "甲局"})), []*engine.Evaluation{bare})
	same(t, "forms of the run", emptyAsNil(storedOfRun(t, s, id, engine.Filter{})), emptyAsNil(saw))
	same(t, "what it saw", []any{saw[0].Submission.Goal, saw[0].Values[0].Value}, []any{first.Goal, "当时"})
	for name, err := range map[string]error{
		"evaluations": firstError(s.Evaluations(ctx, 99, engine.Filter{})), "forms": firstError(s.ResultPages(ctx, 99, engine.Filter{})),
	} {
		if !errors.Is(err, ErrUnknown) {
			t.Errorf("%s of an unknown run: %v", name, err)
		}
	}
}

// storedOfRun lists the forms of a run, which are those of its evaluations.
func storedOfRun(t *testing.T, s *Store, run int64, filter engine.Filter) []engine.Bare {
	t.Helper()
	var list []engine.Bare
	for read, err := range s.ResultPages(context.Background(), run, filter) {
		if err != nil {
			t.Fatal(err)
		}
		for _, result := range must(read())(t) {
			same(t, "project of an evaluation", result.Evaluation.Project, result.Submission.ID())
			list = append(list, result.Bare)
		}
	}
	return list
}

func firstError[T any](sequence func(func(T, error) bool)) (first error) {
	for _, err := range sequence {
		return err
	}
	return nil
}

func TestNewestRun(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	a, b := smallForm("a", 1), smallForm("b", 1)
	save(t, s, a, b)
	h := hold(t, s)
	add := func(scope engine.Run, forms ...*engine.Submission) int64 {
		id := begin(t, h, scope)
		for _, form := range forms {
			if err := h.Append(ctx, id, judged(t, s, evaluationOf(form))); err != nil {
				t.Fatal(err)
			}
		}
		if err := finish(ctx, h, id, len(forms)); err != nil {
			t.Fatal(err)
		}
		return id
	}
	whole, single, part := add(engine.Run{}, a, b), add(engine.Run{Project: a.ID()}, a), add(engine.Run{Department: "乙所"}, a)
	begin(t, h, engine.Run{})
	if single >= part {
		t.Fatalf("runs %d and %d", single, part)
	}
	for _, test := range []struct {
		department string
		project    engine.ProjectID
		want       int64
	}{
		{"", "", whole}, {"乙 所", "", part}, {"甲局", "", whole}, {"", a.ID(), part}, {"", b.ID(), whole},
	} {
		run, found, err := s.NewestRun(ctx, 2025, test.department, test.project)
		if err != nil || !found || run.ID != test.want {
			t.Errorf("department %q, project %q: run %d, %v, %v, want %d", test.department, test.project, run.ID, found, err, test.want)
		}
	}
}

func TestWritesThatARunRefuses(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	form := smallForm("a", 1)
	save(t, s, form)
	h := hold(t, s)
	done, id := begin(t, h, engine.Run{}), begin(t, h, engine.Run{})
	if err := finish(ctx, h, done, 0); err != nil {
		t.Fatal(err)
	}
	foreign := evaluationOf(form)
	foreign.Ruleset.Name = "另一套"
	elsewhere := judged(t, s, evaluationOf(form))
	elsewhere[0].Number = 99
	finding := evaluationOf(form)
	finding.Findings = []engine.Finding{{Code: "x", Indicator: "none"}}
	tests := map[string]struct {
		run   int64
		batch []engine.Evaluated
		want  error // nil: any
	}{
		"a finished run":               {done, judged(t, s, evaluationOf(form)), ErrRunFinished},
		"an unknown run":               {99, nil, ErrUnknown},
		"an unknown revision":          {id, elsewhere, nil},
		"a finding about nothing":      {id, judged(t, s, finding), ErrUnknown},
		"another pack":                 {id, judged(t, s, foreign), nil},
		"a project twice, all refused": {id, judged(t, s, evaluationOf(form), evaluationOf(form)), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := h.Append(ctx, test.run, test.batch)
			if err == nil || test.want != nil && !errors.Is(err, test.want) {
				t.Errorf("got %v", err)
			}
			same(t, "evaluations", counts(t, s)["evaluation"], 0)
		})
	}
	if err := finish(ctx, h, done, 0); !errors.Is(err, ErrRunFinished) {
		t.Errorf("finished twice: %v", err)
	}
	if err := h.Finish(ctx, engine.Run{ID: id}); err == nil {
		t.Error("finished without a time")
	}
	if _, err := h.Begin(ctx, engine.Run{Year: 2024}, nil); err == nil {
		t.Error("a run of another year")
	}
}

// TestWholeRun holds a run that is stored at once against one that is begun, added to and finished.
func TestWholeRun(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	form := fullForm()
	save(t, s, form)
	h := hold(t, s)
	id := begin(t, h, engine.Run{})
	must(1, h.Append(ctx, id, judged(t, s, fullEvaluation(form))))(t)
	must(1, finish(ctx, h, id, 1))(t)
	run := must(s.Run(ctx, id))(t)
	whole := must(h.Whole(ctx, run, []byte("pack"), judged(t, s, fullEvaluation(form))))(t)
	same(t, "evaluations", collect(t, s.Evaluations(ctx, whole, engine.Filter{})), collect(t, s.Evaluations(ctx, id, engine.Filter{})))
	want := run
	want.ID = whole
	want.Seal = want.Sealed()
	same(t, "run", must(s.Run(ctx, whole))(t), want)

	before := counts(t, s)
	foreign, unfinished, following, elsewhere := fullEvaluation(form), run, run, run
	foreign.Ruleset.Name = "另一套"
	unfinished.FinishedAt, following.Base, elsewhere.Year = "", id, 2024
	for name, refused := range map[string]struct {
		run engine.Run
		of  *engine.Evaluation
	}{"another pack": {run, foreign}, "no time": {unfinished, fullEvaluation(form)}, "a base": {following, fullEvaluation(form)},
		"another year": {elsewhere, fullEvaluation(form)}} {
		if _, err := h.Whole(ctx, refused.run, []byte("pack"), judged(t, s, refused.of)); err == nil {
			t.Errorf("%s: stored", name)
		}
		same(t, name, counts(t, s), before)
	}
}

func TestHistoryOnlyGrows(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	form := fullForm()
	must(s.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each([]*engine.Submission{form}), Issues: engine.Each([]engine.Issue{{Code: "x"}}),
		Files: []engine.ImportedFile{{Name: "f"}}}))(t)
	record(t, s, engine.Entry{RecordKey: engine.RecordKey{Project: form.ID(), Field: engine.RecordFiller}, Value: "甲"})
	must(0, s.SaveFormerNames(ctx, []engine.FormerName{{Project: form.ID(), Key: engine.ProjectKey{Name: "旧名"}},
		{Project: form.ID(), Indicator: engine.IndicatorRename{From: engine.IndicatorKey{Name: "旧名"}}}}, "甲", ""))(t)
	must(0, s.WithdrawProject(ctx, form.ID(), "甲", "2026-01-01T00:00:00Z", ""))(t)
	h := hold(t, s)
	id := begin(t, h, engine.Run{})
	if err := h.Append(ctx, id, judged(t, s, fullEvaluation(form))); err != nil {
		t.Fatal(err)
	}
	if err := finish(ctx, h, id, 1); err != nil {
		t.Fatal(err)
	}
	for table, column := range map[string]string{"word": "text", "project": "year", "indicator": "id", "import": "author", "import_file": "name",
		"import_project": "import", "issue": "line", "revision": "goal", "head_source": "line", "budget_row": "initial", "form_row": "weight",
		"entry": "value", "pack": "content", "withdrawal": "note", "former_project": "note", "former_indicator": "note", "run": "projects", "evaluation": "total", "evaluation_body": "body"} {
		for _, statement := range []string{"UPDATE " + table + " SET " + column + " = " + column, "DELETE FROM " + table} {
			_, err := s.writer.Exec(statement)
			if err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v", statement, err)
			}
		}
	}
	open := begin(t, h, engine.Run{})
	if _, err := s.writer.Exec(`UPDATE run SET ledger_seq = 7, finished_at = 'x' WHERE id = ?1`, open); err == nil {
		t.Error("finishing a run may change nothing else")
	}
}

func TestOneHolderAYear(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	one, two, ctx := open(t, path), open(t, path), context.Background()
	h := hold(t, one)
	for _, s := range []*Store{one, two} {
		_, err := s.HoldYear(ctx, 2025, "乙")
		var held *YearHeld
		if !errors.As(err, &held) || *held != (YearHeld{2025, "甲"}) {
			t.Fatalf("got %v", err)
		}
	}
	must(two.HoldYear(ctx, 2024, "乙"))(t).Release()
	if err := errors.Join(h.Release(), h.Release()); err != nil {
		t.Fatal(err)
	}
	must(two.HoldYear(ctx, 2025, "乙"))(t).Release()
	if _, err := h.Begin(ctx, engine.Run{Year: 2025}, nil); !errors.As(err, new(*StaleHold)) {
		t.Errorf("a hold that was given back writes: %v", err)
	}
	h = hold(t, one)
	if err := two.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(path + ".year*lock")
	same(t, "lock files of those that one holds", left, []string{path + ".year-2025.lock"})
	same(t, "error", err, nil)
	if err := errors.Join(h.Release(), one.Close()); err != nil {
		t.Fatal(err)
	}
	left, err = filepath.Glob(path + ".year*lock")
	same(t, "lock files left", left, []string(nil))
	same(t, "error", err, nil)
}

func TestStaleHolderWritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	one, two, ctx := open(t, path), open(t, path), context.Background()
	form := smallForm("a", 1)
	save(t, one, form)
	stale := hold(t, one)
	id := begin(t, stale, engine.Run{})
	if err := os.Remove(path + ".year-2025.lock"); err != nil { // somebody tidies up
		t.Fatal(err)
	}
	fresh := hold(t, two)
	_, beginError := stale.Begin(ctx, engine.Run{Year: 2025, Pack: packID}, nil)
	for doing, err := range map[string]error{
		"begin":  beginError,
		"append": stale.Append(ctx, id, judged(t, one, evaluationOf(form))),
		"finish": finish(ctx, stale, id, 0),
	} {
		var lost *StaleHold
		if !errors.As(err, &lost) || lost.Year != 2025 {
			t.Errorf("%s: %v", doing, err)
		}
	}
	same(t, "evaluations", counts(t, one)["evaluation"], 0)
	if err := stale.Release(); err != nil {
		t.Error(err)
	}
	if err := fresh.Append(ctx, id, judged(t, one, evaluationOf(form))); err != nil {
		t.Errorf("the new holder goes on with the run: %v", err)
	}
}

// These make the test binary a child: one holds a year, says so, and waits to be killed; the other tries what it may not.
const (
	holdVariable   = "JIXIAO_TEST_HOLD"
	rightsVariable = "JIXIAO_TEST_RIGHTS"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(holdVariable); path != "" {
		holdUntilKilled(path)
	}
	if folder := os.Getenv(restoreVariable); folder != "" {
		restoreAgainAndAgain(folder)
	}
	if path := os.Getenv(upgradeVariable); path != "" {
		upgradeUntilKilled(path)
	}
	if folder := os.Getenv(rightsVariable); folder != "" {
		tryWithoutRights(folder)
	}
	os.Exit(m.Run())
}

func holdUntilKilled(path string) {
	s, err := Open(context.Background(), path, Options{})
	if err == nil {
		_, err = s.HoldYear(context.Background(), 2025, "子进程")
	}
	fmt.Println("held", err)
	os.Stdin.Read(make([]byte, 1)) // ends with the parent at the latest
	os.Exit(1)
}

func TestKilledHolderLosesTheYear(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s, ctx := open(t, path), context.Background()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), holdVariable+"="+path)
	input, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer input.Close()
	output, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(output).ReadString('\n')
	same(t, "child", line, "held <nil>\n")
	_, err = s.HoldYear(ctx, 2025, "父进程")
	var held *YearHeld
	if !errors.As(err, &held) || held.By != "子进程" {
		t.Errorf("got %v", err)
	}
	child.Process.Kill()
	child.Wait()
	h, err := s.HoldYear(ctx, 2025, "父进程")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "fence", h.fence, int64(2))
	h.Release()
}
