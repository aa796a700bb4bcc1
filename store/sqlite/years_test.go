package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"jixiao/engine"
)

func change(year int, state engine.YearState, reason string) engine.YearChange {
	return engine.YearChange{Year: year, State: state, By: "王敏", At: "2026-02-01T09:00:00+08:00", Reason: reason}
}

// TestYearStates walks through the states of a year: each decision is kept, and one that does not follow is refused.
func TestYearStates(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	steps := []struct {
		state engine.YearState
		want  error
	}{
		{engine.YearReopened, ErrYearState}, {engine.YearOpen, nil}, {engine.YearOpen, ErrYearState}, {engine.YearClosed, nil},
		{engine.YearClosed, ErrYearState}, {engine.YearOpen, ErrYearState}, {engine.YearReopened, nil}, {engine.YearReopened, ErrYearState},
		{engine.YearClosed, nil},
	}
	for i, step := range steps {
		if err := s.ChangeYear(ctx, change(2025, step.state, "第"+string(rune('一'+i)))); err != step.want {
			t.Fatalf("step %d, %v: %v, want %v", i, step.state, err, step.want)
		}
	}
	history := must(s.YearHistory(ctx, 2025))(t)
	same(t, "decisions", len(history), 4)
	same(t, "the newest", history[3].State, engine.YearClosed)
	same(t, "of another year", len(must(s.YearHistory(ctx, 2024))(t)), 0)
	closed := must(s.ClosedYears(ctx))(t)
	same(t, "closed years", len(closed), 1)
	same(t, "who closed it", closed[2025].By, "王敏")
	if _, err := s.writer.Exec(`DELETE FROM year_state`); err == nil {
		t.Fatal("a decision could be removed")
	}
	if _, err := s.writer.Exec(`UPDATE year_state SET reason = ''`); err == nil {
		t.Fatal("a decision could be changed")
	}
}

// TestClosedYearTakesNothing tries every way of writing into a closed year. Reviews are the bureau's and are still taken.
func TestClosedYearTakesNothing(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	form := fullForm()
	save(t, s, form)
	key := engine.RecordKey{Project: form.ID(), Indicator: form.Indicators[0].ID, Field: engine.RecordActual}
	record(t, s, engine.Entry{RecordKey: key, Value: "1"})
	must(0, s.ChangeYear(ctx, change(form.Year, engine.YearClosed, "")))(t)
	before := must(s.Read(ctx, engine.Filter{}))(t)

	again := func(value string) error {
		return s.Record(ctx, engine.Each([]engine.Entry{{RecordKey: key, Value: value}}), func(engine.RecordOutcome) error { return nil })
	}
	changed := fullForm()
	changed.Goal += "（修改）"
	other := form.ProjectKey
	other.Department += "（新）"
	for name, write := range map[string]func() error{
		"record": func() error { return again("2") },
		"withdraw": func() error {
			_, err := s.Withdraw(ctx, key, "甲", "", "")
			return err
		},
		"import": func() error {
			_, err := s.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each([]*engine.Submission{changed})})
			return err
		},
		"withdraw the project": func() error { return s.WithdrawProject(ctx, form.ID(), "甲", "", "") },
		"rename the project": func() error {
			_, err := s.RenameProject(ctx, form.ID(), other, "甲", "", "")
			return err
		},
		"rename an indicator": func() error {
			_, err := s.RenameIndicator(ctx, form.ID(), form.Indicators[0].ID, form.Indicators[1].ID, "甲", "", "")
			return err
		},
	} {
		var closed *YearClosed
		if err := write(); !errors.As(err, &closed) || closed.Closing.Year != form.Year || closed.Closing.By != "王敏" {
			t.Errorf("%s: %v", name, err)
		}
	}
	after := must(s.Read(ctx, engine.Filter{}))(t)
	same(t, "entries", after.LedgerSeq(), before.LedgerSeq())
	same(t, "revisions", after.RevisionSeq(), before.RevisionSeq())
	same(t, "withdrawals", after.WithdrawalSeq(), before.WithdrawalSeq())

	must(0, again("1"))(t) // the same again is no change
	if _, err := s.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each([]*engine.Submission{fullForm()})}); err != nil {
		t.Fatalf("the same form again: %v", err)
	}
	review := engine.RecordKey{Project: form.ID(), Indicator: form.Indicators[0].ID, Field: engine.RecordReview}
	record(t, s, engine.Entry{RecordKey: review, Value: "7.00\n偏高"})
	must(0, s.ChangeYear(ctx, change(form.Year, engine.YearReopened, "漏报")))(t)
	must(0, again("2"))(t)
}

// TestClosingBesideWriters closes a year while another process writes into it: every write that was acknowledged stands before the
// closing, and every later one was refused.
func TestClosingBesideWriters(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "year.db")
	open := func() *Store {
		s := must(Open(ctx, path, Options{}))(t)
		t.Cleanup(func() { s.Close() })
		return s
	}
	office, clerk := open(), open()
	form := fullForm()
	save(t, office, form)
	key := engine.RecordKey{Project: form.ID(), Indicator: form.Indicators[0].ID, Field: engine.RecordActual}
	started, acknowledged, refused := make(chan struct{}), int64(0), 0
	var group sync.WaitGroup
	group.Go(func() {
		for i := range 4000 {
			time.Sleep(time.Millisecond) // as a person would, so that others have their turn
			entry := engine.Entry{RecordKey: key, Value: string(rune('一' + i))}
			err := clerk.Record(ctx, engine.Each([]engine.Entry{entry}), func(o engine.RecordOutcome) error {
				acknowledged = o.Entry.Seq
				return nil
			})
			var closed *YearClosed
			switch {
			case i == 3:
				close(started)
			case errors.As(err, &closed):
				refused++
				return
			case err != nil:
				t.Error(err)
				return
			}
		}
	})
	<-started
	must(0, office.ChangeYear(ctx, change(form.Year, engine.YearClosed, "")))(t)
	at := must(office.Read(ctx, engine.Filter{}))(t).LedgerSeq()
	group.Wait()
	after := must(office.Read(ctx, engine.Filter{}))(t).LedgerSeq()
	if refused == 0 || after != at || acknowledged > at {
		t.Fatalf("%d refused; the ledger had %d entries when the year was closed and has %d now, %d acknowledged", refused, at, after, acknowledged)
	}
}

// TestReviews keeps reviews apart from runs: the newest that is not taken back counts, of each row.
func TestReviews(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	form := fullForm()
	save(t, s, form, smallForm("别的", 1))
	row := engine.RecordKey{Project: form.ID(), Indicator: form.Indicators[0].ID, Field: engine.RecordReview}
	execution := engine.RecordKey{Project: form.ID(), Field: engine.RecordExecutionReview}
	record(t, s, engine.Entry{RecordKey: row, Value: "7.00\n"})
	record(t, s, engine.Entry{RecordKey: execution, Value: "\n依据不足"})
	record(t, s, engine.Entry{RecordKey: engine.RecordKey{Project: form.ID(), Indicator: form.Indicators[0].ID, Field: engine.RecordActual}, Value: "7"})
	record(t, s, engine.Entry{RecordKey: row, Value: "8.00\n改"})
	found := must(s.Reviews(ctx, engine.Filter{Year: form.Year}))(t)
	same(t, "projects", len(found), 1)
	same(t, "reviews", len(found[form.ID()]), 2)
	same(t, "of the row", found[form.ID()][1].Value, "8.00\n改")
	if _, err := s.Withdraw(ctx, row, "甲", "", ""); err != nil {
		t.Fatal(err)
	}
	found = must(s.Reviews(ctx, engine.Filter{Year: form.Year}))(t)
	same(t, "after one was taken back", found[form.ID()][0].Value, "7.00\n")
}

// TestReviewsAreTheFieldsOfTheirIndex holds that the numbers in the query and the index of reviews are those of their fields.
func TestReviewsAreTheFieldsOfTheirIndex(t *testing.T) {
	for field := engine.RecordActual; field <= engine.RecordExecutionReview; field++ {
		if field.OfReview() != (field >= 16) {
			t.Errorf("field %d: a review %v", field, field.OfReview())
		}
	}
}
