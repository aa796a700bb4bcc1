package engine_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jixiao/engine"
)

// smallRules is a rule set of a few lines: as much of the field's rules as the engine needs to be exercised.
type smallRules struct {
	policy engine.Policy
	adjust func(funds *engine.Facts) []engine.ProjectRuling // nil: no project rules
}

func (r *smallRules) Adjust(funds *engine.Facts) []engine.ProjectRuling {
	if r.adjust == nil {
		return nil
	}
	return r.adjust(funds)
}

func newSmallRules() *smallRules {
	share := func(tenths int64) engine.Rational { return engine.NewRational(tenths, 10) }
	r := &smallRules{policy: engine.Policy{
		Weights:     policy2020(),
		Bands:       bands2020,
		Phrases:     map[string]engine.Tier{"达成预期指标": engine.TierMet, "未完成": engine.TierMissed},
		DonePhrases: map[string]engine.Tier{"100%": engine.TierMet, "按期": engine.TierMet, "未完成": engine.TierMissed},
		GrowthWords: []string{"增长", "同比"},
	}}
	r.policy.Windows[engine.TierMet] = engine.Window{From: share(8), To: share(10), ToIncluded: true, Default: share(10)}
	r.policy.Windows[engine.TierPartly] = engine.Window{From: share(6), To: share(8), Default: share(7)}
	r.policy.Windows[engine.TierMissed] = engine.Window{From: share(0), To: share(6), Default: share(3)}
	return r
}

func (r *smallRules) ID() engine.RulesetID {
	return engine.RulesetID{Name: "small", Digest: engine.DigestText("small")}
}

func (r *smallRules) Policy() *engine.Policy { return &r.policy }

func (r *smallRules) Judge(f *engine.Facts) engine.Ruling {
	switch f.Kind {
	case engine.WordsFacts:
		if f.ClaimedFits {
			return engine.Ruling{Verdict: verdictOf(f.Tier), Points: f.Claimed.Rational(), Rule: "words"}
		}
		return engine.Ruling{Verdict: verdictOf(f.Tier), Points: f.Weight.Rational().Mul(f.Default), Rule: "words"}
	case engine.DeadlineFacts:
		if f.Dated && f.DaysLate <= 0 || !f.Dated && f.Tier == engine.TierMet {
			return engine.Ruling{Verdict: engine.Met, Points: f.Weight.Rational(), Rule: "deadline"}
		}
		if f.Dated && f.DaysLate > 7 && f.DaysLate <= 30 { // a pack may be odd: here a delay of more than a week earns half
			return engine.Ruling{Verdict: engine.PartlyMet, Points: f.Weight.Rational().Mul(engine.NewRational(1, 2)), Rule: "late"}
		}
		return engine.Ruling{Verdict: engine.Missed, Rule: "deadline"}
	case engine.RangeFacts:
		if f.Actual.Cmp(f.Min) >= 0 && f.Actual.Cmp(f.Max) <= 0 {
			return engine.Ruling{Verdict: engine.Met, Points: f.Weight.Rational(), Rule: "range"}
		}
		return engine.Ruling{Verdict: engine.Missed, Rule: "range"}
	}
	if f.Target.Sign() < 0 {
		return engine.Ruling{Rule: "negative", Reason: engine.Reason{Code: "no-rule"}}
	}
	return judgeByRatio(f)
}

// judgeByRatio does not hold the points to the weight: that is the engine's part.
func judgeByRatio(f *engine.Facts) engine.Ruling {
	of, by := f.Actual, f.Target
	if f.Op == engine.AtMost || f.Op == engine.LessThan {
		of, by = f.Target, f.Actual
	}
	ratio, ok := of.Quo(by)
	if !ok {
		ratio = engine.NewRational(1, 1)
	}
	ruling := engine.Ruling{Verdict: engine.PartlyMet, Points: f.Weight.Rational().Mul(ratio), Rule: "ratio",
		Notes: []engine.Finding{{Code: "judged", Args: engine.Args("by", "ratio")}}}
	if ratio.Cmp(engine.NewRational(1, 1)) >= 0 {
		ruling.Verdict = engine.Met
	}
	return ruling
}

func verdictOf(tier engine.Tier) engine.Verdict {
	return map[engine.Tier]engine.Verdict{engine.TierMet: engine.Met, engine.TierPartly: engine.PartlyMet, engine.TierMissed: engine.Missed}[tier]
}

func decimal(text string) engine.Decimal {
	d, ok := engine.ParseDecimal(text)
	if !ok {
		panic("a number in a test: " + text)
	}
	return d
}

// measure is a number without 万 or 千 in its unit.
func measure(value, unit string) engine.Measure {
	return engine.Measure{Value: decimal(value), Unit: unit, Scaled: decimal(value), ScaledUnit: unit}
}

func inWan(value, unit string) engine.Measure {
	scaled, _ := decimal(value).Shift(4)
	return engine.Measure{Value: decimal(value), Unit: "万" + unit, Scaled: scaled, ScaledUnit: unit}
}

func numberTarget(op engine.Op, m engine.Measure) engine.Target {
	return engine.Target{Text: op.Sign() + m.Value.String() + m.Unit, Kind: engine.NumberTarget, Op: op, Number: m}
}

func numberActual(m engine.Measure) engine.Actual {
	return engine.Actual{Text: m.Value.String() + m.Unit, Reported: true, Kind: engine.NumberActual, Number: m}
}

func wordsTarget(text string) engine.Target {
	return engine.Target{Text: text, Kind: engine.WordsTarget}
}

func wordsActual(text string) engine.Actual {
	return engine.Actual{Text: text, Reported: true, Kind: engine.WordsActual}
}

func date(text string) engine.Date {
	d, ok := engine.ParseDate(text)
	if !ok {
		panic("a date in a test: " + text)
	}
	return d
}

func dueBy(text string) engine.Target {
	return engine.Target{Text: text + "前", Kind: engine.DeadlineTarget, Due: date(text)}
}

func doneOn(from, to string) engine.Actual {
	a := engine.Actual{Text: to, Reported: true, Kind: engine.DateActual, Date: date(to)}
	if from != "" {
		a.From = date(from)
	}
	return a
}

func funds(adjusted, executed *engine.Money) engine.Budget {
	return engine.Budget{Rows: []engine.BudgetRow{{Item: engine.TotalFunds, Adjusted: adjusted, Executed: executed}}}
}

func money(fen int64) *engine.Money { m := engine.Money(fen); return &m }

// onlyRow is a form of one indicator that weighs 90 beside a budget that was spent to the last fen.
func onlyRow(change func(*engine.Indicator)) *engine.Submission {
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Name: "项目"}, Budget: funds(money(100), money(100))}
	row := engine.Indicator{Level1: engine.Output, Level2: engine.Quantity, Name: "数量",
		Target: numberTarget(engine.AtLeast, measure("500", "篇")), Actual: numberActual(measure("500", "篇"))}
	change(&row)
	s.Indicators = []engine.Indicator{row}
	s.Identify()
	return s
}

// Every reason for which a row is not judged, by a form that brings it about. The key is the reason's code.
var undetermined = map[string]func() *engine.Submission{
	"target-missing": func() *engine.Submission {
		return onlyRow(func(i *engine.Indicator) { i.Target = engine.Target{Text: "XXX"} })
	},
	"actual-missing": func() *engine.Submission { return onlyRow(func(i *engine.Indicator) { i.Actual = engine.Actual{} }) },
	"number-needed": func() *engine.Submission {
		return onlyRow(func(i *engine.Indicator) { i.Actual = wordsActual("许多") })
	},
	"unit-unknown": func() *engine.Submission {
		return onlyRow(func(i *engine.Indicator) { i.Actual = numberActual(measure("500", "米")) })
	},
	"ratio-or-percent": func() *engine.Submission {
		return onlyRow(func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.AtLeast, measure("90", "%")), numberActual(measure("0.95", ""))
		})
	},
	"actual-approximate": func() *engine.Submission {
		return onlyRow(func(i *engine.Indicator) { i.Actual.Approximation = engine.About })
	},
	"tier-needed": func() *engine.Submission {
		return onlyRow(func(i *engine.Indicator) { i.Target, i.Actual = wordsTarget("提升"), wordsActual("基本提升") })
	},
	"date-needed": func() *engine.Submission {
		return onlyRow(func(i *engine.Indicator) { i.Target, i.Actual = dueBy("2025-12-31"), wordsActual("快了") })
	},
	"date-straddles": func() *engine.Submission {
		return onlyRow(func(i *engine.Indicator) {
			i.Target, i.Actual = dueBy("2025-11-15"), doneOn("2025-11-01", "2025-11-30")
		})
	},
	"date-imprecise": func() *engine.Submission {
		return onlyRow(func(i *engine.Indicator) {
			i.Target, i.Actual = dueBy("2025-11-20"), doneOn("2025-12-01", "2025-12-31")
		})
	},
	"scale-doubtful": func() *engine.Submission {
		return onlyRow(func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.AtLeast, inWan("1.2", "人")), numberActual(measure("13000", ""))
		})
	},
	"weight-missing": func() *engine.Submission {
		s := onlyRow(func(i *engine.Indicator) { i.Weight = points(5000) })
		s.Indicators = append(s.Indicators, s.Indicators[0])
		s.Indicators[0].Weight = nil
		return s
	},
	"level-missing": func() *engine.Submission {
		return onlyRow(func(i *engine.Indicator) { i.Level1 = engine.NoDimension })
	},
	"stated-inapplicable": func() *engine.Submission {
		return onlyRow(func(i *engine.Indicator) { i.Tier = engine.TierNotApplies })
	},
	"negative-target": func() *engine.Submission {
		return onlyRow(func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.AtLeast, measure("-5", "%")), numberActual(measure("-6", "%"))
		})
	},
}

// Every reason for which the execution of the budget is not scored.
var unscoredFunds = map[string]func(*engine.Submission){
	"adjusted-missing":     func(s *engine.Submission) { s.Budget = funds(nil, money(1)) },
	"executed-missing":     func(s *engine.Submission) { s.Budget = funds(money(1), nil) },
	"nothing-budgeted":     func(s *engine.Submission) { s.Budget = funds(money(0), money(1)) },
	"budget-negative":      func(s *engine.Submission) { s.Budget = funds(money(5), money(-1)) },
	"execution-not-scored": func(s *engine.Submission) { s.Indicators[0].Weight = points(10000) },
}

// declaredReasons reads the constants from the source, so that a new reason cannot be forgotten here.
func declaredReasons(t *testing.T) (codes []string) {
	file, err := parser.ParseFile(token.NewFileSet(), "facts.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && strings.HasPrefix(spec.Names[0].Name, "Reason") {
			code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, code)
		}
		return true
	})
	if len(codes) < len(undetermined)+len(unscoredFunds)-1 { // one below is a reason of a pack
		t.Fatalf("only %d reasons were found in the source", len(codes))
	}
	return codes
}

func TestEveryReasonIsReached(t *testing.T) {
	rules := newSmallRules()
	for _, code := range declaredReasons(t) {
		if build, ok := undetermined[code]; ok {
			checkUndeterminedRow(t, code, engine.Evaluate(rules, build()))
			continue
		}
		change, ok := unscoredFunds[code]
		if !ok {
			t.Errorf("no form brings about %s", code)
			continue
		}
		s := onlyRow(func(*engine.Indicator) {})
		change(s)
		checkUnscoredFunds(t, code, engine.Evaluate(rules, s))
	}
}

func checkUndeterminedRow(t *testing.T, code string, e *engine.Evaluation) {
	t.Helper()
	score := e.Scores[0]
	if score.Reason.Code != code {
		t.Errorf("%s: the reason is %q", code, score.Reason.Code)
	}
	if score.Earned != 0 || score.Rule == "" {
		t.Errorf("%s: earned %v by %q", code, score.Earned, score.Rule)
	}
	if e.Determined || e.Grade != "" || e.Total != 0 {
		t.Errorf("%s: determined %v, total %v, grade %q", code, e.Determined, e.Total, e.Grade)
	}
	if want := engine.Undetermined; code != "stated-inapplicable" && score.Verdict != want {
		t.Errorf("%s: the verdict is %v", code, score.Verdict)
	}
	if code != "level-missing" && e.AtMost != e.AtLeast+score.Weight {
		t.Errorf("%s: between %v and %v with %v open", code, e.AtLeast, e.AtMost, score.Weight)
	}
}

func checkUnscoredFunds(t *testing.T, code string, e *engine.Evaluation) {
	t.Helper()
	x := e.Execution
	if x.Reason.Code != code || x.Earned != 0 || x.Rule == "" {
		t.Errorf("%s: %+v", code, x)
	}
	if code == "execution-not-scored" {
		if x.Verdict != engine.NotApplicable || !e.Determined || e.Total != engine.FullMarks || e.Grade != "优" {
			t.Errorf("%s: %v, total %v %q", code, x.Verdict, e.Total, e.Grade)
		}
		return
	}
	if x.Verdict != engine.Undetermined || e.Determined || e.Grade != "" || e.AtLeast != 9000 || e.AtMost != 10000 {
		t.Errorf("%s: %v, between %v and %v, grade %q", code, x.Verdict, e.AtLeast, e.AtMost, e.Grade)
	}
}

// A form of weights that leaves one row blank asks for the weight, whatever else is unknown about the row.
func TestBlankWeightBesideOthersIsNamedSo(t *testing.T) {
	s := undetermined["weight-missing"]()
	s.Indicators[0].Level1 = engine.NoDimension
	if got := engine.Evaluate(newSmallRules(), s).Scores[0].Reason.Code; got != engine.ReasonWeightMissing {
		t.Errorf("the reason is %s", got)
	}
	rules := newSmallRules()
	rules.policy.Weights.CountedWith[engine.Cost] = engine.NoDimension
	s = onlyRow(func(i *engine.Indicator) { i.Level1 = engine.Cost })
	if got := engine.Evaluate(rules, s).Scores[0].Reason.Code; got != engine.ReasonLevelMissing {
		t.Errorf("a class without points: the reason is %s", got)
	}
}

func TestEvaluateRows(t *testing.T) {
	over, under := engine.Over, engine.Under
	cases := []struct {
		name    string
		change  func(*engine.Indicator)
		verdict engine.Verdict
		earned  engine.Points // of 90
		codes   []string      // findings of the engine
	}{
		{"reached", func(*engine.Indicator) {}, engine.Met, 9000, nil},
		{"487 of 500", func(i *engine.Indicator) { i.Actual = numberActual(measure("487", "篇")) }, engine.PartlyMet, 8766, nil},
		{"far beyond is held to the weight", func(i *engine.Indicator) { i.Actual = numberActual(measure("5000", "篇")) }, engine.Met, 9000, nil},
		{"a negative count is 0", func(i *engine.Indicator) { i.Actual = numberActual(measure("-3", "篇")) }, engine.PartlyMet, 0, []string{"negative-counts-as-zero"}},
		{"negative growth is meant, and earns no less than nothing", func(i *engine.Indicator) { i.Name = "同比增长"; i.Actual = numberActual(measure("-3", "篇")) }, engine.PartlyMet, 0, nil},
		{"zero is a report", func(i *engine.Indicator) { i.Actual = numberActual(measure("0", "篇")) }, engine.PartlyMet, 0, nil},
		{"no unit means the target's", func(i *engine.Indicator) { i.Actual = numberActual(measure("487", "")) }, engine.PartlyMet, 8766, nil},
		{"no unit means the target's, 万 included", func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.AtLeast, inWan("1.2", "亩")), numberActual(measure("0.9", ""))
		}, engine.PartlyMet, 6750, nil},
		{"a printed unit is converted", func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.AtLeast, inWan("1.2", "亩")), numberActual(measure("9000", "亩"))
		}, engine.PartlyMet, 6750, nil},
		{"万 and nothing else counts the target's things", func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.AtLeast, measure("12000", "人")), numberActual(inWan("0.9", ""))
		}, engine.PartlyMet, 6750, nil},
		{"kilometres against metres", func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.AtLeast, measure("1500", "米")), numberActual(measure("1.5", "公里"))
		}, engine.Met, 9000, nil},
		{"a share of 1 % or less is no doubt", func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.AtLeast, measure("0.5", "%")), numberActual(measure("0.5", ""))
		}, engine.Met, 9000, nil},
		{"a bare 0 against percent is no doubt", func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.AtLeast, measure("90", "%")), numberActual(measure("0", ""))
		}, engine.PartlyMet, 0, nil},
		{"a bare share against 1 % is no doubt", func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.AtLeast, measure("1", "%")), numberActual(measure("0.5", ""))
		}, engine.PartlyMet, 4500, nil},
		{"a bare 1 against 90 % is 1 % or all", func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.AtLeast, measure("90", "%")), numberActual(measure("1", ""))
		}, engine.Undetermined, 0, nil},
		{"an exact target", func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.Exactly, measure("100", "人")), numberActual(measure("100", "人"))
		}, engine.Met, 9000, nil},
		{"beyond an exact target is noted", func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.Exactly, measure("100", "人")), numberActual(measure("110", "人"))
		}, engine.Met, 9000, []string{"exactly-exceeded"}},
		{"500余 reaches at least 500", func(i *engine.Indicator) { i.Actual.Approximation = over }, engine.Met, 9000, nil},
		{"近500 keeps at most 500", func(i *engine.Indicator) { i.Target.Op = engine.AtMost; i.Actual.Approximation = under }, engine.Met, 9000, nil},
		{"inside a range", func(i *engine.Indicator) { rangeRow(i, "80", "90", "90") }, engine.Met, 9000, nil},
		{"outside a range", func(i *engine.Indicator) { rangeRow(i, "80", "90", "90.01") }, engine.Missed, 0, nil},
		{"below a range that allows negative numbers", func(i *engine.Indicator) { rangeRow(i, "-5", "5", "-10") }, engine.Missed, 0, nil},
		{"inside a range that allows negative numbers", func(i *engine.Indicator) { rangeRow(i, "-5", "5", "-5") }, engine.Met, 9000, nil},
		{"on the due date", func(i *engine.Indicator) { i.Target, i.Actual = dueBy("2025-11-15"), doneOn("", "2025-11-15") }, engine.Met, 9000, nil},
		{"a day late", func(i *engine.Indicator) { i.Target, i.Actual = dueBy("2025-11-15"), doneOn("", "2025-11-16") }, engine.Missed, 0, nil},
		{"the month of the due date's end", func(i *engine.Indicator) {
			i.Target, i.Actual = dueBy("2025-11-30"), doneOn("2025-11-01", "2025-11-30")
		}, engine.Met, 9000, nil},
		{"earlier than the window", func(i *engine.Indicator) {
			i.Target, i.Actual = dueBy("2025-09-30"), doneOn("2025-06-01", "2025-06-30")
			i.Target.From = date("2025-07-01")
		}, engine.Met, 9000, []string{"earlier-than-window"}},
		{"the window's first day", func(i *engine.Indicator) {
			i.Target, i.Actual = dueBy("2025-09-30"), doneOn("", "2025-07-01")
			i.Target.From = date("2025-07-01")
		}, engine.Met, 9000, nil},
		{"a month that begins with the due date", func(i *engine.Indicator) {
			i.Target, i.Actual = dueBy("2025-11-01"), doneOn("2025-11-01", "2025-11-30")
		}, engine.Undetermined, 0, nil},
		{"done without a date", func(i *engine.Indicator) { i.Target, i.Actual = dueBy("2025-11-15"), wordsActual(" 按期 ") }, engine.Met, 9000, []string{"deadline-without-date"}},
		{"100 % done without a date", func(i *engine.Indicator) { i.Target, i.Actual = dueBy("2025-11-15"), numberActual(measure("100", "%")) }, engine.Met, 9000, []string{"deadline-without-date"}},
		{"not done, without a date", func(i *engine.Indicator) { i.Target, i.Actual = dueBy("2025-11-15"), wordsActual("未完成") }, engine.Missed, 0, nil},
		{"a stated tier answers for a deadline", func(i *engine.Indicator) {
			i.Target, i.Actual, i.Tier = dueBy("2025-11-15"), wordsActual("办了"), engine.TierMet
		}, engine.Met, 9000, []string{"deadline-without-date"}},
		{"the target's own words", func(i *engine.Indicator) {
			i.Target, i.Actual = wordsTarget("持续 提升"), wordsActual("持续提升")
		}, engine.Met, 9000, nil},
		{"a phrase of the pack", func(i *engine.Indicator) {
			i.Target, i.Actual = wordsTarget("提升"), wordsActual("达成预期指标")
		}, engine.Met, 9000, nil},
		{"a stated tier wins over words", func(i *engine.Indicator) {
			i.Target, i.Actual, i.Tier = wordsTarget("提升"), wordsActual("提升"), engine.TierPartly
		}, engine.PartlyMet, 6300, nil},
		{"a stated tier without an actual", func(i *engine.Indicator) {
			i.Target, i.Actual, i.Tier = wordsTarget("提升"), engine.Actual{}, engine.TierMissed
		}, engine.Missed, 2700, nil},
		{"a fitting claim", func(i *engine.Indicator) {
			i.Target, i.Actual, i.Claimed = wordsTarget("提升"), wordsActual("提升"), points(8000)
		}, engine.Met, 8000, nil},
		{"a claim outside the window", func(i *engine.Indicator) {
			i.Target, i.Actual, i.Claimed = wordsTarget("提升"), wordsActual("提升"), points(7100)
		}, engine.Met, 9000, []string{"claimed-outside-window", "claimed-differs"}},
		{"another claim", func(i *engine.Indicator) { i.Claimed = points(8999) }, engine.Met, 9000, []string{"claimed-differs"}},
		{"a set counted", func(i *engine.Indicator) { setRow(i); i.Actual = numberActual(measure("12", "个")) }, engine.PartlyMet, 7200, nil},
		{"a set counted by what it consists of", func(i *engine.Indicator) { setRow(i); i.Actual = numberActual(measure("15", "个街镇")) }, engine.Met, 9000, nil},
		{"the target's own words as a sentence", func(i *engine.Indicator) {
			i.Target, i.Actual = wordsTarget("持续提升"), wordsActual("持续提升。")
		}, engine.Met, 9000, nil},
		{"a tier decides where there is no ratio", func(i *engine.Indicator) {
			i.Target, i.Actual = numberTarget(engine.AtLeast, measure("-5", "%")), numberActual(measure("-6", "%"))
			i.Tier = engine.TierPartly
		}, engine.PartlyMet, 6300, nil},
		{"a number decides, whatever tier is stated", func(i *engine.Indicator) { i.Tier = engine.TierMissed }, engine.Met, 9000, []string{"tier-differs"}},
		{"a tier that agrees with the number", func(i *engine.Indicator) { i.Tier = engine.TierMet }, engine.Met, 9000, nil},
		{"a tier does not stand for a number that is missing", func(i *engine.Indicator) {
			i.Actual, i.Tier = engine.Actual{}, engine.TierMet
		}, engine.Undetermined, 0, nil},
		{"a set in words", func(i *engine.Indicator) { setRow(i); i.Actual = wordsActual("14个街镇、工业区") }, engine.Met, 9000, nil},
	}
	rules := newSmallRules()
	for _, c := range cases {
		e := engine.Evaluate(rules, onlyRow(c.change))
		score := e.Scores[0]
		if score.Verdict != c.verdict || score.Earned != c.earned {
			t.Errorf("%s: %v with %v, want %v with %v (%v)", c.name, score.Verdict, score.Earned, c.verdict, c.earned, score.Reason)
		}
		noted := slices.DeleteFunc(codesOf(e.Findings), func(code string) bool { return code == "judged" || code == "level-given-away" })
		if !slices.Equal(noted, c.codes) {
			t.Errorf("%s: findings %v, want %v", c.name, noted, c.codes)
		}
	}
}

func rangeRow(i *engine.Indicator, low, high, actual string) {
	i.Target = engine.Target{Text: low + "-" + high, Kind: engine.RangeTarget, Min: measure(low, "%"), Max: measure(high, "%")}
	i.Actual = numberActual(measure(actual, "%"))
}

func setRow(i *engine.Indicator) {
	i.Target = engine.Target{Text: "14个街镇、工业区", Kind: engine.SetTarget, Number: measure("15", "个"), Items: []string{"工业区"}}
}

// Approximations that could lie on the other side of the target are not judged.
func TestApproximateActuals(t *testing.T) {
	cases := []struct {
		op      engine.Op
		actual  string
		how     engine.Approximation
		decides bool
	}{
		{engine.AtLeast, "500", engine.Over, true}, {engine.AtLeast, "499", engine.Over, false}, {engine.AtLeast, "600", engine.Under, false},
		{engine.AtLeast, "600", engine.About, false}, {engine.AtLeast, "500", engine.Under, false},
		{engine.Exactly, "500", engine.Over, true}, {engine.MoreThan, "501", engine.Over, true}, {engine.Exactly, "500", engine.Under, false},
		{engine.AtMost, "500", engine.Under, true}, {engine.AtMost, "501", engine.Under, false}, {engine.AtMost, "400", engine.Over, false},
		{engine.AtMost, "400", engine.About, false}, {engine.LessThan, "500", engine.Under, true}, {engine.LessThan, "499", engine.Precise, true},
	}
	for _, c := range cases {
		e := engine.Evaluate(newSmallRules(), onlyRow(func(i *engine.Indicator) {
			i.Target.Op = c.op
			i.Actual = numberActual(measure(c.actual, "篇"))
			i.Actual.Approximation = c.how
		}))
		if decides := e.Scores[0].Verdict != engine.Undetermined; decides != c.decides {
			t.Errorf("%v500 with %s (%d): decided %v", c.op, c.actual, c.how, decides)
		}
	}
	e := engine.Evaluate(newSmallRules(), onlyRow(func(i *engine.Indicator) {
		rangeRow(i, "80", "90", "85")
		i.Actual.Approximation = engine.About
	}))
	if e.Scores[0].Reason.Code != engine.ReasonApproximate {
		t.Errorf("a range with 约85: %v", e.Scores[0])
	}
}

// Units that do not fit are never compared by their numbers alone, and what the engine says beforehand is what it does.
func TestUnitsThatDoNotFit(t *testing.T) {
	set := engine.Target{Text: "14个街镇、工业区", Kind: engine.SetTarget, Number: measure("15", "个")}
	bare := engine.Target{Text: "14、工业区", Kind: engine.SetTarget, Number: measure("15", "")}
	span := engine.Target{Text: "80-90%", Kind: engine.RangeTarget, Min: measure("80", "%"), Max: measure("90", "%")}
	cases := []struct {
		target engine.Target
		actual engine.Measure
		fits   bool
	}{
		{numberTarget(engine.AtLeast, measure("200", "篇")), measure("210", "篇"), true}, {numberTarget(engine.AtLeast, measure("200", "篇")), measure("210", "个"), false},
		{numberTarget(engine.AtLeast, measure("200", "")), measure("210", "篇"), true}, {numberTarget(engine.AtLeast, measure("200", "")), measure("210", "%"), false}, {numberTarget(engine.AtLeast, measure("200", "篇")), measure("210", ""), true},
		{numberTarget(engine.AtLeast, measure("90", "%")), inWan("1", ""), false}, {numberTarget(engine.AtLeast, inWan("1.2", "人")), inWan("1.3", ""), true},
		{set, measure("15", "个街镇"), true}, {set, measure("100", "%"), false}, {bare, measure("100", "%"), false}, {bare, measure("15", ""), true},
		{span, measure("85", "%"), true}, {span, measure("85", ""), true}, {span, measure("85", "分"), false},
	}
	for _, c := range cases {
		actual := numberActual(c.actual)
		score := engine.Evaluate(newSmallRules(), onlyRow(func(i *engine.Indicator) { i.Target, i.Actual = c.target, actual })).Scores[0]
		if refused := score.Reason.Code == engine.ReasonUnitUnknown; refused == c.fits || refused != (score.Verdict == engine.Undetermined) {
			t.Errorf("%s with %s: %v, %s", c.target.Text, actual.Text, score.Verdict, score.Reason.Code)
		}
		if got := engine.UnitFits(&c.target, &actual); got != c.fits {
			t.Errorf("%s with %s: said to fit: %v", c.target.Text, actual.Text, got)
		}
	}
	words := wordsActual("许多")
	if !engine.UnitFits(&set, &words) || !engine.UnitFits(&engine.Target{Kind: engine.WordsTarget}, &words) {
		t.Error("words do not fit")
	}
}

// A pack may list words that say "not applicable". Only a person can state that, so the row waits; it never fails.
func TestPhraseThatSaysNotApplicable(t *testing.T) {
	rules := newSmallRules()
	rules.policy.Phrases["不适用"], rules.policy.DonePhrases["不适用"] = engine.TierNotApplies, engine.TierNotApplies
	for code, target := range map[string]engine.Target{engine.ReasonTierNeeded: wordsTarget("提升"), engine.ReasonDateNeeded: dueBy("2025-11-15")} {
		e := engine.Evaluate(rules, onlyRow(func(i *engine.Indicator) { i.Target, i.Actual = target, wordsActual("不适用") }))
		if score := e.Scores[0]; score.Verdict != engine.Undetermined || score.Reason.Code != code {
			t.Errorf("%s: %+v", code, score)
		}
	}
}

func TestQuarterBefore(t *testing.T) {
	for strict, verdict := range map[bool]engine.Verdict{false: engine.Met, true: engine.Missed} {
		rules := newSmallRules()
		rules.policy.QuarterBeforeBegins = strict
		row := func(done string) engine.Score {
			return engine.Evaluate(rules, onlyRow(func(i *engine.Indicator) {
				i.Target, i.Actual = dueBy("2025-12-31"), doneOn("", done)
				i.Target.QuarterBefore = true
			})).Scores[0]
		}
		if got := row("2025-10-01").Verdict; got != verdict {
			t.Errorf("strict %v: done on the quarter's first day is %v", strict, got)
		}
		if got := row("2025-09-30").Verdict; got != engine.Met {
			t.Errorf("strict %v: done before the quarter is %v", strict, got)
		}
	}
}

func TestExecutionScore(t *testing.T) {
	cases := []struct {
		name             string
		adjusted, spent  *engine.Money
		earned           engine.Points
		verdict          engine.Verdict
		rate             string
		findings         []string
		fallback, hasOwn bool
	}{
		{"the golden one", money(25_000_000), money(21_545_760), 862, engine.PartlyMet, "0.86183", nil, false, true},
		{"the other golden one", money(2_000_000), money(903_400), 452, engine.PartlyMet, "0.4517", nil, false, true},
		{"all spent", money(100), money(100), 1000, engine.Met, "1", nil, false, true},
		{"over the budget", money(100), money(130), 1000, engine.Met, "1.3", []string{"execution-over-budget"}, false, true},
		{"nothing spent", money(100), money(0), 0, engine.PartlyMet, "0", nil, false, true},
		{"the initial budget by the pack's leave", nil, money(50), 500, engine.PartlyMet, "0.5", []string{"execution-from-initial"}, true, false},
		{"the initial budget without it", nil, money(50), 0, engine.Undetermined, "", nil, false, false},
	}
	for _, c := range cases {
		rules := newSmallRules()
		rules.policy.ExecutionFromInitial = c.fallback
		s := onlyRow(func(*engine.Indicator) {})
		s.Budget = funds(c.adjusted, c.spent)
		s.Budget.Rows[0].Initial = money(100)
		e := engine.Evaluate(rules, s)
		x := e.Execution
		if x.Earned != c.earned || x.Verdict != c.verdict || x.Weight != 1000 || x.HasRate != (c.rate != "") {
			t.Errorf("%s: %+v", c.name, x)
		}
		if rate, _ := x.Rate.Decimal(6); c.rate != "" && rate != c.rate {
			t.Errorf("%s: the rate is %s, want %s", c.name, rate, c.rate)
		}
		own := slices.DeleteFunc(codesOf(e.Findings), func(code string) bool { return !strings.HasPrefix(code, "execution") })
		if !slices.Equal(own, c.findings) {
			t.Errorf("%s: findings %v", c.name, own)
		}
	}
}

// threeRows is a form of three indicators that weigh 40, 30 and 20; the middle one reaches half.
func threeRows() *engine.Submission {
	s := onlyRow(func(i *engine.Indicator) { i.Weight = points(4000) })
	second, third := s.Indicators[0], s.Indicators[0]
	second.Weight, second.Actual, second.Name = points(3000), numberActual(measure("250", "篇")), "第二"
	third.Weight, third.Name = points(2000), "第三"
	s.Indicators = append(s.Indicators, second, third)
	s.Identify()
	return s
}

func TestTotals(t *testing.T) {
	cases := []struct {
		name                 string
		change               func(*engine.Submission)
		least, most, rescale engine.Points
		determined           bool
		grade                string
	}{
		{"all judged", func(*engine.Submission) {}, 8500, 8500, 0, true, "良"},
		{"one open", func(s *engine.Submission) { s.Indicators[0].Actual = engine.Actual{} }, 4500, 8500, 0, false, ""},
		{"execution open", func(s *engine.Submission) { s.Budget = engine.Budget{} }, 7500, 8500, 0, false, ""},
		{"all open", func(s *engine.Submission) {
			s.Budget = engine.Budget{}
			for i := range s.Indicators {
				s.Indicators[i].Actual = engine.Actual{}
			}
		}, 0, 10000, 0, false, ""},
		// 40 and 15 of 70, made 90: 55 × 90/70 = 70.714…
		{"one does not apply", func(s *engine.Submission) { s.Indicators[2].Tier = engine.TierNotApplies }, 8071, 8071, 1571, true, "良"},
		// open 40, 15 of 30: between 15 × 90/70 = 19.29 and 55 × 90/70 = 70.71
		{"one does not apply, one open", func(s *engine.Submission) {
			s.Indicators[2].Tier = engine.TierNotApplies
			s.Indicators[0].Actual = engine.Actual{}
		}, 2929, 8071, 429, false, ""},
		{"two do not apply", func(s *engine.Submission) {
			s.Indicators[0].Tier, s.Indicators[2].Tier = engine.TierNotApplies, engine.TierNotApplies
		}, 5500, 5500, 3000, true, "差"},
		{"nothing applies", func(s *engine.Submission) {
			for i := range s.Indicators {
				s.Indicators[i].Tier = engine.TierNotApplies
			}
		}, 1000, 10000, 0, false, ""},
		{"weights beyond 100", func(s *engine.Submission) { s.Indicators[2].Weight = points(2001) }, 8501, 8501, 0, true, ""},
		{"exactly at an edge", func(s *engine.Submission) { s.Indicators[1].Actual = numberActual(measure("500", "篇")) }, 10000, 10000, 0, true, "优"},
	}
	for _, c := range cases {
		s := threeRows()
		c.change(s)
		e := engine.Evaluate(newSmallRules(), s)
		if e.AtLeast != c.least || e.AtMost != c.most || e.Determined != c.determined || e.Grade != c.grade {
			t.Errorf("%s: between %v and %v, determined %v, grade %q; want %v, %v, %v, %q", c.name, e.AtLeast, e.AtMost, e.Determined, e.Grade,
				c.least, c.most, c.determined, c.grade)
		}
		if c.determined && e.Total != c.least || !c.determined && e.Total != 0 {
			t.Errorf("%s: total %v", c.name, e.Total)
		}
		var rescale engine.Points
		for _, a := range e.Adjustments {
			if a.Rule != engine.AdjustmentRescale {
				t.Errorf("%s: an adjustment %q", c.name, a.Rule)
			}
			rescale += a.Points
		}
		if rescale != c.rescale {
			t.Errorf("%s: rescaled by %v, want %v", c.name, rescale, c.rescale)
		}
	}
}

// Until the class of a row is known, the weights of all others are open too: whatever the class turns out to be, the total lies
// in the range that was shown before.
func TestRangeHoldsWhateverTheClassIs(t *testing.T) {
	rules := newSmallRules()
	for _, reached := range []bool{true, false} { // by the row without class; the others are the opposite
		s := onlyRow(func(*engine.Indicator) {})
		for _, level := range []engine.Dimension{engine.Output, engine.Benefit, engine.Satisfaction, engine.NoDimension} {
			row := s.Indicators[0]
			row.Level1, row.Name = level, "第"+level.String()
			if reached != (level == engine.NoDimension) {
				row.Actual = numberActual(measure("0", "篇"))
			}
			s.Indicators = append(s.Indicators, row)
		}
		s.Indicators = s.Indicators[1:]
		open := engine.Evaluate(rules, s)
		if open.Determined || open.Scores[3].Reason.Code != engine.ReasonLevelMissing {
			t.Fatalf("%+v", open.Scores[3])
		}
		for _, level := range engine.Dimensions() {
			s.Indicators[3].Level1 = level
			decided := engine.Evaluate(rules, s)
			if !decided.Determined || decided.Total < open.AtLeast || decided.Total > open.AtMost {
				t.Errorf("a row of %v: total %v, shown before as [%v, %v]", level, decided.Total, open.AtLeast, open.AtMost)
			}
		}
	}
}

func TestGradesAtTheEdges(t *testing.T) {
	// One row of 90 with claims: the total is the claim and 10 for the execution.
	for total, grade := range map[engine.Points]string{10000: "优", 9000: "优", 8999: "良", 8000: "良", 7999: "中", 6000: "中", 5999: "差", 1000: "差"} {
		claim := total - 1000
		tier := engine.TierMissed
		switch {
		case claim >= 7200:
			tier = engine.TierMet
		case claim >= 5400:
			tier = engine.TierPartly
		}
		s := onlyRow(func(i *engine.Indicator) {
			i.Target, i.Actual, i.Tier, i.Claimed = wordsTarget("提升"), wordsActual("提升"), tier, &claim
		})
		if e := engine.Evaluate(newSmallRules(), s); e.Total != total || e.Grade != grade {
			t.Errorf("total %v is %q, want %v %q", e.Total, e.Grade, total, grade)
		}
	}
}

func TestEvaluationNamesItsInputs(t *testing.T) {
	s, rules := threeRows(), newSmallRules()
	e := engine.Evaluate(rules, s)
	if e.Project != s.ID() || e.Ruleset != rules.ID() || e.Input != engine.InputDigest(s) {
		t.Errorf("%v %v %v", e.Project, e.Ruleset, e.Input)
	}
	for i, score := range e.Scores {
		if score.Indicator != s.Indicators[i].ID || score.Rule == "" {
			t.Errorf("row %d: %+v", i, score)
		}
	}
	notes := 0
	for _, f := range e.Findings {
		if f.Code == "judged" && f.Indicator != "" {
			notes++
		}
	}
	if notes != 3 {
		t.Errorf("%d notes of the rules name their indicator", notes)
	}
	if again := engine.Evaluate(rules, s); engine.ResultDigest(again) != engine.ResultDigest(e) {
		t.Error("evaluating twice gives two results")
	}
}

// A ruling beyond all bounds, or one without a verdict, never leaves [0, weight].
type wildRules struct {
	*smallRules
	ruling engine.Ruling
}

func (r wildRules) Judge(*engine.Facts) engine.Ruling { return r.ruling }

func TestRulingsAreBounded(t *testing.T) {
	huge := engine.NewRational(1<<62, 1)
	huge = huge.Mul(huge)
	cases := []struct {
		points  engine.Rational
		verdict engine.Verdict
		earned  engine.Points
	}{
		{huge, engine.Met, 9000}, {huge.Neg(), engine.Met, 0}, {engine.NewRational(-1, 200), engine.Missed, 0}, {engine.NewRational(90, 1), engine.Undetermined, 0},
		{engine.NewRational(90, 1), engine.NotApplicable, 0}, {engine.NewRational(17999, 200), engine.Met, 9000}, {engine.NewRational(1_000_001, 1), engine.Met, 9000},
		{engine.NewRational(9001, 100), engine.Met, 9000}, {engine.NewRational(-1, 100), engine.Met, 0}, {engine.NewRational(8999, 100), engine.Met, 8999},
	}
	for _, c := range cases {
		e := engine.Evaluate(wildRules{newSmallRules(), engine.Ruling{Verdict: c.verdict, Points: c.points, Rule: "wild"}}, onlyRow(func(*engine.Indicator) {}))
		if e.Scores[0].Earned != c.earned {
			t.Errorf("%v points as %v earn %v, want %v", c.points.Big(), c.verdict, e.Scores[0].Earned, c.earned)
		}
	}
}
