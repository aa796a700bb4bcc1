package importer

import "jixiao/engine"

// reviewHeaders are the headers of the columns that only a table of reviews has, folded; see [Options.Reviews].
var reviewHeaders = map[string]engine.Column{
	"复核分": columnReviewScore, "复核得分": columnReviewScore, "复核评分": columnReviewScore, "复核分数": columnReviewScore, "review_score": columnReviewScore,
	"审核意见": columnOpinion, "复核意见": columnOpinion, "审核复核意见": columnOpinion, "opinion": columnOpinion,
}

// reviewNeeds are the columns without which a table of reviews says nothing.
var reviewNeeds = append(needs[:len(needs)-1:len(needs)-1], need{"复核分/审核意见", []engine.Column{columnReviewScore, columnOpinion}})

// reviewRow reads what a reviewer wrote about one row of a form. Everything else in the row only tells people which one is meant.
func (t *flat) reviewRow(r *tableRow) {
	r.takeProject()
	score, opinion := r.take(columnReviewScore), r.take(columnOpinion)
	for column, c := range r.cells {
		if c != nil {
			r.named(engine.Column(column), columnID(engine.Column(column)))
		}
	}
	at := score
	if at == nil {
		at = opinion
	}
	if at == nil {
		return
	}
	review := r.base
	review.Field, review.Source = engine.RecordReview, at.source
	if text := r.text1(); text == engine.ExecutionLabel || text == engine.ExecutionLabel+"率" {
		review.Field = engine.RecordExecutionReview
	}
	if score != nil {
		review.Value = score.Text
	}
	if opinion != nil {
		review.Opinion = opinion.Text
	}
	t.result.Records = append(t.result.Records, review)
}
