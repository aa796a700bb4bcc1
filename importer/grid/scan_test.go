package grid

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// scanned lists the tokens of a part as the scanner sees them; ok is false where it refuses the part.
func scanned(r io.Reader) (tokens []string, ok bool) {
	s := newXMLScanner(r)
	for {
		kind, err := s.next()
		switch {
		case err == io.EOF:
			return tokens, true
		case err != nil:
			return tokens, false
		}
		switch kind {
		case tokenStart:
			line := "<" + s.name.Space + "|" + s.name.Local
			for _, a := range s.attrs {
				line += fmt.Sprintf(" %s|%s=%q", a.Name.Space, a.Name.Local, a.Value)
			}
			tokens = append(tokens, line)
		case tokenEnd:
			tokens = append(tokens, "/"+s.name.Space+"|"+s.name.Local)
		case tokenText:
			tokens = append(tokens, fmt.Sprintf("%q", s.text))
		case tokenDirective:
			return tokens, false
		}
	}
}

// standard lists the tokens as encoding/xml sees them.
func standard(data []byte) (tokens []string, ok bool) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		token, err := d.RawToken()
		switch {
		case err == io.EOF:
			return tokens, true
		case err != nil:
			return tokens, false
		}
		switch t := token.(type) {
		case xml.StartElement:
			line := "<" + t.Name.Space + "|" + t.Name.Local
			for _, a := range t.Attr {
				line += fmt.Sprintf(" %s|%s=%q", a.Name.Space, a.Name.Local, a.Value)
			}
			tokens = append(tokens, line)
		case xml.EndElement:
			tokens = append(tokens, "/"+t.Name.Space+"|"+t.Name.Local)
		case xml.CharData:
			tokens = append(tokens, fmt.Sprintf("%q", []byte(t)))
		case xml.Directive:
			return tokens, false
		}
	}
}

// xmlSeeds are parts in which the two could differ.
var xmlSeeds = []string{
	`<a b="1" c='2'>x</a>`, `<a/>`, `<a />`, `<a b="/"/>`, `<a b='>'/>`, `<a b=">"c="2"/>`, "<a b = \"1\"\n/>", `<a b=1/>`, `<a b/>`, `<a b="<"/>`, `<a b="1/>`,
	`<?xml version="1.0" encoding="UTF-8"?><a/>`, `<?xml version="1.1"?><a/>`, `<?xml version="1.0" encoding="GBK"?><a/>`, `<?xml encoding=utf-8?>`, `<?x?>`, `<?>`, `<??>`,
	`<!-- a -- b -->`, `<!---->`, `<!--->-->`, `<!-->`, `<!-a-->`, `<![CDATA[a]]b&amp;<]]>`, `<![CDATA[]]>`, `<![CDAT[a]]>`, `<a>]]></a>`, `<a>]]&gt;</a>`,
	`<!DOCTYPE a>`, `<a>&lt;&#65;&#x42;&#xD800;&#0;</a>`, `<a>&lt;&#65;&#x42;&#xD800;</a>`, `<a>&nbsp;</a>`, `<a>&amp</a>`, `<a>&</a>`, `<a>&#;</a>`, `<a>&#x;</a>`, `<a>&#+65;</a>`, `<a>&#1114112;</a>`,
	"<a>\r\n\r\r\n&#13;\n</a>", "<a b=\"\r\n\t&quot;'\"/>", "<a>\x00</a>", "<a>\xff</a>", "<a>\ufffe</a>", "<a>\ufffd年</a>", "<a b='\x01'/>",
	`<x:a x:b="1" xmlns:r="2"/>`, `<:a/>`, `<a:/>`, `<a:b:c/>`, `<1a/>`, `<-a/>`, `<a.b-c_1/>`, `</a >`, `</ a>`, `</a b>`, `</>`, `<>`, `< a>`, `<a`, `<a b="1"`, `<`, `</a`, `text`, ``, `<a></b>`,
	`<a b="1"b="2"/>`, `<a/ >`, `<a//>`, `<a/b="1">`, "\ufeff<a/>", `<a b="&amp;1" c="&#x4e00;"/>`,
}

// FuzzScan holds the scanner against the standard library: it refuses whatever that refuses, and sees the same in everything else. Names
// with other than ASCII letters are left out: no part of a workbook or a document has them, and the two judge a few rare letters differently.
func FuzzScan(f *testing.F) {
	for _, seed := range xmlSeeds {
		f.Add([]byte(seed))
	}
	f.Add([]byte(`<row r="1"><c r="B1" t="s"><v>1</v></c></row>`))
	f.Fuzz(func(t *testing.T, data []byte) { compareScans(t, data) })
}

func compareScans(t *testing.T, data []byte) {
	t.Helper()
	if hasForeignNames(data) {
		return
	}
	want, accepted := standard(data)
	got, ok := scanned(bytes.NewReader(data))
	if ok != accepted {
		t.Fatalf("accepted: %v, by the standard library: %v: %q", ok, accepted, data)
	}
	if diff := cmp.Diff(want, got); ok && diff != "" {
		t.Errorf("tokens of %q (-standard +own):\n%s", data, diff)
	}
}

// hasForeignNames tells a letter outside ASCII where a name could stand: anywhere in a tag, for simplicity.
func hasForeignNames(data []byte) bool {
	inTag := false
	for _, c := range data {
		switch {
		case c == '<':
			inTag = true
		case c == '>':
			inTag = false
		case c >= 0x80 && inTag:
			return true
		}
	}
	return false
}

func TestScan(t *testing.T) {
	for _, seed := range xmlSeeds {
		compareScans(t, []byte(seed))
	}
}

// TestScanInPieces gives the bytes one by one, and tokens that are longer than the window.
func TestScanInPieces(t *testing.T) {
	long := strings.Repeat("长 &amp; ", window/4)
	for _, seed := range append(xmlSeeds, `<a b="`+long+`">`+long+`</a><!--`+long+`--><![CDATA[`+long+`]]>`) {
		want, accepted := standard([]byte(seed))
		got, ok := scanned(iotest.OneByteReader(strings.NewReader(seed)))
		if ok != accepted || ok && !cmp.Equal(want, got) {
			t.Errorf("%.80q in pieces: accepted %v, want %v", seed, ok, accepted)
		}
	}
	if _, ok := scanned(io.MultiReader(strings.NewReader("<a>"), io.LimitReader(repeat("x"), 2*longestToken))); ok {
		t.Error("a text without an end was accepted")
	}
	if _, ok := scanned(io.MultiReader(strings.NewReader("<a b='"), io.LimitReader(repeat("x"), 2*longestToken))); ok {
		t.Error("an attribute without an end was accepted")
	}
}

// repeat gives the same byte for ever.
type repeat string

func (r repeat) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r[0]
	}
	return len(p), nil
}
