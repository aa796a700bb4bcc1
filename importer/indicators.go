package importer

import (
	"slices"
	"strings"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// Where a cell that stands out of place was put, besides the ids of columns and fields.
const (
	displaced = "displaced" // nowhere: a class word that another one in its row overrules
	unsettled = "unsettled" // nowhere: a person must say where it belongs
)

// indicatorCells are the cells that an indicator's name and target were read from.
type indicatorCells struct {
	name, target  []*cell
	sign, measure *cell // comparator and unit in columns of their own
	lone          bool  // the row holds the name and nothing else
}

func (f *form) indicatorRows(rows [][]*cell) {
	f.body = rows
	f.broken = f.findBroken(rows)
	f.hasCostClasses = hasCostClasses(rows)
	f.last, f.fundsOn = "", false
	if len(rows) > 0 && !isTableHeader(rows[0]) && f.header == nil {
		f.raise(HeaderMissing, rows[0][0])
	}
	for i, row := range rows {
		f.tableRow(i, row)
		if !f.dividesHeader(row) {
			f.previous = row
		}
	}
	f.watchClass(nil, nil)
	f.finishIndicators()
	f.finishColumns()
}

// dividesHeader tells a line drawn between the two rows of a header, which are next to each other all the same.
func (f *form) dividesHeader(row []*cell) bool {
	return isHeaderOf(f.header, f.previous) && row[0].as == SeparatorRow
}

// watchClass reports a class of level 2 that no indicator follows: its row has lost all of its texts. Without words and texts it is the
// end of the table.
func (f *form) watchClass(words []word, texts []*cell) {
	at := slices.IndexFunc(words, func(w word) bool { return w.level2 != engine.NoCategory })
	if lone := f.loneClass; lone != nil && (at >= 0 || len(words)+len(texts) == 0) {
		f.raiseAs(engine.Warning, IndicatorNameless, lone, lone.Text)
	}
	switch {
	case at >= 0 && len(texts) == 0:
		f.loneClass = words[at].cell
	case at >= 0 || len(texts) > 0 || len(words) == 0:
		f.loneClass = nil
	}
}

func hasCostClasses(rows [][]*cell) bool {
	for _, row := range rows {
		for _, c := range row {
			if category, found := engine.ParseCategory(c.fold); found && category.Parent() == engine.Cost {
				return true
			}
		}
	}
	return false
}

func (f *form) tableRow(i int, row []*cell) {
	f.about(f.sub, -1)
	f.unclearLines(row)
	switch {
	case !slices.ContainsFunc(row, (*cell).open):
	case f.isSeparator(row):
	case i > 0 && isHeaderOf(f.header, f.previous) && f.isSubHeader(row):
		f.subHeaderRow(f.endHeadings(row))
	case isTableHeader(row):
		f.headerRow(row)
		f.isAside = f.standsAside(i)
	case f.belongsToHead(row):
		f.headRow(row)
	case f.isAside || f.isLongBlock(row):
		f.asideRow(row)
	case f.tailRow(row):
	default:
		f.indicatorRow(f.setAside(row))
	}
}

func isHeaderOf(header, row []*cell) bool {
	return len(header) > 0 && len(row) > 0 && header[0] == row[0]
}

// standsAside tells a table of what is to be reached in several years: its label stands at the left, and the year's table follows.
func (f *form) standsAside(at int) bool {
	beside := isLongBlockLabel(f.body[at][0]) || at+1 < len(f.body) && isLongBlockLabel(f.body[at+1][0])
	return beside && slices.ContainsFunc(f.body[at+1:], isTableHeader)
}

func isLongBlockLabel(c *cell) bool { return slices.Contains(longBlockLabels, label(c.fold)) }

// isLongBlock tells a row that such a label begins below the header.
func (f *form) isLongBlock(row []*cell) bool {
	f.isAside = isLongBlockLabel(row[0]) && slices.ContainsFunc(f.body, func(later []*cell) bool {
		return len(later) > 0 && later[0].Row > row[0].Row && (isTableHeader(later) || slices.Contains(blockLabels, label(later[0].fold)))
	})
	return f.isAside
}

// asideRow accounts for an indicator of several years.
func (f *form) asideRow(row []*cell) {
	if slices.ContainsFunc(row, func(c *cell) bool { return isBlockLabel(c.fold) }) {
		f.isAside = false
		f.indicatorRow(row)
		return
	}
	f.report(CellNotKept, openCells(row), longBlockLabels[1], textsOf(openCells(row)))
}

// belongsToHead tells a row that begins with a label of the head: a heading printed again after a page break, the line below the
// table that says who filled it in, a row of the head that a conversion put here.
func (f *form) belongsToHead(row []*cell) bool {
	if year, ok := parseYear(row[0].fold); ok {
		return len(row) == 1 && year == f.year
	}
	return f.isLabel(row[0]) && (len(row) == 1 || !isBlockLabel(row[0].fold))
}

// indicatorRow reads a row by the order of its cells: class words, then name and target.
func (f *form) indicatorRow(row []*cell) {
	words, texts := f.divide(row)
	name := ""
	if len(texts) > 0 {
		name = texts[0].Text
	}
	if len(texts) > 1 || len(texts) == 1 && len(words) > 0 {
		f.about(f.sub, len(f.sub.Indicators))
	}
	f.settleClasses(words, name)
	f.watchClass(words, texts)
	if !f.plain() {
		f.wideRow(words, texts)
		return
	}
	switch len(texts) {
	case 0:
		f.checkColumns(words, nil, nil)
	case 1:
		f.singleText(row, words, texts[0])
	default:
		name, target := f.nameAndTarget(texts)
		f.addIndicator(words, name, target)
	}
}

// divide takes the class words out of a row; what remains are texts.
func (f *form) divide(row []*cell) (words []word, texts []*cell) {
	for i, c := range row {
		if !c.open() || len(texts) == 0 && f.blockLabel(c) {
			continue
		}
		if w, ok := f.classWord(row, i, words, texts); ok {
			words = append(words, w)
		} else {
			texts = append(texts, c)
		}
	}
	return words, texts
}

func (f *form) classWord(row []*cell, i int, words []word, texts []*cell) (word, bool) {
	c := row[i]
	fold, broken := f.broken[c]
	if !broken {
		fold = c.fold
	}
	level1, level2, found := parseClass(fold, true)
	if level1 == engine.Cost && !f.costStandsFirst(row, i) {
		level1, level2, found = parseClass(fold, false)
	}
	if !found || !isWholeWord(cutPoints(fold)) && !f.isBareClass(row, i, words, texts) {
		return word{}, false
	}
	return word{c, level1, level2}, true
}

// isBareClass decides it by the column where the table has columns beside name and target, else by the row.
func (f *form) isBareClass(row []*cell, i int, words []word, texts []*cell) bool {
	if f.plain() || f.unplaced {
		return f.mayBeBareWord(row, i, words, texts)
	}
	if f.inColumn(level1Column, row[i]) || f.inColumn(level2Column, row[i]) {
		return true
	}
	return !slices.ContainsFunc(f.columns, func(c tableColumn) bool { return c.holds(row[i]) }) && f.mayBeBareWord(row, i, words, texts)
}

// mayBeBareWord decides whether a class without 指标 at its end is a class here or the name of an indicator.
func (f *form) mayBeBareWord(row []*cell, i int, words []word, texts []*cell) bool {
	if len(texts) > 0 || slices.ContainsFunc(words, func(w word) bool { return w.level2 != engine.NoCategory }) {
		return false
	}
	rest := row[i+1:]
	return len(rest) > 1 || len(rest) == 1 && !f.isValue(rest[0].Text)
}

// isValue tells a text that can only be a target: a number with comparator or unit, a range, a deadline.
func (f *form) isValue(text string) bool { return isValue(text, f.sub.Year) }

func isValue(text string, year int) bool {
	target, _ := notation.ParseTarget(text, notation.Context{Year: year})
	switch target.Kind {
	case engine.NumberTarget, engine.RangeTarget, engine.DeadlineTarget:
		return true
	}
	return false
}

// nameAndTarget chooses among the texts of a row. Of more than two, comparator, number and unit may make up the target; else the
// header's columns decide, and where they do not, the order. What is left over is for a person to settle.
func (f *form) nameAndTarget(texts []*cell) (name *cell, target []*cell) {
	if len(texts) == 2 {
		return texts[0], texts[1:]
	}
	if _, isOp := engine.ParseOp(texts[1].fold); isOp && len(texts) <= 4 {
		f.raiseAs(engine.Info, CellJoined, texts[2], textOf(texts[1:]), engine.ColumnTarget.ID())
		return texts[0], texts[1:]
	}
	nameAt := slices.IndexFunc(texts, func(c *cell) bool { return f.inColumn(nameColumn, c) })
	targetAt := slices.IndexFunc(texts, func(c *cell) bool { return f.inColumn(targetColumn, c) })
	if nameAt < 0 || targetAt < 0 {
		nameAt, targetAt = 0, 1
		if last := len(texts) - 1; f.isValue(texts[last].Text) {
			nameAt, targetAt = last-1, last
		}
	}
	for i, c := range texts {
		if i != nameAt && i != targetAt {
			f.reportAs(engine.Error, CellOutOfPlace, []*cell{c}, c.Text, unsettled)
		}
	}
	return texts[nameAt], texts[targetAt : targetAt+1]
}

func textOf(cells []*cell) string {
	text := ""
	for _, c := range cells {
		text = joinText(text, c.Text)
	}
	return text
}

// addIndicator adds a row. Its target is read when the whole table is known, because a line below may continue it.
func (f *form) addIndicator(words []word, name *cell, target []*cell) {
	if isStub(name.fold) && (len(target) == 0 || f.isBlankTarget(target)) {
		f.about(f.sub, -1)
		f.report(TemplateStub, append([]*cell{name}, target...), name.Text)
		return
	}
	name.use(engine.ColumnIndicator.ID())
	for _, c := range target {
		c.use(engine.ColumnTarget.ID())
	}
	f.checkColumns(words, name, target)
	f.sub.Indicators = append(f.sub.Indicators, engine.Indicator{
		Level1: f.above.level1, Level2: f.above.level2,
		Level1Inferred: f.above.inferred, Level2Inferred: f.above.guessed,
		Source: name.source,
	})
	f.taken = append(f.taken, indicatorCells{name: []*cell{name}, target: target, lone: len(target) == 0 && len(words) == 0})
}

func (f *form) isBlankTarget(cells []*cell) bool {
	target, _ := notation.ParseTarget(textOf(cells), notation.Context{Year: f.sub.Year})
	return target.Kind == engine.MissingTarget
}

// checkColumns warns once of a row whose cells stand in other columns than the header's.
func (f *form) checkColumns(words []word, name *cell, target []*cell) {
	warn := func(kind columnKind, c *cell) bool {
		column := f.column(kind)
		if column == nil || f.unplaced || column.holds(c) {
			return false
		}
		f.raise(CellOutOfPlace, c, c.Text, kind.id())
		return true
	}
	for _, w := range words {
		kind := level1Column
		if w.level2 != engine.NoCategory {
			kind = level2Column
		}
		if w.fate == FateUsed && warn(kind, w.cell) {
			return
		}
	}
	if name != nil && warn(nameColumn, name) {
		return
	}
	if len(target) == 1 {
		warn(targetColumn, target[0])
	}
}

// finishIndicators reads names and targets, and reports what is missing or doubtful.
func (f *form) finishIndicators() {
	pointed := f.pointedNames()
	for i := range f.sub.Indicators {
		ind, cells := &f.sub.Indicators[i], f.taken[i]
		f.about(f.sub, i)
		ind.Name = textOf(cells.name)
		if pointed > 1 {
			f.weightInName(ind, cells, pointed == len(f.taken))
		}
		at := cells.name[0]
		if len(cells.target) > 0 {
			at = cells.target[0]
		}
		ind.Target = f.readTarget(textOf(cells.target), f.targetContext(ind, cells), at)
		f.checkClasses(cells.name[0], ind)
		f.checkName(i, ind)
	}
	f.about(f.sub, -1)
}

// pointedNames counts the indicators whose names end with their 分值, in a table that has no column for it: 展演场次(15分).
func (f *form) pointedNames() int {
	if f.column(weightColumn) != nil {
		return 0
	}
	count := 0
	for _, cells := range f.taken {
		if _, _, ok := cutWeight(textOf(cells.name)); ok && len(cells.target) > 0 {
			count++
		}
	}
	return count
}

// weightInName takes the 分值 out of an indicator's name. Where only some names have one, a person should look.
func (f *form) weightInName(ind *engine.Indicator, cells indicatorCells, all bool) {
	name, points, ok := cutWeight(ind.Name)
	if !ok || len(cells.target) == 0 || ind.Weight != nil {
		return
	}
	severity := engine.Warning
	if all {
		severity = engine.Info
	}
	f.raiseAs(severity, WeightInName, cells.name[0], ind.Name, points.String())
	ind.Name, ind.Weight = name, &points
}

// cutWeight takes points in brackets off the end of a name.
func cutWeight(name string) (rest string, points engine.Points, ok bool) {
	_, inside := cutBracket(engine.Fold(name))
	text, printed := strings.CutSuffix(inside, "分")
	if points, ok = parsePoints(text); !printed || !ok {
		return name, 0, false
	}
	rest = strings.TrimSpace(name[:strings.LastIndexAny(name, "(（")])
	return rest, points, rest != ""
}

// checkName reports a name that can only be a value, and one that the lone text below it may continue.
func (f *form) checkName(i int, ind *engine.Indicator) {
	at := f.taken[i].name[0]
	f.checkNameIsValue(at, ind, f.sub.Year)
	if i+1 == len(f.taken) {
		return
	}
	next := f.taken[i+1]
	if first := next.name[0]; next.lone && first.Col == at.Col && first.Row-at.Row <= namePieces {
		f.raise(NameMayContinue, at, ind.Name, first.Text)
	}
}

// checkNameIsValue reports a name that can only be a value: it has probably changed places with the target.
func (r *reader) checkNameIsValue(at *cell, ind *engine.Indicator, year int) {
	if isBareValue(at.fold) || isValue(ind.Name, year) && !isValue(ind.Target.Text, year) {
		r.raise(NameIsValue, at, ind.Name, ind.Target.Text)
	}
}

// namePieces is how many rows further down the rest of a name may stand: a page break may come between.
const namePieces = 3

// targetContext is what stands around a target: its indicator's name, and comparator and unit in columns of their own.
func (f *form) targetContext(ind *engine.Indicator, cells indicatorCells) notation.Context {
	ctx := notation.Context{Year: f.sub.Year, Name: ind.Name}
	if column := f.column(targetColumn); column != nil {
		ctx.Unit = column.measure
	}
	if cells.sign != nil {
		ctx.Sign = cells.sign.Text
	}
	if cells.measure != nil && !isBlankMark(cells.measure.fold) {
		ctx.Unit = cells.measure.Text
	}
	return ctx
}

// readTarget reads a target and reports a missing one, with what stands in its place.
func (r *reader) readTarget(text string, ctx notation.Context, at *cell) engine.Target {
	target, notes := notation.ParseTarget(text, ctx)
	target.Source = at.source
	if target.Kind == engine.MissingTarget {
		r.raise(TargetMissing, at, ctx.Name, text)
	}
	r.notes(notes, at)
	return target
}
