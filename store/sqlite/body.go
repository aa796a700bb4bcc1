package sqlite

import (
	"fmt"
	"slices"

	"jixiao/engine"
)

// body packs what an evaluation says of the rows of its form, its adjustments and its findings.
func (w *evaluationWriter) body(e *engine.Evaluation) (string, error) {
	p := &w.packing
	p.reset()
	p.open()
	p.open()
	for i := range e.Scores {
		if err := w.score(&e.Scores[i]); err != nil {
			return "", err
		}
	}
	p.close()
	p.open()
	for _, adjustment := range e.Adjustments {
		if err := w.adjustment(adjustment); err != nil {
			return "", err
		}
	}
	p.close()
	p.open()
	for i := range e.Findings {
		if err := w.finding(e, &e.Findings[i]); err != nil {
			return "", err
		}
	}
	p.close()
	p.close()
	return string(p.text), nil
}

func (w *evaluationWriter) score(score *engine.Score) error {
	rule, err := w.words.number(score.Rule)
	if err != nil {
		return err
	}
	reason, err := w.words.number(score.Reason.Code)
	if err != nil {
		return err
	}
	p := &w.packing
	p.open()
	p.string(string(score.Indicator))
	p.integer(int64(score.Weight))
	p.integer(int64(score.Earned))
	p.integer(int64(score.Verdict))
	p.integer(rule)
	p.integer(reason)
	p.args(score.Reason.Args)
	p.close()
	return nil
}

func (w *evaluationWriter) adjustment(adjustment engine.Adjustment) error {
	rule, err := w.words.number(adjustment.Rule)
	if err != nil {
		return err
	}
	p := &w.packing
	p.open()
	p.integer(rule)
	p.integer(int64(adjustment.Points))
	p.close()
	return nil
}

func (w *evaluationWriter) finding(e *engine.Evaluation, finding *engine.Finding) error {
	if finding.Indicator != "" && !slices.ContainsFunc(e.Scores, func(s engine.Score) bool { return s.Indicator == finding.Indicator }) {
		return fmt.Errorf("a finding about indicator %s, which its form does not have: %w", finding.Indicator, ErrUnknown)
	}
	code, err := w.words.number(finding.Code)
	if err != nil {
		return err
	}
	p := &w.packing
	p.open()
	p.integer(code)
	p.integer(int64(finding.Severity))
	p.args(finding.Args)
	p.string(string(finding.Indicator))
	p.close()
	return nil
}

func (p *packing) args(args []engine.Arg) {
	p.open()
	for _, arg := range args {
		p.string(arg.Name)
		p.string(arg.Value)
	}
	p.close()
}

// unpackBody reads what [evaluationWriter.body] packs.
func unpackBody(e *engine.Evaluation, body string, words []string) error {
	p := newPacked(body)
	p.open()
	e.Scores = make([]engine.Score, 0, p.rowsAhead())
	for p.open(); p.next(); p.close() {
		p.open()
		e.Scores = append(e.Scores, engine.Score{Indicator: engine.IndicatorID(p.string()), Weight: engine.Points(p.integer()), Earned: engine.Points(p.integer()),
			Verdict: packedEnum(&p, engine.NotApplicable), Rule: p.word(words), Reason: engine.Reason{Code: p.word(words), Args: p.args()}})
	}
	for p.open(); p.next(); p.close() {
		p.open()
		e.Adjustments = append(e.Adjustments, engine.Adjustment{Rule: p.word(words), Points: engine.Points(p.integer())})
	}
	for p.open(); p.next(); p.close() {
		p.open()
		e.Findings = append(e.Findings, engine.Finding{Code: p.word(words), Severity: packedEnum(&p, engine.Error), Args: p.args(),
			Indicator: engine.IndicatorID(p.string())})
	}
	p.close()
	if len(e.Scores) == 0 {
		e.Scores = nil
	}
	return p.ended()
}

func (p *packed) args() []engine.Arg {
	var args []engine.Arg
	for p.open(); p.next(); {
		if args == nil {
			args = make([]engine.Arg, 0, usualArgs)
		}
		args = append(args, engine.Arg{Name: p.string(), Value: p.string()})
	}
	return args
}

// usualArgs is how many arguments most reasons have at most.
const usualArgs = 4
