package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"jixiao/engine"
)

// migrationsUpTo returns the steps of the schema up to a version, each with its number.
func migrationsUpTo(t *testing.T, version int) fstest.MapFS {
	t.Helper()
	steps := fstest.MapFS{}
	for _, name := range must(fs.Glob(migrationFiles, "migrations/*.sql"))(t) {
		base := filepath.Base(name)
		if number := must(strconv.Atoi(base[:5]))(t); number <= version {
			steps[base] = &fstest.MapFile{Data: must(migrationFiles.ReadFile(name))(t)}
		}
	}
	return steps
}

func newestSchema(t *testing.T) int {
	t.Helper()
	return len(must(fs.Glob(migrationFiles, "migrations/*.sql"))(t))
}

// older makes a database of an older version of the schema at path, with the rows that the file full has of what the schema knows.
func older(t *testing.T, path, full string, version int) {
	t.Helper()
	ctx := context.Background()
	must(1, migrate(ctx, path, modeCreator, migrationsUpTo(t, version)))(t)
	db := sql.OpenDB(connector(path, modeWriter))
	defer db.Close()
	var tables []string
	must(1, eachOf(ctx, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%'`,
		func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			tables = append(tables, name)
			return err
		}))(t)
	conn := must(db.Conn(ctx))(t)
	defer conn.Close()
	must(conn.ExecContext(ctx, `PRAGMA foreign_keys = off; ATTACH `+quoteText(full)+` AS whole`))(t)
	for _, table := range tables {
		var columns string
		must(1, conn.QueryRowContext(ctx, `SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info(?1) ORDER BY cid)`, table).Scan(&columns))(t)
		if table == "score" || table == "finding" { // a view now, whose arguments are JSON
			olderRows(t, conn, table, strings.Split(columns, ","))
			continue
		}
		must(conn.ExecContext(ctx, fmt.Sprintf("INSERT INTO main.%s (%s) SELECT %[2]s FROM whole.%[1]s", table, columns)))(t)
	}
}

// olderRows copies the rows of a table of which arguments are the column args, in the way of before.
func olderRows(t *testing.T, conn *sql.Conn, table string, columns []string) {
	t.Helper()
	ctx, args := context.Background(), slices.Index(columns, "args")
	values, pointers := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		pointers[i] = &values[i]
	}
	rows := must(conn.QueryContext(ctx, "SELECT "+strings.Join(columns, ",")+" FROM whole."+table))(t)
	defer rows.Close()
	for rows.Next() {
		must(1, rows.Scan(pointers...))(t)
		var list []string
		p := newPacked(fmt.Sprint(values[args]))
		for p.open(); p.next(); {
			list = append(list, p.string())
		}
		must(1, p.ended())(t)
		values[args] = packList(list)
		must(conn.ExecContext(ctx, "INSERT INTO main."+table+" VALUES (?"+strings.Repeat(", ?", len(columns)-1)+")", values...))(t)
	}
	must(1, rows.Err())(t)
}

// contentOf returns the digest of a file that nobody has open.
func contentOf(t *testing.T, path string) string {
	t.Helper()
	db := sql.OpenDB(connector(path, modeReader))
	defer db.Close()
	return must(contentDigest(context.Background(), db))(t).String()
}

func countOf(t *testing.T, s *Store, table string) (count int) {
	t.Helper()
	must(1, s.reader.QueryRow(`SELECT count(*) FROM `+table).Scan(&count))(t)
	return count
}

func TestUpgradeFromEveryVersion(t *testing.T) {
	full, ctx := filepath.Join(t.TempDir(), "full.db"), context.Background()
	s := filled(t, full)
	forms, runs := collect(t, s.Submissions(ctx, engine.Filter{})), must(s.Runs(ctx, 0))(t)
	evaluations := collect(t, s.Evaluations(ctx, 1, engine.Filter{}))
	must(1, s.Close())(t)
	newest := newestSchema(t)
	for version := 1; version < newest; version++ {
		t.Run(fmt.Sprint("from ", version), func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "年.db")
			older(t, path, full, version)
			before := contentOf(t, path)
			var told []int64
			s := must(Open(ctx, path, Options{Now: func() Stamp { return atNoon }, Upgrading: func(from, to int64) { told = append(told, from, to) }}))(t)
			same(t, "told before", told, []int64{int64(version), int64(newest)})
			if condensed, waiting := countOf(t, s, "condensed"), countOf(t, s, "uncondensed"); condensed != len(forms) || waiting != 0 {
				t.Errorf("%d projects are condensed, %d wait", condensed, waiting)
			}
			same(t, "condensed wrongly", must(s.WrongCondensed(ctx))(t), []engine.ProjectID(nil))
			same(t, "found wrongly", must(s.WrongTexts(ctx))(t), []engine.ProjectID(nil))
			name := fmt.Sprintf("年.db.schema-%d.backup", version)
			same(t, "what was done", s.Upgraded(), &Upgrade{From: int64(version), To: int64(newest), Backup: filepath.Join(folder, name)})
			same(t, "forms", collect(t, s.Submissions(ctx, engine.Filter{})), forms)
			want := slices.Clone(runs)
			if version < 3 { // which did not keep what a proof needs
				want[0].Inputs, want[0].Seal, want[0].RevisionSeq, want[0].WithdrawalSeq = engine.Digest{}, engine.Digest{}, 0, 0
			}
			if version < 6 { // which summed nothing up
				want[0].Base = engine.NothingSummedUp
			}
			same(t, "runs", must(s.Runs(ctx, 0))(t), want)
			same(t, "evaluations", collect(t, s.Evaluations(ctx, 1, engine.Filter{})), evaluations)
			save(t, s, smallForm("later", 1))
			m := must(readManifest(s.Upgraded().Backup))(t)
			same(t, "the backup", []any{m.Digest, m.Schema, m.Made, m.Database}, []any{before, int64(version), atNoon.At, "年.db"})
			must(1, s.Close())(t)
			same(t, "files", filesIn(t, folder), []string{"年.db", name, name + ".json"})
			again := must(Open(ctx, path, Options{}))(t)
			same(t, "opened again", again.Upgraded(), (*Upgrade)(nil))
			must(1, again.Close())(t)

			// The way back: the backup is the file as it was.
			done := must(Restore(ctx, filepath.Join(folder, name), path, RestoreOptions{Keep: "new"}))(t)
			same(t, "restored", []any{done.Digest, contentOf(t, path)}, []any{before, before})
		})
	}
}

// brokenSteps are the steps of the schema with one more at the end, after steps that work.
func brokenSteps(t *testing.T, last string) fstest.MapFS {
	steps := migrationsUpTo(t, newestSchema(t))
	steps["00099_last.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + last)}
	return steps
}

func TestUpgradeThatFailsChangesNothing(t *testing.T) {
	full, ctx := filepath.Join(t.TempDir(), "full.db"), context.Background()
	must(1, filled(t, full).Close())(t)
	path := filepath.Join(t.TempDir(), "a.db")
	older(t, path, full, 1)
	before := contentOf(t, path)
	for range 2 {
		_, err := upgradeFile(ctx, path, 1, brokenSteps(t, "INSERT INTO nowhere VALUES (1);"), Options{})
		if err == nil || !strings.Contains(err.Error(), "nowhere") {
			t.Fatal(err)
		}
		same(t, "digest", contentOf(t, path), before)
	}
	// The second attempt found the first one's backup, which had the same content.
	names := must(filepath.Glob(path + ".schema*"))(t)
	same(t, "backups", len(names), 2)
	s := must(Open(ctx, path, Options{}))(t)
	same(t, "backup", s.Upgraded().Backup, path+".schema-1.backup")
	must(1, s.Close())(t)

	// Another database with the same name and the same version, later: the backup of the first one stays as it is.
	must(1, os.Remove(path))(t)
	older(t, path, full, 1)
	db := sql.OpenDB(connector(path, modeWriter))
	must(db.Exec(`INSERT INTO word (text) VALUES ('another')`))(t)
	must(1, db.Close())(t)
	s = must(Open(ctx, path, Options{}))(t)
	same(t, "backup", s.Upgraded().Backup, path+".schema-1-2.backup")
	must(1, s.Close())(t)
}

const upgradeVariable = "JIXIAO_TEST_UPGRADE"

// upgradeUntilKilled upgrades a file with a last step that takes very long.
func upgradeUntilKilled(path string) {
	steps := fstest.MapFS{}
	names, _ := fs.Glob(migrationFiles, "migrations/*.sql")
	for _, name := range names {
		data, _ := migrationFiles.ReadFile(name)
		steps[filepath.Base(name)] = &fstest.MapFile{Data: data}
	}
	steps["00099_last.sql"] = &fstest.MapFile{Data: []byte(`-- +goose Up
		INSERT INTO word (text) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000) SELECT 'word ' || i FROM n;`)}
	_, err := upgradeFile(context.Background(), path, 1, steps, Options{})
	fmt.Println(err)
	os.Exit(1)
}

func TestKilledUpgradeLeavesTheOldFile(t *testing.T) {
	full, ctx := filepath.Join(t.TempDir(), "full.db"), context.Background()
	must(1, filled(t, full).Close())(t)
	path := filepath.Join(t.TempDir(), "a.db")
	older(t, path, full, 1)
	before := contentOf(t, path)
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), upgradeVariable+"="+path)
	must(1, child.Start())(t)
	ended := make(chan error, 1)
	go func() { ended <- child.Wait() }()
	for !written(path + "-wal") { // the last step spills what does not fit into memory
		select {
		case err := <-ended:
			t.Fatal("the child ended by itself:", err)
		case <-time.After(time.Millisecond):
		}
	}
	must(1, child.Process.Kill())(t)
	<-ended
	same(t, "digest", contentOf(t, path), before)
	s := must(Open(ctx, path, Options{}))(t)
	same(t, "from", s.Upgraded().From, int64(1))
	same(t, "files", len(must(filepath.Glob(path+".schema*"))(t)), 2)
	must(1, s.Close())(t)
}
