//go:build linux && !race

package torture

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

var fullDisks = flag.Int("full-disks", 8, "at how many moments the disk is full")

// TestFullDisk does a year's work on a disk that has no space for it, or only for a part. Every command fails with a sentence that says
// so, damages nothing, and does its work once there is space.
func TestFullDisk(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=32m"); err != nil {
		t.Skipf("a full disk needs the right to mount one: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
	crowded(t, folder, "磁盘已满", func(c *call, space int64) int {
		filler := filepath.Join(folder, "filler")
		fill(t, folder, filler, space)
		defer os.Remove(filler)
		return c.run(t)
	})
}

// TestFullDiskFromTheStart makes a database on disks of every size up to one that suffices: there is none, or a whole one.
func TestFullDiskFromTheStart(t *testing.T) {
	folder := workFolder(t)
	disk := filepath.Join(folder, "disk")
	if err := os.Mkdir(disk, 0o777); err != nil {
		t.Fatal(err)
	}
	suffices := 0
	for size := 200; size <= 640; size += 4 * (1 + 110 / *fullDisks) {
		if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, fmt.Sprintf("size=%dk", size)); err != nil {
			t.Skipf("a full disk needs the right to mount one: %v", err)
		}
		c := newCall(t, folder, "import", "targets.txt", "--db", "disk/year.db")
		code := c.run(t)
		if code == exitFailed {
			says(t, c, "磁盘已满")
		} else {
			suffices++
		}
		got, err := stateOf(copied(t, disk))
		if err != nil || (got.forms != "") != (code == exitNeedsPerson) {
			t.Errorf("%d KiB: %+v, %v, %v", size, got, err, c)
		}
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Fatal(err)
		}
	}
	if suffices == 0 {
		t.Error("no disk sufficed")
	}
}

// TestFileSizeLimit does the same where the system lets no file grow beyond a size.
func TestFileSizeLimit(t *testing.T) {
	crowded(t, t.TempDir(), "允许的文件大小", func(c *call, space int64) int {
		c.command.Args = append([]string{"sh", "-c", fmt.Sprintf(`ulimit -f %d; exec "$0" "$@"`, space/512), program}, c.command.Args[1:]...)
		c.command.Path = must(lookSh())(t)
		return c.run(t)
	})
}

func lookSh() (string, error) {
	_, err := os.Stat("/bin/sh")
	return "/bin/sh", err
}

// crowded gives every command of a year's work too little space, mostly, and then enough. Where it did not suffice, the sentence says so.
func crowded(t *testing.T, folder, sentence string, run func(c *call, space int64) int) {
	want := undisturbed(t)
	full, enough := 0, 0
	for round := uint64(0); full < *fullDisks; round++ {
		year := filepath.Join(folder, fmt.Sprint("year", round))
		if err := os.Mkdir(year, 0o777); err != nil {
			t.Fatal(err)
		}
		inputs(t, year)
		k := &killing{t: t, folder: year, random: rand.New(rand.NewPCG(*seed, round))}
		for i, step := range work {
			for range 2 {
				c := newCall(t, year, step.args...)
				code := run(c, int64(k.random.Float64()*k.random.Float64()*spaceFor(want[i+1])))
				switch code {
				case exitFailed:
					full++
					says(t, c, sentence)
				case exitDone, exitNeedsPerson:
					enough++
				default:
					t.Fatalf("seed %d, %s: %v", *seed, step.name, c)
				}
				k.look(c, i, want[i], want[i+1], code != exitFailed)
				k.noDrafts(c, i)
			}
			k.look(jixiao(t, year, step.args...), i, want[i+1], want[i+1], true)
		}
		if err := proved(copied(t, year)); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.FailNow()
		}
		if err := os.RemoveAll(year); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("seed %d: the disk was full at %d moments and sufficed at %d", *seed, full, enough)
}

// spaceFor is somewhat more than a command needs.
func spaceFor(after outcome) float64 { return 500_000 + float64(len(after.files))*12_000 }

// fill fills a disk up to a space that is left.
func fill(t *testing.T, disk, filler string, left int64) {
	t.Helper()
	var info syscall.Statfs_t
	if err := syscall.Statfs(disk, &info); err != nil {
		t.Fatal(err)
	}
	if size := int64(info.Bavail)*info.Bsize - left; size > 0 {
		write(t, filler, make([]byte, size))
	}
}

// says holds that somebody who reads what a command said knows what is the matter and what to do.
func says(t *testing.T, c *call, sentence string) {
	t.Helper()
	if said := c.stderr.String(); !strings.Contains(said, sentence) || !strings.Contains(said, "\n  → ") {
		t.Errorf("seed %d: does not say %q: %v", *seed, sentence, c)
	}
}

// noDrafts holds that a command that failed by itself cleared up behind itself.
func (k *killing) noDrafts(c *call, i int) {
	k.t.Helper()
	for name := range filesIn(k.t, k.folder, work[i].out) {
		if strings.HasSuffix(name, ".tmp") {
			k.t.Errorf("seed %d, %s: %s was left behind: %v", *seed, work[i].name, name, c)
		}
	}
}
