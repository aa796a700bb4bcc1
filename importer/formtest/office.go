package formtest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
	"time"
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
var styles = []string{"", "0.00", "#,##0.00", "0%", "0.0%", "0.00%", dateFormat}

const dateFormat = "yyyy-mm-dd"

// serial is the number that a workbook holds for a day.
func serial(iso string) string {
	day, err := time.Parse("2006-01-02", iso)
	if err != nil {
		return ""
	}
	return strconv.Itoa(int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24))
}

func styleOf(format string) int {
	for i, s := range styles {
		if s == format {
			return i
		}
	}
	return 0
}

// workbook writes the sheet with its merged cells, or several sheets; numbers are numbers.
func workbook(s *Sheet) []byte {
	parts := s.parts()
	overrides := []string{"/xl/styles.xml", sheetML + "styles+xml"}
	book, links := "", ""
	var files []string
	for i, part := range parts {
		name := fmt.Sprintf("sheet%d.xml", i+1)
		overrides = append(overrides, "/xl/worksheets/"+name, sheetML+"worksheet+xml")
		book += fmt.Sprintf(`<sheet name="Sheet%d" sheetId="%[1]d" r:id="rId%[1]d"/>`, i+1)
		links += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/%s"/>`, i+1, relations, name)
		files = append(files, "xl/worksheets/"+name, worksheet(s, part[0], part[1]))
	}
	links += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, len(parts)+1, relations)
	return archive(append([]string{"[Content_Types].xml", types("/xl/workbook.xml", sheetML+"sheet.main+xml", overrides...),
		"_rels/.rels", rels("officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml", xmlHead + `<workbook xmlns="` + mainNS + `" xmlns:r="` + relations + `"><sheets>` + book + `</sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + links + `</Relationships>`,
		"xl/styles.xml", stylesheet()}, files...)...)
}

func worksheet(s *Sheet, from, to int) string {
	var rows, merges strings.Builder
	count := 0
	for i, row := range s.Rows[from:to] {
		fmt.Fprintf(&rows, `<row r="%d">`, i+1)
		for _, c := range row {
			c.Row = i
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
	return sheet + `</worksheet>`
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

// page writes the sheet as a table of a web page, with row and column spans. Lines outside are paragraphs between tables.
func page(s *Sheet, doctype, outside bool) []byte {
	var out strings.Builder
	if doctype {
		out.WriteString("<!DOCTYPE html>\n")
	}
	out.WriteString("<html><head><meta charset=\"utf-8\"><title></title><style>td{border:1px solid}</style></head><body>\n")
	tables := switcher{out: &out, open: "<table>\n", close: "</table>\n"}
	for _, row := range s.Rows {
		if outside && len(row) == 1 && row[0].Outside {
			tables.set(false)
			fmt.Fprintf(&out, "<p>%s</p>\n", html.EscapeString(row[0].Text))
			continue
		}
		tables.set(true)
		out.WriteString("<tr>")
		for _, c := range row {
			fmt.Fprintf(&out, `<td colspan="%d" rowspan="%d">%s</td>`, c.width(), c.height(), strings.ReplaceAll(html.EscapeString(c.Text), "\n", "<br>"))
		}
		out.WriteString("</tr>\n")
	}
	tables.set(false)
	out.WriteString("</body></html>\n")
	return []byte(out.String())
}

// switcher opens and closes tables where rows and lines change.
type switcher struct {
	out         *strings.Builder
	open, close string
	on          bool
}

func (w *switcher) set(on bool) {
	switch {
	case on && !w.on:
		w.out.WriteString(w.open)
	case !on && w.on:
		w.out.WriteString(w.close)
	}
	w.on = on
}

const wordNS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

// document writes the sheet as tables of a word processor: gridSpan to the right, vMerge downwards. Lines outside are paragraphs.
func document(s *Sheet, outside bool) []byte {
	var out strings.Builder
	out.WriteString(xmlHead + `<w:document xmlns:w="` + wordNS + `"><w:body>`)
	tables := switcher{out: &out, close: `</w:tbl><w:p/>`,
		open: `<w:tbl><w:tblPr/><w:tblGrid>` + strings.Repeat(`<w:gridCol w:w="900"/>`, s.Width) + `</w:tblGrid>`}
	for i, row := range s.Rows {
		if slices.Contains(s.Breaks, i) {
			tables.set(false)
		}
		if outside && len(row) == 1 && row[0].Outside {
			tables.set(false)
			out.WriteString(wordText(row[0].Text))
			continue
		}
		tables.set(true)
		out.WriteString(`<w:tr>`)
		for col := 0; col < s.Width; {
			c, continued := s.over(i, col)
			out.WriteString(wordCell(c, continued))
			col += c.width()
		}
		out.WriteString(`</w:tr>`)
	}
	tables.set(false)
	out.WriteString(`</w:body></w:document>`)
	return archive("[Content_Types].xml", types("/word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
		"_rels/.rels", rels("officeDocument", "word/document.xml"), "word/document.xml", out.String())
}

func wordText(text string) string {
	paragraphs := ""
	for _, line := range strings.Split(text, "\n") {
		paragraphs += `<w:p><w:r><w:t xml:space="preserve">` + html.EscapeString(line) + `</w:t></w:r></w:p>`
	}
	return paragraphs
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
	return `<w:tc><w:tcPr>` + properties + `</w:tcPr>` + wordText(c.Text) + `</w:tc>`
}
