package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/importer"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

func (a *app) runCommand() *cobra.Command {
	var actuals []string
	command := &cobra.Command{
		Use: "run TARGETS...", Short: a.say("help.run"), Long: a.say("help.run-long"), GroupID: groupMain,
		Example: "  jixiao run 申报表.txt --actuals 完成情况.xlsx --out out",
		Args:    between(1, -1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.runAll(command.Context(), args, actuals)
		},
	}
	command.Flags().StringArrayVar(&actuals, "actuals", nil, a.say("flag.actuals"))
	a.addRuleFlags(command.Flags())
	a.addReportFlags(command.Flags())
	return command
}

func (a *app) addRuleFlags(flags *pflag.FlagSet) {
	flags.String("rules", "mof-2020", a.say("flag.rules"))
	flags.StringArrayVar(&a.sets, "set", nil, a.say("flag.set"))
}

func (a *app) addReportFlags(flags *pflag.FlagSet) {
	flags.StringP("out", "o", "out", a.say("flag.out"))
	flags.StringSlice("format", nil, a.say("flag.format", "formats", strings.Join(reports.Formats(), ", ")))
}

// runAll does the main job in one go: import, record, evaluate, check, report.
func (a *app) runAll(ctx context.Context, targets, actuals []string) error {
	if err := a.formFormatsOnly(); err != nil {
		return err
	}
	reading, err := a.read(targets)
	if err != nil {
		return err
	}
	defer reading.Close()
	if reading.Empty() {
		if err := a.showImport(reading, nil, true, a.readingIssues(reading)); err != nil && err != errNeedsPerson {
			return err
		}
		return failed("nothing-to-import", "files", strings.Join(targets, ", "))
	}
	if len(actuals) == 0 {
		return a.wholeJob(ctx, a.config.DB, reading, nil)
	}
	achieved, err := a.read(actuals)
	if err != nil {
		return err
	}
	defer achieved.Close()
	return a.wholeJob(ctx, a.config.DB, reading, achieved)
}

// wholeJob takes what was read through to the reports. achieved is nil where no actuals were given beside the targets.
func (a *app) wholeJob(ctx context.Context, path string, targets, achieved *assessment.Reading) error {
	if _, err := a.ruleset(a.config.Year); err != nil { // before anything is stored: a wrong pack must not leave half a job
		return err
	}
	store, err := a.openStore(ctx, path, false)
	if err != nil {
		return err
	}
	defer store.Close()
	imported, err := assessment.Import(ctx, store, targets, a.stamp())
	if err != nil {
		return err
	}
	defer imported.Close()
	failures := targets.Failures
	issues := assessment.Together(targets.Issues(), engine.Each(imported.Names), imported.Recorded.Issues())
	year, err := a.yearOf(ctx, store, targets)
	if err != nil {
		return err
	}
	set, err := a.ruleset(year)
	if err != nil {
		return err
	}
	if achieved != nil {
		recorded, err := assessment.Record(ctx, store, year, achieved.Records(), a.stamp())
		if err != nil {
			return err
		}
		defer recorded.Close()
		failures = slices.Concat(failures, achieved.Failures)
		issues = assessment.Together(issues, recordIssues(achieved), recorded.Issues())
	}
	run, err := a.evaluateYear(ctx, store, set, a.filter(year), scoring{}, nil)
	if err != nil {
		return err
	}
	said, err := once(assessment.Together(engine.Each(a.failureIssues(failures)), issues))
	if err != nil {
		return err
	}
	written, err := a.writeReports(ctx, store, run, a.filter(year), set, papers{see: a.view})
	if err != nil {
		return err
	}
	if written != nil {
		defer written.Close()
	}
	return a.showRun(ctx, store, run, a.filter(year), set,
		alongside{issues: said, written: written, checks: a.newChecking(run, set, draw{})})
}

// once drops what was said before, word for word: a table that is given as targets and as actuals is read twice.
func once(issues issueList) ([]engine.Issue, error) {
	said := map[string]bool{}
	var list []engine.Issue
	for issue, err := range issues {
		if err != nil {
			return nil, err
		}
		if key := fmt.Sprintf("%+v", issue); !said[key] {
			said[key] = true
			list = append(list, issue)
		}
	}
	return list, nil
}

// recordIssues keeps, of the issues about a file of actuals, those that are not about its targets, its year and the spelling of departments:
// the same table may be given as both, a fill-in sheet only repeats what was complained of once, and what is recorded finds its year.
func recordIssues(achieved *assessment.Reading) issueList {
	if !achieved.HasForms() {
		return achieved.Issues()
	}
	return func(yield func(engine.Issue, error) bool) {
		for issue, err := range achieved.Issues() {
			said := issue.Indicator != "" || issue.Code == importer.SpelledTwoWays || issue.Code == importer.YearMissing
			if !said && !yield(issue, err) {
				return
			}
		}
	}
}

// yearOf returns the year to evaluate: of the years just imported the selected one, else the newest; where nothing was imported,
// the one selected in the database.
func (a *app) yearOf(ctx context.Context, store *sqlite.Store, targets *assessment.Reading) (int, error) {
	newest := 0
	for head := range targets.Heads() {
		if head.Year == a.config.Year {
			return head.Year, nil
		}
		newest = max(newest, head.Year)
	}
	if newest > 0 {
		return newest, nil
	}
	return a.chosenYear(ctx, store)
}
