package formtest

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf16"
)

// Format is what a form is printed as.
type Format string

// The formats.
const (
	FormatTab    Format = "tab"
	FormatPipe   Format = "pipe"
	FormatSpaces Format = "spaces"
	FormatLines  Format = "lines"
	FormatCSV    Format = "csv"
	FormatXLSX   Format = "xlsx"
	FormatXLS    Format = "xls"
	FormatHTML   Format = "html"
	FormatDOCX   Format = "docx"
	FormatPDF    Format = "pdf"
	// FormatFragments is a text with a piece of a cell a line.
	FormatFragments Format = "fragments"
)

var formats = []Format{FormatTab, FormatTab, FormatTab, FormatPipe, FormatSpaces, FormatLines, FormatFragments, FormatCSV, FormatCSV, FormatXLSX, FormatXLSX, FormatXLSX, FormatXLS, FormatXLS, FormatHTML, FormatDOCX, FormatDOCX}

// table tells formats that keep spans.
func (f Format) table() bool { return f.book() || f == FormatHTML || f == FormatDOCX || f == FormatPDF }

// book tells workbooks, whose cells hold numbers.
func (f Format) book() bool { return f == FormatXLSX || f == FormatXLS }

// spaced tells formats without a mark between cells.
func (f Format) spaced() bool { return f == FormatSpaces || f.lines() }

// lines tells formats of which only the order of the cells is known.
func (f Format) lines() bool { return f == FormatLines || f == FormatFragments }

// print makes the file and the text that shows it.
func (f *Form) print(r *rand.Rand) {
	if f.Layout.Format.book() {
		f.Sheet.values()
	}
	f.Text = tabText(f.Sheet.grid())
	f.name()
	rows := f.Sheet.grid()
	if f.Layout.Compact {
		rows = f.Sheet.compact()
	}
	switch f.Layout.Format {
	case FormatTab:
		f.Text = tabText(rows)
		f.Data = []byte(f.ruled(f.Text, r))
	case FormatPipe:
		f.Data = []byte(f.ruled(pipeText(rows, chance(r, 70)), r))
	case FormatSpaces:
		f.Data = []byte(alignedText(rows))
	case FormatLines:
		f.Data = []byte(lineText(rows))
	case FormatFragments:
		if !f.fragments(r) {
			f.Layout.Torn = ""
			f.Data = []byte(lineText(rows))
		}
	case FormatCSV:
		f.csv(rows, r)
	case FormatXLSX:
		f.Data = workbook(f.Sheet)
	case FormatXLS:
		f.Data = oldWorkbook(f.Sheet)
	case FormatHTML:
		f.Data = page(f.Sheet, chance(r, 50), f.Layout.Outside)
	case FormatPDF:
		f.Data, f.printed = portable(f.Sheet, f.Layout.Outside, r)
	case FormatDOCX:
		f.Data = document(f.Sheet, f.Layout.Outside)
	}
	if !f.Layout.Format.table() && f.Layout.Format != FormatCSV {
		f.Text = string(f.Data)
		f.encode(r)
	}
}

// name gives the file its name.
func (f *Form) name() {
	f.Name = "form.txt"
	if f.Layout.Format == FormatCSV || f.Layout.Format.table() {
		f.Name = "form." + string(f.Layout.Format)
	}
}

// ruled puts separator lines between some lines.
func (f *Form) ruled(text string, r *rand.Rand) string {
	if !f.Layout.Rules {
		return text
	}
	var out strings.Builder
	for _, line := range strings.SplitAfter(text, "\n") {
		out.WriteString(line)
		if line != "" && chance(r, 15) {
			out.WriteString("----------------------------------------\n")
		}
	}
	return out.String()
}

// values makes the texts of numbers what a workbook holds: the number itself, without the zeros and separators that its format
// shows. A share keeps its percent sign, because without it the number would be another.
func (s *Sheet) values() {
	for i := range s.Rows {
		for k := range s.Rows[i] {
			c := &s.Rows[i][k]
			if c.Raw == "" || strings.HasSuffix(c.Format, "%") || c.Format == dateFormat {
				continue
			}
			c.Text = c.Raw
			if strings.Contains(c.Text, ".") {
				c.Text = strings.TrimRight(strings.TrimRight(c.Text, "0"), ".")
			}
		}
	}
}

func oneLine(text string) string { return strings.ReplaceAll(text, "\n", " ") }

func tabText(rows [][]Cell) string {
	var text strings.Builder
	for _, row := range rows {
		for i, c := range row {
			if i > 0 {
				text.WriteByte('\t')
			}
			text.WriteString(oneLine(c.Text))
		}
		text.WriteByte('\n')
	}
	return text.String()
}

func pipeText(rows [][]Cell, outer bool) string {
	var text strings.Builder
	for _, row := range rows {
		if outer {
			text.WriteString("| ")
		}
		for i, c := range row {
			if i > 0 {
				text.WriteString(" | ")
			}
			text.WriteString(oneLine(c.Text))
		}
		if outer {
			text.WriteString(" |")
		}
		text.WriteByte('\n')
	}
	return text.String()
}

// displayWidth counts two columns for every character that is not ASCII.
func displayWidth(text string) int {
	width := 0
	for _, c := range text {
		width++
		if c > 0x7f {
			width++
		}
	}
	return width
}

// alignedText pads cells with spaces so that columns stand below each other; a cell with a span may run over its columns.
func alignedText(rows [][]Cell) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, c := range row {
			if c.width() == 1 {
				widths[i] = max(widths[i], displayWidth(single(c.Text))+3)
			}
		}
	}
	for _, row := range rows {
		for i, c := range row {
			if c.Text != "" && c.width() > 1 && i+c.width() < len(row) {
				room := 0
				for k := i; k < i+c.width(); k++ {
					room += widths[k]
				}
				widths[i] += max(0, displayWidth(single(c.Text))+3-room)
			}
		}
	}
	var text strings.Builder
	for _, row := range rows {
		line, at, start := "", 0, 0
		for i, c := range row {
			if c.Text != "" {
				line += strings.Repeat(" ", max(0, start-at)) + single(c.Text)
				at = max(start, at) + displayWidth(single(c.Text))
			}
			start += widths[i]
		}
		text.WriteString(line + "\n")
	}
	return text.String()
}

// single is a text with single spaces, so that two always divide.
func single(text string) string { return strings.Join(strings.Fields(text), " ") }

func lineText(rows [][]Cell) string {
	var text strings.Builder
	for _, row := range rows {
		for _, c := range row {
			if c.Text != "" {
				text.WriteString(oneLine(c.Text) + "\n")
			}
		}
	}
	return text.String()
}

func (f *Form) csv(rows [][]Cell, r *rand.Rand) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = chance(r, 50)
	for _, row := range rows {
		record := make([]string, len(row))
		for i, c := range row {
			record[i] = c.Text
		}
		if err := w.Write(record); err != nil {
			panic(fmt.Sprintf("write csv to memory: %v", err))
		}
	}
	w.Flush()
	f.Data = out.Bytes()
	f.encode(r)
}

// encode brings text into one of the usual encodings. What the standard library lacks is left to the caller.
func (f *Form) encode(r *rand.Rand) {
	switch r.IntN(5) {
	case 0:
		f.Data = append([]byte("\ufeff"), f.Data...)
	case 1:
		units := utf16.Encode([]rune("\ufeff" + string(f.Data)))
		var out bytes.Buffer
		binary.Write(&out, binary.LittleEndian, units)
		f.Data = out.Bytes()
	case 2:
		f.Encoding = "gb18030"
	}
}
