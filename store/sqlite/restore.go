package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// Restored says what restoring a backup did.
type Restored struct {
	Manifest        // of what is the database now
	Checked  bool   // a manifest stood beside the backup, and all of it was compared
	Kept     string // where the file is that was the database until then; empty where there was none
}

// RestoreOptions say how a backup is restored.
type RestoreOptions struct {
	Keep string // what the name of the file that is kept has behind it, such as a time that a file's name can hold
}

// Restore makes a backup the database at path. It replaces nothing before the whole backup was read and found good, keeps the file that was
// there, and refuses while anybody has that open (*InUse). Other errors are *Error and *NewerDatabase. Where it is interrupted,
// path is the old database or the new one, and whole.
func Restore(ctx context.Context, backup, path string, opt RestoreOptions) (*Restored, error) {
	backup, err := Resolve(backup)
	if err != nil {
		return nil, aboutBackup(backup, fail(backup, "restore the database", err), readingBackup)
	}
	done, err := restore(ctx, backup, path, opt)
	return done, aboutBackup(backup, err, readingBackup)
}

func restore(ctx context.Context, backup, path string, opt RestoreOptions) (*Restored, error) {
	const doing = "restore the database"
	path, err := Resolve(path)
	if err != nil {
		return nil, fail(path, doing, err)
	}
	if isFolder(backup) {
		return nil, &Error{CodeBackupIsFolder, backup, errors.New("it is a folder")}
	}
	if sameFile(backup, path) {
		return nil, &Error{CodeSameFile, backup, errors.New("it is the database")}
	}
	want, err := readBackup(backup)
	if err != nil {
		return nil, fail(backup, doing, err)
	}
	lock, err := tryFileLock(path + inUseEnd)
	switch {
	case err != nil:
		return nil, fail(path, doing, err)
	case lock == nil:
		return nil, fail(path, doing, inUse(ctx, path))
	}
	defer lock.release()
	draft := path + ".restoring"
	defer removeDatabase(draft)
	got, err := draftRestore(ctx, backup, draft, want)
	if err != nil {
		return nil, fail(path, doing, err)
	}
	done := &Restored{Manifest: *got, Checked: want != nil}
	done.Kept, err = replace(ctx, draft, path, opt.Keep)
	return done, fail(path, doing, err)
}

// readBackup takes a first look at a backup, and returns its manifest, nil where it has none.
func readBackup(backup string) (*Manifest, error) {
	if err := checkHeader(backup); err != nil {
		return nil, err
	}
	if written(backup + "-wal") {
		return nil, &Error{CodeUnfinished, backup, errors.New("a write-ahead log stands beside it")}
	}
	return readManifest(backup)
}

// inUse says that somebody has a database open, and who evaluates a year of it.
func inUse(ctx context.Context, path string) error {
	err := &InUse{Path: path}
	db := sql.OpenDB(connector(path, modeReader))
	defer db.Close()
	_ = eachOf(ctx, db, `SELECT year, holder FROM hold WHERE holder <> '' ORDER BY year`, func(rows *sql.Rows) error { // the names only inform
		var year int
		var holder string
		if err := rows.Scan(&year, &holder); err != nil {
			return err
		}
		lock, lockErr := tryFileLock(holdFile(path, year))
		switch {
		case lockErr != nil:
			return lockErr
		case lock != nil:
			return lock.release() // the name of one who died
		}
		err.By = append(err.By, fmt.Sprintf("%s (%d)", holder, year))
		return nil
	})
	return err
}

// draftRestore copies a backup beside its place and reads all of the copy. Errors about the copy name the backup.
func draftRestore(ctx context.Context, backup, draft string, want *Manifest) (*Manifest, error) {
	removeDatabase(draft) // of a process that died here
	sum, size, err := copySynced(backup, draft)
	if err != nil {
		return nil, err
	}
	if want != nil && (sum != want.SHA256 || size != want.Size) {
		return nil, &Error{CodeChanged, backup, fmt.Errorf("SHA-256 %s (%d B) ≠ %s (%d B)", sum, size, want.SHA256, want.Size)}
	}
	got, err := inspectCopy(ctx, draft)
	if err != nil {
		return nil, renamed(fail(draft, "read the backup", err), draft, backup)
	}
	if want != nil && got.Digest != want.Digest {
		return nil, &Error{CodeChanged, backup, fmt.Errorf("digest %s ≠ %s", got.Digest, want.Digest)}
	}
	got.SHA256, got.Size = sum, size
	if want != nil {
		got.Made, got.By, got.Database = want.Made, want.By, want.Database
	}
	got.File = filepath.Base(backup)
	return got, nil
}

// renamed makes an error speak of another file.
func renamed(err error, from, to string) error {
	var broken *Error
	var newer *NewerDatabase
	var other *NotADatabase
	switch {
	case errors.As(err, &broken) && broken.Path == from:
		return &Error{broken.Code, to, broken.Err}
	case errors.As(err, &newer):
		return &NewerDatabase{to, newer.Has, newer.Knows}
	case errors.As(err, &other):
		return &NotADatabase{to, other.Err}
	}
	return err
}

// copySynced copies a file so that the copy lasts through a power cut, and returns the SHA-256 and the number of the bytes copied.
func copySynced(from, to string) (sum string, size int64, err error) {
	in, err := os.Open(from)
	if err != nil {
		return "", 0, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return "", 0, err
	}
	hash := sha256.New()
	size, err = io.Copy(io.MultiWriter(out, hash), in)
	if err == nil {
		err = out.Sync()
	}
	return hex.EncodeToString(hash.Sum(nil)), size, errors.Join(err, out.Close())
}

// replace puts a whole file in the place of a database, and keeps that one under another name. At every moment there is a whole database at
// path: the old one gets its second name before the new one takes the first.
func replace(ctx context.Context, draft, path, keep string) (kept string, err error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return "", exchange(draft, path)
	}
	whole, err := foldAway(ctx, path)
	if err != nil {
		return "", err
	}
	kept = freeName(path, keep)
	if err := keepAs(path, kept, whole); err != nil {
		return "", err
	}
	if err := exchange(draft, path); err != nil {
		if whole { // of a damaged one, what is kept may be all there is of the log
			removeDatabase(kept)
		}
		return "", err
	}
	return kept, nil
}

// exchange puts a file in the place of a database that is kept elsewhere.
func exchange(draft, path string) error {
	folder := filepath.Dir(path)
	if err := syncFolder(folder); err != nil {
		return err
	}
	for _, end := range besides[1:] {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err // the new file must not stand beside the old one's log
		}
	}
	return errors.Join(os.Rename(draft, path), syncFolder(folder))
}

// foldAway writes the write-ahead log into the file and takes it away. It is not whole where the file is too damaged for that; *InUse where
// another program than this one has it open.
func foldAway(ctx context.Context, path string) (whole bool, err error) {
	if checkHeader(path) != nil {
		return false, nil
	}
	db := sql.OpenDB(connector(path, modeSource))
	defer db.Close()
	var mode string
	err = db.QueryRowContext(ctx, `PRAGMA journal_mode = DELETE`).Scan(&mode)
	var cause sqlite3.Error
	switch {
	case errors.As(err, &cause) && (cause.Code == sqlite3.ErrBusy || cause.Code == sqlite3.ErrLocked):
		return false, &InUse{Path: path}
	case errors.As(err, &cause) && (cause.Code == sqlite3.ErrCorrupt || cause.Code == sqlite3.ErrNotADB):
		return false, nil
	}
	return err == nil && mode == "delete", err
}

// freeName returns a name beside a database that no file has.
func freeName(path, middle string) string {
	end := filepath.Ext(path)
	stem := strings.TrimSuffix(path, end) + "." + middle
	name := stem + end
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name
		}
		name = fmt.Sprintf("%s-%d%s", stem, n, end)
	}
}

// keepAs gives a database a second name; where the file system has only one for a file, a copy gets it. Of a damaged one the log is kept too.
func keepAs(path, kept string, whole bool) error {
	ends := besides[:1]
	if !whole {
		ends = []string{"", "-journal", "-wal"}
	}
	for _, end := range ends {
		err := os.Link(path+end, kept+end)
		switch {
		case errors.Is(err, fs.ErrNotExist) && end != "":
			continue
		case err != nil:
			_, _, err = copySynced(path+end, kept+end)
		}
		if err != nil {
			removeDatabase(kept)
			return err
		}
	}
	return nil
}
