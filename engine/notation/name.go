package notation

import (
	"strings"

	"jixiao/engine"
)

// maxName bounds the names that are searched for a target, in bytes.
const maxName = 300

// fromName takes the target that an indicator's name holds where its cell is blank: 培训人数≥500人.
func (p *targetParser) fromName() {
	hidden := hiddenTarget(p.ctx)
	if hidden == "" {
		return
	}
	p.text, p.target.Text = hidden, hidden
	p.add("target-in-name", engine.Warning, "name", p.ctx.Name)
	p.parse(hidden)
}

// compareName warns where the name holds another target than the cell.
func (p *targetParser) compareName() {
	hidden := hiddenTarget(p.ctx)
	if hidden == "" {
		return
	}
	other, _ := ParseTarget(hidden, Context{Year: p.ctx.Year, Unit: p.ctx.Unit})
	if !sameTarget(&p.target, &other) {
		p.add("target-name-differs", engine.Warning, "name", p.ctx.Name, "name_target", hidden)
	}
}

// sameTarget tells whether two targets ask for the same. A comparator or a unit that only one of them prints makes no difference.
func sameTarget(a, b *engine.Target) bool {
	if a.Kind != b.Kind || a.From != b.From || a.Due != b.Due || a.Min != b.Min || a.Max != b.Max {
		return false
	}
	op := a.Op == b.Op || a.OpInferred || b.OpInferred
	unit := a.Number.Unit == b.Number.Unit || a.Number.Unit == "" || b.Number.Unit == ""
	return op && unit && a.Number.Value == b.Number.Value
}

// hiddenTarget finds the target in an indicator's name, in its last brackets or at its end, and returns it in the alphabet of the
// grammar. Only what is clearly a target counts: a number with a comparator, a percentage, a count behind the name of a count, or
// a date to be kept.
func hiddenTarget(ctx Context) string {
	if len(ctx.Name) > maxName || !hasDigits(normalise(ctx.Name)) {
		return ""
	}
	name := normalise(ctx.Name)
	head, inside := lastBrackets(name)
	dated := strings.ContainsAny(head, "时期")
	switch {
	case inside != "" && (hiddenDate(inside, ctx.Year, dated) || hiddenNumber(inside)):
		return inside
	case inside != "" && (knownUnit(inside) || !hasDigits(head)):
		return ""
	case hiddenDate(name, ctx.Year, false):
		return name
	}
	if strings.Contains(name, "每") {
		return "" // what an amount is for stands away from it, and only the whole name would say so
	}
	if at := firstComparator(name); at > 0 && hiddenNumber(name[at:]) {
		return name[at:]
	}
	if hiddenNumber(name) {
		return name[strings.IndexAny(name, "-0123456789"):]
	}
	return ""
}

func lastBrackets(name string) (head, inside string) {
	opening := strings.LastIndex(name, "(")
	if opening < 0 || !strings.HasSuffix(name, ")") {
		return "", ""
	}
	return name[:opening], name[opening+1 : len(name)-1]
}

// hiddenDate tells whether a text is a date to be kept. A bare month counts only behind a word of time, and a bare year never.
func hiddenDate(text string, year int, dated bool) bool {
	d, how := scanDeadline(text, year)
	if how != scanned || d.alone {
		return false
	}
	return d.before || d.until || d.unit == day || d.unit == endpoint || dated && d.unit != longer
}

func hiddenNumber(text string) bool {
	r, how := scanReading(text)
	if how != scanned || r.approx != engine.Precise || r.chinese || r.clash || r.isYear() {
		return false
	}
	stated := r.op != engine.NoOp || r.behind != engine.NoOp
	return stated || r.first.unit == "%" || r.label == countLabel
}
