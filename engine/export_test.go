package engine

// WordList is one closed list of words with its reader, for the tests.
type WordList struct {
	List  string
	Texts map[int][]string // by entry
	Parse func(string) (int, bool)
}

// VocabularyForTest lists every label, code and alias that a reader of this package knows.
func VocabularyForTest() []WordList {
	var lists []WordList
	add := func(name string, entries map[int][]string, parse func(string) (int, bool)) {
		lists = append(lists, WordList{name, entries, parse})
	}
	byDimension, byCategory, byColumn, byItem, byTier := map[int][]string{}, map[int][]string{}, map[int][]string{}, map[int][]string{}, map[int][]string{}
	for _, d := range Dimensions() {
		byDimension[int(d)] = append([]string{dimensions[d].label}, dimensions[d].aliases...)
	}
	for _, c := range Categories() {
		if c != OutputCost {
			byCategory[int(c)] = append(byCategory[int(c)], categories[c].label)
		}
		byCategory[int(c)] = append(byCategory[int(c)], categories[c].aliases...)
	}
	for _, c := range Columns() {
		byColumn[int(c)] = append([]string{columns[c].id, columns[c].label}, columns[c].aliases...)
	}
	for _, i := range BudgetItems() {
		byItem[int(i)] = append([]string{budgetItems[i].label}, budgetItems[i].aliases...)
	}
	for _, tier := range Tiers() {
		byTier[int(tier)] = append([]string{tiers[tier].code, tiers[tier].label}, tiers[tier].aliases...)
	}
	add("level 1", byDimension, func(s string) (int, bool) { v, ok := ParseDimension(s); return int(v), ok })
	add("level 2", byCategory, func(s string) (int, bool) { v, ok := ParseCategory(s); return int(v), ok })
	add("columns", byColumn, func(s string) (int, bool) { v, ok := ParseColumn(s); return int(v), ok })
	add("funds", byItem, func(s string) (int, bool) { v, ok := ParseBudgetItem(s); return int(v), ok })
	add("tiers", byTier, func(s string) (int, bool) { v, ok := ParseTier(s); return int(v), ok })
	return lists
}
