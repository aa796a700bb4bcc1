package engine

// The ways in which a row of a form can differ.
const (
	RowAdded   = "added"
	RowRemoved = "removed"
	RowChanged = "changed"
)

// ProjectChange says what an import would do to a project, or did.
type ProjectChange struct {
	Project    ProjectID
	Key        ProjectKey
	Revision   int // that it has afterwards
	Change     Change
	Returned   bool // it had been withdrawn
	Head       []FieldChange
	Indicators []IndicatorChange
}

// Count counts the rows that changed in one way, which is one of the Row constants.
func (c *ProjectChange) Count(change string) int {
	count := 0
	for _, row := range c.Indicators {
		if row.Change == change {
			count++
		}
	}
	return count
}

// FieldChange is a value of a form that is another one now. Where there is none, the text is empty.
type FieldChange struct {
	Field         string // its code: target, weight, level1, name, total and so on
	Item          string // the row of the funds block that an amount belongs to
	Before, After string
}

// IndicatorChange is a row of the indicator table that came, went or changed.
type IndicatorChange struct {
	ID     IndicatorID // in the new form, or in the old one of a row that went
	Level2 Category
	Name   string
	Change string // one of the Row constants
	Fields []FieldChange
}

// The codes of differences that are no single value.
const (
	fieldOrder   = "order"   // the rows stand in another order
	fieldReading = "reading" // the text is the same and is understood otherwise
)

// CompareForms lists in what a form differs from the one before, whatever the ids of the two. It finds something wherever their
// digests differ.
func CompareForms(before, after *Submission) (head []FieldChange, rows []IndicatorChange) {
	head, rows = compareHeads(before, after), compareRows(before, after)
	if len(head)+len(rows) == 0 && FormDigest(before) != FormDigest(after) {
		head = []FieldChange{{Field: fieldOrder}}
	}
	return head, rows
}

func compareHeads(before, after *Submission) []FieldChange {
	var list []FieldChange
	add := func(field, item, old, now string) {
		if old != now {
			list = append(list, FieldChange{field, item, old, now})
		}
	}
	add(string(FieldName), "", before.Name, after.Name)
	add(string(FieldCode), "", before.Code, after.Code)
	add(string(FieldDepartment), "", before.Department, after.Department)
	add(string(FieldUnit), "", before.Unit, after.Unit)
	add(string(FieldNature), "", before.Nature, after.Nature)
	add(string(FieldKind), "", before.Kind, after.Kind)
	add(string(FieldStart), "", before.Start.String(), after.Start.String())
	add(string(FieldEnd), "", before.End.String(), after.End.String())
	add(string(FieldLongGoal), "", before.LongGoal, after.LongGoal)
	add(string(FieldGoal), "", before.Goal, after.Goal)
	add("form_unit", "", before.Budget.FormUnit, after.Budget.FormUnit)
	add(string(FieldTotal), "", moneyText(before.Budget.Total), moneyText(after.Budget.Total))
	for _, item := range itemsOf(before, after) {
		add(RecordInitial.String(), item.String(), initialOf(before, item), initialOf(after, item))
	}
	add("execution_weight", "", pointsText(before.ExecutionWeight), pointsText(after.ExecutionWeight))
	return list
}

// itemsOf lists the rows of both funds blocks, each once.
func itemsOf(forms ...*Submission) []BudgetItem {
	var items []BudgetItem
	seen := map[BudgetItem]bool{}
	for _, form := range forms {
		for _, row := range form.Budget.Rows {
			if !seen[row.Item] {
				seen[row.Item] = true
				items = append(items, row.Item)
			}
		}
	}
	return items
}

func initialOf(s *Submission, item BudgetItem) string {
	for _, row := range s.Budget.Rows {
		if row.Item == item {
			return moneyText(row.Initial)
		}
	}
	return ""
}

func moneyText(amount *Money) string {
	if amount == nil {
		return ""
	}
	return amount.String()
}

func pointsText(points *Points) string {
	if points == nil {
		return ""
	}
	return points.String()
}

// FoldedKey returns what identifies the indicator in any project: its key with the name folded.
func (i *Indicator) FoldedKey() IndicatorKey { return IndicatorKey{i.Level2, Fold(i.Name), i.Ordinal} }

// RowsByKey finds the rows of a form by their folded keys.
func (s *Submission) RowsByKey() map[IndicatorKey]*Indicator {
	rows := make(map[IndicatorKey]*Indicator, len(s.Indicators))
	for i := range s.Indicators {
		rows[s.Indicators[i].FoldedKey()] = &s.Indicators[i]
	}
	return rows
}

// compareRows lists the rows of the new form that are new or changed, in its order, and then those that went, in theirs.
func compareRows(before, after *Submission) []IndicatorChange {
	var list []IndicatorChange
	old, now := before.RowsByKey(), after.RowsByKey()
	for i := range after.Indicators {
		row := &after.Indicators[i]
		change := IndicatorChange{ID: row.ID, Level2: row.Level2, Name: row.Name, Change: RowChanged}
		was := old[row.FoldedKey()]
		if was == nil {
			was, change.Change = &Indicator{Level1: row.Level1, Name: row.Name}, RowAdded
		}
		if change.Fields = compareRow(was, row); change.Change == RowAdded || len(change.Fields) > 0 {
			list = append(list, change)
		}
	}
	for i := range before.Indicators {
		row := &before.Indicators[i]
		if now[row.FoldedKey()] == nil {
			list = append(list, IndicatorChange{row.ID, row.Level2, row.Name, RowRemoved,
				compareRow(row, &Indicator{Level1: row.Level1, Name: row.Name})})
		}
	}
	return list
}

func compareRow(before, after *Indicator) []FieldChange {
	var list []FieldChange
	add := func(field, old, now string) {
		if old != now {
			list = append(list, FieldChange{Field: field, Before: old, After: now})
		}
	}
	add("indicator", before.Name, after.Name)
	add("level1", before.Level1.String(), after.Level1.String())
	add("target", before.Target.Text, after.Target.Text)
	add("weight", weightText(before), weightText(after))
	if len(list) == 0 && declares(before) != declares(after) {
		list = append(list, FieldChange{fieldReading, "", before.Target.Text, after.Target.Text})
	}
	return list
}

func weightText(row *Indicator) string {
	if row.WeightUnreadable {
		return "?"
	}
	return pointsText(row.Weight)
}

// declares digests what a form says in one row.
func declares(row *Indicator) Digest {
	return FormDigest(&Submission{Indicators: []Indicator{*row}})
}
