package reports

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"jixiao/engine"
)

// WriteOriginsTable writes, for a terminal that is width columns wide (0 or less: [DefaultWidth]), each form as it was
// understood beside the cells that it was read from, with the issues below what they concern; then the cells that were not used,
// with why; then the issues that concern neither.
func WriteOriginsTable(w io.Writer, texts Texts, origins *Origins, width int, colour bool) error {
	v := newOriginView(texts, origins)
	p := newPainter(width, colour)
	for i := range v.forms {
		v.paintForm(p, &v.forms[i])
		p.blank()
	}
	v.paintUnused(p)
	if len(v.rest) > 0 {
		p.heading(v.label("other-issues"))
		p.table(v.issueTable(v.pick(v.rest)))
		p.blank()
	}
	return p.flush(w)
}

func (v *originView) paintForm(p *painter, form *originForm) {
	if form.Form == nil {
		p.heading(v.meant("meant.apart", "file", form.file()))
		p.table(v.apartTable(form))
		return
	}
	name := form.Form.Name
	if name == "" {
		name = Dash
	}
	p.heading(v.meant("meant.form", "project", name, "file", form.file()))
	if !form.First.IsZero() {
		p.line(v.meant("meant.repeated", "place", v.Place(form.First)))
	}
	p.table(v.formTable(form))
	if len(form.issues) > 0 {
		p.blank()
		p.table(v.issueTable(v.pick(form.issues)))
	}
}

// paintUnused lists the cells that were not used, file by file.
func (v *originView) paintUnused(p *painter) {
	for from := 0; from < len(v.unused); {
		file, to := v.unused[from].cells[0].Source.File, from
		for to < len(v.unused) && v.unused[to].cells[0].Source.File == file {
			to++
		}
		p.heading(v.meant("meant.unused", "file", file))
		p.table(v.unusedTable(v.unused[from:to]))
		p.blank()
		from = to
	}
}

// apartTable lists rows that belong to no form of their file: the project and indicator that they name, and what they say.
func (v *originView) apartTable(form *originForm) table {
	t := table{columns: []column{{head: v.label("place")}, {head: v.label("project")}, {head: v.label("indicator")}, {head: v.label("value")}}}
	for i := range form.rows {
		row := &form.rows[i]
		texts := map[string]string{}
		var said []string
		var below []cell
		for k := range row.fields {
			field := &row.fields[k]
			texts[field.name] = field.value
			if !slices.Contains(identities, field.name) {
				said = append(said, v.meant("meant.said", "field", v.fieldLabel(field), "text", field.value))
			}
			for _, issue := range field.issues {
				below = append(below, v.issueLine(&v.Issues[issue]))
			}
		}
		project := cmp.Or(texts[string(engine.FieldName)], texts[string(engine.FieldCode)])
		t.rows = append(t.rows, []cell{{text: v.Spot(row.fields[0].cells[0].Source)}, {text: project},
			{text: texts[engine.ColumnIndicator.ID()]}, {text: strings.Join(said, "\n")}})
		t.under = append(t.under, below)
	}
	return t
}

// identities are the fields that say what a row is about.
var identities = []string{string(engine.FieldName), string(engine.FieldCode), string(engine.FieldDepartment), string(engine.FieldUnit),
	string(engine.FieldYear), engine.ColumnLevel1.ID(), engine.ColumnLevel2.ID(), engine.ColumnIndicator.ID(), engine.ColumnOrdinal.ID(),
	engine.ColumnProjectID.ID(), engine.ColumnIndicatorID.ID()}

// formTable is one table for head and indicators, so that the cells stand below one another.
func (v *originView) formTable(form *originForm) table {
	t := table{columns: []column{{head: v.label("number"), number: true}, {head: v.label("field")}, {head: v.label("read-as")},
		{head: v.label("cell-text")}, {head: v.label("place")}}}
	for k := range form.head {
		v.addField(&t, form.file(), "", &form.head[k], nil)
	}
	for i := range form.rows {
		row := &form.rows[i]
		t.rows, t.under = append(t.rows, make([]cell, len(t.columns))), append(t.under, nil)
		for k := range row.fields {
			number, below := "", []int(nil)
			if k == 0 {
				number = fmt.Sprint(i + 1)
			}
			if row.fields[k].name == engine.ColumnIndicator.ID() {
				below = row.issues
			}
			v.addField(&t, form.file(), number, &row.fields[k], below)
		}
	}
	return t
}

// addField adds a field: what was understood, its first cell beside it, further cells below, and its issues below these.
func (v *originView) addField(t *table, file, number string, field *originField, more []int) {
	words := cell{text: v.fieldWords(field)}
	if field.value == "" {
		words.tone = doubtTone
	} else if len(field.inferred) > 0 {
		words.tone = halfTone
	}
	start := []cell{{text: number, tone: strongTone}, {text: v.fieldLabel(field), tone: faintTone}, words}
	groups := alike(field.cells)
	if len(groups) == 0 {
		groups = []alikeCells{{}}
	}
	for _, group := range groups {
		t.rows = append(t.rows, append(start, cell{text: group.first.Text}, cell{text: v.cellsSpot(group.first.Source, file, group.more)}))
		t.under = append(t.under, nil)
		start = make([]cell, len(start))
	}
	for _, i := range append(field.issues, more...) {
		t.under[len(t.under)-1] = append(t.under[len(t.under)-1], v.issueLine(&v.Issues[i]))
	}
}

// alikeCells are cells of one field with the same text, as the project's name in every row of a flat table.
type alikeCells struct {
	first CellFate
	more  int
}

func alike(cells []CellFate) []alikeCells {
	var groups []alikeCells
	at := map[string]int{}
	for _, c := range cells {
		if i, known := at[c.Text]; known {
			groups[i].more++
			continue
		}
		at[c.Text] = len(groups)
		groups = append(groups, alikeCells{first: c})
	}
	return groups
}

// unusedTable lists cells by the issues that account for them.
func (v *originView) unusedTable(groups []originUnused) table {
	t := table{columns: []column{{head: v.label("place")}, {head: v.label("cell-text")}, {head: v.label("why")}}}
	for _, group := range groups {
		why := cell{}
		if group.issue >= 0 {
			why = v.issueLine(&v.Issues[group.issue])
		}
		place := v.cellsSpot(group.cells[0].Source, group.cells[0].Source.File, len(group.cells)-1)
		t.rows = append(t.rows, []cell{{text: place}, {text: textsOf(group.cells)}, why})
	}
	return t
}

func (v *originView) pick(indexes []int) []engine.Issue {
	issues := make([]engine.Issue, len(indexes))
	for k, i := range indexes {
		issues[k] = v.Issues[i]
	}
	return issues
}
