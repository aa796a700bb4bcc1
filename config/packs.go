package config

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// choices reads rules.packs: a list of entries with year, kind and pack.
func (c *codec) choices(n *yaml.Node) []PackChoice {
	if isNull(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		c.add(shapeCode(n, CodeNotList), keyPacks, n.Value, n.Line)
		return nil
	}
	var list []PackChoice
	lines := map[[2]string]int{}
	for _, item := range n.Content {
		choice, ok := c.choice(item)
		if !ok {
			continue
		}
		same := [2]string{strconv.Itoa(choice.Year), choice.Kind}
		if first, twice := lines[same]; twice {
			c.add(CodePackTwice, keyPacks, choice.Pack, item.Line, [2]string{"first", strconv.Itoa(first)})
			continue
		}
		lines[same] = item.Line
		list = append(list, choice)
	}
	return list
}

// choice reads one entry. It needs a pack, and a year or a kind.
func (c *codec) choice(n *yaml.Node) (choice PackChoice, ok bool) {
	if n.Kind != yaml.MappingNode {
		c.add(shapeCode(n, CodeNotSection), keyPacks, n.Value, n.Line)
		return choice, false
	}
	before := len(c.problems)
	choice.Origin = c.place(n.Line)
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		key := keyPacks + "." + strings.ToLower(name.Value)
		if c.keyIsBad(seen, key, name) {
			continue
		}
		if value.Kind != yaml.ScalarNode {
			c.add(shapeCode(value, CodeNotText), key, value.Value, value.Line)
			continue
		}
		c.choiceField(&choice, key, strings.TrimSpace(scalarText(value)), value)
	}
	if len(c.problems) > before {
		return choice, false
	}
	switch {
	case choice.Pack == "":
		c.add(CodeEmpty, keyPacks+".pack", "", n.Line)
	case choice.Year == 0 && choice.Kind == "":
		c.add(CodePackForAll, keyPacks, choice.Pack, n.Line)
	}
	return choice, len(c.problems) == before
}

func (c *codec) choiceField(choice *PackChoice, key, text string, n *yaml.Node) {
	switch strings.TrimPrefix(key, keyPacks+".") {
	case "pack":
		choice.Pack = text
	case "kind":
		choice.Kind = text
	case "year":
		year, bad := integer(text)
		switch {
		case bad != nil:
			c.add(bad.code, key, text, n.Line)
		case year < 1990 || year > 2100:
			wrong := outOfRange(1990, 2100)
			c.add(wrong.code, key, text, n.Line, wrong.args...)
		}
		choice.Year = year
	default:
		c.add(CodeUnknownKey, key, text, n.Line, [2]string{"suggestion", "year, kind, pack"})
	}
}

// For returns the packs of a year: the one for all kinds of projects that have
// none of their own, blank where that is Pack, and those of single kinds. An
// entry for a kind and the year goes before one for the kind alone, and an
// entry for the year before Pack.
func (r *Rules) For(year int) (otherwise PackChoice, kinds []PackChoice) {
	for _, choice := range r.Packs {
		switch {
		case choice.Year != 0 && choice.Year != year:
		case choice.Kind == "":
			otherwise = choice
		default:
			same := func(other PackChoice) bool { return other.Kind == choice.Kind }
			i := slices.IndexFunc(kinds, same)
			switch {
			case i < 0:
				kinds = append(kinds, choice)
			case choice.Year != 0:
				kinds[i] = choice
			}
		}
	}
	return otherwise, kinds
}

// packValues shows rules.packs, one entry a line.
func (c *Config) packValues() []Value {
	if len(c.Rules.Packs) == 0 {
		return []Value{{Key: keyPacks, Origin: "default"}}
	}
	var out []Value
	for _, choice := range c.Rules.Packs {
		key := keyPacks
		if choice.Year != 0 {
			key += "." + strconv.Itoa(choice.Year)
		}
		if choice.Kind != "" {
			key += "." + choice.Kind
		}
		out = append(out, Value{key, choice.Pack, choice.Origin})
	}
	return out
}
