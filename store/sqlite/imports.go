package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"jixiao/engine"
)

// SaveImport stores what one import read, all of it or nothing, and says what changed, in the order of the submissions. A form
// whose digest equals that of the project's newest revision is Unchanged; any other becomes a new revision, and so does any form of a
// project that was withdrawn, which brings it back; *YearClosed where its year is closed. An import that changes no form and brings no file that was not imported before
// writes nothing, so that a blind retry does no harm.
func (s *Store) SaveImport(ctx context.Context, batch engine.ImportBatch) ([]engine.Outcome, error) {
	var outcomes []engine.Outcome
	err := s.write(ctx, "store the import", func(tx *sql.Tx) error {
		w := newImportWriter(tx, &batch)
		if err := w.files(); err != nil {
			return err
		}
		for submission, err := range given(batch.Submissions) {
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			outcome, err := w.submission(submission)
			if err != nil {
				return err
			}
			outcomes = append(outcomes, outcome)
		}
		return w.finish()
	})
	if err != nil {
		return nil, err
	}
	return outcomes, nil
}

// given is a sequence that may be nil for nothing.
func given[T any](sequence iter.Seq2[T, error]) iter.Seq2[T, error] {
	if sequence == nil {
		return func(func(T, error) bool) {}
	}
	return sequence
}

type importWriter struct {
	tx       *sql.Tx
	batch    *engine.ImportBatch
	words    *wordWriter
	years    *yearGuard
	forms    *formWriter
	pk       int64 // 0 until something has to be written
	projects []int64
	seen     map[int64]bool
}

func newImportWriter(tx *sql.Tx, batch *engine.ImportBatch) *importWriter {
	w := &importWriter{tx: tx, batch: batch, words: newWordWriter(tx), years: newYearGuard(tx), seen: map[int64]bool{}}
	w.forms = newFormWriter(tx, w.words)
	return w
}

// begin makes the import's row when the first thing has to be written.
func (w *importWriter) begin() error {
	if w.pk != 0 {
		return nil
	}
	return w.tx.QueryRow(`INSERT INTO import (author, made_at) VALUES (?1, ?2) RETURNING pk`, w.batch.By, w.batch.At).Scan(&w.pk)
}

// files begins the import where one of its files was never imported before.
func (w *importWriter) files() error {
	for _, file := range w.batch.Files {
		var known bool
		err := w.tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM import_file f JOIN word n ON n.pk = f.name
			WHERE n.text = ?1 AND f.digest = ?2)`, file.Name, file.Digest[:]).Scan(&known)
		if err != nil {
			return err
		}
		if !known {
			return w.begin()
		}
	}
	return nil
}

func (w *importWriter) submission(s *engine.Submission) (engine.Outcome, error) {
	outcome := engine.Outcome{Project: s.ID()}
	digest := engine.FormDigest(s)
	project, err := w.project(s)
	if err != nil {
		return outcome, err
	}
	if !w.seen[project] {
		w.seen[project] = true
		w.projects = append(w.projects, project)
	}
	newest, stored, err := w.newest(project, &outcome)
	if err != nil {
		return outcome, err
	}
	if outcome.Returned, err = w.isWithdrawn(project); err != nil {
		return outcome, err
	}
	if newest != 0 && stored == digest && !outcome.Returned {
		return outcome, nil
	}
	if outcome.Change = engine.Added; newest != 0 {
		outcome.Change = engine.Changed
		if err := w.compare(newest, s, &outcome); err != nil {
			return outcome, err
		}
	}
	outcome.Revision++
	return outcome, w.revision(project, outcome.Revision, digest, s)
}

func (w *importWriter) project(s *engine.Submission) (pk int64, err error) {
	err = w.tx.QueryRow(`SELECT pk FROM project WHERE id = ?1`, string(s.ID())).Scan(&pk)
	if errors.Is(err, sql.ErrNoRows) {
		err = w.tx.QueryRow(`INSERT INTO project (id, year, folded_department, folded_unit) VALUES (?1, ?2, ?3, ?4) RETURNING pk`,
			string(s.ID()), s.Year, engine.Fold(s.Department), engine.Fold(s.Unit)).Scan(&pk)
	}
	return pk, err
}

// newest returns a project's newest revision, 0 where there is none.
func (w *importWriter) newest(project int64, outcome *engine.Outcome) (pk int64, digest engine.Digest, err error) {
	err = w.tx.QueryRow(`SELECT pk, number, digest FROM revision WHERE project = ?1 ORDER BY number DESC LIMIT 1`, project).
		Scan(&pk, &outcome.Revision, digestColumn{&digest})
	if errors.Is(err, sql.ErrNoRows) {
		return 0, digest, nil
	}
	return pk, digest, err
}

// compare lists the indicators in which a form differs from a stored revision.
func (w *importWriter) compare(revision int64, s *engine.Submission, outcome *engine.Outcome) error {
	if err := w.forms.flush(); err != nil { // the revision may be of this very import
		return err
	}
	forms, err := readForms(w.tx, []int64{revision}, nil)
	if err != nil {
		return err
	}
	before := make(map[engine.IndicatorID]engine.Digest, len(forms[0].Indicators))
	for _, indicator := range forms[0].Indicators {
		before[indicator.ID] = declared(indicator)
	}
	now := make(map[engine.IndicatorID]bool, len(s.Indicators))
	for _, indicator := range s.Indicators {
		now[indicator.ID] = true
		digest, was := before[indicator.ID]
		switch {
		case !was:
			outcome.Added = append(outcome.Added, indicator.ID)
		case digest != declared(indicator):
			outcome.Altered = append(outcome.Altered, indicator.ID)
		}
	}
	for _, indicator := range forms[0].Indicators {
		if !now[indicator.ID] {
			outcome.Removed = append(outcome.Removed, indicator.ID)
		}
	}
	return nil
}

// declared digests what a form declares about one indicator, in the sense of the digest of the whole form.
func declared(indicator engine.Indicator) engine.Digest {
	return engine.FormDigest(&engine.Submission{Indicators: []engine.Indicator{indicator}})
}

var insertRevision = newBulk(nil, "revision", append([]string{"project", "number", "import", "digest"}, headNames...)...).statement(1)

func (w *importWriter) revision(project int64, number int, digest engine.Digest, s *engine.Submission) error {
	if err := w.years.check(project); err != nil {
		return err
	}
	if err := w.begin(); err != nil {
		return err
	}
	result, err := w.tx.Exec(insertRevision, append([]any{project, number, w.pk, digest[:]}, headValues(s)...)...)
	if err != nil {
		return err
	}
	revision, err := result.LastInsertId()
	if err != nil {
		return err
	}
	indicators := make([]int64, len(s.Indicators))
	for i := range s.Indicators {
		if indicators[i], err = w.indicator(project, s.Indicators[i].ID); err != nil {
			return err
		}
	}
	return w.forms.write(revision, s, indicators)
}

func (w *importWriter) indicator(project int64, id engine.IndicatorID) (pk int64, err error) {
	var owner int64
	err = w.tx.QueryRow(`SELECT pk, project FROM indicator WHERE id = ?1`, string(id)).Scan(&pk, &owner)
	if errors.Is(err, sql.ErrNoRows) {
		owner = project
		err = w.tx.QueryRow(`INSERT INTO indicator (id, project) VALUES (?1, ?2) RETURNING pk`, string(id), project).Scan(&pk)
	}
	if err == nil && owner != project {
		err = fmt.Errorf("the indicator %q is another project's", id)
	}
	return pk, err
}

// finish writes what belongs to the import as a whole, where anything is written at all.
func (w *importWriter) finish() error {
	if err := w.forms.flush(); err != nil || w.pk == 0 {
		return err
	}
	links := newBulk(w.tx, "import_project", "project", "import")
	for _, project := range w.projects {
		if err := links.add(project, w.pk); err != nil {
			return err
		}
	}
	files := newBulk(w.tx, "import_file", "import", "position", "name", "digest")
	for n, file := range w.batch.Files {
		name, err := w.words.number(file.Name)
		if err != nil {
			return err
		}
		if err := files.add(w.pk, n, name, file.Digest[:]); err != nil {
			return err
		}
	}
	if err := errors.Join(links.flush(), files.flush()); err != nil {
		return err
	}
	return w.issues()
}

func (w *importWriter) issues() error {
	rows := newBulk(w.tx, "issue", "import", "position", "code", "severity", "args", "project", "indicator", "file", "sheet", "ref", "line")
	n := 0
	for issue, err := range given(w.batch.Issues) {
		if err != nil {
			return err
		}
		words, err := w.words.numbers(issue.Code, issue.Source.File)
		if err != nil {
			return err
		}
		if err := rows.add(w.pk, n, words[0], int64(issue.Severity), packArgs(issue.Args), string(issue.Project),
			string(issue.Indicator), words[1], issue.Source.Sheet, issue.Source.Ref, issue.Source.Line); err != nil {
			return err
		}
		n++
	}
	return rows.flush()
}
