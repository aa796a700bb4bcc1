package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The size of A4 upright, in points.
const (
	PageWidth  = 595.28
	PageHeight = 841.89
)

// Document is a pdf file that is being drawn. Distances are in points from the top left corner of the page.
type Document struct {
	title string
	pages []*bytes.Buffer
	used  *subset
}

// New returns an empty document with the title that viewers show.
func New(title string) *Document {
	return &Document{title: title, used: newSubset(embedded())}
}

// Page begins a new page.
func (d *Document) Page() { d.pages = append(d.pages, &bytes.Buffer{}) }

// Pages returns how many pages there are.
func (d *Document) Pages() int { return len(d.pages) }

// strokeOfBold is how wide the outline of a bold letter is drawn, as a part of the font size.
const strokeOfBold = 0.03

// Text writes one line on a page, the first being 0, with its base line at y. Characters for which nothing is drawn are left out.
func (d *Document) Text(page int, x, y, size float64, bold bool, line string) {
	var codes strings.Builder
	for _, r := range line {
		if !invisible(r) {
			fmt.Fprintf(&codes, "%04X", d.used.glyph(r))
		}
	}
	if codes.Len() == 0 {
		return
	}
	mode := "0 Tr"
	if bold {
		mode = "2 Tr " + number(size*strokeOfBold) + " w"
	}
	fmt.Fprintf(d.pages[page], "BT /F %s Tf %s 1 0 0 1 %s %s Tm <%s> Tj ET\n", number(size), mode, number(x), number(PageHeight-y), codes.String())
}

// Box draws a rectangle of thin lines from its top left corner.
func (d *Document) Box(page int, x, y, width, height float64) {
	fmt.Fprintf(d.pages[page], "0.5 w %s %s %s %s re S\n", number(x), number(PageHeight-y-height), number(width), number(height))
}

// number writes a length with hundredths of a point.
func number(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) }

// The objects that every file has; pages follow.
const (
	catalogObject = iota + 1
	pagesObject
	infoObject
	fontObject
	glyphsObject
	describedObject
	fileObject
	mapObject
	firstPage
)

// WriteTo writes the file.
func (d *Document) WriteTo(w io.Writer) (int64, error) {
	o := objects{offsets: make([]int, firstPage+2*len(d.pages))}
	o.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	o.dictionary(catalogObject, "/Type /Catalog /Pages %d 0 R /Lang (zh-CN) /ViewerPreferences << /DisplayDocTitle true >>", pagesObject)
	o.dictionary(infoObject, "/Title <%s> /Author (jixiao) /Creator (jixiao) /Producer (jixiao)", textString(d.title))
	d.writeFont(&o)
	d.writePages(&o)
	o.trailer()
	n, err := w.Write(o.Bytes())
	return int64(n), err
}

func (d *Document) writePages(o *objects) {
	var kids strings.Builder
	for i, page := range d.pages {
		at := firstPage + 2*i
		fmt.Fprintf(&kids, "%d 0 R ", at)
		o.dictionary(at, "/Type /Page /Parent %d 0 R /Contents %d 0 R /Resources << /Font << /F %d 0 R >> >>", pagesObject, at+1, fontObject)
		o.stream(at+1, "", page.Bytes())
	}
	o.dictionary(pagesObject, "/Type /Pages /Count %d /MediaBox [0 0 %s %s] /Kids [%s]", len(d.pages), number(PageWidth), number(PageHeight), kids.String())
}

// fontName is the face's name with the six letters that mark a part of a face.
const fontName = "JIXIAO+NotoSerifSC-Regular"

func (d *Document) writeFont(o *objects) {
	f := d.used.face
	file := d.used.font() // before the widths: parts of glyphs join the subset here
	o.dictionary(fontObject, "/Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R",
		fontName, glyphsObject, mapObject)
	o.dictionary(glyphsObject, "/Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"+
		" /FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 1000 /W [0 [%s]]", fontName, describedObject, d.widths())
	o.dictionary(describedObject, "/Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d"+
		" /CapHeight 700 /StemV 80 /FontFile2 %d 0 R", fontName, f.scaled(f.box[0]), f.scaled(f.box[1]), f.scaled(f.box[2]), f.scaled(f.box[3]),
		f.scaled(f.ascent), f.scaled(f.descent), fileObject)
	o.stream(fileObject, "/Length1 "+strconv.Itoa(len(file)), file)
	o.stream(mapObject, "", d.used.textMap())
}

// scaled turns units of the face into thousandths of an em.
func (f *face) scaled(units int) int { return units * 1000 / f.em }

func (d *Document) widths() string {
	widths := make([]string, len(d.used.source))
	for number := range widths {
		widths[number] = strconv.Itoa(d.used.width(number))
	}
	return strings.Join(widths, " ")
}

// textString writes a text as the hexadecimal digits of its UTF-16.
func textString(text string) string {
	var hex strings.Builder
	hex.WriteString("FEFF")
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&hex, "%04X", unit)
	}
	return hex.String()
}

// objects is the body of a file, with the place of each object.
type objects struct {
	bytes.Buffer
	offsets []int
}

func (o *objects) dictionary(id int, format string, args ...any) {
	o.offsets[id] = o.Len()
	fmt.Fprintf(o, "%d 0 obj\n<< "+format+" >>\nendobj\n", append([]any{id}, args...)...)
}

func (o *objects) stream(id int, entries string, data []byte) {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write(data) // a buffer takes everything
	_ = z.Close()
	o.offsets[id] = o.Len()
	fmt.Fprintf(o, "%d 0 obj\n<< /Filter /FlateDecode /Length %d %s >>\nstream\n", id, packed.Len(), entries)
	o.Write(packed.Bytes())
	o.WriteString("\nendstream\nendobj\n")
}

// trailer writes the table of the objects' places and the file's id.
func (o *objects) trailer() {
	id, start := sha256.Sum256(o.Bytes()), o.Len()
	fmt.Fprintf(o, "xref\n0 %d\n0000000000 65535 f \n", len(o.offsets))
	for _, offset := range o.offsets[1:] {
		fmt.Fprintf(o, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(o, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>] >>\nstartxref\n%d\n%%%%EOF\n",
		len(o.offsets), catalogObject, infoObject, id[:16], id[:16], start)
}
