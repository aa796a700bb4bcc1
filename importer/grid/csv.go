package grid

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// csvShape is what the records of a text look like at one delimiter.
type csvShape struct {
	delimiter byte
	fields    int         // the number of fields that most records have
	counts    map[int]int // records by their number of fields
	filled    int         // records that are not a blank line
	anyQuoted bool
	divided   bool // something else divides the text
	outer     bool // a record begins and ends with a blank field, as a | table does
	divisions int  // delimiters between fields
	spaced    int  // of these, followed by a space
	stops     int  // records whose first or last field holds a full stop
	opening   bool // the first record is one of these
	long      bool // a field of the first record is more than a few words
}

func isCSV(s *source) bool { return s.csvShape() != nil }

// csvShape returns how the text convinces as csv, nil where it does not.
func (s *source) csvShape() *csvShape {
	if s.csvTried {
		return s.csv
	}
	s.csvTried = true
	text, err := s.decode()
	if err != nil {
		return nil
	}
	if delimiter, rest := declaredDelimiter(text.content); delimiter != 0 {
		s.csv = measureAt(rest, delimiter, s.limits, true)
		return s.csv
	}
	for _, delimiter := range []byte{',', ';', '|'} {
		if shape := shapeAt(text.content, delimiter, s.limits); shape != nil && (s.csv == nil || shape.fields > s.csv.fields) {
			s.csv = shape
		}
	}
	return s.csv
}

// declaredDelimiter reads the first line sep=; by which a file tells spreadsheet programs how it is divided, and returns what comes after it.
func declaredDelimiter(content string) (delimiter byte, rest string) {
	end := strings.IndexAny(content, "\r\n")
	if end < 0 || end > len("\"sep=;\"") {
		return 0, content
	}
	line := strings.ToLower(strings.Trim(content[:end], `"`))
	if len(line) != len("sep=;") || !strings.HasPrefix(line, "sep=") || !strings.Contains(",;|\t", line[4:]) {
		return 0, content
	}
	return line[4], content[end:]
}

// shapeAt asks whether the text is a table at this delimiter: more than half of the records have the same number of fields, at least two;
// nothing in it is divided by tabs or written as a | table; and it does not read like prose.
func shapeAt(content string, delimiter byte, limits Limits) *csvShape {
	if !strings.ContainsRune(content, rune(delimiter)) {
		return nil
	}
	shape := measureAt(content, delimiter, limits, false)
	if shape.fields < 2 || 2*shape.counts[shape.fields] <= shape.filled || shape.divided || shape.isProse() {
		return nil
	}
	return shape
}

// measureAt divides the text at a delimiter and notes what comes of it. Unless the delimiter is declared it stops where something else divides the text.
func measureAt(content string, delimiter byte, limits Limits, declared bool) *csvShape {
	shape := &csvShape{delimiter: delimiter, counts: map[int]int{}}
	seen := 0
	for r := range records(content, delimiter, csvQuotes, limits.Columns) {
		if shape.divided = !declared && r.dividedOtherwise(); shape.divided {
			break
		}
		shape.observe(r)
		if seen++; seen > limits.Rows {
			break // enough to judge by; reading will refuse it
		}
	}
	for fields, n := range shape.counts {
		if n > shape.counts[shape.fields] || n == shape.counts[shape.fields] && fields > shape.fields {
			shape.fields = fields
		}
	}
	return shape
}

// dividedOtherwise tells a tab within an unquoted field, or a line of a | table.
// A tab at a field's edge divides nothing: programs write one so that a spreadsheet takes a number for text.
func (r record) dividedOtherwise() bool {
	first := strings.TrimSpace(r.fields[0].text)
	if strings.HasPrefix(first, "|") && !r.fields[0].quoted {
		return true
	}
	for _, f := range r.fields {
		if !f.quoted && strings.Contains(strings.TrimSpace(f.text), "\t") {
			return true
		}
	}
	return false
}

func (c *csvShape) observe(r record) {
	if len(r.fields) == 1 && r.blank() {
		return
	}
	c.filled++
	c.counts[len(r.fields)]++
	c.divisions += len(r.fields) - 1
	first, last := r.fields[0], r.fields[len(r.fields)-1]
	c.outer = c.outer || len(r.fields) > 2 && strings.TrimSpace(first.text) == "" && strings.TrimSpace(last.text) == ""
	for i, f := range r.fields {
		c.anyQuoted = c.anyQuoted || f.quoted
		c.long = c.long || c.filled == 1 && (utf8.RuneCountInString(f.text) > 24 || strings.ContainsAny(f.text, "，。；、！？"))
		if i > 0 && strings.HasPrefix(f.text, " ") {
			c.spaced++
		}
	}
	if strings.ContainsAny(first.text, "。；！？") || strings.ContainsAny(last.text, "。；！？") {
		c.stops++
		c.opening = c.opening || c.filled == 1
	}
}

// isProse tells sentences that happen to hold the same number of delimiters: a space follows most of them; the text opens with a sentence,
// where a table has its headers; two fields a line with a full stop in half of the lines; or a single line that is not a row of short words.
// A quoted field is proof of the contrary. Without one, pipes are left to the reader of text, which knows tables drawn with them.
func (c *csvShape) isProse() bool {
	switch {
	case c.delimiter == '|' && (c.outer || !c.anyQuoted):
		return true
	case c.anyQuoted:
		return false
	case 2*c.spaced > c.divisions || c.opening:
		return true
	case c.filled == 1:
		return c.fields < 3 || c.long
	default:
		return c.fields == 2 && 2*c.stops >= c.filled
	}
}

func readCSV(src *source) (*Document, error) {
	text, err := src.decode()
	if err != nil {
		return nil, err
	}
	shape := src.csvShape()
	count := 0
	b := newBuilder(src, "", &count)
	b.grid.Delimiter = map[byte]Delimiter{',': DelimiterComma, ';': DelimiterSemicolon, '|': DelimiterPipe, '\t': DelimiterTab}[shape.delimiter]
	doc := &Document{File: src.name, Format: FormatCSV, Encoding: text.encoding}
	row := 0
	_, content := declaredDelimiter(text.content)
	for r := range records(content, shape.delimiter, csvQuotes, src.limits.Columns) {
		if err := b.addRecord(row, r); err != nil {
			return nil, err
		}
		b.faults = append(b.faults, b.csvFaults(r, shape.fields)...)
		row++
	}
	doc.Grids, doc.Faults = []Grid{b.grid}, b.faults
	return doc, nil
}

// csvFaults reports a record of another length. Blank fields at the end shift nothing and are no fault.
func (b *builder) csvFaults(r record, expected int) []Fault {
	if r.blank() {
		return nil
	}
	var faults []Fault
	if found := len(r.fields); r.width() > expected || found < expected {
		faults = append(faults, Fault{
			Code:  FaultRagged,
			Args:  Args{{"expected", strconv.Itoa(expected)}, {"found", strconv.Itoa(found)}},
			Place: Place{File: b.src.name, Line: r.line},
		})
	}
	for col, f := range r.fields {
		if f.misquoted {
			faults = append(faults, Fault{Code: FaultQuote, Args: Args{{"text", strings.TrimSpace(f.text)}}, Place: b.fieldPlace(col, f.line)})
		}
	}
	return faults
}
