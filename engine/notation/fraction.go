package notation

import (
	"regexp"
	"strconv"
	"strings"

	"jixiao/engine"
)

// fraction reports a share that is written as a fraction, with the likely reading: 2/3以上, 三分之二, 半数以上. A target holds decimals,
// which most fractions are not, and 4/5 may be a share or four of five; so such a text is words until a person decides.
func (n *notes) fraction(text string) bool {
	text, part, whole, ok := withPercent(text)
	if !ok || part <= 0 || whole < part || text == standIn && part <= 12 && whole > 12 && whole <= 31 {
		return false // 12/31 alone is a day
	}
	r, how := scanReading(text)
	if how != scanned || r.ranged || r.approx != engine.Precise || r.first.unit != "%" || r.per != "" {
		return false
	}
	op, agree := r.bound()
	if !agree {
		return false
	}
	percent, exact := engine.NewRational(100*part, whole).Decimal(2)
	percent += "%"
	if !exact {
		percent = "≈" + percent
	}
	n.add("fraction-in-words", engine.Warning, "likely", op.Sign()+strconv.FormatInt(part, 10)+"/"+strconv.FormatInt(whole, 10), "as_percent", percent)
	return true
}

// The ways to write a fraction: in digits, in words, and what is said for one half.
var (
	digitFraction  = regexp.MustCompile(`(^|[^\d./])(\d{1,3})/(\d{1,3})([^\d./]|$)`)
	spokenFraction = regexp.MustCompile(`[零一二两三四五六七八九十百千万]+分之[零一二两三四五六七八九十百千]+`)
	moreThanHalf   = regexp.MustCompile(`过半数?`)
	half           = regexp.MustCompile(`半数|一半`)
)

// standIn is the percentage that stands for a fraction while the rest of its text is read.
const standIn = "50%"

// withPercent puts a percentage into the place of a text's fraction, so that what stands around it reads as it would there.
func withPercent(text string) (replaced string, part, whole int64, ok bool) {
	if match := digitFraction.FindStringSubmatch(text); match != nil {
		part, _ = strconv.ParseInt(match[2], 10, 64)
		whole, _ = strconv.ParseInt(match[3], 10, 64)
		return strings.Replace(text, match[2]+"/"+match[3], standIn, 1), part, whole, true
	}
	if hasDigits(text) {
		return "", 0, 0, false
	}
	if match := spokenFraction.FindString(text); match != "" {
		below, above, _ := strings.Cut(match, "分之")
		part, whole, ok = spokenParts(below, above)
		return strings.Replace(text, match, standIn, 1), part, whole, ok
	}
	text = strings.Replace(text, "超过", "大于", 1) // so that its 过 is not taken for that of 过半
	if match := moreThanHalf.FindString(text); match != "" {
		return strings.Replace(text, match, "大于"+standIn, 1), 1, 2, true
	}
	if match := half.FindString(text); match != "" {
		return strings.Replace(text, match, standIn, 1), 1, 2, true
	}
	return "", 0, 0, false
}

func spokenParts(below, above string) (part, whole int64, ok bool) {
	part, rest, okPart := scanChinese(above)
	if below == "万" {
		return part, 10_000, okPart && rest == ""
	}
	whole, tail, okWhole := scanChinese(below)
	return part, whole, okPart && okWhole && rest == "" && tail == ""
}
