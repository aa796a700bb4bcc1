package grid

import (
	"cmp"
	"math"
	"slices"
)

// column is a range of positions at which pieces begin, and how many lines of several pieces have one there.
type column struct {
	first, last int
	lines       int
	ends        map[int]bool // where its pieces end
	middles     map[int]bool // twice where their middle is
	left        bool         // pieces that begin at one position end at several: they are aligned to the left
}

// severalEnds is how many different ends show that what begins at one position is aligned to the left.
const severalEnds = 3

// jitter is how far beginnings in one column may lie apart: converters of pdf round, and sub-items are indented.
const jitter = 2

// cluster finds the columns of lines of pieces. Neighbouring positions are one column where no line has pieces at both and they look alike:
// they begin at about the same place, or end at it as right-aligned numbers do, or have the same middle as centred texts.
func cluster(lines [][]piece, by measure) []column {
	starts := startColumns(lines, by)
	reach := reaches(lines, by)
	var columns []column
	limit := math.MaxInt
	for _, next := range starts {
		last := len(columns) - 1
		if last >= 0 && next.first < limit && columns[last].likes(next) {
			columns[last].take(next)
		} else {
			columns = append(columns, next)
			limit = math.MaxInt
		}
		if far, found := reach[next.first]; found {
			limit = min(limit, far)
		}
	}
	return columns
}

// startColumns lists the positions at which pieces begin, in order.
func startColumns(lines [][]piece, by measure) []column {
	index := map[int]int{}
	var starts []column
	for _, line := range lines {
		for _, p := range line {
			at, found := index[p.start[by]]
			if !found {
				at = len(starts)
				index[p.start[by]] = at
				starts = append(starts, column{first: p.start[by], last: p.start[by], ends: map[int]bool{}, middles: map[int]bool{}})
			}
			if len(line) > 1 { // a title, centred over the table, says nothing about its columns
				starts[at].lines++
				starts[at].ends[p.end[by]] = true
				starts[at].middles[p.start[by]+p.end[by]] = true
			}
		}
	}
	for i := range starts {
		starts[i].left = len(starts[i].ends) >= severalEnds
	}
	slices.SortFunc(starts, func(a, b column) int { return cmp.Compare(a.first, b.first) })
	return starts
}

// reaches gives for each position the nearest one at which a line goes on: the two are never one column.
func reaches(lines [][]piece, by measure) map[int]int {
	nearest := map[int]int{}
	for _, line := range lines {
		for i := 1; i < len(line); i++ {
			from, to := line[i-1].start[by], line[i].start[by]
			if before, found := nearest[from]; !found || to < before {
				nearest[from] = to
			}
		}
	}
	return nearest
}

func (c *column) likes(next column) bool {
	if next.first-c.first <= jitter {
		return true
	}
	return !(c.left && next.left) && (meets(c.ends, next.ends, 1) || meets(c.middles, next.middles, 2))
}

// meets tells whether two sets have members that are at most so far apart.
func meets(a, b map[int]bool, apart int) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	for at := range a {
		for d := -apart; d <= apart; d++ {
			if b[at+d] {
				return true
			}
		}
	}
	return false
}

func (c *column) take(next column) {
	c.last = next.last
	c.lines += next.lines
	c.left = c.left || next.left
	for at := range next.ends {
		c.ends[at] = true
	}
	for at := range next.middles {
		c.middles[at] = true
	}
}

// columnAt finds the column that a position belongs to.
func columnAt(columns []column, position int) int {
	at, _ := slices.BinarySearchFunc(columns, position, func(c column, p int) int { return cmp.Compare(c.last, p) })
	return at
}

// bestMeasure is the one by which the fewest different positions begin a piece.
func bestMeasure(lines [][]piece) measure {
	best, fewest := ambiguousWide, math.MaxInt
	for by := range measures {
		seen := map[int]bool{}
		for _, line := range lines {
			for _, p := range line {
				seen[p.start[by]] = true
			}
		}
		if len(seen) < fewest {
			best, fewest = by, len(seen)
		}
	}
	return best
}
