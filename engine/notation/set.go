package notation

import (
	"strings"
	"unicode/utf8"

	"jixiao/engine"
)

// placeEndings are the last characters of names of places and bodies. Only lists of these are sets, so that a list of tasks is
// never counted.
var placeEndings = []string{"街镇", "街道", "社区", "园区", "开发区", "区", "镇", "乡", "村", "县", "市", "省", "州", "校", "院", "所", "站", "中心", "局", "委", "办", "园", "公司", "部", "厅", "处", "馆", "基地", "单位", "部门", "企业", "机构"}

// counted is a list whose things are counted: 14个街镇、青岚工业区 counts 15.
type counted struct {
	count int64
	unit  string
	items []string
}

// scanSet reads a list of places or bodies of which at least one entry is a number of them.
func scanSet(text string) (counted, bool) {
	parts := strings.Split(text, "、")
	if len(parts) < 2 {
		return counted{}, false
	}
	var set counted
	for _, part := range parts {
		count, unit, ok := scanItem(normalise(part))
		if !ok || unit != "" && set.unit != "" && unit != set.unit {
			return counted{}, false
		}
		if unit != "" {
			set.unit = unit
		}
		set.count += count
		set.items = append(set.items, strings.TrimSpace(part))
	}
	return set, set.unit != ""
}

// scanItem reads one entry: a number with 个 or 家 and what is counted, or one name.
func scanItem(text string) (count int64, unit string, ok bool) {
	number, rest, how, _ := scanNumber(text)
	if how == absent {
		return 1, "", !hasDigits(text) && namesPlace(text)
	}
	noun, unit := cutAny(rest, []string{"个", "家"})
	count, whole := wholeNumber(number)
	return count, unit, how == scanned && whole && unit != "" && namesPlace(noun)
}

func namesPlace(text string) bool {
	if utf8.RuneCountInString(text) > maxUnitRunes || strings.ContainsAny(text, "不未无率达") {
		return false
	}
	for _, r := range text {
		if !isHan(r) {
			return false
		}
	}
	for _, ending := range placeEndings {
		if strings.HasSuffix(text, ending) {
			return true
		}
	}
	return false
}

// wholeNumber returns a count between 1 and a million.
func wholeNumber(number engine.Decimal) (int64, bool) {
	text := number.String()
	if len(text) > 6 || number.Sign() <= 0 || strings.Contains(text, ".") {
		return 0, false
	}
	n := int64(0)
	for _, r := range text {
		n = 10*n + int64(r-'0')
	}
	return n, true
}
