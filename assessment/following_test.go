package assessment

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"jixiao/engine"
	"jixiao/examples"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

// history lets things happen to a stored year at random.
type history struct {
	*rand.Rand
	t         *testing.T
	store     *sqlite.Store
	generated []examples.Generated
	stored    []*engine.Submission
	count     int
}

// newHistory begins with 20 projects that were imported one by one, and others that were imported at once.
func newHistory(t *testing.T, seed uint64, others int) *history {
	t.Helper()
	store, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "year.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	h := &history{Rand: rand.New(rand.NewPCG(seed, 1)), t: t, store: store}
	for generated := range examples.Generate(seed, 40, 2025) {
		h.generated = append(h.generated, generated)
	}
	for range 20 {
		h.imports()
	}
	var bulk []*engine.Submission
	for generated := range examples.Generate(seed+1000, others, 2025) {
		bulk = append(bulk, generated.Submission)
	}
	saveForms(t, store, bulk...)
	return h
}

// happen does a few things that change scores, or that do not.
func (h *history) happen() {
	for range h.IntN(6) {
		h.count++
		switch h.IntN(6) {
		case 0:
			h.imports()
		case 1:
			h.changes()
		case 2:
			h.withdraws()
		case 3:
			h.reviews()
		default:
			h.records()
		}
	}
}

func (h *history) any() int { return h.IntN(len(h.stored)) }

// imports stores one more project, or the form of one again, which brings it back where it was withdrawn.
func (h *history) imports() {
	if len(h.stored) == len(h.generated) {
		saveForms(h.t, h.store, h.stored[h.any()])
		return
	}
	generated := h.generated[len(h.stored)]
	h.stored = append(h.stored, generated.Submission)
	saveForms(h.t, h.store, generated.Submission)
	if h.IntN(4) > 0 {
		recordGenerated(h.t, h.store, generated, "")
	}
}

// changes stores another revision of a form: another weight, or one indicator fewer.
func (h *history) changes() {
	i := h.any()
	form := *h.stored[i]
	form.Indicators = slices.Clone(form.Indicators)
	at := h.IntN(len(form.Indicators))
	if h.IntN(2) == 0 && len(form.Indicators) > 1 {
		form.Indicators = slices.Delete(form.Indicators, at, at+1)
	} else {
		weight := engine.Points(100 * (1 + h.IntN(20)))
		form.Indicators[at].Weight = &weight
	}
	h.stored[i] = &form
	saveForms(h.t, h.store, &form)
}

// withdraws withdraws a project, where it is not withdrawn already.
func (h *history) withdraws() {
	if h.IntN(3) == 0 {
		_ = h.store.WithdrawProject(context.Background(), h.stored[h.any()].ID(), stamp.By, stamp.At, "重复")
	}
}

func (h *history) records() {
	form := h.stored[h.any()]
	h.record(form, engine.RecordActual, fmt.Sprint(h.IntN(200)))
}

func (h *history) reviews() {
	h.record(h.stored[h.any()], engine.RecordReview, fmt.Sprint(h.IntN(5)))
}

func (h *history) record(form *engine.Submission, field engine.RecordField, value string) {
	key := engine.RecordKey{Project: form.ID(), Indicator: form.Indicators[h.IntN(len(form.Indicators))].ID, Field: field}
	entries := []engine.Entry{{RecordKey: key, Value: value, By: stamp.By, At: stamp.At}}
	if err := h.store.Record(context.Background(), engine.Each(entries), func(engine.RecordOutcome) error { return nil }); err != nil {
		h.t.Fatal(err)
	}
}

// run scores and proves what came of it, and that what it was summed up to on its way is what it holds.
func (h *history) run(filter engine.Filter, prepare func(*sqlite.Store, engine.Run, *EvaluateOptions) error) engine.Run {
	h.t.Helper()
	ctx := context.Background()
	set := defaultRules(h.t, filter.Year)
	sums := NewSums(set.Policy().Bands, set)
	run, err := score(ctx, h.t, h.store, filter, func(store *sqlite.Store, like engine.Run, options *EvaluateOptions) error {
		options.Sums = sums
		return prepare(store, like, options)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.proves(run)
	h.comesTo(run, set, sums)
	return run
}

func (h *history) proves(run engine.Run) {
	h.t.Helper()
	ctx := context.Background()
	run, err := h.store.Run(ctx, run.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	proof, err := Verify(ctx, h.store, run, h.store.ReadRun(ctx, run).Pages())
	if err != nil || proof.Differences > 0 || proof.Projects != run.Projects {
		h.t.Fatalf("run %d of %d projects, base %d: %v, %+v", run.ID, run.Projects, run.Base, err, proof)
	}
	wrong, err := h.store.WrongCondensed(ctx)
	if err != nil || len(wrong) > 0 {
		h.t.Fatalf("condensed texts: %v, %v", wrong, err)
	}
}

// comesTo holds that a run was summed up to what it keeps, to what the store counts of it, and to what its results and checks say when they are
// read and asked again.
func (h *history) comesTo(run engine.Run, set *rules.Ruleset, passed *Sums) {
	h.t.Helper()
	ctx := context.Background()
	kept := NewSums(set.Policy().Bands, set)
	if err := kept.takeOver(h.store.SumLines(ctx, run.ID)); err != nil {
		h.t.Fatal(err)
	}
	kept.finish()
	tallied := NewTotals(set.Policy().Bands)
	tallies, err := h.store.Tallies(ctx, run.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, tally := range tallies {
		tallied.AddTally(tally)
	}
	counted, asked := NewTotals(set.Policy().Bands), NewChecking(set, 0, 0)
	for result, err := range Checked(Results(ctx, h.store, run.ID, engine.Filter{Year: run.Year, Withdrawn: true}), set) {
		if err != nil {
			h.t.Fatal(err)
		}
		counted.Add(result.Evaluation)
		asked.Add(&result)
	}
	asked.Finish()
	for _, check := range set.QualityChecks() {
		if check.LastYear {
			delete(asked.Counts, check.Code)
		}
	}
	for _, totals := range []*Totals{kept.Totals, tallied, counted} {
		if !reflect.DeepEqual(totals, passed.Totals) {
			h.t.Fatalf("run %d was summed up to %+v, and comes to %+v", run.ID, passed.Totals, totals)
		}
	}
	for _, checks := range []*Checking{kept.Checks, asked} {
		if !sameChecks(passed.Checks, checks) {
			h.t.Fatalf("run %d was summed up to %s, and comes to %s", run.ID, briefly(passed.Checks), briefly(checks))
		}
	}
	if run.Project == "" && (len(asked.Counts) == 0 || asked.Found == 0) {
		h.t.Fatalf("run %d has nothing to find", run.ID)
	}
}

// sameChecks compares all but the order and spelling of departments, which are those in which they were first seen.
func sameChecks(a, b *Checking) bool {
	same := func(a, b *engine.CheckCount) bool { return *a == *b }
	return maps.EqualFunc(a.Counts, b.Counts, same) && a.Found == b.Found && a.Worst == b.Worst && a.Projects == b.Projects &&
		a.Undetermined == b.Undetermined && reflect.DeepEqual(byDepartment(a), byDepartment(b))
}

func byDepartment(c *Checking) map[string][]engine.CheckResult {
	found := map[string][]engine.CheckResult{}
	for _, department := range c.Departments {
		found[engine.Fold(department.Department)] = department.Results
	}
	return found
}

func briefly(c *Checking) string {
	return fmt.Sprintf("%d findings of %d projects in %d departments, the worst %v, %d undetermined",
		c.Found, c.Projects, len(c.Departments), c.Worst, c.Undetermined)
}

func defaultRules(t *testing.T, year int) *rules.Ruleset {
	t.Helper()
	set, err := rules.Load(rules.Default, rules.Options{Year: year})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// held counts the projects that a run holds.
func (h *history) held(run int64) (projects int) {
	h.t.Helper()
	for _, err := range h.store.Evaluations(context.Background(), run, engine.Filter{Withdrawn: true}) {
		if err != nil {
			h.t.Fatal(err)
		}
		projects++
	}
	return projects
}

// same holds that two runs of the same state say the same.
func (h *history) same(a, b engine.Run) {
	h.t.Helper()
	ctx := context.Background()
	if a.Digest != b.Digest || a.Inputs != b.Inputs || a.Projects != b.Projects {
		h.t.Fatalf("runs %d and %d: digests %v %v, inputs %v %v, projects %d %d", a.ID, b.ID, a.Digest, b.Digest, a.Inputs, b.Inputs, a.Projects, b.Projects)
	}
	tallies := func(run int64) []engine.Tally {
		list, err := h.store.Tallies(ctx, run)
		if err != nil {
			h.t.Fatal(err)
		}
		return list
	}
	lines := func(run int64) (list []engine.SumLine) {
		for line, err := range h.store.SumLines(ctx, run) {
			if err != nil {
				h.t.Fatal(err)
			}
			list = append(list, line)
		}
		return list
	}
	if !slices.Equal(lines(a.ID), lines(b.ID)) {
		h.t.Fatalf("runs %d and %d keep other lines to sum up", a.ID, b.ID)
	}
	if !slices.Equal(tallies(a.ID), tallies(b.ID)) {
		h.t.Fatalf("runs %d and %d: tallies %v %v", a.ID, b.ID, tallies(a.ID), tallies(b.ID))
	}
}

// full follows nothing.
func full(*sqlite.Store, engine.Run, *EvaluateOptions) error { return nil }

// TestAFollowingRunIsAFullRun holds that a run that takes over what did not change equals one that scores everything, whatever happened in
// between, for whole years and for departments.
func TestAFollowingRunIsAFullRun(t *testing.T) {
	followed := 0
	for seed := range uint64(3) {
		h := newHistory(t, seed, 0)
		for range 6 {
			h.happen()
			filter := engine.Filter{Year: 2025}
			if h.IntN(4) == 0 {
				filter.Department = h.stored[h.any()].Department
			}
			if n, err := h.store.CountProjects(context.Background(), filter); err != nil || n == 0 {
				continue
			}
			short := h.run(filter, following)
			if short.Base > 0 {
				followed++
			}
			h.same(short, h.run(filter, full))
			filter.Projects = []engine.ProjectID{h.stored[h.any()].ID()}
			h.run(filter, full)
		}
	}
	if followed < 10 {
		t.Errorf("only %d runs followed another", followed)
	}
}

// stopsAfter interrupts a run after so many batches, which are as small as pages are.
func stopsAfter(cancel context.CancelFunc, batches int, base int64) func(*sqlite.Store, engine.Run, *EvaluateOptions) error {
	return func(_ *sqlite.Store, _ engine.Run, options *EvaluateOptions) error {
		options.Batch, options.Base = 1, base
		options.Progress = func(scored, _ int) {
			if scored >= 100*batches {
				cancel()
			}
		}
		return nil
	}
}

// resuming finishes the newest interrupted run, in batches of another size.
func resuming(store *sqlite.Store, like engine.Run, options *EvaluateOptions) error {
	run, found, err := store.Interrupted(context.Background(), like)
	if err == nil && !found {
		err = errors.New("nothing was interrupted")
	}
	options.Resume, options.Batch = &run, 2
	return err
}

// TestAResumedRunIsAFullRun interrupts runs at every place, lets things happen, and finishes them: they say what a run would have said that
// nobody interrupted, and a full run of now says what it says.
func TestAResumedRunIsAFullRun(t *testing.T) {
	filter := engine.Filter{Year: 2025}
	for seed, batches := range []int{0, 1, 2, 3, 0} {
		h := newHistory(t, uint64(100+seed), 300)
		var base int64
		if seed == 4 {
			base = h.run(filter, following).ID
			h.happen()
			h.records() // at least
		}
		whole := h.run(filter, full)
		ctx, cancel := context.WithCancel(context.Background())
		_, err := score(ctx, t, h.store, filter, stopsAfter(cancel, batches, base))
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("interrupted after %d batches: %v", batches, err)
		}
		newest, found, err := h.store.NewestRun(context.Background(), 2025, "", "")
		if err != nil || !found || newest.ID != whole.ID {
			t.Fatalf("an interrupted run counts: %+v %v", newest, err)
		}
		h.happen()
		if interrupted := h.held(whole.ID + 1); base == 0 && interrupted != 100*batches {
			t.Fatalf("interrupted after %d projects, not %d batches", interrupted, batches)
		}
		resumed := h.run(filter, resuming)
		h.same(resumed, whole)
		h.same(h.run(filter, following), h.run(filter, full))
	}
}
