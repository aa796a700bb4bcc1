package xlstest

// Book is a workbook.
type Book struct {
	Date1904 bool
	// Formats are the number formats of the cells' styles from 1 on; style 0 is the general format.
	Formats []string
	Sheets  []Sheet
}

// Sheet is a worksheet.
type Sheet struct {
	Name   string
	Hidden int // 1 hidden, 2 very hidden
	Cells  []Cell
	Merges []Merge
	// HiddenRows and HiddenColumns are counted from 0.
	HiddenRows, HiddenColumns []int
}

// Cell holds a text, or where IsNumber is set, a number.
type Cell struct {
	Row, Col, Style int
	Text            string
	Number          float64
	IsNumber        bool
}

// Merge is a merged range, counted from 0.
type Merge struct{ Row, LastRow, Col, LastCol int }

// FirstStyle is the style that cells have in a workbook of Excel 97 where nobody gave them one; those before are for other things.
const FirstStyle = 15

const firstFormat = 164

// Bytes writes the file.
func (b Book) Bytes() []byte {
	return Compound(Stream{"Workbook", b.Stream()})
}

// Stream writes the workbook without the compound file around it.
func (b Book) Stream() []byte {
	texts := newTextTable()
	var sheets [][]byte
	for _, s := range b.Sheets {
		sheets = append(sheets, s.records(texts))
	}
	head := b.head()
	tail := append(texts.record(), End()...)
	offset := len(head) + len(tail)
	for _, s := range b.Sheets {
		offset += len(SheetRecord(0, 0, s.Name))
	}
	out := head
	for i, s := range b.Sheets {
		out = append(out, SheetRecord(offset, s.Hidden, s.Name)...)
		offset += len(sheets[i])
	}
	out = append(out, tail...)
	for _, s := range sheets {
		out = append(out, s...)
	}
	return out
}

func (b Book) head() []byte {
	out := append(Begin(Globals), Record(CodePage, 1200)...)
	system := 0
	if b.Date1904 {
		system = 1
	}
	out = append(out, Record(DateMode, system)...)
	for i, code := range b.Formats {
		out = append(out, Record(Format, firstFormat+i, Text(code))...)
	}
	for range FirstStyle {
		out = append(out, StyleRecord(0, true)...)
	}
	out = append(out, StyleRecord(0, false)...)
	for i := range b.Formats {
		out = append(out, StyleRecord(firstFormat+i, false)...)
	}
	return out
}

// StyleRecord writes a style with its number format, either a named one or one of cells.
func StyleRecord(format int, named bool) []byte {
	kind := 0x0001
	if named {
		kind = 0xfff5
	}
	return Record(XF, 0, format, kind, make([]byte, 14))
}

// SheetRecord writes a line of the list of sheets. state is 1 for hidden, 2 for very hidden, with the kind of sheet in its upper byte.
func SheetRecord(offset, state int, name string) []byte {
	return Record(BoundSheet, uint32(offset), state, Name(name))
}

func (s Sheet) records(texts *textTable) []byte {
	out := append(Begin(Worksheet), s.dimensions()...)
	for _, col := range s.HiddenColumns {
		out = append(out, ColumnRecord(col, col, true)...)
	}
	for _, row := range s.HiddenRows {
		out = append(out, RowRecord(row, true)...)
	}
	for _, c := range s.Cells {
		if c.IsNumber {
			out = append(out, Record(Number, c.Row, c.Col, FirstStyle+c.Style, c.Number)...)
			continue
		}
		out = append(out, Record(LabelSST, c.Row, c.Col, FirstStyle+c.Style, uint32(texts.index(c.Text)))...)
	}
	for at := 0; at < len(s.Merges); at += 1000 {
		part := s.Merges[at:min(at+1000, len(s.Merges))]
		ranges := Bytes(len(part))
		for _, m := range part {
			ranges = append(ranges, Bytes(m.Row, m.LastRow, m.Col, m.LastCol)...)
		}
		out = append(out, Record(MergedCells, ranges)...)
	}
	return append(out, End()...)
}

// dimensions writes the extent of the sheet, before which some programs do not begin to read cells.
func (s Sheet) dimensions() []byte {
	rows, columns := 0, 0
	for _, c := range s.Cells {
		rows, columns = max(rows, c.Row+1), max(columns, c.Col+1)
	}
	return Record(Dimensions, uint32(0), uint32(rows), 0, columns, 0)
}

// RowRecord writes what is known of a row beside its cells.
func RowRecord(row int, hidden bool) []byte {
	flags := 0x0100
	if hidden {
		flags |= 0x20
	}
	return Record(Row, row, 0, 256, 0x00ff, 0, 0, flags, FirstStyle)
}

// ColumnRecord writes what is known of some columns.
func ColumnRecord(first, last int, hidden bool) []byte {
	flags := 0
	if hidden {
		flags = 1
	}
	return Record(ColInfo, first, last, 2304, FirstStyle, flags, 0)
}

// textTable numbers the texts of a workbook.
type textTable struct {
	texts []string
	known map[string]int
	used  int
}

func newTextTable() *textTable { return &textTable{known: map[string]int{}} }

func (t *textTable) index(text string) int {
	t.used++
	at, ok := t.known[text]
	if !ok {
		at = len(t.texts)
		t.known[text] = at
		t.texts = append(t.texts, text)
	}
	return at
}

func (t *textTable) record() []byte {
	var shared []SharedText
	for _, text := range t.texts {
		shared = append(shared, SharedText{Text: text})
	}
	return SharedTexts(MostContent, t.used, shared...)
}

// MostContent is the most that a record holds; what is longer goes on in CONTINUE records.
const MostContent = 8224

// SharedText is a text of the workbook's table.
type SharedText struct {
	Text string
	Runs int    // changes of the formatting within
	Aids []byte // for reading it aloud
	Wide bool   // two bytes a character although one would do
}

// SharedTexts writes the table of texts into a record and as many CONTINUE records as it takes with no more than limit bytes each.
func SharedTexts(limit, used int, texts ...SharedText) []byte {
	w := &tableWriter{limit: limit, kind: SST, part: Bytes(uint32(used), uint32(len(texts)))}
	for _, t := range texts {
		w.text(t)
	}
	w.flush()
	return w.out
}

type tableWriter struct {
	limit int
	kind  int
	part  []byte
	out   []byte
}

func (w *tableWriter) flush() {
	w.out = append(w.out, Record(w.kind, w.part)...)
	w.kind, w.part = Continue, nil
}

func (w *tableWriter) room(n int) bool { return len(w.part)+n <= w.limit }

func (w *tableWriter) text(t SharedText) {
	characters := Characters(t.Text)
	if t.Wide {
		characters = Wide(t.Text)
	}
	flags := characters[0]
	head := Bytes(Length(t.Text), flags)
	if t.Runs > 0 {
		head = append(head, Bytes(t.Runs)...)
		head[2] |= 8
	}
	if t.Aids != nil {
		head = append(head, Bytes(uint32(len(t.Aids)))...)
		head[2] |= 4
	}
	if !w.room(len(head) + 1) {
		w.flush()
	}
	w.part = append(w.part, head...)
	w.characters(flags, characters[1:])
	w.plain(make([]byte, 4*t.Runs))
	w.plain(t.Aids)
}

// characters go on in the next record behind a byte that says again how wide they are.
func (w *tableWriter) characters(flags byte, rest []byte) {
	step := 1 + int(flags)
	for len(rest) > 0 {
		if !w.room(step) {
			w.flush()
			w.part = append(w.part, flags)
		}
		w.part = append(w.part, rest[:step]...)
		rest = rest[step:]
	}
}

func (w *tableWriter) plain(rest []byte) {
	for _, b := range rest {
		if !w.room(1) {
			w.flush()
		}
		w.part = append(w.part, b)
	}
}

// Workbook puts a stream together from records before the sheets, which get their lines in the list of sheets, and the sheets' own records.
// Each part is written without its beginning and its end.
func Workbook(globals []byte, sheets ...Part) []byte {
	return workbook(Begin, SheetRecord, globals, sheets)
}

// Part is a sheet given by its records.
type Part struct {
	Name    string
	State   int // as in [SheetRecord]
	About   int // what its beginning says; a worksheet where it is 0
	Records []byte
}

// Workbook5 does the same in the version of Excel 95, in which names are bytes of a code page.
func Workbook5(globals []byte, sheets ...Part) []byte {
	list := func(offset, state int, name string) []byte {
		return Record(BoundSheet, uint32(offset), state, uint8(len(name)), name)
	}
	return workbook(Begin5, list, globals, sheets)
}

func workbook(begin func(int) []byte, list func(int, int, string) []byte, globals []byte, sheets []Part) []byte {
	out := append(begin(Globals), globals...)
	offset := len(out) + len(End())
	for _, s := range sheets {
		offset += len(list(0, 0, s.Name))
	}
	var parts []byte
	for _, s := range sheets {
		if s.About == 0 {
			s.About = Worksheet
		}
		out = append(out, list(offset+len(parts), s.State, s.Name)...)
		parts = append(parts, begin(s.About)...)
		parts = append(parts, s.Records...)
		parts = append(parts, End()...)
	}
	out = append(out, End()...)
	return append(out, parts...)
}
