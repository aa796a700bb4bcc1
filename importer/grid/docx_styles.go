package grid

import "encoding/xml"

// docxStyles tells which styles of a document hide text.
type docxStyles struct {
	styles   map[string]*docxStyle
	standard map[string]string // of each type of style, the one that holds where none is named
	hidden   bool              // the document's own default
}

// docxStyle is what counts of a style.
type docxStyle struct {
	based  string
	hidden *bool // nil where it says nothing
}

// mostBases bounds how far styles that are based on each other are followed: Word allows eleven, and a circle has no end.
const mostBases = 50

// readStyles reads the styles of a document, which may have none.
func (a *archive) readStyles(part string) (*docxStyles, error) {
	s := &docxStyles{styles: map[string]*docxStyle{}, standard: map[string]string{}}
	if !a.has(relationsPart(part)) {
		return s, nil
	}
	relations, err := a.relations(part)
	if err != nil {
		return nil, err
	}
	for _, r := range relations {
		if r.kind == "styles" && a.has(r.target) {
			return s, a.walk(r.target, &docxStylesReader{to: s})
		}
	}
	return s, nil
}

// docxStylesReader takes the styles of a part as they stream by.
type docxStylesReader struct {
	ignoring
	to      *docxStyles
	current *docxStyle
}

func (r *docxStylesReader) start(path []string, attrs []xml.Attr) error {
	name, parent, value := last(path, 0), last(path, 1), attr(attrs, "val")
	switch {
	case name == "style" && parent == "styles":
		r.current = &docxStyle{}
		id := attr(attrs, "styleId")
		r.to.styles[id] = r.current
		if isTrue(attr(attrs, "default")) {
			r.to.standard[attr(attrs, "type")] = id
		}
	case name == "basedOn" && parent == "style" && r.current != nil:
		r.current.based = value
	case name != "vanish" || parent != "rPr":
	case last(path, 2) == "rPrDefault":
		r.to.hidden = isOn(value)
	case last(path, 2) == "style" && r.current != nil:
		hidden := isOn(value)
		r.current.hidden = &hidden
	}
	return nil
}

// hides tells what a style says about hiding, by itself or through those that it is based on. Without a name the standard style of its
// kind holds.
func (s *docxStyles) hides(kind, id string) bool {
	if id == "" {
		id = s.standard[kind]
	}
	for range mostBases {
		style := s.styles[id]
		switch {
		case style == nil:
			return false
		case style.hidden != nil:
			return *style.hidden
		}
		id = style.based
	}
	return false
}

// hiddenBy tells whether styles hide text. Hiding is a switch: each of the table's, the paragraph's and the run's style turns it over.
func (s *docxStyles) hiddenBy(table, paragraph, run string) bool {
	levels := s.hides("paragraph", paragraph) != s.hides("character", run)
	if table != "" {
		levels = levels != s.hides("table", table)
	}
	return levels || s.hidden
}
