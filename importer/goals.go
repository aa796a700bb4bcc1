package importer

import (
	"slices"

	"jixiao/engine"
)

// goalColumn is the label of a goal whose text stands in a row below.
type goalColumn struct {
	field engine.HeadField
	col   int
}

// goalLabel reads the label of a goal, whose text stands behind it or in a row below.
func (f *form) goalLabel(field engine.HeadField, row []*cell, i int) int {
	f.fundsOn = false
	row[i].label(string(field))
	value := f.valueAfter(row, i)
	f.goals = slices.DeleteFunc(f.goals, func(g goalColumn) bool { return g.field == field }) // 预期目标 says more than 年度总体目标 before it
	if value != nil {
		f.setHead(field, value, value.Text)
		return 2
	}
	f.goals = append(f.goals, goalColumn{field, row[i].Col})
	f.last = ""
	return 1
}

// headTexts settles the texts of a row that no label of the row explains: goals under their labels, or the rest of the last
// text, or nothing that is known.
func (f *form) headTexts(row, texts []*cell) {
	alone := len(row) == 1 && row[0].Col == 0
	switch {
	case alone && f.last != "" && !isForeignLabel(row[0].fold):
		f.continueHead(texts[0])
	case len(f.goals) > 0 && !isTableRow(row):
		f.goalTexts(texts)
	default:
		severity := engine.Warning
		if isTableRow(row) {
			severity = engine.Error // an indicator that stands above its form
		}
		for _, c := range texts {
			f.reportAs(severity, CellNotUnderstood, []*cell{c}, c.Text)
		}
	}
}

// continueHead joins a line to the text that it continues.
func (f *form) continueHead(c *cell) {
	f.appendText(f.last, c.Text)
	c.use(string(f.last))
	severity := engine.Warning
	if f.last == engine.FieldGoal || f.last == engine.FieldLongGoal || f.last == engine.FieldGoalActual {
		severity = engine.Info
	}
	f.raiseAs(severity, CellJoined, c, c.Text, string(f.last))
}

// appendText adds to a text of the head, or to what is recorded of the goal.
func (f *form) appendText(field engine.HeadField, text string) {
	if into := f.text(field); into != nil {
		*into = joinText(*into, text)
		return
	}
	for i := range f.noted {
		if rec := &f.noted[i].record; rec.Field == engine.RecordGoalActual {
			rec.Value = joinText(rec.Value, text)
		}
	}
}

// joinText joins two pieces of a text that a line break divided. Chinese has no space there.
func joinText(a, b string) string {
	if a != "" && b != "" && isASCIIWord(a[len(a)-1]) && isASCIIWord(b[0]) {
		return a + " " + b
	}
	return a + b
}

func isASCIIWord(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// goalTexts gives each text to the goal whose label stands in its column; where columns are shifted, in order.
func (f *form) goalTexts(texts []*cell) {
	for i, c := range texts {
		field, exact := f.goalAt(c.Col)
		if !exact && len(texts) == len(f.goals) {
			field = f.goals[i].field
		}
		if f.set[field] != nil {
			f.moreGoal(field, c)
			continue
		}
		f.setHead(field, c, c.Text)
		if !exact {
			f.raise(CellOutOfPlace, c, c.Text, string(field))
		}
	}
}

// goalAt finds the label in a column. A text that stands under none is the year's goal, which every form has.
func (f *form) goalAt(col int) (engine.HeadField, bool) {
	for _, goal := range f.goals {
		if goal.col == col {
			return goal.field, true
		}
	}
	if len(f.goals) == 1 {
		return f.goals[0].field, false
	}
	return engine.FieldGoal, false
}

// moreGoal adds a further row to a goal.
func (f *form) moreGoal(field engine.HeadField, c *cell) {
	f.last = field
	f.continueHead(c)
}
