package reports

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"jixiao/engine"
	"jixiao/reports/pdf"
)

// sentences draws a text as people write it: Chinese words, numbers with units, English words, marks between and around them.
func sentences(t *rapid.T) string {
	pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"主汛期", "道路中断", "放映", "2025年", "12.5万元", "97.35%", "GDP", "（一期）", "《办法》", "“十四五”", "露天", "的"}), 1, 40).
		Draw(t, "pieces")
	var text strings.Builder
	for _, piece := range pieces {
		text.WriteString(piece)
		text.WriteString(rapid.SampledFrom([]string{"", "", "，", "；", "。", "、", "：", "！", "？", "……", "·"}).Draw(t, "mark"))
	}
	return text.String()
}

// TestNoLineBeginsWithAClosingMark is the rule of every line that this program breaks: on pages of pdf files, in workbooks and on terminals,
// whatever measures the characters. Nothing but blanks is lost at the ends of lines.
func TestNoLineBeginsWithAClosingMark(t *testing.T) {
	for name, measure := range map[string]struct {
		cells  func(rune) int
		narrow int // where a piece and its marks have room
	}{"sheet": {sheetCells, 14}, "terminal": {terminalCells, 14}, "pdf": {pdf.Width, 7000}} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				text := sentences(rt)
				width := rapid.IntRange(measure.narrow, 6*measure.narrow).Draw(rt, "width")
				for _, lines := range [][]string{wrap(text, width, measure.cells), evenly(text, width, max(measure.narrow/14, 1), measure.cells)} {
					checkLines(rt, text, lines, width, measure.cells)
				}
			})
		})
	}
}

func checkLines(t *rapid.T, text string, lines []string, width int, cells func(rune) int) {
	if squeezed(strings.Join(lines, "")) != squeezed(text) {
		t.Fatalf("%q became %q", text, lines)
	}
	for i, line := range lines {
		first, _ := utf8.DecodeRuneInString(line)
		last, _ := utf8.DecodeLastRuneInString(line)
		if i > 0 && strings.ContainsRune(notFirst, first) || i < len(lines)-1 && strings.ContainsRune(notLast, last) {
			t.Fatalf("a line of %d begins or ends badly: %q", width, lines)
		}
		used := 0
		for _, r := range line {
			used += cells(r)
		}
		if used > width {
			t.Fatalf("%q is wider than %d", line, width)
		}
	}
}

// TestSheetBreaksItsOwnWords: what the program adds to a cell stands in lines that fit and begin with no closing mark, in every spreadsheet;
// the unit's words are as they were.
func TestSheetBreaksItsOwnWords(t *testing.T) {
	v := changed(t, func(s *engine.Submission) {
		for i := range s.Indicators {
			s.Indicators[i].Claimed = pointsOf(12_34)
			s.Indicators[i].Reason = []string{"", "限行期间停车不便的意见较多；增设临时停车场和接驳车"}[i%2]
		}
	})
	broken := 0
	for _, b := range newFormGrid(v).bands {
		for _, block := range b.blocks {
			theirs, own := block.parts(block.text)
			if own == "" {
				continue
			}
			lines := strings.Split(strings.TrimPrefix(block.inSheet(), block.softly(theirs, mayBreakBadly)), "\n")
			if theirs != "" {
				lines = lines[1:]
			}
			broken += len(lines) - 1
			checkSheetLines(t, own, lines, block.sheetWidth())
		}
	}
	if broken < len(v.Indicators) {
		t.Errorf("only %d lines were broken", broken)
	}
	var out bytes.Buffer
	if err := WriteXLSX(&out, []*View{v}); err != nil {
		t.Fatal(err)
	}
	if text := bookText(t, out.Bytes()); !strings.Contains(text, "\n限行期间停车不便的意见较多；增设临时停车场和接驳车\n〔") {
		t.Errorf("the unit's words are not in one piece:\n%s", text)
	}
}

func checkSheetLines(t *testing.T, own string, lines []string, width int) {
	t.Helper()
	if squeezed(strings.Join(lines, "")) != squeezed(own) {
		t.Errorf("%q became %q", own, lines)
	}
	for _, line := range lines {
		first, _ := utf8.DecodeRuneInString(line)
		used := 0
		for _, r := range line {
			used += sheetCells(r)
		}
		if strings.ContainsRune(notFirst, first) || used > width {
			t.Errorf("%q does not fit into %d, or begins badly", line, width)
		}
	}
}
