package reports

import (
	"io"
	"iter"

	"jixiao/engine"
)

// The shapes of import --explain --json: what stands under the key explain. Issues are indexes into the list of all issues.
type explainJSON struct {
	Projects []explainedJSON `json:"projects"`
	Unused   []unusedJSON    `json:"unused"`
}

type explainedJSON struct {
	ID         *engine.ProjectID  `json:"id"`
	File       *string            `json:"file"`
	First      *sourceJSON        `json:"first,omitempty"`
	Fields     []fieldJSON        `json:"fields"`
	Indicators []explainedRowJSON `json:"indicators"`
	Issues     []int              `json:"issues"`
}

type explainedRowJSON struct {
	ID     *string     `json:"id"`
	Fields []fieldJSON `json:"fields"`
	Issues []int       `json:"issues"`
}

type fieldJSON struct {
	Field    string         `json:"field"`
	Item     *string        `json:"item,omitempty"`
	Value    *string        `json:"value"`
	Inferred []string       `json:"inferred"`
	Cells    []usedCellJSON `json:"cells"`
	Issues   []int          `json:"issues"`
}

type usedCellJSON struct {
	Source *sourceJSON `json:"source"`
	Text   string      `json:"text"`
}

type unusedJSON struct {
	Source *sourceJSON `json:"source"`
	Text   string      `json:"text"`
	Code   string      `json:"code"`
	Issue  *int        `json:"issue"`
}

// WriteExplainedImportJSON writes what [WriteImportJSON] does, and under the key explain where each field was read.
func WriteExplainedImportJSON(w io.Writer, texts Texts, projects iter.Seq2[*engine.Submission, error], origins *Origins, cells CellCounts,
	more ImportReport) error {
	out := &jsonWriter{w: w}
	out.importBody(texts, projects, engine.Each(origins.Issues), cells)
	out.report(more)
	v := newOriginView(texts, origins)
	out.text(",\n\"explain\":")
	out.value(v.json())
	out.text("}\n")
	return out.failure()
}

func (v *originView) json() explainJSON {
	out := explainJSON{Projects: []explainedJSON{}, Unused: []unusedJSON{}}
	for i := range v.forms {
		out.Projects = append(out.Projects, v.forms[i].json())
	}
	for _, group := range v.unused {
		for _, c := range group.cells {
			unused := unusedJSON{newSourceJSON(c.Source), c.Text, c.As, nil}
			if group.issue >= 0 {
				unused.Issue = &group.issue
			}
			out.Unused = append(out.Unused, unused)
		}
	}
	return out
}

func (f *originForm) json() explainedJSON {
	out := explainedJSON{File: present(f.file()), First: newSourceJSON(f.First), Fields: fieldsJSON(f.head),
		Indicators: []explainedRowJSON{}, Issues: listed(f.issues)}
	if f.Form != nil {
		id := f.Form.ID()
		out.ID = &id
	}
	for _, row := range f.rows {
		out.Indicators = append(out.Indicators, explainedRowJSON{present(string(row.id)), fieldsJSON(row.fields), listed(row.issues)})
	}
	return out
}

func fieldsJSON(fields []originField) []fieldJSON {
	out := make([]fieldJSON, len(fields))
	for i := range fields {
		field := &fields[i]
		out[i] = fieldJSON{Field: field.name, Item: present(field.item), Value: present(field.value), Inferred: listed(field.inferred),
			Cells: make([]usedCellJSON, len(field.cells)), Issues: listed(field.issues)}
		for k, c := range field.cells {
			out[i].Cells[k] = usedCellJSON{newSourceJSON(c.Source), c.Text}
		}
	}
	return out
}

// listed makes an absent list an empty one, as JSON has it.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
