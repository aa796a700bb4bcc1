package importer

import (
	"slices"
	"testing"

	"jixiao/engine"
)

// TestReadExpected: the header may stand below a title and its columns in any order; what the list says besides is not looked at.
func TestReadExpected(t *testing.T) {
	const list = "2025年应报名单,,,\n序号,项目名称,部门,预算年度\n1,甲项目,一局,2025年度\n2,,二局,2025\n,,,\n3,乙项目,,\n"
	got, err := ReadExpected("名单.csv", []byte(list))
	want := []engine.ProjectKey{{Year: 2025, Name: "甲项目", Department: "一局"}, {Year: 2025, Department: "二局"}, {Name: "乙项目"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v %v, not %+v", got, err, want)
	}
	if got, err := ReadExpected("空.csv", []byte("备注,说明\n一,二\n")); err != nil || got != nil {
		t.Errorf("no header: %+v %v", got, err)
	}
	if _, err := ReadExpected("坏.xlsx", []byte("PK\x03\x04")); err == nil {
		t.Error("a damaged workbook is no error")
	}
}

func TestLeadingYear(t *testing.T) {
	for text, want := range map[string]int{"2025": 2025, "2025年": 2025, "２０２５年度": 2025, "": 0, "25": 0, "2025-01": 0, "abcd": 0} {
		if got := leadingYear(text); got != want {
			t.Errorf("%q is %d, not %d", text, got, want)
		}
	}
}
