package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"jixiao/examples"
)

// The JSON that other programs depend on. A field that is no pointer is never null; every key is always there, except those
// marked omitempty; there are no other keys. A json.Number is a number, never a text that looks like one.

type importContract struct {
	Projects []formContract  `json:"projects"`
	Issues   []issueContract `json:"issues"`
	Cells    cellsContract   `json:"cells"`
}

type cellsContract struct {
	Read     int `json:"read"`
	Used     int `json:"used"`
	Labels   int `json:"labels"`
	Reported int `json:"reported"`
}

type formContract struct {
	ID         string              `json:"id"`
	Code       *string             `json:"code"`
	Name       *string             `json:"name"`
	Department *string             `json:"department"`
	Unit       *string             `json:"unit"`
	Year       *int                `json:"year"`
	Start      *string             `json:"start"`
	End        *string             `json:"end"`
	Goal       *string             `json:"goal"`
	GoalActual *string             `json:"goal_actual"`
	Budget     budgetContract      `json:"budget"`
	Indicators []indicatorContract `json:"indicators"`
}

type budgetContract struct {
	FormUnit *string             `json:"form_unit"`
	Total    *json.Number        `json:"total"`
	Rows     []budgetRowContract `json:"rows"`
}

type budgetRowContract struct {
	Item     string       `json:"item"`
	Initial  *json.Number `json:"initial"`
	Adjusted *json.Number `json:"adjusted"`
	Executed *json.Number `json:"executed"`
}

type indicatorContract struct {
	ID      string          `json:"id"`
	Level1  *string         `json:"level1"`
	Level2  *string         `json:"level2"`
	Name    *string         `json:"name"`
	Weight  *json.Number    `json:"weight"`
	Claimed *json.Number    `json:"claimed"`
	Reason  *string         `json:"reason"`
	Tier    *string         `json:"tier"`
	Target  targetContract  `json:"target"`
	Actual  *actualContract `json:"actual"`
	Source  *sourceContract `json:"source"`
}

type targetContract struct {
	Text       *string      `json:"text"`
	Kind       string       `json:"kind"`
	Op         *string      `json:"op"`
	Inferred   bool         `json:"inferred,omitempty"`
	Value      *json.Number `json:"value"`
	Unit       *string      `json:"unit"`
	Scaled     *json.Number `json:"scaled"`
	ScaledUnit *string      `json:"scaled_unit"`
	Min        *json.Number `json:"min"`
	Max        *json.Number `json:"max"`
	From       *string      `json:"from"`
	Due        *string      `json:"due"`
	Items      []string     `json:"items"`
}

type actualContract struct {
	Text        *string      `json:"text"`
	Kind        string       `json:"kind"`
	Value       *json.Number `json:"value"`
	Unit        *string      `json:"unit"`
	Scaled      *json.Number `json:"scaled"`
	ScaledUnit  *string      `json:"scaled_unit"`
	Date        *string      `json:"date"`
	Approximate bool         `json:"approximate"`
}

type sourceContract struct {
	File  *string `json:"file"`
	Sheet *string `json:"sheet"`
	Ref   *string `json:"ref"`
	Line  *int    `json:"line"`
}

type issueContract struct {
	Code     string          `json:"code"`
	Severity string          `json:"severity"`
	Message  string          `json:"message"`
	Hint     *string         `json:"hint"`
	Source   *sourceContract `json:"source"`
}

type runContract struct {
	Run struct {
		ID     *int   `json:"id"`
		Year   int    `json:"year"`
		Pack   string `json:"pack"`
		Digest string `json:"digest"`
	} `json:"run"`
	Projects []resultContract `json:"projects"`
	Issues   []issueContract  `json:"issues"`
	Summary  struct {
		Projects     int            `json:"projects"`
		ByGrade      map[string]int `json:"by_grade"`
		Mean         *json.Number   `json:"mean"`
		Undetermined int            `json:"undetermined"`
	} `json:"summary"`
}

type resultContract struct {
	ID         string       `json:"id"`
	Name       *string      `json:"name"`
	Department *string      `json:"department"`
	Unit       *string      `json:"unit"`
	Total      *json.Number `json:"total"`
	AtLeast    json.Number  `json:"at_least"`
	AtMost     json.Number  `json:"at_most"`
	Grade      *string      `json:"grade"`
	Execution  struct {
		Rate    *json.Number `json:"rate"`
		Weight  json.Number  `json:"weight"`
		Score   *json.Number `json:"score"`
		Verdict string       `json:"verdict"`
	} `json:"execution"` // and, only where there is one, a review as the rows have it
	Adjustments []struct {
		Rule   string      `json:"rule"`
		Points json.Number `json:"points"`
	} `json:"adjustments"`
	Indicators []scoreContract `json:"indicators"`
	Findings   []struct {
		Code     string `json:"code"`
		Severity string `json:"severity"`
		Message  string `json:"message"`
	} `json:"findings"`
}

type reviewContract struct {
	Score   json.Number `json:"score"`
	Opinion string      `json:"opinion"`
}

type scoreContract struct {
	ID      string          `json:"id"`
	Level1  *string         `json:"level1"`
	Level2  *string         `json:"level2"`
	Name    *string         `json:"name"`
	Target  *string         `json:"target"`
	Actual  *string         `json:"actual"`
	Weight  json.Number     `json:"weight"`
	Score   *json.Number    `json:"score"`
	Verdict string          `json:"verdict"`
	Rule    *string         `json:"rule"`
	Reason  *string         `json:"reason"`
	Claimed *json.Number    `json:"claimed"`
	Review  *reviewContract `json:"review"`
}

type cellContract struct {
	Source sourceContract `json:"source"`
	Text   string         `json:"text"`
	Fate   string         `json:"fate"`
	As     string         `json:"as"`
}

// answer is what one call of the program printed and how it ended.
type answer struct {
	code           int
	stdout, stderr string
}

// call runs the program on a command line, with no environment but a name for who does it.
func call(args ...string) answer {
	var stdout, stderr bytes.Buffer
	a := newApp(&stdout, &stderr, func(name string) string { return map[string]string{"JIXIAO_BY": "王敏"}[name] })
	a.now = func() time.Time { return time.Date(2026, 1, 15, 9, 30, 0, 0, time.UTC) }
	return answer{a.run(context.Background(), args), stdout.String(), stderr.String()}
}

// asked runs the program and decodes its JSON by the contract; it must end with the given code and say nothing beside the JSON.
func asked[T any](t *testing.T, code int, args ...string) T {
	t.Helper()
	got := call(args...)
	if got.code != code || got.stderr != "" {
		t.Fatalf("jixiao %s ends with %d, want %d\n%s", strings.Join(args, " "), got.code, code, got.stderr)
	}
	return decoded[T](t, got.stdout)
}

func decoded[T any](t *testing.T, text string) T {
	t.Helper()
	var value T
	loose := generic(t, text)
	for _, breach := range breaches("", loose, reflect.TypeFor[T]()) {
		t.Error(breach)
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// generic decodes exactly one JSON value and nothing behind it.
func generic(t *testing.T, text string) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value, more any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("not JSON: %v\n%.200s", err, text)
	}
	if err := decoder.Decode(&more); err != io.EOF {
		t.Fatalf("something stands behind the JSON: %v", err)
	}
	return value
}

// breaches lists where a JSON value is not what a type says: a key missing or unknown, null where there must be a value, a text
// where there must be a number.
func breaches(path string, value any, want reflect.Type) []string {
	if want.Kind() == reflect.Pointer {
		if value == nil {
			return nil
		}
		want = want.Elem()
	}
	switch given := value.(type) {
	case map[string]any:
		if want.Kind() == reflect.Map {
			return nil
		}
		if want.Kind() == reflect.Struct {
			return keyBreaches(path, given, want)
		}
	case []any:
		if want.Kind() == reflect.Slice {
			var found []string
			for i, element := range given {
				found = append(found, breaches(fmt.Sprintf("%s[%d]", path, i), element, want.Elem())...)
			}
			return found
		}
	case json.Number:
		if want == reflect.TypeFor[json.Number]() || want.Kind() == reflect.Int && !strings.ContainsAny(given.String(), ".eE") {
			return nil
		}
	case string:
		if want.Kind() == reflect.String && want != reflect.TypeFor[json.Number]() {
			return nil
		}
	case bool:
		if want.Kind() == reflect.Bool {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s is %v, want %s", path, value, want)}
}

func keyBreaches(path string, given map[string]any, want reflect.Type) []string {
	var found []string
	known := map[string]bool{}
	for _, field := range reflect.VisibleFields(want) {
		key, option, _ := strings.Cut(field.Tag.Get("json"), ",")
		known[key] = true
		value, there := given[key]
		if !there && option != "omitempty" {
			found = append(found, path+"."+key+" is missing")
		}
		if there {
			found = append(found, breaches(path+"."+key, value, field.Type)...)
		}
	}
	for key := range given {
		if !known[key] {
			found = append(found, path+"."+key+" is unknown")
		}
	}
	return found
}

// withoutWords takes out of a JSON value what may depend on the language.
func withoutWords(value any) any {
	switch given := value.(type) {
	case map[string]any:
		for _, key := range []string{"message", "hint", "reason"} {
			delete(given, key)
		}
		for key := range given {
			given[key] = withoutWords(given[key])
		}
	case []any:
		for i := range given {
			given[i] = withoutWords(given[i])
		}
	}
	return value
}

// forms is a text of forms with the reading of a careful person beside it.
type forms struct{ text, indicators, projects string }

// allForms are the forms that come with the project, and the published ones where they stand beside the checkout.
func allForms(t *testing.T) map[string]forms {
	t.Helper()
	found := map[string]forms{"sample": formsAt(filepath.Join("..", "..", "examples", "sample", "targets"))}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for parent := filepath.Dir(dir); parent != dir; dir, parent = parent, filepath.Dir(parent) {
		beside := formsAt(filepath.Join(parent, "shared", "data", "minhang-2025"))
		if _, err := os.Stat(beside.text); err == nil {
			found["published"] = beside
		}
	}
	return found
}

func formsAt(base string) forms {
	absolute, err := filepath.Abs(base)
	if err != nil {
		absolute = base
	}
	return forms{absolute + ".txt", absolute + ".gold.tsv", absolute + ".projects.tsv"}
}

func goldRows(t *testing.T, path string) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(bytes.NewReader(data))
	reader.Comma, reader.LazyQuotes, reader.FieldsPerRecord = '\t', true, -1
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			if i < len(record) {
				row[name] = record[i]
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func word[T any](p *T) string {
	if p == nil {
		return ""
	}
	return fmt.Sprint(*p)
}

// sameNumber compares numbers exactly; both may be absent.
func sameNumber(a, b string) bool {
	if a == "" || b == "" {
		return a == b
	}
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	return okX && okY && x.Cmp(y) == 0
}

func TestContractOfImportHoldsOnTheGoldRows(t *testing.T) {
	for name, forms := range allForms(t) {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			got := asked[importContract](t, exitNeedsPerson, "import", "--dry-run", "--json", forms.text)
			checkGoldIndicators(t, got.Projects, goldRows(t, forms.indicators))
			checkGoldProjects(t, got.Projects, goldRows(t, forms.projects))
			if c := got.Cells; c.Read == 0 || c.Read != c.Used+c.Labels+c.Reported {
				t.Errorf("cells %+v", c)
			}
			if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
				t.Errorf("a dry run left %v behind (%v)", left, err)
			}
			checkCells(t, forms.text, got.Cells)
		})
	}
}

func checkGoldIndicators(t *testing.T, projects []formContract, gold []map[string]string) {
	t.Helper()
	i := 0
	for _, project := range projects {
		for _, row := range project.Indicators {
			if i >= len(gold) {
				t.Fatalf("more than %d indicators", len(gold))
			}
			checkGoldIndicator(t, project, row, gold[i])
			i++
		}
	}
	if i != len(gold) {
		t.Errorf("%d indicators, want %d", i, len(gold))
	}
}

func checkGoldIndicator(t *testing.T, project formContract, row indicatorContract, want map[string]string) {
	t.Helper()
	target := row.Target
	got := map[string]string{"line": word(row.Source.Line), "project": word(project.Name), "level1": word(row.Level1),
		"level2": word(row.Level2), "name": word(row.Name), "target": word(target.Text), "kind": target.Kind, "op": word(target.Op),
		"from": word(target.From), "due": word(target.Due)}
	value, unit := word(target.Value), word(target.Unit)
	if target.Kind == "set" {
		value, unit = "", "" // a count of ours, beside the list
	}
	got["unit"] = unit
	for column, text := range got {
		if text != want[column] {
			t.Errorf("line %s: %s is %q, want %q", want["line"], column, text, want[column])
		}
	}
	if !sameNumber(value, want["value"]) {
		t.Errorf("line %s: the value is %q, want %q", want["line"], value, want["value"])
	}
	if target.Kind == "number" && (target.Scaled == nil || target.Inferred) {
		t.Errorf("line %s: the target is %+v", want["line"], target)
	}
	if target.Kind == "set" && len(target.Items) < 2 || target.Kind != "set" && len(target.Items) > 0 {
		t.Errorf("line %s: the items are %q", want["line"], target.Items)
	}
	if row.Actual != nil || row.Weight != nil || row.Claimed != nil || row.Tier != nil {
		t.Errorf("line %s: the form says nothing of an actual, a weight, a score or a tier", want["line"])
	}
}

func checkGoldProjects(t *testing.T, projects []formContract, gold []map[string]string) {
	t.Helper()
	if len(projects) != len(gold) {
		t.Fatalf("%d projects, want %d", len(projects), len(gold))
	}
	for i, want := range gold {
		p := projects[i]
		got := map[string]string{"name": word(p.Name), "department": word(p.Department), "unit": word(p.Unit), "start": word(p.Start), "end": word(p.End)}
		for column, text := range got {
			if text != want[column] {
				t.Errorf("project %d: %s is %q, want %q", i+1, column, text, want[column])
			}
		}
		if !sameNumber(word(p.Budget.Total), want["total"]) || word(p.Budget.FormUnit) != "元" || len(p.Budget.Rows) != 4 {
			t.Errorf("project %d: the budget is %+v, want %s", i+1, p.Budget, want["total"])
		}
		if begins := want["goal_begins"]; begins == "" || !strings.HasPrefix(word(p.Goal), begins) {
			t.Errorf("project %d: the goal is %q, want it to begin with %q", i+1, word(p.Goal), begins)
		}
	}
}

// checkCells counts the cells of the list that a person can count, and those of the file itself.
func checkCells(t *testing.T, path string, want cellsContract) {
	t.Helper()
	list := filepath.Join(t.TempDir(), "cells.jsonl")
	if got := call("import", "--dry-run", "--quiet", "--cells", list, path); got.code != exitNeedsPerson {
		t.Fatalf("ends with %d\n%s", got.code, got.stderr)
	}
	data, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	var texts []string
	for line := range strings.Lines(string(data)) {
		cell := decoded[cellContract](t, line)
		counts[cell.Fate]++
		texts = append(texts, strings.TrimSpace(cell.Text))
	}
	if counts["used"] != want.Used || counts["label"] != want.Labels || counts["reported"] != want.Reported || len(texts) != want.Read {
		t.Errorf("the list counts %v, the import %+v", counts, want)
	}
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.FieldsFunc(string(source), func(r rune) bool { return r == '\t' || r == '\n' || r == '\r' })
	fields = slices.DeleteFunc(fields, func(field string) bool { return strings.TrimSpace(field) == "" })
	if len(fields) != len(texts) {
		t.Errorf("the file has %d fields, the list %d", len(fields), len(texts))
	}
}

func TestContractOfRuns(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "t.txt", examples.Targets())
	write(t, "a.csv", examples.Actuals())
	demo := asked[runContract](t, exitDone, "demo", "--json")
	run := asked[runContract](t, exitNeedsPerson, "run", "t.txt", "--actuals", "a.csv", "--json")
	evaluated := asked[runContract](t, exitNeedsPerson, "evaluate", "--json")
	for name, got := range map[string]runContract{"demo": demo, "run": run, "evaluate": evaluated} {
		checkRun(t, name, got)
		if got.Run.Digest != run.Run.Digest || !reflect.DeepEqual(got.Projects, run.Projects) || !reflect.DeepEqual(got.Summary, run.Summary) {
			t.Errorf("%s says something else than run", name)
		}
	}
	if *run.Run.ID != 1 || *evaluated.Run.ID != 2 {
		t.Errorf("the runs are %d and %d", *run.Run.ID, *evaluated.Run.ID)
	}
	if _, err := os.Stat(filepath.Join("out", "demo.db")); err != nil {
		t.Error(err) // the demonstration keeps out of the database of the year
	}
}

func checkRun(t *testing.T, name string, got runContract) {
	t.Helper()
	grades, undetermined, sum, graded := map[string]int{}, 0, new(big.Rat), 0
	for _, p := range got.Projects {
		open := checkResult(t, name, p)
		undetermined += open
		if open > 0 {
			continue
		}
		total, _ := new(big.Rat).SetString(p.Total.String())
		sum.Add(sum, total)
		graded++
		grades[*p.Grade]++
	}
	if got.Run.Year != examples.Year || got.Run.Pack != "mof-2020" || len(got.Run.Digest) != 64 {
		t.Errorf("%s: %+v", name, got.Run)
	}
	s := got.Summary
	if s.Projects != len(got.Projects) || s.Undetermined != undetermined || !maps.Equal(s.ByGrade, grades) || undetermined != 1 {
		t.Errorf("%s: summary %+v, counted %v and %d undetermined", name, s, grades, undetermined)
	}
	if mean := sum.Quo(sum, big.NewRat(int64(graded), 1)); !sameNumber(s.Mean.String(), mean.FloatString(6)) {
		t.Errorf("%s: the mean is %s, want %s", name, s.Mean, mean.FloatString(6))
	}
}

// checkResult holds one project against the sums of its own rows and returns how many of them nobody could judge.
func checkResult(t *testing.T, name string, p resultContract) int {
	t.Helper()
	number := func(n json.Number) *big.Rat {
		r, ok := new(big.Rat).SetString(n.String())
		if !ok || !r.IsInt() && len(n.String())-strings.IndexByte(n.String(), '.') > 3 {
			t.Errorf("%s: %s: %s is no number of hundredths", name, *p.Name, n)
		}
		return r
	}
	undetermined, sure, open := 0, new(big.Rat), new(big.Rat)
	add := func(weight json.Number, score *json.Number, verdict string) {
		if (score == nil) != (verdict == "undetermined") {
			t.Errorf("%s: %s: score %v with verdict %s", name, *p.Name, score, verdict)
		}
		if score == nil {
			undetermined++
			open.Add(open, number(weight))
			return
		}
		sure.Add(sure, number(*score))
	}
	add(p.Execution.Weight, p.Execution.Score, p.Execution.Verdict)
	for _, row := range p.Indicators {
		add(row.Weight, row.Score, row.Verdict)
		if row.Rule == nil || row.Reason == nil {
			t.Errorf("%s: %s has no rule or no reason", name, *row.Name)
		}
		if !slices.Contains([]string{"met", "partly", "missed", "undetermined", "not-applicable"}, row.Verdict) {
			t.Errorf("%s: verdict %q", name, row.Verdict)
		}
	}
	if (p.Total == nil) != (undetermined > 0) || (p.Grade == nil) != (undetermined > 0) {
		t.Errorf("%s: %s has total %s and grade %s with %d undetermined", name, *p.Name, word(p.Total), word(p.Grade), undetermined)
	}
	most := new(big.Rat).Add(sure, open)
	if number(p.AtLeast).Cmp(sure) != 0 || number(p.AtMost).Cmp(most) != 0 || p.Total != nil && number(*p.Total).Cmp(sure) != 0 {
		t.Errorf("%s: %s is %s to %s (%s), its rows add up to %s to %s", name, *p.Name, p.AtLeast, p.AtMost, word(p.Total),
			sure.FloatString(2), most.FloatString(2))
	}
	return undetermined
}

// TestAPartOfTheYearHidesNothing evaluates one department: whoever asks for the year still gets all of it.
func TestAPartOfTheYearHidesNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "t.txt", examples.Targets())
	whole := asked[runContract](t, exitNeedsPerson, "run", "t.txt", "--json")
	unit := *whole.Projects[0].Unit
	part := asked[runContract](t, exitNeedsPerson, "evaluate", "--department", unit, "--json")
	if len(part.Projects) == 0 || len(part.Projects) == len(whole.Projects) {
		t.Fatalf("%d of %d projects", len(part.Projects), len(whole.Projects))
	}
	for id, args := range map[int][]string{
		*whole.Run.ID: {"show", "--json"},
		*part.Run.ID:  {"show", "--json", "--department", unit},
	} {
		if shown := asked[runContract](t, exitDone, args...); *shown.Run.ID != id {
			t.Errorf("%v shows run %d, want %d", args, *shown.Run.ID, id)
		}
	}
}

func TestJSONDoesNotDependOnTheLanguage(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "t.txt", examples.Targets())
	for _, command := range []string{"import --dry-run --json t.txt", "demo --json", "rules list --json", "rules vocabulary --json", "rules check mof-2020 --json"} {
		args := strings.Fields(command)
		chinese, english := call(append(args, "--lang", "zh")...), call(append(args, "--lang", "en")...)
		if command == "demo --json" {
			english.stdout = strings.Replace(english.stdout, `{"id":2,`, `{"id":1,`, 1) // the second run of the same database
		}
		if chinese.stdout == english.stdout && strings.Contains(chinese.stdout, `"message":"`) {
			t.Errorf("%s: the sentences are the same in both languages", command)
		}
		if !reflect.DeepEqual(withoutWords(generic(t, chinese.stdout)), withoutWords(generic(t, english.stdout))) {
			t.Errorf("%s: more than the sentences depends on the language", command)
		}
	}
}

// TestEveryCommandAnswersPrograms asks every command that does something for JSON: one value on standard output, and nothing else.
func TestEveryCommandAnswersPrograms(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "t.txt", examples.Targets())
	write(t, "a.csv", examples.Actuals())
	write(t, "bad.yaml", []byte("name: bad\nrules: 7\n"))
	for _, test := range []struct {
		code    int
		command string
	}{
		{exitNeedsPerson, "import t.txt"},
		{exitNeedsPerson, "import t.txt"},
		{exitDone, "template -o sheet.csv"},
		{exitDone, "record sheet.csv"},
		{exitDone, "record a.csv"},
		{exitDone, "record --project 非物质文化遗产保护经费 --indicator 传承人研习培训期数 3期"},
		{exitDone, "record --project 非物质文化遗产保护经费 --indicator 传承人研习培训期数 --history"},
		{exitDone, "record --project 非物质文化遗产保护经费 --indicator 传承人研习培训期数 --withdraw"},
		{exitNeedsPerson, "evaluate"},
		{exitNeedsPerson, "evaluate --project 非物质文化遗产保护经费"},
		{exitDone, "evaluate --project 公共文化服务体系建设经费"},
		{exitDone, "show"},
		{exitDone, "show 公共文化服务体系建设经费"},
		{exitDone, "report --format json,html"},
		{exitDone, "runs"},
		{exitDone, "config"},
		{exitDone, "gen --projects 2 --db gen.db"},
		{exitDone, "rules list"},
		{exitDone, "rules show mof-2020"},
		{exitDone, "rules check mof-2020"},
		{exitDone, "rules test mof-2020"},
		{exitDone, "rules vocabulary"},
		{exitFailed, "rules check bad.yaml mof-2020"},
	} {
		for _, args := range [][]string{append([]string{"--json"}, strings.Fields(test.command)...), append(strings.Fields(test.command), "--json")} {
			if strings.Contains(test.command, "withdraw") && args[0] != "--json" {
				continue // there is one value to take back
			}
			got := call(args...)
			if got.code != test.code || got.stderr != "" {
				t.Errorf("jixiao %s ends with %d, want %d\n%s", strings.Join(args, " "), got.code, test.code, got.stderr)
			}
			generic(t, got.stdout)
		}
	}
}

func TestExitCodes(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "t.txt", examples.Targets())
	write(t, "a.csv", examples.Actuals())
	write(t, "clean.csv", []byte(cleanTable))
	write(t, "empty.txt", nil)
	write(t, "weights.csv", []byte(strings.Replace(cleanTable, ",40,38.96,", ",60,38.96,", 1)))
	write(t, "wrong.csv", []byte("a,b\n1,2\n"))
	for _, test := range []struct {
		code    int
		command string
	}{
		{exitFailed, "evaluate"}, // no database yet
		{exitFailed, "show"},
		{exitFailed, "import nowhere.txt"},
		{exitFailed, "import --dry-run empty.txt"},
		{exitFailed, "import --dry-run empty.txt wrong.csv"},
		{exitNeedsPerson, "import --dry-run empty.txt clean.csv"}, // one bad file among several
		{exitDone, "import --dry-run clean.csv"},
		{exitDone, "run clean.csv --actuals clean.csv --db clean.db"},
		{exitDone, "evaluate --db clean.db"},
		{exitNeedsPerson, "run weights.csv --db weights.db"}, // all is judged, but the weights make 110
		{exitDone, "show --db weights.db"},
		{exitNeedsPerson, "run t.txt --actuals a.csv"},
		{exitNeedsPerson, "evaluate"},
		{exitDone, "demo"},
		{exitDone, "show"},
		{exitDone, "report"},
		{exitDone, "template"},
		{exitFailed, "evaluate --department 没有的部门"},
		{exitFailed, "report --department 没有的部门"},
		{exitNeedsPerson, "record a.csv --db clean.db"}, // of projects that the database does not know
		{exitWrongUse, "nothing"},
		{exitWrongUse, "import"},
		{exitWrongUse, "evaluate --nothing"},
		{exitWrongUse, "evaluate --lang fr"},
		{exitWrongUse, "evaluate --year 1999"},
		{exitWrongUse, "evaluate --rules nothing"},
		{exitWrongUse, "evaluate --set nothing=1"},
		{exitWrongUse, "evaluate --set partly_from=7"},
		{exitWrongUse, "report --format docs"},
		{exitWrongUse, "show 没有的项目"},
		{exitWrongUse, "record --project 没有的项目 --indicator x 1"},
		{exitWrongUse, "rules show nothing"},
	} {
		args := strings.Fields(test.command)
		got := call(append(args, "--json")...)
		if got.code != test.code {
			t.Errorf("jixiao %s ends with %d, want %d\n%s%s", test.command, got.code, test.code, got.stdout, got.stderr)
		}
		failed := got.code == exitFailed || got.code == exitWrongUse
		if failed == (got.stderr == "") || failed && got.stdout != "" {
			t.Errorf("jixiao %s prints %q and complains of %q", test.command, got.stdout, got.stderr)
		}
	}
}

// cleanTable is a table of targets and actuals in which nothing needs a person.
const cleanTable = `实际完成值,三级指标,项目名称,指标值,二级指标,一级指标,权重,自评分,项目主管部门,项目实施单位,年度,完成情况,年初预算数（万元）,全年预算数（万元）,全年执行数（元）,项目编码
487人,培训人次,骨干培训,≥500人,数量指标,产出指标,40,38.96,甲局,甲中心,2025,,,,,P001
合规,经费使用,骨干培训,合规,质量指标,产出指标,20,20,甲局,甲中心,2025,达成,,,,P001
2025-11-30,完成时间,骨干培训,12月底前,时效指标,产出指标,10,10,甲局,甲中心,2025,,,,,P001
0,投诉件数,骨干培训,=0件,社会效益指标,效益指标,10,10,甲局,甲中心,2025,,,,,P001
92.5%,满意度,骨干培训,≥90%,服务对象满意度指标,满意度指标,10,10,甲局,甲中心,2025,,,,,P001
,年度资金总额,骨干培训,,,预算执行,,,甲局,甲中心,2025,,25,25.5,215457.60,P001
,其他资金,骨干培训,,,预算执行,,,甲局,甲中心,2025,,0,0,0,P001
`

// TestContractOfTables reads targets and actuals from one table, in yuan whatever its heads say, and in any encoding.
func TestContractOfTables(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "clean.csv", []byte(cleanTable))
	got := asked[importContract](t, exitDone, "import", "--dry-run", "--json", "clean.csv")
	budget, rows := got.Projects[0].Budget, got.Projects[0].Indicators
	if word(budget.Total) != "250000" || word(budget.FormUnit) != "万元" || word(budget.Rows[0].Adjusted) != "255000" ||
		word(budget.Rows[0].Executed) != "215457.6" || word(budget.Rows[1].Executed) != "0" {
		t.Errorf("budget %+v", budget)
	}
	if word(got.Projects[0].Code) != "P001" || word(got.Projects[0].Department) != "甲局" || word(got.Projects[0].Unit) != "甲中心" || word(rows[0].Weight) != "40" || word(rows[0].Claimed) != "38.96" || word(rows[1].Tier) != "met" {
		t.Errorf("project %+v", got.Projects[0])
	}
	if actual := rows[3].Actual; actual == nil || word(actual.Value) != "0" || actual.Approximate {
		t.Errorf("an actual of 0 is %+v", actual)
	}
	if actual := rows[2].Actual; actual == nil || word(actual.Date) != "2025-11-30" || actual.Value != nil {
		t.Errorf("a date is %+v", actual)
	}
	first := asked[runContract](t, exitDone, "run", "clean.csv", "--actuals", "clean.csv", "--json")
	again := asked[runContract](t, exitDone, "run", "clean.csv", "--actuals", "clean.csv", "--json")
	elsewhere := asked[runContract](t, exitDone, "run", "clean.csv", "--db", "other.db", "--by", "李强", "--lang", "en", "--json")
	for _, run := range []runContract{again, elsewhere} {
		if run.Run.Digest != first.Run.Digest || run.Projects[0].ID != first.Projects[0].ID || run.Projects[0].Indicators[0].ID != rows[0].ID {
			t.Errorf("the same table gives %+v, then %+v", first.Run, run.Run)
		}
	}
	if rate := first.Projects[0].Execution.Rate; word(rate) != "0.844932" {
		t.Errorf("the rate is %s", word(rate))
	}
}

// TestContractOfTargets reads the kinds of targets that the samples do not have.
func TestContractOfTargets(t *testing.T) {
	t.Chdir(t.TempDir())
	table := "项目名称,主管部门,实施单位,年度,一级指标,二级指标,三级指标,年度指标值\n"
	targets := []struct{ text, want string }{
		{"≥1.2万亩", "number >= 1.2 万亩 12000 亩"},
		{"985米", "number = inferred 985 米 985 米"},
		{"≤-5%", "number <= -5 % -5 %"},
		{"80-90%", "range % % 80..90"},
		{"8000万元-1.2亿元", "range 元 元 80000000..120000000"},
		{"2025.01-2025.06", "deadline 2025-01-01 2025-06-30"},
		{"全覆盖", "words"},
	}
	for i, target := range targets {
		table += fmt.Sprintf("甲,局,所,2025,产出指标,数量指标,指标%d,%s\n", i, target.text)
	}
	write(t, "t.csv", []byte(table))
	got := asked[importContract](t, exitDone, "import", "--dry-run", "--json", "t.csv")
	for i, row := range got.Projects[0].Indicators {
		if text := targetWords(row.Target); text != targets[i].want || word(row.Target.Text) != targets[i].text {
			t.Errorf("%s is %q, want %q", targets[i].text, text, targets[i].want)
		}
	}
}

func targetWords(target targetContract) string {
	words := []string{target.Kind, word(target.Op)}
	if target.Inferred {
		words = append(words, "inferred")
	}
	words = append(words, word(target.Value), word(target.Unit), word(target.Scaled), word(target.ScaledUnit))
	if target.Min != nil || target.Max != nil {
		words = append(words, word(target.Min)+".."+word(target.Max))
	}
	words = append(words, word(target.From), word(target.Due))
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}
