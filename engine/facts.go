package engine

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The reasons for which a row cannot be judged. Each says what a person has to do; the words belong to the catalogue.
const (
	ReasonTargetMissing    = "target-missing"       // the form has no target for the row
	ReasonActualMissing    = "actual-missing"       // nothing was reported
	ReasonNumberNeeded     = "number-needed"        // the target is a number, the actual is words
	ReasonUnitUnknown      = "unit-unknown"         // the actual's unit cannot be turned into the target's
	ReasonRatioOrPercent   = "ratio-or-percent"     // 0.95 against 90 %: 0.95 % or 95 %?
	ReasonApproximate      = "actual-approximate"   // 约200 against a target where it matters
	ReasonTierNeeded       = "tier-needed"          // free words: somebody must state the tier
	ReasonDateNeeded       = "date-needed"          // a deadline, and neither a date nor a word that says done
	ReasonDateStraddles    = "date-straddles"       // a month that holds the due date
	ReasonDateImprecise    = "date-imprecise"       // a month whose days would be judged differently
	ReasonScaleDoubtful    = "scale-doubtful"       // 13000 against ≥1.2万人次
	ReasonNegativeTarget   = "negative-target"      // no ratio to a target below 0: somebody must state the tier
	ReasonWeightMissing    = "weight-missing"       // other rows of the form have a weight
	ReasonLevelMissing     = "level-missing"        // no level-1 class that has points, so no weight can be allocated
	ReasonAdjustedMissing  = "adjusted-missing"     // 全年预算数 is blank
	ReasonExecutedMissing  = "executed-missing"     // 全年执行数 is blank
	ReasonNothingBudgeted  = "nothing-budgeted"     // 全年预算数 is 0
	ReasonBudgetNegative   = "budget-negative"      // an amount below 0
	ReasonNotApplicable    = "stated-inapplicable"  // a person stated 不适用
	ReasonExecutionOutside = "execution-not-scored" // the form leaves no points for it
)

// establish finds out what a rule may see of a row, or the reason for which the row cannot be judged. What the facts were before is
// gone: one value does for all rows of a form, one after the other.
func establish(facts *Facts, p *Policy, indicator *Indicator, weight Points) (*Facts, *Reason, []Finding) {
	begin(facts, p, indicator, weight)
	facts.Op = indicator.Target.Op
	switch indicator.Target.Kind {
	case NumberTarget:
		return numberFacts(p, facts, indicator, indicator.Target.Number)
	case RangeTarget:
		return rangeFacts(p, facts, indicator)
	case DeadlineTarget:
		return deadlineFacts(p, facts, indicator)
	case SetTarget:
		if indicator.Actual.Kind == NumberActual {
			facts.Op = AtLeast
			return numberFacts(p, facts, indicator, indicator.Target.Number)
		}
		return wordsFacts(p, facts, indicator)
	case WordsTarget:
		return wordsFacts(p, facts, indicator)
	}
	return nil, &Reason{Code: ReasonTargetMissing, Args: Args("text", indicator.Target.Text)}, nil
}

// begin sets those that every row has.
func begin(facts *Facts, p *Policy, indicator *Indicator, weight Points) {
	*facts = Facts{Weight: weight, Level1: indicator.Level1, Level2: indicator.Level2, Explained: Explains(indicator.Reason),
		YesNo: saysOneOf(p.YesNoWords, indicator.Target.Text)}
}

// fillers stand where a reason should stand and give none (自评复核 P9).
var fillers = []string{"", "0", "无", "/", "-", "—", "——", "不适用", "无偏差"}

// Explains tells whether a text under 偏差原因分析及改进措施 gives a reason: 无, /, 0 and the like do not.
func Explains(reason string) bool { return reason != "" && !saysOneOf(fillers, reason) }

func numberFacts(p *Policy, facts *Facts, indicator *Indicator, target Measure) (*Facts, *Reason, []Finding) {
	facts.Kind = NumberFacts
	facts.Target = target.Scaled.Rational()
	findings, reason := facts.setActual(p, indicator, target)
	if reason != nil {
		return nil, reason, nil
	}
	if reason := approximate(facts, &indicator.Actual); reason != nil {
		return nil, reason, nil
	}
	if facts.Op == Exactly && facts.Actual.Cmp(facts.Target) > 0 && facts.Target.Sign() > 0 {
		findings = append(findings, Finding{Code: "exactly-exceeded", Severity: Info,
			Args: Args("actual", indicator.Actual.Text, "target", indicator.Target.Text)})
	}
	return facts, nil, findings
}

func rangeFacts(p *Policy, facts *Facts, indicator *Indicator) (*Facts, *Reason, []Finding) {
	facts.Kind = RangeFacts
	facts.Min, facts.Max = indicator.Target.Min.Scaled.Rational(), indicator.Target.Max.Scaled.Rational()
	findings, reason := facts.setActual(p, indicator, indicator.Target.Max)
	if reason != nil {
		return nil, reason, nil
	}
	if indicator.Actual.Approximation != Precise {
		return nil, &Reason{Code: ReasonApproximate, Args: Args("actual", indicator.Actual.Text)}, nil
	}
	return facts, nil, findings
}

// setActual brings the actual into the target's unit and handles what a bare or negative number may mean.
func (f *Facts) setActual(p *Policy, indicator *Indicator, target Measure) ([]Finding, *Reason) {
	actual := &indicator.Actual
	if !actual.Reported {
		return nil, &Reason{Code: ReasonActualMissing}
	}
	if actual.Kind != NumberActual {
		return nil, &Reason{Code: ReasonNumberNeeded, Args: Args("actual", actual.Text, "target", indicator.Target.Text)}
	}
	value, ok := inUnitOf(target, actual.Number)
	if !ok && countsSameThings(&indicator.Target, actual.Number) {
		value, ok = actual.Number.Scaled.Rational(), true
	}
	if !ok {
		return nil, &Reason{Code: ReasonUnitUnknown, Args: Args("actual", actual.Text, "target", indicator.Target.Text,
			"actual_unit", actual.Number.Unit, "target_unit", target.Unit)}
	}
	if bareShare(target, actual.Number) {
		percent, _ := value.Mul(NewRational(100, 1)).Decimal(MaxDigits)
		return nil, &Reason{Code: ReasonRatioOrPercent, Args: Args("actual", actual.Text, "as_percent", percent+"%",
			"target", indicator.Target.Text)}
	}
	if scaleDoubtful(target, actual.Number) {
		return nil, &Reason{Code: ReasonScaleDoubtful, Args: Args("actual", actual.Text, "scaled", actual.Text+target.Unit,
			"plain", actual.Text+target.ScaledUnit, "target", indicator.Target.Text)}
	}
	var findings []Finding
	if target.Unit == "" && actual.Number.Unit != "" {
		findings = append(findings, Finding{Code: "target-without-unit", Severity: Info,
			Args: Args("actual", actual.Text, "target", indicator.Target.Text)})
	}
	f.Growth, f.Percent = growth(p, indicator, target), target.ScaledUnit == "%"
	if value.Sign() < 0 && !f.Growth {
		// 财预〔2020〕10号 forms: a negative actual counts as 0.
		f.Actual = Rational{}
		return append(findings, Finding{Code: "negative-counts-as-zero", Severity: Info, Args: Args("actual", actual.Text)}), nil
	}
	f.Actual = value
	return findings, nil
}

// inUnitOf returns an actual in the scaled unit of a target. An actual without unit has the target's unit, 万 and 千 included:
// 1.3 against 1.2万亩 means 1.3万亩. An actual in 万 and nothing else is a count of the same things: 1.3万 means 13000亩.
// A target without unit takes any unit but a percentage.
func inUnitOf(target, actual Measure) (Rational, bool) {
	if target.Unit == "" && actual.ScaledUnit != "%" {
		return actual.Scaled.Rational(), true
	}
	if actual.Unit != "" && actual.ScaledUnit == "" && target.ScaledUnit != "%" {
		return actual.Scaled.Rational(), true
	}
	if actual.Unit != "" {
		return Convert(actual.Scaled.Rational(), actual.ScaledUnit, target.ScaledUnit)
	}
	value := actual.Scaled.Rational()
	if target.Value.Sign() == 0 || target.Value == target.Scaled {
		return value, true
	}
	factor, _ := target.Scaled.Rational().Quo(target.Value.Rational())
	return value.Mul(factor), true
}

// countsSameThings tells whether an actual counts what a set counts: 15个街镇 against a count in 个.
func countsSameThings(target *Target, actual Measure) bool {
	return target.Kind == SetTarget && target.Number.ScaledUnit != "" && strings.HasPrefix(Fold(actual.ScaledUnit), Fold(target.Number.ScaledUnit))
}

// UnitFits tells whether an actual can be compared with a target as far as units go. Anything but a number always fits.
func UnitFits(target *Target, actual *Actual) bool {
	if actual.Kind != NumberActual {
		return true
	}
	measure := target.Number
	switch target.Kind {
	case NumberTarget:
	case RangeTarget:
		measure = target.Max
	case SetTarget:
		if countsSameThings(target, actual.Number) {
			return true
		}
	default:
		return true
	}
	_, ok := inUnitOf(measure, actual.Number)
	return ok
}

// bareShare tells whether an actual is a bare number in (0, 1] against a percent target above 1: 0.95 against ≥90%.
func bareShare(target, actual Measure) bool {
	one := NewRational(1, 1)
	return actual.Unit == "" && target.ScaledUnit == "%" && target.Scaled.Rational().Cmp(one) > 0 &&
		actual.Value.Sign() > 0 && actual.Value.Rational().Cmp(one) <= 0
}

// scaleDoubtful tells whether a bare number against a target in 万 or 亿 may as well be meant without: 13000 against ≥1.2万人次 is
// hardly 13000万. A tenfold over-completion is where the reading in the target's unit stops being the likely one.
func scaleDoubtful(target, actual Measure) bool {
	tenfold := target.Value.Rational().Mul(NewRational(10, 1))
	return actual.Unit == "" && target.Value != target.Scaled && target.Value.Sign() > 0 && actual.Value.Rational().Cmp(tenfold) >= 0
}

func growth(p *Policy, indicator *Indicator, target Measure) bool {
	if target.Scaled.Sign() < 0 || indicator.Target.Kind == RangeTarget && indicator.Target.Min.Scaled.Sign() < 0 {
		return true
	}
	for _, word := range p.GrowthWords {
		if strings.Contains(indicator.Name, word) || strings.Contains(indicator.Target.Text, word) {
			return true
		}
	}
	return false
}

// approximate refuses an approximate actual wherever the truth could lie on the other side of the target.
func approximate(f *Facts, actual *Actual) *Reason {
	above := f.Actual.Cmp(f.Target) > 0
	atLeast := f.Op == AtLeast || f.Op == Exactly || f.Op == MoreThan
	switch {
	case actual.Approximation == Precise:
		return nil
	case actual.Approximation == Over && atLeast && f.Actual.Cmp(f.Target) >= 0:
		return nil
	case actual.Approximation == Under && !atLeast && !above:
		return nil
	}
	return &Reason{Code: ReasonApproximate, Args: Args("actual", actual.Text)}
}

func deadlineFacts(p *Policy, facts *Facts, indicator *Indicator) (*Facts, *Reason, []Finding) {
	facts.Kind = DeadlineFacts
	if indicator.Actual.Kind == DateActual {
		return datedFacts(p, facts, indicator)
	}
	facts.Tier = statedTier(p.DonePhrases, indicator)
	switch {
	case facts.Tier == TierMet:
		return facts, nil, []Finding{{Code: "deadline-without-date", Severity: Info,
			Args: Args("actual", said(indicator), "due", indicator.Target.Due.String())}}
	case facts.Tier == TierMissed:
		return facts, nil, nil
	case facts.Tier == NoTier && !indicator.Actual.Reported:
		return nil, &Reason{Code: ReasonActualMissing}, nil
	}
	return nil, &Reason{Code: ReasonDateNeeded, Args: Args("actual", said(indicator), "target", indicator.Target.Text)}, nil
}

// said is what was reported of an indicator, or else the tier that was stated.
func said(indicator *Indicator) string {
	if indicator.Actual.Reported {
		return indicator.Actual.Text
	}
	return indicator.Tier.String()
}

func datedFacts(p *Policy, facts *Facts, indicator *Indicator) (*Facts, *Reason, []Finding) {
	target, actual := &indicator.Target, &indicator.Actual
	due := dueDate(p, target)
	first := actual.From
	if first.IsZero() {
		first = actual.Date
	}
	if first.DaysAfter(due) <= 0 && actual.Date.DaysAfter(due) > 0 {
		return nil, &Reason{Code: ReasonDateStraddles, Args: Args("actual", actual.Text, "due", due.String())}, nil
	}
	facts.Dated = true
	facts.DaysLate, facts.leastDaysLate = actual.Date.DaysAfter(due), first.DaysAfter(due)
	var findings []Finding
	if !target.From.IsZero() && actual.Date.DaysAfter(target.From) < 0 {
		findings = append(findings, Finding{Code: "earlier-than-window", Severity: Info,
			Args: Args("actual", actual.Text, "from", target.From.String())})
	}
	return facts, nil, findings
}

// dueDate returns the last day in time. Where the pack reads "4季度前" strictly, that is the day before the quarter begins.
func dueDate(p *Policy, target *Target) Date {
	if !target.QuarterBefore || !p.QuarterBeforeBegins {
		return target.Due
	}
	begins, _ := NewDate(target.Due.Year, target.Due.Month-2, 1)
	return begins.AddDays(-1)
}

func wordsFacts(p *Policy, facts *Facts, indicator *Indicator) (*Facts, *Reason, []Finding) {
	facts.Kind = WordsFacts
	facts.Tier = statedTier(p.Phrases, indicator)
	if facts.Tier == NoTier || facts.Tier == TierNotApplies { // that a row does not apply is stated by a person, never by a phrase
		if !indicator.Actual.Reported {
			return nil, &Reason{Code: ReasonActualMissing}, nil
		}
		return nil, &Reason{Code: ReasonTierNeeded, Args: Args("actual", indicator.Actual.Text)}, nil
	}
	window := p.Windows[facts.Tier]
	facts.Default = window.Default
	if indicator.Claimed == nil {
		return facts, nil, nil
	}
	facts.Claimed = *indicator.Claimed
	facts.ClaimedFits = window.Holds(facts.Claimed, facts.Weight)
	if facts.ClaimedFits {
		return facts, nil, nil
	}
	return facts, nil, []Finding{{Code: "claimed-outside-window", Severity: Warning,
		Args: Args("claimed", facts.Claimed.String(), "tier", facts.Tier.String(), "weight", facts.Weight.String())}}
}

// statedTier returns the tier that a person stated, or that the actual's words state: the target's own words, or a phrase of
// the pack. Any other words state nothing.
func statedTier(phrases map[string]Tier, indicator *Indicator) Tier {
	if indicator.Tier != NoTier {
		return indicator.Tier
	}
	if !indicator.Actual.Reported {
		return NoTier
	}
	words := sentence(indicator.Actual.Text)
	if words == sentence(indicator.Target.Text) {
		return TierMet
	}
	return phrases[words]
}

// saysOneOf tells whether a text is one of some words as [sentence] has them. Of most texts the first character tells.
func saysOneOf(words []string, text string) bool {
	if first, _ := utf8.DecodeRuneInString(text); text != "" && folded(first) >= 0 && !strings.ContainsRune(stops, folded(first)) {
		begins := func(word string) bool {
			begin, _ := utf8.DecodeRuneInString(word)
			return begin == folded(first)
		}
		if !slices.ContainsFunc(words, begins) {
			return false
		}
	}
	return slices.Contains(words, sentence(text))
}

const stops = "。.；;，,！!"

// sentence folds words and leaves out the stop at their end, which says nothing: 已完成。 is 已完成.
func sentence(text string) string {
	return strings.TrimRight(Fold(text), stops)
}
