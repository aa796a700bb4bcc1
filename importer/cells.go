package importer

import (
	"fmt"
	"slices"

	"jixiao/engine"
	"jixiao/importer/grid"
)

// Fate is where a non-blank cell ended. Every cell has exactly one.
type Fate string

// The fates of the law of conservation.
const (
	FateUsed     Fate = "used"     // its content is in a field
	FateLabel    Fate = "label"    // a label of the vocabulary
	FateReported Fate = "reported" // named in an issue
)

// Cell is a non-blank cell of the input with its fate.
type Cell struct {
	Source engine.Source
	Text   string
	Fate   Fate
	As     string // the field, the label's name in the vocabulary, or the code
	Row    int    // from 0: cells of one sheet with the same row stand side by side
}

// Counts are the figures of the law of conservation: Read = Used + Labels + Reported.
type Counts struct{ Read, Used, Labels, Reported int }

// cell is a cell on its way to its fate.
type cell struct {
	grid.Cell
	fold    string // the text without spaces, full-width ASCII as half-width
	source  engine.Source
	sheet   int // index of the grid
	fate    Fate
	as      string
	settled int     // how often a fate was given; once is right
	parts   []*cell // the lines that a cell was put together from; they share its fate
	unclear bool    // its lines belong to cells that could not be told apart
}

func (c *cell) settle(fate Fate, as string) {
	c.fate, c.as = fate, as
	c.settled++
	for _, part := range c.parts {
		part.settle(fate, as)
	}
}

func (c *cell) use(field string) { c.settle(FateUsed, field) }

func (c *cell) label(name string) { c.settle(FateLabel, name) }

func (c *cell) open() bool { return c.settled == 0 }

// sheet is one grid with cells that can be settled.
type sheet struct {
	name      string
	at        int
	delimiter grid.Delimiter
	rows      [][]*cell
}

func newSheet(at int, g *grid.Grid) *sheet {
	s := &sheet{name: g.Sheet, at: at, delimiter: g.Delimiter, rows: make([][]*cell, len(g.Rows))}
	for i, row := range g.Rows {
		s.rows[i] = newRow(at, row)
	}
	return s
}

func newRow(sheet int, row []grid.Cell) []*cell {
	cells := make([]cell, len(row))
	list := make([]*cell, len(row))
	for j := range row {
		row[j].Text = engine.Unguard(row[j].Text) // as sheets of our own carry it
		cells[j] = cell{Cell: row[j], fold: engine.Fold(row[j].Text), source: sourceOf(row[j].Place), sheet: sheet}
		list[j] = &cells[j]
	}
	return list
}

// isText tells a sheet whose cells lines of text were divided into.
func (s *sheet) isText() bool { return s.delimiter != grid.DelimiterNone }

// loose tells a sheet of which only the order of the cells is known.
func (s *sheet) loose() bool { return s.delimiter == grid.DelimiterLine }

func sourceOf(p grid.Place) engine.Source {
	return engine.Source{File: p.File, Sheet: p.Sheet, Ref: p.Ref, Line: p.Line}
}

func (s *sheet) cells() []*cell {
	var all []*cell
	for _, row := range s.rows {
		all = append(all, row...)
	}
	return all
}

// conserve lists the cells with their fates and proves the law of conservation. Its error is a fault of this program.
func (r *reader) conserve(read int) error {
	r.result.Cells = slices.Grow(r.result.Cells, read)
	for _, s := range r.sheets {
		for _, row := range s.rows {
			if err := r.account(row); err != nil {
				return err
			}
		}
	}
	return r.balance(read)
}

// account lists the cells of a row with their fates.
func (r *reader) account(row []*cell) error {
	for _, c := range row {
		if c.settled != 1 {
			return fmt.Errorf("account for the cells of %s: %q at line %d %s has %d fates", r.file, c.Text, c.source.Line, c.source.Ref, c.settled)
		}
		r.result.Counts.count(c.fate)
		r.result.Cells = append(r.result.Cells, Cell{c.source, c.Text, c.fate, c.as, c.Row})
	}
	return nil
}

// balance compares the fates with the cells that the reader of the bytes counted.
func (r *reader) balance(read int) error {
	counts := &r.result.Counts
	counts.Read = read
	if sum := counts.Used + counts.Labels + counts.Reported; sum != read {
		return fmt.Errorf("account for the cells of %s: %d read, %d settled", r.file, read, sum)
	}
	return nil
}

func (n *Counts) count(fate Fate) {
	switch fate {
	case FateUsed:
		n.Used++
	case FateLabel:
		n.Labels++
	case FateReported:
		n.Reported++
	}
}
