package main

import (
	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/examples"
	"jixiao/rules"
)

// The rows that are scored in memory are those of so many generated projects, the same as in BenchmarkYear of rules.
const (
	scoringProjects = 1000
	scoringSeed     = 1
)

// judged is a row as the rules see it, and what they made of it.
type judged struct {
	facts  engine.Facts
	ruling engine.Ruling
}

// hearing is a rule set that keeps what it is asked.
type hearing struct {
	*rules.Ruleset
	heard []judged
}

// Judge asks the rule set, and keeps facts and ruling.
func (h *hearing) Judge(facts *engine.Facts) engine.Ruling {
	ruling := h.Ruleset.Judge(facts)
	h.heard = append(h.heard, judged{*facts, ruling})
	return ruling
}

// Choose keeps the engine from asking the rule set past this.
func (h *hearing) Choose(*engine.Submission) engine.Ruleset { return h }

// judgedRows are the rows of generated projects that the rules decide.
func judgedRows(set *rules.Ruleset) []judged {
	h := &hearing{Ruleset: set}
	for generated := range examples.Generate(scoringSeed, scoringProjects, examples.Year) {
		assessment.Apply(generated.Submission, generated.Entries())
		engine.Evaluate(h, generated.Submission)
	}
	return h.heard
}

// celRow is a row as bench/cel reads it: numbers are floating point.
type celRow struct {
	Kind    string         `json:"kind"`
	Facts   map[string]any `json:"facts"`
	Verdict engine.Verdict `json:"verdict"`
	Points  float64        `json:"points"`
}

func celRows(rows []judged) []celRow {
	list := make([]celRow, len(rows))
	for i := range rows {
		list[i] = celRowOf(&rows[i].facts, &rows[i].ruling)
	}
	return list
}

func celRowOf(f *engine.Facts, ruling *engine.Ruling) celRow {
	return celRow{Kind: f.Kind.String(), Verdict: ruling.Verdict, Points: float(ruling.Points), Facts: map[string]any{
		"weight": float64(f.Weight) / 100, "op": f.Op.String(), "target": float(f.Target), "actual": float(f.Actual),
		"lower": float(f.Min), "upper": float(f.Max), "dated": f.Dated, "days_late": f.DaysLate, "tier": f.Tier,
		"claimed": float64(f.Claimed) / 100, "claimed_fits": f.ClaimedFits, "default_share": float(f.Default)}}
}

// float is the nearest number of floating point.
func float(x engine.Rational) float64 {
	nearest, _ := x.Big().Float64()
	return nearest
}
