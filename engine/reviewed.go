package engine

import "slices"

// outside tells that the execution of the budget stays outside the 100 points.
func (e *Evaluation) outside() bool {
	return slices.ContainsFunc(e.Adjustments, func(a Adjustment) bool { return a.Rule == AdjustmentOutside })
}

// ReviewedTotal returns the total with a reviewer's scores (复核分) in place of the computed ones where he gave some, between the bounds
// of rows that neither judged: atLeast ≤ total, equal where all are judged. Adjustments of the rule pack count as they were computed. It
// is not ok where no row was reviewed.
func ReviewedTotal(s *Submission, e *Evaluation) (atMost, atLeast Points, ok bool) {
	atMost, atLeast = e.AtMost, e.AtLeast
	replace := func(verdict Verdict, earned, weight Points, review *Review) {
		if review == nil || review.Score == nil {
			return
		}
		ok = true
		low, high := earned, earned
		if verdict == Undetermined {
			low, high = 0, weight
		}
		atLeast += *review.Score - low
		atMost += *review.Score - high
	}
	byID := make(map[IndicatorID]*Review, len(s.Indicators))
	for i := range s.Indicators {
		byID[s.Indicators[i].ID] = s.Indicators[i].Review
	}
	for i := range e.Scores {
		row := &e.Scores[i]
		replace(row.Verdict, row.Earned, row.Weight, byID[row.Indicator])
	}
	if x := &e.Execution; !e.outside() {
		replace(x.Verdict, x.Earned, x.Weight, s.ExecutionReview)
	}
	return max(0, atMost), max(0, atLeast), ok
}
