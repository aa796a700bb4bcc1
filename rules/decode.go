package rules

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// parse reads the one document of a pack. It returns nil where there is none; the mistake is then listed.
func (s *source) parse(text []byte) *yaml.Node { return s.parseUpTo(text, maxPackBytes) }

func (s *source) parseUpTo(text []byte, limit int) *yaml.Node {
	if len(text) > limit {
		s.at(1, 1, "pack-too-large", "limit", itoa(limit>>10)+" KB")
		return nil
	}
	if s.blank() {
		s.at(1, 1, "pack-empty")
		return nil
	}
	if !utf8.Valid(text) {
		s.notUTF8(text)
		return nil
	}
	if s.refuseHidden() {
		return nil
	}
	var document yaml.Node
	if err := yaml.Load(text, &document, yaml.WithUniqueKeys(false), yaml.WithPlugin(depthLimit{})); err != nil {
		s.syntax(err)
		return nil
	}
	if len(document.Content) == 0 {
		s.at(1, 1, "pack-empty")
		return nil
	}
	root := document.Content[0]
	nodes := 0
	if s.refuseReferences(root) || s.refuseOutgrown(root, &nodes) {
		return nil
	}
	return root
}

// notUTF8 lists the first line that is not UTF-8.
func (s *source) notUTF8(text []byte) {
	for i, line := range bytes.Split(text, []byte("\n")) {
		if !utf8.Valid(line) {
			s.at(i+1, 1+slices.Index([]rune(string(line)), utf8.RuneError), "pack-not-utf8")
			return
		}
	}
}

// blank tells whether a pack holds nothing but comments.
func (s *source) blank() bool {
	for _, line := range s.lines {
		if text := strings.TrimSpace(string(line)); text != "" && text[0] != '#' {
			return false
		}
	}
	return true
}

func (s *source) syntax(err error) {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		s.at(1, 1, "yaml-syntax", "detail", err.Error())
		return
	}
	line, column := load.Mark.Line, load.Mark.Column
	if line > len(s.lines) { // behind a last line that does not end
		line, column = len(s.lines), 1+len(s.lines[len(s.lines)-1])
	}
	if strings.Contains(load.Message, errDeep.Error()) {
		s.at(line, column, "nested-too-deep", "limit", itoa(maxPackDepth))
		return
	}
	detail := strings.TrimPrefix(load.Message, "yaml: ")
	if load.ContextMsg != "" {
		detail = load.ContextMsg + ": " + detail
	}
	s.at(line, column, "yaml-syntax", "detail", detail)
}

// refuseReferences lists anchors, aliases and tags. A pack is read by people: what counts must stand where it counts.
func (s *source) refuseReferences(n *yaml.Node) (refused bool) {
	switch {
	case n.Kind == yaml.AliasNode:
		s.on(n, "reference", "text", "*"+n.Value)
		return true
	case n.Anchor != "":
		s.on(n, "reference", "text", "&"+n.Anchor)
		refused = true
	case n.Style&yaml.TaggedStyle != 0:
		s.on(n, "reference", "text", n.Tag)
		refused = true
	}
	for _, child := range n.Content {
		refused = s.refuseReferences(child) || refused
	}
	return refused
}

// entry is a key of a mapping with its value.
type entry struct{ key, value *yaml.Node }

// mapping returns the entries of a mapping in order, each key once. What is no mapping, and keys that stand twice, are listed.
func (s *source) mapping(n *yaml.Node, in string) []entry {
	if n.Kind != yaml.MappingNode {
		s.shape(n, in, "mapping")
		return nil
	}
	seen := map[string]*yaml.Node{}
	var entries []entry
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			s.shape(key, in, "text")
			continue
		}
		if first := seen[key.Value]; first != nil {
			s.on(key, "duplicate-key", "key", key.Value, "line", itoa(first.Line))
			continue
		}
		seen[key.Value] = key
		entries = append(entries, entry{key, value})
	}
	return entries
}

// fields returns the values of a mapping by key. Keys that are not known are listed, and so are required ones that are missing.
// Required keys come first in known.
func (s *source) fields(n *yaml.Node, in string, required int, known ...string) map[string]*yaml.Node {
	if s.reads != nil {
		s.reads(in, required, known)
	}
	found := map[string]*yaml.Node{}
	for _, e := range s.mapping(n, in) {
		if !slices.Contains(known, e.key.Value) {
			s.unknown(e.key, "unknown-key", known, "key", e.key.Value, "in", in)
			continue
		}
		found[e.key.Value] = e.value
	}
	if n.Kind != yaml.MappingNode {
		return found
	}
	for _, key := range known[:required] {
		if found[key] == nil {
			s.on(n, "missing-key", "key", key, "in", in)
		}
	}
	return found
}

// unknown lists a name that nobody knows, with the one that was probably meant, or with all that exist.
func (s *source) unknown(n *yaml.Node, code string, known []string, pairs ...string) {
	s.on(n, code, append(pairs, s.meant(n.Value, known)...)...)
}

// meant returns the arguments that say what a name was probably meant to be.
func (s *source) meant(name string, known []string) []string {
	if s.compared += len(known); s.compared <= maxCompared {
		if suggestion := suggest(name, known); suggestion != "" {
			return []string{"suggestion", suggestion}
		}
	}
	return []string{"known", strings.Join(known[:min(len(known), maxKnown)], ", ")}
}

func (s *source) items(n *yaml.Node, in string) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		s.shape(n, in, "list")
		return nil
	}
	return n.Content
}

func (s *source) shape(n *yaml.Node, in, want string) {
	s.on(n, "wrong-shape", "in", in, "want", want)
}

// text returns a text that is not blank.
func (s *source) text(n *yaml.Node, in string) string {
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" || strings.TrimSpace(n.Value) == "" {
		s.shape(n, in, "text")
		return ""
	}
	if len(n.Value) > maxTextBytes {
		s.on(n, "text-too-long", "limit", itoa(maxTextBytes))
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// both returns a text in two languages.
func (s *source) both(n *yaml.Node, in string) Text {
	if n == nil {
		return Text{}
	}
	fields := s.fields(n, in, 2, "zh", "en")
	return Text{s.text(fields["zh"], in+".zh"), s.text(fields["en"], in+".en")}
}

// truth returns true or false.
func (s *source) truth(n *yaml.Node, in string) bool {
	if n == nil {
		return false
	}
	if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "false" {
		s.shape(n, in, "truth")
		return false
	}
	return n.Value == "true"
}

// number returns a plain decimal number.
func (s *source) number(n *yaml.Node, in string) (engine.Decimal, bool) {
	if n == nil {
		return engine.Decimal{}, false
	}
	if n.Kind != yaml.ScalarNode {
		s.shape(n, in, "number")
		return engine.Decimal{}, false
	}
	d, ok := engine.ParseDecimal(n.Value)
	if !ok {
		s.on(n, "number-form", "text", n.Value)
	}
	return d, ok
}

// points returns a number of points with at most two decimals, 0 where that is a mistake.
func (s *source) points(n *yaml.Node, in string) engine.Points {
	d, ok := s.number(n, in)
	if !ok {
		return 0
	}
	p, ok := engine.PointsFromDecimal(d)
	if !ok {
		s.on(n, "points-form", "text", n.Value)
	}
	return p
}
