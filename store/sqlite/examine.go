package sqlite

import (
	"context"
	"database/sql"
	"io/fs"
	"os"

	"github.com/mattn/go-sqlite3"
)

// Examination is what a look at a database file told, without changing it: an older one is not upgraded.
type Examination struct {
	Size        int64 // bytes, those of the write-ahead log among them
	Schema      int64 // version of the tables
	Knows       int64 // the newest version that this program knows
	SQLite      string
	Journal     string   // PRAGMA journal_mode
	Faults      []string // of the file's structure, at most ten
	ForeignKeys []string // references to rows that are not there, at most ten; not asked for where there are faults
	NewestTime  string   // the newest time in it (RFC 3339), empty where there is none
}

// Examine reads a whole database file and says what is wrong with it. Errors are *NotADatabase, *NewerDatabase and *Error, for a file that
// cannot be read at all.
func Examine(ctx context.Context, path string) (*Examination, error) {
	const doing = "examine the database"
	path, err := Resolve(path)
	if err == nil {
		err = checkFile(path, true)
	}
	if err != nil {
		return nil, fail(path, doing, err)
	}
	lock, err := waitShareLock(ctx, path+inUseEnd)
	if err != nil {
		return nil, fail(path, doing, err)
	}
	defer lock.release()
	db := sql.OpenDB(connector(path, modeReader))
	defer db.Close()
	x := &Examination{}
	return x, fail(path, doing, x.examine(ctx, db, path))
}

func (x *Examination) examine(ctx context.Context, db *sql.DB, path string) error {
	x.SQLite, _, _ = sqlite3.Version()
	for _, end := range besides[:3] {
		if info, err := os.Stat(path + end); err == nil {
			x.Size += info.Size()
		}
	}
	migrations, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return err
	}
	if x.Schema, x.Knows, err = versions(ctx, db, migrations); err != nil {
		return err
	}
	if x.Schema > x.Knows {
		return &NewerDatabase{path, x.Schema, x.Knows}
	}
	if err := db.QueryRowContext(ctx, `PRAGMA journal_mode`).Scan(&x.Journal); err != nil {
		return err
	}
	if x.Faults, err = integrityFaults(ctx, db); err != nil || len(x.Faults) > 0 {
		return err
	}
	if x.ForeignKeys, err = foreignKeyFaults(ctx, db); err != nil {
		return err
	}
	// Only tables that every version of the schema has.
	return db.QueryRowContext(ctx, `SELECT max(coalesce((SELECT max(made_at) FROM import), ''), coalesce((SELECT max(made_at) FROM entry), ''),
		coalesce((SELECT max(max(started_at, finished_at)) FROM run), ''))`).Scan(&x.NewestTime)
}

// Settings returns how the store's writing connection works: PRAGMA journal_mode, which should be wal, and PRAGMA synchronous, which should
// be 2 (FULL). ErrReadOnly for a store that only reads.
func (s *Store) Settings(ctx context.Context) (journal string, synchronous int, err error) {
	const doing = "read the settings"
	if s.writer == nil {
		return "", 0, s.fail(doing, ErrReadOnly)
	}
	if err = s.writer.QueryRowContext(ctx, `PRAGMA journal_mode`).Scan(&journal); err == nil {
		err = s.writer.QueryRowContext(ctx, `PRAGMA synchronous`).Scan(&synchronous)
	}
	return journal, synchronous, s.fail(doing, err)
}

// Holder returns who holds a year now, empty where nobody does, or where whoever does is not known.
func (s *Store) Holder(ctx context.Context, year int) (string, error) {
	const doing = "ask who holds the year"
	lock, err := tryFileLock(holdFile(s.path, year))
	switch {
	case err != nil:
		return "", s.fail(doing, err)
	case lock != nil:
		return "", s.fail(doing, lock.release())
	}
	held, ok := s.held(ctx, year).(*YearHeld)
	if !ok {
		return "", nil
	}
	return held.By, nil
}
