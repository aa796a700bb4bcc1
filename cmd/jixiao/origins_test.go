package main

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"jixiao/examples"
)

// The JSON under the key explain, held as strictly as the rest.
type explainContract struct {
	Projects []explainedContract `json:"projects"`
	Unused   []unusedContract    `json:"unused"`
}

type explainedContract struct {
	ID         *string                `json:"id"`
	File       *string                `json:"file"`
	First      *sourceContract        `json:"first,omitempty"`
	Fields     []fieldContract        `json:"fields"`
	Indicators []explainedRowContract `json:"indicators"`
	Issues     []int                  `json:"issues"`
}

type explainedRowContract struct {
	ID     *string         `json:"id"`
	Fields []fieldContract `json:"fields"`
	Issues []int           `json:"issues"`
}

type fieldContract struct {
	Field    string           `json:"field"`
	Item     *string          `json:"item,omitempty"`
	Value    *string          `json:"value"`
	Inferred []string         `json:"inferred"`
	Cells    []originContract `json:"cells"`
	Issues   []int            `json:"issues"`
}

type originContract struct {
	Source sourceContract `json:"source"`
	Text   string         `json:"text"`
}

type unusedContract struct {
	Source sourceContract `json:"source"`
	Text   string         `json:"text"`
	Code   string         `json:"code"`
	Issue  *int           `json:"issue"`
}

// place makes a source comparable.
func (s sourceContract) place() [4]string {
	var place [4]string
	for i, part := range []*string{s.File, s.Sheet, s.Ref} {
		if part != nil {
			place[i] = *part
		}
	}
	if s.Line != nil {
		place[3] = itoa(*s.Line)
	}
	return place
}

// importOfSeveral is what an import of several files writes: one key more than that of one.
type importOfSeveral struct {
	Projects []formContract  `json:"projects"`
	Issues   []issueContract `json:"issues"`
	Cells    cellsContract   `json:"cells"`
	Files    []fileContract  `json:"files"`
}

type fileContract struct {
	File       string         `json:"file"`
	Forms      int            `json:"forms"`
	Indicators int            `json:"indicators"`
	Issues     severityCounts `json:"issues"`
	Error      *string        `json:"error"`
	SameAs     *string        `json:"same_as"`
}

type severityCounts struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Info    int `json:"info"`
}

type explainedImport struct {
	Projects []formContract  `json:"projects"`
	Issues   []issueContract `json:"issues"`
	Cells    cellsContract   `json:"cells"`
	Files    []fileContract  `json:"files"`
	Explain  explainContract `json:"explain"`
}

// TestExplainAddsToTheContract finds the JSON of an import unchanged beside the key explain, every used cell in it, and every
// issue at most once beside the forms.
func TestExplainAddsToTheContract(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "目标.txt", examples.Targets())
	write(t, "完成.csv", examples.Actuals())
	plain := asked[importOfSeveral](t, exitNeedsPerson, "import", "目标.txt", "完成.csv", "--dry-run", "--json")
	explained := asked[explainedImport](t, exitNeedsPerson, "import", "目标.txt", "完成.csv", "--dry-run", "--json", "--explain")
	if !reflect.DeepEqual(plain, importOfSeveral{explained.Projects, explained.Issues, explained.Cells, explained.Files}) {
		t.Error("with --explain the rest of the JSON differs")
	}
	used, beside := map[[4]string]bool{}, map[int]int{}
	note := func(fields []fieldContract, issues []int) {
		for _, field := range fields {
			for _, c := range field.Cells {
				used[c.Source.place()] = true
			}
			issues = append(issues, field.Issues...)
		}
		for _, issue := range issues {
			beside[issue]++
		}
	}
	for _, project := range explained.Explain.Projects {
		note(project.Fields, project.Issues)
		for _, row := range project.Indicators {
			note(row.Fields, row.Issues)
		}
	}
	if len(used) != plain.Cells.Used || len(explained.Explain.Unused) != plain.Cells.Reported {
		t.Errorf("explained %d used cells of %d, and %d reported ones of %d", len(used), plain.Cells.Used,
			len(explained.Explain.Unused), plain.Cells.Reported)
	}
	for _, unused := range explained.Explain.Unused {
		if unused.Issue == nil || plain.Issues[*unused.Issue].Code != unused.Code {
			t.Errorf("no issue accounts for %+v", unused)
		} else if beside[*unused.Issue] == 0 {
			beside[*unused.Issue]++
		}
	}
	for i := range plain.Issues {
		if beside[i] != 1 {
			t.Errorf("the issue %s stands in %d places", plain.Issues[i].Code, beside[i])
		}
	}
}

// TestExplainOfAWorkbook names sheet and cell.
func TestExplainOfAWorkbook(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "目标.txt", examples.Targets())
	if got := call("import", "目标.txt"); got.code != exitNeedsPerson {
		t.Fatal(got)
	}
	if got := call("template", "-o", "完成.xlsx"); got.code != exitDone {
		t.Fatal(got)
	}
	got := call("import", "完成.xlsx", "--dry-run", "--explain", "--lang", "en")
	if !strings.Contains(got.stdout, "("+filepath.Base("完成.xlsx")+")") || !strings.Contains(got.stdout, "!B2") {
		t.Errorf("no cell of the workbook is named:\n%.2000s", got.stdout)
	}
}
