package importer

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/messages"
)

var update = flag.Bool("update", false, "write the golden files")

// view is what a golden file shows of a result, in the words of the forms.
type view struct {
	Projects []projectView
	Records  []string `json:",omitempty"`
	Issues   []string
	Cells    Counts
}

type projectView struct {
	Project, Head, Goal string
	Money               []string
	Indicators          []string
}

func viewOf(r *Result) view {
	v := view{Cells: r.Counts}
	for _, s := range r.Submissions {
		v.Projects = append(v.Projects, projectOf(s))
	}
	for _, rec := range r.Records {
		v.Records = append(v.Records, recordText(rec))
	}
	catalogue := messages.Default()
	for _, issue := range r.Issues {
		v.Issues = append(v.Issues, fmt.Sprintf("%s %s %s: %s", where(issue.Source), issue.Severity, issue.Code,
			catalogue.Sentence(messages.English, "issue."+issue.Code, messages.Arguments(issue.Args))))
	}
	return v
}

func where(s engine.Source) string {
	return strings.TrimSpace(strings.TrimSpace(fmt.Sprintf("%s %d", s.Sheet, s.Line)) + " " + s.Ref)
}

func projectOf(s *engine.Submission) projectView {
	v := projectView{
		Project: fmt.Sprintf("%d / %s / %s / %s / %s", s.Year, s.Department, s.Unit, s.Code, s.Name),
		Head:    fmt.Sprintf("%s, %s, %s to %s, storable %v", s.Nature, s.Kind, s.Start, s.End, Storable(s)),
		Goal:    strings.Trim(s.LongGoal+" / "+s.Goal+" / "+s.GoalActual, " /"),
	}
	for _, text := range []string{s.Filler, s.Telephone, s.FilledOn.String(), s.ExecutionReason} {
		if text != "" {
			v.Head += ", " + text
		}
	}
	v.Head += points(", execution weighs ", s.ExecutionWeight) + points(", execution claimed ", s.ExecutionClaimed)
	if s.Budget.Total != nil {
		v.Money = append(v.Money, "total "+s.Budget.Total.String()+" "+s.Budget.FormUnit)
	}
	for _, row := range s.Budget.Rows {
		v.Money = append(v.Money, row.Item.String()+money3(row.Initial)+money3(row.Adjusted)+money3(row.Executed))
	}
	for i := range s.Indicators {
		v.Indicators = append(v.Indicators, indicatorText(&s.Indicators[i]))
	}
	return v
}

func money3(m *engine.Money) string {
	if m == nil {
		return " -"
	}
	return " " + m.String()
}

func points(label string, p *engine.Points) string {
	if p == nil {
		return ""
	}
	return label + p.String()
}

func indicatorText(i *engine.Indicator) string {
	mark := func(inferred bool) string {
		if inferred {
			return "?"
		}
		return ""
	}
	text := fmt.Sprintf("%s: %s%s / %s%s / %s #%d = %s (%s %s)", where(i.Source), i.Level1, mark(i.Level1Inferred),
		i.Level2, mark(i.Level2Inferred), i.Name, i.Ordinal, i.Target.Text, i.Target.Kind, i.Target.Op)
	text += points(", weight ", i.Weight) + points(", claimed ", i.Claimed)
	if i.Actual.Reported {
		text += ", actual " + i.Actual.Text
	}
	if i.Tier != engine.NoTier {
		text += ", tier " + i.Tier.String()
	}
	if i.Reason != "" {
		text += ", reason " + i.Reason
	}
	return text
}

func recordText(r Record) string {
	key := fmt.Sprintf("%d/%s/%s/%s/%s/%s", r.Project.Year, r.Project.Department, r.Project.Unit, r.Project.Code, r.Project.Name, r.ProjectID)
	row := fmt.Sprintf("%s/%s/%s/%s#%d", r.IndicatorID, r.Level1, r.Level2, r.Name, r.Ordinal)
	if r.Field.OfBudget() {
		row = r.Item.String()
	}
	return fmt.Sprintf("%s: %s %s %s=%s", where(r.Source), key, row, r.Field, r.Value)
}

func TestGoldenReadings(t *testing.T) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) == 0 {
		t.Fatal("the readings are missing:", err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, ".json") {
			continue
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			result := readFile(t, path, Options{})
			checkLaws(t, result)
			compareGolden(t, path+".json", viewOf(result))
		})
	}
}

func compareGolden(t *testing.T, path string, v view) {
	t.Helper()
	var got bytes.Buffer
	encoder := json.NewEncoder(&got)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "\t")
	if err := encoder.Encode(v); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got.Bytes()) {
		t.Errorf("reading differs from %s (go test -update writes it anew):\n%s", path, got.String())
	}
}

// checkLaws holds a result against the law of conservation, counted anew here, and its issues against the list of codes.
func checkLaws(t *testing.T, r *Result) {
	t.Helper()
	counts := Counts{Read: len(r.Cells)}
	codes := map[string]bool{}
	for _, issue := range r.Issues {
		codes[issue.Code] = true
		checkIssue(t, issue)
	}
	for _, c := range r.Cells {
		switch c.Fate {
		case FateUsed:
			counts.Used++
		case FateLabel:
			counts.Labels++
		case FateReported:
			counts.Reported++
			if !codes[c.As] {
				t.Errorf("%q is reported as %s, and there is no such issue", c.Text, c.As)
			}
		}
		if c.As == "" || c.Text == "" {
			t.Errorf("cell %+v does not say what became of it", c)
		}
	}
	if counts != r.Counts || counts.Read != counts.Used+counts.Labels+counts.Reported {
		t.Errorf("counted %+v, the result says %+v", counts, r.Counts)
	}
}

// checkIssue holds an issue of this package against the list of codes. What notation noticed has a list of its own.
func checkIssue(t *testing.T, issue engine.Issue) {
	t.Helper()
	if issue.Source.File == "" {
		t.Errorf("%s has no place", issue.Code)
	}
	known, found := codeIndex[issue.Code]
	if !found {
		return
	}
	var names []string
	for _, arg := range issue.Args {
		names = append(names, arg.Name)
	}
	if !slices.Equal(names, known.Args) || !slices.Contains(known.Severities, issue.Severity) {
		t.Errorf("%s: severity %s, arguments %v; the list says %+v", issue.Code, issue.Severity, names, *known)
	}
}

func TestEveryCodeHasASentenceOfItsArguments(t *testing.T) {
	catalogue := messages.Default()
	for _, code := range Codes() {
		entry, found := catalogue.Entry("issue." + code.Code)
		if !found {
			t.Errorf("%s has no sentence", code.Code)
			continue
		}
		for _, slot := range strings.Split(entry.ZH+entry.HintZH, "{")[1:] {
			name, _, _ := strings.Cut(strings.FieldsFunc(slot, func(r rune) bool { return r == '}' || r == ':' })[0], ":")
			if !slices.Contains(code.Args, name) {
				t.Errorf("%s: the sentence uses %s, which the issue does not carry", code.Code, name)
			}
		}
		if code.Severities[0] == engine.Error && entry.HintZH == "" {
			t.Errorf("%s is an error and has no hint", code.Code)
		}
	}
}

// TestEveryFaultOfTheGridIsACode reads the faults out of the source of the readers, so that a new one is not forgotten here.
func TestEveryFaultOfTheGridIsACode(t *testing.T) {
	source, err := os.ReadFile("grid/faults.go")
	if err != nil {
		t.Fatal(err)
	}
	faults := regexp.MustCompile(`(?m)^\s+Fault\w+ += "([^"]+)"`).FindAllStringSubmatch(string(source), -1)
	if len(faults) < 8 {
		t.Errorf("only %d faults look like constants", len(faults))
	}
	for _, fault := range faults {
		if codeIndex[faultCodes[fault[1]]] == nil {
			t.Errorf("%s becomes no issue", fault[1])
		}
	}
}

func TestUndamagedFormsHaveNoErrors(t *testing.T) {
	for _, path := range []string{"testdata/undamaged.txt", "testdata/ten-thousands.txt", "testdata/pipes.txt", "../examples/sample/undamaged.txt"} {
		for _, issue := range readFile(t, path, Options{}).Issues {
			if issue.Severity != engine.Info {
				t.Errorf("%s: %v", path, issue)
			}
		}
	}
}
