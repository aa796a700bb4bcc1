//go:build unix

package grid_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/importer/formtest"
	"jixiao/importer/grid"
)

// BenchmarkAgainstLibrary reads a flat table of 20,000 rows, and in turn the same file with the bare library. ratio is what reading it here costs
// of what it costs there; CPU time, because both run on one core.
func BenchmarkAgainstLibrary(b *testing.B) {
	for name, big := range map[string]formtest.Big{
		"shared": {Rows: 20_000, PerProject: 10},
		"inline": {Rows: 20_000, PerProject: 10, Inline: true},
	} {
		b.Run(name, func(b *testing.B) { againstLibrary(b, big) })
	}
}

func againstLibrary(b *testing.B, big formtest.Big) {
	var file bytes.Buffer
	if err := big.Write(&file); err != nil {
		b.Fatal(err)
	}
	own, library := stopwatch{}, stopwatch{}
	cells := 0
	for b.Loop() {
		own.time(func() { cells = readOwn(b, file.Bytes()) })
		library.time(func() { readLibrary(b, file.Bytes()) })
	}
	b.ReportMetric(float64(cells)*float64(own.runs)/own.seconds(), "cells/s")
	b.ReportMetric(own.seconds()/library.seconds(), "ratio")
}

func readOwn(b *testing.B, data []byte) int {
	doc, err := grid.Read("big.xlsx", data, grid.DefaultLimits())
	if err != nil {
		b.Fatal(err)
	}
	return doc.CellCount()
}

func readLibrary(b *testing.B, data []byte) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.Rows(sheet)
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
			if _, err := rows.Columns(); err != nil {
				b.Fatal(err)
			}
		}
		if err := rows.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
