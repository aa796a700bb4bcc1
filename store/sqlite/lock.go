package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// fileLock is a lock that the operating system drops when its process dies.
type fileLock struct{ file *flock.Flock }

// tryFileLock takes the lock of a file, or returns nil where somebody else has it.
func tryFileLock(path string) (*fileLock, error) {
	for {
		file := flock.New(path)
		got, err := file.TryLock()
		if err != nil || !got {
			return nil, err
		}
		if stillThere(file, path) {
			return &fileLock{file}, nil
		}
		// The holder before removed the file between our opening and locking it: what is locked has no name any more.
		if err := file.Unlock(); err != nil {
			return nil, err
		}
	}
}

func stillThere(file *flock.Flock, path string) bool {
	locked, err := file.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(path)
	return err == nil && os.SameFile(locked, named)
}

// waitFileLock takes the lock of a file as soon as it is free.
func waitFileLock(ctx context.Context, path string) (*fileLock, error) {
	for {
		lock, err := tryFileLock(path)
		if err != nil || lock != nil {
			return lock, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// release removes the file while the lock is still held, so that no other process can take a lock that is then removed, and
// drops the lock.
func (l *fileLock) release() error {
	err := os.Remove(l.file.Path())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, l.file.Unlock())
}
