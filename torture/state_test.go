//go:build linux && !race

package torture

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/store/sqlite"
)

// state is what a database says, without times, and without what a killed evaluation left unfinished. The zero state is no database.
type state struct {
	forms   string // a digest of every row of the tables of forms
	entries string // a digest of every row of the ledger
	runs    string // the finished runs with their digests; one that repeats the one before it is no other
}

// Tables that hold no form and no entry. What is condensed of them is compared by [proved].
var otherTables = []string{"run", "evaluation", "evaluation_body", "hold", "goose_db_version", "sqlite_sequence",
	"run_project", "pruned", "condensed", "uncondensed"}

// copied copies the database of a folder as it lies on the disk, with its log, and returns the path of the copy. Empty where there is none.
func copied(t *testing.T, folder string) string {
	t.Helper()
	path := filepath.Join(folder, "year.db")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	copied := filepath.Join(t.TempDir(), "year.db")
	for _, end := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + end)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		write(t, copied+end, must(data, err)(t))
	}
	return copied
}

// stateOf reads a database. It is the caller's: a copy, or one that nobody uses.
func stateOf(path string) (state, error) {
	if path == "" {
		return state{}, nil
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		return state{}, err
	}
	defer db.Close()
	if err := intact(db); err != nil {
		return state{}, err
	}
	var s state
	if s.forms, s.entries, err = contents(db); err != nil {
		return state{}, err
	}
	s.runs, err = finishedRuns(db)
	return s, err
}

// intact says what SQLite itself finds wrong.
func intact(db *sql.DB) error {
	for _, check := range []string{`SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'`,
		`SELECT "table" || ' ' || rowid || ' ' || parent FROM pragma_foreign_key_check`} {
		wrong, err := texts(db, check)
		if err != nil {
			return err
		}
		if len(wrong) > 0 {
			return fmt.Errorf("damaged: %.500s", strings.Join(wrong, "; "))
		}
	}
	return nil
}

func texts(db *sql.DB, query string) (list []string, err error) {
	rows, err := db.Query(query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, rows.Err()
}

func contents(db *sql.DB) (forms, entries string, err error) {
	tables, err := texts(db, `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
	if err != nil {
		return "", "", err
	}
	for _, table := range tables {
		if slices.Contains(otherTables, table) || table == "pack" || table == "word" {
			continue // a pack and a word are named by what uses them
		}
		digest, err := tableDigest(db, table)
		if err != nil {
			return "", "", err
		}
		if digest == "" {
			continue
		}
		if table == "entry" {
			entries = digest
			continue
		}
		forms += digest + "\n"
	}
	return forms, entries, nil
}

// tableDigest digests every row of a table but for its times; of a table without rows it is empty. Numbers of words are part of it: the same work gives the same numbers.
func tableDigest(db *sql.DB, table string) (string, error) {
	columns, err := texts(db, `SELECT name FROM pragma_table_info('`+table+`') WHERE name NOT LIKE '%\_at' ESCAPE '\'`)
	if err != nil {
		return "", err
	}
	rows, err := texts(db, fmt.Sprintf(`SELECT concat_ws('|', quote("%s")) FROM "%s" ORDER BY 1`, strings.Join(columns, `"), quote("`), table))
	if err != nil {
		return "", err
	}
	if len(rows) == 0 {
		return "", nil
	}
	return fmt.Sprintf("%s: %d rows, %x", table, len(rows), sha256.Sum256([]byte(strings.Join(rows, "\n")))), nil
}

func finishedRuns(db *sql.DB) (string, error) {
	runs, err := texts(db, `SELECT year || ' ' || pack_name || ' ' || projects || ' ' || hex(digest) FROM run WHERE finished_at <> '' ORDER BY id`)
	return strings.Join(slices.Compact(runs), "\n"), err
}

// proved opens a database with the store itself and has every finished run of it proved, and what is made of the rows compared with them.
func proved(path string) error {
	if path == "" {
		return nil
	}
	ctx := context.Background()
	store, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return err
	}
	defer store.Close()
	if wrong, err := store.WrongCondensed(ctx); err != nil || len(wrong) > 0 {
		return fmt.Errorf("condensed texts are not what the rows say: %v, %v", wrong, err)
	}
	if wrong, err := store.WrongTexts(ctx); err != nil || len(wrong) > 0 {
		return fmt.Errorf("the texts by which projects are found are not what the forms say: %v, %v", wrong, err)
	}
	runs, err := store.Runs(ctx, 0)
	if err != nil {
		return err
	}
	for _, run := range runs {
		if run.FinishedAt == "" || run.PrunedAt != "" {
			continue
		}
		if err := provedRun(ctx, store, run); err != nil {
			return fmt.Errorf("run %d: %w", run.ID, err)
		}
	}
	return nil
}

func provedRun(ctx context.Context, store *sqlite.Store, run engine.Run) error {
	proof, err := assessment.Verify(ctx, store, run, store.ReadRun(ctx, run).Pages())
	if err != nil {
		return err
	}
	if proof.First != nil {
		return fmt.Errorf("%d differences, the first: %+v", proof.Differences, proof.First)
	}
	return nil
}
