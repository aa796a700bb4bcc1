package importer

import (
	"slices"
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

// settle decides what the labels did not show, because most have only one kind of writing: a text is torn where the writing changes unless
// there are lines in which it does.
func (t *tearing) settle(lines []*cell) {
	if t.wraps || t.scripts || t.anyhow {
		t.scripts = t.scripts || !t.wraps
		return
	}
	t.wraps = slices.ContainsFunc(lines, func(l *cell) bool { return isMixed(l.fold) })
	t.scripts = !t.wraps
}

// isMixed tells texts in which a digit and a Chinese character meet.
func isMixed(fold string) bool {
	last := rune(0)
	for _, r := range fold {
		if isDigitRune(r) && isChinese(last) || isChinese(r) && isDigitRune(last) {
			return true
		}
		last = r
	}
	return false
}

func isDigitRune(r rune) bool { return r >= '0' && r <= '9' }

func isChinese(r rune) bool { return r >= 0x3400 && r <= 0x9fff }

// tears tells whether a cell may have been torn between two lines where the widest line of its column is so wide.
func (t tearing) tears(before, after *cell, widest int) bool {
	switch {
	case t.anyhow:
		return true
	case t.scripts && scriptChanges(before.fold, after.fold):
		return true
	}
	return t.wraps && widthUpTo(before, after) > widest
}

// misfits counts what contradicts that lines are one cell in a column: lines that end though there was room for the next word, and lines
// for which there was none.
func (t tearing) misfits(lines []*cell, r room) int {
	count := 0
	own := r.with(lines, t)
	for i, l := range lines {
		if i > 0 && !t.tears(lines[i-1], l, own.widest) {
			count++
		}
		if !t.anyhow && isBreakable(l) && lineWidth(l.Text) >= r.limit {
			count++
		}
	}
	return count
}

// room is what lines show of the width of a column: one of them was so wide, and the limit is what had no room in it any more.
type room struct{ widest, limit int }

// anyRoom is that of a column of which nothing is known.
var anyRoom = room{limit: 1 << 20}

// with is what is known when a cell of these lines was seen besides.
func (r room) with(lines []*cell, style tearing) room {
	for i, l := range lines {
		if isBreakable(l) {
			r.widest = max(r.widest, lineWidth(l.Text))
		}
		if i > 0 && style.wraps && !(style.scripts && scriptChanges(lines[i-1].fold, l.fold)) {
			r.limit = min(r.limit, widthUpTo(lines[i-1], l))
		}
	}
	return r
}

// isBreakable tells lines of more than one word. A number that cannot be broken may be wider than its column.
func isBreakable(l *cell) bool { return firstWord(l.Text) != l.Text }

// widthUpTo is how wide a line would be with the first word of the next one.
func widthUpTo(before, after *cell) int {
	return lineWidth(before.Text) + lineWidth(firstWord(after.Text))
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
	case isDigitRune(r) || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune(".,-%/", r):
		return 1
	case isChinese(r):
		return 2
	}
	return 3
}
