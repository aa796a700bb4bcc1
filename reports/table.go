package reports

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"jixiao/engine"
	"jixiao/messages"
)

// DefaultWidth is the width of a table where the terminal's width is unknown, in columns.
const DefaultWidth = 100

const (
	columnGap   = 2 // columns between two columns of a table
	leastColumn = 4 // columns that a column of text keeps: two Chinese characters
	indent      = 4 // columns by which an explanation below a row is set in
)

// SummaryRow is one project in the table that a run ends with.
type SummaryRow struct {
	Project      string
	Department   string
	Total        string // points, or a range
	Grade        string
	Graded       bool
	Undetermined int // rows that nobody could judge
}

// Summary returns the project's row for a summary table.
func (v *View) Summary() SummaryRow {
	return SummaryRow{v.Name, v.Department, v.Total.Text, v.Grade, v.Graded, v.Undetermined}
}

// NewSummaryRow is [View.Summary] where the computed score is printed, from what a run keeps of a project to be summed up.
func NewSummaryRow(line *engine.ScoreLine) SummaryRow {
	total := computedTotal(line.Determined, line.Total, line.AtLeast, line.AtMost)
	row := SummaryRow{line.Name, line.Department, total.Text, ungraded, line.Grade != "", line.Undetermined}
	if row.Graded {
		row.Grade = line.Grade
	}
	return row
}

// WriteProjectTable writes one project for a terminal that is width columns wide (0 or less: [DefaultWidth]): its head, funds,
// rows with verdict and reason, adjustments, total, grade and findings. Texts are wrapped, never cut. Without colour the output
// is plain text.
func WriteProjectTable(w io.Writer, v *View, width int, colour bool) error {
	p := newPainter(width, colour)
	p.heading(v.Name + v.Year)
	p.pairs(v.label("code"), v.Code, v.label("department"), v.Department, v.label("unit"), v.Unit,
		v.label("goal"), v.Goal, v.label("goal-actual"), v.GoalActual,
		v.label("filling"), strings.Join(strings.Fields(v.Filler+" "+v.Telephone+" "+v.FilledOn), " "))
	p.blank()
	p.table(fundsTable(v))
	p.blank()
	p.table(indicatorTable(v))
	p.blank()
	p.table(closingTable(v))
	if len(v.Findings) > 0 {
		p.blank()
		p.heading(v.label("findings"))
		p.table(findingTable(v))
	}
	return p.flush(w)
}

// WriteSummaryTable writes one line a project and, below, nothing: totals over projects are not made here.
func WriteSummaryTable(w io.Writer, texts Texts, rows []SummaryRow, width int, colour bool) error {
	t := table{columns: []column{{head: texts.label("project")}, {head: texts.label("department")},
		{head: texts.label("score"), number: true}, {head: texts.label("grade")}, {head: texts.label("undetermined"), number: true}}}
	for _, row := range rows {
		grade := cell{text: row.Grade}
		if !row.Graded {
			grade = cell{text: texts.label("ungraded"), tone: doubtTone}
		}
		count := cell{text: fmt.Sprint(row.Undetermined)}
		if row.Undetermined > 0 {
			count.tone = doubtTone
		}
		t.rows = append(t.rows, []cell{{text: row.Project}, {text: row.Department}, {text: row.Total}, grade, count})
	}
	p := newPainter(width, colour)
	p.table(t)
	return p.flush(w)
}

// MostRows is how many issues, changes or projects a table lists one by one. Nobody reads more on a terminal; what is left is
// counted, and programs get all of it.
const MostRows = 1000

// WriteIssuesTable writes issues, those that need a person first: severity, place, sentence, and what to do. Without issues it
// says so. Beyond [MostRows] it counts them by kind, with the first of each as an example. The issues are read more than once.
func WriteIssuesTable(w io.Writer, texts Texts, issues iter.Seq2[engine.Issue, error], width int, colour bool) error {
	order, err := urgentFirst(issues)
	if err != nil {
		return err
	}
	p := newPainter(width, colour)
	if len(order) == 0 {
		p.line(texts.label("no-issues"))
		return p.flush(w)
	}
	shown, rest, err := pick(issues, order)
	if err != nil {
		return err
	}
	p.table(texts.issueTable(shown))
	if len(rest) > 0 {
		p.blank()
		p.line(texts.counted("more-issues", len(order)-len(shown)))
		p.table(texts.issueKinds(rest))
	}
	return p.flush(w)
}

// urgentFirst lists the places of errors before those of warnings and these before the rest. Among equals the files follow one
// another as they were first met, and in a file the order is that of the list.
func urgentFirst(issues iter.Seq2[engine.Issue, error]) ([]int, error) {
	type spot struct {
		severity engine.Severity
		file, at int
	}
	var spots []spot
	met := map[string]int{}
	for issue, err := range issues {
		if err != nil {
			return nil, err
		}
		if _, known := met[issue.Source.File]; !known {
			met[issue.Source.File] = len(met)
		}
		spots = append(spots, spot{issue.Severity, met[issue.Source.File], len(spots)})
	}
	slices.SortStableFunc(spots, func(a, b spot) int {
		return cmp.Or(cmp.Compare(b.severity, a.severity), cmp.Compare(a.file, b.file))
	})
	order := make([]int, len(spots))
	for i, spot := range spots {
		order[i] = spot.at
	}
	return order, nil
}

// issueKind is the issues of one code and severity that are not listed, with the most urgent of them.
type issueKind struct {
	first engine.Issue
	rank  int // of the first
	count int
}

// pick takes the first issues of an order, and counts the others by kind, the kinds in the same order.
func pick(issues iter.Seq2[engine.Issue, error], order []int) (shown []engine.Issue, rest []*issueKind, err error) {
	rank := make([]int, len(order))
	for i, at := range order {
		rank[at] = i
	}
	shown = make([]engine.Issue, min(len(order), MostRows))
	kinds := map[string]*issueKind{}
	at := 0
	for issue, err := range issues {
		if err != nil {
			return nil, nil, err
		}
		n := rank[at]
		at++
		if n < len(shown) {
			shown[n] = issue
			continue
		}
		key := issue.Severity.String() + issue.Code
		kind := kinds[key]
		if kind == nil {
			kind = &issueKind{issue, n, 0}
			kinds[key], rest = kind, append(rest, kind)
		}
		kind.count++
		if n < kind.rank {
			kind.first, kind.rank = issue, n
		}
	}
	slices.SortFunc(rest, func(a, b *issueKind) int { return cmp.Compare(a.rank, b.rank) })
	return shown, rest, nil
}

// issueKinds is the table of the kinds of issues: how many there are, and where the first is.
func (t Texts) issueKinds(kinds []*issueKind) table {
	out := table{columns: []column{{head: t.label("severity")}, {head: t.label("count"), number: true}, {head: t.label("place")},
		{head: t.label("message")}}}
	for _, kind := range kinds {
		row := t.issueRow(&kind.first)
		out.rows = append(out.rows, []cell{row[0], counted(kind.count), row[1], row[2]})
	}
	return out
}

// counted is a sentence with a number in it.
func (t Texts) counted(code string, count int) string {
	return t.Catalogue.Sentence(t.Lang, "label."+code, []messages.Arg{{Name: "count", Value: fmt.Sprint(count)}})
}

func (t Texts) issueTable(issues []engine.Issue) table {
	out := table{columns: []column{{head: t.label("severity")}, {head: t.label("place")}, {head: t.label("message")},
		{head: t.label("hint")}}}
	for i := range issues {
		out.rows = append(out.rows, t.issueRow(&issues[i]))
	}
	return out
}

func (t Texts) issueRow(issue *engine.Issue) []cell {
	code, args := "issue."+issue.Code, messages.Arguments(issue.Args)
	return []cell{
		{text: t.Catalogue.Word(t.Lang, "severity."+issue.Severity.String()), tone: severityTone(issue.Severity)},
		{text: t.Place(issue.Source)},
		{text: t.Catalogue.Sentence(t.Lang, code, args)},
		{text: t.Catalogue.Hint(t.Lang, code, args)},
	}
}

// Place says where something was read, as exactly as is known; nothing for no place.
func (t Texts) Place(source engine.Source) string { return t.placed("place.", source) }

// Spot says where in its file something was read.
func (t Texts) Spot(source engine.Source) string { return t.placed("spot.", source) }

func (t Texts) placed(space string, source engine.Source) string {
	if source.IsZero() {
		return ""
	}
	return t.Catalogue.Sentence(t.Lang, space+source.Kind(), messages.Arguments(source.Args()))
}

func (t Texts) label(code string) string { return t.Catalogue.Word(t.Lang, "label."+code) }

func fundsTable(v *View) table {
	head := v.catalogue.Sentence(v.Lang, "label.funds", []messages.Arg{{Name: "unit", Value: v.MoneyUnit}})
	t := table{columns: []column{{head: head}, {head: v.label("initial"), number: true}, {head: v.label("adjusted"), number: true},
		{head: v.label("executed"), number: true}, {head: v.label("weight"), number: true}, {head: v.label("rate"), number: true},
		{head: v.label("score"), number: true}}}
	for i, line := range v.Budget {
		score := cell{text: line.Score.Text}
		if i == 0 {
			score = scoreCell(v.Execution, line.Score)
		}
		t.rows = append(t.rows, []cell{{text: line.Item.String()}, {text: line.Initial.Text}, {text: line.Adjusted.Text},
			{text: line.Executed.Text}, {text: line.Weight.Text}, {text: line.Rate.Text}, score})
	}
	return t
}

// indicatorTable puts what was claimed, computed and reviewed side by side, the first and the last where there is any.
func indicatorTable(v *View) table {
	claims := slices.ContainsFunc(v.Indicators, func(line IndicatorLine) bool { return line.Claimed.Text != "" })
	reviews := slices.ContainsFunc(v.Indicators, func(line IndicatorLine) bool { return line.Review != nil })
	t := table{columns: []column{{head: v.label("class")}, {head: v.label("indicator")}, {head: v.label("target")},
		{head: v.label("actual")}, {head: v.label("weight"), number: true}}}
	if claims {
		t.columns = append(t.columns, column{head: v.label("claimed-short"), number: true})
	}
	t.columns = append(t.columns, column{head: v.label("score"), number: true})
	if reviews {
		t.columns = append(t.columns, column{head: v.label("reviewed"), number: true})
	}
	t.columns = append(t.columns, column{head: v.label("verdict")})
	for i := range v.Indicators {
		line := &v.Indicators[i]
		t.rows = append(t.rows, indicatorCells(line, claims, reviews))
		t.under = append(t.under, faint(v.why(line)))
	}
	return t
}

func indicatorCells(line *IndicatorLine, claims, reviews bool) []cell {
	row := []cell{{text: classOf(line)}, {text: line.Name}, {text: line.Target}, {text: line.Actual}, {text: line.Weight.Text}}
	if claims {
		row = append(row, cell{text: cmp.Or(line.Claimed.Text, Dash)})
	}
	row = append(row, scoreCell(line.Judgement, line.Score))
	if reviews {
		row = append(row, cell{text: line.Review.score()})
	}
	return append(row, cell{text: line.Word, tone: verdictTone(line.Verdict)})
}

// classOf names a row's class of level 2, or of level 1 where there is none, without the word that all of them end with.
func classOf(line *IndicatorLine) string {
	class := line.Level2
	if class == "" {
		class = line.Level1
	}
	return strings.TrimSuffix(class, "指标")
}

// scoreCell leaves a score empty where the verdict's column says it already.
func scoreCell(j Judgement, score Figure) cell {
	if score.Kind == WordsFigure {
		return cell{text: Dash, tone: verdictTone(j.Verdict)}
	}
	return cell{text: score.Text}
}

// why lists the reason of a row's verdict, what to do about it where nobody could judge, and what the unit wrote. It stands
// under the row: a column for it would be narrow and high.
func (v *View) why(line *IndicatorLine) []string {
	var lines []string
	if line.Reason != "" {
		lines = append(lines, line.Reason)
	}
	if line.Verdict == engine.Undetermined && line.Hint != "" {
		lines = append(lines, "→ "+line.Hint)
	}
	if line.Deviation != "" {
		lines = append(lines, v.catalogue.Sentence(v.Lang, "label.deviation", []messages.Arg{{Name: "text", Value: line.Deviation}}))
	}
	if opinion := v.opinion(line.Review); opinion != "" {
		lines = append(lines, opinion)
	}
	return lines
}

func closingTable(v *View) table {
	t := table{columns: []column{{}, {}, {}}}
	if reason := v.Execution.Reason; reason != "" {
		if v.Execution.Verdict == engine.Undetermined && v.Execution.Hint != "" {
			reason += "\n→ " + v.Execution.Hint
		}
		if v.ExecutionReason != "" {
			reason += "\n" + v.catalogue.Sentence(v.Lang, "label.deviation", []messages.Arg{{Name: "text", Value: v.ExecutionReason}})
		}
		t.rows = append(t.rows, []cell{{text: v.label("execution")}, scoreCell(v.Execution, v.Budget[0].Score), {text: reason}})
	}
	if text := v.ExecutionClaimed.Text; text != "" {
		t.rows = append(t.rows, []cell{{text: v.label("execution-claimed")}, {text: text}, {}})
	}
	if review := v.ExecutionReview; review != nil {
		t.rows = append(t.rows, []cell{{text: v.label("execution-reviewed")}, {text: review.score()}, {text: v.opinion(review)}})
	}
	for _, line := range v.Adjustments {
		t.rows = append(t.rows, []cell{{text: v.label("adjustment")}, {text: line.Points.Text}, {text: line.Words}})
	}
	t.rows = append(t.rows, []cell{{text: v.label("total"), tone: strongTone}, {text: v.Total.Text, tone: strongTone}, {text: "/ " + v.Weight.Text}})
	grade := cell{text: v.Grade, tone: strongTone}
	if !v.Graded {
		grade = cell{text: v.label("ungraded"), tone: doubtTone}
	}
	return table{columns: t.columns, rows: append(t.rows, []cell{{text: v.label("grade"), tone: strongTone}, grade, {}})}
}

func findingTable(v *View) table {
	t := table{columns: []column{{head: v.label("severity")}, {head: v.label("indicator")}, {head: v.label("message")}}}
	for _, line := range v.Findings {
		t.rows = append(t.rows, []cell{{text: line.Word, tone: severityTone(line.Severity)}, {text: line.Indicator},
			{text: strings.TrimRight(line.Sentence+"\n"+line.Hint, "\n")}})
	}
	return t
}

// tone is what a cell's colour means.
type tone int

const (
	plainTone tone = iota
	goodTone
	halfTone
	badTone
	doubtTone
	faintTone
	strongTone
)

func verdictTone(verdict engine.Verdict) tone {
	switch verdict {
	case engine.Met:
		return goodTone
	case engine.PartlyMet:
		return halfTone
	case engine.Missed:
		return badTone
	case engine.Undetermined:
		return doubtTone
	}
	return faintTone
}

func severityTone(severity engine.Severity) tone {
	switch severity {
	case engine.Error:
		return badTone
	case engine.Warning:
		return halfTone
	}
	return faintTone
}

type cell struct {
	text string
	tone tone
}

type column struct {
	head   string
	number bool // set to the right and never broken
}

type table struct {
	columns []column
	rows    [][]cell
	under   [][]cell // of each row: texts below it, over the whole width
}

// painter collects the lines of an output for a terminal.
type painter struct {
	width  int
	colour bool
	out    strings.Builder
}

func newPainter(width int, colour bool) *painter {
	if width <= 0 {
		width = DefaultWidth
	}
	return &painter{width: width, colour: colour}
}

func (p *painter) flush(w io.Writer) error {
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}

func (p *painter) blank() { p.out.WriteByte('\n') }

func (p *painter) line(text string) { p.out.WriteString(strings.TrimRight(text, " ") + "\n") }

func (p *painter) heading(text string) {
	for _, line := range wrap(printable(text), p.width, terminalCells) {
		p.line(p.style(strongTone).Render(line))
	}
}

// pairs writes a label and its value a line, the values one below the other; without a value, nothing.
func (p *painter) pairs(texts ...string) {
	t := table{columns: []column{{}, {}}}
	for i := 0; i+1 < len(texts); i += 2 {
		if texts[i+1] != "" {
			t.rows = append(t.rows, []cell{{text: texts[i], tone: faintTone}, {text: texts[i+1]}})
		}
	}
	p.table(t)
}

func (p *painter) table(t table) {
	widths := t.widths(p.width)
	heads := make([]cell, len(t.columns))
	headed := false
	for i, column := range t.columns {
		heads[i] = cell{text: column.head, tone: strongTone}
		headed = headed || column.head != ""
	}
	if headed {
		p.row(t.columns, widths, heads)
		total := columnGap * (len(widths) - 1)
		for _, width := range widths {
			total += width
		}
		p.line(p.style(faintTone).Render(strings.Repeat("─", total)))
	}
	for i, row := range t.rows {
		p.row(t.columns, widths, row)
		if i < len(t.under) {
			p.under(t.under[i])
		}
	}
}

func (p *painter) row(columns []column, widths []int, row []cell) {
	parts := make([]string, 0, 2*len(row))
	for i, cell := range row {
		style := p.style(cell.tone).Width(widths[i])
		if columns[i].number {
			style = style.Align(lipgloss.Right)
		}
		if i > 0 {
			parts = append(parts, strings.Repeat(" ", columnGap))
		}
		parts = append(parts, style.Render(strings.Join(wrap(printable(cell.text), widths[i], terminalCells), "\n")))
	}
	for _, line := range strings.Split(lipgloss.JoinHorizontal(lipgloss.Top, parts...), "\n") {
		p.line(line)
	}
}

// under writes texts below a row, set in.
func (p *painter) under(texts []cell) {
	for _, text := range texts {
		for _, line := range wrap(printable(text.text), p.width-indent, terminalCells) {
			p.line(strings.Repeat(" ", indent) + p.style(text.tone).Render(line))
		}
	}
}

func faint(texts []string) []cell {
	cells := make([]cell, len(texts))
	for i, text := range texts {
		cells[i] = cell{text, faintTone}
	}
	return cells
}

// widths gives every column the width that it would like and then narrows the widest until the table fits. Numbers are narrowed
// only when nothing else is left.
func (t table) widths(available int) []int {
	widths, least := make([]int, len(t.columns)), make([]int, len(t.columns))
	for i, column := range t.columns {
		widths[i] = max(textWidth(column.head), 1)
		for _, row := range t.rows {
			widths[i] = max(widths[i], textWidth(row[i].text))
			if column.number {
				least[i] = max(least[i], textWidth(row[i].text))
			}
		}
		least[i] = max(least[i], min(widths[i], leastColumn))
	}
	sum := columnGap * (len(widths) - 1)
	for _, width := range widths {
		sum += width
	}
	sum = narrow(widths, least, sum, available)
	for i := range least {
		least[i] = min(least[i], leastColumn)
	}
	narrow(widths, least, sum, available)
	return widths
}

// narrow takes from the widest column that may give until the sum of all is what is available, and returns the sum reached.
func narrow(widths, least []int, sum, available int) int {
	for ; sum > available; sum-- {
		widest := -1
		for i := range widths {
			if widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	return sum
}

func textWidth(text string) int {
	widest := 0
	for _, line := range strings.Split(printable(text), "\n") {
		widest = max(widest, lipgloss.Width(line))
	}
	return widest
}

func terminalCells(r rune) int { return lipgloss.Width(string(r)) }

// printable takes out what would move a terminal's cursor or turn its text around.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\u3000':
			return ' '
		case unprintable(r):
			return -1
		}
		return r
	}, text)
}

// style returns what a tone looks like. Colours are the terminal's own sixteen, so that they fit its background.
func (p *painter) style(tone tone) lipgloss.Style {
	style := lipgloss.NewStyle()
	if !p.colour {
		return style
	}
	switch tone {
	case goodTone:
		return style.Foreground(lipgloss.Green)
	case halfTone:
		return style.Foreground(lipgloss.Yellow)
	case badTone:
		return style.Foreground(lipgloss.Red)
	case doubtTone:
		return style.Foreground(lipgloss.Magenta)
	case faintTone:
		return style.Faint(true)
	case strongTone:
		return style.Bold(true)
	}
	return style
}
