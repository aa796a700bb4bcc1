package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/reports"
	"jixiao/rules"
	"jixiao/spool"
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

// delivery collects what was written. Of a project memory keeps the hash of its name and its place in the list of forms.
type delivery struct {
	app     *app
	out     string
	papers  papers
	folders map[string]*departmentFolder // by department
	order   []*departmentFolder          // in the order of the first project
	forms   *spool.List[formRecord]      // in the order of the projects
	ofForms int                          // files of the forms
	undrawn *spool.List[reports.Undrawn] // in the order of the projects
	names   reports.FileNames            // of the folders
	extra   []reports.ManifestFile       // beside the folders of the departments and in none of them, and their indexes
	last    []reports.ManifestFile       // checksums and manifest
}

// departmentFolder is the folder of one department.
type departmentFolder struct {
	department, folder string
	names              reports.FileNames // of the files in it
	forms              []int32           // places in the list of forms
}

// formRecord is one project's form, written.
type formRecord struct {
	Line  reports.IndexLine
	Files []reports.ManifestFile
}

// formFiles is one project's form and the files that it is written to.
type formFiles struct {
	folder *departmentFolder
	view   *reports.View // nil once written
	record formRecord
	files  []plannedFile
	done   chan struct{} // closed once written
}

// plannedFile is a file of a delivery. Its path is relative to the delivery and has slashes.
type plannedFile struct {
	path  string
	write func(io.Writer) error
}

// keptForms is how many forms or characters a delivery keeps in memory; the rest is put aside on disk.
const keptForms = 1000

func (a *app) newDelivery(wanted papers) *delivery {
	d := &delivery{app: a, out: a.config.Report.Out, papers: wanted, folders: map[string]*departmentFolder{},
		forms: spool.New[formRecord](keptForms, nil), undrawn: spool.New[reports.Undrawn](keptForms, nil)}
	d.names.Next("", indexName)
	return d
}

// Close forgets the lists.
func (d *delivery) Close() {
	d.forms.Close()
	d.undrawn.Close()
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
func (d *delivery) add(view *reports.View) (*formFiles, error) {
	folder := d.folder(view.Department)
	base := folder.names.Next("", view.Name)
	form := &formFiles{folder: folder, view: view, record: formRecord{Line: view.IndexLine()}, done: make(chan struct{})}
	views := []*reports.View{view}
	for _, format := range d.app.config.Report.Formats {
		if write := reports.FormWriter(format); write != nil {
			form.plan(base+"."+format, func(w io.Writer) error { return write(w, views) })
		}
	}
	if d.papers.narrative {
		ending := folder.names.Take(base + reports.NarrativeEnding)
		for _, format := range reports.NarrativeFormats() {
			write := reports.NarrativeWriter(format)
			form.plan(ending+"."+format, func(w io.Writer) error { return write(w, reports.NewNarrative(view)) })
		}
	}
	return form, d.note(view)
}

// note keeps the characters of a form that its pdf file does not show.
func (d *delivery) note(view *reports.View) error {
	if !slices.Contains(d.app.config.Report.Formats, "pdf") {
		return nil
	}
	for _, char := range view.Undrawn() {
		if err := d.undrawn.Append(char); err != nil {
			return err
		}
	}
	return nil
}

func (f *formFiles) plan(name string, write func(io.Writer) error) {
	f.files = append(f.files, plannedFile{f.folder.folder + "/" + name, write})
	f.record.Line.Files = append(f.record.Line.Files, name)
}

// write writes the files of one project; several projects are written at the same time.
func (d *delivery) write(f *formFiles) error {
	defer close(f.done)
	for _, file := range f.files {
		line, err := d.put(file)
		if err != nil {
			return err
		}
		f.record.Files = append(f.record.Files, line)
	}
	f.view, f.files = nil, nil
	return nil
}

// keep puts a form that was written into the list.
func (d *delivery) keep(f *formFiles) error {
	<-f.done
	f.folder.forms = append(f.folder.forms, int32(d.forms.Len()))
	d.ofForms += len(f.record.Files)
	return d.forms.Append(f.record)
}

// put writes one file whole or not at all and says what it holds.
func (d *delivery) put(file plannedFile) (line reports.ManifestFile, err error) {
	path := d.pathOf(file.path)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return line, err
	}
	digest := &digested{sum: sha256.New()}
	err = reports.WriteFile(path, func(w io.Writer) error { return file.write(io.MultiWriter(w, digest)) })
	return reports.ManifestFile{Path: file.path, Bytes: digest.bytes, SHA256: fmt.Sprintf("%x", digest.sum.Sum(nil))}, err
}

// putExtra writes a file that belongs to no project.
func (d *delivery) putExtra(path string, write func(io.Writer) error) error {
	line, err := d.put(plannedFile{path, write})
	if err == nil {
		d.extra = append(d.extra, line)
	}
	return err
}

// pathOf is where a file of the delivery is.
func (d *delivery) pathOf(path string) string { return filepath.Join(d.out, filepath.FromSlash(path)) }

// digested counts and digests what is written.
type digested struct {
	sum   hash.Hash
	bytes int64
}

func (d *digested) Write(p []byte) (int, error) {
	d.bytes += int64(len(p))
	return d.sum.Write(p)
}

// count is how many files there are.
func (d *delivery) count() int { return d.ofForms + len(d.extra) + len(d.last) }

// paths lists where the files are: those of the projects, a department after the other, and then the others in the order in which they
// were written.
func (d *delivery) paths() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, folder := range d.order {
			for form, err := range d.formsOf(folder) {
				for _, file := range form.Files {
					if !yield(d.pathOf(file.Path), nil) {
						return
					}
				}
				if err != nil {
					yield("", err)
					return
				}
			}
		}
		for _, file := range slices.Concat(d.extra, d.last) {
			if !yield(d.pathOf(file.Path), nil) {
				return
			}
		}
	}
}

// formsOf takes the forms of a department out of the list.
func (d *delivery) formsOf(folder *departmentFolder) iter.Seq2[formRecord, error] {
	return func(yield func(formRecord, error) bool) {
		for _, at := range folder.forms {
			if form, err := d.forms.At(int(at)); !yield(form, err) || err != nil {
				return
			}
		}
	}
}

// index writes the page of each department and the page of all.
func (d *delivery) index(run engine.Run) error {
	var departments []reports.IndexDepartment
	for _, folder := range d.order {
		page := reports.Index{Year: run.Year, Department: folder.department}
		for form, err := range d.formsOf(folder) {
			if err != nil {
				return err
			}
			page.Projects = append(page.Projects, form.Line)
		}
		path := folder.folder + "/" + indexName + ".html"
		if err := d.putExtra(path, func(w io.Writer) error { return reports.WriteIndex(w, page) }); err != nil {
			return err
		}
		departments = append(departments, reports.IndexDepartment{Name: folder.department, Path: path, Projects: len(folder.forms)})
	}
	return d.putExtra(indexName+".html", func(w io.Writer) error {
		return reports.WriteIndex(w, reports.Index{Year: run.Year, Departments: departments})
	})
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

// writeReports writes the delivery of a run; nil where there is no project. The caller closes it. The form of one project alone is no
// delivery: an index and a manifest of it would forget the rest.
func (a *app) writeReports(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset, wanted papers) (*delivery, error) {
	d := a.newDelivery(wanted)
	if err := d.writeAll(ctx, store, run, filter, set); err != nil || d.forms.Len() == 0 {
		d.Close()
		return nil, err
	}
	return d, nil
}

func (d *delivery) writeAll(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset) error {
	if err := d.writeForms(ctx, store, run, filter, set); err != nil || d.forms.Len() == 0 {
		return err
	}
	if err := d.showUndrawn(); err != nil {
		return err
	}
	if slices.Contains(d.app.config.Report.Formats, "json") {
		if err := d.putExtra(fmt.Sprintf("%d.json", run.Year), d.app.runFile(ctx, store, run, filter, set)); err != nil {
			return err
		}
	}
	if len(filter.Projects) > 0 {
		return d.tellOutdated()
	}
	if err := d.index(run); err != nil {
		return err
	}
	return d.finish(run, d.sorted(), summaryFile)
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

func (d *delivery) writeForms(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset) error {
	step, done := d.app.progress("progress.report", run.Projects)
	defer done()
	group, count := newCrew(formWriters), 0
	var pending []*formFiles // in the order of the projects
	for result, err := range d.app.results(ctx, store, run, filter, set) {
		if err != nil {
			return errors.Join(err, group.wait())
		}
		form, err := d.add(d.papers.see(result, run, set))
		if err != nil {
			return errors.Join(err, group.wait())
		}
		if !group.do(func() error { return d.write(form) }) {
			return group.wait()
		}
		if pending = append(pending, form); len(pending) > 2*formWriters {
			if err := d.keep(pending[0]); err != nil {
				return errors.Join(err, group.wait())
			}
			pending = pending[1:]
		}
		count++
		step(count)
	}
	if err := group.wait(); err != nil {
		return err
	}
	for _, form := range pending {
		if err := d.keep(form); err != nil {
			return err
		}
	}
	return nil
}

// showUndrawn names the characters that the pdf files show as 〓. It does so under --quiet too: somebody has to write them in.
func (d *delivery) showUndrawn() error {
	for u, err := range d.undrawn.All() {
		if err != nil {
			return err
		}
		d.app.warn("done.undrawn", "name", u.Name, "char", string(u.Char), "code", fmt.Sprintf("U+%04X", u.Char))
	}
	return nil
}

// runFile writes a whole run as JSON.
func (a *app) runFile(ctx context.Context, store *sqlite.Store, run engine.Run, filter engine.Filter, set *rules.Ruleset) func(io.Writer) error {
	return func(w io.Writer) error {
		totals := assessment.NewTotals(set.Policy().Bands)
		results := a.counted(a.results(ctx, store, run, filter, set), totals)
		return reports.WriteRunJSON(w, a.texts(), run, results, nil, totalsOf(totals))
	}
}
