package assessment

import (
	"strings"

	"jixiao/engine"
)

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

// mostComparisons is for how many pairs of names of one unit a likeness is sought; the projects behind them are not proposed.
const mostComparisons = 100_000

// proposeFormer finds departments, units and projects that last year does not have and that seem to go under another name there.
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
	p.proposeFormerDepartments(continued)
	p.proposeFormerProjects(continued)
}

// proposeFormerProjects finds projects that have the same code, or stand in the same department and unit with a name alike. What last year has and
// this year continues is not among them.
func (p *planner) proposeFormerProjects(continued map[engine.ProjectID]bool) {
	ended, called := map[string][]engine.ProjectRow{}, map[string]int{}
	for _, row := range p.last.rows {
		called[engine.Fold(row.Key.Name)]++
		if !continued[row.ID] {
			for _, key := range neighbourKeys(row.Key) {
				ended[key] = append(ended[key], row)
			}
		}
	}
	compared := map[string]int{}
	for head := range p.reading.Heads() {
		if _, found := p.last.ofLastYear(head.ProjectKey); found || !head.Storable {
			continue
		}
		var best engine.ProjectRow
		score := proposeFrom - 1
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
		if score >= proposeFrom {
			continued[best.ID] = true
			p.proposeFormerProject(&head, best, called[engine.Fold(best.Key.Name)] == 1)
		}
	}
}

// proposeFormerProject proposes a name of last year for a project; alone where no other project had it.
func (p *planner) proposeFormerProject(head *FormHead, last engine.ProjectRow, alone bool) {
	flag, names := string(last.ID)+"="+string(head.ID), p.called()
	if alone && names[engine.Fold(last.Key.Name)] == 0 && names[engine.Fold(head.Name)] == 1 && plain(last.Key.Name+head.Name) {
		flag = last.Key.Name + "=" + head.Name
	}
	was, is := twoNames(last.Key, head.ProjectKey)
	p.proposeFormerName(kindProject, was, is, flag, engine.Issue{Source: head.SourceOf(engine.FieldName), Project: head.ID})
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
