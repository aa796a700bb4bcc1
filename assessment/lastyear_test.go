package assessment

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"jixiao/engine"
	"jixiao/store/sqlite"
)

// twoYears stores projects of few names in two years, with and without codes: many share a name, some are renamed or withdrawn, or keep their
// code under another name, before and after the runs of both years. The second run of last year follows the first.
type twoYears struct {
	*rand.Rand
	t     *testing.T
	store *sqlite.Store
	forms []*engine.Submission
}

var projectNames = []string{"路灯改造", "路灯　改造", "江堤加固", "旧堤加固", "河道清淤", "护岸绿化", "桥梁检测", "公厕改建", "古树保护"}

func newTwoYears(t *testing.T, seed uint64) *twoYears {
	t.Helper()
	store, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "year.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return &twoYears{rand.New(rand.NewPCG(seed, 5)), t, store, nil}
}

func (y *twoYears) key(year int) engine.ProjectKey {
	department := fmt.Sprintf("青岚县第%d局", y.IntN(2))
	key := engine.ProjectKey{Year: year, Department: department, Unit: department, Name: projectNames[y.IntN(len(projectNames))]}
	if y.IntN(3) == 0 {
		key.Code = fmt.Sprintf("A%d", y.IntN(4))
	}
	if key.Code != "" && y.IntN(12) == 0 {
		key.Name = ""
	}
	return key
}

func (y *twoYears) imports(year, count int) {
	for range count {
		s := &engine.Submission{ProjectKey: y.key(year), Indicators: []engine.Indicator{quantity("更换路灯数量", fmt.Sprintf("≥%d盏", 80+y.IntN(9)))}}
		s.Identify()
		y.forms = append(y.forms, s)
	}
	saveForms(y.t, y.store, y.forms[len(y.forms)-count:]...)
}

// happens renames and withdraws some projects. What is not stored any more, or stands already, is refused, which is right.
func (y *twoYears) happens(times int) {
	y.t.Helper()
	for range times {
		form := y.forms[y.IntN(len(y.forms))]
		var err error
		if other := y.forms[y.IntN(len(y.forms))]; form.Year == 2025 && other.Year == 2024 && y.IntN(2) == 0 {
			err = y.store.SaveFormerNames(context.Background(), []engine.FormerName{{Project: form.ID(), Key: other.ProjectKey, Note: "旧=新"}}, stamp.By, stamp.At)
		} else if y.IntN(4) == 0 {
			err = y.store.WithdrawProject(context.Background(), form.ID(), stamp.By, stamp.At, "重复")
		} else if to := y.key(form.Year); to.ID() != form.ID() {
			_, err = y.store.RenameProject(context.Background(), form.ID(), to, stamp.By, stamp.At, form.Name+"="+to.Name)
		}
		if err != nil && !errors.Is(err, sqlite.ErrNothingToWithdraw) {
			y.t.Fatal(err)
		}
	}
}

// beside is what stands beside each project of a run: of all of it, or of wanted projects.
func (y *twoYears) beside(run engine.Run, wanted ...engine.ProjectID) map[engine.ProjectID]*engine.LastYear {
	y.t.Helper()
	ctx := context.Background()
	found := map[engine.ProjectID]*engine.LastYear{}
	results := Results(ctx, y.store, run.ID, engine.Filter{Year: run.Year, Projects: wanted, Withdrawn: true})
	for _, result := range collect(y.t, WithLastYear(ctx, results, y.store, run, wanted)) {
		found[result.Evaluation.Project] = result.Last
	}
	return found
}

// TestOneProjectBesideLastYear holds that the look-up of one project says what the reading of all says, and that a run that took over what
// did not change stands beside this year like one that scored everything.
func TestOneProjectBesideLastYear(t *testing.T) {
	var found, doubtful, none int
	for seed := range uint64(6) {
		y := newTwoYears(t, seed)
		y.imports(2024, 14)
		y.happens(2)
		evaluateFor(t, y.store, engine.Filter{Year: 2024})
		y.imports(2024, 3)
		y.happens(2)
		evaluateFor(t, y.store, engine.Filter{Year: 2024})
		y.imports(2025, 14)
		y.happens(3)
		run, err := score(context.Background(), t, y.store, engine.Filter{Year: 2025}, following)
		if err != nil {
			t.Fatal(err)
		}
		y.happens(3)
		all := y.beside(run)
		for project, want := range all {
			if got := y.beside(run, project)[project]; !reflect.DeepEqual(got, want) {
				t.Errorf("seed %d, project %s: %+v, among all: %+v", seed, project, got, want)
			}
			switch {
			case want.Found:
				found++
			case want.Doubtful:
				doubtful++
			default:
				none++
			}
		}
		if _, err := score(context.Background(), t, y.store, engine.Filter{Year: 2024}, following); err != nil {
			t.Fatal(err)
		}
		short := y.beside(run)
		if _, err := score(context.Background(), t, y.store, engine.Filter{Year: 2024}, full); err != nil {
			t.Fatal(err)
		}
		if long := y.beside(run); !reflect.DeepEqual(short, long) {
			t.Errorf("seed %d: beside a run that follows another:\n%+v\nbeside a full one:\n%+v", seed, short, long)
		}
	}
	if slices.Min([]int{found, doubtful, none}) < 3 {
		t.Errorf("%d found, %d doubtful, %d not there: the test shows little", found, doubtful, none)
	}
}
