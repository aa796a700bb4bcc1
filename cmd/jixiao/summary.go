package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/config"
	"jixiao/engine"
	"jixiao/importer"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

func (a *app) summaryCommand() *cobra.Command {
	var due string
	command := &cobra.Command{
		Use: "summary", Short: a.say("help.summary"), Long: a.say("help.summary-long"), GroupID: groupMain,
		Args: exactly(0),
		RunE: func(command *cobra.Command, _ []string) error {
			return a.withBureau(command.Context(), due, a.showBureau)
		},
	}
	command.Flags().StringVar(&due, "due", "", a.say("flag.due"))
	return command
}

func (a *app) showBureau(b *reports.Bureau) error {
	if a.config.JSON {
		return reports.WriteBureauJSON(a.out, b)
	}
	return reports.WriteBureauTable(a.out, b, a.width(), a.colour())
}

// withBureau sums up the newest run of the year, or of --department, and hands the summary to use.
func (a *app) withBureau(ctx context.Context, due string, use func(*reports.Bureau) error) error {
	return a.lookInYear(ctx, "", func(store *sqlite.Store, filter engine.Filter) error {
		run, set, err := a.newestRun(ctx, store, filter)
		if err != nil {
			return err
		}
		expected, err := a.expected(due, filter)
		if err != nil {
			return err
		}
		stale, err := store.ChangedSince(ctx, run, filter)
		if err != nil {
			return err
		}
		summary, err := assessment.Summarise(ctx, passing(a, "progress.summary", run.Projects, a.results(ctx, store, run, filter, set)), store, run.ID, filter, set.Policy().Bands, expected)
		if err != nil {
			return err
		}
		defer summary.Close()
		if summary.All.Due() == 0 {
			return failed("no-project", "department", filter.Department, "year", itoa(filter.Year))
		}
		bureau := &reports.Bureau{Summary: summary.Summary, Lines: summary.Lines(), Run: run, Department: filter.Department,
			Expected: expected.Len(), Stale: stale, Texts: a.texts(),
			Pack: reports.PackInfo{Name: set.ID().Name, Title: set.Title(a.lang), Basis: set.Basis().Text, Digest: set.ID().Digest}}
		last, found, err := assessment.LastRun(ctx, store, run)
		if err != nil {
			return err
		}
		if found {
			bureau.LastRun = &last
		}
		return use(bureau)
	})
}

// expected reads the list of what is due; nil where none is given. Of a list for several years only the chosen one counts, and with
// --department only its entries.
func (a *app) expected(path string, filter engine.Filter) (*assessment.Expected, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	all, err := importer.ReadExpected(path, data)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, failed("due-empty", "path", path)
	}
	var entries []engine.ProjectKey
	for _, entry := range all {
		if (entry.Year == 0 || entry.Year == filter.Year) && ofDepartment(&entry, filter.Department) {
			entries = append(entries, entry)
		}
	}
	if len(entries) == 0 {
		return nil, failed("due-year", "path", path, "year", itoa(filter.Year))
	}
	return assessment.NewExpected(filter.Year, entries), nil
}

func ofDepartment(entry *engine.ProjectKey, department string) bool {
	key := engine.Fold(department)
	return key == "" || engine.Fold(entry.Department) == key || engine.Fold(entry.Unit) == key
}

// bureauFile is a file of a bureau's summary: its format, what stands behind the year in its name, and its writer.
type bureauFile struct {
	format, suffix string
	write          func(io.Writer, *reports.Bureau) error
}

func (f bureauFile) name(year int) string { return fmt.Sprintf("%d%s", year, f.suffix) }

// bureauFiles are the files of a bureau's summary.
var bureauFiles = []bureauFile{
	{"xlsx", "汇总.xlsx", reports.WriteBureauXLSX},
	{"html", "汇总.html", reports.WriteBureauHTML},
	{"csv", "汇总-部门.csv", reports.WriteBureauDepartmentsCSV},
	{"csv", "汇总-项目.csv", reports.WriteBureauProjectsCSV},
	{"json", "汇总.json", reports.WriteBureauJSON},
}

// bureauFormats are the formats of a bureau's summary, each once.
func bureauFormats() (names []string) {
	for i, file := range bureauFiles {
		if i == 0 || bureauFiles[i-1].format != file.format {
			names = append(names, file.format)
		}
	}
	return names
}

// reportBureau writes the files of the summary in the formats that were asked for, into the folder of the reports and its manifest.
func (a *app) reportBureau(ctx context.Context, due string) error {
	formats, err := a.bureauFormatsAsked()
	if err != nil {
		return err
	}
	d := a.newDelivery(papers{})
	defer d.Close()
	return a.withBureau(ctx, due, func(b *reports.Bureau) error {
		for _, file := range bureauFiles {
			if !slices.Contains(formats, file.format) {
				continue
			}
			if err := d.putExtra(file.name(b.Run.Year), func(w io.Writer) error { return file.write(w, b) }); err != nil {
				return err
			}
		}
		if err := d.finish(b.Run, d.others(), otherFile); err != nil {
			return err
		}
		return d.tell()
	})
}

// bureauFormatsAsked are the formats that were asked for and in which there is a summary. One in which there is none is refused where it
// was typed, before anything is read; where the configuration has it for the forms, it is left out.
func (a *app) bureauFormatsAsked() ([]string, error) {
	known := bureauFormats()
	var formats []string
	for _, format := range a.config.Report.Formats {
		switch {
		case slices.Contains(known, format):
			formats = append(formats, format)
		case a.config.Layer("report.formats") == config.LayerFlag:
			return nil, misuse("bureau-format", "format", format, "known", strings.Join(known, ", "))
		}
	}
	if len(formats) == 0 {
		return nil, misuse("bureau-format", "format", strings.Join(a.config.Report.Formats, ", "), "known", strings.Join(known, ", "))
	}
	return formats, nil
}

// formFormatsOnly refuses csv where forms are written, before anything is done: where it was typed, and where the configuration has
// nothing else.
func (a *app) formFormatsOnly() error {
	typed := a.config.Layer("report.formats") == config.LayerFlag
	if slices.Contains(a.config.Report.Formats, "csv") && (typed || len(a.config.Report.Formats) == 1) {
		return misuse("csv-only-bureau")
	}
	return nil
}
