package rules

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/messages"
)

const localHead = "pack: local\nextends: mof-2020\ntitle: {zh: 本地, en: Local}\n"

// compiled compiles a pack that has no mistakes.
func compiled(t testing.TB, text string) *Ruleset {
	t.Helper()
	set, err := Compile("local.yaml", []byte(text), Options{})
	var mistakes *Errors
	if errors.As(err, &mistakes) {
		t.Fatal(mistakes.Render(messages.Default(), messages.English))
	}
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func idsIn(rules []rule) []string {
	ids := make([]string, len(rules))
	for i := range rules {
		ids[i] = rules[i].id
	}
	return ids
}

// TestExtendsRules replaces, removes and places rules by their ids.
func TestExtendsRules(t *testing.T) {
	set := compiled(t, localHead+`
parameters:
  late_days: {value: 15}
score:
  deadline:
    - id: a-day
      after: in-time
      when: dated and days_late <= 1
      verdict: partly
      points: weight * 0.9
      why: {zh: "逾期 {days_late} 天", en: "{days_late} days late"}
    - {id: not-done, remove: true}
    - id: late
      when: dated and days_late <= late_days
      verdict: partly
      points: weight * late_share / 2
      why: {zh: "逾期 {days_late} 天", en: "{days_late} days late"}
    - id: very-early
      when: dated and days_late < -300
      verdict: met
      points: weight
      why: {zh: 提前, en: early}
    - id: later
      before: too-late
      when: dated and days_late <= 2 * late_days
      verdict: missed
      points: 1
      why: {zh: 更晚, en: later}
`)
	if got := idsIn(set.written[engine.DeadlineFacts]); !slices.Equal(got, []string{"very-early", "in-time", "a-day", "late", "later", "too-late", "done"}) {
		t.Error(got)
	}
	if got, base := idsIn(set.written[engine.NumberFacts]), idsIn(load(t).written[engine.NumberFacts]); !slices.Equal(got, base) {
		t.Errorf("rules of another kind differ: %v", got)
	}
	for days, want := range map[int]string{-301: "very-early", 0: "in-time", 1: "a-day", 15: "late", 16: "later", 31: "too-late"} {
		facts := &engine.Facts{Kind: engine.DeadlineFacts, Weight: 10_00, Dated: true, DaysLate: days}
		if ruling := set.Judge(facts); ruling.Rule != want {
			t.Errorf("%d days late: %s, want %s", days, ruling.Rule, want)
		}
	}
	for _, r := range set.written[engine.DeadlineFacts] {
		own := r.id == "very-early" || r.id == "a-day" || r.id == "late" || r.id == "later"
		if file := map[bool]string{true: "local.yaml", false: "mof-2020.yaml"}[own]; r.at.file != file || r.at.line == 0 {
			t.Errorf("%s stands at %+v", r.id, r.at)
		}
		if len(r.parts) < 2 || r.parts[len(r.parts)-1].name != "points" || r.parts[0].at.line < r.at.line {
			t.Errorf("%s has the parts %+v", r.id, r.parts)
		}
	}
}

// TestChanges lists what a pack overrides, and nothing that it only says again.
func TestChanges(t *testing.T) {
	set := compiled(t, localHead+`
parameters:
  late_days: {value: 15}
  partly_from: {value: 0.6}
weights: {execution: 20, levels: {产出指标: 40, 效益指标: 30, 满意度指标: 10}}
score:
  deadline:
    - {id: not-done, remove: true}
project:
  - {id: bonus, title: {zh: 加分, en: bonus}, add: 1, why: {zh: 加分, en: bonus}}
`)
	var got []string
	for _, c := range set.Changes() {
		got = append(got, c.Path)
		if c.Path == "parameters.late_days.value" && (c.Was != "30" || c.Now != "15" || c.From != "mof-2020" || c.Line != 6) {
			t.Errorf("%+v", c)
		}
		if c.Path == "score.deadline.not-done" && (c.Now != "" || c.Was == "" || c.Line != 0) {
			t.Errorf("%+v", c)
		}
	}
	want := []string{"parameters.late_days.value", "project", "score.deadline.not-done", "weights.execution", "weights.levels.产出指标"}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if !slices.Equal(set.Extends(), []string{"mof-2020"}) || load(t).Extends() != nil || load(t).Changes() != nil {
		t.Error("what a pack extends is wrong")
	}
}

// TestExtendsDigest shows that a pack which extends another one is the whole that comes out.
func TestExtendsDigest(t *testing.T) {
	set := compiled(t, localHead+"parameters: {late_days: {value: 15}}\n")
	source, err := Source("mof-2020", "")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("pack: mof-2020", "pack: local", "title: {zh: 项目支出绩效自评（财预〔2020〕10号）, en: \"Self-evaluation of project spending (财预〔2020〕10号)\"}",
		"title: {zh: 本地, en: Local}", "    value: 30\n", "    value: 15\n").Replace(string(source))
	if whole := compiled(t, text); whole.ID() != set.ID() {
		t.Errorf("written out it is another pack\n%s\n%s", whole.Effective(), set.Effective())
	}
	again, err := FromEffective(set.Effective())
	if err != nil || again.ID() != set.ID() {
		t.Errorf("%v", err)
	}
	dropped := compiled(t, localHead+"score: {deadline: [{id: late, remove: true}, {id: too-late, remove: true}]}\n")
	if strings.Contains(string(dropped.Effective()), "late_share") {
		t.Error("a parameter that nothing uses is kept")
	}
	var unknown *UnknownParameter
	if _, err := Compile("local.yaml", []byte(localHead+"score: {deadline: [{id: late, remove: true}, {id: too-late, remove: true}]}\n"),
		Options{Overrides: []Override{{"late_share", "0.5", "--set"}}}); !errors.As(err, &unknown) {
		t.Errorf("a value for a parameter that was dropped: %v", err)
	}
}

// TestExtendsFolder has packs of a folder on each other: as many as are allowed, one more, and in a circle.
func TestExtendsFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(name, base string) {
		t.Helper()
		text := "pack: " + name + "\nextends: " + base + "\ntitle: {zh: 本地, en: Local}\nparameters: {late_days: {value: 1" + name[len(name)-1:] + "}}\n"
		if err := os.WriteFile(filepath.Join(dir, name+".yaml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("p1", "mof-2020")
	write("p2", "p1")
	write("p3", "p2")
	write("p4", "p3")
	write("c1", "c2")
	write("c2", "c1")
	write("mof-2020", "p1")
	if set, err := Load("hubei-2020", Options{Dir: dir}); err != nil || set.Extends()[0] != "mof-2020" {
		t.Errorf("a shipped pack rests on the folder: %v", err)
	}
	code := func(name string) string {
		_, err := Load(name, Options{Dir: dir})
		var mistakes *Errors
		if !errors.As(err, &mistakes) {
			return "none"
		}
		return mistakes.List[0].Code
	}
	for name, want := range map[string]string{"p1": "rule.extends-circle", "c1": "rule.extends-circle", "p4": "rule.extends-deep", "mof-2020": "rule.extends-circle"} {
		if got := code(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if err := os.Remove(filepath.Join(dir, "mof-2020.yaml")); err != nil {
		t.Fatal(err)
	}
	set, err := Load("p3", Options{Dir: dir})
	if err != nil || !slices.Equal(set.Extends(), []string{"p2", "p1", "mof-2020"}) {
		t.Fatalf("%v", err)
	}
	for _, p := range set.Parameters() {
		if p.Name == "late_days" && p.Value != "13" {
			t.Errorf("late_days is %s", p.Value)
		}
	}
	if got := code("p4"); got != "rule.extends-deep" {
		t.Errorf("p4: %s", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "p1.yaml"), []byte("pack: p1\nextends: mof-2020\ntitle: {zh: 本地, en: Local}\ngrades: []\nparameters: {late_days: {value: nine}}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = Load("p2", Options{Dir: dir})
	var mistakes *Errors
	if !errors.As(err, &mistakes) || filepath.Base(mistakes.List[0].File) != "p1.yaml" || mistakes.List[0].Line != 4 || mistakes.List[0].Source != "grades: []" {
		t.Errorf("a mistake in another file: %v", err)
	}
}

// TestTables looks up numbers at the ends of rows and outside.
func TestTables(t *testing.T) {
	set := compiled(t, localHead+`
tables:
  steps:
    zh: 分档
    en: steps
    rows:
      - {from: 0.5, to: 0.8, share: 0.5}
      - {from: 0.8, to: 1.2, share: late_share}
score:
  number:
    - {id: stepped, when: op == ">=", verdict: met, points: weight * steps(rate), why: {zh: "{points}", en: "{points}"}}
`)
	for actual, want := range map[string]string{"0.5": "5.00", "0.79": "5.00", "0.8": "7.00", "1.19999": "7.00", "0.49999": "", "1.2": "", "-3": ""} {
		ruling := set.Judge(numberFacts(t, ">=", "1", actual))
		if want == "" {
			if ruling.Verdict != engine.Undetermined || ruling.Reason.Code != ReasonOutsideTable || ruling.Reason.Args[1].Value != "steps" {
				t.Errorf("%s: %+v", actual, ruling)
			}
			continue
		}
		if points, _ := engine.RoundHalfUp(ruling.Points); points.String() != want {
			t.Errorf("%s: %s, want %s", actual, points, want)
		}
	}
	if ruling := set.Judge(numberFacts(t, ">=", "0", "1")); ruling.Reason.Code != ReasonDivisionByZero {
		t.Errorf("%+v", ruling)
	}
	for _, table := range set.Tables() {
		if table.Name == "steps" && (len(table.Rows) != 2 || table.Gives != ShareColumn || table.Rows[1].Value.Cmp(rational(t, "0.7")) != 0) {
			t.Errorf("%+v", table)
		}
	}
}

// TestFlags raises every flag that holds, and none that the parameters rule out.
func TestFlags(t *testing.T) {
	set := load(t, override("over_flag", "true"), override("over_ask", "true"))
	facts := numberFacts(t, ">=", "100", "130")
	codes := func(ruling engine.Ruling) (codes []string) {
		for _, note := range ruling.Notes {
			codes = append(codes, note.Code)
		}
		return codes
	}
	ruling := set.Judge(facts)
	if got := codes(ruling); !slices.Equal(got, []string{"mof-2020/far-above", "mof-2020/far-above-unexplained"}) || ruling.Points.Cmp(rational(t, "10")) != 0 {
		t.Errorf("%v, %+v", got, ruling)
	}
	if ruling.Notes[1].Severity != engine.Error {
		t.Errorf("%+v", ruling.Notes)
	}
	facts.Explained = true
	if got := codes(set.Judge(facts)); !slices.Equal(got, []string{"mof-2020/far-above"}) {
		t.Error(got)
	}
	if got := codes(load(t).Judge(facts)); got != nil {
		t.Error(got)
	}
	catalogue := messages.Default()
	if err := catalogue.Add(set.Sentences()...); err != nil {
		t.Fatal(err)
	}
	if text := catalogue.Sentence(messages.English, "finding."+ruling.Notes[0].Code, messages.Arguments(ruling.Notes[0].Args)); text != "the actual 130 is at least 1.2 times the target ≥100: was the target set too low?" {
		t.Error(text)
	}
	divides := compiled(t, localHead+"flags: {number: [{id: odd, when: actual / (actual - 5) > 2, why: {zh: 怪, en: odd}}]}\n")
	if ruling := divides.Judge(numberFacts(t, ">=", "5", "5")); ruling.Verdict != engine.Met || len(ruling.Notes) != 1 || ruling.Notes[0].Code != "flag-open" {
		t.Errorf("%+v", ruling)
	}
}

// TestAdjust asks project rules with and without the amounts.
func TestAdjust(t *testing.T) {
	set, err := Load("city-caps-2022", Options{})
	if err != nil {
		t.Fatal(err)
	}
	funds := func(budget, executed string) *engine.Facts {
		return &engine.Facts{Kind: engine.ProjectFacts, Target: rational(t, budget), Actual: rational(t, executed)}
	}
	rulings := set.Adjust(funds("250000", "162500"))
	if len(rulings) != 1 || !rulings[0].Caps || rulings[0].Points.Cmp(rational(t, "79")) != 0 || rulings[0].Open {
		t.Fatalf("%+v", rulings)
	}
	catalogue := messages.Default()
	if err := catalogue.Add(set.Sentences()...); err != nil {
		t.Fatal(err)
	}
	args := messages.Arguments(rulings[0].Reason.Args)
	if text := catalogue.Sentence(messages.Chinese, "finding."+rulings[0].Reason.Code, args); text != "执行率 65%，总分不超过 79 分" {
		t.Error(text)
	}
	if text := catalogue.Word(messages.English, "adjustment."+rulings[0].Reason.Code); text != "capped by the execution of the budget" {
		t.Error(text)
	}
	open := set.Adjust(nil)
	if len(open) != 1 || !open[0].Open || !open[0].Bounded || open[0].Least.Cmp(rational(t, "59")) != 0 || open[0].Most.Cmp(rational(t, "100")) != 0 {
		t.Errorf("%+v", open)
	}
	sure := compiled(t, localHead+"project: [{id: less, title: {zh: 减分, en: less}, add: -late_days / 10, why: {zh: \"{points}\", en: \"{points}\"}}, {id: never, title: {zh: 无, en: none}, when: false, cap: 1, why: {zh: 无, en: none}}]\n")
	if got := sure.Adjust(nil); len(got) != 1 || got[0].Open || got[0].Points.Cmp(rational(t, "-3")) != 0 || got[0].Reason.Args[0].Value != "-3" {
		t.Errorf("%+v", got)
	}
	divides := compiled(t, localHead+"project: [{id: odd, title: {zh: 怪, en: odd}, cap: 100 / (executed - 5), why: {zh: 怪, en: odd}}]\n")
	if got := divides.Adjust(funds("5", "5")); len(got) != 1 || !got[0].Open || got[0].Bounded {
		t.Errorf("%+v", got)
	}
}

// TestShippedPacks holds what every shipped pack must say of itself.
func TestShippedPacks(t *testing.T) {
	for _, name := range shippedPacks {
		set, err := Load(name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if set.Basis().Text == "" || len(set.Confidence()) == 0 {
			t.Errorf("%s does not say what it rests on, or how sure it is", name)
		}
		for _, p := range set.Parameters() {
			number := strings.Contains(p.Allowed, "..")
			if p.Meaning.ZH == "" || p.Meaning.EN == "" || number && p.Unit == "" {
				t.Errorf("%s: %+v", name, p)
			}
		}
		for _, c := range set.Confidence() {
			if !messages.Default().Has("sure." + c.Sure) {
				t.Errorf("%s: %+v", name, c)
			}
		}
		again, err := FromEffective(set.Effective())
		if err != nil || again.ID() != set.ID() || len(again.Sentences()) != len(set.Sentences()) || len(again.Tables()) != len(set.Tables()) {
			t.Errorf("%s: the effective form is another pack: %v", name, err)
		}
	}
}
