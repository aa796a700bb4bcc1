package notation

import (
	"strconv"
	"strings"

	"jixiao/engine"
)

// ParseAmount reads an amount of money or a number of points as forms print it: 150,000.00, full-width digits, spaces, 元
// behind it. A number whose separators are not every three digits is refused, and so are exponents and more than
// [engine.MaxDigits] digits.
func ParseAmount(text string) (engine.Decimal, bool) {
	if isPlain(text) {
		return engine.ParseDecimal(text)
	}
	trimmed := strings.TrimSpace(text)
	if trimmed == "" || strings.ContainsAny(trimmed[len(trimmed)-1:], ";,") {
		return engine.Decimal{}, false
	}
	number, rest, outcome := scanDigits(strings.TrimSuffix(normalise(trimmed), "元"))
	if outcome != scanned || rest != "" {
		return engine.Decimal{}, false
	}
	return number, true
}

// isPlain tells a number as programs write it: digits, and digits behind a point.
func isPlain(text string) bool {
	whole, fraction, hasPoint := strings.Cut(text, ".")
	return allDigits(whole) && (!hasPoint || allDigits(fraction))
}

func allDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// outcome says how the scanning of a number ended.
type outcome uint8

const (
	absent    outcome = iota // no number stands here
	scanned                  // a number
	malformed                // digits with separators in wrong places
	tooLong                  // more digits than a Decimal holds, or an exponent
)

// scanNumber reads the number at the beginning of a normalised text, in digits or in Chinese numerals.
func scanNumber(text string) (number engine.Decimal, rest string, how outcome, chinese bool) {
	number, rest, how = scanDigits(text)
	if how != absent {
		return number, rest, how, false
	}
	if number, rest, how = scanChineseDecimal(text); how != absent {
		return number, rest, how, true
	}
	n, rest, ok := scanNumeral(text)
	if !ok {
		return engine.Decimal{}, text, absent, false
	}
	return engine.DecimalFromInt(n), rest, scanned, true
}

func scanDigits(text string) (engine.Decimal, string, outcome) {
	body, sign := cutAny(text, []string{"-", "+", "负"})
	end := 0
	for end < len(body) && (isDigit(rune(body[end])) || body[end] == '.' || body[end] == ',' || body[end] == ' ') {
		end++
	}
	token := strings.TrimRight(body[:end], ",. ")
	rest := body[len(token):]
	if !hasDigits(token) {
		return engine.Decimal{}, text, absent
	}
	if strings.HasPrefix(rest, ".") {
		return engine.Decimal{}, text, malformed
	}
	plain, ok := ungroup(token)
	if !ok {
		return engine.Decimal{}, text, malformed
	}
	if exponent(rest) {
		return engine.Decimal{}, text, tooLong
	}
	if sign == "-" || sign == "负" {
		plain = "-" + plain
	}
	number, ok := engine.ParseDecimal(plain)
	if !ok {
		return engine.Decimal{}, text, tooLong
	}
	return number, rest, scanned
}

// ungroup takes the thousands separators out of a token of digits, points, commas and blanks. It is not ok where there are two
// points, two kinds of separators, or a group of other than three digits.
func ungroup(token string) (string, bool) {
	whole, fraction, _ := strings.Cut(token, ".")
	if strings.ContainsAny(fraction, "., ") {
		return "", false
	}
	if !strings.ContainsAny(whole, ", ") {
		return token, true
	}
	separator := ","
	if strings.Contains(whole, " ") {
		separator = " "
	}
	groups := strings.Split(whole, separator)
	for i, group := range groups {
		if strings.ContainsAny(group, ", ") || len(group) != 3 && (i > 0 || len(group) > 3 || group == "") {
			return "", false
		}
	}
	return strings.Join(groups, "") + token[len(whole):], true
}

func exponent(rest string) bool {
	if rest == "" || rest[0] != 'e' && rest[0] != 'E' {
		return false
	}
	return startsWithDigit(strings.TrimLeft(rest[1:], "+-"))
}

var numerals = map[rune]int64{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}
var numeralUnits = map[rune]int64{'十': 10, '百': 100, '千': 1000}

// scanNumeral reads a Chinese numeral of several parts: 一万二千, 一亿零五百万. The 万 of 三万元 and the 亿 of 二亿元 are left to the unit,
// whose scale they are. A part that does not begin where the one before it ended needs its 零, so that the colloquial 一万二 and
// 一亿五千, which people say for 12000 and 1.5亿, are no numerals.
func scanNumeral(text string) (value int64, rest string, ok bool) {
	value, rest, ok = scanChinese(text)
	if !ok {
		return 0, text, false
	}
	if tail, found := strings.CutPrefix(rest, "亿"); found {
		if whole, tail, ok := scanBelowHundredMillion(tail); ok {
			return value*100_000_000 + whole, tail, true
		}
		return value, rest, true
	}
	if tail, found := strings.CutPrefix(rest, "万"); found {
		if low, tail, _, ok := scanPart(tail); ok {
			return value*10_000 + low, tail, true
		}
	}
	return value, rest, true
}

// scanBelowHundredMillion reads what follows 亿: a part of 万 that another may follow, or 零 and a part below that.
func scanBelowHundredMillion(text string) (value int64, rest string, ok bool) {
	value, rest, zero, ok := scanPart(text)
	if !ok {
		return 0, text, false
	}
	tail, found := strings.CutPrefix(rest, "万")
	if !found {
		return value, rest, zero
	}
	value *= 10_000
	if low, tail, _, ok := scanPart(tail); ok {
		return value + low, tail, true
	}
	return value, tail, true
}

// scanPart reads the next lower four digits of a numeral, which begin with 零 where there are fewer.
func scanPart(text string) (value int64, rest string, zero, ok bool) {
	rest, word := cutAny(text, []string{"零", "〇"})
	zero = word != ""
	value, rest, ok = scanChinese(rest)
	return value, rest, zero, ok && zero == (value < 1000)
}

// scanChinese reads a Chinese numeral from 1 to 9999. Digits that merely stand in a row (二〇二五) and the colloquial 一百二
// are no numerals here.
func scanChinese(text string) (value int64, rest string, ok bool) {
	n := numeral{digit: -1, above: 10_000}
	end := 0
	for i, r := range text {
		if _, digit := numerals[r]; !digit && numeralUnits[r] == 0 {
			break
		}
		if !n.take(r, i == 0) {
			return 0, text, false
		}
		end = i + len(string(r))
	}
	value, ok = n.value()
	return value, text[end:], ok
}

// numeral is a Chinese numeral while it is read.
type numeral struct {
	total int64
	digit int64 // the digit that waits for its unit, or -1
	above int64 // the unit that was read last; the next has to be smaller
	zero  bool  // 零 was read since
}

// take reads one more character. It is not ok where that makes no numeral.
func (n *numeral) take(r rune, first bool) bool {
	if digit, found := numerals[r]; found {
		if n.digit >= 0 {
			return false
		}
		if digit == 0 {
			n.zero = true
			return true
		}
		n.digit = digit
		return true
	}
	unit := numeralUnits[r]
	if n.digit < 0 && unit == 10 && first {
		n.digit = 1
	}
	if n.digit < 0 || unit >= n.above {
		return false
	}
	n.total, n.digit, n.above, n.zero = n.total+n.digit*unit, -1, unit, false
	return true
}

func (n *numeral) value() (int64, bool) {
	switch {
	case n.digit < 0:
		return n.total, n.total > 0 && !n.zero
	case n.zero && n.total == 0, !n.zero && n.above > 10 && n.total > 0:
		return 0, false // 零五; 一百二, which people say for 120
	}
	return n.total + n.digit, true
}

// scanChineseDecimal reads a Chinese numeral with a fraction: 九十五点五, 零点五.
func scanChineseDecimal(text string) (engine.Decimal, string, outcome) {
	whole, rest, ok := scanNumeral(text)
	if !ok {
		if !strings.HasPrefix(text, "零点") {
			return engine.Decimal{}, text, absent
		}
		rest = strings.TrimPrefix(text, "零")
	}
	tail, found := strings.CutPrefix(rest, "点")
	if !found {
		return engine.Decimal{}, text, absent
	}
	fraction := ""
	for _, r := range tail {
		digit, numeral := numerals[r]
		if !numeral {
			break
		}
		fraction += strconv.FormatInt(digit, 10)
		tail = tail[len(string(r)):]
	}
	if fraction == "" {
		return engine.Decimal{}, text, absent
	}
	number, ok := engine.ParseDecimal(strconv.FormatInt(whole, 10) + "." + fraction)
	if !ok {
		return engine.Decimal{}, text, tooLong
	}
	return number, tail, scanned
}

// blankInside tells whether a number is grouped by blanks, which could as well be two numbers that ran together: 95 100.
func blankInside(text string) bool {
	for i := 1; i+1 < len(text); i++ {
		if text[i] == ' ' && isDigit(rune(text[i-1])) && isDigit(rune(text[i+1])) {
			return true
		}
	}
	return false
}
