package main

import (
	"context"
	"fmt"
	"iter"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/reports"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

func (a *app) evaluateCommand() *cobra.Command {
	var project string
	var whatIf bool
	var how scoring
	var flags comparing
	command := &cobra.Command{
		Use: "evaluate", Short: a.say("help.evaluate"), Long: a.say("help.evaluate-long"), GroupID: groupMain,
		Args: exactly(0),
		RunE: func(command *cobra.Command, _ []string) error {
			switch {
			case whatIf && how != scoring{}:
				return misuse("what-if-alone")
			case whatIf:
				return a.whatIf(command.Context(), project, flags)
			case flags != comparing{}:
				return misuse("what-if-only")
			}
			return a.evaluate(command.Context(), project, how)
		},
	}
	command.Flags().StringVar(&project, "project", "", a.say("flag.project"))
	a.addRuleFlags(command.Flags())
	command.Flags().BoolVar(&whatIf, "what-if", false, a.say("flag.what-if"))
	command.Flags().BoolVar(&how.resume, "resume", false, a.say("flag.resume"))
	command.Flags().BoolVar(&how.full, "full", false, a.say("flag.full"))
	flags.addFlags(a, command.Flags())
	return command
}

func (a *app) evaluate(ctx context.Context, project string, how scoring) error {
	return a.inYear(ctx, project, func(store *sqlite.Store, filter engine.Filter) error {
		set, err := a.ruleset(filter.Year)
		if err != nil {
			return err
		}
		run, err := a.evaluateYear(ctx, store, set, filter, how)
		if err != nil {
			return err
		}
		return a.showRun(ctx, store, run, filter, set, nil, nil)
	})
}

// showRun prints a finished run: as JSON, or as a table with the issues, the totals and the paths of the reports.
func (a *app) showRun(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset,
	issues []engine.Issue, paths []string) error {
	results := a.results(ctx, store, run, filter, set)
	if a.config.JSON {
		totals := assessment.NewTotals(set.Policy().Bands)
		if err := reports.WriteRunJSON(a.out, a.texts(), run, a.counted(results, totals), issues, totalsOf(totals)); err != nil {
			return err
		}
		return needsPersonRun(issues, totals)
	}
	totals, err := runTotals(ctx, store, run, set)
	if err != nil {
		return err
	}
	if err := a.showIssues(engine.Each(issues)); err != nil {
		return err
	}
	if !a.config.Quiet {
		if err := a.showScores(results, run, set); err != nil {
			return err
		}
	}
	if totals.Undetermined > 0 {
		fmt.Fprintln(a.out, a.say("done.undetermined", "count", itoa(totals.Undetermined)))
	}
	if totals.Faulty > 0 {
		fmt.Fprintln(a.out, a.say("done.faulty", "count", itoa(totals.Faulty)))
	}
	if !a.config.Quiet {
		a.showPaths(paths)
	}
	return needsPersonRun(issues, totals)
}

// showScores prints the first projects of a run, and counts the others.
func (a *app) showScores(results iter.Seq2[assessment.Result, error], run engine.Run, set *rules.Ruleset) error {
	var rows []reports.SummaryRow
	for result, err := range results {
		if err != nil {
			return err
		}
		rows = append(rows, a.view(result, run, set).Summary())
		if len(rows) == reports.MostRows {
			break
		}
	}
	if err := reports.WriteSummaryTable(a.out, a.texts(), rows, a.width(), a.colour()); err != nil {
		return err
	}
	if more := run.Projects - len(rows); more > 0 {
		fmt.Fprintln(a.out, a.say("done.more-projects", "count", itoa(more)))
	}
	return nil
}

// runTotals sums up a run that this program made.
func runTotals(ctx context.Context, store *sqlite.Store, run engine.Run, set *rules.Ruleset) (*assessment.Totals, error) {
	tallies, err := store.Tallies(ctx, run.ID)
	if err != nil {
		return nil, err
	}
	totals := assessment.NewTotals(set.Policy().Bands)
	for _, tally := range tallies {
		totals.AddTally(tally)
	}
	return totals, nil
}

func (a *app) showPaths(paths []string) {
	if len(paths) == 0 {
		return
	}
	fmt.Fprintln(a.out)
	fmt.Fprintln(a.out, a.say("done.reports", "count", itoa(len(paths))))
	for _, path := range paths {
		fmt.Fprintln(a.out, "  "+path)
	}
}

// counted adds every result that passes to the totals.
func (a *app) counted(results iter.Seq2[assessment.Result, error], totals *assessment.Totals) iter.Seq2[reports.Result, error] {
	return func(yield func(reports.Result, error) bool) {
		for result, err := range results {
			if err == nil {
				totals.Add(result.Evaluation)
			}
			if !yield(reports.Result{Submission: result.Submission, Evaluation: result.Evaluation, Checks: result.Checks}, err) {
				return
			}
		}
	}
}

// totalsOf turns the counted totals into what reports print, once everything was counted.
func totalsOf(totals *assessment.Totals) func() reports.Totals {
	return func() reports.Totals {
		out := reports.Totals{Projects: totals.Projects, Undetermined: totals.Undetermined}
		for _, count := range totals.ByGrade {
			out.ByGrade = append(out.ByGrade, reports.GradeCount(count))
		}
		out.Mean, out.HasMean = totals.Mean()
		return out
	}
}

func needsPersonRun(issues []engine.Issue, totals *assessment.Totals) error {
	if totals.Undetermined > 0 || totals.Faulty > 0 {
		return errNeedsPerson
	}
	return needsPerson(engine.Each(issues))
}
