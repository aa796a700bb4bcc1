package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/importer"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

// importing is what a call of import asks for.
type importing struct {
	dryRun   bool
	explain  bool
	cells    string   // the file for the fates of cells
	confirm  []string // OLD=NEW
	withdraw string   // a project
}

func (a *app) importCommand() *cobra.Command {
	var asked importing
	command := &cobra.Command{
		Use: "import FILE|DIR|ZIP...  |  import --withdraw PROJECT", Short: a.say("help.import"), Long: a.say("help.import-long"),
		GroupID: groupMain,
		RunE: func(command *cobra.Command, args []string) error {
			switch {
			case asked.withdraw == "" && len(args) == 0:
				return misuse("import-nothing")
			case asked.withdraw != "" && (len(args) > 0 || asked.dryRun || len(asked.confirm) > 0):
				return misuse("import-either")
			case asked.withdraw != "":
				return a.withdrawProject(command.Context(), asked.withdraw)
			}
			return a.importFiles(command.Context(), args, asked)
		},
	}
	flags := command.Flags()
	flags.BoolVar(&asked.dryRun, "dry-run", false, a.say("flag.dry-run"))
	flags.BoolVar(&asked.explain, "explain", false, a.say("flag.explain"))
	flags.StringVar(&asked.cells, "cells", "", a.say("flag.cells"))
	flags.StringArrayVar(&asked.confirm, "confirm-rename", nil, a.say("flag.confirm-rename"))
	flags.StringVar(&asked.withdraw, "withdraw", "", a.say("flag.withdraw-project"))
	return command
}

func (a *app) importFiles(ctx context.Context, names []string, asked importing) error {
	reading, err := a.readAs(names, assessment.ReadOptions{Options: importer.Options{Year: a.config.Year, Trace: asked.explain}, Cells: asked.cells != ""})
	if err != nil {
		return err
	}
	defer reading.Close()
	if asked.cells != "" {
		if err := writeCells(asked.cells, reading.Cells()); err != nil {
			return err
		}
	}
	if reading.Empty() {
		if err := a.showImport(reading, nil, true, a.readingIssues(reading)); err != nil && err != errNeedsPerson {
			return err
		}
		return failed("nothing-to-import", "files", strings.Join(names, ", "))
	}
	if asked.dryRun {
		return a.dryRun(ctx, reading, asked.confirm)
	}
	store, err := a.openStore(ctx, a.config.DB, false)
	if err != nil {
		return err
	}
	defer store.Close()
	imported, err := assessment.Import(ctx, store, reading, a.stamp(), asked.confirm...)
	if err != nil {
		return err
	}
	defer imported.Close()
	return a.showImport(reading, imported.Changes(), false,
		assessment.Together(a.readingIssues(reading), engine.Each(imported.Names), imported.Recorded.Issues()))
}

// dryRun shows what an import would do, against the database where there is one.
func (a *app) dryRun(ctx context.Context, reading *assessment.Reading, confirm []string) error {
	issues := a.readingIssues(reading)
	plan, changes, err := a.plan(ctx, reading, confirm)
	if err != nil {
		return err
	}
	if plan != nil {
		defer plan.Close()
		issues = assessment.Together(issues, engine.Each(plan.Names))
	}
	recorded, err := assessment.Preview(ctx, reading)
	if err != nil {
		return err
	}
	defer recorded.Close()
	issues = assessment.Together(issues, recorded.Issues())
	if plan != nil {
		issues = assessment.Together(issues, plan.Orphans())
	}
	return a.showImport(reading, changes, true, issues)
}

// plan compares what was read with the database. Without one nothing changes, and only names can be confirmed.
func (a *app) plan(ctx context.Context, reading *assessment.Reading, confirm []string) (*assessment.Plan, projectChanges, error) {
	if _, err := os.Stat(a.config.DB); err != nil {
		if len(confirm) == 0 {
			return nil, nil, nil
		}
		plan, err := assessment.NewPlan(ctx, assessment.NothingStored{}, reading, confirm)
		return plan, nil, err
	}
	store, err := a.openReading(ctx, a.config.DB)
	if err != nil {
		return nil, nil, err
	}
	defer store.Close()
	plan, err := assessment.NewPlan(ctx, store, reading, confirm)
	if err != nil {
		return nil, nil, err
	}
	return plan, plan.Changes(), nil
}

// withdrawProject takes a whole project out of the year.
func (a *app) withdrawProject(ctx context.Context, text string) error {
	return a.inYear(ctx, text, func(store *sqlite.Store, filter engine.Filter) error {
		stamp := a.stamp()
		if err := store.WithdrawProject(ctx, only(filter.Projects), stamp.By, stamp.At, ""); err != nil {
			return err
		}
		list, err := store.Withdrawals(ctx, filter)
		if err != nil || len(list) != 1 {
			return err
		}
		if a.config.JSON {
			return reports.WriteProjectWithdrawalJSON(a.out, list[0])
		}
		if !a.config.Quiet {
			key := list[0].Key
			fmt.Fprintln(a.out, a.say("done.project-withdrawn", "project", key.Name, "department", key.Department, "unit", key.Unit,
				"year", itoa(key.Year)))
		}
		return nil
	})
}

// read reads target files. Where not one of them can be read, that is an error.
func (a *app) read(names []string) (*assessment.Reading, error) {
	return a.readAs(names, assessment.ReadOptions{Options: importer.Options{Year: a.config.Year}})
}

func (a *app) readAs(names []string, opt assessment.ReadOptions) (*assessment.Reading, error) {
	files, count, err := a.files(names)
	if err != nil {
		return nil, err
	}
	step, done := a.progress("progress.read", count)
	reading, err := assessment.ReadAll(files, opt, step)
	done()
	switch {
	case err != nil:
		return nil, err
	case len(reading.Files) > 0:
		return reading, nil
	case len(reading.Failures) > 0:
		err = &allFailed{reading.Failures}
	default:
		err = failed("empty-folder", "path", names[0])
	}
	return nil, errors.Join(err, reading.Close())
}

// readingIssues reads what the reading of files brought up.
func (a *app) readingIssues(reading *assessment.Reading) issueList {
	return assessment.Together(engine.Each(a.failureIssues(reading.Failures)), reading.Issues())
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

type projectChanges = iter.Seq2[engine.ProjectChange, error]

// showImport shows what was read and, where changes are known, what they are. With nothing stored there are none.
func (a *app) showImport(reading *assessment.Reading, changes projectChanges, dryRun bool, issues issueList) error {
	counts := reports.CellCounts{Read: reading.Counts.Read, Used: reading.Counts.Used, Labels: reading.Counts.Labels,
		Reported: reading.Counts.Reported}
	files, err := a.fileRows(reading, issues)
	if err != nil {
		return err
	}
	report := reports.ImportReport{Files: files, Changes: changes}
	if a.config.JSON {
		if err := a.writeImportJSON(reading, issues, counts, report); err != nil {
			return err
		}
		return needsPerson(issues)
	}
	if err := a.showReading(reading, report, issues); err != nil {
		return err
	}
	if a.config.Quiet {
		return needsPerson(issues)
	}
	if err := a.showProposals(issues); err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.say("done.cells", "read", itoa(counts.Read), "used", itoa(counts.Used),
		"labels", itoa(counts.Labels), "reported", itoa(counts.Reported)))
	switch {
	case reading.Empty():
	case dryRun:
		fmt.Fprintln(a.out, a.say("done.dry-run"))
	default:
		fmt.Fprintln(a.out, a.say("done.import-next"))
	}
	return needsPerson(issues)
}

// showReading shows the forms one line each and the issues; where that was asked for, the forms in full before, with each issue
// where it belongs and not again in a list.
func (a *app) showReading(reading *assessment.Reading, report reports.ImportReport, issues issueList) error {
	if a.config.Quiet {
		return a.showIssues(issues)
	}
	explained := reading.Traces != nil
	if explained {
		origins, err := originsOf(reading, issues)
		if err != nil {
			return err
		}
		if err := reports.WriteOriginsTable(a.out, a.texts(), origins, a.width(), a.colour()); err != nil {
			return err
		}
	}
	if err := a.showProjects(reading, report); err != nil {
		return err
	}
	if !explained {
		return a.showIssues(issues)
	}
	return a.countIssues(issues)
}

// showProposals prints the flags that confirm names, each on a line of its own: a table would break them, and they are to be copied.
func (a *app) showProposals(issues issueList) error {
	var flags []string
	for issue, err := range issues {
		if err != nil {
			return err
		}
		for _, arg := range issue.Args {
			if arg.Name == "flag" {
				flags = append(flags, "  "+arg.Value)
			}
		}
	}
	if len(flags) > 0 {
		fmt.Fprintf(a.out, "%s\n%s\n\n", a.say("done.proposals"), strings.Join(flags, "\n"))
	}
	return nil
}

// showProjects writes the tables of files, of projects and of what changed in them.
func (a *app) showProjects(reading *assessment.Reading, report reports.ImportReport) error {
	if report.Files != nil {
		if err := reports.WriteFilesTable(a.out, a.texts(), report.Files, a.width(), a.colour()); err != nil {
			return err
		}
		fmt.Fprintln(a.out)
	}
	if err := reports.WriteImportTable(a.out, a.texts(), importRows(reading, report.Changes), a.width(), a.colour()); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	if report.Changes == nil {
		return nil
	}
	return reports.WriteChangesTable(a.out, a.texts(), report.Changes, a.width(), a.colour())
}

// importRows puts forms beside their changes, which are those of the forms that can be stored, in the same order.
func importRows(reading *assessment.Reading, changes projectChanges) iter.Seq2[reports.ImportRow, error] {
	return func(yield func(reports.ImportRow, error) bool) {
		if changes == nil {
			changes = engine.Each[engine.ProjectChange](nil)
		}
		next, stop := iter.Pull2(changes)
		defer stop()
		for head := range reading.Heads() {
			row := reports.ImportRow{Name: head.Name, Unit: head.Unit, Year: head.Year, Indicators: head.Indicators, Total: head.Total}
			var err error
			if head.Storable {
				if change, failure, found := next(); found {
					row.Change, err = &change, failure
				}
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// fileRows lists the files with what they held and what was said of them, nil where there is only one.
func (a *app) fileRows(reading *assessment.Reading, issues issueList) ([]reports.FileRow, error) {
	if len(reading.PerFile) < 2 {
		return nil, nil
	}
	said := map[string][engine.Error + 1]int{}
	for issue, err := range issues {
		if err != nil {
			return nil, err
		}
		counts := said[issue.Source.File]
		counts[issue.Severity]++
		said[issue.Source.File] = counts
	}
	rows := make([]reports.FileRow, len(reading.PerFile))
	for i, file := range reading.PerFile {
		rows[i] = reports.FileRow{Name: file.Name, Forms: file.Forms, Indicators: file.Indicators, Issues: said[file.Name], SameAs: file.SameAs}
		if file.Err != nil {
			why, _ := a.explain(file.Err)
			rows[i].Why, _, _ = strings.Cut(why, "\n") // what to do about it stands beside the issue
		}
	}
	return rows, nil
}

// writeCells writes what became of every cell.
func writeCells(path string, cells iter.Seq2[importer.Cell, error]) error {
	return reports.WriteFile(path, func(w io.Writer) error {
		return reports.WriteCellsJSON(w, func(yield func(reports.CellFate, error) bool) {
			for cell, err := range cells {
				if !yield(cellFate(cell), err) {
					return
				}
			}
		})
	})
}
