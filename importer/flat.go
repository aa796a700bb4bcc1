package importer

import (
	"slices"
	"strconv"
	"strings"

	"jixiao/engine"
	"jixiao/importer/grid"
)

// flat is a table with one indicator a row.
type flat struct {
	lastName *cell // of the newest indicator
	*reader
	header   *header
	merged   map[int]*cell
	projects map[engine.ProjectKey]*engine.Submission
	unused   map[int]string    // the columns that are reported as a whole, with the code
	long     *long             // nil where all rows are in memory
	now      engine.ProjectKey // of the row being read, folded; none where it declares nothing
	differs  bool              // the given year was found to differ, and that was said
}

func newFlat(r *reader, h *header) *flat {
	return &flat{reader: r, header: h, merged: make(map[int]*cell), projects: make(map[engine.ProjectKey]*engine.Submission),
		unused: make(map[int]string)}
}

func (r *reader) readTable(s *sheet, h *header) {
	t := newFlat(r, h)
	below := make(columnCounts)
	rows := r.joinPageCuts(s.rows)
	for _, row := range rows[h.at+1:] {
		below.add(row)
	}
	for at, row := range rows {
		t.readLine(at, row, below)
	}
}

// readLine reads one row of the sheet: above the header, the header itself, or below.
func (t *flat) readLine(at int, row []*cell, below columnCounts) {
	switch {
	case at < t.header.at:
		t.outside(row)
	case at == t.header.at:
		t.settleHeader(row, below)
	default:
		t.skipUnused(row)
		t.readRow(row)
	}
}

// tableRow is one row of a flat table by columns.
type tableRow struct {
	cells [columnCount]*cell // its own cells that are still to be settled
	names [columnCount]*cell // of the columns that say what the row is about, a merged cell from above included
	key   engine.ProjectKey
	base  Record // what all records of the row have in common
	sub   *engine.Submission
}

// inheritable are the columns whose merged cells reach down.
var inheritable = []engine.Column{engine.ColumnProjectCode, engine.ColumnProjectName, engine.ColumnDepartment, engine.ColumnUnit,
	engine.ColumnYear, engine.ColumnLevel1, engine.ColumnLevel2, engine.ColumnProjectID}

func (t *flat) readRow(row []*cell) {
	t.about(nil, -1)
	t.now = engine.ProjectKey{}
	if len(row) == 0 || t.isSeparator(row) || t.isSum(row) {
		return
	}
	if t.slid(row) {
		return
	}
	r := t.arrange(row)
	r.named(engine.ColumnHint, engine.ColumnHint.ID())
	t.identifyRow(r)
	if t.opt.Reviews {
		t.reviewRow(r)
		t.leftovers(row)
		return
	}
	t.assign(r)
	switch r.text1() {
	case engine.ExecutionLabel, engine.ExecutionLabel + "率":
		t.budgetRow(r)
	case engine.GoalLabel:
		t.goalRow(r)
	case engine.FillingLabel:
		t.fillingRow(r)
	default:
		t.indicatorRow(r)
	}
	t.leftovers(row)
}

// isSum reports a row of sums, which say nothing that is not in the rows.
func (t *flat) isSum(row []*cell) bool {
	sum := slices.IndexFunc(row, func(c *cell) bool { return slices.Contains([]string{"合计", "总计", "小计", "总分"}, c.fold) })
	if sum < 0 {
		return false
	}
	for _, c := range row {
		h := t.header.columns[c.Col]
		if c != row[sum] && (h.column == engine.ColumnIndicator || h.column == engine.ColumnLevel1) {
			return false // 合计 is a row of the funds block
		}
	}
	left := openCells(row)
	if len(left) > 0 {
		t.report(CellNotKept, left, row[sum].Text, textsOf(left))
	}
	return true
}

func openCells(row []*cell) []*cell {
	return slices.DeleteFunc(slices.Clone(row), func(c *cell) bool { return !c.open() })
}

// arrange puts the cells of a row under their columns.
func (t *flat) arrange(row []*cell) *tableRow {
	r := &tableRow{}
	for _, c := range row {
		h, found := t.header.columns[c.Col]
		if !found || !c.open() {
			continue
		}
		if isCellError(c.fold) {
			t.fail(c)
			continue
		}
		r.cells[h.column], r.names[h.column] = c, c
		if c.MergeRows > 1 {
			t.merged[c.Col] = c
		}
	}
	for col, h := range t.header.columns {
		above := t.merged[col]
		reaches := above != nil && row[0].Row < above.Row+above.MergeRows
		if reaches && r.names[h.column] == nil && slices.Contains(inheritable, h.column) {
			r.names[h.column] = above
		}
	}
	return r
}

// cellErrors are what spreadsheets print where a formula has no value.
var cellErrors = []string{"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"}

func isCellError(fold string) bool {
	return slices.Contains(cellErrors, strings.ToUpper(fold))
}

// fail settles a cell that holds an error instead of a value: it says nothing, and must not replace what was recorded before.
// Where the spreadsheet calls it an error itself, the issue comes with its other faults.
func (t *flat) fail(c *cell) {
	if t.failed[c.Place] {
		c.settle(FateReported, CellError)
		return
	}
	t.report(CellError, []*cell{c}, c.Text)
}

// failedCells lists the places where the reader of the cells met an error value.
func failedCells(faults []grid.Fault) map[grid.Place]bool {
	failed := make(map[grid.Place]bool)
	for _, fault := range faults {
		if fault.Code == grid.FaultCellError {
			failed[fault.Place] = true
		}
	}
	return failed
}

func (r *tableRow) text(column engine.Column) string {
	if c := r.names[column]; c != nil {
		return c.Text
	}
	return ""
}

func (r *tableRow) text1() string { return engine.Fold(r.text(engine.ColumnLevel1)) }

// take returns the row's own cell of a column and marks it as used, nil where it is blank.
func (r *tableRow) take(column engine.Column) *cell {
	c := r.cells[column]
	if c != nil {
		r.cells[column] = nil
		c.use(columnID(column))
	}
	return c
}

// named settles a cell whose text is a label of the vocabulary.
func (r *tableRow) named(column engine.Column, name string) {
	if c := r.cells[column]; c != nil {
		r.cells[column] = nil
		c.label(name)
	}
}

// identifyRow reads which project and indicator a row is about, as far as it says.
func (t *flat) identifyRow(r *tableRow) {
	r.key = engine.ProjectKey{
		Department: r.text(engine.ColumnDepartment), Unit: r.text(engine.ColumnUnit),
		Code: r.text(engine.ColumnProjectCode), Name: r.text(engine.ColumnProjectName),
	}
	r.key.Year = t.year(r)
	r.base = Record{
		Project: r.key, ProjectID: r.text(engine.ColumnProjectID), IndicatorID: r.text(engine.ColumnIndicatorID),
		Level1: r.text(engine.ColumnLevel1), Level2: r.text(engine.ColumnLevel2), Name: r.text(engine.ColumnIndicator),
		Ordinal: t.ordinal(r), Target: r.text(engine.ColumnTarget),
	}
}

// assign finds the project that a row declares something about, where the table declares projects.
func (t *flat) assign(r *tableRow) {
	if t.declares(r) {
		r.sub = t.submission(r)
		t.about(r.sub, -1)
	}
}

func (t *flat) declares(r *tableRow) bool {
	return !t.opt.Reviews && t.header.has[engine.ColumnTarget] && engine.Fold(r.key.Name+r.key.Code) != ""
}

// takeProject settles the cells that name the project; a row calls it once it has something to say about that project.
func (r *tableRow) takeProject() {
	for _, column := range []engine.Column{engine.ColumnProjectCode, engine.ColumnProjectName, engine.ColumnDepartment,
		engine.ColumnUnit, engine.ColumnProjectID, engine.ColumnIndicatorID} {
		r.take(column)
	}
}

func (t *flat) year(r *tableRow) int {
	c := r.names[engine.ColumnYear]
	if c == nil {
		return t.opt.Year
	}
	year, ok := plainYear(c.fold)
	if !ok {
		year, ok = parseYear(c.fold)
	}
	own := r.cells[engine.ColumnYear]
	switch {
	case !ok && own != nil:
		r.cells[engine.ColumnYear] = nil
		t.report(YearUnreadable, []*cell{own}, own.Text)
	case ok:
		r.take(engine.ColumnYear)
		t.compareYear(c, year)
	}
	return year
}

func (t *flat) compareYear(c *cell, year int) {
	if t.opt.Year != 0 && year != t.opt.Year && !t.differs {
		t.differs = true
		t.raise(YearDiffers, c, strconv.Itoa(year), strconv.Itoa(t.opt.Year))
	}
}

func (t *flat) ordinal(r *tableRow) int {
	c := r.cells[engine.ColumnOrdinal]
	if c == nil {
		return 0
	}
	n, err := strconv.Atoi(c.fold)
	if err != nil || n < 1 {
		r.cells[engine.ColumnOrdinal] = nil
		t.report(OrdinalUnreadable, []*cell{c}, c.Text)
		return 0
	}
	r.take(engine.ColumnOrdinal)
	return n
}

// submission returns the project of a row, a new one where it is met first.
func (t *flat) submission(r *tableRow) *engine.Submission {
	key := foldedKey(r.key)
	t.now = key
	if s, found := t.projects[key]; found {
		return s
	}
	s := &engine.Submission{ProjectKey: r.key}
	t.projects[key] = s
	if t.long == nil {
		t.result.Submissions = append(t.result.Submissions, s)
	}
	t.about(s, -1)
	var first *cell
	for _, column := range []engine.Column{engine.ColumnProjectName, engine.ColumnProjectCode, engine.ColumnDepartment, engine.ColumnUnit, engine.ColumnYear} {
		c := r.names[column]
		if c == nil {
			continue
		}
		if first == nil {
			first = c
		}
		s.Sources = append(s.Sources, engine.FieldSource{Field: headColumns[column], Source: c.source})
	}
	if s.Year == 0 {
		t.raise(YearMissing, first)
	}
	return s
}

// foldedKey makes keys equal that are the same identity.
func foldedKey(k engine.ProjectKey) engine.ProjectKey {
	key := engine.ProjectKey{Year: k.Year, Department: engine.Fold(k.Department), Unit: engine.Fold(k.Unit), Code: engine.Fold(k.Code)}
	if key.Code == "" {
		key.Name = engine.Fold(k.Name)
	}
	return key
}

// recordColumn is a column with the field of the records that its cells become.
type recordColumn struct {
	column engine.Column
	field  engine.RecordField
}

// record keeps a value of the row as it is written.
func (t *flat) record(r *tableRow, field engine.RecordField, c *cell) {
	t.keep(r, field, c, c.Text)
}

func (t *flat) keep(r *tableRow, field engine.RecordField, c *cell, value string) {
	rec := r.base
	rec.Field, rec.Value, rec.Source = field, value, c.source
	if t.long != nil && r.sub != nil {
		t.long.records[r.sub] = append(t.long.records[r.sub], rec)
		return
	}
	t.result.Records = append(t.result.Records, rec)
}

// refuse reports what is left of a row that cannot be read for one reason.
func (t *flat) refuse(r *tableRow, code string) {
	var left []*cell
	for _, c := range r.cells {
		if c != nil {
			left = append(left, c)
		}
	}
	if len(left) == 0 {
		return
	}
	slices.SortFunc(left, func(a, b *cell) int { return a.Col - b.Col })
	r.cells = [columnCount]*cell{}
	if last := t.lastName; len(left) == 1 && last != nil && left[0].Col == last.Col && left[0].Row-last.Row <= namePieces {
		t.raise(NameMayContinue, last, last.Text, left[0].Text)
	}
	t.report(code, left, textsOf(left))
}

func textsOf(cells []*cell) string {
	text := ""
	for i, c := range cells {
		if i > 0 {
			text += " | "
		}
		text += c.Text
	}
	return text
}

func (t *flat) unitOf(column engine.Column) money {
	for _, h := range t.header.columns {
		if h.column == column {
			return h.unit
		}
	}
	return money{}
}

// leftovers reports what the row holds beyond what its kind of row can say.
func (t *flat) leftovers(row []*cell) {
	for _, c := range row {
		if !c.open() {
			continue
		}
		if h, found := t.header.columns[c.Col]; found {
			t.report(CellNotKept, []*cell{c}, columnLabel(h.column), c.Text)
		} else {
			t.reportAs(engine.Error, CellNotUnderstood, []*cell{c}, c.Text)
		}
	}
}
