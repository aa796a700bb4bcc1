package rules

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"jixiao/engine"
	"jixiao/messages"
)

func load(t testing.TB, overrides ...Override) *Ruleset {
	t.Helper()
	set, err := Load(Default, Options{Overrides: overrides, Year: 2025})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func override(name, value string) Override { return Override{name, value, "test"} }

func rational(t testing.TB, text string) engine.Rational {
	t.Helper()
	d, ok := engine.ParseDecimal(text)
	if !ok {
		t.Fatal("no number:", text)
	}
	return d.Rational()
}

func numberFacts(t testing.TB, op, target, actual string) *engine.Facts {
	t.Helper()
	comparator, _ := engine.ParseOp(op)
	return &engine.Facts{Kind: engine.NumberFacts, Weight: 10_00, Op: comparator, Target: rational(t, target), Actual: rational(t, actual)}
}

// TestGoldenNumbers holds the numbers that the field itself published, and the borders of the verdicts.
func TestGoldenNumbers(t *testing.T) {
	linear := override("reverse", "linear")
	for _, c := range []struct {
		op, target, actual string
		set                []Override
		verdict            engine.Verdict
		points, rule       string
	}{
		{">=", "500", "487", nil, engine.PartlyMet, "9.74", "at-least"},
		{">=", "100", "80", nil, engine.PartlyMet, "8.00", "at-least"},
		{">=", "90", "89.99", nil, engine.PartlyMet, "10.00", "at-least"},
		{">=", "100", "60", nil, engine.PartlyMet, "6.00", "at-least"},
		{">=", "100", "59.999999999999", nil, engine.Missed, "6.00", "at-least"},
		{">=", "100", "70", []Override{override("partly_from", "0.75")}, engine.Missed, "7.00", "at-least"},
		{"=", "5", "6", nil, engine.Met, "10.00", "reached"},
		{">", "90", "90", nil, engine.PartlyMet, "10.00", "strict-equality"},
		{"<", "15", "15", nil, engine.PartlyMet, "10.00", "strict-equality"},
		{"<", "15", "14.99", nil, engine.Met, "10.00", "reached"},
		{"<=", "15", "15", nil, engine.Met, "10.00", "reached"},
		{"<=", "15", "18", nil, engine.PartlyMet, "8.33", "at-most-ratio"},
		{"<=", "15", "18", []Override{linear}, engine.PartlyMet, "8.00", "at-most-linear"},
		{"<=", "15", "21", []Override{linear}, engine.PartlyMet, "6.00", "at-most-linear"},
		{"<=", "15", "21.01", []Override{linear}, engine.Missed, "5.99", "at-most-linear"},
		{"<=", "15", "25", nil, engine.PartlyMet, "6.00", "at-most-ratio"},
		{"<=", "15", "30", nil, engine.Missed, "5.00", "at-most-ratio"},
		{"<=", "15", "30", []Override{linear}, engine.Missed, "0.00", "at-most-doubled"},
		{"<=", "15", "100", []Override{linear}, engine.Missed, "0.00", "at-most-doubled"},
		{"<=", "15", "0", nil, engine.Met, "10.00", "reached"},
		{"=", "0", "0", nil, engine.Met, "10.00", "zero-at-most"},
		{"=", "0", "1", nil, engine.Missed, "0.00", "zero-at-most"},
		{"<", "0", "0", nil, engine.Met, "10.00", "zero-at-most"},
		{">=", "0", "0", nil, engine.Met, "10.00", "zero-at-least"},
		{">", "0", "0", nil, engine.Missed, "0.00", "zero-at-least"},
		{">=", "-5", "-3", nil, engine.Met, "10.00", "reached"},
		{">=", "-5", "-7", nil, engine.Undetermined, "0.00", ReasonNoRule},
		{">=", "5", "-3", nil, engine.Missed, "0.00", "fell"},
	} {
		set := load(t, c.set...)
		ruling := set.Judge(numberFacts(t, c.op, c.target, c.actual))
		points, ok := engine.RoundHalfUp(ruling.Points)
		if ruling.Verdict != c.verdict || !ok || points.String() != c.points || ruling.Rule != c.rule {
			t.Errorf("%s%s with %s: %v, %v points by %s; want %v, %s by %s", c.op, c.target, c.actual,
				ruling.Verdict, points, ruling.Rule, c.verdict, c.points, c.rule)
		}
	}
}

// TestShippedTests runs the tests that the shipped packs carry.
func TestShippedTests(t *testing.T) {
	infos, err := Names("")
	if err != nil {
		t.Fatal(err)
	}
	for _, info := range infos {
		set, err := Load(info.Name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if set.Tests() < 30 {
			t.Errorf("%s has only %d tests", info.Name, set.Tests())
		}
		for _, failure := range set.RunTests() {
			t.Errorf("%s:%d: %+v", failure.File, failure.Line, failure)
		}
	}
}

// TestFailingTests shows that a pack's test can fail, and what it then says.
func TestFailingTests(t *testing.T) {
	set := small(t, "points: 9.74}", "points: 9.75}")
	failures := set.RunTests()
	if len(failures) != 1 || !slices.Equal(failures[0].Differences, []Difference{{"points", "9.75", "9.74"}}) || failures[0].Line != 42 ||
		failures[0].Rule != "share" || failures[0].Target != "≥500篇" {
		t.Errorf("%+v", failures)
	}
	set = compiled(t, localHead+"tests: [{target: 有效提升, tier: 部分达成, weight: 10, set: {partly_share: 0.9}, want: {verdict: partly}}]\n")
	more := set.RunTests()
	if len(more) != 1 || more[0].Err == nil {
		t.Fatalf("a test that sets a value out of range: %+v", more)
	}
	catalogue := messages.Default()
	for _, failure := range append(failures, more...) {
		text := catalogue.Sentence(messages.English, failure.Code(), messages.Arguments(failure.Args()))
		if !strings.HasPrefix(text, failure.File+":"+itoa(failure.Line)+": ") || strings.ContainsAny(text, "{}") {
			t.Error(text)
		}
	}
}

// small compiles the small pack with some of its text replaced.
func small(t testing.TB, oldNew ...string) *Ruleset {
	t.Helper()
	set, err := Compile("small.yaml", smallSource(t, oldNew...), Options{})
	if err != nil {
		var mistakes *Errors
		if errors.As(err, &mistakes) {
			t.Fatal(mistakes.Render(messages.Default(), messages.English))
		}
		t.Fatal(err)
	}
	return set
}

func smallSource(t testing.TB, oldNew ...string) []byte {
	t.Helper()
	source, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(source)
	for i := 0; i < len(oldNew); i += 2 {
		if !strings.Contains(text, oldNew[i]) {
			t.Fatal("not in the small pack:", oldNew[i])
		}
		text = strings.Replace(text, oldNew[i], oldNew[i+1], 1)
	}
	return []byte(text)
}

// TestReasons reads the sentences as people do: with the numbers in them.
func TestReasons(t *testing.T) {
	set := load(t)
	catalogue := messages.Default()
	if err := catalogue.Add(set.Sentences()...); err != nil {
		t.Fatal(err)
	}
	words := &engine.Facts{Kind: engine.WordsFacts, Weight: 10_00, Tier: engine.TierPartly, Default: rational(t, "0.7")}
	late := &engine.Facts{Kind: engine.DeadlineFacts, Weight: 5_00, Dated: true, DaysLate: 12}
	money := &engine.Facts{Kind: engine.ExecutionFacts, Weight: 10_00, Op: engine.AtLeast, Target: rational(t, "250000"), Actual: rational(t, "215457.60")}
	third := numberFacts(t, ">=", "3", "1")
	third.Actual, _ = rational(t, "1").Quo(rational(t, "3"))
	for _, c := range []struct {
		facts  *engine.Facts
		zh, en string
	}{
		{numberFacts(t, ">=", "500", "487"), "487 ÷ 500 × 10 = 9.74", "487 ÷ 500 × 10 = 9.74"},
		{numberFacts(t, "<=", "15", "18"), "15 ÷ 18 × 10 ≈ 8.33", "15 ÷ 18 × 10 ≈ 8.33"},
		{numberFacts(t, ">=", "90", "89.99"), "89.99 ÷ 90 × 10 ≈ 10", "89.99 ÷ 90 × 10 ≈ 10"},
		{numberFacts(t, ">=", "12000", "13000.5"), "实际完成 13000.5，达到指标值 ≥12000，得满分 10", "13000.5 reaches ≥12000: full points, 10"},
		{third, "0.333333 ÷ 3 × 10 ≈ 1.11", "0.333333 ÷ 3 × 10 ≈ 1.11"},
		{money, "215457.6 ÷ 250000 × 10 ≈ 8.62", "215457.6 ÷ 250000 × 10 ≈ 8.62"},
		{words, "部分达成：10 × 70% = 7", "partly met: 10 × 70% = 7"},
		{late, "逾期 12 天（不超过 30 天）：5 × 0.7 = 3.5", "12 days late (at most 30): 5 × 0.7 = 3.5"},
	} {
		reason := set.Judge(c.facts).Reason
		args := messages.Arguments(reason.Args)
		zh, en := catalogue.Sentence(messages.Chinese, "reason."+reason.Code, args), catalogue.Sentence(messages.English, "reason."+reason.Code, args)
		if zh != c.zh || en != c.en {
			t.Errorf("got  %s | %s\nwant %s | %s", zh, en, c.zh, c.en)
		}
	}
}

// TestStrictEqualityNote asks for the note beside full points that are only partly met.
func TestStrictEqualityNote(t *testing.T) {
	ruling := load(t).Judge(numberFacts(t, ">", "90", "90"))
	if len(ruling.Notes) != 1 || ruling.Notes[0].Code != "strict-equality" || ruling.Notes[0].Severity != engine.Info {
		t.Fatalf("%+v", ruling.Notes)
	}
	text := messages.Default().Sentence(messages.English, "finding.strict-equality", messages.Arguments(ruling.Notes[0].Args))
	if text != "the actual 90 equals the bound of >90: full points, but only partly met" {
		t.Error(text)
	}
}

// TestDivisionByZero shows that a division by zero is never a score, in whatever part of a rule it happens.
func TestDivisionByZero(t *testing.T) {
	const when = `when: target > 0 and op in [">=", "="]`
	for name, set := range map[string]*Ruleset{
		"when":    small(t, when, `when: actual / target > 0 or true`),
		"verdict": small(t, when, "when: op == \">=\"", "actual >= partly_from * target ?", "actual / target >= partly_from ?"),
		"points":  small(t, when, "when: op == \">=\""),
		"let":     small(t, when, "when: op == \">=\"", "'actual >= partly_from * target ?", "'let r = actual / target; actual >= partly_from ?"),
	} {
		ruling := set.Judge(numberFacts(t, ">=", "0", "-1"))
		if ruling.Verdict != engine.Undetermined || ruling.Reason.Code != ReasonDivisionByZero || ruling.Rule != "share" ||
			len(ruling.Reason.Args) != 1 || ruling.Reason.Args[0].Value != "share" {
			t.Errorf("%s: %+v", name, ruling)
		}
	}
	lazy := small(t, when, "when: op == \">=\"", "weight * actual / target : 0", "(target == 0 ? 1 : weight * actual / target) : 0",
		"weight * actual", "weight * actual")
	if ruling := lazy.Judge(numberFacts(t, ">=", "0", "-1")); ruling.Verdict != engine.Missed {
		t.Errorf("the arm that is not taken divides by zero: %+v", ruling)
	}
}

// TestNothingFits leaves odd facts undetermined.
func TestNothingFits(t *testing.T) {
	set := load(t)
	for _, facts := range []*engine.Facts{
		{Kind: 200},
		{Kind: engine.NumberFacts, Weight: 100, Target: rational(t, "5")},
		{Kind: engine.DeadlineFacts},
		{Kind: engine.ExecutionFacts, Weight: 100},
		{Kind: engine.WordsFacts, Tier: engine.TierNotApplies},
	} {
		if ruling := set.Judge(facts); ruling.Verdict != engine.Undetermined || ruling.Reason.Code != ReasonNoRule {
			t.Errorf("%+v: %+v", facts, ruling)
		}
	}
}

// TestOverrides checks what values from outside may be, and that a wrong one changes nothing silently.
func TestOverrides(t *testing.T) {
	var unknown *UnknownParameter
	_, err := Load(Default, Options{Overrides: []Override{{"partly_form", "0.5", "--set"}}})
	if !errors.As(err, &unknown) || unknown.Suggestion != "partly_from" || unknown.Origin != "--set" {
		t.Errorf("%v", err)
	}
	for _, bad := range []Override{{"partly_from", "1.5", "x"}, {"partly_from", "-0.1", "x"}, {"partly_from", "NaN", "x"},
		{"partly_from", "6e-1", "x"}, {"partly_from", "", "x"}, {"reverse", "Linear", "x"}, {"execution_fallback", "yes", "x"}, {"late_days", "1/2", "x"}} {
		var outside *OutOfRange
		if _, err := Load(Default, Options{Overrides: []Override{bad}}); !errors.As(err, &outside) || outside.Name != bad.Name {
			t.Errorf("%v: %v", bad, err)
		}
	}
	var outside *OutOfRange
	_, err = Load(Default, Options{Overrides: []Override{{"reverse", "x", "a"}, {"nothing", "x", "b"}}})
	if !errors.As(err, &outside) || !errors.As(err, &unknown) {
		t.Errorf("two wrong overrides: %v", err)
	}
	// A window that an override breaks is a mistake, not a silent default.
	var together *BadOverrides
	var mistakes *Errors
	_, err = Load(Default, Options{Overrides: []Override{{"partly_share", "0.9", "--set"}}})
	if !errors.As(err, &together) || !errors.As(err, &mistakes) || mistakes.List[0].Code != "rule.window-default" {
		t.Errorf("%v", err)
	}
	set := load(t, override("quarter_before", "begin"), override("within", "categories"), override("execution_fallback", "true"),
		override("met_window_from", "0.9"), override("partly_share", "0.85"))
	p := set.Policy()
	if !p.QuarterBeforeBegins || !p.Weights.ByCategory || !p.ExecutionFromInitial ||
		p.Windows[engine.TierPartly].To.Cmp(rational(t, "0.9")) != 0 || p.Windows[engine.TierPartly].Default.Cmp(rational(t, "0.85")) != 0 {
		t.Errorf("%+v", p)
	}
	for _, parameter := range set.Parameters() {
		if parameter.Name == "within" && (parameter.Value != "categories" || parameter.Default != "indicators" || parameter.Origin != "test") {
			t.Errorf("%+v", parameter)
		}
	}
}

// TestPolicy checks the plain settings of the shipped pack.
func TestPolicy(t *testing.T) {
	p := load(t).Policy()
	if p.QuarterBeforeBegins || p.Weights.ByCategory || p.ExecutionFromInitial {
		t.Errorf("%+v", p)
	}
	if p.Weights.Execution != 10_00 || p.Weights.CountedWith[engine.Cost] != engine.Output || p.Weights.MissingTo[engine.Satisfaction][0] != engine.Benefit {
		t.Errorf("%+v", p.Weights)
	}
	if err := engine.ProveBands(p.Bands); err != nil || p.Bands[0] != (engine.Band{Name: "优", From: 90_00}) {
		t.Errorf("%v %+v", err, p.Bands)
	}
	met, partly := p.Windows[engine.TierMet], p.Windows[engine.TierPartly]
	if !met.Holds(10_00, 10_00) || !met.Holds(8_00, 10_00) || partly.Holds(8_00, 10_00) || !partly.Holds(7_99, 10_00) || partly.Holds(5_99, 10_00) {
		t.Errorf("%+v", p.Windows)
	}
	for phrase, tier := range map[string]engine.Tier{"达成年度指标": engine.TierMet, "部分达成年度指标并具有一定效果": engine.TierPartly,
		"未达成年度指标且效果较差": engine.TierMissed, "达成预期指标": engine.TierMet, "是": engine.TierMet, "基本完成": engine.NoTier} {
		if p.Phrases[phrase] != tier {
			t.Errorf("%s states %v", phrase, p.Phrases[phrase])
		}
	}
	for phrase, tier := range map[string]engine.Tier{"100%": engine.TierMet, "及时": engine.TierMet, "如期": engine.TierMet, "未完成": engine.TierMissed} {
		if p.DonePhrases[phrase] != tier {
			t.Errorf("%s states %v", phrase, p.DonePhrases[phrase])
		}
	}
}

// TestDigest shows what counts and what does not.
func TestDigest(t *testing.T) {
	digest := func(opt Options, oldNew ...string) engine.Digest {
		set, err := Compile("any.yaml", smallSource(t, oldNew...), opt)
		if err != nil {
			t.Fatal(err)
		}
		if set.ID().Digest != engine.Digest(sum(set.Effective())) {
			t.Fatal("the digest is not that of the effective form")
		}
		return set.ID().Digest
	}
	plain := digest(Options{})
	same := map[string]engine.Digest{
		"a comment":         digest(Options{}, "basis_checked: true", "basis_checked: true # read in March"),
		"the order of keys": digest(Options{}, "basis: 本单位通知\nbasis_checked: true", "basis_checked: true\nbasis: 本单位通知"),
		"quotes":            digest(Options{}, "basis: 本单位通知", `basis: "本单位通知"`),
		"needless zeros":    digest(Options{}, "value: 0.6,", "value: 0.60,"),
		"a test":            digest(Options{}, "points: 9.74}", "points: 9.75}"),
		"the same override": digest(Options{Overrides: []Override{{"partly_from", "0.600", "x"}}}),
		"a block scalar":    digest(Options{}, "when: reached\n", "when: |\n        reached\n"),
	}
	for what, got := range same {
		if got != plain {
			t.Errorf("%s changes the digest", what)
		}
	}
	different := map[string]engine.Digest{
		"an expression": digest(Options{}, "verdict: tier", "verdict: met"),
		"an override":   digest(Options{Overrides: []Override{{"partly_from", "0.5", "x"}}}),
		"the year":      digest(Options{Year: 2025}),
		"a band":        digest(Options{}, "from: 60}\n", "from: 61}\n"),
		"a rule's id":   digest(Options{}, "id: reached", "id: other"),
	}
	for what, got := range different {
		if got == plain {
			t.Errorf("%s does not change the digest", what)
		}
	}
	if digest(Options{}, "value: 0.6,", "value: 0.5,") != different["an override"] {
		t.Error("an override and the same value in the pack have different digests")
	}
}

// TestFromEffective compiles what a database would hold.
func TestFromEffective(t *testing.T) {
	set := load(t, override("reverse", "linear"), override("execution_fallback", "true"))
	again, err := FromEffective(set.Effective())
	if err != nil {
		t.Fatal(err)
	}
	if again.ID() != set.ID() || string(again.Effective()) != string(set.Effective()) {
		t.Error("the effective form is not its own effective form")
	}
	if again.Title(messages.Chinese) != set.Title(messages.Chinese) || again.Basis() != set.Basis() || len(again.Sentences()) != len(set.Sentences()) {
		t.Error("title, basis or sentences are lost")
	}
	facts := numberFacts(t, "<=", "15", "18")
	if a, b := set.Judge(facts), again.Judge(facts); a.Points.Cmp(b.Points) != 0 || a.Rule != b.Rule || a.Rule != "at-most-linear" {
		t.Errorf("%+v %+v", a, b)
	}
	if !again.Policy().ExecutionFromInitial || len(again.Policy().Phrases) != len(set.Policy().Phrases) {
		t.Error("the policy differs")
	}
	if _, err := FromEffective([]byte("{")); err == nil {
		t.Error("damaged data compiled")
	}
}

// TestOwnPacks reads packs from a folder.
func TestOwnPacks(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, source []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), source, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("small.yml", smallSource(t))
	write("mof-2020.yaml", smallSource(t, "pack: small", "pack: mof-2020"))
	write("other.yaml", smallSource(t))
	write("notes.txt", []byte("no pack"))
	if set, err := Load("small", Options{Dir: dir}); err != nil || set.ID().Name != "small" {
		t.Errorf("%v", err)
	}
	if set, err := Load(Default, Options{Dir: dir}); err != nil || set.Title(messages.English) != "A small pack" {
		t.Errorf("the folder is not searched first: %v", err)
	}
	var mistakes *Errors
	if _, err := Load("other", Options{Dir: dir}); !errors.As(err, &mistakes) || mistakes.List[0].Code != "rule.pack-name" || mistakes.List[0].Line != 1 {
		t.Errorf("%v", err)
	}
	infos, err := Names(dir)
	of := map[string]PackInfo{}
	for _, info := range infos {
		of[info.Name] = info
	}
	if err != nil || len(infos) != 7 || of["mof-2020"].Shipped || of["other"].Problem == nil || of["small"].Basis.Text != "本单位通知" || !of["mof-2021"].Shipped || of["mof-2021"].Problem != nil {
		t.Errorf("%v %+v", err, infos)
	}
	var unknown *UnknownPack
	for name, suggestion := range map[string]string{"smal": "small", "mof-202": "mof-2020", "../rules/small": "", "": "", "a/b": "", "quite-another": ""} {
		_, err := Load(name, Options{Dir: dir})
		if !errors.As(err, &unknown) || unknown.Suggestion != suggestion || len(unknown.Known) != 7 {
			t.Errorf("%q: %v %+v", name, err, unknown)
		}
	}
	if infos, err := Names(filepath.Join(dir, "nowhere")); err != nil || len(infos) != 5 || !infos[0].Shipped {
		t.Errorf("%v %+v", err, infos)
	}
	if source, err := Source(Default, ""); err != nil || !strings.Contains(string(source), "pack: mof-2020") {
		t.Errorf("%v", err)
	}
}

// TestVocabulary compiles every name in both languages, and finds each documented.
func TestVocabulary(t *testing.T) {
	params := &parameters{}
	for _, w := range Vocabulary() {
		if w.Name == "" || w.Chinese == "" || w.Meaning.ZH == "" || w.Meaning.EN == "" || w.Type == "" {
			t.Errorf("%+v", w)
		}
		for _, facts := range w.In {
			for _, name := range []string{w.Name, w.Chinese} {
				text := name
				if w.Type == "function" {
					text = name + "(weight)"
					if w.Name != "abs" {
						text = name + "(weight, 3)"
					}
				}
				if faults := faultsOf(text, newScope(facts, false, params)); len(faults) > 0 {
					t.Errorf("%s in %v: %v", text, facts, faults)
				}
			}
		}
	}
}

// TestConcurrentJudging has one rule set used by several goroutines.
func TestConcurrentJudging(t *testing.T) {
	set := load(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 200 {
				if ruling := set.Judge(numberFacts(t, ">=", "500", "487")); ruling.Reason.Args[len(ruling.Reason.Args)-1].Value != "9.74" {
					t.Errorf("%+v", ruling)
					return
				}
			}
		})
	}
	group.Wait()
}

// TestErrorText keeps the short form for logs, and the three errors of options in words.
func TestErrorText(t *testing.T) {
	_, err := Compile("p.yaml", smallSource(t, "basis: 本单位通知", "bases: x"), Options{})
	if got := err.Error(); got != "p.yaml:1:1: rule.missing-key key=basis in=pack (and 1 more)" {
		t.Error(got)
	}
	catalogue := messages.Default()
	for _, problem := range []interface {
		Code() string
		Args() []engine.Arg
	}{&UnknownPack{Name: "a", Known: []string{"b"}, Suggestion: "b"}, &UnknownParameter{Name: "a", Origin: "--set", Pack: "p", Known: []string{"b"}},
		&OutOfRange{Name: "a", Value: "7", Origin: "--set", Pack: "p", Allowed: "0..1"}, &BadOverrides{[]Override{{"a", "1", "--set"}}, nil}} {
		for _, lang := range []messages.Lang{messages.Chinese, messages.English} {
			if text := catalogue.Sentence(lang, problem.Code(), messages.Arguments(problem.Args())); strings.ContainsAny(text, "{}") || strings.HasPrefix(text, "rule.") {
				t.Error(text)
			}
		}
	}
}

// TestNumberText compares the quick ways of writing a number with the plain one.
func TestNumberText(t *testing.T) {
	for _, c := range []struct {
		num, den int64
		text     string
		exact    bool
	}{
		{0, 1, "0", true}, {974, 100, "9.74", true}, {850, 100, "8.5", true}, {1000, 100, "10", true}, {5, 100, "0.05", true},
		{-3, 1, "-3", true}, {-5, 100, "-0.05", true}, {1, 3, "0.333333", false}, {2, 3, "0.666667", false}, {-1, 3, "-0.333333", false},
		{21545760, 100, "215457.6", true}, {8765432109876, 100, "87654321098.76", true}, {1, 1 << 18, "0.000003814697265625", true},
		{1, 1 << 19, "0.000002", false}, {999999999999999999, 1000000000000000000, "0.999999999999999999", true},
		{1, 1000000000000000000, "0.000000000000000001", true},
	} {
		text, exact := numberText(engine.NewRational(c.num, c.den))
		if text != c.text || exact != c.exact {
			t.Errorf("%d/%d: %s %v, want %s %v", c.num, c.den, text, exact, c.text, c.exact)
		}
		if plain, _ := engine.NewRational(c.num, c.den).Decimal(engine.MaxDigits); exact && plain != text {
			t.Errorf("%d/%d: %s, plainly %s", c.num, c.den, text, plain)
		}
	}
	huge := rational(t, "999999999999999999").Mul(rational(t, "999999999999999999"))
	if text, exact := numberText(huge); text != "999999999999999998000000000000000001" || !exact {
		t.Error(text, exact)
	}
}
