package notation

import (
	"strings"
	"testing"

	"jixiao/engine"
)

func FuzzTarget(f *testing.F) {
	for _, seed := range targetSeeds {
		f.Add(seed, 2025, "", "")
	}
	f.Add("200", 2025, "万元", "")
	f.Add("10万", 0, "元", "")
	f.Add("500", 2024, "", "服务外包(万美元)")
	f.Fuzz(func(t *testing.T, text string, year int, unit, name string) {
		if year < 1900 || year > 2200 {
			year = 0
		}
		if err := targetLaws(text, Context{Year: year, Unit: unit, Name: name}); err != nil {
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
14个街镇、莘庄工业区 1.2万亩 一百零五人 百分之95 每亩100 每人每天≥100元 控制在10%以内 90%以上 100%覆盖 2100% ** XXX 指标2: 及时完成 ≥1e5
1234567890123456789 2025.1 20251231 ￥5万 (人)200 ≥5场(次) 200余人 50dB(A) 20251231.0 2025年1-12月 每年12月底前 -5~5`)

var actualSeeds = strings.Fields(`
210篇 ≥266米 约200人 近200 200余人 1万余人 超过200人 3个工作日内 2025年12月 12月15日完成 12月底前 -3.2% 达成预期指标 无 ** 2025.12 20251231 一次
100% 已完成200篇 10万 ≥约5人以上 十余家`)
