package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

// fileLock is a lock that the operating system drops when its process dies.
type fileLock struct{ file *flock.Flock }

// lockRights let everybody who may read the database share its locks; the umask takes away what it takes from the database.
const lockRights fs.FileMode = 0o666

// tryFileLock takes the lock of a file for one alone, or returns nil where somebody else has it.
func tryFileLock(path string) (*fileLock, error) { return tryLock(path, (*flock.Flock).TryLock) }

// tryShareLock takes the lock of a file with others who share it, or returns nil where somebody has it alone.
func tryShareLock(path string) (*fileLock, error) { return tryLock(path, (*flock.Flock).TryRLock) }

func tryLock(path string, take func(*flock.Flock) (bool, error)) (*fileLock, error) {
	for {
		file := flock.New(path, flock.SetPermissions(lockRights))
		got, err := take(file)
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

// waitFileLock takes the lock of a file for one alone as soon as it is free.
func waitFileLock(ctx context.Context, path string) (*fileLock, error) {
	return waitLock(ctx, path, tryFileLock)
}

// errLocked is returned where somebody kept a lock for longer than is waited.
var errLocked = errors.New("somebody keeps the lock")

// shareWait is how long one who wants to open a database waits for another who replaces its file: as long as for a busy file.
const shareWait = 10 * time.Second

// waitShareLock takes the lock of a file with others, and returns errLocked where somebody has it alone for longer than is waited.
func waitShareLock(ctx context.Context, path string) (*fileLock, error) {
	waiting, stop := context.WithTimeoutCause(ctx, shareWait, errLocked)
	defer stop()
	return waitLock(waiting, path, tryShareLock)
}

func waitLock(ctx context.Context, path string, try func(string) (*fileLock, error)) (*fileLock, error) {
	for {
		lock, err := try(path)
		if err != nil || lock != nil {
			return lock, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// drop drops the lock and leaves the file.
func (l *fileLock) drop() error { return l.file.Unlock() }

// release drops the lock, and removes the file where nobody shares it.
func (l *fileLock) release() error {
	if runtime.GOOS == "windows" {
		return l.releaseThenRemove()
	}
	// The file is removed while this process has it alone, so that no other can take a lock that is then removed.
	if alone, err := l.file.TryLock(); err != nil || !alone {
		return errors.Join(err, l.file.Unlock())
	}
	var err error
	if stillThere(l.file, l.file.Path()) {
		err = os.Remove(l.file.Path())
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, l.file.Unlock())
}

// releaseThenRemove is for a system on which an open file cannot be removed: where somebody else has it open meanwhile, removing it fails,
// and that one will do it.
func (l *fileLock) releaseThenRemove() error {
	err := l.file.Unlock()
	_ = os.Remove(l.file.Path())
	return err
}
