//go:build linux && !race

package torture

import (
	"database/sql"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// manyProjects take an evaluation long enough to be stopped in the middle.
const manyProjects = "600"

// TestTwoEvaluations stops an evaluation in the middle of its work. Another one is told who holds the year; both work in the end.
func TestTwoEvaluations(t *testing.T) {
	folder := t.TempDir()
	jixiao(t, folder, "gen", "--projects", manyProjects)
	first := stopped(t, folder)
	second := newCall(t, folder, "evaluate", "--quiet")
	if code := second.run(t); code != exitFailed {
		t.Errorf("the second: %v", second)
	}
	says(t, second, "2025 年度正在由 李强 评分")
	resume(t, first)
	if code := first.ended(t, first.command.Wait()); code != exitDone && code != exitNeedsPerson {
		t.Errorf("the first: %v", first)
	}
	jixiao(t, folder, "evaluate", "--quiet")
	runs := must(stringsOf(filepath.Join(folder, "year.db"), `SELECT count(*) || ' ' || count(DISTINCT digest) FROM run WHERE finished_at <> ''`))(t)
	if runs[0] != "2 1" {
		t.Errorf("finished runs and their digests: %s", runs[0])
	}
}

// TestLateWrite takes the year away from an evaluation that is stopped: somebody removed its lock, and another evaluation did the work. When
// the first goes on, what it writes is refused, and it says why.
func TestLateWrite(t *testing.T) {
	folder := t.TempDir()
	jixiao(t, folder, "gen", "--projects", manyProjects)
	first := stopped(t, folder)
	if err := os.Remove(lockOf(folder)); err != nil {
		t.Fatal(err)
	}
	jixiao(t, folder, "evaluate", "--quiet")
	before := must(stateOf(copied(t, folder)))(t)
	resume(t, first)
	if code := first.ended(t, first.command.Wait()); code != exitFailed {
		t.Errorf("the first: %v", first)
	}
	says(t, first, "2025 年度已被另一次评分接管")
	if after := must(stateOf(copied(t, folder)))(t); after != before {
		t.Errorf("the late write changed\n%+v\nto\n%+v", before, after)
	}
	if err := proved(copied(t, folder)); err != nil {
		t.Error(err)
	}
}

func lockOf(folder string) string { return filepath.Join(folder, "year.db.year-2025.lock") }

// stopped is an evaluation by another person that has begun its run, is not done with it, and does not hold up the database.
func stopped(t *testing.T, folder string) *call {
	t.Helper()
	c := newCall(t, folder, "evaluate", "--quiet", "--by", "李强")
	if err := c.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.command.Process.Kill() }) // where the test failed
	for range 2000 {
		time.Sleep(2 * time.Millisecond)
		if _, err := os.Stat(lockOf(folder)); err != nil {
			continue
		}
		if err := c.command.Process.Signal(syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		if inTheMiddle(filepath.Join(folder, "year.db")) {
			return c
		}
		resume(t, c)
	}
	t.Fatalf("the evaluation could not be stopped: %v", c)
	return nil
}

func resume(t *testing.T, c *call) {
	t.Helper()
	if err := c.command.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
}

// inTheMiddle tells whether a run has begun and is not finished, while nobody is writing.
func inTheMiddle(path string) bool {
	db, err := sql.Open("sqlite3", path+"?_busy_timeout=0&_txlock=immediate")
	if err != nil {
		return false
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		return false
	}
	defer tx.Rollback()
	unfinished := 0
	err = tx.QueryRow(`SELECT count(*) FROM run WHERE finished_at = ''`).Scan(&unfinished)
	return err == nil && unfinished > 0
}

// stringsOf reads a column of a database.
func stringsOf(path, query string) ([]string, error) {
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return texts(db, query)
}
