package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/reports"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

func (a *app) reportCommand() *cobra.Command {
	var project, due string
	var bureau bool
	command := &cobra.Command{
		Use: "report", Short: a.say("help.report"), Long: a.say("help.report-long"), GroupID: groupMain,
		Args: exactly(0),
		RunE: func(command *cobra.Command, _ []string) error {
			switch {
			case bureau && project != "":
				return misuse("bureau-with-project")
			case bureau:
				return a.reportBureau(command.Context(), due)
			case due != "":
				return misuse("due-only-bureau")
			}
			if err := a.formFormatsOnly(); err != nil {
				return err
			}
			return a.report(command.Context(), project)
		},
	}
	command.Flags().StringVar(&project, "project", "", a.say("flag.project"))
	command.Flags().BoolVar(&bureau, "bureau", false, a.say("flag.bureau"))
	command.Flags().StringVar(&due, "due", "", a.say("flag.due"))
	a.addReportFlags(command.Flags())
	return command
}

func (a *app) report(ctx context.Context, project string) error {
	return a.inYear(ctx, project, func(store *sqlite.Store, filter engine.Filter) error {
		run, set, err := a.newestRun(ctx, store, filter)
		if err != nil {
			return err
		}
		paths, err := a.writeReports(ctx, store, run, filter, set)
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

// formWriters is how many forms are written at once: most of the time goes into waiting for the disk.
const formWriters = 8

// writeReports writes the forms of a run, one file a project and format, in a folder a department, and returns their paths in the
// order of the projects.
func (a *app) writeReports(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset) ([]string, error) {
	step, done := a.progress("progress.report", run.Projects)
	defer done()
	names := map[string]*reports.FileNames{}
	var forms []*formFiles
	group := newCrew(formWriters)
	for result, err := range assessment.Results(ctx, store, run.ID, filter) {
		if err != nil {
			group.wait()
			return nil, err
		}
		form := a.formFiles(a.view(result, run, set), names)
		forms = append(forms, form)
		group.do(form.write)
		step(len(forms))
	}
	if err := group.wait(); err != nil {
		return nil, err
	}
	var paths []string
	for _, form := range forms {
		paths = append(paths, form.paths...)
	}
	if len(forms) == 0 || !slices.Contains(a.config.Report.Formats, "json") {
		return paths, nil
	}
	path, err := a.writeRunFile(ctx, store, run, filter, set)
	return append(paths, path), err
}

// formFiles is one project's form and the files that it is written to.
type formFiles struct {
	view   *reports.View
	folder string
	paths  []string
}

// formFiles names the files of one project. Names are given out once in each folder.
func (a *app) formFiles(view *reports.View, names map[string]*reports.FileNames) *formFiles {
	form := &formFiles{view: view, folder: filepath.Join(a.config.Report.Out, reports.FileName("", view.Department))}
	if names[form.folder] == nil {
		names[form.folder] = &reports.FileNames{}
	}
	base := filepath.Join(form.folder, names[form.folder].Next("", view.Name))
	for _, format := range a.config.Report.Formats {
		if reports.FormWriter(format) != nil {
			form.paths = append(form.paths, base+"."+format)
		}
	}
	return form
}

func (f *formFiles) write() error {
	if err := os.MkdirAll(f.folder, 0o777); err != nil {
		return err
	}
	for _, path := range f.paths {
		write := reports.FormWriter(strings.TrimPrefix(filepath.Ext(path), "."))
		if err := reports.WriteFile(path, func(w io.Writer) error { return write(w, []*reports.View{f.view}) }); err != nil {
			return err
		}
	}
	f.view = nil // a large year has many forms; what is written need not be kept
	return nil
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
		Submission: result.Submission, Evaluation: result.Evaluation, Checks: result.Checks, Run: run,
		Pack:      reports.PackInfo{Name: set.ID().Name, Title: set.Title(a.lang), Basis: set.Basis().Text, Digest: set.ID().Digest},
		Catalogue: a.words, Lang: a.lang,
	})
}
