package main

import (
	"context"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/config"
	"jixiao/engine"
	"jixiao/messages"
	"jixiao/reports"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

func (a *app) reportCommand() *cobra.Command {
	var project, due string
	var bureau, explain, narrative bool
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
			wanted := papers{see: a.view, narrative: narrative}
			if explain {
				wanted.see = a.explainedView
			}
			return a.report(command.Context(), project, wanted)
		},
	}
	command.Flags().StringVar(&project, "project", "", a.say("flag.project"))
	command.Flags().BoolVar(&bureau, "bureau", false, a.say("flag.bureau"))
	command.Flags().BoolVar(&explain, "explain", false, a.say("flag.explain-scores"))
	command.Flags().BoolVar(&narrative, "narrative", false, a.say("flag.narrative"))
	command.Flags().StringVar(&due, "due", "", a.say("flag.due"))
	a.addReportFlags(command.Flags())
	return command
}

func (a *app) report(ctx context.Context, project string, wanted papers) error {
	return a.inYear(ctx, project, func(store *sqlite.Store, filter engine.Filter) error {
		run, set, err := a.newestRun(ctx, store, filter)
		if err != nil {
			return err
		}
		paths, err := a.writeReports(ctx, store, run, filter, set, wanted)
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
	return reports.NewView(a.input(result, run, set))
}

// explainedView is a view with the explanation of every score.
func (a *app) explainedView(result assessment.Result, run engine.Run, set *rules.Ruleset) *reports.View {
	input := a.input(result, run, set)
	explainer := rules.NewExplainer(set.For(result.Submission), a.config.Rules.Dir)
	explain := func(id engine.IndicatorID) {
		if explanation, found := explainer.Explain(result.Submission, id); found {
			input.Explained = append(input.Explained, reports.Explained{Explanation: &explanation, Submission: result.Submission, Run: run,
				Pack: explanation.Ruleset.Name})
		}
	}
	for i := range result.Submission.Indicators {
		explain(result.Submission.Indicators[i].ID)
	}
	explain("")
	return reports.NewView(input)
}

func (a *app) input(result assessment.Result, run engine.Run, set *rules.Ruleset) reports.Input {
	return reports.Input{
		Submission: result.Submission, Evaluation: result.Evaluation, Checks: result.Checks, Run: run,
		Pack: reports.PackInfo{Name: set.ID().Name, Lineage: set.For(result.Submission).Extends(), Title: set.Title(messages.Chinese), Basis: set.Basis().Text,
			Digest: set.ID().Digest},
		Style:     reports.Style{Layout: a.config.Report.Layout, PrintClaimed: a.config.Report.Score == config.ScoreClaimed},
		Catalogue: a.words, Lang: a.lang,
	}
}
