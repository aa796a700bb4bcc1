package importer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/importer"
	"jixiao/importer/formtest"
)

// TestTracesOfReadings holds the laws of traces over the readings of this package.
func TestTracesOfReadings(t *testing.T) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) == 0 {
		t.Fatal("the readings are missing:", err)
	}
	for _, path := range append(files, "../examples/sample/targets.txt", "../examples/sample/actuals.csv") {
		if strings.HasSuffix(path, ".json") {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		result, err := importer.Read(path, data, importer.Options{Trace: true})
		if err != nil {
			t.Fatal(err)
		}
		checkTraces(t, path, result)
	}
}

// TestTracesOfMadeUpForms holds the same laws over forms of random layout, damaged ones among them.
func TestTracesOfMadeUpForms(t *testing.T) {
	read := 0
	for seed := uint64(1); seed <= 150; seed++ {
		for _, f := range []*formtest.Form{formtest.New(seed), formtest.NewDamaged(seed)} {
			if f.Encoding == "gb18030" {
				continue // the encoding makes no difference to what cells mean
			}
			result, err := importer.Read(f.Name, f.Data, importer.Options{Year: f.Given, Trace: true})
			if err == nil {
				read++
				checkTraces(t, f.Name, result)
			}
		}
	}
	if read < 100 {
		t.Errorf("only %d forms were read", read)
	}
}

// checkTraces finds every used cell in a trace, once; a class that reaches down may be there more often. Names, targets and
// printed classes have their cells.
func checkTraces(t *testing.T, name string, result *importer.Result) {
	t.Helper()
	seen := map[engine.Source]int{}
	for _, trace := range result.Traces {
		for _, c := range trace.Head {
			seen[c.Source]++
		}
		for _, c := range trace.Funds {
			seen[c.Cell.Source]++
		}
		for i, cells := range trace.Rows {
			for _, c := range cells {
				seen[c.Source]++
			}
			if trace.Form == nil {
				continue
			}
			checkRow(t, name, &trace.Form.Indicators[i], cells)
		}
	}
	for _, c := range result.Cells {
		class := c.As == engine.ColumnLevel1.ID() || c.As == engine.ColumnLevel2.ID()
		switch n := seen[c.Source]; {
		case c.Fate != importer.FateUsed && n > 0:
			t.Errorf("%s: %q is traced and was not used", name, c.Text)
		case c.Fate == importer.FateUsed && (n == 0 || n > 1 && !class):
			t.Errorf("%s: %q (%s) is traced %d times", name, c.Text, c.As, n)
		}
	}
}

func checkRow(t *testing.T, name string, ind *engine.Indicator, cells []importer.Cell) {
	t.Helper()
	texts := map[string]string{}
	for _, c := range cells {
		texts[c.As] += c.Text
	}
	if texts[engine.ColumnIndicator.ID()] == "" {
		t.Errorf("%s: the name %q has no cell", name, ind.Name)
	}
	if ind.Target.Text != "" && texts[engine.ColumnTarget.ID()] == "" {
		t.Errorf("%s: the target %q of %q has no cell", name, ind.Target.Text, ind.Name)
	}
	if ind.Level2 != engine.NoCategory && !ind.Level2Inferred && texts[engine.ColumnLevel2.ID()] == "" {
		t.Errorf("%s: the class %s of %q has no cell and is not inferred", name, ind.Level2, ind.Name)
	}
	if ind.Level1 != engine.NoDimension && !ind.Level1Inferred && texts[engine.ColumnLevel1.ID()] == "" {
		t.Errorf("%s: the class %s of %q has no cell and is not inferred", name, ind.Level1, ind.Name)
	}
}
