package engine

import "testing"

func TestReviewedTotal(t *testing.T) {
	p := func(points Points) *Points { return &points }
	form := func(first, second, execution *Review) *Submission {
		return &Submission{Indicators: []Indicator{{ID: "a", Review: first}, {ID: "b", Review: second}}, ExecutionReview: execution}
	}
	judged := &Evaluation{Determined: true, Total: 83_00, AtLeast: 83_00, AtMost: 83_00,
		Scores:    []Score{{Indicator: "a", Weight: 50_00, Earned: 45_00, Verdict: PartlyMet}, {Indicator: "b", Weight: 40_00, Earned: 30_00, Verdict: PartlyMet}},
		Execution: ExecutionScore{Weight: 10_00, Earned: 8_00, Verdict: PartlyMet}}
	open := &Evaluation{AtLeast: 53_00, AtMost: 93_00,
		Scores:    []Score{{Indicator: "a", Weight: 50_00, Earned: 45_00, Verdict: PartlyMet}, {Indicator: "b", Weight: 40_00}},
		Execution: ExecutionScore{Weight: 10_00, Earned: 8_00, Verdict: PartlyMet}}
	outside := &Evaluation{Determined: true, Total: 75_00, AtLeast: 75_00, AtMost: 75_00, Scores: judged.Scores, Execution: judged.Execution,
		Adjustments: []Adjustment{{Rule: AdjustmentOutside, Points: -8_00}}}
	for _, c := range []struct {
		name          string
		form          *Submission
		of            *Evaluation
		atMost, least Points
		ok            bool
	}{
		{"no review", form(nil, nil, nil), judged, 83_00, 83_00, false},
		{"an opinion alone", form(&Review{Opinion: "属实"}, nil, nil), judged, 83_00, 83_00, false},
		{"a row", form(&Review{Score: p(40_00)}, nil, nil), judged, 78_00, 78_00, true},
		{"a row and the execution", form(&Review{Score: p(40_00)}, nil, &Review{Score: p(0)}), judged, 70_00, 70_00, true},
		{"the open row", form(nil, &Review{Score: p(20_00)}, nil), open, 73_00, 73_00, true},
		{"another than the open row", form(&Review{Score: p(50_00)}, nil, nil), open, 98_00, 58_00, true},
		{"execution outside", form(nil, nil, &Review{Score: p(10_00)}), outside, 75_00, 75_00, false},
	} {
		atMost, least, ok := ReviewedTotal(c.form, c.of)
		if atMost != c.atMost || least != c.least || ok != c.ok {
			t.Errorf("%s: %v to %v, %v; want %v to %v, %v", c.name, least, atMost, ok, c.least, c.atMost, c.ok)
		}
	}
}
