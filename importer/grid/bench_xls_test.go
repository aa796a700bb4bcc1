package grid

import (
	"strings"
	"testing"

	x "jixiao/importer/xlstest"
)

// BenchmarkReadXLS reads the table of the other benchmarks as an old workbook, with a number in place of one text.
func BenchmarkReadXLS(b *testing.B) {
	sheet := x.Sheet{Name: "a"}
	for row, line := range strings.Split(strings.TrimSuffix(benchTable("\t", 0), "\n"), "\n") {
		for col, text := range strings.Split(line, "\t") {
			cell := x.Cell{Row: row, Col: col, Text: text}
			if text == "2025" {
				cell = x.Cell{Row: row, Col: col, Number: 2025, IsNumber: true}
			}
			sheet.Cells = append(sheet.Cells, cell)
		}
	}
	data := x.Book{Sheets: []x.Sheet{sheet}}.Bytes()
	b.SetBytes(int64(len(data)))
	b.ResetTimer()
	benchRead(b, data, FormatXLS, DelimiterNone)
}
