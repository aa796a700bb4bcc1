package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
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
	// Now is the time and who it is, for the manifest of the backup that is made before an older file is upgraded; nil leaves both blank.
	Now func() Stamp
	// Upgrading is told before an older file is upgraded, which takes minutes where there are very many projects: the versions of the schema that
	// the file has and will have. May be nil.
	Upgrading func(from, to int64)
}

// Stamp says who did something and when (RFC 3339).
type Stamp struct{ By, At string }

// Store is an open database file. It is safe for use from several goroutines, and several processes may have the same file open.
type Store struct {
	path     string
	writer   *sql.DB // one connection; nil when read-only
	reader   *sql.DB
	words    wordBook
	years    heldYears
	made     madeProjects
	inUse    *fileLock   // shared with all who have the file open; see Restore
	file     os.FileInfo // which file it is, whatever becomes of its name
	upgraded *Upgrade
}

// Open opens a database file, makes it where it is missing and brings an older one up to the version of this program, after a backup of it
// was made beside it. Errors are *NewerDatabase, *NotADatabase and *Error. A file that is not jixiao's, or is newer, is not touched. A new
// file appears whole or not at all, and an older one is upgraded as a whole or not at all.
func Open(ctx context.Context, path string, opt Options) (*Store, error) {
	const doing = "open the database"
	path, err := Resolve(path)
	if err != nil {
		return nil, fail(path, doing, err)
	}
	mustExist := opt.ReadOnly || opt.MustExist
	if err := checkFile(path, mustExist); err != nil {
		return nil, fail(path, doing, err)
	}
	lock, err := waitShareLock(ctx, path+inUseEnd)
	if err != nil {
		return nil, fail(path, doing, err)
	}
	s := &Store{path: path, inUse: lock}
	if s.upgraded, err = prepare(ctx, path, mustExist, opt); err == nil {
		err = s.connect(ctx, !opt.ReadOnly)
	}
	if err != nil {
		return nil, errors.Join(s.fail(doing, err), s.Close())
	}
	return s, nil
}

// inUseEnd is what the name of the lock that everybody who has a database open shares has behind the database's name.
const inUseEnd = ".in-use.lock"

// connect opens the first connections, and remembers which file they are of.
func (s *Store) connect(ctx context.Context, writes bool) error {
	s.reader = sql.OpenDB(connector(s.path, modeReader).only(s.inPlace))
	s.reader.SetMaxOpenConns(readers)
	s.reader.SetMaxIdleConns(readers)
	if writes {
		s.writer = sql.OpenDB(connector(s.path, modeWriter).only(s.inPlace))
		s.writer.SetMaxOpenConns(1)
		if err := s.writer.PingContext(ctx); err != nil {
			return err
		}
	}
	if err := s.reader.PingContext(ctx); err != nil {
		return err
	}
	file, err := os.Stat(s.path)
	if err != nil {
		return err
	}
	os.SameFile(file, file) // on Windows, which file it is is only asked for here
	s.file = file
	return nil
}

// inPlace returns CodeMoved where the file at the store's path is no longer the one that it opened: what is written to that one, nobody would
// find again.
func (s *Store) inPlace() error {
	if s.file == nil {
		return nil // the first connections
	}
	file, err := os.Stat(s.path)
	switch {
	case err != nil:
		return &Error{CodeMoved, s.path, err}
	case !os.SameFile(file, s.file):
		return &Error{CodeMoved, s.path, errors.New("another file has its name")}
	}
	return nil
}

// readers is how many connections read at once; a goroutine that finds all of them busy waits.
const readers = 8

// Path returns the file's absolute path, links resolved.
func (s *Store) Path() string { return s.path }

// Close closes all connections. The writer goes last: it folds the write-ahead log into the file.
func (s *Store) Close() error {
	var err error
	if s.reader != nil {
		err = s.reader.Close()
	}
	if s.writer != nil {
		err = errors.Join(err, s.leaveNoLog(), s.writer.Close())
	}
	s.years.removeFiles(s.path)
	if s.inUse != nil {
		err = errors.Join(err, s.inUse.release())
		s.inUse = nil
	}
	return s.fail("close the database", err)
}

// leaveNoLog folds the write-ahead log into the file where that lost its name while it was open. Closing would leave the log behind under the
// name that another file has now: whoever opens that one would be given pages of this one.
func (s *Store) leaveNoLog() error {
	if s.inUse == nil || s.inPlace() == nil { // closed before, or as it should be
		return nil
	}
	_, err := s.writer.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}

// Resolve returns the path by which a store knows a file: absolute and without links, because the lock files stand beside the real file.
func Resolve(path string) (string, error) {
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

// prepare makes and upgrades the file as far as that is needed. The upgrade is nil where the file was not an older one.
func prepare(ctx context.Context, path string, mustExist bool, opt Options) (*Upgrade, error) {
	migrations, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	_, needed, err := pending(ctx, path, mustExist, migrations)
	if err != nil {
		return nil, err
	}
	if !needed {
		removeOrphan(path + openingEnd)
		return nil, nil
	}
	lock, err := waitFileLock(ctx, path+openingEnd)
	if err != nil {
		return nil, err
	}
	defer lock.release()
	// Somebody else may have done it while this process waited.
	has, needed, err := pending(ctx, path, mustExist, migrations)
	switch {
	case err != nil || !needed:
		return nil, err
	case isNew(path):
		return nil, create(ctx, path, migrations)
	}
	return upgradeFile(ctx, path, has, migrations, opt)
}

// openingEnd is what the name of the lock of whoever makes or upgrades a database has behind the database's name.
const openingEnd = ".opening.lock"

// removeOrphan removes the file of a lock whose holder was killed when he had done his work, because nobody needs that lock any more. Where
// it cannot be removed it harms nothing.
func removeOrphan(path string) {
	if _, err := os.Lstat(path); err != nil {
		return
	}
	if lock, err := tryFileLock(path); err == nil && lock != nil {
		_ = lock.release()
	}
}

// isNew tells whether there is nothing at a path that could be lost: no file, or an empty one.
func isNew(path string) bool {
	info, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0
}

// checkFile returns *NotADatabase or *Error where the first look at a file, without SQLite, tells that it cannot be opened.
func checkFile(path string, mustExist bool) error {
	switch {
	case !isNew(path):
		return checkHeader(path)
	case mustExist:
		return &Error{CodeMissing, path, fs.ErrNotExist}
	}
	return nil
}

// pending tells which version of the schema a file has, and whether it has to be made or upgraded. It changes nothing.
func pending(ctx context.Context, path string, mustExist bool, migrations fs.FS) (has int64, needed bool, err error) {
	if err := checkFile(path, mustExist); err != nil || isNew(path) {
		return 0, true, err
	}
	db := sql.OpenDB(connector(path, modeReader))
	defer db.Close()
	has, knows, err := versions(ctx, db, migrations)
	if err == nil && has > knows {
		err = &NewerDatabase{path, has, knows}
	}
	return has, has < knows, err
}

// versions returns the version of a file's schema, and the newest one that this program knows.
func versions(ctx context.Context, db *sql.DB, migrations fs.FS) (has, knows int64, err error) {
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&has)
	if err == nil {
		knows, err = newestMigration(db, migrations)
	}
	return has, knows, err
}

func newestMigration(db *sql.DB, migrations fs.FS) (int64, error) {
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, migrations, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return 0, fmt.Errorf("read the migrations: %w", err)
	}
	sources := provider.ListSources()
	return sources[len(sources)-1].Version, nil
}
