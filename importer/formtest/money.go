package formtest

import "strconv"

func (b *printer) bracketed() string {
	return pick(b.r, []string{"(", "（"}) + b.l.MoneyUnit + pick(b.r, []string{")", "）"})
}

func (b *printer) amountCell(item, column string, fen *int64, width int) Cell {
	if fen == nil {
		return Cell{Cols: width}
	}
	c := Cell{Text: amount(*fen, b.l.MoneyUnit, b.l.Separators), Cols: width, Fact: b.fact(FieldFunds)}
	c.Fact.Item, c.Fact.Column = item, column
	c.Raw, c.Format = amount(*fen, b.l.MoneyUnit, false), "0.00"
	if b.l.Separators {
		c.Format = "#,##0.00"
	}
	return c
}

// fundsLabel is what a row of the funds block is called.
func (b *printer) fundsLabel(item string) string {
	if item != itemTotal {
		return pick(b.r, fundsWords[item]) + pick(b.r, []string{"", "："})
	}
	label := pick(b.r, totalLabels)
	if b.l.UnitPlace == "label" {
		label += b.bracketed()
	}
	return label + pick(b.r, []string{"", "：", ":"})
}

func (b *printer) blockLabel() string {
	label := pick(b.r, []string{"项目资金", "项目资金", "预算执行情况", "资金情况"})
	if !b.l.Kind.filled() {
		label = pick(b.r, []string{"项目资金", "项目资金", "资金情况"})
	}
	if b.l.UnitPlace == "block" {
		label += b.bracketed()
	}
	return label
}

func (b *printer) funds() {
	switch b.l.FundsStyle {
	case "simple":
		b.fundsSimple()
	case "double":
		b.fundsDouble()
	case "table":
		b.fundsTable()
	case "short":
		b.fundsShort()
	case "lines":
		b.fundsLines()
	}
}

func (b *printer) fundsSimple() {
	for i, f := range b.p.Funds {
		cells := []Cell{{Text: b.fundsLabel(f.Item)}, b.amountCell(f.Item, "initial", f.Initial, b.Width-2)}
		if i == 0 {
			cells = append([]Cell{{Text: b.blockLabel(), Rows: len(b.p.Funds)}}, cells...)
		}
		b.add(cells...)
	}
}

// fundsDouble has the whole project's funds on the left and the year's on the right.
func (b *printer) fundsDouble() {
	whole := [][2]string{{"实施期资金总额", ""}, {"其中：财政拨款", ""}, {"", ""}, {"其他资金", ""}}
	if b.l.HeadOrder[2] < 6 {
		whole = [][2]string{{"项目资金总额：", ""}, {"其中：财政资金", ""}, {"", ""}, {"其他资金", ""}}
	}
	values := []bool{chance(b.r, 50), true, false, true}
	for i, f := range b.p.Funds {
		value := Cell{}
		if values[0] && values[i] {
			v := *f.Initial * 3
			value = b.amountCell("", "", &v, 1)
			value.Fact = nil
		}
		cells := []Cell{{Text: whole[i][0]}, value, {Text: b.fundsLabel(f.Item)}, b.amountCell(f.Item, "initial", f.Initial, b.Width-4)}
		if i == 0 {
			cells = append([]Cell{{Text: b.blockLabel(), Rows: len(b.p.Funds)}}, cells...)
		}
		b.add(cells...)
	}
}

func (b *printer) pointsCell(field Field, v *int) Cell {
	if v == nil {
		return Cell{}
	}
	return Cell{Text: points(*v), Raw: points(*v), Fact: b.fact(field)}
}

// fundsTable has a header over initial, adjusted and executed amounts; weight, rate and score stand in the total row alone.
func (b *printer) fundsTable() {
	suffix := ""
	if b.l.UnitPlace == "header" {
		suffix = b.bracketed()
	}
	wide := b.Width - 7
	header := []Cell{{Text: b.blockLabel(), Rows: len(b.p.Funds) + 1}, {},
		{Text: pick(b.r, initialLabels) + suffix}, {Text: pick(b.r, adjustedLabels) + suffix}, {Text: pick(b.r, executedLabels) + suffix},
		{Text: "分值"}, {Text: pick(b.r, rateLabels)}, {Text: "得分", Cols: wide}}
	b.add(header...)
	dash := pick(b.r, []string{"", "—", "-", "/"})
	for i, f := range b.p.Funds {
		cells := []Cell{{Text: b.fundsLabel(f.Item)}, b.amountCell(f.Item, "initial", f.Initial, 1), b.amountCell(f.Item, "adjusted", f.Adjusted, 1), b.amountCell(f.Item, "executed", f.Executed, 1)}
		score := b.pointsCell(FieldExecutionClaimed, b.p.ExecutionClaimed)
		score.Cols = wide
		if i == 0 {
			cells = append(cells, b.pointsCell(FieldExecutionWeight, b.p.ExecutionWeight), Cell{Text: rate(f)}, score)
		} else {
			cells = append(cells, Cell{Text: dash}, Cell{Text: dash}, Cell{Text: dash, Cols: wide})
		}
		b.add(cells...)
	}
}

// fundsShort has one row below its header: budget, executed, rate and score.
func (b *printer) fundsShort() {
	suffix := ""
	if b.l.UnitPlace == "header" {
		suffix = b.bracketed()
	}
	f := b.p.Funds[0]
	score := b.pointsCell(FieldExecutionClaimed, b.p.ExecutionClaimed)
	score.Cols = b.Width - 5
	b.add(Cell{Text: b.blockLabel(), Rows: 2}, Cell{}, Cell{Text: "预算数(A)" + suffix}, Cell{Text: "执行数(B)" + suffix}, Cell{Text: "执行率(B/A)"}, Cell{Text: "得分", Cols: b.Width - 5})
	b.add(Cell{Text: pick(b.r, shortTotals)}, b.amountCell(f.Item, "adjusted", f.Adjusted, 1), b.amountCell(f.Item, "executed", f.Executed, 1), Cell{Text: rate(f)}, score)
}

// fundsLines has each amount behind its own label: 预算数 and 执行数.
func (b *printer) fundsLines() {
	labels := [2]string{"全年预算数", "全年执行数"}
	if b.l.HeadOrder[3] < 4 {
		labels = [2]string{"预算数", "执行数"}
	}
	f := b.p.Funds[0]
	b.add(Cell{Text: b.blockLabel()}, Cell{Text: labels[0] + "："}, b.amountCell(f.Item, "adjusted", f.Adjusted, 1), Cell{Text: labels[1] + "："}, b.amountCell(f.Item, "executed", f.Executed, b.Width-4))
}

func rate(f Funds) string {
	hundredths := *f.Executed * 10_000 / max(*f.Adjusted, 1)
	return strconv.FormatInt(hundredths/100, 10) + "." + strconv.FormatInt(hundredths/10%10, 10) + strconv.FormatInt(hundredths%10, 10) + "%"
}

// goals prints the year's goal and, in filled forms, what became of it.
func (b *printer) goals() {
	goal := Cell{Text: b.p.Goal, Fact: b.fact(FieldGoal)}
	label := b.labelled(pick(b.r, goalLabels))
	half := (b.Width - 1) / 2
	switch {
	case b.l.Kind.filled() && b.l.GoalStyle == "below":
		b.add(Cell{Text: label, Rows: 2}, Cell{Text: pick(b.r, expectedLabels), Cols: half}, Cell{Text: pick(b.r, achievedLabels), Cols: b.Width - 1 - half})
		goal.Cols = half
		b.add(goal, Cell{Text: b.p.GoalActual, Fact: b.fact(FieldGoalActual), Cols: b.Width - 1 - half})
	case b.l.Kind.filled():
		goal.Cols = b.Width - 2
		b.add(Cell{Text: label, Rows: 2}, Cell{Text: pick(b.r, expectedLabels)}, goal)
		b.add(Cell{Text: pick(b.r, achievedLabels)}, Cell{Text: b.p.GoalActual, Fact: b.fact(FieldGoalActual), Cols: b.Width - 2})
	case b.l.GoalStyle == "long":
		b.add(Cell{Text: "绩效目标", Rows: 2}, Cell{Text: pick(b.r, longGoalLabels), Cols: half}, Cell{Text: label, Cols: b.Width - 1 - half})
		goal.Cols = b.Width - 1 - half
		b.add(Cell{Text: b.p.LongGoal, Cols: half}, goal)
	case b.l.GoalStyle == "below":
		goal.Cols = b.Width
		b.add(Cell{Text: label, Cols: b.Width})
		b.add(goal)
	default:
		goal.Cols = b.Width - 1
		b.add(Cell{Text: label}, goal)
	}
}
