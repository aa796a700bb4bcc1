package reports_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jixiao/engine"
	"jixiao/engine/notation"
	"jixiao/messages"
	"jixiao/reports"
	"jixiao/rules"
)

// explainedRows are rows of every kind, as people write them.
var explainedRows = []struct {
	name, target, actual, tier string
	claimed                    engine.Points
}{
	{"整治河道长度", "≥500公里", "487公里", "", -1},
	{"单位成本", "≤15元", "18元", "", -1},
	{"一般事故起数", "=0起", "0起", "", -1},
	{"粮食收购量", "≥1.2万吨", "1.15万吨", "", -1},
	{"居民收入增幅", "≥5%", "-3%", "", -1},
	{"支出增幅", "≤-5%", "-3%", "", -1},
	{"设备利用率", "80-90%", "95%", "", -1},
	{"项目完成时间", "12月底前", "2026-01-12", "", -1},
	{"方案上报时间", "11月底前", "未完成", "", -1},
	{"服务质量", "持续提升", "部分达成", "", 7_90},
	{"社会影响", "明显改善", "有所好转", "", -1},
	{"可持续性", "建立机制", "", "不适用", -1},
	{"验收合格率", "100%", "", "", -1},
	{"样本比例", "≥3%", "约3%", "", -1},
}

func explainedForm(t *testing.T) *engine.Submission {
	t.Helper()
	adjusted, executed := engine.Money(1_286_000_00), engine.Money(1_251_880_50)
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025, Department: "水务局", Name: "河道管护经费"},
		Budget: engine.Budget{Rows: []engine.BudgetRow{{Item: engine.TotalFunds, Adjusted: &adjusted, Executed: &executed}}}}
	weight := engine.Points(10_00)
	for _, row := range explainedRows {
		context := notation.Context{Year: 2025, Name: row.name}
		indicator := engine.Indicator{Level1: engine.Output, Level2: engine.Quantity, Name: row.name, Weight: &weight}
		indicator.Target, _ = notation.ParseTarget(row.target, context)
		indicator.Actual, _ = notation.ParseActual(row.actual, context)
		indicator.Tier, _ = engine.ParseTier(row.tier)
		if claimed := row.claimed; claimed >= 0 {
			indicator.Claimed = &claimed
		}
		s.Indicators = append(s.Indicators, indicator)
	}
	s.ExecutionWeight = &weight
	s.Identify()
	return s
}

func explained(t *testing.T, write func(out *bytes.Buffer, texts reports.Texts, one *reports.Explained) error, lang messages.Lang) []byte {
	t.Helper()
	set, err := rules.Load(rules.Default, rules.Options{Year: 2025})
	if err != nil {
		t.Fatal(err)
	}
	catalogue := messages.Default()
	if err := catalogue.Add(set.Sentences()...); err != nil {
		t.Fatal(err)
	}
	s, explainer := explainedForm(t), rules.NewExplainer(set, "")
	ids := []engine.IndicatorID{""}
	for i := range s.Indicators {
		ids = append(ids, s.Indicators[i].ID)
	}
	var out bytes.Buffer
	for _, id := range ids {
		explanation, ok := explainer.Explain(s, id)
		if !ok {
			t.Fatal("no such row")
		}
		one := &reports.Explained{Explanation: &explanation, Submission: s, Run: engine.Run{ID: 3, Year: 2025, Pack: set.ID()}, Pack: set.ID().Name}
		if err := write(&out, reports.Texts{Catalogue: catalogue, Lang: lang}, one); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func table(out *bytes.Buffer, texts reports.Texts, one *reports.Explained) error {
	if out.Len() > 0 {
		out.WriteString("\n\n")
	}
	return reports.WriteExplanationTable(out, texts, one, 110, false)
}

func object(out *bytes.Buffer, texts reports.Texts, one *reports.Explained) error {
	return reports.WriteExplanationJSON(out, texts, one)
}

func TestExplanationGolden(t *testing.T) {
	for name, got := range map[string][]byte{
		"explanation.golden.txt":    explained(t, table, messages.Chinese),
		"explanation.en.golden.txt": explained(t, table, messages.English),
		"explanation.golden.json":   explained(t, object, messages.Chinese),
	} {
		path := filepath.Join("testdata", name)
		if flag.Lookup("update").Value.String() == "true" {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s differs (run with -update when that is right):\n%s", name, diff)
		}
	}
}

// TestExplanationJSONDoesNotDependOnTheLanguage compares both languages but for message, hint and reason.
func TestExplanationJSONDoesNotDependOnTheLanguage(t *testing.T) {
	zh, en := explained(t, object, messages.Chinese), explained(t, object, messages.English)
	if diff := cmp.Diff(worded(t, zh), worded(t, en)); diff != "" {
		t.Error(diff)
	}
}

func worded(t *testing.T, text []byte) (list []any) {
	t.Helper()
	for line := range strings.Lines(string(text)) {
		var one any
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatal(err)
		}
		list = append(list, without(one))
	}
	return list
}

func without(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key := range value {
			if slices.Contains([]string{"message", "hint", "reason"}, key) {
				delete(value, key)
				continue
			}
			value[key] = without(value[key])
		}
	case []any:
		for i := range value {
			value[i] = without(value[i])
		}
	}
	return value
}
