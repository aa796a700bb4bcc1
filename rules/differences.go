package rules

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Edit is a value in which two packs differ. Path says where it stands in the pack, an element of a list by its id or name where it
// has one: score.number[at-least].points. Before and After are what stands there, empty where nothing does; what is more than one
// value is JSON.
type Edit struct{ Path, Before, After string }

// Differences lists in what the effective form of one pack differs from another's, in the order of the paths. What does not count,
// such as comments, the order of keys and the packs' own tests, is no difference; the order of rules is one, because the first that
// fits counts.
func Differences(before, after *Ruleset) []Edit {
	var list []Edit
	differ(&list, "", decoded(before), decoded(after))
	return list
}

// decoded reads an effective pack, numbers with their digits.
func decoded(set *Ruleset) any {
	decoder := json.NewDecoder(bytes.NewReader(set.effective))
	decoder.UseNumber()
	var root any
	if err := decoder.Decode(&root); err != nil {
		panic("rules: " + err.Error()) // an effective pack is JSON
	}
	return root
}

// nothing stands for what is not there; null may be.
type nothing struct{}

func differ(list *[]Edit, path string, before, after any) {
	switch old := before.(type) {
	case map[string]any:
		if now, ok := after.(map[string]any); ok {
			differMaps(list, path, old, now)
			return
		}
	case []any:
		if now, ok := after.([]any); ok {
			differLists(list, path, old, now)
			return
		}
	}
	if old, now := valueText(before), valueText(after); old != now {
		*list = append(*list, Edit{path, old, now})
	}
}

func differMaps(list *[]Edit, path string, before, after map[string]any) {
	var keys []string
	for _, side := range []map[string]any{before, after} {
		for key := range side {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		inner := key
		if path != "" {
			inner = path + "." + key
		}
		differ(list, inner, valueOr(before, key), valueOr(after, key))
	}
}

func valueOr(m map[string]any, key string) any {
	if value, found := m[key]; found {
		return value
	}
	return nothing{}
}

// differLists compares elements that have names by their names, and others by their places.
func differLists(list *[]Edit, path string, before, after []any) {
	names, alsoNames := namesIn(before), namesIn(after)
	if names == nil || alsoNames == nil {
		for i := range max(len(before), len(after)) {
			differ(list, path+"["+strconv.Itoa(i+1)+"]", at(before, i), at(after, i))
		}
		return
	}
	for i, name := range names {
		differ(list, path+"["+name+"]", before[i], at(after, slices.Index(alsoNames, name)))
	}
	for i, name := range alsoNames {
		if !slices.Contains(names, name) {
			differ(list, path+"["+name+"]", nothing{}, after[i])
		}
	}
	order := func(own, other []string) (common []string) {
		for _, name := range own {
			if slices.Contains(other, name) {
				common = append(common, name)
			}
		}
		return common
	}
	if old, now := order(names, alsoNames), order(alsoNames, names); !slices.Equal(old, now) {
		*list = append(*list, Edit{path, strings.Join(old, ", "), strings.Join(now, ", ")})
	}
}

func at(list []any, i int) any {
	if i < 0 || i >= len(list) {
		return nothing{}
	}
	return list[i]
}

// namesIn returns the ids or names of a list's elements, nil where one has none or two have the same.
func namesIn(list []any) []string {
	names := make([]string, 0, len(list))
	for _, element := range list {
		m, ok := element.(map[string]any)
		if !ok {
			return nil
		}
		name, ok := m["id"].(string)
		if !ok {
			name, ok = m["name"].(string)
		}
		if !ok || slices.Contains(names, name) {
			return nil
		}
		names = append(names, name)
	}
	return names
}

func valueText(value any) string {
	switch value := value.(type) {
	case nothing:
		return ""
	case string:
		return value
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic("rules: " + err.Error()) // it was decoded from JSON
	}
	return strings.TrimSpace(out.String())
}
