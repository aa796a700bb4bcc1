package reports

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
)

//go:embed form.tmpl.html
var formSource string

var formTemplate = template.Must(template.New("forms").Parse(formSource))

// formWords are the labels of the form, the same ones as in the workbook.
var formWords = struct {
	Name, Department, Unit, Funds, Initial, Adjusted, Executed, Weight, Rate, Points string
	Goal, Expected, GoalActual, Indicators, Level1, Level2, Indicator                string
	Target, Actual, Reason, Total, Grade, Notes, Filler, Telephone, FilledOn, Dash   string
}{
	labelName, labelDepartment, labelUnit, labelFunds, columnInitial, columnAdjusted, columnExecuted, columnWeight, labelRate, labelPoints,
	labelGoal, labelExpected, labelActualGoal, labelIndicators, columnLevel1, columnLevel2, columnIndicator,
	columnTarget, columnActual, columnReason, labelTotal, labelGrade, labelNotes, filledBy, telephone, filledOn, Dash,
}

// WriteHTML writes the form of each view as one page of its own, in a single document without scripts and without anything to
// fetch, made for A4. Texts are escaped: markup in a text is shown as the text that it is.
func WriteHTML(w io.Writer, views []*View) error {
	if len(views) == 0 {
		return fmt.Errorf("write page: no project")
	}
	title := formTitle
	if len(views) == 1 {
		title = views[0].Name + " " + formTitle
	}
	if err := formTemplate.ExecuteTemplate(w, "head", title); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	for _, view := range views {
		data := struct{ View, Words any }{view, formWords}
		if err := formTemplate.ExecuteTemplate(w, "form", data); err != nil {
			return fmt.Errorf("write page: project %s: %w", view.Name, err)
		}
	}
	if err := formTemplate.ExecuteTemplate(w, "foot", nil); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}
