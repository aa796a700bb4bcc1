package assessment

import (
	"strings"

	"jixiao/engine"
)

// projectFields are the values that belong to a project as a whole, under the labels by which forms and sheets call them.
var projectFields = map[string]engine.RecordField{
	engine.ColumnInitial.Label():              engine.RecordInitial,
	engine.ColumnAdjusted.Label():             engine.RecordAdjusted,
	engine.ColumnExecuted.Label():             engine.RecordExecuted,
	engine.GoalLabel + engine.GoalActualLabel: engine.RecordGoalActual,
	engine.FillerLabel:                        engine.RecordFiller,
	engine.TelephoneLabel:                     engine.RecordTelephone,
	engine.FilledOnLabel:                      engine.RecordFilledOn,
	engine.ExecutionLabel + "偏差原因":            engine.RecordExecutionReason,
	engine.ExecutionLabel + "自评得分":            engine.RecordExecutionClaimed,
	"自评总分":                                    engine.RecordClaimedTotal,
}

// MatchProjectField recognises a value that belongs to a project as a whole: by its label (全年执行数, 填报人) or its code (executed,
// filler). An amount of another row than the total has that row before it: 当年财政拨款.全年执行数.
func MatchProjectField(text string) (engine.BudgetItem, engine.RecordField, bool) {
	item := engine.TotalFunds
	if before, after, found := strings.Cut(engine.Fold(text), "."); found {
		row, known := engine.ParseBudgetItem(before)
		field, ok := projectField(after)
		return row, field, known && ok && field.OfBudget()
	}
	field, ok := projectField(engine.Fold(text))
	return item, field, ok
}

func projectField(text string) (engine.RecordField, bool) {
	if field, known := projectFields[text]; known {
		return field, true
	}
	field, known := engine.ParseRecordField(text)
	return field, known && !field.OfIndicator() && !field.OfReview()
}

// NewestInForce returns the newest of some entries that still counts: not itself a withdrawal, and not withdrawn.
func NewestInForce(entries []engine.Entry) (engine.Entry, bool) {
	withdrawn := map[int64]bool{}
	for i := len(entries) - 1; i >= 0; i-- {
		switch entry := entries[i]; {
		case entry.Withdraws != 0:
			withdrawn[entry.Withdraws] = true
		case !withdrawn[entry.Seq]:
			return entry, true
		}
	}
	return engine.Entry{}, false
}
