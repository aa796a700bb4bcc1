package grid

import (
	"slices"
	"strings"
)

// part is a cell that holds a part of a text, which goes on in the cell below it or comes from the one above.
type part struct {
	row, col       int
	text           string // with the white space at the seams
	begins, goesOn bool
}

// newPart tells whether a cell says that it is a part of a text: what a part ends with the next one begins with, so that no text that merely
// has blanks without width is taken for one.
func newPart(c Cell) (p part, ok bool) {
	if !strings.Contains(c.Text, partMark) {
		return p, false
	}
	text, behind := strings.CutPrefix(c.Text, partMark)
	text, before := strings.CutSuffix(text, partMark)
	p = part{row: c.Row, col: c.Col, text: strings.ReplaceAll(text, softBreak, ""), begins: !behind, goesOn: before}
	p.text = strings.Map(shown, p.text)
	return p, behind || before
}

// joinParts puts texts together that were divided into cells below each other, once merged ranges are known: the first cell has the whole text
// and reaches as far as all parts. A part whose others are missing stays a cell of its own.
func (b *builder) joinParts() error {
	at := make(map[[2]int]part, len(b.parts))
	for _, p := range b.parts {
		at[[2]int{p.row, p.col}] = p
	}
	for _, p := range b.parts {
		if p.begins {
			if err := b.join(p, at); err != nil {
				return err
			}
		}
	}
	b.dropBlanks()
	return nil
}

// join appends to the cell of a text's first part those that follow it.
func (b *builder) join(first part, at map[[2]int]part) error {
	cell := b.cell(first.row, first.col)
	var text strings.Builder
	text.WriteString(first.text)
	for p := first; p.goesOn; {
		next, found := at[[2]int{cell.Row + cell.MergeRows, cell.Col}]
		if !found || next.begins {
			break
		}
		lower := b.cell(next.row, next.col)
		if text.WriteString(next.text); text.Len() > b.src.limits.CellBytes {
			return b.src.tooLarge(LimitCellBytes, int64(b.src.limits.CellBytes), cell.Place)
		}
		cell.MergeRows += lower.MergeRows
		lower.Text = ""
		p = next
	}
	cell.Text = strings.TrimSpace(text.String())
	return nil
}

func (b *builder) cell(row, col int) *Cell {
	cells := b.grid.Rows[row]
	return &cells[slices.IndexFunc(cells, func(c Cell) bool { return c.Col == col })]
}

// dropBlanks takes the cells away whose text stands in another one, and parts that are blank.
func (b *builder) dropBlanks() {
	for _, p := range b.parts {
		before := len(b.grid.Rows[p.row])
		b.grid.Rows[p.row] = slices.DeleteFunc(b.grid.Rows[p.row], func(c Cell) bool { return c.Text == "" })
		*b.count -= before - len(b.grid.Rows[p.row])
	}
}
