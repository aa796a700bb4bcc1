package importer

import "slices"

// Blocks of a form that have headings above their texts, in a text with one cell a line: the funds and the goals. Their blank cells are
// gone, so that only the number of texts, or what they are, tells below which heading a text stands. Texts that neither tells are given
// places below no heading, and are reported there.

// nowhere is the column of a text whose heading is not known.
const nowhere = 1 << 10

// fundsRun counts the headings of a funds table that stand one below the other; 0 for less than two of money.
func fundsRun(cells []*cell) int {
	count, ofMoney := 0, 0
	for _, c := range cells {
		kind, _ := parseFundsColumn(c.fold)
		if kind == noFundsColumn {
			break
		}
		count++
		if kind.field() != 0 {
			ofMoney++
		}
	}
	if ofMoney < 2 {
		return 0
	}
	return count
}

// beginFunds sets the headings of the funds side by side.
func (g *regrouper) beginFunds(headings []*cell) {
	g.close()
	g.funds, g.moneyFirst = len(headings), 0
	for i, c := range headings {
		c.Col = i + 1
		if kind, _ := parseFundsColumn(c.fold); kind.field() != 0 && g.moneyFirst == i {
			g.moneyFirst++
		}
	}
	g.rows = append(g.rows, headings)
}

// fundsLine adds a cell to a row of the funds; it is not ok below the block.
func (g *regrouper) fundsLine(c *cell) bool {
	isItem := parseFunds(cutMoneyUnit(c.fold)).kind != noFunds
	if g.funds == 0 || !isItem && isHeadLabel(c.fold) {
		g.endFunds()
		return false
	}
	if isItem || len(g.row) == 0 {
		g.closeFunds()
	}
	g.row = append(g.row, c)
	return true
}

func (g *regrouper) endFunds() {
	if g.funds > 0 {
		g.closeFunds()
		g.funds = 0
	}
}

// closeFunds places the values of a row. With as many as there are headings each has its own. With fewer the amounts have, where exactly
// as many stand in front as the table begins with: had one of them been blank, there would be less.
func (g *regrouper) closeFunds() {
	if len(g.row) == 0 {
		return
	}
	values := g.row[1:]
	amounts := slices.IndexFunc(values, func(c *cell) bool { return isBlankMark(c.fold) || !isAmount(c.fold) })
	for i, c := range values {
		switch {
		case len(values) == g.funds, amounts == g.moneyFirst && i < amounts:
			c.Col = i + 1
		default:
			c.Col = nowhere + i
		}
	}
	g.close()
}

// goalsRun takes labels of different goals that stand one below the other, and the texts up to the next label. Fewer than two labels are
// no block.
func goalsRun(cells []*cell) (labels, texts []*cell) {
	for _, c := range cells {
		field, found := goalField(c.fold)
		if !found {
			break
		}
		if n := len(labels); n > 0 {
			if before, _ := goalField(labels[n-1].fold); before == field {
				return nil, nil // the second one says more; it begins the block
			}
		}
		labels = append(labels, c)
	}
	if len(labels) < 2 {
		return nil, nil
	}
	rest := cells[len(labels):]
	for i, c := range rest {
		if n, _ := headerRun(rest[i:]); n > 0 || isHeadLabel(c.fold) || isClassWord(c.fold) {
			break
		}
		texts = append(texts, c)
	}
	return labels, texts
}

// addGoals sets the texts below the labels where there are as many.
func (g *regrouper) addGoals(labels, texts []*cell) {
	g.close()
	for i, c := range labels {
		c.Col = i + 1
	}
	for i, c := range texts {
		c.Col = i + 1
		if len(texts) != len(labels) {
			c.Col = nowhere + i
		}
	}
	g.rows = append(g.rows, labels)
	if len(texts) > 0 {
		g.rows = append(g.rows, texts)
	}
}

// beginsRow tells that a text which could be the reason behind a row's points is the name of the next row: a row of points begins with
// it, and none begins behind it.
func (g *regrouper) beginsRow(at int) bool {
	last := len(g.kinds) - 1
	if last < 1 || g.texts != last || g.kinds[last] != reasonColumn {
		return false
	}
	return g.isRow(at) && !g.isRow(at+1)
}

// isRow tells that a row of the table, without class words, may begin at a line: points stand where the headings say so.
func (g *regrouper) isRow(at int) bool {
	points := 0
	for i, kind := range g.kinds {
		if at+i >= len(g.cells) || isClassWord(g.cells[at+i].fold) && isWholeWord(cutPoints(g.cells[at+i].fold)) {
			return points > 0 && i == len(g.kinds)-1
		}
		if kind != weightColumn && kind != claimedColumn {
			continue
		}
		if _, ok := parsePoints(g.cells[at+i].fold); !ok {
			return false
		}
		points++
	}
	return points > 0
}
