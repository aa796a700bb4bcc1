package importer

import (
	"strings"
	"testing"
)

func TestOptions(t *testing.T) {
	cases := []struct{ text, want string }{ // options with those that are ticked marked by *, or nothing where it cannot be told
		{"新增项目☑ 经常性项目□", "新增项目* 经常性项目"}, {"新增项目☑经常性项目□", "新增项目* 经常性项目"}, {"□经常性项目 ☑新增项目", "经常性项目 新增项目*"},
		{"□经常性项目☑新增项目", "经常性项目 新增项目*"}, {"新增项目（√） 经常性项目（ ）", "新增项目* 经常性项目"}, {"(√)新增项目 ()经常性项目", "新增项目* 经常性项目"},
		{"新增项目[√]、经常性项目[ ]", "新增项目* 经常性项目"}, {"新增项目（□） 经常性项目（☑）", "新增项目 经常性项目*"}, {"■新增 □经常性 □一次性", "新增* 经常性 一次性"},
		{"新增项目R 经常性项目□", "新增项目* 经常性项目"}, {"R新增 £经常性", "新增* 经常性"}, {"þ新增 ¨经常性", "新增* 经常性"}, {"●新增 ○延续", "新增* 延续"},
		{"□新增 ☒经常性", "新增 经常性*"}, {"新增项目√", "新增项目*"}, {"√新增项目 经常性项目", "新增项目* 经常性项目"}, {"新增项目 经常性项目✔", "新增项目 经常性项目*"},
		{"延续 项目☑ 新增 项目□", "延续项目* 新增项目"}, {"□经常性项目 新增项目☑", "经常性项目 新增项目*"}, {"新增☑ 其他□____", "新增* 其他"}, {"☑新增 □其他(请注明)", "新增* 其他(请注明)"},
		{"新增□ 经常性□", "新增 经常性"}, {"新增☑ 经常性☑", "新增* 经常性*"},
		{"新增 ☑经常性 □一次性", ""}, {"延续 项目√", ""}, {"☑□新增", ""}, {"☑", ""},
	}
	for _, c := range cases {
		var got []string
		for _, o := range parseOptions(c.text) {
			if o.ticked {
				o.text += "*"
			}
			got = append(got, o.text)
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%q: %q, want %q", c.text, text, c.want)
		}
	}
	for _, text := range []string{"经常性项目", "R&D项目", "A/R类", "(一次性)项目", "新增×"} {
		if hasMark(text) {
			t.Errorf("%q is taken for options", text)
		}
	}
	if tokens := markTokens("□R1项目"); len(tokens) != 2 {
		t.Errorf("a letter in a word is a mark: %v", tokens)
	}
}

// Options in cells of their own are one value, and every cell is accounted for.
func TestOptionsInSeveralCells(t *testing.T) {
	form := func(nature ...string) *Result {
		return readBook(t, sheetOf("表", []string{"财政项目支出绩效目标申报表"}, []string{"（2025年度）"}, []string{"项目名称", "河道保洁"}, append([]string{"项目性质"}, nature...),
			[]string{"主管部门", "青岚县水利局", "实施单位", "青岚县河道所"}, []string{"一级指标", "二级指标", "三级指标", "指标值"}, []string{"产出指标", "数量指标", "保洁里程", "≥50公里"}))
	}
	cases := []struct {
		nature     []string
		want, code string
	}{
		{[]string{"新增项目□", "经常性项目☑"}, "经常性项目", ChoiceTaken}, {[]string{"☑新增项目", "□经常性项目", "□一次性项目"}, "新增项目", ChoiceTaken},
		{[]string{"新增项目□", "经常性项目□"}, "新增项目□ 经常性项目□", ChoiceUnclear}, {[]string{"新增项目☑", "经常性项目☑"}, "新增项目☑ 经常性项目☑", ChoiceUnclear},
		{[]string{"新增项目☑", "", "项目类别", "特定目标类"}, "新增项目", ChoiceTaken},
	}
	for _, c := range cases {
		result := form(c.nature...)
		checkLaws(t, result)
		if got := result.Submissions[0].Nature; got != c.want {
			t.Errorf("%v: %q, want %q", c.nature, got, c.want)
		}
		if codes := strings.Join(codesOf(result), " "); !strings.Contains(codes, c.code) || strings.Contains(codes, CellOutOfPlace) || strings.Contains(codes, CellNotUnderstood) {
			t.Errorf("%v: %s, want %s", c.nature, codes, c.code)
		}
	}
}
