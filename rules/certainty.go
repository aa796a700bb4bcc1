package rules

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Certainty is how sure a part of a pack is.
type Certainty struct {
	Part string // the path of the part: weights, score.number, score.number.at-most, parameters.late_days, tables.steps
	Sure string // read, known or chosen
}

// certainties are how sure a part can be: read in a published form or notice, well known but not re-read, or chosen by the
// author of the pack. The catalogue has a sentence for each: sure.read.
var certainties = []string{"read", "known", "chosen"}

// confidence reads the section confidence. Parts that it names must be there.
func (s *source) confidence(n *yaml.Node, root *yaml.Node) []Certainty {
	var list []Certainty
	for _, e := range s.optional(n, "confidence") {
		if !slices.Contains(certainties, e.value.Value) {
			s.unknown(e.value, "unknown-certainty", certainties, "name", e.value.Value)
		}
		if !s.part(e.key, root) {
			continue
		}
		list = append(list, Certainty{e.key.Value, e.value.Value})
	}
	slices.SortFunc(list, func(a, b Certainty) int { return strings.Compare(a.Part, b.Part) })
	return list
}

// part tells whether a path leads to a part of the pack. One that does not is a mistake, unless it was inherited: then the part
// was removed.
func (s *source) part(key, root *yaml.Node) bool {
	at := root
	for name := range strings.SplitSeq(key.Value, ".") {
		next, known := stepInto(at, name)
		if next == nil {
			if s.own(key) {
				s.on(key, "unknown-part", append([]string{"part", key.Value, "name", name}, s.meant(name, known)...)...)
			}
			return false
		}
		at = next
	}
	return true
}

// stepInto returns the value of a key, or the entry of a list that has a name as its id, and the names that there are.
func stepInto(n *yaml.Node, name string) (next *yaml.Node, known []string) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == name {
				return n.Content[i+1], nil
			}
			known = append(known, n.Content[i].Value)
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			for _, key := range []string{"id", "name"} {
				if id := valueOf(item, key); id != nil && id.Value == name {
					return item, nil
				} else if id != nil {
					known = append(known, id.Value)
				}
			}
		}
	}
	return nil, known
}

// valueOf returns the value of a key of a mapping, or nil.
func valueOf(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// Confidence lists how sure the parts of the pack are, by their paths.
func (r *Ruleset) Confidence() []Certainty { return slices.Clone(r.certainty) }
