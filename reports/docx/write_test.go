package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"jixiao/importer/grid"
	"jixiao/reports/docx"
)

func written(t *testing.T, d docx.Document) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := docx.Write(&out, d); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sample has everything that a document can hold.
func sample() docx.Document {
	runs := func(text string) []docx.Run { return []docx.Run{{Text: text}} }
	return docx.Document{Title: "样张 <1>\x01", Margins: docx.Margins{Top: 1000, Right: 900, Bottom: 1000, Left: 900}, Blocks: []docx.Block{
		docx.Text(docx.ReportTitle, "自评报告"), docx.Text(docx.Heading1, "一、基本情况"),
		docx.Paragraph{Style: docx.Body, NewPage: true, Runs: []docx.Run{{Text: "资金 <p>&\u202e\x00 "}, {Text: "【此处填写：来源】", Marked: true}, {}}},
		docx.Table{Columns: docx.Fit([]float64{1, 2, 3}, 9001), Rows: []docx.Row{
			{Header: true, Whole: true, Height: 400, Cells: []docx.Cell{{Span: 2, Runs: runs("指标"), Align: docx.Centre}, {Runs: runs("得分\n（分）")}}},
			{Cells: []docx.Cell{{Merge: docx.Begins, Runs: runs("产出")}, {Runs: runs("a\tb")}, {Align: docx.Right, Runs: runs("=1+1")}}},
			{Cells: []docx.Cell{{Merge: docx.Continues, Runs: runs("不显示")}, {Runs: runs("")}, {Style: docx.FormHead, Runs: runs("坏字节\xff")}}},
		}},
		docx.Table{Columns: []int{5000}, Plain: true, Rows: []docx.Row{{Cells: []docx.Cell{{Runs: runs("签字")}}}}},
	}}
}

func part(t *testing.T, file []byte, name string) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	opened, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	content, err := io.ReadAll(opened)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// The project's own reader finds every text where it was put, merged cells as merged.
func TestReadBack(t *testing.T) {
	document, err := grid.Read("样张.docx", written(t, sample()), grid.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	merged := map[string][2]int{}
	for _, row := range document.Grids[0].Rows {
		for _, cell := range row {
			texts = append(texts, cell.Text)
			merged[cell.Text] = [2]int{cell.MergeRows, cell.MergeCols}
		}
	}
	for _, want := range []string{"自评报告", "一、基本情况", "指标", "得分\n（分）", "产出", "=1+1", "坏字节\ufffd", "签字"} {
		if !slices.Contains(texts, want) {
			t.Errorf("%q is missing from %q", want, texts)
		}
	}
	if all := strings.Join(texts, "|"); !strings.Contains(all, "【此处填写：来源】") || strings.Contains(all, "不显示") {
		t.Errorf("got %q", all)
	}
	if merged["指标"] != [2]int{1, 2} || merged["产出"] != [2]int{2, 1} {
		t.Errorf("merges: %v", merged)
	}
}

func TestSameDocumentSameBytes(t *testing.T) {
	if first := written(t, sample()); !bytes.Equal(first, written(t, sample())) {
		t.Error("two writings of the same document differ")
	}
}

func TestWideRowsAreRefused(t *testing.T) {
	table := docx.Table{Columns: []int{100, 100}, Rows: []docx.Row{{Cells: []docx.Cell{{}}}}}
	err := docx.Write(io.Discard, docx.Document{Blocks: []docx.Block{table}})
	if err == nil || err.Error() != "write document: block 0: row 0 reaches over 1 of 2 columns" {
		t.Errorf("got %v", err)
	}
}

type full struct{ err error }

func (w full) Write([]byte) (int, error) { return 0, w.err }

func TestErrorsOfTheWriterArePassedOn(t *testing.T) {
	broken := errors.New("disk full")
	if err := docx.Write(full{broken}, sample()); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// order is in which order the schema (ECMA-376 part 1, wml.xsd, transitional) wants the children of an element, of those that are
// written here. Children of the elements that are not listed may stand in any order or are none.
var order = map[string][]string{
	"document": {"body"},
	"sectPr":   {"footerReference", "pgSz", "pgMar"},
	"pPr": {"pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "kinsoku", "wordWrap", "overflowPunct", "spacing", "ind",
		"jc", "outlineLvl"},
	"rPr":        {"rFonts", "b", "sz", "szCs", "highlight", "lang"},
	"tbl":        {"tblPr", "tblGrid", "tr"},
	"tblPr":      {"tblW", "jc", "tblBorders", "tblLayout", "tblCellMar"},
	"tblBorders": {"top", "left", "bottom", "right", "insideH", "insideV"},
	"tblCellMar": {"top", "left", "bottom", "right"},
	"tblGrid":    {"gridCol"},
	"tr":         {"trPr", "tc"},
	"trPr":       {"cantSplit", "trHeight", "tblHeader"},
	"tc":         {"tcPr", "p"},
	"tcPr":       {"tcW", "gridSpan", "vMerge", "vAlign"},
	"styles":     {"docDefaults", "style"},
	"style":      {"name", "basedOn", "qFormat", "pPr", "rPr"},
	"settings":   {"defaultTabStop", "characterSpacingControl", "compat", "themeFontLang"},
	"font":       {"altName", "charset", "family"},
}

func TestElementsStandInTheOrderOfTheSchema(t *testing.T) {
	file := written(t, sample())
	for _, name := range []string{"word/document.xml", "word/styles.xml", "word/settings.xml", "word/fontTable.xml", "word/footer1.xml"} {
		type element struct {
			name string
			at   int
		}
		var open []element
		decoder := xml.NewDecoder(bytes.NewReader(part(t, file, name)))
		for {
			token, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				child := token.Name.Local
				if len(open) > 0 {
					parent := &open[len(open)-1]
					if children, listed := order[parent.name]; listed {
						at := slices.Index(children, child)
						if at < parent.at {
							t.Errorf("%s: %s in %s stands after %s", name, child, parent.name, children[parent.at])
						}
						parent.at = max(at, parent.at)
					}
				}
				open = append(open, element{name: child})
			case xml.EndElement:
				open = open[:len(open)-1]
			}
		}
	}
}

// Every part of the archive is well-formed, has a type, and every relation leads to a part.
func TestPartsBelongTogether(t *testing.T) {
	file := written(t, sample())
	types := string(part(t, file, "[Content_Types].xml"))
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range archive.File {
		if err := wellFormed(part(t, file, entry.Name)); err != nil {
			t.Errorf("%s: %v", entry.Name, err)
		}
		if !strings.HasSuffix(entry.Name, ".rels") && entry.Name != "[Content_Types].xml" && !strings.Contains(types, `PartName="/`+entry.Name+`"`) {
			t.Errorf("%s has no type", entry.Name)
		}
	}
	for relations, folder := range map[string]string{"_rels/.rels": "", "word/_rels/document.xml.rels": "word/"} {
		var list struct {
			Relationship []struct {
				Target string `xml:",attr"`
			}
		}
		if err := xml.Unmarshal(part(t, file, relations), &list); err != nil || len(list.Relationship) == 0 {
			t.Fatalf("%s: %d relations, %v", relations, len(list.Relationship), err)
		}
		for _, relation := range list.Relationship {
			part(t, file, folder+relation.Target)
		}
	}
}

func wellFormed(content []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(content))
	for {
		if _, err := decoder.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestFitSumsExactly(t *testing.T) {
	for _, total := range []int{1, 100, 9001, 10_466} {
		sum := 0
		for _, width := range docx.Fit([]float64{6.5, 9, 11, 18, 14, 14, 8, 12.5, 20}, total) {
			sum += width
		}
		if sum != total {
			t.Errorf("%d fitted to %d", total, sum)
		}
	}
}
