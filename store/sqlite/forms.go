package sqlite

import (
	"database/sql"
	"slices"
	"strings"

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

// headValues are the values of headNames, and headColumns read them.
func headValues(s *engine.Submission) []any {
	return []any{amount(s.ExecutionWeight), amount(s.ExecutionClaimed), amount(s.Budget.Total), s.Department, s.Unit, s.Code, s.Name, s.Nature, s.Kind,
		day(s.Start), day(s.End), s.Budget.FormUnit, s.LongGoal, s.Goal, s.GoalActual, s.ExecutionReason, s.Filler, s.Telephone, day(s.FilledOn)}
}

func headColumns(s *engine.Submission) []any {
	return []any{amountColumn[engine.Points]{&s.ExecutionWeight}, amountColumn[engine.Points]{&s.ExecutionClaimed},
		amountColumn[engine.Money]{&s.Budget.Total},
		&s.Department, &s.Unit, &s.Code, &s.Name, &s.Nature, &s.Kind, dayColumn{&s.Start}, dayColumn{&s.End},
		&s.Budget.FormUnit, &s.LongGoal, &s.Goal, &s.GoalActual, &s.ExecutionReason, &s.Filler, &s.Telephone, dayColumn{&s.FilledOn}}
}

// rowValues are the values of rowNames, and rowColumns read them. files are the numbers of the names of the three sources' files.
func rowValues(i *engine.Indicator, files []int64) []any {
	t, a := &i.Target, &i.Actual
	values := []any{int64(i.Level1), int64(i.Level2), flag(i.Level1Inferred), flag(i.Level2Inferred), i.Ordinal,
		amount(i.Weight), flag(i.WeightUnreadable), amount(i.Claimed), int64(i.Tier), int64(t.Kind), int64(t.Op), flag(t.OpInferred)}
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

func rowColumns(i *engine.Indicator, words []string) []any {
	columns := bareRowColumns(i)
	for _, source := range []*engine.Source{&i.Source, &i.Target.Source, &i.Actual.Source} {
		columns = append(columns, sourceColumns(source, words)...)
	}
	return columns
}

// bareRowColumns read all of rowNames but the places, which are the last.
func bareRowColumns(i *engine.Indicator) []any {
	t, a := &i.Target, &i.Actual
	columns := []any{enumColumn[engine.Dimension]{&i.Level1, engine.Satisfaction},
		enumColumn[engine.Category]{&i.Level2, engine.ServiceSatisfaction},
		flagColumn{&i.Level1Inferred}, flagColumn{&i.Level2Inferred}, &i.Ordinal,
		amountColumn[engine.Points]{&i.Weight}, flagColumn{&i.WeightUnreadable}, amountColumn[engine.Points]{&i.Claimed},
		enumColumn[engine.Tier]{&i.Tier, engine.TierNotApplies},
		enumColumn[engine.TargetKind]{&t.Kind, engine.WordsTarget}, opColumn(&t.Op), flagColumn{&t.OpInferred}}
	columns = append(columns, measureColumns(&t.Number)...)
	columns = append(columns, measureColumns(&t.Min)...)
	columns = append(columns, measureColumns(&t.Max)...)
	columns = append(columns, dayColumn{&t.From}, dayColumn{&t.Due}, flagColumn{&t.QuarterBefore}, listColumn{&t.Items},
		flagColumn{&a.Reported}, enumColumn[engine.ActualKind]{&a.Kind, engine.WordsActual})
	columns = append(columns, measureColumns(&a.Number)...)
	return append(columns, opColumn(&a.Op), enumColumn[engine.Approximation]{&a.Approximation, engine.Under},
		dayColumn{&a.From}, dayColumn{&a.Date}, &i.Name, &t.Text, &a.Text, &i.Reason)
}

// formWriter writes the parts of forms inside one transaction.
type formWriter struct {
	tx                    *sql.Tx
	words                 *wordWriter
	rows, budget, sources *bulk
}

func newFormWriter(tx *sql.Tx, words *wordWriter) *formWriter {
	place := []string{"revision", "position"}
	return &formWriter{
		tx: tx, words: words,
		rows:    newBulk(tx, "form_row", append(append(place, "indicator"), rowNames...)...),
		budget:  newBulk(tx, "budget_row", append(append(place, "item", "initial", "adjusted", "executed"), sourceNames...)...),
		sources: newBulk(tx, "head_source", append(append(place, "field"), sourceNames...)...),
	}
}

// write adds the rows of a form. indicators are the numbers of its indicators, in its order.
func (w *formWriter) write(revision int64, s *engine.Submission, indicators []int64) error {
	for n, field := range s.Sources {
		file, err := w.words.number(field.Source.File)
		if err != nil {
			return err
		}
		if err := w.sources.add(revision, n, string(field.Field), file, field.Source.Sheet, field.Source.Ref, field.Source.Line); err != nil {
			return err
		}
	}
	for n, row := range s.Budget.Rows {
		file, err := w.words.number(row.Source.File)
		if err != nil {
			return err
		}
		if err := w.budget.add(revision, n, int64(row.Item), amount(row.Initial), amount(row.Adjusted), amount(row.Executed),
			file, row.Source.Sheet, row.Source.Ref, row.Source.Line); err != nil {
			return err
		}
	}
	for n := range s.Indicators {
		i := &s.Indicators[n]
		files, err := w.words.numbers(i.Source.File, i.Target.Source.File, i.Actual.Source.File)
		if err != nil {
			return err
		}
		if err := w.rows.add(append([]any{revision, n, indicators[n]}, rowValues(i, files)...)...); err != nil {
			return err
		}
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

// form is a stored revision.
type form struct {
	project  int64
	revision int
	rows     int // how many it seems to have
	digest   engine.Digest
	engine.Submission
}

// readForms reads revisions by their numbers, in the order of first import of their projects.
func readForms(q querier, revisions []int64, words []string) ([]*form, error) {
	page := among(revisions)
	forms, byRevision, err := readHeads(q, page, len(revisions))
	if err == nil {
		err = readHeadSources(q, page, words, byRevision)
	}
	if err == nil {
		err = readBudgets(q, page, words, byRevision)
	}
	if err == nil {
		err = readRows(q, page, words, byRevision)
	}
	return forms, err
}

func readHeads(q querier, page string, count int) ([]*form, map[int64]*form, error) {
	forms := make([]*form, 0, count)
	byRevision := make(map[int64]*form, count)
	err := each(q, `SELECT r.pk, r.project, p.year, r.number, r.digest,
		(SELECT coalesce(max(f.position), 0) + 1 FROM form_row f WHERE f.revision = r.pk), r.`+strings.Join(headNames, ", r.")+`
		FROM revision r JOIN project p ON p.pk = r.project WHERE r.pk`+inPage+`ORDER BY r.project`, []any{page},
		func(rows *sql.Rows) error {
			f := &form{}
			var pk int64
			columns := append([]any{&pk, &f.project, &f.Year, &f.revision, digestColumn{&f.digest}, &f.rows}, headColumns(&f.Submission)...)
			if err := rows.Scan(columns...); err != nil {
				return err
			}
			forms, byRevision[pk] = append(forms, f), f
			return nil
		})
	if err == nil && len(forms) != count {
		err = &damage{"a form without its project"}
	}
	return forms, byRevision, err
}

func readHeadSources(q querier, page string, words []string, forms map[int64]*form) error {
	return each(q, `SELECT revision, field, `+strings.Join(sourceNames, ", ")+` FROM head_source WHERE revision`+inPage+
		`ORDER BY revision, position`, []any{page}, func(rows *sql.Rows) error {
		var revision int64
		var field engine.FieldSource
		if err := rows.Scan(append([]any{&revision, &field.Field}, sourceColumns(&field.Source, words)...)...); err != nil {
			return err
		}
		forms[revision].Sources = append(forms[revision].Sources, field)
		return nil
	})
}

func readBudgets(q querier, page string, words []string, forms map[int64]*form) error {
	return each(q, `SELECT revision, item, initial, adjusted, executed, `+strings.Join(sourceNames, ", ")+
		` FROM budget_row WHERE revision`+inPage+`ORDER BY revision, position`, []any{page}, func(rows *sql.Rows) error {
		var revision int64
		var row engine.BudgetRow
		if err := rows.Scan(append([]any{&revision, itemColumn(&row.Item), amountColumn[engine.Money]{&row.Initial},
			amountColumn[engine.Money]{&row.Adjusted}, amountColumn[engine.Money]{&row.Executed}},
			sourceColumns(&row.Source, words)...)...); err != nil {
			return err
		}
		budget := &forms[revision].Budget
		budget.Rows = append(budget.Rows, row)
		return nil
	})
}

func readRows(q querier, page string, words []string, forms map[int64]*form) error {
	var revision int64
	var row engine.Indicator
	columns := append([]any{&revision, &row.ID}, rowColumns(&row, words)...)
	return each(q, `SELECT f.revision, i.id, f.`+strings.Join(rowNames, ", f.")+` FROM form_row f
		JOIN indicator i ON i.pk = f.indicator WHERE f.revision`+inPage+`ORDER BY f.revision, f.position`, []any{page},
		func(rows *sql.Rows) error {
			if err := rows.Scan(columns...); err != nil {
				return err
			}
			forms[revision].Indicators = append(forms[revision].Indicators, row)
			return nil
		})
}

// Of the columns of a row, those that most rows fill and those that most leave blank are read apart: a column costs as much blank as
// filled. What no digest and no score depends on is in neither list.
var (
	commonNames = []string{"level1", "level2", "ordinal", "weight", "weight_unreadable", "claimed", "tier", "target_kind", "target_op",
		"target_value", "target_unit", "target_scaled", "target_scaled_unit", "name", "target_text", "reason"}
	rareTexts = []string{"min_value", "min_unit", "min_scaled", "min_scaled_unit", "max_value", "max_unit", "max_scaled", "max_scaled_unit",
		"items", "actual_value", "actual_unit", "actual_scaled", "actual_scaled_unit", "actual_text"}
	rareNumbers = []string{"from_day", "due_day", "quarter_before", "actual_reported", "actual_kind", "actual_op", "approximation",
		"actual_from", "actual_day"}
	rareNames = slices.Concat(rareTexts, rareNumbers)
	// anyRare tells a row that fills one of them.
	anyRare = "f." + strings.Join(rareTexts, " <> '' OR f.") + " <> '' OR f." + strings.Join(rareNumbers, " <> 0 OR f.") + " <> 0"
)

// columnsNamed picks, of the columns that read a row, those of some names.
func columnsNamed(i *engine.Indicator, names []string) []any {
	columns := make([]any, len(names))
	for n, column := range bareRowColumns(i) {
		if at := slices.Index(names, rowNames[n]); at >= 0 {
			columns[at] = column
		}
	}
	return columns
}

// readBareForms is readForms without the places of values and how they were understood. It says too which indicator has which number.
func readBareForms(q querier, revisions []int64) ([]*form, map[int64]engine.IndicatorID, error) {
	page := among(revisions)
	indicators := make(map[int64]engine.IndicatorID, 12*len(revisions))
	forms, byRevision, err := readHeads(q, page, len(revisions))
	if err == nil {
		err = readBareBudgets(q, page, byRevision)
	}
	if err == nil {
		err = readCommon(q, page, byRevision, indicators)
	}
	if err == nil {
		err = readRare(q, page, byRevision)
	}
	return forms, indicators, err
}

func readBareBudgets(q querier, page string, forms map[int64]*form) error {
	var revision int64
	var row engine.BudgetRow
	columns := []any{&revision, itemColumn(&row.Item), amountColumn[engine.Money]{&row.Initial}, amountColumn[engine.Money]{&row.Adjusted},
		amountColumn[engine.Money]{&row.Executed}}
	return each(q, `SELECT revision, item, initial, adjusted, executed FROM budget_row WHERE revision`+inPage+`ORDER BY revision, position`,
		[]any{page}, func(rows *sql.Rows) error {
			if err := rows.Scan(columns...); err != nil {
				return err
			}
			budget := &forms[revision].Budget
			budget.Rows = append(budget.Rows, row)
			return nil
		})
}

func readCommon(q querier, page string, forms map[int64]*form, indicators map[int64]engine.IndicatorID) error {
	var revision, indicator int64
	var position int
	var row engine.Indicator
	columns := append([]any{&revision, &position, &indicator, &row.ID}, columnsNamed(&row, commonNames)...)
	return each(q, `SELECT f.revision, f.position, f.indicator, i.id, f.`+strings.Join(commonNames, ", f.")+` FROM form_row f
		JOIN indicator i ON i.pk = f.indicator WHERE f.revision`+inPage+`ORDER BY f.revision, f.position`, []any{page},
		func(rows *sql.Rows) error {
			if err := rows.Scan(columns...); err != nil {
				return err
			}
			f := forms[revision]
			if position != len(f.Indicators) {
				return &damage{"the rows of a form"}
			}
			if position == 0 {
				f.Indicators = make([]engine.Indicator, 0, min(f.rows, maxRowsAhead))
			}
			f.Indicators = append(f.Indicators, row)
			indicators[indicator] = row.ID
			return nil
		})
}

// maxRowsAhead bounds for how many rows room is made before they are read.
const maxRowsAhead = 1000

func readRare(q querier, page string, forms map[int64]*form) error {
	var revision int64
	var position int
	var row engine.Indicator
	columns := append([]any{&revision, &position}, columnsNamed(&row, rareNames)...)
	return each(q, `SELECT f.revision, f.position, f.`+strings.Join(rareNames, ", f.")+` FROM form_row f
		WHERE f.revision`+inPage+`AND (`+anyRare+`)`, []any{page}, func(rows *sql.Rows) error {
		if err := rows.Scan(columns...); err != nil {
			return err
		}
		f := forms[revision]
		if position < 0 || position >= len(f.Indicators) {
			return &damage{"the rows of a form"}
		}
		target, t := &f.Indicators[position].Target, &row.Target
		target.Min, target.Max, target.From, target.Due = t.Min, t.Max, t.From, t.Due
		target.QuarterBefore, target.Items = t.QuarterBefore, t.Items
		f.Indicators[position].Actual = row.Actual
		return nil
	})
}
