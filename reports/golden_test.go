package reports

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jixiao/engine"
	"jixiao/messages"
)

var update = flag.Bool("update", false, "write the golden files anew")

func checkGolden(t *testing.T, name string, write func(io.Writer) error) {
	t.Helper()
	var got bytes.Buffer
	if err := write(&got); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
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
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s differs (run with -update when that is right):\n%s", name, diff)
	}
}

func results(t testing.TB) iter.Seq2[Result, error] {
	s1, e1 := river(t)
	s2, e2 := library(t)
	return func(yield func(Result, error) bool) {
		_ = yield(Result{s1, e1, nil, nil}, nil) && yield(Result{s2, e2, nil, nil}, nil)
	}
}

func submissions(t testing.TB) iter.Seq2[*engine.Submission, error] {
	return func(yield func(*engine.Submission, error) bool) {
		for result := range results(t) {
			if !yield(result.Submission, nil) {
				return
			}
		}
	}
}

func forms(t testing.TB) (all []*engine.Submission) {
	for s := range submissions(t) {
		all = append(all, s)
	}
	return all
}

func TestGolden(t *testing.T) {
	zh, en := fixtureTexts(t, messages.Chinese), fixtureTexts(t, messages.English)
	views, english := fixtureViews(t, messages.Chinese), fixtureViews(t, messages.English)
	unscored, _ := river(t)
	for name, write := range map[string]func(io.Writer) error{
		"forms.golden.html": func(w io.Writer) error { return WriteHTML(w, views) },
		"forms.golden.md":   func(w io.Writer) error { return WriteMarkdown(w, views) },
		"run.golden.json": func(w io.Writer) error {
			return WriteRunJSON(w, zh, fixtureRun(), results(t), fixtureIssues(), totalsOf(t))
		},
		"run.en.golden.json": func(w io.Writer) error {
			return WriteRunJSON(w, en, fixtureRun(), results(t), fixtureIssues(), totalsOf(t))
		},
		"import.golden.json": func(w io.Writer) error {
			return WriteImportJSON(w, zh, submissions(t), engine.Each(fixtureIssues()), CellCounts{90, 60, 27, 3}, ImportReport{})
		},
		"sheet.golden.csv":      func(w io.Writer) error { return WriteSheetCSV(w, NewFillIn(forms(t))) },
		"project.golden.txt":    func(w io.Writer) error { return WriteProjectTable(w, views[0], 80, false) },
		"project.en.golden.txt": func(w io.Writer) error { return WriteProjectTable(w, english[0], 100, true) },
		"unscored.golden.txt": func(w io.Writer) error {
			return WriteProjectTable(w, view(t, messages.Chinese, unscored, nil), 80, false)
		},
		"summary.golden.txt": func(w io.Writer) error {
			return WriteSummaryTable(w, zh, []SummaryRow{views[0].Summary(), views[1].Summary()}, 80, false)
		},
		"issues.golden.txt":    func(w io.Writer) error { return WriteIssuesTable(w, zh, engine.Each(fixtureIssues()), 80, false) },
		"issues.en.golden.txt": func(w io.Writer) error { return WriteIssuesTable(w, en, engine.Each(fixtureIssues()), 80, true) },
		"no-issues.golden.txt": func(w io.Writer) error { return WriteIssuesTable(w, zh, engine.Each[engine.Issue](nil), 80, false) },
	} {
		t.Run(name, func(t *testing.T) { checkGolden(t, name, write) })
	}
}

// The forms are Chinese in every language of the program, and the same bytes.
func TestFormsDoNotDependOnTheLanguage(t *testing.T) {
	for name, write := range formWriters() {
		var zh, en bytes.Buffer
		if err := errors.Join(write(&zh, fixtureViews(t, messages.Chinese)), write(&en, fixtureViews(t, messages.English))); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(zh.Bytes(), en.Bytes()) {
			t.Errorf("%s differs between languages", name)
		}
	}
}

// formWriters are the writers of all formats of forms, so that a format that is added is tried like the others.
func formWriters() map[string]func(io.Writer, []*View) error {
	writers := map[string]func(io.Writer, []*View) error{}
	for _, format := range Formats() {
		if write := FormWriter(format); write != nil {
			writers[format] = write
		}
	}
	return writers
}

func TestSameDataSameBytes(t *testing.T) {
	writers := map[string]func(io.Writer) error{
		"fill-in workbook": func(w io.Writer) error { return WriteSheetXLSX(w, NewFillIn(forms(t))) },
	}
	for name, write := range formWriters() {
		writers[name] = func(w io.Writer) error { return write(w, fixtureViews(t, messages.Chinese)) }
	}
	for name, write := range writers {
		var first bytes.Buffer
		if err := write(&first); err != nil {
			t.Fatal(err)
		}
		for range 8 {
			var again bytes.Buffer
			if err := write(&again); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(first.Bytes(), again.Bytes()) {
				t.Fatalf("%s: two writings of the same data differ", name)
			}
		}
	}
}

func TestWritersPassOnErrors(t *testing.T) {
	broken := errors.New("disk full")
	zh := fixtureTexts(t, messages.Chinese)
	views := fixtureViews(t, messages.Chinese)
	for name, write := range map[string]func(io.Writer) error{
		"xlsx": func(w io.Writer) error { return WriteXLSX(w, views) },
		"docx": func(w io.Writer) error { return WriteDOCX(w, views) },
		"html": func(w io.Writer) error { return WriteHTML(w, views) },
		"run":  func(w io.Writer) error { return WriteRunJSON(w, zh, fixtureRun(), results(t), nil, totalsOf(t)) },
		"import": func(w io.Writer) error {
			return WriteImportJSON(w, zh, submissions(t), engine.Each[engine.Issue](nil), CellCounts{}, ImportReport{})
		},
		"csv":       func(w io.Writer) error { return WriteSheetCSV(w, NewFillIn(forms(t))) },
		"fill-in":   func(w io.Writer) error { return WriteSheetXLSX(w, NewFillIn(forms(t))) },
		"project":   func(w io.Writer) error { return WriteProjectTable(w, views[0], 80, false) },
		"issues":    func(w io.Writer) error { return WriteIssuesTable(w, zh, engine.Each[engine.Issue](nil), 80, false) },
		"summaries": func(w io.Writer) error { return WriteSummaryTable(w, zh, nil, 80, false) },
	} {
		if err := write(failingWriter{broken}); !errors.Is(err, broken) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	stop := errors.New("database gone")
	failing := func(yield func(Result, error) bool) { yield(Result{}, stop) }
	if err := WriteRunJSON(io.Discard, zh, fixtureRun(), failing, nil, totalsOf(t)); !errors.Is(err, stop) {
		t.Errorf("results: got %v", err)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

// A terminal table keeps inside its width whatever the texts, and loses nothing of them.
func TestTablesKeepTheirWidth(t *testing.T) {
	v := fixtureViews(t, messages.Chinese)[0]
	for _, width := range []int{60, 72, 80, 100, 132} {
		var out strings.Builder
		if err := WriteProjectTable(&out, v, width, false); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(out.String(), "\n") {
			if got := textWidth(line); got > width {
				t.Errorf("width %d: a line of %d columns: %s", width, got, line)
			}
			if strings.Contains(line, "\x1b") {
				t.Errorf("colour in a plain table: %q", line)
			}
		}
		if squeezed := strings.Join(strings.Fields(out.String()), ""); !strings.Contains(squeezed, "由河道管理所按月督办。") {
			t.Errorf("width %d: a text was cut", width)
		}
	}
}
