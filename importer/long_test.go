package importer

import (
	"bytes"
	"cmp"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"testing"

	diff "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jixiao/engine"
	"jixiao/importer/formtest"
	"jixiao/importer/grid"
)

func bigTable(t testing.TB, big formtest.Big) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := big.Write(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// wholeAndParts reads a workbook as a whole, and row by row.
func wholeAndParts(t *testing.T, data []byte) (whole *Result, parts []*Result) {
	t.Helper()
	doc, err := grid.Read("big.xlsx", data, grid.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if whole, err = readDocument(doc, Options{Year: 2025}); err != nil {
		t.Fatal(err)
	}
	if doc, err = grid.Open("big.xlsx", data, grid.DefaultLimits(), 1); err != nil {
		t.Fatal(err)
	}
	for part, err := range documentParts(doc, Options{Year: 2025}) {
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part)
	}
	return whole, parts
}

// inOrder puts what stands in the order in which projects end into the order in which it stands in the file.
func inOrder(result *Result) *Result {
	where := map[engine.Source]int{}
	for i, c := range result.Cells {
		where[c.Source] = i
	}
	slices.SortStableFunc(result.Submissions, func(a, b *engine.Submission) int {
		return cmp.Compare(where[a.SourceOf(engine.FieldName)], where[b.SourceOf(engine.FieldName)])
	})
	slices.SortStableFunc(result.Records, func(a, b Record) int { return cmp.Compare(where[a.Source], where[b.Source]) })
	slices.SortStableFunc(result.Issues, func(a, b engine.Issue) int {
		return cmp.Or(cmp.Compare(where[a.Source], where[b.Source]), cmp.Compare(a.Code, b.Code))
	})
	return result
}

// TestPartsAreTheWhole: what a table says does not depend on how it is read.
func TestPartsAreTheWhole(t *testing.T) {
	for name, big := range map[string]formtest.Big{
		"together":  {Rows: 4_103, PerProject: 10},
		"scattered": {Rows: 4_103, PerProject: 10, Scattered: true},
		"one":       {Rows: 30, PerProject: 40},
	} {
		t.Run(name, func(t *testing.T) {
			whole, parts := wholeAndParts(t, bigTable(t, big))
			compareParts(t, whole, parts)
		})
	}
}

func compareParts(t *testing.T, whole *Result, parts []*Result) {
	t.Helper()
	all := &Result{}
	for _, part := range parts {
		if sum := part.Counts.Used + part.Counts.Labels + part.Counts.Reported; sum != part.Counts.Read || sum != len(part.Cells) {
			t.Errorf("a part of %d cells accounts for %+v", len(part.Cells), part.Counts)
		}
		all.add(part)
	}
	if d := diff.Diff(inOrder(whole), inOrder(all), cmpopts.EquateEmpty(), diff.Exporter(func(reflect.Type) bool { return true })); d != "" {
		t.Errorf("as a whole (-) and in parts (+):\n%.4000s", d)
	}
}

// TestPartsOfMadeUpTables compares the two ways over tables of random layout: merged cells, titles above, columns of no use, damage.
func TestPartsOfMadeUpTables(t *testing.T) {
	tables := 0
	for seed := uint64(1); seed <= 3_000 && tables < 25; seed++ {
		form := formtest.New(seed)
		if form.Layout.Format != formtest.FormatXLSX || form.Layout.Kind != formtest.FlatTable {
			continue
		}
		tables++
		whole, parts := wholeAndParts(t, form.Data)
		compareParts(t, whole, parts)
	}
	if tables < 25 {
		t.Errorf("only %d tables were made up", tables)
	}
}

// TestPartsAreBounded: a table whose projects stand together is given as it is read, and reading may end early.
func TestPartsAreBounded(t *testing.T) {
	file := bigTable(t, formtest.Big{Rows: 8_000, PerProject: 10})
	parts := 0
	for part, err := range Parts("big.xlsx", file, Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		if parts++; len(part.Cells) > 14*partRows || len(part.Submissions) > partRows/10+1 {
			t.Errorf("part %d holds %d cells and %d projects", parts, len(part.Cells), len(part.Submissions))
		}
	}
	if parts < 8_000/partRows {
		t.Errorf("only %d parts", parts)
	}
	for range Parts("big.xlsx", file, Options{}) {
		break
	}
}

// TestPartsInConstantMemory: five times as many rows must not take even twice the memory. What is held is measured after each part, when
// the garbage is gone.
func TestPartsInConstantMemory(t *testing.T) {
	short, long := heldBy(t, 20_000/fewerRows), heldBy(t, 100_000/fewerRows)
	t.Logf("held while reading: %d kB, and %d kB of five times the rows, beside the file", short>>10, long>>10)
	if long > 2*short+(8<<20) {
		t.Errorf("five times the rows hold %d kB, not %d kB", long>>10, short>>10)
	}
}

// heldBy is the most memory that stays in use while a table is read, without the file itself.
func heldBy(t *testing.T, rows int) (most uint64) {
	file := bigTable(t, formtest.Big{Rows: rows, PerProject: 10})
	before := heap()
	count := 0
	for _, err := range Parts("big.xlsx", file, Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		if count++; count%5 == 1 {
			most = max(most, heap()-min(before, heap()))
		}
	}
	runtime.KeepAlive(file)
	return most
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkParts reads flat tables row by row. heap-MB is what the heap has grown to by then, garbage and the file included.
func BenchmarkParts(b *testing.B) {
	for _, rows := range []int{50_000, 100_000, 200_000, 400_000} {
		b.Run(strconv.Itoa(rows), func(b *testing.B) {
			file := bigTable(b, formtest.Big{Rows: rows, PerProject: 10})
			for b.Loop() {
				for _, err := range Parts("big.xlsx", file, Options{}) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.HeapSys-m.HeapReleased)/(1<<20), "heap-MB")
		})
	}
}
