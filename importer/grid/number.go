package grid

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// shownDigits is how many significant digits spreadsheet programs show of a number.
const shownDigits = 15

// longestPlain is how many zeros a number may need to be written without an exponent.
const longestPlain = 30

// longestNumber is how many digits a number may be written with. Programs write 17; of thousands the machine's own reading is wrong.
const longestNumber = 400

// mostPercents is how many percent signs of a format count. The value stays exact, because each takes its factor along.
const mostPercents = 8

// decimal is ±digits × 10^exp, digits without leading zeros ("0" for zero).
type decimal struct {
	negative bool
	digits   string
	exp      int
	integer  bool // written without point and exponent
}

// parseDecimal reads a number as the file format writes it: 12, -0.5, 1.5E-3.
func parseDecimal(text string) (decimal, bool) {
	d := decimal{}
	body := strings.TrimLeft(text, "+-")
	if len(text)-len(body) > 1 {
		return d, false
	}
	d.negative = strings.HasPrefix(text, "-")
	mantissa, exponent, scientific := body, "", false
	if at := strings.IndexAny(body, "eE"); at >= 0 {
		mantissa, exponent, scientific = body[:at], body[at+1:], true
	}
	if scientific {
		n, err := strconv.Atoi(exponent)
		if err != nil || n > 400 || n < -400 {
			return d, false
		}
		d.exp = n
	}
	whole, fraction, point := strings.Cut(mantissa, ".")
	digits := whole + fraction
	if len(digits) > longestNumber || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return d, false
	}
	d.exp -= len(fraction)
	d.integer = !point && !scientific
	d.digits = strings.TrimLeft(digits, "0")
	return d.normal(), true
}

// normal takes trailing zeros into the exponent, and the sign off zero.
func (d decimal) normal() decimal {
	trimmed := strings.TrimRight(d.digits, "0")
	d.exp += len(d.digits) - len(trimmed)
	d.digits = trimmed
	if trimmed == "" {
		return decimal{digits: "0", integer: d.integer}
	}
	return d
}

// shown is the number as a spreadsheet program shows it. A file stores the binary number behind it in up to 17 digits (0.1 as 0.10000000000000001),
// the program shows 15. Up to 15 digits nothing changes; 16 and 17 are rounded, which undoes the binary detour.
// A whole number is kept digit by digit: it is a code that some program wrote as a number, or exact anyway.
// rounded tells that even the shortest decimal for the binary number had more digits, so that rounding took something away.
func (d decimal) shown() (result decimal, rounded bool) {
	if d.integer || len(d.digits) <= shownDigits {
		return d, false
	}
	binary, err := strconv.ParseFloat(d.scientific(), 64)
	if err != nil {
		return d, false
	}
	result, _ = parseDecimal(strconv.FormatFloat(binary, 'e', shownDigits-1, 64))
	shortest, _ := parseDecimal(strconv.FormatFloat(binary, 'e', -1, 64))
	return result, len(shortest.digits) > shownDigits
}

func (d decimal) scientific() string {
	sign := ""
	if d.negative {
		sign = "-"
	}
	return sign + d.digits + "e" + strconv.Itoa(d.exp)
}

func (d decimal) isZero() bool { return d.digits == "0" }

// plain writes the number without an exponent, unless that takes very many zeros.
func (d decimal) plain() string {
	if d.exp > longestPlain || d.exp < -longestPlain-len(d.digits) {
		return d.scientific()
	}
	sign := ""
	if d.negative {
		sign = "-"
	}
	if d.exp >= 0 {
		if d.isZero() {
			return "0"
		}
		return sign + d.digits + strings.Repeat("0", d.exp)
	}
	digits := d.digits
	if missing := 1 - d.exp - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) + d.exp
	return sign + digits[:point] + "." + digits[point:]
}

func (d decimal) rat() *big.Rat {
	r, _ := new(big.Rat).SetString(d.scientific())
	return r
}

// numberFormat is what a format code makes of the sections positive, negative, zero.
type numberFormat struct{ sections []section }

// section says how a number is shown: bare (the zero value), as a percentage, as a date, as a time.
type section struct {
	percent                int // percent signs
	year, month, day, time bool
	elapsed                bool // hours beyond a day, as [h]
}

// builtinFormats are the codes that files name by number only: those of dates, times and percentages. From 27 on they are the Chinese ones.
var builtinFormats = map[int]string{
	9: "0%", 10: "0.00%",
	14: "m/d/yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "m/d/yy h:mm",
	18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
	27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日",
	32: "h时mm分", 33: "h时mm分ss秒", 34: "h时mm分", 35: "h时mm分ss秒", 36: "yyyy年m月",
	50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日",
	55: "h时mm分", 56: "h时mm分ss秒", 57: "yyyy年m月", 58: "m月d日",
}

func parseNumberFormat(code string) numberFormat {
	var f numberFormat
	for code != "" {
		var s section
		s, code = parseSection(code)
		f.sections = append(f.sections, s)
	}
	return f
}

// parseSection reads up to the next semicolon and returns the rest. Quoted and protected characters show as they are and mean nothing.
func parseSection(code string) (section, string) {
	var s section
	minutes := false
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			i += 1 + strings.IndexByte(code[i+1:]+`"`, '"')
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:]+"]", ']')
			if inner := strings.ToLower(code[i+1 : min(i+end, len(code))]); inner != "" && strings.Trim(inner, "hms") == "" {
				s.time, s.elapsed = true, true
			}
			i += end
		case ';':
			return s.settle(minutes), code[i+1:]
		case '%':
			s.percent = min(s.percent+1, mostPercents)
		case 'y', 'Y':
			s.year = true
		case 'd', 'D':
			s.day = true
		case 'h', 'H', 's', 'S':
			s.time = true
		case 'm', 'M':
			minutes = true
		}
	}
	return s.settle(minutes), ""
}

// settle decides what m meant: minutes beside hours or seconds alone, else the month.
func (s section) settle(m bool) section {
	s.month = m && (!s.time || s.year || s.day)
	return s
}

// section chooses by the sign. A section that shows nothing of the number ("-" for zero) leaves the meaning to the first.
func (f numberFormat) section(d decimal) section {
	if len(f.sections) == 0 {
		return section{}
	}
	chosen := f.sections[0]
	switch {
	case d.negative && len(f.sections) > 1:
		chosen = f.sections[1]
	case d.isZero() && len(f.sections) > 2:
		chosen = f.sections[2]
	}
	if chosen == (section{}) {
		return f.sections[0]
	}
	return chosen
}

// write gives the exact value, with what the format says about its meaning: percentages as raw × 100 and a %, dates as YYYY-MM-DD.
// A format that shows no day gives 2025年12月, one that shows only the year 2025年: the stored day is then nobody's statement.
func (f numberFormat) write(d decimal, date1904 bool) string {
	s := f.section(d)
	switch {
	case s.year || s.month || s.day:
		if text, ok := s.date(d, date1904); ok {
			return text
		}
	case s.time:
		return s.clock(d)
	case s.percent > 0:
		d.exp += 2 * s.percent
		if d.isZero() {
			d.exp = 0
		}
		return d.plain() + strings.Repeat("%", s.percent)
	}
	return d.plain()
}

// seconds is the number of days in whole seconds, rounded half up.
func (d decimal) seconds() (int64, bool) {
	if len(d.digits)+d.exp > 8 || d.negative {
		return 0, false
	}
	r := d.rat()
	r.Mul(r, big.NewRat(86400, 1)).Add(r, big.NewRat(1, 2))
	return new(big.Int).Div(r.Num(), r.Denom()).Int64(), true
}

// date reads a count of days. Outside the calendar of the programs it is no date: negative, after 9999, and the 29 February 1900 that they believe in.
func (s section) date(d decimal, date1904 bool) (string, bool) {
	seconds, ok := d.seconds()
	day := seconds / 86400
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case !ok || day > 2_958_465:
		return "", false
	case date1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day == 60 || day == 0:
		return "", false
	case day < 60:
		epoch = epoch.AddDate(0, 0, 1)
	}
	return s.moment(epoch.AddDate(0, 0, int(day)).Add(time.Duration(seconds%86400) * time.Second)), true
}

// moment writes a date, with the time where the format shows one and it is not midnight.
func (s section) moment(at time.Time) string {
	switch {
	case s.time && !at.Equal(at.Truncate(24*time.Hour)):
		return at.Format("2006-01-02 15:04:05")
	case s.year && !s.month && !s.day:
		return at.Format("2006年")
	case s.year && !s.day:
		return at.Format("2006年1月")
	}
	return at.Format("2006-01-02")
}

// clock writes a part of a day as hours, minutes and seconds.
func (s section) clock(d decimal) string {
	seconds, ok := d.seconds()
	if !ok {
		return d.plain()
	}
	if !s.elapsed {
		seconds %= 86400
	}
	return fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}
