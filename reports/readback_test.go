package reports

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/engine"
	"jixiao/messages"
)

func openBook(t *testing.T, write func(io.Writer) error) *excelize.File {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book
}

// shown returns what a reader sees of a sheet: the cells' formatted values, row by row, without soft breaks.
func shown(t *testing.T, book *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for i := range row {
			row[i] = strings.ReplaceAll(row[i], softBreak, "")
		}
	}
	return rows
}

func rowWith(t *testing.T, rows [][]string, text string) []string {
	t.Helper()
	for _, row := range rows {
		if slices.Contains(row, text) {
			return slices.DeleteFunc(slices.Clone(row), func(cell string) bool { return cell == "" })
		}
	}
	t.Fatalf("no row holds %q", text)
	return nil
}

// pageRows returns the texts of the cells of every row of a page.
func pageRows(t *testing.T, page []byte) (rows [][]string) {
	t.Helper()
	body := page[bytes.Index(page, []byte("<body>")):]
	body = bytes.ReplaceAll(body[:bytes.Index(body, []byte("</html>"))], []byte("<br>"), []byte("\n"))
	body = regexp.MustCompile(`<col [^>]*>`).ReplaceAll(body, nil)
	decoder := xml.NewDecoder(bytes.NewReader(body))
	var cell strings.Builder
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "tr":
				rows = append(rows, nil)
			case "td", "th":
				cell.Reset()
			}
		case xml.CharData:
			cell.Write(token)
		case xml.EndElement:
			if name := token.Name.Local; (name == "td" || name == "th") && cell.String() != "" {
				rows[len(rows)-1] = append(rows[len(rows)-1], cell.String())
			}
		}
	}
}

// TestAllFormatsShowTheSameDigits compares the workbook as a reader sees it, the page, the terminal and the JSON.
func TestAllFormatsShowTheSameDigits(t *testing.T) {
	views := fixtureViews(t, messages.Chinese)
	book := openBook(t, func(w io.Writer) error { return WriteXLSX(w, views) })
	for i, result := range collect(t) {
		v := views[i]
		sheet := shown(t, book, book.GetSheetName(i))
		var out bytes.Buffer
		if err := WriteHTML(&out, views[i:i+1]); err != nil {
			t.Fatal(err)
		}
		page := pageRows(t, out.Bytes())
		out.Reset()
		if err := WriteProjectTable(&out, v, 200, false); err != nil {
			t.Fatal(err)
		}
		terminal := out.String()
		numbers := jsonProject(t, i)

		same := func(key string, want ...string) {
			t.Helper()
			for name, rows := range map[string][][]string{"workbook": sheet, "page": page} {
				row := rowWith(t, rows, key)
				for _, text := range want {
					if text != "" && !slices.ContainsFunc(row, func(cell string) bool { return squeezed(cell) == squeezed(text) }) {
						t.Errorf("%s, %s: %q is missing from %q", v.Name, name, text, row)
					}
				}
			}
		}
		for _, line := range v.Budget {
			same(line.Label, line.Initial.Text, line.Adjusted.Text, line.Executed.Text, line.Weight.Text, line.Rate.Text, line.Score.Text)
			for _, figure := range []Figure{line.Initial, line.Executed, line.Weight, line.Rate, line.Score} {
				if figure.Kind != WordsFigure && !strings.Contains(terminal, figure.Text) {
					t.Errorf("%s: the terminal lacks %s", v.Name, figure.Text)
				}
			}
		}
		for k, line := range v.Indicators {
			same(line.Name, line.Target, line.Actual, line.Weight.Text, line.Score.Text, line.Remark)
			score := numbers.Indicators[k]
			agree(t, line.Name, line.Weight, score.Weight)
			if line.Verdict == engine.Undetermined {
				if score.Score != nil || line.Score.Text != "无法判定" {
					t.Errorf("%s is undetermined and has the score %s, %v", line.Name, line.Score.Text, score.Score)
				}
			} else if line.Verdict != engine.NotApplicable {
				agree(t, line.Name, line.Score, score.Score)
			}
		}
		for k, line := range v.Adjustments {
			same("调整："+line.Label, line.Points.Text)
			agree(t, line.Rule, line.Points, &numbers.Adjustments[k].Points)
		}
		same(v.Words.Total, v.Total.Text, v.Weight.Text, "等级："+v.Grade)
		if !strings.Contains(terminal, v.Total.Text) {
			t.Errorf("%s: the terminal lacks %s", v.Name, v.Total.Text)
		}
		if result.Evaluation.Determined {
			agree(t, "total", v.Total, numbers.Total)
		} else if numbers.Total != nil || numbers.Grade != nil || v.Grade != ungraded {
			t.Errorf("%s is undetermined and has a total or a grade", v.Name)
		}
	}
}

func collect(t *testing.T) (all []Result) {
	for result := range results(t) {
		all = append(all, result)
	}
	return all
}

type decodedProject struct {
	Total       *json.Number
	Grade       *string
	AtLeast     json.Number `json:"at_least"`
	AtMost      json.Number `json:"at_most"`
	Execution   struct{ Rate, Weight, Score *json.Number }
	Adjustments []struct{ Points json.Number }
	Indicators  []struct{ Weight, Score *json.Number }
}

func jsonProject(t *testing.T, i int) decodedProject {
	t.Helper()
	var out bytes.Buffer
	if err := WriteRunJSON(&out, fixtureTexts(t, messages.Chinese), fixtureRun(), results(t), nil, totalsOf(t)); err != nil {
		t.Fatal(err)
	}
	var decoded struct{ Projects []decodedProject }
	decoder := json.NewDecoder(&out)
	decoder.UseNumber()
	if err := decoder.Decode(&decoded); err != nil {
		t.Fatal(err)
	}
	return decoded.Projects[i]
}

func agree(t *testing.T, name string, figure Figure, got *json.Number) {
	t.Helper()
	plain, ok := figure.Plain()
	want, _ := engine.ParseDecimal(plain)
	if !ok || got == nil || want.String() != got.String() {
		t.Errorf("%s: forms show %s, JSON has %v", name, figure.Text, got)
	}
}

func TestWorkbookLayout(t *testing.T) {
	views := fixtureViews(t, messages.Chinese)
	book := openBook(t, func(w io.Writer) error { return WriteXLSX(w, views) })
	if got := book.GetSheetList(); !reflect.DeepEqual(got, []string{"中小河道综合整治与长效管护经费", "图书购置 专项"}) {
		t.Errorf("sheets: %q", got)
	}
	sheet := book.GetSheetName(0)
	merged := map[string]string{}
	cells, err := book.GetMergeCells(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for _, cell := range cells {
		merged[cell.GetStartAxis()+":"+cell.GetEndAxis()] = strings.ReplaceAll(cell.GetCellValue(), softBreak, "")
	}
	for area, text := range map[string]string{"A1:I1": "项目支出绩效自评表", "A2:I2": "（2025年度）", "A5:A9": "项目资金\n（元）",
		"A10:A11": "年度总体目标", "A12:A20": "绩效指标", "B14:B17": "产出指标", "C14:C15": "数量指标", "B18:B19": "效益指标"} {
		if merged[area] != text {
			t.Errorf("%s holds %q, want %q", area, merged[area], text)
		}
	}
	for cell, want := range map[string]struct {
		kind excelize.CellType
		raw  string
	}{
		"D6": {excelize.CellTypeUnset, "1250000.00"}, "H6": {excelize.CellTypeUnset, "0.8619"}, "H14": {excelize.CellTypeUnset, "9.17"},
		"H16": {excelize.CellTypeSharedString, "无法判定"}, "H20": {excelize.CellTypeSharedString, "不适用"}, "E16": {excelize.CellTypeSharedString, "=100.00(%)"},
	} {
		kind, _ := book.GetCellType(sheet, cell)
		raw, _ := book.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
		if kind != want.kind || raw != want.raw {
			t.Errorf("%s is %v %q, want %v %q", cell, kind, raw, want.kind, want.raw)
		}
	}
	layout, err := book.GetPageLayout(sheet)
	if err != nil || *layout.Size != 9 || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
		t.Errorf("page: %+v, %v", layout, err)
	}
	titles := ""
	for _, name := range book.GetDefinedName() {
		if name.Name == "_xlnm.Print_Titles" && name.Scope == sheet {
			titles = name.RefersTo
		}
	}
	if titles != "'"+sheet+"'!$12:$12" {
		t.Errorf("repeated rows: %q", titles)
	}
}

// A text longer than a row may be high is given several rows; every row stays below the limit, and together they are enough.
func TestLongTextsGetHighRows(t *testing.T) {
	s, e := river(t)
	s.Goal = strings.Repeat("持续改善河道水质，", 400)
	s.Indicators[1].Reason = strings.Repeat("征地手续未办结，", 90)
	book := openBook(t, func(w io.Writer) error { return WriteXLSX(w, []*View{view(t, messages.Chinese, s, e)}) })
	sheet := book.GetSheetName(0)
	cells, err := book.GetMergeCells(sheet)
	if err != nil {
		t.Fatal(err)
	}
	heights := map[string]float64{}
	for _, cell := range cells {
		_, from, _ := excelize.CellNameToCoordinates(cell.GetStartAxis())
		_, to, _ := excelize.CellNameToCoordinates(cell.GetEndAxis())
		for row := from; row <= to; row++ {
			height, _ := book.GetRowHeight(sheet, row)
			if height > 409 {
				t.Errorf("row %d is %g points high", row, height)
			}
			heights[strings.ReplaceAll(cell.GetCellValue(), softBreak, "")] += height
		}
	}
	// Columns B to E are 52 characters wide, and 55 of the smaller ones fit: at most 27 Chinese characters a line, 14 points each.
	if need := float64(400*9/27) * 14; heights[s.Goal] < need {
		t.Errorf("the goal has %g points, needs %g", heights[s.Goal], need)
	}
	remark := s.Indicators[1].Reason + "\n〔自评 10.00，\n核算 9.17〕"
	if need := float64(90*8/10+1) * 14; heights[remark] < need {
		t.Errorf("the reason has %g points, needs %g", heights[remark], need)
	}
}

func TestTextsThatDoNotFitACellSaySo(t *testing.T) {
	text := strings.Repeat("好", 40_000)
	got := cellText(text)
	if n := len([]rune(got)); n > maxCellUnits || n < maxCellUnits-5 || !strings.HasSuffix(got, "全文 40000 字）") {
		t.Errorf("%d characters, ending %q", n, string([]rune(got)[n-20:]))
	}
	if got := cellText("a\x00\x1bb\nc"); got != "ab\nc" {
		t.Errorf("control characters: %q", got)
	}
}

func TestFillInCSV(t *testing.T) {
	var out bytes.Buffer
	if err := WriteSheetCSV(&out, NewFillIn(forms(t))); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(out.String(), "\ufeff")
	if !marked {
		t.Error("no byte order mark")
	}
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(records) != 26 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	for _, record := range records {
		for _, field := range record {
			if computes(field) {
				t.Errorf("a field that a spreadsheet would compute: %q", field)
			}
		}
	}
	for i, s := range forms(t)[0].Indicators {
		if got := engine.Unguard(records[9+i][engine.ColumnTarget-1]); got != s.Target.Text {
			t.Errorf("target %q comes back as %q", s.Target.Text, got)
		}
	}
}

// computes tells whether a spreadsheet that takes a text for input would compute it.
func computes(text string) bool {
	return engine.Guard(text) != text && !strings.HasPrefix(text, "'")
}

// No text of a submission becomes a formula in a workbook, markup in a page, or a command to a terminal.
func TestHostileTexts(t *testing.T) {
	for _, hostile := range []string{"=HYPERLINK(\"http://x\",\"y\")", "＝cmd", "+1+1", "@A1", "\t=1", "<script>alert(1)</script>", "</td></tr>", "a\x1b[2Jb", "a\u202eb"} {
		s, e := river(t)
		s.Name, s.Unit, s.Goal, s.Filler = hostile, hostile, hostile, hostile
		s.Indicators[0].Name, s.Indicators[0].Target.Text, s.Indicators[0].Actual.Text, s.Indicators[0].Reason = hostile, hostile, hostile, hostile
		views := []*View{view(t, messages.Chinese, s, e)}
		book := openBook(t, func(w io.Writer) error { return WriteSheetXLSX(w, NewFillIn([]*engine.Submission{s})) })
		for _, sheet := range book.GetSheetList() {
			for y, row := range shown(t, book, sheet) {
				for x, cell := range row {
					name, _ := excelize.CoordinatesToCellName(x+1, y+1)
					kind, _ := book.GetCellType(sheet, name)
					if sheet == GuideSheet && name == "B3" {
						continue // counts what is blank
					}
					if formula, _ := book.GetCellFormula(sheet, name); formula != "" || kind != excelize.CellTypeUnset && computes(cell) && !plainTarget.MatchString(cell) {
						t.Errorf("%s!%s: %q", sheet, name, cell)
					}
				}
			}
		}
		var page, screen bytes.Buffer
		if err := WriteHTML(&page, views); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(page.Bytes(), []byte("<script")) {
			t.Errorf("markup in the page: %q", hostile)
		}
		if strings.HasPrefix(hostile, "<") && !slices.Contains(rowWith(t, pageRows(t, page.Bytes()), nationalWords.Name), hostile) {
			t.Errorf("the page does not show %q as text", hostile)
		}
		if err := WriteProjectTable(&screen, views[0], 80, false); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(screen.String(), "\x1b\u202e") {
			t.Errorf("the terminal got %q", hostile)
		}
	}
}

func BenchmarkNewView(b *testing.B) {
	s, e := river(b)
	texts := fixtureTexts(b, messages.Chinese)
	for b.Loop() {
		NewView(Input{Submission: s, Evaluation: e, Catalogue: texts.Catalogue, Lang: texts.Lang})
	}
}

// BenchmarkForms writes one form of eight indicators in each format, and counts its bytes.
func BenchmarkForms(b *testing.B) {
	s, e := river(b)
	views := []*View{view(b, messages.Chinese, s, e)}
	for format, write := range formWriters() {
		b.Run(format, func(b *testing.B) {
			var out bytes.Buffer
			b.ReportAllocs()
			for b.Loop() {
				out.Reset()
				if err := write(&out, views); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(out.Len()), "bytes/form")
		})
	}
}
