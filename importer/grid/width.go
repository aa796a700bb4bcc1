package grid

import (
	"unicode"

	"golang.org/x/text/width"
)

// measure says how many columns of a display a character takes. Programs do not agree: a terminal gives Chinese characters two columns
// and differs about ≥, □ or ①, which Unicode calls ambiguous; converters of pdf often count characters.
type measure int

const (
	ambiguousWide measure = iota
	ambiguousNarrow
	beyondASCII // two for everything that is not ASCII, as the bytes of the Chinese encodings are
	everyCharacter
	measures
)

// position is a place in a line by each measure.
type position [measures]int

// advance moves the position past a character. Marks that stand on the one before and characters that nobody sees take no column.
func (p *position) advance(r rune) {
	if r < 0x7f {
		if r >= ' ' {
			p.add(1, 1, 1)
		}
		return
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		p.add(2, 2, 2)
	case width.EastAsianAmbiguous:
		p.add(2, 1, 2)
	default:
		p.add(1, 1, 2)
	}
}

func (p *position) add(wide, narrow, beyond int) {
	p[ambiguousWide] += wide
	p[ambiguousNarrow] += narrow
	p[beyondASCII] += beyond
	p[everyCharacter]++
}
