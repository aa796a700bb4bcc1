package engine

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// Summaries of projects, counted together, say what their results say, counted one by one.
func TestSummariesCountAsResultsDo(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	packs := [][]string{{"a/1", "a/2", "a/3"}, {"b/1"}, nil}
	want, counter := map[string]*CheckCount{}, NewCheckCounter()
	for range 500 {
		pack := packs[random.IntN(len(packs))]
		var results []CheckResult
		var text []byte
		for _, check := range pack {
			outcome, places := CheckOutcomes()[random.IntN(len(outcomeLetters))], 1
			if outcome == CheckFound {
				places += random.IntN(120)
			}
			text = AppendOutcome(text, outcome, places)
			results = append(results, slices.Repeat([]CheckResult{{Check: check, Outcome: outcome}}, places)...)
		}
		CountChecks(want, results)
		summary := CheckSummary{strings.Join(pack, " "), string(text)}
		if !summary.Valid() {
			t.Fatalf("%+v is not valid", summary)
		}
		counter.Add(summary)
	}
	if !maps.EqualFunc(counter.Counts, want, func(a, b *CheckCount) bool { return *a == *b }) {
		t.Errorf("%v, want %v", counter.Counts, want)
	}
}

// What this program never writes is not valid.
func TestBrokenSummaries(t *testing.T) {
	for _, outcomes := range []string{"", "o", "ooo", "oy", "o2o", "2oo", "oo-", "x-?", "o ", "o\xff"} {
		if (CheckSummary{"a/1 a/2", outcomes}).Valid() {
			t.Errorf("%q is valid", outcomes)
		}
	}
	if !(CheckSummary{}).Valid() || (CheckSummary{"", "o"}).Valid() {
		t.Error("where nothing was asked there is no outcome")
	}
	counter := NewCheckCounter()
	counter.Add(CheckSummary{"a/1 a/2", "x12-"})
	if counter.Counts["a/1"].Places != 12 || counter.Counts["a/2"].Outcomes[CheckNotApplicable] != 1 {
		t.Errorf("%v", counter.Counts)
	}
}

// What looks at bytes agrees with what looks at characters, for every character there is.
func TestBytesAgreeWithCharacters(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		text := "中" + string(r) + "文"
		if hasDigit(text) != strings.ContainsFunc(text, unicode.IsDigit) {
			t.Errorf("%U has a digit: %v", r, hasDigit(text))
		}
		if isFolded(text) && strings.Map(folded, text) != text {
			t.Errorf("%U does not fold to itself", r)
		}
	}
}
