package importer

import (
	"slices"
	"strconv"

	"jixiao/engine"
	"jixiao/importer/grid"
)

// expectedColumns are the columns of a list of what is due. Others are not looked at.
var expectedColumns = []engine.Column{engine.ColumnDepartment, engine.ColumnProjectCode, engine.ColumnProjectName, engine.ColumnUnit, engine.ColumnYear}

// ReadExpected reads a list of the projects, or of the departments, that have to hand in a self-evaluation (应报名单): a table of any
// format whose header has 主管部门, 项目名称 or 项目编码, with one of them a row. The year of an entry is 0 where the list has none. Rows
// that name none of the three are no entries. A file without any entry gives none; a file that cannot be read is an error of
// [jixiao/importer/grid].
func ReadExpected(name string, data []byte) ([]engine.ProjectKey, error) {
	doc, err := grid.Read(name, data, grid.DefaultLimits())
	if err != nil {
		return nil, err
	}
	var entries []engine.ProjectKey
	for _, sheet := range doc.Grids {
		var columns map[int]engine.Column
		for _, row := range sheet.Rows {
			if columns == nil {
				columns = expectedHeader(row)
				continue
			}
			if entry := expectedEntry(row, columns); entry.Department != "" || entry.Name != "" || entry.Code != "" {
				entries = append(entries, entry)
			}
		}
	}
	return entries, nil
}

// expectedHeader finds the columns in a row, nil where the row is no header.
func expectedHeader(row []grid.Cell) map[int]engine.Column {
	columns := map[int]engine.Column{}
	naming := false
	for _, cell := range row {
		column, known := engine.ParseColumn(cell.Text)
		if known && slices.Contains(expectedColumns, column) {
			columns[cell.Col] = column
			naming = naming || slices.Contains(expectedColumns[:3], column)
		}
	}
	if !naming {
		return nil
	}
	return columns
}

func expectedEntry(row []grid.Cell, columns map[int]engine.Column) (entry engine.ProjectKey) {
	for _, cell := range row {
		switch columns[cell.Col] {
		case engine.ColumnDepartment:
			entry.Department = cell.Text
		case engine.ColumnProjectCode:
			entry.Code = cell.Text
		case engine.ColumnProjectName:
			entry.Name = cell.Text
		case engine.ColumnUnit:
			entry.Unit = cell.Text
		case engine.ColumnYear:
			entry.Year = leadingYear(cell.Text)
		}
	}
	return entry
}

// leadingYear reads 2025, 2025年 and 2025年度; 0 for anything else.
func leadingYear(text string) int {
	folded := engine.Fold(text)
	if len(folded) < 4 || folded[4:] != "" && folded[4:] != "年" && folded[4:] != "年度" {
		return 0
	}
	year, err := strconv.Atoi(folded[:4])
	if err != nil {
		return 0
	}
	return year
}
