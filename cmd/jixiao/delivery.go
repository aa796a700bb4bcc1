package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/reports"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

// formWriters is how many forms are written at once: most of the time goes into waiting for the disk.
const formWriters = 8

// delivery writes a folder of reports. The checksums and the manifest are written last, so that they never speak of a file that is
// not there.
type delivery struct {
	app       *app
	out       string
	formats   []string
	narrative bool
	names     map[string]*reports.FileNames // by folder
	said      reports.Delivery
}

// writeReports writes the forms of a run into the folder of the reports, a folder a department and a file a project and format,
// with an index and a manifest, and returns the paths of all of them in the order of the projects. The form of one project alone
// is no delivery: it comes without an index.
func (a *app) writeReports(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset, narrative bool) ([]string, error) {
	d := &delivery{app: a, out: a.config.Report.Out, formats: a.config.Report.Formats, narrative: narrative, names: map[string]*reports.FileNames{},
		said: reports.Delivery{Run: run, Pack: a.packInfo(set), Department: filter.Department}}
	if err := d.forms(ctx, store, run, filter, set); err != nil || len(d.said.Projects) == 0 {
		return nil, err
	}
	if slices.Contains(d.formats, "json") {
		if err := d.other(fmt.Sprintf("%d.json", run.Year), a.runFile(ctx, store, run, filter, set)); err != nil {
			return nil, err
		}
	}
	if len(filter.Projects) > 0 {
		return d.paths(), d.tellStale()
	}
	return d.finish()
}

func (d *delivery) forms(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset) error {
	step, done := d.app.progress("progress.report", run.Projects)
	defer done()
	group := newCrew(formWriters)
	var lines []*reports.Delivered
	for result, err := range assessment.Results(ctx, store, run.ID, filter) {
		if err != nil {
			return errors.Join(err, group.wait())
		}
		form := d.form(d.app.view(result, run, set))
		lines = append(lines, form.line)
		group.do(form.write)
		step(len(lines))
	}
	if err := group.wait(); err != nil {
		return err
	}
	for _, line := range lines {
		d.said.Projects = append(d.said.Projects, *line)
	}
	return nil
}

// formFiles is one project's line and how each of its files is written.
type formFiles struct {
	out     string
	line    *reports.Delivered
	writers []func(io.Writer) error // in the order of the line's files
}

// form names the files of one project. Names are given out once in each folder.
func (d *delivery) form(view *reports.View) *formFiles {
	folder := reports.FileName("", view.Department)
	key := strings.ToLower(folder)
	if d.names[key] == nil {
		d.names[key] = &reports.FileNames{}
	}
	names := d.names[key]
	form := &formFiles{out: d.out, line: &reports.Delivered{Project: view.Project, Department: view.Department, Name: view.Name,
		Total: view.Total.Text, Grade: view.Grade}}
	base := names.Next("", view.Name)
	for _, format := range d.formats {
		if write := reports.FormWriter(format); write != nil {
			form.add(folder+"/"+base+"."+format, func(w io.Writer) error { return write(w, []*reports.View{view}) })
		}
	}
	if !d.narrative {
		return form
	}
	ending := names.Take(base + reports.NarrativeEnding)
	for _, format := range reports.NarrativeFormats() {
		write := reports.NarrativeWriter(format)
		form.add(folder+"/"+ending+"."+format, func(w io.Writer) error { return write(w, reports.NewNarrative(view)) })
	}
	return form
}

func (f *formFiles) add(path string, write func(io.Writer) error) {
	f.line.Files = append(f.line.Files, reports.DeliveredFile{Path: path})
	f.writers = append(f.writers, write)
}

func (f *formFiles) write() error {
	for i := range f.line.Files {
		if err := deliver(f.out, &f.line.Files[i], f.writers[i]); err != nil {
			return err
		}
	}
	f.writers = nil // they hold the form; a large year has many of them
	return nil
}

// deliver writes a file below a folder, whole or not at all, and notes its digest.
func deliver(out string, file *reports.DeliveredFile, write func(io.Writer) error) error {
	path := filepath.Join(out, filepath.FromSlash(file.Path))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	digest := sha256.New()
	size := &counter{}
	if err := reports.WriteFile(path, func(w io.Writer) error { return write(io.MultiWriter(w, digest, size)) }); err != nil {
		return err
	}
	file.Digest, file.Bytes = [sha256.Size]byte(digest.Sum(nil)), size.bytes
	return nil
}

// counter counts what is written.
type counter struct{ bytes int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	return len(p), nil
}

// other writes a file that is not of one project.
func (d *delivery) other(name string, write func(io.Writer) error) error {
	file := reports.DeliveredFile{Path: name}
	if err := deliver(d.out, &file, write); err != nil {
		return err
	}
	d.said.Others = append(d.said.Others, file)
	return nil
}

func (a *app) runFile(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset) func(io.Writer) error {
	return func(w io.Writer) error {
		totals := assessment.NewTotals(set.Policy().Bands)
		results := a.counted(assessment.Results(ctx, store, run.ID, filter), totals)
		return reports.WriteRunJSON(w, a.texts(), run, results, nil, totalsOf(totals))
	}
}

// finish writes the index, the checksums and the manifest, in this order, and says which files of an earlier report are left.
func (d *delivery) finish() ([]string, error) {
	if err := d.other(reports.IndexFile, func(w io.Writer) error { return reports.WriteIndex(w, d.app.texts(), &d.said) }); err != nil {
		return nil, err
	}
	if err := d.findLeft(); err != nil {
		return nil, err
	}
	if err := d.other(reports.ChecksumsFile, func(w io.Writer) error { return reports.WriteChecksums(w, &d.said) }); err != nil {
		return nil, err
	}
	manifest := reports.DeliveredFile{Path: reports.ManifestFile}
	if err := deliver(d.out, &manifest, func(w io.Writer) error { return reports.WriteManifest(w, &d.said) }); err != nil {
		return nil, err
	}
	d.tellLeft()
	return append(d.paths(), filepath.Join(d.out, reports.ManifestFile)), nil
}

// findLeft lists the files that the manifest of an earlier report names, that are still there, and that this report has no more.
func (d *delivery) findLeft() error {
	earlier, err := os.ReadFile(filepath.Join(d.out, reports.ManifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, path := range d.said.LeftBehind(earlier) {
		// A manifest that somebody changed must not lead out of the folder.
		if path == reports.ChecksumsFile || !filepath.IsLocal(filepath.FromSlash(path)) {
			continue
		}
		if _, err := os.Lstat(filepath.Join(d.out, filepath.FromSlash(path))); err == nil {
			d.said.Left = append(d.said.Left, path)
		}
	}
	return nil
}

func (d *delivery) tellLeft() {
	if len(d.said.Left) == 0 {
		return
	}
	fmt.Fprintln(d.app.err, d.app.say("done.left", "count", itoa(len(d.said.Left)), "manifest", filepath.Join(d.out, reports.ManifestFile)))
	for i, path := range d.said.Left {
		if i == manyPaths {
			fmt.Fprintln(d.app.err, "  ……")
			return
		}
		fmt.Fprintln(d.app.err, "  "+filepath.Join(d.out, filepath.FromSlash(path)))
	}
}

// tellStale says that the index and the manifest of an earlier report do not know what one project's form became.
func (d *delivery) tellStale() error {
	path := filepath.Join(d.out, reports.ManifestFile)
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		fmt.Fprintln(d.app.err, d.app.say("done.manifest-stale", "manifest", path))
	}
	return err
}

func (d *delivery) paths() []string {
	paths := d.said.Paths()
	for i, path := range paths {
		paths[i] = filepath.Join(d.out, filepath.FromSlash(path))
	}
	return paths
}
