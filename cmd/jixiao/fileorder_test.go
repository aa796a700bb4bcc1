package main

import (
	"slices"
	"testing"

	"jixiao/engine"
)

func TestIssuesStandInTheOrderOfTheirFiles(t *testing.T) {
	want := []engine.Source{{File: "乙.xlsx", Sheet: "复核", Ref: "B7"}, {File: "乙.xlsx", Sheet: "复核", Ref: "C7"}, {File: "乙.xlsx", Sheet: "复核", Ref: "AA7"},
		{File: "乙.xlsx", Sheet: "复核", Ref: "A10"}, {File: "甲.csv", Ref: "c3", Line: 2}, {File: "甲.csv", Ref: "c12", Line: 2}, {File: "甲.csv", Ref: "c1", Line: 11},
		{File: "丙.docx", Ref: "T1R9C2"}, {File: "丙.docx", Ref: "T1R10C1"}}
	var issues []engine.Issue
	for _, at := range []int{3, 6, 8, 2, 0, 5, 4, 7, 1} {
		issues = append(issues, engine.Issue{Source: want[at]})
	}
	sorted, err := inFileOrder(engine.Each(issues))
	if err != nil {
		t.Fatal(err)
	}
	var got []engine.Source
	for issue := range sorted {
		got = append(got, issue.Source)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}
