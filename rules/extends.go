package rules

import (
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// maxExtends bounds how many packs a pack may build on, one on the other: what counts must still be found.
const maxExtends = 3

// Change is a place where a pack differs from the one that it extends.
type Change struct {
	Path string // parameters.late_days.value, score.number.at-most, grades
	Was  string // the other pack's text, on one line; empty for what was added
	Now  string // the own text; empty for what was removed
	From string // the pack that it comes from; empty for what was added
	Line int    // of the own text
}

// extended puts a pack together with the one that it extends, and so on. It returns nil where that cannot be done; the mistakes
// are then listed. Chain holds the names from the pack that is compiled down to this one.
func (s *source) extended(root *yaml.Node, dir string, chain []string) (merged *yaml.Node, changes []Change, names []string) {
	key := valueOf(root, "extends")
	if key == nil {
		return root, nil, nil
	}
	chain = append(chain, strings.TrimSpace(scalarOf(valueOf(root, "pack"))))
	base, text, dir := s.base(key, dir, chain)
	if base == nil {
		return nil, nil, nil
	}
	name := scalarOf(key)
	whole, _, names := text.extended(base, dir, chain)
	if whole == nil {
		s.list = append(s.list, text.list...)
		return nil, nil, nil
	}
	s.inherit(whole, text)
	m := &merger{s: s, from: name}
	return m.pack(whole, root), m.changes, append([]string{name}, names...)
}

func scalarOf(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

// base reads the pack that another one extends, and returns the folder in which that one looks for what it extends itself.
func (s *source) base(key *yaml.Node, dir string, chain []string) (root *yaml.Node, text *source, in string) {
	name := s.text(key, "extends")
	switch {
	case name == "":
		return nil, nil, ""
	case slices.Contains(chain, name):
		s.on(key, "extends-circle", "chain", strings.Join(append(chain, name), " → "))
		return nil, nil, ""
	case len(chain) > maxExtends:
		s.on(key, "extends-deep", "chain", strings.Join(append(chain, name), " → "), "limit", itoa(maxExtends))
		return nil, nil, ""
	}
	file, source, own, err := look(name, dir)
	var unknown *UnknownPack
	switch {
	case errors.As(err, &unknown):
		s.unknown(key, "extends-unknown", unknown.Known, "name", name)
		return nil, nil, ""
	case err != nil:
		s.on(key, "extends-unreadable", "name", name, "detail", err.Error())
		return nil, nil, ""
	}
	text = newSource(file, source)
	root = text.parse(source)
	if root == nil || root.Kind != yaml.MappingNode {
		if root != nil {
			text.shape(root, "pack", "mapping")
		}
		s.list = append(s.list, text.list...)
		return nil, nil, ""
	}
	if !own {
		dir = ""
	}
	return root, text, dir
}

// inherit remembers in which text the nodes of another pack stand.
func (s *source) inherit(n *yaml.Node, text *source) {
	if s.inherited == nil {
		s.inherited = map[*yaml.Node]*source{}
	}
	s.inherited[n] = text.textOf(n)
	for _, child := range n.Content {
		s.inherit(child, text)
	}
}

// merger lays a pack over the one that it extends, and notes every place where they differ.
type merger struct {
	s       *source
	from    string
	changes []Change
}

// The sections that are laid over each other key by key, with how many levels of keys; rules are laid over each other by their
// ids. Every other section, and whatever lies deeper, is replaced as a whole: what counts then stands in one place.
var (
	mergedByKey = map[string]int{"weights": 1, "settings": 1, "tables": 1, "phrases": 1, "done_phrases": 1, "confidence": 1,
		"parameters": 2, "windows": 2}
	mergedByKind = []string{"score", "flags"}
)

func (m *merger) pack(base, own *yaml.Node) *yaml.Node {
	merged := m.keys(base, own, "", func(path string, base, own *yaml.Node) *yaml.Node {
		switch {
		case mergedByKey[path] > 0:
			return m.deep(path, base, own, mergedByKey[path])
		case slices.Contains(mergedByKind, path):
			return m.keys(base, own, path, m.rules)
		case path == "project", path == "checks":
			return m.rules(path, base, own)
		}
		return m.replaced(path, base, own)
	})
	return without(merged, "extends")
}

// deep lays mappings over each other, some levels down.
func (m *merger) deep(path string, base, own *yaml.Node, levels int) *yaml.Node {
	if levels == 0 {
		return m.replaced(path, base, own)
	}
	return m.keys(base, own, path, func(path string, base, own *yaml.Node) *yaml.Node {
		return m.deep(path, base, own, levels-1)
	})
}

// notInherited are the keys that a pack has for itself.
var notInherited = []string{"pack", "title", "extends", "tests"}

// keys lays one mapping over another: what both have is put together by merge, what one has stays.
func (m *merger) keys(base, own *yaml.Node, path string, merge func(path string, base, own *yaml.Node) *yaml.Node) *yaml.Node {
	if base.Kind != yaml.MappingNode || own.Kind != yaml.MappingNode {
		return m.replaced(path, base, own)
	}
	merged := *own
	merged.Content = nil
	taken := map[*yaml.Node]bool{}
	for i := 0; i+1 < len(base.Content); i += 2 {
		key, value := base.Content[i], base.Content[i+1]
		ownKey, ownValue := entryOf(own, key.Value)
		switch {
		case path == "" && slices.Contains(notInherited, key.Value):
			continue
		case ownKey == nil:
			merged.Content = append(merged.Content, key, value)
		default:
			taken[ownKey] = true
			merged.Content = append(merged.Content, ownKey, merge(join(path, key.Value), value, ownValue))
		}
	}
	for i := 0; i+1 < len(own.Content); i += 2 {
		if key, value := own.Content[i], own.Content[i+1]; !taken[key] {
			merged.Content = append(merged.Content, key, value)
			if path != "" || !slices.Contains(notInherited, key.Value) {
				m.note(join(path, key.Value), nil, value)
			}
		}
	}
	return &merged
}

func entryOf(n *yaml.Node, name string) (key, value *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (m *merger) replaced(path string, base, own *yaml.Node) *yaml.Node {
	m.note(path, base, own)
	return own
}

// note keeps a difference, of mappings each key by itself. What says the same in other words is none.
func (m *merger) note(path string, base, own *yaml.Node) {
	if base != nil && own != nil && base.Kind == yaml.MappingNode && own.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(base.Content); i += 2 {
			_, value := entryOf(own, base.Content[i].Value)
			m.note(join(path, base.Content[i].Value), base.Content[i+1], value)
		}
		for i := 0; i+1 < len(own.Content); i += 2 {
			if key, _ := entryOf(base, own.Content[i].Value); key == nil {
				m.note(join(path, own.Content[i].Value), nil, own.Content[i+1])
			}
		}
		return
	}
	change := Change{Path: path, Was: brief(base), Now: brief(own)}
	if change.Was == change.Now {
		return
	}
	if base != nil {
		change.From = m.from
	}
	if own != nil {
		change.Line = own.Line
	}
	m.changes = append(m.changes, change)
}

// The keys that say where a rule goes in the list of the other pack, or that a rule goes away.
const (
	keyBefore = "before"
	keyAfter  = "after"
	keyRemove = "remove"
)

// rules lays one list of rules over another. A rule of the same id takes the other one's place; remove: true takes it away; a new
// one goes before all others, as it is the more special, or to the place that it names. Project rules and checks all count, and new ones
// go to the end.
func (m *merger) rules(path string, base, own *yaml.Node) *yaml.Node {
	if base.Kind != yaml.SequenceNode || own.Kind != yaml.SequenceNode {
		return m.replaced(path, base, own)
	}
	list := slices.Clone(base.Content)
	front := 0
	if path == "project" || path == "checks" {
		front = len(list)
	}
	for _, item := range own.Content {
		at := indexOf(list, scalarOf(valueOf(item, "id")))
		bare := without(item, keyBefore, keyAfter, keyRemove)
		switch {
		case scalarOf(valueOf(item, keyRemove)) == "true":
			list, front = m.remove(path, list, item, at, front)
			continue
		case at >= 0 && !m.s.own(list[at]):
			m.note(join(path, scalarOf(valueOf(item, "id"))), list[at], bare)
			list[at] = bare
			continue
		}
		to, found := m.position(list, item, front)
		if !found {
			continue
		}
		if to == front {
			front++
		}
		m.note(join(path, scalarOf(valueOf(item, "id"))), nil, bare)
		list = slices.Insert(list, to, bare)
	}
	merged := *own
	merged.Content = list
	return &merged
}

func indexOf(list []*yaml.Node, id string) int {
	return slices.IndexFunc(list, func(n *yaml.Node) bool { return id != "" && scalarOf(valueOf(n, "id")) == id })
}

func (m *merger) remove(path string, list []*yaml.Node, item *yaml.Node, at, front int) ([]*yaml.Node, int) {
	id := valueOf(item, "id")
	if at < 0 {
		n := item
		if id != nil {
			n = id
		}
		m.s.unknown(n, "rule-not-there", idsOf(list), "name", scalarOf(id), "pack", m.from)
		return list, front
	}
	m.note(join(path, id.Value), list[at], nil)
	if at < front {
		front--
	}
	return slices.Delete(list, at, at+1), front
}

// position returns where a new rule goes. A place that is not there is a mistake.
func (m *merger) position(list []*yaml.Node, item *yaml.Node, front int) (to int, found bool) {
	for _, key := range []string{keyBefore, keyAfter} {
		n := valueOf(item, key)
		if n == nil {
			continue
		}
		at := indexOf(list, scalarOf(n))
		if at < 0 {
			m.s.unknown(n, "rule-not-there", idsOf(list), "name", scalarOf(n), "pack", m.from)
			return 0, false
		}
		if key == keyAfter {
			at++
		}
		return at, true
	}
	return front, true
}

func idsOf(list []*yaml.Node) []string {
	var ids []string
	for _, n := range list {
		if id := scalarOf(valueOf(n, "id")); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// without returns a mapping without some keys. It is a copy where there was something to leave out.
func without(n *yaml.Node, keys ...string) *yaml.Node {
	if n.Kind != yaml.MappingNode || !slices.ContainsFunc(keys, func(key string) bool { return valueOf(n, key) != nil }) {
		return n
	}
	bare := *n
	bare.Content = nil
	for i := 0; i+1 < len(n.Content); i += 2 {
		if !slices.Contains(keys, n.Content[i].Value) {
			bare.Content = append(bare.Content, n.Content[i], n.Content[i+1])
		}
	}
	return &bare
}

// brief writes a node on one line, as YAML in its short form.
func brief(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	var out strings.Builder
	writeBrief(&out, n)
	return out.String()
}

func writeBrief(out *strings.Builder, n *yaml.Node) {
	switch {
	case n.Kind == yaml.MappingNode && len(n.Content) == 0:
		out.WriteString("{}")
	case n.Kind == yaml.SequenceNode && len(n.Content) == 0:
		out.WriteString("[]")
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			out.WriteString(opening(i, "{"))
			out.WriteString(n.Content[i].Value + ": ")
			writeBrief(out, n.Content[i+1])
		}
		out.WriteString("}")
	case n.Kind == yaml.SequenceNode:
		for i, item := range n.Content {
			out.WriteString(opening(i, "["))
			writeBrief(out, item)
		}
		out.WriteString("]")
	default:
		out.WriteString(strings.Join(strings.Fields(n.Value), " "))
	}
}

func opening(i int, bracket string) string {
	if i == 0 {
		return bracket
	}
	return ", "
}

// Extends lists the packs that the pack builds on, the nearest first.
func (r *Ruleset) Extends() []string { return slices.Clone(r.extends) }

// Changes lists where the pack differs from the one that it extends, in the order of that one. It is empty for a pack that stands
// alone.
func (r *Ruleset) Changes() []Change { return slices.Clone(r.changes) }
