package grid

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzRead holds the laws of reading: no panic; an error has a known code; cells are non-blank, trimmed, in order and say where they stand;
// and where nothing but tabs can divide a text, its cells are exactly its non-blank tab fields.
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
		if strings.ContainsAny(text, `"|`+borders) || mayDivide(text) || mayHide(text) {
			return
		}
		if want := tabFields(text); doc.CellCount() != want {
			t.Errorf("%d cells, %d non-blank tab fields in %q", doc.CellCount(), want, text)
		}
	})
}

var textSeeds = []string{
	"一级指标   三级指标     指标值\n产出指标   发布文章数   ≥200篇\n           办理 时限    12 月底前\n", "项目    1,000.00\n其他        0.00\n", "甲\t乙\n丙  丁\n戊  己\n",
	"项  目  名  称   青川   合　计\n单  位           白石   三  项\n", "┌──┬──┐\n│甲│乙│\n├──┼──┤\n│  │3 │\n║丙║\n└──┴──┘\n", "| a\\|b | c |\n|---|---|\n", "a|b\nc|d\n",
	"\"a\nb\"\t1\n=\"01\"\t2", "\u202e甲\u202c\t1\u200b2", "a\f\n\fb   c\nd   e\r\ng   h\r", "第一条  为了。\n第二条  本。\n",
}

// FuzzText holds the law of conservation over texts: the characters of the cells, in their order, are those of the text without what divides it.
func FuzzText(f *testing.F) {
	for _, seed := range textSeeds {
		f.Add(seed)
	}
	f.Fuzz(tryText)
}

func tryText(t *testing.T, text string) {
	doc, err := Read("f", []byte(text), DefaultLimits())
	if err != nil {
		checkKnown(t, err)
		return
	}
	checkCells(t, doc)
	if doc.Format == FormatText {
		checkConserved(t, doc, decodedForTest([]byte(text)), `|\"`+borders)
	}
}

var csvSeeds = []string{"三级指标,指标值\n\"甲, 乙\",\"说\"\"明\n二\"\n", "sep=;\n甲;1\n", "a;b\r1;2\r", "=\"0012\",甲\n\"=\"\"13\"\"\",乙\n", "\"甲\"乙,1\n,2,,\n", "\"x\"|1\n\"y\n\"|2\n",
	"\ta,b\n\u202ec,d"}

// FuzzCSV holds the same law over csv, whose rows are made of what the fuzzer finds for fields.
func FuzzCSV(f *testing.F) {
	for _, seed := range csvSeeds {
		f.Add(seed)
	}
	f.Fuzz(tryCSV)
}

func tryCSV(t *testing.T, rows string) {
	text := "名称,值,\"注\"\n甲,1,\n乙,2,\n" + rows
	if strings.HasPrefix(rows, "sep=") {
		text = rows + "\n甲;1\n"
	}
	doc, err := Read("f", []byte(text), DefaultLimits())
	if err != nil {
		checkKnown(t, err)
		return
	}
	checkCells(t, doc)
	if doc.Format == FormatCSV {
		_, content := declaredDelimiter(decodedForTest([]byte(text)))
		checkConserved(t, doc, content, `,;|"`)
	}
}

// checkConserved compares the characters of a text with those of its cells, apart from white space, characters that nobody sees and those that
// may divide or quote. The = of ="0012" is one of these.
func checkConserved(t *testing.T, doc *Document, text, dividing string) {
	t.Helper()
	if strings.Contains(text, `="`) {
		dividing += "="
	}
	var cells strings.Builder
	for _, row := range doc.Grids[0].Rows {
		for _, c := range row {
			cells.WriteString(c.Text)
		}
	}
	kept := func(text string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) || isInvisible(r) || strings.ContainsRune(dividing, r) {
				return -1
			}
			return r
		}, text)
	}
	if want, got := kept(strings.TrimSuffix(text, "\x1a")), kept(cells.String()); got != want {
		t.Errorf("the cells of %q hold %q, want %q", text, got, want)
	}
}

var sheetSeeds = []string{
	`<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="4"><f>A1</f><v>-0.5</v></c></row>`,
	`<row hidden="1"><c s="2"><v>1e5</v></c><c t="inlineStr"><is><t>_x0041__xD800_</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells><sheetData>`,
	`<row r="9"><c r="C9" s="5"><v>45658.99999999</v></c><c r="A9" s="3"><v>59.5</v></c><c t="e"><v>#N/A</v></c></row>`,
}

// FuzzSheet feeds the inside of a worksheet, which random bytes hardly ever reach through a zip archive.
func FuzzSheet(f *testing.F) {
	for _, seed := range sheetSeeds {
		f.Add(seed)
	}
	f.Fuzz(trySheet)
}

func trySheet(t *testing.T, inside string) {
	data := pack(t, parts(inside))
	checkLong(t, data)
	doc, err := Read("f", data, DefaultLimits())
	if err != nil {
		checkKnown(t, err)
		return
	}
	checkCells(t, doc)
}

func checkKnown(t *testing.T, err error) {
	t.Helper()
	known := []string{ErrorEmpty, ErrorNoCells, ErrorTooLarge, ErrorBinary, ErrorUnsupported, ErrorEncrypted, ErrorBroken, ErrorNotText, ErrorMixed, ErrorNoText}
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
