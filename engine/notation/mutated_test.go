package notation

import (
	"flag"
	"fmt"
	"testing"

	"jixiao/mutate"
)

var mutations = flag.Int("mutations", 20_000, "how many damaged inputs the laws are tried on")

// TestMutatedTargets tries the laws on damaged targets, with what stands beside them.
func TestMutatedTargets(t *testing.T) {
	m := mutate.New(1, append(targetSeeds, "10万", "每亩100", "290%", "2025.12.31", "0202201", "14个街镇、莘庄工业区", "3季度前", "不少于一万零五百人", "培训人数五百人", "≥两点五倍", "满意度达到百分之九十五以上", "三分之二以上", "过半数", "一亿二千万元")...)
	units := mutate.New(2, "", "", "万元", "人次", "%", "平方米/人")
	names := mutate.New(3, "", "", "培训合格率≥95%", "服务外包(万美元)", "项目完成时间（2025年12月31日前）", "服务对象满意度")
	signs := []string{"", "", "≥", "正向", "定性", "大于等于", "="}
	var text string
	var ctx Context
	mutate.Run(t, *mutations, func(int) {
		text, ctx = m.Text(), Context{Year: []int{0, 2024, 2025}[m.Int(3)], Unit: units.Text(), Name: names.Text(), Sign: signs[m.Int(len(signs))]}
		if err := targetLaws(text, ctx); err != nil {
			t.Error(err)
		}
	}, func() string { return fmt.Sprintf("%s with %+v", text, ctx) })
}

// TestMutatedActuals tries the laws on damaged actuals.
func TestMutatedActuals(t *testing.T) {
	m := mutate.New(4, append(actualSeeds, "10万", "0(.())", "200余人", "2025-12-31", "一万二千余人", "培训人数五百人", "一点五万元", "2/3以上")...)
	units := mutate.New(5, "", "", "元", "人次", "%")
	var text string
	var ctx Context
	mutate.Run(t, *mutations, func(int) {
		text, ctx = m.Text(), Context{Year: []int{0, 2024, 2025}[m.Int(3)], Unit: units.Text()}
		if err := actualLaws(text, ctx); err != nil {
			t.Error(err)
		}
	}, func() string { return fmt.Sprintf("%s with %+v", text, ctx) })
}
