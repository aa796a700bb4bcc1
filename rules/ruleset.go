package rules

import (
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
	Meaning Text
}

// Ruleset is a compiled pack. It is safe for use from several goroutines.
type Ruleset struct {
	id     engine.RulesetID
	title  Text
	basis  Basis
	policy engine.Policy
	params []Parameter
}

// ID returns the pack's name and the digest of its effective form.
func (r *Ruleset) ID() engine.RulesetID { return r.id }

// Policy returns the pack's plain settings. The caller must not change them.
func (r *Ruleset) Policy() *engine.Policy { return &r.policy }

// Judge applies the first rule that fits the facts.
func (r *Ruleset) Judge(facts *engine.Facts) engine.Ruling { return engine.Ruling{} }

// Title returns the pack's title.
func (r *Ruleset) Title(lang messages.Lang) string { return r.title.In(lang) }

// Basis returns what the pack rests on.
func (r *Ruleset) Basis() Basis { return r.basis }

// Parameters lists the pack's parameters in the order of the pack, with the values in force.
func (r *Ruleset) Parameters() []Parameter { return r.params }

// Sentences returns the sentences of the pack's reasons, for the catalogue.
func (r *Ruleset) Sentences() []messages.Entry { return nil }

// Effective returns the canonical form of the pack with all overrides put in. Its SHA-256 is the digest of the id.
func (r *Ruleset) Effective() []byte { return nil }

// RunTests runs the pack's own tests.
func (r *Ruleset) RunTests() []TestFailure { return nil }

// Compile compiles the source of a pack. File is its name in messages.
func Compile(file string, source []byte, opt Options) (*Ruleset, error) { return nil, &Errors{} }

// FromEffective compiles what [Ruleset.Effective] returned.
func FromEffective(data []byte) (*Ruleset, error) { return nil, &Errors{} }

func (r *Ruleset) misnamed(name string) error { return &Errors{} }

// TestFailure is a test of a pack that did not come out as wanted.
type TestFailure struct {
	Line int
}
