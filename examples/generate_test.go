package examples_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"jixiao/engine"
	"jixiao/engine/notation"
	"jixiao/examples"
	"jixiao/rules"
)

const generated = 1500 // projects; enough for shares to settle

func generate(seed uint64, projects int) []examples.Generated {
	return slices.Collect(examples.Generate(seed, projects, 2025))
}

func TestGenerateIsAFunctionOfTheSeed(t *testing.T) {
	few, many := generate(7, 20), generate(7, 60)
	if len(few) != 20 || len(many) != 60 {
		t.Fatalf("%d and %d projects", len(few), len(many))
	}
	if !reflect.DeepEqual(few, many[:20]) {
		t.Error("asking for more projects changes the first ones")
	}
	if !reflect.DeepEqual(few, generate(7, 20)) {
		t.Error("the same seed gives two years")
	}
	other := generate(8, 20)
	for i := range few {
		if reflect.DeepEqual(few[i].Records, other[i].Records) {
			t.Errorf("project %d is the same under another seed", i)
		}
	}
	for range examples.Generate(7, 1000, 2025) {
		break // stopping early is allowed
	}
	if len(generate(7, 0)) != 0 {
		t.Error("no projects are some")
	}
}

// The year stays what it was: benchmarks and trials compare across versions.
func TestGenerateIsStable(t *testing.T) {
	var parts []string
	for _, g := range generate(1, 50) {
		s := g.Submission
		parts = append(parts, fmt.Sprint(s.ProjectKey, s.Budget.Total, g.Records))
		for _, row := range s.Indicators {
			parts = append(parts, row.Level2.String(), row.Name, row.Target.Text)
		}
	}
	if got, want := engine.DigestText(parts...).String()[:16], "6b420eddec6a048b"; got != want {
		t.Errorf("50 projects of seed 1 digest to %s, want %s: say in the changelog that gen gives another year", got, want)
	}
}

func TestGeneratedIdsAreUnique(t *testing.T) {
	projects, indicators := map[engine.ProjectID]int{}, map[engine.IndicatorID]int{}
	departments := map[string]bool{}
	for i, g := range generate(3, generated) {
		s := g.Submission
		if first, seen := projects[s.ID()]; seen {
			t.Errorf("projects %d and %d have one id", first, i)
		}
		projects[s.ID()] = i
		departments[s.Department] = true
		for _, row := range s.Indicators {
			if first, seen := indicators[row.ID]; seen || row.ID == "" {
				t.Errorf("an indicator of project %d has the id %q of one of %d", i, row.ID, first)
			}
			indicators[row.ID] = i
		}
		if s.Year != 2025 || s.Department == "" || s.Unit == "" || s.Name == "" || s.Goal == "" {
			t.Errorf("project %d has a blank head: %+v", i, s.ProjectKey)
		}
	}
	if len(departments) < 20 || len(departments) > 200 {
		t.Errorf("%d departments", len(departments))
	}
	rows := float64(len(indicators)) / generated
	if rows < 10 || rows > 12 {
		t.Errorf("%.2f indicators a project", rows)
	}
}

// What a generated form prints reads as the target that it carries.
func TestGeneratedTextsReadAsTheirTargets(t *testing.T) {
	failed := map[string]bool{}
	for _, g := range generate(4, 400) {
		for _, row := range g.Submission.Indicators {
			read, _ := notation.ParseTarget(row.Target.Text, notation.Context{Year: 2025, Name: row.Name})
			want := row.Target
			want.OpInferred = read.OpInferred
			if !reflect.DeepEqual(read, want) && !failed[row.Target.Kind.String()] {
				failed[row.Target.Kind.String()] = true
				t.Errorf("%q reads as\n%+v, the generator meant\n%+v", row.Target.Text, read, want)
			}
		}
	}
}

// withRecords puts recorded values into a copy of a form, as a database does.
func withRecords(t *testing.T, g examples.Generated) *engine.Submission {
	t.Helper()
	s := *g.Submission
	s.Indicators = slices.Clone(s.Indicators)
	rows := map[engine.IndicatorID]*engine.Indicator{}
	for i := range s.Indicators {
		rows[s.Indicators[i].ID] = &s.Indicators[i]
	}
	s.Budget.Rows = slices.Clone(s.Budget.Rows)
	for _, r := range g.Records {
		row := rows[r.Indicator]
		if r.Field.OfIndicator() != (row != nil) || r.Value == "" {
			t.Fatalf("a value of %v for the indicator %q: %q", r.Field, r.Indicator, r.Value)
		}
		switch r.Field {
		case engine.RecordActual:
			row.Actual, _ = notation.ParseActual(r.Value, notation.Context{Year: 2025})
		case engine.RecordTier:
			row.Tier = mustParse(t, r.Value, engine.ParseTier)
		case engine.RecordClaimed:
			row.Claimed = pointsOf(t, r.Value)
		case engine.RecordExecutionClaimed:
			s.ExecutionClaimed = pointsOf(t, r.Value)
		case engine.RecordClaimedTotal:
			s.ClaimedTotal = pointsOf(t, r.Value)
		case engine.RecordPrintedRate:
			rate := mustParse(t, r.Value, engine.ParseDecimal)
			s.PrintedRate = &rate
		case engine.RecordExecutionReason:
			s.ExecutionReason = r.Value
		case engine.RecordReason:
			row.Reason = r.Value
		case engine.RecordAdjusted, engine.RecordExecuted:
			m, ok := engine.MoneyFromDecimal(mustParse(t, r.Value, engine.ParseDecimal), 0)
			if !ok {
				t.Fatalf("%q is no amount", r.Value)
			}
			if r.Field == engine.RecordAdjusted {
				s.Budget.Edit(r.Item).Adjusted = &m
			} else {
				s.Budget.Edit(r.Item).Executed = &m
			}
		case engine.RecordFilledOn:
			mustParse(t, r.Value, engine.ParseDate)
		}
	}
	return &s
}

func pointsOf(t *testing.T, text string) *engine.Points {
	t.Helper()
	p, ok := engine.PointsFromDecimal(mustParse(t, text, engine.ParseDecimal))
	if !ok {
		t.Fatalf("%q are no points", text)
	}
	return &p
}

func mustParse[T any](t *testing.T, text string, parse func(string) (T, bool)) T {
	t.Helper()
	value, ok := parse(text)
	if !ok {
		t.Fatalf("%q cannot be read", text)
	}
	return value
}

// shares counts what occurs, and holds the counts to bounds in thousandths of all.
type shares struct {
	all    int
	counts map[string]int
}

func (s *shares) add(what string) {
	if s.counts == nil {
		s.counts = map[string]int{}
	}
	s.counts[what]++
}

func (s *shares) within(t *testing.T, what string, low, high int) {
	t.Helper()
	if share := s.counts[what] * 1000 / s.all; share < low || share > high {
		t.Errorf("%s: %d of %d, want %d to %d in a thousand", what, s.counts[what], s.all, low, high)
	}
}

func TestGeneratedShares(t *testing.T) {
	r, err := rules.Load("mof-2020", rules.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var rows, projects shares
	for _, g := range generate(5, generated) {
		s := withRecords(t, g)
		e := engine.Evaluate(r, s)
		projects.all++
		for i, row := range s.Indicators {
			rows.all++
			rows.add(row.Target.Kind.String())
			if row.Target.Kind == engine.NumberTarget {
				rows.add(row.Target.Op.String())
				if row.Target.Number.Unit == "%" {
					rows.add("percent")
				}
				if row.Target.Number.Value.Sign() == 0 {
					rows.add("zero")
				}
			}
			rows.add("verdict " + e.Scores[i].Verdict.String())
			if code := e.Scores[i].Reason.Code; e.Scores[i].Verdict == engine.Undetermined {
				rows.add(code)
			}
		}
		if e.Determined {
			projects.add("determined")
		}
		projects.add(e.Grade)
		projects.add("execution " + e.Execution.Verdict.String())
		if s.Indicators[0].Weight != nil {
			projects.add("prints weights")
		}
	}
	for _, bound := range []struct {
		what      string
		low, high int
	}{
		{"number", 350, 550}, {"words", 300, 550}, {"deadline", 50, 120}, {"set", 5, 30}, {"range", 10, 60}, {"missing", 5, 20},
		{">=", 150, 350}, {"=", 80, 250}, {"<=", 10, 60}, {">", 3, 40}, {"<", 3, 40}, {"percent", 120, 350}, {"zero", 10, 60},
		{"verdict met", 650, 750}, {"verdict partly", 90, 200}, {"verdict missed", 60, 150}, {"verdict undetermined", 20, 60},
		{"actual-missing", 12, 28}, {"unit-unknown", 1, 5}, {"target-missing", 5, 20},
	} {
		rows.within(t, bound.what, bound.low, bound.high)
	}
	for _, bound := range []struct {
		what      string
		low, high int
	}{{"determined", 550, 800}, {"prints weights", 250, 350}, {"execution met", 250, 500}, {"execution undetermined", 5, 40}, {"优", 100, 600}, {"良", 50, 500}, {"中", 10, 400}} {
		projects.within(t, bound.what, bound.low, bound.high)
	}
	if unexpected := rows.counts["ratio-or-percent"] + rows.counts["actual-approximate"] + rows.counts["date-straddles"]; unexpected > 0 {
		t.Errorf("%d rows have actuals that mean two things", unexpected)
	}
	t.Log(rows, projects)
}

func TestGeneratedWeightsAndMoney(t *testing.T) {
	r, err := rules.Load("mof-2020", rules.Options{})
	if err != nil {
		t.Fatal(err)
	}
	miscounted := 0
	for i, g := range generate(6, generated) {
		s := g.Submission
		weights := r.Policy().Weights
		a := weights.Allocate(s)
		sum := a.Execution
		for k, w := range a.Rows {
			sum += w
			if w <= 0 || a.Unweighted[k] {
				t.Errorf("project %d: row %d weighs %v", i, k, w)
			}
		}
		if sum != engine.FullMarks || !a.Graded {
			miscounted++
		}
		total, _ := s.Budget.Row(engine.TotalFunds)
		var parts engine.Money
		for _, row := range s.Budget.Rows {
			if row.Adjusted != nil || row.Executed != nil {
				t.Errorf("project %d: the form declares what is recorded later", i)
			}
			if row.Item != engine.TotalFunds {
				parts += *row.Initial
			}
		}
		if *total.Initial != *s.Budget.Total || parts != *total.Initial || parts < 1_000_000 || parts > 6_000_000_000 {
			t.Errorf("project %d: %v asked for, %v in all, %v in parts", i, s.Budget.Total, total.Initial, parts)
		}
	}
	if share := miscounted * 1000 / generated; share < 3 || share > 20 {
		t.Errorf("%d of %d forms have weights that do not add up", miscounted, generated)
	}
}

// The checks that hold what a form prints against itself have data in volume, and find something in a part of it.
func TestGeneratedFaultsOfClaims(t *testing.T) {
	r, err := rules.Load("mof-2020", rules.Options{})
	if err != nil {
		t.Fatal(err)
	}
	past := map[engine.ProjectKey]examples.Generated{}
	for g := range examples.GenerateLastYear(5, generated, 2025) {
		past[withoutYear(g.Submission)] = g
	}
	counts := map[string]*engine.CheckCount{}
	for _, g := range generate(5, generated) {
		s := withRecords(t, g)
		last := &engine.LastYear{}
		if before, found := past[withoutYear(s)]; found {
			form := withRecords(t, before)
			last = engine.NewLastYear(s, form, engine.Evaluate(r, form), nil)
		}
		engine.CountChecks(counts, r.Check(s, engine.Evaluate(r, s), last))
	}
	for _, bound := range []struct {
		check                       string
		data, leastFound, mostFound int // in thousandths: of all projects, and of those with data
	}{
		{"A1", 250, 10, 60}, {"A3", 200, 5, 60}, {"A4", 180, 10, 60}, {"A5", 200, 50, 200}, {"A8", 180, 50, 250}, {"A9", 950, 10, 60}, {"A10", 200, 10, 80},
		{"A11", 400, 3, 30}, {"P5", 100, 50, 300}, {"P12", 200, 10, 60}, {"C8", 950, 20, 120}, {"T12", 700, 200, 700},
	} {
		c := counts["mof-2020/"+bound.check]
		found, data := c.Outcomes[engine.CheckFound], c.Outcomes[engine.CheckFound]+c.Outcomes[engine.CheckOK]
		if data*1000/generated < bound.data || found*1000/data < bound.leastFound || found*1000/data > bound.mostFound {
			t.Errorf("%s: %d of %d have data, %d a finding", bound.check, data, generated, found)
		}
	}
}

func withoutYear(s *engine.Submission) engine.ProjectKey {
	key := s.ProjectKey
	key.Year = 0
	return key
}

// Last year is as much a function of the seed, and mostly of the same projects.
func TestGenerateLastYear(t *testing.T) {
	last := slices.Collect(examples.GenerateLastYear(7, 400, 2025))
	if !reflect.DeepEqual(last[:50], slices.Collect(examples.GenerateLastYear(7, 100, 2025))[:50]) || len(last) < 320 || len(last) > 390 {
		t.Errorf("%d projects of last year", len(last))
	}
	now := map[engine.ProjectKey]bool{}
	for _, g := range generate(7, 400) {
		now[withoutYear(g.Submission)] = true
	}
	for _, g := range last {
		if !now[withoutYear(g.Submission)] || g.Submission.Year != 2024 {
			t.Errorf("%+v is no project of this year", g.Submission.ProjectKey)
		}
	}
	for range examples.GenerateLastYear(7, 1000, 2025) {
		break // stopping early is allowed
	}
}
