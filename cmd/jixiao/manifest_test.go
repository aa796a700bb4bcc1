package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jixiao/config"
	"jixiao/engine"
	"jixiao/reports"
)

func filesNamed(paths ...string) manifestFiles {
	var files []reports.ManifestFile
	for _, path := range paths {
		files = append(files, reports.ManifestFile{Path: path})
	}
	return engine.Each(files)
}

func pathsOf(t *testing.T, files manifestFiles) (paths []string) {
	t.Helper()
	for file, err := range files {
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, file.Path)
	}
	return paths
}

func TestMerged(t *testing.T) {
	for _, test := range []struct{ a, b, want []string }{
		{nil, nil, nil},
		{[]string{"a", "c"}, nil, []string{"a", "c"}},
		{nil, []string{"b"}, []string{"b"}},
		{[]string{"b", "d"}, []string{"a", "b", "c", "e", "f"}, []string{"a", "b", "c", "d", "e", "f"}},
	} {
		if got := pathsOf(t, merged(filesNamed(test.a...), filesNamed(test.b...))); !slices.Equal(got, test.want) {
			t.Errorf("%q and %q: %q", test.a, test.b, got)
		}
	}
	failure := errors.New("disk")
	broken := func(yield func(reports.ManifestFile, error) bool) { yield(reports.ManifestFile{}, failure) }
	for _, lists := range [][2]manifestFiles{{broken, filesNamed("a")}, {filesNamed("a"), broken}, {filesNamed("a", "b"), broken}} {
		var got error
		for _, err := range merged(lists[0], lists[1]) {
			got = errors.Join(got, err)
		}
		if !errors.Is(got, failure) {
			t.Errorf("an error is lost: %v", got)
		}
	}
}

// A manifest that is in order is read a file at a time, and one that somebody changed by hand is put in order; both tell what is still in
// the folder and not listed any more.
func TestStaleFiles(t *testing.T) {
	const files = 3 * keptForms
	for name, shuffle := range map[string]func([]string){"as written": func([]string) {}, "changed by hand": slices.Reverse[[]string]} {
		t.Run(name, func(t *testing.T) {
			out := t.TempDir()
			var paths []string
			for i := range files {
				paths = append(paths, fmt.Sprintf("%05d", i))
			}
			listed := slices.Clone(paths)
			listed = slices.DeleteFunc(listed, func(path string) bool { return strings.HasSuffix(path, "7") })
			for _, path := range []string{"00007", "01007", "00008"} { // the others were deleted
				if err := os.WriteFile(filepath.Join(out, path), nil, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			shuffle(paths)
			writeManifest(t, out, paths)
			d := (&app{config: &config.Config{Report: config.Report{Out: out}}}).newDelivery(papers{})
			defer d.Close()
			earlier, err := d.earlier()
			if err != nil {
				t.Fatal(err)
			}
			defer earlier.Close()
			if earlier.files.unsorted != (name == "changed by hand") || earlier.run != "abc" {
				t.Errorf("unsorted: %v, run %q", earlier.files.unsorted, earlier.run)
			}
			var stale []string
			for path, err := range d.stale(earlier, filesNamed(listed...)) {
				if err != nil {
					t.Fatal(err)
				}
				stale = append(stale, path)
			}
			if !slices.Equal(stale, []string{"00007", "01007"}) {
				t.Errorf("%q", stale)
			}
		})
	}
}

func writeManifest(t *testing.T, out string, paths []string) {
	t.Helper()
	type line struct {
		Path string `json:"path"`
	}
	var lines []line
	for _, path := range paths {
		lines = append(lines, line{path})
	}
	text, err := json.Marshal(map[string]any{"run_digest": "abc", "files": lines, "left": []string{"../x", "00007"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(out, manifestName), text, 0o666); err != nil {
		t.Fatal(err)
	}
}
