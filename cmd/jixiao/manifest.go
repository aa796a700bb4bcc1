package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"jixiao/engine"
	"jixiao/reports"
	"jixiao/spool"
)

// The manifest of a delivery lists its files in the order of their paths. It is written, and the one of an earlier delivery read, one file
// at a time.

// manifestFiles is a list of files in the order of their paths.
type manifestFiles = iter.Seq2[reports.ManifestFile, error]

// summaryFile tells the files of the bureau's summary, which the forms of the same run leave as they are.
func summaryFile(year int, path string) bool {
	return slices.ContainsFunc(bureauFiles, func(file bureauFile) bool { return path == file.name(year) })
}

// otherFile tells everything else, which the summary of the same run leaves as it is.
func otherFile(year int, path string) bool { return !summaryFile(year, path) }

// finish writes the checksums and the manifest of the files of this delivery and of those of an earlier one of the same run that this one
// leaves as they are. Other files of earlier deliveries are named, and left where they are too.
func (d *delivery) finish(run engine.Run, files manifestFiles, keeps func(year int, path string) bool) error {
	earlier, err := d.earlier()
	if err != nil {
		return err
	}
	defer earlier.Close()
	kept := func(file reports.ManifestFile) bool {
		return earlier.run == run.Digest.String() && keeps(run.Year, file.Path) && d.exists(file.Path)
	}
	listed := merged(files, chosen(earlier.files.all(), kept))
	stale := spool.New[string](keptForms, nil)
	defer stale.Close()
	for path, err := range d.stale(earlier, listed) {
		if err == nil {
			err = stale.Append(path)
		}
		if err != nil {
			return err
		}
	}
	for _, paper := range []plannedFile{
		{checksumsName, func(w io.Writer) error { return reports.WriteChecksums(w, listed) }},
		{manifestName, func(w io.Writer) error { return reports.WriteManifest(w, run, listed, stale.All()) }},
	} {
		line, err := d.put(paper)
		if err != nil {
			return err
		}
		d.last = append(d.last, line)
	}
	return d.showStale(stale)
}

// sorted lists the files of the delivery, a department's at a time.
func (d *delivery) sorted() manifestFiles {
	order := slices.SortedFunc(slices.Values(d.order), func(a, b *departmentFolder) int { return cmp.Compare(a.folder+"/", b.folder+"/") })
	ofForms := func(yield func(reports.ManifestFile, error) bool) {
		for _, folder := range order {
			var files []reports.ManifestFile
			for form, err := range d.formsOf(folder) {
				if err != nil {
					yield(reports.ManifestFile{}, err)
					return
				}
				files = append(files, form.Files...)
			}
			for _, file := range slices.SortedFunc(slices.Values(files), byPath) {
				if !yield(file, nil) {
					return
				}
			}
		}
	}
	return merged(ofForms, d.others())
}

// others lists the files that belong to no project.
func (d *delivery) others() manifestFiles {
	return engine.Each(slices.SortedFunc(slices.Values(d.extra), byPath))
}

func byPath(a, b reports.ManifestFile) int { return cmp.Compare(a.Path, b.Path) }

// merged puts two lists together that are in the order of their paths. Of two files of one path the first list's stays.
func merged(a, b manifestFiles) manifestFiles {
	return func(yield func(reports.ManifestFile, error) bool) {
		next, stop := iter.Pull2(b)
		defer stop()
		other, failed, more := next()
		for file, err := range a {
			for more && failed == nil && err == nil && other.Path <= file.Path {
				if other.Path < file.Path && !yield(other, nil) {
					return
				}
				other, failed, more = next()
			}
			if err = errors.Join(err, failed); !yield(file, err) || err != nil {
				return
			}
		}
		for more && yield(other, failed) && failed == nil {
			other, failed, more = next()
		}
	}
}

// chosen lists the files that fit.
func chosen(files manifestFiles, fits func(reports.ManifestFile) bool) manifestFiles {
	return func(yield func(reports.ManifestFile, error) bool) {
		for file, err := range files {
			if (err != nil || fits(file)) && !yield(file, err) {
				return
			}
		}
	}
}

func (d *delivery) exists(path string) bool {
	_, err := os.Lstat(d.pathOf(path))
	return err == nil
}

// stale lists the files of earlier deliveries that are still in the folder and not listed any more.
func (d *delivery) stale(earlier *earlierDelivery, listed manifestFiles) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		next, stop := iter.Pull2(listed)
		defer stop()
		file, failed, more := next()
		for old, err := range merged(earlier.files.all(), earlier.left.all()) {
			for more && failed == nil && file.Path < old.Path {
				file, failed, more = next()
			}
			if err = errors.Join(err, failed); err != nil {
				yield("", err)
				return
			}
			again := more && file.Path == old.Path
			if !again && d.exists(old.Path) && !yield(old.Path, nil) {
				return
			}
		}
	}
}

// mostStale is how many files of an earlier delivery are named; the rest is counted.
const mostStale = 10

func (d *delivery) showStale(stale *spool.List[string]) error {
	if d.app.config.Quiet || d.app.config.JSON || stale.Len() == 0 {
		return nil
	}
	var paths []string
	for path, err := range stale.Part(0, min(stale.Len(), mostStale)) {
		if err != nil {
			return err
		}
		paths = append(paths, d.pathOf(path))
	}
	d.app.warnList("done.stale", paths, "count", itoa(stale.Len()))
	return nil
}

// earlierDelivery is the delivery that the folder holds already.
type earlierDelivery struct {
	run         string    // the run's digest
	files, left pathOrder // left by the delivery before it
}

// Close forgets the lists.
func (e *earlierDelivery) Close() {
	e.files.list.Close()
	e.left.list.Close()
}

// pathOrder is a list of files that ought to be in the order of their paths, as the program writes them.
type pathOrder struct {
	list     *spool.List[reports.ManifestFile]
	last     string
	unsorted bool // somebody changed it by hand
}

// add keeps a file of the folder; a path that leads elsewhere is nobody's business.
func (o *pathOrder) add(file reports.ManifestFile) error {
	if !filepath.IsLocal(filepath.FromSlash(file.Path)) {
		return nil
	}
	o.unsorted = o.unsorted || file.Path <= o.last
	o.last = file.Path
	return o.list.Append(file)
}

// all lists the files in the order of their paths.
func (o *pathOrder) all() manifestFiles {
	if !o.unsorted {
		return o.list.All()
	}
	var files []reports.ManifestFile
	for file, err := range o.list.All() {
		if err != nil {
			return func(yield func(reports.ManifestFile, error) bool) { yield(file, err) }
		}
		files = append(files, file)
	}
	slices.SortStableFunc(files, byPath)
	return engine.Each(slices.CompactFunc(files, func(a, b reports.ManifestFile) bool { return a.Path == b.Path }))
}

// earlier reads the manifest that the folder holds already. Somebody else's file of that name, or a damaged one, says nothing more than
// what could be read of it, and is replaced.
func (d *delivery) earlier() (*earlierDelivery, error) {
	e := &earlierDelivery{}
	e.files.list, e.left.list = spool.New[reports.ManifestFile](keptForms, nil), spool.New[reports.ManifestFile](keptForms, nil)
	file, err := os.Open(filepath.Join(d.out, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return e, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return e, e.read(json.NewDecoder(file))
}

// read takes what it needs out of a manifest. Only an error of the disk is one.
func (e *earlierDelivery) read(in *json.Decoder) error {
	if token, err := in.Token(); err != nil || token != json.Delim('{') {
		return nil
	}
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return nil
		}
		var failed error
		switch key {
		case "run_digest":
			err = in.Decode(&e.run)
		case "files":
			failed, err = elements(in, e.files.add)
		case "left":
			failed, err = elements(in, func(path string) error { return e.left.add(reports.ManifestFile{Path: path}) })
		default:
			err = in.Decode(new(json.RawMessage))
		}
		if failed != nil || err != nil {
			return failed
		}
	}
	return nil
}

// elements hands the elements of a JSON array to use, one at a time. Failed is the error of use, err one of the JSON.
func elements[T any](in *json.Decoder, use func(T) error) (failed, err error) {
	if token, err := in.Token(); err != nil || token != json.Delim('[') {
		return nil, cmp.Or(err, errors.New("no array"))
	}
	for in.More() {
		var v T
		if err := in.Decode(&v); err != nil {
			return nil, err
		}
		if err := use(v); err != nil {
			return err, nil
		}
	}
	_, err = in.Token()
	return nil, err
}
