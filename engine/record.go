package engine

// RecordField names what is recorded against a project or an indicator after its targets were declared.
type RecordField uint8

// The fields that can be recorded. The first four belong to an indicator, the amounts to a row of the funds block, the rest to
// the project.
const (
	NoRecord         RecordField = iota
	RecordActual                 // 实际完成值, as written
	RecordTier                   // 完成情况: the tier's code
	RecordClaimed                // 自评得分, in points
	RecordReason                 // 偏差原因分析及改进措施
	RecordInitial                // 年初预算数, in yuan
	RecordAdjusted               // 全年预算数, in yuan
	RecordExecuted               // 全年执行数, in yuan
	RecordGoalActual             // 年度总体目标: 实际完成情况
	RecordFiller                 // 填报人
	RecordTelephone              // 联系电话
	RecordFilledOn               // 填报日期, YYYY-MM-DD
	// What a form says beside its funds block about the execution of the budget.
	RecordExecutionReason  // 偏差原因 of the total row
	RecordExecutionClaimed // 自评得分 of the total row, in points
	// What a filled form prints as sums. Nothing is computed from them; checks hold them against what they should be.
	RecordClaimedTotal // 总分 as the unit claims it, in points
	RecordPrintedRate  // 执行率 of the total row, in percent
	// What a reviewer of the bureau wrote, as [Review.Text]. No input of the scoring.
	RecordReview          // beside an indicator
	RecordExecutionReview // beside the execution of the budget
)

var recordFields = [...]string{"", "actual", "tier", "claimed", "reason", "initial", "adjusted", "executed",
	"goal_actual", "filler", "telephone", "filled_on", "execution_reason", "execution_claimed", "claimed_total", "printed_rate",
	"review", "execution_review"}

// String returns the field's name: actual, tier, claimed and so on.
func (f RecordField) String() string { return recordFields[f] }

// ParseRecordField reads a field's name.
func ParseRecordField(text string) (RecordField, bool) {
	for f := RecordActual; f <= RecordExecutionReview; f++ {
		if recordFields[f] == text {
			return f, true
		}
	}
	return NoRecord, false
}

// OfIndicator tells whether the field belongs to an indicator.
func (f RecordField) OfIndicator() bool {
	return f >= RecordActual && f <= RecordReason || f == RecordReview
}

// OfReview tells whether the field is a reviewer's and not the unit's.
func (f RecordField) OfReview() bool { return f == RecordReview || f == RecordExecutionReview }

// OfBudget tells whether the field is an amount of a row of the funds block.
func (f RecordField) OfBudget() bool { return f >= RecordInitial && f <= RecordExecuted }

// RecordKey names one value that can be recorded.
type RecordKey struct {
	Project   ProjectID
	Indicator IndicatorID // of fields of an indicator
	Item      BudgetItem  // of amounts
	Field     RecordField
}

// Entry is one line of the ledger of recorded values. The ledger only grows: a correction is a new entry, a withdrawal is an
// entry that takes the newest one back, so that the one before counts again.
type Entry struct {
	RecordKey
	Seq       int64  // place in the ledger, from 1
	Value     string // canonical: texts as written, points and yuan as plain decimals, dates as YYYY-MM-DD
	Before    string // what counted until then
	HadBefore bool   // whether anything did
	Withdraws int64  // the Seq of the entry that this one takes back; 0 for a recorded value
	By        string // who
	At        string // when, RFC 3339
	Note      string // why, where a person said so
	Source    Source
}

// Labels of the rows of flat tables and fill-in sheets that are no indicators: they stand in the columns of level 1 and
// level 3, and the value in the column of the actual.
const (
	GoalLabel       = "年度总体目标" // level 1
	GoalActualLabel = "实际完成情况" // level 3
	FillingLabel    = "填报信息"   // level 1
	FillerLabel     = "填报人"    // level 3
	TelephoneLabel  = "联系电话"   // level 3
	FilledOnLabel   = "填报日期"   // level 3
)

// FillInTitle stands in the first line of a fill-in workbook's guide, behind the year.
const FillInTitle = "项目支出绩效自评填报表"
