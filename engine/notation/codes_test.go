package notation

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jixiao/engine"
)

// noted is how the source of this package notes something: the code, the severity, and pairs of names and values.
var noted = regexp.MustCompile(`\.add\("([^"]+)", engine\.(\w+)((?:, .*)?)\)`)

// TestCodesAreThoseOfTheSource reads the source: what it notes stands in the list, with its severity and its arguments, and the
// list has nothing else.
func TestCodesAreThoseOfTheSource(t *testing.T) {
	listed := map[string]NoteCode{}
	for _, code := range Codes() {
		if _, twice := listed[code.Code]; twice {
			t.Errorf("%s is listed twice", code.Code)
		}
		listed[code.Code] = code
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
		for _, match := range noted.FindAllStringSubmatch(string(text), -1) {
			found[match[1]] = true
			code, known := listed[match[1]]
			if !known {
				t.Errorf("%s notes %s, which codes.go does not list", file, match[1])
				continue
			}
			if severity, _ := engine.ParseSeverity(strings.ToLower(match[2])); !slices.Contains(code.Severities, severity) {
				t.Errorf("%s notes %s as %s, codes.go lists %v", file, code.Code, severity, code.Severities)
			}
			if args := append([]string{"text"}, pairNames(match[3])...); !slices.Equal(args, code.Args) {
				t.Errorf("%s notes %s with %v, codes.go lists %v", file, code.Code, args, code.Args)
			}
		}
	}
	for code := range listed {
		if !found[code] {
			t.Errorf("codes.go lists %s, which nothing notes", code)
		}
	}
}

var pairName = regexp.MustCompile(`, "([a-z_]+)", `)

// pairNames are the names in a list of pairs.
func pairNames(pairs string) []string {
	var all []string
	for _, match := range pairName.FindAllStringSubmatch(pairs, -1) {
		all = append(all, match[1])
	}
	return all
}

func TestCodesAreInOrder(t *testing.T) {
	if !slices.IsSortedFunc(noteCodes, func(a, b NoteCode) int { return strings.Compare(a.Code, b.Code) }) {
		t.Error("codes.go is not in alphabetical order")
	}
}
