package sqlite

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jixiao/engine"
)

// exactly compares numbers as numbers and everything else field by field.
var exactly = cmp.Options{
	cmp.Comparer(func(a, b engine.Decimal) bool { return a == b }),
	cmp.Comparer(func(a, b engine.Rational) bool { return a.Cmp(b) == 0 }),
	cmpopts.IgnoreFields(engine.Stored{}, "Form", "Place", "Number"), // the test of pages holds them
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, exactly); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func open(t *testing.T, path string) *Store {
	t.Helper()
	s := must(Open(context.Background(), path, Options{}))(t)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func openNew(t *testing.T) *Store {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "年度 100%?#.db"))
}

func collect[T any](t *testing.T, sequence iter.Seq2[T, error]) (list []T) {
	t.Helper()
	for item, err := range sequence {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, item)
	}
	return list
}

func pointer[T any](value T) *T { return &value }

func decimal(text string) engine.Decimal {
	d, ok := engine.ParseDecimal(text)
	if !ok {
		panic("not a decimal: " + text)
	}
	return d
}

func measure(value, unit, scaled, scaledUnit string) engine.Measure {
	return engine.Measure{Value: decimal(value), Unit: unit, Scaled: decimal(scaled), ScaledUnit: scaledUnit}
}

func at(line int) engine.Source {
	return engine.Source{File: "申报表.xlsx", Sheet: "表1", Ref: fmt.Sprintf("B%d", line), Line: line}
}

func on(month, day int) engine.Date {
	d, _ := engine.NewDate(2025, 1, 1)
	return d.AddDays(month*30 + day)
}

// fullForm is a form that sets every field of every type, over its indicators, with each kind of target.
func fullForm() *engine.Submission {
	s := &engine.Submission{
		ProjectKey: engine.ProjectKey{Year: 2025, Department: "示例区农业局", Unit: "示例区农技 站", Code: "A-001", Name: "耕地\"保护\"\t项目"},
		Nature:     "经常性", Kind: "其他一次性项目", Start: on(0, 0), End: on(11, 20),
		LongGoal: "长期\n目标", Goal: "年度目标", GoalActual: "已完成", Filler: "某人", Telephone: "000-0000", FilledOn: on(10, 3),
		Budget: engine.Budget{FormUnit: "元", Total: pointer(engine.Money(123456)), Rows: []engine.BudgetRow{
			{Item: engine.TotalFunds, Initial: pointer(engine.Money(0)), Adjusted: pointer(engine.MaxMoney), Executed: pointer(engine.Money(-1)), Source: at(7)},
			{Item: engine.OtherFunds},
		}},
		ExecutionWeight: pointer(engine.Points(1000)), ExecutionClaimed: pointer(engine.Points(-5)), ExecutionReason: "支付滞后",
		Sources: []engine.FieldSource{{Field: engine.FieldName, Source: at(2)}, {Field: engine.FieldYear, Source: engine.Source{File: "另一份.txt", Line: 9}}},
		Indicators: []engine.Indicator{
			{Level1: engine.Output, Level2: engine.Quantity, Name: "培训", Weight: pointer(engine.Points(1234)), Claimed: pointer(engine.Points(0)),
				Target: engine.Target{Text: "≥1.2(万亩)", Kind: engine.NumberTarget, Op: engine.AtLeast, OpInferred: true,
					Number: measure("1.2", "万亩", "12000", "亩"), Source: at(11)},
				Actual: engine.Actual{Text: "约-0.000000000000000003万亩", Reported: true, Kind: engine.NumberActual,
					Number: measure("-0.000000000000000003", "万亩", "999999999999999999", "亩"), Op: engine.LessThan,
					Approximation: engine.Under, Source: at(12)},
				Reason: "偏差\x1f原因\\", Source: at(10)},
			{Level1: engine.Output, Level2: engine.Quantity, Name: "培训", Target: engine.Target{Text: "80-90", Kind: engine.RangeTarget,
				Min: measure("80", "%", "80", "%"), Max: measure("90.5", "分", "90.5", "分")}},
			{Level1: engine.Output, Level2: engine.Timeliness, Level1Inferred: true, Level2Inferred: true, WeightUnreadable: true, Name: "时限",
				Target: engine.Target{Text: "4季度前", Kind: engine.DeadlineTarget, From: on(1, 1), Due: on(11, 1), QuarterBefore: true},
				Actual: engine.Actual{Text: "11月", Reported: true, Kind: engine.DateActual, From: on(10, 1), Date: on(10, 28)}},
			{Level1: engine.Benefit, Level2: engine.SocialBenefit, Name: "覆盖", Tier: engine.TierPartly,
				Target: engine.Target{Text: "2个街镇", Kind: engine.SetTarget, Number: measure("2", "个街镇", "2", "个街镇"),
					Items: []string{"甲镇\\", "", "乙\x1f镇\xff"}}},
			{Level1: engine.Satisfaction, Level2: engine.ServiceSatisfaction, Name: "满意", Tier: engine.TierNotApplies,
				Target: engine.Target{Text: "满意", Kind: engine.WordsTarget, Items: []string{""}}},
			{Name: "无", Target: engine.Target{Text: "*"}},
		},
	}
	s.Identify()
	return s
}

// smallForm is a project with n indicators.
func smallForm(code string, indicators int) *engine.Submission {
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Department: "甲局", Unit: "乙所", Code: code, Name: "项目" + code}}
	for i := range indicators {
		s.Indicators = append(s.Indicators, engine.Indicator{Level1: engine.Output, Level2: engine.Quantity, Name: fmt.Sprintf("指标%d", i),
			Target: engine.Target{Text: "≥1", Kind: engine.NumberTarget, Op: engine.AtLeast, Number: measure("1", "", "1", "")}})
	}
	s.Identify()
	return s
}

func save(t *testing.T, s *Store, forms ...*engine.Submission) []engine.Outcome {
	t.Helper()
	return must(s.SaveImport(context.Background(), engine.ImportBatch{Submissions: engine.Each(forms), By: "某人", At: "2026-01-05T08:00:00+08:00"}))(t)
}

// zeroFields lists the fields below a value that are zero everywhere: in all elements of all slices.
func zeroFields(v reflect.Value, path string, set map[string]bool) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type().PkgPath() == "" || v.NumField() > 0 && !v.Type().Field(0).IsExported() {
			set[path] = set[path] || !v.IsZero()
			return
		}
		for i := range v.NumField() {
			zeroFields(v.Field(i), path+"."+v.Type().Field(i).Name, set)
		}
	case reflect.Slice:
		set[path] = set[path] || v.Len() > 0
		for i := range v.Len() {
			zeroFields(v.Index(i), path+"[]", set)
		}
	default:
		set[path] = set[path] || !v.IsZero()
	}
}

// recordedApart are the fields that no form is stored with: what was recorded later, and reviews.
var recordedApart = []string{"Submission.ClaimedTotal", "Submission.PrintedRate", "Submission.ExecutionReview", "Submission.Indicators[].Review"}

// everyFieldSet proves that a sample leaves out no field, so that a field that the engine gets later is missed here first.
func everyFieldSet(t *testing.T, sample any) {
	t.Helper()
	set := map[string]bool{}
	zeroFields(reflect.ValueOf(sample).Elem(), reflect.TypeOf(sample).Elem().Name(), set)
	for path, is := range set {
		if !is && !slices.Contains(recordedApart, path) {
			t.Errorf("the sample sets %s nowhere", path)
		}
	}
}

func TestFormsComeBackExactly(t *testing.T) {
	s := openNew(t)
	want := fullForm()
	everyFieldSet(t, want)
	empty := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2024, Name: "空"}}
	outcomes := save(t, s, want, empty)
	same(t, "outcomes", outcomes, []engine.Outcome{{Project: want.ID(), Revision: 1, Change: engine.Added}, {Project: empty.ID(), Revision: 1, Change: engine.Added}})
	same(t, "forms", collect(t, s.Submissions(context.Background(), engine.Filter{})),
		[]engine.Stored{{Submission: fullForm(), Revision: 1}, {Submission: empty, Revision: 1}})
}

func TestImportAgainChangesNothing(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	batch := engine.ImportBatch{Submissions: engine.Each([]*engine.Submission{fullForm()}), By: "甲", At: "2026-01-01T00:00:00Z",
		Issues: engine.Each([]engine.Issue{{Code: "x", Source: at(1)}}), Files: []engine.ImportedFile{{Name: "a.txt", Digest: engine.DigestText("a")}}}
	must(s.SaveImport(ctx, batch))(t)
	before := counts(t, s)
	batch.By, batch.At = "乙", "2026-02-01T00:00:00Z"
	outcomes := must(s.SaveImport(ctx, batch))(t)
	same(t, "outcome", outcomes, []engine.Outcome{{Project: fullForm().ID(), Revision: 1, Change: engine.Unchanged}})
	same(t, "rows in every table", counts(t, s), before)
}

func counts(t *testing.T, s *Store) map[string]int {
	t.Helper()
	found := map[string]int{}
	for _, table := range []string{"word", "project", "indicator", "import", "import_file", "import_project", "issue", "revision",
		"head_source", "budget_row", "form_row", "entry", "run", "evaluation", "score"} {
		var n int
		if err := s.reader.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		found[table] = n
	}
	return found
}

func TestChangedFormIsANewRevision(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	first := fullForm()
	save(t, s, first)
	second := fullForm()
	second.Indicators[0].Target.Op = engine.Exactly
	second.Indicators[1].Source.Line = 99 // another place is no other target
	second.Indicators[4].Name = "另一指标"
	second.Identify()
	outcomes := save(t, s, second)
	same(t, "outcome", outcomes, []engine.Outcome{{Project: first.ID(), Revision: 2, Change: engine.Changed,
		Added: []engine.IndicatorID{second.Indicators[4].ID}, Removed: []engine.IndicatorID{first.Indicators[4].ID},
		Altered: []engine.IndicatorID{first.Indicators[0].ID}}})
	same(t, "newest", collect(t, s.Submissions(ctx, engine.Filter{})), []engine.Stored{{Submission: second, Revision: 2}})
	same(t, "first", must(s.Submission(ctx, first.ID(), 1))(t), first)
	revisions := must(s.Revisions(ctx, first.ID()))(t)
	same(t, "revisions", revisions, []engine.Revision{
		{Number: 1, Project: first.ID(), Digest: engine.FormDigest(first), File: "申报表.xlsx", By: "某人", At: "2026-01-05T08:00:00+08:00"},
		{Number: 2, Project: first.ID(), Digest: engine.FormDigest(second), File: "申报表.xlsx", By: "某人", At: "2026-01-05T08:00:00+08:00"}})

	again := save(t, s, first, second, second) // back and forth, in one import
	same(t, "changes", []engine.Change{again[0].Change, again[1].Change, again[2].Change},
		[]engine.Change{engine.Changed, engine.Changed, engine.Unchanged})
}

func TestFailedImportWritesNothing(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	save(t, s, smallForm("1", 2))
	before := counts(t, s)
	broken := errors.New("the file broke off")
	forms := func(yield func(*engine.Submission, error) bool) {
		_ = yield(smallForm("3", 300), nil) && yield(nil, broken)
	}
	if _, err := s.SaveImport(ctx, engine.ImportBatch{Submissions: forms}); !errors.Is(err, broken) {
		t.Errorf("an import that broke off: %v", err)
	}
	same(t, "rows in every table", counts(t, s), before)
	same(t, "the words are found after the rollback", save(t, s, smallForm("4", 1))[0].Change, engine.Added)
	collect(t, s.Submissions(ctx, engine.Filter{}))
}

// TestIndicatorsAreTheirProjects stores the same id in two projects: each has its own indicator, and what is recorded for one is none of the other's.
func TestIndicatorsAreTheirProjects(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	one, other := smallForm("1", 2), smallForm("2", 2)
	other.Indicators[0].ID = one.Indicators[0].ID
	save(t, s, one, other)
	key := engine.RecordKey{Project: other.ID(), Indicator: other.Indicators[0].ID, Field: engine.RecordActual}
	err := s.Record(ctx, engine.Each([]engine.Entry{{RecordKey: key, Value: "3公里"}}), func(engine.RecordOutcome) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	for _, stored := range collect(t, s.Submissions(ctx, engine.Filter{})) {
		want := 0
		if stored.Submission.ID() == other.ID() {
			want = 1
		}
		same(t, "values of "+stored.Submission.Code, len(stored.Entries), want)
	}
	same(t, "history of the other", len(must(s.History(ctx, one.ID(), key.Indicator))(t)), 0)
}

func TestFilters(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	a, b, c := smallForm("a", 1), smallForm("b", 2), smallForm("c", 3)
	b.Department, b.Unit = "丙 局", "丁所"
	b.Identify()
	c.Year = 2023
	c.Identify()
	save(t, s, a, b, c)
	tests := []struct {
		name   string
		filter engine.Filter
		want   []engine.ProjectID
	}{
		{"all", engine.Filter{}, []engine.ProjectID{a.ID(), b.ID(), c.ID()}},
		{"year", engine.Filter{Year: 2025}, []engine.ProjectID{a.ID(), b.ID()}},
		{"department, spaces and width do not count", engine.Filter{Department: "丙局　"}, []engine.ProjectID{b.ID()}},
		{"unit", engine.Filter{Department: "乙所"}, []engine.ProjectID{a.ID(), c.ID()}},
		{"part of a name", engine.Filter{Department: "乙"}, nil},
		{"projects", engine.Filter{Projects: []engine.ProjectID{c.ID(), a.ID(), "none"}}, []engine.ProjectID{a.ID(), c.ID()}},
		{"all three", engine.Filter{Year: 2025, Department: "甲局", Projects: []engine.ProjectID{b.ID(), a.ID()}}, []engine.ProjectID{a.ID()}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var forms, rows []engine.ProjectID
			for _, stored := range collect(t, s.Submissions(ctx, test.filter)) {
				forms = append(forms, stored.Submission.ID())
			}
			for _, row := range must(s.Projects(ctx, test.filter))(t) {
				rows = append(rows, row.ID)
			}
			same(t, "forms", forms, test.want)
			same(t, "rows", rows, test.want)
		})
	}
	same(t, "years", must(s.Years(ctx))(t), []int{2025, 2023})
	same(t, "row", must(s.Projects(ctx, engine.Filter{Year: 2023}))(t), []engine.ProjectRow{{ID: c.ID(), Key: c.ProjectKey, Indicators: 3}})
}

func TestManyProjectsStreamInOrder(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	forms := make([]*engine.Submission, 2*pageSize+37)
	for i := range forms {
		forms[i] = smallForm(fmt.Sprintf("%04d", 7919*i%10007), 3)
	}
	save(t, s, forms...)
	n := 0
	for stored, err := range s.Submissions(ctx, engine.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if stored.Submission.Code != forms[n].Code || len(stored.Submission.Indicators) != 3 {
			t.Fatalf("place %d: %s with %d indicators", n, stored.Submission.Code, len(stored.Submission.Indicators))
		}
		n++
	}
	same(t, "count", n, len(forms))
	for range s.Submissions(ctx, engine.Filter{}) {
		break // holds nothing: Close in the clean-up would wait
	}
	cancelled, cancel := context.WithCancel(ctx)
	defer cancel()
	n = 0
	var last error
	for _, err := range s.Submissions(cancelled, engine.Filter{}) {
		cancel()
		if last = err; err == nil {
			n++
		}
	}
	same(t, "read before the context ended", n, pageSize)
	same(t, "error", last != nil, true)
}

func TestReadingIsOneState(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	a := smallForm("a", 1)
	save(t, s, a)
	key := engine.RecordKey{Project: a.ID(), Indicator: a.Indicators[0].ID, Field: engine.RecordActual}
	record(t, s, engine.Entry{RecordKey: key, Value: "1"})
	reading := must(s.Read(ctx, engine.Filter{}))(t)
	later := smallForm("a", 2)
	save(t, s, later, smallForm("b", 1))
	record(t, s, engine.Entry{RecordKey: key, Value: "2"})
	must(s.Withdraw(ctx, key, "", "", ""))(t)
	must(s.Withdraw(ctx, key, "", "", ""))(t)
	same(t, "ledger", reading.LedgerSeq(), int64(1))
	list := collect(t, reading.Submissions())
	same(t, "state", list, []engine.Stored{{Submission: a, Revision: 1, Entries: []engine.Entry{{RecordKey: key, Seq: 1, Value: "1"}}}})
	same(t, "now", len(collect(t, s.Submissions(ctx, engine.Filter{}))), 2)
}

func TestIssues(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	a, b := smallForm("a", 1), smallForm("b", 1)
	full := engine.Issue{Code: "target-missing", Severity: engine.Error, Args: engine.Args("name", "\xff\x1f\\", "", ""), Source: at(3),
		Project: a.ID(), Indicator: a.Indicators[0].ID}
	everyFieldSet(t, &full)
	issue := func(code string, project engine.ProjectID, file string) engine.Issue {
		return engine.Issue{Code: code, Project: project, Source: engine.Source{File: file}}
	}
	batch := func(forms []*engine.Submission, issues []engine.Issue, files ...string) {
		t.Helper()
		b := engine.ImportBatch{Submissions: engine.Each(forms), Issues: engine.Each(issues)}
		for _, file := range files {
			b.Files = append(b.Files, engine.ImportedFile{Name: file, Digest: engine.DigestText(fmt.Sprint(len(issues), file))})
		}
		must(s.SaveImport(ctx, b))(t)
	}
	batch([]*engine.Submission{a, b}, []engine.Issue{full, issue("b1", b.ID(), "1.txt"), issue("f1", "", "1.txt"), issue("f2", "", "2.txt"), issue("lost", "gone", "2.txt")}, "1.txt", "2.txt")
	same(t, "first", must(s.Issues(ctx, engine.Filter{Projects: []engine.ProjectID{a.ID()}}))(t), []engine.Issue{full})
	// b again from a new file with the same form: its issues replace the old ones, and those of file 1 with them.
	batch([]*engine.Submission{b}, []engine.Issue{issue("b2", b.ID(), "1.txt")}, "1.txt")
	codes := func(filter engine.Filter) (list []string) {
		for _, issue := range must(s.Issues(ctx, filter))(t) {
			list = append(list, issue.Code)
		}
		return list
	}
	same(t, "all", codes(engine.Filter{Year: 2025}), []string{"target-missing", "f2", "lost", "b2"})
	same(t, "another year", codes(engine.Filter{Year: 2024}), []string(nil))
	batch(nil, []engine.Issue{issue("unreadable", "", "3.png")}, "3.png")
	same(t, "a file without projects", codes(engine.Filter{Year: 2024}), []string{"unreadable"})
	same(t, "a department", codes(engine.Filter{Department: "甲局"}), []string{"target-missing", "b2"})
}
