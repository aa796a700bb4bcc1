package reports_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jixiao/messages"
	"jixiao/reports"
	"jixiao/rules"
)

// localPack changes a shipped pack in every way that there is.
const localPack = `
pack: local
extends: mof-2020
title: {zh: 某县的办法, en: A county's rules}
basis_checked: true
weights:
  variants:
    - {present: [成本指标], levels: {成本指标: 20, 产出指标: 40, 效益指标: 20, 满意度指标: 10}}
parameters:
  partly_from: {value: 0.7}
  low: {value: 0.5, range: [0, 1], unit: share, zh: 执行率低于此值的扣分, en: an execution rate below this costs points}
tables:
  caps:
    zh: 各档上限
    en: caps by step
    rows: [{to: low, points: 59}, {from: low, points: 100}]
score:
  range:
    - {id: above-ratio, remove: true}
  words:
    - id: halves
      before: stated
      when: tier == partly and weight > 10
      verdict: tier
      points: 'let half = weight / 2; tier == partly ? max(half, 5) : half'
      why: {zh: "{tier}，得 {points} 分", en: "{tier}: {points}"}
project:
  - id: cap
    title: {zh: 封顶, en: cap}
    cap: caps(execution_rate)
    why: {zh: "不超过 {points} 分", en: "at most {points}"}
  - id: slow
    title: {zh: 扣分, en: deduction}
    when: execution_rate < low
    add: -2
    why: {zh: "扣分 {points}", en: "{points}"}
confidence: {project.cap: known}
`

func TestRulebookGolden(t *testing.T) {
	set, err := rules.Compile("local.yaml", []byte(localPack), rules.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, lang := range map[string]messages.Lang{"rulebook.golden.md": messages.Chinese, "rulebook.en.golden.md": messages.English} {
		book := rules.NewExplainer(set, "").Book(lang)
		var out bytes.Buffer
		if err := reports.WriteRulebook(&out, reports.Texts{Catalogue: messages.Default(), Lang: lang}, &book); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "{") {
			t.Errorf("%s: something was not filled in", name)
		}
		path := filepath.Join("testdata", name)
		if flag.Lookup("update").Value.String() == "true" {
			if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), out.String()); diff != "" {
			t.Errorf("%s differs (run with -update when that is right):\n%s", name, diff)
		}
	}
}
