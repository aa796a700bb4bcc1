package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/mattn/go-sqlite3"

	"jixiao/engine"
)

// mostFaults is how many faults of a damaged file are listed.
const mostFaults = 10

// inspectCopy reads a copy of a database that nobody writes to from its first page to its last, and returns what its manifest says of its
// content. *Error with CodeDamaged where anything is wrong with it, *NewerDatabase where this program does not know its schema.
func inspectCopy(ctx context.Context, path string) (*Manifest, error) {
	if err := checkHeader(path); err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector(path, modeCopy))
	defer db.Close()
	migrations, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	has, knows, err := versions(ctx, db, migrations)
	if err != nil {
		return nil, err
	}
	if has > knows {
		return nil, &NewerDatabase{path, has, knows}
	}
	faults, err := faultsOf(ctx, db)
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		return nil, &Error{CodeDamaged, path, errors.New(strings.Join(faults, "; "))}
	}
	return describe(ctx, db, has)
}

// faultsOf lists what is wrong inside of a database: the structure of its file, and references to rows that are not there.
func faultsOf(ctx context.Context, db *sql.DB) ([]string, error) {
	faults, err := integrityFaults(ctx, db)
	if err != nil || len(faults) > 0 {
		return faults, err
	}
	return foreignKeyFaults(ctx, db)
}

// integrityFaults lists what SQLite finds wrong with the structure of the file. Where it gives up over that, this is a fault too.
func integrityFaults(ctx context.Context, db *sql.DB) ([]string, error) {
	return structureFaults(ctx, db, fmt.Sprint(mostFaults))
}

// CheckSelection holds that the tables by which projects are selected agree with their indexes. A project that is missing in one would be
// missing from runs and lists without a word; everything else that is read through an index is read again by the proof of a run.
func (s *Store) CheckSelection(ctx context.Context) error {
	for _, table := range []string{"project", "withdrawal"} {
		faults, err := structureFaults(ctx, s.reader, table)
		if err == nil && len(faults) > 0 {
			err = &Error{CodeDamaged, s.path, errors.New(faults[0])}
		}
		if err != nil {
			return s.fail("check how projects are found", err)
		}
	}
	return nil
}

// structureFaults checks one table with its indexes, or the whole file up to a number of faults.
func structureFaults(ctx context.Context, db *sql.DB, what string) ([]string, error) {
	var faults []string
	err := eachOf(ctx, db, `PRAGMA integrity_check(`+what+`)`, func(rows *sql.Rows) error {
		var line string
		err := rows.Scan(&line)
		if line != "ok" {
			faults = append(faults, strings.ReplaceAll(line, "\n", " "))
		}
		return err
	})
	var cause sqlite3.Error
	if errors.As(err, &cause) && (cause.Code == sqlite3.ErrCorrupt || cause.Code == sqlite3.ErrNotADB) {
		return append(faults, cause.Error()), nil
	}
	return faults, err
}

func foreignKeyFaults(ctx context.Context, db *sql.DB) ([]string, error) {
	var faults []string
	err := eachOf(ctx, db, `SELECT "table", coalesce(rowid, 0), parent FROM pragma_foreign_key_check LIMIT `+fmt.Sprint(mostFaults),
		func(rows *sql.Rows) error {
			var table, parent string
			var row int64
			err := rows.Scan(&table, &row, &parent)
			faults = append(faults, fmt.Sprintf("row %d of %s refers to a row of %s that is not there", row, table, parent))
			return err
		})
	return faults, err
}

// eachOf runs a query that may take long and calls row for every row.
func eachOf(ctx context.Context, db *sql.DB, query string, row func(*sql.Rows) error) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// describe returns what a manifest says of a database's content. It asks only for what every version of the schema has.
func describe(ctx context.Context, db *sql.DB, schema int64) (*Manifest, error) {
	version, _, _ := sqlite3.Version()
	m := &Manifest{Format: manifestFormat, Schema: schema, Engine: engine.Version, SQLite: version, Years: []ManifestYear{}}
	err := eachOf(ctx, db, `SELECT y.year, (SELECT count(*) FROM project p WHERE p.year = y.year),
		(SELECT count(*) FROM run r WHERE r.year = y.year),
		coalesce((SELECT max(r.id) FROM run r WHERE r.year = y.year AND r.finished_at <> ''), 0)
		FROM (SELECT year FROM project UNION SELECT year FROM run) y ORDER BY y.year`, func(rows *sql.Rows) error {
		var y ManifestYear
		err := rows.Scan(&y.Year, &y.Projects, &y.Runs, &y.NewestRun)
		m.Years = append(m.Years, y)
		return err
	})
	if err != nil {
		return nil, err
	}
	digest, err := contentDigest(ctx, db)
	m.Digest = digest.String()
	return m, err
}
