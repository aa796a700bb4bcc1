package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

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
		d, err := a.writeReports(ctx, store, run, filter, set, wanted)
		if err != nil {
			return err
		}
		if d == nil {
			return failed("no-project", "department", a.config.Department, "year", itoa(filter.Year))
		}
		defer d.Close()
		return d.tell()
	})
}

// mostPaths is how many files are named one by one; of more, people want to know where they are.
const mostPaths = 30

// tell says which files were written.
func (d *delivery) tell() error {
	a := d.app
	if a.config.JSON {
		return reports.WriteFilesJSON(a.out, d.paths())
	}
	if a.config.Quiet {
		return nil
	}
	return d.show()
}

// show lists the files, or says where many of them are.
func (d *delivery) show() error {
	a := d.app
	fmt.Fprintln(a.out)
	if d.count() > mostPaths {
		fmt.Fprintln(a.out, a.say("done.reports-folder", "count", itoa(d.count()), "folder", strings.TrimSuffix(d.out, string(filepath.Separator)),
			"index", d.pathOf(indexName+".html"), "manifest", d.pathOf(manifestName)))
		return nil
	}
	fmt.Fprintln(a.out, a.say("done.reports", "count", itoa(d.count())))
	for path, err := range d.paths() {
		if err != nil {
			return err
		}
		fmt.Fprintln(a.out, "  "+path)
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
