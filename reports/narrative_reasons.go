package reports

import (
	"fmt"
	"strings"

	"jixiao/engine"
)

// deviations names every row that did not reach its target or that nobody could judge, with what the department says of it.
func (b *narrator) deviations() {
	b.heading(NarrativeChapter, chapterReasons)
	b.heading(NarrativeSection, sectionReasons)
	n := b.listed("以下指标没有完全达到目标：", "偏差原因", func(line *IndicatorLine) bool { return deviating(line.Verdict) })
	open := b.listed("以下指标根据现有资料无法判定：", "无法判定的原因和需要补充的资料", func(line *IndicatorLine) bool { return line.Verdict == engine.Undetermined })
	if n == 0 && open == 0 {
		b.text(b.nothingDeviates()...)
	}
	b.heading(NarrativeSection, sectionMeasures)
	if n+open > 0 {
		b.text(gap("改进措施、责任人和完成时限"))
		return
	}
	b.text(gap("下一步工作安排"))
}

func (b *narrator) nothingDeviates() []NarrativePiece {
	if len(b.v.Indicators) == 0 {
		return []NarrativePiece{say("没有登记年度绩效指标，偏离情况无从判断。"), gap("偏离绩效目标的情况和原因")}
	}
	return []NarrativePiece{say("各项绩效指标没有偏离目标的情况。")}
}

// listed writes the rows that are meant, one a paragraph, and returns how many there are.
func (b *narrator) listed(lead, what string, meant func(*IndicatorLine) bool) int {
	n := 0
	for i := range b.v.Indicators {
		line := &b.v.Indicators[i]
		if !meant(line) {
			continue
		}
		if n++; n == 1 {
			b.text(say(lead))
		}
		b.deviation(n, line, what)
	}
	return n
}

func (b *narrator) deviation(n int, line *IndicatorLine, what string) {
	pieces := []NarrativePiece{sayf("%d. ", n), known(line.Name, "指标名称"),
		say("：" + stated("年度指标值", line.Target) + "，" + stated("实际完成值", line.Actual) + "，" + judged(line) + "。")}
	if strings.TrimSpace(line.Deviation) == "" {
		b.text(append(pieces, gap(what))...)
		return
	}
	b.text(append(pieces, say("单位说明："+quoted(line.Deviation)))...)
}

// stated says a value as it was written, or that there is none.
func stated(label, text string) string {
	if strings.TrimSpace(text) == "" {
		return label + "未填"
	}
	return label + "为“" + text + "”"
}

func judged(line *IndicatorLine) string {
	if line.Score.Kind != PointsFigure {
		return line.Verdict.Label()
	}
	return fmt.Sprintf("%s，得%s分（分值%s分）", line.Verdict.Label(), line.Score.Text, line.Weight.Text)
}
