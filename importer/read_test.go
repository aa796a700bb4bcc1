package importer

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/importer/grid"
)

// sheetOf builds a worksheet: rows of texts, blank ones left out.
func sheetOf(name string, rows ...[]string) grid.Grid {
	g := grid.Grid{Sheet: name, Rows: make([][]grid.Cell, len(rows))}
	for i, row := range rows {
		for j, text := range row {
			if text != "" {
				g.Rows[i] = append(g.Rows[i], grid.Cell{Row: i, Col: j, Text: text, MergeRows: 1, MergeCols: 1,
					Place: grid.Place{File: "book.xlsx", Sheet: name, Ref: fmt.Sprintf("%c%d", 'A'+j, i+1)}})
			}
		}
	}
	return g
}

func readBook(t *testing.T, grids ...grid.Grid) *Result {
	t.Helper()
	result, err := readDocument(&grid.Document{File: "book.xlsx", Format: grid.FormatXLSX, Grids: grids}, Options{Year: 2025})
	if err != nil {
		t.Fatal(err)
	}
	checkLaws(t, result)
	return result
}

func codesOf(r *Result) []string {
	var codes []string
	for _, issue := range r.Issues {
		codes = append(codes, issue.Code)
	}
	return codes
}

func TestMergedCellsReachDownAndBlankOnesDoNot(t *testing.T) {
	g := sheetOf("指标",
		[]string{"项目名称", "主管部门", "一级指标", "二级指标", "三级指标", "指标值", "完成值"},
		[]string{"村道养护", "交通局", "产出指标", "数量指标", "养护里程", "≥50公里", "51"},
		[]string{"", "", "", "", "桥梁检测", "≥3座", "3"},
		[]string{"", "", "", "", "边沟清理", "≥9公里", "9"})
	for i := range 4 {
		g.Rows[1][i].MergeRows = 2
	}
	r := readBook(t, g)
	if len(r.Submissions) != 1 || len(r.Submissions[0].Indicators) != 2 {
		t.Fatalf("submissions %+v", r.Submissions)
	}
	second := r.Submissions[0].Indicators[1]
	if second.Name != "桥梁检测" || second.Level2 != engine.Quantity || r.Records[1].Project.Department != "交通局" {
		t.Errorf("the merged cells did not reach down: %+v, %+v", second, r.Records[1])
	}
	if last := r.Records[2]; last.Project.Name != "" || last.Name != "边沟清理" {
		t.Errorf("a blank cell took what stands above: %+v", last)
	}
	if codes := codesOf(r); !slices.Equal(codes, []string{RowWithoutProject}) {
		t.Errorf("issues %v", codes)
	}
}

func TestSheetsWithoutTableAreSkippedAndSaid(t *testing.T) {
	r := readBook(t,
		sheetOf("填报说明", []string{"填写说明"}, []string{"1", "请在“实际完成值”一列填写"}),
		sheetOf("空白"),
		sheetOf("填报", []string{"项目名称", "三级指标", "实际完成值"}, []string{"村道养护", "养护里程", "51"}),
		sheetOf("旧表", []string{"一级指标", "二级指标", "指标值", "完成值"}, []string{"产出指标", "数量指标", "3", "3"}))
	if codes := codesOf(r); !slices.Equal(codes, []string{SheetSkipped, SheetHeaders}) {
		t.Errorf("issues %v", codes)
	}
	if len(r.Records) != 1 || r.Records[0].Value != "51" || r.Counts.Reported != 11 {
		t.Errorf("records %+v, counts %+v", r.Records, r.Counts)
	}
}

func TestHiddenCellsAreSaid(t *testing.T) {
	g := sheetOf("填报", []string{"项目名称", "三级指标", "实际完成值", "指标标识"}, []string{"村道养护", "养护里程", "51", "0f3a"})
	for i := range g.Rows[1] {
		g.Rows[1][i].Hidden = true
	}
	r := readBook(t, g) // the fill-in sheet hides its own ids, which nobody has to be told
	if len(r.Issues) != 1 || r.Issues[0].Code != HiddenCells || r.Issues[0].Args[0].Value != "3" {
		t.Errorf("issues %+v", r.Issues)
	}
}

func TestFaultsBecomeIssuesAtTheirPlace(t *testing.T) {
	g := sheetOf("填报", []string{"项目名称", "三级指标", "实际完成值"}, []string{"村道养护", "养护里程", "#DIV/0!"})
	doc := &grid.Document{File: "book.xlsx", Format: grid.FormatXLSX, Grids: []grid.Grid{g}, Faults: []grid.Fault{
		{Code: grid.FaultCellError, Args: grid.Args{{Name: "value", Value: "#DIV/0!"}}, Place: g.Rows[1][2].Place}}}
	r, err := readDocument(doc, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Issues) != 1 || r.Issues[0].Code != CellError || r.Issues[0].Severity != engine.Error || r.Issues[0].Source.Ref != "C2" {
		t.Errorf("issues %+v", r.Issues)
	}
	checkLaws(t, r)
	if len(r.Records) != 0 {
		t.Errorf("an error value was recorded: %+v", r.Records)
	}
}

func TestAnErrorValueIsNoActualInATextTableEither(t *testing.T) {
	r := readBook(t, sheetOf("填报", []string{"项目名称", "二级指标", "三级指标", "年度指标值", "实际完成值"},
		[]string{"村道养护", "数量指标", "养护里程", "≥50公里", "#VALUE!"}, []string{"村道养护", "数量指标", "桥梁检测", "#REF!", "3"}))
	codes := slices.DeleteFunc(codesOf(r), func(code string) bool { return code == ClassInferred })
	if !slices.Equal(codes, []string{CellError, TargetMissing, CellError}) {
		t.Errorf("issues %+v", r.Issues)
	}
	if len(r.Records) != 1 || r.Records[0].Value != "3" {
		t.Errorf("records %+v", r.Records)
	}
}

func TestTheFormsOwnYearWins(t *testing.T) {
	printed := readFile(t, "testdata/undamaged.txt", Options{Year: 2024})
	if printed.Submissions[0].Year != 2025 || !slices.Equal(codesOf(printed), []string{YearDiffers}) {
		t.Errorf("year %d, issues %v", printed.Submissions[0].Year, printed.Issues)
	}
	given := readFile(t, "testdata/head-lacks.txt", Options{Year: 2024})
	if given.Submissions[0].Year != 2024 || slices.Contains(codesOf(given), YearMissing) {
		t.Errorf("year %d, issues %v", given.Submissions[0].Year, given.Issues)
	}
}

func TestFilesThatHoldNothing(t *testing.T) {
	var unreadable *grid.Error
	if _, err := Read("empty.txt", nil, Options{}); !errors.As(err, &unreadable) || unreadable.Code != grid.ErrorEmpty {
		t.Errorf("empty: %v", err)
	}
	var none *NoForm
	if _, err := Read("letter.txt", []byte("各位同事:\n请于月底前报送。\n"), Options{}); !errors.As(err, &none) || none.File != "letter.txt" {
		t.Errorf("letter: %v", err)
	}
	var wrong *WrongHeaders
	_, err := Read("people.csv", []byte("姓名,年龄,城市\n王芳,31,青岚\n李强,28,青岚\n"), Options{})
	if !errors.As(err, &wrong) || !slices.Equal(wrong.Found, []string{"姓名", "年龄", "城市"}) || len(wrong.Missing) != 3 {
		t.Errorf("people: %v", err)
	}
	_, err = Read("table.txt", []byte("一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t养护里程\t≥5\n"), Options{})
	if !errors.As(err, &wrong) || !slices.Equal(wrong.Missing, []string{"项目名称/项目编码"}) || wrong.Source.Line != 1 {
		t.Errorf("table without projects: %v", err)
	}
}

func TestColumnsInAnyOrderReadTheSame(t *testing.T) {
	straight := "项目名称,三级指标,二级指标,年度指标值,实际完成值\n村道养护,养护里程,数量指标,≥50公里,51公里\n"
	turned := "完成值,指标值,指标名称,项目名称,二级指标\n51公里,≥50公里,养护里程,村道养护,数量指标\n"
	a, err := Read("a.csv", []byte(straight), Options{Year: 2025})
	if err != nil {
		t.Fatal(err)
	}
	b, err := Read("b.csv", []byte(turned), Options{Year: 2025})
	if err != nil {
		t.Fatal(err)
	}
	if engine.InputDigest(a.Submissions[0]) != engine.InputDigest(b.Submissions[0]) || a.Records[0].Value != b.Records[0].Value {
		t.Errorf("%+v\n%+v", a.Submissions[0], b.Submissions[0])
	}
}

func TestSpellings(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"青岚县文化旅游局", "青岚县文化和旅游局", true},
		{"中共青岚县社会工作者部", "中共青岚市县委社会工作部", false}, // four characters in eleven
		{"中共青岚县委社会工作部(汇总)", "中共青岚县社会工作部(汇总)", true},
		{"青岚县人民政府财政局", "青岚县人民政府民政局", false},
		{"青岚县第一初级中学", "青岚县第二初级中学", false},
		{"青岚县教育体育局", "青岚县教育体育局机关", false},
		{"财政局", "市财政局", false},
	} {
		a, b := newSpelling(c.a, engine.Fold(c.a), nil), newSpelling(c.b, engine.Fold(c.b), nil)
		if alike(a, b) != c.same || alike(b, a) != c.same {
			t.Errorf("%s, %s: alike is not %v", c.a, c.b, c.same)
		}
	}
}

func TestMoney(t *testing.T) {
	wan, _ := parseMoneyUnit("万元")
	for _, c := range []struct {
		text   string
		unit   money
		want   string
		result amount
	}{
		{"150,000.00", yuan, "150000.00", amountRead},
		{"15.5", wan, "155000.00", amountRead},
		{"15.5万元", yuan, "155000.00", amountRead},
		{"１５元", wan, "15.00", amountRead},
		{"15", money{}, "0.00", amountNoUnit},
		{"0.001", yuan, "0.00", amountUnreadable},
		{"—", yuan, "0.00", amountNothing},
		{"十五", yuan, "0.00", amountUnreadable},
	} {
		m, result := parseMoney(c.text, c.unit)
		if m.String() != c.want && result == amountRead || result != c.result {
			t.Errorf("%s %s: %s, %d; want %s, %d", c.text, c.unit.name, m, result, c.want, c.result)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"undamaged.txt", "broken-label.txt", "contradiction.txt", "joined.txt", "flat.csv", "flat-bad.csv", "records.csv", "pipes.txt"} {
		f.Add(mustRead(f, "testdata/"+seed), 2025)
	}
	f.Add([]byte("财政项目支出绩效目标申报表\n项目名称\t甲\n数量指标\n\t标\n"), 0)
	f.Fuzz(func(t *testing.T, data []byte, year int) {
		first, err := Read("f", data, Options{Year: year})
		second, again := Read("f", data, Options{Year: year})
		if (err == nil) != (again == nil) || !reflect.DeepEqual(first, second) {
			t.Fatal("the same input read twice differs")
		}
		if err != nil {
			if strings.HasPrefix(err.Error(), "account") {
				t.Fatal(err)
			}
			return
		}
		checkLaws(t, first)
		for _, s := range first.Submissions {
			for _, ind := range s.Indicators {
				if ind.ID == "" || ind.Ordinal < 1 || ind.Level2 != engine.NoCategory && ind.Level2.Parent() != ind.Level1 {
					t.Fatalf("indicator %+v", ind)
				}
			}
		}
	})
}

func TestBudgetItemsStandInEitherLevel(t *testing.T) {
	for _, column := range []int{2, 3} {
		g := sheetOf("预算",
			[]string{"项目名称", "一级指标", "二级指标", "三级指标", "指标值", "年初预算数(万元)", "全年执行数(元)"},
			[]string{"村道养护", "产出指标", "数量指标", "养护里程", "≥50公里"},
			[]string{"村道养护", "预算执行", "", "", "", "25", "215457.6"},
			[]string{"村道养护", "预算执行", "", "", "", "5", "0"})
		for row, item := range map[int]string{2: "年度资金总额", 3: "其他资金"} {
			g.Rows[row] = append(g.Rows[row], grid.Cell{Row: row, Col: column, Text: item, MergeRows: 1, MergeCols: 1,
				Place: grid.Place{File: "book.xlsx", Sheet: "预算", Ref: fmt.Sprintf("%c%d", 'A'+column, row+1)}})
			slices.SortFunc(g.Rows[row], func(a, b grid.Cell) int { return a.Col - b.Col })
		}
		r := readBook(t, g)
		if codes := codesOf(r); slices.Contains(codes, CellNotKept) || slices.Contains(codes, BudgetItemUnknown) {
			t.Errorf("column %d: %v", column, codes)
		}
		rows := r.Submissions[0].Budget.Rows
		if len(rows) != 2 || rows[0].Item != engine.TotalFunds || *rows[0].Initial != 250_000_00 || rows[1].Item != engine.OtherFunds {
			t.Errorf("column %d: %+v", column, rows)
		}
		var recorded []string
		for _, record := range r.Records {
			recorded = append(recorded, record.Item.String()+" "+record.Field.String()+" "+record.Value)
		}
		want := []string{"年度资金总额 initial 250000.00", "年度资金总额 executed 215457.60", "其他资金 initial 50000.00", "其他资金 executed 0.00"}
		if !slices.Equal(recorded, want) {
			t.Errorf("column %d: %q", column, recorded)
		}
	}
}

func TestWeightsMayBeShares(t *testing.T) {
	r := readBook(t, sheetOf("指标", []string{"项目名称", "一级指标", "二级指标", "三级指标", "指标值", "权重"},
		[]string{"村道养护", "产出指标", "数量指标", "养护里程", "≥50公里", "50%"},
		[]string{"村道养护", "效益指标", "社会效益指标", "出行条件", "改善", "29.5％"},
		[]string{"村道养护", "满意度指标", "服务对象满意度指标", "满意度", "≥90%", "10分"}))
	if len(r.Issues) != 0 {
		t.Errorf("issues %+v", r.Issues)
	}
	for i, want := range []engine.Points{5000, 2950, 1000} {
		if got := r.Submissions[0].Indicators[i].Weight; got == nil || *got != want {
			t.Errorf("row %d: weight %v, want %v", i, got, want)
		}
	}
}
