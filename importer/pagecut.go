package importer

import (
	"slices"

	"jixiao/engine"
)

// A cell over several rows may be cut by the end of a page, and its text with it. The file then holds two cells, one below the other. Which
// texts are labels is known, and so it shows: together they are one, and at least one of them is none by itself.

// joinPageCuts puts the labels together that the end of a page cut in two. The rests stand in no row any more, and a row may be left blank.
func (r *reader) joinPageCuts(rows [][]*cell) [][]*cell {
	newest := map[int]*cell{}
	whole, rests := map[*cell]*cell{}, map[*cell]bool{}
	for _, row := range rows {
		if len(row) == 1 && isPageMark(row[0].fold) {
			continue
		}
		for _, c := range row {
			begin := newest[c.Col]
			newest[c.Col] = c
			if begin != nil && isCutLabel(begin, c) {
				whole[begin], rests[c] = r.joinLabel(begin, c), true
				delete(newest, c.Col) // a rest begins nothing
			}
		}
	}
	if len(rests) == 0 {
		return rows
	}
	joined := make([][]*cell, len(rows))
	for i, row := range rows {
		joined[i] = exchange(row, whole, rests)
	}
	return joined
}

// isCutLabel tells two cells of the same columns on different pages that are a label together.
func isCutLabel(begin, end *cell) bool {
	return begin.Place.Sheet != end.Place.Sheet && max(begin.MergeCols, 1) == max(end.MergeCols, 1) &&
		isFormWord(begin.fold+end.fold) && !(isFormWord(begin.fold) && isFormWord(end.fold))
}

// isSettledByLabels tells two texts of which it is known whether the end of a page cut them apart: a label in two pieces, or two labels.
func isSettledByLabels(end, begin string) bool {
	end, begin = engine.Fold(end), engine.Fold(begin)
	return isFormWord(begin+end) || isFormWord(begin) && isFormWord(end)
}

// isFormWord tells what forms print themselves: a class, or a label of a block, of the head or of the funds, with its unit.
func isFormWord(fold string) bool {
	if isClassWord(cutPoints(fold)) || isBlockLabel(fold) || isHeadLabel(fold) {
		return true
	}
	rest, unit := cutMoneyUnit(fold)
	return unit.known() && isFundsBlock(rest)
}

// joinLabel makes one cell of the pieces of a label, which reaches down to the last row of the second.
func (r *reader) joinLabel(begin, end *cell) *cell {
	c := join([]*cell{begin, end})
	c.MergeRows = end.Row + max(end.MergeRows, 1) - begin.Row
	r.raise(LabelBroken, c, begin.Text, end.Text+" ("+placeText(end.source)+")", c.fold)
	return c
}

// exchange puts whole labels into a row in place of their beginnings, and leaves rests out.
func exchange(row []*cell, whole map[*cell]*cell, rests map[*cell]bool) []*cell {
	var list []*cell
	for _, c := range row {
		switch {
		case rests[c]:
		case whole[c] != nil:
			list = append(list, whole[c])
		default:
			list = append(list, c)
		}
	}
	return list
}

// isSubHeader tells a row that divides columns of the header above. Beside its headings it may hold the ends of those above that cover
// both rows.
func (f *form) isSubHeader(row []*cell) bool {
	return isSubHeader(slices.DeleteFunc(slices.Clone(row), f.endsHeading))
}

// endsHeading tells the rest of a heading on another page: together they say what its beginning does.
func (f *form) endsHeading(c *cell) bool {
	if kind, _ := parseColumn(c.fold); kind != noColumn {
		return false
	}
	at := f.parentOf(c)
	if at < 0 || f.columns[at].header.Place.Sheet == c.Place.Sheet {
		return false
	}
	kind, _ := parseColumn(f.columns[at].header.fold + c.fold)
	return kind == f.columns[at].kind
}

// endHeadings settles the rests of headings and returns the headings of a row.
func (f *form) endHeadings(row []*cell) []*cell {
	var headings []*cell
	for _, c := range row {
		if !f.endsHeading(c) {
			headings = append(headings, c)
			continue
		}
		begin := &f.columns[f.parentOf(c)]
		c.label(begin.kind.id())
		f.raise(LabelBroken, begin.header, begin.header.Text, c.Text+" ("+placeText(c.source)+")", begin.header.fold+c.fold)
	}
	return headings
}
