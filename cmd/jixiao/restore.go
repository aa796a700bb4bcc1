package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"jixiao/reports"
	"jixiao/store/sqlite"
)

func (a *app) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use: "restore FILE", Short: a.say("help.restore"), Long: a.say("help.restore-long"), GroupID: groupOther,
		Args: exactly(1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.restore(command.Context(), args[0])
		},
	}
}

// restoredJSON is what was restored, as programs see it.
type restoredJSON struct {
	sqlite.Manifest
	Checked bool    `json:"checked"` // against the backup's manifest
	Kept    *string `json:"kept"`    // where the database of before is
}

func (a *app) restore(ctx context.Context, file string) error {
	a.others = append(a.others, file)
	a.database = a.config.DB
	end := a.waiting("progress.restore")
	done, err := sqlite.Restore(ctx, file, a.config.DB, sqlite.RestoreOptions{Keep: "before-restore-" + a.now().In(shanghai()).Format("20060102-150405")})
	end()
	if err != nil {
		return err
	}
	if a.config.JSON {
		return reports.WriteJSON(a.out, restoredJSON{done.Manifest, done.Checked, present(done.Kept)})
	}
	if a.config.Quiet {
		return nil
	}
	fmt.Fprintln(a.out, a.say("done.restore", "file", file, "db", a.config.DB, "digest", done.Digest))
	if !done.Checked {
		fmt.Fprintln(a.out, a.say("done.restore-unchecked", "file", file))
	}
	if done.Kept != "" {
		fmt.Fprintln(a.out, a.say("done.restore-kept", "kept", a.asNamed(done.Kept)))
	}
	return nil
}
