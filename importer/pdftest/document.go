package pdftest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// The size of a page of A4, in points.
const (
	A4Width  = 595.0
	A4Height = 842.0
)

// Document is a pdf in the making.
type Document struct {
	// Packed compresses the content of the pages.
	Packed bool
	// Trailer is put into the trailer, e.g. " /Encrypt 9 0 R".
	Trailer string

	pages   []*Page
	letters map[rune]bool
	objects []string // further objects; the first has number FirstObject
	parts   []Part
	cells   int
}

// Part is a cell of a table, or so much of it as one page has room for.
type Part struct {
	Number int    // of the cell, from 0
	Text   string // that is drawn, line by line
	Cell   Cell
}

// Parts is what the tables of the document hold, page by page, row by row, cell by cell.
func (d *Document) Parts() []Part { return d.parts }

// FirstObject is the number of the first object that Object adds.
const FirstObject = 10

// New is a document without pages.
func New() *Document { return &Document{letters: map[rune]bool{}} }

// Object adds an object and returns its number.
func (d *Document) Object(body string) int {
	d.objects = append(d.objects, body)
	return FirstObject + len(d.objects) - 1
}

// Page is one page. Places are in points from its left and upper edge.
type Page struct {
	// Rotate is how far a viewer turns the page clockwise, in degrees.
	Rotate int
	// Entries are put into the page's dictionary, e.g. " /Annots [10 0 R]".
	Entries string
	// XObjects are put into the dictionary of its pictures and forms, e.g. "/F 10 0 R".
	XObjects string

	width, height float64
	content       bytes.Buffer
	document      *Document
}

// Page adds a page.
func (d *Document) Page(width, height float64) *Page {
	p := &Page{width: width, height: height, document: d}
	d.pages = append(d.pages, p)
	return p
}

// Width is how wide a text of a size is.
func Width(text string, size float64) float64 {
	width := 0.0
	for _, r := range text {
		width += advance(r) * size
	}
	return width
}

func advance(r rune) float64 {
	if r < 0x80 {
		return 0.5
	}
	return 1
}

// Text writes one line whose feet stand at y.
func (p *Page) Text(x, y, size float64, text string) {
	p.write(fmt.Sprintf("1 0 0 1 %.3f %.3f", x, p.height-y), size, text, true)
}

// Turned writes a line that runs upwards by degrees counter-clockwise, given by the cosine and the sine of its angle.
func (p *Page) Turned(x, y, size, cos, sin float64, text string) {
	p.write(fmt.Sprintf("%.4f %.4f %.4f %.4f %.3f %.3f", cos, sin, -sin, cos, x, p.height-y), size, text, true)
}

// Unmapped writes a line of characters of which the file does not say what they are.
func (p *Page) Unmapped(x, y, size float64, text string) {
	p.write(fmt.Sprintf("1 0 0 1 %.3f %.3f", x, p.height-y), size, text, false)
}

func (p *Page) write(matrix string, size float64, text string, mapped bool) {
	fmt.Fprintf(&p.content, "BT /F1 %.2f Tf %s Tm <", size, matrix)
	for _, r := range text {
		fmt.Fprintf(&p.content, "%04X", glyphOf(r))
		if mapped {
			p.document.letters[r] = true
		}
	}
	p.content.WriteString("> Tj ET\n")
}

// Line draws a line of a width.
func (p *Page) Line(x1, y1, x2, y2, width float64) {
	fmt.Fprintf(&p.content, "%.2f w %.3f %.3f m %.3f %.3f l S\n", width, x1, p.height-y1, x2, p.height-y2)
}

// Box draws the outline of a rectangle.
func (p *Page) Box(x, y, width, height float64) {
	fmt.Fprintf(&p.content, "0.5 w %.3f %.3f %.3f %.3f re S\n", x, p.height-y-height, width, height)
}

// Fill paints a rectangle in a shade of grey from 0, black, to 1.
func (p *Page) Fill(x, y, width, height, grey float64) {
	fmt.Fprintf(&p.content, "%.2f g %.3f %.3f %.3f %.3f re f 0 g\n", grey, x, p.height-y-height, width, height)
}

// Raw puts operators into the page's content.
func (p *Page) Raw(operators string) { p.content.WriteString(operators + "\n") }

// Bytes is the file.
func (d *Document) Bytes() []byte {
	first := FirstObject + len(d.objects)
	var kids []string
	for i := range d.pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", first+2*i))
	}
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(kids)),
		"<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
		"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 /W [0 127 500] /CIDToGIDMap 9 0 R >>",
		"<< /Type /FontDescriptor /FontName /Made /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 /FontFile2 8 0 R >>",
		Stream(d.unicode(), false, ""),
		"<< /Font << /F1 3 0 R >> >>",
		Stream(string(Font()), true, fmt.Sprintf(" /Length1 %d", len(Font()))),
		Stream(strings.Repeat("\x00\x01", 1<<7)+strings.Repeat("\x00\x02", 1<<16-1<<7), true, ""),
	}
	objects = append(objects, d.objects...)
	for i, p := range d.pages {
		objects = append(objects, p.dictionary(first+2*i+1), Stream(p.content.String(), d.Packed, ""))
	}
	return Assemble(objects, d.Trailer)
}

func (p *Page) dictionary(content int) string {
	return fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Rotate %d /Resources << /Font << /F1 3 0 R >> /XObject << %s >> >> /Contents %d 0 R%s >>",
		p.width, p.height, p.Rotate, p.XObjects, content, p.Entries)
}

// unicode is the table that says which character each glyph is.
func (d *Document) unicode() string {
	var letters []rune
	for r := range d.letters {
		letters = append(letters, r)
	}
	slices.Sort(letters)
	var s strings.Builder
	s.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Made def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for chunk := range slices.Chunk(letters, 100) {
		fmt.Fprintf(&s, "%d beginbfchar\n", len(chunk))
		for _, r := range chunk {
			fmt.Fprintf(&s, "<%04X> <%04X>\n", glyphOf(r), utf16.Encode([]rune{r})[0])
		}
		s.WriteString("endbfchar\n")
	}
	s.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end")
	return s.String()
}

// Stream is an object with content, compressed or not.
func Stream(content string, packed bool, entries string) string {
	if !packed {
		return fmt.Sprintf("<< /Length %d%s >>\nstream\n%s\nendstream", len(content), entries, content)
	}
	data := Pack(content)
	return fmt.Sprintf("<< /Length %d /Filter /FlateDecode%s >>\nstream\n%s\nendstream", len(data), entries, data)
}

// Pack compresses a text as pdf files do.
func Pack(content string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	if _, err := w.Write([]byte(content)); err != nil {
		panic(fmt.Sprintf("compress in memory: %v", err))
	}
	if err := w.Close(); err != nil {
		panic(fmt.Sprintf("compress in memory: %v", err))
	}
	return out.String()
}

// Assemble makes a file of objects, numbered from 1; the first is the catalogue.
func Assemble(objects []string, trailer string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var places []int
	for i, body := range objects {
		places = append(places, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, place := range places {
		fmt.Fprintf(&out, "%010d 00000 n \n", place)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return out.Bytes()
}

// glyphOf is the number of the glyph of a character. Numbers and characters differ, so that only the table in the file tells them.
func glyphOf(r rune) uint16 {
	if r < 0x80 {
		return uint16(r)
	}
	return uint16(r) + 7
}
