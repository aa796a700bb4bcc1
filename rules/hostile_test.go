package rules

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"jixiao/engine"
	"jixiao/messages"
)

// What one hostile rule may cost. Time is of the processor, of all threads; memory is all that was asked for, not what is held at one
// time, which is less.
const (
	hostileTime   = 200 * time.Millisecond
	hostileBusy   = 4 // how much more of the processor it may take here, where other programs take its caches
	hostileMemory = 64 << 20
)

// hostileCase is one rule of the corpus.
type hostileCase struct {
	name  string
	codes []string // the first one stands at the mark; =REASON of one that compiles and is stopped when it judges
	place string   // of an expression
	text  string   // with the mark
	files map[string]string
}

// mark stands before the place of the mistake.
const mark = "¦"

var repeated = regexp.MustCompile(`(?s)⟦([^⟦⟧]*)⟧×(\d+)`)

// grown writes out what the corpus says in short: ⟦text⟧×1000, in which № is the number of the copy.
func grown(text string) string {
	for repeated.MatchString(text) {
		text = repeated.ReplaceAllStringFunc(text, func(all string) string {
			parts := repeated.FindStringSubmatch(all)
			count, err := strconv.Atoi(parts[2])
			if err != nil {
				panic(err)
			}
			var out strings.Builder
			for i := range count {
				out.WriteString(strings.ReplaceAll(parts[1], "№", strconv.Itoa(i)))
			}
			return out.String()
		})
	}
	return text
}

func readCorpus(t testing.TB, file string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "hostile", file))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// hostileExpressions reads the lines CODE, place and expression, with tabs between them. The expression becomes a block of its own;
// two marks stand before the block and not before its text.
func hostileExpressions(t testing.TB) []hostileCase {
	base := readCorpus(t, "base.yaml")
	var cases []hostileCase
	for i, line := range strings.Split(readCorpus(t, "expressions.txt"), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		parts := strings.SplitN(line, "\t", 3)
		if len(parts) != 3 {
			t.Fatalf("expressions.txt:%d: %q", i+1, line)
		}
		hole := regexp.MustCompile(`(?m)^( *)(- )?(\w+): .* # ` + regexp.QuoteMeta(parts[1]) + "$")
		at := hole.FindStringSubmatchIndex(base)
		if at == nil {
			t.Fatalf("expressions.txt:%d: no place %q", i+1, parts[1])
		}
		key, indent := base[at[0]:at[7]], base[at[2]:at[3]]
		scalar, expression := "|-", parts[2]
		if rest, doubled := strings.CutPrefix(expression, mark+mark); doubled {
			scalar, expression = mark+scalar, rest
		} else if !strings.Contains(expression, mark) {
			expression = mark + expression
		}
		text := base[:at[0]] + key + ": " + scalar + "\n" + indent + "      " + unescaped(t, grown(expression)) + base[at[1]:]
		cases = append(cases, hostileCase{name: fmt.Sprintf("expressions.txt:%d", i+1), codes: strings.Split(parts[0], ", "), place: parts[1], text: text})
	}
	return cases
}

// hostilePacks reads sections: == NAME | CODES, and the text. It replaces sections of the base pack; with "| whole" it is the whole
// text. Other files of its folder follow, each after -- FILE --.
func hostilePacks(t testing.TB) []hostileCase {
	base := readCorpus(t, "base.yaml")
	var cases []hostileCase
	for _, section := range strings.Split("\n"+readCorpus(t, "packs.txt"), "\n== ")[1:] {
		head, text, _ := strings.Cut(section, "\n")
		parts := strings.Split(head, " | ")
		if len(parts) < 2 {
			t.Fatalf("packs.txt: %q", head)
		}
		pieces := regexp.MustCompile(`(?m)^-- (\S+) --\n`).Split(text, -1)
		names := regexp.MustCompile(`(?m)^-- (\S+) --\n`).FindAllStringSubmatch(text, -1)
		c := hostileCase{name: parts[0], codes: strings.Split(parts[1], ", "), text: unescaped(t, grown(pieces[0])), files: map[string]string{}}
		for i, name := range names {
			c.files[name[1]] = grown(pieces[i+1])
		}
		if len(parts) == 2 {
			c.text = overlaid(base, c.text)
		}
		cases = append(cases, c)
	}
	return cases
}

// unescaped puts characters in that the corpus itself writes as ⟨202E⟩, so that people see them; two digits make a byte.
func unescaped(t testing.TB, text string) string {
	return regexp.MustCompile(`⟨[0-9A-F]+⟩`).ReplaceAllStringFunc(text, func(code string) string {
		code = strings.Trim(code, "⟨⟩")
		n, err := strconv.ParseUint(code, 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		if len(code) == 2 {
			return string([]byte{byte(n)})
		}
		return string(rune(n))
	})
}

// overlaid puts sections of a text in the place of those of another one.
func overlaid(base, text string) string {
	key := regexp.MustCompile(`(?m)^` + mark + `?(\w+):`)
	at := key.FindAllStringSubmatchIndex(text, -1)
	for i, found := range at {
		name, end := text[found[2]:found[3]], len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		section := strings.TrimSuffix(text[found[0]:end], "\n") + "\n"
		old := regexp.MustCompile(`(?m)^` + name + `:.*\n([ -].*\n)*`).FindStringIndex(base)
		if old == nil {
			base += section
			continue
		}
		base = base[:old[0]] + section + base[old[1]:]
	}
	return base
}

// marked takes the marks out of a text and returns where the first one stood.
func marked(text string) (plain string, line, column int) {
	before, _, found := strings.Cut(text, mark)
	if found {
		line, column = 1+strings.Count(before, "\n"), 1+runes(before[strings.LastIndex(before, "\n")+1:])
	}
	return strings.ReplaceAll(text, mark, ""), line, column
}

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
	cases := append(hostileExpressions(t), hostilePacks(t)...)
	if len(cases) < 200 {
		t.Errorf("only %d hostile rules", len(cases))
	}
	_, _ = Load(Default, Options{}) // what the libraries build once is no rule's fault
	runtime.GC()
	var slowest, largest cost
	var slow, large string
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			spent := c.run(t)
			if spent.time > slowest.time {
				slowest, slow = spent, c.name
			}
			if spent.memory > largest.memory {
				largest, large = spent, c.name
			}
		})
	}
	t.Logf("%d hostile rules; slowest %s: %v, largest %s: %d KiB", len(cases), slow, slowest.time, large, largest.memory>>10)
}

// folder writes a case to a folder of its own and returns the main file's name.
func (c *hostileCase) folder(t *testing.T, dir string) string {
	t.Helper()
	text, _, _ := marked(c.text)
	for name, text := range c.files {
		text, _, _ = marked(text)
		writeHostile(t, filepath.Join(dir, name), text)
	}
	file := filepath.Join(dir, "hostile.yaml")
	writeHostile(t, file, text)
	return file
}

func writeHostile(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func (c *hostileCase) run(t *testing.T) cost {
	dir := t.TempDir()
	file := c.folder(t, dir)
	var set *Ruleset
	var err error
	var shown string
	spent := costOf(func() {
		var source []byte
		if source, err = ReadFile(file); err != nil {
			t.Fatal(err)
		}
		set, err = Compile("hostile.yaml", source, Options{Dir: dir})
		var mistakes *Errors
		if errors.As(err, &mistakes) {
			shown = mistakes.Render(messages.Default(), messages.Chinese)
		}
	})
	spent.check(t, "the check")
	if reason, compiles := strings.CutPrefix(c.codes[0], "="); compiles {
		c.judge(t, set, err, reason)
		return spent
	}
	var mistakes *Errors
	if !errors.As(err, &mistakes) {
		t.Fatalf("compiled, or another error: %v", err)
	}
	c.compare(t, mistakes.List)
	if len(shown) > 1<<20 {
		t.Errorf("the mistakes take %d KiB to show", len(shown)>>10)
	}
	return spent
}

// compare looks for the mistakes that the corpus names. The first stands at the mark, in the file that has it.
func (c *hostileCase) compare(t *testing.T, list []Error) {
	t.Helper()
	file := "hostile.yaml"
	_, line, column := marked(c.text)
	for name, text := range c.files {
		if _, l, col := marked(text); l > 0 {
			file, line, column = name, l, col
		}
	}
	for i, code := range c.codes {
		found := slices.ContainsFunc(list, func(e Error) bool {
			return e.Code == "rule."+code && (i > 0 || filepath.Base(e.File) == file && e.Line == line && e.Column == column)
		})
		if !found {
			t.Errorf("no %s at %s:%d:%d, but %s", code, file, line, column, briefly(list))
		}
	}
	c.places(t, list)
}

// places holds that every mistake has a place in its file.
func (c *hostileCase) places(t *testing.T, list []Error) {
	t.Helper()
	for _, mistake := range list {
		text, _, _ := marked(c.text)
		if other, found := c.files[filepath.Base(mistake.File)]; found {
			text, _, _ = marked(other)
		} else if filepath.Base(mistake.File) != "hostile.yaml" {
			continue // a shipped one
		}
		if problem := placeProblem(text, &mistake); problem != "" {
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

// judge lets a rule set judge facts of every kind. Reason is what one of them must come to, from the rule in whose place the
// expression stands.
func (c *hostileCase) judge(t *testing.T, set *Ruleset, err error, reason string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	found := reason == "ok"
	for _, facts := range hostileFacts() {
		var codes []string
		costOf(func() { codes = judged(t, set, facts) }).check(t, "a judgement")
		found = found || slices.Contains(codes, reason)
	}
	if !found {
		t.Errorf("nothing came to %s", reason)
	}
	if c.place != "" {
		c.placed(t, set)
	}
}

// placed holds that the set knows where the expression stands.
func (c *hostileCase) placed(t *testing.T, set *Ruleset) {
	t.Helper()
	kind, name, _ := strings.Cut(c.place, ".")
	_, line, column := marked(c.text)
	for k := range set.written {
		for _, rule := range set.written[k] {
			for _, part := range rule.parts {
				if engine.FactKind(k).String() == kind && part.name == name && part.at.line == line && part.at.column == column {
					return
				}
			}
		}
	}
	if kind != "project" && kind != "flag" && name != "why" && kind != "table" && kind != "settings" {
		t.Errorf("no rule of kind %s has its %s at %d:%d", kind, name, line, column)
	}
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
