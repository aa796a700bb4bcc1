package notation

import (
	"strings"

	"jixiao/engine"
)

// comparatorSigns are the comparators after normalisation.
var comparatorSigns = []struct {
	text string
	op   engine.Op
}{{"≥", engine.AtLeast}, {"≤", engine.AtMost}, {"=", engine.Exactly}, {">", engine.MoreThan}, {"<", engine.LessThan}}

// comparatorWords are comparators in words before a number. A word stands before every word that is its beginning. 以上 and the
// like include the number itself, as in every Chinese statute; to reach (达到) a number is at least that number.
var comparatorWords = []struct {
	text string
	op   engine.Op
}{
	{"大于或等于", engine.AtLeast}, {"小于或等于", engine.AtMost}, {"大于等于", engine.AtLeast}, {"小于等于", engine.AtMost},
	{"不得少于", engine.AtLeast}, {"不得低于", engine.AtLeast}, {"不得超过", engine.AtMost}, {"不得高于", engine.AtMost},
	{"不能低于", engine.AtLeast}, {"不能超过", engine.AtMost}, {"应不低于", engine.AtLeast}, {"应不超过", engine.AtMost},
	{"不少于", engine.AtLeast}, {"不低于", engine.AtLeast}, {"不小于", engine.AtLeast},
	{"不超过", engine.AtMost}, {"不高于", engine.AtMost}, {"不大于", engine.AtMost}, {"不多于", engine.AtMost}, {"不超", engine.AtMost},
	{"至少", engine.AtLeast}, {"最少", engine.AtLeast}, {"最低", engine.AtLeast}, {"至多", engine.AtMost}, {"最多", engine.AtMost}, {"最高", engine.AtMost},
	{"控制在", engine.AtMost}, {"达到", engine.AtLeast}, {"达", engine.AtLeast}, {"大于", engine.MoreThan}, {"小于", engine.LessThan}, {"等于", engine.Exactly},
	{"高于", engine.MoreThan}, {"低于", engine.LessThan}, {"多于", engine.MoreThan}, {"少于", engine.LessThan}, {"超过", engine.MoreThan},
}

var suffixWords = []struct {
	text string
	op   engine.Op
}{
	{"(含)以上", engine.AtLeast}, {"及以上", engine.AtLeast}, {"以上(含)", engine.AtLeast}, {"以上", engine.AtLeast},
	{"(含)以下", engine.AtMost}, {"及以下", engine.AtMost}, {"以下(含)", engine.AtMost}, {"以下", engine.AtMost},
	{"(含)以内", engine.AtMost}, {"以内", engine.AtMost}, {"之内", engine.AtMost}, {"内", engine.AtMost},
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
	for _, entry := range comparatorWords {
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

// firstComparator finds where the first comparator of a text begins, or -1.
func firstComparator(text string) int {
	for i := range text {
		if found, _ := cutComparator(text[i:]); found.op != engine.NoOp {
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
	case upward(before) && upward(behind), downward(before) && downward(behind):
		return before, true
	}
	return engine.NoOp, false
}

func upward(op engine.Op) bool   { return op == engine.AtLeast || op == engine.MoreThan }
func downward(op engine.Op) bool { return op == engine.AtMost || op == engine.LessThan }
