package assessment

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"jixiao/engine"
	"jixiao/importer"
)

// FileFailure is a file that could not be read at all.
type FileFailure struct {
	Name string
	Err  error
}

// Reading is what a number of files say, before anything is stored.
type Reading struct {
	Submissions []*engine.Submission
	Records     []importer.Record
	Issues      []engine.Issue
	Cells       []importer.Cell
	Counts      importer.Counts
	Files       []engine.ImportedFile
	Failures    []FileFailure
	Traces      []importer.Trace // where the fields of the forms come from, if that was asked for
	PerFile     []FileSummary    // of all files but those that were skipped, in their order
}

// FileSummary says what one file held, or why it could not be read.
type FileSummary struct {
	Name              string
	Forms, Indicators int
	Records           int
	Err               error
	SameAs            string // the file that has the very same content
}

// ReadFiles is [ReadAll] for files that are in memory already.
func ReadFiles(files []File, opt importer.Options, progress func(done int)) *Reading {
	return ReadAll(slices.Values(files), opt, progress)
}

// ReadAll reads files and puts together what they say; a bad one stops nothing. The same project in two files is an issue, and the
// first stands. The same content under two names is read once.
func ReadAll(files iter.Seq[File], opt importer.Options, progress func(done int)) *Reading {
	all := &Reading{}
	seen := map[engine.ProjectID]*engine.Submission{}
	failed := map[string]bool{}
	var skipped []string
	done := 0
	for file := range ReadEach(files, opt) {
		switch {
		case file.Skip:
			skipped = append(skipped, file.Name)
		case file.Err != nil:
			failed[file.Name] = true
			all.Failures = append(all.Failures, FileFailure{file.Name, file.Err})
		case !failed[file.SameAs]:
			all.Files = append(all.Files, engine.ImportedFile{Name: file.Name, Digest: file.Digest})
		}
		if !file.Skip {
			all.takeFile(&file, seen)
		}
		if done++; progress != nil {
			progress(done)
		}
	}
	all.sayWhatWasSkipped(skipped)
	return all
}

func (r *Reading) takeFile(file *FileReading, seen map[engine.ProjectID]*engine.Submission) {
	summary := FileSummary{Name: file.Name, Err: file.Err, SameAs: file.SameAs}
	if result := file.Result; result != nil {
		summary.Forms, summary.Records = len(result.Submissions), len(result.Records)
		for _, s := range result.Submissions {
			summary.Indicators += len(s.Indicators)
		}
		r.take(result, seen)
	}
	if file.SameAs != "" {
		r.Issues = append(r.Issues, engine.Issue{Code: "file-twice", Severity: engine.Info, Args: engine.Args("first", file.SameAs),
			Source: engine.Source{File: file.Name}})
	}
	r.PerFile = append(r.PerFile, summary)
}

// sayWhatWasSkipped reports the files that are none of the user's, all in one line.
func (r *Reading) sayWhatWasSkipped(names []string) {
	if len(names) > 0 {
		r.Issues = append(r.Issues, engine.Issue{Code: "files-skipped", Severity: engine.Info,
			Args: engine.Args("count", itoa(len(names)), "files", joinCandidates(names[:min(len(names), maxCandidates)], len(names)))})
	}
}

func (r *Reading) take(result *importer.Result, seen map[engine.ProjectID]*engine.Submission) {
	r.Records = append(r.Records, result.Records...)
	r.Issues = append(r.Issues, result.Issues...)
	r.Cells = append(r.Cells, result.Cells...)
	r.Traces = append(r.Traces, result.Traces...)
	r.Counts.Read += result.Counts.Read
	r.Counts.Used += result.Counts.Used
	r.Counts.Labels += result.Counts.Labels
	r.Counts.Reported += result.Counts.Reported
	for _, s := range result.Submissions {
		r.keep(s, seen)
	}
}

// keep adds a form unless its project is there already, and says so where the two differ.
func (r *Reading) keep(s *engine.Submission, seen map[engine.ProjectID]*engine.Submission) {
	first := seen[s.ID()]
	if first == nil {
		seen[s.ID()] = s
		r.Submissions = append(r.Submissions, s)
		return
	}
	if engine.FormDigest(first) == engine.FormDigest(s) {
		return
	}
	at := first.SourceOf(engine.FieldName)
	r.Issues = append(r.Issues, engine.Issue{Code: "project-twice", Severity: engine.Error,
		Source: s.SourceOf(engine.FieldName), Project: s.ID(),
		Args: append(engine.Args("project", s.Name), placeOf(at)...)})
}

// Storable lists the forms that have an identity and something to judge. The others were complained of when they were read.
func (r *Reading) Storable() []*engine.Submission {
	var storable []*engine.Submission
	for _, s := range r.Submissions {
		if importer.Storable(s) {
			storable = append(storable, s)
		}
	}
	return storable
}

// Empty tells whether there is nothing to store and nothing to record.
func (r *Reading) Empty() bool { return len(r.Storable()) == 0 && len(r.Records) == 0 }

// RevisionStore is what importing needs of a store.
type RevisionStore interface {
	Ledger
	FormStore
	SaveImport(ctx context.Context, batch engine.ImportBatch) ([]engine.Outcome, error)
	RenameProject(ctx context.Context, from engine.ProjectID, to engine.ProjectKey, by, at, note string) (engine.Renaming, error)
	RenameIndicator(ctx context.Context, project engine.ProjectID, from, to engine.IndicatorID, by, at, note string) (engine.Renaming, error)
}

// Imported is what an import did.
type Imported struct {
	Outcomes []engine.Outcome
	Changes  []engine.ProjectChange
	Issues   []engine.Issue // about names
	Recorded *Recorded
}

// Import stores what files say: forms as revisions, in one transaction, and then what they say was achieved. The same files again
// change nothing. Names that a person confirmed to be one, OLD=NEW, are changed with it; *RenameRefused where that cannot be.
func Import(ctx context.Context, store RevisionStore, reading *Reading, stamp Stamp, confirmed ...string) (*Imported, error) {
	plan, err := NewPlan(ctx, store, reading, confirmed)
	if err != nil {
		return nil, err
	}
	if err := plan.renameProjects(ctx, store, stamp); err != nil {
		return nil, err
	}
	outcomes, err := store.SaveImport(ctx, engine.ImportBatch{
		Submissions: reading.Storable(), Issues: slices.Concat(reading.Issues, plan.Issues), Files: reading.Files, By: stamp.By, At: stamp.At,
	})
	if err != nil {
		return nil, fmt.Errorf("store the forms: %w", err)
	}
	for i, outcome := range outcomes {
		plan.Changes[i].Revision, plan.Changes[i].Returned = outcome.Revision, outcome.Returned
	}
	if err := plan.renameIndicators(ctx, store, stamp); err != nil {
		return nil, err
	}
	recorded := &Recorded{}
	if len(reading.Records) > 0 {
		if recorded, err = Record(ctx, store, 0, reading.Records, stamp); err != nil {
			return nil, err
		}
	}
	orphaned, err := orphans(ctx, store, outcomes)
	if err != nil {
		return nil, err
	}
	recorded.Issues = append(recorded.Issues, orphaned...)
	return &Imported{outcomes, plan.Changes, plan.Issues, recorded}, nil
}

// orphans reports the recorded values whose indicators the imported forms no longer have. They are kept, and are said again at
// every import that leaves them so: a renamed indicator must not lose its actual in silence.
func orphans(ctx context.Context, store Ledger, outcomes []engine.Outcome) ([]engine.Issue, error) {
	var ids []engine.ProjectID
	for _, outcome := range outcomes {
		if outcome.Revision > 1 {
			ids = append(ids, outcome.Project)
		}
	}
	var issues []engine.Issue
	for _, batch := range chunks(ids, projectsAtOnce) {
		for stored, err := range store.Submissions(ctx, engine.Filter{Projects: batch}) {
			if err != nil {
				return nil, fmt.Errorf("look for values without indicators: %w", err)
			}
			for _, orphan := range stored.Orphans {
				issues = append(issues, orphaned(stored.Submission, orphan))
			}
		}
	}
	return issues, nil
}

func orphaned(s *engine.Submission, orphan engine.Orphan) engine.Issue {
	return engine.Issue{Code: "actual-orphaned", Severity: engine.Warning, Source: orphan.Source, Project: s.ID(), Indicator: orphan.Indicator,
		Args: engine.Args("project", s.Name, "indicator", orphan.Name, "field", orphan.Field.String(), "value", orphan.Value,
			"candidates", nearIndicators(s, orphan.Name))}
}

// Preview puts what files say was achieved into the forms of the same files, without storing anything.
func Preview(ctx context.Context, reading *Reading) (*Recorded, error) {
	return Record(ctx, previewLedger{reading.Submissions}, 0, reading.Records, Stamp{})
}

// Fill puts what an import recorded into the forms that were read, so that they can be shown with their actuals.
func Fill(reading *Reading, recorded *Recorded) {
	byProject := map[engine.ProjectID][]engine.Entry{}
	for _, outcome := range recorded.Outcomes {
		byProject[outcome.Entry.Project] = append(byProject[outcome.Entry.Project], outcome.Entry)
	}
	for _, s := range reading.Submissions {
		Apply(s, byProject[s.ID()])
	}
}
