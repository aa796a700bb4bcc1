package reports

import (
	"reflect"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/messages"
)

func TestFigures(t *testing.T) {
	for _, test := range []struct {
		got         Figure
		text, plain string
	}{
		{points(974), "9.74", "9.74"}, {points(10_00), "10.00", "10.00"}, {points(0), "0.00", "0.00"},
		{signed(496), "+4.96", "4.96"}, {signed(-200), "-2.00", "-2.00"}, {signed(0), "0.00", "0.00"},
		{money(yuanOf(10_016_596_00), "元"), "10,016,596.00", "10016596.00"},
		{money(yuanOf(-1_234_05), "元"), "-1,234.05", "-1234.05"},
		{money(yuanOf(215_457_60), "万元"), "21.54576", "21.54576"},
		{money(yuanOf(1), "万元"), "0.000001", "0.000001"},
		{money(yuanOf(123_456_789_000_000), "万元"), "123,456,789.00", "123456789.00"},
		{money(yuanOf(-12_345_678_900_00), "万元"), "-1,234,567.89", "-1234567.89"},
		{money(nil, "元"), "", ""}, {money(yuanOf(0), "元"), "0.00", "0.00"},
		{percent(engine.NewRational(1, 1)), "100.00%", "1"}, {percent(engine.NewRational(2, 3)), "66.67%", "0.6667"},
		{percent(engine.NewRational(89_995, 100_000)), "90.00%", "0.9"}, {percent(engine.NewRational(89_994, 100_000)), "89.99%", "0.8999"},
		{percent(engine.NewRational(5, 2)), "250.00%", "2.5"},
		{span(82_50, 92_50), "82.50–92.50", ""},
	} {
		plain, ok := test.got.Plain()
		if test.got.Text != test.text || plain != test.plain || ok != (test.plain != "") {
			t.Errorf("got %q, plain %q %v, want %q, %q", test.got.Text, plain, ok, test.text, test.plain)
		}
	}
}

func TestSpans(t *testing.T) {
	lines := []IndicatorLine{
		{Level1: "产出指标", Level2: "数量指标"}, {Level1: "产出指标", Level2: "数量指标"}, {Level1: "产出指标", Level2: "质量指标"},
		{Level1: "成本指标", Level2: "成本指标"}, {Level1: "产出指标", Level2: "成本指标"}, // a class of level 2 under another level 1
		{}, {}, // blanks are not joined
		{Level1: "效益指标"}, {Level1: "效益指标"},
	}
	setSpans(lines)
	var got [][2]int
	for _, line := range lines {
		got = append(got, [2]int{line.Level1Span, line.Level2Span})
	}
	want := [][2]int{{3, 2}, {0, 0}, {0, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}, {2, 1}, {0, 1}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestUndeterminedRowsNeverShowAScore(t *testing.T) {
	s, e := river(t)
	for i := range e.Scores {
		e.Scores[i].Earned = e.Scores[i].Weight // what a careless caller may leave there
	}
	e.Execution = engine.ExecutionScore{Weight: 10_00, Earned: 10_00, Reason: engine.Reason{Code: engine.ReasonExecutedMissing}}
	v := view(t, messages.Chinese, s, e)
	for _, line := range v.Indicators {
		if line.Verdict == engine.Undetermined && (line.Score.Text != "无法判定" || !strings.Contains(line.Remark, "〔系统提示：")) {
			t.Errorf("%s: score %q, remark %q", line.Name, line.Score.Text, line.Remark)
		}
	}
	if got := v.Budget[0].Score.Text; got != "无法判定" {
		t.Errorf("execution: %q", got)
	}
	if v.Budget[0].Rate.Text != Dash {
		t.Errorf("rate: %q", v.Budget[0].Rate.Text)
	}
	if v.Total.Text != "51.25–79.38" || v.Grade != "未评定" || v.Undetermined != 3 {
		t.Errorf("total %q, grade %q, %d undetermined", v.Total.Text, v.Grade, v.Undetermined)
	}
	notes := strings.Join(v.Notes, "\n")
	if !strings.Contains(notes, "3 项无法判定，总分在 51.25–79.38 分之间") || !strings.Contains(notes, "预算执行率：全年执行数未填") {
		t.Errorf("notes: %q", notes)
	}
}

// An execution that is not scored keeps its rate and has neither weight nor score.
func TestExecutionOutsideTheMarks(t *testing.T) {
	s, e := library(t)
	e.Execution.Weight, e.Execution.Earned, e.Execution.Verdict = 0, 0, engine.NotApplicable
	e.Execution.Reason = engine.Reason{Code: engine.ReasonExecutionOutside}
	line := view(t, messages.Chinese, s, e).Budget[0]
	if line.Weight.Text != Dash || line.Score.Text != Dash || line.Rate.Text != "86.18%" {
		t.Errorf("weight %q, score %q, rate %q", line.Weight.Text, line.Score.Text, line.Rate.Text)
	}
}

func TestScoresAreFoundByIndicator(t *testing.T) {
	s, e := river(t)
	e.Scores[0], e.Scores[1] = e.Scores[1], e.Scores[0]
	e.Scores = e.Scores[:7]
	v := view(t, messages.Chinese, s, e)
	if v.Indicators[0].Score.Text != "10.00" || v.Indicators[1].Score.Text != "9.17" {
		t.Errorf("scores %q, %q", v.Indicators[0].Score.Text, v.Indicators[1].Score.Text)
	}
	if last := v.Indicators[7]; last.Score.Text != "无法判定" || last.Weight.Text != Dash {
		t.Errorf("a row without a score shows %q of %q", last.Score.Text, last.Weight.Text)
	}
}
