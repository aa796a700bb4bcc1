package formtest

import (
	"math/rand/v2"
	"strings"

	"jixiao/importer/pdftest"
)

// The page that a form is printed on: A4 on its side, with the margin that the tables leave.
const (
	pageWidth = pdftest.A4Height - 100
	fontSize  = 9
)

// rulings are the ways in which the lines of a table are drawn.
var rulings = []pdftest.Ruling{pdftest.Stroked, pdftest.Stroked, pdftest.Thin, pdftest.Doubled, pdftest.Boxes}

// portable prints the sheet as a ruled table over as many pages as it takes. The parts are its cells as they stand on the pages: of a
// merged cell that a page ends in, the rest of the text stands in the first row of the next page.
func portable(s *Sheet, outside bool, r *rand.Rand) (data []byte, parts []pdftest.Part) {
	t := pdftest.Table{Size: fontSize, Ruling: pick(r, rulings), Centred: chance(r, 30), Lines: map[int]bool{}}
	for range s.Width {
		t.Widths = append(t.Widths, pageWidth/float64(s.Width))
	}
	for i, row := range s.Rows {
		var cells []pdftest.Cell
		for _, c := range row {
			cells = append(cells, pdftest.Cell{Text: c.Text, Rows: c.Rows, Cols: c.Cols})
		}
		t.Rows = append(t.Rows, cells)
		t.Lines[i] = outside && len(row) == 1 && row[0].Outside
	}
	d := pdftest.New()
	d.Packed = chance(r, 50)
	d.Table(d.Page(pdftest.A4Height, pdftest.A4Width), 50, t)
	return d.Bytes(), d.Parts()
}

// partsLike are the texts of a pdf, without white space. A cell that a page divides may be read as one where it begins, or part by part where
// each stands: nothing in the file says which. Where the text that was read goes on with the whole cell, it is taken whole.
func partsLike(parts []pdftest.Part, read string) string {
	var text strings.Builder
	begun, whole := map[int]bool{}, map[int]bool{}
	for _, p := range parts {
		if whole[p.Number] {
			continue
		}
		all := squeeze(p.Cell.Text)
		if !begun[p.Number] && strings.HasPrefix(read[min(text.Len(), len(read)):], all) {
			whole[p.Number] = true
			text.WriteString(all)
			continue
		}
		begun[p.Number] = true
		text.WriteString(squeeze(p.Text))
	}
	return text.String()
}

func squeeze(text string) string { return strings.Join(strings.Fields(text), "") }
