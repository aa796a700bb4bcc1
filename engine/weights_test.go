package engine_test

import (
	"fmt"
	"slices"
	"testing"

	"jixiao/engine"
)

// policy2020 is the template of 财预〔2020〕10号, with heirs for classes that a form lacks.
func policy2020() engine.WeightPolicy {
	p := engine.WeightPolicy{Execution: 1000, Levels: []engine.LevelWeight{{engine.Output, 5000}, {engine.Benefit, 3000}, {engine.Satisfaction, 1000}}}
	p.CountedWith[engine.Cost] = engine.Output
	p.MissingTo[engine.Output] = []engine.Dimension{engine.Benefit, engine.Satisfaction}
	p.MissingTo[engine.Benefit] = []engine.Dimension{engine.Output, engine.Satisfaction}
	p.MissingTo[engine.Satisfaction] = []engine.Dimension{engine.Benefit, engine.Output}
	return p
}

// formOf returns a form with so many indicators of each level-1 class, in turn, so that the classes are mixed.
func formOf(counts map[engine.Dimension]int) *engine.Submission {
	left := map[engine.Dimension]int{}
	for level, n := range counts {
		left[level] = n
	}
	s := &engine.Submission{}
	for added := true; added; {
		added = false
		for _, level := range engine.Dimensions() {
			if left[level] > 0 {
				left[level]--
				s.Indicators = append(s.Indicators, engine.Indicator{Level1: level, Name: fmt.Sprint(level, left[level])})
				added = true
			}
		}
	}
	return s
}

func sumOf(points []engine.Points) (sum engine.Points) {
	for _, p := range points {
		sum += p
	}
	return sum
}

func TestAllocateSumsToFullMarks(t *testing.T) {
	p := policy2020()
	for mix := range 8 * 8 * 8 * 8 {
		counts := map[engine.Dimension]int{engine.Cost: mix % 8, engine.Output: mix / 8 % 8, engine.Benefit: mix / 64 % 8, engine.Satisfaction: mix / 512}
		if mix == 0 {
			continue
		}
		a := p.Allocate(formOf(counts))
		if sum := sumOf(a.Rows) + a.Execution; sum != engine.FullMarks || !a.Graded {
			t.Fatalf("%v: the weights add up to %v, graded %v", counts, sum, a.Graded)
		}
		if slices.Contains(a.Unweighted, true) {
			t.Fatalf("%v: a row has no weight", counts)
		}
	}
}

func TestAllocateByLargestRemainder(t *testing.T) {
	cases := []struct {
		name   string
		counts map[engine.Dimension]int
		want   []engine.Points // in the order of the form
		codes  []string
	}{
		{"all classes, cost shares with output", map[engine.Dimension]int{engine.Cost: 1, engine.Output: 2, engine.Benefit: 3, engine.Satisfaction: 1},
			// cost, output, benefit, satisfaction, output, benefit, benefit: 50.00 in three, the first two get the odd hundredths
			[]engine.Points{1667, 1667, 1000, 1000, 1666, 1000, 1000}, nil},
		{"seven of output", map[engine.Dimension]int{engine.Output: 7, engine.Benefit: 1, engine.Satisfaction: 1},
			[]engine.Points{715, 3000, 1000, 715, 714, 714, 714, 714, 714}, nil},
		{"no satisfaction: to benefit", map[engine.Dimension]int{engine.Output: 1, engine.Benefit: 3},
			[]engine.Points{5000, 1334, 1333, 1333}, []string{"level-given-away"}},
		{"only satisfaction", map[engine.Dimension]int{engine.Satisfaction: 2}, []engine.Points{4500, 4500}, []string{"level-given-away", "level-given-away"}},
		{"only cost", map[engine.Dimension]int{engine.Cost: 1}, []engine.Points{9000}, []string{"level-given-away", "level-given-away"}},
	}
	p := policy2020()
	for _, c := range cases {
		a := p.Allocate(formOf(c.counts))
		if !slices.Equal(a.Rows, c.want) || a.Execution != 1000 {
			t.Errorf("%s: %v and %v, want %v", c.name, a.Rows, a.Execution, c.want)
		}
		if got := codesOf(a.Findings); !slices.Equal(got, c.codes) {
			t.Errorf("%s: findings %v, want %v", c.name, got, c.codes)
		}
	}
}

func codesOf(findings []engine.Finding) (codes []string) {
	for _, f := range findings {
		codes = append(codes, f.Code)
	}
	return codes
}

func TestAllocateWithoutHeir(t *testing.T) {
	p := policy2020()
	p.MissingTo[engine.Satisfaction] = nil
	a := p.Allocate(formOf(map[engine.Dimension]int{engine.Output: 1, engine.Benefit: 1}))
	if a.Graded || !slices.Equal(codesOf(a.Findings), []string{"level-without-heir"}) || sumOf(a.Rows) != 8000 {
		t.Errorf("graded %v, findings %v, rows %v", a.Graded, a.Findings, a.Rows)
	}
	p.MissingTo[engine.Satisfaction] = []engine.Dimension{engine.Cost, engine.Output} // the first heir is missing too
	a = p.Allocate(formOf(map[engine.Dimension]int{engine.Output: 1, engine.Benefit: 1}))
	if !a.Graded || !slices.Equal(a.Rows, []engine.Points{6000, 3000}) {
		t.Errorf("graded %v, rows %v", a.Graded, a.Rows)
	}
	empty := p.Allocate(&engine.Submission{})
	if empty.Graded || len(empty.Rows) != 0 || empty.Execution != 1000 {
		t.Errorf("a form without indicators: %+v", empty)
	}
}

func TestAllocateMarksRowsWithoutClass(t *testing.T) {
	p := policy2020()
	s := formOf(map[engine.Dimension]int{engine.Output: 1, engine.Benefit: 1, engine.Satisfaction: 1})
	s.Indicators = append(s.Indicators, engine.Indicator{Name: "无一级指标"})
	a := p.Allocate(s)
	if !slices.Equal(a.Unweighted, []bool{false, false, false, true}) || a.Rows[3] != 0 || sumOf(a.Rows) != 9000 {
		t.Errorf("%v %v", a.Rows, a.Unweighted)
	}
	p.CountedWith[engine.Cost] = engine.NoDimension
	a = p.Allocate(formOf(map[engine.Dimension]int{engine.Cost: 1, engine.Output: 1, engine.Benefit: 1, engine.Satisfaction: 1}))
	if !a.Unweighted[0] || a.Rows[0] != 0 {
		t.Errorf("a class that the policy does not know gets %v", a.Rows[0])
	}
}

func TestAllocateByCategory(t *testing.T) {
	p := policy2020()
	p.ByCategory = true
	row := func(c engine.Category) engine.Indicator { return engine.Indicator{Level1: c.Parent(), Level2: c} }
	s := &engine.Submission{Indicators: []engine.Indicator{row(engine.Quantity), row(engine.Quality), row(engine.Quantity), row(engine.Timeliness),
		row(engine.Quantity), row(engine.SocialBenefit), row(engine.ServiceSatisfaction)}}
	a := p.Allocate(s)
	// 50.00 over three classes: 16.67, 16.67, 16.66; the first of them over three rows: 5.56, 5.56, 5.55.
	want := []engine.Points{556, 1667, 556, 1666, 555, 3000, 1000}
	if !slices.Equal(a.Rows, want) {
		t.Errorf("%v, want %v", a.Rows, want)
	}
	categories := engine.Categories()
	for seed := range 5000 { // mixed orders of classes
		var mixed engine.Submission
		for n, k := seed%13+1, seed; n > 0; n-- {
			k = (k*1103515245 + 12345) & 0x7fffffff
			mixed.Indicators = append(mixed.Indicators, row(categories[k>>8%len(categories)%len(categories)]))
		}
		if a := p.Allocate(&mixed); sumOf(a.Rows)+a.Execution != engine.FullMarks {
			t.Fatalf("seed %d: %v", seed, a.Rows)
		}
	}
}

// weighted returns a form whose rows print these weights; a negative number stands for a blank cell.
func weighted(execution *engine.Points, weights ...engine.Points) *engine.Submission {
	s := &engine.Submission{ExecutionWeight: execution}
	for i, w := range weights {
		row := engine.Indicator{Level1: engine.Output, Name: fmt.Sprint("指标", i)}
		if w >= 0 {
			row.Weight = &w
		}
		s.Indicators = append(s.Indicators, row)
	}
	return s
}

func points(p engine.Points) *engine.Points { return &p }

func TestAllocateFromTheForm(t *testing.T) {
	const blank = -1
	cases := []struct {
		name      string
		form      *engine.Submission
		rows      []engine.Points
		execution engine.Points
		graded    bool
		blank     []int
		codes     []string
	}{
		{"90 beside execution", weighted(nil, 5000, 4000), []engine.Points{5000, 4000}, 1000, true, nil, nil},
		{"100 without execution", weighted(nil, 6000, 4000), []engine.Points{6000, 4000}, 0, true, nil, []string{"weights-leave-no-execution"}},
		{"110", weighted(nil, 7000, 4000), []engine.Points{7000, 4000}, 1000, false, nil, []string{"weights-sum"}},
		{"20 printed for execution", weighted(points(2000), 5000, 3000), []engine.Points{5000, 3000}, 2000, true, nil, nil},
		{"execution outside the 100", weighted(points(1000), 6000, 4000), []engine.Points{6000, 4000}, 1000, false, nil, []string{"weights-sum"}},
		{"no points printed for execution", weighted(points(0), 6000, 4000), []engine.Points{6000, 4000}, 0, true, nil, nil},
		{"a hundredth short", weighted(nil, 5000, 3999), []engine.Points{5000, 3999}, 1000, false, nil, []string{"weights-sum"}},
		{"two blank", weighted(nil, 5000, blank, 1499, blank), []engine.Points{5000, 1251, 1499, 1250}, 1000, true, []int{1, 3}, nil},
		{"blank, nothing left", weighted(nil, 5000, 4000, blank), []engine.Points{5000, 4000, 0}, 1000, true, []int{2}, nil},
		{"blank beside 100", weighted(nil, 6000, 4000, blank), []engine.Points{6000, 4000, 0}, 1000, false, []int{2}, []string{"weights-sum"}},
		{"a weight of nothing", weighted(nil, 9000, 0), []engine.Points{9000, 0}, 1000, true, nil, nil},
	}
	p := policy2020()
	for _, c := range cases {
		a := p.Allocate(c.form)
		if !slices.Equal(a.Rows, c.rows) || a.Execution != c.execution || a.Graded != c.graded {
			t.Errorf("%s: %v and %v, graded %v; want %v and %v, %v", c.name, a.Rows, a.Execution, a.Graded, c.rows, c.execution, c.graded)
		}
		for i, unweighted := range a.Unweighted {
			if unweighted != slices.Contains(c.blank, i) {
				t.Errorf("%s: row %d unweighted %v", c.name, i, unweighted)
			}
		}
		if got := codesOf(a.Findings); !slices.Equal(got, c.codes) {
			t.Errorf("%s: findings %v, want %v", c.name, got, c.codes)
		}
	}
}

// A weight below 0 is no weight: the row waits for a person, and no row can earn below or beyond what it weighs.
func TestAllocateRefusesNegativeWeights(t *testing.T) {
	p := policy2020()
	minus := engine.Points(-500)
	s := weighted(nil, 9500, 0)
	s.Indicators[1].Weight = &minus
	a := p.Allocate(s)
	if !a.Unweighted[1] || a.Rows[1] < 0 {
		t.Errorf("a negative weight counts: %v %v", a.Rows, a.Unweighted)
	}
	if a = p.Allocate(weighted(&minus, 9500, 1000)); a.Execution < 0 || a.Graded {
		t.Errorf("a negative weight of execution counts: %v, graded %v", a.Execution, a.Graded)
	}
}
