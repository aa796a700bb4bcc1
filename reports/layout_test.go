package reports

import (
	"bytes"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/messages"
)

// Every layout prints the same amounts, exactly, in its own unit and words.
func TestLayouts(t *testing.T) {
	s, e := river(t)
	for _, c := range []struct {
		layout, pack, formUnit string
		unit, total, adjusted  string
	}{
		{"", "mof-2020", "元", "元", "1,250,000.00", "全年预算数"},
		{LayoutAuto, "mof-2020", "万元", "万元", "125.00", "全年预算数"},
		{LayoutAuto, "mof-2020", "", "元", "1,250,000.00", "全年预算数"},
		{"national", "mof-2020", "元", "万元", "125.00", "全年预算数"},
		{"shanghai", "mof-2020", "万元", "元", "1,250,000.00", "全年预算数"},
		{LayoutAuto, "hubei-2020", "万元", "万元", "125.00", "预算数（A）"},
		{LayoutAuto, "our-own", "元", "元", "1,250,000.00", "预算数（A）"},
		{"hubei", "mof-2020", "元", "万元", "125.00", "预算数（A）"},
		{"national", "hubei-2020", "元", "万元", "125.00", "全年预算数"},
	} {
		form := *s
		form.Budget.FormUnit = c.formUnit
		pack := PackInfo{Name: c.pack}
		if c.pack == "our-own" {
			pack.Lineage = []string{"hubei-2020", "mof-2020"}
		}
		v := NewView(Input{Submission: &form, Evaluation: e, Pack: pack, Style: Style{Layout: c.layout}, Catalogue: fixtureTexts(t, messages.Chinese).Catalogue})
		if v.MoneyUnit != c.unit || v.Budget[0].Initial.Text != c.total || v.Words.Adjusted != c.adjusted {
			t.Errorf("layout %q, pack %s, form in %s: %s %s %s; want %s %s %s", c.layout, c.pack, c.formUnit, v.MoneyUnit, v.Budget[0].Initial.Text, v.Words.Adjusted,
				c.unit, c.total, c.adjusted)
		}
	}
}

// What the unit claims, what the rules computed and what a reviewer gave stand side by side, whichever of the first two is printed.
func TestScoresSideBySide(t *testing.T) {
	s, e := river(t)
	seven := engine.Points(7_00)
	s.Indicators[1].Review = &engine.Review{Score: &seven, Opinion: "征地不是全部原因", By: "复核人"}
	claimed := *s.Indicators[1].Claimed
	for _, c := range []struct {
		printClaimed  bool
		score, remark string
	}{
		{false, "9.17", "〔自评 10.00，核算 9.17，复核 7.00；审核意见：征地不是全部原因〕"},
		{true, claimed.String(), "〔自评 10.00，核算 9.17，复核 7.00；审核意见：征地不是全部原因〕"},
	} {
		v := NewView(Input{Submission: s, Evaluation: e, Style: Style{PrintClaimed: c.printClaimed}, Catalogue: fixtureTexts(t, messages.Chinese).Catalogue})
		line := v.Indicators[1]
		if line.Score.Text != c.score || !strings.HasSuffix(line.Remark, c.remark) || line.Computed.Text != "9.17" || line.Claimed.Text != "10.00" {
			t.Errorf("claimed is printed %v: %s, computed %s, claimed %s, %q", c.printClaimed, line.Score.Text, line.Computed.Text, line.Claimed.Text, line.Remark)
		}
		if last := v.Totals[len(v.Totals)-1]; last.Label != "复核" || last.Points.Text != "49.08–77.21" {
			t.Errorf("totals %v", v.Totals)
		}
		for name, write := range formWriters() {
			var out bytes.Buffer
			if err := write(&out, []*View{v}); err != nil {
				t.Fatal(err)
			}
			if packed := name == "xlsx" || name == "docx" || name == "pdf"; !packed && !strings.Contains(out.String(), "复核 7.00；审核意见：征地不是全部原因") {
				t.Errorf("%s does not show the review", name)
			}
		}
	}
}
