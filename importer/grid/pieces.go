package grid

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// textLine is a line of a text that neither tabs nor pipes divide.
type textLine struct {
	row, number int
	text        string
}

// piece is a part of a line between wide gaps, or between the borders of a table drawn with lines.
type piece struct {
	from, to   int // in bytes of the line
	start, end position
	// doubtful marks a piece that may be the rest of the word before it: labels are often spread out (合  计) to fill their cell.
	doubtful bool
}

// Gaps from divides on are what divides; up to spread they may also spread out a word.
const (
	divides = 2
	spread  = 4
)

// mayDivide is a quick look for lines that can have more than one piece.
func mayDivide(text string) bool {
	text = strings.TrimSpace(text)
	for _, gap := range []string{"  ", "\u3000", "\u00a0", "\u2003"} {
		if strings.Contains(text, gap) {
			return true
		}
	}
	return false
}

// spacedPieces divides a line at its gaps of two columns or more; nil means that there are more pieces than most.
func spacedPieces(text string, most int) []piece {
	var pieces []piece
	var at position
	gap := 0
	for i, r := range text {
		if unicode.IsSpace(r) {
			gap += spaceWidth(r)
			at.advance(r)
			continue
		}
		size := utf8.RuneLen(r)
		if len(pieces) == 0 || gap >= divides {
			if len(pieces) == most {
				return nil
			}
			pieces = append(pieces, piece{from: i, start: at, doubtful: gap <= spread})
		}
		at.advance(r)
		last := &pieces[len(pieces)-1]
		last.to, last.end = i+size, at
		gap = 0
	}
	markDoubtful(text, pieces)
	return pieces
}

// wholePiece makes one piece of a line that is not divided, and none of a blank one.
func wholePiece(text string) []piece {
	whole := piece{from: -1}
	var at position
	for i, r := range text {
		start := at
		at.advance(r)
		if unicode.IsSpace(r) {
			continue
		}
		if whole.from < 0 {
			whole.from, whole.start = i, start
		}
		whole.to, whole.end = i+utf8.RuneLen(r), at
	}
	if whole.from < 0 {
		return nil
	}
	return []piece{whole}
}

// spaceWidth gives the full-width space two columns, and a form feed none.
func spaceWidth(r rune) int {
	switch r {
	case '\u3000':
		return 2
	case '\f', '\v', '\r', '\n':
		return 0
	}
	return 1
}

// markDoubtful leaves the mark only where a small gap stands between two single Chinese characters.
func markDoubtful(text string, pieces []piece) {
	for i := range pieces {
		pieces[i].doubtful = pieces[i].doubtful && i > 0 && isSingleHan(text, pieces[i-1]) && isSingleHan(text, pieces[i])
	}
}

func isSingleHan(text string, p piece) bool {
	r, size := utf8.DecodeRuneInString(text[p.from:p.to])
	return size == p.to-p.from && unicode.Is(unicode.Han, r)
}

// endsSentence tells a text that ends as a sentence, an enumeration or its number does: what follows a gap then is no cell of a table.
func endsSentence(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".。!！?？;；,，、", last)
}
