//go:build linux && !race

package torture

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

var release = flag.String("release", "", "the folder of the programs that make release built; without it they are not started")

// launcher starts the program for another system on this one.
type launcher struct {
	system  string   // GOOS/GOARCH
	by      []string // any of these programs
	install string   // where there is none
	prepare func(t *testing.T, folder string) []string
}

// launchers are by the end of a program's name. One of this machine's system needs no launcher.
var launchers = map[string]launcher{
	"linux-amd64": {system: "linux/amd64", by: []string{"qemu-x86_64-static", "qemu-x86_64"}, install: "apt-get install qemu-user-static"},
	"linux-arm64": {system: "linux/arm64", by: []string{"qemu-aarch64-static", "qemu-aarch64"}, install: "apt-get install qemu-user-static"},
	"windows-amd64.exe": {system: "windows/amd64", by: []string{"wine64", "wine"}, install: "apt-get install wine64 gcc-mingw-w64-x86-64",
		prepare: windowsPlace},
}

// TestReleased does a year's work with the programs that were built for other systems: the bytes that they print are those of this machine's.
func TestReleased(t *testing.T) {
	if *release == "" {
		t.Skip("make started starts the programs of a release")
	}
	want := yearBy(t, program, nil, nil)
	for end, l := range launchers {
		t.Run(end, func(t *testing.T) {
			path := must(filepath.Abs(filepath.Join(*release, "jixiao-"+end)))(t)
			if _, err := os.Stat(path); err != nil {
				t.Fatal(err)
			}
			by, environment := l.launch(t)
			said := startBy(t, t.TempDir(), path, by, environment, "--version")
			if !strings.Contains(said, "（"+l.system+"，") {
				t.Errorf("the version: %q", said)
			}
			got := yearBy(t, path, by, environment)
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("%q printed\n%.2000s\nwant\n%.2000s", released[i], got[i], want[i])
				}
			}
		})
	}
}

// launch finds what starts the program, and skips the test where nothing does.
func (l *launcher) launch(t *testing.T) (by, environment []string) {
	t.Helper()
	if l.system == runtime.GOOS+"/"+runtime.GOARCH {
		return nil, nil
	}
	for _, name := range l.by {
		if path, err := exec.LookPath(name); err == nil {
			if l.prepare != nil {
				environment = l.prepare(t, path)
			}
			return []string{path}, environment
		}
	}
	t.Skip("cannot be started here: " + l.install)
	return nil, nil
}

// released is the work that a released program does.
var released = [][]string{
	{"import", "targets.txt", "--json"}, {"record", "actuals.csv", "--json"}, {"evaluate", "--json"}, {"verify", "--quiet"},
	{"backup", "kept.db", "--quiet"}, {"record", "--project", "公共文化服务体系建设经费", "--indicator", "公益电影放映场次", "495场", "--quiet"},
	{"evaluate", "--json"}, {"restore", "kept.db", "--quiet"}, {"verify", "--quiet"}, {"report", "--format", "html,xlsx,docx,pdf", "--out", "reports", "--quiet"},
	{"summary", "--json"},
}

// yearBy does the work in a folder of its own and returns what each command printed.
func yearBy(t *testing.T, program string, by, environment []string) (said []string) {
	t.Helper()
	folder := workFolder(t)
	for _, args := range released {
		said = append(said, startBy(t, folder, program, by, environment, args...))
	}
	return said
}

// startBy starts a program with its launcher and returns what it wrote to standard output.
func startBy(t *testing.T, folder, program string, by, environment []string, args ...string) string {
	t.Helper()
	c := newCall(t, folder, args...)
	if len(by) > 0 {
		c.command = exec.Command(by[0], append([]string{program}, args...)...)
		c.command.Dir, c.command.Stdout, c.command.Stderr = folder, &c.stdout, &c.stderr
	} else {
		c.command.Path = program
	}
	c.command.Env = append(environmentOf(folder), environment...)
	if code := c.run(t); code != exitDone && code != exitNeedsPerson {
		t.Fatal(c)
	}
	return strings.ReplaceAll(c.stdout.String(), "\r\n", "\n")
}

func environmentOf(folder string) []string {
	return append(environment(folder, filepath.Join(folder, "temporary")), "JIXIAO_LANG=zh")
}

// windowsPlace makes a Windows for one test, with the library that Go needs and that older wines lack, and ends its processes afterwards.
func windowsPlace(t *testing.T, wine string) []string {
	t.Helper()
	prefix := filepath.Join(t.TempDir(), "windows")
	place := []string{"WINEPREFIX=" + prefix, "WINEDEBUG=-all", "LC_ALL=C.UTF-8", "WINEDLLOVERRIDES=mscoree,mshtml="}
	in := func(name string, args ...string) ([]byte, error) {
		command := exec.Command(name, args...)
		command.Env = append(os.Environ(), place...)
		return command.CombinedOutput()
	}
	server, err := exec.LookPath("wineserver")
	if err != nil {
		server = "/usr/lib/wine/wineserver"
	}
	t.Cleanup(func() {
		_, _ = in(server, "-k") // where the test failed, there may be none
		_, _ = in(server, "-w")
	})
	if output, err := in(wine, "wineboot", "--init"); err != nil {
		t.Fatalf("make a Windows: %v\n%s", err, output)
	}
	library := filepath.Join(prefix, "drive_c", "windows", "system32", "bcryptprimitives.dll")
	if _, err := os.Stat(library); errors.Is(err, os.ErrNotExist) {
		output, err := in("x86_64-w64-mingw32-gcc", "-shared", "-o", library, filepath.Join("testdata", "bcryptprimitives.c"), "-ladvapi32")
		if err != nil {
			t.Skipf("this wine lacks bcryptprimitives.dll, which is in wine 9 and newer, and it cannot be made: %v\n%s", err, output)
		}
	}
	return place
}
