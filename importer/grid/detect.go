package grid

import (
	"archive/zip"
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Format is what a file's content is.
type Format string

// The formats that can be read, and the documents that are recognised so that the refusal can name them.
const (
	FormatText  Format = "text"
	FormatCSV   Format = "csv"
	FormatXLSX  Format = "xlsx"
	FormatXLS   Format = "xls"
	FormatXLS4  Format = "xls (Excel 2–4)"
	FormatXLSB  Format = "xlsb"
	FormatODS   Format = "ods"
	FormatDOC   Format = "doc"
	FormatDOCX  Format = "docx"
	FormatPPTX  Format = "pptx"
	FormatPDF   Format = "pdf"
	FormatOFD   Format = "ofd"
	FormatHTML  Format = "html"
	FormatMHTML Format = "mhtml"
	FormatRTF   Format = "rtf"
	FormatXML   Format = "xml"
	// FormatXML2003 is a workbook that Excel 2003, or a program that does as it did, wrote as one XML file.
	FormatXML2003 Format = "xml2003"
)

// entry is one line of the registry: how a format is known by its content, and either how it is read or with which code it is refused.
type entry struct {
	format Format
	match  func(*source) bool
	read   func(*source) (*Document, error)
	refuse string
}

// registry is the only list of formats. The first entry that matches decides; the last matches everything.
var registry = []entry{
	{format: "png", match: begins("\x89PNG\r\n\x1a\n"), refuse: ErrorBinary},
	{format: "jpeg", match: begins("\xff\xd8\xff"), refuse: ErrorBinary},
	{format: "gif", match: begins("GIF87a", "GIF89a"), refuse: ErrorBinary},
	{format: "tiff", match: begins("II*\x00", "MM\x00*"), refuse: ErrorBinary},
	{format: "bmp", match: both(begins("BM"), hasZero(6, 4)), refuse: ErrorBinary},
	{format: "webp", match: both(begins("RIFF"), containsAt(8, "WEBP")), refuse: ErrorBinary},
	{format: "heif", match: both(containsAt(4, "ftyp"), hasZero(0, 2)), refuse: ErrorBinary},
	{format: "exe", match: both(begins("MZ"), contains("\x00\x00")), refuse: ErrorBinary},
	{format: "elf", match: begins("\x7fELF"), refuse: ErrorBinary},
	{format: "macho", match: begins("\xcf\xfa\xed\xfe", "\xfe\xed\xfa\xcf", "\xca\xfe\xba\xbe"), refuse: ErrorBinary},
	{format: "gzip", match: begins("\x1f\x8b"), refuse: ErrorBinary},
	{format: "7z", match: begins("7z\xbc\xaf\x27\x1c"), refuse: ErrorBinary},
	{format: "rar", match: begins("Rar!\x1a\x07"), refuse: ErrorBinary},
	{format: "xz", match: begins("\xfd7zXZ\x00"), refuse: ErrorBinary},
	{format: "sqlite", match: begins("SQLite format 3\x00"), refuse: ErrorBinary},
	{format: FormatPDF, match: pdfHeader, read: readPDF},
	{format: FormatRTF, match: begins(`{\rtf`), refuse: ErrorUnsupported},
	{format: FormatXLSX, match: compoundWith("EncryptedPackage"), refuse: ErrorEncrypted},
	{format: FormatDOC, match: compoundWith("WordDocument"), refuse: ErrorUnsupported},
	{format: FormatXLS, match: compoundWith("Workbook", "Book"), read: readXLS},
	{format: FormatXLS, match: unreadableCompound, read: readXLS},
	{format: "ole", match: begins(compoundMagic), refuse: ErrorBinary},
	{format: FormatXLS, match: begins("\x09\x08\x10\x00", "\x09\x08\x08\x00"), read: readBareXLS},
	{format: FormatXLS4, match: begins("\x09\x00\x04\x00", "\x09\x02\x06\x00", "\x09\x04\x06\x00"), refuse: ErrorUnsupported},
	{format: FormatXLSB, match: archiveWith("xl/workbook.bin"), refuse: ErrorUnsupported},
	{format: FormatXLSX, match: archiveWith("xl/"), read: readXLSX},
	{format: FormatDOCX, match: archiveWith("word/"), read: readDOCX},
	{format: FormatPPTX, match: archiveWith("ppt/"), refuse: ErrorUnsupported},
	{format: FormatOFD, match: archiveWith("ofd.xml"), refuse: ErrorUnsupported},
	{format: FormatODS, match: both(archiveWith("mimetype"), archiveWith("content.xml")), refuse: ErrorUnsupported},
	{format: formatZip, match: unreadableArchive, refuse: ErrorBroken},
	{format: formatZip, match: begins(zipMagic, "PK\x05\x06"), refuse: ErrorBinary},
	{format: FormatMHTML, match: isMHTML, read: readMHTML},
	{format: FormatXML2003, match: isXML2003, read: readXML2003},
	{format: FormatHTML, match: isHTML, read: readHTML},
	{format: FormatXML, match: opens("<?xml"), refuse: ErrorUnsupported},
	{format: FormatCSV, match: isCSV, read: readCSV},
	{format: FormatText, match: func(*source) bool { return true }, read: readText},
}

// Formats lists what Read can read, for help texts.
func Formats() []Format {
	var readable []Format
	for _, e := range registry {
		if e.read != nil {
			readable = append(readable, e.format)
		}
	}
	slices.Sort(readable)
	return slices.Compact(readable)
}

// Read turns the bytes of one file into cells. The format is decided by the content; name only appears in places.
// The error is always an *Error.
func Read(name string, data []byte, limits Limits) (*Document, error) {
	return (&source{name: name, data: data, limits: limits}).open()
}

// Open is like Read, but of a worksheet with more cells than given only the beginning is read: see [Grid.Long].
func Open(name string, data []byte, limits Limits, cells int) (*Document, error) {
	return (&source{name: name, data: data, limits: limits, long: cells}).open()
}

func (s *source) open() (*Document, error) {
	if len(s.data) == 0 {
		return nil, s.fail(ErrorEmpty)
	}
	if len(s.data) > s.limits.FileBytes {
		return nil, s.tooLarge(LimitFileBytes, int64(s.limits.FileBytes), Place{})
	}
	return s.guarded(readDetected)
}

// guarded turns a panic, in a library or here, into an error: a broken file must not end the import of the others.
func (s *source) guarded(read func(*source) (*Document, error)) (doc *Document, err error) {
	defer func() {
		if recover() != nil {
			doc, err = nil, s.fail(ErrorBroken, Arg{"format", string(s.format)}, Arg{"part", ""}, Arg{"reason", ReasonPanic})
		}
	}()
	return read(s)
}

func readDetected(src *source) (*Document, error) {
	e := detect(src)
	src.format = e.format
	if e.read == nil {
		return nil, src.refusal(e)
	}
	doc, err := e.read(src)
	if err != nil {
		return nil, err
	}
	if doc.CellCount() == 0 {
		return nil, src.fail(ErrorNoCells, Arg{"format", string(e.format)})
	}
	return doc, nil
}

// refusal is the error for a format that is known and not read.
func (s *source) refusal(e entry) *Error {
	switch e.refuse {
	case ErrorBinary:
		return s.fail(e.refuse, Arg{"kind", string(e.format)})
	case ErrorBroken:
		return s.fail(e.refuse, Arg{"format", string(e.format)}, Arg{"part", ""}, Arg{"reason", ReasonArchive})
	}
	return s.fail(e.refuse, Arg{"format", string(e.format)})
}

func detect(src *source) entry {
	i := slices.IndexFunc(registry, func(e entry) bool { return e.match(src) })
	return registry[i]
}

// source is the file under reading. What several formats ask for is worked out once.
type source struct {
	name   string
	data   []byte
	limits Limits
	format Format // "" until it is known
	long   int    // cells from which on a worksheet is long; 0 where none is

	listed bool
	names  []string

	decoded  bool
	text     decodedText
	textErr  error
	csv      *csvShape
	csvTried bool

	opened      bool
	compound    *compound
	compoundErr error
}

func (s *source) fail(code string, args ...Arg) *Error {
	return &Error{Code: code, Args: args, Place: Place{File: s.name}}
}

func (s *source) tooLarge(what string, limit int64, at Place) *Error {
	at.File = s.name
	return &Error{Code: ErrorTooLarge, Args: Args{{"what", what}, {"limit", strconv.FormatInt(limit, 10)}}, Place: at}
}

const (
	zipMagic      = "PK\x03\x04"
	compoundMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
)

func begins(magics ...string) func(*source) bool {
	return func(s *source) bool {
		return slices.ContainsFunc(magics, func(m string) bool { return bytes.HasPrefix(s.data, []byte(m)) })
	}
}

func contains(words ...string) func(*source) bool {
	return func(s *source) bool {
		return slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(s.data, []byte(w)) })
	}
}

func containsAt(offset int, word string) func(*source) bool {
	return func(s *source) bool {
		return len(s.data) >= offset && bytes.HasPrefix(s.data[offset:], []byte(word))
	}
}

func hasZero(offset, count int) func(*source) bool {
	return containsAt(offset, strings.Repeat("\x00", count))
}

func both(a, b func(*source) bool) func(*source) bool {
	return func(s *source) bool { return a(s) && b(s) }
}

// pdfHeader allows a few bytes before the header, as readers of pdf do.
func pdfHeader(s *source) bool {
	head := s.data[:min(len(s.data), 1024)]
	at := bytes.Index(head, []byte("%PDF-"))
	return at == 0 || at > 0 && bytes.Contains(s.data, []byte("endobj"))
}

// wide is an ASCII word as the directory of a compound file stores it.
func wide(word string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(word)) {
		b.WriteByte(byte(unit))
		b.WriteByte(byte(unit >> 8))
	}
	return b.String()
}

// opens compares the beginning of the text, after byte order mark and white space and without regard to case.
func opens(words ...string) func(*source) bool {
	return func(s *source) bool {
		text, err := s.decode()
		if err != nil {
			return false
		}
		head := strings.TrimSpace(text.content)
		head = strings.ToLower(head[:min(len(head), 64)])
		return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(head, w) })
	}
}

// archiveWith asks for a file in a zip archive by the beginning of its name. Where the archive's directory is destroyed,
// the name's bytes anywhere in the file still tell what it was, so that the error can speak of a broken workbook.
func archiveWith(prefix string) func(*source) bool {
	return func(s *source) bool {
		if !bytes.HasPrefix(s.data, []byte(zipMagic)) {
			return false
		}
		if names := s.archiveNames(); names != nil {
			return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, prefix) })
		}
		return bytes.Contains(s.data, []byte(prefix))
	}
}

// unreadableArchive tells an archive whose directory is destroyed, and of which nothing says that it was a document.
func unreadableArchive(s *source) bool {
	return bytes.HasPrefix(s.data, []byte(zipMagic)) && s.archiveNames() == nil
}

func (s *source) archiveNames() []string {
	if s.listed {
		return s.names
	}
	s.listed = true
	archive, err := zip.NewReader(bytes.NewReader(s.data), int64(len(s.data)))
	if err != nil {
		return nil
	}
	s.names = []string{}
	for _, f := range archive.File {
		s.names = append(s.names, partName(f.Name))
	}
	return s.names
}
