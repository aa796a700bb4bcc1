package reports

import (
	"fmt"
	"io"

	"jixiao/engine"
	"jixiao/messages"
)

// Trials are what several values of one parameter would move, as every format shows it.
type Trials struct {
	Year      int
	Pack      engine.RulesetID
	Parameter string
	InForce   string // the value with which the others are compared
	List      []Trial
	Texts     Texts
}

// Trial is one value of a parameter and what it would move.
type Trial struct {
	Value string
	engine.Trial
}

func (t *Trials) say(code string, args ...string) string {
	return t.Texts.Catalogue.Sentence(t.Texts.Lang, code, messages.Arguments(engine.Args(args...)))
}

// WriteTrialsTable writes a row for each value for a terminal that is width columns wide (0 or less: [DefaultWidth]).
func WriteTrialsTable(w io.Writer, t Trials, width int, colour bool) error {
	p := newPainter(width, colour)
	p.heading(t.say("trial.title", "year", fmt.Sprint(t.Year), "pack", t.Pack.Name, "parameter", t.Parameter, "value", t.InForce))
	number := func(code string) column { return column{head: t.say(code), number: true} }
	list := table{columns: []column{{head: t.Parameter, number: true}, number("trial.changed"), number("trial.up"), number("trial.down"), number("trial.regraded"),
		number("trial.rows"), number("trial.mean"), number("trial.undetermined")}}
	for _, trial := range t.List {
		value := cell{text: trial.Value}
		if trial.Value == t.InForce {
			value.tone = strongTone
		}
		list.rows = append(list.rows, []cell{value, moved(trial.Changed, false), moved(trial.Up, false), moved(trial.Down, false), moved(trial.Regraded, false),
			moved(trial.RowsChanged, false), {text: meanText(trial.Mean)}, moved(trial.Undetermined, true)})
	}
	p.blank()
	p.table(list)
	p.blank()
	p.line(t.say("trial.next", "pack", t.Pack.Name, "parameter", t.Parameter))
	return p.flush(w)
}

type trialJSON struct {
	Value        string `json:"value"`
	Projects     int    `json:"projects"`
	Changed      int    `json:"changed"`
	Up           int    `json:"up"`
	Down         int    `json:"down"`
	Regraded     int    `json:"regraded"`
	RowsChanged  int    `json:"rows_changed"`
	Mean         number `json:"mean"`
	Undetermined int    `json:"undetermined"`
}

// WriteTrialsJSON writes the same as JSON.
func WriteTrialsJSON(w io.Writer, t Trials) error {
	out := &jsonWriter{w: w}
	out.text(`{"year":`)
	out.value(t.Year)
	out.field("pack", t.Pack.Name)
	out.field("digest", t.Pack.Digest.String())
	out.field("parameter", t.Parameter)
	out.field("in_force", t.InForce)
	elements(out, "trials", len(t.List), func(i int) any {
		v := &t.List[i]
		return trialJSON{v.Value, v.Projects, v.Changed, v.Up, v.Down, v.Regraded, v.RowsChanged, newMeansJSON(v.Mean, v.Mean).After, v.Undetermined}
	})
	out.text("}\n")
	return out.failure()
}
