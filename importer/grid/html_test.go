package grid

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPageTables(t *testing.T) {
	tests := []flowTest{
		{"texts and tables in order", "<html><body>标题<p>第一段</p><table><tr><td>指标<td> 值 </tr></table>结尾<br>末行</body></html>",
			[]string{"0 P1=标题", "1 P2=第一段", "2 T1R1C1=指标", "2 T1R1C2=值", "3 P3=结尾", "4 P4=末行"}, nil},
		{"a cell over columns and rows", "<table><tr><td rowspan=2 colspan=2>甲<td>a<tr><td>b<tr><td>c<td>d<td>e</table>",
			[]string{"0 T1R1C1=甲 [2x2]", "0 T1R1C3=a", "1 T1R2C3=b", "2 T1R3C1=c", "2 T1R3C2=d", "2 T1R3C3=e"}, nil},
		{"cells from above on both sides", "<table><tr><td rowspan=3>甲<td>1<td rowspan=2>乙<tr><td>2<tr><td>3<td>4</table>",
			[]string{"0 T1R1C1=甲 [3x1]", "0 T1R1C2=1", "0 T1R1C3=乙 [2x1]", "1 T1R2C2=2", "2 T1R3C2=3", "2 T1R3C3=4"}, nil},
		{"a blank cell covers too", "<table><tr><td rowspan=2><td>1<tr><td>2</table>", []string{"0 T1R1C2=1", "1 T1R2C2=2"}, nil},
		{"a span beyond the table or its section", "<table><thead><tr><td rowspan=9>甲<td>1<tr><td>2</thead><tbody><tr><td>3<td rowspan=0>乙<tr><td>4</tbody></table>",
			[]string{"0 T1R1C1=甲 [2x1]", "0 T1R1C2=1", "1 T1R2C2=2", "2 T1R3C1=3", "2 T1R3C2=乙 [2x1]", "3 T1R4C1=4"}, nil},
		{"spans that are none", "<table><tr><td colspan=-1 rowspan=x>甲<td colspan=''>乙</table>", []string{"0 T1R1C1=甲", "0 T1R1C2=乙"}, nil},
		{"a table in a cell follows its row", "<table><tr><td>甲<td>前<table><tr><td>内1<td>内2<tr><td>内3</table>后<td>乙<tr><td>丙</table>",
			[]string{"0 T1R1C1=甲", "0 T1R1C2=前⏎后", "0 T1R1C3=乙", "1 T2R1C1=内1", "1 T2R1C2=内2", "2 T2R2C1=内3", "3 T1R2C1=丙"}, nil},
		{"a merged cell reaches over the table in it", "<table><tr><td rowspan=2>甲<td><table><tr><td>内</table><tr><td>乙</table>",
			[]string{"0 T1R1C1=甲 [3x1]", "1 T2R1C1=内", "2 T1R2C2=乙"}, nil},
		{"a page laid out by a table", "<table><tr><td colspan=2>导航</td></tr><tr><td></td><td><table><tr><th>指标</th><th>值</th></tr><tr><td>甲</td><td>1</td></tr></table></td></tr></table>",
			[]string{"0 T1R1C1=导航 [1x2]", "2 T2R1C1=指标", "2 T2R1C2=值", "3 T2R2C1=甲", "3 T2R2C2=1"}, nil},
		{"text of a table outside its cells", "<table><caption>表一</caption>散<tr>落<td>甲</td>尾</tr></table>", []string{"0 P1=表一", "1 P2=散", "2 T1R1C1=甲", "3 P3=落", "4 P4=尾"}, nil},
		{"a table that begins in no cell of another", "<table><tr><td>甲</td></tr><table><tr><td>乙</table>", []string{"0 T1R1C1=甲", "1 T2R1C1=乙"}, nil},
		{"rows without a table", "<meta charset=utf-8><tr><td>甲<td>乙<tr><td>丙", []string{"0 T1R1C1=甲", "0 T1R1C2=乙", "1 T1R2C1=丙"}, nil},
		{"hidden rows, cells, columns and tables", "<table><col><col style='display: none'><tr><td>1<td>2<td>3<tr style='DISPLAY:NONE;color:red'><td>4<tr><td hidden>5<td style='mso-hide:all'>6<td>7</table>" +
			"<table style='display:none'><tr><td>8<table><tr><td>9</table></table>", []string{"0 T1R1C1=1", "0 T1R1C2=2 [hidden]", "0 T1R1C3=3", "1 T1R2C1=4 [hidden]",
			"2 T1R3C1=5 [hidden]", "2 T1R3C2=6 [hidden]", "2 T1R3C3=7", "3 T2R1C1=8 [hidden]", "4 T3R1C1=9 [hidden]"}, nil},
		{"hidden text", "<table><tr><td><span style='display:none'>12<span>3</span></span>80<td><p style='display:none'>暗<p>明</table><div style='display:none'>甲<div>乙</div></div>丙",
			[]string{"0 T1R1C1=80", "0 T1R1C2=明", "1 P1=甲 [hidden]", "2 P2=乙 [hidden]", "3 P3=丙"}, []string{"T1R1C1 hidden_text text=123", "T1R1C2 hidden_text text=暗"}},
		{"a page that was cut off", "<table><tr><td>甲<td>乙</tr><tr><td>丙", []string{"0 T1R1C1=甲", "0 T1R1C2=乙", "1 T1R2C1=丙"}, []string{" cut_off element=table"}},
		{"cut off in a tag", "<p>甲</p><table bord", []string{"0 P1=甲"}, []string{" cut_off element=tag"}},
		{"cut off in a script", "<p>甲</p><script>x", []string{"0 P1=甲"}, []string{" cut_off element=script"}},
		{"cut off in a comment", "<p>甲</p><!-- x", []string{"0 P1=甲"}, []string{" cut_off element=comment"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for i := range test.faults {
				test.faults[i] = strings.TrimSpace(test.faults[i])
			}
			test.run(t, []byte("<body>"+test.content))
		})
	}
}

func TestPageText(t *testing.T) {
	tests := []flowTest{
		{"what is no text", "<head><title>页</title><style>td{}</style><script>var a='<td>';</script></head><!-- 注 --><xml><x:Name>表</x:Name></xml><noscript>请启用</noscript><template><p>模</p></template><button>查询</button>正文",
			[]string{"0 P1=正文"}, nil},
		{"lines and spaces", "<table><tr><td>\n  甲\n  乙 <b>丙</b>\tx\n y<br><br>丁<p>戊</p>己&nbsp;</table>", []string{"0 T1R1C1=甲乙 丙 x y⏎丁⏎戊⏎己"}, nil},
		{"white space that is kept", "<table><tr><td><pre>甲  乙\n 丙</pre></table><pre>第一行\n\n第二行</pre>", []string{"0 T1R1C1=甲  乙⏎ 丙", "1 P1=第一行", "2 P2=第二行"}, nil},
		{"entities", "<p>&lt;=&ge;&#8804;&#x2265; &amp;amp; &copy &#1;x</p>", []string{"0 P1=<=≥≤≥ &amp; © x"}, nil},
		{"what is filled in", "<table><tr><td><input value='12'><td><input type=checkbox checked>是<input type=radio>否<td><textarea>甲\n 乙</textarea><td><select><option>一<option selected>二</select><td><select><option>请选择<option>二</select>" +
			"<td><input type=hidden value=x><input type=submit value=提交>尾</table>", []string{"0 T1R1C1=12", "0 T1R1C2=☑是☐否", "0 T1R1C3=甲⏎ 乙", "0 T1R1C4=二", "0 T1R1C5=请选择", "0 T1R1C6=尾"}, nil},
		{"raised digits", "<p>10<sup>4</sup>m<sup>2</sup></p>", []string{"0 P1=10⁴m²"}, nil},
		{"signs that nobody escaped", "<table><tr><td>偏差<5%<td>偏差<X的<td>a<b <td>c</table>", []string{"0 T1R1C1=偏差<5%", "0 T1R1C2=偏差<X的", "0 T1R1C3=a<b", "0 T1R1C4=c"}, nil},
		{"a script within a cell", "<table><tr><td>甲<script>document.write('<td>x')</script>乙<td>丙</table>", []string{"0 T1R1C1=甲乙", "0 T1R1C2=丙"}, nil},
		{"a button that nobody closed", "<table><tr><td>甲<button>改<td>乙</table>", []string{"0 T1R1C1=甲", "0 T1R1C2=乙"}, nil},
		{"reading aids", "<p><ruby>读<rt>du</rt></ruby>音</p>", []string{"0 P1=读音"}, nil},
		{"numbers as Excel stores them", `<table><tr><td x:num="0.89995">90%<td x:num="1234.5">1,235<td x:num>12<td x:num="46022">2025-12-31<td x:num="89.995">90分<td x:num="-0.5">(0.5)<td x:num="0.30000000000000004">0.3<td x:num="7"></table>`,
			[]string{"0 T1R1C1=89.995%", "0 T1R1C2=1234.5", "0 T1R1C3=12", "0 T1R1C4=2025-12-31", "0 T1R1C5=89.995分", "0 T1R1C6=(0.5)", "0 T1R1C7=0.3", "0 T1R1C8=7"}, nil},
		{"formulas and errors", `<table><tr><td x:num="3" x:fmla="=A1+B1">3<td x:err="#DIV/0!">#DIV/0!</table>`, []string{"0 T1R1C1=3 [formula]", "0 T1R1C2=#DIV/0!"},
			[]string{"T1R1C1 formula formula=A1+B1 value=3", "T1R1C2 cell_error value=#DIV/0!"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, []byte("<body>"+test.content)) })
	}
}

func TestPageLines(t *testing.T) {
	doc, err := Read("f", []byte("<html>\r\n<p>\r\n甲\r\n<table>\r\n<tr><td\r\nwidth=1>乙<td>\r\n丙\r\n</table>"), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, row := range doc.Grids[0].Rows {
		for _, c := range row {
			lines = append(lines, c.Place.Line)
		}
	}
	if diff := cmp.Diff([]int{2, 6, 6}, lines); diff != "" {
		t.Error(diff)
	}
}

func TestPagesAreRecognised(t *testing.T) {
	tests := []struct {
		name, content string
		want          Format
	}{
		{"a page", "\ufeff\n<!DOCTYPE html PUBLIC \"x\"><html>甲", FormatHTML},
		{"as XML", "<?xml version=\"1.0\"?>\n<!-- x --><html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><td>甲", FormatHTML},
		{"a table", "<TABLE\nborder=1><tr><td>甲", FormatHTML},
		{"a style", "<style>x</style><table><td>甲", FormatHTML},
		{"a heading and a table", "<h1>标题</h1><table><td>甲</table>", FormatHTML},
		{"text with a tag", "<p>甲", FormatText},
		{"text with a word in angle brackets", "<table名>\n甲", FormatText},
		{"comparators", "<5\n>3", FormatText},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := Read("f.xls", []byte(test.content), DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if doc.Format != test.want {
				t.Errorf("read as %s, want %s", doc.Format, test.want)
			}
		})
	}
}

func TestPageEncodings(t *testing.T) {
	const page = "<table><tr><td>青岚街道</table>"
	head := func(charset string) string {
		return "<meta http-equiv=Content-Type content='text/html; charset=" + charset + "'>"
	}
	tests := []struct {
		name, encoding, text string
		data                 []byte
	}{
		{"declared and so", EncodingGB18030, "青岚街道", append([]byte(head("gb2312")), gb18030(t, page)...)},
		{"not declared", EncodingGB18030, "青岚街道", append([]byte("<html>"), gb18030(t, page)...)},
		{"declared and UTF-8 all the same", EncodingUTF8, "青岚街道", []byte(head("gbk") + page)},
		{"declared UTF-8 and GB18030 all the same", EncodingGB18030, "青岚街道", append([]byte(head("utf-8")), gb18030(t, page)...)},
		{"a byte order mark", EncodingUTF8BOM, "青岚街道", []byte("\ufeff" + head("gbk") + page)},
		{"UTF-16", EncodingUTF16LE, "青岚街道", utf16Bytes("<html>"+page, false)},
		{"Big5", EncodingBig5, "青嵐街道", []byte(head("big5") + "<table><tr><td>\xab\x43\xb4\x50\xb5\xf3\xb9\x44</table>")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := Read("f", test.data, DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			text := doc.Grids[0].Rows[0][0].Text
			if doc.Encoding != test.encoding || text != test.text {
				t.Errorf("read %q in %s, want %s", text, doc.Encoding, test.encoding)
			}
		})
	}
}

func TestBrokenPages(t *testing.T) {
	large := tooLargeAt
	small := DefaultLimits()
	small.Rows, small.Columns, small.Cells, small.CellBytes, small.Merges, small.XMLDepth, small.XMLElements, small.TokenBytes = 5, 5, 4, 8, 5, 3, 30, 64
	tests := []refused[string]{
		{"no text", "<html><head><title>页</title></head><body><img src=a>", DefaultLimits(), Error{Code: ErrorNoCells, Args: Args{{"format", "html"}}}},
		{"zero bytes", "<html>\n<p>a\x00", DefaultLimits(), Error{Code: ErrorNotText, Args: Args{{"encoding", "UTF-8"}, {"found", "U+0000"}}, Place: Place{Line: 2}}},
		{"bytes of no encoding", "<html>\n\xff\xff", DefaultLimits(), Error{Code: ErrorNotText, Args: Args{{"encoding", "GB18030"}, {"found", "invalid"}}, Place: Place{Line: 2}}},
		{"tables too deep", "<body>" + strings.Repeat("<table><tr><td>", 4), small, large(LimitXMLDepth, "3", Place{Line: 1})},
		{"too many tags", "<body>" + strings.Repeat("<b>", 15), small, large(LimitXMLElements, "30", Place{Line: 1})},
		{"a tag too long", "<body><p " + strings.Repeat("a", 64), small, large(LimitTokenBytes, "64", Place{Line: 1})},
		{"too many paragraphs", "<body>" + strings.Repeat("<p>a", 5), small, large(LimitCells, "4", Place{Ref: "P5", Line: 1})},
		{"too many rows", "<table>" + strings.Repeat("<tr>", 6) + "<td>a", small, large(LimitRows, "5", Place{Ref: "T1R6C1", Line: 1})},
		{"too far right", "<table><td colspan=5><td>a", small, large(LimitColumns, "5", Place{Ref: "T1R1C6", Line: 1})},
		{"a cell too long", "<table><td>123456<td>123456789", small, large(LimitCellBytes, "8", Place{Line: 1})},
		{"too many merged rows", "<table><tr><td rowspan=9>" + strings.Repeat("<tr>", 6), small, large(LimitMerges, "5", Place{})},
	}
	checkRefused(t, "f.html", tests)
}

// What is hard on browsers must not take long here: cells that reach over many rows, rows under all of them, stray signs.
func TestPagesAreLinear(t *testing.T) {
	tests := map[string]string{
		"rows under merged cells": "<table><tr>" + strings.Repeat("<td rowspan=65534 colspan=1000>", 100_000) + strings.Repeat("<tr><td>", 500_000),
		"nested beginnings":       "<body>" + strings.Repeat("<table>", 2_000_000),
		"stray signs":             "<body>" + strings.Repeat("<a ", 4_000_000),
		"stray letters":           "<body>" + strings.Repeat("<é", 1_000_000),
		"hidden in hidden":        "<body>" + strings.Repeat("<div hidden>", 1_000_000) + "x",
		"attributes":              "<body><p" + strings.Repeat(" a", 20_000_000) + ">",
		"entities":                "<body>" + strings.Repeat("&ampamp", 1_000_000),
		"options":                 "<body><select>" + strings.Repeat("<option selected>", 1_000_000) + "</select>",
	}
	for name, content := range tests {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			_, err := Read("f", []byte(content), DefaultLimits())
			if took := time.Since(began); took > time.Minute { // what is not linear takes hours
				t.Errorf("took %s", took)
			}
			if err != nil {
				t.Log(err)
			}
		})
	}
}
