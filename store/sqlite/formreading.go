package sqlite

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"

	"jixiao/engine"
)

// form is a stored revision.
type form struct {
	project  int64
	revision int
	pk       int64
	digest   engine.Digest
	numbers  []int64 // of the indicators, in their order
	*engine.Submission
}

// placeColumns is how many columns, the last of rowNames, are the places of a row's values.
const placeColumns = 12

// packedForm packs the head, the funds and the rows of revision r of project p, one list after the other, with the places of their values
// or without.
func packedForm(places bool) string {
	columns, source := rowNames, ", "+strings.Join(sourceNames, ", ")
	if !places {
		columns, source = rowNames[:len(rowNames)-placeColumns], ""
	}
	return `json_array(r.pk, r.project, p.year, r.number, hex(r.digest), r.` + strings.Join(headNames, ", r.") + `)
		|| (SELECT json_group_array(json_array(position, item, initial, adjusted, executed` + source + `)) FROM budget_row b WHERE b.revision = r.pk)
		|| (SELECT json_group_array(json_array(f.position, f.indicator, i.id, f.` + strings.Join(columns, ", f.") + `))
			FROM form_row f JOIN indicator i ON i.pk = f.indicator WHERE f.revision = r.pk)`
}

// packedSources packs the places of what the head of revision r says.
var packedSources = `(SELECT json_group_array(json_array(position, field, ` + strings.Join(sourceNames, ", ") + `)) FROM head_source h WHERE h.revision = r.pk)`

// packedEntries packs what was recorded for the project of revision r; a condition on the entries e follows, and a parenthesis.
const packedEntries = `(SELECT json_group_array(json_array(e.seq, e.indicator, e.item, e.field, e.value, e.withdraws))
	FROM entry e WHERE e.project = r.project`

// packedLedger packs the same with who recorded what, where, when and why.
var packedLedger = `(SELECT json_group_array(json_array(e.seq, e.indicator, e.item, e.field, e.value, e.withdraws, e.before, e.author, e.made_at, e.note, e.` +
	strings.Join(sourceNames, ", e.") + `)) FROM entry e WHERE e.project = r.project`

const formsOfPage = ` FROM revision r JOIN project p ON p.pk = r.project WHERE r.pk` + inPage + `ORDER BY r.project`

var (
	placedForms = `SELECT ` + packedForm(true) + ` || ` + packedSources + formsOfPage
	storedForms = `SELECT json_array(p.id) || ` + packedForm(true) + ` || ` + packedSources + ` || ` + packedLedger + ` AND e.seq <= ?2)` + formsOfPage
	bareForms   = `SELECT ` + packedForm(false) + ` || ` + packedEntries + ` AND e.seq <= ?2)` + formsOfPage
)

// readForms reads revisions by their numbers, in the order of first import of their projects.
func readForms(q querier, revisions []int64, words []string) ([]*form, error) {
	texts, err := packedTexts(q, placedForms, []any{among(revisions)}, len(revisions))
	if err != nil {
		return nil, err
	}
	forms := make([]*form, len(texts))
	for i, text := range texts {
		f, p := &form{Submission: new(engine.Submission)}, newPacked(text)
		f.unpackPlaced(&p, words)
		if forms[i] = f; p.ended() != nil {
			return nil, p.ended()
		}
	}
	return forms, nil
}

// bareReader unpacks what [packedForm] without places and [packedEntries] pack, one form after the other.
type bareReader struct {
	// What is used again for the next form.
	numbers []int64
	rows    engine.Finder[int64]
	entries entryReader
}

// read unpacks a form, in the memory of one that nobody needs any more; the zero value has none.
func (r *bareReader) read(text string, old engine.Bare) (engine.Bare, error) {
	f, p := form{Submission: emptied(old.Submission), numbers: r.numbers[:0]}, newPacked(text)
	f.unpack(&p, false, nil)
	r.numbers = f.numbers
	r.rows.Begin(len(f.numbers), func(i int) int64 { return f.numbers[i] })
	entries := r.entries.read(&p, r.rows.Find)
	clear(old.Values)
	values := slices.Grow(old.Values[:0], len(entries))
	for i := range entries {
		values = append(values, entries[i].Recorded)
	}
	return engine.Bare{Submission: f.Submission, Revision: f.revision, Form: f.digest, Place: f.project, Number: f.pk, Values: values}, p.ended()
}

// emptied keeps of a form no more than the memory of its rows, and nothing in it: behind the rows of a shorter form, what is left of a longer one would
// keep its whole text. Memory of very many rows is let go, lest every place of a page comes to have it.
func emptied(s *engine.Submission) *engine.Submission {
	if s == nil {
		return new(engine.Submission)
	}
	rows := s.Indicators
	if cap(rows) > mostRowsKept {
		rows = nil
	}
	clear(rows)
	*s = engine.Submission{Indicators: rows[:0]}
	return s
}

// mostRowsKept is for how many rows a form keeps its memory for the next one; hardly any form has so many.
const mostRowsKept = 64

// packedTexts reads a number of forms, each as one text.
func packedTexts(q querier, query string, args []any, count int) ([]string, error) {
	texts := make([]string, 0, count)
	err := each(q, query, args, func(rows *sql.Rows) error {
		var text string
		err := rows.Scan(&text)
		texts = append(texts, text)
		return err
	})
	if err == nil && len(texts) != count {
		err = &damage{"a form without its project"}
	}
	return texts, err
}

func (f *form) unpack(p *packed, places bool, words []string) {
	f.unpackHead(p)
	f.Budget.Rows = p.budget(places, words)
	f.unpackRows(p, places, words)
}

func (f *form) unpackPlaced(p *packed, words []string) {
	f.unpack(p, true, words)
	f.Sources = p.sources(words)
}

func (f *form) unpackHead(p *packed) {
	s := f.Submission
	p.open()
	f.pk, f.project, s.Year, f.revision, f.digest = p.integer(), p.integer(), p.int(), p.int(), p.digest()
	p.head(s)
	p.close()
}

// head reads what headNames name.
func (p *packed) head(s *engine.Submission) {
	s.ExecutionWeight, s.ExecutionClaimed = packedAmount[engine.Points](p), packedAmount[engine.Points](p)
	s.Budget.Total = packedAmount[engine.Money](p)
	s.Department, s.Unit, s.Code, s.Name, s.Nature, s.Kind = p.string(), p.string(), p.string(), p.string(), p.string(), p.string()
	s.Start, s.End = p.day(), p.day()
	s.Budget.FormUnit, s.LongGoal, s.Goal, s.GoalActual, s.ExecutionReason = p.string(), p.string(), p.string(), p.string(), p.string()
	s.Filler, s.Telephone, s.FilledOn = p.string(), p.string(), p.day()
}

// inPlace is a value with its place in a list.
type inPlace[T any] struct {
	position int
	value    T
}

// inOrder puts packed values into their order, in which SQLite gives them as a rule and not by promise. Positions have no gaps.
func inOrder[T any](p *packed, list []inPlace[T], what string) []T {
	if len(list) == 0 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b inPlace[T]) int { return cmp.Compare(a.position, b.position) })
	values := make([]T, len(list))
	for i := range list {
		if list[i].position != i {
			p.broken(what)
		}
		values[i] = list[i].value
	}
	return values
}

func (p *packed) budget(places bool, words []string) []engine.BudgetRow {
	var list []inPlace[engine.BudgetRow]
	for p.open(); p.next(); p.close() {
		p.open()
		row := inPlace[engine.BudgetRow]{position: p.int()}
		row.value = engine.BudgetRow{Item: packedEnum(p, engine.OtherFunds), Initial: packedAmount[engine.Money](p),
			Adjusted: packedAmount[engine.Money](p), Executed: packedAmount[engine.Money](p)}
		if places {
			row.value.Source = p.source(words)
		}
		list = append(list, row)
	}
	return inOrder(p, list, "the funds of a form")
}

func (p *packed) sources(words []string) []engine.FieldSource {
	var list []inPlace[engine.FieldSource]
	for p.open(); p.next(); p.close() {
		p.open()
		list = append(list, inPlace[engine.FieldSource]{p.int(), engine.FieldSource{Field: engine.HeadField(p.string()), Source: p.source(words)}})
	}
	return inOrder(p, list, "the places of a form")
}

// rowsAhead guesses how many rows the lists of a text have, at most a thousand.
func (p *packed) rowsAhead() int { return min(len(p.text)/256, 1000) + 1 }

func (f *form) unpackRows(p *packed, places bool, words []string) {
	f.Indicators, f.numbers = slices.Grow(f.Indicators, p.rowsAhead()), slices.Grow(f.numbers, p.rowsAhead())
	var order []inPlace[int] // nothing as long as the rows come in their order
	for p.open(); p.next(); p.close() {
		p.open()
		n := len(f.Indicators)
		position := p.int()
		if position != n && order == nil {
			order = inOrderUpTo(n)
		}
		if order != nil {
			order = append(order, inPlace[int]{position, n})
		}
		f.numbers = append(f.numbers, p.integer())
		f.Indicators = append(f.Indicators, engine.Indicator{ID: engine.IndicatorID(p.string())})
		p.row(&f.Indicators[n], places, words)
	}
	if order != nil {
		f.sortRows(inOrder(p, order, "the rows of a form"))
	}
	if len(f.Indicators) == 0 {
		f.Indicators = nil
	}
}

// inOrderUpTo are the places of the first rows of a form, up to which they came in their order.
func inOrderUpTo(n int) []inPlace[int] {
	list := make([]inPlace[int], n, n+1)
	for i := range list {
		list[i] = inPlace[int]{i, i}
	}
	return list
}

func (f *form) sortRows(order []int) {
	indicators, numbers := f.Indicators, f.numbers
	f.Indicators, f.numbers = make([]engine.Indicator, len(order)), make([]int64, len(order))
	for i, from := range order {
		f.Indicators[i], f.numbers[i] = indicators[from], numbers[from]
	}
}

// row reads what rowNames name.
func (p *packed) row(i *engine.Indicator, places bool, words []string) {
	t, a := &i.Target, &i.Actual
	i.Level1, i.Level2 = packedEnum(p, engine.Satisfaction), packedEnum(p, engine.ServiceSatisfaction)
	i.Level1Inferred, i.Level2Inferred, i.Ordinal = p.flag(), p.flag(), p.int()
	i.Weight, i.WeightUnreadable = packedAmount[engine.Points](p), p.flag()
	i.Claimed, i.Tier = packedAmount[engine.Points](p), packedEnum(p, engine.TierNotApplies)
	t.Kind, t.Op, t.OpInferred = packedEnum(p, engine.WordsTarget), packedEnum(p, engine.LessThan), p.flag()
	t.Number, t.Min, t.Max = p.measure(), p.measure(), p.measure()
	t.From, t.Due, t.QuarterBefore, t.Items = p.day(), p.day(), p.flag(), p.list()
	a.Reported, a.Kind, a.Number = p.flag(), packedEnum(p, engine.WordsActual), p.measure()
	a.Op, a.Approximation = packedEnum(p, engine.LessThan), packedEnum(p, engine.Under)
	a.From, a.Date = p.day(), p.day()
	i.Name, t.Text, a.Text, i.Reason = p.string(), p.string(), p.string(), p.string()
	if places {
		i.Source, t.Source, a.Source = p.source(words), p.source(words), p.source(words)
	}
}
