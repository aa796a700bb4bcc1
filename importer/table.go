package importer

import (
	"cmp"
	"slices"
	"strconv"

	"jixiao/engine"
)

// indicatorTable is the state of reading the indicator table of a form.
type indicatorTable struct {
	columns []tableColumn // of the year, in the order of the form
	aside   []tableColumn // of the years to come, where they have names and classes of their own
	header  []*cell       // the newest header row
	headers []*cell       // the cells of all header rows
	body    [][]*cell     // the rows of the table
	dropped []droppedColumn

	above          classes
	hasCostClasses bool
	broken         map[*cell]string // cells that begin a class word whose end stands elsewhere
	taken          []indicatorCells // one for each indicator
	previous       []*cell          // the row before
	unplaced       bool             // only the order of the cells is known
	covering       []*cell          // names that reach over the rows below them
	loneClass      *cell            // a class of level 2 in a row without any text
	isAside        bool             // the table of several years is being read
	tasks          bool             // the tasks of a department are being read
	remarksOn      bool             // the foot-notes are being read
	remark         string           // the newest one below the table that has its text beside its label
}

// droppedColumn is a column whose cells say nothing that a self-evaluation keeps.
type droppedColumn struct {
	kind   columnKind
	header *cell
	cells  []*cell
}

// column returns the column of a kind, nil where the table has none.
func (t *indicatorTable) column(kind columnKind) *tableColumn {
	for i := range t.columns {
		if t.columns[i].kind == kind {
			return &t.columns[i]
		}
	}
	return nil
}

// inColumn tells that a cell stands below the header of a kind.
func (t *indicatorTable) inColumn(kind columnKind, c *cell) bool {
	column := t.column(kind)
	return !t.unplaced && column != nil && column.holds(c)
}

// plain tells a table of classes, names and targets in this order and nothing else, as declaration forms have.
func (t *indicatorTable) plain() bool {
	last := noColumn
	for i := range t.columns {
		kind := t.columns[i].kind
		switch kind {
		case level1Column, level2Column, nameColumn, targetColumn:
			if kind < last {
				return false
			}
			last = kind
		default:
			return false
		}
	}
	return true
}

// headerRow settles the cells of a header and learns the columns. A header that is printed again replaces the one before.
func (f *form) headerRow(row []*cell) {
	var columns []tableColumn
	var blocks []*cell
	for _, c := range row {
		kind, measure := parseColumn(c.fold)
		column := tableColumn{kind, c.Col, c.Col + max(c.MergeCols, 1) - 1, c, measure}
		switch {
		case !c.open():
			continue
		case isBlockLabel(c.fold):
			blocks = append(blocks, c)
			continue
		case kind == noColumn:
			column.kind = unknownColumn
		}
		columns = append(columns, column)
	}
	f.setColumns(f.nameFromBlock(columns, blocks))
	f.header = row
	f.headers = append(f.headers, row...)
}

// nameFromBlock takes 绩效指标 for the header of the names where it stands behind the classes and no other column has them.
func (f *form) nameFromBlock(columns []tableColumn, blocks []*cell) []tableColumn {
	named := slices.ContainsFunc(columns, func(c tableColumn) bool { return c.kind == nameColumn })
	for _, c := range blocks {
		behind := slices.ContainsFunc(columns, func(l tableColumn) bool { return l.from < c.Col && (l.kind == level1Column || l.kind == level2Column) })
		if named || !behind {
			f.blockLabel(c)
			continue
		}
		named = true
		columns = append(columns, tableColumn{nameColumn, c.Col, c.Col + max(c.MergeCols, 1) - 1, c, ""})
	}
	return columns
}

// setColumns gives each kind to one column. Where names stand twice, the years to come stand beside the year.
func (f *form) setColumns(columns []tableColumn) {
	slices.SortStableFunc(columns, func(a, b tableColumn) int { return cmp.Compare(a.from, b.from) })
	f.columns, f.aside = columns, nil
	f.divideGroups()
	f.settleKinds()
	for i := range f.columns {
		f.settleHeaderCell(&f.columns[i])
	}
	for i := range f.aside {
		f.settleHeaderCell(&f.aside[i])
	}
}

// divideGroups separates the group of columns of the years to come from that of the year. Forms print the year's behind.
func (f *form) divideGroups() {
	first := slices.IndexFunc(f.columns, func(c tableColumn) bool { return c.kind == nameColumn })
	if first < 0 {
		return
	}
	second := slices.IndexFunc(f.columns[first+1:], func(c tableColumn) bool { return c.kind == nameColumn })
	if second < 0 {
		return
	}
	start := first + 1 + second
	for start > first+1 && (f.columns[start-1].kind == level2Column || f.columns[start-1].kind == level1Column) {
		start--
	}
	from := f.sharedColumns(first, start)
	front, behind := slices.Clone(f.columns[from:start]), slices.Clone(f.columns[start:])
	shared := slices.Clone(f.columns[:from])
	if f.isYearAhead(front, behind) {
		front, behind = behind, front
	}
	f.aside = front
	f.columns = append(shared, behind...)
	for i := range f.aside {
		if f.aside[i].kind != level1Column && f.aside[i].kind != level2Column {
			f.aside[i].kind = longColumn
		}
	}
}

// sharedColumns counts the columns in front that belong to both groups: numbers, and the classes that the second group has not.
func (f *form) sharedColumns(first, start int) int {
	own := slices.IndexFunc(f.columns[start:], func(c tableColumn) bool { return c.kind == level2Column })
	shared := 0
	for shared < first {
		kind := f.columns[shared].kind
		if kind == level2Column && own >= 0 || kind == level1Column && f.columns[start].kind == level1Column {
			break
		}
		if kind != level1Column && kind != level2Column && kind != otherColumn && kind != unknownColumn {
			break
		}
		shared++
	}
	return shared
}

// isYearAhead tells that the year's group stands in front: the header says so, or the other one was left blank.
func (f *form) isYearAhead(front, behind []tableColumn) bool {
	long := func(group []tableColumn) bool {
		return slices.ContainsFunc(group, func(c tableColumn) bool { return c.kind == longColumn })
	}
	if long(behind) != long(front) {
		return long(behind)
	}
	return f.filled(behind) == 0 && f.filled(front) > 0
}

// filled counts the cells below the names of a group.
func (f *form) filled(group []tableColumn) int {
	count := 0
	for _, row := range f.body {
		for _, c := range row {
			for i := range group {
				if group[i].kind == nameColumn && group[i].holds(c) && c.Row > group[i].header.Row && !isStub(c.fold) {
					count++
				}
			}
		}
	}
	return count
}

// settleKinds makes the kinds of the columns agree with each other.
func (f *form) settleKinds() {
	if f.column(targetColumn) == nil {
		if long := f.column(longColumn); long != nil {
			long.kind = targetColumn
		}
	}
	if tier := f.column(tierColumn); tier != nil && f.column(actualColumn) == nil {
		tier.kind = actualColumn
	}
	seen := map[columnKind]bool{}
	for i := range f.columns {
		kind := &f.columns[i].kind
		switch {
		case *kind == longColumn || *kind == otherColumn || *kind == unknownColumn:
		case seen[*kind] && *kind == claimedColumn:
			*kind = otherColumn // the score of a reviewer beside the unit's own
		case seen[*kind]:
			*kind = unknownColumn
		}
		seen[*kind] = true
	}
}

func (f *form) settleHeaderCell(column *tableColumn) {
	if column.header.open() && column.kind != unknownColumn {
		column.header.label(column.kind.id())
	}
}

// subHeaderRow divides columns of the header above: 指标性质, 指标值 and 计量单位 below 年度指标值.
func (f *form) subHeaderRow(row []*cell) {
	var columns []tableColumn
	parents := f.columns
	divided := map[int]bool{}
	for _, c := range row {
		kind, measure := parseColumn(c.fold)
		parent := f.parentOf(c)
		if parent >= 0 {
			divided[parent] = true
			if said, _ := parseColumn(parents[parent].header.fold); said == longColumn {
				kind = longColumn
			}
		}
		columns = append(columns, tableColumn{kind, c.Col, c.Col + max(c.MergeCols, 1) - 1, c, measure})
	}
	for i := range parents {
		if !divided[i] {
			columns = append(columns, parents[i])
		} else if parents[i].header.open() {
			parents[i].header.label(parents[i].kind.id())
		}
	}
	f.columns = nil
	f.setColumns(columns)
	f.headers = append(f.headers, row...)
}

// parentOf returns the column whose header reaches over a cell below it, up to the next header.
func (f *form) parentOf(c *cell) int {
	for i := range f.columns {
		column := &f.columns[i]
		to := column.to
		if i+1 < len(f.columns) && column.header.MergeCols <= 1 {
			to = max(to, f.columns[i+1].from-1)
		} else if i+1 == len(f.columns) {
			to = 1 << 30
		}
		if c.Col >= column.from && c.Col <= to && column.header.Row < c.Row && column.header.MergeRows <= 1 {
			return i
		}
	}
	return -1
}

// setAside takes the cells of the years to come out of a row.
func (f *form) setAside(row []*cell) []*cell {
	if len(f.aside) == 0 {
		return row
	}
	return slices.DeleteFunc(slices.Clone(row), func(c *cell) bool {
		at := slices.IndexFunc(f.aside, func(column tableColumn) bool { return column.holds(c) })
		if at < 0 || !c.open() {
			return false
		}
		f.drop(&f.aside[at], c)
		return true
	})
}

// drop keeps a cell for the one issue that its whole column gets.
func (f *form) drop(column *tableColumn, c *cell) {
	c.settle(FateReported, columnCode(column.kind))
	for i := range f.dropped {
		if f.dropped[i].header == column.header {
			f.dropped[i].cells = append(f.dropped[i].cells, c)
			return
		}
	}
	f.dropped = append(f.dropped, droppedColumn{column.kind, column.header, []*cell{c}})
}

func columnCode(kind columnKind) string {
	if kind == unknownColumn {
		return ColumnNotUnderstood
	}
	return ColumnNotKept
}

// finishColumns raises the issues of the columns that were not taken.
func (f *form) finishColumns() {
	f.about(f.sub, -1)
	for _, d := range f.dropped {
		f.raise(columnCode(d.kind), d.header, d.header.Text, strconv.Itoa(len(d.cells)))
		if d.header.open() {
			d.header.settle(FateReported, columnCode(d.kind))
		}
	}
	for _, row := range f.rows {
		for _, c := range row {
			if c.open() && f.isUnusedHeader(c) {
				f.reportAs(engine.Info, ColumnNotUnderstood, []*cell{c}, c.Text, "0")
			}
		}
	}
}

// isUnusedHeader tells a header that is not known and has nothing below it.
func (f *form) isUnusedHeader(c *cell) bool {
	return slices.Contains(f.headers, c)
}
