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
func (p *planner) proposeSpellings() error {
	said, err := p.saidSpellings()
	if err != nil {
		return err
	}
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
	return nil
}

// forgetSettledSpellings drops the complaints about names of which one is in use no more, since they were confirmed to be one.
func (r *Reading) forgetSettledSpellings() error {
	used := map[string]bool{}
	for head := range r.Heads() {
		used[engine.Fold(head.Department)], used[engine.Fold(head.Unit)] = true, true
	}
	return r.eachSpelling(func(at int, one, other string) {
		if !used[engine.Fold(one)] || !used[engine.Fold(other)] {
			r.forgotten[at] = true
		}
	})
}

// eachSpelling visits the complaints about names that are spelled two ways, with their places among the issues.
func (r *Reading) eachSpelling(visit func(at int, one, other string)) error {
	for _, at := range r.spelled {
		issue, err := r.issues.At(at)
		if err != nil {
			return err
		}
		args := map[string]string{}
		for _, arg := range issue.Args {
			args[arg.Name] = arg.Value
		}
		if !r.forgotten[at] {
			visit(at, args["one"], args["other"])
		}
	}
	return nil
}

// saidSpellings lists the pairs of names that the reading of single files complained of.
func (p *planner) saidSpellings() (map[[2]string]bool, error) {
	said := map[[2]string]bool{}
	err := p.reading.eachSpelling(func(_ int, one, other string) {
		said[[2]string{one, other}], said[[2]string{other, one}] = true, true
	})
	return said, err
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
	for head := range p.reading.Heads() {
		if head.Storable {
			add(head.ProjectKey, true, head.SourceOf(field))
		}
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
	stored := map[engine.ProjectID]bool{}
	for _, row := range p.rows {
		stored[row.ID] = true
	}
	for _, w := range p.withdrawn {
		stored[w.Project] = true
	}
	near := newNeighbours(p.reading, stored)
	if len(near) == 0 {
		return nil
	}
	var ids []engine.ProjectID
	for _, row := range p.rows {
		at, read := p.reading.byID[row.ID]
		if (!read || !p.reading.heads[at].Storable) && slices.ContainsFunc(near.of(row.Key), func(i int) bool { return mayBeOne(&p.reading.heads[i], row) }) {
			ids = append(ids, row.ID)
		}
	}
	taken := map[int]bool{}
	for _, batch := range chunks(ids, projectsAtOnce) {
		for stored, err := range p.store.Submissions(p.ctx, engine.Filter{Projects: batch}) {
			if err != nil {
				return fmt.Errorf("read the stored forms: %w", err)
			}
			if err := p.proposeProject(stored.Submission, near.of(stored.Submission.ProjectKey), taken); err != nil {
				return err
			}
		}
	}
	return nil
}

// neighbours finds the forms of new projects by what they must share with a stored one: its code, or its department and unit.
type neighbours map[string][]int

func newNeighbours(reading *Reading, stored map[engine.ProjectID]bool) neighbours {
	n := neighbours{}
	for _, i := range reading.storable() {
		if head := &reading.heads[i]; !stored[head.ID] {
			for _, key := range neighbourKeys(head.ProjectKey) {
				n[key] = append(n[key], i)
			}
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

func (n neighbours) of(key engine.ProjectKey) []int {
	var list []int
	for _, k := range neighbourKeys(key) {
		list = append(list, n[k]...)
	}
	return list
}

// mayBeOne tells by what a listing shows whether a form may be of a stored project.
func mayBeOne(s *FormHead, row engine.ProjectRow) bool {
	if s.Year != row.Key.Year {
		return false
	}
	if s.Code != "" && row.Key.Code != "" {
		return engine.Fold(s.Code) == engine.Fold(row.Key.Code)
	}
	fewer, more := min(s.Indicators, row.Indicators), max(s.Indicators, row.Indicators)
	return engine.Fold(s.Department) == engine.Fold(row.Key.Department) && engine.Fold(s.Unit) == engine.Fold(row.Key.Unit) &&
		100*fewer >= mostlyEqual*more
}

func (p *planner) proposeProject(old *engine.Submission, fresh []int, taken map[int]bool) error {
	row := engine.ProjectRow{ID: old.ID(), Key: old.ProjectKey, Indicators: len(old.Indicators)}
	for _, i := range fresh {
		head := &p.reading.heads[i]
		if taken[i] || !mayBeOne(head, row) {
			continue
		}
		same, err := p.mostlyEqual(old, i)
		if err != nil {
			return err
		}
		if !same {
			continue
		}
		taken[i] = true
		flag := string(old.ID()) + "=" + string(head.ID)
		if called := p.called(); called[engine.Fold(old.Name)] == 1 && called[engine.Fold(head.Name)] == 1 && plain(old.Name+head.Name) {
			flag = old.Name + "=" + head.Name
		}
		was, is := twoNames(old.ProjectKey, head.ProjectKey)
		p.propose(kindProject, was, is, flag, engine.Issue{Source: head.SourceOf(engine.FieldName), Project: head.ID})
		break
	}
	return nil
}

// mostlyEqual tells whether a form has the code of a stored project, or nearly all of its rows.
func (p *planner) mostlyEqual(old *engine.Submission, i int) (bool, error) {
	if code := p.reading.heads[i].Code; code != "" && engine.Fold(code) == engine.Fold(old.Code) {
		return true, nil
	}
	s, err := p.reading.form(i)
	if err != nil {
		return false, err
	}
	return 100*rowsInCommon(old, s) >= mostlyEqual*max(len(old.Indicators), len(s.Indicators)), nil
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
