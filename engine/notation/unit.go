package notation

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jixiao/engine"
)

// maxUnitRunes bounds what can be a unit; anything longer in its place is a remark.
const maxUnitRunes = 12

// maxUnitBytes bounds how far compound units are followed.
const maxUnitBytes = 100

// units are the units and counters that forms print. A text behind a number is taken for a unit without brackets only when it
// begins with one of these, or when a comparator makes clear that a number is meant.
var units = wordSet(`
% ‰ 个百分点 百分点 百分比 倍 元 角 美元 欧元 港元 人民币元 日元
人 名 位 人次 人天 人日 人年 人月 户 户次 家 家次 户家 个 只 项 项次 件 件次 条 条次 篇 篇次 部 本 册 份 套 台 台套 台次 辆 辆次 艘 架 门 间 栋 幢 座 处 处次
次 场 场次 期 期次 批 批次 班 班次 趟 轮 轮次 届 届次 遍 回 节 课 课题 课时 学时 学分 课次 学期 天次 车次 单 起 例 宗 桩 案 案件 枚 块 张 幅 面 根 支 把 株 棵 头 匹 羽 尾 盆 盏 盒 袋 瓶 桶 箱 车 包 卷 组 队 支队 团 对 双 副 顶 床 床位 片 段 类 种 种类 门类 级 档 等 星 星级 分 分值 点 点位 平台 系统 网点 站 站点 所 院 校 村 镇 街镇 街道 乡 乡镇 社区 居委 小区 单位 机构 企业 项目 小时 分钟 秒 毫秒 天 日 周 月 年 个月 年度 季度 工作日 个工作日 个自然日 自然日 个小时 个季度 个年度 周年
米 千米 公里 厘米 毫米 里 海里 延米 延长米 平方米 平米 平方公里 平方千米 公顷 亩 亩次 立方米 方 升 毫升 吨 公斤 千克 克 毫克 斤 吨公里 车公里
千瓦 千瓦时 度 瓦 兆瓦 千伏 千伏安 千卡 千焦 千帕 吨标准煤 吨标煤 摄氏度 分贝 兆 字 千字 页 条目 词条 行 帧 集 首 幕 出 人户 标段 点次 单次 路 线 口 眼 井 孔 道 条线
版 日历天 个日历天 日历日 个小时 像素 处所 株次 粒 颗 节次 例次 人户次 头次 行政村 自然村 建制村 园区 学校 医院 座次 标箱 航次 架次 班次 列次 台时 机时 工时 工日 立方 平方 樘 组次 笔次 台班 款 针次 剂次 剂 床日 毫克/立方米 微克 微克/立方米
m km cm mm m2 m3 m² m³ ㎡ ㎥ km2 km² hm2 hm² ha kg g mg t L l mL ml mg/L mg/m3 μg/m3 μg/m³ ug/m3 ug/m³ ug/m2 kPa Pa mm2 kW kw kWh kwh MW dB db dB(A) h min s ms d GB TB MB G TB Mbps ℃ °C USD tce
`)

// unscaled are units that begin with a character of scale and are units in their own right.
var unscaled = []string{"千米", "千克", "千瓦", "千伏", "千卡", "千焦", "千帕", "千赫", "百分"}

var scales = []struct {
	text     string
	exponent int
}{
	{"万亿", 12}, {"千亿", 11}, {"百亿", 10}, {"十亿", 9}, {"亿", 8}, {"千万", 7}, {"百万", 6}, {"十万", 5}, {"万", 4}, {"千", 3}, {"百", 2},
}

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}

// cutScale splits 万亩 into 万 and 亩. 千米 and its like have no scale.
func cutScale(text string) (base, scale string, exponent int) {
	for _, word := range unscaled {
		if strings.HasPrefix(text, word) {
			return text, "", 0
		}
	}
	for _, entry := range scales {
		if rest, found := strings.CutPrefix(text, entry.text); found {
			return rest, entry.text, entry.exponent
		}
	}
	return text, "", 0
}

// measure gives a number its unit, and takes the scale out of it. It is not ok where the scaled number has too many digits.
func measure(value engine.Decimal, unit string) (engine.Measure, bool) {
	base, scale, exponent := cutScale(unit)
	if scale == "" {
		return engine.Measure{Value: value, Unit: unit, Scaled: value, ScaledUnit: unit}, true
	}
	scaled, ok := value.Shift(exponent)
	return engine.Measure{Value: value, Unit: unit, Scaled: scaled, ScaledUnit: base}, ok
}

// cutUnit reads a known unit at the beginning of a text: an optional scale, a unit, and more units behind /, 每 or ·, as in
// 元/人·天. A scale alone is read too. However the joints were printed, the unit has / and ·.
func cutUnit(text string) (unit, rest string) {
	base, scale, _ := cutScale(text)
	atom := longestUnit(base)
	if atom == "" {
		return scale, base
	}
	unit, rest = scale+atom, base[len(atom):]
	for {
		if len(unit) > maxUnitBytes {
			return unit, rest
		}
		joint, tail := cutJoint(rest, strings.Contains(unit, "/"))
		if atom == "%" || atom == "‰" {
			return unit, rest
		}
		next := longestUnit(tail)
		if closing := strings.IndexByte(tail, ')'); joint == "/" && strings.HasPrefix(tail, "(") && closing > 0 && knownUnit(tail[1:closing]) {
			next, tail = tail[1:closing], tail[1:closing]+tail[closing+1:]
		}
		if joint == "" || next == "" {
			return unit, rest
		}
		unit, rest = unit+joint+next, tail[len(next):]
	}
}

// cutJoint reads what joins two units. A point joins them only behind a slash: 元/人.天.
func cutJoint(text string, slashed bool) (joint, rest string) {
	for _, entry := range []struct{ printed, joint string }{{"/", "/"}, {"每", "/"}, {"·", "·"}, {"*", "·"}, {".", "·"}} {
		if tail, found := strings.CutPrefix(text, entry.printed); found && (entry.printed != "." || slashed) {
			return entry.joint, tail
		}
	}
	return "", text
}

func longestUnit(text string) string {
	end, count := 0, 0
	best := ""
	for i, r := range text {
		if count == 6 {
			break
		}
		count++
		end = i + utf8.RuneLen(r)
		if r != utf8.RuneError && units[text[:end]] && !splitsWord(text[:end], text[end:]) {
			best = text[:end]
		}
	}
	return best
}

// splitsWord tells whether a Latin unit ends inside a word or a number: the m of mu, the G of 5GHz.
func splitsWord(unit, rest string) bool {
	last, _ := utf8.DecodeLastRuneInString(unit)
	next, _ := utf8.DecodeRuneInString(rest)
	latin := func(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || isDigit(r)) }
	return latin(last) && latin(next)
}

// knownUnit tells whether a whole text is a unit of the list, with or without scale.
func knownUnit(text string) bool {
	unit, rest := cutUnit(text)
	return unit != "" && rest == ""
}

// canonicalUnit writes a unit the way results carry it: folded, without brackets, % for 百分比. Text that cannot be a unit
// gives nothing.
func canonicalUnit(text string) string {
	if len(text) > maxText {
		return ""
	}
	unit := normalise(text)
	unit = strings.TrimPrefix(unit, "计量单位:")
	unit = trimUnit(strings.TrimPrefix(unit, "单位:"))
	switch unit {
	case "百分比", "百分率", "百分数":
		return "%"
	}
	if !couldBeUnit(unit) {
		return ""
	}
	if whole, rest := cutUnit(unit); whole != "" && rest == "" {
		return whole // 元/人.天 and 元每人 in one spelling
	}
	return unit
}

// trimUnit takes the brackets off a unit, and those behind it where they hold no more than another name for it: 场(次), 元/(人·天).
func trimUnit(unit string) string {
	unit = trimBrackets(unit)
	head, inside, found := strings.Cut(strings.TrimSuffix(unit, ")"), "(")
	switch {
	case !found || !strings.HasSuffix(unit, ")"):
	case strings.HasSuffix(head, "/") && knownUnit(inside):
		return head + inside
	case knownUnit(head) && (knownUnit(inside) || inside == "人民币"):
		return head
	}
	return unit
}

// couldBeUnit tells whether a text in the place of a unit may be one: letters and signs of compound units, no sentence, and
// digits only behind a letter, as in m2.
func couldBeUnit(text string) bool {
	if text == "" || utf8.RuneCountInString(text) > maxUnitRunes || !utf8.ValidString(text) {
		return false
	}
	if knownUnit(text) {
		return true
	}
	if placeholder(text) || strings.ContainsAny(text, tailBreakers) {
		return false
	}
	last := rune(0)
	for _, r := range text {
		switch {
		case unicode.IsLetter(r), strings.ContainsRune("%‰℃°²³㎡㎥", r):
		case strings.ContainsRune("/·*", r) && last != 0:
		case isDigit(r) && last < utf8.RuneSelf && (unicode.IsLetter(last) || isDigit(last)):
		default:
			return false
		}
		last = r
	}
	return !strings.ContainsRune("/·*", last)
}

// unitInName finds a unit in the last brackets of an indicator's name: 服务外包(万美元). Only known units count, for names also
// hold (一期).
func unitInName(name string) string {
	if !strings.ContainsAny(name, ")）】〕]］﹚") {
		return ""
	}
	text := normalise(name)
	closing := strings.LastIndex(text, ")")
	if closing < 0 {
		return ""
	}
	opening := strings.LastIndex(text[:closing], "(")
	if opening < 0 {
		return ""
	}
	unit := canonicalUnit(text[opening+1 : closing])
	if !knownUnit(unit) {
		return ""
	}
	return unit
}
