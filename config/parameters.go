package config

import (
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/viper"
)

// maxParameterText bounds the text of one override, in bytes. The longest
// sensible value is a number of a few digits or one word.
const maxParameterText = 200

// readParameters merges the overrides of all layers, one by one.
func (r *reader) readParameters(v *viper.Viper) {
	// The codec put this list there, or nothing did.
	listed, _ := v.Get(keySet).([]fileParameter)
	for _, p := range listed {
		r.setParameter(Parameter{p.name, p.text, r.fileOrigin(), LayerFile}, p.place)
	}
	env := envName(keySet)
	if text := r.o.Getenv(env); text != "" {
		r.setAll(strings.Split(text, ";"), "environment "+env, LayerEnvironment)
	}
	r.setAll(r.o.Set, "flag --set", LayerFlag)
	slices.SortFunc(r.cfg.params, func(a, b Parameter) int { return strings.Compare(a.Name, b.Name) })
	at := from{LayerDefault, "default"}
	for _, p := range r.cfg.params {
		r.cfg.Rules.Set[p.Name] = p.Text
		r.cfg.origins[keySet+"."+p.Name] = from{p.layer, p.Origin}
		if p.layer > at.layer {
			at = from{p.layer, p.Origin}
		}
	}
	r.cfg.origins[keySet] = at
}

// setAll takes name=value texts. A text of blanks is what a trailing semicolon
// leaves, and is passed over in the environment only.
func (r *reader) setAll(texts []string, origin string, layer Layer) {
	for _, text := range texts {
		if layer == LayerEnvironment && strings.TrimSpace(text) == "" {
			continue
		}
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			r.problems = append(r.problems, newProblem(CodeNotAssignment, keySet, text, origin))
			continue
		}
		r.setParameter(Parameter{strings.TrimSpace(name), strings.TrimSpace(value), origin, layer}, origin)
	}
}

// setParameter keeps one override, replacing that of a lower layer.
func (r *reader) setParameter(p Parameter, place string) {
	if code := judgeParameter(p); code != "" {
		r.problems = append(r.problems, newProblem(code, keySet+"."+p.Name, p.Text, place))
		return
	}
	i := slices.IndexFunc(r.cfg.params, func(q Parameter) bool { return q.Name == p.Name })
	if i < 0 {
		r.cfg.params = append(r.cfg.params, p)
		return
	}
	r.cfg.params[i] = p
}

// judgeParameter gives the code of what is wrong, or nothing.
func judgeParameter(p Parameter) string {
	switch {
	case !isParameterName(p.Name):
		return CodeParameterName
	case strings.TrimSpace(p.Text) == "":
		return CodeEmpty
	case strings.ContainsFunc(p.Text, unicode.IsControl):
		return CodeControlCharacter
	case len(p.Text) > maxParameterText:
		return CodeTooLong
	}
	return ""
}

// isParameterName takes letters of any script, digits, underscores, dots and
// hyphens, a letter or underscore first.
func isParameterName(name string) bool {
	for i, r := range name {
		first := unicode.IsLetter(r) || r == '_'
		if !first && (i == 0 || !unicode.IsDigit(r) && r != '.' && r != '-') {
			return false
		}
	}
	return name != ""
}
