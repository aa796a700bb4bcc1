package formtest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func chance(r *rand.Rand, percent int) bool { return r.IntN(100) < percent }

// drawProject makes up a whole project. What a layout does not print is taken out of it later.
func drawProject(r *rand.Rand, year int, l *Layout) Project {
	place := pick(r, places)
	p := Project{
		Name: place + pick(r, topics) + pick(r, projectEnds), Department: place + pick(r, bureaus), Year: year,
		Code:   fmt.Sprintf("%d%02d%08d", r.IntN(400000)+100000, year%100, r.IntN(99999999)),
		Nature: pick(r, natures), Goal: pick(r, goalTexts), LongGoal: "到规划期末，形成长效机制，" + pick(r, goalActuals),
		GoalActual: pick(r, goalActuals), MoneyUnit: l.MoneyUnit,
		Start: fmt.Sprintf("%d-01-01", year), End: fmt.Sprintf("%d-12-31", year),
	}
	p.Unit = place + pick(r, offices)
	p.Funds = drawFunds(r, l.MoneyUnit)
	p.Indicators = drawIndicators(r, year, l)
	weigh(r, &p)
	return p
}

// drawFunds makes rows whose parts add up to the total.
func drawFunds(r *rand.Rand, unit string) []Funds {
	step := int64(1)
	if unit == "万元" {
		step = 10_000 // two decimals of ten thousand yuan
	}
	amount := func(most int64) *int64 {
		v := (r.Int64N(most) + 1) * step
		return &v
	}
	total := Funds{Item: itemTotal}
	rows := []Funds{{}}
	for _, item := range []string{itemFiscal, itemCarried, itemOther} {
		f := Funds{Item: item, Initial: amount(90_000_00), Adjusted: amount(90_000_00)}
		executed := *f.Adjusted / step * int64(50+r.IntN(51)) / 100 * step
		f.Executed = &executed
		if item != itemFiscal && chance(r, 60) {
			zero := int64(0)
			f.Initial, f.Adjusted, f.Executed = &zero, &zero, &zero
		}
		rows = append(rows, f)
	}
	sum := func(get func(Funds) *int64) *int64 {
		s := int64(0)
		for _, f := range rows[1:] {
			s += *get(f)
		}
		return &s
	}
	total.Initial = sum(func(f Funds) *int64 { return f.Initial })
	total.Adjusted = sum(func(f Funds) *int64 { return f.Adjusted })
	total.Executed = sum(func(f Funds) *int64 { return f.Executed })
	rows[0] = total
	return rows
}

// drawIndicators makes two or more rows in most classes of one of the two trees, grouped by class as forms print them.
func drawIndicators(r *rand.Rand, year int, l *Layout) []Indicator {
	tree := newTree
	if l.OldTree {
		tree = oldTree
	}
	var list []Indicator
	for _, c := range tree {
		always := c.level2 == "数量指标" || c.level2 == "质量指标" || c.level2 == "服务对象满意度指标"
		if !always && chance(r, 45) {
			continue
		}
		count := 1 + r.IntN(2)
		if c.level2 == "数量指标" {
			count += r.IntN(2)
		}
		for _, at := range r.Perm(len(c.protos))[:min(count, len(c.protos))] {
			list = append(list, drawIndicator(r, year, c, c.protos[at], l))
		}
	}
	return list
}

func drawIndicator(r *rand.Rand, year int, c class, p proto, l *Layout) Indicator {
	ind := Indicator{Level1: c.level1, Level2: c.level2, Name: p.name}
	value := p.lo + r.IntN(p.hi-p.lo+1)
	switch p.kind {
	case 'w':
		ind.Target = Target{Kind: "words", Text: pick(r, wordTargets)}
		ind.Actual = pick(r, wordActuals)
	case 'd':
		ind.Target = drawDeadline(r, year)
		ind.Actual = pick(r, []string{fmt.Sprintf("%d年11月", year), "已完成", fmt.Sprintf("%d年12月20日", year)})
	case 'r':
		low := strconv.Itoa(value)
		high := strconv.Itoa(value + 5)
		ind.Target = Target{Kind: "range", Min: low, Max: high, Unit: p.unit, Text: low + pick(r, []string{"-", "~", "～"}) + high + p.unit}
		ind.Actual = strconv.Itoa(value+r.IntN(6)) + p.unit
	default:
		ind.Target = drawNumber(r, p, value, l)
		ind.Actual = drawActual(r, p, value)
	}
	ind.LongTarget = strings.Replace(ind.Target.Text, strconv.Itoa(value), strconv.Itoa(value*3+1), 1)
	switch {
	case ind.Target.Kind != "number":
		ind.LongTarget = "持续推进"
	case p.unit == "%":
		ind.LongTarget = ind.Target.Text
	}
	return ind
}

func drawDeadline(r *rand.Rand, year int) Target {
	month := 6 + r.IntN(7)
	last := map[int]int{6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}[month]
	due := fmt.Sprintf("%d-%02d-%02d", year, month, last)
	text := pick(r, []string{fmt.Sprintf("%d月底前", month), fmt.Sprintf("%d年%d月底前", year, month),
		fmt.Sprintf("%d年%d月%d日前", year, month, last), fmt.Sprintf("%d月底前完成", month), fmt.Sprintf("%d-%02d-%02d", year, month, last)})
	return Target{Kind: "deadline", Due: due, Text: text}
}

var opsOf = map[byte]string{'n': ">=", 'p': ">=", 'm': "<=", 'e': "="}
var signsOf = map[string][]string{">=": {"≥", "≥", "≥", ">=", "≧", "＞="}, "<=": {"≤", "≤", "≤", "<=", "≦"}, "=": {"=", "＝", "="}}
var wordsOf = map[string][]string{">=": {"不少于", "不低于", "大于等于", "至少"}, "<=": {"不超过", "不高于", "小于等于"}, "=": {""}}

func drawNumber(r *rand.Rand, p proto, value int, l *Layout) Target {
	t := Target{Kind: "number", Op: opsOf[p.kind], Value: strconv.Itoa(value), Unit: p.unit}
	digits := t.Value
	switch {
	case value >= 1000 && chance(r, 20):
		digits = grouped(int64(value))
	case chance(r, 15):
		digits += ".00"
	}
	unit := p.unit
	if chance(r, 15) {
		unit = pick(r, []string{"(" + p.unit + ")", "（" + p.unit + "）"})
	}
	t.Text = pick(r, signsOf[t.Op]) + digits + unit
	switch {
	case chance(r, 15):
		t.Text = pick(r, wordsOf[t.Op]) + digits + p.unit
	case t.Op == ">=" && chance(r, 8):
		t.Text = digits + p.unit + "以上"
	case t.Op == "<=" && chance(r, 15):
		t.Text = "控制在" + digits + p.unit + "以内"
	case t.Op == "=" && chance(r, 50):
		t.Text = digits + p.unit
	}
	if l.UnitInHead {
		t.Text = pick(r, signsOf[t.Op]) + digits + p.unit
	}
	return t
}

func drawActual(r *rand.Rand, p proto, value int) string {
	actual := value + r.IntN(value/5+2) - value/10
	if p.unit == "%" {
		actual = min(actual, 100)
		if actual < 100 && chance(r, 30) {
			return strconv.Itoa(actual) + "." + strconv.Itoa(1+r.IntN(9)) + "%"
		}
		return strconv.Itoa(actual) + "%"
	}
	if chance(r, 40) {
		return strconv.Itoa(actual)
	}
	return strconv.Itoa(actual) + p.unit
}

// weigh divides 100 points over execution and rows, and claims most of them.
func weigh(r *rand.Rand, p *Project) {
	execution := 1000
	p.ExecutionWeight = &execution
	claimed := execution - r.IntN(4)*50
	p.ExecutionClaimed = &claimed
	left := 9000
	for i := range p.Indicators {
		ind := &p.Indicators[i]
		rows := len(p.Indicators) - i
		weight := left / rows / 100 * 100
		if rows == 1 {
			weight = left
		} else if chance(r, 30) && weight > 200 {
			weight -= 50
		}
		left -= weight
		ind.Weight = &weight
		score := weight
		if chance(r, 35) {
			score -= 1 + r.IntN(weight/3)
			ind.Reason = pick(r, reasons)
		}
		ind.Claimed = &score
	}
}

// points writes hundredths as people type points.
func points(v int) string {
	switch {
	case v%100 == 0:
		return strconv.Itoa(v / 100)
	case v%10 == 0:
		return fmt.Sprintf("%d.%d", v/100, v/10%10)
	}
	return fmt.Sprintf("%d.%02d", v/100, v%100)
}

func grouped(v int64) string {
	text := strconv.FormatInt(v, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// amount writes fen in a unit of money, two decimals, with separators or not.
func amount(fen int64, unit string, separators bool) string {
	whole, rest := fen/100, fen%100
	if unit == "万元" {
		whole, rest = fen/1_000_000, fen/10_000%100
	}
	text := strconv.FormatInt(whole, 10)
	if separators {
		text = grouped(whole)
	}
	return fmt.Sprintf("%s.%02d", text, rest)
}
