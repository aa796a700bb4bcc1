package grid

import (
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	x "jixiao/importer/xlstest"
)

// join puts records behind each other.
func join(records ...[]byte) []byte {
	var all []byte
	for _, r := range records {
		all = append(all, r...)
	}
	return all
}

// oldStyles are the styles of the tests: 0 general, 1 0%, 2 date, 3 month of a year, 4 percent in two sections, 5 date with time.
func oldStyles() []byte {
	return join(x.Record(x.Format, 164, x.Text(`yyyy"年"m"月"`)), x.Record(x.Format, 165, x.Text("0.0%;[Red]-0.0%")),
		x.StyleRecord(0, false), x.StyleRecord(9, false), x.StyleRecord(14, false), x.StyleRecord(164, false), x.StyleRecord(165, false), x.StyleRecord(22, false))
}

// oldTexts are the shared texts of the tests.
func oldTexts() []byte {
	return x.SharedTexts(x.MostContent, 5, x.SharedText{Text: "指标"}, x.SharedText{Text: "指标名称 ", Runs: 2, Aids: []byte("zhibiao mingcheng")},
		x.SharedText{Text: "甲\r\n乙"}, x.SharedText{Text: "café"}, x.SharedText{Text: "a\x00b𠀀\x07"})
}

// oldBook is a compound file with one worksheet of these records.
func oldBook(records ...[]byte) []byte {
	return oldBookOf(join(oldStyles(), oldTexts()), x.Part{Name: "表一", Records: join(records...)})
}

func oldBookOf(globals []byte, parts ...x.Part) []byte {
	return x.Compound(x.Stream{Name: "Workbook", Data: x.Workbook(globals, parts...)})
}

// number is a record of a binary number.
func number(row, col, style int, value float64) []byte {
	return x.Record(x.Number, row, col, style, value)
}

// formula is a record of a formula with its stored result in eight bytes.
func formula(row, col int, result ...any) []byte {
	return x.Record(x.Formula, row, col, 0, x.Bytes(result...), 0, uint32(0), 3, "\x1e\x01\x00")
}

// special is a result that is no number: its kind and value.
func special(kind, value int) []byte {
	return x.Bytes(uint8(kind), uint8(0), uint8(value), "\x00\x00\x00", 0xffff)
}

func TestOldSheetCells(t *testing.T) {
	at := func(ref string) Place { return Place{"f.xls", "表一", ref, 0} }
	tests := []struct {
		name    string
		records [][]byte
		want    []string
		faults  []Fault
	}{
		{"shared texts", [][]byte{x.Record(x.LabelSST, 0, 0, 0, uint32(0)), x.Record(x.LabelSST, 0, 1, 0, uint32(1)), x.Record(x.LabelSST, 0, 2, 0, uint32(2)), x.Record(x.LabelSST, 0, 3, 0, uint32(3)), x.Record(x.LabelSST, 0, 255, 0, uint32(4))},
			[]string{"表一!A1=指标", "表一!B1=指标名称", "表一!C1=甲\n乙", "表一!D1=café", "表一!IV1=a b𠀀"}, nil},
		{"texts in the cells", [][]byte{x.Record(x.Label, 65535, 0, 0, x.Text("甲 ")), x.Record(x.RString, 65535, 1, 0, x.Text("乙丙"), 1, 1, 5)},
			[]string{"表一!A65536=甲", "表一!B65536=乙丙"}, nil},
		{"cells and rows out of order", [][]byte{number(2, 2, 0, 3), number(2, 0, 0, 1), number(0, 1, 0, 9)},
			[]string{"表一!B1=9", "表一!A3=1", "表一!C3=3"}, nil},
		{"numbers", [][]byte{number(0, 0, 0, 0.1), number(0, 1, 0, 89.995), number(0, 2, 0, 0.0015), number(0, 3, 0, 9007199254740991), number(0, 4, 0, -200.5), number(0, 5, 0, math.Copysign(0, -1)), number(0, 6, 0, 1e-9), number(0, 7, 0, 1e20)},
			[]string{"表一!A1=0.1", "表一!B1=89.995", "表一!C1=0.0015", "表一!D1=9007199254740991", "表一!E1=-200.5", "表一!F1=0", "表一!G1=0.000000001", "表一!H1=100000000000000000000"}, nil},
		{"packed numbers", [][]byte{x.Record(x.RK, 0, 0, 0, x.RKWhole(-7)), x.Record(x.RK, 0, 1, 0, x.RKHundredths(8999)), x.Record(x.RK, 0, 2, 0, x.RKFloat(1.5)), x.Record(x.RK, 0, 3, 0, x.RKFloat(12.5)|1), x.Record(x.RK, 0, 4, 0, x.RKWhole(1<<29-1))},
			[]string{"表一!A1=-7", "表一!B1=89.99", "表一!C1=1.5", "表一!D1=0.125", "表一!E1=536870911"}, nil},
		{"packed numbers in a row", [][]byte{x.Record(x.MulRK, 4, 1, 0, x.RKWhole(1), 1, x.RKHundredths(29), 2, x.RKWhole(46022), 3)},
			[]string{"表一!B5=1", "表一!C5=29%", "表一!D5=2025-12-31"}, nil},
		{"a computed number is shown with 15 digits", [][]byte{number(0, 0, 0, 0.30000000000000004), number(0, 1, 0, 310101199001011234)},
			[]string{"表一!A1=0.3", "表一!B1=310101199001011000"},
			[]Fault{{FaultNumberRounded, Args{{"stored", "0.30000000000000004"}, {"text", "0.3"}}, at("A1")},
				{FaultNumberRounded, Args{{"stored", "3.1010119900101126e+17"}, {"text", "310101199001011000"}}, at("B1")}}},
		{"percentages are exact", [][]byte{number(0, 0, 1, 0.29), number(0, 1, 4, -0.955), number(0, 2, 1, 1), number(0, 3, 1, 0), number(0, 4, 1, 0.9999)},
			[]string{"表一!A1=29%", "表一!B1=-95.5%", "表一!C1=100%", "表一!D1=0%", "表一!E1=99.99%"}, nil},
		{"dates", [][]byte{number(0, 0, 2, 46022), number(0, 1, 3, 45992), number(0, 2, 5, 45658.75), number(0, 3, 2, 59), number(0, 4, 2, 60), number(0, 5, 2, -1)},
			[]string{"表一!A1=2025-12-31", "表一!B1=2025年12月", "表一!C1=2025-01-01 18:00:00", "表一!D1=1900-02-28", "表一!E1=60", "表一!F1=-1"}, nil},
		{"truth values and errors", [][]byte{x.Record(x.BoolErr, 0, 0, 0, uint8(1), uint8(0)), x.Record(x.BoolErr, 0, 1, 0, uint8(0), uint8(0)), x.Record(x.BoolErr, 0, 2, 0, uint8(7), uint8(1)), x.Record(x.BoolErr, 0, 3, 0, uint8(99), uint8(1))},
			[]string{"表一!A1=TRUE", "表一!B1=FALSE", "表一!C1=#DIV/0!", "表一!D1=#ERROR99!"},
			[]Fault{{FaultCellError, Args{{"value", "#DIV/0!"}}, at("C1")}, {FaultCellError, Args{{"value", "#ERROR99!"}}, at("D1")}}},
		{"formulas", [][]byte{formula(0, 0, 84.0), formula(0, 1, special(0, 0)), x.Record(x.String, x.Text("达标")), formula(0, 2, special(1, 1)), formula(0, 3, special(2, 0x2a)), formula(0, 4, special(3, 0)), number(0, 5, 0, 1)},
			[]string{"表一!A1=84 [formula]", "表一!B1=达标 [formula]", "表一!C1=TRUE [formula]", "表一!D1=#N/A [formula]", "表一!F1=1"},
			[]Fault{
				{FaultFormula, Args{{"formula", ""}, {"value", "84"}}, at("A1")},
				{FaultFormula, Args{{"formula", ""}, {"value", "达标"}}, at("B1")},
				{FaultFormula, Args{{"formula", ""}, {"value", "TRUE"}}, at("C1")},
				{FaultCellError, Args{{"value", "#N/A"}}, at("D1")},
				{FaultFormula, Args{{"formula", ""}, {"value", "#N/A"}}, at("D1")},
				{FaultFormulaNoValue, Args{{"formula", ""}}, at("E1")},
			}},
		{"shared and array formulas before their text", [][]byte{
			formula(0, 0, special(0, 0)), x.Record(x.SharedFormat, 0, 0, uint16(0), 0, 0), x.Record(x.String, x.Text("甲")),
			formula(1, 0, special(0, 0)), x.Record(x.Array, 0, 0, uint16(0), 0, 0), x.Record(x.String, x.Text("乙")),
			formula(2, 0, special(0, 0)), number(2, 1, 0, 1), x.Record(x.String, x.Text("of nothing")), formula(3, 0, special(0, 0))},
			[]string{"表一!A1=甲 [formula]", "表一!A2=乙 [formula]", "表一!B3=1"},
			[]Fault{
				{FaultFormula, Args{{"formula", ""}, {"value", "甲"}}, at("A1")},
				{FaultFormula, Args{{"formula", ""}, {"value", "乙"}}, at("A2")},
				{FaultFormulaNoValue, Args{{"formula", ""}}, at("A3")},
				{FaultFormulaNoValue, Args{{"formula", ""}}, at("A4")},
			}},
		{"a formula's text over two records", [][]byte{formula(0, 0, special(0, 0)), x.Record(x.String, 4, "\x00ab"), x.Record(x.Continue, x.Wide("丙丁"))},
			[]string{"表一!A1=ab丙丁 [formula]"}, []Fault{{FaultFormula, Args{{"formula", ""}, {"value", "ab丙丁"}}, at("A1")}}},
		{"an unknown style", [][]byte{number(0, 0, 77, 0.5)}, []string{"表一!A1=0.5"},
			[]Fault{{FaultStyleMissing, Args{{"style", "77"}, {"value", "0.5"}}, at("A1")}}},
		{"blank cells are none", [][]byte{x.Record(x.Label, 0, 0, 0, x.Text(" 　")), x.Record(x.Blank, 0, 1, 0), x.Record(x.MulBlank, 0, 2, 0, 0, 3), number(0, 4, 0, 1)},
			[]string{"表一!E1=1"}, nil},
		{"the numbers of a chart are none", [][]byte{x.Begin(x.Chart), number(0, 0, 0, 5), x.Begin(x.Chart), x.End(), number(0, 0, 0, 6), x.End(), number(0, 0, 0, 1)},
			[]string{"表一!A1=1"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := Read("f.xls", oldBook(test.records...), DefaultLimits())
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

// Formats that files name by number only, the Chinese ones from 27 on included.
func TestOldBuiltinFormats(t *testing.T) {
	for id, want := range map[int]string{
		0: "45992.5", 1: "45992.5", 4: "45992.5", 9: "4599250%", 10: "4599250%", 14: "2025-12-01", 17: "2025年12月", 20: "12:00:00", 22: "2025-12-01 12:00:00",
		27: "2025年12月", 28: "2025-12-01", 30: "2025-12-01", 31: "2025-12-01", 32: "12:00:00", 36: "2025年12月", 46: "1103820:00:00", 49: "45992.5",
		50: "2025年12月", 53: "2025-12-01", 55: "12:00:00", 57: "2025年12月", 58: "2025-12-01",
	} {
		doc, err := Read("f.xls", oldBookOf(x.StyleRecord(id, false), x.Part{Name: "a", Records: number(0, 0, 0, 45992.5)}), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Grids[0].Rows[0][0].Text; got != want {
			t.Errorf("format %d: %s, want %s", id, got, want)
		}
	}
}

// A format that the workbook defines counts more than the built-in one of its number.
func TestOldFormatDefinedAgain(t *testing.T) {
	globals := join(x.Record(x.Format, 14, x.Text(`yyyy"年"`)), x.StyleRecord(14, false))
	doc, err := Read("f.xls", oldBookOf(globals, x.Part{Name: "a", Records: number(0, 0, 0, 45992)}), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a!A1=2025年"}, listing(doc)); diff != "" {
		t.Error(diff)
	}
}

func TestOldDate1904(t *testing.T) {
	globals := join(x.Record(x.DateMode, 1), oldStyles())
	doc, err := Read("f.xls", oldBookOf(globals, x.Part{Name: "a", Records: number(0, 0, 2, 44560)}), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a!A1=2025-12-31"}, listing(doc)); diff != "" {
		t.Error(diff)
	}
}

// TestOldSharedTextsOverRecords divides the table of texts at every possible place.
func TestOldSharedTextsOverRecords(t *testing.T) {
	texts := []x.SharedText{{Text: "narrow"}, {Text: "宽的文字𠀀"}, {Text: "rich 富", Runs: 3}, {Text: "read 读", Runs: 1, Aids: []byte("a long aid for reading")}, {Text: ""}, {Text: "wide only", Wide: true}, {Text: "end"}}
	var want []string
	cells := []byte{}
	for i, text := range texts {
		cells = append(cells, x.Record(x.LabelSST, i, 0, 0, uint32(i))...)
		if text.Text != "" {
			want = append(want, "a!"+refName(i, 0)+"="+text.Text)
		}
	}
	for limit := 12; limit < 200; limit++ {
		doc, err := Read("f.xls", oldBookOf(x.SharedTexts(limit, 1, texts...), x.Part{Name: "a", Records: cells}), DefaultLimits())
		if err != nil {
			t.Fatalf("records of %d bytes: %v", limit, err)
		}
		if diff := cmp.Diff(want, listing(doc)); diff != "" {
			t.Fatalf("records of %d bytes (-want +got): %s", limit, diff)
		}
	}
}

// The width of the characters may change where a text goes on in the next record.
func TestOldTextChangesItsWidth(t *testing.T) {
	table := join(x.Record(x.SST, uint32(1), uint32(1), 6, "\x00ab"), x.Record(x.Continue), x.Record(x.Continue, x.Wide("丙")), x.Record(x.Continue, "\x00cde"))
	doc, err := Read("f.xls", oldBookOf(table, x.Part{Name: "a", Records: x.Record(x.LabelSST, 0, 0, 0, uint32(0))}), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a!A1=ab丙cde"}, listing(doc)); diff != "" {
		t.Error(diff)
	}
}

func TestOldSheetHiddenAndMerged(t *testing.T) {
	records := join(
		x.ColumnRecord(1, 1, true), x.ColumnRecord(2, 2, false), x.RowRecord(0, false),
		number(0, 0, 0, 1), number(0, 1, 0, 2), number(1, 0, 0, 3), number(3, 2, 0, 4), number(3, 3, 0, 5), number(4, 2, 0, 6), number(4, 4, 0, 7),
		x.RowRecord(1, true), // also behind the cells
		x.Record(x.MergedCells, 2, 3, 5, 2, 3, 5, 3, 2, 3), x.Record(x.MergedCells, 1, 9, 9, 0, 1))
	doc, err := Read("f.xls", oldBook(records), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"表一!A1=1", "表一!B1=2 [hidden]", "表一!A2=3 [hidden]", "表一!C4=4 [3x2]", "表一!D4=5 [hidden]", "表一!C5=6 [hidden]", "表一!E5=7"}
	if diff := cmp.Diff(want, listing(doc)); diff != "" {
		t.Error("cells (-want +got):", diff)
	}
	faults := []Fault{{FaultMergeUnreadable, Args{{"range", "C6:D4"}}, Place{"f.xls", "表一", "C6:D4", 0}}}
	if diff := cmp.Diff(faults, doc.Faults); diff != "" {
		t.Error("faults (-want +got):", diff)
	}
	if rows := doc.Grids[0].Rows; len(rows) != 5 || len(rows[2]) != 0 {
		t.Errorf("rows: %d, third %v; want 5 and a blank third", len(rows), rows[2])
	}
}

func TestOldSheets(t *testing.T) {
	one := number(0, 0, 0, 1)
	doc, err := Read("f.xls", oldBookOf(nil,
		x.Part{Name: "显", Records: one}, x.Part{Name: "藏", State: 1, Records: one}, x.Part{Name: "深藏", State: 2, Records: one},
		x.Part{Name: "图", State: 0x200, About: x.Chart, Records: one}, x.Part{Name: "宏", State: 0x101, About: x.Macros, Records: one},
		x.Part{Name: "块", State: 0x600, About: x.Module, Records: one}, x.Part{Name: "另图", About: x.Chart, Records: one}, x.Part{Name: "空"},
	), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"显!A1=1", "藏!A1=1 [hidden]", "深藏!A1=1 [hidden]"}, listing(doc)); diff != "" {
		t.Error("cells (-want +got):", diff)
	}
	unread := func(sheet, kind string) Fault {
		return Fault{FaultSheetUnread, Args{{"kind", kind}}, Place{"f.xls", sheet, "", 0}}
	}
	if diff := cmp.Diff([]Fault{unread("宏", "macros"), unread("块", "module")}, doc.Faults); diff != "" {
		t.Error("faults (-want +got):", diff)
	}
	if len(doc.Grids) != 4 || doc.Grids[0].Hidden || !doc.Grids[1].Hidden || !doc.Grids[2].Hidden || doc.Grids[3].Sheet != "空" {
		t.Errorf("grids: %+v", doc.Grids)
	}
}

// Excel 5 and 95: texts are bytes of a code page.
func TestExcel95(t *testing.T) {
	text := func(row int, content []byte) []byte {
		return x.Record(x.Label, row, 0, 0, len(content), content)
	}
	chinese := x.Workbook5(join(x.Record(x.CodePage, 936), x.Record(x.Format, 164, uint8(8), "0.0%;\xa3\xad0"), x.StyleRecord(0, false), x.StyleRecord(164, false)),
		x.Part{Name: string(gb18030(t, "绩效表")), Records: join(text(0, gb18030(t, "三级指标")), number(1, 0, 1, 0.955), x.Record(x.RString, 2, 0, 0, 4, gb18030(t, "达标"), uint8(0)),
			formula(3, 0, special(0, 0)), x.Record(x.String, 4, gb18030(t, "完成")))})
	western := x.Workbook5(x.Record(x.CodePage, 1252), x.Part{Name: "a", Records: text(0, []byte("caf\xe9"))})
	unnamed := join(x.Record(x.BOF, 0, x.Worksheet, 0, 0), text(0, gb18030(t, "导出")), number(1, 1, 0, 2), x.End())
	for _, test := range []struct {
		name string
		data []byte
		want []string
	}{
		{"GB18030", x.Compound(x.Stream{Name: "Book", Data: chinese}), []string{"绩效表!A1=三级指标", "绩效表!A2=95.5%", "绩效表!A3=达标", "绩效表!A4=完成 [formula]"}},
		{"Windows-1252", x.Compound(x.Stream{Name: "BOOK", Data: western}), []string{"a!A1=café"}},
		{"one sheet without a workbook around it", unnamed, []string{"Sheet1!A1=导出", "Sheet1!B2=2"}},
		{"no compound file around it", chinese, []string{"绩效表!A1=三级指标", "绩效表!A2=95.5%", "绩效表!A3=达标", "绩效表!A4=完成 [formula]"}},
	} {
		doc, err := Read("f.xls", test.data, DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if diff := cmp.Diff(test.want, listing(doc)); diff != "" {
			t.Errorf("%s (-want +got): %s", test.name, diff)
		}
	}
}

// TestCompoundFiles reads the same workbook out of compound files of every make.
func TestCompoundFiles(t *testing.T) {
	small := x.Workbook(nil, x.Part{Name: "a", Records: number(0, 0, 0, 7)})
	large := join(small, make([]byte, 9<<20)) // a list of tables that the header has no room for
	medium := join(small, make([]byte, 5000))
	stray := x.Workbook(nil, x.Part{Name: "embedded", Records: number(0, 0, 0, 8)})
	older := x.Workbook5(nil, x.Part{Name: "older", Records: number(0, 0, 0, 9)})
	for name, data := range map[string][]byte{
		"small":                x.Compound(x.Stream{Name: "Workbook", Data: small}),
		"medium":               x.Compound(x.Stream{Name: "Workbook", Data: medium}),
		"large":                x.Compound(x.Stream{Name: "Workbook", Data: large}),
		"large sectors":        x.Compound4(x.Stream{Name: "Workbook", Data: medium}),
		"small, large sectors": x.Compound4(x.Stream{Name: "WORKBOOK", Data: small}),
		"beside others":        x.Compound(x.Stream{Name: "\x05SummaryInformation", Data: medium}, x.Stream{Name: "ETExtData", Data: []byte("x")}, x.Stream{Name: "Workbook", Data: medium}),
		"an embedded workbook": x.Compound(x.Stream{Name: "MBD0001/Workbook", Data: stray}, x.Stream{Name: "MBD0001/Ole", Data: stray}, x.Stream{Name: "Workbook", Data: small}),
		"two versions":         x.Compound(x.Stream{Name: "Book", Data: older}, x.Stream{Name: "Workbook", Data: small}),
		"nothing around it":    small,
		"an embedded document": x.Compound(x.Stream{Name: "MBD0001/WordDocument", Data: stray}, x.Stream{Name: "Workbook", Data: small}),
	} {
		doc, err := Read("f.et", data, DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff([]string{"a!A1=7"}, listing(doc)); diff != "" {
			t.Errorf("%s (-want +got): %s", name, diff)
		}
	}
	document := x.Compound(x.Stream{Name: "WordDocument", Data: medium}, x.Stream{Name: "MBD0001/Workbook", Data: small})
	checkError(t, "f.doc", document, DefaultLimits(), Error{ErrorUnsupported, Args{{"format", "doc"}}, Place{File: "f.doc"}})
}

// A workbook that another program wrote.
func TestWorkbookOfLibreOffice(t *testing.T) {
	data, err := os.ReadFile("testdata/libreoffice.xls")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Read("f.xls", data, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"绩效表!A1=青禾县项目支出绩效目标表 [1x4]", "绩效表!A2=一级指标", "绩效表!B2=三级指标", "绩效表!C2=指标值", "绩效表!A3=产出指标 [3x1]", "绩效表!B3=培训人次（人次）", "绩效表!C3=487",
		"绩效表!D3=达标 [formula]", "绩效表!B4=按期完成率", "绩效表!C4=95.5%", "绩效表!D4=#DIV/0! [formula]", "绩效表!B5=完成时间", "绩效表!C5=2025-12-31", "绩效表!D5=2025年12月",
		"绩效表!B6=平均成本", "绩效表!C6=89.995", "绩效表!D6=179.99 [formula]", "绩效表!B7=满意度 [hidden]", "绩效表!C7=≥90% [hidden]", "备注!B2=说明：第一行\n第二行 [hidden]",
	}
	if diff := cmp.Diff(want, listing(doc)); diff != "" {
		t.Error("cells (-want +got):", diff)
	}
	if len(doc.Faults) != 4 {
		t.Errorf("faults: %v", doc.Faults)
	}
}

func TestBrokenOldWorkbooks(t *testing.T) {
	const part = "Workbook"
	one := number(0, 0, 0, 1)
	broken, large, at := brokenFor(FormatXLS), tooLargeAt, onSheet
	file := Place{}
	small := DefaultLimits()
	small.Cells, small.Rows, small.Columns, small.CellBytes, small.Merges, small.Faults, small.Entries, small.Sheets = 5, 10, 10, 30, 5, 1, 40, 1
	stream := x.Workbook(join(oldStyles(), oldTexts()), x.Part{Name: "表一", Records: one})
	raw := func(stream []byte) []byte { return x.Compound(x.Stream{Name: part, Data: stream}) }
	listed := func(offset int) []byte { return join(x.Begin(x.Globals), x.SheetRecord(offset, 0, "表一"), x.End()) }
	tests := []refused[[]byte]{
		{"no cells", oldBook(x.Record(x.Blank, 0, 0, 0)), DefaultLimits(), Error{ErrorNoCells, Args{{"format", "xls"}}, file}},
		{"encrypted", raw(join(x.Begin(x.Globals), x.Record(x.FilePass, 1, 1, 1), []byte("rubbish"))), DefaultLimits(), Error{ErrorEncrypted, Args{{"format", "xls"}}, file}},
		{"shared text out of range", oldBook(x.Record(x.LabelSST, 0, 1, 0, uint32(5))), DefaultLimits(), broken("", ReasonSharedString, at("B1"))},
		{"shared text before the first", oldBook(x.Record(x.LabelSST, 0, 1, 0, uint32(0xffffffff))), DefaultLimits(), broken("", ReasonSharedString, at("B1"))},
		{"impossible column", oldBook(number(0, 256, 0, 1)), DefaultLimits(), broken("", ReasonReference, at("IW1"))},
		{"the same cell twice", oldBook(one, x.Record(x.Label, 0, 0, 0, x.Text("甲"))), DefaultLimits(), broken("", ReasonDuplicateCell, at("A1"))},
		{"a number that is none", oldBook(number(0, 1, 0, math.NaN())), DefaultLimits(), broken("", ReasonRecord, at("B1"))},
		{"a result of an unknown kind", oldBook(formula(0, 1, special(9, 0))), DefaultLimits(), broken("", ReasonRecord, at("B1"))},
		{"a cell cut off", oldBook(x.Record(x.Number, 0, 0, 0, 1, 2)), DefaultLimits(), broken("", ReasonRecord, at(""))},
		{"a formula cut off", oldBook(x.Record(x.Formula, 0, 0, 0, 1)), DefaultLimits(), broken("", ReasonRecord, at(""))},
		{"a text longer than its record", oldBook(x.Record(x.Label, 0, 0, 0, 10, "\x00abc")), DefaultLimits(), broken("", ReasonRecord, at(""))},
		{"half a character", oldBook(x.Record(x.Label, 0, 0, 0, 2, "\x01abc")), DefaultLimits(), broken("", ReasonRecord, at(""))},
		{"numbers that end elsewhere", oldBook(x.Record(x.MulRK, 0, 1, 0, x.RKWhole(1), 2)), DefaultLimits(), broken("", ReasonRecord, at(""))},
		{"fewer merged ranges than counted", oldBook(one, x.Record(x.MergedCells, 2, 0, 1, 0, 1)), DefaultLimits(), broken("", ReasonRecord, at(""))},
		{"a sheet without an end", raw(stream[:len(stream)-4]), DefaultLimits(), broken("", ReasonRecord, at(""))},
		{"a sheet beyond the end", raw(listed(1 << 20)), DefaultLimits(), broken("", ReasonSheetOffset, at(""))},
		{"a sheet before the beginning", raw(listed(-1)), DefaultLimits(), broken("", ReasonSheetOffset, at(""))},
		{"a sheet that is the workbook", raw(listed(0)), DefaultLimits(), broken("", ReasonSheetOffset, at(""))},
		{"a sheet amid another record", raw(listed(20)), DefaultLimits(), broken("", ReasonSheetOffset, at(""))},
		{"two sheets in one place", raw(join(x.Begin(x.Globals), x.SheetRecord(60, 0, "表一"), x.SheetRecord(60, 0, "表二"), x.End(), x.Begin(x.Worksheet), x.End())), DefaultLimits(), broken("", ReasonSheetOffset, at(""))},
		{"globals without an end", raw(stream[:200]), DefaultLimits(), broken(part, ReasonRecord, file)},
		{"no beginning", raw([]byte("text of some kind")), DefaultLimits(), broken(part, ReasonRecord, file)},
		{"an empty stream", raw(nil), DefaultLimits(), broken(part, ReasonRecord, file)},
		{"a chart and nothing else", raw(join(x.Begin(x.Chart), x.End())), DefaultLimits(), broken(part, ReasonRecord, file)},
		{"a version before Excel 5", raw(x.Record(x.BOF, 0x0400, x.Worksheet, 0)), DefaultLimits(), Error{ErrorUnsupported, Args{{"format", string(FormatXLS4)}}, file}},
		{"Excel 3", []byte("\x09\x02\x06\x00\x00\x00\x10\x00\x00\x00\x0a\x00\x00\x00"), DefaultLimits(), Error{ErrorUnsupported, Args{{"format", string(FormatXLS4)}}, file}},
		{"shared texts cut off", oldBookOf(x.Record(x.SST, uint32(9), uint32(9), 50, "\x00abc"), x.Part{Name: "a", Records: one}), DefaultLimits(), broken(part, ReasonRecord, file)},
		{"an unknown code page", raw(x.Workbook5(x.Record(x.CodePage, 437), x.Part{Name: "a\xe9", Records: one})), DefaultLimits(), broken(part, ReasonCodePage, file)},
		{"bytes that the code page does not have", raw(x.Workbook5(nil, x.Part{Name: "a", Records: x.Record(x.Label, 0, 0, 0, 2, "\xff\xff")})), DefaultLimits(), broken("", ReasonCodePage, Place{Sheet: "a"})},
		{"truncated", oldBook(one)[:1500], DefaultLimits(), broken("", ReasonCompound, file)},
		{"nothing but a header", oldBook(one)[:512], DefaultLimits(), broken("", ReasonCompound, file)},
		{"too many cells", oldBook(x.Record(x.MulRK, 0, 0, 0, x.RKWhole(1), 0, x.RKWhole(1), 0, x.RKWhole(1), 0, x.RKWhole(1), 0, x.RKWhole(1), 0, x.RKWhole(1), 5)), small, large(LimitCells, "5", at("F1"))},
		{"too many shared texts", oldBookOf(x.SharedTexts(x.MostContent, 6, make([]x.SharedText, 6)...), x.Part{Name: "a", Records: one}), small, large(LimitCells, "5", file)},
		{"too far down", oldBook(number(65535, 0, 0, 1)), small, large(LimitRows, "10", at("A65536"))},
		{"too far right", oldBook(number(0, 255, 0, 1)), small, large(LimitColumns, "10", at("IV1"))},
		{"a cell too long", oldBook(x.Record(x.Label, 0, 0, 0, x.Text(strings.Repeat("长", 11)))), small, large(LimitCellBytes, "30", at("A1"))},
		{"too many merges", oldBook(one, x.Record(x.MergedCells, 6, strings.Repeat("\x00", 48))), small, large(LimitMerges, "5", at(""))},
		{"merges over too many rows", oldBook(one, number(8, 1, 0, 1), x.Record(x.MergedCells, 1, 0, 8, 0, 1)), small, large(LimitMerges, "5", at(""))},
		{"too many faults", oldBook(formula(0, 0, 1.0), formula(0, 1, 1.0)), small, large(LimitFaults, "1", at(""))},
		{"too many sheets", oldBookOf(nil, x.Part{Name: "a", Records: one}, x.Part{Name: "b", Records: one}), small, large(LimitSheets, "1", file)},
		{"too many streams", x.Compound(streams(200, stream)...), small, large(LimitEntries, "40", file)},
	}
	checkRefused(t, "f.xls", tests)
}

func streams(count int, workbook []byte) []x.Stream {
	all := []x.Stream{{Name: "Workbook", Data: workbook}}
	for range count {
		all = append(all, x.Stream{Name: "other"})
	}
	return all
}

// A panic is an error of the file, whatever it came from.
func TestPanicIsAnError(t *testing.T) {
	src := &source{name: "f.xls", format: FormatXLS}
	_, err := src.guarded(func(*source) (*Document, error) { panic("out of a library") })
	want := &Error{ErrorBroken, Args{{"format", "xls"}, {"part", ""}, {"reason", ReasonPanic}}, Place{File: "f.xls"}}
	if diff := cmp.Diff(want, err); diff != "" {
		t.Error(diff)
	}
}
