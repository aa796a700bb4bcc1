package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"jixiao/importer/formtest"
)

var longRows = flag.Int("rows", 12_000, "how many rows the long table has that is imported whole, with its actuals")

// longMemory bounds what the program may hold for the table, in KiB. For 200,000 rows it is the bound that was promised.
func longMemory(rows int) int { return slower * min(300<<10, 140<<10+rows) }

// TestLongTableInBoundedMemory imports a long table through the program: as a trial, for good, once more, and with a target changed in
// every project.
func TestLongTableInBoundedMemory(t *testing.T) {
	rows, folder := *longRows/slower, t.TempDir()
	big := func(name string, big formtest.Big) string {
		path := filepath.Join(folder, name)
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if err := big.Write(file); err != nil {
			t.Fatal(err)
		}
		return path
	}
	table := big("表.xlsx", formtest.Big{Rows: rows, PerProject: 10})
	fewer := big("少一行.xlsx", formtest.Big{Rows: rows / 10 * 9, PerProject: 9})
	db := filepath.Join(folder, "x.db")
	for _, args := range [][]string{{table, "--dry-run", "--json"}, {table, "--quiet"}, {table}, {fewer}, {table, "--dry-run"}} {
		peak := filepath.Join(folder, "peak")
		command := exec.Command("jixiao", append([]string{"import", "--db", db}, args...)...)
		command.Env = append(os.Environ(), peakFile+"="+peak, "TMPDIR="+folder, "JIXIAO_BY=王敏", "LANG=zh_CN.UTF-8")
		if output, err := command.Output(); err != nil {
			t.Fatalf("%v: %v\n%.2000s", args, err, output)
		}
		size, err := os.ReadFile(peak)
		if err != nil {
			t.Skip("the system does not tell what a process held")
		}
		held := 0
		if _, err := fmt.Sscan(string(size), &held); err != nil {
			t.Fatal(err)
		}
		t.Logf("%v: %d MiB", args[1:], held>>10)
		if held > longMemory(rows) {
			t.Errorf("%v of %d rows: %d MiB", args, rows, held>>10)
		}
	}
	left, err := filepath.Glob(filepath.Join(folder, "jixiao-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
