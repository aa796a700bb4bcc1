package engine

// Review is what a reviewer of the bureau wrote beside a row: a score of his own and an opinion (复核分, 审核意见). It stands beside the
// unit's claim and the computed score and changes neither.
type Review struct {
	Score   *Points // 0 ≤ Score ≤ the row's weight; nil where the reviewer gave only an opinion
	Opinion string
	By      string // who reviewed
	At      string // when, RFC 3339
}
