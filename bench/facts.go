package main

import (
	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/examples"
	"jixiao/rules"
)

// scoringProjects is how many generated projects the rows come from that are scored in memory.
const scoringProjects = 1000

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
func judgedRows(set *rules.Ruleset, seed uint64) []judged {
	h := &hearing{Ruleset: set}
	for generated := range examples.Generate(seed, scoringProjects, examples.Year) {
		assessment.Apply(generated.Submission, entriesOf(generated))
		engine.Evaluate(h, generated.Submission)
	}
	return h.heard
}

// entriesOf are the recorded values of a generated project as the ledger has them.
func entriesOf(generated examples.Generated) []engine.Entry {
	entries := make([]engine.Entry, len(generated.Records))
	for i, recorded := range generated.Records {
		entries[i] = engine.Entry{Value: recorded.Value, RecordKey: engine.RecordKey{Project: generated.Submission.ID(),
			Indicator: recorded.Indicator, Item: recorded.Item, Field: recorded.Field}}
	}
	return entries
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
