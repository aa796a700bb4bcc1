package grid

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var columnOfRef = regexp.MustCompile(`T\d+R\d+C(\d+)$`)

// flowing writes the cells of a document or page as "row T2R5C3=text", with the marks of a cell in brackets.
func flowing(doc *Document) []string {
	lines := []string{}
	for _, g := range doc.Grids {
		for i, row := range g.Rows {
			for _, c := range row {
				line := fmt.Sprintf("%d %s=%s", i, c.Place.Ref, strings.ReplaceAll(c.Text, "\n", "⏎"))
				if g.Sheet != "" {
					line = g.Sheet + "!" + line
				}
				if c.MergeRows > 1 || c.MergeCols > 1 {
					line += fmt.Sprintf(" [%dx%d]", c.MergeRows, c.MergeCols)
				}
				if c.Hidden {
					line += " [hidden]"
				}
				if c.Formula {
					line += " [formula]"
				}
				column := columnOfRef.FindStringSubmatch(c.Place.Ref)
				if c.Row != i || column == nil && c.Col != 0 || column != nil && column[1] != fmt.Sprint(c.Col+1) || c.Place.Sheet != g.Sheet {
					line += " [misplaced]"
				}
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// found writes faults as "T1R1C1 code arguments".
func found(doc *Document) []string {
	var lines []string
	for _, fault := range doc.Faults {
		line := fault.Place.Ref + " " + fault.Code
		for _, arg := range fault.Args {
			line += " " + arg.Name + "=" + arg.Value
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines
}

// flowTest is a document with the cells and faults that it must have.
type flowTest struct {
	name, content string
	want, faults  []string
}

func (test flowTest) run(t *testing.T, data []byte) {
	t.Helper()
	doc, err := Read("f", data, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(test.want, flowing(doc)); diff != "" {
		t.Error("cells (-want +got):", diff)
	}
	if diff := cmp.Diff(test.faults, found(doc)); diff != "" {
		t.Error("faults (-want +got):", diff)
	}
}
