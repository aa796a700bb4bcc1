//go:build linux && !race

package torture

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
)

var (
	garbageLines   = flag.Int("garbage", 30_000, "how many lines of garbage a file has")
	manyIndicators = flag.Int("indicators", 1000, "how many indicators the project with many has")
)

// TestGarbage imports lines of nothing beside a form, which is stored. Alone, they are refused by name.
func TestGarbage(t *testing.T) {
	random := rand.New(rand.NewPCG(*seed, 0))
	var garbage bytes.Buffer
	for range *garbageLines {
		for range 1 + random.IntN(6) {
			fmt.Fprintf(&garbage, "%c%c%d,", '一'+rune(random.IntN(20000)), rune(33+random.IntN(90)), random.IntN(1_000_000))
		}
		garbage.WriteByte('\n')
	}
	for _, name := range []string{"garbage.csv", "garbage.txt"} {
		folder := workFolder(t)
		write(t, filepath.Join(folder, name), garbage.Bytes())
		alone := newCall(t, folder, "import", name)
		if code := alone.run(t); code != exitFailed {
			t.Errorf("alone: %v", alone)
		}
		says(t, alone, name)
		beside := newCall(t, folder, "import", name, "table.csv")
		if code := beside.run(t); code != exitNeedsPerson || !strings.Contains(beside.stdout.String()+beside.stderr.String(), name) {
			t.Errorf("beside a table: %v", beside)
		}
		if projects := projectsIn(t, folder); projects != "12" {
			t.Errorf("%s projects were stored", projects)
		}
	}
}

func projectsIn(t *testing.T, folder string) string {
	t.Helper()
	return must(stringsOf(filepath.Join(folder, "year.db"), `SELECT count(*) FROM project`))(t)[0]
}

// TestThousandsOfIndicators takes a project of very many indicators through the whole work.
func TestThousandsOfIndicators(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "table.csv"), longTable(1, *manyIndicators))
	jixiao(t, folder, "import", "table.csv")
	jixiao(t, folder, "evaluate", "--quiet")
	jixiao(t, folder, "verify")
	jixiao(t, folder, "report", "--format", "html,xlsx", "--out", "reports")
	path := filepath.Join(folder, "year.db")
	if scores := must(stringsOf(path, `SELECT count(*) FROM score`))(t)[0]; scores != fmt.Sprint(*manyIndicators) {
		t.Errorf("%s indicators have a score", scores)
	}
	if entries := must(stringsOf(path, `SELECT count(*) FROM entry`))(t)[0]; entries != fmt.Sprint(*manyIndicators) {
		t.Errorf("%s actuals are recorded", entries)
	}
}

// TestLongName imports an indicator with a name of a megabyte. It is stored whole and scored, or refused with the place; never cut.
func TestLongName(t *testing.T) {
	folder := t.TempDir()
	name := strings.Repeat("养护里程", 1<<20/len("养护里程"))
	write(t, filepath.Join(folder, "table.csv"), bytes.Replace(longTable(2, 4), []byte("养护里程3"), []byte(name), 1))
	c := newCall(t, folder, "import", "table.csv")
	switch code := c.run(t); code {
	case exitDone, exitNeedsPerson:
		longest := must(stringsOf(filepath.Join(folder, "year.db"), `SELECT max(length(CAST(name AS BLOB))) FROM form_row`))(t)[0]
		if longest != fmt.Sprint(len(name)) {
			t.Errorf("the name was stored with %s of %d bytes: %v", longest, len(name), c)
		}
		jixiao(t, folder, "evaluate", "--quiet")
		jixiao(t, folder, "verify")
		jixiao(t, folder, "report", "--format", "html,xlsx", "--out", "reports")
	case exitFailed:
		says(t, c, "table.csv")
	default:
		t.Error(c)
	}
	if size := c.stdout.Len() + c.stderr.Len(); size > 100_000 {
		t.Errorf("%d bytes were said", size)
	}
}
