package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	"jixiao/engine"
)

// Hold is the right to evaluate a year. One process has it at a time, and it falls when that process dies, because it is a lock of
// the operating system on a file beside the database. A holder that lost it nevertheless, say because somebody removed the lock
// file, writes nothing: every write compares the hold's fencing number with the one in the database.
type Hold struct {
	store *Store
	year  int
	fence int64
	mutex sync.Mutex
	lock  *fileLock // nil once released
}

// holdFile is the file whose lock is the hold of a year.
func holdFile(path string, year int) string { return fmt.Sprintf("%s.year-%d.lock", path, year) }

// heldYears are the years that a store has held. Their lock files are left until it is closed, because making and removing one costs as much as
// scoring a project, and some of it again when the disk is waited for.
type heldYears struct {
	mutex sync.Mutex
	years []int
}

func (h *heldYears) add(year int) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if !slices.Contains(h.years, year) {
		h.years = append(h.years, year)
	}
}

// removeFiles removes the lock files of a database that nobody holds now.
func (h *heldYears) removeFiles(path string) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	for _, year := range h.years {
		removeOrphan(holdFile(path, year))
	}
	h.years = nil
}

// HoldYear takes the hold of a year for somebody. *YearHeld where another evaluation has it.
func (s *Store) HoldYear(ctx context.Context, year int, by string) (*Hold, error) {
	const doing = "hold the year"
	if s.writer == nil {
		return nil, s.fail(doing, ErrReadOnly)
	}
	lock, err := tryFileLock(holdFile(s.path, year))
	if err != nil {
		return nil, s.fail(doing, err)
	}
	if lock == nil {
		return nil, s.fail(doing, s.held(ctx, year))
	}
	s.years.add(year)
	h := &Hold{store: s, year: year, lock: lock}
	err = s.writeSeen(ctx, doing, func(tx *transaction) error {
		return tx.QueryRow(`INSERT INTO hold (year, fence, holder) VALUES (?1, 1, ?2)
			ON CONFLICT (year) DO UPDATE SET fence = fence + 1, holder = excluded.holder RETURNING fence`, year, by).Scan(&h.fence)
	})
	if err != nil {
		return nil, errors.Join(err, lock.release())
	}
	return h, nil
}

func (s *Store) held(ctx context.Context, year int) error {
	held := &YearHeld{Year: year}
	err := s.reader.QueryRowContext(ctx, `SELECT holder FROM hold WHERE year = ?1`, year).Scan(&held.By)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return held
}

// Release gives the year back. The second call does nothing.
func (h *Hold) Release() error {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.lock == nil {
		return nil
	}
	// The name of the holder stays in the table, where it only informs: the lock is what counts.
	err := h.store.fail("release the year", h.lock.drop())
	h.lock = nil
	return err
}

// write runs f in a transaction of the writer after checking that the hold still counts.
func (h *Hold) write(ctx context.Context, doing string, f func(*transaction) error) error {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.lock == nil {
		return &StaleHold{h.year}
	}
	return h.store.write(ctx, doing, func(tx *transaction) error {
		var fence int64
		if err := tx.QueryRow(`SELECT fence FROM hold WHERE year = ?1`, h.year).Scan(&fence); err != nil {
			return err
		}
		if fence != h.fence {
			return &StaleHold{h.year}
		}
		return f(tx)
	})
}

// openRun returns the pack of an unfinished run of the hold's year.
func (h *Hold) openRun(tx *transaction, run int64) (pack engine.RulesetID, err error) {
	var year int
	var finishedAt string
	err = tx.QueryRow(`SELECT r.year, r.finished_at, r.pack_name, k.digest FROM run r JOIN pack k ON k.pk = r.pack WHERE r.id = CAST(?1 AS INTEGER)`, run).
		Scan(&year, &finishedAt, &pack.Name, digestColumn{&pack.Digest})
	if err != nil {
		return pack, known(err, "run %d", run)
	}
	if finishedAt != "" || year != h.year {
		return pack, fmt.Errorf("run %d: %w", run, ErrRunFinished)
	}
	return pack, nil
}

// Begin stores a new, unfinished run of the hold's year and the text of its effective pack, and returns its number. Of run,
// Year, Pack, Engine, Project, Department, LedgerSeq, RevisionSeq, WithdrawalSeq, Base, Checked, By and StartedAt are taken. The first text stored
// under a pack's digest stays. Where run has a base, it begins with the base's evaluations of all projects of which nothing changed between
// the states of the two.
func (h *Hold) Begin(ctx context.Context, run engine.Run, effectivePack []byte) (int64, error) {
	if err := h.mayBegin(&run); err != nil {
		return 0, err
	}
	var id int64
	err := h.write(ctx, "begin a run", func(tx *transaction) (err error) {
		id, err = beginRun(tx, run, effectivePack)
		return err
	})
	return id, err
}

func (h *Hold) mayBegin(run *engine.Run) error {
	if run.Year != h.year {
		return fmt.Errorf("begin a run: the hold is of the year %d, the run of %d", h.year, run.Year)
	}
	return nil
}

func beginRun(tx *transaction, run engine.Run, effectivePack []byte) (id int64, err error) {
	pack, err := packNumber(tx, run.Pack.Digest, effectivePack)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(`INSERT INTO run
			(year, pack, pack_name, engine, project, department, ledger_seq, revision_seq, withdrawal_seq, author, started_at, base, checked, projects, finished_at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0, '') RETURNING id`,
		run.Year, pack, run.Pack.Name, run.Engine, string(run.Project), run.Department, run.LedgerSeq, run.RevisionSeq,
		run.WithdrawalSeq, run.By, run.StartedAt, run.Base, flag(run.Checked)).Scan(&id)
	if err != nil || run.Base == 0 {
		return id, err
	}
	_, err = tx.Exec(takeOver, id, run.Base, run.LedgerSeq, run.RevisionSeq, run.WithdrawalSeq)
	return id, err
}

// packNumber finds a pack, and stores its text where it is not stored yet.
func packNumber(tx *transaction, digest engine.Digest, effective []byte) (number int64, err error) {
	err = tx.QueryRow(`SELECT pk FROM pack WHERE digest = ?1`, digest[:]).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.QueryRow(`INSERT INTO pack (digest, content) VALUES (?1, ?2) RETURNING pk`, digest[:], append([]byte{}, effective...)).Scan(&number)
	}
	return number, err
}

// takeOver gives run ?1 the evaluations of run ?2 but of projects that have something newer than the state of ?2, up to the state of ?1. What
// is newer may be a review, of which no score depends; scoring such a project again does no harm. What is newer depends on no row of the
// outer query, so that SQLite looks it up once and not for every project.
const takeOver = `INSERT INTO run_project SELECT ?1, m.project, m.evaluation FROM run_project m
	WHERE m.run = ?2 AND m.project NOT IN (
		SELECT project FROM entry WHERE seq > (SELECT ledger_seq FROM run WHERE id = ?2) AND seq <= ?3
		UNION SELECT project FROM revision WHERE pk > (SELECT revision_seq FROM run WHERE id = ?2) AND pk <= ?4
		UNION SELECT project FROM withdrawal WHERE pk > (SELECT withdrawal_seq FROM run WHERE id = ?2) AND pk <= ?5)`

// Held counts the projects that a run holds.
func (h *Hold) Held(ctx context.Context, run int64) (projects int, err error) {
	err = h.store.reader.QueryRowContext(ctx, `SELECT count(*) FROM run_project WHERE run = ?1`, run).Scan(&projects)
	return projects, h.store.fail("count what a run holds", err)
}

// SumLines is [Store.SumLines], for a run that goes on.
func (h *Hold) SumLines(ctx context.Context, run int64) iter.Seq2[engine.SumLine, error] {
	return h.store.SumLines(ctx, run)
}

// Digests gives the digests of the inputs and of the results of a run, each in ascending order.
func (h *Hold) Digests(ctx context.Context, run int64) (inputs, results iter.Seq2[engine.Digest, error]) {
	return h.sorted(ctx, run, "input"), h.sorted(ctx, run, "result")
}

// sorted reads one column of a run's evaluations. SQLite sorts on the disk what does not fit into its cache.
func (h *Hold) sorted(ctx context.Context, run int64, column string) iter.Seq2[engine.Digest, error] {
	return func(yield func(engine.Digest, error) bool) {
		err := each(h.store.reader, `SELECT e.`+column+` FROM run_project m JOIN evaluation e ON e.pk = m.evaluation WHERE m.run = ?1 ORDER BY 1`,
			[]any{run}, func(rows *sql.Rows) error {
				var digest engine.Digest
				if err := cmp.Or(ctx.Err(), rows.Scan(digestColumn{&digest})); err != nil {
					return err
				}
				if !yield(digest, nil) {
					return errEnough
				}
				return nil
			})
		if err != nil && err != errEnough {
			yield(engine.Digest{}, h.store.fail("digest a run", err))
		}
	}
}

// errEnough ends a reading of which nobody wants more.
var errEnough = errors.New("enough")

// Finish makes a run count: with the digests of its inputs and results, the number of its projects and the time (RFC 3339, not
// empty), which are taken from run, and with a seal over its row. From then on nothing of it changes.
func (h *Hold) Finish(ctx context.Context, run engine.Run) error {
	if run.FinishedAt == "" {
		return errors.New("finish a run: no time was given")
	}
	return h.write(ctx, "finish a run", func(tx *transaction) error {
		if _, err := h.openRun(tx, run.ID); err != nil {
			return err
		}
		return finishRun(tx, run)
	})
}

func finishRun(tx *transaction, run engine.Run) error {
	var r engine.Run // what is sealed is what is stored
	if err := tx.QueryRow(runQuery+`WHERE r.id = CAST(?1 AS INTEGER)`, run.ID).Scan(runColumns(&r)...); err != nil {
		return err
	}
	r.Projects, r.FinishedAt, r.Inputs, r.Digest = run.Projects, run.FinishedAt, run.Inputs, run.Digest
	seal := r.Sealed()
	_, err := tx.Exec(`UPDATE run SET projects = ?2, finished_at = ?3, inputs = ?4, digest = ?5, seal = ?6 WHERE id = ?1`,
		r.ID, r.Projects, r.FinishedAt, r.Inputs[:], r.Digest[:], seal[:])
	return err
}

// Whole stores a finished run that follows no other, with all its evaluations, as [Hold.Begin], [Hold.Append] and [Hold.Finish] do one after the
// other, and returns its number: all of it or nothing, and with one wait for the disk.
func (h *Hold) Whole(ctx context.Context, run engine.Run, effectivePack []byte, evaluations []engine.Evaluated) (int64, error) {
	if err := h.mayBegin(&run); err != nil {
		return 0, err
	}
	if run.FinishedAt == "" || run.Base != 0 {
		return 0, errors.New("store a whole run: it has no time, or follows another one")
	}
	err := h.write(ctx, "store a run", func(tx *transaction) (err error) {
		if run.ID, err = beginRun(tx, run, effectivePack); err != nil {
			return err
		}
		if err = appendTo(ctx, tx, run.ID, run.Pack, evaluations); err != nil {
			return err
		}
		return finishRun(tx, run)
	})
	return run.ID, err
}
