package main

import (
	"cmp"
	"context"
	"fmt"
	"iter"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/config"
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
		sums := assessment.NewSums(set.Policy().Bands, set)
		run, err := a.evaluateYear(ctx, store, set, filter, how, sums)
		if err != nil {
			return err
		}
		shown := a.showRun(ctx, store, run, filter, set, alongside{sums: sums})
		if shown != nil && shown != errNeedsPerson {
			return shown
		}
		return cmp.Or(a.showRunChecks(ctx, store, run, set, sums.Checks), shown)
	})
}

// alongside is what there is to say of a run beside its results.
type alongside struct {
	issues  []engine.Issue   // of the files that were read for it
	written *delivery        // nil where no reports were written
	checks  *checking        // nil where none are asked now
	sums    *assessment.Sums // of a run that was just made; nil where the run is read back
}

// showRun prints a finished run: as JSON, or as a table with the issues, the totals, what the checks found and the files of the reports.
func (a *app) showRun(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset, with alongside) error {
	if a.config.JSON {
		totals := assessment.NewTotals(set.Policy().Bands)
		results := a.counted(with.checks.counted(a.results(ctx, store, run, filter, set)), totals)
		if err := reports.WriteRunJSON(a.out, a.texts(), run, results, with.issues, totalsOf(totals)); err != nil {
			return err
		}
		return needsPersonRun(totals, with)
	}
	rows, totals, err := a.scores(ctx, store, run, filter, set, with)
	if err != nil {
		return err
	}
	if err := a.showIssues(engine.Each(with.issues)); err != nil {
		return err
	}
	if err := a.showScores(rows, totals); err != nil {
		return err
	}
	if !a.config.Quiet {
		if err := with.checks.brief(a); err != nil {
			return err
		}
	}
	if with.written != nil && !a.config.Quiet {
		if err := with.written.show(); err != nil {
			return err
		}
	}
	return needsPersonRun(totals, with)
}

// scores gives the rows that a table shows of a run and its totals, and reads as little of it as it can.
func (a *app) scores(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset,
	with alongside) (rows []reports.SummaryRow, totals *assessment.Totals, err error) {
	switch {
	case with.sums != nil && a.linesSuffice(run):
		rows, err = a.summedUpRows(ctx, store, run)
		return rows, with.sums.Totals, err
	case with.checks == nil && filter.Department == "" && len(filter.Projects) == 0 && a.linesSuffice(run):
		if rows, err = a.summedUpRows(ctx, store, run); err == nil {
			totals, err = runTotals(ctx, store, run, set)
		}
		return rows, totals, err
	}
	totals = assessment.NewTotals(set.Policy().Bands)
	rows, err = a.scoreRows(a.counted(with.checks.counted(a.results(ctx, store, run, filter, set)), totals), run, set)
	return rows, totals, err
}

// scoreRows reads all results and keeps the rows of those that are shown.
func (a *app) scoreRows(results iter.Seq2[reports.Result, error], run engine.Run, set *rules.Ruleset) ([]reports.SummaryRow, error) {
	var rows []reports.SummaryRow
	for result, err := range results {
		if err != nil {
			return nil, err
		}
		if len(rows) < a.mostShown() {
			rows = append(rows, a.view(assessment.Result(result), run, set).Summary())
		}
	}
	return rows, nil
}

// linesSuffice tells whether what a run keeps to be summed up is all that a table of scores shows: it is not where the claimed scores are
// printed, which stand in the forms.
func (a *app) linesSuffice(run engine.Run) bool {
	return run.SummedUp() && a.config.Report.Score != config.ScoreClaimed
}

// summedUpRows reads the rows that are shown of a run, without its forms.
func (a *app) summedUpRows(ctx context.Context, store *sqlite.Store, run engine.Run) ([]reports.SummaryRow, error) {
	lines, err := store.ScoreLines(ctx, run.ID, a.mostShown())
	var rows []reports.SummaryRow
	for i := range lines {
		rows = append(rows, reports.NewSummaryRow(&lines[i]))
	}
	return rows, err
}

// mostShown is how many projects a table shows.
func (a *app) mostShown() int {
	if a.config.Quiet {
		return 0
	}
	return reports.MostRows
}

// showScores prints the first projects of a run, counts the others, and says what needs a person.
func (a *app) showScores(rows []reports.SummaryRow, totals *assessment.Totals) error {
	if !a.config.Quiet {
		if err := reports.WriteSummaryTable(a.out, a.texts(), rows, a.width(), a.colour()); err != nil {
			return err
		}
	}
	if more := totals.Projects - len(rows); more > 0 && !a.config.Quiet {
		fmt.Fprintln(a.out, a.say("done.more-projects", "count", itoa(more)))
	}
	if totals.Undetermined > 0 {
		fmt.Fprintln(a.out, a.say("done.undetermined", "count", itoa(totals.Undetermined)))
	}
	if totals.Faulty > 0 {
		fmt.Fprintln(a.out, a.say("done.faulty", "count", itoa(totals.Faulty)))
	}
	return nil
}

// runTotals sums up a run that was summed up when it was made.
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

func needsPersonRun(totals *assessment.Totals, with alongside) error {
	if totals.Undetermined > 0 || totals.Faulty > 0 || with.checks != nil && with.checks.NeedsPerson() {
		return errNeedsPerson
	}
	return needsPerson(engine.Each(with.issues))
}
