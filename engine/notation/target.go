package notation

import (
	"strconv"
	"strings"

	"jixiao/engine"
)

// ParseTarget reads a target (年度指标值). It never fails: what is no target is a MissingTarget, and Text always holds the
// original without the white space around it. Whatever the grammar of this package does not cover is words. Where the text is
// blank and the indicator's name holds the target (培训人数≥500人), that is taken, and Text is the part of the name.
func ParseTarget(text string, ctx Context) (engine.Target, []Note) {
	p := targetParser{ctx: ctx, target: engine.Target{Text: strings.TrimSpace(text)}}
	p.text = p.target.Text
	if p.text == "" {
		p.fromName()
	} else {
		p.parse(normalise(p.text))
		p.compareName()
	}
	return p.target, p.list
}

type targetParser struct {
	notes
	ctx    Context
	target engine.Target
}

func (p *targetParser) parse(text string) {
	switch {
	case text == "" || placeholder(text) || templateMark(text):
		p.add("target-placeholder", engine.Error)
		return
	case len(text) > maxText:
		p.words(text)
		return
	case p.deadline(text), p.set(), p.number(text):
		return
	}
	p.words(text)
}

func (p *targetParser) deadline(text string) bool {
	text, spelled := spellMonth(text, p.ctx)
	if undecidable(text, p.ctx) {
		return p.undecided()
	}
	d, how := scanDeadline(text, p.ctx.Year)
	if how == malformed {
		if !p.noteYear(text) {
			return false
		}
		p.target.Kind = engine.WordsTarget
		return true
	}
	if said := readHeading(p.ctx.Sign); how == scanned && d.op == engine.NoOp && !said.direction {
		d.op = said.op
	}
	d.alone = d.alone || spelled
	if how != scanned {
		return false
	}
	if !p.isDate(&d) {
		return p.ctx.unitOfDates() && p.undecided()
	}
	if !readHeading(p.ctx.Sign).readable {
		p.heading()
	}
	p.target.Kind = engine.DeadlineTarget
	p.target.From, p.target.Due = d.window()
	due := p.target.Due.String()
	switch {
	case d.op == engine.AtLeast || d.op == engine.MoreThan:
		p.add("deadline-comparator", engine.Warning, "due", due)
	case d.twoFaced() && d.unit == quarter:
		p.target.QuarterBefore = true
		p.add("quarter-before", engine.Info, "due", due)
	case d.twoFaced():
		p.add("period-before", engine.Warning, "due", due, "strict", d.from.AddDays(-1).String())
	}
	return true
}

// undecided leaves a text that is a number as well as a date to a person.
func (p *targetParser) undecided() bool {
	p.add("number-or-date-words", engine.Warning)
	return p.onlyWords()
}

// isDate decides about figures that could be a number as well.
func (p *targetParser) isDate(d *deadline) bool {
	if !d.alone {
		return true
	}
	if d.op != engine.NoOp || p.ctx.countingUnit() != "" || !d.resembles(p.ctx.Year) {
		return false
	}
	p.add("number-or-date", engine.Warning, "read", d.to.String())
	return true
}

// noteYear says that a text would be a date if only its year were known. Such a text is no number: 12月 is not 12.
func (n *notes) noteYear(text string) bool {
	_, how := scanDeadline(text, 2000)
	if how == scanned {
		n.add("date-without-year", engine.Warning)
	}
	return how == scanned
}

func (p *targetParser) set() bool {
	set, ok := scanSet(p.text)
	if !ok {
		return false
	}
	p.target.Kind = engine.SetTarget
	p.target.Number, _ = measure(engine.DecimalFromInt(set.count), set.unit)
	p.target.Items = set.items
	p.add("set-counted", engine.Info, "count", strconv.FormatInt(set.count, 10))
	return true
}

func (p *targetParser) number(text string) bool {
	r, how := scanReading(text)
	switch how {
	case tooLong:
		p.tooLong()
		return true
	case malformed:
		p.add("number-grouping", engine.Warning)
	}
	switch {
	case how != scanned:
		return false
	case r.approx != engine.Precise:
		p.add("target-approximate", engine.Warning)
		return p.onlyWords()
	case r.isYear():
		p.add("number-or-date-words", engine.Warning)
		return p.onlyWords()
	case r.ranged:
		return p.rangeTarget(&r)
	}
	op, agree := r.bound()
	if !agree {
		p.add("comparators-conflict", engine.Warning)
		return false
	}
	if op, agree = p.settleOp(op); !agree {
		return false
	}
	return p.settleNumber(&r, op, text)
}

// onlyWords leaves the text as words whose number was understood and refused.
func (p *targetParser) onlyWords() bool {
	p.target.Kind = engine.WordsTarget
	return true
}

// settleNumber makes the target of what was read, once its comparator is known.
func (p *targetParser) settleNumber(r *reading, op engine.Op, text string) bool {
	noticed := len(p.list)
	unit := p.settleUnit(r, p.ctx)
	if namesRank(r, op, unit) || r.monthOnly(unit) || r.dayOfEach() {
		p.list = p.list[:noticed]
		return false
	}
	number, ok := measure(r.first.value, unit)
	if !ok {
		p.tooLong()
		return true
	}
	p.target.Kind, p.target.Op, p.target.Number = engine.NumberTarget, op, number
	p.noteReading(r, text)
	p.noteShare(text, number, op)
	if op == engine.NoOp {
		p.target.Op, p.target.OpInferred = engine.Exactly, true
		p.add("comparator-inferred", engine.Info)
	}
	p.noteMisread(r, number, op, p.ctx.Name)
	return true
}

// namesRank tells whether a figure without comparator is a rank or part of an idiom.
func namesRank(r *reading, op engine.Op, unit string) bool {
	if r.chinese && unit == "" || r.half && op == engine.NoOp {
		return true
	}
	if r.chinese && rankUnits[unit] {
		return true // 不低于二级 is a rank, and the better one is the lower
	}
	return op == engine.NoOp && (rankUnits[unit] || r.chinese && gradeUnits[unit])
}

// gradeUnits are counters that make a Chinese numeral a rank or an idiom: 一级, 二等, 一流, 十分.
var gradeUnits = wordSet("级 等 类 段 分 档 期 本 点 度 面 线 队 届 行 方 道 口 个年度 出 位 首 页")

// rankUnits make a rank or a name of every bare number: 1级 and 5G are not amounts.
var rankUnits = wordSet("级 等 类 档 G")

func (p *targetParser) tooLong() {
	p.target = engine.Target{Text: p.text}
	p.list = nil
	p.add("number-too-long", engine.Error, "digits", strconv.Itoa(engine.MaxDigits))
}

func (p *targetParser) rangeTarget(r *reading) bool {
	if r.op != engine.NoOp || r.behind != engine.NoOp || r.clash || r.per != "" {
		p.add("comparators-conflict", engine.Warning)
		return false
	}
	same := r.first.unit == r.second.unit
	unit := p.settleUnit(r, p.ctx)
	upper := r.second.unit
	if same {
		upper = unit
	}
	low, okLow := measure(r.first.value, unit)
	high, okHigh := measure(r.second.value, upper)
	if !okLow || !okHigh {
		p.tooLong()
		return true
	}
	top, known := engine.Convert(high.Scaled.Rational(), high.ScaledUnit, low.ScaledUnit)
	if !known || r.chinese && unit == "" {
		return false
	}
	if low.Scaled.Rational().Cmp(top) > 0 {
		p.add("range-reversed", engine.Warning)
		return false
	}
	p.target.Kind, p.target.Min, p.target.Max = engine.RangeTarget, low, high
	p.noteReading(r, normalise(p.text))
	if r.open {
		p.add("range-end-included", engine.Warning)
	}
	p.headingAgrees()
	return true
}

// settleUnit decides the unit of a number: the one in the text, then the column's, then the one in the indicator's name.
func (n *notes) settleUnit(r *reading, ctx Context) string {
	column := canonicalUnit(ctx.Unit)
	if ctx.Unit != "" && column == "" && !placeholder(normalise(ctx.Unit)) {
		n.add("unit-unreadable", engine.Warning, "unit", strings.TrimSpace(ctx.Unit))
	}
	unit := r.first.unit
	_, scale, _ := cutScale(unit)
	switch {
	case r.per != "":
		unit = n.perUnit(r, column, ctx.Name)
	case unit == "" && column != "":
		unit = column
	case unit == "":
		unit = n.nameUnit(ctx.Name)
	case scale == unit && column != "" && column != unit:
		unit = n.scaleAndColumn(scale, column)
	case column != "" && column != unit:
		n.add("unit-differs", engine.Info, "unit", unit, "column", column)
	}
	if r.units != "" {
		n.add("units-contradict", engine.Warning, "unit", unit, "column", r.units)
	}
	if r.skipped != "" {
		n.add("words-skipped", engine.Info, "words", r.skipped)
	}
	return unit
}

func (n *notes) nameUnit(name string) string {
	unit := unitInName(name)
	if unit != "" {
		n.add("unit-from-name", engine.Info, "unit", unit)
	}
	return unit
}

// scaleAndColumn joins the 万 of 10万 with the unit of its column. A column in 万元 already says it, and with one that is as long as
// a unit can be the two would be no unit.
func (n *notes) scaleAndColumn(scale, column string) string {
	if _, printed, _ := cutScale(column); printed != "" || !couldBeUnit(scale+column) {
		n.add("units-contradict", engine.Warning, "unit", scale, "column", column)
		return scale
	}
	return scale + column
}

// perUnit makes 元/亩 of 每亩100元. Without a unit for the number itself, what was meant is a guess that is left to a person.
func (n *notes) perUnit(r *reading, column, name string) string {
	unit := r.first.unit
	if unit == "" {
		unit = column
	}
	if unit == "" {
		unit = n.nameUnit(name)
	}
	if _, scale, _ := cutScale(unit); scale == unit && scale != "" && column != "" {
		unit = n.scaleAndColumn(scale, column)
	}
	if _, scale, _ := cutScale(unit); scale == unit {
		n.add("unit-per", engine.Warning, "per", r.per)
		return unit
	}
	if strings.Contains(unit, "/") {
		return unit
	}
	per := unit + "/" + r.per
	if !couldBeUnit(per) {
		n.add("units-contradict", engine.Warning, "unit", unit, "column", "每"+r.per)
		return unit
	}
	return per
}

// noteShare warns of 0.958 in a column of percents: 0.958 % or 95.8 %.
func (p *targetParser) noteShare(text string, number engine.Measure, op engine.Op) {
	one := engine.DecimalFromInt(1)
	if number.Unit != "%" || number.Value.Sign() <= 0 || number.Value.Rational().Cmp(one.Rational()) > 0 {
		return
	}
	if sign := strings.IndexByte(text, '%'); downward(op) || sign > 0 && isDigit(rune(text[sign-1])) || strings.Contains(text, "百分之") {
		return // at most half a percent is a common target, and 0.5% says what it is
	}
	if percent, ok := number.Value.Shift(2); ok {
		p.add("fraction-or-percent", engine.Warning, "as_percent", percent.String()+"%")
	}
}

func (p *targetParser) words(text string) {
	p.target.Kind = engine.WordsTarget
	if p.suspect(text, p.ctx) || p.fraction(text) {
		return
	}
	if hasDigits(text) && len(p.list) == 0 {
		p.add("number-in-words", engine.Info)
	}
}
