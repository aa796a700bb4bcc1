package config

import (
	"slices"
	"testing"
)

// The more is said of a project the earlier an entry counts: kind and year, kind, year, rules.pack.
func TestPacksFor(t *testing.T) {
	c := mustLoad(t, inDir(t, `
rules:
  pack: mof-2020
  packs:
    - {kind: 基本建设, pack: old}
    - {year: 2025, pack: mof-2021}
    - {year: 2025, kind: 基本建设, pack: new}
    - {kind: 民生, pack: city}
`))
	for year, want := range map[int][]string{2025: {"mof-2021", "new", "city"}, 2024: {"", "old", "city"}} {
		otherwise, kinds := c.Rules.For(year)
		got := []string{otherwise.Pack}
		for _, choice := range kinds {
			got = append(got, choice.Pack)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d: %v, want %v", year, got, want)
		}
	}
	shown := slices.DeleteFunc(c.Values(), func(v Value) bool { return len(v.Key) < 12 || v.Key[:11] != keyPacks })
	if len(shown) != 4 || shown[2] != (Value{"rules.packs.2025.基本建设", "new", "file jixiao.yaml:7"}) {
		t.Errorf("%v", shown)
	}
	if c := mustLoad(t, inDir(t, "rules: {packs: }")); c.Rules.Packs != nil {
		t.Errorf("%v", c.Rules.Packs)
	}
}
