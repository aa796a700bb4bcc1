package grid

import (
	"strings"
	"testing"
	"time"
)

const (
	wordRels = `<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>`
	wordHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://w" xmlns:mc="http://mc" xmlns:w14="http://w14" xmlns:m="http://m"><w:body>`
	wordTail = `<w:sectPr/></w:body></w:document>`
)

// wordParts are the parts of a small document with the given content of its body.
func wordParts(body string) map[string]string {
	return map[string]string{"_rels/.rels": wordRels, "word/document.xml": wordHead + body + wordTail}
}

// The pieces of a document, so that tests can be read.
func para(inside string) string { return "<w:p>" + inside + "</w:p>" }
func run(text string) string    { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }
func styled(prop, s string) string {
	return "<w:r><w:rPr>" + prop + "</w:rPr><w:t>" + s + "</w:t></w:r>"
}
func words(text string) string   { return para(run(text)) }
func tbl(rows ...string) string  { return "<w:tbl><w:tblPr/>" + strings.Join(rows, "") + "</w:tbl>" }
func tr(cells ...string) string  { return "<w:tr>" + strings.Join(cells, "") + "</w:tr>" }
func tc(text string) string      { return "<w:tc>" + words(text) + "</w:tc>" }
func tcIn(inside string) string  { return "<w:tc>" + inside + "</w:tc>" }
func tcAs(prop, s string) string { return "<w:tc><w:tcPr>" + prop + "</w:tcPr>" + words(s) + "</w:tc>" }
func sdt(prop, s string) string {
	return "<w:sdt><w:sdtPr>" + prop + "</w:sdtPr><w:sdtContent>" + s + "</w:sdtContent></w:sdt>"
}
func sym(font, char string) string {
	return `<w:r><w:sym w:font="` + font + `" w:char="` + char + `"/></w:r>`
}
func textBox(inside string) string { return "<w:txbxContent>" + inside + "</w:txbxContent>" }

const (
	restart = `<w:vMerge w:val="restart"/>`
	goesOn  = `<w:vMerge/>`
)

func TestWordTables(t *testing.T) {
	tests := []flowTest{
		{"paragraphs and a table in order", words("标题") + para("") + tbl(tr(tc("指标"), tc(""), tc(" 值 "))) + words("注："),
			[]string{"0 P1=标题", "2 T1R1C1=指标", "2 T1R1C3=值", "3 P3=注："}, nil},
		{"several tables", tbl(tr(tc("甲"))) + tbl(tr(tc("")), tr(tc(""), tc("乙"))), []string{"0 T1R1C1=甲", "2 T2R2C2=乙"}, nil},
		{"a cell over columns", tbl(tr(tcAs(`<w:gridSpan w:val="3"/>`, "绩效指标"), tc("值")), tr(tc("一"), tc("二"), tc("三"), tc("四"))),
			[]string{"0 T1R1C1=绩效指标 [1x3]", "0 T1R1C4=值", "1 T1R2C1=一", "1 T1R2C2=二", "1 T1R2C3=三", "1 T1R2C4=四"}, nil},
		{"a cell over rows", tbl(tr(tcAs(restart, "产出"), tc("a")), tr(tcAs(goesOn, ""), tc("b")), tr(tcAs(`<w:vMerge w:val="continue"/>`, ""), tc("c")), tr(tc("效益"), tc("d"))),
			[]string{"0 T1R1C1=产出 [3x1]", "0 T1R1C2=a", "1 T1R2C2=b", "2 T1R3C2=c", "3 T1R4C1=效益", "3 T1R4C2=d"}, nil},
		{"two merged cells one below the other", tbl(tr(tcAs(restart, "甲")), tr(tcAs(goesOn, "")), tr(tcAs(restart, "乙")), tr(tcAs(goesOn, ""))),
			[]string{"0 T1R1C1=甲 [2x1]", "2 T1R3C1=乙 [2x1]"}, nil},
		{"over rows and columns", tbl(tr(tcAs(`<w:gridSpan w:val="2"/>`+restart, "甲"), tc("a")), tr(tcAs(`<w:gridSpan w:val="2"/>`+goesOn, ""), tc("b"))),
			[]string{"0 T1R1C1=甲 [2x2]", "0 T1R1C3=a", "1 T1R2C3=b"}, nil},
		{"text under a merged cell is hidden", tbl(tr(tcAs(restart, "甲")), tr(tcAs(goesOn, "乙"))), []string{"0 T1R1C1=甲 [2x1]", "1 T1R2C1=乙 [hidden]"}, nil},
		{"continued without a beginning", tbl(tr(tcAs(goesOn, "甲")), tr(tcAs(goesOn, ""))), []string{"0 T1R1C1=甲 [2x1]"}, nil},
		{"merged the old way", tbl(tr(tcAs(`<w:hMerge w:val="restart"/>`, "甲"), tcAs(`<w:hMerge/>`, ""), tcAs(`<w:hMerge/>`, "乙"), tc("丙"))),
			[]string{"0 T1R1C1=甲 [1x3]", "0 T1R1C3=乙 [hidden]", "0 T1R1C4=丙"}, nil},
		{"a row that begins further right", tbl(tr(tc("a"), tc("b"), tc("c")), `<w:tr><w:trPr><w:gridBefore w:val="2"/><w:gridAfter w:val="1"/></w:trPr>`+tc("d")+`</w:tr>`),
			[]string{"0 T1R1C1=a", "0 T1R1C2=b", "0 T1R1C3=c", "1 T1R2C3=d"}, nil},
		{"a table in a cell follows its row", tbl(tr(tc("甲"), tcIn(words("前")+tbl(tr(tc("内1"), tc("内2")), tr(tc("内3")))+words("后")), tc("乙")), tr(tc("丙"))),
			[]string{"0 T1R1C1=甲", "0 T1R1C2=前⏎后", "0 T1R1C3=乙", "1 T2R1C1=内1", "1 T2R1C2=内2", "2 T2R2C1=内3", "3 T1R2C1=丙"}, nil},
		{"a merged cell reaches over the table in it", tbl(tr(tcAs(restart, "甲"), tcIn(tbl(tr(tc("内"))))), tr(tcAs(goesOn, ""), tc("乙"))),
			[]string{"0 T1R1C1=甲 [3x1]", "1 T2R1C1=内", "2 T1R2C2=乙"}, nil},
		{"a hidden row", tbl(`<w:tr><w:trPr><w:hidden/></w:trPr>`+tc("甲")+`</w:tr>`, tr(tc("乙"))), []string{"0 T1R1C1=甲 [hidden]", "1 T1R2C1=乙"}, nil},
		{"rows in a content control", `<w:tbl>` + sdt("", tr(tc("甲"))+sdt("", tr(sdt("", tc("乙"))))) + `</w:tbl>`, []string{"0 T1R1C1=甲", "1 T1R2C1=乙"}, nil},
		{"paragraphs, breaks and tabs in a cell", tbl(tr(tcIn(words("甲") + para("") + para(run("乙")+"<w:r><w:br/></w:r>"+run("丙")+"<w:r><w:tab/></w:r>"+run("丁"))))),
			[]string{"0 T1R1C1=甲⏎⏎乙⏎丙\t丁"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, pack(t, wordParts(test.content))) })
	}
}

func TestWordText(t *testing.T) {
	shape := func(inside string) string { return "<w:r><w:drawing>" + inside + "</w:drawing></w:r>" }
	tests := []flowTest{
		{"tracked changes", para(run("完成") + `<w:del><w:r><w:delText>80</w:delText></w:r><w:r><w:t>旧</w:t></w:r></w:del><w:ins>` + run("90") + `</w:ins>` + run("%") +
			`<w:moveFrom>` + run("移走") + `</w:moveFrom><w:moveTo>` + run("移来") + `</w:moveTo>`), []string{"0 P1=完成90%移来"}, nil},
		{"a deleted end of a paragraph", para(`<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>`+run("前半")) + words("后半") + words("下一段"), []string{"0 P1=前半后半", "1 P2=下一段"}, nil},
		{"fields", para(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` +
			run("3") + `<w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="DATE">` + run("2025年") + `</w:fldSimple>`), []string{"0 P1=32025年"}, nil},
		{"symbols", para(sym("Wingdings", "F0FE") + run("是") + sym("Wingdings", "F0A8") + run("否 ") + sym("Symbol", "F0B3") + run("90") + sym("Wingdings 2", "0052") + sym("宋体", "25A1")),
			[]string{"0 P1=☑是☐否 ≥90☑□"}, nil},
		{"a symbol that nobody knows", tbl(tr(tcIn(para(sym("Wingdings", "F021"))))), []string{"0 T1R1C1=\uf021"}, []string{"T1R1C1 symbol_unknown font=Wingdings char=F021"}},
		{"letters in a symbol font", para(styled(`<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>`, "\uf0a3") + run("15")), []string{"0 P1=≤15"}, nil},
		{"a check box as content control", para(sdt(`<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>`, run("☒")) + run("是") + sdt(`<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>`, run("☐")) + run("否")),
			[]string{"0 P1=☑是☐否"}, nil},
		{"fields of the old kind", para(`<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>` +
			`<w:r><w:fldChar><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="达成"/><w:listEntry w:val="未达成"/></w:ddList></w:ffData></w:fldChar></w:r>`), []string{"0 P1=☑未达成"}, nil},
		{"a prompt is nobody's text", tbl(tr(tcIn(para(sdt(`<w:showingPlcHdr/>`, run("单击此处输入文字"))))), tr(tc("乙"))), []string{"1 T1R2C1=乙"}, []string{"T1R1C1 prompt text=单击此处输入文字"}},
		{"hidden text", para(styled("<w:vanish/>", "暗")) + para(run("90")+styled("<w:vanish/>", "5")) + para(styled(`<w:vanish w:val="0"/>`, "明")),
			[]string{"0 P1=暗 [hidden]", "1 P2=90", "2 P3=明"}, []string{"P2 hidden_text text=5"}},
		{"raised digits and formulas", para(run("10")+styled(`<w:vertAlign w:val="superscript"/>`, "4")+run("元 ")) + para(`<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>`),
			[]string{"0 P1=10⁴元", "1 P2=1/2"}, nil},
		{"a text box is read once", para(run("前")+"<mc:AlternateContent><mc:Choice>"+shape(textBox(words("框")))+"</mc:Choice><mc:Fallback><w:pict>"+textBox(words("框"))+"</w:pict></mc:Fallback></mc:AlternateContent>"+run("后")) + words("末"),
			[]string{"0 P1=前后", "1 P2=框", "2 P3=末"}, nil},
		{"an alternative without text", para("<mc:AlternateContent><mc:Choice>" + shape("") + "</mc:Choice><mc:Fallback><w:pict>" + textBox(words("框")) + "</w:pict></mc:Fallback></mc:AlternateContent>"), []string{"1 P2=框"}, nil},
		{"a table in a text box", para(shape(textBox(tbl(tr(tc("甲"), tc("乙")))))), []string{"1 T1R1C1=甲", "1 T1R1C2=乙"}, nil},
		{"a text box in a cell", tbl(tr(tcIn(para(run("甲")+shape(textBox(words("框"))))), tc("乙"))), []string{"0 T1R1C1=甲", "0 T1R1C2=乙", "1 P1=框"}, nil},
		{"text drawn as a picture", para(`<w:r><w:pict><v:textpath string="申报表"/></w:pict></w:r>`), []string{"1 P2=申报表"}, nil},
		{"changed looks, numbers and reading aids", para(`<w:pPr><w:numPr/><w:rPr><w:vanish/></w:rPr><w:pPrChange><w:rPr><w:vanish/></w:rPr></w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:ruby><w:rt>` + run("du") + `</w:rt><w:rubyBase>` + run("读") + `</w:rubyBase></w:ruby></w:r>`),
			[]string{"0 P1=读"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, pack(t, wordParts(test.content))) })
	}
}

// Text that a style hides is hidden like text that hides itself.
func TestWordStylesThatHide(t *testing.T) {
	style := func(kind, id, inside string) string {
		return `<w:style w:type="` + kind + `" w:styleId="` + id + `">` + inside + `</w:style>`
	}
	const vanish = `<w:rPr><w:vanish/></w:rPr>`
	styles := style("paragraph", "暗段", vanish) + style("paragraph", "承段", `<w:basedOn w:val="暗段"/>`) + style("paragraph", "明段", `<w:basedOn w:val="承段"/><w:rPr><w:vanish w:val="0"/></w:rPr>`) +
		style("character", "暗字", vanish) + style("character", "承字", `<w:basedOn w:val="暗字"/><w:rPr><w:b/></w:rPr>`) + style("table", "暗表", vanish) +
		style("table", "条件", `<w:tblStylePr w:type="firstRow">`+vanish+`</w:tblStylePr>`) + style("paragraph", "标记", `<w:pPr>`+vanish+`</w:pPr>`) +
		style("paragraph", "圈甲", `<w:basedOn w:val="圈乙"/>`) + style("paragraph", "圈乙", `<w:basedOn w:val="圈甲"/>`)
	as := func(id, inside string) string { return para(`<w:pPr><w:pStyle w:val="` + id + `"/></w:pPr>` + inside) }
	by := func(id, text string) string { return styled(`<w:rStyle w:val="`+id+`"/>`, text) }
	table := func(id string) string {
		return `<w:tbl><w:tblPr><w:tblStyle w:val="` + id + `"/></w:tblPr>` + tr(tc("甲")) + `</w:tbl>`
	}
	tests := []struct {
		name, body, more string
		want, faults     []string
	}{
		{"of a paragraph", as("暗段", run("甲")) + words("乙"), "", []string{"0 P1=甲 [hidden]", "1 P2=乙"}, nil},
		{"of a run", para(by("暗字", "甲")), "", []string{"0 P1=甲 [hidden]"}, nil},
		{"based on one", as("承段", run("甲")) + para(by("承字", "乙")), "", []string{"0 P1=甲 [hidden]", "1 P2=乙 [hidden]"}, nil},
		{"based on one and shown again", as("明段", run("甲")), "", []string{"0 P1=甲"}, nil},
		{"beside shown text", para(run("90") + by("暗字", "5")), "", []string{"0 P1=90"}, []string{"P1 hidden_text text=5"}},
		{"the run itself decides", as("暗段", styled(`<w:vanish w:val="0"/>`, "明")), "", []string{"0 P1=明"}, nil},
		{"paragraph and run", as("暗段", by("暗字", "明")), "", []string{"0 P1=明"}, nil},
		{"of a table", table("暗表"), "", []string{"0 T1R1C1=甲 [hidden]"}, nil},
		{"of a first row only", table("条件"), "", []string{"0 T1R1C1=甲"}, nil},
		{"of the mark of a paragraph", as("标记", run("甲")), "", []string{"0 P1=甲"}, nil},
		{"unknown, and in a circle", as("无", run("甲")) + as("圈甲", run("乙")), "", []string{"0 P1=甲", "1 P2=乙"}, nil},
		{"the standard one", words("甲") + as("明段", run("乙")), `<w:style w:type="paragraph" w:default="1" w:styleId="a">` + vanish + `</w:style>`, []string{"0 P1=甲 [hidden]", "1 P2=乙"}, nil},
		{"everything", words("甲"), `<w:docDefaults><w:rPrDefault>` + vanish + `</w:rPrDefault></w:docDefaults>`, []string{"0 P1=甲 [hidden]"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			content := wordParts(test.body)
			content["word/_rels/document.xml.rels"] = `<Relationships><Relationship Id="a" Type="http://x/styles" Target="styles.xml"/></Relationships>`
			content["word/styles.xml"] = `<w:styles>` + test.more + styles + `</w:styles>`
			flowTest{want: test.want, faults: test.faults}.run(t, pack(t, content))
		})
	}
}

func TestWordMargins(t *testing.T) {
	content := wordParts(words("正文"))
	content["word/_rels/document.xml.rels"] = `<Relationships><Relationship Id="a" Type="http://x/footnotes" Target="footnotes.xml"/><Relationship Id="b" Type="http://x/footer" Target="footer1.xml"/>
<Relationship Id="c" Type="http://x/header" Target="header1.xml"/><Relationship Id="d" Type="http://x/comments" Target="comments.xml"/><Relationship Id="e" Type="http://x/package" Target="embeddings/a.xlsx"/></Relationships>`
	content["word/header1.xml"] = `<w:hdr>` + words("页眉") + tbl(tr(tc("甲"))) + `</w:hdr>`
	content["word/footer1.xml"] = `<w:ftr>` + words("页脚") + `</w:ftr>`
	content["word/footnotes.xml"] = `<w:footnotes><w:footnote w:type="separator">` + para("<w:r><w:separator/></w:r>") + `</w:footnote><w:footnote>` + words("脚注") + `</w:footnote></w:footnotes>`
	content["word/comments.xml"] = `<w:comments><w:comment>` + words("批注") + `</w:comment></w:comments>`
	flowTest{want: []string{"0 P1=正文", "1 H1P1=页眉", "2 H1T1R1C1=甲", "3 F1P1=页脚", "5 N1P2=脚注"}, faults: []string{"embedded part=word/embeddings/a.xlsx"}}.run(t, pack(t, content))
}

func TestBrokenDocuments(t *testing.T) {
	const part = "word/document.xml"
	broken := func(part, reason string) Error { return brokenFor(FormatDOCX)(part, reason, Place{}) }
	large := func(what, limit, ref string) Error { return tooLargeAt(what, limit, Place{Ref: ref}) }
	small := DefaultLimits()
	small.Rows, small.Columns, small.Cells, small.CellBytes, small.Merges, small.Faults = 10, 10, 3, 8, 5, 1
	tests := []refused[[]byte]{
		{"nothing but pictures", pack(t, wordParts(para("<w:r><w:drawing/></w:r>"))), DefaultLimits(), Error{Code: ErrorNoCells, Args: Args{{"format", "docx"}}}},
		{"no body", pack(t, with(wordParts(""), part, "<d/>")), DefaultLimits(), Error{Code: ErrorNoCells, Args: Args{{"format", "docx"}}}},
		{"the document is missing", pack(t, map[string]string{"word/styles.xml": "<s/>"}), DefaultLimits(), broken(part, ReasonPartMissing)},
		{"not well-formed", pack(t, with(wordParts(""), part, wordHead+"<w:p></w:body>")), DefaultLimits(), broken(part, ReasonXML)},
		{"doctype", pack(t, with(wordParts(""), part, "<!DOCTYPE x><w:document/>")), DefaultLimits(), broken(part, ReasonDoctype)},
		{"truncated", pack(t, wordParts(words("甲")))[:300], DefaultLimits(), broken("", ReasonArchive)},
		{"encrypted", lockedZip(t, wordParts(words("甲"))), DefaultLimits(), Error{Code: ErrorEncrypted, Args: Args{{"format", "docx"}}}},
		{"deep", pack(t, wordParts(strings.Repeat("<w:tbl><w:tr><w:tc>", 30)+strings.Repeat("</w:tc></w:tr></w:tbl>", 30))), DefaultLimits(), large(LimitXMLDepth, "64", "")},
		{"too far right", pack(t, wordParts(tbl(tr(tcAs(`<w:gridSpan w:val="99999999999999999999"/>`, ""), tc("甲"))))), DefaultLimits(), large(LimitColumns, "4096", "T1R1C16385")},
		{"too many paragraphs", pack(t, wordParts(strings.Repeat(para(""), 10)+words("甲"))), small, large(LimitRows, "10", "P11")},
		{"too many cells", pack(t, wordParts(tbl(tr(tc("1"), tc("2"), tc("3"), tc("4"))))), small, large(LimitCells, "3", "T1R1C4")},
		{"a cell too long", pack(t, wordParts(tbl(tr(tcIn(words("12345")+words("678")))))), small, large(LimitCellBytes, "8", "T1R1C1")},
		{"too many merged rows", pack(t, wordParts(tbl(tr(tcAs(restart, "1"))+strings.Repeat(tr(tcAs(goesOn, "")), 6)))), small, large(LimitMerges, "5", "")},
		{"too many faults", pack(t, wordParts(para(strings.Repeat(sym("Wingdings", "F021"), 2)))), small, large(LimitFaults, "1", "")},
	}
	checkRefused(t, "f.docx", tests)
}

// A table of many rows under as many merged cells as fit must not take long.
func TestWordMergesAreLinear(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("<w:tbl>")
	rows.WriteString(tr(strings.Repeat(tcAs(restart, ""), 2000)))
	rows.WriteString(strings.Repeat(tr(tc("x")), 20000) + "</w:tbl>")
	began := time.Now()
	if _, err := Read("f", pack(t, wordParts(rows.String())), DefaultLimits()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("took %s", took)
	}
}
