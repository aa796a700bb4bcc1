package rules

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
	"jixiao/engine/notation"
	"jixiao/messages"
	"jixiao/mutate"
	"jixiao/rules/hostile"
)

var mutations = flag.Int("mutations", 20_000, "how many damaged expressions the laws are tried on, and a hundredth as many damaged packs")

// expressionSeeds are all expressions and sentences of the shipped packs, and the short ones of the hostile corpus.
func expressionSeeds(t testing.TB) []string {
	t.Helper()
	found := map[string]bool{}
	for _, name := range shippedPacks {
		set, err := Load(name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for k := range set.written {
			for _, rule := range set.written[k] {
				for _, part := range rule.parts {
					found[part.text] = true
				}
			}
		}
	}
	for _, text := range hostile.Expressions() {
		if len(text) < 400 {
			found[text] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// mutatedScopes are the scopes that expressions are tried in: one for each kind of facts, and that of settings. All know a parameter
// of each type and a table.
func mutatedScopes(t testing.TB) []*scope {
	t.Helper()
	set, err := Compile("base.yaml", []byte(hostile.Base()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := newSource("base.yaml", set.source)
	params := s.parameters(valueOf(set.root, "parameters"))
	s.readTables(valueOf(set.root, "tables"), params)
	scopes := []*scope{newScope(0, true, params)}
	for _, kind := range engine.FactKinds() {
		scopes = append(scopes, newScope(kind, false, params))
	}
	return append(scopes, newScope(engine.ProjectFacts, false, params))
}

// TestMutatedExpressions tries the laws of expressions on damaged ones.
func TestMutatedExpressions(t *testing.T) {
	m := mutate.New(21, expressionSeeds(t)...)
	scopes := mutatedScopes(t)
	var text string
	var compiled int
	mutate.Run(t, *mutations, func(int) {
		text = strings.NewReplacer("\r", "\n", "\ufeff", " ").Replace(m.Text()) // no block of a pack holds these
		scope := scopes[1+int(engine.NumberFacts)]                              // most seeds are of numbers
		if m.Int(2) == 0 {
			scope = scopes[m.Int(len(scopes))]
		}
		good, err := expressionLaws(text, scope, m.Int(2) == 0, randomFacts(m, scope.facts))
		if err != nil {
			t.Error(err)
		}
		if good {
			compiled++
		}
	}, func() string { return text })
	t.Logf("%d of them compiled", compiled)
	if compiled < *mutations/50 {
		t.Error("too few damaged expressions compile to say anything of what does")
	}
}

// expressionLaws compiles a text in a scope: mistakes have places in it, and what compiles gives a value that is no larger than it is
// said to be.
func expressionLaws(text string, scope *scope, verdict bool, facts *engine.Facts) (compiled bool, err error) {
	s := newSource("x", []byte(text))
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: text, Line: 1, Column: 1}
	var hint *domain
	if verdict {
		hint = verdictDomain
	}
	var result term
	if err := s.collected(func() { result = s.expression(n, "x", scope, hint) }); err != nil {
		return false, fmt.Errorf("ended early: %w", err)
	}
	for i := range s.list {
		if problem := placeProblem(text, &s.list[i]); problem != "" {
			return false, errors.New(problem)
		}
	}
	if len(s.list) > 0 {
		return false, nil
	}
	return true, valueLaws(text, &result, facts)
}

// collected does some work that may list too many mistakes.
func (s *source) collected(work func()) (err error) {
	defer s.listed(&err)
	work()
	return nil
}

func valueLaws(text string, result *term, facts *engine.Facts) error {
	f := &frame{facts: facts}
	switch result.kind {
	case numberKind:
		x := result.number(f)
		if bits := bitsOf(x); !f.divided && bits > max(result.bits, 1) {
			return fmt.Errorf("a number of %d bits, at most %d were promised", bits, result.bits)
		}
		if !f.divided && result.bounded && (x.Cmp(result.least) < 0 || x.Cmp(result.most) > 0) {
			return fmt.Errorf("%v is not between %v and %v", x.Big(), result.least.Big(), result.most.Big())
		}
		numberText(x)
	case truthKind:
		result.truth(f)
		formula := reading{[]rune(text)}.formula(result.tree)
		above := condition{id: "a", formula: formula, not: formula.not(), known: true}
		if ids, itself := new(source).hides([]condition{above}, &condition{formula: formula}); len(ids) == 0 && !itself && len(text) < 60 {
			return errors.New("a condition does not hide itself")
		}
	case choiceKind:
		if at := result.choice(f); at < 0 || result.domain != verdictDomain && result.domain != opDomain && at >= len(result.domain.words) {
			return fmt.Errorf("word %d of %s", at, result.domain.name)
		}
	case literalKind:
	default:
		return errors.New("refused without a word")
	}
	return nil
}

// randomFacts draws facts: small numbers, borders, and numbers as long as may be.
func randomFacts(m *mutate.Maker, kind engine.FactKind) *engine.Facts {
	number := func() engine.Rational {
		switch m.Int(4) {
		case 0:
			return engine.NewRational(int64(m.Int(5)-1), 1)
		case 1:
			return engine.NewRational(int64(m.Int(1000)-100), 100)
		case 2:
			return engine.NewRational(int64(m.Int(1<<62)), int64(1+m.Int(1<<62)))
		}
		return engine.NewRational(int64(m.Int(2000)), int64(1+m.Int(30)))
	}
	return &engine.Facts{Kind: kind, Weight: engine.Points(m.Int(100_00)), Op: engine.Op(1 + m.Int(5)), Target: number(), Actual: number(),
		Min: number(), Max: number(), Level1: engine.Dimension(m.Int(5)), Level2: engine.Category(m.Int(10)), Growth: m.Int(4) == 0,
		Percent: m.Int(4) == 0, Explained: m.Int(2) == 0, Dated: m.Int(2) == 0, DaysLate: m.Int(60) - 20, Tier: engine.Tier(m.Int(4)),
		YesNo: m.Int(4) == 0, Claimed: engine.Points(m.Int(100_00)), ClaimedFits: m.Int(2) == 0, Default: engine.NewRational(int64(m.Int(101)), 100)}
}

// packSeeds are the shipped packs, those that show mistakes, and those of the hostile corpus that are not long.
func packSeeds(t testing.TB) []string {
	t.Helper()
	var seeds []string
	for _, pattern := range []string{"testdata/*.yaml", "packs/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal("no seeds", err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			seeds = append(seeds, string(source))
		}
	}
	for _, c := range hostile.Cases() {
		if text := c.Files[hostile.File]; c.Place == "" && len(text) < 6000 {
			seeds = append(seeds, text)
		}
	}
	return seeds
}

// goodPacks are packs without mistakes, small ones more often.
func goodPacks(t testing.TB) []string {
	t.Helper()
	small, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	good := []string{hostile.Base(), string(small), hostile.Base(), string(small)}
	for _, name := range shippedPacks {
		source, err := Source(name, "")
		if err != nil {
			t.Fatal(err)
		}
		good = append(good, string(source))
	}
	return good
}

// lineDamaged damages one line of a pack: most of what comes out is still YAML, and some of it a pack.
func lineDamaged(m *mutate.Maker, text string, seed uint64) string {
	lines := strings.Split(text, "\n")
	at := m.Int(len(lines))
	lines[at] = mutate.New(seed, lines[at]).Text()
	return strings.Join(lines, "\n")
}

// TestMutatedPacks tries the laws of packs on damaged ones.
func TestMutatedPacks(t *testing.T) {
	m := mutate.New(22, packSeeds(t)...)
	good := goodPacks(t)
	var text string
	var compiled int
	count := max(*mutations/100, 200)
	mutate.Run(t, count, func(i int) {
		if text = m.Text(); i%4 != 0 {
			text = lineDamaged(m, good[m.Int(len(good))], uint64(i))
		}
		set, err := packLaws(text)
		if err == nil && set != nil {
			compiled++
			err = setLaws(m, set)
			if i%10 == 0 {
				set.RunTests()
			}
		}
		if err != nil {
			t.Error(err)
		}
	}, func() string { return text })
	t.Logf("%d of them compiled", compiled)
	if compiled < count/50 {
		t.Error("too few damaged packs compile to say anything of what does")
	}
}

// packLaws compiles a pack: its mistakes have places in the file and can be shown.
func packLaws(text string) (*Ruleset, error) {
	set, err := Compile("x.yaml", []byte(text), Options{Year: 2025})
	if err == nil {
		return set, nil
	}
	var mistakes *Errors
	if !errors.As(err, &mistakes) || len(mistakes.List) == 0 || len(mistakes.List) > maxMistakes+1 {
		return nil, fmt.Errorf("not a list of mistakes: %w", err)
	}
	for i := range mistakes.List {
		mistake, in := &mistakes.List[i], text
		if mistake.File != "x.yaml" {
			source, _ := Source(strings.TrimSuffix(mistake.File, ".yaml"), "")
			in = string(source)
		}
		if problem := placeProblem(in, mistake); problem != "" {
			return nil, errors.New(problem)
		}
	}
	if shown := mistakes.Render(messages.Default(), messages.English); !strings.HasPrefix(shown, mistakes.List[0].File) {
		return nil, fmt.Errorf("shown without a file: %.200s", shown)
	}
	return nil, nil
}

// setLaws lets a rule set judge: no score below 0 or above its weight, none for what is undetermined; and its effective form is the
// same pack.
func setLaws(m *mutate.Maker, set *Ruleset) error {
	for _, kind := range engine.FactKinds() {
		ruling := set.Judge(randomFacts(m, kind))
		if ruling.Verdict == engine.Undetermined && (ruling.Points.Sign() != 0 || ruling.Reason.Code == "") {
			return fmt.Errorf("undetermined, with %v points and the reason %q", ruling.Points.Big(), ruling.Reason.Code)
		}
	}
	set.Adjust(nil)
	set.Adjust(randomFacts(m, engine.ProjectFacts))
	form := randomSubmission(m)
	e := engine.Evaluate(set, form)
	if err := scoreLaws(e); err != nil {
		return err
	}
	if err := explanationLaws(set, form, e); err != nil {
		return err
	}
	again, err := FromEffective(set.Effective())
	if err != nil {
		return fmt.Errorf("the effective form does not compile: %w\n%s", err, set.Effective())
	}
	if again.ID() != set.ID() {
		return fmt.Errorf("the effective form is another pack:\n%s\n%s", set.Effective(), again.Effective())
	}
	return nil
}

// explanationLaws holds that an explanation comes to the score that it explains.
func explanationLaws(set *Ruleset, form *engine.Submission, e *engine.Evaluation) error {
	x := NewExplainer(set, "")
	for i := range e.Scores {
		score := &e.Scores[i]
		explained, ok := x.Explain(form, score.Indicator)
		if !ok || explained.Score.Earned != score.Earned || explained.Score.Verdict != score.Verdict || explained.Score.Rule != score.Rule {
			return fmt.Errorf("%v of %v by %s is explained as %+v", score.Earned, score.Weight, score.Rule, explained.Score)
		}
	}
	return nil
}

func scoreLaws(e *engine.Evaluation) error {
	var sum engine.Points
	for i := range e.Scores {
		score := &e.Scores[i]
		if score.Earned < 0 || score.Earned > score.Weight || score.Verdict == engine.Undetermined && score.Earned != 0 {
			return fmt.Errorf("%v of %v points, %v by %s", score.Earned, score.Weight, score.Verdict, score.Rule)
		}
		sum += score.Earned
	}
	sum += e.Execution.Earned
	for _, adjustment := range e.Adjustments {
		sum += adjustment.Points
	}
	if e.Determined && sum != e.Total {
		return fmt.Errorf("the parts make %v, the total is %v", sum, e.Total)
	}
	if e.AtLeast > e.AtMost {
		return fmt.Errorf("at least %v and at most %v", e.AtLeast, e.AtMost)
	}
	return nil
}

// randomSubmission is a form of a few rows.
func randomSubmission(m *mutate.Maker) *engine.Submission {
	targets := []string{"≥500篇", "≤15天", "=0", "90%-95%", "2025年6月底前", "提升服务水平", "是", ">90%", "＜3", "-5", "≥999999999999999999"}
	actuals := []string{"487篇", "0", "92%", "2025年7月3日", "部分达成", "已完成", "", "999999999999999999", "-3", "未完成"}
	adjusted, executed := engine.Money(m.Int(3)*100_00), engine.Money(m.Int(400)*1_00)
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Name: "p"}}
	*s.Budget.Edit(engine.TotalFunds) = engine.BudgetRow{Item: engine.TotalFunds, Adjusted: &adjusted, Executed: &executed}
	for i := range 1 + m.Int(6) {
		context := notation.Context{Year: 2025, Name: fmt.Sprint("指标", i)}
		row := engine.Indicator{Name: context.Name, Level1: engine.Dimensions()[m.Int(len(engine.Dimensions()))]}
		row.Target, _ = notation.ParseTarget(targets[m.Int(len(targets))], context)
		if text := actuals[m.Int(len(actuals))]; text != "" {
			row.Actual, _ = notation.ParseActual(text, context)
		}
		s.Indicators = append(s.Indicators, row)
	}
	s.Identify()
	return s
}

// TestFoundByDamage holds what damaged packs brought to light.
func TestFoundByDamage(t *testing.T) {
	m := mutate.New(23, "x")
	for name, text := range map[string]string{
		"an inherited rule that a rule of the pack hides": `pack: x
extends: mof-2020
title: {zh: 甲, en: a}
score:
  number:
    - {id: first, when: reached, verdict: met, points: weight, why: {zh: 甲, en: a}}
`,
	} {
		set, err := packLaws(text)
		if err != nil || set == nil {
			t.Errorf("%s: does not compile: %v", name, err)
			continue
		}
		if err := setLaws(m, set); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
