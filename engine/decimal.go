package engine

import (
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
)

// MaxDigits is the greatest number of significant digits that a [Decimal] holds.
const MaxDigits = 18

// Decimal is an exact decimal number: an integer of at most [MaxDigits] digits and a count of decimal places. The zero value
// is 0. Two decimals that are equal as numbers are equal with ==, because every constructor removes trailing zeros.
type Decimal struct {
	unscaled int64
	places   uint8
}

// NewDecimal returns unscaled × 10^-places. Numbers that need more than [MaxDigits] places are not accepted.
func NewDecimal(unscaled int64, places int) (Decimal, bool) {
	if unscaled == 0 {
		return Decimal{}, places >= 0
	}
	for places > 0 && unscaled%10 == 0 {
		unscaled /= 10
		places--
	}
	if places < 0 || places > MaxDigits {
		return Decimal{}, false
	}
	return Decimal{unscaled, uint8(places)}, true
}

// DecimalFromInt returns n as a decimal.
func DecimalFromInt(n int64) Decimal { return Decimal{unscaled: n} }

// ParseDecimal reads a plain number: an optional sign, ASCII digits, at most one point. It does not accept exponents, spaces or
// separators, nor more than [MaxDigits] significant digits.
func ParseDecimal(text string) (Decimal, bool) {
	digits, negative := strings.CutPrefix(text, "-")
	if !negative {
		digits = strings.TrimPrefix(text, "+")
	}
	whole, fraction, hasPoint := strings.Cut(digits, ".")
	if whole == "" && fraction == "" || hasPoint && fraction == "" {
		return Decimal{}, false
	}
	fraction = strings.TrimRight(fraction, "0")
	n, ok := appendDigits(0, whole)
	if ok {
		n, ok = appendDigits(n, fraction)
	}
	if !ok || len(fraction) > MaxDigits {
		return Decimal{}, false
	}
	if negative {
		n = -n
	}
	return NewDecimal(n, len(fraction))
}

// appendDigits writes digits behind those of a number. It is not ok where they are no digits or more than [MaxDigits] in all.
func appendDigits(n int64, digits string) (int64, bool) {
	for i := range len(digits) {
		c := digits[i]
		if c < '0' || c > '9' || n > maxBeforeShift {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// Shift returns d × 10^n. It is not ok where the result needs more than [MaxDigits] digits.
func (d Decimal) Shift(n int) (Decimal, bool) {
	places := int(d.places) - n
	unscaled := d.unscaled
	for ; places < 0; places++ {
		if unscaled > maxBeforeShift || unscaled < -maxBeforeShift {
			return Decimal{}, false
		}
		unscaled *= 10
	}
	return NewDecimal(unscaled, places)
}

// maxBeforeShift is the largest magnitude that may be multiplied by ten and still has at most MaxDigits digits.
const maxBeforeShift = 99_999_999_999_999_999

// Sign returns -1, 0 or 1.
func (d Decimal) Sign() int {
	switch {
	case d.unscaled < 0:
		return -1
	case d.unscaled > 0:
		return 1
	}
	return 0
}

// Rational returns d as a [Rational].
func (d Decimal) Rational() Rational { return NewRational(d.unscaled, pow10[d.places]) }

// String writes d without exponent and without needless zeros: 487, 99.5, -0.03.
func (d Decimal) String() string {
	text := strconv.FormatInt(d.unscaled, 10)
	if d.places == 0 {
		return text
	}
	sign := ""
	if d.unscaled < 0 {
		sign, text = "-", text[1:]
	}
	for len(text) <= int(d.places) {
		text = "0" + text
	}
	point := len(text) - int(d.places)
	return sign + text[:point] + "." + text[point:]
}

// MarshalBinary writes d for [Decimal.UnmarshalBinary].
func (d Decimal) MarshalBinary() ([]byte, error) {
	return binary.AppendVarint([]byte{d.places}, d.unscaled), nil
}

// UnmarshalBinary reads what [Decimal.MarshalBinary] wrote. Anything else is an error.
func (d *Decimal) UnmarshalBinary(data []byte) error {
	if len(data) > 1 {
		unscaled, size := binary.Varint(data[1:])
		read, ok := NewDecimal(unscaled, int(data[0]))
		if ok && size == len(data)-1 && read == (Decimal{unscaled, data[0]}) {
			*d = read
			return nil
		}
	}
	return errors.New("read a decimal: the bytes are none")
}

// MarshalJSON writes d as a JSON number with all its digits.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

var pow10 = func() (powers [MaxDigits + 1]int64) {
	powers[0] = 1
	for i := 1; i <= MaxDigits; i++ {
		powers[i] = powers[i-1] * 10
	}
	return powers
}()
