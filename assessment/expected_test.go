package assessment

import (
	"slices"
	"testing"

	"jixiao/engine"
)

// TestExpected: an entry is answered by its own project, by code or by name, in its department or, where it names none, in any; a
// department by any project of it. What nothing answers is missing, in the order of the list.
func TestExpected(t *testing.T) {
	x := NewExpected(2025, []engine.ProjectKey{
		{Department: "甲局", Code: "A1"}, {Department: "甲局", Name: "乙项目"}, {Name: "丙项目"}, {Department: "甲局"}, {Department: "丁局"},
		{Department: "丁局", Name: "乙项目"}, {Department: "甲 局", Code: "Ａ1"}, {Code: "A2"}, {Code: "A1"},
	})
	for _, project := range []engine.ProjectKey{
		{Department: "甲　局", Code: "A1", Name: "别的名称"}, {Department: "甲局", Name: "乙 项目"}, {Department: "戊局", Name: "丙项目", Code: "C"},
	} {
		x.met(&project)
	}
	var missing []string
	for _, line := range x.missing() {
		missing = append(missing, line.Department+line.Code+line.Name)
		if line.HandedIn != engine.NotHandedIn || line.Scored || line.ID == "" {
			t.Errorf("%+v", line)
		}
	}
	if want := []string{"丁局", "丁局乙项目", "A2"}; !slices.Equal(missing, want) || x.Len() != 8 {
		t.Errorf("missing %q, not %q", missing, want)
	}
	var none *Expected
	none.met(&engine.ProjectKey{Name: "甲"})
	if none.Len() != 0 || none.missing() != nil {
		t.Error("no list expects something")
	}
}
