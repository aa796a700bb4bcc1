package main

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"

	"jixiao/engine"
)

// inFileOrder puts the issues of tables into the order of their rows, so that a person goes through each table once. Files and sheets keep the
// order in which they come first, and issues of one cell theirs.
func inFileOrder(issues issueList) (issueList, error) {
	list, err := inMemory(issues)
	if err != nil {
		return nil, err
	}
	first := map[engine.Source]int{}
	for i, issue := range list {
		if key := sheetOf(issue.Source); first[key] == 0 {
			first[key] = i + 1
		}
	}
	slices.SortStableFunc(list, func(a, b engine.Issue) int {
		return cmp.Or(cmp.Compare(first[sheetOf(a.Source)], first[sheetOf(b.Source)]), cmp.Compare(a.Source.Line, b.Source.Line),
			compareRefs(a.Source.Ref, b.Source.Ref))
	})
	return engine.Each(list), nil
}

func sheetOf(s engine.Source) engine.Source { return engine.Source{File: s.File, Sheet: s.Sheet} }

var refNumber = regexp.MustCompile(`[0-9]+`)

// compareRefs compares cells by their numbers, then by their letters: B7 before A10, and T1R9C2 before T1R10C1.
func compareRefs(a, b string) int {
	return cmp.Or(slices.Compare(refNumbers(a), refNumbers(b)), cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

func refNumbers(ref string) (numbers []int) {
	for _, text := range refNumber.FindAllString(ref, -1) {
		number, _ := strconv.Atoi(text) // of a row or column, which is never so long that it would not fit
		numbers = append(numbers, number)
	}
	return numbers
}
