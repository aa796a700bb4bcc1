package assessment

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"jixiao/engine"
	"jixiao/importer"
)

// ReviewStore is what recording many reviews needs of a store.
type ReviewStore interface {
	Ledger
	NewestRun(ctx context.Context, year int, department string, project engine.ProjectID) (engine.Run, bool, error)
	Evaluations(ctx context.Context, run int64, filter engine.Filter) iter.Seq2[*engine.Evaluation, error]
}

// ReviewedRow is a row of a form as a reviewer sees it.
type ReviewedRow struct {
	Key      engine.RecordKey
	Name     string
	Weight   *engine.Points // as scored, or as the form prints it; nil where nobody knows it yet
	Claimed  *engine.Points
	Computed *engine.Points // nil where nothing was scored or nobody could judge
	Standing engine.Review  // what counts now
}

// NewReviewedRow makes the row of an indicator, or with no id that of the execution of the budget, of a form that has its values and reviews.
func NewReviewedRow(s *engine.Submission, id engine.IndicatorID) *ReviewedRow {
	row := &ReviewedRow{Key: engine.RecordKey{Project: s.ID(), Indicator: id, Field: engine.RecordReview}}
	if id == "" {
		row.Key.Field, row.Name = engine.RecordExecutionReview, engine.ExecutionLabel+"率"
		row.Weight, row.Claimed = s.ExecutionWeight, s.ExecutionClaimed
		row.stands(s.ExecutionReview)
		return row
	}
	for i := range s.Indicators {
		if indicator := &s.Indicators[i]; indicator.ID == id {
			row.Name, row.Weight, row.Claimed = indicator.Name, indicator.Weight, indicator.Claimed
			row.stands(indicator.Review)
		}
	}
	return row
}

func (r *ReviewedRow) stands(review *engine.Review) {
	if review != nil {
		r.Standing = *review
	}
}

// Scored takes weight and score from an evaluation: a pack may give weights that the form does not print. A newer form may have a row that the
// evaluation does not have.
func (r *ReviewedRow) Scored(e *engine.Evaluation) {
	x := &e.Execution
	score := engine.Score{Weight: x.Weight, Earned: x.Earned, Verdict: x.Verdict}
	if r.Key.Indicator != "" {
		at := slices.IndexFunc(e.Scores, func(score engine.Score) bool { return score.Indicator == r.Key.Indicator })
		if at < 0 {
			return
		}
		score = e.Scores[at]
	}
	r.Weight = &score.Weight
	if score.Verdict != engine.Undetermined {
		r.Computed = &score.Earned
	}
}

// Next is the review that counts from now on: what is nil was not said again and stays. The issue says why a score cannot be taken:
// review-score, review-weight or review-above. A score is never rounded: it is the reviewer's own word.
func (r *ReviewedRow) Next(score, opinion *string) (engine.Review, *engine.Issue) {
	review := r.Standing
	if opinion != nil {
		review.Opinion = *opinion
	}
	if score == nil {
		return review, nil
	}
	points, ok := exactPoints(*score)
	switch {
	case !ok:
		return review, r.about(engine.Issue{Code: "review-score", Severity: engine.Error, Args: engine.Args("score", *score)})
	case r.Weight == nil:
		return review, r.about(engine.Issue{Code: "review-weight", Severity: engine.Error, Args: engine.Args("indicator", r.Name)})
	case points > *r.Weight:
		return review, r.about(engine.Issue{Code: "review-above", Severity: engine.Error,
			Args: engine.Args("score", points.String(), "indicator", r.Name, "weight", r.Weight.String())})
	}
	review.Score = &points
	return review, nil
}

func (r *ReviewedRow) about(issue engine.Issue) *engine.Issue {
	issue.Project, issue.Indicator = r.Key.Project, r.Key.Indicator
	return &issue
}

// exactPoints reads points with at most two decimals, with or without their unit: 9.5分.
func exactPoints(text string) (engine.Points, bool) {
	number, ok := engine.ParseDecimal(strings.TrimSpace(strings.TrimSuffix(engine.Fold(text), "分")))
	if !ok {
		return 0, false
	}
	points, ok := engine.PointsFromDecimal(number)
	return points, ok && points >= 0
}

// RowOf finds what a person wrote in a form: an indicator by its id or name, or the execution of the budget, which has no id.
func RowOf(s *engine.Submission, query IndicatorQuery) (engine.IndicatorID, *engine.Issue) {
	row, issue := MatchIndicator(s, query)
	if issue == nil {
		return row.ID, nil
	}
	text := query.Text
	if text == "" {
		text = query.Name
	}
	switch engine.Fold(text) {
	case "execution", engine.ExecutionLabel, engine.ExecutionLabel + "率":
		return "", nil
	}
	if _, field, known := MatchProjectField(text); known && field.OfBudget() {
		return "", nil
	}
	return "", issue
}

// RecordReviews records what reviewers wrote in tables ([importer.Options.Reviews]), in one transaction. What cannot be matched or taken comes
// back as an issue with its place; the rest is recorded, also in a closed year. Whoever gets a Recorded closes it.
func RecordReviews(ctx context.Context, store ReviewStore, filter engine.Filter, records iter.Seq2[importer.Record, error], stamp Stamp) (*Recorded, error) {
	r, err := newRecorder(ctx, store, filter, filter.Year, stamp)
	if err != nil {
		return nil, err
	}
	r.reviews = &reviewer{store: store}
	return r.recordAndClose(ctx, store, records)
}

// reviewer knows the project whose reviews are at hand.
type reviewer struct {
	store      ReviewStore
	project    engine.ProjectID
	evaluation *engine.Evaluation // nil where nothing was scored
}

// review takes one review.
func (r *recorder) review(ctx context.Context, stored *engine.Stored, record importer.Record) error {
	s := stored.Submission
	if err := r.reviews.turnTo(ctx, stored); err != nil {
		return err
	}
	query := IndicatorQuery{ID: record.IndicatorID, Level2: record.Level2, Name: record.Name, Ordinal: record.Ordinal}
	if record.Field == engine.RecordExecutionReview {
		query = IndicatorQuery{Text: engine.ExecutionLabel}
	}
	id, issue := RowOf(s, query)
	if issue != nil {
		return r.refuse(issue, record, "")
	}
	row := NewReviewedRow(s, id)
	if r.reviews.evaluation != nil {
		row.Scored(r.reviews.evaluation)
	}
	review, issue := row.Next(said(record.Value), said(record.Opinion))
	if issue != nil {
		issue.Source = record.Source
		return r.raise(*issue)
	}
	return r.add(engine.Entry{RecordKey: row.Key, Value: review.Text(), By: r.stamp.By, At: r.stamp.At, Source: record.Source},
		&engine.Indicator{Name: row.Name})
}

// said is a text that was written; a blank cell says nothing.
func said(text string) *string {
	if engine.Fold(text) == "" {
		return nil
	}
	return &text
}

// turnTo puts the reviews that count now into a form, and finds what was scored last for its project.
func (r *reviewer) turnTo(ctx context.Context, stored *engine.Stored) error {
	s := stored.Submission
	if r.project == s.ID() {
		return nil
	}
	r.project, r.evaluation = s.ID(), nil
	Apply(s, stored.Entries)
	ApplyReviews(s, stored.Entries)
	run, found, err := r.store.NewestRun(ctx, s.Year, "", s.ID())
	if err != nil || !found {
		return err
	}
	for evaluation, err := range r.store.Evaluations(ctx, run.ID, engine.Filter{Year: s.Year, Projects: []engine.ProjectID{s.ID()}}) {
		if err != nil {
			return fmt.Errorf("read what was scored: %w", err)
		}
		r.evaluation = evaluation
	}
	return nil
}

// shown is the value of a record as sentences have it.
func shown(record *importer.Record) string {
	return strings.TrimSpace(record.Value + " " + record.Opinion)
}

// oneLine is a value of the ledger as sentences have it.
func oneLine(value string) string { return strings.TrimSpace(strings.ReplaceAll(value, "\n", " ")) }
