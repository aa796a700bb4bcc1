package assessment

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"testing"
	"time"

	"jixiao/engine"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

func namedPage(names ...string) []engine.Bare {
	var page []engine.Bare
	for i, name := range names {
		page = append(page, engine.Bare{Place: int64(i), Submission: &engine.Submission{ProjectKey: engine.ProjectKey{Name: name}}})
	}
	return page
}

func name(page []engine.Bare) ([]string, error) { return []string{page[0].Submission.Name}, nil }

// TestPagesComeInOrder works on pages that take different times, and stops in the middle without leaving anything behind.
func TestPagesComeInOrder(t *testing.T) {
	const count = 40
	pages := func(yield func(engine.PageReader, error) bool) {
		for i := range count {
			read := func([]engine.Bare) ([]engine.Bare, error) {
				time.Sleep(time.Duration((count-i)%7) * time.Millisecond)
				return namedPage(fmt.Sprint(i)), nil
			}
			if !yield(read, nil) {
				return
			}
		}
	}
	before := runtime.NumGoroutine()
	for _, most := range []int{count, 3} {
		var got []string
		for list, err := range eachPage(context.Background(), pages, pageWork[string]{do: name}) {
			if err != nil {
				t.Fatal(err)
			}
			if got = append(got, list...); len(got) == most {
				break
			}
		}
		for i := range most {
			if got[i] != fmt.Sprint(i) {
				t.Fatalf("got %v", got)
			}
		}
	}
	time.Sleep(50 * time.Millisecond)
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines are left, %d before", after, before)
	}
}

func TestPagesThatFail(t *testing.T) {
	broken := errors.New("broken")
	good := func([]engine.Bare) ([]engine.Bare, error) { return namedPage("甲"), nil }
	for what, pages := range map[string]Pages{
		"the reading of a page": func(yield func(engine.PageReader, error) bool) {
			_ = yield(good, nil) && yield(func([]engine.Bare) ([]engine.Bare, error) { return nil, broken }, nil) && yield(good, nil)
		},
		"the sequence": func(yield func(engine.PageReader, error) bool) {
			_ = yield(good, nil) && yield(nil, broken)
		},
	} {
		var got []string
		var failed error
		for list, err := range eachPage(context.Background(), pages, pageWork[string]{do: name}) {
			got, failed = append(got, list...), err
		}
		if !slices.Equal(got, []string{"甲"}) || !errors.Is(failed, broken) {
			t.Errorf("%s fails: %v, %v", what, got, failed)
		}
	}
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range eachPage(stopped, func(yield func(engine.PageReader, error) bool) { yield(good, nil) }, pageWork[string]{do: name}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("after the end: %v", err)
		}
	}
}

func placedList(places ...int64) iter.Seq2[Placed, error] {
	return func(yield func(Placed, error) bool) {
		for _, place := range places {
			if !yield(Placed{place, engine.Judged{Submission: &engine.Submission{ProjectKey: engine.ProjectKey{Name: fmt.Sprint(place)}}}}, nil) {
				return
			}
		}
	}
}

func TestSideBySide(t *testing.T) {
	for _, test := range []struct {
		before, after []int64
		want          []string
	}{
		{[]int64{1, 2, 5}, []int64{2, 3, 5, 9}, []string{"1|", "2|2", "|3", "5|5", "|9"}},
		{nil, []int64{1}, []string{"|1"}},
		{[]int64{7}, nil, []string{"7|"}},
		{nil, nil, nil},
	} {
		var got []string
		for pair, err := range SideBySide(placedList(test.before...), placedList(test.after...)).All {
			if err != nil {
				t.Fatal(err)
			}
			text := "|"
			if pair.Before.Submission != nil {
				text = pair.Before.Submission.Name + text
			}
			if pair.After.Submission != nil {
				text += pair.After.Submission.Name
			}
			got = append(got, text)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%v and %v: %v, want %v", test.before, test.after, got, test.want)
		}
	}
	broken := errors.New("broken")
	failing := func(yield func(Placed, error) bool) { yield(Placed{}, broken) }
	for _, pairs := range []Pairs{SideBySide(failing, placedList(1)), SideBySide(placedList(1), failing)} {
		if err := Compare(pairs, engine.NewComparison(engine.ComparedSide{}, engine.ComparedSide{}, 1), nil); !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	}
}

// TestComparisonsAgree compares the same two packs by scoring forms under both at once, and by runs that were stored one after the
// other: everything that is counted is the same, however many pages are in work.
func TestComparisonsAgree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "year.db")
	provedYear(t, path)
	ctx := context.Background()
	store, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	filter := engine.Filter{Year: 2025}
	strict, err := rules.Load(rules.Default, rules.Options{Year: 2025, Overrides: []rules.Override{{Name: "partly_from", Value: "0.9"}}})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := rules.Load(rules.Default, rules.Options{Year: 2025})
	if err != nil {
		t.Fatal(err)
	}
	evaluateFor(t, store, filter)
	runs, err := store.Runs(ctx, 2025)
	if err != nil {
		t.Fatal(err)
	}
	newest := runs[0]
	sides := func() *engine.Comparison {
		return engine.NewComparison(sideOfPack(plain), sideOfPack(strict), 5)
	}
	pages := func() Pages {
		reading, err := store.Read(ctx, filter)
		if err != nil {
			t.Fatal(err)
		}
		return reading.Pages()
	}
	atOnce, apart, oneWorker := sides(), sides(), sides()
	moves := 0
	count := func(move *engine.Move) error {
		moves++
		return wordless(move)
	}
	if err := Compare(UnderTwo(ctx, pages(), plain, strict), atOnce, count); err != nil {
		t.Fatal(err)
	}
	then := Then(ctx, store.ReadRun(ctx, newest).Pages(), store.Evaluated(ctx, newest.ID, engine.Filter{Withdrawn: true}))
	if err := Compare(SideBySide(then, Now(ctx, pages(), strict)), apart, nil); err != nil {
		t.Fatal(err)
	}
	limit := runtime.GOMAXPROCS(1)
	err = Compare(UnderTwo(ctx, pages(), plain, strict), oneWorker, nil)
	runtime.GOMAXPROCS(limit)
	if err != nil {
		t.Fatal(err)
	}
	if atOnce.Changed == 0 || moves != atOnce.Changed || atOnce.Verdicts[engine.PartlyMet][engine.Missed] == 0 {
		t.Fatalf("nothing moved: %+v", atOnce)
	}
	for _, move := range atOnce.Movers {
		if err := wordless(move); err != nil {
			t.Error(err)
		}
	}
	trials, err := UnderSeveral(ctx, pages(), plain, []engine.Ruleset{plain, strict})
	if err != nil {
		t.Fatal(err)
	}
	if same := trials[0]; same.Projects != atOnce.Projects || same.Changed+same.Up+same.Down+same.Regraded+same.RowsChanged != 0 || same.Mean != atOnce.Means.Before {
		t.Errorf("the pack against itself: %+v", same)
	}
	regraded := 0
	for i, row := range atOnce.GradeMoves {
		for j, count := range row {
			if i != j {
				regraded += count
			}
		}
	}
	if other := trials[1]; other.Projects != atOnce.Projects || other.Changed != atOnce.Changed || other.RowsChanged != atOnce.RowsChanged ||
		other.Mean != atOnce.Means.After || other.Regraded != regraded {
		t.Errorf("another pack: %+v, want %+v", other, atOnce)
	}
	for what, other := range map[string]*engine.Comparison{"stored": apart, "one worker": oneWorker} {
		if atOnce.Projects != other.Projects || atOnce.Changed != other.Changed || atOnce.Verdicts != other.Verdicts ||
			atOnce.RowsChanged != other.RowsChanged || atOnce.Means != other.Means || !reflect.DeepEqual(atOnce.GradeMoves, other.GradeMoves) ||
			!reflect.DeepEqual(atOnce.Departments(), other.Departments()) {
			t.Errorf("%s: %+v, want %+v", what, other, atOnce)
		}
		for i, move := range other.Movers {
			if want := atOnce.Movers[i]; move.After.Submission.ID() != want.After.Submission.ID() || move.Size() != want.Size() || len(move.Rows) != len(want.Rows) {
				t.Errorf("%s: mover %d is %s, want %s", what, i, move.After.Submission.Name, want.After.Submission.Name)
			}
		}
	}
}

// wordless looks for a moved row whose reason has lost its words: under both packs those that move by the rules have some.
func wordless(move *engine.Move) error {
	for _, row := range move.Rows {
		for _, score := range []*engine.Score{row.Before, row.After} {
			if score.Verdict == engine.PartlyMet && len(score.Reason.Args) == 0 {
				return fmt.Errorf("the reason %s of a row of %s has no words", score.Reason.Code, move.After.Submission.Name)
			}
		}
	}
	return nil
}

func sideOfPack(set *rules.Ruleset) engine.ComparedSide {
	return engine.ComparedSide{Pack: set.ID(), Engine: engine.Version, Bands: set.Policy().Bands}
}

// TestVerifyRefusesAnotherEngine does not pretend to prove what it cannot repeat.
func TestVerifyRefusesAnotherEngine(t *testing.T) {
	_, err := Verify(context.Background(), nil, engine.Run{ID: 3, Engine: "0"}, nil)
	var other *OtherEngine
	if !errors.As(err, &other) || *other != (OtherEngine{3, "0", engine.Version}) {
		t.Errorf("got %v", err)
	}
}
