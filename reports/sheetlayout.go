package reports

import "jixiao/engine"

// The sheets of the fill-in workbook.
const (
	GuideSheet = "填报说明"
	FillSheet  = "填报表"
)

// fillColumn is a column of the fill-in sheet.
type fillColumn struct {
	engine.Column
	head   string  // what its header says
	width  float64 // in characters
	hidden bool    // for the program, or the same in all rows
}

// fillColumns are the columns in the order in which a clerk reads them: what it is about, what was to be reached, how to fill it in, and
// what is to be filled in. Headers are those by which the sheet is read back, amounts with their unit.
var fillColumns = []fillColumn{
	{engine.ColumnProjectCode, engine.ColumnProjectCode.Label(), 14, true},
	{engine.ColumnProjectName, engine.ColumnProjectName.Label(), 20, false},
	{engine.ColumnDepartment, engine.ColumnDepartment.Label(), 16, false},
	{engine.ColumnUnit, engine.ColumnUnit.Label(), 14, false},
	{engine.ColumnYear, engine.ColumnYear.Label(), 7, true},
	{engine.ColumnLevel1, engine.ColumnLevel1.Label(), 11, false},
	{engine.ColumnLevel2, engine.ColumnLevel2.Label(), 13, false},
	{engine.ColumnIndicator, engine.ColumnIndicator.Label(), 22, false},
	{engine.ColumnTarget, engine.ColumnTarget.Label(), 18, false},
	{engine.ColumnHint, engine.ColumnHint.Label(), 17, false},
	{engine.ColumnActual, engine.ColumnActual.Label(), 22, false},
	{engine.ColumnTier, engine.ColumnTier.Label(), 11, false},
	{engine.ColumnClaimed, engine.ColumnClaimed.Label(), 10, false},
	{engine.ColumnWeight, engine.ColumnWeight.Label(), 8, false},
	{engine.ColumnReason, engine.ColumnReason.Label(), 25, false},
	{engine.ColumnInitial, engine.ColumnInitial.Label() + "（元）", 15, false},
	{engine.ColumnAdjusted, engine.ColumnAdjusted.Label() + "（元）", 15, false},
	{engine.ColumnExecuted, engine.ColumnExecuted.Label() + "（元）", 15, false},
	{engine.ColumnIndicatorID, engine.ColumnIndicatorID.Label(), 18, true},
	{engine.ColumnProjectID, engine.ColumnProjectID.Label(), 18, true},
	{engine.ColumnOrdinal, engine.ColumnOrdinal.Label(), 10, true},
}

// placeOf returns the number of a column on the sheet, from 1.
func placeOf(column engine.Column) int {
	for i := range fillColumns {
		if fillColumns[i].Column == column {
			return i + 1
		}
	}
	return 0
}

// frozen is the last column that stays in view: whoever writes a reason still sees of what.
const frozen = engine.ColumnIndicator

// shows tells whether a column is in view on a sheet: those of department and unit only where there are several.
func (c *fillColumn) shows(fill *FillIn) bool {
	switch c.Column {
	case engine.ColumnDepartment:
		return len(fill.Departments) > 1
	case engine.ColumnUnit:
		return fill.Units > 1
	}
	return !c.hidden
}
