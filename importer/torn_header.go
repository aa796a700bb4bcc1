package importer

import "jixiao/engine"

// headerLines is how many lines the header of a table may have been torn into.
const headerLines = 60

// tornHeader is the header of a table: its headings, the columns of texts below it in their order, and how much room a line has in each.
type tornHeader struct {
	lines int
	cells []*cell
	slots []columnKind // level 1, level 2, then the columns of texts
	rooms []room       // of each slot
}

// What it costs to take lines for a heading.
const (
	joinedHeading  = 1
	likelyHeading  = 4 // a text that contains the words of one
	unreachedLines = 1 << 20
)

// header reads the header of a table that begins at a line, nil where none does.
func (m *mender) header(at int) *tornHeader {
	if h, known := m.headers[at]; known {
		return h
	}
	if m.headers == nil {
		m.headers = make(map[int]*tornHeader)
	}
	h := m.readHeader(at)
	m.headers[at] = h
	return h
}

func (m *mender) readHeader(at int) *tornHeader {
	if !m.beginsHeading(at) {
		return nil
	}
	most := min(headerLines, len(m.lines)-at)
	cost, from := make([]int, most+1), make([]int, most+1)
	exact := make([]bool, most+1) // all headings so far are words of the vocabulary
	exact[0] = true
	end := 0
	for i := 1; i <= most; i++ {
		cost[i] = unreachedLines
		for n := 1; n <= min(i, mostPieces); n++ {
			own, word := headingCost(m.lines[at+i-n : at+i])
			if c := cost[i-n] + own; own < unreachedLines && c < cost[i] {
				cost[i], from[i], exact[i] = c, i-n, exact[i-n] && word
			}
		}
		if cost[i] == unreachedLines {
			continue
		}
		if exact[i] {
			end = i
		}
		if at+i < len(m.lines) && m.classAt(at+i) > 0 {
			end = i
			break
		}
	}
	return m.headerOf(at, end, from)
}

// beginsHeading tells that the lines from one on make up a heading of a column.
func (m *mender) beginsHeading(at int) bool {
	for n := 1; n <= min(mostPieces, len(m.lines)-at); n++ {
		if cost, _ := headingCost(m.lines[at : at+n]); cost < unreachedLines {
			return true
		}
	}
	return false
}

// headingCost is what it costs to take lines for one heading, and whether it is a word of the vocabulary.
func headingCost(lines []*cell) (cost int, word bool) {
	fold := foldOf(lines)
	if kind, _ := parseColumn(fold); kind == noColumn {
		return unreachedLines, false
	}
	cost = joinedHeading * (len(lines) - 1)
	if isColumnWord(fold) {
		return cost, true
	}
	return cost + likelyHeading, false
}

// isColumnWord tells a heading that the vocabulary has word for word.
func isColumnWord(fold string) bool {
	text, bracket := cutBracket(label(cutNumbering(fold)))
	if isReasonHeader(bracket) {
		return true
	}
	if kind, found := headerWords[text]; found {
		return kind != noColumn
	}
	column, found := engine.ParseColumn(text)
	return found && columnKinds[column] != noColumn
}

// headerOf makes the headings from the cheapest way to divide the lines. A table needs three, a level or the name twice among them.
func (m *mender) headerOf(at, end int, from []int) *tornHeader {
	h := &tornHeader{lines: end}
	for i := end; i > 0; i = from[i] {
		h.cells = append([]*cell{join(m.lines[at+from[i] : at+i])}, h.cells...)
	}
	if count, _ := headerRun(h.cells); count == 0 || count != len(h.cells) {
		return nil
	}
	h.slots, h.rooms = []columnKind{level1Column, level2Column}, []room{anyRoom, anyRoom}
	for _, c := range h.cells {
		kind, _ := parseColumn(c.fold)
		slot := len(h.slots)
		switch {
		case kind == level1Column || kind == level2Column:
			if len(h.slots) > 2 {
				return nil // classes behind the names
			}
			slot = int(kind - level1Column)
		default:
			h.slots, h.rooms = append(h.slots, kind), append(h.rooms, anyRoom)
		}
		h.rooms[slot] = h.rooms[slot].with(linesOf(c), m.style)
	}
	return h
}

// classAt counts the lines of a class, with 指标 at its end, that begins at a line; 0 where none does.
func (m *mender) classAt(at int) int {
	for n := 1; n <= min(mostPieces, len(m.lines)-at); n++ {
		if fold := cutPoints(foldOf(m.lines[at : at+n])); isWholeWord(fold) && isClassWord(fold) {
			return n
		}
	}
	return 0
}
