package importer

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jixiao/engine"
)

// A text in which each line is a piece of a cell, as programs make it that take the text out of a pdf line by line. What is a label or
// a class is known by the vocabulary, however it was torn; a value of the head goes on up to the next label; the rows of the table are
// put together in torn_table.go. Nothing is joined in a text whose lines are whole cells.

// mostPieces bounds how many lines one cell may have been torn into, mostTorn how many lines of a text are put together.
const (
	mostPieces = 10
	mostTorn   = 12_000
)

// mender puts the pieces of a text together into cells, and these into rows.
type mender struct {
	regrouper
	lines   []*cell
	style   tearing
	headers map[int]*tornHeader // by the line that they begin at
}

// mend puts a text with a piece of a cell a line together as rows; nil where its lines are whole cells.
func mend(lines []*cell) [][]*cell {
	if len(lines) > mostTorn {
		return nil
	}
	m := &mender{lines: lines}
	if !m.isTorn() {
		return nil
	}
	for at := 0; at < len(lines); {
		at += m.step(at)
	}
	m.close()
	return m.rows
}

// step takes the header and the rows of a table, or one cell of the head, and returns how many lines that took.
func (m *mender) step(at int) int {
	if header := m.header(at); header != nil {
		m.close()
		from := at + header.lines
		end := m.tableEnd(from)
		m.rows = append(m.rows, header.cells)
		m.rows = append(m.rows, m.tableRows(header, from, end)...)
		return end - at
	}
	n := m.titleAt(at)
	if n > 0 {
		m.kinds = nil
		m.alone(join(m.lines[at : at+n]))
		return n
	}
	if n = m.labelAt(at); n > 0 {
		m.headLine(join(m.lines[at : at+n]))
		return n + m.inside(at, n)
	}
	n = 1
	if m.waits() {
		n = m.valueLines(at)
	}
	m.headLine(join(m.lines[at : at+n]))
	return n
}

// waits tells that the row being collected is a label without its value.
func (m *mender) waits() bool { return len(m.row) == 1 && isHeadLabel(m.row[0].fold) }

// inside adds the lines on which the value goes on that a label has in its own cell, behind a colon.
func (m *mender) inside(at, n int) int {
	last := m.row
	if len(last) != 1 {
		return 0
	}
	if _, value, found := labelled(last[0].fold); !found || value == "" {
		return 0
	}
	more := m.valueLines(at + n)
	if more > 0 {
		m.row[0] = join(m.lines[at : at+n+more])
	}
	return more
}

// valueLines counts the lines from one on that are no label, title or header: a value of the head goes on up to the next of these.
func (m *mender) valueLines(at int) int {
	n := 0
	for at+n < len(m.lines) && m.labelAt(at+n) == 0 && m.titleAt(at+n) == 0 && m.header(at+n) == nil {
		n++
	}
	return n
}

// tableEnd is the line at which a table ends: the next header or title, or the name of another project.
func (m *mender) tableEnd(from int) int {
	for at := from; at < len(m.lines); at++ {
		if m.titleAt(at) > 0 || m.header(at) != nil || hasNameLabel([]*cell{m.lines[at]}, false) {
			return at
		}
	}
	return len(m.lines)
}

// join makes one cell of lines. Its place is that of the first.
func join(lines []*cell) *cell {
	if len(lines) == 1 {
		return lines[0]
	}
	c := &cell{Cell: lines[0].Cell, source: lines[0].source, sheet: lines[0].sheet, parts: lines}
	c.Text = ""
	for _, l := range lines {
		c.Text = mendText(c.Text, l.Text)
	}
	c.fold = engine.Fold(c.Text)
	return c
}

// linesOf are the lines that a cell was put together from.
func linesOf(c *cell) []*cell {
	if len(c.parts) == 0 {
		return []*cell{c}
	}
	return c.parts
}

// mendText joins two pieces of a cell. A space stands between words of Latin letters only: digits on both sides are one number.
func mendText(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	if isDigit(a[len(a)-1]) && isDigit(b[0]) {
		return a + b
	}
	return joinText(a, b)
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// foldOf is what lines say together, without spaces.
func foldOf(lines []*cell) string {
	if len(lines) == 1 {
		return lines[0].fold
	}
	var s strings.Builder
	for _, l := range lines {
		s.WriteString(l.fold)
	}
	return s.String()
}

// titleAt counts the lines of a form's heading that begins at a line, 0 where none does. A year that was torn off stands before it, and before
// that the name of a place, with which the text begins too.
func (m *mender) titleAt(at int) int {
	if n := m.datedTitleAt(at); n > 0 {
		return n
	}
	place := m.lines[at].fold
	if !strings.HasPrefix(m.lines[0].fold, place) || utf8.RuneCountInString(place) < 2 || isLabelWord(place) || at+1 == len(m.lines) {
		return 0
	}
	if _, isYear := plainYear(m.lines[at+1].fold); !isYear {
		return 0
	}
	if n := m.datedTitleAt(at + 1); n > 0 {
		return n + 1
	}
	return 0
}

func (m *mender) datedTitleAt(at int) int {
	if _, isYear := plainYear(m.lines[at].fold); isYear && at+1 < len(m.lines) && strings.HasPrefix(m.lines[at+1].fold, "年") {
		if n := m.datedTitleAt(at + 1); n > 0 {
			return n + 1
		}
	}
	for n := 1; n <= min(mostPieces, len(m.lines)-at); n++ {
		prefix, _, ok := parseTitle(foldOf(m.lines[at : at+n]))
		if ok && (n == 1 || len(prefix) < len(m.lines[at].fold)) {
			return n
		}
	}
	return 0
}

// labelAt counts the lines of a label that begins at a line, 0 where none does. The longest counts, unless its pieces say something by
// themselves and do not look torn.
func (m *mender) labelAt(at int) int {
	for n := min(mostPieces, len(m.lines)-at); n > 1; n-- {
		lines := m.lines[at : at+n]
		fold := foldOf(lines)
		if utf8.RuneCountInString(fold) > maxTitleRunes || !isPlainLabel(fold) && !isLabelWithValue(lines) {
			continue
		}
		if (!speaks(lines) || wrapped(lines) || strings.HasPrefix(lines[n-1].fold, ":")) && !m.isDate(at, n) {
			return n + m.colonAt(at+n)
		}
	}
	if isLabelWord(m.lines[at].fold) && !m.isDate(at, 1) {
		return 1 + m.colonAt(at+1)
	}
	return 0
}

// colonAt counts a line that is nothing but the colon of the label before it.
func (m *mender) colonAt(at int) int {
	if at < len(m.lines) && m.lines[at].fold == ":" {
		return 1
	}
	return 0
}

// isDate tells a year with which a date begins: a month follows.
func (m *mender) isDate(at, n int) bool {
	if _, year := parseYear(foldOf(m.lines[at : at+n])); !year || at+n == len(m.lines) {
		return false
	}
	return isDigit(m.lines[at+n].fold[0])
}

// isLabelWithValue tells a label whose value begins in its last line, behind a colon. What stands behind an earlier colon is a value.
func isLabelWithValue(lines []*cell) bool {
	last := len(lines) - 1
	_, value, found := labelled(foldOf(lines))
	return found && value != "" && !strings.Contains(foldOf(lines[:last]), ":")
}

// isLabelWord tells any label of head, funds and goals, with its value behind a colon or not, and the lines that print year or unit.
func isLabelWord(fold string) bool {
	_, value, found := labelled(fold)
	return found && value != "" || isPlainLabel(fold)
}

func isPlainLabel(fold string) bool {
	if _, year := parseYear(fold); year {
		return true
	}
	if rest, unit := cutMoneyUnit(fold); unit.known() && (rest == "" || isFundsBlock(rest)) || strings.Contains(fold, "单位:") && unitCell(fold).known() {
		return true
	}
	return isHeadLabel(fold)
}

// speaks tells that the lines at the end, or the one at the beginning, are a label without the others.
func speaks(lines []*cell) bool {
	if isLabelWord(lines[0].fold) {
		return true
	}
	for from := 1; from < len(lines); from++ {
		if isLabelWord(foldOf(lines[from:])) {
			return true
		}
	}
	return false
}

// isTorn tells a text in which a label or class was torn, or a comparator stands alone though no column is for comparators. It also
// learns how the text was torn.
func (m *mender) isTorn() bool {
	torn, signs, column := false, false, false
	for at := 0; at < len(m.lines); {
		n := max(m.tornAt(at), 1)
		if n > 1 {
			torn = true
			m.style.learn(m.lines[at : at+n])
		}
		kind, _ := parseColumn(foldOf(m.lines[at : at+n]))
		column = column || kind == signColumn
		signs = signs || isLoneSign(m.lines[at].fold) || slices.Contains(comparisons, m.lines[at].fold)
		if strings.ContainsAny(m.lines[at].fold[:1], ",.") {
			m.style.anyhow = true // in the middle of a number or a sentence
		}
		at += n
	}
	m.style.settle(m.lines)
	return torn || signs && !column
}

func isLoneSign(fold string) bool {
	return fold != "" && utf8.RuneCountInString(fold) <= 2 && strings.Trim(fold, "≥≤><=＞＜＝≧≦") == ""
}

// tornAt counts the lines of a label, a class or a heading of a column that was torn at a line: together they are one, none of the
// pieces is. Fewer than two are none.
func (m *mender) tornAt(at int) int {
	for n := min(mostPieces, len(m.lines)-at); n > 1; n-- {
		lines := m.lines[at : at+n]
		fold := foldOf(lines)
		if utf8.RuneCountInString(fold) > maxHeaderRunes || !isKnownWord(fold) {
			continue
		}
		if isDigit(fold[len(fold)-1]) || isNumbering(foldOf(m.lines[at+n-1:min(at+n+2, len(m.lines))])) {
			continue
		}
		if isWholeWord(cutPoints(fold)) && lines[n-1].fold == "指标" || !isKnownWord(lines[n-1].fold) && !isKnownWord(foldOf(lines[1:])) {
			return n
		}
	}
	return 0
}

func isKnownWord(fold string) bool {
	ofClass := isWholeWord(cutPoints(fold)) || utf8.RuneCountInString(fold) >= 4 // 数量 and the like are words of their own
	return ofClass && isClassWord(fold) || isColumnWord(fold) || isHeadLabel(fold)
}

// unclearLines reports lines of which nobody can tell where a cell ends.
func (f *form) unclearLines(row []*cell) {
	for _, c := range row {
		if c.unclear && c.open() {
			f.report(LinesUnclear, []*cell{c}, textsOf(c.parts))
		}
	}
}

// joinedLines says which cells were put together from lines: one by one what went into a field, in one sum what is a label or a class.
func (f *form) joinedLines() {
	if !f.sheet.loose() {
		return
	}
	var first *cell
	cells, lines := 0, 0
	f.about(f.sub, -1)
	for _, row := range f.rows {
		for _, c := range row {
			if len(c.parts) == 0 || c.unclear {
				continue
			}
			if first == nil {
				first = c
			}
			cells++
			lines += len(c.parts)
			if c.fate == FateUsed && c.as != engine.ColumnLevel1.ID() && c.as != engine.ColumnLevel2.ID() {
				f.raiseAs(engine.Info, CellJoined, c, c.Text, c.as)
			}
		}
	}
	if first != nil {
		f.raise(LinesJoined, first, strconv.Itoa(cells), strconv.Itoa(lines))
	}
}
