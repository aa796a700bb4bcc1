package examples

import "jixiao/engine"

// claimed is how a unit scores itself. A nil one scores nothing.
type claimed struct {
	allFull bool // whatever came of it
	whole   bool // in whole points
	sum     engine.Points
}

// claims decides whether and how a unit scores itself: where the form prints weights, most do.
func (d *draft) claims() *claimed {
	if d.s.Indicators[0].Weight == nil || !d.percent(87) {
		return nil
	}
	return &claimed{allFull: d.percent(5), whole: d.percent(20)}
}

// row is what a unit gives itself for a row: not ok where it gives nothing, one time in two hundred.
func (c *claimed) row(d *draft, weight *engine.Points, how outcome) (engine.Points, bool) {
	if c == nil || weight == nil || d.IntN(200) == 0 {
		return 0, false
	}
	points := c.points(d, *weight, how)
	if c.whole {
		points = points / 100 * 100
	}
	c.sum += points
	return points, true
}

// points are all of the weight for what was reached or cannot be judged, and otherwise mostly inside the window of what the unit says
// about itself. Three of a hundred claim all nevertheless, and one in five hundred claims more than there is.
func (c *claimed) points(d *draft, weight engine.Points, how outcome) engine.Points {
	fault := d.IntN(500)
	switch {
	case fault == 0:
		return weight + 100
	case c.allFull || fault < 16:
		return weight
	case how == partlyReached:
		return weight * engine.Points(60+d.IntN(20)) / 100
	case how == notReached:
		return weight * engine.Points(d.IntN(60)) / 100
	case how == reached && d.percent(8):
		return weight * engine.Points(80+d.IntN(20)) / 100
	}
	return weight
}

// recordClaims records what a self-evaluation prints beside its rows: the score and the rate of the execution, the total, and a reason
// where little was spent.
func (d *draft) recordClaims(c *claimed, rate engine.Rational, known bool) {
	if known && rate.Cmp(engine.NewRational(9, 10)) < 0 && d.percent(70) {
		d.record(engine.RecordExecutionReason, pick(d, reasons))
	}
	if c == nil || !known {
		return
	}
	if !d.percent(2) {
		d.record(engine.RecordPrintedRate, d.printedRate(rate))
	}
	if execution, ok := d.executionClaim(c, rate); ok {
		c.sum += execution
		d.record(engine.RecordExecutionClaimed, execution.String())
	}
	if !d.percent(2) {
		d.record(engine.RecordClaimedTotal, d.printedTotal(c.sum).String())
	}
}

// printedRate is the rate in percent with two decimals. Four of a hundred are off.
func (d *draft) printedRate(rate engine.Rational) string {
	hundredths, _ := engine.RoundHalfUp(rate.Mul(engine.NewRational(100, 1)))
	if d.percent(4) {
		hundredths += engine.Points(5 + d.IntN(800))
	}
	return hundredths.String()
}

// executionClaim is the rate times the weight. Six of a hundred claim all of the weight whatever was spent, three less than is due, and
// three nothing.
func (d *draft) executionClaim(c *claimed, rate engine.Rational) (engine.Points, bool) {
	due, _ := engine.RoundHalfUp(rate.Mul(executionWeight.Rational()))
	due = min(due, executionWeight)
	switch n := d.IntN(100); {
	case n < 3:
		return 0, false
	case c.allFull || n < 9:
		return executionWeight, true
	case n < 12:
		return due * engine.Points(50+d.IntN(50)) / 100, true
	}
	return due, true
}

// printedTotal is the sum of what is claimed. Three of a hundred were not added up again.
func (d *draft) printedTotal(sum engine.Points) engine.Points {
	if d.percent(3) {
		return max(0, sum+engine.Points(50*(1+d.IntN(12)))-300)
	}
	return sum
}
