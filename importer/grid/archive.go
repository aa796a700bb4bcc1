package grid

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// ratioFloor is the unpacked size below which no part is suspicious, whatever its ratio.
const ratioFloor = 4 << 20

// archive is a zip archive that passed the checks of its directory. Its parts are unpacked on demand, within one budget.
type archive struct {
	src      *source
	format   Format
	parts    map[string]*zip.File
	left     int64 // bytes that may still be unpacked
	elements int   // XML elements seen
}

// openArchive checks what the directory says: number of entries, names, declared sizes, encryption.
func openArchive(src *source, format Format) (*archive, error) {
	most := src.limits.unpacked(len(src.data))
	a := &archive{src: src, format: format, parts: map[string]*zip.File{}, left: most}
	z, err := zip.NewReader(bytes.NewReader(src.data), int64(len(src.data)))
	if err != nil {
		return nil, a.broken("", ReasonArchive)
	}
	if len(z.File) > src.limits.Entries {
		return nil, src.tooLarge(LimitEntries, int64(src.limits.Entries), Place{})
	}
	declared := uint64(0)
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		if f.Flags&1 != 0 {
			return nil, src.fail(ErrorEncrypted, Arg{"format", string(format)})
		}
		if declared += f.UncompressedSize64; declared > uint64(most) || f.UncompressedSize64 > uint64(most) {
			return nil, src.tooLarge(LimitUnpackedBytes, most, Place{})
		}
		name := partName(f.Name)
		if a.parts[name] != nil {
			return nil, a.broken(name, ReasonDuplicatePart)
		}
		a.parts[name] = f
	}
	return a, nil
}

// partName folds what differs between writers: case, backslashes, a leading slash.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(name, `\`, "/")), "/"))
}

func (a *archive) broken(part, reason string) *Error {
	return a.src.fail(ErrorBroken, Arg{"format", string(a.format)}, Arg{"part", part}, Arg{"reason", reason})
}

func (a *archive) has(part string) bool { return a.parts[partName(part)] != nil }

// budgetReader counts what is really unpacked, because the sizes in the header are only claims.
type budgetReader struct {
	r       io.Reader
	archive *archive
	read    int64
	most    int64
	failed  bool  // the part cannot be unpacked
	token   int64 // bytes since the last token: one element, with all its attributes, is read into memory
}

func (b *budgetReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.failed = err != nil && err != io.EOF
	b.read += int64(n)
	b.token += int64(n)
	b.archive.left -= int64(n)
	if b.archive.left < 0 {
		src := b.archive.src
		return 0, src.tooLarge(LimitUnpackedBytes, src.limits.unpacked(len(src.data)), Place{})
	}
	if b.read > b.most {
		return 0, b.archive.src.tooLarge(LimitRatio, b.archive.src.limits.Ratio, Place{})
	}
	if b.token > b.archive.src.limits.TokenBytes {
		return 0, b.archive.src.tooLarge(LimitTokenBytes, b.archive.src.limits.TokenBytes, Place{})
	}
	return n, err
}

// visitor receives the elements of one part. path holds the local names from the root to the element, itself included. What it is shown
// is valid during the call only, but for the values of attributes.
type visitor interface {
	start(path []string, attrs []xml.Attr) error
	text(path []string, data []byte) error
	end(path []string) error
}

// walk reads one part to its end and shows its elements to v. Reading to the end is what makes the archive's size and checksum count.
func (a *archive) walk(part string, v visitor) error {
	f := a.parts[partName(part)]
	if f == nil {
		return a.broken(part, ReasonPartMissing)
	}
	r, err := f.Open()
	if err != nil {
		return a.broken(part, ReasonArchive)
	}
	defer r.Close()
	packed := min(int64(f.CompressedSize64), int64(len(a.src.data)))
	budget := &budgetReader{r: r, archive: a, most: max(ratioFloor, packed*a.src.limits.Ratio)}
	return a.walkXML(part, budget, v)
}

// whole reads a document that is no archive at all, within the same bounds.
func (a *archive) whole(content string) *budgetReader {
	a.left = a.src.limits.UnpackedBytes
	return &budgetReader{r: strings.NewReader(content), archive: a, most: a.left}
}

func (a *archive) walkXML(part string, r *budgetReader, v visitor) error {
	scanner := newXMLScanner(r)
	scanner.onlyUTF8 = a.parts != nil
	var stack []string
	roots := 0
	for {
		kind, err := scanner.next()
		r.token = 0
		if err == io.EOF {
			break
		}
		if err != nil {
			return a.xmlError(part, err, r.failed)
		}
		local := scanner.name.Local // names are matched below; resolving name spaces would only cost time
		switch kind {
		case tokenDirective:
			return a.broken(part, ReasonDoctype)
		case tokenStart:
			if len(stack) == 0 {
				roots++
			}
			stack = append(stack, local)
			if err := a.countElement(len(stack)); err != nil {
				return err
			}
			err = v.start(stack, scanner.attrs)
		case tokenText:
			if len(stack) > 0 {
				err = v.text(stack, scanner.text)
			}
		case tokenEnd:
			if len(stack) == 0 || stack[len(stack)-1] != local {
				return a.broken(part, ReasonXML)
			}
			err = v.end(stack)
			stack = stack[:len(stack)-1]
		}
		if err != nil {
			return err
		}
	}
	if roots != 1 || len(stack) > 0 {
		return a.broken(part, ReasonXML)
	}
	return nil
}

func (a *archive) countElement(depth int) error {
	if depth > a.src.limits.XMLDepth {
		return a.src.tooLarge(LimitXMLDepth, int64(a.src.limits.XMLDepth), Place{})
	}
	if a.elements++; a.elements > a.src.limits.XMLElements {
		if most := a.src.limits.elements(len(a.src.data)); a.elements > most {
			return a.src.tooLarge(LimitXMLElements, int64(most), Place{})
		}
	}
	return nil
}

// xmlError keeps a passed limit apart from a damaged archive and from bad XML.
func (a *archive) xmlError(part string, err error, damaged bool) error {
	var own *Error
	switch {
	case errors.As(err, &own):
		return own
	case damaged:
		return a.broken(part, ReasonArchive)
	}
	if errors.Is(err, errLongToken) {
		return a.src.tooLarge(LimitTokenBytes, a.src.limits.TokenBytes, Place{})
	}
	return a.broken(part, ReasonXML)
}
