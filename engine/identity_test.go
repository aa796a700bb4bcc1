package engine_test

import (
	"testing"

	"jixiao/engine"
)

// The ids stand in databases: whatever changes one of these orphans what people recorded.
func TestIdsAreStable(t *testing.T) {
	byCode := engine.ProjectKey{Year: 2025, Department: "青泽区文化体育局", Unit: "青泽区图书馆", Code: "310000-2025-0017", Name: "图书采购"}
	byName := engine.ProjectKey{Year: 2025, Department: "青泽区文化体育局", Unit: "青泽区图书馆", Name: "图书采购"}
	indicator := engine.IndicatorKey{Level2: engine.Quantity, Name: "采购图书册数", Ordinal: 1}
	golden := []struct{ what, got, want string }{
		{"a project with a code", string(byCode.ID()), "3bef0c861ea24491"},
		{"a project without", string(byName.ID()), "634b852e154846b8"},
		{"an indicator", string(indicator.ID(byCode.ID())), "d881c75b013678ab"},
	}
	for _, g := range golden {
		if g.got != g.want {
			t.Errorf("%s has the id %s, want %s", g.what, g.got, g.want)
		}
	}
}

func TestProjectIdentity(t *testing.T) {
	base := engine.ProjectKey{Year: 2025, Department: "文化局(汇总)", Unit: "图书馆", Code: "A1", Name: "采购"}
	same := map[string]engine.ProjectKey{
		"spaces and width": {Year: 2025, Department: "文化 局（汇总）", Unit: "图书馆　", Code: "Ａ 1", Name: "采购"},
		"another name":     {Year: 2025, Department: "文化局(汇总)", Unit: "图书馆", Code: "A1", Name: "采购图书"},
	}
	for what, key := range same {
		if key.ID() != base.ID() {
			t.Errorf("%s: another id", what)
		}
	}
	others := map[string]engine.ProjectKey{
		"year":          {Year: 2024, Department: "文化局(汇总)", Unit: "图书馆", Code: "A1"},
		"department":    {Year: 2025, Department: "文化局", Unit: "图书馆", Code: "A1"},
		"unit":          {Year: 2025, Department: "文化局(汇总)", Unit: "", Code: "A1"},
		"code":          {Year: 2025, Department: "文化局(汇总)", Unit: "图书馆", Code: "A2"},
		"name":          {Year: 2025, Department: "文化局(汇总)", Unit: "图书馆", Name: "采购"},
		"code as name":  {Year: 2025, Department: "文化局(汇总)", Unit: "图书馆", Name: "A1"},
		"letter's case": {Year: 2025, Department: "文化局(汇总)", Unit: "图书馆", Code: "a1"},
		"shifted":       {Year: 2025, Department: "文化局(汇总)图", Unit: "书馆", Code: "A1"},
	}
	seen := map[engine.ProjectID]string{base.ID(): "the base"}
	for what, key := range others {
		if first, ok := seen[key.ID()]; ok {
			t.Errorf("%s has the id of %s", what, first)
		}
		seen[key.ID()] = what
	}
}

func TestIdentify(t *testing.T) {
	row := func(c engine.Category, name string) engine.Indicator { return engine.Indicator{Level2: c, Name: name} }
	s := engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Name: "采购"}, Indicators: []engine.Indicator{
		row(engine.Quantity, "册数"), row(engine.Quality, "册数"), row(engine.Quantity, "册 数"), row(engine.Quantity, "完好率"), row(engine.Quantity, "册数"),
	}}
	s.Identify()
	seen := map[engine.IndicatorID]int{}
	for i, want := range []int{1, 1, 2, 1, 3} {
		got := &s.Indicators[i]
		if got.Ordinal != want {
			t.Errorf("row %d has the place %d, want %d", i, got.Ordinal, want)
		}
		if got.ID != got.Key().ID(s.ID()) {
			t.Errorf("row %d has not the id of its key", i)
		}
		if first, ok := seen[got.ID]; ok {
			t.Errorf("rows %d and %d have one id", first, i)
		}
		seen[got.ID] = i
	}
	before := s.Indicators[4].ID
	s.Identify()
	if s.Indicators[4].ID != before {
		t.Error("numbering twice gives other ids")
	}
	other := s
	other.Indicators = append([]engine.Indicator(nil), s.Indicators...)
	other.Year = 2024
	other.Identify()
	if other.Indicators[4].ID == before {
		t.Error("an indicator of another project has the same id")
	}
}

func TestSourceOf(t *testing.T) {
	s := engine.Submission{Sources: []engine.FieldSource{{Field: engine.FieldUnit, Source: engine.Source{File: "a.txt", Line: 4}}}}
	if s.SourceOf(engine.FieldUnit).Line != 4 || !s.SourceOf(engine.FieldCode).IsZero() {
		t.Error("a place of the head is not found")
	}
}
