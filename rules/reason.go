package rules

import (
	"math/bits"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
	"jixiao/messages"
)

// slot is a value that a rule's sentence shows.
type slot struct {
	name    string // the argument
	space   string // the catalogue's space of its words, or nothing
	term    term
	percent bool
}

// The slots that every rule has besides the words of its kind.
const (
	slotPoints = "points"
	slotEqual  = "eq"
)

// maxDecimals bounds the decimals of a number in a reason that has no end.
const maxDecimals = 6

// why reads the sentences of a rule and returns them with canonical slots, and the slots in the order of their names' first use.
func (s *source) why(n *yaml.Node, in string, scope *scope) (Text, []slot) {
	if n == nil {
		return Text{}, nil
	}
	fields := s.fields(n, in, 2, "zh", "en")
	var slots []slot
	zh := s.template(fields["zh"], in+".zh", scope, &slots)
	en := s.template(fields["en"], in+".en", scope, &slots)
	return Text{zh, en}, slots
}

// template replaces the names between braces by the canonical ones and collects them.
func (s *source) template(n *yaml.Node, in string, scope *scope, slots *[]slot) string {
	if s.text(n, in) == "" {
		return ""
	}
	var out strings.Builder
	rest, offset := n.Value, 0
	for {
		before, after, found := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			s.inside(n, offset+runes(before[:strings.Index(before, "}")]), "braces")
			return ""
		}
		out.WriteString(before)
		if !found {
			return strings.TrimSpace(out.String())
		}
		offset += runes(before) + 1
		name, tail, closed := strings.Cut(after, "}")
		if !closed {
			s.inside(n, offset-1, "braces")
			return ""
		}
		shown, ok := scope.slot(strings.TrimSpace(name))
		if !ok {
			s.inside(n, offset, "unknown-slot", append([]string{"name", name}, s.meant(name, scope.slotNames())...)...)
		}
		collect(slots, shown)
		out.WriteString("{" + shown.name)
		if shown.space != "" {
			out.WriteString(":" + shown.space)
		}
		out.WriteString("}")
		offset += runes(name) + 1
		rest = tail
	}
}

func runes(text string) int { return len([]rune(text)) }

func collect(slots *[]slot, wanted slot) {
	for _, known := range *slots {
		if known.name == wanted.name {
			return
		}
	}
	*slots = append(*slots, wanted)
}

// slot finds what a name between braces shows.
func (s *scope) slot(name string) (slot, bool) {
	switch {
	case s.noPoints:
	case name == "=":
		return slot{name: slotEqual}, true
	case name == slotPoints, name == "得分":
		return slot{name: slotPoints}, true
	}
	if p := s.params.find(name); p != nil {
		p.used = true
		return slot{name: p.name, term: p.term}, true
	}
	w := findWord(name)
	if w == nil || !s.shows(w) {
		return slot{}, false
	}
	found := slot{name: w.en, percent: w.percent, term: term{kind: w.kind, domain: w.domain, number: w.number, choice: w.choice}}
	if w.domain == verdictDomain {
		found.space = "verdict"
	}
	return found, true
}

// shows tells whether a sentence can show a word. The rate to a target that may be 0 is none to be shown; the amounts of an
// execution that is scored are never 0.
func (s *scope) shows(w *word) bool {
	paid := s.facts == engine.ExecutionFacts || s.facts == engine.ProjectFacts
	return s.knows(w) && w.kind != truthKind && (!w.fallible || paid)
}

func (s *scope) slotNames() []string {
	var names []string
	if !s.noPoints {
		names = []string{"points", "得分", "="}
	}
	for i := range vocabulary {
		if w := &vocabulary[i]; s.shows(w) {
			names = append(names, w.en, w.zh)
		}
	}
	return append(names, s.params.names()...)
}

// arguments fills the slots of a rule's sentence.
func (r *rule) arguments(f *frame, exact engine.Rational) []engine.Arg {
	if len(r.slots) == 0 {
		return nil
	}
	return filled(r.slots, f, exact, r.printed(exact, f.facts.Weight))
}

// filled fills the slots of a sentence. The sign says whether the points as printed are exactly what the formula gives: = or ≈.
func filled(slots []slot, f *frame, exact engine.Rational, printed engine.Points) []engine.Arg {
	args := make([]engine.Arg, len(slots))
	whole, equalAt := true, -1
	for i := range slots {
		slot := &slots[i]
		args[i].Name = slot.name
		switch slot.name {
		case slotEqual:
			equalAt = i
			continue
		case slotPoints:
			args[i].Value = pointsText(printed)
			whole = whole && printed.Rational().Cmp(exact) == 0
			continue
		}
		text, ok := slot.show(f)
		args[i].Value = text
		whole = whole && ok
	}
	if equalAt >= 0 {
		args[equalAt].Value = "="
		if !whole {
			args[equalAt].Value = "≈"
		}
	}
	return args
}

// printed returns the points as the engine will count them: rounded and held to [0, weight].
func (r *rule) printed(exact engine.Rational, weight engine.Points) engine.Points {
	points, ok := engine.RoundHalfUp(exact)
	switch {
	case exact.Sign() <= 0, ok && points < 0:
		return 0
	case !ok, points > weight:
		return weight
	}
	return points
}

// show writes a slot's value, and tells whether it was written exactly.
func (s *slot) show(f *frame) (text string, exact bool) {
	switch s.term.kind {
	case numberKind:
		x := s.term.number(f)
		if !s.percent {
			return numberText(x)
		}
		text, exact = numberText(x.Mul(engine.NewRational(100, 1)))
		return text + "%", exact
	case truthKind:
		if s.term.truth(f) {
			return "true", true
		}
		return "false", true
	}
	n := s.term.choice(f)
	switch s.term.domain {
	case verdictDomain:
		return engine.Verdict(n).String(), true
	case opDomain:
		return engine.Op(n).Sign(), true
	}
	return s.term.domain.words[n], true
}

// numberText writes a number with all its decimals, or with six where it has no end.
func numberText(x engine.Rational) (text string, exact bool) {
	if x.Sign() >= 0 && x.Cmp(engine.MaxPoints.Rational()) <= 0 {
		// Nearly all numbers of the field have two decimals at most: no math/big is needed.
		if p, ok := engine.RoundHalfUp(x); ok && p.Rational().Cmp(x) == 0 {
			return trimPoints(p), true
		}
	}
	if r := x.Big(); r.Num().IsInt64() && r.Denom().IsInt64() {
		if text, exact = divisionText(r.Num().Int64(), r.Denom().Int64()); exact {
			return text, true
		}
	} else if text, exact = x.Decimal(engine.MaxDigits); exact {
		return text, true
	}
	text, _ = x.Decimal(maxDecimals)
	return text, false
}

// divisionText divides by hand, digit by digit. It is not exact where the division does not end within 18 decimals.
func divisionText(num, den int64) (text string, exact bool) {
	magnitude, divisor := uint64(num), uint64(den)
	digits := make([]byte, 0, 44)
	if num < 0 {
		magnitude = -magnitude
		digits = append(digits, '-')
	}
	digits = strconv.AppendUint(digits, magnitude/divisor, 10)
	rest := magnitude % divisor
	if rest != 0 {
		digits = append(digits, '.')
	}
	for range engine.MaxDigits {
		if rest == 0 {
			break
		}
		hi, lo := bits.Mul64(rest, 10)
		var digit uint64
		digit, rest = bits.Div64(hi, lo, divisor)
		digits = append(digits, byte('0'+digit))
	}
	return string(digits), rest == 0
}

// trimPoints writes hundredths, not negative, without needless zeros: 9.74, 8.5, 10.
func trimPoints(p engine.Points) string {
	whole, tenths, hundredths := p/100, p/10%10, p%10
	if tenths == 0 && hundredths == 0 {
		return strconv.FormatInt(int64(whole), 10)
	}
	digits := append(strconv.AppendInt(make([]byte, 0, 24), int64(whole), 10), '.', byte('0'+tenths))
	if hundredths != 0 {
		digits = append(digits, byte('0'+hundredths))
	}
	return string(digits)
}

// pointsText writes hundredths that may be negative.
func pointsText(p engine.Points) string {
	if p < 0 {
		return "-" + trimPoints(-p)
	}
	return trimPoints(p)
}

// Sentences returns the pack's own sentences for the catalogue: reason.PACK/RULE of a score rule, finding.PACK/RULE of a flag or a
// project rule, and adjustment.PACK/RULE, what a project rule is called.
func (r *Ruleset) Sentences() []messages.Entry {
	var entries []messages.Entry
	for _, kind := range r.kinds {
		entries = append(entries, kind.Set.Sentences()...)
	}
	for _, k := range engine.FactKinds() {
		for i := range r.written[k] {
			rule := &r.written[k][i]
			entries = append(entries, messages.Entry{Code: "reason." + rule.code, ZH: rule.why.ZH, EN: rule.why.EN})
		}
		for i := range r.flags[k] {
			flag := &r.flags[k][i]
			entries = append(entries, messages.Entry{Code: "finding." + flag.code, ZH: flag.why.ZH, EN: flag.why.EN})
		}
	}
	for i := range r.checks {
		check := &r.checks[i]
		entries = append(entries, messages.Entry{Code: "finding." + check.code, ZH: check.why.ZH, EN: check.why.EN, HintZH: check.hint.ZH, HintEN: check.hint.EN},
			messages.Entry{Code: "check." + check.code, ZH: check.title.ZH, EN: check.title.EN})
	}
	for i := range r.project {
		rule := &r.project[i]
		entries = append(entries, messages.Entry{Code: "finding." + rule.code, ZH: rule.why.ZH, EN: rule.why.EN},
			messages.Entry{Code: "adjustment." + rule.code, ZH: rule.title.ZH, EN: rule.title.EN})
	}
	return entries
}
