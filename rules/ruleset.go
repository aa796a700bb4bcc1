package rules

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
	"jixiao/messages"
)

// Text is a text in both languages.
type Text struct{ ZH, EN string }

// In returns the text in a language.
func (t Text) In(lang messages.Lang) string {
	if lang == messages.English {
		return t.EN
	}
	return t.ZH
}

// Basis is what a pack rests on.
type Basis struct {
	Text    string // the notice, as cited: 财预〔2020〕10号
	Checked bool   // whether its articles were re-read by the pack's author
}

// Parameter is a value of a pack that may be overridden, within bounds.
type Parameter struct {
	Name    string
	Value   string // in force
	Default string // the pack's own
	Origin  string // where an override was given; empty where the default counts
	Allowed string // 0..1 for a range, the words with commas for a choice
	Unit    string // share, points, days, times, yuan or count; empty where none is given or the value is no number
	Meaning Text
}

// Ruleset is a compiled pack. It is safe for use from several goroutines.
type Ruleset struct {
	id        engine.RulesetID
	title     Text
	basis     Basis
	policy    engine.Policy
	params    []Parameter
	written   [factKinds][]rule // as in the pack
	active    [factKinds][]rule // without those that the parameters rule out
	flags     [factKinds][]flagRule
	flagged   [factKinds][]flagRule // without those that the parameters rule out
	project   []projectRule
	checks    []qualityCheck
	asked     string // the codes of the checks that are summed
	tables    []*table
	certainty []Certainty
	changes   []Change
	extends   []string // the packs that it builds on, the nearest first
	effective []byte
	tests     []test
	file      string
	source    []byte
	// The whole pack with what it extends, and the texts that its nodes stand in: for whoever looks at rules again.
	root      *yaml.Node
	text      *source
	dir       string
	otherwise *Ruleset // of a rule set that chooses: the pack for all other kinds
	kinds     []KindPack
	year      int
}

const factKinds = engine.ExecutionFacts + 1

// Reasons of a row that the rules leave undetermined.
const (
	// ReasonNoRule says that no rule of the pack fits the facts. Argument: facts, the kind of facts.
	ReasonNoRule = "no-rule"
	// ReasonDivisionByZero says that a rule divided by zero. Argument: rule, the id of the rule.
	ReasonDivisionByZero = "division-by-zero"
	// ReasonOutsideTable says that a rule looked up a number that no row of a table holds. Arguments: rule, its id, and table.
	ReasonOutsideTable = "outside-table"
)

// ID returns the pack's name and the digest of its effective form.
func (r *Ruleset) ID() engine.RulesetID { return r.id }

// Policy returns the pack's plain settings. The caller must not change them.
func (r *Ruleset) Policy() *engine.Policy { return &r.policy }

// Judge applies the first rule that fits the facts. Where none fits, or a rule divides by zero, the ruling is Undetermined.
func (r *Ruleset) Judge(facts *engine.Facts) engine.Ruling {
	return r.judge(facts, true)
}

// WithoutWords returns the same rules for scoring alone: reasons have no arguments, and no notes are taken.
func (r *Ruleset) WithoutWords() engine.Ruleset { return terse{r} }

// terse is a rule set that leaves the words out.
type terse struct{ *Ruleset }

func (t terse) Judge(facts *engine.Facts) engine.Ruling { return t.judge(facts, false) }

func (t terse) Choose(s *engine.Submission) engine.Ruleset { return terse{t.For(s)} }

// judge applies the first rule that fits, with the words of its reason and with notes, or without.
func (r *Ruleset) judge(facts *engine.Facts, words bool) engine.Ruling {
	f := frames.Get().(*frame)
	defer frames.Put(f)
	f.facts, f.divided, f.outside = facts, false, nil
	rule, verdict, points := r.apply(f)
	switch {
	case f.outside != nil:
		return engine.Ruling{Rule: rule.id, Reason: engine.Reason{Code: ReasonOutsideTable,
			Args: engine.Args("rule", rule.id, "table", f.outside.Name)}}
	case f.divided:
		return engine.Ruling{Rule: rule.id, Reason: engine.Reason{Code: ReasonDivisionByZero, Args: engine.Args("rule", rule.id)}}
	case rule == nil || verdict == engine.Undetermined:
		return engine.Ruling{Rule: ReasonNoRule, Reason: engine.Reason{Code: ReasonNoRule, Args: engine.Args("facts", kindOf(facts))}}
	}
	ruling := engine.Ruling{Verdict: verdict, Points: points, Rule: rule.id, Reason: engine.Reason{Code: rule.code}}
	if words {
		ruling.Reason.Args = rule.arguments(f, points)
		ruling.Notes = r.raise(f, rule.findings(f))
	}
	return ruling
}

// apply finds the first rule that fits and computes it. It allocates nothing.
func (r *Ruleset) apply(f *frame) (*rule, engine.Verdict, engine.Rational) {
	if f.facts.Kind >= factKinds {
		return nil, engine.Undetermined, engine.Rational{}
	}
	rules := r.active[f.facts.Kind]
	for i := range rules {
		rule := &rules[i]
		fits := rule.when == nil || rule.when(f)
		if f.divided {
			return rule, engine.Undetermined, engine.Rational{}
		}
		if fits {
			return rule, engine.Verdict(rule.verdict(f)), rule.points(f)
		}
	}
	return nil, engine.Undetermined, engine.Rational{}
}

func kindOf(facts *engine.Facts) string {
	if facts.Kind >= factKinds {
		return ""
	}
	return facts.Kind.String()
}

// Title returns the pack's title.
func (r *Ruleset) Title(lang messages.Lang) string { return r.title.In(lang) }

// Basis returns what the pack rests on.
func (r *Ruleset) Basis() Basis { return r.basis }

// Parameters lists the pack's parameters in the order of the pack, with the values in force.
func (r *Ruleset) Parameters() []Parameter { return slices.Clone(r.params) }

// Effective returns the canonical form of the pack with all overrides put in, as JSON text. Its SHA-256 is the digest of the
// id. Comments, the order of keys, quotes and the pack's tests are not in it.
func (r *Ruleset) Effective() []byte { return slices.Clone(r.effective) }
