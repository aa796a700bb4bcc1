package grid

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"jixiao/importer/xlstest"
)

func checkError(t *testing.T, name string, data []byte, limits Limits, want Error) {
	t.Helper()
	doc, err := Read(name, data, limits)
	var got *Error
	if !errors.As(err, &got) {
		t.Fatalf("got %+v, %v; want %v", doc, err, &want)
	}
	if diff := cmp.Diff(&want, got); diff != "" {
		t.Error("error (-want +got):", diff)
	}
}

// fields writes the cells of a text as "row,ref,line=text".
func fields(doc *Document) []string {
	lines := []string{}
	for i, row := range doc.Grids[0].Rows {
		for _, c := range row {
			line := fmt.Sprintf("%d,%s,%d=%s", i, c.Place.Ref, c.Place.Line, c.Text)
			if c.Row != i || c.Place.Ref != fmt.Sprintf("c%d", c.Col+1) {
				line += " [misplaced]"
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func TestTextAndCSV(t *testing.T) {
	tests := []struct {
		name, content string
		format        Format
		delimiter     Delimiter
		want          []string
		faults        []Fault
	}{
		{"tabs", "一级\t二级\t\t三级 \n\n\t\t合理\t\r\n单独一行\n", FormatText, DelimiterTab,
			[]string{"0,c1,1=一级", "0,c2,1=二级", "0,c4,1=三级", "2,c3,3=合理", "3,c1,4=单独一行"}, nil},
		{"tabs win over commas in sentences", "目标\t根据要求, 主办, 承办, 提升\n指标\t一, 二, 三, 四\n", FormatText, DelimiterTab,
			[]string{"0,c1,1=目标", "0,c2,1=根据要求, 主办, 承办, 提升", "1,c1,2=指标", "1,c2,2=一, 二, 三, 四"}, nil},
		{"typed quotation marks stay", "\"微信\"公众号\t\"好\"\n\"甲\n乙\"\n", FormatText, DelimiterTab,
			[]string{`0,c1,1="微信"公众号`, `0,c2,1="好"`, `1,c1,2="甲`, `2,c1,3=乙"`}, nil},
		{"a spreadsheet's quotation marks go", "名称\t\"说\"\"明\"\"\"\n\"甲\r\n乙\"\t8\n丙\t9", FormatText, DelimiterTab,
			[]string{"0,c1,1=名称", `0,c2,1=说"明"`, "1,c1,2=甲\n乙", "1,c2,3=8", "2,c1,4=丙", "2,c2,4=9"}, nil},
		{"old line ends", "甲\t1\r乙\t2\r", FormatText, DelimiterTab, []string{"0,c1,1=甲", "0,c2,1=1", "1,c1,2=乙", "1,c2,2=2"}, nil},
		{"pipe table", "标题\n| 指标 | 值 |\n|---|---|\n| 甲\\|乙 |  | ≥3 |\n", FormatText, DelimiterPipe,
			[]string{"0,c1,1=标题", "1,c1,2=指标", "1,c2,2=值", "2,c1,3=---", "2,c2,3=---", "3,c1,4=甲|乙", "3,c3,4=≥3"}, nil},
		{"pipes without outer pipes", "指标 | 值\n甲 | 3\n说明", FormatText, DelimiterPipe,
			[]string{"0,c1,1=指标", "0,c2,1=值", "1,c1,2=甲", "1,c2,2=3", "2,c1,3=说明"}, nil},
		{"one pipe in a sentence divides nothing", "甲|乙 指标\n第二行\n第三行", FormatText, DelimiterLine, []string{"0,c1,1=甲|乙 指标", "1,c1,2=第二行", "2,c1,3=第三行"}, nil},
		{"lines", "项目名称\f\n\n 调研经费 \n", FormatText, DelimiterLine, []string{"0,c1,1=项目名称", "2,c1,3=调研经费"}, nil},
		{"sentences with commas are text", "根据市委要求, 主办活动, 提升了解。\n按照计划, 完成调研, 形成报告。\n", FormatText, DelimiterLine,
			[]string{"0,c1,1=根据市委要求, 主办活动, 提升了解。", "1,c1,2=按照计划, 完成调研, 形成报告。"}, nil},
		{"sentences with a comma each are text", "根据要求,主办活动。\n按照计划,完成调研。\n", FormatText, DelimiterLine, []string{"0,c1,1=根据要求,主办活动。", "1,c1,2=按照计划,完成调研。"}, nil},
		{"sentences with equally many commas are text", "根据要求,主办活动,提升了解。\n按照计划,完成调研,形成报告\n", FormatText, DelimiterLine, []string{"0,c1,1=根据要求,主办活动,提升了解。", "1,c1,2=按照计划,完成调研,形成报告"}, nil},
		{"one line with commas is text", "合理,有效", FormatText, DelimiterLine, []string{"0,c1,1=合理,有效"}, nil},
		{"csv", "三级指标,年度指标值,实际完成值\n发布文章数,≥200篇,208\n\n\"活动, 场次\",,\"说\"\"明\n第二行\"\n及时率,100%,99.5%", FormatCSV, DelimiterComma,
			[]string{"0,c1,1=三级指标", "0,c2,1=年度指标值", "0,c3,1=实际完成值", "1,c1,2=发布文章数", "1,c2,2=≥200篇", "1,c3,2=208",
				"3,c1,4=活动, 场次", "3,c3,4=说\"明\n第二行", "4,c1,6=及时率", "4,c2,6=100%", "4,c3,6=99.5%"}, nil},
		{"csv with a header only", "三级指标,年度指标值,实际完成值\n", FormatCSV, DelimiterComma, []string{"0,c1,1=三级指标", "0,c2,1=年度指标值", "0,c3,1=实际完成值"}, nil},
		{"csv with semicolons", "指标;值\n甲, 乙;3,5\n丙;4\n", FormatCSV, DelimiterSemicolon, []string{"0,c1,1=指标", "0,c2,1=值", "1,c1,2=甲, 乙", "1,c2,2=3,5", "2,c1,3=丙", "2,c2,3=4"}, nil},
		{"csv with tabs at the edges", "编码,名称,值\n\t3101,甲,1\n\t3102,乙,2\n", FormatCSV, DelimiterComma,
			[]string{"0,c1,1=编码", "0,c2,1=名称", "0,c3,1=值", "1,c1,2=3101", "1,c2,2=甲", "1,c3,2=1", "2,c1,3=3102", "2,c2,3=乙", "2,c3,3=2"}, nil},
		{"ragged csv", "指标,值\n金额,10,000\n甲,2,,\n乙\n丙,4\n丁,5\n戊,6\n己,7", FormatCSV, DelimiterComma,
			[]string{"0,c1,1=指标", "0,c2,1=值", "1,c1,2=金额", "1,c2,2=10", "1,c3,2=000", "2,c1,3=甲", "2,c2,3=2", "3,c1,4=乙", "4,c1,5=丙", "4,c2,5=4", "5,c1,6=丁", "5,c2,6=5", "6,c1,7=戊", "6,c2,7=6", "7,c1,8=己", "7,c2,8=7"},
			[]Fault{{FaultRagged, Args{{"expected", "2"}, {"found", "3"}}, Place{"f", "", "", 2}}, {FaultRagged, Args{{"expected", "2"}, {"found", "1"}}, Place{"f", "", "", 4}}}},
		{"csv that declares its delimiter", "sep=;\r\n甲,乙;0,5\r\n", FormatCSV, DelimiterSemicolon, []string{"1,c1,2=甲,乙", "1,c2,2=0,5"}, nil},
		{"csv that declares tabs", "\"SEP=\t\"\n甲\t\"乙\n丙\"\n丁\t1", FormatCSV, DelimiterTab, []string{"1,c1,2=甲", "1,c2,2=乙\n丙", "2,c1,4=丁", "2,c2,4=1"}, nil},
		{"csv with pipes", "名称|\"说|明\n二\"\n甲|3\n", FormatCSV, DelimiterPipe, []string{"0,c1,1=名称", "0,c2,1=说|明\n二", "1,c1,3=甲", "1,c2,3=3"}, nil},
		{"a quoted word in a pipe table", "| \"甲\" | 值 |\n| 乙 | 3 |\n", FormatText, DelimiterPipe, []string{`0,c1,1="甲"`, "0,c2,1=值", "1,c1,2=乙", "1,c2,2=3"}, nil},
		{"codes that keep their zeros", "编码,名称,式\n=\"0012\",甲,=\"a\"&\"b\"\n\"=\"\"0,13\"\"\",乙,\"=1+2\"\n", FormatCSV, DelimiterComma,
			[]string{"0,c1,1=编码", "0,c2,1=名称", "0,c3,1=式", "1,c1,2=0012", "1,c2,2=甲", `1,c3,2=="a"&"b"`, "2,c1,3=0,13", "2,c2,3=乙", "2,c3,3==1+2"}, nil},
		{"codes between tabs", "=\"0012\"\t甲\n=\"0013\"\n", FormatText, DelimiterTab, []string{"0,c1,1=0012", "0,c2,1=甲", `1,c1,2=="0013"`}, nil},
		{"invisible characters", "\u200b指标\u00ad名称\t1\u200b2\u2060\t\ufeff\n\u202e321\u202c\t\u200e8\n", FormatText, DelimiterTab,
			[]string{"0,c1,1=指标名称", "0,c2,1=12", "1,c1,2=321", "1,c2,2=8"},
			[]Fault{{FaultInvisible, Args{{"text", "321"}, {"found", "U+202E U+202C"}}, Place{"f", "", "c1", 2}}, {FaultInvisible, Args{{"text", "8"}, {"found", "U+200E"}}, Place{"f", "", "c2", 2}}}},
		{"soft breaks", "指标,值\n\"受\u200b\n征地  \u200b\r\n影\n响\",1\n", FormatCSV, DelimiterComma,
			[]string{"0,c1,1=指标", "0,c2,1=值", "1,c1,2=受征地  影\n响", "1,c2,5=1"}, nil},
		{"csv with a stray mark", "指标,值,注\n\"甲\"乙,1,好\n丙,2,5\"\n", FormatCSV, DelimiterComma,
			[]string{"0,c1,1=指标", "0,c2,1=值", "0,c3,1=注", `1,c1,2="甲"乙`, "1,c2,2=1", "1,c3,2=好", "2,c1,3=丙", "2,c2,3=2", `2,c3,3=5"`},
			[]Fault{{FaultQuote, Args{{"text", `"甲"乙`}}, Place{"f", "", "c1", 2}}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := Read("f", []byte(test.content), DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if doc.Format != test.format || doc.Grids[0].Delimiter != test.delimiter || doc.Encoding != EncodingUTF8 {
				t.Errorf("read as %s by %s in %s, want %s by %s", doc.Format, doc.Grids[0].Delimiter, doc.Encoding, test.format, test.delimiter)
			}
			if diff := cmp.Diff(test.want, fields(doc)); diff != "" {
				t.Error("cells (-want +got):", diff)
			}
			if diff := cmp.Diff(test.faults, doc.Faults); diff != "" {
				t.Error("faults (-want +got):", diff)
			}
		})
	}
}

func utf16Bytes(text string, bigEndian bool) []byte {
	data := []byte(wide("\ufeff" + text))
	if bigEndian {
		for i := 0; i+1 < len(data); i += 2 {
			data[i], data[i+1] = data[i+1], data[i]
		}
	}
	return data
}

func gb18030(t testing.TB, text string) []byte {
	t.Helper()
	data, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(data)
}

func TestEncodings(t *testing.T) {
	const table = "三级指标,指标值,完成值\n青岚𠮷镕,≥200篇,208\n"
	tests := []struct {
		encoding string
		data     []byte
	}{
		{EncodingUTF8, []byte(table)},
		{EncodingUTF8BOM, []byte("\ufeff" + table)},
		{EncodingUTF16LE, utf16Bytes(table, false)},
		{EncodingUTF16BE, utf16Bytes(table, true)},
		{EncodingGB18030, gb18030(t, table)},
		{EncodingUTF16LE, utf16Bytes(table, false)[2:]},
		{EncodingUTF16BE, utf16Bytes(table, true)[2:]},
		{EncodingUTF8, []byte(table + "\x1a")},
	}
	want := []string{"0,c1,1=三级指标", "0,c2,1=指标值", "0,c3,1=完成值", "1,c1,2=青岚𠮷镕", "1,c2,2=≥200篇", "1,c3,2=208"}
	for _, test := range tests {
		t.Run(test.encoding, func(t *testing.T) {
			doc, err := Read("f.csv", test.data, DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if doc.Encoding != test.encoding || doc.Format != FormatCSV {
				t.Errorf("read as %s in %s", doc.Format, doc.Encoding)
			}
			if diff := cmp.Diff(want, fields(doc)); diff != "" {
				t.Error("cells (-want +got):", diff)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	compound := func(stream string) []byte { return []byte(compoundMagic + strings.Repeat("\x00", 100) + wide(stream)) }
	binary := func(kind string) Error { return Error{Code: ErrorBinary, Args: Args{{"kind", kind}}} }
	unsupported := func(f Format) Error { return Error{Code: ErrorUnsupported, Args: Args{{"format", string(f)}}} }
	notText := func(encoding, found string, line int) Error {
		return Error{Code: ErrorNotText, Args: Args{{"encoding", encoding}, {"found", found}}, Place: Place{Line: line}}
	}
	tooLarge := tooLargeAt
	small := DefaultLimits()
	small.FileBytes, small.Rows, small.Columns, small.Cells, small.CellBytes = 24, 3, 3, 4, 6
	tests := []refused[[]byte]{
		{"nothing", nil, DefaultLimits(), Error{Code: ErrorEmpty}},
		{"only a byte order mark", []byte("\ufeff"), DefaultLimits(), Error{Code: ErrorEmpty}},
		{"only white space", []byte(" \t\r\n　\n"), DefaultLimits(), Error{Code: ErrorEmpty}},
		{"only commas", []byte(",,,\n,,,\n"), DefaultLimits(), Error{Code: ErrorNoCells, Args: Args{{"format", "csv"}}}},
		{"png", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), DefaultLimits(), binary("png")},
		{"jpeg", []byte("\xff\xd8\xff\xe0\x00\x10JFIF"), DefaultLimits(), binary("jpeg")},
		{"gif", []byte("GIF89a\x01\x00"), DefaultLimits(), binary("gif")},
		{"bmp", []byte("BM\x36\x00\x00\x00\x00\x00\x00\x00\x36"), DefaultLimits(), binary("bmp")},
		{"tiff", []byte("II*\x00\x08"), DefaultLimits(), binary("tiff")},
		{"webp", []byte("RIFF\x10\x00\x00\x00WEBPVP8 "), DefaultLimits(), binary("webp")},
		{"heif", []byte("\x00\x00\x00\x18ftypheic"), DefaultLimits(), binary("heif")},
		{"windows program", []byte("MZ\x90\x00\x03\x00\x00\x00"), DefaultLimits(), binary("exe")},
		{"linux program", []byte("\x7fELF\x02\x01"), DefaultLimits(), binary("elf")},
		{"mac program", []byte("\xcf\xfa\xed\xfe\x07"), DefaultLimits(), binary("macho")},
		{"gzip", []byte("\x1f\x8b\x08"), DefaultLimits(), binary("gzip")},
		{"7z", []byte("7z\xbc\xaf\x27\x1c"), DefaultLimits(), binary("7z")},
		{"rar", []byte("Rar!\x1a\x07\x01"), DefaultLimits(), binary("rar")},
		{"xz", []byte("\xfd7zXZ\x00"), DefaultLimits(), binary("xz")},
		{"sqlite", []byte("SQLite format 3\x00"), DefaultLimits(), binary("sqlite")},
		{"zip of other files", pack(t, map[string]string{"a.txt": "x"}), DefaultLimits(), binary("zip")},
		{"empty zip", []byte("PK\x05\x06" + strings.Repeat("\x00", 18)), DefaultLimits(), binary("zip")},
		{"zip cut off", pack(t, map[string]string{"a.txt": "x"})[:40], DefaultLimits(), brokenFor("zip")("", ReasonArchive, Place{})},
		{"compound file", xlstest.Compound(xlstest.Stream{Name: "Thumbs", Data: []byte("x")}), DefaultLimits(), binary("ole")},
		{"no compound file", compound("Thumbs"), DefaultLimits(), brokenFor(FormatXLS)("", ReasonCompound, Place{})},
		{"doc", compound("WordDocument"), DefaultLimits(), unsupported(FormatDOC)},
		{"encrypted xlsx", compound("EncryptedPackage"), DefaultLimits(), Error{Code: ErrorEncrypted, Args: Args{{"format", "xlsx"}}}},
		{"pptx", pack(t, map[string]string{"ppt/presentation.xml": "<d/>"}), DefaultLimits(), unsupported(FormatPPTX)},
		{"xlsb", pack(t, map[string]string{"xl/workbook.bin": "x"}), DefaultLimits(), unsupported(FormatXLSB)},
		{"ods", pack(t, map[string]string{"mimetype": "x", "content.xml": "x"}), DefaultLimits(), unsupported(FormatODS)},
		{"ofd", pack(t, map[string]string{"OFD.xml": "x"}), DefaultLimits(), unsupported(FormatOFD)},
		{"rtf", []byte(`{\rtf1\ansi`), DefaultLimits(), unsupported(FormatRTF)},
		{"xml", []byte(`<?xml version="1.0"?><Workbook/>`), DefaultLimits(), unsupported(FormatXML)},
		{"control characters", []byte("甲\t1\n乙\x02\t2"), DefaultLimits(), notText(EncodingUTF8, "U+0002", 2)},
		{"zero bytes", []byte("a\x00b\x00"), DefaultLimits(), notText(EncodingUTF8, "U+0000", 1)},
		{"cut off within a character", []byte("项目名称\n调研经费")[:24], DefaultLimits(), notText(EncodingUTF8, "invalid", 2)},
		{"UTF-16 cut off within a character", []byte(wide("项目名称\n调研经费"))[:17], DefaultLimits(), notText(EncodingGB18030, "U+0000", 3)},
		{"two encodings", slices.Concat(gb18030(t, "项目,值\n名称,1\n"), []byte("数量指标,2\n"), gb18030(t, "质量指标,3\n时效指标,4\n成本指标,5\n")), DefaultLimits(),
			Error{Code: ErrorMixed, Args: Args{{"encoding", EncodingGB18030}, {"other", EncodingUTF8}}, Place: Place{Line: 3}}},
		{"two encodings, mostly UTF-8", slices.Concat([]byte("项目,值\n数量指标,2\n质量指标,3\n时效指标,4\n"), gb18030(t, "质量,3\n")), DefaultLimits(), notText(EncodingUTF8, "invalid", 5)},
		{"bytes of no encoding", []byte("a\r\n\xb1\n\xff\xff"), DefaultLimits(), notText(EncodingGB18030, "invalid", 2)},
		{"half a surrogate pair", []byte("\xff\xfea\x00\n\x00\x00\xd8b\x00"), DefaultLimits(), notText(EncodingUTF16LE, "invalid", 2)},
		{"half a unit", []byte("\xfe\xff\x00a\x00"), DefaultLimits(), notText(EncodingUTF16BE, "invalid", 1)},
		{"too large", []byte(strings.Repeat("a", 25)), small, tooLarge(LimitFileBytes, "24", Place{})},
		{"too many lines", []byte("a\n\n\n\n"), small, tooLarge(LimitRows, "3", Place{Line: 4})},
		{"too many fields", []byte("a\na\t\t\t"), small, tooLarge(LimitColumns, "3", Place{Line: 2})},
		{"too many pipes", []byte("a\n||||"), small, tooLarge(LimitColumns, "3", Place{Line: 2})},
		{"too many cells", []byte("a\tb\tc\nd\te"), small, tooLarge(LimitCells, "4", Place{Ref: "c2", Line: 2})},
		{"a cell too long", []byte("a\tbcdefgh"), small, tooLarge(LimitCellBytes, "6", Place{Ref: "c2", Line: 1})},
	}
	checkRefused(t, "form.txt", tests)
}

func TestRegistryIsComplete(t *testing.T) {
	for _, e := range registry {
		if (e.read == nil) == (e.refuse == "") {
			t.Errorf("%s: want either a reader or a refusal", e.format)
		}
	}
	if diff := cmp.Diff([]Format{FormatCSV, FormatDOCX, FormatHTML, FormatMHTML, FormatPDF, FormatText, FormatXLS, FormatXLSX, FormatXML2003}, Formats()); diff != "" {
		t.Error(diff)
	}
}

func TestErrorText(t *testing.T) {
	e := &Error{ErrorBroken, Args{{"format", "xlsx"}, {"part", ""}, {"reason", ReasonReference}}, Place{"f.xlsx", "表一", "A2", 0}}
	const want = `read f.xlsx: file_broken format="xlsx" part="" reason="reference" at 表一!A2`
	if e.Error() != want {
		t.Errorf("got %s\nwant %s", e, want)
	}
	if e.Args.Get("reason") != ReasonReference || e.Args.Get("x") != "" {
		t.Error("Get does not find arguments by name")
	}
}

// realForm finds the real collection of forms that may lie beside the checkout.
func realForm(t *testing.T) []byte {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if data, err := os.ReadFile(filepath.Join(folder, "shared", "data", "minhang-2025.txt")); err == nil {
			return data
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			t.Skip("the real forms are not here")
		}
		folder = parent
	}
}

func TestRealForm(t *testing.T) {
	data := realForm(t)
	doc, err := Read("minhang-2025.txt", data, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if doc.Format != FormatText || doc.Grids[0].Delimiter != DelimiterTab || doc.Encoding != EncodingUTF8 || len(doc.Faults) != 0 {
		t.Errorf("read as %s by %s in %s with faults %v", doc.Format, doc.Grids[0].Delimiter, doc.Encoding, doc.Faults)
	}
	if got := doc.CellCount(); got != 820 || got != tabFields(string(data)) {
		t.Errorf("%d cells, want 820; counted apart: %d", got, tabFields(string(data)))
	}
}

// tabFields counts the non-blank tab fields of a text, apart from the reader.
func tabFields(text string) int {
	count := 0
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		for field := range strings.SplitSeq(line, "\t") {
			if strings.TrimSpace(field) != "" {
				count++
			}
		}
	}
	return count
}
