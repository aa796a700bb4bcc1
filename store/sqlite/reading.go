package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"jixiao/engine"
)

// Reading is one consistent state of the forms and the ledger. It holds no transaction open: revisions, withdrawals and entries are
// never changed, so their highest numbers are a state.
type Reading struct {
	store     *Store
	ctx       context.Context
	ledgerSeq int64
	revision  int64
	withdrawn int64
	filter    engine.Filter
	fromRows  bool   // a proof is held against what was stored, and not against what was made of it
	query     string // as [Store.stored] wants it
	args      []any
}

// Read fixes the state that is stored now.
func (s *Store) Read(ctx context.Context, filter engine.Filter) (*Reading, error) {
	r := &Reading{store: s, ctx: ctx, filter: filter}
	err := ctx.Err()
	if err == nil {
		err = one(s.reader, `SELECT (SELECT coalesce(max(seq), 0) FROM entry), (SELECT coalesce(max(pk), 0) FROM revision),
			(SELECT coalesce(max(pk), 0) FROM withdrawal)`, nil, &r.ledgerSeq, &r.revision, &r.withdrawn)
	}
	if err != nil {
		return nil, s.fail("read the forms", err)
	}
	r.choose("")
	return r, nil
}

// ReadRows is [Store.Read] of what was stored itself, and never of the condensed texts that were made of it.
func (s *Store) ReadRows(ctx context.Context, filter engine.Filter) (*Reading, error) {
	r, err := s.Read(ctx, filter)
	if err == nil {
		r.fromRows = true
	}
	return r, err
}

// ReadRun fixes the state that a run saw, and in it the projects that the run had to judge. Of a run that did not keep its state, it
// is the revisions that its evaluations name.
func (s *Store) ReadRun(ctx context.Context, run engine.Run) *Reading {
	r := &Reading{store: s, ctx: ctx, ledgerSeq: run.LedgerSeq, revision: run.RevisionSeq, withdrawn: run.WithdrawalSeq, fromRows: true}
	if r.revision == 0 {
		r.query, r.args = ofRun+`true ORDER BY m.project LIMIT CAST(?2 AS INTEGER)`, []any{run.ID}
		return r
	}
	r.filter = engine.Filter{Year: run.Year, Department: run.Department}
	if run.Project != "" {
		r.filter.Projects = []engine.ProjectID{run.Project}
	}
	r.choose("")
	return r
}

// ReadInterrupted fixes the state that an interrupted run saw, for finishing it.
func (s *Store) ReadInterrupted(ctx context.Context, run engine.Run) *Reading {
	r := s.ReadRun(ctx, run)
	r.fromRows = false
	return r
}

// Missing gives the pages of the projects that a run does not hold yet.
func (r *Reading) Missing(run int64) iter.Seq2[engine.PageReader, error] {
	rest := *r
	rest.choose(fmt.Sprintf("NOT EXISTS (SELECT 1 FROM run_project m WHERE m.run = %d AND m.project = p.pk) AND ", run))
	return rest.Pages()
}

// ofRun selects the revisions that the evaluations of run ?3 judged; a condition follows.
const ofRun = `SELECT m.project, e.revision FROM run_project m JOIN evaluation e ON e.pk = m.evaluation JOIN project p ON p.pk = m.project
	WHERE m.run = ?3 AND m.project > ?1 AND `

// LedgerSeq returns the last entry of the ledger that belongs to the state; 0 for none.
func (r *Reading) LedgerSeq() int64 { return r.ledgerSeq }

// RevisionSeq returns the last revision of a form that belongs to the state.
func (r *Reading) RevisionSeq() int64 { return r.revision }

// WithdrawalSeq returns the last withdrawal of a project that belongs to the state; 0 for none.
func (r *Reading) WithdrawalSeq() int64 { return r.withdrawn }

// Close ends the reading. A reading holds no connection and no lock, so nothing can fail.
func (r *Reading) Close() error { return nil }

// choose selects the newest revision, in the state, of each project that the filter and a condition on projects p select.
func (r *Reading) choose(condition string) {
	filter, withdrawn := r.filter, r.withdrawn
	if filter.Withdrawn {
		withdrawn = 0
	}
	filter.Withdrawn = true // what is withdrawn in this state may not be so now
	where, args := projectsWhere(filter, 5)
	r.query = `SELECT p.pk, (SELECT r.pk FROM revision r WHERE r.project = p.pk AND r.pk <= ?3 ORDER BY r.number DESC LIMIT 1)
		FROM project p WHERE p.pk > ?1 AND ` + condition + where + ` AND NOT EXISTS (SELECT 1 FROM withdrawal g WHERE g.project = p.pk AND g.pk <= ?4
			AND NOT EXISTS (SELECT 1 FROM revision n WHERE n.project = p.pk AND n.pk > g.revision AND n.pk <= ?3))
		ORDER BY p.pk LIMIT CAST(?2 AS INTEGER)`
	r.args = append([]any{r.revision, withdrawn}, args...)
}

// Submissions reads the newest revision of each project in the order of first import. A page of projects is in memory at once, and
// nothing is held while the caller works. An error ends the sequence.
func (r *Reading) Submissions() iter.Seq2[engine.Stored, error] {
	return r.store.stored(r.ctx, r.ledgerSeq, r.query, r.args)
}

// Pages gives the same projects in pages, several of which may be read at the same time. What no score depends on is left out: the places of
// values, who recorded them, when and why, and orphans. An error ends the sequence.
func (r *Reading) Pages() iter.Seq2[engine.PageReader, error] {
	return func(yield func(engine.PageReader, error) bool) {
		err := pages(r.ctx, r.store.reader, r.query, r.args, func(page []reference) (bool, error) {
			bodies, err := r.condensed(page)
			return err == nil && yield(func(old []engine.Bare) ([]engine.Bare, error) { return r.barePage(page, bodies, old) }, nil), err
		})
		if err != nil {
			yield(nil, r.store.fail("read the forms", err))
		}
	}
}

// condensed gives the texts of the projects of a page that are condensed in the state of the reading, and nothing for the others. That is
// asked of the rows, and not left to the triggers that keep the texts in step.
func (r *Reading) condensed(page []reference) ([]string, error) {
	bodies := make([]string, len(page))
	if r.fromRows || len(page) == 0 {
		return bodies, nil
	}
	projects, _ := numbersOf(page) // few of a year, where most of it was taken over
	at := 0
	err := each(r.store.reader, `SELECT project, revision, body FROM condensed c WHERE project`+inPage+`
		AND entry_seq = coalesce((SELECT max(e.seq) FROM entry e WHERE e.project = c.project AND e.seq <= ?2), 0) ORDER BY project`,
		[]any{among(projects), r.ledgerSeq}, func(rows *sql.Rows) error {
			var ref reference
			var body string
			err := rows.Scan(&ref.project, &ref.target, &body)
			for at < len(page) && page[at].project < ref.project {
				at++
			}
			if at < len(page) && page[at] == ref {
				bodies[at] = body
			}
			return err
		})
	return bodies, err
}

func (r *Reading) barePage(page []reference, bodies []string, old []engine.Bare) ([]engine.Bare, error) {
	var err error
	if bodies, err = r.complete(page, bodies); err != nil {
		return nil, r.store.fail("read the forms", err)
	}
	list := slices.Grow(old, max(0, len(page)-len(old)))[:len(page)]
	var reader bareReader
	for i, body := range bodies {
		if list[i], err = reader.read(body, list[i]); err != nil {
			return nil, r.store.fail("read the forms", err)
		}
	}
	return list, nil
}

// complete reads the texts of a page that are missing.
func (r *Reading) complete(page []reference, bodies []string) ([]string, error) {
	var missing []int64
	for i, body := range bodies {
		if body == "" {
			missing = append(missing, page[i].target)
		}
	}
	if len(missing) == 0 {
		return bodies, nil
	}
	texts, err := packedTexts(r.store.reader, bareForms, []any{among(missing), r.ledgerSeq}, len(missing))
	for i := 0; err == nil && i < len(bodies); i++ {
		if bodies[i] == "" {
			bodies[i], texts = texts[0], texts[1:]
		}
	}
	return bodies, err
}

// Submissions is [Store.Read] and [Reading.Submissions] in one. The state is fixed when the iteration begins.
func (s *Store) Submissions(ctx context.Context, filter engine.Filter) iter.Seq2[engine.Stored, error] {
	return func(yield func(engine.Stored, error) bool) {
		reading, err := s.Read(ctx, filter)
		if err != nil {
			yield(engine.Stored{}, err)
			return
		}
		reading.Submissions()(yield)
	}
}

// stored reads forms and what counts for them, page by page. query gives project and revision for ?1 the last project and ?2 the
// size of a page; args are those from ?3.
func (s *Store) stored(ctx context.Context, ledgerSeq int64, query string, args []any) iter.Seq2[engine.Stored, error] {
	return func(yield func(engine.Stored, error) bool) {
		words, err := s.words.upToDate(s.reader)
		if err == nil {
			err = pages(ctx, s.reader, query, args, func(page []reference) (bool, error) {
				list, err := s.storedPage(page, ledgerSeq, words)
				for i := 0; err == nil && i < len(list); i++ {
					if !yield(list[i], nil) {
						return false, nil
					}
				}
				return true, err
			})
		}
		if err != nil {
			yield(engine.Stored{}, s.fail("read the forms", err))
		}
	}
}

func numbersOf(page []reference) (projects, targets []int64) {
	projects, targets = make([]int64, len(page)), make([]int64, len(page))
	for i, ref := range page {
		projects[i], targets[i] = ref.project, ref.target
	}
	return projects, targets
}

// yearsOfProjects steps from each year to the one before it: there are few, and looking at all projects for them takes longer than most of what
// is done afterwards.
const yearsOfProjects = `WITH RECURSIVE y (year) AS (SELECT max(year) FROM project
	UNION ALL SELECT (SELECT max(year) FROM project WHERE year < y.year) FROM y WHERE y.year IS NOT NULL)
	SELECT y.year FROM y WHERE EXISTS (SELECT 1 FROM project p WHERE p.year = y.year AND ` + notWithdrawn + `) ORDER BY y.year DESC`

// Years lists the years of the stored projects that are not withdrawn, the newest first.
func (s *Store) Years(ctx context.Context) ([]int, error) {
	var years []int
	err := ctx.Err()
	if err == nil {
		err = each(s.reader, yearsOfProjects, nil, func(rows *sql.Rows) error {
			var year int
			err := rows.Scan(&year)
			years = append(years, year)
			return err
		})
	}
	return years, s.fail("read the years", err)
}

// CountProjects counts the projects that a filter selects.
func (s *Store) CountProjects(ctx context.Context, filter engine.Filter) (count int, err error) {
	where, args := projectsWhere(filter, 1)
	err = s.reader.QueryRowContext(ctx, `SELECT count(*) FROM project p WHERE `+where, args...).Scan(&count)
	return count, s.fail("count the projects", err)
}

// ProjectsNamed lists, of the projects that a filter selects, those of which a text may be the id, the name or the code as people type them, in
// the order of first import, without a look at the others. Of some, only an earlier form had the name.
func (s *Store) ProjectsNamed(ctx context.Context, filter engine.Filter, text string) ([]engine.ProjectRow, error) {
	err := ctx.Err()
	filter.Projects = nil
	if err == nil {
		err = each(s.reader, `SELECT id FROM project WHERE id = ?1 OR pk IN (SELECT project FROM project_text WHERE folded = ?2)`,
			[]any{text, engine.Fold(text)}, func(rows *sql.Rows) error {
				var id engine.ProjectID
				err := rows.Scan(&id)
				filter.Projects = append(filter.Projects, id)
				return err
			})
	}
	if err != nil || len(filter.Projects) == 0 {
		return nil, s.fail("find a project", err)
	}
	return s.Projects(ctx, filter)
}

// Projects lists projects with the texts of their newest revision, in the order of first import.
func (s *Store) Projects(ctx context.Context, filter engine.Filter) ([]engine.ProjectRow, error) {
	where, args := projectsWhere(filter, 1)
	var list []engine.ProjectRow
	err := ctx.Err()
	if err == nil {
		err = each(s.reader, `SELECT p.id, p.year, r.department, r.unit, r.code, r.name,
			(SELECT count(*) FROM form_row f WHERE f.revision = r.pk)
			FROM project p JOIN revision r ON r.pk = (SELECT n.pk FROM revision n WHERE n.project = p.pk ORDER BY n.number DESC LIMIT 1)
			WHERE `+where+` ORDER BY p.pk`, args, func(rows *sql.Rows) error {
			var row engine.ProjectRow
			err := rows.Scan(&row.ID, &row.Key.Year, &row.Key.Department, &row.Key.Unit, &row.Key.Code, &row.Key.Name, &row.Indicators)
			list = append(list, row)
			return err
		})
	}
	return list, s.fail("list the projects", err)
}

// Revisions lists the stored states of a project's form, the oldest first. File is the file of the first value of the form that
// has a place.
func (s *Store) Revisions(ctx context.Context, project engine.ProjectID) ([]engine.Revision, error) {
	var list []engine.Revision
	err := ctx.Err()
	if err == nil {
		err = each(s.reader, `SELECT r.number, r.digest, i.author, i.made_at, coalesce(
				(SELECT w.text FROM head_source h JOIN word w ON w.pk = h.file WHERE h.revision = r.pk AND w.text <> '' ORDER BY h.position LIMIT 1),
				(SELECT w.text FROM form_row f JOIN word w ON w.pk = f.file WHERE f.revision = r.pk AND w.text <> '' ORDER BY f.position LIMIT 1), '')
			FROM revision r JOIN project p ON p.pk = r.project JOIN import i ON i.pk = r.import
			WHERE p.id = ?1 ORDER BY r.number`, []any{string(project)}, func(rows *sql.Rows) error {
			r := engine.Revision{Project: project}
			err := rows.Scan(&r.Number, digestColumn{&r.Digest}, &r.By, &r.At, &r.File)
			list = append(list, r)
			return err
		})
	}
	return list, s.fail("list the revisions", err)
}

// Submission reads one stored revision of a project's form, without recorded values. ErrUnknown where there is none.
func (s *Store) Submission(ctx context.Context, project engine.ProjectID, number int) (*engine.Submission, error) {
	const doing = "read a revision"
	var pk int64
	err := s.reader.QueryRowContext(ctx, `SELECT r.pk FROM revision r JOIN project p ON p.pk = r.project WHERE p.id = ?1 AND r.number = ?2`,
		string(project), number).Scan(&pk)
	if err != nil {
		return nil, s.fail(doing, known(err, "revision %d of project %s", number, project))
	}
	words, err := s.words.upToDate(s.reader)
	if err != nil {
		return nil, s.fail(doing, err)
	}
	forms, err := readForms(s.reader, []int64{pk}, words)
	if err != nil {
		return nil, s.fail(doing, err)
	}
	return forms[0].Submission, nil
}
