package assessment

import (
	"context"
	"fmt"

	"jixiao/engine"
	"jixiao/importer"
)

// limits is what recording must not do, and what of a sheet a person has to hear of.
type limits struct {
	year      int
	closed    map[int]engine.YearChange
	withdrawn *projectIndex
	by        map[engine.ProjectID]engine.Withdrawal
	standing  map[engine.RecordKey]string // of the form at hand, where its year is closed: what counts
	shut      int                         // the closed year of the form at hand; 0 where it is open
	refused   []*refusedFile              // values that a closed year did not take, by file and year
	said      map[saying]bool
}

// refusedFile counts what a closed year did not take of one file.
type refusedFile struct {
	year, count int
	first       engine.Source
}

// saying is something that is said once of a file or an indicator.
type saying struct {
	file      string
	year      int
	project   engine.ProjectID
	indicator engine.IndicatorID
}

func newLimits(ctx context.Context, ledger Ledger, year int) (*limits, error) {
	closed, err := ledger.ClosedYears(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the states of years: %w", err)
	}
	withdrawn, err := ledger.Withdrawals(ctx, engine.Filter{})
	if err != nil {
		return nil, fmt.Errorf("list what was withdrawn: %w", err)
	}
	l := &limits{year: year, closed: closed, by: map[engine.ProjectID]engine.Withdrawal{}, said: map[saying]bool{}}
	rows := make([]engine.ProjectRow, len(withdrawn))
	for i, w := range withdrawn {
		rows[i] = engine.ProjectRow{ID: w.Project, Key: w.Key}
		l.by[w.Project] = w
	}
	l.withdrawn = newProjectIndex(rows)
	return l, nil
}

// withdrawnIssue says that a project that is not there was withdrawn, nil where it was not.
func (l *limits) withdrawnIssue(query ProjectQuery) *engine.Issue {
	if len(l.by) == 0 {
		return nil
	}
	row, issue := l.withdrawn.match(query)
	if issue != nil {
		return nil
	}
	w := l.by[row.ID]
	return &engine.Issue{Code: "project-withdrawn", Severity: engine.Error, Project: row.ID,
		Args: engine.Args("project", row.Key.Name, "by", w.By, "when", w.At)}
}

// renamed follows the confirmed renames of a project that is not there to the one that has its place, among known ones; not ok where none has.
func (l *limits) renamed(query ProjectQuery, known *projectIndex) (was engine.Withdrawal, is engine.ProjectRow, ok bool) {
	if len(l.by) == 0 {
		return was, is, false
	}
	row, issue := l.withdrawn.match(query)
	if issue != nil || mismatch(&query, row) != nil {
		return was, is, false
	}
	at, found := known.byID[successor(l.by, row.ID)]
	if !found {
		return was, is, false
	}
	return l.by[row.ID], known.rows[at], true
}

// begin prepares for the values of a form.
func (l *limits) begin(stored *engine.Stored) {
	l.shut, l.standing = 0, nil
	s := stored.Submission
	if _, closed := l.closed[s.Year]; !closed {
		return
	}
	l.shut, l.standing = s.Year, map[engine.RecordKey]string{}
	for _, row := range s.Budget.Rows {
		if row.Initial != nil {
			l.standing[engine.RecordKey{Project: s.ID(), Item: row.Item, Field: engine.RecordInitial}] = row.Initial.String()
		}
	}
	for i := range stored.Entries {
		key := stored.Entries[i].RecordKey
		key.Project = s.ID()
		l.standing[key] = stored.Entries[i].Value
	}
}

// refuses tells whether a value would change a closed year, and counts it. What only repeats what stands there changes nothing.
func (l *limits) refuses(entry engine.Entry) bool {
	if value, stands := l.standing[entry.RecordKey]; l.shut == 0 || stands && value == entry.Value {
		return false
	}
	for _, file := range l.refused {
		if file.year == l.shut && file.first.File == entry.Source.File {
			file.count++
			return true
		}
	}
	l.refused = append(l.refused, &refusedFile{l.shut, 1, entry.Source})
	return true
}

// sayClosed raises one issue for each file and closed year: a sheet has hundreds of values, and the same is to be done about all.
func (r *recorder) sayClosed() error {
	for _, file := range r.limits.refused {
		closing := r.limits.closed[file.year]
		if err := r.raise(engine.Issue{Code: "year-closed", Severity: engine.Error, Source: file.first,
			Args: engine.Args("year", itoa(file.year), "count", itoa(file.count), "by", closing.By, "when", closing.At)}); err != nil {
			return err
		}
	}
	return nil
}

// once tells whether something is to be said for the first time.
func (l *limits) once(what saying) bool {
	if l.said[what] {
		return false
	}
	l.said[what] = true
	return true
}

// noteYear says so, once for each file, where values go into another year than the one at work.
func (r *recorder) noteYear(record *importer.Record, year int) error {
	if r.year == 0 || year == r.year || !r.limits.once(saying{file: record.Source.File, year: year}) {
		return nil
	}
	return r.raise(engine.Issue{Code: "sheet-other-year", Severity: engine.Warning, Source: record.Source,
		Args: engine.Args("year", itoa(year), "chosen", itoa(r.year))})
}

// noteTarget says so, once for each indicator, where a sheet prints another target than the form declares. The form's counts.
func (r *recorder) noteTarget(row *engine.Indicator, record *importer.Record) error {
	printed := engine.Fold(record.Target)
	if printed == "" || printed == engine.Fold(row.Target.Text) ||
		!r.limits.once(saying{file: record.Source.File, indicator: row.ID}) {
		return nil
	}
	return r.raise(engine.Issue{Code: "sheet-target-differs", Severity: engine.Warning, Source: record.Source, Indicator: row.ID,
		Args: engine.Args("indicator", row.Name, "printed", record.Target, "target", row.Target.Text)})
}

// mismatch refuses a row whose hidden id is one project's and whose name and code are another's: cells were moved, and either may be
// meant. Of a project with a code the name may have changed since.
func mismatch(query *ProjectQuery, row engine.ProjectRow) *engine.Issue {
	if query.ID != string(row.ID) || agrees(query.Key.Name, row.Key.Name) || query.Key.Code != "" && agrees(query.Key.Code, row.Key.Code) {
		return nil
	}
	return &engine.Issue{Code: "row-torn", Severity: engine.Error, Project: row.ID,
		Args: engine.Args("printed", query.Key.Name, "name", row.Key.Name)}
}

// otherRow is mismatch for indicators.
func otherRow(row *engine.Indicator, record *importer.Record) *engine.Issue {
	if record.IndicatorID != string(row.ID) || agrees(record.Name, row.Name) {
		return nil
	}
	return &engine.Issue{Code: "row-torn", Severity: engine.Error,
		Args: engine.Args("printed", record.Name, "name", row.Name)}
}

// agrees tells whether a printed name is blank or the known one.
func agrees(printed, known string) bool {
	printed = engine.Fold(printed)
	return printed == "" || printed == engine.Fold(known)
}

// Unfilled warns of files that were read and say nothing that could be recorded: sheets that nobody filled in, or target forms.
func (r *Reading) Unfilled() []engine.Issue {
	var issues []engine.Issue
	for _, file := range r.PerFile {
		if file.Err == nil && file.SameAs == "" && file.Filled == 0 {
			issues = append(issues, engine.Issue{Code: "nothing-to-record", Severity: engine.Warning, Source: engine.Source{File: file.Name}})
		}
	}
	return issues
}
