package notation

import (
	"strings"

	"jixiao/engine"
)

// bothEnds joins two bounds: ≥80且≤90.
var bothEnds = []string{"且", "并且", "同时", "并", ",", "、", ";", "和"}

// variables stand for the value between two bounds: 80≤X≤90.
var variables = []string{"X", "x", "N", "n", "指标值", "实际值", "目标值", "值"}

// scanBounds reads ranges that print a comparator at both ends, and those around a middle: ≥80且≤90, 80≤X≤90, 90±5, ±5%.
func scanBounds(text string) (reading, outcome) {
	switch {
	case strings.Contains(text, "±"):
		return scanTolerance(text)
	case !strings.ContainsAny(text, "≥≤<>于过达少多"):
		return reading{}, absent
	}
	if r, how := scanAround(text); how != absent {
		return r, how
	}
	return scanPair(text)
}

// scanPair reads two numbers with a comparator each.
func scanPair(text string) (reading, outcome) {
	low, first, rest, ok := cutBounded(text)
	if !ok {
		return reading{}, absent
	}
	rest, _ = cutAny(rest, bothEnds)
	high, second, rest, ok := cutBounded(rest)
	if !ok || rest != "" {
		return reading{}, absent
	}
	return between(low, high, first, second)
}

// scanAround reads a number, a comparator, a letter for the value, a comparator and a number.
func scanAround(text string) (reading, outcome) {
	low, rest, ok := cutQuantity(text)
	if !ok {
		return reading{}, absent
	}
	left, rest := cutComparator(rest)
	rest, name := cutAny(rest, variables)
	right, rest := cutComparator(rest)
	if !left.sign || !right.sign || name == "" || left.op == engine.Exactly {
		return reading{}, absent
	}
	high, rest, ok := cutQuantity(rest)
	if !ok || rest != "" {
		return reading{}, absent
	}
	return between(low, high, mirrored(left.op), right.op)
}

// mirrored is a comparator read from its other side: 80≤X is X≥80.
func mirrored(op engine.Op) engine.Op {
	switch op {
	case engine.AtLeast:
		return engine.AtMost
	case engine.AtMost:
		return engine.AtLeast
	case engine.MoreThan:
		return engine.LessThan
	case engine.LessThan:
		return engine.MoreThan
	}
	return op
}

// between makes a range of two bounded numbers, in whichever order they stand.
func between(a, b quantity, opA, opB engine.Op) (reading, outcome) {
	if downward(opA) && upward(opB) {
		a, b, opA, opB = b, a, opB, opA
	}
	if !upward(opA) || !downward(opB) {
		return reading{}, absent
	}
	r := reading{first: a, second: b, ranged: true, open: opA == engine.MoreThan || opB == engine.LessThan}
	r.shareUnits()
	return r, scanned
}

func cutBounded(text string) (quantity, engine.Op, string, bool) {
	found, rest := comparatorAt(text)
	if found.op == engine.NoOp {
		return quantity{}, engine.NoOp, text, false
	}
	q, rest, ok := cutQuantity(rest)
	return q, found.op, rest, ok
}

// cutQuantity reads a number in digits and the unit of the list behind it.
func cutQuantity(text string) (quantity, string, bool) {
	value, rest, how := scanDigits(text)
	if how != scanned {
		return quantity{}, text, false
	}
	unit, rest := cutUnit(rest)
	return quantity{value, canonicalOr(unit)}, rest, true
}

// scanTolerance reads 90±5 and ±5%. A tolerance in percent of a number that has another unit, or of a percentage, may mean its
// share or its points; that is left to a person.
func scanTolerance(text string) (reading, outcome) {
	text, _ = cutAny(text, []string{"≤", "控制在", "不超过", "在"})
	middle, rest, centred := cutQuantity(text)
	rest, found := strings.CutPrefix(rest, "±")
	width, rest, ok := cutQuantity(rest)
	if !found || !ok || width.value.Sign() < 0 {
		return reading{}, absent
	}
	rest, _ = cutAny(rest, []string{"以内", "之内", "范围内", "之间", "内"})
	if rest != "" || centred && (width.unit == "%" || middle.unit != "" && middle.unit != width.unit) {
		return reading{}, absent
	}
	low, okLow := sum(middle.value, width.value, -1)
	high, okHigh := sum(middle.value, width.value, 1)
	r := reading{first: quantity{low, width.unit}, second: quantity{high, width.unit}, ranged: true}
	if !okLow || !okHigh {
		return r, tooLong
	}
	return r, scanned
}

// sum adds or subtracts exactly.
func sum(a, b engine.Decimal, sign int64) (engine.Decimal, bool) {
	total := a.Rational().Add(b.Rational().Mul(engine.NewRational(sign, 1)))
	text, exact := total.Decimal(engine.MaxDigits)
	if !exact {
		return engine.Decimal{}, false
	}
	return engine.ParseDecimal(text)
}
