package notation

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jixiao/engine"
)

// Context is what a reader knows about a value besides its text.
type Context struct {
	Year int    // the form's year, for dates that print none; 0 where unknown
	Unit string // the unit from a column or the form's head; empty where there is none
	Name string // the indicator's name, which may hold a unit in brackets
	Sign string // the text of a column of comparators (指标性质, 指标方向): ≥, 大于等于, 正向, 定性; empty where there is none
}

// Note is something that the reading noticed: an inferred comparator, a two-faced deadline. The caller adds the place.
type Note struct {
	Code     string
	Severity engine.Severity
	Args     []engine.Arg
}

// notes collects what one reading notices. Every note carries the original text first.
type notes struct {
	text string
	list []Note
}

func (n *notes) add(code string, severity engine.Severity, pairs ...string) {
	args := append([]engine.Arg{{Name: "text", Value: n.text}}, engine.Args(pairs...)...)
	n.list = append(n.list, Note{code, severity, args})
}

// normalise brings a text into the alphabet of the grammar: half-width, one glyph a sign, without white space. A space between
// two digits stays as one blank, for "80 90" is not 8090.
func normalise(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	gap := false
	last := rune(0)
	for _, r := range text {
		if invisible(r) {
			gap = true
			continue
		}
		r = fold(r)
		if gap && isDigit(last) && isDigit(r) {
			out.WriteByte(' ')
		}
		gap = false
		out.WriteRune(r)
		last = r
	}
	return strings.TrimRight(joinSigns(out.String()), "。;,")
}

func invisible(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u200c' || r == '\u200d' || r == '\u2060'
}

var folds = map[rune]rune{
	'≧': '≥', '⩾': '≥', '≦': '≤', '⩽': '≤', '﹥': '>', '›': '>', '〉': '>', '〈': '<', '≮': '≥', '≯': '≤', '﹤': '<', '‹': '<', '﹦': '=', '═': '=',
	'﹪': '%', '−': '-', '﹣': '-', '–': '—', '―': '—', '─': '—', '‐': '—', '‑': '—', '〜': '~', '∼': '~',
	'【': '(', '】': ')', '〔': '(', '〕': ')', '﹙': '(', '﹚': ')', '[': '(', ']': ')', '［': '(', '］': ')',
	'﹐': ',', '¥': '￥', '•': '·', '‧': '·', '・': '·', '；': ';',
}

// fold maps a glyph to the one that the grammar knows.
func fold(r rune) rune {
	if r < utf8.RuneSelf && r != '[' && r != ']' {
		return r
	}
	if to, found := folds[r]; found {
		return to
	}
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

var signs = strings.NewReplacer(">=", "≥", "=>", "≥", "≥=", "≥", "<=", "≤", "=<", "≤", "≤=", "≤", "==", "=")

func joinSigns(text string) string {
	if !strings.Contains(text, "=") {
		return text
	}
	return signs.Replace(text)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// hasDigits tells whether a text holds a digit, Chinese numerals not counted.
func hasDigits(text string) bool { return strings.ContainsAny(text, "0123456789") }

func startsWithDigit(text string) bool { return text != "" && isDigit(rune(text[0])) }

// cutAny cuts the first of the prefixes that fits. Longer ones have to stand first.
func cutAny(text string, prefixes []string) (rest, cut string) {
	for _, prefix := range prefixes {
		if rest, found := strings.CutPrefix(text, prefix); found {
			return rest, prefix
		}
	}
	return text, ""
}

// placeholder tells whether a normalised text is a mark that stands where nothing was filled in.
func placeholder(text string) bool {
	switch text {
	case "无", "(无)", "暂无", "没有", "空", "N/A", "n/a", "NA", "X", "x",
		"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!": // a formula without a value
		return true
	}
	if stub, found := strings.CutPrefix(text, "指标"); found {
		stub = strings.TrimLeft(stub, "0123456789一二三四五六七八九十")
		return stub == "" || placeholderMarks(strings.TrimPrefix(stub, ":"), true)
	}
	return placeholderMarks(text, false)
}

func placeholderMarks(text string, blank bool) bool {
	if text == "" {
		return blank
	}
	return strings.Trim(text, "*…./\\—-_~") == "" || utf8.RuneCountInString(text) > 1 && strings.Trim(text, "xX×") == ""
}

// templateMark tells whether a text is a target whose number was never filled in: ≥XX%, **个.
func templateMark(text string) bool {
	_, text = cutComparator(text)
	rest := strings.TrimLeft(text, "xX×*")
	return len(text)-len(rest) > 1 && !hasDigits(rest) && utf8.RuneCountInString(rest) <= maxUnitRunes
}
