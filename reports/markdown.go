package reports

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteMarkdown writes the form of each view as Markdown: a heading, and tables as GitHub draws them. Texts are escaped, so that markup in
// a text is shown as the text that it is; a line break in a cell is <br>.
func WriteMarkdown(w io.Writer, views []*View) error {
	if len(views) == 0 {
		return fmt.Errorf("write Markdown: no project")
	}
	m := markdown{bufio.NewWriter(w)}
	for i, view := range views {
		if i > 0 {
			m.text("\n---\n\n")
		}
		m.form(view)
	}
	if err := m.Flush(); err != nil {
		return fmt.Errorf("write Markdown: %w", err)
	}
	return nil
}

// markdown writes pieces; the first error of a buffered writer stays until Flush returns it.
type markdown struct{ *bufio.Writer }

func (m markdown) text(s string) { _, _ = m.WriteString(s) }

func (m markdown) form(v *View) {
	w := v.Words
	m.text("# " + inline(v.Title) + "\n\n" + inline(v.Year) + "\n\n")
	m.row(w.Name, v.Name)
	m.rule("--")
	m.row(w.Department, v.Department)
	m.row(w.Unit, v.Unit)
	m.text("\n")
	m.row(w.Funds+"（"+v.MoneyUnit+"）", w.Initial, w.Adjusted, w.Executed, w.FundsWeight, w.Rate, w.FundsPoints)
	m.rule("-rrrrrr")
	for _, line := range v.Budget {
		m.row(line.Label, line.Initial.Text, line.Adjusted.Text, line.Executed.Text, line.Weight.Text, line.Rate.Text, line.Score.Text)
	}
	m.text("\n")
	m.row(w.Goal+"："+w.Expected, w.GoalActual)
	m.rule("--")
	m.row(v.Goal, v.GoalActual)
	m.text("\n")
	m.indicators(v)
	m.closing(v)
}

func (m markdown) indicators(v *View) {
	w := v.Words
	m.row(w.Level1, w.Level2, w.Indicator, w.Target, w.Actual, w.Weight, w.Points, w.Reason)
	m.rule("-----rr-")
	for i := range v.Indicators {
		line := &v.Indicators[i]
		m.row(line.Level1, line.Level2, line.Name, line.Target, line.Actual, line.Weight.Text, line.Score.Text, line.Remark)
	}
	for _, line := range v.Adjustments {
		m.row(w.Adjustment+"："+line.Label, "", "", "", "", Dash, line.Points.Text, "")
	}
	m.row(w.Total, "", "", "", "", v.Weight.Text, v.Total.Text, w.Grade+"："+v.Grade)
}

func (m markdown) closing(v *View) {
	w := v.Words
	if len(v.Notes) > 0 {
		m.text("\n" + w.Notes + "：\n\n")
		for _, note := range v.Notes {
			m.text("- " + inline(note) + "\n")
		}
	}
	m.text("\n" + inline(w.Filler+v.Filler) + "　" + inline(w.Telephone+v.Telephone) + "　" + inline(w.FilledOn+v.FilledOn) + "\n")
	if v.Basis != "" {
		m.text("\n" + inline(v.Basis) + "\n")
	}
	if !v.Explained() {
		return
	}
	m.text("\n## " + w.Explanation + "\n")
	for _, e := range v.explanations() {
		m.text("\n**" + inline(e.name) + "**\n\n")
		for _, line := range e.lines {
			m.text("- " + inline(line) + "\n")
		}
	}
}

func (m markdown) row(cells ...string) {
	for _, cell := range cells {
		m.text("| " + escaped(cell) + " ")
	}
	m.text("|\n")
}

// rule writes the line below a table's head; each column is - or, to the right, r.
func (m markdown) rule(columns string) {
	for _, column := range columns {
		if column == 'r' {
			m.text("| --: ")
		} else {
			m.text("| --- ")
		}
	}
	m.text("|\n")
}

// markdownMarks are what could be taken for markup anywhere in a line.
var markdownMarks = strings.NewReplacer(`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;",
	"#", `\#`, "~", `\~`, "\r\n", "<br>", "\n", "<br>", "\r", "<br>", "\t", " ")

// lineOpenings are what makes a list at the beginning of a line.
const lineOpenings = "-+"

// inline escapes a text that may begin a line of Markdown.
func inline(text string) string {
	clean := escaped(text)
	if clean != "" && strings.ContainsRune(lineOpenings, rune(clean[0])) {
		return `\` + clean
	}
	return clean
}

// escaped escapes a text inside a line.
func escaped(text string) string {
	clean := strings.Map(func(r rune) rune {
		if unprintable(r) && r != '\n' && r != '\r' && r != '\t' {
			return -1
		}
		return r
	}, text)
	return markdownMarks.Replace(clean)
}
