package importer

import (
	"slices"
	"strings"

	"jixiao/engine"
)

// funds is the state of reading the funds block (项目资金) of a form.
type funds struct {
	fundsOn    bool
	unit       money
	double     bool // the whole project's funds stand beside those of the year
	projectCol int  // column of the labels of the whole project's funds
	annualCol  int  // column of the labels of the year's funds
	table      []fundsColumn
}

// fundsKind is what a label of the funds block is.
type fundsKind uint8

const (
	noFunds fundsKind = iota
	wholeProject
	ofYear
	eitherSide // the row tells
)

// fundsLine is a recognised label of the funds block.
type fundsLine struct {
	kind fundsKind
	item engine.BudgetItem
	unit money
	text string // the label without unit and colon
}

// findFunds learns whether the block has two sides before it is read.
func (f *form) findFunds(rows [][]*cell) {
	for _, row := range rows {
		for i, c := range row {
			line := parseFunds(cutMoneyUnit(c.fold))
			switch {
			case line.kind == wholeProject && !f.double:
				f.double, f.projectCol, f.annualCol = true, c.Col, c.Col+1
			case f.double && line.kind == ofYear && line.item == engine.TotalFunds && i > 0 && c.Col > f.projectCol:
				f.annualCol = c.Col
			}
		}
	}
}

// fundsCell reads a label of the funds block with its amount and returns how many cells that took; 0 for anything else.
func (f *form) fundsCell(row []*cell, i int) int {
	c := row[i]
	if f.formUnit(c) {
		return 1
	}
	if inside, line := f.amountInside(c); line.kind == ofYear || line.kind == eitherSide {
		f.setInitial(line, c, inside)
		return 1
	}
	if n := f.amountBeside(row, i); n > 0 {
		return n
	}
	line := f.fundsLine(row, i)
	if line.kind == noFunds {
		return 0
	}
	f.fundsOn = true
	f.unitInLabel(line, c)
	if line.kind == ofYear && line.item == engine.TotalFunds {
		f.noteLabel(engine.FieldTotal, c)
	}
	value := f.valueAfter(row, i)
	switch {
	case value == nil:
		return 1
	case line.kind == wholeProject:
		f.report(CellNotKept, []*cell{value}, line.text, value.Text)
	default:
		f.setInitial(line, value, value.Text)
	}
	return 2
}

// unitInLabel settles the label of a row of money. The unit that the total prints is the form's where its head has none.
func (f *form) unitInLabel(line fundsLine, c *cell) {
	c.label(line.text)
	if line.unit.known() && !f.unit.known() && line.item == engine.TotalFunds {
		f.unit, f.sub.Budget.FormUnit = line.unit, line.unit.name
	}
}

// amountBeside reads an amount behind a label that elsewhere heads a column: 全年执行数: 85.20. It is one of the total.
func (f *form) amountBeside(row []*cell, i int) int {
	column, unit := parseFundsColumn(row[i].fold)
	field := column.field()
	if !f.fundsOn || field == engine.NoRecord {
		return 0
	}
	value := f.valueAfter(row, i)
	if value == nil {
		return 0
	}
	if !unit.known() {
		unit = f.unit
	}
	row[i].label(field.String())
	f.setAmount(engine.TotalFunds, field, value, unit)
	return 2
}

// formUnit settles the cells that print the form's unit of money: the head of the funds block, or 单位:万元.
func (f *form) formUnit(c *cell) bool {
	rest, unit := cutMoneyUnit(c.fold)
	if strings.Contains(c.fold, "单位:") && !unit.known() {
		if unit, rest = unitCell(c.fold), ""; !unit.known() {
			return false
		}
	} else if !isFundsBlock(rest) {
		return false
	}
	f.fundsOn = f.fundsOn || rest != ""
	f.pointsOfBlock(c)
	if !unit.known() {
		c.label(fundsLabels[0])
		return true
	}
	f.unit, f.sub.Budget.FormUnit = unit, unit.name
	c.use("form_unit")
	return true
}

// pointsOfBlock takes the 分值 of the execution that stands in the label of the block: 预算执行情况(万元)(20分).
func (f *form) pointsOfBlock(c *cell) {
	_, inside := cutBracket(label(c.fold))
	text, printed := strings.CutSuffix(inside, "分")
	points, ok := parsePoints(text)
	switch {
	case !printed || !ok:
	case f.sub.ExecutionWeight != nil && *f.sub.ExecutionWeight != points:
		f.raise(ValueTwice, c, engine.ColumnWeight.Label(), inside, f.sub.ExecutionWeight.String())
	default:
		f.sub.ExecutionWeight = &points
	}
}

// isFundsBlock tells the label of the block, with the points of the execution behind it or not.
func isFundsBlock(fold string) bool {
	text := label(cutNumbering(fold))
	if rest, inside := cutBracket(text); slices.Contains(fundsLabels, rest) && strings.Trim(inside, "0123456789.分%") == "" {
		return true
	}
	return slices.Contains(fundsLabels, text)
}

func unitCell(fold string) money {
	unit, _ := parseMoneyUnit(strings.Trim(fold, "()"))
	return unit
}

func (f *form) isFundsLabel(c *cell) bool {
	rest, unit := cutMoneyUnit(c.fold)
	if isFundsBlock(rest) || strings.Contains(c.fold, "单位") && unitCell(c.fold).known() {
		return true
	}
	line := parseFunds(rest, unit)
	if !f.fundsOn {
		return line.opens()
	}
	if column, _ := parseFundsColumn(c.fold); column != noFundsColumn {
		return true
	}
	_, inside := f.amountInside(c)
	return inside.kind != noFunds || line.kind != noFunds
}

// opens tells labels that begin the block where it has no label of its own.
func (l fundsLine) opens() bool {
	return l.kind != noFunds && l.kind != eitherSide && (l.kind == wholeProject || l.item == engine.TotalFunds && strings.HasSuffix(l.text, "总额"))
}

// parseFunds recognises a label of the funds block. 其他资金 stands on both sides of it; only its row can tell.
func parseFunds(fold string, unit money) fundsLine {
	text := label(cutNumbering(fold))
	bare := strings.TrimPrefix(strings.TrimPrefix(text, includingMark), "其中")
	bare = strings.TrimLeft(bare, "-—")
	line := fundsLine{unit: unit, text: text}
	item, found := engine.ParseBudgetItem(bare)
	switch {
	case slices.Contains(projectFunds, bare):
		line.kind = wholeProject
	case found && slices.Contains(bothFunds, bare):
		line.kind, line.item = eitherSide, item
	case found:
		line.kind, line.item = ofYear, item
	}
	return line
}

// fundsLine recognises the label at i, and on which side of the block it stands.
func (f *form) fundsLine(row []*cell, i int) fundsLine {
	line := parseFunds(cutMoneyUnit(row[i].fold))
	if !f.fundsOn && !line.opens() {
		return fundsLine{}
	}
	if line.kind == eitherSide {
		line.kind = ofYear
		if f.double && f.leftSide(row, i) {
			line.kind = wholeProject
		}
	}
	return line
}

// leftSide tells that a label belongs to the whole project: another label follows in the row, or it stands left of the labels of
// the year.
func (f *form) leftSide(row []*cell, i int) bool {
	for _, c := range row[i+1:] {
		if parseFunds(cutMoneyUnit(c.fold)).kind != noFunds {
			return true
		}
	}
	for _, c := range row[:i] {
		if parseFunds(cutMoneyUnit(c.fold)).kind != noFunds {
			return false
		}
	}
	return row[i].Col < f.annualCol && row[i].Col <= f.projectCol
}

// amountInside recognises a label and its amount in one cell: 年度资金申请总额:150,000.00.
func (f *form) amountInside(c *cell) (string, fundsLine) {
	at := strings.LastIndexAny(c.Text, ":：")
	if at < 0 {
		return "", fundsLine{}
	}
	value := strings.TrimLeft(c.Text[at:], ":：")
	if value == "" || strings.Trim(engine.Fold(value), "0123456789.,-亿万千百元") != "" {
		return "", fundsLine{}
	}
	line := parseFunds(cutMoneyUnit(engine.Fold(c.Text[:at])))
	if !f.fundsOn && !line.opens() {
		return "", fundsLine{}
	}
	return strings.TrimSpace(value), line
}

// setInitial puts an amount of the year into the budget. The total is the form's annual sum as well.
func (f *form) setInitial(line fundsLine, c *cell, text string) {
	unit := f.unit
	if line.unit.known() {
		unit = line.unit
	}
	m, ok := f.readMoney(c, line.text, text, unit)
	if ok {
		f.declare(line.item, c, m)
	}
}

// declare keeps an amount that the form plans for the year.
func (f *form) declare(item engine.BudgetItem, c *cell, m engine.Money) {
	row := f.sub.Budget.Edit(item)
	if row.Initial != nil {
		f.report(ValueTwice, []*cell{c}, item.String(), c.Text, row.Initial.String())
		return
	}
	row.Initial, row.Source = &m, c.source
	if item != engine.TotalFunds {
		c.use(engine.RecordInitial.String())
		return
	}
	f.sub.Budget.Total = &m
	f.source(engine.FieldTotal, c)
	c.use(string(engine.FieldTotal))
}

// setAmount keeps an amount under its heading: the initial budget is part of the form, the others are records.
func (f *form) setAmount(item engine.BudgetItem, field engine.RecordField, c *cell, unit money) {
	m, ok := f.readMoney(c, item.String(), c.Text, unit)
	switch {
	case !ok:
		return
	case field == engine.RecordInitial:
		f.declare(item, c, m)
		return
	}
	for _, before := range f.noted {
		if before.record.Field == field && before.record.Item == item && before.indicator < 0 {
			f.report(ValueTwice, []*cell{c}, item.String(), c.Text, before.record.Value)
			return
		}
	}
	c.use(field.String())
	f.noted = append(f.noted, noted{indicator: -1, record: Record{Field: field, Item: item, Value: m.String(), Source: c.source}})
}
