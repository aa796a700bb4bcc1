package assessment

import (
	"errors"
	"iter"
	"math"
	"slices"

	"jixiao/engine"
	"jixiao/importer"
	"jixiao/spool"
)

// FileFailure is a file that could not be read at all.
type FileFailure struct {
	Name string
	Err  error
}

// FileSummary says what one file held, or why it could not be read.
type FileSummary struct {
	Name              string
	Forms, Indicators int
	Records           int
	Filled            int // records but for the initial budget, which a fill-in sheet prints itself
	Err               error
	SameAs            string // the file that has the very same content
}

// FormHead is what is kept in memory of a form: its identity, and what lists of forms show.
type FormHead struct {
	engine.ProjectKey
	ID         engine.ProjectID
	Indicators int
	Total      *engine.Money // 年度资金申请总额, nil where the form has none
	Storable   bool          // it has an identity and something to judge; where not, that was complained of

	at  [3]engine.Source // of the fields of headPlaces
	gap bool             // it has become a project that is in the list already
}

// headPlaces are the fields of the head whose places are kept in memory.
var headPlaces = [...]engine.HeadField{engine.FieldName, engine.FieldDepartment, engine.FieldUnit}

// SourceOf returns where the name, the department or the unit was read.
func (f *FormHead) SourceOf(field engine.HeadField) engine.Source {
	if i := slices.Index(headPlaces[:], field); i >= 0 {
		return f.at[i]
	}
	return engine.Source{}
}

func headOf(s *engine.Submission) FormHead {
	head := FormHead{ProjectKey: s.ProjectKey, ID: s.ID(), Indicators: len(s.Indicators), Total: s.Budget.Total, Storable: importer.Storable(s)}
	for i, field := range headPlaces {
		head.at[i] = s.SourceOf(field)
	}
	return head
}

// ReadOptions say how files are read and what is kept of them.
type ReadOptions struct {
	importer.Options
	Cells bool // keep what became of every cell
}

// inMemory is up to which weight lists stay in memory, those of forms and changes by their rows and the others one by one. They make
// some 30 MB in all. It is a variable so that tests can have everything on the disk.
var inMemory = struct{ forms, issues, records, cells, changes, lines int }{10_000, 10_000, 20_000, 20_000, 10_000, 5_000}

// Reading is what a number of files say, before anything is stored. What is long lies in temporary files until Close.
type Reading struct {
	Counts   importer.Counts
	Files    []engine.ImportedFile
	Failures []FileFailure
	Traces   []importer.Trace // where the fields of the forms come from, if that was asked for
	PerFile  []FileSummary    // of all files but those that were skipped, in their order

	opt     ReadOptions
	heads   []FormHead
	byID    map[engine.ProjectID]int
	forms   *spool.List[*engine.Submission]
	records *spool.List[importer.Record]
	cells   *spool.List[importer.Cell]
	issues  *spool.List[engine.Issue]

	renamed   map[engine.ProjectID]engine.ProjectKey
	spelled   []int        // the issues about names that are spelled two ways
	forgotten map[int]bool // the issues that no longer hold
	fill      func(*engine.Submission) error
}

func newReading(opt ReadOptions) *Reading {
	forms := inMemory.forms
	if opt.Trace {
		forms = math.MaxInt // traces point at forms
	}
	return &Reading{
		opt: opt, byID: map[engine.ProjectID]int{}, renamed: map[engine.ProjectID]engine.ProjectKey{}, forgotten: map[int]bool{},
		forms:   spool.New(forms, func(s *engine.Submission) int { return len(s.Indicators) + 1 }),
		records: spool.New[importer.Record](inMemory.records, nil),
		cells:   spool.New[importer.Cell](inMemory.cells, nil),
		issues:  spool.New[engine.Issue](inMemory.issues, nil),
	}
}

// Close gives temporary files back.
func (r *Reading) Close() error {
	return errors.Join(r.forms.Close(), r.records.Close(), r.cells.Close(), r.issues.Close())
}

// ReadFiles is [ReadAll] for files that are in memory already.
func ReadFiles(files []File, opt ReadOptions, progress func(done int)) (*Reading, error) {
	return ReadAll(slices.Values(files), opt, progress)
}

// ReadAll reads files and puts together what they say; a bad one stops nothing. The same project in two files is an issue, and the
// first stands. The same content under two names is read once. The error is one of the disk. Whoever gets a reading closes it.
func ReadAll(files iter.Seq[File], opt ReadOptions, progress func(done int)) (*Reading, error) {
	all := newReading(opt)
	failed := map[string]bool{}
	var skipped []string
	done := 0
	for file := range ReadEach(files, opt.Options) {
		if file.Skip {
			skipped = append(skipped, file.Name)
		} else {
			broken, err := all.takeFile(&file)
			if err != nil {
				return nil, errors.Join(err, all.Close())
			}
			switch {
			case broken:
				failed[file.Name] = true
			case !failed[file.SameAs]:
				all.Files = append(all.Files, engine.ImportedFile{Name: file.Name, Digest: file.Digest})
			}
		}
		if done++; progress != nil {
			progress(done)
		}
	}
	if err := all.sayWhatWasSkipped(skipped); err != nil {
		return nil, errors.Join(err, all.Close())
	}
	return all, nil
}

// takeFile takes what a file says, and nothing of it where it turns out that it cannot be read.
func (r *Reading) takeFile(file *FileReading) (broken bool, err error) {
	summary := FileSummary{Name: file.Name, SameAs: file.SameAs}
	before := r.mark()
	if file.Parts != nil {
		for result, failure := range file.Parts {
			if failure != nil {
				summary = FileSummary{Name: file.Name, Err: failure}
				r.Failures = append(r.Failures, FileFailure{file.Name, failure})
				err = r.backTo(before)
				break
			}
			summary.count(result)
			if err := r.take(result); err != nil {
				return false, err
			}
		}
	}
	if file.SameAs != "" {
		err = r.raise(engine.Issue{Code: "file-twice", Severity: engine.Info, Args: engine.Args("first", file.SameAs),
			Source: engine.Source{File: file.Name}})
	}
	r.PerFile = append(r.PerFile, summary)
	return summary.Err != nil, err
}

func (f *FileSummary) count(result *importer.Result) {
	f.Forms += len(result.Submissions)
	f.Records += len(result.Records)
	for i := range result.Records {
		if result.Records[i].Field != engine.RecordInitial {
			f.Filled++
		}
	}
	for _, s := range result.Submissions {
		f.Indicators += len(s.Indicators)
	}
}

// mark is how long the lists of a reading are.
type mark struct {
	heads, records, cells, issues, spelled, traces int
	counts                                         importer.Counts
}

func (r *Reading) mark() mark {
	return mark{len(r.heads), r.records.Len(), r.cells.Len(), r.issues.Len(), len(r.spelled), len(r.Traces), r.Counts}
}

// backTo drops what was taken since.
func (r *Reading) backTo(m mark) error {
	for _, head := range r.heads[m.heads:] {
		delete(r.byID, head.ID)
	}
	r.heads, r.spelled, r.Traces, r.Counts = r.heads[:m.heads], r.spelled[:m.spelled], r.Traces[:m.traces], m.counts
	return errors.Join(r.forms.Cut(m.heads), r.records.Cut(m.records), r.cells.Cut(m.cells), r.issues.Cut(m.issues))
}

func (r *Reading) raise(issue engine.Issue) error {
	if issue.Code == importer.SpelledTwoWays {
		r.spelled = append(r.spelled, r.issues.Len())
	}
	return r.issues.Append(issue)
}

// sayWhatWasSkipped reports the files that are none of the user's, all in one line.
func (r *Reading) sayWhatWasSkipped(names []string) error {
	if len(names) == 0 {
		return nil
	}
	return r.raise(engine.Issue{Code: "files-skipped", Severity: engine.Info,
		Args: engine.Args("count", itoa(len(names)), "files", joinCandidates(names[:min(len(names), maxCandidates)], len(names)))})
}

func (r *Reading) take(result *importer.Result) error {
	r.Traces = append(r.Traces, result.Traces...)
	r.Counts.Read += result.Counts.Read
	r.Counts.Used += result.Counts.Used
	r.Counts.Labels += result.Counts.Labels
	r.Counts.Reported += result.Counts.Reported
	if r.opt.Cells || r.opt.Trace {
		if err := appendAll(r.cells, result.Cells); err != nil {
			return err
		}
	}
	for _, issue := range result.Issues {
		if err := r.raise(issue); err != nil {
			return err
		}
	}
	if err := appendAll(r.records, result.Records); err != nil {
		return err
	}
	for _, s := range result.Submissions {
		if err := r.keep(s); err != nil {
			return err
		}
	}
	return nil
}

func appendAll[T any](list *spool.List[T], values []T) error {
	for _, v := range values {
		if err := list.Append(v); err != nil {
			return err
		}
	}
	return nil
}

// keep adds a form unless its project is there already, and says so where the two differ.
func (r *Reading) keep(s *engine.Submission) error {
	first, met := r.byID[s.ID()]
	if met {
		return r.compareTwice(first, s)
	}
	r.byID[s.ID()] = len(r.heads)
	r.heads = append(r.heads, headOf(s))
	return r.forms.Append(s)
}

// compareTwice says so where a second form of a project differs from the first.
func (r *Reading) compareTwice(first int, s *engine.Submission) error {
	stands, err := r.form(first)
	if err != nil || engine.FormDigest(stands) == engine.FormDigest(s) {
		return err
	}
	return r.raise(engine.Issue{Code: "project-twice", Severity: engine.Error, Source: formSource(s), Project: s.ID(),
		Args: append(engine.Args("project", s.Name), placeOf(formSource(stands))...)})
}

// formSource is where a form stands: its name, and where that was inferred whatever was read first.
func formSource(s *engine.Submission) engine.Source {
	at := s.SourceOf(engine.FieldName)
	if at.IsZero() && len(s.Sources) > 0 {
		at = s.Sources[0].Source
	}
	if at.IsZero() && len(s.Indicators) > 0 {
		at = s.Indicators[0].Source
	}
	return at
}

// form returns a form under the name that it has now, with what was filled in.
func (r *Reading) form(i int) (*engine.Submission, error) {
	s, err := r.forms.At(i)
	if err != nil {
		return nil, err
	}
	return s, r.dress(s)
}

func (r *Reading) dress(s *engine.Submission) error {
	if to, renamed := r.renamed[s.ID()]; renamed {
		s.ProjectKey = to
		s.Identify()
	}
	if r.fill != nil {
		return r.fill(s)
	}
	return nil
}

// Heads lists the forms.
func (r *Reading) Heads() iter.Seq[FormHead] {
	return func(yield func(FormHead) bool) {
		for _, head := range r.heads {
			if !head.gap && !yield(head) {
				return
			}
		}
	}
}

// Submissions reads the forms, in the order of [Reading.Heads].
func (r *Reading) Submissions() iter.Seq2[*engine.Submission, error] {
	return r.submissions(func(*FormHead) bool { return true })
}

// Storable reads the forms that have an identity and something to judge.
func (r *Reading) Storable() iter.Seq2[*engine.Submission, error] {
	return r.submissions(func(head *FormHead) bool { return head.Storable })
}

func (r *Reading) submissions(wanted func(*FormHead) bool) iter.Seq2[*engine.Submission, error] {
	return func(yield func(*engine.Submission, error) bool) {
		i := 0
		for s, err := range r.forms.All() {
			if err == nil && (r.heads[i].gap || !wanted(&r.heads[i])) {
				i++
				continue
			}
			if err == nil {
				err = r.dress(s)
			}
			if !yield(s, err) || err != nil {
				return
			}
			i++
		}
	}
}

// storable lists the places of the forms that can be stored.
func (r *Reading) storable() []int {
	var list []int
	for i := range r.heads {
		if r.heads[i].Storable && !r.heads[i].gap {
			list = append(list, i)
		}
	}
	return list
}

// Records reads what files say was achieved, under the names that their projects have now.
func (r *Reading) Records() iter.Seq2[importer.Record, error] {
	return func(yield func(importer.Record, error) bool) {
		for record, err := range r.records.All() {
			if len(r.renamed) > 0 {
				r.readdress(&record)
			}
			if !yield(record, err) {
				return
			}
		}
	}
}

func (r *Reading) readdress(record *importer.Record) {
	to, renamed := r.renamed[record.Project.ID()]
	if !renamed {
		to, renamed = r.renamed[engine.ProjectID(record.ProjectID)]
	}
	if renamed {
		record.Project, record.ProjectID, record.IndicatorID = to, "", ""
	}
}

// Issues reads what the files brought up.
func (r *Reading) Issues() iter.Seq2[engine.Issue, error] {
	return func(yield func(engine.Issue, error) bool) {
		i := 0
		for issue, err := range r.issues.All() {
			if !r.forgotten[i] && !yield(issue, err) {
				return
			}
			i++
		}
	}
}

// Cells reads what became of every cell, if that was to be kept.
func (r *Reading) Cells() iter.Seq2[importer.Cell, error] { return r.cells.All() }

// Empty tells whether there is nothing to store and nothing to record.
func (r *Reading) Empty() bool { return len(r.storable()) == 0 && r.records.Len() == 0 }

// HasForms tells whether any form was read.
func (r *Reading) HasForms() bool { return len(r.heads) > 0 }

// rename gives the forms and records of one project another name. Forms that have become the same project are dropped but for the
// first, and where they differ that is said.
func (r *Reading) rename(from, to engine.ProjectKey) error {
	old, id := from.ID(), to.ID()
	for before, key := range r.renamed {
		if key.ID() == old {
			r.renamed[before] = to
		}
	}
	r.renamed[old] = to
	at, found := r.byID[old]
	if !found {
		return nil
	}
	delete(r.byID, old)
	other, met := r.byID[id]
	head := &r.heads[at]
	head.ProjectKey, head.ID = to, id
	if !met {
		r.byID[id] = at
		return nil
	}
	first, second := min(at, other), max(at, other)
	r.byID[id] = first
	r.heads[second].gap = true
	s, err := r.form(second)
	if err != nil {
		return err
	}
	return r.compareTwice(first, s)
}

// formOf returns a copy of the form that can be stored for a project, nil where there is none.
func (r *Reading) formOf(project engine.ProjectID) (*engine.Submission, error) {
	at, found := r.byID[project]
	if !found || !r.heads[at].Storable {
		return nil, nil
	}
	s, err := r.form(at)
	if err != nil {
		return nil, err
	}
	form := *s
	form.Indicators = slices.Clone(s.Indicators)
	return &form, nil
}
