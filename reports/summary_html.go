package reports

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"jixiao/engine"
)

//go:embed summary.tmpl.html
var bureauSource string

var bureauTemplate = template.Must(template.New("bureau").Parse(bureauSource))

// pageNeeding is how many projects that need a person the page lists. A page of all of them would take long to open; the other formats
// have them.
const pageNeeding = 200

// pageList is a list whose rows are at hand, as the page shows it.
type pageList struct {
	Name    string
	Columns []pageColumn
	Rows    [][]pageCell
	Closing []pageCell
	More    string // what is not listed, and where it is
}

type pageColumn struct {
	Label  string
	Number bool
}

type pageCell struct {
	Text   string
	Number bool
}

// bureauPage is everything that the page prints.
type bureauPage struct {
	Lang, Title, Basis             string
	Warnings, Notes                []string
	Facts                          []pageFact
	Meaning                        string
	Distribution                   barPicture
	Rankings                       []rankPicture
	Spread                         spreadPicture
	Departments, Findings, Needing pageList
	DistributionTable, SpreadTable pageList
	Highest, Lowest                pageList
}

type pageFact struct{ Label, Text string }

// WriteBureauHTML writes a bureau's summary as one page without scripts and without anything to fetch, made for A4 across. Pictures are
// drawn here, in black and white, each with a description and its table. Departments are all there; of the projects only those that need
// a person first, so that a year of twenty thousand opens at once.
func WriteBureauHTML(w io.Writer, b *Bureau) error {
	page, err := b.page()
	if err == nil {
		err = bureauTemplate.ExecuteTemplate(w, "page", page)
	}
	if err != nil {
		return fmt.Errorf("write summary: %w", err)
	}
	return nil
}

func (b *Bureau) page() (*bureauPage, error) {
	p := &bureauPage{Lang: "zh-CN", Title: b.title(), Basis: b.basis(), Warnings: b.warnings(), Notes: b.notes(),
		Meaning: b.label("what-it-means"), Distribution: b.drawDistribution(), Rankings: b.drawRankings(), Spread: b.drawSpread()}
	if b.Lang != "zh" {
		p.Lang = "en"
	}
	for _, fact := range b.facts() {
		p.Facts = append(p.Facts, pageFact{fact.label, fact.figure.Text})
	}
	for _, part := range []struct {
		into *pageList
		from bureauList
		more string
	}{
		{&p.Departments, b.departments().briefly(), ""},
		{&p.Findings, b.findingsOf(b.All).briefly(), ""},
		{&p.Needing, b.needing(pageNeeding).briefly(), b.moreNeeding(pageNeeding)},
		{&p.DistributionTable, b.distribution(), ""}, {&p.SpreadTable, b.spread(), ""},
		{&p.Highest, b.chosen("highest", b.Highest).briefly(), ""}, {&p.Lowest, b.chosen("lowest", b.Lowest).briefly(), ""},
	} {
		list, err := readRows(part.from)
		if err != nil {
			return nil, err
		}
		list.More = part.more
		*part.into = list
	}
	return p, nil
}

// moreNeeding says how many projects that need a person are not listed; nothing where all are.
func (b *Bureau) moreNeeding(listed int) string {
	if b.All.Needing <= listed {
		return ""
	}
	return b.say("more-needing", "count", count(b.All.Needing-listed).Text)
}

// readRows reads the rows of a list.
func readRows(l bureauList) (pageList, error) {
	out := pageList{Name: l.name}
	for _, column := range l.columns {
		out.Columns = append(out.Columns, pageColumn{column.label, column.kind != WordsFigure})
	}
	for row, err := range l.rows {
		if err != nil {
			return out, err
		}
		out.Rows = append(out.Rows, pageCells(l.columns, row))
	}
	if l.closing != nil {
		out.Closing = pageCells(l.columns, l.closing)
	}
	return out, nil
}

func pageCells(columns []listColumn, row []Figure) []pageCell {
	cells := make([]pageCell, len(row))
	for i, figure := range row {
		cells[i] = pageCell{printable(figure.Text), columns[i].kind != WordsFigure}
	}
	return cells
}

// spread is the table of the picture of funds against totals: a row a bin that has projects, a column a class of budgets.
func (b *Bureau) spread() bureauList {
	out := bureauList{name: b.label("adjusted-yuan"), columns: []listColumn{{b.label("score"), WordsFigure, 12, true}}}
	for i := range b.Spread {
		out.columns = append(out.columns, listColumn{b.fundsLabel(i), CountFigure, 12, true})
	}
	bins := b.All.Distribution()
	var rows [][]Figure
	for j := len(bins) - 1; j >= 0; j-- {
		row := []Figure{words(binLabel(bins[j], j == len(bins)-1))}
		some := 0
		for i := range b.Spread {
			some += b.Spread[i][j]
			row = append(row, count(b.Spread[i][j]))
		}
		if some > 0 {
			rows = append(rows, row)
		}
	}
	out.rows, out.size = rowsOf(rows), len(rows)
	return out
}

// fundsLabel writes a class of budgets: below a step, or from the last one on.
func (b *Bureau) fundsLabel(i int) string {
	steps := engine.FundSteps()
	if i < len(steps) {
		return b.say("funds-below", "amount", b.shortMoney(steps[i]))
	}
	return b.say("funds-from", "amount", b.shortMoney(steps[len(steps)-1]))
}

// shortMoney writes a round amount in yuan: 300万 in Chinese, 3,000,000 in English.
func (b *Bureau) shortMoney(amount engine.Money) string {
	whole, _ := amount.Rational().Decimal(0)
	if b.Lang != "zh" {
		return grouped(whole + ".0")[:len(grouped(whole+".0"))-2]
	}
	for _, unit := range []struct{ zeros, word string }{{"00000000", "亿"}, {"0000", "万"}} {
		if len(whole) > len(unit.zeros) && whole[len(whole)-len(unit.zeros):] == unit.zeros {
			return whole[:len(whole)-len(unit.zeros)] + unit.word
		}
	}
	return whole
}
