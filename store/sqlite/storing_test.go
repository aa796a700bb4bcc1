package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"jixiao/engine"
	"jixiao/examples"
)

// BenchmarkStoring stores generated projects, forms and values, 500 at once, in a new file; an operation is a project.
func BenchmarkStoring(b *testing.B) {
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(b.TempDir(), "a.db"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var forms []*engine.Submission
	var entries []engine.Entry
	flush := func() {
		_, err := s.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each(forms), ValuesFollow: true})
		if err == nil {
			err = s.Record(ctx, engine.Each(entries), func(engine.RecordOutcome) error { return nil })
		}
		if err != nil {
			b.Fatal(err)
		}
		forms, entries = forms[:0], entries[:0]
	}
	b.ResetTimer()
	for project := range examples.Generate(1, b.N, 2025) {
		forms = append(forms, project.Submission)
		id := project.Submission.ID()
		for _, r := range project.Records {
			key := engine.RecordKey{Project: id, Indicator: r.Indicator, Item: r.Item, Field: r.Field}
			entries = append(entries, engine.Entry{RecordKey: key, Value: r.Value})
		}
		if len(forms) == 500 {
			flush()
		}
	}
	flush()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "projects/s")
}
