package rules

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"jixiao/engine"
	"jixiao/messages"
	"jixiao/mutate"
	"jixiao/rules/hostile"
)

// What one hostile rule may cost. Time is of the processor, of all threads; memory is all that was asked for, not what is held at one
// time, which is less.
const (
	hostileTime   = 200 * time.Millisecond
	hostileBusy   = 4 // how much more of the processor it may take here, where other programs take its caches
	hostileMemory = 64 << 20
)

// cost is what a piece of work took.
type cost struct {
	time   time.Duration
	memory uint64
}

func costOf(work func()) cost {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begin := processorTime()
	work()
	took := processorTime() - begin
	runtime.ReadMemStats(&after)
	return cost{took, after.TotalAlloc - before.TotalAlloc}
}

func (c cost) check(t *testing.T, what string) {
	t.Helper()
	if c.time > hostileTime*hostileBusy*slower || c.memory > hostileMemory*slower {
		t.Errorf("%s took %v and %d KiB", what, c.time, c.memory>>10)
	}
}

// TestHostileCorpus compiles every rule of the corpus, shows what is wrong with it, and lets those judge that compile.
func TestHostileCorpus(t *testing.T) {
	cases := hostile.Cases()
	_, _ = Load(Default, Options{}) // what the libraries build once is no rule's fault
	runtime.GC()
	var slowest, largest cost
	var slow, large string
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			spent := runHostile(t, &c)
			if spent.time > slowest.time {
				slowest, slow = spent, c.Name
			}
			if spent.memory > largest.memory {
				largest, large = spent, c.Name
			}
		})
	}
	t.Logf("%d hostile rules; slowest %s: %v, largest %s: %d KiB", len(cases), slow, slowest.time, large, largest.memory>>10)
}

func runHostile(t *testing.T, c *hostile.Case) cost {
	dir := t.TempDir()
	for name, text := range c.Files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var set *Ruleset
	var err error
	var shown string
	spent := costOf(func() {
		var source []byte
		if source, err = ReadFile(filepath.Join(dir, hostile.File)); err != nil {
			t.Fatal(err)
		}
		set, err = Compile(hostile.File, source, Options{Dir: dir})
		var mistakes *Errors
		if errors.As(err, &mistakes) {
			shown = mistakes.Render(messages.Default(), messages.Chinese)
		}
	})
	spent.check(t, "the check")
	if c.Compiles() {
		judgeHostile(t, c, set, err)
		return spent
	}
	var mistakes *Errors
	if !errors.As(err, &mistakes) {
		t.Fatalf("compiled, or another error: %v", err)
	}
	compareHostile(t, c, mistakes.List)
	if len(shown) > 1<<20 {
		t.Errorf("the mistakes take %d KiB to show", len(shown)>>10)
	}
	return spent
}

// compareHostile looks for the mistakes that the corpus names, and holds that every mistake has a place in its file.
func compareHostile(t *testing.T, c *hostile.Case, list []Error) {
	t.Helper()
	for i, code := range c.Codes {
		found := slices.ContainsFunc(list, func(e Error) bool {
			return e.Code == "rule."+code && (i > 0 || filepath.Base(e.File) == c.In && e.Line == c.Line && e.Column == c.Column)
		})
		if !found {
			t.Errorf("no %s at %s:%d:%d, but %s", code, c.In, c.Line, c.Column, briefly(list))
		}
	}
	for i := range list {
		text, found := c.Files[filepath.Base(list[i].File)]
		if problem := placeProblem(text, &list[i]); found && problem != "" {
			t.Error(problem)
		}
	}
}

// placeProblem tells what is wrong with a mistake's place.
func placeProblem(text string, e *Error) string {
	lines := strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
	if e.Line < 1 || e.Line > len(lines) || e.Column < 1 || e.Column > 1+runes(lines[e.Line-1]) {
		return fmt.Sprintf("%s at %d:%d is not in the file", e.Code, e.Line, e.Column)
	}
	return ""
}

func briefly(list []Error) string {
	var out strings.Builder
	for i := range min(5, len(list)) {
		fmt.Fprintf(&out, "%s:%d:%d %s %.200v; ", filepath.Base(list[i].File), list[i].Line, list[i].Column, list[i].Code, fmt.Sprint(list[i].Args))
	}
	return fmt.Sprintf("%d: %s", len(list), out.String())
}

// judgeHostile lets a rule set judge facts of every kind. One of them must come to what the corpus says, from the rule in whose place
// the expression stands.
func judgeHostile(t *testing.T, c *hostile.Case, set *Ruleset, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	reason := strings.TrimPrefix(c.Codes[0], "=")
	found := reason == "ok"
	for _, facts := range hostileFacts() {
		var codes []string
		costOf(func() { codes = judged(t, set, facts) }).check(t, "a judgement")
		found = found || slices.Contains(codes, reason)
	}
	if !found {
		t.Errorf("nothing came to %s", reason)
	}
	costOf(func() {
		if again, err := FromEffective(set.Effective()); err != nil || again.ID() != set.ID() {
			t.Errorf("the effective form is another pack: %v", err)
		}
	}).check(t, "the pack in force")
	m := mutate.New(24, "x")
	x := NewExplainer(set, "")
	form := randomSubmission(m)
	for i := range form.Indicators {
		costOf(func() { x.Explain(form, form.Indicators[i].ID) }).check(t, "an explanation")
	}
	if kind, name, _ := strings.Cut(c.Place, "."); slices.Contains([]string{"when", "verdict", "points"}, name) && kind != "project" && kind != "flag" {
		knowsPlace(t, c, set, kind, name)
	}
}

// knowsPlace holds that a set knows where in the file the expression stands that it was stopped in.
func knowsPlace(t *testing.T, c *hostile.Case, set *Ruleset, kind, name string) {
	t.Helper()
	for k := range set.written {
		for _, rule := range set.written[k] {
			for _, part := range rule.parts {
				if engine.FactKind(k).String() == kind && part.name == name && part.at.line == c.Line && part.at.column == c.Column {
					return
				}
			}
		}
	}
	t.Errorf("no rule of kind %s has its %s at %d:%d", kind, name, c.Line, c.Column)
}

// judged lets a set judge facts and returns the reasons, with the rule: division-by-zero hostile.
func judged(t testing.TB, set *Ruleset, facts *engine.Facts) (codes []string) {
	if facts == nil || facts.Kind == engine.ProjectFacts {
		for _, ruling := range set.Adjust(facts) {
			if ruling.Open {
				codes = append(codes, "open "+ruling.Rule)
			}
		}
		return codes
	}
	ruling := set.Judge(facts)
	points, ok := engine.RoundHalfUp(ruling.Points)
	if ruling.Verdict == engine.Undetermined && ruling.Points.Sign() != 0 {
		t.Errorf("undetermined with %v points", points)
	}
	if ok && points >= 0 && points <= facts.Weight {
		codes = append(codes, "in bounds")
	}
	for _, note := range ruling.Notes {
		codes = append(codes, note.Code)
	}
	return append(codes, ruling.Reason.Code+" "+ruling.Rule)
}

// hostileFacts are facts at the borders: zero, negative, longest numbers.
func hostileFacts() []*engine.Facts {
	long := engine.NewRational(999_999_999_999_999_989, 999_999_999_999_999_967)
	numbers := []engine.Rational{{}, engine.NewRational(-7, 3), engine.NewRational(90, 1), long, long.Mul(long).Mul(long)}
	all := []*engine.Facts{nil}
	for _, kind := range append(engine.FactKinds(), engine.ProjectFacts) {
		for _, target := range numbers {
			for late, actual := range numbers {
				all = append(all, &engine.Facts{Kind: kind, Weight: 10_00, Op: engine.AtLeast, Target: target, Actual: actual, Min: target,
					Max: actual, DaysLate: 3 * late, Dated: true, Tier: engine.TierPartly, Claimed: 5_00, Default: long})
			}
		}
	}
	return all
}
