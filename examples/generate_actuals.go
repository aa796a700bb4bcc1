package examples

import (
	"fmt"
	"time"

	"jixiao/engine"
)

// record adds a value of the whole project; an amount is the total, which is the first item.
func (d *draft) record(field engine.RecordField, value string) {
	d.records = append(d.records, Recorded{Field: field, Item: engine.TotalFunds, Value: value})
}

// recordFunds records what was budgeted and spent in the year, and returns executed ÷ adjusted; not ok where one is left blank or 0.
func (d *draft) recordFunds(total engine.Money) (rate engine.Rational, ok bool) {
	adjusted := total
	if d.percent(30) {
		adjusted = total * engine.Money(70+d.IntN(51)) / 100
	}
	executed, spent := d.spent(adjusted)
	parts := d.percent(50)
	blank := d.percent(1)
	if !blank {
		d.record(engine.RecordAdjusted, d.totalOf(adjusted, parts).String())
	}
	if spent {
		d.record(engine.RecordExecuted, executed.String())
	}
	if parts {
		d.recordParts(engine.RecordAdjusted, adjusted)
		if spent {
			d.recordParts(engine.RecordExecuted, executed)
		}
	}
	rate, ok = executed.Rational().Quo(adjusted.Rational())
	return rate, ok && spent && !blank
}

// totalOf leaves the total of the funds at 0 now and then where the parts are filled in.
func (d *draft) totalOf(adjusted engine.Money, parts bool) engine.Money {
	if parts && d.percent(1) {
		return 0
	}
	return adjusted
}

// spent invents what was spent; not ok for a blank cell.
func (d *draft) spent(adjusted engine.Money) (engine.Money, bool) {
	switch n := d.IntN(100); {
	case n < 1:
		return 0, false
	case n < 2:
		return adjusted + 1 + adjusted*engine.Money(d.IntN(20))/100, true
	case n < 8:
		return adjusted * engine.Money(d.IntN(6000)) / 10000, true
	case n < 20:
		return adjusted * engine.Money(6000+d.IntN(3000)) / 10000, true
	case n < 65:
		return adjusted * engine.Money(9000+d.IntN(1000)) / 10000, true
	}
	return adjusted, true
}

// recordParts parts an amount among the rows of funds that the form has. Two of a hundred do not add up.
func (d *draft) recordParts(field engine.RecordField, amount engine.Money) {
	rows := d.s.Budget.Rows[1:]
	left := amount
	for i := range rows {
		part := left
		if i < len(rows)-1 {
			part = amount * 7 / 10
		}
		left -= part
		if i == 0 && d.percent(2) {
			part += engine.Money(100 * (1 + d.IntN(90_000)))
		}
		d.records = append(d.records, Recorded{Field: field, Item: rows[i].Item, Value: part.String()})
	}
}

func (d *draft) recordHead() {
	if !d.percent(3) {
		d.record(engine.RecordGoalActual, pick(d, goalActuals))
	}
	d.record(engine.RecordFiller, pick(d, surnames)+pick(d, givenNames))
	d.record(engine.RecordTelephone, fmt.Sprintf("555%05d", d.IntN(100_000)))
	filled := engine.Date{Year: d.year + 1, Month: time.January, Day: 5 + d.IntN(25)}
	d.record(engine.RecordFilledOn, filled.String())
}

// outcome is how a row ended, before anyone judges it.
type outcome uint8

const (
	reached outcome = iota
	partlyReached
	notReached
	unanswered // no actual at all
	unclear    // words that decide nothing
	wrongUnit
)

func (d *draft) outcome() outcome {
	switch n := d.IntN(1000); {
	case n < 20:
		return unanswered
	case n < 30:
		return unclear
	case n < 35:
		return wrongUnit
	case n < 185:
		return partlyReached
	case n < 290:
		return notReached
	}
	return reached
}

// recordRows records what came of each row, and returns what is claimed for them.
func (d *draft) recordRows() *claimed {
	claims := d.claims()
	for i := range d.s.Indicators {
		row := &d.s.Indicators[i]
		how := d.outcome()
		value, tier := d.answer(row, &d.plans[i], how)
		add := func(field engine.RecordField, value string) {
			if value != "" {
				d.records = append(d.records, Recorded{Field: field, Indicator: row.ID, Value: value})
			}
		}
		add(engine.RecordActual, value)
		add(engine.RecordTier, tier.String())
		if points, ok := claims.row(d, row.Weight, how); ok {
			add(engine.RecordClaimed, points.String())
		}
		if how == partlyReached || how == notReached {
			add(engine.RecordReason, d.reason())
		}
	}
	return claims
}

// reason is left blank now and then, as people do.
func (d *draft) reason() string {
	if d.percent(15) {
		return ""
	}
	return pick(d, reasons)
}

// answer invents the actual of a row, and the tier where a person has to state it.
func (d *draft) answer(row *engine.Indicator, p *plan, how outcome) (string, engine.Tier) {
	switch {
	case how == unanswered:
		return "", engine.NoTier
	case how == unclear:
		return pick(d, unclearWords), engine.NoTier
	}
	switch row.Target.Kind {
	case engine.NumberTarget:
		return d.numberAnswer(row.Target.Op, p, how), engine.NoTier
	case engine.RangeTarget:
		return d.rangeAnswer(p, how), engine.NoTier
	case engine.SetTarget:
		return d.numberAnswer(engine.AtLeast, p, how), engine.NoTier
	case engine.DeadlineTarget:
		return d.dateAnswer(&row.Target, how), engine.NoTier
	}
	return d.wordsAnswer(row, how)
}

func (d *draft) numberAnswer(op engine.Op, p *plan, how outcome) string {
	value := d.nearTarget(p.value, how, op)
	unit := p.unit
	if unit == "%" {
		value = min(value, max(100_00, p.value)) // no share beyond all, where the target does not ask for it
	}
	if p.scaled {
		unit = "万" + unit
	}
	switch {
	case how == wrongUnit && unit != "吨":
		unit = "吨"
	case unit != "%" && d.percent(40):
		unit = "" // a bare number is meant in the target's unit
	}
	m := measureOf(value, "", false)
	return m.Value.String() + unit
}

// nearTarget invents hundredths on the side of the target that the outcome asks for. Whole targets get whole actuals.
func (d *draft) nearTarget(target int64, how outcome, op engine.Op) int64 {
	step := int64(1)
	if target%100 == 0 {
		step = 100
	}
	steps := target / step
	atMost := op == engine.AtMost || op == engine.LessThan
	switch {
	case target == 0 && how == reached:
		return 0
	case target == 0:
		return 100 * (1 + d.Int64N(3))
	case how == partlyReached && atMost:
		return step * (steps + 1 + d.Int64N(steps/2+1))
	case how == notReached && atMost:
		return step * (2*steps + d.Int64N(steps+1))
	case how == partlyReached:
		return step * (steps - 1 - d.Int64N(max(steps*2/5, 1)))
	case how == notReached:
		return step * d.Int64N(max(steps*3/5, 1))
	case op == engine.AtMost, op == engine.LessThan:
		return step * (steps - min(d.Int64N(steps/8+1)+strictly(op), steps))
	case op == engine.Exactly || d.percent(50) && op == engine.AtLeast:
		return target
	}
	return step * (steps + d.Int64N(steps/8+1) + strictly(op))
}

// strictly is the step that keeps an actual off a target of more or less than.
func strictly(op engine.Op) int64 {
	if op == engine.MoreThan || op == engine.LessThan {
		return 1
	}
	return 0
}

func (d *draft) rangeAnswer(p *plan, how outcome) string {
	value, unit := p.value+100*d.Int64N((p.high-p.value)/100+1), p.unit
	switch how {
	case partlyReached:
		value = p.value - 100*(1+d.Int64N(p.value/400))
	case notReached:
		value = p.value / 2 / 100 * 100
	case wrongUnit:
		unit = "吨"
	}
	m := measureOf(value, "", false)
	return m.Value.String() + unit
}

func (d *draft) dateAnswer(t *engine.Target, how outcome) string {
	if how == notReached && d.percent(60) {
		return "未完成"
	}
	if how == reached && d.percent(35) {
		return pick(d, doneWords)
	}
	day := t.Due.AddDays(-d.IntN(40))
	switch how {
	case partlyReached:
		day = t.Due.AddDays(1 + d.IntN(30))
	case notReached:
		day = t.Due.AddDays(31 + d.IntN(60))
	}
	if d.percent(50) {
		return day.String()
	}
	return fmt.Sprintf("%d年%d月%d日", day.Year, day.Month, day.Day)
}

func (d *draft) wordsAnswer(row *engine.Indicator, how outcome) (string, engine.Tier) {
	switch how {
	case partlyReached:
		return pick(d, partlyWords), engine.TierPartly
	case notReached:
		return pick(d, missedWords), engine.TierMissed
	}
	switch n := d.IntN(100); {
	case n < 50 && row.Target.Kind == engine.WordsTarget:
		return row.Target.Text, engine.NoTier
	case n < 70:
		return "达成预期指标", engine.NoTier
	}
	return pick(d, metWords), engine.TierMet
}
