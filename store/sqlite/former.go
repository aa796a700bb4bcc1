package sqlite

import (
	"context"
	"database/sql"

	"jixiao/engine"
)

// SaveFormerNames stores what projects and indicators were called the year before. What stands already is not stored again. ErrUnknown where a project is not stored, *YearClosed where its year takes nothing more.
func (s *Store) SaveFormerNames(ctx context.Context, names []engine.FormerName, by, at string) error {
	return s.write(ctx, "store former names", func(tx *transaction) error {
		w, err := newImportWriter(tx, &engine.ImportBatch{By: by, At: at})
		if err != nil {
			return err
		}
		for i := range names {
			if err := w.former(&names[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// former stores a former name.
func (w *importWriter) former(f *engine.FormerName) error {
	project, err := w.known(f.Project)
	if err != nil {
		return err
	}
	if err := w.years.check(project.year); err != nil {
		return err
	}
	if f.Indicator == (engine.IndicatorRename{}) {
		_, err = w.tx.Exec(`INSERT INTO former_project (project, department, unit, code, name, author, made_at, note) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
			WHERE NOT EXISTS (SELECT 1 FROM (SELECT * FROM former_project WHERE project = ?1 ORDER BY pk DESC LIMIT 1)
				WHERE department = ?2 AND unit = ?3 AND code = ?4 AND name = ?5)`,
			project.pk, f.Key.Department, f.Key.Unit, f.Key.Code, f.Key.Name, w.batch.By, w.batch.At, f.Note)
		return err
	}
	from, to := f.Indicator.From, f.Indicator.To
	_, err = w.tx.Exec(`INSERT INTO former_indicator (project, former_level2, former_name, level2, name, author, made_at, note) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
		WHERE NOT EXISTS (SELECT 1 FROM former_indicator WHERE project = ?1 AND former_level2 = ?2 AND former_name = ?3 AND level2 = ?4 AND name = ?5)`,
		project.pk, int64(from.Level2), from.Name, int64(to.Level2), to.Name, w.batch.By, w.batch.At, f.Note)
	return err
}

// FormerNames lists what was confirmed of the projects of a year, withdrawn ones among them, in the order in which that was done; those of projects first.
func (s *Store) FormerNames(ctx context.Context, year int) ([]engine.FormerName, error) {
	var names []engine.FormerName
	err := ctx.Err()
	// CROSS: SQLite begins with the few former names, and not with the many projects of the year.
	if err == nil {
		err = each(s.reader, `SELECT p.id, f.department, f.unit, f.code, f.name, f.author, f.made_at, f.note
			FROM former_project f CROSS JOIN project p ON p.pk = f.project WHERE p.year = ?1 ORDER BY f.pk`, []any{year}, func(rows *sql.Rows) error {
			f := engine.FormerName{Key: engine.ProjectKey{Year: year - 1}}
			err := rows.Scan(&f.Project, &f.Key.Department, &f.Key.Unit, &f.Key.Code, &f.Key.Name, &f.By, &f.At, &f.Note)
			names = append(names, f)
			return err
		})
	}
	if err == nil {
		err = each(s.reader, `SELECT p.id, f.former_level2, f.former_name, f.level2, f.name, f.author, f.made_at, f.note
			FROM former_indicator f CROSS JOIN project p ON p.pk = f.project WHERE p.year = ?1 ORDER BY f.pk`, []any{year}, func(rows *sql.Rows) error {
			var f engine.FormerName
			err := rows.Scan(&f.Project, enumColumn[engine.Category]{&f.Indicator.From.Level2, engine.ServiceSatisfaction}, &f.Indicator.From.Name,
				enumColumn[engine.Category]{&f.Indicator.To.Level2, engine.ServiceSatisfaction}, &f.Indicator.To.Name, &f.By, &f.At, &f.Note)
			names = append(names, f)
			return err
		})
	}
	return names, s.fail("list the former names", err)
}
