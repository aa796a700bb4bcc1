package reports

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// rowWriter writes the rows of a long sheet as they come. The workbook library keeps millions of bytes of each sheet in memory and the
// finished file besides.
type rowWriter struct {
	out     *bufio.Writer
	columns []string // their letters
	row     int      // that was written last
}

// listCell is a cell of a list: a text, or a number as decimal text.
type listCell struct {
	style  int
	text   string
	number bool
}

func newRowWriter(out io.Writer, columns int) *rowWriter {
	w := &rowWriter{out: bufio.NewWriterSize(out, 1<<16), columns: make([]string, columns)}
	for i := range w.columns {
		w.columns[i], _ = excelize.ColumnNumberToName(i + 1)
	}
	return w
}

// write writes the next row, height points high. Its errors come with flush.
func (w *rowWriter) write(height float64, cells []listCell) {
	w.row++
	fmt.Fprintf(w.out, `<row r="%d" ht="%s" customHeight="1">`, w.row, strconv.FormatFloat(height, 'f', -1, 64))
	for i := range cells {
		w.cell(w.columns[i], &cells[i])
	}
	w.out.WriteString("</row>")
}

func (w *rowWriter) cell(column string, c *listCell) {
	fmt.Fprintf(w.out, `<c r="%s%d" s="%d"`, column, w.row, c.style)
	switch {
	case c.number:
		fmt.Fprintf(w.out, `><v>%s</v></c>`, c.text)
	case c.text == "":
		w.out.WriteString("/>")
	default:
		w.out.WriteString(` t="inlineStr"><is><t xml:space="preserve">`)
		xml.EscapeText(w.out, []byte(unlikeEscapes(c.text)))
		w.out.WriteString("</t></is></c>")
	}
}

func (w *rowWriter) flush() error { return w.out.Flush() }

// escapedCell matches what a workbook takes for an escaped character.
var escapedCell = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

// unlikeEscapes escapes the beginning of what would be taken for an escaped character.
func unlikeEscapes(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for i := range len(text) {
		if escapedCell.MatchString(text[i:]) {
			out.WriteString("_x005F")
		}
		out.WriteByte(text[i])
	}
	return out.String()
}
