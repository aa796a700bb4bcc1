package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"jixiao/reports"
	"jixiao/store/sqlite"
)

func (a *app) backupCommand() *cobra.Command {
	var overwrite bool
	command := &cobra.Command{
		Use: "backup FILE", Short: a.say("help.backup"), Long: a.say("help.backup-long"), GroupID: groupOther,
		Args: exactly(1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.backup(command.Context(), args[0], overwrite)
		},
	}
	command.Flags().BoolVar(&overwrite, "overwrite", false, a.say("flag.overwrite"))
	return command
}

func (a *app) backup(ctx context.Context, file string, overwrite bool) error {
	a.others = append(a.others, file)
	store, err := a.openReading(ctx, a.config.DB)
	if err != nil {
		return err
	}
	done := a.waiting("progress.backup")
	manifest, err := store.Backup(ctx, file, sqlite.BackupOptions{Overwrite: overwrite, Stamp: a.storeStamp()})
	done()
	if err = errors.Join(err, store.Close()); err != nil {
		return err
	}
	switch {
	case a.config.JSON:
		return reports.WriteJSON(a.out, manifest)
	case !a.config.Quiet:
		fmt.Fprintln(a.out, a.say("done.backup", "file", file, "size", bytesText(manifest.Size), "digest", manifest.Digest))
	}
	return nil
}

// storeStamp is who does it and when, for what the store writes beside the database.
func (a *app) storeStamp() sqlite.Stamp { return sqlite.Stamp{By: a.config.By, At: a.time()} }

// bytesText writes a size in bytes, KB, MB or GB, whole or with one decimal.
func bytesText(n int64) string {
	unit, value := 0, n
	for ; value >= 10<<10 && unit < 3; unit++ {
		value >>= 10
	}
	tenths := n * 10 >> (10 * unit) % 10
	if unit == 0 || tenths == 0 || value >= 100 {
		return fmt.Sprintf("%d %s", value, [...]string{"B", "KB", "MB", "GB"}[unit])
	}
	return fmt.Sprintf("%d.%d %s", value, tenths, [...]string{"B", "KB", "MB", "GB"}[unit])
}
