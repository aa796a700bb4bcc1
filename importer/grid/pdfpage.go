package grid

import (
	"cmp"
	"math"
	"slices"
	"unicode"
	"unicode/utf16"
)

// pdfPage is what a page shows, still where the page has it: y grows upwards as in the file until the page is set upright.
type pdfPage struct {
	number    int
	glyphs    []glyph
	rules     []box
	pictures  int
	texts     int  // pieces of text
	unseen    int  // pieces of text that are not drawn
	turned    bool // a piece of text is not upright
	watermark []glyph
}

// box is a rectangle in hundredths of a point.
type box struct{ left, top, right, bottom int }

func (b box) width() int   { return b.right - b.left }
func (b box) height() int  { return b.bottom - b.top }
func (b box) middleX() int { return (b.left + b.right) / 2 }
func (b box) middleY() int { return (b.top + b.bottom) / 2 }

func (b box) union(o box) box {
	return box{min(b.left, o.left), min(b.top, o.top), max(b.right, o.right), max(b.bottom, o.bottom)}
}

// A space is what the file has before a character.
type space int

const (
	noSpace    space = iota
	guessSpace       // a gap that the library took for one
	realSpace
)

// glyph is one visible character.
type glyph struct {
	text  rune
	box   box
	space space
	turn  int // quarter turns counter-clockwise, or slanted
}

const slanted = -1

// unmapped is the text of a glyph of which the file does not say what it shows. The number that the library gives instead says nothing.
const unmapped rune = 0

// The kinds of objects on a page.
const (
	objectText    = 1
	objectPath    = 2
	objectPicture = 3
	objectForm    = 5
)

// formDepth is how deep forms may be nested in each other.
const formDepth = 12

// matrix maps what an object draws to its page.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// then is m followed by o.
func (m matrix) then(o matrix) matrix {
	return matrix{
		m[0]*o[0] + m[1]*o[2], m[0]*o[1] + m[1]*o[3],
		m[2]*o[0] + m[3]*o[2], m[2]*o[1] + m[3]*o[3],
		m[4]*o[0] + m[5]*o[2] + o[4], m[4]*o[1] + m[5]*o[3] + o[5],
	}
}

func (m matrix) apply(x, y float64) (int, int) {
	return hundredths(m[0]*x + m[2]*y + m[4]), hundredths(m[1]*x + m[3]*y + m[5])
}

// farAway bounds places, so that sums of them stay numbers.
const farAway = 1 << 30

func hundredths(v float64) int {
	if math.IsNaN(v) {
		return 0
	}
	return int(math.Round(min(max(v*100, -farAway), farAway)))
}

// objects reads the lines of a page, and what kinds of things are on it.
func (f *pdfFile) objects(page *pdfPage, handle uint64) error {
	return f.drawn(page, "FPDFPage_", handle, identity, 0)
}

// drawn goes through the objects of a page or of a form on it.
func (f *pdfFile) drawn(page *pdfPage, prefix string, parent uint64, outer matrix, depth int) error {
	count := f.count(prefix+"CountObjects", parent)
	if f.drawings += count; f.drawings > f.src.limits.Drawings {
		return f.src.tooLarge(LimitDrawings, int64(f.src.limits.Drawings), Place{Sheet: pageName(page.number)})
	}
	for i := range count {
		object := f.call(prefix+"GetObject", parent, uint64(i))
		var err error
		switch f.count("FPDFPageObj_GetType", object) {
		case objectText:
			f.piece(page, object, outer)
		case objectPath:
			err = f.path(page, object, outer)
		case objectPicture:
			page.pictures++
		case objectForm:
			if depth < formDepth {
				err = f.drawn(page, "FPDFFormObj_", object, f.matrix(object).then(outer), depth+1)
			}
		}
		if err != nil || f.err != nil {
			return cmp.Or(err, f.failed())
		}
	}
	return f.failed()
}

func (f *pdfFile) matrix(object uint64) matrix {
	values, ok := f.floats(6, "FPDFPageObj_GetMatrix", object)
	if !ok {
		return identity
	}
	return matrix(values)
}

// piece looks at a piece of text: whether it can be seen and which way it runs.
func (f *pdfFile) piece(page *pdfPage, object uint64, outer matrix) {
	page.texts++
	const invisible = 3
	if f.call("FPDFTextObj_GetTextRenderMode", object) == invisible {
		page.unseen++
	}
	m := f.matrix(object).then(outer)
	if m[0] <= 0 || math.Abs(m[1]) > m[0]/50 {
		page.turned = true
	}
}

// thinnest is the width up to which something drawn is a line.
const thinnest = 300

// path takes the lines out of something drawn: thin as a whole, or in its parts.
func (f *pdfFile) path(page *pdfPage, object uint64, outer matrix) error {
	if !f.ok("FPDFPath_GetDrawMode", object, f.at(0), f.at(1)) {
		return nil
	}
	fill, stroke := f.word(0), f.word(1)
	if fill == 0 && stroke == 0 {
		return nil
	}
	if !f.ok("FPDFPageObj_GetBounds", object, f.at(0), f.at(1), f.at(2), f.at(3)) {
		return nil
	}
	bounds := span(outer, f.real(0), f.real(1), f.real(2), f.real(3))
	if bounds.width() <= thinnest || bounds.height() <= thinnest {
		page.rules = append(page.rules, bounds)
		return nil
	}
	return f.segments(page, object, f.matrix(object).then(outer), stroke != 0)
}

// span is the box around two corners.
func span(m matrix, x1, y1, x2, y2 float64) box {
	left, top := m.apply(x1, y1)
	right, bottom := m.apply(x2, y2)
	return box{min(left, right), min(top, bottom), max(left, right), max(top, bottom)}
}

// The kinds of segments.
const (
	segmentLine  = 0
	segmentCurve = 1
	segmentMove  = 2
)

// outline is a part of a path between two moves of the pen.
type outline struct {
	xs, ys []int
	gaps   []bool // no straight line leads to the point
}

func (o *outline) add(x, y int, gap bool) {
	o.xs, o.ys, o.gaps = append(o.xs, x), append(o.ys, y), append(o.gaps, gap)
}

// segments reads a path piece by piece: stroked, its straight pieces are lines; filled, its thin parts are.
func (f *pdfFile) segments(page *pdfPage, object uint64, m matrix, stroke bool) error {
	count := f.count("FPDFPath_CountSegments", object)
	if f.drawings += count; f.drawings > f.src.limits.Drawings {
		return f.src.tooLarge(LimitDrawings, int64(f.src.limits.Drawings), Place{Sheet: pageName(page.number)})
	}
	var part outline
	for i := range count {
		segment := f.call("FPDFPath_GetPathSegment", object, uint64(i))
		kind := f.count("FPDFPathSegment_GetType", segment)
		if !f.ok("FPDFPathSegment_GetPoint", segment, f.at(0), f.at(1)) {
			continue
		}
		x, y := m.apply(f.real(0), f.real(1))
		if kind == segmentMove {
			page.outline(part, stroke)
			part = outline{}
		}
		part.add(x, y, kind != segmentLine)
		if f.ok("FPDFPathSegment_GetClose", segment) {
			part.add(part.xs[0], part.ys[0], false)
		}
	}
	page.outline(part, stroke)
	return f.failed()
}

func (p *pdfPage) outline(part outline, stroke bool) {
	if len(part.xs) < 2 {
		return
	}
	bounds := box{slices.Min(part.xs), slices.Min(part.ys), slices.Max(part.xs), slices.Max(part.ys)}
	if bounds.width() <= thinnest || bounds.height() <= thinnest {
		p.rules = append(p.rules, bounds)
		return
	}
	for i := 1; stroke && i < len(part.xs); i++ {
		if part.gaps[i] {
			continue
		}
		line := box{min(part.xs[i-1], part.xs[i]), min(part.ys[i-1], part.ys[i]), max(part.xs[i-1], part.xs[i]), max(part.ys[i-1], part.ys[i])}
		if line.width() <= thinnest || line.height() <= thinnest {
			p.rules = append(p.rules, line)
		}
	}
}

// characters reads the text of a page, character by character.
func (f *pdfFile) characters(page *pdfPage, handle uint64) error {
	text := f.call("FPDFText_LoadPage", handle)
	count := f.count("FPDFText_CountChars", text)
	if f.glyphs += count; f.glyphs > f.src.limits.Glyphs {
		return f.src.tooLarge(LimitGlyphs, int64(f.src.limits.Glyphs), Place{Sheet: pageName(page.number)})
	}
	before := noSpace
	for i := range count {
		code := rune(f.call("FPDFText_GetUnicode", text, uint64(i)))
		if unicode.IsSpace(code) {
			if code == ' ' && f.ok("FPDFText_IsGenerated", text, uint64(i)) || code == '\r' || code == '\n' {
				before = max(before, guessSpace)
			} else {
				before = realSpace
			}
			continue
		}
		if last := len(page.glyphs) - 1; before == noSpace && last >= 0 && utf16.IsSurrogate(code) && utf16.IsSurrogate(page.glyphs[last].text) {
			// The library hands a character above U+FFFF over in two halves.
			page.glyphs[last].text = utf16.DecodeRune(page.glyphs[last].text, code)
			continue
		}
		g := glyph{text: code, box: f.charBox(text, i), space: before}
		if f.ok("FPDFText_HasUnicodeMapError", text, uint64(i)) {
			g.text = unmapped
		}
		if page.turned {
			g.turn = quarterTurns(-f.angle(text, i)) // the library counts clockwise
		}
		page.glyphs = append(page.glyphs, g)
		before = noSpace
		if f.err != nil {
			return f.failed()
		}
	}
	f.call("FPDFText_ClosePage", text)
	return f.failed()
}

func (f *pdfFile) charBox(text uint64, i int) box {
	edges, ok := f.floats(4, "FPDFText_GetLooseCharBox", text, uint64(i)) // left, top, right, bottom
	if !ok {
		return box{}
	}
	return span(identity, edges[0], edges[1], edges[2], edges[3])
}

func (f *pdfFile) angle(text uint64, i int) float64 {
	return float64(math.Float32frombits(uint32(f.call("FPDFText_GetCharAngle", text, uint64(i)))))
}

// quarterTurns is an angle in quarters of a turn; slanted where it is between them.
func quarterTurns(angle float64) int {
	quarters := angle / (math.Pi / 2)
	nearest := math.Round(quarters)
	if math.Abs(quarters-nearest) > 0.05 {
		return slanted
	}
	return int(nearest) & 3
}
