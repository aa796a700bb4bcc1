package formtest

import (
	"bytes"
	"strings"
	"testing"
)

// seeds are enough to meet every feature of a layout several times.
const seeds = 400

func TestTheSameSeedMakesTheSameForm(t *testing.T) {
	for seed := uint64(1); seed <= seeds; seed++ {
		for name, form := range map[string]func(uint64) *Form{"undamaged": New, "damaged": NewDamaged} {
			a, b := form(seed), form(seed)
			if !bytes.Equal(a.Data, b.Data) || a.String() != b.String() {
				t.Fatalf("seed %d makes two %s forms", seed, name)
			}
		}
	}
}

func TestCellsDoNotOverlap(t *testing.T) {
	for seed := uint64(1); seed <= seeds; seed++ {
		f := New(seed)
		taken := map[[2]int]string{}
		for _, row := range f.Sheet.Rows {
			for _, c := range row {
				for i := c.Row; i < c.Row+c.height(); i++ {
					for k := c.Col; k < c.Col+c.width(); k++ {
						if before, found := taken[[2]int{i, k}]; found {
							t.Fatalf("row %d column %d holds %q and %q\n%s", i+1, k+1, before, c.Text, f)
						}
						taken[[2]int{i, k}] = c.Text
					}
				}
				if c.Row+c.height() > len(f.Sheet.Rows) || c.Col+c.width() > f.Sheet.Width {
					t.Fatalf("%q reaches out of the form\n%s", c.Text, f)
				}
			}
		}
	}
}

// TestTheTruthIsPrinted asks for a cell of every part of every truth: what a form does not print must not be expected of it.
func TestTheTruthIsPrinted(t *testing.T) {
	for seed := uint64(1); seed <= seeds; seed++ {
		f := New(seed)
		for i, p := range f.Projects {
			expect := func(field Field, indicator int, given bool) {
				if given && len(f.Rows(i, indicator, field)) == 0 {
					t.Errorf("seed %d prints no %s of project %d, row %d", seed, field, i+1, indicator+1)
				}
			}
			expect(FieldName, -1, p.Name != "")
			expect(FieldDepartment, -1, true)
			expect(FieldUnit, -1, p.Unit != "")
			expect(FieldCode, -1, p.Code != "")
			expect(FieldStart, -1, p.Start != "")
			expect(FieldGoal, -1, p.Goal != "")
			expect(FieldGoalActual, -1, p.GoalActual != "")
			expect(FieldFunds, -1, len(p.Funds) > 0)
			expect(FieldExecutionWeight, -1, p.ExecutionWeight != nil)
			expect(FieldExecutionClaimed, -1, p.ExecutionClaimed != nil)
			expect(FieldYear, -1, f.Given == 0)
			for k, ind := range p.Indicators {
				expect(FieldIndicator, k, true)
				expect(FieldTarget, k, true)
				expect(FieldActual, k, ind.Actual != "")
				expect(FieldWeight, k, ind.Weight != nil)
				expect(FieldClaimed, k, ind.Claimed != nil)
				expect(FieldReason, k, ind.Reason != "")
			}
		}
	}
}

func TestEveryFeatureIsMet(t *testing.T) {
	met := map[string]bool{}
	for seed := uint64(1); seed <= seeds; seed++ {
		for _, feature := range New(seed).Layout.Features() {
			met[feature] = true
		}
	}
	for _, feature := range []string{"format tab", "format pipe", "format spaces", "format lines", "format fragments", "torn wrapped", "torn runs", "format csv", "format xlsx", "format xls", "format html", "format pdf", "format docx",
		"kind target form", "kind filled form", "kind department targets", "kind department filled", "kind flat table", "columns shuffled", "three columns",
		"two-level header", "long block", "long column", "level 1 lost", "class points", "page break", "several sheets", "stacked", "funds short", "year option"} {
		if !met[feature] {
			t.Errorf("no form with %s", feature)
		}
	}
}

func TestDamageIsDone(t *testing.T) {
	kinds := map[string]bool{}
	for seed := uint64(1); seed <= seeds; seed++ {
		f := NewDamaged(seed)
		if len(f.Damage) == 0 {
			t.Errorf("seed %d is not damaged", seed)
		}
		for _, done := range f.Damage {
			for _, word := range []string{"slid right", "slid left", "the class", "goes on", "was lost", "changed places", "was read as", "page break", "the header"} {
				kinds[word] = kinds[word] || strings.Contains(done, word)
			}
		}
	}
	for word, met := range kinds {
		if !met {
			t.Errorf("no form where %s", word)
		}
	}
}
