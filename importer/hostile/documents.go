package hostile

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"html"
	"strconv"
	"strings"
)

// documentPart is the main part of a Word document.
const documentPart = "word/document.xml"

const (
	documentHead = `<w:document xmlns:w="http://w" xmlns:mc="http://mc"><w:body>`
	documentTail = `</w:body></w:document>`
)

// documentWith is a Word document that holds the form as a table, with more of a body before and behind it.
func documentWith(before, behind string) parts {
	return parts{
		"[Content_Types].xml": `<Types/>`,
		"_rels/.rels":         `<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>`,
		documentPart:          documentHead + before + wordTable(formText) + behind + documentTail,
	}
}

// styled is a Word document with these styles, and more of a body behind the form.
func styled(styles, behind string) parts {
	return documentWith("", behind).with("word/styles.xml", styles).
		with("word/_rels/document.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://x/styles" Target="styles.xml"/></Relationships>`)
}

// wordTable writes a text divided by tabs as a table; a line without a tab is a paragraph above it.
func wordTable(text string) string {
	var above, rows strings.Builder
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		cells := strings.Split(line, "\t")
		if len(cells) == 1 {
			above.WriteString(wordParagraph(line))
			continue
		}
		rows.WriteString("<w:tr>")
		for _, cell := range cells {
			rows.WriteString("<w:tc>" + wordParagraph(cell) + "</w:tc>")
		}
		rows.WriteString("</w:tr>")
	}
	return above.String() + "<w:tbl>" + rows.String() + "</w:tbl>"
}

func wordParagraph(text string) string {
	return "<w:p><w:r><w:t>" + html.EscapeString(text) + "</w:t></w:r></w:p>"
}

// wordBody makes the Data of a document with something behind its form.
func wordBody(behind string) func() []byte {
	return func() []byte { return documentWith("", behind).pack() }
}

// wordCells is a table of one row of these cells.
func wordCells(cells string) string { return "<w:tbl><w:tr>" + cells + "</w:tr></w:tbl>" }

// documents lists Word documents, pages, web archives and workbooks written as XML.
func documents() []File {
	var all []File
	for _, list := range [][]File{brokenDocuments(), strangeDocuments(), brokenPages(), strangePages(), webArchives(), xmlWorkbooks()} {
		all = append(all, list...)
	}
	return all
}

func brokenDocuments() []File {
	edited := func(content string) func() []byte {
		return packed(func() parts { return documentWith("", "").with(documentPart, content) })
	}
	whole := func() []byte { return documentWith("", "").pack() }
	return []File{
		{Name: "missing-part.docx", About: "no document inside", Data: packed(func() parts { return documentWith("", "").without(documentPart).with("word/styles.xml", "<s/>") }), Code: "file_broken"},
		{Name: "empty-part.docx", About: "a document of no bytes", Data: edited(""), Code: "file_broken"},
		{Name: "no-body.docx", About: "a document without a body", Data: edited("<w:document/>"), Code: "file_no_cells"},
		{Name: "pictures-only.docx", About: "nothing but a picture", Data: edited(documentHead + `<w:p><w:r><w:drawing/></w:r></w:p>` + documentTail), Code: "file_no_cells"},
		{Name: "doctype.docx", About: "a DOCTYPE with entities in entities", Data: edited(`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + documentHead + "&b;" + documentTail), Code: "file_broken"},
		{Name: "entity.docx", About: "an entity that nobody declared", Data: edited(documentHead + "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>" + documentTail), Code: "file_broken"},
		{Name: "crossed-tags.docx", About: "elements that end in the wrong order", Data: edited(documentHead + "<w:p><w:r></w:p></w:r>" + documentTail), Code: "file_broken"},
		{Name: "two-roots.docx", About: "two documents in one part", Data: packed(func() parts { p := documentWith("", ""); return p.with(documentPart, p[documentPart]+p[documentPart]) }), Code: "file_broken"},
		{Name: "cut-part.docx", About: "a document that ends in the middle", Data: packed(func() parts { p := documentWith("", ""); return p.with(documentPart, p[documentPart][:600]) }), Code: "file_broken"},
		{Name: "cut.docx", About: "cut off at two thirds", Data: func() []byte { data := whole(); return data[:len(data)*2/3] }, Code: "file_broken"},
		{Name: "flipped.docx", About: "a flipped bit in the packed document", Data: func() []byte {
			data := whole()
			data[bytes.LastIndex(data, []byte("PK\x01\x02"))/2] ^= 0x10
			return data
		}, Code: "file_broken"},
		{Name: "twice.docx", About: "the document is there twice, in two spellings", Data: packed(func() parts { return documentWith("", "").with("Word/Document.xml", "<w:document/>") }), Code: "file_broken"},
		{Name: "nul.docx", About: "a zero byte in a cell", Data: edited(documentHead + "<w:p><w:r><w:t>\x00</w:t></w:r></w:p>" + documentTail), Code: "file_broken"},
		{Name: "bad-utf8.docx", About: "bytes that are no UTF-8", Data: edited(documentHead + "<w:p><w:r><w:t>\xff\xfe</w:t></w:r></w:p>" + documentTail), Code: "file_broken"},
		{Name: "utf16-part.docx", About: "a document in UTF-16 without a declaration", Data: edited("\xff\xfe" + wide(documentHead+documentTail, binary.LittleEndian)), Code: "file_broken"},
		{Name: "bomb.docx", About: "200 MB of spaces, packed small", Data: packed(func() parts { return documentWith(strings.Repeat(" ", 200<<20), "") }), Code: "file_too_large"},
		{Name: "deep.docx", About: "100,000 tables in each other", Data: wordBody(strings.Repeat("<w:tbl><w:tr><w:tc>", 100_000)), Code: "file_too_large"},
		{Name: "million-paragraphs.docx", About: "more paragraphs than a form has", Data: wordBody(strings.Repeat(`<w:p/>`, 600_000) + wordParagraph("末")), Code: "file_too_large"},
		{Name: "grid-span.docx", About: "a cell over more columns than there are numbers", Data: wordBody(wordCells(`<w:tc><w:tcPr><w:gridSpan w:val="99999999999999999999"/></w:tcPr></w:tc><w:tc>` + wordParagraph("远") + `</w:tc>`)), Code: "file_too_large"},
		{Name: "long-cell.docx", About: "a cell of 2 MB in many paragraphs", Data: wordBody(wordCells(`<w:tc>` + strings.Repeat(wordParagraph("很长的一段文字"), 100_000) + `</w:tc>`)), Code: "file_too_large"},
		{Name: "styles-doctype.docx", About: "styles with a DOCTYPE", Data: packed(func() parts { return styled(`<!DOCTYPE x [<!ENTITY a "b">]><w:styles/>`, "") }), Code: "file_broken"},
		{Name: "locked.docx", About: "a document with a password", Data: compound("EncryptedPackage"), Code: "file_encrypted"},
		{Name: "renamed-doc.docx", About: "an old document that was only renamed", Data: compound("WordDocument"), Code: "file_unsupported"},
	}
}

func strangeDocuments() []File {
	return []File{
		{Name: "styles-in-a-circle.docx", About: "styles that are based on each other, 20,000 in a row and then round again", Data: packed(func() parts {
			var styles strings.Builder
			for i := range 20_000 {
				fmt.Fprintf(&styles, `<w:style w:type="paragraph" w:styleId="s%d"><w:basedOn w:val="s%d"/></w:style>`, i, (i+1)%20_000)
			}
			return styled(`<w:styles>`+styles.String()+`</w:styles>`, strings.Repeat(`<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr></w:p>`, 1_000))
		})},
		{Name: "hidden-style.docx", About: "another target in a cell, hidden by a style", Data: packed(func() parts {
			p := styled(`<w:styles><w:style w:type="character" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>`, "")
			return p.edited(documentPart, `≥50公里</w:t></w:r>`, `≥50公里</w:t></w:r><w:r><w:rPr><w:rStyle w:val="a"/></w:rPr><w:t>≥500公里</w:t></w:r>`)
		}), Issue: "hidden-text"},
		{Name: "merged-away.docx", About: "merged cells that nothing begins", Data: wordBody(wordCells(`<w:tc><w:tcPr><w:vMerge/><w:hMerge/><w:gridSpan w:val="-3"/></w:tcPr>` + wordParagraph("注：无") + `</w:tc>`)), Issue: Any},
		{Name: "row-in-cell.docx", About: "a row in a cell without a table", Data: wordBody(wordCells(`<w:tc><w:tr><w:tc>` + wordParagraph("注：无") + `</w:tc></w:tr></w:tc>`)), Issue: Any},
		{Name: "many-merges.docx", About: "20,000 rows below 1,000 merged cells", Data: func() []byte {
			merged := strings.Repeat(`<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr></w:tc>`, 1_000)
			below := strings.Repeat(`<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr>`, 20_000)
			return documentWith("<w:tbl><w:tr>"+merged+"</w:tr>"+below+"</w:tbl>", "").pack()
		}},
		{Name: "unended-field.docx", About: "a field that never ends around the form", Data: packed(func() parts { return documentWith(`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>`, "") })},
		{Name: "deleted.docx", About: "a target that a tracked change took away", Data: packed(func() parts {
			return documentWith("", "").edited(documentPart, "<w:r><w:t>≥50公里</w:t></w:r>", "<w:del><w:r><w:delText>≥80公里</w:delText></w:r></w:del><w:ins><w:r><w:t>≥50公里</w:t></w:r></w:ins>")
		})},
		{Name: "hidden-digit.docx", About: "a hidden digit beside a target", Data: packed(func() parts {
			return documentWith("", "").edited(documentPart, "<w:r><w:t>≥50公里</w:t></w:r>", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r><w:r><w:t>≥50公里</w:t></w:r>")
		}), Issue: "hidden-text"},
	}
}

// pageTable writes the form as a page.
func pageTable(before, behind string) string {
	var page strings.Builder
	page.WriteString("<html><head><meta charset=utf-8></head><body>" + before + "<table>")
	for line := range strings.SplitSeq(strings.TrimSuffix(formText, "\n"), "\n") {
		page.WriteString("<tr>")
		for cell := range strings.SplitSeq(line, "\t") {
			page.WriteString("<td>" + html.EscapeString(cell) + "</td>")
		}
		page.WriteString("</tr>")
	}
	return page.String() + "</table>" + behind + "</body></html>"
}

// pageOf makes the Data of a page with something many times before its form.
func pageOf(part string, times int) func() []byte {
	return func() []byte { return []byte(pageTable(strings.Repeat(part, times), "")) }
}

func brokenPages() []File {
	return []File{
		{Name: "no-text.html", About: "a page of scripts and pictures", Data: bytesOf("<html><script>var a='项目名称'</script><img src=a.png></html>"), Code: "file_no_cells"},
		{Name: "nul.html", About: "a zero byte in a cell", Data: bytesOf(strings.Replace(pageTable("", ""), "养护里程", "养护\x00里程", 1)), Code: "file_not_text"},
		{Name: "cut-in-character.html", About: "cut off within a character", Data: bytesOf("<html><td>项目名称项目名称"[:len("<html><td>项目名称项目名称")-1]), Code: "file_not_text"},
		{Name: "colspan-bomb.xls", About: "a row of 100,000 blank cells over 1,000 columns each", Data: func() []byte {
			return []byte("<table><tr>" + strings.Repeat("<td colspan=1000>", 100_000) + "<td>远</table>")
		}, Code: "file_too_large"},
		{Name: "rowspan-bomb.xls", About: "100,000 cells that reach over all rows, and 100,000 rows", Data: func() []byte {
			return []byte("<table><tr>" + strings.Repeat("<td rowspan=65534>", 100_000) + strings.Repeat("<tr><td>1", 100_000))
		}, Code: "file_too_large"},
		{Name: "deep-tables.html", About: "a million tables in each other", Data: pageOf("<table><tr><td>", 1_000_000), Code: "file_too_large"},
		{Name: "million-tags.html", About: "more tags than any page has", Data: pageOf("<b>", 7_000_000), Code: "file_too_large"},
		{Name: "attributes.html", About: "a tag of millions of attributes", Data: func() []byte { return []byte("<html><p" + strings.Repeat(" a b", 5_000_000) + ">甲") }, Code: "file_too_large"},
		{Name: "long-cell.html", About: "a cell of 2 MB", Data: func() []byte { return []byte("<table><td>" + strings.Repeat("长 ", 600_000)) }, Code: "file_too_large"},
		{Name: "long-select.html", About: "a list of 4 MB of chosen options", Data: func() []byte {
			return []byte("<html><select multiple>" + strings.Repeat("<option selected>甲", 200_000) + "</select>")
		}, Code: "file_too_large"},
		{Name: "mixed-encodings.html", About: "GB18030 with a part in UTF-8", Data: func() []byte {
			return []byte("<meta charset=gbk><table><td>" + strings.Repeat(formInGB18030, 400) + "项目名称")
		}, Code: "file_mixed"},
	}
}

func strangePages() []File {
	within := func(from, to string) func() []byte { return bytesOf(strings.Replace(pageTable("", ""), from, to, 1)) }
	return []File{
		{Name: "wrong-charset.html", About: "declares GB2312 and is UTF-8", Data: within("charset=utf-8", "charset=gb2312")},
		{Name: "cut.html", About: "cut off behind the form, in its table", Data: bytesOf(strings.TrimSuffix(pageTable("", ""), "</table></body></html>")), Issue: "page-cut-off"},
		{Name: "script.html", About: "a script that writes cells", Data: within("养护里程", "<script>document.write('</td><td>9')</script>养护里程")},
		{Name: "comment.html", About: "comments with cells in them", Data: within("养护里程", "<!-- <td>9</td> -->养护里程")},
		{Name: "unescaped.html", About: "a comparator that nobody escaped", Data: within("≥50公里", "<50公里")},
		{Name: "hidden-digit.html", About: "a hidden digit beside a target", Data: within("≥50公里", "<span style='display:none'>9</span>≥50公里"), Issue: "hidden-text"},
		{Name: "entities.html", About: "characters written as references, the forbidden ones too", Data: within("养护里程", "&#x517b;&#62a4;&#1;里程")},
		{Name: "no-ends.html", About: "a table in which nothing is closed but itself", Data: func() []byte {
			return []byte(strings.NewReplacer("</td>", "", "</tr>", "").Replace(pageTable("", "")))
		}},
		{Name: "disguised.xlsx", About: "a page that is called xlsx", Data: pageOf("", 0)},
	}
}

// archived makes a web archive of parts, each with its head.
func archived(parts ...string) string {
	archive := "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
	for _, part := range parts {
		archive += "--B\r\n" + part + "\r\n"
	}
	return archive + "--B--\r\n"
}

func archivedPage(head, content string) string {
	return "Content-Type: text/html; charset=utf-8\r\n" + head + "\r\n" + content
}

func webArchives() []File {
	packed := base64.StdEncoding.EncodeToString([]byte(pageTable("", "")))
	whole := archived(archivedPage("", pageTable("", "")))
	nested := strings.Repeat("--B\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n", 9)
	return []File{
		{Name: "cut.mht", About: "cut off in its only page", Data: bytesOf(whole[:len(whole)/2]), Code: "file_broken"},
		{Name: "no-boundary.mht", About: "parts without a boundary", Data: bytesOf("MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n--B\r\n"), Code: "file_broken"},
		{Name: "no-page.mht", About: "a message without a page", Data: bytesOf(archived("Content-Type: image/png\r\n\r\nx")), Code: "file_broken"},
		{Name: "bad-base64.mht", About: "a page that cannot be unpacked", Data: bytesOf(archived(archivedPage("Content-Transfer-Encoding: base64\r\n", packed[:99]+"!!!"))), Code: "file_broken"},
		{Name: "page-twice.mht", About: "two pages of one address", Data: bytesOf(archived(archivedPage("Content-Location: a.htm\r\n", "<p>甲"), archivedPage("Content-Location: a.htm\r\n", "<p>乙"))), Code: "file_broken"},
		{Name: "million-parts.mht", About: "100,000 parts", Data: repeatedArchive, Code: "file_too_large"},
		{Name: "nested.mht", About: "messages in messages with one boundary", Data: bytesOf("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n" + nested), Code: "file_broken"},
		{Name: "base64.mht", About: "a page in base 64", Data: bytesOf(archived(archivedPage("Content-Transfer-Encoding: base64\r\n", packed)))},
	}
}

func repeatedArchive() []byte {
	return []byte("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n" + strings.Repeat("--B\r\n\r\n\r\n", 100_000) + "--B--\r\n")
}

const (
	xmlBookHead = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Form"><Table>`
	xmlBookTail = `</Table></Worksheet></Workbook>`
)

// xmlBook makes the Data of a workbook written as XML, with more rows behind its form.
func xmlBook(behind string) func() []byte {
	return func() []byte {
		var rows strings.Builder
		for line := range strings.SplitSeq(strings.TrimSuffix(formText, "\n"), "\n") {
			rows.WriteString("<Row>")
			for cell := range strings.SplitSeq(line, "\t") {
				rows.WriteString(`<Cell><Data ss:Type="String">` + html.EscapeString(cell) + `</Data></Cell>`)
			}
			rows.WriteString("</Row>")
		}
		return []byte(xmlBookHead + rows.String() + behind + xmlBookTail)
	}
}

func xmlWorkbooks() []File {
	return []File{
		{Name: "doctype-2003.xls", About: "a DOCTYPE in a workbook written as XML", Data: bytesOf(strings.Replace(xmlBookHead, "<Workbook", `<!DOCTYPE x [<!ENTITY a "b">]><Workbook`, 1) + xmlBookTail), Code: "file_broken"},
		{Name: "cut-2003.xls", About: "a workbook written as XML, cut off", Data: func() []byte { return xmlBook("")()[:900] }, Code: "file_broken"},
		{Name: "negative-2003.xls", About: "a cell with a negative index", Data: xmlBook(`<Row><Cell ss:Index="-1"/></Row>`), Code: "file_broken"},
		{Name: "far-2003.xls", About: "an index beyond all columns", Data: xmlBook(`<Row><Cell ss:Index="` + strconv.Itoa(1<<40) + `"/></Row>`), Code: "file_broken"},
		{Name: "back-2003.xls", About: "a cell before the one before it", Data: xmlBook(`<Row><Cell ss:Index="5"/><Cell ss:Index="2"/></Row>`), Code: "file_broken"},
		{Name: "merges-2003.xls", About: "merged ranges over all rows, many times", Data: func() []byte {
			return xmlBook(strings.Repeat(`<Row><Cell ss:MergeDown="1000000"/></Row>`, 5_000))()
		}, Issue: ""},
		{Name: "deep-2003.xls", About: "100,000 elements in each other", Data: func() []byte { return xmlBook(strings.Repeat("<a>", 100_000))() }, Code: "file_too_large"},
		{Name: "word-2003.doc", About: "a Word document written as XML", Data: bytesOf(`<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x"/>`), Code: "file_unsupported"},
		{Name: "encoding-2003.xls", About: "declares GB2312 and is UTF-8", Data: func() []byte {
			return []byte(strings.Replace(string(xmlBook("")()), `version="1.0"`, `version="1.0" encoding="gb2312"`, 1))
		}},
	}
}
