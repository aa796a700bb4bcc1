package assessment

import (
	"context"
	"fmt"
	"iter"
	"strconv"

	"jixiao/engine"
	"jixiao/engine/notation"
	"jixiao/importer"
)

// Ledger is what recording needs of a store.
type Ledger interface {
	Projects(ctx context.Context, filter engine.Filter) ([]engine.ProjectRow, error)
	Submissions(ctx context.Context, filter engine.Filter) iter.Seq2[engine.Stored, error]
	Record(ctx context.Context, entries []engine.Entry) ([]engine.RecordOutcome, error)
}

// Stamp says who does something and when (RFC 3339).
type Stamp struct{ By, At string }

// Recorded is what a call of [Record] did.
type Recorded struct {
	Outcomes []engine.RecordOutcome
	Issues   []engine.Issue
}

// Count counts the outcomes of a kind.
func (r *Recorded) Count(change engine.Change) int {
	count := 0
	for _, outcome := range r.Outcomes {
		if outcome.Change == change {
			count++
		}
	}
	return count
}

// Record matches what files say was achieved with the stored targets and writes it to the ledger, in one transaction. What
// cannot be matched or read comes back as an issue with its place; the rest is recorded. Values that name no year are taken to
// belong to the given one; 0 lets every year of the store compete.
func Record(ctx context.Context, ledger Ledger, year int, records []importer.Record, stamp Stamp) (*Recorded, error) {
	projects, err := ledger.Projects(ctx, engine.Filter{})
	if err != nil {
		return nil, fmt.Errorf("list projects: %w", err)
	}
	r := &recorder{stamp: stamp, year: year, seen: map[engine.RecordKey]int{}, forms: map[engine.RecordKey]string{}}
	groups := r.group(projects, records)
	for _, batch := range chunks(groups, projectsAtOnce) {
		if err := r.matchAll(ctx, ledger, batch); err != nil {
			return nil, err
		}
	}
	outcomes, err := ledger.Record(ctx, r.unconflicted())
	if err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	outcomes = append(outcomes, r.declared()...)
	for _, outcome := range outcomes {
		if outcome.Change == engine.Changed {
			r.issues = append(r.issues, replaced(outcome.Entry))
		}
	}
	return &Recorded{outcomes, r.issues}, nil
}

// projectsAtOnce bounds how many forms are held in memory while values are matched.
const projectsAtOnce = 200

type recorder struct {
	stamp     Stamp
	year      int
	entries   []engine.Entry
	seen      map[engine.RecordKey]int // index into entries
	conflicts map[engine.RecordKey]bool
	forms     map[engine.RecordKey]string // what the form itself declares, where nothing is recorded above it
	issues    []engine.Issue
}

type projectRecords struct {
	project engine.ProjectID
	records []importer.Record
}

// group finds the project of every record; records of one project stay together, in their order.
func (r *recorder) group(projects []engine.ProjectRow, records []importer.Record) []projectRecords {
	type answer struct {
		row   engine.ProjectRow
		issue *engine.Issue
	}
	known := map[ProjectQuery]answer{}
	at := map[engine.ProjectID]int{}
	var groups []projectRecords
	for _, record := range records {
		query := ProjectQuery{ID: record.ProjectID, Key: record.Project}
		if query.Key.Year == 0 {
			query.Key.Year = r.year
		}
		found, asked := known[query]
		if !asked {
			found.row, found.issue = MatchProject(projects, query)
			known[query] = found
		}
		if found.issue != nil {
			issue := *found.issue
			issue.Source = record.Source
			issue.Args = append(issue.Args[:len(issue.Args):len(issue.Args)], engine.Args("value", record.Value)...)
			r.issues = append(r.issues, issue)
			continue
		}
		i, listed := at[found.row.ID]
		if !listed {
			i = len(groups)
			at[found.row.ID] = i
			groups = append(groups, projectRecords{project: found.row.ID})
		}
		groups[i].records = append(groups[i].records, record)
	}
	return groups
}

func (r *recorder) matchAll(ctx context.Context, ledger Ledger, groups []projectRecords) error {
	byProject := make(map[engine.ProjectID]projectRecords, len(groups))
	ids := make([]engine.ProjectID, len(groups))
	for i, group := range groups {
		byProject[group.project] = group
		ids[i] = group.project
	}
	for stored, err := range ledger.Submissions(ctx, engine.Filter{Projects: ids}) {
		if err != nil {
			return fmt.Errorf("read targets: %w", err)
		}
		r.noteDeclared(&stored)
		for _, record := range byProject[stored.Submission.ID()].records {
			r.match(stored.Submission, record)
		}
	}
	return nil
}

func (r *recorder) match(s *engine.Submission, record importer.Record) {
	entry := engine.Entry{
		RecordKey: engine.RecordKey{Project: s.ID(), Item: record.Item, Field: record.Field},
		By:        r.stamp.By, At: r.stamp.At, Source: record.Source,
	}
	var row *engine.Indicator
	if record.Field.OfIndicator() {
		found, issue := MatchIndicator(s, IndicatorQuery{ID: record.IndicatorID, Level2: record.Level2, Name: record.Name, Ordinal: record.Ordinal})
		if issue != nil {
			r.refuse(issue, record, "")
			return
		}
		row = found
		entry.Indicator = row.ID
	}
	value, issue := canonical(s, row, record.Field, record.Value)
	if issue != nil {
		r.refuse(issue, record, entry.Indicator)
		return
	}
	entry.Value = value
	r.add(entry, row)
	if record.Field == engine.RecordActual {
		r.noteDoubts(s, row, record)
	}
}

// noteDoubts passes on what the reading of an actual noticed: a placeholder, a date that may be a number.
func (r *recorder) noteDoubts(s *engine.Submission, row *engine.Indicator, record importer.Record) {
	_, notes := notation.ParseActual(record.Value, notation.Context{Year: s.Year, Name: row.Name})
	for _, note := range notes {
		if note.Code == "number-in-words" && (!row.Target.Numeric() || engine.Fold(record.Value) == engine.Fold(row.Target.Text)) {
			continue // words are what such a target asks for, and its own words are met
		}
		r.issues = append(r.issues, engine.Issue{Code: note.Code, Severity: note.Severity, Args: note.Args,
			Source: record.Source, Project: s.ID(), Indicator: row.ID})
	}
}

func (r *recorder) refuse(issue *engine.Issue, record importer.Record, indicator engine.IndicatorID) {
	refused := *issue
	refused.Source, refused.Indicator = record.Source, indicator
	refused.Args = append(refused.Args, engine.Args("value", record.Value)...)
	r.issues = append(r.issues, refused)
}

func (r *recorder) add(entry engine.Entry, row *engine.Indicator) {
	first, again := r.seen[entry.RecordKey]
	if !again {
		r.seen[entry.RecordKey] = len(r.entries)
		r.entries = append(r.entries, entry)
		return
	}
	earlier := r.entries[first]
	if earlier.Value == entry.Value {
		return
	}
	if r.conflicts == nil {
		r.conflicts = map[engine.RecordKey]bool{}
	}
	r.conflicts[entry.RecordKey] = true
	name := entry.Item.String()
	if row != nil {
		name = row.Name
	}
	r.issues = append(r.issues, engine.Issue{Code: "value-conflict", Severity: engine.Error,
		Source: entry.Source, Project: entry.Project, Indicator: entry.Indicator,
		Args: append(engine.Args("name", name, "field", entry.Field.String(), "first", earlier.Value, "second", entry.Value),
			placeOf(earlier.Source)...)})
}

// noteDeclared keeps the initial budget of a form. A sheet that repeats it records nothing: an entry would outlive the form and
// hide the amount of its next revision.
func (r *recorder) noteDeclared(stored *engine.Stored) {
	project := stored.Submission.ID()
	for _, row := range stored.Submission.Budget.Rows {
		if row.Initial != nil {
			r.forms[engine.RecordKey{Project: project, Item: row.Item, Field: engine.RecordInitial}] = row.Initial.String()
		}
	}
	for i := range stored.Entries {
		delete(r.forms, stored.Entries[i].RecordKey)
	}
}

func (r *recorder) isDeclared(entry *engine.Entry) bool {
	amount, declared := r.forms[entry.RecordKey]
	return declared && amount == entry.Value
}

// declared lists the values that only repeat the form. They are no change.
func (r *recorder) declared() []engine.RecordOutcome {
	var outcomes []engine.RecordOutcome
	for i := range r.entries {
		if entry := &r.entries[i]; r.isDeclared(entry) && !r.conflicts[entry.RecordKey] {
			outcomes = append(outcomes, engine.RecordOutcome{Entry: *entry, Change: engine.Unchanged})
		}
	}
	return outcomes
}

// unconflicted returns the entries that no other value in the same call contradicts and that say more than the form.
func (r *recorder) unconflicted() []engine.Entry {
	var clean []engine.Entry
	for _, entry := range r.entries {
		if !r.conflicts[entry.RecordKey] && !r.isDeclared(&entry) {
			clean = append(clean, entry)
		}
	}
	return clean
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
	case field == engine.RecordClaimed || field == engine.RecordExecutionClaimed:
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
