package engine

// RulesetID names a compiled pack and proves its content.
type RulesetID struct {
	Name   string
	Digest Digest // of the effective pack: extends, overrides and year put in
}

// Ruleset is a compiled rule pack. It is safe for use from several goroutines.
type Ruleset interface {
	// ID returns the name and the digest of the effective pack.
	ID() RulesetID
	// Policy returns the pack's plain settings. The caller must not change them.
	Policy() *Policy
	// Judge applies the first rule that fits the facts. Where none fits, or a rule gives no number, the ruling is
	// Undetermined with its reason.
	Judge(facts *Facts) Ruling
}

// Ruling is what a rule says about one row.
type Ruling struct {
	Verdict Verdict
	Points  Rational // exact; rounded by the engine
	Rule    string   // the rule's id
	Reason  Reason
	Notes   []Finding // flags of the rule; the engine adds the indicator
}

// FactKind says which rules of a pack apply to a row.
type FactKind uint8

// The kinds of facts. A set whose actual is a count is judged as a number, one whose actual is words as words.
const (
	NumberFacts FactKind = iota
	RangeFacts
	DeadlineFacts
	WordsFacts
	ExecutionFacts
)

// FactKinds lists all kinds of facts.
func FactKinds() []FactKind {
	return []FactKind{NumberFacts, RangeFacts, DeadlineFacts, WordsFacts, ExecutionFacts}
}

var factKinds = [...]string{"number", "range", "deadline", "words", "execution"}

// String returns the name under which packs list the rules of a kind: number, range, deadline, words or execution.
func (k FactKind) String() string { return factKinds[k] }

// Facts is all that a rule can see of a row. Whatever could not be established never gets here: such a row is Undetermined
// before any rule is asked. Numbers are exact and in the target's unit with 万, 亿 and 千 taken out.
type Facts struct {
	Kind   FactKind
	Weight Points

	// Numbers. For ExecutionFacts Target is 全年预算数 and Actual is 全年执行数, both in yuan.
	Op             Op
	Target, Actual Rational
	Min, Max       Rational // ranges
	Growth         bool     // the indicator measures growth: a negative actual is meant

	// Deadlines.
	Dated    bool // the actual has a date; otherwise Tier says what was stated
	DaysLate int  // days after the due date; 0 or less is in time
	// leastDaysLate is DaysLate on the first day of an actual that is a month.
	leastDaysLate int

	// Words, and deadlines without a date.
	Tier        Tier
	Claimed     Points // the unit's own score
	ClaimedFits bool   // a score was claimed and lies inside the tier's window
	Default     Rational
}

// Policy is the part of a pack that is plain settings rather than expressions.
type Policy struct {
	Weights WeightPolicy
	Bands   []Band // from the best down; proved by ProveBands
	Windows [4]Window
	// Phrases maps folded words to the tier that they state, for worded targets. The target's own words always state TierMet.
	Phrases map[string]Tier
	// DonePhrases does the same for deadlines whose actual has no date.
	DonePhrases map[string]Tier
	// GrowthWords mark an indicator of growth, whose negative actual is meant: 增长, 增幅, 增速, 同比.
	GrowthWords []string
	// QuarterBeforeBegins reads "4季度前" as before the quarter begins; otherwise by its end.
	QuarterBeforeBegins bool
	// ExecutionFromInitial takes 年初预算数 where 全年预算数 is blank.
	ExecutionFromInitial bool
}

// Window says which shares of the weight a tier may earn (财预〔2020〕10号), and which it gets when nothing fitting is claimed.
// The windows stand in Policy.Windows under their Tier.
type Window struct {
	From, To   Rational // shares of the weight, in [0, 1]
	ToIncluded bool     // only the highest window includes its upper end
	Default    Rational
}

// Holds tells whether a claimed score lies inside the window for a weight.
func (w Window) Holds(claimed, weight Points) bool {
	score, full := claimed.Rational(), weight.Rational()
	if score.Cmp(full.Mul(w.From)) < 0 {
		return false
	}
	above := score.Cmp(full.Mul(w.To))
	return above < 0 || above == 0 && w.ToIncluded
}
