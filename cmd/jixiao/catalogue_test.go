package main

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/engine/notation"
	"jixiao/importer"
	"jixiao/importer/grid"
	"jixiao/messages"
)

// TestCatalogueOfIssues holds docs/issues.md and docs/issues.zh-CN.md against the code: all codes of issues, of files that cannot
// be read, of findings and of undetermined rows. go test ./cmd/jixiao -run Catalogue -update writes them anew.
func TestCatalogueOfIssues(t *testing.T) {
	sections := catalogueSections(t)
	for lang, name := range map[messages.Lang]string{messages.English: "issues.md", messages.Chinese: "issues.zh-CN.md"} {
		page := template.Must(template.New(name + ".tmpl").ParseFiles(filepath.Join("testdata", name+".tmpl")))
		var got bytes.Buffer
		if err := page.Execute(&got, inWords(t, lang, sections)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("..", "..", "docs", name)
		if *update {
			write(t, path, got.Bytes())
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(want, got.Bytes()) {
			t.Errorf("%s is not what the code says (go test ./cmd/jixiao -run Catalogue -update writes it anew): %v", path, err)
		}
	}
}

// TestCatalogueIsComplete finds every code of an issue that has a sentence in the catalogue's lists, so that none is left out.
func TestCatalogueIsComplete(t *testing.T) {
	listed := map[string]bool{}
	for _, section := range catalogueSections(t) {
		for _, code := range section {
			listed[code.code] = true
		}
	}
	for _, code := range messages.Default().Codes() {
		space, _, _ := strings.Cut(code, ".")
		if (space == "issue" || space == "finding" || strings.HasPrefix(code, "error.file_")) && !listed[code] {
			t.Errorf("%s stands in no section", code)
		}
	}
}

// listedCode is a code, in its space, with its severities, the usual one first.
type listedCode struct {
	code       string
	severities []engine.Severity
}

// catalogueSections collects the codes by where they come from. The names are those of the templates.
func catalogueSections(t *testing.T) map[string][]listedCode {
	sections := map[string][]listedCode{"File": {{"error.no-form", failing}, {"error.wrong-headers", failing}, {"issue.file-unreadable", failing}}}
	for _, code := range grid.ErrorCodes() {
		sections["File"] = append(sections["File"], listedCode{"error." + code, failing})
	}
	faults := importer.FaultCodes()
	for _, code := range importer.Codes() {
		section := "Form"
		if slices.Contains(faults, code.Code) {
			section = "Cells"
		}
		sections[section] = append(sections[section], listedCode{"issue." + code.Code, code.Severities})
	}
	for _, code := range notation.Codes() {
		sections["Values"] = append(sections["Values"], listedCode{"issue." + code.Code, code.Severities})
	}
	for _, code := range assessment.Codes() {
		sections["Recording"] = append(sections["Recording"], listedCode{"issue." + code.Code, []engine.Severity{code.Severity}})
	}
	sections["Scoring"] = findingsOfSource(t)
	sections["Undetermined"] = reasonsOfSource(t)
	for _, codes := range sections {
		slices.SortFunc(codes, func(a, b listedCode) int { return cmp.Compare(a.code, b.code) })
	}
	return sections
}

var failing = []engine.Severity{engine.Error}

var (
	findingInSource = regexp.MustCompile(`(?:\bFinding\{+Code: |(?m:^)\t)"([^"]+)"(?:, Severity|): (?:engine\.)?(Info|Warning|Error)\b`)
	reasonInSource  = regexp.MustCompile(`\bReason[A-Z]\w* += "([^"]+)"`)
)

// findingsOfSource reads the findings out of the source: those of the engine, which has no list of them, and the notes that rules
// may give.
func findingsOfSource(t *testing.T) []listedCode {
	var codes []listedCode
	for _, match := range inSource(t, findingInSource) {
		severity, known := engine.ParseSeverity(strings.ToLower(match[2]))
		if !known {
			t.Errorf("the finding %s has the severity %s", match[1], match[2])
		}
		codes = append(codes, listedCode{"finding." + match[1], []engine.Severity{severity}})
	}
	return codes
}

func reasonsOfSource(t *testing.T) []listedCode {
	var codes []listedCode
	for _, match := range inSource(t, reasonInSource) {
		codes = append(codes, listedCode{code: "reason." + match[1]})
	}
	return codes
}

// inSource finds a pattern in the source of engine and rules, each code once.
func inSource(t *testing.T, pattern *regexp.Regexp) [][]string {
	var all [][]string
	for _, folder := range []string{"engine", "rules"} {
		files, err := filepath.Glob(filepath.Join("..", "..", folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal("no source:", err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, pattern.FindAllStringSubmatch(string(text), -1)...)
		}
	}
	slices.SortStableFunc(all, func(a, b []string) int { return cmp.Compare(a[1], b[1]) })
	return slices.CompactFunc(all, func(a, b []string) bool { return a[1] == b[1] })
}

// worded is a line of the catalogue.
type worded struct{ Code, Severities, Sentence, Hint string }

func inWords(t *testing.T, lang messages.Lang, sections map[string][]listedCode) map[string][]worded {
	catalogue := messages.Default()
	pages := map[string][]worded{}
	for name, codes := range sections {
		for _, code := range codes {
			entry, found := catalogue.Entry(code.code)
			if !found {
				t.Errorf("%s has no sentence", code.code)
				continue
			}
			sentence, hint := entry.ZH, entry.HintZH
			if lang == messages.English {
				sentence, hint = entry.EN, entry.HintEN
			}
			_, bare, _ := strings.Cut(code.code, ".")
			var severities []string
			for _, severity := range code.severities {
				severities = append(severities, catalogue.Word(lang, "severity."+severity.String()))
			}
			pages[name] = append(pages[name], worded{bare, strings.Join(severities, " / "), readable(lang, sentence), readable(lang, hint)})
		}
	}
	return pages
}

var slot = regexp.MustCompile(`\{([a-z_0-9]+)(:@?[a-z]+)?\}`)

// readable puts a word for each placeholder of a sentence, and keeps a table's columns.
func readable(lang messages.Lang, sentence string) string {
	sentence = slot.ReplaceAllStringFunc(sentence, func(found string) string {
		name := slot.FindStringSubmatch(found)[1]
		words := placeholderWords
		if lang == messages.English {
			words = englishWords
		}
		return "‹" + cmp.Or(words[name], strings.ReplaceAll(name, "_", " ")) + "›"
	})
	return strings.ReplaceAll(cmp.Or(sentence, "—"), "|", `\|`)
}

// englishWords are the words for arguments whose names do not say enough.
var englishWords = map[string]string{"as": "what became of it", "at": "another place", "todo": "what the error of that file advises",
	"per": "what for", "reason": "what is broken", "what": "which size"}

// placeholderWords are the Chinese words for what stands in a sentence; one without a word stands under its own name.
var placeholderWords = map[string]string{
	"actual": "实际完成值", "actual_unit": "实际单位", "adjusted": "全年预算数", "as": "作何处理", "as_percent": "百分数", "at": "另一处",
	"before": "原值", "candidates": "相近的", "cells": "个数", "claimed": "自评得分", "class": "类别", "column": "列", "computed": "应得分",
	"count": "个数", "digits": "位数", "due": "期限", "executed": "全年执行数", "execution": "预算执行分值", "expected": "应有格数", "facts": "已知情况", "field": "栏目",
	"file": "文件", "first": "一个值", "form": "表中年度", "format": "格式", "formula": "公式", "found": "实有", "from": "依据", "given": "指定年度",
	"header": "列名", "indicator": "指标名称", "initial": "年初预算数", "kind": "文件种类", "label": "栏目", "level": "一级指标", "level1": "一级指标",
	"level2": "二级指标", "likely": "可能的原文", "limit": "上限", "line": "行号", "missing": "所缺的列", "name": "名称", "one": "写法一",
	"one_places": "所在处", "other": "写法二", "other_places": "所在处", "part": "内部文件", "per": "单位", "place": "位置", "plain": "原数",
	"points": "分数", "printed": "表中所印", "project": "项目名称", "range": "区域", "read": "日期", "reason": "原因", "rest": "其余部分",
	"rows": "指标分值", "rule": "规则", "scaled": "换算后的数", "second": "另一个值", "sheet": "工作表", "sign": "性质栏", "stored": "存储的数", "strict": "另一期限",
	"style": "格式编号", "sum": "合计", "target": "指标值", "target_unit": "指标值单位", "text": "原文", "tier": "完成情况", "to": "另一类指标",
	"todo": "按该文件的错误处理", "unit": "单位", "value": "值", "verdict": "结论", "weight": "分值", "what": "哪项限制", "why": "原因", "words": "文字",
}
