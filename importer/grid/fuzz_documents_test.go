package grid

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

var docxSeeds = []string{
	words("标题") + tbl(tr(tcAs(restart, "甲"), tcAs(`<w:gridSpan w:val="2"/>`, "乙")), tr(tcAs(goesOn, "丙"), tc("丁"))),
	tbl(tr(tcIn(words("前")+tbl(tr(tc("内")))+words("后")))) + para(run("a")+textBox(words("框"))),
	para(run("完成") + `<w:del>` + run("旧") + `</w:del><w:ins>` + run("新") + `</w:ins>` + styled("<w:vanish/>", "暗")),
	para(sdt(`<w:showingPlcHdr/>`, run("提示")) + sdt(`<w14:checkbox><w14:checked/></w14:checkbox>`, run("☒")) + sym("Symbol", "F0B3")),
	`<w:tr>` + tc("甲") + `</w:tr>` + tcIn(`<w:tr>`+tc("乙")+`</w:tr>`) + `</w:body><w:body><w:t>丙</w:t>`,
	tbl(`<w:tr><w:trPr><w:gridBefore w:val="2"/><w:hidden/></w:trPr>`+tcAs(`<w:hMerge w:val="restart"/>`, "甲")+tcAs(`<w:hMerge/>`, "乙")+`</w:tr>`) + para(`<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>`),
	para(`<mc:AlternateContent><mc:Choice>`+run("甲")+`</mc:Choice><mc:Fallback>`+run("乙")+`</mc:Fallback></mc:AlternateContent>`) + `<v:textpath string="字"/>`,
}

// FuzzDOCXTable feeds the inside of a document's body, which random bytes hardly ever reach through a zip archive. Beside the laws of all
// readers: each character of the text, as it is found apart from the reader, is in a cell or a fault.
func FuzzDOCXTable(f *testing.F) {
	for _, seed := range docxSeeds {
		f.Add(seed)
	}
	f.Fuzz(tryDOCX)
}

func tryDOCX(t *testing.T, inside string) {
	doc, err := Read("f", stored(t, wordParts(inside)), DefaultLimits())
	if err != nil {
		checkKnown(t, err)
		return
	}
	checkCells(t, doc)
	if want, ok := plainWordText(wordHead + inside + wordTail); ok {
		checkKept(t, want, doc)
	}
}

// stored packs a document without compressing it, which would take most of the time.
func stored(t testing.TB, content map[string]string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	w := zip.NewWriter(&buffer)
	for _, name := range slices.Sorted(maps.Keys(content)) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, content[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

// replacing are the elements of a document by which it does not say its text character by character.
var replacing = regexp.MustCompile(`sym|checkBox|checkbox|ddList|textpath|den|noBreakHyphen|superscript|sup|rFonts|AlternateContent|Choice|Fallback`)

// plainWordText finds the text of a document apart from the reader; not ok where it says it in another way.
func plainWordText(content string) (string, bool) {
	if replacing.MatchString(strings.TrimPrefix(content, wordHead)) {
		return "", false
	}
	var text strings.Builder
	decoder := xml.NewDecoder(strings.NewReader(content))
	var path []string
	for {
		token, err := decoder.RawToken()
		if err != nil {
			// The standard library knows the names of an old edition of XML.
			return text.String(), !strings.Contains(err.Error(), "name")
		}
		switch token := token.(type) {
		case xml.StartElement:
			path = append(path, token.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			if len(path) > 0 && path[len(path)-1] == "t" && !anyOf(path, notText) {
				text.Write(token)
			}
		}
	}
}

func anyOf(path []string, set map[string]bool) bool {
	for _, name := range path {
		if set[name] {
			return true
		}
	}
	return false
}

// checkConserved compares how often each character is in the text and in what was read.
func checkKept(t *testing.T, want string, doc *Document) {
	t.Helper()
	var got strings.Builder
	for _, g := range doc.Grids {
		for _, row := range g.Rows {
			for _, c := range row {
				got.WriteString(c.Text)
			}
		}
	}
	for _, fault := range doc.Faults {
		if fault.Code == FaultHiddenText || fault.Code == FaultPrompt {
			got.WriteString(fault.Args.Get("text"))
		}
	}
	if diff := cmp.Diff(countRunes(want), countRunes(got.String())); diff != "" {
		t.Errorf("characters (-want +got): %s", diff)
	}
}

func countRunes(text string) map[rune]int {
	count := map[rune]int{}
	for _, r := range text {
		if !unicode.IsSpace(r) && r > ' ' && !isInvisible(r) {
			count[r]++
		}
	}
	return count
}

// FuzzHTML holds the same laws for pages; the text is found apart by a parser of pages.
func FuzzHTML(f *testing.F) {
	for _, seed := range []string{
		"<table><tr><td rowspan=2>甲<td colspan=3>乙<tr><td>丙</table>尾", "<p>a<br>b<table><caption>c<td>d<table><td>e</table>f<tr>g",
		"<table><thead><td rowspan=0>1<tbody><tr hidden><td>2<td style='display:none'>3<tfoot><th>4", "<td><pre>a\n b</pre><div hidden>c<p>d</div>e</td></tr></table></table>",
		"<select><option>a<option selected>b</select><input value=c><textarea>d</textarea>", "<script>a</script><button>b<td>c<!-- d -->&lt;e&#1;<f", "<ruby>a<rt>b</ruby><sup>2</sup><td x:num=0.5>50%",
	} {
		f.Add("<body>" + seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		doc, err := Read("f", []byte(content), DefaultLimits())
		if err != nil {
			checkKnown(t, err)
			return
		}
		checkCells(t, doc)
		if doc.Format != FormatHTML {
			return
		}
		if want, ok := plainPageText(content); ok && doc.Encoding == EncodingUTF8 {
			checkKept(t, want, doc)
		}
	})
}

// specialTags are what the law of pages leaves out: elements that have no text, or another, and what parsers treat in ways of their own.
var specialTags = regexp.MustCompile(`(?i)<(/|!|\?)?(script|style|title|textarea|select|option|optgroup|button|xml|template|noscript|noframes|noembed|iframe|datalist|audio|video|canvas|rt|rp|svg|math|frame|input|sup|plaintext|xmp|image|listing|pre)|<[!?]|</[^a-z]|x:|[&\x00\x0c\r]|-->`)

func plainPageText(content string) (string, bool) {
	if specialTags.MatchString(content) || escapeStray(content) != content {
		return "", false
	}
	root, err := html.Parse(bytes.NewReader([]byte(content)))
	if err != nil {
		return "", false
	}
	var text strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			text.WriteString(n.Data)
		}
	}
	return text.String(), true
}

// FuzzXML2003 feeds the inside of a table.
func FuzzXML2003(f *testing.F) {
	f.Add(`<Column ss:Hidden="1"/><Row ss:Index="2"><Cell ss:Index="3" ss:MergeAcross="1">` + data("String", "甲") + `</Cell><Cell ss:StyleID="p" ss:Formula="=A1">` + data("Number", "0.5") + `</Cell></Row>`)
	f.Add(`<Row><Cell ss:StyleID="m">` + data("DateTime", "2025-12-31T00:00:00.000") + `</Cell></Row></Table></Worksheet><Worksheet ss:Name="a"><Table><Row ss:Span="3"/>`)
	f.Fuzz(func(t *testing.T, inside string) {
		doc, err := Read("f", []byte(xmlBookOf(inside)), DefaultLimits())
		if err != nil {
			checkKnown(t, err)
			return
		}
		checkCells(t, doc)
	})
}

// FuzzMHTML feeds a part of a web archive.
func FuzzMHTML(f *testing.F) {
	f.Add(mimePart("Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable", "<p>=E7=94=B2=\r\nx"))
	f.Add(mimePart("Content-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: base64", "PHA+YQ=="))
	f.Add("Content-Type: multipart/mixed; boundary=C\r\n\r\n--C\r\n" + mimePage("a", "<td>x") + "--C--")
	f.Fuzz(func(t *testing.T, part string) {
		doc, err := Read("f", []byte(webArchive(part)), DefaultLimits())
		if err != nil {
			checkKnown(t, err)
			return
		}
		checkCells(t, doc)
	})
}
