package messages

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var slots = regexp.MustCompile(`\{([^{}]*)\}`)

func slotsOf(template string) []string {
	var names []string
	for _, match := range slots.FindAllStringSubmatch(template, -1) {
		if !slices.Contains(names, match[1]) {
			names = append(names, match[1])
		}
	}
	slices.Sort(names)
	return names
}

func TestEverySentenceStandsInBothLanguages(t *testing.T) {
	for _, area := range areas {
		for _, entry := range area {
			if entry.ZH == "" || entry.EN == "" {
				t.Errorf("%s: a language is missing", entry.Code)
			}
			if (entry.HintZH == "") != (entry.HintEN == "") {
				t.Errorf("%s: the hint is there in one language only", entry.Code)
			}
			if !strings.Contains(entry.Code, ".") {
				t.Errorf("%s: a code has a space before a point", entry.Code)
			}
		}
	}
}

// TestWhatAPersonMustLookAtHasAHint wants something to act on for every issue, finding and unreadable file.
func TestWhatAPersonMustLookAtHasAHint(t *testing.T) {
	for _, area := range areas {
		for _, entry := range area {
			space, _, _ := strings.Cut(entry.Code, ".")
			file := strings.HasPrefix(entry.Code, "error.file_") || entry.Code == "error.no-form" || entry.Code == "error.wrong-headers"
			if (space == "issue" || space == "finding" || file) && entry.HintZH == "" {
				t.Errorf("%s has no hint", entry.Code)
			}
		}
	}
}

func TestBothLanguagesUseTheSameArguments(t *testing.T) {
	for _, area := range areas {
		for _, entry := range area {
			if zh, en := slotsOf(entry.ZH), slotsOf(entry.EN); !slices.Equal(zh, en) {
				t.Errorf("%s: Chinese uses %v, English %v", entry.Code, zh, en)
			}
			if zh, en := slotsOf(entry.HintZH), slotsOf(entry.HintEN); !slices.Equal(zh, en) {
				t.Errorf("%s: the Chinese hint uses %v, the English one %v", entry.Code, zh, en)
			}
		}
	}
}

func TestNoCodeTwice(t *testing.T) {
	seen := map[string]bool{}
	for _, area := range areas {
		for _, entry := range area {
			if seen[entry.Code] {
				t.Errorf("%s stands twice", entry.Code)
			}
			seen[entry.Code] = true
		}
	}
}

func TestSentence(t *testing.T) {
	c := &Catalogue{entries: map[string]Entry{}}
	err := c.Add(
		Entry{Code: "x.full", ZH: "{who}判为{verdict:verdict}", EN: "{who} is {verdict:verdict}"},
		Entry{Code: "verdict.met", ZH: "达成", EN: "met"},
		Entry{Code: "x.by", ZH: "{value:@field}", EN: "{value:@field}"},
	)
	if err != nil {
		t.Fatal(err)
	}
	args := []Arg{{"who", "甲"}, {"verdict", "met"}}
	for _, test := range []struct {
		lang Lang
		code string
		args []Arg
		want string
	}{
		{Chinese, "x.full", args, "甲判为达成"},
		{English, "x.full", args, "甲 is met"},
		{English, "x.full", []Arg{{"who", "甲"}, {"verdict", "odd"}}, "甲 is odd"},
		{Chinese, "x.full", args[:1], "甲判为{verdict:verdict}"},
		{Chinese, "x.by", []Arg{{"field", "verdict"}, {"value", "met"}}, "达成"},
		{Chinese, "x.by", []Arg{{"field", "actual"}, {"value", "met"}}, "met"},
		{Chinese, "x.by", []Arg{{"value", "met"}}, "met"},
		{Chinese, "x.unknown", args, "x.unknown who=甲 verdict=met"},
	} {
		if got := c.Sentence(test.lang, test.code, test.args); got != test.want {
			t.Errorf("%s %s: got %q, want %q", test.lang, test.code, got, test.want)
		}
	}
	if err := c.Add(Entry{Code: "verdict.met", ZH: "完成", EN: "done"}); err == nil {
		t.Error("a second sentence for a code was taken")
	}
	if got := c.Word(Chinese, "verdict.met"); got != "达成" {
		t.Errorf("the refused sentence replaced the first: %q", got)
	}
}
