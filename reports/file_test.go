package reports

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

func TestWriteFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "form.html")
	write := func(text string, err error) error {
		return WriteFile(path, func(w io.Writer) error {
			if _, failed := io.WriteString(w, text); failed != nil {
				return failed
			}
			return err
		})
	}
	if err := write("first", nil); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := write(strings.Repeat("x", 200_000), broken); !errors.Is(err, broken) || !strings.Contains(err.Error(), path) {
		t.Errorf("error: %v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "first" {
		t.Errorf("a failed writing left %q", got)
	}
	if err := write("second", nil); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); string(got) != "second" {
		t.Errorf("got %q", got)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 {
		t.Errorf("left in the folder: %v, %v", entries, err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o644 {
		t.Errorf("mode %v", info.Mode())
	}
	if err := WriteFile(filepath.Join(folder, "missing", "x"), func(io.Writer) error { return nil }); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing folder: %v", err)
	}
}

// A folder where the file should be: the rename fails, and nothing remains.
func TestWriteFileOverAFolder(t *testing.T) {
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "taken", "inner"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(filepath.Join(folder, "taken"), func(w io.Writer) error { return nil }); err == nil {
		t.Error("no error")
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 1 {
		t.Errorf("left in the folder: %v", entries)
	}
}

func TestFileName(t *testing.T) {
	long := strings.Repeat("很长的项目名称", 40)
	for _, test := range []struct{ department, project, want string }{
		{"青浦县水务局", "河道整治", "青浦县水务局-河道整治"},
		{"", "河道整治", "河道整治"},
		{"", "", "项目"},
		{"水务局", "", "水务局-项目"},
		{`..\..\etc`, "a/b:c*d?e", "_.._etc-a_b_c_d_e"},
		{"", "con", "_con"},
		{"", "LPT1.2025", "_LPT1.2025"},
		{"", "COM10", "COM10"},
		{"", "  .河道. ", "河道"},
		{"", "a\u202eb\x00c\td\u200b", "abcd"},
		{"", "bad\xffutf8", "bad_utf8"},
	} {
		if got := FileName(test.department, test.project); got != test.want {
			t.Errorf("FileName(%q, %q) = %q, want %q", test.department, test.project, got, test.want)
		}
	}
	if got := FileName("水务局", long); len(got) > maxNameBytes || !strings.HasPrefix(got, "水务局-很长") {
		t.Errorf("long name: %d bytes, %q", len(got), got)
	}
	if got := FileName(long, "河道整治"); len(got) > maxNameBytes || !strings.HasSuffix(got, "-河道整治") {
		t.Errorf("long department: %d bytes, %q", len(got), got)
	}
}

func TestFileNamesKeepProjectsApart(t *testing.T) {
	var names FileNames
	got := []string{names.Next("局", "Road"), names.Next("局", "road"), names.Next("局", "Road"), names.Next("局", "桥")}
	if want := []string{"局-Road", "局-road(2)", "局-Road(3)", "局-桥"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzFileName(f *testing.F) {
	for _, seed := range []string{"河道整治", "con", "../..", "a\u202eb", "nul.txt", strings.Repeat("长", 200), "\xff\xfe", "…", "COM¹"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, department, project string) {
		name := FileName(department, project)
		if name == "" || len(name) > maxNameBytes || !utf8.ValidString(name) || reserved(name) {
			t.Errorf("%q", name)
		}
		if strings.Trim(name, " .") != name || strings.ContainsAny(name, `<>:"/\|?*`) || strings.ContainsFunc(name, unprintable) {
			t.Errorf("%q", name)
		}
	})
}

func TestSheetNames(t *testing.T) {
	names := newSheetNames()
	long := strings.Repeat("长", 40)
	for _, test := range []struct{ project, want string }{
		{"河道[整治]:1/2", "河道 整治 1 2"},
		{"", "项目"}, {"'", "项目(2)"}, {"History", "History(2)"}, {"'引号'", "引号"},
		{long, strings.Repeat("长", 31)}, {long, strings.Repeat("长", 28) + "(2)"},
		{"Road", "Road"}, {"ROAD", "ROAD(2)"}, {strings.Repeat("😀", 20), strings.Repeat("😀", 15)},
	} {
		got := names.next(test.project)
		if got != test.want || len(utf16.Encode([]rune(got))) > maxSheetName {
			t.Errorf("sheet of %q is %q, want %q", test.project, got, test.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		text  string
		width int
		want  []string
	}{
		{"", 10, []string{""}},
		{"一二三四五六", 8, []string{"一二三四", "五六"}},
		{"一二三四，五六", 8, []string{"一二三", "四，五六"}},
		{"一二三（四五）", 8, []string{"一二三", "（四五）"}},
		{"共487篇完成", 4, []string{"共", "487", "篇完", "成"}},
		{"the quick brown fox", 10, []string{"the quick", "brown fox"}},
		{"abcdefghijkl", 5, []string{"abcde", "fghij", "kl"}},
		{"甲\n乙\r\n丙", 8, []string{"甲", "乙", "丙"}},
		{"。。。。。。", 4, []string{"。。", "。。", "。。"}},
	} {
		if got := wrap(test.text, test.width, sheetCells); !reflect.DeepEqual(got, test.want) {
			t.Errorf("wrap(%q, %d) = %q, want %q", test.text, test.width, got, test.want)
		}
	}
}

// Wrapping keeps every character but the spaces at breaks, and keeps to the width where a character fits at all.
func FuzzWrap(f *testing.F) {
	f.Add("整治河道 11 条，另 1 条因征地未完成（2025-11-20）。", 10)
	f.Add("a\u0301bc def", 2)
	f.Fuzz(func(t *testing.T, text string, width int) {
		if width < 2 || width > 200 || !utf8.ValidString(text) {
			t.Skip()
		}
		lines := wrap(text, width, sheetCells)
		for _, line := range lines {
			used := 0
			for _, r := range line {
				used += sheetCells(r)
			}
			if used > width {
				t.Errorf("%q is %d wide, more than %d", line, used, width)
			}
		}
		if got, want := withoutSpace(strings.Join(lines, "")), withoutSpace(text); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}

func withoutSpace(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// TestAbandonedDrafts holds that what a killed process left goes, and what another one is writing stays.
func TestAbandonedDrafts(t *testing.T) {
	folder := t.TempDir()
	other, err := newDraft(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer other.drop()
	abandoned := filepath.Join(folder, ".jixiao-1.tmp")
	if err := os.WriteFile(abandoned, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	removeAbandoned(folder)
	if _, err := os.Stat(abandoned); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the abandoned draft: %v", err)
	}
	if err := other.name(filepath.Join(folder, "form")); err != nil {
		t.Errorf("the draft of another: %v", err)
	}
}
