package rules

import (
	"math/big"
	"slices"

	"jixiao/engine"
)

// polynomial holds the coefficients of 1, x, x² and so on, without zeros at the end: nothing is 0.
type polynomial []*big.Rat

func constantPolynomial(x engine.Rational) polynomial { return polynomial{x.Big()}.trimmed() }

func (p polynomial) trimmed() polynomial {
	for len(p) > 0 && p[len(p)-1].Sign() == 0 {
		p = p[:len(p)-1]
	}
	return p
}

func (p polynomial) add(q polynomial) polynomial {
	sum := make(polynomial, max(len(p), len(q)))
	for i := range sum {
		sum[i] = new(big.Rat)
		if i < len(p) {
			sum[i].Add(sum[i], p[i])
		}
		if i < len(q) {
			sum[i].Add(sum[i], q[i])
		}
	}
	return sum.trimmed()
}

func (p polynomial) times(q polynomial) polynomial {
	if len(p) == 0 || len(q) == 0 {
		return nil
	}
	product := make(polynomial, len(p)+len(q)-1)
	for i := range product {
		product[i] = new(big.Rat)
	}
	for i := range p {
		for j := range q {
			product[i+j].Add(product[i+j], new(big.Rat).Mul(p[i], q[j]))
		}
	}
	return product.trimmed()
}

func (p polynomial) negated() polynomial {
	negated := make(polynomial, len(p))
	for i := range p {
		negated[i] = new(big.Rat).Neg(p[i])
	}
	return negated
}

// inSteps puts x = unit × n in and clears the denominators: what comes out has its roots at the same places, counted in steps.
func (p polynomial) inSteps(unit engine.Rational) whole {
	scaled, power, common := make(polynomial, len(p)), big.NewRat(1, 1), big.NewInt(1)
	for i := range p {
		scaled[i] = new(big.Rat).Mul(p[i], power)
		power = new(big.Rat).Mul(power, unit.Big())
		factor := new(big.Int).GCD(nil, nil, common, scaled[i].Denom())
		common = new(big.Int).Div(new(big.Int).Mul(common, scaled[i].Denom()), factor)
	}
	w := make(whole, len(p))
	for i := range scaled {
		w[i] = new(big.Int).Div(new(big.Int).Mul(scaled[i].Num(), common), scaled[i].Denom())
	}
	return w
}

// whole is a polynomial with whole coefficients.
type whole []*big.Int

// beside lists whole numbers such that between two neighbours in the list, both left out, the polynomial has one sign: those
// around each root. Between the roots of its derivative a polynomial rises or falls all the way, so that one change of sign is
// found by halving.
func (w whole) beside() []*big.Int {
	if len(w) < 2 {
		return nil
	}
	if len(w) == 2 {
		root := new(big.Int).Div(new(big.Int).Neg(w[0]), w[1])
		return around(root)
	}
	turns := w.derivative().beside()
	slices.SortFunc(turns, (*big.Int).Cmp)
	bound := w.bound()
	ends := append(append([]*big.Int{new(big.Int).Neg(bound)}, turns...), bound)
	list := turns
	for i := 0; i+1 < len(ends); i++ {
		if n := w.turn(ends[i], ends[i+1]); n != nil {
			list = append(list, around(n)...)
		}
	}
	return list
}

// around lists a number and its neighbours, two above it, because a root may lie at the number itself or anywhere up to the next.
func around(n *big.Int) []*big.Int {
	var list []*big.Int
	for d := int64(-1); d <= 2; d++ {
		list = append(list, new(big.Int).Add(n, big.NewInt(d)))
	}
	return list
}

func (w whole) derivative() whole {
	d := make(whole, len(w)-1)
	for i := range d {
		d[i] = new(big.Int).Mul(w[i+1], big.NewInt(int64(i+1)))
	}
	return d
}

// bound is beyond all roots (Cauchy).
func (w whole) bound() *big.Int {
	most := new(big.Int)
	for _, c := range w[:len(w)-1] {
		if c.CmpAbs(most) > 0 {
			most.Abs(c)
		}
	}
	most.Div(most, new(big.Int).Abs(w[len(w)-1]))
	return most.Add(most, big.NewInt(2))
}

func (w whole) sign(n *big.Int) int {
	sum := new(big.Int)
	for i := len(w) - 1; i >= 0; i-- {
		sum.Add(sum.Mul(sum, n), w[i])
	}
	return sum.Sign()
}

// turn finds the last number from a on with the sign of a, where the sign at b is another one; nil where it is the same.
func (w whole) turn(a, b *big.Int) *big.Int {
	first := w.sign(a)
	if a.Cmp(b) >= 0 || w.sign(b) == first {
		return nil
	}
	low, high := new(big.Int).Set(a), new(big.Int).Set(b)
	one := big.NewInt(1)
	for new(big.Int).Sub(high, low).Cmp(one) > 0 {
		middle := new(big.Int).Rsh(new(big.Int).Add(low, high), 1)
		if w.sign(middle) == first {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}
