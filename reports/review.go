package reports

import (
	"cmp"
	"io"

	"jixiao/engine"
	"jixiao/messages"
)

// ReviewedRow is a row of a form with its three scores: what the unit claimed, what was computed, and what the reviewer gave.
type ReviewedRow struct {
	Project           engine.ProjectID
	Indicator         engine.IndicatorID // empty for the execution of the budget
	Name              string
	Weight            *engine.Points
	Claimed, Computed *engine.Points
	Review            *engine.Review
	Change            engine.Change // what recording the review changed
}

type reviewJSON struct {
	Score   *engine.Points `json:"score"`
	Opinion *string        `json:"opinion"`
	By      *string        `json:"by"`
	At      *string        `json:"at"`
}

func newReviewJSON(review *engine.Review) *reviewJSON {
	if review == nil {
		return nil
	}
	return &reviewJSON{review.Score, present(review.Opinion), present(review.By), present(review.At)}
}

// ReviewLine is what a reviewer of the bureau wrote beside a row, as people read it.
type ReviewLine struct {
	Score   Figure // blank where the reviewer gave only an opinion
	Opinion string
	By      string
}

func reviewLine(review *engine.Review) *ReviewLine {
	if review == nil {
		return nil
	}
	return &ReviewLine{claimed(review.Score), review.Opinion, review.By}
}

// score is the reviewer's score, a dash where there is none.
func (r *ReviewLine) score() string {
	if r == nil {
		return Dash
	}
	return cmp.Or(r.Score.Text, Dash)
}

// opinion is the opinion with who gave it, nothing where there is none.
func (v *View) opinion(review *ReviewLine) string {
	if review == nil || review.Opinion == "" {
		return ""
	}
	return v.catalogue.Sentence(v.Lang, "label.opinion-of", messages.Arguments(engine.Args("text", review.Opinion, "by", review.By)))
}

// WriteReviewJSON writes a reviewed row.
func WriteReviewJSON(w io.Writer, row ReviewedRow) error {
	return WriteJSON(w, struct {
		Project   engine.ProjectID `json:"project"`
		Indicator *string          `json:"indicator"`
		Name      string           `json:"name"`
		Weight    *engine.Points   `json:"weight"`
		Claimed   *engine.Points   `json:"claimed"`
		Computed  *engine.Points   `json:"computed"`
		Review    *reviewJSON      `json:"review"`
		Change    string           `json:"change"`
	}{row.Project, present(string(row.Indicator)), row.Name, row.Weight, row.Claimed, row.Computed, newReviewJSON(row.Review), row.Change.String()})
}
