package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jixiao/assessment"
)

// readFiles reads the named files and every file in the named folders, in the order of their names. Hidden files, and the lock
// files that office programs leave beside a workbook, are no forms. Files above the configured size are refused by name.
func (a *app) readFiles(names []string) ([]assessment.File, error) {
	limit := int64(a.config.Import.MaxFileMB) << 20
	var files []assessment.File
	for _, name := range names {
		paths, err := expand(name)
		if err != nil {
			return nil, err
		}
		if len(paths) == 0 {
			return nil, failed("empty-folder", "path", name)
		}
		for _, path := range paths {
			data, err := readLimited(path, limit)
			if err != nil {
				return nil, err
			}
			files = append(files, assessment.File{Name: path, Data: data})
		}
	}
	return files, nil
}

func readLimited(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > limit {
		return nil, failed("file-too-large", "path", path, "limit", itoa(int(limit>>20)))
	}
	return os.ReadFile(path)
}

// expand lists the files that a name means: itself, or all files below a folder.
func expand(name string) ([]string, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{name}, nil
	}
	var paths []string
	err = filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if path != name && strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$") {
			if entry.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if entry.Type().IsRegular() {
			paths = append(paths, path)
		}
		return nil
	})
	slices.Sort(paths)
	return paths, err
}
