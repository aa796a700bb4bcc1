package engine

import (
	"math/big"
	"math/bits"
	"strconv"
)

// Points is a score or a weight (得分, 分值) in hundredths of a point: 974 is 9.74 points.
type Points int64

// FullMarks is what a whole self-evaluation weighs: 100.00 points.
const FullMarks Points = 100_00

// MaxPoints bounds every weight and score that is accepted from outside: 1,000,000.00 points. Forms whose weights add up to
// 110 or 1000 exist; beyond this bound a number in a weight column is no weight.
const MaxPoints Points = 1_000_000_00

// Rational returns p in points: 974 becomes 9.74.
func (p Points) Rational() Rational { return NewRational(int64(p), 100) }

// String writes p in points with two decimals: 9.74.
func (p Points) String() string { return hundredths(int64(p)) }

// MarshalJSON writes p as a JSON number in points, without needless zeros: 9.74, 10.
func (p Points) MarshalJSON() ([]byte, error) { return hundredthsJSON(int64(p)), nil }

// Money is an amount in fen: 15_000_000 is 150,000.00 yuan.
type Money int64

// MaxMoney bounds every amount that is accepted from outside: ten thousand billion yuan.
const MaxMoney Money = 1_000_000_000_000_000

// Rational returns m in yuan.
func (m Money) Rational() Rational { return NewRational(int64(m), 100) }

// String writes m in yuan with two decimals and no separators: 150000.00.
func (m Money) String() string { return hundredths(int64(m)) }

// Grouped writes m in yuan as forms print it: 150,000.00.
func (m Money) Grouped() string {
	text := m.String()
	start := 0
	if m < 0 {
		start = 1
	}
	for i := len(text) - 6; i > start; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// MarshalJSON writes m as a JSON number in yuan, without needless zeros.
func (m Money) MarshalJSON() ([]byte, error) { return hundredthsJSON(int64(m)), nil }

// MoneyFromDecimal turns an amount in units of 10^exponent yuan (0 for 元, 4 for 万元) into fen. It is not ok where the amount
// is no whole number of fen or lies beyond [MaxMoney].
func MoneyFromDecimal(amount Decimal, exponent int) (Money, bool) {
	fen, ok := amount.Shift(exponent + 2)
	if !ok || fen.places != 0 {
		return 0, false
	}
	m := Money(fen.unscaled)
	return m, m <= MaxMoney && m >= -MaxMoney
}

// PointsFromDecimal turns a number of points into [Points]. It is not ok where it is finer than a hundredth or beyond
// [MaxPoints].
func PointsFromDecimal(points Decimal) (Points, bool) {
	cents, ok := points.Shift(2)
	if !ok || cents.places != 0 {
		return 0, false
	}
	p := Points(cents.unscaled)
	return p, p <= MaxPoints && p >= -MaxPoints
}

// RoundHalfUp rounds a number of points to hundredths, halves towards positive infinity. It is the one place where this
// program rounds a score. It is not ok where the result is beyond [MaxPoints].
func RoundHalfUp(x Rational) (Points, bool) {
	if x.big == nil {
		if p, ok := roundSmall(x.num, x.denominator()); ok {
			return p, p <= MaxPoints && p >= -MaxPoints
		}
	}
	scaled := x.Big()
	scaled.Mul(scaled, big.NewRat(100, 1))
	whole := floorOfHalfUp(scaled)
	if !whole.IsInt64() {
		return 0, false
	}
	p := Points(whole.Int64())
	return p, p <= MaxPoints && p >= -MaxPoints
}

// roundSmall computes floor((200·num + den) / (2·den)) in 128 bits for num ≥ 0.
func roundSmall(num, den int64) (Points, bool) {
	if num < 0 {
		return 0, false
	}
	hi, lo := bits.Mul64(uint64(num), 200)
	lo, carry := bits.Add64(lo, uint64(den), 0)
	hi += carry
	divisor := uint64(den) << 1
	if hi >= divisor {
		return 0, false
	}
	quotient, _ := bits.Div64(hi, lo, divisor)
	if quotient > uint64(MaxPoints) {
		return 0, false
	}
	return Points(quotient), true
}

func hundredths(n int64) string {
	text := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, text = "-", text[1:]
	}
	for len(text) < 3 {
		text = "0" + text
	}
	return sign + text[:len(text)-2] + "." + text[len(text)-2:]
}

func hundredthsJSON(n int64) []byte {
	d, _ := NewDecimal(n, 2)
	return []byte(d.String())
}
