package main

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/reports"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

// draw says which sample for 抽查 is wanted.
type draw struct {
	size int
	seed int64
}

func (a *app) checkCommand() *cobra.Command {
	var sample draw
	command := &cobra.Command{
		Use: "check", Short: a.say("help.check"), Long: a.say("help.check-long"), GroupID: groupMain,
		Args: exactly(0),
		RunE: func(command *cobra.Command, _ []string) error {
			switch {
			case sample.size < 0:
				return misuse("sample-size", "value", itoa(sample.size))
			case sample.size == 0 && command.Flags().Changed("seed"):
				return misuse("seed-alone")
			}
			return a.check(command.Context(), sample)
		},
	}
	command.Flags().IntVar(&sample.size, "sample", 0, a.say("flag.sample"))
	command.Flags().Int64Var(&sample.seed, "seed", 1, a.say("flag.sample-seed"))
	return command
}

func (a *app) check(ctx context.Context, sample draw) error {
	return a.lookInYear(ctx, "", func(store *sqlite.Store, filter engine.Filter) error {
		run, set, err := a.newestRun(ctx, store, filter)
		if err != nil {
			return err
		}
		return a.showChecks(ctx, store, run, filter, set, sample)
	})
}

// results reads a run's results and checks each.
func (a *app) results(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset) iter.Seq2[assessment.Result, error] {
	return assessment.Checked(assessment.Results(ctx, store, run.ID, filter), set)
}

// checking collects what tables of checks show, while results pass.
type checking struct {
	shown  reports.Checks
	lines  [3][]reports.CheckLine // by severity, at most MostRows each
	names  map[engine.ProjectID]reports.SampleLine
	result *assessment.Checking
}

func (a *app) showChecks(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset, sample draw) error {
	if len(set.QualityChecks()) == 0 {
		return failed("no-checks", "pack", set.ID().Name)
	}
	c := &checking{names: map[engine.ProjectID]reports.SampleLine{}}
	c.shown = reports.Checks{Texts: a.texts(), Run: run, Seed: sample.seed}
	for _, check := range set.QualityChecks() {
		if !check.Off {
			c.shown.Infos = append(c.shown.Infos, reports.CheckInfo{Code: check.Code, ID: check.ID, Title: check.Title(a.lang), Of: check.Of, Severity: check.Severity})
		}
	}
	step, done := a.progress("progress.check", run.Projects)
	defer done()
	count := 0
	pass := func(each func(assessment.Result) error) (err error) {
		c.result, err = assessment.Check(a.results(ctx, store, run, filter, set), set, sample.seed, sample.size, func(result assessment.Result) error {
			count++
			step(count)
			c.add(result, sample.size > 0)
			return each(result)
		})
		return err
	}
	if a.config.JSON {
		return c.json(a, run, pass)
	}
	if err := pass(func(assessment.Result) error { return nil }); err != nil {
		return err
	}
	done()
	c.finish()
	if c.result.Projects == 0 {
		return failed("no-project", "department", filter.Department, "year", itoa(filter.Year))
	}
	if err := reports.WriteChecksTable(a.out, &c.shown, a.width(), a.colour()); err != nil {
		return err
	}
	if !a.config.Quiet {
		fmt.Fprintln(a.out)
		fmt.Fprintln(a.out, a.say("done.check", "projects", itoa(c.result.Projects), "found", itoa(c.result.Found)))
		if c.result.Found > 0 {
			fmt.Fprintln(a.out, a.say("next.check"))
		}
	}
	return c.needsPerson()
}

// json writes the results while they pass.
func (c *checking) json(a *app, run engine.Run, pass func(func(assessment.Result) error) error) error {
	results := func(yield func(reports.Result, error) bool) {
		stopped := false
		err := pass(func(result assessment.Result) error {
			if !yield(reports.Result(result), nil) {
				stopped = true
				return errShown
			}
			return nil
		})
		if err != nil && !stopped {
			yield(reports.Result{}, err)
		}
	}
	err := reports.WriteChecksJSON(a.out, a.texts(), run, results, func() (*reports.Checks, []reports.CheckedDepartment) {
		c.finish()
		var departments []reports.CheckedDepartment
		for _, d := range c.result.Departments {
			departments = append(departments, reports.CheckedDepartment(d))
		}
		return &c.shown, departments
	})
	if err != nil {
		return err
	}
	return c.needsPerson()
}

// add keeps the findings of one project for the table, as many as a table shows.
func (c *checking) add(result assessment.Result, sampled bool) {
	s := result.Submission
	if sampled {
		c.names[s.ID()] = reports.SampleLine{Name: s.Name, Department: s.Department, Unit: s.Unit}
	}
	for _, r := range result.Checks {
		if r.Outcome != engine.CheckFound {
			continue
		}
		c.keep(reports.CheckLine{Check: r.Check, Severity: r.Severity, Args: r.Args, Project: s.Name, Department: s.Department, Indicator: nameOf(s, r.Indicator)})
	}
}

func (c *checking) keep(line reports.CheckLine) {
	c.shown.Found++
	if list := &c.lines[line.Severity]; len(*list) < reports.MostRows {
		*list = append(*list, line)
	}
}

func nameOf(s *engine.Submission, id engine.IndicatorID) string {
	at := slices.IndexFunc(s.Indicators, func(i engine.Indicator) bool { return id != "" && i.ID == id })
	if at < 0 {
		return ""
	}
	return s.Indicators[at].Name
}

// finish adds what is known once all projects have passed.
func (c *checking) finish() {
	if c.result == nil {
		c.result = &assessment.Checking{}
	}
	for _, d := range c.result.Departments {
		for _, r := range d.Results {
			if r.Outcome == engine.CheckFound {
				c.keep(reports.CheckLine{Check: r.Check, Severity: r.Severity, Args: r.Args, Department: d.Department})
			}
		}
	}
	for severity := len(c.lines) - 1; severity >= 0; severity-- {
		list := c.lines[severity]
		room := reports.MostRows - len(c.shown.Lines)
		c.shown.Lines = append(c.shown.Lines, list[:min(room, len(list))]...)
	}
	c.shown.Projects, c.shown.Counts = c.result.Projects, c.result.Counts
	for _, drawn := range c.result.Sample {
		line := c.names[drawn.Project]
		line.Drawn = drawn
		c.shown.Sample = append(c.shown.Sample, line)
	}
}

// needsPerson tells that something was found that needs a person: a finding of severity error, or a row without a score.
func (c *checking) needsPerson() error {
	if c.result.Undetermined > 0 || c.result.Found > 0 && c.result.Worst == engine.Error {
		return errNeedsPerson
	}
	return nil
}
