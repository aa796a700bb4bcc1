package grid

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
)

func readDOCX(src *source) (*Document, error) {
	a, err := openArchive(src, FormatDOCX)
	if err != nil {
		return nil, err
	}
	part, err := a.mainPart("word/document.xml")
	if err != nil {
		return nil, err
	}
	styles, err := a.readStyles(part)
	if err != nil {
		return nil, err
	}
	count := 0
	f := newFlow(src, "", &count)
	if err := a.walk(part, newDocxReader(f, styles)); err != nil {
		return nil, err
	}
	if err := a.readMargins(part, f, styles); err != nil {
		return nil, err
	}
	return &Document{File: src.name, Format: FormatDOCX, Grids: []Grid{f.b.grid}, Faults: f.b.faults}, nil
}

// margins are the parts that stand around the body, in the order in which they are read, with the letter of their references.
var margins = []struct{ kind, letter string }{{"header", "H"}, {"footer", "F"}, {"footnotes", "N"}, {"endnotes", "E"}}

// notRead are the kinds of parts that may hold something that a form says and that nobody can read here.
var notRead = []string{"aFChunk", "oleObject", "package", "diagramData", "chart"}

// readMargins reads headers, footers and notes behind the body, so that nothing is lost, and tells what was embedded and not read.
func (a *archive) readMargins(part string, f *flow, styles *docxStyles) error {
	if !a.has(relationsPart(part)) {
		return nil
	}
	relations, err := a.relations(part)
	if err != nil {
		return err
	}
	for _, margin := range margins {
		number := 0
		for _, r := range relations {
			if r.kind != margin.kind || !a.has(r.target) {
				continue
			}
			number++
			f.enter(margin.letter + strconv.Itoa(number))
			if err := a.walk(r.target, newDocxReader(f, styles)); err != nil {
				return err
			}
		}
	}
	for _, r := range relations {
		if !slices.Contains(notRead, r.kind) {
			continue
		}
		if err := f.fault(FaultEmbedded, f.place(""), Arg{"part", r.target}); err != nil {
			return err
		}
	}
	return nil
}

// docxReader takes the text of one part as it streams by. Boxes are what paragraphs stand in: the part, a cell, a text box.
type docxReader struct {
	f        *flow
	styles   *docxStyles
	boxes    []*docxBox
	tables   []*docxTable
	controls []control
	choices  []int // for each alternative under reading, what had been written before it
	written  int
	skip     int // depth of the element whose content is not read, 0 for none
	form     formField
}

// docxBox is a cell under reading, or what stands outside of tables: there each paragraph is a cell.
type docxBox struct {
	cell      *docxTable // the table, nil outside
	passage   passage
	paragraph Cell
	open      bool   // within a paragraph
	deleted   bool   // the paragraph's mark is deleted, so that the next one continues it
	style     string // of the paragraph
	run       docxRun
	props     cellProps
	skipped   []Fault // found in the passage; they wait for its place
}

// docxRun is what counts of the look of a piece of text.
type docxRun struct {
	hidden *bool // nil where only styles say it
	raised bool
	font   string
	style  string
}

// cellProps is how a cell is merged.
type cellProps struct {
	span        int
	down, right string // "", restart or continue
}

// control is a content control: what its properties say of its text.
type control struct{ checkbox, checked, prompt bool }

// formField is a field of the old kind, which has no text but a value.
type formField struct {
	checked bool
	entries []string
	chosen  int
}

func newDocxReader(f *flow, styles *docxStyles) *docxReader { return &docxReader{f: f, styles: styles} }

// notText names the elements whose content is no text of the document: what was deleted, how it looked before, instructions of fields, reading aids.
var notText = map[string]bool{
	"del": true, "moveFrom": true, "delText": true, "instrText": true, "delInstrText": true, "rt": true,
	"pPrChange": true, "rPrChange": true, "tblPrChange": true, "tblPrExChange": true, "trPrChange": true, "tcPrChange": true, "sectPrChange": true,
}

func (r *docxReader) start(path []string, attrs []xml.Attr) error {
	if r.skip > 0 {
		return nil
	}
	name, parent := last(path, 0), last(path, 1)
	if err := r.content(name, parent, attrs); err != nil {
		return err
	}
	if strings.HasSuffix(parent, "Pr") || parent == "checkBox" || parent == "ddList" || parent == "checkbox" {
		r.property(name, parent, last(path, 2), attrs)
	}
	if notText[name] || name == "Fallback" && r.hasChosen() || name == "Choice" && r.hasChosen() {
		r.skip = len(path)
	}
	return nil
}

// last is the name of an element's ancestor, 0 for itself; "" beyond the root.
func last(path []string, up int) string {
	if up >= len(path) {
		return ""
	}
	return path[len(path)-1-up]
}

// content opens what holds text, and writes the characters that are elements.
func (r *docxReader) content(name, parent string, attrs []xml.Attr) error {
	switch name {
	case "body", "hdr", "ftr", "footnote", "endnote", "txbxContent", "txBody":
		r.push(nil)
	case "tbl":
		r.tables = append(r.tables, &docxTable{flowTable: r.f.table()})
		r.controls = append(r.controls, control{}) // a prompt is never a table
	case "tr", "tc":
		return r.tablePart(name)
	case "p":
		return r.startParagraph()
	case "r":
		r.box().run = docxRun{}
	case "sdt":
		r.controls = append(r.controls, control{})
	case "AlternateContent":
		r.choices = append(r.choices, r.written)
	case "checkBox", "ddList":
		r.form = formField{}
	case "sym":
		return r.symbol(attr(attrs, "font"), attr(attrs, "char"))
	case "textpath":
		return r.wordArt(attr(attrs, "string"))
	case "den":
		return r.write("/") // of a fraction in a formula
	}
	if text, found := elementText[name]; found && (parent == "r" || parent == "p") {
		return r.write(text)
	}
	return nil
}

// elementText is what elements of a run stand for.
var elementText = map[string]string{"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

func (r *docxReader) push(cell *docxTable) { r.boxes = append(r.boxes, &docxBox{cell: cell}) }

// box is the innermost box. Text outside of everything, which no program writes, gets one.
func (r *docxReader) box() *docxBox {
	if len(r.boxes) == 0 {
		r.push(nil)
	}
	return r.boxes[len(r.boxes)-1]
}

func (r *docxReader) table() *docxTable {
	if len(r.tables) == 0 {
		return nil
	}
	return r.tables[len(r.tables)-1]
}

func (r *docxReader) tablePart(name string) error {
	table := r.table()
	switch {
	case name == "tr" && table != nil:
		return table.startDocxRow()
	case name == "tc" && table != nil && table.row >= 0:
		r.push(table)
	case name == "tc":
		r.push(nil)
	}
	return nil
}

// startParagraph begins a line in a cell, or a row elsewhere.
func (r *docxReader) startParagraph() error {
	b := r.box()
	b.style = ""
	switch {
	case b.deleted:
		b.deleted, b.open = false, true
		return nil
	case b.cell != nil:
		b.passage.newLine()
	case b.cell == nil && b.open:
		if err := r.flush(b); err != nil {
			return err
		}
	}
	r.openParagraph(b)
	return nil
}

func (r *docxReader) openParagraph(b *docxBox) {
	if b.cell == nil && !b.open {
		b.paragraph = r.f.paragraph()
	}
	b.open = true
}

func (r *docxReader) property(name, parent, grand string, attrs []xml.Attr) {
	b, value := r.box(), attr(attrs, "val")
	switch parent + "/" + name {
	case "rPr/vanish":
		if hidden := isOn(value); grand == "r" {
			b.run.hidden = &hidden
		}
	case "rPr/rStyle":
		if grand == "r" {
			b.run.style = value
		}
	case "pPr/pStyle":
		b.style = value
	case "tblPr/tblStyle":
		if table := r.table(); table != nil {
			table.style = value
		}
	case "rPr/rFonts":
		b.run.font = attr(attrs, "ascii")
	case "rPr/vertAlign":
		b.run.raised = grand == "r" && value == "superscript"
	case "rPr/del":
		b.deleted = grand == "pPr"
	case "tcPr/gridSpan":
		b.props.span = clampedInt(value, sheetColumns)
	case "tcPr/vMerge":
		b.props.down = mergeKind(value)
	case "tcPr/hMerge":
		b.props.right = mergeKind(value)
	case "trPr/gridBefore", "trPr/hidden":
		r.rowProperty(name, value)
	case "sdtPr/checkbox", "sdtPr/showingPlcHdr", "checkbox/checked":
		r.controlProperty(name, value)
	case "checkBox/default", "checkBox/checked":
		r.form.checked = isOn(value)
	case "ddList/result", "ddList/default":
		r.form.chosen = clampedInt(value, sheetRows)
	case "ddList/listEntry":
		r.form.entries = append(r.form.entries, value)
	}
}

func (r *docxReader) rowProperty(name, value string) {
	table := r.table()
	switch {
	case table == nil:
	case name == "hidden":
		table.hidden = isOn(value)
	default:
		table.col = max(table.col, clampedInt(value, sheetColumns))
	}
}

func (r *docxReader) controlProperty(name, value string) {
	if len(r.controls) == 0 {
		return
	}
	c := &r.controls[len(r.controls)-1]
	switch name {
	case "checkbox":
		c.checkbox = true
	case "checked":
		c.checked = isOn(value)
	case "showingPlcHdr":
		c.prompt = isOn(value)
	}
}

// isOn reads a switch, which is on where nothing is said.
func isOn(value string) bool { return value == "" || isTrue(value) }

// mergeKind: where nothing is said, the cell continues the one before.
func mergeKind(value string) string {
	if value == "" {
		return "continue"
	}
	return value
}

// clampedInt reads a number from 0 to most; what is none is 0.
func clampedInt(text string, most int) int {
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil && n <= 0 {
		return 0
	}
	return int(min(max(n, 0), int64(most)))
}

// hasChosen tells that an alternative was already read with text in it; the others say the same for older programs.
func (r *docxReader) hasChosen() bool {
	n := len(r.choices)
	return n > 0 && r.written > r.choices[n-1]
}

func (r *docxReader) text(path []string, data []byte) error {
	if r.skip > 0 || last(path, 0) != "t" {
		return nil
	}
	b := r.box()
	text := plainText(string(data))
	if isSymbolFont(b.run.font) {
		text = symbolText(b.run.font, text)
	}
	if b.run.raised || last(path, 2) == "sup" {
		text = superscript(text)
	}
	return r.write(text)
}

// write puts text into the innermost box, unless a content control says that nobody wrote it.
func (r *docxReader) write(text string) error {
	b := r.box()
	if n := len(r.controls); n > 0 {
		c := r.controls[n-1]
		switch {
		case c.prompt:
			b.skipped = append(b.skipped, Fault{Code: FaultPrompt, Args: Args{{"text", text}}})
			return nil
		case c.checkbox && isOneSymbol(text):
			text = checkMark(c.checked)
		}
	}
	r.openParagraph(b)
	b.passage.write(text, r.hides(b))
	r.written += len(text)
	if most := r.f.b.src.limits.CellBytes; b.passage.size() > most {
		return r.f.b.src.tooLarge(LimitCellBytes, int64(most), r.placeOf(b))
	}
	return nil
}

// hides tells whether the text of the run under reading is hidden: by itself, else by its styles.
func (r *docxReader) hides(b *docxBox) bool {
	if b.run.hidden != nil {
		return *b.run.hidden
	}
	table := ""
	if b.cell != nil {
		table = b.cell.style
	}
	return r.styles.hiddenBy(table, b.style, b.run.style)
}

func (r *docxReader) placeOf(b *docxBox) Place {
	if b.cell != nil {
		return b.cell.cell().Place
	}
	return b.paragraph.Place
}

func (r *docxReader) symbol(font, char string) error {
	text, known := symbolOf(font, char)
	if !known {
		b := r.box()
		b.skipped = append(b.skipped, Fault{Code: FaultSymbol, Args: Args{{"font", font}, {"char", char}}})
	}
	return r.write(text)
}

// wordArt reads a text that is drawn as a picture: a text box of one line.
func (r *docxReader) wordArt(text string) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	r.push(nil)
	if err := r.write(plainText(text)); err != nil {
		return err
	}
	return r.pop()
}

func (r *docxReader) end(path []string) error {
	if r.skip > 0 {
		if len(path) == r.skip {
			r.skip = 0
		}
		return nil
	}
	switch last(path, 0) {
	case "body", "hdr", "ftr", "footnote", "endnote", "txbxContent", "txBody", "tc":
		return r.pop()
	case "p":
		return r.endParagraph()
	case "tr":
		r.endRow()
	case "tbl":
		r.endTable()
	case "sdt":
		r.controls = r.controls[:max(len(r.controls)-1, 0)]
	case "AlternateContent":
		r.choices = r.choices[:max(len(r.choices)-1, 0)]
	case "checkBox":
		return r.write(checkMark(r.form.checked))
	case "ddList":
		if r.form.chosen < len(r.form.entries) {
			return r.write(r.form.entries[r.form.chosen])
		}
	}
	return nil
}

func (r *docxReader) endParagraph() error {
	b := r.box()
	if b.cell != nil || b.deleted {
		return nil
	}
	return r.flush(b)
}

// flush ends a paragraph outside of tables.
func (r *docxReader) flush(b *docxBox) error {
	if !b.open {
		return nil
	}
	if err := r.f.put(b.paragraph, &b.passage); err != nil {
		return err
	}
	b.passage.reset()
	b.open, b.deleted = false, false
	return r.faults(b, b.paragraph.Place)
}

// faults gives what was found in a passage its place.
func (r *docxReader) faults(b *docxBox, at Place) error {
	for _, fault := range b.skipped {
		if err := r.f.fault(fault.Code, at, fault.Args...); err != nil {
			return err
		}
	}
	b.skipped = nil
	return nil
}

// pop ends the innermost box.
func (r *docxReader) pop() error {
	b := r.box()
	r.boxes = r.boxes[:len(r.boxes)-1]
	if b.cell == nil {
		return r.flush(b)
	}
	at := b.cell.cell().Place
	if err := b.cell.place(b); err != nil {
		return err
	}
	return r.faults(b, at)
}

func (r *docxReader) endRow() {
	if table := r.table(); table != nil {
		table.endDocxRow()
	}
}

func (r *docxReader) endTable() {
	table := r.table()
	if table == nil {
		return
	}
	table.endSection()
	r.tables = r.tables[:len(r.tables)-1]
	r.controls = r.controls[:max(len(r.controls)-1, 0)]
}

// docxTable is a table whose merged cells are continued cell by cell.
type docxTable struct {
	*flowTable
	style  string
	hidden bool  // the row is
	left   cover // the cell that those to its right continue; its index is -1 for none
}

// startDocxRow goes to the next row. Which of its cells continue others, they say themselves.
func (t *docxTable) startDocxRow() error {
	t.hidden, t.left = false, cover{index: -1}
	t.keepFresh()
	t.row++
	t.at, t.col = t.flow.take(), 0
	return t.countCovers()
}

// place puts a cell that was read into the grid.
func (t *docxTable) place(b *docxBox) error {
	c, columns := t.cell(), max(b.props.span, 1)
	above := t.above(b.props.down)
	besides := b.props.right == "continue" && t.left.index >= 0
	c.Hidden = t.hidden || above != nil || besides
	if besides {
		t.flow.b.grid.Rows[t.at][t.left.index].MergeCols += columns
	}
	extent, err := t.put(c, &b.passage, columns)
	if err != nil {
		return err
	}
	if above != nil {
		above.last = t.at
	}
	if b.props.right == "restart" {
		t.left = extent
	} else if !besides {
		t.left.index = -1
	}
	if b.props.down == "restart" || b.props.down == "continue" && above == nil {
		t.fresh = append(t.fresh, extent)
	}
	return nil
}

// above finds the merged cell that a cell at the present column continues.
func (t *docxTable) above(down string) *cover {
	if down != "continue" {
		return nil
	}
	at, found := slices.BinarySearchFunc(t.covers, t.col, func(c cover, col int) int { return c.from - col })
	if !found {
		return nil
	}
	return &t.covers[at]
}

// endDocxRow ends the merged cells that this row did not continue.
func (t *docxTable) endDocxRow() {
	live := t.covers[:0]
	for _, c := range t.covers {
		if c.last == t.at {
			live = append(live, c)
			continue
		}
		t.settle(c)
	}
	t.covers = live
}
