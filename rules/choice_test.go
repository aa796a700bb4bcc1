package rules

import (
	"testing"

	"jixiao/engine"
	"jixiao/messages"
)

// TestCombine judges projects of a kind by a pack of their own, and keeps both packs with the run.
func TestCombine(t *testing.T) {
	pack := func(name string) *Ruleset {
		t.Helper()
		set, err := Load(name, Options{Year: 2025})
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	set := Combine(pack("mof-2020"), []KindPack{{"民 生", pack("mof-2021")}, {"基建", pack("mof-2020")}})
	form := func(kind string) *engine.Submission {
		weight := engine.Points(90_00)
		adjusted := engine.Money(100)
		s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Name: "项目"}, Kind: kind}
		*s.Budget.Edit(engine.TotalFunds) = engine.BudgetRow{Item: engine.TotalFunds, Adjusted: &adjusted, Executed: &adjusted}
		target := engine.Measure{Value: engine.DecimalFromInt(100), Scaled: engine.DecimalFromInt(100)}
		actual := engine.Measure{Value: engine.DecimalFromInt(80), Scaled: engine.DecimalFromInt(80)}
		s.Indicators = []engine.Indicator{{Level1: engine.Output, Weight: &weight, Target: engine.Target{Kind: engine.NumberTarget, Op: engine.AtLeast, Number: target},
			Actual: engine.Actual{Reported: true, Kind: engine.NumberActual, Number: actual}}}
		s.Identify()
		return s
	}
	for kind, want := range map[string]engine.Points{"": 82_00, "民生": 55_00, "民　生": 55_00, "基建": 82_00, "其他": 82_00} {
		e := engine.Evaluate(set, form(kind))
		if e.Total != want || e.Ruleset != set.ID() || e.Ruleset.Name != "mof-2020+mof-2021" {
			t.Errorf("%s: %v under %v", kind, e.Total, e.Ruleset.Name)
		}
	}
	again, err := FromEffective(set.Effective())
	if err != nil || again.ID() != set.ID() || len(again.Kinds()) != 2 {
		t.Fatalf("%v", err)
	}
	if e := engine.Evaluate(again, form("民生")); e.Total != 55_00 {
		t.Errorf("%v after it was kept", e.Total)
	}
	catalogue := messages.Default()
	if err := catalogue.Add(again.Sentences()...); err != nil || !catalogue.Has("reason.mof-2021/below-pass") || !catalogue.Has("reason.mof-2020/at-least") {
		t.Errorf("%v", err)
	}
	if Combine(set, nil) != set || len(pack("mof-2020").Kinds()) != 0 {
		t.Error("one pack is no choice")
	}
	if set.ID().Digest == Combine(pack("mof-2020"), []KindPack{{"民生", pack("mof-2021")}}).ID().Digest {
		t.Error("the kinds are not in the digest")
	}
	for _, bad := range []string{`{"choice": {}}`, `{"choice": {"otherwise": {}, "kinds": []}}`} {
		if _, err := FromEffective([]byte(bad)); err == nil {
			t.Errorf("compiled: %s", bad)
		}
	}
}
