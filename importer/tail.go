package importer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// What a form prints beside head, funds, goals and indicators: what a department plans to do, sums, judgements in words, foot-notes,
// signatures. Only who filled the form in is kept; the rest is accounted for.

// taskLabels head the list of what a department plans to do.
var taskLabels = []string{"年度主要任务", "主要任务", "任务名称", "主要内容", "预算金额", "年度工作任务", "年度重点工作任务", "重点工作任务", "任务内容", "金额", "对应项目", "预算安排", "总额", "年度履职目标及主要任务"}

// taskRow accounts for a row of a department's tasks, from their headings up to the next block of the form.
func (f *form) taskRow(row []*cell) bool {
	headings := 0
	for _, c := range row {
		if rest, _ := cutMoneyUnit(c.fold); slices.Contains(taskLabels, label(rest)) {
			headings++
		}
	}
	switch {
	case headings >= 2:
		f.tasks, f.fundsOn, f.last = true, false, ""
		for _, c := range row {
			if rest, _ := cutMoneyUnit(c.fold); c.open() && slices.Contains(taskLabels, label(rest)) {
				c.label(label(rest))
			}
		}
	case !f.tasks || slices.ContainsFunc(row, f.isLabel):
		f.tasks = false
		return false
	}
	if left := openCells(row); len(left) > 0 {
		f.report(CellNotKept, left, taskLabels[0], textsOf(left))
	}
	return true
}

// sumWords begin a row of sums.
var sumWords = []string{"总分", "合计", "总计", "小计", "总得分", "自评总分", "自评得分合计", "自评总得分", "总评分", "合计得分", "得分合计", "分数合计"}

// isSumRow tells a row of sums below or between the indicators: one of the words, and numbers.
func isSumRow(row []*cell) bool {
	found := false
	for _, c := range row {
		text, _ := cutBracket(label(c.fold))
		switch {
		case slices.Contains(sumWords, text):
			found = true
		case isBlankMark(c.fold) || strings.Trim(c.fold, "0123456789.%分()-—–~") == "" || isGrade(c.fold):
		default:
			return false
		}
	}
	return found
}

// isGrade tells the grade that stands beside a total: 等级:良, or the word alone.
func isGrade(fold string) bool {
	if before, _, found := strings.Cut(fold, ":"); found {
		return strings.HasSuffix(before, "等级")
	}
	return slices.Contains([]string{"优", "良", "中", "差", "优秀", "良好", "中等", "较差", "合格", "不合格", "无法判定", "未评定"}, fold)
}

// sumRow keeps the total that the unit claims; the sum of the weights is nothing new.
func (f *form) sumRow(row []*cell) {
	if c := f.claimedTotal(row); c != nil {
		c.use(engine.RecordClaimedTotal.String())
		f.note(engine.RecordClaimedTotal, c, strings.TrimSuffix(c.fold, "分"))
	}
	row[0].label(label(row[0].fold))
	if left := openCells(row); len(left) > 0 {
		f.report(CellNotKept, left, label(row[0].fold), textsOf(left))
	}
}

// claimedTotal finds the claimed total in a row of sums of a table with claimed scores: the number below them, or the last of the two or
// one that the row has. A sum between the classes is none, and a form has one.
func (f *form) claimedTotal(row []*cell) *cell {
	word, _ := cutBracket(label(row[0].fold))
	if f.column(claimedColumn) == nil || word == "小计" || slices.ContainsFunc(f.noted, func(n noted) bool { return n.record.Field == engine.RecordClaimedTotal }) {
		return nil
	}
	var numbers []*cell
	for _, c := range row[1:] {
		if points, ok := parsePoints(c.fold); ok && points <= 2*engine.FullMarks {
			numbers = append(numbers, c)
		}
	}
	for _, c := range numbers {
		if f.inColumn(claimedColumn, c) {
			return c
		}
	}
	weighed := f.column(weightColumn) != nil
	if len(numbers) == 1 && !weighed || len(numbers) == 2 && weighed {
		return numbers[len(numbers)-1]
	}
	return nil
}

// tailRow accounts for the rows that are no part of the table.
func (f *form) tailRow(row []*cell) bool {
	switch {
	case isSumRow(row):
		f.sumRow(row)
	case f.remarkBlock(row):
	case len(row) == 1 && isRemarkWithText(row[0].fold):
		f.report(CellNotKept, row, label(row[0].fold[:strings.IndexByte(row[0].fold, ':')]), textAfterColon(row[0].Text))
		f.remark = row[0].fold
	case len(row) == 1 && closes(f.remark, row[0].fold):
		f.report(CellNotKept, row, label(f.remark[:strings.IndexByte(f.remark, ':')]), row[0].Text)
		f.remark += row[0].fold
	case len(row) == 1 && (isRemark(row[0].fold) || f.remarksOn && row[0].Col == 0 && isNumberedNote(row[0].fold)):
		f.remarkLine(row[0])
	case f.signature(row):
	default:
		f.remarksOn = false
		return false
	}
	return true
}

// closes tells the next line of a remark from something else: it closes a bracket that the remark opened.
func closes(remark, line string) bool {
	open := strings.Count(remark, "(") - strings.Count(remark, ")")
	return open > 0 && strings.Count(line, ")") >= open
}

// remarkBlock accounts for a judgement in words: its label, and the texts beside it.
func (f *form) remarkBlock(row []*cell) bool {
	text, _ := cutBracket(label(cutNumbering(row[0].fold)))
	if !row[0].open() || len(row) > 2 || !slices.Contains(remarkBlocks, text) && !f.isUnknownRemark(text, row) {
		return false
	}
	row[0].label(text)
	if len(row) > 1 {
		f.report(CellNotKept, row[1:], text, textsOf(row[1:]))
	}
	return true
}

// isRemarkWithText tells a judgement in words whose label stands in the same cell: 自评结论:良好。
func isRemarkWithText(fold string) bool {
	before, text, found := strings.Cut(fold, ":")
	return found && text != "" && slices.Contains(remarkBlocks, cutNumbering(before))
}

// remarkEndings end the label of a judgement in words, whatever stands before them.
var remarkEndings = []string{"原因分析", "改进措施", "整改措施", "应用方案", "结果应用", "存在问题", "存在的问题", "自评结论", "评价结论", "主要经验", "有关建议", "意见和建议", "公开情况", "应用情况"}

// isUnknownRemark tells a label that is none of the known ones from the name of an indicator: it ends like one of them, stands at the
// left, and what stands beside it is no value.
func (f *form) isUnknownRemark(text string, row []*cell) bool {
	ends := slices.ContainsFunc(remarkEndings, func(ending string) bool { return strings.HasSuffix(text, ending) })
	return ends && row[0].Col == 0 && !f.unplaced && len(row) == 2 && !f.isValue(row[1].Text)
}

// remarkLine accounts for a foot-note.
func (f *form) remarkLine(c *cell) {
	f.remarksOn = true
	if f.setSignature(c) {
		return
	}
	f.reportAs(engine.Info, CellNotUnderstood, []*cell{c}, c.Text)
}

// isNumberedNote tells a further line of the foot-notes: 2.定量指标…
func isNumberedNote(fold string) bool { return cutNumbering(fold) != fold }

// signature reads who filled the form in, from a row in which every cell begins with a label of those who sign.
func (f *form) signature(row []*cell) bool {
	if !slices.ContainsFunc(row, func(c *cell) bool { return isSignature(c.fold) }) {
		return false
	}
	for _, c := range row {
		switch {
		case !c.open():
		case f.setSignature(c):
		case isSignature(c.fold):
			f.reportAs(engine.Info, CellNotUnderstood, []*cell{c}, c.Text)
		default:
			return false
		}
	}
	return true
}

// isSignature tells what begins with one of those who sign a form, and a colon or bracket behind.
func isSignature(fold string) bool {
	for _, who := range []string{"单位负责人", "项目负责人", "部门负责人", "分管领导", "财务负责人", "审核人", "复核人", "填报人", "填表人", "联系电话", "填报日期", "填表日期", "填报单位", "经办人", "制表人", "主要负责人", "科室负责人",
		"单位(盖章)", "单位盖章", "(盖章)", "主管部门(盖章)", "联系人", "日期:", "电话:", "填报时间", "填表单位", "部门(盖章)"} {
		if rest, found := strings.CutPrefix(fold, who); found && (rest == "" || strings.ContainsAny(rest[:1], ":(") || strings.HasSuffix(who, ":") || strings.HasSuffix(who, ")")) {
			return true
		}
	}
	return false
}

// piece is a label with its value inside a cell that holds several.
type piece struct {
	field engine.HeadField
	value string
}

// splitLabelled divides 填报人:张三  联系电话:123 at its labels.
func splitLabelled(text string) []piece {
	var pieces []piece
	for _, word := range strings.Fields(text) {
		before, value, found := strings.Cut(strings.ReplaceAll(word, "：", ":"), ":")
		field, known := headField(engine.Fold(before))
		_, ofMoney := parseMoneyUnit(engine.Fold(value))
		switch {
		case found && ofMoney && strings.HasSuffix(before, "单位"):
			pieces = append(pieces, piece{formUnitField, value})
		case found && known:
			pieces = append(pieces, piece{field, value})
		case found && len(pieces) > 0 && isSignature(engine.Fold(word)):
			pieces = append(pieces, piece{unkept, value})
		case len(pieces) == 0:
			return nil
		default:
			last := &pieces[len(pieces)-1]
			last.value = strings.TrimLeft(last.value+" "+word, " ")
		}
	}
	return pieces
}

// setSignature reads the fields of a line of signatures. It is not ok where the cell has none that is kept.
func (f *form) setSignature(c *cell) bool {
	pieces := splitLabelled(c.Text)
	kept := slices.ContainsFunc(pieces, func(p piece) bool { return p.value != "" && p.field != unkept })
	if kept {
		f.setPieces(c, pieces)
	}
	return kept
}

// setPieces puts the values of a cell into their fields. The cell is settled once; a value that has no place is an issue of its own.
func (f *form) setPieces(c *cell, pieces []piece) {
	var used []string
	for _, p := range pieces {
		switch {
		case p.value == "":
		case p.field == unkept:
			f.raise(CellNotKept, c, c.Text, p.value)
		case p.field == reporting:
			f.reporting = &reportingCell{at: c, value: p.value, shared: true}
			used = append(used, string(reporting))
		case p.field == formUnitField && f.unit.known():
		case p.field == formUnitField:
			f.unit, _ = parseMoneyUnit(engine.Fold(p.value))
			f.sub.Budget.FormUnit = f.unit.name
			used = append(used, string(formUnitField))
		case f.set[p.field] != nil && (p.field == engine.FieldTelephone || p.field == engine.FieldFiller):
			f.raise(CellNotKept, c, string(p.field), p.value) // the head has one already
		case f.set[p.field] != nil:
			f.raise(ValueTwice, c, string(p.field), p.value, f.set[p.field].Text)
		case f.setPiece(p, c):
			used = append(used, string(p.field))
		}
	}
	if len(used) == 0 {
		c.settle(FateReported, CellNotKept)
		f.raise(CellNotKept, c, "", c.Text)
		return
	}
	c.use(strings.Join(used, ","))
}

func (f *form) setPiece(p piece, c *cell) bool {
	if into := f.text(p.field); into != nil {
		*into = f.choice(p.field, c, p.value)
		f.source(p.field, c)
		return true
	}
	if p.field != engine.FieldFilledOn && p.field != engine.FieldStart && p.field != engine.FieldEnd {
		f.raise(CellNotKept, c, string(p.field), p.value)
		return false
	}
	from, to, ok := notation.ParseDate(p.value, max(f.sub.Year, f.year))
	switch {
	case !ok:
		f.raise(DateUnreadable, c, string(p.field), p.value)
		return false
	case p.field == engine.FieldStart:
		f.sub.Start = from
	case p.field == engine.FieldEnd:
		f.sub.End = to
	default:
		f.sub.FilledOn = to
	}
	f.source(p.field, c)
	return true
}

// departmentName is what the form of a whole department is called where it has no name of its own.
const departmentName = "部门整体支出"

// nameDepartment names the form of a whole department, which is no project.
func (f *form) nameDepartment() {
	if !f.department || f.sub.Name != "" {
		return
	}
	f.sub.Name = departmentName
	if f.sub.Unit == "" {
		f.sub.Unit = f.sub.Department
	}
	f.raise(NameInferred, f.placeOf(engine.FieldDepartment), f.sub.Name)
}

// maxLabelRunes bounds what may be a label that is not known.
const maxLabelRunes = 12

// isForeignLabel tells an unknown label with a value behind a colon, which continues no text above it.
func isForeignLabel(fold string) bool {
	before, _, found := strings.Cut(fold, ":")
	return found && utf8.RuneCountInString(before) <= maxLabelRunes && !strings.ContainsAny(before, ",。;、0123456789")
}
