package docx

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"time"
)

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	space       = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	office      = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	fixedTime   = "2000-01-01T00:00:00Z" // when a document says it was made: the same data give the same bytes
)

// Write writes a document. A row whose spans do not sum to the columns of its table is an error of the caller.
func Write(w io.Writer, d Document) error {
	if err := d.check(); err != nil {
		return err
	}
	archive := zip.NewWriter(w)
	for _, part := range parts {
		if err := writePart(archive, part.name, part.write, d); err != nil {
			return fmt.Errorf("write document: %s: %w", part.name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write document: %w", err)
	}
	return nil
}

func (d Document) check() error {
	for i, block := range d.Blocks {
		table, ok := block.(Table)
		if !ok {
			continue
		}
		for k, row := range table.Rows {
			reach := 0
			for _, cell := range row.Cells {
				reach += max(cell.Span, 1)
			}
			if reach != len(table.Columns) {
				return fmt.Errorf("write document: block %d: row %d reaches over %d of %d columns", i, k, reach, len(table.Columns))
			}
		}
	}
	return nil
}

// parts are what the archive holds, in its order: the list of types comes first.
var parts = []struct {
	name  string
	write func(*markup, Document)
}{
	{"[Content_Types].xml", fixed(contentTypes)},
	{"_rels/.rels", fixed(packageRelations)},
	{"docProps/app.xml", fixed(application)},
	{"docProps/core.xml", core},
	{"word/_rels/document.xml.rels", fixed(documentRelations)},
	{"word/document.xml", body},
	{"word/fontTable.xml", fixed(fontTable)},
	{"word/footer1.xml", fixed(footer)},
	{"word/settings.xml", fixed(settings)},
	{"word/styles.xml", writeStyles},
}

func fixed(text string) func(*markup, Document) {
	return func(x *markup, _ Document) { x.raw(text) }
}

func writePart(archive *zip.Writer, name string, write func(*markup, Document), d Document) error {
	file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	x := &markup{out}
	x.raw(declaration)
	write(x, d)
	return out.Flush()
}

func core(x *markup, d Document) {
	x.rawf(`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" `+
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`+
		`<dc:title>%s</dc:title><dc:creator>jixiao</dc:creator><cp:lastModifiedBy>jixiao</cp:lastModifiedBy>`+
		`<dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified>`+
		`<dc:language>zh-CN</dc:language></cp:coreProperties>`, escape(printable(d.Title)), fixedTime, fixedTime)
}

func body(x *markup, d Document) {
	x.rawf(`<w:document %s xmlns:r="%s"><w:body>`, space, office)
	for _, block := range d.Blocks {
		block.write(x)
	}
	// A document may not end with a table.
	if len(d.Blocks) > 0 {
		if _, table := d.Blocks[len(d.Blocks)-1].(Table); table {
			Paragraph{Style: Gap}.write(x)
		}
	}
	m := d.Margins
	x.rawf(`<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="%d" w:h="%d"/>`+
		`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`,
		PageWidth, pageHeight, m.Top, m.Right, m.Bottom, m.Left)
}
