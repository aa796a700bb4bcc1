package assessment

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jixiao/engine"
)

// raised is how the source of this package raises an issue: a code with its severity, or another code put in its place.
var raised = regexp.MustCompile(`Issue\{Code: "([^"]+)", Severity: engine\.(\w+)|\.Code(?:, \w+\.Severity)? = "([^"]+)"`)

// TestCodesAreThoseOfTheSource reads the source: what it raises stands in the list, with its severity, and the list has nothing
// else.
func TestCodesAreThoseOfTheSource(t *testing.T) {
	listed := map[string]engine.Severity{}
	for _, code := range Codes() {
		listed[code.Code] = code.Severity
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range raised.FindAllStringSubmatch(string(text), -1) {
			code := match[1] + match[3]
			found[code] = true
			severity, known := listed[code]
			if !known {
				t.Errorf("%s raises %s, which codes.go does not list", file, code)
			} else if match[2] != "" && severity.String() != strings.ToLower(match[2]) {
				t.Errorf("%s raises %s as %s, codes.go lists %s", file, code, match[2], severity)
			}
		}
	}
	for code := range listed {
		if !found[code] {
			t.Errorf("codes.go lists %s, which nothing raises", code)
		}
	}
	if !slices.IsSortedFunc(issueCodes, func(a, b IssueCode) int { return strings.Compare(a.Code, b.Code) }) {
		t.Error("codes.go is not in alphabetical order")
	}
}
