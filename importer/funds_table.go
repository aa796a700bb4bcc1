package importer

import (
	"slices"
	"strings"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// fundsColumnKind is what a column of a funds table holds.
type fundsColumnKind uint8

const (
	noFundsColumn fundsColumnKind = iota
	initialFunds
	adjustedFunds
	executedFunds
	fundsWeight
	fundsRate
	fundsClaimed
	fundsReason
	otherFunds // known, and no part of a self-evaluation
)

// field is the record that an amount of the column is, none for columns that hold no money.
func (k fundsColumnKind) field() engine.RecordField {
	switch k {
	case initialFunds:
		return engine.RecordInitial
	case adjustedFunds:
		return engine.RecordAdjusted
	case executedFunds:
		return engine.RecordExecuted
	}
	return engine.NoRecord
}

// fundsColumn is a column of a funds table where its heading stands.
type fundsColumn struct {
	kind     fundsColumnKind
	unit     money
	from, to int
	header   *cell
}

// fundsColumnWords are the headings of a funds table, word for word.
var fundsColumnWords = func() map[string]fundsColumnKind {
	words := make(map[string]fundsColumnKind)
	for kind, list := range map[fundsColumnKind]string{
		initialFunds:  "年初预算数 年初预算 年初批复数 年初预算批复数 年初安排数 年初预算安排数 年初预算金额 年初数 年初预算资金",
		adjustedFunds: "全年预算数 全年预算 调整后预算数 预算数 调整后预算 全年预算金额 预算金额 调整预算数 全年预算安排数 本年预算数 预算安排数 调整后全年预算数 年度预算数 预算资金 全年预算资金 到位数 预算总额",
		executedFunds: "全年执行数 执行数 实际执行数 全年支出数 实际支出数 支出数 实际支出 全年执行 预算执行数 资金执行数 全年实际执行数 执行金额 实际执行金额 决算数 全年实际支出数 实际使用数 实际支出金额 累计执行数 支出金额",
		fundsWeight:   "分值 权重 标准分 指标分值 满分",
		fundsClaimed:  "得分 自评得分 自评分 评分 指标得分",
		fundsReason:   "偏差原因分析及改进措施 偏差原因 偏差原因分析 未完成原因 执行率偏低原因 未完成原因分析 原因分析 未执行完毕原因 偏差原因及改进措施 偏差原因分析与改进措施 未完成原因和改进措施 执行率低的原因 原因 原因说明 未执行原因 扣分原因",
		otherFunds:    "预算调整数 备注 调整数 结转结余数 资金结余 结余数 年末结转数 结余 调整金额 到位率 资金到位率 说明",
	} {
		for _, text := range strings.Fields(list) {
			words[text] = kind
		}
	}
	return words
}()

// parseFundsColumn recognises a heading of a funds table; a unit of money may stand in brackets behind it.
func parseFundsColumn(fold string) (fundsColumnKind, money) {
	text, unit := cutMoneyUnit(label(fold))
	if rest, inside := cutBracket(text); strings.Trim(inside, "ABCDEFabc/÷=*×%0123456789.分预算执行率") == "" {
		text = rest
	}
	text = strings.TrimRight(text, "ABC")
	if kind, found := fundsColumnWords[text]; found {
		return kind, unit
	}
	if strings.Contains(text, "执行率") || text == "完成率" {
		return fundsRate, money{}
	}
	return noFundsColumn, money{}
}

// fundsHeader reads a row of headings: two of them at least, one of money. What stands left of two headings of money are labels of the
// block, whatever they say; an unknown heading right of them is one whose values are not kept.
func (f *form) fundsHeader(row []*cell) bool {
	columns, first := fundsColumns(row)
	if len(columns) < 2 || !slices.ContainsFunc(columns, fundsColumn.ofMoney) {
		return false
	}
	sure := len(slices.DeleteFunc(slices.Clone(columns), func(c fundsColumn) bool { return !c.ofMoney() })) > 1
	for i, c := range row {
		if kind, _ := parseFundsColumn(c.fold); kind != noFundsColumn {
			continue
		}
		rest, _ := cutMoneyUnit(c.fold)
		switch {
		case isFundsBlock(rest), isFundsItemHeading(c.fold), sure && i < first:
		case sure && !isAmount(c.fold):
			columns = append(columns, newFundsColumn(otherFunds, money{}, c))
		default:
			return false
		}
	}
	for _, c := range row {
		if c.open() && !f.formUnit(c) && !f.unitOfBlock(c) {
			c.label(label(c.fold))
		}
	}
	f.fundsOn, f.table = true, columns
	f.unitOfHeadings(columns)
	return true
}

// fundsColumns finds the headings of money and of the execution in a row, and where the first of them stands.
func fundsColumns(row []*cell) (columns []fundsColumn, first int) {
	first = len(row)
	for i, c := range row {
		if kind, unit := parseFundsColumn(c.fold); kind != noFundsColumn {
			columns = append(columns, newFundsColumn(kind, unit, c))
			first = min(first, i)
		}
	}
	return columns, first
}

func newFundsColumn(kind fundsColumnKind, unit money, header *cell) fundsColumn {
	return fundsColumn{kind, unit, header.Col, header.Col + max(header.MergeCols, 1) - 1, header}
}

func (c fundsColumn) ofMoney() bool { return c.kind.field() != engine.NoRecord }

// unitOfBlock takes the form's unit of money from the label of the block, where that is none of the known ones: 年度整体支出(万元).
func (f *form) unitOfBlock(c *cell) bool {
	_, unit := cutMoneyUnit(c.fold)
	if kind, _ := parseFundsColumn(c.fold); kind != noFundsColumn || !unit.known() || f.unit.known() {
		return false
	}
	f.unit, f.sub.Budget.FormUnit = unit, unit.name
	c.use("form_unit")
	return true
}

// unitOfHeadings takes the unit of money that the headings print for the form's own where its head has none.
func (f *form) unitOfHeadings(columns []fundsColumn) {
	for _, column := range columns {
		if column.unit.known() && !f.unit.known() {
			f.unit, f.sub.Budget.FormUnit = column.unit, column.unit.name
		}
	}
}

// isFundsItemHeading tells what stands above the labels of the rows.
func isFundsItemHeading(fold string) bool {
	return slices.Contains([]string{"资金来源", "资金类型", "项目", "资金名称", "资金性质", "类别", "内容", "预算资金来源", "项目资金来源", "资金项目"}, label(fold))
}

// fundsRow reads a row of a funds table: the label of its item, and the amounts under their headings.
func (f *form) fundsRow(row []*cell) bool {
	if f.table == nil || !f.fundsOn {
		return false
	}
	at := slices.IndexFunc(row, func(c *cell) bool { return parseFunds(cutMoneyUnit(c.fold)).kind != noFunds })
	if at < 0 {
		return f.otherFundsRow(row)
	}
	if slices.ContainsFunc(row[at+1:], func(c *cell) bool { return parseFunds(cutMoneyUnit(c.fold)).kind != noFunds }) {
		return false
	}
	line := parseFunds(cutMoneyUnit(row[at].fold))
	var marks []*cell
	for i, c := range row {
		switch {
		case !c.open():
		case i == at:
			f.unitInLabel(line, c)
			if line.item == engine.TotalFunds {
				f.noteLabel(engine.FieldTotal, c)
			}
		case isBlankMark(c.fold) && (f.fundsColumnAt(c) >= 0 || c.Col >= nowhere):
			marks = append(marks, c)
		case i < at && (f.formUnit(c) || f.blockLabel(c)):
		default:
			f.fundsValue(line, c)
		}
	}
	if len(marks) > 0 {
		f.report(BlankMark, marks, textsOf(marks))
	}
	return true
}

// otherFundsRow reports a row of a funds table whose item the form does not score, such as 基本支出: a text left of the table's columns
// and amounts below two of them at least.
func (f *form) otherFundsRow(row []*cell) bool {
	open := openCells(row)
	amounts, left := 0, -1
	for i, c := range open {
		at := f.fundsColumnAt(c)
		switch {
		case at < 0 && c.Col > f.table[0].from, at >= 0 && !isAmount(c.fold) && f.table[at].ofMoney():
			return false
		case at < 0:
			left = i
		case f.table[at].ofMoney() && !isBlankMark(c.fold):
			amounts++
		}
	}
	if left < 0 || amounts < 2 {
		return false
	}
	f.report(CellNotKept, open, open[left].Text, textsOf(open[left+1:]))
	return true
}

// isAmount tells a figure of money, or the mark that there is none.
func isAmount(fold string) bool {
	_, ok := notation.ParseAmount(fold)
	return ok || isBlankMark(fold)
}

// fundsColumnAt finds the heading above a cell of a funds table, or -1.
func (f *form) fundsColumnAt(c *cell) int {
	return slices.IndexFunc(f.table, func(column fundsColumn) bool { return c.Col >= column.from && c.Col <= column.to })
}

// fundsValue settles one value of a funds table by the heading above it.
func (f *form) fundsValue(line fundsLine, c *cell) {
	at := f.fundsColumnAt(c)
	if at < 0 {
		f.reportAs(engine.Error, CellOutOfPlace, []*cell{c}, c.Text, unsettled)
		return
	}
	column := f.table[at]
	if field := column.kind.field(); field != engine.NoRecord {
		unit := f.unit
		if column.unit.known() {
			unit = column.unit
		}
		if line.unit.known() {
			unit = line.unit
		}
		f.setAmount(line.item, field, c, unit)
		return
	}
	if line.item != engine.TotalFunds {
		f.report(CellNotKept, []*cell{c}, column.header.Text, c.Text) // only the total is scored
		return
	}
	f.executionValue(column, c)
}

// executionValue settles what a form prints about the execution of the whole budget.
func (f *form) executionValue(column fundsColumn, c *cell) {
	switch column.kind {
	case fundsWeight:
		f.executionWeight(c)
	case fundsClaimed:
		if _, ok := f.readPoints(c, engine.ColumnClaimed); ok {
			f.note(engine.RecordExecutionClaimed, c, c.Text)
		}
	case fundsRate:
		f.printedRate(column, c)
	case fundsReason:
		f.noteReason(c, c.Text, func(own string) { f.note(engine.RecordExecutionReason, c, own) })
	default:
		f.report(CellNotKept, []*cell{c}, column.header.Text, c.Text)
	}
}

// printedRate keeps the rate that the form prints for all funds: a number with the sign of percent, behind it or in its heading. Without,
// 0.98 may be either.
func (f *form) printedRate(column fundsColumn, c *cell) {
	number, signed := strings.CutSuffix(c.fold, "%")
	_, ok := notation.ParseAmount(number)
	if !ok || !signed && !strings.Contains(column.header.fold, "(%)") {
		f.report(CellNotKept, []*cell{c}, column.header.Text, c.Text)
		return
	}
	c.use(engine.RecordPrintedRate.String())
	f.note(engine.RecordPrintedRate, c, number)
}

func (f *form) executionWeight(c *cell) {
	points, ok := f.readPoints(c, engine.ColumnWeight)
	switch {
	case !ok:
	case f.sub.ExecutionWeight != nil && *f.sub.ExecutionWeight != points:
		f.raise(ValueTwice, c, engine.ColumnWeight.Label(), c.Text, f.sub.ExecutionWeight.String())
	default:
		f.sub.ExecutionWeight = &points
	}
}

// note keeps something that the form says about the project as a whole.
func (f *form) note(field engine.RecordField, c *cell, value string) {
	f.noteAt(-1, field, c, value)
}
