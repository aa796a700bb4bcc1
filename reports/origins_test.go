package reports

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"

	"jixiao/engine"
	"jixiao/messages"
)

func lineOf(file string, line int, ref string) engine.Source {
	return engine.Source{File: file, Line: line, Ref: ref}
}

// riverOrigins is the river's form with cells for some of its fields, and an issue of every kind of place.
func riverOrigins(t testing.TB) *Origins {
	s, _ := river(t)
	used := func(line int, ref, text, as string) CellFate {
		return CellFate{lineOf("a.txt", line, ref), text, "used", as}
	}
	s.Indicators[0].Target.Source = lineOf("a.txt", 9, "c4")
	rows := make([][]CellFate, len(s.Indicators))
	for i := range s.Indicators {
		rows[i] = []CellFate{used(9+i, "c3", s.Indicators[i].Name, engine.ColumnIndicator.ID()), used(9+i, "c4", s.Indicators[i].Target.Text, engine.ColumnTarget.ID())}
	}
	cause := func(code string, severity engine.Severity, source engine.Source, project engine.ProjectID, indicator engine.IndicatorID) engine.Issue {
		return engine.Issue{Code: code, Severity: severity, Source: source, Project: project, Indicator: indicator, Args: engine.Args("n", "1", "name", "某项")}
	}
	return &Origins{
		Forms: []FormOrigins{{Form: s, Head: []CellFate{used(2, "c2", s.Name, string(engine.FieldName))}, Rows: rows,
			Funds: []FundsFate{{engine.TotalFunds, used(5, "c2", "1,250,000.00", engine.RecordInitial.String())}}}},
		Unused: []CellFate{{lineOf("a.txt", 30, "c1"), "第 1 页", "reported", "test-shifted"}, {lineOf("a.txt", 30, "c2"), "共 2 页", "reported", "test-shifted"}},
		Issues: []engine.Issue{
			cause("test-shifted", engine.Warning, lineOf("a.txt", 2, "c2"), s.ID(), ""),                           // at a cell of the head
			cause("test-shifted", engine.Error, lineOf("a.txt", 10, "c9"), s.ID(), s.Indicators[1].ID),            // of an indicator, at a cell that was not used
			cause("test-shifted", engine.Info, lineOf("a.txt", 30, "c1"), "", ""),                                 // of cells that were not used
			cause("test-shifted", engine.Warning, lineOf("a.txt", 1, ""), s.ID(), ""),                             // of the form
			cause("test-shifted", engine.Error, engine.Source{File: "b.txt"}, "", ""),                             // of another file
			cause(engine.ReasonTargetMissing, engine.Error, lineOf("a.txt", 9, "c3"), s.ID(), s.Indicators[0].ID), // of a target, at the name
		},
	}
}

func TestIssuesStandBesideWhatTheyConcern(t *testing.T) {
	v := newOriginView(fixtureTexts(t, messages.Chinese), riverOrigins(t))
	form := v.forms[0]
	for what, place := range map[string]struct{ got, want []int }{
		"the head":      {form.head[0].issues, []int{0}},
		"the indicator": {form.rows[1].issues, []int{1}},
		"the target":    {form.rows[0].fields[3].issues, []int{5}},
		"the form":      {form.issues, []int{3}},
		"the rest":      {v.rest, []int{4}},
		"unused cells":  {[]int{v.unused[0].issue, len(v.unused), len(v.unused[0].cells)}, []int{2, 1, 2}},
	} {
		if !slices.Equal(place.got, place.want) {
			t.Errorf("beside %s: %v, want %v", what, place.got, place.want)
		}
	}
}

// TestOriginsFitTheTerminal writes the longest texts into narrow terminals; without colour there is no control character.
func TestOriginsFitTheTerminal(t *testing.T) {
	for _, width := range []int{60, 80, 120} {
		var plain, coloured bytes.Buffer
		texts := fixtureTexts(t, messages.Chinese)
		if err := WriteOriginsTable(&plain, texts, riverOrigins(t), width, false); err != nil {
			t.Fatal(err)
		}
		if err := WriteOriginsTable(&coloured, texts, riverOrigins(t), width, true); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(plain.String(), "\n") {
			if lipgloss.Width(line) > width {
				t.Errorf("%d columns, of %d: %s", lipgloss.Width(line), width, line)
			}
		}
		if strings.Contains(plain.String(), "\x1b") || !strings.Contains(coloured.String(), "\x1b") {
			t.Error("colour is not what was asked for")
		}
	}
}

func TestOriginsGolden(t *testing.T) {
	checkGolden(t, "origins.golden.txt", func(w io.Writer) error {
		return WriteOriginsTable(w, fixtureTexts(t, messages.Chinese), riverOrigins(t), 100, false)
	})
}

func TestUrgentIssuesComeFirst(t *testing.T) {
	list := []engine.Issue{
		{Code: "1", Severity: engine.Info, Source: lineOf("b", 1, "")}, {Code: "2", Severity: engine.Error, Source: lineOf("a", 9, "")},
		{Code: "3", Severity: engine.Warning, Source: lineOf("a", 1, "")}, {Code: "4", Severity: engine.Error, Source: lineOf("b", 7, "")},
		{Code: "5", Severity: engine.Error, Source: lineOf("a", 2, "")},
	}
	order, err := urgentFirst(engine.Each(list))
	if err != nil || !slices.Equal(order, []int{3, 1, 4, 2, 0}) {
		t.Errorf("the order is %v %v", order, err)
	}
}

// TestPlaces puts every kind of place into words, in both languages, without a gap.
func TestPlaces(t *testing.T) {
	for _, source := range []engine.Source{{File: "f"}, lineOf("f", 3, ""), lineOf("f", 3, "c2"), {File: "f", Sheet: "s"}, {File: "f", Sheet: "s", Ref: "B7"},
		{File: "f", Sheet: "s", Line: 3}, {File: "f", Sheet: "s", Line: 3, Ref: "c2"}} {
		for _, lang := range []messages.Lang{messages.Chinese, messages.English} {
			texts := fixtureTexts(t, lang)
			for _, words := range []string{texts.Place(source), texts.Spot(source)} {
				if words == "" || strings.ContainsAny(words, "{}.") || strings.HasSuffix(words, " ") {
					t.Errorf("%+v is %q", source, words)
				}
			}
		}
	}
}
