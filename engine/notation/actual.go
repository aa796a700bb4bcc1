package notation

import (
	"strconv"
	"strings"
	"time"

	"jixiao/engine"
)

// ParseActual reads what was achieved (实际完成值). It never fails: a blank cell is not reported, and neither are the marks
// that forms put where there is nothing to say. Whatever the grammar of this package does not cover is words.
func ParseActual(text string, ctx Context) (engine.Actual, []Note) {
	p := actualParser{ctx: ctx, actual: engine.Actual{Text: strings.TrimSpace(text)}}
	p.text = p.actual.Text
	p.parse(normalise(p.text))
	return p.actual, p.list
}

type actualParser struct {
	notes
	ctx    Context
	actual engine.Actual
}

func (p *actualParser) parse(text string) {
	switch {
	case p.text == "":
		return
	case text == "" || placeholder(text) || templateMark(text):
		p.add("actual-placeholder", engine.Warning)
		return
	}
	p.actual.Reported, p.actual.Kind = true, engine.WordsActual
	if len(text) <= maxText && (p.date(text) || p.number(text) || p.suspect(text, p.ctx) || p.fraction(text)) {
		return
	}
	if hasDigits(text) && len(p.list) == 0 {
		p.add("number-in-words", engine.Info)
	}
}

func (p *actualParser) date(text string) bool {
	text, spelled := spellMonth(text, p.ctx)
	if undecidable(text, p.ctx) || p.ctx.countingUnit() == "" && isShortDate(text) {
		p.add("number-or-date-words", engine.Warning)
		return true
	}
	d, how := scanDeadline(text, p.ctx.Year)
	if how == malformed {
		return p.noteYear(text)
	}
	if how != scanned || d.hoped {
		return false
	}
	if d.alone || spelled {
		if d.op != engine.NoOp || p.ctx.countingUnit() != "" || !d.resembles(p.ctx.Year) {
			if p.ctx.unitOfDates() {
				p.add("number-or-date-words", engine.Warning)
			}
			return p.ctx.unitOfDates()
		}
		p.add("number-or-date", engine.Warning, "read", d.to.String())
	}
	p.actual.Kind = engine.DateActual
	p.actual.From, p.actual.Date = d.happened()
	if d.twoFaced() {
		p.add("period-before", engine.Warning, "due", d.to.String(), "strict", d.from.AddDays(-1).String())
	}
	return true
}

// happened returns the first and the last day on which something dated like this can have happened; a single day has no first.
// What happened before a date happened at some time of its year.
func (d *deadline) happened() (from, to engine.Date) {
	from, to = d.from, d.to
	if d.before || d.until || d.op == engine.AtMost || d.op == engine.LessThan {
		from = engine.Date{Year: d.to.Year, Month: time.January, Day: 1}
	}
	if from == to {
		return engine.Date{}, to
	}
	return from, to
}

func (p *actualParser) number(text string) bool {
	r, how := scanReading(text)
	switch how {
	case tooLong:
		p.add("number-too-long", engine.Error, "digits", strconv.Itoa(engine.MaxDigits))
	case malformed:
		p.add("number-grouping", engine.Warning)
	}
	if how != scanned || r.ranged || r.hoped() || r.isYear() {
		return false
	}
	side, op, ok := sideOf(&r)
	if !ok {
		p.add("comparators-conflict", engine.Warning)
		return false
	}
	noticed := len(p.list)
	unit := p.settleUnit(&r, p.unitContext(&r))
	if isRank(&r, unit) || r.monthOnly(unit) || r.dayOfEach() {
		p.list = p.list[:noticed]
		return false
	}
	if unit == "" && p.ctx.unitOfDates() && yearLike(r.first.value) {
		p.list = p.list[:noticed]
		p.add("number-or-date-words", engine.Warning)
		return true
	}
	number, ok := measure(r.first.value, unit)
	if !ok {
		p.add("number-too-long", engine.Error, "digits", strconv.Itoa(engine.MaxDigits))
		return false
	}
	p.actual.Kind, p.actual.Number, p.actual.Op, p.actual.Approximation = engine.NumberActual, number, op, side
	if op != engine.NoOp {
		p.add("comparator-repeated", engine.Info)
	}
	p.noteReading(&r, text)
	p.noteMisread(&r, number, r.op, p.ctx.Name)
	return true
}

// isRank tells whether an actual is a rank, a name or an idiom: 一级, 5G, 十分.
func isRank(r *reading, unit string) bool {
	bare := r.op == engine.NoOp && r.behind == engine.NoOp && r.approx == engine.Precise
	return r.chinese && (unit == "" || gradeUnits[unit]) || rankUnits[unit] && bare
}

// unitContext lets the column complete a scale (10万 under 元). A bare number stays bare: it has the target's unit, and 0.95
// under % is for a person to decide.
func (p *actualParser) unitContext(r *reading) Context {
	if _, scale, _ := cutScale(r.first.unit); scale != "" && scale == r.first.unit {
		return Context{Unit: p.ctx.Unit}
	}
	return Context{}
}

// sideOf tells a comparator that was copied from the target, which is a sign, from words that say where the truth lies: 超过200
// is more than 200, while a sign before an actual is a habit of filling in forms.
func sideOf(r *reading) (side engine.Approximation, op engine.Op, ok bool) {
	if r.clash {
		return 0, 0, false
	}
	stated := r.behind
	if r.sign {
		op = r.op
	} else if r.op != engine.NoOp && r.word != "达到" && r.word != "达" {
		if stated, ok = r.bound(); !ok {
			return 0, 0, false
		}
	}
	said := engine.Precise
	switch {
	case upward(stated):
		said = engine.Over
	case downward(stated):
		said = engine.Under
	}
	if r.approx == engine.Precise {
		return said, op, true
	}
	return r.approx, op, said == engine.Precise || r.approx == said
}
