package examples

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"jixiao/engine"
)

// Generated is an invented project: its form, and what was recorded against it at the end of the year.
type Generated struct {
	Submission *engine.Submission
	Records    []Recorded
}

// Recorded is one recorded value, as the ledger keeps it: texts as written, points and yuan as plain decimals, a tier as its
// code, dates as YYYY-MM-DD.
type Recorded struct {
	Field     engine.RecordField
	Indicator engine.IndicatorID // of fields of an indicator
	Item      engine.BudgetItem  // of amounts
	Value     string
}

// Entries are the recorded values as the ledger keeps them, by nobody and without a time.
func (g *Generated) Entries() []engine.Entry {
	project, entries := g.Submission.ID(), make([]engine.Entry, len(g.Records))
	for i, recorded := range g.Records {
		entries[i] = engine.Entry{Value: recorded.Value,
			RecordKey: engine.RecordKey{Project: project, Indicator: recorded.Indicator, Item: recorded.Item, Field: recorded.Field}}
	}
	return entries
}

// Generate invents so many projects of a year, for trials and benchmarks. Of a hundred rows about 70 reach their target, 2 have
// no actual, 1 has words that decide nothing and one in two hundred has a unit that does not fit; of a hundred forms 30 print weights,
// and 26 of these claim scores, with the faults of real ones. Project number i follows from the seed and i alone: asking for more
// projects changes none of the first ones. The year has to lie in 1901..2199.
func Generate(seed uint64, projects, year int) iter.Seq[Generated] {
	departments := departmentsOf(seed)
	return func(yield func(Generated) bool) {
		for i := range projects {
			if !yield(newDraft(seed, i, year).project(i, departments)) {
				return
			}
		}
	}
}

// GenerateLastYear invents the year before the one that [Generate] gives for the same seed: year is this year's. About nine projects of
// ten were there already, with nearly the same indicators and mostly with lower targets.
func GenerateLastYear(seed uint64, projects, year int) iter.Seq[Generated] {
	departments := departmentsOf(seed)
	return func(yield func(Generated) bool) {
		for i := range projects {
			past := rand.New(rand.NewPCG(seed^pastYear, uint64(i)+1))
			if past.IntN(100) < 10 {
				continue // a new project
			}
			d := newDraft(seed, i, year)
			d.past, d.year = past, year-1
			if !yield(d.project(i, departments)) {
				return
			}
		}
	}
}

// pastYear parts the random sequence of last year from that of this year.
const pastYear = 0x5ca1ab1e

func departmentsOf(seed uint64) int { return 20 + rand.New(rand.NewPCG(seed, 0)).IntN(181) }

func newDraft(seed uint64, i, year int) *draft {
	return &draft{Rand: rand.New(rand.NewPCG(seed, uint64(i)+1)), year: year, coded: year}
}

// draft is a project in the making, with its own random sequence.
type draft struct {
	*rand.Rand
	past    *rand.Rand // of last year; nil for this year
	year    int
	coded   int  // the year in the codes of projects, which stay from year to year
	stacked bool // the form prints numbers as Shanghai does: ≥200.00(篇)
	s       *engine.Submission
	plans   []plan // one an indicator
	records []Recorded
}

// plan is what a row needs to invent its actual.
type plan struct {
	value, high int64 // hundredths of the target; the upper end of a range
	unit        string
	scaled      bool // the unit has 万 before it
}

func (d *draft) percent(n int) bool { return d.IntN(100) < n }

func pick[T any](d *draft, list []T) T { return list[d.IntN(len(list))] }

func (d *draft) project(i, departments int) Generated {
	d.stacked = d.percent(60)
	d.head(i, d.IntN(departments))
	d.indicators()
	if d.past != nil { // what was planned is much the same, what came of it is not
		d.Rand = d.past
		d.earlier()
	}
	d.s.Identify()
	total := d.funds()
	if d.percent(30) {
		d.printWeights()
	}
	claims := d.recordRows()
	rate, known := d.recordFunds(total)
	d.recordClaims(claims, rate, known)
	d.recordHead()
	return Generated{d.s, d.records}
}

func (d *draft) head(i, department int) {
	bureau := bureaus[department%len(bureaus)]
	area := areas[department/len(bureaus)%len(areas)]
	topic := pick(d, bureau.topics)
	s := &engine.Submission{
		Nature: pick(d, natures), Kind: pick(d, kinds),
		Start: engine.Date{Year: d.year, Month: time.January, Day: 1}, End: engine.EndOfMonth(d.year, time.December),
		LongGoal: fmt.Sprintf(pick(d, longGoals), topic), Goal: fmt.Sprintf(pick(d, goals), topic),
	}
	s.Year, s.Department, s.Unit = d.year, area+bureau.name, area+bureau.name
	if d.percent(60) {
		s.Unit = area + bureau.stem + pick(d, unitEndings)
	}
	s.Name = topic + pick(d, projectEndings)
	if d.percent(60) {
		s.Code = fmt.Sprintf("XM%d%07d", d.coded, i+1)
	} else {
		s.Name = fmt.Sprintf("%s(第%d批)", s.Name, i+1)
	}
	d.s = s
}

// indicators invents about eleven rows in the order of the forms.
func (d *draft) indicators() {
	d.rows(engine.EconomicCost, 1, costRows)
	d.rows(engine.Quantity, 2+d.IntN(3), quantityRows)
	d.rows(engine.Quality, 1+d.IntN(3), qualityRows)
	d.rows(engine.Timeliness, 1+d.IntN(2), timelinessRows)
	if d.percent(20) {
		d.rows(engine.EconomicBenefit, 1, economicRows)
	}
	d.rows(engine.SocialBenefit, 1+d.IntN(2), socialRows)
	if d.percent(25) {
		d.rows(engine.EcologicalBenefit, 1, ecologicalRows)
	}
	d.rows(engine.Sustainability, 1, sustainabilityRows)
	if !d.percent(4) {
		d.rows(engine.ServiceSatisfaction, 1, satisfactionRows)
	}
}

// rows adds n different rows of a class.
func (d *draft) rows(class engine.Category, n int, from []rowIdea) {
	for _, k := range d.Perm(len(from))[:n] {
		idea := from[k]
		target, plan := d.target(idea)
		d.s.Indicators = append(d.s.Indicators, engine.Indicator{Level1: class.Parent(), Level2: class, Name: idea.name, Target: target})
		d.plans = append(d.plans, plan)
	}
}

func (d *draft) target(idea rowIdea) (engine.Target, plan) {
	if d.IntN(1000) < 12 {
		return engine.Target{Text: pick(d, lostTargets)}, plan{}
	}
	switch {
	case idea.words != nil:
		return engine.Target{Text: pick(d, idea.words), Kind: engine.WordsTarget}, plan{}
	case idea.deadline:
		return d.deadline(), plan{}
	case idea.set:
		return d.set()
	case idea.ranges:
		return d.span(idea)
	}
	return d.number(idea)
}

func (d *draft) number(idea rowIdea) (engine.Target, plan) {
	value := idea.low
	if steps := (idea.high - idea.low) / idea.step; steps > 0 {
		value += idea.step * d.Int64N(steps+1)
	}
	p := plan{value: value, unit: idea.unit, scaled: idea.scaled}
	return d.numberTarget(pick(d, idea.ops), &p), p
}

func (d *draft) numberTarget(op engine.Op, p *plan) engine.Target {
	m := measureOf(p.value, p.unit, p.scaled)
	text := op.Sign() + m.Value.String() + m.Unit
	if d.stacked {
		text = fmt.Sprintf("%s%d.%02d(%s)", op.Sign(), p.value/100, p.value%100, m.Unit)
	}
	return engine.Target{Text: text, Kind: engine.NumberTarget, Op: op, Number: m}
}

// earlier makes last year's plan of this year's: a row in twenty was not there yet, and nine targets of ten were easier to reach.
func (d *draft) earlier() {
	var rows []engine.Indicator
	var plans []plan
	for i := range d.s.Indicators {
		row, p := d.s.Indicators[i], d.plans[i]
		if len(d.s.Indicators) > 1 && d.percent(5) {
			continue
		}
		if row.Target.Kind == engine.NumberTarget && d.percent(90) {
			p.value = easier(p.value, int64(2+d.IntN(14)), &row.Target)
			row.Target = d.numberTarget(row.Target.Op, &p)
		}
		rows, plans = append(rows, row), append(plans, p)
	}
	d.s.Indicators, d.plans = rows, plans
}

// easier lowers a target by so many percent of it, in whole units; one of at most is raised, and all of a hundred percent stays.
func easier(value, percent int64, t *engine.Target) int64 {
	by := max(value*percent/100/100*100, min(100, value))
	switch {
	case t.Number.Unit == "%" && value >= 100_00 || value <= 100:
		return value
	case t.Op == engine.AtMost || t.Op == engine.LessThan:
		return value + by
	}
	return value - by
}

// measureOf builds a number of hundredths, in units of 万 where scaled.
func measureOf(hundredths int64, unit string, scaled bool) engine.Measure {
	value, _ := engine.NewDecimal(hundredths, 2)
	m := engine.Measure{Value: value, Unit: unit, Scaled: value, ScaledUnit: unit}
	if scaled {
		m.Unit = "万" + unit
		m.Scaled, _ = value.Shift(4)
	}
	return m
}

func (d *draft) span(idea rowIdea) (engine.Target, plan) {
	low := idea.low + idea.step*d.Int64N((idea.high-idea.low)/idea.step)
	high := low + idea.step*(1+d.Int64N(3))
	from, to := measureOf(low, idea.unit, false), measureOf(high, idea.unit, false)
	text := from.Value.String() + "-" + to.Value.String() + idea.unit
	return engine.Target{Text: text, Kind: engine.RangeTarget, Min: from, Max: to}, plan{value: low, high: high, unit: idea.unit}
}

func (d *draft) set() (engine.Target, plan) {
	places, extra := 3+d.Int64N(16), pick(d, parks)
	count := measureOf(100*(places+1), "个", false)
	towns := fmt.Sprintf("%d个街镇", places)
	t := engine.Target{Text: towns + "、" + extra, Kind: engine.SetTarget, Number: count, Items: []string{towns, extra}}
	return t, plan{value: 100 * (places + 1), unit: "个"}
}

func (d *draft) deadline() engine.Target {
	space := ""
	if d.stacked {
		space = " "
	}
	month := time.Month(3 + d.IntN(10))
	end := engine.EndOfMonth(d.year, month)
	t := engine.Target{Kind: engine.DeadlineTarget, Due: end}
	switch d.IntN(7) {
	case 0:
		t.Text, t.From = fmt.Sprintf("%d%s月", month, space), engine.Date{Year: d.year, Month: month, Day: 1}
	case 1:
		quarter := 1 + d.IntN(4)
		t.Text, t.Due = fmt.Sprintf("%d%s季度", quarter, space), engine.EndOfMonth(d.year, time.Month(3*quarter))
		t.From = engine.Date{Year: d.year, Month: time.Month(3*quarter - 2), Day: 1}
	case 2:
		t.Text, t.Due, t.QuarterBefore = fmt.Sprintf("4%s季度前", space), engine.EndOfMonth(d.year, time.December), true
	case 3:
		t.Due = engine.Date{Year: d.year, Month: month, Day: 10 + d.IntN(16)}
		t.Text = fmt.Sprintf("%d月%d日前", month, t.Due.Day)
	case 4:
		t.Text = fmt.Sprintf("%d年%d月底前", d.year, month)
	case 5:
		t.Text, t.Due = fmt.Sprintf("12%s月底前", space), engine.EndOfMonth(d.year, time.December)
	default:
		t.Text = fmt.Sprintf("%d%s月底前", month, space)
	}
	return t
}

// printWeights gives the rows whole points that add up to 90, as forms do that keep 10 for the execution of the budget, and mostly print
// that as well. In three of a hundred somebody miscounted.
func (d *draft) printWeights() {
	if d.percent(80) {
		weight := executionWeight
		d.s.ExecutionWeight = &weight
	}
	rows := len(d.s.Indicators)
	weights := make([]engine.Points, rows)
	for left := 90 - 2*rows; left > 0; left-- { // every row weighs 2 at least
		weights[d.IntN(rows)] += 100
	}
	for i := range weights {
		weights[i] += 200
		d.s.Indicators[i].Weight = &weights[i]
	}
	if d.percent(3) {
		weights[d.IntN(rows)] += 100
	}
}

// executionWeight is what the forms keep for the execution of the budget.
const executionWeight engine.Points = 10_00

// funds invents the money that was asked for, between 10,000 and 50 million yuan, small sums being more frequent.
func (d *draft) funds() engine.Money {
	total := engine.Money(1_000_000)
	for range d.IntN(4) {
		total *= 10
	}
	total = total * engine.Money(10+d.IntN(41)) / 10
	if d.percent(30) {
		total += engine.Money(d.IntN(1_000_000)) // amounts to the fen occur
	}
	b := &d.s.Budget
	b.FormUnit, b.Total = "元", &total
	fiscal, rest := total, engine.Money(0)
	if d.percent(25) {
		rest = total * engine.Money(1+d.IntN(30)) / 100
		fiscal -= rest
	}
	initial := total
	b.Edit(engine.TotalFunds).Initial = &initial
	b.Edit(engine.FiscalFunds).Initial = &fiscal
	if rest > 0 {
		b.Edit(pick(d, []engine.BudgetItem{engine.CarriedFunds, engine.OtherFunds})).Initial = &rest
	}
	return total
}
