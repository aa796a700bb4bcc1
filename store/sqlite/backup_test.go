package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"

	"jixiao/engine"
)

var atNoon = Stamp{By: "王敏", At: "2026-01-15T12:00:00+08:00"}

func digestOf(t *testing.T, s *Store) string {
	t.Helper()
	return must(contentDigest(context.Background(), s.reader))(t).String()
}

// filled is a database with two forms, recorded values, and a finished run.
func filled(t *testing.T, path string) *Store {
	t.Helper()
	s, ctx := open(t, path), context.Background()
	forms := []*engine.Submission{smallForm("a", 3), fullForm()}
	save(t, s, forms...)
	must(recordAll(ctx, s, engine.Entry{RecordKey: engine.RecordKey{Project: forms[0].ID(), Indicator: forms[0].Indicators[0].ID,
		Field: engine.RecordActual}, Value: "487人", By: "李强", At: atNoon.At}))(t)
	must(0, s.SaveFormerNames(ctx, []engine.FormerName{{Project: forms[0].ID(), Key: engine.ProjectKey{Name: "旧名"}}, {Project: forms[0].ID(),
		Indicator: engine.IndicatorRename{From: engine.IndicatorKey{Name: "旧名"}}}}, "李强", atNoon.At))(t)
	h := hold(t, s)
	run := begin(t, h, engine.Run{})
	must(1, h.Finish(ctx, engine.Run{ID: run, FinishedAt: atNoon.At}))(t)
	must(1, h.Release())(t)
	return s
}

func TestBackupComesBackTheSame(t *testing.T) {
	folder, ctx := t.TempDir(), context.Background()
	s := filled(t, filepath.Join(folder, "年.db"))
	target := filepath.Join(folder, "备份 1%?.db")
	m := must(s.Backup(ctx, target, BackupOptions{Stamp: atNoon}))(t)
	same(t, "digest", m.Digest, digestOf(t, s))
	same(t, "years", m.Years, []ManifestYear{{Year: 2025, Projects: 2, Runs: 1, NewestRun: 1}})
	same(t, "manifest", must(readManifest(target))(t), m)
	same(t, "who, when, of what", []string{m.By, m.Made, m.Database, m.File}, []string{atNoon.By, atNoon.At, "年.db", "备份 1%?.db"})
	restored := filepath.Join(folder, "新.db")
	done := must(Restore(ctx, target, restored, RestoreOptions{Keep: "old"}))(t)
	same(t, "restored", []any{done.Digest, done.Checked, done.Kept}, []any{m.Digest, true, ""})
	other := open(t, restored)
	same(t, "forms", collect(t, other.Submissions(ctx, engine.Filter{})), collect(t, s.Submissions(ctx, engine.Filter{})))
	same(t, "runs", must(other.Runs(ctx, 0))(t), must(s.Runs(ctx, 0))(t))
	must(1, errors.Join(s.Close(), other.Close()))(t)
	same(t, "files", filesIn(t, folder), []string{"备份 1%?.db", "备份 1%?.db.json", "年.db", "新.db"})
}

func TestBackupWhileOthersWrite(t *testing.T) {
	folder, ctx := t.TempDir(), context.Background()
	s := open(t, filepath.Join(folder, "a.db"))
	stop, written := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for ; ; n++ {
			select {
			case <-stop:
				written <- n
				return
			default:
			}
			// Always two projects at once: a backup with one of them would be torn.
			_, err := s.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each([]*engine.Submission{smallForm(fmt.Sprint("a", n), 5), smallForm(fmt.Sprint("b", n), 5)})})
			if err != nil {
				t.Error(err)
			}
		}
	}()
	for n := range 10 {
		m := must(s.Backup(ctx, filepath.Join(folder, fmt.Sprint(n)), BackupOptions{}))(t)
		for _, year := range m.Years {
			same(t, "projects that came without the other one", year.Projects%2, 0)
		}
	}
	close(stop)
	if n := <-written; n == 0 {
		t.Error("nothing was written meanwhile")
	}
}

func TestBackupOverwritesOnlyWhenAsked(t *testing.T) {
	folder, ctx := t.TempDir(), context.Background()
	s := filled(t, filepath.Join(folder, "a.db"))
	for name, code := range map[string]string{"a.db": CodeSameFile, "a.db-wal": CodeSameFile, "there": CodeExists, "beside": CodeExists,
		"none/b": CodeBackupNoFolder, "folder": CodeBackupIsFolder, "none/": CodeBackupIsFolder} {
		must(1, os.MkdirAll(filepath.Join(folder, "folder"), 0o777))(t)
		must(1, os.WriteFile(filepath.Join(folder, "there"), []byte("mine"), 0o666))(t)
		must(1, os.WriteFile(filepath.Join(folder, "beside.json"), []byte("mine"), 0o666))(t)
		before := filesIn(t, folder)
		_, err := s.Backup(ctx, folder+"/"+name, BackupOptions{})
		same(t, name, codeOf(err), code)
		same(t, "files", filesIn(t, folder), before)
	}
	same(t, "what was there", string(must(os.ReadFile(filepath.Join(folder, "there")))(t)), "mine")
	m := must(s.Backup(ctx, filepath.Join(folder, "there"), BackupOptions{Overwrite: true}))(t)
	save(t, s, smallForm("later", 1))
	again := must(s.Backup(ctx, filepath.Join(folder, "there"), BackupOptions{Overwrite: true}))(t)
	if m.Digest == again.Digest {
		t.Error("the second backup is the first one")
	}
	must(Restore(ctx, filepath.Join(folder, "there"), filepath.Join(folder, "b.db"), RestoreOptions{}))(t)
}

// TestContentDigestSeesEveryValue changes each column of each table in turn, and takes the change back.
func TestContentDigestSeesEveryValue(t *testing.T) {
	s, ctx := filled(t, filepath.Join(t.TempDir(), "a.db")), context.Background()
	conn := must(s.writer.Conn(ctx))(t)
	defer conn.Close()
	do := func(statement string) { must(conn.ExecContext(ctx, statement))(t) }
	list := func(query string) (names []string) {
		rows := must(conn.QueryContext(ctx, query))(t)
		defer rows.Close()
		for rows.Next() {
			var name string
			must(1, rows.Scan(&name))(t)
			names = append(names, name)
		}
		return names
	}
	digest := func() string {
		w := &contentWriter{hash: sha256.New()}
		must(1, conn.Raw(func(inner any) error { return w.everything(ctx, inner.(*sqlite3.SQLiteConn)) }))(t)
		return fmt.Sprintf("%x", w.hash.Sum(nil))
	}
	same(t, "digest on the writer", digest(), digestOf(t, s))
	for _, trigger := range list(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`) {
		do("DROP TRIGGER " + trigger)
	}
	do("PRAGMA foreign_keys = off")
	changes := []string{"DROP INDEX entry_by_key"}
	for _, table := range list(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`) {
		if list("SELECT count(*) FROM " + table)[0] == "0" {
			continue
		}
		changes = append(changes, list(fmt.Sprintf(`SELECT 'UPDATE %s SET ' || name || ' = ' || CASE type
			WHEN 'INTEGER' THEN 'coalesce(' || name || ', 0) + 1000000'
			WHEN 'BLOB' THEN 'CAST(coalesce(' || name || ', x'''') || x''00'' AS BLOB)'
			ELSE 'coalesce(' || name || ', '''') || ''x''' END FROM pragma_table_info('%[1]s')`, table))...)
	}
	seen := map[string]string{digest(): "no change"}
	for _, change := range changes {
		do("BEGIN")
		do(change)
		now := digest()
		if other, known := seen[now]; known {
			t.Errorf("after %s the digest is that after %s", change, other)
		}
		seen[now] = change
		do("ROLLBACK")
	}
	if len(changes) < 130 {
		t.Errorf("only %d changes were tried", len(changes))
	}
}

func TestRestoreKeepsWhatWasThere(t *testing.T) {
	folder, ctx := t.TempDir(), context.Background()
	path, backup := filepath.Join(folder, "年.db"), filepath.Join(folder, "b")
	s := filled(t, path)
	m := must(s.Backup(ctx, backup, BackupOptions{Stamp: atNoon}))(t)
	save(t, s, smallForm("later", 1))
	_, err := Restore(ctx, backup, path, RestoreOptions{Keep: "old"})
	same(t, "while it is open", codeOf(err), CodeInUse)
	h := hold(t, s)
	_, err = Restore(ctx, backup, path, RestoreOptions{Keep: "old"})
	var used *InUse
	if !errors.As(err, &used) || len(used.By) != 1 || used.By[0] != "甲 (2025)" {
		t.Errorf("while somebody evaluates: %v", err)
	}
	must(1, h.Release())(t)
	later := digestOf(t, s)
	must(1, s.Close())(t)

	for n, name := range []string{"年.old.db", "年.old-2.db"} {
		done := must(Restore(ctx, backup, path, RestoreOptions{Keep: "old"}))(t)
		same(t, "digest", done.Digest, m.Digest)
		same(t, "kept", filepath.Base(done.Kept), name)
		kept := open(t, done.Kept)
		same(t, "digest of what is kept", digestOf(t, kept), []string{later, m.Digest}[n])
		must(1, kept.Close())(t)
	}
	now := open(t, path)
	same(t, "digest", digestOf(t, now), m.Digest)
	save(t, now, smallForm("after", 1))
	must(1, now.Close())(t)
	same(t, "files", filesIn(t, folder), []string{"b", "b.json", "年.db", "年.old-2.db", "年.old.db"})
}

func TestRestoreOfADamagedDatabase(t *testing.T) {
	folder, ctx := t.TempDir(), context.Background()
	path, backup := filepath.Join(folder, "a.db"), filepath.Join(folder, "b")
	s := filled(t, path)
	m := must(s.Backup(ctx, backup, BackupOptions{Stamp: atNoon}))(t)
	must(1, s.Close())(t)
	whole := must(os.ReadFile(path))(t)
	for name, damaged := range map[string][]byte{
		"no header": bytes.Repeat([]byte("x"), len(whole)), "cut off": whole[:len(whole)/2], "nothing": nil,
		"pages of zeros": append(bytes.Clone(whole[:4096]), make([]byte, len(whole)-4096)...),
	} {
		t.Run(name, func(t *testing.T) {
			must(1, os.WriteFile(path, damaged, 0o666))(t)
			must(1, os.WriteFile(path+"-wal", []byte("a log of another time"), 0o666))(t)
			found := must(NewestBackup(path))(t)
			if found == nil || found.Path != backup {
				t.Fatalf("the backup was not found: %v", found)
			}
			done := must(Restore(ctx, backup, path, RestoreOptions{Keep: name}))(t)
			same(t, "what is kept", string(must(os.ReadFile(done.Kept))(t)), string(damaged))
			s := open(t, path)
			same(t, "digest", digestOf(t, s), m.Digest)
			must(1, s.Close())(t)
		})
	}
}

func TestRestoreRefuses(t *testing.T) {
	folder, ctx := t.TempDir(), context.Background()
	path, backup := filepath.Join(folder, "a.db"), filepath.Join(folder, "b")
	s := filled(t, path)
	must(s.Backup(ctx, backup, BackupOptions{Stamp: atNoon}))(t)
	must(1, s.Close())(t)
	whole, manifest := must(os.ReadFile(backup))(t), must(os.ReadFile(backup+".json"))(t)
	middle := bytes.Clone(whole)
	copy(middle[len(middle)/2:], bytes.Repeat([]byte{0xff}, 4096))
	newer := filepath.Join(folder, "newer")
	must(1, os.WriteFile(newer, whole, 0o666))(t)
	other := open(t, newer)
	must(other.writer.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`))(t)
	must(1, other.Close())(t)
	orphaned := filepath.Join(folder, "orphaned")
	must(1, os.WriteFile(orphaned, whole, 0o666))(t)
	other = open(t, orphaned)
	conn := must(other.writer.Conn(ctx))(t)
	must(conn.ExecContext(ctx, `PRAGMA foreign_keys = off; INSERT INTO indicator (id, project) VALUES ('x', 999)`))(t)
	must(1, errors.Join(conn.Close(), other.Close()))(t)
	before := must(os.ReadFile(path))(t)
	for _, test := range []struct {
		name           string
		data, manifest []byte
		log            string
		code           string
	}{
		{"a changed byte", middle, manifest, "", CodeChanged},
		{"a changed byte without a manifest", middle, nil, "", CodeBackupDamaged},
		{"a file that is cut off", whole[:len(whole)-4096], manifest, "", CodeBackupDamaged},
		{"another content in the manifest", whole, bytes.Replace(manifest, []byte(`"digest": "`), []byte(`"digest": "0`), 1), "", CodeChanged},
		{"a manifest of something else", whole, []byte(`{"format":"other"}`), "", CodeManifest},
		{"a manifest that is no JSON", whole, []byte(`{`), "", CodeManifest},
		{"a database in use", whole, manifest, "log", CodeUnfinished},
		{"a newer database", must(os.ReadFile(newer))(t), nil, "", CodeNewer},
		{"rows without what they refer to", must(os.ReadFile(orphaned))(t), nil, "", CodeBackupDamaged},
		{"a text", []byte(strings.Repeat("不是", 100)), nil, "", CodeNotABackup},
	} {
		t.Run(test.name, func(t *testing.T) {
			sub := t.TempDir()
			file := filepath.Join(sub, "b")
			must(1, os.WriteFile(file, test.data, 0o666))(t)
			if test.manifest != nil {
				must(1, os.WriteFile(file+".json", test.manifest, 0o666))(t)
			}
			if test.log != "" {
				must(1, os.WriteFile(file+"-wal", []byte(test.log), 0o666))(t)
			}
			files := filesIn(t, folder)
			_, err := Restore(ctx, file, path, RestoreOptions{Keep: "old"})
			same(t, "code", codeOf(err), test.code)
			var told interface{ Problem() (string, []engine.Arg) }
			if errors.As(err, &told) {
				if _, args := told.Problem(); !strings.HasPrefix(args[0].Value, file) {
					t.Errorf("the error speaks of %s", args[0].Value)
				}
			}
			same(t, "files", filesIn(t, folder), files)
		})
	}
	_, err := Restore(ctx, filepath.Join(folder, "none"), path, RestoreOptions{})
	same(t, "no file", codeOf(err), CodeBackupMissing)
	_, err = Restore(ctx, folder, path, RestoreOptions{})
	same(t, "a folder", codeOf(err), CodeBackupIsFolder)
	_, err = Restore(ctx, path, path, RestoreOptions{})
	same(t, "the database itself", codeOf(err), CodeSameFile)
	same(t, "the database", must(os.ReadFile(path))(t), before)
}

// TestReplacedWhileInUse lets somebody move another file over a database, or take the disk away, while a run is on.
func TestReplacedWhileInUse(t *testing.T) {
	for name, take := range map[string]func(path string) error{
		"replaced": func(path string) error { return os.Rename(path+".other", path) },
		"gone":     os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			folder, ctx := t.TempDir(), context.Background()
			path := filepath.Join(folder, "a.db")
			s := must(Open(ctx, path, Options{}))(t)
			save(t, s, smallForm("a", 1))
			must(1, s.Close())(t) // which writes the log into the file
			s = must(Open(ctx, path, Options{}))(t)
			h := hold(t, s)
			run := begin(t, h, engine.Run{})
			other := must(s.Backup(ctx, path+".other", BackupOptions{}))(t)
			must(1, os.Rename(path, path+".moved"))(t)
			must(1, os.Link(path+".moved", path))(t)
			must(1, take(path))(t)
			_, err := s.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each([]*engine.Submission{smallForm("b", 1)})})
			same(t, "import", codeOf(err), CodeMoved)
			same(t, "finish", codeOf(h.Finish(ctx, engine.Run{ID: run, FinishedAt: atNoon.At})), CodeMoved)
			must(1, h.Release())(t) // the lock, and nothing of the file
			s.Close()               // whose log belongs to the other file by its name
			same(t, "a log is left", hasLog(path), false)
			moved := open(t, path+".moved")
			same(t, "what was stored before", len(collect(t, moved.Submissions(ctx, engine.Filter{}))), 1)
			same(t, "and the run", len(must(moved.Runs(ctx, 0))(t)), 1)
			if name == "replaced" {
				same(t, "the other file", contentOf(t, path), other.Digest)
			}
		})
	}
}
