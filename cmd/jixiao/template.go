package main

import (
	"context"
	"fmt"
	"io"
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
		Use: "template", Short: a.say("help.template"), Long: a.say("help.template-long"), GroupID: groupMain,
		Example: "  jixiao template -o 完成情况.xlsx",
		Args:    exactly(0),
		RunE: func(command *cobra.Command, _ []string) error {
			return a.template(command.Context(), path)
		},
	}
	command.Flags().StringVarP(&path, "output", "o", "完成情况.xlsx", a.say("flag.template-output"))
	return command
}

// template writes the fill-in sheet of a year, with everything that is already recorded in it.
func (a *app) template(ctx context.Context, path string) error {
	write := map[string]func(io.Writer, []*engine.Submission) error{
		".xlsx": reports.WriteSheetXLSX, ".csv": reports.WriteSheetCSV,
	}[strings.ToLower(filepath.Ext(path))]
	if write == nil {
		return misuse("template-format", "path", path)
	}
	return a.inYear(ctx, "", func(store *sqlite.Store, filter engine.Filter) error {
		var submissions []*engine.Submission
		indicators := 0
		for stored, err := range store.Submissions(ctx, filter) {
			if err != nil {
				return err
			}
			assessment.Apply(stored.Submission, stored.Entries)
			submissions = append(submissions, stored.Submission)
			indicators += len(stored.Submission.Indicators)
		}
		if len(submissions) == 0 {
			return failed("no-project", "department", a.config.Department, "year", itoa(filter.Year))
		}
		if err := reports.WriteFile(path, func(w io.Writer) error { return write(w, submissions) }); err != nil {
			return err
		}
		if a.config.JSON {
			return reports.WriteJSON(a.out, struct {
				File       string `json:"file"`
				Projects   int    `json:"projects"`
				Indicators int    `json:"indicators"`
			}{path, len(submissions), indicators})
		}
		if !a.config.Quiet {
			fmt.Fprintln(a.out, a.say("done.template", "path", path, "projects", itoa(len(submissions)), "indicators", itoa(indicators)))
		}
		return nil
	})
}
