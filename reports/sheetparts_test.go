package reports

import (
	"bytes"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"jixiao/engine"
	"jixiao/messages"
)

// longTextOf is a text of so many characters at least, full of marks, no two parts of which are the same.
func longTextOf(characters int) string {
	var text strings.Builder
	for i := 0; utf8.RuneCountInString(text.String()) < characters; i++ {
		fmt.Fprintf(&text, "第%d户征地，未办结；", i)
	}
	return text.String()
}

// longForm is a form whose goal and whose second row have texts of so many characters.
func longForm(t testing.TB, characters int) (*engine.Submission, *View) {
	s, e := river(t)
	s.Goal, s.GoalActual = longTextOf(2*characters), "共"+longTextOf(characters)
	for i := range s.Indicators {
		s.Indicators[i].Claimed = nil
		s.Indicators[i].Reason = strings.TrimPrefix(s.Indicators[i].Reason, "=")
		e.Scores[i].Verdict = engine.Met
	}
	s.Indicators[1].Reason = longTextOf(characters)
	return s, view(t, messages.Chinese, s, e)
}

// TestTextsOfManyLinesGoOnBelow: a text of more lines or characters than a cell may hold stands in several cells, each with no more than that, with
// room for all of its lines, none of which begins badly; and it is read as it was.
func TestTextsOfManyLinesGoOnBelow(t *testing.T) {
	for characters, most := range map[int]int{200: 0, 3_000: 2, 30_000: 15} {
		s, v := longForm(t, characters)
		var form bytes.Buffer
		if err := WriteXLSX(&form, []*View{v}); err != nil {
			t.Fatal(err)
		}
		comesBack(t, "自评表.xlsx", form.Bytes(), s)
		if parts := checkParts(t, form.Bytes()); (parts > 0) != (most > 0) || parts < most {
			t.Errorf("%d characters: %d parts, want at least %d", characters, parts, most)
		}
	}
}

// TestTextsOfManyLinesFromLibreOffice: they are read as they were after LibreOffice saved the form.
func TestTextsOfManyLinesFromLibreOffice(t *testing.T) {
	if _, err := exec.LookPath("soffice"); err != nil || testing.Short() {
		t.Skip("needs LibreOffice, and takes a while")
	}
	s, v := longForm(t, 3_000)
	var form bytes.Buffer
	if err := WriteXLSX(&form, []*View{v}); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"xls", "xlsx"} {
		comesBack(t, "自评表."+format, saveInOffice(t, form.Bytes(), format), s)
	}
}

// checkParts looks at all cells that are parts of a text and counts them.
func checkParts(t *testing.T, form []byte) (parts int) {
	t.Helper()
	book := openBook(t, func(w io.Writer) error { _, err := w.Write(form); return err })
	sheet := book.GetSheetName(0)
	cells, err := book.GetMergeCells(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for _, cell := range cells {
		text := cell.GetCellValue()
		lines := strings.Split(text, "\n")
		if len(lines)-1 > mostLineFeeds || len(utf16.Encode([]rune(text))) > maxCellUnits {
			t.Errorf("%s has %d lines and %d bytes", cell.GetStartAxis(), len(lines), len(text))
		}
		if !strings.Contains(text, partMark) {
			continue
		}
		parts++
		if room := heightOf(t, book, sheet, cell); room < float64(len(lines))*lineHeight {
			t.Errorf("%s has %g points for %d lines", cell.GetStartAxis(), room, len(lines))
		}
		for _, line := range lines {
			if first, _ := utf8.DecodeRuneInString(strings.TrimPrefix(line, partMark)); strings.ContainsRune(notFirst, first) {
				t.Errorf("%s: a line begins with %c", cell.GetStartAxis(), first)
			}
		}
	}
	return parts
}

// heightOf is how high a merged cell is, none of whose rows may be higher than Excel allows.
func heightOf(t *testing.T, book *excelize.File, sheet string, cell excelize.MergeCell) (height float64) {
	t.Helper()
	_, from, _ := excelize.CellNameToCoordinates(cell.GetStartAxis())
	_, to, _ := excelize.CellNameToCoordinates(cell.GetEndAxis())
	for row := from; row <= to; row++ {
		high, _ := book.GetRowHeight(sheet, row)
		if height += high; high > 409 {
			t.Errorf("row %d is %g points high", row, high)
		}
	}
	return height
}

// TestPartsAreTheText: whatever a text is, of lines that are blank, too long for a cell or without width, its parts joined are the text.
func TestPartsAreTheText(t *testing.T) {
	for name, text := range map[string]string{
		"blank lines":     "甲" + strings.Repeat("\n", 900) + "乙",
		"one long line":   strings.Repeat("x", 2*maxCellUnits) + "尾",
		"without width":   strings.Repeat("e"+strings.Repeat("\u0301", 400), 200),
		"of two units":    strings.Repeat("𠀀", 40_000),
		"lines and marks": longTextOf(20_000) + "\n" + longTextOf(9_000),
	} {
		parts := sheetParts(textBlock(9, 9, textLook, text).inSheet())
		if len(parts) < 2 {
			t.Errorf("%s: %d parts", name, len(parts))
		}
		for i := range parts {
			if !fitsCell(parts[i]) {
				t.Errorf("%s: part %d does not fit", name, i)
			}
			parts[i] = strings.ReplaceAll(strings.TrimPrefix(strings.TrimSuffix(parts[i], partMark), partMark), softBreak, "")
		}
		if got := strings.Join(parts, ""); got != text {
			t.Errorf("%s: %d characters became %d", name, len(text), len(got))
		}
	}
}
