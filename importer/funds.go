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
	projectCol int // column of the labels of the whole project's funds
	annualCol  int // column of the labels of the year's funds
	columnsSet bool
}

// fundsKind is what a label of the funds block is.
type fundsKind uint8

const (
	noFunds fundsKind = iota
	wholeProject
	ofYear
)

// fundsLine is a recognised label of the funds block.
type fundsLine struct {
	kind fundsKind
	item engine.BudgetItem
	unit money
	text string // the label without unit and colon
}

// fundsCell reads a label of the funds block with its amount and returns how many cells that took; 0 for anything else.
func (f *form) fundsCell(row []*cell, i int) int {
	c := row[i]
	if f.formUnit(c) {
		return 1
	}
	if inside, line := f.amountInside(c); line.kind == ofYear {
		f.setInitial(line, c, inside)
		return 1
	}
	line := f.fundsLine(row, i)
	if line.kind == noFunds {
		return 0
	}
	f.noteColumn(line, c.Col)
	c.label(line.text)
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

// formUnit settles the cells that print the form's unit of money: the head of the funds block, or 单位:万元.
func (f *form) formUnit(c *cell) bool {
	rest, unit := cutMoneyUnit(c.fold)
	if strings.Contains(c.fold, "单位:") && !unit.known() {
		if unit, rest = unitCell(c.fold), ""; !unit.known() {
			return false
		}
	} else if label(rest) != fundsLabel {
		return false
	}
	f.fundsOn = f.fundsOn || rest != ""
	if !unit.known() {
		c.label(fundsLabel)
		return true
	}
	f.unit, f.sub.Budget.FormUnit = unit, unit.name
	c.use("form_unit")
	return true
}

func unitCell(fold string) money {
	unit, _ := parseMoneyUnit(strings.Trim(fold, "()"))
	return unit
}

func (f *form) isFundsLabel(c *cell) bool {
	rest, unit := cutMoneyUnit(c.fold)
	if label(rest) == fundsLabel || strings.Contains(c.fold, "单位") && unitCell(c.fold).known() {
		return true
	}
	if !f.fundsOn {
		return false
	}
	_, line := f.amountInside(c)
	return line.kind != noFunds || parseFunds(rest, unit).kind != noFunds
}

// parseFunds recognises a label of the funds block. 其他资金 stands on both sides of it; only its row can tell.
func parseFunds(fold string, unit money) fundsLine {
	text := label(fold)
	bare := strings.TrimPrefix(text, includingMark)
	line := fundsLine{unit: unit, text: text}
	if item, found := engine.ParseBudgetItem(bare); found {
		line.kind, line.item = ofYear, item
	} else if slices.Contains(projectFunds, bare) {
		line.kind = wholeProject
	}
	return line
}

// fundsLine recognises the label at i, and on which side of the block it stands.
func (f *form) fundsLine(row []*cell, i int) fundsLine {
	if !f.fundsOn {
		return fundsLine{}
	}
	line := parseFunds(cutMoneyUnit(row[i].fold))
	if line.kind == ofYear && slices.Contains(projectFunds, line.item.String()) && f.leftSide(row, i, line.item) {
		line.kind = wholeProject
	}
	return line
}

// leftSide tells that a label belongs to the whole project: the same label follows in the row, or it stands exactly under the
// other labels of the whole project.
func (f *form) leftSide(row []*cell, i int, item engine.BudgetItem) bool {
	for _, c := range row[i+1:] {
		if line := parseFunds(cutMoneyUnit(c.fold)); line.kind == ofYear && line.item == item {
			return true
		}
	}
	first := i == 0 || parseFunds(cutMoneyUnit(row[i-1].fold)).kind == noFunds
	return first && f.columnsSet && row[i].Col == f.projectCol && f.projectCol < f.annualCol
}

func (f *form) noteColumn(line fundsLine, col int) {
	switch {
	case f.columnsSet:
	case line.kind == wholeProject:
		f.projectCol = col
	case line.item == engine.TotalFunds:
		f.annualCol = col
		f.columnsSet = f.projectCol < col
	}
}

// amountInside recognises a label and its amount in one cell: 年度资金申请总额:150,000.00.
func (f *form) amountInside(c *cell) (string, fundsLine) {
	at := strings.LastIndexAny(c.Text, ":：")
	if !f.fundsOn || at < 0 {
		return "", fundsLine{}
	}
	value := strings.TrimLeft(c.Text[at:], ":：")
	if value == "" || strings.Trim(engine.Fold(value), "0123456789.,-亿万千百元") != "" {
		return "", fundsLine{}
	}
	return strings.TrimSpace(value), parseFunds(cutMoneyUnit(engine.Fold(c.Text[:at])))
}

// setInitial puts an amount of the year into the budget. The total is the form's annual sum as well.
func (f *form) setInitial(line fundsLine, c *cell, text string) {
	unit := f.unit
	if line.unit.known() {
		unit = line.unit
	}
	m, ok := f.readMoney(c, line.text, text, unit)
	if !ok {
		return
	}
	row := f.sub.Budget.Edit(line.item)
	if row.Initial != nil {
		f.report(ValueTwice, []*cell{c}, line.text, c.Text, row.Initial.String())
		return
	}
	row.Initial, row.Source = &m, c.source
	if line.item != engine.TotalFunds {
		c.use(engine.RecordInitial.String())
		return
	}
	f.sub.Budget.Total = &m
	f.source(engine.FieldTotal, c)
	c.use(string(engine.FieldTotal))
}
