package assessment

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"jixiao/engine"
	"jixiao/spool"
)

// FormStore is what comparing forms with the stored ones needs of a store. It only reads.
type FormStore interface {
	Projects(ctx context.Context, filter engine.Filter) ([]engine.ProjectRow, error)
	Submissions(ctx context.Context, filter engine.Filter) iter.Seq2[engine.Stored, error]
	Submission(ctx context.Context, project engine.ProjectID, number int) (*engine.Submission, error)
	Withdrawals(ctx context.Context, filter engine.Filter) ([]engine.Withdrawal, error)
	FormerNames(ctx context.Context, year int) ([]engine.FormerName, error)
	IndicatorRenames(ctx context.Context, year int) (map[engine.ProjectID][]engine.IndicatorRename, error)
}

// NothingStored is a store without any form, for a look at files before there is a database.
type NothingStored struct{}

// Projects implements FormStore.
func (NothingStored) Projects(context.Context, engine.Filter) ([]engine.ProjectRow, error) {
	return nil, nil
}

// Submissions implements FormStore.
func (NothingStored) Submissions(context.Context, engine.Filter) iter.Seq2[engine.Stored, error] {
	return func(func(engine.Stored, error) bool) {}
}

// Submission implements FormStore; nothing ever asks for a form that is not there.
func (NothingStored) Submission(context.Context, engine.ProjectID, int) (*engine.Submission, error) {
	return nil, errors.New("no form is stored")
}

// Withdrawals implements FormStore.
func (NothingStored) Withdrawals(context.Context, engine.Filter) ([]engine.Withdrawal, error) {
	return nil, nil
}

// FormerNames implements FormStore.
func (NothingStored) FormerNames(context.Context, int) ([]engine.FormerName, error) { return nil, nil }

// IndicatorRenames implements FormStore.
func (NothingStored) IndicatorRenames(context.Context, int) (map[engine.ProjectID][]engine.IndicatorRename, error) {
	return nil, nil
}

// Plan is what an import is going to do: the names that change, the changes against what is stored, and what a person may want to
// know or decide before. What is long lies in temporary files until Close.
type Plan struct {
	Names []engine.Issue // names that seem to be one, names that were confirmed

	changes  *spool.List[engine.ProjectChange]
	outcomes []engine.Outcome // of the changes, once they are stored
	orphans  *spool.List[engine.Issue]
	moved    map[engine.IndicatorID]bool // whose values get another indicator

	strays     []*engine.Submission // forms under names that were never stored and are given up at once
	projects   []projectRename
	indicators []indicatorRename
	former     []engine.FormerName
}

func newPlan() *Plan {
	return &Plan{
		changes: spool.New(inMemory.changes, func(c engine.ProjectChange) int { return 1 + len(c.Indicators) }),
		orphans: spool.New[engine.Issue](inMemory.issues, nil),
		moved:   map[engine.IndicatorID]bool{},
	}
}

// Close gives temporary files back.
func (p *Plan) Close() error { return errors.Join(p.changes.Close(), p.orphans.Close()) }

// Changes reads what changes against what is stored, or changed with it: of the forms that can be stored, in their order.
func (p *Plan) Changes() iter.Seq2[engine.ProjectChange, error] {
	return func(yield func(engine.ProjectChange, error) bool) {
		i := 0
		for change, err := range p.changes.All() {
			if i < len(p.outcomes) {
				change.Revision, change.Returned = p.outcomes[i].Revision, p.outcomes[i].Returned
			}
			if !yield(change, err) {
				return
			}
			i++
		}
	}
}

// Orphans reads which recorded values have no indicator in the new forms.
func (p *Plan) Orphans() iter.Seq2[engine.Issue, error] {
	return func(yield func(engine.Issue, error) bool) {
		for issue, err := range p.orphans.All() {
			if !p.moved[issue.Indicator] && !yield(issue, err) {
				return
			}
		}
	}
}

// projectRename is a stored project that gets another name.
type projectRename struct {
	from engine.ProjectRow
	to   engine.ProjectKey
	note string
}

// indicatorRename is an indicator whose recorded values belong to another one.
type indicatorRename struct {
	project  engine.ProjectID
	from, to engine.IndicatorID
	name     string // of the new indicator
	note     string
}

// NewPlan compares what was read with what is stored. confirmed are names that a person said to be one: OLD=NEW. Departments, units and
// projects among them are given their new names in the reading; an old name that only last year has is what this year's was called then. The
// error is a *RenameRefused where a confirmation cannot be meant. Whoever gets a plan closes it.
func NewPlan(ctx context.Context, store FormStore, reading *Reading, confirmed []string) (*Plan, error) {
	p := &planner{ctx: ctx, store: store, reading: reading, plan: newPlan(), before: map[engine.ProjectID]engine.ProjectID{},
		confirming: len(confirmed) > 0}
	if err := p.make(confirmed); err != nil {
		return nil, errors.Join(err, p.plan.Close())
	}
	return p.plan, nil
}

func (p *planner) make(confirmed []string) error {
	if err := p.readdress(); err != nil {
		return err
	}
	if err := p.listProjects(); err != nil {
		return err
	}
	if err := p.listLastYear(); err != nil {
		return err
	}
	asked, err := p.confirmNames(confirmed)
	if err != nil {
		return err
	}
	if err := p.reading.forgetSettledSpellings(); err != nil {
		return err
	}
	if err := p.compareAll(); err != nil {
		return err
	}
	if err := p.confirmIndicators(asked); err != nil {
		return err
	}
	p.proposeIndicators()
	if err := p.proposeSpellings(); err != nil {
		return err
	}
	if err := p.proposeProjects(); err != nil {
		return err
	}
	p.proposeFormer()
	return p.compareWithLastYear(asked)
}

type planner struct {
	ctx        context.Context
	store      FormStore
	reading    *Reading
	plan       *Plan
	rows       []engine.ProjectRow                   // stored, of the years that were read
	before     map[engine.ProjectID]engine.ProjectID // of a project that is about to be renamed: what it was
	lost       []lostRow
	gone       map[engine.ProjectID]engine.Withdrawal
	withdrawn  []engine.Withdrawal // the same, in their order
	names      map[string]int      // filled by called
	losing     *formName           // the form whose lost rows are being noted, and its new rows beside each earlier form
	fresh      map[*engine.Submission][]shortRow
	confirming bool // a person confirmed names
	last       formerYears
}

// lostRow is an indicator that a project had, and that its new form has no more.
type lostRow struct {
	form    *formName // of the new form
	row     shortRow  // as it was
	key     engine.IndicatorKey
	fresh   []shortRow // the rows of the new form that the form before did not have
	earlier bool       // it went before the newest stored form, and nothing is recorded for it
}

// formName is the identity of a form.
type formName struct {
	engine.ProjectKey
	id engine.ProjectID
}

// shortRow is what names are compared by. Whole rows of all forms would take too much memory.
type shortRow struct {
	id     engine.IndicatorID
	level2 engine.Category
	name   string
	target string
	kind   engine.TargetKind
	source engine.Source
}

func shorten(row *engine.Indicator) shortRow {
	return shortRow{row.ID, row.Level2, row.Name, row.Target.Text, row.Target.Kind, row.Source}
}

// readdress gives forms the name under which their project goes since it was renamed: a department may still send the old one.
func (p *planner) readdress() error {
	withdrawals, err := p.store.Withdrawals(p.ctx, engine.Filter{})
	if err != nil {
		return fmt.Errorf("list what was withdrawn: %w", err)
	}
	p.withdrawn = withdrawals
	p.gone = make(map[engine.ProjectID]engine.Withdrawal, len(withdrawals))
	var successors []engine.ProjectID
	for _, w := range withdrawals {
		p.gone[w.Project] = w
		if w.Successor != "" {
			successors = append(successors, w.Successor)
		}
	}
	if len(successors) == 0 {
		return nil
	}
	keys := map[engine.ProjectID]engine.ProjectKey{}
	rows, err := p.store.Projects(p.ctx, engine.Filter{Projects: successors, Withdrawn: true})
	if err != nil {
		return fmt.Errorf("list projects: %w", err)
	}
	for _, row := range rows {
		keys[row.ID] = row.Key
	}
	for _, head := range slices.Collect(p.reading.Heads()) {
		if err := p.followRenames(&head, keys); err != nil {
			return err
		}
	}
	return nil
}

func (p *planner) followRenames(s *FormHead, keys map[engine.ProjectID]engine.ProjectKey) error {
	id := successor(p.gone, s.ID)
	key, found := keys[id]
	if id == s.ID || !found {
		return nil
	}
	by := p.gone[s.ID]
	p.plan.Names = append(p.plan.Names, engine.Issue{Code: "renamed-before", Severity: engine.Info, Source: s.SourceOf(engine.FieldName), Project: id,
		Args: engine.Args("old", projectName(s.ProjectKey), "new", projectName(key), "by", by.By, "at", by.At)})
	return p.reading.rename(s.ProjectKey, key)
}

// projectName tells a project from others of its name.
func projectName(key engine.ProjectKey) string {
	return key.Name + "（" + key.Department + "，" + key.Unit + "）"
}

// years are those of the forms that were read.
func (p *planner) years() []int {
	var years []int
	for head := range p.reading.Heads() {
		if head.Storable && !slices.Contains(years, head.Year) {
			years = append(years, head.Year)
		}
	}
	return years
}

// listProjects reads which projects are stored in the years that were read.
func (p *planner) listProjects() error {
	for _, year := range p.years() {
		rows, err := p.store.Projects(p.ctx, engine.Filter{Year: year})
		if err != nil {
			return fmt.Errorf("list projects: %w", err)
		}
		p.rows = append(p.rows, rows...)
	}
	return nil
}

// compareAll compares every form with the newest stored one of its project, a number of them at a time.
func (p *planner) compareAll() error {
	known := map[engine.ProjectID]bool{}
	for _, row := range p.rows {
		known[row.ID] = true
	}
	for _, w := range p.withdrawn {
		known[w.Project] = true
	}
	for _, batch := range chunks(p.reading.storable(), projectsAtOnce) {
		if err := p.compareBatch(batch, known); err != nil {
			return err
		}
	}
	return nil
}

// compareBatch compares some of the forms that were read. Those of projects that were never stored are not looked at.
func (p *planner) compareBatch(batch []int, known map[engine.ProjectID]bool) error {
	heads := p.reading.heads
	before := func(i int) engine.ProjectID {
		if id, renamed := p.before[heads[i].ID]; renamed {
			return id
		}
		return heads[i].ID
	}
	var ids []engine.ProjectID
	for _, i := range batch {
		if known[heads[i].ID] || known[before(i)] {
			ids = append(ids, before(i))
		}
	}
	found := map[engine.ProjectID]engine.Stored{}
	if len(ids) > 0 {
		for stored, err := range p.store.Submissions(p.ctx, engine.Filter{Projects: ids, Withdrawn: true}) {
			if err != nil {
				return fmt.Errorf("read the stored forms: %w", err)
			}
			found[stored.Submission.ID()] = stored
		}
	}
	for _, i := range batch {
		if err := p.compareHead(i, found[before(i)]); err != nil {
			return err
		}
	}
	return nil
}

func (p *planner) compareHead(i int, stored engine.Stored) error {
	head := &p.reading.heads[i]
	if stored.Submission == nil {
		return p.plan.changes.Append(engine.ProjectChange{Project: head.ID, Key: head.ProjectKey, Revision: 1, Change: engine.Added})
	}
	s, err := p.reading.form(i)
	if err != nil {
		return err
	}
	return p.compare(s, stored)
}

func (p *planner) compare(s *engine.Submission, stored engine.Stored) error {
	change := engine.ProjectChange{Project: s.ID(), Key: s.ProjectKey, Revision: stored.Revision + 1}
	_, change.Returned = p.gone[s.ID()]
	change.Head, change.Indicators = engine.CompareForms(stored.Submission, s)
	switch {
	case len(change.Head)+len(change.Indicators) > 0 || change.Returned:
		change.Change = engine.Changed
	default:
		change.Change, change.Revision = engine.Unchanged, stored.Revision
	}
	if err := p.plan.changes.Append(change); err != nil {
		return err
	}
	return p.findLost(s, stored)
}

// findLost lists the indicators that the new form has no more: those of the form before, and those for which something is still
// recorded since an earlier one.
func (p *planner) findLost(s *engine.Submission, stored engine.Stored) error {
	now := s.RowsByKey()
	values := map[engine.IndicatorID][]engine.Entry{}
	for _, entry := range stored.Entries {
		values[entry.Indicator] = append(values[entry.Indicator], entry)
	}
	for i := range stored.Submission.Indicators {
		row := &stored.Submission.Indicators[i]
		if now[row.FoldedKey()] == nil {
			if err := p.lose(s, stored.Submission, row, values[row.ID]); err != nil {
				return err
			}
		}
	}
	if err := p.findOrphans(s, stored, now); err != nil || !p.confirming {
		return err
	}
	return p.findEarlier(s, stored, now)
}

// findEarlier lists what went before the newest stored form. Nothing is recorded for it any more, but a person may confirm a name
// once the form with the new one is stored, or once more.
func (p *planner) findEarlier(s *engine.Submission, stored engine.Stored, now map[engine.IndicatorKey]*engine.Indicator) error {
	met := map[engine.IndicatorID]bool{}
	for _, lost := range p.lost {
		met[lost.row.id] = true
	}
	for number := stored.Revision - 1; number > 0; number-- {
		form, err := p.store.Submission(p.ctx, stored.Submission.ID(), number)
		if err != nil {
			return fmt.Errorf("read an earlier form: %w", err)
		}
		for i := range form.Indicators {
			row := &form.Indicators[i]
			if now[row.FoldedKey()] != nil || met[row.ID] {
				continue
			}
			met[row.ID] = true
			if err := p.lose(s, form, row, nil); err != nil {
				return err
			}
			p.lost[len(p.lost)-1].earlier = true
		}
	}
	return nil
}

func (p *planner) findOrphans(s *engine.Submission, stored engine.Stored, now map[engine.IndicatorKey]*engine.Indicator) error {
	var ids []engine.IndicatorID
	values := map[engine.IndicatorID][]engine.Entry{}
	for _, orphan := range stored.Orphans {
		if values[orphan.Indicator] == nil {
			ids = append(ids, orphan.Indicator)
		}
		values[orphan.Indicator] = append(values[orphan.Indicator], orphan.Entry)
	}
	for _, id := range ids {
		form, row, err := p.lastWith(stored, id)
		if err != nil {
			return err
		}
		if row != nil && now[row.FoldedKey()] == nil {
			if err := p.lose(s, form, row, values[id]); err != nil {
				return err
			}
		}
	}
	return nil
}

// lastWith reads the newest revision of a project that has an indicator, nil where none has.
func (p *planner) lastWith(stored engine.Stored, id engine.IndicatorID) (*engine.Submission, *engine.Indicator, error) {
	for number := stored.Revision - 1; number > 0; number-- {
		form, err := p.store.Submission(p.ctx, stored.Submission.ID(), number)
		if err != nil {
			return nil, nil, fmt.Errorf("read an earlier form: %w", err)
		}
		for i := range form.Indicators {
			if form.Indicators[i].ID == id {
				return form, &form.Indicators[i], nil
			}
		}
	}
	return nil, nil, nil
}

// lose notes an indicator that was lost, with the new rows that the form did not have when it had that one.
func (p *planner) lose(s, form *engine.Submission, row *engine.Indicator, values []engine.Entry) error {
	name := p.nameOf(s)
	p.lost = append(p.lost, lostRow{form: name, row: shorten(row), key: row.Key(), fresh: p.freshRows(s, form)})
	for _, entry := range values {
		if err := p.plan.orphans.Append(orphaned(s, engine.Orphan{Entry: entry, Name: row.Name})); err != nil {
			return err
		}
	}
	return nil
}

// nameOf returns one name for all rows that a form lost.
func (p *planner) nameOf(s *engine.Submission) *formName {
	if p.losing == nil || p.losing.id != s.ID() {
		p.losing = &formName{s.ProjectKey, s.ID()}
		p.fresh = map[*engine.Submission][]shortRow{}
	}
	return p.losing
}

// freshRows lists the rows of a form that an earlier one does not have.
func (p *planner) freshRows(s, form *engine.Submission) []shortRow {
	if rows, known := p.fresh[form]; known {
		return rows
	}
	old := form.RowsByKey()
	rows := []shortRow{}
	for i := range s.Indicators {
		if old[s.Indicators[i].FoldedKey()] == nil {
			rows = append(rows, shorten(&s.Indicators[i]))
		}
	}
	p.fresh[form] = rows
	return rows
}
