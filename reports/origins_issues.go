package reports

import (
	"strconv"
	"strings"

	"jixiao/engine"
)

// issuePlacer finds the field, the indicator or the form that an issue concerns.
type issuePlacer struct {
	forms    []originForm
	bySource map[engine.Source][]fieldPlace
}

// fieldPlace is a field of the view: the form, its row or -1 for the head, and the field.
type fieldPlace struct{ form, row, field int }

func newIssuePlacer(forms []originForm) *issuePlacer {
	p := &issuePlacer{forms: forms, bySource: map[engine.Source][]fieldPlace{}}
	for i := range forms {
		p.index(i, -1, forms[i].head)
		for j := range forms[i].rows {
			p.index(i, j, forms[i].rows[j].fields)
		}
	}
	return p
}

func (p *issuePlacer) index(form, row int, fields []originField) {
	for k := range fields {
		for _, c := range fields[k].cells {
			p.bySource[c.Source] = append(p.bySource[c.Source], fieldPlace{form, row, k})
		}
	}
}

// place puts an issue beside the field that it misses or at whose cell it stands, else beside its indicator, or its form. It
// returns false where nothing is concerned. An issue that the cells that were not used explain needs no place beside a form.
func (p *issuePlacer) place(i int, issue *engine.Issue, explained bool) bool {
	form := p.formOf(issue)
	if form != nil && form.lacks(i, issue) || p.atCell(i, issue) || form != nil && form.atIndicator(i, issue) || explained {
		return true
	}
	if form != nil {
		form.issues = append(form.issues, i)
	}
	return form != nil
}

// atCell puts an issue beside the field at whose cell it stands.
func (p *issuePlacer) atCell(i int, issue *engine.Issue) bool {
	for _, at := range p.bySource[issue.Source] {
		form := &p.forms[at.form]
		switch {
		case at.row < 0:
			form.head[at.field].issues = append(form.head[at.field].issues, i)
			return true
		case issue.Indicator == "" || issue.Indicator == form.rows[at.row].id:
			form.rows[at.row].add(i, issue, at.field)
			return true
		}
	}
	return false
}

// add puts an issue beside a field of an indicator: the one at whose cell it stands, but a missing target beside the target.
func (r *originRow) add(i int, issue *engine.Issue, field int) {
	for k := range r.fields {
		if issue.Code == engine.ReasonTargetMissing && r.fields[k].name == engine.ColumnTarget.ID() {
			field = k
		}
	}
	r.fields[field].issues = append(r.fields[field].issues, i)
}

// formOf finds the form of an issue's project: that of its file, where the project is in several.
func (p *issuePlacer) formOf(issue *engine.Issue) *originForm {
	var found *originForm
	if issue.Project == "" {
		return nil
	}
	for i := range p.forms {
		form := &p.forms[i]
		if form.Form == nil || form.Form.ID() != issue.Project {
			continue
		}
		if form.file() == issue.Source.File {
			return form
		}
		if found == nil {
			found = form
		}
	}
	return found
}

func (f *originForm) atIndicator(i int, issue *engine.Issue) bool {
	for j := range f.rows {
		if issue.Indicator != "" && f.rows[j].id == issue.Indicator {
			f.rows[j].issues = append(f.rows[j].issues, i)
			return true
		}
	}
	return false
}

// missingFields are the fields that issues without arguments miss.
var missingFields = map[string]string{"project-name-missing": string(engine.FieldName), "year-missing": string(engine.FieldYear)}

// lacks puts an issue beside the field of the head that it misses.
func (f *originForm) lacks(i int, issue *engine.Issue) bool {
	for k := range f.head {
		field := &f.head[k]
		if field.value == "" && (missingFields[issue.Code] == field.name || names(issue, field.name)) {
			field.issues = append(field.issues, i)
			return true
		}
	}
	return false
}

// names tells whether an issue speaks of a field of the head.
func names(issue *engine.Issue, field string) bool {
	for _, arg := range issue.Args {
		if (arg.Name == "field" || arg.Name == "label") && arg.Value == field {
			return true
		}
	}
	return false
}

// file is the file of a form.
func (f *originForm) file() string {
	for _, c := range f.Head {
		return c.Source.File
	}
	for _, row := range f.Rows {
		for _, c := range row {
			return c.Source.File
		}
	}
	return ""
}

// originUnused is the cells that one issue accounts for.
type originUnused struct {
	issue int // -1 where none was found
	cells []CellFate
}

// unusedCells groups the cells that were not used by the issues that account for them, and returns which issues these are. An
// issue stands at the first of its cells; the others follow it in its row, in its column, or in its sheet.
func (v *originView) unusedCells() map[int]bool {
	at := map[engine.Source][]int{}
	for i := range v.Issues {
		at[v.Issues[i].Source] = append(at[v.Issues[i].Source], i)
	}
	groups := map[string][]int{} // by code and sheet: indexes of v.unused
	explained := map[int]bool{}
	for _, c := range v.Unused {
		key := strings.Join([]string{c.As, c.Source.File, c.Source.Sheet}, "\x00")
		group := -1
		for _, i := range at[c.Source] {
			if v.Issues[i].Code == c.As && !explained[i] {
				explained[i] = true
				v.unused = append(v.unused, originUnused{issue: i})
				group = len(v.unused) - 1
				groups[key] = append(groups[key], group)
				break
			}
		}
		if group < 0 {
			group = v.nearestGroup(groups[key], c)
		}
		v.unused[group].cells = append(v.unused[group].cells, c)
	}
	return explained
}

// nearestGroup chooses among groups of one code and sheet: of the cell's row, else of its column, else the newest.
func (v *originView) nearestGroup(groups []int, c CellFate) int {
	if len(groups) == 0 {
		v.unused = append(v.unused, originUnused{issue: -1})
		return len(v.unused) - 1
	}
	column, row := cellPlace(c.Source)
	best, rank := groups[len(groups)-1], 0
	for _, group := range groups {
		firstColumn, firstRow := cellPlace(v.unused[group].cells[0].Source)
		switch {
		case firstRow == row:
			best, rank = group, 2
		case firstColumn == column && rank < 2:
			best, rank = group, 1
		}
	}
	return best
}

// cellPlace is the column and the row of a cell: B and 7 of B7, c3 and 12 of the third field of line 12.
func cellPlace(source engine.Source) (column, row string) {
	if source.Line > 0 {
		return source.Ref, strconv.Itoa(source.Line)
	}
	column = strings.TrimRight(source.Ref, "0123456789")
	return column, source.Ref[len(column):]
}
