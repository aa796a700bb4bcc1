package grid

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzRead holds the laws of reading: no panic; an error has a known code; cells are non-blank, trimmed, in order and say where they stand;
// and where a text has neither quotation marks nor pipes, its cells are exactly its non-blank tab fields.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", "\ufeff", "一级\t二级\n\t合理\n", "a,b\n1,2\n\"x,\n\"\"y\",3", "| a | b |\n|---|---|\n", "\"a\nb\"\t1\n", "\xff\xfea\x00\t\x00b\x00", "\x89PNG\r\n\x1a\n",
		"a;b\r1;2\r", "<html>", "甲, 乙, 丙\n丁, 戊, 己", "\xb9\xcc\xb6\xa8\t1", "\t\"\"\t\"", "%PDF-",
	} {
		f.Add([]byte(seed))
	}
	f.Add(pack(f, parts(`<row r="1"><c r="B1" t="s"><v>1</v></c><c r="A1" s="1"><v>0.5</v></c></row><row r="3"><c r="A3"><f>1</f><v>45992</v></c></row>`)))
	f.Add(lying(f, 5))
	limits := DefaultLimits()
	limits.UnpackedBytes = 8 << 20
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := Read("f", data, limits)
		if err != nil {
			checkKnown(t, err)
			return
		}
		checkCells(t, doc)
		if doc.Format != FormatText {
			return
		}
		text := strings.TrimSuffix(decodedForTest(data), "\x1a")
		if strings.ContainsAny(text, `"|`) {
			return
		}
		if want := tabFields(text); doc.CellCount() != want {
			t.Errorf("%d cells, %d non-blank tab fields in %q", doc.CellCount(), want, text)
		}
	})
}

// FuzzSheet feeds the inside of a worksheet, which random bytes hardly ever reach through a zip archive.
func FuzzSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="4"><f>A1</f><v>-0.5</v></c></row>`)
	f.Add(`<row hidden="1"><c s="2"><v>1e5</v></c><c t="inlineStr"><is><t>_x0041__xD800_</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells><sheetData>`)
	f.Add(`<row r="9"><c r="C9" s="5"><v>45658.99999999</v></c><c r="A9" s="3"><v>59.5</v></c><c t="e"><v>#N/A</v></c></row>`)
	f.Fuzz(func(t *testing.T, inside string) {
		doc, err := Read("f", pack(t, parts(inside)), DefaultLimits())
		if err != nil {
			checkKnown(t, err)
			return
		}
		checkCells(t, doc)
	})
}

func checkKnown(t *testing.T, err error) {
	t.Helper()
	known := []string{ErrorEmpty, ErrorNoCells, ErrorTooLarge, ErrorBinary, ErrorUnsupported, ErrorEncrypted, ErrorBroken, ErrorNotText, ErrorMixed}
	var e *Error
	if !errors.As(err, &e) || !slices.Contains(known, e.Code) || e.Place.File != "f" {
		t.Errorf("unknown error %v", err)
	}
}

func checkCells(t *testing.T, doc *Document) {
	t.Helper()
	places := map[Place]bool{}
	for _, g := range doc.Grids {
		for i, row := range g.Rows {
			for j, c := range row {
				if places[c.Place] {
					t.Errorf("two cells at %+v", c.Place)
				}
				places[c.Place] = true
				switch {
				case c.Text == "" || c.Text != strings.TrimSpace(c.Text) || !utf8.ValidString(c.Text):
					t.Errorf("text %q", c.Text)
				case c.Row != i || j > 0 && c.Col <= row[j-1].Col:
					t.Errorf("cell %+v in row %d at %d", c, i, j)
				case c.Place.Ref == "" || c.MergeRows < 1 || c.MergeCols < 1:
					t.Errorf("cell %+v without reference or extent", c)
				}
			}
		}
	}
	if doc.CellCount() == 0 {
		t.Error("a document without cells")
	}
}

// decodedForTest leaves the decoding to the reader: the law is about fields, not characters.
func decodedForTest(data []byte) string {
	content, _, _ := decodeBytes(data)
	return content
}
