package importer

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jixiao/engine"
)

// titles are the endings of a form's heading, without year and place. The longest that fits is taken.
var titles = []string{"部门(单位)整体支出绩效目标申报表", "部门整体支出绩效目标申报表", "部门(单位)整体支出绩效自评表", "部门整体支出绩效自评表", "部门(单位)整体支出绩效目标表", "部门整体支出绩效目标表",
	"部门整体绩效目标申报表", "部门整体绩效目标表", "部门整体绩效自评表", "整体支出绩效目标申报表", "整体支出绩效目标表", "整体支出绩效自评表",
	"财政项目支出绩效目标申报表", "项目支出绩效目标申报表", "财政支出项目绩效目标申报表", "财政支出绩效目标申报表", "预算项目绩效目标申报表", "项目绩效目标申报表",
	"财政项目支出绩效目标表", "项目支出绩效目标表", "项目绩效目标表", "区域绩效目标申报表", "资金绩效目标申报表", "资金绩效目标表", "绩效目标申报表", "绩效目标批复表", "绩效目标表",
	"财政项目支出绩效目标自评表", "财政项目支出绩效自评表", "项目支出绩效目标自评表", "项目支出绩效自评价表", "项目支出绩效自评表", "项目绩效目标自评表", "项目绩效自评价表", "项目绩效自评表",
	"项目支出绩效目标完成情况自评表", "绩效目标完成情况自评表", "绩效目标完成情况表", "绩效目标自评表", "绩效自评价表", "绩效自评表", "绩效自评结果表", "绩效评价自评表"}

// maxTitleRunes bounds a heading; what is longer is a sentence that ends with one.
const maxTitleRunes = 45

// spanField is the label of a cell that holds the beginning and the end of a project. It is no field of the form.
const spanField engine.HeadField = "span"

// unkept are labels of the head whose values a self-evaluation does not keep.
const unkept engine.HeadField = "not kept"

// reporting is the label of the department or unit that hands the form in, where the form does not say which of both it is.
const reporting engine.HeadField = "reporting"

// formUnitField is the label of the form's unit of money where it stands in a line with others.
const formUnitField engine.HeadField = "form_unit"

// headLabels are the labels of a form's head that the flat tables do not have.
var headLabels = headVocabulary(map[engine.HeadField]string{
	engine.FieldName:       "专项名称 项目(专项)名称 专项资金名称 专项(项目)名称 资金名称 转移支付名称 转移支付(项目)名称 二级项目名称 政策(项目)名称 项目(政策)名称",
	engine.FieldDepartment: "预算主管部门 省级主管部门 市级主管部门 县级主管部门 区级主管部门 业务主管部门 主管部门(单位) 主管部门及代码 地方主管部门 部门(单位)名称 部门/单位名称 预算部门名称 部门预算单位名称 部门(单位) 主管预算部门",
	engine.FieldUnit:       "用款单位 资金使用部门 项目单位名称 项目实施单位名称 项目承担单位 承担单位 项目执行单位 执行单位 资金使用单位 项目实施部门 实施部门 预算单位名称 项目建设单位 建设单位 具体实施单位 项目(实施)单位 实施单位(盖章) 单位名称(盖章)",
	engine.FieldNature:     "项目性质 项目属性",
	engine.FieldKind:       "项目类别 项目类型 项目分类",
	engine.FieldStart:      "计划开始日期 项目开始日期 开始日期 项目起始日期 项目开始时间 计划开始时间 开始时间 起始时间 起始日期 计划开工时间 开工时间 项目起始时间 项目开始年份",
	engine.FieldEnd:        "计划完成日期 计划结束日期 项目完成日期 项目结束日期 完成日期 结束日期 项目终止日期 项目结束时间 计划完成时间 计划结束时间 结束时间 终止时间 终止日期 项目完成时间 计划竣工时间 项目终止时间",
	spanField:              "项目起止时间 项目起止日期 起止时间 起止日期 起止年限 实施期限 项目期 项目实施期 项目实施期限 实施期 项目周期 实施周期 项目期限 执行期限 项目实施周期 项目实施时间 实施时间 项目起止年限 建设周期 项目年限",
	engine.FieldFiller:     "填报人 填表人 填报人姓名 经办人 填报人(签字) 制表人",
	engine.FieldTelephone:  "联系电话 电话 联系方式 填报人电话 填报人联系电话 联系人电话",
	engine.FieldFilledOn:   "填报日期 填表日期 填报时间 填表时间",
	engine.FieldYear:       "所属年度 项目年度 评价年度 自评年度 预算年份 申报年度",
	reporting:              "单位名称 填报单位 填报部门 填报单位名称 申报单位 自评单位 自评单位名称",
	unkept: "项目负责人 负责人 联系人 项目级次 级次 资金用途 项目概况 立项依据 项目内容 项目联系人 项目负责人及电话 项目负责人及联系电话 联系人及电话 单位负责人 部门负责人 自评得分 自评总分 自评等级 评价等级 自评总得分 绩效等级 " +
		"项目实施内容及过程概述 项目实施过程概述 实施内容 项目立项依据 项目设立依据 设立依据 立项的必要性 项目必要性 立项必要性 项目可行性 项目实施内容 主要内容 项目主要内容 项目简介 项目描述 政策依据 资金来源 职能概述 部门职能 部门职责 职责概述 年度主要任务概述 所属领域 支出功能科目 " +
		"功能科目 是否重点项目 重点项目 支持方式 支出方向 资金性质 地方财政部门 省级财政部门 市级财政部门 财政部门 中央主管部门 资金使用地区 区域 地区 项目所在地 项目地点 单位性质 单位类型 编制人数 实有人数 主管处室 业务处室 " +
		"项目分管领导 分管领导 单位地址 地址 邮编 邮政编码 项目总投资额 绩效自评方式 自评方式 项目申报依据 保证项目实施的制度、措施 项目实施计划 资金分配办法 资金投向 预算科目 项目状态 项目来源 项目绩效负责人 上级主管部门",
})

// headVocabulary turns lists of labels around.
func headVocabulary(lists map[engine.HeadField]string) map[string]engine.HeadField {
	labels := make(map[string]engine.HeadField)
	for field, list := range lists {
		for _, text := range strings.Fields(list) {
			labels[text] = field
		}
	}
	return labels
}

// headColumns are the columns of flat tables that also are fields of a form's head.
var headColumns = map[engine.Column]engine.HeadField{
	engine.ColumnProjectCode: engine.FieldCode, engine.ColumnProjectName: engine.FieldName, engine.ColumnYear: engine.FieldYear,
	engine.ColumnDepartment: engine.FieldDepartment, engine.ColumnUnit: engine.FieldUnit,
}

// goalLabels are the labels of the goals, and of what became of them.
var goalLabels = headVocabulary(map[engine.HeadField]string{
	engine.FieldLongGoal:   "项目总目标 项目总体目标 中长期目标 实施期目标 实施期总目标 项目实施期目标 项目实施期总目标 长期目标 中长期绩效目标 实施期绩效目标 项目长期目标 中期目标 三年目标 总目标 实施期总体目标 中长期总目标",
	engine.FieldGoal:       "项目年度目标 项目年度绩效目标 年度总体目标 年度目标 年度绩效目标 总体目标 预期目标 年初设定目标 年初绩效目标 预期绩效目标 年度总体绩效目标 年度绩效总目标 年度绩效总体目标 年初目标 年度预期目标 年初预期目标 绩效总目标 总体绩效目标 年度总目标 年初总体目标 设定目标 预期总体目标 当年绩效目标 本年度目标 年度工作目标 年度履职目标 整体绩效目标 部门年度目标 年度整体目标 部门整体绩效目标",
	engine.FieldGoalActual: "项目年度目标完成情况 目标实现程度 目标实现情况 绩效目标实现情况 绩效目标实现程度 总体目标实现情况 年度目标实现情况 实际完成情况 全年实际完成情况 目标实际完成情况 年度总体目标完成情况综述 实际完成目标 目标完成情况 全年完成情况 年度目标完成情况 绩效目标完成情况 年度总体目标完成情况 总体目标完成情况 年度目标实际完成情况 目标完成情况综述 总体完成情况 实际完成 年度绩效目标完成情况 实际目标完成情况 全年目标完成情况",
})

// blockLabels head a block of a form and have no value of their own.
var blockLabels = []string{"项目绩效目标", "绩效目标", "绩效指标", "年度绩效指标", "续表", "(续表)", "续", "(续)", "年度绩效指标完成情况", "绩效指标完成情况", "项目基本情况", "基本情况", "项目基本信息", "基本信息", "年度指标", "整体绩效指标",
	"部门整体绩效指标", "绩效指标自评", "绩效指标及完成情况", "年度绩效目标及指标", "项目绩效指标", "部门基本情况"}

// goalBlocks are labels of a block that hold the goal itself where a text stands beside them.
var goalBlocks = []string{"绩效目标", "项目绩效目标"}

// longBlockLabels stand beside a table of what is to be reached in several years.
var longBlockLabels = []string{"长期绩效指标", "实施期绩效指标", "中长期绩效指标", "项目期绩效指标", "总体绩效指标", "中期绩效指标", "长期指标", "实施期指标"}

// remarkBlocks are labels below the table whose texts a self-evaluation does not keep.
var remarkBlocks = []string{"自评结论", "计分规则", "评分规则", "存在问题", "改进措施", "存在的问题及原因分析", "存在问题及原因分析", "下一步改进措施", "自评结果", "绩效自评结论", "评价结论", "主要经验", "主要经验及做法", "其他需要说明的问题", "其他需说明的问题", "有关建议", "审核意见",
	"主管部门审核意见", "财政部门审核意见", "主管部门意见", "财政部门意见", "单位意见", "存在的问题", "存在的主要问题", "原因分析", "下一步工作计划", "下一步工作建议", "自评结果应用", "评价等次", "综合评价", "偏差原因", "备注", "说明", "总体评价", "未完成原因及下一步改进措施"}

// fundsLabels head the funds block; the unit of money stands in brackets behind it.
var fundsLabels = []string{"项目资金", "预算执行情况", "资金情况", "项目资金情况", "年度资金情况", "资金执行情况", "预算资金情况", "预算资金", "项目预算资金", "项目资金执行情况", "项目资金预算执行情况", "年度预算执行情况", "项目预算执行情况", "年度预算情况", "预算情况",
	"部门预算资金", "年度预算资金", "部门资金", "部门预算情况", "年度预算申请", "资金总体情况", "部门整体支出预算执行情况", "项目预算", "部门预算", "部门预算执行情况", "项目资金申请", "资金投入情况", "项目投入", "年度资金", "部门资金情况"}

// projectFunds are the rows of the funds of the whole project, which may stand beside those of the year.
var projectFunds = []string{"项目资金总额", "项目总投资", "实施期资金总额", "中长期资金总额", "实施期总额", "项目总金额", "总投资", "项目总预算", "实施期总投资", "项目期资金总额", "中期资金总额", "实施期资金"}

// bothFunds are rows that stand on either side where a form has both.
var bothFunds = []string{"财政资金", "财政拨款", "其他资金", "其他", "资金总额", "自筹资金", "中央补助", "地方资金"}

const (
	titleLabel    = "title"
	includingMark = "其中:"
)

// goalField recognises the label of a goal; years or points may stand in brackets behind it: 中期目标(2025年-2027年).
func goalField(fold string) (engine.HeadField, bool) {
	text := label(cutNumbering(fold))
	if field, found := goalLabels[text]; found {
		return field, true
	}
	rest, inside := cutBracket(text)
	if strings.Trim(inside, "0123456789年月度分%.-—–~至") != "" {
		return "", false
	}
	field, found := goalLabels[rest]
	return field, found
}

// label takes a closing colon off a folded text.
func label(fold string) string { return strings.TrimSuffix(fold, ":") }

// headField recognises a label of a form's head. Aliases of a column that are shorter than four characters (单位, 项目) mean
// something else there.
func headField(fold string) (engine.HeadField, bool) {
	fold = label(fold)
	if rest, inside := cutBracket(fold); slices.Contains([]string{"盖章", "公章", "签章", "签字", "章"}, inside) {
		fold = rest
	}
	for _, text := range []string{fold, cutNumbering(fold)} {
		if field, found := headLabels[text]; found {
			return field, true
		}
		column, found := engine.ParseColumn(text)
		if found && (utf8.RuneCountInString(text) >= 4 || column == engine.ColumnYear) {
			field, found := headColumns[column]
			return field, found
		}
	}
	return "", false
}

// parseTitle recognises the heading of a form, with or without a year in it; prefix is what stands before both.
func parseTitle(fold string) (prefix string, year int, ok bool) {
	rest, year := cutYear(fold)
	if rest, inside := cutBracket(rest); inside != "" && !strings.Contains(inside, "单位:") {
		if prefix, ok := titlePrefix(rest); ok {
			return prefix, year, true
		}
	}
	prefix, ok = titlePrefix(rest)
	return prefix, year, ok
}

func titlePrefix(text string) (prefix string, ok bool) {
	if utf8.RuneCountInString(text) > maxTitleRunes {
		return "", false
	}
	shortest, found := text, false
	for _, title := range titles {
		if prefix, cut := strings.CutSuffix(text, title); cut && len(prefix) < len(shortest) {
			shortest, found = prefix, true
		}
	}
	return shortest, found
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

// isRule tells a cell of a separator row, as in a table written with characters or drawn with lines (─ to ╿).
func isRule(fold string) bool {
	return fold != "" && strings.TrimFunc(fold, func(r rune) bool {
		return strings.ContainsRune("-—–_=~*·:|+", r) || r >= '─' && r <= '╿'
	}) == ""
}

// isPageMark tells page numbers: 第3页, 共5页, -3-, 3/12.
func isPageMark(fold string) bool {
	inner := strings.Trim(fold, "-—第共页,，/0123456789")
	return inner == "" && strings.ContainsAny(fold, "0123456789") && strings.Count(fold, "/") < 2 && (strings.ContainsAny(fold, "页/") || strings.HasPrefix(fold, "-") && strings.HasSuffix(fold, "-"))
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
