package reports

import (
	"fmt"
	"io"
	"iter"
	"slices"

	"jixiao/engine"
	"jixiao/messages"
)

// ImportReport is what an import tells beside the forms that it read.
type ImportReport struct {
	Files   []FileRow                              // nil where a single file was read
	Changes iter.Seq2[engine.ProjectChange, error] // nil where there was nothing to compare with
}

// FileRow is one file that was read, or why it was not.
type FileRow struct {
	Name       string
	Forms      int
	Indicators int
	Issues     [engine.Error + 1]int // by severity
	Why        string                // it could not be read
	SameAs     string                // the file with the very same content, which was read instead
	Values     int                   // that it says were achieved, and of these
	Added      int                   // those that were new
	Changed    int                   // those that changed what was recorded before
}

// WriteFilesTable writes one line a file: what it held and what was noticed, or why it could not be read.
func WriteFilesTable(w io.Writer, texts Texts, rows []FileRow, width int, colour bool) error {
	return texts.writeFiles(w, []string{"forms", "indicators"}, func(row *FileRow) []int { return []int{row.Forms, row.Indicators} }, rows, width, colour)
}

// WriteRecordedFilesTable is WriteFilesTable for what was recorded.
func WriteRecordedFilesTable(w io.Writer, texts Texts, rows []FileRow, width int, colour bool) error {
	return texts.writeFiles(w, []string{"values", "values-added", "values-changed"},
		func(row *FileRow) []int { return []int{row.Values, row.Added, row.Changed} }, rows, width, colour)
}

func (t Texts) writeFiles(w io.Writer, heads []string, counts func(*FileRow) []int, rows []FileRow, width int, colour bool) error {
	severities := []engine.Severity{engine.Error, engine.Warning, engine.Info}
	out := table{columns: []column{{head: t.label("file")}}}
	for _, head := range heads {
		out.columns = append(out.columns, column{head: t.label(head), number: true})
	}
	for _, severity := range severities {
		out.columns = append(out.columns, column{head: t.severity(severity), number: true})
	}
	out.columns = append(out.columns, column{head: t.label("note")})
	for i := range rows {
		cells := []cell{{text: rows[i].Name}}
		for _, count := range counts(&rows[i]) {
			cells = append(cells, counted(count))
		}
		for _, severity := range severities {
			cells = append(cells, issueCount(&rows[i], severity))
		}
		out.rows = append(out.rows, append(cells, t.fileNote(&rows[i])))
	}
	p := newPainter(width, colour)
	p.table(out)
	return p.flush(w)
}

func issueCount(row *FileRow, severity engine.Severity) cell {
	count := counted(row.Issues[severity])
	if row.Issues[severity] > 0 {
		count.tone = severityTone(severity)
	}
	return count
}

func (t Texts) fileNote(row *FileRow) cell {
	if row.SameAs != "" {
		return cell{text: t.Catalogue.Sentence(t.Lang, "label.same-as", []messages.Arg{{Name: "file", Value: row.SameAs}}), tone: faintTone}
	}
	return cell{text: row.Why, tone: badTone}
}

func counted(n int) cell { return cell{text: fmt.Sprint(n)} }

func (t Texts) severity(s engine.Severity) string {
	return t.Catalogue.Word(t.Lang, "severity."+s.String())
}

// WriteChangesTable writes, of the projects whose forms changed, every value that is another one now, with what stood there before, up
// to [MostRows], and counts the rest. Where no form changed it writes nothing.
func WriteChangesTable(w io.Writer, texts Texts, changes iter.Seq2[engine.ProjectChange, error], width int, colour bool) error {
	t := table{columns: []column{{head: texts.label("project")}, {head: texts.label("what")}, {head: texts.label("change")},
		{head: texts.label("before")}, {head: texts.label("after")}}}
	more := 0
	for change, err := range changes {
		if err != nil {
			return err
		}
		if change.Change != engine.Changed {
			continue
		}
		rows := texts.changeRows(&change)
		fit := min(len(rows), MostRows-len(t.rows))
		t.rows = append(t.rows, rows[:fit]...)
		more += len(rows) - fit
	}
	if len(t.rows) == 0 {
		return nil
	}
	p := newPainter(width, colour)
	p.table(t)
	if more > 0 {
		p.line(texts.counted("more-changes", more))
	}
	p.blank()
	return p.flush(w)
}

// changeRows writes the project's name once, before its first row.
func (t Texts) changeRows(change *engine.ProjectChange) [][]cell {
	var rows [][]cell
	name := change.Key.Name
	add := func(what, kind string, field engine.FieldChange) {
		rows = append(rows, []cell{{text: name}, {text: what}, {text: kind}, {text: dashed(field.Before)}, {text: dashed(field.After)}})
		name = ""
	}
	for _, field := range change.Head {
		add(t.fieldName(field), t.word("change.changed"), field)
	}
	for _, row := range change.Indicators {
		if row.Change != engine.RowChanged {
			add(row.Name, t.word("change."+row.Change), targetOf(row.Fields))
			continue
		}
		for _, field := range row.Fields {
			add(row.Name, t.fieldName(field), field)
		}
	}
	return rows
}

// targetOf returns the target among the fields of a row that came or went; its weight is not worth a line.
func targetOf(fields []engine.FieldChange) engine.FieldChange {
	for _, field := range fields {
		if field.Field == "target" {
			return field
		}
	}
	return engine.FieldChange{}
}

func dashed(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

func (t Texts) word(code string) string { return t.Catalogue.Word(t.Lang, code) }

func (t Texts) fieldName(field engine.FieldChange) string {
	return field.Item + t.word("part."+field.Field)
}

// changeText says in a few characters what became of a project: new, as before, or changed with the numbers of its rows.
func (t Texts) changeText(change *engine.ProjectChange) string {
	text := t.word("change." + change.Change.String())
	if change.Change == engine.Changed {
		text += fmt.Sprintf(" +%d −%d ±%d", change.Count(engine.RowAdded), change.Count(engine.RowRemoved), change.Count(engine.RowChanged))
	}
	if change.Returned {
		text = t.word("change.returned") + text
	}
	return text
}

type fileJSON struct {
	File       string         `json:"file"`
	Forms      int            `json:"forms"`
	Indicators int            `json:"indicators"`
	Issues     map[string]int `json:"issues"`
	Error      *string        `json:"error"`
	SameAs     *string        `json:"same_as"`
}

func newFileJSON(row *FileRow) fileJSON {
	out := fileJSON{File: row.Name, Forms: row.Forms, Indicators: row.Indicators, Issues: map[string]int{},
		Error: present(row.Why), SameAs: present(row.SameAs)}
	for severity, count := range row.Issues {
		out.Issues[engine.Severity(severity).String()] = count
	}
	return out
}

type changeJSON struct {
	Project    engine.ProjectID  `json:"project"`
	Name       *string           `json:"name"`
	Change     string            `json:"change"`
	Returned   bool              `json:"returned,omitempty"`
	Revision   int               `json:"revision"`
	Head       []fieldChangeJSON `json:"head"`
	Indicators []rowChangeJSON   `json:"indicators"`
}

type rowChangeJSON struct {
	ID     engine.IndicatorID `json:"id"`
	Level2 *string            `json:"level2"`
	Name   *string            `json:"name"`
	Change string             `json:"change"`
	Fields []fieldChangeJSON  `json:"fields"`
}

type fieldChangeJSON struct {
	Field  string  `json:"field"`
	Item   *string `json:"item,omitempty"`
	Before any     `json:"before"` // null, a text, or the number of an amount or a weight
	After  any     `json:"after"`
}

func newChangeJSON(change *engine.ProjectChange) changeJSON {
	out := changeJSON{Project: change.Project, Name: present(change.Key.Name), Change: change.Change.String(), Returned: change.Returned,
		Revision: change.Revision, Head: newFieldChanges(change.Head), Indicators: make([]rowChangeJSON, 0, len(change.Indicators))}
	for _, row := range change.Indicators {
		out.Indicators = append(out.Indicators, rowChangeJSON{row.ID, present(row.Level2.String()), present(row.Name), row.Change,
			newFieldChanges(row.Fields)})
	}
	return out
}

func newFieldChanges(fields []engine.FieldChange) []fieldChangeJSON {
	list := make([]fieldChangeJSON, 0, len(fields))
	for _, field := range fields {
		list = append(list, fieldChangeJSON{field.Field, present(field.Item), valueJSON(field, field.Before), valueJSON(field, field.After)})
	}
	return list
}

// valueJSON is an amount or a weight as a number, and any other value as its text.
func valueJSON(field engine.FieldChange, text string) any {
	if text == "" {
		return nil
	}
	if slices.Contains([]string{"weight", "execution_weight", "total", "initial"}, field.Field) {
		if number, ok := engine.ParseDecimal(text); ok {
			return number
		}
	}
	return text
}

// report writes the keys that are there only where there is something to say.
func (j *jsonWriter) report(more ImportReport) {
	if more.Files != nil {
		j.text(",\n\"files\":[")
		for i := range more.Files {
			j.element(newFileJSON(&more.Files[i]), i == 0)
		}
		j.text("]")
	}
	if more.Changes != nil {
		j.text(",\n\"changes\":[")
		list(j, more.Changes, func(change engine.ProjectChange) changeJSON { return newChangeJSON(&change) })
		j.text("]")
	}
}

// WriteProjectWithdrawalJSON writes which project was withdrawn, by whom and when.
func WriteProjectWithdrawalJSON(w io.Writer, withdrawal engine.Withdrawal) error {
	return WriteJSON(w, struct {
		Withdrawn projectWithdrawalJSON `json:"withdrawn"`
	}{projectWithdrawalJSON{withdrawal.Project, present(withdrawal.Key.Name), present(withdrawal.Key.Department), present(withdrawal.Key.Unit),
		withdrawal.Key.Year, present(withdrawal.By), withdrawal.At}})
}

type projectWithdrawalJSON struct {
	Project    engine.ProjectID `json:"project"`
	Name       *string          `json:"name"`
	Department *string          `json:"department"`
	Unit       *string          `json:"unit"`
	Year       int              `json:"year"`
	By         *string          `json:"by"`
	At         string           `json:"at"`
}
