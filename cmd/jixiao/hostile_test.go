package main

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"jixiao/importer/hostile"
)

// What one hostile file may cost the program.
const (
	hostileTime   = 2 * time.Second
	hostileBusy   = 4         // how much longer it may take here, where other tests run beside it
	hostileMemory = 640 << 10 // KiB: a quarter more than alone, because a busy machine collects later
)

// peakFile names, in the environment, the file into which the program under test writes the most memory that it held.
const peakFile = "TEST_PEAK_FILE"

// recordPeak is for the program under test. It asks the system itself at its end, because what its parent is told (ru_maxrss) also counts the
// parent's memory at the moment of the start. Systems without /proc are not measured.
func recordPeak() {
	file := os.Getenv(peakFile)
	status, err := os.ReadFile("/proc/self/status")
	if file == "" || err != nil {
		return
	}
	for line := range strings.Lines(string(status)) {
		if size, found := strings.CutPrefix(line, "VmHWM:"); found {
			_ = os.WriteFile(file, []byte(size), 0o666) // a missing file fails the test
		}
	}
}

// hostileRun is what the program did with one file.
type hostileRun struct {
	exit   int
	output string
	took   time.Duration
	peak   int // KiB, 0 where it is not known
}

// TestHostileFiles has the real program import each file of the corpus in a process of its own, in Chinese and in English by turns.
func TestHostileFiles(t *testing.T) {
	cache := warmCache(t)
	for i, file := range hostile.Files() {
		if i%hostileStep != 0 || hostileStep > 1 && strings.HasSuffix(file.Name, ".pdf") {
			continue // the library that reads pdf takes minutes to start under the race detector
		}
		lang := []string{"zh", "en"}[i%2]
		t.Run(file.Name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			run := importHostile(t, folder, cache, lang, file.Name, file.Data())
			if want := hostileExit(file); !strings.Contains(want, fmt.Sprint(run.exit)) {
				t.Errorf("%s: exit code %d, want %s: %s", file.About, run.exit, want, run.output)
			}
			if !strings.Contains(run.output, file.Name) && file.Code+file.Issue != "" {
				t.Errorf("%s: the output does not name the file: %s", file.About, run.output)
			}
			if chinese := strings.ContainsFunc(run.output, isHan); chinese != (lang == "zh") && !quotes(file) {
				t.Errorf("%s: not in the language %s: %s", file.About, lang, run.output)
			}
			if file.Code != "" && !strings.Contains(run.output, "→ ") {
				t.Errorf("%s: no hint in %s", file.About, run.output)
			}
			if run.took > hostileTime*hostileBusy*slower || run.peak > hostileMemory*slower {
				t.Errorf("%s: took %v and %d MiB", file.About, run.took, run.peak>>10)
			}
			if stored := storedProjects(t, folder); (stored > 0) != (file.Code == "") {
				t.Errorf("%s: %d projects were stored: %s", file.About, stored, run.output)
			}
		})
	}
}

// TestHostileArchives has the real program import archives. What is in order in one is stored whatever else is in it, nothing is written
// beside the database, and no name in it reaches a terminal as more than letters.
func TestHostileArchives(t *testing.T) {
	for i, archive := range hostile.Archives() {
		lang := []string{"zh", "en"}[i%2]
		t.Run(archive.Name, func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join(t.TempDir(), "a", "b", "c")
			if err := os.MkdirAll(folder, 0o777); err != nil {
				t.Fatal(err)
			}
			run := importHostile(t, folder, "", lang, archive.Name, archive.Data())
			if want := archiveExit(archive); run.exit != want {
				t.Errorf("%s: exit code %d, want %d: %s", archive.About, run.exit, want, run.output)
			}
			if archive.Code != "" && !strings.Contains(run.output, archive.Name) {
				t.Errorf("%s: the output does not name the archive: %s", archive.About, run.output)
			}
			if unsafe := strings.ContainsFunc(run.output, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || r == '\u202e') }); unsafe {
				t.Errorf("%s: control characters in %q", archive.About, run.output)
			}
			if run.took > hostileTime*hostileBusy*slower || run.peak > hostileMemory*slower {
				t.Errorf("%s: took %v and %d MiB", archive.About, run.took, run.peak>>10)
			}
			if stored := storedProjects(t, folder); (stored > 0) != archive.Forms {
				t.Errorf("%s: %d projects were stored: %s", archive.About, stored, run.output)
			}
			if escaped, _ := filepath.Glob(filepath.Join(folder, "../../../*/escaped*")); len(escaped) > 0 {
				t.Errorf("%s: wrote %v", archive.About, escaped)
			}
			if files, _ := filepath.Glob(filepath.Join(folder, "..", "*")); len(files) != 1 {
				t.Errorf("%s: wrote %v", archive.About, files)
			}
		})
	}
}

func archiveExit(archive hostile.Archive) int {
	switch {
	case !archive.Forms:
		return exitFailed
	case archive.Code != "":
		return exitNeedsPerson
	}
	return exitDone
}

// hostileExit lists the exit codes that a file may end with. One that is read in spite of what is wrong with it may need a person.
func hostileExit(file hostile.File) string {
	switch {
	case file.Code != "":
		return "1"
	case file.Issue != "":
		return "0 or 3"
	}
	return "0"
}

// quotes tells files of which the output shows texts, which are Chinese in any language.
func quotes(file hostile.File) bool {
	return file.Code == "" || file.Code == hostile.Nothing || file.Code == hostile.WrongHeaders
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// warmCache starts the library that reads pdf once, which leaves its compiled code where the other runs find it. That start takes seconds.
func warmCache(t *testing.T) string {
	t.Helper()
	cache := t.TempDir()
	for _, file := range hostile.Files() {
		if hostileStep == 1 && strings.HasSuffix(file.Name, ".pdf") {
			importHostile(t, t.TempDir(), cache, "zh", file.Name, file.Data())
			break
		}
	}
	return cache
}

func importHostile(t *testing.T, folder, cache, lang, name string, data []byte) hostileRun {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), data, 0o666); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("jixiao", "import", name, "--db", "x.db", "--lang", lang)
	command.Dir = folder
	peak := filepath.Join(folder, "peak")
	command.Env = append(os.Environ(), peakFile+"="+peak, "HOME="+folder, "XDG_CACHE_HOME="+cache, "JIXIAO_BY=王敏", "LANG=zh_CN.UTF-8")
	begin := time.Now()
	output, err := command.CombinedOutput()
	run := hostileRun{output: string(output), took: time.Since(begin)}
	if len(run.output) > 2000 {
		run.output = run.output[:1000] + "…" + run.output[len(run.output)-1000:]
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	state := command.ProcessState
	run.exit = state.ExitCode()
	run.took = min(run.took, state.UserTime()+state.SystemTime()) // on a busy machine the clock also counts what others do
	if size, err := os.ReadFile(peak); err == nil {
		if _, err := fmt.Sscan(string(size), &run.peak); err != nil {
			t.Error(err)
		}
	}
	return run
}

// storedProjects counts the projects in the database, which need not be there.
func storedProjects(t *testing.T, folder string) int {
	t.Helper()
	file := filepath.Join(folder, "x.db")
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return 0
	}
	db, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	count := 0
	if err := db.QueryRow("SELECT count(*) FROM project").Scan(&count); err != nil {
		t.Fatal(err)
	}
	return count
}
