package assessment

import (
	"slices"
	"strings"

	"jixiao/engine"
)

// A ProjectQuery says which project a value belongs to, as far as a file or a person said it. Empty fields say nothing.
type ProjectQuery struct {
	ID   string
	Key  engine.ProjectKey
	Text string // a code, an id or a name, as typed on the command line
}

// An IndicatorQuery says which indicator of a project a value belongs to.
type IndicatorQuery struct {
	ID      string
	Level2  string // the label; empty where it was not said
	Name    string
	Ordinal int    // 0 where it was not said
	Text    string // an id or a name, as typed on the command line
}

// maxCandidates bounds how many candidates an issue names.
const maxCandidates = 5

// MatchProject finds the one project that a query means. Otherwise the issue says why there is not exactly one, and names the
// candidates: those that fit, or those whose name is a near miss.
func MatchProject(rows []engine.ProjectRow, query ProjectQuery) (engine.ProjectRow, *engine.Issue) {
	return newProjectIndex(rows).match(query)
}

// projectIndex finds projects by id, name and code.
type projectIndex struct {
	rows    []engine.ProjectRow
	byID    map[engine.ProjectID]int
	byText  map[string][]int // names and codes, folded
	unknown map[ProjectQuery]*engine.Issue
}

// mostUnknown is for how many unknown projects near misses are looked for: each costs a look at all projects, and a file that fits
// nowhere needs no thousand hints.
const mostUnknown = 200

func newProjectIndex(rows []engine.ProjectRow) *projectIndex {
	x := &projectIndex{rows: rows, byID: make(map[engine.ProjectID]int, len(rows)), byText: make(map[string][]int, len(rows)),
		unknown: map[ProjectQuery]*engine.Issue{}}
	for i, row := range rows {
		x.byID[row.ID] = i
		name, code := engine.Fold(row.Key.Name), engine.Fold(row.Key.Code)
		x.byText[name] = append(x.byText[name], i)
		if code != name {
			x.byText[code] = append(x.byText[code], i)
		}
	}
	return x
}

func (x *projectIndex) match(query ProjectQuery) (engine.ProjectRow, *engine.Issue) {
	for _, id := range []string{query.ID, query.Text} {
		if at, found := x.byID[engine.ProjectID(id)]; found && id != "" {
			return x.rows[at], nil
		}
	}
	var fits []engine.ProjectRow
	for _, i := range x.byText[query.folded()] {
		if query.fits(x.rows[i].Key) {
			fits = append(fits, x.rows[i])
		}
	}
	switch len(fits) {
	case 1:
		return fits[0], nil
	case 0:
		return engine.ProjectRow{}, x.notFound(query)
	}
	return engine.ProjectRow{}, &engine.Issue{Code: "project-ambiguous", Severity: engine.Error,
		Args: engine.Args("project", query.name(), "count", itoa(len(fits)), "candidates", projectCandidates(fits))}
}

func (x *projectIndex) notFound(query ProjectQuery) *engine.Issue {
	if issue, said := x.unknown[query]; said {
		return issue
	}
	if len(x.unknown) == mostUnknown {
		return query.unknown(nil)
	}
	issue := query.unknown(nearest(query.name(), x.rows, func(row engine.ProjectRow) string { return row.Key.Name }))
	x.unknown[query] = issue
	return issue
}

func (q *ProjectQuery) unknown(near []engine.ProjectRow) *engine.Issue {
	return &engine.Issue{Code: "project-unknown", Severity: engine.Error,
		Args: engine.Args("project", q.shown(near), "candidates", projectCandidates(near))}
}

// folded is the text by which a project that fits must be listed.
func (q *ProjectQuery) folded() string {
	for _, text := range []string{q.Text, q.Key.Name, q.Key.Code} {
		if text != "" {
			return engine.Fold(text)
		}
	}
	return ""
}

func (q *ProjectQuery) fits(key engine.ProjectKey) bool {
	if q.Text != "" {
		text := engine.Fold(q.Text)
		return text == engine.Fold(key.Name) || text == engine.Fold(key.Code)
	}
	if q.Key.Name == "" && q.Key.Code == "" {
		return false
	}
	return (q.Key.Year == 0 || q.Key.Year == key.Year) &&
		(q.Key.Code == "" || engine.Fold(q.Key.Code) == engine.Fold(key.Code)) &&
		(q.Key.Name == "" || engine.Fold(q.Key.Name) == engine.Fold(key.Name)) &&
		(q.Key.Department == "" || engine.Fold(q.Key.Department) == engine.Fold(key.Department)) &&
		(q.Key.Unit == "" || engine.Fold(q.Key.Unit) == engine.Fold(key.Unit))
}

func (q *ProjectQuery) name() string {
	for _, text := range []string{q.Text, q.Key.Name, q.Key.Code, q.ID} {
		if text != "" {
			return text
		}
	}
	return ""
}

// shown names the project that was asked for. Where others have its very name, year, department and unit are what does not fit,
// and belong to it.
func (q *ProjectQuery) shown(near []engine.ProjectRow) string {
	name := q.name()
	for _, row := range near {
		if engine.Fold(row.Key.Name) == engine.Fold(name) {
			year := ""
			if q.Key.Year != 0 {
				year = itoa(q.Key.Year)
			}
			return strings.Join(slices.DeleteFunc([]string{year, q.Key.Department, q.Key.Unit, name}, func(s string) bool { return s == "" }), " ")
		}
	}
	return name
}

// MatchIndicator finds the one indicator of a project that a query means, or says why there is not exactly one.
func MatchIndicator(s *engine.Submission, query IndicatorQuery) (*engine.Indicator, *engine.Issue) {
	return newIndicatorIndex(s).match(query)
}

// indicatorIndex finds the rows of a form by id and by folded name: a form can have thousands, each asked for several times.
type indicatorIndex struct {
	form   *engine.Submission
	byID   map[string]*engine.Indicator
	byName map[string][]*engine.Indicator
}

func newIndicatorIndex(s *engine.Submission) *indicatorIndex {
	x := &indicatorIndex{form: s, byID: make(map[string]*engine.Indicator, len(s.Indicators)), byName: make(map[string][]*engine.Indicator, len(s.Indicators))}
	for i := range s.Indicators {
		row := &s.Indicators[i]
		name := engine.Fold(row.Name)
		x.byID[string(row.ID)] = row
		x.byName[name] = append(x.byName[name], row)
	}
	return x
}

// match is [MatchIndicator].
func (x *indicatorIndex) match(query IndicatorQuery) (*engine.Indicator, *engine.Issue) {
	for _, id := range []string{query.ID, query.Text} {
		if row := x.byID[id]; row != nil && id != "" {
			return row, nil
		}
	}
	s := x.form
	fits := x.named(&query)
	if len(fits) == 1 {
		return fits[0], nil
	}
	name := query.Text
	if name == "" {
		name = query.Name
	}
	if len(fits) > 1 {
		return nil, &engine.Issue{Code: "indicator-ambiguous", Severity: engine.Error, Project: s.ID(),
			Args: engine.Args("indicator", name, "project", s.Name, "count", itoa(len(fits)), "candidates", indicatorCandidates(fits))}
	}
	return nil, &engine.Issue{Code: "indicator-unknown", Severity: engine.Error, Project: s.ID(),
		Args: engine.Args("indicator", name, "project", s.Name, "candidates", nearIndicators(s, name))}
}

// nearIndicators lists the indicators of a form whose names are near misses of a name.
func nearIndicators(s *engine.Submission, name string) string {
	all := make([]*engine.Indicator, len(s.Indicators))
	for i := range s.Indicators {
		all[i] = &s.Indicators[i]
	}
	return indicatorCandidates(nearest(name, all, func(row *engine.Indicator) string { return row.Name }))
}

// MatchOrphan finds a recorded value whose indicator the newest form no longer has, by the indicator's id or name.
func MatchOrphan(orphans []engine.Orphan, text string) (engine.Orphan, bool) {
	for _, orphan := range orphans {
		if string(orphan.Indicator) == text || engine.Fold(orphan.Name) == engine.Fold(text) {
			return orphan, true
		}
	}
	return engine.Orphan{}, false
}

// named lists the rows that have the name of a query, and its class and ordinal where it says them.
func (x *indicatorIndex) named(q *IndicatorQuery) []*engine.Indicator {
	if q.Text != "" {
		return x.byName[engine.Fold(q.Text)]
	}
	level, known := engine.ParseCategory(q.Level2)
	if engine.Fold(q.Level2) == engine.OutputCost.String() {
		level, known = engine.OutputCost, true
	}
	var fits []*engine.Indicator
	for _, row := range x.byName[engine.Fold(q.Name)] {
		if known && q.Level2 != "" && level != row.Level2 {
			continue // words that are no class of level 2 say nothing about it
		}
		if q.Ordinal == 0 || q.Ordinal == row.Ordinal {
			fits = append(fits, row)
		}
	}
	return fits
}

func projectCandidates(rows []engine.ProjectRow) string {
	var names []string
	for _, row := range rows[:min(len(rows), maxCandidates)] {
		names = append(names, string(row.ID)+" "+row.Key.Name+"（"+row.Key.Unit+"，"+itoa(row.Key.Year)+"）")
	}
	return joinCandidates(names, len(rows))
}

func indicatorCandidates(rows []*engine.Indicator) string {
	var names []string
	for _, row := range rows[:min(len(rows), maxCandidates)] {
		names = append(names, string(row.ID)+" "+row.Level2.String()+"「"+row.Name+"」")
	}
	return joinCandidates(names, len(rows))
}

func joinCandidates(names []string, count int) string {
	if len(names) == 0 {
		return "—"
	}
	text := strings.Join(names, "；")
	if count > len(names) {
		text += "；… (" + itoa(count) + ")"
	}
	return text
}

// nearest returns the entries whose names are near misses of a name, the nearest first; ties keep their order.
func nearest[T any](name string, entries []T, nameOf func(T) string) []T {
	type scored struct {
		entry    T
		distance int
	}
	wanted := []rune(engine.Fold(name))
	var near []scored
	for _, entry := range entries {
		have := []rune(engine.Fold(nameOf(entry)))
		limit := max(1, min(len(wanted), len(have))*2/5)
		if d := engine.Distance(wanted, have); d <= limit || containsRunes(have, wanted) {
			near = append(near, scored{entry, d})
		}
	}
	slices.SortStableFunc(near, func(a, b scored) int { return a.distance - b.distance })
	var best []T
	for _, candidate := range near[:min(len(near), maxCandidates)] {
		best = append(best, candidate.entry)
	}
	return best
}

func containsRunes(have, wanted []rune) bool {
	return len(wanted) >= 2 && strings.Contains(string(have), string(wanted))
}
