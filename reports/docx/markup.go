package docx

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"strings"
)

// markup writes the elements of a document. Its writer keeps the first error.
type markup struct{ out *bufio.Writer }

func (x *markup) raw(text string) { x.out.WriteString(text) }

func (x *markup) rawf(format string, args ...any) { fmt.Fprintf(x.out, format, args...) }

// texts writes a run's text: a line feed is a line's end, a tabulator is one.
func (x *markup) texts(text string) {
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if i > 0 {
			x.raw("<w:br/>")
		}
		for k, piece := range strings.Split(line, "\t") {
			if k > 0 {
				x.raw("<w:tab/>")
			}
			if piece = printable(piece); piece != "" {
				x.rawf(`<w:t xml:space="preserve">%s</w:t>`, escape(piece))
			}
		}
	}
}

// printable leaves out what XML cannot hold.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, text)
}

func escape(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a builder takes everything
	return out.String()
}

func (x *markup) run(run Run) {
	if run.Text == "" {
		return
	}
	x.raw("<w:r>")
	if run.Marked {
		x.raw(`<w:rPr><w:highlight w:val="yellow"/></w:rPr>`)
	}
	x.texts(run.Text)
	x.raw("</w:r>")
}

func (p Paragraph) write(x *markup) { x.paragraph(p, Left) }

func (x *markup) paragraph(p Paragraph, align Align) {
	x.raw("<w:p>")
	x.paragraphProperties(p, align)
	for _, run := range p.Runs {
		x.run(run)
	}
	x.raw("</w:p>")
}

// paragraphProperties writes what differs from the style. The order is the schema's: pStyle, keepNext, pageBreakBefore, jc.
func (x *markup) paragraphProperties(p Paragraph, align Align) {
	if p.Style == FormText && !p.NewPage && !p.KeepNext && align == Left {
		return
	}
	x.raw("<w:pPr>")
	if p.Style != FormText {
		x.rawf(`<w:pStyle w:val="%s"/>`, p.Style)
	}
	if p.KeepNext {
		x.raw("<w:keepNext/>")
	}
	if p.NewPage {
		x.raw("<w:pageBreakBefore/>")
	}
	if align != Left {
		x.rawf(`<w:jc w:val="%s"/>`, [...]string{Centre: "center", Right: "right"}[align])
	}
	x.raw("</w:pPr>")
}

const tableLines = `<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/>` +
	`<w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/>` +
	`<w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders>`

func (t Table) write(x *markup) {
	total := 0
	for _, width := range t.Columns {
		total += width
	}
	x.rawf(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/>`, total)
	if !t.Plain {
		x.raw(tableLines)
	}
	x.raw(`<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="40" w:type="dxa"/><w:bottom w:w="20" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, width := range t.Columns {
		x.rawf(`<w:gridCol w:w="%d"/>`, width)
	}
	x.raw("</w:tblGrid>")
	below := false // a row without lines
	for _, row := range t.Rows {
		row.write(x, t.Columns, below)
		below = row.Plain
	}
	x.raw("</w:tbl>")
}

func (r Row) write(x *markup, columns []int, belowPlain bool) {
	x.raw("<w:tr>")
	if r.Whole || r.Height > 0 || r.Header {
		x.raw("<w:trPr>")
		if r.Whole {
			x.raw("<w:cantSplit/>")
		}
		if r.Height > 0 {
			x.rawf(`<w:trHeight w:val="%d" w:hRule="atLeast"/>`, r.Height)
		}
		if r.Header {
			x.raw("<w:tblHeader/>")
		}
		x.raw("</w:trPr>")
	}
	at := 0
	for _, cell := range r.Cells {
		next := at + max(cell.Span, 1)
		cell.write(x, columns[at:next], r, belowPlain)
		at = next
	}
	x.raw("</w:tr>")
}

// write writes a cell that reaches over columns. The order is the schema's: tcW, gridSpan, vMerge, tcBorders, vAlign.
func (c Cell) write(x *markup, columns []int, row Row, belowPlain bool) {
	width := 0
	for _, column := range columns {
		width += column
	}
	x.rawf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if len(columns) > 1 {
		x.rawf(`<w:gridSpan w:val="%d"/>`, len(columns))
	}
	switch c.Merge {
	case Begins:
		x.raw(`<w:vMerge w:val="restart"/>`)
	case Continues:
		x.raw("<w:vMerge/>")
	}
	if row.Plain {
		x.raw("<w:tcBorders>")
		if belowPlain {
			x.raw(`<w:top w:val="nil"/>`)
		}
		x.raw(`<w:left w:val="nil"/><w:bottom w:val="nil"/><w:right w:val="nil"/></w:tcBorders>`)
	}
	x.raw(`<w:vAlign w:val="center"/></w:tcPr>`)
	runs := c.Runs
	if c.Merge == Continues {
		runs = nil
	}
	x.paragraph(Paragraph{Style: c.Style, Runs: runs, KeepNext: row.KeepNext}, c.Align)
	x.raw("</w:tc>")
}
