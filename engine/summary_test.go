package engine

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var summaryBands = []Band{{"优", 90_00}, {"良", 80_00}, {"中", 60_00}, {"差", 0}}

// summarised is a project of a generated bureau with its findings.
type summarised struct {
	line     ProjectSummary
	findings []Finding
}

// drawProjects invents projects with every state that a summary tells apart.
func drawProjects(t *rapid.T) []summarised {
	list := make([]summarised, rapid.IntRange(0, 40).Draw(t, "projects"))
	for i := range list {
		list[i] = drawProject(t, i)
	}
	return list
}

func drawProject(t *rapid.T, i int) summarised {
	money := func(label string) *Money {
		if rapid.IntRange(0, 4).Draw(t, label+" blank") == 0 {
			return nil
		}
		m := Money(rapid.Int64Range(-5, int64(MaxMoney)).Draw(t, label))
		return &m
	}
	p := ProjectSummary{ID: ProjectID(fmt.Sprintf("%04d", i)), Department: rapid.SampledFrom([]string{"甲局", "甲 局", "乙局", ""}).Draw(t, "department"),
		HandedIn: rapid.SampledFrom(HandedInStates()).Draw(t, "handed in"), Scored: rapid.IntRange(0, 9).Draw(t, "scored") > 0,
		Amounts: Amounts{money("initial"), money("adjusted"), money("executed")}}
	if !p.Scored {
		return summarised{line: p}
	}
	p.Determined = rapid.Bool().Draw(t, "determined")
	p.Total = Points(rapid.Int64Range(0, 110_00).Draw(t, "total"))
	if !p.Determined {
		p.Total, p.OpenRows = 0, 1
	} else if rapid.Bool().Draw(t, "graded") {
		p.Grade = gradeOf(summaryBands, p.Total)
	}
	if rapid.Bool().Draw(t, "claimed") {
		claimed := Points(rapid.Int64Range(0, 100_00).Draw(t, "claim"))
		p.Claimed = &claimed
	}
	var findings []Finding
	for range rapid.IntRange(0, 3).Draw(t, "findings") {
		finding := Finding{Code: rapid.SampledFrom([]string{"A1", "P5"}).Draw(t, "code"), Severity: Severity(rapid.IntRange(0, 2).Draw(t, "severity")),
			Args: Args("project", string(p.ID))}
		findings = append(findings, finding)
		p.Severities[finding.Severity]++
	}
	return summarised{p, findings}
}

func summaryOf(list []summarised) *Summary {
	s := NewSummary(summaryBands)
	for _, one := range list {
		s.Add(one.line, one.findings)
	}
	return s
}

// TestSummaryOrderAndParts: projects in any order, and summaries of parts put together, come to the same.
func TestSummaryOrderAndParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawProjects(t)
		whole := summaryOf(list)
		shuffled := slices.Clone(list)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if other := summaryOf(shuffled); !reflect.DeepEqual(whole, other) {
			t.Fatalf("another order:\n%+v\n%+v", whole.All, other.All)
		}
		at := rapid.IntRange(0, len(list)).Draw(t, "cut")
		first := summaryOf(shuffled[:at])
		first.Merge(summaryOf(shuffled[at:]))
		if !reflect.DeepEqual(whole, first) {
			t.Fatalf("in two parts:\n%+v\n%+v", whole.All, first.All)
		}
	})
}

// TestSummaryAgainstOracle computes every figure of a bureau another way: sorted, in big numbers.
func TestSummaryAgainstOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawProjects(t)
		all := summaryOf(list).All
		if all.Due() != len(list) || all.Reported()+all.Missing != len(list) {
			t.Fatalf("due %d, reported %d, missing %d of %d", all.Due(), all.Reported(), all.Missing, len(list))
		}
		var totals []int64
		adjusted, fen, sum := big.NewInt(0), new(big.Int), big.NewInt(0)
		for _, one := range list {
			if one.line.Determined {
				totals = append(totals, int64(one.line.Total))
				sum.Add(sum, big.NewInt(int64(one.line.Total)))
			}
			if one.line.Amounts.Adjusted != nil {
				adjusted.Add(adjusted, fen.SetInt64(int64(*one.line.Amounts.Adjusted)))
			}
		}
		if got := all.Adjusted.Fen.Big(); got.Cmp(new(big.Rat).SetInt(adjusted)) != 0 {
			t.Fatalf("adjusted %s, not %s", got, adjusted)
		}
		median, known := all.Median()
		mean, alsoKnown := all.Totals.Value()
		if known != (len(totals) > 0) || known != alsoKnown {
			t.Fatalf("%d totals, median %v, mean %v", len(totals), known, alsoKnown)
		}
		if !known {
			return
		}
		slices.Sort(totals)
		n := len(totals)
		if want := big.NewRat(totals[(n-1)/2]+totals[n/2], 200); median.Big().Cmp(want) != 0 {
			t.Fatalf("median %s, not %s", median.Big(), want)
		}
		if want := new(big.Rat).SetFrac(sum, big.NewInt(100*int64(n))); mean.Big().Cmp(want) != 0 {
			t.Fatalf("mean %s, not %s", mean.Big(), want)
		}
		ranks, binned := all.Ranks(), 0
		for _, total := range totals {
			above := 0
			for _, other := range totals {
				if other > total {
					above++
				}
			}
			if ranks[Points(total)] != above+1 {
				t.Fatalf("%d has rank %d and %d above it", total, ranks[Points(total)], above)
			}
		}
		for _, bin := range all.Distribution() {
			binned += bin.Projects
		}
		if binned != n {
			t.Fatalf("%d totals in the bins of %d", binned, n)
		}
	})
}

func scored(id, department string, total Points) ProjectSummary {
	return ProjectSummary{ID: ProjectID(id), Department: department, HandedIn: FullyHandedIn, Scored: true, Determined: true, Total: total, Grade: gradeOf(summaryBands, total)}
}

// TestRankingWithTies: equal means share a place, whatever fractions they are made of, and the next department counts all of them.
func TestRankingWithTies(t *testing.T) {
	s := NewSummary(summaryBands)
	for i, line := range []ProjectSummary{
		scored("", "丁局", 70_00), scored("", "乙局", 90_00), scored("", "乙局", 80_01), scored("", "丙局", 85_00), scored("", "丙局", 85_01),
		scored("", "甲局", 99_00), {Department: "戊局", HandedIn: FullyHandedIn, Scored: true, OpenRows: 1},
	} {
		line.ID = ProjectID(fmt.Sprint(i))
		s.Add(line, nil)
	}
	var got []string
	for _, part := range s.Ranking() {
		got = append(got, fmt.Sprint(part.Rank, part.Name))
	}
	if want := []string{"1甲局", "2丙局", "2乙局", "4丁局", "0戊局"}; !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}

// TestUrgency: what nobody could judge, then errors, then claims; the larger budget first in each. What was not handed in is no such case.
func TestUrgency(t *testing.T) {
	budget := func(p ProjectSummary, yuan Money) ProjectSummary {
		fen := yuan * 100
		p.Amounts.Adjusted = &fen
		return p
	}
	claim := func(p ProjectSummary, claimed Points) ProjectSummary {
		p.Claimed = &claimed
		return p
	}
	open := ProjectSummary{ID: "open", HandedIn: PartlyHandedIn, Scored: true, OpenRows: 2}
	rich := budget(open, 5)
	rich.ID = "rich"
	faulty := scored("faulty", "", 90_00)
	faulty.Severities[Error] = 1
	missing := ProjectSummary{ID: "missing", Scored: true, OpenRows: 9}
	s := NewSummary(summaryBands)
	for _, line := range []ProjectSummary{budget(claim(scored("near", "", 90_00), 95_00), 9), budget(claim(scored("far", "", 90_00), 95_01), 9),
		claim(scored("farther", "", 90_00), 60_00), claim(scored("below", "", 90_00), 84_00), open, faulty, rich, missing, scored("fine", "", 90_00)} {
		s.Add(line, nil)
	}
	var got []ProjectID
	for _, line := range s.Needing {
		got = append(got, line.ID)
	}
	if want := []ProjectID{"rich", "open", "faulty", "far", "farther", "below"}; !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
	if s.All.Needing != len(got) || s.All.Undetermined != 2 || s.All.Claims.Above != 1 || s.All.Claims.Below != 2 {
		t.Errorf("%+v", s.All)
	}
}

func TestHandedIn(t *testing.T) {
	points := Points(1_00)
	done := Indicator{Actual: Actual{Reported: true}}
	for name, test := range map[string]struct {
		s    Submission
		want HandedIn
		rows int
	}{
		"nothing":           {Submission{Indicators: []Indicator{{}, {}}}, NotHandedIn, 0},
		"funds alone":       {Submission{Budget: Budget{Rows: []BudgetRow{{Executed: new(Money)}}}, Indicators: []Indicator{{}}}, NotHandedIn, 0},
		"a filler reason":   {Submission{Indicators: []Indicator{{Reason: "无"}}}, NotHandedIn, 0},
		"one of two":        {Submission{Indicators: []Indicator{done, {}}}, PartlyHandedIn, 1},
		"the goal alone":    {Submission{GoalActual: "已完成", Indicators: []Indicator{{}}}, PartlyHandedIn, 0},
		"a claim alone":     {Submission{Indicators: []Indicator{{Claimed: &points}}}, PartlyHandedIn, 0},
		"all":               {Submission{Indicators: []Indicator{done, {Tier: TierNotApplies}}}, FullyHandedIn, 2},
		"no indicators":     {Submission{}, NotHandedIn, 0},
		"only who filled":   {Submission{Filler: "王敏"}, PartlyHandedIn, 0},
		"an actual of zero": {Submission{Indicators: []Indicator{{Actual: Actual{Reported: true, Text: "0"}}}}, FullyHandedIn, 1},
	} {
		if got, rows := HandedInOf(&test.s); got != test.want || rows != test.rows {
			t.Errorf("%s: %s with %d rows, not %s with %d", name, got, rows, test.want, test.rows)
		}
	}
}

// TestClaimedTotal: a sum with holes is no total; what does not apply needs no claim, and execution outside the points does not count.
func TestClaimedTotal(t *testing.T) {
	ten, nine := Points(10_00), Points(9_00)
	weighs := Evaluation{Execution: ExecutionScore{Weight: 10_00}}
	outside := Evaluation{Execution: weighs.Execution, Adjustments: []Adjustment{{Rule: AdjustmentOutside}}}
	rows := []Indicator{{Claimed: &ten}, {Claimed: &nine}, {Tier: TierNotApplies}}
	for name, test := range map[string]struct {
		s    Submission
		e    Evaluation
		want Points
		ok   bool
	}{
		"all":               {Submission{Indicators: rows, ExecutionClaimed: &nine}, weighs, 28_00, true},
		"execution missing": {Submission{Indicators: rows}, weighs, 0, false},
		"execution outside": {Submission{Indicators: rows, ExecutionClaimed: &nine}, outside, 19_00, true},
		"without execution": {Submission{Indicators: rows}, Evaluation{}, 19_00, true},
		"a row missing":     {Submission{Indicators: append([]Indicator{{}}, rows...), ExecutionClaimed: &nine}, weighs, 0, false},
		"printed":           {Submission{ClaimedTotal: &ten, Indicators: rows}, weighs, 10_00, true},
		"no rows":           {Submission{ExecutionClaimed: &nine}, weighs, 9_00, false},
	} {
		if got, ok := ClaimedTotal(&test.s, &test.e); ok != test.ok || ok && got != test.want {
			t.Errorf("%s: %s %v, not %s %v", name, got, ok, test.want, test.ok)
		}
	}
}
