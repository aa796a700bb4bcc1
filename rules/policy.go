package rules

import (
	"errors"
	"slices"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// policy reads what is plain settings. Numbers may be expressions over parameters.
func (s *source) policy(r *Ruleset, fields map[string]*yaml.Node, constants *scope) {
	p := &r.policy
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
	if n := fields["settings"]; n != nil {
		settings := s.fields(n, "settings", 0, "quarter_before_begins", "execution_from_initial")
		p.QuarterBeforeBegins = s.constantTruth(settings["quarter_before_begins"], "settings.quarter_before_begins", constants)
		p.ExecutionFromInitial = s.constantTruth(settings["execution_from_initial"], "settings.execution_from_initial", constants)
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
	fields := s.fields(n, "weights", 2, "execution", "levels", "counted_with", "missing_to", "by_category")
	p.Execution = s.constantPoints(fields["execution"], "weights.execution", constants)
	sum := p.Execution
	if levels := fields["levels"]; levels != nil {
		for _, e := range s.mapping(levels, "weights.levels") {
			level := s.level(e.key)
			points := s.constantPoints(e.value, "weights.levels", constants)
			p.Levels = append(p.Levels, engine.LevelWeight{Level: level, Points: points})
			sum += points
		}
	}
	if len(s.list) == before && sum != engine.FullMarks {
		s.on(n, "weights-sum", "sum", trimPoints(sum))
	}
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
	has := slices.ContainsFunc(p.Levels, func(w engine.LevelWeight) bool { return w.Level == level })
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
