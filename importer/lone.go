package importer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jixiao/engine"
)

// singleText settles a text that stands without a second one: a name whose target was lost, a target that belongs to the row
// above, the rest of a text above, or nothing that can be told.
func (f *form) singleText(row []*cell, words []word, c *cell) {
	value := f.isValue(c.Text)
	switch {
	case value && len(words) == 0 && f.lacksTarget():
		f.takeTarget(c)
	case value:
		f.checkColumns(words, nil, nil)
		f.reportAs(engine.Error, CellOutOfPlace, []*cell{c}, c.Text, unsettled)
	case len(words) == 0 && f.continuesAbove(c):
		f.joinAbove(c)
	case len(words) == 0 && len(row) == 1 && c.Col == 0:
		f.stray(c)
	case isStub(c.fold):
		f.report(TemplateStub, []*cell{c}, c.Text)
	default:
		f.about(f.sub, len(f.sub.Indicators))
		f.addIndicator(words, c, nil)
	}
}

// isStub tells a row that the template left for a further indicator: 指标2:, ……
func isStub(fold string) bool {
	rest, found := strings.CutPrefix(fold, "指标")
	if found {
		return strings.Trim(rest, "0123456789一二三四五六七八九十:") == ""
	}
	return strings.Trim(fold, "….") == ""
}

func (f *form) lacksTarget() bool {
	last := len(f.taken) - 1
	return f.directlyBelow() && len(f.taken[last].target) == 0
}

// directlyBelow tells that the row before ends with the newest indicator's last text.
func (f *form) directlyBelow() bool {
	if len(f.taken) == 0 || len(f.previous) == 0 {
		return false
	}
	cells := *f.lastCells()
	return cells[len(cells)-1] == f.previous[len(f.previous)-1]
}

// takeTarget gives a target that stands alone to the indicator above, whose own place is blank.
func (f *form) takeTarget(c *cell) {
	last := len(f.taken) - 1
	f.about(f.sub, last)
	f.taken[last].target = []*cell{c}
	c.use(engine.ColumnTarget.ID())
	f.raise(CellOutOfPlace, c, c.Text, engine.ColumnTarget.ID())
}

// continuesAbove tells whether the last text of the row above is plainly unfinished, and this is its rest.
func (f *form) continuesAbove(c *cell) bool {
	if !f.directlyBelow() || isRemark(c.fold) || isTitleLike(c.fold) {
		return false
	}
	return unfinished(textOf(*f.lastCells()), c.Text)
}

func (f *form) lastCells() *[]*cell {
	last := &f.taken[len(f.taken)-1]
	if len(last.target) > 0 {
		return &last.target
	}
	return &last.name
}

// unfinished tells a text that its punctuation leaves open: a bracket that the next text closes, a comma at the end or at the
// next beginning.
func unfinished(text, next string) bool {
	fold, rest := engine.Fold(text), engine.Fold(next)
	for _, pair := range [][2]string{{"(", ")"}, {"[", "]"}, {"《", "》"}, {"“", "”"}, {"【", "】"}} {
		if strings.Count(fold, pair[0]) > strings.Count(fold, pair[1]) && strings.Contains(rest, pair[1]) {
			return true
		}
	}
	last, _ := utf8.DecodeLastRuneInString(fold)
	first, _ := utf8.DecodeRuneInString(rest)
	return strings.ContainsRune("、,;", last) || strings.ContainsRune("、,。;", first)
}

func (f *form) joinAbove(c *cell) {
	f.about(f.sub, len(f.taken)-1)
	field := engine.ColumnIndicator
	if len(f.taken[len(f.taken)-1].target) > 0 {
		field = engine.ColumnTarget
	}
	cells := f.lastCells()
	*cells = append(slices.Clip(*cells), c)
	c.use(field.ID())
	f.raise(CellJoined, c, c.Text, field.ID())
}

// stray reports a lone text at the beginning of a line. Among the indicators it may be one whose cells were lost.
func (f *form) stray(c *cell) {
	switch {
	case isTitleLike(c.fold):
		f.report(TitleOutsideForm, []*cell{c}, c.Text)
	case isRemark(c.fold):
		f.report(CellNotUnderstood, []*cell{c}, c.Text)
	default:
		f.reportAs(engine.Error, CellOutOfPlace, []*cell{c}, c.Text, unsettled)
	}
}
