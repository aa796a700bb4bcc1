package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
)

// applicationID marks a database file as one of jixiao, in the header's field of that purpose: "jxia" as a number.
const applicationID = 0x6a786961

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Options say how a database is opened.
type Options struct {
	ReadOnly  bool // no writer; the writing methods return ErrReadOnly. Implies MustExist
	MustExist bool // a missing file is an error and is not made
}

// Store is an open database file. It is safe for use from several goroutines, and several processes may have the same file open.
type Store struct {
	path   string
	writer *sql.DB // one connection; nil when read-only
	reader *sql.DB
	words  wordBook
}

// Open opens a database file, makes it where it is missing and brings it up to the version of this program. Errors are
// *NewerDatabase, *NotADatabase and *Error. A file that is not jixiao's, or is newer, is not touched. A new file appears whole
// or not at all.
func Open(ctx context.Context, path string, opt Options) (*Store, error) {
	path, err := resolve(path)
	if err != nil {
		return nil, fail(path, "open the database", err)
	}
	if err := prepare(ctx, path, opt.ReadOnly || opt.MustExist); err != nil {
		return nil, fail(path, "open the database", err)
	}
	s := &Store{path: path, reader: sql.OpenDB(connector(path, modeReader))}
	s.reader.SetMaxOpenConns(readers)
	s.reader.SetMaxIdleConns(readers)
	if !opt.ReadOnly {
		s.writer = sql.OpenDB(connector(path, modeWriter))
		s.writer.SetMaxOpenConns(1)
		err = s.writer.PingContext(ctx)
	}
	if err == nil {
		err = s.reader.PingContext(ctx)
	}
	if err != nil {
		return nil, errors.Join(s.fail("open the database", err), s.Close())
	}
	return s, nil
}

// readers is how many connections read at once; a goroutine that finds all of them busy waits.
const readers = 8

// Path returns the file's absolute path, links resolved.
func (s *Store) Path() string { return s.path }

// Close closes all connections. The writer goes last: it folds the write-ahead log into the file.
func (s *Store) Close() error {
	err := s.reader.Close()
	if s.writer != nil {
		err = errors.Join(err, s.writer.Close())
	}
	return s.fail("close the database", err)
}

// resolve returns the absolute path without links, because the lock files stand beside the real file.
func resolve(path string) (string, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return path, err
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(full))
	if err != nil {
		return full, err
	}
	full = filepath.Join(folder, filepath.Base(full))
	if real, err := filepath.EvalSymlinks(full); err == nil {
		return real, nil
	}
	return full, nil
}

// prepare makes and upgrades the file as far as that is needed.
func prepare(ctx context.Context, path string, mustExist bool) error {
	migrations, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return err
	}
	needed, err := pending(ctx, path, mustExist, migrations)
	if err != nil || !needed {
		return err
	}
	lock, err := waitFileLock(ctx, path+".opening.lock")
	if err != nil {
		return err
	}
	defer lock.release()
	// Somebody else may have done it while this process waited.
	needed, err = pending(ctx, path, mustExist, migrations)
	switch {
	case err != nil || !needed:
		return err
	case isNew(path):
		return create(ctx, path, migrations)
	}
	return migrate(ctx, path, modeWriter, migrations)
}

// isNew tells whether there is nothing at a path that could be lost: no file, or an empty one.
func isNew(path string) bool {
	info, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0
}

// pending tells whether the file has to be made or upgraded. It changes nothing.
func pending(ctx context.Context, path string, mustExist bool, migrations fs.FS) (bool, error) {
	if isNew(path) {
		if mustExist {
			return false, &Error{CodeMissing, path, fs.ErrNotExist}
		}
		return true, nil
	}
	if err := checkHeader(path); err != nil {
		return false, err
	}
	db := sql.OpenDB(connector(path, modeReader))
	defer db.Close()
	var has int64
	err := db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&has)
	if err != nil {
		return false, err
	}
	knows, err := newestMigration(db, migrations)
	if err != nil {
		return false, err
	}
	if has > knows {
		return false, &NewerDatabase{path, has, knows}
	}
	return has < knows, nil
}

func newestMigration(db *sql.DB, migrations fs.FS) (int64, error) {
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, migrations, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return 0, fmt.Errorf("read the migrations: %w", err)
	}
	sources := provider.ListSources()
	return sources[len(sources)-1].Version, nil
}

// checkHeader reads the first bytes of the file, without SQLite, which would make files beside a database of somebody else.
func checkHeader(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var header [100]byte
	if _, err := io.ReadFull(file, header[:]); err != nil {
		return &NotADatabase{path, err}
	}
	if string(header[:16]) != "SQLite format 3\x00" || binary.BigEndian.Uint32(header[68:]) != applicationID {
		return &NotADatabase{Path: path}
	}
	return nil
}

// create makes the database beside its place and moves it there once it is whole.
func create(ctx context.Context, path string, migrations fs.FS) error {
	draft := path + ".new"
	remove := func() {
		for _, end := range []string{"", "-journal", "-wal", "-shm"} {
			os.Remove(draft + end) // what is not there needs no removal
		}
	}
	remove() // of a process that died here
	defer remove()
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

func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// migrate brings a file up to the version of this program, one transaction a step.
func migrate(ctx context.Context, path string, mode accessMode, migrations fs.FS) error {
	db := sql.OpenDB(connector(path, mode))
	db.SetMaxOpenConns(1)
	if err := upgrade(ctx, db, mode, migrations); err != nil {
		return errors.Join(err, db.Close())
	}
	return db.Close()
}

func upgrade(ctx context.Context, db *sql.DB, mode accessMode, migrations fs.FS) error {
	if mode == modeCreator {
		if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
			return err
		}
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, migrations, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}
