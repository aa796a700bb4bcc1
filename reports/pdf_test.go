package reports

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"jixiao/engine"
	"jixiao/importer/grid"
	"jixiao/messages"
	"jixiao/reports/pdf"
)

func pdfOf(t testing.TB, views ...*View) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WritePDF(&out, views); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// pdfTexts reads a pdf file as forms are read, and returns the texts of its cells.
func pdfTexts(t testing.TB, file []byte) []string {
	t.Helper()
	doc, err := grid.Read("form.pdf", file, grid.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, g := range doc.Grids {
		for _, row := range g.Rows {
			for _, cell := range row {
				texts = append(texts, cell.Text)
			}
		}
	}
	return texts
}

var pageNumber = regexp.MustCompile(`^第 ?\d+ ?页 ?共 ?\d+ ?页$`)

func pdfText(t *testing.T, file []byte) string {
	return strings.Join(slices.DeleteFunc(pdfTexts(t, file), pageNumber.MatchString), "\n")
}

// What the form says is what a reader of the file gets: every text and every digit, in cells.
func TestPDFReadBack(t *testing.T) {
	for i, v := range fixtureViews(t, messages.Chinese) {
		texts := pdfTexts(t, pdfOf(t, v))
		for i := range texts {
			texts[i] = squeezed(texts[i])
		}
		g := pdfGrid(v)
		for _, s := range g.spans {
			g.bands[0].blocks = append(g.bands[0].blocks, s.block)
		}
		for _, b := range g.bands {
			for _, block := range b.blocks {
				if want := squeezed(block.text); want != "" && !slices.Contains(texts, want) {
					t.Errorf("form %d: no cell of the pdf reads %q", i, want)
				}
			}
		}
		if t.Failed() {
			t.Logf("%q", texts)
		}
	}
}

// Forms written side by side are the same as forms written one after the other.
func TestPDFSideBySide(t *testing.T) {
	views := fixtureViews(t, messages.Chinese)
	want := [][]byte{pdfOf(t, views[0]), pdfOf(t, views[1])}
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			if !bytes.Equal(pdfOf(t, views[i%2]), want[i%2]) {
				t.Error("a form written beside others differs")
			}
		})
	}
	wait.Wait()
}

// tortured is a form with texts that nobody planned for.
func tortured(t testing.TB, change func(*engine.Submission)) *View {
	s, e := river(t)
	change(s)
	return view(t, messages.Chinese, s, e)
}

func TestPDFTorture(t *testing.T) {
	long := strings.Repeat("质保金按合同约定，留到明年支付；", 1876)[:30_000*3]
	cases := map[string]func(*engine.Submission){
		"name of 500":        func(s *engine.Submission) { s.Name = strings.Repeat("河道整治", 125) },
		"cell of 30,000":     func(s *engine.Submission) { s.Indicators[0].Reason = long },
		"goal of 30,000":     func(s *engine.Submission) { s.Goal = long },
		"formulas and <p>":   func(s *engine.Submission) { s.Indicators[0].Name, s.Unit = "=SUM(A1)<p>", "<p>@cmd</p>" },
		"no break in a word": func(s *engine.Submission) { s.Unit = strings.Repeat("x", 3_000) },
		"line ends":          func(s *engine.Submission) { s.Unit = "甲\r\n乙\r丙\u2028丁\t戊" },
		"large amount":       func(s *engine.Submission) { s.Budget.Rows[0].Initial = yuanOf(9_000_000_000_000_000_00) },
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) { checkWhole(t, tortured(t, change)) })
	}
	t.Run("class of 500", func(t *testing.T) {
		v := tortured(t, func(*engine.Submission) {})
		v.Indicators[0].Level1 = strings.Repeat("产出", 250)
		checkWhole(t, v)
	})
	t.Run("class of 500 over pages", func(t *testing.T) {
		v := tortured(t, manyIndicators)
		v.Indicators[0].Level1 = strings.Repeat("产出", 250)
		checkWhole(t, v)
		checkLongClassGoesOn(t, v)
	})
	t.Run("nothing", func(t *testing.T) {
		checkWhole(t, view(t, messages.Chinese, &engine.Submission{}, nil))
	})
	t.Run("nothing judged", func(t *testing.T) {
		s, _ := river(t)
		checkWhole(t, view(t, messages.Chinese, s, nil))
	})
}

// checkLongClassGoesOn finds the beginning of the first class on every page that it reaches but for those that hold it whole.
func checkLongClassGoesOn(t *testing.T, v *View) {
	t.Helper()
	p := newPages(pdfGrid(v))
	again := 0
	for i, page := range p.pages() {
		for _, piece := range p.beside(page) {
			if piece.cell.from != 2 || !slices.Equal(piece.cell.lines[max(len(piece.cell.lines)-1, 0):], []string{"……"}) {
				continue
			}
			again++
			if piece.first != 1 || page[0] != p.titles || !strings.HasPrefix(piece.cell.text, strings.Join(piece.cell.lines[:len(piece.cell.lines)-1], "")) {
				t.Errorf("page %d repeats %q from its row %d on", i+1, piece.cell.lines, piece.first)
			}
			if height := piece.cell.height(); height > mostBeside {
				t.Errorf("page %d repeats %g points of a class", i+1, height)
			}
		}
	}
	if again == 0 {
		t.Error("no page repeats the class")
	}
}

// checkWhole lays a form out and finds every character of it on the pages, inside the pages.
func checkWhole(t *testing.T, v *View) {
	t.Helper()
	g := pdfGrid(v)
	p := newPages(g)
	var want, got []string
	for _, b := range g.bands {
		for _, block := range b.blocks {
			want = append(want, squeezed(block.text))
		}
	}
	for _, s := range g.spans {
		want = append(want, squeezed(s.text))
	}
	for _, row := range p.rows {
		for _, cell := range row.cells {
			got = append(got, squeezed(strings.Join(cell.lines, "")))
			checkCell(t, cell)
		}
	}
	for _, s := range p.spans {
		got = append(got, squeezed(strings.Join(s.lines, "")))
		checkCell(t, s.pdfCell)
	}
	if countRunes(want) != countRunes(got) {
		t.Errorf("%d characters on the form, %d on the pages", countRunes(want), countRunes(got))
	}
	for i, page := range p.pages() {
		if !p.fits(page) {
			t.Errorf("page %d is higher than it may be", i+1)
		}
	}
	if len(pdfOf(t, v)) == 0 {
		t.Error("an empty file")
	}
}

func checkCell(t *testing.T, c pdfCell) {
	t.Helper()
	for i, line := range c.lines {
		if pdfWidth(line, c.size) > c.width() {
			t.Errorf("%q is wider than its cell", line)
		}
		if i > 0 && line != "" && strings.ContainsAny(string([]rune(line)[:1]), "，。、；：？！）》】") {
			t.Errorf("a line begins with %q", line)
		}
	}
}

func countRunes(texts []string) (n int) {
	for _, text := range texts {
		n += len([]rune(text))
	}
	return n
}

// A class and the headers stand again on every page that they reach.
func TestPDFManyIndicators(t *testing.T) {
	v := tortured(t, func(s *engine.Submission) {
		for i := range 5_000 {
			row := s.Indicators[0]
			row.ID, row.Name = engine.IndicatorID(fmt.Sprint("n", i)), fmt.Sprintf("第%d处", i)
			s.Indicators = append(s.Indicators, row)
		}
	})
	p := newPages(pdfGrid(v))
	pages := p.pages()
	for i, page := range pages[1 : len(pages)-2] {
		if page[0] != p.titles {
			t.Fatalf("page %d does not begin with the headers", i+2)
		}
		if pieces := p.beside(page); len(pieces) < 3 {
			t.Fatalf("page %d has %d cells beside its rows, want the label and both classes", i+2, len(pieces))
		}
	}
	checkWhole(t, v)
}

// Whoever signs sees the last indicators on the same page, however many there are.
func TestPDFEndsTogether(t *testing.T) {
	v := *fixtureViews(t, messages.Chinese)[0]
	row := v.Indicators[0]
	for rows := 3; rows <= 80; rows++ {
		v.Indicators = slices.Repeat([]IndicatorLine{row}, rows)
		p := newPages(pdfGrid(&v))
		pages := p.pages()
		last := pages[len(pages)-1]
		if at := slices.Index(last, p.behind-lastTogether); at < 0 || last[len(last)-1] != len(p.rows)-1 {
			t.Errorf("%d rows: the last page has the rows %v of %d, which lacks one of the last %d indicators", rows, last, len(p.rows), lastTogether)
		}
	}
}

// What the font does not have is drawn as 〓, named, and still read back as what it is.
func TestPDFUndrawn(t *testing.T) {
	v := tortured(t, func(s *engine.Submission) {
		s.Unit = "𰻝\ue000厂\u200f\x00😀"
		s.Filler = "𰻝"
	})
	var chars []string
	for _, u := range v.Undrawn() {
		chars = append(chars, fmt.Sprintf("%U", u.Char))
	}
	if got := strings.Join(chars, " "); got != "U+30EDD U+E000 U+1F600" {
		t.Error("undrawn:", got)
	}
	if all := strings.Join(pdfTexts(t, pdfOf(t, v)), "\n"); !strings.Contains(all, "𰻝") || !strings.Contains(all, "😀") {
		t.Errorf("the rare characters of the unit's name are not read back: %q", all)
	}
}

// All that the program itself prints is in the font.
func TestPDFDrawsItsOwnWords(t *testing.T) {
	for _, v := range fixtureViews(t, messages.Chinese) {
		if undrawn := v.Undrawn(); len(undrawn) > 0 {
			t.Errorf("%v", undrawn)
		}
	}
	for _, r := range "≥≤＝×÷℃㎡‰±①⑳ⅠⅫ→□√〓〔〕" {
		if pdf.Missing(r) {
			t.Errorf("%c is not in the font", r)
		}
	}
}

func BenchmarkPDF(b *testing.B) {
	views := fixtureViews(b, messages.Chinese)
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(int64(len(pdfOf(b, views[0]))))
	}
}
