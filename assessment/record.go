package assessment

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"strconv"

	"jixiao/engine"
	"jixiao/engine/notation"
	"jixiao/importer"
	"jixiao/spool"
)

// Ledger is what recording needs of a store.
type Ledger interface {
	Projects(ctx context.Context, filter engine.Filter) ([]engine.ProjectRow, error)
	Submissions(ctx context.Context, filter engine.Filter) iter.Seq2[engine.Stored, error]
	Withdrawals(ctx context.Context, filter engine.Filter) ([]engine.Withdrawal, error)
	ClosedYears(ctx context.Context) (map[int]engine.YearChange, error)
	Record(ctx context.Context, entries iter.Seq2[engine.Entry, error], done func(engine.RecordOutcome) error) error
}

// Stamp says who does something and when (RFC 3339).
type Stamp struct{ By, At string }

// Recorded is what a call of [Record] did. What is long lies in temporary files until Close.
type Recorded struct {
	counts    [engine.Changed + 1]int
	issues    *spool.List[engine.Issue]
	outcomes  *spool.List[engine.RecordOutcome]
	byProject map[engine.ProjectID][]span
}

// span is places in a list that follow one another.
type span struct{ from, to int }

func newRecorded() *Recorded {
	return &Recorded{issues: spool.New[engine.Issue](inMemory.issues, nil), byProject: map[engine.ProjectID][]span{},
		outcomes: spool.New[engine.RecordOutcome](inMemory.records, nil)}
}

// Close gives temporary files back.
func (r *Recorded) Close() error { return errors.Join(r.issues.Close(), r.outcomes.Close()) }

// Count counts the outcomes of a kind.
func (r *Recorded) Count(change engine.Change) int { return r.counts[change] }

// Outcomes reads what became of the values: those that were written in their order, and those that only repeat their forms.
func (r *Recorded) Outcomes() iter.Seq2[engine.RecordOutcome, error] { return r.outcomes.All() }

// Issues reads what recording brought up.
func (r *Recorded) Issues() iter.Seq2[engine.Issue, error] { return r.issues.All() }

func (r *Recorded) raise(issue engine.Issue) error { return r.issues.Append(issue) }

func (r *Recorded) take(outcome engine.RecordOutcome) error {
	r.counts[outcome.Change]++
	project, at := outcome.Entry.Project, r.outcomes.Len()
	spans := r.byProject[project]
	if last := len(spans) - 1; last >= 0 && spans[last].to == at {
		spans[last].to++
	} else {
		r.byProject[project] = append(spans, span{at, at + 1})
	}
	return r.outcomes.Append(outcome)
}

// fill puts what was recorded into a form, so that it can be shown with its actuals.
func (r *Recorded) fill(s *engine.Submission) error {
	var entries []engine.Entry
	for _, spot := range r.byProject[s.ID()] {
		for outcome, err := range r.outcomes.Part(spot.from, spot.to) {
			if err != nil {
				return err
			}
			entries = append(entries, outcome.Entry)
		}
	}
	Apply(s, entries)
	return nil
}

// Record matches what files say was achieved with the stored targets and writes it to the ledger, in one transaction. What
// cannot be matched or read, or would change a closed year, comes back as an issue with its place; the rest is recorded. Values that name no
// year are taken to belong to the given one; 0 lets every year of the store compete. Whoever gets a Recorded closes it.
func Record(ctx context.Context, ledger Ledger, year int, records iter.Seq2[importer.Record, error], stamp Stamp) (*Recorded, error) {
	return recordIn(ctx, ledger, engine.Filter{}, year, records, stamp)
}

// RecordFor is [Record] of values that all name the same project by its id: the others are not looked at.
func RecordFor(ctx context.Context, ledger Ledger, project engine.ProjectID, records iter.Seq2[importer.Record, error], stamp Stamp) (*Recorded, error) {
	return recordIn(ctx, ledger, engine.Filter{Projects: []engine.ProjectID{project}}, 0, records, stamp)
}

func recordIn(ctx context.Context, ledger Ledger, among engine.Filter, year int, records iter.Seq2[importer.Record, error], stamp Stamp) (*Recorded, error) {
	r, err := newRecorder(ctx, ledger, among, year, stamp)
	if err != nil {
		return nil, err
	}
	return r.recordAndClose(ctx, ledger, records)
}

func newRecorder(ctx context.Context, ledger Ledger, among engine.Filter, year int, stamp Stamp) (*recorder, error) {
	projects, err := ledger.Projects(ctx, among)
	if err != nil {
		return nil, fmt.Errorf("list projects: %w", err)
	}
	limits, err := newLimits(ctx, ledger, year)
	if err != nil {
		return nil, err
	}
	return &recorder{stamp: stamp, projects: newProjectIndex(projects), year: year, Recorded: newRecorded(), limits: limits,
		entries: spool.New[matched](inMemory.records, nil), seen: map[recordDigest]int{}}, nil
}

func (r *recorder) recordAndClose(ctx context.Context, ledger Ledger, records iter.Seq2[importer.Record, error]) (*Recorded, error) {
	err := r.recordAll(ctx, ledger, records)
	if err = errors.Join(err, r.entries.Close()); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r.Recorded, nil
}

func (r *recorder) recordAll(ctx context.Context, ledger Ledger, records iter.Seq2[importer.Record, error]) error {
	if err := r.matchAll(ctx, ledger, records); err != nil {
		return err
	}
	done := func(outcome engine.RecordOutcome) error {
		if outcome.Change == engine.Changed && !outcome.Entry.Field.OfReview() {
			if err := r.raise(replaced(outcome.Entry)); err != nil {
				return err
			}
		}
		return r.take(outcome)
	}
	if err := ledger.Record(ctx, r.unconflicted(), done); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	return errors.Join(r.takeDeclared(), r.sayClosed())
}

// projectsAtOnce and recordsAtOnce bound how many forms and values are held in memory while values are matched.
const (
	projectsAtOnce = 200
	recordsAtOnce  = 20_000
)

type recorder struct {
	*Recorded
	reviews   *reviewer // nil where what departments say is recorded
	stamp     Stamp
	projects  *projectIndex
	year      int
	entries   *spool.List[matched]
	seen      map[recordDigest]int        // place in entries
	conflicts map[int]bool                // the same
	declared  map[engine.RecordKey]string // of the forms at hand: what they declare, where nothing is recorded above it
	limits    *limits
	rows      *indicatorIndex // of the form last asked; nil before the first
}

// rowsOf is the index of a form. Records come form by form.
func (r *recorder) rowsOf(s *engine.Submission) *indicatorIndex {
	if r.rows == nil || r.rows.form != s {
		r.rows = newIndicatorIndex(s)
	}
	return r.rows
}

// matched is a value with the key that it belongs to.
type matched struct {
	Entry    engine.Entry
	Declared bool // it only repeats what the form itself declares
}

// recordDigest stands for a key: keys themselves would take too much memory.
type recordDigest [16]byte

func digestOf(key engine.RecordKey) recordDigest {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d\n%d", key.Project, key.Indicator, key.Item, key.Field))
	return recordDigest(sum[:16])
}

type projectRecords struct {
	project engine.ProjectID
	records []importer.Record
}

// matchAll finds the project and the indicator of every value, a number of projects at a time. Values of one project stay together,
// in their order.
func (r *recorder) matchAll(ctx context.Context, ledger Ledger, records iter.Seq2[importer.Record, error]) error {
	at := map[engine.ProjectID]int{}
	var groups []projectRecords
	count := 0
	for record, err := range records {
		if err != nil {
			return err
		}
		project, err := r.projectOf(record)
		if err != nil {
			return err
		}
		if project == "" {
			continue
		}
		i, listed := at[project]
		if !listed && len(groups) == projectsAtOnce || count == recordsAtOnce {
			if err := r.matchGroups(ctx, ledger, groups); err != nil {
				return err
			}
			groups, count, listed = nil, 0, false
			clear(at)
		}
		if !listed {
			i = len(groups)
			at[project] = i
			groups = append(groups, projectRecords{project: project})
		}
		groups[i].records = append(groups[i].records, record)
		count++
	}
	return r.matchGroups(ctx, ledger, groups)
}

// projectOf finds the project of a value; where there is not exactly one, it says so and returns none.
func (r *recorder) projectOf(record importer.Record) (engine.ProjectID, error) {
	query := ProjectQuery{ID: record.ProjectID, Key: record.Project}
	if query.Key.Year == 0 {
		query.Key.Year = r.year
	}
	row, issue := r.projects.match(query)
	if issue == nil {
		if issue = mismatch(&query, row); issue == nil {
			return row.ID, r.noteYear(&record, row.Key.Year)
		}
	} else if issue.Code == "project-unknown" { // where several fit, a withdrawn one of the name is no answer
		if was, is, renamed := r.limits.renamed(query, r.projects); renamed {
			return is.ID, errors.Join(r.sayRenamed(&record, was, is), r.noteYear(&record, is.Key.Year))
		}
		if withdrawn := r.limits.withdrawnIssue(query); withdrawn != nil {
			issue = withdrawn
		}
	}
	said := *issue
	said.Source = record.Source
	said.Args = append(said.Args[:len(said.Args):len(said.Args)], engine.Args("value", shown(&record))...)
	return "", r.raise(said)
}

// sayRenamed says once of a file and project that its values go to the project under its new name.
func (r *recorder) sayRenamed(record *importer.Record, was engine.Withdrawal, is engine.ProjectRow) error {
	if !r.limits.once(saying{file: record.Source.File, project: was.Project}) {
		return nil
	}
	old, now := twoNames(was.Key, is.Key)
	return r.raise(engine.Issue{Code: "renamed-before", Severity: engine.Info, Source: record.Source, Project: is.ID,
		Args: engine.Args("old", old, "new", now, "by", was.By, "at", was.At)})
}

func (r *recorder) matchGroups(ctx context.Context, ledger Ledger, groups []projectRecords) error {
	if len(groups) == 0 {
		return nil
	}
	byProject := make(map[engine.ProjectID]projectRecords, len(groups))
	ids := make([]engine.ProjectID, len(groups))
	for i, group := range groups {
		byProject[group.project] = group
		ids[i] = group.project
	}
	r.declared = map[engine.RecordKey]string{}
	for stored, err := range ledger.Submissions(ctx, engine.Filter{Projects: ids}) {
		if err != nil {
			return fmt.Errorf("read targets: %w", err)
		}
		r.noteDeclared(&stored)
		r.limits.begin(&stored)
		for _, record := range byProject[stored.Submission.ID()].records {
			if err := r.matchIn(ctx, &stored, record); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *recorder) matchIn(ctx context.Context, stored *engine.Stored, record importer.Record) error {
	if r.reviews != nil {
		return r.review(ctx, stored, record)
	}
	return r.match(stored.Submission, record)
}

func (r *recorder) match(s *engine.Submission, record importer.Record) error {
	entry := engine.Entry{
		RecordKey: engine.RecordKey{Project: s.ID(), Item: record.Item, Field: record.Field},
		By:        r.stamp.By, At: r.stamp.At, Source: record.Source,
	}
	var row *engine.Indicator
	if record.Field.OfIndicator() {
		found, issue := r.rowsOf(s).match(IndicatorQuery{ID: record.IndicatorID, Level2: record.Level2, Name: record.Name, Ordinal: record.Ordinal})
		if issue != nil {
			return r.refuse(issue, record, "")
		}
		if issue := otherRow(found, &record); issue != nil {
			return r.refuse(issue, record, found.ID)
		}
		row = found
		entry.Indicator = row.ID
		if err := r.noteTarget(row, &record); err != nil {
			return err
		}
	}
	value, issue := canonical(s, row, record.Field, record.Value)
	if issue != nil {
		return r.refuse(issue, record, entry.Indicator)
	}
	entry.Value = value
	if r.limits.refuses(entry) {
		return nil
	}
	if err := r.add(entry, row); err != nil || record.Field != engine.RecordActual {
		return err
	}
	return r.noteDoubts(s, row, record)
}

// noteDoubts passes on what the reading of an actual noticed: a placeholder, a date that may be a number.
func (r *recorder) noteDoubts(s *engine.Submission, row *engine.Indicator, record importer.Record) error {
	_, notes := notation.ParseActual(record.Value, notation.Context{Year: s.Year, Name: row.Name})
	for _, note := range notes {
		if note.Code == "number-in-words" && (!row.Target.Numeric() || engine.Fold(record.Value) == engine.Fold(row.Target.Text)) {
			continue // words are what such a target asks for, and its own words are met
		}
		if err := r.raise(engine.Issue{Code: note.Code, Severity: note.Severity, Args: note.Args,
			Source: record.Source, Project: s.ID(), Indicator: row.ID}); err != nil {
			return err
		}
	}
	return nil
}

func (r *recorder) refuse(issue *engine.Issue, record importer.Record, indicator engine.IndicatorID) error {
	refused := *issue
	refused.Source, refused.Indicator = record.Source, indicator
	refused.Args = append(refused.Args, engine.Args("value", shown(&record))...)
	return r.raise(refused)
}

func (r *recorder) add(entry engine.Entry, row *engine.Indicator) error {
	key := digestOf(entry.RecordKey)
	first, again := r.seen[key]
	if !again {
		r.seen[key] = r.entries.Len()
		amount, declared := r.declared[entry.RecordKey]
		return r.entries.Append(matched{entry, declared && amount == entry.Value})
	}
	earlier, err := r.entries.At(first)
	if err != nil || earlier.Entry.Value == entry.Value {
		return err
	}
	if r.conflicts == nil {
		r.conflicts = map[int]bool{}
	}
	r.conflicts[first] = true
	name := entry.Item.String()
	if row != nil {
		name = row.Name
	}
	return r.raise(engine.Issue{Code: "value-conflict", Severity: engine.Error,
		Source: entry.Source, Project: entry.Project, Indicator: entry.Indicator,
		Args: append(engine.Args("name", name, "field", entry.Field.String(), "first", oneLine(earlier.Entry.Value), "second", oneLine(entry.Value)),
			placeOf(earlier.Entry.Source)...)})
}

// noteDeclared keeps the initial budget of a form. A sheet that repeats it records nothing: an entry would outlive the form and
// hide the amount of its next revision.
func (r *recorder) noteDeclared(stored *engine.Stored) {
	project := stored.Submission.ID()
	for _, row := range stored.Submission.Budget.Rows {
		if row.Initial != nil {
			r.declared[engine.RecordKey{Project: project, Item: row.Item, Field: engine.RecordInitial}] = row.Initial.String()
		}
	}
	for i := range stored.Entries {
		delete(r.declared, stored.Entries[i].RecordKey)
	}
}

// unconflicted reads the entries that no other value in the same call contradicts and that say more than the form.
func (r *recorder) unconflicted() iter.Seq2[engine.Entry, error] { return r.clean(false) }

// takeDeclared takes the values that only repeat the form. They are no change.
func (r *recorder) takeDeclared() error {
	for entry, err := range r.clean(true) {
		if err == nil {
			err = r.take(engine.RecordOutcome{Entry: entry, Change: engine.Unchanged})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *recorder) clean(declared bool) iter.Seq2[engine.Entry, error] {
	return func(yield func(engine.Entry, error) bool) {
		i := 0
		for m, err := range r.entries.All() {
			wanted := err != nil || !r.conflicts[i] && m.Declared == declared
			if wanted && !yield(m.Entry, err) {
				return
			}
			i++
		}
	}
}

func replaced(entry engine.Entry) engine.Issue {
	return engine.Issue{Code: "value-replaced", Severity: engine.Warning, Source: entry.Source,
		Project: entry.Project, Indicator: entry.Indicator,
		Args: engine.Args("field", entry.Field.String(), "before", entry.Before, "value", entry.Value)}
}

// canonical turns a value as written into the form in which the ledger keeps it, or says why it cannot be recorded.
func canonical(s *engine.Submission, row *engine.Indicator, field engine.RecordField, text string) (string, *engine.Issue) {
	unreadable := &engine.Issue{Code: "value-unreadable", Severity: engine.Error, Project: s.ID(),
		Args: engine.Args("field", field.String())}
	switch {
	case field == engine.RecordActual:
		return text, unitIssue(s, row, text)
	case field == engine.RecordTier:
		tier, ok := engine.ParseTier(text)
		if !ok {
			unreadable.Code = "tier-unknown"
			return "", unreadable
		}
		return tier.String(), nil
	case field == engine.RecordPrintedRate:
		rate, ok := parseRate(text)
		if !ok {
			return "", unreadable
		}
		return rate.String(), nil
	case field == engine.RecordClaimed || field == engine.RecordExecutionClaimed || field == engine.RecordClaimedTotal:
		points, ok := parsePoints(text)
		if !ok {
			return "", unreadable
		}
		return points.String(), nil
	case field.OfBudget():
		amount, ok := parseMoney(text)
		if !ok {
			return "", unreadable
		}
		return amount.String(), nil
	case field == engine.RecordFilledOn:
		from, to, ok := notation.ParseDate(text, s.Year)
		if !ok || from != to {
			return "", unreadable
		}
		return to.String(), nil
	}
	return text, nil
}

func unitIssue(s *engine.Submission, row *engine.Indicator, text string) *engine.Issue {
	actual, _ := notation.ParseActual(text, notation.Context{Year: s.Year, Name: row.Name})
	if engine.UnitFits(&row.Target, &actual) {
		return nil
	}
	return &engine.Issue{Code: "actual-unit", Severity: engine.Error, Project: s.ID(),
		Args: engine.Args("indicator", row.Name, "target", row.Target.Text, "unit", actual.Number.Unit)}
}

func chunks[T any](list []T, size int) [][]T {
	var parts [][]T
	for len(list) > size {
		parts = append(parts, list[:size])
		list = list[size:]
	}
	if len(list) > 0 {
		parts = append(parts, list)
	}
	return parts
}

// placeOf gives the arguments that name another place inside a sentence: at is the code under which the catalogue words it.
func placeOf(s engine.Source) []engine.Arg {
	return append(engine.Args("at", s.Kind()), s.Args()...)
}

func itoa(n int) string { return strconv.Itoa(n) }
