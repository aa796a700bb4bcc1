package notation

import (
	"bufio"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"jixiao/engine"
)

// The tables in testdata hold one text a line: text, context, meaning, codes of the notes. A context of - is the year 2025.
type tableRow struct {
	line                int
	text, meaning, told string
	ctx                 Context
}

func readTable(t *testing.T, path string) []tableRow {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var rows []tableRow
	scanner := bufio.NewScanner(file)
	for line := 1; scanner.Scan(); line++ {
		text := scanner.Text()
		if text == "" || strings.HasPrefix(text, "#") && !strings.Contains(text, "\t") {
			continue
		}
		fields := strings.Split(text, "\t")
		if len(fields) != 4 {
			t.Fatalf("%s:%d: %d fields", path, line, len(fields))
		}
		rows = append(rows, tableRow{line, fields[0], fields[2], fields[3], readContext(t, fields[1])})
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func readContext(t *testing.T, text string) Context {
	t.Helper()
	ctx := Context{Year: 2025}
	if text == "-" {
		return ctx
	}
	for _, pair := range strings.Fields(text) {
		name, value, _ := strings.Cut(pair, "=")
		switch name {
		case "year":
			year, err := strconv.Atoi(value)
			if err != nil {
				t.Fatal(err)
			}
			ctx.Year = year
		case "unit":
			ctx.Unit = value
		case "sign":
			ctx.Sign = value
		case "name":
			ctx.Name = value
		default:
			t.Fatalf("context %q", pair)
		}
	}
	return ctx
}

func describeMeasure(m engine.Measure) string {
	text := strings.TrimSpace(m.Value.String() + " " + m.Unit)
	if m.Scaled != m.Value || m.ScaledUnit != m.Unit {
		text += " (" + strings.TrimSpace(m.Scaled.String()+" "+m.ScaledUnit) + ")"
	}
	return text
}

func describeTarget(t engine.Target) string {
	switch t.Kind {
	case engine.NumberTarget:
		op := t.Op.String()
		if t.OpInferred {
			op += "?"
		}
		return "number " + op + " " + describeMeasure(t.Number)
	case engine.RangeTarget:
		return "range " + describeMeasure(t.Min) + " .. " + describeMeasure(t.Max)
	case engine.DeadlineTarget:
		text := "deadline " + t.From.String() + ".." + t.Due.String()
		if t.QuarterBefore {
			text += " quarter-before"
		}
		return text
	case engine.SetTarget:
		return "set " + describeMeasure(t.Number) + " [" + strings.Join(t.Items, "|") + "]"
	}
	return t.Kind.String()
}

func describeActual(a engine.Actual) string {
	switch a.Kind {
	case engine.NumberActual:
		text := "number " + describeMeasure(a.Number)
		if a.Op != engine.NoOp {
			text += " op " + a.Op.String()
		}
		return text + [...]string{engine.Precise: "", engine.About: " about", engine.Over: " over", engine.Under: " under"}[a.Approximation]
	case engine.DateActual:
		return "date " + a.From.String() + ".." + a.Date.String()
	}
	return a.Kind.String()
}

func codes(list []Note) string {
	if len(list) == 0 {
		return "-"
	}
	var names []string
	for _, note := range list {
		names = append(names, note.Code)
	}
	return strings.Join(names, " ")
}

func TestTargets(t *testing.T) {
	for _, row := range readTable(t, "testdata/targets.tsv") {
		target, list := ParseTarget(row.text, row.ctx)
		if got := describeTarget(target); got != row.meaning || codes(list) != row.told {
			t.Errorf("targets.tsv:%d: %q\n got %s\t%s\nwant %s\t%s", row.line, row.text, got, codes(list), row.meaning, row.told)
		}
		if err := targetLaws(row.text, row.ctx); err != nil {
			t.Errorf("targets.tsv:%d: %v", row.line, err)
		}
	}
}

func TestActuals(t *testing.T) {
	for _, row := range readTable(t, "testdata/actuals.tsv") {
		actual, list := ParseActual(row.text, row.ctx)
		if got := describeActual(actual); got != row.meaning || codes(list) != row.told {
			t.Errorf("actuals.tsv:%d: %q\n got %s\t%s\nwant %s\t%s", row.line, row.text, got, codes(list), row.meaning, row.told)
		}
		if err := actualLaws(row.text, row.ctx); err != nil {
			t.Errorf("actuals.tsv:%d: %v", row.line, err)
		}
	}
}

// targetLaws checks what holds for every text: the original is kept, a number has digits in the text, and the canonical form
// means the same.
func targetLaws(text string, ctx Context) error {
	first, list := ParseTarget(text, ctx)
	if strings.TrimSpace(text) == "" {
		text = first.Text // from the name
	}
	if first.Text != strings.TrimSpace(text) {
		return fmt.Errorf("%q: text became %q", text, first.Text)
	}
	if numeric := first.Kind == engine.NumberTarget || first.Kind == engine.RangeTarget; numeric && !strings.ContainsAny(normalise(text), figures) {
		return fmt.Errorf("%q: %s without a figure", text, first.Kind)
	}
	if err := digitsKept(text, first.Kind == engine.NumberTarget, first.Number.Value); err != nil {
		return err
	}
	if err := notesHoldText(list, first.Text); err != nil {
		return err
	}
	canonical := FormatTarget(first)
	if first.Kind == engine.MissingTarget {
		if canonical != "" {
			return fmt.Errorf("%q: missing, but written as %q", text, canonical)
		}
		return nil
	}
	again, _ := ParseTarget(canonical, ctx)
	first.Text, again.Text = "", ""
	if describeTarget(first) != describeTarget(again) {
		return fmt.Errorf("%q: %s, but written as %q %s", text, describeTarget(first), canonical, describeTarget(again))
	}
	return nil
}

// brackets and areas are where a number may have digits that are not its own: remarks, 5场(含5场), and units, m2.
var foreignDigits = regexp.MustCompile(`\([^()]*\)|[a-z][23]\b`)

// digitsKept checks that no digit of a text is lost and none invented: those of a number are all that the text has.
func digitsKept(text string, isNumber bool, value engine.Decimal) error {
	printed := normalise(text)
	for rest := ""; rest != printed; { // brackets stand in brackets
		rest, printed = printed, foreignDigits.ReplaceAllString(printed, "")
	}
	if !isNumber || !hasDigits(printed) || strings.Contains(printed, "成") {
		return nil
	}
	token := strings.Map(func(r rune) rune {
		if isDigit(r) || r == '.' && !strings.Contains(printed, "/") {
			return r
		}
		return -1
	}, printed)
	want := strings.TrimPrefix(value.String(), "-")
	if strings.Contains(printed, "/") {
		token, want = strings.Trim(token, "0"), strings.Trim(strings.ReplaceAll(want, ".", ""), "0")
	}
	if parsed, ok := engine.ParseDecimal(token); ok {
		token = parsed.String()
	}
	if token != want {
		return fmt.Errorf("%q has the digits %s, but the number %s", text, token, want)
	}
	return nil
}

// notesHoldText checks that every note begins with the original.
func notesHoldText(list []Note, text string) error {
	for _, note := range list {
		if first := note.Args[0]; first.Name != "text" || first.Value != text {
			return fmt.Errorf("%q: %s speaks of %q", text, note.Code, first.Value)
		}
	}
	return nil
}

const figures = "0123456789一二两三四五六七八九十百半"

func actualLaws(text string, ctx Context) error {
	first, list := ParseActual(text, ctx)
	if first.Text != strings.TrimSpace(text) {
		return fmt.Errorf("%q: text became %q", text, first.Text)
	}
	if first.Kind == engine.NumberActual && !strings.ContainsAny(normalise(text), figures) {
		return fmt.Errorf("%q: number without a figure", text)
	}
	if first.Reported == (first.Kind == engine.NoActual) {
		return fmt.Errorf("%q: reported %v, kind %s", text, first.Reported, first.Kind)
	}
	if err := digitsKept(text, first.Kind == engine.NumberActual, first.Number.Value); err != nil {
		return err
	}
	if err := notesHoldText(list, first.Text); err != nil {
		return err
	}
	for _, name := range []string{"", "完成时间", "发放册数", "参训学员满意度", "培训合格率≥95%"} {
		ctx.Name = name
		if named, _ := ParseActual(text, ctx); !reflect.DeepEqual(named, first) && !NameDecides(text) {
			return fmt.Errorf("%q: %s, but %s under the name %q", text, describeActual(first), describeActual(named), name)
		}
	}
	ctx.Name = ""
	canonical := FormatActual(first)
	again, _ := ParseActual(canonical, ctx)
	if describeActual(first) != describeActual(again) || first.Reported != again.Reported {
		return fmt.Errorf("%q: %s, but written as %q %s", text, describeActual(first), canonical, describeActual(again))
	}
	return nil
}
