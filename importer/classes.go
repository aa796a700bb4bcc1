package importer

import (
	"strings"

	"jixiao/engine"
)

// word is a class that a row of the indicator table prints.
type word struct {
	*cell
	level1 engine.Dimension // not set where level2 is
	level2 engine.Category
}

// classes is what the rows above leave to a row whose class cells are blank.
type classes struct {
	level1   engine.Dimension
	level2   engine.Category
	inferred bool // level 1 was not printed so
	guessed  bool // level 2 was not printed
}

// parseClass recognises a class. 成本指标 is level 1 in forms since 2021 and level 2 under 产出 before: costFirst says which.
func parseClass(fold string, costFirst bool) (engine.Dimension, engine.Category, bool) {
	fold = cutPoints(cutNumbering(fold))
	if category, found := engine.ParseCategory(fold); found {
		return engine.NoDimension, category, true
	}
	dimension, found := engine.ParseDimension(fold)
	if dimension == engine.Cost && !costFirst {
		return engine.NoDimension, engine.OutputCost, true
	}
	return dimension, engine.NoCategory, found
}

// cutPoints takes the points of a class off its word: 产出指标(50分), 质量指标20分.
func cutPoints(fold string) string {
	if rest, inside := cutBracket(fold); inside != "" && strings.Trim(inside, "0123456789.分%") == "" {
		return rest
	}
	if rest := strings.TrimRight(strings.TrimSuffix(fold, "分"), "0123456789."); rest != fold && strings.HasSuffix(rest, "指标") {
		return rest
	}
	return fold
}

// costStandsFirst decides what 成本指标 means at a place: level 1 where the form has classes of cost below it, or where it
// stands in the column of level 1; level 2 behind a printed 产出指标, in the column of level 2, or among the rows of 产出.
func (f *form) costStandsFirst(row []*cell, i int) bool {
	if f.hasCostClasses {
		return true
	}
	for _, c := range row[:i] {
		if dimension, found := engine.ParseDimension(c.fold); found && dimension == engine.Output {
			return false
		}
	}
	switch {
	case f.inColumn(level1Column, row[i]):
		return true
	case f.inColumn(level2Column, row[i]):
		return false
	}
	return f.above.level1 != engine.Output
}

// settleClasses takes the row's class words and works out its classes. A level-2 word decides; of two the last one.
func (f *form) settleClasses(words []word, name string) {
	var level1, level2 *word
	for i := range words {
		if words[i].level2 != engine.NoCategory {
			level2 = &words[i]
		} else {
			level1 = &words[i]
		}
	}
	switch {
	case level2 != nil:
		f.classesFromLevel2(words, level2.level2, name)
	case level1 != nil:
		f.classesFromLevel1(words, level1.level1, name)
	}
}

// classesFromLevel2 settles the words beside a level-2 word: level 1 agrees or contradicts, another level 2 is out of place.
func (f *form) classesFromLevel2(words []word, level2 engine.Category, name string) {
	level1 := level2.Parent()
	agreed, contradicted := false, false
	for _, w := range words {
		switch {
		case w.level2 == level2:
			w.use(engine.ColumnLevel2.ID())
		case w.level2 != engine.NoCategory:
			f.report(CellOutOfPlace, []*cell{w.cell}, w.Text, displaced)
		case w.level1 == level1:
			w.use(engine.ColumnLevel1.ID())
			agreed = true
		default:
			f.report(ClassContradicts, []*cell{w.cell}, engine.Fold(w.Text), level2.String(), level1.String())
			contradicted = true
		}
	}
	was := f.above
	f.above = classes{level1: level1, level2: level2, inferred: contradicted || was.inferred}
	switch {
	case agreed:
		f.above.inferred = false
	case was.level1 != level1 && !contradicted:
		f.above.inferred = true
		f.inferredLevel1(words, was.level1, level1, name)
	}
}

// inferredLevel1 says that a level-2 word brought a level 1 that the form does not print there.
func (f *form) inferredLevel1(words []word, was, is engine.Dimension, name string) {
	severity := engine.Warning
	if was == engine.NoDimension {
		severity = engine.Info
	}
	at := words[len(words)-1]
	f.raiseAs(severity, ClassInferred, at.cell, name, is.String(), engine.Fold(at.Text))
}

// classesFromLevel1 settles a row that prints level 1 alone. Level 2 goes on from above inside the same level 1, and is inferred
// where level 1 has only one.
func (f *form) classesFromLevel1(words []word, level1 engine.Dimension, name string) {
	for _, w := range words {
		if w.level1 == level1 {
			w.use(engine.ColumnLevel1.ID())
		} else {
			f.report(CellOutOfPlace, []*cell{w.cell}, w.Text, displaced)
		}
	}
	level2, guessed := f.above.level2, f.above.guessed
	if level2.Parent() != level1 || level2 == engine.NoCategory {
		level2 = onlyCategory(level1)
		guessed = level2 != engine.NoCategory
		if guessed {
			at := words[len(words)-1].cell
			f.raise(ClassInferred, at, name, level2.String(), engine.Fold(at.Text))
		}
	}
	f.above = classes{level1: level1, level2: level2, guessed: guessed}
}

// onlyCategory returns the single level-2 class of a level-1 class, nothing where it has several.
func onlyCategory(level1 engine.Dimension) engine.Category {
	only := engine.NoCategory
	for _, c := range engine.Categories() {
		if c.Parent() != level1 {
			continue
		}
		if only != engine.NoCategory {
			return engine.NoCategory
		}
		only = c
	}
	return only
}

// checkClasses reports an indicator whose classes are missing, or whose name speaks of another class.
func (r *reader) checkClasses(at *cell, ind *engine.Indicator) {
	switch {
	case ind.Level1 == engine.NoDimension:
		r.raise(ClassMissing, at, ind.Name)
	case ind.Level2 == engine.NoCategory:
		r.raise(Level2Missing, at, ind.Name, ind.Level1.String())
	default:
		if likely := doubtful(ind.Name, ind.Level2); likely != engine.NoCategory {
			r.raise(ClassDoubtful, at, ind.Name, ind.Level2.String(), likely.String())
		}
	}
}

// doubtful returns the class that a name speaks of where the form has another. Only endings and words that leave no doubt
// count: 满意度调查完成率 may well be a quantity.
func doubtful(name string, level2 engine.Category) engine.Category {
	fold := engine.Fold(name)
	if category, found := engine.ParseCategory(fold); found && category != level2 {
		return category // the word of another class: its row has probably slid
	}
	switch {
	case level2 != engine.ServiceSatisfaction && endsIn(fold, "满意度", "满意率"):
		return engine.ServiceSatisfaction
	case level2 != engine.Timeliness && endsIn(fold, "及时性", "及时率", "及时度", "准时率", "按时完成率"):
		return engine.Timeliness
	case level2 == engine.ServiceSatisfaction && (strings.Contains(fold, "长效") || strings.Contains(fold, "可持续")):
		return engine.Sustainability
	}
	return engine.NoCategory
}

func endsIn(text string, endings ...string) bool {
	for _, ending := range endings {
		if strings.HasSuffix(text, ending) {
			return true
		}
	}
	return false
}
