package reports

import (
	"fmt"
	"slices"
	"strings"

	"jixiao/engine"
	"jixiao/messages"
)

// Words that official forms print everywhere.
const (
	ungraded    = "未评定"
	yuan        = "元"
	tenThousand = "万元"
)

// PackInfo is what a form says about the rules that it was scored under.
type PackInfo struct {
	Name    string        // the pack's name: mof-2020
	Lineage []string      // the names of the packs that it builds on
	Title   string        // what people call it
	Basis   string        // the document that it rests on: 财预〔2020〕10号
	Digest  engine.Digest // of the effective pack
}

// Input is everything that a view is made from.
type Input struct {
	Submission *engine.Submission
	Evaluation *engine.Evaluation   // of the submission; nil where nothing was scored yet
	Checks     []engine.CheckResult // of the bureau; what they found is shown behind what the scoring noticed
	Pack       PackInfo
	Run        engine.Run
	Style      Style
	// Explained holds what explains each score where that is wanted, in the order of the form and the execution last; nil otherwise.
	Explained []Explained
	Catalogue *messages.Catalogue
	Lang      messages.Lang // of explanations outside the official form
}

// Style is what the configuration says about forms.
type Style struct {
	Layout string // a name of [Layouts]; blank is LayoutAuto
	// PrintClaimed prints the score that the unit claims, with the computed one beside it, instead of the other way round.
	PrintClaimed bool
}

// View is one project's result as every format shows it: texts, digits and spans, and nothing left to compute.
type View struct {
	Project    engine.ProjectID
	Words      *FormWords // what the form prints around the project's own texts
	Title      string     // 项目支出绩效自评表
	Year       string     // （2025年度）
	Code       string
	Name       string
	Department string
	Unit       string
	MoneyUnit  string // 元 or 万元, as the form's head says
	Budget     []BudgetLine
	Goal       string // 预期目标
	GoalActual string // 实际完成情况
	Indicators []IndicatorLine
	// Execution is the score for the execution of the budget; its digits stand in the first line of Budget.
	Execution Judgement
	// ExecutionReason is the unit's own reason for what was not spent.
	ExecutionReason  string
	ExecutionClaimed Figure // blank where nothing was claimed
	// ExecutionExplanation says how the score of the execution came about, as the explanations of the indicators do.
	ExecutionExplanation []string
	ExecutionReview      *ReviewLine
	Adjustments          []AdjustmentLine
	Weight               Figure // what all rows and the execution weigh
	Total                Figure // as the form prints it: computed or claimed; a range where the project is undetermined
	// Totals are all totals that there are, side by side: claimed, computed, reviewed.
	Totals     []TotalLine
	Grade      string // the band, or 未评定
	Graded     bool
	Determined bool
	// Undetermined counts the rows that nobody could judge, the execution of the budget among them.
	Undetermined int
	Filler       string
	Telephone    string
	FilledOn     string // 2026年1月15日
	Findings     []FindingLine
	Notes        []string // what the form's row 说明 says, in Chinese
	Basis        string   // which rules scored the form, in Chinese
	Lang         messages.Lang

	catalogue *messages.Catalogue
}

// BudgetLine is a row of the funds block.
type BudgetLine struct {
	Item     engine.BudgetItem
	Label    string // as the form prints it, 其中： included
	Initial  Figure
	Adjusted Figure
	Executed Figure
	Weight   Figure // of the total row; — in the others
	Rate     Figure
	Score    Figure
}

// Judgement is how a row was judged, in words.
type Judgement struct {
	Verdict engine.Verdict
	Word    string // the verdict in the view's language
	Rule    string // the rule's id
	Reason  string // in the view's language; empty where there is none
	Hint    string // what a person can do, in the view's language
}

// IndicatorLine is a row of the indicator table.
type IndicatorLine struct {
	ID             engine.IndicatorID
	Level1, Level2 string
	// Level1Span and Level2Span count the rows that share the class, from this one; 0 where a row above covers this one.
	Level1Span, Level2Span int
	Name                   string
	Target                 string // as written
	Actual                 string // as written
	Weight                 Figure
	Score                  Figure // as the form prints it: computed or claimed; 无法判定 or 不适用 where there is none
	Computed               Figure
	Claimed                Figure
	Review                 *ReviewLine // nil where nobody reviewed the row
	Remark                 string      // 偏差原因分析及改进措施 as the form prints it, with what the program adds
	Deviation              string      // the same as the unit wrote it
	Added                  string      // what the program adds to it, the end of Remark
	// Explanation says how the score came about, a line each; empty where that was not asked for.
	Explanation []string
	Judgement
}

// TotalLine is one of several totals of a project.
type TotalLine struct {
	Label  string // 自评, 核算 or 复核
	Points Figure
}

// AdjustmentLine is what a project rule added or took.
type AdjustmentLine struct {
	Rule   string // the rule's id
	Words  string // in the view's language
	Label  string // in Chinese, for the form
	Points Figure
}

// FindingLine is something that the scoring noticed.
type FindingLine struct {
	Code      string
	Severity  engine.Severity
	Word      string // the severity in the view's language
	Indicator string // the indicator's name; empty where it concerns the whole project
	Sentence  string // in the view's language
	Hint      string
}

// NewView builds the view of one project.
func NewView(in Input) *View {
	s, e := in.Submission, in.Evaluation
	if e == nil {
		e = unscored(s)
	}
	layout := layoutFor(in.Style.Layout, append([]string{in.Pack.Name}, in.Pack.Lineage...), s)
	b := builder{in: in, s: s, e: e, words: &layout.Words}
	v := &View{
		Project: s.ID(), Words: &layout.Words, Title: layout.Words.Title, Year: fmt.Sprintf("（%d年度）", s.Year), Code: s.Code, Name: s.Name,
		Department: s.Department, Unit: s.Unit, MoneyUnit: layout.unit,
		Goal: paragraphs(s.Goal), GoalActual: paragraphs(s.GoalActual),
		Filler: s.Filler, Telephone: s.Telephone, FilledOn: chineseDate(s.FilledOn),
		Grade: ungraded, Determined: e.Determined, Undetermined: e.UndeterminedCount(),
		Lang: in.Lang, catalogue: in.Catalogue,
	}
	v.Budget = b.budget(v.MoneyUnit)
	v.Execution = b.judgement(e.Execution.Verdict, e.Execution.Rule, e.Execution.Reason)
	v.ExecutionExplanation = b.explanation("")
	v.Indicators = b.indicators()
	v.Adjustments = b.adjustments()
	v.Weight = b.weight()
	v.Total, v.Totals = b.totals()
	if e.Grade != "" {
		v.Grade, v.Graded = e.Grade, true
	}
	v.Findings = b.findings()
	v.ExecutionReason = b.s.ExecutionReason
	v.ExecutionClaimed, v.ExecutionReview = claimed(b.s.ExecutionClaimed), reviewLine(b.s.ExecutionReview)
	v.Notes = b.notes(v)
	v.Basis = b.basis()
	return v
}

// unscored stands for the evaluation of a project that no run has scored: nothing is judged, nothing is known.
func unscored(s *engine.Submission) *engine.Evaluation {
	e := &engine.Evaluation{Project: s.ID(), Scores: make([]engine.Score, len(s.Indicators)), AtMost: engine.FullMarks}
	reason := engine.Reason{Code: "not-scored"}
	for i := range s.Indicators {
		e.Scores[i] = engine.Score{Indicator: s.Indicators[i].ID, Reason: reason}
		if weight := s.Indicators[i].Weight; weight != nil {
			e.Scores[i].Weight = *weight
		}
	}
	e.Execution.Rate, e.Execution.HasRate = s.Budget.ExecutionRate()
	e.Execution.Reason = reason
	return e
}

type builder struct {
	in    Input
	s     *engine.Submission
	e     *engine.Evaluation
	words *FormWords
}

func (b *builder) budget(unit string) []BudgetLine {
	lines := make([]BudgetLine, 0, 4)
	for _, item := range engine.BudgetItems() {
		row, _ := b.s.Budget.Row(item)
		lines = append(lines, BudgetLine{
			Item: item, Label: budgetLabel(item),
			Initial: money(row.Initial, unit), Adjusted: money(row.Adjusted, unit), Executed: money(row.Executed, unit),
			Weight: words(Dash), Rate: words(Dash), Score: words(Dash),
		})
	}
	x, total := &b.e.Execution, &lines[0]
	if x.HasRate {
		total.Rate = percent(x.Rate)
	}
	if x.Weight > 0 {
		total.Weight = points(x.Weight)
		total.Score = b.printed(score(x.Verdict, x.Earned), b.s.ExecutionClaimed)
	}
	if x.Verdict == engine.Undetermined {
		total.Score = b.printed(score(x.Verdict, 0), b.s.ExecutionClaimed)
	}
	return lines
}

// budgetLabel returns an item's label as forms print it: the parts of the total are set in under 其中.
func budgetLabel(item engine.BudgetItem) string {
	switch item {
	case engine.TotalFunds:
		return item.String()
	case engine.FiscalFunds:
		return "其中：" + item.String()
	}
	return "　　　" + item.String()
}

func score(verdict engine.Verdict, earned engine.Points) Figure {
	if verdict == engine.Undetermined || verdict == engine.NotApplicable {
		return words(verdict.Label())
	}
	return points(earned)
}

func (b *builder) indicators() []IndicatorLine {
	lines := make([]IndicatorLine, len(b.s.Indicators))
	for i := range b.s.Indicators {
		indicator, judged := &b.s.Indicators[i], b.scoreOf(i)
		computed := score(judged.Verdict, judged.Earned)
		lines[i] = IndicatorLine{
			ID: indicator.ID, Level1: indicator.Level1.String(), Level2: indicator.Level2.String(),
			Name: indicator.Name, Target: indicator.Target.Text, Actual: actualText(&indicator.Actual),
			Weight: weightOf(judged), Computed: computed, Score: b.printed(computed, indicator.Claimed), Claimed: claimed(indicator.Claimed),
			Review:    reviewLine(indicator.Review),
			Deviation: indicator.Reason, Added: b.added(indicator, judged),
			Explanation: b.explanation(indicator.ID),
			Judgement:   b.judgement(judged.Verdict, judged.Rule, judged.Reason),
		}
	}
	for i := range lines {
		lines[i].Remark = below(lines[i].Deviation, lines[i].Added)
	}
	setSpans(lines)
	return lines
}

// weightOf leaves open what a row weighs that nobody judged and that has no weight.
func weightOf(judged *engine.Score) Figure {
	if judged.Weight == 0 && judged.Verdict == engine.Undetermined {
		return words(Dash)
	}
	return points(judged.Weight)
}

// scoreOf returns the score of a row of the form. A row without one is undetermined.
func (b *builder) scoreOf(row int) *engine.Score {
	if score := b.e.ScoreOf(b.s, row); score != nil {
		return score
	}
	return &engine.Score{Indicator: b.s.Indicators[row].ID, Reason: engine.Reason{Code: "not-scored"}}
}

func actualText(actual *engine.Actual) string {
	if !actual.Reported {
		return ""
	}
	return actual.Text
}

func claimed(p *engine.Points) Figure {
	if p == nil {
		return words("")
	}
	return points(*p)
}

// added is what the program has to say behind what the unit wrote: why there is no score, and the scores that differ from the printed one,
// side by side.
func (b *builder) added(indicator *engine.Indicator, judged *engine.Score) string {
	parts := b.beside(score(judged.Verdict, judged.Earned), indicator.Claimed, indicator.Review)
	if (judged.Verdict == engine.Undetermined || judged.Verdict == engine.NotApplicable) && judged.Reason.Code != "" {
		why := b.sentence(messages.Chinese, "label.system-remark", engine.Args("reason", b.reason(messages.Chinese, judged.Reason)))
		parts = append([]string{why}, parts...)
	}
	if len(parts) == 0 {
		return ""
	}
	return "〔" + strings.Join(parts, "；") + "〕"
}

// below puts a text on a line of its own below another one.
func below(above, text string) string {
	if above == "" || text == "" {
		return above + text
	}
	return above + "\n" + text
}

// setSpans lets neighbours of the same class share one cell; a class of level 2 does not reach over the border of its level 1,
// and a blank is shared with nobody.
func setSpans(lines []IndicatorLine) {
	for i := range lines {
		if i > 0 && lines[i].Level1 != "" && lines[i].Level1 == lines[i-1].Level1 {
			continue
		}
		lines[i].Level1Span = 1
		for j := i + 1; j < len(lines) && lines[i].Level1 != "" && lines[j].Level1 == lines[i].Level1; j++ {
			lines[i].Level1Span++
		}
	}
	for i := range lines {
		if lines[i].Level1Span == 0 && lines[i].Level2 != "" && lines[i].Level2 == lines[i-1].Level2 {
			continue
		}
		lines[i].Level2Span = 1
		for j := i + 1; j < len(lines) && lines[j].Level1Span == 0 && lines[i].Level2 != "" && lines[j].Level2 == lines[i].Level2; j++ {
			lines[i].Level2Span++
		}
	}
}

func (b *builder) adjustments() []AdjustmentLine {
	var lines []AdjustmentLine
	for _, adjustment := range b.e.Adjustments {
		code := b.adjustmentCode(adjustment.Rule)
		line := AdjustmentLine{Rule: adjustment.Rule, Words: adjustment.Rule, Label: adjustment.Rule, Points: signed(adjustment.Points)}
		if b.in.Catalogue.Has(code) {
			line.Words = b.sentence(b.in.Lang, code, nil)
			line.Label = b.sentence(messages.Chinese, code, nil)
		}
		lines = append(lines, line)
	}
	return lines
}

// adjustmentCode is the code of what an adjustment is called: the engine's own, or one of the packs that made the rule set.
func (b *builder) adjustmentCode(rule string) string {
	for name := range strings.SplitSeq(b.e.Ruleset.Name, "+") {
		if code := "adjustment." + name + "/" + rule; b.in.Catalogue.Has(code) {
			return code
		}
	}
	return "adjustment." + rule
}

func (b *builder) weight() Figure {
	sum := b.e.Execution.Weight
	if slices.ContainsFunc(b.e.Adjustments, func(a engine.Adjustment) bool { return a.Rule == engine.AdjustmentOutside }) {
		sum = 0 // it stays outside the 100 points
	}
	for i := range b.e.Scores {
		sum += b.e.Scores[i].Weight
	}
	if sum == 0 {
		return words(Dash) // no row has a weight yet
	}
	return points(sum)
}

func (b *builder) findings() []FindingLine {
	var lines []FindingLine
	for _, finding := range engine.Noticed(b.e, b.in.Checks) {
		args := messages.Arguments(finding.Args)
		lines = append(lines, FindingLine{
			Code: finding.Code, Severity: finding.Severity,
			Word:      b.in.Catalogue.Word(b.in.Lang, "severity."+finding.Severity.String()),
			Indicator: b.indicatorName(finding.Indicator),
			Sentence:  b.in.Catalogue.Sentence(b.in.Lang, "finding."+finding.Code, args),
			Hint:      b.in.Catalogue.Hint(b.in.Lang, "finding."+finding.Code, args),
		})
	}
	return lines
}

func (b *builder) indicatorName(id engine.IndicatorID) string {
	for i := range b.s.Indicators {
		if id != "" && b.s.Indicators[i].ID == id {
			return b.s.Indicators[i].Name
		}
	}
	return ""
}

// notes collects what a reader of the form needs to understand its total: why there is none, why the execution has no score,
// and what the scoring warns of.
func (b *builder) notes(v *View) []string {
	var notes []string
	if !v.Determined && v.Undetermined > 0 {
		notes = append(notes, b.sentence(messages.Chinese, "label.note-undetermined",
			engine.Args("count", fmt.Sprint(v.Undetermined), "range", v.Total.Text)))
	}
	x := &b.e.Execution
	if (x.Verdict == engine.Undetermined || x.Verdict == engine.NotApplicable) && x.Reason.Code != "" {
		notes = append(notes, b.sentence(messages.Chinese, "label.note-execution",
			engine.Args("reason", b.reason(messages.Chinese, x.Reason))))
	}
	if b.s.ExecutionReason != "" {
		notes = append(notes, b.sentence(messages.Chinese, "label.note-execution-reason", engine.Args("reason", b.s.ExecutionReason)))
	}
	if added := b.beside(score(x.Verdict, x.Earned), b.s.ExecutionClaimed, b.s.ExecutionReview); len(added) > 0 {
		notes = append(notes, engine.ExecutionLabel+"："+strings.Join(added, "；"))
	}
	if len(v.Totals) > 1 {
		var parts []string
		for _, total := range v.Totals {
			parts = append(parts, total.Label+" "+total.Points.Text)
		}
		notes = append(notes, b.words.Total+"："+strings.Join(parts, "，"))
	}
	return append(notes, b.warnings()...)
}

// warnings are the sentences of what the scoring noticed and the checks found, but for mere information. What a check found begins with
// its id.
func (b *builder) warnings() []string {
	var list []string
	for i, finding := range engine.Noticed(b.e, b.in.Checks) {
		if finding.Severity == engine.Info {
			continue
		}
		text := b.sentence(messages.Chinese, "finding."+finding.Code, finding.Args)
		if name := b.indicatorName(finding.Indicator); name != "" {
			text = name + "：" + text
		}
		if i >= len(b.e.Findings) {
			text = b.words.Reviewed + " " + shortID(finding.Code) + "：" + text
		}
		list = append(list, text)
	}
	return list
}

// basis says under which rules the form was scored; the beginning of the digest is enough to tell two states of a pack apart.
func (b *builder) basis() string {
	pack := b.in.Pack
	if pack.Name == "" {
		return ""
	}
	var named []string
	for _, text := range []string{pack.Title, pack.Basis} {
		if text != "" {
			named = append(named, text)
		}
	}
	text := "计分规则：" + strings.Join(append(named, pack.Name), "，")
	if !pack.Digest.IsZero() {
		text += "（摘要 " + pack.Digest.String()[:12] + "）"
	}
	return text
}

func (b *builder) judgement(verdict engine.Verdict, rule string, reason engine.Reason) Judgement {
	j := Judgement{Verdict: verdict, Word: b.in.Catalogue.Word(b.in.Lang, "verdict."+verdict.String()), Rule: rule}
	if reason.Code != "" {
		j.Reason = b.reason(b.in.Lang, reason)
		j.Hint = b.in.Catalogue.Hint(b.in.Lang, "reason."+reason.Code, messages.Arguments(reason.Args))
	}
	return j
}

func (b *builder) reason(lang messages.Lang, reason engine.Reason) string {
	return b.sentence(lang, "reason."+reason.Code, reason.Args)
}

func (b *builder) sentence(lang messages.Lang, code string, args []engine.Arg) string {
	return b.in.Catalogue.Sentence(lang, code, messages.Arguments(args))
}

func chineseDate(d engine.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
}

// Explained tells whether the view carries explanations of its scores.
func (v *View) Explained() bool {
	return len(v.ExecutionExplanation) > 0 || slices.ContainsFunc(v.Indicators, func(line IndicatorLine) bool { return len(line.Explanation) > 0 })
}

// explained is how one score came about, and what it is of.
type explained struct {
	name  string
	lines []string
}

// explanations lists how the scores came about, that of the execution first, as the form does.
func (v *View) explanations() []explained {
	list := []explained{{v.Words.Funds, v.ExecutionExplanation}}
	for i := range v.Indicators {
		list = append(list, explained{v.Indicators[i].Name, v.Indicators[i].Explanation})
	}
	return slices.DeleteFunc(list, func(e explained) bool { return len(e.lines) == 0 })
}

func (v *View) label(code string) string { return v.catalogue.Word(v.Lang, "label."+code) }
