package rules

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// ListedRule is one rule, flag, project rule or check of a pack, as it is written there.
type ListedRule struct {
	Section  string // score.number, flags.execution, project, checks.row
	ID       string
	Severity string // of flags and checks; blank elsewhere
	When     string // the condition; blank where it always holds
	Applies  string // of checks: when they apply at all; blank for always
}

// Listed lists what the pack decides, in the order in which it stands: all rules by kind of facts, flags, project rules, checks.
func (r *Ruleset) Listed() []ListedRule {
	var list []ListedRule
	for _, section := range []string{"score", "flags"} {
		for _, k := range engine.FactKinds() {
			list = append(list, listedIn(section+"."+k.String(), valueOf(valueOf(r.root, section), k.String()))...)
		}
	}
	list = append(list, listedIn("project", valueOf(r.root, "project"))...)
	return append(list, listedIn("checks", valueOf(r.root, "checks"))...)
}

func listedIn(section string, rules *yaml.Node) []ListedRule {
	if rules == nil {
		return nil
	}
	list := make([]ListedRule, len(rules.Content))
	for i, n := range rules.Content {
		one := ListedRule{Section: section, ID: scalarOf(valueOf(n, "id")), Severity: scalarOf(valueOf(n, "severity")),
			When: oneLine(valueOf(n, "when")), Applies: oneLine(valueOf(n, "applies"))}
		if of := scalarOf(valueOf(n, "of")); of != "" {
			one.Section += "." + of
		}
		if warns := section == "checks" || strings.HasPrefix(section, "flags"); warns && one.Severity == "" {
			one.Severity = engine.Warning.String()
		}
		list[i] = one
	}
	return list
}

// oneLine writes an expression without the line breaks of its block.
func oneLine(n *yaml.Node) string { return strings.Join(strings.Fields(scalarOf(n)), " ") }
