package rules

import (
	"testing"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// TestExpressions computes expressions over 487 of ≥500, weight 10, with the parameters share 0.7, style steep, strict true.
func TestExpressions(t *testing.T) {
	params := &parameters{}
	share := &parameter{name: "share", numeric: true}
	share.to = engine.DecimalFromInt(1)
	style := &parameter{name: "style", words: []string{"plain", "steep"}}
	strict := &parameter{name: "strict", words: []string{"false", "true"}}
	strict.Allowed = "false, true"
	if !share.set("0.7") || !style.set("steep") || !strict.set("true") {
		t.Fatal("parameters")
	}
	params.list = []*parameter{share, style, strict}
	scope := newScope(engine.NumberFacts, false, params)
	f := &frame{facts: numberFacts(t, ">=", "500", "487")}
	for text, want := range map[string]string{
		"1 + 2 * 3 - 4 / 8":  "6.5",
		"0.1 + 0.2":          "0.3",
		"1 / 3 * 3":          "1",
		"-(actual - target)": "13",
		"+actual":            "487",
		"abs(actual - 500)":  "13",
		"绝对值(完成值 - 指标值)":     "13",
		"min(weight, 3, 7)":  "3",
		"max(weight, 3, 11)": "11",
		"取小(分值, 取大(2, 4))":   "4",
		"weight | min(4)":    "4",
		"rate * 100":         "97.4",
		"weight * share":     "7",
		"share * 10 + share": "7.7",
		"0.123456789012345678 * 100000000000000000 * 10": "123456789012345678",
		".5 * 2": "1",
		"let a = actual; let b = a - 7; a + b + b":               "1447",
		"let big = actual > 400; big ? 1 : 2":                    "1",
		"let o = op; o == '>=' ? 1 : 2":                          "1",
		"let c = 5; c + c":                                       "10",
		"(let a = actual; a + a) + (let a = target; a)":          "1474",
		"if reached { 1 } else if actual > 400 { 2 } else { 3 }": "2",
		"reached":                   "false",
		"not reached and !growth":   "true",
		"growth or actual > 1":      "true",
		"actual < target":           "true",
		"487 <= actual < 488":       "true",
		"actual != 487":             "false",
		"actual == 487.0":           "true",
		"growth == (1 > 2)":         "true",
		"growth != false":           "false",
		`op == ">=" and op != "<="`: "true",
		`op == "≥"`:                 "true",
		`op in ["=", ">="]`:         "true",
		`op not in ["=", "<"]`:      "true",
		"op in []":                  "false",
		"actual in [1, 480 + 7]":    "true",
		"actual in [1, target]":     "false",
		`style == "steep" and style in ["plain", "steep"] and "plain" != style`: "true",
		"strict and true":            "true",
		"strict ? reached : growth":  "false",
		"true or actual / 0.5 > 1":   "true",
		"false and actual > 1":       "false",
		"reached ? met : partly":     "partly",
		"未达成":                        "missed",
		"actual > 1 ? '达成' : missed": "met",
		"met in [partly, missed]":    "false",
	} {
		s := newSource("x", []byte(text))
		result := s.expression(&yaml.Node{Kind: yaml.ScalarNode, Value: text, Line: 1, Column: 1}, "x", scope, nil)
		if len(s.list) > 0 {
			t.Errorf("%s: %+v", text, s.list)
			continue
		}
		shown := slot{term: result}
		if result.kind == badKind {
			t.Errorf("%s gives nothing", text)
			continue
		}
		if got, exact := shown.show(f); got != want || !exact || f.divided {
			t.Errorf("%s = %s, want %s", text, got, want)
		}
	}
}
