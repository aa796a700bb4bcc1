package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// draftEnd is what the name of a file has behind it until it is whole.
const draftEnd = ".part"

// BackupOptions say how a backup is made.
type BackupOptions struct {
	Overwrite bool // a file that is there is replaced
	Stamp          // for the manifest
}

// Backup writes the database as it is now to a file, with its manifest beside it, while others read and write. What was written is read
// again, page by page and row by row, before the file gets its name; a file of that name is whole, and one that could not be written leaves
// nothing. Errors are *Error and *NotADatabase.
func (s *Store) Backup(ctx context.Context, target string, opt BackupOptions) (*Manifest, error) {
	file, err := Resolve(target)
	if err != nil {
		return nil, aboutBackup(file, fail(file, "make a backup", err), writingBackup)
	}
	if isFolder(file) || target != "" && os.IsPathSeparator(target[len(target)-1]) {
		return nil, &Error{CodeBackupIsFolder, file, errors.New("it is a folder")}
	}
	m, err := backup(ctx, s.path, file, opt)
	return m, aboutBackup(file, err, writingBackup)
}

// What an error of a database is called where it is about the file of a backup: people have another next step there.
var (
	writingBackup = map[string]string{CodeMissing: CodeBackupNoFolder, CodeReadOnly: CodeBackupReadOnly, CodeFull: CodeBackupFull}
	readingBackup = map[string]string{CodeMissing: CodeBackupMissing, CodeDamaged: CodeBackupDamaged, CodeNotADatabase: CodeNotABackup}
)

// aboutBackup gives an error its code of a backup, where it is about that file.
func aboutBackup(path string, err error, codes map[string]string) error {
	var broken *Error
	var other *NotADatabase
	switch {
	case errors.As(err, &broken) && broken.Path == path && codes[broken.Code] != "":
		return &Error{codes[broken.Code], path, broken.Err}
	case errors.As(err, &other) && other.Path == path && codes[CodeNotADatabase] != "":
		return &Error{codes[CodeNotADatabase], path, other}
	}
	return err
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func backup(ctx context.Context, source, target string, opt BackupOptions) (*Manifest, error) {
	const doing = "make a backup"
	lock, err := tryFileLock(target + draftEnd + ".lock")
	switch {
	case err != nil:
		return nil, fail(target, doing, err)
	case lock == nil:
		return nil, fail(target, doing, errLocked)
	}
	defer lock.release()
	if err := mayWrite(source, target, opt.Overwrite); err != nil {
		return nil, err
	}
	draft := target + draftEnd
	defer removeDatabase(draft)
	m, err := draftBackup(ctx, source, draft)
	if err != nil {
		return nil, named(doing, source, target, err)
	}
	m.Database, m.File, m.By, m.Made = filepath.Base(source), filepath.Base(target), opt.By, opt.At
	return m, fail(target, doing, publish(target, m))
}

// mayWrite tells whether a backup may be written to a file.
func mayWrite(source, target string, overwrite bool) error {
	if target == source || strings.HasPrefix(target, source+"-") || sameFile(source, target) {
		return &Error{CodeSameFile, target, errors.New("it is the database")}
	}
	for _, path := range []string{target, target + manifestEnd} {
		if _, err := os.Lstat(path); err == nil && !overwrite {
			return &Error{CodeExists, path, fs.ErrExist}
		}
	}
	return nil
}

func sameFile(a, b string) bool {
	first, errA := os.Stat(a)
	second, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(first, second)
}

// draftBackup writes a copy of the database, which must last through a power cut, and reads it again.
func draftBackup(ctx context.Context, source, draft string) (*Manifest, error) {
	removeDatabase(draft) // of a process that died here
	if err := copyDatabase(ctx, source, draft); err != nil {
		return nil, err
	}
	if err := syncFile(draft); err != nil {
		return nil, err
	}
	m, err := inspectCopy(ctx, draft)
	if err == nil {
		m.SHA256, m.Size, err = fileDigest(draft)
	}
	return m, err
}

// copyDatabase writes the state of a database at one moment to a new file.
func copyDatabase(ctx context.Context, source, target string) error {
	file, err := os.OpenFile(target, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666) // which says more than SQLite where this cannot be done
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	db := sql.OpenDB(connector(source, modeSource))
	defer db.Close()
	_, err = db.ExecContext(ctx, `VACUUM INTO ?`, target)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err() // SQLite only says that it was interrupted
	}
	return err
}

// named gives an error of copying its type: what is damaged or busy is the source, and what is full or cannot be written the target.
func named(doing, source, target string, err error) error {
	var cause sqlite3.Error
	if errors.As(err, &cause) {
		switch cause.Code {
		case sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrFormat:
			return fail(source, doing, err)
		}
	}
	return fail(target, doing, err)
}

// publish gives a whole backup and its manifest their names. The manifest of a backup that is replaced goes first, so that no backup ever
// stands beside the manifest of another one.
func publish(target string, m *Manifest) error {
	draft, err := draftManifest(target, m)
	if err != nil {
		return err
	}
	defer os.Remove(draft) // is gone where all went well
	if err := os.Remove(target + manifestEnd); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(target+draftEnd, target); err != nil {
		return err
	}
	if err := os.Rename(draft, target+manifestEnd); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(target))
}

// backupBefore makes a backup of a file of an older version of the schema beside it. An upgrade that was interrupted left one already; it
// counts where it has the same content, and another one stays as it is.
func backupBefore(ctx context.Context, path string, has int64, stamp Stamp) (string, error) {
	for n := 1; ; n++ {
		target := fmt.Sprintf("%s.schema-%d.backup", path, has)
		if n > 1 {
			target = fmt.Sprintf("%s.schema-%d-%d.backup", path, has, n)
		}
		_, err := backup(ctx, path, target, BackupOptions{Stamp: stamp})
		var there *Error
		if !errors.As(err, &there) || there.Code != CodeExists {
			return target, err
		}
		if same, err := holdsSame(ctx, path, target); err != nil || same {
			return target, err
		}
	}
}

// holdsSame tells whether a backup is good and has the content of the database.
func holdsSame(ctx context.Context, path, target string) (bool, error) {
	m, err := inspectCopy(ctx, target)
	if err != nil || m == nil {
		return false, nil // that one is none
	}
	db := sql.OpenDB(connector(path, modeReader))
	defer db.Close()
	digest, err := contentDigest(ctx, db)
	return err == nil && digest.String() == m.Digest, err
}
