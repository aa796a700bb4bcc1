package reports

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"jixiao/engine"
)

// guide is what the first sheet of the fill-in workbook says, after whom it concerns.
var guide = []string{
	"一、打开下面的“" + FillSheet + "”，只填浅黄色的格子；填好的格子会变成白色。灰色的格子已锁定，不用管它。",
	"二、指标行：照“怎样填”一栏，把全年做到的写进“实际完成值”，尽量带上单位，例如 487 场、95%、200余人。没有完成的也要填（例如 0），空白算没有上报，不会按 0 计。",
	"三、指标值是文字的，还要在“完成情况”中选达成、部分达成、未达成或不适用。“自评得分”写本单位给自己打的分，不超过分值，可以空着。",
	"四、没有达到指标值、或者得分低于分值的，在“偏差原因分析及改进措施”中写明原因和改进措施。",
	"五、预算执行行：在最右边三栏写金额，单位是元，不要写成万元。没有的写 0，空白算没有填报。",
	"六、年度总体目标行：写全年实际完成情况。填报信息行：写填报人、联系电话和填报日期。",
	"七、填好后保存，把这个文件原样交回。可以排序、筛选、隐藏行，也可以用 WPS、LibreOffice 填；不要改表头，不要删右边隐藏的列。",
	"八、以“=”“+”“-”“@”开头的文字前面有一个单引号，是为了不被当作公式，不用删。",
}

// examples are filled rows as sentences: a table of them would be read back as one.
var examples = []string{
	"例一：指标值“≥500场”，实际放映 487 场 → 实际完成值写“487场”，偏差原因写“汛期道路中断，13场未放映；明年改为室内放映”。",
	"例二：指标值“12月底前”，11 月 20 日完成 → 实际完成值写“2025-11-20”。",
	"例三：指标值“管护机制健全” → 实际完成值写“已建立管护制度并落实到人”，完成情况选“达成”。",
}

const guideWidth = 70

// guideStyles are the looks of the guide's lines.
type guideStyles struct{ title, body, count int }

func newGuideStyles(book *excelize.File) (g guideStyles, err error) {
	wrapped := excelize.Alignment{Vertical: "center", WrapText: true}
	left := excelize.Alignment{Vertical: "center", Horizontal: "left", WrapText: true}
	style := func(font excelize.Font, alignment *excelize.Alignment) int {
		id, failed := book.NewStyle(&excelize.Style{Font: &font, Alignment: alignment})
		if failed != nil {
			err = failed
		}
		return id
	}
	g = guideStyles{title: style(excelize.Font{Family: hei, Size: 16}, &wrapped), body: style(excelize.Font{Family: song, Size: 11}, &wrapped),
		count: style(excelize.Font{Family: song, Size: 11, Bold: true}, &left)}
	return g, err
}

// concerns says whom a workbook is for.
func (f *FillIn) concerns() string {
	who := strings.Join(f.Departments, "、")
	if len(f.Departments) > maxNamed {
		who = fmt.Sprintf("%s等 %d 个主管部门", strings.Join(f.Departments[:maxNamed], "、"), len(f.Departments))
	}
	if who == "" {
		who = "（未写主管部门）"
	}
	return fmt.Sprintf("填报单位：%s。%d 年度，%d 个项目，%d 个指标。", who, f.Year, f.Count, f.Indicators)
}

// maxNamed is how many departments the guide names.
const maxNamed = 5

func writeGuide(book *excelize.File, fill *FillIn) error {
	if err := book.SetSheetName(book.GetSheetName(0), GuideSheet); err != nil {
		return err
	}
	if err := book.SetColWidth(GuideSheet, "A", "A", guideWidth); err != nil {
		return err
	}
	styles, err := newGuideStyles(book)
	if err != nil {
		return err
	}
	lines := append([]string{fmt.Sprintf("%d年度", fill.Year) + engine.FillInTitle, fill.concerns(), progressText}, guide...)
	lines = append(lines, examples...)
	for i, text := range lines {
		style := styles.body
		if i == 0 {
			style = styles.title
		}
		if err := guideLine(book, i+1, text, style); err != nil {
			return err
		}
	}
	if err := book.ProtectSheet(GuideSheet, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true}); err != nil {
		return err
	}
	return fitWidth(book, GuideSheet, "portrait")
}

func guideLine(book *excelize.File, row int, text string, style int) error {
	cell := "A" + strconv.Itoa(row)
	// The guide's letters are a tenth larger than a column's unit.
	height := 10 + 16*float64(len(wrap(text, guideWidth*9/10, sheetCells)))
	if err := book.SetCellStr(GuideSheet, cell, text); err != nil {
		return err
	}
	if err := book.SetCellStyle(GuideSheet, cell, cell, style); err != nil {
		return err
	}
	return book.SetRowHeight(GuideSheet, row, height)
}

// progress is where the guide counts what is still blank: a label, and beside it the number.
const (
	progressRow  = 3
	progressText = "还没有填“实际完成值”的指标个数（填表时自动更新）："
)

// writeProgress puts how many actuals are still blank into the guide, as a formula that follows what is filled in, with the number of
// now as its value.
func writeProgress(book *excelize.File, rows, blank int) error {
	cell := "B" + strconv.Itoa(progressRow)
	column := func(c engine.Column) string {
		name, _ := excelize.ColumnNumberToName(placeOf(c))
		return fmt.Sprintf("%s!$%s$2:$%s$%d", FillSheet, name, name, rows)
	}
	styles, err := newGuideStyles(book)
	if err != nil {
		return err
	}
	if err := book.SetCellStyle(GuideSheet, "A"+strconv.Itoa(progressRow), cell, styles.count); err != nil {
		return err
	}
	if err := book.SetCellInt(GuideSheet, cell, int64(blank)); err != nil {
		return err
	}
	return book.SetCellFormula(GuideSheet, cell, fmt.Sprintf(`SUMPRODUCT((%s<>"")*(%s=""))`, column(engine.ColumnIndicatorID), column(engine.ColumnActual)))
}

// fitWidth prints a sheet on A4, one page wide.
func fitWidth(book *excelize.File, sheet, orientation string) error {
	size, wide, high, fit := 9, 1, 0, true
	err := book.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high})
	if err != nil {
		return err
	}
	return book.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit})
}
