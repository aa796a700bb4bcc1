package reports

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"slices"
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

// CheckLine is one thing that a check found. ID, Project and Indicator are blank where it concerns a department.
type CheckLine struct {
	Check      string // the check's code
	Severity   engine.Severity
	Args       []engine.Arg
	ID         engine.ProjectID
	Project    string
	Department string
	Indicator  string
}

// CheckLines keeps the findings that a table lists: of all that are added the [MostRows] most severe, and of those that are equally severe
// the first by department and project, so that what is left out does not depend on the order in which projects come.
type CheckLines struct {
	Found int // all that were added
	kept  []CheckLine
}

// Add takes a finding. Those of one project come in the order in which they are to be listed.
func (l *CheckLines) Add(line CheckLine) {
	l.Found++
	if len(l.kept) == MostRows && bySeverity(&l.kept[MostRows-1], &line) <= 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(l.kept, &line, func(kept CheckLine, line *CheckLine) int { return cmp.Or(bySeverity(&kept, line), -1) })
	l.kept = slices.Insert(l.kept, at, line)
	l.kept = l.kept[:min(len(l.kept), MostRows)]
}

// Listed returns what is kept, department by department and in each the most severe first.
func (l *CheckLines) Listed() []CheckLine {
	list := slices.Clone(l.kept)
	slices.SortStableFunc(list, func(a, b CheckLine) int {
		return cmp.Or(strings.Compare(engine.Fold(a.Department), engine.Fold(b.Department)), bySeverity(&a, &b))
	})
	return list
}

func bySeverity(a, b *CheckLine) int {
	return cmp.Or(cmp.Compare(b.Severity, a.Severity), strings.Compare(engine.Fold(a.Department), engine.Fold(b.Department)),
		strings.Compare(a.Project, b.Project), strings.Compare(string(a.ID), string(b.ID)))
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
	Counts   map[string]*engine.CheckCount // by code
	Lines    []CheckLine                   // as [CheckLines] lists them
	Found    int                           // all that was found
	Sample   []SampleLine
	Seed     int64
}

// shortID is a check's id without its pack.
func shortID(code string) string { return code[strings.LastIndexByte(code, '/')+1:] }

// WriteChecksTable writes what the checks found for a terminal: the checks with their outcomes, the findings, and the sample where one was
// drawn.
func WriteChecksTable(w io.Writer, c *Checks, width int, colour bool) error {
	p := newPainter(width, colour)
	p.table(c.overview(func(*engine.CheckCount) bool { return true }))
	p.line(c.label("checks-counted"))
	if len(c.Lines) > 0 {
		p.blank()
		p.table(c.findings())
	}
	if more := c.Found - len(c.Lines); more > 0 {
		p.line(c.counted("more-findings", more))
	}
	if hints := c.hints(); len(hints.rows) > 0 {
		p.blank()
		p.table(hints)
	}
	if len(c.Sample) > 0 {
		p.blank()
		p.heading(c.Catalogue.Sentence(c.Lang, "check.sample", messages.Arguments(engine.Args("count", itoa(len(c.Sample)), "seed", fmt.Sprint(c.Seed)))))
		p.table(c.sample())
	}
	return p.flush(w)
}

// WriteChecksBrief writes the checks that found something with their outcomes, and nothing where none did.
func WriteChecksBrief(w io.Writer, c *Checks, width int, colour bool) error {
	t := c.overview(func(counts *engine.CheckCount) bool { return counts.Places > 0 })
	if len(t.rows) == 0 {
		return nil
	}
	p := newPainter(width, colour)
	p.table(t)
	p.line(c.label("checks-counted"))
	return p.flush(w)
}

func (c *Checks) overview(shown func(*engine.CheckCount) bool) table {
	t := table{columns: []column{{head: c.label("check")}, {head: c.label("check-title")}, {head: c.label("outcome-finding"), number: true},
		{head: c.label("places"), number: true}, {head: c.label("outcome-ok"), number: true}, {head: c.label("outcome-not-applicable"), number: true}, {head: c.label("outcome-not-enough-data"), number: true}}}
	for _, info := range c.Infos {
		counts := c.countsOf(info.Code)
		if !shown(counts) {
			continue
		}
		found := cell{text: itoa(counts.Outcomes[engine.CheckFound])}
		if counts.Places > 0 {
			found.tone = severityTone(info.Severity)
		}
		t.rows = append(t.rows, []cell{{text: info.ID}, {text: info.Title}, found, {text: itoa(counts.Places)},
			{text: itoa(counts.Outcomes[engine.CheckOK])}, {text: itoa(counts.Outcomes[engine.CheckNotApplicable])},
			{text: itoa(counts.Outcomes[engine.CheckNoData])}})
	}
	return t
}

func (c *Checks) countsOf(code string) *engine.CheckCount {
	if counts := c.Counts[code]; counts != nil {
		return counts
	}
	return &engine.CheckCount{}
}

// hints says for each check that found something what to do about it.
func (c *Checks) hints() table {
	t := table{columns: []column{{head: c.label("check")}, {head: c.label("what-to-do")}}}
	for _, info := range c.Infos {
		if hint := c.hint(info.Code, nil); hint != "" && c.countsOf(info.Code).Places > 0 {
			t.rows = append(t.rows, []cell{{text: info.ID}, {text: hint}})
		}
	}
	return t
}

func (t Texts) hint(check string, args []engine.Arg) string {
	return t.Catalogue.Hint(t.Lang, "finding."+check, messages.Arguments(args))
}

func (c *Checks) findings() table {
	t := table{columns: []column{{head: c.label("department")}, {head: c.label("severity")}, {head: c.label("check")}, {head: c.label("project")}, {head: c.label("finding")}}}
	for i := range c.Lines {
		line := &c.Lines[i]
		text := c.sentence(line.Check, line.Args)
		if line.Indicator != "" {
			text = line.Indicator + "：" + text
		}
		t.rows = append(t.rows, []cell{{text: line.Department},
			{text: c.Catalogue.Word(c.Lang, "severity."+line.Severity.String()), tone: severityTone(line.Severity)},
			{text: shortID(line.Check)}, {text: line.Project}, {text: text}})
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
	Counted       string `json:"counted"` // what the outcomes count: projects or departments
	Found         int    `json:"finding"`
	Places        int    `json:"places"` // findings: rows, for a check of rows
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
	Hint      *string             `json:"hint"` // what to do; null where nothing was found
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
		out.element(all.checkJSON(info), i == 0)
	}
	out.text("],\n\"sample\":[")
	for i, line := range all.Sample {
		out.element(sampleJSON{line.Project, line.Name, line.Department, line.Tickets, line.Errors, line.Warnings, line.Undetermined, line.Money}, i == 0)
	}
	out.text("]}\n")
	return out.failure()
}

func (c *Checks) checkJSON(info CheckInfo) checkJSON {
	pack, _, _ := strings.Cut(info.Code, "/")
	counted := "projects"
	if info.Of == "department" {
		counted = "departments"
	}
	counts := c.countsOf(info.Code)
	return checkJSON{info.ID, pack, info.Title, info.Of, info.Severity.String(), counted, counts.Outcomes[engine.CheckFound], counts.Places,
		counts.Outcomes[engine.CheckOK], counts.Outcomes[engine.CheckNotApplicable], counts.Outcomes[engine.CheckNoData]}
}

func (t Texts) checkResults(results []engine.CheckResult) []checkResultJSON {
	list := make([]checkResultJSON, 0, len(results))
	for _, r := range results {
		one := checkResultJSON{Check: shortID(r.Check), Outcome: r.Outcome.String(), Evidence: map[string]string{}}
		if r.Outcome == engine.CheckFound {
			one.Severity, one.Message = present(r.Severity.String()), present(t.Catalogue.Sentence(t.Lang, "finding."+r.Check, messages.Arguments(r.Args)))
			one.Hint = present(t.hint(r.Check, r.Args))
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
