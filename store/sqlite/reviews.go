package sqlite

import (
	"context"
	"database/sql"

	"jixiao/engine"
)

// Reviews reads the reviews that count now, of any run and none: a review is made beside a score and does not belong to it. The entries
// of each project are in the order of the ledger.
func (s *Store) Reviews(ctx context.Context, filter engine.Filter) (map[engine.ProjectID][]engine.Entry, error) {
	found := map[engine.ProjectID][]engine.Entry{}
	err := s.withWords(ctx, "read the reviews", func(q querier, words []string) error {
		numbers, err := reviewsInForce(q)
		if err != nil || len(numbers) == 0 {
			return err
		}
		where, args := projectsWhere(filter, 2)
		query := entryQuery + `WHERE e.seq` + inPage + `AND ` + where + ` ORDER BY e.project, e.seq`
		return each(q, query, append([]any{among(numbers)}, args...), func(rows *sql.Rows) error {
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

// reviewsInForce lists the reviews that nothing takes back. They are asked for first: left to itself, SQLite goes through all projects of
// the year, and most years have no review at all. field >= 16 is written out because the index is made for it.
func reviewsInForce(q querier) (numbers []int64, err error) {
	err = each(q, `SELECT e.seq FROM entry e WHERE e.field >= 16 AND e.withdraws IS NULL AND NOT EXISTS (SELECT 1 FROM entry w WHERE w.withdraws = e.seq)`,
		nil, func(rows *sql.Rows) error {
			var seq int64
			err := rows.Scan(&seq)
			numbers = append(numbers, seq)
			return err
		})
	return numbers, err
}

func newestOfKeys(entries []engine.Entry) []engine.Entry {
	newest := make(map[engine.RecordKey]int64, len(entries))
	for _, entry := range entries {
		newest[entry.RecordKey] = entry.Seq
	}
	kept := entries[:0]
	for _, entry := range entries {
		if newest[entry.RecordKey] == entry.Seq {
			kept = append(kept, entry)
		}
	}
	return kept
}
