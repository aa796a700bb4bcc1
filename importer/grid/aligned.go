package grid

import "strings"

// apart is how many lines of one piece may stand between two of several without ending the table: a foot and a head at a page break, or the
// lines of a long text in its cell.
const apart = 20

// alignedTable is a part of a text whose lines show columns.
type alignedTable struct {
	pieces  [][]piece // of each line; none for a blank one
	divided [][]piece // of the lines that have several, without the parts of spread words
	texts   []string  // of these lines
	by      measure
	columns []column
	inner   map[int]bool // where pieces that are sure and not the first of their line begin
}

// addLines adds lines that neither tabs nor pipes divide: as tables where they convince, else as one cell a line.
func (b *builder) addLines(lines []textLine) error {
	for len(lines) > 0 {
		end, boxed := boxedUntil(lines)
		var err error
		if boxed {
			err = b.addBoxed(lines[:end])
		} else {
			err = b.addSpaced(lines[:end])
		}
		if err != nil {
			return err
		}
		lines = lines[end:]
	}
	return nil
}

// boxedUntil finds the end of the table drawn with lines that begins here, or of what comes before the next one.
func boxedUntil(lines []textLine) (end int, boxed bool) {
	boxed = isBoxed(lines[0].text)
	for i, line := range lines {
		if !isRuling(line.text) && isBoxed(line.text) != boxed {
			return i, boxed
		}
	}
	return len(lines), boxed
}

// addSpaced finds the tables among lines without borders. A table reaches from its first line of several pieces to the last.
func (b *builder) addSpaced(lines []textLine) error {
	pieces, err := b.spacedLines(lines)
	if err != nil {
		return err
	}
	for start := 0; start < len(lines); {
		first, end := tableFrom(pieces, start)
		if err := b.addWhole(lines[start:first]); err != nil {
			return err
		}
		if first < end {
			if err := b.addTable(lines[first:end], pieces[first:end]); err != nil {
				return err
			}
		}
		start = end
	}
	return nil
}

// spacedLines divides the lines at their gaps, within the limits.
func (b *builder) spacedLines(lines []textLine) ([][]piece, error) {
	pieces := make([][]piece, len(lines))
	count := *b.count
	for i, line := range lines {
		if !mayDivide(line.text) || isRuling(line.text) {
			continue
		}
		pieces[i] = spacedPieces(line.text, b.src.limits.Columns)
		if count += len(pieces[i]); count > b.src.limits.Cells {
			return nil, b.src.tooLarge(LimitCells, int64(b.src.limits.Cells), Place{Line: line.number})
		}
	}
	return pieces, nil
}

// tableFrom finds the next lines that may be a table; first == end means that there are none.
func tableFrom(pieces [][]piece, start int) (first, end int) {
	first, end = len(pieces), len(pieces)
	for i := start; i < len(pieces); i++ {
		if sure(pieces[i]) < 2 {
			if first < i && i-end >= apart {
				return first, end
			}
			continue
		}
		if first == len(pieces) {
			first = i
		}
		end = i + 1
	}
	return first, end
}

// sure counts the pieces that are no part of a spread word.
func sure(pieces []piece) int {
	count := 0
	for _, p := range pieces {
		if !p.doubtful {
			count++
		}
	}
	return count
}

// addBoxed adds the lines of a table drawn with lines. Where all of them have the same number of fields these are its columns; otherwise,
// because cells were merged, the columns are where its fields begin. A ruling line is one cell.
func (b *builder) addBoxed(lines []textLine) error {
	t := &boxedTable{}
	for _, line := range lines {
		if err := t.take(line, b); err != nil {
			return err
		}
	}
	t.arrange()
	b.divided(DelimiterSpaces)
	for i, line := range lines {
		for k, p := range t.pieces[i] {
			if err := b.addCell(line, t.column(i, k), line.text[p.from:p.to]); err != nil {
				return err
			}
		}
	}
	return nil
}

// addWhole adds lines as one cell each.
func (b *builder) addWhole(lines []textLine) error {
	for _, line := range lines {
		if err := b.addCell(line, 0, line.text); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) addCell(line textLine, col int, text string) error {
	return b.add(Cell{Row: line.row, Col: col, Text: text, Place: b.fieldPlace(col, line.number)})
}

// addTable adds the lines by their columns where they convince.
func (b *builder) addTable(lines []textLine, pieces [][]piece) error {
	t := newAlignedTable(lines, pieces)
	if !t.convinces() {
		return b.addWhole(lines)
	}
	b.divided(DelimiterSpaces)
	for i, line := range lines {
		for _, p := range t.parts(i) {
			if err := b.addCell(line, t.column(p), line.text[p.from:p.to]); err != nil {
				return err
			}
		}
	}
	return nil
}

// newAlignedTable finds the columns. Parts of spread words count for nothing there.
func newAlignedTable(lines []textLine, pieces [][]piece) *alignedTable {
	t := &alignedTable{pieces: pieces, inner: map[int]bool{}}
	var all [][]piece
	for i := range pieces {
		if pieces[i] == nil {
			pieces[i] = wholePiece(lines[i].text)
		}
		firm := firmPieces(pieces[i])
		if len(firm) > 1 {
			t.divided = append(t.divided, firm)
			t.texts = append(t.texts, lines[i].text)
		}
		all = append(all, firm)
	}
	t.by = bestMeasure(t.divided)
	t.columns = cluster(all, t.by)
	for _, line := range t.divided {
		for _, p := range line[1:] {
			t.inner[p.start[t.by]] = true
		}
	}
	return t
}

// firmPieces joins the parts of spread words to what they belong to.
func firmPieces(pieces []piece) []piece {
	var firm []piece
	for _, p := range pieces {
		if p.doubtful {
			last := &firm[len(firm)-1]
			last.to, last.end = p.to, p.end
			continue
		}
		firm = append(firm, p)
	}
	return firm
}

// convinces tells a table from prose: at least two lines are divided, two thirds of what stands behind a gap stands below something
// else, and it does not read like sentences.
func (t *alignedTable) convinces() bool {
	gaps, aligned, sentences, pairs, stops := 0, 0, 0, 0, 0
	for i, line := range t.divided {
		for k := 1; k < len(line); k++ {
			gaps++
			if t.isColumn(line[k]) {
				aligned++
			}
			if endsSentence(t.texts[i][line[k-1].from:line[k-1].to]) {
				sentences++
			}
		}
		if len(line) == 2 {
			pairs++
		}
		if strings.ContainsAny(t.texts[i], "。；！？") {
			stops++
		}
	}
	prose := 2*sentences >= gaps || pairs == len(t.divided) && 2*stops >= pairs
	return len(t.divided) > 1 && 3*aligned >= 2*gaps && !prose
}

// isColumn tells whether pieces of several lines begin where this one does.
func (t *alignedTable) isColumn(p piece) bool {
	return t.columns[t.column(p)].lines > 1
}

// parts are the pieces of a line that become cells. A part of a spread word is one where another line has a sure one; a line of which
// nothing stands in a column stays whole.
func (t *alignedTable) parts(i int) []piece {
	var parts []piece
	aligned := false
	for k, p := range t.pieces[i] {
		if p.doubtful && !t.opens(t.pieces[i], k, parts[len(parts)-1]) {
			last := &parts[len(parts)-1]
			last.to, last.end = p.to, p.end
			continue
		}
		if !p.doubtful {
			parts = t.closeBefore(p, parts)
		}
		aligned = aligned || t.isColumn(p) && (k > 0 || t.column(p) > 0)
		parts = append(parts, p)
	}
	if len(parts) > 1 && !aligned {
		parts[0].to = parts[len(parts)-1].to
		return parts[:1]
	}
	return parts
}

// closeBefore takes back the parts of a spread word that were made cells in the column of a sure piece, or behind it.
func (t *alignedTable) closeBefore(p piece, parts []piece) []piece {
	for k := len(parts) - 1; k > 0 && parts[k].doubtful && t.column(parts[k]) >= t.column(p); k-- {
		parts[k-1].to, parts[k-1].end = parts[k].to, parts[k].end
		parts = parts[:k]
	}
	return parts
}

// opens tells whether a part of a spread word is a cell: where another line has a sure piece, in a column between those of the pieces beside it.
func (t *alignedTable) opens(line []piece, k int, before piece) bool {
	p := line[k]
	isLast := k+1 == len(line) || line[k+1].doubtful
	return t.inner[p.start[t.by]] && t.column(before) < t.column(p) && (isLast || t.column(p) < t.column(line[k+1]))
}

func (t *alignedTable) column(p piece) int { return columnAt(t.columns, p.start[t.by]) }
