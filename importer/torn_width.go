package importer

import (
	"strings"
	"unicode/utf8"
)

// tearing is how a text was torn, as far as its labels show it: where a line of a cell had no more room, where the writing changes
// between characters and digits, or anywhere.
type tearing struct{ wraps, scripts, anyhow bool }

// learn looks at the pieces of one label.
func (t *tearing) learn(lines []*cell) {
	fits := wrapped(lines)
	for i := 1; i < len(lines); i++ {
		switch {
		case fits && !scriptChanges(lines[i-1].fold, lines[i].fold):
			t.wraps = true
		case fits:
		case scriptChanges(lines[i-1].fold, lines[i].fold):
			t.scripts = true
		default:
			t.anyhow = true
		}
	}
}

// settle decides what the labels did not show: they are not torn where the writing changes, because most have only one.
func (t *tearing) settle() { t.scripts = t.scripts || !t.wraps }

// tears tells whether a cell of a width may have been torn between two lines.
func (t tearing) tears(before, after *cell, width int) bool {
	switch {
	case t.anyhow:
		return true
	case t.scripts && scriptChanges(before.fold, after.fold):
		return true
	}
	return t.wraps && lineWidth(before.Text)+lineWidth(firstWord(after.Text)) > width
}

// tornSo tells that the lines of a cell of a width were torn in this way.
func (t tearing) tornSo(lines []*cell, width int) bool {
	for i := 1; i < len(lines); i++ {
		if !t.tears(lines[i-1], lines[i], width) {
			return false
		}
	}
	return true
}

// wrapped tells lines that look like those of one cell of a table: in none is room for what the next one begins with.
func wrapped(lines []*cell) bool {
	width := 0
	for _, l := range lines {
		width = max(width, lineWidth(l.Text))
	}
	for i := 1; i < len(lines); i++ {
		if lineWidth(lines[i-1].Text)+lineWidth(firstWord(lines[i].Text)) <= width {
			return false
		}
	}
	return true
}

// lineWidth counts half the width of a Chinese character as one.
func lineWidth(text string) int {
	width := 0
	for _, r := range text {
		width++
		if r >= utf8.RuneSelf {
			width++
		}
	}
	return width
}

// Marks that end no line, and marks that begin none.
const (
	openingMarks = "(（《“‘【[〔"
	closingMarks = ")）》”’】]〕，。、；：？！,.;:?!%％"
)

// firstWord is what a line break cannot divide at the beginning of a text.
func firstWord(text string) string {
	end, before := 0, rune(0)
	for i, r := range text {
		joined := r < utf8.RuneSelf && before < utf8.RuneSelf && r != ' ' || strings.ContainsRune(closingMarks, r) || strings.ContainsRune(openingMarks, before)
		if i > 0 && !joined {
			break
		}
		end, before = i+utf8.RuneLen(r), r
	}
	return text[:end]
}

// scriptChanges tells that two texts meet where the kind of writing changes: digits and Latin letters, signs, Chinese.
func scriptChanges(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return scriptOf(last) != scriptOf(first)
}

func scriptOf(r rune) int {
	switch {
	case r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune(".,-%/", r):
		return 1
	case r >= 0x3400 && r <= 0x9fff:
		return 2
	}
	return 3
}
