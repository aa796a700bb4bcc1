package grid

import (
	"fmt"
	"strings"
	"testing"
)

// benchRows is how many rows the tables of the benchmarks have, of ten cells each.
const benchRows = 5_000

// benchTable is a flat table with its fields joined by a delimiter, or each in its place of a line where width is not 0.
func benchTable(delimiter string, width int) string {
	var text strings.Builder
	for i := range benchRows {
		fields := []string{"P" + fmt.Sprint(i), "村道养护经费", "青岚县交通运输局", "青岚县公路站", "2025", "产出指标", "数量指标", "养护里程", fmt.Sprintf("≥%d公里", i), "48公里"}
		for k, field := range fields {
			if k > 0 {
				text.WriteString(delimiter)
			}
			text.WriteString(field)
			if width > 0 {
				taken := 0
				for _, r := range field {
					taken++
					if r > 0x7f {
						taken++
					}
				}
				text.WriteString(strings.Repeat(" ", width-taken))
			}
		}
		text.WriteByte('\n')
	}
	return text.String()
}

// benchRead reads a file again and again and reports cells a second.
func benchRead(b *testing.B, data []byte, format Format, delimiter Delimiter) {
	b.Helper()
	b.ReportAllocs()
	cells := 0
	for b.Loop() {
		doc, err := Read("f", data, DefaultLimits())
		if err != nil || doc.Format != format || doc.Grids[0].Delimiter != delimiter {
			b.Fatalf("read %+v, %v", doc, err)
		}
		cells += doc.CellCount()
	}
	b.ReportMetric(float64(cells)/b.Elapsed().Seconds(), "cells/s")
}

func BenchmarkReadText(b *testing.B) {
	b.Run("tabs", func(b *testing.B) { benchRead(b, []byte(benchTable("\t", 0)), FormatText, DelimiterTab) })
	b.Run("pipes", func(b *testing.B) { benchRead(b, []byte(benchTable("|", 0)), FormatText, DelimiterPipe) })
	b.Run("spaces", func(b *testing.B) { benchRead(b, []byte(benchTable("  ", 20)), FormatText, DelimiterSpaces) })
}

func BenchmarkReadCSV(b *testing.B) {
	b.Run("UTF-8", func(b *testing.B) { benchRead(b, []byte(benchTable(",", 0)), FormatCSV, DelimiterComma) })
	b.Run("GB18030", func(b *testing.B) { benchRead(b, gb18030(b, benchTable(",", 0)), FormatCSV, DelimiterComma) })
	b.Run("UTF-16", func(b *testing.B) { benchRead(b, utf16Bytes(benchTable(",", 0), false), FormatCSV, DelimiterComma) })
}

func BenchmarkReadXLSX(b *testing.B) {
	var rows strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(benchTable("\t", 0)), "\n") {
		fmt.Fprintf(&rows, `<row r="%d">`, i+1)
		for k, field := range strings.Split(line, "\t") {
			fmt.Fprintf(&rows, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, refName(i, k), field)
		}
		rows.WriteString(`</row>`)
	}
	benchRead(b, pack(b, parts(rows.String())), FormatXLSX, DelimiterNone)
}
