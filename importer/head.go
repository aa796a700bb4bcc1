package importer

import (
	"slices"
	"strconv"
	"strings"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// head is the state of reading the part of a form above its indicator table.
type head struct {
	funds
	year     int // as printed, 0 where it is not
	yearCell *cell
	done     bool         // the table was reached; the year is settled
	dates    []dateCell   // read once the year is known
	goals    []goalColumn // labels whose text stands in a row below
	// reporting is who hands the form in, where the form prints that beside or instead of department and unit.
	reporting *reportingCell
	last      engine.HeadField // the last text, which may continue in the next row
	set       map[engine.HeadField]*cell
	labels    map[engine.HeadField]*cell
}

type dateCell struct {
	field engine.HeadField
	at    *cell
	text  string
}

// headRows reads the rows above the indicator table.
func (f *form) headRows(rows [][]*cell) {
	rows = slices.DeleteFunc(slices.Clone(rows), f.isSeparator)
	f.findFunds(rows)
	for i := 0; i < len(rows); i++ {
		row := rows[i]
		switch {
		case !slices.ContainsFunc(row, (*cell).open):
		case isTableHeader(row):
			f.headerRow(row)
		case i+1 < len(rows) && f.labelsAbove(row, rows[i+1]):
			f.valuesBelow(row, rows[i+1])
			i++
		default:
			f.headRow(row)
		}
	}
}

// headRow reads labels with their values in the order of the row's cells; what is left are texts of the row.
func (f *form) headRow(row []*cell) {
	if f.fundsHeader(row) || f.fundsRow(row) || f.taskRow(row) {
		return
	}
	var texts []*cell
	for i := 0; i < len(row); {
		n := f.headCell(row, i)
		if n == 0 {
			texts = append(texts, row[i])
			n = 1
		}
		i += n
	}
	if len(texts) > 0 {
		f.headTexts(row, texts)
	}
}

// headCell reads one label with its value and returns how many cells that took; 0 for a cell that is no label.
func (f *form) headCell(row []*cell, i int) int {
	c := row[i]
	if c.open() && slices.Contains(goalBlocks, label(cutNumbering(c.fold))) && f.textBeside(row, i) {
		return f.goalLabel(engine.FieldGoal, row, i)
	}
	if !c.open() || f.titleCell(c) || f.yearOfForm(c) || f.blockLabel(c) || f.annexMark(c) {
		return 1
	}
	if n := f.fundsCell(row, i); n > 0 {
		return n
	}
	if field, found := goalField(c.fold); found {
		return f.goalLabel(field, row, i)
	}
	field, inside, found := labelled(c.fold)
	switch {
	case !found && isSignature(c.fold):
		f.reportAs(engine.Info, CellNotUnderstood, []*cell{c}, c.Text)
		return 1
	case !found:
		return 0
	case inside != "":
		f.setInside(field, c)
		return 1
	}
	c.label(string(field))
	f.noteLabel(field, c)
	value := f.valueAfter(row, i)
	if value == nil {
		return 1
	}
	text, more := f.moreOptions(field, row, i+1)
	f.setHead(field, value, text)
	for _, c := range more {
		c.settle(value.fate, value.as)
	}
	return 2 + len(more)
}

// textBeside tells that the cell behind a label is a text, and neither a label nor a class.
func (f *form) textBeside(row []*cell, i int) bool {
	value := f.valueAfter(row, i)
	return value != nil && value.Row == row[i].Row && !isClassWord(value.fold) && !isTableRow(row)
}

// setInside puts the value behind the colon of a label's own cell into its field. Such a cell may hold several: 填报人:… 电话:…
func (f *form) setInside(field engine.HeadField, c *cell) {
	pieces := splitLabelled(c.Text)
	if len(pieces) == 1 {
		f.setHead(field, c, textAfterColon(c.Text))
		return
	}
	f.setPieces(c, pieces)
}

// labelsAbove tells a row of labels alone whose values stand in the row below it.
func (f *form) labelsAbove(row, below []*cell) bool {
	if len(below) == 0 || len(below) > len(row) || len(row) == 1 && (row[0].Col != below[0].Col || isRemark(below[0].fold) || f.unplaced) {
		return false
	}
	for _, c := range row {
		field, inside, found := labelled(c.fold)
		if !c.open() || !found || inside != "" || field == "" {
			return false
		}
	}
	return !slices.ContainsFunc(below, f.isLabel)
}

// valuesBelow gives each text to the label above it.
func (f *form) valuesBelow(row, below []*cell) {
	fields := make([]engine.HeadField, len(row))
	for i, c := range row {
		fields[i], _, _ = labelled(c.fold)
		c.label(string(fields[i]))
		f.noteLabel(fields[i], c)
	}
	for k, c := range below {
		at := -1
		for i, l := range row {
			if l.Col <= c.Col {
				at = i
			}
		}
		exact := at >= 0 && (row[at].Col == c.Col || c.Col < row[at].Col+row[at].MergeCols)
		if !exact && len(below) == len(row) {
			at, exact = k, true
		}
		switch {
		case at < 0 || k > 0 && c.Col > 0 && f.set[fields[at]] == below[k-1]:
			f.report(CellNotUnderstood, []*cell{c}, c.Text)
			continue
		case !exact:
			f.raise(CellOutOfPlace, c, c.Text, string(fields[at]))
		}
		f.setHead(fields[at], c, c.Text)
	}
}

// noteLabel remembers where a label stands, for an issue about the blank beside it.
func (f *form) noteLabel(field engine.HeadField, c *cell) {
	if f.labels == nil {
		f.labels = make(map[engine.HeadField]*cell)
	}
	f.labels[field] = c
}

// labelTextOf is what a label prints, nothing where the cell itself is label and value.
func labelTextOf(c *cell) string {
	if c == nil {
		return ""
	}
	return c.Text
}

// placeOf is where an issue about a missing field stands: at its label, or at the beginning of the form.
func (f *form) placeOf(field engine.HeadField) *cell {
	if c := f.labels[field]; c != nil {
		return c
	}
	return f.rows[0][0]
}

// textAfterColon returns what stands behind the first colon of either width, as written.
func textAfterColon(text string) string {
	at := strings.IndexAny(text, ":：")
	return strings.TrimLeft(strings.TrimSpace(text[at:]), ":： \u3000")
}

// valueAfter returns the cell behind a label unless that is a label itself.
func (f *form) valueAfter(row []*cell, i int) *cell {
	if i+1 >= len(row) || !row[i+1].open() || f.isLabel(row[i+1]) {
		return nil
	}
	return row[i+1]
}

func (f *form) isLabel(c *cell) bool {
	if _, _, title := parseTitle(c.fold); title {
		return true
	}
	if _, found := goalField(c.fold); found {
		return true
	}
	if _, _, found := labelled(c.fold); found {
		return true
	}
	return isBlockLabel(c.fold) || f.isFundsLabel(c)
}

func isBlockLabel(fold string) bool {
	text := label(cutNumbering(fold))
	if slices.Contains(blockLabels, text) {
		return true
	}
	text, points := cutBracket(text)
	if slices.Contains(blockLabels, text) {
		return true
	}
	numbered := strings.TrimRight(text, "0123456789一二三四五六七八九十")
	return numbered != text && (slices.Contains(blockLabels, numbered) || points != "" && goalLabels[numbered] == engine.FieldGoal)
}

// annexMark settles the number of the annex that a form is printed as: 附件2:, 附表1-3.
func (f *form) annexMark(c *cell) bool {
	rest, found := strings.CutPrefix(c.fold, "附件")
	if !found {
		rest, found = strings.CutPrefix(c.fold, "附表")
	}
	if !found || strings.Trim(rest, "0123456789一二三四五六七八九十-.:") != "" {
		return false
	}
	c.label(label(c.fold))
	return true
}

func (f *form) blockLabel(c *cell) bool {
	if !isBlockLabel(c.fold) {
		return false
	}
	c.label(label(c.fold))
	return true
}

// titleCell settles the heading of a form. A year in it is the form's year; words before it, such as a place, are reported.
func (f *form) titleCell(c *cell) bool {
	prefix, year, ok := parseTitle(c.fold)
	switch {
	case !ok:
		return false
	case year != 0:
		f.printedYear(c, year)
	case prefix != "":
		f.report(TitleOutsideForm, []*cell{c}, c.Text)
	default:
		c.label(titleLabel)
	}
	return true
}

func (f *form) yearOfForm(c *cell) bool {
	year, ok := parseYear(c.fold)
	if ok {
		f.printedYear(c, year)
	}
	return ok
}

// printedYear takes the form's year. A second, different one is no year of this form.
func (f *form) printedYear(c *cell, year int) {
	if f.year != 0 && f.year != year {
		f.report(ValueTwice, []*cell{c}, string(engine.FieldYear), c.Text, strconv.Itoa(f.year))
		return
	}
	if f.done && f.year == 0 {
		f.report(CellNotUnderstood, []*cell{c}, c.Text) // the deadlines were read without it
		return
	}
	c.use(string(engine.FieldYear))
	if f.year == 0 {
		f.year, f.yearCell = year, c
		f.source(engine.FieldYear, c)
	}
}

func (f *form) source(field engine.HeadField, c *cell) {
	f.sub.Sources = append(f.sub.Sources, engine.FieldSource{Field: field, Source: c.source})
	if f.set == nil {
		f.set = make(map[engine.HeadField]*cell)
	}
	f.set[field] = c
}

// text is the field of the submission that a label's value goes into; nil for years, dates and the like.
func (f *form) text(field engine.HeadField) *string {
	switch field {
	case engine.FieldCode:
		return &f.sub.Code
	case engine.FieldName:
		return &f.sub.Name
	case engine.FieldDepartment:
		return &f.sub.Department
	case engine.FieldUnit:
		return &f.sub.Unit
	case engine.FieldNature:
		return &f.sub.Nature
	case engine.FieldKind:
		return &f.sub.Kind
	case engine.FieldLongGoal:
		return &f.sub.LongGoal
	case engine.FieldGoal:
		return &f.sub.Goal
	case engine.FieldFiller:
		return &f.sub.Filler
	case engine.FieldTelephone:
		return &f.sub.Telephone
	}
	return nil
}

// setHead puts a value into its field. A second value is reported: which one counts is for a person to say.
func (f *form) setHead(field engine.HeadField, c *cell, value string) {
	if before := f.set[field]; before != nil && field != engine.FieldYear && field != unkept {
		f.secondValue(field, c, before)
		return
	}
	value = f.withoutCode(field, c, value)
	into := f.text(field)
	switch {
	case field == unkept:
		f.report(CellNotKept, []*cell{c}, labelTextOf(f.labels[field]), c.Text)
		return
	case field == reporting && f.reporting != nil:
		f.report(CellNotKept, []*cell{c}, string(field), c.Text)
		return
	case field == reporting:
		f.reporting = &reportingCell{at: c, value: value}
		return
	case field == engine.FieldGoalActual:
		f.note(engine.RecordGoalActual, c, value)
		f.last = field
	case into != nil:
		*into = f.choice(field, c, value)
		f.last = field
	case field == engine.FieldYear:
		f.labelledYear(c, value)
		return
	default:
		f.dates = append(f.dates, dateCell{field, c, value}) // settled by setDates
		f.source(field, c)
		return
	}
	c.use(string(field))
	f.source(field, c)
}

// secondValue reports a value of a field that has one. Of nature and kind, which no score depends on, forms print several.
func (f *form) secondValue(field engine.HeadField, c, before *cell) {
	if field == engine.FieldNature || field == engine.FieldKind {
		f.report(CellNotKept, []*cell{c}, labelTextOf(f.labels[field]), c.Text)
		return
	}
	f.report(ValueTwice, []*cell{c}, string(field), c.Text, before.Text)
}

// withoutCode takes the code off a department's name where the label says that both stand there: 322-柳城区城市管理局.
func (f *form) withoutCode(field engine.HeadField, c *cell, value string) string {
	if field != engine.FieldDepartment || !strings.Contains(labelTextOf(f.labels[field]), "代码") {
		return value
	}
	const marks = " 　-—–_:：[]【】()（）"
	name := strings.Trim(strings.Trim(value, marks+"0123456789"), marks)
	if name == "" || len(name) == len(strings.Trim(value, marks)) {
		return value
	}
	f.raise(CellNotKept, c, labelTextOf(f.labels[field]), strings.Trim(strings.Replace(value, name, "", 1), marks))
	return name
}

// reportingCell is who hands the form in.
type reportingCell struct {
	at     *cell
	value  string
	shared bool // the cell holds other fields too, which settle it
}

// settleReporting lets who hands the form in stand for the unit, and in the form of a whole department for the department, where the
// form names no other.
func (f *form) settleReporting() {
	r := f.reporting
	if r == nil {
		return
	}
	var used engine.HeadField
	fold := engine.Fold(r.value)
	switch {
	case f.department && f.sub.Department == "":
		f.sub.Department, used = r.value, engine.FieldDepartment
	case f.sub.Unit == "":
		f.sub.Unit, used = r.value, engine.FieldUnit
	case fold == engine.Fold(f.sub.Unit), fold == engine.Fold(f.sub.Department):
		if !r.shared {
			r.at.use(string(reporting))
		}
		return
	case r.shared:
		f.raise(CellNotKept, r.at, string(reporting), r.value)
		return
	default:
		f.report(CellNotKept, []*cell{r.at}, string(reporting), r.value)
		return
	}
	f.source(used, r.at)
	if !r.shared {
		r.at.use(string(used))
	}
}

func (f *form) labelledYear(c *cell, value string) {
	year, ok := plainYear(engine.Fold(value))
	if !ok {
		year, ok = parseYear(engine.Fold(value))
	}
	if !ok {
		f.report(YearUnreadable, []*cell{c}, c.Text)
		return
	}
	f.printedYear(c, year)
}

// codeInName takes the project's code off the front of its name where the form has no field for it: 51000023T000008123456-水质监测.
func (f *form) codeInName() {
	at := f.set[engine.FieldName]
	code, name, found := strings.Cut(f.sub.Name, "-")
	if at == nil || !found || f.sub.Code != "" || engine.Fold(name) == "" || !isProjectCode(code) {
		return
	}
	f.raise(CodeInName, at, f.sub.Name, code)
	f.sub.Code, f.sub.Name = code, strings.TrimSpace(name)
	f.source(engine.FieldCode, at)
}

// isProjectCode tells the code that the budget platform gives a project: at least 15 digits, a capital letter among them or not.
func isProjectCode(text string) bool {
	const leastDigits = 15
	return len(text) >= leastDigits && strings.Trim(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && text[0] <= '9'
}

// checkHead reports what every form must say and this one does not.
func (f *form) checkHead() {
	switch {
	case engine.Fold(f.sub.Name+f.sub.Code) == "":
		f.raise(NameMissing, f.placeOf(engine.FieldName))
	case engine.Fold(f.sub.Name) == "":
		f.raise(FieldMissing, f.placeOf(engine.FieldName), string(engine.FieldName))
	}
	for _, field := range []engine.HeadField{engine.FieldDepartment, engine.FieldUnit} {
		if f.set[field] == nil && !(f.department && field == engine.FieldUnit) {
			f.raise(FieldMissing, f.placeOf(field), string(field))
		}
	}
	if f.sub.Budget.Total == nil && len(f.noted) == 0 {
		f.raise(FieldMissing, f.placeOf(engine.FieldTotal), string(engine.FieldTotal))
	}
	if len(f.sub.Indicators) == 0 {
		f.raise(NoIndicators, f.rows[0][0])
	}
}

// settleYear takes the printed year, else the given one. Reading deadlines needs it before the table is read.
func (f *form) settleYear(at *cell) {
	f.sub.Year, f.done = f.year, true
	switch {
	case f.year == 0 && f.opt.Year == 0:
		f.raise(YearMissing, at)
	case f.year == 0:
		f.sub.Year = f.opt.Year
	case f.opt.Year != 0 && f.opt.Year != f.year:
		f.raise(YearDiffers, f.yearCell, strconv.Itoa(f.year), strconv.Itoa(f.opt.Year))
	}
}

// setDates reads the dates. A month stands for its first day where a project begins and for its last day elsewhere.
func (f *form) setDates() {
	for _, date := range f.dates {
		if date.field == spanField {
			f.setSpan(date)
			continue
		}
		from, to, ok := notation.ParseDate(date.text, f.sub.Year)
		if !ok {
			f.report(DateUnreadable, []*cell{date.at}, string(date.field), date.text)
			continue
		}
		date.at.use(string(date.field))
		switch date.field {
		case engine.FieldStart:
			f.sub.Start = from
		case engine.FieldEnd:
			f.sub.End = to
		case engine.FieldFilledOn:
			f.sub.FilledOn = to
		}
	}
	f.dates = nil
}

// setSpan reads the beginning and the end of a project from one cell.
func (f *form) setSpan(date dateCell) {
	from, to, ok := parseSpan(date.text, f.sub.Year)
	if !ok {
		f.report(DateUnreadable, []*cell{date.at}, string(date.field), date.text)
		return
	}
	date.at.use(string(date.field))
	f.sub.Start, f.sub.End = from, to
	f.source(engine.FieldStart, date.at)
	f.source(engine.FieldEnd, date.at)
}

// parseSpan reads two dates with a mark between them: 2025年1月至2025年12月, 2025-01-01~2025-12-31.
func parseSpan(text string, year int) (from, to engine.Date, ok bool) {
	runes := []rune(text)
	for i, r := range runes {
		if !strings.ContainsRune("至到-—–~～－─", r) {
			continue
		}
		start, _, before := notation.ParseDate(string(runes[:i]), year)
		_, end, after := notation.ParseDate(strings.TrimLeft(string(runes[i+1:]), "-—–~～－─"), year)
		if before && after && end.DaysAfter(start) >= 0 {
			return start, end, true
		}
	}
	return engine.Date{}, engine.Date{}, false
}
