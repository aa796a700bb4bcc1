package notation

import (
	"strings"

	"jixiao/engine"
)

// heading is what a column of comparators (指标性质, 指标方向) says about the value beside it.
type heading struct {
	op          engine.Op
	direction   bool // 正向, 反向: which way is better, while a sign says what is asked
	qualitative bool // 定性: the value is words
	readable    bool
}

// directions are what the column says without a comparator. 定量 announces a number and no more.
var directions = map[string]heading{
	"正向": {op: engine.AtLeast, direction: true}, "正": {op: engine.AtLeast, direction: true}, "越大越好": {op: engine.AtLeast, direction: true}, "越高越好": {op: engine.AtLeast, direction: true},
	"反向": {op: engine.AtMost, direction: true}, "逆向": {op: engine.AtMost, direction: true}, "负向": {op: engine.AtMost, direction: true}, "反": {op: engine.AtMost, direction: true}, "逆": {op: engine.AtMost, direction: true},
	"越小越好": {op: engine.AtMost, direction: true}, "越低越好": {op: engine.AtMost, direction: true},
	"定性": {qualitative: true}, "定量": {}, "区间": {},
}

// readHeading reads the text of a column of comparators, whole or not at all.
func readHeading(text string) heading {
	if len(text) > maxText {
		return heading{}
	}
	said := trimBrackets(normalise(text))
	if entry, found := directions[strings.TrimSuffix(said, "指标")]; found {
		entry.readable = true
		return entry
	}
	if found, rest := cutComparator(said); found.op != engine.NoOp {
		again, rest := cutComparator(cutTranslation(found.op, rest))
		if rest == "" && (again.op == engine.NoOp || again.op == found.op) {
			return heading{op: found.op, readable: true}
		}
	}
	if op, rest := cutSuffix(said); op != engine.NoOp && rest == "" {
		return heading{op: op, readable: true}
	}
	return heading{}
}

func trimBrackets(text string) string {
	for strings.HasPrefix(text, "(") && closingBracket(text) == len(text)-1 {
		text = text[1 : len(text)-1]
	}
	return text
}

// IsSign tells whether a text is only a comparator (≥, 大于等于, 不少于, 以内) or a word of direction or nature as the columns
// 指标性质 and 指标方向 hold them: 正向, 反向指标, 定性, 定量.
func IsSign(text string) bool { return readHeading(text).readable }

// IsUnit tells whether a text is only a unit that forms print: 个, %, 百分比, 元/人·天, 万平方米, 场(次). Brackets around it do
// not matter. Words that are units in one place and names in another (项目, 单位, 平台) are units here.
func IsUnit(text string) bool { return len(text) <= maxText && knownUnit(trimUnit(normalise(text))) }

// heading reads the column beside the value, and says so where that makes no sense.
func (p *targetParser) heading() heading {
	said := readHeading(p.ctx.Sign)
	if folded := normalise(p.ctx.Sign); !said.readable && folded != "" && !placeholder(folded) {
		p.add("sign-unreadable", engine.Warning, "sign", strings.TrimSpace(p.ctx.Sign))
	}
	return said
}

// settleOp decides between the comparator in the value, which wins, and the one in its column. It is not ok where the column
// says 定性 and the value prints no comparator: then it is words.
func (p *targetParser) settleOp(op engine.Op) (engine.Op, bool) {
	said := p.heading()
	if op == engine.NoOp {
		if said.qualitative {
			p.add("sign-qualitative", engine.Warning, "sign", strings.TrimSpace(p.ctx.Sign))
		}
		return said.op, !said.qualitative
	}
	_, agree := combine(op, said.op)
	if said.qualitative || !agree && op != said.op {
		p.add("sign-contradicts", engine.Warning, "sign", strings.TrimSpace(p.ctx.Sign))
	}
	return op, true
}

// headingAgrees says where a column of comparators does not fit a value that is bounded on both sides or by a date.
func (p *targetParser) headingAgrees() {
	said := p.heading()
	if said.qualitative || said.op != engine.NoOp && said.op != engine.Exactly && !said.direction {
		p.add("sign-contradicts", engine.Warning, "sign", strings.TrimSpace(p.ctx.Sign))
	}
}
