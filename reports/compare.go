package reports

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"jixiao/engine"
	"jixiao/messages"
)

// Comparison is what moved between two evaluations of the same projects, as every format shows it.
type Comparison struct {
	*engine.Comparison
	Year    int
	Changes []PackChange // of the packs
	// The sentences of a side are those of its own pack: two packs may say different things under one name.
	TextsBefore, TextsAfter Texts
}

// PackChange is a value in which two packs differ.
type PackChange struct{ Path, Before, After string }

// Bounds of the table for people; JSON and csv have no such bounds.
const (
	changesShown     = 20
	departmentsShown = 20
	rowsShown        = 5 // of one project
)

// texts are for what belongs to neither side.
func (c *Comparison) texts() Texts { return c.TextsAfter }

func (c *Comparison) say(code string, args ...string) string {
	return c.texts().Catalogue.Sentence(c.texts().Lang, code, messages.Arguments(engine.Args(args...)))
}

// WriteComparisonTable writes what moved for a terminal that is width columns wide (0 or less: [DefaultWidth]): how the packs differ,
// how many rows went from one verdict to another, and projects from one grade to another, the departments' means, and the projects
// that moved most, with the reasons of both sides.
func WriteComparisonTable(w io.Writer, c Comparison, width int, colour bool) error {
	p := newPainter(width, colour)
	p.heading(c.say("compare.title", "before", c.side(&c.Before), "after", c.side(&c.After), "year", fmt.Sprint(c.Year)))
	c.paintChanges(p)
	p.blank()
	p.line(c.say("compare.counts", "projects", fmt.Sprint(c.Projects), "changed", fmt.Sprint(c.Changed), "rows", fmt.Sprint(c.Rows),
		"rows_changed", fmt.Sprint(c.RowsChanged), "before", meanText(c.Means.Before), "after", meanText(c.Means.After)))
	if c.OnlyBefore+c.OnlyAfter > 0 {
		p.line(c.say("compare.one-sided", "before", fmt.Sprint(c.OnlyBefore), "after", fmt.Sprint(c.OnlyAfter)))
	}
	if c.RowsAdded+c.RowsRemoved > 0 {
		p.line(c.say("compare.rows-one-sided", "added", fmt.Sprint(c.RowsAdded), "removed", fmt.Sprint(c.RowsRemoved)))
	}
	if c.Changed > 0 {
		p.blank()
		p.table(c.verdictTable())
		p.blank()
		p.table(c.gradeTable())
		c.paintDepartments(p)
		c.paintMovers(p)
	}
	return p.flush(w)
}

// side names one side: its pack with the beginning of the digest, and its run where it is stored.
func (c *Comparison) side(side *engine.ComparedSide) string {
	pack := side.Pack.Name + " " + side.Pack.Digest.String()[:12]
	if side.Run == 0 {
		return pack
	}
	return c.say("compare.run", "run", fmt.Sprint(side.Run), "pack", pack)
}

func (c *Comparison) paintChanges(p *painter) {
	if len(c.Changes) == 0 {
		return
	}
	t := table{columns: []column{{head: c.say("compare.where")}, {head: c.say("label.before")}, {head: c.say("label.after")}}}
	for i, change := range c.Changes {
		if i == changesShown {
			break
		}
		t.rows = append(t.rows, []cell{{text: change.Path}, {text: dashed(change.Before)}, {text: dashed(change.After)}})
	}
	p.blank()
	p.table(t)
	c.paintRest(p, "compare.more-changes", len(c.Changes)-changesShown)
}

func (c *Comparison) paintRest(p *painter, code string, count int) {
	if count > 0 {
		p.line(c.say(code, "count", fmt.Sprint(count)))
	}
}

// meanText writes a mean with two decimals, half up.
func meanText(mean engine.Mean) string {
	value, known := mean.Value()
	if !known {
		return Dash
	}
	text, _ := value.Decimal(2)
	return twoDecimals(text)
}

func (c *Comparison) verdictTable() table {
	verdicts := engine.Verdicts()
	t := table{columns: []column{{head: c.say("compare.verdicts")}}}
	for _, after := range verdicts {
		t.columns = append(t.columns, column{head: c.say("verdict." + after.String()), number: true})
	}
	for _, before := range verdicts {
		row := []cell{{text: c.say("verdict." + before.String()), tone: verdictTone(before)}}
		for _, after := range verdicts {
			row = append(row, moved(c.Verdicts[before][after], before == after))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

func (c *Comparison) gradeTable() table {
	t := table{columns: []column{{head: c.say("compare.grades")}}}
	for _, grade := range c.Grades {
		t.columns = append(t.columns, column{head: c.grade(grade), number: true})
	}
	for i, before := range c.Grades {
		row := []cell{{text: c.grade(before)}}
		for j := range c.Grades {
			row = append(row, moved(c.GradeMoves[i][j], i == j))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// moved shows a count of a transition: what stayed is faint, what moved is strong, and nothing is a dash.
func moved(count int, stayed bool) cell {
	switch {
	case count == 0:
		return cell{text: "·", tone: faintTone}
	case stayed:
		return cell{text: fmt.Sprint(count), tone: faintTone}
	}
	return cell{text: fmt.Sprint(count), tone: strongTone}
}

func (c *Comparison) grade(name string) string {
	if name == "" {
		return c.say("label.ungraded")
	}
	return name
}

func (c *Comparison) paintDepartments(p *painter) {
	t := table{columns: []column{{head: c.say("label.department")}, {head: c.say("label.projects"), number: true},
		{head: c.say("compare.changed"), number: true}, {head: c.say("compare.mean-before"), number: true},
		{head: c.say("compare.mean-after"), number: true}}}
	all := c.Departments()
	for i, department := range all {
		if i == departmentsShown {
			break
		}
		t.rows = append(t.rows, []cell{{text: department.Name}, counted(department.Projects), counted(department.Changed),
			{text: meanText(department.Before)}, {text: meanText(department.After)}})
	}
	p.blank()
	p.table(t)
	c.paintRest(p, "compare.more-departments", len(all)-departmentsShown)
}

func (c *Comparison) paintMovers(p *painter) {
	t := table{columns: []column{{head: c.say("compare.movers")}, {head: c.say("label.department")},
		{head: c.say("compare.total-before"), number: true}, {head: c.say("compare.total-after"), number: true}, {head: c.say("label.grade")}}}
	for _, move := range c.Movers {
		before, after := move.Before.Evaluation, move.After.Evaluation
		grade := c.grade(after.Grade)
		if before.Grade != after.Grade {
			grade = c.grade(before.Grade) + " → " + grade
		}
		s := move.After.Submission
		t.rows = append(t.rows, []cell{{text: s.Name}, {text: s.Department}, {text: totalText(before)}, {text: totalText(after)}, {text: grade}})
		t.under = append(t.under, faint(c.moverRows(move)))
	}
	p.blank()
	p.table(t)
	c.paintRest(p, "compare.more-movers", c.Changed-len(c.Movers))
}

// totalText writes a total, or the bounds of one that nobody knows yet.
func totalText(e *engine.Evaluation) string {
	if e.Determined {
		return e.Total.String()
	}
	return span(e.AtLeast, e.AtMost).Text
}

// moverRows writes the rows that moved, each with the reasons of both sides where they differ.
func (c *Comparison) moverRows(move *engine.Move) []string {
	var lines []string
	for i := range move.Rows {
		if i == rowsShown {
			return append(lines, c.say("compare.more-rows", "count", fmt.Sprint(len(move.Rows)-rowsShown)))
		}
		row := &move.Rows[i]
		lines = append(lines, c.say("compare.row", "row", c.rowName(row), "before", c.outcome(row.Before), "after", c.outcome(row.After),
			"why", c.why(row)))
		lines = append(lines, c.reasons(row)...)
	}
	return lines
}

// reasons writes why a row has its score, on both sides where that is not the same.
func (c *Comparison) reasons(row *engine.RowMove) (lines []string) {
	before, after := c.TextsBefore.reason(row.Before), c.TextsAfter.reason(row.After)
	if before == after && after != "" {
		return []string{"  " + after}
	}
	if before != "" {
		lines = append(lines, c.say("compare.reason-before", "reason", before))
	}
	if after != "" {
		lines = append(lines, c.say("compare.reason-after", "reason", after))
	}
	return lines
}

func (c *Comparison) rowName(row *engine.RowMove) string {
	if row.Indicator == nil {
		return c.say("label.execution")
	}
	return row.Indicator.Name
}

// outcome writes a verdict with the points, or a dash where the row is not there.
func (c *Comparison) outcome(score *engine.Score) string {
	if score == nil {
		return Dash
	}
	word := c.say("verdict." + score.Verdict.String())
	if points := earned(score); points != "" {
		return word + " " + points + "/" + score.Weight.String()
	}
	return word
}

// earned writes what a row earned, nothing where no score is sure.
func earned(score *engine.Score) string {
	if score == nil || score.Verdict == engine.Undetermined || score.Verdict == engine.NotApplicable {
		return ""
	}
	return score.Earned.String()
}

func (c *Comparison) why(row *engine.RowMove) string {
	words := make([]string, len(row.Why))
	for i, code := range row.Why {
		words[i] = c.say("why." + code)
	}
	return strings.Join(words, c.say("compare.and"))
}

// reason puts a score's reason into words; nothing where there is none.
func (t Texts) reason(score *engine.Score) string {
	if score == nil || score.Reason.Code == "" {
		return ""
	}
	return t.Catalogue.Sentence(t.Lang, "reason."+score.Reason.Code, messages.Arguments(score.Reason.Args))
}

// MovesCSV writes moves as csv, one line a row that moved, as they come.
type MovesCSV struct {
	out    *csv.Writer
	c      Comparison
	record []string
}

// NewMovesCSV writes the head. Of the comparison only the texts count: the moves are given one by one.
func NewMovesCSV(w io.Writer, c Comparison) (*MovesCSV, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, fmt.Errorf("write csv: %w", err)
	}
	m := &MovesCSV{out: csv.NewWriter(w), c: c}
	m.out.UseCRLF = true
	for _, code := range []string{"label.code", "label.project", "label.department", "label.unit", "label.class", "label.indicator", "label.target",
		"label.actual", "compare.verdict-before", "compare.verdict-after", "compare.weight-before", "compare.weight-after",
		"compare.score-before", "compare.score-after", "compare.total-before", "compare.total-after", "compare.grade-before",
		"compare.grade-after", "compare.why", "compare.given-before", "compare.given-after"} {
		m.record = append(m.record, c.say(code))
	}
	return m, m.write()
}

func (m *MovesCSV) write() error {
	if err := m.out.Write(m.record); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

// Write writes the rows of a project that moved; one line without a row where only its total or grade did, or where it is on one side
// only.
func (m *MovesCSV) Write(move *engine.Move) error {
	if len(move.Rows) == 0 {
		return m.line(move, nil)
	}
	for i := range move.Rows {
		if err := m.line(move, &move.Rows[i]); err != nil {
			return err
		}
	}
	return nil
}

func (m *MovesCSV) line(move *engine.Move, row *engine.RowMove) error {
	s := move.Newest().Submission
	m.record = append(m.record[:0], engine.Guard(s.Code), engine.Guard(s.Name), engine.Guard(s.Department), engine.Guard(s.Unit))
	m.row(row)
	before, after := move.Before.Evaluation, move.After.Evaluation
	for _, e := range []*engine.Evaluation{before, after} {
		m.add(e != nil, func() string { return totalText(e) })
	}
	for _, e := range []*engine.Evaluation{before, after} {
		m.add(e != nil, func() string { return engine.Guard(m.c.grade(e.Grade)) })
	}
	m.reasons(move, row)
	return m.write()
}

func (m *MovesCSV) add(known bool, text func() string) {
	if !known {
		m.record = append(m.record, "")
		return
	}
	m.record = append(m.record, text())
}

func (m *MovesCSV) row(row *engine.RowMove) {
	if row == nil {
		m.record = append(m.record, make([]string, 10)...)
		return
	}
	class, target, actual := engine.ExecutionLabel, "", ""
	if i := row.Indicator; i != nil {
		class, target, actual = i.Level2.String(), i.Target.Text, actualText(&i.Actual)
	}
	m.record = append(m.record, class, engine.Guard(m.c.rowName(row)), engine.Guard(target), engine.Guard(actual))
	for _, score := range []*engine.Score{row.Before, row.After} {
		m.add(score != nil, func() string { return m.c.say("verdict." + score.Verdict.String()) })
	}
	for _, score := range []*engine.Score{row.Before, row.After} {
		m.add(score != nil, func() string { return score.Weight.String() })
	}
	m.record = append(m.record, earned(row.Before), earned(row.After))
}

func (m *MovesCSV) reasons(move *engine.Move, row *engine.RowMove) {
	switch {
	case row != nil:
		m.record = append(m.record, m.c.why(row), engine.Guard(m.c.TextsBefore.reason(row.Before)), engine.Guard(m.c.TextsAfter.reason(row.After)))
	case move.Before.Submission == nil:
		m.record = append(m.record, m.c.say("compare.only-after"), "", "")
	case move.After.Submission == nil:
		m.record = append(m.record, m.c.say("compare.only-before"), "", "")
	default:
		m.record = append(m.record, "", "", "")
	}
}

// Close ends the writing.
func (m *MovesCSV) Close() error {
	m.out.Flush()
	if err := m.out.Error(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}
