package grid

import (
	"strings"
	"unicode/utf8"
)

// borders are the characters that stand between the cells of a table drawn with lines; flats are what its ruling lines are made of besides.
const (
	borders = "│┃║┆┇┊┋├┤┝┥┞┟┠┡┢┦┧┨┩┪┣┫╞╟╠╡╢╣┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╪╫╬"
	flats   = "─━┄┅┈┉═╌╍┌┏╔╒╓┐┓╗╕╖└┗╚╘╙┘┛╝╛╜┬┳╦╤╥┴┻╩╧╨┯┰┱┲┭┮┷┸┹┺┵┶+-=|"
)

// isBoxed tells a line of a table drawn with lines: a border opens it, or at least two stand in it.
func isBoxed(text string) bool {
	text = strings.TrimSpace(text)
	first, _ := utf8.DecodeRuneInString(text)
	if !strings.Contains(text, "\xe2\x94") && !strings.Contains(text, "\xe2\x95") || isRuling(text) {
		return false // no character of the block U+2500 to U+257F
	}
	return strings.ContainsRune(borders, first) || strings.Count(text, "│")+strings.Count(text, "┃")+strings.Count(text, "║") >= 2
}

// isRuling tells a line that only rules: ┌──┬──┐, ├──┼──┤, +---+---+.
func isRuling(text string) bool {
	return text != "" && strings.Trim(text, borders+flats+" \u3000") == ""
}

// boxedTable is a table drawn with lines.
type boxedTable struct {
	pieces   [][]piece
	ordinals [][]int // the fields that the pieces are
	fields   int     // of its widest line
	uneven   bool    // the lines have different numbers of fields
	by       measure
	columns  []column
}

// take divides a line at its borders. A ruling line is one piece.
func (t *boxedTable) take(line textLine, b *builder) error {
	if !isBoxed(line.text) {
		whole := wholePiece(line.text)
		t.pieces = append(t.pieces, whole)
		t.ordinals = append(t.ordinals, make([]int, len(whole)))
		return nil
	}
	fields := boxedFields(line.text, b.src.limits.Columns)
	if fields == nil {
		return b.src.tooLarge(LimitColumns, int64(b.src.limits.Columns), Place{Line: line.number})
	}
	var pieces []piece
	var ordinals []int
	for i, p := range fields {
		if strings.TrimSpace(line.text[p.from:p.to]) != "" {
			pieces, ordinals = append(pieces, p), append(ordinals, i)
		}
	}
	t.pieces, t.ordinals = append(t.pieces, pieces), append(t.ordinals, ordinals)
	t.uneven = t.uneven || t.fields > 0 && len(fields) != t.fields
	t.fields = max(t.fields, len(fields))
	return nil
}

// boxedFields divides a line at its borders, without what is blank outside of the outer ones. A field begins behind its border, whatever
// stands before the text in it. nil means that there are more fields than most.
func boxedFields(text string, most int) []piece {
	var fields []piece
	field := piece{}
	var at position
	for i, r := range text {
		if !strings.ContainsRune(borders, r) {
			at.advance(r)
			continue
		}
		field.to, field.end = i, at
		if field.from > 0 || strings.TrimSpace(text[:i]) != "" {
			fields = append(fields, field)
		}
		at.advance(r)
		field = piece{from: i + utf8.RuneLen(r), start: at}
		if len(fields) > most {
			return nil
		}
	}
	if field.to, field.end = len(text), at; strings.TrimSpace(text[field.from:]) != "" {
		fields = append(fields, field)
	}
	return fields
}

// arrange finds the columns of a table with merged cells.
func (t *boxedTable) arrange() {
	if t.uneven {
		t.by = bestMeasure(t.pieces)
		t.columns = cluster(t.pieces, t.by)
	}
}

// column is the column of a piece of a line.
func (t *boxedTable) column(line, piece int) int {
	if !t.uneven {
		return t.ordinals[line][piece]
	}
	return columnAt(t.columns, t.pieces[line][piece].start[t.by])
}
