package notation

import (
	"strings"
	"testing"
)

func TestIsSign(t *testing.T) {
	for _, text := range strings.Fields(`≥ ≤ = > < ≧ ＞ ＜ ＝ >= <= ＞＝ (≥) 〉 ≮ ≯ 正向 反向 逆向 负向 正向指标 反向指标 定性 定量 定性指标 定量指标 等于 大于等于 小于等于
		大于 小于 不少于 不低于 不超过 不高于 至少 至多 以上 以内 及以上 越大越好 不得低于 大于等于(≥) ≥（大于等于） ≥≥ 区间`) {
		if !IsSign(text) {
			t.Errorf("%q is a sign", text)
		}
	}
	for _, text := range append(strings.Fields("≥95 95 次 % 指标 数量指标 定性分析 正常 反馈 及时 无 — / ** ≥% 12月 不 大 前"), "", " ") {
		if IsSign(text) {
			t.Errorf("%q is no sign", text)
		}
	}
}

func TestIsUnit(t *testing.T) {
	for _, text := range strings.Fields(`个 次 % ％ ‰ 百分比 百分点 个百分点 元 万元 亿元 元/人·天 元/人/天 元/(人·天) 万元/个 万平方米 人 人次 万人次 分 (个) （人次） 场(次) 个（项）
		台/套 m2 ㎡ 公里 小时 工作日 元(人民币) 元每人 元/人.天 万元/（年·人） 日历天`) {
		if !IsUnit(text) {
			t.Errorf("%q is a unit", text)
		}
	}
	for _, text := range append(strings.Fields("≥ 10 10次 次数 及时 满意度 元以上 个数 定性 数量指标 无 / — ** 人/ /人 (无)"), "", " ") {
		if IsUnit(text) {
			t.Errorf("%q is no unit", text)
		}
	}
}
