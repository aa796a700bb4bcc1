package notation

import (
	"regexp"
	"strings"

	"jixiao/engine"
)

// deadline is a period with what is said around it.
type deadline struct {
	period
	op     engine.Op // a comparator before the date
	before bool      // 前 behind it
	until  bool      // 截至, 不晚于 or the like before it: there is no beginning
	hoped  bool      // 预计, 计划于 or the like before it: it has not happened
	alone  bool      // nothing but bare digits, which could be a number as well
}

var untilWords = []string{"截止到", "截止至", "截至到", "截止", "截至", "不晚于", "不迟于", "早于", "最迟", "最晚", "至", "到"}
var dateLeads = []string{"完成时间:", "完成时间为", "完成时间", "完成时限:", "完成时限为", "完成时限", "完成日期:", "完成日期", "时间:", "已于", "于", "在", "每年度", "每年"}
var hopeLeads = []string{"计划", "预计", "力争", "确保", "拟", "应", "须", "目标"}
var beforeWords = []string{"之前", "以前", "前", "止", "为止"}
var withinWords = []string{"以内", "之内", "期间", "内", "中"}

// dateTails are the words that may stand behind a date without making it a sentence about something else.
var dateTails = byFirstRune(
	"按时", "及时", "如期", "按期", "准时", "全部", "全面", "基本", "已经", "已", "均", "可", "应", "须", "需",
	"完成", "到位", "竣工", "完工", "结束", "实施", "发放", "支付", "拨付", "验收", "交付", "投入使用", "投入运行", "投入运营", "投用", "上报", "报送", "启动", "开展", "举办", "建成", "提交",
	"开工", "动工", "交工", "招标", "印发", "出台", "发布", "上线", "运行", "编制", "下达", "兑付", "落实", "开通", "通车", "供货", "安装", "调试", "结算", "审核", "公示", "归档", "办结", "收官", "召开", "组织",
	"各项", "所有", "工作", "任务", "项目", "建设", "采购", "并通过", "并", "完毕", "(含)", "当日", "当天",
)

// scanDeadline reads a whole normalised text as a deadline. It is malformed where a date lacks its year.
func scanDeadline(text string, year int) (deadline, outcome) {
	var d deadline
	rest := dropTime(text)
	if found, tail := cutComparator(rest); found.sign {
		d.op, rest = found.op, tail
	}
	for {
		if tail, word := cutAny(rest, untilWords); word != "" {
			d.until, rest = true, tail
			continue
		}
		if tail, word := cutAny(rest, hopeLeads); word != "" {
			d.hoped, rest = true, tail
			continue
		}
		// 每年度 alone is a year of its own; it is a lead only where a part of the year follows.
		tail, word := cutAny(rest, dateLeads)
		if word == "" || strings.HasPrefix(word, "每年") && !leadsToPart(tail, year) {
			break
		}
		rest = tail
	}
	p, rest, how := scanSpan(rest, year)
	if how != scanned {
		return d, how
	}
	d.period = p
	d.alone = p.bare && rest == ""
	rest = strings.TrimPrefix(rest, "(含)")
	if tail, word := cutAny(rest, beforeWords); word != "" {
		d.before, rest = true, tail
	} else if tail, word := cutAny(rest, withinWords); word != "" {
		rest = tail
	}
	for rest != "" {
		tail, word := dateTails.cut(rest)
		if word == "" {
			return d, absent
		}
		rest = tail
	}
	return d, scanned
}

// scanSpan reads periods, the days that print no 月 or 日 before 前 (12.31前), and what begins with 自, which needs two ends.
func scanSpan(text string, year int) (period, string, outcome) {
	since, found := cutAny(text, []string{"自", "从"})
	if found != "" {
		p, rest, how := scanPeriods(since, year)
		if how == scanned && p.unit != longer {
			return period{}, text, absent
		}
		return p, rest, how
	}
	if p, rest, how := scanShortDay(text, year); how != absent {
		return p, rest, how
	}
	return scanPeriods(text, year)
}

func leadsToPart(text string, year int) bool {
	_, _, how := scanWithin(text, year)
	return how != absent
}

// window returns the beginning, if there is one, and the end of a deadline.
func (d *deadline) window() (from, due engine.Date) {
	open := d.before || d.until || d.unit == day || d.unit == endpoint || d.op == engine.AtMost || d.op == engine.LessThan
	if open {
		return engine.Date{}, d.to
	}
	return d.from, d.to
}

// twoFaced tells whether 前 may mean "before it begins" as well as "by its end".
func (d *deadline) twoFaced() bool { return d.before && d.unit != day && d.unit != endpoint }

// resembles tells whether a bare figure is near enough to the form's year to be a date.
func (d *deadline) resembles(year int) bool {
	return near(d.to.Year, year)
}

var oneDigitMonth = regexp.MustCompile(`^(\d{4})\.[1-9]$`)
var yearFirst = regexp.MustCompile(`^(\d{4})(?:[^\d,]|$)`)
var bareYears = regexp.MustCompile(`^(\d{4})[-—~至](\d{4})$`)

var bareMonth = regexp.MustCompile(`^(\d{4})(0[1-9]|1[0-2])$`)
var shortDate = regexp.MustCompile(`^(?:0?[1-9]|1[0-2])[/-](?:0?[1-9]|[12][0-9]|3[01])$`)

// isShortDate tells whether a text is a month and a day in digits: 12/20.
func isShortDate(text string) bool {
	return startsWithDigit(text) && len(text) <= len("12/31") && shortDate.MatchString(text)
}

// undecidable tells whether a text is a number as well as a date, and nothing says which: 2025.1 is January, or October from
// a spreadsheet, or a number; 2025-2027 are years or a range; 202512 is a month or an amount; 2025 with the unit 年 is
// the year, or a number of years. A unit says that it is a number, beside the text or behind its figure, unless it
// is one that dates have.
func undecidable(text string, ctx Context) bool {
	if !startsWithYear(text) || ctx.countingUnit() != "" {
		return false
	}
	if match := yearFirst.FindStringSubmatch(text); match != nil && ctx.Unit != "" && !countsBehind(text[len(match[1]):]) {
		year := digits(match[1])
		if _, how := scanDeadline(text, ctx.Year); how != scanned && year >= firstYear && year <= lastYear {
			return true
		}
	}
	for _, pattern := range []*regexp.Regexp{oneDigitMonth, bareYears, bareMonth} {
		if match := pattern.FindStringSubmatch(text); match != nil {
			return near(digits(match[1]), ctx.Year)
		}
	}
	return false
}

// countsBehind tells whether a unit stands at the beginning of a text that no date has.
func countsBehind(text string) bool {
	unit := longestUnit(text)
	return unit != "" && !unitsOfDates[unit]
}

var unitsOfDates = map[string]bool{"年": true, "年度": true, "年月": true, "月": true, "月份": true, "年月日": true, "日": true, "号": true}

// unitOfDates tells whether the column of units holds one that dates have.
func (c Context) unitOfDates() bool { return c.Unit != "" && c.countingUnit() == "" }

// countingUnit is the unit of what is counted, nothing where the column of units holds one that dates have.
func (c Context) countingUnit() string {
	if unitsOfDates[normalise(c.Unit)] {
		return ""
	}
	return c.Unit
}

// NameDecides tells whether what a recorded text means depends on the name of its indicator: 202512 is a month under 完成时间 and may be an amount
// under 发放册数. Any other text means the same under every name.
func NameDecides(text string) bool { return isBareMonth(normalise(strings.TrimSpace(text))) }

// isBareMonth tells whether a text is the figures of a year and a month. It has six: patterns are dear.
func isBareMonth(text string) bool { return len(text) == 6 && bareMonth.MatchString(text) }

// spellMonth writes 202512 as 2025-12 where the indicator's name speaks of time.
func spellMonth(text string, ctx Context) (string, bool) {
	if !isBareMonth(text) || ctx.countingUnit() != "" || !near(digits(text[:4]), ctx.Year) {
		return text, false
	}
	for _, word := range []string{"时间", "时限", "日期", "期限", "时效"} {
		if strings.Contains(ctx.Name, word) {
			return text[:4] + "-" + text[4:], true
		}
	}
	return text, false
}
