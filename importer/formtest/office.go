package formtest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"strconv"
	"strings"
)

// archive writes the parts of an office document in the given order: name, content, name, content.
func archive(parts ...string) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i+1 < len(parts); i += 2 {
		part, err := w.Create(parts[i])
		if err == nil {
			_, err = part.Write([]byte(parts[i+1]))
		}
		if err != nil {
			panic(fmt.Sprintf("write %s to memory: %v", parts[i], err))
		}
	}
	if err := w.Close(); err != nil {
		panic(fmt.Sprintf("close an archive in memory: %v", err))
	}
	return out.Bytes()
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

func rels(kind, target string) string {
	return xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + relations + `/` + kind + `" Target="` + target + `"/></Relationships>`
}

func types(part, content string, more ...string) string {
	text := xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="` + part + `" ContentType="` + content + `"/>`
	for i := 0; i+1 < len(more); i += 2 {
		text += `<Override PartName="` + more[i] + `" ContentType="` + more[i+1] + `"/>`
	}
	return text + `</Types>`
}

func column(col int) string {
	if col >= 26 {
		return column(col/26-1) + column(col%26)
	}
	return string(rune('A' + col))
}

// Ref is the place of a cell in a workbook.
func (c Cell) Ref() string { return column(c.Col) + strconv.Itoa(c.Row+1) }

const (
	sheetML = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	mainNS  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
)

// styles are the number formats that the cells use, by their index.
var styles = []string{"", "0.00", "#,##0.00", "0%", "0.0%", "0.00%"}

func styleOf(format string) int {
	for i, s := range styles {
		if s == format {
			return i
		}
	}
	return 0
}

// workbook writes the sheet with its merged cells; numbers are numbers.
func workbook(s *Sheet) []byte {
	var rows, merges strings.Builder
	count := 0
	for i, row := range s.Rows {
		fmt.Fprintf(&rows, `<row r="%d">`, i+1)
		for _, c := range row {
			rows.WriteString(workbookCell(c))
			if c.width() > 1 || c.height() > 1 {
				count++
				fmt.Fprintf(&merges, `<mergeCell ref="%s:%s%d"/>`, c.Ref(), column(c.Col+c.width()-1), c.Row+c.height())
			}
		}
		rows.WriteString(`</row>`)
	}
	sheet := xmlHead + `<worksheet xmlns="` + mainNS + `"><sheetData>` + rows.String() + `</sheetData>`
	if count > 0 {
		sheet += fmt.Sprintf(`<mergeCells count="%d">%s</mergeCells>`, count, merges.String())
	}
	return archive("[Content_Types].xml", types("/xl/workbook.xml", sheetML+"sheet.main+xml", "/xl/worksheets/sheet1.xml", sheetML+"worksheet+xml", "/xl/styles.xml", sheetML+"styles+xml"),
		"_rels/.rels", rels("officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml", xmlHead+`<workbook xmlns="`+mainNS+`" xmlns:r="`+relations+`"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", strings.Replace(rels("worksheet", "worksheets/sheet1.xml"), `</Relationships>`, `<Relationship Id="rId2" Type="`+relations+`/styles" Target="styles.xml"/></Relationships>`, 1),
		"xl/styles.xml", stylesheet(), "xl/worksheets/sheet1.xml", sheet+`</worksheet>`)
}

func workbookCell(c Cell) string {
	switch {
	case c.Text == "":
		return ""
	case c.Raw != "":
		return fmt.Sprintf(`<c r="%s" s="%d"><v>%s</v></c>`, c.Ref(), styleOf(c.Format), c.Raw)
	}
	return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, c.Ref(), html.EscapeString(c.Text))
}

func stylesheet() string {
	var formats, xfs strings.Builder
	for i, format := range styles {
		id := 0
		if format != "" {
			id = 170 + i
			fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, id, format)
		}
		fmt.Fprintf(&xfs, `<xf numFmtId="%d" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`, id)
	}
	return xmlHead + `<styleSheet xmlns="` + mainNS + `">` + fmt.Sprintf(`<numFmts count="%d">%s</numFmts>`, len(styles)-1, formats.String()) +
		`<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` + fmt.Sprintf(`<cellXfs count="%d">%s</cellXfs></styleSheet>`, len(styles), xfs.String())
}

// page writes the sheet as a table of a web page, with row and column spans.
func page(s *Sheet, doctype bool) []byte {
	var out strings.Builder
	if doctype {
		out.WriteString("<!DOCTYPE html>\n")
	}
	out.WriteString("<html><head><meta charset=\"utf-8\"><title></title><style>td{border:1px solid}</style></head><body>\n<table>\n")
	for _, row := range s.Rows {
		out.WriteString("<tr>")
		for _, c := range row {
			fmt.Fprintf(&out, `<td colspan="%d" rowspan="%d">%s</td>`, c.width(), c.height(), strings.ReplaceAll(html.EscapeString(c.Text), "\n", "<br>"))
		}
		out.WriteString("</tr>\n")
	}
	out.WriteString("</table></body></html>\n")
	return []byte(out.String())
}

const wordNS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

// document writes the sheet as a table of a word processor: gridSpan to the right, vMerge downwards.
func document(s *Sheet) []byte {
	var out strings.Builder
	out.WriteString(xmlHead + `<w:document xmlns:w="` + wordNS + `"><w:body><w:tbl><w:tblPr/><w:tblGrid>`)
	out.WriteString(strings.Repeat(`<w:gridCol w:w="900"/>`, s.Width) + `</w:tblGrid>`)
	for i := range s.Rows {
		out.WriteString(`<w:tr>`)
		for col := 0; col < s.Width; {
			c, continued := s.over(i, col)
			out.WriteString(wordCell(c, continued))
			col += c.width()
		}
		out.WriteString(`</w:tr>`)
	}
	out.WriteString(`</w:tbl><w:p/></w:body></w:document>`)
	return archive("[Content_Types].xml", types("/word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
		"_rels/.rels", rels("officeDocument", "word/document.xml"), "word/document.xml", out.String())
}

// over returns the cell at a place, or the one above whose span reaches it.
func (s *Sheet) over(row, col int) (Cell, bool) {
	for i := row; i >= 0; i-- {
		if c, found := s.at(i, col); found {
			if i+c.height() > row {
				return c, i < row
			}
			break
		}
	}
	return Cell{}, false
}

func wordCell(c Cell, continued bool) string {
	properties := ""
	if c.width() > 1 {
		properties += fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, c.width())
	}
	switch {
	case continued:
		return `<w:tc><w:tcPr>` + properties + `<w:vMerge/></w:tcPr><w:p/></w:tc>`
	case c.height() > 1:
		properties += `<w:vMerge w:val="restart"/>`
	}
	paragraphs := ""
	for _, line := range strings.Split(c.Text, "\n") {
		paragraphs += `<w:p><w:r><w:t xml:space="preserve">` + html.EscapeString(line) + `</w:t></w:r></w:p>`
	}
	return `<w:tc><w:tcPr>` + properties + `</w:tcPr>` + paragraphs + `</w:tc>`
}
