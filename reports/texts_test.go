package reports

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/messages"
)

// texts lists what a form says of its project, from top to bottom and from left to right, without what is blank. A class that several
// rows share is listed once.
func texts(v *View) []string {
	list := []string{v.Title, v.Year, v.Name, v.Department, v.Unit, v.MoneyUnit}
	for _, line := range v.Budget {
		list = append(list, line.Label, line.Initial.Text, line.Adjusted.Text, line.Executed.Text, line.Weight.Text, line.Rate.Text, line.Score.Text)
	}
	list = append(list, v.Goal, v.GoalActual)
	for _, line := range v.Indicators {
		if line.Level1Span > 0 {
			list = append(list, line.Level1)
		}
		if line.Level2Span > 0 {
			list = append(list, line.Level2)
		}
		list = append(list, line.Name, line.Target, line.Actual, line.Weight.Text, line.Score.Text, line.Remark)
	}
	for _, line := range v.Adjustments {
		list = append(list, line.Label, line.Points.Text)
	}
	list = append(list, v.Weight.Text, v.Total.Text, v.Grade)
	list = append(list, v.Notes...)
	list = append(list, v.Filler, v.Telephone, v.FilledOn, v.Basis)
	return slices.DeleteFunc(list, func(text string) bool { return text == "" })
}

// formReaders read back what a person sees of a form, a format each: every text once, in the order of reading, without page numbers and
// repeated headers. A format that is added to the registry needs one here.
var formReaders = map[string]func(*testing.T, []byte) string{"xlsx": bookText, "html": pageText, "md": markdownText, "docx": documentText, "pdf": pdfText}

func bookText(t *testing.T, file []byte) string {
	book, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var all strings.Builder
	for _, sheet := range book.GetSheetList() {
		rows := shown(t, book, sheet)
		for y, row := range rows {
			for x, cell := range row {
				if !strings.HasPrefix(cell, partMark) {
					all.WriteString(wholeText(rows[y+1:], x, cell) + "\n")
				}
			}
		}
	}
	return all.String()
}

// wholeText appends to the first part of a text those in the cells below it.
func wholeText(below [][]string, column int, text string) string {
	for _, row := range below {
		before, goesOn := strings.CutSuffix(text, partMark)
		if !goesOn {
			break
		}
		if text = before + partMark; column < len(row) && row[column] != "" {
			text = before + strings.TrimPrefix(row[column], partMark)
		}
	}
	return text
}

func pageText(t *testing.T, file []byte) string {
	body := file[bytes.Index(file, []byte("<body>")):]
	body = regexp.MustCompile(`<(?:col|br)(?: [^>]*)?>`).ReplaceAll(body, []byte("\n"))
	return marked(t, bytes.NewReader(bytes.TrimSuffix(bytes.TrimSpace(body), []byte("</html>"))), func(string) bool { return true })
}

func documentText(t *testing.T, file []byte) string {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := archive.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	return marked(t, part, func(element string) bool { return element == "t" })
}

// marked returns the texts inside the elements that count, with a line break wherever another element ends.
func marked(t *testing.T, r io.Reader, counts func(element string) bool) string {
	var all strings.Builder
	open := []string{""}
	for decoder := xml.NewDecoder(r); ; {
		token, err := decoder.Token()
		if err == io.EOF {
			return all.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, token.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
			if token.Name.Local != "t" {
				all.WriteByte('\n')
			}
		case xml.CharData:
			if counts(open[len(open)-1]) {
				all.Write(token)
			}
		}
	}
}

func markdownText(_ *testing.T, file []byte) string {
	text := regexp.MustCompile(`(?m)^\|(?: -{2,}:? \|)+$`).ReplaceAllString(string(file), "")
	text = strings.NewReplacer("<br>", "\n", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
	text = regexp.MustCompile(`(^|[^\\])\|`).ReplaceAllString(text, "$1\n")
	return regexp.MustCompile("\\\\([\\\\|`*_\\[\\]#~+-])").ReplaceAllString(text, "$1")
}

// squeezed drops the space in a text: formats may break lines where they like.
func squeezed(text string) string { return strings.Join(strings.Fields(text), "") }

// inOrder returns the first of some texts that does not stand behind the ones before it.
func inOrder(all string, texts []string) (missing string, ok bool) {
	rest := squeezed(all)
	for _, text := range texts {
		_, after, found := strings.Cut(rest, squeezed(text))
		if !found {
			return text, false
		}
		rest = after
	}
	return "", true
}

// numbers lists the numbers of a text in its order, each with its sign, its groups, its decimals and its percent.
func numbers(text string) []string {
	return regexp.MustCompile(`[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?`).FindAllString(text, -1)
}

// Every format says how the scores came about where that was asked for: a workbook in notes, the others in words of their own part.
func TestEveryFormatExplains(t *testing.T) {
	v := fixtureViews(t, messages.Chinese)[0]
	v.ExecutionExplanation = []string{"执行率 = 86.18%", "得分 = 10 × 86.18% = 8.62"}
	v.Indicators[0].Explanation = []string{"达到指标值", "得分 = 分值 = 10.00"}
	for format, write := range formWriters() {
		var out bytes.Buffer
		if err := write(&out, []*View{v}); err != nil {
			t.Fatal(err)
		}
		text := formReaders[format](t, out.Bytes())
		if format == "xlsx" {
			text = string(zipParts(t, out.Bytes())["xl/comments1.xml"])
		}
		if missing, ok := inOrder(text, append(slices.Clone(v.ExecutionExplanation), v.Indicators[0].Explanation...)); !ok {
			t.Errorf("%s does not say %q", format, missing)
		}
	}
}

// Every format says the same: every text of the view in the view's order, and the same numbers in the same order, none more and none less.
func TestEveryFormatSaysTheSame(t *testing.T) {
	for i, v := range fixtureViews(t, messages.Chinese) {
		want := numbers(strings.Join(texts(v), "\n"))
		for format, write := range formWriters() {
			read := formReaders[format]
			if read == nil {
				t.Errorf("nothing reads %s back: add it to formReaders", format)
				continue
			}
			var out bytes.Buffer
			if err := write(&out, []*View{v}); err != nil {
				t.Fatal(err)
			}
			text := read(t, out.Bytes())
			if missing, ok := inOrder(text, texts(v)); !ok {
				t.Errorf("form %d, %s: %q is not where it belongs in\n%s", i, format, missing, text)
			}
			if got := numbers(text); !slices.Equal(got, want) {
				t.Errorf("form %d, %s: numbers\n%s\nwant\n%s", i, format, fmt.Sprint(got), fmt.Sprint(want))
			}
		}
	}
}
