package engine

import (
	"fmt"
	"slices"
	"testing"
)

func comparedForm() *Submission {
	weight, total, initial := Points(30_00), Money(250_000_00), Money(200_000_00)
	s := &Submission{
		ProjectKey: ProjectKey{Year: 2025, Department: "城关镇", Unit: "城关镇", Name: "路灯改造"},
		Goal:       "换灯",
		Indicators: []Indicator{
			{Level1: Output, Level2: Quantity, Name: "更换路灯数量", Weight: &weight, Target: Target{Text: "≥120盏", Kind: NumberTarget, Op: AtLeast}},
			{Level1: Output, Level2: Quality, Name: "验收合格率", Weight: &weight, Target: Target{Text: "=100%", Kind: NumberTarget, Op: Exactly}},
		},
	}
	s.Budget.Total = &total
	s.Budget.Edit(TotalFunds).Initial = &initial
	s.Identify()
	return s
}

func TestWhateverTheDigestSeesIsListed(t *testing.T) {
	other := Points(35_00)
	amount := Money(1)
	for name, test := range map[string]struct {
		change func(*Submission)
		want   string
	}{
		"the project's name":      {func(s *Submission) { s.Name = "老旧路灯改造" }, "name: 路灯改造 → 老旧路灯改造"},
		"spaces in the name":      {func(s *Submission) { s.Name = "路灯 改造" }, "name: 路灯改造 → 路灯 改造"},
		"the code":                {func(s *Submission) { s.Code = "P-1" }, "code:  → P-1"},
		"the department":          {func(s *Submission) { s.Department = "新城镇" }, "department: 城关镇 → 新城镇"},
		"the nature":              {func(s *Submission) { s.Nature = "一次性" }, "nature:  → 一次性"},
		"the kind":                {func(s *Submission) { s.Kind = "特定目标类" }, "kind:  → 特定目标类"},
		"the start":               {func(s *Submission) { s.Start, _ = ParseDate("2025-03-01") }, "start:  → 2025-03-01"},
		"the end":                 {func(s *Submission) { s.End, _ = ParseDate("2025-12-31") }, "end:  → 2025-12-31"},
		"the project's goal":      {func(s *Submission) { s.LongGoal = "亮" }, "long_goal:  → 亮"},
		"the goal":                {func(s *Submission) { s.Goal = "全部换灯" }, "goal: 换灯 → 全部换灯"},
		"the unit of money":       {func(s *Submission) { s.Budget.FormUnit = "万元" }, "form_unit:  → 万元"},
		"the annual sum":          {func(s *Submission) { s.Budget.Total = &amount }, "total: 250000.00 → 0.01"},
		"no annual sum":           {func(s *Submission) { s.Budget.Total = nil }, "total: 250000.00 → "},
		"an initial budget":       {func(s *Submission) { s.Budget.Edit(FiscalFunds).Initial = &amount }, "当年财政拨款 initial:  → 0.01"},
		"the execution's weight":  {func(s *Submission) { s.ExecutionWeight = &other }, "execution_weight:  → 35.00"},
		"a target":                {func(s *Submission) { s.Indicators[0].Target.Text = "≥150盏" }, "更换路灯数量 changed target: ≥120盏 → ≥150盏"},
		"the reading of a target": {func(s *Submission) { s.Indicators[0].Target.Op = Exactly }, "更换路灯数量 changed reading: ≥120盏 → ≥120盏"},
		"a weight":                {func(s *Submission) { s.Indicators[0].Weight = &other }, "更换路灯数量 changed weight: 30.00 → 35.00"},
		"a weight nobody can read": {func(s *Submission) { s.Indicators[0].Weight, s.Indicators[0].WeightUnreadable = nil, true },
			"更换路灯数量 changed weight: 30.00 → ?"},
		"a class": {func(s *Submission) { s.Indicators[0].Level1 = Benefit }, "更换路灯数量 changed level1: 产出指标 → 效益指标"},
		"spaces in an indicator's name": {func(s *Submission) { s.Indicators[0].Name = "更换 路灯数量" },
			"更换 路灯数量 changed indicator: 更换路灯数量 → 更换 路灯数量"},
		"another name": {func(s *Submission) { s.Indicators[1].Name = "合格率" },
			"合格率 added target:  → =100%, 合格率 added weight:  → 30.00, 验收合格率 removed target: =100% → , 验收合格率 removed weight: 30.00 → "},
		"the order":              {func(s *Submission) { slices.Reverse(s.Indicators) }, "order:  → "},
		"a row of funds without": {func(s *Submission) { s.Budget.Edit(OtherFunds) }, "order:  → "},
	} {
		before, after := comparedForm(), comparedForm()
		test.change(after)
		after.Identify()
		head, rows := CompareForms(before, after)
		if got := listed(head, rows); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
		if FormDigest(before) == FormDigest(after) {
			t.Errorf("%s: the digest does not see it", name)
		}
	}
}

func TestTheSameFormDiffersInNothing(t *testing.T) {
	before, after := comparedForm(), comparedForm()
	after.GoalActual, after.Indicators[0].Source.Line, after.Indicators[0].Actual.Text = "已换", 9, "121盏"
	if head, rows := CompareForms(before, after); len(head)+len(rows) > 0 {
		t.Errorf("what is recorded, and where it stands, is no part of the form: %s", listed(head, rows))
	}
}

func listed(head []FieldChange, rows []IndicatorChange) string {
	var parts []string
	add := func(before string, field FieldChange) {
		if field.Item != "" {
			before += field.Item + " "
		}
		parts = append(parts, fmt.Sprintf("%s%s: %s → %s", before, field.Field, field.Before, field.After))
	}
	for _, field := range head {
		add("", field)
	}
	for _, row := range rows {
		for _, field := range row.Fields {
			add(row.Name+" "+row.Change+" ", field)
		}
	}
	text := ""
	for i, part := range parts {
		if i > 0 {
			text += ", "
		}
		text += part
	}
	return text
}
