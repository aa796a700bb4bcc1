package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// fold holds that a closed file is whole without its write-ahead log. Closing folds the log into the file and removes it, and says nothing
// where it could not, say because the disk is full: the file alone is then no database. The error says why.
func fold(ctx context.Context, path string) error {
	if !hasLog(path) {
		return nil
	}
	db := sql.OpenDB(connector(path, modeWriter))
	_, err := db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	if hasLog(path) {
		return fmt.Errorf("the write-ahead log of %s could not be folded into it", path)
	}
	return nil
}

func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return !errors.Is(err, fs.ErrNotExist) && (err != nil || info.Size() > 0)
}
