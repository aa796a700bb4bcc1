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

// BenchmarkYearChecks is all checks of one project that a run asks, over a thousand generated projects.
func BenchmarkYearChecks(b *testing.B) {
	set, err := rules.Load("mof-2020", rules.Options{})
	if err != nil {
		b.Fatal(err)
	}
	var forms []*engine.Submission
	var evaluations []*engine.Evaluation
	for generated := range examples.Generate(1, 1000, examples.Year) {
		assessment.Apply(generated.Submission, generated.Entries())
		forms, evaluations = append(forms, generated.Submission), append(evaluations, engine.Evaluate(set, generated.Submission))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		set.Summarize(forms[i%len(forms)], evaluations[i%len(forms)])
	}
}
