package rules

import (
	"fmt"
	"testing"

	"jixiao/engine"
)

// TestBetterNeverEarnsLess walks through actuals from worse to better under every pack. Where nothing is deducted for
// over-completion, points never fall and verdicts never get worse.
func TestBetterNeverEarnsLess(t *testing.T) {
	off := Override{"over_deduct", "none", "test"}
	for _, name := range shippedPacks {
		for _, reverse := range []string{"ratio", "linear"} {
			set, err := Load(name, Options{Overrides: []Override{off, {"reverse", reverse, "test"}}})
			if err != nil {
				t.Fatal(err)
			}
			for _, op := range []string{">=", ">", "=", "<=", "<"} {
				for _, target := range []string{"0", "1", "15", "90"} {
					walkActuals(t, set, op, target)
				}
			}
		}
	}
}

func walkActuals(t *testing.T, set *Ruleset, op, target string) {
	t.Helper()
	upward := op != "<=" && op != "<" && !(op == "=" && target == "0")
	var before *engine.Ruling
	for i := range 1500 {
		quarters := i
		if !upward {
			quarters = 1499 - i
		}
		facts := numberFacts(t, op, target, fmt.Sprintf("%d.%02d", quarters/4, quarters%4*25))
		facts.Level1, facts.Percent = engine.Satisfaction, true
		ruling := set.Judge(facts)
		if before != nil && (ruling.Points.Cmp(before.Points) < 0 || ruling.Verdict > before.Verdict) {
			t.Errorf("%s, %s%s: %v earns less than a worse actual: %+v after %+v", set.ID().Name, op, target, facts.Actual.Big(), ruling, before)
			return
		}
		before = &ruling
	}
}
