package reports

import (
	"iter"
	"strings"

	"jixiao/engine"
)

// ranks are the places of totals among all projects and in their departments.
type ranks struct {
	b          *Bureau
	all        map[engine.Points]int
	department map[*engine.Part]map[engine.Points]int
}

func (b *Bureau) ranks() *ranks {
	return &ranks{b: b, all: b.All.Ranks(), department: map[*engine.Part]map[engine.Points]int{}}
}

// of returns the places of a project, 0 where it has no total.
func (r *ranks) of(p *engine.ProjectSummary) (all, department int) {
	if !p.Determined {
		return 0, 0
	}
	part := r.b.Summary.Department(p.Department)
	if r.department[part] == nil {
		r.department[part] = part.Ranks()
	}
	return r.all[p.Total], r.department[part][p.Total]
}

// projectColumns are the columns of lists of projects.
func (b *Bureau) projectColumns() []listColumn {
	return []listColumn{
		{b.label("rank"), CountFigure, 7, true}, {b.label("department-rank"), CountFigure, 9, false}, {b.label("code"), WordsFigure, 16, false},
		{b.label("project"), WordsFigure, 34, true}, {b.label("department"), WordsFigure, 26, true}, {b.label("unit"), WordsFigure, 26, false},
		{b.label("hand-in"), WordsFigure, 14, true}, {b.label("indicators"), CountFigure, 7, false}, {b.label("reported-rows"), CountFigure, 7, false},
		{b.label("initial-yuan"), MoneyFigure, 17, false}, {b.label("adjusted-yuan"), MoneyFigure, 17, true},
		{b.label("executed-yuan"), MoneyFigure, 17, false}, {b.label("rate"), PercentFigure, 9, true},
		{b.label("claimed-total"), PointsFigure, 9, true}, {b.label("computed-total"), PointsFigure, 13, true},
		{b.label("at-least"), PointsFigure, 9, false}, {b.label("at-most"), PointsFigure, 9, false}, {b.label("difference"), SignedFigure, 11, true},
		{b.label("grade"), WordsFigure, 11, true}, {b.label("undetermined-rows"), CountFigure, 8, false},
		{b.label("errors"), CountFigure, 6, false}, {b.label("warnings"), CountFigure, 6, false}, {b.label("infos"), CountFigure, 6, false},
		{b.label("needing"), WordsFigure, 30, true},
		{b.label("last-total"), PointsFigure, 9, b.LastRun != nil}, {b.label("last-grade"), WordsFigure, 9, b.LastRun != nil},
		{b.label("against-last"), SignedFigure, 8, false},
	}
}

// projectRow is a project's row of the lists of projects.
func (b *Bureau) projectRow(p *engine.ProjectSummary, ranks *ranks) []Figure {
	all, department := ranks.of(p)
	difference, compared := p.Difference()
	change, both := p.Change()
	return []Figure{
		rank(all), rank(department), words(p.Code), b.project(p), b.department(p.Department), words(p.Unit),
		words(b.word("handed." + p.HandedIn.String())), count(p.Rows), count(p.Reported),
		money(p.Amounts.Initial, yuan), money(p.Amounts.Adjusted, yuan), money(p.Amounts.Executed, yuan), rate(p.Amounts.Rate()),
		optional(p.Claimed), total(p), bound(p, p.AtLeast), bound(p, p.AtMost), shift(difference.Rational(), compared), b.gradeOf(p),
		count(p.OpenRows), count(p.Severities[engine.Error]), count(p.Severities[engine.Warning]), count(p.Severities[engine.Info]),
		words(b.needs(p)), optional(p.LastTotal), words(p.LastGrade), shift(change.Rational(), both),
	}
}

// project names a project; a department that is expected and has no project stands for all of its own.
func (b *Bureau) project(p *engine.ProjectSummary) Figure {
	if p.Name == "" && p.Code == "" {
		return words(b.label("whole-department"))
	}
	return words(p.Name)
}

// total writes a project's total, or the bounds of one that nobody knows yet; a dash for a project that was not scored.
func total(p *engine.ProjectSummary) Figure {
	switch {
	case !p.Scored:
		return words(Dash)
	case !p.Determined:
		return span(p.AtLeast, p.AtMost)
	}
	return points(p.Total)
}

// optional writes points; a dash where there are none: of a total that was claimed only in part, of a year without one.
func optional(p *engine.Points) Figure {
	if p == nil {
		return words(Dash)
	}
	return points(*p)
}

// bound writes an end of the range in which a total lies; a dash for a project that was not scored.
func bound(p *engine.ProjectSummary, end engine.Points) Figure {
	if !p.Scored {
		return words(Dash)
	}
	return points(end)
}

func (b *Bureau) gradeOf(p *engine.ProjectSummary) Figure {
	switch {
	case !p.Scored:
		return words(b.label("not-scored"))
	case !p.Determined:
		return words(b.label("undetermined"))
	case p.Grade == "":
		return words(b.label("ungraded"))
	}
	return words(p.Grade)
}

// needs says why a person has to look at a project.
func (b *Bureau) needs(p *engine.ProjectSummary) string {
	var reasons []string
	for _, need := range p.Needs() {
		reasons = append(reasons, b.word("need."+need.String()))
	}
	return strings.Join(reasons, b.say("and"))
}

// projects lists all projects, or those that fit.
func (b *Bureau) projects(name string, size int, fits func(*engine.ProjectSummary) bool) bureauList {
	ranks := b.ranks()
	rows := func(yield func([]Figure, error) bool) {
		for line, err := range b.Lines {
			if err != nil {
				yield(nil, err)
				return
			}
			if fits(&line) && !yield(b.projectRow(&line, ranks), nil) {
				return
			}
		}
	}
	return bureauList{name: b.label(name), columns: b.projectColumns(), rows: rows, size: size}
}

// allProjects lists every project that is due.
func (b *Bureau) allProjects() bureauList {
	return b.projects("sheet-projects", b.All.Due(), func(*engine.ProjectSummary) bool { return true })
}

// notHandedIn lists the projects that handed in nothing, or not everything.
func (b *Bureau) notHandedIn() bureauList {
	return b.projects("sheet-missing", b.All.Missing+b.All.Partly, func(p *engine.ProjectSummary) bool { return p.HandedIn != engine.FullyHandedIn })
}

// needing lists the projects that need a person, the most urgent first, up to a number of them.
func (b *Bureau) needing(most int) bureauList {
	return b.chosen("sheet-needing", b.Needing[:min(most, len(b.Needing))])
}

// chosen lists some projects.
func (b *Bureau) chosen(name string, lines []engine.ProjectSummary) bureauList {
	ranks := b.ranks()
	rows := make([][]Figure, len(lines))
	for i := range lines {
		rows[i] = b.projectRow(&lines[i], ranks)
	}
	return bureauList{name: b.label(name), columns: b.projectColumns(), rows: rowsOf(rows), size: len(rows)}
}

// briefly keeps the columns that are shown where there is little room.
func (l bureauList) briefly() bureauList {
	var kept []int
	out := bureauList{name: l.name, size: l.size}
	for i, column := range l.columns {
		if column.brief {
			kept, out.columns = append(kept, i), append(out.columns, column)
		}
	}
	choose := func(row []Figure) []Figure {
		short := make([]Figure, len(kept))
		for i, at := range kept {
			short[i] = row[at]
		}
		return short
	}
	if l.closing != nil {
		out.closing = choose(l.closing)
	}
	out.rows = mapped(l.rows, choose)
	return out
}

func mapped(rows iter.Seq2[[]Figure, error], change func([]Figure) []Figure) iter.Seq2[[]Figure, error] {
	return func(yield func([]Figure, error) bool) {
		for row, err := range rows {
			if err == nil {
				row = change(row)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}
