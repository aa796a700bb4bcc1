package assessment

import (
	"slices"

	"jixiao/engine"
)

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
			to, called := renamedDepartment(row.Key, way[0], way[1])
			if called == "" || len(p.last.named[yearName{row.Key.Year, nameOf(to)}]) > 0 {
				continue
			}
			if is, found := withCode(current[yearName{to.Year, nameOf(to)}], to.Code); found {
				old = called
				p.wasCalled(c, is, row.Key)
			}
		}
		if old != "" {
			c.matched = kindDepartment
			p.confirmedFormer(engine.Issue{}, kindDepartment, old, way[1])
			return
		}
	}
}

// renamedDepartment is the key, of the year after, of a project whose department or unit goes under another name then; called is what it was, as it is
// written there, and empty where neither has that name.
func renamedDepartment(key engine.ProjectKey, from, to string) (is engine.ProjectKey, called string) {
	key.Year++
	if engine.Fold(key.Department) == engine.Fold(from) {
		called, key.Department = key.Department, to
	}
	if engine.Fold(key.Unit) == engine.Fold(from) {
		called, key.Unit = key.Unit, to
	}
	return key, called
}

// withCode returns the only one of several keys, or the only one that has a code.
func withCode(keys []engine.ProjectKey, code string) (engine.ProjectKey, bool) {
	if len(keys) > 1 {
		keys = slices.DeleteFunc(slices.Clone(keys), func(key engine.ProjectKey) bool { return engine.Fold(key.Code) != engine.Fold(code) })
	}
	if len(keys) != 1 {
		return engine.ProjectKey{}, false
	}
	return keys[0], true
}

// confirmFormerProject notes the former name of the one project that is meant. Of several of a name, those of one department and unit belong together.
// What last year has under the new name as well is another project, and no rename.
func (p *planner) confirmFormerProject(c *confirmation) error {
	type pair struct{ was, is engine.ProjectKey }
	var pairs, close, both []pair
	for _, way := range c.ways {
		for _, row := range p.last.rows {
			if !calledSo(row.Key, way[0]) {
				continue
			}
			for _, is := range p.thisYear() {
				one := pair{row.Key, is}
				switch {
				case !calledSo(is, way[1]) || row.Key.Year+1 != is.Year || nameOf(is) == nameOf(row.Key):
					continue
				case len(p.last.named[yearName{row.Key.Year, nameOf(is)}]) > 0:
					both = append(both, one)
					continue
				}
				pairs = append(pairs, one)
				if engine.Fold(row.Key.Department) == engine.Fold(is.Department) && engine.Fold(row.Key.Unit) == engine.Fold(is.Unit) {
					close = append(close, one)
				}
			}
		}
	}
	if len(close) > 0 {
		pairs = close
	}
	switch {
	case len(pairs) == 1:
		c.matched = kindProject
		p.wasCalled(c, pairs[0].is, pairs[0].was)
		old, now := twoNames(pairs[0].was, pairs[0].is)
		p.confirmedFormer(engine.Issue{Project: pairs[0].is.ID()}, kindProject, old, now)
	case len(pairs) > 1:
		var names []string
		for _, one := range pairs {
			names = append(names, string(one.was.ID())+"="+string(one.is.ID())+" "+projectName(one.was)+"="+projectName(one.is))
		}
		return ambiguous(c, names)
	case len(both) > 0:
		return &RenameRefused{"rename-two-projects", engine.Args("rename", c.text, "old", projectName(both[0].was), "new", projectName(both[0].is),
			"year", itoa(both[0].was.Year))}
	}
	return nil
}
