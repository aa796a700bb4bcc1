package importer

import (
	"strings"
	"unicode/utf8"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// What it costs to read a row in one way and not in another. Only the differences count: a way is sure where every other one costs
// at least one more.
const (
	doubtfulFit  = 2 // the text is unusual in that column
	unknownClass = 3 // a class that the vocabulary does not have
	badFit       = 8 // the text cannot belong there
	leftOver     = 9 // a cell without a column
	slideInText  = 2 // cells that begin to stand beside their columns, in a text that was converted
	slideInTable = 5 // the same in a workbook or document, where it is rare
	skippedBlank = 1 // a column without a cell, where only the order of cells is known
)

// alignment tells for each cell of a row its column, -1 for none, and whether no other reading comes near.
type alignment struct {
	column []int
	sure   []bool
	slid   bool // some cell stands beside its column
}

// aligner assigns the cells of a row to columns without changing their order.
type aligner struct {
	columns []tableColumn
	slide   int
	loose   bool // only the order of the cells is known
	fit     func(columnKind, *cell) int
}

// align finds the cheapest assignment. Cells that all stand in their own columns and fit them need no search.
func (a *aligner) align(cells []*cell) alignment {
	if exact, ok := a.inPlace(cells); ok && !a.loose {
		return exact
	}
	forward := a.costs(cells)
	backward := a.reversed(cells)
	return a.choose(cells, forward, backward)
}

func (a *aligner) inPlace(cells []*cell) (alignment, bool) {
	found := alignment{column: make([]int, len(cells)), sure: make([]bool, len(cells))}
	last := -1
	for i, c := range cells {
		j := last + 1
		for j < len(a.columns) && !a.columns[j].holds(c) {
			j++
		}
		if j == len(a.columns) || a.fit(a.columns[j].kind, c) != 0 {
			return alignment{}, false
		}
		found.column[i], found.sure[i], last = j, true, j
	}
	return found, true
}

// offset is how far a cell stands from a column.
func (a *aligner) offset(c *cell, j int) int {
	if a.loose || a.columns[j].holds(c) {
		return 0
	}
	return c.Col - a.columns[j].from
}

// step is the cost of going from one assigned cell to the next; i and j are -1 before the first.
func (a *aligner) step(cells []*cell, i, j, nextI, nextJ int) int {
	cost := leftOver * (nextI - i - 1)
	if a.loose {
		cost += skippedBlank * (nextJ - j - 1)
	}
	before := 0
	if i >= 0 {
		before = a.offset(cells[i], j)
	}
	if nextI < len(cells) && before != a.offset(cells[nextI], nextJ) {
		cost += a.slide
	}
	return cost
}

// costs are the cheapest ways from the beginning of the row to each cell in each column.
func (a *aligner) costs(cells []*cell) [][]int {
	best := make([][]int, len(cells))
	for i, c := range cells {
		best[i] = make([]int, len(a.columns))
		for j := range a.columns {
			least := a.step(cells, -1, -1, i, j)
			for k := range i {
				for l := range j {
					least = min(least, best[k][l]+a.step(cells, k, l, i, j))
				}
			}
			best[i][j] = least + a.fit(a.columns[j].kind, c)
		}
	}
	return best
}

// reversed are the cheapest ways from each cell in each column to the end of the row.
func (a *aligner) reversed(cells []*cell) [][]int {
	best := make([][]int, len(cells))
	for i := len(cells) - 1; i >= 0; i-- {
		best[i] = make([]int, len(a.columns))
		for j := range a.columns {
			least := a.step(cells, i, j, len(cells), len(a.columns))
			for k := i + 1; k < len(cells); k++ {
				for l := j + 1; l < len(a.columns); l++ {
					least = min(least, best[k][l]+a.fit(a.columns[l].kind, cells[k])+a.step(cells, i, j, k, l))
				}
			}
			best[i][j] = least
		}
	}
	return best
}

// choose follows the cheapest way, and compares each cell's column with its next best.
func (a *aligner) choose(cells []*cell, forward, backward [][]int) alignment {
	found := alignment{column: make([]int, len(cells)), sure: make([]bool, len(cells))}
	least := leftOver * len(cells)
	for i := range cells {
		for j := range a.columns {
			least = min(least, forward[i][j]+backward[i][j])
		}
	}
	last := -1
	for i, c := range cells {
		found.column[i] = -1
		next := 1 << 30
		for j := range a.columns {
			cost := forward[i][j] + backward[i][j]
			switch {
			case cost == least && j > last && found.column[i] < 0:
				found.column[i] = j
			default:
				next = min(next, cost)
			}
		}
		if j := found.column[i]; j >= 0 {
			last = j
			found.slid = found.slid || a.offset(c, j) != 0
			found.sure[i] = next > least && (a.fit(a.columns[j].kind, c) < badFit || a.offset(c, j) == 0)
		}
	}
	return found
}

// fits tells how well a text suits a kind of column: 0, [doubtfulFit] or [badFit].
func fits(kind columnKind, c *cell) int {
	switch kind {
	case level1Column, level2Column:
		return unknownClass
	case nameColumn:
		return doubtfulIf(isBareValue(c.fold))
	case signColumn:
		return badIf(!notation.IsSign(c.Text) && !isBlankMark(c.fold))
	case measureColumn:
		return fitsMeasure(c)
	case targetColumn, actualColumn:
		return doubtfulIf(notation.IsSign(c.Text) && !isWordTarget(c.fold) || isMeasureOnly(c))
	case weightColumn, claimedColumn:
		_, points := parsePoints(strings.TrimSuffix(c.fold, "%"))
		return badIf(!points && !isBlankMark(c.fold))
	case reasonColumn:
		return doubtfulIf(isBareValue(c.fold) && !isBlankMark(c.fold))
	case tierColumn:
		_, tier := engine.ParseTier(c.Text)
		return doubtfulIf(!tier)
	}
	return 0
}

func doubtfulIf(doubtful bool) int {
	if doubtful {
		return doubtfulFit
	}
	return 0
}

func badIf(bad bool) int {
	if bad {
		return badFit
	}
	return 0
}

func fitsMeasure(c *cell) int {
	switch {
	case notation.IsUnit(c.Text) || isBlankMark(c.fold):
		return 0
	case utf8.RuneCountInString(c.fold) <= 6 && !strings.ContainsAny(c.fold, "0123456789"):
		return doubtfulFit - 1
	}
	return badFit
}

// isMeasureOnly tells a text that is a unit and nothing else. Single characters may be words as well.
func isMeasureOnly(c *cell) bool {
	return utf8.RuneCountInString(c.fold) <= 3 && notation.IsUnit(c.Text)
}

// isWordTarget tells words that a forms prints as 指标性质 and as 指标值 alike.
func isWordTarget(fold string) bool { return fold == "定性" || fold == "等于" }

// isBareValue tells a text that begins like a value and so is no name: a comparator or a digit, with hardly a word behind it.
func isBareValue(fold string) bool {
	text := strings.TrimLeft(fold, "≥≤><=＞＜≧≦")
	if text == "" {
		return true
	}
	if first, _ := utf8.DecodeRuneInString(text); first < '0' || first > '9' {
		return false
	}
	return utf8.RuneCountInString(strings.TrimLeft(text, "0123456789.,-~%()/年月日")) <= 3
}

// isBlankMark tells a mark that stands where nothing is to be said.
func isBlankMark(fold string) bool {
	return fold == "无" || fold == "/" || fold == "\\" || isDashes(fold)
}
