package engine

// unitScale says how many base units one unit is. Only conversions that hold everywhere are listed: a field's 亩 is 2000/3
// square metres, 人次 is not 人. The measure word 个 before a unit of time changes nothing; 人, 点 and 月 are other things with and
// without it, so that it is listed and never cut off. A calendar day is not simply a day, which some contracts mean as working day.
type unitScale struct {
	base     string
	num, den int64
}

var unitScales = map[string]unitScale{
	"米": {"米", 1, 1}, "m": {"米", 1, 1}, "公里": {"米", 1000, 1}, "千米": {"米", 1000, 1}, "km": {"米", 1000, 1},
	"厘米": {"米", 1, 100}, "里": {"米", 500, 1},
	"平方米": {"平方米", 1, 1}, "㎡": {"平方米", 1, 1}, "m2": {"平方米", 1, 1}, "m²": {"平方米", 1, 1}, "平米": {"平方米", 1, 1},
	"平方公里": {"平方米", 1_000_000, 1}, "平方千米": {"平方米", 1_000_000, 1}, "公顷": {"平方米", 10_000, 1}, "亩": {"平方米", 2000, 3},
	"立方米": {"立方米", 1, 1}, "方": {"立方米", 1, 1}, "m3": {"立方米", 1, 1}, "m³": {"立方米", 1, 1}, "升": {"立方米", 1, 1000},
	"公斤": {"公斤", 1, 1}, "千克": {"公斤", 1, 1}, "kg": {"公斤", 1, 1}, "吨": {"公斤", 1000, 1}, "t": {"公斤", 1000, 1}, "克": {"公斤", 1, 1000}, "斤": {"公斤", 1, 2},
	"元": {"元", 1, 1}, "人民币元": {"元", 1, 1}, "角": {"元", 1, 10}, "分": {"分", 1, 1},
	"小时": {"小时", 1, 1}, "个小时": {"小时", 1, 1}, "分钟": {"小时", 1, 60}, "天": {"天", 1, 1}, "日": {"天", 1, 1},
	"工作日": {"工作日", 1, 1}, "个工作日": {"工作日", 1, 1},
	"自然日": {"自然日", 1, 1}, "个自然日": {"自然日", 1, 1}, "日历日": {"自然日", 1, 1}, "日历天": {"自然日", 1, 1}, "个日历天": {"自然日", 1, 1},
	"季度": {"季度", 1, 1}, "个季度": {"季度", 1, 1}, "年度": {"年度", 1, 1}, "个年度": {"年度", 1, 1},
	"百分点": {"百分点", 1, 1}, "个百分点": {"百分点", 1, 1},
	"%": {"%", 1, 1}, "百分比": {"%", 1, 1}, "‰": {"%", 1, 10},
	"人": {"人", 1, 1}, "名": {"人", 1, 1}, "位": {"人", 1, 1},
}

// Convert turns a value in one unit into another, exactly. Units that differ only in spaces or width are the same; a unit that
// this table does not know equals only itself.
func Convert(value Rational, from, to string) (Rational, bool) {
	from, to = Fold(from), Fold(to)
	if from == to {
		return value, true
	}
	a, okA := unitScales[from]
	b, okB := unitScales[to]
	if !okA || !okB || a.base != b.base {
		return Rational{}, false
	}
	inBase := value.Mul(NewRational(a.num, a.den))
	return inBase.Mul(NewRational(b.den, b.num)), true
}
