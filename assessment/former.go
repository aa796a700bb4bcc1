package assessment

import (
	"fmt"
	"slices"
	"strings"

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
	l := &p.last
	*l = formerYears{named: map[yearName][]engine.ProjectRow{}, former: map[engine.ProjectID]engine.ProjectKey{},
		known: map[engine.ProjectID]map[rowOfYear]bool{}, earlier: map[engine.ProjectID][]nameID{}}
	var years []int
	for head := range p.reading.Heads() {
		if head.Storable && !slices.Contains(years, head.Year) {
			years = append(years, head.Year)
		}
	}
	for _, year := range years {
		rows, err := p.store.Projects(p.ctx, engine.Filter{Year: year - 1})
		if err != nil {
			return fmt.Errorf("list last year's projects: %w", err)
		}
		l.rows = append(l.rows, rows...)
		if len(rows) == 0 {
			continue
		}
		names, err := p.store.FormerNames(p.ctx, year)
		if err != nil {
			return fmt.Errorf("list former names: %w", err)
		}
		for _, f := range names {
			l.note(p.successor(f.Project), f)
		}
		renames, err := p.store.IndicatorRenames(p.ctx, year)
		if err != nil {
			return fmt.Errorf("list the renames of indicators: %w", err)
		}
		for project, list := range renames {
			for _, r := range list {
				l.note(project, engine.FormerName{Indicator: r})
			}
		}
	}
	for _, row := range l.rows {
		name := yearName{row.Key.Year, nameOf(row.Key)}
		l.named[name] = append(l.named[name], row)
	}
	if len(l.rows) == 0 {
		return nil
	}
	for _, w := range p.withdrawn {
		if w.Successor != "" {
			end := p.successor(w.Project)
			l.earlier[end] = append(l.earlier[end], nameOf(w.Key))
		}
	}
	return nil
}

// successor is the project that has a project's place now.
func (p *planner) successor(id engine.ProjectID) engine.ProjectID {
	for range len(p.withdrawn) { // never round in a circle
		w, gone := p.gone[id]
		if !gone || w.Successor == "" {
			break
		}
		id = w.Successor
	}
	return id
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
		list := l.named[yearName{key.Year - 1, name}]
		if len(list) > 1 {
			list = slices.DeleteFunc(slices.Clone(list), func(row engine.ProjectRow) bool {
				return engine.Fold(row.Key.Code) != engine.Fold(code)
			})
		}
		if len(list) == 1 {
			return list[0], true
		}
	}
	return engine.ProjectRow{}, false
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

// confirmFormer finds, for what means nothing in one year, a name of last year's departments, units or projects and one of this year's.
func (p *planner) confirmFormer(c *confirmation) error {
	if c.matched != "" || len(p.last.rows) == 0 {
		return nil
	}
	p.confirmFormerDepartment(c)
	if c.matched != "" {
		return nil
	}
	return p.confirmFormerProject(c)
}

// wasCalled notes what a project was called last year.
func (p *planner) wasCalled(c *confirmation, is, was engine.ProjectKey) {
	f := engine.FormerName{Project: is.ID(), Key: was, Note: c.text}
	p.plan.former = append(p.plan.former, f)
	p.last.note(f.Project, f)
}

func (p *planner) confirmedFormer(about engine.Issue, kind, old, now string) {
	about.Code, about.Severity = "rename-confirmed-last-year", engine.Info
	about.Args = engine.Args("kind", kind, "old", old, "new", now)
	p.plan.Names = append(p.plan.Names, about)
}

// confirmFormerDepartment gives all projects of a department or unit that was called otherwise last year their former names.
func (p *planner) confirmFormerDepartment(c *confirmation) {
	current := map[yearName][]engine.ProjectKey{}
	for _, key := range p.thisYear() {
		name := yearName{key.Year, nameOf(key)}
		current[name] = append(current[name], key)
	}
	for _, way := range c.ways {
		old := ""
		for _, row := range p.last.rows {
			to := row.Key
			to.Year++
			if engine.Fold(to.Department) == engine.Fold(way[0]) {
				old, to.Department = to.Department, way[1]
			}
			if engine.Fold(to.Unit) == engine.Fold(way[0]) {
				old, to.Unit = to.Unit, way[1]
			}
			list := current[yearName{to.Year, nameOf(to)}]
			if len(list) > 1 {
				list = slices.DeleteFunc(slices.Clone(list), func(key engine.ProjectKey) bool { return engine.Fold(key.Code) != engine.Fold(to.Code) })
			}
			if nameOf(to) != nameOf(row.Key) && len(list) == 1 && len(p.last.named[yearName{row.Key.Year, nameOf(to)}]) == 0 {
				c.matched = kindDepartment
				p.wasCalled(c, list[0], row.Key)
			}
		}
		if c.matched != "" {
			p.confirmedFormer(engine.Issue{}, kindDepartment, old, way[1])
			return
		}
	}
}

// confirmFormerProject notes the former name of the one project that is meant. Of several of a name, those of one department and unit belong together.
// What last year has under the new name as well is another project.
func (p *planner) confirmFormerProject(c *confirmation) error {
	type pair struct{ was, is engine.ProjectKey }
	var pairs, close []pair
	for _, way := range c.ways {
		for _, row := range p.last.rows {
			if !calledSo(row.Key, way[0]) {
				continue
			}
			for _, is := range p.thisYear() {
				if !calledSo(is, way[1]) || row.Key.Year+1 != is.Year || nameOf(is) == nameOf(row.Key) || len(p.last.named[yearName{row.Key.Year, nameOf(is)}]) > 0 {
					continue
				}
				pairs = append(pairs, pair{row.Key, is})
				if engine.Fold(row.Key.Department) == engine.Fold(is.Department) && engine.Fold(row.Key.Unit) == engine.Fold(is.Unit) {
					close = append(close, pair{row.Key, is})
				}
			}
		}
	}
	if len(close) > 0 {
		pairs = close
	}
	if len(pairs) == 0 {
		return nil
	}
	if len(pairs) > 1 {
		var names []string
		for _, one := range pairs {
			names = append(names, string(one.was.ID())+"="+string(one.is.ID())+" "+projectName(one.was)+"="+projectName(one.is))
		}
		return ambiguous(c, names)
	}
	c.matched = kindProject
	p.wasCalled(c, pairs[0].is, pairs[0].was)
	old, now := twoNames(pairs[0].was, pairs[0].is)
	p.confirmedFormer(engine.Issue{Project: pairs[0].is.ID()}, kindProject, old, now)
	return nil
}

// compareWithLastYear reads last year's form of each project that has one, a number of them at a time, and finds rows that seem to go under
// another name now, and those that a person named. What was named and is nowhere ends the import.
func (p *planner) compareWithLastYear(asked []*confirmation) error {
	for _, batch := range chunks(p.reading.storable(), projectsAtOnce) {
		var ids []engine.ProjectID
		now := map[engine.ProjectID][]int{}
		for _, i := range batch {
			if row, found := p.last.ofLastYear(p.reading.heads[i].ProjectKey); found {
				ids = append(ids, row.ID)
				now[row.ID] = append(now[row.ID], i)
			}
		}
		if len(ids) == 0 {
			continue
		}
		for stored, err := range p.store.Submissions(p.ctx, engine.Filter{Projects: ids}) {
			if err != nil {
				return fmt.Errorf("read last year's forms: %w", err)
			}
			for _, i := range now[stored.Submission.ID()] {
				s, err := p.reading.form(i)
				if err != nil {
					return err
				}
				p.compareRowsWithLastYear(s, stored.Submission, asked)
			}
		}
	}
	for _, c := range asked {
		if err := p.settleFormer(c); err != nil {
			return err
		}
	}
	return nil
}

func (p *planner) compareRowsWithLastYear(s, last *engine.Submission, asked []*confirmation) {
	now, before, known := s.RowsByKey(), last.RowsByKey(), p.last.known[s.ID()]
	var fresh []shortRow
	for i := range s.Indicators {
		if before[s.Indicators[i].FoldedKey()] == nil {
			fresh = append(fresh, shorten(&s.Indicators[i]))
		}
	}
	name := &formName{s.ProjectKey, s.ID()}
	var lost []lostRow
	for i := range last.Indicators {
		if row := &last.Indicators[i]; now[row.FoldedKey()] == nil {
			lost = append(lost, lostRow{form: name, row: shorten(row), key: row.Key(), fresh: fresh})
		}
	}
	for _, c := range asked {
		if c.matched == "" {
			c.former = append(c.former, indicatorPairs(lost, c)...)
		}
	}
	for _, pair := range likelyPairs(lost, func(old, row *shortRow) int { return formerLikeness(old, row, s.Year) }) {
		old, is := &pair.lost.row, &pair.fresh
		if known[rowOfYear{true, old.level2, engine.Fold(old.name)}] || known[rowOfYear{false, is.level2, engine.Fold(is.name)}] || namedBy(asked, pair) {
			continue
		}
		flag := s.Name + "/" + old.name + "=" + is.name
		if !plain(s.Name+old.name+is.name) || p.called()[engine.Fold(s.Name)] > 1 {
			flag = string(s.ID()) + "/" + string(old.id) + "=" + string(is.id)
		}
		p.proposeFormerName(kindIndicator, old.name, is.name, flag, engine.Issue{Source: is.source, Project: s.ID(), Indicator: is.id})
	}
}

// namedBy tells whether a pair is one that a person just named.
func namedBy(asked []*confirmation, pair rowPair) bool {
	return slices.ContainsFunc(asked, func(c *confirmation) bool {
		return slices.ContainsFunc(c.former, func(one rowPair) bool {
			return one.lost.form.id == pair.lost.form.id && (one.lost.row.id == pair.lost.row.id || one.fresh.id == pair.fresh.id)
		})
	})
}

// settleFormer takes what a person named for the row of last year that it can mean.
func (p *planner) settleFormer(c *confirmation) error {
	switch {
	case c.matched != "":
		return nil
	case len(c.former) == 0:
		return &RenameRefused{"rename-unknown", engine.Args("rename", c.text, "candidates", p.renameCandidates(c))}
	case len(c.former) > 1:
		return ambiguous(c, pairNames(c.former))
	}
	c.matched = kindIndicator
	project, old, now := c.former[0].lost.form.id, &c.former[0].lost.row, &c.former[0].fresh
	p.plan.former = append(p.plan.former, engine.FormerName{Project: project, Note: c.text, Indicator: engine.IndicatorRename{
		From: engine.IndicatorKey{Level2: old.level2, Name: old.name}, To: engine.IndicatorKey{Level2: now.level2, Name: now.name}}})
	p.confirmedFormer(engine.Issue{Source: now.source, Project: project, Indicator: now.id}, kindIndicator, old.name, now.name)
	return nil
}

// formerLikeness scores a row of last year against one of this year by their names alone, since targets change from year to year.
func formerLikeness(old, row *shortRow, year int) int {
	if old.level2 != row.level2 {
		return 0
	}
	return yearLikeness(old.name, row.name, year)
}

// yearLikeness scores a name of last year against one of this year. A name that only tells the year is the same one; two that differ in other figures
// are two: 第9批 is not 第10批.
func yearLikeness(old, now string, year int) int {
	old, now = engine.Fold(strings.ReplaceAll(old, itoa(year-1), itoa(year))), engine.Fold(now)
	switch {
	case old == now:
		return 100
	case withoutFigures(old) == withoutFigures(now):
		return 0
	}
	return nameLikeness(old, now)
}

func withoutFigures(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789〇一二三四五六七八九十百", r) {
			return -1
		}
		return r
	}, text)
}

func (p *planner) proposeFormerName(kind, old, now, flag string, about engine.Issue) {
	about.Code, about.Severity = "rename-proposed-last-year", engine.Info
	p.proposeAs(kind, old, now, flag, about)
}

// mostComparisons is how many pairs of names of one unit are compared; a unit of more changed them all.
const mostComparisons = 100_000

// proposeFormer finds projects that last year does not have and that seem to go under another name there: with the same code, or in the same department
// and unit with a name alike.
func (p *planner) proposeFormer() {
	if len(p.last.rows) == 0 {
		return
	}
	continued := map[engine.ProjectID]bool{}
	for _, key := range p.thisYear() {
		if row, found := p.last.ofLastYear(key); found {
			continued[row.ID] = true
		}
	}
	ended, called := map[string][]engine.ProjectRow{}, map[string]int{}
	for _, row := range p.last.rows {
		called[engine.Fold(row.Key.Name)]++
		if !continued[row.ID] {
			for _, key := range neighbourKeys(row.Key) {
				ended[key] = append(ended[key], row)
			}
		}
	}
	p.proposeFormerDepartments(continued)
	compared := map[string]int{}
	for head := range p.reading.Heads() {
		if _, found := p.last.ofLastYear(head.ProjectKey); found || !head.Storable {
			continue
		}
		best, score := engine.ProjectRow{}, 0
		for _, key := range neighbourKeys(head.ProjectKey) {
			if compared[key] += len(ended[key]); compared[key] > mostComparisons {
				continue
			}
			for _, row := range ended[key] {
				if s := projectLikeness(row.Key, head.ProjectKey); s > score && !continued[row.ID] {
					best, score = row, s
				}
			}
		}
		if score < proposeFrom {
			continue
		}
		continued[best.ID] = true
		flag := string(best.ID) + "=" + string(head.ID)
		if called[engine.Fold(best.Key.Name)] == 1 && p.called()[engine.Fold(best.Key.Name)] == 0 && p.called()[engine.Fold(head.Name)] == 1 && plain(best.Key.Name+head.Name) {
			flag = best.Key.Name + "=" + head.Name
		}
		was, is := twoNames(best.Key, head.ProjectKey)
		p.proposeFormerName(kindProject, was, is, flag, engine.Issue{Source: head.SourceOf(engine.FieldName), Project: head.ID})
	}
}

// proposeFormerDepartments finds departments and units that last year does not have, one of whose projects stands there, and ends there, under a department or
// unit that is no more.
func (p *planner) proposeFormerDepartments(continued map[engine.ProjectID]bool) {
	names, before := map[string]bool{}, map[string]bool{}
	for _, key := range p.thisYear() {
		names[engine.Fold(key.Department)], names[engine.Fold(key.Unit)] = true, true
	}
	ended := map[yearName][]engine.ProjectKey{}
	for _, row := range p.last.rows {
		before[engine.Fold(row.Key.Department)], before[engine.Fold(row.Key.Unit)] = true, true
		if !continued[row.ID] {
			name := yearName{row.Key.Year + 1, nameOf(engine.ProjectKey{Name: row.Key.Name})}
			ended[name] = append(ended[name], row.Key)
		}
	}
	said := map[[2]string]bool{}
	for head := range p.reading.Heads() {
		was := ended[yearName{head.Year, nameOf(engine.ProjectKey{Name: head.Name})}]
		if !head.Storable || len(was) != 1 {
			continue
		}
		for _, pair := range [][2]string{{was[0].Department, head.Department}, {was[0].Unit, head.Unit}} {
			if !names[engine.Fold(pair[0])] && !before[engine.Fold(pair[1])] && !said[pair] && plain(pair[0]+pair[1]) {
				said[pair] = true
				p.proposeFormerName(kindDepartment, pair[0], pair[1], pair[0]+"="+pair[1], engine.Issue{Source: head.SourceOf(engine.FieldDepartment)})
			}
		}
	}
}

func projectLikeness(was, is engine.ProjectKey) int {
	switch {
	case was.Year+1 != is.Year:
		return 0
	case is.Code != "" && engine.Fold(was.Code) == engine.Fold(is.Code):
		return 100
	}
	return yearLikeness(was.Name, is.Name, is.Year)
}
