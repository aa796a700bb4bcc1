package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/importer"
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
	file               string
}

func (a *app) reviewCommand() *cobra.Command {
	var asked reviewing
	command := &cobra.Command{
		Use: "review PROJECT INDICATOR --score S --opinion TEXT  |  review --file FILE", Short: a.say("help.review"), Long: a.say("help.review-long"), GroupID: groupMain,
		Example: "  jixiao review 公共文化服务体系建设经费 公益电影放映场次 --score 8.5 --opinion 佐证材料只有480场\n  jixiao review 公共文化服务体系建设经费 预算执行率 --opinion 执行数与决算一致\n  jixiao review --file 复核表.xlsx",
		RunE: func(command *cobra.Command, args []string) error {
			if asked.file != "" {
				return a.reviewFile(command, args, asked.file)
			}
			if err := exactly(2)(command, args); err != nil {
				return err
			}
			asked.project, asked.indicator = args[0], args[1]
			asked.scored, asked.spoke = command.Flags().Changed("score"), command.Flags().Changed("opinion")
			return a.review(command.Context(), &asked)
		},
	}
	flags := command.Flags()
	flags.StringVar(&asked.file, "file", "", a.say("flag.review-file"))
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

// reviewFile records the reviews of a table, a folder or an archive of tables.
func (a *app) reviewFile(command *cobra.Command, args []string, name string) error {
	alone := len(args) == 0
	for _, other := range []string{"score", "opinion", "withdraw", "reason", "history"} {
		alone = alone && !command.Flags().Changed(other)
	}
	if !alone {
		return misuse("review-file-alone")
	}
	reading, err := a.readAs([]string{name}, assessment.ReadOptions{Options: importer.Options{Year: a.config.Year, Reviews: true}})
	if err != nil {
		return err
	}
	defer reading.Close()
	ctx := command.Context()
	return a.inYear(ctx, "", func(store *sqlite.Store, filter engine.Filter) error {
		recorded, err := assessment.RecordReviews(ctx, store, filter, reading.Records(), a.stamp())
		if err != nil {
			return err
		}
		defer recorded.Close()
		issues, err := inFileOrder(assessment.Together(a.readingIssues(reading), recorded.Issues()))
		if err != nil {
			return err
		}
		files, err := a.recordedFiles(reading, recorded, issues)
		if err != nil {
			return err
		}
		return a.showRecorded("done.review-file", recorded, files, issues)
	})
}

// reviewedRow finds a row in the one selected project: an indicator by its id or name, or the execution of the budget.
func (a *app) reviewedRow(ctx context.Context, store *sqlite.Store, filter engine.Filter, text string) (*assessment.ReviewedRow, error) {
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
		row := assessment.NewReviewedRow(s, id)
		return row, a.scoredRow(ctx, store, filter, row)
	}
	return nil, failed("nothing-imported", "db", a.config.DB)
}

// scoredRow takes weight and score from the newest run that has the project, where there is one.
func (a *app) scoredRow(ctx context.Context, store *sqlite.Store, filter engine.Filter, row *assessment.ReviewedRow) error {
	run, found, err := store.NewestRun(ctx, filter.Year, filter.Department, only(filter.Projects))
	if err != nil || !found {
		return err
	}
	for evaluation, err := range store.Evaluations(ctx, run.ID, filter) {
		if err != nil {
			return err
		}
		row.Scored(evaluation)
	}
	return nil
}

// next is the review that counts from now on.
func (r *reviewing) next(row *assessment.ReviewedRow) (engine.Review, error) {
	var score, opinion *string
	if r.scored {
		score = &r.score
	}
	if r.spoke {
		opinion = &r.opinion
	}
	review, issue := row.Next(score, opinion)
	switch {
	case issue == nil:
		return review, nil
	case issue.Code == "review-weight":
		return review, failed("review-weight", "indicator", row.Name)
	}
	return review, refused(issue)
}

func (a *app) recordReview(ctx context.Context, store *sqlite.Store, row *assessment.ReviewedRow, asked *reviewing) error {
	review, err := asked.next(row)
	if err != nil {
		return err
	}
	stamp := a.stamp()
	entry := engine.Entry{RecordKey: row.Key, Value: review.Text(), By: stamp.By, At: stamp.At}
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
		return reports.WriteReviewJSON(a.out, reports.ReviewedRow{Project: row.Key.Project, Indicator: row.Key.Indicator, Name: row.Name, Weight: row.Weight,
			Claimed: row.Claimed, Computed: row.Computed, Review: &review, Change: change})
	}
	switch {
	case a.config.Quiet:
	case change == engine.Unchanged:
		fmt.Fprintln(a.out, a.say("done.review-unchanged", "indicator", row.Name))
	default:
		fmt.Fprintln(a.out, a.say("done.review", "indicator", row.Name, "claimed", pointsOrDash(row.Claimed), "computed", pointsOrDash(row.Computed),
			"score", pointsOrDash(review.Score), "opinion", cmp.Or(review.Opinion, reports.Dash)))
	}
	return nil
}

func (a *app) withdrawReview(ctx context.Context, store *sqlite.Store, row *assessment.ReviewedRow, note string) error {
	stamp := a.stamp()
	entry, err := store.Withdraw(ctx, row.Key, stamp.By, stamp.At, note)
	if errors.Is(err, sqlite.ErrNothingToWithdraw) {
		return failed("nothing-to-withdraw-review", "indicator", row.Name)
	}
	if err != nil {
		return err
	}
	if a.config.JSON {
		return reports.WriteWithdrawalJSON(a.out, entry)
	}
	if !a.config.Quiet {
		fmt.Fprintln(a.out, a.say("done.review-withdrawn", "indicator", row.Name, "before", reviewText(entry.Before), "after", reviewText(entry.Value)))
	}
	return nil
}

// showReviews lists what was ever written or taken back for a row.
func (a *app) showReviews(ctx context.Context, store *sqlite.Store, row *assessment.ReviewedRow) error {
	all, err := store.History(ctx, row.Key.Project, row.Key.Indicator)
	if err != nil {
		return err
	}
	var own []engine.Entry
	for _, entry := range all {
		if entry.Field == row.Key.Field {
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
