package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jixiao/rules/hostile"
)

// What the check of one hostile rule may cost the program beyond what it takes to check a pack that is in order.
const (
	ruleTime   = 200 * time.Millisecond
	ruleMemory = 64 << 10 // KiB
)

// heaviestRules are the cases of the corpus that took most time or memory.
var heaviestRules = []string{"a thousand parameters, and names that nearly are theirs", "four megabytes of line breaks",
	"five hundred rules that none hides", "a search that branches at every step", "expressions as long as may be, as many as fit",
	"conditions that compute with numbers as long as may be", "nine hundred flags", "sentences full of nonsense", "a billion laughs",
	"three packs on each other, each as large as may be", "two packs on each other", "brackets in each other", "only blank lines"}

// TestHostileRules has the real program check rules of the corpus: the heaviest, and every twentieth of the others. The corpus as a
// whole is measured inside one process, in the package rules.
func TestHostileRules(t *testing.T) {
	calm := checkRules(t, &hostile.Case{Files: map[string]string{hostile.File: hostile.Base()}}, "zh")
	if calm.exit != exitDone {
		t.Fatal(calm.output)
	}
	var most hostileRun
	for i, c := range hostile.Cases() {
		if !slices.Contains(heaviestRules, c.Name) && i%(20*hostileStep) != 0 {
			continue
		}
		lang := []string{"zh", "en"}[i%2]
		t.Run(c.Name, func(t *testing.T) {
			run := checkRules(t, &c, lang)
			if bad := run.exit == exitFailed; bad == c.Compiles() || !bad && run.exit != exitDone {
				t.Errorf("exit code %d: %s", run.exit, run.output)
			}
			if place := fmt.Sprintf("%s:%d:%d: ", c.In, c.Line, c.Column); !c.Compiles() && !strings.Contains(run.output, place) {
				t.Errorf("the output does not name %s: %s", place, run.output)
			}
			if run.took-calm.took > ruleTime*hostileBusy*slower || run.peak-calm.peak > ruleMemory*slower {
				t.Errorf("took %v and %d MiB, a pack in order %v and %d MiB", run.took, run.peak>>10, calm.took, calm.peak>>10)
			}
			most.took, most.peak = max(most.took, run.took), max(most.peak, run.peak)
		})
	}
	t.Logf("a pack in order: %v, %d MiB; at most: %v, %d MiB", calm.took, calm.peak>>10, most.took, most.peak>>10)
}

// checkRules has the program check the file of a case in a folder with what lies beside it.
func checkRules(t *testing.T, c *hostile.Case, lang string) hostileRun {
	t.Helper()
	folder := t.TempDir()
	for name, text := range c.Files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	peak := filepath.Join(folder, "peak")
	command := exec.Command("jixiao", "rules", "check", hostile.File, "--lang", lang)
	command.Dir = folder
	command.Env = append(os.Environ(), peakFile+"="+peak, "HOME="+folder, "JIXIAO_RULES_DIR=.", "LANG=zh_CN.UTF-8")
	output, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	state := command.ProcessState
	run := hostileRun{exit: state.ExitCode(), output: string(output), took: state.UserTime() + state.SystemTime()}
	if size, err := os.ReadFile(peak); err == nil {
		if _, err := fmt.Sscan(string(size), &run.peak); err != nil {
			t.Error(err)
		}
	}
	return run
}
