package rules

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"jixiao/messages"
)

var update = flag.Bool("update", false, "write what comes out into the .want files")

// TestBadPacks shows the whole text that an author gets for each mistake, in both languages.
func TestBadPacks(t *testing.T) {
	files, err := filepath.Glob("testdata/*.bad.yaml")
	if err != nil || len(files) < 80 {
		t.Fatal("fixtures are missing:", len(files), err)
	}
	unfilled := regexp.MustCompile(`\{[a-z_]+(:[a-z]+)?\}`)
	catalogue := messages.Default()
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Compile(name, source, Options{})
			var mistakes *Errors
			if !errors.As(err, &mistakes) || len(mistakes.List) == 0 {
				t.Fatalf("compiled without a mistake: %v", err)
			}
			for _, mistake := range mistakes.List {
				for _, lang := range []messages.Lang{messages.Chinese, messages.English} {
					sentence := catalogue.Sentence(lang, mistake.Code, messages.Arguments(mistake.Args))
					if unfilled.MatchString(sentence) || strings.HasPrefix(sentence, "rule.") {
						t.Errorf("%s lacks an argument or a sentence: %s", mistake.Code, sentence)
					}
				}
			}
			got := mistakes.Render(catalogue, messages.Chinese) + "\n" + mistakes.Render(catalogue, messages.English)
			compareGolden(t, strings.TrimSuffix(file, ".yaml")+".want", got)
		})
	}
}

func compareGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s:\n--- got\n%s--- want\n%s", file, got, want)
	}
}

// TestSmallPack guards the fixtures: what they are made of has no mistake.
func TestSmallPack(t *testing.T) {
	source, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set, err := Compile("small.yaml", source, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, failure := range set.RunTests() {
		t.Errorf("%+v", failure)
	}
}

// TestEveryCodeHasASentence reads the codes of mistakes out of the package's own source.
func TestEveryCodeHasASentence(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`\.(?:on|at|inside|fault|unknown)\((?:[^"\n]*), "([a-z-]+)"`)
	catalogue, count := messages.Default(), 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range call.FindAllStringSubmatch(string(source), -1) {
			count++
			code := "rule." + found[1]
			if found[1] == "bands-" {
				code += "hole"
			}
			if entry, ok := catalogue.Entry(code); !ok || entry.ZH == "" || entry.EN == "" {
				t.Errorf("%s: %s has no sentence", file, code)
			}
		}
	}
	if count < 50 {
		t.Errorf("found only %d codes: the pattern no longer fits the source", count)
	}
}
