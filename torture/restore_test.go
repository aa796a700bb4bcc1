//go:build linux && !race

package torture

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestRestoreDuringARun stops an evaluation in the middle. Restoring a backup is refused then and says who evaluates, in both languages, and
// the evaluation ends as if nothing had been; afterwards restoring works, and the run is in the database that was kept.
func TestRestoreDuringARun(t *testing.T) {
	folder := t.TempDir()
	jixiao(t, folder, "gen", "--projects", manyProjects)
	jixiao(t, folder, "backup", "kept.db")
	backup := must(stateOf(filepath.Join(folder, "kept.db")))(t)
	run := stopped(t, folder)
	for lang, sentences := range map[string][]string{
		"zh": {"李强 (2025) 正在用数据库 year.db 评分，不能替换；没有作任何改动", "请等评分结束后重试；程序一旦退出，占用即自动解除"},
		"en": {"李强 (2025) evaluates with the database year.db, which cannot be replaced now; nothing was changed", "try again once the evaluation has ended"},
	} {
		c := newCall(t, folder, "restore", "kept.db", "--lang", lang)
		if code := c.run(t); code != exitFailed {
			t.Errorf("restoring during a run: %v", c)
		}
		for _, sentence := range sentences {
			says(t, c, sentence)
		}
	}
	resume(t, run)
	if code := run.ended(t, run.command.Wait()); code != exitDone && code != exitNeedsPerson {
		t.Fatalf("the evaluation: %v", run)
	}
	before := must(stateOf(copied(t, folder)))(t)
	if before.runs == "" || before.forms != backup.forms {
		t.Errorf("the evaluation left %+v, the backup is %+v", before, backup)
	}
	jixiao(t, folder, "restore", "kept.db")
	if got := must(stateOf(copied(t, folder)))(t); got != backup {
		t.Errorf("restored: %+v, the backup is %+v", got, backup)
	}
	if kept := must(stateOf(keptBy(t, folder)))(t); kept != before {
		t.Errorf("kept: %+v, before it was %+v", kept, before)
	}
}

// keptBy is the one database that restoring kept.
func keptBy(t *testing.T, folder string) string {
	t.Helper()
	names := must(filepath.Glob(filepath.Join(folder, "year.before-restore-*.db")))(t)
	if len(names) != 1 {
		t.Fatalf("kept: %q", names)
	}
	return names[0]
}

// TestKilledRunsAndRestorings lets evaluations and restorings meet, and kills either or both at random moments. Each database is the one of
// before or the backup, whole, with whole runs; what was acknowledged is in the one that is there or in the one that was kept.
func TestKilledRunsAndRestorings(t *testing.T) {
	folder, random := workFolder(t), rand.New(rand.NewPCG(*seed, 79))
	jixiao(t, folder, "import", "table.csv")
	jixiao(t, folder, "backup", "kept.db")
	jixiao(t, folder, recordings(0, 1)[0].args...)
	m := &meeting{t: t, folder: folder, backup: must(stateOf(filepath.Join(folder, "kept.db")))(t), changed: must(stateOf(copied(t, folder)))(t)}
	begin := time.Now()
	jixiao(t, folder, "evaluate", "--full", "--quiet")
	took := time.Since(begin)
	m.run = must(stateOf(copied(t, folder)))(t).runs
	jixiao(t, folder, "restore", "kept.db")
	begin = time.Now()
	jixiao(t, folder, "evaluate", "--full", "--quiet")
	m.backupRun, took = must(stateOf(copied(t, folder)))(t).runs, max(took, time.Since(begin))
	for round := range int(max(8, *kills/10)) {
		m.round(round, random, took)
		if t.Failed() {
			return
		}
	}
	t.Logf("seed %d: %d rounds; %d evaluations and %d restorings were killed, %d restorings refused, %d done", *seed, max(8, *kills/10), m.runsKilled,
		m.restoresKilled, m.refused, m.restored)
}

// meeting is a database, of which a backup was made before something more was recorded, and what becomes of it.
type meeting struct {
	t               *testing.T
	folder          string
	backup, changed state
	run, backupRun  string // what an evaluation of each leaves

	runsKilled, restoresKilled, refused, restored int
}

func (m *meeting) round(round int, random *rand.Rand, took time.Duration) {
	m.t.Helper()
	m.begin()
	evaluation, restoring := newCall(m.t, m.folder, "evaluate", "--full", "--quiet"), newCall(m.t, m.folder, "restore", "kept.db")
	for i, c := range []*call{evaluation, restoring} {
		wait, life := time.Duration(random.Int64N(int64(took))), time.Duration(random.Int64N(int64(2*took)))
		if i == 0 {
			wait /= 4
		}
		time.Sleep(wait)
		if err := c.command.Start(); err != nil {
			m.t.Fatal(err)
		}
		timer := time.AfterFunc(life, func() { _ = c.command.Process.Kill() }) // it may have ended
		defer timer.Stop()
	}
	evaluated, restored := evaluation.ended(m.t, evaluation.command.Wait()), restoring.ended(m.t, restoring.command.Wait())
	m.count(evaluated, restored, restoring)
	done := evaluated == exitDone || evaluated == exitNeedsPerson
	if !done && evaluated != exitKilled && restored != exitDone && restored != exitKilled {
		m.t.Errorf("seed %d, round %d: neither was disturbed: %v\n%v", *seed, round, evaluation, restoring)
	}
	if err := m.look(done, restored == exitDone); err != nil {
		m.t.Errorf("seed %d, round %d: %v\n%v\n%v", *seed, round, err, evaluation, restoring)
	}
}

// begin puts the changed database where the last round left another.
func (m *meeting) begin() {
	m.t.Helper()
	for _, name := range must(filepath.Glob(filepath.Join(m.folder, "year*.db*")))(m.t) {
		if err := os.Remove(name); err != nil {
			m.t.Fatal(err)
		}
	}
	jixiao(m.t, m.folder, "restore", "kept.db")
	jixiao(m.t, m.folder, recordings(0, 1)[0].args...)
}

func (m *meeting) count(evaluated, restored int, restoring *call) {
	m.t.Helper()
	if evaluated == exitKilled {
		m.runsKilled++
	}
	switch restored {
	case exitKilled:
		m.restoresKilled++
	case exitDone:
		m.restored++
	default:
		m.refused++
		says(m.t, restoring, "不能替换；没有作任何改动")
	}
}

// look holds that each database is whole and one of the two, and that nothing that was acknowledged is gone.
func (m *meeting) look(evaluated, restored bool) error {
	here, err := stateOf(copied(m.t, m.folder))
	if err != nil {
		return err
	}
	isBackup := here.forms == m.backup.forms && here.entries == m.backup.entries && slices.Contains([]string{"", m.backupRun}, here.runs)
	isChanged := here.forms == m.changed.forms && here.entries == m.changed.entries && slices.Contains([]string{"", m.run}, here.runs)
	if !isBackup && !isChanged || restored && !isBackup {
		return fmt.Errorf("the database is %+v, neither the one of before, %+v, nor the backup, %+v", here, m.changed, m.backup)
	}
	kept := state{}
	if isBackup {
		if kept, err = stateOf(keptBy(m.t, m.folder)); err != nil {
			return fmt.Errorf("what was kept: %w", err)
		}
		if kept.forms != m.changed.forms || kept.entries != m.changed.entries || !slices.Contains([]string{"", m.run}, kept.runs) {
			return fmt.Errorf("what was kept is %+v, not %+v", kept, m.changed)
		}
	}
	if evaluated && here.runs == "" && kept.runs == "" {
		return fmt.Errorf("an evaluation was acknowledged and is nowhere: here %+v, kept %+v", here, kept)
	}
	return proved(copied(m.t, m.folder))
}

// TestReplacedByHand lets somebody move the database away under an evaluation, with or without another in its place, or the whole folder, as a
// disk that is pulled out does. The evaluation says so in both languages and writes no more; what was stored is in the file that was moved, alone
// and whole, and the one in its place is what it was.
func TestReplacedByHand(t *testing.T) {
	generated := t.TempDir()
	jixiao(t, generated, "gen", "--projects", manyProjects)
	jixiao(t, generated, "backup", "kept.db")
	backup := must(os.ReadFile(filepath.Join(generated, "kept.db")))(t)
	want := must(stateOf(filepath.Join(generated, "kept.db")))(t)
	for name, by := range map[string]struct {
		lang, sentence string
		move           func(folder string) (moved string, err error)
	}{
		"replaced": {"zh", "在使用中被移走，或换成了另一个文件，没有继续写入", func(folder string) (string, error) {
			moved, place := filepath.Join(folder, "away.db"), filepath.Join(folder, "year.db")
			return moved, errors.Join(os.Rename(place, moved), os.WriteFile(place, backup, 0o666))
		}},
		"gone": {"en", "was taken away or replaced while it was in use; nothing more was written", func(folder string) (string, error) {
			moved := filepath.Join(folder, "away.db")
			return moved, os.Rename(filepath.Join(folder, "year.db"), moved)
		}},
		"no disk": {"zh", "请确认", func(folder string) (string, error) {
			return filepath.Join(folder+"-away", "year.db"), os.Rename(folder, folder+"-away")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "disk")
			if err := os.Mkdir(folder, 0o777); err != nil {
				t.Fatal(err)
			}
			t.Setenv("JIXIAO_LANG", by.lang)
			write(t, filepath.Join(folder, "year.db"), backup)
			run := stopped(t, folder)
			moved := must(by.move(folder))(t)
			resume(t, run)
			if code := run.ended(t, run.command.Wait()); code != exitFailed {
				t.Errorf("the evaluation: %v", run)
			}
			says(t, run, by.sentence)
			if size := sizeOf(moved + "-wal"); size > 0 {
				t.Errorf("%d bytes are in a log beside the moved database", size)
			}
			if got := must(stateOf(moved))(t); got != want {
				t.Errorf("moved: %+v, it was %+v", got, want)
			}
			if name != "replaced" {
				return
			}
			if got := must(stateOf(filepath.Join(folder, "year.db")))(t); got != want {
				t.Errorf("in its place: %+v, it was %+v", got, want)
			}
		})
	}
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
