package formtest

import (
	"archive/zip"
	"bufio"
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"
)

// Big is a flat table of any size, with 14 columns and one indicator a row, as an export of a platform looks. Unlike a made-up form it
// is written as it is drawn, so that its size costs no memory but that of its different texts.
type Big struct {
	Rows       int  // below the header
	PerProject int  // rows of a project; its first one is the budget's
	Scattered  bool // the rows of a project stand far apart: all first rows, then all second rows, and so on
	Inline     bool // texts stand in their cells, where others list them once beside the sheet
}

var bigHeader = []string{"项目编码", "项目名称", "主管部门", "实施单位", "年度", "一级指标", "二级指标", "三级指标", "年度指标值",
	"实际完成值", "分值", "年初预算数", "全年预算数", "全年执行数"}

// bigIndicators are level 1, level 2, name, target, actual and weight of the rows of a project; %d is another number in each project.
var bigIndicators = [][6]string{
	{"产出指标", "数量指标", "修缮校舍面积", "≥%d平方米", "%d平方米", "10"},
	{"产出指标", "数量指标", "培训教师人次", "≥%d人次", "%d人次", "10"},
	{"产出指标", "质量指标", "工程验收合格率", "100%%", "100%%", "10"},
	{"产出指标", "时效指标", "资金拨付及时率", "≥95%%", "98.%d%%", "10"},
	{"产出指标", "质量指标", "设备验收通过率", "≥98%%", "99%%", "10"},
	{"成本指标", "经济成本指标", "每平方米修缮成本", "≤%d元", "%d元", "10"},
	{"效益指标", "社会效益指标", "惠及学生人数", "≥%d人", "%d人", "10"},
	{"效益指标", "可持续影响指标", "设施使用年限", "≥8年", "8年", "10"},
	{"满意度指标", "服务对象满意度指标", "师生满意度", "≥90%%", "93.%d%%", "10"},
}

// Write writes the table as a workbook.
func (b Big) Write(w io.Writer) error {
	z := zip.NewWriter(w)
	texts := newTextList()
	sheet := func(out *bufio.Writer) { b.sheet(out, texts) }
	for _, part := range []struct {
		name  string
		write func(*bufio.Writer)
	}{
		{"[Content_Types].xml", constant(types("/xl/workbook.xml", sheetML+"sheet.main+xml", "/xl/worksheets/sheet1.xml", sheetML+"worksheet+xml",
			"/xl/sharedStrings.xml", sheetML+"sharedStrings+xml"))},
		{"_rels/.rels", constant(rels("officeDocument", "xl/workbook.xml"))},
		{"xl/workbook.xml", constant(xmlHead + `<workbook xmlns="` + mainNS + `" xmlns:r="` + relations + `"><sheets><sheet name="绩效目标" sheetId="1" r:id="rId1"/></sheets></workbook>`)},
		{"xl/_rels/workbook.xml.rels", constant(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="rId1" Type="` + relations + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + relations + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`)},
		{"xl/worksheets/sheet1.xml", sheet},
		{"xl/sharedStrings.xml", texts.write},
	} {
		entry, err := z.Create(part.name)
		if err != nil {
			return fmt.Errorf("begin %s: %w", part.name, err)
		}
		out := bufio.NewWriterSize(entry, 1<<16)
		part.write(out)
		if err := out.Flush(); err != nil {
			return fmt.Errorf("write %s: %w", part.name, err)
		}
	}
	return z.Close()
}

func constant(text string) func(*bufio.Writer) {
	return func(out *bufio.Writer) { out.WriteString(text) }
}

func (b Big) sheet(out *bufio.Writer, texts *textList) {
	out.WriteString(xmlHead + `<worksheet xmlns="` + mainNS + `"><sheetData>`)
	b.row(out, texts, 0, bigHeader)
	projects := (b.Rows + b.PerProject - 1) / b.PerProject
	for i := range b.Rows {
		project, at := i/b.PerProject, i%b.PerProject
		if b.Scattered {
			project, at = i%projects, i/projects
		}
		b.row(out, texts, i+1, bigRow(project, at))
	}
	out.WriteString(`</sheetData></worksheet>`)
}

// bigRow is one row of a project: its budget, or one of its indicators.
func bigRow(project, at int) []string {
	cells := []string{fmt.Sprintf("XM%06d", project), fmt.Sprintf("第%d批校舍维修改造项目", project), fmt.Sprintf("云溪县第%d局", project%60),
		fmt.Sprintf("云溪县第%d中心小学", project%900), "2025"}
	if at == 0 {
		amount := strconv.Itoa(100_000 + project*37%900_000)
		return append(cells, "预算执行", "", "", "", "", "", amount, amount, strconv.Itoa(90_000+project%10_000))
	}
	indicator := bigIndicators[(at-1)%len(bigIndicators)]
	name := indicator[2]
	if round := (at - 1) / len(bigIndicators); round > 0 {
		name += strconv.Itoa(round)
	}
	number := 100 + project*7%4000
	return append(cells, indicator[0], indicator[1], name, filled(indicator[3], number), filled(indicator[4], number), indicator[5])
}

func filled(format string, number int) string {
	if strings.Contains(format, "%d") {
		return fmt.Sprintf(format, number)
	}
	return strings.ReplaceAll(format, "%%", "%")
}

func (b Big) row(out *bufio.Writer, texts *textList, row int, cells []string) {
	fmt.Fprintf(out, `<row r="%d">`, row+1)
	for col, text := range cells {
		ref := column(col) + strconv.Itoa(row+1)
		switch _, err := strconv.Atoi(text); {
		case text == "":
		case err == nil:
			out.WriteString(`<c r="` + ref + `"><v>` + text + `</v></c>`)
		case b.Inline:
			out.WriteString(`<c r="` + ref + `" t="inlineStr"><is><t>` + html.EscapeString(text) + `</t></is></c>`)
		default:
			out.WriteString(`<c r="` + ref + `" t="s"><v>` + strconv.Itoa(texts.number(text)) + `</v></c>`)
		}
	}
	out.WriteString(`</row>`)
}

// textList numbers texts as a workbook lists them.
type textList struct {
	numbers map[string]int
	texts   []string
}

func newTextList() *textList { return &textList{numbers: map[string]int{}} }

func (l *textList) number(text string) int {
	n, known := l.numbers[text]
	if !known {
		n = len(l.texts)
		l.numbers[text] = n
		l.texts = append(l.texts, text)
	}
	return n
}

func (l *textList) write(out *bufio.Writer) {
	fmt.Fprintf(out, xmlHead+`<sst xmlns="%s" uniqueCount="%d">`, mainNS, len(l.texts))
	for _, text := range l.texts {
		out.WriteString(`<si><t>` + html.EscapeString(text) + `</t></si>`)
	}
	out.WriteString(`</sst>`)
}
