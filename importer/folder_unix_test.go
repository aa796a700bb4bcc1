//go:build unix

package importer_test

import (
	"bytes"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"jixiao/importer"
	"jixiao/importer/formtest"
)

// BenchmarkFolder reads 2,000 made-up forms in workbooks to their meaning, and in turn only their cells with the bare library. ratio is the
// processor time of the one over that of the other.
func BenchmarkFolder(b *testing.B) {
	var files []*formtest.Form
	for seed := uint64(1); len(files) < 2000; seed++ {
		if form := formtest.New(seed); form.Layout.Format == formtest.FormatXLSX && form.Layout.Kind != formtest.FlatTable {
			files = append(files, form)
		}
	}
	var own, library time.Duration
	for b.Loop() {
		own += processorTime(func() {
			for _, form := range files {
				if _, err := importer.Read(form.Name, form.Data, importer.Options{Year: form.Given}); err != nil {
					b.Fatal(err)
				}
			}
		})
		library += processorTime(func() {
			for _, form := range files {
				readWithLibrary(b, form.Data)
			}
		})
	}
	b.ReportMetric(float64(len(files)*b.N)/own.Seconds(), "forms/s")
	b.ReportMetric(own.Seconds()/library.Seconds(), "ratio")
}

func readWithLibrary(b *testing.B, data []byte) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		if _, err := f.GetRows(sheet); err != nil {
			b.Fatal(err)
		}
	}
}

// processorTime is what a call costs, garbage collection included.
func processorTime(f func()) time.Duration {
	before := processorClock()
	f()
	return processorClock() - before
}

func processorClock() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
