package assessment

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"testing"

	"jixiao/engine"
	"jixiao/importer"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

var stamp = Stamp{By: "王敏", At: "2026-01-15T09:30:00+08:00"}

// stored opens a database in a folder of the test and puts a form into it.
func stored(t *testing.T, forms ...*engine.Submission) *sqlite.Store {
	t.Helper()
	ctx := context.Background()
	store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "year.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if _, err := store.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each(forms), By: stamp.By, At: stamp.At}); err != nil {
		t.Fatal(err)
	}
	return store
}

func collect[T any](t *testing.T, sequence iter.Seq2[T, error]) (list []T) {
	t.Helper()
	for v, err := range sequence {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, v)
	}
	return list
}

func issues(t *testing.T, recorded *Recorded) []engine.Issue {
	t.Helper()
	return collect(t, recorded.Issues())
}

// readingOf is what files with these forms say.
func readingOf(t *testing.T, forms ...*engine.Submission) *Reading {
	t.Helper()
	reading := newReading(ReadOptions{})
	t.Cleanup(func() { reading.Close() })
	if err := reading.take(&importer.Result{Submissions: forms}); err != nil {
		t.Fatal(err)
	}
	return reading
}

func actual(name, value string, line int) importer.Record {
	return importer.Record{Project: engine.ProjectKey{Name: "培训费"}, Name: name, Field: engine.RecordActual, Value: value,
		Source: engine.Source{File: "完成.csv", Line: line}}
}

func record(t *testing.T, store *sqlite.Store, records ...importer.Record) *Recorded {
	t.Helper()
	recorded, err := Record(context.Background(), store, 2025, engine.Each(records), stamp)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { recorded.Close() })
	return recorded
}

// current returns the recorded actuals of the one stored project, by indicator name.
func current(t *testing.T, store *sqlite.Store) map[string]string {
	t.Helper()
	values := map[string]string{}
	for stored, err := range store.Submissions(context.Background(), engine.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		Apply(stored.Submission, stored.Entries)
		for _, row := range stored.Submission.Indicators {
			if row.Actual.Reported {
				values[fmt.Sprint(row.Name, row.Ordinal)] = row.Actual.Text
			}
		}
	}
	return values
}

func TestWhatFitsIsRecordedAndTheRestComesBack(t *testing.T) {
	store := stored(t, trainingForm())
	recorded := record(t, store,
		actual("培训人数", "487人", 2),
		actual("培训人教", "487人", 3),
		actual("考核合格率", "92%", 4),
		importer.Record{Project: engine.ProjectKey{Name: "培训费"}, Name: "能力提升", Field: engine.RecordTier, Value: "差不多"},
		importer.Record{Project: engine.ProjectKey{Name: "会议费"}, Name: "能力提升", Field: engine.RecordActual, Value: "提升"},
	)
	var codes []string
	for _, issue := range issues(t, recorded) {
		codes = append(codes, issue.Code)
	}
	want := []string{"project-unknown", "indicator-unknown", "indicator-ambiguous", "tier-unknown"}
	if !slices.Equal(codes, want) {
		t.Errorf("issues %v, want %v", codes, want)
	}
	if got := current(t, store); len(got) != 1 || got["培训人数1"] != "487人" {
		t.Errorf("recorded: %v", got)
	}
	for _, issue := range issues(t, recorded) {
		if argOf(&issue, "value") == "" {
			t.Errorf("%s does not say which value was not recorded", issue.Code)
		}
	}
}

func TestTwoValuesForOneIndicatorAreBothRefused(t *testing.T) {
	store := stored(t, trainingForm())
	recorded := record(t, store, actual("培训人数", "487人", 2), actual("培训人数", "478人", 9))
	if len(issues(t, recorded)) != 1 || issues(t, recorded)[0].Code != "value-conflict" {
		t.Fatalf("issues: %v", issues(t, recorded))
	}
	issue := issues(t, recorded)[0]
	if issue.Source.Line != 9 || argOf(&issue, "at") != "line" || argOf(&issue, "line") != "2" || argOf(&issue, "first") != "487人" || argOf(&issue, "second") != "478人" {
		t.Errorf("the issue does not name both places: %+v", issue)
	}
	if got := current(t, store); len(got) != 0 {
		t.Errorf("one of the two was taken: %v", got)
	}
}

func TestTheSameValueTwiceIsNoConflict(t *testing.T) {
	store := stored(t, trainingForm())
	recorded := record(t, store, actual("培训人数", "487人", 2), actual("培训人数", "487人", 9))
	if len(issues(t, recorded)) != 0 || recorded.Count(engine.Added) != 1 {
		t.Errorf("%+v", recorded)
	}
	again := record(t, store, actual("培训人数", "487人", 2))
	if again.Count(engine.Unchanged) != 1 || len(issues(t, again)) != 0 {
		t.Errorf("recorded again: %+v", again)
	}
}

func TestACorrectionCountsAndTheOldValueStays(t *testing.T) {
	store := stored(t, trainingForm())
	record(t, store, actual("培训人数", "487人", 2))
	recorded := record(t, store, actual("培训人数", "495人", 2))
	if len(issues(t, recorded)) != 1 || issues(t, recorded)[0].Code != "value-replaced" || issues(t, recorded)[0].Severity != engine.Warning {
		t.Errorf("issues: %v", issues(t, recorded))
	}
	if entry := collect(t, recorded.Outcomes())[0].Entry; entry.Before != "487人" || !entry.HadBefore {
		t.Errorf("what stood before is lost: %+v", entry)
	}
	if got := current(t, store)["培训人数1"]; got != "495人" {
		t.Errorf("current value %q", got)
	}
}

func TestAUnitThatDoesNotFitIsRefused(t *testing.T) {
	store := stored(t, trainingForm())
	recorded := record(t, store, actual("培训人数", "487公里", 2))
	if len(issues(t, recorded)) != 1 || issues(t, recorded)[0].Code != "actual-unit" {
		t.Fatalf("issues: %v", issues(t, recorded))
	}
	if got := current(t, store); len(got) != 0 {
		t.Errorf("recorded all the same: %v", got)
	}
	if recorded := record(t, store, actual("培训人数", "0.0487万人", 2)); len(issues(t, recorded)) != 0 {
		t.Errorf("a unit that can be converted was refused: %v", issues(t, recorded))
	}
}

func TestActualsSurviveANewRevision(t *testing.T) {
	store := stored(t, trainingForm())
	record(t, store, actual("培训人数", "487人", 2), actual("能力提升", "提升", 3))
	changed := trainingForm()
	changed.Indicators[0].Target = number("≥480人", engine.AtLeast, 480, "人")
	changed.Indicators = changed.Indicators[:3]
	changed.Identify()
	imported, err := Import(context.Background(), store, readingOf(t, changed), stamp)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { imported.Close() })
	outcomes := imported.outcomes
	if len(outcomes) != 1 || outcomes[0].Change != engine.Changed || outcomes[0].Revision != 2 || len(outcomes[0].Removed) != 1 {
		t.Errorf("outcomes: %+v", outcomes)
	}
	issues := issues(t, imported.Recorded)
	if len(issues) != 1 || issues[0].Code != "actual-orphaned" || issues[0].Severity != engine.Warning || issues[0].Source.Line != 3 ||
		argOf(&issues[0], "indicator") != "能力提升" || argOf(&issues[0], "value") != "提升" {
		t.Errorf("the actual of the removed indicator is not reported: %+v", issues)
	}
	for stored, err := range store.Submissions(context.Background(), engine.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		Apply(stored.Submission, stored.Entries)
		if got := stored.Submission.Indicators[0].Actual.Text; got != "487人" {
			t.Errorf("the actual is gone: %q", got)
		}
		if len(stored.Orphans) != 1 || stored.Orphans[0].Value != "提升" {
			t.Errorf("the actual of the removed indicator is not listed: %+v", stored.Orphans)
		}
	}
}

// evaluate runs a whole evaluation of a store and returns the run and its results.
func evaluate(t *testing.T, store *sqlite.Store) (engine.Run, []Result) {
	t.Helper()
	ctx := context.Background()
	set, err := rules.Load("mof-2020", rules.Options{})
	if err != nil {
		t.Fatal(err)
	}
	hold, err := store.HoldYear(ctx, 2025, stamp.By)
	if err != nil {
		t.Fatal(err)
	}
	defer hold.Release()
	snapshot, err := store.Read(ctx, engine.Filter{Year: 2025})
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	run, err := Evaluate(ctx, snapshot, hold, set, EvaluateOptions{Year: 2025, By: stamp.By,
		Now: func() string { return stamp.At }, Effective: set.Effective()})
	if err != nil {
		t.Fatal(err)
	}
	return run, collect(t, Results(ctx, store, run.ID, engine.Filter{Year: 2025}))
}

func TestAReportShowsWhatTheRunSaw(t *testing.T) {
	store := stored(t, trainingForm())
	record(t, store, actual("培训人数", "487人", 2))
	first, results := evaluate(t, store)
	if got := results[0].Evaluation.Scores[0].Verdict; got != engine.PartlyMet {
		t.Errorf("verdict %v", got)
	}
	record(t, store, actual("培训人数", "520人", 2))
	again := collect(t, Results(context.Background(), store, first.ID, engine.Filter{Year: 2025}))
	if got := again[0].Submission.Indicators[0].Actual.Text; got != "487人" {
		t.Errorf("the first run's report shows %q, which it never saw", got)
	}
	second, results := evaluate(t, store)
	if got := results[0].Evaluation.Scores[0].Verdict; got != engine.Met {
		t.Errorf("verdict after the correction %v", got)
	}
	if first.Digest == second.Digest {
		t.Error("another actual, the same digest")
	}
	third, _ := evaluate(t, store)
	if second.Digest != third.Digest {
		t.Error("the same data, another digest")
	}
}

func TestTotals(t *testing.T) {
	totals := NewTotals([]engine.Band{{Name: "优", From: 90_00}, {Name: "中"}})
	met := engine.ExecutionScore{Verdict: engine.Met}
	totals.Add(&engine.Evaluation{Determined: true, Total: 91_00, Grade: "优", Execution: met})
	totals.Add(&engine.Evaluation{Determined: true, Total: 50_00, Grade: "中", Execution: met})
	totals.Add(&engine.Evaluation{Determined: true, Total: 90_01, Grade: "优", Execution: met})
	totals.Add(&engine.Evaluation{AtMost: 100_00, Scores: []engine.Score{{}, {}}, Execution: met})
	if mean, ok := totals.Mean(); !ok || mean.Cmp(engine.NewRational(23101, 300)) != 0 {
		t.Errorf("mean %v", mean.Big())
	}
	if totals.Projects != 4 || totals.Undetermined != 2 || totals.ByGrade[0] != (GradeCount{"优", 2}) {
		t.Errorf("%+v", totals)
	}
}

func TestRepeatingTheFormsBudgetRecordsNothing(t *testing.T) {
	form := trainingForm()
	declared := engine.Money(250_000_00)
	form.Budget.Edit(engine.TotalFunds).Initial = &declared
	store := stored(t, form)
	initial := func(value string) importer.Record {
		return importer.Record{Project: form.ProjectKey, Item: engine.TotalFunds, Field: engine.RecordInitial, Value: value}
	}

	for _, step := range []struct {
		value  string
		change engine.Change
	}{
		{"250000.00", engine.Unchanged}, // as the form says
		{"260000.00", engine.Added},     // a correction of it
		{"250000.00", engine.Changed},   // and back: the correction no longer counts
	} {
		recorded := record(t, store, initial(step.value))
		if recorded.Count(step.change) != 1 || len(collect(t, recorded.Outcomes())) != 1 {
			t.Errorf("%s: %+v, want one %s", step.value, collect(t, recorded.Outcomes()), step.change)
		}
	}
	recorded := record(t, store, initial("250000.00"), initial("270000.00"))
	if len(collect(t, recorded.Outcomes())) != 0 || len(issues(t, recorded)) != 1 || issues(t, recorded)[0].Code != "value-conflict" {
		t.Errorf("two values: %+v", recorded)
	}
}

func TestAScoreMayCarryItsUnit(t *testing.T) {
	store := stored(t, trainingForm())
	record(t, store, importer.Record{Project: engine.ProjectKey{Name: "培训费"}, Name: "能力提升", Field: engine.RecordClaimed, Value: "9.5 分"})
	for stored, err := range store.Submissions(context.Background(), engine.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if len(stored.Entries) != 1 || stored.Entries[0].Value != "9.50" {
			t.Errorf("recorded %+v", stored.Entries)
		}
	}
}

func TestTheTargetsOwnWordsRaiseNoDoubt(t *testing.T) {
	form := trainingForm()
	form.Indicators[0].Target = engine.Target{Text: "14 个街镇、工业区", Kind: engine.SetTarget, Op: engine.Exactly,
		Number: engine.Measure{Value: engine.DecimalFromInt(15), Unit: "个", Scaled: engine.DecimalFromInt(15), ScaledUnit: "个"}}
	store := stored(t, form)
	if recorded := record(t, store, actual("培训人数", "14个街镇、工业区", 2)); len(issues(t, recorded)) != 0 {
		t.Errorf("issues %+v", issues(t, recorded))
	}
	if recorded := record(t, store, actual("培训人数", "13个街镇、工业区", 3)); len(issues(t, recorded)) == 0 || issues(t, recorded)[0].Code != "number-in-words" {
		t.Errorf("other words with a number in them: issues %+v", issues(t, recorded))
	}
}
