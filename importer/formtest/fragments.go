package formtest

import (
	"math/rand/v2"
	"strings"
)

// The ways in which cells are torn into lines: where the next word had no room in the column, where digits, signs and characters meet, or
// anywhere at all.
const (
	tornWrapped = "wrapped"
	tornRuns    = "runs"
	tornAnyhow  = "anyhow"
)

// fragment is one line of a torn text: a piece of a cell.
type fragment struct {
	text  string
	cell  Cell
	first bool // of its cell
}

// fragments prints the cells one after the other, each in as many lines as it was torn into. Where a person could not tell how the lines
// belong together the columns are made wider; it is false where that did not help.
func (f *Form) fragments(r *rand.Rand) bool {
	for try := range 12 {
		widths := f.columnWidths(r, try)
		list := f.tear(func(c Cell) []string {
			if f.Layout.Torn == tornRuns {
				return runs(single(oneLine(c.Text)))
			}
			return wrapWords(single(oneLine(c.Text)), f.room(widths, c))
		})
		if f.Layout.Torn == tornRuns || f.isFair(list) {
			f.printFragments(list)
			return true
		}
	}
	return false
}

// tear divides all cells in reading order.
func (f *Form) tear(how func(Cell) []string) []fragment {
	var list []fragment
	for _, row := range f.Sheet.grid() {
		for _, c := range row {
			if strings.TrimSpace(c.Text) == "" {
				continue
			}
			for i, text := range how(c) {
				list = append(list, fragment{text, c, i == 0})
			}
		}
	}
	return list
}

func (f *Form) printFragments(list []fragment) {
	var text strings.Builder
	f.lines = nil
	for _, p := range list {
		text.WriteString(p.text + "\n")
		f.lines = append(f.lines, p.cell.Fact)
	}
	f.Data = []byte(text.String())
}

// columnWidths draws how many halves of a character have room in each column of the sheet.
func (f *Form) columnWidths(r *rand.Rand, try int) []int {
	widths := make([]int, f.Sheet.Width)
	for i := range widths {
		widths[i] = 2*(3+r.IntN(4)) + 2*try
	}
	return widths
}

// room is how wide the lines of a cell may be.
func (f *Form) room(widths []int, c Cell) int {
	room := 0
	for _, w := range widths[c.Col:min(c.Col+c.width(), len(widths))] {
		room += w
	}
	return room
}

// isFair tells that it can be seen that the text is torn, because a heading or a class is, and that every end of a cell between two texts can
// be seen: what follows would have had room in that line, in either of the columns. Values need no such sign. A line that is one word may
// stand out of its column and does not show how much room there is: of 服务标准执|行情况|严格执|行相关|规定 nobody can tell where the target begins if
// its column is six wide, and a date of ten in the same column makes it no wider.
func (f *Form) isFair(list []fragment) bool {
	widest := map[int]int{}
	for _, p := range list {
		if (f.inTable(p.cell) || f.isHeading(p.cell)) && unbroken(p.text) != p.text {
			widest[p.cell.Col] = max(widest[p.cell.Col], displayWidth(p.text))
		}
	}
	torn := false
	for i := 1; i < len(list); i++ {
		a, b := list[i-1], list[i]
		torn = torn || !b.first && !f.inTable(b.cell) && (f.isHeading(b.cell) || b.cell.Fact != nil && b.cell.Fact.Indicator >= 0)
		if !b.first || !f.inTable(a.cell) || !f.inTable(b.cell) || !isWordy(a.cell) || !isWordy(b.cell) {
			continue
		}
		if displayWidth(a.text)+displayWidth(unbroken(b.text)) > min(widest[a.cell.Col], widest[b.cell.Col]) {
			return false
		}
	}
	return torn
}

// inTable tells cells of the indicators' rows, but not their classes.
func (f *Form) inTable(c Cell) bool {
	return c.Fact != nil && c.Fact.Indicator >= 0 && c.Fact.Field != FieldLevel1 && c.Fact.Field != FieldLevel2
}

// isHeading tells the headings of the table.
func (f *Form) isHeading(c Cell) bool {
	for _, text := range f.Layout.Headers {
		if c.Text == text {
			return true
		}
	}
	return false
}

// isWordy tells texts that do not begin like a value: with a digit or sign, or with a word that stands before a number.
func isWordy(c Cell) bool {
	return !strings.ContainsAny(c.Text, "0123456789") || c.Fact.Field == FieldIndicator
}

// runs divides a text where digits, signs and characters meet.
func runs(text string) []string {
	var list []string
	last := 0
	for _, c := range text {
		kind := kindOf(c)
		switch {
		case c == ' ' || len(list) > 0 && kind == last:
		default:
			list = append(list, "")
			last = kind
		}
		list[len(list)-1] += string(c)
	}
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

func kindOf(c rune) int {
	switch {
	case strings.ContainsRune("0123456789.,-%", c), c >= 'A' && c <= 'Z':
		return 1
	case strings.ContainsRune("≥≤≧≦＝＞＜=><", c):
		return 2
	}
	return 3
}

// wrapWords breaks a text into lines of a width: between characters anywhere, never inside of a number unless it is wider than the
// line, and not before a mark that closes.
func wrapWords(text string, width int) []string {
	var lines []string
	line := ""
	for text = strings.TrimSpace(text); text != ""; {
		word := unbroken(text)
		text = text[len(word):]
		if line != "" && displayWidth(line)+displayWidth(strings.TrimSpace(word)) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" || strings.TrimSpace(word) != "" {
			line += word
		}
	}
	lines = append(lines, line)
	kept := lines[:0]
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			kept = append(kept, l)
		}
	}
	return kept
}

// unbroken is the beginning of a text that stays on one line.
func unbroken(text string) string {
	end := 0
	var before rune
	for i, c := range text {
		ascii := c < 0x80 && before < 0x80 && c != ' ' && before != ' '
		closes := strings.ContainsRune("）)，。；：、！%》”", c)
		opens := strings.ContainsRune("（(《“", before)
		if i > 0 && !ascii && !closes && !opens {
			break
		}
		end, before = i+len(string(c)), c
	}
	return text[:end]
}

// NewTorn makes the undamaged form of a seed as a text whose cells were torn anyhow, so that nobody can tell some of them apart.
func NewTorn(seed uint64) *Form {
	f, r := compose(seed, func(r *rand.Rand) *Layout {
		l := draw(r)
		for l.Format != FormatFragments {
			l = draw(r)
		}
		l.Torn = tornAnyhow
		return l
	})
	f.name()
	f.printFragments(f.tear(func(c Cell) []string { return anyhow(r, single(oneLine(c.Text))) }))
	f.Text = string(f.Data)
	return f
}

// anyhow tears a text at places that say nothing.
func anyhow(r *rand.Rand, text string) []string {
	letters := []rune(strings.TrimSpace(text))
	var lines []string
	for len(letters) > 0 {
		n := len(letters)
		if n > 2 && chance(r, 60) {
			n = 1 + r.IntN(n-1)
		}
		if line := strings.TrimSpace(string(letters[:n])); line != "" {
			lines = append(lines, line)
		}
		letters = letters[n:]
	}
	return lines
}
