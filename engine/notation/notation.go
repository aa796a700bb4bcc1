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
	return trimEnd(joinSigns(out.String()))
}

// trimEnd cuts the punctuation behind a text. A point behind a digit stays, for the digits that belong to it may be lost.
func trimEnd(text string) string {
	text = strings.TrimRight(text, "。;,")
	if head, found := strings.CutSuffix(text, "."); found && head != "" && !strings.ContainsAny(head[len(head)-1:], ".0123456789") {
		return head
	}
	return text
}

func invisible(r rune) bool {
	return unicode.IsSpace(r) || r >= utf8.RuneSelf && unicode.Is(unicode.Cf, r)
}

var folds = map[rune]rune{
	'≧': '≥', '⩾': '≥', '≽': '≥', '⪰': '≥', '≦': '≤', '⩽': '≤', '≼': '≤', '⪯': '≤', '﹥': '>', '›': '>', '〉': '>', '〈': '<', '≮': '≥', '≯': '≤', '﹤': '<', '‹': '<', '﹦': '=', '═': '=',
	'﹪': '%', '℅': '%', '٪': '%', '−': '-', '﹣': '-', '–': '—', '―': '—', '─': '—', '‐': '—', '‑': '—', '〜': '~', '∼': '~',
	'【': '(', '】': ')', '〔': '(', '〕': ')', '﹙': '(', '﹚': ')', '[': '(', ']': ')', '［': '(', '］': ')',
	'﹐': ',', '¥': '￥', '∶': ':', '•': '·', '‧': '·', '・': '·', '；': ';',
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

// startsWithYear tells whether a text begins with four digits, as most patterns of dates do: to look for that is a hundredth of trying a pattern.
func startsWithYear(text string) bool {
	if len(text) < 4 {
		return false
	}
	for i := range 4 {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

// cutAny cuts the first of the prefixes that fits. Longer ones have to stand first.
func cutAny(text string, prefixes []string) (rest, cut string) {
	for _, prefix := range prefixes {
		if rest, found := strings.CutPrefix(text, prefix); found {
			return rest, prefix
		}
	}
	return text, ""
}

// wordIndex holds words by their first characters. Of words that begin alike the longer ones have to stand first.
type wordIndex map[rune][]string

func byFirstRune(words ...string) wordIndex {
	index := wordIndex{}
	for _, word := range words {
		first, _ := utf8.DecodeRuneInString(word)
		index[first] = append(index[first], word)
	}
	return index
}

// cut cuts the first of the words that fits.
func (w wordIndex) cut(text string) (rest, cut string) {
	first, _ := utf8.DecodeRuneInString(text)
	return cutAny(text, w[first])
}
