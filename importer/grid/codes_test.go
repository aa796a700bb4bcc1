package grid

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var errorConstant = regexp.MustCompile(`(?m)^\s+(Error[A-Z]\w*) += "([^"]+)"`)

// TestErrorCodesAreThoseOfTheSource reads the source: every constant of an error stands in the list.
func TestErrorCodesAreThoseOfTheSource(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range errorConstant.FindAllStringSubmatch(string(text), -1) {
			found++
			if !slices.Contains(ErrorCodes(), match[2]) {
				t.Errorf("%s has %s, which codes.go does not list", file, match[1])
			}
		}
	}
	if found != len(ErrorCodes()) {
		t.Errorf("codes.go lists %d errors, the source has %d", len(ErrorCodes()), found)
	}
}
