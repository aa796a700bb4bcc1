package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"slices"

	"jixiao/engine"
)

// SaveImport stores what one import read, all of it or nothing, and says what changed, in the order of the submissions. A form
// whose digest equals that of the project's newest revision is Unchanged; any other becomes a new revision, and so does any form of a
// project that was withdrawn, which brings it back; *YearClosed where its year is closed. An import that changes no form and brings no file that was not imported before
// writes nothing, so that a blind retry does no harm.
func (s *Store) SaveImport(ctx context.Context, batch engine.ImportBatch) ([]engine.Outcome, error) {
	var outcomes []engine.Outcome
	var made []*ledgerProject
	err := s.write(ctx, "store the import", func(tx *transaction) error {
		tx.valuesFollow = batch.ValuesFollow
		w, err := newImportWriter(tx, &batch)
		if err == nil {
			err = w.files()
		}
		if err != nil {
			return err
		}
		for page, err := range inPages(given(batch.Submissions)) {
			if err := errors.Join(err, ctx.Err(), w.look(page)); err != nil {
				return err
			}
			for _, submission := range page {
				outcome, err := w.submission(submission)
				if err != nil {
					return err
				}
				outcomes = append(outcomes, outcome)
			}
		}
		if err := w.finish(); err != nil {
			return err
		}
		made = w.made
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.made.remember(made)
	return outcomes, nil
}

// inPages gives a sequence in pages: what is asked of the database for each of them costs less for all at once. An error comes by itself, after
// what came before it.
func inPages[T any](sequence iter.Seq2[T, error]) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		var page []T
		for value, err := range sequence {
			if err != nil {
				yield(nil, err)
				return
			}
			if page = append(page, value); len(page) < pageSize {
				continue
			}
			if !yield(page, nil) {
				return
			}
			page = page[:0]
		}
		if len(page) > 0 {
			yield(page, nil)
		}
	}
}

// given is a sequence that may be nil for nothing.
func given[T any](sequence iter.Seq2[T, error]) iter.Seq2[T, error] {
	if sequence == nil {
		return func(func(T, error) bool) {}
	}
	return sequence
}

// importWriter writes what one import read inside one transaction. Rows are kept until there are enough of them for statements of many, and
// then written parents first; whoever reads rows back flushes before.
type importWriter struct {
	tx         *transaction
	batch      *engine.ImportBatch
	words      *wordWriter
	years      *yearGuard
	forms      *formWriter
	pk         int64 // 0 until something has to be written
	order      []int64
	made       []*ledgerProject // the last ones
	projects   map[engine.ProjectID]*standing
	numbers    numbers
	newProject *bulk
	texts      *bulk
	revisions  *bulk
	indicators *bulk
}

// standing is what a project is in the transaction: its newest revision, 0 where it has none.
type standing struct {
	pk, revision int64
	year, number int
	digest       engine.Digest
	texts        []string // by which it is found, as far as this writer knows; see [importWriter.findable]
	withdrawn    bool
	made         bool // by this writer: nothing of it was stored before
	held         bool // by the import
}

// numbers are the greatest numbers of rows that exist or are kept.
type numbers struct{ project, revision, indicator, entry int64 }

func newImportWriter(tx *transaction, batch *engine.ImportBatch) (*importWriter, error) {
	w := &importWriter{
		tx: tx, batch: batch, words: newWordWriter(tx), years: newYearGuard(tx), projects: map[engine.ProjectID]*standing{},
		newProject: newBulk(tx, "project", "pk", "id", "year", "folded_department", "folded_unit"),
		texts:      newBulk(tx, "project_text", "folded", "project").orIgnore(),
		revisions:  newBulk(tx, "revision", append([]string{"pk", "project", "number", "import", "digest"}, headNames...)...),
		indicators: newBulk(tx, "indicator", "pk", "id", "project"),
	}
	w.forms = newFormWriter(tx, w.words)
	var err [4]error
	w.numbers.project, err[0] = lastOf(tx, "project", "pk")
	w.numbers.revision, err[1] = lastOf(tx, "revision", "pk")
	w.numbers.indicator, err[2] = lastOf(tx, "indicator", "pk")
	w.numbers.entry, err[3] = lastOf(tx, "entry", "seq")
	return w, errors.Join(err[:]...)
}

// keptRows is how many rows of indicators are kept at most, more where one form has more.
const keptRows = 256

// flush writes what is kept.
func (w *importWriter) flush() error {
	for _, rows := range []*bulk{w.newProject, w.texts, w.revisions, w.indicators} {
		if err := rows.flush(); err != nil {
			return err
		}
	}
	return w.forms.flush()
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
	project := w.project(outcome.Project, &s.ProjectKey)
	if !project.held {
		project.held = true
		w.order = append(w.order, project.pk)
	}
	outcome.Revision, outcome.Returned = project.number, project.withdrawn
	if project.revision != 0 && project.digest == digest && !project.withdrawn {
		return outcome, nil
	}
	if outcome.Change = engine.Added; project.revision != 0 {
		outcome.Change = engine.Changed
		if err := w.compare(project.revision, s, &outcome); err != nil {
			return outcome, err
		}
	}
	outcome.Revision++
	return outcome, w.revision(project, digest, s)
}

// look reads what the projects of forms were before the transaction.
func (w *importWriter) look(forms []*engine.Submission) error {
	ids := make([]engine.ProjectID, len(forms))
	for i, form := range forms {
		ids[i] = form.ID()
	}
	return w.lookFor(ids)
}

func (w *importWriter) lookFor(ids []engine.ProjectID) error {
	return each(w.tx, `SELECT p.id, p.pk, p.year, coalesce(r.pk, 0), coalesce(r.number, 0), r.digest, NOT (`+notWithdrawn+`) FROM project p
		LEFT JOIN revision r ON r.pk = (SELECT n.pk FROM revision n WHERE n.project = p.pk ORDER BY n.number DESC LIMIT 1)
		WHERE p.id`+inPage, []any{among(ids)}, func(rows *sql.Rows) error {
		var id engine.ProjectID
		var project standing
		err := rows.Scan(&id, &project.pk, &project.year, &project.revision, &project.number, digestColumn{&project.digest}, &project.withdrawn)
		if _, known := w.projects[id]; !known { // one that is, may stand otherwise by now
			w.projects[id] = &project
		}
		return err
	})
}

// project finds a project that was looked for, or makes it.
func (w *importWriter) project(id engine.ProjectID, key *engine.ProjectKey) *standing {
	if project, found := w.projects[id]; found {
		return project
	}
	w.numbers.project++
	project := &standing{pk: w.numbers.project, year: key.Year, made: true}
	w.projects[id] = project
	w.newProject.keep(project.pk, string(id), key.Year, engine.Fold(key.Department), engine.Fold(key.Unit))
	return project
}

// compare lists the indicators in which a form differs from a stored revision.
func (w *importWriter) compare(revision int64, s *engine.Submission, outcome *engine.Outcome) error {
	if err := w.flush(); err != nil { // the revision may be of this very import
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

// revision makes a form the newest revision of its project.
func (w *importWriter) revision(project *standing, digest engine.Digest, s *engine.Submission) error {
	if err := w.years.check(project.year); err != nil {
		return err
	}
	if err := w.begin(); err != nil {
		return err
	}
	indicators, err := w.indicatorsOf(project, s)
	if err != nil {
		return err
	}
	w.numbers.revision++
	project.revision, project.number, project.digest, project.withdrawn = w.numbers.revision, project.number+1, digest, false
	w.findable(project, s)
	w.revisions.keep(append([]any{project.revision, project.pk, project.number, w.pk, digest[:]}, headValues(s)...)...)
	if err := w.forms.keep(project.revision, s, indicators); err != nil || w.forms.rows.kept() < keptRows {
		return err
	}
	return w.flush()
}

// findable makes a project be found by the name and the code of a form.
func (w *importWriter) findable(project *standing, s *engine.Submission) {
	for _, text := range []string{engine.Fold(s.Name), engine.Fold(s.Code)} {
		if text != "" && !slices.Contains(project.texts, text) {
			project.texts = append(project.texts, text)
			w.texts.keep(text, project.pk)
		}
	}
}

// indicatorsOf numbers the indicators of a form, in its order.
func (w *importWriter) indicatorsOf(project *standing, s *engine.Submission) ([]int64, error) {
	known := make(map[engine.IndicatorID]int64, len(s.Indicators))
	if !project.made || project.revision != 0 {
		if err := w.readIndicators(project, s, known); err != nil {
			return nil, err
		}
	}
	if project.made {
		w.remember(s.ID(), project, known)
	}
	list := make([]int64, len(s.Indicators))
	for i := range s.Indicators {
		id := s.Indicators[i].ID
		pk, found := known[id]
		if !found {
			w.numbers.indicator++
			pk, known[id] = w.numbers.indicator, w.numbers.indicator
			w.indicators.keep(pk, string(id), project.pk)
		}
		list[i] = pk
	}
	return list, nil
}

// readIndicators finds those indicators of a form that were there before it.
func (w *importWriter) readIndicators(project *standing, s *engine.Submission, known map[engine.IndicatorID]int64) error {
	if err := w.flush(); err != nil { // they may be of this very import
		return err
	}
	ids := make([]engine.IndicatorID, len(s.Indicators))
	for i := range s.Indicators {
		ids[i] = s.Indicators[i].ID
	}
	return each(w.tx, `SELECT i.pk, i.id FROM json_each(?1) AS list JOIN indicator i ON i.project = ?2 AND i.id = list.value`, []any{among(ids), project.pk},
		func(rows *sql.Rows) error {
			var pk int64
			var id engine.IndicatorID
			err := rows.Scan(&pk, &id)
			known[id] = pk
			return err
		})
}

// finish writes what belongs to the import as a whole, where anything is written at all.
func (w *importWriter) finish() error {
	if err := w.flush(); err != nil || w.pk == 0 {
		return err
	}
	links := newBulk(w.tx, "import_project", "project", "import")
	for _, project := range w.order {
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
