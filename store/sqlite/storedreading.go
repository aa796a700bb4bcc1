package sqlite

import (
	"cmp"
	"database/sql"
	"slices"

	"jixiao/engine"
)

// storedPage reads revisions with what counts for their projects as of an entry, in the order of first import.
func (s *Store) storedPage(page []reference, ledgerSeq int64, words []string) ([]engine.Stored, error) {
	_, revisions := numbersOf(page)
	texts, err := packedTexts(s.reader, storedForms, []any{among(revisions), ledgerSeq}, len(revisions))
	if err != nil {
		return nil, err
	}
	reader := storedReader{q: s.reader, words: words}
	list := make([]engine.Stored, len(texts))
	for i, text := range texts {
		if list[i], err = reader.read(text); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// storedReader unpacks what [storedForms] packs, one form after the other.
type storedReader struct {
	q     querier
	words []string
	// What is used again for the next form.
	keys      []bareEntry
	withdrawn []int64
}

func (r *storedReader) read(text string) (engine.Stored, error) {
	f, p := form{Submission: new(engine.Submission)}, newPacked(text)
	p.open()
	project := engine.ProjectID(p.string())
	p.close()
	f.unpackPlaced(&p, r.words)
	stored := engine.Stored{Submission: f.Submission, Revision: f.revision, Form: f.digest, Place: f.project, Number: f.pk}
	for _, entry := range r.entries(&p, &f) {
		entry.Project = project
		if entry.Indicator != "" || entry.orphan == 0 {
			stored.Entries = append(stored.Entries, entry.Entry)
			continue
		}
		orphan, err := r.orphan(&f, entry)
		if err != nil {
			return stored, err
		}
		stored.Orphans = append(stored.Orphans, orphan)
	}
	return stored, p.ended()
}

// ledgerEntry is an entry with the number of its indicator, where the form does not have it.
type ledgerEntry struct {
	engine.Entry
	orphan int64
}

// entries reads what [packedLedger] packs: what counts of it, in the order of the ledger.
func (r *storedReader) entries(p *packed, f *form) []ledgerEntry {
	var rows engine.Finder[int64]
	rows.Begin(len(f.numbers), func(i int) int64 { return f.numbers[i] })
	list := make([]ledgerEntry, 0, p.rowsAhead())
	r.keys, r.withdrawn = r.keys[:0], r.withdrawn[:0]
	for p.open(); p.next(); p.close() {
		p.open()
		entry, key := ledgerEntry{Entry: engine.Entry{Seq: p.integer()}}, bareEntry{}
		key.seq, key.Row = entry.Seq, -1
		if indicator := p.number(); indicator != 0 {
			if row, known := rows.Find(indicator); known {
				key.Row, entry.Indicator = row, f.Indicators[row].ID
			} else {
				key.Row, entry.orphan = len(f.numbers)+int(indicator), indicator
			}
		}
		p.entry(&entry.Entry, r.words)
		key.Item, key.Field = entry.Item, entry.Field
		if entry.Withdraws != 0 {
			r.withdrawn = append(r.withdrawn, entry.Withdraws)
			continue
		}
		list, r.keys = append(list, entry), append(r.keys, key)
	}
	counts := counting(r.keys, r.withdrawn)
	slices.SortFunc(counts, func(a, b bareEntry) int { return cmp.Compare(a.seq, b.seq) })
	list = slices.DeleteFunc(list, func(e ledgerEntry) bool {
		_, found := slices.BinarySearchFunc(counts, e.Seq, func(c bareEntry, seq int64) int { return cmp.Compare(c.seq, seq) })
		return !found
	})
	slices.SortFunc(list, func(a, b ledgerEntry) int { return cmp.Compare(a.Seq, b.Seq) })
	return list
}

// entry reads the columns of an entry behind its indicator.
func (p *packed) entry(e *engine.Entry, words []string) {
	e.Item, e.Field, e.Value = packedEnum(p, engine.OtherFunds), packedEnum(p, lastField), p.string()
	e.Withdraws = p.number()
	if e.HadBefore = !p.null(); e.HadBefore {
		e.Before = p.string()
	}
	e.By, e.At, e.Note = p.string(), p.string(), p.string()
	e.Source = p.source(words)
}

func (r *storedReader) orphan(f *form, entry ledgerEntry) (engine.Orphan, error) {
	orphan := engine.Orphan{Entry: entry.Entry}
	err := each(r.q, `SELECT id, coalesce((SELECT f.name FROM revision r JOIN form_row f ON f.revision = r.pk
			WHERE r.project = ?1 AND f.indicator = i.pk ORDER BY f.revision DESC LIMIT 1), '') FROM indicator i WHERE i.pk = ?2`,
		[]any{f.project, entry.orphan}, func(rows *sql.Rows) error { return rows.Scan(&orphan.Indicator, &orphan.Name) })
	return orphan, err
}
