package notation

import (
	"regexp"
	"strings"

	"jixiao/engine"
)

// maxText bounds what is read as a value, in bytes. Anything longer is words.
const maxText = 2048

// noteReading says what was unusual about a number that was read all the same.
func (n *notes) noteReading(r *reading, text string) {
	if r.doubled {
		n.add("comparator-doubled", engine.Warning, "read", r.op.Sign())
	}
	if blankInside(text) {
		n.add("number-blank", engine.Warning, "read", r.first.value.String())
	}
	if r.first.unit == "月" && r.bracketed {
		n.add("number-or-month", engine.Warning, "read", r.first.value.String())
	}
}

// noteMisread warns of percents that a misread ≥ explains (2100% for ≥100%, 290% for ≥90%), and of those that the share in the
// indicator's name cannot reach. The printed figure stays.
func (n *notes) noteMisread(r *reading, number engine.Measure, op engine.Op, name string) {
	if number.Unit != "%" {
		return
	}
	beyond := boundedShare(name) && outsidePercents(number.Value)
	if likely := likelyPercent(number.Value.String(), beyond); op == engine.NoOp && likely != "" {
		severity := engine.Warning
		if beyond {
			severity = engine.Error
		}
		n.add("ocr-comparator", severity, "likely", "≥"+likely+"%")
		return
	}
	if !beyond {
		return
	}
	if number.Value.Sign() < 0 && r.sign {
		n.add("ocr-comparator", engine.Error, "likely", including(r.op).Sign()+strings.TrimPrefix(number.Value.String(), "-")+"%")
		return
	}
	n.add("share-out-of-bounds", engine.Warning, "name", name)
}

// likelyPercent is what stands behind a 2 or an 8 that may have been a ≥: 100, or a number of two digits. Where nothing says that
// the whole is impossible, only the shares that forms ask for most, above 90, are likely.
func likelyPercent(text string, beyond bool) string {
	if text[0] != '2' && text[0] != '8' {
		return ""
	}
	whole, _, _ := strings.Cut(text[1:], ".")
	if whole == "100" || len(whole) == 2 && (whole[0] == '9' || beyond && whole[0] >= '5') {
		return text[1:]
	}
	return ""
}

func outsidePercents(value engine.Decimal) bool {
	return value.Sign() < 0 || value.Rational().Cmp(engine.NewRational(100, 1)) > 0
}

// unboundedWords are in the names of rates that may pass 100 % or fall below 0.
var unboundedWords = []string{"增", "提高", "提升", "同比", "环比", "回报", "周转", "产出", "杠杆", "拉动", "利润", "收益", "效益", "完成", "执行", "偏差", "变动", "波动", "涨", "降", "超", "利率", "倍"}

// boundedShare tells whether an indicator's name is that of a share of a whole, which lies between 0 and 100 %.
func boundedShare(name string) bool {
	name, _, _ = strings.Cut(normalise(name), "(")
	if !endsLike(name, []string{"率", "满意度", "知晓度", "认可度", "比例", "占比", "比重", "覆盖"}) {
		return false
	}
	for _, word := range unboundedWords {
		if strings.Contains(name, word) {
			return false
		}
	}
	return true
}

// misreadSigns are what character recognition makes of ≥ and ≤ at the beginning of a value.
var misreadSigns = []struct{ printed, sign string }{
	{">一", "≥"}, {">—", "≥"}, {">_", "≥"}, {">二", "≥"}, {">三", "≥"}, {"<一", "≤"}, {"<—", "≤"}, {"<_", "≤"},
	{"二", "≥"}, {"三", "≥"}, {"之", "≥"}, {"乏", "≥"}, {"Z", "≥"}, {"z", "≥"}, {"》", "≥"}, {"《", "≤"}, {"S", "≤"}, {"s", "≤"},
}

// suspect reports words that look like a misread number, with the likely reading. The likely reading is never taken.
func (n *notes) suspect(text string, ctx Context) bool {
	if len(text) > maxText || !hasDigits(text) && !strings.Contains(text, "%") {
		return false
	}
	for _, entry := range misreadSigns {
		if tail, found := strings.CutPrefix(text, entry.printed); found && startsWithDigit(tail) && n.readable(tail, ctx) {
			n.add("ocr-comparator", engine.Warning, "likely", entry.sign+tail)
			return true
		}
	}
	if head := strings.TrimRight(text, "≥≤=<>"); head != text && n.readable(head, ctx) {
		n.add("comparator-behind", engine.Warning, "likely", text[len(head):]+head)
		return true
	}
	likely := strings.ReplaceAll(text, "%%", "%")
	if match := gluedDigits.FindStringSubmatch(text); match != nil {
		likely = match[1]
	} else if likely == text {
		likely = withDigits(text)
	}
	if likely == text || !n.readable(likely, ctx) {
		return false
	}
	n.add("ocr-suspected", engine.Warning, "likely", likely)
	return true
}

// readable tells whether a likely reading is a date, or a number with a comparator or a unit.
func (n *notes) readable(text string, ctx Context) bool {
	if d, how := scanDeadline(text, ctx.Year); how == scanned && !d.alone {
		return true
	}
	r, how := scanReading(text)
	if how != scanned || r.ranged || r.chinese || r.label == afterLabel {
		return false
	}
	return r.first.unit != "" || r.op != engine.NoOp || canonicalUnit(ctx.Unit) != "" || onlyRound(n.text)
}

// gluedDigits are a number with its unit and, behind it, digits that may belong to the next column.
var gluedDigits = regexp.MustCompile(`^(.*\d(?:%|‰|人|人次|个|次|场|项|件|套|台|篇|份|家|户|名|期|天|万元|亩|公里|平方米))\d{1,3}(?:\.\d{1,2})?$`)

// letterDigits are letters that recognition takes for digits, and the reverse.
var letterDigits = map[rune]rune{'O': '0', 'o': '0', 'Q': '0', 'D': '0', 'I': '1', 'l': '1', '|': '1', 'Z': '2', 'S': '5', 'B': '8'}

// withDigits replaces letters that stand among digits, or before a percent sign: ≥9O%, l00, 1O0.
func withDigits(text string) string {
	var out strings.Builder
	for text != "" {
		end := strings.IndexFunc(text, func(r rune) bool { return !digitLike(r) && r != '.' && r != ',' })
		if end < 0 {
			end = len(text)
		}
		token := text[:end]
		if hasDigits(token) || strings.HasPrefix(text[end:], "%") {
			token = strings.Map(toDigit, token)
		}
		out.WriteString(token)
		text = text[end:]
		next := strings.IndexFunc(text, digitLike)
		if next < 0 {
			next = len(text)
		}
		out.WriteString(text[:next])
		text = text[next:]
	}
	return out.String()
}

func toDigit(r rune) rune {
	if digit, found := letterDigits[r]; found {
		return digit
	}
	return r
}

func digitLike(r rune) bool {
	_, letter := letterDigits[r]
	return letter || isDigit(r)
}

// onlyRound tells whether the only letters of a text are those that every typewriter used for 0 and 1, and no more than its
// digits: O2O is a word.
func onlyRound(text string) bool {
	letters := 0
	for _, r := range text {
		switch {
		case strings.ContainsRune("OolI", r):
			letters++
		case !isDigit(r) && r != '.' && r != ',':
			return false
		}
	}
	return letters > 0 && 2*letters <= len(text)
}
