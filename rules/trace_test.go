package rules_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jixiao/engine"
	"jixiao/rules"
)

var traceCount = flag.Int("traces", 20_000, "rows whose trace is compared with the batch")

// tracedSets are rule sets that the traces are tried under: those that the oracle knows, how many they are, and packs of random
// expressions.
func tracedSets(t *testing.T, random int) (sets []*rules.Ruleset, known int) {
	for _, run := range oracleRuns(t) {
		sets = append(sets, run.r.(*rules.Ruleset))
	}
	known = len(sets)
	for seed := uint64(0); len(sets) < known+random; seed++ {
		text := randomPack(t, rand.New(rand.NewPCG(seed, 31)))
		set, err := rules.Compile("random.yaml", []byte(text), rules.Options{Year: 2025})
		if err == nil {
			sets = append(sets, set)
		} else if seed > uint64(200*random) {
			t.Fatalf("random packs do not compile: %v\n%s", err, text)
		}
	}
	return sets, known
}

// TestTraceAgreesWithBatch compares the walk through the trees with the closures that the batch runs: verdict, exact points and
// rule of every question, and the score of every row.
func TestTraceAgreesWithBatch(t *testing.T) {
	wanted := *traceCount
	if testing.Short() {
		wanted = min(wanted, 4000)
	}
	sets, known := tracedSets(t, 60)
	rng := rand.New(rand.NewPCG(20261125, 1))
	var rows, questions int
	outcomes := map[engine.RuleOutcome]int{}
	verdicts := map[engine.Verdict]int{}
	cases := newOracleCases(rng, &oracle{})
	explainers := make([]*rules.Explainer, len(sets))
	for i, set := range sets {
		explainers[i] = rules.NewExplainer(set, "")
	}
	for rows < wanted {
		s := cases.submission()
		s.Identify()
		at := rng.IntN(len(sets))
		if rng.IntN(2) == 0 {
			at = rng.IntN(known)
		}
		set := sets[at]
		evaluation := engine.Evaluate(set, s)
		for i := -1; i < len(s.Indicators); i++ {
			var id engine.IndicatorID
			x := &evaluation.Execution
			want := engine.Score{Weight: x.Weight, Earned: x.Earned, Verdict: x.Verdict, Rule: x.Rule, Reason: x.Reason}
			if i >= 0 {
				id, want = s.Indicators[i].ID, evaluation.Scores[i]
			}
			row, ok := engine.RowOf(set, s, id)
			if !ok {
				t.Fatal("no such row")
			}
			got, _, asked := row.Judge()
			if !reflect.DeepEqual(want, got) {
				t.Fatalf("row %d of %s: the score differs:\n%s", i, set.ID().Name, cmp.Diff(want, got))
			}
			rows++
			verdicts[got.Verdict]++
			for k := range asked {
				questions++
				agree(t, set, explainers[at].Trace(&asked[k]), outcomes)
			}
		}
	}
	t.Logf("%d rows, %d questions; rules: %v; verdicts: %v", rows, questions, outcomes, verdicts)
	for _, outcome := range []engine.RuleOutcome{engine.RuleApplied, engine.RuleDoesNotFit, engine.RuleDivided, engine.RuleOutsideTable} {
		if outcomes[outcome] < wanted/1000 {
			t.Errorf("only %d rules came out as %s", outcomes[outcome], outcome)
		}
	}
}

func agree(t *testing.T, set *rules.Ruleset, asked engine.Asked, outcomes map[engine.RuleOutcome]int) {
	t.Helper()
	batch, trace := set.Judge(&asked.Facts), &asked.Ruling
	if batch.Verdict != trace.Verdict || batch.Points.Cmp(trace.Points) != 0 {
		t.Fatalf("%s: the batch gives %v %v, the trace %v %v\n%s", set.ID().Name, batch.Verdict, batch.Points.Big(), trace.Verdict,
			trace.Points.Big(), set.Effective())
	}
	for k := range asked.Rules {
		outcomes[asked.Rules[k].Outcome]++
	}
	applied := asked.Applied()
	switch {
	case applied == nil && batch.Rule != rules.ReasonNoRule, applied != nil && applied.ID != batch.Rule:
		t.Fatalf("%s: the batch took rule %s, the trace %+v", set.ID().Name, batch.Rule, applied)
	case applied != nil && (applied.Outcome == engine.RuleDivided) != (batch.Reason.Code == rules.ReasonDivisionByZero),
		applied != nil && (applied.Outcome == engine.RuleOutsideTable) != (batch.Reason.Code == rules.ReasonOutsideTable):
		t.Fatalf("%s: the batch says %s, the trace %s", set.ID().Name, batch.Reason.Code, applied.Outcome)
	}
}

// randomPack writes the small pack of the test data with rules of random expressions.
func randomPack(t testing.TB, rng *rand.Rand) string {
	t.Helper()
	small, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(small), "score:\n")
	_, after, _ := strings.Cut(rest, "windows:\n")
	after, _, _ = strings.Cut(after, "tests:\n")
	var score strings.Builder
	for _, kind := range engine.FactKinds() {
		g := &expressions{Rand: rng, numbers: []string{"weight", "分值", "partly_from"}, truths: []string{`style == "plain"`}}
		switch kind {
		case engine.NumberFacts:
			g.numbers = append(g.numbers, "actual", "完成值", "target", "rate")
			g.truths = append(g.truths, "reached", "growth", "percent", "explained", `level1 == "产出指标"`, `level2 in ["数量指标", "成本指标"]`, `op in [">=", "="]`, `op == "≥"`)
		case engine.ExecutionFacts:
			g.numbers = append(g.numbers, "actual", "target", "rate", "execution_rate", "executed", "budget")
			g.truths = append(g.truths, "reached")
		case engine.RangeFacts:
			g.numbers = append(g.numbers, "actual", "lower", "upper")
			g.truths = append(g.truths, "reached", "growth")
		case engine.DeadlineFacts:
			g.numbers = append(g.numbers, "days_late")
			g.truths = append(g.truths, "dated", "reached", "tier == met", `tier in [partly, "未达成"]`)
		case engine.WordsFacts:
			g.numbers = append(g.numbers, "claimed", "default_share")
			g.truths = append(g.truths, "claimed_fits", `tier != "missed"`)
		}
		fmt.Fprintf(&score, "  %s:\n", kind)
		rules := 1 + rng.IntN(4)
		for i := range rules {
			fmt.Fprintf(&score, "    - id: %s-%d\n", kind, i)
			if i < rules-1 || rng.IntN(2) == 0 {
				fmt.Fprintf(&score, "      when: >-\n        %s\n", g.truth(3))
			}
			fmt.Fprintf(&score, "      verdict: |\n        %s\n      points: >-\n        %s + 0 * (endless(0) + closed(1))\n      why: {zh: 试, en: t}\n", g.verdict(2), g.number(3))
		}
	}
	return before + randomTables + "score:\n" + score.String() + "windows:\n" + after
}

const randomTables = `tables:
  closed:
    {zh: 试, en: t, rows: [{from: 0, to: partly_from, share: 0.2}, {from: partly_from, to: 10, share: 0.5}, {from: 10, to: 200, share: 1}]}
  endless:
    {zh: 试, en: t, rows: [{to: -3, points: 7}, {from: -3, to: 8.5, points: 2.25}, {from: 8.5, points: 0}]}
`

// expressions writes random expressions of every form that the language has.
type expressions struct {
	*rand.Rand
	numbers, truths []string
	lets            int
}

func (g *expressions) number(depth int) string {
	if depth <= 0 || g.IntN(5) == 0 {
		if g.IntN(3) == 0 {
			return []string{"0", "1", "2", "0.6", "0.05", "100", "12.345"}[g.IntN(7)]
		}
		return g.numbers[g.IntN(len(g.numbers))]
	}
	a, b := func() string { return g.number(depth - 1) }, func() string { return g.number(depth - 1) }
	switch g.IntN(14) {
	case 12:
		return "endless(" + a() + ")"
	case 13:
		return "closed(" + a() + ")"
	case 0, 1:
		return "(" + a() + " + " + b() + ")"
	case 2:
		return a() + " - (" + b() + ")"
	case 3, 4:
		return "(" + a() + ") * (" + b() + ")"
	case 5, 6:
		return "(" + a() + ") / (" + b() + ")"
	case 7:
		return "min(" + a() + ", " + b() + ", " + a() + ")"
	case 8:
		return "取大(" + a() + ", " + b() + ")"
	case 9:
		return "abs(" + a() + ")"
	case 10:
		return "(" + g.truth(depth-1) + " ? " + a() + " : " + b() + ")"
	}
	if g.lets >= 3 {
		return "-(" + a() + ")"
	}
	g.lets++
	defer func() { g.lets-- }()
	name := fmt.Sprintf("v%d", g.lets)
	value := g.number(depth - 1)
	saved := g.numbers
	g.numbers = append(slices.Clone(saved), name, name)
	rest := g.number(depth - 1)
	g.numbers = saved
	return "(let " + name + " = " + value + "; " + rest + ")"
}

func (g *expressions) truth(depth int) string {
	if depth <= 0 || g.IntN(6) == 0 {
		return g.truths[g.IntN(len(g.truths))]
	}
	switch g.IntN(8) {
	case 0:
		return "(" + g.truth(depth-1) + " and " + g.truth(depth-1) + ")"
	case 1:
		return "(" + g.truth(depth-1) + " or " + g.truth(depth-1) + ")"
	case 2:
		return "not (" + g.truth(depth-1) + ")"
	case 3:
		return "(" + g.number(depth-1) + " in [" + g.number(0) + ", " + g.number(depth-1) + ", 1])"
	}
	return "(" + g.number(depth-1) + " " + []string{"<", "<=", ">", ">=", "==", "!="}[g.IntN(6)] + " " + g.number(depth-1) + ")"
}

func (g *expressions) verdict(depth int) string {
	if depth <= 0 {
		return []string{"met", "partly", "missed", "达成", `"部分达成"`}[g.IntN(5)]
	}
	return g.truth(depth) + " ? " + g.verdict(depth-1) + " : " + g.verdict(depth-2)
}
