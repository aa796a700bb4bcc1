package assessment

import (
	"context"
	"errors"
	"slices"
	"testing"

	"jixiao/engine"
)

func quantity(name, target string) engine.Indicator {
	return engine.Indicator{Level1: engine.Output, Level2: engine.Quantity, Name: name, Target: engine.Target{Text: target, Kind: engine.NumberTarget}}
}

func lampForm(rows ...engine.Indicator) *engine.Submission {
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Department: "城关镇人民政府", Unit: "城关镇人民政府", Name: "路灯改造"}, Indicators: rows}
	s.Identify()
	return s
}

func TestLikeness(t *testing.T) {
	quality := quantity("更换灯杆数量", "≥80根")
	quality.Level2 = engine.Quality
	for name, test := range map[string]struct {
		old, now engine.Indicator
		want     int
	}{
		"one of six characters":               {quantity("更换灯杆数量", "≥80根"), quantity("更新灯杆数量", "≥90根"), 83},
		"the same, and the same target":       {quantity("更换灯杆数量", "≥80根"), quantity("更新灯杆数量", "≥80根"), 133},
		"a target alone is not enough":        {quantity("演出场次", "≥95%"), quantity("居民满意", "≥95%"), 50},
		"another level 2":                     {quantity("更换灯杆数量", "≥80根"), quality, 0},
		"no target is not the same as none":   {engine.Indicator{Name: "甲乙丙"}, engine.Indicator{Name: "甲丁戊"}, 33},
		"spaces and width do not count":       {quantity("灯杆 数量（根）", "80"), quantity("灯杆数量(根)", "81"), 100},
		"a share is rounded down, never up":   {quantity("甲乙丙", "1"), quantity("甲乙丁", "2"), 66},
		"nothing in common scores nothing":    {quantity("甲", "1"), quantity("乙", "2"), 0},
		"names of no length are no reason to": {engine.Indicator{}, engine.Indicator{}, 100},
	} {
		old, now := shorten(&test.old), shorten(&test.now)
		if got := likeness(&old, &now); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}

// planned compares a form with a stored one and lists what is proposed.
func planned(t *testing.T, before, after *engine.Submission) (flags []string) {
	t.Helper()
	plan, err := NewPlan(context.Background(), stored(t, before), readingOf(t, after), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, issue := range plan.Names {
		if issue.Code == "rename-proposed" {
			flags = append(flags, argOf(&issue, "flag"))
		}
	}
	return flags
}

func TestEveryIndicatorIsProposedOnce(t *testing.T) {
	before := lampForm(quantity("更换灯杆数量", "≥80根"), quantity("更换灯泡数量", "≥90个"), quantity("培训人次", "≥10人"))
	after := lampForm(quantity("新换灯泡数量", "≥90个"), quantity("新换灯杆数量", "≥80根"), quantity("印发手册", "≥10册"))
	want := []string{"--confirm-rename '更换灯杆数量=新换灯杆数量'", "--confirm-rename '更换灯泡数量=新换灯泡数量'"}
	if got := planned(t, before, after); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	slices.Reverse(after.Indicators)
	after.Identify()
	if got := planned(t, before, after); !slices.Equal(got, want) {
		t.Errorf("in another order of rows: %q", got)
	}
}

func TestNamesWithSignsOfTheirOwnAreProposedByTheirIDs(t *testing.T) {
	before, after := lampForm(quantity("长宽比=2的灯杆", "≥80根")), lampForm(quantity("长宽比=3的灯杆", "≥80根"))
	want := "--confirm-rename '" + string(after.ID()) + "/" + string(before.Indicators[0].ID) + "=" + string(after.Indicators[0].ID) + "'"
	if got := planned(t, before, after); !slices.Equal(got, []string{want}) {
		t.Errorf("%q, want %s", got, want)
	}
}

func TestConfirmations(t *testing.T) {
	before := lampForm(quantity("更换灯杆数量", "≥80根"), quantity("x=1的灯", "≥1盏"))
	after := lampForm(quantity("新换灯杆数量", "≥80根"), quantity("x=2的灯", "≥1盏"))
	store := stored(t, before)
	for text, want := range map[string]string{
		"更换灯杆数量=新换灯杆数量":                                                                                   "",
		"更换 灯杆数量＝新换灯杆数量":                                                                                  "",
		"路灯改造/更换灯杆数量=新换灯杆数量":                                                                              "",
		string(after.ID()) + "/" + string(before.Indicators[0].ID) + "=" + string(after.Indicators[0].ID): "",
		"x=1的灯=x=2的灯":        "",
		"更换灯杆数量=x=2的灯":       "", // a person may know better than the names
		"河道清淤/更换灯杆数量=新换灯杆数量": "rename-unknown",
		"新换灯杆数量=更换灯杆数量":      "rename-unknown", // the wrong way round
		"更换灯杆数量=":            "rename-malformed",
		"=新换灯杆数量":            "rename-malformed",
		"更换灯杆数量":             "rename-malformed",
		"更换灯杆数量=更换灯杆 数量":     "rename-malformed",
		"":                   "rename-malformed",
	} {
		_, err := NewPlan(context.Background(), store, readingOf(t, after), []string{text})
		code := ""
		if refused := (*RenameRefused)(nil); errors.As(err, &refused) {
			code = refused.Code
		} else if err != nil {
			t.Fatal(err)
		}
		if code != want {
			t.Errorf("%q: %q, want %q", text, code, want)
		}
	}
}

func TestARetryOfAConfirmedNameChangesNothing(t *testing.T) {
	ctx := context.Background()
	store := stored(t, lampForm(quantity("更换灯杆数量", "≥80根")))
	for i, key := range []string{"甲", "甲", "甲"} {
		form := lampForm(quantity("更换灯杆数量", "≥80根"))
		form.Department = key + "局"
		form.Identify()
		reading := readingOf(t, form)
		if _, err := Import(ctx, store, reading, stamp, "甲局=城关镇人民政府"); err != nil {
			t.Fatal(i, err)
		}
	}
	rows, err := store.Projects(ctx, engine.Filter{})
	if err != nil || len(rows) != 1 || rows[0].Key.Department != "城关镇人民政府" {
		t.Errorf("%+v %v", rows, err)
	}
	revisions, err := store.Revisions(ctx, rows[0].ID)
	if err != nil || len(revisions) > 3 {
		t.Errorf("%d revisions: %v", len(revisions), err)
	}
}
