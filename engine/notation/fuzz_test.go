package notation

import (
	"math/rand/v2"
	"strings"
	"testing"

	"jixiao/engine"
)

func FuzzTarget(f *testing.F) {
	for _, seed := range targetSeeds {
		f.Add(seed, 2025, "", "", "")
	}
	f.Add("200", 2025, "万元", "", "正向")
	f.Add("10万", 0, "元", "", "≤")
	f.Add("500", 2024, "", "服务外包(万美元)", "定性")
	f.Add("每亩100", 2025, "标准化示范种植户单位面积", "", "大于等于")
	f.Add("", 2025, "%", "培训合格率≥95%", "")
	f.Add("", 2025, "", "项目完成时间（2025年12月31日前）", "")
	f.Add("290%", 2025, "", "服务对象满意度", "")
	f.Fuzz(func(t *testing.T, text string, year int, unit, name, sign string) {
		if year < 1900 || year > 2200 {
			year = 0
		}
		if err := targetLaws(text, Context{Year: year, Unit: unit, Name: name, Sign: sign}); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzActual(f *testing.F) {
	for _, seed := range actualSeeds {
		f.Add(seed, 2025, "")
	}
	f.Add("10万", 2025, "元")
	f.Fuzz(func(t *testing.T, text string, year int, unit string) {
		if year < 1900 || year > 2200 {
			year = 0
		}
		if err := actualLaws(text, Context{Year: year, Unit: unit}); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzAmount(f *testing.F) {
	for _, seed := range []string{"150,000.00", "１５０，０００．００", "1,00,0", "12元", "-3", "150 000", "1e5", "￥5", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		amount, ok := ParseAmount(text)
		if !ok {
			if amount != (engine.Decimal{}) {
				t.Fatalf("%q: refused, yet %s", text, amount)
			}
			return
		}
		again, ok := ParseAmount(amount.String())
		if !ok || again != amount {
			t.Fatalf("%q: %s reads back as %s, %v", text, amount, again, ok)
		}
	})
}

var targetSeeds = strings.Fields(`
≥200.00(篇) ≤15天 =100% >120人 ４季度前 3季度 12月底前 2025年12月31日 ≤2025-12-31 2023.07-2024.01 80%-90% 5～8 5000元-1万元
14个街镇、青岚工业区 1.2万亩 一百零五人 百分之95 每亩100 每人每天≥100元 控制在10%以内 90%以上 100%覆盖 2100% ** XXX 指标2: 及时完成 ≥1e5
1234567890123456789 2025.1 20251231 ￥5万 (人)200 ≥5场(次) 200余人 50dB(A) 20251231.0 2025年1-12月 每年12月底前 -5~5
≥≥90% ≥80且≤90 80≤X<90 90±5 ±5%以内 80（含）-90 控制在90%以上 最多不超过5次 验收后30日内 半小时内 九成以上 百分之九十五点五 12.31前 25年12月底前 2025.1.1-12.31
二〇二五年十二月三十一日 ≥9O% 二90% ≥95%10 90%≥ 培训人数200人 举办5场 14个镇（街道） ≤5元/（人·次） 2000元每人 大于等于（≥）90% 5次以上（含5次） 如：≥90% 202512 13月`)

var actualSeeds = strings.Fields(`
210篇 ≥266米 约200人 近200 200余人 1万余人 超过200人 3个工作日内 2025年12月 12月15日完成 12月底前 -3.2% 达成预期指标 无 ** 2025.12 20251231 一次
100% 已完成200篇 10万 ≥约5人以上 十余家 共举办5场 实际完成值：5场 100%（5/5） 预计200人 拟于12月完成 12/20 202512 298% 98.5%10 9O% 两百余人 5场200人`)

// pieces are what the grammar is made of. Random rows of them come nearer to its corners than random bytes.
var pieces = strings.Fields(`
≥ ≤ = > < >= ≧ 不低于 控制在 达到 超过 等于 约 近 不足 余 多 + 左右 以上 以下 以内 内 前 之前 底 末 之间 至 到 - — ~ ～ 、 ， , . % ％ ‰ ( ) （ ） (篇) （万元） (含) / ·
0 1 2 5 8 12 15 31 80 90 99 100 200 2025 2025.1 2025.12 20251231 1,000 1.50 0.958 1e5 123456789012345678 负 一 二 三 十 百 一百零五 两 第 每 每人 每亩
万 亿 千 百万 元 万元 亩 人 人次 个 篇 次 天 年 月 日 季度 个月 个工作日 平方米 千米 m2 dB(A) 百分比 百分之 年度 全年 上半年 本年 每年 上旬 Q3 课题 志愿
2025年 12月 31日 3季度 4季度 2025-12-31 2025/6/1 2025.12.31 完成 已完成 到位 完成率 满意度 覆盖 街镇 青岚工业区 园区 且 X ± 保持在 力争 预计 成 半 后 每月 (含) (不含) 的 二 Z O l 如: 街镇 培训 举办 数 降低 增长 不 未 无 * ** XX …… 指标2: ￥ 共 为 于 截至`)

func TestLawsOnRandomRows(t *testing.T) {
	random := rand.New(rand.NewPCG(2025, 11))
	contexts := []Context{{}, {Year: 2025}, {Year: 2025, Unit: "元"}, {Year: 2025, Unit: "%"}, {Year: 2024, Unit: "万元"}, {Year: 2025, Name: "服务外包(万美元)"}}
	for range 20_000 {
		var text strings.Builder
		for range 1 + random.IntN(6) {
			text.WriteString(pieces[random.IntN(len(pieces))])
			if random.IntN(8) == 0 {
				text.WriteByte(' ')
			}
		}
		ctx := contexts[random.IntN(len(contexts))]
		if err := targetLaws(text.String(), ctx); err != nil {
			t.Errorf("%+v: %v", ctx, err)
		}
		if err := actualLaws(text.String(), ctx); err != nil {
			t.Errorf("%+v: %v", ctx, err)
		}
	}
}
