package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"jixiao/engine"
)

// WithdrawProject takes a project back: from now on no list, sheet or evaluation has it. Its revisions, recorded values and runs stay,
// and importing it again brings it back. ErrNothingToWithdraw where it was withdrawn before, ErrUnknown where it is not stored.
func (s *Store) WithdrawProject(ctx context.Context, project engine.ProjectID, by, at, note string) error {
	err := s.write(ctx, "withdraw a project", func(tx *transaction) error {
		w, err := newImportWriter(tx, &engine.ImportBatch{By: by, At: at})
		if err != nil {
			return err
		}
		standing, err := w.known(project)
		if err != nil {
			return err
		}
		return w.withdraw(standing, 0, note)
	})
	if errors.Is(err, ErrNothingToWithdraw) {
		return ErrNothingToWithdraw
	}
	return err
}

// Withdrawals lists the projects that are withdrawn now, in the order in which that was done.
func (s *Store) Withdrawals(ctx context.Context, filter engine.Filter) ([]engine.Withdrawal, error) {
	filter.Withdrawn = true
	where, args := projectsWhere(filter, 1)
	var list []engine.Withdrawal
	err := ctx.Err()
	// CROSS: SQLite begins with the few withdrawals, and not with the many projects of the year.
	if err == nil {
		err = each(s.reader, `SELECT p.id, p.year, r.department, r.unit, r.code, r.name, coalesce(t.id, ''), g.author, g.made_at, g.note
			FROM withdrawal g CROSS JOIN project p ON p.pk = g.project JOIN revision r ON r.pk = g.revision LEFT JOIN project t ON t.pk = g.successor
			WHERE NOT EXISTS (SELECT 1 FROM revision n WHERE n.project = p.pk AND n.pk > g.revision) AND `+where+` ORDER BY g.pk`, args,
			func(rows *sql.Rows) error {
				var g engine.Withdrawal
				err := rows.Scan(&g.Project, &g.Key.Year, &g.Key.Department, &g.Key.Unit, &g.Key.Code, &g.Key.Name, &g.Successor, &g.By, &g.At, &g.Note)
				list = append(list, g)
				return err
			})
	}
	return list, s.fail("list what was withdrawn", err)
}

// known finds a stored project.
func (w *importWriter) known(id engine.ProjectID) (*standing, error) {
	err := w.lookFor([]engine.ProjectID{id})
	if project, found := w.projects[id]; found || err != nil {
		return project, err
	}
	return nil, known(sql.ErrNoRows, "project %s", id)
}

// withdraw takes a project back, for a successor (0 for none). What is kept was flushed before.
func (w *importWriter) withdraw(project *standing, successor int64, note string) error {
	if err := w.years.check(project.year); err != nil {
		return err
	}
	if project.withdrawn {
		return ErrNothingToWithdraw
	}
	_, err := w.tx.Exec(`INSERT INTO withdrawal (project, revision, successor, author, made_at, note)
		SELECT ?1, max(pk), ?2, ?3, ?4, ?5 FROM revision WHERE project = ?1`,
		project.pk, numberOrNull(successor), w.batch.By, w.batch.At, note)
	return err
}
