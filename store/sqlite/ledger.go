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

// inForce tells which entries e count as of entry ?2: values that nothing up to there takes back. Of several of one key the newest
// counts.
const inForce = `e.withdraws IS NULL AND e.seq <= ?2
	AND NOT EXISTS (SELECT 1 FROM entry w WHERE w.withdraws = e.seq AND w.seq <= ?2)`

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

// entriesInForce reads what counts for projects as of an entry: one entry a key, in the order of the ledger.
func entriesInForce(q querier, projects []int64, ledgerSeq int64, words []string) (map[int64][]engine.Entry, error) {
	found := make(map[int64][]engine.Entry)
	err := each(q, entryQuery+`WHERE e.project`+inPage+`AND `+inForce+` ORDER BY e.project, e.seq`, []any{among(projects), ledgerSeq},
		func(rows *sql.Rows) error {
			project, entry, err := scanEntry(rows, words)
			found[project] = append(found[project], entry)
			return err
		})
	for project, entries := range found {
		found[project] = newestOfKeys(entries)
	}
	return found, err
}

// bareEntry is what of an entry a score can depend on, with numbers for names.
type bareEntry struct {
	seq, indicator int64 // indicator 0: none
	item           engine.BudgetItem
	field          engine.RecordField
	value          string
}

// byKey brings the entries of one key together, the newest last.
func byKey(a, b bareEntry) int {
	return cmp.Or(cmp.Compare(a.indicator, b.indicator), cmp.Compare(a.item, b.item), cmp.Compare(a.field, b.field), cmp.Compare(a.seq, b.seq))
}

func (e *bareEntry) sameKey(other *bareEntry) bool {
	return e.indicator == other.indicator && e.item == other.item && e.field == other.field
}

// unpackEntries reads, of what was recorded for a form's project ([packedEntries]), what counts: without who recorded what, when, where and
// why, and without the entries of indicators that the form does not have.
func (f *form) unpackEntries(p *packed) {
	indicators := f.indicatorsByNumber()
	list := make([]bareEntry, 0, p.rowsAhead())
	var withdrawn []int64
	for p.open(); p.next(); p.close() {
		p.open()
		e, indicator := bareEntry{seq: p.integer()}, packedAmount[int64](p)
		e.item, e.field, e.value = packedEnum(p, engine.OtherFunds), packedEnum(p, lastField), p.string()
		withdraws := packedAmount[int64](p)
		if indicator != nil {
			e.indicator = *indicator
		}
		_, known := indicators[e.indicator]
		switch {
		case withdraws != nil:
			withdrawn = append(withdrawn, *withdraws)
		case known || indicator == nil:
			list = append(list, e)
		}
	}
	f.entries = entriesOf(counting(list, withdrawn), indicators)
}

// counting keeps the newest entry of each key that nothing takes back, in the order of the ledger.
func counting(list []bareEntry, withdrawn []int64) []bareEntry {
	slices.Sort(withdrawn)
	list = slices.DeleteFunc(list, func(e bareEntry) bool {
		_, found := slices.BinarySearch(withdrawn, e.seq)
		return found
	})
	slices.SortFunc(list, byKey) // they come nearly so
	kept := list[:0]
	for i := range list {
		if i+1 == len(list) || !list[i].sameKey(&list[i+1]) {
			kept = append(kept, list[i])
		}
	}
	slices.SortFunc(kept, func(a, b bareEntry) int { return cmp.Compare(a.seq, b.seq) })
	return kept
}

// entriesOf gives entries their names.
func entriesOf(list []bareEntry, indicators map[int64]engine.IndicatorID) []engine.Entry {
	entries := make([]engine.Entry, len(list))
	for i, e := range list {
		key := engine.RecordKey{Indicator: indicators[e.indicator], Item: e.item, Field: e.field}
		entries[i] = engine.Entry{RecordKey: key, Seq: e.seq, Value: e.value}
	}
	return entries
}

func newestOfKeys(entries []engine.Entry) []engine.Entry {
	newest := make(map[engine.RecordKey]int64, len(entries))
	for _, entry := range entries {
		newest[entry.RecordKey] = entry.Seq
	}
	kept := entries[:0]
	for _, entry := range entries {
		if newest[entry.RecordKey] == entry.Seq {
			kept = append(kept, entry)
		}
	}
	return kept
}

// Record adds values to the ledger, all of them or none, and tells done what each changed, in their order; what done was told counts
// only where Record returns nil. A value that equals the one in force is Unchanged and not written; its outcome has the entry in force. A
// project or an indicator that is not stored is ErrUnknown, a value that a closed year takes no more is *YearClosed. An error of the values
// or of done is returned.
func (s *Store) Record(ctx context.Context, entries iter.Seq2[engine.Entry, error], done func(engine.RecordOutcome) error) error {
	return s.write(ctx, "record", func(tx *sql.Tx) error {
		w := newLedgerWriter(tx)
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
		return nil
	})
}

// Withdraw takes back the value of a key that is in force, so that the one before counts again, and returns the entry that does so:
// Before is what counted until then, Value what counts again, empty where nothing does. ErrNothingToWithdraw where no value is in
// force.
func (s *Store) Withdraw(ctx context.Context, key engine.RecordKey, by, at, note string) (engine.Entry, error) {
	entry := engine.Entry{RecordKey: key, By: by, At: at, Note: note, HadBefore: true}
	err := s.write(ctx, "withdraw", func(tx *sql.Tx) error {
		w := newLedgerWriter(tx)
		keys, err := w.keys(key)
		if err != nil {
			return err
		}
		values, err := w.inForce(keys)
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
		entry.Seq, err = w.insert(keys, entry)
		return err
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

// ledgerWriter appends entries inside one transaction.
type ledgerWriter struct {
	tx    *sql.Tx
	words *wordWriter
	years *yearGuard
}

func newLedgerWriter(tx *sql.Tx) *ledgerWriter {
	return &ledgerWriter{tx, newWordWriter(tx), newYearGuard(tx)}
}

// keys returns project, indicator (nil for none), item and field as the database has them.
func (w *ledgerWriter) keys(key engine.RecordKey) ([]any, error) {
	if key.Field == engine.NoRecord || key.Field > lastField {
		return nil, errors.New("the entry names no field")
	}
	var project, owner int64
	err := w.tx.QueryRow(`SELECT pk FROM project WHERE id = ?1`, string(key.Project)).Scan(&project)
	if err != nil {
		return nil, known(err, "project %s", key.Project)
	}
	keys := []any{project, nil, int64(key.Item), int64(key.Field)}
	if key.Indicator == "" {
		return keys, nil
	}
	var indicator int64
	err = w.tx.QueryRow(`SELECT pk, project FROM indicator WHERE id = ?1`, string(key.Indicator)).Scan(&indicator, &owner)
	if err == nil && owner != project {
		err = sql.ErrNoRows
	}
	if err != nil {
		return nil, known(err, "indicator %s of project %s", key.Indicator, key.Project)
	}
	keys[1] = indicator
	return keys, nil
}

// value is a recorded value that counts, or would if no newer one did.
type value struct {
	seq  int64
	text string
}

// inForce returns the values of a key that nothing takes back, the newest last. The statement has neither an order nor a join: they
// were measured to make it five to ten times slower, though the plan is the same.
func (w *ledgerWriter) inForce(keys []any) ([]value, error) {
	var list []value
	err := each(w.tx, `SELECT e.seq, e.value FROM entry e
		WHERE e.project = ?1 AND e.indicator IS ?2 AND e.item = ?3 AND e.field = ?4 AND e.withdraws IS NULL
		AND NOT EXISTS (SELECT 1 FROM entry w WHERE w.withdraws = e.seq)`, keys, func(rows *sql.Rows) error {
		var v value
		err := rows.Scan(&v.seq, &v.text)
		list = append(list, v)
		return err
	})
	slices.SortFunc(list, func(a, b value) int { return cmp.Compare(a.seq, b.seq) })
	return list, err
}

// entry reads an entry again.
func (w *ledgerWriter) entry(seq int64, key engine.RecordKey) (engine.Entry, error) {
	e := engine.Entry{RecordKey: key, Seq: seq}
	var before sql.NullString
	err := w.tx.QueryRow(`SELECT e.value, e.before, e.author, e.made_at, e.note, w.text, e.sheet, e.ref, e.line
		FROM entry e JOIN word w ON w.pk = e.file WHERE e.seq = ?1`, seq).
		Scan(&e.Value, &before, &e.By, &e.At, &e.Note, &e.Source.File, &e.Source.Sheet, &e.Source.Ref, &e.Source.Line)
	e.Before, e.HadBefore = before.String, before.Valid
	return e, err
}

func (w *ledgerWriter) record(entry engine.Entry) (engine.RecordOutcome, error) {
	if entry.Withdraws != 0 {
		return engine.RecordOutcome{}, errors.New("a withdrawal is no value to record")
	}
	keys, err := w.keys(entry.RecordKey)
	if err != nil {
		return engine.RecordOutcome{}, err
	}
	values, err := w.inForce(keys)
	if err != nil {
		return engine.RecordOutcome{}, err
	}
	outcome := engine.RecordOutcome{Entry: entry, Change: engine.Added}
	outcome.Entry.Before, outcome.Entry.HadBefore = "", false
	if len(values) > 0 {
		current := values[len(values)-1]
		if current.text == entry.Value {
			standing, err := w.entry(current.seq, entry.RecordKey)
			return engine.RecordOutcome{Entry: standing, Change: engine.Unchanged}, err
		}
		outcome.Change = engine.Changed
		outcome.Entry.Before, outcome.Entry.HadBefore = current.text, true
	}
	outcome.Entry.Seq, err = w.insert(keys, outcome.Entry)
	return outcome, err
}

// insert writes an entry. A closed year takes reviews, and nothing that a department says.
func (w *ledgerWriter) insert(keys []any, e engine.Entry) (int64, error) {
	if !e.Field.OfReview() {
		if err := w.years.check(keys[0].(int64)); err != nil {
			return 0, err
		}
	}
	file, err := w.words.number(e.Source.File)
	if err != nil {
		return 0, err
	}
	before := sql.NullString{String: e.Before, Valid: e.HadBefore}
	withdraws := sql.NullInt64{Int64: e.Withdraws, Valid: e.Withdraws != 0}
	result, err := w.tx.Exec(`INSERT INTO entry
		(project, indicator, item, field, value, before, withdraws, author, made_at, note, file, sheet, ref, line)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)`,
		append(keys[:4:4], e.Value, before, withdraws, e.By, e.At, e.Note, file, e.Source.Sheet, e.Source.Ref, e.Source.Line)...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}
