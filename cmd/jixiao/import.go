package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
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
	reading, err := a.readAs(names, importer.Options{Year: a.config.Year, Trace: asked.explain})
	if err != nil {
		return err
	}
	if asked.cells != "" {
		if err := writeCells(asked.cells, reading.Cells); err != nil {
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
	assessment.Fill(reading, imported.Recorded)
	return a.showImport(reading, imported.Changes, false, slices.Concat(a.readingIssues(reading), imported.Issues, imported.Recorded.Issues))
}

// dryRun shows what an import would do, against the database where there is one.
func (a *app) dryRun(ctx context.Context, reading *assessment.Reading, confirm []string) error {
	plan := &assessment.Plan{}
	var changes []engine.ProjectChange
	if _, err := os.Stat(a.config.DB); err == nil {
		store, err := a.openReading(ctx, a.config.DB)
		if err != nil {
			return err
		}
		defer store.Close()
		if plan, err = assessment.NewPlan(ctx, store, reading, confirm); err != nil {
			return err
		}
		changes = append([]engine.ProjectChange{}, plan.Changes...)
	} else if len(confirm) > 0 {
		if plan, err = assessment.NewPlan(ctx, assessment.NothingStored{}, reading, confirm); err != nil {
			return err
		}
	}
	recorded, err := assessment.Preview(ctx, reading)
	if err != nil {
		return err
	}
	return a.showImport(reading, changes, true, slices.Concat(a.readingIssues(reading), plan.Issues, recorded.Issues, plan.Orphans))
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

// readingIssues lists what the reading of files brought up.
func (a *app) readingIssues(reading *assessment.Reading) []engine.Issue {
	return append(a.failureIssues(reading.Failures), reading.Issues...)
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

// showImport shows what was read and, where changes are known, what they are. With nothing stored there are none.
func (a *app) showImport(reading *assessment.Reading, changes []engine.ProjectChange, dryRun bool, issues []engine.Issue) error {
	counts := reports.CellCounts{Read: reading.Counts.Read, Used: reading.Counts.Used, Labels: reading.Counts.Labels,
		Reported: reading.Counts.Reported}
	report := reports.ImportReport{Files: a.fileRows(reading, issues), Changes: changes}
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
	a.showProposals(issues)
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
func (a *app) showReading(reading *assessment.Reading, report reports.ImportReport, issues []engine.Issue) error {
	if a.config.Quiet {
		return a.showIssues(issues)
	}
	explained := reading.Traces != nil
	if explained {
		if err := reports.WriteOriginsTable(a.out, a.texts(), originsOf(reading, issues), a.width(), a.colour()); err != nil {
			return err
		}
	}
	if err := a.showProjects(reading, report); err != nil {
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

// showProposals prints the flags that confirm names, each on a line of its own: a table would break them, and they are to be copied.
func (a *app) showProposals(issues []engine.Issue) {
	var flags []string
	for _, issue := range issues {
		for _, arg := range issue.Args {
			if arg.Name == "flag" {
				flags = append(flags, "  "+arg.Value)
			}
		}
	}
	if len(flags) > 0 {
		fmt.Fprintf(a.out, "%s\n%s\n\n", a.say("done.proposals"), strings.Join(flags, "\n"))
	}
}

// showProjects writes the tables of files, of projects and of what changed in them.
func (a *app) showProjects(reading *assessment.Reading, report reports.ImportReport) error {
	if report.Files != nil {
		if err := reports.WriteFilesTable(a.out, a.texts(), report.Files, a.width(), a.colour()); err != nil {
			return err
		}
		fmt.Fprintln(a.out)
	}
	known := map[engine.ProjectID]*engine.ProjectChange{}
	for i := range report.Changes {
		known[report.Changes[i].Project] = &report.Changes[i]
	}
	rows := make([]reports.ImportRow, len(reading.Submissions))
	for i, s := range reading.Submissions {
		rows[i] = reports.ImportRow{Submission: s, Change: known[s.ID()]}
	}
	if err := reports.WriteImportTable(a.out, a.texts(), rows, a.width(), a.colour()); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	return reports.WriteChangesTable(a.out, a.texts(), report.Changes, a.width(), a.colour())
}

// fileRows lists the files with what they held and what was said of them, nil where there is only one.
func (a *app) fileRows(reading *assessment.Reading, issues []engine.Issue) []reports.FileRow {
	if len(reading.PerFile) < 2 {
		return nil
	}
	said := map[string][engine.Error + 1]int{}
	for _, issue := range issues {
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
	return rows
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
