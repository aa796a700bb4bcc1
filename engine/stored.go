package engine

import "iter"

// Change says what storing something changed.
type Change uint8

// The changes.
const (
	Unchanged Change = iota // the same was stored already
	Added                   // new
	Changed                 // replaced what counted before; the old state stays readable
)

var changes = [...]string{"unchanged", "added", "changed"}

// String returns unchanged, added or changed.
func (c Change) String() string { return changes[c] }

// ImportBatch is what one import stores, all of it or nothing.
type ImportBatch struct {
	Submissions iter.Seq2[*Submission, error] // read once; nil for none, as the issues
	Issues      iter.Seq2[Issue, error]
	Files       []ImportedFile
	By, At      string // who, and when (RFC 3339)

	// ValuesFollow says that what was achieved is recorded right after, so that a store may leave to that what both would bring up to date.
	ValuesFollow bool
}

// ImportedFile is a file that an import read.
type ImportedFile struct {
	Name   string
	Digest Digest // of its bytes
}

// Outcome says what an import did to a project: a new revision, or nothing. The lists are against the revision before.
type Outcome struct {
	Project                 ProjectID
	Revision                int
	Change                  Change
	Returned                bool // the project had been withdrawn, and is back
	Added, Removed, Altered []IndicatorID
}

// Filter selects projects of a year. Empty fields select all.
type Filter struct {
	Year       int
	Department string // equal, folded, to the department or the unit
	Projects   []ProjectID
	Withdrawn  bool // those that were withdrawn as well
}

// Withdrawal is a whole project taken back. What was stored and recorded stays, and the project is back once it is imported again.
type Withdrawal struct {
	Project   ProjectID
	Key       ProjectKey // of the newest revision
	Successor ProjectID  // the project that has its place, where it was renamed
	By, At    string
	Note      string
}

// FormerName is what a project, or one of its indicators, was called the year before, as a person confirmed.
type FormerName struct {
	Project   ProjectID       // of this year
	Key       ProjectKey      // the project's of the year before; empty where an indicator is meant
	Indicator IndicatorRename // from the name of the year before, without ordinals; empty where the project is meant
	By, At    string
	Note      string
}

// Renaming is what became of recorded values that moved to a new name.
type Renaming struct {
	Moved int     // values that count under the new name now
	Kept  []Entry // values that stay where they are, because the new name has another one
}

// Stored is a project's newest form with the recorded values that count for it.
type Stored struct {
	Submission *Submission
	Revision   int
	Form       Digest  // FormDigest, as it was when the revision was stored
	Place      int64   // grows in the order in which projects were first imported, the order of all sequences of projects
	Number     int64   // under which a store keeps the form; only the store that gave it reads it
	Entries    []Entry // one a key, in the order of the ledger
	Orphans    []Orphan
}

// Bare is a project's newest form with the recorded values that count for it, without what no score depends on: the places of values, who
// recorded them, when and why, and orphans.
type Bare struct {
	Submission *Submission
	Revision   int
	Form       Digest // these four as in Stored
	Place      int64
	Number     int64
	Values     []Recorded // one a key, in the order of rows, items and fields; those of no row first
}

// Recorded is a recorded value of a [Bare].
type Recorded struct {
	Row   int // its place among the indicators of the form; -1 for the form itself
	Item  BudgetItem
	Field RecordField
	Value string
}

// Orphan is a recorded value whose indicator the newest form no longer has. It counts for nothing, and counts again as soon as a
// form has the indicator.
type Orphan struct {
	Entry
	Name string // of the indicator, in the newest form that had it
}

// ProjectRow is a project in a listing.
type ProjectRow struct {
	ID         ProjectID
	Key        ProjectKey
	Indicators int
}

// RecordOutcome says what recording a value changed.
type RecordOutcome struct {
	Entry  Entry
	Change Change
}

// Evaluated is an evaluation with the form that it judged.
type Evaluated struct {
	Evaluation *Evaluation
	Revision   int
	Place      int64  // as in Stored
	Number     int64  // as in Stored
	Result     Digest // ResultDigest of the evaluation; zero in runs of a program that did not keep it
	// Undetermined and Faulty are what the store keeps to sum up a run without its rows: see [Evaluation.UndeterminedCount] and
	// [Evaluation.Faulty].
	Undetermined int
	Faulty       bool
	Checks       CheckSummary // blank in runs that do not keep it: see [Run.Checked]
}

// NewEvaluated sums up an evaluation of a stored form.
func NewEvaluated(form Bare, e *Evaluation, checks CheckSummary) Evaluated {
	return Evaluated{Evaluation: e, Revision: form.Revision, Place: form.Place, Number: form.Number, Result: ResultDigest(e),
		Undetermined: e.UndeterminedCount(), Faulty: e.Faulty(), Checks: checks}
}

// StoredResult is a stored form as a run saw it, with its evaluation.
type StoredResult struct {
	Bare
	Evaluation *Evaluation
}

// PageReader reads a page of projects. It is given a page that nobody needs any more, whose memory is used again, or nil.
type PageReader = func(old []Bare) ([]Bare, error)

// Each gives the values of a list as a sequence that knows no errors.
func Each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}
