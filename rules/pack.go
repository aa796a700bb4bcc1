package rules

import (
	"crypto/sha256"
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// packKeys are the keys of a pack; the first eleven are required, of a pack that extends another one together with it.
var packKeys = []string{"pack", "title", "basis", "basis_checked", "weights", "score", "windows", "phrases", "done_phrases",
	"growth_words", "grades", "parameters", "settings", "tables", "flags", "project", "checks", "yes_no_words", "confidence", "tests"}

const requiredKeys = 11

// Compile compiles the source of a pack. File is its name in messages. Errors are as for [Load].
func Compile(file string, source []byte, opt Options) (*Ruleset, error) {
	set, err := compile(newSource(file, source), source, opt, false)
	var mistakes *Errors
	if !errors.As(err, &mistakes) || len(opt.Overrides) == 0 {
		return set, err
	}
	// The pack may be in order and only the values from outside may not go together.
	plain := opt
	plain.Overrides = nil
	if _, err := compile(newSource(file, source), source, plain, false); err == nil {
		return nil, &BadOverrides{opt.Overrides, mistakes}
	}
	return nil, mistakes
}

// effectiveFile stands in the place of a file's name where a rule set was made from an effective pack.
const effectiveFile = "effective"

// FromEffective compiles what [Ruleset.Effective] returned: the pack in force, without its tests.
func FromEffective(data []byte) (*Ruleset, error) {
	if set, ok, err := fromChoice(data); ok {
		return set, err
	}
	return compile(newSource(effectiveFile, data), data, Options{}, true)
}

func compile(s *source, text []byte, opt Options, effective bool) (set *Ruleset, err error) {
	defer s.listed(&err)
	limit := maxPackBytes
	if s.inForce = effective; effective {
		limit = maxEffectiveBytes
	}
	root := s.parseUpTo(text, limit)
	if root == nil {
		return nil, s.errors()
	}
	known := packKeys
	if effective {
		known = slices.Concat(packKeys, []string{"year"})
	}
	r := &Ruleset{file: s.file, text: s, source: text, year: opt.Year, dir: opt.Dir}
	if !effective && root.Kind == yaml.MappingNode {
		if root, r.changes, r.extends = s.extended(root, opt.Dir, nil); root == nil {
			return nil, s.errors()
		}
	}
	fields := s.fields(root, "pack", requiredKeys, known...)
	if n := fields["year"]; n != nil {
		r.year = s.year(n, "year")
	}
	params := s.parameters(fields["parameters"])
	if err := s.override(fields, params, opt.Overrides); err != nil {
		return nil, err
	}
	s.readTables(fields["tables"], params)
	s.head(r, fields)
	ids := map[string]*yaml.Node{}
	r.written = s.scoreOf(fields["score"], r.id.Name, params, ids)
	r.flags = s.flags(fields["flags"], r.id.Name, params, ids)
	r.project = s.projectRules(fields["project"], r.id.Name, params, ids)
	r.checks = s.qualityChecks(fields["checks"], r.id.Name, params, ids)
	r.asked = summedCodes(r.checks)
	s.policy(r, fields, newScope(0, true, params))
	r.certainty = s.confidence(fields["confidence"], root)
	r.tests = s.tests(fields["tests"])
	s.proveTests(fields["tests"], r, params)
	dropped := s.unused(params)
	if err := s.errors(); err != nil {
		return nil, err
	}
	if err := droppedOverride(r.id.Name, opt.Overrides, dropped, params); err != nil {
		return nil, err
	}
	r.finish(root, params, dropped)
	return r, nil
}

// override applies values from outside once the parameters themselves are in order. What is wrong with the pack comes first.
func (s *source) override(fields map[string]*yaml.Node, params *parameters, overrides []Override) error {
	if len(s.list) > 0 {
		return nil
	}
	name := ""
	if n := fields["pack"]; n != nil {
		name = n.Value
	}
	return params.override(name, overrides)
}

func (s *source) head(r *Ruleset, fields map[string]*yaml.Node) {
	r.id.Name = s.text(fields["pack"], "pack")
	if n := fields["pack"]; n != nil && r.id.Name != "" && !validName(r.id.Name) {
		s.on(n, "bad-name", "name", r.id.Name)
	}
	r.title = s.both(fields["title"], "title")
	r.basis = Basis{s.text(fields["basis"], "basis"), s.truth(fields["basis_checked"], "basis_checked")}
}

func (s *source) scoreOf(n *yaml.Node, pack string, params *parameters, ids map[string]*yaml.Node) (written [factKinds][]rule) {
	if n == nil {
		return written
	}
	return s.score(n, pack, params, ids)
}

// unused lists parameters and tables that nothing uses: changing them would change nothing. Inherited ones are left out of the
// pack instead; it returns their names. It waits until all else is in order, because an expression with a mistake may be what
// uses one.
func (s *source) unused(params *parameters) (dropped []string) {
	if len(s.list) > 0 {
		return nil
	}
	params.list = slices.DeleteFunc(params.list, func(p *parameter) bool {
		if !p.used && s.own(p.key) {
			s.on(p.key, "parameter-unused", "name", p.name)
		}
		return s.leftOut(p.used, p.key, &dropped)
	})
	params.tables = slices.DeleteFunc(params.tables, func(t *table) bool {
		if !t.used && s.own(t.key) {
			s.on(t.key, "table-unused", "name", t.Name)
		}
		return s.leftOut(t.used, t.key, &dropped)
	})
	return dropped
}

// leftOut tells whether something goes unused because the pack inherited it and put something else in its place.
func (s *source) leftOut(used bool, key *yaml.Node, dropped *[]string) bool {
	if used || s.own(key) {
		return false
	}
	*dropped = append(*dropped, key.Value)
	return true
}

// droppedOverride refuses a value for a parameter that the pack inherited and does not use.
func droppedOverride(pack string, overrides []Override, dropped []string, params *parameters) error {
	for _, o := range overrides {
		if slices.Contains(dropped, o.Name) {
			return &UnknownParameter{Name: o.Name, Origin: o.Origin, Pack: pack, Known: params.names()}
		}
	}
	return nil
}

func (s *source) year(n *yaml.Node, in string) int {
	d, ok := s.number(n, in)
	if !ok {
		return 0
	}
	for year := 1900; year <= 2200; year++ {
		if d == engine.DecimalFromInt(int64(year)) {
			return year
		}
	}
	s.on(n, "year-form", "text", n.Value)
	return 0
}

// finish fixes what follows from a pack without mistakes.
func (r *Ruleset) finish(root *yaml.Node, params *parameters, dropped []string) {
	r.root = root
	r.tables = params.tables
	for _, p := range params.list {
		r.params = append(r.params, p.Parameter)
	}
	for k := range r.written {
		for _, rule := range r.written[k] {
			if !rule.never {
				r.active[k] = append(r.active[k], rule)
			}
		}
	}
	for k := range r.flags {
		for _, flag := range r.flags[k] {
			if !flag.never {
				r.flagged[k] = append(r.flagged[k], flag)
			}
		}
	}
	r.certainty = slices.DeleteFunc(r.certainty, func(c Certainty) bool {
		section, name, _ := strings.Cut(c.Part, ".")
		return (section == "parameters" || section == "tables") && slices.Contains(dropped, name)
	})
	r.effective = effective(root, params, dropped, r.certainty, r.year)
	r.id.Digest = sha256.Sum256(r.effective)
}

// misnamed says that a file does not hold the pack that its name promises.
func (r *Ruleset) misnamed(name string) error {
	s, n := *r.text, valueOf(r.root, "pack")
	s.on(n, "pack-name", "name", r.id.Name, "file", name)
	return s.errors()
}
