package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"jixiao/engine"
)

// condensedForm is the condensed text of revision r and the whole ledger of project p.
var condensedForm = packedForm(false) + ` || ` + packedEntries + `)`

// condenseWaiting condenses the newest form and the whole ledger of every project that waits for it. CROSS: SQLite begins with the few that wait,
// and not with all projects.
var condenseWaiting = `INSERT OR REPLACE INTO condensed (project, revision, entry_seq, body)
	SELECT r.project, r.pk, coalesce((SELECT max(e.seq) FROM entry e WHERE e.project = r.project), 0), ` + condensedForm + `
	FROM uncondensed u CROSS JOIN project p ON p.pk = u.project
	JOIN revision r ON r.pk = (SELECT n.pk FROM revision n WHERE n.project = p.pk ORDER BY n.number DESC LIMIT 1)`

// condense makes the condensed texts again that the rows of a transaction outdated. It is the last thing in every transaction; in most of
// them nothing waits.
func condense(tx *transaction) error {
	var waiting bool
	if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM uncondensed)`).Scan(&waiting); err != nil || !waiting {
		return err
	}
	return errors.Join(tx.run(condenseWaiting, nil), tx.run(`DELETE FROM uncondensed`, nil))
}

// WrongCondensed lists the projects whose condensed text is not what their rows say. Somebody changed one of them past the program: the
// rows are what was stored.
func (s *Store) WrongCondensed(ctx context.Context) ([]engine.ProjectID, error) {
	var list []engine.ProjectID
	err := ctx.Err()
	if err == nil {
		err = each(s.reader, `SELECT p.id FROM condensed c JOIN project p ON p.pk = c.project LEFT JOIN revision r ON r.pk = c.revision
			WHERE c.body IS NOT `+condensedForm+` OR c.revision <> (SELECT n.pk FROM revision n WHERE n.project = p.pk ORDER BY n.number DESC LIMIT 1)
				OR c.entry_seq <> coalesce((SELECT max(e.seq) FROM entry e WHERE e.project = p.pk), 0)
			ORDER BY p.pk`, nil, func(rows *sql.Rows) error {
			var id engine.ProjectID
			err := rows.Scan(&id)
			list = append(list, id)
			return err
		})
	}
	return list, s.fail("compare the condensed texts", err)
}

// CheckCondensed holds that every condensed text is what its rows say. Results are read from these texts, and a proof recomputes the rows.
func (s *Store) CheckCondensed(ctx context.Context) error {
	wrong, err := s.WrongCondensed(ctx)
	if err == nil && len(wrong) > 0 {
		err = s.fail("compare the condensed texts", &Error{CodeDamaged, s.path, fmt.Errorf("project %s is condensed as something else", wrong[0])})
	}
	return err
}
