package reports

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"regexp"
	"slices"

	"github.com/xuri/excelize/v2"
)

// orderedZip is the archive of a workbook with its parts in the order of their names and its content types sorted: the workbook library
// walks maps for both, and the same workbook would be other bytes each time. Parts are compressed as they come, so that no more than the
// finished file is in memory; behind them stand the long sheets, whose rows go straight into the file.
type orderedZip struct {
	out     io.Writer
	parts   []*zipPart
	types   bytes.Buffer  // the content types, as they come
	deflate *flate.Writer // of the part that is being written; nil before the first
	long    []*longSheet
}

// longSheet is a sheet without rows, as the workbook library writes it, and what writes them.
type longSheet struct {
	name  string // of its part
	shell bytes.Buffer
	rows  func(io.Writer) error
}

// newOrderedZip makes the archive that the workbook library writes into.
func newOrderedZip(out io.Writer) excelize.ZipWriter { return &orderedZip{out: out} }

// contentTypes is the part that names the types of the others.
const contentTypes = "[Content_Types].xml"

// zipPart is one part of the archive, compressed.
type zipPart struct {
	name     string
	packed   bytes.Buffer
	deflate  *flate.Writer // of the archive
	checksum hash.Hash32
	size     uint64
}

// Write implements io.Writer.
func (p *zipPart) Write(data []byte) (int, error) {
	p.checksum.Write(data) // a hash takes everything
	p.size += uint64(len(data))
	return p.deflate.Write(data)
}

// Create implements excelize.ZipWriter: what is written next belongs to this part.
func (z *orderedZip) Create(name string) (io.Writer, error) {
	if name == contentTypes {
		return &z.types, nil
	}
	for _, sheet := range z.long {
		if sheet.name == name {
			return &sheet.shell, nil
		}
	}
	return z.part(name)
}

func (z *orderedZip) part(name string) (io.Writer, error) {
	part := &zipPart{name: name, checksum: crc32.NewIEEE()}
	if err := z.finish(); err != nil {
		return nil, err
	}
	if z.deflate == nil {
		var err error
		if z.deflate, err = flate.NewWriter(&part.packed, flate.DefaultCompression); err != nil {
			return nil, err
		}
	}
	z.deflate.Reset(&part.packed)
	part.deflate = z.deflate
	z.parts = append(z.parts, part)
	return part, nil
}

// finish ends the part that is being written.
func (z *orderedZip) finish() error {
	if len(z.parts) == 0 {
		return nil
	}
	return z.deflate.Close()
}

// AddFS implements excelize.ZipWriter; no workbook of ours holds a file system.
func (z *orderedZip) AddFS(fs.FS) error { return fs.ErrInvalid }

// Close implements excelize.ZipWriter: it writes the archive.
func (z *orderedZip) Close() error {
	types, err := z.part(contentTypes)
	if err == nil {
		_, err = types.Write(sortedTypes(z.types.Bytes()))
	}
	if err == nil {
		err = z.finish()
	}
	if err != nil {
		return err
	}
	slices.SortFunc(z.parts, func(a, b *zipPart) int { return cmp.Compare(a.name, b.name) })
	archive := zip.NewWriter(z.out)
	for _, part := range z.parts {
		to, err := archive.CreateRaw(&zip.FileHeader{Name: part.name, Method: zip.Deflate, CRC32: part.checksum.Sum32(),
			CompressedSize64: uint64(part.packed.Len()), UncompressedSize64: part.size})
		if err == nil {
			_, err = part.packed.WriteTo(to)
		}
		if err != nil {
			return err
		}
	}
	for _, sheet := range z.long {
		if err := sheet.write(archive); err != nil {
			return err
		}
	}
	return archive.Close()
}

// noRows and extent are where the library writes that a sheet has no rows, and how far they reach.
var (
	noRows = []byte("<sheetData></sheetData>")
	extent = regexp.MustCompile(`<dimension [^>]*></dimension>`)
)

// write writes the sheet with its rows. A sheet into which no rows could be put is an error, lest they be lost.
func (s *longSheet) write(archive *zip.Writer) error {
	head, foot, found := bytes.Cut(extent.ReplaceAll(s.shell.Bytes(), nil), noRows)
	if !found {
		return fmt.Errorf("fill %s: it has no place for rows", s.name)
	}
	out, err := archive.Create(s.name)
	for _, write := range []func(io.Writer) error{bytesWriter(head), bytesWriter([]byte("<sheetData>")), s.rows, bytesWriter([]byte("</sheetData>")), bytesWriter(foot)} {
		if err == nil {
			err = write(out)
		}
	}
	return err
}

func bytesWriter(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

var typeElement = regexp.MustCompile(`<(?:Default|Override) [^>]*></(?:Default|Override)>`)

// sortedTypes sorts the elements of the content types; no reader depends on their order.
func sortedTypes(part []byte) []byte {
	elements := typeElement.FindAll(part, -1)
	slices.SortFunc(elements, bytes.Compare)
	next := 0
	return typeElement.ReplaceAllFunc(part, func([]byte) []byte {
		next++
		return elements[next-1]
	})
}
