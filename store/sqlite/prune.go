package sqlite

import (
	"context"
	"database/sql"

	"jixiao/engine"
)

// Pruning says what pruning a run takes away.
type Pruning struct {
	Run      engine.Run
	Projects int // whose results the run counts; in an interrupted one, those that it had scored
	Results  int // of them, those that no run counts that stays
}

// Prunings says what pruning runs together would take away, in the order of their numbers. Runs that are pruned already are left out.
func (s *Store) Prunings(ctx context.Context, runs []int64) ([]Pruning, error) {
	list, err := s.runs(ctx, `WHERE g.run IS NULL AND r.id`+inPage+`ORDER BY r.id`, among(runs))
	if err != nil {
		return nil, err
	}
	prunings := make([]Pruning, len(list))
	for i, run := range list {
		p := &prunings[i]
		p.Run = run
		err := s.reader.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
				SELECT 1 FROM run_project o WHERE o.evaluation = m.evaluation AND (o.run NOT`+inPage+`OR o.run < m.run)))
			FROM run_project m WHERE m.run = ?2`, among(runs), run.ID).Scan(&p.Projects, &p.Results)
		if err != nil {
			return nil, s.fail("count what pruning takes away", err)
		}
	}
	return prunings, nil
}

// sweepSize is how many results go in one transaction.
const sweepSize = 2000

// Prune forgets runs of the hold's year: that they were, and with which digest, stays; their results go, as far as no other run counts them.
// Where the program ends in the middle, what was to go is gone for all readers, and the next Prune gives its space back. by and at (RFC 3339) say who did it.
func (h *Hold) Prune(ctx context.Context, runs []int64, by, at string) error {
	const doing = "prune runs"
	err := h.write(ctx, doing, func(tx *transaction) error {
		for _, run := range runs {
			if _, err := tx.Exec(`INSERT INTO pruned (run, author, made_at) SELECT id, ?2, ?3 FROM run WHERE id = ?1 AND year = ?4
				ON CONFLICT DO NOTHING`, run, by, at, h.year); err != nil {
				return err
			}
		}
		_, err := tx.Exec(`DELETE FROM run_project WHERE run IN (SELECT run FROM pruned)`)
		return err
	})
	for more := true; err == nil && more; {
		err = h.write(ctx, doing, func(tx *transaction) error { more, err = sweep(tx); return err })
	}
	return err
}

// sweep deletes results that no run counts and whose run is pruned, and tells whether there may be more.
func sweep(tx *transaction) (more bool, err error) {
	var swept []int64
	err = each(tx, `SELECT e.pk FROM pruned p JOIN evaluation e ON e.run = p.run
		WHERE NOT EXISTS (SELECT 1 FROM run_project m WHERE m.evaluation = e.pk) LIMIT ?1`, []any{sweepSize}, func(rows *sql.Rows) error {
		var pk int64
		err := rows.Scan(&pk)
		swept = append(swept, pk)
		return err
	})
	if err != nil {
		return false, err
	}
	for _, rows := range []string{"evaluation_body WHERE evaluation", "evaluation WHERE pk"} {
		if _, err := tx.Exec(`DELETE FROM `+rows+inPage, among(swept)); err != nil {
			return false, err
		}
	}
	return len(swept) == sweepSize, nil
}
