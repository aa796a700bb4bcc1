package notation

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"jixiao/engine"
)

// ParseDate reads a day, for which from equals to, or a month, a quarter or a year, whose first and last days it returns. A
// date without a year lies in the given one; without either it is not ok.
func ParseDate(text string, year int) (from, to engine.Date, ok bool) {
	p, rest, how := scanPeriods(dropTime(normalise(text)), year)
	if how != scanned || rest != "" {
		return engine.Date{}, engine.Date{}, false
	}
	if p.unit == endpoint {
		p.from = p.to
	}
	return p.from, p.to, true
}

// periodUnit says how a period was printed.
type periodUnit uint8

const (
	day periodUnit = iota
	endpoint
	month
	quarter
	longer // half a year, a year, a range
)

type period struct {
	from, to engine.Date
	unit     periodUnit
	bare     bool // digits alone, which could be a number as well: 20251231, 2025.12
}

var timeOfDay = regexp.MustCompile(`^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[ T]\d{1,2}:\d{2}(:\d{2})?$`)

// dropTime cuts the time of day that spreadsheets print behind a date.
func dropTime(text string) string {
	if !strings.Contains(text, ":") {
		return text
	}
	if match := timeOfDay.FindStringSubmatch(text); match != nil {
		return match[1]
	}
	return text
}

// scanPeriods reads a period, or two of them with a dash between, at the beginning of a text. It is malformed where a date was
// printed whose year nobody knows.
func scanPeriods(text string, year int) (period, string, outcome) {
	if !mayBePeriod(text) {
		return period{}, text, absent
	}
	if p, rest, how := scanShortRange(text, year); how != absent {
		return p, rest, how
	}
	first, rest, how := scanPeriod(text, year)
	if how != scanned {
		return first, rest, how
	}
	tail, dash := cutAny(rest, periodDashes)
	if dash == "" {
		return first, rest, scanned
	}
	second, tail, how := scanSecondPeriod(tail, &first)
	if how != scanned || second.to.DaysAfter(first.from) < 0 {
		return first, rest, scanned
	}
	return period{from: first.from, to: second.to, unit: longer}, tail, scanned
}

// mayBePeriod saves most numbers the patterns of dates: a period names its unit, or has separators, or eight digits.
func mayBePeriod(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	if !strings.ContainsRune(periodBeginnings, first) {
		return false
	}
	return strings.ContainsAny(text, "年月季半底末Q-./") || compactDay.MatchString(text)
}

// periodBeginnings are the first characters that a period can have.
const periodBeginnings = "0123456789一二三四五六七八九十零〇○O第Q上下本当今每年全底末"

var periodDashes = []string{"——", "--", "-", "—", "~", "起至", "起到", "至", "到"}

// scanSecondPeriod reads the end of a span. Behind a day in digits it may lack its year: 2025.1.1-12.31.
func scanSecondPeriod(text string, first *period) (period, string, outcome) {
	if p, rest, how := scanPeriod(text, first.to.Year); how != absent || first.unit != day {
		return p, rest, how
	}
	match := shortDay.FindStringSubmatch(text)
	if match == nil || numberGoesOn(text[len(match[0]):]) {
		return period{}, text, absent
	}
	return oneDay(first.to.Year, digits(match[1]), digits(match[2]), text, text[len(match[0]):])
}

// scanShortDay reads days of which 前 behind them says that they are no numbers: 12.31前, 12月31前.
func scanShortDay(text string, year int) (period, string, outcome) {
	if !startsWithDigit(text) {
		return period{}, text, absent
	}
	match := shortDay.FindStringSubmatch(text)
	if match == nil {
		return period{}, text, absent
	}
	rest := text[len(match[0]):]
	if _, word := cutAny(strings.TrimPrefix(rest, "日"), []string{"之前", "以前", "前"}); word == "" {
		return period{}, text, absent
	}
	return oneDay(year, digits(match[1]), digits(match[2]), text, strings.TrimPrefix(rest, "日"))
}

var shortRange = regexp.MustCompile(`^(?:(\d{4})年)?第?([0-9]{1,2}|[一二三四])[-—~至到]([0-9]{1,2}|[一二三四])(月份?|个?季度)`)

var yearRange = regexp.MustCompile(`^(\d{4})[-—~至到](\d{4})年度?`)

// scanShortRange reads ranges that print their unit once: 1-3季度, 2025年1-12月, 2025-2027年.
func scanShortRange(text string, year int) (period, string, outcome) {
	if !startsWithYear(text) {
		return scanRangeInYear(text, year)
	}
	if match := yearRange.FindStringSubmatch(text); match != nil {
		first, last := wholeYear(digits(match[1])), wholeYear(digits(match[2]))
		return ranged(first, last, text[len(match[0]):])
	}
	if match := dottedMonths.FindStringSubmatch(text); match != nil && !numberGoesOn(text[len(match[0]):]) {
		first, last := wholeMonth(digits(match[1]), digits(match[2])), wholeMonth(digits(match[1]), digits(match[3]))
		if near(digits(match[1]), year) && !first.to.IsZero() && !last.to.IsZero() {
			return ranged(first, last, text[len(match[0]):])
		}
	}
	return scanRangeInYear(text, year)
}

// scanRangeInYear reads months or quarters of one year: 1-3季度, 2025年1-12月.
func scanRangeInYear(text string, year int) (period, string, outcome) {
	match := shortRange.FindStringSubmatch(text)
	if match == nil {
		return period{}, text, absent
	}
	if match[1] != "" {
		year = digits(match[1])
	}
	if strings.HasPrefix(match[4], "月") {
		return ranged(wholeMonth(year, ordinal(match[2])), wholeMonth(year, ordinal(match[3])), text[len(match[0]):])
	}
	if strings.HasPrefix(match[4], "个") {
		return period{}, text, absent
	}
	return ranged(wholeQuarter(year, ordinal(match[2])), wholeQuarter(year, ordinal(match[3])), text[len(match[0]):])
}

// near tells whether a figure is near enough to the form's year to be one.
func near(figure, year int) bool {
	gap := figure - year
	return year != 0 && gap >= -5 && gap <= 5
}

func ranged(first, last period, rest string) (period, string, outcome) {
	if first.to.IsZero() || last.to.IsZero() {
		return period{}, rest, malformed
	}
	if last.to.DaysAfter(first.from) < 0 {
		return period{}, rest, absent
	}
	return period{from: first.from, to: last.to, unit: longer}, rest, scanned
}

var (
	numericDay    = regexp.MustCompile(`^(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})`)
	numericMonth  = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})`)
	compactDay    = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})`)
	shortDay      = regexp.MustCompile(`^(\d{1,2})[./月-](\d{1,2})`)
	dottedMonths  = regexp.MustCompile(`^(\d{4})\.(\d{1,2})[-—~至到](\d{1,2})月?`)
	shortYear     = regexp.MustCompile(`^(\d{2})年`)
	printedYear   = regexp.MustCompile(`^(\d{4}|[一二三四五六七八九零〇○O]{4})(?:年度?|(全年|Q|第))`)
	quarterOfYear = regexp.MustCompile(`^(?:第?([1-4一二三四])季度?|Q([1-4]))`)
	monthOfYear   = regexp.MustCompile(`^(\d{1,2}|十[一二]?|[一二三四五六七八九])月份?`)
	dayOfMonth    = regexp.MustCompile(`^(\d{1,2}|[一二三四五六七八九十]{1,3})[日号]`)
)

// scanPeriod reads one period. A year that the text does not print is the given one.
func scanPeriod(text string, year int) (period, string, outcome) {
	if p, rest, how := scanNumericDate(text); how != absent {
		return p, rest, how
	}
	rest, printed := text, false
	if match := printedYear.FindStringSubmatch(text); match != nil {
		year, printed = yearOf(match[1]), true
		rest = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(text[len(match[1]):], "年"), "度"), "的")
		if wholeYear(year).to.IsZero() {
			return period{}, text, absent
		}
	} else if match := shortYear.FindStringSubmatch(text); match != nil && near(2000+digits(match[1]), year) && leadsToPart(text[len(match[0]):], year) {
		year, rest, printed = 2000+digits(match[1]), text[len(match[0]):], true
	} else if cut, word := cutAny(text, []string{"本年度", "当年度", "每年度", "本年", "当年", "每年", "今年"}); word != "" {
		rest, printed = cut, true
	}
	if _, word := cutAny(rest, []string{"底", "末"}); word != "" && !printed {
		return period{}, text, absent
	}
	p, tail, how := scanWithin(rest, year)
	if how != absent {
		return p, tail, how
	}
	if !printed {
		return period{}, text, absent
	}
	return known(wholeYear(year), rest)
}

// scanWithin reads a part of a year.
func scanWithin(text string, year int) (period, string, outcome) {
	if rest, word := cutAny(text, []string{"年底", "年末", "底", "末"}); word != "" {
		return known(atEnd(wholeYear(year)), rest)
	}
	if rest, word := cutAny(text, []string{"全年度", "全年", "年度内", "年内"}); word != "" {
		return known(wholeYear(year), rest)
	}
	if rest, word := cutAny(text, []string{"上半年", "下半年"}); word != "" {
		half := period{from: wholeQuarter(year, 1).from, to: wholeQuarter(year, 2).to, unit: longer}
		if word == "下半年" {
			half = period{from: wholeQuarter(year, 3).from, to: wholeQuarter(year, 4).to, unit: longer}
		}
		return closing(half, rest)
	}
	if match := quarterOfYear.FindStringSubmatch(text); match != nil {
		rest := text[len(match[0]):]
		if strings.HasSuffix(match[0], "季") && rest != "" && !strings.HasPrefix(rest, "末") && !strings.HasPrefix(rest, "前") {
			return period{}, text, absent // 4季盆花
		}
		return closing(wholeQuarter(year, ordinal(match[1]+match[2])), rest)
	}
	return scanMonth(text, year)
}

func scanMonth(text string, year int) (period, string, outcome) {
	match := monthOfYear.FindStringSubmatch(text)
	if match == nil {
		return period{}, text, absent
	}
	number, rest := ordinal(match[1]), text[len(match[0]):]
	if number < 1 || number > 12 {
		return period{}, text, absent
	}
	whole := wholeMonth(year, number)
	if at := dayOfMonth.FindStringSubmatch(rest); at != nil {
		return oneDay(year, number, ordinal(at[1]), text, rest[len(at[0]):])
	}
	if whole.to.IsZero() {
		return period{}, text, malformed
	}
	for i, third := range []string{"上旬", "中旬", "下旬"} {
		if tail, found := strings.CutPrefix(rest, third); found {
			whole.from.Day = 10*i + 1
			if i < 2 {
				whole.to.Day = 10*i + 10
			}
			whole.unit = longer
			return whole, tail, scanned
		}
	}
	return closing(whole, rest)
}

// closing turns a period into its last day where 底 or 末 follows.
func closing(p period, rest string) (period, string, outcome) {
	if tail, word := cutAny(rest, []string{"底", "末"}); word != "" {
		return known(atEnd(p), tail)
	}
	return known(p, rest)
}

func atEnd(p period) period { return period{from: p.to, to: p.to, unit: endpoint} }

// known tells a period whose year is missing from a whole one.
func known(p period, rest string) (period, string, outcome) {
	if p.to.IsZero() || p.from.IsZero() {
		return period{}, rest, malformed
	}
	return p, rest, scanned
}

func oneDay(year, monthNumber, dayNumber int, text, rest string) (period, string, outcome) {
	if year == 0 {
		return period{}, text, malformed
	}
	date, ok := engine.NewDate(year, time.Month(monthNumber), dayNumber)
	if !ok {
		return period{}, text, absent
	}
	return period{from: date, to: date, unit: day}, rest, scanned
}

// scanNumericDate reads 2025-12-31, 2025.12.31, 2025-12, 2025.12 and 20251231.
func scanNumericDate(text string) (period, string, outcome) {
	if !startsWithYear(text) {
		return period{}, text, absent
	}
	if match := numericDay.FindStringSubmatch(text); match != nil && match[2] == match[4] && !startsWithDigit(text[len(match[0]):]) {
		return oneDay(digits(match[1]), digits(match[3]), digits(match[5]), text, text[len(match[0]):])
	}
	if match := compactDay.FindStringSubmatch(text); match != nil && !numberGoesOn(text[len(match[0]):]) {
		p, rest, how := oneDay(digits(match[1]), digits(match[2]), digits(match[3]), text, text[len(match[0]):])
		p.bare = true
		return p, rest, how
	}
	match := numericMonth.FindStringSubmatch(text)
	if match == nil || numberGoesOn(text[len(match[0]):]) {
		return period{}, text, absent
	}
	whole := wholeMonth(digits(match[1]), digits(match[2]))
	if whole.to.IsZero() {
		return period{}, text, absent
	}
	whole.bare = text[4] == '.'
	return whole, text[len(match[0]):], scanned
}

func numberGoesOn(rest string) bool {
	return startsWithDigit(rest) || len(rest) > 1 && (rest[0] == '.' || rest[0] == ',') && startsWithDigit(rest[1:])
}

func wholeYear(year int) period {
	from, ok := engine.NewDate(year, time.January, 1)
	if !ok {
		return period{}
	}
	return period{from: from, to: engine.EndOfMonth(year, time.December), unit: longer}
}

func wholeQuarter(year, number int) period {
	from, ok := engine.NewDate(year, time.Month(3*number-2), 1)
	if !ok {
		return period{}
	}
	return period{from: from, to: engine.EndOfMonth(year, time.Month(3*number)), unit: quarter}
}

func wholeMonth(year, number int) period {
	from, ok := engine.NewDate(year, time.Month(number), 1)
	if !ok {
		return period{}
	}
	return period{from: from, to: engine.EndOfMonth(year, time.Month(number)), unit: month}
}

func digits(text string) int {
	n, _ := strconv.Atoi(text) // at most four digits, matched before
	return n
}

// yearOf reads a year in digits or in Chinese numerals that stand in a row: 二〇二五.
func yearOf(text string) int {
	if startsWithDigit(text) {
		return digits(text)
	}
	year := 0
	for _, r := range text {
		year = 10*year + int(numerals[r]) // ○ and O stand for 〇
	}
	return year
}

func ordinal(text string) int {
	if startsWithDigit(text) {
		return digits(text)
	}
	n, _, _ := scanChinese(text)
	return int(n)
}
