package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
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

// A delivery is the folder that a report leaves: a folder a department with the files of its projects and an index of them, an index of
// the departments, and a manifest of all files with their digests, which comes last. The same data give the same bytes.

// Names of the files that a delivery adds.
const (
	indexName     = "index"
	manifestName  = "manifest.json"
	checksumsName = "SHA256SUMS"
)

// delivery collects what was written. Of a project it keeps its names, its result and its files, some hundred bytes.
type delivery struct {
	app     *app
	out     string
	papers  papers
	folders map[string]*departmentFolder // by department
	order   []*departmentFolder          // in the order of the first project
	undrawn []reports.Undrawn            // in the order of the projects
	names   reports.FileNames            // of the folders
	files   []deliveredFile
}

// departmentFolder is the folder of one department.
type departmentFolder struct {
	department, folder string
	names              reports.FileNames // of the files in it
	forms              []*formFiles
}

// formFiles is one project's form and the files that it is written to.
type formFiles struct {
	view  *reports.View // nil once written
	line  reports.IndexLine
	files []deliveredFile
}

// deliveredFile is a line of the manifest. The path is relative to the delivery and has slashes.
type deliveredFile struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	write  func(io.Writer) error
}

func (a *app) newDelivery(wanted papers) *delivery {
	d := &delivery{app: a, out: a.config.Report.Out, papers: wanted, folders: map[string]*departmentFolder{}}
	d.names.Next("", indexName)
	return d
}

// folder returns the folder of a department.
func (d *delivery) folder(department string) *departmentFolder {
	if f, found := d.folders[department]; found {
		return f
	}
	f := &departmentFolder{department: department, folder: d.names.Next("", department)}
	f.names.Next("", indexName)
	d.folders[department] = f
	d.order = append(d.order, f)
	return f
}

// add names the files of one project.
func (d *delivery) add(view *reports.View) *formFiles {
	folder := d.folder(view.Department)
	base := folder.names.Next("", view.Name)
	form := &formFiles{view: view, line: view.IndexLine()}
	views := []*reports.View{view}
	if slices.Contains(d.app.config.Report.Formats, "pdf") {
		d.undrawn = append(d.undrawn, view.Undrawn()...)
	}
	for _, format := range d.app.config.Report.Formats {
		if write := reports.FormWriter(format); write != nil {
			form.plan(folder.folder+"/"+base+"."+format, func(w io.Writer) error { return write(w, views) })
		}
	}
	if d.papers.narrative {
		ending := folder.names.Take(base + reports.NarrativeEnding)
		for _, format := range reports.NarrativeFormats() {
			write := reports.NarrativeWriter(format)
			form.plan(folder.folder+"/"+ending+"."+format, func(w io.Writer) error { return write(w, reports.NewNarrative(view)) })
		}
	}
	for _, file := range form.files {
		form.line.Files = append(form.line.Files, strings.TrimPrefix(file.Path, folder.folder+"/"))
	}
	folder.forms = append(folder.forms, form)
	return form
}

func (f *formFiles) plan(path string, write func(io.Writer) error) {
	f.files = append(f.files, deliveredFile{Path: path, write: write})
}

// write writes the files of one project; several projects are written at the same time.
func (d *delivery) write(f *formFiles) error {
	for i := range f.files {
		if err := d.put(&f.files[i]); err != nil {
			return err
		}
	}
	f.view = nil // a large year has many forms; what is written need not be kept
	return nil
}

// put writes one file whole or not at all and notes what it holds.
func (d *delivery) put(file *deliveredFile) error {
	path := filepath.Join(d.out, filepath.FromSlash(file.Path))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	digest := &digested{sum: sha256.New()}
	err := reports.WriteFile(path, func(w io.Writer) error { return file.write(io.MultiWriter(w, digest)) })
	file.Bytes, file.SHA256, file.write = digest.bytes, fmt.Sprintf("%x", digest.sum.Sum(nil)), nil
	return err
}

// digested counts and digests what is written.
type digested struct {
	sum   hash.Hash
	bytes int64
}

func (d *digested) Write(p []byte) (int, error) {
	d.bytes += int64(len(p))
	return d.sum.Write(p)
}

// collect lists the files of all projects in their order, and the extra ones behind them.
func (d *delivery) collect(extra []deliveredFile) {
	for _, folder := range d.order {
		for _, form := range folder.forms {
			d.files = append(d.files, form.files...)
		}
	}
	d.files = append(d.files, extra...)
}

// finish writes the indexes, the checksums and the manifest. It returns the files of earlier deliveries that are not part of this one;
// they are left where they are.
func (d *delivery) finish(run engine.Run) (stale []string, err error) {
	if err := d.index(run); err != nil {
		return nil, err
	}
	listed := slices.SortedFunc(slices.Values(d.files), func(a, b deliveredFile) int { return cmp.Compare(a.Path, b.Path) })
	stale, err = d.stale(listed)
	if err != nil {
		return nil, err
	}
	lines := manifestLines(listed)
	checksums := deliveredFile{Path: checksumsName, write: func(w io.Writer) error { return reports.WriteChecksums(w, lines) }}
	manifest := deliveredFile{Path: manifestName, write: func(w io.Writer) error { return reports.WriteManifest(w, run, lines, stale) }}
	if err := d.put(&checksums); err != nil {
		return nil, err
	}
	if err := d.put(&manifest); err != nil {
		return nil, err
	}
	d.files = append(d.files, checksums, manifest)
	return stale, nil
}

// stale lists the files of earlier deliveries that are still in the folder and not among those that are listed.
func (d *delivery) stale(listed []deliveredFile) (stale []string, err error) {
	old, err := d.earlier()
	if err != nil {
		return nil, err
	}
	for _, file := range listed {
		delete(old, file.Path)
	}
	for path := range old {
		if _, err := os.Lstat(filepath.Join(d.out, filepath.FromSlash(path))); err == nil {
			stale = append(stale, path)
		}
	}
	slices.Sort(stale)
	return stale, nil
}

// paths lists where the files are, in the order in which they were written.
func (d *delivery) paths() []string {
	paths := make([]string, len(d.files))
	for i, file := range d.files {
		paths[i] = filepath.Join(d.out, filepath.FromSlash(file.Path))
	}
	return paths
}

func manifestLines(files []deliveredFile) []reports.ManifestFile {
	lines := make([]reports.ManifestFile, len(files))
	for i, file := range files {
		lines[i] = reports.ManifestFile{Path: file.Path, Bytes: file.Bytes, SHA256: file.SHA256}
	}
	return lines
}

// index writes the page of each department and the page of all.
func (d *delivery) index(run engine.Run) error {
	var departments []reports.IndexDepartment
	for _, folder := range d.order {
		page := reports.Index{Year: run.Year, Department: folder.department}
		for _, form := range folder.forms {
			page.Projects = append(page.Projects, form.line)
		}
		file := deliveredFile{Path: folder.folder + "/" + indexName + ".html", write: func(w io.Writer) error { return reports.WriteIndex(w, page) }}
		if err := d.put(&file); err != nil {
			return err
		}
		d.files = append(d.files, file)
		departments = append(departments, reports.IndexDepartment{Name: folder.department, Path: file.Path, Projects: len(folder.forms)})
	}
	file := deliveredFile{Path: indexName + ".html", write: func(w io.Writer) error {
		return reports.WriteIndex(w, reports.Index{Year: run.Year, Departments: departments})
	}}
	err := d.put(&file)
	d.files = append(d.files, file)
	return err
}

// earlier lists the files of the delivery that the folder holds already.
func (d *delivery) earlier() (map[string]bool, error) {
	text, err := os.ReadFile(filepath.Join(d.out, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var manifest struct {
		Files []deliveredFile
		Left  []string // by the delivery before the earlier one
	}
	if json.Unmarshal(text, &manifest) != nil {
		return nil, nil // somebody else's file of that name, or a damaged one: it says nothing, and is replaced
	}
	for _, file := range manifest.Files {
		manifest.Left = append(manifest.Left, file.Path)
	}
	files := map[string]bool{}
	for _, path := range manifest.Left {
		if filepath.IsLocal(filepath.FromSlash(path)) {
			files[path] = true
		}
	}
	return files, nil
}

// formWriters is how many forms are written at once: most of the time goes into waiting for the disk.
const formWriters = 8

// viewer makes the view of a result.
type viewer func(assessment.Result, engine.Run, *rules.Ruleset) *reports.View

// papers says what is written of each project beside its form, and how its view is made.
type papers struct {
	see       viewer
	narrative bool // the narrative 自评报告 too
}

// writeReports writes the delivery of a run and returns the paths of its files. The form of one project alone is no delivery: an index
// and a manifest of it would forget the rest.
func (a *app) writeReports(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset, wanted papers) ([]string, error) {
	d, err := a.writeForms(ctx, store, run, filter, set, wanted)
	if err != nil || len(d.order) == 0 {
		return nil, err
	}
	a.showUndrawn(d.undrawn)
	var extra []deliveredFile
	if slices.Contains(a.config.Report.Formats, "json") {
		file := deliveredFile{Path: fmt.Sprintf("%d.json", run.Year), write: a.runFile(ctx, store, run, filter, set)}
		if err := d.put(&file); err != nil {
			return nil, err
		}
		extra = append(extra, file)
	}
	d.collect(extra)
	if len(filter.Projects) > 0 {
		return d.paths(), d.tellOutdated()
	}
	stale, err := d.finish(run)
	if err == nil && !a.config.Quiet && !a.config.JSON && len(stale) > 0 {
		d.showStale(stale)
	}
	return d.paths(), err
}

// tellOutdated says that the index and the manifest in the folder do not know what one project's form became.
func (d *delivery) tellOutdated() error {
	manifest := filepath.Join(d.out, manifestName)
	_, err := os.Lstat(manifest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && !d.app.config.Quiet {
		d.app.warn("done.manifest-outdated", "manifest", manifest)
	}
	return err
}

func (a *app) writeForms(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset, wanted papers) (*delivery, error) {
	step, done := a.progress("progress.report", run.Projects)
	defer done()
	d, count := a.newDelivery(wanted), 0
	group := newCrew(formWriters)
	for result, err := range a.results(ctx, store, run, filter, set) {
		if err != nil {
			return nil, errors.Join(err, group.wait())
		}
		form := d.add(wanted.see(result, run, set))
		group.do(func() error { return d.write(form) })
		count++
		step(count)
	}
	return d, group.wait()
}

// mostStale is how many files of an earlier delivery are named; the rest is counted.
const mostStale = 10

func (d *delivery) showStale(stale []string) {
	var paths []string
	for _, path := range stale[:min(len(stale), mostStale)] {
		paths = append(paths, filepath.Join(d.out, filepath.FromSlash(path)))
	}
	d.app.warnList("done.stale", paths, "count", itoa(len(stale)))
}

// showUndrawn names the characters that the pdf files show as 〓. It does so under --quiet too: somebody has to write them in.
func (a *app) showUndrawn(undrawn []reports.Undrawn) {
	for _, u := range undrawn {
		a.warn("done.undrawn", "name", u.Name, "char", string(u.Char), "code", fmt.Sprintf("U+%04X", u.Char))
	}
}

// runFile writes a whole run as JSON.
func (a *app) runFile(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset) func(io.Writer) error {
	return func(w io.Writer) error {
		totals := assessment.NewTotals(set.Policy().Bands)
		results := a.counted(a.results(ctx, store, run, filter, set), totals)
		return reports.WriteRunJSON(w, a.texts(), run, results, nil, totalsOf(totals))
	}
}
