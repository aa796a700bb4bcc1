package main

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"jixiao/assessment"
	"jixiao/importer/grid"
)

// found is a file below a name of the command line.
type found struct {
	path string
	base string // the part of the path that the person did not write
	skip bool   // no regular file
	err  error  // why a folder could not be looked into
}

// files lists what names mean, lazily: each file's bytes are read when the caller comes to it. A folder means all files below it and
// an archive all files in it, in the order of their names. A file that cannot be had is among them with the reason; only a name that
// is not there at all stops everything, because it was mistyped. The number is how many there are, but for archives in archives.
func (a *app) files(names []string) (iter.Seq[assessment.File], int, error) {
	var all []found
	count := 0
	for _, name := range names {
		list, err := expand(name)
		if err != nil {
			return nil, 0, err
		}
		if len(list) == 0 {
			list = []found{{path: name, err: failed("empty-folder", "path", name)}}
		}
		for _, file := range list {
			count += entriesIn(file)
		}
		all = append(all, list...)
	}
	limit := int64(a.config.Import.MaxFileMB) << 20
	return func(yield func(assessment.File) bool) {
		give := &giver{limit: limit, yield: yield, more: true}
		for i := 0; i < len(all) && give.more; i++ {
			give.found(all[i])
		}
	}, count, nil
}

// expand lists the files that a name means: itself, or all files below a folder.
func expand(name string) ([]found, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []found{{path: name}}, nil
	}
	var list []found
	err = filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
		base, relErr := filepath.Rel(name, path)
		base = filepath.ToSlash(base)
		switch {
		case err != nil && path == name, relErr != nil:
			return errors.Join(err, relErr)
		case err != nil:
			list = append(list, found{path: path, err: err})
			return nil
		case entry.IsDir() && path != name && assessment.IsLitter(base):
			list = append(list, found{path: path, base: base, skip: true})
			return filepath.SkipDir
		case !entry.IsDir():
			list = append(list, found{path: path, base: base, skip: !entry.Type().IsRegular() || assessment.IsLitter(base)})
		}
		return nil
	})
	slices.SortFunc(list, func(a, b found) int { return cmp.Compare(a.path, b.path) })
	return list, err
}

// entriesIn counts what a path stands for: the files of an archive, or itself.
func entriesIn(file found) int {
	count := 1
	if file.err != nil || file.skip {
		return count
	}
	_ = withBundle(file.path, func(bundle *grid.Bundle, _ *os.File) error { // whoever reads it will say what is wrong
		if bundle != nil {
			count = len(bundle.Entries())
		}
		return nil
	})
	return count
}

// withBundle opens a file and, where it is an archive of files, the archive.
func withBundle(path string, use func(*grid.Bundle, *os.File) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	bundle, err := grid.OpenBundle(path, file, info.Size(), grid.DefaultBundleLimits())
	if err != nil {
		return err
	}
	return use(bundle, file)
}

// giver hands files to a caller until it wants no more.
type giver struct {
	limit int64 // bytes of one file
	yield func(assessment.File) bool
	more  bool
}

// give hands over a file. Its name is what lists show: whoever makes files chooses their names, and they reach terminals.
func (g *giver) give(file assessment.File) {
	file.Name = grid.ShownName(file.Name)
	if g.more {
		g.more = g.yield(file)
	}
}

func (g *giver) fail(name string, err error) { g.give(assessment.File{Name: name, Err: err}) }

func (g *giver) found(file found) {
	if file.err != nil || file.skip {
		g.give(assessment.File{Name: file.path, Err: file.err, Skip: file.skip})
		return
	}
	err := withBundle(file.path, func(bundle *grid.Bundle, opened *os.File) error {
		if bundle != nil {
			g.bundle(bundle, file.path, false)
			return nil
		}
		data, err := io.ReadAll(io.LimitReader(opened, g.limit+1))
		if err != nil {
			return err
		}
		g.file(file.path, data, len(data) == 0 && file.base != "")
		return nil
	})
	if err != nil {
		g.fail(file.path, err)
	}
}

func (g *giver) file(name string, data []byte, skip bool) {
	if int64(len(data)) > g.limit {
		g.fail(name, failed("file-too-large", "path", name, "limit", itoa(int(g.limit>>20))))
		return
	}
	g.give(assessment.File{Name: name, Data: data, Skip: skip})
}

// bundle gives the files of an archive, and those of archives in it.
func (g *giver) bundle(bundle *grid.Bundle, name string, inner bool) {
	entries := bundle.Entries()
	order := make([]int, len(entries))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(entries[a].Name, entries[b].Name) })
	some := false
	for _, i := range order {
		if !g.more {
			return
		}
		skip := assessment.IsLitter(entries[i].Name) || entries[i].Bytes == 0
		some = some || !skip
		full := name + "/" + entries[i].Name
		if skip {
			g.give(assessment.File{Name: full, Skip: true})
			continue
		}
		g.entry(bundle, i, full, inner)
		if bundle.Spent() {
			return
		}
	}
	if !some {
		g.fail(name, failed("empty-archive", "path", name))
	}
}

func (g *giver) entry(bundle *grid.Bundle, i int, name string, inner bool) {
	data, err := bundle.Read(i)
	if err != nil {
		g.fail(placeOf(err, name), err)
		return
	}
	nested, err := grid.OpenBundle(name, bytes.NewReader(data), int64(len(data)), grid.DefaultBundleLimits())
	switch {
	case err != nil:
		g.fail(name, err)
	case nested == nil:
		g.file(name, data, len(data) == 0)
	case inner:
		g.fail(name, failed("archive-in-archive", "path", name))
	default:
		nested.Inside(bundle)
		g.bundle(nested, name, true)
	}
}

// placeOf returns the file that an error of an archive speaks of: the entry, or the archive as a whole.
func placeOf(err error, name string) string {
	var unreadable *grid.Error
	if errors.As(err, &unreadable) && unreadable.Place.File != "" {
		return unreadable.Place.File
	}
	return name
}
