package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"jixiao/engine"
)

// ErrYearState is returned where a decision about a year does not follow from its state: closing a closed year, reopening an open one,
// opening one that was closed or opened before.
var ErrYearState = errors.New("the year is not in a state for that")

// YearClosed is returned where something is to be written that a closed year takes no more. Nothing was written.
type YearClosed struct{ Closing engine.YearChange }

// Error implements error for logs; people get the sentence of the code.
func (e *YearClosed) Error() string { return fmt.Sprintf("the year %d is closed", e.Closing.Year) }

// Problem returns the code and the arguments of the sentence.
func (e *YearClosed) Problem() (string, []engine.Arg) {
	return CodeYearClosed, engine.Args("year", strconv.Itoa(e.Closing.Year), "by", e.Closing.By, "when", e.Closing.At)
}

// ChangeYear writes a decision about a year. An open year is closed, a closed one reopened, and one of which nothing was said yet opened;
// anything else is ErrYearState. Whoever writes into the year at the same time is done before, or is refused.
func (s *Store) ChangeYear(ctx context.Context, change engine.YearChange) error {
	err := s.write(ctx, "change the state of a year", func(tx *transaction) error {
		current, said, err := yearState(tx, change.Year)
		if err != nil {
			return err
		}
		if !follows(change.State, current.State, said) {
			return ErrYearState
		}
		_, err = tx.Exec(`INSERT INTO year_state (year, state, author, made_at, reason) VALUES (?1, ?2, ?3, ?4, ?5)`,
			change.Year, int64(change.State), change.By, change.At, change.Reason)
		return err
	})
	if errors.Is(err, ErrYearState) {
		return ErrYearState
	}
	return err
}

func follows(next, current engine.YearState, said bool) bool {
	switch next {
	case engine.YearClosed:
		return current != engine.YearClosed
	case engine.YearReopened:
		return current == engine.YearClosed
	}
	return !said
}

// YearHistory reads everything that was decided about years, year by year and in each the oldest first; 0 means all years.
func (s *Store) YearHistory(ctx context.Context, year int) ([]engine.YearChange, error) {
	var list []engine.YearChange
	err := ctx.Err()
	if err == nil {
		err = each(s.reader, `SELECT year, state, author, made_at, reason FROM year_state WHERE ?1 IN (0, year) ORDER BY year, pk`, []any{year},
			func(rows *sql.Rows) error {
				change, err := scanYear(rows)
				list = append(list, change)
				return err
			})
	}
	return list, s.fail("read the states of years", err)
}

// ClosedYears returns the years that are closed now, each with the decision that closed it.
func (s *Store) ClosedYears(ctx context.Context) (map[int]engine.YearChange, error) {
	history, err := s.YearHistory(ctx, 0)
	closed := map[int]engine.YearChange{}
	for _, change := range history {
		delete(closed, change.Year)
		if change.State == engine.YearClosed {
			closed[change.Year] = change
		}
	}
	return closed, err
}

func scanYear(rows *sql.Rows) (engine.YearChange, error) {
	var c engine.YearChange
	err := rows.Scan(&c.Year, enumColumn[engine.YearState]{&c.State, engine.YearReopened}, &c.By, &c.At, &c.Reason)
	return c, err
}

// yearState returns the newest decision about a year, and whether there is any.
func yearState(q querier, year int) (newest engine.YearChange, said bool, err error) {
	err = each(q, `SELECT year, state, author, made_at, reason FROM year_state WHERE year = CAST(?1 AS INTEGER) ORDER BY pk DESC LIMIT 1`, []any{year},
		func(rows *sql.Rows) error {
			said = true
			newest, err = scanYear(rows)
			return err
		})
	return newest, said, err
}

// yearGuard refuses, inside a transaction that writes, what belongs to a closed year. There is one writer at a time, so that what was open
// once stays so to the end of the transaction.
type yearGuard struct {
	tx   *transaction
	open map[int]bool
}

func newYearGuard(tx *transaction) *yearGuard { return &yearGuard{tx, map[int]bool{}} }

// check returns *YearClosed where a year is closed.
func (g *yearGuard) check(year int) error {
	if g.open[year] {
		return nil
	}
	newest, _, err := yearState(g.tx, year)
	if err == nil && newest.State == engine.YearClosed {
		err = &YearClosed{newest}
	}
	if err == nil {
		g.open[year] = true
	}
	return err
}
