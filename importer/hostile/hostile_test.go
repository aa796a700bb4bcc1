package hostile_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/importer"
	"jixiao/importer/grid"
	"jixiao/importer/hostile"
)

// TestFiles reads every file here, in this process, and expects exactly the code that it is listed with.
func TestFiles(t *testing.T) {
	for i, file := range hostile.Files() {
		if i%step != 0 || step > 1 && strings.HasSuffix(file.Name, ".pdf") {
			continue // the library that reads pdf takes minutes to start under the race detector
		}
		t.Run(file.Name, func(t *testing.T) {
			result, err := importer.Read(file.Name, file.Data(), importer.Options{})
			if code := codeOf(result, err); code != file.Code {
				t.Errorf("%s: got %q (%v), want %q", file.About, code, err, file.Code)
			}
			if err != nil {
				return
			}
			if isIssue := func(i engine.Issue) bool { return file.Issue == hostile.Any || i.Code == file.Issue }; file.Issue != "" && !slices.ContainsFunc(result.Issues, isIssue) {
				t.Errorf("%s: no issue %s in %v", file.About, file.Issue, result.Issues)
			}
			if file.Issue == "" && slices.ContainsFunc(result.Issues, func(i engine.Issue) bool { return i.Severity == engine.Error }) {
				t.Errorf("%s: an error where none is expected: %v", file.About, result.Issues)
			}
		})
	}
}

// codeOf is the code of what a reading came to, "" where there is something to store.
func codeOf(result *importer.Result, err error) string {
	var unreadable *grid.Error
	var headers *importer.WrongHeaders
	var noForm *importer.NoForm
	switch {
	case errors.As(err, &unreadable):
		return unreadable.Code
	case errors.As(err, &headers):
		return hostile.WrongHeaders
	case errors.As(err, &noForm):
		return hostile.NoForm
	case err != nil:
		return err.Error()
	case len(result.Records) == 0 && !slices.ContainsFunc(result.Submissions, importer.Storable):
		return hostile.Nothing
	}
	return ""
}

// TestFilesAreListedWell holds the list itself: names and descriptions, and the same bytes at every call.
func TestFilesAreListedWell(t *testing.T) {
	names := map[string]bool{}
	for i, file := range hostile.Files() {
		if file.Name == "" || file.About == "" || names[file.Name] {
			t.Errorf("%q (%s) has no name of its own or no description", file.Name, file.About)
		}
		names[file.Name] = true
		if i%step != 0 {
			continue
		}
		if data := file.Data(); len(data) < 16<<20 && !bytes.Equal(data, file.Data()) {
			t.Errorf("%s is other bytes at the second call", file.Name)
		}
	}
}

// TestArchives reads every archive as the program does, file by file and one archive deep.
func TestArchives(t *testing.T) {
	names := map[string]bool{}
	for _, archive := range hostile.Archives() {
		t.Run(archive.Name, func(t *testing.T) {
			if archive.About == "" || names[archive.Name] {
				t.Errorf("no name of its own, or no description")
			}
			names[archive.Name] = true
			data := archive.Data()
			if len(data) < 16<<20 && !bytes.Equal(data, archive.Data()) {
				t.Error("other bytes at the second call")
			}
			reader := archiveReader{seen: map[string]bool{}}
			reader.read(archive.Name, data, nil)
			if archive.Code != "" && !reader.seen[archive.Code] {
				t.Errorf("%s: %v, want %s", archive.About, reader.seen, archive.Code)
			}
			if archive.Code == "" && len(reader.seen) > 1 {
				t.Errorf("%s: %v where nothing is expected", archive.About, reader.seen)
			}
			if reader.seen[""] != archive.Forms {
				t.Errorf("%s: forms read: %v", archive.About, reader.seen[""])
			}
		})
	}
}

// archiveReader notes the codes of what it has read, "" for a form.
type archiveReader struct{ seen map[string]bool }

func (r *archiveReader) read(name string, data []byte, outer *grid.Bundle) {
	bundle, err := grid.OpenBundle(name, bytes.NewReader(data), int64(len(data)), grid.DefaultBundleLimits())
	switch {
	case err != nil:
		r.seen[codeOf(nil, err)] = true
	case bundle == nil:
		result, err := importer.Read(name, data, importer.Options{})
		r.seen[codeOf(result, err)] = true
	case outer != nil && strings.Count(name, ".zip") > 2:
		r.seen[hostile.Nested] = true
	default:
		if outer != nil {
			bundle.Inside(outer)
		}
		r.entries(name, bundle)
	}
}

func (r *archiveReader) entries(name string, bundle *grid.Bundle) {
	entries := bundle.Entries()
	order := make([]int, len(entries))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(entries[a].Name, entries[b].Name) })
	some := false
	for _, i := range order {
		if entries[i].Bytes == 0 {
			continue
		}
		some = true
		data, err := bundle.Read(i)
		if err != nil {
			r.seen[codeOf(nil, err)] = true
		} else {
			r.read(name+"/"+entries[i].Name, data, bundle)
		}
		if bundle.Spent() {
			return
		}
	}
	if !some {
		r.seen[hostile.EmptyArchive] = true
	}
}
