package grid

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// flow puts the paragraphs and tables of a document without sheets one below another into one grid. A row takes its place when it begins, so
// that what stands inside of it (a table in a cell, a text box in a paragraph) follows it.
type flow struct {
	b    *builder
	part string // what references begin with: "" in the body, "H1" in the first header
	next int    // the row of the grid that comes next

	paragraphs, tables int // of the part so far
	spanned            int // rows that merged cells reach into, all together
}

func newFlow(src *source, sheet string, count *int) *flow {
	return &flow{b: newBuilder(src, sheet, count)}
}

// enter begins another part of the document, with numbers of its own.
func (f *flow) enter(part string) { f.part, f.paragraphs, f.tables = part, 0, 0 }

// take gives the next row of the grid away.
func (f *flow) take() int {
	f.next++
	return f.next - 1
}

// paragraph is the place of a new paragraph: a row with one cell.
func (f *flow) paragraph() Cell {
	f.paragraphs++
	return Cell{Row: f.take(), Place: f.place(f.part + "P" + strconv.Itoa(f.paragraphs))}
}

func (f *flow) place(ref string) Place {
	return Place{File: f.b.src.name, Sheet: f.b.grid.Sheet, Ref: ref}
}

func (f *flow) fault(code string, at Place, args ...Arg) error {
	f.b.faults = append(f.b.faults, Fault{Code: code, Args: args, Place: at})
	if most := f.b.src.limits.Faults; len(f.b.faults) > most {
		return f.b.src.tooLarge(LimitFaults, int64(most), Place{Sheet: at.Sheet})
	}
	return nil
}

// put adds a cell with the text of a passage. Hidden text beside shown text would change what the cell says, so that it is reported instead.
func (f *flow) put(c Cell, p *passage) error {
	shown, hidden := strings.TrimSpace(string(p.shown)), strings.TrimSpace(string(p.hidden))
	switch {
	case shown == "":
		c.Text = hidden
		c.Hidden = c.Hidden || hidden != ""
	case hidden != "":
		c.Text = shown
		if err := f.fault(FaultHiddenText, c.Place, Arg{"text", hidden}); err != nil {
			return err
		}
	default:
		c.Text = shown
	}
	return f.b.add(c)
}

// passage is the text of one cell or paragraph under reading, what is shown and what is hidden apart.
type passage struct{ shown, hidden []byte }

func (p *passage) write(text string, hidden bool) {
	if hidden {
		p.hidden = append(p.hidden, text...)
		return
	}
	p.shown = append(p.shown, text...)
}

// newLine breaks the line in what there is already.
func (p *passage) newLine() {
	if len(p.shown) > 0 {
		p.shown = append(p.shown, '\n')
	}
	if len(p.hidden) > 0 {
		p.hidden = append(p.hidden, '\n')
	}
}

func (p *passage) size() int { return len(p.shown) + len(p.hidden) }

func (p *passage) reset() { p.shown, p.hidden = p.shown[:0], p.hidden[:0] }

// flowTable is a table under reading: how its rows and columns lie in the grid.
type flowTable struct {
	flow   *flow
	number int
	row    int     // from 0 within the table, -1 before the first
	at     int     // the row's place in the grid
	col    int     // the column of the next cell, before it is moved past merged ones
	covers []cover // cells from above that reach into this row, by column
	fresh  []cover // cells of this row that reach further down
	passed int     // covers to the left of col
}

// cover is a merged cell that may reach into the rows below its own.
type cover struct {
	from, to   int // its columns, to left out
	left       int // how many rows it still reaches down
	row, index int // where it stands in the grid; index is -1 where it is blank
	last       int // the last row of the grid that it reached
}

func (f *flow) table() *flowTable {
	f.tables++
	return &flowTable{flow: f, number: f.tables, row: -1}
}

// startRow goes to the next row. Cells that reach down by a number of rows cover it.
func (t *flowTable) startRow() error {
	t.keepFresh()
	t.row++
	t.at, t.col, t.passed = t.flow.take(), 0, 0
	live := t.covers[:0]
	for _, c := range t.covers {
		if c.left == 0 {
			t.settle(c)
			continue
		}
		c.left--
		c.last = t.at
		live = append(live, c)
	}
	t.covers = live
	return t.countCovers()
}

func (t *flowTable) keepFresh() {
	if len(t.fresh) == 0 {
		return
	}
	t.covers = append(t.covers, t.fresh...)
	t.fresh = t.fresh[:0]
	slices.SortFunc(t.covers, func(a, b cover) int { return cmp.Compare(a.from, b.from) })
}

func (t *flowTable) countCovers() error {
	limits := t.flow.b.src.limits
	if t.flow.spanned += len(t.covers); t.flow.spanned > limits.Merges {
		return t.flow.b.src.tooLarge(LimitMerges, int64(limits.Merges), Place{Sheet: t.flow.b.grid.Sheet})
	}
	return nil
}

// free moves to the next column that no cell from above covers.
func (t *flowTable) free() {
	for t.passed < len(t.covers) && t.covers[t.passed].from <= t.col {
		t.col = max(t.col, t.covers[t.passed].to)
		t.passed++
	}
}

// cell is the cell that begins at the present column.
func (t *flowTable) cell() Cell {
	ref := make([]byte, 0, 16)
	ref = append(ref, t.flow.part...)
	ref = strconv.AppendInt(append(ref, 'T'), int64(t.number), 10)
	ref = strconv.AppendInt(append(ref, 'R'), int64(t.row+1), 10)
	ref = strconv.AppendInt(append(ref, 'C'), int64(t.col+1), 10)
	return Cell{Row: t.at, Col: t.col, Place: t.flow.place(string(ref))}
}

// put adds a cell over some columns at the present one and goes to the column behind it. The cover is the cell's extent.
func (t *flowTable) put(c Cell, p *passage, columns int) (cover, error) {
	extent := cover{from: t.col, to: t.col + columns, row: t.at, index: -1, last: t.at}
	t.col += columns
	if p.size() == 0 {
		return extent, nil
	}
	before := *t.flow.b.count
	if err := t.flow.put(c, p); err != nil || *t.flow.b.count == before {
		return extent, err
	}
	row := t.flow.b.grid.Rows[t.at]
	extent.index = len(row) - 1
	row[extent.index].MergeCols = columns
	return extent, nil
}

// reach lets a cell of this row cover a number of rows below.
func (t *flowTable) reach(c cover, rows int) {
	c.left = rows
	t.fresh = append(t.fresh, c)
}

// settle writes how many rows of the grid a merged cell spans.
func (t *flowTable) settle(c cover) {
	if c.index >= 0 {
		t.flow.b.grid.Rows[c.row][c.index].MergeRows = c.last - c.row + 1
	}
}

// endSection ends all merged cells: they do not reach beyond their section, nor beyond the table.
func (t *flowTable) endSection() {
	t.keepFresh()
	for _, c := range t.covers {
		t.settle(c)
	}
	t.covers, t.passed = t.covers[:0], 0
}
