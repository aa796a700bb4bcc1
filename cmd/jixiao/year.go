package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/messages"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

func itoa(n int) string { return strconv.Itoa(n) }

// chosenYear returns the year that --year or the configuration selects, or the newest year in the database.
func (a *app) chosenYear(ctx context.Context, store *sqlite.Store) (int, error) {
	years, err := store.Years(ctx)
	if err != nil {
		return 0, err
	}
	if len(years) == 0 {
		return 0, failed("nothing-imported", "db", a.config.DB)
	}
	if a.config.Year == 0 {
		return years[0], nil
	}
	for _, year := range years {
		if year == a.config.Year {
			return year, nil
		}
	}
	var known []string
	for _, year := range years {
		known = append(known, itoa(year))
	}
	return 0, misuse("unknown-year", "year", itoa(a.config.Year), "known", strings.Join(known, ","), "db", a.config.DB)
}

// inYear opens the database, which must be there, selects a year and in it one project or those of --department, and does some
// work on them.
func (a *app) inYear(ctx context.Context, project string, work func(store *sqlite.Store, filter engine.Filter) error) error {
	store, err := a.openStore(ctx, a.config.DB, true)
	if err != nil {
		return err
	}
	defer store.Close()
	filter, err := a.selected(ctx, store, project)
	if err != nil {
		return err
	}
	return work(store, filter)
}

// inHistory is inYear for a look at what was recorded: a project that was withdrawn is found as well.
func (a *app) inHistory(ctx context.Context, project string, work func(store *sqlite.Store, filter engine.Filter) error) error {
	store, err := a.openStore(ctx, a.config.DB, true)
	if err != nil {
		return err
	}
	defer store.Close()
	filter, err := a.selected(ctx, store, project)
	if err != nil {
		withdrawn, found, listErr := a.theWithdrawn(ctx, store, a.config.Year, project)
		if listErr != nil || !found {
			return err
		}
		filter = engine.Filter{Year: withdrawn.Key.Year, Projects: []engine.ProjectID{withdrawn.Project}, Withdrawn: true}
	}
	return work(store, filter)
}

// selected selects the chosen year, and in it one project or those of --department.
func (a *app) selected(ctx context.Context, store *sqlite.Store, project string) (engine.Filter, error) {
	year, err := a.chosenYear(ctx, store)
	if err != nil {
		return engine.Filter{}, err
	}
	filter := a.filter(year)
	if project != "" {
		row, err := a.theProject(ctx, store, year, project)
		if err != nil {
			return filter, err
		}
		filter.Projects = []engine.ProjectID{row.ID}
	}
	return filter, nil
}

// filter selects the projects of a year, by --department where that is given.
func (a *app) filter(year int) engine.Filter {
	return engine.Filter{Year: year, Department: a.config.Department}
}

// theProject finds the one project that a person typed: a code, an id or a name. Only where nothing fits are all looked at, for proposals.
func (a *app) theProject(ctx context.Context, store *sqlite.Store, year int, text string) (engine.ProjectRow, error) {
	query := assessment.ProjectQuery{Text: text}
	rows, err := store.ProjectsNamed(ctx, a.filter(year), text)
	if err != nil {
		return engine.ProjectRow{}, err
	}
	row, issue := assessment.MatchProject(rows, query)
	if issue != nil && issue.Code == "project-unknown" {
		if rows, err = store.Projects(ctx, a.filter(year)); err != nil {
			return engine.ProjectRow{}, err
		}
		row, issue = assessment.MatchProject(rows, query)
	}
	if issue == nil {
		return row, nil
	}
	withdrawn, found, err := a.theWithdrawn(ctx, store, year, text)
	switch {
	case err != nil:
		return row, err
	case found:
		return row, misuse("project-withdrawn", "project", withdrawn.Key.Name, "by", withdrawn.By, "at", withdrawn.At)
	}
	return row, refused(issue)
}

// theWithdrawn finds the one withdrawn project of a code, an id or a name.
func (a *app) theWithdrawn(ctx context.Context, store *sqlite.Store, year int, text string) (engine.Withdrawal, bool, error) {
	list, err := store.Withdrawals(ctx, a.filter(year))
	if err != nil {
		return engine.Withdrawal{}, false, err
	}
	rows := make([]engine.ProjectRow, len(list))
	for i, withdrawal := range list {
		rows[i] = engine.ProjectRow{ID: withdrawal.Project, Key: withdrawal.Key}
	}
	row, issue := assessment.MatchProject(rows, assessment.ProjectQuery{Text: text})
	i := slices.IndexFunc(list, func(w engine.Withdrawal) bool { return issue == nil && w.Project == row.ID })
	if i < 0 {
		return engine.Withdrawal{}, false, nil
	}
	return list[i], true, nil
}

// refused turns an issue about what a person typed into a complaint about the command line.
func refused(issue *engine.Issue) error {
	use := &wrongUse{code: issue.Code}
	for _, arg := range issue.Args {
		use.args = append(use.args, messages.Arg(arg))
	}
	return use
}

// scoring says how a year is scored.
type scoring struct {
	resume bool // finish the newest interrupted run of the same kind, where there is one
	full   bool // score again what did not change, too
}

// evaluateYear scores a year, or a department or a project of it, and leaves a finished run. What it comes to goes into sums, where there are any.
func (a *app) evaluateYear(ctx context.Context, store *sqlite.Store, set *rules.Ruleset, filter engine.Filter, how scoring,
	sums *assessment.Sums) (engine.Run, error) {
	hold, err := store.HoldYear(ctx, filter.Year, a.config.By)
	if err != nil {
		return engine.Run{}, err
	}
	defer hold.Release()
	if len(filter.Projects) == 0 {
		if err := store.CheckSelection(ctx); err != nil { // a project that a damaged index leaves out would be missing in the run
			return engine.Run{}, err
		}
	}
	count, err := store.CountProjects(ctx, filter)
	if err != nil {
		return engine.Run{}, err
	}
	if count == 0 { // an empty run would become the newest of the year
		return engine.Run{}, failed("no-project", "department", filter.Department, "year", itoa(filter.Year))
	}
	options := assessment.EvaluateOptions{Year: filter.Year, Project: only(filter.Projects), Department: filter.Department, By: a.config.By,
		Now: a.time, Effective: set.Effective(), Sums: sums}
	snapshot, err := a.snapshot(ctx, store, filter, assessment.NewRun(set, options), how, &options)
	if err != nil {
		return engine.Run{}, err
	}
	options.Total = count
	toScore, step, done := count, func(int) {}, func() {}
	options.Progress = func(scored, total int) {
		if scored == 0 {
			toScore = total
			step, done = a.progress("progress.evaluate", total)
		}
		step(scored)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(evaluatingGarbage))
	run, err := assessment.Evaluate(ctx, snapshot, hold, set, options)
	done()
	switch {
	case errors.Is(err, context.Canceled) && run.ID != 0:
		return run, failed("interrupted-run")
	case err == nil && toScore < run.Projects && !a.config.JSON && !a.config.Quiet:
		fmt.Fprintln(a.out, a.say("done.taken-over", "scored", itoa(toScore), "kept", itoa(run.Projects-toScore)))
	}
	return run, err
}

// evaluatingGarbage is how much garbage, in percent of what is in use, an evaluation lets lie: a tenth of the time is saved for some 10 MB.
const evaluatingGarbage = 150

// snapshot fixes the state to score, and the run that is resumed or followed.
func (a *app) snapshot(ctx context.Context, store *sqlite.Store, filter engine.Filter, like engine.Run, how scoring,
	options *assessment.EvaluateOptions) (*sqlite.Reading, error) {
	if len(filter.Projects) > 0 && !how.resume { // one project is scored sooner than looked up
		return store.Read(ctx, filter)
	}
	interrupted, found, err := store.Interrupted(ctx, like)
	if err != nil {
		return nil, err
	}
	if how.resume && found {
		options.Resume = &interrupted
		return store.ReadInterrupted(ctx, interrupted), nil
	}
	base, _, err := store.Followed(ctx, like)
	if err != nil {
		return nil, err
	}
	if found && interrupted.ID > base.ID {
		a.note("note.interrupted", "run", itoa(int(interrupted.ID)), "at", clock(interrupted.StartedAt))
	}
	if !how.full {
		options.Base = base.ID
	}
	return store.Read(ctx, filter)
}

// newestRun returns the run that reports speak of: the newest of the whole year, or the newest that holds the
// selected department or project. Its
// pack comes from the database, not from a file that may have changed since.
func (a *app) newestRun(ctx context.Context, store *sqlite.Store, filter engine.Filter) (engine.Run, *rules.Ruleset, error) {
	run, found, err := store.NewestRun(ctx, filter.Year, filter.Department, only(filter.Projects))
	if err != nil {
		return run, nil, err
	}
	if !found {
		return run, nil, failed("nothing-evaluated", "year", itoa(filter.Year))
	}
	effective, err := store.Pack(ctx, run.Pack.Digest)
	if err != nil {
		return run, nil, err
	}
	set, err := rules.FromEffective(effective)
	if err != nil {
		return run, nil, err
	}
	return run, set, a.learn(set)
}

// only returns the one project of a selection, or none.
func only(projects []engine.ProjectID) engine.ProjectID {
	if len(projects) == 1 {
		return projects[0]
	}
	return ""
}
