package formtest

import (
	"fmt"
	"strconv"

	"jixiao/importer/xlstest"
)

// oldWorkbook writes what [workbook] does in the format of Excel 97 to 2003.
func oldWorkbook(s *Sheet) []byte {
	book := xlstest.Book{Formats: styles[1:]}
	for i, part := range s.parts() {
		sheet := xlstest.Sheet{Name: fmt.Sprintf("Sheet%d", i+1)}
		for row, cells := range s.Rows[part[0]:part[1]] {
			for _, c := range cells {
				c.Row = row
				oldCell(&sheet, c)
			}
		}
		book.Sheets = append(book.Sheets, sheet)
	}
	return book.Bytes()
}

func oldCell(sheet *xlstest.Sheet, c Cell) {
	if c.width() > 1 || c.height() > 1 {
		sheet.Merges = append(sheet.Merges, xlstest.Merge{Row: c.Row, LastRow: c.Row + c.height() - 1, Col: c.Col, LastCol: c.Col + c.width() - 1})
	}
	switch {
	case c.Text == "":
	case c.Raw != "":
		number, err := strconv.ParseFloat(c.Raw, 64)
		if err != nil {
			panic(fmt.Sprintf("the raw value of a cell is %q", c.Raw))
		}
		sheet.Cells = append(sheet.Cells, xlstest.Cell{Row: c.Row, Col: c.Col, Style: styleOf(c.Format), Number: number, IsNumber: true})
	default:
		sheet.Cells = append(sheet.Cells, xlstest.Cell{Row: c.Row, Col: c.Col, Text: c.Text})
	}
}
