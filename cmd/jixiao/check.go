package main

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

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

// results reads a run's results, puts last year's beside each, and checks them.
func (a *app) results(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset) iter.Seq2[assessment.Result, error] {
	return assessment.Checked(assessment.WithLastYear(ctx, assessment.Results(ctx, store, run.ID, filter), store, run, filter.Projects), set)
}

// checking collects what tables of checks show, while results pass.
type checking struct {
	*assessment.Checking
	shown reports.Checks
	lines reports.CheckLines
	names map[engine.ProjectID]reports.SampleLine // nil where no sample is drawn
}

func (a *app) newChecking(run engine.Run, set *rules.Ruleset, sample draw) *checking {
	c := &checking{Checking: assessment.NewChecking(set, sample.seed, sample.size)}
	if sample.size > 0 {
		c.names = map[engine.ProjectID]reports.SampleLine{}
	}
	c.shown = reports.Checks{Texts: a.texts(), Run: run, Seed: sample.seed}
	for _, check := range set.QualityChecks() {
		if check.Off {
			continue
		}
		info := reports.CheckInfo{Code: check.Code, ID: check.ID, Title: check.Title(a.lang), Of: check.Of, Severity: check.Severity}
		if len(set.Kinds()) > 0 { // several packs have a check of that id
			info.ID = check.Code
		}
		c.shown.Infos = append(c.shown.Infos, info)
	}
	return c
}

// counted counts every result that passes, and finishes once all have passed. A nil checking counts nothing.
func (c *checking) counted(results iter.Seq2[assessment.Result, error]) iter.Seq2[assessment.Result, error] {
	if c == nil {
		return results
	}
	return func(yield func(assessment.Result, error) bool) {
		for result, err := range results {
			if err == nil {
				c.add(&result)
			}
			if !yield(result, err) || err != nil {
				return
			}
		}
		c.Finish()
		c.conclude()
	}
}

func (a *app) showChecks(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset, sample draw) error {
	if len(set.QualityChecks()) == 0 {
		return failed("no-checks", "pack", set.ID().Name)
	}
	c := a.newChecking(run, set, sample)
	results := c.counted(passing(a, "progress.check", run.Projects, a.results(ctx, store, run, filter, set)))
	if a.config.JSON {
		return c.json(a, run, results)
	}
	for _, err := range results {
		if err != nil {
			return err
		}
	}
	if c.Projects == 0 {
		return failed("no-project", "department", filter.Department, "year", itoa(filter.Year))
	}
	if err := reports.WriteChecksTable(a.out, &c.shown, a.width(), a.colour()); err != nil {
		return err
	}
	if !a.config.Quiet {
		fmt.Fprintln(a.out)
		fmt.Fprintln(a.out, a.say("done.check", "projects", itoa(c.Projects), "found", itoa(c.Found)))
		if c.Found > 0 {
			fmt.Fprintln(a.out, a.say("next.check"))
		}
	}
	return c.needsPerson()
}

// json writes the results while they pass.
func (c *checking) json(a *app, run engine.Run, results iter.Seq2[assessment.Result, error]) error {
	passing := func(yield func(reports.Result, error) bool) {
		for result, err := range results {
			if !yield(reports.Result(result), err) {
				return
			}
		}
	}
	err := reports.WriteChecksJSON(a.out, a.texts(), run, passing, func() (*reports.Checks, []reports.CheckedDepartment) {
		var departments []reports.CheckedDepartment
		for _, d := range c.Departments {
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
func (c *checking) add(result *assessment.Result) {
	c.Add(result)
	s := result.Submission
	if c.names != nil {
		c.names[s.ID()] = reports.SampleLine{Name: s.Name, Department: s.Department, Unit: s.Unit}
	}
	for _, r := range result.Checks {
		if r.Outcome == engine.CheckFound {
			c.lines.Add(reports.CheckLine{Check: r.Check, Severity: r.Severity, Args: r.Args, ID: result.Evaluation.Project, Project: s.Name,
				Department: s.Department, Indicator: nameOf(s, r.Indicator)})
		}
	}
}

func nameOf(s *engine.Submission, id engine.IndicatorID) string {
	at := slices.IndexFunc(s.Indicators, func(i engine.Indicator) bool { return id != "" && i.ID == id })
	if at < 0 {
		return ""
	}
	return s.Indicators[at].Name
}

// conclude adds what is known once all projects have passed.
func (c *checking) conclude() {
	for _, d := range c.Departments {
		for _, r := range d.Results {
			if r.Outcome == engine.CheckFound {
				c.lines.Add(reports.CheckLine{Check: r.Check, Severity: r.Severity, Args: r.Args, Department: d.Department})
			}
		}
	}
	c.shown.Lines, c.shown.Found = c.lines.Listed(), c.lines.Found
	c.shown.Projects, c.shown.Counts = c.Projects, c.Counts
	for _, drawn := range c.Sample {
		line := c.names[drawn.Project]
		line.Drawn = drawn
		c.shown.Sample = append(c.shown.Sample, line)
	}
}

// brief shows which checks found something, below the scores of a run; nothing where nothing was found or no check was asked.
func (c *checking) brief(a *app) error {
	if c == nil || c.Found == 0 {
		return nil
	}
	fmt.Fprintln(a.out)
	if err := reports.WriteChecksBrief(a.out, &c.shown, a.width(), a.colour()); err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.say("next.run-check", "found", itoa(c.Found)))
	return nil
}

// showRunChecks shows which checks found something in a run that was just made, and says which it did not ask.
func (a *app) showRunChecks(ctx context.Context, store *sqlite.Store, run engine.Run, set *rules.Ruleset, found *assessment.Checking) error {
	if a.config.JSON || a.config.Quiet {
		return nil
	}
	c := a.newChecking(run, set, draw{})
	c.Checking = found
	c.conclude()
	if err := c.brief(a); err != nil {
		return err
	}
	return a.sayLastYear(ctx, store, run, set)
}

// sayLastYear names the checks that look at last year, which a run does not ask, where there is a run of last year to look at.
func (a *app) sayLastYear(ctx context.Context, store *sqlite.Store, run engine.Run, set *rules.Ruleset) error {
	var names []string
	for _, check := range set.QualityChecks() {
		if check.LastYear && !check.Off && !slices.Contains(names, check.ID) {
			names = append(names, check.ID)
		}
	}
	if len(names) == 0 {
		return nil
	}
	last, found, err := assessment.LastRun(ctx, store, run)
	if err == nil && found {
		fmt.Fprintln(a.out, a.say("next.last-year", "checks", strings.Join(names, ", "), "year", itoa(last.Year)))
	}
	return err
}

func (c *checking) needsPerson() error {
	if c.NeedsPerson() {
		return errNeedsPerson
	}
	return nil
}
