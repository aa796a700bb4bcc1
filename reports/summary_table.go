package reports

import (
	"io"
	"strings"

	"jixiao/engine"
)

// Bounds of the summary on a terminal; every other format has no such bounds.
const (
	bureauDepartments = 50
	bureauNeeding     = 10
	bureauKinds       = 12
)

// WriteBureauTable writes a bureau's summary for a terminal that is width columns wide (0 or less: [DefaultWidth]): the figures of all
// projects, the departments by rank, what was found most, and the projects that need a person first. Long lists are counted beyond
// their first rows.
func WriteBureauTable(w io.Writer, b *Bureau, width int, colour bool) error {
	p := newPainter(width, colour)
	p.heading(b.title())
	p.line(b.basis())
	p.blank()
	p.table(b.factTable())
	p.blank()
	if err := b.paint(p, b.departments().briefly(), bureauDepartments, "more-departments"); err != nil {
		return err
	}
	if len(b.All.Findings()) > 0 {
		p.blank()
		p.heading(b.label("sheet-findings"))
		if err := b.paint(p, b.findingsOf(b.All).briefly(), bureauKinds, "more-kinds"); err != nil {
			return err
		}
	}
	if err := b.paintNeeding(p); err != nil {
		return err
	}
	b.paintWarnings(p)
	return p.flush(w)
}

// factTable puts the figures of all projects into three columns, to be read downwards.
func (b *Bureau) factTable() table {
	facts := b.facts()
	high := (len(facts) + 2) / 3
	t := table{columns: []column{{}, {number: true}, {}, {number: true}, {}, {number: true}}}
	for i := range high {
		var row []cell
		for j := i; j < 3*high; j += high {
			if j >= len(facts) {
				row = append(row, cell{}, cell{})
				continue
			}
			row = append(row, cell{text: facts[j].label, tone: faintTone}, cell{text: facts[j].figure.Text})
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// paint writes the first rows of a list and what sums them up, and counts the others.
func (b *Bureau) paint(p *painter, l bureauList, most int, more string) error {
	t := table{}
	for _, c := range l.columns {
		t.columns = append(t.columns, column{head: c.label, number: c.kind != WordsFigure})
	}
	for row, err := range l.rows {
		if err != nil {
			return err
		}
		if len(t.rows) == most {
			break
		}
		t.rows = append(t.rows, cellsOf(row, plainTone))
	}
	if l.closing != nil {
		t.rows = append(t.rows, cellsOf(l.closing, strongTone))
	}
	p.table(t)
	if l.size > most {
		p.line(b.say(more, "count", count(l.size-most).Text))
	}
	return nil
}

func cellsOf(row []Figure, tone tone) []cell {
	cells := make([]cell, len(row))
	for i, figure := range row {
		cells[i] = cell{text: figure.Text, tone: tone}
	}
	return cells
}

// paintNeeding lists the projects that need a person, what each needs below it.
func (b *Bureau) paintNeeding(p *painter) error {
	p.blank()
	p.heading(b.label("sheet-needing"))
	if len(b.Needing) == 0 {
		p.line(b.say("none"))
		return nil
	}
	t := table{columns: []column{{head: b.label("project")}, {head: b.label("department")}, {head: b.label("adjusted-yuan"), number: true},
		{head: b.label("computed-total"), number: true}, {head: b.label("difference"), number: true}, {head: b.label("needing")}}}
	for i := range min(bureauNeeding, len(b.Needing)) {
		t.rows = append(t.rows, b.needingRow(&b.Needing[i]))
	}
	p.table(t)
	if more := b.All.Needing - len(t.rows); more > 0 {
		p.line(b.say("more-needing", "count", count(more).Text))
	}
	return nil
}

func (b *Bureau) needingRow(line *engine.ProjectSummary) []cell {
	difference, known := line.Difference()
	tone := halfTone
	if line.Needs()[0] == engine.NeedJudgement {
		tone = doubtTone
	}
	return []cell{{text: b.project(line).Text}, {text: b.department(line.Department).Text}, {text: money(line.Amounts.Adjusted, yuan).Text},
		{text: total(line).Text}, {text: shift(difference.Rational(), known).Text}, {text: b.needs(line), tone: tone}}
}

// paintWarnings writes, in the end where they are read, what the figures do not hold.
func (b *Bureau) paintWarnings(p *painter) {
	for i, text := range b.warnings() {
		if i == 0 {
			p.blank()
		}
		for _, line := range wrap(printable(text), p.width, terminalCells) {
			p.line(p.style(halfTone).Render(strings.TrimRight(line, " ")))
		}
	}
}
