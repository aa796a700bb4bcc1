package notation

import (
	"strings"
	"unicode/utf8"

	"jixiao/engine"
)

// comparatorSigns are the comparators after normalisation.
var comparatorSigns = []struct {
	text string
	op   engine.Op
}{{"≥", engine.AtLeast}, {"≤", engine.AtMost}, {"=", engine.Exactly}, {">", engine.MoreThan}, {"<", engine.LessThan}}

// comparatorWords are comparators in words before a number. A word stands before every word that is its beginning. 以上 and the
// like include the number itself, as in every Chinese statute; to reach (达到) a number is at least that number.
var comparatorWords = indexComparatorWords(buildComparatorWords())

type comparatorWord struct {
	text string
	op   engine.Op
}

func indexComparatorWords(words []comparatorWord) map[rune][]comparatorWord {
	index := map[rune][]comparatorWord{}
	for _, word := range words {
		first, _ := utf8.DecodeRuneInString(word.text)
		index[first] = append(index[first], word)
	}
	return index
}

// buildComparatorWords joins the words of comparison with the ways of forbidding: 不低于, 不得低于, 不应低于.
func buildComparatorWords() []comparatorWord {
	words := []comparatorWord{
		{"大于或者等于", engine.AtLeast}, {"小于或者等于", engine.AtMost}, {"大于或等于", engine.AtLeast}, {"小于或等于", engine.AtMost},
		{"大于等于", engine.AtLeast}, {"小于等于", engine.AtMost}, {"达到或超过", engine.AtLeast}, {"等于或大于", engine.AtLeast}, {"等于或小于", engine.AtMost},
	}
	forbidden := []comparatorWord{
		{"少于", engine.AtLeast}, {"低于", engine.AtLeast}, {"小于", engine.AtLeast},
		{"超过", engine.AtMost}, {"超出", engine.AtMost}, {"突破", engine.AtMost}, {"高于", engine.AtMost}, {"大于", engine.AtMost}, {"多于", engine.AtMost}, {"超", engine.AtMost},
	}
	for _, not := range []string{"应不", "不得", "不能", "不应", "不宜", "不可", "不"} {
		for _, word := range forbidden {
			words = append(words, comparatorWord{not + word.text, word.op})
		}
	}
	return append(words, []comparatorWord{
		{"至少", engine.AtLeast}, {"最少", engine.AtLeast}, {"最低", engine.AtLeast}, {"至多", engine.AtMost}, {"最多", engine.AtMost}, {"最高", engine.AtMost},
		{"控制在预算", engine.AtMost}, {controlledAt, engine.AtMost}, {"达到", engine.AtLeast}, {"达", engine.AtLeast},
		{"大于", engine.MoreThan}, {"小于", engine.LessThan}, {"等于", engine.Exactly}, {"高于", engine.MoreThan}, {"低于", engine.LessThan},
		{"多于", engine.MoreThan}, {"少于", engine.LessThan}, {"超过", engine.MoreThan}, {"超", engine.MoreThan},
	}...)
}

// controlledAt bounds a number from above, unless words behind the number say where it is to be kept.
const controlledAt = "控制在"

var suffixWords = []comparatorWord{
	{"(不含)以上", engine.MoreThan}, {"以上(不含)", engine.MoreThan}, {"(不含)以下", engine.LessThan}, {"以下(不含)", engine.LessThan}, {"以内(不含)", engine.LessThan},
	{"(含)以上", engine.AtLeast}, {"及以上", engine.AtLeast}, {"以上(含)", engine.AtLeast}, {"以上", engine.AtLeast},
	{"(含)以下", engine.AtMost}, {"及以下", engine.AtMost}, {"以下(含)", engine.AtMost}, {"以下", engine.AtMost},
	{"(含)以内", engine.AtMost}, {"及以内", engine.AtMost}, {"以内(含)", engine.AtMost}, {"以内", engine.AtMost}, {"之内", engine.AtMost}, {"内", engine.AtMost},
}

// comparator is a comparator as it was printed.
type comparator struct {
	op   engine.Op
	sign bool // a sign, not a word
	word string
}

// cutComparator reads a comparator at the beginning of a normalised text.
func cutComparator(text string) (comparator, string) {
	for _, entry := range comparatorSigns {
		if rest, found := strings.CutPrefix(text, entry.text); found {
			return comparator{entry.op, true, entry.text}, rest
		}
	}
	first, _ := utf8.DecodeRuneInString(text)
	for _, entry := range comparatorWords[first] {
		if rest, found := strings.CutPrefix(text, entry.text); found {
			return comparator{entry.op, false, entry.text}, rest
		}
	}
	return comparator{}, text
}

// cutSuffix reads a comparator that stands behind number and unit.
func cutSuffix(text string) (engine.Op, string) {
	for _, entry := range suffixWords {
		if rest, found := strings.CutPrefix(text, entry.text); found {
			return entry.op, rest
		}
	}
	return engine.NoOp, text
}

// comparatorAt reads a comparator at the beginning of a text. A word counts only where a figure follows: the 达 of 达标率 and
// the 最低 of 最低生活保障 compare nothing.
func comparatorAt(text string) (comparator, string) {
	found, rest := cutComparator(text)
	if found.op == engine.NoOp || found.sign {
		return found, rest
	}
	tail, included := strings.CutPrefix(rest, "(含)")
	if included {
		rest, found.op = tail, including(found.op)
	}
	if figureFollows(rest) {
		return found, rest
	}
	if next, _ := comparatorAt(rest); next.op != engine.NoOp {
		return found, rest
	}
	return comparator{}, text
}

func figureFollows(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	_, numeral := numerals[r]
	return numeral || isDigit(r) || text != "" && strings.ContainsRune("十百半约近.-+负￥±(", r)
}

// including turns a comparator into the one that the number itself satisfies.
func including(op engine.Op) engine.Op {
	switch op {
	case engine.MoreThan:
		return engine.AtLeast
	case engine.LessThan:
		return engine.AtMost
	}
	return op
}

// firstComparator finds where the first comparator of a text begins, or -1.
func firstComparator(text string) int {
	for i := range text {
		if found, _ := comparatorAt(text[i:]); found.op != engine.NoOp {
			return i
		}
	}
	return -1
}

// combine joins the comparator before a number with the one behind it. It is not ok where they contradict each other.
func combine(before, behind engine.Op) (engine.Op, bool) {
	switch {
	case behind == engine.NoOp:
		return before, true
	case before == engine.NoOp:
		return behind, true
	case before == behind, upward(before) && upward(behind), downward(before) && downward(behind):
		return before, true
	}
	return engine.NoOp, false
}

func upward(op engine.Op) bool   { return op == engine.AtLeast || op == engine.MoreThan }
func downward(op engine.Op) bool { return op == engine.AtMost || op == engine.LessThan }
