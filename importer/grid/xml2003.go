package grid

import (
	"encoding/xml"
	"slices"
	"strings"
	"time"
)

// spreadsheetSpace is the name space of workbooks that Excel 2003 wrote as XML, and that many platforms still do.
const spreadsheetSpace = "urn:schemas-microsoft-com:office:spreadsheet"

// isXML2003 tells such a workbook by its name space near the beginning.
func isXML2003(s *source) bool {
	head := s.opening()
	return strings.HasPrefix(head, "<?xml") && strings.Contains(head, spreadsheetSpace) && firstTag(head) == "workbook"
}

func readXML2003(src *source) (*Document, error) {
	text, err := src.decodeAs(src.data, declaredCharset(src.data))
	if err != nil {
		return nil, err
	}
	count := 0
	r := &xmlBook{archive: &archive{src: src, format: FormatXML2003}, count: &count, formats: map[string]numberFormat{}}
	r.doc = &Document{File: src.name, Format: FormatXML2003, Encoding: text.encoding}
	if err := r.archive.walkXML("", r.archive.whole(text.content), r); err != nil {
		return nil, err
	}
	return r.doc, nil
}

// xmlBook takes the worksheets of a workbook that is one XML file.
type xmlBook struct {
	archive *archive
	doc     *Document
	count   *int
	formats map[string]numberFormat // by style
	style   string                  // under reading
	sheet   *xmlSheet
}

// xmlSheet is a worksheet under reading.
type xmlSheet struct {
	*sheetReader
	kind, style, formula string
	value                strings.Builder
	hasFormula, hasData  bool
	across, down         int // how far the cell is merged
	column               int // the next one that is described
	rowSpan              int // rows below that look like this one and are not written
}

func (r *xmlBook) start(path []string, attrs []xml.Attr) error {
	switch {
	case matches(path, "Workbook", "Styles", "Style"):
		r.style = attr(attrs, "ID")
		r.formats[r.style] = r.formats[attr(attrs, "Parent")]
	case matches(path, "Workbook", "Styles", "Style", "NumberFormat"):
		if format := attr(attrs, "Format"); format != "" {
			r.formats[r.style] = parseNumberFormat(namedFormat(format))
		}
	case matches(path, "Workbook", "Worksheet"):
		return r.startSheet(attr(attrs, "Name"))
	case matches(path, "Workbook", "Worksheet", "Table", "Column"):
		return r.sheet.describeColumn(attrs)
	case matches(path, "Workbook", "Worksheet", "Table", "Row"):
		return r.sheet.startXMLRow(attrs)
	case matches(path, "Workbook", "Worksheet", "Table", "Row", "Cell"):
		return r.sheet.startXMLCell(attrs)
	case matches(path, "Workbook", "Worksheet", "Table", "Row", "Cell", "Data"):
		r.sheet.kind, r.sheet.hasData = attr(attrs, "Type"), true
	}
	return nil
}

func matches(path []string, names ...string) bool { return slices.Equal(path, names) }

func (r *xmlBook) startSheet(name string) error {
	if len(r.doc.Grids) >= r.archive.src.limits.Sheets {
		return r.archive.src.tooLarge(LimitSheets, int64(r.archive.src.limits.Sheets), Place{})
	}
	if slices.ContainsFunc(r.doc.Grids, func(g Grid) bool { return g.Sheet == name }) {
		return r.archive.broken(name, ReasonDuplicatePart)
	}
	b := newBuilder(r.archive.src, name, r.count)
	r.sheet = &xmlSheet{sheetReader: newSheetReader(&workbook{archive: r.archive}, sheetEntry{name: name}, b)}
	return nil
}

func (r *xmlBook) text(path []string, data []byte) error {
	switch {
	case r.sheet == nil:
	case len(path) >= 6 && matches(path[:6], "Workbook", "Worksheet", "Table", "Row", "Cell", "Data") && last(path, 0) != "PhoneticText":
		r.sheet.value.Write(data)
	case matches(path, "Workbook", "Worksheet", "WorksheetOptions", "Visible"):
		visible := strings.TrimSpace(string(data))
		r.sheet.b.grid.Hidden = r.sheet.b.grid.Hidden || visible == "SheetHidden" || visible == "SheetVeryHidden"
	}
	return nil
}

func (r *xmlBook) end(path []string) error {
	switch {
	case matches(path, "Workbook", "Worksheet", "Table", "Row", "Cell"):
		return r.endCell()
	case matches(path, "Workbook", "Worksheet", "Table", "Row"):
		r.sheet.row += r.sheet.rowSpan
	case matches(path, "Workbook", "Worksheet"):
		return r.endSheet()
	}
	return nil
}

func (r *xmlBook) endSheet() error {
	s := r.sheet
	if err := s.finish(); err != nil {
		return err
	}
	if s.b.grid.Hidden {
		for _, row := range s.b.grid.Rows {
			for i := range row {
				row[i].Hidden = true
			}
		}
	}
	r.doc.Grids = append(r.doc.Grids, s.b.grid)
	r.doc.Faults = append(r.doc.Faults, s.b.faults...)
	return nil
}

func (s *xmlSheet) describeColumn(attrs []xml.Attr) error {
	if s.ranges++; s.ranges > sheetColumns {
		return s.b.src.tooLarge(LimitColumns, sheetColumns, Place{Sheet: s.entry.name})
	}
	if index := attr(attrs, "Index"); index != "" {
		s.column = max(clampedInt(index, sheetColumns)-1, 0)
	}
	span := clampedInt(attr(attrs, "Span"), sheetColumns)
	if isTrue(attr(attrs, "Hidden")) {
		if s.hiddenColumns == nil {
			s.hiddenColumns = make([]bool, sheetColumns)
		}
		for i := s.column; i <= min(s.column+span, sheetColumns-1); i++ {
			s.hiddenColumns[i] = true
		}
	}
	s.column += span + 1
	return nil
}

func (s *xmlSheet) startXMLRow(attrs []xml.Attr) error {
	before := s.row
	s.row, s.col = s.row+1, -1
	s.rowHidden = isTrue(attr(attrs, "Hidden"))
	s.rowSpan = clampedInt(attr(attrs, "Span"), sheetRows)
	if index := attr(attrs, "Index"); index != "" {
		s.row = clampedInt(index, sheetRows+1) - 1
		if s.row <= before || s.row >= sheetRows {
			return s.broken(ReasonReference, index)
		}
	}
	if s.row >= sheetRows {
		return s.broken(ReasonReference, "")
	}
	return nil
}

// startXMLCell goes to the cell's index; without one it stands behind the cell before and what that is merged with.
func (s *xmlSheet) startXMLCell(attrs []xml.Attr) error {
	before := s.col
	s.col += 1
	if index := attr(attrs, "Index"); index != "" {
		s.col = clampedInt(index, sheetColumns+1) - 1
		if s.col <= before {
			return s.broken(ReasonReference, index)
		}
	}
	if s.col >= sheetColumns {
		return s.broken(ReasonReference, "")
	}
	s.cell.row, s.cell.col = s.row, s.col
	s.style, s.kind = attr(attrs, "StyleID"), ""
	s.formula = attr(attrs, "Formula")
	s.hasFormula, s.hasData = s.formula != "", false
	s.across, s.down = clampedInt(attr(attrs, "MergeAcross"), sheetColumns), clampedInt(attr(attrs, "MergeDown"), sheetRows)
	s.value.Reset()
	return nil
}

func (r *xmlBook) endCell() error {
	s := r.sheet
	if most := s.b.src.limits.Faults; len(s.b.faults) > most {
		return s.b.src.tooLarge(LimitFaults, int64(most), Place{Sheet: s.entry.name})
	}
	if s.across > 0 || s.down > 0 {
		s.merges = append(s.merges, area{s.row, s.col, s.row + s.down, s.col + s.across})
	}
	text := strings.TrimSpace(r.cellText())
	if s.hasFormula {
		s.formulaFault(s.place(), strings.TrimPrefix(s.formula, "="), text)
	}
	c := Cell{Row: s.row, Col: s.col, Text: text, Place: s.place(), Formula: s.hasFormula}
	c.Hidden = s.rowHidden || s.hiddenColumns != nil && s.hiddenColumns[s.col]
	s.col += s.across
	return s.b.add(c)
}

// cellText is the cell's value by its type; a number is written by the rules of its format, as in other workbooks.
func (r *xmlBook) cellText() string {
	s := r.sheet
	value := plainText(s.value.String())
	switch trimmed := strings.TrimSpace(value); s.kind {
	case "Number":
		return s.xmlNumber(trimmed, r.formats[s.style])
	case "DateTime":
		return r.formats[s.style].dateTime(trimmed)
	case "Boolean":
		return booleanText(trimmed)
	case "Error":
		if trimmed != "" {
			s.fault(FaultCellError, Arg{"value", trimmed})
		}
	}
	return value
}

func (s *xmlSheet) xmlNumber(value string, format numberFormat) string {
	d, ok := parseDecimal(value)
	if !ok {
		return value
	}
	d, rounded := d.shown()
	text := format.write(d, false)
	if rounded {
		s.fault(FaultNumberRounded, Arg{"stored", value}, Arg{"text", text})
	}
	return text
}

// namedFormat gives the code of a format that the file only names.
func namedFormat(name string) string {
	switch name {
	case "Percent":
		return "0.00%"
	case "General Date", "Long Date", "Medium Date", "Short Date":
		return "yyyy-m-d"
	case "Long Time", "Medium Time", "Short Time":
		return "h:mm:ss"
	case "General", "General Number", "Currency", "Euro Currency", "Fixed", "Standard", "Scientific", "Yes/No", "True/False", "On/Off", "@":
		return ""
	}
	return name
}

// dateTime writes a date of the file by the rules of its format; what is no date stays as it is.
func (f numberFormat) dateTime(value string) string {
	at, err := time.Parse("2006-01-02T15:04:05.999", value)
	if err != nil {
		return value
	}
	s := section{}
	if len(f.sections) > 0 {
		s = f.sections[0]
	}
	if s.time && !s.year && !s.month && !s.day || at.Year() < 1900 {
		return at.Format("15:04:05")
	}
	if !s.year && !s.month && !s.day {
		s.time = true
	}
	return s.moment(at)
}
