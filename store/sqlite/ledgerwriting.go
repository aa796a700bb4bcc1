package sqlite

import (
	"cmp"
	"database/sql"
	"errors"
	"slices"

	"jixiao/engine"
)

// ledgerWriter appends entries inside one transaction. They are kept until they fill a statement; whoever reads the ledger back flushes before.
type ledgerWriter struct {
	tx      *transaction
	words   *wordWriter
	years   *yearGuard
	rows    *bulk
	seq     int64 // of the last entry
	first   int64 // the last one of before the transaction
	made    *madeProjects
	project *ledgerProject
	known   map[engine.ProjectID]*ledgerProject
}

// ledgerProject is a project for which values are recorded.
type ledgerProject struct {
	id         engine.ProjectID
	pk         int64
	year       int
	indicators map[engine.IndicatorID]int64
	values     map[ledgerKey]value // what counts; nil until the first value is recorded
	asOf       int64               // the last entry when the values were read; only where the project was made by an import
}

// knownProjects is how many projects a writer remembers: values come project by project, or move from one to another.
const knownProjects = 16

// ledgerKey is a key as the database has it, with its project's year; indicator 0 is none.
type ledgerKey struct {
	project, indicator int64
	year               int
	item               engine.BudgetItem
	field              engine.RecordField
}

// value is a recorded value that counts, or would if no newer one did.
type value struct {
	seq  int64
	text string
}

func newLedgerWriter(tx *transaction, words *wordWriter, years *yearGuard, made *madeProjects) (*ledgerWriter, error) {
	w := &ledgerWriter{tx: tx, words: words, years: years, made: made, project: &ledgerProject{}, known: map[engine.ProjectID]*ledgerProject{}, rows: newBulk(tx, "entry", "seq", "project", "indicator", "item", "field", "value",
		"before", "withdraws", "author", "made_at", "note", "file", "sheet", "ref", "line")}
	var err error
	w.seq, err = lastOf(tx, "entry", "seq")
	w.first = w.seq
	return w, err
}

func (w *ledgerWriter) flush() error { return w.rows.flush() }

// aboutProject finds a project and the numbers of the indicators of its newest form.
const aboutProject = `SELECT p.pk, p.year,
	(SELECT json_group_array(json_array(i.id, i.pk)) FROM form_row f JOIN indicator i ON i.pk = f.indicator WHERE f.revision = r.pk)
	FROM project p JOIN revision r ON r.pk = (SELECT n.pk FROM revision n WHERE n.project = p.pk ORDER BY n.number DESC LIMIT 1) WHERE p.id = CAST(?1 AS TEXT)`

// turnTo makes a project the one that is recorded for; ErrUnknown where it is not stored.
func (w *ledgerWriter) turnTo(id engine.ProjectID) error {
	if w.project.id == id {
		return nil
	}
	if project, known := w.known[id]; known {
		w.project = project
		return nil
	}
	project, err := w.find(id)
	if err != nil {
		return err
	}
	if len(w.known) == knownProjects {
		clear(w.known)
	}
	w.project, w.known[id] = project, project
	return nil
}

func (w *ledgerWriter) find(id engine.ProjectID) (*ledgerProject, error) {
	if project := w.made.take(id, w.first); project != nil {
		return project, nil
	}
	project := &ledgerProject{id: id, indicators: map[engine.IndicatorID]int64{}}
	var indicators string
	err := w.tx.QueryRow(aboutProject, string(id)).Scan(&project.pk, &project.year, &indicators)
	if err != nil {
		return nil, known(err, "project %s", id)
	}
	p := newPacked(indicators)
	for p.open(); p.next(); p.close() {
		p.open()
		id := engine.IndicatorID(p.string())
		project.indicators[id] = p.integer()
	}
	return project, p.ended()
}

// key finds a key in the database; ErrUnknown where its project or indicator is not stored.
func (w *ledgerWriter) key(key engine.RecordKey) (ledgerKey, error) {
	if key.Field == engine.NoRecord || key.Field > lastField {
		return ledgerKey{}, errors.New("the entry names no field")
	}
	if err := w.turnTo(key.Project); err != nil {
		return ledgerKey{}, err
	}
	found := ledgerKey{project: w.project.pk, year: w.project.year, item: key.Item, field: key.Field}
	if key.Indicator == "" {
		return found, nil
	}
	var err error
	found.indicator, err = w.indicator(key.Indicator)
	return found, err
}

// indicator finds an indicator of the project, also one that its newest form does not have any more.
func (w *ledgerWriter) indicator(id engine.IndicatorID) (int64, error) {
	if pk, found := w.project.indicators[id]; found {
		return pk, nil
	}
	var pk int64
	err := w.tx.QueryRow(`SELECT pk FROM indicator WHERE project = ?2 AND id = ?1`, string(id), w.project.pk).Scan(&pk)
	if err != nil {
		return 0, known(err, "indicator %s of project %s", id, w.project.id)
	}
	w.project.indicators[id] = pk
	return pk, nil
}

// inForce returns the values of a key that nothing takes back, the newest last. The statement has neither an order nor a join: they
// were measured to make it five to ten times slower, though the plan is the same.
func (w *ledgerWriter) inForce(key ledgerKey) ([]value, error) {
	if err := w.flush(); err != nil {
		return nil, err
	}
	var list []value
	err := each(w.tx, `SELECT e.seq, e.value FROM entry e
		WHERE e.project = ?1 AND e.indicator IS ?2 AND e.item = ?3 AND e.field = ?4 AND e.withdraws IS NULL
		AND NOT EXISTS (SELECT 1 FROM entry w WHERE w.withdraws = e.seq)`, []any{key.project, numberOrNull(key.indicator), int64(key.item), int64(key.field)},
		func(rows *sql.Rows) error {
			var v value
			err := rows.Scan(&v.seq, &v.text)
			list = append(list, v)
			return err
		})
	slices.SortFunc(list, func(a, b value) int { return cmp.Compare(a.seq, b.seq) })
	return list, err
}

// numberOrNull is a number of a row, or NULL for 0.
func numberOrNull(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

// entry reads an entry again.
func (w *ledgerWriter) entry(seq int64, key engine.RecordKey) (engine.Entry, error) {
	e := engine.Entry{RecordKey: key, Seq: seq}
	if seq > w.seq-int64(w.rows.kept()) {
		if err := w.flush(); err != nil {
			return e, err
		}
	}
	var before sql.NullString
	err := w.tx.QueryRow(`SELECT e.value, e.before, e.author, e.made_at, e.note, w.text, e.sheet, e.ref, e.line
		FROM entry e JOIN word w ON w.pk = e.file WHERE e.seq = ?1`, seq).
		Scan(&e.Value, &before, &e.By, &e.At, &e.Note, &e.Source.File, &e.Source.Sheet, &e.Source.Ref, &e.Source.Line)
	e.Before, e.HadBefore = before.String, before.Valid
	return e, err
}

// counting gives what counts for the project that the writer turned to. It is read when the first value is recorded for it.
func (w *ledgerWriter) counting() (map[ledgerKey]value, error) {
	project := w.project
	if project.values != nil {
		return project.values, nil
	}
	if err := w.flush(); err != nil {
		return nil, err
	}
	var text string
	err := w.tx.QueryRow(`SELECT `+packedEntries+`) FROM (SELECT ?1 AS project) r`, project.pk).Scan(&text)
	if err != nil {
		return nil, err
	}
	p := newPacked(text)
	var entries entryReader
	list := entries.read(&p, func(indicator int64) (int, bool) { return int(indicator), true })
	project.values = make(map[ledgerKey]value, len(list))
	for _, e := range list {
		project.values[ledgerKey{project.pk, int64(max(0, e.Row)), project.year, e.Item, e.Field}] = value{e.seq, e.Value}
	}
	return project.values, p.ended()
}

func (w *ledgerWriter) record(entry engine.Entry) (engine.RecordOutcome, error) {
	if entry.Withdraws != 0 {
		return engine.RecordOutcome{}, errors.New("a withdrawal is no value to record")
	}
	key, err := w.key(entry.RecordKey)
	if err != nil {
		return engine.RecordOutcome{}, err
	}
	values, err := w.counting()
	if err != nil {
		return engine.RecordOutcome{}, err
	}
	outcome := engine.RecordOutcome{Entry: entry, Change: engine.Added}
	outcome.Entry.Before, outcome.Entry.HadBefore = "", false
	if current, recorded := values[key]; recorded {
		if current.text == entry.Value {
			standing, err := w.entry(current.seq, entry.RecordKey)
			return engine.RecordOutcome{Entry: standing, Change: engine.Unchanged}, err
		}
		outcome.Change = engine.Changed
		outcome.Entry.Before, outcome.Entry.HadBefore = current.text, true
	}
	outcome.Entry.Seq, err = w.insert(key, outcome.Entry)
	values[key] = value{outcome.Entry.Seq, entry.Value}
	return outcome, err
}

// insert adds an entry. A closed year takes reviews, and nothing that a department says.
func (w *ledgerWriter) insert(key ledgerKey, e engine.Entry) (int64, error) {
	if !e.Field.OfReview() {
		if err := w.years.check(key.year); err != nil {
			return 0, err
		}
	}
	file, err := w.words.number(e.Source.File)
	if err != nil {
		return 0, err
	}
	var before any
	if e.HadBefore {
		before = e.Before
	}
	w.seq++
	return w.seq, w.rows.add(w.seq, key.project, numberOrNull(key.indicator), int64(key.item), int64(key.field), e.Value, before,
		numberOrNull(e.Withdraws), e.By, e.At, e.Note, file, e.Source.Sheet, e.Source.Ref, e.Source.Line)
}
