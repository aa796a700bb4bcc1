package engine

// ClaimTolerance is how far a claimed total may be from the computed one before a person has to look (自评复核 P5): 5.00 points.
const ClaimTolerance Points = 5_00

// ClaimedTotal returns the total that a unit claimed for a project: the one that its form prints, or the claimed scores of all rows that
// apply and of the execution of the budget, where that is among the 100 points. It is not ok where one of them was not claimed: a sum with
// holes is no total.
func ClaimedTotal(s *Submission, e *Evaluation) (Points, bool) {
	if s.ClaimedTotal != nil {
		return *s.ClaimedTotal, true
	}
	return claimedSum(s, e)
}

// claimedSum adds up the claims themselves, whatever total the form prints below them.
func claimedSum(s *Submission, e *Evaluation) (Points, bool) {
	var sum Points
	rows := 0
	for i := range s.Indicators {
		row := &s.Indicators[i]
		if row.Claimed == nil {
			if row.Tier == TierNotApplies {
				continue
			}
			return 0, false
		}
		sum += *row.Claimed
		rows++
	}
	switch {
	case e.Execution.Weight == 0 || e.outside():
		return sum, rows > 0
	case s.ExecutionClaimed == nil:
		return 0, false
	}
	return sum + *s.ExecutionClaimed, rows > 0
}
