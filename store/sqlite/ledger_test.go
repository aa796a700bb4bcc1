package sqlite

import (
	"context"
	"errors"
	"testing"

	"jixiao/engine"
)

func record(t *testing.T, s *Store, entries ...engine.Entry) []engine.RecordOutcome {
	t.Helper()
	return must(recordAll(context.Background(), s, entries...))(t)
}

func recordAll(ctx context.Context, s *Store, entries ...engine.Entry) (outcomes []engine.RecordOutcome, err error) {
	err = s.Record(ctx, engine.Each(entries), func(outcome engine.RecordOutcome) error {
		outcomes = append(outcomes, outcome)
		return nil
	})
	return outcomes, err
}

func TestLedger(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	form := smallForm("a", 2)
	save(t, s, form)
	indicator := form.Indicators[0].ID
	key := engine.RecordKey{Project: form.ID(), Indicator: indicator, Field: engine.RecordActual}
	money := engine.RecordKey{Project: form.ID(), Item: engine.FiscalFunds, Field: engine.RecordExecuted}

	first := engine.Entry{RecordKey: key, Value: "487", By: "甲", At: "2026-01-01T00:00:00Z", Note: "初报", Source: at(4)}
	outcomes := record(t, s, first, engine.Entry{RecordKey: money, Value: "100.00"}, engine.Entry{RecordKey: key, Value: ""})
	first.Seq = 1
	empty := engine.Entry{RecordKey: key, Seq: 3, Before: "487", HadBefore: true}
	same(t, "recorded", outcomes, []engine.RecordOutcome{{Entry: first, Change: engine.Added},
		{Entry: engine.Entry{RecordKey: money, Seq: 2, Value: "100.00"}, Change: engine.Added}, {Entry: empty, Change: engine.Changed}})

	again := record(t, s, engine.Entry{RecordKey: key, Value: "", By: "乙"})
	same(t, "the same value", again, []engine.RecordOutcome{{Entry: empty, Change: engine.Unchanged}})
	same(t, "an empty text is a value that stood before", record(t, s, engine.Entry{RecordKey: key, Value: "500"})[0].Entry.HadBefore, true)

	withdrawn := must(s.Withdraw(ctx, key, "丙", "2026-01-02T00:00:00Z", "误填"))(t)
	want := engine.Entry{RecordKey: key, Seq: 5, Value: "", Before: "500", HadBefore: true, Withdraws: 4, By: "丙", At: "2026-01-02T00:00:00Z", Note: "误填"}
	same(t, "withdrawn", withdrawn, want)
	same(t, "in force", inForceNow(t, s), []engine.Entry{{RecordKey: money, Seq: 2, Value: "100.00"}, empty})
	same(t, "what counts again", must(s.Withdraw(ctx, key, "", "", ""))(t).Value, "487")
	same(t, "in force", inForceNow(t, s), []engine.Entry{first, {RecordKey: money, Seq: 2, Value: "100.00"}})
	same(t, "a value that was taken back is new again", record(t, s, engine.Entry{RecordKey: key, Value: "500"})[0].Change, engine.Changed)
	same(t, "what counts again", must(s.Withdraw(ctx, key, "", "", ""))(t).Value, "487")
	same(t, "nothing counts any more", must(s.Withdraw(ctx, key, "", "", ""))(t).Value, "")
	if _, err := s.Withdraw(ctx, key, "", "", ""); err != ErrNothingToWithdraw {
		t.Errorf("nothing is left: %v", err)
	}
	same(t, "in force", inForceNow(t, s), []engine.Entry{{RecordKey: money, Seq: 2, Value: "100.00"}})
	history := must(s.History(ctx, form.ID(), indicator))(t)
	same(t, "history keeps all", len(history), 8)
	same(t, "history", history[:3], []engine.Entry{first, empty, {RecordKey: key, Seq: 4, Value: "500", HadBefore: true}})
	same(t, "of the project", len(must(s.History(ctx, form.ID(), ""))(t)), 1)
	everyFieldSetIn(t, append(history, engine.Entry{RecordKey: money}))
}

func everyFieldSetIn(t *testing.T, entries []engine.Entry) {
	t.Helper()
	everyFieldSet(t, &struct{ Entries []engine.Entry }{entries})
}

func inForceNow(t *testing.T, s *Store) []engine.Entry {
	t.Helper()
	return collect(t, s.Submissions(context.Background(), engine.Filter{}))[0].Entries
}

func TestRecordedValuesSurviveANewRevision(t *testing.T) {
	s := openNew(t)
	form := smallForm("a", 3)
	save(t, s, form)
	entry := func(indicator int) engine.Entry {
		return engine.Entry{RecordKey: engine.RecordKey{Project: form.ID(), Indicator: form.Indicators[indicator].ID, Field: engine.RecordActual}, Value: "1"}
	}
	record(t, s, entry(0), entry(2))
	save(t, s, smallForm("a", 2))
	stored := collect(t, s.Submissions(context.Background(), engine.Filter{}))[0]
	kept, orphan := entry(0), entry(2)
	kept.Seq, orphan.Seq = 1, 2
	same(t, "entries", stored.Entries, []engine.Entry{kept})
	same(t, "orphans", stored.Orphans, []engine.Orphan{{Entry: orphan, Name: form.Indicators[2].Name}})
	save(t, s, form)
	same(t, "back again", len(inForceNow(t, s)), 2)
}

func TestRecordIsAllOrNothing(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	form, other := smallForm("a", 1), smallForm("b", 1)
	save(t, s, form, other)
	good := engine.Entry{RecordKey: engine.RecordKey{Project: form.ID(), Field: engine.RecordFiller}, Value: "甲"}
	tests := map[string]struct {
		entry   engine.Entry
		unknown bool
	}{
		"no field":                     {entry: engine.Entry{RecordKey: engine.RecordKey{Project: form.ID()}}},
		"unknown project":              {engine.Entry{RecordKey: engine.RecordKey{Project: "x", Field: engine.RecordFiller}}, true},
		"unknown indicator":            {engine.Entry{RecordKey: engine.RecordKey{Project: form.ID(), Indicator: "x", Field: engine.RecordActual}}, true},
		"indicator of another project": {engine.Entry{RecordKey: engine.RecordKey{Project: form.ID(), Indicator: other.Indicators[0].ID, Field: engine.RecordActual}}, true},
		"a withdrawal":                 {entry: engine.Entry{RecordKey: good.RecordKey, Withdraws: 1}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := recordAll(ctx, s, good, test.entry)
			if err == nil || errors.Is(err, ErrUnknown) != test.unknown {
				t.Errorf("got %v", err)
			}
			same(t, "ledger", must(s.Read(ctx, engine.Filter{}))(t).LedgerSeq(), int64(0))
		})
	}
}
