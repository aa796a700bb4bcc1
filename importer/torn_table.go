package importer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// What it costs to read lines of a table in one way and not in another. Only the differences count: a way is sure where every other one
// costs at least one more.
const (
	tornElsewhere = 5 // a cell goes on in a line though the one before had room
	strangeLine   = 6 // a line that hardly stands in such a cell
	notAtAll      = 1000
)

// tornRow is a row of a table on its way together: the lines of each of its cells, by slots.
type tornRow struct {
	cells []tornCell
	sure  bool
}

// tornCell is a cell: lines from..to, the last one excluded, in a slot.
type tornCell struct{ slot, from, to int }

// tableRows puts the lines of a table together as rows. Rows that cannot be told apart stay together as one unclear cell.
func (m *mender) tableRows(h *tornHeader, from, end int) [][]*cell {
	if m.interleaved(from, end) {
		return [][]*cell{{unclear(m.lines[from:end])}}
	}
	var rows [][]*cell
	for from < end {
		stop := from
		for stop < end && !m.stopsAt(stop, end) {
			stop++
		}
		rows = append(rows, m.plainRows(h, from, stop)...)
		for from = stop; from < end && m.stopsAt(from, end); {
			n := m.stopLines(from, end)
			rows = append(rows, []*cell{join(m.lines[from : from+n])})
			from += n
		}
	}
	return rows
}

// unclear makes one cell of lines of which nobody can tell where a cell ends.
func unclear(lines []*cell) *cell {
	c := join(lines)
	if len(lines) == 1 {
		c = &cell{Cell: lines[0].Cell, fold: lines[0].fold, source: lines[0].source, sheet: lines[0].sheet, parts: lines}
	}
	c.unclear = true
	return c
}

// isStop tells lines that stand below a table or between its pages.
func isStop(fold string) bool {
	return isRemark(fold) || isSignature(fold) || isRule(fold) && utf8.RuneCountInString(fold) >= 3 || isPageMark(fold)
}

// stopsAt tells such a line, or the pieces of a signature.
func (m *mender) stopsAt(at, end int) bool {
	return isStop(m.lines[at].fold) || isSignature(foldOf(m.lines[at:min(at+2, end)])) || isSignature(foldOf(m.lines[at:min(at+3, end)]))
}

// stopLines counts the lines of a note or signature: it goes on up to the next one, or to a row of the table.
func (m *mender) stopLines(from, end int) int {
	n := 1
	if fold := m.lines[from].fold; isStop(fold) && !isRemark(fold) && !isSignature(fold) {
		return n
	}
	for from+n < end && !m.stopsAt(from+n, end) && m.classAt(from+n) == 0 {
		n++
	}
	return n
}

// interleaved tells that the pieces of neighbouring cells stand between each other: the end of a class that was torn stands further down.
func (m *mender) interleaved(from, end int) bool {
	for i := from; i < end; i++ {
		fold := m.lines[i].fold
		if !strings.HasSuffix(fold, "指") && !strings.HasSuffix(fold, "指标") || isClassWord(fold) {
			continue
		}
		rest := "标"
		if !isClassWord(fold + rest) {
			continue
		}
		for k := i + 2; k < min(i+8, end); k++ {
			if m.lines[k].fold == rest && m.lines[i+1].fold != rest {
				return true
			}
		}
	}
	return false
}

// plainRows puts lines together that are rows of the table and nothing else. How wide the lines of a column are shows only where cells
// are known, and the more cells are known the more it shows.
func (m *mender) plainRows(h *tornHeader, from, end int) [][]*cell {
	if from == end {
		return nil
	}
	lines := m.lines[from:end]
	var rows []tornRow
	table := newTornTable(lines, h)
	for range 5 {
		table.price(m.style)
		rows = table.rows()
		wider, doubted := h.widen(lines, rows, m.style), h.doubts(lines, rows, m.style)
		m.style.anyhow = m.style.anyhow || doubted
		if !wider && !doubted {
			break
		}
	}
	var cells [][]*cell
	for i := 0; i < len(rows); i++ {
		first := i
		for !rows[i].sure && i+1 < len(rows) && !rows[i+1].sure {
			i++
		}
		if rows[i].sure {
			cells = append(cells, rows[i].join(lines))
			continue
		}
		cells = append(cells, unclearRow(lines, rows[first:i+1]))
	}
	return cells
}

// join makes the cells of a row.
func (r *tornRow) join(lines []*cell) []*cell {
	var row []*cell
	for _, c := range r.cells {
		row = append(row, join(lines[c.from:c.to]))
	}
	return row
}

// unclearRow keeps the classes in front and makes one cell of the rest.
func unclearRow(lines []*cell, rows []tornRow) []*cell {
	var row []*cell
	cells := rows[0].cells
	at := 0
	for at < len(cells) && cells[at].slot < classSlots {
		row = append(row, join(lines[cells[at].from:cells[at].to]))
		at++
	}
	last := rows[len(rows)-1].cells
	from, to := cells[0].from, last[len(last)-1].to
	if at > 0 {
		from = cells[at-1].to
	}
	if from < to {
		row = append(row, unclear(lines[from:to]))
	}
	return row
}

// widen learns from sure rows how much room the columns have.
func (h *tornHeader) widen(lines []*cell, rows []tornRow, style tearing) bool {
	more := false
	for _, r := range rows {
		for _, c := range r.cells {
			if now := h.rooms[c.slot].with(lines[c.from:c.to], style); r.sure && now.widest > h.rooms[c.slot].widest {
				h.rooms[c.slot], more = now, true
			}
		}
	}
	return more
}

// doubts tells that the text was not torn as its labels seem to show: a heading or class was torn though in its column there was room.
func (h *tornHeader) doubts(lines []*cell, rows []tornRow, style tearing) bool {
	if style.anyhow {
		return false
	}
	for _, c := range h.cells {
		kind, _ := parseColumn(c.fold)
		if slot := slices.Index(h.slots, kind); style.misfits(c.parts, h.rooms[slot]) > 0 {
			return true
		}
	}
	for _, r := range rows {
		for _, c := range r.cells {
			if c.slot < classSlots && r.sure && style.misfits(lines[c.from:c.to], h.rooms[c.slot]) > 0 {
				return true
			}
		}
	}
	return false
}

// classSlots is how many slots in front are for classes, which a row may lack.
const classSlots = 2

// tornTable finds the cheapest way to divide lines into the cells of rows.
type tornTable struct {
	lines    []*cell
	pieces   [][]tornPiece // by line and one less than their number
	header   *tornHeader
	style    tearing
	forward  [][]int // by line and slot: lines before are used, and the newest cell stands in the slot before
	backward [][]int
	classes  [][]classRun
	costs    []int // of a cell, by line, pieces and slot
	skip     []int // what it costs to leave slots out: sums
}

func newTornTable(lines []*cell, h *tornHeader) *tornTable {
	t := &tornTable{lines: lines, header: h, skip: make([]int, len(h.slots)+1), pieces: newPieces(lines)}
	for s, kind := range h.slots {
		t.skip[s+1] = t.skip[s] + skipCost(kind)
	}
	for i := range lines {
		t.classes = append(t.classes, classRuns(lines[i:]))
	}
	t.costs = make([]int, len(lines)*mostPieces*len(h.slots))
	return t
}

// price works out what each run of lines costs as a cell where the text was torn so.
func (t *tornTable) price(style tearing) {
	t.style = style
	for i := range t.lines {
		for n := 1; n <= len(t.pieces[i]); n++ {
			inside := t.classInside(i, n)
			for s := range t.header.slots {
				cost := t.cellCost(t.pieces[i][n-1], s)
				switch {
				case s >= classSlots:
					cost += inside
				case !t.isClass(i, n):
					cost = notAtAll
				}
				t.costs[t.index(i, n, s)] = cost
			}
		}
	}
}

func (t *tornTable) index(i, n, slot int) int {
	return (i*mostPieces+n-1)*len(t.header.slots) + slot
}

func skipCost(kind columnKind) int {
	switch kind {
	case level1Column, level2Column:
		return 0
	case nameColumn:
		return 9
	case targetColumn, actualColumn:
		return 7
	case weightColumn, claimedColumn:
		return 6
	}
	return 3
}

// gap is the cost of what is left out between a cell that ended before slot a and one in slot b: of the same row, or of the next.
func (t *tornTable) gap(a, b int) int {
	next := t.skip[len(t.header.slots)] - t.skip[a] + t.skip[b]
	if b >= a && a > 0 {
		return min(next, t.skip[b]-t.skip[a])
	}
	return next
}

// solve fills in the cheapest ways from the beginning and to the end.
func (t *tornTable) solve() {
	count, slots := len(t.lines), len(t.header.slots)
	t.forward, t.backward = table(count+1, slots+1), table(count+1, slots+1)
	t.forward[0][slots] = 0
	for i := range count {
		t.eachCell(i, func(n, s, cost int) {
			for a := range slots + 1 {
				if c := t.forward[i][a] + t.gap(a, s) + cost; c < t.forward[i+n][s+1] {
					t.forward[i+n][s+1] = c
				}
			}
		})
	}
	for a := range slots + 1 {
		t.backward[count][a] = t.skip[slots] - t.skip[a]
	}
	for i := count - 1; i >= 0; i-- {
		t.eachCell(i, func(n, s, cost int) {
			for a := range slots + 1 {
				t.backward[i][a] = min(t.backward[i][a], t.gap(a, s)+cost+t.backward[i+n][s+1])
			}
		})
	}
}

func table(rows, cols int) [][]int {
	all := make([][]int, rows)
	for i := range all {
		all[i] = make([]int, cols)
		for k := range all[i] {
			all[i][k] = notAtAll * notAtAll
		}
	}
	return all
}

// eachCell goes through the cells that may begin at a line.
func (t *tornTable) eachCell(i int, yield func(n, slot, cost int)) {
	for n := 1; n <= min(mostPieces, len(t.lines)-i); n++ {
		for s := range t.header.slots {
			if cost := t.costs[t.index(i, n, s)]; cost < notAtAll {
				yield(n, s, cost)
			}
		}
	}
}

// rows divides the lines in the cheapest way. A row is sure where none of its lines, and not the one behind it, can be read otherwise at
// the same cost.
func (t *tornTable) rows() []tornRow {
	t.solve()
	readings := t.readings()
	var rows []tornRow
	at, slot := 0, len(t.header.slots)
	for at < len(t.lines) {
		c := t.next(at, slot)
		if len(rows) == 0 || !t.sameRow(slot, c.slot) {
			rows = append(rows, tornRow{sure: true})
		}
		last := &rows[len(rows)-1]
		last.cells = append(last.cells, c)
		last.sure = last.sure && !slices.ContainsFunc(readings[c.from:c.to], func(n int) bool { return n > 1 })
		at, slot = c.to, c.slot+1
	}
	for i := range rows[1:] {
		if first := rows[i+1].cells[0].from; readings[first] > 1 {
			rows[i].sure = false // where the row ends is not sure
		}
	}
	return rows
}

func (t *tornTable) sameRow(a, b int) bool {
	return b >= a && a > 0 && t.skip[b]-t.skip[a] == t.gap(a, b)
}

// next is the cell with which the cheapest way goes on.
func (t *tornTable) next(at, slot int) tornCell {
	found := tornCell{slot: len(t.header.slots) - 1, from: at, to: at + 1}
	least := notAtAll * notAtAll
	t.eachCell(at, func(n, s, cost int) {
		if c := t.gap(slot, s) + cost + t.backward[at+n][s+1]; c < least {
			least, found = c, tornCell{s, at, at + n}
		}
	})
	return found
}

// readings counts for each line in how many ways the cheapest readings take it: the slots that it may stand in, and whether a cell begins with it.
func (t *tornTable) readings() []int {
	slots := len(t.header.slots)
	seen := make([][]bool, len(t.lines))
	for i := range seen {
		seen[i] = make([]bool, 2*slots)
	}
	least := t.backward[0][slots]
	for i := range t.lines {
		t.eachCell(i, func(n, s, cost int) {
			before := notAtAll * notAtAll
			for a := range slots + 1 {
				before = min(before, t.forward[i][a]+t.gap(a, s))
			}
			if before+cost+t.backward[i+n][s+1] > least {
				return
			}
			seen[i][2*max(s, classSlots-1)] = true // on which level a class stands is settled later
			for k := i + 1; k < i+n; k++ {
				seen[k][2*max(s, classSlots-1)+1] = true
			}
		})
	}
	counts := make([]int, len(t.lines))
	for i := range seen {
		for _, is := range seen[i] {
			if is {
				counts[i]++
			}
		}
	}
	return counts
}

// tornPiece is a run of lines that may be one cell.
type tornPiece struct {
	lines  []*cell
	fold   string
	value  int // what kind of value it is
	values int // how many whole values stand in it
}

// The kinds of values that a text may be.
const (
	noValue   = iota
	words     // without digits and signs
	someValue // digits or signs, and not a value as a whole
	bareValue // a number
	fullValue // a number with comparator or unit, a range, a deadline
)

// newPieces makes the runs that begin at each line.
func newPieces(lines []*cell) [][]tornPiece {
	all := make([][]tornPiece, len(lines))
	for i := len(lines) - 1; i >= 0; i-- {
		for n := 1; n <= min(mostPieces, len(lines)-i); n++ {
			p := tornPiece{lines: lines[i : i+n], fold: foldOf(lines[i : i+n])}
			p.value = valueOf(p.fold)
			all[i] = append(all[i], p)
			all[i][n-1].values = countValues(all[i:], n)
		}
	}
	return all
}

// countValues counts the whole values that stand one behind the other in the first lines.
func countValues(pieces [][]tornPiece, n int) int {
	most := 0
	if n > 1 {
		most = pieces[1][n-2].values
	}
	for k := 1; k <= n; k++ {
		count := 0
		if pieces[0][k-1].value == fullValue {
			count = 1
		}
		if k < n {
			count += pieces[k][n-k-1].values
		}
		most = max(most, count)
	}
	return most
}

// valueOf tells what kind of value a text is. What a target would skip over belongs to something else.
func valueOf(fold string) int {
	if !strings.ContainsAny(fold, "0123456789≥≤><=＞＜≧≦%") {
		return words
	}
	target, notes := notation.ParseTarget(fold, notation.Context{Year: 2000})
	clean := !slices.ContainsFunc(notes, func(n notation.Note) bool { return n.Code == "words-skipped" })
	switch target.Kind {
	case engine.RangeTarget, engine.DeadlineTarget:
		if clean {
			return fullValue
		}
	case engine.NumberTarget:
		switch {
		case !clean:
		case target.Number.Unit == "" && target.OpInferred:
			return bareValue
		default:
			return fullValue
		}
	}
	return someValue
}

// cellCost is what it costs to take lines for one cell of a slot.
func (t *tornTable) cellCost(p tornPiece, slot int) int {
	kind := t.header.slots[slot]
	if kind == level1Column || kind == level2Column {
		return classCost(kind, p) + doubtfulIf(t.style.misfits(p.lines, t.header.rooms[slot]) > 0)
	}
	cost := t.textCost(kind, p)
	if cost >= notAtAll {
		return cost
	}
	cost += tornElsewhere * t.style.misfits(p.lines, t.header.rooms[slot])
	if kind != measureColumn {
		cost += strangeLines(p)
	}
	if kind == nameColumn || kind == targetColumn || kind == actualColumn {
		cost += holdsWorded(p) + loneCharacter(p)
	}
	return cost
}

// worded are what forms write where a target or an actual is words. Nothing else of a form ends with one of them on a line of its own.
var worded = strings.Fields("及时 合理 规范 合规 健全 完善 长期 有效 优 良 良好 优秀 是 否 提高 提升 增强 改善 明显 显著 持续 达标 合格 满意 完成 达成 安全 稳定 可持续 " +
	"已完成 未完成 按时 按期 按时完成 按期完成 按计划完成 符合规定 符合要求 符合标准 逐步健全 逐步提高 逐步完善 持续改善 持续提升 持续提高 明显提高 明显改善 明显提升 " +
	"显著提升 显著提高 显著改善 有效保障 有效提升 有效改善 得到提升 得到改善 有所提高 有所改善 较上年有所提高 较上年提高 进一步提高 进一步提升 不断提高 达到预期 达到预期目标 " +
	"达成预期 达成预期指标 达成年度指标 达成目标 基本达成 基本达成目标 部分达成 全部完成 基本完成 规范有序 健全有效 良好运行 优良中低差")

// holdsWorded is what it costs to take lines for one cell whose last ones are a worded value of their own, and all of them are none.
func holdsWorded(p tornPiece) int {
	if len(p.lines) < 2 || slices.Contains(worded, p.fold) {
		return 0
	}
	for i := 1; i < len(p.lines); i++ {
		if slices.Contains(worded, foldOf(p.lines[i:])) {
			return 2
		}
	}
	return 0
}

// loneCharacter is what it costs to take a single character for a cell that is no value by itself: no name is so short.
func loneCharacter(p tornPiece) int {
	if utf8.RuneCountInString(p.fold) > 1 || p.value != words || slices.Contains(worded, p.fold) || isBlankMark(p.fold) {
		return 0
	}
	return 2
}

// classCost takes classes of the vocabulary only.
func classCost(kind columnKind, p tornPiece) int {
	dimension, category, found := parseClass(p.fold, kind == level1Column)
	switch {
	case !found, kind == level1Column && dimension == engine.NoDimension:
		return notAtAll
	case kind == level2Column && category == engine.NoCategory && onlyCategory(dimension) == engine.NoCategory:
		return notAtAll
	}
	return 0
}

// strangeLines counts what no cell of texts holds: a beginning in the middle of a sentence or a number.
func strangeLines(p tornPiece) int {
	first, _ := utf8.DecodeRuneInString(p.lines[0].fold)
	switch {
	case strings.ContainsRune(",.;:)%、", first):
		return strangeLine
	case isShortUnit(cutBound(p.lines[0].fold)), first == '(':
		return 3 // the unit of the number before
	}
	return 0
}

// isShortUnit tells units that can hardly be the beginning of a name.
func isShortUnit(fold string) bool {
	return notation.IsUnit(fold) && (utf8.RuneCountInString(fold) <= 2 || strings.HasSuffix(fold, "方米"))
}

// cutBound takes off what stands behind a value and its unit: 人以上.
func cutBound(fold string) string {
	for _, bound := range []string{"以上", "以下", "以内", "左右"} {
		if rest, found := strings.CutSuffix(fold, bound); found {
			return strings.TrimSuffix(rest, "及")
		}
	}
	return fold
}

// classInside is what it costs to take lines for a text that are a class, or hold one. Without 指标 at its end it may be a piece of a name.
func (t *tornTable) classInside(i, n int) int {
	cost := 0
	for k := i; k < i+n; k++ {
		for _, run := range t.classes[k] {
			switch {
			case run.whole:
				return strangeLine // the cell may end in the middle of it
			case k+run.lines <= i+n:
				cost = doubtfulFit
			}
		}
	}
	return cost
}

// isClass tells lines that are a class, and not the beginning of a longer one.
func (t *tornTable) isClass(i, n int) bool {
	found := false
	for _, run := range t.classes[i] {
		if run.whole && run.lines > n {
			return false
		}
		found = found || run.lines == n
	}
	return found
}

// classRun is so many lines that are a class together.
type classRun struct {
	lines int
	whole bool // with 指标 at its end
}

// isNumbering tells the number that some forms print before a name: 指标2:.
func isNumbering(fold string) bool {
	rest, found := strings.CutPrefix(fold, "指标")
	bare := strings.TrimLeft(rest, "0123456789")
	return found && bare != rest && strings.HasPrefix(bare, ":")
}

// classRuns finds the classes that begin at a line.
func classRuns(lines []*cell) []classRun {
	var runs []classRun
	for n := 1; n <= min(mostPieces, len(lines)); n++ {
		fold := foldOf(lines[:n])
		if isClassWord(fold) && !(n > 1 && (isDigit(fold[len(fold)-1]) || isNumbering(foldOf(lines[n-1:min(n+2, len(lines))])))) {
			runs = append(runs, classRun{n, isWholeWord(cutPoints(fold))})
		}
	}
	return runs
}

// textCost tells how well a text suits a column.
func (t *tornTable) textCost(kind columnKind, p tornPiece) int {
	switch kind {
	case nameColumn:
		return nameCost(p)
	case targetColumn, longColumn:
		return t.targetCost(p)
	case actualColumn:
		return actualCost(p)
	case weightColumn, claimedColumn:
		if _, ok := parsePoints(strings.TrimSuffix(p.fold, "%")); !ok && !isBlankMark(p.fold) {
			return notAtAll
		}
		return 2 * (len(p.lines) - 1)
	case signColumn:
		return badIf(!notation.IsSign(p.fold) && !isBlankMark(p.fold))
	case measureColumn:
		return badIf(!notation.IsUnit(p.fold) && !isBlankMark(p.fold))
	}
	return 1 + doubtfulIf(p.value >= bareValue)
}

// nameCost takes texts without values in them.
func nameCost(p tornPiece) int {
	cost := strangeLine * p.values
	if p.value >= bareValue || notation.IsSign(p.fold) {
		cost += strangeLine
	}
	for i, l := range p.lines {
		first, _ := utf8.DecodeRuneInString(l.fold)
		switch {
		case strings.ContainsRune("≥≤><=＞＜≧≦", first), i > 0 && isNumbering(foldOf(p.lines[i:min(i+3, len(p.lines))])):
			cost += strangeLine
		case i > 0 && beginsWithComparison(l.fold), len(p.lines) > 1 && i == len(p.lines)-1 && isNumberLine(l.fold):
			cost += 3 // where a value begins
		case isNumberLine(l.fold):
			cost++
		}
	}
	return cost
}

func isNumberLine(fold string) bool { return strings.Trim(fold, "0123456789.,-~%") == "" }

// comparisons are words that stand before a number.
var comparisons = []string{"不少于", "不低于", "不超过", "不高于", "大于等于", "小于等于", "大于", "小于", "至少", "控制在", "不大于", "不小于", "不多于"}

func beginsWithComparison(fold string) bool {
	return slices.ContainsFunc(comparisons, func(word string) bool { return strings.HasPrefix(fold, word) })
}

// targetCost takes values rather than words. Where cells were torn anyhow, words of a target and pieces of a name look alike.
func (t *tornTable) targetCost(p tornPiece) int {
	switch {
	case p.value == fullValue, p.value == words && t.style.anyhow:
		return 0
	case p.value == bareValue:
		return 1
	case p.value == words:
		return 2
	}
	return strangeLine + len(p.lines)
}

// actualCost takes numbers with or without unit, and words nearly as well: 已完成.
func actualCost(p tornPiece) int {
	switch p.value {
	case fullValue, bareValue:
		return 0
	case words:
		return 1
	}
	return 3 + len(p.lines)
}
