package sqlite

import (
	"context"
	"database/sql"
	"iter"

	"jixiao/engine"
)

// Of the projects of run ?1 their names as the run saw them; conditions on members m follow.
const projectsOfRun = `SELECT m.project, p.id, p.year, r.department, r.unit, r.code, r.name FROM run_project m JOIN project p ON p.pk = m.project
	JOIN evaluation e ON e.pk = m.evaluation JOIN revision r ON r.pk = e.revision WHERE m.run = ?1 AND `

// ProjectsOfRun reads the names of the projects that a run judged or took over, as the run saw them, in the order of first import: those that
// were withdrawn since as well. A page is in memory at once.
func (s *Store) ProjectsOfRun(ctx context.Context, run int64) iter.Seq2[engine.ProjectRow, error] {
	return func(yield func(engine.ProjectRow, error) bool) {
		for after := int64(0); ; {
			page, last, err := projectPage(ctx, s.reader, projectsOfRun+`m.project > ?2 ORDER BY m.project LIMIT ?3`, run, after, namesAtOnce)
			if err != nil {
				yield(engine.ProjectRow{}, s.fail("list the projects of a run", err))
				return
			}
			for _, row := range page {
				if !yield(row, nil) {
					return
				}
			}
			if len(page) == 0 {
				return
			}
			after = last
		}
	}
}

// ProjectsOfRunNamed reads the same, in the same order, of the projects of which any form ever had one of the names or codes, as people type them,
// and of some by their ids, without a look at the others. An empty name finds nothing.
func (s *Store) ProjectsOfRunNamed(ctx context.Context, run int64, names []string, ids []engine.ProjectID) ([]engine.ProjectRow, error) {
	folded := make([]string, len(names))
	for i, name := range names {
		folded[i] = engine.Fold(name)
	}
	const named = `m.project IN (SELECT t.project FROM json_each(?2) AS list JOIN project_text t ON t.folded = list.value
		UNION SELECT n.pk FROM json_each(?3) AS list JOIN project n ON n.id = list.value) ORDER BY m.project`
	rows, _, err := projectPage(ctx, s.reader, projectsOfRun+named, run, among(folded), among(ids))
	return rows, s.fail("find projects of a run", err)
}

// namesAtOnce is how many names are in memory at once; they are small, and a query has a price of its own.
const namesAtOnce = 10 * pageSize

func projectPage(ctx context.Context, q querier, query string, args ...any) (page []engine.ProjectRow, last int64, err error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	err = each(q, query, args, func(rows *sql.Rows) error {
		var row engine.ProjectRow
		err := rows.Scan(&last, &row.ID, &row.Key.Year, &row.Key.Department, &row.Key.Unit, &row.Key.Code, &row.Key.Name)
		page = append(page, row)
		return err
	})
	return page, last, err
}

// IndicatorRenames lists the confirmed renames of indicators in the projects of a year, as they can be told from the ledger: values that
// moved to another indicator of their project. A rename that found nothing recorded moved nothing and is not among them.
func (s *Store) IndicatorRenames(ctx context.Context, year int) (map[engine.ProjectID][]engine.IndicatorRename, error) {
	// CROSS: SQLite begins with the few entries that take others back, and not with the many projects of the year.
	const query = `SELECT p.id, old.level2, old.name, old.ordinal, now.level2, now.name, now.ordinal
		FROM entry o INDEXED BY entry_withdrawn CROSS JOIN project p ON p.pk = o.project
		JOIN entry n ON n.project = o.project AND n.item = o.item AND n.field = o.field AND n.made_at = o.made_at AND n.note = o.note
			AND n.indicator <> o.indicator AND n.withdraws IS NULL
		JOIN form_row old ON old.indicator = o.indicator AND old.revision = (SELECT max(f.revision) FROM form_row f JOIN revision r ON r.pk = f.revision
			WHERE r.project = p.pk AND f.indicator = o.indicator)
		JOIN form_row now ON now.indicator = n.indicator AND now.revision = (SELECT max(f.revision) FROM form_row f JOIN revision r ON r.pk = f.revision
			WHERE r.project = p.pk AND f.indicator = n.indicator)
		WHERE o.withdraws IS NOT NULL AND (o.note LIKE '%=%' OR o.note LIKE '%＝%') AND p.year = ?1 ORDER BY o.seq`
	renames := map[engine.ProjectID][]engine.IndicatorRename{}
	err := ctx.Err()
	if err == nil {
		err = each(s.reader, query, []any{year}, func(rows *sql.Rows) error {
			var project engine.ProjectID
			var r engine.IndicatorRename
			err := rows.Scan(&project, enumColumn[engine.Category]{&r.From.Level2, engine.ServiceSatisfaction}, &r.From.Name, &r.From.Ordinal,
				enumColumn[engine.Category]{&r.To.Level2, engine.ServiceSatisfaction}, &r.To.Name, &r.To.Ordinal)
			renames[project] = append(renames[project], r)
			return err
		})
	}
	return renames, s.fail("list the renames", err)
}
