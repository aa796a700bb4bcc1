package engine

// Op is the comparator of a numeric target.
type Op uint8

// The comparators of numeric targets.
const (
	NoOp Op = iota
	AtLeast
	AtMost
	Exactly
	MoreThan
	LessThan
)

var opTexts = [...]string{NoOp: "", AtLeast: ">=", AtMost: "<=", Exactly: "=", MoreThan: ">", LessThan: "<"}
var opSigns = [...]string{NoOp: "", AtLeast: "≥", AtMost: "≤", Exactly: "=", MoreThan: ">", LessThan: "<"}

// String returns the comparator in ASCII, as programs exchange it: >= <= = > <.
func (o Op) String() string { return opTexts[o] }

// Sign returns the comparator as forms print it: ≥ ≤ = > <.
func (o Op) Sign() string { return opSigns[o] }

// ParseOp reads a comparator in ASCII or as forms print it.
func ParseOp(text string) (Op, bool) {
	for o := AtLeast; o <= LessThan; o++ {
		if text == opTexts[o] || text == opSigns[o] {
			return o, true
		}
	}
	return NoOp, false
}

// TargetKind says what a target (年度指标值) is.
type TargetKind uint8

// The kinds of targets.
const (
	MissingTarget  TargetKind = iota // nothing that could be judged: blank, *, XXX
	NumberTarget                     // a number with a comparator: ≥200(篇)
	RangeTarget                      // between two numbers: 80-90
	DeadlineTarget                   // by or within a date: 12月底前
	SetTarget                        // a count and a list: 14个街镇、青岚工业区
	WordsTarget                      // words: 及时完成
)

var targetKinds = [...]string{"missing", "number", "range", "deadline", "set", "words"}

// String returns the kind's name: number, range, deadline, set, words or missing.
func (k TargetKind) String() string { return targetKinds[k] }

// ParseTargetKind reads a kind's name.
func ParseTargetKind(text string) (TargetKind, bool) {
	for k, name := range targetKinds {
		if name == text {
			return TargetKind(k), true
		}
	}
	return MissingTarget, false
}

// Measure is a number with its unit: as written, and with 万, 亿, 千 taken out of the unit. 1.2万亩 is 1.2 万亩 and, scaled,
// 12000 亩. Without such a unit both are the same.
type Measure struct {
	Value      Decimal
	Unit       string
	Scaled     Decimal
	ScaledUnit string
}

// Target is what an indicator was to reach (年度指标值). Which fields count depends on Kind; Text always is the original.
type Target struct {
	Text       string
	Kind       TargetKind
	Op         Op      // number
	OpInferred bool    // the form printed no comparator; = was assumed
	Number     Measure // number; for a set its count, with the unit of what is counted
	Min, Max   Measure // range, both ends included

	// From and Due bound a deadline. A deadline without a beginning has no From.
	From, Due Date
	// QuarterBefore marks the two-faced "4季度前": Due is the end of the quarter, and a pack may read it as before the quarter
	// begins.
	QuarterBefore bool

	Items  []string // set: the things that are named one by one
	Source Source
}

// Numeric tells whether the target asks for a number.
func (t *Target) Numeric() bool {
	return t.Kind == NumberTarget || t.Kind == RangeTarget || t.Kind == SetTarget
}

// ActualKind says what an actual (实际完成值) is.
type ActualKind uint8

// The kinds of actuals.
const (
	NoActual     ActualKind = iota // nothing reported
	NumberActual                   // a number, perhaps with a unit
	DateActual                     // a date or a month
	WordsActual                    // anything else
)

var actualKinds = [...]string{"none", "number", "date", "words"}

// String returns the kind's name: number, date, words or none.
func (k ActualKind) String() string { return actualKinds[k] }

// Approximation says on which side of an approximate number the truth lies.
type Approximation uint8

// The approximations that people write.
const (
	Precise Approximation = iota
	About                 // 约200: on either side
	Over                  // 200余, 200多: not below
	Under                 // 近200, 不足200: below
)

// Actual is what was achieved. Only a reported actual says anything: Reported == false is not zero.
type Actual struct {
	Text          string
	Reported      bool
	Kind          ActualKind
	Number        Measure
	Op            Op // a comparator that was written before the number, ≥266米; it is not used for judging
	Approximation Approximation
	From, Date    Date // a date; for a month From is its first and Date its last day
	Source        Source
}

// Tier is how far a worded target was reached, as a person stated it (完成情况).
type Tier uint8

// The tiers of 财预〔2020〕10号 and the statement that an indicator does not apply.
const (
	NoTier         Tier = iota // not stated
	TierMet                    // 达成
	TierPartly                 // 部分达成
	TierMissed                 // 未达成
	TierNotApplies             // 不适用
)

var tiers = [...]struct {
	code, label string
	aliases     []string
}{
	NoTier:         {},
	TierMet:        {"met", "达成", []string{"达成年度指标", "已达成", "完成"}},
	TierPartly:     {"partly", "部分达成", []string{"部分达成年度指标并具有一定效果", "部分达成并具有一定效果", "部分完成"}},
	TierMissed:     {"missed", "未达成", []string{"未达成年度指标且效果较差", "未达成且效果较差", "未完成"}},
	TierNotApplies: {"not-applicable", "不适用", nil},
}

// Tiers lists the tiers that a person can state.
func Tiers() []Tier { return []Tier{TierMet, TierPartly, TierMissed, TierNotApplies} }

// String returns the tier's code: met, partly, missed, not-applicable, or nothing.
func (t Tier) String() string { return tiers[t].code }

// Label returns what forms print: 达成, 部分达成, 未达成, 不适用.
func (t Tier) Label() string { return tiers[t].label }

// ParseTier reads a tier by its label, an official long form or its code.
func ParseTier(text string) (Tier, bool) {
	folded := Fold(text)
	for _, t := range Tiers() {
		if folded == tiers[t].label || folded == tiers[t].code || contains(tiers[t].aliases, folded) {
			return t, true
		}
	}
	return NoTier, false
}
