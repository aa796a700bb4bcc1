package assessment

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"jixiao/engine"
)

// LastYearStore is what looking up last year's results needs of a store.
type LastYearStore interface {
	ResultStore
	NewestRun(ctx context.Context, year int, department string, project engine.ProjectID) (engine.Run, bool, error)
	ProjectsOfRun(ctx context.Context, run int64) iter.Seq2[engine.ProjectRow, error]
	ProjectsOfRunNamed(ctx context.Context, run int64, names []string, ids []engine.ProjectID) ([]engine.ProjectRow, error)
	Projects(ctx context.Context, filter engine.Filter) ([]engine.ProjectRow, error)
	Withdrawals(ctx context.Context, filter engine.Filter) ([]engine.Withdrawal, error)
	IndicatorRenames(ctx context.Context, year int) (map[engine.ProjectID][]engine.IndicatorRename, error)
	FormerNames(ctx context.Context, year int) ([]engine.FormerName, error)
}

// besides is how many projects are looked up in last year's run at once.
const besides = 100

// WithLastYear puts beside each result of a run what the newest finished run of the year before says of the same project. A project is the
// same where department, unit and name are; what a person confirmed that it was called the year before goes before that, confirmed renames of either
// year count, and of several projects of one name the code decides.
// Where there is no such run the results pass as they are. In memory stay 16 bytes a project of last year's run and, while that is read, 8
// of this one's. The results are those of wanted projects, or of any where none are named: of few, nothing else is read than what bears
// their names.
func WithLastYear(ctx context.Context, results iter.Seq2[Result, error], store LastYearStore, run engine.Run,
	wanted []engine.ProjectID) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		last, err := findLastYear(ctx, store, run, wanted)
		if err != nil {
			yield(Result{}, fmt.Errorf("look for last year's run: %w", err))
			return
		}
		if last == nil {
			results(yield)
			return
		}
		last.beside(ctx, results)(yield)
	}
}

// lastYear is the newest finished run of the year before, and which of its projects has which name.
type lastYear struct {
	store   LastYearStore
	run     engine.Run
	only    []string                                      // the names that are looked for; nil for all
	named   []namedProject                                // sorted
	aliases map[nameID][]projectNumber                    // names that confirmed renames of last year give to its projects
	former  map[engine.ProjectID]engine.ProjectKey        // what this year's projects were called last year, as confirmed
	taken   map[nameID]bool                               // these names
	earlier map[engine.ProjectID][]nameID                 // names that this year's projects had before confirmed renames
	shared  []nameID                                      // names that several of this year's projects have, sorted
	renames map[engine.ProjectID][]engine.IndicatorRename // of indicators, of both years
}

// nameID stands for department, unit and name, without year and code.
type nameID uint64

// projectNumber is an id of a project as a number, which is half of its digits' size.
type projectNumber uint64

type namedProject struct {
	name    nameID
	project projectNumber
}

func nameOf(key engine.ProjectKey) nameID {
	key.Year, key.Code = 0, ""
	return nameID(numberOf(key.ID()))
}

func numberOf(id engine.ProjectID) projectNumber {
	digits, err := strconv.ParseUint(string(id), 16, 64)
	if err != nil {
		panic("assessment: " + string(id) + " is no id of a project") // ids are made by ProjectKey.ID alone
	}
	return projectNumber(digits)
}

func (n projectNumber) id() engine.ProjectID {
	return engine.ProjectID(fmt.Sprintf("%016x", uint64(n)))
}

// LastRun returns the run of the year before that a run is compared with: the newest finished one of the whole year, or of the department
// that the run is of. It is not ok where there is none.
func LastRun(ctx context.Context, store LastYearStore, run engine.Run) (engine.Run, bool, error) {
	return store.NewestRun(ctx, run.Year-1, run.Department, "")
}

// findLastYear returns nil where the year before has no finished run.
func findLastYear(ctx context.Context, store LastYearStore, run engine.Run, wanted []engine.ProjectID) (*lastYear, error) {
	last, found, err := LastRun(ctx, store, run)
	if err != nil || !found {
		return nil, err
	}
	l := &lastYear{store: store, run: last, renames: map[engine.ProjectID][]engine.IndicatorRename{}}
	if err := l.readEarlier(ctx, run, wanted); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context, engine.Run) error{l.readPast, l.readShared, l.readRenames} {
		if err := step(ctx, run); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// readEarlier reads which names this year's projects had before, and which names are looked for.
func (l *lastYear) readEarlier(ctx context.Context, run engine.Run, wanted []engine.ProjectID) error {
	chains, err := readChains(ctx, l.store, run.Year)
	if err != nil {
		return err
	}
	l.earlier = map[engine.ProjectID][]nameID{}
	before := map[engine.ProjectID][]string{}
	for _, w := range chains.renamed {
		end := chains.end(w.Project)
		l.earlier[end] = append(l.earlier[end], nameOf(w.Key))
		before[end] = append(before[end], w.Key.Name)
	}
	if err := l.readFormer(ctx, run, chains, before); err != nil {
		return err
	}
	return l.readWanted(ctx, run, wanted, before)
}

// readFormer reads what this year's projects and their indicators were called last year. What was said last of a project stands.
func (l *lastYear) readFormer(ctx context.Context, run engine.Run, chains *chains, before map[engine.ProjectID][]string) error {
	names, err := l.store.FormerNames(ctx, run.Year)
	if err != nil {
		return err
	}
	l.former, l.taken = map[engine.ProjectID]engine.ProjectKey{}, map[nameID]bool{}
	for _, f := range names {
		end := chains.end(f.Project)
		if f.Indicator != (engine.IndicatorRename{}) {
			l.renames[end] = append(l.renames[end], f.Indicator)
			continue
		}
		if !chains.takenBack[end] { // a name that such a project claimed is free again
			l.former[end] = f.Key
			before[end] = append(before[end], f.Key.Name)
		}
	}
	for _, key := range l.former {
		l.taken[nameOf(key)] = true
	}
	return nil
}

// readWanted notes the names of wanted projects, those from before among them. A project without a name is found under none, so that
// all names are looked for.
func (l *lastYear) readWanted(ctx context.Context, run engine.Run, wanted []engine.ProjectID, before map[engine.ProjectID][]string) error {
	if len(wanted) == 0 {
		return nil
	}
	rows, err := l.store.ProjectsOfRunNamed(ctx, run.ID, nil, wanted)
	names := []string{}
	for _, row := range rows {
		names = append(append(names, row.Key.Name), before[row.ID]...)
	}
	if !slices.ContainsFunc(names, func(name string) bool { return engine.Fold(name) == "" }) {
		l.only = names
	}
	return err
}

// projects lists the projects of a run that have, or once had, one of the names that are looked for, and some others by their ids.
func (l *lastYear) projects(ctx context.Context, run int64, ids []engine.ProjectID) iter.Seq2[engine.ProjectRow, error] {
	if l.only == nil {
		return l.store.ProjectsOfRun(ctx, run)
	}
	return func(yield func(engine.ProjectRow, error) bool) {
		rows, err := l.store.ProjectsOfRunNamed(ctx, run, l.only, ids)
		if err != nil {
			yield(engine.ProjectRow{}, err)
			return
		}
		engine.Each(rows)(yield)
	}
}

// readPast lists the projects of last year's run by their names. What was taken back since, for no successor, is not among them.
func (l *lastYear) readPast(ctx context.Context, _ engine.Run) error {
	chains, err := readChains(ctx, l.store, l.run.Year)
	if err != nil {
		return err
	}
	for row, err := range l.projects(ctx, l.run.ID, chains.members()) {
		if err != nil {
			return err
		}
		if chains.takenBack[row.ID] {
			continue
		}
		l.named = append(l.named, namedProject{nameOf(row.Key), numberOf(row.ID)})
		chains.meet(row.ID)
	}
	slices.SortFunc(l.named, func(a, b namedProject) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.project, b.project))
	})
	l.aliases, err = chains.aliases(ctx, l.store, l.run.Year)
	return err
}

func (l *lastYear) readShared(ctx context.Context, run engine.Run) error {
	var names []nameID
	for row, err := range l.projects(ctx, run.ID, nil) {
		if err != nil {
			return err
		}
		names = append(names, nameOf(row.Key))
	}
	slices.Sort(names)
	for i := 1; i < len(names); i++ {
		if names[i] == names[i-1] && (len(l.shared) == 0 || l.shared[len(l.shared)-1] != names[i]) {
			l.shared = append(l.shared, names[i])
		}
	}
	return nil
}

func (l *lastYear) readRenames(ctx context.Context, run engine.Run) error {
	for _, year := range []int{l.run.Year, run.Year} {
		renames, err := l.store.IndicatorRenames(ctx, year)
		if err != nil {
			return err
		}
		for project, list := range renames {
			l.renames[project] = append(l.renames[project], list...)
		}
	}
	return nil
}

// candidates lists the projects of last year's run that one of this year may be, and the code that decides among them. Where a person confirmed what
// the project was called, no other name counts; and that name belongs to no other project.
func (l *lastYear) candidates(s *engine.Submission) (list []projectNumber, code string, confirmed bool) {
	if key, confirmed := l.former[s.ID()]; confirmed {
		return l.under(nameOf(key)), key.Code, true
	}
	for _, name := range append([]nameID{nameOf(s.ProjectKey)}, l.earlier[s.ID()]...) {
		if l.taken[name] {
			continue
		}
		if list := l.under(name); len(list) > 0 {
			return list, s.Code, false
		}
	}
	return nil, "", false
}

// under lists the projects of a name: those that have it, otherwise those that confirmed renames give it to.
func (l *lastYear) under(name nameID) []projectNumber {
	at, _ := slices.BinarySearchFunc(l.named, name, func(p namedProject, name nameID) int { return cmp.Compare(p.name, name) })
	var list []projectNumber
	for ; at < len(l.named) && l.named[at].name == name; at++ {
		list = append(list, l.named[at].project)
	}
	if len(list) == 0 {
		return l.aliases[name]
	}
	return list
}

// beside looks up a batch of projects after the other.
func (l *lastYear) beside(ctx context.Context, results iter.Seq2[Result, error]) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		batch := make([]Result, 0, besides)
		flush := func() bool {
			err := l.look(ctx, batch)
			for i := range batch {
				if err == nil && !yield(batch[i], nil) {
					return false
				}
			}
			if err != nil {
				yield(Result{}, fmt.Errorf("read last year's results: %w", err))
			}
			batch = batch[:0]
			return err == nil
		}
		for result, err := range results {
			if err != nil {
				yield(result, err)
				return
			}
			if batch = append(batch, result); len(batch) == besides && !flush() {
				return
			}
		}
		flush()
	}
}

// look sets what last year says of each project of a batch.
func (l *lastYear) look(ctx context.Context, batch []Result) error {
	chosen := make([]engine.ProjectID, len(batch))
	var wanted []engine.ProjectID
	for i := range batch {
		batch[i].Last = &engine.LastYear{}
		list, code, confirmed := l.candidates(batch[i].Submission)
		if len(list) == 0 {
			continue
		}
		_, shared := slices.BinarySearch(l.shared, nameOf(batch[i].Submission.ProjectKey))
		project, sure, err := l.choose(ctx, list, code, shared && !confirmed)
		if err != nil {
			return err
		}
		if batch[i].Last.Doubtful = !sure; sure {
			chosen[i] = project
			wanted = append(wanted, project)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	past := make(map[engine.ProjectID]Result, len(wanted))
	for result, err := range Results(ctx, l.store, l.run.ID, engine.Filter{Year: l.run.Year, Projects: wanted, Withdrawn: true}) {
		if err != nil {
			return err
		}
		past[result.Evaluation.Project] = result
	}
	for i := range batch {
		if before, found := past[chosen[i]]; found {
			batch[i].Last = engine.NewLastYear(batch[i].Submission, before.Submission, before.Evaluation,
				slices.Concat(l.renames[chosen[i]], l.renames[batch[i].Submission.ID()]))
		}
	}
	return nil
}

// choose tells which of the projects that a name may mean is meant. One is, where no other project of this year shares the name; otherwise the one
// with the code is.
func (l *lastYear) choose(ctx context.Context, list []projectNumber, code string, shared bool) (engine.ProjectID, bool, error) {
	if len(list) == 1 && !shared {
		return list[0].id(), true, nil
	}
	if code = engine.Fold(code); code == "" {
		return "", false, nil
	}
	ids := make([]engine.ProjectID, len(list))
	for i, number := range list {
		ids[i] = number.id()
	}
	rows, err := l.store.Projects(ctx, engine.Filter{Year: l.run.Year, Projects: ids, Withdrawn: true})
	if err != nil {
		return "", false, err
	}
	var same []engine.ProjectID
	for _, row := range rows {
		if engine.Fold(row.Key.Code) == code {
			same = append(same, row.ID)
		}
	}
	if len(same) != 1 {
		return "", false, nil
	}
	return same[0], true, nil
}
