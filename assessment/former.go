package assessment

import (
	"fmt"
	"slices"

	"jixiao/engine"
)

// formerYears is what the year before knows of the projects that are imported, for names that changed from one year to the next.
type formerYears struct {
	rows    []engine.ProjectRow                     // stored, of the years before those that were read
	named   map[yearName][]engine.ProjectRow        // the same
	current []engine.ProjectKey                     // this year's: read or stored
	former  map[engine.ProjectID]engine.ProjectKey  // what a person confirmed that a project was called
	known   map[engine.ProjectID]map[rowOfYear]bool // rows of which a person confirmed what they were, or are, called
	earlier map[engine.ProjectID][]nameID           // names that this year's projects had before confirmed renames
}

type yearName struct {
	year int
	name nameID
}

// rowOfYear is the name of a row in one of the two years.
type rowOfYear struct {
	last   bool
	level2 engine.Category
	name   string // folded
}

// listLastYear reads which projects are stored in the years before those that were read, and what was confirmed of their names.
func (p *planner) listLastYear() error {
	p.last = formerYears{named: map[yearName][]engine.ProjectRow{}, former: map[engine.ProjectID]engine.ProjectKey{},
		known: map[engine.ProjectID]map[rowOfYear]bool{}, earlier: map[engine.ProjectID][]nameID{}}
	for _, year := range p.years() {
		rows, err := p.store.Projects(p.ctx, engine.Filter{Year: year - 1})
		if err != nil {
			return fmt.Errorf("list last year's projects: %w", err)
		}
		if len(rows) == 0 {
			continue
		}
		p.last.rows = append(p.last.rows, rows...)
		for _, row := range rows {
			name := yearName{row.Key.Year, nameOf(row.Key)}
			p.last.named[name] = append(p.last.named[name], row)
		}
		if err := p.readConfirmed(year); err != nil {
			return err
		}
	}
	if len(p.last.rows) == 0 {
		return nil
	}
	for _, w := range p.withdrawn {
		if w.Successor != "" {
			end := successor(p.gone, w.Project)
			p.last.earlier[end] = append(p.last.earlier[end], nameOf(w.Key))
		}
	}
	return nil
}

// readConfirmed reads what was confirmed of the projects of a year and of their rows.
func (p *planner) readConfirmed(year int) error {
	names, err := p.store.FormerNames(p.ctx, year)
	if err != nil {
		return fmt.Errorf("list former names: %w", err)
	}
	for _, f := range names {
		p.last.note(successor(p.gone, f.Project), f)
	}
	renames, err := p.store.IndicatorRenames(p.ctx, year)
	if err != nil {
		return fmt.Errorf("list the renames of indicators: %w", err)
	}
	for project, list := range renames {
		for _, r := range list {
			p.last.note(project, engine.FormerName{Indicator: r})
		}
	}
	return nil
}

// note takes up what was confirmed of a project.
func (l *formerYears) note(project engine.ProjectID, f engine.FormerName) {
	if f.Indicator == (engine.IndicatorRename{}) {
		l.former[project] = f.Key
		return
	}
	if l.known[project] == nil {
		l.known[project] = map[rowOfYear]bool{}
	}
	from, to := f.Indicator.From, f.Indicator.To
	l.known[project][rowOfYear{true, from.Level2, engine.Fold(from.Name)}] = true
	l.known[project][rowOfYear{false, to.Level2, engine.Fold(to.Name)}] = true
}

// ofLastYear returns the one project of the year before that a project continues; not ok where there is none, or nobody can tell which.
func (l *formerYears) ofLastYear(key engine.ProjectKey) (engine.ProjectRow, bool) {
	names, code := append([]nameID{nameOf(key)}, l.earlier[key.ID()]...), key.Code
	if former, confirmed := l.former[key.ID()]; confirmed {
		names, code = []nameID{nameOf(former)}, former.Code
	}
	for _, name := range names {
		if row, found := theOne(l.named[yearName{key.Year - 1, name}], code, func(row engine.ProjectRow) string { return row.Key.Code }); found {
			return row, true
		}
	}
	return engine.ProjectRow{}, false
}

// theOne returns the only one of a list, or of several the only one with a code.
func theOne[T any](list []T, code string, codeOf func(T) string) (one T, ok bool) {
	if len(list) > 1 {
		code = engine.Fold(code)
		list = slices.DeleteFunc(slices.Clone(list), func(t T) bool { return code == "" || engine.Fold(codeOf(t)) != code })
	}
	if len(list) != 1 {
		return one, false
	}
	return list[0], true
}

// thisYear lists the projects that are read or stored, each once.
func (p *planner) thisYear() []engine.ProjectKey {
	if p.last.current == nil {
		seen := map[engine.ProjectID]bool{}
		add := func(key engine.ProjectKey) {
			if id := key.ID(); !seen[id] {
				seen[id] = true
				p.last.current = append(p.last.current, key)
			}
		}
		for head := range p.reading.Heads() {
			if head.Storable {
				add(head.ProjectKey)
			}
		}
		for _, row := range p.rows {
			add(row.Key)
		}
	}
	return p.last.current
}
