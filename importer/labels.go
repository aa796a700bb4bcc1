package importer

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"jixiao/engine"
)

// titles are the headings that a declaration form may have, without year and place.
var titles = []string{"财政项目支出绩效目标申报表", "项目支出绩效目标申报表", "财政支出项目绩效目标申报表", "财政支出绩效目标申报表",
	"预算项目绩效目标申报表", "项目绩效目标申报表", "项目支出绩效目标表", "项目绩效目标表", "绩效目标申报表"}

// headLabels are the labels of a form's head that the flat tables do not have.
var headLabels = map[string]engine.HeadField{
	"项目性质": engine.FieldNature, "项目属性": engine.FieldNature,
	"项目类别": engine.FieldKind, "项目类型": engine.FieldKind,
	"计划开始日期": engine.FieldStart, "项目开始日期": engine.FieldStart, "开始日期": engine.FieldStart, "项目起始日期": engine.FieldStart,
	"计划完成日期": engine.FieldEnd, "计划结束日期": engine.FieldEnd, "项目完成日期": engine.FieldEnd, "项目结束日期": engine.FieldEnd,
	"完成日期": engine.FieldEnd, "结束日期": engine.FieldEnd, "项目终止日期": engine.FieldEnd,
	engine.FillerLabel: engine.FieldFiller, "填表人": engine.FieldFiller,
	engine.TelephoneLabel: engine.FieldTelephone, "电话": engine.FieldTelephone,
	engine.FilledOnLabel: engine.FieldFilledOn, "填表日期": engine.FieldFilledOn,
}

// headColumns are the columns of flat tables that also are fields of a form's head.
var headColumns = map[engine.Column]engine.HeadField{
	engine.ColumnProjectCode: engine.FieldCode, engine.ColumnProjectName: engine.FieldName, engine.ColumnYear: engine.FieldYear,
	engine.ColumnDepartment: engine.FieldDepartment, engine.ColumnUnit: engine.FieldUnit,
}

// goalLabels are the labels of the two goals.
var goalLabels = map[string]engine.HeadField{
	"项目总目标": engine.FieldLongGoal, "项目总体目标": engine.FieldLongGoal, "中长期目标": engine.FieldLongGoal,
	engine.GoalLabel: engine.FieldGoal, "年度目标": engine.FieldGoal, "年度绩效目标": engine.FieldGoal, "总体目标": engine.FieldGoal,
}

// blockLabels head a block of a form and have no value of their own.
var blockLabels = []string{"项目绩效目标", "绩效目标", "绩效指标", "年度绩效指标", "续表", "(续表)"}

// fundsLabel heads the funds block; the unit of money stands in brackets behind it.
const fundsLabel = "项目资金"

// projectFunds are the rows of the funds of the whole project, which stand beside those of the year.
var projectFunds = []string{"项目资金总额", "财政资金", "其他资金", "项目总投资"}

const (
	titleLabel    = "title"
	includingMark = "其中:"
)

// label takes a closing colon off a folded text.
func label(fold string) string { return strings.TrimSuffix(fold, ":") }

// headField recognises a label of a form's head. Aliases of a column that are shorter than four characters (单位, 项目) mean
// something else there.
func headField(fold string) (engine.HeadField, bool) {
	fold = label(fold)
	if field, found := headLabels[fold]; found {
		return field, true
	}
	column, found := engine.ParseColumn(fold)
	if !found || utf8.RuneCountInString(fold) < 4 && column != engine.ColumnYear {
		return "", false
	}
	field, found := headColumns[column]
	return field, found
}

// parseTitle recognises the heading of a form, with or without a year in it; prefix is what stands before both.
func parseTitle(fold string) (prefix string, year int, ok bool) {
	rest, year := cutYear(fold)
	for _, title := range titles {
		if prefix, found := strings.CutSuffix(rest, title); found {
			return prefix, year, true
		}
	}
	return "", 0, false
}

// cutYear takes a year such as 2025年度, in brackets or not, out of a folded text.
func cutYear(fold string) (rest string, year int) {
	at := strings.Index(fold, "年")
	if at < 4 {
		return fold, 0
	}
	year, ok := plainYear(fold[at-4 : at])
	if !ok {
		return fold, 0
	}
	before, after := fold[:at-4], strings.TrimPrefix(fold[at+len("年"):], "度")
	for _, brackets := range [][2]string{{"(", ")"}, {"[", "]"}, {"【", "】"}, {"〔", "〕"}} {
		if strings.HasSuffix(before, brackets[0]) && strings.HasPrefix(after, brackets[1]) {
			before, after = strings.TrimSuffix(before, brackets[0]), strings.TrimPrefix(after, brackets[1])
		}
	}
	return before + after, year
}

// parseYear reads a cell that is a year and nothing else: (2025年度), 2025年. The bare number is left to cells under a label.
func parseYear(fold string) (int, bool) {
	rest, year := cutYear(fold)
	return year, year != 0 && rest == ""
}

// plainYear reads four digits between 1900 and 2200, the years that the engine's dates have.
func plainYear(digits string) (int, bool) {
	year, err := strconv.Atoi(digits)
	return year, err == nil && len(digits) == 4 && year >= 1900 && year <= 2200
}

// isTitleLike tells a heading that stands over a document and not over a form.
func isTitleLike(fold string) bool {
	return strings.HasSuffix(fold, "表") && (strings.Contains(fold, "绩效") || strings.Contains(fold, "预算"))
}

func isDashes(fold string) bool { return fold != "" && strings.Trim(fold, "-—–_=─━") == "" }

// isRule tells a cell of a separator row, as in a table written with characters.
func isRule(fold string) bool {
	return fold != "" && strings.Trim(fold, "-—–_=─━~*·:|+") == ""
}

// isPageMark tells page numbers: 第3页, 共5页, -3-, 3/12.
func isPageMark(fold string) bool {
	inner := strings.Trim(fold, "-—第共页,，/0123456789")
	return inner == "" && strings.ContainsAny(fold, "0123456789") && (strings.ContainsAny(fold, "页/") || strings.HasPrefix(fold, "-") && strings.HasSuffix(fold, "-"))
}

// isRemark tells notes that stand below a table.
func isRemark(fold string) bool {
	for _, opening := range []string{"注:", "注意", "备注", "说明", "填表", "填报", "单位负责人", "项目负责人"} {
		if strings.HasPrefix(fold, opening) {
			return true
		}
	}
	return false
}
