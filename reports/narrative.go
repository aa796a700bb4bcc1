package reports

import (
	"fmt"
	"slices"
	"strings"

	"jixiao/engine"
)

// Narrative is a project's 项目支出绩效自评报告 as every format of it shows it. What the data say is written out; what only the author
// knows is a gap that is seen at once.
type Narrative struct {
	Name   string // the project's
	Title  string // 项目支出绩效自评报告
	Year   string // （2025年度）
	Blocks []NarrativeBlock
}

// NarrativeKind says what a block of a narrative is.
type NarrativeKind uint8

// The kinds of blocks.
const (
	NarrativeText      NarrativeKind = iota
	NarrativeChapter                 // 一、
	NarrativeSection                 // （一）
	NarrativeClosing                 // who signs, and when
	NarrativeTableKind               // a table
)

// NarrativeBlock is a paragraph, a heading or a table.
type NarrativeBlock struct {
	Kind   NarrativeKind
	Pieces []NarrativePiece // of a paragraph or heading
	Table  *NarrativeTable
}

// NarrativePiece is a piece of a paragraph. A gap is what the author has to fill in.
type NarrativePiece struct {
	Text string
	Gap  bool
}

// NarrativeTable is a table of texts: the first row are its headers.
type NarrativeTable struct {
	Widths []float64 // of the columns, to each other
	Rows   [][]NarrativeCell
}

// NarrativeCell is a cell of a table.
type NarrativeCell struct {
	Text   string
	Amount bool // its digits stand below each other
}

// The outline of the report and its fixed words. An official paper is in Chinese, whatever the language of the program.
const (
	narrativeTitle  = "项目支出绩效自评报告"
	chapterBasics   = "一、基本情况"
	sectionProject  = "（一）项目概况"
	sectionTargets  = "（二）绩效目标设定情况"
	chapterAchieved = "二、绩效目标完成情况"
	sectionFunds    = "（一）资金投入和执行情况"
	sectionGoal     = "（二）总体目标完成情况"
	sectionRows     = "（三）各项绩效指标完成情况"
	chapterReasons  = "三、偏离绩效目标的原因和下一步改进措施"
	sectionReasons  = "（一）偏离绩效目标的原因"
	sectionMeasures = "（二）下一步改进措施"
	chapterUse      = "四、自评结果拟应用和公开情况"
	unclassified    = "未分类指标"
	labelVerdict    = "完成情况"
)

// NewNarrative builds the report of a project from what its form shows.
func NewNarrative(v *View) *Narrative {
	b := &narrator{v: v}
	b.basics()
	b.achieved()
	b.deviations()
	b.heading(NarrativeChapter, chapterUse)
	b.text(gap("自评结果在预算安排、改进管理和完善政策中的拟应用情况"))
	b.text(gap("自评结果拟公开的范围、方式和时间"))
	b.closing()
	return &Narrative{Name: v.Name, Title: narrativeTitle, Year: v.Year, Blocks: b.blocks}
}

// narrator writes a report block by block.
type narrator struct {
	v      *View
	blocks []NarrativeBlock
}

func say(text string) NarrativePiece { return NarrativePiece{Text: text} }

func sayf(format string, args ...any) NarrativePiece { return say(fmt.Sprintf(format, args...)) }

// gap marks what the author has to write, in the words that a reader searches for.
func gap(what string) NarrativePiece {
	return NarrativePiece{Text: "【此处填写：" + what + "】", Gap: true}
}

// known says a text where there is one, and otherwise leaves a gap for it.
func known(text, what string) NarrativePiece {
	if strings.TrimSpace(text) == "" {
		return gap(what)
	}
	return say(text)
}

// quoted sets a text of the department between quotation marks and ends the sentence, unless the text ends it itself.
func quoted(text string) string {
	text = strings.TrimSpace(text)
	if strings.HasSuffix(text, "。") || strings.HasSuffix(text, "！") || strings.HasSuffix(text, "？") {
		return "“" + text + "”"
	}
	return "“" + text + "”。"
}

func (b *narrator) heading(kind NarrativeKind, text string) {
	b.blocks = append(b.blocks, NarrativeBlock{Kind: kind, Pieces: []NarrativePiece{say(text)}})
}

func (b *narrator) text(pieces ...NarrativePiece) {
	b.blocks = append(b.blocks, NarrativeBlock{Pieces: pieces})
}

// quote says what introduces a text of the department and the text, or a gap where it wrote none.
func (b *narrator) quote(lead, text, what string) {
	if strings.TrimSpace(text) == "" {
		b.text(say(lead), gap(what))
		return
	}
	b.text(say(lead + quoted(text)))
}

func (b *narrator) basics() {
	b.heading(NarrativeChapter, chapterBasics)
	b.heading(NarrativeSection, sectionProject)
	b.text(append(b.whose(), gap("立项依据、实施内容和实施期限"))...)
	b.heading(NarrativeSection, sectionTargets)
	b.quote("年度总体目标为：", b.v.Goal, "年度总体目标")
	b.text(b.targets()...)
}

func (b *narrator) whose() []NarrativePiece {
	v := b.v
	pieces := []NarrativePiece{known(v.Name, "项目名称")}
	if v.Code != "" {
		pieces = append(pieces, sayf("（项目编码%s）", v.Code))
	}
	if v.Department != "" && v.Department == v.Unit {
		return append(pieces, sayf("由%s主管并实施。", v.Department))
	}
	return append(pieces, say("由"), known(v.Department, b.v.Words.Department), say("主管，"), known(v.Unit, b.v.Words.Unit), say("实施。"))
}

func (b *narrator) targets() []NarrativePiece {
	classes := b.classes()
	if len(classes) == 0 {
		return []NarrativePiece{say("没有登记年度绩效指标。"), gap("绩效指标设定情况")}
	}
	if len(classes) == 1 {
		return []NarrativePiece{sayf("设定年度绩效指标%d项，均为%s。", len(b.v.Indicators), classes[0].name)}
	}
	var parts []string
	for _, class := range classes {
		parts = append(parts, fmt.Sprintf("%s%d项", class.name, len(class.rows)))
	}
	return []NarrativePiece{sayf("设定年度绩效指标%d项，其中%s。", len(b.v.Indicators), strings.Join(parts, "、"))}
}

// class is the indicators of one class of level 1, in the order of the form.
type class struct {
	name string
	rows []*IndicatorLine
}

// classes are in the order in which the form has them.
func (b *narrator) classes() []class {
	var classes []class
	for i := range b.v.Indicators {
		line := &b.v.Indicators[i]
		name := line.Level1
		if name == "" {
			name = unclassified
		}
		at := slices.IndexFunc(classes, func(c class) bool { return c.name == name })
		if at < 0 {
			at, classes = len(classes), append(classes, class{name: name})
		}
		classes[at].rows = append(classes[at].rows, line)
	}
	return classes
}

func (b *narrator) achieved() {
	b.heading(NarrativeChapter, chapterAchieved)
	b.text(b.total()...)
	b.heading(NarrativeSection, sectionFunds)
	b.funds()
	b.heading(NarrativeSection, sectionGoal)
	b.quote("年度总体目标的实际完成情况为：", b.v.GoalActual, "年度总体目标的实际完成情况")
	b.heading(NarrativeSection, sectionRows)
	b.indicators()
}

// total says what the project came to. An undetermined one has bounds and no grade.
func (b *narrator) total() []NarrativePiece {
	v := b.v
	switch {
	case !v.Determined && v.Total.Kind == WordsFigure:
		return []NarrativePiece{sayf("本项目有%d项内容无法判定，总分在%s分之间，尚不能评定等级。", v.Undetermined, v.Total.Text)}
	case !v.Determined: // the form prints what the unit claims
		return []NarrativePiece{sayf("本项目总分为%s分；有%d项内容无法判定，尚不能评定等级。", v.Total.Text, v.Undetermined)}
	case !v.Graded:
		return []NarrativePiece{sayf("本项目总分为%s分，未评定等级。", v.Total.Text)}
	}
	return []NarrativePiece{sayf("本项目总分为%s分，等级为“%s”。", v.Total.Text, v.Grade)}
}

func (b *narrator) closing() {
	closing := func(piece NarrativePiece) {
		b.blocks = append(b.blocks, NarrativeBlock{Kind: NarrativeClosing, Pieces: []NarrativePiece{piece}})
	}
	closing(known(b.v.Unit, "实施单位（盖章）"))
	closing(known(b.v.FilledOn, "日期"))
}

// deviating tells whether a row did not reach its target.
func deviating(verdict engine.Verdict) bool {
	return verdict == engine.PartlyMet || verdict == engine.Missed
}
