package rules

import (
	"crypto/sha256"
	"errors"
	"slices"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// packKeys are the keys of a pack; the first eleven are required.
var packKeys = []string{"pack", "title", "basis", "basis_checked", "weights", "score", "windows", "phrases", "done_phrases",
	"growth_words", "grades", "parameters", "settings", "tests"}

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
	return compile(newSource(effectiveFile, data), data, Options{}, true)
}

func compile(s *source, text []byte, opt Options, effective bool) (*Ruleset, error) {
	root := s.parse(text)
	if root == nil {
		return nil, s.errors()
	}
	known := packKeys
	if effective {
		known = slices.Concat(packKeys, []string{"year"})
	}
	if s.refuseExtends(root) {
		return nil, s.errors()
	}
	fields := s.fields(root, "pack", requiredKeys, known...)
	r := &Ruleset{file: s.file, source: text, year: opt.Year}
	if n := fields["year"]; n != nil {
		r.year = s.year(n, "year")
	}
	params := s.parameters(fields["parameters"])
	if err := s.override(fields, params, opt.Overrides); err != nil {
		return nil, err
	}
	s.head(r, fields)
	r.written = s.scoreOf(fields["score"], r.id.Name, params)
	s.policy(r, fields, newScope(0, true, params))
	r.tests = s.tests(fields["tests"])
	s.unused(params)
	if err := s.errors(); err != nil {
		return nil, err
	}
	r.finish(root, params)
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

func (s *source) refuseExtends(root *yaml.Node) bool {
	if root.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "extends" {
			s.on(root.Content[i], "extends")
			return true
		}
	}
	return false
}

func (s *source) head(r *Ruleset, fields map[string]*yaml.Node) {
	r.id.Name = s.text(fields["pack"], "pack")
	if n := fields["pack"]; n != nil && r.id.Name != "" && !validName(r.id.Name) {
		s.on(n, "bad-name", "name", r.id.Name)
	}
	r.title = s.both(fields["title"], "title")
	r.basis = Basis{s.text(fields["basis"], "basis"), s.truth(fields["basis_checked"], "basis_checked")}
}

func (s *source) scoreOf(n *yaml.Node, pack string, params *parameters) (written [factKinds][]rule) {
	if n == nil {
		return written
	}
	return s.score(n, pack, params)
}

// unused lists parameters that nothing uses: changing them would change nothing. It waits until all else is in order, because
// an expression with a mistake may be what uses one.
func (s *source) unused(params *parameters) {
	if len(s.list) > 0 {
		return
	}
	for _, p := range params.list {
		if !p.used {
			s.on(p.key, "parameter-unused", "name", p.name)
		}
	}
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
func (r *Ruleset) finish(root *yaml.Node, params *parameters) {
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
	r.effective = effective(root, params, r.year)
	r.id.Digest = sha256.Sum256(r.effective)
}

// misnamed says that a file does not hold the pack that its name promises.
func (r *Ruleset) misnamed(name string) error {
	s := newSource(r.file, r.source)
	line, column := 1, 1
	if root := s.parse(r.source); root != nil {
		for i := 0; i+1 < len(root.Content); i += 2 {
			if root.Content[i].Value == "pack" {
				line, column = root.Content[i+1].Line, root.Content[i+1].Column
			}
		}
	}
	s.at(line, column, "pack-name", "name", r.id.Name, "file", name)
	return s.errors()
}
