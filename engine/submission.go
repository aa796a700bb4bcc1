package engine

import (
	"encoding/hex"
	"strconv"
)

// ProjectID and IndicatorID are stable names made from identities: the same project has the same id in every database.
type (
	ProjectID   string
	IndicatorID string
)

// ProjectKey is the identity of a project: year, department, unit and code, or the name where there is no code.
type ProjectKey struct {
	Year       int
	Department string // 主管部门, as printed
	Unit       string // 实施单位, as printed
	Code       string // 项目编码
	Name       string // 项目名称
}

// ID returns the project's id: 16 hexadecimal digits. Spaces and width do not count.
func (k ProjectKey) ID() ProjectID {
	last := "name:" + Fold(k.Name)
	if code := Fold(k.Code); code != "" {
		last = "code:" + code
	}
	return ProjectID(shortDigest("project", strconv.Itoa(k.Year), Fold(k.Department), Fold(k.Unit), last))
}

// IndicatorKey is the identity of an indicator inside its project: its level-2 class, its name, and its place among equals.
type IndicatorKey struct {
	Level2  Category
	Name    string
	Ordinal int // from 1
}

// ID returns the indicator's id in a project: 16 hexadecimal digits.
func (k IndicatorKey) ID(project ProjectID) IndicatorID {
	return IndicatorID(shortDigest("indicator", string(project), k.Level2.String(), Fold(k.Name), strconv.Itoa(k.Ordinal)))
}

func shortDigest(parts ...string) string {
	sum := DigestText(parts...)
	return hex.EncodeToString(sum[:8])
}

// HeadField names a field of a form's head, for its source.
type HeadField string

// The fields of a form outside its indicator table.
const (
	FieldCode       HeadField = "code"
	FieldName       HeadField = "name"
	FieldYear       HeadField = "year"
	FieldDepartment HeadField = "department"
	FieldUnit       HeadField = "unit"
	FieldNature     HeadField = "nature"
	FieldKind       HeadField = "kind"
	FieldStart      HeadField = "start"
	FieldEnd        HeadField = "end"
	FieldTotal      HeadField = "total"
	FieldLongGoal   HeadField = "long_goal"
	FieldGoal       HeadField = "goal"
	FieldGoalActual HeadField = "goal_actual"
	FieldFiller     HeadField = "filler"
	FieldTelephone  HeadField = "telephone"
	FieldFilledOn   HeadField = "filled_on"
)

// FieldSource says where a field of the head was read.
type FieldSource struct {
	Field  HeadField
	Source Source
}

// Submission is a project's form: targets as declared, and what was recorded against them.
type Submission struct {
	ProjectKey
	Nature     string // 项目性质
	Kind       string // 项目类别
	Start, End Date   // 计划开始日期, 计划完成日期
	LongGoal   string // 项目总目标
	Goal       string // 年度总体目标: 预期目标
	GoalActual string // 年度总体目标: 实际完成情况
	Filler     string // 填报人
	Telephone  string // 联系电话
	FilledOn   Date   // 填报日期
	Budget     Budget
	// ExecutionWeight is the 分值 that a form prints for the execution of the budget, nil where it prints none.
	ExecutionWeight  *Points
	ExecutionClaimed *Points // 自评得分 for the execution of the budget
	ExecutionReason  string  // 偏差原因 beside the funds block
	// ClaimedTotal and PrintedRate are what a filled form prints as its 总分, in points, and as 执行率 of all funds, in percent; nil where
	// it prints none. No score depends on them.
	ClaimedTotal    *Points
	PrintedRate     *Decimal
	ExecutionReview *Review // of the score for the execution of the budget, as the reviews of the indicators
	Indicators      []Indicator
	Sources         []FieldSource
}

// SourceOf returns where a field of the head was read.
func (s *Submission) SourceOf(field HeadField) Source {
	for _, entry := range s.Sources {
		if entry.Field == field {
			return entry.Source
		}
	}
	return Source{}
}

// Indicator is one row of the indicator table (三级指标).
type Indicator struct {
	ID             IndicatorID
	Level1         Dimension
	Level2         Category
	Level1Inferred bool   // not printed, or printed otherwise: taken from level 2
	Level2Inferred bool   // not printed: taken from the neighbours
	Name           string // as printed
	Ordinal        int    // from 1, among indicators of the same level 2 and name
	Target         Target
	Actual         Actual
	Tier           Tier    // 完成情况 as a person stated it
	Weight         *Points // 分值 of the form, nil where it prints none
	// WeightUnreadable tells that the form prints something as 分值 that is no number of points. Such a row cannot be judged.
	WeightUnreadable bool
	Claimed          *Points // 自评得分, nil where none was claimed
	Reason           string  // 偏差原因分析及改进措施
	Review           *Review // of the bureau; nil where nobody reviewed the row. It is no input of the scoring
	Source           Source  // of the name
}

// Key returns the indicator's identity inside its project.
func (i *Indicator) Key() IndicatorKey { return IndicatorKey{i.Level2, i.Name, i.Ordinal} }

// Identify numbers indicators that are alike and gives every indicator its id. Importers call it once a form is read.
func (s *Submission) Identify() {
	type alike struct {
		level2 Category
		name   string
	}
	seen := make(map[alike]int, len(s.Indicators))
	project := s.ID()
	for i := range s.Indicators {
		indicator := &s.Indicators[i]
		key := alike{indicator.Level2, Fold(indicator.Name)}
		seen[key]++
		indicator.Ordinal = seen[key]
		indicator.ID = indicator.Key().ID(project)
	}
}
