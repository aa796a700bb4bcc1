package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"jixiao/engine"
	"jixiao/messages"
)

// WriteRulebook writes a pack as people read it, as Markdown: what it rests on, its parameters, how points are allocated, the
// rules of each kind in words, grades, and how sure each part is.
func WriteRulebook(w io.Writer, texts Texts, book *engine.Rulebook) error {
	b := &bookWriter{Texts: texts, book: book}
	b.head()
	b.parameters()
	b.tables()
	b.weights()
	for i := range book.Kinds {
		b.kind(&book.Kinds[i])
	}
	b.project()
	b.windows()
	b.grades()
	b.checks()
	if _, err := io.WriteString(w, b.out.String()); err != nil {
		return fmt.Errorf("write the rule book: %w", err)
	}
	return nil
}

type bookWriter struct {
	Texts
	book *engine.Rulebook
	out  strings.Builder
}

func (b *bookWriter) say(code string, pairs ...string) string {
	return b.Catalogue.Sentence(b.Lang, code, messages.Arguments(engine.Args(pairs...)))
}

func (b *bookWriter) line(text string) { b.out.WriteString(text + "\n") }

func (b *bookWriter) section(code string, pairs ...string) {
	b.line("\n## " + b.say(code, pairs...) + "\n")
}

// sure says how sure a part is, where the pack says so.
func (b *bookWriter) sure(path string) string {
	if sure := b.book.Sure[path]; sure != "" {
		return b.say("book.sure", "sure", sure)
	}
	return ""
}

func (b *bookWriter) head() {
	b.line("# " + b.book.Title + "\n")
	checked := "book.basis-unchecked"
	if b.book.BasisChecked {
		checked = "book.basis-checked"
	}
	b.line(b.say("book.pack", "pack", b.book.Pack) + b.say(checked, "basis", b.book.Basis))
	if len(b.book.Extends) > 0 {
		b.line("\n" + b.say("book.extends", "packs", strings.Join(b.book.Extends, " → ")) + "\n")
		for _, change := range b.book.Changes {
			if !strings.HasPrefix(change.Path, "confidence.") && change.Path != "basis" { // these stand where they belong
				b.line("- " + b.changed(change))
			}
		}
	}
}

// changed says what another pack had and this one has. What is long stands below, in words.
func (b *bookWriter) changed(c engine.RulebookChange) string {
	long := strings.ContainsAny(c.Was+c.Now, "{") || len([]rune(c.Was+c.Now)) > 80
	switch {
	case c.Now == "":
		return b.say("book.removed", "path", c.Path)
	case c.Was == "" && long:
		return b.say("book.added-part", "path", c.Path)
	case c.Was == "":
		return b.say("book.added", "path", c.Path, "now", c.Now)
	case long:
		return b.say("book.rewritten", "path", c.Path)
	}
	return b.say("book.changed", "path", c.Path, "was", c.Was, "now", c.Now)
}

func (b *bookWriter) parameters() {
	if len(b.book.Parameters) == 0 {
		return
	}
	b.section("book.parameters")
	b.row(b.say("label.parameter"), b.label("value"), b.say("book.unit"), b.say("book.allowed"), b.say("book.meaning"))
	b.row("---", "---", "---", "---", "---")
	for _, p := range b.book.Parameters {
		unit := ""
		if p.Unit != "" {
			unit = b.say("unit." + p.Unit)
		}
		b.row("`"+p.Name+"`", p.Value, unit, p.Allowed, p.Meaning+b.sure("parameters."+p.Name))
	}
}

func (b *bookWriter) row(cells ...string) {
	for i := range cells {
		cells[i] = strings.ReplaceAll(cells[i], "|", `\|`)
	}
	b.line("| " + strings.Join(cells, " | ") + " |")
}

func (b *bookWriter) tables() {
	for _, t := range b.book.Tables {
		b.section("book.table", "table", t.Name)
		b.line(t.Meaning + b.sure("tables."+t.Name) + "\n")
		b.row(b.say("book.from"), b.say("book.to"), b.say("book.gives-"+t.Gives))
		b.row("---", "---", "---")
		for _, row := range t.Rows {
			b.row(orDash(row.From), orDash(row.To), row.Value)
		}
	}
}

func orDash(text string) string {
	if text == "" {
		return Dash
	}
	return text
}

func (b *bookWriter) weights() {
	w := &b.book.Policy.Weights
	b.section("book.weights")
	b.line(b.say("book.weights-intro") + b.sure("weights") + "\n")
	b.line("- " + b.label("execution") + b.say("book.colon") + trimmed(w.Execution.Rational()))
	b.levels(w.Levels)
	for _, variant := range w.Variants {
		b.line("- " + b.say("book.variant", "present", strings.Join(wordsOf(variant.Present), b.say("formula.list"))))
		b.out.WriteString(strings.ReplaceAll(b.levelLines(variant.Levels), "- ", "  - "))
	}
	for from, to := range w.CountedWith {
		if to != engine.NoDimension {
			b.line("- " + b.say("book.counted-with", "from", engine.Dimension(from).String(), "to", to.String()))
		}
	}
	for level, heirs := range w.MissingTo {
		if len(heirs) > 0 {
			b.line("- " + b.say("book.missing-to", "level", engine.Dimension(level).String(), "to", b.alternatives(wordsOf(heirs))))
		}
	}
	spread := "book.spread-indicators"
	if w.ByCategory {
		spread = "book.spread-categories"
	}
	b.line("- " + b.say(spread))
	if w.ExecutionOutside {
		b.line("- " + b.say("book.outside"))
	}
	if b.book.Policy.NotApplicableLost {
		b.line("- " + b.say("book.lost"))
	} else {
		b.line("- " + b.say("book.rescaled"))
	}
}

func (b *bookWriter) levels(levels []engine.LevelWeight) { b.out.WriteString(b.levelLines(levels)) }

func (b *bookWriter) levelLines(levels []engine.LevelWeight) string {
	lines := ""
	for _, level := range levels {
		lines += "- " + level.Level.String() + b.say("book.colon") + trimmed(level.Points.Rational()) + "\n"
	}
	return lines
}

func wordsOf[T fmt.Stringer](all []T) []string {
	list := make([]string, len(all))
	for i, one := range all {
		list[i] = one.String()
	}
	return list
}

// alternatives joins words: ≥、= 或 >; ≥, = or >.
func (b *bookWriter) alternatives(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], b.say("formula.list")) + b.say("book.or") + words[last]
}

func (b *bookWriter) kind(kind *engine.RulebookKind) {
	b.section("book.kind", "facts", kind.Kind.String())
	b.line(b.say("book.kind-"+kind.Kind.String()) + b.say("book.first-fits") + b.sure("score."+kind.Kind.String()) + "\n")
	if kind.Kind == engine.DeadlineFacts {
		b.done()
	}
	if words := b.book.Policy.GrowthWords; kind.Kind == engine.NumberFacts && len(words) > 0 {
		b.line(b.say("book.growth", "words", strings.Join(words, b.say("formula.list"))) + "\n")
	}
	for i := range kind.Rules {
		b.rule(i+1, &kind.Rules[i], "score."+kind.Kind.String()+"."+kind.Rules[i].ID)
	}
	if len(kind.Flags) > 0 {
		b.line("\n" + b.say("book.flags") + "\n")
	}
	for i := range kind.Flags {
		flag := &kind.Flags[i]
		b.line(fmt.Sprintf("- **%s**（%s）", flag.ID, b.Catalogue.Word(b.Lang, "severity."+flag.Severity.String())) + b.condition(flag) + b.say("book.colon") + b.why(flag.Why) +
			b.sure("flags."+kind.Kind.String()+"."+flag.ID))
	}
}

// done lists the words that say whether a deadline was kept where no date is given.
func (b *bookWriter) done() {
	for _, tier := range []engine.Tier{engine.TierMet, engine.TierPartly, engine.TierMissed} {
		if words := phrases(b.book.Policy.DonePhrases, tier); len(words) > 0 {
			b.line(b.say("book.done", "tier", tier.String(), "words", strings.Join(words, b.say("formula.list"))) + "\n")
		}
	}
}

func (b *bookWriter) rule(number int, rule *engine.RulebookRule, path string) {
	b.line(fmt.Sprintf("%d. **%s** %s", number, rule.ID, b.condition(rule)) + b.sure(path))
	b.line("   - " + b.say("label.verdict") + b.say("book.colon") + b.formula().write(&rule.Verdict.Step, bindsConditional))
	b.line("   - " + b.say("label.points-formula") + b.say("book.colon") + b.formula().write(&rule.Points.Step, bindsConditional))
	if rule.Why != "" {
		b.line("   - " + b.say("label.why-so") + b.say("book.colon") + b.why(rule.Why))
	}
}

func (b *bookWriter) condition(rule *engine.RulebookRule) string {
	if rule.When == nil {
		return b.say("book.always")
	}
	return b.say("book.when", "condition", b.formula().write(&rule.When.Step, bindsConditional))
}

// why shows the names between braces in the book's language.
func (b *bookWriter) why(text string) string {
	for name, label := range b.book.Names {
		text = strings.ReplaceAll(text, "{"+name+"}", "〔"+label+"〕")
	}
	text = strings.ReplaceAll(text, "{points}", "〔"+b.say("label.score")+"〕")
	text = strings.ReplaceAll(text, "{=}", "=")
	return strings.NewReplacer("{", "〔", "}", "〕").Replace(text)
}

// formula writes formulas with names and conditions in words.
func (b *bookWriter) formula() *formula {
	f := &formula{signs: printedSigns, word: func(code string) string { return b.say("formula." + code) }}
	f.leaf = b.leaf
	f.special = func(s *engine.Step) (string, int, bool) { return b.special(f, s) }
	return f
}

func (b *bookWriter) leaf(s *engine.Step) string {
	switch {
	case s.Kind == engine.ParameterStep:
		value := s.Value.Word
		switch s.Value.Kind {
		case engine.NumberValue:
			value = trimmed(s.Value.Number)
		case engine.TruthValue:
			value = fmt.Sprint(s.Value.Truth)
		}
		return b.say("book.parameter", "name", s.Text, "value", value)
	case s.Kind == engine.NameStep:
		return b.book.Names[s.Sign]
	case s.Value.Of == "verdict":
		return b.say("verdict." + s.Value.Word)
	case s.Value.Kind == engine.NumberValue:
		return trimmed(s.Value.Number)
	case s.Value.Kind == engine.WordValue:
		return s.Value.Word
	}
	return s.Text
}

// special writes what reads better in words: conditionals, lists, equal words, definitions, functions.
func (b *bookWriter) special(f *formula, s *engine.Step) (string, int, bool) {
	switch {
	case s.Kind == engine.ConditionalStep:
		return b.say("book.if", "condition", f.write(&s.Parts[0], bindsOr), "yes", f.write(&s.Parts[1], bindsOr),
			"no", f.write(&s.Parts[2], bindsConditional)), bindsConditional, true
	case s.Kind == engine.LetStep:
		return b.say("book.let", "name", s.Text, "value", f.write(&s.Parts[0], bindsOr), "rest", f.write(&s.Parts[1], bindsConditional)), bindsConditional, true
	case s.Kind == engine.FunctionStep:
		return b.function(s.Sign) + "(" + f.list(s.Parts, ", ") + ")", bindsAtom, true
	case s.Kind == engine.OperatorStep && s.Sign == "in":
		var members []string
		for i := range s.Parts[1].Parts {
			members = append(members, f.write(&s.Parts[1].Parts[i], bindsOr))
		}
		return b.say("book.is", "name", f.write(&s.Parts[0], bindsSum), "value", b.alternatives(members)), bindsComparison, true
	case s.Kind == engine.OperatorStep && (s.Sign == "==" || s.Sign == "!=") && slices.ContainsFunc(s.Parts, isWord):
		code := map[string]string{"==": "book.is", "!=": "book.is-not"}[s.Sign]
		return b.say(code, "name", f.write(&s.Parts[0], bindsSum), "value", f.write(&s.Parts[1], bindsSum)), bindsComparison, true
	}
	return "", 0, false
}

func isWord(s engine.Step) bool {
	return s.Value.Kind == engine.WordValue || s.Sign == "op" || s.Sign == "tier"
}

// function names a function or a table.
func (b *bookWriter) function(name string) string {
	if label := b.book.Names[name]; label != "" {
		return label
	}
	return name
}

func (b *bookWriter) project() {
	if len(b.book.Project) == 0 {
		return
	}
	b.section("book.project")
	b.line(b.say("book.project-intro") + b.sure("project") + "\n")
	for i := range b.book.Project {
		rule := &b.book.Project[i]
		code := "book.adds"
		if rule.Caps {
			code = "book.caps"
		}
		when := ""
		if rule.When != nil {
			when = b.condition(rule)
		}
		b.line(fmt.Sprintf("- **%s**（%s）%s%s", rule.Title, rule.ID, when, b.say("book.colon")) +
			b.say(code, "points", b.formula().write(&rule.Points.Step, bindsConditional)) + b.sure("project."+rule.ID))
	}
}

// checks lists the quality checks: whom they look at, when they apply, when they find something, and what they say then.
func (b *bookWriter) checks() {
	if len(b.book.Checks) == 0 {
		return
	}
	b.section("book.checks")
	b.line(b.say("book.checks-intro") + b.sure("checks") + "\n")
	for i := range b.book.Checks {
		check := &b.book.Checks[i]
		b.line(fmt.Sprintf("- **%s** %s（%s；%s）", check.ID, check.Title, b.say("facts."+check.Kind.String()),
			b.Catalogue.Word(b.Lang, "severity."+check.Severity.String())) + b.sure("checks."+check.ID))
		if check.Applies != nil {
			b.line("   - " + b.say("book.check-applies", "condition", b.formula().write(&check.Applies.Step, bindsConditional)))
		}
		b.line("   - " + b.say("book.check-finds", "condition", b.formula().write(&check.When.Step, bindsConditional)))
		b.line("   - " + b.say("label.why-so") + b.say("book.colon") + b.why(check.Why))
		if check.Hint != "" {
			b.line("   - " + b.say("label.what-to-do") + b.say("book.colon") + check.Hint)
		}
	}
}

func (b *bookWriter) windows() {
	b.section("book.windows")
	b.line(b.say("book.windows-intro") + b.sure("windows") + "\n")
	b.row(b.label("tier"), b.say("book.window"), b.say("book.default"), b.say("book.phrases"))
	b.row("---", "---", "---", "---")
	for _, tier := range []engine.Tier{engine.TierMet, engine.TierPartly, engine.TierMissed} {
		w := b.book.Policy.Windows[tier]
		code := "book.window-open"
		if w.ToIncluded {
			code = "book.window-closed"
		}
		b.row(b.Catalogue.Word(b.Lang, "tier."+tier.String()), b.say(code, "from", inPercent(w.From), "to", inPercent(w.To)), inPercent(w.Default),
			strings.Join(phrases(b.book.Policy.Phrases, tier), b.say("formula.list")))
	}
}

func inPercent(x engine.Rational) string {
	return trimmed(x.Mul(engine.NewRational(100, 1))) + "%"
}

// phrases lists the words that state a tier.
func phrases(all map[string]engine.Tier, tier engine.Tier) []string {
	var list []string
	for phrase, stated := range all {
		if stated == tier {
			list = append(list, phrase)
		}
	}
	slices.Sort(list)
	return list
}

func (b *bookWriter) grades() {
	b.section("book.grades")
	b.row(b.label("grade"), b.say("book.from"))
	b.row("---", "---")
	for _, band := range b.book.Policy.Bands {
		b.row(band.Name, trimmed(band.From.Rational()))
	}
	if sure := b.sure("grades"); sure != "" {
		b.line("\n" + sure)
	}
}
