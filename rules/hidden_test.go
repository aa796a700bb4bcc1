package rules

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// conditions draws conditions of a small language, so that often one implies another.
type conditions struct{ *rand.Rand }

func (c conditions) draw(depth int) string {
	if depth > 0 && c.IntN(3) > 0 {
		left, right := c.draw(depth-1), c.draw(depth-1)
		switch c.IntN(5) {
		case 0:
			return "(" + left + " or " + right + ")"
		case 1:
			return "not (" + left + ")"
		}
		return left + " and " + right
	}
	signs := []string{"<", "<=", ">", ">=", "==", "!="}
	sign := signs[c.IntN(len(signs))]
	switch c.IntN(6) {
	case 0:
		return "growth"
	case 1:
		return []string{`op == ">="`, `op != "<="`, `op in [">=", "="]`, `比较符 in ["≤", "<"]`}[c.IntN(4)]
	case 2:
		return "actual " + sign + " target"
	case 3:
		return fmt.Sprintf("%d %s 完成值", c.IntN(4), sign)
	case 4:
		return fmt.Sprintf("target %s %d.5", sign, c.IntN(3))
	}
	return fmt.Sprintf("actual %s %d", sign, c.IntN(4)-1)
}

func (c conditions) compile(t *testing.T) (condition, func(*frame) bool) {
	text := c.draw(2)
	s := newSource("x", []byte(text))
	scope := newScope(engine.NumberFacts, false, &parameters{})
	when, _, _, tree := s.condition(&yaml.Node{Kind: yaml.ScalarNode, Value: text, Line: 1, Column: 1}, "x", scope)
	if len(s.list) > 0 {
		t.Fatalf("%s: %v", text, s.list)
	}
	f := reading{[]rune(text)}.formula(tree)
	return condition{id: text, formula: f, not: f.not(), known: true}, when
}

// TestHidden compares what is said of hidden rules with every case of a small grid: what is called hidden never is the first that
// fits, and what contradicts itself never holds. That something is found at all is counted.
func TestHidden(t *testing.T) {
	c := conditions{rand.New(rand.NewPCG(11, 25))}
	var grid []*engine.Facts
	for actual := -2; actual <= 9; actual++ {
		for target := -2; target <= 9; target++ {
			for op := engine.NoOp; op <= engine.LessThan; op++ {
				for _, growth := range []bool{false, true} {
					grid = append(grid, &engine.Facts{Kind: engine.NumberFacts, Op: op, Growth: growth,
						Actual: engine.NewRational(int64(actual), 2), Target: engine.NewRational(int64(target), 2)})
				}
			}
		}
	}
	hidden, contradictions := 0, 0
	for range 1500 {
		first, holdsFirst := c.compile(t)
		second, holdsSecond := c.compile(t)
		third, holdsThird := c.compile(t)
		ids, itself := new(source).hides([]condition{first, second}, &third)
		if len(ids) == 0 && !itself {
			continue
		}
		if itself {
			contradictions++
		} else {
			hidden++
		}
		for _, facts := range grid {
			f := &frame{facts: facts}
			if holdsThird(f) && (itself || !holdsFirst(f) && !holdsSecond(f)) {
				t.Fatalf("%q is called hidden by %q and %q, and fits %+v", third.id, first.id, second.id, facts)
			}
		}
	}
	if hidden < 100 || contradictions < 20 {
		t.Errorf("only %d hidden rules and %d contradictions: the cases are lopsided", hidden, contradictions)
	}
	t.Logf("%d hidden, %d contradictions", hidden, contradictions)
}

// TestHiddenGivesUp has conditions that no search of a few steps decides; nothing is said then.
func TestHiddenGivesUp(t *testing.T) {
	var above []condition
	var parts []formula
	for i := range 40 {
		a, b := atom{kind: truthAtom, text: fmt.Sprint("a", i)}, atom{kind: truthAtom, text: fmt.Sprint("b", i)}
		parts = append(parts, formula{or: []formula{{atom: a}, {atom: b}}})
		both := formula{and: []formula{{atom: a}, {atom: b}}}
		above = append(above, condition{id: fmt.Sprint(i), known: true, formula: both, not: both.not()})
	}
	if ids, itself := new(source).hides(above, &condition{formula: formula{and: parts}}); ids != nil || itself {
		t.Errorf("%v", ids)
	}
}
