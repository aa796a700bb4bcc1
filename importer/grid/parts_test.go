package grid

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestPartsOfATextAreJoined: a text goes on in the cell below where both say so, over merged ranges too, and nowhere else.
func TestPartsOfATextAreJoined(t *testing.T) {
	const mark = partMark
	for name, c := range map[string]struct {
		cells  map[string]string
		merges [][2]string
		want   map[string]string
		tall   int // rows of A1
	}{
		"two":             {map[string]string{"A1": "甲 " + mark, "A2": mark + " 乙"}, nil, map[string]string{"A1": "甲  乙"}, 2},
		"three, merged":   {map[string]string{"A1": "甲\n" + mark, "A3": mark + mark, "A4": mark + "乙", "B1": "丙"}, [][2]string{{"A1", "A2"}, {"A4", "B6"}}, map[string]string{"A1": "甲\n乙", "B1": "丙"}, 6},
		"another column":  {map[string]string{"A1": "甲" + mark, "B2": mark + "乙"}, nil, map[string]string{"A1": "甲", "B2": "乙"}, 1},
		"the lower alone": {map[string]string{"A1": "甲", "A2": mark + "乙"}, nil, map[string]string{"A1": "甲", "A2": "乙"}, 1},
		"the upper alone": {map[string]string{"A1": "甲" + mark, "A2": "乙"}, nil, map[string]string{"A1": "甲", "A2": "乙"}, 1},
		"two blanks":      {map[string]string{"A1": "甲\u200b\u200b", "A2": "\u200b\u200b乙"}, nil, map[string]string{"A1": "甲", "A2": "乙"}, 1},
		"nothing but it":  {map[string]string{"A1": mark, "A2": "乙"}, nil, map[string]string{"A2": "乙"}, 0},
	} {
		book := excelize.NewFile()
		for at, text := range c.cells {
			if err := book.SetCellStr("Sheet1", at, text); err != nil {
				t.Fatal(err)
			}
		}
		for _, m := range c.merges {
			if err := book.MergeCell("Sheet1", m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
		var file bytes.Buffer
		if err := book.Write(&file); err != nil {
			t.Fatal(err)
		}
		doc, err := Read("a.xlsx", file.Bytes(), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		got, tall := map[string]string{}, 0
		for _, row := range doc.Grids[0].Rows {
			for _, cell := range row {
				got[cell.Place.Ref] = cell.Text
				if cell.Place.Ref == "A1" {
					tall = cell.MergeRows
				}
			}
		}
		if len(got) != len(c.want) || tall != c.tall {
			t.Errorf("%s: %q, A1 over %d rows; want %q over %d", name, got, tall, c.want, c.tall)
		}
		for at, text := range c.want {
			if got[at] != text {
				t.Errorf("%s: %s is %q, want %q", name, at, got[at], text)
			}
		}
	}
}
