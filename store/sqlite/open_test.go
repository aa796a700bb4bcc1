package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"jixiao/engine"
	"jixiao/messages"
)

func codeOf(err error) string {
	var problem interface{ Problem() (string, []engine.Arg) }
	if !errors.As(err, &problem) {
		return fmt.Sprint(err)
	}
	code, _ := problem.Problem()
	return code
}

func filesIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	for _, entry := range must(os.ReadDir(folder))(t) {
		names = append(names, entry.Name())
	}
	return names
}

func TestEveryCodeHasASentence(t *testing.T) {
	catalogue := messages.Default()
	for _, code := range Codes() {
		entry, found := catalogue.Entry("error." + code)
		if !found || entry.ZH == "" || entry.EN == "" || entry.HintZH == "" || entry.HintEN == "" {
			t.Errorf("%s: %+v", code, entry)
		}
	}
	cause := errors.New("why")
	for _, problem := range []interface{ Problem() (string, []engine.Arg) }{&Error{CodeMissing, "p", cause}, &Error{CodeReadOnly, "p", cause},
		&Error{CodeFull, "p", cause}, &Error{CodeFileLimit, "p", cause}, &Error{CodeBusy, "p", cause}, &Error{CodeDamaged, "p", cause}, &NewerDatabase{"p", 2, 1},
		&NotADatabase{"p", nil}, &YearHeld{2025, ""}, &YearHeld{2025, "甲"}, &StaleHold{2025}, &InUse{"p", nil}, &InUse{"p", []string{"甲"}}, &YearClosed{change(2025, engine.YearClosed, "")}} {
		code, args := problem.Problem()
		for _, lang := range []messages.Lang{messages.Chinese, messages.English} {
			sentence := catalogue.Sentence(lang, "error."+code, messages.Arguments(args))
			if !slices.Contains(Codes(), code) || strings.Contains(sentence, "{") {
				t.Errorf("%s: %s", code, sentence)
			}
		}
	}
}

func TestOpenMakesOneFileAndClosesClean(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.db")
	s := must(Open(context.Background(), path, Options{}))(t)
	save(t, s, smallForm("a", 1))
	must(1, s.Close())(t)
	reader := must(Open(context.Background(), path, Options{ReadOnly: true}))(t)
	same(t, "forms", len(collect(t, reader.Submissions(context.Background(), engine.Filter{}))), 1)
	for doing, err := range map[string]error{
		"import":   second(reader.SaveImport(context.Background(), engine.ImportBatch{})),
		"record":   second(recordAll(context.Background(), reader)),
		"withdraw": second(reader.Withdraw(context.Background(), engine.RecordKey{}, "", "", "")),
		"hold":     second(reader.HoldYear(context.Background(), 2025, "")),
	} {
		if !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s on a store for reading: %v", doing, err)
		}
	}
	must(1, reader.Close())(t)
	same(t, "files", filesIn(t, folder), []string{"a.db"})
}

func second[T any](_ T, err error) error { return err }

func TestSettingsReachEveryConnection(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	settings := func(db *sql.DB) (found []string) {
		conn := must(db.Conn(ctx))(t)
		t.Cleanup(func() { conn.Close() })
		for _, name := range []string{"journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema", "query_only"} {
			var value string
			if err := conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&value); err != nil {
				t.Fatal(err)
			}
			found = append(found, name+"="+value)
		}
		return found
	}
	for range 3 { // connections of the pool, taken one after the other and kept
		same(t, "reader", settings(s.reader), []string{"journal_mode=wal", "synchronous=1", "foreign_keys=1", "busy_timeout=10000", "trusted_schema=0", "query_only=1"})
	}
	same(t, "writer", settings(s.writer), []string{"journal_mode=wal", "synchronous=2", "foreign_keys=1", "busy_timeout=10000", "trusted_schema=0", "query_only=0"})
}

func TestTablesAreStrict(t *testing.T) {
	s := openNew(t)
	var loose sql.NullString
	err := s.reader.QueryRow(`SELECT group_concat(name) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict
		AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%'`).Scan(&loose)
	same(t, "error", err, nil)
	same(t, "tables that are not strict", loose.String, "")
}

func TestOpenRefuses(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "表.txt")
	must(1, os.WriteFile(text, bytes.Repeat([]byte("不是数据库\n"), 100), 0o600))(t)
	short := filepath.Join(folder, "short")
	must(1, os.WriteFile(short, []byte("SQLite format 3\x00"), 0o600))(t)
	empty := filepath.Join(folder, "empty")
	must(1, os.WriteFile(empty, nil, 0o600))(t)
	foreign := filepath.Join(folder, "foreign.db")
	other := must(sql.Open("sqlite3", "file:"+foreign+"?_journal_mode=WAL"))(t)
	must(other.Exec(`CREATE TABLE theirs (x)`))(t)
	must(1, other.Close())(t)
	newer := filepath.Join(folder, "newer.db")
	s := must(Open(context.Background(), newer, Options{}))(t)
	must(s.writer.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`))(t)
	must(1, s.Close())(t)

	tests := []struct {
		name, path string
		opt        Options
		code       string
	}{
		{"a text file", text, Options{}, CodeNotADatabase},
		{"only the beginning of a database", short, Options{}, CodeNotADatabase},
		{"another program's database", foreign, Options{}, CodeNotADatabase},
		{"another program's database, for reading", foreign, Options{ReadOnly: true}, CodeNotADatabase},
		{"a newer database", newer, Options{}, CodeNewer},
		{"a newer database, for reading", newer, Options{ReadOnly: true}, CodeNewer},
		{"no file", filepath.Join(folder, "none"), Options{MustExist: true}, CodeMissing},
		{"no file, for reading", filepath.Join(folder, "none"), Options{ReadOnly: true}, CodeMissing},
		{"an empty file", empty, Options{MustExist: true}, CodeMissing},
		{"no folder", filepath.Join(folder, "none", "a.db"), Options{}, CodeMissing},
		{"a file for a folder", filepath.Join(text, "a.db"), Options{}, CodeMissing},
	}
	before := contents(t, folder)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, err := Open(context.Background(), test.path, test.opt)
			if err == nil {
				s.Close()
			}
			same(t, "code", codeOf(err), test.code)
			same(t, "the folder is as it was", contents(t, folder), before)
		})
	}
	if _, err := Open(context.Background(), folder, Options{}); err == nil {
		t.Error("a folder was opened as a database")
	}
	must(open(t, empty).Years(context.Background()))(t) // without MustExist an empty file becomes a database
}

// TestWithoutRights works in a child that gives up being root, whom rights do not bind.
func TestWithoutRights(t *testing.T) {
	folder := t.TempDir()
	must(1, os.Chmod(filepath.Dir(folder), 0o755))(t) // which only its owner may enter
	s := must(Open(context.Background(), filepath.Join(folder, "a.db"), Options{}))(t)
	save(t, s, smallForm("a", 1))
	must(1, s.Close())(t)
	must(1, os.Chmod(filepath.Join(folder, "a.db"), 0o444))(t)
	defer os.Chmod(folder, 0o755)
	for _, test := range []struct {
		rights fs.FileMode // of the folder
		want   string
	}{
		{0o555, "import: db-read-only\nlook: db-read-only\nnew: db-read-only\n"},
		{0o777, "import: db-read-only\nlook: <nil>\nnew: <nil>\n"},
	} {
		must(1, os.Chmod(folder, test.rights))(t)
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), rightsVariable+"="+folder)
		output := must(child.CombinedOutput())(t)
		same(t, test.rights.String(), string(output), test.want)
	}
}

func tryWithoutRights(folder string) {
	if os.Getuid() == 0 {
		if err := syscall.Setuid(65534); err != nil {
			fmt.Println(err)
		}
	}
	ctx := context.Background()
	try := func(what, file string, opt Options) {
		s, err := Open(ctx, filepath.Join(folder, file), opt)
		if err == nil && !opt.ReadOnly {
			_, err = s.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each([]*engine.Submission{smallForm("b", 1)})})
		}
		if err == nil {
			_, err = s.Years(ctx)
		}
		if s != nil {
			err = errors.Join(err, s.Close())
		}
		fmt.Printf("%s: %s\n", what, codeOf(err))
	}
	try("import", "a.db", Options{})
	try("look", "a.db", Options{ReadOnly: true})
	try("new", "b.db", Options{})
	os.Exit(0)
}

func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, name := range filesIn(t, folder) {
		found[name] = string(must(os.ReadFile(filepath.Join(folder, name)))(t))
	}
	return found
}

func TestSystemErrorsHaveCodes(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{sqlite3.Error{Code: sqlite3.ErrFull}, CodeFull},
		{sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.ENOSPC}, CodeFull},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.ENOSPC}, CodeFull},
		{sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EFBIG}, CodeFileLimit},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, CodeReadOnly},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.EROFS}, CodeReadOnly},
		{sqlite3.Error{Code: sqlite3.ErrReadonly}, CodeReadOnly},
		{sqlite3.Error{Code: sqlite3.ErrCantOpen, SystemErrno: syscall.EACCES}, CodeReadOnly},
		{sqlite3.Error{Code: sqlite3.ErrCantOpen}, CodeMissing},
		{sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EIO}, CodeDisk},
		{sqlite3.Error{Code: sqlite3.ErrIoErr}, CodeDisk},
		{&fs.PathError{Op: "read", Path: "x", Err: syscall.EIO}, CodeDisk},
		{sqlite3.Error{Code: sqlite3.ErrBusy}, CodeBusy},
		{sqlite3.Error{Code: sqlite3.ErrCorrupt}, CodeDamaged},
		{sqlite3.Error{Code: sqlite3.ErrNotADB}, CodeNotADatabase},
	} {
		err := fail("p", "try", fmt.Errorf("deeper: %w", test.err))
		same(t, fmt.Sprint(test.err), codeOf(err), test.want)
		same(t, "the cause is kept", errors.Is(err, test.err), true)
	}
}

func TestDiskFull(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	save(t, s, smallForm("a", 1))
	var pages int
	if err := s.writer.QueryRow(`PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	must(s.writer.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+20)))(t)
	before := counts(t, s)
	_, err := s.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each([]*engine.Submission{smallForm("b", 5000)})})
	same(t, "code", codeOf(err), CodeFull)
	same(t, "rows in every table", counts(t, s), before)
	must(s.writer.Exec(`PRAGMA max_page_count = 1000000`))(t)
	save(t, s, smallForm("b", 5000)) // work goes on once there is space
}

func TestDamagedValueIsNoZero(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	save(t, s, smallForm("a", 1))
	for _, test := range []struct{ column, value string }{{"tier", "77"}, {"target_kind", "-1"}, {"level1_inferred", "2"}, {"target_value", "'1e5'"},
		{"items", "'x'"}, {"file", "999"}} {
		t.Run(test.column, func(t *testing.T) {
			conn := must(s.writer.Conn(ctx))(t)
			for _, statement := range []string{`PRAGMA foreign_keys = off`, `DROP TRIGGER IF EXISTS form_row_no_update`,
				`CREATE TEMP TABLE IF NOT EXISTS kept AS SELECT * FROM form_row`, `UPDATE form_row SET ` + test.column + ` = ` + test.value} {
				must(conn.ExecContext(ctx, statement))(t)
			}
			err := firstError(s.Submissions(ctx, engine.Filter{}))
			same(t, "code", codeOf(err), CodeDamaged)
			must(conn.ExecContext(ctx, `UPDATE form_row SET `+test.column+` = (SELECT `+test.column+` FROM kept)`))(t)
			must(1, conn.Close())(t)
		})
	}
	collect(t, s.Submissions(ctx, engine.Filter{}))
}

// TestDamagedEntryIsNoOtherEntry holds that an entry that lost its indicator, or the kind of its field, belongs to nothing.
func TestDamagedEntryIsNoOtherEntry(t *testing.T) {
	for name, change := range map[string]string{"no indicator": `indicator = NULL`, "a field of the form": `field = 8`} {
		t.Run(name, func(t *testing.T) {
			s, ctx := openNew(t), context.Background()
			form := smallForm("a", 1)
			save(t, s, form)
			recordActual(t, s, form, "3公里", engine.Added)
			must(s.writer.ExecContext(ctx, `DROP TRIGGER entry_no_update`))(t)
			must(s.writer.ExecContext(ctx, `UPDATE entry SET `+change))(t)
			for read, err := range must(s.ReadRows(ctx, engine.Filter{}))(t).Pages() {
				if err == nil {
					_, err = read(nil)
				}
				same(t, "code", codeOf(err), CodeDamaged)
			}
		})
	}
}

func TestManyWritersAndReaders(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	stores, ctx := []*Store{open(t, path), open(t, path)}, context.Background()
	form := smallForm("a", 1)
	save(t, stores[0], form)
	key := engine.RecordKey{Project: form.ID(), Indicator: form.Indicators[0].ID, Field: engine.RecordActual}
	var group sync.WaitGroup
	problems := make(chan error, 1000)
	for n := range 50 {
		group.Go(func() {
			s := stores[n%2]
			for i := range 4 {
				if _, err := recordAll(ctx, s, engine.Entry{RecordKey: key, Value: fmt.Sprint(n, " ", i)}); err != nil {
					problems <- err
				}
				if _, err := s.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each([]*engine.Submission{smallForm(fmt.Sprint(n), 1+i)})}); err != nil {
					problems <- err
				}
				for _, err := range s.Submissions(ctx, engine.Filter{Projects: []engine.ProjectID{form.ID()}}) {
					if err != nil {
						problems <- err
					}
				}
			}
		})
	}
	group.Wait()
	close(problems)
	for err := range problems {
		t.Error(err)
	}
	history := must(stores[0].History(ctx, form.ID(), form.Indicators[0].ID))(t)
	same(t, "entries", len(history), 200)
	for i, entry := range history[1:] {
		if entry.Before != history[i].Value {
			t.Fatalf("entry %d: before is %q, but %q stood there: an update was lost", entry.Seq, entry.Before, history[i].Value)
		}
	}
	same(t, "projects", len(must(stores[1].Projects(ctx, engine.Filter{}))(t)), 51)
}

func TestTwoOpenAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			s, err := Open(context.Background(), path, Options{})
			if err != nil {
				t.Error(err)
				return
			}
			_, err = s.SaveImport(context.Background(), engine.ImportBatch{Submissions: engine.Each([]*engine.Submission{smallForm(fmt.Sprint(n), 1)})})
			if err := errors.Join(err, s.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	same(t, "projects", len(must(open(t, path).Projects(context.Background(), engine.Filter{}))(t)), 8)
}

// TestStoredNumbers holds the numbers of the engine's constants, which are in every database.
func TestStoredNumbers(t *testing.T) {
	got := []string{
		fmt.Sprint(engine.Cost, engine.Output, engine.Benefit, engine.Satisfaction),
		fmt.Sprint(uint8(engine.Cost), uint8(engine.Output), uint8(engine.Benefit), uint8(engine.Satisfaction)),
		fmt.Sprint(uint8(engine.EconomicCost), uint8(engine.SocialCost), uint8(engine.EcologicalCost), uint8(engine.Quantity), uint8(engine.Quality),
			uint8(engine.Timeliness), uint8(engine.OutputCost), uint8(engine.EconomicBenefit), uint8(engine.SocialBenefit),
			uint8(engine.EcologicalBenefit), uint8(engine.Sustainability), uint8(engine.ServiceSatisfaction)),
		fmt.Sprint(uint8(engine.MissingTarget), uint8(engine.NumberTarget), uint8(engine.RangeTarget), uint8(engine.DeadlineTarget), uint8(engine.SetTarget), uint8(engine.WordsTarget)),
		fmt.Sprint(uint8(engine.NoOp), uint8(engine.AtLeast), uint8(engine.AtMost), uint8(engine.Exactly), uint8(engine.MoreThan), uint8(engine.LessThan)),
		fmt.Sprint(uint8(engine.NoActual), uint8(engine.NumberActual), uint8(engine.DateActual), uint8(engine.WordsActual)),
		fmt.Sprint(uint8(engine.Precise), uint8(engine.About), uint8(engine.Over), uint8(engine.Under)),
		fmt.Sprint(uint8(engine.NoTier), uint8(engine.TierMet), uint8(engine.TierPartly), uint8(engine.TierMissed), uint8(engine.TierNotApplies)),
		fmt.Sprint(uint8(engine.Undetermined), uint8(engine.Met), uint8(engine.PartlyMet), uint8(engine.Missed), uint8(engine.NotApplicable)),
		fmt.Sprint(uint8(engine.Info), uint8(engine.Warning), uint8(engine.Error)),
		fmt.Sprint(uint8(engine.TotalFunds), uint8(engine.FiscalFunds), uint8(engine.CarriedFunds), uint8(engine.OtherFunds)),
	}
	same(t, "numbers", got, []string{"成本指标 产出指标 效益指标 满意度指标", "1 2 3 4", "1 2 3 4 5 6 7 8 9 10 11 12", "0 1 2 3 4 5", "0 1 2 3 4 5", "0 1 2 3",
		"0 1 2 3", "0 1 2 3 4", "0 1 2 3 4", "0 1 2", "0 1 2 3"})
	names := []string{"actual", "tier", "claimed", "reason", "initial", "adjusted", "executed", "goal_actual", "filler", "telephone", "filled_on",
		"execution_reason", "execution_claimed", "claimed_total", "printed_rate", "review", "execution_review"}
	for n, name := range names {
		if field, ok := engine.ParseRecordField(name); !ok || int(field) != n+1 {
			t.Errorf("%s has the number %d", name, field)
		}
	}
	same(t, "fields that can be stored", int(lastField), len(names))
}

func TestListsComeBackExactly(t *testing.T) {
	for _, list := range [][]string{nil, {""}, {"", ""}, {"a", "b"}, {"\x1f"}, {"\\"}, {"\\\x1f", "x\\"}, {"\x00\xff"}} {
		got, err := unpackList(packList(list))
		same(t, fmt.Sprintf("%q", list), got, list)
		same(t, "error", err, nil)
	}
	for _, broken := range []any{"a", "a\\", "a\\\x1f", int64(1), nil} {
		if _, err := unpackList(broken); err == nil {
			t.Errorf("%q was read", broken)
		}
	}
}

// impatient is a store whose writer waits for some milliseconds only.
func impatient(t *testing.T, milliseconds int) *Store {
	t.Helper()
	s := openNew(t)
	must(0, s.writer.Close())(t)
	s.writer = must(sql.Open("sqlite3", strings.Replace(dsn(s.path, modeWriter), "_busy_timeout=10000", fmt.Sprint("_busy_timeout=", milliseconds), 1)))(t)
	s.writer.SetMaxOpenConns(1)
	return s
}

func TestBusyHasACode(t *testing.T) {
	s := impatient(t, 20)
	other := open(t, s.path)
	tx := must(other.writer.Begin())(t)
	defer tx.Rollback()
	err := s.write(context.Background(), "try", func(*transaction) error { return nil })
	same(t, "code", codeOf(err), CodeBusy)
}

// TestAQueueIsNoFault keeps the file locked for longer than is waited for, by somebody who gets on with his work.
func TestAQueueIsNoFault(t *testing.T) {
	s := impatient(t, 300)
	other := open(t, s.path)
	locked, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for turn := range 12 {
			err := other.write(context.Background(), "hold", func(tx *transaction) error {
				if turn == 0 {
					close(locked)
				}
				time.Sleep(60 * time.Millisecond)
				_, err := tx.Exec(`INSERT INTO word (text) VALUES (?1)`, fmt.Sprint("turn ", turn))
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
	}()
	<-locked
	if err := s.write(context.Background(), "try", func(*transaction) error { return nil }); err != nil {
		t.Error(err)
	}
	<-done
}

// TestALockOfOneWhoDiedIsRemoved opens a database that somebody made who was killed before he removed his lock.
func TestALockOfOneWhoDiedIsRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	must(1, must(Open(context.Background(), path, Options{}))(t).Close())(t)
	must(1, os.WriteFile(path+openingEnd, nil, 0o666))(t)
	s := must(Open(context.Background(), path, Options{ReadOnly: true}))(t)
	must(1, s.Close())(t)
	same(t, "files", filesIn(t, filepath.Dir(path)), []string{"a.db"})

	// One who is at it keeps his.
	lock := must(tryFileLock(path + openingEnd))(t)
	must(1, must(Open(context.Background(), path, Options{}))(t).Close())(t)
	same(t, "held", must(tryFileLock(path+openingEnd))(t), (*fileLock)(nil))
	must(1, lock.release())(t)
}
