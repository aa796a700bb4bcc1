package reports

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/messages"
)

// zipParts are the parts of an Office file by their names.
func zipParts(t testing.TB, file []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, part := range archive.File {
		from, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[part.Name], err = io.ReadAll(from); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// storedCell is a cell as the file holds it.
type storedCell struct {
	Place   string  `xml:"r,attr"`
	Kind    string  `xml:"t,attr"`
	Style   int     `xml:"s,attr"`
	Formula *string `xml:"f"`
	Value   string  `xml:"v"`
	Inline  string  `xml:"is>t"`
}

func unmarshal[T any](t testing.TB, data []byte) (value T) {
	t.Helper()
	if err := xml.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

var sheetPart = regexp.MustCompile(`^xl/worksheets/sheet\d+\.xml$`)

// storedCells calls use for every cell of a workbook, with the text or the number that it holds and the number format of its style.
func storedCells(t testing.TB, file []byte, use func(cell storedCell, text string, format int)) {
	t.Helper()
	parts := zipParts(t, file)
	type styles struct {
		Formats []struct {
			Number int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	type sharedStrings struct {
		Texts []struct {
			Text string `xml:"t"`
		} `xml:"si"`
	}
	type sheet struct {
		Cells []storedCell `xml:"sheetData>row>c"`
	}
	formats := unmarshal[styles](t, parts["xl/styles.xml"]).Formats
	var shared sharedStrings
	if part, found := parts["xl/sharedStrings.xml"]; found {
		shared = unmarshal[sharedStrings](t, part)
	}
	for name, part := range parts {
		if !sheetPart.MatchString(name) {
			continue
		}
		for _, cell := range unmarshal[sheet](t, part).Cells {
			text := cell.Value + cell.Inline
			if cell.Kind == "s" {
				at, err := strconv.Atoi(cell.Value)
				if err != nil {
					t.Fatal(err)
				}
				text = shared.Texts[at].Text
			}
			use(cell, text, formats[cell.Style].Number)
		}
	}
}

// neverComputes finds that no cell of a workbook is a formula, and that what begins like one is a text in a cell whose format keeps it one
// when somebody edits it. It returns how many cells begin like one.
func neverComputes(t testing.TB, file []byte) (guarded int) {
	t.Helper()
	storedCells(t, file, func(cell storedCell, text string, format int) {
		if cell.Formula != nil {
			t.Errorf("%s is the formula %q", cell.Place, *cell.Formula)
		}
		if engine.Guard(text) == text || cell.Kind == "" || cell.Kind == "n" {
			return
		}
		guarded++
		if (cell.Kind != "s" && cell.Kind != "inlineStr") || format != textFormat {
			t.Errorf("%s is of type %q and has format %d: %.60q", cell.Place, cell.Kind, format, text)
		}
	})
	return guarded
}

const hostileFormula = `=HYPERLINK("http://x","y")`

// TestTextsNeverBecomeFormulas: a text that begins like a formula stands on the form as it is, without a sign before it, and is a text.
func TestTextsNeverBecomeFormulas(t *testing.T) {
	for _, text := range []string{hostileFormula, "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝cmd"} {
		var form bytes.Buffer
		v := changed(t, func(s *engine.Submission) { everywhere(s, text) })
		if err := WriteXLSX(&form, []*View{v}); err != nil {
			t.Fatal(err)
		}
		if n := neverComputes(t, form.Bytes()); n < 10 {
			t.Errorf("%q stands in %d cells", text, n)
		}
		if strings.Contains(bookText(t, form.Bytes()), "'") {
			t.Errorf("an apostrophe stands on the form of %q", text)
		}
	}
	lines := bureauLines(t)
	lines[1].Name, lines[1].Department = hostileFormula, "@部门"
	var summary bytes.Buffer
	if err := WriteBureauXLSX(&summary, bureau(t, messages.Chinese, lines)); err != nil {
		t.Fatal(err)
	}
	if n := neverComputes(t, summary.Bytes()); n < 2 {
		t.Errorf("%d cells of the summary begin like a formula", n)
	}
}

// TestLibreOfficeComputesNothing has LibreOffice, where it is installed, open a form full of formulas and save it as its own format, in
// which formulas are marked.
func TestLibreOfficeComputesNothing(t *testing.T) {
	if _, err := exec.LookPath("soffice"); err != nil || testing.Short() {
		t.Skip("LibreOffice is not installed, or the tests are short")
	}
	var form bytes.Buffer
	v := changed(t, func(s *engine.Submission) { everywhere(s, hostileFormula) })
	if err := WriteXLSX(&form, []*View{v}); err != nil {
		t.Fatal(err)
	}
	content := string(zipParts(t, saveInOffice(t, form.Bytes(), "ods"))["content.xml"])
	content = strings.ReplaceAll(content, "\u200b</text:p><text:p>", "") // a soft break
	if strings.Contains(content, "table:formula") {
		t.Error("LibreOffice found a formula")
	}
	if n := strings.Count(content, `=HYPERLINK(&quot;http://x&quot;,&quot;y&quot;)`); n < 10 {
		t.Errorf("LibreOffice shows the text in %d cells", n)
	}
}
