package reports

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"jixiao/engine"
	"jixiao/messages"
)

// CheckInfo is a check as tables name it.
type CheckInfo struct {
	Code     string // PACK/ID
	ID       string
	Title    string // in the reader's language
	Of       string // form, row or department
	Severity engine.Severity
}

// CheckLine is one thing that a check found. Project and Indicator are blank where it concerns a department.
type CheckLine struct {
	Check      string // the check's code
	Severity   engine.Severity
	Args       []engine.Arg
	Project    string
	Department string
	Indicator  string
}

// SampleLine is a project in the sample for 抽查, with why it was likely to be drawn.
type SampleLine struct {
	engine.Drawn
	Name, Department, Unit string
}

// Checks is what the checks of a run came to.
type Checks struct {
	Texts
	Run      engine.Run
	Projects int
	Infos    []CheckInfo
	Counts   map[string]*[4]int // by code and outcome
	Lines    []CheckLine        // the most severe first, at most MostRows
	Found    int                // all that was found
	Sample   []SampleLine
	Seed     int64
}

// shortID is a check's id without its pack.
func shortID(code string) string { return code[strings.LastIndexByte(code, '/')+1:] }

// WriteChecksTable writes what the checks found for a terminal: the checks with their outcomes, the findings, and the sample where one was
// drawn.
func WriteChecksTable(w io.Writer, c *Checks, width int, colour bool) error {
	p := newPainter(width, colour)
	p.table(c.overview())
	if len(c.Lines) > 0 {
		p.blank()
		p.table(c.findings())
	}
	if more := c.Found - len(c.Lines); more > 0 {
		p.line(c.counted("more-findings", more))
	}
	if len(c.Sample) > 0 {
		p.blank()
		p.heading(c.Catalogue.Sentence(c.Lang, "check.sample", messages.Arguments(engine.Args("count", itoa(len(c.Sample)), "seed", fmt.Sprint(c.Seed)))))
		p.table(c.sample())
	}
	return p.flush(w)
}

func (c *Checks) overview() table {
	t := table{columns: []column{{head: c.label("check")}, {head: c.label("check-title")}, {head: c.label("outcome-finding"), number: true},
		{head: c.label("outcome-ok"), number: true}, {head: c.label("outcome-not-applicable"), number: true}, {head: c.label("outcome-not-enough-data"), number: true}}}
	for _, info := range c.Infos {
		counts := c.Counts[info.Code]
		if counts == nil {
			counts = new([4]int)
		}
		found := cell{text: itoa(counts[engine.CheckFound])}
		if counts[engine.CheckFound] > 0 {
			found.tone = severityTone(info.Severity)
		}
		t.rows = append(t.rows, []cell{{text: info.ID}, {text: info.Title}, found, {text: itoa(counts[engine.CheckOK])},
			{text: itoa(counts[engine.CheckNotApplicable])}, {text: itoa(counts[engine.CheckNoData])}})
	}
	return t
}

func (c *Checks) findings() table {
	t := table{columns: []column{{head: c.label("severity")}, {head: c.label("check")}, {head: c.label("department")}, {head: c.label("project")}, {head: c.label("finding")}}}
	for i := range c.Lines {
		line := &c.Lines[i]
		text := c.sentence(line.Check, line.Args)
		if line.Indicator != "" {
			text = line.Indicator + "：" + text
		}
		t.rows = append(t.rows, []cell{{text: c.Catalogue.Word(c.Lang, "severity."+line.Severity.String()), tone: severityTone(line.Severity)},
			{text: shortID(line.Check)}, {text: line.Department}, {text: line.Project}, {text: text}})
	}
	return t
}

func (c *Checks) sentence(check string, args []engine.Arg) string {
	return c.Catalogue.Sentence(c.Lang, "finding."+check, messages.Arguments(args))
}

func (c *Checks) sample() table {
	t := table{columns: []column{{head: c.label("order"), number: true}, {head: c.label("project")}, {head: c.label("department")}, {head: c.label("tickets"), number: true},
		{head: c.label("errors"), number: true}, {head: c.label("warnings"), number: true}, {head: c.label("undetermined"), number: true}, {head: c.label("adjusted"), number: true}}}
	for i, line := range c.Sample {
		t.rows = append(t.rows, []cell{{text: itoa(i + 1)}, {text: line.Name}, {text: line.Department}, {text: itoa(line.Tickets)},
			{text: itoa(line.Errors)}, {text: itoa(line.Warnings)}, {text: itoa(line.Undetermined)}, {text: line.Money.Grouped()}})
	}
	return t
}

type checkJSON struct {
	Check         string `json:"check"`
	Pack          string `json:"pack"`
	Title         string `json:"title"`
	Of            string `json:"of"`
	Severity      string `json:"severity"`
	Found         int    `json:"finding"`
	OK            int    `json:"ok"`
	NotApplicable int    `json:"not_applicable"`
	NoData        int    `json:"not_enough_data"`
}

type checkResultJSON struct {
	Check     string              `json:"check"`
	Outcome   string              `json:"outcome"`
	Severity  *string             `json:"severity"`
	Indicator *engine.IndicatorID `json:"indicator"`
	Evidence  map[string]string   `json:"evidence"`
	Message   *string             `json:"message"`
}

type checkedProjectJSON struct {
	ID         engine.ProjectID  `json:"id"`
	Name       *string           `json:"name"`
	Department *string           `json:"department"`
	Unit       *string           `json:"unit"`
	Results    []checkResultJSON `json:"results"`
}

type checkedDepartmentJSON struct {
	Department string            `json:"department"`
	Results    []checkResultJSON `json:"results"`
}

type sampleJSON struct {
	ID           engine.ProjectID `json:"id"`
	Name         string           `json:"name"`
	Department   string           `json:"department"`
	Tickets      int              `json:"tickets"`
	Errors       int              `json:"errors"`
	Warnings     int              `json:"warnings"`
	Undetermined int              `json:"undetermined"`
	Money        engine.Money     `json:"money"`
}

// CheckedDepartment is what the checks say about a department.
type CheckedDepartment struct {
	Department string
	Results    []engine.CheckResult
}

// WriteChecksJSON writes every result of every check: project by project as they pass, then what is known once all have passed, which
// after returns.
func WriteChecksJSON(w io.Writer, texts Texts, run engine.Run, projects iter.Seq2[Result, error], after func() (*Checks, []CheckedDepartment)) error {
	out := &jsonWriter{w: w}
	out.text("{\"run\":")
	out.value(newRunJSON(run))
	out.text(",\n\"projects\":[")
	first := true
	for result, err := range projects {
		if err != nil {
			return fmt.Errorf("write the checks: %w", err)
		}
		s := result.Submission
		out.element(checkedProjectJSON{s.ID(), present(s.Name), present(s.Department), present(s.Unit), texts.checkResults(result.Checks)}, first)
		first = false
	}
	all, departments := after()
	out.text("],\n\"departments\":[")
	for i, d := range departments {
		out.element(checkedDepartmentJSON{d.Department, texts.checkResults(d.Results)}, i == 0)
	}
	out.text("],\n\"checks\":[")
	for i, info := range all.Infos {
		counts := all.Counts[info.Code]
		if counts == nil {
			counts = new([4]int)
		}
		pack, _, _ := strings.Cut(info.Code, "/")
		out.element(checkJSON{info.ID, pack, info.Title, info.Of, info.Severity.String(), counts[engine.CheckFound], counts[engine.CheckOK],
			counts[engine.CheckNotApplicable], counts[engine.CheckNoData]}, i == 0)
	}
	out.text("],\n\"sample\":[")
	for i, line := range all.Sample {
		out.element(sampleJSON{line.Project, line.Name, line.Department, line.Tickets, line.Errors, line.Warnings, line.Undetermined, line.Money}, i == 0)
	}
	out.text("]}\n")
	return out.failure()
}

func (t Texts) checkResults(results []engine.CheckResult) []checkResultJSON {
	list := make([]checkResultJSON, 0, len(results))
	for _, r := range results {
		one := checkResultJSON{Check: shortID(r.Check), Outcome: r.Outcome.String(), Evidence: map[string]string{}}
		if r.Outcome == engine.CheckFound {
			one.Severity, one.Message = present(r.Severity.String()), present(t.Catalogue.Sentence(t.Lang, "finding."+r.Check, messages.Arguments(r.Args)))
			for _, arg := range r.Args {
				one.Evidence[arg.Name] = arg.Value
			}
		}
		if r.Indicator != "" {
			one.Indicator = &r.Indicator
		}
		list = append(list, one)
	}
	return list
}
