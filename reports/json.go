package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"jixiao/engine"
	"jixiao/messages"
)

// Result is one project with what a run made of it.
type Result struct {
	Submission *engine.Submission
	Evaluation *engine.Evaluation
	Last       *engine.LastYear     // nil where there is no run of last year, or nobody looked for it
	Checks     []engine.CheckResult // of the bureau; what they found is listed behind what the scoring noticed
}

// Texts are the catalogue and the language in which sentences are written.
type Texts struct {
	Catalogue *messages.Catalogue
	Lang      messages.Lang
}

// number is a JSON number with exactly these digits.
type number = json.RawMessage

type runJSON struct {
	ID     *int64  `json:"id"`
	Year   int     `json:"year"`
	Pack   *string `json:"pack"`
	Digest *string `json:"digest"`
}

type projectJSON struct {
	ID          engine.ProjectID `json:"id"`
	Name        *string          `json:"name"`
	Department  *string          `json:"department"`
	Unit        *string          `json:"unit"`
	Total       *engine.Points   `json:"total"`
	AtLeast     engine.Points    `json:"at_least"`
	AtMost      engine.Points    `json:"at_most"`
	Grade       *string          `json:"grade"`
	Execution   executionJSON    `json:"execution"`
	Adjustments []adjustmentJSON `json:"adjustments"`
	Indicators  []scoreJSON      `json:"indicators"`
	Findings    []findingJSON    `json:"findings"`
}

type executionJSON struct {
	Rate    number         `json:"rate"`
	Weight  engine.Points  `json:"weight"`
	Score   *engine.Points `json:"score"`
	Verdict string         `json:"verdict"`
	Review  *reviewJSON    `json:"review,omitempty"` // programs that were written before it see nothing new until there is one
}

type adjustmentJSON struct {
	Rule   string        `json:"rule"`
	Points engine.Points `json:"points"`
}

type scoreJSON struct {
	ID      engine.IndicatorID `json:"id"`
	Level1  *string            `json:"level1"`
	Level2  *string            `json:"level2"`
	Name    *string            `json:"name"`
	Target  *string            `json:"target"`
	Actual  *string            `json:"actual"`
	Weight  engine.Points      `json:"weight"`
	Score   *engine.Points     `json:"score"`
	Verdict string             `json:"verdict"`
	Rule    *string            `json:"rule"`
	Reason  *string            `json:"reason"`
	Claimed *engine.Points     `json:"claimed"`
	Review  *reviewJSON        `json:"review"`
}

type findingJSON struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
}

type issueJSON struct {
	Code     string      `json:"code"`
	Severity string      `json:"severity"`
	Message  string      `json:"message"`
	Hint     *string     `json:"hint"`
	Source   *sourceJSON `json:"source"`
}

type sourceJSON struct {
	File  *string `json:"file"`
	Sheet *string `json:"sheet"`
	Ref   *string `json:"ref"`
	Line  *int    `json:"line"`
}

type summaryJSON struct {
	Projects     int            `json:"projects"`
	ByGrade      map[string]int `json:"by_grade"`
	Mean         number         `json:"mean"`
	Undetermined int            `json:"undetermined"`
}

// Totals sums up a run. They are counted elsewhere, once for all formats.
type Totals struct {
	Projects     int
	ByGrade      []GradeCount
	Mean         engine.Rational // of the projects that have a total
	HasMean      bool
	Undetermined int // rows that nobody could judge, executions of budgets among them
}

// GradeCount says how many projects got a grade.
type GradeCount struct {
	Grade    string
	Projects int
}

func (t Totals) json() summaryJSON {
	out := summaryJSON{Projects: t.Projects, ByGrade: map[string]int{}, Undetermined: t.Undetermined}
	for _, count := range t.ByGrade {
		if count.Projects > 0 {
			out.ByGrade[count.Grade] = count.Projects
		}
	}
	if t.HasMean {
		out.Mean = sixDecimals(t.Mean)
	}
	return out
}

// WriteRunJSON writes a run as the contract of run, demo and evaluate says. Projects are taken one at a time and written at once,
// so that a large year needs no memory; the totals are asked for once all have passed. A run that is not stored has the ID 0, one
// that is not finished no digest: both are absent. An error of the projects ends the writing and is returned.
func WriteRunJSON(w io.Writer, texts Texts, run engine.Run, projects iter.Seq2[Result, error], issues []engine.Issue, totals func() Totals) error {
	out := &jsonWriter{w: w}
	out.text("{\"run\":")
	out.value(newRunJSON(run))
	out.text(",\n\"projects\":[")
	first := true
	for result, err := range projects {
		if err != nil {
			return fmt.Errorf("write results: %w", err)
		}
		out.element(texts.projectJSON(result), first)
		first = false
		if out.err != nil {
			break
		}
	}
	out.text("],\n\"issues\":[")
	for i := range issues {
		out.element(texts.issueJSON(&issues[i]), i == 0)
	}
	out.text("],\n\"summary\":")
	out.value(totals().json())
	out.text("}\n")
	return out.failure()
}

// CellCounts is what became of the cells of all files: read, and of those used, recognised as labels, or reported.
type CellCounts struct {
	Read     int `json:"read"`
	Used     int `json:"used"`
	Labels   int `json:"labels"`
	Reported int `json:"reported"`
}

// WriteImportJSON writes what an import read, as the contract of import --dry-run says, and what else it has to tell under keys of
// its own.
func WriteImportJSON(w io.Writer, texts Texts, projects iter.Seq2[*engine.Submission, error], issues iter.Seq2[engine.Issue, error],
	cells CellCounts, more ImportReport) error {
	out := &jsonWriter{w: w}
	out.importBody(texts, projects, issues, cells)
	out.report(more)
	out.text("}\n")
	return out.failure()
}

// importBody writes what an import read, without the closing bracket.
func (out *jsonWriter) importBody(texts Texts, projects iter.Seq2[*engine.Submission, error], issues iter.Seq2[engine.Issue, error],
	cells CellCounts) {
	out.text("{\"projects\":[")
	list(out, projects, newFormJSON)
	out.text("],\n\"issues\":[")
	list(out, issues, func(issue engine.Issue) issueJSON { return texts.issueJSON(&issue) })
	out.text("],\n\"cells\":")
	out.value(cells)
}

func newRunJSON(run engine.Run) runJSON {
	out := runJSON{Year: run.Year, Pack: present(run.Pack.Name)}
	if run.ID != 0 {
		out.ID = &run.ID
	}
	if !run.Digest.IsZero() {
		out.Digest = present(run.Digest.String())
	}
	return out
}

func (t Texts) projectJSON(result Result) projectJSON {
	s, e := result.Submission, result.Evaluation
	out := projectJSON{
		ID: s.ID(), Name: present(s.Name), Department: present(s.Department), Unit: present(s.Unit),
		AtLeast: e.AtLeast, AtMost: e.AtMost,
		Execution:   executionJSON{Weight: e.Execution.Weight, Verdict: e.Execution.Verdict.String(), Review: newReviewJSON(s.ExecutionReview)},
		Adjustments: make([]adjustmentJSON, 0, len(e.Adjustments)),
		Indicators:  make([]scoreJSON, 0, len(s.Indicators)),
		Findings:    make([]findingJSON, 0, len(e.Findings)),
	}
	if e.Determined {
		out.Total, out.Grade = &e.Total, present(e.Grade)
	}
	if e.Execution.HasRate {
		out.Execution.Rate = sixDecimals(e.Execution.Rate)
	}
	if e.Execution.Verdict != engine.Undetermined {
		out.Execution.Score = &e.Execution.Earned
	}
	for _, adjustment := range e.Adjustments {
		out.Adjustments = append(out.Adjustments, adjustmentJSON(adjustment))
	}
	b := builder{s: s, e: e}
	for i := range s.Indicators {
		out.Indicators = append(out.Indicators, t.scoreJSON(&s.Indicators[i], b.scoreOf(i)))
	}
	for _, finding := range engine.Noticed(e, result.Checks) {
		out.Findings = append(out.Findings, findingJSON{finding.Code, finding.Severity.String(),
			t.Catalogue.Sentence(t.Lang, "finding."+finding.Code, messages.Arguments(finding.Args))})
	}
	return out
}

func (t Texts) scoreJSON(indicator *engine.Indicator, score *engine.Score) scoreJSON {
	out := scoreJSON{
		ID: indicator.ID, Level1: present(indicator.Level1.String()), Level2: present(indicator.Level2.String()),
		Name: present(indicator.Name), Target: present(indicator.Target.Text), Actual: present(actualText(&indicator.Actual)),
		Weight: score.Weight, Verdict: score.Verdict.String(), Rule: present(score.Rule), Claimed: indicator.Claimed,
		Review: newReviewJSON(indicator.Review),
	}
	if score.Verdict != engine.Undetermined {
		out.Score = &score.Earned
	}
	if score.Reason.Code != "" {
		out.Reason = present(t.Catalogue.Sentence(t.Lang, "reason."+score.Reason.Code, messages.Arguments(score.Reason.Args)))
	}
	return out
}

func (t Texts) issueJSON(issue *engine.Issue) issueJSON {
	code, args := "issue."+issue.Code, messages.Arguments(issue.Args)
	return issueJSON{
		Code: issue.Code, Severity: issue.Severity.String(), Message: t.Catalogue.Sentence(t.Lang, code, args),
		Hint: present(t.Catalogue.Hint(t.Lang, code, args)), Source: newSourceJSON(issue.Source),
	}
}

func newSourceJSON(source engine.Source) *sourceJSON {
	if source.IsZero() {
		return nil
	}
	out := &sourceJSON{File: present(source.File), Sheet: present(source.Sheet), Ref: present(source.Ref)}
	if source.Line > 0 {
		out.Line = &source.Line
	}
	return out
}

// sixDecimals writes a rate or a mean: half up at the sixth decimal.
func sixDecimals(x engine.Rational) number {
	text, _ := x.Decimal(6)
	return number(text)
}

// present returns nil for what is absent.
func present(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// jsonWriter writes JSON piece by piece and keeps the first error.
type jsonWriter struct {
	w   io.Writer
	err error
}

func (j *jsonWriter) text(s string) {
	if j.err == nil {
		_, j.err = io.WriteString(j.w, s)
	}
}

func (j *jsonWriter) value(v any) {
	if j.err != nil {
		return
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false) // ≥ and > stay readable; the output is no page
	if j.err = encoder.Encode(v); j.err == nil {
		_, j.err = j.w.Write(bytes.TrimRight(buffer.Bytes(), "\n"))
	}
}

// list writes the elements of a list. An error of the sequence ends it.
func list[T, J any](j *jsonWriter, sequence iter.Seq2[T, error], shape func(T) J) {
	first := true
	for v, err := range sequence {
		if err != nil && j.err == nil {
			j.err = err
		}
		if j.err != nil {
			return
		}
		j.element(shape(v), first)
		first = false
	}
}

// element writes one element of a list on a line of its own.
func (j *jsonWriter) element(v any, first bool) {
	if !first {
		j.text(",")
	}
	j.text("\n")
	j.value(v)
}

func (j *jsonWriter) failure() error {
	if j.err != nil {
		return fmt.Errorf("write json: %w", j.err)
	}
	return nil
}
