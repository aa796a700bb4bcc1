package importer

import (
	"strings"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// money is a unit of money. Unknown is the zero value.
type money struct {
	name     string
	exponent int // the power of ten that turns an amount into yuan
}

// moneyUnits are the units of money; a unit stands before its own ending.
var moneyUnits = []money{{"百万元", 6}, {"亿元", 8}, {"万元", 4}, {"千元", 3}, {"元", 0}}

func (m money) known() bool { return m.name != "" }

func parseMoneyUnit(fold string) (money, bool) {
	for _, prefix := range []string{"金额单位:", "单位:"} {
		fold = strings.TrimPrefix(fold, prefix)
	}
	for _, unit := range moneyUnits {
		if fold == unit.name || fold == "人民币"+unit.name {
			return unit, true
		}
	}
	return money{}, false
}

// cutMoneyUnit takes a unit of money in brackets off the end of a folded label; the points of the block may stand behind it: (万元)(20分).
func cutMoneyUnit(fold string) (rest string, unit money) {
	trimmed := cutPoints(strings.TrimSuffix(fold, ":"))
	open := strings.LastIndexByte(trimmed, '(')
	if open <= 0 || !strings.HasSuffix(trimmed, ")") {
		return fold, money{}
	}
	unit, found := parseMoneyUnit(trimmed[open+1 : len(trimmed)-1])
	if !found {
		return fold, money{}
	}
	return trimmed[:open], unit
}

// amount is what the reading of an amount of money ended with.
type amount uint8

const (
	amountRead amount = iota
	amountNothing
	amountNoUnit
	amountUnreadable
)

// parseMoney reads an amount in the given unit; a unit printed behind the amount itself wins.
func parseMoney(text string, unit money) (engine.Money, amount) {
	fold := engine.Fold(text)
	if isDashes(fold) || fold == "无" || fold == "/" {
		return 0, amountNothing
	}
	for _, own := range moneyUnits {
		if number, found := strings.CutSuffix(fold, own.name); found {
			fold, unit = number, own
			break
		}
	}
	number, ok := notation.ParseAmount(fold)
	if !ok {
		return 0, amountUnreadable
	}
	if !unit.known() {
		return 0, amountNoUnit
	}
	m, ok := engine.MoneyFromDecimal(number, unit.exponent)
	if !ok {
		return 0, amountUnreadable
	}
	return m, amountRead
}

// readMoney reads an amount, or reports the cell that holds it.
func (r *reader) readMoney(c *cell, name, text string, unit money) (engine.Money, bool) {
	m, result := parseMoney(text, unit)
	switch result {
	case amountNothing:
		r.reportAs(engine.Warning, MoneyUnreadable, []*cell{c}, name, text)
	case amountNoUnit:
		r.report(MoneyUnitMissing, []*cell{c}, name, text)
	case amountUnreadable:
		r.report(MoneyUnreadable, []*cell{c}, name, text)
	}
	return m, result == amountRead
}

// yuan is the unit of amounts in flat tables whose header names none.
var yuan = money{name: "元"}
