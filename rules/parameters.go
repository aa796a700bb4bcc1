package rules

import (
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// maxWords bounds the words of one parameter; sets of them are kept in the bits of a machine word.
const maxWords = 60

// parameter is a compiled parameter. Its type follows from its bounds: range makes a number, one_of a word, neither true or
// false.
type parameter struct {
	Parameter
	name     string
	term     term
	value    *yaml.Node
	key      *yaml.Node
	from, to engine.Decimal
	words    []string
	numeric  bool
	used     bool
	broken   bool // a mistake is listed; what uses it is not to blame
}

// parameters are what expressions may name besides the vocabulary: the pack's parameters and its tables.
type parameters struct {
	list   []*parameter
	tables []*table
}

// has tells whether a name is taken by a parameter or a table.
func (p *parameters) has(name string) bool { return p.find(name) != nil || p.table(name) != nil }

func (p *parameters) find(name string) *parameter {
	for _, entry := range p.list {
		if entry.name == name {
			return entry
		}
	}
	return nil
}

func (p *parameters) names() []string {
	names := make([]string, len(p.list))
	for i, entry := range p.list {
		names[i] = entry.name
	}
	return names
}

// parameters reads the section parameters.
func (s *source) parameters(n *yaml.Node) *parameters {
	all := &parameters{}
	if n == nil {
		return all
	}
	for _, e := range s.mapping(n, "parameters") {
		if !s.free(e.key, all) {
			continue
		}
		if s.meantOther(e, n) {
			continue
		}
		all.list = append(all.list, s.parameter(e))
	}
	return all
}

// meantOther lists a parameter of which only a value is given although nothing of that name was inherited: hardly a new one.
func (s *source) meantOther(e entry, n *yaml.Node) bool {
	if len(s.inherited) == 0 || e.value.Kind != yaml.MappingNode || valueOf(e.value, "value") == nil || len(e.value.Content) > 2 {
		return false
	}
	var others []string
	for i := 0; i < len(n.Content); i += 2 {
		if !s.own(n.Content[i+1]) || len(n.Content[i+1].Content) > 2 {
			others = append(others, n.Content[i].Value)
		}
	}
	s.unknown(e.key, "parameter-not-inherited", others, "name", e.key.Value)
	return true
}

// free tells whether a name may be given to a parameter or a table; where it may not, the mistake is listed.
func (s *source) free(n *yaml.Node, params *parameters) bool {
	name := n.Value
	switch {
	case !isIdentifier(name):
		s.on(n, "bad-name", "name", name)
		return false
	case findWord(name) != nil || findFunction(name) != nil || slices.Contains(verdictDomain.words, name) ||
		slices.Contains(reserved, name) || params.has(name):
		s.on(n, "name-taken", "name", name)
		return false
	}
	return true
}

// reserved are words that have a meaning in expressions or reasons.
var reserved = []string{"true", "false", "nil", "let", "if", "else", "in", "not", "and", "or", "matches", "contains", "startsWith",
	"endsWith", "points", "得分", "eq"}

func isIdentifier(name string) bool {
	return validName(name) && !strings.ContainsFunc(name, func(r rune) bool { return !isPlain(r) }) && (name[0] < '0' || name[0] > '9')
}

func (s *source) parameter(e entry) *parameter {
	in := "parameters." + e.key.Value
	before := len(s.list)
	fields := s.fields(e.value, in, 3, "value", "zh", "en", "unit", "range", "one_of")
	p := &parameter{name: e.key.Value, key: e.key, value: fields["value"]}
	p.Name, p.Meaning = p.name, Text{s.text(fields["zh"], in+".zh"), s.text(fields["en"], in+".en")}
	p.Unit = s.unit(fields["unit"], p.name, fields["range"] != nil)
	switch {
	case fields["range"] != nil && fields["one_of"] != nil:
		s.on(e.key, "range-and-words", "name", p.name)
	case fields["range"] != nil:
		s.bounds(fields["range"], in, p)
	case fields["one_of"] != nil:
		p.words = s.wordList(fields["one_of"], in+".one_of")
		p.Allowed = strings.Join(p.words, ", ")
	default:
		p.words, p.Allowed = []string{"false", "true"}, "false, true"
	}
	if p.broken = len(s.list) > before; p.broken {
		return p
	}
	if p.value.Kind != yaml.ScalarNode || !p.set(p.value.Value) {
		s.on(p.value, "value-not-allowed", "name", p.name, "value", p.value.Value, "allowed", p.Allowed)
		p.broken = true
	}
	p.Default = p.Value
	return p
}

// units are what the number of a parameter counts. The catalogue has a word for each: unit.share.
var units = []string{"share", "points", "days", "times", "yuan", "count"}

// unit reads the unit of a number.
func (s *source) unit(n *yaml.Node, name string, numeric bool) string {
	text := s.text(n, "parameters."+name+".unit")
	switch {
	case text == "":
		return ""
	case !slices.Contains(units, text):
		s.unknown(n, "unknown-unit", units, "name", text)
		return ""
	case !numeric:
		s.on(n, "unit-without-range", "name", name)
	}
	return text
}

func (s *source) bounds(n *yaml.Node, in string, p *parameter) {
	p.numeric = true
	ends := s.items(n, in+".range")
	if n.Kind != yaml.SequenceNode {
		return
	}
	if len(ends) != 2 {
		s.on(n, "range-form", "name", p.name)
		return
	}
	from, okFrom := s.number(ends[0], in+".range")
	to, okTo := s.number(ends[1], in+".range")
	if okFrom && okTo && from.Rational().Cmp(to.Rational()) >= 0 {
		s.on(n, "range-form", "name", p.name)
	}
	p.from, p.to, p.Allowed = from, to, from.String()+".."+to.String()
}

// wordList reads a list of different texts.
func (s *source) wordList(n *yaml.Node, in string) []string {
	var words []string
	items := s.items(n, in)
	if n.Kind == yaml.SequenceNode && (len(items) == 0 || len(items) > maxWords) {
		s.on(n, "list-length", "in", in, "most", itoa(maxWords))
		return nil
	}
	for _, item := range items {
		word := s.text(item, in)
		if slices.Contains(words, word) && word != "" {
			s.on(item, "word-twice", "word", word)
			continue
		}
		words = append(words, word)
	}
	return words
}

// set takes a value given as text; false where the parameter cannot have it.
func (p *parameter) set(text string) bool {
	text = strings.TrimSpace(text)
	if p.numeric {
		value, ok := engine.ParseDecimal(text)
		if !ok || value.Rational().Cmp(p.from.Rational()) < 0 || value.Rational().Cmp(p.to.Rational()) > 0 {
			return false
		}
		p.Value, p.term = value.String(), constantNumber(value.Rational())
		return true
	}
	d := choices(p.name, p.words)
	at, ok := d.find(text)
	if !ok {
		return false
	}
	p.Value, p.term = text, constantChoice(at, d)
	if p.Allowed == "false, true" {
		p.term = constantTruth(text == "true")
	}
	return true
}

// override puts values from outside in. A later value of the same parameter wins.
func (p *parameters) override(pack string, overrides []Override) error {
	var problems []error
	for _, o := range overrides {
		entry := p.find(o.Name)
		switch {
		case entry == nil:
			problems = append(problems, &UnknownParameter{Name: o.Name, Origin: o.Origin, Pack: pack, Known: p.names(),
				Suggestion: suggest(o.Name, p.names())})
		case !entry.set(o.Value):
			problems = append(problems, &OutOfRange{Name: o.Name, Value: o.Value, Origin: o.Origin, Pack: pack, Allowed: entry.Allowed})
		default:
			entry.Origin = o.Origin
		}
	}
	if len(problems) == 1 {
		return problems[0]
	}
	return errors.Join(problems...)
}
