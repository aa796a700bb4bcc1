package reports

import (
	"iter"
	"strings"

	"jixiao/engine"
	"jixiao/messages"
)

// Bureau is everything that a bureau's summary is written from.
type Bureau struct {
	*engine.Summary
	Lines      iter.Seq2[engine.ProjectSummary, error] // all projects; read once for each table of them
	Run        engine.Run
	LastRun    *engine.Run // the run of last year that totals are compared with; nil where there is none
	Pack       PackInfo
	Department string // the one that was selected; empty for the whole bureau
	Expected   int    // how many projects and departments a list says that are due; 0 without a list
	Stale      bool   // something was imported or recorded after the run
	Texts
}

func (b *Bureau) say(code string, args ...string) string {
	return b.Catalogue.Sentence(b.Lang, "summary."+code, messages.Arguments(engine.Args(args...)))
}

// title names the summary: its year, and the department where only one was selected.
func (b *Bureau) title() string {
	title := b.say("title", "year", count(b.Run.Year).Text)
	if b.Department != "" {
		return title + " — " + b.Department
	}
	return title
}

// basis says which run and rules the figures are of.
func (b *Bureau) basis() string {
	return b.say("basis", "run", count(int(b.Run.ID)).Text, "at", b.Run.FinishedAt, "pack", b.Pack.Title+" "+b.Pack.Name+" "+b.Pack.Digest.String()[:12])
}

// fact is one figure of the whole bureau with what it is.
type fact struct {
	label  string
	figure Figure
}

// facts are the figures of the whole bureau, in the order in which people ask for them.
func (b *Bureau) facts() []fact {
	all := b.All
	claimed, computed, difference, compared := all.Claims.Means()
	severities := all.Severities()
	median, known := all.Median()
	list := []fact{
		{b.label("due"), count(all.Due())}, {b.label("handed-in"), count(all.Reported())}, {b.label("partly-handed-in"), count(all.Partly)},
		{b.label("not-handed-in"), count(all.Missing)}, {b.label("initial-yuan"), moneySum(all.Initial)},
		{b.label("adjusted-yuan"), moneySum(all.Adjusted)}, {b.label("executed-yuan"), moneySum(all.Executed)},
		{b.label("rate"), rate(all.Rate())}, {b.label("with-total"), count(all.Totals.Projects)},
		{b.label("mean"), mean(all.Totals.Value())}, {b.label("median"), mean(median, known)},
	}
	for _, grade := range b.Grades() {
		list = append(list, fact{b.label("grade") + " " + grade, count(all.Grade(grade))})
	}
	list = append(list,
		fact{b.label("no-grade"), count(all.Grade(""))},
		fact{b.label("undetermined-projects"), count(all.Undetermined)}, fact{b.label("undetermined-rows"), count(all.OpenRows)},
		fact{b.label("needing"), count(all.Needing)}, fact{b.label("errors"), count(severities[engine.Error])},
		fact{b.label("warnings"), count(severities[engine.Warning])}, fact{b.label("infos"), count(severities[engine.Info])},
		fact{b.label("claimed-mean"), mean(claimed, compared)}, fact{b.label("computed-mean"), mean(computed, compared)},
		fact{b.label("difference"), shift(difference, compared)}, fact{b.label("claimed-above"), count(all.Claims.Above)},
		fact{b.label("claimed-below"), count(all.Claims.Below)})
	if b.LastRun != nil {
		list = append(list, b.lastYearFacts()...)
	}
	return list
}

// lastYearFacts compare the projects that have a total in both years.
func (b *Bureau) lastYearFacts() []fact {
	before, here, change, known := b.All.LastYear.Means()
	return []fact{{b.label("both-years"), count(b.All.LastYear.Projects)}, {b.label("last-mean"), mean(before, known)},
		{b.label("mean-of-both"), mean(here, known)}, {b.label("against-last"), shift(change, known)}}
}

// notes say what the figures mean, and what is left out of them.
func (b *Bureau) notes() []string {
	all := b.All
	left := count(all.Due() - all.Totals.Projects).Text
	notes := []string{b.say("note-due"), b.say("note-rate", "projects", count(all.RateAdjusted.Known).Text),
		b.say("note-rank", "projects", count(all.Totals.Projects).Text, "left", left),
		b.say("note-claims", "projects", count(all.Claims.Projects).Text, "points", engine.ClaimTolerance.String()), b.say("note-needing")}
	if b.LastRun != nil {
		notes = append(notes, b.say("note-last-year", "year", count(b.LastRun.Year).Text, "run", count(int(b.LastRun.ID)).Text,
			"projects", count(all.LastYear.Projects).Text))
	}
	if b.Expected > 0 {
		notes = append(notes, b.say("note-expected", "count", count(b.Expected).Text))
	}
	return append(notes, b.warnings()...)
}

// warnings say what makes the figures older or fewer than the data.
func (b *Bureau) warnings() (list []string) {
	if b.All.Unscored > 0 {
		list = append(list, b.say("note-unscored", "count", count(b.All.Unscored).Text))
	}
	if b.Stale {
		list = append(list, b.say("note-stale"))
	}
	return list
}

// bureauList is a table as every format shows it: its columns, its rows in their order, and a row that sums them up.
type bureauList struct {
	name    string
	columns []listColumn
	rows    iter.Seq2[[]Figure, error]
	closing []Figure // nil for none
	size    int      // how many rows there are
}

// listColumn is a column of a list.
type listColumn struct {
	label string
	kind  FigureKind // of most of its figures
	width float64    // in a workbook, in characters
	brief bool       // shown where there is little room as well
}

// rowsOf gives the rows of a list that is in memory.
func rowsOf(rows [][]Figure) iter.Seq2[[]Figure, error] { return engine.Each(rows) }

// department names a department, or says that a form names none.
func (b *Bureau) department(name string) Figure {
	if strings.TrimSpace(name) == "" {
		return words(b.label("no-department"))
	}
	return words(name)
}

// findings lists what was found in all projects, and then in those of each department.
func (b *Bureau) findings() bureauList {
	rows := b.findingRows(words(b.label("all")), b.All)
	for _, part := range b.Ranking() {
		rows = append(rows, b.findingRows(b.department(part.Name), part.Part)...)
	}
	return b.findingList(rows)
}

// findingsOf lists what was found in one part.
func (b *Bureau) findingsOf(part *engine.Part) bureauList {
	return b.findingList(b.findingRows(words(b.label("all")), part))
}

func (b *Bureau) findingList(rows [][]Figure) bureauList {
	columns := []listColumn{{b.label("department"), WordsFigure, 26, false}, {b.label("severity"), WordsFigure, 8, true},
		{b.label("finding-code"), WordsFigure, 22, true}, {b.label("finding-count"), CountFigure, 8, true},
		{b.label("projects"), CountFigure, 8, true}, {b.label("finding-example"), WordsFigure, 70, true}}
	return bureauList{name: b.label("sheet-findings"), columns: columns, rows: rowsOf(rows), size: len(rows)}
}

func (b *Bureau) findingRows(department Figure, part *engine.Part) [][]Figure {
	found := part.Findings()
	rows := make([][]Figure, len(found))
	for i, kind := range found {
		rows[i] = []Figure{department, words(b.severity(kind.Severity)), words(kind.Code), count(kind.Findings), count(kind.Projects), words(b.kind(&kind))}
	}
	return rows
}

// kind says what was found: by the example alone, or, of a check, by its name with the example.
func (b *Bureau) kind(found *engine.FindingCount) string {
	example := b.Catalogue.Sentence(b.Lang, "finding."+found.Code, messages.Arguments(found.Example.Args))
	if name := "check." + found.Code; b.Catalogue.Has(name) {
		return b.say("kind", "name", b.word(name), "example", example)
	}
	return example
}

// distribution lists how many totals lie in each bin.
func (b *Bureau) distribution() bureauList {
	columns := []listColumn{{b.label("score"), WordsFigure, 14, true}, {b.label("projects"), CountFigure, 10, true}}
	var rows [][]Figure
	bins := b.All.Distribution()
	for i, bin := range bins {
		rows = append(rows, []Figure{words(binLabel(bin, i == len(bins)-1)), count(bin.Projects)})
	}
	return bureauList{name: b.label("distribution"), columns: columns, rows: rowsOf(rows), size: len(rows)}
}

// binLabel writes a bin as an interval: 90–<95; the last one has no upper end, since forms whose weights add up to more than 100 exist.
func binLabel(bin engine.Bin, last bool) string {
	from := bin.From.Rational()
	low, _ := from.Decimal(0)
	if last {
		return "≥" + low
	}
	high, _ := bin.To.Rational().Decimal(0)
	return low + "–<" + high
}

// grades lists how many projects have each grade.
func (b *Bureau) grades() bureauList {
	columns := []listColumn{{b.label("grade"), WordsFigure, 14, true}, {b.label("projects"), CountFigure, 10, true}}
	var rows [][]Figure
	for _, grade := range b.Grades() {
		rows = append(rows, []Figure{words(grade), count(b.All.Grade(grade))})
	}
	rows = append(rows, []Figure{words(b.label("no-grade")), count(b.All.Grade(""))}, []Figure{words(b.label("undetermined-projects")), count(b.All.Undetermined)})
	return bureauList{name: b.label("grade"), columns: columns, rows: rowsOf(rows), size: len(rows)}
}
