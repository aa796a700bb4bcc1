package engine_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"jixiao/engine"
)

// spellings returns ways of writing a label that mean the same: spaces inside, full-width ASCII, an ideographic space.
func spellings(label string) []string {
	runes := []rune(label)
	middle := len(runes) / 2
	wide := strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r - '!' + '！'
		}
		return r
	}, label)
	return []string{label, " " + label + "\n", string(runes[:middle]) + "\u3000" + string(runes[middle:]), string(runes[:middle]) + " \u00a0" + string(runes[middle:]), wide}
}

func TestDimensionLabels(t *testing.T) {
	want := map[engine.Dimension][]string{
		engine.Cost: {"成本指标", "成本"}, engine.Output: {"产出指标", "产出"}, engine.Benefit: {"效益指标", "效益"}, engine.Satisfaction: {"满意度指标", "满意度"},
	}
	if len(engine.Dimensions()) != len(want) {
		t.Fatalf("there are %d level-1 classes", len(engine.Dimensions()))
	}
	for _, d := range engine.Dimensions() {
		if d.String() != want[d][0] {
			t.Errorf("class %d prints %q, want %q", d, d, want[d][0])
		}
		for _, label := range want[d] {
			for _, text := range spellings(label) {
				if got, ok := engine.ParseDimension(text); !ok || got != d {
					t.Errorf("%q is read as %v, %v", text, got, ok)
				}
			}
		}
	}
	for _, text := range []string{"", "指标", "数量指标", "成本指标2", "项目"} {
		if d, ok := engine.ParseDimension(text); ok {
			t.Errorf("%q is read as %v", text, d)
		}
	}
	if engine.NoDimension.String() != "" || engine.Dimension(99).String() != "" {
		t.Error("no class prints something")
	}
}

func TestCategoryTree(t *testing.T) {
	// The tree of the national forms: level 2 below level 1.
	want := []struct {
		label  string
		parent engine.Dimension
	}{
		{"经济成本指标", engine.Cost}, {"社会成本指标", engine.Cost}, {"生态环境成本指标", engine.Cost},
		{"数量指标", engine.Output}, {"质量指标", engine.Output}, {"时效指标", engine.Output}, {"成本指标", engine.Output},
		{"经济效益指标", engine.Benefit}, {"社会效益指标", engine.Benefit}, {"生态效益指标", engine.Benefit}, {"可持续影响指标", engine.Benefit},
		{"服务对象满意度指标", engine.Satisfaction},
	}
	all := engine.Categories()
	if len(all) != len(want) {
		t.Fatalf("there are %d level-2 classes, want %d", len(all), len(want))
	}
	for i, c := range all {
		if c.String() != want[i].label || c.Parent() != want[i].parent {
			t.Errorf("class %d is %v below %v, want %s below %v", i, c, c.Parent(), want[i].label, want[i].parent)
		}
		if c == engine.OutputCost {
			continue // its label is also a level-1 class: only its place in a form can tell
		}
		for _, text := range spellings(c.String()) {
			if got, ok := engine.ParseCategory(text); !ok || got != c {
				t.Errorf("%q is read as %v, %v", text, got, ok)
			}
		}
		bare := strings.TrimSuffix(c.String(), "指标")
		if got, ok := engine.ParseCategory(bare); !ok || got != c {
			t.Errorf("%q is read as %v, %v", bare, got, ok)
		}
	}
	for _, text := range []string{"", "成本指标", "成本", "产出指标", "满意度指标", "指标"} {
		if c, ok := engine.ParseCategory(text); ok {
			t.Errorf("%q is read as %v", text, c)
		}
	}
	if c, ok := engine.ParseCategory("产出成本指标"); !ok || c != engine.OutputCost {
		t.Error("产出成本指标 is not the cost below output")
	}
	if engine.NoCategory.String() != "" || engine.Category(99).String() != "" || engine.Category(99).Parent() != engine.NoDimension {
		t.Error("no class prints something")
	}
}

func TestVocabularyIsUnambiguous(t *testing.T) {
	for _, entry := range engine.VocabularyForTest() {
		if len(entry.Texts) < 4 {
			t.Errorf("%s has only %d entries", entry.List, len(entry.Texts))
		}
		owners := map[string]int{}
		for owner, texts := range entry.Texts {
			for _, text := range texts {
				if engine.Fold(text) != text {
					t.Errorf("%s: %q is not folded and can never be met", entry.List, text)
				}
				if first, seen := owners[text]; seen {
					t.Errorf("%s: %q stands twice, under %d and %d", entry.List, text, first, owner)
				}
				owners[text] = owner
				if got, ok := entry.Parse(text); !ok || got != owner {
					t.Errorf("%s: %q of %d is read as %d, %v", entry.List, text, owner, got, ok)
				}
			}
		}
	}
}

func TestColumns(t *testing.T) {
	// The headers of the flat tables in the contract, and the aliases that it names.
	want := map[string]engine.Column{
		"项目编码": engine.ColumnProjectCode, "项目名称": engine.ColumnProjectName, "主管部门": engine.ColumnDepartment, "实施单位": engine.ColumnUnit,
		"年度": engine.ColumnYear, "一级指标": engine.ColumnLevel1, "二级指标": engine.ColumnLevel2, "三级指标": engine.ColumnIndicator,
		"年度指标值": engine.ColumnTarget, "实际完成值": engine.ColumnActual, "完成情况": engine.ColumnTier, "分值": engine.ColumnWeight,
		"自评得分": engine.ColumnClaimed, "偏差原因分析及改进措施": engine.ColumnReason, "年初预算数": engine.ColumnInitial, "全年预算数": engine.ColumnAdjusted,
		"全年执行数": engine.ColumnExecuted, "指标值": engine.ColumnTarget, "完成值": engine.ColumnActual, "全年实际完成值": engine.ColumnActual, "权重": engine.ColumnWeight,
		"得分": engine.ColumnClaimed, "自评分": engine.ColumnClaimed, "target": engine.ColumnTarget, "project_code": engine.ColumnProjectCode,
	}
	for header, column := range want {
		for _, text := range spellings(header) {
			if got, ok := engine.ParseColumn(text); !ok || got != column {
				t.Errorf("the header %q is read as %v %q", text, ok, got.Label())
			}
		}
	}
	seen := map[string]bool{}
	for _, c := range engine.Columns() {
		if c.ID() == "" || c.Label() == "" || seen[c.ID()] || seen[c.Label()] {
			t.Errorf("column %d has id %q and label %q", c, c.ID(), c.Label())
		}
		seen[c.ID()], seen[c.Label()] = true, true
	}
	for _, header := range []string{"", "备注", "序号", "Target", "一级"} {
		if c, ok := engine.ParseColumn(header); ok {
			t.Errorf("%q is read as %q", header, c.Label())
		}
	}
}

func TestBudgetItems(t *testing.T) {
	want := []string{"年度资金总额", "当年财政拨款", "上年结转资金", "其他资金"}
	for i, item := range engine.BudgetItems() {
		if item.String() != want[i] {
			t.Errorf("row %d is %q, want %q", i, item, want[i])
		}
	}
	for text, item := range map[string]engine.BudgetItem{
		"年度资金总额：": engine.TotalFunds, "其中：当年财政拨款": engine.FiscalFunds, "其中: 当年财政拨款": engine.FiscalFunds, "上年结转资金": engine.CarriedFunds, "其他资金:": engine.OtherFunds,
	} {
		if got, ok := engine.ParseBudgetItem(text); !ok || got != item {
			t.Errorf("%q is read as %v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", ":", "资金", "年度资金总额1"} {
		if got, ok := engine.ParseBudgetItem(text); ok {
			t.Errorf("%q is read as %v", text, got)
		}
	}
	if engine.BudgetItem(99).String() != "" {
		t.Error("no row prints something")
	}
}

func TestBudgetEditKeepsTheOrderOfForms(t *testing.T) {
	var b engine.Budget
	for _, item := range []engine.BudgetItem{engine.OtherFunds, engine.TotalFunds, engine.CarriedFunds, engine.TotalFunds, engine.FiscalFunds} {
		amount := engine.Money(item)
		b.Edit(item).Initial = &amount
	}
	if len(b.Rows) != 4 {
		t.Fatalf("%d rows", len(b.Rows))
	}
	for i, row := range b.Rows {
		if int(row.Item) != i || row.Initial == nil || int(*row.Initial) != i {
			t.Errorf("row %d is %v", i, row.Item)
		}
		if found, ok := b.Row(row.Item); !ok || found.Initial != row.Initial {
			t.Errorf("%v is not found", row.Item)
		}
	}
	if _, ok := (&engine.Budget{}).Row(engine.TotalFunds); ok {
		t.Error("an empty budget has a row")
	}
}

func TestExecutionRate(t *testing.T) {
	money := func(fen int64) *engine.Money { m := engine.Money(fen); return &m }
	cases := []struct {
		name               string
		adjusted, executed *engine.Money
		rate               string
	}{
		{"the golden one", money(25_000_000), money(21_545_760), "0.86183"}, {"over", money(100), money(250), "2.5"}, {"nothing spent", money(100), money(0), "0"},
		{"nothing budgeted", money(0), money(100), ""}, {"blank budget", nil, money(100), ""}, {"blank execution", money(100), nil, ""}, {"negative budget", money(-1), money(1), ""},
	}
	for _, c := range cases {
		b := engine.Budget{Rows: []engine.BudgetRow{{Item: engine.TotalFunds, Initial: money(7), Adjusted: c.adjusted, Executed: c.executed}}}
		rate, ok := b.ExecutionRate()
		if ok != (c.rate != "") {
			t.Errorf("%s: ok %v", c.name, ok)
			continue
		}
		if text, _ := rate.Decimal(6); ok && text != c.rate {
			t.Errorf("%s: %s, want %s", c.name, text, c.rate)
		}
	}
	if _, ok := (&engine.Budget{}).ExecutionRate(); ok {
		t.Error("a budget without rows has a rate")
	}
}

func TestTiers(t *testing.T) {
	// The labels of 财预〔2020〕10号 and their short forms.
	want := map[string]engine.Tier{
		"达成": engine.TierMet, "部分达成": engine.TierPartly, "未达成": engine.TierMissed, "不适用": engine.TierNotApplies,
		"达成年度指标": engine.TierMet, "部分达成年度指标并具有一定效果": engine.TierPartly, "未达成年度指标且效果较差": engine.TierMissed,
		"met": engine.TierMet, "partly": engine.TierPartly, "missed": engine.TierMissed, "not-applicable": engine.TierNotApplies,
	}
	for label, tier := range want {
		for _, text := range spellings(label) {
			if got, ok := engine.ParseTier(text); !ok || got != tier {
				t.Errorf("%q is read as %q, %v", text, got, ok)
			}
		}
	}
	for _, text := range []string{"", "基本达成", "好", "达成了"} {
		if got, ok := engine.ParseTier(text); ok {
			t.Errorf("%q is read as %q", text, got)
		}
	}
	for _, tier := range engine.Tiers() {
		if got, ok := engine.ParseTier(tier.Label()); !ok || got != tier {
			t.Errorf("the label %q is read as %q", tier.Label(), got)
		}
		if got, ok := engine.ParseTier(tier.String()); !ok || got != tier {
			t.Errorf("the code %q is read as %q", tier, got)
		}
	}
}

func TestCodesAreReadBack(t *testing.T) {
	for _, v := range engine.Verdicts() {
		if got, ok := engine.ParseVerdict(v.String()); !ok || got != v || v.Label() == "" {
			t.Errorf("the verdict %q is read as %q", v, got)
		}
	}
	var zero engine.Verdict
	if zero != engine.Undetermined {
		t.Error("what nobody judged is not undetermined")
	}
	for k := engine.MissingTarget; k <= engine.WordsTarget; k++ {
		if got, ok := engine.ParseTargetKind(k.String()); !ok || got != k {
			t.Errorf("the kind %q is read as %q", k, got)
		}
	}
	for sign, ascii := range map[string]string{"≥": ">=", "≤": "<=", "=": "=", ">": ">", "<": "<"} {
		a, okA := engine.ParseOp(sign)
		b, okB := engine.ParseOp(ascii)
		if !okA || !okB || a != b || a.String() != ascii || a.Sign() != sign {
			t.Errorf("%s is read as %v, %s as %v", sign, a, ascii, b)
		}
	}
	for s := engine.Info; s <= engine.Error; s++ {
		if got, ok := engine.ParseSeverity(s.String()); !ok || got != s {
			t.Errorf("the severity %q is read as %q", s, got)
		}
	}
	for f := engine.RecordActual; f <= engine.RecordFilledOn; f++ {
		if got, ok := engine.ParseRecordField(f.String()); !ok || got != f {
			t.Errorf("the field %q is read as %q", f, got)
		}
		if f.OfIndicator() && f.OfBudget() {
			t.Errorf("the field %q belongs to two places", f)
		}
	}
	_, verdict := engine.ParseVerdict("")
	_, kind := engine.ParseTargetKind("")
	_, op := engine.ParseOp("")
	_, severity := engine.ParseSeverity("")
	_, field := engine.ParseRecordField("")
	if verdict || kind || op || severity || field {
		t.Error("nothing is read as something")
	}
}

func TestFold(t *testing.T) {
	cases := []struct{ in, out string }{
		{"", ""}, {"  \t\r\n\v\f", ""}, {"主管 部门", "主管部门"}, {"主管　部门", "主管部门"}, {"\ufeff项目\u200b编码", "项目编码"}, {"ＡＢｃ１２３", "ABc123"},
		{"（万元）：％", "(万元):%"}, {"a\u00a0b\u2003c", "abc"}, {"Ab", "Ab"}, {"、。《》", "、。《》"}, {"～！", "~!"}, {"≥１００．００％", "≥100.00%"},
	}
	for _, c := range cases {
		if got := engine.Fold(c.in); got != c.out {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.out)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"", "中 文　Ａｂ１", "\xff\xfe", "～！\u2009", "项目\xe9\x80", "\xe4\xb8", "\xe9\xff\xff", "一龥\x7f A"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		once := engine.Fold(string(raw))
		if engine.Fold(once) != once {
			t.Fatalf("folding %q twice is not folding it once", raw)
		}
		for _, r := range once {
			if r < 0x80 && unicode.IsSpace(r) || r >= '！' && r <= '～' {
				t.Fatalf("%q keeps %q", once, r)
			}
		}
		if spaced := engine.Fold(string(bytes.Join([][]byte{raw, []byte(" ")}, nil))); spaced != once {
			t.Fatalf("a space behind changes %q", once)
		}
	})
}
