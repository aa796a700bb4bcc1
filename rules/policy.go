package rules

import (
	"errors"
	"maps"
	"slices"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// policy reads what is plain settings. Numbers may be expressions over parameters.
func (s *source) policy(r *Ruleset, fields map[string]*yaml.Node, constants *scope) {
	p := &r.policy
	if n := fields["settings"]; n != nil {
		s.settings(p, n, constants)
	}
	if n := fields["weights"]; n != nil {
		s.weights(&p.Weights, n, constants)
	}
	if n := fields["windows"]; n != nil {
		s.windows(p, n, constants)
	}
	p.Phrases = s.phrases(fields["phrases"], "phrases")
	p.DonePhrases = s.phrases(fields["done_phrases"], "done_phrases")
	if n := fields["growth_words"]; n != nil {
		p.GrowthWords = s.wordList(n, "growth_words")
	}
	if n := fields["grades"]; n != nil {
		s.grades(p, n, constants)
	}
	if n := fields["yes_no_words"]; n != nil {
		for _, word := range s.wordList(n, "yes_no_words") {
			p.YesNoWords = append(p.YesNoWords, engine.Fold(word))
		}
	}
}

// settings reads what is simply true or false.
func (s *source) settings(p *engine.Policy, n *yaml.Node, constants *scope) {
	all := map[string]*bool{"quarter_before_begins": &p.QuarterBeforeBegins, "execution_from_initial": &p.ExecutionFromInitial,
		"execution_outside": &p.Weights.ExecutionOutside, "not_applicable_lost": &p.NotApplicableLost}
	known := slices.Sorted(maps.Keys(all))
	fields := s.fields(n, "settings", 0, known...)
	for _, name := range known {
		*all[name] = s.constantTruth(fields[name], "settings."+name, constants)
	}
}

// constantTruth computes a setting that is true or false.
func (s *source) constantTruth(n *yaml.Node, in string, constants *scope) bool {
	if n == nil {
		return false
	}
	t := s.expression(n, in, constants, nil)
	return s.gives(n, t, truthKind) && t.truth(new(frame))
}

// constantNumber computes a setting that is a number.
func (s *source) constantNumber(n *yaml.Node, in string, constants *scope) (engine.Rational, bool) {
	if n == nil {
		return engine.Rational{}, false
	}
	if d, ok := engine.ParseDecimal(n.Value); ok && n.Kind == yaml.ScalarNode {
		return d.Rational(), true // as the expression would be
	}
	t := s.expression(n, in, constants, nil)
	if !s.gives(n, t, numberKind) {
		return engine.Rational{}, false
	}
	f := new(frame)
	x := t.number(f)
	if f.divided {
		s.inside(n, 0, "divides-by-zero")
	}
	return x, !f.divided
}

// constantPoints computes a setting in points: 0 or more, at most two decimals. A mistake gives 0.
func (s *source) constantPoints(n *yaml.Node, in string, constants *scope) engine.Points {
	x, ok := s.constantNumber(n, in, constants)
	if !ok {
		return 0
	}
	p, ok := engine.RoundHalfUp(x)
	if !ok || p < 0 || p.Rational().Cmp(x) != 0 {
		text, _ := numberText(x)
		s.on(n, "points-form", "text", text)
		return 0
	}
	return p
}

func (s *source) weights(p *engine.WeightPolicy, n *yaml.Node, constants *scope) {
	before := len(s.list)
	fields := s.fields(n, "weights", 2, "execution", "levels", "counted_with", "missing_to", "by_category", "variants")
	p.Execution = s.constantPoints(fields["execution"], "weights.execution", constants)
	p.Levels = s.levels(fields["levels"], "weights.levels", constants)
	if len(s.list) == before {
		s.full(n, p, p.Levels)
	}
	s.variants(fields["variants"], p, constants)
	for _, e := range s.optional(fields["counted_with"], "weights.counted_with") {
		from, to := s.level(e.key), s.level(e.value)
		s.weighted(e.value, p, to)
		p.CountedWith[from] = to
	}
	for _, e := range s.optional(fields["missing_to"], "weights.missing_to") {
		level := s.level(e.key)
		s.weighted(e.key, p, level)
		for _, item := range s.items(e.value, "weights.missing_to") {
			to := s.level(item)
			s.weighted(item, p, to)
			p.MissingTo[level] = append(p.MissingTo[level], to)
		}
	}
	p.ByCategory = s.constantTruth(fields["by_category"], "weights.by_category", constants)
}

// levels reads the points of the level-1 classes. They are sorted, so that the order of keys in a pack changes nothing.
func (s *source) levels(n *yaml.Node, in string, constants *scope) []engine.LevelWeight {
	var levels []engine.LevelWeight
	for _, e := range s.optional(n, in) {
		level := s.level(e.key)
		if slices.ContainsFunc(levels, func(w engine.LevelWeight) bool { return w.Level == level }) && level != engine.NoDimension {
			s.on(e.key, "word-twice", "word", e.key.Value)
		}
		levels = append(levels, engine.LevelWeight{Level: level, Points: s.constantPoints(e.value, in, constants)})
	}
	slices.SortFunc(levels, func(a, b engine.LevelWeight) int { return int(a.Level) - int(b.Level) })
	return levels
}

// full lists levels that do not make 100 points, together with the execution where that is inside the 100.
func (s *source) full(n *yaml.Node, p *engine.WeightPolicy, levels []engine.LevelWeight) {
	var sum engine.Points
	if !p.ExecutionOutside {
		sum = p.Execution
	}
	for _, entry := range levels {
		sum += entry.Points
	}
	switch {
	case sum == engine.FullMarks:
	case p.ExecutionOutside:
		s.on(n, "weights-sum-outside", "sum", trimPoints(sum))
	default:
		s.on(n, "weights-sum", "sum", trimPoints(sum))
	}
}

// variants reads the points for forms that have certain classes.
func (s *source) variants(n *yaml.Node, p *engine.WeightPolicy, constants *scope) {
	if n == nil {
		return
	}
	in := "weights.variants"
	for _, item := range s.items(n, in) {
		before := len(s.list)
		fields := s.fields(item, in, 2, "present", "levels")
		v := engine.LevelVariant{Levels: s.levels(fields["levels"], in+".levels", constants)}
		if present := fields["present"]; present != nil {
			for _, entry := range s.items(present, in+".present") {
				v.Present = append(v.Present, s.level(entry))
			}
			if present.Kind == yaml.SequenceNode && len(present.Content) == 0 {
				s.on(present, "list-length", "in", in+".present", "most", itoa(len(engine.Dimensions())))
			}
		}
		if len(s.list) == before {
			s.full(item, p, v.Levels)
		}
		p.Variants = append(p.Variants, v)
	}
}

func (s *source) optional(n *yaml.Node, in string) []entry {
	if n == nil {
		return nil
	}
	return s.mapping(n, in)
}

// level reads a level-1 class.
func (s *source) level(n *yaml.Node) engine.Dimension {
	if n.Kind != yaml.ScalarNode {
		s.shape(n, "weights", "text")
		return engine.NoDimension
	}
	level, ok := engine.ParseDimension(n.Value)
	if !ok {
		var known []string
		for _, d := range engine.Dimensions() {
			known = append(known, d.String())
		}
		s.unknown(n, "unknown-level", known, "name", n.Value)
	}
	return level
}

// weighted lists a level-1 class that should have points of its own and has none.
func (s *source) weighted(n *yaml.Node, p *engine.WeightPolicy, level engine.Dimension) {
	has := slices.ContainsFunc(p.Levels, func(w engine.LevelWeight) bool { return w.Level == level }) ||
		slices.ContainsFunc(p.Variants, func(v engine.LevelVariant) bool {
			return slices.ContainsFunc(v.Levels, func(w engine.LevelWeight) bool { return w.Level == level })
		})
	if !has && level != engine.NoDimension {
		s.on(n, "level-without-points", "level", level.String())
	}
}

// windows reads the shares that each tier may earn. They must meet end to end from 0 to 1, and each default must lie in its
// own window.
func (s *source) windows(p *engine.Policy, n *yaml.Node, constants *scope) {
	before := len(s.list)
	tiers := []engine.Tier{engine.TierMissed, engine.TierPartly, engine.TierMet}
	fields := s.fields(n, "windows", 3, "met", "partly", "missed")
	for _, tier := range tiers {
		window := fields[tier.String()]
		if window == nil {
			continue
		}
		in := "windows." + tier.String()
		ends := s.fields(window, in, 3, "from", "to", "default")
		w := &p.Windows[tier]
		w.From, _ = s.constantNumber(ends["from"], in+".from", constants)
		w.To, _ = s.constantNumber(ends["to"], in+".to", constants)
		w.Default, _ = s.constantNumber(ends["default"], in+".default", constants)
		w.ToIncluded = tier == engine.TierMet
	}
	if len(s.list) > before {
		return
	}
	at := engine.Rational{}
	for _, tier := range tiers {
		s.window(fields[tier.String()], tier, &p.Windows[tier], at)
		at = p.Windows[tier].To
	}
	if at.Cmp(engine.NewRational(1, 1)) != 0 {
		text, _ := numberText(at)
		s.on(fields["met"], "windows-end", "to", text)
	}
}

func (s *source) window(n *yaml.Node, tier engine.Tier, w *engine.Window, begin engine.Rational) {
	from, _ := numberText(w.From)
	to, _ := numberText(w.To)
	share, _ := numberText(w.Default)
	expected, _ := numberText(begin)
	above := w.Default.Cmp(w.To)
	switch {
	case w.From.Cmp(begin) != 0:
		s.on(n, "windows-hole", "tier", tier.String(), "from", from, "expected", expected)
	case w.From.Cmp(w.To) >= 0:
		s.on(n, "windows-order", "tier", tier.String(), "from", from, "to", to)
	case w.Default.Cmp(w.From) < 0 || above > 0 || above == 0 && !w.ToIncluded:
		s.on(n, "window-default", "tier", tier.String(), "default", share, "from", from, "to", to)
	}
}

// phrases reads which words state which tier.
func (s *source) phrases(n *yaml.Node, in string) map[string]engine.Tier {
	stated := map[string]engine.Tier{}
	if n == nil {
		return stated
	}
	fields := s.fields(n, in, 0, "met", "partly", "missed")
	for _, tier := range []engine.Tier{engine.TierMet, engine.TierPartly, engine.TierMissed} {
		list := fields[tier.String()]
		if list == nil {
			continue
		}
		for _, item := range s.items(list, in+"."+tier.String()) {
			phrase := engine.Fold(s.text(item, in))
			if _, twice := stated[phrase]; twice {
				s.on(item, "word-twice", "word", phrase)
			}
			stated[phrase] = tier
		}
	}
	return stated
}

// grades reads the bands from the best down and has them proved.
func (s *source) grades(p *engine.Policy, n *yaml.Node, constants *scope) {
	before := len(s.list)
	items := s.items(n, "grades")
	for _, item := range items {
		fields := s.fields(item, "grades", 2, "name", "from")
		from := s.constantPoints(fields["from"], "grades.from", constants)
		p.Bands = append(p.Bands, engine.Band{Name: s.text(fields["name"], "grades.name"), From: from})
	}
	if len(s.list) > before {
		return
	}
	var wrong *engine.BandError
	if errors.As(engine.ProveBands(p.Bands), &wrong) {
		s.on(s.bandNode(n, p.Bands, wrong), "bands-"+wrong.Code, "band", wrong.Band, "from", trimPoints(max(0, wrong.From)))
	}
}

// bandNode finds the band that an error speaks of: the last one of its name and score.
func (s *source) bandNode(n *yaml.Node, bands []engine.Band, wrong *engine.BandError) *yaml.Node {
	for i := len(bands) - 1; i >= 0; i-- {
		if bands[i].Name == wrong.Band && bands[i].From == wrong.From {
			return n.Content[i]
		}
	}
	return n
}
