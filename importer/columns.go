package importer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// A columnKind is what a column of a form's indicator table holds.
type columnKind uint8

const (
	noColumn columnKind = iota
	level1Column
	level2Column
	nameColumn
	signColumn    // 指标性质: the comparator in a column of its own
	targetColumn  // 年度指标值
	measureColumn // 计量单位
	actualColumn
	tierColumn
	weightColumn
	claimedColumn
	reasonColumn
	longColumn    // what is to be reached in several years; the year's target stands beside it
	otherColumn   // known, and no part of a self-evaluation
	unknownColumn // a header that the vocabulary does not have
)

// columnIDs name the kinds in the fates of cells.
var columnIDs = map[columnKind]string{
	level1Column: engine.ColumnLevel1.ID(), level2Column: engine.ColumnLevel2.ID(), nameColumn: engine.ColumnIndicator.ID(),
	signColumn: "sign", targetColumn: engine.ColumnTarget.ID(), measureColumn: "measure", actualColumn: engine.ColumnActual.ID(),
	tierColumn: engine.ColumnTier.ID(), weightColumn: engine.ColumnWeight.ID(), claimedColumn: engine.ColumnClaimed.ID(),
	reasonColumn: engine.ColumnReason.ID(), longColumn: "long_target", otherColumn: "other_column",
}

func (k columnKind) id() string { return columnIDs[k] }

// tableColumn is one column of an indicator table, where its header stands.
type tableColumn struct {
	kind     columnKind
	from, to int // columns of the grid, both included
	header   *cell
	measure  string // a unit that the header prints in brackets
}

func (c *tableColumn) holds(at *cell) bool { return at.Col >= c.from && at.Col <= c.to }

// columnKinds are the columns that the flat tables have as well.
var columnKinds = map[engine.Column]columnKind{
	engine.ColumnLevel1: level1Column, engine.ColumnLevel2: level2Column, engine.ColumnIndicator: nameColumn, engine.ColumnTarget: targetColumn,
	engine.ColumnActual: actualColumn, engine.ColumnTier: tierColumn, engine.ColumnWeight: weightColumn, engine.ColumnClaimed: claimedColumn,
	engine.ColumnReason: reasonColumn,
}

// headerWords are headers of forms, word for word; what they hold beside these is told by columnPatterns.
var headerWords = map[string]columnKind{
	"一级": level1Column, "指标类别": level1Column, "一级类别": level1Column,
	"二级": level2Column, "二级类别": level2Column,
	"三级": nameColumn, "指标内容": nameColumn, "绩效指标名称": nameColumn, "具体指标": nameColumn, "三级绩效指标": nameColumn,
	"三级指标内容": nameColumn, "绩效指标内容": nameColumn, "明细指标": nameColumn, "指标名": nameColumn,
	"一级绩效指标": level1Column, "二级绩效指标": level2Column,
	"性质": signColumn, "符号": signColumn, "比较符": signColumn, "计算符号": signColumn, "运算符号": signColumn, "运算符": signColumn,
	"单位": measureColumn, "计量单位": measureColumn, "度量单位": measureColumn, "绩效度量单位": measureColumn, "指标值单位": measureColumn,
	"目标": targetColumn, "绩效目标值": targetColumn, "标准值": targetColumn, "年度目标": noColumn,
	"分数": weightColumn, "标准分": weightColumn, "满分": weightColumn, "分值": weightColumn,
	"自评": claimedColumn, "评分": claimedColumn,
	"执行情况": actualColumn, "完成情况": tierColumn, "备注": otherColumn, "序号": otherColumn,
}

// columnPatterns tell headers by what they contain, the first that fits. Provinces print the same columns in many wordings.
var columnPatterns = []struct {
	kind  columnKind
	words []string
}{
	{reasonColumn, []string{"原因", "改进措施", "偏差说明", "偏差分析", "未完成说明"}},
	{otherColumn, []string{"上年", "历史", "去年", "前年", "基期", "完成率", "完成比例", "完成进度", "偏差率", "偏离", "复核", "财政评", "审核", "评分标准",
		"扣分", "评分规则", "评分细则", "评分依据", "评价标准", "计分", "完成程度"}},
	{longColumn, []string{"中长期", "实施期", "长期", "三年", "总目标值", "项目期", "总体目标值", "总体指标值"}},
	{weightColumn, []string{"权重", "分值"}},
	{claimedColumn, []string{"得分", "自评分"}},
	{actualColumn, []string{"实际", "完成值", "完成数", "完成指标", "完成情况", "达成", "实现值"}},
	{targetColumn, []string{"指标值", "目标值", "预期值", "计划值", "预期指标", "年初目标", "目标要求", "设定值", "标准值"}},
	{signColumn, []string{"指标性质", "指标方向", "比较符", "关系符", "运算符", "计算符号", "正反向", "指标属性", "符号", "指标正负", "判断条件"}},
	{measureColumn, []string{"计量单位", "度量单位", "指标单位"}},
	{otherColumn, []string{"说明", "解释", "来源", "依据", "佐证", "标准", "公式", "编号", "编码", "类型", "核心", "频次", "周期", "责任", "口径", "备注",
		"取值", "权属", "自评等级"}},
}

// maxHeaderRunes bounds what can be the name of a column. Longer texts that contain its words are sentences.
const maxHeaderRunes = 24

// parseColumn recognises the header of a column. A unit in brackets behind it is the unit of the values below.
func parseColumn(fold string) (kind columnKind, measure string) {
	text, bracket := cutBracket(label(cutNumbering(fold)))
	if isReasonHeader(bracket) {
		return reasonColumn, ""
	}
	if notation.IsUnit(bracket) && bracket != "分" {
		measure = bracket
	}
	if text == "" || utf8.RuneCountInString(text) > maxHeaderRunes {
		return noColumn, ""
	}
	if kind, found := headerWords[text]; found {
		return kind, measure
	}
	if column, found := engine.ParseColumn(text); found {
		return columnKinds[column], measure
	}
	if !strings.ContainsAny(text, "0123456789≥≤=><%、，,。;") {
		for _, pattern := range columnPatterns {
			if slices.ContainsFunc(pattern.words, func(w string) bool { return strings.Contains(text, w) }) {
				return pattern.kind, measure
			}
		}
	}
	return noColumn, ""
}

// isReasonHeader tells a bracket that says what a column of remarks is for: 备注(未完成原因及改进措施).
func isReasonHeader(bracket string) bool {
	return strings.Contains(bracket, "原因") || strings.Contains(bracket, "改进措施")
}

// cutBracket takes the bracket at the end of a folded text off and returns what it holds.
func cutBracket(fold string) (rest, inside string) {
	open := strings.LastIndexByte(fold, '(')
	if open <= 0 || !strings.HasSuffix(fold, ")") {
		return fold, ""
	}
	return fold[:open], fold[open+1 : len(fold)-1]
}

// cutNumbering takes the number of an outline off the front of a folded text: 一、 (二) 3. ①
func cutNumbering(fold string) string {
	rest := strings.TrimLeft(fold, "*★")
	const numerals = "0123456789一二三四五六七八九十"
	if after, found := strings.CutPrefix(rest, "("); found {
		if end := strings.IndexByte(after, ')'); end > 0 && strings.Trim(after[:end], numerals) == "" {
			return after[end+1:]
		}
		return rest
	}
	after := strings.TrimLeft(rest, numerals)
	if after == rest {
		return strings.TrimLeft(rest, "①②③④⑤⑥⑦⑧⑨⑩")
	}
	for _, mark := range []string{"、", ".", "．", ")"} {
		if cut, found := strings.CutPrefix(after, mark); found && cut != "" {
			if first, _ := utf8.DecodeRuneInString(cut); first < '0' || first > '9' {
				return cut
			}
		}
	}
	return rest
}

// isTableHeader tells a row that names columns of the indicator table: at least two, one of them a level or the name.
func isTableHeader(row []*cell) bool {
	known, anchors, values := 0, 0, 0
	for _, c := range row {
		switch kind, _ := parseColumn(c.fold); kind {
		case noColumn:
			if isWholeWord(c.fold) && isClassWord(c.fold) {
				values++
			}
		case level1Column, level2Column, nameColumn:
			known++
			anchors++
		default:
			known++
		}
	}
	return known >= 2 && anchors >= 1 && values == 0
}

// isSubHeader tells a row that divides columns of the header above: all its texts name columns that can stand below another, which no class does.
func isSubHeader(row []*cell) bool {
	for _, c := range row {
		switch kind, _ := parseColumn(c.fold); kind {
		case noColumn, unknownColumn, otherColumn, level1Column, level2Column:
			return false
		}
	}
	return len(row) > 0
}
