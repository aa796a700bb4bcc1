package notation

import (
	"fmt"
	"strings"

	"jixiao/engine"
)

// FormatTarget writes a target in the canonical notation: ≥200篇, 80-90%, ≤2025-12-31, 2025-07-01~2025-09-30. Reading the
// result again gives the same meaning. Words stay as they are; a missing target is nothing.
func FormatTarget(t engine.Target) string {
	switch t.Kind {
	case engine.NumberTarget:
		sign := t.Op.Sign()
		if t.OpInferred {
			sign = ""
		}
		return readable(sign+plainValue(t.Number, sign), t.Number.Unit, func(text string) bool {
			again, _ := ParseTarget(text, Context{})
			return again.Kind == t.Kind && again.Op == t.Op && again.Number == t.Number
		})
	case engine.RangeTarget:
		return formatRange(t)
	case engine.DeadlineTarget:
		return formatDeadline(t)
	case engine.SetTarget:
		return strings.Join(t.Items, "、")
	case engine.WordsTarget:
		return t.Text
	}
	return ""
}

// FormatActual writes an actual in the canonical notation: 210篇, 约200人, 近200人, 200人以上, 2025-12-31. What was not
// reported is nothing.
func FormatActual(a engine.Actual) string {
	if !a.Reported {
		return ""
	}
	switch a.Kind {
	case engine.NumberActual:
		return formatActualNumber(a)
	case engine.DateActual:
		if a.From.IsZero() {
			return a.Date.String()
		}
		return a.From.String() + "~" + a.Date.String()
	}
	return a.Text
}

func formatActualNumber(a engine.Actual) string {
	before, behind := a.Op.Sign(), ""
	switch a.Approximation {
	case engine.About:
		before += "约"
	case engine.Under:
		before += "近"
	case engine.Over:
		behind = "以上"
	}
	if a.Number.Unit == "" {
		return before + plainValue(a.Number, before) + behind
	}
	return readable(before+plainValue(a.Number, before), a.Number.Unit, func(text string) bool {
		again, _ := ParseActual(text+behind, Context{})
		return again.Kind == a.Kind && again.Number == a.Number
	}) + behind
}

// plainValue writes the number. One that looks like a date gets thousands separators, which no date has: bare, or with a unit of dates.
func plainValue(m engine.Measure, sign string) string {
	text := m.Value.String()
	whole, fraction, _ := strings.Cut(text, ".")
	dateLike := len(whole) == 8 || len(whole) == 6 && fraction == "" || len(whole) == 4 && fraction != ""
	bare, dated := sign == "" && m.Unit == "", unitsOfDates[m.Unit]
	if whole[0] == '-' || !(bare && dateLike || dated && len(whole) > 3) {
		return text
	}
	return separated(text)
}

// separated puts thousands separators into a number without a sign.
func separated(text string) string {
	whole, _, _ := strings.Cut(text, ".")
	grouped := whole
	for i := len(whole) - 3; i > 0; i -= 3 {
		grouped = grouped[:i] + "," + grouped[i:]
	}
	return grouped + text[len(whole):]
}

// readable puts the unit behind the number as it is where that can be read again, and in brackets otherwise.
func readable(number, unit string, same func(string) bool) string {
	if unit == "" || same(number+unit) {
		return number + unit
	}
	return number + "(" + unit + ")"
}

func formatRange(t engine.Target) string {
	dash := "-"
	if t.Min.Value.Sign() < 0 || t.Max.Value.Sign() < 0 {
		dash = "~"
	}
	low, high := plainValue(t.Min, ""), plainValue(t.Max, "")
	if dash == "-" && t.Min.Unit == "" && t.Max.Unit == "" {
		low, high = separated(t.Min.Value.String()), separated(t.Max.Value.String()) // 2020-2030 are years
	}
	if t.Min.Unit != t.Max.Unit {
		return low + t.Min.Unit + dash + high + t.Max.Unit
	}
	return readable(low+dash+high, t.Max.Unit, func(text string) bool {
		again, _ := ParseTarget(text, Context{})
		return again.Kind == t.Kind && again.Min == t.Min && again.Max == t.Max
	})
}

// formatDeadline writes = before a quarter, so that a comparator in a column of its own does not change what it means.
func formatDeadline(t engine.Target) string {
	switch {
	case t.QuarterBefore && t.Due.Month%3 == 0 && !t.Due.IsZero():
		return fmt.Sprintf("=%04d年%d季度前", t.Due.Year, int(t.Due.Month)/3)
	case t.From.IsZero():
		return "≤" + t.Due.String()
	}
	return t.From.String() + "~" + t.Due.String()
}
