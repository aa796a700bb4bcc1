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
	// Undetermined with its reason. The facts change after it: whoever needs them later keeps a copy.
	Judge(facts *Facts) Ruling
	// Adjust asks the project rules, in the order of the pack, what they do to the total. Funds are facts of the kind ProjectFacts,
	// or nil where the amounts could not be established. It returns the rules that fit, and those that nobody can decide.
	Adjust(funds *Facts) []ProjectRuling
}

// Chooser is a rule set made of several: which of them judges a project depends on the project.
type Chooser interface {
	// Choose returns the rule set for a project.
	Choose(s *Submission) Ruleset
}

// Terse is a rule set that can leave out what only readers need: the arguments of reasons, and notes. Verdicts, points, rules and codes
// of reasons are the same. Words take longer than scores, and where all projects are scored to find a few, most are never read.
type Terse interface {
	Ruleset
	// WithoutWords returns the rule set that leaves them out.
	WithoutWords() Ruleset
}

// WithoutWords leaves the words out of a rule set where it can do without them.
func WithoutWords(rules Ruleset) Ruleset {
	if terse, ok := rules.(Terse); ok {
		return terse.WithoutWords()
	}
	return rules
}

// ProjectRuling is what one project rule does to the total of a project, after rows and execution were added up.
type ProjectRuling struct {
	Rule   string
	Caps   bool     // Points is the most that the total may be; otherwise Points is added to it
	Points Rational // exact; rounded by the engine
	Reason Reason   // for the finding that explains the adjustment
	// Open tells that it cannot be said whether the rule fits, or what it gives, because the amounts are not known or it divides
	// by zero. Points then does not count; what the rule would give lies in [Least, Most] where Bounded, and anywhere otherwise.
	Open, Bounded bool
	Least, Most   Rational
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

// The kinds of facts. ProjectFacts are those of a whole project; score rules never see them. A set whose actual is a count is judged as a number, one whose actual is words as words.
const (
	NumberFacts FactKind = iota
	RangeFacts
	DeadlineFacts
	WordsFacts
	ExecutionFacts
	ProjectFacts
	// What checks (自评复核) see: of a project's form, of one of its rows, of a department among all.
	FormCheckFacts
	RowCheckFacts
	DepartmentCheckFacts
)

// FactKinds lists the kinds of facts that score rules are written for.
func FactKinds() []FactKind {
	return []FactKind{NumberFacts, RangeFacts, DeadlineFacts, WordsFacts, ExecutionFacts}
}

var factKinds = [...]string{"number", "range", "deadline", "words", "execution", "project", "form check", "row check", "department check"}

// String returns the name under which packs list the rules of a kind: number, range, deadline, words, execution or project.
func (k FactKind) String() string { return factKinds[k] }

// Facts is all that a rule can see of a row. Whatever could not be established never gets here: such a row is Undetermined
// before any rule is asked. Numbers are exact and in the target's unit with 万, 亿 and 千 taken out.
type Facts struct {
	Kind   FactKind
	Weight Points
	// Where the row stands in the form. They are none for the execution of the budget.
	Level1 Dimension
	Level2 Category
	// Explained tells whether a reason stands beside the row (偏差原因分析及改进措施); 无, / and the like are none.
	Explained bool

	// Numbers. For ExecutionFacts and ProjectFacts Target is 全年预算数 and Actual is 全年执行数, both in yuan.
	Op             Op
	Target, Actual Rational
	Min, Max       Rational // ranges
	Growth         bool     // the indicator measures growth: a negative actual is meant
	Percent        bool     // the target is in percent: 92 is 92 %

	// Deadlines.
	Dated    bool // the actual has a date; otherwise Tier says what was stated
	DaysLate int  // days after the due date; 0 or less is in time
	// leastDaysLate is DaysLate on the first day of an actual that is a month.
	leastDaysLate int

	// Words, and deadlines without a date.
	Tier        Tier
	YesNo       bool   // the target can only be kept or not (直接赋分)
	Claimed     Points // the unit's own score
	ClaimedFits bool   // a score was claimed and lies inside the tier's window
	Default     Rational

	// What checks see; one of them is set for each of their kinds.
	Form       *FormFacts
	Row        *RowFacts
	Department *DepartmentFacts
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
	// NotApplicableLost takes the points of rows that do not apply out of the total; otherwise the other rows are scaled up to
	// the weight of all rows (四川衔接资金).
	NotApplicableLost bool
	// YesNoWords are the folded texts of targets that can only be kept or not: 是, 通过, 合格.
	YesNoWords []string
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
