package main

import (
	"context"

	"github.com/spf13/cobra"

	"jixiao/engine"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

func (a *app) showCommand() *cobra.Command {
	return &cobra.Command{
		Use: "show [PROJECT]", Short: a.say("help.show"), Long: a.say("help.show-long"), GroupID: groupMain,
		Args: between(0, 1),
		RunE: func(command *cobra.Command, args []string) error {
			project := ""
			if len(args) == 1 {
				project = args[0]
			}
			if err := a.show(command.Context(), project); err != errNeedsPerson {
				return err
			}
			return nil // showing is done once it is shown
		},
	}
}

func (a *app) show(ctx context.Context, project string) error {
	return a.inYear(ctx, project, func(store *sqlite.Store, filter engine.Filter) error {
		run, set, err := a.newestRun(ctx, store, filter)
		if err != nil {
			return err
		}
		if project == "" || a.config.JSON {
			return a.showRun(ctx, store, run, filter, set, alongside{})
		}
		for result, err := range a.results(ctx, store, run, filter, set) {
			if err != nil {
				return err
			}
			if err := reports.WriteProjectTable(a.out, a.view(result, run, set), a.width(), a.colour()); err != nil {
				return err
			}
		}
		return nil
	})
}
