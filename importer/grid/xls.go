package grid

// The versions of the format, and what a part of the stream is about.
const (
	versionUnnamed = 0x0000 // of programs that write nothing but cells
	version5       = 0x0500 // Excel 5 and 95
	version8       = 0x0600 // Excel 97 to 2003

	aboutWorkbook  = 0x0005
	aboutModule    = 0x0006
	aboutWorksheet = 0x0010
	aboutChart     = 0x0020
	aboutMacros    = 0x0040
)

// oldWorkbook is what the cells of an xls file refer to.
type oldWorkbook struct {
	src      *source
	stream   string // its name in the compound file
	data     []byte
	wide     bool // Excel 97 and later: texts in UTF-16
	page     int  // the code page of texts before that
	date1904 bool
	sheets   []oldSheet
	strings  []string
	codes    map[int]string // of the number formats that the file defines
	styles   []uint16       // the number format of each cell style
	formats  map[int]numberFormat
	left     int64 // bytes of text that cells may still hold: one shared text costs nothing in the file, however often it is shown
}

// oldSheet is a line of the workbook's list of sheets.
type oldSheet struct {
	sheetEntry
	about  int
	offset int
}

// readXLS reads the workbook in a compound file. Files of two versions in one hold the newer as Workbook and the older as Book.
func readXLS(src *source) (*Document, error) {
	c, err := src.compoundFile()
	if err != nil {
		return nil, err
	}
	stream := c.find("Workbook", "Book")
	data, err := c.read(stream)
	if err != nil {
		return nil, err
	}
	return readOldWorkbook(&oldWorkbook{src: src, stream: stream.Name, data: data})
}

// readBareXLS reads a workbook without the compound file around it, as simple programs write it.
func readBareXLS(src *source) (*Document, error) {
	return readOldWorkbook(&oldWorkbook{src: src, data: src.data})
}

func readOldWorkbook(wb *oldWorkbook) (*Document, error) {
	wb.left = wb.src.limits.UnpackedBytes
	wb.codes, wb.formats = map[int]string{}, map[int]numberFormat{}
	records := &recordReader{data: wb.data}
	about, err := wb.begin(records)
	switch {
	case err != nil:
		return nil, err
	case about == aboutWorksheet: // nothing but one sheet
		wb.sheets = []oldSheet{{sheetEntry: sheetEntry{name: "Sheet1"}, about: aboutWorksheet}}
	case about != aboutWorkbook:
		return nil, wb.broken(ReasonRecord)
	default:
		if err := wb.readGlobals(records); err != nil {
			return nil, err
		}
	}
	return wb.readSheets()
}

func (wb *oldWorkbook) broken(reason string) *Error {
	return wb.src.fail(ErrorBroken, Arg{"format", string(FormatXLS)}, Arg{"part", wb.stream}, Arg{"reason", reason})
}

// begin reads the first record of the stream: the version, and what follows.
func (wb *oldWorkbook) begin(records *recordReader) (about int, err error) {
	kind, content, ok := records.next()
	if !ok || kind != recordBegin || len(content) < 4 {
		return 0, wb.broken(ReasonRecord)
	}
	b := &body{rest: content}
	switch version := b.uint16(); version {
	case version8:
		wb.wide = true
	case version5, versionUnnamed:
	default:
		return 0, wb.src.fail(ErrorUnsupported, Arg{"format", string(FormatXLS4)})
	}
	return b.uint16(), nil
}

// readGlobals reads what stands before the sheets.
func (wb *oldWorkbook) readGlobals(records *recordReader) error {
	for {
		kind, content, ok := records.next()
		switch {
		case !ok || kind == recordBegin:
			return wb.broken(ReasonRecord)
		case kind == recordEnd:
			return nil
		case kind == recordEncryption:
			return wb.src.fail(ErrorEncrypted, Arg{"format", string(FormatXLS)})
		}
		b := &body{rest: content, records: records}
		if err := wb.global(kind, b); err != nil {
			return err
		}
		if b.reason != "" {
			return wb.broken(b.reason)
		}
	}
}

func (wb *oldWorkbook) global(kind int, b *body) error {
	switch kind {
	case recordCodePage:
		wb.page = b.uint16()
	case recordDateMode:
		wb.date1904 = b.uint16() == 1
	case recordFormat:
		id := b.uint16()
		wb.codes[id] = wb.name(b, 2)
	case recordStyle:
		b.skip(2)
		wb.styles = append(wb.styles, uint16(b.uint16()))
	case recordSheet:
		return wb.sheet(b)
	case recordStrings:
		return wb.sharedStrings(b)
	}
	return nil
}

// name reads a text behind its length. Excel 97 and later give lengths in two bytes except for names of sheets.
func (wb *oldWorkbook) name(b *body, lengthBytes int) string {
	length := b.byte()
	if lengthBytes == 2 && wb.wide {
		length |= b.byte() << 8
	}
	return wb.text(b, length)
}

// text reads a text whose length was just read.
func (wb *oldWorkbook) text(b *body, length int) string {
	if wb.wide {
		return b.wideText(length)
	}
	text, ok := codePageText(b.take(length), wb.page)
	if !ok {
		b.fail(ReasonCodePage)
	}
	return text
}

// sheet reads a line of the list of sheets.
func (wb *oldWorkbook) sheet(b *body) error {
	if most := wb.src.limits.Sheets; len(wb.sheets) >= most {
		return wb.src.tooLarge(LimitSheets, int64(most), Place{})
	}
	sheet := oldSheet{offset: b.uint32()}
	sheet.hidden = b.byte()&3 != 0 // 1 hidden, 2 hidden so that the program's menu does not show it again
	switch b.byte() {
	case 1:
		sheet.about = aboutMacros
	case 2:
		sheet.about = aboutChart
	case 6:
		sheet.about = aboutModule
	default:
		sheet.about = aboutWorksheet
	}
	sheet.name = wb.name(b, 1)
	wb.sheets = append(wb.sheets, sheet)
	return nil
}

// sharedStrings reads the texts that cells refer to by number. The count is a claim: nothing is made ready for it, and the texts end
// with the record.
func (wb *oldWorkbook) sharedStrings(b *body) error {
	b.skip(4) // how often they are referred to
	for count := b.uint32(); count > 0 && b.reason == "" && b.more(); count-- {
		if most := wb.src.limits.Cells; len(wb.strings) >= most {
			return wb.src.tooLarge(LimitCells, int64(most), Place{})
		}
		wb.strings = append(wb.strings, b.wideText(b.uint16()))
	}
	return nil
}

// format is the number format of a cell style. ok is false where the workbook does not define the style; the first style and the usual one
// for cells mean the general format also where a workbook has no styles.
func (wb *oldWorkbook) format(style int) (format numberFormat, ok bool) {
	if style >= len(wb.styles) {
		return numberFormat{}, len(wb.styles) == 0 && (style == 0 || style == 15)
	}
	id := int(wb.styles[style])
	format, ok = wb.formats[id]
	if !ok {
		code, defined := wb.codes[id]
		if !defined {
			code = builtinFormats[id]
		}
		format = parseNumberFormat(code)
		wb.formats[id] = format
	}
	return format, true
}

func (wb *oldWorkbook) readSheets() (*Document, error) {
	doc := &Document{File: wb.src.name, Format: FormatXLS}
	count := 0
	for _, sheet := range wb.sheets {
		r := newOldSheetReader(wb, sheet.sheetEntry, newBuilder(wb.src, sheet.name, &count))
		read, err := r.read(sheet)
		if err != nil {
			return nil, err
		}
		if read {
			doc.Grids = append(doc.Grids, r.b.grid)
		}
		doc.Faults = append(doc.Faults, r.b.faults...)
	}
	return doc, nil
}

// extent is the part of the stream that may belong to a sheet: up to where the next one begins. So no record is read for two sheets.
func (wb *oldWorkbook) extent(sheet oldSheet) (from, to int, ok bool) {
	to = len(wb.data)
	same := 0
	for _, other := range wb.sheets {
		switch {
		case other.about != aboutWorksheet:
		case other.offset == sheet.offset:
			same++
		case other.offset > sheet.offset:
			to = min(to, other.offset)
		}
	}
	return sheet.offset, to, same == 1 && sheet.offset < to
}

// skippedSheets are the sheets that hold no cells of a table, with their names in faults. A chart holds no cells at all and needs no fault.
var skippedSheets = map[int]string{aboutChart: "", aboutMacros: "macros", aboutModule: "module"}
