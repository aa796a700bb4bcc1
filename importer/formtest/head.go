package formtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// printer puts one project after the other on a sheet.
type printer struct {
	*Sheet
	r       *rand.Rand
	l       *Layout
	p       *Project
	project int
}

func (b *printer) fact(field Field) *Fact {
	return &Fact{Project: b.project, Indicator: -1, Field: field}
}

// pair is a label of the head with its value.
type pair struct {
	label string
	value Cell
}

func (b *printer) title() {
	text := b.l.Title
	year := fmt.Sprintf("%d", b.p.Year)
	if b.l.YearPlace == "title" {
		text = pick(b.r, []string{year + "年度" + text, year + "年" + text, text + "（" + year + "年度）", text + "(" + year + "年度)"})
	}
	c := Cell{Text: b.l.Place + text, Cols: b.Width, Outside: true}
	if b.l.YearPlace == "title" {
		c.Fact = b.fact(FieldYear)
	}
	b.add(c)
	if b.l.YearPlace == "cell" {
		b.add(Cell{Text: pick(b.r, []string{"(" + year + "年度)", "（" + year + "年度）", "（ " + year + " 年度 ）", year + "年度"}), Cols: b.Width, Fact: b.fact(FieldYear), Outside: true})
	}
	if b.l.UnitPlace == "line" {
		b.add(Cell{Text: pick(b.r, []string{"单位：", "金额单位：", "单位:"}) + b.l.MoneyUnit, Cols: b.Width, Fact: b.fact(FieldFunds), Outside: true})
	}
}

// head prints labels with values beside, below, or behind a colon in the same cell.
func (b *printer) head() {
	pairs := b.pairs()
	switch b.l.HeadStyle {
	case "colon":
		b.colonHead(pairs)
	case "below":
		b.headBelow(pairs)
	default:
		b.headBeside(pairs)
	}
}

func (b *printer) pairs() []pair {
	var pairs []pair
	add := func(label, text string, field Field) {
		pairs = append(pairs, pair{label, Cell{Text: text, Fact: b.fact(field)}})
	}
	p := b.p
	if b.l.Kind.department() {
		add(pick(b.r, departmentNameLabels), p.Department, FieldDepartment)
	} else {
		add(pick(b.r, nameLabels), p.Name, FieldName)
		add(pick(b.r, departmentLabels), p.Department, FieldDepartment)
		add(pick(b.r, unitLabels), p.Unit, FieldUnit)
	}
	if p.Code != "" {
		add(pick(b.r, codeLabels), p.Code, FieldCode)
	}
	if b.l.YearPlace == "label" {
		add(pick(b.r, yearLabels), pick(b.r, []string{"%d", "%d年", "%d年度"}), FieldYear)
		last := &pairs[len(pairs)-1].value
		last.Text = fmt.Sprintf(last.Text, p.Year)
	}
	switch b.l.Dates {
	case "two":
		labels := pick(b.r, startLabels)
		add(labels[0], b.date(p.Start), FieldStart)
		add(labels[1], b.date(p.End), FieldEnd)
		for i := len(pairs) - 2; i < len(pairs); i++ {
			if c := &pairs[i].value; b.l.HeadStyle != "colon" {
				c.Raw, c.Format = serial(c.Text), dateFormat
			}
		}
	case "span":
		add(pick(b.r, spanLabels), fmt.Sprintf(pick(b.r, []string{"%d年1月至%[1]d年12月", "%d-01-01至%[1]d-12-31", "%d年1月-%[1]d年12月", "%d.01.01-%[1]d.12.31"}), p.Year), FieldStart)
	}
	if p.Nature != "" {
		add(pick(b.r, natureLabels), b.ticked(p.Nature), FieldNature)
	}
	for i := range b.l.OtherHead {
		other := otherHead[(b.l.HeadOrder[0]+i)%(len(otherHead)-1)]
		pairs = append(pairs, pair{other[0], Cell{Text: other[1]}})
	}
	return b.reordered(pairs)
}

// reordered keeps the project's name in the front half, as forms do, and mixes the rest.
func (b *printer) reordered(pairs []pair) []pair {
	if b.l.HeadOrder[1] < 5 {
		return pairs
	}
	rest := pairs[1:]
	b.r.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	return pairs
}

func (b *printer) date(iso string) string {
	if chance(b.r, 60) {
		return iso
	}
	var y, m, d int
	fmt.Sscanf(iso, "%d-%d-%d", &y, &m, &d)
	return pick(b.r, []string{fmt.Sprintf("%d年%d月%d日", y, m, d), fmt.Sprintf("%d/%d/%d", y, m, d), fmt.Sprintf("%d.%02d.%02d", y, m, d)})
}

func (b *printer) ticked(nature string) string {
	other := "经常性项目"
	if nature == other {
		other = "一次性项目"
	}
	switch b.l.Checkbox {
	case "after":
		return nature + "☑ " + other + "□"
	case "before":
		return "□" + other + " ☑" + nature
	case "tick":
		return nature + "(√) " + other + "( )"
	}
	return nature
}

func (b *printer) headBeside(pairs []pair) {
	perRow := max(1, min(b.l.Pairs, b.Width/2))
	for len(pairs) > 0 {
		n := min(perRow, len(pairs))
		b.rowOf(pairs[:n])
		pairs = pairs[n:]
	}
}

// rowOf shares the width among the values; the last one takes what is left.
func (b *printer) rowOf(pairs []pair) {
	share, left := b.Width/len(pairs), b.Width
	var cells []Cell
	for i, p := range pairs {
		width := share
		if i == len(pairs)-1 {
			width = left
		}
		left -= width
		value := p.value
		value.Cols = width - 1
		cells = append(cells, Cell{Text: b.labelled(p.label) + pick(b.r, []string{"", "", "", "：", ":"})}, value)
	}
	b.add(cells...)
}

func (b *printer) headBelow(pairs []pair) {
	perRow := min(len(pairs), max(2, min(4, b.Width)))
	for len(pairs) > 0 {
		n := min(perRow, len(pairs))
		share, left := b.Width/n, b.Width
		var labels, values []Cell
		for i, p := range pairs[:n] {
			width := share
			if i == n-1 {
				width = left
			}
			left -= width
			value := p.value
			value.Cols = width
			labels = append(labels, Cell{Text: b.labelled(p.label), Cols: width})
			values = append(values, value)
		}
		b.add(labels...)
		b.add(values...)
		pairs = pairs[n:]
	}
}

func (b *printer) colonHead(pairs []pair) {
	colon := pick(b.r, []string{"：", ":", "： "})
	perRow := max(1, min(b.l.Pairs, b.Width))
	for len(pairs) > 0 {
		n := min(perRow, len(pairs))
		left := b.Width
		var cells []Cell
		for i, p := range pairs[:n] {
			c := p.value
			c.Text, c.Cols = p.label+colon+strings.TrimSpace(c.Text), b.Width/n
			if i == n-1 {
				c.Cols = left
			}
			left -= c.Cols
			cells = append(cells, c)
		}
		b.add(cells...)
		pairs = pairs[n:]
	}
}

// labelled writes a label as this layout does: with spaces between its letters, or wrapped in a narrow cell.
func (b *printer) labelled(label string) string {
	if b.l.Spaced && len([]rune(label)) <= 4 {
		return strings.Join(strings.Split(label, ""), " ")
	}
	return b.wrapped(label)
}

// wrapped breaks a long label in two lines.
func (b *printer) wrapped(label string) string {
	letters := []rune(label)
	if !b.l.Wrapped || len(letters) < 6 || strings.Contains(label, "\n") {
		return label
	}
	return string(letters[:len(letters)/2]) + "\n" + string(letters[len(letters)/2:])
}

// tasks prints what a department plans to do, which are no indicators.
func (b *printer) tasks() {
	if !b.l.Tasks {
		return
	}
	wide := b.Width - 3
	b.add(Cell{Text: "年度主要任务", Rows: len(taskRows)}, Cell{Text: "任务名称"}, Cell{Text: "主要内容", Cols: wide}, Cell{Text: "预算金额（" + b.l.MoneyUnit + "）"})
	for _, task := range taskRows[1:] {
		b.add(Cell{Text: task[0]}, Cell{Text: task[1], Cols: wide}, Cell{Text: amount(int64(1+b.r.IntN(900))*1_000_000, b.l.MoneyUnit, false)})
	}
}

// blocks prints the judgements in words that some forms have below their table.
func (b *printer) blocks() {
	at := b.r.IntN(len(blockTexts))
	for i := range 1 + b.r.IntN(2) {
		block := blockTexts[(at+i)%len(blockTexts)]
		b.add(Cell{Text: block[0]}, Cell{Text: block[1], Cols: b.Width - 1})
	}
}
