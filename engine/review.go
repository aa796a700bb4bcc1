package engine

import "strings"

// Review is what a reviewer of the bureau wrote beside a row: a score of his own and an opinion (复核分, 审核意见). It stands beside the
// unit's claim and the computed score and changes neither.
type Review struct {
	Score   *Points // 0 ≤ Score ≤ the row's weight; nil where the reviewer gave only an opinion
	Opinion string
	By      string // who reviewed
	At      string // when, RFC 3339
}

// Text is score and opinion as the ledger keeps them, in one value so that both are recorded and taken back together: the score as a
// plain decimal, nothing where there is none, on the first line and the opinion below. Who and when belong to the entry.
func (r *Review) Text() string {
	score := ""
	if r.Score != nil {
		score = r.Score.String()
	}
	return score + "\n" + r.Opinion
}

// ParseReview reads [Review.Text]. Not ok where the first line is no number of points.
func ParseReview(text string) (r Review, ok bool) {
	score, opinion, found := strings.Cut(text, "\n")
	r.Opinion = opinion
	if score == "" {
		return r, found
	}
	number, ok := ParseDecimal(score)
	if !ok {
		return Review{}, false
	}
	points, ok := PointsFromDecimal(number)
	if !ok || points < 0 || !found {
		return Review{}, false
	}
	r.Score = &points
	return r, true
}
