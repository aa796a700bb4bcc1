package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"jixiao/engine"
	"jixiao/examples"
)

// waiting counts the projects whose condensed text is still to be made.
func waiting(t *testing.T, s *Store) (count int) {
	t.Helper()
	if err := s.reader.QueryRow(`SELECT count(*) FROM uncondensed`).Scan(&count); err != nil {
		t.Fatal(err)
	}
	return count
}

// TestValuesFollow leaves the condensing to the transaction that records the values; until then the rows are read.
func TestValuesFollow(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	form := smallForm("1", 2)
	must(s.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each([]*engine.Submission{form}), ValuesFollow: true}))(t)
	same(t, "waiting", waiting(t, s), 1)
	same(t, "read from rows", len(collect(t, s.Submissions(ctx, engine.Filter{}))), 1)
	recordActual(t, s, form, "3公里", engine.Added)
	same(t, "waiting after the values", waiting(t, s), 0)
	same(t, "wrongly condensed", len(must(s.WrongCondensed(ctx))(t)), 0)
}

// recordActual records an actual of a form's first indicator.
func recordActual(t *testing.T, s *Store, form *engine.Submission, value string, want engine.Change) (outcome engine.RecordOutcome) {
	t.Helper()
	key := engine.RecordKey{Project: form.ID(), Indicator: form.Indicators[0].ID, Field: engine.RecordActual}
	err := s.Record(context.Background(), engine.Each([]engine.Entry{{RecordKey: key, Value: value}}), func(o engine.RecordOutcome) error {
		outcome = o
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "change", outcome.Change, want)
	return outcome
}

// TestOthersRecordInBetween records into projects that this store has just imported after another one did: what it remembers of them from the
// import does not hide that.
func TestOthersRecordInBetween(t *testing.T) {
	s := openNew(t)
	one, two := smallForm("1", 2), smallForm("2", 2)
	save(t, s, one, two)
	other := open(t, s.path)
	recordActual(t, other, one, "3公里", engine.Added)
	recordActual(t, s, one, "3公里", engine.Unchanged)
	changed := recordActual(t, s, one, "4公里", engine.Changed)
	same(t, "before", changed.Entry.Before, "3公里")
	recordActual(t, s, two, "3公里", engine.Added)
	history := must(s.History(context.Background(), one.ID(), one.Indicators[0].ID))(t)
	same(t, "entries", len(history), 2)
}

// TestOneCallRecordsTheSameKeyAgain records a key three times in one call: each value stands on the one before it, though none is written yet.
func TestOneCallRecordsTheSameKeyAgain(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	form := smallForm("1", 2)
	save(t, s, form)
	key := engine.RecordKey{Project: form.ID(), Indicator: form.Indicators[0].ID, Field: engine.RecordActual}
	entries := []engine.Entry{{RecordKey: key, Value: "1公里"}, {RecordKey: key, Value: "2公里"}, {RecordKey: key, Value: "2公里"}}
	var said []engine.RecordOutcome
	err := s.Record(ctx, engine.Each(entries), func(outcome engine.RecordOutcome) error {
		said = append(said, outcome)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "changes", []engine.Change{said[0].Change, said[1].Change, said[2].Change}, []engine.Change{engine.Added, engine.Changed, engine.Unchanged})
	history := must(s.History(ctx, key.Project, key.Indicator))(t)
	same(t, "ledger", len(history), 2)
	same(t, "the second replaces the first", history[1].Before, "1公里")
	same(t, "the third is the second", said[2].Entry.Seq, history[1].Seq)
}

func TestProjectsNamed(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	one, two, gone := smallForm("A-1", 1), smallForm("B2", 1), smallForm("C3", 1)
	one.Name, two.Name, gone.Name = "路灯(一期)", "路灯（一期）", "路灯 (一期)"
	save(t, s, one, two, gone)
	if err := s.WithdrawProject(ctx, gone.ID(), "某人", "2026-01-05T08:00:00+08:00", ""); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"路灯(一期)": 2, "路 灯（一期)": 2, "Ａ-1": 1, string(two.ID()): 1, "路灯": 0, "C3": 0, "": 0} {
		same(t, "projects named "+text, len(must(s.ProjectsNamed(ctx, engine.Filter{Year: one.Year}, text))(t)), want)
	}
	same(t, "of another year", len(must(s.ProjectsNamed(ctx, engine.Filter{Year: one.Year + 1}, "B2"))(t)), 0)
	one.Name = "路灯二期"
	save(t, s, one)
	rows := must(s.ProjectsNamed(ctx, engine.Filter{}, "路灯二期"))(t)
	same(t, "a new name", len(rows), 1)
	same(t, "and code", rows[0].Key.Code, "A-1")
}

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
