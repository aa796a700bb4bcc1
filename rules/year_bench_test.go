package rules_test

import (
	"testing"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/examples"
	"jixiao/rules"
)

// BenchmarkYear is verdict and points of one row, over the rows of a thousand generated projects.
func BenchmarkYear(b *testing.B) {
	set, err := rules.Load("mof-2020", rules.Options{})
	if err != nil {
		b.Fatal(err)
	}
	var rows []*engine.Facts
	for generated := range examples.Generate(1, 1000, examples.Year) {
		assessment.Apply(generated.Submission, generated.Entries())
		rows = append(rows, rules.Heard(set, generated.Submission)...)
	}
	score := rules.Scorer(set)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		score(rows[i%len(rows)])
	}
}
