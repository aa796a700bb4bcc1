package engine

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Known is a number that a form may or may not say. Known tells whether it does; a check that needs one that is not known comes to
// [CheckNoData].
type Known struct {
	Value Rational
	Known bool
}

func known(r Rational) Known { return Known{r, true} }

func knownPoints(p *Points) Known {
	if p == nil {
		return Known{}
	}
	return known(p.Rational())
}

func knownMoney(m *Money) Known {
	if m == nil {
		return Known{}
	}
	return known(m.Rational())
}

// FormFacts are what checks (自评复核) may see of an evaluated project. Points are in points, money in yuan, shares in parts of 1.
type FormFacts struct {
	NameBlank, DepartmentBlank, GoalBlank bool
	Rows                                  int // indicators, those that do not apply included
	CostRows, OutputRows                  int
	BenefitRows, SatisfactionRows         int

	WeightsSum      Known // of all rows, where all print one
	ExecutionWeight Known // as the form prints it

	ClaimedRows   int   // with a claimed score
	UnclaimedRows int   // without, those that a person stated not to apply left out
	FullRows      int   // claimed at their full weight
	CutRows       int   // claimed below it
	WholeClaims   int   // claimed in whole points
	ClaimedSum    Known // of all rows and the execution, where all are claimed
	PrintedTotal  Known // 总分 as the form prints it
	ComputedTotal Known // where every row was judged
	BestGrade     Known // 1 where the computed grade is the best of the pack, 0 where it is another

	Initial, Adjusted, Executed                Known // 年度资金总额
	InitialParts, AdjustedParts, ExecutedParts Known // the sum of its parts, where one of them is printed
	FundsGap                                   Known // the greatest difference between a total and its parts, of the columns that have both
	ExecutionRate                              Known // executed ÷ adjusted, not capped
	PrintedRate                                Known // as the form prints it
	ExecutionPoints                            Rational
	ExecutionClaimed                           Known
	ExecutionExplained                         bool

	OutputShare   Known // earned ÷ weight over the rows of 产出指标, where all of them were judged
	ReportedRows  int
	Unreported    int   // without an actual, those that a person stated not to apply left out
	EchoedRows    int   // whose actual is the target's own text
	HeaviestShare Known // the greatest weight ÷ the sum of all
	EndsFirst     Known // 1 where the project's end lies before its start
}

// NewFormFacts establishes the facts of a project. best is the name of the pack's best grade.
func NewFormFacts(s *Submission, e *Evaluation, best string) *FormFacts {
	f := &FormFacts{
		NameBlank: Fold(s.Name) == "", DepartmentBlank: Fold(s.Department) == "", GoalBlank: Fold(s.Goal) == "", Rows: len(s.Indicators),
		ExecutionWeight: knownPoints(s.ExecutionWeight), ExecutionClaimed: knownPoints(s.ExecutionClaimed), ExecutionExplained: Explains(s.ExecutionReason),
		ExecutionPoints: e.Execution.Weight.Rational(), PrintedTotal: knownPoints(s.ClaimedTotal),
	}
	f.rows(s)
	f.scores(s, e)
	f.funds(&s.Budget)
	if total, ok := claimedSum(s, e); ok {
		f.ClaimedSum = known(total.Rational())
	}
	if e.Determined {
		f.ComputedTotal, f.BestGrade = known(e.Total.Rational()), known(truth(e.Grade == best))
	}
	if s.PrintedRate != nil {
		f.PrintedRate = known(s.PrintedRate.Rational().Mul(NewRational(1, 100)))
	}
	if !s.Start.IsZero() && !s.End.IsZero() {
		f.EndsFirst = known(truth(s.End.DaysAfter(s.Start) < 0))
	}
	return f
}

func truth(holds bool) Rational {
	if holds {
		return NewRational(1, 1)
	}
	return Rational{}
}

func (f *FormFacts) rows(s *Submission) {
	var sum, heaviest Points
	weighed := len(s.Indicators) > 0
	for i := range s.Indicators {
		row := &s.Indicators[i]
		switch row.Level1 {
		case Cost:
			f.CostRows++
		case Output:
			f.OutputRows++
		case Benefit:
			f.BenefitRows++
		case Satisfaction:
			f.SatisfactionRows++
		}
		if row.Weight == nil {
			weighed = false
			continue
		}
		sum += *row.Weight
		heaviest = max(heaviest, *row.Weight)
	}
	if !weighed {
		return
	}
	f.WeightsSum = known(sum.Rational())
	if share, ok := heaviest.Rational().Quo(sum.Rational()); ok {
		f.HeaviestShare = known(share)
	}
}

func (f *FormFacts) scores(s *Submission, e *Evaluation) {
	var earned, weight Points
	judged := true
	for i := range s.Indicators {
		row, score := &s.Indicators[i], e.ScoreOf(s, i)
		f.claims(row, score)
		if !row.Actual.Reported && row.Tier != TierNotApplies {
			f.Unreported++
		}
		if row.Actual.Reported {
			f.ReportedRows++
			if row.Actual.Text == row.Target.Text || sentence(row.Actual.Text) == sentence(row.Target.Text) {
				f.EchoedRows++
			}
		}
		if row.Level1 != Output || score == nil || score.Verdict == NotApplicable {
			continue
		}
		judged = judged && score.Verdict != Undetermined
		earned += score.Earned
		weight += score.Weight
	}
	if share, ok := earned.Rational().Quo(weight.Rational()); ok && judged {
		f.OutputShare = known(share)
	}
}

func (f *FormFacts) claims(row *Indicator, score *Score) {
	if row.Claimed == nil {
		if row.Tier != TierNotApplies {
			f.UnclaimedRows++
		}
		return
	}
	f.ClaimedRows++
	if *row.Claimed%100 == 0 {
		f.WholeClaims++
	}
	weight, ok := weightOf(row, score)
	switch {
	case !ok:
	case *row.Claimed >= weight:
		f.FullRows++
	default:
		f.CutRows++
	}
}

// weightOf is the weight that a row's claim is held against: the form's own, or the one that it was scored with.
func weightOf(row *Indicator, score *Score) (Points, bool) {
	if row.Weight != nil {
		return *row.Weight, true
	}
	if score != nil && score.Weight > 0 {
		return score.Weight, true
	}
	return 0, false
}

func (f *FormFacts) funds(b *Budget) {
	if row, ok := b.Row(TotalFunds); ok {
		f.Initial, f.Adjusted, f.Executed = knownMoney(row.Initial), knownMoney(row.Adjusted), knownMoney(row.Executed)
	}
	for _, item := range []BudgetItem{FiscalFunds, CarriedFunds, OtherFunds} {
		row, ok := b.Row(item)
		if !ok {
			continue
		}
		f.InitialParts.add(row.Initial)
		f.AdjustedParts.add(row.Adjusted)
		f.ExecutedParts.add(row.Executed)
	}
	f.FundsGap.widen(f.Initial, f.InitialParts)
	f.FundsGap.widen(f.Adjusted, f.AdjustedParts)
	f.FundsGap.widen(f.Executed, f.ExecutedParts)
	if rate, ok := b.ExecutionRate(); ok {
		f.ExecutionRate = known(rate)
	}
}

func (k *Known) add(m *Money) {
	if m != nil {
		*k = known(k.Value.Add(m.Rational()))
	}
}

// widen takes the difference between two numbers, where both are known and it is the greatest so far.
func (k *Known) widen(a, b Known) {
	if !a.Known || !b.Known {
		return
	}
	gap := a.Value.Sub(b.Value)
	if gap.Sign() < 0 {
		gap = b.Value.Sub(a.Value)
	}
	if !k.Known || gap.Cmp(k.Value) > 0 {
		*k = known(gap)
	}
}

// RowFacts are what checks may see of one row of the form.
type RowFacts struct {
	Level1 Dimension
	Level2 Category

	TargetMissing bool // blank, or a mark that stands for nothing
	TemplateText  bool // the target is a hint that the template left: *, XXX, 如…
	Reported      bool
	Inapplicable  bool // a person stated 不适用

	Weight, Claimed, Earned Known // Claimed as the unit wrote it; Earned where the row was judged
	Verdict                 Verdict
	Op                      Op
	HasOp                   bool
	Worded, Deadline        bool  // what the target is
	Target, Actual          Known // numbers, in one unit
	Completion              Known // actual ÷ target, where the target is at least or exactly a number above 0
	Percent                 bool  // the target is in percent
	Growth                  bool  // the indicator measures growth

	ReasonGiven, ReasonFiller, ReasonSaysDone bool
	Explained                                 bool  // the reason is one: given, and no filler
	InWindow                                  Known // 1 where the claim lies inside the window of its tier, 0 outside
	Vague                                     bool  // a worded target of vague words, without figure or standard
	UnitMissing                               bool  // a number without a unit, and nothing says that it needs none
	MoneyUnit                                 bool  // the target is an amount of money
	FigureInName                              bool  // the indicator's name holds a target
	SatisfactionName                          bool  // the name speaks of satisfaction
	AfterEnd                                  Known // 1 where the deadline lies behind the project's end

	LastKept   Known // 1 where the form of last year has the row, 0 where it or the project is new; unknown without a run of last year
	LastActual Known // what was achieved last year, in the unit of this year's target, where both are numbers
}

// Establish sets the facts of a row under a pack's policy. last is nil where there is no run of last year.
func (f *RowFacts) Establish(s *Submission, e *Evaluation, row int, p *Policy, last *LastYear) {
	x := &s.Indicators[row]
	*f = RowFacts{
		Level1: x.Level1, Level2: x.Level2, TargetMissing: x.Target.Kind == MissingTarget, TemplateText: isTemplateText(x.Target.Text),
		Reported: x.Actual.Reported, Inapplicable: x.Tier == TierNotApplies, Claimed: knownPoints(x.Claimed), Op: x.Target.Op, HasOp: x.Target.Kind == NumberTarget,
		Worded: x.Target.Kind == WordsTarget, Deadline: x.Target.Kind == DeadlineTarget,
		Vague: x.Target.Kind == WordsTarget && isVague(x.Target.Text), FigureInName: hasFigure(x.Name), SatisfactionName: strings.Contains(x.Name, "满意度") || strings.Contains(x.Name, "满意率"),
	}
	score := e.ScoreOf(s, row)
	if weight, ok := weightOf(x, score); ok {
		f.Weight = known(weight.Rational())
	}
	if score != nil {
		f.Verdict = score.Verdict
		if score.Verdict != Undetermined && score.Verdict != NotApplicable {
			f.Earned = known(score.Earned.Rational())
		}
	}
	f.numbers(x, p)
	f.reason(x.Reason)
	f.window(x, score, p)
	f.lastYear(x, row, last, p)
	if x.Target.Kind == DeadlineTarget && !s.End.IsZero() && !x.Target.Due.IsZero() {
		f.AfterEnd = known(truth(x.Target.Due.DaysAfter(s.End) > 0))
	}
}

func (f *RowFacts) numbers(x *Indicator, p *Policy) {
	if x.Target.Kind != NumberTarget {
		return
	}
	f.Percent, f.MoneyUnit = x.Target.Number.ScaledUnit == "%", isMoneyUnit(x.Target.Number.ScaledUnit)
	f.UnitMissing = x.Target.Number.Unit == "" && !unitless(x.Name)
	f.Target = known(x.Target.Number.Scaled.Rational())
	facts, reason, _ := numberFacts(p, &Facts{Op: x.Target.Op}, x, x.Target.Number)
	if reason != nil {
		return
	}
	f.Growth, f.Target, f.Actual = facts.Growth, known(facts.Target), known(facts.Actual)
	if x.Target.Op == AtMost || x.Target.Op == LessThan || facts.Target.Sign() <= 0 {
		return
	}
	if rate, ok := facts.Actual.Quo(facts.Target); ok {
		f.Completion = known(rate)
	}
}

func (f *RowFacts) reason(text string) {
	said := sentence(text)
	f.ReasonGiven, f.Explained = said != "", !slices.Contains(fillers, said)
	if !f.ReasonGiven {
		return
	}
	f.ReasonFiller = !f.Explained
	f.ReasonSaysDone = slices.Contains([]string{"已完成", "完成", "已达成", "达成", "无偏差", "已全部完成", "全部完成", "按计划完成", "达成预期指标"}, said)
}

// window says whether a claim for a worded row lies inside the window of the tier that was stated or read.
func (f *RowFacts) window(x *Indicator, score *Score, p *Policy) {
	weight, weighed := weightOf(x, score)
	if x.Claimed == nil || !weighed || score == nil || x.Target.Kind != WordsTarget {
		return
	}
	var tier Tier
	switch score.Verdict {
	case Met:
		tier = TierMet
	case PartlyMet:
		tier = TierPartly
	case Missed:
		tier = TierMissed
	default:
		return
	}
	f.InWindow = known(truth(p.Windows[tier].Holds(*x.Claimed, weight)))
}

// vagueWords make a worded target that nobody can check (自评复核 T1); what names a standard or a document can be checked.
var (
	vagueWords    = []string{"提高", "提升", "增强", "加强", "改善", "促进", "推动", "优化", "完善", "保障", "有效", "明显", "显著", "逐步", "进一步", "不断", "持续", "良好", "较好", "较高"}
	standardWords = []string{"标准", "规范", "办法", "规定", "要求", "验收", "制度", "方案", "达标"}
)

func isVague(text string) bool {
	return !hasDigit(text) && containsAny(text, vagueWords) && !containsAny(text, standardWords)
}

func containsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}

// isTemplateText tells a target that the template's own hint was left in (自评复核 C2).
func isTemplateText(text string) bool {
	said := sentence(text)
	if said == "" {
		return false
	}
	return !strings.ContainsFunc(said, isNoMark) || containsAny(said, hints)
}

var hints = []string{"XX", "xx", "××", "**", "请填写", "示例", "例如", "(填写"}

// isNoMark tells a character that says something from one that stands for what is to be filled in.
func isNoMark(r rune) bool { return !strings.ContainsRune("*xX×○〇_…·.。", r) }

// hasFigure tells a name that holds a figure with a comparator or a percent sign: a target that stands in the wrong cell (T8).
func hasFigure(name string) bool {
	fold := Fold(name)
	if !hasDigit(fold) {
		return false
	}
	return containsAny(fold, []string{"≥", "≤", ">", "<", "=", "不低于", "不少于", "不高于", "不超过", "以上", "以下", "达到"}) || strings.HasSuffix(fold, "%")
}

// hasDigit tells a text with a digit of any script. There is none among the characters of three bytes from U+2000 to U+9FFF, which need not be decoded.
func hasDigit(text string) bool {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			return true
		case c < utf8.RuneSelf:
			i++
		case c >= 0xe2 && c <= 0xe9 && i+2 < len(text) && text[i+1]&0xc0 == 0x80 && text[i+2]&0xc0 == 0x80:
			i += 3
		default:
			return strings.ContainsFunc(text[i:], unicode.IsDigit)
		}
	}
	return false
}

func isMoneyUnit(unit string) bool { return unit == "元" }

// unitless tells a name whose number needs no unit: an index, a score or a rank has none, and a name that counts says what it counts.
func unitless(name string) bool {
	return containsAny(name, []string{"指数", "得分", "评分", "排名", "名次", "次数", "个数", "数量", "人数", "人次", "户数", "场次", "倍数"})
}
