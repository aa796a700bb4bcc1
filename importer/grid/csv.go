package grid

import (
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"
)

// field is one field of a record. line is the physical line on which it begins; misquoted means that its quotation mark was taken as text.
type field struct {
	text      string
	line      int
	quoted    bool
	misquoted bool
}

// record is valid until the next one is read: its fields are overwritten then.
type record struct {
	fields []field
	line   int
	// wide means that there are more fields than allowed, which were left out.
	wide bool
}

// blank tells whether no field holds anything.
func (r record) blank() bool { return r.width() == 0 }

// width is the number of fields without the blank ones at the end.
func (r record) width() int {
	for i := len(r.fields); i > 0; i-- {
		if strings.TrimSpace(r.fields[i-1].text) != "" {
			return i
		}
	}
	return 0
}

// quoteRule decides whether quotation marks around text[start:end] are quoting or content.
type quoteRule func(text string, start, end int) bool

// csvQuotes: properly closed is enough.
func csvQuotes(string, int, int) bool { return true }

// tabQuotes takes marks off only where a spreadsheet program had to set them: around a line break or a doubled mark,
// in a line that has tabs. Elsewhere in a text they are quotation marks that somebody typed.
func tabQuotes(text string, start, end int) bool {
	inner := text[start+1 : end-1]
	if strings.Contains(inner, "\t") || !strings.ContainsAny(inner, "\r\n") && !strings.Contains(inner, `""`) {
		return false
	}
	return start > 0 && text[start-1] == '\t' || end < len(text) && text[end] == '\t'
}

// records divides a text into records and fields. It never fails: a mark that is not closed properly is content.
// A text that ends with a line break has no blank record after it.
func records(text string, delimiter byte, rule quoteRule, most int) iter.Seq[record] {
	return func(yield func(record) bool) {
		s := scanner{text: text, delimiter: delimiter, rule: rule, most: most, line: 1}
		for s.at < len(s.text) {
			if !yield(s.record()) {
				return
			}
		}
	}
}

type scanner struct {
	text      string
	delimiter byte
	rule      quoteRule
	most      int // fields of a record
	at        int
	line      int
	fields    []field
}

func (s *scanner) record() record {
	r := record{line: s.line}
	s.fields = s.fields[:0]
	for {
		if f := s.field(); len(s.fields) < s.most {
			s.fields = append(s.fields, f)
		} else {
			r.wide = true
		}
		if s.at < len(s.text) && s.text[s.at] == s.delimiter {
			s.at++
			continue
		}
		s.lineBreak()
		r.fields = s.fields
		return r
	}
}

func (s *scanner) lineBreak() {
	if s.at >= len(s.text) {
		return
	}
	if strings.HasPrefix(s.text[s.at:], "\r\n") {
		s.at++
	}
	s.at++
	s.line++
}

// field reads up to the next delimiter or line break, which it leaves.
func (s *scanner) field() field {
	start := s.at
	for start < len(s.text) && s.text[start] == ' ' {
		start++
	}
	f := field{line: s.line}
	if start < len(s.text) && s.text[start] == '"' {
		if closing, ok := s.closing(start); ok && s.rule(s.text, start, closing) {
			return s.quotedField(f, start, closing)
		}
		f.misquoted = true
	}
	end := start
	for end < len(s.text) && !s.ends(end) {
		end++
	}
	f.text = s.text[s.at:end]
	s.at = end
	return f
}

func (s *scanner) quotedField(f field, start, closing int) field {
	inner := s.text[start+1 : closing-1]
	s.line += countBreaks(inner)
	s.at = s.skipSpaces(closing)
	f.quoted = true
	f.text = unifyBreaks(strings.ReplaceAll(inner, `""`, `"`))
	return f
}

// closing finds the end of the quotation that begins at start: the place after a single mark that is followed by a delimiter, a line break or the end.
func (s *scanner) closing(start int) (int, bool) {
	for i := start + 1; ; {
		next := strings.IndexByte(s.text[i:], '"')
		if next < 0 {
			return 0, false
		}
		i += next + 1
		if i < len(s.text) && s.text[i] == '"' {
			i++
			continue
		}
		after := s.skipSpaces(i)
		return i, after == len(s.text) || s.ends(after)
	}
}

func (s *scanner) skipSpaces(i int) int {
	for i < len(s.text) && s.text[i] == ' ' {
		i++
	}
	return i
}

func (s *scanner) ends(i int) bool {
	c := s.text[i]
	return c == s.delimiter || c == '\n' || c == '\r'
}

// csvShape is what the records of a text look like at one delimiter.
type csvShape struct {
	delimiter byte
	fields    int         // the number of fields that most records have
	counts    map[int]int // records by their number of fields
	filled    int         // records that are not a blank line
	anyQuoted bool
	divisions int  // delimiters between fields
	spaced    int  // of these, followed by a space
	stops     int  // records whose first or last field holds a full stop
	opening   bool // the first record is one of these
	long      bool // a field is more than a few words
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
	for _, delimiter := range []byte{',', ';'} {
		if shape := shapeAt(text.content, delimiter, s.limits); shape != nil && (s.csv == nil || shape.fields > s.csv.fields) {
			s.csv = shape
		}
	}
	return s.csv
}

// shapeAt asks whether the text is a table at this delimiter: more than half of the records have the same number of fields, at least two;
// nothing in it is divided by tabs or written as a | table; and it does not read like prose.
func shapeAt(content string, delimiter byte, limits Limits) *csvShape {
	if !strings.ContainsRune(content, rune(delimiter)) {
		return nil
	}
	shape := &csvShape{delimiter: delimiter, counts: map[int]int{}}
	seen := 0
	for r := range records(content, delimiter, csvQuotes, limits.Columns) {
		if r.dividedOtherwise() {
			return nil
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
	if shape.fields < 2 || 2*shape.counts[shape.fields] <= shape.filled || shape.isProse() {
		return nil
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
	for i, f := range r.fields {
		c.anyQuoted = c.anyQuoted || f.quoted
		c.long = c.long || utf8.RuneCountInString(f.text) > 24 || strings.ContainsAny(f.text, "，。；、！？")
		if i > 0 && strings.HasPrefix(f.text, " ") {
			c.spaced++
		}
	}
	if strings.ContainsAny(r.fields[0].text+r.fields[len(r.fields)-1].text, "。；！？") {
		c.stops++
		c.opening = c.opening || c.filled == 1
	}
}

// isProse tells sentences that happen to hold the same number of delimiters: a space follows most of them; the text opens with a sentence,
// where a table has its headers; two fields a line with a full stop in half of the lines; or a single line that is not a row of short words.
// A quoted field is proof of the contrary.
func (c *csvShape) isProse() bool {
	switch {
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
	b.grid.Delimiter = DelimiterComma
	if shape.delimiter == ';' {
		b.grid.Delimiter = DelimiterSemicolon
	}
	doc := &Document{File: src.name, Format: FormatCSV, Encoding: text.encoding}
	row := 0
	for r := range records(text.content, shape.delimiter, csvQuotes, src.limits.Columns) {
		if err := b.addRecord(row, r); err != nil {
			return nil, err
		}
		doc.Faults = append(doc.Faults, b.csvFaults(r, shape.fields)...)
		row++
	}
	doc.Grids = []Grid{b.grid}
	return doc, nil
}

// csvFaults reports a record of another length. Blank fields at the end shift nothing and are no fault.
func (b *builder) csvFaults(r record, expected int) []Fault {
	var faults []Fault
	if found := len(r.fields); !r.blank() && (r.width() > expected || found < expected) {
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
