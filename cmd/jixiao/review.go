package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

// reviewing is what a call of review asks for.
type reviewing struct {
	score, opinion     string
	scored, spoke      bool // the flags were given
	withdraw, history  bool
	note               string
	project, indicator string
}

func (a *app) reviewCommand() *cobra.Command {
	var asked reviewing
	command := &cobra.Command{
		Use: "review PROJECT INDICATOR --score S --opinion TEXT", Short: a.say("help.review"), Long: a.say("help.review-long"), GroupID: groupMain,
		Example: "  jixiao review 公共文化服务体系建设经费 公益电影放映场次 --score 8.5 --opinion 佐证材料只有480场\n  jixiao review 公共文化服务体系建设经费 预算执行率 --opinion 执行数与决算一致",
		Args:    exactly(2),
		RunE: func(command *cobra.Command, args []string) error {
			asked.project, asked.indicator = args[0], args[1]
			asked.scored, asked.spoke = command.Flags().Changed("score"), command.Flags().Changed("opinion")
			return a.review(command.Context(), &asked)
		},
	}
	flags := command.Flags()
	flags.StringVar(&asked.score, "score", "", a.say("flag.review-score"))
	flags.StringVar(&asked.opinion, "opinion", "", a.say("flag.review-opinion"))
	flags.BoolVar(&asked.withdraw, "withdraw", false, a.say("flag.review-withdraw"))
	flags.StringVar(&asked.note, "reason", "", a.say("flag.review-note"))
	flags.BoolVar(&asked.history, "history", false, a.say("flag.review-history"))
	return command
}

func (a *app) review(ctx context.Context, asked *reviewing) error {
	says := asked.scored || asked.spoke
	switch {
	case asked.withdraw && (says || asked.history), asked.history && (says || asked.note != ""), asked.note != "" && !asked.withdraw:
		return misuse("review-either")
	case !says && !asked.withdraw && !asked.history:
		return misuse("review-nothing")
	}
	in := a.inYear
	if asked.history {
		in = a.inHistory
	}
	return in(ctx, asked.project, func(store *sqlite.Store, filter engine.Filter) error {
		row, err := a.reviewedRow(ctx, store, filter, asked.indicator)
		switch {
		case err != nil:
			return err
		case asked.history:
			return a.showReviews(ctx, store, row)
		case asked.withdraw:
			return a.withdrawReview(ctx, store, row, asked.note)
		}
		return a.recordReview(ctx, store, row, asked)
	})
}

// reviewedRow is a row of a form as a reviewer sees it.
type reviewedRow struct {
	key      engine.RecordKey
	name     string
	weight   *engine.Points // as scored, or as the form prints it; nil where nobody knows it yet
	claimed  *engine.Points
	computed *engine.Points // nil where nothing was scored or nobody could judge
	standing engine.Review  // what counts now
}

// reviewedRow finds a row in the one selected project: an indicator by its id or name, or the execution of the budget.
func (a *app) reviewedRow(ctx context.Context, store *sqlite.Store, filter engine.Filter, text string) (*reviewedRow, error) {
	for stored, err := range store.Submissions(ctx, filter) {
		if err != nil {
			return nil, err
		}
		s := stored.Submission
		id, err := rowOf(s, text)
		if err != nil {
			return nil, err
		}
		assessment.Apply(s, stored.Entries)
		assessment.ApplyReviews(s, stored.Entries)
		row := newReviewedRow(s, id)
		return row, a.scoredRow(ctx, store, filter, row)
	}
	return nil, failed("nothing-imported", "db", a.config.DB)
}

func newReviewedRow(s *engine.Submission, id engine.IndicatorID) *reviewedRow {
	row := &reviewedRow{key: engine.RecordKey{Project: s.ID(), Indicator: id, Field: engine.RecordReview}}
	if id == "" {
		row.key.Field, row.name = engine.RecordExecutionReview, engine.ExecutionLabel+"率"
		row.weight, row.claimed = s.ExecutionWeight, s.ExecutionClaimed
		row.stands(s.ExecutionReview)
		return row
	}
	for i := range s.Indicators {
		if indicator := &s.Indicators[i]; indicator.ID == id {
			row.name, row.weight, row.claimed = indicator.Name, indicator.Weight, indicator.Claimed
			row.stands(indicator.Review)
		}
	}
	return row
}

func (r *reviewedRow) stands(review *engine.Review) {
	if review != nil {
		r.standing = *review
	}
}

// scoredRow takes weight and score from the newest run that has the project, where there is one: a pack may give weights that the form
// does not print.
func (a *app) scoredRow(ctx context.Context, store *sqlite.Store, filter engine.Filter, row *reviewedRow) error {
	run, found, err := store.NewestRun(ctx, filter.Year, filter.Department, only(filter.Projects))
	if err != nil || !found {
		return err
	}
	for evaluation, err := range store.Evaluations(ctx, run.ID, filter) {
		if err != nil {
			return err
		}
		has := slices.ContainsFunc(evaluation.Scores, func(score engine.Score) bool { return score.Indicator == row.key.Indicator })
		if row.key.Indicator != "" && !has {
			return nil // a newer form has a row that the run did not have
		}
		score := storedScore(evaluation, row.key.Indicator)
		row.weight = &score.Weight
		if score.Verdict != engine.Undetermined {
			row.computed = &score.Earned
		}
	}
	return nil
}

// next is the review that counts from now on: what was not said again stays.
func (r *reviewedRow) next(asked *reviewing) (engine.Review, error) {
	review := r.standing
	if asked.spoke {
		review.Opinion = asked.opinion
	}
	if !asked.scored {
		return review, nil
	}
	points, ok := exactPoints(asked.score)
	switch {
	case !ok:
		return review, misuse("review-score", "score", asked.score)
	case r.weight == nil:
		return review, failed("review-weight", "indicator", r.name)
	case points > *r.weight:
		return review, misuse("review-above", "score", points.String(), "indicator", r.name, "weight", r.weight.String())
	}
	review.Score = &points
	return review, nil
}

// exactPoints reads a score as a reviewer types it. It is never rounded: it is the reviewer's own word.
func exactPoints(text string) (engine.Points, bool) {
	number, ok := engine.ParseDecimal(engine.Fold(text))
	if !ok {
		return 0, false
	}
	points, ok := engine.PointsFromDecimal(number)
	return points, ok && points >= 0
}

func (a *app) recordReview(ctx context.Context, store *sqlite.Store, row *reviewedRow, asked *reviewing) error {
	review, err := row.next(asked)
	if err != nil {
		return err
	}
	stamp := a.stamp()
	entry := engine.Entry{RecordKey: row.key, Value: review.Text(), By: stamp.By, At: stamp.At}
	change := engine.Unchanged
	err = store.Record(ctx, engine.Each([]engine.Entry{entry}), func(outcome engine.RecordOutcome) error {
		change, entry = outcome.Change, outcome.Entry
		return nil
	})
	if err != nil {
		return err
	}
	review.By, review.At = entry.By, entry.At
	if a.config.JSON {
		return reports.WriteReviewJSON(a.out, reports.ReviewedRow{Project: row.key.Project, Indicator: row.key.Indicator, Name: row.name, Weight: row.weight,
			Claimed: row.claimed, Computed: row.computed, Review: &review, Change: change})
	}
	switch {
	case a.config.Quiet:
	case change == engine.Unchanged:
		fmt.Fprintln(a.out, a.say("done.review-unchanged", "indicator", row.name))
	default:
		fmt.Fprintln(a.out, a.say("done.review", "indicator", row.name, "claimed", pointsOrDash(row.claimed), "computed", pointsOrDash(row.computed),
			"score", pointsOrDash(review.Score), "opinion", cmp.Or(review.Opinion, reports.Dash)))
	}
	return nil
}

func (a *app) withdrawReview(ctx context.Context, store *sqlite.Store, row *reviewedRow, note string) error {
	stamp := a.stamp()
	entry, err := store.Withdraw(ctx, row.key, stamp.By, stamp.At, note)
	if errors.Is(err, sqlite.ErrNothingToWithdraw) {
		return failed("nothing-to-withdraw-review", "indicator", row.name)
	}
	if err != nil {
		return err
	}
	if a.config.JSON {
		return reports.WriteWithdrawalJSON(a.out, entry)
	}
	if !a.config.Quiet {
		fmt.Fprintln(a.out, a.say("done.review-withdrawn", "indicator", row.name, "before", reviewText(entry.Before), "after", reviewText(entry.Value)))
	}
	return nil
}

// showReviews lists what was ever written or taken back for a row.
func (a *app) showReviews(ctx context.Context, store *sqlite.Store, row *reviewedRow) error {
	all, err := store.History(ctx, row.key.Project, row.key.Indicator)
	if err != nil {
		return err
	}
	var own []engine.Entry
	for _, entry := range all {
		if entry.Field == row.key.Field {
			own = append(own, entry)
		}
	}
	return a.showHistory(own)
}

// reviewText is a review of the ledger as people read it: the score, then the opinion.
func reviewText(value string) string {
	review, ok := engine.ParseReview(value)
	switch {
	case !ok:
		return cmp.Or(value, reports.Dash)
	case review.Score == nil:
		return cmp.Or(review.Opinion, reports.Dash)
	case review.Opinion == "":
		return review.Score.String()
	}
	return review.Score.String() + " " + review.Opinion
}

func pointsOrDash(points *engine.Points) string {
	if points == nil {
		return reports.Dash
	}
	return points.String()
}
