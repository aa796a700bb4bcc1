package grid

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// pdfLine is a line of text, its glyphs from left to right.
type pdfLine struct {
	glyphs []glyph
	box    box
}

// pdfLines divides glyphs into lines, from top to bottom. A glyph belongs to a line that overlaps the half of its height.
func pdfLines(glyphs []glyph) []pdfLine {
	sorted := slices.Clone(glyphs)
	slices.SortStableFunc(sorted, func(a, b glyph) int { return cmp.Compare(a.box.middleY(), b.box.middleY()) })
	var lines []pdfLine
	var tallest box
	for _, g := range sorted {
		last := len(lines) - 1
		if last < 0 || !besideEachOther(tallest, g.box) {
			lines = append(lines, pdfLine{box: g.box})
			last++
			tallest = g.box
		}
		l := &lines[last]
		l.glyphs, l.box = append(l.glyphs, g), l.box.union(g.box)
		if g.box.height() > tallest.height() {
			tallest = g.box
		}
	}
	for i := range lines {
		slices.SortStableFunc(lines[i].glyphs, func(a, b glyph) int { return cmp.Compare(a.box.left, b.box.left) })
	}
	return lines
}

func besideEachOther(a, b box) bool {
	overlap := min(a.bottom, b.bottom) - max(a.top, b.top)
	return 2*overlap > min(a.height(), b.height()) || a.middleY() == b.middleY()
}

// em is about the size of the font of a glyph.
func (g glyph) em() int {
	if isChinese(g.text) {
		return max(g.box.width(), 1)
	}
	return max(g.box.height()*3/4, 1)
}

// isChinese tells characters of Chinese writing, between which no spaces stand and lines may break.
func isChinese(r rune) bool {
	return r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe4f ||
		r >= 0xff00 && r <= 0xffe6 || r >= 0x20000 && r <= 0x3ffff
}

// standApart tells whether a space stands between two neighbours of a line.
func standApart(a, b glyph) bool {
	gap, em := b.box.left-a.box.right, min(a.em(), b.em())
	chinese := isChinese(a.text) || isChinese(b.text)
	switch {
	case b.space == realSpace:
		return 20*gap > em
	case b.space == guessSpace && !chinese:
		return 8*gap > em
	}
	return chinese && 10*gap > 9*em || !chinese && 10*gap > 3*em
}

// text is the line as a text.
func (l pdfLine) text() string {
	var s strings.Builder
	for i, g := range l.glyphs {
		if i > 0 && standApart(l.glyphs[i-1], g) {
			s.WriteByte(' ')
		}
		s.WriteRune(visible(g.text))
	}
	return s.String()
}

// fragments divides a line where more than so many tenths of the font's size are free.
func (l pdfLine) fragments(tenths int) []pdfLine {
	var parts []pdfLine
	for i, g := range l.glyphs {
		if i == 0 || 10*(g.box.left-l.glyphs[i-1].box.right) > tenths*min(g.em(), l.glyphs[i-1].em()) {
			parts = append(parts, pdfLine{box: g.box})
		}
		last := &parts[len(parts)-1]
		last.glyphs, last.box = append(last.glyphs, g), last.box.union(g.box)
	}
	return parts
}

// cellText is the text of a cell of a width. Text that runs another way than the page's comes last.
func cellText(glyphs []glyph, width, height int) string {
	var turned [4][]glyph
	for _, g := range glyphs {
		turned[g.turn] = append(turned[g.turn], g)
	}
	var parts []string
	for turn, group := range turned {
		if len(group) == 0 {
			continue
		}
		room := width
		if turn%2 == 1 {
			room = height
		}
		for i := range group {
			group[i].box = group[i].box.flip().turnBack(turn).flip()
		}
		parts = append(parts, joinedLines(pdfLines(group), room))
	}
	return strings.Join(parts, "\n")
}

// cellPadding is how much of a cell's width its text may leave free at most, in hundredths of a point.
const cellPadding = 1200

// joinedLines puts the lines of a cell together: where a line ended because nothing more had room in it the text goes on, else a new
// line begins.
func joinedLines(lines []pdfLine, width int) string {
	for _, l := range lines {
		width = max(width, l.box.width()+cellPadding)
	}
	width -= cellPadding
	var s strings.Builder
	for i, l := range lines {
		if i > 0 {
			s.WriteString(lineBreak(lines[i-1], l, width))
		}
		s.WriteString(l.text())
	}
	return s.String()
}

// lineBreak is what stands between two lines of a cell.
func lineBreak(before, after pdfLine, width int) string {
	last, first := before.glyphs[len(before.glyphs)-1], after.glyphs[0]
	room := width - before.box.width()
	switch {
	case room > after.firstWord()+first.em()/2:
		return "\n"
	case isChinese(last.text) || isChinese(first.text) || last.text == '-':
		return ""
	case first.space == realSpace, unicode.IsLetter(last.text) && unicode.IsLetter(first.text):
		return " "
	}
	return ""
}

// firstWord is the width of what a line break cannot divide at the beginning of a line.
func (l pdfLine) firstWord() int {
	end := 1
	for end < len(l.glyphs) {
		before, g := l.glyphs[end-1], l.glyphs[end]
		if standApart(before, g) || (isChinese(before.text) || isChinese(g.text)) && !strings.ContainsRune(closing, g.text) && !strings.ContainsRune(opening, before.text) {
			break
		}
		end++
	}
	return l.glyphs[end-1].box.right - l.glyphs[0].box.left
}

// Marks that begin no line, and marks that end none.
const (
	closing = "，。、；：？！）》】」』”’％,.;:?!)%"
	opening = "（《【「『“‘("
)

// visible is a character, or U+FFFD where the file does not say which one it shows.
func visible(r rune) rune {
	if isHyphen(r) {
		return '-'
	}
	if isUnknown(r) {
		return unicode.ReplacementChar
	}
	return r
}

// isHyphen tells what the library makes of a hyphen at the end of a line.
func isHyphen(r rune) bool { return r == 0x02 || r == 0xad }

// isUnknown tells characters that say nothing: none at all, controls, private use, and what is no character.
func isUnknown(r rune) bool {
	return !isHyphen(r) && (r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0xe000 && r <= 0xf8ff || r >= 0xf0000 || r == unicode.ReplacementChar || r&0xfffe == 0xfffe || r >= 0xd800 && r <= 0xdfff)
}

// unknownCodes lists the characters of a cell that say nothing, each once.
func unknownCodes(glyphs []glyph) string {
	var codes []string
	for _, g := range glyphs {
		if code := fmt.Sprintf("U+%04X", uint32(g.text)); isUnknown(g.text) && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return strings.Join(codes, " ")
}
