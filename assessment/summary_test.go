package assessment

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"

	"jixiao/engine"
)

// later is a store with projects that a run does not have.
type later []engine.Stored

func (l later) Unscored(context.Context, int64, engine.Filter) iter.Seq2[engine.Stored, error] {
	return engine.Each(l)
}

func summaryResult(name string, verdict engine.Verdict, earned engine.Points) Result {
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Department: "甲局", Unit: "甲局", Name: name},
		Indicators: []engine.Indicator{{Level2: engine.Quantity, Name: "指标", Actual: engine.Actual{Reported: true, Text: "1"}}}}
	s.Identify()
	e := &engine.Evaluation{Project: s.ID(), Determined: verdict != engine.Undetermined, Total: earned, AtLeast: earned, AtMost: earned,
		Scores: []engine.Score{{Indicator: s.Indicators[0].ID, Weight: 100_00, Earned: earned, Verdict: verdict}}, Execution: engine.ExecutionScore{Verdict: engine.NotApplicable}}
	check := engine.CheckResult{Check: "A1", Outcome: engine.CheckFound, Severity: engine.Error}
	return Result{Submission: s, Evaluation: e, Checks: []engine.CheckResult{check, {Check: "A2", Outcome: engine.CheckOK}}}
}

// TestSummarise counts the run's projects with what the checks found, then those that came later, then what is only expected.
func TestSummarise(t *testing.T) {
	results := []Result{summaryResult("一", engine.Met, 90_00), summaryResult("二", engine.Undetermined, 0)}
	after := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Department: "乙局", Name: "三"}, Indicators: []engine.Indicator{{Level2: engine.Quantity, Name: "指标"}}}
	after.Identify()
	entry := engine.Entry{RecordKey: engine.RecordKey{Project: after.ID(), Indicator: after.Indicators[0].ID, Field: engine.RecordActual}, Value: "5"}
	store := later{{Submission: after, Entries: []engine.Entry{entry}}}
	expected := NewExpected(2025, []engine.ProjectKey{{Department: "乙局", Name: "三"}, {Department: "甲局", Name: "四"}})
	summary, err := Summarise(t.Context(), engine.Each(results), store, 1, engine.Filter{Year: 2025}, []engine.Band{{Name: "优"}}, expected)
	if err != nil {
		t.Fatal(err)
	}
	defer summary.Close()
	var lines []string
	for line, err := range summary.Lines() {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line.Name+" "+line.HandedIn.String())
	}
	if want := []string{"一 complete", "二 complete", "三 complete", "四 missing"}; !slices.Equal(lines, want) {
		t.Errorf("%q, not %q", lines, want)
	}
	all := summary.All
	if all.Due() != 4 || all.Missing != 1 || all.Unscored != 2 || all.Undetermined != 1 || all.Totals.Sum != 90_00 || all.Severities()[engine.Error] != 2 {
		t.Errorf("%+v", all)
	}
}

// TestSummariseFails gives the first error of the store and no summary.
func TestSummariseFails(t *testing.T) {
	broken := errors.New("broken")
	results := func(yield func(Result, error) bool) {
		_ = yield(summaryResult("一", engine.Met, 90_00), nil) && yield(Result{}, broken)
	}
	if summary, err := Summarise(t.Context(), results, later{}, 1, engine.Filter{}, nil, nil); summary != nil || !errors.Is(err, broken) {
		t.Errorf("%v, %v", summary, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Summarise(ctx, engine.Each([]Result{summaryResult("一", engine.Met, 1)}), later{}, 1, engine.Filter{}, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
