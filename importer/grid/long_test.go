package grid

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jixiao/importer/formtest"
)

// checkLong reads a file as a whole and row by row, and wants the same.
func checkLong(t *testing.T, data []byte) {
	t.Helper()
	want, wantErr := Read("f", data, DefaultLimits())
	got, err := Open("f", data, DefaultLimits(), 1)
	if err == nil {
		err = readRows(got)
	}
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("row by row: %v, as a whole: %v", err, wantErr)
	}
	if err != nil {
		return
	}
	sameDocument(t, want, got)
}

// readRows fills the long grids of a document with their rows.
func readRows(doc *Document) error {
	for i := range doc.Grids {
		g := &doc.Grids[i]
		if !g.Long() {
			continue
		}
		err := eachRow(g, func(Row) {})
		if errors.Is(err, ErrUnordered) {
			err = doc.Load(g)
			if err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		g.Rows = nil
		err = eachRow(g, func(row Row) {
			doc.Faults = append(doc.Faults, row.Faults...)
			if len(row.Cells) > 0 {
				g.Rows = append(g.Rows, make([][]Cell, row.Index+1-len(g.Rows))...)
				g.Rows[row.Index] = append([]Cell{}, row.Cells...)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func eachRow(g *Grid, f func(Row)) error {
	for row, err := range g.All() {
		if err != nil {
			return err
		}
		f(row)
	}
	return nil
}

func sameDocument(t *testing.T, want, got *Document) {
	t.Helper()
	byPlace := cmpopts.SortSlices(func(a, b Fault) bool {
		return strings.Compare(a.Place.Sheet+a.Place.Ref+a.Code, b.Place.Sheet+b.Place.Ref+b.Code) < 0
	})
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Grid{}), byPlace, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("as a whole (-) and row by row (+):\n%s", diff)
	}
}

func TestLong(t *testing.T) {
	for name, inside := range map[string]string{
		"plain":            `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>`,
		"cells disordered": `<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c><c r="C1"><v>2</v></c></row>`,
		"rows disordered":  `<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>`,
		"twice":            `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>1</v></c></row>`,
		"faults":           `<row r="1"><c r="A1"><f>1</f><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c></row><row r="2"><c r="A2"><f>2</f></c></row>`,
		"broken late":      `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>99</v></c></row>`,
		"merges": `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>1</v></c></row><row r="9" hidden="1"><c r="B9"><v>1</v></c></row></sheetData>` +
			`<mergeCells><mergeCell ref="A1:A8"/><mergeCell ref="B9:D11"/><mergeCell ref="x"/></mergeCells><sheetData>`,
	} {
		t.Run(name, func(t *testing.T) { checkLong(t, pack(t, parts(inside))) })
	}
}

func TestLongOfMadeUpForms(t *testing.T) {
	var file bytes.Buffer
	if err := (formtest.Big{Rows: 500, PerProject: 7, Inline: true}).Write(&file); err != nil {
		t.Fatal(err)
	}
	checkLong(t, file.Bytes())
}

func TestLongHoldsTheBeginning(t *testing.T) {
	var file bytes.Buffer
	if err := (formtest.Big{Rows: 500, PerProject: 10}).Write(&file); err != nil {
		t.Fatal(err)
	}
	doc, err := Open("f", file.Bytes(), DefaultLimits(), 100)
	if err != nil {
		t.Fatal(err)
	}
	if g := &doc.Grids[0]; !g.Long() || doc.CellCount() < 100 || doc.CellCount() > 120 {
		t.Errorf("long: %v, %d cells held", g.Long(), doc.CellCount())
	}
	seen := 0
	for range doc.Grids[0].All() {
		if seen++; seen == 3 {
			break
		}
	}
	if seen != 3 {
		t.Errorf("stopped after %d rows", seen)
	}
}

// A shared text counts as often as it is shown, in every reading of a long worksheet anew.
func TestLongSharedTexts(t *testing.T) {
	rows := ""
	for i := range 6 {
		rows += fmt.Sprintf(`<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>`, i+1, i+1)
	}
	data := pack(t, with(parts(rows), "xl/sharedStrings.xml", `<sst><si><t>`+strings.Repeat("x", 1_000)+`</t></si></sst>`))
	limits := DefaultLimits()
	for texts, enough := range map[int64]bool{5: false, 6: true} {
		limits.UnpackedBytes = max(texts*1_000, 5_000)
		limits.LargeBytes = limits.UnpackedBytes
		doc, err := Open("f", data, limits, 1)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			err = eachRow(&doc.Grids[0], func(Row) {})
			if (err == nil) != enough || !enough && limitOf(err) != LimitUnpackedBytes {
				t.Errorf("%d texts: %v", texts, err)
			}
		}
		if err := doc.Load(&doc.Grids[0]); (err == nil) != enough {
			t.Errorf("%d texts as a whole: %v", texts, err)
		}
	}
}
