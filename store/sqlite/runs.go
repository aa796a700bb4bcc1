package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"jixiao/engine"
)

const runQuery = `SELECT r.id, r.year, r.pack_name, k.digest, r.engine, r.project, r.department, r.ledger_seq, r.revision_seq,
	r.withdrawal_seq, r.projects, r.author, r.started_at, r.finished_at, r.inputs, r.digest, r.seal, r.base, r.checked, coalesce(g.author, ''), coalesce(g.made_at, '')
	FROM run r JOIN pack k ON k.pk = r.pack LEFT JOIN pruned g ON g.run = r.id `

func runColumns(r *engine.Run) []any {
	return []any{&r.ID, &r.Year, &r.Pack.Name, digestColumn{&r.Pack.Digest}, &r.Engine, &r.Project, &r.Department, &r.LedgerSeq,
		&r.RevisionSeq, &r.WithdrawalSeq, &r.Projects, &r.By, &r.StartedAt, &r.FinishedAt, digestColumn{&r.Inputs}, digestColumn{&r.Digest},
		digestColumn{&r.Seal}, &r.Base, flagColumn{&r.Checked}, &r.PrunedBy, &r.PrunedAt}
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
	rest := `WHERE r.year = ?1 AND r.finished_at <> '' AND g.run IS NULL AND r.project = ?2 AND r.department IN ('', ?3) ORDER BY r.id DESC LIMIT 1`
	if project != "" {
		rest = `JOIN project p ON p.id = CAST(?2 AS TEXT) JOIN run_project m ON m.run = r.id AND m.project = p.pk
			WHERE r.year = CAST(?1 AS INTEGER) AND r.finished_at <> '' ORDER BY r.id DESC LIMIT 1`
	}
	list, err := s.runs(ctx, rest, year, string(project), engine.Fold(department))
	if err != nil || len(list) == 0 {
		return engine.Run{}, false, err
	}
	return list[0], true, nil
}

// sameJob is the condition that run r has year ?1, project ?2, department ?3, pack ?4 and engine ?5, and keeps the digests of its results and what
// the checks came to, so that another run can go on with it.
const sameJob = `WHERE r.year = ?1 AND r.project = ?2 AND r.department = ?3 AND k.digest = ?4 AND r.engine = ?5 AND r.base >= 0 AND r.checked = 1 AND g.run IS NULL `

func (s *Store) newestLike(ctx context.Context, run engine.Run, condition string) (engine.Run, bool, error) {
	list, err := s.runs(ctx, sameJob+condition+` ORDER BY r.id DESC LIMIT 1`, run.Year, string(run.Project), run.Department, run.Pack.Digest[:], run.Engine)
	if err != nil || len(list) == 0 {
		return engine.Run{}, false, err
	}
	return list[0], true, nil
}

// Interrupted returns the newest unfinished run of the year, project, department, pack and engine of a run; not ok where there is none.
func (s *Store) Interrupted(ctx context.Context, like engine.Run) (engine.Run, bool, error) {
	return s.newestLike(ctx, like, `AND r.finished_at = ''`)
}

// Followed returns the newest finished run that a run of the same year, department, pack and engine can follow, taking over what did not
// change; not ok where there is none. A run of a single project follows none: it is scored sooner than looked up.
func (s *Store) Followed(ctx context.Context, like engine.Run) (engine.Run, bool, error) {
	if like.Project != "" {
		return engine.Run{}, false, nil
	}
	return s.newestLike(ctx, like, `AND r.finished_at <> ''`)
}

// Tallies sums up a run by grade, without its rows. Undetermined and faulty are not known of runs of a program that did not keep them.
func (s *Store) Tallies(ctx context.Context, run int64) ([]engine.Tally, error) {
	var list []engine.Tally
	err := s.withWords(ctx, "sum up a run", func(q querier, words []string) error {
		return each(q, `SELECT e.grade, e.determined, count(*), sum(e.total), sum(e.undetermined), sum(e.faulty)
			FROM run_project m JOIN evaluation e ON e.pk = m.evaluation WHERE m.run = ?1 GROUP BY e.determined, e.grade ORDER BY e.determined, e.grade`,
			[]any{run}, func(rows *sql.Rows) error {
				var t engine.Tally
				err := rows.Scan(wordColumn{&t.Grade, words}, flagColumn{&t.Determined}, &t.Projects, &t.Sum, &t.Undetermined, &t.Faulty)
				list = append(list, t)
				return err
			})
	})
	return list, err
}

// ScoreLines reads the first projects of a run, at most so many, in the order of first import, without their forms and rows. What was withdrawn
// since is left out.
func (s *Store) ScoreLines(ctx context.Context, run int64, most int) ([]engine.ScoreLine, error) {
	var list []engine.ScoreLine
	err := s.withWords(ctx, "read the scores", func(q querier, words []string) error {
		return each(q, `SELECT r.name, r.department, e.determined, e.total, e.at_least, e.at_most, e.grade, e.undetermined
			FROM run_project m JOIN project p ON p.pk = m.project JOIN evaluation e ON e.pk = m.evaluation JOIN revision r ON r.pk = e.revision
			WHERE m.run = ?1 AND `+notWithdrawn+` ORDER BY m.project LIMIT ?2`, []any{run, most}, func(rows *sql.Rows) error {
			var l engine.ScoreLine
			err := rows.Scan(&l.Name, &l.Department, flagColumn{&l.Determined}, &l.Total, &l.AtLeast, &l.AtMost, wordColumn{&l.Grade, words}, &l.Undetermined)
			list = append(list, l)
			return err
		})
	})
	return list, err
}

// SumLines reads what a run is summed up from, project by project in the order of first import, without forms and rows. An error ends the sequence.
func (s *Store) SumLines(ctx context.Context, run int64) iter.Seq2[engine.SumLine, error] {
	return func(yield func(engine.SumLine, error) bool) {
		err := s.withWords(ctx, "sum up a run", func(q querier, words []string) error {
			for last, more := int64(0), true; more; {
				var packed string
				err := ctx.Err()
				if err == nil {
					err = each(q, sumLines, []any{run, last}, func(rows *sql.Rows) error { return rows.Scan(&last, &packed) })
				}
				if err != nil {
					return err
				}
				if more, err = unpackSumLines(packed, words, yield); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			yield(engine.SumLine{}, err)
		}
	}
}

// sumLines packs the next projects of run ?1 behind ?2 into one text.
const sumLines = `SELECT coalesce(max(project), 0), json_group_array(json_array(department, determined, total, grade, undetermined, faulty, checks_asked, checks))
	FROM (SELECT m.project, r.department, e.determined, e.total, e.grade, e.undetermined, e.faulty, e.checks_asked, e.checks
		FROM run_project m JOIN evaluation e ON e.pk = m.evaluation JOIN revision r ON r.pk = e.revision
		WHERE m.run = CAST(?1 AS INTEGER) AND m.project > CAST(?2 AS INTEGER) ORDER BY m.project LIMIT 500)`

// unpackSumLines yields rows and tells whether there were any and more are wanted.
func unpackSumLines(rows string, words []string, yield func(engine.SumLine, error) bool) (more bool, err error) {
	p := newPacked(rows)
	for p.open(); p.next(); p.close() {
		p.open()
		l := engine.SumLine{Department: p.string(), Determined: p.flag(), Total: engine.Points(p.integer()), Grade: p.word(words), Undetermined: p.int(),
			Faulty: p.flag()}
		if !p.null() {
			l.Checks.Asked = p.word(words)
		}
		if l.Checks.Outcomes = p.string(); p.err == nil && !l.Checks.Valid() {
			p.broken("what checks came to: " + l.Checks.Outcomes)
		}
		if p.err != nil {
			return false, p.err
		}
		if more = true; !yield(l, nil) {
			return false, nil
		}
	}
	return more, p.ended()
}

// Pack returns the text of an effective pack that a run used. ErrUnknown where there is none.
func (s *Store) Pack(ctx context.Context, digest engine.Digest) ([]byte, error) {
	var content []byte
	err := s.reader.QueryRowContext(ctx, `SELECT content FROM pack WHERE digest = ?1`, digest[:]).Scan(&content)
	return content, s.fail("read a pack", known(err, "pack %s", digest))
}
