package reports

import "jixiao/engine"

// partColumn is a column of the list of departments with what it shows.
type partColumn struct {
	listColumn
	of func(*engine.RankedPart) Figure
}

// partColumns are the columns of the list of departments.
func (b *Bureau) partColumns() []partColumn {
	number := func(code string, kind FigureKind, width float64, brief bool, of func(*engine.RankedPart) Figure) partColumn {
		return partColumn{listColumn{b.label(code), kind, width, brief}, of}
	}
	columns := []partColumn{
		number("rank", CountFigure, 6, true, func(p *engine.RankedPart) Figure { return rank(p.Rank) }),
		{listColumn{b.label("department"), WordsFigure, 30, true}, func(p *engine.RankedPart) Figure { return b.department(p.Name) }},
		number("due", CountFigure, 6, true, func(p *engine.RankedPart) Figure { return count(p.Due()) }),
		number("handed-in", CountFigure, 6, true, func(p *engine.RankedPart) Figure { return count(p.Reported()) }),
		number("partly-handed-in", CountFigure, 9, false, func(p *engine.RankedPart) Figure { return count(p.Partly) }),
		number("not-handed-in", CountFigure, 6, true, func(p *engine.RankedPart) Figure { return count(p.Missing) }),
		number("initial-yuan", MoneyFigure, 18, false, func(p *engine.RankedPart) Figure { return moneySum(p.Initial) }),
		number("adjusted-yuan", MoneyFigure, 18, true, func(p *engine.RankedPart) Figure { return moneySum(p.Adjusted) }),
		number("executed-yuan", MoneyFigure, 18, false, func(p *engine.RankedPart) Figure { return moneySum(p.Executed) }),
		number("rate", PercentFigure, 9, true, func(p *engine.RankedPart) Figure { return rate(p.Rate()) }),
		number("with-total", CountFigure, 8, false, func(p *engine.RankedPart) Figure { return count(p.Totals.Projects) }),
		number("mean", PointsFigure, 8, true, func(p *engine.RankedPart) Figure { return mean(p.Totals.Value()) }),
		number("median", PointsFigure, 8, true, func(p *engine.RankedPart) Figure { return mean(p.Median()) }),
	}
	for _, grade := range b.Grades() {
		columns = append(columns, partColumn{listColumn{grade, CountFigure, 6, true}, func(p *engine.RankedPart) Figure { return count(p.Grade(grade)) }})
	}
	return append(columns, b.lastPartColumns(number)...)
}

func (b *Bureau) lastPartColumns(number func(string, FigureKind, float64, bool, func(*engine.RankedPart) Figure) partColumn) []partColumn {
	severity := func(s engine.Severity) func(*engine.RankedPart) Figure {
		return func(p *engine.RankedPart) Figure { return count(p.Severities()[s]) }
	}
	return []partColumn{
		number("no-grade", CountFigure, 8, false, func(p *engine.RankedPart) Figure { return count(p.Grade("")) }),
		number("undetermined-projects", CountFigure, 9, true, func(p *engine.RankedPart) Figure { return count(p.Undetermined) }),
		number("needing", CountFigure, 9, false, func(p *engine.RankedPart) Figure { return count(p.Needing) }),
		number("errors", CountFigure, 6, false, severity(engine.Error)),
		number("warnings", CountFigure, 6, false, severity(engine.Warning)),
		number("infos", CountFigure, 6, false, severity(engine.Info)),
		number("claimed-mean", PointsFigure, 9, false, func(p *engine.RankedPart) Figure {
			claimed, _, _, known := p.Claims.Means()
			return mean(claimed, known)
		}),
		number("computed-mean", PointsFigure, 9, false, func(p *engine.RankedPart) Figure {
			_, computed, _, known := p.Claims.Means()
			return mean(computed, known)
		}),
		number("difference", SignedFigure, 11, false, func(p *engine.RankedPart) Figure {
			_, _, difference, known := p.Claims.Means()
			return shift(difference, known)
		}),
		number("claimed-above", CountFigure, 10, false, func(p *engine.RankedPart) Figure { return count(p.Claims.Above) }),
		number("claimed-below", CountFigure, 10, false, func(p *engine.RankedPart) Figure { return count(p.Claims.Below) }),
		number("both-years", CountFigure, 9, false, func(p *engine.RankedPart) Figure { return count(p.LastYear.Projects) }),
		number("last-mean", PointsFigure, 9, b.LastRun != nil, func(p *engine.RankedPart) Figure {
			before, _, _, known := p.LastYear.Means()
			return mean(before, known)
		}),
		number("against-last", SignedFigure, 8, b.LastRun != nil, func(p *engine.RankedPart) Figure {
			_, _, change, known := p.LastYear.Means()
			return shift(change, known)
		}),
	}
}

// rank writes a place; a dash for none.
func rank(place int) Figure {
	if place == 0 {
		return words(Dash)
	}
	return count(place)
}

// departments lists the departments by rank, and closes with all of them together.
func (b *Bureau) departments() bureauList {
	columns := b.partColumns()
	ranking := b.Ranking()
	out := bureauList{name: b.label("sheet-departments"), size: len(ranking)}
	for _, column := range columns {
		out.columns = append(out.columns, column.listColumn)
	}
	rows := make([][]Figure, len(ranking))
	for i := range ranking {
		rows[i] = partRow(columns, &ranking[i])
	}
	out.rows = rowsOf(rows)
	out.closing = partRow(columns, &engine.RankedPart{Part: b.All})
	out.closing[1] = words(b.label("all"))
	return out
}

func partRow(columns []partColumn, part *engine.RankedPart) []Figure {
	row := make([]Figure, len(columns))
	for i, column := range columns {
		row[i] = column.of(part)
	}
	return row
}
