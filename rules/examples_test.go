package rules

import (
	"testing"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// TestExamplesOfTheVocabulary compiles the example of every name under at least one of the kinds that know the name, and finds the
// name in it.
func TestExamplesOfTheVocabulary(t *testing.T) {
	for _, w := range Vocabulary() {
		if w.Example == "" {
			t.Errorf("%s has no example", w.Name)
			continue
		}
		if (w.Type == "number") != (w.Unit != "") {
			t.Errorf("%s is of the type %s and has the unit %q", w.Name, w.Type, w.Unit)
		}
		compiled, named := false, false
		for _, k := range w.In {
			s := newSource("example", []byte(w.Example))
			scope := newScope(k, false, &parameters{})
			n := &yaml.Node{Kind: yaml.ScalarNode, Value: w.Example, Line: 1, Column: 1}
			if s.expression(n, "example", scope, nil); len(s.list) > 0 {
				continue
			}
			compiled = true
			e := tree(n, scope, nil)
			walk := &walk{x: &Explainer{source: s, params: &parameters{}}, frame: &frame{facts: &engine.Facts{Kind: k}}}
			named = named || names(&walk.expression(e).Step, w.Name)
		}
		if !compiled || !named {
			t.Errorf("the example of %s, %s, compiles: %v, names it: %v", w.Name, w.Example, compiled, named)
		}
	}
	if len(usages) != len(Vocabulary()) {
		t.Errorf("%d examples of %d names", len(usages), len(Vocabulary()))
	}
}

func names(s *engine.Step, name string) bool {
	if s.Sign == name {
		return true
	}
	for i := range s.Parts {
		if names(&s.Parts[i], name) {
			return true
		}
	}
	return false
}
