package reports

import (
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// The columns of the form, A to I, in characters of the workbook's standard font. The block of the funds and the table of the
// indicators share them.
var formWidths = [...]float64{8.6, 9, 11, 18, 14, 14, 8, 12.5, 20}

const (
	lastColumn   = len(formWidths)
	bodySize     = 10.0
	lineHeight   = 14.0  // points, of a line of bodySize
	rowPadding   = 6.0   // points
	leastHeight  = 24.0  // points, of a row
	mostHeight   = 390.0 // points; spreadsheets stop at 409.5
	maxCellUnits = 32_767
	fixedTime    = "2000-01-01T00:00:00Z" // when a workbook says it was made: the same data give the same bytes
	song, hei    = "宋体", "黑体"

	// The size of a note, in pixels and half characters, and the most that one holds.
	commentWidth, commentCells  = 420, 64
	commentLine, commentPadding = 18, 16
	maxCommentUnits             = 30_000
)

// WriteXLSX writes the form 项目支出绩效自评表 of each view as one sheet of a workbook, on A4, one page wide. Amounts, points and
// rates are numbers; texts are cells of type text, which no spreadsheet
// computes, whatever they begin with, and which stay text when somebody edits them. A text that is too long for a cell goes on in the
// cell below. Without views there is nothing to write, and that is an error.
//
// The time grows with the square of the number of sheets: a year of many hundred projects is better written as one workbook a
// project, at some 7 ms each.
func WriteXLSX(w io.Writer, views []*View) error {
	if len(views) == 0 {
		return fmt.Errorf("write workbook: no project")
	}
	book, err := newBook("项目支出绩效自评表")
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	defer book.Close()
	styles, err := newFormStyles(book)
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	names := newSheetNames()
	for i, view := range views {
		sheet := names.next(view.Name)
		if i == 0 {
			err = book.SetSheetName(book.GetSheetName(0), sheet)
		} else {
			_, err = book.NewSheet(sheet)
		}
		if err == nil {
			err = writeForm(book, sheet, styles, view)
		}
		if err != nil {
			return fmt.Errorf("write workbook: project %s: %w", view.Name, err)
		}
	}
	if _, err := book.WriteTo(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// newBook returns an empty workbook whose properties depend on nothing.
func newBook(title string) (*excelize.File, error) {
	book := excelize.NewFile().SetZipWriter(newOrderedZip)
	err := book.SetDocProps(&excelize.DocProperties{Title: title, Creator: "jixiao", LastModifiedBy: "jixiao",
		Created: fixedTime, Modified: fixedTime})
	if err == nil {
		err = book.SetDefaultFont(song)
	}
	return book, err
}

// look names a style of the form's cells.
type look int

const (
	titleLook look = iota
	yearLook
	headLook
	textLook // left, wrapped
	centreLook
	pointsLook
	signedLook
	moneyLook
	percentLook
	strongLook
	strongPointsLook
	plainLook // no border
	looks
)

// formStyles are the styles of the looks; those of tall begin at the top of a cell that several rows share, where the middle would be
// pages away from the beginning.
type formStyles struct{ usual, tall [looks]int }

func newFormStyles(book *excelize.File) (styles formStyles, err error) {
	for i, style := range lookStyles() {
		if styles.usual[i], err = book.NewStyle(&style); err != nil {
			return styles, err
		}
		alignment := *style.Alignment
		alignment.Vertical = "top"
		style.Alignment = &alignment
		if styles.tall[i], err = book.NewStyle(&style); err != nil {
			return styles, err
		}
	}
	return styles, nil
}

func lookStyles() [looks]excelize.Style {
	border := make([]excelize.Border, 0, 4)
	for _, side := range []string{"left", "top", "right", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	body := excelize.Font{Family: song, Size: bodySize}
	bold := excelize.Font{Family: song, Size: bodySize, Bold: true}
	centre := excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	left := excelize.Alignment{Horizontal: "left", Vertical: "center", WrapText: true}
	shrink := excelize.Alignment{Horizontal: "center", Vertical: "center", ShrinkToFit: true} // a number is never ####
	numbers := func(font excelize.Font, format string) excelize.Style {
		return excelize.Style{Font: &font, Border: border, Alignment: &shrink, CustomNumFmt: &format}
	}
	texts := func(font excelize.Font, alignment excelize.Alignment) excelize.Style {
		return excelize.Style{Font: &font, Border: border, Alignment: &alignment, NumFmt: textFormat}
	}
	return [looks]excelize.Style{
		titleLook:        {Font: &excelize.Font{Family: hei, Size: 18}, Alignment: &centre, NumFmt: textFormat},
		yearLook:         {Font: &excelize.Font{Family: song, Size: 11}, Alignment: &centre, NumFmt: textFormat},
		headLook:         texts(bold, centre),
		textLook:         texts(body, left),
		centreLook:       texts(body, centre),
		pointsLook:       numbers(body, "0.00"),
		signedLook:       numbers(body, "+0.00;-0.00;0.00"),
		moneyLook:        numbers(body, "#,##0.00####"),
		percentLook:      numbers(body, "0.00%"),
		strongLook:       texts(bold, centre),
		strongPointsLook: numbers(bold, "0.00"),
		plainLook:        {Font: &body, Alignment: &left, NumFmt: textFormat},
	}
}

// form writes one sheet from top to bottom. A band takes several rows of the sheet where its text needs more than a row may be high.
type form struct {
	book   *excelize.File
	sheet  string
	styles formStyles
	row    int   // the next free row
	starts []int // the first row of each band, and the row behind the last
	err    error
}

func writeForm(book *excelize.File, sheet string, styles formStyles, v *View) error {
	f, g := &form{book: book, sheet: sheet, styles: styles, row: 1}, newFormGrid(v)
	g.inSheet()
	f.columns()
	least := f.leastHeights(g)
	for i, b := range g.bands {
		f.starts = append(f.starts, f.row)
		f.band(least[i], b)
	}
	f.starts = append(f.starts, f.row)
	for _, s := range g.spans {
		f.cell(f.starts[s.first], f.starts[s.last+1]-1, s.block)
	}
	f.page(f.starts[g.titles])
	return f.err
}

func (f *form) do(err error) {
	if f.err == nil {
		f.err = err
	}
}

func (f *form) columns() {
	for i, width := range formWidths {
		name, _ := excelize.ColumnNumberToName(i + 1)
		f.do(f.book.SetColWidth(f.sheet, name, name, width))
	}
}

// leastHeights returns how high each band must be at least, so that the class words beside it, which may be merged over several
// bands, are not cut off.
func (f *form) leastHeights(g *formGrid) []float64 {
	least := make([]float64, len(g.bands))
	for i, b := range g.bands {
		least[i] = b.least
	}
	for _, s := range g.spans {
		if s.label {
			continue
		}
		for i := s.first; i <= s.last; i++ {
			least[i] = max(least[i], f.needs(s.block)/float64(s.last-s.first+1))
		}
	}
	return least
}

// band writes one logical row of blocks, as high as its highest text needs.
func (f *form) band(least float64, band band) {
	rows, height := f.rows(least, band)
	first := f.row
	for range rows {
		f.do(f.book.SetRowHeight(f.sheet, f.row, height))
		f.row++
	}
	for _, b := range band.blocks {
		b.tall = rows > 1
		f.cells(first, f.row-1, b)
		f.comment(b.from, first, b.explanation)
	}
}

// rows says into how many rows of the sheet a band goes, and how high each is.
func (f *form) rows(least float64, band band) (rows int, height float64) {
	height, divided := least, 0
	for _, b := range band.blocks {
		height = max(height, f.needs(b))
		if parts := sheetParts(b.text); len(parts) > 1 {
			b.text = parts[len(parts)-1]
			divided = max(divided, (len(parts)-1)*partRows+rowsFor(f.needs(b)))
		}
	}
	rows = rowsFor(height)
	if divided > 0 {
		return max(rows, divided), mostHeight
	}
	return rows, height / float64(rows)
}

// rowsFor is how many rows of a sheet are so high together.
func rowsFor(height float64) int { return max(1, int(math.Ceil(height/mostHeight))) }

// cells writes a block into the rows first..last: a divided text into cells below each other, the last of which has what is left.
func (f *form) cells(first, last int, b block) {
	parts := sheetParts(b.text)
	for _, part := range parts[:len(parts)-1] {
		b.text = part
		f.cell(first, first+partRows-1, b)
		first += partRows
	}
	b.text = parts[len(parts)-1]
	f.cell(first, last, b)
}

// needs returns the height that a block's text needs, in points.
func (f *form) needs(b block) float64 {
	if b.figure.Kind != WordsFigure || b.look == titleLook {
		return 0
	}
	return float64(len(wrap(b.text, b.sheetWidth(), sheetCells)))*lineHeight + rowPadding
}

// cell writes a block into the rows first..last and merges them where they are more than one cell.
func (f *form) cell(first, last int, b block) {
	from, _ := excelize.CoordinatesToCellName(b.from, first)
	to, _ := excelize.CoordinatesToCellName(b.to, last)
	if from != to {
		f.do(f.book.MergeCell(f.sheet, from, to))
	}
	style := f.styles.usual[b.look]
	if b.tall {
		style = f.styles.tall[b.look]
	}
	f.do(f.book.SetCellStyle(f.sheet, from, to, style))
	if number, ok := b.figure.Plain(); ok {
		f.do(f.book.SetCellDefault(f.sheet, from, number))
		return
	}
	f.do(f.book.SetCellStr(f.sheet, from, cellText(b.text)))
}

// comment puts an explanation beside a score, as a note that shows when the pointer rests on the cell.
func (f *form) comment(column, row int, lines []string) {
	if len(lines) == 0 {
		return
	}
	at, _ := excelize.CoordinatesToCellName(column, row)
	text := cutUnits(strings.Join(lines, "\n"), maxCommentUnits)
	f.do(f.book.AddComment(f.sheet, excelize.Comment{Cell: at, Author: "jixiao", Width: commentWidth,
		Height: commentPadding + commentLine*uint(len(wrap(text, commentCells, sheetCells))), Paragraph: []excelize.RichTextRun{{Text: text, Font: &excelize.Font{Family: song, Size: 9}}}}))
}

// page sets the sheet up for printing: A4 upright, one page wide, the indicators' headers on every page that they reach.
func (f *form) page(titles int) {
	centred := true
	side, top, bottom, edge := 0.5, 0.6, 0.7, 0.3
	f.do(fitWidth(f.book, f.sheet, "portrait"))
	f.do(f.book.SetPageMargins(f.sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &bottom,
		Header: &edge, Footer: &edge, Horizontally: &centred}))
	f.do(f.book.SetHeaderFooter(f.sheet, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}))
	quoted := "'" + strings.ReplaceAll(f.sheet, "'", "''") + "'"
	f.do(f.book.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: f.sheet,
		RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted, titles, titles)}))
}

// cellText makes a text fit for a cell of type text: no control characters, and not longer than a cell may be. What begins with = is no
// formula there, whatever it says.
func cellText(text string) string {
	clean := strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, text)
	units := utf16.Encode([]rune(clean))
	if len(units) <= maxCellUnits {
		return clean
	}
	note := fmt.Sprintf("……（单元格放不下，全文 %d 字）", len([]rune(text)))
	kept := []rune(string(utf16.Decode(units[:maxCellUnits-len(utf16.Encode([]rune(note)))-1])))
	return strings.TrimSuffix(string(kept), "\ufffd") + note
}

// sheetNames makes names that every spreadsheet program takes, each once.
type sheetNames struct{ taken map[string]bool }

// maxSheetName is the longest name of a sheet, in UTF-16 units.
const maxSheetName = 31

func newSheetNames() *sheetNames {
	// Excel keeps the name History for itself.
	return &sheetNames{taken: map[string]bool{"history": true}}
}

func (n *sheetNames) next(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || unprintable(r) {
			return ' '
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	if strings.Trim(name, "' ") == "" {
		name = "项目"
	}
	for i := 1; ; i++ {
		suffix := ""
		if i > 1 {
			suffix = fmt.Sprintf("(%d)", i)
		}
		candidate := strings.Trim(cutUnits(name, maxSheetName-len(suffix)), "' ") + suffix
		if key := strings.ToLower(candidate); !n.taken[key] {
			n.taken[key] = true
			return candidate
		}
	}
}

// cutUnits returns the beginning of a text that has at most n UTF-16 units, without parting a character.
func cutUnits(text string, n int) string {
	used := 0
	for at, r := range text {
		used += utf16.RuneLen(r)
		if used > n {
			return text[:at]
		}
	}
	return text
}
