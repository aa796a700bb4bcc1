package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Places in the header of an SQLite file, by its description of the format.
const (
	headerPageSize      = 16 // 2 bytes, 1 for 65536
	headerChanges       = 24 // 4 bytes, the counter of changes
	headerPages         = 28 // 4 bytes, the number of pages; counts where the next two agree
	headerApplicationID = 68
	headerCountedAt     = 92 // 4 bytes, the counter of changes at which the pages were counted
	headerSize          = 100
)

// checkHeader reads the first bytes of the file, without SQLite, which would make files beside a database of somebody else. It returns
// *NotADatabase, or *Error where the file is shorter than it says.
func checkHeader(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var header [headerSize]byte
	if _, err := io.ReadFull(file, header[:]); err != nil {
		return &NotADatabase{path, err}
	}
	if string(header[:16]) != "SQLite format 3\x00" || binary.BigEndian.Uint32(header[headerApplicationID:]) != applicationID {
		return &NotADatabase{Path: path}
	}
	if written(path+"-wal") || written(path+"-journal") {
		return nil // what is missing may stand there
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if want := headerLength(header[:]); info.Size() < want {
		return &Error{CodeDamaged, path, fmt.Errorf("the file ends after %d of %d bytes", info.Size(), want)}
	}
	return nil
}

// headerLength returns how many bytes a file has by its header, 0 where that does not say it.
func headerLength(header []byte) int64 {
	number := func(at int) int64 { return int64(binary.BigEndian.Uint32(header[at:])) }
	if number(headerChanges) != number(headerCountedAt) {
		return 0
	}
	size := int64(binary.BigEndian.Uint16(header[headerPageSize:]))
	if size == 1 {
		size = 1 << 16
	}
	return size * number(headerPages)
}

// written tells whether a file is there and not empty, or cannot be looked at.
func written(path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	return info.Size() > 0
}
