package importer

import (
	"cmp"
	"slices"
	"strings"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// rowCells are the cells of one row of a table with more columns than name and target, by what they are.
type rowCells map[columnKind][]*cell

// first returns the first cell of a kind, nil where the row has none.
func (r rowCells) first(kind columnKind) *cell {
	if len(r[kind]) == 0 {
		return nil
	}
	return r[kind][0]
}

// wideRow reads the texts of a row of a table that has columns beside name and target.
func (f *form) wideRow(words []word, texts []*cell) {
	cells := f.assign(words, texts)
	name := cells.first(nameColumn)
	if name == nil {
		name = f.coveringName(cells)
	}
	if name != nil && isStub(name.fold) && f.isStubRow(cells) {
		f.about(f.sub, -1)
		f.report(TemplateStub, openCells(all(cells)), name.Text)
		return
	}
	if name == nil {
		f.namelessRow(cells)
		return
	}
	f.wideIndicator(name, cells)
}

// all lists the cells of a row in their order.
func all(cells rowCells) []*cell {
	var list []*cell
	for kind := level1Column; kind <= unknownColumn; kind++ {
		list = append(list, cells[kind]...)
	}
	slices.SortFunc(list, func(a, b *cell) int { return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col)) })
	return list
}

// isStubRow tells that a row of the template says nothing beside its number, but a comparator or a unit that is always there.
func (f *form) isStubRow(cells rowCells) bool {
	for kind, list := range cells {
		for _, c := range list {
			switch {
			case kind == nameColumn || kind == signColumn || kind == measureColumn || isBlankMark(c.fold):
			case kind == targetColumn && f.isBlankTarget(list):
			default:
				return false
			}
		}
	}
	return true
}

// assign finds the column of each text. What is not sure is reported and not taken.
func (f *form) assign(words []word, texts []*cell) rowCells {
	a := f.aligner()
	found := a.align(texts)
	cells := rowCells{}
	said := false
	for i, c := range texts {
		if !c.open() {
			continue
		}
		if found.column[i] < 0 || !found.sure[i] {
			f.reportAs(engine.Error, CellOutOfPlace, []*cell{c}, c.Text, unsettled)
			continue
		}
		column := &a.columns[found.column[i]]
		if found.slid && !said && !column.holds(c) {
			f.raise(CellOutOfPlace, c, c.Text, column.kind.id())
			said = true
		}
		f.take(column, c, cells)
		if len(texts)+len(words) == 1 && (column.kind == level1Column || column.kind == level2Column) {
			f.mayContinueName(c)
		}
	}
	return cells
}

func (f *form) aligner() *aligner {
	slide := slideInTable
	if f.sheet.isText() {
		slide = slideInText
	}
	return &aligner{columns: f.columns, slide: slide, loose: f.sheet.loose(), fit: fits}
}

func (f *form) take(column *tableColumn, c *cell, cells rowCells) {
	switch column.kind {
	case level1Column, level2Column:
		f.unknownClass(column.kind, c)
	case longColumn, otherColumn, unknownColumn:
		f.drop(column, c)
	default:
		cells[column.kind] = append(cells[column.kind], c)
	}
}

// unknownClass reports a class that the vocabulary does not have. The classes above do not reach past it.
func (f *form) unknownClass(kind columnKind, c *cell) {
	column := engine.ColumnLevel2
	if kind == level1Column {
		column = engine.ColumnLevel1
	}
	f.report(ClassUnknown, []*cell{c}, c.Text, column.Label())
	if kind == level1Column {
		f.above = classes{}
	} else {
		f.above = classes{level1: f.above.level1, inferred: f.above.inferred}
	}
}

// mayContinueName says of the newest indicator that its name may go on in a row that holds only a text in the column of a class.
func (f *form) mayContinueName(c *cell) {
	last := len(f.taken) - 1
	if last < 0 || c.Row-f.taken[last].name[0].Row > namePieces {
		return
	}
	f.about(f.sub, last)
	f.raise(NameMayContinue, f.taken[last].name[0], f.taken[last].name[0].Text, c.Text)
	f.about(f.sub, -1)
}

// coveringName returns the name of a merged cell that reaches down to a row with values of its own.
func (f *form) coveringName(cells rowCells) *cell {
	values := append(append([]*cell{}, cells[targetColumn]...), cells[actualColumn]...)
	if len(values) == 0 {
		return nil
	}
	for _, c := range f.covering {
		if values[0].Row < c.Row+c.MergeRows {
			return c
		}
	}
	return nil
}

// namelessRow reports what stands in a row without a name. Marks that say nothing need nobody.
func (f *form) namelessRow(cells rowCells) {
	left := openCells(all(cells))
	if len(left) == 0 {
		return
	}
	if !slices.ContainsFunc(left, func(c *cell) bool { return !isBlankMark(c.fold) && !notation.IsSign(c.Text) }) {
		f.report(BlankMark, left, textsOf(left))
		return
	}
	f.report(IndicatorNameless, left, textsOf(left))
}

func (f *form) wideIndicator(name *cell, cells rowCells) {
	at := len(f.sub.Indicators)
	f.about(f.sub, at)
	if name.open() {
		name.use(engine.ColumnIndicator.ID())
	}
	if name.MergeRows > 1 {
		f.covering = []*cell{name}
	}
	f.sub.Indicators = append(f.sub.Indicators, engine.Indicator{
		Level1: f.above.level1, Level2: f.above.level2,
		Level1Inferred: f.above.inferred, Level2Inferred: f.above.guessed,
		Source: name.source,
	})
	names := cells[nameColumn]
	if len(names) == 0 {
		names = []*cell{name}
	}
	taken := indicatorCells{name: names, target: cells[targetColumn], sign: cells.first(signColumn), measure: cells.first(measureColumn), lone: len(all(cells)) == 1}
	for _, c := range taken.target {
		c.use(engine.ColumnTarget.ID())
	}
	for _, c := range names[1:] {
		c.use(engine.ColumnIndicator.ID())
	}
	for _, c := range []*cell{taken.sign, taken.measure} {
		f.useBeside(c)
	}
	f.taken = append(f.taken, taken)
	f.weightOf(at, cells.first(weightColumn))
	f.recordsOf(at, cells)
}

// useBeside settles a comparator or a unit beside the target.
func (f *form) useBeside(c *cell) {
	switch {
	case c == nil:
	case isBlankMark(c.fold) && !notation.IsSign(c.Text): // = is drawn as a line too
		f.report(BlankMark, []*cell{c}, c.Text)
	default:
		c.use(engine.ColumnTarget.ID())
	}
}

// weightOf reads the 分值 of a row.
func (f *form) weightOf(at int, c *cell) {
	if c == nil {
		return
	}
	if isBlankMark(c.fold) {
		f.report(BlankMark, []*cell{c}, c.Text)
		return
	}
	points, ok := f.readPoints(c, engine.ColumnWeight)
	ind := &f.sub.Indicators[at]
	if !ok {
		ind.WeightUnreadable = true
		return
	}
	ind.Weight = &points
}

// readPoints reads a number of points that the form prints, or reports the cell.
func (f *form) readPoints(c *cell, column engine.Column) (engine.Points, bool) {
	text := c.fold
	if column == engine.ColumnWeight {
		text = strings.TrimSuffix(text, "%") // 权重 50% is 50 of 100 points
	}
	points, ok := parsePoints(text)
	if !ok {
		f.report(PointsUnreadable, []*cell{c}, column.Label(), c.Text)
		return 0, false
	}
	c.use(column.ID())
	return points, true
}

// recordsOf keeps what a row says was achieved and claimed.
func (f *form) recordsOf(at int, cells rowCells) {
	for _, entry := range []struct {
		kind  columnKind
		field engine.RecordField
	}{{actualColumn, engine.RecordActual}, {tierColumn, engine.RecordTier}, {claimedColumn, engine.RecordClaimed}, {reasonColumn, engine.RecordReason}} {
		c := cells.first(entry.kind)
		switch {
		case c == nil:
		case isCellError(c.fold):
			f.failed1(c)
		case isDashes(c.fold) || entry.kind == claimedColumn && isBlankMark(c.fold):
			f.report(BlankMark, []*cell{c}, c.Text)
		case entry.kind == reasonColumn:
			f.noteReason(c, textOf(cells[entry.kind]), func(own string) { f.noteAt(at, entry.field, c, own) })
		default:
			c.use(entry.kind.id())
			f.noteAt(at, entry.field, c, textOf(cells[entry.kind]))
		}
	}
}

// noteAt keeps what was recorded for an indicator, -1 for the project.
func (f *form) noteAt(indicator int, field engine.RecordField, c *cell, value string) {
	f.noted = append(f.noted, noted{indicator: indicator, record: Record{Field: field, Value: value, Source: c.source}})
}

// noted is a record whose identities are known once the whole form is read; indicator is -1 for the project.
type noted struct {
	indicator int
	record    Record
}

// finishRecords gives the records of a form their identities.
func (f *form) finishRecords() {
	f.sub.Identify()
	for _, n := range f.noted {
		rec := n.record
		rec.Project, rec.ProjectID = f.sub.ProjectKey, string(f.sub.ID())
		if n.indicator >= 0 {
			ind := &f.sub.Indicators[n.indicator]
			rec.IndicatorID, rec.Name, rec.Ordinal = string(ind.ID), ind.Name, ind.Ordinal
			rec.Level1, rec.Level2 = ind.Level1.String(), ind.Level2.String()
		}
		f.result.Records = append(f.result.Records, rec)
	}
}

// failed1 settles a cell that holds a spreadsheet's error instead of a value.
func (f *form) failed1(c *cell) {
	if f.failed[c.Place] {
		c.settle(FateReported, CellError)
		return
	}
	f.report(CellError, []*cell{c}, c.Text)
}
