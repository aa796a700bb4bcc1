package sqlite

import (
	"context"
	"database/sql"

	"jixiao/engine"
)

// RenameProject gives a project's place to another name: the revisions are stored again under the new one, what is recorded moves
// there, and the old project is withdrawn with the new one as its successor. Where the new one was stored before, its newest form
// stays its newest. Nothing is removed: both have their history. All of it happens or nothing.
func (s *Store) RenameProject(ctx context.Context, from engine.ProjectID, to engine.ProjectKey, by, at, note string) (engine.Renaming, error) {
	var done engine.Renaming
	err := s.write(ctx, "rename a project", func(tx *transaction) error {
		words, err := s.words.upToDate(s.reader) // those of stored forms are committed
		if err != nil {
			return err
		}
		r, err := newRenaming(tx, &engine.ImportBatch{By: by, At: at}, note, &done)
		if err != nil {
			return err
		}
		return r.project(from, to, words)
	})
	return done, err
}

// RenameIndicator moves what is recorded for one indicator of a project to another.
func (s *Store) RenameIndicator(ctx context.Context, project engine.ProjectID, from, to engine.IndicatorID, by, at, note string) (engine.Renaming, error) {
	var done engine.Renaming
	err := s.write(ctx, "rename an indicator", func(tx *transaction) error {
		r, err := newRenaming(tx, &engine.ImportBatch{By: by, At: at}, note, &done)
		if err != nil {
			return err
		}
		keys, err := r.recorded(project)
		if err != nil {
			return err
		}
		for _, key := range keys {
			if key.Indicator != from {
				continue
			}
			target := key
			target.Indicator = to
			if err := r.move(key, target); err != nil {
				return err
			}
		}
		return r.ledger.flush()
	})
	return done, err
}

type renaming struct {
	*importWriter
	ledger *ledgerWriter
	note   string
	done   *engine.Renaming
}

func newRenaming(tx *transaction, batch *engine.ImportBatch, note string, done *engine.Renaming) (*renaming, error) {
	w, err := newImportWriter(tx, batch)
	if err != nil {
		return nil, err
	}
	r := &renaming{importWriter: w, note: note, done: done}
	r.ledger, err = newLedgerWriter(tx, w.words, w.years, &madeProjects{})
	return r, err
}

func (r *renaming) project(from engine.ProjectID, to engine.ProjectKey, words []string) error {
	old, err := r.known(from)
	if err != nil {
		return err
	}
	if err := r.lookFor([]engine.ProjectID{to.ID()}); err != nil {
		return err
	}
	successor := r.importWriter.project(to.ID(), &to)
	own, err := r.newestForm(successor, words)
	if err != nil {
		return err
	}
	indicators, err := r.copyForms(old.pk, successor, to, words)
	if err != nil {
		return err
	}
	if own != nil { // its own form is newer than the ones that were copied behind it
		if err := r.again(successor, own); err != nil {
			return err
		}
	}
	if err := r.flush(); err != nil {
		return err
	}
	if err := r.moveAll(from, to.ID(), indicators); err != nil {
		return err
	}
	if err := r.ledger.flush(); err != nil {
		return err
	}
	return r.withdraw(old, successor.pk, r.note)
}

// newestForm reads a project's newest revision, nil where there is none.
func (r *renaming) newestForm(project *standing, words []string) (*engine.Submission, error) {
	if project.revision == 0 {
		return nil, nil
	}
	forms, err := readForms(r.tx, []int64{project.revision}, words)
	if err != nil {
		return nil, err
	}
	return forms[0].Submission, nil
}

// copyForms stores every revision of a project under the new name and says which indicator became which.
func (r *renaming) copyForms(old int64, successor *standing, to engine.ProjectKey, words []string) (map[engine.IndicatorID]engine.IndicatorID, error) {
	var revisions []int64
	err := each(r.tx, `SELECT pk FROM revision WHERE project = ?1 ORDER BY number`, []any{old}, func(rows *sql.Rows) error {
		var pk int64
		err := rows.Scan(&pk)
		revisions = append(revisions, pk)
		return err
	})
	if err != nil {
		return nil, err
	}
	indicators := map[engine.IndicatorID]engine.IndicatorID{}
	for _, revision := range revisions {
		forms, err := readForms(r.tx, []int64{revision}, words)
		if err != nil {
			return nil, err
		}
		s := forms[0].Submission
		before := make([]engine.IndicatorID, len(s.Indicators))
		for i := range s.Indicators {
			before[i] = s.Indicators[i].ID
		}
		s.ProjectKey = to
		s.Identify()
		for i := range s.Indicators {
			indicators[before[i]] = s.Indicators[i].ID
		}
		if err := r.again(successor, s); err != nil {
			return nil, err
		}
	}
	return indicators, nil
}

// again stores a form as a project's newest revision.
func (r *renaming) again(project *standing, s *engine.Submission) error {
	return r.revision(project, engine.FormDigest(s), s)
}

// recorded lists the keys of a project for which values are recorded, in the order of the ledger.
func (r *renaming) recorded(project engine.ProjectID) ([]engine.RecordKey, error) {
	var keys []engine.RecordKey
	seen := map[engine.RecordKey]bool{}
	err := each(r.tx, `SELECT coalesce(i.id, ''), e.item, e.field FROM entry e JOIN project p ON p.pk = e.project
		LEFT JOIN indicator i ON i.pk = e.indicator WHERE p.id = ?1 ORDER BY e.seq`, []any{string(project)}, func(rows *sql.Rows) error {
		key := engine.RecordKey{Project: project}
		err := rows.Scan(&key.Indicator, itemColumn(&key.Item), enumColumn[engine.RecordField]{&key.Field, lastField})
		if !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
		return err
	})
	return keys, err
}

func (r *renaming) moveAll(from, to engine.ProjectID, indicators map[engine.IndicatorID]engine.IndicatorID) error {
	keys, err := r.recorded(from)
	if err != nil {
		return err
	}
	for _, key := range keys {
		target := key
		target.Project = to
		if key.Indicator != "" {
			target.Indicator = indicators[key.Indicator]
		}
		if err := r.move(key, target); err != nil {
			return err
		}
	}
	return nil
}

// move records the values of one key, the older ones below the newest, under another, and takes them back where they were. A value
// that the other key has already stays, and then the moved ones stay too, unless the newest is the same.
func (r *renaming) move(from, to engine.RecordKey) error {
	old, err := r.ledger.key(from)
	if err != nil {
		return err
	}
	values, err := r.ledger.inForce(old)
	if err != nil || len(values) == 0 {
		return err
	}
	target, err := r.ledger.key(to)
	if err != nil {
		return err
	}
	standing, err := r.ledger.inForce(target)
	if err != nil {
		return err
	}
	newest := values[len(values)-1]
	if len(standing) > 0 && standing[len(standing)-1].text != newest.text {
		kept, err := r.ledger.entry(newest.seq, from)
		r.done.Kept = append(r.done.Kept, kept)
		return err
	}
	if len(standing) == 0 {
		if err := r.recordAgain(values, from, to, target); err != nil {
			return err
		}
	}
	return r.takeBack(values, from, old)
}

// recordAgain writes values under a key that has none. Each keeps its place; who renames writes them.
func (r *renaming) recordAgain(values []value, from, to engine.RecordKey, key ledgerKey) error {
	before := engine.Entry{}
	for i, v := range values {
		entry, err := r.ledger.entry(v.seq, from)
		if err != nil {
			return err
		}
		moved := engine.Entry{RecordKey: to, Value: entry.Value, Before: before.Value, HadBefore: i > 0,
			By: r.batch.By, At: r.batch.At, Note: r.note, Source: entry.Source}
		if _, err := r.ledger.insert(key, moved); err != nil {
			return err
		}
		before = moved
	}
	r.done.Moved++
	return nil
}

func (r *renaming) takeBack(values []value, from engine.RecordKey, key ledgerKey) error {
	for i := len(values) - 1; i >= 0; i-- {
		entry := engine.Entry{RecordKey: from, Before: values[i].text, HadBefore: true, Withdraws: values[i].seq,
			By: r.batch.By, At: r.batch.At, Note: r.note}
		if i > 0 {
			entry.Value = values[i-1].text
		}
		if _, err := r.ledger.insert(key, entry); err != nil {
			return err
		}
	}
	return nil
}
