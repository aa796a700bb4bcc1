package grid

import (
	"archive/zip"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// BundleLimits bound what one archive of files may cost.
type BundleLimits struct {
	// Entries is the number of files in the archive.
	Entries int
	// EntryBytes is the unpacked size of one file.
	EntryBytes int64
	// Ratio is how many times its packed size a file larger than 4 MiB may unpack to.
	Ratio int64
	// UnpackedBytes is the sum over all files, and UnpackedRatio the same as a multiple of the archive's size, for archives
	// that unpack to more than 64 MiB.
	UnpackedBytes, UnpackedRatio int64
	// DirectoryBytes is how much is read to learn what the archive holds.
	DirectoryBytes int64
}

// DefaultBundleLimits admit a year's forms of a city in one archive.
func DefaultBundleLimits() BundleLimits {
	return BundleLimits{Entries: 10_000, EntryBytes: int64(DefaultLimits().FileBytes), Ratio: DefaultLimits().Ratio,
		UnpackedBytes: 2 << 30, UnpackedRatio: 50, DirectoryBytes: 16 << 20}
}

// bundleFloor is the unpacked size below which no archive is suspicious, whatever its ratio.
const bundleFloor = 64 << 20

// Bundle is a zip archive that holds files to be read one by one and is no document itself, as a workbook is. It is not safe for
// use from several goroutines.
type Bundle struct {
	name    string
	entries []*zip.File
	limits  BundleLimits
	most    int64 // bytes that may be unpacked altogether
	left    int64 // of those
	outer   *Bundle
}

// BundleEntry is one file in a bundle.
type BundleEntry struct {
	// Name is a text and never a path: ../ and a leading / lead nowhere.
	Name string
	// Bytes is the unpacked size as the archive claims it.
	Bytes uint64
}

// OpenBundle looks at what an archive holds. It returns nil where the content is no zip archive, or a document in one. The error is
// always an *Error.
func OpenBundle(name string, r io.ReaderAt, size int64, limits BundleLimits) (*Bundle, error) {
	if !isArchive(r) {
		return nil, nil
	}
	b := &Bundle{name: name, limits: limits, most: min(limits.UnpackedBytes, max(bundleFloor, size*limits.UnpackedRatio))}
	b.left = b.most
	bounded := &boundedReaderAt{r: r, left: limits.DirectoryBytes}
	directory, err := zip.NewReader(bounded, size)
	switch {
	case bounded.left < 0:
		return nil, b.tooLarge(name, LimitEntries, int64(limits.Entries))
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		return nil, nil // it may be a broken document: whoever reads it says so
	case detect(archiveOf(directory.File)).format != formatZip:
		return nil, nil
	}
	bounded.unbound()
	return b, b.take(directory.File)
}

// isArchive looks at the first bytes. An archive without any file begins with the end of its directory.
func isArchive(r io.ReaderAt) bool {
	var head [4]byte
	if _, err := r.ReadAt(head[:], 0); err != nil {
		return false
	}
	return string(head[:]) == zipMagic || string(head[:]) == "PK\x05\x06"
}

// formatZip is an archive that is no document.
const formatZip Format = "zip"

// archiveOf is an archive as the registry sees it: by the names of what it holds.
func archiveOf(files []*zip.File) *source {
	s := &source{data: []byte(zipMagic), listed: true, names: []string{}}
	for _, f := range files {
		s.names = append(s.names, partName(f.Name))
	}
	return s
}

// take keeps the files and checks what the directory claims. What is really unpacked is counted later.
func (b *Bundle) take(files []*zip.File) error {
	if len(files) > b.limits.Entries {
		return b.tooLarge(b.name, LimitEntries, int64(b.limits.Entries))
	}
	declared := uint64(0)
	for _, f := range files {
		if strings.HasSuffix(f.Name, "/") || strings.HasSuffix(f.Name, `\`) {
			continue
		}
		b.entries = append(b.entries, f)
		if declared += min(f.UncompressedSize64, uint64(b.most)+1); declared > uint64(b.most) {
			return b.tooLarge(b.name, LimitUnpackedBytes, b.most)
		}
	}
	return nil
}

// Entries lists the files of the archive in its order, folders left out.
func (b *Bundle) Entries() []BundleEntry {
	list := make([]BundleEntry, len(b.entries))
	for i, f := range b.entries {
		list[i] = BundleEntry{EntryName(f), f.UncompressedSize64}
	}
	return list
}

// Read unpacks one file, whose number is its place in Entries. Its name in errors is the archive's name, a slash and its own. Once
// all of them together pass the limit, the error speaks of the archive and every further Read fails.
func (b *Bundle) Read(n int) ([]byte, error) {
	f := b.entries[n]
	name := b.name + "/" + EntryName(f)
	switch {
	case b.Spent():
		return nil, b.spentError()
	case f.Flags&1 != 0:
		return nil, &Error{Code: ErrorEncrypted, Args: Args{{"format", string(formatZip)}}, Place: Place{File: name}}
	}
	r, err := f.Open()
	if err != nil {
		return nil, b.broken(name)
	}
	defer r.Close()
	byRatio := max(ratioFloor, unpackedMost(f.CompressedSize64, b.limits.Ratio))
	most := min(b.limits.EntryBytes, byRatio, b.rest())
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	b.spend(int64(len(data)))
	if int64(len(data)) <= most {
		if err != nil {
			return nil, b.broken(name)
		}
		return data, nil
	}
	switch most {
	case b.limits.EntryBytes:
		return nil, b.tooLarge(name, LimitFileBytes, most)
	case byRatio:
		return nil, b.tooLarge(name, LimitRatio, b.limits.Ratio)
	}
	return nil, b.spentError()
}

// Inside says that the archive is an entry of another one, whose limit on unpacked bytes then holds for both together.
func (b *Bundle) Inside(outer *Bundle) { b.outer = outer }

// Spent tells whether the archive, or the one around it, has reached its limit, so that nothing more can be read.
func (b *Bundle) Spent() bool { return b.rest() <= 0 }

func (b *Bundle) rest() int64 {
	if b.outer != nil {
		return min(b.left, b.outer.rest())
	}
	return b.left
}

func (b *Bundle) spend(bytes int64) {
	b.left -= bytes
	if b.outer != nil {
		b.outer.spend(bytes)
	}
}

func (b *Bundle) spentError() *Error {
	if b.left > 0 && b.outer != nil {
		return b.outer.spentError()
	}
	return b.tooLarge(b.name, LimitUnpackedBytes, b.most)
}

// unpackedMost is packed × ratio, bounded where a lying size would overflow.
func unpackedMost(packed uint64, ratio int64) int64 { return int64(min(packed, 1<<40)) * ratio }

func (b *Bundle) broken(name string) *Error {
	return &Error{Code: ErrorBroken, Args: Args{{"format", string(formatZip)}, {"part", ""}, {"reason", ReasonArchive}}, Place: Place{File: name}}
}

func (b *Bundle) tooLarge(name, what string, limit int64) *Error {
	return (&source{name: name}).tooLarge(what, limit, Place{})
}

// EntryName is a file's name in an archive. Archives made on Chinese Windows carry GB18030 and say nothing of it; some programs
// write UTF-8 and do not say so either. Characters that would move what is shown beside the name, or take over a terminal, are replaced.
func EntryName(f *zip.File) string {
	name := f.Name
	if f.NonUTF8 && !utf8.ValidString(name) {
		name, _, _ = decodeGB18030(name) // before backslashes are looked for: one can be the second byte of a character
	}
	return ShownName(strings.ReplaceAll(strings.ToValidUTF8(name, "\ufffd"), "\\", "/"))
}

// ShownName is a file's name as it can be shown: what steers terminals, turns the direction of text or is not seen is replaced.
func ShownName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || isInvisible(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(name, "\ufffd"))
}

// boundedReaderAt reads only so many bytes: the directory of an archive may be as large as the archive.
type boundedReaderAt struct {
	r         io.ReaderAt
	left      int64
	unbounded bool
}

// ReadAt implements io.ReaderAt.
func (b *boundedReaderAt) ReadAt(p []byte, off int64) (int, error) {
	if b.unbounded {
		return b.r.ReadAt(p, off)
	}
	if b.left < int64(len(p)) {
		b.left = -1
		return 0, io.ErrUnexpectedEOF
	}
	n, err := b.r.ReadAt(p, off)
	b.left -= int64(n)
	return n, err
}

func (b *boundedReaderAt) unbound() { b.unbounded = true }
