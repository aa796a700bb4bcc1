package sqlite

import (
	"context"
	"database/sql"

	"jixiao/engine"
)

// foldedTexts are the rows of project_text as the forms say them.
const foldedTexts = `SELECT folded(name) AS folded, project FROM revision WHERE folded(name) <> ''
	UNION SELECT folded(code), project FROM revision WHERE folded(code) <> ''`

// WrongTexts lists the projects that are not found by what their forms say: the folded names and codes, or the folded department and unit,
// are others, too few or too many. Somebody changed them past the program: the forms are what was stored.
func (s *Store) WrongTexts(ctx context.Context) ([]engine.ProjectID, error) {
	const query = `WITH said AS (` + foldedTexts + `), kept AS (SELECT folded, project FROM project_text), wrong (project) AS (
		SELECT project FROM (SELECT * FROM said EXCEPT SELECT * FROM kept)
		UNION SELECT project FROM (SELECT * FROM kept EXCEPT SELECT * FROM said)
		UNION SELECT p.pk FROM project p JOIN revision r ON r.project = p.pk
			WHERE folded(r.department) <> p.folded_department OR folded(r.unit) <> p.folded_unit)
		SELECT p.id FROM wrong w JOIN project p ON p.pk = w.project ORDER BY p.pk`
	var list []engine.ProjectID
	err := ctx.Err()
	if err == nil {
		err = each(s.reader, query, nil, func(rows *sql.Rows) error {
			var id engine.ProjectID
			err := rows.Scan(&id)
			list = append(list, id)
			return err
		})
	}
	return list, s.fail("compare the texts by which projects are found", err)
}
