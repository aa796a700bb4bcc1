package reports

import (
	"slices"
	"strconv"
	"strings"

	"jixiao/engine"
)

// FormOrigins is a form with the cells that its fields were read from. A cell's As is the name of its field: of an
// [engine.HeadField] or [engine.RecordField] in Head, of an [engine.Column] in Rows.
type FormOrigins struct {
	Form  *engine.Submission // nil for cells that went into no form; these are in Rows as they stand side by side
	Head  []CellFate
	Funds []FundsFate
	Rows  [][]CellFate  // one for each indicator
	First engine.Source // where the same project was read before, if it was; then this form was not taken
}

// FundsFate is a cell with an amount of a row of the funds block.
type FundsFate struct {
	Item engine.BudgetItem
	CellFate
}

// Origins is what files were understood to say, for a person to compare with the cells that say it.
type Origins struct {
	Forms  []FormOrigins
	Unused []CellFate // the cells that were reported and went nowhere
	Issues []engine.Issue
}

// What may be inferred of a field: all of it, or a part of a target.
const (
	wholeInferred = "value"
	opInferred    = "op"
	unitInferred  = "unit"
)

// originField is a field as it was understood.
type originField struct {
	name     string
	item     string // of the funds block
	value    string // without words of any language, absent where nothing was understood
	words    string // as people read it
	inferred []string
	cells    []CellFate
	issues   []int
}

// originRow is an indicator as it was understood.
type originRow struct {
	id     engine.IndicatorID
	fields []originField
	issues []int // that concern no single field
}

// originForm is a form as it was understood.
type originForm struct {
	*FormOrigins
	head   []originField
	rows   []originRow
	issues []int // that concern no single field
}

// originView is everything that was understood, with each issue beside what it concerns.
type originView struct {
	Texts
	*Origins
	forms  []originForm
	unused []originUnused
	rest   []int                        // issues that concern neither a form nor a cell that was not used
	apart  map[engine.Source][]CellFate // the rows outside the forms, by each of their cells
}

func newOriginView(texts Texts, origins *Origins) *originView {
	v := &originView{Texts: texts, Origins: origins}
	v.indexApart()
	for i := range origins.Forms {
		v.forms = append(v.forms, v.form(&origins.Forms[i]))
	}
	explained := v.unusedCells()
	placer := newIssuePlacer(v.forms)
	for i := range origins.Issues {
		if !placer.place(i, &origins.Issues[i], explained[i]) {
			v.rest = append(v.rest, i)
		}
	}
	return v
}

func (v *originView) indexApart() {
	v.apart = map[engine.Source][]CellFate{}
	for _, form := range v.Forms {
		if form.Form != nil {
			continue
		}
		for _, row := range form.Rows {
			for _, c := range row {
				v.apart[c.Source] = row
			}
		}
	}
}

func (v *originView) form(origins *FormOrigins) originForm {
	form := originForm{FormOrigins: origins}
	cells := byField(origins.Head)
	if origins.Form == nil {
		for _, row := range origins.Rows {
			form.rows = append(form.rows, originRow{fields: v.others(byField(row), row)})
		}
		return form
	}
	for _, field := range headFields {
		form.head = append(form.head, v.headField(field, origins.Form, cells)...)
		if field.name == string(engine.FieldTotal) {
			form.head = append(form.head, v.funds(origins)...)
		}
		delete(cells, field.name)
	}
	form.head = append(form.head, v.others(cells, origins.Head)...)
	for i := range origins.Form.Indicators {
		form.rows = append(form.rows, v.row(&origins.Form.Indicators[i], origins.Rows[i]))
	}
	return form
}

func byField(cells []CellFate) map[string][]CellFate {
	index := make(map[string][]CellFate)
	for _, c := range cells {
		index[c.As] = append(index[c.As], c)
	}
	return index
}

// headField is a field of the head, or nothing where the form has none and needs none.
func (v *originView) headField(field headField, s *engine.Submission, cells map[string][]CellFate) []originField {
	value, from := field.value(s), cells[field.name]
	if value == "" && len(from) == 0 && !field.declared || field.name == string(engine.FieldTotal) && value != "" && len(from) == 0 {
		return nil // the total of a flat table stands among the funds
	}
	out := originField{name: field.name, value: value, words: value, cells: from}
	switch {
	case value == "" && field.replaced:
		out.value = textsOf(from)
		out.words = out.value
	case value != "" && len(from) == 0 && field.declared:
		out.inferred = []string{wholeInferred}
	}
	if field.name == string(engine.FieldTotal) && s.Budget.Total != nil {
		out.words = v.yuan(*s.Budget.Total)
	}
	return []originField{out}
}

// funds are the amounts of the funds block that were read, row by row.
func (v *originView) funds(origins *FormOrigins) []originField {
	var fields []originField
	for _, item := range engine.BudgetItems() {
		row, _ := origins.Form.Budget.Row(item)
		for _, amount := range []struct {
			field engine.RecordField
			money *engine.Money
		}{{engine.RecordInitial, row.Initial}, {engine.RecordAdjusted, row.Adjusted}, {engine.RecordExecuted, row.Executed}} {
			out := originField{name: amount.field.String(), item: item.String(), words: v.label("not-recorded")}
			for _, c := range origins.Funds {
				if c.Item == item && c.As == out.name {
					out.cells = append(out.cells, c.CellFate)
				}
			}
			if len(out.cells) == 0 {
				continue // the total of a declaration stands above
			}
			if amount.money != nil {
				out.value, out.words = amount.money.String(), v.yuan(*amount.money)
			}
			fields = append(fields, out)
		}
	}
	return fields
}

// others are cells of fields that have no place of their own, in the order of the file.
func (v *originView) others(cells map[string][]CellFate, order []CellFate) []originField {
	var fields []originField
	for _, c := range order {
		if from := cells[c.As]; len(from) > 0 {
			fields = append(fields, originField{name: c.As, value: textsOf(from), words: textsOf(from), cells: from})
			delete(cells, c.As)
		}
	}
	return fields
}

// textsOf joins the texts of cells; one that is there several times counts once.
func textsOf(cells []CellFate) string {
	var texts []string
	for _, c := range cells {
		if !slices.Contains(texts, c.Text) {
			texts = append(texts, c.Text)
		}
	}
	return strings.Join(texts, " | ")
}

func (v *originView) row(ind *engine.Indicator, from []CellFate) originRow {
	row := originRow{id: ind.ID}
	cells := byField(from)
	v.recordedApart(ind, cells)
	for _, field := range v.rowFields(ind) {
		declared := slices.Contains(declaredOfRows, field.name)
		field.cells = cells[field.name]
		delete(cells, field.name)
		switch {
		case field.value == "" && len(field.cells) == 0 && !declared:
			continue
		case field.value == "" && !declared:
			field.words = v.label("not-recorded")
		case field.value != "" && len(field.cells) == 0 && declared:
			field.infer(!slices.Contains(field.inferred, wholeInferred), wholeInferred)
		case field.name == engine.ColumnTarget.ID():
			field.infer(unitElsewhere(&ind.Target, field.cells), unitInferred)
		}
		if len(field.cells) == 0 && field.value != "" && field.words != field.value {
			field.words = v.meant("meant.said", "field", field.words, "text", field.value) // no cell shows the text
		}
		row.fields = append(row.fields, field)
	}
	row.fields = append(row.fields, v.others(cells, from)...)
	return row
}

// recordedApart adds the cells of a table of actuals that say what was recorded for an indicator.
func (v *originView) recordedApart(ind *engine.Indicator, cells map[string][]CellFate) {
	if !ind.Actual.Reported || len(cells[engine.ColumnActual.ID()]) > 0 {
		return
	}
	for _, c := range v.apart[ind.Actual.Source] {
		if recorded, known := engine.ParseRecordField(c.As); known && recorded.OfIndicator() {
			cells[c.As] = append(cells[c.As], c)
		}
	}
}

// declaredOfRows are the fields that every indicator of a form has, filled in or not.
var declaredOfRows = []string{engine.ColumnLevel1.ID(), engine.ColumnLevel2.ID(), engine.ColumnIndicator.ID(), engine.ColumnTarget.ID()}

// unitElsewhere tells that the cells of a target hold a number and nothing that could be its unit.
func unitElsewhere(target *engine.Target, cells []CellFate) bool {
	unit := target.Number.Unit
	if target.Kind == engine.RangeTarget {
		unit = target.Max.Unit
	}
	return unit != "" && strings.Trim(engine.Fold(textsOf(cells)), "0123456789.,-~～—≥≤≧≦=<>|") == ""
}

// headField is a field of the head: its name, what the form has there, and whether every form must declare it.
type headField struct {
	name     string
	value    func(*engine.Submission) string
	declared bool
	replaced bool // who filled in the declaration is not who fills in the evaluation: the form loses it, its cells do not
}

var headFields = []headField{
	{name: string(engine.FieldName), value: func(s *engine.Submission) string { return s.Name }, declared: true},
	{name: string(engine.FieldCode), value: func(s *engine.Submission) string { return s.Code }},
	{name: string(engine.FieldYear), value: yearOf, declared: true},
	{name: string(engine.FieldDepartment), value: func(s *engine.Submission) string { return s.Department }, declared: true},
	{name: string(engine.FieldUnit), value: func(s *engine.Submission) string { return s.Unit }, declared: true},
	{name: string(engine.FieldNature), value: func(s *engine.Submission) string { return s.Nature }},
	{name: string(engine.FieldKind), value: func(s *engine.Submission) string { return s.Kind }},
	{name: string(engine.FieldStart), value: func(s *engine.Submission) string { return s.Start.String() }},
	{name: string(engine.FieldEnd), value: func(s *engine.Submission) string { return s.End.String() }},
	{name: "form_unit", value: func(s *engine.Submission) string { return s.Budget.FormUnit }},
	{name: string(engine.FieldTotal), value: totalOf, declared: true},
	{name: "execution_weight", value: func(s *engine.Submission) string { return pointsText(s.ExecutionWeight) }},
	{name: engine.RecordExecutionClaimed.String(), value: func(s *engine.Submission) string { return pointsText(s.ExecutionClaimed) }},
	{name: engine.RecordPrintedRate.String(), value: func(s *engine.Submission) string { return rateText(s.PrintedRate) }},
	{name: engine.RecordClaimedTotal.String(), value: func(s *engine.Submission) string { return pointsText(s.ClaimedTotal) }},
	{name: engine.RecordExecutionReason.String(), value: func(s *engine.Submission) string { return s.ExecutionReason }},
	{name: string(engine.FieldLongGoal), value: func(s *engine.Submission) string { return s.LongGoal }},
	{name: string(engine.FieldGoal), value: func(s *engine.Submission) string { return s.Goal }},
	{name: string(engine.FieldGoalActual), value: func(s *engine.Submission) string { return s.GoalActual }},
	{name: string(engine.FieldFiller), value: func(s *engine.Submission) string { return s.Filler }, replaced: true},
	{name: string(engine.FieldTelephone), value: func(s *engine.Submission) string { return s.Telephone }, replaced: true},
	{name: string(engine.FieldFilledOn), value: func(s *engine.Submission) string { return s.FilledOn.String() }, replaced: true},
}

func rateText(rate *engine.Decimal) string {
	if rate == nil {
		return ""
	}
	return rate.String() + "%"
}

func yearOf(s *engine.Submission) string {
	if s.Year == 0 {
		return ""
	}
	return strconv.Itoa(s.Year)
}

func totalOf(s *engine.Submission) string {
	if s.Budget.Total == nil {
		return ""
	}
	return s.Budget.Total.String()
}

func pointsText(points *engine.Points) string {
	if points == nil {
		return ""
	}
	return points.String()
}
