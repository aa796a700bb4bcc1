package formtest

// Project is what a careful person reads in one form. Blank texts and nil numbers are not printed by the form.
type Project struct {
	Name, Code, Department, Unit string
	Year                         int
	Start, End                   string // YYYY-MM-DD
	Nature                       string
	Goal, LongGoal, GoalActual   string
	MoneyUnit                    string // 元 or 万元, as the form prints it
	Funds                        []Funds
	ExecutionWeight              *int // hundredths of a point
	ExecutionClaimed             *int
	Indicators                   []Indicator
}

// Funds is one row of the funds block, in fen.
type Funds struct {
	Item                        string // 年度资金总额, 当年财政拨款, 上年结转资金, 其他资金
	Initial, Adjusted, Executed *int64
}

// Indicator is one row of the indicator table.
type Indicator struct {
	Level1, Level2  string // in the words of the national forms
	Name            string
	Target          Target
	LongTarget      string // of the whole project, which does not count
	Actual          string
	Weight, Claimed *int // hundredths of a point
	Reason          string
}

// Target is a target as typed and as it is to be read.
type Target struct {
	Text     string // in one cell
	Kind     string // number, range, deadline, words
	Op       string // >= <= = > <
	Value    string // plain decimal
	Unit     string
	Min, Max string // of a range
	Due      string // YYYY-MM-DD
	Percent  bool   // the workbook may hold it as a share with a percent format
}

// Field names a part of the truth that a cell carries.
type Field string

// The parts of the truth.
const (
	FieldName             Field = "project"
	FieldCode             Field = "code"
	FieldDepartment       Field = "department"
	FieldUnit             Field = "unit"
	FieldYear             Field = "year"
	FieldStart            Field = "start"
	FieldEnd              Field = "end"
	FieldNature           Field = "nature"
	FieldGoal             Field = "goal"
	FieldGoalActual       Field = "goal actual"
	FieldFunds            Field = "funds"
	FieldExecutionWeight  Field = "execution weight"
	FieldExecutionClaimed Field = "execution claimed"
	FieldLevel1           Field = "level 1"
	FieldLevel2           Field = "level 2"
	FieldIndicator        Field = "indicator"
	FieldTarget           Field = "target"
	FieldActual           Field = "actual"
	FieldWeight           Field = "weight"
	FieldClaimed          Field = "claimed"
	FieldReason           Field = "reason"
)

// Fact says which part of the truth a cell carries.
type Fact struct {
	Project   int
	Indicator int // -1 for the head
	Field     Field
	Item      string // of funds
	Column    string // of funds: initial, adjusted, executed
}
