package grid

import (
	"math/big"
	"regexp"
	"strings"
)

var shownNumber = regexp.MustCompile(`[0-9][0-9,]*(\.[0-9]+)?`)

// storedNumber puts the stored number in the place of the shown one, which a format may have rounded. Text that shows the number in
// another way, such as a date, stays.
func storedNumber(shown, stored string) string {
	d, ok := parseDecimal(strings.TrimSpace(stored))
	if !ok {
		return shown
	}
	d, _ = d.shown()
	if strings.TrimSpace(shown) == "" {
		return d.plain()
	}
	found := shownNumber.FindAllStringIndex(shown, 2)
	if len(found) != 1 || d.exp > longestPlain || d.exp < -longestPlain {
		return shown
	}
	before, text, after := shown[:found[0][0]], shown[found[0][0]:found[0][1]], shown[found[0][1]:]
	if strings.HasPrefix(strings.TrimSpace(after), "%") {
		d.exp += 2
	}
	d.negative = false // the sign is shown in some way
	plain := strings.ReplaceAll(text, ",", "")
	if !roundsTo(d, plain) {
		return shown
	}
	if rounded, _ := parseDecimal(plain); rounded.rat().Cmp(d.rat()) == 0 {
		return shown
	}
	return before + d.plain() + after
}

// roundsTo tells whether a number, rounded half up to as many decimals as text has, is text.
func roundsTo(d decimal, text string) bool {
	shown, ok := parseDecimal(text)
	if !ok {
		return false
	}
	_, fraction, _ := strings.Cut(text, ".")
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(fraction))), nil))
	exact := new(big.Rat).Mul(d.rat(), scale)
	exact.Add(exact, big.NewRat(1, 2))
	rounded := new(big.Int).Div(exact.Num(), exact.Denom())
	return new(big.Rat).Mul(shown.rat(), scale).Cmp(new(big.Rat).SetInt(rounded)) == 0
}
