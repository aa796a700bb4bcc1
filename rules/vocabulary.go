package rules

import (
	"fmt"
	"slices"

	"jixiao/engine"
)

// kind is what an expression gives.
type kind uint8

const (
	badKind     kind = iota // a mistake that is listed already
	numberKind              // an exact number
	truthKind               // true or false
	choiceKind              // one of a few words: a verdict, a comparator, a parameter's word
	literalKind             // a text in quotes whose words are not known yet
)

// domain is a closed list of words. Expressions compare their numbers, never texts.
type domain struct {
	name  string // verdict, comparator, or the parameter's name
	words []string
	find  func(text string) (int, bool)
}

// The verdicts that a rule can give, under both names. A tier has the same names, so that it can be given as a verdict.
var verdictWords = []struct {
	en, zh  string
	verdict engine.Verdict
}{
	{"met", "达成", engine.Met},
	{"partly", "部分达成", engine.PartlyMet},
	{"missed", "未达成", engine.Missed},
}

var verdictDomain = &domain{
	name:  "verdict",
	words: []string{"met", "partly", "missed", "达成", "部分达成", "未达成"},
	find: func(text string) (int, bool) {
		for _, word := range verdictWords {
			if text == word.en || text == word.zh {
				return int(word.verdict), true
			}
		}
		return 0, false
	},
}

var opDomain = &domain{
	name:  "comparator",
	words: []string{">=", "<=", "=", ">", "<"},
	find: func(text string) (int, bool) {
		op, ok := engine.ParseOp(text)
		return int(op), ok
	},
}

var levelDomain = &domain{name: "level1", words: labels(engine.Dimensions()),
	find: func(text string) (int, bool) {
		level, ok := engine.ParseDimension(text)
		return int(level), ok
	},
}

var categoryDomain = &domain{name: "level2", words: labels(engine.Categories()),
	find: func(text string) (int, bool) {
		if engine.Fold(text) == engine.OutputCost.String() { // on level 1 the same words mean another class
			return int(engine.OutputCost), true
		}
		category, ok := engine.ParseCategory(text)
		return int(category), ok
	},
}

// labels lists the words of a closed list at their numbers; number 0 is none.
func labels[T fmt.Stringer](all []T) []string {
	words := []string{""}
	for _, entry := range all {
		words = append(words, entry.String())
	}
	return words
}

func choices(name string, words []string) *domain {
	return &domain{name: name, words: words, find: func(text string) (int, bool) {
		at := slices.Index(words, text)
		return max(at, 0), at >= 0
	}}
}

// word is a name that expressions and reasons may use. Environment, documentation, messages and reasons all derive from the
// one list of them.
type word struct {
	en, zh   string
	in       []engine.FactKind
	kind     kind
	domain   *domain
	number   func(*frame) engine.Rational
	truth    func(*frame) bool
	choice   func(*frame) int
	percent  bool // reasons print it as a percentage
	meaning  Text
	fallible bool // it divides
	lastYear bool // it stands in last year's run
}

var (
	allFacts  = engine.FactKinds()
	ranges    = []engine.FactKind{engine.RangeFacts}
	deadlines = []engine.FactKind{engine.DeadlineFacts}
	worded    = []engine.FactKind{engine.WordsFacts}
	measured  = []engine.FactKind{engine.NumberFacts, engine.RangeFacts, engine.ExecutionFacts}
	compared  = []engine.FactKind{engine.NumberFacts, engine.ExecutionFacts}
	tiered    = []engine.FactKind{engine.DeadlineFacts, engine.WordsFacts}
	rows      = []engine.FactKind{engine.NumberFacts, engine.RangeFacts, engine.DeadlineFacts, engine.WordsFacts}
	classed   = append(slices.Clone(rows), engine.RowCheckFacts)
	reasoned  = append(engine.FactKinds(), engine.RowCheckFacts)
	numbered  = []engine.FactKind{engine.NumberFacts, engine.RangeFacts}
	financial = []engine.FactKind{engine.ExecutionFacts, engine.ProjectFacts}
	reachable = []engine.FactKind{engine.NumberFacts, engine.RangeFacts, engine.DeadlineFacts, engine.ExecutionFacts}
)

// vocabulary is the registry of all names.
var vocabulary = slices.Concat(scoringWords, qualityWords)

// scoringWords are the names of what scores, flags and project rules see.
var scoringWords = []word{
	{en: "weight", zh: "分值", in: allFacts, kind: numberKind,
		number:  func(f *frame) engine.Rational { return f.facts.Weight.Rational() },
		meaning: Text{"本行的分值", "the points that the row can earn"}},
	{en: "actual", zh: "完成值", in: measured, kind: numberKind,
		number:  func(f *frame) engine.Rational { return f.facts.Actual },
		meaning: Text{"实际完成值，已换算为指标值的单位；预算执行为全年执行数（元）", "what was achieved, in the target's unit; for execution the executed amount in yuan"}},
	{en: "target", zh: "指标值", in: compared, kind: numberKind,
		number:  func(f *frame) engine.Rational { return f.facts.Target },
		meaning: Text{"指标值；预算执行为全年预算数（元）", "the target; for execution the adjusted budget in yuan"}},
	{en: "op", zh: "比较符", in: compared, kind: choiceKind, domain: opDomain,
		choice:  func(f *frame) int { return int(f.facts.Op) },
		meaning: Text{"指标值的比较符：>=、<=、=、>、<", "the target's comparator: >=, <=, =, > or <"}},
	{en: "lower", zh: "下限", in: ranges, kind: numberKind,
		number:  func(f *frame) engine.Rational { return f.facts.Min },
		meaning: Text{"区间的下限（含）", "the lower end of the range, included"}},
	{en: "upper", zh: "上限", in: ranges, kind: numberKind,
		number:  func(f *frame) engine.Rational { return f.facts.Max },
		meaning: Text{"区间的上限（含）", "the upper end of the range, included"}},
	{en: "rate", zh: "完成率", in: compared, kind: numberKind, number: completionRate, percent: true, fallible: true,
		meaning: Text{"完成值 ÷ 指标值", "actual ÷ target"}},
	{en: "reached", zh: "达到指标值", in: reachable, kind: truthKind, truth: reached,
		meaning: Text{"按比较符达到指标值、在区间内或如期完成", "the comparator holds, the actual lies in the range, or the deadline was kept"}},
	{en: "growth", zh: "增长指标", in: numbered, kind: truthKind,
		truth:   func(f *frame) bool { return f.facts.Growth },
		meaning: Text{"指标衡量增长，负的完成值确有其意", "the indicator measures growth: a negative actual is meant"}},
	{en: "percent", zh: "百分比指标", in: numbered, kind: truthKind,
		truth:   func(f *frame) bool { return f.facts.Percent },
		meaning: Text{"指标值以 % 为单位，完成值 92 即 92%", "the target is in percent: an actual of 92 is 92 %"}},
	{en: "level1", zh: "一级指标", in: classed, kind: choiceKind, domain: levelDomain,
		choice:  func(f *frame) int { return int(f.facts.Level1) },
		meaning: Text{"所属的一级指标，如 \"满意度指标\"", "the level-1 class, such as \"满意度指标\""}},
	{en: "level2", zh: "二级指标", in: classed, kind: choiceKind, domain: categoryDomain,
		choice:  func(f *frame) int { return int(f.facts.Level2) },
		meaning: Text{"所属的二级指标，如 \"数量指标\"", "the level-2 class, such as \"数量指标\""}},
	{en: "explained", zh: "说明了原因", in: reasoned, kind: truthKind,
		truth:   func(f *frame) bool { return f.facts.Explained },
		meaning: Text{"填了偏差原因（“无”“/”等不算）", "a reason for the deviation is given (无, / and the like are none)"}},
	{en: "yes_no", zh: "是否指标", in: worded, kind: truthKind,
		truth:   func(f *frame) bool { return f.facts.YesNo },
		meaning: Text{"指标值是 yes_no_words 中的词语，只有做到与没做到之分", "the target is one of the pack's yes_no_words: it is kept or it is not"}},
	{en: "execution_rate", zh: "执行率", in: financial, kind: numberKind, number: completionRate, percent: true, fallible: true,
		meaning: Text{"全年执行数 ÷ 全年预算数", "executed amount ÷ adjusted budget"}},
	{en: "budget", zh: "全年预算数", in: financial, kind: numberKind,
		number:  func(f *frame) engine.Rational { return f.facts.Target },
		meaning: Text{"年度资金总额的全年预算数（元）", "the adjusted budget of the total row, in yuan"}},
	{en: "executed", zh: "全年执行数", in: financial, kind: numberKind,
		number:  func(f *frame) engine.Rational { return f.facts.Actual },
		meaning: Text{"年度资金总额的全年执行数（元）", "the executed amount of the total row, in yuan"}},
	{en: "dated", zh: "有日期", in: deadlines, kind: truthKind,
		truth:   func(f *frame) bool { return f.facts.Dated },
		meaning: Text{"完成值写明了日期", "the actual gives a date"}},
	{en: "days_late", zh: "逾期天数", in: deadlines, kind: numberKind,
		number:  func(f *frame) engine.Rational { return engine.NewRational(int64(f.facts.DaysLate), 1) },
		meaning: Text{"晚于期限的天数，0 或负数为如期", "days after the due date; 0 or less is in time"}},
	{en: "tier", zh: "完成情况", in: tiered, kind: choiceKind, domain: verdictDomain, choice: tierAsVerdict,
		meaning: Text{"填报人说明的、或完成值的文字所说明的完成情况", "the tier that a person stated, or that the words of the actual state"}},
	{en: "claimed", zh: "自评得分", in: worded, kind: numberKind,
		number:  func(f *frame) engine.Rational { return f.facts.Claimed.Rational() },
		meaning: Text{"单位自评的得分，未填为 0", "the unit's own score; 0 where there is none"}},
	{en: "claimed_fits", zh: "自评得分有效", in: worded, kind: truthKind,
		truth:   func(f *frame) bool { return f.facts.ClaimedFits },
		meaning: Text{"填了自评得分，并且在完成情况的得分区间内", "a score was claimed and lies inside the tier's window"}},
	{en: "default_share", zh: "默认比例", in: worded, kind: numberKind, percent: true,
		number:  func(f *frame) engine.Rational { return f.facts.Default },
		meaning: Text{"没有有效的自评得分时，完成情况得分值的比例", "the share of the weight that the tier gets without a fitting claim"}},
}

func completionRate(f *frame) engine.Rational { return f.quo(f.facts.Actual, f.facts.Target) }

func reached(f *frame) bool {
	x := f.facts
	switch x.Kind {
	case engine.RangeFacts:
		return x.Actual.Cmp(x.Min) >= 0 && x.Actual.Cmp(x.Max) <= 0
	case engine.DeadlineFacts:
		return x.Dated && x.DaysLate <= 0 || !x.Dated && x.Tier == engine.TierMet
	}
	order := x.Actual.Cmp(x.Target)
	switch x.Op {
	case engine.AtLeast, engine.Exactly: // = is scored like at least (domain: 表格通行做法)
		return order >= 0
	case engine.AtMost:
		return order <= 0
	case engine.MoreThan:
		return order > 0
	case engine.LessThan:
		return order < 0
	}
	return false
}

func tierAsVerdict(f *frame) int {
	switch f.facts.Tier {
	case engine.TierMet:
		return int(engine.Met)
	case engine.TierPartly:
		return int(engine.PartlyMet)
	case engine.TierMissed:
		return int(engine.Missed)
	}
	return int(engine.Undetermined)
}

// function is a function that expressions may call. All of them are exact.
type function struct {
	en, zh  string
	least   int // arguments
	most    int // 0: any number
	fold    func(a, b engine.Rational) engine.Rational
	single  func(a engine.Rational) engine.Rational
	meaning Text
}

var functions = []function{
	{en: "min", zh: "取小", least: 2, fold: engine.Rational.Min, meaning: Text{"最小的一个", "the least of its arguments"}},
	{en: "max", zh: "取大", least: 2, fold: engine.Rational.Max, meaning: Text{"最大的一个", "the greatest of its arguments"}},
	{en: "abs", zh: "绝对值", least: 1, most: 1, single: absolute, meaning: Text{"去掉负号", "without its sign"}},
}

func absolute(x engine.Rational) engine.Rational {
	if x.Sign() < 0 {
		return x.Neg()
	}
	return x
}

func findFunction(name string) *function {
	for i := range functions {
		if name == functions[i].en || name == functions[i].zh {
			return &functions[i]
		}
	}
	return nil
}

func findWord(name string) *word {
	for i := range vocabulary {
		if name == vocabulary[i].en || name == vocabulary[i].zh {
			return &vocabulary[i]
		}
	}
	return nil
}

func (w *word) isIn(facts engine.FactKind) bool { return slices.Contains(w.in, facts) }

// Word is a name of the vocabulary, for documentation.
type Word struct {
	Name, Chinese string
	Type          string            // number, truth, verdict, comparator or function
	In            []engine.FactKind // the kinds of rules that know it; all for verdicts and functions
	Meaning       Text
	Unit          string // of a number: one of a parameter's units, or [TargetUnit]; empty elsewhere
	Example       string // an expression
}

// Vocabulary lists all names that expressions may use besides the parameters of their pack.
func Vocabulary() []Word {
	var words []Word
	for _, w := range vocabulary {
		words = append(words, Word{Name: w.en, Chinese: w.zh, Type: w.typeName(), In: w.in, Meaning: w.meaning})
	}
	for _, w := range verdictWords {
		words = append(words, Word{Name: w.en, Chinese: w.zh, Type: "verdict", In: allFacts, Meaning: Text{"结论或完成情况：" + w.zh, "a verdict or a tier"}})
	}
	for _, f := range functions {
		words = append(words, Word{Name: f.en, Chinese: f.zh, Type: "function", In: allFacts, Meaning: f.meaning})
	}
	for i := range words {
		use := usages[words[i].Name]
		words[i].Unit, words[i].Example = use.unit, use.example
	}
	return words
}

func (w *word) typeName() string {
	switch w.kind {
	case numberKind:
		return "number"
	case truthKind:
		return "truth"
	}
	return w.domain.name
}
