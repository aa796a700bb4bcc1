package assessment

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"jixiao/engine"
)

// RevisionStore is what importing needs of a store.
type RevisionStore interface {
	Ledger
	FormStore
	SaveImport(ctx context.Context, batch engine.ImportBatch) ([]engine.Outcome, error)
	RenameProject(ctx context.Context, from engine.ProjectID, to engine.ProjectKey, by, at, note string) (engine.Renaming, error)
	SaveFormerNames(ctx context.Context, names []engine.FormerName, by, at string) error
	RenameIndicator(ctx context.Context, project engine.ProjectID, from, to engine.IndicatorID, by, at, note string) (engine.Renaming, error)
}

// Imported is what an import did.
type Imported struct {
	*Plan
	Recorded *Recorded
}

// Import stores what files say: forms as revisions, in one transaction, and then what they say was achieved. The same files again
// change nothing. Names that a person confirmed to be one, OLD=NEW, are changed with it; *RenameRefused where that cannot be. From then
// on the forms of the reading have what was recorded. Whoever gets an Imported closes it.
func Import(ctx context.Context, store RevisionStore, reading *Reading, stamp Stamp, confirmed ...string) (*Imported, error) {
	plan, err := NewPlan(ctx, store, reading, confirmed)
	if err != nil {
		return nil, err
	}
	imported := &Imported{Plan: plan, Recorded: newRecorded()}
	if err := imported.carryOut(ctx, store, reading, stamp); err != nil {
		return nil, errors.Join(err, imported.Close())
	}
	return imported, nil
}

func (i *Imported) carryOut(ctx context.Context, store RevisionStore, reading *Reading, stamp Stamp) error {
	if err := i.renameProjects(ctx, store, stamp); err != nil {
		return err
	}
	outcomes, err := store.SaveImport(ctx, engine.ImportBatch{
		Submissions: reading.Storable(), Issues: Together(reading.Issues(), engine.Each(i.Names)), Files: reading.Files, By: stamp.By, At: stamp.At,
		ValuesFollow: reading.records.Len() > 0,
	})
	if err != nil {
		return fmt.Errorf("store the forms: %w", err)
	}
	i.outcomes = outcomes
	if err := i.renameIndicators(ctx, store, stamp); err != nil {
		return err
	}
	if len(i.former) > 0 {
		if err := store.SaveFormerNames(ctx, i.former, stamp.By, stamp.At); err != nil {
			return fmt.Errorf("store former names: %w", err)
		}
	}
	if reading.records.Len() > 0 {
		recorded, err := Record(ctx, store, 0, reading.Records(), stamp)
		if err != nil {
			return err
		}
		i.Recorded = recorded
	}
	reading.fill = i.Recorded.fill
	return orphans(ctx, store, outcomes, i.Recorded.raise)
}

// Close gives temporary files back.
func (i *Imported) Close() error { return errors.Join(i.Plan.Close(), i.Recorded.Close()) }

// Together reads several sequences one after the other.
func Together[T any](all ...iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, sequence := range all {
			for v, err := range sequence {
				if !yield(v, err) || err != nil {
					return
				}
			}
		}
	}
}

// orphans reports the recorded values whose indicators the imported forms no longer have. They are kept, and are said again at
// every import that leaves them so: a renamed indicator must not lose its actual in silence.
func orphans(ctx context.Context, store Ledger, outcomes []engine.Outcome, raise func(engine.Issue) error) error {
	var ids []engine.ProjectID
	for _, outcome := range outcomes {
		if outcome.Revision > 1 {
			ids = append(ids, outcome.Project)
		}
	}
	for _, batch := range chunks(ids, projectsAtOnce) {
		for stored, err := range store.Submissions(ctx, engine.Filter{Projects: batch}) {
			if err != nil {
				return fmt.Errorf("look for values without indicators: %w", err)
			}
			for _, orphan := range stored.Orphans {
				if err := raise(orphaned(stored.Submission, orphan)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func orphaned(s *engine.Submission, orphan engine.Orphan) engine.Issue {
	return engine.Issue{Code: "actual-orphaned", Severity: engine.Warning, Source: orphan.Source, Project: s.ID(), Indicator: orphan.Indicator,
		Args: engine.Args("project", s.Name, "indicator", orphan.Name, "field", orphan.Field.String(), "value", orphan.Value,
			"candidates", nearIndicators(s, orphan.Name))}
}

// Preview records what files say was achieved in the forms of the same files, without storing anything.
func Preview(ctx context.Context, reading *Reading) (*Recorded, error) {
	recorded, err := Record(ctx, previewLedger{reading}, 0, reading.Records(), Stamp{})
	if err == nil {
		reading.fill = recorded.fill
	}
	return recorded, err
}
