package engine

import (
	"math"
	"math/big"
	"math/bits"
	"strings"
)

// Rational is an exact fraction. Small ones are two machine words and cost no allocation; what does not fit moves to math/big
// by itself. The zero value is 0. Rationals are values: no operation changes its operands.
type Rational struct {
	num, den int64    // den > 0, or 0 in the zero value, which stands for 1
	big      *big.Rat // set when num/den do not fit; never changed after that
}

// NewRational returns num/den. A den of 0 is a mistake of the caller and panics: division with a check is [Rational.Quo].
func NewRational(num, den int64) Rational {
	if den == 0 {
		panic("engine: rational with denominator 0")
	}
	if den > 0 && num != math.MinInt64 {
		return Rational{num: num, den: den}
	}
	return fromBig(new(big.Rat).SetFrac64(num, den))
}

func fromBig(r *big.Rat) Rational {
	if r.Num().IsInt64() && r.Denom().IsInt64() && r.Num().Int64() != math.MinInt64 {
		return Rational{num: r.Num().Int64(), den: r.Denom().Int64()}
	}
	return Rational{big: r}
}

// Big returns a copy of x as a big.Rat.
func (x Rational) Big() *big.Rat {
	if x.big != nil {
		return new(big.Rat).Set(x.big)
	}
	return new(big.Rat).SetFrac64(x.num, x.denominator())
}

func (x Rational) denominator() int64 {
	if x.den == 0 {
		return 1
	}
	return x.den
}

// Sign returns -1, 0 or 1.
func (x Rational) Sign() int {
	if x.big != nil {
		return x.big.Sign()
	}
	switch {
	case x.num < 0:
		return -1
	case x.num > 0:
		return 1
	}
	return 0
}

// Neg returns -x.
func (x Rational) Neg() Rational {
	if x.big != nil {
		return fromBig(new(big.Rat).Neg(x.big))
	}
	return Rational{num: -x.num, den: x.den}
}

// Add returns x + y.
func (x Rational) Add(y Rational) Rational {
	if x.big == nil && y.big == nil {
		a, okA := mul(x.num, y.denominator())
		b, okB := mul(y.num, x.denominator())
		if x.denominator() == y.denominator() {
			a, b, okA, okB = x.num, y.num, true, true
		}
		den, okDen := mul(x.denominator(), y.denominator())
		if x.denominator() == y.denominator() {
			den, okDen = x.denominator(), true
		}
		sum := a + b
		if okA && okB && okDen && (sum > a) == (b > 0) && sum != math.MinInt64 {
			return Rational{num: sum, den: den}
		}
	}
	return fromBig(new(big.Rat).Add(x.Big(), y.Big()))
}

// Sub returns x - y.
func (x Rational) Sub(y Rational) Rational { return x.Add(y.Neg()) }

// Mul returns x × y.
func (x Rational) Mul(y Rational) Rational {
	if x.big == nil && y.big == nil {
		num, okNum := mul(x.num, y.num)
		den, okDen := mul(x.denominator(), y.denominator())
		if okNum && okDen {
			return Rational{num: num, den: den}
		}
	}
	return fromBig(new(big.Rat).Mul(x.Big(), y.Big()))
}

// Quo returns x ÷ y. It is not ok when y is 0.
func (x Rational) Quo(y Rational) (Rational, bool) {
	if y.Sign() == 0 {
		return Rational{}, false
	}
	if x.big == nil && y.big == nil {
		num, okNum := mul(x.num, y.denominator())
		den, okDen := mul(x.denominator(), y.num)
		if okNum && okDen {
			if den < 0 {
				num, den = -num, -den
			}
			return Rational{num: num, den: den}, true
		}
	}
	return fromBig(new(big.Rat).Quo(x.Big(), y.Big())), true
}

// Cmp returns -1, 0 or 1 as x is less than, equal to or greater than y.
func (x Rational) Cmp(y Rational) int {
	if x.big != nil || y.big != nil {
		return x.Big().Cmp(y.Big())
	}
	if a, b := x.Sign(), y.Sign(); a != b {
		return sign(a - b)
	}
	// Both sides have the same sign: the cross products are compared as 128-bit magnitudes, which cannot overflow.
	aHi, aLo := bits.Mul64(magnitude(x.num), uint64(y.denominator()))
	bHi, bLo := bits.Mul64(magnitude(y.num), uint64(x.denominator()))
	order := 0
	switch {
	case aHi != bHi:
		order = -1
		if aHi > bHi {
			order = 1
		}
	case aLo != bLo:
		order = -1
		if aLo > bLo {
			order = 1
		}
	}
	if x.num < 0 {
		return -order
	}
	return order
}

// Min returns the lesser of x and y.
func (x Rational) Min(y Rational) Rational {
	if y.Cmp(x) < 0 {
		return y
	}
	return x
}

// Max returns the greater of x and y.
func (x Rational) Max(y Rational) Rational {
	if y.Cmp(x) > 0 {
		return y
	}
	return x
}

// Decimal writes x with at most places decimal places, half up, without needless zeros, and tells whether that is exact.
func (x Rational) Decimal(places int) (text string, exact bool) {
	rounded := roundHalfUp(x, places)
	text = rounded.FloatString(places)
	if places > 0 {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		text = "0"
	}
	return text, rounded.Cmp(x.Big()) == 0
}

func roundHalfUp(x Rational, places int) *big.Rat {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	scaled := x.Big()
	scaled.Mul(scaled, new(big.Rat).SetInt(scale))
	return new(big.Rat).SetFrac(floorOfHalfUp(scaled), scale)
}

// floorOfHalfUp returns floor(x + 1/2): the nearest integer, halves going up.
func floorOfHalfUp(x *big.Rat) *big.Int {
	twice := new(big.Int).Lsh(x.Num(), 1)
	twice.Add(twice, x.Denom())
	den := new(big.Int).Lsh(x.Denom(), 1)
	quotient, _ := new(big.Int).DivMod(twice, den, new(big.Int)) // Euclidean: with a positive divisor this is the floor
	return quotient
}

// mul multiplies without overflow; ok is false where the product needs more than 63 bits.
func mul(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
