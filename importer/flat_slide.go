package importer

import "jixiao/engine"

// slides are how far the cells of a row may stand beside their columns.
var slides = []int{-1, 1, -2, 2}

// slid settles a row whose cells stand beside their columns, which only its classes can tell: another column has them. Where all of
// them fit beside, the row is moved and that is said; where only some do, the row is not taken and it is true.
func (t *flat) slid(row []*cell) bool {
	here, columns := t.classesAt(row, 0)
	if columns == 0 || here == columns {
		return false
	}
	for _, by := range slides {
		switch there, _ := t.classesAt(row, by); {
		case there <= here:
		case there < columns || !t.roomFor(row, by):
			t.reportAs(engine.Error, CellOutOfPlace, openCells(row), textsOf(openCells(row)), unsettled)
			return true
		default:
			t.raise(CellOutOfPlace, row[0], row[0].Text, columnID(t.header.columns[row[0].Col-by].column))
			for _, c := range row {
				c.Col -= by
			}
			return false
		}
	}
	return false
}

// classesAt counts the columns of classes in which the row has a class of their level, as if its cells had slid, and those columns.
func (t *flat) classesAt(row []*cell, by int) (fitting, columns int) {
	for col, h := range t.header.columns {
		if h.column != engine.ColumnLevel1 && h.column != engine.ColumnLevel2 {
			continue
		}
		columns++
		for _, c := range row {
			if c.Col == col+by && isClassOf(h.column, c.fold) {
				fitting++
			}
		}
	}
	return fitting, columns
}

func isClassOf(column engine.Column, fold string) bool {
	dimension, category, found := parseClass(fold, column == engine.ColumnLevel1)
	if column == engine.ColumnLevel1 {
		return dimension != engine.NoDimension
	}
	return found && (category != engine.NoCategory || onlyCategory(dimension) != engine.NoCategory)
}

// roomFor tells that every cell that is still to be settled has a column once the row is moved.
func (t *flat) roomFor(row []*cell, by int) bool {
	for _, c := range openCells(row) {
		if _, found := t.header.columns[c.Col-by]; !found {
			return false
		}
	}
	return true
}
