package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

func (a *app) templateCommand() *cobra.Command {
	var path string
	command := &cobra.Command{
		Use: "template [-o FILE.xlsx|FILE.csv|DIR/]", Short: a.say("help.template"), Long: a.say("help.template-long"), GroupID: groupMain,
		Example: "  jixiao template -o 完成情况.xlsx\n  jixiao template -o 填报/",
		Args:    exactly(0),
		RunE: func(command *cobra.Command, _ []string) error {
			return a.template(command.Context(), path)
		},
	}
	command.Flags().StringVarP(&path, "output", "o", "完成情况.xlsx", a.say("flag.template-output"))
	return command
}

// sheetWriters write a fill-in sheet in the format of a file's extension.
var sheetWriters = map[string]func(io.Writer, reports.FillIn) error{".xlsx": reports.WriteSheetXLSX, ".csv": reports.WriteSheetCSV}

// writtenSheet is a fill-in sheet that was written.
type writtenSheet struct {
	File       string `json:"file"`
	Projects   int    `json:"projects"`
	Indicators int    `json:"indicators"`
}

// template writes the fill-in sheet of a year, with everything that is already recorded in it: one file, or one workbook a department.
func (a *app) template(ctx context.Context, path string) error {
	folder := isFolder(path)
	if !folder && sheetWriters[strings.ToLower(filepath.Ext(path))] == nil {
		return misuse("template-format", "path", path)
	}
	return a.inYear(ctx, "", func(store *sqlite.Store, filter engine.Filter) error {
		rows, err := store.Projects(ctx, filter)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return failed("no-project", "department", a.config.Department, "year", itoa(filter.Year))
		}
		if err := a.warnClosed(ctx, store, filter.Year); err != nil {
			return err
		}
		if folder {
			return a.templateFolder(ctx, store, rows, path)
		}
		sheet, err := writeSheet(ctx, store, filter, rows, path)
		if err != nil {
			return err
		}
		return a.showSheet(sheet)
	})
}

// isFolder tells whether a path names a folder: one that is there, or a name that ends as folders are written.
func isFolder(path string) bool {
	if strings.HasSuffix(path, "/") || strings.HasSuffix(path, string(filepath.Separator)) {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// writeSheet writes one file. Projects are read one after the other while it is written.
func writeSheet(ctx context.Context, store *sqlite.Store, filter engine.Filter, rows []engine.ProjectRow, path string) (writtenSheet, error) {
	fill := reports.FillIn{Projects: applied(store.Submissions(ctx, filter))}
	for _, row := range rows {
		fill.Add(row.Key, row.Indicators)
	}
	extension := strings.ToLower(filepath.Ext(path))
	if extension == ".xlsx" && fill.Rows() > reports.MostSheetRows {
		return writtenSheet{}, failed("template-too-large", "rows", itoa(fill.Rows()), "most", itoa(reports.MostSheetRows))
	}
	err := reports.WriteFile(path, func(w io.Writer) error { return sheetWriters[extension](w, fill) })
	return writtenSheet{path, fill.Count, fill.Indicators}, err
}

// applied gives forms with what is recorded.
func applied(all iter.Seq2[engine.Stored, error]) iter.Seq2[*engine.Submission, error] {
	return func(yield func(*engine.Submission, error) bool) {
		for stored, err := range all {
			if err == nil {
				assessment.Apply(stored.Submission, stored.Entries)
			}
			if !yield(stored.Submission, err) || err != nil {
				return
			}
		}
	}
}

// templateFolder writes one workbook a department, each whole or not at all.
func (a *app) templateFolder(ctx context.Context, store *sqlite.Store, rows []engine.ProjectRow, folder string) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	groups := byDepartment(rows)
	step, done := a.progress("progress.template", len(groups))
	defer done()
	var names reports.FileNames
	sheets := make([]writtenSheet, 0, len(groups))
	for _, group := range groups {
		filter := engine.Filter{Year: group[0].Key.Year}
		for _, row := range group {
			filter.Projects = append(filter.Projects, row.ID)
		}
		path := filepath.Join(folder, names.Next("", departmentOf(group[0].Key))+".xlsx")
		sheet, err := writeSheet(ctx, store, filter, group, path)
		if err != nil {
			return err
		}
		sheets = append(sheets, sheet)
		step(len(sheets))
	}
	return a.showSheets(folder, sheets)
}

// byDepartment groups projects by their department, in the order of the first project of each.
func byDepartment(rows []engine.ProjectRow) [][]engine.ProjectRow {
	var groups [][]engine.ProjectRow
	at := map[string]int{}
	for _, row := range rows {
		department := engine.Fold(departmentOf(row.Key))
		i, met := at[department]
		if !met {
			i = len(groups)
			at[department] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], row)
	}
	return groups
}

// departmentOf is who gets the sheet: the department, or the unit where the form names no department.
func departmentOf(key engine.ProjectKey) string {
	if engine.Fold(key.Department) == "" {
		return key.Unit
	}
	return key.Department
}

// warnClosed says that what is filled in will not be taken.
func (a *app) warnClosed(ctx context.Context, store *sqlite.Store, year int) error {
	closed, err := store.ClosedYears(ctx)
	if _, shut := closed[year]; err == nil && shut {
		a.warn("done.template-closed", "year", itoa(year))
	}
	return err
}

func (a *app) showSheet(sheet writtenSheet) error {
	if a.config.JSON {
		return reports.WriteJSON(a.out, sheet)
	}
	if !a.config.Quiet {
		fmt.Fprintln(a.out, a.say("done.template", "path", sheet.File, "projects", itoa(sheet.Projects), "indicators", itoa(sheet.Indicators)))
	}
	return nil
}

func (a *app) showSheets(folder string, sheets []writtenSheet) error {
	if a.config.JSON {
		return reports.WriteJSON(a.out, struct {
			Files []writtenSheet `json:"files"`
		}{sheets})
	}
	if a.config.Quiet {
		return nil
	}
	projects, rows := 0, make([][]string, len(sheets))
	for i, sheet := range sheets {
		projects += sheet.Projects
		rows[i] = []string{sheet.File, itoa(sheet.Projects), itoa(sheet.Indicators)}
	}
	if err := reports.WriteListing(a.out, []string{a.say("label.file"), a.say("label.projects"), a.say("label.indicators")}, rows, a.width(), a.colour()); err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.say("done.templates", "folder", folder, "count", itoa(len(sheets)), "projects", itoa(projects)))
	return nil
}
