package assessment

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"jixiao/engine"
)

// The kinds of names that can change.
const (
	kindIndicator  = "indicator"
	kindProject    = "project"
	kindDepartment = "department" // or unit
)

// RenameRefused says why a confirmation OLD=NEW cannot be meant. Nothing was stored.
type RenameRefused struct {
	Code string // rename-malformed, rename-unknown, rename-ambiguous or rename-two-projects
	Args []engine.Arg
}

// Error implements error for logs; people get the sentence of the code.
func (e *RenameRefused) Error() string { return fmt.Sprintf("%s %v", e.Code, e.Args) }

// confirmation is OLD=NEW as it was typed. A name may hold the sign itself, so that there can be several ways to read it.
type confirmation struct {
	text    string
	ways    [][2]string
	matched string    // the kind that it was found to be, "" for none yet
	former  []rowPair // what it can mean of last year's rows
}

func readConfirmation(text string) (*confirmation, error) {
	c := &confirmation{text: text}
	for at, letter := range text {
		if letter != '=' && letter != '＝' {
			continue
		}
		old, now := strings.TrimSpace(text[:at]), strings.TrimSpace(strings.TrimLeft(text[at:], "=＝"))
		if old != "" && now != "" && engine.Fold(old) != engine.Fold(now) {
			c.ways = append(c.ways, [2]string{old, now})
		}
	}
	if len(c.ways) == 0 {
		return nil, &RenameRefused{"rename-malformed", engine.Args("rename", text)}
	}
	return c, nil
}

// confirmNames gives departments, units and projects the names that were confirmed, and returns all confirmations.
func (p *planner) confirmNames(texts []string) ([]*confirmation, error) {
	var all []*confirmation
	for _, text := range texts {
		c, err := readConfirmation(text)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
		if err := p.confirmDepartment(c); err != nil {
			return nil, err
		}
		if err := p.confirmProject(c); err != nil {
			return nil, err
		}
	}
	for _, c := range all {
		if err := p.confirmFormer(c); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// keys lists the projects that were read, those that are stored, and those that were withdrawn, each once. Names that are no longer
// in use can be taken up again, or confirmed once more.
func (p *planner) keys() []engine.ProjectKey {
	var list []engine.ProjectKey
	seen := map[engine.ProjectID]bool{}
	add := func(key engine.ProjectKey) {
		if id := key.ID(); !seen[id] {
			seen[id] = true
			list = append(list, key)
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
	for _, w := range p.withdrawn {
		add(w.Key)
	}
	return list
}

// confirmDepartment renames a department or unit where both names are those of departments or units.
func (p *planner) confirmDepartment(c *confirmation) error {
	names := map[string]string{}
	for _, key := range p.keys() {
		for _, name := range []string{key.Department, key.Unit} {
			if names[engine.Fold(name)] == "" {
				names[engine.Fold(name)] = name
			}
		}
	}
	for _, way := range c.ways {
		old, now := engine.Fold(way[0]), names[engine.Fold(way[1])]
		if names[old] == "" || now == "" {
			continue
		}
		c.matched = kindDepartment
		for _, key := range p.keys() {
			to := key
			if engine.Fold(key.Department) == old {
				to.Department = now
			}
			if engine.Fold(key.Unit) == old {
				to.Unit = now
			}
			if to == key {
				continue
			}
			if err := p.renameProject(c, key, to); err != nil {
				return err
			}
		}
		p.confirmed(kindDepartment, names[old], now, "")
	}
	return nil
}

// confirmed says which names were taken as one.
func (p *planner) confirmed(kind, old, now string, project engine.ProjectID) {
	p.plan.Names = append(p.plan.Names, engine.Issue{Code: "rename-confirmed", Severity: engine.Info, Project: project,
		Args: engine.Args("kind", kind, "old", old, "new", now)})
}

// renameProject renames a project in what was read, and notes that the stored one has to be renamed. A form whose own name was never
// stored is stored under it first: so the name is known when it is sent again, and the decision counts from now on.
func (p *planner) renameProject(c *confirmation, from, to engine.ProjectKey) error {
	row := engine.ProjectRow{ID: from.ID(), Key: from}
	at := slices.IndexFunc(p.rows, func(row engine.ProjectRow) bool { return row.ID == from.ID() })
	stray, err := p.reading.formOf(from.ID())
	if err != nil {
		return err
	}
	switch {
	case at >= 0:
		row = p.rows[at]
		p.rows = slices.Delete(p.rows, at, at+1)
	case stray != nil:
		p.plan.strays = append(p.plan.strays, stray)
	default:
		return nil // it was renamed before
	}
	p.plan.projects = append(p.plan.projects, projectRename{row, to, c.text})
	if !slices.ContainsFunc(p.rows, func(row engine.ProjectRow) bool { return row.ID == to.ID() }) && at >= 0 {
		p.before[to.ID()] = row.ID
		if before, twice := p.before[row.ID]; twice {
			p.before[to.ID()] = before
		}
		p.rows = append(p.rows, engine.ProjectRow{ID: to.ID(), Key: to, Indicators: row.Indicators})
	}
	return p.reading.rename(from, to)
}

// keyPair is a project under an old name and one under a new one.
type keyPair struct{ from, to engine.ProjectKey }

// closest are the pairs of one department and unit; all where there is none.
func closest(pairs []keyPair) []keyPair {
	var close []keyPair
	for _, one := range pairs {
		if engine.Fold(one.from.Department) == engine.Fold(one.to.Department) && engine.Fold(one.from.Unit) == engine.Fold(one.to.Unit) {
			close = append(close, one)
		}
	}
	if len(close) == 0 {
		return pairs
	}
	return close
}

// keyPairNames are what says which of several pairs is meant, and, behind a space, what they are called.
func keyPairNames(pairs []keyPair) []string {
	var names []string
	for _, one := range pairs {
		names = append(names, string(one.from.ID())+"="+string(one.to.ID())+" "+projectName(one.from)+"="+projectName(one.to))
	}
	return names
}

// confirmProject renames the one project that is meant. Of several of a name, those of one department and unit belong together.
func (p *planner) confirmProject(c *confirmation) error {
	var pairs []keyPair
	keys := p.keys()
	for _, way := range c.ways {
		for _, from := range keys {
			if !calledSo(from, way[0]) {
				continue
			}
			for _, to := range keys {
				if calledSo(to, way[1]) && from.Year == to.Year && from.ID() != to.ID() {
					pairs = append(pairs, keyPair{from, to})
				}
			}
		}
	}
	pairs = closest(pairs)
	if len(pairs) == 0 {
		return nil
	}
	if len(pairs) > 1 || c.matched != "" {
		return ambiguous(c, keyPairNames(pairs))
	}
	c.matched = kindProject
	if err := p.renameProject(c, pairs[0].from, pairs[0].to); err != nil {
		return err
	}
	old, now := twoNames(pairs[0].from, pairs[0].to)
	p.confirmed(kindProject, old, now, pairs[0].to.ID())
	return nil
}

// twoNames are what two projects are called: by their names where one department and unit has both.
func twoNames(a, b engine.ProjectKey) (string, string) {
	if a.Name != b.Name && engine.Fold(a.Department) == engine.Fold(b.Department) && engine.Fold(a.Unit) == engine.Fold(b.Unit) {
		return a.Name, b.Name
	}
	return projectName(a), projectName(b)
}

// calledSo tells whether a text is a project's id, code or name.
func calledSo(key engine.ProjectKey, text string) bool {
	fold := engine.Fold(text)
	return text == string(key.ID()) || fold == engine.Fold(key.Name) || key.Code != "" && fold == engine.Fold(key.Code)
}

func ambiguous(c *confirmation, candidates []string) error {
	if c.matched != "" {
		candidates = append([]string{c.matched + " " + c.text}, candidates...)
	}
	return &RenameRefused{"rename-ambiguous", engine.Args("rename", c.text, "count", itoa(len(candidates)),
		"candidates", joinCandidates(candidates[:min(len(candidates), maxCandidates)], len(candidates)))}
}

// confirmIndicators finds, for what names no department and no project, the one lost indicator that is meant and its new row.
func (p *planner) confirmIndicators(all []*confirmation) error {
	for _, c := range all {
		pairs := indicatorPairs(p.lost, c)
		switch {
		case len(pairs) == 0:
			continue
		case len(pairs) > 1 || c.matched != "":
			return ambiguous(c, pairNames(pairs))
		}
		c.matched = kindIndicator
		p.renameIndicator(c, pairs[0])
	}
	return nil
}

// pairNames are what says which of several pairs is meant, and, behind a space, whose it is.
func pairNames(pairs []rowPair) []string {
	var names []string
	for _, pair := range pairs {
		names = append(names, string(pair.lost.form.id)+"/"+pair.lost.row.name+"="+pair.fresh.name+" "+projectName(pair.lost.form.ProjectKey))
	}
	return names
}

// rowPair is an indicator that was lost and one that came.
type rowPair struct {
	lost  *lostRow
	fresh shortRow
	score int
}

// indicatorPairs lists what a confirmation can mean: OLD=NEW, or PROJECT/OLD=NEW.
func indicatorPairs(list []lostRow, c *confirmation) []rowPair {
	var pairs []rowPair
	for i := range list {
		lost := &list[i]
		for _, row := range lost.fresh {
			if slices.ContainsFunc(c.ways, func(way [2]string) bool { return lost.called(way[0]) && rowCalled(&row, way[1]) }) {
				pairs = append(pairs, rowPair{lost: lost, fresh: row})
			}
		}
	}
	return pairs
}

func (l *lostRow) called(text string) bool {
	if rowCalled(&l.row, text) {
		return true
	}
	for at, letter := range text {
		if letter == '/' && calledSo(l.form.ProjectKey, strings.TrimSpace(text[:at])) && rowCalled(&l.row, text[at+1:]) {
			return true
		}
	}
	return false
}

func rowCalled(row *shortRow, text string) bool {
	return text == string(row.id) || engine.Fold(text) == engine.Fold(row.name)
}

// renameIndicator notes a confirmed pair. Neither of the two is lost or new any more.
func (p *planner) renameIndicator(c *confirmation, pair rowPair) {
	project := pair.lost.form.id
	p.plan.indicators = append(p.plan.indicators, indicatorRename{project, pair.lost.key.ID(project), pair.fresh.id, pair.fresh.name, c.text})
	p.plan.Names = append(p.plan.Names, engine.Issue{Code: "rename-confirmed", Severity: engine.Info, Source: pair.fresh.source,
		Project: project, Indicator: pair.fresh.id,
		Args: engine.Args("kind", kindIndicator, "old", pair.lost.row.name, "new", pair.fresh.name)})
	p.plan.moved[pair.lost.row.id] = true
	lost, form, fresh := pair.lost.row.id, pair.lost.form, pair.fresh.id
	p.lost = slices.DeleteFunc(p.lost, func(l lostRow) bool { return l.row.id == lost })
	for i := range p.lost {
		if p.lost[i].form == form { // the list is that of several rows
			p.lost[i].fresh = slices.DeleteFunc(slices.Clone(p.lost[i].fresh), func(row shortRow) bool { return row.id == fresh })
		}
	}
}

// renameCandidates lists what could have been meant: the pairs whose old or new name comes near.
func (p *planner) renameCandidates(c *confirmation) string {
	var names []string
	for _, pair := range likelyPairs(p.lost, likeness) {
		names = append(names, pair.lost.row.name+"="+pair.fresh.name)
	}
	typed := c.ways[0]
	var texts []string
	keys := p.keys()
	for _, row := range p.last.rows {
		keys = append(keys, row.Key)
	}
	for _, key := range keys {
		for _, name := range []string{key.Department, key.Unit, key.Name} {
			if !slices.Contains(texts, name) {
				texts = append(texts, name)
			}
		}
	}
	itself := func(text string) string { return text }
	names = append(names, nearest(typed[0], texts, itself)...)
	for _, near := range nearest(typed[1], texts, itself) {
		if !slices.Contains(names, near) {
			names = append(names, near)
		}
	}
	return joinCandidates(names[:min(len(names), maxCandidates)], len(names))
}

// The least score of a pair that is proposed, and what the same target adds to the likeness of the names.
const (
	proposeFrom = 70
	sameTarget  = 50
)

// likeness scores a lost row against a new one: how many of a hundred characters of the longer name stay, rounded down, and 50 more
// where the target is the same. Rows of another level 2 score nothing.
func likeness(old, row *shortRow) int {
	if old.level2 != row.level2 {
		return 0
	}
	score := nameLikeness(old.name, row.name)
	if engine.Fold(old.target) == engine.Fold(row.target) && old.kind != engine.MissingTarget {
		score += sameTarget
	}
	return score
}

// nameLikeness is how many of a hundred characters of the longer name stay, rounded down.
func nameLikeness(one, other string) int {
	a, b := []rune(engine.Fold(one)), []rune(engine.Fold(other))
	longest := max(len(a), len(b), 1)
	return 100 * (longest - engine.Distance(a, b)) / longest
}

// likelyPairs lists the pairs that are probably one indicator under two names, project by project. The likest are taken first, among
// equals in the order of the forms, and every indicator once.
func likelyPairs(lost []lostRow, likeness func(old, row *shortRow) int) []rowPair {
	var pairs []rowPair
	for i := range lost {
		if lost[i].earlier {
			continue
		}
		for _, row := range lost[i].fresh {
			if score := likeness(&lost[i].row, &row); score >= proposeFrom {
				pairs = append(pairs, rowPair{&lost[i], row, score})
			}
		}
	}
	byScore := slices.Clone(pairs)
	slices.SortStableFunc(byScore, func(a, b rowPair) int { return b.score - a.score })
	taken := map[engine.IndicatorID]bool{}
	chosen := map[rowPair]bool{}
	for _, pair := range byScore {
		if !taken[pair.lost.row.id] && !taken[pair.fresh.id] {
			taken[pair.lost.row.id], taken[pair.fresh.id] = true, true
			chosen[pair] = true
		}
	}
	return slices.DeleteFunc(pairs, func(pair rowPair) bool { return !chosen[pair] })
}

func (p *planner) proposeIndicators() {
	same := map[[2]string]int{} // how many pairs have the same two names
	for _, lost := range p.lost {
		for _, row := range lost.fresh {
			same[[2]string{engine.Fold(lost.row.name), engine.Fold(row.name)}]++
		}
	}
	for _, pair := range likelyPairs(p.lost, likeness) {
		form, old, now := pair.lost.form, pair.lost.row.name, pair.fresh.name
		flag := old + "=" + now
		switch {
		case !plain(old + now), same[[2]string{engine.Fold(old), engine.Fold(now)}] > 1 && (p.called()[engine.Fold(form.Name)] > 1 || !plain(form.Name)):
			flag = string(form.id) + "/" + string(pair.lost.row.id) + "=" + string(pair.fresh.id)
		case same[[2]string{engine.Fold(old), engine.Fold(now)}] > 1:
			flag = form.Name + "/" + flag
		}
		p.propose(kindIndicator, old, now, flag, engine.Issue{Source: pair.fresh.source, Project: form.id, Indicator: pair.fresh.id})
	}
}

// propose says that two names may be one, and how to confirm it.
func (p *planner) propose(kind, old, now, flag string, about engine.Issue) {
	about.Code, about.Severity = "rename-proposed", engine.Warning
	p.proposeAs(kind, old, now, flag, about)
}

func (p *planner) proposeAs(kind, old, now, flag string, about engine.Issue) {
	about.Args = engine.Args("kind", kind, "old", old, "new", now, "flag", "--confirm-rename "+shellQuoted(flag))
	p.plan.Names = append(p.plan.Names, about)
}

// shellQuoted is a text as a command line takes it whole.
func shellQuoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// renameProjects carries out the confirmed names of departments, units and projects that are stored under the old one.
func (p *Plan) renameProjects(ctx context.Context, store RevisionStore, stamp Stamp) error {
	if len(p.strays) > 0 {
		if _, err := store.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each(p.strays), By: stamp.By, At: stamp.At}); err != nil {
			return fmt.Errorf("store the forms under their own names: %w", err)
		}
	}
	for _, r := range p.projects {
		done, err := store.RenameProject(ctx, r.from.ID, r.to, stamp.By, stamp.At, r.note)
		if err != nil {
			return fmt.Errorf("rename a project: %w", err)
		}
		p.sayMoved(done, r.to.ID(), "", r.to.Name)
	}
	return nil
}

// renameIndicators moves what is recorded for indicators whose new name was confirmed.
func (p *Plan) renameIndicators(ctx context.Context, store RevisionStore, stamp Stamp) error {
	for _, r := range p.indicators {
		done, err := store.RenameIndicator(ctx, r.project, r.from, r.to, stamp.By, stamp.At, r.note)
		if err != nil {
			return fmt.Errorf("rename an indicator: %w", err)
		}
		p.sayMoved(done, r.project, r.to, r.name)
	}
	return nil
}

// sayMoved reports the values that count under a new name now, and those that stay because it has others.
func (p *Plan) sayMoved(done engine.Renaming, project engine.ProjectID, indicator engine.IndicatorID, name string) {
	if done.Moved > 0 {
		p.Names = append(p.Names, engine.Issue{Code: "values-moved", Severity: engine.Info, Project: project, Indicator: indicator,
			Args: engine.Args("count", itoa(done.Moved), "new", name)})
	}
	for _, kept := range done.Kept {
		p.Names = append(p.Names, engine.Issue{Code: "value-not-moved", Severity: engine.Warning, Project: project, Indicator: indicator,
			Source: kept.Source, Args: engine.Args("field", kept.Field.String(), "value", kept.Value, "new", name)})
	}
}
