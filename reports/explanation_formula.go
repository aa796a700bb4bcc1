package reports

import (
	"strconv"
	"strings"

	"jixiao/engine"
	"jixiao/messages"
)

func itoa(n int) string { return strconv.Itoa(n) }

// maxDecimals bounds the decimals of a number that has no end.
const maxDecimals = 6

// decimalText writes a number with all its decimals, or with six where it has no end.
func decimalText(x engine.Rational) (text string, exact bool) {
	if text, exact = x.Decimal(engine.MaxDigits); exact {
		return text, true
	}
	text, _ = x.Decimal(maxDecimals)
	return text, false
}

// formula writes steps as people write formulas. The two ways of writing share the brackets: with names, as in the pack, and with
// the numbers put in.
type formula struct {
	word    func(code string) string // and, or, not, in, holds, fails, list, gives
	leaf    func(s *engine.Step) string
	label   func(s *engine.Step) string // of a name
	given   map[string]engine.Value
	special func(s *engine.Step) (text string, binds int, ok bool) // a way of writing of its own for some steps
	signs   map[string]string
	filled  bool
	comment string // between a formula and whether it holds
}

// The signs of formulas with the numbers put in.
var printedSigns = map[string]string{"+": "+", "-": "−", "*": "×", "/": "÷", "<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}

// How tightly operators bind.
const (
	bindsConditional = iota
	bindsOr
	bindsAnd
	bindsNot
	bindsComparison
	bindsSum
	bindsProduct
	bindsSign
	bindsAtom
)

func binding(s *engine.Step) int {
	switch s.Kind {
	case engine.ConditionalStep, engine.LetStep:
		return bindsConditional
	case engine.OperatorStep:
		return operatorBinding(s)
	}
	return bindsAtom
}

func operatorBinding(s *engine.Step) int {
	switch s.Sign {
	case "or":
		return bindsOr
	case "and":
		return bindsAnd
	case "not":
		return bindsNot
	case "*", "/":
		return bindsProduct
	case "+", "-":
		if len(s.Parts) == 1 {
			return bindsSign
		}
		return bindsSum
	}
	return bindsComparison
}

// formula writes with the numbers put in, in the reader's language.
func (v *explanationView) formula() *formula {
	return &formula{filled: true, signs: printedSigns, comment: v.say("formula.comment"),
		word: func(code string) string { return v.say("formula." + code) }, leaf: v.leaf, label: v.nameOf, given: v.given}
}

// leaf writes what a literal or a name stands for.
func (v *explanationView) leaf(s *engine.Step) string {
	switch {
	case s.Value.Kind == engine.NumberValue:
		return trimmed(s.Value.Number)
	case s.Value.Kind == engine.WordValue && s.Value.Of == "verdict":
		return v.say("verdict." + s.Value.Word)
	case s.Value.Kind == engine.WordValue:
		return s.Value.Word
	}
	return s.Text
}

// nameOf is a name in the reader's language.
func (v *explanationView) nameOf(s *engine.Step) string {
	if label, known := v.labels[s.Sign]; known {
		return label
	}
	return s.Text
}

// bare is the way of writing for programs: no word of it depends on a language.
func (v *explanationView) bare() *formula {
	return &formula{filled: true, signs: printedSigns, comment: ": ", word: bareWord, given: v.given,
		label: func(s *engine.Step) string { return s.Sign },
		leaf: func(s *engine.Step) string {
			switch s.Value.Kind {
			case engine.NumberValue:
				return trimmed(s.Value.Number)
			case engine.WordValue:
				return s.Value.Word
			}
			return s.Text
		}}
}

func bareWord(code string) string {
	return map[string]string{"and": " and ", "or": " or ", "not": "not ", "in": " in ", "holds": "true", "fails": "false", "list": ", ", "gives": " → ", "open": " (", "close": ")"}[code]
}

// written is the way of writing with names, as in the pack.
func written() *formula {
	return &formula{word: bareWord, leaf: func(s *engine.Step) string { return s.Text }}
}

// write writes a step; what binds less tightly than its surroundings gets brackets.
func (f *formula) write(s *engine.Step, around int) string {
	if f.special != nil {
		if text, binds, ok := f.special(s); ok {
			return brackets(text, binds < around)
		}
	}
	text, binds := f.inside(s), binding(s)
	if f.filled {
		switch {
		case s.Kind == engine.ConditionalStep, s.Kind == engine.LetStep:
			return f.write(f.chosen(s), around)
		case strings.HasPrefix(text, "-") && binds == bindsAtom && around > bindsComparison:
			binds = bindsConditional // a number below 0
		}
	}
	return brackets(text, binds < around)
}

func brackets(text string, needed bool) string {
	if needed {
		return "(" + text + ")"
	}
	return text
}

// chosen is the part of a conditional that counted, and of a let the rest.
func (f *formula) chosen(s *engine.Step) *engine.Step {
	if s.Kind == engine.LetStep || s.Parts[1].Computed() {
		return &s.Parts[1]
	}
	return &s.Parts[2]
}

func (f *formula) inside(s *engine.Step) string {
	switch s.Kind {
	case engine.OperatorStep:
		return f.operator(s)
	case engine.FunctionStep:
		return s.Sign + "(" + f.list(s.Parts, ", ") + ")"
	case engine.ListStep:
		if f.filled {
			return "{" + f.list(s.Parts, f.word("list")) + "}"
		}
		return "[" + f.list(s.Parts, ", ") + "]"
	case engine.ConditionalStep:
		if f.filled {
			return ""
		}
		return f.write(&s.Parts[0], bindsOr) + " ? " + f.write(&s.Parts[1], bindsOr) + " : " + f.write(&s.Parts[2], bindsConditional)
	case engine.LetStep:
		if f.filled {
			return ""
		}
		return "let " + s.Text + " = " + f.write(&s.Parts[0], bindsOr) + "; " + f.write(&s.Parts[1], bindsConditional)
	}
	if f.filled && s.Kind != engine.LiteralStep && s.Value.Kind == engine.TruthValue {
		return f.fact(s)
	}
	return f.leaf(s)
}

// fact writes a truth by its name, and "reached" with the comparison that it stands for.
func (f *formula) fact(s *engine.Step) string {
	name := f.label(s)
	number := func(name string) string { return trimmed(f.given[name].Number) }
	switch {
	case s.Sign != "reached":
		return name
	case f.given["op"].Kind != engine.NoValue:
		sign := f.given["op"].Word
		if sign == engine.Exactly.Sign() {
			sign = engine.AtLeast.Sign() // = is scored like at least
		}
		return f.bracketed(name, number("actual")+" "+sign+" "+number("target"))
	case f.given["upper"].Kind != engine.NoValue:
		return f.bracketed(name, number("lower")+" ≤ "+number("actual")+" ≤ "+number("upper"))
	case f.given["dated"].Truth:
		return f.bracketed(name, number("days_late")+" ≤ 0")
	}
	return name
}

func (f *formula) bracketed(text, inside string) string {
	return text + f.word("open") + inside + f.word("close")
}

// named writes a word that is compared with others together with its name: op (≥).
func (f *formula) named(s *engine.Step) string {
	if f.filled && s.Value.Kind == engine.WordValue && (s.Kind == engine.NameStep || s.Kind == engine.ParameterStep) {
		return f.bracketed(f.label(s), f.leaf(s))
	}
	if binding(s) == bindsAtom {
		return f.inside(s) // a number below 0 stands without brackets here
	}
	return f.write(s, bindsSum)
}

func (f *formula) list(parts []engine.Step, between string) string {
	var texts []string
	for i := range parts {
		if !f.filled || parts[i].Computed() {
			texts = append(texts, f.write(&parts[i], bindsConditional))
		}
	}
	return strings.Join(texts, between)
}

func (f *formula) operator(s *engine.Step) string {
	binds := binding(s)
	switch {
	case s.Sign == "not":
		return f.word("not") + f.write(&s.Parts[0], bindsNot)
	case len(s.Parts) == 1:
		return f.sign(s.Sign) + f.write(&s.Parts[0], bindsSign)
	case s.Sign == "and" || s.Sign == "or":
		return f.joined(s, binds)
	case s.Sign == "in":
		return f.named(&s.Parts[0]) + f.word("in") + f.write(&s.Parts[1], bindsSum)
	case binds == bindsComparison:
		return f.side(&s.Parts[0]) + " " + f.sign(s.Sign) + " " + f.side(&s.Parts[1])
	}
	right := binds
	if s.Sign == "-" || s.Sign == "/" {
		right++ // a − (b − c)
	}
	return f.write(&s.Parts[0], binds) + " " + f.sign(s.Sign) + " " + f.write(&s.Parts[1], right)
}

// joined writes "and" and "or"; with numbers put in, only the parts that were needed.
func (f *formula) joined(s *engine.Step, binds int) string {
	var texts []string
	for i := range s.Parts {
		if !f.filled || s.Parts[i].Computed() {
			texts = append(texts, f.write(&s.Parts[i], binds))
		}
	}
	return strings.Join(texts, f.word(s.Sign))
}

func (f *formula) sign(sign string) string {
	if printed, found := f.signs[sign]; found {
		return printed
	}
	return sign
}

// side writes one side of a comparison: 487, or 0.6 × 500 = 300.
func (f *formula) side(s *engine.Step) string {
	text := f.named(s)
	if !f.filled || s.Value.Kind != engine.NumberValue {
		return text
	}
	return f.equals(s, text)
}

// equals adds what a formula comes to, where it is more than that number itself: with = where every number is written out, with ≈
// where one has no end.
func (f *formula) equals(s *engine.Step, text string) string {
	value, exact := decimalText(s.Value.Number)
	if text == value {
		return text
	}
	if exact && whole(s) {
		return text + " = " + value
	}
	return text + " ≈ " + value
}

// whole tells whether every number that a formula shows is written out.
func whole(s *engine.Step) bool {
	if len(s.Parts) == 0 && s.Value.Kind == engine.NumberValue {
		_, exact := decimalText(s.Value.Number)
		return exact
	}
	for i := range s.Parts {
		if s.Parts[i].Computed() && !whole(&s.Parts[i]) {
			return false
		}
	}
	return true
}

// statement writes a step with what it comes to: 10 × 487 ÷ 500 = 9.74, or 487 ≥ 0.6 × 500 = 300, holds. Of a word it is the
// conditions that choose it.
func (f *formula) statement(s *engine.Step) string {
	switch s.Value.Kind {
	case engine.NumberValue:
		return f.equals(s, f.write(s, bindsConditional))
	case engine.TruthValue:
		return f.truth(s)
	}
	var conditions []string
	for s.Kind == engine.ConditionalStep || s.Kind == engine.LetStep {
		if s.Kind == engine.ConditionalStep {
			conditions = append(conditions, f.truth(&s.Parts[0]))
		}
		s = f.chosen(s)
	}
	return strings.Join(append(conditions, f.leaf(s)), f.word("gives"))
}

// truth writes a condition and whether it holds.
func (f *formula) truth(s *engine.Step) string {
	code := "fails"
	if s.Value.Truth {
		code = "holds"
	}
	return f.write(s, bindsConditional) + f.comment + f.word(code)
}

// inner lists the computed parts of a step that are formulas themselves, from the inside out, each once. What the whole formula
// shows already is left out.
func (f *formula) inner(whole *engine.Step) []*engine.Step {
	var list []*engine.Step
	shown := f.statement(whole)
	seen := map[string]bool{}
	var visit func(s *engine.Step)
	visit = func(s *engine.Step) {
		for i := range s.Parts {
			part := &s.Parts[i]
			if !part.Computed() {
				continue
			}
			visit(part)
			composite := part.Kind == engine.OperatorStep || part.Kind == engine.FunctionStep
			text := f.statement(part)
			if part.Value.Kind == engine.TruthValue && part.Value.Truth == whole.Value.Truth {
				text = f.write(part, bindsConditional)
			}
			if composite && !seen[text] && !strings.Contains(shown, text) {
				seen[text] = true
				list = append(list, part)
			}
		}
	}
	visit(whole)
	return list
}

// value writes what a name stands for.
func (v *explanationView) value(value engine.Value) string {
	switch value.Kind {
	case engine.NumberValue:
		text, exact := decimalText(value.Number)
		if !exact {
			return "≈ " + text
		}
		return text
	case engine.TruthValue:
		if value.Truth {
			return v.say("formula.yes")
		}
		return v.say("formula.no")
	}
	if value.Of == "verdict" {
		if value.Word == engine.Undetermined.String() {
			return Dash // nobody stated a tier
		}
		return v.Catalogue.Word(v.Lang, "verdict."+value.Word)
	}
	return value.Word
}

// hint is what a person can do about the reason of a score.
func (v *explanationView) hint() string {
	return v.Catalogue.Hint(v.Lang, "reason."+v.Score.Reason.Code, messages.Arguments(v.Score.Reason.Args))
}
