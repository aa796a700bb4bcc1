package notation

import (
	"strings"
	"unicode/utf8"

	"jixiao/engine"
)

// leads are words before a number that say only that something was done or counted.
var leads = byFirstRune("实际完成值", "实际值", "完成值", "实际完成", "已完成", "全年", "本年度", "本年", "共完成", "累计完成", "完成", "实际为", "实际", "共计", "总计", "合计", "累计", "共", "约计", "计", "为", "已", ":", "介于", "保持在", "维持在", "稳定在", "在")

// verbs say what was done. They are skipped with a note: 共举办5场.
var verbs = byFirstRune(
	"举办", "举行", "开展", "组织", "召开", "开设", "培训", "发放", "发布", "发表", "新增", "新建", "新购", "建设", "建成", "改造", "修建", "修缮", "实施", "采购", "购置", "购买", "配备", "配置", "安装", "更换", "维修", "维护",
	"制作", "编制", "印发", "印制", "出版", "制定", "制订", "出台", "修订", "签订", "检查", "巡查", "监测", "检测", "抽检", "审计", "评审", "验收", "整治", "处理", "处置", "办理", "受理", "接待", "服务", "资助", "补助", "救助",
	"走访", "慰问", "演出", "拍摄", "录制", "种植", "覆盖", "参加", "参与", "支付", "拨付", "选派", "招聘", "引进", "扶持", "支持", "养护", "绿化", "清运", "惠及", "受益",
)

// softLeads say how seriously a target is meant. The number is the target all the same, and they are skipped with a note.
var softLeads = byFirstRune("力争", "争取", "确保", "保证", "预计", "预期", "计划", "目标值", "目标", "原则上", "一般", "应当", "应", "须", "需")

// unfulfilled are words that make of a number what is hoped for; behind them no actual stands.
var unfulfilled = []string{"力争", "争取", "确保", "保证", "预计", "预期", "计划", "目标", "原则", "应"}

// nameEndings show that a lead is the beginning of a name: 完成率.
var nameEndings = []string{"率", "度", "量", "数", "额", "比例", "情况", "人数", "人次", "次数", "费", "面积", "成本", "周期", "时间", "天数", "内容"}

// labelKind says what a label before a number without comparator makes of it.
type labelKind uint8

const (
	noLabel     labelKind = iota
	countLabel            // 培训人数200人: the number needs a unit of its own
	afterLabel            // 验收后30日内: the number has to be a span of time with an upper end
	spokenLabel           // 参加人数不少于五百人: a figure in words needs a known unit, for 达到一流 holds one too
)

var countEndings = []string{"数", "数量", "总量", "人次", "场次", "面积", "金额", "总额", "长度", "里程", "时长", "标准", "产量"}
var afterEndings = []string{"后", "起", "之日"}

// cutLeads cuts words before the number and a unit in brackets or the sign of money.
func (r *reading) cutLeads(text string) string {
	for {
		rest, word := leads.cut(text)
		if word == "" {
			if rest, word = verbs.cut(text); word == "" {
				rest, word = softLeads.cut(text)
			}
			if _, ending := cutAny(rest, nameEndings); word == "" || ending != "" {
				break
			}
			r.skipped += word
		} else if _, ending := cutAny(rest, nameEndings); ending != "" {
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

// cutLabel cuts a label that stands before a comparator (完成率≥95%) or ends like the name of a share or a count (满意度95%),
// or a unit that stands before the number (元500).
func (r *reading) cutLabel(text string) string {
	digit := strings.IndexAny(text, "0123456789")
	if digit < 0 || shareInWords(text) >= 0 {
		return r.cutSpoken(text)
	}
	at := firstComparator(text)
	if at < 0 || at > digit {
		return r.cutNoun(text, digit)
	}
	label := strings.TrimSuffix(text[:at], ":")
	if r.unitBefore(label) {
		return r.cutBefore(text[at:])
	}
	if !plainLabel(label) {
		return text
	}
	r.skipped += label
	return r.cutBefore(text[at:])
}

// cutNoun cuts a label before a number without comparator.
func (r *reading) cutNoun(text string, digit int) string {
	label := cutCopula(text[:digit])
	if r.unitBefore(label) {
		return text[digit:]
	}
	if !plainLabel(label) {
		return text
	}
	switch {
	case shareName(label) && strings.Contains(text[digit:], "%"):
	case endsLike(label, countEndings):
		r.label = countLabel
	case endsLike(label, afterEndings):
		r.label = afterLabel
	default:
		return text
	}
	r.skipped += label
	return text[digit:]
}

// cutSpoken cuts a label before a figure in words: 培训人数五百人, 参会率达到百分之九十, 收到申请后五个工作日内.
func (r *reading) cutSpoken(text string) string {
	if at := firstComparator(text); at > 0 {
		label := strings.TrimSuffix(text[:at], ":")
		if !plainLabel(label) {
			return text
		}
		r.label, r.skipped = spokenLabel, r.skipped+label
		return r.cutBefore(text[at:])
	}
	at := shareInWords(text)
	label := cutCopula(text[:max(at, 0)])
	if at < 0 || !shareName(label) {
		at, label = r.spokenNoun(text)
	}
	if at <= 0 || !plainLabel(label) {
		return text
	}
	r.skipped += label
	return text[at:]
}

// spokenNoun finds the name of a count, or the beginning of a span of time, right before a figure in words. 人数十人 is not 人数 and 十:
// it may as well be 数十, dozens.
func (r *reading) spokenNoun(text string) (at int, label string) {
	for i, letter := range text {
		if _, numeral := numerals[letter]; !numeral && letter != '十' {
			continue
		}
		label := cutCopula(text[:i])
		dozens := strings.HasPrefix(text[i:], "十") && strings.HasSuffix(text[:i], "数")
		switch {
		case dozens:
		case endsLike(label, countEndings):
			r.label = countLabel
			return i, label
		case endsLike(label, afterEndings):
			r.label = afterLabel
			return i, label
		}
	}
	return -1, ""
}

// shareInWords finds where a percentage in words begins, or -1.
func shareInWords(text string) int {
	for _, word := range []string{"百分之", "百分百", "千分之"} {
		if at := strings.Index(text, word); at >= 0 {
			return at
		}
	}
	return -1
}

// cutCopula cuts what joins a label with its number.
func cutCopula(label string) string { return strings.TrimSuffix(strings.TrimSuffix(label, ":"), "为") }

// unitBefore takes a label for the unit of the number behind it. 年度 and its like before a number say when, not what.
func (r *reading) unitBefore(label string) bool {
	first, _ := utf8.DecodeRuneInString(label)
	if first < utf8.RuneSelf && first != '%' || !knownUnit(label) || r.first.unit != "" || spans[label] {
		return false // GB3838 is a standard
	}
	r.first.unit = canonicalOr(label)
	return true
}

// labelFits tells whether a label without comparator goes with what was read behind it.
func (r *reading) labelFits() bool {
	switch r.label {
	case countLabel:
		return r.first.unit != "" && r.first.unit != "%" && !(r.chinese && calendarUnits[r.first.unit])
	case spokenLabel:
		return knownUnit(r.first.unit) && !gradeUnits[r.first.unit]
	case afterLabel:
		return !r.ranged && downward(r.behind) && spans[strings.TrimPrefix(r.first.unit, "个")]
	}
	return true
}

// calendarUnits name a time behind a numeral at least as often as they count: 二季度, 三年.
var calendarUnits = wordSet("年 月 日 季度 年度 周年")

func endsLike(label string, endings []string) bool {
	for _, ending := range endings {
		if strings.HasSuffix(label, ending) {
			return true
		}
	}
	return false
}

func shareName(label string) bool {
	return endsLike(label, []string{"率", "度", "比例", "占比"}) && plainLabel(label)
}

// fallingWords turn a number into the size of a change, its opposite or less than it; such a text is words.
var fallingWords = []string{"降", "减", "不", "未", "没", "无", "基本", "几乎", "尚", "仅", "还"}

func plainLabel(label string) bool {
	if label == "" || utf8.RuneCountInString(label) > 16 || !allHan(label) {
		return false
	}
	for _, word := range fallingWords {
		if strings.Contains(label, word) {
			return false
		}
	}
	return !strings.Contains(label, "每")
}

// hoped tells whether the words around a number say that it is planned and not achieved.
func (r *reading) hoped() bool {
	for _, word := range unfulfilled {
		if strings.Contains(r.skipped, word) {
			return true
		}
	}
	return r.word != "" && strings.HasPrefix(r.word, "应") && r.op != engine.NoOp
}
