package rules

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

func sum(data []byte) [32]byte { return sha256.Sum256(data) }

// faultsOf compiles one expression and returns the codes of its mistakes.
func faultsOf(text string, scope *scope) []string {
	s := newSource("x", []byte(text))
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: text, Line: 1, Column: 1}
	s.expression(n, "x", scope, nil)
	var codes []string
	for _, mistake := range s.list {
		codes = append(codes, strings.TrimPrefix(mistake.Code, "rule."))
	}
	return codes
}

// TestHostileExpressions has what would run for minutes or take all memory refused before anything is run.
func TestHostileExpressions(t *testing.T) {
	lets := func(n int) string {
		var text strings.Builder
		for i := range n {
			fmt.Fprintf(&text, "let v%d = actual; ", i)
		}
		return text.String() + "weight"
	}
	hostile := []string{
		"let r = 1..30_000; count(r, let x = #; count(r, # == x) > 5)",
		`repeat(repeat("…",400),990_000)`,
		strings.Repeat("let v = v + v; ", 26) + "v",
		lets(9), lets(26),
		strings.Repeat("(", 200_000) + "1" + strings.Repeat(")", 200_000),
		strings.Repeat("(", 2000) + "weight" + strings.Repeat(")", 2000) + " +",
		strings.Repeat("-", 3000) + "1",
		strings.Repeat("not ", 900) + "true",
		strings.Repeat("1 + ", 400) + "1",
		strings.Repeat("actual < ", 400) + "1",
		"actual ? " + strings.Repeat("true ? ", 300) + "1",
		"1..1000", "sum(1..1000)", "map([1,2], # * 2)", "filter([1], true)", "reduce([1,2], #acc + #, 0)", "all([1], # > 0)",
		"count([1,2])", "groupBy([1], #)", "sortBy([1], #)", "find([1], true)", "none([1], true)", "one([1], true)", "any([1], true)",
		"now()", "date('2025-01-01')", "duration('1h')", "timezone('UTC')", "env", "$env", "$env.actual", "len('abc')", "int('7')", "float('7')",
		"string(7)", "fromJSON('1')", "toJSON(1)", "fromBase64('aa')", "type(1)", "keys({a: 1})", "get([1], 0)", "[1,2][0]", "{a: 1}.a", "{a: 1}",
		"weight.foo", "weight?.foo", "actual[0]", "actual[0:1]", "'a' + 'b'", "'abc' matches '(a+)+$'", "'a' contains 'b'", "'a' startsWith 'a'",
		"'a' endsWith 'a'", "actual ?? 1", "actual % 2", "actual ** 2", "actual ^ 2", "round(actual)", "floor(actual)", "ceil(actual)", "mean([1])",
		"median([1])", "concat([1],[2])", "flatten([[1]])", "uniq([1])", "first([1])", "last([1])", "take([1], 1)", "reverse([1])", "sort([1])",
		"split('a,b', ',')", "join(['a'])", "trim(' a ')", "upper('a')", "lower('A')", "replace('a','a','b')", "indexOf('a','a')", "hasPrefix('a','a')",
		"bitand(1, 2)", "bitshl(1, 63)", "b'abc'", "0x1F", "0b11", "0o17", "1e400", "1e-400", "1_000", "99999999999999999999", "1.",
		"0.0000000000000000001", "actual; weight", "if true { 1 } else { 'a' }", "nil", "nil ?? 1", "true ? nil : 1", "#", "#.x", ".x",
		"min([1,2])", "max()", "abs(1, 2)", "abs('a')", "min(actual, true)", "met + 1", "met < partly", "met ? 1 : 2", "op + 1", "op == met", "op in [met]",
		"reached + 1", "-reached", "not actual", "1 and 2", "actual in actual", "actual in 'abc'", "actual in ['1']", "'a' in ['a']", "true in [true]",
		"let actual = 1; actual", "let met = 1; 1", "let x = nil; 1", "let x = 'a'; 1", "let x = 1; let x = 2; x", "(let x = 1; x) + x", "x", "完成直",
		"actual / 0", "actual / (1 - 1)", "actual / 0.0", "\x00", "'", "\"", "`", "/*", "//", "((", "))", "a b", "≥", "，", "\u202e1", "1\u200b", "{", "}",
	}
	scope := newScope(engine.NumberFacts, false, &parameters{})
	begin := time.Now()
	for _, text := range hostile {
		started := time.Now()
		if faults := faultsOf(text, scope); len(faults) == 0 {
			t.Errorf("compiled: %.80s", text)
		}
		// Milliseconds on an idle machine; what is let through takes minutes. The bounds leave a busy one its time.
		if took := time.Since(started); took > 2*time.Second {
			t.Errorf("%v for %.80s", took, text)
		}
	}
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("%d expressions took %v", len(hostile), took)
	}
}

// TestHostilePacks has the YAML itself as the weapon.
func TestHostilePacks(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += fmt.Sprintf("%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", c, c, c-1, c-1, c-1, c-1, c-1, c-1, c-1, c-1)
	}
	for name, text := range map[string]string{
		"aliases":  bomb,
		"nested":   strings.Repeat("[", 100_000),
		"nested 2": strings.Repeat("{a: ", 50_000),
		"too long": "pack: " + strings.Repeat("x", maxPackBytes),
		"indents":  strings.Repeat("- ", 60_000),
		"binary":   "\x00\x01\x02",
		"not utf8": "pack: \xff\xfe",
		"empty":    "",
		"null":     "~",
		"two":      "pack: a\n---\npack: b\n",
		"keys":     "? [a]\n: b\n",
		"merge":    "<<: {pack: x}\n",
	} {
		started := time.Now()
		if _, err := Compile("x.yaml", []byte(text), Options{}); err == nil {
			t.Errorf("%s compiled", name)
		}
		if took := time.Since(started); took > 10*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// FuzzExpression looks for expressions that crash the compiler, or what it makes of them.
func FuzzExpression(f *testing.F) {
	for _, seed := range []string{"weight * actual / target", "reached ? met : missed", "min(weight, 1.5) - abs(-actual)", "op in [\">=\", \"=\"]",
		"let r = actual / target; r >= 0.6 and not (r > 1)", "完成值 >= 0.6 * 指标值 ? 部分达成 : 未达成", "if reached { 1 } else { 2 }", "growth == true or 1 < rate <= 2"} {
		f.Add(seed)
	}
	scope := newScope(engine.NumberFacts, false, &parameters{})
	facts := &engine.Facts{Weight: 10_00, Op: engine.AtLeast, Target: engine.NewRational(0, 1), Actual: engine.NewRational(-7, 3)}
	f.Fuzz(func(t *testing.T, text string) {
		s := newSource("x", []byte(text))
		result := s.expression(&yaml.Node{Kind: yaml.ScalarNode, Value: text, Line: 1, Column: 1}, "x", scope, nil)
		if len(s.list) > 0 {
			return
		}
		fr := &frame{facts: facts}
		switch result.kind {
		case numberKind:
			result.number(fr)
		case truthKind:
			result.truth(fr)
		case choiceKind:
			result.choice(fr)
		case badKind:
			t.Errorf("refused without a word: %q", text)
		}
	})
}

// FuzzPack looks for packs that crash the compiler, and for packs whose effective form is another pack.
func FuzzPack(f *testing.F) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(source)
	}
	facts := &engine.Facts{Weight: 10_00, Op: engine.AtLeast, Target: engine.NewRational(0, 1), Actual: engine.NewRational(-7, 3), Tier: engine.TierMet}
	f.Fuzz(func(t *testing.T, source []byte) {
		set, err := Compile("x.yaml", source, Options{Year: 2025})
		if err != nil {
			_ = err.Error()
			return
		}
		for _, kind := range engine.FactKinds() {
			facts.Kind = kind
			set.Judge(facts)
		}
		again, err := FromEffective(set.Effective())
		if err != nil || again.ID() != set.ID() {
			t.Errorf("the effective form is another pack: %v\n%s", err, set.Effective())
		}
	})
}
