package assessment

import "jixiao/engine"

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
			if is, found := theOne(current[yearName{to.Year, nameOf(to)}], to.Code, func(key engine.ProjectKey) string { return key.Code }); found {
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

// confirmFormerProject notes the former name of the one project that is meant. Of several of a name, those of one department and unit belong together.
// What last year has under the new name as well is another project, and no rename.
func (p *planner) confirmFormerProject(c *confirmation) error {
	var pairs, both []keyPair
	for _, way := range c.ways {
		for _, row := range p.last.rows {
			if !calledSo(row.Key, way[0]) {
				continue
			}
			for _, is := range p.thisYear() {
				switch {
				case !calledSo(is, way[1]) || row.Key.Year+1 != is.Year || nameOf(is) == nameOf(row.Key):
				case len(p.last.named[yearName{row.Key.Year, nameOf(is)}]) > 0:
					both = append(both, keyPair{row.Key, is})
				default:
					pairs = append(pairs, keyPair{row.Key, is})
				}
			}
		}
	}
	pairs = closest(pairs)
	switch {
	case len(pairs) == 1:
		c.matched = kindProject
		p.wasCalled(c, pairs[0].to, pairs[0].from)
		old, now := twoNames(pairs[0].from, pairs[0].to)
		p.confirmedFormer(engine.Issue{Project: pairs[0].to.ID()}, kindProject, old, now)
	case len(pairs) > 1:
		return ambiguous(c, keyPairNames(pairs))
	case len(both) > 0:
		return &RenameRefused{"rename-two-projects", engine.Args("rename", c.text, "old", projectName(both[0].from), "new", projectName(both[0].to),
			"year", itoa(both[0].from.Year))}
	}
	return nil
}
