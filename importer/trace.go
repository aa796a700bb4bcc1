package importer

import (
	"slices"
	"strings"

	"jixiao/engine"
)

// Trace lists the cells that the fields of a form were read from, in the order of the file. A cell's As is the name of the field:
// in Head that of an [engine.HeadField] or of an [engine.RecordField], in Rows that of an [engine.Column].
type Trace struct {
	// Form is one of the submissions, or nil for cells that went into no form, as those of a table of actuals alone; these are in
	// Rows as they stand side by side.
	Form *engine.Submission
	Head []Cell
	// Funds are the amounts of the funds block, but for the annual sum of a declaration, which is in Head as the total.
	Funds []FundsCell
	// Rows has the cells of each indicator. The cell of a class that reaches down stands in all of them.
	Rows [][]Cell
}

// FundsCell is a cell with an amount of a row of the funds block.
type FundsCell struct {
	Item engine.BudgetItem
	Cell Cell
}

// spot is what a row of cells is about: a form, and an indicator of it or -1.
type spot struct {
	form      *Trace
	indicator int
}

// tracer follows used cells to the fields that they went into. It knows only what the result says: where each field was read,
// and that the cells of a row belong together.
type tracer struct {
	result  *Result
	rows    []int                 // of each cell: the number of its row in the whole file
	at      map[engine.Source]int // the rows of used cells
	spots   map[int]spot          // what rows are about, where a field says so
	items   map[engine.Source]engine.BudgetItem
	fields  map[engine.Source]string // of the head, where a cell is known by another name
	forms   []*Trace
	outside *Trace
	lastOut int // the row of the newest cell outside
	classes map[*Trace][]classCell
}

// classCell is a used cell of a class on its way to the indicators that it stands for.
type classCell struct {
	Cell
	row   int
	taken bool
}

// traces follows every used cell of a result to its field.
func traces(result *Result) []Trace {
	t := &tracer{result: result, at: map[engine.Source]int{}, spots: map[int]spot{}, items: map[engine.Source]engine.BudgetItem{},
		fields: map[engine.Source]string{}, outside: &Trace{}, classes: map[*Trace][]classCell{}}
	t.numberRows()
	for _, s := range result.Submissions {
		t.addForm(s)
	}
	t.addRecords()
	t.follow()
	var all []Trace
	for _, form := range t.forms {
		t.giveClasses(form)
		all = append(all, *form)
	}
	if len(t.outside.Rows) > 0 {
		all = append(all, *t.outside)
	}
	return all
}

func (t *tracer) numberRows() {
	row := -1
	for i, c := range t.result.Cells {
		if i == 0 || t.newRow(i) {
			row++
		}
		t.rows = append(t.rows, row)
		if c.Fate == FateUsed {
			t.at[c.Source] = row
		}
	}
}

func (t *tracer) newRow(i int) bool {
	return t.newSheet(i) || t.result.Cells[i-1].Row != t.result.Cells[i].Row
}

func (t *tracer) newSheet(i int) bool {
	return i == 0 || t.result.Cells[i-1].Source.Sheet != t.result.Cells[i].Source.Sheet
}

// addForm notes the rows that the fields of a form were read from. A row with an indicator is that indicator's.
func (t *tracer) addForm(s *engine.Submission) {
	form := &Trace{Form: s, Rows: make([][]Cell, len(s.Indicators))}
	t.forms = append(t.forms, form)
	for i := range s.Indicators {
		ind := &s.Indicators[i]
		t.note(ind.Target.Source, spot{form, i})
		t.note(ind.Source, spot{form, i})
	}
	for _, entry := range s.Sources {
		t.fields[entry.Source] = string(entry.Field)
		t.note(entry.Source, spot{form, -1})
	}
	for _, row := range s.Budget.Rows {
		t.note(row.Source, spot{form, -1})
		t.items[row.Source] = row.Item
	}
}

// note says what a row is about, unless that is known more exactly.
func (t *tracer) note(source engine.Source, about spot) {
	row, used := t.at[source]
	if !used {
		return
	}
	if known, found := t.spots[row]; !found || known.indicator < 0 && about.indicator >= 0 {
		t.spots[row] = about
	}
}

// addRecords notes the rows of records that no field of a form names. A project that stands twice in the file cannot be told
// from its key; its rows follow the rows above.
func (t *tracer) addRecords() {
	byID := map[engine.ProjectID]*Trace{}
	for _, form := range t.forms {
		id := form.Form.ID()
		if _, twice := byID[id]; twice {
			form = nil
		}
		byID[id] = form
	}
	for _, rec := range t.result.Records {
		switch {
		case rec.Field.OfBudget():
			t.items[rec.Source] = rec.Item
		case !rec.Field.OfIndicator():
			t.fields[rec.Source] = rec.Field.String()
		}
		id := engine.ProjectID(rec.ProjectID)
		if id == "" {
			id = rec.Project.ID()
		}
		form, known := byID[id]
		switch {
		case !known:
			t.note(rec.Source, spot{t.outside, -1})
		case form != nil:
			t.note(rec.Source, spot{form, -1})
		}
	}
}

// follow gives each used cell to what its row is about; a row of which nothing is known continues the one above, and above the
// first form of a sheet, or below the title of a further one, it belongs to the form that follows.
func (t *tracer) follow() {
	var now spot
	var waiting []Cell
	for i, c := range t.result.Cells {
		if t.newSheet(i) {
			t.keep(waiting, spot{t.outside, -1})
			now, waiting = spot{}, nil
		}
		if about, known := t.spots[t.rows[i]]; known {
			now = about
			t.keep(waiting, spot{now.form, -1})
			waiting = nil
		} else if c.Fate == FateLabel && c.As == titleLabel {
			now = spot{}
		}
		switch {
		case c.Fate != FateUsed:
		case now.form == nil:
			waiting = append(waiting, c)
		default:
			t.give(c, t.rows[i], now)
		}
	}
	t.keep(waiting, spot{t.outside, -1})
}

func (t *tracer) keep(cells []Cell, about spot) {
	for _, c := range cells {
		t.give(c, t.at[c.Source], about)
	}
}

// ofIndicators are the columns whose cells belong to an indicator.
var ofIndicators = []string{engine.ColumnIndicator.ID(), engine.ColumnTarget.ID(), engine.ColumnActual.ID(), engine.ColumnTier.ID(),
	engine.ColumnWeight.ID(), engine.ColumnClaimed.ID(), engine.ColumnReason.ID(), engine.ColumnIndicatorID.ID(), engine.ColumnOrdinal.ID()}

var classColumns = []string{engine.ColumnLevel1.ID(), engine.ColumnLevel2.ID()}

func (t *tracer) give(c Cell, row int, about spot) {
	form := about.form
	item, isAmount := t.items[c.Source]
	switch {
	case form == t.outside:
		t.giveOutside(c, row)
	case slices.Contains(classColumns, c.As):
		t.classes[form] = append(t.classes[form], classCell{Cell: c, row: row})
	case about.indicator >= 0 && slices.Contains(ofIndicators, c.As):
		form.Rows[about.indicator] = append(form.Rows[about.indicator], c)
	case isAmount && c.As != string(engine.FieldTotal):
		form.Funds = append(form.Funds, FundsCell{item, c})
	default:
		c.As = t.headField(c)
		form.Head = append(form.Head, c)
	}
}

func (t *tracer) giveOutside(c Cell, row int) {
	rows := t.outside.Rows
	c.As = t.headField(c)
	if len(rows) == 0 || t.lastOut != row {
		rows = append(rows, nil)
	}
	rows[len(rows)-1] = append(rows[len(rows)-1], c)
	t.outside.Rows, t.lastOut = rows, row
}

// executionWeight is the name of the 分值 that stands beside the funds block.
const executionWeight = "execution_weight"

// headField is the name of the field of a head that a cell went into.
func (t *tracer) headField(c Cell) string {
	if field, known := t.fields[c.Source]; known {
		return field
	}
	for column, field := range headColumns {
		if c.As == column.ID() {
			return string(field)
		}
	}
	if c.As == engine.ColumnWeight.ID() {
		return executionWeight
	}
	return c.As
}

// giveClasses gives the cells of classes to the indicators that they stand for: those of their row, and those below.
func (t *tracer) giveClasses(form *Trace) {
	cells := t.classes[form]
	for i := range form.Rows {
		ind := &form.Form.Indicators[i]
		row, known := t.at[ind.Source]
		if !known {
			continue
		}
		var own []Cell
		for _, level := range []struct {
			column   engine.Column
			label    string
			inferred bool
		}{{engine.ColumnLevel1, ind.Level1.String(), ind.Level1Inferred}, {engine.ColumnLevel2, ind.Level2.String(), ind.Level2Inferred}} {
			if c := classAt(cells, level.column, level.label, row); c != nil && level.label != "" && !level.inferred {
				c.taken = true
				own = append(own, c.Cell)
			}
		}
		form.Rows[i] = append(own, form.Rows[i]...)
	}
	t.giveRest(form, cells)
}

// classAt finds the cell of a class that counts for a row: the nearest one above it, or in it, that says the class or is broken;
// else the nearest one below, as where the class of several rows is printed in the middle of them.
func classAt(cells []classCell, column engine.Column, label string, row int) *classCell {
	var above, below *classCell
	for i := range cells {
		c := &cells[i]
		if c.As != column.ID() || !mayMean(c.Text, label) {
			continue
		}
		if c.row <= row {
			above = c
		} else if below == nil {
			below = c
		}
	}
	if above != nil {
		return above
	}
	return below
}

// mayMean tells that a text is a class, or the beginning of its broken name.
func mayMean(text, class string) bool {
	fold := engine.Fold(text)
	if level1, level2, known := parseClass(fold, true); known {
		return level1.String() == class || level2.String() == class
	}
	return strings.HasPrefix(class, fold)
}

// giveRest keeps the cells of classes that no indicator needed: one that stands in the row of an indicator goes there, and so does
// the rest of a broken word that stands further down; a class without an indicator stays with the form.
func (t *tracer) giveRest(form *Trace, cells []classCell) {
	for _, c := range cells {
		if c.taken {
			continue
		}
		at, same := t.indicatorAbove(form.Form, c.row)
		if at < 0 || !same && isClassWord(engine.Fold(c.Text)) {
			form.Head = append(form.Head, c.Cell)
			continue
		}
		form.Rows[at] = append(form.Rows[at], c.Cell)
	}
}

// indicatorAbove finds the last indicator at or above a row, and whether it stands in that row; -1 where there is none.
func (t *tracer) indicatorAbove(s *engine.Submission, row int) (at int, same bool) {
	at = -1
	for i := range s.Indicators {
		if own, known := t.at[s.Indicators[i].Source]; known && own <= row {
			at, same = i, own == row
		}
	}
	return at, same
}
