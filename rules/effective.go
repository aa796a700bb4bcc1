package rules

import (
	"bytes"
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// effective writes a pack in canonical form: JSON with sorted keys, numbers without needless zeros, overrides and year put in,
// tests and what was inherited and is not used left out. It is YAML too, and compiles to the same rule set.
func effective(root *yaml.Node, params *parameters, dropped []string, sure []Certainty, year int) []byte {
	tree := canonical(root).(map[string]any)
	delete(tree, "tests")
	for _, name := range dropped {
		for _, key := range []string{"parameters", "tables"} {
			if section, ok := tree[key].(map[string]any); ok {
				delete(section, name)
			}
		}
	}
	if tree["confidence"] != nil { // of parts that are still there
		parts := map[string]any{}
		for _, c := range sure {
			parts[c.Part] = c.Sure
		}
		tree["confidence"] = parts
	}
	if section, ok := tree["parameters"].(map[string]any); ok {
		for _, p := range params.list {
			section[p.name].(map[string]any)["value"] = scalar(p.Value, true)
		}
	}
	if year != 0 {
		tree["year"] = json.Number(itoa(year))
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(tree); err != nil {
		panic("rules: " + err.Error()) // texts, numbers and truths of a compiled pack always encode
	}
	return out.Bytes()
}

// canonical turns a node into maps, lists, numbers, truths and texts. Maps are written with sorted keys.
func canonical(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		tree := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			tree[n.Content[i].Value] = canonical(n.Content[i+1])
		}
		return tree
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			list[i] = canonical(item)
		}
		return list
	}
	return scalar(n.Value, n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0 && n.ShortTag() != "!!str")
}

func scalar(text string, plain bool) any {
	text = strings.TrimSpace(text)
	if !plain {
		return text
	}
	if d, ok := engine.ParseDecimal(text); ok {
		return json.Number(d.String())
	}
	if text == "true" || text == "false" {
		return text == "true"
	}
	return text
}
