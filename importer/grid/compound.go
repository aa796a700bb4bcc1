package grid

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/richardlehane/mscfb"
)

// entriesPerSector is how many directory entries the smallest sector holds.
const entriesPerSector = 4

// sectorSize is the smallest one that is read.
const sectorSize = 512

// compoundChunk is how much of a stream is asked for at once: the library takes time with the square of it.
const compoundChunk = 64 * sectorSize

// compound is a compound file: the container of office documents before 2007, with streams in place of an archive's files.
type compound struct {
	src     *source
	streams []*mscfb.File // those at the top, not those of embedded documents
}

// openCompound reads the directory. What it may cost is bounded, because sizes and chains in the file are only claims.
func openCompound(src *source) (*compound, error) {
	c := &compound{src: src}
	bounded := &boundedReader{
		data:    src.data,
		sectors: src.limits.Entries/entriesPerSector + len(src.data)/(64<<10),
		links:   2*len(src.data)/sectorSize + src.limits.Entries,
	}
	r, err := mscfb.New(bounded)
	switch {
	case bounded.sectors < 0:
		return nil, src.tooLarge(LimitEntries, int64(src.limits.Entries), Place{})
	case err != nil:
		return nil, c.broken("")
	}
	bounded.sectors, bounded.links = len(src.data), len(src.data)
	for _, f := range r.File {
		if len(f.Path) == 0 && !f.FileInfo().IsDir() {
			c.streams = append(c.streams, f)
		}
	}
	return c, nil
}

func (c *compound) broken(stream string) *Error {
	return c.src.fail(ErrorBroken, Arg{"format", string(FormatXLS)}, Arg{"part", stream}, Arg{"reason", ReasonCompound})
}

// find returns the first of the streams that is there.
func (c *compound) find(names ...string) *mscfb.File {
	for _, name := range names {
		at := slices.IndexFunc(c.streams, func(f *mscfb.File) bool { return strings.EqualFold(f.Name, name) })
		if at >= 0 {
			return c.streams[at]
		}
	}
	return nil
}

// read returns a whole stream. One that says it is larger than the file is a lie.
func (c *compound) read(f *mscfb.File) ([]byte, error) {
	if f.Size > int64(len(c.src.data)) {
		return nil, c.broken(f.Name)
	}
	data := make([]byte, f.Size)
	for at := 0; at < len(data); {
		n, err := f.Read(data[at:min(at+compoundChunk, len(data))])
		if at += n; at < len(data) && (err != nil || n == 0) {
			return nil, c.broken(f.Name)
		}
	}
	return data, nil
}

// boundedReader counts how often the library asks for sectors, and for the links between them.
type boundedReader struct {
	data           []byte
	sectors, links int
}

var errTooOften = errors.New("read too often")

func (r *boundedReader) ReadAt(p []byte, offset int64) (int, error) {
	count := &r.links
	if len(p) >= sectorSize {
		count = &r.sectors
	}
	if *count--; *count < 0 {
		return 0, errTooOften
	}
	if offset < 0 || offset >= int64(len(r.data)) {
		return 0, io.EOF
	}
	n := copy(p, r.data[offset:])
	if n < len(p) {
		return n, io.ErrUnexpectedEOF
	}
	return n, nil
}

// compoundFile opens the compound file once, for detection and for reading.
func (s *source) compoundFile() (*compound, error) {
	if !s.opened {
		s.opened = true
		s.compound, s.compoundErr = openCompound(s)
	}
	return s.compound, s.compoundErr
}

// compoundWith asks for a stream in a compound file. Where its directory is destroyed, the name's bytes anywhere in the file still tell
// what it was, so that the error can speak of a broken workbook.
func compoundWith(names ...string) func(*source) bool {
	return func(s *source) bool {
		if !bytes.HasPrefix(s.data, []byte(compoundMagic)) {
			return false
		}
		if c, err := s.compoundFile(); err == nil {
			return c.find(names...) != nil
		}
		return slices.ContainsFunc(names, func(name string) bool { return bytes.Contains(s.data, []byte(wide(name))) })
	}
}

// unreadableCompound tells a compound file whose directory is destroyed.
func unreadableCompound(s *source) bool {
	if !bytes.HasPrefix(s.data, []byte(compoundMagic)) {
		return false
	}
	_, err := s.compoundFile()
	return err != nil
}
