package rules

import "jixiao/engine"

// Heard lists the facts that a form puts before the rules.
func Heard(set *Ruleset, s *engine.Submission) []*engine.Facts {
	h := &hearing{Ruleset: set}
	engine.Evaluate(h, s)
	return h.facts
}

// Scorer computes verdict and points of facts, without the texts of the reason.
func Scorer(set *Ruleset) func(*engine.Facts) {
	f := &frame{}
	return func(facts *engine.Facts) {
		f.facts = facts
		set.apply(f)
	}
}
