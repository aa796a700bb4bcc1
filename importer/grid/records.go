package grid

import (
	"iter"
	"strings"
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

// filled is the number of fields that hold anything.
func (r record) filled() int {
	count := 0
	for _, f := range r.fields {
		if f.text != "" {
			count++
		}
	}
	return count
}

// quoteRule decides whether quotation marks around text[start:end] are quoting or content.
type quoteRule func(text string, start, end int) bool

// csvQuotes: properly closed is enough.
func csvQuotes(string, int, int) bool { return true }

// tabQuotes takes marks off only where a spreadsheet program had to set them: around a line break or a doubled mark,
// in a line that has tabs. Elsewhere in a text they are quotation marks that somebody typed.
func tabQuotes(text string, start, end int) bool {
	inner := text[start+1 : end-1]
	if text[start] == '=' {
		return !strings.ContainsAny(inner, "\t\r\n") && besideTab(text, start, end)
	}
	if strings.Contains(inner, "\t") || !strings.ContainsAny(inner, "\r\n") && !strings.Contains(inner, `""`) {
		return false
	}
	return besideTab(text, start, end)
}

func besideTab(text string, start, end int) bool {
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
	if mark := s.mark(start); mark >= 0 {
		if closing, ok := s.closing(mark); ok && s.rule(s.text, start, closing) {
			return s.quotedField(f, mark, closing)
		}
		f.misquoted = mark == start
	}
	end := start
	for end < len(s.text) && !s.ends(end) {
		end++
	}
	f.text = s.text[s.at:end]
	s.at = end
	return f
}

// mark finds the quotation mark that opens the field that begins at start, -1 without one. Before it may stand an equals sign: spreadsheet programs
// write ="0012" so that a code keeps its zeros.
func (s *scanner) mark(start int) int {
	switch {
	case strings.HasPrefix(s.text[start:], `"`):
		return start
	case strings.HasPrefix(s.text[start:], `="`):
		return start + 1
	}
	return -1
}

func (s *scanner) quotedField(f field, start, closing int) field {
	inner := s.text[start+1 : closing-1]
	s.line += countBreaks(inner)
	s.at = s.skipSpaces(closing)
	f.quoted = true
	f.text = unguard(unifyBreaks(strings.ReplaceAll(inner, `""`, `"`)))
	return f
}

// unguard takes ="" off a code that was quoted once more with it.
func unguard(text string) string {
	inner, found := strings.CutPrefix(text, `="`)
	if code, closed := strings.CutSuffix(inner, `"`); found && closed && !strings.Contains(code, `"`) {
		return code
	}
	return text
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
