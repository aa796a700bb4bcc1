package notation

import (
	"bufio"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jixiao/engine"
)

func TestParseAmount(t *testing.T) {
	cases := []struct{ text, want string }{
		{"150,000.00", "150000"}, {"480000", "480000"}, {"１５０，０００．００", "150000"}, {" 9,034.50 元", "9034.5"},
		{"150 000.00", "150000"}, {"10", "10"}, {"9.74", "9.74"}, {"0", "0"}, {"-12.5", "-12.5"}, {"1,234,567", "1234567"},
		{"", ""}, {"1,00,0", ""}, {"1,0000", ""}, {",100", ""}, {"100,", ""}, {"1.2.3", ""}, {"￥100", ""}, {"100万元", ""},
		{"1e5", ""}, {"十元", ""}, {"一百", ""}, {"12a", ""}, {"1234567890123456789", ""}, {"80 90", ""}, {"1,000 000", ""}, {"元", ""}, {"1.", ""},
	}
	for _, c := range cases {
		amount, ok := ParseAmount(c.text)
		if ok != (c.want != "") || ok && amount.String() != c.want {
			t.Errorf("%q: %s, %v; want %q", c.text, amount, ok, c.want)
		}
	}
}

func TestParseDate(t *testing.T) {
	cases := []struct {
		text string
		year int
		want string
	}{
		{"2025-01-01", 0, "2025-01-01..2025-01-01"}, {"2025年1月1日", 0, "2025-01-01..2025-01-01"}, {"2025/1/1", 0, "2025-01-01..2025-01-01"},
		{"２０２５．０１．０１", 0, "2025-01-01..2025-01-01"}, {"20250101", 0, "2025-01-01..2025-01-01"},
		{"2025-12-31 00:00:00", 0, "2025-12-31..2025-12-31"}, {"2025-12-31T08:30", 0, "2025-12-31..2025-12-31"},
		{"12月15日", 2025, "2025-12-15..2025-12-15"}, {"12月15日", 0, ""}, {"2025年12月", 0, "2025-12-01..2025-12-31"},
		{"2025-12", 0, "2025-12-01..2025-12-31"}, {"2025.2", 0, "2025-02-01..2025-02-28"}, {"2024年2月", 0, "2024-02-01..2024-02-29"},
		{"3季度", 2025, "2025-07-01..2025-09-30"}, {"2025年", 0, "2025-01-01..2025-12-31"}, {"2025年底", 0, "2025-12-31..2025-12-31"},
		{"2023.07-2024.01", 0, "2023-07-01..2024-01-31"}, {"2025-02-30", 0, ""}, {"2025-13-01", 0, ""}, {"2025", 0, ""}, {"", 2025, ""},
		{"12月底前", 2025, ""}, {"明天", 2025, ""}, {"2025-01/01", 0, ""}, {"0000年1月1日", 0, ""}, {"底", 2025, ""},
	}
	for _, c := range cases {
		from, to, ok := ParseDate(c.text, c.year)
		got := ""
		if ok {
			got = from.String() + ".." + to.String()
		}
		if got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.text, c.year, got, c.want)
		}
	}
}

func TestChineseNumerals(t *testing.T) {
	cases := []struct {
		text string
		want int64 // 0: none
		rest string
	}{
		{"一", 1, ""}, {"两场", 2, "场"}, {"十", 10, ""}, {"十二个", 12, "个"}, {"二十", 20, ""}, {"二十三次", 23, "次"}, {"一百", 100, ""},
		{"一百零五", 105, ""}, {"一百一十", 110, ""}, {"一千零五十", 1050, ""}, {"九千九百九十九", 9999, ""}, {"三万", 3, "万"},
		{"一百二", 0, ""}, {"二〇二五", 0, ""}, {"二二", 0, ""}, {"百", 0, ""}, {"零", 0, ""}, {"零五", 0, ""}, {"一百零", 0, ""}, {"十百", 0, ""}, {"一十百", 0, ""}, {"", 0, ""}, {"个", 0, ""},
	}
	for _, c := range cases {
		value, rest, ok := scanChinese(c.text)
		if ok != (c.want > 0) || ok && (value != c.want || rest != c.rest) {
			t.Errorf("%q: %d, %q, %v; want %d, %q", c.text, value, rest, ok, c.want, c.rest)
		}
	}
}

func TestLongChineseNumerals(t *testing.T) {
	cases := []struct {
		text string
		want int64 // 0: none
		rest string
	}{
		{"九百", 900, ""}, {"三万元", 3, "万元"}, {"一万二千", 12_000, ""}, {"一万零五百", 10_500, ""}, {"一万零一", 10_001, ""}, {"十二万三千五百元", 123_500, "元"},
		{"一万二千万元", 12_000, "万元"}, {"二亿元", 2, "亿元"}, {"一亿二千万", 120_000_000, ""}, {"一亿零五百万", 105_000_000, ""}, {"一亿零五百", 100_000_500, ""},
		{"九千九百九十九亿九千九百九十九万九千九百九十九", 999_999_999_999, ""}, {"三万亿元", 3, "万亿元"},
		{"一万二", 1, "万二"}, {"一万五百", 1, "万五百"}, {"一万零五千", 1, "万零五千"}, {"一亿五千", 1, "亿五千"}, {"一亿五百万", 1, "亿五百万"}, {"万二千", 0, ""}, {"一百二", 0, ""},
	}
	for _, c := range cases {
		value, rest, ok := scanNumeral(c.text)
		if ok != (c.want > 0) || ok && (value != c.want || rest != c.rest) {
			t.Errorf("%q: %d, %q, %v; want %d, %q", c.text, value, rest, ok, c.want, c.rest)
		}
	}
}

// Canonical forms are what people read in reports and what programs may feed back.
func TestFormat(t *testing.T) {
	targets := []struct{ text, want string }{
		{"≥200.00(篇)", "≥200篇"}, {"=100.00（％）", "=100%"}, {"985 米", "985米"}, {"1.2万亩", "1.2万亩"}, {"80%-90%", "80-90%"}, {"5～8", "5-8"},
		{"-5~5", "-5~5"}, {"5000元-1万元", "5000元-1万元"}, {"12 月底前", "≤2025-12-31"}, {"3 季度", "2025-07-01~2025-09-30"}, {"4 季度前", "=2025年4季度前"},
		{"14 个街镇、青岚工业区", "14 个街镇、青岚工业区"}, {" 及时完成 ", "及时完成"}, {"**", ""}, {"≥200(观众席位)", "≥200观众席位"}, {"≥200(活动观众席位)", "≥200(活动观众席位)"},
		{"2,025.12", "2,025.12"}, {"20,251,231", "20,251,231"},
	}
	for _, c := range targets {
		target, _ := ParseTarget(c.text, Context{Year: 2025})
		if got := FormatTarget(target); got != c.want {
			t.Errorf("target %q: %q, want %q", c.text, got, c.want)
		}
	}
	actuals := []struct{ text, want string }{
		{"210 篇", "210篇"}, {"≥266米", "≥266米"}, {"200余人", "200人以上"}, {"约200", "约200"}, {"不足200人", "近200人"}, {"12月15日完成", "2025-12-15"},
		{"2025年11月", "2025-11-01~2025-11-30"}, {"已完成", "已完成"}, {"无", ""}, {"", ""},
	}
	for _, c := range actuals {
		actual, _ := ParseActual(c.text, Context{Year: 2025})
		if got := FormatActual(actual); got != c.want {
			t.Errorf("actual %q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestNotesCarryTheirArguments(t *testing.T) {
	cases := []struct{ text, want string }{
		{"4 季度前", "quarter-before info text=4 季度前 due=2025-12-31"},
		{"11月前", "period-before warning text=11月前 due=2025-11-30 strict=2025-10-31"},
		{"2100%", "ocr-comparator warning text=2100% likely=≥100%"},
		{"8100.00(%)", "ocr-comparator warning text=8100.00(%) likely=≥100%"},
		{"295%", "ocr-comparator warning text=295% likely=≥95%"},
		{"0.958(%)", "fraction-or-percent warning text=0.958(%) as_percent=95.8%"},
		{"2/3以上", "fraction-in-words warning text=2/3以上 likely=≥2/3 as_percent=≈66.67%"},
		{"五分之四", "fraction-in-words warning text=五分之四 likely=4/5 as_percent=80%"},
		{"过半数", "fraction-in-words warning text=过半数 likely=>1/2 as_percent=50%"},
		{"不超过半数", "fraction-in-words warning text=不超过半数 likely=≤1/2 as_percent=50%"},
		{"每亩100", "unit-per warning text=每亩100 per=亩"},
		{"12345678901234567890", "number-too-long error text=12345678901234567890 digits=18"},
		{"14个街镇、青岚工业区", "set-counted info text=14个街镇、青岚工业区 count=15"},
		{"100%覆盖", "words-skipped info text=100%覆盖 words=覆盖"},
		{"20251231", "number-or-date warning text=20251231 read=2025-12-31"},
		{"≥≥90%", "comparator-doubled warning text=≥≥90% read=≥"},
		{"90%≥", "comparator-behind warning text=90%≥ likely=≥90%"},
		{"≥9O%", "ocr-suspected warning text=≥9O% likely=≥90%"},
		{"l2月底前", "ocr-suspected warning text=l2月底前 likely=12月底前"},
		{"≥95%10", "ocr-suspected warning text=≥95%10 likely=≥95%"},
		{"95％％", "ocr-suspected warning text=95％％ likely=95%"},
		{"二90%", "ocr-comparator warning text=二90% likely=≥90%"},
		{"S5%", "ocr-comparator warning text=S5% likely=≤5%"},
		{"95 100", "number-blank warning text=95 100 read=95100"},
		{"=12.00（月）", "number-or-month warning text==12.00（月） read=12"},
		{"80≤X<90", "range-end-included warning text=80≤X<90"},
	}
	for _, c := range cases {
		_, list := ParseTarget(c.text, Context{Year: 2025})
		if all := spelled(list); !slices.Contains(all, c.want) {
			t.Errorf("%q: %q, want %q", c.text, all, c.want)
		}
	}
}

// What a note says beside its text can depend on the indicator's name.
func TestNotesOnNames(t *testing.T) {
	cases := []struct{ text, name, want string }{
		{"", "培训人数≥500人", "target-in-name warning text=≥500人 name=培训人数≥500人"},
		{"≥600人", "培训人数≥500人", "target-name-differs warning text=≥600人 name=培训人数≥500人 name_target=≥500人"},
		{"290%", "服务对象满意度", "ocr-comparator error text=290% likely=≥90%"},
		{"285%", "服务对象满意度", "ocr-comparator error text=285% likely=≥85%"},
		{">-90%", "服务对象满意度", "ocr-comparator error text=>-90% likely=≥90%"},
		{"10010%", "验收合格率", "share-out-of-bounds warning text=10010% name=验收合格率"},
	}
	for _, c := range cases {
		_, list := ParseTarget(c.text, Context{Year: 2025, Name: c.name})
		if all := spelled(list); !slices.Contains(all, c.want) {
			t.Errorf("%q under %q: %q, want %q", c.text, c.name, all, c.want)
		}
	}
}

// spelled writes notes with their arguments.
func spelled(list []Note) []string {
	var all []string
	for _, note := range list {
		said := note.Code + " " + note.Severity.String()
		for _, arg := range note.Args {
			said += " " + arg.Name + "=" + arg.Value
		}
		all = append(all, said)
	}
	return all
}

// TestRealForms reads what a careful person read in published forms, where that reading is at hand.
func TestRealForms(t *testing.T) {
	path, err := findUpwards(filepath.Join("shared", "data", "minhang-2025.gold.tsv"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the published forms are not at hand")
	}
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	scanner := bufio.NewScanner(file)
	scanner.Scan() // header
	rows := 0
	for scanner.Scan() {
		fields := strings.Split(scanner.Text(), "\t")
		for len(fields) < 12 {
			fields = append(fields, "")
		}
		rows++
		target, _ := ParseTarget(fields[5], Context{Year: 2025, Name: fields[4]})
		got := []string{target.Kind.String(), target.Op.String(), "", "", target.From.String(), target.Due.String()}
		if target.Kind == engine.NumberTarget {
			got[2], got[3] = target.Number.Value.String(), target.Number.Unit
		}
		want := fields[6:12]
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("line %s, %q: %q, want %q", fields[0], fields[5], got, want)
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	if rows == 0 {
		t.Error("the table is empty")
	}
}

func findUpwards(name string) (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		path := filepath.Join(folder, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", fs.ErrNotExist
		}
		folder = parent
	}
}

func BenchmarkParseTarget(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"number", "≥200.00(篇)"}, {"scaled", "1346.0088万平方米"}, {"deadline", "12 月底前"}, {"set", "14 个街镇、青岚工业区"}, {"words", "符合年度工作安排"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ParseTarget(c.text, Context{Year: 2025})
			}
		})
	}
}

func BenchmarkParseActual(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"number", "487场"}, {"percent", "98.5%"}, {"date", "2025年12月"}, {"day", "2025-12-20"}, {"words", "达成预期指标"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ParseActual(c.text, Context{Year: 2025, Name: "培训合格率"})
			}
		})
	}
}

// TestPlainAmounts reads numbers as programs write them in the short way and, with a blank before them, in the long one.
func TestPlainAmounts(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 9))
	for range 20_000 {
		text := strconv.FormatUint(rng.Uint64()>>rng.IntN(64), 10)
		if at := rng.IntN(2 * len(text)); at > 0 && at < len(text) {
			text = text[:at] + "." + text[at:]
		}
		text = strings.Repeat("0", rng.IntN(3)) + text
		got, ok := ParseAmount(text)
		want, wanted := ParseAmount(" " + text)
		if got != want || ok != wanted {
			t.Fatalf("%q is %v, %v; with a blank before it %v, %v", text, got, ok, want, wanted)
		}
	}
}
