package assessment

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"jixiao/engine"
)

// FormStore is what comparing forms with the stored ones needs of a store. It only reads.
type FormStore interface {
	Projects(ctx context.Context, filter engine.Filter) ([]engine.ProjectRow, error)
	Submissions(ctx context.Context, filter engine.Filter) iter.Seq2[engine.Stored, error]
	Submission(ctx context.Context, project engine.ProjectID, number int) (*engine.Submission, error)
	Withdrawals(ctx context.Context, filter engine.Filter) ([]engine.Withdrawal, error)
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

// Plan is what an import is going to do: the names that change, the changes against what is stored, and what a person may want to
// know or decide before.
type Plan struct {
	Changes []engine.ProjectChange // of the forms that can be stored, in their order
	Issues  []engine.Issue         // names that seem to be one, names that were confirmed
	Orphans []engine.Issue         // recorded values whose indicator the new form does not have

	strays     []*engine.Submission // forms under names that were never stored and are given up at once
	projects   []projectRename
	indicators []indicatorRename
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
// projects among them are given their new names in the reading. The error is a *RenameRefused where a confirmation cannot be meant.
func NewPlan(ctx context.Context, store FormStore, reading *Reading, confirmed []string) (*Plan, error) {
	p := &planner{ctx: ctx, store: store, reading: reading, plan: &Plan{}, before: map[engine.ProjectID]engine.ProjectID{},
		confirming: len(confirmed) > 0}
	if err := p.readdress(); err != nil {
		return nil, err
	}
	if err := p.listProjects(); err != nil {
		return nil, err
	}
	asked, err := p.confirmNames(confirmed)
	if err != nil {
		return nil, err
	}
	p.reading.forgetSettledSpellings()
	if err := p.compareAll(); err != nil {
		return nil, err
	}
	if err := p.confirmIndicators(asked); err != nil {
		return nil, err
	}
	p.proposeIndicators()
	p.proposeSpellings()
	if err := p.proposeProjects(); err != nil {
		return nil, err
	}
	return p.plan, nil
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
	confirming bool                // a person confirmed names
}

// lostRow is an indicator that a project had, and that its new form has no more.
type lostRow struct {
	form    *engine.Submission // the new one
	row     engine.Indicator   // as it was
	values  []engine.Entry     // recorded for it
	fresh   []*engine.Indicator
	earlier bool // it went before the newest stored form, and nothing is recorded for it
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
	for _, s := range slices.Clone(p.reading.Submissions) {
		p.followRenames(s, keys)
	}
	return nil
}

func (p *planner) followRenames(s *engine.Submission, keys map[engine.ProjectID]engine.ProjectKey) {
	seen := map[engine.ProjectID]bool{}
	id := s.ID()
	for !seen[id] && p.gone[id].Successor != "" {
		seen[id] = true
		id = p.gone[id].Successor
	}
	key, found := keys[id]
	if id == s.ID() || !found {
		return
	}
	by := p.gone[s.ID()]
	p.plan.Issues = append(p.plan.Issues, engine.Issue{Code: "renamed-before", Severity: engine.Info, Source: s.SourceOf(engine.FieldName), Project: id,
		Args: engine.Args("old", projectName(s.ProjectKey), "new", projectName(key), "by", by.By, "at", by.At)})
	p.reading.rename(s.ProjectKey, key)
}

// projectName tells a project from others of its name.
func projectName(key engine.ProjectKey) string {
	return key.Name + "（" + key.Department + "，" + key.Unit + "）"
}

// rename gives the forms and records of one project another name.
func (r *Reading) rename(from, to engine.ProjectKey) {
	old := from.ID()
	for _, s := range r.Submissions {
		if s.ID() == old {
			s.ProjectKey = to
			s.Identify()
		}
	}
	for i := range r.Records {
		record := &r.Records[i]
		if record.Project.ID() == old || record.ProjectID == string(old) {
			record.Project, record.ProjectID, record.IndicatorID = to, "", ""
		}
	}
	r.merge()
}

// merge drops forms that have become the same project, and says so where they differ.
func (r *Reading) merge() {
	forms := r.Submissions
	r.Submissions = nil
	seen := map[engine.ProjectID]*engine.Submission{}
	for _, s := range forms {
		r.keep(s, seen)
	}
}

// listProjects reads which projects are stored in the years that were read.
func (p *planner) listProjects() error {
	var years []int
	for _, s := range p.reading.Storable() {
		if !slices.Contains(years, s.Year) {
			years = append(years, s.Year)
		}
	}
	for _, year := range years {
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
	for _, batch := range chunks(p.reading.Storable(), projectsAtOnce) {
		ids := make([]engine.ProjectID, len(batch))
		for i, s := range batch {
			ids[i] = s.ID()
			if before, renamed := p.before[s.ID()]; renamed {
				ids[i] = before
			}
		}
		found := map[engine.ProjectID]engine.Stored{}
		for stored, err := range p.store.Submissions(p.ctx, engine.Filter{Projects: ids, Withdrawn: true}) {
			if err != nil {
				return fmt.Errorf("read the stored forms: %w", err)
			}
			found[stored.Submission.ID()] = stored
		}
		for i, s := range batch {
			if err := p.compare(s, found[ids[i]]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *planner) compare(s *engine.Submission, stored engine.Stored) error {
	change := engine.ProjectChange{Project: s.ID(), Key: s.ProjectKey, Revision: stored.Revision + 1, Change: engine.Added}
	if stored.Submission == nil {
		p.plan.Changes = append(p.plan.Changes, change)
		return nil
	}
	_, change.Returned = p.gone[s.ID()]
	change.Head, change.Indicators = engine.CompareForms(stored.Submission, s)
	switch {
	case len(change.Head)+len(change.Indicators) > 0 || change.Returned:
		change.Change = engine.Changed
	default:
		change.Change, change.Revision = engine.Unchanged, stored.Revision
	}
	p.plan.Changes = append(p.plan.Changes, change)
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
			p.lose(s, stored.Submission, *row, values[row.ID])
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
		met[lost.row.ID] = true
	}
	for number := stored.Revision - 1; number > 0; number-- {
		form, err := p.store.Submission(p.ctx, stored.Submission.ID(), number)
		if err != nil {
			return fmt.Errorf("read an earlier form: %w", err)
		}
		for _, row := range form.Indicators {
			if now[row.FoldedKey()] == nil && !met[row.ID] {
				met[row.ID] = true
				p.lose(s, form, row, nil)
				p.lost[len(p.lost)-1].earlier = true
			}
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
			p.lose(s, form, *row, values[id])
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
func (p *planner) lose(s, form *engine.Submission, row engine.Indicator, values []engine.Entry) {
	old := form.RowsByKey()
	lost := lostRow{form: s, row: row, values: values}
	for i := range s.Indicators {
		if old[s.Indicators[i].FoldedKey()] == nil {
			lost.fresh = append(lost.fresh, &s.Indicators[i])
		}
	}
	p.lost = append(p.lost, lost)
	for _, entry := range values {
		p.plan.Orphans = append(p.plan.Orphans, orphaned(s, engine.Orphan{Entry: entry, Name: row.Name}))
	}
}
