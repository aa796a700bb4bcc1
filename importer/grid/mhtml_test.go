package grid

import (
	"encoding/base64"
	"mime/quotedprintable"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mimePart is a part of a web archive: its head and, below a blank line, its content.
func mimePart(head, content string) string { return head + "\r\n\r\n" + content + "\r\n" }

func mimePage(location, content string) string {
	return mimePart("Content-Location: file:///C:/x/"+location+"\r\nContent-Type: text/html; charset=utf-8", content)
}

func webArchive(parts ...string) string {
	var b strings.Builder
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"B\"\r\n\r\npreamble\r\n")
	for _, part := range parts {
		b.WriteString("--B\r\n" + part)
	}
	return b.String() + "--B--\r\n"
}

func quoted(t testing.TB, text string) string {
	t.Helper()
	var b strings.Builder
	w := quotedprintable.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWebArchives(t *testing.T) {
	const page = "<table><tr><td>指标名称与一个较长的名字，使编码要换行</td></tr></table>"
	const cell = "0 T1R1C1=指标名称与一个较长的名字，使编码要换行"
	packed := base64.StdEncoding.EncodeToString(gb18030(t, page))
	list := `<xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>表一</x:Name><x:WorksheetSource HRef="a.files/sheet001.htm"/></x:ExcelWorksheet>
<x:ExcelWorksheet><x:Name>表 &amp; 二</x:Name><x:WorksheetSource HRef="a.files/sheet002.htm"/></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><noframes>x</noframes>`
	tests := []flowTest{
		{"quoted", webArchive(mimePart("Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable", quoted(t, page))), []string{cell}, nil},
		{"in base 64 and GB18030", webArchive(mimePart("Content-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: base64", packed[:40]+"\r\n"+packed[40:])), []string{cell}, nil},
		{"a single page", "From: <x>\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + page, []string{cell}, nil},
		{"pages beside pictures and texts", webArchive(mimePart("Content-Type: text/plain", "看不见"), mimePage("a.htm", "<p>甲"), mimePart("Content-Type: image/png", "x"), mimePage("b.htm", "<p>乙")),
			[]string{"0 P1=甲", "1 P2=乙"}, nil},
		{"parts in parts", webArchive("Content-Type: multipart/alternative; boundary=C\r\n\r\n--C\r\n" + mimePart("Content-Type: text/plain", "甲") + "--C\r\n" + mimePage("a", "<p>甲") + "--C--\r\n"), []string{"0 P1=甲"}, nil},
		{"the sheets of a workbook", webArchive(mimePage("a.htm", list), mimePage("a.files/tabstrip.htm", "<p>表一"), mimePage("a.files/sheet001.htm", page), mimePage("a.files/sheet002.htm", "<table><td>乙</table>")),
			[]string{"表一!" + cell, "表 & 二!0 T1R1C1=乙"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, []byte(test.content)) })
	}
}

func TestBrokenWebArchives(t *testing.T) {
	broken := func(part, reason string) Error { return brokenFor(FormatMHTML)(part, reason, Place{}) }
	whole := webArchive(mimePage("a", "<p>甲"))
	small := DefaultLimits()
	small.Entries = 2
	tests := []refused[string]{
		{"no page", webArchive(mimePart("Content-Type: image/png", "x")), DefaultLimits(), broken("text/html", ReasonPartMissing)},
		{"cut off", whole[:len(whole)-12], DefaultLimits(), broken("a", ReasonMIME)},
		{"no boundary", "MIME-Version: 1.0\nContent-Type: multipart/related\n\n--B", DefaultLimits(), broken("", ReasonMIME)},
		{"broken base 64", webArchive(mimePart("Content-Type: text/html\r\nContent-Transfer-Encoding: base64", "甲")), DefaultLimits(), broken("", ReasonMIME)},
		{"the same page twice", webArchive(mimePage("a", "<p>甲"), mimePage("a", "<p>乙")), DefaultLimits(), broken("a", ReasonDuplicatePart)},
		{"too many parts", webArchive(mimePage("a", "<p>甲"), mimePage("b", "<p>乙")), small, tooLargeAt(LimitEntries, "2", Place{})},
		{"an empty page", webArchive(mimePage("a", "")), DefaultLimits(), Error{Code: ErrorNoCells, Args: Args{{"format", "mhtml"}}}},
	}
	checkRefused(t, "f.mht", tests)
}

func TestMessageIsNoPlainText(t *testing.T) {
	doc, err := Read("f", []byte("Mime-Version: 1.0\n项目名称\t甲\n"), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(FormatText, doc.Format); diff != "" {
		t.Error(diff)
	}
}
