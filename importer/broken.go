package importer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jixiao/engine"
)

// findBroken finds class words that a line break cut in two, and settles their ends.
func (f *form) findBroken(rows [][]*cell) map[*cell]string {
	found := make(map[*cell]string)
	index := make(map[string][]*cell)
	alone := make(map[*cell]bool)
	for _, row := range rows {
		for _, c := range row {
			index[c.fold] = append(index[c.fold], c)
			alone[c] = len(row) == 1
		}
	}
	for _, row := range rows {
		for _, c := range row {
			f.findEnd(c, index, alone, found)
		}
	}
	return found
}

// findEnd looks for the rest of a class word that c may begin: in its column further down, or alone in a row. What c begins goes
// into found.
func (f *form) findEnd(c *cell, index map[string][]*cell, alone map[*cell]bool, found map[*cell]string) {
	if !c.open() {
		return
	}
	for _, whole := range brokenLabels {
		rest, begins := strings.CutPrefix(whole, c.fold)
		if !begins || rest == "" || utf8.RuneCountInString(c.fold) < 2 || isClassWord(rest) || isClassWord(c.fold) && rest != "指标" {
			continue
		}
		at := slices.IndexFunc(index[rest], func(end *cell) bool {
			return end.open() && end.Row > c.Row && (end.Col == c.Col || alone[end])
		})
		switch {
		case at >= 0:
			index[rest][at].use(engine.ColumnLevel2.ID())
		case rest != "标":
			continue
		}
		found[c] = whole
		end := "—"
		if at >= 0 {
			end = rest + " (" + placeText(index[rest][at].source) + ")"
		}
		f.raise(LabelBroken, c, c.Text, end, whole)
		return
	}
}

// brokenLabels are the words that may be broken: those of both levels, and after them those of level 2 without 指标 at their end.
var brokenLabels = func() []string {
	all := slices.Clone(classLabels)
	for _, c := range engine.Categories() {
		if short := strings.TrimSuffix(c.String(), "指标"); isClassWord(short) {
			all = append(all, short)
		}
	}
	return all
}()

// classLabels are the words of both levels as forms print them.
var classLabels = func() []string {
	var all []string
	for _, d := range engine.Dimensions() {
		all = append(all, d.String())
	}
	for _, c := range engine.Categories() {
		if !slices.Contains(all, c.String()) {
			all = append(all, c.String())
		}
	}
	return all
}()

func isClassWord(fold string) bool {
	_, _, found := parseClass(fold, true)
	return found
}
