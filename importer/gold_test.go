package importer

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jixiao/engine"
)

// sample is a text of forms with the reading of a careful person beside it.
type sample struct{ text, gold, projects string }

// samples are the forms that come with the project, and those that stand beside a checkout where people have them.
func samples(t *testing.T) map[string]sample {
	t.Helper()
	const own = "../examples/sample/targets"
	found := map[string]sample{"own": {own + ".txt", own + ".gold.tsv", own + ".projects.tsv"}}
	if dir := above("shared/data"); dir != "" {
		base := filepath.Join(dir, "minhang-2025")
		found["published"] = sample{base + ".txt", base + ".gold.tsv", base + ".projects.tsv"}
	}
	return found
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// above looks for a folder in the directories above this one.
func above(name string) string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	for parent := filepath.Dir(dir); parent != dir; dir, parent = parent, filepath.Dir(parent) {
		if path := filepath.Join(parent, name); exists(path) {
			return path
		}
	}
	return ""
}

func readTSV(t *testing.T, path string) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(string(data)))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			if i < len(record) {
				row[name] = record[i]
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func readFile(t testing.TB, path string, opt Options) *Result {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	result, err := Read(filepath.Base(path), data, opt)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestGoldIndicators(t *testing.T) {
	for name, sample := range samples(t) {
		t.Run(name, func(t *testing.T) {
			gold := readTSV(t, sample.gold)
			var read []map[string]string
			for _, s := range readFile(t, sample.text, Options{}).Submissions {
				for _, ind := range s.Indicators {
					read = append(read, goldRow(s, &ind))
				}
			}
			if len(read) != len(gold) {
				t.Errorf("%d indicators, want %d", len(read), len(gold))
			}
			for i := range min(len(read), len(gold)) {
				for column, want := range gold[i] {
					if got := read[i][column]; got != want {
						t.Errorf("line %s: %s is %q, want %q", gold[i]["line"], column, got, want)
					}
				}
			}
		})
	}
}

func goldRow(s *engine.Submission, ind *engine.Indicator) map[string]string {
	row := map[string]string{
		"line": strconv.Itoa(ind.Source.Line), "project": s.Name, "level1": ind.Level1.String(), "level2": ind.Level2.String(),
		"name": ind.Name, "target": ind.Target.Text, "kind": ind.Target.Kind.String(),
		"from": ind.Target.From.String(), "due": ind.Target.Due.String(), "op": "", "value": "", "unit": "",
	}
	if ind.Target.Kind == engine.NumberTarget {
		row["op"], row["value"], row["unit"] = ind.Target.Op.String(), ind.Target.Number.Value.String(), ind.Target.Number.Unit
	}
	return row
}

func TestGoldProjects(t *testing.T) {
	for name, sample := range samples(t) {
		t.Run(name, func(t *testing.T) {
			gold := readTSV(t, sample.projects)
			subs := readFile(t, sample.text, Options{}).Submissions
			if len(subs) != len(gold) {
				t.Fatalf("%d projects, want %d", len(subs), len(gold))
			}
			for i, want := range gold {
				checkProject(t, subs[i], want)
			}
		})
	}
}

func checkProject(t *testing.T, s *engine.Submission, want map[string]string) {
	t.Helper()
	if s.Budget.Total == nil {
		t.Fatalf("%s has no total", s.Name)
	}
	got := map[string]string{"name": s.Name, "department": s.Department, "unit": s.Unit, "start": s.Start.String(),
		"end": s.End.String(), "total": s.Budget.Total.String()}
	for column, value := range got {
		if value != want[column] {
			t.Errorf("%s: %s is %q, want %q", s.Name, column, value, want[column])
		}
	}
	if begin := want["goal_begins"]; begin == "" || !strings.HasPrefix(s.Goal, begin) {
		t.Errorf("%s: the goal is %q, want it to begin with %q", s.Name, s.Goal, begin)
	}
	if s.Year != 2025 || s.Budget.FormUnit != "元" || len(s.Budget.Rows) != 4 {
		t.Errorf("%s: year %d, unit %q, %d rows of money", s.Name, s.Year, s.Budget.FormUnit, len(s.Budget.Rows))
	}
	for _, row := range s.Budget.Rows {
		if row.Initial == nil {
			t.Errorf("%s: %s has no amount", s.Name, row.Item)
		}
	}
}

func TestEveryTabFieldOfThePublishedSampleHasAFate(t *testing.T) {
	published, found := samples(t)["published"]
	if !found {
		t.Skip("the published forms are not beside this checkout")
	}
	fields := 0
	for _, line := range strings.Split(string(mustRead(t, published.text)), "\n") {
		for _, field := range strings.Split(line, "\t") {
			if strings.TrimSpace(field) != "" {
				fields++
			}
		}
	}
	result := readFile(t, published.text, Options{})
	checkLaws(t, result)
	if result.Counts.Read != fields || fields != 820 {
		t.Errorf("%d fields, %d read", fields, result.Counts.Read)
	}
	sum := engine.Money(0)
	for _, s := range result.Submissions {
		sum += *s.Budget.Total
	}
	if sum.Grouped() != "10,016,596.00" {
		t.Errorf("the annual sums add up to %s yuan", sum.Grouped())
	}
}

// TestIssuesOfThePublishedSample names the lines at which a careful person finds each disease of the forms.
func TestIssuesOfThePublishedSample(t *testing.T) {
	published, found := samples(t)["published"]
	if !found {
		t.Skip("the published forms are not beside this checkout")
	}
	lines := map[string][]int{}
	for _, issue := range readFile(t, published.text, Options{}).Issues {
		lines[issue.Code] = append(lines[issue.Code], issue.Source.Line)
	}
	for code, want := range map[string][]int{
		TargetMissing:    {80, 220, 245},
		ClassContradicts: {223, 226},
		ClassInferred:    {137},
		ClassDoubtful:    {87, 133, 138, 225},
		LabelBroken:      {258},
		SeparatorRow:     {262},
		TitleOutsideForm: {3},
		SpelledTwoWays:   {8, 8},
	} {
		if got := lines[code]; !slices.Equal(got, want) {
			t.Errorf("%s at lines %v, want %v", code, got, want)
		}
	}
}

func mustRead(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func BenchmarkReadSample(b *testing.B) {
	data := mustRead(b, "../examples/sample/targets.txt")
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read("targets.txt", data, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
