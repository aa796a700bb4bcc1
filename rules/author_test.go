package rules

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/messages"
)

// TestStarter begins a pack on every shipped one: as it is written it is its base, and with all its examples brought to life it
// still has no mistake, in both languages.
func TestStarter(t *testing.T) {
	for _, name := range shippedPacks {
		base, err := Load(name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []messages.Lang{messages.Chinese, messages.English} {
			text := string(base.Starter("本地", messages.Default(), lang))
			compiled(t, string(base.Starter("2026", messages.Default(), lang))) // a number in letters
			set := compiled(t, text)
			if len(set.Changes()) != 0 || set.Extends()[0] != name {
				t.Errorf("%s: a new pack differs: %+v", name, set.Changes())
			}
			var lines []string
			for line := range strings.SplitSeq(text, "\n") {
				if live, found := strings.CutPrefix(line, "# "); found {
					line = live
				}
				lines = append(lines, line)
			}
			full := compiled(t, strings.Join(lines, "\n"))
			if full.Tests() != 1 || len(full.RunTests()) != 0 || len(full.project) == 0 || full.Basis().Text != base.Basis().Text {
				t.Errorf("%s: %+v", name, full.RunTests())
			}
			if strings.Contains(text, "starter.") || strings.Contains(text, "{name}") || strings.Contains(text, "{base}") {
				t.Errorf("%s: a sentence is missing:\n%s", name, text)
			}
		}
	}
}

// TestWriteNew never overwrites, and hides no pack.
func TestWriteNew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rules.d")
	path, err := WriteNew(dir, "本地", []byte("pack: 本地\n"))
	if err != nil || path != filepath.Join(dir, "本地.yaml") {
		t.Fatal(path, err)
	}
	var exists *Exists
	for _, name := range []string{"本地", "mof-2020"} {
		if _, err := WriteNew(dir, name, []byte("other")); !errors.As(err, &exists) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var bad *BadName
	for _, name := range []string{"", "../x", "a/b", "a+b", "-a"} {
		if _, err := WriteNew(dir, name, nil); !errors.As(err, &bad) {
			t.Errorf("%q: %v", name, err)
		}
	}
	text, err := os.ReadFile(path)
	if entries, _ := os.ReadDir(dir); err != nil || string(text) != "pack: 本地\n" || len(entries) != 1 {
		t.Errorf("%q %v %v", text, entries, err)
	}
	for _, problem := range []interface {
		Code() string
		Args() []engine.Arg
	}{exists, bad} {
		if text := messages.Default().Sentence(messages.English, problem.Code(), messages.Arguments(problem.Args())); strings.ContainsAny(text, "{}") {
			t.Error(text)
		}
	}
}

// TestTablesAsCSV writes every table of every shipped pack and reads it back: the pack stays what it is.
func TestTablesAsCSV(t *testing.T) {
	for _, name := range shippedPacks {
		set, err := Load(name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range set.TableNames() {
			text, err := set.TableCSV(table)
			if err != nil {
				t.Fatal(err)
			}
			again, err := set.WithTable(table, append([]byte("\ufeff"), text...))
			if err != nil {
				t.Errorf("%s, %s: %v\n%s", name, table, err, text)
				continue
			}
			if other := compiled(t, string(again)); other.ID() != set.ID() {
				t.Errorf("%s: with its own table %s it is another pack\n%s", name, table, again)
			}
		}
	}
}

// TestWithTable changes tables: one that stands in the pack, one that was inherited, the grades, and tables that cannot be read.
func TestWithTable(t *testing.T) {
	set := compiled(t, localHead+`
# 分档
tables:
  steps: # own
    zh: 分档
    en: steps
    rows:
      - {to: 0.6, share: 0} # low
      - {from: 0.6, share: 1}
  # behind

grades:
- {name: 好, from: 60}
- {name: 差, from: 0}
score:
  number:
    - {id: stepped, when: op == ">=" and target > 0, verdict: met, points: weight * steps(rate), why: {zh: "{points}", en: "{points}"}}
`)
	text, err := set.WithTable("steps", []byte("from, to, share\n, 0.5, 0\n0.5, 0.9, late_share\n0.9, , 1\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := localHead + `
# 分档
tables:
  steps: # own
    zh: 分档
    en: steps
    rows:
      - {to: 0.5, share: 0}
      - {from: 0.5, to: 0.9, share: late_share}
      - {from: 0.9, share: 1}
  # behind

grades:
- {name: 好, from: 60}
`
	if !strings.HasPrefix(string(text), want) {
		t.Errorf("%s", text)
	}
	points := compiled(t, string(text))
	if ruling := points.Judge(numberFacts(t, ">=", "10", "6")); ruling.Points.Cmp(rational(t, "7")) != 0 {
		t.Errorf("%+v", ruling)
	}
	if text, err = set.WithTable("grades", []byte("name,from\n优秀,85\n其他,0\n")); err != nil || !strings.Contains(string(text), "\ngrades:\n  - {name: 优秀, from: 85}\n  - {name: 其他, from: 0}\nscore:") {
		t.Errorf("%v\n%s", err, text)
	}
	text, err = set.WithTable("execution_steps", []byte("from,to,share\n,0.5,0\n0.5,,1\n"))
	if err != nil || !strings.Contains(string(text), "tables:\n  execution_steps:\n    zh:") {
		t.Errorf("%v\n%s", err, text)
	}
	text, err = set.WithTable("windows", []byte("tier,from,to,default\nmet,0.9,1,1\npartly,0.6,0.9,0.7\nmissed,0,0.6,0.3\n"))
	if err != nil || !strings.Contains(string(text), "windows:\n  met: {from: 0.9, to: 1, default: 1}\n") {
		t.Errorf("%v\n%s", err, text)
	}
	var unknown *UnknownTable
	if _, err := set.TableCSV("step"); !errors.As(err, &unknown) || unknown.Suggestion != "steps" {
		t.Errorf("%v", err)
	}
	catalogue := messages.Default()
	for csv, what := range map[string]string{"": "empty", "from,to,share\n": "empty", "from;to;share\n1;2;3\n": "header", "from,to,share\n\"1,2,3\n": "syntax", "from,to\n1,2\n": "header", "\xff\xfe": "not-utf8"} {
		var wrong *CSVError
		if _, err := set.WithTable("steps", []byte(csv)); !errors.As(err, &wrong) || wrong.What != what {
			t.Errorf("%q: %v", csv, err)
			continue
		}
		if text := catalogue.Sentence(messages.English, wrong.Code(), messages.Arguments(wrong.Args())); strings.ContainsAny(text, "{}") || strings.HasPrefix(text, "rule.") {
			t.Error(text)
		}
	}
	var mistakes *Errors
	if _, err := set.WithTable("steps", []byte("from,to,share\n,0.5,0\n0.6,,1\n")); !errors.As(err, &mistakes) || mistakes.List[0].Code != "rule.table-hole" {
		t.Errorf("%v", err)
	}
	inline := compiled(t, localHead+"tables: {steps: {zh: 分档, en: steps, rows: [{share: 1}]}}\nscore: {number: [{id: stepped, when: target > 0, verdict: met, points: steps(1), why: {zh: 分, en: p}}]}\n")
	var wrong *CSVError
	if _, err := inline.WithTable("steps", []byte("from,to,share\n,,1\n")); !errors.As(err, &wrong) || wrong.What != "inline" {
		t.Errorf("%v", err)
	}
}
