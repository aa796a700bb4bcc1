package importer

import "jixiao/engine"

// A text with one cell a line has no rows. They are put together here from what the cells are: a label and its value, the headings
// of the table one after the other, then as many texts as there are headings. What does not fit comes out as a row that is too
// short, and is settled like any row that lost a cell.

// regrouper collects the lines of such a text into rows.
type regrouper struct {
	rows    [][]*cell
	row     []*cell
	texts   int // of the row, without class words
	columns int // of the table without its classes; 0 above the table
}

// regroup puts the lines of a text with one cell a line together as rows.
func regroup(lines [][]*cell) [][]*cell {
	g := &regrouper{}
	var cells []*cell
	for _, row := range lines {
		cells = append(cells, row...)
	}
	if rows := mend(cells); rows != nil {
		return rows
	}
	for i := 0; i < len(cells); {
		if n, columns := headerRun(cells[i:]); n > 0 {
			g.close()
			g.rows, g.columns = append(g.rows, cells[i:i+n:i+n]), columns
			i += n
			continue
		}
		g.add(cells[i])
		i++
	}
	g.close()
	return g.rows
}

// headerRun counts the headings of a table that stand one below the other, and how many of them are no classes.
func headerRun(cells []*cell) (count, columns int) {
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
			columns++
		default:
			columns++
		}
	}
	if count < 3 || anchors < 2 {
		return 0, 0
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

func (g *regrouper) add(c *cell) {
	_, _, title := parseTitle(c.fold)
	switch {
	case title:
		g.columns = 0
		g.alone(c)
	case isRule(c.fold) || isPageMark(c.fold):
		g.alone(c)
	case g.columns == 0:
		g.headLine(c)
	default:
		g.tableLine(c)
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
	if _, found := goalLabels[label(cutNumbering(fold))]; found {
		return true
	}
	rest, unit := cutMoneyUnit(fold)
	if column, _ := parseFundsColumn(fold); column.field() != engine.NoRecord {
		return true
	}
	return parseFunds(rest, unit).kind != noFunds || isBlockLabel(fold) || isFundsBlock(rest)
}

// tableLine adds a class word or a text to the row of an indicator, which ends when it has all its texts.
func (g *regrouper) tableLine(c *cell) {
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
	g.row = append(g.row, c)
	if g.texts++; g.texts == g.columns {
		g.close()
	}
}
