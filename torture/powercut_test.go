//go:build linux && amd64 && !race

package torture

import (
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

var (
	cuts     = flag.Int("cuts", 120, "how many power cuts there are")
	goOnEach = flag.Int("go-on", 50, "after every so many power cuts the work is done to its end")
)

// TestPowerCut follows a year's work of the real program, and cuts the power at random moments of it.
func TestPowerCut(t *testing.T) {
	folder := workFolder(t)
	c := &cutting{t: t, want: undisturbed(t)}
	c.disk = newDisk(followed(t, folder, [][]step{work}))
	cutPower(t, c.disk, *cuts, c.look)
}

// TestPowerCutBesideEachOther cuts the power of several processes that write at the same time.
func TestPowerCutBesideEachOther(t *testing.T) {
	folder := workFolder(t)
	jixiao(t, folder, "import", "table.csv")
	var lanes [][]step
	for n := range 3 {
		lanes = append(lanes, recordings(n, 6))
	}
	lanes = append(lanes, []step{{args: []string{"evaluate", "--quiet"}}, {args: []string{"evaluate", "--quiet"}}})
	d := newDisk(followed(t, folder, lanes))
	cutPower(t, d, *cuts/4, func(folder string, goOn bool) error { return acknowledgedIsThere(d, existing(folder), goOn) })
}

// TestFollowedProcessesAreKilled kills followed processes at any moment. The follower notes that they ended, and follows the others: what it
// asks a thread while its process ends is no fault of anybody.
func TestFollowedProcessesAreKilled(t *testing.T) {
	folder, random := workFolder(t), rand.New(rand.NewPCG(*seed, 78))
	jixiao(t, folder, "import", "table.csv")
	over := make(chan struct{})
	var group sync.WaitGroup
	defer group.Wait()
	defer close(over)
	group.Go(func() { killChildren(random, over) })
	killed := 0
	for killed < 20 {
		log, err := follow(folder, t.TempDir(), [][]step{recordings(0, 6), recordings(1, 6), {{args: []string{"evaluate", "--quiet"}}}})
		if errors.Is(err, syscall.EPERM) {
			t.Skip("this system does not let processes be followed")
		}
		if err != nil {
			t.Fatalf("seed %d, after %d killed: %v", *seed, killed, err)
		}
		ends := 0
		for _, e := range log.events {
			if e.kind == exited {
				ends++
				if e.exit == exitKilled {
					killed++
				}
			}
		}
		if ends != len(log.commands) {
			t.Fatalf("seed %d: of %d processes %d ended", *seed, len(log.commands), ends)
		}
	}
}

// killChildren kills processes that this one started and that run for a moment already.
func killChildren(random *rand.Rand, over chan struct{}) {
	for {
		select {
		case <-over:
			return
		case <-time.After(time.Duration(random.IntN(40_000)) * time.Microsecond):
		}
		lists, _ := filepath.Glob("/proc/self/task/*/children")
		for _, list := range lists {
			children, _ := os.ReadFile(list)
			for child := range strings.FieldsSeq(string(children)) {
				threads, _ := os.ReadDir("/proc/" + child + "/task")
				pid, err := strconv.Atoi(child)
				if err == nil && len(threads) > 1 {
					_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended
				}
			}
		}
	}
}

// recordings are commands that record one value each, which no other command records.
func recordings(lane, count int) (steps []step) {
	for i := range count {
		steps = append(steps, step{args: []string{"record", "--project", fmt.Sprintf("道路养护项目%d", lane), "--indicator",
			fmt.Sprintf("养护里程%d", i), fmt.Sprintf("%d公里", 1000+100*lane+i)}})
	}
	return steps
}

// cutPower cuts the power at random moments and has what is left looked at, now and then after the work was done to its end.
func cutPower(t *testing.T, d *disk, count int, look func(folder string, goOn bool) error) {
	t.Helper()
	wentOn := 0
	for round, moment := range moments(d.log, count) {
		d.advance(moment)
		goOn := round%*goOnEach == *goOnEach-1
		err := withRest(d, rand.New(rand.NewPCG(*seed, uint64(round))), func(folder string) error { return look(folder, goOn) })
		if err != nil {
			t.Fatalf("seed %d, cut %d before event %d of %d: %v", *seed, round, moment, len(d.log.events), err)
		}
		if goOn {
			wentOn++
		}
	}
	t.Logf("seed %d: %d events, %d power cuts, %d of them looked at more closely", *seed, len(d.log.events), count, wentOn)
}

// withRest puts what a power cut leaves into a folder.
func withRest(d *disk, random *rand.Rand, look func(folder string) error) error {
	folder, err := os.MkdirTemp("", "jixiao-cut-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := d.cut(folder, newLoss(random)); err != nil {
		return err
	}
	return look(folder)
}

// acknowledgedIsThere holds that every value whose recording was acknowledged is in the ledger once, and every evaluation among the runs.
func acknowledgedIsThere(d *disk, path string, prove bool) error {
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := intact(db); err != nil {
		return err
	}
	evaluations := 0
	for command := range d.acknowledged() {
		args := d.log.commands[command].args
		if args[0] == "evaluate" {
			evaluations++
			continue
		}
		value := args[len(args)-1]
		found, err := texts(db, `SELECT value FROM entry WHERE value = '`+value+`'`)
		if err != nil {
			return err
		}
		if len(found) != 1 {
			return fmt.Errorf("%s was acknowledged and is in the ledger %d times", value, len(found))
		}
	}
	runs, err := texts(db, `SELECT id FROM run WHERE finished_at <> ''`)
	if err != nil {
		return err
	}
	if len(runs) < evaluations {
		return fmt.Errorf("of %d evaluations that were acknowledged %d are there", evaluations, len(runs))
	}
	if !prove {
		return nil
	}
	return proved(path)
}

// followed is the log of lanes of commands.
func followed(t *testing.T, folder string, lanes [][]step) *diskLog {
	t.Helper()
	log, err := follow(folder, t.TempDir(), lanes)
	if errors.Is(err, syscall.EPERM) {
		t.Skip("this system does not let processes be followed")
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range log.events {
		if e.kind == exited && e.exit != exitDone && e.exit != exitNeedsPerson {
			t.Fatalf("%q ended with %d", log.commands[e.command].args, e.exit)
		}
	}
	return log
}

// moments chooses events before which the power is cut, in their order. What was there from the start is no event.
func moments(log *diskLog, count int) []int {
	random := rand.New(rand.NewPCG(*seed, 0))
	first := slices.IndexFunc(log.events, func(e diskEvent) bool { return !e.stays })
	list := make([]int, count)
	for i := range list {
		list[i] = first + random.IntN(len(log.events)+1-first)
	}
	slices.Sort(list)
	return list
}

// cutting is a year's work of which the power is cut.
type cutting struct {
	t    *testing.T
	disk *disk
	want []outcome
}

// look looks at what is left; now and then the work is done to its end.
func (c *cutting) look(folder string, goOn bool) error {
	acknowledged := c.disk.acknowledged()
	done := 0
	for acknowledged[done] == ended {
		done++
	}
	if err := c.reports(folder); err != nil {
		return fmt.Errorf("after %d commands: %w", done, err)
	}
	if goOn {
		return c.goOn(folder, done)
	}
	got, err := stateOf(existing(folder))
	if err != nil {
		return fmt.Errorf("after %d commands: %w", done, err)
	}
	return c.compare(got, done, acknowledged[done] == spoke)
}

// What of a command was seen.
const (
	spoke = 1 + iota
	ended
)

// acknowledged is what was seen of the commands, by number.
func (d *disk) acknowledged() map[int]int {
	seen := map[int]int{}
	for _, e := range d.log.events[:d.done] {
		switch e.kind {
		case exited:
			seen[e.command] = ended
		case said:
			seen[e.command] = spoke
		}
	}
	return seen
}

func existing(folder string) string {
	path := filepath.Join(folder, "year.db")
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// compare holds what is left against what was acknowledged, and what was on its way.
func (c *cutting) compare(got state, done int, saying bool) error {
	before, after := c.want[done].state, c.want[min(done+1, len(work))].state
	if saying {
		before = after
	}
	for _, part := range []struct{ what, got, before, after string }{{"forms", got.forms, before.forms, after.forms},
		{"entries", got.entries, before.entries, after.entries}, {"runs", got.runs, before.runs, after.runs}} {
		if part.got != part.before && part.got != part.after {
			return fmt.Errorf("after %d commands (the next said something: %v) the %s are\n%s\nwant\n%s\nor\n%s", done, saying, part.what, part.got,
				part.before, part.after)
		}
	}
	return nil
}

// reports holds that a report that has its name is whole.
func (c *cutting) reports(folder string) error {
	files := filesIn(c.t, folder, "reports")
	for name, digest := range files {
		if strings.HasSuffix(name, ".tmp") {
			continue
		}
		if want := c.want[reportStep()].files[name]; digest != want && !saysWhen(name) {
			return fmt.Errorf("%s is not the file of an undisturbed report", name)
		}
	}
	return nil
}

// reportStep is the number of the outcome that has reports.
func reportStep() int { return 1 + slices.IndexFunc(work, func(s step) bool { return s.out != "" }) }

// goOn does what was not acknowledged, by the program itself, and compares the end.
func (c *cutting) goOn(folder string, done int) error {
	for _, step := range work[done:] {
		jixiao(c.t, folder, step.args...)
	}
	path := filepath.Join(folder, "year.db")
	got, err := stateOf(path)
	if err != nil {
		return err
	}
	if want := c.want[len(work)].state; got != want {
		return fmt.Errorf("the work was done to its end after %d commands and is\n%+v\nwant\n%+v", done, got, want)
	}
	return proved(path)
}
