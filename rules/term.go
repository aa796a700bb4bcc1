package rules

import (
	"sync"

	"github.com/expr-lang/expr/ast"

	"jixiao/engine"
)

// frame is the state of one application of a rule.
type frame struct {
	facts   *engine.Facts
	divided bool // something was divided by zero, or lies outside a table
	unknown bool // a check asked for a fact that the form does not say
	outside *table
	numbers [maxLets]engine.Rational
	truths  [maxLets]bool
	choices [maxLets]int
}

var frames = sync.Pool{New: func() any { return new(frame) }}

// quo divides. A division by zero is remembered, and whatever comes of it is not used.
func (f *frame) quo(a, b engine.Rational) engine.Rational {
	quotient, ok := a.Quo(b)
	if !ok {
		f.divided = true
	}
	return quotient
}

// term is a compiled expression: one of three closures, according to its kind.
type term struct {
	kind     kind
	domain   *domain // of a choice
	number   func(*frame) engine.Rational
	truth    func(*frame) bool
	choice   func(*frame) int
	constant bool
	bits     int    // what a number has above and below the line at most
	literal  string // of a literalKind
	// What a number lies in whatever the facts, where that is known: for a constant itself, for a table its least and greatest.
	bounded     bool
	least, most engine.Rational
	tree        ast.Node // of a whole expression
}

func numberTerm(f func(*frame) engine.Rational) term {
	return term{kind: numberKind, number: f, bits: factBits}
}

// of returns a number's term with the bits that it has at most.
func (t term) of(bits int) term {
	t.bits = bits
	return t
}

func truthTerm(f func(*frame) bool) term { return term{kind: truthKind, truth: f} }

func constantNumber(x engine.Rational) term {
	return term{kind: numberKind, constant: true, number: func(*frame) engine.Rational { return x }, bounded: true, least: x, most: x, bits: bitsOf(x)}
}

func constantTruth(b bool) term {
	return term{kind: truthKind, constant: true, truth: func(*frame) bool { return b }}
}

func constantChoice(n int, d *domain) term {
	return term{kind: choiceKind, domain: d, constant: true, choice: func(*frame) int { return n }}
}

// folded computes a term whose parts are all constant. One that divides by zero stays as it is and says so when it is used.
func (t term) folded(parts ...term) term {
	for _, part := range parts {
		if !part.constant {
			return t
		}
	}
	f := new(frame)
	switch t.kind {
	case numberKind:
		if x := t.number(f); !f.divided {
			return constantNumber(x)
		}
	case truthKind:
		if b := t.truth(f); !f.divided {
			return constantTruth(b)
		}
	}
	return t
}

var kindNames = [...]string{badKind: "", numberKind: "number", truthKind: "truth", choiceKind: "word", literalKind: "text"}

// kindName names what a term gives, as the catalogue knows it.
func (t term) kindName() string {
	if t.kind == choiceKind && (t.domain == verdictDomain || t.domain == opDomain) {
		return t.domain.name
	}
	return kindNames[t.kind]
}

// slotted returns a term that reads a slot of the frame, and what fills that slot.
func slotted(value term, slot int) (stored term, store func(*frame)) {
	switch value.kind {
	case numberKind:
		compute := value.number
		return numberTerm(func(f *frame) engine.Rational { return f.numbers[slot] }).of(value.bits),
			func(f *frame) { f.numbers[slot] = compute(f) }
	case truthKind:
		compute := value.truth
		return truthTerm(func(f *frame) bool { return f.truths[slot] }),
			func(f *frame) { f.truths[slot] = compute(f) }
	case choiceKind:
		compute := value.choice
		return term{kind: choiceKind, domain: value.domain, choice: func(f *frame) int { return f.choices[slot] }},
			func(f *frame) { f.choices[slot] = compute(f) }
	}
	return term{}, func(*frame) {}
}

// after returns the term with something to do before it.
func (t term) after(first func(*frame)) term {
	number, truth, choice := t.number, t.truth, t.choice
	switch t.kind {
	case numberKind:
		t.number = func(f *frame) engine.Rational { first(f); return number(f) }
	case truthKind:
		t.truth = func(f *frame) bool { first(f); return truth(f) }
	case choiceKind:
		t.choice = func(f *frame) int { first(f); return choice(f) }
	}
	t.constant = false
	return t
}

// either returns the term that is one of two terms of the same kind, as a condition says. A constant condition is settled now.
func either(condition, yes, no term) term {
	test := condition.truth
	switch {
	case condition.constant && test(nil):
		return yes
	case condition.constant:
		return no
	case yes.kind == numberKind:
		return numberTerm(chosen(test, yes.number, no.number)).of(max(yes.bits, no.bits))
	case yes.kind == truthKind:
		return truthTerm(chosen(test, yes.truth, no.truth))
	}
	return term{kind: choiceKind, domain: yes.domain, choice: chosen(test, yes.choice, no.choice)}
}

func chosen[T any](test func(*frame) bool, yes, no func(*frame) T) func(*frame) T {
	return func(f *frame) T {
		if test(f) {
			return yes(f)
		}
		return no(f)
	}
}
