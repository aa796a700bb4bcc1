package rules

import (
	"cmp"
	"slices"

	"jixiao/engine"
)

// Explain explains the score of an indicator of a form, or with an empty id of the execution of the budget. The form must be as
// the run saw it. It is not ok where the form has no such indicator.
func (x *Explainer) Explain(s *engine.Submission, indicator engine.IndicatorID) (engine.Explanation, bool) {
	row, ok := engine.RowOf(x.set, s, indicator)
	if !ok {
		return engine.Explanation{}, false
	}
	e := engine.Explanation{Project: s.ID(), Indicator: indicator, Ruleset: x.set.id, Counted: -1}
	var asked []engine.Facts
	e.Score, e.Findings, asked = row.Judge()
	for i := range asked {
		e.Asked = append(e.Asked, x.Trace(&asked[i]))
		if ruling := &e.Asked[i].Ruling; ruling.Rule == e.Score.Rule && ruling.Verdict == e.Score.Verdict && e.Counted < 0 {
			e.Counted = i
		}
	}
	e.Nearest, e.Searched = x.nearest(row, &e.Score, asked)
	slices.SortStableFunc(e.Nearest, func(a, b engine.NearestChange) int { return cmp.Compare(a.Goals[0], b.Goals[0]) })
	return e, true
}
