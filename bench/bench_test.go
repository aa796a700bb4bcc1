package main

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/examples"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

var update = flag.Bool("update", false, "write the golden files")

// TestScriptAgrees scores generated years with the program and with the CASE script, and compares what they stored.
func TestScriptAgrees(t *testing.T) {
	for seed, projects := range map[uint64]int{1: 300, 2: 60} {
		year, prepared := generatedYear(t, seed, projects)
		evaluated := copyOf(t, year)
		evaluateYear(t, evaluated)
		want, err := checksum(evaluated)
		if err != nil {
			t.Fatal(err)
		}
		scripted := copyOf(t, year)
		if err := runScript(scripted, prepared, caseScript); err != nil {
			t.Fatal(err)
		}
		got, err := scriptChecksum(scripted)
		if err != nil || got != want {
			t.Errorf("seed %d: the script leaves %s, the program %s: %v", seed, got, want, err)
		}
	}
}

// TestChecksumNotices runs scripts with one rule bent: each must leave another checksum.
func TestChecksumNotices(t *testing.T) {
	year, prepared := generatedYear(t, 3, 100)
	sums := map[string]string{}
	for name, bent := range map[string][2]string{
		"as it is":            {"", ""},
		"the share of partly": {"10 * actual >= 6 * target", "10 * actual >= 7 * target"},
		"rounding":            {"(2 * weight * actual + target) / (2 * target)", "weight * actual / target"},
		"the days of partly":  {"days_late <= 30", "days_late <= 20"},
		"a band":              {"at_least >= 8000", "at_least >= 8100"},
		"what heirs get":      {"(outputs = 0) * 5000 + (satisfactions = 0) * 1000", "(satisfactions = 0) * 900"},
		"a department's sum":  {"sum(e.total)", "sum(e.at_least)"},
	} {
		if !strings.Contains(caseScript, bent[0]) {
			t.Fatalf("%s: the script has no %q", name, bent[0])
		}
		path := copyOf(t, year)
		if err := runScript(path, prepared, strings.ReplaceAll(caseScript, bent[0], bent[1])); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		sum, err := scriptChecksum(path)
		if err != nil {
			t.Fatal(err)
		}
		if other, found := sums[sum]; found {
			t.Errorf("%q and %q leave the same checksum", name, other)
		}
		sums[sum] = name
	}
}

// TestCopyWritesEveryRow holds the plain copy to the rows that an evaluation writes.
func TestCopyWritesEveryRow(t *testing.T) {
	year, _ := generatedYear(t, 1, 120)
	evaluated := copyOf(t, year)
	evaluateYear(t, evaluated)
	if err := runScript(year, "", copyScript); err != nil {
		t.Fatal(err)
	}
	const counts = `SELECT (SELECT count(*) FROM score) || ' scores of ' || (SELECT count(*) FROM evaluation) || ' evaluations, ' || (SELECT count(*) FROM run_project) || ' members'`
	if diff := cmp.Diff(texts(t, evaluated, counts), texts(t, year, counts)); diff != "" {
		t.Error(diff)
	}
}

// TestOneActual changes an actual three times, in a year that is scored.
func TestOneActual(t *testing.T) {
	p := &place{opt: options{projects: 120, seed: 1}, folder: t.TempDir()}
	year, _ := generatedYear(t, 1, 120)
	evaluateYear(t, year)
	if err := copyFile(year, p.path("scored.db")); err != nil {
		t.Fatal(err)
	}
	list, err := p.latencies(context.Background(), 3)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, l := range list {
		names = append(names, l.Name)
		if l.Median <= 0 {
			t.Errorf("%s took %v ms", l.Name, l.Median)
		}
	}
	if diff := cmp.Diff([]string{"record the value", "score its project", "read the result", "all of it"}, names); diff != "" {
		t.Error(diff)
	}
}

// TestPaper holds page and picture of made-up figures against golden files.
func TestPaper(t *testing.T) {
	small, large := madeUp(10_000, 114_245, 1), madeUp(100_000, 1_142_000, 10)
	large.Results = large.Results[:3]
	folder := t.TempDir()
	if err := writePaper(folder, []*figures{small, large}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"performance.md", "performance.svg"} {
		got, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func madeUp(projects, indicators int, times float64) *figures {
	runs := func(wall float64) []run {
		return []run{{Wall: wall * times, CPU: wall * times / 2, Peak: 50_000}, {Wall: wall * times * 3, CPU: wall, Peak: 60_000}, {Wall: wall * times, CPU: wall * times / 2}}
	}
	return &figures{Day: "2026-11-26", Machine: "a machine", Projects: projects, Indicators: indicators, Seed: 1,
		Results: []result{{keyCopy, "A", "", runs(500)}, {keyCase, "CASE <script>", "0123456789abcdef", runs(1200)}, {keyFull, "evaluate --full", "0123456789abcdef", runs(1000)},
			{keyAgain, "evaluate", "0123456789abcdef", runs(50)}, {"record", "record", "", runs(20)}, {keyTry, "rules try, 1 value", "", runs(700)},
			{keyTryMore, "rules try, 11 values", "", runs(1500)}, {keyOffice, "LibreOffice", "", runs(9000)}},
		OneActual: []latency{{"record", 1.5}, {"all of it", 4.25}}, Scoring: []scored{{"the program", 160, 0}, {"another", 3200, 9.25}}}
}

// TestDisagreementFails holds that results that differ are no figures.
func TestDisagreementFails(t *testing.T) {
	err := agree([]result{{Key: keyFull, Name: "the program", Checksum: "1"}, {Key: "one", Name: "other work", Checksum: "3"}, {Key: keyCase, Name: "the script", Checksum: "2"}})
	if want := `"the program" left 1, "the script" left 2: they do not do the same`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	r := result{Name: "the program"}
	for _, sum := range []string{"1", "1", "2"} {
		err = r.add(run{Checksum: sum})
	}
	if want := `the program: the checksum was 1 and is now 2`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestWorkbookAgrees lets LibreOffice compute the workbook of a generated year and compares it with what the program stored; with a formula bent it
// must differ.
func TestWorkbookAgrees(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("needs LibreOffice (Debian: apt install libreoffice-calc-nogui)")
	}
	year, prepared := generatedYear(t, 2, 60)
	evaluated := copyOf(t, year)
	evaluateYear(t, evaluated)
	want, err := checksum(evaluated)
	if err != nil {
		t.Fatal(err)
	}
	bent := strings.Replace(workbookText, "IF(10*[actual]>=6*[value],2,3)", "IF(10*[actual]>=7*[value],2,3)", 1)
	for _, rules := range []string{workbookText, bent} {
		p := &place{folder: t.TempDir()}
		if err := writeWorkbook(year, prepared, rules, p.path("workbook.xlsx")); err != nil {
			t.Fatal(err)
		}
		command := p.soffice(soffice, "--convert-to", allSheets, "--outdir", p.folder, p.path("workbook.xlsx"))
		if said, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		got, err := workbookChecksum(p.path("workbook"))
		if err != nil || (got == want) != (rules == workbookText) {
			t.Errorf("the workbook comes to %s, the program to %s; bent: %v; %v", got, want, rules == bent, err)
		}
	}
}

// TestFormulas holds how workbook.txt is read and where references lead.
func TestFormulas(t *testing.T) {
	const text = "for people = [x]\n\nlist words\n    a\n    b c\n\nsheet rows\n\n# why\nsum =\n    [x]+[x.above]+\n    INDEX([projects.n],[x])\nfound =\n" +
		"    MATCH([sum],[list.words],0)\n\nsheet projects\nall =\n    SUM([rows.sum])\n"
	rules, err := parseFormulas(text)
	if err != nil {
		t.Fatal(err)
	}
	w := &workbook{rules: rules, projects: 3, spans: []span{{2, 4}, {5, 9}, {10, 10}},
		columns: map[string][]string{"rows": {"x", "sum", "found"}, "projects": {"id", "n", "all"}}}
	var got []string
	for sheet, row := range map[string]int{"rows": 7, "projects": 3} {
		for _, f := range rules.sheets[sheet] {
			text, err := f.write(func(ref reference) (string, error) { return w.address(sheet, row, ref) })
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, sheet+" "+f.name+" "+text)
		}
	}
	slices.Sort(got)
	want := []string{"projects all SUM(rows!B5:B9)", "rows found MATCH(B7,lists!$A$1:$A$2,0)", "rows sum A7+A6+INDEX(projects!$B$2:$B$4,A7)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for bad, want := range map[string]string{
		"list a\nwhat is this": `workbook.txt, line 2: "what is this"`,
		"list a\nx =":          `workbook.txt, line 2: "x ="`,
	} {
		if _, err := parseFormulas(bad); err == nil || err.Error() != want {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, ref := range []reference{{name: "y"}, {of: "rows", name: "y"}, {of: "list", name: "y"}} {
		if _, err := w.address("rows", 2, ref); err == nil {
			t.Errorf("%v leads somewhere", ref)
		}
	}
}

func TestPackBenchmarkIsRead(t *testing.T) {
	got, err := parsePack([]byte("cpu: x\nBenchmarkYear-2   \t 7300000\t       162.5 ns/op\t       0 B/op\t       0 allocs/op\nPASS\n"))
	if err != nil || got.Nanoseconds != 162.5 || got.Allocations != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := parsePack([]byte("PASS\n")); err == nil {
		t.Error("no figures are no error")
	}
}

func TestMedian(t *testing.T) {
	wall := func(one run) float64 { return one.Wall }
	if got := median([]run{{Wall: 9}, {Wall: 1}, {Wall: 3}}, wall); got != 3 {
		t.Errorf("of three: %v", got)
	}
	if got := median([]run{{Wall: 9}, {Wall: 1}, {Wall: 3}, {Wall: 4}}, wall); got != 3.5 {
		t.Errorf("of four: %v", got)
	}
}

// generatedYear stores a generated year, and prepares its numbers.
func generatedYear(t *testing.T, seed uint64, projects int) (year, prepared string) {
	t.Helper()
	ctx, folder := context.Background(), t.TempDir()
	year, prepared = filepath.Join(folder, "year.db"), filepath.Join(folder, "prepared.db")
	var forms []*engine.Submission
	var entries []engine.Entry
	for generated := range examples.Generate(seed, projects, examples.Year) {
		forms = append(forms, generated.Submission)
		entries = append(entries, generated.Entries()...)
	}
	store := open(t, year)
	defer store.Close()
	if _, err := store.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each(forms), By: "test", At: changedAt}); err != nil {
		t.Fatal(err)
	}
	if err := store.Record(ctx, engine.Each(entries), func(engine.RecordOutcome) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := prepareNumbers(ctx, year, prepared); err != nil {
		t.Fatal(err)
	}
	return year, prepared
}

func open(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func evaluateYear(t *testing.T, path string) {
	t.Helper()
	ctx := context.Background()
	store := open(t, path)
	defer store.Close()
	set, err := rules.Load("mof-2020", rules.Options{})
	if err != nil {
		t.Fatal(err)
	}
	hold, err := store.HoldYear(ctx, examples.Year, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer hold.Release()
	reading, err := store.Read(ctx, engine.Filter{Year: examples.Year})
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Close()
	if _, err := assessment.Evaluate(ctx, reading, hold, set, assessment.EvaluateOptions{Year: examples.Year, By: "test",
		Now: func() string { return changedAt }, Effective: set.Effective()}); err != nil {
		t.Fatal(err)
	}
}

func copyOf(t *testing.T, path string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy.db")
	if err := copyFile(path, to); err != nil {
		t.Fatal(err)
	}
	return to
}

func texts(t *testing.T, path, query string) (list []string) {
	t.Helper()
	if err := eachText(path, query, func(text string) { list = append(list, text) }); err != nil {
		t.Fatal(err)
	}
	return list
}
