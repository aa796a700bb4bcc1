package grid

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"jixiao/importer/formtest"
)

func TestAlignedText(t *testing.T) {
	tests := []struct {
		name, content string
		delimiter     Delimiter
		want          []string
	}{
		{"columns", "一级指标   三级指标     指标值\n产出指标   发布文章数   ≥200篇\n           办理 时限    12 月底前\n", DelimiterSpaces,
			[]string{"0,c1,1=一级指标", "0,c2,1=三级指标", "0,c3,1=指标值", "1,c1,2=产出指标", "1,c2,2=发布文章数", "1,c3,2=≥200篇", "2,c2,3=办理 时限", "2,c3,3=12 月底前"}},
		{"a blank cell stays blank", "名称      权重  备注\n发布      10    无误\n办理            县级\n", DelimiterSpaces,
			[]string{"0,c1,1=名称", "0,c2,1=权重", "0,c3,1=备注", "1,c1,2=发布", "1,c2,2=10", "1,c3,2=无误", "2,c1,3=办理", "2,c3,3=县级"}},
		{"full-width spaces", "名称　　权重　备注\n发布数　１０　无误\n办理　　　　　县级\n", DelimiterSpaces,
			[]string{"0,c1,1=名称", "0,c2,1=权重", "0,c3,1=备注", "1,c1,2=发布数", "1,c2,2=１０", "1,c3,2=无误", "2,c1,3=办理", "2,c3,3=县级"}},
		{"numbers to the right", "项目             预算数     执行数\n总额       1,000,000.00   9,000.00\n其他               0.00     120.50\n", DelimiterSpaces,
			[]string{"0,c1,1=项目", "0,c2,1=预算数", "0,c3,1=执行数", "1,c1,2=总额", "1,c2,2=1,000,000.00", "1,c3,2=9,000.00", "2,c1,3=其他", "2,c2,3=0.00", "2,c3,3=120.50"}},
		{"a few columns off", "名称    权重    备注\n发布     10     无\n办理    8      县级\n", DelimiterSpaces,
			[]string{"0,c1,1=名称", "0,c2,1=权重", "0,c3,1=备注", "1,c1,2=发布", "1,c2,2=10", "1,c3,2=无", "2,c1,3=办理", "2,c2,3=8", "2,c3,3=县级"}},
		{"a converter that counts characters", "一级指标  三级指标     指标值\n产出指标  发布的文章数   ≥200篇\n满意度   alpha    95%\n", DelimiterSpaces,
			[]string{"0,c1,1=一级指标", "0,c2,1=三级指标", "0,c3,1=指标值", "1,c1,2=产出指标", "1,c2,2=发布的文章数", "1,c3,2=≥200篇", "2,c1,3=满意度", "2,c2,3=alpha", "2,c3,3=95%"}},
		{"a cell over several lines, and over columns", "年度绩效目标表\n\n指标      名称          说明\n产出      发布政策解    依据验收\n          读文章数      报告\n总体说明很长的一格跨列  结束\n", DelimiterSpaces,
			[]string{"0,c1,1=年度绩效目标表", "2,c1,3=指标", "2,c2,3=名称", "2,c3,3=说明", "3,c1,4=产出", "3,c2,4=发布政策解", "3,c3,4=依据验收", "4,c2,5=读文章数", "4,c3,5=报告", "5,c1,6=总体说明很长的一格跨列", "5,c3,6=结束"}},
		{"spread words stay whole", "项  目  名  称   青川讲座   合　计\n单  位           白石镇     三  项\n", DelimiterSpaces,
			[]string{"0,c1,1=项  目  名  称", "0,c2,1=青川讲座", "0,c3,1=合　计", "1,c1,2=单  位", "1,c2,2=白石镇", "1,c3,2=三  项"}},
		{"single characters in columns of their own", "数值  单位  评语\n1503  件    优\n12    项    良\n", DelimiterSpaces,
			[]string{"0,c1,1=数值", "0,c2,1=单位", "0,c3,1=评语", "1,c1,2=1503", "1,c2,2=件", "1,c3,2=优", "2,c1,3=12", "2,c2,3=项", "2,c3,3=良"}},
		{"tables and lines with tabs", "名称    值\n甲方    1\n乙\t2\t3\n", DelimiterTab, []string{"0,c1,1=名称", "0,c2,1=值", "1,c1,2=甲方", "1,c2,2=1", "2,c1,3=乙", "2,c2,3=2", "2,c3,3=3"}},
		{"ruling lines", "名称    值\n--------  ----\n甲方    1\n+----+----+\n", DelimiterSpaces, []string{"0,c1,1=名称", "0,c2,1=值", "1,c1,2=--------  ----", "2,c1,3=甲方", "2,c2,3=1", "3,c1,4=+----+----+"}},
		{"drawn with lines", "┌────┬──┐\n│名称│值│\n├────┼──┤\n│甲  │  │\n│    │ 3│\n└────┴──┘\n", DelimiterSpaces,
			[]string{"0,c1,1=┌────┬──┐", "1,c1,2=名称", "1,c2,2=值", "2,c1,3=├────┼──┤", "3,c1,4=甲", "4,c2,5=3", "5,c1,6=└────┴──┘"}},
		{"drawn with lines and merged", "║名称║甲项目        ║\n║指标║数值    ║单位 ║\n║    ║━━━━╬━━━║\n║人数║      12║人   ║\n", DelimiterSpaces,
			[]string{"0,c1,1=名称", "0,c2,1=甲项目", "1,c1,2=指标", "1,c2,2=数值", "1,c3,2=单位", "2,c1,3=║    ║━━━━╬━━━║", "3,c1,4=人数", "3,c2,4=12", "3,c3,4=人"}},
		{"prose", "第一条  为了规范管理，制定本办法。\n第二条  本办法适用于本市。\n", DelimiterLine, []string{"0,c1,1=第一条  为了规范管理，制定本办法。", "1,c1,2=第二条  本办法适用于本市。"}},
		{"sentences", "One sentence.  Then one more.\nOne further.   Then the last.\n", DelimiterLine, []string{"0,c1,1=One sentence.  Then one more.", "1,c1,2=One further.   Then the last."}},
		{"headings with numbers", "一、  项目概况\n二、  绩效目标\n", DelimiterLine, []string{"0,c1,1=一、  项目概况", "1,c1,2=二、  绩效目标"}},
		{"a single line", "名称   值\n单独一行\n", DelimiterLine, []string{"0,c1,1=名称   值", "1,c1,2=单独一行"}},
		{"gaps below nothing", "甲乙  丙丁\n戊己庚辛壬癸子丑寅卯辰  巳午\n申  酉戌亥天地玄黄\n宇宙洪荒日月盈昃  辰宿\n", DelimiterLine,
			[]string{"0,c1,1=甲乙  丙丁", "1,c1,2=戊己庚辛壬癸子丑寅卯辰  巳午", "2,c1,3=申  酉戌亥天地玄黄", "3,c1,4=宇宙洪荒日月盈昃  辰宿"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := Read("f", []byte(test.content), DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if doc.Format != FormatText || doc.Grids[0].Delimiter != test.delimiter {
				t.Errorf("read as %s by %s, want %s", doc.Format, doc.Grids[0].Delimiter, test.delimiter)
			}
			if diff := cmp.Diff(test.want, fields(doc)); diff != "" {
				t.Error("cells (-want +got):", diff)
			}
		})
	}
}

// TestAlignedForms reads made-up forms that are printed in columns: each cell is there, and each column of the form is one column.
func TestAlignedForms(t *testing.T) {
	read := 0
	for seed := uint64(1); seed <= 6000; seed++ {
		form := formtest.New(seed)
		if form.Layout.Format != formtest.FormatSpaces || form.Layout.Compact {
			continue
		}
		read++
		data := form.Data
		if form.Encoding == "gb18030" {
			var err error
			if data, err = simplifiedchinese.GB18030.NewEncoder().Bytes(data); err != nil {
				t.Fatal(err)
			}
		}
		doc, err := Read(form.Name, data, DefaultLimits())
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if diff := misread(form, doc.Grids[0]); diff != "" {
			t.Errorf("seed %d: %s\n%s", seed, diff, form.Text)
		}
	}
	if read < 100 {
		t.Errorf("only %d forms are printed in columns", read)
	}
}

// misread compares the cells of a form with those that were read, "" where they are the same.
func misread(form *formtest.Form, g Grid) string {
	columns, back := map[int]int{}, map[int]int{}
	for i, row := range form.Sheet.Rows {
		var put []formtest.Cell
		for _, c := range row {
			if c.Text != "" {
				put = append(put, c)
			}
		}
		if len(put) != len(g.Rows[i]) {
			return fmt.Sprintf("line %d has %d cells, read were %+v", i+1, len(put), g.Rows[i])
		}
		for k, c := range put {
			got := g.Rows[i][k]
			if strings.Join(strings.Fields(c.Text), " ") != got.Text {
				return fmt.Sprintf("line %d: %q was read as %q", i+1, c.Text, got.Text)
			}
			column, known := columns[c.Col]
			before, taken := back[got.Col]
			if known && column != got.Col || taken && before != c.Col {
				return fmt.Sprintf("line %d: %q of column %d was read in column %d", i+1, c.Text, c.Col, got.Col)
			}
			columns[c.Col], back[got.Col] = got.Col, c.Col
		}
	}
	return ""
}
