package sqlite

import (
	"context"
	"database/sql"

	"jixiao/engine"
)

// Reviews reads the reviews that count now, of any run and none: a review is made beside a score and does not belong to it. The entries
// of each project are in the order of the ledger.
func (s *Store) Reviews(ctx context.Context, filter engine.Filter) (map[engine.ProjectID][]engine.Entry, error) {
	where, args := projectsWhere(filter, 1)
	found := map[engine.ProjectID][]engine.Entry{}
	err := s.withWords(ctx, "read the reviews", func(q querier, words []string) error {
		// field >= 14 is written out because the index is made for it.
		return each(q, entryQuery+`WHERE e.field >= 14 AND e.withdraws IS NULL AND NOT EXISTS (SELECT 1 FROM entry w WHERE w.withdraws = e.seq) AND `+
			where+` ORDER BY e.project, e.seq`, args, func(rows *sql.Rows) error {
			_, entry, err := scanEntry(rows, words)
			found[entry.Project] = append(found[entry.Project], entry)
			return err
		})
	})
	for project, entries := range found {
		found[project] = newestOfKeys(entries)
	}
	return found, err
}
