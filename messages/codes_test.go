package messages_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"jixiao/messages"
)

// emitters are the ways in which the source of the program speaks of codes: files, what a code looks like in them, and the space
// that it lives in. least is how many there are at the very least, so that a pattern that no longer fits the source is noticed.
var emitters = []struct {
	files, pattern, space string
	least                 int
}{
	{"engine/*.go", `\bReason[A-Z]\w* += "([^"]+)"`, "reason.", 19},
	{"engine/proof.go", `\bProof\w+ += "([^"]+)"`, "proof.", 28},
	{"engine/comparison.go", `\bWhy\w+ += "([^"]+)"`, "why.", 11},
	{"engine/*.go", `\bFinding\{+Code: "([^"]+)"`, "finding.", 13},
	{"rules/*.go", `\bReason[A-Z]\w* += "([^"]+)"`, "reason.", 2},
	{"engine/notation/*.go", `\.add\("([^"]+)"`, "issue.", 30},
	{"importer/issues.go", `\b[A-Z]\w+ += "([^"]+)"`, "issue.", 45},
	{"assessment/*.go", `\bIssue\{Code: "([^"]+)"`, "issue.", 5},
	{"importer/grid/faults.go", `\bError\w+ += "([^"]+)"`, "error.", 8},
	{"importer/grid/faults.go", `\bReason\w+ += "([^"]+)"`, "broken.", 8},
	{"importer/grid/limits.go", `\bLimit\w+ += "([^"]+)"`, "what.", 13},
	{"config/problem.go", `\bCode\w+ += "([^"]+)"`, "", 19},
	{"store/sqlite/errors.go", `\bCode\w+ += "([^"]+)"`, "error.", 10},
	{"cmd/jixiao/*.go", `\b(?:say|sentence|note|warn|warnList)\("([^"]+)"[,)]`, "", 100},
	{"cmd/jixiao/*.go", `\b(?:misuse|failed)\("([^"]+)"`, "error.", 25},
}

// sourceOf returns the program's own source in the files that fit a pattern, file by file. Tests and this package are left out.
func sourceOf(t *testing.T, pattern string) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../" + pattern)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "../messages/") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[file] = string(text)
	}
	return texts
}

func TestEveryEmittedCodeHasASentence(t *testing.T) {
	catalogue := messages.Default()
	for _, emitter := range emitters {
		pattern, found := regexp.MustCompile(emitter.pattern), 0
		for file, text := range sourceOf(t, emitter.files) {
			for _, match := range pattern.FindAllStringSubmatch(text, -1) {
				found++
				if code := emitter.space + match[1]; !catalogue.Has(code) {
					t.Errorf("%s: %s has no sentence", file, code)
				}
			}
		}
		if found < emitter.least {
			t.Errorf("%s: only %d codes look like %s", emitter.files, found, emitter.pattern)
		}
	}
}

// TestNoSentenceIsLeftOver asks for each code, whole or without its space, in the source. A code may be put together of two parts
// there, the first one ending with a hyphen.
func TestNoSentenceIsLeftOver(t *testing.T) {
	var all strings.Builder
	for _, pattern := range []string{"*/*.go", "*/*/*.go"} {
		for _, text := range sourceOf(t, pattern) {
			all.WriteString(text)
		}
	}
	source := all.String()
	quoted := func(text string) bool { return strings.Contains(source, `"`+text+`"`) }
	said := func(text string) bool {
		for i, letter := range text {
			if letter == '-' && quoted(text[:i+1]) && quoted(text[i+1:]) {
				return true
			}
		}
		return quoted(text)
	}
	for _, code := range messages.Default().Codes() {
		if _, tail, _ := strings.Cut(code, "."); !said(code) && !said(tail) {
			t.Errorf("nothing says %s", code)
		}
	}
}
