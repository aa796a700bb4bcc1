//go:build linux && !race

package torture

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"jixiao/rules/hostile"
)

// Of the corpus of hostile rules: a pack whose expressions are too many, and the one that takes longest of those that are allowed.
const (
	tooMuch = "expressions as long as may be, as many as fit"
	slowest = "conditions that compute with numbers as long as may be"
)

// packFolder is a folder with a year's data and a pack of the corpus, which the configuration chooses.
func packFolder(t *testing.T, name string) string {
	t.Helper()
	folder := workFolder(t)
	for _, c := range hostile.Cases() {
		if c.Name != name {
			continue
		}
		if err := os.Mkdir(filepath.Join(folder, "rules.d"), 0o777); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(folder, "rules.d", "base.yaml"), []byte(c.Files[hostile.File]))
		jixiao(t, folder, "gen", "--projects", slowProjects)
		return folder
	}
	t.Fatalf("the corpus has no %q", name)
	return ""
}

// slowProjects take the slowest pack long enough to be stopped, a second or two.
const slowProjects = "40"

// TestPackThatIsTooMuch evaluates with a pack whose expressions nobody could bound. It is refused before anything is done, with the place and what
// to do, and what was there is as it was.
func TestPackThatIsTooMuch(t *testing.T) {
	folder := packFolder(t, tooMuch)
	jixiao(t, folder, "evaluate", "--quiet")
	before := must(stateOf(copied(t, folder)))(t)
	for lang, hint := range map[string]string{"zh": "请拆成几个规则，或用分档表", "en": "split"} {
		c := newCall(t, folder, "evaluate", "--rules", "base", "--lang", lang)
		if code := c.run(t); code != exitFailed {
			t.Errorf("evaluated: %v", c)
		}
		if said := c.stderr.String(); !regexp.MustCompile(`base\.yaml:\d+:\d+: `).MatchString(said) || !strings.Contains(said, "^") || !strings.Contains(said, hint) {
			t.Errorf("neither place nor hint: %v", c)
		}
		if used := c.command.ProcessState.UserTime(); used > time.Second {
			t.Errorf("refusing took %v", used)
		}
	}
	if after := must(stateOf(copied(t, folder)))(t); after != before {
		t.Errorf("what was refused changed %+v to %+v", before, after)
	}
}

// TestSlowPack evaluates with the slowest pack that is allowed. Ctrl-C ends it soon and says how to go on; killed or interrupted, the run does not
// count, and resumed it says what an undisturbed one says.
func TestSlowPack(t *testing.T) {
	folder := packFolder(t, slowest)
	evaluate := []string{"evaluate", "--quiet", "--rules", "base"}
	var interrupted time.Duration
	for _, signal := range []os.Signal{syscall.SIGINT, syscall.SIGKILL} {
		c := newCall(t, folder, evaluate...)
		if err := c.command.Start(); err != nil {
			t.Fatal(err)
		}
		awaitRun(t, folder)
		if err := c.command.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		code := c.ended(t, c.command.Wait())
		if signal == syscall.SIGKILL {
			continue
		}
		if interrupted = c.command.ProcessState.UserTime(); code != exitFailed {
			t.Errorf("interrupted: %v", c)
		}
		says(t, c, "已中断；评分未完成，不会算数")
		says(t, c, "jixiao evaluate --resume")
	}
	if runs := must(stateOf(copied(t, folder)))(t).runs; runs != "" {
		t.Errorf("a run that was not finished counts: %s", runs)
	}
	jixiao(t, folder, append(evaluate, "--resume")...)
	whole := jixiao(t, folder, append(evaluate, "--full")...).command.ProcessState.UserTime()
	if interrupted > whole/2 {
		t.Errorf("an interrupted evaluation took %v of processor, a whole one %v", interrupted, whole)
	}
	runs := must(stringsOf(filepath.Join(folder, "year.db"), `SELECT count(*) || ' ' || count(DISTINCT digest) FROM run WHERE finished_at <> ''`))(t)
	if runs[0] != "2 1" {
		t.Errorf("finished runs and their digests: %s", runs[0])
	}
}

// awaitRun waits until a run has begun.
func awaitRun(t *testing.T, folder string) {
	t.Helper()
	path := filepath.Join(folder, "year.db")
	for range 2000 {
		if _, err := os.Stat(lockOf(folder)); err == nil && inTheMiddle(path) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("no run began")
}
