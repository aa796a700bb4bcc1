package rules

import (
	"slices"
	"strings"
	"testing"
)

func edited(t *testing.T, pairs ...string) *Ruleset {
	t.Helper()
	source, err := Source(Default, "")
	if err != nil {
		t.Fatal(err)
	}
	text := string(source)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("%s does not hold %q", Default, pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	set, err := Compile("edited.yaml", []byte(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestDifferencesOfPacks(t *testing.T) {
	before := edited(t)
	if list := Differences(before, edited(t, "pack: mof-2020", "# a comment\npack: mof-2020")); len(list) != 0 {
		t.Errorf("a comment is a difference: %v", list)
	}
	after, err := Load(Default, Options{Overrides: []Override{{Name: "partly_from", Value: "0.7"}}})
	if err != nil {
		t.Fatal(err)
	}
	want := []Edit{{"parameters.partly_from.value", "0.6", "0.7"}}
	if list := Differences(before, after); !slices.Equal(list, want) {
		t.Errorf("got %v, want %v", list, want)
	}
	back := []Edit{{"parameters.partly_from.value", "0.7", "0.6"}}
	if list := Differences(after, before); !slices.Equal(list, back) {
		t.Errorf("got %v, want %v", list, back)
	}
}

func TestDifferencesInLists(t *testing.T) {
	list := func(before, after string) (found []Edit) {
		differ(&found, "", decoded(&Ruleset{effective: []byte(before)}), decoded(&Ruleset{effective: []byte(after)}))
		return found
	}
	for _, test := range []struct {
		before, after string
		want          []Edit
	}{
		{`{"a":[{"id":"x","n":1},{"id":"y"}]}`, `{"a":[{"id":"y"},{"id":"x","n":2}]}`, []Edit{{"a[x].n", "1", "2"}, {"a", "x, y", "y, x"}}},
		{`{"a":[{"name":"优"}]}`, `{"a":[{"name":"优"},{"name":"良","from":80}]}`, []Edit{{"a[良]", "", `{"from":80,"name":"良"}`}}},
		{`{"a":[1,2]}`, `{"a":[1]}`, []Edit{{"a[2]", "2", ""}}},
		{`{"a":null}`, `{}`, []Edit{{"a", "null", ""}}},
		{`{"a":{"b":"<"}}`, `{"a":"≥"}`, []Edit{{"a", `{"b":"<"}`, "≥"}}},
		{`{"a":[{"id":"x"},{"id":"x"}]}`, `{"a":[{"id":"x"}]}`, []Edit{{"a[2]", `{"id":"x"}`, ""}}},
	} {
		if got := list(test.before, test.after); !slices.Equal(got, test.want) {
			t.Errorf("%s and %s: %v, want %v", test.before, test.after, got, test.want)
		}
	}
}

func TestEffectiveWithOtherValues(t *testing.T) {
	want, err := Load(Default, Options{Year: 2025, Overrides: []Override{{Name: "partly_from", Value: "0.7"}}})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := Load(Default, Options{Year: 2025})
	if err != nil {
		t.Fatal(err)
	}
	got, err := FromEffectiveWith(plain.Effective(), []Override{{Name: "partly_from", Value: "0.70"}})
	if err != nil {
		t.Fatal(err)
	}
	if got.ID() != want.ID() {
		t.Errorf("%v, want %v: %v", got.ID(), want.ID(), Differences(want, got))
	}
}
