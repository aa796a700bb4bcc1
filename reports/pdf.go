package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"jixiao/engine"
	"jixiao/reports/pdf"
)

// WritePDF writes the form of each view as a pdf file: A4 upright, every form on pages of its own that are numbered from 1, the headers of the
// indicators and the classes repeated on every page that they reach. A row is parted only where it is higher than a page. The
// text can be searched and copied; characters that the font does not have are drawn as 〓, and [View.Undrawn] names them. Without
// views there is nothing to write, and that is an error.
func WritePDF(w io.Writer, views []*View) error {
	if len(views) == 0 {
		return fmt.Errorf("write pdf: no project")
	}
	d := pdf.New(pdfTitle(views))
	for _, view := range views {
		newPages(pdfGrid(view)).draw(d)
	}
	if _, err := d.WriteTo(w); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	return nil
}

func pdfTitle(views []*View) string {
	if len(views) == 1 {
		return views[0].Title + views[0].Year + " " + oneLine(views[0].Name)
	}
	return views[0].Title
}

// oneLine takes out of a text what breaks or turns a line.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unprintable(r) {
			return ' '
		}
		return r
	}, text)
}

func pdfGrid(v *View) *formGrid {
	g := newFormGrid(v)
	g.explanations(v)
	return g
}

// Undrawn is a character of a form that the font of the pdf file does not have.
type Undrawn struct {
	Project engine.ProjectID
	Name    string // of the project
	Char    rune
}

// Undrawn lists the characters of the view that a pdf file shows as 〓, each once, in the order in which they stand on the form.
func (v *View) Undrawn() []Undrawn {
	var found []Undrawn
	g := pdfGrid(v)
	for _, b := range g.bands {
		for _, block := range b.blocks {
			found = v.undrawnIn(found, block.text)
		}
	}
	for _, s := range g.spans {
		found = v.undrawnIn(found, s.text)
	}
	return found
}

func (v *View) undrawnIn(found []Undrawn, text string) []Undrawn {
	for _, r := range text {
		if r >= 0x80 && pdf.Missing(r) && !slices.ContainsFunc(found, func(u Undrawn) bool { return u.Char == r }) {
			found = append(found, Undrawn{v.Project, v.Name, r})
		}
	}
	return found
}
