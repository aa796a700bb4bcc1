package importer

import (
	"slices"
	"strings"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// recorded are the columns of an indicator's records.
var recorded = []recordColumn{
	{engine.ColumnActual, engine.RecordActual}, {engine.ColumnTier, engine.RecordTier},
	{engine.ColumnClaimed, engine.RecordClaimed}, {engine.ColumnReason, engine.RecordReason},
}

// indicatorRow reads targets and records of one indicator.
func (t *flat) indicatorRow(r *tableRow) {
	nameless := engine.Fold(r.base.Name) == ""
	switch {
	case nameless && r.base.IndicatorID == "":
		t.refuse(r, IndicatorNameless)
		return
	case r.sub == nil && t.header.has[engine.ColumnTarget] && !r.recordsSomething():
		t.refuse(r, RowWithoutProject)
		return
	}
	r.takeProject()
	var ind *engine.Indicator
	if r.sub != nil && !nameless {
		ind = t.declare(r)
	} else {
		r.take(engine.ColumnLevel1)
		r.take(engine.ColumnLevel2)
		r.take(engine.ColumnIndicator)
	}
	for _, entry := range recorded {
		if c := r.take(entry.column); c != nil {
			t.record(r, entry.field, c)
		}
	}
	switch {
	case ind != nil || !t.header.has[engine.ColumnTarget]:
	case nameless:
		t.refuse(r, IndicatorNameless)
	default:
		t.refuse(r, RowWithoutProject)
	}
}

func (r *tableRow) recordsSomething() bool {
	return slices.ContainsFunc(recorded, func(entry recordColumn) bool { return r.cells[entry.column] != nil })
}

// declare adds the row's indicator to its project.
func (t *flat) declare(r *tableRow) *engine.Indicator {
	r.sub.Indicators = append(r.sub.Indicators, engine.Indicator{Name: r.base.Name})
	at := len(r.sub.Indicators) - 1
	t.about(r.sub, at)
	ind := &r.sub.Indicators[at]
	name := r.take(engine.ColumnIndicator)
	ind.Source = name.source
	t.classesOf(r, ind, name)
	t.checkClasses(name, ind)
	t.targetOf(r, ind, name)
	printed := r.cells[engine.ColumnWeight] != nil
	ind.Weight = t.points(r, engine.ColumnWeight)
	ind.WeightUnreadable = printed && ind.Weight == nil
	t.lastName = name
	t.checkNameIsValue(name, ind, r.key.Year)
	return ind
}

func (t *flat) targetOf(r *tableRow, ind *engine.Indicator, name *cell) {
	at, text := name, ""
	if c := r.take(engine.ColumnTarget); c != nil {
		at, text = c, c.Text
	}
	ctx := notation.Context{Year: r.key.Year, Name: ind.Name, Unit: t.unitOf(engine.ColumnTarget).name}
	if c := r.take(columnSign); c != nil {
		ctx.Sign = c.Text
	}
	if c := r.take(columnMeasure); c != nil && !isBlankMark(c.fold) {
		ctx.Unit = c.Text
	}
	ind.Target = t.readTarget(text, ctx, at)
}

// points reads a number of points that the form prints, nil where there is none.
func (t *flat) points(r *tableRow, column engine.Column) *engine.Points {
	c := r.cells[column]
	if c == nil {
		return nil
	}
	text := c.fold
	if column == engine.ColumnWeight {
		text = strings.TrimSuffix(text, "%") // 权重 50% is 50 of 100 points
	}
	points, ok := parsePoints(text)
	if !ok {
		r.cells[column] = nil
		t.report(PointsUnreadable, []*cell{c}, column.Label(), c.Text)
		return nil
	}
	r.take(column)
	return &points
}

// parsePoints reads a number of points, 分 behind it or not. Points are never negative.
func parsePoints(text string) (engine.Points, bool) {
	fold := engine.Fold(text)
	if n := len(fold) - len("分"); n > 0 && fold[n:] == "分" {
		fold = fold[:n]
	}
	number, ok := notation.ParseAmount(fold)
	if !ok {
		return 0, false
	}
	points, ok := engine.PointsFromDecimal(number)
	return points, ok && points >= 0
}

// classesOf reads the classes of a row. Level 2 decides; a blank one is inferred only where level 1 has a single one.
func (t *flat) classesOf(r *tableRow, ind *engine.Indicator, name *cell) {
	printed, known := engine.ParseDimension(r.text(engine.ColumnLevel1))
	ind.Level1 = printed
	ind.Level2, ind.Level2Inferred = t.level2(r, printed, ind.Name)
	parent := ind.Level2.Parent()
	if ind.Level2 == engine.NoCategory || parent == printed {
		t.classCell(r, engine.ColumnLevel1, known)
		return
	}
	ind.Level1, ind.Level1Inferred = parent, true
	switch {
	case known:
		t.contradicts(r, printed, ind.Level2)
	case r.names[engine.ColumnLevel1] != nil:
		t.classCell(r, engine.ColumnLevel1, false)
	case t.header.has[engine.ColumnLevel1]:
		t.raiseAs(engine.Info, ClassInferred, name, ind.Name, parent.String(), ind.Level2.String())
	}
}

// contradicts reports a level 1 that its level 2 does not belong to. A merged cell is reported at every such row and settled once.
func (t *flat) contradicts(r *tableRow, printed engine.Dimension, level2 engine.Category) {
	at := r.names[engine.ColumnLevel1]
	values := []string{printed.String(), level2.String(), level2.Parent().String()}
	if own := r.cells[engine.ColumnLevel1]; own == nil {
		t.raise(ClassContradicts, at, values...)
		return
	}
	r.cells[engine.ColumnLevel1] = nil
	t.report(ClassContradicts, []*cell{at}, values...)
}

// level2 reads the level-2 class. A level-1 word in its column stands for the only class that it has.
func (t *flat) level2(r *tableRow, level1 engine.Dimension, name string) (engine.Category, bool) {
	c := r.names[engine.ColumnLevel2]
	if c == nil {
		only := onlyCategory(level1)
		if only != engine.NoCategory {
			t.raise(ClassInferred, r.names[engine.ColumnLevel1], name, only.String(), level1.String())
		}
		return only, only != engine.NoCategory
	}
	dimension, level2, found := parseClass(c.fold, level1 == engine.Cost)
	guessed := false
	if found && level2 == engine.NoCategory {
		level2 = onlyCategory(dimension)
		found = level2 != engine.NoCategory
		guessed = found
	}
	t.classCell(r, engine.ColumnLevel2, found)
	if guessed {
		t.raise(ClassInferred, c, name, level2.String(), dimension.String())
	}
	return level2, guessed
}

// classCell settles the row's own cell of a class; a merged one was settled where it stands.
func (t *flat) classCell(r *tableRow, column engine.Column, known bool) {
	c := r.cells[column]
	switch {
	case c == nil:
	case known:
		r.take(column)
	default:
		r.cells[column] = nil
		t.report(ClassUnknown, []*cell{c}, c.Text, column.Label())
	}
}
