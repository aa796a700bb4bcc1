package grid

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	x "jixiao/importer/xlstest"
)

// oldLimits keep what a fuzz input may cost small.
func oldLimits() Limits {
	limits := DefaultLimits()
	limits.Cells, limits.Merges, limits.Faults = 20_000, 20_000, 20_000
	return limits
}

var recordSeeds = [][]byte{
	join(x.Record(x.LabelSST, 0, 0, 0, uint32(1)), number(1, 1, 1, 0.29), x.Record(x.MergedCells, 1, 0, 1, 0, 1)),
	join(x.ColumnRecord(1, 1, true), x.RowRecord(1, true), x.Record(x.Label, 1, 1, 0, x.Text("甲a")), x.Record(x.RString, 2, 1, 0, x.Text("é"), 0)),
	join(x.Record(x.RK, 0, 0, 2, x.RKWhole(46022)), x.Record(x.MulRK, 4, 1, 0, x.RKFloat(1.5), 1, x.RKHundredths(29), 2)),
	join(formula(0, 0, special(0, 0)), x.Record(x.SharedFormat, 0), x.Record(x.String, 4, "\x00ab"), x.Record(x.Continue, x.Wide("丙丁")), formula(0, 1, 0.1), formula(0, 2, special(2, 7))),
	join(x.Record(x.BoolErr, 0, 0, 0, uint8(1), uint8(0)), x.Begin(x.Chart), number(0, 0, 0, 5), x.End(), number(3, 3, 5, 45658.99999999)),
	join(number(9, 2, 3, 59.5), number(0, 9, 0, math.MaxFloat64), number(0, 8, 4, 5e-324), x.Record(x.Label, 7, 7, 0, 2, "\x01\x00\xd8\x00\x00")),
}

// FuzzXLSRecords feeds the records of a worksheet. Beside the laws of all readers: what stands in the compound file is read as it is
// without one, and records that nobody knows change nothing.
func FuzzXLSRecords(f *testing.F) {
	for _, seed := range recordSeeds {
		f.Add(seed)
	}
	f.Fuzz(tryRecords)
}

func tryRecords(t *testing.T, records []byte) {
	stream := x.Workbook(join(oldStyles(), oldTexts()), x.Part{Name: "表一", Records: records})
	doc, err := Read("f", x.Compound(x.Stream{Name: "Workbook", Data: stream}), oldLimits())
	bare, bareErr := Read("f", stream, oldLimits())
	if (err == nil) != (bareErr == nil) {
		t.Fatalf("in a compound file %v, without %v", err, bareErr)
	}
	if err != nil {
		checkKnown(t, err)
		return
	}
	checkCells(t, doc)
	if diff := cmp.Diff(listing(doc), listing(bare)); diff != "" {
		t.Error(diff)
	}
	unknown := x.Workbook(join(oldStyles(), oldTexts()), x.Part{Name: "表一", Records: join(x.Record(0x7777, "nobody knows"), records)})
	if more, err := Read("f", unknown, oldLimits()); err != nil || cmp.Diff(listing(doc), listing(more)) != "" {
		t.Errorf("a record that nobody knows makes it %v, %v", more, err)
	}
}

// FuzzXLSTexts feeds the table of shared texts, divided into records at random.
func FuzzXLSTexts(f *testing.F) {
	f.Add("甲\x00narrow\x00𠀀 wide é", 20, byte(3))
	f.Add("\x00\x00a", 12, byte(0))
	f.Add(strings.Repeat("长文字", 3000), 8224, byte(1))
	f.Fuzz(func(t *testing.T, joined string, limit int, extra byte) {
		var texts []x.SharedText
		var cells []byte
		var want []string
		for i, text := range strings.Split(joined, "\x00") {
			text = strings.ToValidUTF8(text, "")
			if i >= 1000 || x.Length(text) > 60_000 {
				break
			}
			shared := x.SharedText{Text: text, Runs: i % (1 + int(extra&3)), Wide: extra&4 != 0}
			if extra&8 != 0 {
				shared.Aids = make([]byte, i%50)
			}
			texts = append(texts, shared)
			cells = append(cells, x.Record(x.LabelSST, i, 0, 0, uint32(i))...)
			if shown := cleanText(text); visibleForTest(shown) {
				want = append(want, shown)
			}
		}
		table := x.SharedTexts(max(12, min(limit, x.MostContent)), len(texts), texts...)
		doc, err := Read("f", x.Workbook(table, x.Part{Name: "a", Records: cells}), oldLimits())
		if err != nil {
			checkKnown(t, err)
			if len(want) > 0 {
				t.Errorf("texts that another program wrote: %v", err)
			}
			return
		}
		checkCells(t, doc)
		if doc.CellCount() < len(want) {
			t.Errorf("%d cells of %d texts", doc.CellCount(), len(want))
		}
	})
}

// visibleForTest tells a text with a letter or a digit, which cannot be a blank cell.
func visibleForTest(text string) bool {
	return strings.ContainsAny(text, "abcdefghijklmnopqrstuvwxyz0123456789甲乙丙丁")
}

// FuzzXLS feeds whole files: the container of a workbook in which anything may be wrong.
func FuzzXLS(f *testing.F) {
	small := x.Workbook(join(oldStyles(), oldTexts()), x.Part{Name: "表一", Records: join(x.Record(x.LabelSST, 0, 0, 0, uint32(1)), number(1, 1, 1, 0.29))})
	f.Add(x.Compound(x.Stream{Name: "Workbook", Data: small}))
	f.Add(x.Compound(x.Stream{Name: "MBD1/Workbook", Data: small}, x.Stream{Name: "Workbook", Data: join(small, make([]byte, 4096))}))
	f.Add(x.Compound4(x.Stream{Name: "Workbook", Data: small}))
	f.Add(x.Compound(x.Stream{Name: "Book", Data: x.Workbook5(x.Record(x.CodePage, 936), x.Part{Name: "a", Records: x.Record(x.Label, 0, 0, 0, 2, "\xb9\xcc")})}))
	f.Add(small)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<20 {
			return
		}
		doc, err := Read("f", data, oldLimits())
		if err != nil {
			checkKnown(t, err)
			return
		}
		checkCells(t, doc)
	})
}
