package reports

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jixiao/engine"
	"jixiao/importer"
	"jixiao/importer/grid"
	"jixiao/messages"
)

// program is how a spreadsheet program measures: how wide a line of a block is, and a character in it.
type program struct {
	line  func(b block) int
	cells func(rune) int
}

// programs are LibreOffice with 宋体 and without it, where the digits of the font that it takes are wider, and Excel, in tenths of a digit.
func programs() map[string]program {
	measure := func(full, ascii int) func(rune) int {
		return func(r rune) int {
			switch {
			case sheetCells(r) == 0:
				return 0
			case r < 0x7f:
				return ascii
			}
			return full
		}
	}
	return map[string]program{
		"LibreOffice":                 {func(b block) int { return int(b.columnUnits()*11) - 4 }, measure(20, 10)},
		"LibreOffice, DejaVu":         {func(b block) int { return int(b.columnUnits()*11) - 3 }, measure(16, 10)},
		"LibreOffice, narrow letters": {func(b block) int { return int(b.columnUnits()*11) - 3 }, measure(18, 9)},
		"Excel":                       {func(b block) int { return int(b.columnUnits()*12.3) - 8 }, measure(20, 10)},
	}
}

// lines are those of a text in a cell of the program, which heeds no marks.
func (p program) lines(b block, text string) (lines []string) {
	for _, paragraph := range strings.Split(text, "\n") {
		runes := []rune(paragraph)
		for {
			end := lineEnd(runes, p.line(b), p.cells)
			if end < len(runes) {
				end = min(programBreak(runes, 0, end), len(runes))
			}
			lines = append(lines, string(runes[:end]))
			if runes = runes[end:]; len(runes) == 0 {
				break
			}
		}
	}
	return lines
}

// TestNoLineOfACellBeginsBadly: however a program measures, no line of a cell begins with a closing mark, and a cell whose lines were
// broken has just these.
func TestNoLineOfACellBeginsBadly(t *testing.T) {
	blocks := []block{textBlock(9, 9, textLook, ""), textBlock(5, 5, centreLook, ""), textBlock(4, 4, textLook, ""), textBlock(2, 5, textLook, ""), textBlock(2, lastColumn, centreLook, "")}
	rapid.Check(t, func(rt *rapid.T) {
		b := rapid.SampledFrom(blocks).Draw(rt, "block")
		b.text = sentences(rt)
		laid := b.inSheet()
		if got := strings.ReplaceAll(laid, softBreak, ""); got != b.text {
			rt.Fatalf("%q became %q", b.text, got)
		}
		for name, p := range programs() {
			lines := p.lines(b, laid)
			if broken := strings.Count(laid, softBreak); broken > 0 && len(lines) != broken+1 {
				rt.Errorf("%s makes %d lines of %q", name, len(lines), laid)
			}
			for _, line := range lines[1:] {
				if first, _ := utf8.DecodeRuneInString(line); strings.ContainsRune(notFirst, first) {
					rt.Errorf("%s begins a line with %c: %q", name, first, lines)
				}
			}
		}
	})
}

// TestOnlyLinesThatNeedItAreBroken: what fits into a line, and what breaks well wherever a program breaks it, is as the unit wrote it.
func TestOnlyLinesThatNeedItAreBroken(t *testing.T) {
	for text, want := range map[string]string{
		"验收合格。": "验收合格。",
		"征地手续在十二月才办结并已列入计划":   "征地手续在十二月才办结并已列入计划",
		"限行期间停车不便的意见多，已增设":    "限行期间停车不便的" + softBreak + "意见多，已增设",
		"甲" + softBreak + "乙": "甲\n乙",
	} {
		if got := textBlock(9, 9, textLook, text).inSheet(); got != want {
			t.Errorf("%.60q became %.60q, want %.60q", text, got, want)
		}
	}
	label := textBlock(1, 1, headLook, "年度总体目标")
	if got := label.inSheet(); got != "年度总体"+softBreak+"目标" {
		t.Errorf("the label became %q", got)
	}
}

// withMarks is a form with texts full of marks, of several lengths, to which the program has nothing to add.
func withMarks(t testing.TB, seed int) (*engine.Submission, *View) {
	s, e := river(t)
	next := seed
	text := func() string {
		next++
		return rapid.Custom(sentences).Example(next)
	}
	s.Name, s.Unit, s.Goal, s.GoalActual = text(), text(), text()+"。"+text()+"。\n"+text(), text()
	for i := range s.Indicators {
		row := &s.Indicators[i]
		row.Name, row.Reason, row.Claimed = fmt.Sprintf("%s%d", text(), i), text(), nil
		e.Scores[i].Verdict = engine.Met
		if row.Target.Kind == engine.WordsTarget {
			row.Target.Text, row.Actual = text(), wordsActual(text())
		}
	}
	return s, view(t, messages.Chinese, s, e)
}

// formTexts are the unit's texts on a form.
func formTexts(s *engine.Submission) []string {
	texts := []string{s.Name, s.Unit, s.Goal, s.GoalActual}
	for _, row := range s.Indicators {
		texts = append(texts, row.Name, row.Target.Text, row.Actual.Text, row.Reason)
	}
	for i := range texts {
		texts[i] = strings.TrimSpace(texts[i])
	}
	return texts
}

// readTexts are the same of a form that was read, which gives what was achieved apart.
func readTexts(t *testing.T, name string, file []byte) []string {
	t.Helper()
	result, err := importer.Read(name, file, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Submissions) != 1 {
		t.Fatalf("%d forms", len(result.Submissions))
	}
	for _, issue := range result.Issues {
		if issue.Code == grid.FaultInvisible {
			t.Errorf("%s: %v", name, issue)
		}
	}
	s := result.Submissions[0]
	for _, record := range result.Records {
		if record.Field == engine.RecordGoalActual {
			s.GoalActual = record.Value
		}
		for i := range s.Indicators {
			row := &s.Indicators[i]
			switch {
			case row.Name != record.Name:
			case record.Field == engine.RecordActual:
				row.Actual.Text = record.Value
			case record.Field == engine.RecordReason:
				row.Reason = record.Value
			}
		}
	}
	return formTexts(s)
}

// TestBrokenLinesComeBackWhole: the unit's texts are read from the form as they were, byte for byte, and nothing is said about the breaks;
// also after LibreOffice saved the form, where it is installed.
func TestBrokenLinesComeBackWhole(t *testing.T) {
	broken := 0
	for seed := range 20 {
		s, v := withMarks(t, 1000*seed)
		var out bytes.Buffer
		if err := WriteXLSX(&out, []*View{v}); err != nil {
			t.Fatal(err)
		}
		for _, part := range zipParts(t, out.Bytes()) {
			broken += bytes.Count(part, []byte("\u200b"))
		}
		comesBack(t, "自评表.xlsx", out.Bytes(), s)
		if seed > 0 || testing.Short() {
			continue
		}
		if _, err := exec.LookPath("soffice"); err == nil {
			comesBack(t, "自评表.xls", saveInOffice(t, out.Bytes(), "xls"), s)
		}
	}
	if broken < 1000 {
		t.Errorf("only %d lines were broken", broken)
	}
}

func comesBack(t *testing.T, name string, file []byte, s *engine.Submission) {
	t.Helper()
	if diff := cmp.Diff(formTexts(s), readTexts(t, name, file)); diff != "" {
		t.Errorf("%s (-written, +read):\n%s", name, diff)
	}
}

// TestLibreOfficeBeginsNoLineBadly has LibreOffice print forms full of marks, where it is installed with pdftotext, and looks at every line.
func TestLibreOfficeBeginsNoLineBadly(t *testing.T) {
	_, noOffice := exec.LookPath("soffice")
	_, noText := exec.LookPath("pdftotext")
	if noOffice != nil || noText != nil || testing.Short() {
		t.Skip("LibreOffice or pdftotext is not installed, or the tests are short")
	}
	var views []*View
	for seed := range 12 {
		_, v := withMarks(t, 7000+100*seed)
		views = append(views, v)
	}
	var form bytes.Buffer
	if err := WriteXLSX(&form, views); err != nil {
		t.Fatal(err)
	}
	words := printedWords(t, saveInOffice(t, form.Bytes(), "pdf"))
	if len(words) < 1000 {
		t.Fatalf("only %d words were printed", len(words))
	}
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w.Text)
		if w.Text != Dash && strings.ContainsRune(notFirst, first) && !w.goesOn(words) {
			t.Errorf("page %d: a line begins with %q", w.page, w.Text)
		}
	}
}

// printedWord is a piece of a line without blanks, and where it stands on its page.
type printedWord struct {
	page                     int
	Left, Right, Top, Bottom float64
	Text                     string
}

// goesOn tells whether a word stands close behind another one, on the same line of the same cell.
func (w printedWord) goesOn(words []printedWord) bool {
	const blank = 6 // points
	for _, other := range words {
		middle := (w.Top + w.Bottom) / 2
		if other.page == w.page && other.Left < w.Left && w.Left-other.Right < blank && other.Top < middle && middle < other.Bottom && w.Left > other.Right-1 {
			return true
		}
	}
	return false
}

// printedWords finds the words of a pdf file with pdftotext.
func printedWords(t *testing.T, file []byte) (words []printedWord) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "form.pdf")
	if err := os.WriteFile(path, file, 0o666); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command("pdftotext", "-bbox", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	decoder, page := xml.NewDecoder(bytes.NewReader(said)), 0
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return words
		}
		if err != nil {
			t.Fatal(err)
		}
		start, isStart := token.(xml.StartElement)
		switch {
		case isStart && start.Name.Local == "page":
			page++
		case isStart && start.Name.Local == "word":
			var w struct {
				Left   float64 `xml:"xMin,attr"`
				Right  float64 `xml:"xMax,attr"`
				Top    float64 `xml:"yMin,attr"`
				Bottom float64 `xml:"yMax,attr"`
				Text   string  `xml:",chardata"`
			}
			if err := decoder.DecodeElement(&w, &start); err != nil {
				t.Fatal(err)
			}
			words = append(words, printedWord{page, w.Left, w.Right, w.Top, w.Bottom, w.Text})
		}
	}
}
