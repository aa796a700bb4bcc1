package hostile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"strconv"
	"strings"
)

const (
	rootRels   = `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookRels   = `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://x/styles" Target="styles.xml"/></Relationships>`
	bookXML    = `<workbook xmlns:r="http://r"><sheets><sheet name="Form" sheetId="1" r:id="rId1"/></sheets></workbook>`
	stringsXML = `<sst><si><t>养护里程</t></si></sst>`
	stylesXML  = `<styleSheet><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="9"/></cellXfs></styleSheet>`
	sheetPart  = "xl/worksheets/sheet1.xml"
	moreRows   = 11 // the first row below the form
)

// parts are the files inside of a workbook, by name.
type parts map[string]string

// formParts are a workbook with the form in order, and with more rows below it.
func formParts(rows string) parts {
	return parts{
		"[Content_Types].xml":        `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels":                rootRels,
		"xl/workbook.xml":            bookXML,
		"xl/_rels/workbook.xml.rels": bookRels,
		"xl/sharedStrings.xml":       stringsXML,
		"xl/styles.xml":              stylesXML,
		sheetPart:                    `<worksheet><sheetData>` + formRows(formText) + rows + `</sheetData></worksheet>`,
	}
}

// formRows writes a text divided by tabs as rows of a worksheet.
func formRows(text string) string {
	var rows strings.Builder
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		fmt.Fprintf(&rows, `<row r="%d">`, i+1)
		for k, cell := range strings.Split(line, "\t") {
			fmt.Fprintf(&rows, `<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+k, i+1, cell)
		}
		rows.WriteString(`</row>`)
	}
	return rows.String()
}

// row is one more row below the form, with these cells.
func row(cells string) string { return `<row r="` + strconv.Itoa(moreRows) + `">` + cells + `</row>` }

// with replaces or adds a part; without takes one away.
func (p parts) with(name, content string) parts {
	p[name] = content
	return p
}

func (p parts) without(name string) parts {
	delete(p, name)
	return p
}

// edited replaces a text in a part.
func (p parts) edited(name, from, to string) parts {
	return p.with(name, strings.Replace(p[name], from, to, 1))
}

// around puts more elements behind the rows of the worksheet.
func (p parts) around(behind string) parts {
	return p.edited(sheetPart, `</sheetData>`, `</sheetData>`+behind)
}

// pack makes the archive; entries follow the order of their names.
func (p parts) pack() []byte {
	var data bytes.Buffer
	w := zip.NewWriter(&data)
	for _, name := range slices.Sorted(maps.Keys(p)) {
		f, err := w.Create(name)
		must(err)
		_, err = f.Write([]byte(p[name]))
		must(err)
	}
	must(w.Close())
	return data.Bytes()
}

// must is for writing to memory, which does not fail.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// sheetWith makes a workbook with more rows below the form.
func sheetWith(rows string) func() []byte {
	return func() []byte { return formParts(rows).pack() }
}

// packed delays the making of a workbook.
func packed(make func() parts) func() []byte {
	return func() []byte { return make().pack() }
}

func xlsx() []File {
	return slices.Concat(archives(), brokenParts(), brokenCells(), strangeCells(), disguises())
}

// archives are workbooks whose zip archive lies or is damaged.
func archives() []File {
	return []File{
		{Name: "bomb-ratio.xlsx", About: "a part that unpacks to a thousand times its size", Data: packed(func() parts {
			return formParts("").around(strings.Repeat(" ", 64<<20))
		}), Code: "file_too_large"},
		{Name: "bomb-strings.xlsx", About: "210 MB of shared texts", Data: packed(func() parts {
			return formParts("").with("xl/sharedStrings.xml", `<sst>`+strings.Repeat(`<si><t>`+strings.Repeat("长", 1000)+`</t></si>`, 70_000)+`</sst>`)
		}), Code: "file_too_large"},
		{Name: "bomb-shown.xlsx", About: "one text of 300 kB that ten thousand cells show", Data: packed(func() parts {
			p := formParts(strings.Repeat(`<row>`+strings.Repeat(`<c t="s"><v>1</v></c>`, 100)+`</row>`, 100))
			return p.edited("xl/sharedStrings.xml", `</sst>`, `<si><t>`+strings.Repeat("长", 100_000)+`</t></si></sst>`)
		}), Code: "file_too_large"},
		{Name: "bomb-entries.xlsx", About: "twenty thousand entries", Data: packed(func() parts {
			p := formParts("")
			for i := range 20_000 {
				p[fmt.Sprintf("xl/media/%d.bin", i)] = ""
			}
			return p
		}), Code: "file_too_large"},
		{Name: "bomb-total.xlsx", About: "many parts that are too large together", Data: bombTotal, Code: "file_too_large"},
		{Name: "bomb-nested.xlsx", About: "an archive in an archive in an archive", Data: bombNested, Code: "file_broken"},
		{Name: "bomb-overlap.xlsx", About: "two thousand entries that share the same bytes", Data: bombOverlap, Code: "file_too_large"},
		{Name: "size-too-small.xlsx", About: "a header that declares less than there is", Data: lying(1), Code: "file_broken"},
		{Name: "size-too-large.xlsx", About: "a header that declares more than there is", Data: lying(1 << 20), Code: "file_broken"},
		{Name: "size-huge.xlsx", About: "a header that declares gigabytes", Data: lying(1 << 40), Code: "file_too_large"},
		{Name: "size-wraps.xlsx", About: "declared sizes whose sum wraps round", Data: lying(1<<64 - 1), Code: "file_too_large"},
		{Name: "checksum.xlsx", About: "a part with another checksum", Data: flipped, Code: "file_broken"},
		{Name: "truncated-tail.xlsx", About: "without its last bytes", Data: cut(-20), Code: "file_broken"},
		{Name: "truncated-half.xlsx", About: "only the first half", Data: cut(1_200), Code: "file_broken"},
		{Name: "truncated-head.xlsx", About: "only the first bytes", Data: cut(60), Code: "file_broken"},
		{Name: "encrypted-entries.xlsx", About: "entries locked by a password", Data: lockedEntries, Code: "file_encrypted"},
		{Name: "encrypted.xlsx", About: "a workbook with a password", Data: compound("EncryptedPackage"), Code: "file_encrypted"},
		{Name: "method.xlsx", About: "an unknown way of compressing", Data: strangeMethod, Code: "file_broken"},
		{Name: "duplicate-part.xlsx", About: "the same sheet twice under one name", Data: packed(func() parts { return formParts("").with("XL/worksheets/SHEET1.xml", "<worksheet/>") }), Code: "file_broken"},
		{Name: "climbing.xlsx", About: "an entry that would climb out of its folder", Data: packed(func() parts { return formParts("").with("../../../etc/cron.d/x", "x") })},
	}
}

// brokenParts are workbooks whose parts are missing, are no XML or attack its reader.
func brokenParts() []File {
	sheet := func(xml string) func() []byte {
		return packed(func() parts { return formParts("").with(sheetPart, xml) })
	}
	part := func(name, xml string) func() []byte {
		return packed(func() parts { return formParts("").with(name, xml) })
	}
	lost := func(name string) func() []byte { return packed(func() parts { return formParts("").without(name) }) }
	return []File{
		{Name: "doctype.xlsx", About: "a DOCTYPE", Data: sheet(`<!DOCTYPE worksheet SYSTEM "http://example.invalid/x.dtd"><worksheet/>`), Code: "file_broken"},
		{Name: "entities.xlsx", About: "a billion laughs", Data: sheet(`<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>`), Code: "file_broken"},
		{Name: "file-entity.xlsx", About: "an entity that is a file of this machine", Data: part("xl/sharedStrings.xml", `<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>`), Code: "file_broken"},
		{Name: "unknown-entity.xlsx", About: "an entity that nobody declared", Data: sheetWith(row(`<c><v>&x;</v></c>`)), Code: "file_broken"},
		{Name: "deep.xlsx", About: "elements a hundred thousand deep", Data: sheet(strings.Repeat("<a>", 100_000)), Code: "file_too_large"},
		{Name: "deep-closed.xlsx", About: "elements a hundred deep, all closed", Data: sheet(strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100)), Code: "file_too_large"},
		{Name: "many-elements.xlsx", About: "seven million empty elements", Data: packed(func() parts {
			return formParts("").with(sheetPart, `<worksheet>`+strings.Repeat(`<c/>`, 7_000_000)+`</worksheet>`)
		}), Code: "file_too_large"},
		{Name: "many-attributes.xlsx", About: "an element with two million attributes", Data: packed(func() parts {
			return formParts(row(`<c` + strings.Repeat(` a="1" b="2" c="3" d="4"`, 500_000) + `><v>1</v></c>`))
		}), Code: "file_too_large"},
		{Name: "cut-xml.xlsx", About: "a sheet that ends within an element", Data: sheet(`<worksheet><sheetData><row r="1"><c r="A1"><v>1</`), Code: "file_broken"},
		{Name: "crossed-xml.xlsx", About: "elements that cross each other", Data: sheet(`<worksheet><sheetData><row><c></row></c></sheetData></worksheet>`), Code: "file_broken"},
		{Name: "two-roots.xlsx", About: "a second root element", Data: packed(func() parts {
			p := formParts("")
			return p.with(sheetPart, p[sheetPart]+`<worksheet/>`)
		}), Code: "file_broken"},
		{Name: "no-xml.xlsx", About: "a sheet that is a picture", Data: sheet(string(picture())), Code: "file_broken"},
		{Name: "empty-part.xlsx", About: "a sheet of no bytes", Data: sheet(""), Code: "file_broken"},
		{Name: "bad-utf8.xlsx", About: "bytes in a text that are no UTF-8", Data: sheetWith(row(`<c t="inlineStr"><is><t>` + "\xff\xfe\xb1" + `</t></is></c>`)), Code: "file_broken"},
		{Name: "nul-xml.xlsx", About: "a zero byte in a text", Data: sheetWith(row(`<c t="inlineStr"><is><t>` + "a\x00b" + `</t></is></c>`)), Code: "file_broken"},
		{Name: "nul-reference.xlsx", About: "a zero character by reference", Data: sheetWith(row(`<c t="inlineStr"><is><t>a&#0;b</t></is></c>`)), Code: "file_broken"},
		{Name: "utf16-xml.xlsx", About: "a sheet in UTF-16", Data: packed(func() parts {
			p := formParts("")
			return p.with(sheetPart, "\xff\xfe"+wide(`<?xml version="1.0" encoding="UTF-16"?>`+p[sheetPart], binary.LittleEndian))
		}), Code: "file_broken"},
		{Name: "gbk-xml.xlsx", About: "a sheet that declares GBK", Data: part("xl/sharedStrings.xml", `<?xml version="1.0" encoding="GBK"?><sst><si><t>`+"\xcf\xee\xc4\xbf"+`</t></si></sst>`), Code: "file_broken"},
		{Name: "utf7-xml.xlsx", About: "a sheet that declares UTF-7", Data: sheet(`<?xml version="1.0" encoding="UTF-7"?><worksheet/>`), Code: "file_broken"},
		{Name: "no-workbook.xlsx", About: "no list of sheets", Data: lost("xl/workbook.xml"), Code: "file_broken"},
		{Name: "no-sheet.xlsx", About: "a sheet that is not there", Data: lost(sheetPart), Code: "file_broken"},
		{Name: "no-relations.xlsx", About: "no list of parts", Data: lost("xl/_rels/workbook.xml.rels"), Code: "file_broken"},
		{Name: "no-strings.xlsx", About: "no shared texts, and a cell that needs one", Data: packed(func() parts {
			return formParts(row(`<c t="s"><v>0</v></c>`)).without("xl/sharedStrings.xml")
		}), Code: "file_broken"},
		{Name: "no-styles.xlsx", About: "no styles", Data: lost("xl/styles.xml"), Code: "file_broken"},
		{Name: "climbing-relation.xlsx", About: "a sheet that is a file of this machine", Data: relatedTo("../../../../etc/passwd", ""), Code: "file_broken"},
		{Name: "web-relation.xlsx", About: "a sheet that stands on another machine", Data: relatedTo("http://example.invalid/sheet.xml", ` TargetMode="External"`), Code: "file_broken"},
		{Name: "round-relation.xlsx", About: "a sheet that is the list of sheets", Data: relatedTo("workbook.xml", ""), Code: "file_no_cells"},
		{Name: "external-links.xlsx", About: "links to other workbooks", Data: packed(func() parts {
			p := formParts(row(`<c r="A11"><f>'file:///etc/[passwd]x'!A1</f><v>7</v></c>`))
			return p.with("xl/externalLinks/externalLink1.xml", `<externalLink><externalBook r:id="rId1"/></externalLink>`)
		}), Issue: "formula"},
		{Name: "many-sheets.xlsx", About: "three hundred sheets", Data: manySheets, Code: "file_too_large"},
		{Name: "no-sheets.xlsx", About: "a workbook without a sheet", Data: part("xl/workbook.xml", `<workbook><sheets/></workbook>`), Code: "file_no_cells"},
		{Name: "empty-sheet.xlsx", About: "a sheet without a cell", Data: sheet(`<worksheet><sheetData/></worksheet>`), Code: "file_no_cells"},
	}
}

// brokenCells are worksheets that say something impossible of a cell.
func brokenCells() []File {
	cell := func(xml string) func() []byte { return sheetWith(row(xml)) }
	return []File{
		{Name: "string-out-of-range.xlsx", About: "a shared text that is not there", Data: cell(`<c r="A11" t="s"><v>99</v></c>`), Code: "file_broken"},
		{Name: "string-negative.xlsx", About: "a shared text before the first", Data: cell(`<c r="A11" t="s"><v>-1</v></c>`), Code: "file_broken"},
		{Name: "string-huge.xlsx", About: "a shared text whose number overflows", Data: cell(`<c r="A11" t="s"><v>18446744073709551616</v></c>`), Code: "file_broken"},
		{Name: "string-words.xlsx", About: "a shared text by words", Data: cell(`<c r="A11" t="s"><v>first</v></c>`), Code: "file_broken"},
		{Name: "duplicate-cells.xlsx", About: "two values in one place", Data: cell(`<c r="A11"><v>1</v></c><c r="A11"><v>2</v></c>`), Code: "file_broken"},
		{Name: "duplicate-rows.xlsx", About: "a row that comes again with other values", Data: sheetWith(`<row r="8"><c r="D8"><v>99</v></c></row>`), Code: "file_broken"},
		{Name: "row-zero.xlsx", About: "row 0", Data: sheetWith(`<row r="0"><c><v>1</v></c></row>`), Code: "file_broken"},
		{Name: "row-negative.xlsx", About: "row -1", Data: sheetWith(`<row r="-1"><c><v>1</v></c></row>`), Code: "file_broken"},
		{Name: "row-huge.xlsx", About: "a row whose number overflows", Data: sheetWith(`<row r="99999999999999999999"><c><v>1</v></c></row>`), Code: "file_broken"},
		{Name: "cell-elsewhere.xlsx", About: "a cell that says it is in another row", Data: cell(`<c r="A99"><v>1</v></c>`), Code: "file_broken"},
		{Name: "cell-letters.xlsx", About: "a cell without a row", Data: cell(`<c r="AB"><v>1</v></c>`), Code: "file_broken"},
		{Name: "cell-digits.xlsx", About: "a cell without a column", Data: cell(`<c r="11"><v>1</v></c>`), Code: "file_broken"},
		{Name: "cell-beyond.xlsx", About: "a column behind the last", Data: cell(`<c r="XFE11"><v>1</v></c>`), Code: "file_broken"},
		{Name: "cell-long.xlsx", About: "a column of a thousand letters", Data: cell(`<c r="` + strings.Repeat("A", 1000) + `11"><v>1</v></c>`), Code: "file_broken"},
		{Name: "cell-last.xlsx", About: "the last cell that there can be", Data: sheetWith(`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`), Code: "file_too_large"},
		{Name: "huge-cell.xlsx", About: "a cell of 2 MB", Data: packed(func() parts {
			return formParts(row(`<c t="inlineStr"><is><t>` + strings.Repeat("长", 700_000) + `</t></is></c>`))
		}), Code: "file_too_large"},
		{Name: "million-merges.xlsx", About: "a million merged ranges, all the same", Data: packed(func() parts {
			return formParts("").around(`<mergeCells>` + strings.Repeat(`<mergeCell ref="A1:XFD1048576"/>`, 1_000_000) + `</mergeCells>`)
		}), Code: "file_too_large"},
		{Name: "million-columns.xlsx", About: "twenty thousand lists of columns", Data: packed(func() parts {
			return formParts("").around(`<cols>` + strings.Repeat(`<col min="1" max="16384" hidden="1"/>`, 20_000) + `</cols>`)
		}), Code: "file_too_large"},
		{Name: "million-formulas.xlsx", About: "more formulas than any form", Data: packed(func() parts {
			return formParts(row(strings.Repeat(`<c><f>A1</f></c>`, 1_100_000)))
		}), Code: "file_broken"},
	}
}

// strangeCells are worksheets that can be read, with or without a warning.
func strangeCells() []File {
	cell := func(xml string) func() []byte { return sheetWith(row(xml)) }
	sheet := func(change func(p parts) parts) func() []byte {
		return packed(func() parts { return change(formParts("")) })
	}
	return []File{
		{Name: "cells-out-of-order.xlsx", About: "cells from right to left", Data: sheet(func(p parts) parts {
			return p.edited(sheetPart, formRows(formText), reversedRows())
		})},
		{Name: "dimension.xlsx", About: "a dimension that says there is one cell", Data: sheet(func(p parts) parts {
			return p.edited(sheetPart, `<sheetData>`, `<dimension ref="A1"/><sheetData>`)
		})},
		{Name: "dimension-huge.xlsx", About: "a dimension of the whole sheet and more", Data: sheet(func(p parts) parts {
			return p.edited(sheetPart, `<sheetData>`, `<dimension ref="A1:ZZZZ99999999"/><sheetData>`)
		})},
		{Name: "content-types.xlsx", About: "content types of another format", Data: sheet(func(p parts) parts {
			return p.with("[Content_Types].xml", `<Types><Default Extension="xml" ContentType="image/png"/></Types>`)
		})},
		{Name: "overlapping-merges.xlsx", About: "merged ranges that overlap", Data: sheet(func(p parts) parts {
			return p.around(`<mergeCells><mergeCell ref="C11:D12"/><mergeCell ref="D11:E14"/><mergeCell ref="A3:A3"/></mergeCells>`)
		})},
		{Name: "merge-backwards.xlsx", About: "a merged range from its end to its beginning", Data: sheet(func(p parts) parts {
			return p.around(`<mergeCells><mergeCell ref="D9:A2"/></mergeCells>`)
		}), Issue: "merge-unreadable"},
		{Name: "style-out-of-range.xlsx", About: "a number format that is not there", Data: cell(`<c r="A11" s="999"><v>0.5</v></c>`), Issue: "style-missing"},
		{Name: "style-negative.xlsx", About: "a number format before the first", Data: cell(`<c r="A11" s="-5"><v>0.5</v></c>`), Issue: "style-missing"},
		{Name: "date-overflow.xlsx", About: "a date 1e308 days away", Data: cell(`<c r="A11" s="1"><v>1e308</v></c>`), Issue: Any},
		{Name: "number-exponent.xlsx", About: "a number with an exponent of a billion", Data: cell(`<c r="A11"><v>1e999999999</v></c>`), Issue: Any},
		{Name: "number-digits.xlsx", About: "a number of half a million digits", Data: cell(`<c r="A11"><v>0.` + strings.Repeat("7", 500_000) + `</v></c>`), Issue: Any},
		{Name: "number-nan.xlsx", About: "numbers that are none", Data: cell(`<c r="A11"><v>NaN</v></c><c r="B11"><v>INF</v></c><c r="C11"><v>0x1p5</v></c>`), Issue: Any},
		{Name: "inline-nested.xlsx", About: "a text in a text in a text", Data: cell(`<c r="A11" t="inlineStr"><is><is><is><r><t>深</t></r></is></is></is></c>`), Issue: Any},
		{Name: "only-formulas.xlsx", About: "only formulas without stored values", Data: packed(func() parts {
			return formParts("").with(sheetPart, `<worksheet><sheetData><row r="1"><c r="A1"><f>NOW()</f></c><c r="B1"><f>A1*2</f></c></row></sheetData></worksheet>`)
		}), Code: "file_no_cells"},
		{Name: "formula-target.xlsx", About: "a target that a formula should have computed", Data: sheet(func(p parts) parts {
			return p.edited(sheetPart, `<c r="D8" t="inlineStr"><is><t>≥50公里</t></is></c>`, `<c r="D8"><f>WEBSERVICE("http://example.invalid")</f></c>`)
		}), Issue: "formula-no-value"},
		{Name: "error-target.xlsx", About: "a target that is an error of the spreadsheet", Data: sheet(func(p parts) parts {
			return p.edited(sheetPart, `<c r="D8" t="inlineStr"><is><t>≥50公里</t></is></c>`, `<c r="D8" t="e"><v>#REF!</v></c>`)
		}), Issue: "cell-error"},
		{Name: "right-to-left.xlsx", About: "controls by which a target is shown the other way round", Data: sheet(func(p parts) parts {
			return p.edited(sheetPart, `≥50公里`, "\u202e≥50公里")
		}), Issue: "invisible-characters"},
		{Name: "escaped-controls.xlsx", About: "control characters behind the format's own escape", Data: sheet(func(p parts) parts {
			return p.edited(sheetPart, `养护里程`, "养护_x0000__x001B_里程_x000D_")
		})},
		{Name: "hidden-target.xlsx", About: "a row that the workbook hides", Data: sheet(func(p parts) parts {
			return p.edited(sheetPart, `<row r="8">`, `<row r="8" hidden="1">`)
		}), Issue: "hidden-cells"},
	}
}

// disguises are other files called xlsx.
func disguises() []File {
	return []File{
		{Name: "empty.xlsx", About: "no bytes", Data: bytesOf(""), Code: "file_empty"},
		{Name: "picture.xlsx", About: "a picture", Data: picture, Code: "file_binary"},
		{Name: "binary-workbook.xlsx", About: "a workbook in the binary dialect", Data: packed(func() parts {
			return parts{"xl/workbook.bin": "\x83\x01\x00", "xl/worksheets/sheet1.bin": "\x81\x01\x00"}
		}), Code: "file_unsupported"},
		{Name: "open-document.xlsx", About: "a workbook of the open document format", Data: packed(func() parts {
			return parts{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
		}), Code: "file_unsupported"},
		{Name: "slides.xlsx", About: "slides", Data: packed(func() parts { return parts{"ppt/presentation.xml": "<x/>"} }), Code: "file_unsupported"},
		{Name: "plain-zip.xlsx", About: "an archive of other files", Data: packed(func() parts { return parts{"a.bin": "x", "b.bin": "y"} }), Code: "file_binary"},
		{Name: "empty-zip.xlsx", About: "an archive of nothing", Data: bytesOf("PK\x05\x06" + strings.Repeat("\x00", 18)), Code: "file_binary"},
		{Name: "compound.xlsx", About: "the beginning of an old container, and nothing behind it", Data: compound("Thumbs"), Code: "file_broken"},
		{Name: "prose.xlsx", About: "a text", Data: bytesOf("本文件不是工作簿。\n"), Code: NoForm},
	}
}

// bombTotal declares honestly what its fifty parts unpack to.
func bombTotal() []byte {
	p := formParts("")
	for i := range 50 {
		p[fmt.Sprintf("xl/media/%02d.xml", i)] = strings.Repeat("<a/>", 1<<20)
	}
	return p.pack()
}

// bombNested is a workbook whose sheet is an archive of archives.
func bombNested() []byte {
	inner := []byte(strings.Repeat("0", 1<<20))
	for range 5 {
		inner = parts{"a.zip": string(inner), "b.zip": string(inner)}.pack()
	}
	return formParts("").with(sheetPart, string(inner)).pack()
}

// bombOverlap has a directory whose entries all point at the same packed bytes.
func bombOverlap() []byte {
	packed := parts{"xl/worksheets/sheet0000.xml": strings.Repeat("<a/>", 100_000)}.pack()
	end := bytes.LastIndex(packed, []byte("PK\x05\x06"))
	directory := bytes.LastIndex(packed[:end], []byte("PK\x01\x02"))
	entry := packed[directory:end]
	data := slices.Clone(packed[:directory])
	const entries = 2_000
	for i := range entries {
		data = append(data, bytes.Replace(entry, []byte("sheet0000"), fmt.Appendf(nil, "sheet%04d", i), 1)...)
	}
	tail := slices.Clone(packed[end:])
	binary.LittleEndian.PutUint16(tail[8:], entries)
	binary.LittleEndian.PutUint16(tail[10:], entries)
	binary.LittleEndian.PutUint32(tail[12:], uint32(len(data)-directory))
	return append(data, tail...)
}

// lying is a workbook whose sheet declares a size that is not its own.
func lying(size uint64) func() []byte {
	return func() []byte {
		return raw(func(h *zip.FileHeader) {
			if h.Name == sheetPart {
				h.UncompressedSize64 = size
			}
		})
	}
}

// raw packs the form with stored parts whose headers were changed.
func raw(change func(*zip.FileHeader)) []byte {
	var data bytes.Buffer
	w := zip.NewWriter(&data)
	p := formParts("")
	for _, name := range slices.Sorted(maps.Keys(p)) {
		content := []byte(p[name])
		size := uint64(len(content))
		header := &zip.FileHeader{Name: name, CRC32: crc32.ChecksumIEEE(content), CompressedSize64: size, UncompressedSize64: size}
		change(header)
		f, err := w.CreateRaw(header)
		must(err)
		_, err = f.Write(content)
		must(err)
	}
	must(w.Close())
	return data.Bytes()
}

func flipped() []byte {
	return raw(func(h *zip.FileHeader) { h.CRC32 ^= 1 })
}

func lockedEntries() []byte {
	return raw(func(h *zip.FileHeader) { h.Flags |= 1 })
}

func strangeMethod() []byte {
	return raw(func(h *zip.FileHeader) { h.Method = 99 })
}

// cut is the workbook up to a byte, counted from its end where negative.
func cut(at int) func() []byte {
	return func() []byte {
		data := formParts("").pack()
		if at < 0 {
			at += len(data)
		}
		return data[:at]
	}
}

// compound is the beginning of a compound file with one stream.
func compound(stream string) func() []byte {
	return bytesOf("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 504) + wide(stream, binary.LittleEndian) + strings.Repeat("\x00", 400))
}

func relatedTo(target, mode string) func() []byte {
	return packed(func() parts {
		return formParts("").edited("xl/_rels/workbook.xml.rels", `Target="worksheets/sheet1.xml"`, `Target="`+target+`"`+mode)
	})
}

func manySheets() []byte {
	p := formParts("")
	var sheets, relations strings.Builder
	for i := range 300 {
		fmt.Fprintf(&sheets, `<sheet name="Form%d" sheetId="%d" r:id="s%d"/>`, i, i+1, i)
		fmt.Fprintf(&relations, `<Relationship Id="s%d" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>`, i)
	}
	p["xl/workbook.xml"] = `<workbook xmlns:r="http://r"><sheets>` + sheets.String() + `</sheets></workbook>`
	return p.with("xl/_rels/workbook.xml.rels", `<Relationships>`+relations.String()+`</Relationships>`).pack()
}

// reversedRows are the rows of the form with the cells of each, and the rows themselves, from the last to the first.
func reversedRows() string {
	rows := strings.SplitAfter(formRows(formText), `</row>`)
	slices.Reverse(rows)
	for i, text := range rows {
		open, cells, found := strings.Cut(strings.TrimSuffix(text, `</row>`), ">")
		if !found {
			continue
		}
		list := strings.SplitAfter(cells, `</c>`)
		slices.Reverse(list)
		rows[i] = open + ">" + strings.Join(list, "") + `</row>`
	}
	return strings.Join(rows, "")
}
