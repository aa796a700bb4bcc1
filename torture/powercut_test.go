//go:build linux && amd64 && !race

package torture

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

var (
	cuts     = flag.Int("cuts", 200, "how many power cuts there are")
	goOnEach = flag.Int("go-on", 50, "after every so many power cuts the work is done to its end")
)

// TestPowerCut follows a year's work of the real program, and cuts the power at random moments of it.
func TestPowerCut(t *testing.T) {
	folder := workFolder(t)
	want := undisturbed(t)
	log := followed(t, folder, [][]step{work})
	c := &cutting{t: t, disk: newDisk(log), want: want}
	tried, wentOn := 0, 0
	for round, moment := range moments(log, *cuts) {
		c.disk.advance(moment)
		random := rand.New(rand.NewPCG(*seed, uint64(round)))
		goOn := round%*goOnEach == *goOnEach-1
		if err := c.try(random, goOn); err != nil {
			t.Fatalf("seed %d, cut %d before event %d of %d: %v", *seed, round, moment, len(log.events), err)
		}
		tried++
		if goOn {
			wentOn++
		}
	}
	t.Logf("seed %d: %d events, %d power cuts, the work done to its end after %d of them", *seed, len(log.events), tried, wentOn)
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

// moments chooses events before which the power is cut, in their order.
func moments(log *diskLog, count int) []int {
	random := rand.New(rand.NewPCG(*seed, 0))
	list := make([]int, count)
	for i := range list {
		list[i] = random.IntN(len(log.events) + 1)
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

// try cuts the power where the disk stands, and looks at what is left; now and then the work is done to its end.
func (c *cutting) try(random *rand.Rand, goOn bool) error {
	folder, err := os.MkdirTemp("", "jixiao-cut-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := c.disk.cut(folder, newLoss(random)); err != nil {
		return err
	}
	done, saying := c.acknowledged()
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
	return c.compare(got, done, saying)
}

// acknowledged is how many commands had ended, and whether the next had said something.
func (c *cutting) acknowledged() (done int, saying bool) {
	for _, e := range c.disk.log.events[:c.disk.done] {
		switch e.kind {
		case exited:
			done, saying = done+1, false
		case said:
			saying = true
		}
	}
	return done, saying
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
