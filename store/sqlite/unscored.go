package sqlite

import (
	"context"
	"iter"

	"jixiao/engine"
)

// Unscored reads the projects that a filter selects and a run did not evaluate, as they are stored now: those that were imported after
// it. They come in the order of first import, a page in memory at once.
func (s *Store) Unscored(ctx context.Context, run int64, filter engine.Filter) iter.Seq2[engine.Stored, error] {
	return func(yield func(engine.Stored, error) bool) {
		now, err := s.Read(ctx, filter)
		if err != nil {
			yield(engine.Stored{}, err)
			return
		}
		where, args := projectsWhere(filter, 5)
		query := `SELECT p.pk, (SELECT r.pk FROM revision r WHERE r.project = p.pk AND r.pk <= ?4 ORDER BY r.number DESC LIMIT 1)
			FROM project p WHERE p.pk > ?1 AND ` + where + ` AND NOT EXISTS (SELECT 1 FROM run_project m WHERE m.run = ?3 AND m.project = p.pk)
			ORDER BY p.pk LIMIT CAST(?2 AS INTEGER)`
		s.stored(ctx, now.ledgerSeq, query, append([]any{run, now.revision}, args...))(yield)
	}
}

// ChangedSince tells whether a form was stored or a value recorded, for a project that a filter selects, after the state that a run saw.
func (s *Store) ChangedSince(ctx context.Context, run engine.Run, filter engine.Filter) (bool, error) {
	where, args := projectsWhere(filter, 3)
	var changed bool
	err := s.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM revision r JOIN project p ON p.pk = r.project WHERE r.pk > ?1 AND `+where+`)
		OR EXISTS (SELECT 1 FROM entry e JOIN project p ON p.pk = e.project WHERE e.seq > ?2 AND `+where+`)`,
		append([]any{run.RevisionSeq, run.LedgerSeq}, args...)...).Scan(&changed)
	return changed && run.RevisionSeq > 0, s.fail("look what came after a run", err)
}
