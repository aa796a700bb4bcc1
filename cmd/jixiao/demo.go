package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/config"
	"jixiao/examples"
	"jixiao/importer"
)

func (a *app) demoCommand() *cobra.Command {
	command := &cobra.Command{
		Use: "demo", Short: a.say("help.demo"), Long: a.say("help.demo-long"), GroupID: groupMain,
		Args: exactly(0),
		RunE: func(command *cobra.Command, _ []string) error {
			path := a.config.DB
			if a.config.Layer("db") != config.LayerFlag {
				path = filepath.Join(a.config.Report.Out, "demo.db")
			}
			if err := os.MkdirAll(a.config.Report.Out, 0o777); err != nil {
				return err
			}
			options := assessment.ReadOptions{Options: importer.Options{Year: a.config.Year}}
			targets, err := assessment.ReadFiles([]assessment.File{{Name: examples.TargetsName, Data: examples.Targets()}}, options, nil)
			if err != nil {
				return err
			}
			defer targets.Close()
			achieved, err := assessment.ReadFiles([]assessment.File{{Name: examples.ActualsName, Data: examples.Actuals()}}, options, nil)
			if err != nil {
				return err
			}
			defer achieved.Close()
			err = a.wholeJob(command.Context(), path, targets, achieved)
			if err == errNeedsPerson {
				return nil // the sample has faults on purpose
			}
			return err
		},
	}
	a.addRuleFlags(command.Flags())
	a.addReportFlags(command.Flags())
	return command
}
