package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write the files that scripts compare with anew")

// TestMain makes the program itself a command of the scripts, at a fixed time.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"jixiao": func() {
			a := newApp(os.Stdout, os.Stderr, os.Getenv)
			a.now = testClock
			code := a.run(context.Background(), os.Args[1:])
			recordPeak()
			os.Exit(code)
		},
	})
}

// testClock is a fixed time, or the one that a script sets with JIXIAO_TEST_CLOCK.
func testClock() time.Time {
	if set, err := time.Parse(time.RFC3339, os.Getenv("JIXIAO_TEST_CLOCK")); err == nil {
		return set
	}
	return time.Date(2026, 1, 15, 9, 30, 0, 0, time.UTC)
}

// TestScripts runs every script in testdata/script against the real program, each in a folder of its own.
func TestScripts(t *testing.T) {
	mountable := canMount(t)
	testscript.Run(t, testscript.Params{
		Condition: func(name string) (bool, error) {
			if name == "mount" {
				return mountable, nil
			}
			return false, fmt.Errorf("unknown condition %s", name)
		},
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                scriptCommands,
		Setup: func(env *testscript.Env) error {
			env.Setenv("JIXIAO_BY", "王敏")
			env.Setenv("LANG", "zh_CN.UTF-8")
			return nil
		},
	})
}
