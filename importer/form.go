package importer

import (
	"slices"
	"strings"

	"jixiao/engine"
)

// segments are the rows of a sheet, divided into its forms.
type segments struct {
	before [][]*cell // rows above the first form
	forms  []segment
}

// segment is the rows of one form, and what they were seen to hold.
type segment struct {
	rows               [][]*cell
	title, name, table bool
	department         bool // the title says 部门整体
}

// splitForms divides a sheet at the titles of its forms, and at each 项目名称 that cannot belong to the form before. It returns
// nil where there is no form.
func splitForms(s *sheet) *segments {
	var parts segments
	rows := s.rows
	if s.loose() {
		rows = regroup(rows)
	}
	for _, row := range rows {
		if len(row) == 0 {
			continue
		}
		title, ofDepartment := hasTitle(row)
		last := len(parts.forms) - 1
		name := hasNameLabel(row, ofDepartment || last >= 0 && parts.forms[last].department)
		table := isTableRow(row)
		if startsForm(&parts, title, name) {
			parts.forms = append(parts.forms, segment{})
			last++
		}
		if last < 0 {
			parts.before = append(parts.before, row)
			continue
		}
		form := &parts.forms[last]
		form.rows = append(form.rows, row)
		form.title, form.name, form.table = form.title || title, form.name || name, form.table || table
		form.department = form.department || ofDepartment
	}
	return parts.joined()
}

func startsForm(parts *segments, title, name bool) bool {
	last := len(parts.forms) - 1
	if last < 0 {
		return title || name
	}
	form := &parts.forms[last]
	return title && (form.name || form.table) || name && form.name
}

// joined puts a segment without a project back to the form before it: that is the title printed again after a page break.
func (p *segments) joined() *segments {
	var forms []segment
	for _, form := range p.forms {
		switch {
		case form.name && (form.title || form.table), form.table && len(forms) == 0:
			forms = append(forms, form)
		case len(forms) > 0:
			last := &forms[len(forms)-1]
			last.rows = append(last.rows, form.rows...)
			last.table = last.table || form.table
		default:
			p.before = append(p.before, form.rows...)
		}
	}
	if len(forms) == 0 {
		return nil
	}
	p.forms = forms
	return p
}

// hasTitle finds the heading of a form in a row, and tells whether it is one of a whole department.
func hasTitle(row []*cell) (title, ofDepartment bool) {
	for _, c := range row {
		if _, _, ok := parseTitle(c.fold); ok {
			return true, strings.Contains(c.fold, "整体")
		}
	}
	return false, false
}

// hasNameLabel finds the label of the project's name; in forms of a whole department that of the department's.
func hasNameLabel(row []*cell, ofDepartment bool) bool {
	for _, c := range row {
		field, _, ok := labelled(c.fold)
		if ok && (field == engine.FieldName || ofDepartment && field == engine.FieldDepartment) {
			return true
		}
	}
	return false
}

// labelled recognises a label of the head, alone or with its value behind a colon in the same cell.
func labelled(fold string) (field engine.HeadField, value string, ok bool) {
	if field, found := headField(fold); found {
		return field, "", true
	}
	before, value, found := strings.Cut(fold, ":")
	if !found || value == "" {
		return "", "", false
	}
	field, ok = headField(before)
	return field, value, ok
}

// isTableRow tells the header of the indicator table, or a row that holds a level-2 class.
func isTableRow(row []*cell) bool {
	if isTableHeader(row) {
		return true
	}
	for _, c := range row {
		if _, found := engine.ParseCategory(c.fold); found && isWholeWord(c.fold) {
			return true
		}
	}
	return false
}

// isWholeWord tells a class with 指标 at its end, which is never the name of an indicator.
func isWholeWord(fold string) bool { return strings.HasSuffix(fold, "指标") }

// form is a form under reading: a declaration form, or a self-evaluation that was filled in.
type form struct {
	*reader
	sheet      *sheet
	sub        *engine.Submission
	rows       [][]*cell
	department bool    // 部门整体: the form speaks of a department and not of a project
	noted      []noted // what the form says was achieved, spent and claimed
	head
	indicatorTable
}

func (r *reader) readForms(s *sheet, parts *segments) {
	for _, row := range parts.before {
		r.outside(row)
	}
	for _, part := range parts.forms {
		f := &form{reader: r, sheet: s, sub: &engine.Submission{}, rows: part.rows, department: part.department}
		f.unplaced = s.loose()
		f.read()
		r.result.Submissions = append(r.result.Submissions, f.sub)
	}
}

func (f *form) read() {
	f.about(f.sub, -1)
	f.rows = slices.DeleteFunc(f.joinPageCuts(f.rows), func(row []*cell) bool { return len(row) == 0 })
	at := f.tableStart()
	f.headRows(f.rows[:at])
	f.settleYear(f.rows[0][0])
	f.setDates()
	f.indicatorRows(f.rows[at:])
	f.about(f.sub, -1)
	f.setDates()
	f.codeInName()
	f.settleReporting()
	f.nameDepartment()
	f.checkHead()
	f.finishRecords()
	f.joinedLines()
}

// tableStart is the first row of the indicator table, which begins below the name of the project.
func (f *form) tableStart() int {
	at := 0
	for i, row := range f.rows {
		if hasNameLabel(row, f.department) {
			at = i
			break
		}
	}
	for at < len(f.rows) && !isTableRow(f.rows[at]) {
		at++
	}
	return at
}

// outside reports the rows that stand above the first form.
func (r *reader) outside(row []*cell) {
	if len(row) == 0 || r.isSeparator(row) {
		return
	}
	for _, c := range row {
		switch {
		case isTitleLike(c.fold):
			r.report(TitleOutsideForm, []*cell{c}, c.Text)
		default:
			r.report(CellNotUnderstood, []*cell{c}, c.Text)
		}
	}
}

// isSeparator reports a row of dashes or a page number, which say nothing.
func (r *reader) isSeparator(row []*cell) bool {
	texts := make([]string, len(row))
	for i, c := range row {
		if !c.open() || !isRule(c.fold) && !(len(row) == 1 && isPageMark(c.fold)) {
			return false
		}
		texts[i] = c.Text
	}
	r.report(SeparatorRow, row, strings.Join(texts, " "))
	return true
}
