package reports

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/store/sqlite"
)

// bank is a store with the fixture's forms as they were declared.
func bank(t testing.TB, path string) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.SaveImport(context.Background(), engine.ImportBatch{Submissions: engine.Each(declared(t))}); err != nil {
		t.Fatal(err)
	}
	return store
}

// fresh copies a store that is closed, which is much quicker than making one.
func fresh(t testing.TB, bank, path string) *sqlite.Store {
	t.Helper()
	data, err := os.ReadFile(bank)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	store, err := sqlite.Open(context.Background(), path, sqlite.Options{MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// declared are the fixture's forms without anything that is filled in later.
func declared(t testing.TB) []*engine.Submission {
	t.Helper()
	list := forms(t)
	for _, s := range list {
		assessment.Apply(s, nil) // forgets who filled in
		s.GoalActual, s.ExecutionReason, s.ExecutionClaimed = "", "", nil
		for i := range s.Budget.Rows {
			s.Budget.Rows[i].Adjusted, s.Budget.Rows[i].Executed = nil, nil
		}
		for i := range s.Indicators {
			row := &s.Indicators[i]
			row.Actual, row.Tier, row.Claimed, row.Reason = engine.Actual{}, engine.NoTier, nil, ""
		}
	}
	return list
}

// bring records files, fails on every issue of severity error, and counts what became another value.
func bring(t testing.TB, store *sqlite.Store, files ...assessment.File) (changes int) {
	t.Helper()
	reading, err := assessment.ReadFiles(files, assessment.ReadOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Close()
	for _, failure := range reading.Failures {
		t.Fatalf("%s: %v", failure.Name, failure.Err)
	}
	recorded, err := assessment.Record(context.Background(), store, 2025, reading.Records(), assessment.Stamp{By: "王敏", At: "2026-01-20T09:00:00+08:00"})
	if err != nil {
		t.Fatal(err)
	}
	defer recorded.Close()
	for issue, err := range assessment.Together(reading.Issues(), recorded.Issues()) {
		if err != nil {
			t.Fatal(err)
		}
		if issue.Severity == engine.Error {
			t.Fatalf("%s %v at %v", issue.Code, issue.Args, issue.Source)
		}
	}
	return recorded.Count(engine.Added) + recorded.Count(engine.Changed)
}

// standing is what a store holds now, as a fill-in sheet would show it.
func standing(t testing.TB, store *sqlite.Store) (all [][]string) {
	t.Helper()
	for stored, err := range store.Submissions(context.Background(), engine.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		assessment.Apply(stored.Submission, stored.Entries)
		all = append(all, filled(stored.Submission))
	}
	return all
}

// clerk fills in sheets. It draws what it writes, and keeps what should be recorded.
type clerk struct {
	draw func(options []string) string
	want []*engine.Submission
}

var (
	someWords  = []string{"", "达到", "=1+1", "+86 21 5555 0101", "-", "@所有人", "两行\n文字", "“引号”,逗号", "'单引号", "0012"}
	someMoney  = []string{"", "0", "0.01", "1016996.50", "1250000", "99999999.99"}
	someScores = []string{"", "0", "0.5", "9.99", "10"}
	someDates  = []string{"", "2026-01-15", "2025-12-31"}
	someTiers  = []string{"", "达成", "部分达成", "未达成", "不适用"}
	someFacts  = []string{"", "0", "12", "3.50", "1200"}
)

// fill writes into the cells of a project's rows that are open, and into the project what should be recorded then.
func (c *clerk) fill(s *engine.Submission, rows []sheetRow) {
	at := 0
	for i := range rows {
		row, name := rows[i], rows[i].at(engine.ColumnIndicator).text
		switch level1 := rows[i].at(engine.ColumnLevel1).text; level1 {
		case engine.ExecutionLabel:
			c.funds(s, row, name)
		case engine.GoalLabel:
			s.GoalActual = c.write(row, engine.ColumnActual, someWords)
		case engine.FillingLabel:
			c.filling(s, row, name)
		default:
			c.indicator(&s.Indicators[at], row)
			at++
		}
	}
	c.want = append(c.want, s)
}

func (c *clerk) write(row sheetRow, column engine.Column, options []string) string {
	text := c.draw(options)
	cell := row.at(column)
	cell.text, cell.number = text, slices.ContainsFunc([][]string{someMoney, someScores}, func(list []string) bool { return &list[0] == &options[0] })
	return text
}

func (c *clerk) funds(s *engine.Submission, row sheetRow, name string) {
	item, _ := engine.ParseBudgetItem(name)
	line := s.Budget.Edit(item)
	line.Adjusted = c.money(row, engine.ColumnAdjusted)
	line.Executed = c.money(row, engine.ColumnExecuted)
	if item == engine.TotalFunds {
		s.ExecutionClaimed = scoreOf(c.write(row, engine.ColumnClaimed, someScores))
		s.ExecutionReason = c.write(row, engine.ColumnReason, someWords)
	}
}

func (c *clerk) money(row sheetRow, column engine.Column) *engine.Money {
	number, ok := engine.ParseDecimal(c.write(row, column, someMoney))
	if !ok {
		return nil
	}
	amount, _ := engine.MoneyFromDecimal(number, 0)
	return &amount
}

func (c *clerk) filling(s *engine.Submission, row sheetRow, name string) {
	switch name {
	case engine.FillerLabel:
		s.Filler = c.write(row, engine.ColumnActual, someWords)
	case engine.TelephoneLabel:
		s.Telephone = c.write(row, engine.ColumnActual, someWords)
	case engine.FilledOnLabel:
		s.FilledOn, _ = engine.ParseDate(c.write(row, engine.ColumnActual, someDates))
	}
}

func (c *clerk) indicator(indicator *engine.Indicator, row sheetRow) {
	text := c.draw(someFacts)
	switch {
	case indicator.Target.Kind == engine.DeadlineTarget:
		text = c.draw(someDates)
		row.at(engine.ColumnActual).date = true
	case text != "" && indicator.Target.Numeric():
		text += indicator.Target.Number.Unit
	}
	row.at(engine.ColumnActual).text = text
	indicator.Actual = engine.Actual{Reported: text != "", Text: text}
	indicator.Tier, _ = engine.ParseTier(c.write(row, engine.ColumnTier, someTiers))
	indicator.Claimed = scoreOf(c.write(row, engine.ColumnClaimed, someScores))
	indicator.Reason = c.write(row, engine.ColumnReason, someWords)
}

func scoreOf(text string) *engine.Points {
	number, ok := engine.ParseDecimal(text)
	if !ok {
		return nil
	}
	points, _ := engine.PointsFromDecimal(number)
	return &points
}

func (c *clerk) wanted() (all [][]string) {
	for _, s := range c.want {
		all = append(all, filled(s))
	}
	return all
}

// spoil does to a filled table what people do: rows sorted, put in between, repeated; columns moved.
func spoil(t *rapid.T, table [][]string) [][]string {
	head, rows := table[0], slices.Clone(table[1:])
	for range rapid.IntRange(0, 3).Draw(t, "repeated") {
		rows = append(rows, rows[rapid.IntRange(0, len(rows)-1).Draw(t, "row")])
	}
	for range rapid.IntRange(0, 3).Draw(t, "blank") {
		rows = append(rows, make([]string, len(head)))
	}
	rows = rapid.Permutation(rows).Draw(t, "rows")
	columns := make([]int, len(head))
	for i := range columns {
		columns[i] = i
	}
	columns = rapid.Permutation(columns).Draw(t, "columns")
	var out [][]string
	for _, row := range append([][]string{head}, rows...) {
		moved := make([]string, len(columns))
		for i, from := range columns {
			moved[i] = row[from]
		}
		out = append(out, moved)
	}
	return out
}

// asFile writes a table as somebody's program would.
func asFile(t testing.TB, kind string, table [][]string) assessment.File {
	t.Helper()
	var out bytes.Buffer
	if kind == "xlsx" {
		book := excelize.NewFile()
		defer book.Close()
		for y, row := range table {
			for x, text := range row {
				name, _ := excelize.CoordinatesToCellName(x+1, y+1)
				if err := book.SetCellStr("Sheet1", name, text); text != "" && err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := book.Write(&out); err != nil {
			t.Fatal(err)
		}
		return assessment.File{Name: "改名.xlsx", Data: out.Bytes()}
	}
	w := csv.NewWriter(&out)
	if err := w.WriteAll(table); err != nil {
		t.Fatal(err)
	}
	data := out.Bytes()
	if kind == "gb18030" {
		encoded, err := simplifiedchinese.GB18030.NewEncoder().Bytes(data)
		if err != nil {
			t.Fatal(err)
		}
		data = encoded
	}
	return assessment.File{Name: "另存.csv", Data: data}
}

// TestFilledSheetsComeBack fills sheets in at random, spoils them as people do, and saves them as several programs do: what is recorded
// is what was filled in, and recording it again changes nothing.
func TestFilledSheetsComeBack(t *testing.T) {
	empty, copied := filepath.Join(t.TempDir(), "empty.db"), filepath.Join(t.TempDir(), "year.db")
	if err := bank(t, empty).Close(); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		store := fresh(t, empty, copied)
		defer store.Close()
		c := clerk{draw: func(options []string) string { return rapid.SampledFrom(options).Draw(rt, "text") }}
		var head []string
		for _, column := range fillColumns {
			head = append(head, column.head)
		}
		table := [][]string{head}
		for _, s := range declared(t) {
			rows := sheetRows(s)
			c.fill(s, rows)
			for _, row := range rows {
				var cells []string
				for _, column := range fillColumns {
					cells = append(cells, csvText(*row.at(column.Column)))
				}
				table = append(table, cells)
			}
		}
		kind := rapid.SampledFrom([]string{"xlsx", "csv", "gb18030"}).Draw(rt, "kind")
		file := asFile(t, kind, spoil(rt, table))
		bring(t, store, file)
		if diff := cmp.Diff(c.wanted(), standing(t, store)); diff != "" {
			rt.Fatalf("%s (-filled in, +recorded):\n%s", kind, diff)
		}
		if again := bring(t, store, file); again > 0 {
			rt.Fatalf("recording it again changes %d values", again)
		}
	})
}

// inOffice fills the real workbook in as a person at a spreadsheet does: the program makes numbers, percentages and dates of what is typed.
func inOffice(t testing.TB) ([]byte, [][]string) {
	t.Helper()
	var out bytes.Buffer
	list := declared(t)
	if err := WriteSheetXLSX(&out, NewFillIn(list)); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	turn := 0
	c := clerk{draw: func(options []string) string {
		turn++
		return options[turn%len(options)]
	}}
	next := 2
	for _, s := range list {
		rows := sheetRows(s)
		c.fill(s, rows)
		for _, row := range rows {
			typeRow(t, book, next, row)
			next++
		}
	}
	var data bytes.Buffer
	if err := book.Write(&data); err != nil {
		t.Fatal(err)
	}
	return data.Bytes(), c.wanted()
}

func typeRow(t testing.TB, book *excelize.File, y int, row sheetRow) {
	t.Helper()
	for x, column := range fillColumns {
		cell := *row.at(column.Column)
		if !cell.input || cell.text == "" {
			continue
		}
		name, _ := excelize.CoordinatesToCellName(x+1, y)
		value, format := cellValue(cell), ""
		if text, percent := strings.CutSuffix(cell.text, "%"); percent { // typed into a cell that is no text
			number, _ := engine.ParseDecimal(text)
			share, _ := number.Shift(-2)
			value, format = cellValue(sheetCell{text: share.String(), number: true}), "0.00%"
		}
		if cell.date {
			format = "yyyy-mm-dd"
		}
		if format != "" {
			setFormat(t, book, name, format)
		}
		if err := book.SetCellValue(FillSheet, name, value); err != nil {
			t.Fatal(err)
		}
	}
}

func setFormat(t testing.TB, book *excelize.File, name, format string) {
	t.Helper()
	style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	if err := book.SetCellStyle(FillSheet, name, name, style); err != nil {
		t.Fatal(err)
	}
}

// The sheet in the files that LibreOffice saved, by extension, with the filters that it takes for them. The csv is that of the second sheet
// with values as shown.
var officeFormats = map[string]string{
	"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97",
	"csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2",
}

func filterOf(format string) string {
	if filter, found := officeFormats[format]; found {
		return filter
	}
	return format
}

// saveInOffice has LibreOffice open a workbook and save it in a format: one of officeFormats, or an extension that names its filter itself.
func saveInOffice(t testing.TB, data []byte, format string) []byte {
	t.Helper()
	folder := t.TempDir()
	from := filepath.Join(folder, "填报.in.xlsx")
	if err := os.WriteFile(from, data, 0o666); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(folder, "out")
	command := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), "--headless",
		"--convert-to", filterOf(format), "--outdir", out, from)
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	made, err := filepath.Glob(filepath.Join(out, "*."+format))
	if err != nil || len(made) != 1 {
		t.Fatalf("LibreOffice made %v, %v", made, err)
	}
	saved, err := os.ReadFile(made[0])
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// TestSavedByLibreOffice reads the filled workbook back after LibreOffice saved it: from files that it once saved, and, where it is
// installed, from what it saves now.
func TestSavedByLibreOffice(t *testing.T) {
	data, want := inOffice(t)
	for format := range officeFormats {
		t.Run(format, func(t *testing.T) {
			path := filepath.Join("testdata", "libreoffice."+format)
			if _, err := exec.LookPath("soffice"); err == nil && (!testing.Short() || *update) {
				saved := saveInOffice(t, data, format)
				if *update {
					if err := os.WriteFile(path, saved, 0o666); err != nil {
						t.Fatal(err)
					}
				}
				compareSaved(t, saved, format, want)
			}
			stored, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			compareSaved(t, stored, format, want)
		})
	}
}

func compareSaved(t *testing.T, data []byte, format string, want [][]string) {
	t.Helper()
	store := bank(t, filepath.Join(t.TempDir(), "year.db"))
	defer store.Close()
	bring(t, store, assessment.File{Name: fmt.Sprintf("填报.%s", format), Data: data})
	if diff := cmp.Diff(want, standing(t, store)); diff != "" {
		t.Errorf("%s (-filled in, +recorded):\n%s", format, diff)
	}
}
