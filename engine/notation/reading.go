package notation

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jixiao/engine"
)

// reading is a number or a range as it was printed, before it becomes a target or an actual.
type reading struct {
	comparator
	behind  engine.Op // a comparator behind the number: 以上
	first   quantity
	second  quantity // of a range
	ranged  bool
	approx  engine.Approximation
	per     string // 亩 of 每亩100
	skipped string // words around the number that say nothing about it
	units   string // a second unit in brackets that contradicts the first
	label   labelKind
	open    bool // a range one end of which is printed as excluded
	doubled bool // two signs before the number: ≥≥
	clash   bool // two comparators before the number that contradict each other
	chinese bool
	half    bool // 半
	// bracketed tells that the unit stands in brackets: 12(月) counts months, or names one.
	bracketed bool
}

// quantity is a number and the unit that stands at it.
type quantity struct {
	value engine.Decimal
	unit  string
}

var approximateLeads = []struct {
	text string
	side engine.Approximation
}{
	{"大约为", engine.About}, {"约为", engine.About}, {"大约", engine.About}, {"大概", engine.About}, {"约", engine.About}, {"将近", engine.Under}, {"接近", engine.Under},
	{"不足", engine.Under}, {"不到", engine.Under}, {"近", engine.Under}, {"逾", engine.Over},
}

var approximateTails = []struct {
	text string
	side engine.Approximation
}{{"左右", engine.About}, {"上下", engine.About}, {"余", engine.Over}, {"多", engine.Over}, {"+", engine.Over}}

// tailBreakers are characters that change what a number says when they stand behind it. A text with one of them is a sentence.
const tailBreakers = "之含0123456789不未无非没免至或到约余多以前后内外起上下减降增比每超差低高达、，,。.;:：?!？！(){}<>≥≤=+-—~…\"“”'|"

// safeTails are words with such a character that change nothing all the same.
var safeTails = wordSet("达标 达成 到位 到达 到达现场 到场 全部到位 全部达标 完成到位 落实到位 发放到位 拨付到位 支付到位 到账 以上(含) 及时到位 均达标 全达标")

// scanReading reads a whole normalised text as a number or a range.
func scanReading(text string) (reading, outcome) {
	if r, how := scanBounds(text); how != absent {
		return r, how
	}
	var r reading
	rest := r.cutLeads(text)
	rest = r.cutPer(rest)
	rest = r.cutBefore(rest)
	if r.op == engine.NoOp {
		rest = r.cutLabel(rest)
	}
	rest = r.cutApproximation(rest)
	if tail, money := cutAny(rest, []string{"￥", "人民币"}); money != "" {
		r.first.unit, rest = "元", tail
	}
	rest, how := r.scanFirst(rest)
	if how != scanned {
		return r, how
	}
	if rest, how = r.scanSecond(rest); how != scanned {
		return r, how
	}
	if how = r.scanTail(rest); how == scanned && !r.labelFits() {
		return r, absent
	}
	return r, how
}

// cutPer reads 每亩 and 每人每天 before a number.
func (r *reading) cutPer(text string) string {
	for strings.HasPrefix(text, "每") {
		unit := longestUnit(text[len("每"):])
		if unit == "" {
			return text
		}
		if r.per != "" {
			r.per += "·"
		}
		r.per += unit
		text = text[len("每")+len(unit):]
	}
	return text
}

// cutBefore reads the comparators before a number. Of several that point the same way (≥≥, 最多不超过) the first counts.
func (r *reading) cutBefore(text string) string {
	for {
		found, rest := comparatorAt(text)
		if found.op == engine.NoOp {
			return text
		}
		r.join(found)
		text = cutTranslation(found.op, rest)
	}
}

func (r *reading) join(next comparator) {
	if r.op == engine.NoOp {
		r.comparator = next
		return
	}
	_, agree := combine(r.op, next.op)
	r.clash = r.clash || !agree
	if r.sign && next.sign {
		r.doubled = true
		if r.op != next.op {
			r.op = including(r.op) // >≥
		}
	}
}

// cutTranslation cuts a comparator in brackets that says the one before it again: 大于等于(≥).
func cutTranslation(op engine.Op, text string) string {
	closing := strings.Index(text, ")")
	if closing < 0 || text[0] != '(' {
		return text
	}
	if again, rest := cutComparator(text[1:closing]); rest == "" && again.op == op {
		return text[closing+1:]
	}
	return text
}

// bound joins the comparator before the number with the one behind it.
func (r *reading) bound() (engine.Op, bool) {
	if r.clash {
		return engine.NoOp, false
	}
	if r.word == controlledAt && r.behind != engine.NoOp {
		return r.behind, true
	}
	return combine(r.op, r.behind)
}

func (r *reading) cutApproximation(text string) string {
	for _, entry := range approximateLeads {
		if rest, found := strings.CutPrefix(text, entry.text); found {
			r.approx = entry.side
			return rest
		}
	}
	return text
}

func (r *reading) scanFirst(text string) (string, outcome) {
	if rest, all := cutAny(text, []string{"百分之百", "百分百"}); all != "" && r.first.unit == "" {
		r.first, r.chinese = quantity{engine.DecimalFromInt(100), "%"}, true
		return rest, scanned
	}
	if percent, found := strings.CutPrefix(text, "百分之"); found {
		return r.scanShare(percent, "%")
	}
	if thousandths, found := strings.CutPrefix(text, "千分之"); found {
		return r.scanShare(thousandths, "‰")
	}
	rest, how := r.scanFigure(text)
	if how != scanned {
		return text, how
	}
	if tenths, found := r.cutTenths(rest); found {
		return tenths, scanned
	}
	rest = r.cutMiddle(rest)
	unit, rest := r.cutUnitAt(rest)
	if !r.setPrinted(unit) {
		return text, absent
	}
	return r.cutMiddle(rest), scanned
}

// setPrinted takes the unit behind a number beside one that was printed before it: ￥5万, 人民币5万元.
func (r *reading) setPrinted(unit string) bool {
	if unit == "" || unit == r.first.unit {
		return true
	}
	if r.first.unit != "" {
		_, before, _ := cutScale(r.first.unit)
		base, scale, _ := cutScale(unit)
		if scale == "" || before != "" || base != "" && base != r.first.unit {
			return false
		}
		unit = scale + r.first.unit
	}
	r.first.unit = unit
	return true
}

// scanFigure reads a number, or 半 before a unit.
func (r *reading) scanFigure(text string) (string, outcome) {
	if rest, found := strings.CutPrefix(text, "半"); found && longestUnit(strings.TrimPrefix(rest, "个")) != "" {
		r.first.value, _ = engine.ParseDecimal("0.5")
		r.chinese, r.half = true, true
		return rest, scanned
	}
	value, rest, how, chinese := scanNumber(text)
	r.first.value, r.chinese = value, chinese
	return rest, how
}

// scanShare reads what stands behind 百分之 or 千分之: a figure in digits or in words.
func (r *reading) scanShare(text, unit string) (string, outcome) {
	if r.first.unit != "" {
		return text, absent
	}
	value, rest, how, _ := scanNumber(text)
	r.first = quantity{value, unit}
	return rest, how
}

// cutTenths reads 成 behind a number up to ten: 九成 is 90 %.
func (r *reading) cutTenths(text string) (string, bool) {
	rest, found := strings.CutPrefix(text, "成")
	tenths := r.first.value.Rational()
	if !found || r.first.unit != "" || r.half || tenths.Sign() < 0 || tenths.Cmp(engine.NewRational(10, 1)) > 0 {
		return text, false
	}
	if op, _ := cutSuffix(rest); op == engine.NoOp && rest != "" && r.cutMiddle(rest) == rest {
		return text, false
	}
	percent, ok := r.first.value.Shift(1)
	if !ok {
		return text, false
	}
	r.first, r.chinese = quantity{percent, "%"}, false
	return rest, true
}

// cutMiddle reads 余, 多 and the like between a number and its unit or behind the unit.
func (r *reading) cutMiddle(text string) string {
	for _, entry := range approximateTails {
		rest, found := strings.CutPrefix(text, entry.text)
		if !found {
			continue
		}
		if r.approx == engine.Precise || r.approx == entry.side {
			r.approx = entry.side
			return rest
		}
	}
	return text
}

// cutUnitAt reads the unit behind a number. 余 may stand inside it: 1.2万余亩.
func (r *reading) cutUnitAt(text string) (unit, rest string) {
	unit, rest = cutUnit(text)
	if _, scale, _ := cutScale(unit); scale == "" || scale != unit {
		return r.unknownUnit(unit, text, rest)
	}
	middle := r.cutMiddle(rest)
	if middle == rest {
		return unit, rest
	}
	base, tail := cutUnit(middle)
	return unit + base, tail
}

// unknownUnit takes letters behind digits for a unit that the list lacks, where a comparator shows that a number is meant. A
// Latin letter could as well be a digit that was misread: 9O%.
func (r *reading) unknownUnit(unit, text, rest string) (string, string) {
	if unit != "" || r.op == engine.NoOp || r.chinese {
		return canonicalOr(unit), rest // 达到一流水平 counts nothing
	}
	end := strings.IndexAny(text, "(")
	if end < 0 {
		end = len(text)
	}
	if _, verb := dateTails.cut(text); verb != "" {
		return "", rest
	}
	first, _ := utf8.DecodeRuneInString(text)
	if candidate := text[:end]; isHan(first) && utf8.RuneCountInString(candidate) <= 4 && couldBeUnit(candidate) {
		return candidate, text[end:]
	}
	return "", rest
}

func canonicalOr(unit string) string {
	if canonical := canonicalUnit(unit); canonical != "" {
		return canonical
	}
	return unit
}

// rangeDashes join the ends of a range. A doubled dash is one dash, unless the first end is negative.
var rangeDashes = []string{"——", "--", "-", "—", "~", "至", "到", "和", "与"}

// scanSecond reads the upper end of a range.
func (r *reading) scanSecond(text string) (string, outcome) {
	body, included := cutAny(text, []string{"(含)", "(不含)"})
	rest, dash := cutAny(body, rangeDashes)
	if dash == "" || dash == "--" && r.first.value.Sign() < 0 {
		return text, scanned
	}
	value, tail, how, chinese := scanNumber(rest)
	if how != scanned {
		if how == absent {
			return text, scanned // what follows is judged as a tail
		}
		return text, how
	}
	unit, tail := r.cutUnitAt(tail)
	r.ranged, r.second, r.chinese = true, quantity{value, unit}, r.chinese || chinese
	if (dash == "和" || dash == "与") && !strings.HasPrefix(tail, "之间") {
		return text, absent
	}
	r.shareUnits()
	tail, last := cutAny(tail, []string{"(含)", "(不含)"})
	r.open = (included == "(含)") != (last == "(含)") || included == "(不含)" || last == "(不含)"
	if rest, found := strings.CutPrefix(tail, "之间"); found {
		if r.word == controlledAt {
			r.comparator = comparator{}
		}
		tail = rest
	}
	return tail, scanned
}

// shareUnits gives the unit of one end to the other: 5-8次, 5次-8, 100万-200万元.
func (r *reading) shareUnits() {
	switch base, scale, _ := cutScale(r.second.unit); {
	case r.first.unit == "":
		r.first.unit = r.second.unit
	case r.second.unit == "":
		r.second.unit = r.first.unit
	case base != "" && scale != "" && isScale(r.first.unit):
		r.first.unit += base
	}
}

// isYear tells whether the number is the year of a calendar, which is no amount: 高于2024年.
func (r *reading) isYear() bool {
	return r.first.unit == "年" && yearLike(r.first.value)
}

// yearLike tells a number that is more likely a year than an amount of years.
func yearLike(n engine.Decimal) bool {
	year := n.Rational()
	return year.Cmp(engine.NewRational(firstYear, 1)) >= 0 && year.Cmp(engine.NewRational(lastYear+1, 1)) < 0
}

// The years that a form may speak of.
const firstYear, lastYear = 1900, 2200

// dayOfEach tells whether a day of every month or year is meant, which is no amount: 每月15日.
func (r *reading) dayOfEach() bool {
	return r.per != "" && (r.first.unit == "日" || r.first.unit == "月")
}

// monthOnly tells whether the number counts in 月, which names a month rather than counting months: 13月 is nothing.
func (r *reading) monthOnly(unit string) bool {
	return unit == "月" && r.first.unit == "月" && !r.bracketed
}

func isScale(unit string) bool {
	_, scale, _ := cutScale(unit)
	return scale != "" && scale == unit
}

// scanTail reads what stands behind number and unit: brackets, a comparator in words, an approximation, harmless words.
func (r *reading) scanTail(text string) outcome {
	if r.behind, text = cutSuffix(text); r.behind == engine.NoOp {
		var ok bool
		if text, ok = r.cutBrackets(text); !ok {
			return absent
		}
		r.behind, text = cutSuffix(text)
	}
	text = r.cutMiddle(strings.TrimPrefix(text, "(含)"))
	text, ok := r.cutBrackets(text)
	if !ok {
		return absent
	}
	head, remark := lastBrackets(text)
	if remark != "" && allHan(remark) {
		text = head // 14个镇(街道)
	}
	if text == "" {
		return scanned
	}
	if r.chinese || r.ranged || !r.harmless(text) {
		return absent
	}
	r.skipped += text + remark
	return scanned
}

// cutBrackets reads a unit in brackets, or skips a remark in them where the unit is known already.
func (r *reading) cutBrackets(text string) (string, bool) {
	if !strings.HasPrefix(text, "(") || strings.HasPrefix(text, "(含)") {
		return text, true
	}
	closing := closingBracket(text)
	if closing < 0 {
		return text, false
	}
	inside, rest := text[1:closing], text[closing+1:]
	unit := canonicalUnit(inside)
	_, scale, _ := cutScale(r.first.unit)
	switch {
	case unit != "" && r.first.unit == "":
		r.setUnit(unit)
	case unit != "" && scale == r.first.unit && scale != "" && !strings.HasPrefix(unit, scale):
		r.setUnit(scale + unit)
	case unit != "" && unit == r.first.unit:
	case knownUnit(unit) && !(spans[unit] && !spans[r.first.unit]):
		r.units = unit
	case r.repeats(inside):
	case ratio.MatchString(inside):
		r.skipped += inside
	case hasDigits(inside), inside == "不含":
		return text, false
	default:
		r.skipped += inside
	}
	return rest, true
}

// ratio is a remark of what a percentage was computed from: 100%(5/5).
var ratio = regexp.MustCompile(`^\d+/\d+$`)

// repeats tells whether a remark says the number again: 5次以上(含5次).
func (r *reading) repeats(inside string) bool {
	again, found := strings.CutPrefix(inside, "含")
	if !found {
		return false
	}
	value, unit, how := scanDigits(again)
	return how == scanned && value == r.first.value && (unit == "" || unit == r.first.unit)
}

func (r *reading) setUnit(unit string) {
	r.first.unit, r.bracketed = unit, true
	if r.ranged {
		r.second.unit = unit
	}
}

func closingBracket(text string) int {
	depth := 0
	for i, r := range text {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
			if depth == 0 {
				return i
			}
		}
	}
	return -1
}

// spans are units of time. A span with words behind it (3年行动计划) is a name, not a number.
var spans = wordSet("年 月 日 天 工作日 自然日 周 周年 小时 分钟 秒 分 度 季度 年度 级 期 届 米 公里 点 个年度 米 方 口 线 本 类")

// harmless tells whether words behind a number leave it what it is: 100%覆盖, 200篇文章.
func (r *reading) harmless(text string) bool {
	if r.first.unit == "" || utf8.RuneCountInString(text) > 10 {
		return false
	}
	if safeTails[text] {
		return true
	}
	if strings.ContainsAny(text, tailBreakers) || !allHan(text) {
		return false
	}
	_, own, _ := cutScale(r.first.unit)
	_, next, _ := cutScale(text)
	if own == r.first.unit || next != "" {
		return false // 10万万元, 10万群众: the unit goes on
	}
	return r.op != engine.NoOp || r.behind != engine.NoOp || !spans[r.first.unit] && utf8.RuneCountInString(text) <= 4
}

func allHan(text string) bool {
	for _, letter := range text {
		if !isHan(letter) {
			return false
		}
	}
	return true
}
