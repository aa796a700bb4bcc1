package rules

import (
	"errors"
	"strings"
	"testing"
)

// TestPlaces finds an unknown name in every way in which YAML can hold an expression, and compares the place that is reported
// with where the name really stands.
func TestPlaces(t *testing.T) {
	const plain = "      when: reached\n"
	for name, text := range map[string]string{
		"plain":               "      when: reached and wrong > 1\n",
		"plain, wide":         "      when: 达到指标值 and 完成值 > wrong\n",
		"plain, many lines":   "      when: reached\n        and actual > 1\n\n          and 分值 > wrong\n",
		"single quotes":       "      when: 'reached and op == ''='' or op in [''>='', ''<=''] and wrong > 1'\n",
		"single quotes, line": "      when: 'op == ''=''\n\n        and 分值 > wrong'\n",
		"double quotes":       "      when: \"op == \\\"\\u003D\\\" and \\x72eached and wrong > 1\"\n",
		"double quotes, line": "      when: \"op == \\\"=\\\"\\n and reached \\\n          and\\twrong > 1\"\n",
		"literal":             "      when: |\n        reached and\n        分值 > wrong\n",
		"literal, indented":   "      when: |2-\n          reached and\n            actual > wrong\n",
		"literal, comment":    "      when: |  # 说明\n\n        reached and actual > wrong\n",
		"folded":              "      when: >-\n        reached\n        and\n\n        actual > wrong\n",
		"folded, indented":    "      when: >+\n        reached and\n          actual >\n        wrong\n\n",
		"another line":        "      when:\n          wrong > 1\n",
		"windows line ends":   "      when: |\r\n        reached and\r\n        actual > wrong\r\n",
		"tabs":                "      when: \"reached\tand\twrong > 1\"\n",
	} {
		source := smallSource(t, plain, text)
		_, err := Compile("x.yaml", source, Options{})
		var mistakes *Errors
		if !errors.As(err, &mistakes) || len(mistakes.List) != 1 || mistakes.List[0].Code != "rule.unknown-name" {
			t.Errorf("%s: %v", name, err)
			continue
		}
		before, _, _ := strings.Cut(string(source), "wrong")
		line, column := 1+strings.Count(before, "\n"), 1+runes(before[strings.LastIndex(before, "\n")+1:])
		if got := mistakes.List[0]; got.Line != line || got.Column != column {
			t.Errorf("%s: found at %d:%d, stands at %d:%d", name, got.Line, got.Column, line, column)
		}
	}
}
