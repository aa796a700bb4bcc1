package sqlite

import (
	"jixiao/engine"
)

var (
	sourceNames = []string{"file", "sheet", "ref", "line"}
	headNames   = []string{"execution_weight", "execution_claimed", "total", "department", "unit", "code", "name", "nature", "kind", "start_day",
		"end_day", "form_unit", "long_goal", "goal", "goal_actual", "execution_reason", "filler", "telephone", "filled_on"}
	rowNames = []string{"level1", "level2", "level1_inferred", "level2_inferred", "ordinal", "weight", "weight_unreadable", "claimed", "tier",
		"target_kind", "target_op", "target_op_inferred",
		"target_value", "target_unit", "target_scaled", "target_scaled_unit",
		"min_value", "min_unit", "min_scaled", "min_scaled_unit", "max_value", "max_unit", "max_scaled", "max_scaled_unit",
		"from_day", "due_day", "quarter_before", "items", "actual_reported", "actual_kind",
		"actual_value", "actual_unit", "actual_scaled", "actual_scaled_unit", "actual_op", "approximation", "actual_from",
		"actual_day", "name", "target_text", "actual_text", "reason", "file", "sheet", "ref", "line",
		"target_file", "target_sheet", "target_ref", "target_line", "actual_file", "actual_sheet", "actual_ref", "actual_line"}
)

// headValues are the values of headNames, and readHead reads them.
func headValues(s *engine.Submission) []any {
	return []any{amount(s.ExecutionWeight), amount(s.ExecutionClaimed), amount(s.Budget.Total), s.Department, s.Unit, s.Code, s.Name, s.Nature, s.Kind,
		day(s.Start), day(s.End), s.Budget.FormUnit, s.LongGoal, s.Goal, s.GoalActual, s.ExecutionReason, s.Filler, s.Telephone, day(s.FilledOn)}
}

// rowValues are the values of rowNames, and readRow reads them. files are the numbers of the names of the three sources' files.
func rowValues(i *engine.Indicator, files []int64) []any {
	t, a := &i.Target, &i.Actual
	values := append(make([]any, 0, len(rowNames)), int64(i.Level1), int64(i.Level2), flag(i.Level1Inferred), flag(i.Level2Inferred), i.Ordinal,
		amount(i.Weight), flag(i.WeightUnreadable), amount(i.Claimed), int64(i.Tier), int64(t.Kind), int64(t.Op), flag(t.OpInferred))
	values = append(values, measureValues(t.Number)...)
	values = append(values, measureValues(t.Min)...)
	values = append(values, measureValues(t.Max)...)
	values = append(values, day(t.From), day(t.Due), flag(t.QuarterBefore), packList(t.Items), flag(a.Reported), int64(a.Kind))
	values = append(values, measureValues(a.Number)...)
	values = append(values, int64(a.Op), int64(a.Approximation), day(a.From), day(a.Date), i.Name, t.Text, a.Text, i.Reason)
	for n, source := range []engine.Source{i.Source, t.Source, a.Source} {
		values = append(values, files[n], source.Sheet, source.Ref, source.Line)
	}
	return values
}

// formWriter writes the parts of forms inside one transaction.
type formWriter struct {
	tx                    *transaction
	words                 *wordWriter
	rows, budget, sources *bulk
}

func newFormWriter(tx *transaction, words *wordWriter) *formWriter {
	place := []string{"revision", "position"}
	return &formWriter{
		tx: tx, words: words,
		rows:    newBulk(tx, "form_row", append(append(place, "indicator"), rowNames...)...),
		budget:  newBulk(tx, "budget_row", append(append(place, "item", "initial", "adjusted", "executed"), sourceNames...)...),
		sources: newBulk(tx, "head_source", append(append(place, "field"), sourceNames...)...),
	}
}

// keep keeps the rows of a form until flush. indicators are the numbers of its indicators, in its order.
func (w *formWriter) keep(revision int64, s *engine.Submission, indicators []int64) error {
	for n, field := range s.Sources {
		file, err := w.words.number(field.Source.File)
		if err != nil {
			return err
		}
		w.sources.keep(revision, n, string(field.Field), file, field.Source.Sheet, field.Source.Ref, field.Source.Line)
	}
	for n, row := range s.Budget.Rows {
		file, err := w.words.number(row.Source.File)
		if err != nil {
			return err
		}
		w.budget.keep(revision, n, int64(row.Item), amount(row.Initial), amount(row.Adjusted), amount(row.Executed),
			file, row.Source.Sheet, row.Source.Ref, row.Source.Line)
	}
	for n := range s.Indicators {
		i := &s.Indicators[n]
		files, err := w.words.numbers(i.Source.File, i.Target.Source.File, i.Actual.Source.File)
		if err != nil {
			return err
		}
		w.rows.keep(revision, n, indicators[n])
		w.rows.keep(rowValues(i, files)...)
	}
	return nil
}

func (w *formWriter) flush() error {
	for _, rows := range []*bulk{w.sources, w.budget, w.rows} {
		if err := rows.flush(); err != nil {
			return err
		}
	}
	return nil
}
