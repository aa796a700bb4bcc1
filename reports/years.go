package reports

import (
	"fmt"
	"io"

	"jixiao/engine"
)

// YearRow is a year in the list of years: its state, and everything that was decided about it, the oldest first.
type YearRow struct {
	Year, Projects int
	State          engine.YearState
	History        []engine.YearChange
}

// WriteYearsTable writes the years with their states, and below what was decided about them.
func WriteYearsTable(w io.Writer, texts Texts, years []YearRow, width int, colour bool) error {
	states := table{columns: []column{{head: texts.label("year")}, {head: texts.label("state")}, {head: texts.label("projects"), number: true}}}
	history := table{columns: []column{{head: texts.label("year")}, {head: texts.label("state")}, {head: texts.label("at")}, {head: texts.label("by")},
		{head: texts.label("year-reason")}}}
	for _, year := range years {
		states.rows = append(states.rows, []cell{{text: fmt.Sprint(year.Year)}, {text: texts.yearState(year.State)}, {text: fmt.Sprint(year.Projects)}})
		for _, change := range year.History {
			history.rows = append(history.rows, []cell{{text: fmt.Sprint(year.Year)}, {text: texts.yearState(change.State)}, {text: change.At},
				{text: change.By}, {text: change.Reason}})
		}
	}
	p := newPainter(width, colour)
	p.table(states)
	if len(history.rows) > 0 {
		p.blank()
		p.heading(texts.label("history"))
		p.table(history)
	}
	return p.flush(w)
}

func (t Texts) yearState(state engine.YearState) string {
	return t.Catalogue.Word(t.Lang, "year."+state.String())
}

type yearChangeJSON struct {
	State  string  `json:"state"`
	At     string  `json:"at"`
	By     *string `json:"by"`
	Reason *string `json:"reason"`
}

func newYearChangeJSON(change engine.YearChange) yearChangeJSON {
	return yearChangeJSON{change.State.String(), change.At, present(change.By), present(change.Reason)}
}

type yearJSON struct {
	Year     int              `json:"year"`
	State    string           `json:"state"`
	Projects int              `json:"projects"`
	History  []yearChangeJSON `json:"history"`
}

// WriteYearsJSON writes the years, the newest first, each with its history.
func WriteYearsJSON(w io.Writer, years []YearRow) error {
	list := make([]yearJSON, len(years))
	for i, year := range years {
		list[i] = yearJSON{year.Year, year.State.String(), year.Projects, []yearChangeJSON{}}
		for _, change := range year.History {
			list[i].History = append(list[i].History, newYearChangeJSON(change))
		}
	}
	return WriteJSON(w, struct {
		Years []yearJSON `json:"years"`
	}{list})
}

// WriteYearChangeJSON writes one decision about a year.
func WriteYearChangeJSON(w io.Writer, change engine.YearChange) error {
	return WriteJSON(w, struct {
		Year int `json:"year"`
		yearChangeJSON
	}{change.Year, newYearChangeJSON(change)})
}
