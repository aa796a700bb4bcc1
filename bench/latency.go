package main

import (
	"context"
	"errors"
	"time"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/examples"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

// latency is how long a step took inside a program that has the database open, the median, in milliseconds.
type latency struct {
	Name   string  `json:"name"`
	Median float64 `json:"median_ms"`
}

// oneActual changes one actual of a scored year, scores its project anew and reads the result, in this process: in every round that of another
// project, because a project whose ledger grows with every round is not what people have.
type oneActual struct {
	store   *sqlite.Store
	set     *rules.Ruleset
	entries []engine.Entry
}

// latencies changes one actual so many times, or as often as there are projects.
func (p *place) latencies(ctx context.Context, rounds int) ([]latency, error) {
	work := p.path("work.db")
	if err := errors.Join(removeDatabase(work), copyFile(p.path("scored.db"), work)); err != nil {
		return nil, err
	}
	set, err := rules.Load("mof-2020", rules.Options{})
	if err != nil {
		return nil, err
	}
	store, err := sqlite.Open(ctx, work, sqlite.Options{MustExist: true})
	if err != nil {
		return nil, err
	}
	rounds = min(rounds, p.opt.projects)
	one := &oneActual{store, set, p.changes(p.opt.projects / rounds)}
	list, err := medians(ctx, rounds, []step{{"record the value", one.record}, {"score its project", one.score}, {"read the result", one.read}})
	return list, errors.Join(err, store.Close(), removeDatabase(work))
}

// step is something to do in every round.
type step struct {
	name string
	do   func(ctx context.Context, round int) error
}

// medians takes the steps in turn, so many rounds, and ends with the whole of a round.
func medians(ctx context.Context, rounds int, steps []step) ([]latency, error) {
	took := make([][]run, len(steps)+1)
	for round := range rounds {
		whole := time.Now()
		for i, step := range steps {
			begin := time.Now()
			if err := step.do(ctx, round); err != nil {
				return nil, err
			}
			took[i] = append(took[i], run{Wall: milliseconds(time.Since(begin))})
		}
		took[len(steps)] = append(took[len(steps)], run{Wall: milliseconds(time.Since(whole))})
	}
	var list []latency
	for i, step := range append(steps, step{name: "all of it"}) {
		list = append(list, latency{step.name, median(took[i], func(one run) float64 { return one.Wall })})
	}
	return list, nil
}

func (o *oneActual) record(ctx context.Context, round int) error {
	return o.store.Record(ctx, engine.Each(o.entries[round:round+1]), func(engine.RecordOutcome) error { return nil })
}

func (o *oneActual) filter(round int) engine.Filter {
	return engine.Filter{Year: examples.Year, Projects: []engine.ProjectID{o.entries[round].Project}}
}

func (o *oneActual) score(ctx context.Context, round int) error {
	hold, err := o.store.HoldYear(ctx, examples.Year, "bench")
	if err != nil {
		return err
	}
	reading, err := o.store.Read(ctx, o.filter(round))
	if err != nil {
		return errors.Join(err, hold.Release())
	}
	_, err = assessment.Evaluate(ctx, reading, hold, o.set, assessment.EvaluateOptions{Year: examples.Year, Project: o.entries[round].Project, By: "bench",
		Now: func() string { return changedAt }, Effective: o.set.Effective(), Total: 1})
	return errors.Join(err, reading.Close(), hold.Release())
}

// read fails where the newest run of the project does not hold it.
func (o *oneActual) read(ctx context.Context, round int) error {
	project := o.entries[round].Project
	newest, found, err := o.store.NewestRun(ctx, examples.Year, "", project)
	if err != nil {
		return err
	}
	if !found || newest.Project != project {
		return errors.New("the newest run of the project is not its own")
	}
	for result, err := range assessment.Results(ctx, o.store, newest.ID, o.filter(round)) {
		if err != nil || result.Evaluation.Project == project {
			return err
		}
	}
	return errors.New("the run does not hold the project")
}
