package grid

import (
	"cmp"
	"slices"
)

// What counts as the same place on a page, in hundredths of a point.
const (
	sameLine   = 300 // two lines no further apart are one, doubled
	lineGap    = 300 // pieces of a line no further apart are one line
	lineTouch  = 200 // how near a line has to come to another to touch it
	shortest   = 500 // what is shorter is no line
	pageLines  = 4_000
	tableCells = 400_000
)

// line is a ruling line: where it lies, and from where to where it reaches.
type line struct{ at, from, to int }

// rulingLines sorts what was drawn into flat and upright lines, with doubled lines and pieces put together.
func rulingLines(rules []box) (flat, upright []line) {
	for _, r := range rules {
		dot := r.width() <= thinnest && r.height() <= thinnest
		if dot || r.width() >= r.height() {
			flat = append(flat, line{r.middleY(), r.left, r.right})
		}
		if dot || r.width() < r.height() {
			upright = append(upright, line{r.middleX(), r.top, r.bottom})
		}
	}
	return joinLines(flat), joinLines(upright)
}

// joinLines puts lines at the same place together where they meet.
func joinLines(lines []line) []line {
	slices.SortFunc(lines, func(a, b line) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.from, b.from)) })
	var joined []line
	for start := 0; start < len(lines); {
		end := start + 1
		for end < len(lines) && lines[end].at-lines[start].at <= sameLine {
			end++
		}
		joined = append(joined, joinPieces(lines[start:end])...)
		start = end
	}
	return joined
}

// joinPieces puts the pieces together that lie at one place. All of them lie in the middle afterwards.
func joinPieces(pieces []line) []line {
	at := (pieces[0].at + pieces[len(pieces)-1].at) / 2
	slices.SortFunc(pieces, func(a, b line) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var joined []line
	for _, p := range pieces {
		last := len(joined) - 1
		if last >= 0 && p.from <= joined[last].to+lineGap {
			joined[last].to = max(joined[last].to, p.to)
			continue
		}
		joined = append(joined, line{at, p.from, p.to})
	}
	return slices.DeleteFunc(joined, func(l line) bool { return l.to-l.from < shortest })
}

// touches tells whether a flat and an upright line meet.
func touches(flat, upright line) bool {
	return upright.at >= flat.from-lineTouch && upright.at <= flat.to+lineTouch && flat.at >= upright.from-lineTouch && flat.at <= upright.to+lineTouch
}

// frames groups the lines that hang together. Lines that touch none are in no group.
func frames(flat, upright []line) []frame {
	groups := newGroups(len(flat) + len(upright))
	for i, f := range flat {
		for j, u := range upright {
			if touches(f, u) {
				groups.join(i, len(flat)+j)
			}
		}
	}
	index := make(map[int]int)
	var list []frame
	place := func(member int) *frame {
		at, found := index[groups.of(member)]
		if !found {
			at = len(list)
			index[groups.of(member)] = at
			list = append(list, frame{})
		}
		return &list[at]
	}
	for i, f := range flat {
		g := place(i)
		g.flat = append(g.flat, f)
	}
	for j, u := range upright {
		g := place(len(flat) + j)
		g.upright = append(g.upright, u)
	}
	return slices.DeleteFunc(list, func(f frame) bool { return len(f.flat) < 2 || len(f.upright) == 0 })
}

// frame is a group of lines that hang together.
type frame struct{ flat, upright []line }

// groups joins numbered things into groups.
type groups struct{ parent []int }

func newGroups(n int) *groups {
	g := &groups{make([]int, n)}
	for i := range g.parent {
		g.parent[i] = i
	}
	return g
}

func (g *groups) of(i int) int {
	for g.parent[i] != i {
		g.parent[i] = g.parent[g.parent[i]]
		i = g.parent[i]
	}
	return i
}

// join makes two groups one, under the lower number.
func (g *groups) join(a, b int) {
	a, b = g.of(a), g.of(b)
	g.parent[max(a, b)] = min(a, b)
}
