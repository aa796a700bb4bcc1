package grid

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tetratelabs/wazero/api"

	"jixiao/importer/pdftest"
)

// pdfCells writes the cells of a pdf as "page row ref [rows×cols] text".
func pdfCells(doc *Document) []string {
	cells := []string{}
	for _, row := range doc.Grids[0].Rows {
		for _, c := range row {
			extent := ""
			if c.MergeRows > 1 || c.MergeCols > 1 {
				extent = fmt.Sprintf(" %dx%d", c.MergeRows, c.MergeCols)
			}
			cells = append(cells, fmt.Sprintf("%s %d %s%s %s", c.Place.Sheet, c.Place.Line, c.Place.Ref, extent, c.Text))
		}
	}
	return cells
}

func checkPDF(t *testing.T, data []byte, cells []string, faults []string) {
	t.Helper()
	doc, err := Read("f", data, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(cells, pdfCells(doc)); diff != "" {
		t.Error("cells (-want +got):", diff)
	}
	got := []string{}
	for _, f := range doc.Faults {
		got = append(got, fmt.Sprintf("%s %s%d %v", f.Code, f.Place.Sheet, f.Place.Line, f.Args))
	}
	if diff := cmp.Diff(faults, got); diff != "" {
		t.Error("faults (-want +got):", diff)
	}
	checkCells(t, doc)
}

// formTable is a table with merged cells, words and numbers that do not fit into a line, and lines that somebody divided.
func formTable(ruling pdftest.Ruling) pdftest.Table {
	return pdftest.Table{Ruling: ruling, Widths: []float64{60, 90, 200, 80}, Rows: [][]pdftest.Cell{
		{{Text: "一级指标"}, {Text: "二级指标"}, {Text: "三级指标"}, {Text: "指标值"}},
		{{Text: "产出指标", Rows: 2}, {Text: "数量指标"}, {Text: "完成村道养护里程数以及沿线桥梁涵洞的日常检查、维修次数"}, {Text: "1234567890123456.00元"}},
		{{Text: "质量指标"}, {Text: "words that are broken where there is no room left"}, {Text: "甲\n乙"}},
		{{Text: "合计", Cols: 3}, {}},
		{{Text: "备 注", Cols: 4}},
	}}
}

func TestPDFRuledTable(t *testing.T) {
	for ruling := pdftest.Stroked; ruling < pdftest.Unruled; ruling++ {
		t.Run(strconv.Itoa(int(ruling)), func(t *testing.T) {
			d := pdftest.New()
			page := d.Page(pdftest.A4Width, pdftest.A4Height)
			page.Text(200, 40, 16, "项目支出绩效目标申报表")
			_, y := d.Table(page, 60, formTable(ruling))
			page.Text(50, y+20, 10, "填表人：陈静")
			page.Text(300, y+20, 10, "联系电话：62880001")
			last := "p1 6 c1 1x4 备 注"
			if ruling == pdftest.OpenSide {
				last = "p1 6 c1 备 注" // nothing shows that the last line belongs to the table
			}
			checkPDF(t, d.Bytes(), []string{
				"p1 1 c1 项目支出绩效目标申报表",
				"p1 2 c1 一级指标", "p1 2 c2 二级指标", "p1 2 c3 三级指标", "p1 2 c4 指标值",
				"p1 3 c1 2x1 产出指标", "p1 3 c2 数量指标", "p1 3 c3 完成村道养护里程数以及沿线桥梁涵洞的日常检查、维修次数", "p1 3 c4 1234567890123456.00元",
				"p1 4 c2 质量指标", "p1 4 c3 words that are broken where there is no room left", "p1 4 c4 甲\n乙",
				"p1 5 c1 1x3 合计", last,
				"p1 7 c1 填表人：陈静", "p1 7 c2 联系电话：62880001",
			}, []string{})
		})
	}
}

// TestPDFTurned reads pages that lie on their side: as the viewer is told, and as the text runs.
func TestPDFTurned(t *testing.T) {
	want := []string{"p1 1 c1 上行", "p1 2 c1 下行"}
	told := pdftest.New()
	page := told.Page(600, 800)
	page.Rotate = 90
	page.Text(50, 100, 10, "上行")
	page.Text(50, 150, 10, "下行")
	checkPDF(t, told.Bytes(), want, []string{})
	for _, turn := range [][4]float64{{0, 1, 100, 500}, {0, -1, 500, 100}, {-1, 0, 500, 500}} {
		d := pdftest.New()
		page := d.Page(600, 800)
		cos, sin, x, y := turn[0], turn[1], turn[2], turn[3]
		page.Turned(x, y, 10, cos, sin, "上行")
		page.Turned(x+40*sin, y+40*cos, 10, cos, sin, "下行")
		checkPDF(t, d.Bytes(), want, []string{})
	}
}

func TestPDFTurnedTextInCell(t *testing.T) {
	d := pdftest.New()
	page := d.Page(600, 800)
	d.Table(page, 100, pdftest.Table{Widths: []float64{40, 200}, Rows: [][]pdftest.Cell{{{Rows: 4}, {Text: "甲项目的名称"}}, {{Text: "乙项目的名称"}}, {{Text: "丙项目的名称"}}, {{Text: "丁项目的名称"}}}})
	page.Turned(75, 170, 10, 0, 1, "绩效指标")
	checkPDF(t, d.Bytes(), []string{"p1 1 c1 4x1 绩效指标", "p1 1 c2 甲项目的名称", "p1 2 c2 乙项目的名称", "p1 3 c2 丙项目的名称", "p1 4 c2 丁项目的名称"}, []string{})
}

// TestPDFOverPages reads a table that goes on on the next page, where a merged cell is cut and some columns are not divided.
func TestPDFOverPages(t *testing.T) {
	rows := [][]pdftest.Cell{{{Text: "一级"}, {Text: "二级"}, {Text: "名称"}}, {{Text: "产出指标", Rows: 35}, {Text: "数量", Rows: 35}, {Text: "指标1"}}}
	for i := 2; i <= 35; i++ {
		rows = append(rows, []pdftest.Cell{{Text: "指标" + strconv.Itoa(i)}})
	}
	rows = append(rows, []pdftest.Cell{{Text: "备注", Cols: 2}, {Text: "无"}})
	d := pdftest.New()
	d.Table(d.Page(pdftest.A4Width, pdftest.A4Height), 60, pdftest.Table{Widths: []float64{100, 100, 100}, Rows: rows})
	doc, err := Read("f", d.Bytes(), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	cells := pdfCells(doc)
	for _, want := range []string{"p1 2 c1 35x1 产出指标", "p1 2 c3 指标1", "p2 2 c3 指标35", "p2 3 c1 1x2 备注", "p2 3 c3 无"} {
		if !slices.Contains(cells, want) {
			t.Errorf("no cell %q in %q", want, cells)
		}
	}
	if len(cells) != 3+2+35+2 || len(doc.Faults) != 2 || doc.Faults[0].Code != FaultPageBreak {
		t.Errorf("%d cells, faults %v", len(cells), doc.Faults)
	}
}

// TestPDFRowOverPages reads a row that the end of the page cut in two, and two rows of numbers of which the second had no room either.
func TestPDFRowOverPages(t *testing.T) {
	rows := func(width float64, first, second []string) []byte {
		d := pdftest.New()
		for _, texts := range [][]string{first, second} {
			p := d.Page(600, 800)
			for i := range 3 {
				p.Line(50+width*float64(i), 100, 50+width*float64(i), 120, 0.5)
			}
			p.Line(50, 100, 50+2*width, 100, 0.5)
			p.Line(50, 120, 50+2*width, 120, 0.5)
			for i, text := range texts {
				p.Text(54+width*float64(i), 114, 10, text)
			}
		}
		return d.Bytes()
	}
	checkPDF(t, rows(60, []string{"培训人员的", "比去年明显"}, []string{"结业率"}), []string{"p1 1 c1 培训人员的结业率", "p1 1 c2 比去年明显"},
		[]string{"pdf_page_break p11 [{text 培训人员的结业率}]"})
	checkPDF(t, rows(75, []string{"上年结转结余：", "54,704.61"}, []string{"其他资金：", "49,779.73"}), []string{"p1 1 c1 上年结转结余：", "p1 1 c2 54,704.61", "p2 1 c1 其他资金：", "p2 1 c2 49,779.73"}, []string{})
}

// TestPDFMergedOverPages joins a merged text that the end of the page cut in two where cells beside it go on over the same rows, and not
// where only the line was full.
func TestPDFMergedOverPages(t *testing.T) {
	rows := [][]pdftest.Cell{
		{{Text: "教育局", Rows: 4}, {Text: "修缮学校老旧围墙的经费", Rows: 4}, {Text: "2025", Rows: 4}, {Text: "数量指标"}, {Text: "甲"}},
		{{Text: "质量指标", Rows: 2}, {Text: "乙"}}, {{Text: "丙"}}, {{Text: "满意度"}, {Text: "丁"}},
	}
	d := pdftest.New()
	d.Table(d.Page(600, 240), 160, pdftest.Table{Widths: []float64{68, 68, 48, 48, 68}, Rows: rows})
	if parts := d.Parts(); parts[1].Text != "修缮学校老旧" || parts[3].Text != "数量指标" {
		t.Fatalf("the page ends elsewhere: %v", parts)
	}
	checkPDF(t, d.Bytes(), []string{
		"p1 1 c1 4x1 教育局", "p1 1 c2 4x1 修缮学校老旧围墙的经费", "p1 1 c3 4x1 2025", "p1 1 c4 数量指标", "p1 1 c5 甲", "p2 1 c4 2x1 质量指标", "p2 1 c5 乙", "p2 2 c5 丙",
		"p2 3 c4 满意度", "p2 3 c5 丁",
	}, []string{"pdf_page_break p11 [{text 修缮学校老旧围墙的经费}]", "pdf_page_break p11 [{text 教育局}]", "pdf_page_break p11 [{text 2025}]",
		"pdf_page_break_unclear p21 [{text 质量指标} {before 数量指标}]"})
}

// TestPDFPageBreakUnclear leaves a merged text that the end of the page may have cut in two where nothing beside it tells, and says so.
func TestPDFPageBreakUnclear(t *testing.T) {
	rows := [][]pdftest.Cell{
		{{Text: "修缮学校老旧围墙的经费", Rows: 4}, {Text: "数量指标"}, {Text: "甲"}},
		{{Text: "质量指标", Rows: 2}, {Text: "乙"}}, {{Text: "丙"}}, {{Text: "满意度"}, {Text: "丁"}},
	}
	d := pdftest.New()
	d.Table(d.Page(600, 240), 160, pdftest.Table{Widths: []float64{68, 48, 68}, Rows: rows})
	checkPDF(t, d.Bytes(), []string{
		"p1 1 c1 修缮学校老旧", "p1 1 c2 数量指标", "p1 1 c3 甲", "p2 1 c1 3x1 围墙的经费", "p2 1 c2 2x1 质量指标", "p2 1 c3 乙", "p2 2 c3 丙",
		"p2 3 c2 满意度", "p2 3 c3 丁",
	}, []string{"pdf_page_break_unclear p21 [{text 围墙的经费} {before 修缮学校老旧}]", "pdf_page_break_unclear p21 [{text 质量指标} {before 数量指标}]"})
}

func TestPDFUnruled(t *testing.T) {
	d := pdftest.New()
	page := d.Page(pdftest.A4Width, pdftest.A4Height)
	page.Text(200, 40, 16, "绩效目标表")
	d.Table(page, 60, pdftest.Table{Ruling: pdftest.Unruled, Widths: []float64{100, 100, 100}, Rows: [][]pdftest.Cell{
		{{Text: "二级"}, {Text: "名称"}, {Text: "值"}}, {{Text: "数量"}, {Text: "发文"}, {Text: "≥3"}}, {{}, {Text: "会议"}, {Text: "4次"}}, {{Text: "质量"}, {}, {Text: "合格"}},
	}})
	checkPDF(t, d.Bytes(), []string{"p1 1 c1 绩效目标表", "p1 2 c1 二级", "p1 2 c2 名称", "p1 2 c3 值", "p1 3 c1 数量", "p1 3 c2 发文", "p1 3 c3 ≥3",
		"p1 4 c2 会议", "p1 4 c3 4次", "p1 5 c1 质量", "p1 5 c3 合格"}, []string{"pdf_unruled p12 [{lines 4} {columns 3}]"})

	d = pdftest.New()
	page = d.Page(pdftest.A4Width, pdftest.A4Height)
	for i, xs := range [][2]float64{{50, 120}, {50, 260}, {90, 200}} {
		page.Text(xs[0], 100+20*float64(i), 10, "左边五字长")
		page.Text(xs[1], 100+20*float64(i), 10, "右边六个字长")
	}
	checkPDF(t, d.Bytes(), []string{"p1 1 c1 左边五字长", "p1 1 c2 右边六个字长", "p1 2 c1 左边五字长", "p1 2 c2 右边六个字长", "p1 3 c1 左边五字长", "p1 3 c2 右边六个字长"},
		[]string{"pdf_unaligned p11 [{lines 3}]"})
}

// TestPDFTwoColumns reads text in two columns whose lines stand beside each other or between each other. Neither is mixed in silence.
func TestPDFTwoColumns(t *testing.T) {
	d := pdftest.New()
	beside, between := d.Page(600, 800), d.Page(600, 800)
	between.Text(50, 60, 10, "两栏之上的一行从左边写到右边才结束，右栏也在它下面，左栏也在它下面，它很长很长很长")
	for i := range 3 {
		y := 100 + 15*float64(i)
		beside.Text(50, y, 10, "左栏写到行末为止")
		beside.Text(320, y, 10, "右栏写到行末为止")
		between.Text(50, y, 10, "左栏写到行末为止")
		between.Text(320, y+7.5, 10, "右栏写到行末为止")
	}
	checkPDF(t, d.Bytes(), []string{
		"p1 1 c1 左栏写到行末为止", "p1 1 c2 右栏写到行末为止", "p1 2 c1 左栏写到行末为止", "p1 2 c2 右栏写到行末为止", "p1 3 c1 左栏写到行末为止", "p1 3 c2 右栏写到行末为止",
		"p2 1 c1 两栏之上的一行从左边写到右边才结束，右栏也在它下面，左栏也在它下面，它很长很长很长",
		"p2 2 c1 左栏写到行末为止", "p2 3 c1 左栏写到行末为止", "p2 4 c1 左栏写到行末为止", "p2 5 c1 右栏写到行末为止", "p2 6 c1 右栏写到行末为止", "p2 7 c1 右栏写到行末为止",
	}, []string{"pdf_unruled p11 [{lines 3} {columns 2}]", "pdf_two_columns p22 [{lines 6}]"})
}

func TestPDFFaults(t *testing.T) {
	d := pdftest.New()
	page := d.Page(600, 800)
	page.Turned(100, 500, 60, 0.7071, 0.7071, "内部资料")
	page.Text(50, 100, 10, "正文")
	page.Unmapped(50, 130, 10, "甲")
	scan := d.Page(600, 800)
	number := d.Object(pdftest.Stream("\x00", false, " /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"))
	scan.XObjects = fmt.Sprintf("/I %d 0 R", number)
	scan.Raw("q 600 0 0 800 0 0 cm /I Do Q")
	unseen := d.Page(600, 800)
	unseen.Raw("3 Tr")
	unseen.Text(50, 100, 10, "识别出的字")
	crossed := d.Page(600, 800)
	d.Table(crossed, 100, pdftest.Table{Widths: []float64{50, 50}, Rows: [][]pdftest.Cell{{{}, {Text: "乙"}}}})
	crossed.Text(64, 114, 10, "长过一格")
	checkPDF(t, d.Bytes(), []string{"p1 1 c1 正文", "p1 2 c1 \ufffd", "p3 1 c1 识别出的字", "p4 1 c1 长过一格", "p4 1 c2 乙"}, []string{
		"pdf_watermark p10 [{text 内部资料}]", "pdf_glyphs p12 [{text \ufffd} {codes U+0000}]", "pdf_picture_page p20 [{page 2}]", "pdf_unseen_text p30 [{page 3}]",
		"pdf_crossed p41 [{text 长过一格}]"})
}

// TestPDFFields reads what somebody typed into the field of a form.
func TestPDFFields(t *testing.T) {
	d := pdftest.New()
	page := d.Page(600, 800)
	page.Text(50, 100, 10, "项目名称")
	look := d.Object(pdftest.Stream("BT /F1 10 Tf 2 3 Td <00310032> Tj ET", false, " /Type /XObject /Subtype /Form /BBox [0 0 100 14] /Resources 7 0 R"))
	field := d.Object(fmt.Sprintf("<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (12) /F 4 /Rect [150 697 250 711] /AP << /N %d 0 R >> >>", look))
	page.Entries = fmt.Sprintf(" /Annots [%d 0 R]", field)
	page.Text(50, 130, 10, "12")
	checkPDF(t, d.Bytes(), []string{"p1 1 c1 项目名称", "p1 1 c2 12", "p1 2 c1 12"}, []string{})
}

// TestPDFFontMissing reads characters of a font that the file names and does not hold, one by one.
func TestPDFFontMissing(t *testing.T) {
	content := "BT /F1 10 Tf 1 0 0 1 50 700 Tm <2265> Tj 1 0 0 1 50 600 Tm <4E00> Tj ET"
	checkPDF(t, pdftest.Assemble([]string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		pdftest.Stream(content, true, ""),
		"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
		"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>",
	}, ""), []string{"p1 1 c1 ≥", "p1 2 c1 一"}, []string{})
}

func TestPDFSquareFont(t *testing.T) {
	font, err := squareFont.ReadFile("fonts/square.ttf")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(font, pdftest.Font()) {
		t.Error("fonts/square.ttf is not the font that pdftest makes")
	}
}

func TestPDFErrors(t *testing.T) {
	broken := func(part, reason string) Error {
		return Error{ErrorBroken, Args{{"format", "pdf"}, {"part", part}, {"reason", reason}}, Place{File: "f"}}
	}
	small := DefaultLimits()
	small.Pages, small.Glyphs, small.Drawings = 2, 3, 3
	words := func(pages int, text string) []byte {
		d := pdftest.New()
		for range pages {
			d.Page(600, 800).Text(50, 50, 10, text)
		}
		return d.Bytes()
	}
	boxes := pdftest.New()
	page := boxes.Page(600, 800)
	for range 4 {
		page.Box(10, 10, 50, 50)
	}
	blank := pdftest.New()
	blank.Page(600, 800)
	large := func(what, limit, sheet string) Error {
		return Error{ErrorTooLarge, Args{{"what", what}, {"limit", limit}}, Place{File: "f", Sheet: sheet}}
	}
	tests := []struct {
		name   string
		data   []byte
		limits Limits
		want   Error
	}{
		{"a head only", []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), DefaultLimits(), broken("", ReasonPDF)},
		{"the end is missing", words(1, "甲")[:900], DefaultLimits(), broken("", ReasonPDF)},
		{"pages", words(3, "甲"), small, large(LimitPages, "2", "")},
		{"characters", words(2, "甲乙"), small, large(LimitGlyphs, "3", "p2")},
		{"drawings", boxes.Bytes(), small, large(LimitDrawings, "3", "p1")},
		{"a blank page", blank.Bytes(), DefaultLimits(), Error{ErrorNoCells, Args{{"format", "pdf"}}, Place{File: "f"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { checkError(t, "f", test.data, test.limits, test.want) })
	}
}

// TestPDFLibraryFailures says what a reader is told of a library that does not start, has no memory or time left, or crashes.
func TestPDFLibraryFailures(t *testing.T) {
	src := &source{name: "f"}
	large := func(what, limit string) Error {
		return Error{ErrorTooLarge, Args{{"what", what}, {"limit", limit}}, Place{File: "f"}}
	}
	tests := []struct {
		name string
		err  error
		want Error
	}{
		{"does not start", fmt.Errorf("use: %w", &pdfStartError{errors.New("no module")}), Error{ErrorReader, Args{{"format", "pdf"}}, Place{File: "f"}}},
		{"no memory", fmt.Errorf("call malloc: %w", errPDFMemory), large(LimitMemory, strconv.Itoa(pdfMemoryPages<<16))},
		{"no time", context.Canceled, large(LimitSeconds, "1")},
		{"crashed", errPDFCrashed, Error{ErrorBroken, Args{{"format", "pdf"}, {"part", ""}, {"reason", ReasonLibrary}}, Place{File: "f"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, *src.pdfFailure(test.err)); diff != "" {
				t.Error("(-want +got):", diff)
			}
		})
	}
}

// TestPDFDamagedStream refuses packed content that breaks off, of which the library would show the beginning.
func TestPDFDamagedStream(t *testing.T) {
	d := pdftest.New()
	d.Packed = true
	page := d.Page(600, 800)
	for i := range 40 {
		page.Text(50, 20+18*float64(i), 10, "第"+strconv.Itoa(i)+"行")
	}
	data := d.Bytes()
	if hasDamagedStream(data) {
		t.Fatal("a sound file is called damaged")
	}
	start := bytes.LastIndex(data, []byte("/FlateDecode"))
	body := start + bytes.Index(data[start:], []byte("stream\n")) + len("stream\n")
	end := body + bytes.Index(data[body:], []byte("\nendstream"))
	want := Error{ErrorBroken, Args{{"format", "pdf"}, {"part", ""}, {"reason", ReasonStream}}, Place{File: "f"}}
	damaged := bytes.Clone(data)
	for i := body + (end-body)/2; i < end; i++ {
		damaged[i] = 0xff
	}
	checkError(t, "f", damaged, DefaultLimits(), want)
	protected := append(bytes.Clone(damaged), "/Encrypt"...)
	if hasDamagedStream(protected) {
		t.Error("a protected file is judged by its streams")
	}
}

// made is a pdf of several pages with tables, text beside them and a page that lies on its side.
func made(seed uint64, packed bool) []byte {
	r := rand.New(rand.NewPCG(seed, 7))
	d := pdftest.New()
	d.Packed = packed
	page := d.Page(pdftest.A4Width, pdftest.A4Height)
	page.Text(200, 40, 16, "项目支出绩效目标申报表")
	page, y := d.Table(page, 60, formTable(pdftest.Ruling(r.IntN(int(pdftest.Unruled)+1))))
	page.Text(50, y+20, 10, "填表人：陈静    2025年度")
	d.Page(600, 800).Turned(100, 500, 10, 0, 1, "躺着的一页")
	return d.Bytes()
}

// FuzzPDF holds the laws of reading over damaged files: no panic, no hang, known codes, cells in order.
func FuzzPDF(f *testing.F) {
	for seed := range uint64(4) {
		f.Add(made(seed, seed%2 == 0), seed, uint8(1+seed))
	}
	f.Fuzz(func(t *testing.T, data []byte, seed uint64, damages uint8) {
		doc, err := Read("f", damage(data, seed, int(damages%16)), DefaultLimits())
		if err != nil {
			checkKnown(t, err)
			return
		}
		checkCells(t, doc)
	})
}

// damage changes some bytes, and now and then cuts, doubles or moves a part.
func damage(data []byte, seed uint64, damages int) []byte {
	r := rand.New(rand.NewPCG(seed, 11))
	data = bytes.Clone(data)
	for range damages {
		if len(data) == 0 {
			break
		}
		at := r.IntN(len(data))
		end := min(at+1+r.IntN(64), len(data))
		switch r.IntN(8) {
		case 0:
			data = slices.Delete(data, at, end)
		case 1:
			data = slices.Insert(data, at, data[at:end]...)
		case 2:
			data[at] = '0' + byte(r.IntN(10))
		default:
			data[at] = byte(r.IntN(256))
		}
	}
	return data
}

// TestPDFDamaged reads damaged files, a fiftieth of -mutations.
func TestPDFDamaged(t *testing.T) {
	for seed := range uint64(*mutations / 50) {
		data := damage(made(seed, seed%2 == 0), seed, 1+int(seed%8))
		doc, err := Read("f", data, DefaultLimits())
		if err != nil {
			checkKnown(t, err)
			continue
		}
		checkCells(t, doc)
	}
}

// TestPDFAfterFailure reads a good file after one that broke the library.
func TestPDFAfterFailure(t *testing.T) {
	failure := errors.New("broken")
	if err := sharedPDF.use(0, func(api.Module) error { return failure }); err != failure {
		t.Fatal(err)
	}
	if _, err := Read("f", made(1, true), DefaultLimits()); err != nil {
		t.Error(err)
	}
}

func BenchmarkReadPDF(b *testing.B) {
	rows := [][]pdftest.Cell{}
	for i := range 100 {
		rows = append(rows, []pdftest.Cell{{Text: "数量指标"}, {Text: "完成第" + strconv.Itoa(i) + "段村道养护里程"}, {Text: "≥" + strconv.Itoa(i) + "公里"}, {Text: strings.Repeat("无", i%4)}})
	}
	d := pdftest.New()
	d.Table(d.Page(pdftest.A4Width, pdftest.A4Height), 60, pdftest.Table{Widths: []float64{80, 200, 80, 80}, Rows: rows})
	data := d.Bytes()
	doc, err := Read("f", data, DefaultLimits())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Read("f", data, DefaultLimits()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(doc.CellCount()*b.N)/b.Elapsed().Seconds(), "cells/s")
}
