package rules_test

import (
	"flag"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jixiao/engine"
	"jixiao/rules"
)

// The oracle is a second, plain reading of the rules of the field, in exact fractions and without any of the code that it judges:
// it knows the fields of a submission and nothing of packs, expressions or the engine's arithmetic. What one place does and another
// does not is a field of it.

var oracleCount = flag.Int("oracle", oracleRows, "rows that are compared with the oracle")

// oracleRow is what the oracle says about one row. An open row is one that nobody can judge.
type oracleRow struct {
	verdict engine.Verdict
	earned  int64 // hundredths
	weight  int64 // hundredths
}

type oracleResult struct {
	rows        []oracleRow
	execution   oracleRow
	least, most int64
	determined  bool
	grade       string
}

// oracle holds what differs from place to place. Its zero value is the rule of 财预〔2020〕10号 with the ratio for at most.
type oracle struct {
	linear    bool  // the reverse formula
	execution int64 // hundredths that the execution weighs where the form does not say; 0 stands for 1000
	// levels are the hundredths of the classes, withCost those of a form that has 成本指标; nil stands for 50, 30, 10.
	levels, withCost map[engine.Dimension]int64
	partlyWindow     int64 // tenths of the weight from which partly met counts; 0 stands for 6
	pass             bool  // a pass mark of 60 %, points from there on (财预〔2021〕101号)
	steps            bool  // execution and satisfaction by steps
	direct           bool  // what is kept or not gets all or nothing
	flat             bool  // 2 points off from 130 % on
	tiered           bool  // off by the tiers of the example
	capped           bool  // the total is capped by the execution rate
	outside          bool  // the execution is outside the 100 points
	lost             bool  // the points of rows that do not apply are lost
}

// heirs are the classes that get the points of one that the form lacks, the first that it has.
var oracleHeirs = map[engine.Dimension][]engine.Dimension{
	engine.Output:       {engine.Benefit, engine.Satisfaction},
	engine.Benefit:      {engine.Output, engine.Satisfaction},
	engine.Satisfaction: {engine.Benefit, engine.Output},
}

func (o *oracle) executionWeight() int64 {
	if o.execution == 0 {
		return 1000
	}
	return o.execution
}

// inside is what an execution takes of the 100 points.
func (o *oracle) inside(execution int64) int64 {
	if o.outside {
		return 0
	}
	return execution
}

func oracleRat(num, den int64) *big.Rat { return big.NewRat(num, den) }

// oracleNumber reads a decimal by the way it is written.
func oracleNumber(d engine.Decimal) *big.Rat {
	x, ok := new(big.Rat).SetString(d.String())
	if !ok {
		panic("not a number: " + d.String())
	}
	return x
}

// oracleRound gives hundredths, half up.
func oracleRound(points *big.Rat) int64 {
	x := new(big.Rat).Mul(points, oracleRat(100, 1))
	x.Add(x, oracleRat(1, 2))
	return new(big.Int).Div(x.Num(), x.Denom()).Int64() // rounds down, as the divisor is positive
}

func oracleBounded(points *big.Rat, weight int64) int64 {
	full := oracleRat(weight, 100)
	if points.Cmp(full) > 0 {
		return weight
	}
	if points.Sign() < 0 {
		return 0
	}
	return min(oracleRound(points), weight)
}

func (o *oracle) evaluate(s *engine.Submission) *oracleResult {
	weights, open, execution, graded := o.weigh(s)
	r := &oracleResult{rows: make([]oracleRow, len(s.Indicators))}
	for i := range s.Indicators {
		row := oracleRow{verdict: engine.Undetermined, weight: weights[i]}
		switch {
		case s.Indicators[i].Tier == engine.TierNotApplies:
			row.verdict = engine.NotApplicable
		case !open[i]:
			row.verdict, row.earned = o.judge(&s.Indicators[i], weights[i])
		}
		r.rows[i] = row
	}
	r.execution = o.spent(&s.Budget, execution)
	o.addUp(r, oracleRate(&s.Budget), graded)
	return r
}

// addUp makes the total: what applies is scaled up to the weight of everything, then the execution is added and the cap is put on.
func (o *oracle) addUp(r *oracleResult, rate *big.Rat, graded bool) {
	var all, applies, sure, open int64
	r.determined = o.outside || r.execution.verdict != engine.Undetermined
	for _, row := range r.rows {
		all += row.weight
		if row.verdict == engine.NotApplicable {
			continue
		}
		applies += row.weight
		sure += row.earned
		if row.verdict == engine.Undetermined {
			open += row.weight
			r.determined = false
		}
	}
	r.least, r.most = sure, sure+open
	switch {
	case applies == 0 && all > 0:
		r.least, r.most, r.determined = 0, all, false
	case applies < all && !o.lost:
		factor := oracleRat(all, applies)
		r.least = oracleRound(factor.Mul(factor, oracleRat(sure, 100)))
		factor = oracleRat(all, applies)
		r.most = oracleRound(factor.Mul(factor, oracleRat(sure+open, 100)))
	}
	if !o.outside {
		r.least += r.execution.earned
		r.most += r.execution.earned
		if r.execution.verdict == engine.Undetermined {
			r.most += r.execution.weight
		}
	}
	if o.capped {
		r.cap(rate)
	}
	if !r.determined || !graded {
		return
	}
	switch {
	case r.least >= 9000:
		r.grade = "优"
	case r.least >= 8000:
		r.grade = "良"
	case r.least >= 6000:
		r.grade = "中"
	default:
		r.grade = "差"
	}
}

// cap holds the total to what the city allows for an execution rate. A rate that nobody knows may mean any of the caps.
func (r *oracleResult) cap(rate *big.Rat) {
	most := int64(10000)
	if rate == nil {
		if r.most > 5900 {
			r.determined = false
		}
		r.least = min(r.least, 5900)
		return
	}
	for _, step := range []struct{ below, most int64 }{{80, 8900}, {70, 7900}, {60, 6900}, {50, 5900}} {
		if rate.Cmp(oracleRat(step.below, 100)) < 0 {
			most = step.most
		}
	}
	r.least, r.most = min(r.least, most), min(r.most, most)
}

// oracleRate is 全年执行数 ÷ 全年预算数 of the total row, nil where it is not known.
func oracleRate(b *engine.Budget) *big.Rat {
	for _, funds := range b.Rows {
		if funds.Item == engine.TotalFunds && funds.Adjusted != nil && funds.Executed != nil && *funds.Adjusted > 0 && *funds.Executed >= 0 {
			return oracleRat(int64(*funds.Executed), int64(*funds.Adjusted))
		}
	}
	return nil
}

// weigh gives the weight of every row, which rows the form leaves open, the weight of the execution, and whether a grade can be
// given. Open rows share what is missing to 100, so that the total has an upper bound.
func (o *oracle) weigh(s *engine.Submission) (rows []int64, open []bool, execution int64, graded bool) {
	rows, open = make([]int64, len(s.Indicators)), make([]bool, len(s.Indicators))
	var sum int64
	var blank []int
	for i := range s.Indicators {
		if weight := s.Indicators[i].Weight; weight != nil {
			rows[i] = int64(*weight)
			sum += rows[i]
		} else {
			blank = append(blank, i)
		}
	}
	if len(blank) == len(rows) {
		return rows, open, o.executionWeight(), o.allocate(s, rows)
	}
	execution = o.executionWeight()
	if s.ExecutionWeight != nil {
		execution = int64(*s.ExecutionWeight)
	} else if sum == 10000 && len(blank) == 0 && !o.outside {
		execution = 0
	}
	rest := 10000 - o.inside(execution) - sum
	for k, share := range oracleShares(max(rest, 0), len(blank)) {
		rows[blank[k]], open[blank[k]] = share, true
	}
	return rows, open, execution, rest == 0 || rest > 0 && len(blank) > 0
}

// allocate spreads the points of the classes by largest remainder. 成本 shares those of 产出 where it has none of its own.
func (o *oracle) allocate(s *engine.Submission, rows []int64) bool {
	levels := o.levels
	if levels == nil {
		levels = map[engine.Dimension]int64{engine.Output: 5000, engine.Benefit: 3000, engine.Satisfaction: 1000}
	}
	if o.withCost != nil && slices.ContainsFunc(s.Indicators, func(i engine.Indicator) bool { return i.Level1 == engine.Cost }) {
		levels = o.withCost
	}
	members := map[engine.Dimension][]int{}
	for i := range s.Indicators {
		level := s.Indicators[i].Level1
		if level == engine.Cost && levels[engine.Cost] == 0 {
			level = engine.Output
		}
		members[level] = append(members[level], i)
	}
	points := map[engine.Dimension]int64{}
	complete := true
	for level, own := range levels {
		to, found := level, len(members[level]) > 0
		for _, heir := range oracleHeirs[level] {
			if !found && len(members[heir]) > 0 {
				to, found = heir, true
			}
		}
		if !found {
			complete = false
			continue
		}
		points[to] += own
	}
	for level, of := range members {
		for k, share := range oracleShares(points[level], len(of)) {
			rows[of[k]] = share
		}
	}
	return complete
}

// oracleShares is the method of largest remainder as books give it: every part rounded down, then a hundredth more for the
// largest remainders, ties in order.
func oracleShares(total int64, n int) []int64 {
	shares, remainders, order := make([]int64, n), make([]*big.Rat, n), make([]int, n)
	given := int64(0)
	for i := range n {
		exact := oracleRat(total, int64(n))
		shares[i] = new(big.Int).Div(exact.Num(), exact.Denom()).Int64()
		remainders[i] = new(big.Rat).Sub(exact, oracleRat(shares[i], 1))
		given += shares[i]
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return remainders[b].Cmp(remainders[a]) })
	for k := int64(0); k < total-given && n > 0; k++ {
		shares[order[k]]++
	}
	return shares
}

func (o *oracle) judge(i *engine.Indicator, weight int64) (engine.Verdict, int64) {
	t := &i.Target
	switch t.Kind {
	case engine.NumberTarget:
		if actual, ok := oracleActual(i, t.Number); ok {
			if verdict, earned, ok := o.satisfied(i, oracleNumber(t.Number.Scaled), actual, weight); ok {
				return verdict, earned
			}
			return o.number(t.Op, oracleNumber(t.Number.Scaled), actual, weight)
		}
	case engine.RangeTarget:
		if actual, ok := oracleActual(i, t.Max); ok {
			return o.between(oracleNumber(t.Min.Scaled), oracleNumber(t.Max.Scaled), actual, weight)
		}
	case engine.DeadlineTarget:
		return oracleDeadline(i, weight)
	case engine.SetTarget:
		if i.Actual.Kind != engine.NumberActual {
			return o.words(i, weight)
		}
		if actual, ok := oracleActual(i, t.Number); ok {
			return o.number(engine.AtLeast, oracleNumber(t.Number.Scaled), actual, weight)
		}
	case engine.WordsTarget:
		return o.words(i, weight)
	}
	return engine.Undetermined, 0
}

// oracleUnits is what the cases convert: how many of the target's unit one of the actual's is.
var oracleUnits = map[[2]string]*big.Rat{
	{"公里", "米"}: oracleRat(1000, 1), {"米", "公里"}: oracleRat(1, 1000), {"亩", "平方米"}: oracleRat(2000, 3), {"平方米", "亩"}: oracleRat(3, 2000),
	{"名", "人"}: oracleRat(1, 1), {"吨", "公斤"}: oracleRat(1000, 1), {"斤", "公斤"}: oracleRat(1, 2),
}

// oracleActual gives the actual in the target's unit without 万; a count or a share below 0 counts as 0.
func oracleActual(i *engine.Indicator, target engine.Measure) (*big.Rat, bool) {
	a := &i.Actual
	if !a.Reported || a.Kind != engine.NumberActual {
		return nil, false
	}
	value := oracleNumber(a.Number.Scaled)
	switch factor, known := oracleUnits[[2]string{a.Number.ScaledUnit, target.ScaledUnit}]; {
	case a.Number.Unit == "" && target.Unit == "万"+target.ScaledUnit && target.ScaledUnit != "":
		if most := oracleNumber(target.Value); most.Sign() > 0 && value.Cmp(most.Mul(most, oracleRat(10, 1))) >= 0 {
			return nil, false // ten times the target: perhaps meant without 万
		}
		value.Mul(value, oracleRat(10_000, 1))
	case a.Number.Unit == "" || a.Number.ScaledUnit == target.ScaledUnit:
	case known:
		value.Mul(value, factor)
	default:
		return nil, false
	}
	if value.Sign() < 0 && !oracleGrowth(i) {
		return new(big.Rat), true
	}
	return value, true
}

func oracleGrowth(i *engine.Indicator) bool {
	for _, word := range []string{"增长", "增幅", "增速", "同比"} {
		if strings.Contains(i.Name, word) || strings.Contains(i.Target.Text, word) {
			return true
		}
	}
	t := &i.Target
	return strings.HasPrefix(t.Number.Scaled.String(), "-") || strings.HasPrefix(t.Min.Scaled.String(), "-") || strings.HasPrefix(t.Max.Scaled.String(), "-")
}

// satisfied judges a satisfaction in percent that is below its target by the steps of 财预〔2021〕101号: 10, 8, 5, 0.
func (o *oracle) satisfied(i *engine.Indicator, a, b *big.Rat, weight int64) (engine.Verdict, int64, bool) {
	op := i.Target.Op
	upward := op == engine.AtLeast || op == engine.Exactly || op == engine.MoreThan
	if !o.steps || i.Level1 != engine.Satisfaction || i.Target.Number.ScaledUnit != "%" || !upward || a.Sign() <= 0 || b.Sign() < 0 || b.Cmp(a) >= 0 {
		return 0, 0, false
	}
	tenths := int64(0)
	for _, step := range []struct{ from, tenths int64 }{{60, 5}, {80, 8}, {90, 10}} {
		if b.Cmp(oracleRat(step.from, 1)) >= 0 {
			tenths = step.tenths
		}
	}
	verdict := engine.Missed
	if new(big.Rat).Quo(b, a).Cmp(oracleRat(6, 10)) >= 0 {
		verdict = engine.PartlyMet
	}
	return verdict, oracleRound(oracleRat(weight*tenths, 1000)), true
}

// above is what a reached target of at least earns, whatever a place deducts from an actual far above it.
func (o *oracle) above(op engine.Op, a, b *big.Rat, weight int64) int64 {
	if a.Sign() <= 0 || op != engine.AtLeast && op != engine.MoreThan {
		return weight
	}
	rate := new(big.Rat).Quo(b, a)
	if o.flat && rate.Cmp(oracleRat(13, 10)) >= 0 {
		return max(0, weight-200)
	}
	if o.tiered {
		off := int64(0)
		for _, tier := range []struct{ from, off int64 }{{130, 5}, {150, 10}, {200, 20}, {300, 30}} {
			if rate.Cmp(oracleRat(tier.from, 100)) >= 0 {
				off = tier.off
			}
		}
		return oracleRound(oracleRat(weight*(100-off), 10_000))
	}
	return weight
}

func (o *oracle) number(op engine.Op, a, b *big.Rat, weight int64) (engine.Verdict, int64) {
	order := b.Cmp(a)
	reached := map[engine.Op]bool{engine.AtLeast: order >= 0, engine.Exactly: order >= 0, engine.MoreThan: order > 0,
		engine.AtMost: order <= 0, engine.LessThan: order < 0}[op]
	switch a.Sign() {
	case 0:
		if op == engine.Exactly || op == engine.LessThan {
			reached = order <= 0
		}
		if reached {
			return engine.Met, weight
		}
		return engine.Missed, 0
	case -1:
		if reached {
			return engine.Met, weight
		}
		return engine.Undetermined, 0
	}
	if reached {
		return engine.Met, o.above(op, a, b, weight)
	}
	if order == 0 { // > or < on the target itself
		return engine.PartlyMet, weight
	}
	rate := o.rate(op, a, b)
	points := new(big.Rat).Mul(o.share(rate), oracleRat(weight, 100))
	if rate.Cmp(oracleRat(6, 10)) >= 0 {
		return engine.PartlyMet, oracleBounded(points, weight)
	}
	return engine.Missed, oracleBounded(points, weight)
}

// share is what a degree of completion earns of the weight.
func (o *oracle) share(rate *big.Rat) *big.Rat {
	if !o.pass {
		return rate
	}
	beyond := new(big.Rat).Sub(rate, oracleRat(6, 10))
	if beyond.Sign() < 0 {
		return beyond.SetInt64(0)
	}
	return beyond.Mul(beyond, oracleRat(10, 4))
}

// rate is the degree of completion of a target above 0 that was not reached.
func (o *oracle) rate(op engine.Op, a, b *big.Rat) *big.Rat {
	if op != engine.AtMost && op != engine.LessThan {
		return new(big.Rat).Quo(b, a)
	}
	if !o.linear {
		return new(big.Rat).Quo(a, b)
	}
	beyond := new(big.Rat).Sub(b, a)
	rate := new(big.Rat).Sub(oracleRat(1, 1), beyond.Quo(beyond, a))
	if rate.Sign() < 0 {
		return new(big.Rat)
	}
	return rate
}

func (o *oracle) between(low, high, b *big.Rat, weight int64) (engine.Verdict, int64) {
	if b.Cmp(low) < 0 {
		return o.number(engine.AtLeast, low, b, weight)
	}
	if b.Cmp(high) > 0 {
		return o.number(engine.AtMost, high, b, weight)
	}
	return engine.Met, weight
}

func oracleDeadline(i *engine.Indicator, weight int64) (engine.Verdict, int64) {
	if i.Actual.Kind != engine.DateActual {
		tier := i.Tier
		if tier == engine.NoTier && i.Actual.Reported {
			switch i.Actual.Text {
			case i.Target.Text, "100%", "已完成", "及时", "按期":
				tier = engine.TierMet
			case "未完成":
				tier = engine.TierMissed
			}
		}
		switch tier {
		case engine.TierMet:
			return engine.Met, weight
		case engine.TierMissed:
			return engine.Missed, 0
		}
		return engine.Undetermined, 0
	}
	late := oracleDays(i.Actual.Date) - oracleDays(i.Target.Due)
	earliest := late
	if !i.Actual.From.IsZero() {
		earliest = oracleDays(i.Actual.From) - oracleDays(i.Target.Due)
	}
	switch {
	case late <= 0:
		return engine.Met, weight
	case earliest <= 0:
		return engine.Undetermined, 0 // a month that holds the due date
	case earliest <= 30 && late > 30:
		return engine.Undetermined, 0 // a month that begins within the thirty days and ends after them
	case late <= 30:
		return engine.PartlyMet, oracleRound(oracleRat(weight*7, 1000))
	}
	return engine.Missed, 0
}

func oracleDays(d engine.Date) int64 {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Unix() / 86400
}

func (o *oracle) words(i *engine.Indicator, weight int64) (engine.Verdict, int64) {
	tier := i.Tier
	if tier == engine.NoTier && i.Actual.Reported {
		switch i.Actual.Text {
		case i.Target.Text, "达成", "达成年度指标", "达成预期指标", "已完成", "是":
			tier = engine.TierMet
		case "部分达成", "部分达成年度指标并具有一定效果":
			tier = engine.TierPartly
		case "未达成", "未达成年度指标且效果较差":
			tier = engine.TierMissed
		}
	}
	if yesNo := i.Target.Text == "是" || i.Target.Text == "通过"; o.direct && yesNo && i.Target.Kind == engine.WordsTarget {
		switch tier {
		case engine.TierMet:
			return engine.Met, weight
		case engine.TierPartly, engine.TierMissed:
			return engine.Missed, 0
		}
	}
	partly := o.partlyWindow
	if partly == 0 {
		partly = 6
	}
	verdict, low, high, share := engine.Undetermined, int64(0), int64(0), int64(0) // tenths of the weight
	switch tier {
	case engine.TierMet:
		verdict, low, high, share = engine.Met, 8, 11, 10 // nothing is claimed above the weight, see below
	case engine.TierPartly:
		verdict, low, high, share = engine.PartlyMet, partly, 8, 7
	case engine.TierMissed:
		verdict, low, high, share = engine.Missed, 0, partly, 3
	default:
		return engine.Undetermined, 0
	}
	if c := i.Claimed; c != nil && int64(*c) >= 0 && int64(*c) <= weight && int64(*c)*10 >= low*weight && (int64(*c)*10 < high*weight || weight == 0 && tier == engine.TierMet) {
		return verdict, int64(*c)
	}
	return verdict, oracleRound(oracleRat(weight*share, 1000))
}

// spent scores the execution: in proportion, or by the steps 10, 7, 5, 0.
func (o *oracle) spent(b *engine.Budget, weight int64) oracleRow {
	row := oracleRow{verdict: engine.Undetermined, weight: weight}
	rate := oracleRate(b)
	switch {
	case weight == 0:
		row.verdict = engine.NotApplicable
		return row
	case rate == nil:
		return row
	}
	row.verdict = engine.Missed
	if rate.Cmp(oracleRat(1, 1)) >= 0 {
		row.verdict = engine.Met
	} else if rate.Cmp(oracleRat(6, 10)) >= 0 {
		row.verdict = engine.PartlyMet
	}
	if !o.steps {
		row.earned = oracleBounded(new(big.Rat).Mul(rate, oracleRat(weight, 100)), weight)
		return row
	}
	for _, step := range []struct{ from, tenths int64 }{{60, 5}, {80, 7}, {100, 10}} {
		if rate.Cmp(oracleRat(step.from, 100)) >= 0 {
			row.earned = oracleRound(oracleRat(weight*step.tenths, 1000))
		}
	}
	return row
}

// differences compares an evaluation with what the oracle says, row by row.
func (r *oracleResult) differences(s *engine.Submission, e *engine.Evaluation) (found []string) {
	note := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	for i, want := range r.rows {
		got := e.Scores[i]
		if got.Verdict != want.verdict || int64(got.Earned) != want.earned || int64(got.Weight) != want.weight {
			note("row %d: target %q, actual %q (tier %v, claimed %v): %v with %v of %v by %s, the oracle says %v with %v of %v", i, s.Indicators[i].Target.Text,
				s.Indicators[i].Actual.Text, s.Indicators[i].Tier, s.Indicators[i].Claimed, got.Verdict, got.Earned, got.Weight, got.Rule,
				want.verdict, engine.Points(want.earned), engine.Points(want.weight))
		}
	}
	if x, want := e.Execution, r.execution; x.Verdict != want.verdict || int64(x.Earned) != want.earned || int64(x.Weight) != want.weight {
		note("execution: %v with %v of %v, the oracle says %v with %v of %v", x.Verdict, x.Earned, x.Weight, want.verdict, engine.Points(want.earned), engine.Points(want.weight))
	}
	if e.Determined != r.determined || e.Grade != r.grade || int64(e.AtLeast) != r.least || int64(e.AtMost) != r.most {
		note("total: [%v, %v], determined %v, grade %q; the oracle says [%v, %v], %v, %q", e.AtLeast, e.AtMost, e.Determined, e.Grade,
			engine.Points(r.least), engine.Points(r.most), r.determined, r.grade)
	}
	if r.determined && int64(e.Total) != r.least {
		note("total %v, the oracle says %v", e.Total, engine.Points(r.least))
	}
	return found
}

// oracleRun compares whole submissions, on every processor, until rows many rows were compared. It returns how many rows of
// each verdict there were, and up to twenty differences.
func oracleRun(r engine.Ruleset, o *oracle, seed uint64, rows int) (counts [5]int64, differing int64, samples []string) {
	const chunk = 500 // submissions that share a random sequence
	var next, done atomic.Int64
	var lock sync.Mutex
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			var mine [5]int64
			for done.Load() < int64(rows) {
				c := newOracleCases(rand.New(rand.NewPCG(seed, uint64(next.Add(1)))), o)
				compared := int64(0)
				for range chunk {
					s := c.submission()
					want := o.evaluate(s)
					found := want.differences(s, engine.Evaluate(r, s))
					for _, row := range want.rows {
						mine[row.verdict]++
					}
					mine[want.execution.verdict]++
					compared += int64(len(want.rows)) + 1
					if len(found) > 0 {
						lock.Lock()
						differing++
						if len(samples) < 20 {
							samples = append(samples, found...)
						}
						lock.Unlock()
					}
				}
				done.Add(compared)
			}
			lock.Lock()
			defer lock.Unlock()
			for v := range mine {
				counts[v] += mine[v]
			}
		})
	}
	group.Wait()
	return counts, differing, samples
}

func loadForOracle(t *testing.T, overrides ...rules.Override) engine.Ruleset {
	t.Helper()
	return loadPack(t, "mof-2020", overrides...)
}

func loadPack(t *testing.T, name string, overrides ...rules.Override) engine.Ruleset {
	t.Helper()
	r, err := rules.Load(name, rules.Options{Overrides: overrides})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var reverseLinear = set("reverse", "linear")

func set(name, value string) rules.Override {
	return rules.Override{Name: name, Value: value, Origin: "test"}
}

// outsidePack keeps the execution outside the 100 points, which no shipped pack does.
const outsidePack = `
pack: outside
extends: mof-2020
title: {zh: 执行率不计入, en: Execution outside}
settings: {execution_outside: true}
weights: {levels: {产出指标: 60, 效益指标: 30, 满意度指标: 10}}
`

// oracleRuns are all shipped packs, as they are and under other parameters, each with the oracle of its place. Share is the part
// of the rows that a run compares, of 105.
func oracleRuns(t *testing.T) []oracleRunning {
	outside, err := rules.Compile("outside.yaml", []byte(outsidePack), rules.Options{})
	if err != nil {
		t.Fatal(err)
	}
	of2021 := oracle{pass: true, steps: true, direct: true,
		withCost: map[engine.Dimension]int64{engine.Cost: 2000, engine.Output: 4000, engine.Benefit: 2000, engine.Satisfaction: 1000}}
	linear2021 := of2021
	linear2021.linear = true
	return []oracleRunning{
		{"mof-2020", loadForOracle(t), &oracle{}, 20},
		{"mof-2020, linear", loadForOracle(t, reverseLinear), &oracle{linear: true}, 5},
		{"mof-2020, tiers, points lost", loadForOracle(t, set("over_deduct", "tiered"), set("not_applicable", "lost")), &oracle{tiered: true, lost: true}, 5},
		{"mof-2021", loadPack(t, "mof-2021"), &of2021, 20},
		{"mof-2021, linear", loadPack(t, "mof-2021", reverseLinear), &linear2021, 5},
		{"hubei-2020", loadPack(t, "hubei-2020"), &oracle{execution: 2000, partlyWindow: 5,
			levels: map[engine.Dimension]int64{engine.Output: 4000, engine.Benefit: 3000, engine.Satisfaction: 1000}}, 15},
		{"platform-default", loadPack(t, "platform-default"), &oracle{linear: true}, 15},
		{"city-caps-2022", loadPack(t, "city-caps-2022"), &oracle{flat: true, capped: true}, 15},
		{"execution outside", outside, &oracle{outside: true,
			levels: map[engine.Dimension]int64{engine.Output: 6000, engine.Benefit: 3000, engine.Satisfaction: 1000}}, 5},
	}
}

type oracleRunning struct {
	name  string
	r     engine.Ruleset
	o     *oracle
	share int
}

// TestOracle compares verdict, points, weights, totals and grades under every shipped pack.
func TestOracle(t *testing.T) {
	wanted := *oracleCount
	if testing.Short() {
		wanted = min(wanted, 100_000)
	}
	var all [5]int64
	shares := 0
	for _, run := range oracleRuns(t) {
		begin := time.Now()
		shares += run.share
		counts, differing, samples := oracleRun(run.r, run.o, 20251122, (wanted*run.share+104)/105)
		for _, sample := range samples {
			t.Errorf("%s: %s", run.name, sample)
		}
		if differing > 0 {
			t.Errorf("%s: %d submissions differ", run.name, differing)
		}
		sum := int64(0)
		for v, n := range counts {
			all[v] += n
			sum += n
		}
		t.Logf("%s: %d rows in %v", run.name, sum, time.Since(begin).Round(time.Millisecond))
	}
	if shares != 105 {
		t.Errorf("the shares add up to %d", shares)
	}
	total := int64(0)
	for v, n := range all {
		t.Logf("%s: %d", engine.Verdict(v), n)
		total += n
		if n < int64(wanted)/500 {
			t.Errorf("only %d rows are %s: the cases are lopsided", n, engine.Verdict(v))
		}
	}
	t.Logf("%d rows compared with the oracle", total)
	if total < int64(wanted) {
		t.Errorf("%d rows were asked for", wanted)
	}
}

// floatRules judges numbers as a program in floats would. The oracle must notice.
type floatRules struct{ engine.Ruleset }

func (r floatRules) Judge(f *engine.Facts) engine.Ruling {
	ruling := r.Ruleset.Judge(f)
	if f.Kind != engine.NumberFacts || f.Target.Sign() <= 0 || f.Op != engine.AtLeast && f.Op != engine.Exactly || f.Actual.Cmp(f.Target) >= 0 {
		return ruling
	}
	target, _ := f.Target.Big().Float64()
	actual, _ := f.Actual.Big().Float64()
	points := float64(f.Weight) * actual / target
	ruling.Points = engine.NewRational(int64(math.Floor(points+0.5)), 100)
	ruling.Verdict = engine.Missed
	if actual >= 0.6*target {
		ruling.Verdict = engine.PartlyMet
	}
	return ruling
}

// strictRules forgets that equality earns full points under > and <.
type strictRules struct{ engine.Ruleset }

func (r strictRules) Judge(f *engine.Facts) engine.Ruling {
	ruling := r.Ruleset.Judge(f)
	if f.Kind == engine.NumberFacts && f.Actual.Cmp(f.Target) == 0 {
		ruling.Verdict = engine.Met
	}
	return ruling
}

func TestOracleNoticesMistakes(t *testing.T) {
	r := loadForOracle(t)
	for name, wrong := range map[string]engine.Ruleset{"floats": floatRules{r}, "equality under > and <": strictRules{r}} {
		if _, differing, _ := oracleRun(wrong, &oracle{}, 7, 20_000); differing == 0 {
			t.Errorf("%s: the oracle sees no difference", name)
		}
	}
	// An oracle of another place must disagree with every pack: otherwise what the places differ in is not among the cases.
	runs := oracleRuns(t)
	for i, run := range runs {
		other := runs[(i+1)%len(runs)]
		if _, differing, _ := oracleRun(run.r, other.o, 7, 3_000); differing == 0 {
			t.Errorf("the oracle of %s sees no difference in %s", other.name, run.name)
		}
	}
}

// goldenForm is one row of 10 points beside one of 80 that is reached, so that the total is 90 and what the row earns.
func goldenForm(target, actual string) *engine.Submission {
	op, digits := engine.NoOp, target
	for _, sign := range []string{"≥", "≤", "=", ">", "<"} {
		if rest, ok := strings.CutPrefix(target, sign); ok {
			op, _ = engine.ParseOp(sign)
			digits = rest
		}
	}
	number := func(text string) engine.Measure {
		d, ok := engine.ParseDecimal(text)
		if !ok {
			panic("not a number: " + text)
		}
		return engine.Measure{Value: d, Scaled: d}
	}
	row := func(weight int64, op engine.Op, target, actual string) engine.Indicator {
		return engine.Indicator{Level1: engine.Output, Level2: engine.Quantity, Name: "指标", Weight: oraclePoints(weight),
			Target: engine.Target{Text: op.Sign() + target, Kind: engine.NumberTarget, Op: op, Number: number(target)},
			Actual: engine.Actual{Text: actual, Reported: true, Kind: engine.NumberActual, Number: number(actual)}}
	}
	return &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Name: "项目"}, Budget: goldenFunds(100, 100),
		Indicators: []engine.Indicator{row(1000, op, digits, actual), row(8000, engine.AtLeast, "1", "1")}}
}

func goldenFunds(adjusted, executed int64) engine.Budget {
	a, e := engine.Money(adjusted), engine.Money(executed)
	return engine.Budget{Rows: []engine.BudgetRow{{Item: engine.TotalFunds, Adjusted: &a, Executed: &e}}}
}

// TestOracleGoldenNumbers holds the figures that the rules are known by, for a weight of 10.
func TestOracleGoldenNumbers(t *testing.T) {
	plain, linear := loadForOracle(t), loadForOracle(t, reverseLinear)
	cases := []struct {
		target, actual  string
		verdict         engine.Verdict
		ratio, reversed string // points under the ratio, and under the linear formula
	}{
		{"≥500", "487", engine.PartlyMet, "9.74", "9.74"},
		{"≥100", "80", engine.PartlyMet, "8.00", "8.00"},
		{"≤15", "18", engine.PartlyMet, "8.33", "8.00"},
		{"≤15", "30", engine.Missed, "5.00", "0.00"},
		{"≤15", "0", engine.Met, "10.00", "10.00"},
		{"=0", "0", engine.Met, "10.00", "10.00"},
		{"=0", "1", engine.Missed, "0.00", "0.00"},
		{"≥90", "89.99", engine.PartlyMet, "10.00", "10.00"},
		{">90", "90", engine.PartlyMet, "10.00", "10.00"},
		{"<15", "15", engine.PartlyMet, "10.00", "10.00"},
		{"≥100", "60", engine.PartlyMet, "6.00", "6.00"},
		{"≥100", "59.999999999999999", engine.Missed, "6.00", "6.00"},
		{"≥0", "0", engine.Met, "10.00", "10.00"},
		{">0", "0", engine.Missed, "0.00", "0.00"},
		{"≥3", "-1", engine.Missed, "0.00", "0.00"},
		{"=100", "130", engine.Met, "10.00", "10.00"},
	}
	for _, c := range cases {
		checkGolden(t, plain, c.target, c.actual, c.verdict, c.ratio)
		checkGolden(t, linear, c.target, c.actual, c.verdict, c.reversed)
	}
	e := engine.Evaluate(plain, goldenForm("≥-5", "-6"))
	if e.Scores[0].Verdict != engine.Undetermined || e.Determined || e.Grade != "" || e.AtLeast != 9000 || e.AtMost != 10000 {
		t.Errorf("≥-5 with -6: %v, between %v and %v", e.Scores[0].Verdict, e.AtLeast, e.AtMost)
	}
	for _, funds := range []struct {
		adjusted, executed int64
		earned             string
	}{{25_000_000, 21_545_760, "8.62"}, {2_000_000, 903_400, "4.52"}, {2_000_000, 2_000_001, "10.00"}} {
		s := goldenForm("≥1", "1")
		s.Budget = goldenFunds(funds.adjusted, funds.executed)
		if x := engine.Evaluate(plain, s).Execution; x.Earned.String() != funds.earned || x.Weight != 1000 {
			t.Errorf("execution %d of %d: %v, want %s", funds.executed, funds.adjusted, x.Earned, funds.earned)
		}
	}
}

func checkGolden(t *testing.T, r engine.Ruleset, target, actual string, verdict engine.Verdict, points string) {
	t.Helper()
	e := engine.Evaluate(r, goldenForm(target, actual))
	score := e.Scores[0]
	if score.Verdict != verdict || score.Earned.String() != points || score.Rule == "" {
		t.Errorf("%s with %s: %v with %v by %q, want %v with %s", target, actual, score.Verdict, score.Earned, score.Rule, verdict, points)
	}
	if e.Total != 9000+score.Earned || e.Grade != "优" || !e.Determined {
		t.Errorf("%s with %s: total %v %q", target, actual, e.Total, e.Grade)
	}
}
