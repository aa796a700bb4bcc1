package formtest

import (
	"fmt"
	"slices"
	"strconv"
)

// table prints the indicators below their header, on one page or two.
func (b *printer) table() {
	if b.l.Long == "block" {
		b.longBlock()
	}
	list := b.p.Indicators
	if !b.l.PageBreak || len(list) < 4 {
		b.page(0, len(list))
		return
	}
	middle := 2 + b.r.IntN(len(list)-3)
	b.page(0, middle)
	if chance(b.r, 60) {
		b.wide(pick(b.r, []string{"第1页 共2页", "- 1 -", "第 1 页", "1/2"}))
	}
	b.page(middle, len(list))
}

// columns of the sheet that a column of the table takes: the name takes what the head needs in addition.
func (b *printer) span(c Column) int {
	if c != ColName {
		return 1
	}
	return b.Width - len(b.l.Columns) - b.sideWidth() + 1
}

func (b *printer) sideWidth() int {
	if b.l.Side == "" {
		return 0
	}
	return 1
}

// page prints rows from..to with a header above them.
func (b *printer) page(from, to int) {
	header := b.header()
	rows := to - from
	for i, cells := range header {
		switch {
		case b.l.Side == "" || i > 0 && b.l.SideAt == "header":
		case b.l.SideAt == "header":
			cells = append([]Cell{{Text: b.l.Side, Rows: rows + len(header)}}, cells...)
		case i == 0:
			cells = append([]Cell{{Rows: len(header)}}, cells...)
		}
		b.add(cells...)
	}
	for i := from; i < to; i++ {
		cells := b.row(i, from, to)
		if i == from && b.l.Side != "" && b.l.SideAt == "below" {
			cells = append([]Cell{{Text: b.l.Side, Rows: rows}}, cells...)
		}
		b.add(cells...)
	}
}

// longBlock prints a table of the whole project's indicators above the year's.
func (b *printer) longBlock() {
	l := *b.l
	l.Side, l.Columns, l.Three, l.TwoLevel, l.Numbered, l.PageBreak = pick(b.r, longSideLabels), []Column{ColLevel1, ColLevel2, ColName, ColTarget}, false, false, false, false
	p := *b.p
	p.Indicators = slices.Clone(p.Indicators[:2])
	for i := range p.Indicators {
		p.Indicators[i].Target.Text = p.Indicators[i].LongTarget
	}
	l.Headers = map[Column]string{ColLevel1: "一级指标", ColLevel2: "二级指标", ColName: "三级指标", ColTarget: "指标值"}
	long := &printer{Sheet: b.Sheet, r: b.r, l: &l, p: &p, project: -1}
	long.page(0, len(p.Indicators))
}

// groupsOf are the columns that a two-level header puts under one heading.
func (b *printer) groups() map[Column]string {
	groups := map[Column]string{}
	if b.l.Three {
		for _, c := range []Column{ColOp, ColValue, ColMeasure} {
			groups[c] = "绩效指标值"
		}
	}
	if b.l.Long == "column" && !b.l.Three {
		groups[ColLong], groups[ColTarget] = "绩效指标值", "绩效指标值"
	}
	if b.l.Long == "beside" {
		groups[ColLongName], groups[ColLong] = "实施期绩效指标", "实施期绩效指标"
		groups[ColName], groups[ColTarget] = "年度绩效指标", "年度绩效指标"
	}
	if slices.Contains(b.l.Columns, ColActual) && slices.Contains(b.l.Columns, ColClaimed) && slices.Index(b.l.Columns, ColClaimed) == slices.Index(b.l.Columns, ColActual)+1 {
		groups[ColActual], groups[ColClaimed] = "完成情况", "完成情况"
	}
	return groups
}

func (b *printer) header() [][]Cell {
	groups := map[Column]string{}
	if b.l.TwoLevel {
		groups = b.groups()
	}
	depth := 1
	if len(groups) > 0 {
		depth = 2
	}
	var top, below []Cell
	last := ""
	for _, c := range b.l.Columns {
		group := groups[c]
		switch {
		case group == "":
			top = append(top, Cell{Text: b.labelled(b.l.Headers[c]), Rows: depth, Cols: b.span(c)})
		case group == last:
			top[len(top)-1].Cols += b.span(c)
		default:
			top = append(top, Cell{Text: group, Cols: b.span(c)})
		}
		if group != "" {
			below = append(below, Cell{Text: b.labelled(b.l.Headers[c]), Cols: b.span(c)})
		}
		last = group
	}
	if depth == 1 {
		return [][]Cell{top}
	}
	return [][]Cell{top, below}
}

// row prints one indicator; classes are merged, repeated, or left blank where they are those of the row above.
func (b *printer) row(i, from, to int) []Cell {
	var cells []Cell
	for _, c := range b.l.Columns {
		cell, skip := b.cell(c, i, from, to)
		if skip {
			continue
		}
		if cell.Fact == nil {
			cell.Fact = b.rowFact(i, Field(c))
		}
		cell.Cols = b.span(c)
		cells = append(cells, cell)
	}
	return cells
}

func (b *printer) rowFact(i int, field Field) *Fact {
	return &Fact{Project: b.project, Indicator: i, Field: field}
}

func (b *printer) cell(c Column, i, from, to int) (cell Cell, covered bool) {
	ind := &b.p.Indicators[i]
	switch c {
	case ColLevel1:
		return b.classCell(i, from, to, FieldLevel1, b.print1(ind), func(a, z *Indicator) bool { return a.Level1 == z.Level1 })
	case ColLevel2:
		return b.classCell(i, from, to, FieldLevel2, b.print2(ind), func(a, z *Indicator) bool { return a.Level1 == z.Level1 && a.Level2 == z.Level2 })
	case ColName:
		text := ind.Name
		if b.l.Numbered {
			text = fmt.Sprintf("指标%d：%s", i+1, text)
		}
		return Cell{Text: text, Fact: b.rowFact(i, FieldIndicator)}, false
	case ColTarget:
		return Cell{Text: ind.Target.Text, Fact: b.rowFact(i, FieldTarget)}, false
	case ColOp, ColValue, ColMeasure:
		return Cell{Text: b.part(c, &ind.Target), Raw: rawNumber(c, &ind.Target), Fact: b.rowFact(i, FieldTarget)}, false
	case ColLongName:
		return Cell{Text: ind.Name}, false
	case ColLong:
		return Cell{Text: ind.LongTarget}, false
	case ColActual:
		cell := Cell{Text: ind.Actual, Fact: b.rowFact(i, FieldActual)}
		cell.Raw, cell.Format = shareOf(ind.Actual)
		return cell, false
	case ColWeight:
		return b.score(ind.Weight, i, FieldWeight), false
	case ColClaimed:
		return b.score(ind.Claimed, i, FieldClaimed), false
	case ColReason:
		text := ind.Reason
		if text == "" {
			text = b.l.Filler
		}
		return Cell{Text: text, Fact: b.rowFact(i, FieldReason)}, false
	case ColNumber:
		return Cell{Text: strconv.Itoa(i + 1), Raw: strconv.Itoa(i + 1)}, false
	}
	return Cell{Text: pick(b.r, remarkTexts[b.l.Headers[ColRemark]])}, false
}

func (b *printer) score(v *int, i int, field Field) Cell {
	if v == nil {
		return Cell{}
	}
	return Cell{Text: points(*v), Raw: points(*v), Fact: b.rowFact(i, field)}
}

// part is one of the three columns of a target.
func (b *printer) part(c Column, t *Target) string {
	if t.Kind != "number" {
		return map[Column]string{ColOp: "定性", ColValue: t.Text, ColMeasure: ""}[c]
	}
	switch c {
	case ColOp:
		return map[string]string{">=": "≥", "<=": "≤", "=": "="}[t.Op]
	case ColValue:
		return t.Value
	}
	return t.Unit
}

func rawNumber(c Column, t *Target) string {
	if c == ColValue && t.Kind == "number" {
		return t.Value
	}
	return ""
}

// shareOf gives the number and its format that a workbook holds for a plain number or a percentage.
func shareOf(text string) (raw, format string) {
	digits, percent := text, false
	if n := len(text); n > 0 && text[n-1] == '%' {
		digits, percent = text[:n-1], true
	}
	value, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return "", ""
	}
	if !percent {
		return digits, ""
	}
	places := "0%"
	decimals := 2
	if at := slices.Index([]byte(digits), '.'); at >= 0 {
		places, decimals = "0."+"00000"[:len(digits)-at-1]+"%", 2+len(digits)-at-1
	}
	return strconv.FormatFloat(value/100, 'f', decimals, 64), places
}

func (b *printer) classCell(i, from, to int, field Field, text string, same func(a, z *Indicator) bool) (Cell, bool) {
	list := b.p.Indicators
	if field == FieldLevel1 && b.l.NoLevel1 {
		text = ""
	}
	cell := Cell{Text: b.wrapped(text), Fact: b.rowFact(i, field)}
	first := i == from || !same(&list[i-1], &list[i])
	switch {
	case b.l.Classes == "repeated":
		return cell, false
	case b.l.Classes == "blank" && first && i == from && i > 0 && same(&list[i-1], &list[i]):
		return Cell{}, false // the page before said it
	case first && b.l.Classes == "merged":
		cell.Rows = 1
		for i+cell.Rows < to && same(&list[i], &list[i+cell.Rows]) {
			cell.Rows++
		}
		return cell, false
	case first:
		return cell, false
	case b.l.Classes == "merged":
		return Cell{}, true
	}
	return Cell{}, false
}

func (b *printer) print1(ind *Indicator) string {
	c := b.classOf(ind)
	text := c.print1[b.l.HeadOrder[4]%len(c.print1)]
	if b.l.Points && b.l.Kind != FlatTable {
		sum := 0
		for _, other := range b.p.Indicators {
			if other.Level1 == ind.Level1 && other.Weight != nil {
				sum += *other.Weight
			}
		}
		if sum > 0 {
			text += pick(b.r, []string{"(" + points(sum) + "分)", "（" + points(sum) + "分）"})
		}
	}
	return text
}

func (b *printer) print2(ind *Indicator) string {
	c := b.classOf(ind)
	return c.print2[b.l.HeadOrder[5]%len(c.print2)]
}

func (b *printer) classOf(ind *Indicator) class {
	for _, tree := range [][]class{newTree, oldTree} {
		for _, c := range tree {
			if c.level1 == ind.Level1 && c.level2 == ind.Level2 {
				return c
			}
		}
	}
	return class{print1: []string{ind.Level1}, print2: []string{ind.Level2}}
}

// sum prints the row of totals.
func (b *printer) sum() {
	claimed, weight := 1000, 1000
	if b.p.ExecutionClaimed != nil {
		claimed = *b.p.ExecutionClaimed
	}
	for _, ind := range b.p.Indicators {
		claimed += *ind.Claimed
		if ind.Weight != nil {
			weight += *ind.Weight
		}
	}
	var cells []Cell
	left := 0
	for _, c := range b.l.Columns {
		cell := Cell{Cols: b.span(c)}
		switch {
		case c == ColWeight && weight > 1000:
			cell.Text, cell.Raw = points(weight), points(weight)
		case c == ColClaimed:
			cell.Text, cell.Raw = points(claimed), points(claimed)
		}
		if cell.Text == "" && left == len(cells) {
			left++
		}
		cells = append(cells, cell)
	}
	if left == 0 {
		return // a score stands first; there is no room for the label
	}
	cells[0].Text = pick(b.r, sumLabels)
	if b.l.Side != "" {
		cells = append([]Cell{cells[0]}, cells...)
		cells[1] = Cell{Cols: cells[1].Cols}
		cells[0].Cols = 1
	}
	b.add(cells...)
}
