package rules

import (
	"slices"

	"github.com/expr-lang/expr/ast"
	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// flagRule is a compiled flag: what makes it, how much it matters, and its sentence. Flags say something beside a score and never
// change it. All flags that hold are raised, in the order of the pack.
type flagRule struct {
	id       string
	code     string // PACK/ID, the finding's code
	severity engine.Severity
	when     func(*frame) bool
	why      Text
	slots    []slot
	never    bool // ruled out by the parameters
	at       place
}

// place is where a rule stands in the files of a pack.
type place struct {
	file         string
	line, column int // from 1
}

func (s *source) placeOf(n *yaml.Node) place {
	return place{s.textOf(n).file, n.Line, n.Column}
}

// flags reads the section flags: for each kind of facts a list.
func (s *source) flags(n *yaml.Node, pack string, params *parameters, ids map[string]*yaml.Node) (all [factKinds][]flagRule) {
	if n == nil {
		return all
	}
	var keys []string
	for _, k := range engine.FactKinds() {
		keys = append(keys, k.String())
	}
	fields := s.fields(n, "flags", 0, keys...)
	for _, k := range engine.FactKinds() {
		list := fields[k.String()]
		if list == nil {
			continue
		}
		in, scope := "flags."+k.String(), newScope(k, false, params)
		scope.noPoints = true
		for _, item := range s.items(list, in) {
			all[k] = append(all[k], s.flag(item, in, pack, scope, ids))
		}
	}
	return all
}

func (s *source) flag(n *yaml.Node, in, pack string, scope *scope, ids map[string]*yaml.Node) flagRule {
	fields := s.fields(n, in, 3, "id", "when", "why", "severity")
	f := flagRule{severity: engine.Warning, at: s.placeOf(n)}
	f.id = s.identify(fields["id"], ids)
	f.code = pack + "/" + f.id
	f.when, f.never, _, _ = s.condition(fields["when"], in, scope)
	if severity := fields["severity"]; severity != nil {
		f.severity = s.severity(severity)
	}
	f.why, f.slots = s.why(fields["why"], in+".why", scope)
	return f
}

// condition compiles a condition. Never tells that the parameters rule it out, always that it holds whatever the facts; the tree is
// nil where there is a mistake.
func (s *source) condition(n *yaml.Node, in string, scope *scope) (when func(*frame) bool, never, always bool, tree ast.Node) {
	if n == nil {
		return nil, false, true, nil
	}
	t := s.expression(n, in+".when", scope, nil)
	if !s.gives(n, t, truthKind) {
		return nil, false, false, nil
	}
	if t.constant {
		holds := t.truth(new(frame))
		return t.truth, !holds, holds, t.tree
	}
	return t.truth, false, false, t.tree
}

func (s *source) severity(n *yaml.Node) engine.Severity {
	all := []engine.Severity{engine.Info, engine.Warning, engine.Error}
	words := make([]string, len(all))
	for i, severity := range all {
		words[i] = severity.String()
	}
	at := slices.Index(words, s.words(n))
	if at < 0 {
		s.unknown(n, "unknown-severity", words, "name", n.Value)
		return engine.Warning
	}
	return all[at]
}

// raise adds the flags that hold to the notes of a ruling. A flag that divides by zero says so, and the score stands.
func (r *Ruleset) raise(f *frame, notes []engine.Finding) []engine.Finding {
	flags := r.flagged[f.facts.Kind]
	for i := range flags {
		flag := &flags[i]
		f.divided, f.outside = false, nil
		holds := flag.when(f)
		switch {
		case f.divided:
			notes = append(notes, engine.Finding{Code: "flag-open", Severity: engine.Warning, Args: engine.Args("flag", flag.id)})
		case holds:
			notes = append(notes, engine.Finding{Code: flag.code, Severity: flag.severity,
				Args: filled(flag.slots, f, engine.Rational{}, 0)})
		}
	}
	return notes
}
