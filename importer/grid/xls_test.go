package grid

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"jixiao/importer/xlstest"
)

func TestBookOfTheTestWriter(t *testing.T) {
	book := xlstest.Book{
		Formats: []string{"0.00%", `yyyy"年"m"月"`},
		Sheets: []xlstest.Sheet{
			{Name: "表一", Cells: []xlstest.Cell{{Text: "指标"}, {Col: 1, Text: "value"}, {Row: 1, Number: 0.29, IsNumber: true, Style: 1}, {Row: 1, Col: 1, Number: 45992, IsNumber: true, Style: 2}},
				Merges: []xlstest.Merge{{Row: 0, LastRow: 1, Col: 0, LastCol: 0}}},
			{Name: "two", Hidden: 2, Cells: []xlstest.Cell{{Row: 3, Col: 3, Text: "甲"}}},
		},
	}
	doc, err := Read("f.xls", book.Bytes(), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"表一!A1=指标 [2x1]", "表一!B1=value", "表一!A2=29% [hidden]", "表一!B2=2025年12月", "two!D4=甲 [hidden]"}
	if diff := cmp.Diff(want, listing(doc)); diff != "" {
		t.Error("cells (-want +got):", diff)
	}
}
