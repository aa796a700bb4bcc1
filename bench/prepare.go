package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/big"
	"os"
	"time"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// prepareNumbers writes beside a database what the CASE script cannot read out of its texts: the numbers of targets and of recorded actuals as
// whole hundredths of their unit without 万, and days as numbers of days since 2000-01-01. It overwrites the file at into.
func prepareNumbers(ctx context.Context, database, into string) error {
	if err := os.RemoveAll(into); err != nil {
		return err
	}
	from, err := connect(database)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := connect(into)
	if err != nil {
		return err
	}
	err = inTransaction(to, func(tx *sql.Tx) error {
		_, err := tx.Exec(preparedTables)
		return errors.Join(err, prepareTargets(ctx, from, tx), prepareActuals(ctx, from, tx))
	})
	return errors.Join(err, to.Close())
}

// factor is what an actual without a unit is multiplied with: 10000 where the target is in 万.
const preparedTables = `
CREATE TABLE target (revision INTEGER, position INTEGER, value INTEGER, low INTEGER, high INTEGER, factor INTEGER, due INTEGER,
	PRIMARY KEY (revision, position)) STRICT, WITHOUT ROWID;
CREATE TABLE actual (entry INTEGER PRIMARY KEY, kind INTEGER, value INTEGER, unit TEXT, scaled_unit TEXT, day INTEGER) STRICT;`

func prepareTargets(ctx context.Context, from *sql.DB, tx *sql.Tx) error {
	rows, err := from.QueryContext(ctx, `SELECT revision, position, target_value, target_scaled, min_scaled, max_value, max_scaled, due_day FROM form_row`)
	if err != nil {
		return err
	}
	defer rows.Close()
	insert, err := tx.Prepare(`INSERT INTO target VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	for rows.Next() {
		var revision, position, due int
		var value, scaled, low, highValue, high string
		if err := rows.Scan(&revision, &position, &value, &scaled, &low, &highValue, &high, &due); err != nil {
			return err
		}
		n, err := hundredthsOf(scaled, low, high)
		if err != nil {
			return err
		}
		factor := max(factorOf(value, scaled), factorOf(highValue, high))
		if _, err := insert.Exec(revision, position, n[0], n[1], n[2], factor, dayOf(storedDay(due))); err != nil {
			return err
		}
	}
	return rows.Err()
}

func prepareActuals(ctx context.Context, from *sql.DB, tx *sql.Tx) error {
	rows, err := from.QueryContext(ctx, `SELECT e.seq, p.year, e.value FROM entry e JOIN project p ON p.pk = e.project WHERE e.field = ?1`, int(engine.RecordActual))
	if err != nil {
		return err
	}
	defer rows.Close()
	insert, err := tx.Prepare(`INSERT INTO actual VALUES (?1, ?2, ?3, ?4, ?5, ?6)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	for rows.Next() {
		var seq, year int
		var text string
		if err := rows.Scan(&seq, &year, &text); err != nil {
			return err
		}
		actual, _ := notation.ParseActual(text, notation.Context{Year: year})
		if actual.Approximation != engine.Precise || !actual.Reported || !actual.From.IsZero() && actual.From != actual.Date {
			return fmt.Errorf("entry %d: the script has no rule for the actual %q", seq, text)
		}
		n, err := hundredthsOf(actual.Number.Scaled.String())
		if err != nil {
			return err
		}
		if _, err := insert.Exec(seq, int(actual.Kind), n[0], actual.Number.Unit, actual.Number.ScaledUnit, dayOf(actual.Date)); err != nil {
			return err
		}
	}
	return rows.Err()
}

// hundredthsOf reads plain decimals, nothing being 0. What has more than two places or does not fit is an error: the script computes in
// whole hundredths.
func hundredthsOf(texts ...string) ([]int64, error) {
	list := make([]int64, len(texts))
	for i, text := range texts {
		if text == "" {
			continue
		}
		value, ok := engine.ParseDecimal(text)
		if !ok {
			return nil, fmt.Errorf("%q is no plain decimal", text)
		}
		exact := value.Rational().Big()
		exact.Mul(exact, big.NewRat(100, 1))
		if !exact.IsInt() || !exact.Num().IsInt64() {
			return nil, fmt.Errorf("%s is no whole number of hundredths", text)
		}
		list[i] = exact.Num().Int64()
	}
	return list, nil
}

// factorOf is scaled ÷ value, which is 1 or a power of ten.
func factorOf(value, scaled string) int64 {
	n, err := hundredthsOf(value, scaled)
	if err != nil || n[0] == 0 {
		return 1
	}
	return n[1] / n[0]
}

// firstDay is day 0 of the script.
var firstDay = engine.Date{Year: 2000, Month: 1, Day: 1}

// dayOf is how many days a date is after the first; NULL for none.
func dayOf(date engine.Date) any {
	if date.IsZero() {
		return nil
	}
	return date.DaysAfter(firstDay)
}

// storedDay reads a day as it is stored, yyyymmdd.
func storedDay(day int) engine.Date {
	return engine.Date{Year: day / 10000, Month: time.Month(day / 100 % 100), Day: day % 100}
}
