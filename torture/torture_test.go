//go:build linux && !race

package torture

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

var seed = flag.Uint64("seed", uint64(time.Now().UnixNano())%1_000_000, "the seed of all random choices")

// program is the path of the program, built from the source at hand.
var program string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	folder, err := os.MkdirTemp("", "jixiao-torture-")
	if err == nil {
		defer os.RemoveAll(folder)
		program = filepath.Join(folder, "jixiao")
		err = build(program)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Printf("-seed %d\n", *seed)
	return m.Run()
}

func build(to string) error {
	command := exec.Command("go", "build", "-o", to, "jixiao/cmd/jixiao")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("build the program: %w\n%s", err, output)
	}
	return nil
}

// Exit codes of the program.
const (
	exitDone        = 0
	exitFailed      = 1
	exitNeedsPerson = 3
	exitKilled      = -1 // by a signal
)

// call is one process of the program and what became of it.
type call struct {
	command        *exec.Cmd
	stdout, stderr bytes.Buffer
}

// newCall prepares a process in a folder. Its temporary files are kept apart, so that those it leaves behind are seen.
func newCall(t *testing.T, folder string, args ...string) *call {
	t.Helper()
	temporary := filepath.Join(folder, "temporary")
	if err := os.MkdirAll(temporary, 0o777); err != nil {
		t.Fatal(err)
	}
	c := &call{command: exec.Command(program, args...)}
	c.command.Dir = folder
	c.command.Env = environment(folder, temporary)
	c.command.Stdout, c.command.Stderr = &c.stdout, &c.stderr
	// A test that is stopped leaves no process behind.
	c.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return c
}

// environment is that of a person who works in a folder.
func environment(folder, temporary string) []string {
	return append(os.Environ(), "HOME="+folder, "TMPDIR="+temporary, "JIXIAO_BY=王敏", "LANG=zh_CN.UTF-8", "JIXIAO_DB=year.db")
}

// run runs the process to its end and returns the exit code.
func (c *call) run(t *testing.T) int {
	t.Helper()
	return c.ended(t, c.command.Run())
}

func (c *call) ended(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return c.command.ProcessState.ExitCode()
}

// String is the command line with all that came out, for a failed test.
func (c *call) String() string {
	return fmt.Sprintf("%q: %v\n%.1500s\n%.1500s", c.command.Args[1:], c.command.ProcessState, c.stdout.String(), c.stderr.String())
}

// jixiao runs the program and fails the test unless its work is done.
func jixiao(t *testing.T, folder string, args ...string) *call {
	t.Helper()
	c := newCall(t, folder, args...)
	if code := c.run(t); code != exitDone && code != exitNeedsPerson {
		t.Fatal(c)
	}
	return c
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
