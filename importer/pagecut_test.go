package importer

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/importer/grid"
	"jixiao/importer/pdftest"
)

// pagesOf builds a pdf: pages of rows with a tab between cells.
func pagesOf(pages ...[]string) *grid.Document {
	g := grid.Grid{}
	for i, page := range pages {
		for k, row := range page {
			at := len(g.Rows)
			g.Rows = append(g.Rows, nil)
			for col, text := range strings.Split(row, "\t") {
				if text == "" {
					continue
				}
				place := grid.Place{File: "form.pdf", Sheet: fmt.Sprintf("p%d", i+1), Ref: fmt.Sprintf("c%d", col+1), Line: k + 1}
				g.Rows[at] = append(g.Rows[at], grid.Cell{Row: at, Col: col, Text: text, MergeRows: 1, MergeCols: 1, Place: place})
			}
		}
	}
	return &grid.Document{File: "form.pdf", Format: grid.FormatPDF, Grids: []grid.Grid{g}}
}

// The parts of a self-evaluation of two indicators.
var (
	cutHead   = []string{"财政项目支出绩效自评表（2025年度）", "项目名称\t渡口安全设施维护经费", "主管部门\t青岚县交通运输局"}
	cutFunds  = []string{"项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t得分", "\t年度资金总额\t8\t8\t7.6\t10\t9.5"}
	cutHeader = []string{"绩效指标\t一级指标\t二级指标\t三级指标\t绩效指标值\t\t实际完成值\t分值", "\t\t\t\t指标值\t计量单位"}
	cutRows   = []string{"\t产出指标\t数量指标\t维护渡口个数\t≥6\t个\t6个\t50", "\t满意度指标\t服务对象满意度指标\t乘客满意度\t≥90\t%\t93%\t40"}
)

// TestPageCuts reads a form whose pages end in the middle of a merged label, and expects what it says where none does.
func TestPageCuts(t *testing.T) {
	all := func(parts ...[]string) []string { return slices.Concat(parts...) }
	want := saidBy(readPages(t, all(cutHead, cutFunds, cutHeader, cutRows)))
	tests := []struct {
		name, label string // which one was put together
		pages       [][]string
	}{
		{"the unit of money", "项目资金(万元)", [][]string{
			all(cutHead, []string{"项目资金（万\t\t年初预算数\t全年预算数\t全年执行数\t分值\t得分"}),
			all([]string{"元）" + cutFunds[1]}, cutHeader, cutRows),
		}},
		{"the label beside the table", "绩效指标", [][]string{
			all(cutHead, cutFunds, []string{strings.Replace(cutHeader[0], "绩效指标", "绩\n效", 1)}, cutHeader[1:], cutRows[:1]),
			{"指\n标" + cutRows[1]},
		}},
		{"a rest that is a class, and the number of the page before it", "服务对象满意度指标", [][]string{
			all(cutHead, cutFunds, cutHeader, cutRows[:1], []string{strings.Replace(cutRows[1], "服务对象满意度指标", "服务对象", 1), "- 1 -"}),
			{"\t\t满意度指标"},
		}},
		{"a heading over both rows of a header", "实际完成值", [][]string{
			all(cutHead, cutFunds, []string{strings.Replace(cutHeader[0], "实际完成值", "实际完成", 1)}),
			all([]string{cutHeader[1] + "\t值"}, cutRows),
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result := readPages(t, test.pages...)
			if labels := brokenLabelsOf(result); !slices.Equal(labels, []string{test.label}) {
				t.Errorf("labels put together: %q", labels)
			}
			if got := saidBy(result); !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if codes := codesOf(result); slices.Contains(codes, CellOutOfPlace) || slices.Contains(codes, CellNotUnderstood) {
				t.Errorf("issues %q", codes)
			}
		})
	}
}

// TestPageCutsInTable puts a class of a flat table together.
func TestPageCutsInTable(t *testing.T) {
	header := "项目名称\t主管部门\t预算年度\t一级指标\t二级指标\t三级指标\t年度指标值"
	rows := []string{"渡口维护经费\t青岚县交通运输局\t2025\t满意度指标\t服务对象满意度指\t乘客满意度\t≥90%", "\t\t\t\t标\t村民满意度\t≥85%"}
	result := readPages(t, []string{header, rows[0]}, rows[1:])
	if labels := brokenLabelsOf(result); !slices.Equal(labels, []string{"服务对象满意度指标"}) {
		t.Errorf("labels put together: %q", labels)
	}
	if codes := codesOf(result); slices.Contains(codes, ClassUnknown) {
		t.Errorf("issues %q", codes)
	}
}

// TestPageCutsOfValues leaves two values alone that are no label together, and two classes that are one each.
func TestPageCutsOfValues(t *testing.T) {
	rows := []string{"\t产出指标\t数量\t维护渡口个数\t≥6\t个\t6个\t50", "\t\t质量指标\t验收\t合格\t\t合格\t40"}
	result := readPages(t, slices.Concat(cutHead, cutFunds, cutHeader, rows[:1]), rows[1:])
	if labels := brokenLabelsOf(result); len(labels) > 0 {
		t.Errorf("labels put together: %q", labels)
	}
	if list := result.Submissions[0].Indicators; len(list) != 2 || list[1].Level2 != engine.Quality {
		t.Errorf("indicators %+v", list)
	}
}

// saidBy is what a form says, without the places.
func saidBy(r *Result) []string {
	v := viewOf(r)
	list := append([]string{v.Projects[0].Project, v.Projects[0].Head}, v.Projects[0].Money...)
	for _, text := range slices.Concat(v.Projects[0].Indicators, v.Records) {
		_, text, _ = strings.Cut(text, ": ")
		list = append(list, text)
	}
	return list
}

func readPages(t *testing.T, pages ...[]string) *Result {
	t.Helper()
	result, err := readDocument(pagesOf(pages...), Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkLaws(t, result)
	return result
}

func brokenLabelsOf(r *Result) []string {
	var labels []string
	for _, issue := range r.Issues {
		if issue.Code == LabelBroken {
			for _, arg := range issue.Args {
				if arg.Name == "label" {
					labels = append(labels, arg.Value)
				}
			}
		}
	}
	return labels
}

// TestNamesCutByPage reads the pdf of a flat table whose page ends in the middle of a project's name. Where nothing beside the name tells
// whether it goes on, the rest is a project of its own, and an issue points at it; that classes fill their cells is no reason to doubt.
func TestNamesCutByPage(t *testing.T) {
	rows := [][]pdftest.Cell{
		{{Text: "项目名称"}, {Text: "二级指标"}, {Text: "三级指标"}, {Text: "年度指标值"}},
		{{Text: "渡口安全设施养护经费", Rows: 4}, {Text: "数量指标"}, {Text: "维护渡口"}, {Text: "≥6个"}},
		{{Text: "质量指标", Rows: 2}, {Text: "验收合格率"}, {Text: "≥95%"}}, {{Text: "设施完好率"}, {Text: "≥90%"}}, {{Text: "时效指标"}, {Text: "完成时间"}, {Text: "12月底前"}},
	}
	d := pdftest.New()
	d.Table(d.Page(600, 260), 160, pdftest.Table{Widths: []float64{68, 48, 80, 80}, Rows: rows})
	result, err := Read("渡口.pdf", d.Bytes(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkLaws(t, result)
	var names, unclear []string
	for _, sub := range result.Submissions {
		names = append(names, sub.Name)
	}
	for _, issue := range result.Issues {
		if issue.Code == PDFPageBreakUnclear {
			unclear = append(unclear, fmt.Sprint(issue.Source.Sheet, " ", issue.Source.Ref, " ", issue.Args))
		}
	}
	want := []string{"p2 c1 [{text 养护经费} {before 渡口安全设施}]"}
	if !slices.Equal(names, []string{"渡口安全设施", "养护经费"}) || !slices.Equal(unclear, want) {
		t.Errorf("projects %q, issues %q", names, unclear)
	}
}
