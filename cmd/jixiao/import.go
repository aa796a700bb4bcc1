package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/importer"
	"jixiao/reports"
)

func (a *app) importCommand() *cobra.Command {
	var dryRun, explain bool
	var cells string
	command := &cobra.Command{
		Use: "import FILE|DIR...", Short: a.say("help.import"), Long: a.say("help.import-long"), GroupID: groupMain,
		Args: between(1, -1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.importFiles(command.Context(), args, dryRun, explain, cells)
		},
	}
	command.Flags().BoolVar(&dryRun, "dry-run", false, a.say("flag.dry-run"))
	command.Flags().BoolVar(&explain, "explain", false, a.say("flag.explain"))
	command.Flags().StringVar(&cells, "cells", "", a.say("flag.cells"))
	return command
}

func (a *app) importFiles(ctx context.Context, names []string, dryRun, explain bool, cells string) error {
	reading, err := a.readAs(names, importer.Options{Year: a.config.Year, Trace: explain})
	if err != nil {
		return err
	}
	if cells != "" {
		if err := writeCells(cells, reading.Cells); err != nil {
			return err
		}
	}
	issues := append(a.failureIssues(reading.Failures), reading.Issues...)
	if reading.Empty() {
		if err := a.showImport(reading, nil, issues); err != nil && err != errNeedsPerson {
			return err
		}
		return failed("nothing-to-import", "files", strings.Join(names, ", "))
	}
	if dryRun {
		recorded, err := assessment.Preview(ctx, reading)
		if err != nil {
			return err
		}
		return a.showImport(reading, nil, append(issues, recorded.Issues...))
	}
	store, err := a.openStore(ctx, a.config.DB, false)
	if err != nil {
		return err
	}
	defer store.Close()
	imported, err := assessment.Import(ctx, store, reading, a.stamp())
	if err != nil {
		return err
	}
	assessment.Fill(reading, imported.Recorded)
	return a.showImport(reading, imported.Outcomes, append(issues, imported.Recorded.Issues...))
}

// read reads target files. Where not one of them can be read, that is an error.
func (a *app) read(names []string) (*assessment.Reading, error) {
	return a.readAs(names, importer.Options{Year: a.config.Year})
}

func (a *app) readAs(names []string, opt importer.Options) (*assessment.Reading, error) {
	files, count, err := a.files(names)
	if err != nil {
		return nil, err
	}
	step, done := a.progress("progress.read", count)
	reading := assessment.ReadAll(files, opt, step)
	done()
	switch {
	case len(reading.Files) > 0:
		return reading, nil
	case len(reading.Failures) > 0:
		return nil, &allFailed{reading.Failures}
	}
	return nil, failed("empty-folder", "path", names[0])
}

// failureIssues turns files that could not be read at all into issues beside the others.
func (a *app) failureIssues(failures []assessment.FileFailure) []engine.Issue {
	var issues []engine.Issue
	for _, entry := range failures {
		why, todo := a.whyNot(entry.Err)
		source := fileSource(entry.Err)
		source.File = entry.Name
		issues = append(issues, engine.Issue{Code: "file-unreadable", Severity: engine.Error, Args: engine.Args("why", why, "todo", todo),
			Source: source})
	}
	return issues
}

// whyNot says why a file could not be read, and what to do.
func (a *app) whyNot(err error) (why, todo string) {
	code, args, known := a.fileProblem(err)
	if !known {
		why, _ = a.explain(err)
		return why, ""
	}
	return a.words.Sentence(a.lang, code, args), a.words.Hint(a.lang, code, args)
}

func (a *app) showImport(reading *assessment.Reading, outcomes []engine.Outcome, issues []engine.Issue) error {
	counts := reports.CellCounts{Read: reading.Counts.Read, Used: reading.Counts.Used, Labels: reading.Counts.Labels,
		Reported: reading.Counts.Reported}
	if a.config.JSON {
		if err := a.writeImportJSON(reading, issues, counts); err != nil {
			return err
		}
		return needsPerson(issues)
	}
	if err := a.showReading(reading, outcomes, issues); err != nil {
		return err
	}
	if !a.config.Quiet {
		fmt.Fprintln(a.out, a.say("done.cells", "read", itoa(counts.Read), "used", itoa(counts.Used),
			"labels", itoa(counts.Labels), "reported", itoa(counts.Reported)))
		next := "done.import-next"
		switch {
		case reading.Empty():
			return needsPerson(issues)
		case outcomes == nil:
			next = "done.dry-run"
		}
		fmt.Fprintln(a.out, a.say(next))
	}
	return needsPerson(issues)
}

// showReading shows the forms one line each and the issues; where that was asked for, the forms in full before, with each issue
// where it belongs and not again in a list.
func (a *app) showReading(reading *assessment.Reading, outcomes []engine.Outcome, issues []engine.Issue) error {
	if a.config.Quiet {
		return a.showIssues(issues)
	}
	explained := reading.Traces != nil
	if explained {
		if err := reports.WriteOriginsTable(a.out, a.texts(), originsOf(reading, issues), a.width(), a.colour()); err != nil {
			return err
		}
	}
	if err := a.showForms(reading, outcomes); err != nil {
		return err
	}
	if !explained {
		return a.showIssues(issues)
	}
	if len(issues) > 0 {
		a.countIssues(issues)
	}
	return nil
}

// showForms shows the forms one line each, with what storing them changed.
func (a *app) showForms(reading *assessment.Reading, outcomes []engine.Outcome) error {
	changes := map[engine.ProjectID]engine.Outcome{}
	for _, outcome := range outcomes {
		changes[outcome.Project] = outcome
	}
	rows := make([]reports.ImportRow, len(reading.Submissions))
	for i, s := range reading.Submissions {
		_, stored := changes[s.ID()]
		rows[i] = reports.ImportRow{Submission: s, Outcome: changes[s.ID()], Stored: stored}
	}
	if err := reports.WriteImportTable(a.out, a.texts(), rows, a.width(), a.colour()); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	return nil
}

func (a *app) showIssues(issues []engine.Issue) error {
	shown := issues
	if a.config.Quiet { // what was done safely needs nobody
		shown = slices.DeleteFunc(slices.Clone(issues), func(issue engine.Issue) bool { return issue.Severity == engine.Info })
	}
	if len(shown) == 0 {
		return nil
	}
	if err := reports.WriteIssuesTable(a.out, a.texts(), shown, a.width(), a.colour()); err != nil {
		return err
	}
	a.countIssues(issues)
	return nil
}

func (a *app) countIssues(issues []engine.Issue) {
	var counts [engine.Error + 1]int
	for _, issue := range issues {
		counts[issue.Severity]++
	}
	fmt.Fprintln(a.out, a.say("done.issues", "errors", itoa(counts[engine.Error]), "warnings", itoa(counts[engine.Warning]),
		"infos", itoa(counts[engine.Info])))
	fmt.Fprintln(a.out)
}

func (a *app) texts() reports.Texts { return reports.Texts{Catalogue: a.words, Lang: a.lang} }

// needsPerson ends a command with the exit code for data that a person must look at.
func needsPerson(issues []engine.Issue) error {
	for _, issue := range issues {
		if issue.Severity == engine.Error {
			return errNeedsPerson
		}
	}
	return nil
}

// writeCells writes what became of every cell.
func writeCells(path string, cells []importer.Cell) error {
	return reports.WriteFile(path, func(w io.Writer) error {
		return reports.WriteCellsJSON(w, func(yield func(reports.CellFate) bool) {
			for _, cell := range cells {
				if !yield(cellFate(cell)) {
					return
				}
			}
		})
	})
}

// each turns a list into the stream that writers take.
func each(submissions []*engine.Submission) iter.Seq2[*engine.Submission, error] {
	return func(yield func(*engine.Submission, error) bool) {
		for _, s := range submissions {
			if !yield(s, nil) {
				return
			}
		}
	}
}
