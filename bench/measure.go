package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
)

// measure runs every task so often, one round after the other, and writes what it found.
func measure(ctx context.Context, opt options) error {
	p, err := newPlace(ctx, opt)
	if err != nil {
		return err
	}
	tasks, err := p.tasks()
	if err == nil && (opt.only == "" || slices.ContainsFunc(tasks, p.needsRun)) {
		err = p.score(ctx)
	}
	if err == nil && slices.ContainsFunc(tasks, func(t task) bool { return t.key == keyOffice }) {
		err = p.prepareOffice(ctx)
	}
	if err != nil {
		return err
	}
	results := make([]result, len(tasks))
	for i, task := range tasks {
		results[i] = result{Key: task.key, Name: task.name}
	}
	for round := range opt.rounds {
		for i, task := range tasks {
			fmt.Fprintf(os.Stderr, "round %d of %d: %s\n", round+1, opt.rounds, task.name)
			run, err := p.once(ctx, &task)
			if err != nil {
				return fmt.Errorf("%s: %w", task.name, err)
			}
			if err := results[i].add(run); err != nil {
				return err
			}
		}
	}
	if err := agree(results); err != nil {
		return err
	}
	f := p.figures(results)
	if opt.only == "" {
		if err := p.inMemory(ctx, f); err != nil {
			return err
		}
	}
	return f.publish(opt)
}

// latencyRounds is how often one actual is changed to see how long that takes.
const latencyRounds = 101

// inMemory adds what is measured without processes.
func (p *place) inMemory(ctx context.Context, f *figures) (err error) {
	if f.OneActual, err = p.latencies(ctx, latencyRounds); err != nil {
		return err
	}
	f.Scoring, err = scoring(ctx, p.opt.rounds)
	return err
}

// once runs a task on a fresh copy of its database and checks what it left there.
func (p *place) once(ctx context.Context, t *task) (r run, err error) {
	work := p.path("work.db")
	if err := removeDatabase(work); err != nil {
		return run{}, err
	}
	defer func() { err = errors.Join(err, removeDatabase(work)) }()
	if t.from != "" {
		if err := copyFile(t.from, work); err != nil {
			return run{}, err
		}
	}
	if t.before != nil {
		if err := t.before(ctx, work); err != nil {
			return run{}, err
		}
	}
	r, err = p.run(ctx, t.command(work), t.exits)
	if err == nil && t.checksum != nil {
		r.Checksum, err = t.checksum(work)
	}
	if err == nil && t.after != nil {
		err = t.after()
	}
	return r, err
}

// result is what was measured of a task.
type result struct {
	Key      string `json:"key"`
	Name     string `json:"name"`
	Checksum string `json:"checksum,omitempty"`
	Runs     []run  `json:"runs"`
}

// run is one process: milliseconds on the clock, milliseconds of the processor, and KiB of memory at the most (0 where the system does not say).
type run struct {
	Wall     float64 `json:"wall_ms"`
	CPU      float64 `json:"cpu_ms"`
	Peak     int64   `json:"peak_kib"`
	Checksum string  `json:"-"`
}

// add takes a run. All rounds must leave the same behind.
func (r *result) add(one run) error {
	if len(r.Runs) > 0 && one.Checksum != r.Checksum {
		return fmt.Errorf("%s: the checksum was %s and is now %s", r.Name, r.Checksum, one.Checksum)
	}
	r.Checksum = one.Checksum
	r.Runs = append(r.Runs, one)
	return nil
}

func (r *result) wall() float64 { return median(r.Runs, func(one run) float64 { return one.Wall }) }
func (r *result) cpu() float64  { return median(r.Runs, func(one run) float64 { return one.CPU }) }
func (r *result) peak() int64 {
	return int64(median(r.Runs, func(one run) float64 { return float64(one.Peak) }))
}

// median is the value in the middle, the mean of the two where their number is even.
func median(runs []run, of func(run) float64) float64 {
	if len(runs) == 0 {
		return 0
	}
	values := make([]float64, len(runs))
	for i, one := range runs {
		values[i] = of(one)
	}
	slices.Sort(values)
	middle := len(values) / 2
	if len(values)%2 == 1 {
		return values[middle]
	}
	return (values[middle-1] + values[middle]) / 2
}
