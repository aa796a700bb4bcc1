package formtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Kind is what a form is for.
type Kind string

// The kinds of forms.
const (
	TargetForm       Kind = "target form"
	FilledForm       Kind = "filled form"
	DepartmentTarget Kind = "department targets"
	DepartmentFilled Kind = "department filled"
	FlatTable        Kind = "flat table"
)

func (k Kind) filled() bool { return k == FilledForm || k == DepartmentFilled }

func (k Kind) department() bool { return k == DepartmentTarget || k == DepartmentFilled }

// Column is a column of the indicator table.
type Column string

// The columns.
const (
	ColLevel1   Column = "level1"
	ColLevel2   Column = "level2"
	ColName     Column = "name"
	ColTarget   Column = "target"
	ColOp       Column = "op"
	ColValue    Column = "value"
	ColMeasure  Column = "measure"
	ColLong     Column = "long"
	ColLongName Column = "long name"
	ColActual   Column = "actual"
	ColWeight   Column = "weight"
	ColClaimed  Column = "claimed"
	ColReason   Column = "reason"
	ColNumber   Column = "number"
	ColRemark   Column = "remark"
)

// Layout is how a truth is printed. Each field is one feature that can be combined with the others.
type Layout struct {
	Kind      Kind
	Format    Format
	Title     string
	Place     string // before the title
	YearPlace string // title, cell, label, option
	Projects  int
	OldTree   bool

	HeadStyle string // beside, below, colon
	Pairs     int    // labels in a row of the head
	Dates     string // two, span, none
	CodeGiven bool
	Checkbox  string // "", after, before, tick
	OtherHead int
	HeadOrder []int

	MoneyUnit  string
	UnitPlace  string // block, header, line, label
	FundsStyle string // simple, double, table, lines
	Separators bool

	GoalStyle string // beside, below, long

	Columns    []Column
	Headers    map[Column]string
	Three      bool // operator, value and unit in three columns
	TwoLevel   bool // a header of two rows
	UnitInHead bool
	Long       string // "", column, block, beside
	Classes    string // merged, repeated, blank
	NoLevel1   bool   // the text of level 1 was lost
	Points     bool   // 产出指标(50分)
	Side       string // label at the left of the table, "" for none
	SideAt     string // header, below
	Numbered   bool   // 指标1：…

	PageBreak bool
	Rules     bool // separator lines
	Notes     bool
	Signature bool
	Sum       bool
	Torn      string // how cells were torn into lines: wrapped, runs, anyhow
	Compact   bool   // text without what spans cover to the right

	Outside bool   // title, notes and signatures outside the table
	Sheets  bool   // each project on a worksheet of its own
	Tasks   bool   // 年度主要任务 of a department
	Blocks  bool   // 自评结论, 存在问题 and the like below the table
	Filler  string // what stands where there is no reason
	Wrapped bool   // line breaks inside labels
	Spaced  bool   // 分 值
}

// Features names the layout's features for statistics.
func (l *Layout) Features() []string {
	list := []string{"kind " + string(l.Kind), "format " + string(l.Format), "year " + l.YearPlace, "head " + l.HeadStyle, "dates " + l.Dates,
		"funds " + l.FundsStyle, "money " + l.UnitPlace, "goal " + l.GoalStyle, "classes " + l.Classes, "columns " + l.order()}
	for name, on := range map[string]bool{"stacked": l.Projects > 1, "old tree": l.OldTree, "three columns": l.Three, "two-level header": l.TwoLevel,
		"level 1 lost": l.NoLevel1, "class points": l.Points, "side label": l.Side != "", "numbered": l.Numbered, "page break": l.PageBreak,
		"rules": l.Rules, "notes": l.Notes, "signature": l.Signature, "sum row": l.Sum, "compact": l.Compact, "no weight": !slices.Contains(l.Columns, ColWeight),
		"long " + l.Long: l.Long != "", "checkbox " + l.Checkbox: l.Checkbox != "", "extra column": slices.Contains(l.Columns, ColRemark),
		"other head": l.OtherHead > 0, "code": l.CodeGiven, "title outside": l.Outside, "several sheets": l.Sheets, "tasks": l.Tasks,
		"blocks below": l.Blocks, "filler " + l.Filler: l.Filler != "", "wrapped labels": l.Wrapped, "spaced labels": l.Spaced,
		"torn " + l.Torn: l.Torn != ""} {
		if on {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

func (l *Layout) order() string {
	if l.Long == "column" {
		return l.orderOf(map[Column]int{ColLevel1: 1, ColLevel2: 2, ColName: 3, ColLong: 4, ColTarget: 6, ColOp: 6, ColValue: 7, ColMeasure: 8, ColWeight: 10, ColRemark: 13})
	}
	return l.orderOf(map[Column]int{ColNumber: 0, ColLevel1: 1, ColLevel2: 2, ColLongName: 3, ColLong: 4, ColName: 5, ColTarget: 6, ColOp: 6, ColValue: 7, ColMeasure: 8, ColActual: 9, ColWeight: 10, ColClaimed: 11, ColReason: 12, ColRemark: 13})
}

func (l *Layout) orderOf(rank map[Column]int) string {
	if slices.IsSortedFunc(l.Columns, func(a, b Column) int { return rank[a] - rank[b] }) {
		return "usual"
	}
	return "shuffled"
}

// String describes the layout in a few lines.
func (l *Layout) String() string {
	var columns []string
	for _, c := range l.Columns {
		columns = append(columns, string(c)+"="+l.Headers[c])
	}
	return fmt.Sprintf("%s\n  columns: %s", strings.Join(l.Features(), " · "), strings.Join(columns, " | "))
}

// draw chooses a layout that a person reads in one way only.
func draw(r *rand.Rand) *Layout {
	l := &Layout{Kind: pick(r, []Kind{TargetForm, TargetForm, TargetForm, FilledForm, FilledForm, FilledForm, FilledForm, DepartmentTarget, DepartmentFilled, FlatTable, FlatTable})}
	l.Format = pick(r, formats)
	if l.Format == FormatHTML && chance(r, 40) {
		l.Format = FormatPDF // few, because they take long to read
	}
	l.OldTree = chance(r, 40)
	l.Projects = 1
	if chance(r, 25) {
		l.Projects = 2 + r.IntN(2)
	}
	l.drawHead(r)
	l.drawFunds(r)
	l.drawTable(r)
	l.drawSurroundings(r)
	l.reconcile()
	return l
}

func (l *Layout) drawHead(r *rand.Rand) {
	titles := map[Kind][]string{TargetForm: targetTitles, FilledForm: filledTitles, DepartmentTarget: departmentTargetTitles, DepartmentFilled: departmentFilledTitles, FlatTable: flatTitles}
	l.Title = pick(r, titles[l.Kind])
	if chance(r, 20) {
		l.Place = pick(r, places)
	}
	l.YearPlace = pick(r, []string{"title", "title", "cell", "cell", "label", "option"})
	l.HeadStyle = pick(r, []string{"beside", "beside", "beside", "beside", "below", "colon"})
	l.Pairs = 1 + r.IntN(3)
	l.Dates = pick(r, []string{"two", "span", "none"})
	l.CodeGiven = chance(r, 40)
	l.Checkbox = pick(r, []string{"", "", "", "", "after", "before", "tick"})
	if chance(r, 40) {
		l.OtherHead = 1 + r.IntN(3)
	}
	l.HeadOrder = r.Perm(12)
}

func (l *Layout) drawFunds(r *rand.Rand) {
	l.MoneyUnit = pick(r, []string{"元", "万元", "万元"})
	l.UnitPlace = pick(r, []string{"block", "block", "block", "line", "label"})
	l.FundsStyle = pick(r, []string{"simple", "simple", "double"})
	if l.Kind.filled() {
		l.FundsStyle = pick(r, []string{"table", "table", "table", "short", "lines"})
		l.UnitPlace = pick(r, []string{"block", "block", "block", "line", "header"})
	}
	if l.Kind == FlatTable {
		l.FundsStyle, l.UnitPlace = pick(r, []string{"none", "rows"}), "header"
	}
	l.Separators = chance(r, 50)
	l.GoalStyle = pick(r, []string{"beside", "below", "long"})
	if l.Kind.filled() {
		l.GoalStyle = pick(r, []string{"below", "below", "beside"})
	}
}

func (l *Layout) drawTable(r *rand.Rand) {
	l.Three = chance(r, 25)
	l.Columns = []Column{ColLevel1, ColLevel2, ColName}
	if !l.Kind.filled() && l.Kind != FlatTable && chance(r, 15) {
		l.Long = "column"
	} else if l.Kind == TargetForm && chance(r, 8) {
		l.Long = "block"
	}
	if l.Kind == TargetForm && l.Long == "" && chance(r, 10) {
		l.Long = "beside"
		l.Columns = []Column{ColLevel1, ColLevel2, ColLongName, ColLong, ColName}
		l.Three = false
	}
	if l.Long == "column" {
		l.Columns = append(l.Columns, ColLong)
	}
	if l.Three {
		l.Columns = append(l.Columns, ColOp, ColValue, ColMeasure)
	} else {
		l.Columns = append(l.Columns, ColTarget)
	}
	if l.Kind.filled() || l.Kind == FlatTable && chance(r, 60) {
		l.Columns = append(l.Columns, ColActual)
		if chance(r, 85) {
			l.Columns = append(l.Columns, ColWeight)
		}
		l.Columns = append(l.Columns, ColClaimed)
		if chance(r, 80) {
			l.Columns = append(l.Columns, ColReason)
		}
	} else if chance(r, 35) && l.Long != "beside" {
		l.Columns = append(l.Columns, ColWeight)
	}
	if chance(r, 20) && l.Long != "beside" {
		l.Columns = append(l.Columns, ColRemark)
	}
	if l.Long != "beside" {
		l.reorder(r)
	}
	if chance(r, 15) {
		l.Columns = slices.Insert(l.Columns, 0, ColNumber)
	}
	l.Headers = map[Column]string{}
	for _, c := range l.Columns {
		l.Headers[c] = pick(r, columnWords[c])
	}
	l.TwoLevel = chance(r, 15) || l.Long == "beside"
	l.Classes = pick(r, []string{"merged", "merged", "repeated", "blank"})
	l.NoLevel1 = chance(r, 6)
	l.Points = chance(r, 12)
	if chance(r, 60) {
		l.Side = pick(r, sideLabels)
	}
	l.SideAt = pick(r, []string{"header", "below"})
	l.Numbered = chance(r, 12)
}

// reorder moves the weight to one of its usual places, or shuffles all columns. Operator, value and unit stay together.
func (l *Layout) reorder(r *rand.Rand) {
	switch {
	case chance(r, 15):
		l.shuffle(r)
	case chance(r, 30):
		l.move(ColWeight, ColName, 1)
	case chance(r, 20):
		l.move(ColRemark, ColName, 1)
	}
}

func (l *Layout) move(c, behind Column, step int) {
	at := slices.Index(l.Columns, c)
	if at < 0 {
		return
	}
	l.Columns = slices.Delete(l.Columns, at, at+1)
	l.Columns = slices.Insert(l.Columns, slices.Index(l.Columns, behind)+step, c)
}

func (l *Layout) shuffle(r *rand.Rand) {
	var groups [][]Column
	for _, c := range l.Columns {
		if c == ColValue || c == ColMeasure {
			last := len(groups) - 1
			groups[last] = append(groups[last], c)
			continue
		}
		groups = append(groups, []Column{c})
	}
	r.Shuffle(len(groups), func(i, j int) { groups[i], groups[j] = groups[j], groups[i] })
	l.Columns = slices.Concat(groups...)
}

func (l *Layout) drawSurroundings(r *rand.Rand) {
	l.PageBreak = chance(r, 15)
	l.Rules = chance(r, 10)
	l.Notes = chance(r, 25)
	l.Signature = chance(r, 25)
	l.Sum = l.Kind.filled() && chance(r, 60)
	l.Compact = chance(r, 40)
	l.Outside = chance(r, 60)
	l.Sheets = chance(r, 50)
	l.Tasks = l.Kind.department() && chance(r, 40)
	l.Blocks = l.Kind.filled() && chance(r, 20)
	l.Filler = pick(r, []string{"", "", "", "无"})
	l.Wrapped, l.Spaced = chance(r, 10), chance(r, 8)
	if l.Format == FormatFragments {
		l.Torn = pick(r, []string{tornWrapped, tornWrapped, tornRuns})
	}
}

// reconcile takes back what would leave a doubt together with something else.
func (l *Layout) reconcile() {
	if l.Format.lines() {
		l.oneCellALine()
	}
	if l.Long == "beside" && l.Format.spaced() {
		l.Format = FormatTab // the two groups would have no headings
	}
	if l.Kind.department() {
		l.CodeGiven, l.Checkbox, l.Dates, l.Projects = false, "", "none", 1
	}
	if l.Kind == FlatTable {
		l.flatTable()
	}
	if l.TwoLevel && l.order() == "shuffled" || l.Format.spaced() {
		l.TwoLevel = false
	}
	if !l.Three && !slices.Contains(l.Columns, ColActual) && l.Long != "column" && l.Long != "beside" {
		l.TwoLevel = false // nothing to group
	}
	if l.TwoLevel {
		l.Compact = false
	}
	if l.FundsStyle == "lines" && l.UnitPlace == "header" {
		l.UnitPlace = "block" // there is no header that could carry the unit
	}
	if l.order() == "shuffled" || l.Long == "block" {
		l.NoLevel1, l.Points = false, false
	}
	if l.OldTree || l.Classes != "merged" {
		l.NoLevel1 = false // 成本指标 without anything above could stand on either level
	}
	if l.Long == "block" {
		l.Side, l.PageBreak = "年度绩效指标", false
		l.SideAt = "header"
	}
	if l.YearPlace == "option" {
		l.Projects = min(l.Projects, 2)
	}
	if !l.Format.table() {
		l.Rules = l.Rules && !l.Format.spaced()
	} else {
		l.Rules, l.Compact = false, false
	}
	if l.Format == FormatCSV || l.Format == FormatSpaces {
		l.Compact = false
	}
	l.Outside = l.Outside && (l.Format == FormatHTML || l.Format == FormatDOCX || l.Format == FormatPDF)
	l.Sheets = l.Sheets && l.Projects > 1 && l.Kind != FlatTable && (l.Format.book() || l.Format == FormatDOCX)
	if !slices.Contains(l.Columns, ColReason) {
		l.Filler = ""
	}
	if l.Format.lines() {
		l.Tasks, l.Blocks = false, false
	}
}

// oneCellALine keeps what a person can follow without any columns: no blank cells in a row, the usual order.
func (l *Layout) oneCellALine() {
	if l.Kind == FlatTable {
		l.Kind = TargetForm
		l.Title, l.YearPlace, l.FundsStyle, l.UnitPlace, l.Long = targetTitles[0], "cell", "simple", "block", ""
		l.Columns = []Column{ColLevel1, ColLevel2, ColName, ColTarget}
	}
	l.Three, l.Long, l.TwoLevel, l.NoLevel1, l.Rules, l.PageBreak, l.Sum = false, "", false, false, false, false, false
	keep := []Column{ColLevel1, ColLevel2, ColName, ColTarget, ColActual, ColWeight, ColClaimed}
	if !l.Kind.filled() {
		keep = keep[:4]
	}
	l.Columns = keep
	l.Headers = map[Column]string{}
	for _, c := range keep {
		l.Headers[c] = columnWords[c][0]
	}
	if l.HeadStyle == "below" {
		l.HeadStyle = "beside"
	}
	if l.Classes == "repeated" {
		l.Classes = "merged"
	}
	l.Side, l.OtherHead, l.Checkbox = "", 0, ""
	if l.Torn != "" {
		l.Wrapped, l.Spaced = false, false
	}
	l.GoalStyle = "beside"
	l.FundsStyle = map[bool]string{true: "lines", false: "simple"}[l.Kind.filled()]
	if l.UnitPlace == "header" || l.UnitPlace == "label" {
		l.UnitPlace = "block"
	}
}

func (l *Layout) flatTable() {
	l.Long, l.TwoLevel, l.Side, l.NoLevel1, l.Points, l.Sum = "", false, "", false, false, false
	l.HeadStyle, l.GoalStyle, l.Dates, l.Checkbox, l.Numbered = "columns", "none", "none", "", false
	if l.YearPlace == "cell" || l.YearPlace == "title" {
		l.YearPlace = "label"
	}
	l.Compact, l.Rules = false, false
	if l.Format.lines() {
		l.Format = FormatTab
	}
	if l.Classes == "blank" {
		l.Classes = "repeated"
	}
	if !l.Format.table() {
		l.Classes = "repeated"
	}
	if l.Headers[ColMeasure] == "单位" {
		l.Headers[ColMeasure] = "计量单位" // 单位 could be the one that carries the project out
	}
}
