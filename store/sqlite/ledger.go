package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"iter"
	"slices"

	"jixiao/engine"
)

const entryQuery = `SELECT e.project, e.seq, p.id, coalesce(i.id, ''), e.item, e.field, e.value, e.before, coalesce(e.withdraws, 0),
	e.author, e.made_at, e.note, e.file, e.sheet, e.ref, e.line
	FROM entry e JOIN project p ON p.pk = e.project LEFT JOIN indicator i ON i.pk = e.indicator `

// lastField is the greatest field that can be recorded.
const lastField = engine.RecordExecutionReview

func scanEntry(rows *sql.Rows, words []string) (project int64, e engine.Entry, err error) {
	var before sql.NullString
	err = rows.Scan(append([]any{&project, &e.Seq, &e.Project, &e.Indicator, itemColumn(&e.Item),
		enumColumn[engine.RecordField]{&e.Field, lastField}, &e.Value, &before, &e.Withdraws, &e.By, &e.At, &e.Note},
		sourceColumns(&e.Source, words)...)...)
	e.Before, e.HadBefore = before.String, before.Valid
	return project, e, err
}

// bareEntry is a value of the ledger that a score can depend on.
type bareEntry struct {
	seq int64
	engine.Recorded
}

// byKey brings the entries of one key together, the newest last.
func byKey(a, b bareEntry) int {
	if a.Row != b.Row {
		return cmp.Compare(a.Row, b.Row)
	}
	return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Field, b.Field), cmp.Compare(a.seq, b.seq))
}

func (e *bareEntry) sameKey(other *bareEntry) bool {
	return e.Row == other.Row && e.Item == other.Item && e.Field == other.Field
}

// entryReader reads what was recorded for one project after the other. It works in the same memory.
type entryReader struct {
	list      []bareEntry
	withdrawn []int64
}

// read reads what [packedEntries] packs: what counts of it for the project itself (Row -1) and for its indicators, each in the row that place
// gives for its number. Those for which it gives none are left out. What it returns is good until the next read.
func (r *entryReader) read(p *packed, place func(indicator int64) (row int, known bool)) []bareEntry {
	r.list, r.withdrawn = r.list[:0], r.withdrawn[:0]
	for p.open(); p.next(); p.close() {
		p.open()
		e, known := bareEntry{seq: p.integer()}, true
		e.Row = -1
		if indicator := p.number(); indicator != 0 {
			e.Row, known = place(indicator)
		}
		e.Item, e.Field, e.Value = packedEnum(p, engine.OtherFunds), packedEnum(p, lastField), p.string()
		if known && (e.Row >= 0) != e.Field.OfIndicator() {
			p.broken("an entry")
		}
		switch withdraws := p.number(); {
		case withdraws != 0:
			r.withdrawn = append(r.withdrawn, withdraws)
		case known:
			r.list = append(r.list, e)
		}
	}
	return counting(r.list, r.withdrawn)
}

// counting keeps the newest entry of each key that nothing takes back, in the order of the keys, in which SQLite gives them as a rule.
func counting(list []bareEntry, withdrawn []int64) []bareEntry {
	if len(withdrawn) > 0 {
		slices.Sort(withdrawn)
		list = slices.DeleteFunc(list, func(e bareEntry) bool {
			_, found := slices.BinarySearch(withdrawn, e.seq)
			return found
		})
	}
	if !slices.IsSortedFunc(list, byKey) {
		slices.SortFunc(list, byKey)
	}
	kept := list[:0]
	for i := range list {
		if i+1 == len(list) || !list[i].sameKey(&list[i+1]) {
			kept = append(kept, list[i])
		}
	}
	return kept
}

// Record adds values to the ledger, all of them or none, and tells done what each changed, in their order; what done was told counts
// only where Record returns nil. A value that equals the one in force is Unchanged and not written; its outcome has the entry in force. A
// project or an indicator that is not stored is ErrUnknown, a value that a closed year takes no more is *YearClosed. An error of the values
// or of done is returned.
func (s *Store) Record(ctx context.Context, entries iter.Seq2[engine.Entry, error], done func(engine.RecordOutcome) error) error {
	return s.write(ctx, "record", func(tx *transaction) error {
		w, err := newLedgerWriter(tx, newWordWriter(tx), newYearGuard(tx), &s.made)
		if err != nil {
			return err
		}
		for entry, err := range entries {
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			outcome, err := w.record(entry)
			if err == nil {
				err = done(outcome)
			}
			if err != nil {
				return err
			}
		}
		return w.flush()
	})
}

// Withdraw takes back the value of a key that is in force, so that the one before counts again, and returns the entry that does so:
// Before is what counted until then, Value what counts again, empty where nothing does. ErrNothingToWithdraw where no value is in
// force.
func (s *Store) Withdraw(ctx context.Context, key engine.RecordKey, by, at, note string) (engine.Entry, error) {
	entry := engine.Entry{RecordKey: key, By: by, At: at, Note: note, HadBefore: true}
	err := s.write(ctx, "withdraw", func(tx *transaction) error {
		w, err := newLedgerWriter(tx, newWordWriter(tx), newYearGuard(tx), &s.made)
		if err != nil {
			return err
		}
		known, err := w.key(key)
		if err != nil {
			return err
		}
		values, err := w.inForce(known)
		if err != nil {
			return err
		}
		last := len(values) - 1
		if last < 0 {
			return ErrNothingToWithdraw
		}
		entry.Withdraws, entry.Before = values[last].seq, values[last].text
		if last > 0 {
			entry.Value = values[last-1].text
		}
		if entry.Seq, err = w.insert(known, entry); err != nil {
			return err
		}
		return w.flush()
	})
	switch {
	case errors.Is(err, ErrNothingToWithdraw):
		return engine.Entry{}, ErrNothingToWithdraw
	case err != nil:
		return engine.Entry{}, err
	}
	return entry, nil
}

// History reads all entries of an indicator, or with an empty indicator those of the project itself, withdrawals among them, in the
// order of the ledger.
func (s *Store) History(ctx context.Context, project engine.ProjectID, indicator engine.IndicatorID) ([]engine.Entry, error) {
	var list []engine.Entry
	err := s.withWords(ctx, "read the history", func(q querier, words []string) error {
		return each(q, entryQuery+`WHERE p.id = ?1 AND coalesce(i.id, '') = ?2 ORDER BY e.seq`, []any{string(project), string(indicator)},
			func(rows *sql.Rows) error {
				_, entry, err := scanEntry(rows, words)
				list = append(list, entry)
				return err
			})
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}
