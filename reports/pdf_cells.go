package reports

import (
	"strings"

	"jixiao/reports/pdf"
)

// Sizes on the page, in points.
const (
	pdfSide, pdfTop, pdfBottom = 36.0, 40.0, 46.0
	pdfRoom                    = pdf.PageHeight - pdfTop - pdfBottom // what a page holds
	pdfBody                    = 9.0                                 // size of the font
	pdfLeast                   = 5.0                                 // the smallest size of a number that would not fit otherwise
	pdfLeading                 = 1.4                                 // lines apart, in sizes of the font
	pdfInset                   = 3.0                                 // between a border and its text
	pdfNarrow                  = 1.5                                 // the same at the sides of a centred text
	pdfCompact                 = 0.78                                // of the least heights, which are made for spreadsheets
	pdfTight, pdfTightInset    = 0.64, 1.5                           // the same, and between a border and its text, where that saves a page
	pdfRise                    = 0.36                                // from the middle of a line to its base line, in sizes of the font
)

// pdfSizes are the sizes of the looks that do not have the body's.
var pdfSizes = map[look]float64{titleLook: 16, yearLook: 11}

// pdfCell is a block with its text in lines.
type pdfCell struct {
	block
	size  float64
	lines []string
}

func newPDFCell(b block) pdfCell {
	c := pdfCell{block: b, size: pdfBody}
	if size, found := pdfSizes[b.look]; found {
		c.size = size
	}
	text := pdfLines.Replace(b.text)
	if b.figure.Kind != WordsFigure {
		c.shrink(text)
	}
	c.lines = c.wrapped(text)
	return c
}

// evenStep is how much narrower a width is tried that makes lines even, in thousandths of the size.
const evenStep = 500

// wrapped breaks a text into lines. Those in the middle, and what the program says of its own in one
// column, are made even.
func (c *pdfCell) wrapped(text string) []string {
	width := int(c.room() * 1000 / c.size)
	if !c.look.left() {
		return evenly(text, width, evenStep, pdf.Width)
	}
	theirs, own := c.parts(text)
	if c.from < c.to || own == "" {
		return wrap(text, width, pdf.Width)
	}
	lines := evenly(own, width, evenStep, pdf.Width)
	if theirs == "" {
		return lines
	}
	return append(wrap(theirs, width, pdf.Width), lines...)
}

// pdfLines turns the other ends of lines into the usual one, and tabs into blanks.
var pdfLines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ")

// shrink makes a number smaller that does not fit on one line.
func (c *pdfCell) shrink(text string) {
	width := 0
	for _, r := range text {
		width += pdf.Width(r)
	}
	if room := c.room() * 1000; float64(width)*c.size > room {
		c.size = max(pdfLeast, room/float64(width+1))
	}
}

// pdfColumn returns where a column begins on the page; column lastColumn+1 is where the last one ends.
func pdfColumn(column int) float64 {
	before, all := 0.0, 0.0
	for i, width := range formWidths {
		if i < column-1 {
			before += width
		}
		all += width
	}
	return pdfSide + before/all*(pdf.PageWidth-2*pdfSide)
}

func (c *pdfCell) width() float64 { return pdfColumn(c.to+1) - pdfColumn(c.from) }

// room is how wide a line may be.
func (c *pdfCell) room() float64 {
	if c.look.left() {
		return c.width() - 2*pdfInset
	}
	return c.width() - 2*pdfNarrow
}

func (c *pdfCell) leading() float64 { return c.size * pdfLeading }

// height returns what the cell needs.
func (c *pdfCell) height() float64 { return float64(len(c.lines))*c.leading() + 2*pdfInset }

// part returns the cell with the lines of one part of a row that is parted after every so many lines of the body.
func (c pdfCell) part(part int, height float64) pdfCell {
	most := max(int((height-2*pdfInset)/c.leading()), 1)
	c.lines = c.lines[min(part*most, len(c.lines)):min((part+1)*most, len(c.lines))]
	return c
}

func (l look) bordered() bool { return l != titleLook && l != yearLook && l != plainLook }

func (l look) bold() bool {
	return l == titleLook || l == headLook || l == strongLook || l == strongPointsLook
}

func (l look) left() bool { return l == textLook || l == plainLook }

// draw draws the cell on a page, its text in the middle of its height.
func (c *pdfCell) draw(d *pdf.Document, page int, y, height float64) {
	x := pdfColumn(c.from)
	if c.look.bordered() {
		d.Box(page, x, y, c.width(), height)
	}
	y += (height - float64(len(c.lines))*c.leading()) / 2
	for _, line := range c.lines {
		at := x + pdfInset
		if !c.look.left() {
			at = x + (c.width()-pdfWidth(line, c.size))/2
		}
		d.Text(page, at, y+c.leading()/2+pdfRise*c.size, c.size, c.look.bold(), line)
		y += c.leading()
	}
}

// pdfWidth returns how wide a line is, in points.
func pdfWidth(line string, size float64) float64 {
	width := 0
	for _, r := range line {
		width += pdf.Width(r)
	}
	return float64(width) * size / 1000
}
