package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"jixiao/engine"
)

const runQuery = `SELECT r.id, r.year, r.pack_name, k.digest, r.engine, r.project, r.department, r.ledger_seq, r.revision_seq,
	r.withdrawal_seq, r.projects, r.author, r.started_at, r.finished_at, r.inputs, r.digest, r.seal FROM run r JOIN pack k ON k.pk = r.pack `

func runColumns(r *engine.Run) []any {
	return []any{&r.ID, &r.Year, &r.Pack.Name, digestColumn{&r.Pack.Digest}, &r.Engine, &r.Project, &r.Department, &r.LedgerSeq,
		&r.RevisionSeq, &r.WithdrawalSeq, &r.Projects, &r.By, &r.StartedAt, &r.FinishedAt, digestColumn{&r.Inputs}, digestColumn{&r.Digest},
		digestColumn{&r.Seal}}
}

func (s *Store) runs(ctx context.Context, rest string, args ...any) ([]engine.Run, error) {
	if err := ctx.Err(); err != nil {
		return nil, s.fail("read the runs", err)
	}
	var list []engine.Run
	err := each(s.reader, runQuery+rest, args, func(rows *sql.Rows) error {
		var r engine.Run
		err := rows.Scan(runColumns(&r)...)
		list = append(list, r)
		return err
	})
	if err != nil {
		return nil, s.fail("read the runs", err)
	}
	return list, nil
}

// Runs lists the runs of a year, unfinished ones among them, the newest first. Year 0 is all years.
func (s *Store) Runs(ctx context.Context, year int) ([]engine.Run, error) {
	return s.runs(ctx, `WHERE ?1 = 0 OR r.year = ?1 ORDER BY r.id DESC`, year)
}

// Run returns a run by its number. ErrUnknown where there is none.
func (s *Store) Run(ctx context.Context, id int64) (engine.Run, error) {
	list, err := s.runs(ctx, `WHERE r.id = ?1`, id)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("run %d: %w", id, ErrUnknown)
	}
	if err != nil {
		return engine.Run{}, err
	}
	return list[0], nil
}

// NewestRun returns the newest finished run of a whole year; with a department (or unit), the newest of the year or of that
// department; with a project, the newest that holds it. It is not ok where there is none.
func (s *Store) NewestRun(ctx context.Context, year int, department string, project engine.ProjectID) (engine.Run, bool, error) {
	rest := `WHERE r.year = ?1 AND r.finished_at <> '' AND r.project = ?2 AND r.department IN ('', ?3) ORDER BY r.id DESC LIMIT 1`
	if project != "" {
		rest = `JOIN evaluation e ON e.run = r.id JOIN project p ON p.pk = e.project AND p.id = ?2
			WHERE r.year = ?1 AND r.finished_at <> '' ORDER BY r.id DESC LIMIT 1`
	}
	list, err := s.runs(ctx, rest, year, string(project), engine.Fold(department))
	if err != nil || len(list) == 0 {
		return engine.Run{}, false, err
	}
	return list[0], true, nil
}

// Pack returns the text of an effective pack that a run used. ErrUnknown where there is none.
func (s *Store) Pack(ctx context.Context, digest engine.Digest) ([]byte, error) {
	var content []byte
	err := s.reader.QueryRowContext(ctx, `SELECT content FROM pack WHERE digest = ?1`, digest[:]).Scan(&content)
	return content, s.fail("read a pack", known(err, "pack %s", digest))
}
