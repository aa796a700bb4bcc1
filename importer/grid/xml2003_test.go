package grid

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	xmlHead = `<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="q" ss:Parent="p"/><Style ss:ID="m"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style><Style ss:ID="t"><NumberFormat ss:Format="Short Time"/></Style></Styles>
<Worksheet ss:Name="表一"><Table>`
	xmlTail = `</Table></Worksheet></Workbook>`
)

func xmlBookOf(rows string) string { return xmlHead + rows + xmlTail }

func data(kind, value string) string { return `<Data ss:Type="` + kind + `">` + value + `</Data>` }

func TestXMLWorkbooks(t *testing.T) {
	tests := []struct {
		name, rows   string
		want, faults []string
	}{
		{"rows and cells with and without index", `<Row><Cell>` + data("String", "甲") + `</Cell><Cell ss:Index="3">` + data("String", "乙") + `</Cell><Cell>` + data("String", "丙") + `</Cell></Row><Row ss:Index="4"><Cell>` + data("String", " 丁 ") + `</Cell></Row>`,
			[]string{"表一!A1=甲", "表一!C1=乙", "表一!D1=丙", "表一!A4=丁"}, nil},
		{"merged cells", `<Row><Cell ss:MergeAcross="1" ss:MergeDown="2">` + data("String", "甲") + `</Cell><Cell>` + data("String", "乙") + `</Cell></Row><Row><Cell ss:Index="3">` + data("String", "丙") + `</Cell></Row>`,
			[]string{"表一!A1=甲 [3x2]", "表一!C1=乙", "表一!C2=丙"}, nil},
		{"types", `<Row><Cell>` + data("Number", "89.995") + `</Cell><Cell ss:StyleID="p">` + data("Number", "0.28999999999999998") + `</Cell><Cell ss:StyleID="q">` + data("Number", "1") + `</Cell><Cell>` + data("Boolean", "1") +
			`</Cell><Cell>` + data("DateTime", "2025-12-31T00:00:00.000") + `</Cell><Cell ss:StyleID="m">` + data("DateTime", "2025-12-01T00:00:00.000") + `</Cell><Cell ss:StyleID="t">` + data("DateTime", "1899-12-31T08:30:00.000") + `</Cell><Cell>` + data("DateTime", "2025-12-31T18:00:00.000") + `</Cell></Row>`,
			[]string{"表一!A1=89.995", "表一!B1=29%", "表一!C1=100%", "表一!D1=TRUE", "表一!E1=2025-12-31", "表一!F1=2025年12月", "表一!G1=08:30:00", "表一!H1=2025-12-31 18:00:00"}, nil},
		{"hidden rows and columns", `<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/><Column/><Row><Cell>` + data("String", "甲") + `</Cell><Cell>` + data("String", "乙") + `</Cell><Cell>` + data("String", "丙") + `</Cell><Cell>` + data("String", "丁") + `</Cell></Row><Row ss:Hidden="1"><Cell>` + data("String", "戊") + `</Cell></Row>`,
			[]string{"表一!A1=甲", "表一!B1=乙 [hidden]", "表一!C1=丙 [hidden]", "表一!D1=丁", "表一!A2=戊 [hidden]"}, nil},
		{"rich text, line breaks and comments", `<Row><Cell><ss:Data ss:Type="String"><B>甲</B><Font>乙&#10;丙</Font></ss:Data><Comment><ss:Data>批注</ss:Data></Comment></Cell></Row>`, []string{"表一!A1=甲乙\n丙"}, nil},
		{"formulas and errors", `<Row><Cell ss:Formula="=RC[1]*2">` + data("Number", "4") + `</Cell><Cell>` + data("Error", "#N/A") + `</Cell><Cell ss:Formula="=NOW()"/></Row>`, []string{"表一!A1=4 [formula]", "表一!B1=#N/A"},
			[]string{"A1 formula formula=RC[1]*2 value=4", "B1 cell_error value=#N/A", "C1 formula_no_value formula=NOW()"}},
		{"rows that look like the one before", `<Row ss:Span="2"/><Row><Cell>` + data("String", "甲") + `</Cell></Row>`, []string{"表一!A4=甲"}, nil},
		{"another sheet, hidden", `</Table></Worksheet><Worksheet ss:Name="表二"><Table><Row><Cell>` + data("String", "甲") + `</Cell></Row></Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet><Worksheet ss:Name="空"><Table>`,
			[]string{"表二!A1=甲 [hidden]"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := Read("f.xls", []byte(xmlBookOf(test.rows)), DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, listing(doc)); diff != "" {
				t.Error("cells (-want +got):", diff)
			}
			if diff := cmp.Diff(test.faults, found(doc)); diff != "" {
				t.Error("faults (-want +got):", diff)
			}
		})
	}
}

func TestXMLWorkbookEncodings(t *testing.T) {
	content := strings.Replace(xmlBookOf(`<Row><Cell>`+data("String", "青岚街道")+`</Cell></Row>`), `?>`, ` encoding="gb2312"?>`, 1)
	for name, bytes := range map[string][]byte{EncodingGB18030: gb18030(t, content), EncodingUTF8: []byte(content), EncodingUTF16LE: utf16Bytes(content, false)} {
		doc, err := Read("f", bytes, DefaultLimits())
		if err != nil {
			t.Fatal(name, err)
		}
		if diff := cmp.Diff([]string{"表一!A1=青岚街道"}, listing(doc)); diff != "" || doc.Encoding != name || doc.Format != FormatXML2003 {
			t.Errorf("%s: read as %s in %s %s", name, doc.Format, doc.Encoding, diff)
		}
	}
}

func TestBrokenXMLWorkbooks(t *testing.T) {
	broken, large, at := brokenFor(FormatXML2003), tooLargeAt, onSheet
	const cell = `<Cell><Data ss:Type="String">x</Data></Cell>`
	small := DefaultLimits()
	small.Columns, small.Rows, small.Merges, small.Faults, small.Sheets = 4, 4, 4, 1, 1
	tests := []refused[string]{
		{"Word's XML", `<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x"/>`, DefaultLimits(), Error{Code: ErrorUnsupported, Args: Args{{"format", "xml"}}}},
		{"another XML", `<?xml version="1.0"?><a/>`, DefaultLimits(), Error{Code: ErrorUnsupported, Args: Args{{"format", "xml"}}}},
		{"no cells", xmlBookOf("<Row/>"), DefaultLimits(), Error{Code: ErrorNoCells, Args: Args{{"format", "xml2003"}}}},
		{"not well-formed", xmlBookOf("<Row>"), DefaultLimits(), broken("", ReasonXML, Place{})},
		{"cut off", xmlHead, DefaultLimits(), broken("", ReasonXML, Place{})},
		{"an index that goes back", xmlBookOf("<Row>" + cell + cell + `<Cell ss:Index="1"/></Row>`), DefaultLimits(), broken("", ReasonReference, at("1"))},
		{"a row that goes back", xmlBookOf(`<Row ss:Index="5"/><Row ss:Index="5"/>`), DefaultLimits(), broken("", ReasonReference, at("5"))},
		{"an index below one", xmlBookOf(`<Row><Cell ss:Index="-3"/></Row>`), DefaultLimits(), broken("", ReasonReference, at("-3"))},
		{"an index beyond all", xmlBookOf(`<Row><Cell ss:Index="99999999999999999999"/></Row>`), DefaultLimits(), broken("", ReasonReference, at(""))},
		{"a doctype", strings.Replace(xmlBookOf(""), "<Workbook", `<!DOCTYPE x [<!ENTITY a "b">]><Workbook`, 1), DefaultLimits(), broken("", ReasonDoctype, Place{})},
		{"two sheets of one name", xmlBookOf(`</Table></Worksheet><Worksheet ss:Name="表一"><Table>`), DefaultLimits(), broken("表一", ReasonDuplicatePart, Place{})},
		{"too far right", xmlBookOf(`<Row><Cell ss:Index="5"><Data ss:Type="String">x</Data></Cell></Row>`), small, large(LimitColumns, "4", at("E1"))},
		{"too far down", xmlBookOf(`<Row ss:Index="5">` + cell + `</Row>`), small, large(LimitRows, "4", at("A5"))},
		{"too many merged rows", xmlBookOf(`<Row>` + strings.Repeat(`<Cell ss:MergeDown="9"/>`, 5) + `</Row>`), small, large(LimitMerges, "4", at(""))},
		{"too many faults", xmlBookOf(`<Row>` + strings.Repeat(`<Cell ss:Formula="=A"/>`, 3) + `</Row>`), small, large(LimitFaults, "1", at(""))},
		{"too many sheets", xmlBookOf(`</Table></Worksheet><Worksheet ss:Name="表二"><Table>`), small, large(LimitSheets, "1", Place{})},
	}
	checkRefused(t, "f.xml", tests)
}
