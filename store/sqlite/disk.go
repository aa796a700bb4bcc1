package sqlite

import "path/filepath"

// Disk is what the operating system says of the disk that a file lies on.
type Disk struct {
	Free   int64  // bytes that this user may still write; -1 where that cannot be known
	Kind   string // the file system, where this program knows its name
	Remote bool   // the disk of another machine, on which the locks of SQLite cannot be relied on
}

// DiskOf asks about the disk of a file, which need not exist; its folder must.
func DiskOf(path string) (Disk, error) {
	path, err := Resolve(path)
	if err != nil {
		return Disk{}, fail(path, "ask about the disk", err)
	}
	disk, err := diskOf(filepath.Dir(path))
	return disk, fail(path, "ask about the disk", err)
}
