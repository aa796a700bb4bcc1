package sqlite

import (
	"context"
	"database/sql"

	"jixiao/engine"
)

// Issues returns the issues that count now, in the order in which they were stored: those of each project from the newest import
// that held it; and, where the filter names neither a department nor projects, those of files and of projects that were not
// stored, from the newest import of each file.
func (s *Store) Issues(ctx context.Context, filter engine.Filter) ([]engine.Issue, error) {
	var issues []engine.Issue
	where, args := projectsWhere(filter, 2)
	args = append([]any{filter.Department == "" && len(filter.Projects) == 0}, args...)
	err := s.withWords(ctx, "read the issues", func(q querier, words []string) error {
		return each(q, issueQuery(where), args, func(rows *sql.Rows) error {
			var i engine.Issue
			err := rows.Scan(append([]any{wordColumn{&i.Code, words}, severityColumn(&i.Severity), argsColumn{&i.Args},
				&i.Project, &i.Indicator}, sourceColumns(&i.Source, words)...)...)
			issues = append(issues, i)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	return issues, nil
}

// issueQuery: own are the issues of a stored project. A file's issues count in a year if its import held a project of that year,
// or none at all.
func issueQuery(where string) string {
	return `WITH chosen AS MATERIALIZED (SELECT p.pk, p.id FROM project p WHERE ` + where + `),
	newest AS MATERIALIZED (SELECT c.id, max(l.import) AS import FROM chosen c JOIN import_project l ON l.project = c.pk GROUP BY c.pk),
	latest AS MATERIALIZED (SELECT name, max(import) AS import FROM import_file GROUP BY name)
	SELECT i.code, i.severity, i.args, i.project, i.indicator, i.file, i.sheet, i.ref, i.line
	FROM issue i
	WHERE (i.project, i.import) IN (SELECT id, import FROM newest)
	OR ?1 AND NOT EXISTS (SELECT 1 FROM project p JOIN import_project l ON l.project = p.pk WHERE p.id = i.project AND l.import = i.import)
		AND coalesce((SELECT import FROM latest WHERE name = i.file), (SELECT max(pk) FROM import)) = i.import
		AND (NOT EXISTS (SELECT 1 FROM import_project l WHERE l.import = i.import)
			OR EXISTS (SELECT 1 FROM import_project l JOIN chosen c ON c.pk = l.project WHERE l.import = i.import))
	ORDER BY i.import, i.position`
}
