package reports

import (
	"strconv"
	"strings"

	"jixiao/engine"
	"jixiao/messages"
)

// meant says in words what a value was understood to be.
func (t Texts) meant(code string, pairs ...string) string {
	return t.Catalogue.Sentence(t.Lang, code, messages.Arguments(engine.Args(pairs...)))
}

func (t Texts) yuan(amount engine.Money) string {
	return t.meant("meant.yuan", "amount", amount.Grouped())
}

// rowFields are the fields of an indicator in the order of the forms, still without their cells.
func (v *originView) rowFields(ind *engine.Indicator) []originField {
	field := func(column engine.Column, value, words string) originField {
		return originField{name: column.ID(), value: value, words: words}
	}
	level1, level2, tier := ind.Level1.String(), ind.Level2.String(), ""
	if ind.Tier != engine.NoTier {
		tier = v.Catalogue.Word(v.Lang, "tier."+ind.Tier.String())
	}
	fields := []originField{
		field(engine.ColumnLevel1, level1, level1),
		field(engine.ColumnLevel2, level2, level2),
		field(engine.ColumnIndicator, ind.Name, ind.Name),
		field(engine.ColumnTarget, ind.Target.Text, v.targetWords(&ind.Target)),
		field(engine.ColumnActual, ind.Actual.Text, v.actualWords(&ind.Actual)),
		field(engine.ColumnTier, ind.Tier.String(), tier),
		field(engine.ColumnWeight, pointsText(ind.Weight), pointsText(ind.Weight)),
		field(engine.ColumnClaimed, pointsText(ind.Claimed), pointsText(ind.Claimed)),
		field(engine.ColumnReason, ind.Reason, ind.Reason),
	}
	fields[0].infer(ind.Level1Inferred, wholeInferred)
	fields[1].infer(ind.Level2Inferred, wholeInferred)
	fields[3].infer(ind.Target.OpInferred, opInferred)
	return fields
}

func (f *originField) infer(inferred bool, what string) {
	if inferred {
		f.inferred = append(f.inferred, what)
	}
}

// targetWords say what a target was understood to be: the kind, the comparator, the number, also without 万 and 亿, the dates.
func (t Texts) targetWords(target *engine.Target) string {
	switch target.Kind {
	case engine.NumberTarget:
		op, number := target.Op.Sign(), measureText(&target.Number)
		if scaled := scaledText(&target.Number); scaled != "" {
			return t.meant("meant.number-scaled", "op", op, "number", number, "scaled", scaled)
		}
		return t.meant("meant.number", "op", op, "number", number)
	case engine.RangeTarget:
		return t.meant("meant.range", "min", measureText(&target.Min), "max", measureText(&target.Max))
	case engine.SetTarget:
		return t.meant("meant.set", "number", measureText(&target.Number), "items", strings.Join(target.Items, "、"))
	case engine.DeadlineTarget:
		if target.From.IsZero() {
			return t.meant("meant.deadline", "due", target.Due.String())
		}
		return t.meant("meant.window", "from", target.From.String(), "due", target.Due.String())
	case engine.WordsTarget:
		return t.meant("meant.words")
	}
	return t.meant("meant.missing")
}

// actualWords say what an actual was understood to be.
func (t Texts) actualWords(actual *engine.Actual) string {
	switch actual.Kind {
	case engine.NumberActual:
		code := "meant.amount"
		if actual.Approximation != engine.Precise {
			code = "meant.about"
		}
		number := measureText(&actual.Number)
		if scaled := scaledText(&actual.Number); scaled != "" {
			number += " = " + scaled
		}
		return t.meant(code, "number", number)
	case engine.DateActual:
		if actual.From.IsZero() || actual.From == actual.Date {
			return t.meant("meant.date", "date", actual.Date.String())
		}
		return t.meant("meant.window", "from", actual.From.String(), "due", actual.Date.String())
	case engine.WordsActual:
		return t.meant("meant.words")
	}
	return ""
}

func measureText(m *engine.Measure) string { return numberText(m.Value, m.Unit) }

// scaledText is a number with 万, 亿 and 千 taken out of its unit, or nothing where there are none.
func scaledText(m *engine.Measure) string {
	if m.Unit == m.ScaledUnit {
		return ""
	}
	return numberText(m.Scaled, m.ScaledUnit)
}

func numberText(value engine.Decimal, unit string) string {
	if unit == "" || unit == "%" {
		return value.String() + unit
	}
	return value.String() + " " + unit
}

// fieldLabel is what a field is called, with the row of the funds block that it belongs to.
func (t Texts) fieldLabel(field *originField) string {
	label := field.name
	if code := "shown." + field.name; t.Catalogue.Has(code) {
		label = t.Catalogue.Word(t.Lang, code)
	}
	if field.item != "" {
		return field.item + " " + label
	}
	return label
}

// fieldWords are what a field was understood to be, marked where something of it was inferred.
func (t Texts) fieldWords(field *originField) string {
	words := field.words
	if words == "" {
		words = Dash
	}
	for _, what := range field.inferred {
		words += t.Catalogue.Word(t.Lang, "inferred."+what)
	}
	return words
}

// cellsSpot says where a cell stands, with its file where that is another one, and how many more say the same.
func (t Texts) cellsSpot(source engine.Source, file string, more int) string {
	spot := t.Spot(source)
	if source.File != file {
		spot = t.Place(source)
	}
	if more == 0 {
		return spot
	}
	return t.meant("meant.more-cells", "spot", spot, "count", strconv.Itoa(more+1))
}

// issueLine is an issue in one line: how much it matters, what it is, what to do.
func (t Texts) issueLine(issue *engine.Issue) cell {
	code, args := "issue."+issue.Code, messages.Arguments(issue.Args)
	text := t.Catalogue.Word(t.Lang, "severity."+issue.Severity.String()) + "  " + t.Catalogue.Sentence(t.Lang, code, args)
	if hint := t.Catalogue.Hint(t.Lang, code, args); hint != "" {
		text += " → " + hint
	}
	return cell{text, severityTone(issue.Severity)}
}
