package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/mattn/go-sqlite3"

	"jixiao/engine"
)

// Codes of what can go wrong with a database file. Their sentences stand in the catalogue under error.CODE. Those of the file have
// the argument path, and those of [Error] also detail, the cause in the words of the system.
const (
	// CodeNewer: a newer jixiao wrote the file. Arguments has and knows: the versions of the schema.
	CodeNewer = "db-newer"
	// CodeNotADatabase: the file is something else.
	CodeNotADatabase = "db-not-a-database"
	// CodeMissing: there is no such file, or no such folder to make it in.
	CodeMissing = "db-missing"
	// CodeReadOnly: the file or its folder cannot be written.
	CodeReadOnly = "db-read-only"
	// CodeFull: the disk is full.
	CodeFull = "db-full"
	// CodeFileLimit: the system lets the file grow no further (a limit of the user or of the file system).
	CodeFileLimit = "db-file-limit"
	// CodeBusy: another program kept the file locked for longer than is waited.
	CodeBusy = "db-busy"
	// CodeDamaged: the file is a database, and its content cannot be right.
	CodeDamaged = "db-damaged"
	// CodeDisk: the disk does not do what it is asked to, say because it was taken away.
	CodeDisk = "db-disk"
	// CodeMoved: the file was taken away, or replaced by another one, while it was open. Nothing more was written.
	CodeMoved = "db-moved"
	// CodeInUse: somebody has the database open, so that its file cannot be replaced.
	CodeInUse = "db-in-use"
	// CodeInUseBy: the same, and it is known who evaluates. Argument by.
	CodeInUseBy = "db-in-use-by"
	// CodeExists: the file that a backup would have to be written to is there already.
	CodeExists = "backup-exists"
	// CodeSameFile: the backup's file would be the database itself, or one that belongs to it.
	CodeSameFile = "backup-same-file"
	// CodeManifest: a file has the name of a backup's manifest, and is none.
	CodeManifest = "backup-manifest"
	// CodeChanged: a backup is not what its manifest says.
	CodeChanged = "backup-changed"
	// CodeUnfinished: a write-ahead log stands beside a file that should be a backup, so that it is a database in use, or a part of one.
	CodeUnfinished = "backup-unfinished"
	// CodeBackupMissing: there is no such backup.
	CodeBackupMissing = "backup-missing"
	// CodeBackupNoFolder: there is no folder in which the backup could be written.
	CodeBackupNoFolder = "backup-no-folder"
	// CodeBackupIsFolder: what should be the file of a backup is a folder, or has the name of one.
	CodeBackupIsFolder = "backup-is-folder"
	// CodeBackupReadOnly: the backup cannot be written where it should be.
	CodeBackupReadOnly = "backup-read-only"
	// CodeBackupFull: the disk is full on which the backup is written.
	CodeBackupFull = "backup-full"
	// CodeBackupDamaged: what should be restored is a database, and its content cannot be right.
	CodeBackupDamaged = "backup-damaged"
	// CodeNotABackup: what should be restored is no database.
	CodeNotABackup = "backup-not-a-database"
	// CodeYearHeld: another evaluation holds the year, and nobody knows whose. Argument year.
	CodeYearHeld = "year-held"
	// CodeYearHeldBy is CodeYearHeld where the holder is known. Arguments year and by.
	CodeYearHeldBy = "year-held-by"
	// CodeStaleHold: another evaluation took the year over. Argument year.
	CodeStaleHold = "stale-hold"
	// CodeYearClosed: the year takes nothing more from departments. Arguments year, by and when.
	CodeYearClosed = "year-closed"
)

// Codes lists every code above, for whoever keeps the catalogue of sentences.
func Codes() []string {
	return []string{CodeNewer, CodeNotADatabase, CodeMissing, CodeReadOnly, CodeFull, CodeFileLimit, CodeBusy, CodeDamaged, CodeYearHeld,
		CodeYearHeldBy, CodeStaleHold, CodeYearClosed, CodeDisk, CodeMoved, CodeInUse, CodeInUseBy,
		CodeExists, CodeSameFile, CodeManifest, CodeChanged, CodeUnfinished, CodeBackupMissing, CodeBackupNoFolder, CodeBackupIsFolder,
		CodeBackupReadOnly, CodeBackupFull, CodeBackupDamaged, CodeNotABackup}
}

var (
	// ErrNothingToWithdraw is returned where no value of the key is in force.
	ErrNothingToWithdraw = errors.New("nothing is recorded that could be withdrawn")
	// ErrReadOnly is returned by every writing method of a store that was opened with Options.ReadOnly.
	ErrReadOnly = errors.New("the store was opened for reading only")
	// ErrRunFinished is returned where a finished run, or one of another year than the hold's, is to be written.
	ErrRunFinished = errors.New("the run is finished or not of this year")
	// ErrUnknown is wrapped where a project, indicator, revision, run or pack is not stored.
	ErrUnknown = errors.New("not stored")
)

// Error is a failure of the database file: the disk, its rights, its locks, its content.
type Error struct {
	Code string
	Path string
	Err  error // the cause
}

// Error implements error for logs; people get the sentence of the code.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s: %v", e.Path, e.Code, e.Err) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Problem returns the code and the arguments of the sentence.
func (e *Error) Problem() (string, []engine.Arg) {
	return e.Code, engine.Args("path", e.Path, "detail", e.Err.Error())
}

// NewerDatabase is returned where a newer jixiao wrote the file. The file was not touched.
type NewerDatabase struct {
	Path       string
	Has, Knows int64 // versions of the schema
}

// Error implements error for logs; people get the sentence of the code.
func (e *NewerDatabase) Error() string {
	return fmt.Sprintf("%s: schema version %d, this program knows %d", e.Path, e.Has, e.Knows)
}

// Problem returns the code and the arguments of the sentence.
func (e *NewerDatabase) Problem() (string, []engine.Arg) {
	return CodeNewer, engine.Args("path", e.Path, "has", strconv.FormatInt(e.Has, 10), "knows", strconv.FormatInt(e.Knows, 10))
}

// NotADatabase is returned where the file is no database of jixiao. The file was not touched.
type NotADatabase struct {
	Path string
	Err  error // the cause, nil where the file's first bytes already tell
}

// Error implements error for logs; people get the sentence of the code.
func (e *NotADatabase) Error() string { return e.Path + ": not a database of jixiao" }

// Unwrap returns the cause.
func (e *NotADatabase) Unwrap() error { return e.Err }

// Problem returns the code and the arguments of the sentence.
func (e *NotADatabase) Problem() (string, []engine.Arg) {
	return CodeNotADatabase, engine.Args("path", e.Path)
}

// InUse is returned where the file of a database is to be replaced that somebody has open. Nothing was changed.
type InUse struct {
	Path string
	By   []string // who evaluates; empty where that is not known, or somebody has it open for something else
}

// Error implements error for logs; people get the sentence of the code.
func (e *InUse) Error() string { return fmt.Sprintf("%s is in use by %q", e.Path, e.By) }

// Problem returns the code and the arguments of the sentence.
func (e *InUse) Problem() (string, []engine.Arg) {
	if len(e.By) == 0 {
		return CodeInUse, engine.Args("path", e.Path)
	}
	return CodeInUseBy, engine.Args("path", e.Path, "by", strings.Join(e.By, ", "))
}

// YearHeld is returned where another evaluation holds the year.
type YearHeld struct {
	Year int
	By   string // who; empty where that is not known
}

// Error implements error for logs; people get the sentence of the code.
func (e *YearHeld) Error() string { return fmt.Sprintf("the year %d is held by %q", e.Year, e.By) }

// Problem returns the code and the arguments of the sentence.
func (e *YearHeld) Problem() (string, []engine.Arg) {
	if e.By == "" {
		return CodeYearHeld, engine.Args("year", strconv.Itoa(e.Year))
	}
	return CodeYearHeldBy, engine.Args("year", strconv.Itoa(e.Year), "by", e.By)
}

// StaleHold is returned to a holder whose year another evaluation took over, or who gave it back. Nothing was written.
type StaleHold struct{ Year int }

// Error implements error for logs; people get the sentence of the code.
func (e *StaleHold) Error() string { return fmt.Sprintf("the hold of the year %d is stale", e.Year) }

// Problem returns the code and the arguments of the sentence.
func (e *StaleHold) Problem() (string, []engine.Arg) {
	return CodeStaleHold, engine.Args("year", strconv.Itoa(e.Year))
}

// damage is a stored value that no version of this program writes.
type damage struct{ what string }

func (d *damage) Error() string { return "impossible value of " + d.what }

// fail gives an error its type and says what was being done. It passes on what already has a type.
func fail(path, doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, classify(path, err))
}

func (s *Store) fail(doing string, err error) error { return fail(s.path, doing, err) }

func classify(path string, err error) error {
	if problem := (interface {
		Problem() (string, []engine.Arg)
	})(nil); errors.As(err, &problem) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if errors.Is(err, errLocked) {
		return &Error{CodeBusy, path, err}
	}
	if broken := (*damage)(nil); errors.As(err, &broken) {
		return &Error{CodeDamaged, path, err}
	}
	var cause sqlite3.Error
	if errors.As(err, &cause) {
		return classifySQLite(path, cause, err)
	}
	if code := systemCode(err); code != "" {
		return &Error{code, path, err}
	}
	return err
}

func classifySQLite(path string, cause sqlite3.Error, err error) error {
	switch cause.Code {
	case sqlite3.ErrNotADB:
		return &NotADatabase{path, err}
	case sqlite3.ErrFull:
		return &Error{CodeFull, path, err}
	case sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrProtocol:
		return &Error{CodeBusy, path, err}
	case sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return &Error{CodeReadOnly, path, err}
	case sqlite3.ErrCorrupt, sqlite3.ErrFormat:
		return &Error{CodeDamaged, path, err}
	case sqlite3.ErrCantOpen, sqlite3.ErrIoErr:
		// What cannot be opened although the file is there are the log and the shared memory that belong beside it.
		if _, missing := os.Stat(path); missing == nil && cause.Code == sqlite3.ErrCantOpen {
			return &Error{CodeReadOnly, path, err}
		}
		if code := systemCode(cause.SystemErrno); code != "" {
			return &Error{code, path, err}
		}
		if cause.Code == sqlite3.ErrIoErr {
			return &Error{CodeDisk, path, err}
		}
	}
	if cause.Code == sqlite3.ErrCantOpen {
		return &Error{CodeMissing, path, err}
	}
	return err
}

// systemCode returns the code of an error of the operating system, or nothing.
func systemCode(err error) string {
	for _, known := range systemErrors {
		if errors.Is(err, known.err) {
			return known.code
		}
	}
	return ""
}

// systemError is an error of the operating system and its code.
type systemError struct {
	err  error
	code string
}
