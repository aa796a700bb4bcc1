package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/reports"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

func (a *app) reportCommand() *cobra.Command {
	var project string
	command := &cobra.Command{
		Use: "report", Short: a.say("help.report"), Long: a.say("help.report-long"), GroupID: groupMain,
		Args: exactly(0),
		RunE: func(command *cobra.Command, _ []string) error {
			return a.report(command.Context(), project)
		},
	}
	command.Flags().StringVar(&project, "project", "", a.say("flag.project"))
	a.addReportFlags(command.Flags())
	return command
}

func (a *app) report(ctx context.Context, project string) error {
	store, err := a.openStore(ctx, a.config.DB, true)
	if err != nil {
		return err
	}
	defer store.Close()
	year, err := a.chosenYear(ctx, store)
	if err != nil {
		return err
	}
	filter := a.filter(year)
	if project != "" {
		row, err := a.theProject(ctx, store, year, project)
		if err != nil {
			return err
		}
		filter.Projects = []engine.ProjectID{row.ID}
	}
	run, err := a.newestRun(ctx, store, year, only(filter.Projects))
	if err != nil {
		return err
	}
	set, err := a.packOf(ctx, store, run)
	if err != nil {
		return err
	}
	paths, err := a.writeReports(ctx, store, run, filter, set)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return failed("no-project", "department", a.config.Department, "year", itoa(year))
	}
	if !a.config.Quiet {
		a.showPaths(paths)
	}
	return nil
}

// writeReports writes the forms of a run, one file a project and format, in a folder a department, and returns their paths.
func (a *app) writeReports(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset) ([]string, error) {
	var paths []string
	step, done := a.progress("progress.report", run.Projects)
	defer done()
	names := map[string]*reports.FileNames{}
	count := 0
	for result, err := range assessment.Results(ctx, store, run.ID, filter) {
		if err != nil {
			return nil, err
		}
		written, err := a.writeForms(a.view(result, run, set), names)
		if err != nil {
			return nil, err
		}
		paths = append(paths, written...)
		count++
		step(count)
	}
	for _, format := range a.config.Report.Formats {
		if format != "json" || count == 0 {
			continue
		}
		path, err := a.writeRunFile(ctx, store, run, filter, set)
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// writeForms writes one project in every format that has a file a project. Names are given out once in each folder.
func (a *app) writeForms(view *reports.View, names map[string]*reports.FileNames) ([]string, error) {
	folder := filepath.Join(a.config.Report.Out, reports.FileName("", view.Department))
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return nil, err
	}
	if names[folder] == nil {
		names[folder] = &reports.FileNames{}
	}
	base := filepath.Join(folder, names[folder].Next("", view.Name))
	var paths []string
	for _, format := range a.config.Report.Formats {
		write := reports.FormWriter(format)
		if write == nil {
			continue // a format of the whole run
		}
		path := base + "." + format
		if err := reports.WriteFile(path, func(w io.Writer) error { return write(w, []*reports.View{view}) }); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

func (a *app) writeRunFile(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset) (string, error) {
	path := filepath.Join(a.config.Report.Out, fmt.Sprintf("%d.json", run.Year))
	return path, reports.WriteFile(path, func(w io.Writer) error {
		totals := assessment.NewTotals(set.Policy().Bands)
		results := a.counted(assessment.Results(ctx, store, run.ID, filter), totals)
		return reports.WriteRunJSON(w, a.texts(), run, results, nil, totalsOf(totals))
	})
}

// view builds what every format of a form prints.
func (a *app) view(result assessment.Result, run engine.Run, set *rules.Ruleset) *reports.View {
	return reports.NewView(reports.Input{
		Submission: result.Submission, Evaluation: result.Evaluation, Run: run,
		Pack:      reports.PackInfo{Name: set.ID().Name, Title: set.Title(a.lang), Basis: set.Basis().Text, Digest: set.ID().Digest},
		Catalogue: a.words, Lang: a.lang,
	})
}
