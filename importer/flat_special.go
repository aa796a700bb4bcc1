package importer

import "jixiao/engine"

// The rows of a flat table that are no indicators: the execution of the budget, the goal, who filled the sheet in.

// amounts are the columns of money with their records.
var amounts = []recordColumn{
	{engine.ColumnInitial, engine.RecordInitial}, {engine.ColumnAdjusted, engine.RecordAdjusted}, {engine.ColumnExecuted, engine.RecordExecuted},
}

// budgetRow reads a row of the funds block: the item stands in the column of level 3 or, where that is blank, of level 2;
// none at all is the total.
func (t *flat) budgetRow(r *tableRow) {
	r.named(engine.ColumnLevel1, engine.ExecutionLabel)
	if c := r.cells[engine.ColumnLevel2]; c != nil && c.fold == engine.ExecutionLabel {
		r.named(engine.ColumnLevel2, engine.ExecutionLabel)
	}
	if !t.budgetItem(r) {
		return
	}
	r.takeProject()
	for _, entry := range amounts {
		t.amount(r, entry.column, entry.field)
	}
	if r.base.Item == engine.TotalFunds {
		t.execution(r)
	}
}

// execution reads what stands beside the total: the weight of the execution, the score claimed for it, and the reason.
func (t *flat) execution(r *tableRow) {
	claimed, reason := r.take(engine.ColumnClaimed), r.take(engine.ColumnReason)
	if claimed != nil {
		t.record(r, engine.RecordExecutionClaimed, claimed)
	}
	if reason != nil {
		t.record(r, engine.RecordExecutionReason, reason)
	}
	if r.sub == nil {
		return
	}
	if points := t.points(r, engine.ColumnWeight); points != nil {
		r.sub.ExecutionWeight = points
	}
}

func (t *flat) budgetItem(r *tableRow) bool {
	column := engine.ColumnIndicator
	c := r.cells[column]
	if above := r.cells[engine.ColumnLevel2]; c == nil && above != nil && parseFunds(above.fold, money{}).kind != noFunds {
		column, c = engine.ColumnLevel2, above
	}
	if c == nil {
		return true
	}
	line := parseFunds(c.fold, money{})
	if line.kind != ofYear && line.kind != eitherSide {
		t.refuse(r, BudgetItemUnknown)
		return false
	}
	r.base.Item = line.item
	r.named(column, line.item.String())
	return true
}

// amount reads one amount of a budget row into a record and, where the table declares projects, into the project's budget.
func (t *flat) amount(r *tableRow, column engine.Column, field engine.RecordField) {
	c := r.cells[column]
	if c == nil {
		return
	}
	r.cells[column] = nil
	unit := t.unitOf(column)
	if !unit.known() {
		unit = yuan
	}
	m, ok := t.readMoney(c, column.Label(), c.Text, unit)
	if !ok {
		return
	}
	c.use(column.ID())
	t.keep(r, field, c, m.String())
	if r.sub != nil && field == engine.RecordInitial {
		t.declareFunds(r, c, m)
	}
}

// declareFunds keeps the first initial amount, which is what a form declares; a second, different one is said to a person.
func (t *flat) declareFunds(r *tableRow, c *cell, m engine.Money) {
	budget := &r.sub.Budget
	budget.FormUnit = yuan.name
	if unit := t.unitOf(engine.ColumnInitial); unit.known() {
		budget.FormUnit = unit.name
	}
	row := budget.Edit(r.base.Item)
	switch {
	case row.Initial == nil:
		row.Initial = &m
		row.Source = c.source
	case *row.Initial != m:
		t.raise(ValueTwice, c, r.base.Item.String(), c.Text, row.Initial.String())
		return
	}
	if r.base.Item == engine.TotalFunds {
		budget.Total = &m
	}
}

// goalRow reads what became of the year's goal, and the goal itself where the table declares projects.
func (t *flat) goalRow(r *tableRow) {
	r.named(engine.ColumnLevel1, engine.GoalLabel)
	if name := engine.Fold(r.base.Name); name != "" && name != engine.GoalActualLabel {
		return
	}
	r.takeProject()
	r.named(engine.ColumnIndicator, engine.GoalActualLabel)
	if c := r.cells[engine.ColumnTarget]; c != nil && r.sub != nil {
		r.take(engine.ColumnTarget)
		r.sub.Goal = c.Text
		r.sub.Sources = append(r.sub.Sources, engine.FieldSource{Field: engine.FieldGoal, Source: c.source})
	}
	if c := r.take(engine.ColumnActual); c != nil {
		t.record(r, engine.RecordGoalActual, c)
	}
}

// fillings are the records of who filled the sheet in, by the label that stands in the column of level 3.
var fillings = map[string]engine.RecordField{
	engine.FillerLabel: engine.RecordFiller, engine.TelephoneLabel: engine.RecordTelephone, engine.FilledOnLabel: engine.RecordFilledOn,
}

// fillingRow reads who filled the sheet in, and when.
func (t *flat) fillingRow(r *tableRow) {
	r.named(engine.ColumnLevel1, engine.FillingLabel)
	name := engine.Fold(r.base.Name)
	field, known := fillings[name]
	if !known {
		return
	}
	r.takeProject()
	r.named(engine.ColumnIndicator, name)
	if c := r.take(engine.ColumnActual); c != nil {
		t.record(r, field, c)
	}
}
