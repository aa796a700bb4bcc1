package notation

import (
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
	chinese bool
}

// quantity is a number and the unit that stands at it.
type quantity struct {
	value engine.Decimal
	unit  string
}

// leads are words before a number that say only that something was done or counted.
var leads = []string{"实际完成", "已完成", "共完成", "累计完成", "完成", "实际为", "实际", "共计", "总计", "合计", "累计", "共", "约计", "计", "为"}

// nameEndings show that a lead is the beginning of a name: 完成率.
var nameEndings = []string{"率", "度", "量", "数", "额", "比例", "情况"}

var approximateLeads = []struct {
	text string
	side engine.Approximation
}{
	{"大约", engine.About}, {"大概", engine.About}, {"约", engine.About}, {"将近", engine.Under}, {"接近", engine.Under},
	{"不足", engine.Under}, {"不到", engine.Under}, {"近", engine.Under}, {"逾", engine.Over},
}

var approximateTails = []struct {
	text string
	side engine.Approximation
}{{"左右", engine.About}, {"上下", engine.About}, {"余", engine.Over}, {"多", engine.Over}, {"+", engine.Over}}

// tailBreakers are characters that change what a number says when they stand behind it. A text with one of them is a sentence.
const tailBreakers = "之含0123456789不未无非没免或至到约余多以前后内外起上下减降增比每超差低高达、，,。.;:：?!？！(){}<>≥≤=+-—~…\"“”'|"

// fallingWords turn a number into the size of a change; such a text is words.
var fallingWords = []string{"降", "减", "下降", "不", "未", "没", "无"}

// scanReading reads a whole normalised text as a number or a range.
func scanReading(text string) (reading, outcome) {
	var r reading
	rest := r.cutLeads(text)
	rest = r.cutPer(rest)
	rest = r.cutBefore(rest)
	if r.op == engine.NoOp {
		rest = r.cutLabel(rest)
	}
	rest = r.cutApproximation(rest)
	if tail, found := strings.CutPrefix(rest, "￥"); found {
		r.first.unit, rest = "元", tail
	}
	rest, how := r.scanFirst(rest)
	if how != scanned {
		return r, how
	}
	if rest, how = r.scanSecond(rest); how != scanned {
		return r, how
	}
	return r, r.scanTail(rest)
}

// cutLeads cuts words before the number and a unit in brackets or the sign of money.
func (r *reading) cutLeads(text string) string {
	for {
		rest, word := cutAny(text, leads)
		if _, ending := cutAny(rest, nameEndings); word == "" || ending != "" {
			break
		}
		text = rest
	}
	if strings.HasPrefix(text, "(") {
		if closing := strings.Index(text, ")"); closing > 0 {
			if unit := canonicalUnit(text[1:closing]); knownUnit(unit) {
				r.first.unit = unit
				return text[closing+1:]
			}
		}
	}
	return text
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

func (r *reading) cutBefore(text string) string {
	found, rest := cutComparator(text)
	if found.op == engine.NoOp {
		return text
	}
	r.comparator = found
	return rest
}

// cutLabel cuts a label that stands before a comparator (完成率≥95%) or ends like the name of a share (满意度95%), or a unit
// that stands before the number (元500).
func (r *reading) cutLabel(text string) string {
	at := firstComparator(text)
	digit := strings.IndexAny(text, "0123456789")
	if digit < 0 {
		return text
	}
	if at < 0 || at > digit {
		label := strings.TrimSuffix(strings.TrimSuffix(text[:digit], ":"), "为")
		if knownUnit(label) && r.first.unit == "" {
			r.first.unit = canonicalOr(label)
			return text[digit:]
		}
		if !shareName(label) || !strings.Contains(text[digit:], "%") {
			return text
		}
		r.skipped = label
		return text[digit:]
	}
	label := strings.TrimSuffix(text[:at], ":")
	if knownUnit(label) && r.first.unit == "" {
		r.first.unit = canonicalOr(label)
		return r.cutBefore(text[at:])
	}
	if !plainLabel(label) {
		return text
	}
	r.skipped = label
	return r.cutBefore(text[at:])
}

func shareName(label string) bool {
	ends := strings.HasSuffix(label, "率") || strings.HasSuffix(label, "度") || strings.HasSuffix(label, "比例") || strings.HasSuffix(label, "占比")
	return ends && plainLabel(label)
}

func plainLabel(label string) bool {
	if label == "" || utf8.RuneCountInString(label) > 16 {
		return false
	}
	for _, r := range label {
		if !isHan(r) {
			return false
		}
	}
	for _, word := range fallingWords {
		if strings.Contains(label, word) {
			return false
		}
	}
	return !strings.Contains(label, "每")
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
	rest, percent := strings.CutPrefix(text, "百分之")
	value, rest, how, chinese := scanNumber(rest)
	if how != scanned {
		return text, how
	}
	r.first.value, r.chinese = value, chinese && !percent
	if percent {
		if r.first.unit != "" {
			return text, absent
		}
		r.first.unit = "%"
		return rest, scanned
	}
	rest = r.cutMiddle(rest)
	unit, rest := r.cutUnitAt(rest)
	if unit != "" {
		if r.first.unit != "" && r.first.unit != unit {
			_, before, _ := cutScale(r.first.unit)
			if _, scale, _ := cutScale(unit); scale != unit || before != "" {
				return text, absent
			}
			unit += r.first.unit // ￥5万
		}
		r.first.unit = unit
	}
	return r.cutMiddle(rest), scanned
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

// unknownUnit takes letters behind a number for a unit that the list lacks, where a comparator shows that a number is meant.
func (r *reading) unknownUnit(unit, text, rest string) (string, string) {
	if unit != "" || r.op == engine.NoOp {
		return canonicalOr(unit), rest
	}
	end := strings.IndexAny(text, "(")
	if end < 0 {
		end = len(text)
	}
	if _, verb := cutAny(text, dateTails); verb != "" {
		return "", rest
	}
	if candidate := text[:end]; utf8.RuneCountInString(candidate) <= 4 && couldBeUnit(candidate) {
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

// scanSecond reads the upper end of a range.
func (r *reading) scanSecond(text string) (string, outcome) {
	rest, dash := cutAny(text, []string{"-", "—", "~", "至", "到", "和", "与"})
	if dash == "" {
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
	if r.first.unit == "" {
		r.first.unit = unit
	}
	if r.second.unit == "" {
		r.second.unit = r.first.unit
	}
	if rest, found := strings.CutPrefix(tail, "之间"); found {
		if r.word == "控制在" {
			r.comparator = comparator{}
		}
		tail = rest
	}
	return tail, scanned
}

// scanTail reads what stands behind number and unit: brackets, a comparator in words, an approximation, harmless words.
func (r *reading) scanTail(text string) outcome {
	text, ok := r.cutBrackets(text)
	if !ok {
		return absent
	}
	r.behind, text = cutSuffix(text)
	text = r.cutMiddle(strings.TrimPrefix(text, "(含)"))
	if text, ok = r.cutBrackets(text); !ok {
		return absent
	}
	if text == "" {
		return scanned
	}
	if r.chinese || r.ranged || !r.harmless(text) {
		return absent
	}
	r.skipped += text
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
	case unit == r.first.unit:
	case knownUnit(unit):
		r.units = unit
	case hasDigits(inside):
		return text, false
	default:
		r.skipped += inside
	}
	return rest, true
}

func (r *reading) setUnit(unit string) {
	r.first.unit = unit
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
var spans = wordSet("年 月 日 天 周 周年 小时 分钟 秒 分 度 季度 年度 级 期 届 米 公里 点 个年度 米 方 口 线 本 类")

// harmless tells whether words behind a number leave it what it is: 100%覆盖, 200篇文章.
func (r *reading) harmless(text string) bool {
	if r.first.unit == "" || utf8.RuneCountInString(text) > 10 || strings.ContainsAny(text, tailBreakers) {
		return false
	}
	for _, letter := range text {
		if !isHan(letter) {
			return false
		}
	}
	_, own, _ := cutScale(r.first.unit)
	_, next, _ := cutScale(text)
	if own == r.first.unit || next != "" {
		return false // 10万万元, 10万群众: the unit goes on
	}
	return r.op != engine.NoOp || r.behind != engine.NoOp || !spans[r.first.unit] && utf8.RuneCountInString(text) <= 4
}
