package reports

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/gofrs/flock"
)

// draft is a file that is being written beside its place. It is locked until it has its name, so that the drafts of processes that were
// killed are known: nobody holds them.
type draft struct {
	*os.File
	lock *flock.Flock
}

// A draft's name begins and ends with these.
const (
	draftBegin = ".jixiao-"
	draftEnd   = ".tmp"
)

// swept remembers the folders that this process cleared of abandoned drafts: looking through one takes time with every file in it.
var swept sync.Map // folder → *sync.Once

// newDraft makes a draft in a folder, and removes those that killed processes left there.
func newDraft(folder string) (*draft, error) {
	once, _ := swept.LoadOrStore(folder, new(sync.Once))
	once.(*sync.Once).Do(func() { removeAbandoned(folder) })
	for {
		file, err := os.CreateTemp(folder, draftBegin+"*"+draftEnd)
		if err != nil {
			return nil, err
		}
		d := &draft{file, lockOf(file.Name())}
		_, _ = d.lock.TryLock() // a file system without locks has to do without
		if _, err := os.Lstat(file.Name()); err == nil {
			return d, nil
		}
		d.drop() // before it was locked, another process took it for an abandoned one
	}
}

// lockOf is the lock of a file that is there; it does not make it.
func lockOf(path string) *flock.Flock { return flock.New(path, flock.SetFlag(os.O_RDWR)) }

// removeAbandoned removes the drafts in a folder that nobody holds. What cannot be removed disturbs nobody.
func removeAbandoned(folder string) {
	entries, _ := os.ReadDir(folder)
	for _, entry := range entries {
		if name := entry.Name(); !strings.HasPrefix(name, draftBegin) || !strings.HasSuffix(name, draftEnd) {
			continue
		}
		path := filepath.Join(folder, entry.Name())
		lock := lockOf(path)
		if got, err := lock.TryLock(); err == nil && got {
			remove(path, lock)
		}
	}
}

// remove removes a locked file: while it is locked, but for Windows, where an open file has to stay.
func remove(path string, lock *flock.Flock) {
	if runtime.GOOS == "windows" {
		_ = lock.Unlock()
	}
	_ = os.Remove(path)
	_ = lock.Unlock()
}

// drop removes the draft.
func (d *draft) drop() {
	_ = d.Close() // it may be closed
	remove(d.Name(), d.lock)
}

// name closes the draft's lock and gives it its place.
func (d *draft) name(path string) error {
	if runtime.GOOS == "windows" { // where an open file has to keep its name
		if err := d.lock.Unlock(); err != nil {
			return err
		}
	}
	return errors.Join(os.Rename(d.Name(), path), d.lock.Unlock())
}
