package grid

import (
	"fmt"
	"strings"
	"testing"
)

// benchmarkRead reads a file and counts its cells.
func benchmarkRead(b *testing.B, data []byte) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	cells := 0
	for b.Loop() {
		doc, err := Read("f", data, DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		cells += doc.CellCount()
	}
	b.ReportMetric(float64(cells)/b.Elapsed().Seconds(), "cells/s")
}

// benchmarkRows calls row for 5,000 rows of a flat table of 12 columns, the first merged over ten rows each.
func benchmarkRows(row func(first bool, cells []string) string) string {
	var rows strings.Builder
	for i := range 5_000 {
		cells := make([]string, 12)
		for k := range cells {
			cells[k] = fmt.Sprintf("指标%d第%d", i, k)
		}
		rows.WriteString(row(i%10 == 0, cells))
	}
	return rows.String()
}

func BenchmarkReadDOCX(b *testing.B) {
	rows := benchmarkRows(func(first bool, cells []string) string {
		merge := goesOn
		if first {
			merge = restart
		} else {
			cells[0] = ""
		}
		row := tcAs(merge, cells[0])
		for _, cell := range cells[1:] {
			row += tc(cell)
		}
		return tr(row)
	})
	benchmarkRead(b, pack(b, wordParts(tbl(rows))))
}

func BenchmarkReadHTML(b *testing.B) {
	rows := benchmarkRows(func(first bool, cells []string) string {
		if !first {
			return "<tr><td>" + strings.Join(cells[1:], "</td>\n<td>") + "</td></tr>\n"
		}
		return "<tr><td rowspan=10>" + strings.Join(cells, "</td>\n<td>") + "</td></tr>\n"
	})
	benchmarkRead(b, []byte("<html><meta charset=utf-8><table>"+rows+"</table></html>"))
}

func BenchmarkReadXML2003(b *testing.B) {
	rows := benchmarkRows(func(_ bool, cells []string) string {
		row := "<Row>"
		for _, cell := range cells {
			row += "<Cell>" + data("String", cell) + "</Cell>"
		}
		return row + "</Row>"
	})
	benchmarkRead(b, []byte(xmlBookOf(rows)))
}
