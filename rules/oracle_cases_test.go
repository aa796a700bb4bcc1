package rules_test

import (
	"math/rand/v2"

	"jixiao/engine"
)

// oracleCases makes submissions whose rows lie where mistakes are: at thresholds and half hundredths, a unit in the last place
// beside them, with small numbers, money, and up to 18 digits. Everything follows from the random sequence.
type oracleCases struct {
	*rand.Rand
	o *oracle
}

func newOracleCases(rng *rand.Rand, o *oracle) *oracleCases { return &oracleCases{rng, o} }

func (c *oracleCases) oneIn(n int) bool { return c.IntN(n) == 0 }

// submission makes a form of 1 to 14 rows and its funds; weights come first, so that rows can aim at half hundredths.
func (c *oracleCases) submission() *engine.Submission {
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Name: "项目"}}
	classes := engine.Categories()
	for range 1 + c.IntN(14) {
		class := classes[c.IntN(len(classes))]
		s.Indicators = append(s.Indicators, engine.Indicator{Level1: class.Parent(), Level2: class, Name: "指标"})
	}
	if c.oneIn(2) {
		c.printWeights(s)
	}
	weights, _, execution, _ := c.o.weigh(s)
	for i := range s.Indicators {
		c.fillRow(&s.Indicators[i], weights[i])
	}
	s.Budget = c.funds(max(execution, 1))
	if c.oneIn(5) {
		c.aimAtGrade(s)
	}
	return s
}

// printWeights gives the form weights that add up to 90, 100, or anything.
func (c *oracleCases) printWeights(s *engine.Submission) {
	left := []int64{10000 - c.o.inside(c.o.executionWeight()), 9000, 10000, 8000, 11000}[c.IntN(5)]
	for i := range s.Indicators {
		weight := engine.Points(c.Int64N(left + 1))
		if c.oneIn(2) {
			weight = min(engine.Points(left), engine.Points(100*c.Int64N(31)))
		}
		if i == len(s.Indicators)-1 && !c.oneIn(8) {
			weight = engine.Points(left)
		}
		left -= int64(weight)
		s.Indicators[i].Weight = &weight
	}
	switch c.IntN(6) {
	case 0:
		s.ExecutionWeight = oraclePoints(2000)
	case 1:
		s.ExecutionWeight = oraclePoints(c.Int64N(3000))
	case 2:
		if c.oneIn(4) {
			s.Indicators[c.IntN(len(s.Indicators))].Weight = nil
		}
	}
}

func oraclePoints(p int64) *engine.Points { points := engine.Points(p); return &points }

func (c *oracleCases) fillRow(i *engine.Indicator, weight int64) {
	switch c.IntN(20) {
	case 0, 1:
		c.fillDeadline(i)
	case 2, 3, 4:
		c.fillWords(i, weight)
	case 5:
		c.fillRange(i)
	case 6:
		c.fillSet(i)
	default:
		c.fillNumber(i, weight)
	}
	switch c.IntN(120) {
	case 0:
		i.Actual = engine.Actual{}
	case 1:
		i.Actual = engine.Actual{Text: "一言难尽", Reported: true, Kind: engine.WordsActual}
	case 2:
		i.Target = engine.Target{Text: "*"}
	case 3, 4:
		i.Tier = engine.TierNotApplies
	}
	if i.Claimed == nil && c.oneIn(20) {
		i.Claimed = oraclePoints(c.Int64N(weight + 1))
	}
}

// number is a decimal by its digits: unscaled × 10^-places.
type oracleDigits struct {
	unscaled int64
	places   int
}

const oracleMost = 999_999_999_999_999_999 // 18 digits

func (n oracleDigits) measure(unit string) engine.Measure {
	d, ok := engine.NewDecimal(min(max(n.unscaled, -oracleMost), oracleMost), n.places)
	if !ok {
		panic("a case with too many digits")
	}
	return engine.Measure{Value: d, Unit: unit, Scaled: d, ScaledUnit: unit}
}

// near returns n or the number a unit in its last place beside it, and sometimes a finer unit.
func (c *oracleCases) near(n oracleDigits) oracleDigits {
	if c.oneIn(4) && n.places < 16 && n.unscaled < 1e15 && n.unscaled > -1e15 {
		n = oracleDigits{n.unscaled * 100, n.places + 2}
	}
	n.unscaled += c.Int64N(3) - 1
	return n
}

func (c *oracleCases) size() int64 {
	switch c.IntN(5) {
	case 0, 1:
		return 1 + c.Int64N(1000)
	case 2:
		return 1 + c.Int64N(1_000_000)
	case 3:
		return 1 + c.Int64N(10_000_000_000_000) // fen
	}
	return 1 + c.Int64N(oracleMost)>>c.IntN(30)
}

// pair draws a target and an actual that belongs to it.
func (c *oracleCases) pair(atMost bool, weight int64) (target, actual oracleDigits) {
	target = oracleDigits{c.size(), c.IntN(5)}
	switch c.IntN(10) {
	case 0, 1: // the target itself
		return target, c.near(target)
	case 2, 3: // the threshold of 0.6
		return c.atThreshold(atMost)
	case 4, 5, 6: // half a hundredth
		return c.atHalf(atMost, weight)
	case 7: // about twice the target, where the linear formula ends
		target.unscaled >>= 1
		return target, c.near(oracleDigits{2 * target.unscaled, target.places})
	case 8:
		if c.oneIn(2) { // where an over-completion begins to cost something
			tenth := 1 + target.unscaled/10
			return oracleDigits{10 * tenth, target.places}, c.near(oracleDigits{[]int64{13, 15, 20, 30}[c.IntN(4)] * tenth, target.places})
		}
		return target, oracleDigits{c.Int64N(3*(target.unscaled/2+1)) - c.Int64N(5), target.places}
	}
	return target, oracleDigits{c.size(), c.IntN(5)}
}

func (c *oracleCases) atThreshold(atMost bool) (target, actual oracleDigits) {
	fifth := 1 + c.size()/20
	low, high := oracleDigits{3 * fifth, c.IntN(5)}, oracleDigits{5 * fifth, 0}
	high.places = low.places
	if !atMost {
		return high, c.near(low)
	}
	if c.o.linear && c.oneIn(2) { // 1 - (7 - 5)/5 = 0.6
		return high, c.near(oracleDigits{7 * fifth, high.places})
	}
	return low, c.near(high)
}

// atHalf aims at weight × rate = m + ½ hundredths.
func (c *oracleCases) atHalf(atMost bool, weight int64) (target, actual oracleDigits) {
	weight = max(weight, 1)
	odd := 2*c.Int64N(weight) + 1
	zoom := int64(1)
	for range c.IntN(11) {
		zoom *= 10
	}
	places := c.IntN(5)
	switch {
	case c.o.pass && !atMost: // w·(B/A − 0.6)/0.4 = m + ½
		return oracleDigits{5 * weight * zoom, places}, c.near(oracleDigits{(3*weight + odd) * zoom, places})
	case c.o.pass && c.o.linear:
		return oracleDigits{5 * weight * zoom, places}, c.near(oracleDigits{(7*weight - odd) * zoom, places})
	case c.o.pass:
		return oracleDigits{(3*weight + odd) * zoom, places}, c.near(oracleDigits{5 * weight * zoom, places})
	case !atMost:
		return oracleDigits{2 * weight * zoom, places}, c.near(oracleDigits{odd * zoom, places})
	case c.o.linear: // w·(2 - B/A) = m + ½
		return oracleDigits{2 * weight * zoom, places}, c.near(oracleDigits{(4*weight - odd) * zoom, places})
	}
	return oracleDigits{odd * zoom, places}, c.near(oracleDigits{2 * weight * zoom, places})
}

func (c *oracleCases) fillNumber(i *engine.Indicator, weight int64) {
	op := engine.Op(1 + c.IntN(5))
	target, actual := c.pair(op == engine.AtMost || op == engine.LessThan, weight)
	switch c.IntN(20) {
	case 0: // zero
		target = oracleDigits{}
		actual = c.near(oracleDigits{c.Int64N(3) - 1, c.IntN(5)})
	case 1: // below zero, where growth is meant
		target.unscaled, actual.unscaled = -target.unscaled, -actual.unscaled
	case 2: // an actual below zero
		actual.unscaled = -actual.unscaled
	}
	if c.oneIn(10) {
		i.Name = []string{"同比增长率", "增幅", "收入增速"}[c.IntN(3)]
	}
	i.Target = engine.Target{Kind: engine.NumberTarget, Op: op, Number: target.measure("")}
	i.Actual = engine.Actual{Reported: true, Kind: engine.NumberActual, Number: actual.measure("")}
	c.units(i)
	if i.Level1 == engine.Satisfaction && c.oneIn(2) {
		i.Target.Number = oracleDigits{8500 + c.Int64N(1501), 2}.measure("%")
		i.Actual.Number = c.near(oracleDigits{[]int64{6000, 8000, 9000, c.Int64N(10001)}[c.IntN(4)], 2}).measure("%")
	}
	i.Target.Text = op.Sign() + i.Target.Number.Value.String() + i.Target.Number.Unit
	i.Actual.Text = i.Actual.Number.Value.String() + i.Actual.Number.Unit
}

// units writes one unit on both sides, or two that convert, or 万 on one or both, or two that do not fit.
func (c *oracleCases) units(i *engine.Indicator) {
	t, a := &i.Target.Number, &i.Actual.Number
	set := func(target, actual string) {
		t.Unit, t.ScaledUnit, a.Unit, a.ScaledUnit = target, target, actual, actual
	}
	switch c.IntN(12) {
	case 0:
		pair := [][2]string{{"米", "公里"}, {"公里", "米"}, {"平方米", "亩"}, {"亩", "平方米"}, {"人", "名"}, {"公斤", "吨"}, {"公斤", "斤"}}[c.IntN(7)]
		set(pair[0], pair[1])
	case 1:
		set("亩", "")
		inWan(t)
	case 2:
		set("亩", "亩")
		inWan(t)
		inWan(a)
	case 3:
		set("亩", "亩")
		inWan(t)
	case 4:
		set("%", "%")
	case 5:
		if c.oneIn(10) {
			set("米", "篇")
		}
	default:
		set("篇", "篇")
	}
}

// inWan turns 5 亩 into 5 万亩, where that has not too many digits.
func inWan(m *engine.Measure) {
	if scaled, ok := m.Value.Shift(4); ok {
		m.Scaled, m.Unit = scaled, "万"+m.ScaledUnit
	}
}

func (c *oracleCases) fillRange(i *engine.Indicator) {
	low, places := c.size()/2, c.IntN(4)
	high := low + c.size()/2
	switch c.IntN(12) {
	case 0:
		low = -low
	case 1:
		low, high = -high, -low
	case 2:
		low = 0
	case 3:
		low, high = -low, 0
	}
	ends := []oracleDigits{{low, places}, {high, places}}
	actual := c.near(ends[c.IntN(2)])
	if c.oneIn(3) {
		actual = oracleDigits{c.size(), places}
	}
	if c.oneIn(6) {
		actual.unscaled = -actual.unscaled
	}
	i.Target = engine.Target{Kind: engine.RangeTarget, Min: ends[0].measure("分"), Max: ends[1].measure("分")}
	i.Target.Text = i.Target.Min.Value.String() + "-" + i.Target.Max.Value.String()
	i.Actual = engine.Actual{Reported: true, Kind: engine.NumberActual, Number: actual.measure("分")}
	i.Actual.Text = i.Actual.Number.Value.String()
}

func (c *oracleCases) fillSet(i *engine.Indicator) {
	count := 1 + c.Int64N(40)
	i.Target = engine.Target{Text: "若干个街镇、工业区", Kind: engine.SetTarget, Number: oracleDigits{count, 0}.measure("个"), Items: []string{"工业区"}}
	if c.oneIn(3) {
		c.answerInWords(i, 1000)
		return
	}
	actual := oracleDigits{max(0, count+c.Int64N(7)-4), 0}
	i.Actual = engine.Actual{Reported: true, Kind: engine.NumberActual, Number: actual.measure([]string{"", "个"}[c.IntN(2)])}
	i.Actual.Text = i.Actual.Number.Value.String()
}

func (c *oracleCases) fillDeadline(i *engine.Indicator) {
	due, _ := engine.NewDate(2025, 1, 1)
	due = due.AddDays(c.IntN(365))
	i.Target = engine.Target{Text: due.String() + "前", Kind: engine.DeadlineTarget, Due: due}
	if c.oneIn(3) {
		i.Target.From = due.AddDays(-c.IntN(90))
	}
	if c.oneIn(4) {
		words := []string{"100%", "已完成", "及时", "按期", "未完成", i.Target.Text}[c.IntN(6)]
		i.Actual = engine.Actual{Text: words, Reported: true, Kind: engine.WordsActual}
		if c.oneIn(4) {
			i.Tier = []engine.Tier{engine.TierMet, engine.TierMissed}[c.IntN(2)]
		}
		return
	}
	late := []int{-400, -1, 0, 1, 2, 29, 30, 31, 32, 365, c.IntN(100) - 50}[c.IntN(11)]
	i.Actual = engine.Actual{Reported: true, Kind: engine.DateActual, Date: due.AddDays(late)}
	if c.oneIn(5) {
		i.Actual.From = i.Actual.Date.AddDays(-[]int{0, 1, 29, 30}[c.IntN(4)])
	}
	i.Actual.Text = i.Actual.Date.String()
}

func (c *oracleCases) fillWords(i *engine.Indicator, weight int64) {
	i.Target = engine.Target{Text: []string{"持续提升", "持续提升", "是", "通过"}[c.IntN(4)], Kind: engine.WordsTarget}
	c.answerInWords(i, weight)
}

func (c *oracleCases) answerInWords(i *engine.Indicator, weight int64) {
	words := []string{i.Target.Text, "达成预期指标", "已完成", "是", "达成", "达成年度指标", "部分达成", "部分达成年度指标并具有一定效果", "未达成", "未达成年度指标且效果较差", "写了一段话"}
	i.Actual = engine.Actual{Text: words[c.IntN(len(words))], Reported: true, Kind: engine.WordsActual}
	if c.oneIn(2) {
		i.Tier = []engine.Tier{engine.TierMet, engine.TierPartly, engine.TierMissed}[c.IntN(3)]
	}
	edges := []int64{0, -1, weight / 2, weight/2 - 1, weight/2 + 1, weight * 6 / 10, weight*6/10 + 1, weight*6/10 - 1, weight * 8 / 10, weight*8/10 + 1, weight*8/10 - 1, weight, weight + 1, c.Int64N(weight + 1)}
	if c.oneIn(2) {
		i.Claimed = oraclePoints(edges[c.IntN(len(edges))])
	}
}

// funds draws the money: at and over 100 %, at 60 %, at half hundredths of what the execution weighs, blank, or anything.
func (c *oracleCases) funds(weight int64) engine.Budget {
	adjusted := c.size() % 10_000_000_000_000
	executed := c.Int64N(adjusted + adjusted/4 + 2)
	switch c.IntN(9) {
	case 8: // the steps and the caps
		adjusted = 10 * (adjusted/10 + 1)
		executed = adjusted/10*(5+c.Int64N(4)) + c.Int64N(3) - 1
	case 0:
		executed = adjusted + c.Int64N(3) - 1
	case 1:
		adjusted = 5 * (adjusted/5 + 1)
		executed = adjusted/5*3 + c.Int64N(3) - 1
	case 2, 3, 4:
		adjusted = 2 * weight * (adjusted/(2*weight) + 1)
		executed = adjusted/(2*weight)*(2*c.Int64N(weight)+1) + c.Int64N(3) - 1
	}
	budget := engine.Money(adjusted)
	spent := engine.Money(executed)
	row := engine.BudgetRow{Item: engine.TotalFunds, Adjusted: &budget, Executed: &spent}
	switch c.IntN(60) {
	case 0:
		row.Adjusted = nil
	case 1:
		row.Executed = nil
	case 2:
		budget = 0
	case 3:
		spent = -1
	}
	return engine.Budget{Rows: []engine.BudgetRow{row}}
}

// aimAtGrade makes one row a worded one whose claim brings the total to an edge of the grades, or a hundredth beside it.
func (c *oracleCases) aimAtGrade(s *engine.Submission) {
	i := &s.Indicators[c.IntN(len(s.Indicators))]
	i.Target = engine.Target{Text: "持续提升", Kind: engine.WordsTarget}
	i.Actual, i.Tier, i.Claimed = engine.Actual{}, engine.TierMissed, oraclePoints(0)
	r := c.o.evaluate(s)
	edge := []int64{6000, 8000, 9000}[c.IntN(3)] + c.Int64N(3) - 1
	claim := engine.Points(edge - r.least)
	i.Claimed = &claim
	for _, tier := range []engine.Tier{engine.TierMissed, engine.TierPartly, engine.TierMet} {
		i.Tier = tier
		if c.o.evaluate(s).least == edge {
			return
		}
	}
}
