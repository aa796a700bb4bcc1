package importer

import (
	"slices"

	"jixiao/engine"
)

// A text with one cell a line has no rows. They are put together here from what the cells are: a label and its value, the headings
// of the table one after the other, then as many texts as there are headings. What does not fit comes out as a row that is too
// short, and is settled like any row that lost a cell.

// regrouper collects the lines of such a text into rows.
type regrouper struct {
	cells []*cell // all lines
	rows  [][]*cell
	row   []*cell
	texts int          // of the row, without class words
	kinds []columnKind // of the table's columns without its classes; none above the table
	// funds counts the headings of the funds block, 0 outside it; moneyFirst how many of them are amounts before the first that is none.
	funds, moneyFirst int
}

// regroup puts the lines of a text with one cell a line together as rows.
func regroup(lines [][]*cell) [][]*cell {
	var cells []*cell
	for _, row := range lines {
		cells = append(cells, row...)
	}
	if rows := mend(cells); rows != nil {
		return rows
	}
	g := &regrouper{cells: cells}
	for i := 0; i < len(cells); {
		i += g.step(i)
	}
	g.endFunds()
	g.close()
	return g.rows
}

// step takes the headings of a block, or one line, and returns how many lines that took.
func (g *regrouper) step(at int) int {
	rest := g.cells[at:]
	if n, kinds := headerRun(rest); n > 0 {
		g.endFunds()
		g.close()
		g.rows, g.kinds = append(g.rows, rest[:n:n]), kinds
		return n
	}
	if len(g.kinds) > 0 {
		if n := sumRun(rest); n > 0 {
			g.close()
			g.rows = append(g.rows, rest[:n:n])
			return n
		}
		g.add(at)
		return 1
	}
	if n := fundsRun(rest); n > 0 {
		g.endFunds()
		g.beginFunds(rest[:n:n])
		return n
	}
	if labels, texts := goalsRun(rest); len(labels) > 0 {
		g.endFunds()
		g.addGoals(labels, texts)
		return len(labels) + len(texts)
	}
	g.add(at)
	return 1
}

// sumRun counts the lines of a row of sums: its word, and the numbers behind it.
func sumRun(cells []*cell) int {
	if text, _ := cutBracket(label(cells[0].fold)); !slices.Contains(sumWords, text) {
		return 0
	}
	for i, c := range cells[1:] {
		if _, ok := parsePoints(c.fold); !ok {
			return i + 1
		}
	}
	return len(cells)
}

// headerRun counts the headings of a table that stand one below the other, and lists those that are no classes.
func headerRun(cells []*cell) (count int, columns []columnKind) {
	anchors := 0
	for _, c := range cells {
		kind, _ := parseColumn(c.fold)
		if kind == noColumn || count > 0 && isClassWord(c.fold) {
			break
		}
		count++
		switch kind {
		case level1Column, level2Column:
			anchors++
		case nameColumn:
			anchors++
			columns = append(columns, kind)
		default:
			columns = append(columns, kind)
		}
	}
	if count < 3 || anchors < 2 {
		return 0, nil
	}
	return count, columns
}

func (g *regrouper) close() {
	if len(g.row) > 0 {
		g.rows = append(g.rows, g.row)
	}
	g.row, g.texts = nil, 0
}

// alone puts a cell into a row of its own.
func (g *regrouper) alone(c *cell) {
	g.close()
	g.rows = append(g.rows, []*cell{c})
}

func (g *regrouper) add(at int) {
	c := g.cells[at]
	_, _, title := parseTitle(c.fold)
	switch {
	case title:
		g.endFunds()
		g.kinds = nil
		g.alone(c)
	case g.fundsLine(c):
	case isRule(c.fold) || isPageMark(c.fold):
		g.alone(c)
	case len(g.kinds) == 0:
		g.headLine(c)
	default:
		g.tableLine(at)
	}
}

// headLine begins a row with each label, and adds one value to it.
func (g *regrouper) headLine(c *cell) {
	if isHeadLabel(c.fold) || len(g.row) != 1 || !isHeadLabel(g.row[0].fold) {
		g.close()
	}
	g.row = append(g.row, c)
	if len(g.row) == 2 {
		g.close()
	}
}

// isHeadLabel tells any label of head, funds and goals.
func isHeadLabel(fold string) bool {
	if _, inside, found := labelled(fold); found && inside == "" {
		return true
	}
	if _, found := goalField(fold); found {
		return true
	}
	rest, unit := cutMoneyUnit(fold)
	if column, _ := parseFundsColumn(fold); column.field() != engine.NoRecord {
		return true
	}
	return parseFunds(rest, unit).kind != noFunds || isBlockLabel(fold) || isFundsBlock(rest)
}

// tableLine adds a class word or a text to the row of an indicator, which ends when it has all its texts.
func (g *regrouper) tableLine(at int) {
	c := g.cells[at]
	if isRemark(c.fold) || isSignature(c.fold) {
		g.alone(c)
		return
	}
	if isClassWord(c.fold) && (g.texts == 0 || isWholeWord(cutPoints(c.fold))) {
		if g.texts > 0 {
			g.close()
		}
		g.row = append(g.row, c)
		return
	}
	if g.beginsRow(at) {
		g.close()
	}
	g.row = append(g.row, c)
	if g.texts++; g.texts == len(g.kinds) {
		g.close()
	}
}
