package sqlite

import (
	"context"
	"errors"
	"testing"

	"jixiao/engine"
)

const noon = "2026-01-15T12:00:00+08:00"

func projectsOf(t *testing.T, s *Store, filter engine.Filter) (ids []engine.ProjectID) {
	t.Helper()
	for _, row := range must(s.Projects(context.Background(), filter))(t) {
		ids = append(ids, row.ID)
	}
	var forms []engine.ProjectID
	for _, stored := range collect(t, s.Submissions(context.Background(), filter)) {
		forms = append(forms, stored.Submission.ID())
	}
	same(t, "the lists of rows and of forms", forms, ids)
	return ids
}

func TestAWithdrawnProjectIsNoMoreAndComesBack(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	a, b := smallForm("a", 1), smallForm("b", 1)
	b.Year = 2023
	b.Identify()
	save(t, s, a, b)
	key := engine.RecordKey{Project: b.ID(), Field: engine.RecordFiller}
	record(t, s, engine.Entry{RecordKey: key, Value: "甲"})
	before := must(s.Read(ctx, engine.Filter{}))(t)

	must(0, s.WithdrawProject(ctx, b.ID(), "王敏", noon, "导错了"))(t)
	same(t, "projects", projectsOf(t, s, engine.Filter{}), []engine.ProjectID{a.ID()})
	same(t, "those withdrawn as well", projectsOf(t, s, engine.Filter{Withdrawn: true}), []engine.ProjectID{a.ID(), b.ID()})
	same(t, "years", must(s.Years(ctx))(t), []int{2025})
	same(t, "withdrawals", must(s.Withdrawals(ctx, engine.Filter{Year: 2023}))(t),
		[]engine.Withdrawal{{Project: b.ID(), Key: b.ProjectKey, By: "王敏", At: noon, Note: "导错了"}})
	same(t, "a state from before", len(collect(t, before.Submissions())), 2)
	same(t, "its values", len(must(s.History(ctx, b.ID(), ""))(t)), 1)
	same(t, "its revisions", len(must(s.Revisions(ctx, b.ID()))(t)), 1)
	if err := s.WithdrawProject(ctx, b.ID(), "", noon, ""); !errors.Is(err, ErrNothingToWithdraw) {
		t.Errorf("withdrawn twice: %v", err)
	}
	if err := s.WithdrawProject(ctx, "none", "", noon, ""); !errors.Is(err, ErrUnknown) {
		t.Errorf("a project that is not stored: %v", err)
	}

	same(t, "imported again", save(t, s, b), []engine.Outcome{{Project: b.ID(), Revision: 2, Change: engine.Changed, Returned: true}})
	same(t, "projects", projectsOf(t, s, engine.Filter{}), []engine.ProjectID{a.ID(), b.ID()})
	same(t, "what counts", len(collect(t, s.Submissions(ctx, engine.Filter{Year: 2023}))[0].Entries), 1)
	same(t, "withdrawals", len(must(s.Withdrawals(ctx, engine.Filter{}))(t)), 0)
	same(t, "and once more", save(t, s, b)[0].Change, engine.Unchanged)
}

func TestARunWithoutAWithdrawnProject(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	a, b := smallForm("a", 1), smallForm("b", 1)
	save(t, s, a, b)
	h := hold(t, s)
	id := begin(t, h, engine.Run{})
	must(0, h.Append(ctx, id, judged(t, s, evaluationOf(a), evaluationOf(b))))(t)
	must(0, s.WithdrawProject(ctx, a.ID(), "", noon, ""))(t)
	for filter, want := range map[bool]int{false: 1, true: 2} {
		same(t, "evaluations", len(collect(t, s.Evaluations(ctx, id, engine.Filter{Withdrawn: filter}))), want)
		same(t, "forms", len(storedOfRun(t, s, id, engine.Filter{Withdrawn: filter})), want)
	}
}

func TestARenamedProjectKeepsItsHistoryAndValues(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	first, second := smallForm("a", 3), smallForm("a", 2)
	second.Indicators[0].Weight = pointer(engine.Points(7_00))
	save(t, s, first, second)
	gone, kept := first.Indicators[2], second.Indicators[0]
	actual := func(project engine.ProjectID, indicator engine.IndicatorID) engine.RecordKey {
		return engine.RecordKey{Project: project, Indicator: indicator, Field: engine.RecordActual}
	}
	record(t, s, engine.Entry{RecordKey: actual(first.ID(), kept.ID), Value: "1", By: "李", Source: at(4)},
		engine.Entry{RecordKey: actual(first.ID(), kept.ID), Value: "2", By: "李"}, engine.Entry{RecordKey: actual(first.ID(), gone.ID), Value: "3"})
	to := first.ProjectKey
	to.Department = "乙局"
	done := must(s.RenameProject(ctx, first.ID(), to, "王敏", noon, "甲局=乙局"))(t)
	same(t, "moved", done, engine.Renaming{Moved: 2})

	second.ProjectKey = to
	second.Identify()
	stored := collect(t, s.Submissions(ctx, engine.Filter{}))
	same(t, "projects", len(stored), 1)
	same(t, "form", stored[0].Submission, second)
	same(t, "revision", stored[0].Revision, 2)
	same(t, "what counts", stored[0].Entries[0].Value, "2")
	same(t, "the value of the lost indicator", stored[0].Orphans[0].Value+" "+stored[0].Orphans[0].Name, "3 "+gone.Name)
	history := must(s.History(ctx, second.ID(), second.Indicators[0].ID))(t)
	same(t, "history", []string{history[0].Value, history[0].By, history[0].Note, history[1].Value, history[1].Before},
		[]string{"1", "王敏", "甲局=乙局", "2", "1"})
	same(t, "place", history[0].Source, at(4))
	same(t, "the old history", len(must(s.History(ctx, first.ID(), kept.ID))(t)), 4)
	same(t, "successor", must(s.Withdrawals(ctx, engine.Filter{}))(t)[0].Successor, second.ID())

	back := must(s.RenameProject(ctx, second.ID(), first.ProjectKey, "王敏", noon, "乙局=甲局"))(t)
	same(t, "moved back", back, engine.Renaming{Moved: 2})
	same(t, "projects", projectsOf(t, s, engine.Filter{}), []engine.ProjectID{first.ID()})
}

func TestAValueOfTheNewNameStays(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	form := smallForm("a", 2)
	save(t, s, form)
	old, now := form.Indicators[0].ID, form.Indicators[1].ID
	entry := func(indicator engine.IndicatorID, field engine.RecordField, value string) engine.Entry {
		return engine.Entry{RecordKey: engine.RecordKey{Project: form.ID(), Indicator: indicator, Field: field}, Value: value}
	}
	record(t, s, entry(old, engine.RecordActual, "1"), entry(now, engine.RecordActual, "2"),
		entry(old, engine.RecordReason, "雨"), entry(now, engine.RecordReason, "雨"))
	done := must(s.RenameIndicator(ctx, form.ID(), old, now, "王敏", noon, "旧=新"))(t)
	same(t, "moved", done.Moved, 0)
	same(t, "kept", len(done.Kept), 1)
	same(t, "kept value", done.Kept[0].Value, "1")
	var left []string
	for _, entry := range inForceNow(t, s) {
		left = append(left, entry.Value)
	}
	same(t, "what counts", left, []string{"1", "2", "雨"})
}

func TestFormerNamesAreStoredOnceAndInOrder(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	a, b := smallForm("a", 1), smallForm("b", 1)
	save(t, s, a, b)
	was := engine.ProjectKey{Year: a.Year - 1, Department: "旧局", Unit: "旧处", Code: "A1", Name: "旧名"}
	other := was
	other.Name = "另一个"
	row := engine.IndicatorRename{From: engine.IndicatorKey{Level2: engine.Quantity, Name: "场数"}, To: engine.IndicatorKey{Level2: engine.Quality, Name: "场次"}}
	names := []engine.FormerName{{Project: a.ID(), Key: was, Note: "旧名=a"}, {Project: b.ID(), Indicator: row, Note: "场数=场次"}, {Project: a.ID(), Key: other}}
	must(0, s.SaveFormerNames(ctx, names[:2], "王敏", noon))(t)
	must(0, s.SaveFormerNames(ctx, names[:2], "李强", noon))(t)
	want := []engine.FormerName{names[0], names[1]}
	for i := range want {
		want[i].By, want[i].At = "王敏", noon
	}
	same(t, "said twice", must(s.FormerNames(ctx, a.Year))(t), want)
	must(0, s.SaveFormerNames(ctx, []engine.FormerName{names[2], names[0]}, "李强", noon))(t)
	again := must(s.FormerNames(ctx, a.Year))(t)
	same(t, "taken back", []string{again[0].Key.Name, again[1].Key.Name, again[2].Key.Name}, []string{"旧名", "另一个", "旧名"})
	same(t, "another year", len(must(s.FormerNames(ctx, a.Year-1))(t)), 0)
	if err := s.SaveFormerNames(ctx, []engine.FormerName{names[2], {Project: "none"}}, "", noon); !errors.Is(err, ErrUnknown) {
		t.Errorf("a project that is not stored: %v", err)
	}
	same(t, "all or nothing", len(must(s.FormerNames(ctx, a.Year))(t)), 4)
	must(0, s.ChangeYear(ctx, engine.YearChange{Year: a.Year, State: engine.YearClosed, By: "王敏", At: noon, Reason: "年终"}))(t)
	if err := s.SaveFormerNames(ctx, names, "", noon); codeOf(err) != CodeYearClosed {
		t.Errorf("a closed year: %v", err)
	}
}
