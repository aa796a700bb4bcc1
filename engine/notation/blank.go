package notation

import (
	"strings"
	"unicode/utf8"
)

// formulaErrors are what a spreadsheet prints for a formula without a value.
var formulaErrors = wordSet("#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE! #SPILL! #CALC!")

// emptyWords say in words that nothing was filled in.
var emptyWords = wordSet("无 (无) 暂无 没有 空 N/A n/a NA X x ? ?? % (%) 待定 待填 待补 待补充 待填写 待确定 待统计 未填 未填写")

// hintLeads begin what a template prints to tell a clerk what belongs there.
var hintLeads = []string{"请填", "请输入", "请选择", "请按", "请根据", "填写", "填报", "此处填", "此处应填", "例:", "例如", "如:", "示例", "举例", "样例:", "提示:", "说明:请"}

// placeholder tells whether a normalised text is a mark that stands where nothing was filled in.
func placeholder(text string) bool {
	if emptyWords[text] || formulaErrors[text] {
		return true
	}
	if stub, found := strings.CutPrefix(text, "指标"); found {
		stub = strings.TrimLeft(stub, "0123456789一二三四五六七八九十")
		return stub == "" || placeholderMarks(strings.TrimPrefix(stub, ":"), true)
	}
	if _, word := cutAny(trimBrackets(text), hintLeads); word != "" {
		return true
	}
	return placeholderMarks(text, false)
}

func placeholderMarks(text string, blank bool) bool {
	if text == "" {
		return blank
	}
	return strings.Trim(text, "*…./\\—-_~") == "" || utf8.RuneCountInString(text) > 1 && strings.Trim(text, "xX×○□◯") == ""
}

// templateMark tells whether a text is a value whose number was never filled in: ≥XX%, **个, ≥, ≥%.
func templateMark(text string) bool {
	found, text := cutComparator(text)
	rest := strings.TrimLeft(text, "xX×*_○□◯")
	marks := utf8.RuneCountInString(text[:len(text)-len(rest)])
	if found.sign && (rest == "" || knownUnit(trimUnit(rest))) {
		return true
	}
	return marks > 1 && !hasDigits(rest) && utf8.RuneCountInString(rest) <= maxUnitRunes
}
