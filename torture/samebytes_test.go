//go:build linux && !race

package torture

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

var sameProjects = flag.Int("same-projects", 250, "how many projects are evaluated with different numbers of processors")

// TestSameBytes evaluates one year with 1, 2 and 8 processors, and compares every byte of the result.
func TestSameBytes(t *testing.T) {
	folder := t.TempDir()
	jixiao(t, folder, "gen", "--projects", fmt.Sprint(*sameProjects))
	var first []byte
	for _, processors := range []string{"1", "2", "8"} {
		c := newCall(t, folder, "evaluate", "--json")
		c.command.Env = append(c.command.Env, "GOMAXPROCS="+processors)
		if code := c.run(t); code != exitDone && code != exitNeedsPerson {
			t.Fatal(c)
		}
		got := withoutRun(t, c.stdout.Bytes())
		if first == nil {
			first = got
		}
		if !bytes.Equal(got, first) {
			t.Errorf("%s processors give another result", processors)
		}
	}
}

// withoutRun is the result without the number of its run.
func withoutRun(t *testing.T, data []byte) []byte {
	t.Helper()
	var head struct{ Run struct{ ID json.Number } }
	if err := json.Unmarshal(data, &head); err != nil {
		t.Fatal(err)
	}
	old := []byte(`"id":` + head.Run.ID.String())
	if !bytes.Contains(data[:200], old) {
		old = []byte(`"id": ` + head.Run.ID.String())
	}
	return bytes.Replace(data, old, nil, 1)
}

// TestSameDigest imports the same rows in different orders and in different files. Numbers and order inside the database differ; the
// digest of the result must not, and every report must be the same byte for byte.
func TestSameDigest(t *testing.T) {
	lines := strings.SplitAfter(strings.TrimSpace(string(longTable(12, 8)))+"\n", "\n")
	head, rows := lines[0], lines[1:len(lines)-1]
	var projects []string // the rows of each
	for p := range 12 {
		projects = append(projects, strings.Join(rows[p*8:p*8+8], ""))
	}
	backwards := make([]string, 0, len(projects))
	for i := range projects {
		backwards = append(backwards, projects[len(projects)-1-i])
	}
	var want outcome
	for _, order := range [][][]string{{projects}, {backwards}, {projects[6:], projects[:6]}, {backwards[3:], backwards[:3]}} {
		folder := t.TempDir()
		for i, file := range order {
			name := fmt.Sprintf("table%d.csv", i)
			write(t, filepath.Join(folder, name), []byte(head+strings.Join(file, "")))
			jixiao(t, folder, "import", name)
		}
		jixiao(t, folder, "evaluate", "--quiet")
		jixiao(t, folder, "report", "--format", "html,md,xlsx", "--out", "reports")
		got := outcome{state: must(stateOf(copied(t, folder)))(t), files: filesIn(t, folder, "reports")}
		if want.files == nil {
			want = got
		}
		if got.runs != want.runs {
			t.Errorf("the digest depends on the order: %s, want %s", got.runs, want.runs)
		}
		for name, digest := range want.files {
			if got.files[name] != digest && !saysWhen(name) && !strings.HasSuffix(name, "index.html") {
				t.Errorf("%s depends on the order", name)
			}
		}
	}
}
