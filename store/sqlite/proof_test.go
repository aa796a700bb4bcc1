package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"jixiao/engine"
)

// readPages reads all pages, the last first, as somebody could who reads several at once. Each is read twice, into new memory and into that
// of the one before it, which says the same.
func readPages(t *testing.T, r *Reading) []engine.Bare {
	t.Helper()
	var readers []engine.PageReader
	for read, err := range r.Pages() {
		if err != nil {
			t.Fatal(err)
		}
		readers = append(readers, read)
	}
	var list []engine.Bare
	var old []engine.Bare
	for i := range readers {
		read := readers[len(readers)-1-i]
		page := must(read(nil))(t)
		if old = must(read(old))(t); !reflect.DeepEqual(emptyAsNil(old), emptyAsNil(page)) {
			t.Fatal("a page in the memory of another one is different")
		}
		list = append(page, list...)
	}
	return list
}

// emptyAsNil makes lists that are empty in memory that was used before like those that never were there.
func emptyAsNil(page []engine.Bare) []engine.Bare {
	page = slices.Clone(page)
	for i := range page {
		if len(page[i].Values) == 0 {
			page[i].Values = nil
		}
	}
	return page
}

// TestPagesHoldWhatScores holds pages against the whole reading: the inputs are the same, the places of values are left out, and what
// only a page or only the whole has is nothing that scores.
func TestPagesHoldWhatScores(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	full := fullForm()
	save(t, s, full)
	for i := range 2*pageSize + 3 {
		save(t, s, smallForm(string(rune('一'+i)), 1+i%3))
	}
	key := engine.RecordKey{Project: full.ID(), Indicator: full.Indicators[0].ID, Field: engine.RecordActual}
	orphan := engine.RecordKey{Project: full.ID(), Indicator: full.Indicators[1].ID, Field: engine.RecordActual}
	record(t, s, engine.Entry{RecordKey: key, Value: "1"})
	record(t, s, engine.Entry{RecordKey: engine.RecordKey{Project: full.ID(), Field: engine.RecordExecuted}, Value: "3"})
	record(t, s, engine.Entry{RecordKey: key, Value: "2"})
	record(t, s, engine.Entry{RecordKey: orphan, Value: "9"})
	less := fullForm()
	less.Indicators = append(less.Indicators[:1:1], less.Indicators[2:]...)
	save(t, s, less)
	if _, err := s.Withdraw(ctx, key, "甲", "", ""); err != nil {
		t.Fatal(err)
	}

	reading := must(s.Read(ctx, engine.Filter{}))(t)
	whole, bare := collect(t, reading.Submissions()), readPages(t, reading)
	same(t, "projects", len(bare), len(whole))
	for i := range bare {
		b, w := bare[i], whole[i]
		if b.Place != w.Place || b.Form != w.Form || b.Revision != w.Revision || engine.InputDigest(b.Submission) != engine.InputDigest(w.Submission) ||
			b.Form != engine.FormDigest(b.Submission) {
			t.Fatalf("project %d: %+v, want %+v", i, b, w)
		}
		if i > 0 && b.Place <= bare[i-1].Place {
			t.Fatalf("project %d stands at %d, behind %d", i, b.Place, bare[i-1].Place)
		}
		same(t, "values", b.Values, valuesOf(w))
	}
	same(t, "what counts", bare[0].Values[1].Value, "1")
	same(t, "orphans", len(whole[0].Orphans), 1)
}

// valuesOf are the values of a page that the whole reading of a project tells.
func valuesOf(whole engine.Stored) []engine.Recorded {
	var values []engine.Recorded
	for _, e := range whole.Entries {
		row := slices.IndexFunc(whole.Submission.Indicators, func(i engine.Indicator) bool { return i.ID == e.Indicator })
		values = append(values, engine.Recorded{Row: row, Item: e.Item, Field: e.Field, Value: e.Value})
	}
	slices.SortFunc(values, func(a, b engine.Recorded) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Field, b.Field))
	})
	return values
}

// TestReadRunIsTheStateOfTheRun keeps a run's projects, revisions and values whatever happens later.
func TestReadRunIsTheStateOfTheRun(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	a, b, c := smallForm("a", 1), smallForm("b", 1), smallForm("c", 1)
	save(t, s, a, b, c)
	must(0, s.WithdrawProject(ctx, c.ID(), "甲", "", ""))(t)
	before := must(s.Read(ctx, engine.Filter{Year: 2025}))(t)
	run := engine.Run{Year: 2025, LedgerSeq: before.LedgerSeq(), RevisionSeq: before.RevisionSeq(), WithdrawalSeq: before.WithdrawalSeq()}
	want := collect(t, before.Submissions())

	changed := smallForm("a", 2)
	save(t, s, changed, c, smallForm("d", 1)) // c is back, d is new
	must(0, s.WithdrawProject(ctx, b.ID(), "甲", "", ""))(t)
	record(t, s, engine.Entry{RecordKey: engine.RecordKey{Project: a.ID(), Field: engine.RecordFiller}, Value: "后来"})
	same(t, "the run's state", collect(t, s.ReadRun(ctx, run).Submissions()), want)
	run.Project = b.ID()
	same(t, "of one project", collect(t, s.ReadRun(ctx, run).Submissions()), want[1:2])
	run.Project, run.Department = "", engine.Fold(a.Department)
	same(t, "of a department", len(collect(t, s.ReadRun(ctx, run).Submissions())), 2)

	// A run that kept no state is read by its evaluations.
	h := hold(t, s)
	id := begin(t, h, engine.Run{})
	must(0, h.Append(ctx, id, judged(t, s, evaluationOf(b))))(t)
	must(0, finish(ctx, h, id, 1))(t)
	old := must(s.Run(ctx, id))(t)
	same(t, "of an old run", collect(t, s.ReadRun(ctx, old).Submissions()), want[1:2])
	evaluated := collect(t, s.Evaluated(ctx, id, engine.Filter{Withdrawn: true}))
	if len(evaluated) != 1 || evaluated[0].Revision != 1 || evaluated[0].Place != want[1].Place {
		t.Errorf("evaluated %+v", evaluated)
	}
}

// firstMigrations are the migrations up to one, by the beginnings of their names.
type firstMigrations struct {
	fs.FS
	last string
}

// ReadDir implements fs.ReadDirFS.
func (f firstMigrations) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(f.FS, name)
	var kept []fs.DirEntry
	for _, entry := range all {
		if entry.Name() <= f.last+"~" {
			kept = append(kept, entry)
		}
	}
	return kept, err
}

// Glob implements fs.GlobFS.
func (f firstMigrations) Glob(pattern string) ([]string, error) {
	all, err := fs.Glob(f.FS, pattern)
	var kept []string
	for _, name := range all {
		if name <= f.last+"~" {
			kept = append(kept, name)
		}
	}
	return kept, err
}

// TestUpgradeOfRuns opens a database in which a run was finished before runs kept their state, inputs and seal.
func TestUpgradeOfRuns(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "old.db")
	migrations := must(fs.Sub(migrationFiles, "migrations"))(t)
	must(0, create(ctx, path, firstMigrations{migrations, "00002"}))(t)
	db := sql.OpenDB(connector(path, modeWriter))
	if _, err := db.Exec(`SELECT seal FROM run`); err == nil {
		t.Fatal("the old database has the new columns")
	}
	for _, statement := range []string{
		`INSERT INTO pack (digest, content) VALUES (zeroblob(32), x'00')`,
		`INSERT INTO run (year, pack, pack_name, engine, project, department, ledger_seq, author, started_at, projects, finished_at, digest)
			VALUES (2025, 1, '示例', '1', '', '', 7, '甲', '2026-01-01T00:00:00Z', 0, '2026-01-01T00:01:00Z', zeroblob(32))`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	must(0, db.Close())(t)
	s := open(t, path)
	same(t, "the run", must(s.Run(ctx, 1))(t), engine.Run{ID: 1, Year: 2025, Base: engine.NothingSummedUp, Pack: engine.RulesetID{Name: "示例"}, Engine: "1", LedgerSeq: 7, By: "甲",
		StartedAt: "2026-01-01T00:00:00Z", FinishedAt: "2026-01-01T00:01:00Z"})
	if _, err := s.writer.Exec(`UPDATE run SET seal = zeroblob(32)`); err == nil {
		t.Error("a finished run can be changed")
	}
	id := begin(t, hold(t, s), engine.Run{Engine: "1"})
	if _, err := s.writer.Exec(`UPDATE run SET department = 'x', finished_at = 'y' WHERE id = ?1`, id); err == nil {
		t.Error("the scope of an unfinished run can be changed")
	}
}

// TestCheckSelection takes a project out of an index behind SQLite's back: it is in its table and in no list, and that is said.
func TestCheckSelection(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	a, b := smallForm("a", 1), smallForm("b", 1)
	save(t, s, a, b)
	must(0, s.CheckSelection(ctx))(t)
	must(s.writer.ExecContext(ctx, `CREATE TABLE other (year INTEGER); CREATE INDEX other_by_year ON other (year); INSERT INTO other VALUES (2025);
		PRAGMA writable_schema = ON;
		UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'other_by_year') WHERE name = 'project_by_year';
		PRAGMA writable_schema = RESET`))(t)
	var broken *Error
	if err := s.CheckSelection(ctx); !errors.As(err, &broken) || broken.Code != CodeDamaged {
		t.Errorf("a project is missing in an index: %v", err)
	}
}
