package assessment

import (
	"fmt"
	"slices"
	"strings"

	"jixiao/engine"
	"jixiao/importer"
)

// spelling is one way in which a department or unit is written, with the projects that have it.
type spelling struct {
	text     string
	projects int
	read     bool // in what is being imported
	at       engine.Source
}

// proposeSpellings finds departments and units whose names differ by a few characters between what was read and what is stored, or
// between two files. The rarer one is proposed to be renamed. What stands in one file was said when it was read.
func (p *planner) proposeSpellings() {
	said := p.saidSpellings()
	for _, field := range []engine.HeadField{engine.FieldDepartment, engine.FieldUnit} {
		list := p.spellings(field)
		for i, a := range list {
			for _, b := range list[:i] {
				if (a.read || b.read) && !said[[2]string{a.text, b.text}] && importer.SpelledAlike(a.text, b.text) {
					p.proposeSpelling(field, b, a)
					said[[2]string{a.text, b.text}] = true // most units are departments themselves
				}
			}
		}
	}
}

// forgetSettledSpellings drops the complaints about names of which one is in use no more, since they were confirmed to be one.
func (r *Reading) forgetSettledSpellings() {
	used := map[string]bool{}
	for _, s := range r.Submissions {
		used[engine.Fold(s.Department)], used[engine.Fold(s.Unit)] = true, true
	}
	r.Issues = slices.DeleteFunc(r.Issues, func(issue engine.Issue) bool {
		return issue.Code == importer.SpelledTwoWays && slices.ContainsFunc(issue.Args, func(arg engine.Arg) bool {
			return (arg.Name == "one" || arg.Name == "other") && !used[engine.Fold(arg.Value)]
		})
	})
}

// saidSpellings lists the pairs of names that the reading of single files complained of.
func (p *planner) saidSpellings() map[[2]string]bool {
	said := map[[2]string]bool{}
	for _, issue := range p.reading.Issues {
		if issue.Code != importer.SpelledTwoWays {
			continue
		}
		args := map[string]string{}
		for _, arg := range issue.Args {
			args[arg.Name] = arg.Value
		}
		said[[2]string{args["one"], args["other"]}], said[[2]string{args["other"], args["one"]}] = true, true
	}
	return said
}

// spellings lists the different names of a field, those that are stored first.
func (p *planner) spellings(field engine.HeadField) []*spelling {
	var list []*spelling
	known := map[string]*spelling{}
	met := map[engine.ProjectID]bool{}
	add := func(key engine.ProjectKey, read bool, at engine.Source) {
		text := key.Department
		if field == engine.FieldUnit {
			text = key.Unit
		}
		fold := engine.Fold(text)
		if fold == "" {
			return
		}
		if known[fold] == nil {
			known[fold] = &spelling{text: text}
			list = append(list, known[fold])
		}
		name := known[fold]
		if read && !name.read {
			name.read, name.at = true, at
		}
		if id := key.ID(); !met[id] {
			met[id] = true
			name.projects++
		}
	}
	for _, row := range p.rows {
		add(row.Key, false, engine.Source{})
	}
	for _, s := range p.reading.Storable() {
		add(s.ProjectKey, true, s.SourceOf(field))
	}
	return list
}

// proposeSpelling proposes that the rarer name is the other one; of two that are equally rare, the one met first.
func (p *planner) proposeSpelling(field engine.HeadField, a, b *spelling) {
	if b.projects < a.projects {
		a, b = b, a
	}
	at := b.at
	if !b.read {
		at = a.at
	}
	p.propose(string(field), a.text, b.text, a.text+"="+b.text, engine.Issue{Source: at})
}

// mostlyEqual is the share of rows, of a hundred, that two forms must have in common to be proposed as one project.
const mostlyEqual = 80

// proposeProjects finds stored projects that were not read and seem to go under another name now: with the same code, or in the same
// department and unit with nearly all rows the same.
func (p *planner) proposeProjects() error {
	fresh := p.newProjects()
	if len(fresh) == 0 {
		return nil
	}
	read := map[engine.ProjectID]bool{}
	for _, change := range p.plan.Changes {
		read[change.Project] = true
	}
	near := newNeighbours(fresh)
	var ids []engine.ProjectID
	for _, row := range p.rows {
		if !read[row.ID] && slices.ContainsFunc(near.of(row.Key), func(s *engine.Submission) bool { return mayBeOne(s, row) }) {
			ids = append(ids, row.ID)
		}
	}
	taken := map[*engine.Submission]bool{}
	for _, batch := range chunks(ids, projectsAtOnce) {
		for stored, err := range p.store.Submissions(p.ctx, engine.Filter{Projects: batch}) {
			if err != nil {
				return fmt.Errorf("read the stored forms: %w", err)
			}
			p.proposeProject(stored.Submission, near.of(stored.Submission.ProjectKey), taken)
		}
	}
	return nil
}

// newProjects lists the forms whose project is not stored.
func (p *planner) newProjects() []*engine.Submission {
	added := map[engine.ProjectID]bool{}
	for _, change := range p.plan.Changes {
		added[change.Project] = change.Change == engine.Added
	}
	return slices.DeleteFunc(p.reading.Storable(), func(s *engine.Submission) bool { return !added[s.ID()] })
}

// neighbours finds new forms by what they must share with a stored project: its code, or its department and unit.
type neighbours map[string][]*engine.Submission

func newNeighbours(forms []*engine.Submission) neighbours {
	n := neighbours{}
	for _, s := range forms {
		for _, key := range neighbourKeys(s.ProjectKey) {
			n[key] = append(n[key], s)
		}
	}
	return n
}

func neighbourKeys(key engine.ProjectKey) []string {
	keys := []string{"unit\n" + engine.Fold(key.Department) + "\n" + engine.Fold(key.Unit)}
	if code := engine.Fold(key.Code); code != "" {
		keys = append(keys, "code\n"+code)
	}
	return keys
}

func (n neighbours) of(key engine.ProjectKey) []*engine.Submission {
	var list []*engine.Submission
	for _, k := range neighbourKeys(key) {
		list = append(list, n[k]...)
	}
	return list
}

// mayBeOne tells by what a listing shows whether a form may be of a stored project.
func mayBeOne(s *engine.Submission, row engine.ProjectRow) bool {
	if s.Year != row.Key.Year {
		return false
	}
	if s.Code != "" && row.Key.Code != "" {
		return engine.Fold(s.Code) == engine.Fold(row.Key.Code)
	}
	fewer, more := min(len(s.Indicators), row.Indicators), max(len(s.Indicators), row.Indicators)
	return engine.Fold(s.Department) == engine.Fold(row.Key.Department) && engine.Fold(s.Unit) == engine.Fold(row.Key.Unit) &&
		100*fewer >= mostlyEqual*more
}

func (p *planner) proposeProject(old *engine.Submission, fresh []*engine.Submission, taken map[*engine.Submission]bool) {
	row := engine.ProjectRow{ID: old.ID(), Key: old.ProjectKey, Indicators: len(old.Indicators)}
	for _, s := range fresh {
		sameCode := s.Code != "" && engine.Fold(s.Code) == engine.Fold(old.Code)
		if taken[s] || !mayBeOne(s, row) || !sameCode && 100*rowsInCommon(old, s) < mostlyEqual*max(len(old.Indicators), len(s.Indicators)) {
			continue
		}
		taken[s] = true
		flag := string(old.ID()) + "=" + string(s.ID())
		if called := p.called(); called[engine.Fold(old.Name)] == 1 && called[engine.Fold(s.Name)] == 1 && plain(old.Name+s.Name) {
			flag = old.Name + "=" + s.Name
		}
		was, is := twoNames(old.ProjectKey, s.ProjectKey)
		p.propose(kindProject, was, is, flag, engine.Issue{Source: s.SourceOf(engine.FieldName), Project: s.ID()})
		return
	}
}

// called counts the projects of each name and code.
func (p *planner) called() map[string]int {
	if p.names == nil {
		p.names = map[string]int{}
		for _, key := range p.keys() {
			p.names[engine.Fold(key.Name)]++
			if key.Code != "" && engine.Fold(key.Code) != engine.Fold(key.Name) {
				p.names[engine.Fold(key.Code)]++
			}
		}
	}
	return p.names
}

// plain tells whether names can stand on the two sides of OLD=NEW without doubt.
func plain(names string) bool { return !strings.ContainsAny(names, "=＝/") }

// rowsInCommon counts the rows that two forms share: class, name and target.
func rowsInCommon(a, b *engine.Submission) int {
	rows := a.RowsByKey()
	count := 0
	for i := range b.Indicators {
		row := rows[b.Indicators[i].FoldedKey()]
		if row != nil && engine.Fold(row.Target.Text) == engine.Fold(b.Indicators[i].Target.Text) {
			count++
		}
	}
	return count
}
