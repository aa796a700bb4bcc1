package importer

import (
	"slices"
	"strconv"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// flat is a table with one indicator a row.
type flat struct {
	*reader
	header   *header
	rows     [][]*cell // below the header
	merged   map[int]*cell
	projects map[engine.ProjectKey]*engine.Submission
	differs  bool // the given year was found to differ, and that was said
}

func (r *reader) readTable(s *sheet, h *header) {
	for _, row := range s.rows[:h.at] {
		r.outside(row)
	}
	t := &flat{reader: r, header: h, rows: s.rows[h.at+1:], merged: make(map[int]*cell), projects: make(map[engine.ProjectKey]*engine.Submission)}
	t.settleHeader()
	for _, row := range t.rows {
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
	if len(row) == 0 || t.isSeparator(row) || t.isSum(row) {
		return
	}
	r := t.arrange(row)
	t.identifyRow(r)
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
		c.use(column.ID())
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
		Ordinal: t.ordinal(r),
	}
	if !t.header.has[engine.ColumnTarget] || engine.Fold(r.key.Name+r.key.Code) == "" {
		return
	}
	r.sub = t.submission(r)
	t.about(r.sub, -1)
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
	if s, found := t.projects[key]; found {
		return s
	}
	s := &engine.Submission{ProjectKey: r.key}
	t.projects[key] = s
	t.result.Submissions = append(t.result.Submissions, s)
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

// record keeps a value of the row as it is written.
func (t *flat) record(r *tableRow, field engine.RecordField, c *cell) {
	t.keep(r, field, c, c.Text)
}

func (t *flat) keep(r *tableRow, field engine.RecordField, c *cell, value string) {
	rec := r.base
	rec.Field, rec.Value, rec.Source = field, value, c.source
	t.result.Records = append(t.result.Records, rec)
}

// recorded are the columns of an indicator's records.
var recorded = []struct {
	column engine.Column
	field  engine.RecordField
}{
	{engine.ColumnActual, engine.RecordActual}, {engine.ColumnTier, engine.RecordTier},
	{engine.ColumnClaimed, engine.RecordClaimed}, {engine.ColumnReason, engine.RecordReason},
}

// indicatorRow reads targets and records of one indicator.
func (t *flat) indicatorRow(r *tableRow) {
	nameless := engine.Fold(r.base.Name) == ""
	switch {
	case nameless && r.base.IndicatorID == "":
		t.refuse(r, IndicatorNameless)
		return
	case r.sub == nil && t.header.has[engine.ColumnTarget] && !r.recordsSomething():
		t.refuse(r, RowWithoutProject)
		return
	}
	r.takeProject()
	var ind *engine.Indicator
	if r.sub != nil && !nameless {
		ind = t.declare(r)
	} else {
		r.take(engine.ColumnLevel1)
		r.take(engine.ColumnLevel2)
		r.take(engine.ColumnIndicator)
	}
	for _, entry := range recorded {
		if c := r.take(entry.column); c != nil {
			t.record(r, entry.field, c)
		}
	}
	switch {
	case ind != nil || !t.header.has[engine.ColumnTarget]:
	case nameless:
		t.refuse(r, IndicatorNameless)
	default:
		t.refuse(r, RowWithoutProject)
	}
}

func (r *tableRow) recordsSomething() bool {
	return slices.ContainsFunc(recorded[:], func(entry struct {
		column engine.Column
		field  engine.RecordField
	}) bool {
		return r.cells[entry.column] != nil
	})
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

// declare adds the row's indicator to its project.
func (t *flat) declare(r *tableRow) *engine.Indicator {
	r.sub.Indicators = append(r.sub.Indicators, engine.Indicator{Name: r.base.Name})
	at := len(r.sub.Indicators) - 1
	t.about(r.sub, at)
	ind := &r.sub.Indicators[at]
	name := r.take(engine.ColumnIndicator)
	ind.Source = name.source
	t.classesOf(r, ind, name)
	t.checkClasses(name, ind)
	t.targetOf(r, ind, name)
	ind.Weight = t.points(r, engine.ColumnWeight)
	return ind
}

func (t *flat) targetOf(r *tableRow, ind *engine.Indicator, name *cell) {
	at, text := name, ""
	if c := r.take(engine.ColumnTarget); c != nil {
		at, text = c, c.Text
	}
	ind.Target = t.readTarget(text, notation.Context{Year: r.key.Year, Name: ind.Name, Unit: t.unitOf(engine.ColumnTarget).name}, at)
}

func (t *flat) unitOf(column engine.Column) money {
	for _, h := range t.header.columns {
		if h.column == column {
			return h.unit
		}
	}
	return money{}
}

// points reads a number of points that the form prints, nil where there is none.
func (t *flat) points(r *tableRow, column engine.Column) *engine.Points {
	c := r.cells[column]
	if c == nil {
		return nil
	}
	points, ok := parsePoints(c.Text)
	if !ok {
		r.cells[column] = nil
		t.report(PointsUnreadable, []*cell{c}, column.Label(), c.Text)
		return nil
	}
	r.take(column)
	return &points
}

// parsePoints reads a number of points, 分 behind it or not. Points are never negative.
func parsePoints(text string) (engine.Points, bool) {
	fold := engine.Fold(text)
	if n := len(fold) - len("分"); n > 0 && fold[n:] == "分" {
		fold = fold[:n]
	}
	number, ok := notation.ParseAmount(fold)
	if !ok {
		return 0, false
	}
	points, ok := engine.PointsFromDecimal(number)
	return points, ok && points >= 0
}

// classesOf reads the classes of a row. Level 2 decides; a blank one is inferred only where level 1 has a single one.
func (t *flat) classesOf(r *tableRow, ind *engine.Indicator, name *cell) {
	printed, known := engine.ParseDimension(r.text(engine.ColumnLevel1))
	ind.Level1 = printed
	ind.Level2, ind.Level2Inferred = t.level2(r, printed, ind.Name)
	parent := ind.Level2.Parent()
	if ind.Level2 == engine.NoCategory || parent == printed {
		t.classCell(r, engine.ColumnLevel1, known)
		return
	}
	ind.Level1, ind.Level1Inferred = parent, true
	switch {
	case known:
		t.contradicts(r, printed, ind.Level2)
	case r.names[engine.ColumnLevel1] != nil:
		t.classCell(r, engine.ColumnLevel1, false)
	case t.header.has[engine.ColumnLevel1]:
		t.raiseAs(engine.Info, ClassInferred, name, ind.Name, parent.String(), ind.Level2.String())
	}
}

// contradicts reports a level 1 that its level 2 does not belong to. A merged cell is reported at every such row and settled once.
func (t *flat) contradicts(r *tableRow, printed engine.Dimension, level2 engine.Category) {
	at := r.names[engine.ColumnLevel1]
	values := []string{printed.String(), level2.String(), level2.Parent().String()}
	if own := r.cells[engine.ColumnLevel1]; own == nil {
		t.raise(ClassContradicts, at, values...)
		return
	}
	r.cells[engine.ColumnLevel1] = nil
	t.report(ClassContradicts, []*cell{at}, values...)
}

// level2 reads the level-2 class. A level-1 word in its column stands for the only class that it has.
func (t *flat) level2(r *tableRow, level1 engine.Dimension, name string) (engine.Category, bool) {
	c := r.names[engine.ColumnLevel2]
	if c == nil {
		only := onlyCategory(level1)
		if only != engine.NoCategory {
			t.raise(ClassInferred, r.names[engine.ColumnLevel1], name, only.String(), level1.String())
		}
		return only, only != engine.NoCategory
	}
	dimension, level2, found := parseClass(c.fold, level1 == engine.Cost)
	guessed := false
	if found && level2 == engine.NoCategory {
		level2 = onlyCategory(dimension)
		found = level2 != engine.NoCategory
		guessed = found
	}
	t.classCell(r, engine.ColumnLevel2, found)
	if guessed {
		t.raise(ClassInferred, c, name, level2.String(), dimension.String())
	}
	return level2, guessed
}

// classCell settles the row's own cell of a class; a merged one was settled where it stands.
func (t *flat) classCell(r *tableRow, column engine.Column, known bool) {
	c := r.cells[column]
	switch {
	case c == nil:
	case known:
		r.take(column)
	default:
		r.cells[column] = nil
		t.report(ClassUnknown, []*cell{c}, c.Text, column.Label())
	}
}

// leftovers reports what the row holds beyond what its kind of row can say.
func (t *flat) leftovers(row []*cell) {
	for _, c := range row {
		if !c.open() {
			continue
		}
		if h, found := t.header.columns[c.Col]; found {
			t.report(CellNotKept, []*cell{c}, h.column.Label(), c.Text)
		} else {
			t.reportAs(engine.Error, CellNotUnderstood, []*cell{c}, c.Text)
		}
	}
}
