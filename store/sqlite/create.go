package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// create makes the database beside its place and moves it there once it is whole.
func create(ctx context.Context, path string, migrations fs.FS) error {
	draft := path + ".new"
	removeDatabase(draft) // of a process that died here
	defer removeDatabase(draft)
	if err := migrate(ctx, draft, modeCreator, migrations); err != nil {
		return err
	}
	if err := fold(ctx, draft); err != nil {
		return err
	}
	if err := os.Rename(draft, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// removeDatabase removes a file that is not used yet, or no more, and what SQLite keeps beside it.
func removeDatabase(path string) {
	for _, end := range besides {
		os.Remove(path + end) // what is not there needs no removal
	}
}

// besides are the ends of the names of a database's files, its own first.
var besides = []string{"", "-journal", "-wal", "-shm"}

// syncFile makes what was written to a file last through a power cut.
func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// syncFolder makes a rename last through a power cut. Windows has no such thing and needs none.
func syncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
