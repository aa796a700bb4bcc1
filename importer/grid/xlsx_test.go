package grid

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

const (
	rootRels = `<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookRels = `<Relationships>
<Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/>
<Relationship Id="rId3" Type="http://x/styles" Target="styles.xml"/></Relationships>`
	book          = `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns:r="http://r"><sheets><sheet name="表一" sheetId="1" r:id="rId1"/></sheets></workbook>`
	sharedStrings = `<sst><si><t>指标</t></si><si><r><t>指标</t></r><r><t xml:space="preserve">名称 </t></r><rPh><t>zhibiao</t></rPh></si><si><t>甲_x000D_
乙</t></si></sst>`
	styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="165" formatCode="0.0%;[Red]-0.0%"/></numFmts>
<cellXfs><xf/><xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>`
)

// parts of a small workbook; tests replace the ones they are about.
func parts(sheetData string) map[string]string {
	return map[string]string{
		"_rels/.rels":                rootRels,
		"xl/workbook.xml":            book,
		"xl/_rels/workbook.xml.rels": bookRels,
		"xl/sharedStrings.xml":       sharedStrings,
		"xl/styles.xml":              styles,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + sheetData + `</sheetData></worksheet>`,
	}
}

func with(base map[string]string, name, content string) map[string]string {
	base[name] = content
	return base
}

func pack(t testing.TB, content map[string]string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	w := zip.NewWriter(&buffer)
	for _, name := range slices.Sorted(maps.Keys(content)) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(content[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

// listing writes the cells of a document as "表一!B7=text", with the marks of a cell in brackets.
func listing(doc *Document) []string {
	lines := []string{}
	for _, g := range doc.Grids {
		for i, row := range g.Rows {
			for _, c := range row {
				line := fmt.Sprintf("%s!%s=%s", g.Sheet, c.Place.Ref, c.Text)
				if c.MergeRows > 1 || c.MergeCols > 1 {
					line += fmt.Sprintf(" [%dx%d]", c.MergeRows, c.MergeCols)
				}
				if c.Hidden {
					line += " [hidden]"
				}
				if c.Formula {
					line += " [formula]"
				}
				if c.Row != i || c.Place.Ref != refName(c.Row, c.Col) {
					line += " [misplaced]"
				}
				lines = append(lines, line)
			}
		}
	}
	return lines
}

func TestSheetCells(t *testing.T) {
	tests := []struct {
		name, sheet string
		want        []string
		faults      []Fault
	}{
		{"shared and inline texts", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="inlineStr"><is><r><t> 丙</t></r><r><t>丁 </t></r></is></c></row>`,
			[]string{"表一!A1=指标", "表一!B1=指标名称", "表一!C1=甲\n乙", "表一!D1=丙丁"}, nil},
		{"cells and rows out of order", `<row r="3"><c r="C3"><v>3</v></c><c r="A3"><v>1</v></c></row><row r="1"><c r="B1"><v>9</v></c></row>`,
			[]string{"表一!B1=9", "表一!A3=1", "表一!C3=3"}, nil},
		{"no references", `<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>`,
			[]string{"表一!A1=1", "表一!C1=3", "表一!A2=4"}, nil},
		{"numbers", `<row r="1"><c r="A1"><v>0.10000000000000001</v></c><c r="B1"><v>89.995</v></c><c r="C1"><v>1.5E-3</v></c><c r="D1"><v>310101199001011234</v></c><c r="E1"><v>-200.50</v></c><c r="F1" s="0"><v>1E5</v></c></row>`,
			[]string{"表一!A1=0.1", "表一!B1=89.995", "表一!C1=0.0015", "表一!D1=310101199001011234", "表一!E1=-200.5", "表一!F1=100000"}, nil},
		{"a computed number is shown with 15 digits", `<row r="1"><c r="A1"><v>0.30000000000000004</v></c></row>`, []string{"表一!A1=0.3"},
			[]Fault{{FaultNumberRounded, Args{{"stored", "0.30000000000000004"}, {"text", "0.3"}}, Place{"f.xlsx", "表一", "A1", 0}}}},
		{"percentages are exact", `<row r="1"><c r="A1" s="1"><v>0.28999999999999998</v></c><c r="B1" s="4"><v>-0.955</v></c><c r="C1" s="1"><v>1</v></c><c r="D1" s="1"><v>0</v></c><c r="E1" s="1"><v>0.9999</v></c></row>`,
			[]string{"表一!A1=29%", "表一!B1=-95.5%", "表一!C1=100%", "表一!D1=0%", "表一!E1=99.99%"}, nil},
		{"dates", `<row r="1"><c r="A1" s="2"><v>46022</v></c><c r="B1" s="3"><v>45992</v></c><c r="C1" s="5"><v>45658.75</v></c><c r="D1" t="d"><v>2025-12-31T00:00:00</v></c><c r="E1" s="2"><v>59</v></c><c r="F1" s="2"><v>60</v></c><c r="G1" s="2"><v>-1</v></c></row>`,
			[]string{"表一!A1=2025-12-31", "表一!B1=2025年12月", "表一!C1=2025-01-01 18:00:00", "表一!D1=2025-12-31", "表一!E1=1900-02-28", "表一!F1=60", "表一!G1=-1"}, nil},
		{"truth values and errors", `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#DIV/0!</v></c></row>`, []string{"表一!A1=TRUE", "表一!B1=#DIV/0!"},
			[]Fault{{FaultCellError, Args{{"value", "#DIV/0!"}}, Place{"f.xlsx", "表一", "B1", 0}}}},
		{"formulas", `<row r="1"><c r="A1"><f>B1*2</f><v>84</v></c><c r="B1" t="str"><f>"达"&amp;"标"</f><v>达标</v></c><c r="C1"><f>NOW()</f></c><c r="D1"><v>1</v></c></row>`,
			[]string{"表一!A1=84 [formula]", "表一!B1=达标 [formula]", "表一!D1=1"},
			[]Fault{
				{FaultFormula, Args{{"formula", "B1*2"}, {"value", "84"}}, Place{"f.xlsx", "表一", "A1", 0}},
				{FaultFormula, Args{{"formula", `"达"&"标"`}, {"value", "达标"}}, Place{"f.xlsx", "表一", "B1", 0}},
				{FaultFormulaNoValue, Args{{"formula", "NOW()"}}, Place{"f.xlsx", "表一", "C1", 0}},
			}},
		{"an unknown style", `<row r="1"><c r="A1" s="77"><v>0.5</v></c></row>`, []string{"表一!A1=0.5"},
			[]Fault{{FaultStyleMissing, Args{{"style", "77"}, {"value", "0.5"}}, Place{"f.xlsx", "表一", "A1", 0}}}},
		{"blank cells are none", `<row r="1"><c r="A1" t="inlineStr"><is><t> 　</t></is></c><c r="B1"/><c r="C1"><v>1</v></c></row>`, []string{"表一!C1=1"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := Read("f.xlsx", pack(t, parts(test.sheet)), DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, listing(doc)); diff != "" {
				t.Error("cells (-want +got):", diff)
			}
			if diff := cmp.Diff(test.faults, doc.Faults); diff != "" {
				t.Error("faults (-want +got):", diff)
			}
		})
	}
}

func TestSheetHiddenAndMerged(t *testing.T) {
	content := parts("")
	content["xl/worksheets/sheet1.xml"] = `<x:worksheet xmlns:x="http://m"><x:cols><x:col min="2" max="2" hidden="1"/></x:cols><x:sheetData>
<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1"><x:v>2</x:v></x:c></x:row>
<x:row r="2" hidden="true"><x:c r="A2"><x:v>3</x:v></x:c></x:row>
<x:row r="4"><x:c r="C4"><x:v>4</x:v></x:c><x:c r="D4"><x:v>5</x:v></x:c></x:row><x:row r="5"><x:c r="C5"><x:v>6</x:v></x:c><x:c r="E5"><x:v>7</x:v></x:c></x:row>
</x:sheetData><x:mergeCells><x:mergeCell ref="C4:D6"/><x:mergeCell ref="D6:C4"/></x:mergeCells></x:worksheet>`
	doc, err := Read("f.xlsx", pack(t, content), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"表一!A1=1", "表一!B1=2 [hidden]", "表一!A2=3 [hidden]", "表一!C4=4 [3x2]", "表一!D4=5 [hidden]", "表一!C5=6 [hidden]", "表一!E5=7"}
	if diff := cmp.Diff(want, listing(doc)); diff != "" {
		t.Error("cells (-want +got):", diff)
	}
	faults := []Fault{{FaultMergeUnreadable, Args{{"range", "D6:C4"}}, Place{"f.xlsx", "表一", "D6:C4", 0}}}
	if diff := cmp.Diff(faults, doc.Faults); diff != "" {
		t.Error("faults (-want +got):", diff)
	}
	if rows := doc.Grids[0].Rows; len(rows) != 5 || len(rows[2]) != 0 {
		t.Errorf("rows: %d, third %v; want 5 and a blank third", len(rows), rows[2])
	}
}

// A workbook that another library wrote must read as that library says it is.
func TestWorkbookOfAnotherWriter(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	style := func(s *excelize.Style) int {
		id, err := f.NewStyle(s)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	custom := `yyyy"年"m"月"d"日"`
	percent, date := style(&excelize.Style{NumFmt: 10}), style(&excelize.Style{CustomNumFmt: &custom})
	steps := []error{
		f.SetCellValue("Sheet1", "A1", "三级指标"),
		f.SetCellValue("Sheet1", "B1", "指标值\n(全年)"),
		f.SetCellValue("Sheet1", "A3", 0.85),
		f.SetCellStyle("Sheet1", "A3", "A3", percent),
		f.SetCellValue("Sheet1", "B3", time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)),
		f.SetCellStyle("Sheet1", "B3", "B3", date),
		f.SetCellValue("Sheet1", "C3", 89.995),
		f.MergeCell("Sheet1", "A1", "A2"),
		f.SetRowVisible("Sheet1", 3, false),
	}
	_, err := f.NewSheet("附表")
	steps = append(steps, err, f.SetCellValue("附表", "D4", true), f.SetSheetVisible("附表", false))
	for i, err := range steps {
		if err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	buffer, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Read("form.txt", buffer.Bytes(), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Sheet1!A1=三级指标 [2x1]", "Sheet1!B1=指标值\n(全年)", "Sheet1!A3=85% [hidden]", "Sheet1!B3=2025-12-31 [hidden]", "Sheet1!C3=89.995 [hidden]", "附表!D4=TRUE [hidden]"}
	if diff := cmp.Diff(want, listing(doc)); diff != "" {
		t.Error("cells (-want +got):", diff)
	}
	if doc.Format != FormatXLSX || !doc.Grids[1].Hidden || doc.CellCount() != 6 {
		t.Errorf("format %s, second sheet hidden %v, %d cells", doc.Format, doc.Grids[1].Hidden, doc.CellCount())
	}
}

func TestDate1904(t *testing.T) {
	content := parts(`<row r="1"><c r="A1" s="2"><v>44560</v></c></row>`)
	content["xl/workbook.xml"] = strings.Replace(book, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
	doc, err := Read("f.xlsx", pack(t, content), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"表一!A1=2025-12-31"}, listing(doc)); diff != "" {
		t.Error(diff)
	}
}

func TestBrokenWorkbooks(t *testing.T) {
	const cell = `<row r="1"><c r="A1"><v>1</v></c></row>`
	const sheetPart = "xl/worksheets/sheet1.xml"
	broken, large, at := brokenFor(FormatXLSX), tooLargeAt, onSheet
	file := Place{}
	small := DefaultLimits()
	small.Cells, small.Rows, small.Columns, small.CellBytes, small.Merges, small.Faults, small.Entries, small.Sheets = 2, 10, 10, 8, 5, 1, 6, 1
	tight := DefaultLimits()
	tight.UnpackedBytes, tight.LargeBytes = 10_000, 10_000
	shown := with(parts(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>0</v></c></row>`), "xl/sharedStrings.xml", `<sst><si><t>`+strings.Repeat("x", 4_000)+`</t></si></sst>`)
	tests := []refused[[]byte]{
		{"a shared text shown too often", pack(t, shown), tight, large(LimitUnpackedBytes, "10000", at("A2"))},
		{"no cells", pack(t, parts(`<row r="1"><c r="A1"/></row>`)), DefaultLimits(), Error{ErrorNoCells, Args{{"format", "xlsx"}}, file}},
		{"shared text out of range", pack(t, parts(`<row r="1"><c r="B1" t="s"><v>3</v></c></row>`)), DefaultLimits(), broken("", ReasonSharedString, at("B1"))},
		{"shared text is no number", pack(t, parts(`<row r="1"><c r="B1" t="s"><v>x</v></c></row>`)), DefaultLimits(), broken("", ReasonSharedString, at("B1"))},
		{"reference to another row", pack(t, parts(`<row r="1"><c r="A2"><v>1</v></c></row>`)), DefaultLimits(), broken("", ReasonReference, at("A2"))},
		{"impossible reference", pack(t, parts(`<row r="1"><c r="XFE1"><v>1</v></c></row>`)), DefaultLimits(), broken("", ReasonReference, at("XFE1"))},
		{"impossible row", pack(t, parts(`<row r="1048577"/>`)), DefaultLimits(), broken("", ReasonReference, at("1048577"))},
		{"the same cell twice", pack(t, parts(`<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>`)), DefaultLimits(), broken("", ReasonDuplicateCell, at("A1"))},
		{"not well-formed", pack(t, with(parts(""), sheetPart, `<worksheet><sheetData>`+cell+`</worksheet>`)), DefaultLimits(), broken(sheetPart, ReasonXML, file)},
		{"cut off", pack(t, with(parts(""), sheetPart, `<worksheet><sheetData>`+cell)), DefaultLimits(), broken(sheetPart, ReasonXML, file)},
		{"an empty part", pack(t, with(parts(""), sheetPart, ``)), DefaultLimits(), broken(sheetPart, ReasonXML, file)},
		{"doctype", pack(t, with(parts(""), sheetPart, `<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>`)), DefaultLimits(), broken(sheetPart, ReasonDoctype, file)},
		{"a sheet is missing", pack(t, without(parts(cell), sheetPart)), DefaultLimits(), broken(sheetPart, ReasonPartMissing, at(""))},
		{"the workbook is missing", pack(t, without(parts(cell), "xl/workbook.xml")), DefaultLimits(), broken("xl/workbook.xml", ReasonPartMissing, file)},
		{"two parts of one name", pack(t, with(parts(cell), "XL/Workbook.xml", "")), DefaultLimits(), broken("xl/workbook.xml", ReasonDuplicatePart, file)},
		{"truncated", pack(t, parts(cell))[:900], DefaultLimits(), broken("", ReasonArchive, file)},
		{"deep nesting", pack(t, with(parts(""), sheetPart, strings.Repeat("<a>", 65)+strings.Repeat("</a>", 65))), DefaultLimits(), large(LimitXMLDepth, "64", file)},
		{"a bomb", pack(t, with(parts(""), sheetPart, `<worksheet>`+strings.Repeat(" ", 8<<20)+`</worksheet>`)), DefaultLimits(), large(LimitRatio, "250", file)},
		{"a header that understates", lying(t, 1), DefaultLimits(), broken(sheetPart, ReasonArchive, file)},
		{"a header that overstates", lying(t, 1<<20), DefaultLimits(), broken(sheetPart, ReasonArchive, file)},
		{"a header that declares too much", lying(t, 1<<31), DefaultLimits(), large(LimitUnpackedBytes, "201326592", file)},
		{"encrypted entries", lockedZip(t, parts(cell)), DefaultLimits(), Error{ErrorEncrypted, Args{{"format", "xlsx"}}, file}},
		{"too many cells", pack(t, parts(`<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c><c r="C1"><v>1</v></c></row>`)), small, large(LimitCells, "2", at("C1"))},
		{"too far down", pack(t, parts(`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`)), small, large(LimitRows, "10", at("A1048576"))},
		{"too far right", pack(t, parts(`<row r="1"><c r="XFD1"><v>1</v></c></row>`)), small, large(LimitColumns, "10", at("XFD1"))},
		{"a cell too long", pack(t, parts(`<row r="1"><c r="A1"><v>123456789</v></c></row>`)), small, large(LimitCellBytes, "8", at("A1"))},
		{"too many merges", pack(t, with(parts(""), sheetPart, `<worksheet><sheetData>`+cell+`</sheetData><mergeCells>`+strings.Repeat(`<mergeCell ref="A1:B9"/>`, 6)+`</mergeCells></worksheet>`)), small, large(LimitMerges, "5", at(""))},
		{"too many faults", pack(t, parts(`<row r="1"><c><f>A</f></c><c><f>A</f></c></row>`)), small, large(LimitFaults, "1", at(""))},
		{"too many entries", pack(t, with(parts(cell), "xl/media/a.bin", "x")), small, large(LimitEntries, "6", file)},
		{"too many sheets", pack(t, with(parts(cell), "xl/workbook.xml", strings.Replace(book, "<sheets>", `<sheets><sheet name="a" r:id="rId1"/>`, 1))), small, large(LimitSheets, "1", file)},
	}
	checkRefused(t, "f.xlsx", tests)
}

func without(content map[string]string, name string) map[string]string {
	delete(content, name)
	return content
}

// lying packs a workbook whose sheet declares a size that is not its own.
func lying(t testing.TB, size uint64) []byte {
	t.Helper()
	content := parts(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	const sheetPart = "xl/worksheets/sheet1.xml"
	sheet := []byte(content[sheetPart])
	var buffer bytes.Buffer
	w := zip.NewWriter(&buffer)
	for name, text := range without(content, sheetPart) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(f, text)
	}
	f, err := w.CreateRaw(&zip.FileHeader{Name: sheetPart, Method: zip.Store, CRC32: crc32.ChecksumIEEE(sheet), CompressedSize64: uint64(len(sheet)), UncompressedSize64: size})
	if err != nil {
		t.Fatal(err)
	}
	f.Write(sheet)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

// lockedZip sets the flag of encryption on every entry.
func lockedZip(t testing.TB, content map[string]string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	w := zip.NewWriter(&buffer)
	for name, text := range content {
		f, err := w.CreateRaw(&zip.FileHeader{Name: name, Flags: 1, CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(len(text))})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(f, text)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}
