package importer

import (
	"slices"
	"strconv"

	"jixiao/engine"
)

// headerRows is how many filled rows are searched for the header of a flat table. Titles and notes above one are a few lines.
const headerRows = 50

// header is a row that names columns of a flat table.
type header struct {
	row     []*cell
	at      int // index of the row
	columns map[int]headed
	known   int // different columns that were recognised
	has     [columnCount]bool
	reviews bool // it heads a table of reviews
}

// headed is a recognised column.
type headed struct {
	column engine.Column
	unit   money
}

// Columns that only forms as people lay them out have, beside those of the vocabulary.
const (
	columnSign        = engine.ColumnHint + 1 + iota // 指标性质: the comparator
	columnMeasure                                    // 计量单位
	columnAside                                      // known, and no part of a self-evaluation
	columnReviewScore                                // 复核分
	columnOpinion                                    // 审核意见
)

const columnCount = int(columnOpinion) + 1

func columnLabel(column engine.Column) string {
	switch column {
	case columnSign:
		return "指标性质"
	case columnMeasure:
		return "计量单位"
	case columnReviewScore:
		return "复核分"
	case columnOpinion:
		return "审核意见"
	}
	return column.Label()
}

func columnID(column engine.Column) string {
	switch column {
	case columnSign:
		return signColumn.id()
	case columnMeasure:
		return measureColumn.id()
	case columnReviewScore:
		return "review_score"
	case columnOpinion:
		return "opinion"
	}
	return column.ID()
}

// findHeader returns the first row that is a complete header, else the one that comes nearest, nil on a blank sheet.
func findHeader(s *sheet, reviews bool) *header {
	var best *header
	seen := 0
	for at, row := range s.rows {
		if len(row) == 0 {
			continue
		}
		if seen++; seen > headerRows {
			break
		}
		h := newHeader(at, row, reviews)
		if h.complete() {
			return h
		}
		if best == nil || h.known > best.known {
			best = h
		}
	}
	return best
}

func newHeader(at int, row []*cell, reviews bool) *header {
	h := &header{row: row, at: at, columns: make(map[int]headed, len(row)), reviews: reviews}
	h.name(true)
	h.name(false) // a wording of forms never takes the place of a header's own
	return h
}

// name recognises the headers that the vocabulary has, or the others.
func (h *header) name(exact bool) {
	for _, c := range h.row {
		column, unit, found := h.parse(c)
		if !found || column == columnAside || h.has[column] || isExactHeader(c.fold) != exact {
			continue
		}
		h.has[column] = true
		h.columns[c.Col] = headed{column, unit}
		h.known++
	}
}

func isExactHeader(fold string) bool {
	if _, found := engine.ParseColumn(label(fold)); found {
		return true
	}
	rest, _ := cutMoneyUnit(fold)
	_, found := engine.ParseColumn(rest)
	return found
}

// parse recognises a header. 单位 is the unit of the values where another column has the one that carries the project out.
func (h *header) parse(c *cell) (engine.Column, money, bool) {
	if column, found := reviewHeaders[label(c.fold)]; found && h.reviews {
		return column, money{}, true
	}
	column, unit, found := parseHeader(c.fold)
	if column == engine.ColumnUnit && c.fold == "单位" && h.namesUnit() {
		column = columnMeasure
	}
	return column, unit, found
}

func (h *header) namesUnit() bool {
	return slices.ContainsFunc(h.row, func(c *cell) bool {
		column, _, found := parseHeader(c.fold)
		return found && column == engine.ColumnUnit && c.fold != "单位"
	})
}

// parseHeader recognises a header with or without a unit of money in brackets behind it.
func parseHeader(fold string) (engine.Column, money, bool) {
	if column, found := engine.ParseColumn(label(fold)); found {
		return column, money{}, true
	}
	rest, unit := cutMoneyUnit(fold)
	if column, found := engine.ParseColumn(rest); found {
		return column, unit, true
	}
	if field, found := headField(fold); found {
		for column, of := range headColumns {
			if of == field {
				return column, money{}, true
			}
		}
	}
	return headerOfForms(fold)
}

// headerOfForms recognises the headers of the tables in forms.
func headerOfForms(fold string) (engine.Column, money, bool) {
	kind, measure := parseColumn(fold)
	unit, _ := parseMoneyUnit(measure)
	switch kind {
	case noColumn, unknownColumn:
		return engine.NoColumn, money{}, false
	case signColumn:
		return columnSign, money{}, true
	case measureColumn:
		return columnMeasure, money{}, true
	case longColumn, otherColumn:
		return columnAside, money{}, true
	}
	for column, of := range columnKinds {
		if of == kind {
			return column, unit, true
		}
	}
	return engine.NoColumn, money{}, false
}

// need is one of several columns.
type need struct {
	label string
	any   []engine.Column
}

// needs are the columns without which a table says nothing: one of each list.
var needs = []need{
	{"项目名称/项目编码", []engine.Column{engine.ColumnProjectName, engine.ColumnProjectCode, engine.ColumnProjectID, engine.ColumnIndicatorID}},
	{"三级指标", []engine.Column{engine.ColumnIndicator, engine.ColumnIndicatorID}},
	{"年度指标值/实际完成值", []engine.Column{engine.ColumnTarget, engine.ColumnActual, engine.ColumnTier, engine.ColumnWeight,
		engine.ColumnClaimed, engine.ColumnReason, engine.ColumnInitial, engine.ColumnAdjusted, engine.ColumnExecuted}},
}

func (h *header) complete() bool { return len(h.missing()) == 0 }

// missing lists the needed columns that the header lacks.
func (h *header) missing() []string {
	var missing []string
	list := needs
	if h.reviews {
		list = reviewNeeds
	}
	for _, need := range list {
		if !slices.ContainsFunc(need.any, func(c engine.Column) bool { return h.has[c] }) {
			missing = append(missing, need.label)
		}
	}
	return missing
}

func (h *header) texts() []string {
	texts := make([]string, len(h.row))
	for i, c := range h.row {
		texts[i] = c.Text
	}
	return texts
}

// columnCounts counts the cells below the header by their columns.
type columnCounts map[int]int

func (n columnCounts) add(row []*cell) {
	for _, c := range row {
		n[c.Col]++
	}
}

// settleHeader settles the header's cells. A column that cannot be used is reported with all its cells, in one issue.
func (t *flat) settleHeader(row []*cell, below columnCounts) {
	taken := [columnCount]bool{}
	for _, c := range row {
		column, _, found := t.header.parse(c)
		count := strconv.Itoa(below[c.Col])
		switch {
		case found && column != columnAside && !isExactHeader(c.fold) && !t.header.owns(c):
			t.reportColumn(ColumnNotUnderstood, c, c.Text, count)
			continue
		case column == columnAside:
			t.reportColumn(ColumnNotKept, c, c.Text, count)
			continue
		case !found && below[c.Col] == 0:
			t.reportAs(engine.Info, ColumnNotUnderstood, []*cell{c}, c.Text, count)
		case !found:
			t.reportColumn(ColumnNotUnderstood, c, c.Text, count)
		case taken[column]:
			t.reportColumn(ColumnTwice, c, c.Text, columnLabel(column), count)
		case column == engine.ColumnWeight && !t.header.has[engine.ColumnTarget]:
			t.reportColumn(ColumnNotUsed, c, c.Text, count)
		default:
			c.label(columnID(column))
		}
		taken[column] = found || taken[column]
	}
}

// reportColumn reports a header, and with it the cells below that are still to come.
func (t *flat) reportColumn(code string, c *cell, values ...string) {
	t.unused[c.Col] = code
	t.report(code, []*cell{c}, values...)
}

// skipUnused settles the cells of columns that were reported at their header.
func (t *flat) skipUnused(row []*cell) {
	if len(t.unused) == 0 {
		return
	}
	for _, c := range row {
		if code, unused := t.unused[c.Col]; unused {
			c.settle(FateReported, code)
		}
	}
}

// owns tells that a header is the one that its column is read by.
func (h *header) owns(c *cell) bool {
	_, found := h.columns[c.Col]
	return found
}
