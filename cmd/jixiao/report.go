package main

import (
	"context"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/reports"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

func (a *app) reportCommand() *cobra.Command {
	var project, due string
	var bureau, narrative bool
	command := &cobra.Command{
		Use: "report", Short: a.say("help.report"), Long: a.say("help.report-long"), GroupID: groupMain,
		Args: exactly(0),
		RunE: func(command *cobra.Command, _ []string) error {
			switch {
			case bureau && project != "":
				return misuse("bureau-with-project")
			case bureau && narrative:
				return misuse("bureau-with-narrative")
			case bureau:
				return a.reportBureau(command.Context(), due)
			case due != "":
				return misuse("due-only-bureau")
			}
			if err := a.formFormatsOnly(); err != nil {
				return err
			}
			return a.report(command.Context(), project, narrative)
		},
	}
	command.Flags().StringVar(&project, "project", "", a.say("flag.project"))
	command.Flags().BoolVar(&bureau, "bureau", false, a.say("flag.bureau"))
	command.Flags().BoolVar(&narrative, "narrative", false, a.say("flag.narrative"))
	command.Flags().StringVar(&due, "due", "", a.say("flag.due"))
	a.addReportFlags(command.Flags())
	return command
}

func (a *app) report(ctx context.Context, project string, narrative bool) error {
	return a.inYear(ctx, project, func(store *sqlite.Store, filter engine.Filter) error {
		run, set, err := a.newestRun(ctx, store, filter)
		if err != nil {
			return err
		}
		paths, err := a.writeReports(ctx, store, run, filter, set, narrative)
		if err != nil {
			return err
		}
		if len(paths) == 0 {
			return failed("no-project", "department", a.config.Department, "year", itoa(filter.Year))
		}
		return a.tellPaths(paths)
	})
}

// tellPaths says which files were written.
func (a *app) tellPaths(paths []string) error {
	if a.config.JSON {
		return reports.WriteJSON(a.out, struct {
			Files []string `json:"files"`
		}{paths})
	}
	if !a.config.Quiet {
		a.showPaths(paths)
	}
	return nil
}

// view builds what every format of a form prints.
func (a *app) view(result assessment.Result, run engine.Run, set *rules.Ruleset) *reports.View {
	return reports.NewView(reports.Input{
		Submission: result.Submission, Evaluation: result.Evaluation, Checks: result.Checks, Run: run,
		Pack:      a.packInfo(set),
		Catalogue: a.words, Lang: a.lang,
	})
}

func (a *app) packInfo(set *rules.Ruleset) reports.PackInfo {
	return reports.PackInfo{Name: set.ID().Name, Title: set.Title(a.lang), Basis: set.Basis().Text, Digest: set.ID().Digest}
}
