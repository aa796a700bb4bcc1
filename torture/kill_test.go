//go:build linux && !race

package torture

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"jixiao/examples"
)

var kills = flag.Int64("kills", 18, "how many processes are killed")

// step is one command of a year's work.
type step struct {
	name string
	args []string
	out  string // the folder that it writes, empty for none
}

// work is a year's work in the order of its commands. Whatever is added here is killed too.
var work = []step{
	{name: "import", args: []string{"import", "targets.txt"}},
	{name: "import a table", args: []string{"import", "table.csv"}},
	{name: "record a file", args: []string{"record", "actuals.csv"}},
	{name: "record a value", args: []string{"record", "--project", "公共文化服务体系建设经费", "--indicator", "公益电影放映场次", "490场"}},
	{name: "correct it", args: []string{"record", "--project", "公共文化服务体系建设经费", "--indicator", "公益电影放映场次", "495场"}},
	{name: "evaluate", args: []string{"evaluate", "--json"}},
	{name: "report", args: []string{"report", "--format", "html,md,xlsx", "--out", "reports"}, out: "reports"},
	{name: "correct once more", args: []string{"record", "--project", "公共文化服务体系建设经费", "--indicator", "公益电影放映场次", "500场"}},
	{name: "evaluate again", args: []string{"evaluate"}}, // what changed
	{name: "evaluate all of it", args: []string{"evaluate", "--full", "--resume"}},
	{name: "prune", args: []string{"prune", "--keep", "1", "--yes"}},
}

// outcome is what a step leaves where nobody disturbs it.
type outcome struct {
	state
	files map[string]string // the digests of the files in the step's folder, by name
	took  time.Duration
}

// undisturbed does the work once and notes what every step leaves. Index 0 is before the first.
func undisturbed(t *testing.T) []outcome {
	t.Helper()
	folder := workFolder(t)
	list := make([]outcome, 1, len(work)+1)
	for _, step := range work {
		begin := time.Now()
		jixiao(t, folder, step.args...)
		took := time.Since(begin)
		list = append(list, outcome{must(stateOf(copied(t, folder)))(t), filesIn(t, folder, step.out), took})
	}
	if err := proved(copied(t, folder)); err != nil {
		t.Fatal(err)
	}
	return list
}

func workFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	inputs(t, folder)
	return folder
}

// inputs puts the files that the work reads into a folder.
func inputs(t *testing.T, folder string) {
	t.Helper()
	write(t, filepath.Join(folder, "targets.txt"), examples.Targets())
	write(t, filepath.Join(folder, "actuals.csv"), examples.Actuals())
	write(t, filepath.Join(folder, "table.csv"), longTable(12, 8))
}

// longTable is a flat table of targets with their actuals.
func longTable(projects, rows int) []byte {
	var b strings.Builder
	b.WriteString("项目名称,主管部门,实施单位,年度,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值\n")
	for p := range projects {
		for r := range rows {
			fmt.Fprintf(&b, "道路养护项目%d,青岚县交通运输局,青岚县公路站,2025,产出指标,数量指标,养护里程%d,≥%d公里,%d公里,10\n", p, r, 100+r, 96+r+p%9)
		}
	}
	return []byte(b.String())
}

// filesIn digests every file below a folder.
func filesIn(t *testing.T, folder, name string) map[string]string {
	t.Helper()
	files := map[string]string{}
	if name == "" {
		return files
	}
	root := filepath.Join(folder, name)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files[must(filepath.Rel(root, path))(t)] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return files
}

// TestKilled does a year's work again and again. Every command is killed at a random moment, looked at, and given once more.
func TestKilled(t *testing.T) {
	want := undisturbed(t)
	var killed, tooLate atomic.Int64
	for lane := range 2 {
		t.Run(fmt.Sprint(lane), func(t *testing.T) {
			t.Parallel()
			for round := uint64(lane); killed.Load() < *kills && !t.Failed(); round += 2 {
				k := &killing{t: t, folder: workFolder(t), random: rand.New(rand.NewPCG(*seed, round)), killed: &killed, tooLate: &tooLate}
				for i := range work {
					k.step(i, want[i], want[i+1])
				}
				if err := proved(copied(t, k.folder)); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	t.Cleanup(func() {
		t.Logf("seed %d: %d killed, %d ended before they could be", *seed, killed.Load(), tooLate.Load())
	})
}

// killing is one year's work that is disturbed.
type killing struct {
	t               *testing.T
	folder          string
	random          *rand.Rand
	killed, tooLate *atomic.Int64
}

// step gives a command that is killed, and then once more without looking at what the first left.
func (k *killing) step(i int, before, after outcome) {
	k.t.Helper()
	c := newCall(k.t, k.folder, work[i].args...)
	code := k.kill(c, after.took)
	acknowledged := code != exitKilled || c.stdout.Len() > 0
	k.look(c, i, before, after, acknowledged)
	if k.t.Failed() {
		k.t.FailNow()
	}
	again := jixiao(k.t, k.folder, work[i].args...)
	k.look(again, i, after, after, true)
	k.noLeftovers(again, i, after)
}

// kill runs a command and kills it at a moment of the time that it takes, or shortly after.
func (k *killing) kill(c *call, took time.Duration) int {
	k.t.Helper()
	moment := time.Duration(k.random.Int64N(int64(took + took/4)))
	if err := c.command.Start(); err != nil {
		k.t.Fatal(err)
	}
	timer := time.AfterFunc(moment, func() { _ = c.command.Process.Kill() }) // it may have ended
	defer timer.Stop()
	code := c.ended(k.t, c.command.Wait())
	if code == exitKilled {
		k.killed.Add(1)
	} else {
		k.tooLate.Add(1)
	}
	return code
}

// look compares what lies on the disk with what stood there before the command and what it was to leave.
func (k *killing) look(c *call, i int, before, after outcome, acknowledged bool) {
	k.t.Helper()
	got, err := stateOf(copied(k.t, k.folder))
	if err != nil {
		k.t.Errorf("seed %d, %s: %v\n%v", *seed, work[i].name, err, c)
		return
	}
	k.part(c, i, "forms", got.forms, before.forms, after.forms, acknowledged)
	k.part(c, i, "entries", got.entries, before.entries, after.entries, acknowledged)
	k.part(c, i, "runs", got.runs, before.runs, after.runs, acknowledged)
	for name, digest := range filesIn(k.t, k.folder, work[i].out) {
		if want, known := after.files[name]; known && digest != want && !saysWhen(name) {
			k.t.Errorf("seed %d, %s: %s is not the file of an undisturbed report\n%v", *seed, work[i].name, name, c)
		}
	}
}

// part holds one part of the content: all of the batch or nothing of it, and all of it once that was said.
func (k *killing) part(c *call, i int, what, got, before, after string, acknowledged bool) {
	k.t.Helper()
	switch {
	case got == after, got == before && !acknowledged:
	case acknowledged:
		k.t.Errorf("seed %d, %s: the %s were acknowledged and are not there:\n%s\nwant:\n%s\n%v", *seed, work[i].name, what, got, after, c)
	default:
		k.t.Errorf("seed %d, %s: of the %s a part is there:\n%s\nbefore:\n%s\nafter:\n%s\n%v", *seed, work[i].name, what, got, before, after, c)
	}
}

// noLeftovers holds that nothing of the killed process lies about once the command has been done.
func (k *killing) noLeftovers(c *call, i int, after outcome) {
	k.t.Helper()
	for name := range filesIn(k.t, k.folder, work[i].out) {
		if _, known := after.files[name]; !known {
			k.t.Errorf("seed %d, %s: %s was left behind\n%v", *seed, work[i].name, name, c)
		}
	}
	for _, pattern := range []string{"year.db?*", "temporary/*", "*.tmp", "*.lock"} {
		if left, _ := filepath.Glob(filepath.Join(k.folder, pattern)); len(left) > 0 {
			k.t.Errorf("seed %d, %s: left behind: %q\n%v", *seed, work[i].name, left, c)
		}
	}
}

// saysWhen tells files that name the run, which has another number and time after a killed evaluation.
func saysWhen(name string) bool { return name == "manifest.json" || name == "SHA256SUMS" }
