package examples

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rows reads a tab-separated table into maps by column.
func rows(t *testing.T, data []byte) []map[string]string {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	head := strings.Split(lines[0], "\t")
	var out []map[string]string
	for i, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != len(head) {
			t.Fatalf("line %d has %d cells, the head %d", i+2, len(cells), len(head))
		}
		out = append(out, named(head, cells))
	}
	return out
}

func named(head, cells []string) map[string]string {
	row := map[string]string{}
	for j, name := range head {
		row[name] = cells[j]
	}
	return row
}

func actuals(t *testing.T) []map[string]string {
	t.Helper()
	text, ok := bytes.CutPrefix(Actuals(), []byte("\ufeff"))
	if !ok {
		t.Error("actuals.csv has no byte order mark")
	}
	all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, cells := range all[1:] {
		out = append(out, named(all[0], cells))
	}
	return out
}

// cells are the non-blank cells of a line, in order.
func cells(line string) []string {
	return slices.DeleteFunc(strings.Split(line, "\t"), func(c string) bool { return c == "" })
}

// Every gold row stands on its line: the name, and behind it the target.
func TestGoldStandsInTheForms(t *testing.T) {
	lines := strings.Split(string(Targets()), "\n")
	gold := rows(t, Gold())
	if len(gold) != 48 {
		t.Errorf("%d indicators, want 48", len(gold))
	}
	for _, g := range gold {
		at, err := strconv.Atoi(g["line"])
		if err != nil || at > len(lines) {
			t.Fatalf("line %q", g["line"])
		}
		found := cells(lines[at-1])
		want := []string{g["name"]}
		if g["target"] != "" {
			want = append(want, g["target"])
		}
		if len(found) < len(want) || !slices.Equal(found[len(found)-len(want):], want) {
			t.Errorf("line %d ends in %q, gold says %q", at, found, want)
		}
	}
}

// No line below the head of an indicator table is missing from the gold.
func TestGoldIsComplete(t *testing.T) {
	inGold := map[string]bool{}
	for _, g := range rows(t, Gold()) {
		inGold[g["line"]] = true
	}
	inside := false
	for i, line := range strings.Split(string(Targets()), "\n") {
		switch {
		case strings.Contains(line, "三级指标"):
			inside = true
		case line == "":
			inside = false
		case inside && !inGold[strconv.Itoa(i+1)]:
			t.Errorf("line %d is in no gold row: %q", i+1, line)
		}
	}
}

func TestProjectsStandInTheForms(t *testing.T) {
	text := string(Targets())
	total := 0
	for _, p := range rows(t, Projects()) {
		for _, column := range []string{"name", "department", "unit", "start", "end", "goal_begins"} {
			if p[column] == "" || !strings.Contains(text, p[column]) {
				t.Errorf("%s %q is not in the forms", column, p[column])
			}
		}
		yuan, fen, _ := strings.Cut(p["total"], ".")
		n, err := strconv.Atoi(yuan)
		if err != nil || fen != "00" {
			t.Errorf("total %q", p["total"])
		}
		total += n
	}
	if total != 3412600 {
		t.Errorf("all projects have %d yuan, want 3412600", total)
	}
}

// Each indicator has exactly one row of actuals under the project, department
// and unit of its form, and each project its four budget rows that add up.
func TestActualsFitTheForms(t *testing.T) {
	left := map[string]int{}
	for _, g := range rows(t, Gold()) {
		left[g["project"]+"/"+g["level1"]+"/"+g["level2"]+"/"+g["name"]]++
	}
	sums := map[string][]int{}
	for _, a := range actuals(t) {
		if a["年度"] != strconv.Itoa(Year) {
			t.Errorf("year %q", a["年度"])
		}
		if a["一级指标"] == "预算执行" {
			sums[a["项目名称"]] = append(sums[a["项目名称"]], fen(t, a["全年执行数"]))
			continue
		}
		left[a["项目名称"]+"/"+a["一级指标"]+"/"+a["二级指标"]+"/"+a["三级指标"]]--
	}
	for key, n := range left {
		if n != 0 {
			t.Errorf("%s: targets less actuals is %d", key, n)
		}
	}
	for _, p := range rows(t, Projects()) {
		s := sums[p["name"]]
		if len(s) != 4 || s[0] != s[1]+s[2]+s[3] {
			t.Errorf("%s: budget rows %v", p["name"], s)
		}
	}
}

func TestActualsNameTheBodiesOfTheForms(t *testing.T) {
	bodies := map[string]string{}
	for _, p := range rows(t, Projects()) {
		bodies[p["name"]] = strings.ReplaceAll(p["department"], " ", "") + "/" + p["unit"]
	}
	for _, a := range actuals(t) {
		if got := a["主管部门"] + "/" + a["实施单位"]; got != bodies[a["项目名称"]] {
			t.Errorf("%s: %s, the form says %s", a["项目名称"], got, bodies[a["项目名称"]])
		}
	}
}

func fen(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(text, ".", ""))
	if err != nil || len(text) < 4 || text[len(text)-3] != '.' {
		t.Errorf("amount %q", text)
	}
	return n
}

// The README promises one undetermined row, the lost target, and no worded
// target whose actual neither repeats it nor comes with a tier.
func TestUndeterminedOnPurpose(t *testing.T) {
	targets := map[string]map[string]string{}
	for _, g := range rows(t, Gold()) {
		targets[g["project"]+g["name"]] = g
	}
	var open []string
	for _, a := range actuals(t) {
		g, ok := targets[a["项目名称"]+a["三级指标"]]
		if !ok {
			continue
		}
		repeated := a["实际完成值"] == g["target"] || a["实际完成值"] == "达成预期指标"
		if g["kind"] == "missing" || g["kind"] == "words" && a["完成情况"] == "" && !repeated {
			open = append(open, a["三级指标"])
		}
	}
	if want := []string{"非遗项目记录建档数"}; !slices.Equal(open, want) {
		t.Errorf("undetermined: %v, want %v", open, want)
	}
}

// The clean form has what the damaged ones lack: every row in its columns.
func TestUndamagedIsClean(t *testing.T) {
	inside, n := false, 0
	for i, line := range strings.Split(strings.TrimSuffix(string(Undamaged()), "\n"), "\n") {
		columns := strings.Split(line, "\t")
		if len(columns) != 6 {
			t.Errorf("line %d has %d columns", i+1, len(columns))
		}
		if inside {
			n++
			if columns[3] == "" || columns[4] == "" || columns[5] != "" {
				t.Errorf("line %d: name or target out of place: %q", i+1, line)
			}
		}
		inside = inside || strings.Contains(line, "三级指标")
	}
	if n != 8 {
		t.Errorf("%d indicators, want 8", n)
	}
}

func TestEachFileIsThereAndCopied(t *testing.T) {
	for name, get := range map[string]func() []byte{
		TargetsName: Targets, ActualsName: Actuals, UndamagedName: Undamaged, GoldName: Gold, ProjectsName: Projects,
	} {
		first := get()
		if len(first) == 0 {
			t.Fatalf("%s is empty", name)
		}
		kept := first[0]
		first[0] = ^first[0]
		if get()[0] != kept {
			t.Errorf("a change to %s reaches the next reader", name)
		}
	}
}

func ExampleProjects() {
	for line := range strings.Lines(string(Projects())) {
		name, _, _ := strings.Cut(line, "\t")
		fmt.Println(name)
	}
	// Output:
	// name
	// 公共文化服务体系建设经费
	// 非物质文化遗产保护经费
	// 全域旅游宣传推广经费
	// 文化市场综合执法办案经费
	// 乡镇文化站骨干培训经费
}
