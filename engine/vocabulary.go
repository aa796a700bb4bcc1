package engine

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// Dimension is a level-1 class of indicators (一级指标).
type Dimension uint8

// The level-1 classes of the national forms. Cost stands on level 1 in forms since 2021 and below output before.
const (
	NoDimension  Dimension = iota
	Cost                   // 成本指标
	Output                 // 产出指标
	Benefit                // 效益指标
	Satisfaction           // 满意度指标
)

// Category is a level-2 class of indicators (二级指标).
type Category uint8

// The level-2 classes of the national forms.
const (
	NoCategory          Category = iota
	EconomicCost                 // 经济成本指标
	SocialCost                   // 社会成本指标
	EcologicalCost               // 生态环境成本指标
	Quantity                     // 数量指标
	Quality                      // 质量指标
	Timeliness                   // 时效指标
	OutputCost                   // 成本指标 as a class of output, in forms before 2021
	EconomicBenefit              // 经济效益指标
	SocialBenefit                // 社会效益指标
	EcologicalBenefit            // 生态效益指标
	Sustainability               // 可持续影响指标
	ServiceSatisfaction          // 服务对象满意度指标
)

type dimensionEntry struct {
	label   string
	aliases []string
}

type categoryEntry struct {
	label   string
	parent  Dimension
	aliases []string
}

// Labels and aliases stand once, here, for every reader and writer. Source of the tree: 财预〔2020〕10号 and 财预〔2021〕101号.
var dimensions = [...]dimensionEntry{
	NoDimension:  {},
	Cost:         {"成本指标", []string{"成本"}},
	Output:       {"产出指标", []string{"产出"}},
	Benefit:      {"效益指标", []string{"效益", "效果指标"}},
	Satisfaction: {"满意度指标", []string{"满意度"}},
}

var categories = [...]categoryEntry{
	NoCategory:          {},
	EconomicCost:        {"经济成本指标", Cost, []string{"经济成本"}},
	SocialCost:          {"社会成本指标", Cost, []string{"社会成本"}},
	EcologicalCost:      {"生态环境成本指标", Cost, []string{"生态环境成本", "生态成本指标", "生态成本"}},
	Quantity:            {"数量指标", Output, []string{"数量", "产出数量指标", "产出数量"}},
	Quality:             {"质量指标", Output, []string{"质量", "产出质量指标", "产出质量"}},
	Timeliness:          {"时效指标", Output, []string{"时效", "产出时效指标", "产出时效"}},
	OutputCost:          {"成本指标", Output, []string{"产出成本指标", "产出成本"}},
	EconomicBenefit:     {"经济效益指标", Benefit, []string{"经济效益"}},
	SocialBenefit:       {"社会效益指标", Benefit, []string{"社会效益"}},
	EcologicalBenefit:   {"生态效益指标", Benefit, []string{"生态效益", "环境效益指标", "环境效益"}},
	Sustainability:      {"可持续影响指标", Benefit, []string{"可持续影响", "可持续发展指标", "可持续性指标"}},
	ServiceSatisfaction: {"服务对象满意度指标", Satisfaction, []string{"服务对象满意度", "社会公众满意度指标", "社会公众或服务对象满意度指标"}},
}

// Dimensions lists the level-1 classes in the order of the forms.
func Dimensions() []Dimension { return []Dimension{Cost, Output, Benefit, Satisfaction} }

// Categories lists the level-2 classes in the order of the forms.
func Categories() []Category {
	all := make([]Category, 0, len(categories)-1)
	for c := EconomicCost; int(c) < len(categories); c++ {
		all = append(all, c)
	}
	return all
}

// String returns the label that forms print, or nothing for [NoDimension].
func (d Dimension) String() string {
	if int(d) >= len(dimensions) {
		return ""
	}
	return dimensions[d].label
}

// String returns the label that forms print, or nothing for [NoCategory].
func (c Category) String() string {
	if int(c) >= len(categories) {
		return ""
	}
	return categories[c].label
}

// Parent returns the level-1 class that a level-2 class belongs to.
func (c Category) Parent() Dimension {
	if int(c) >= len(categories) {
		return NoDimension
	}
	return categories[c].parent
}

// ParseDimension recognises a level-1 class by its label or an alias; spaces and width are ignored.
func ParseDimension(text string) (Dimension, bool) {
	folded := Fold(text)
	for _, d := range Dimensions() {
		if folded == dimensions[d].label || contains(dimensions[d].aliases, folded) {
			return d, true
		}
	}
	return NoDimension, false
}

// ParseCategory recognises a level-2 class by its label or an alias; spaces and width are ignored. The bare 成本指标 is not
// among them: on level 2 it is [OutputCost], and only its position in the form can tell.
func ParseCategory(text string) (Category, bool) {
	folded := Fold(text)
	for _, c := range Categories() {
		if c != OutputCost && folded == categories[c].label || contains(categories[c].aliases, folded) {
			return c, true
		}
	}
	return NoCategory, false
}

// Fold makes texts comparable: full-width ASCII becomes half-width, and every kind of white space disappears. It is the
// folding of the identities of projects and indicators, and changes no letter's case.
func Fold(text string) string {
	if isFolded(text) {
		return text
	}
	return strings.Map(folded, text)
}

// isFolded tells of most texts that they fold to themselves, without decoding them: they are of printable ASCII and of characters of three bytes from
// U+2000 to U+9FFF that are no white space.
func isFolded(text string) bool {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c > ' ' && c < utf8.RuneSelf:
			i++
		case c >= 0xe2 && c <= 0xe9 && i+2 < len(text) && text[i+1]&0xc0 == 0x80 && text[i+2]&0xc0 == 0x80 && !mayBeSpace(c, text[i+1]):
			i += 3
		default:
			return false
		}
	}
	return true
}

// mayBeSpace tells it of the characters U+2000 to U+203F and U+3000 to U+303F by their first bytes.
func mayBeSpace(first, second byte) bool { return first <= 0xe3 && second == 0x80 }

// folded folds one character; negative where it disappears.
func folded(r rune) rune {
	switch {
	case r == '\u3000' || r == '\u00a0' || r == '\ufeff' || r == '\u200b' || r >= '\u2000' && r <= '\u200a':
		return -1
	case r == ' ' || r >= '\t' && r <= '\r':
		return -1
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	}
	return r
}

func contains(list []string, text string) bool {
	for _, entry := range list {
		if entry == text {
			return true
		}
	}
	return false
}

// Column is a column of the flat tables and of the fill-in sheet. Its label, aliases and id stand once, here.
type Column uint8

// The columns of the flat tables (one indicator a row) and of the fill-in sheet.
const (
	NoColumn Column = iota
	ColumnProjectCode
	ColumnProjectName
	ColumnDepartment
	ColumnUnit
	ColumnYear
	ColumnLevel1
	ColumnLevel2
	ColumnIndicator
	ColumnTarget
	ColumnActual
	ColumnTier
	ColumnWeight
	ColumnClaimed
	ColumnReason
	ColumnInitial
	ColumnAdjusted
	ColumnExecuted
	ColumnIndicatorID
	ColumnProjectID
	ColumnOrdinal
	ColumnHint // of the fill-in sheet alone: what to write; nobody reads it back
)

type columnEntry struct {
	id, label string
	aliases   []string
}

var columns = [...]columnEntry{
	NoColumn:          {},
	ColumnProjectCode: {"project_code", "项目编码", []string{"项目代码", "项目编号"}},
	ColumnProjectName: {"project", "项目名称", []string{"项目", "项目全称"}},
	ColumnDepartment:  {"department", "主管部门", []string{"部门", "主管部门名称", "部门名称", "预算部门", "项目主管部门", "主管单位", "项目主管单位"}},
	ColumnUnit:        {"unit", "实施单位", []string{"单位", "单位名称", "项目单位", "预算单位", "项目实施单位", "实施单位名称", "项目单位名称"}},
	ColumnYear:        {"year", "年度", []string{"预算年度", "年份"}},
	ColumnLevel1:      {"level1", "一级指标", []string{"一级指标名称"}},
	ColumnLevel2:      {"level2", "二级指标", []string{"二级指标名称"}},
	ColumnIndicator:   {"indicator", "三级指标", []string{"指标名称", "三级指标名称", "指标"}},
	ColumnTarget:      {"target", "年度指标值", []string{"指标值", "年度目标值", "目标值", "年初指标值", "年初目标值", "年度(/项目)指标值", "年度(项目)指标值"}},
	ColumnActual:      {"actual", "实际完成值", []string{"完成值", "全年实际完成值", "全年完成值", "实际完成指标值", "实际值", "完成指标值"}},
	ColumnTier:        {"tier", "完成情况", []string{"完成等次", "完成档次"}},
	ColumnWeight:      {"weight", "分值", []string{"权重", "分值权重", "分值(权重)", "指标分值", "指标权重"}},
	ColumnClaimed:     {"claimed", "自评得分", []string{"得分", "自评分", "自评分值", "自评分数"}},
	ColumnReason:      {"reason", "偏差原因分析及改进措施", []string{"偏差原因分析与改进措施", "偏差原因", "偏差原因分析", "未完成原因分析", "未完成原因", "原因分析", "未完成原因和改进措施", "偏差原因及改进措施"}},
	ColumnInitial:     {"initial", "年初预算数", []string{"年初预算"}},
	ColumnAdjusted:    {"adjusted", "全年预算数", []string{"全年预算", "调整后预算数", "调整预算数"}},
	ColumnExecuted:    {"executed", "全年执行数", []string{"执行数", "全年执行", "实际执行数", "全年支出数"}},
	ColumnIndicatorID: {"indicator_id", "指标标识", nil},
	ColumnProjectID:   {"project_id", "项目标识", nil},
	ColumnOrdinal:     {"ordinal", "同名序号", nil},
	ColumnHint:        {"hint", "怎样填", nil},
}

// Columns lists all columns in the order in which a flat table writes them.
func Columns() []Column {
	all := make([]Column, 0, len(columns)-1)
	for c := ColumnProjectCode; int(c) < len(columns); c++ {
		all = append(all, c)
	}
	return all
}

// Label returns the header that tables print.
func (c Column) Label() string { return columns[c].label }

// ID returns the stable name of the column.
func (c Column) ID() string { return columns[c].id }

// ParseColumn recognises a header by its label, an alias or its id. A unit of money in brackets behind it, as in
// 全年执行数(万元), is the caller's to cut off.
func ParseColumn(header string) (Column, bool) {
	c, found := columnNames()[Fold(header)]
	return c, found
}

// columnNames are the columns by every way of writing their headers. Of two with the same the first counts.
var columnNames = sync.OnceValue(func() map[string]Column {
	names := map[string]Column{}
	for _, c := range Columns() {
		for _, name := range append([]string{columns[c].label, columns[c].id}, columns[c].aliases...) {
			if _, taken := names[name]; !taken {
				names[name] = c
			}
		}
	}
	return names
})

// ExecutionLabel is what a budget row has in its level-1 column in a flat table.
const ExecutionLabel = "预算执行"
