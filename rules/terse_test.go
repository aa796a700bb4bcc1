package rules_test

import (
	"reflect"
	"testing"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/examples"
	"jixiao/rules"
)

// TestWithoutWords scores generated projects under every pack with and without the words of reasons: all else is the same, and
// some have words.
func TestWithoutWords(t *testing.T) {
	packs, err := rules.Names("")
	if err != nil {
		t.Fatal(err)
	}
	for _, pack := range packs {
		name := pack.Name
		set, err := rules.Load(name, rules.Options{Year: examples.Year})
		if err != nil {
			t.Fatal(err)
		}
		terse, words := engine.WithoutWords(set), 0
		for generated := range examples.Generate(11, 400, examples.Year) {
			s := generated.Submission
			assessment.Apply(s, generated.Entries())
			full, short := engine.Evaluate(set, s), engine.Evaluate(terse, s)
			for i := range full.Scores {
				words += len(full.Scores[i].Reason.Args)
				full.Scores[i].Reason.Args, short.Scores[i].Reason.Args = nil, nil
			}
			full.Execution.Reason.Args, short.Execution.Reason.Args = nil, nil
			full.Findings, short.Findings = nil, nil
			if !reflect.DeepEqual(full, short) {
				t.Fatalf("%s: %s\n%+v\n%+v", name, s.Name, full, short)
			}
		}
		if words == 0 {
			t.Errorf("%s: no reason has words", name)
		}
	}
}
