package rules

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
	"jixiao/messages"
)

// Error is one mistake in a pack.
type Error struct {
	Code   string // a code of the catalogue: rule.unknown-name
	Args   []engine.Arg
	File   string
	Line   int    // from 1
	Column int    // from 1, in characters
	Source string // the line as the author wrote it
}

// Errors are all mistakes of a pack, in the order of the file.
type Errors struct{ List []Error }

// Error implements error with the first mistake's place and code; people get [Errors.Render] instead.
func (e *Errors) Error() string {
	if len(e.List) == 0 {
		return "rule pack: no mistakes"
	}
	first := e.List[0]
	text := fmt.Sprintf("%s:%d:%d: %s", first.File, first.Line, first.Column, first.Code)
	for _, arg := range first.Args {
		text += " " + arg.Name + "=" + arg.Value
	}
	if more := len(e.List) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// Render writes all mistakes for people: the place, the sentence, the source line, a caret under the spot, and what was
// probably meant.
func (e *Errors) Render(catalogue *messages.Catalogue, lang messages.Lang) string {
	var out strings.Builder
	for i := range e.List {
		e.List[i].render(&out, catalogue, lang)
	}
	return out.String()
}

func (e *Error) render(out *strings.Builder, catalogue *messages.Catalogue, lang messages.Lang) {
	args := messages.Arguments(e.Args)
	fmt.Fprintf(out, "%s:%d:%d: %s\n", e.File, e.Line, e.Column, catalogue.Sentence(lang, e.Code, args))
	if strings.TrimSpace(e.Source) != "" {
		line, caret := window(e.Source, e.Column)
		fmt.Fprintf(out, "    %s\n    %s^\n", line, caret)
	}
	for _, hint := range []string{e.guess(catalogue, lang, args), catalogue.Hint(lang, e.Code, args)} {
		if hint != "" {
			fmt.Fprintf(out, "    %s\n", hint)
		}
	}
}

// guess returns "did you mean …" where a name comes near, otherwise the names that exist.
func (e *Error) guess(catalogue *messages.Catalogue, lang messages.Lang, args []messages.Arg) string {
	for _, name := range []string{"suggestion", "known"} {
		for _, arg := range args {
			if arg.Name == name && arg.Value != "" {
				return catalogue.Sentence(lang, "rule.hint-"+name, args)
			}
		}
	}
	return ""
}

// maxShown bounds how much of a source line is printed on each side of the caret, in characters.
const maxShown = 70

// window returns the part of a line around a column, and the blanks that bring a caret under that column: two for a character
// that takes two places on a screen.
func window(source string, column int) (line, blanks string) {
	runes := []rune(strings.ReplaceAll(source, "\t", " "))
	at := min(max(column-1, 0), len(runes))
	from, to := max(0, at-maxShown), min(len(runes), at+maxShown)
	lead, trail := "", ""
	if from > 0 {
		lead = "..."
	}
	if to < len(runes) {
		trail = "..."
	}
	width := len(lead)
	for _, r := range runes[from:at] {
		width += screenWidth(r)
	}
	return lead + string(runes[from:to]) + trail, strings.Repeat(" ", width)
}

// screenWidth returns how many places a character takes in a fixed-width font (East Asian Width W and F).
func screenWidth(r rune) int {
	switch {
	case r == 0x200b || r >= 0x0300 && r <= 0x036f:
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0x303e, r >= 0x3041 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3,
		r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6,
		r >= 0x1f300 && r <= 0x1f64f, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}

// source is the text of a pack and the mistakes found in it.
type source struct {
	file  string
	lines [][]rune
	list  []Error
}

func newSource(file string, text []byte) *source {
	s := &source{file: file}
	for line := range strings.SplitSeq(strings.TrimPrefix(string(text), "\ufeff"), "\n") {
		s.lines = append(s.lines, []rune(strings.TrimSuffix(line, "\r")))
	}
	return s
}

// errors returns the mistakes in the order of the file, or nil where there are none.
func (s *source) errors() error {
	if len(s.list) == 0 {
		return nil
	}
	slices.SortStableFunc(s.list, func(a, b Error) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return &Errors{s.list}
}

// at adds a mistake at a line and column, both from 1.
func (s *source) at(line, column int, code string, pairs ...string) {
	text := ""
	if line >= 1 && line <= len(s.lines) {
		text = string(s.lines[line-1])
	}
	s.list = append(s.list, Error{"rule." + code, engine.Args(pairs...), s.file, max(line, 1), max(column, 1), text})
}

// on adds a mistake at the beginning of a node.
func (s *source) on(n *yaml.Node, code string, pairs ...string) {
	s.at(n.Line, n.Column, code, pairs...)
}

// inside adds a mistake at a character of a scalar's value, counted from 0.
func (s *source) inside(n *yaml.Node, offset int, code string, pairs ...string) {
	line, column := s.place(n, offset)
	s.at(line, column, code, pairs...)
}

// cursor walks through the raw text of a scalar.
type cursor struct{ line, column int } // from 0

// place finds where a character of a scalar's value stands in the file. YAML folds lines, strips indents and decodes escapes,
// so the raw text is walked along with the value: white space is matched loosely, everything else one to one.
func (s *source) place(n *yaml.Node, offset int) (line, column int) {
	c := cursor{n.Line - 1, n.Column - 1}
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		c = cursor{n.Line, 0}
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		c.column++
	}
	for i, r := range []rune(n.Value) {
		if isBlank(r) && i < offset {
			s.passBlank(&c, n.Style)
			continue
		}
		if !isBlank(r) {
			s.skipBlanks(&c, n.Style)
		}
		if i >= offset {
			break
		}
		c.column += s.length(c, n.Style)
	}
	return c.line + 1, c.column + 1
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' }

func (s *source) raw(c cursor) (rune, bool) {
	if c.line >= len(s.lines) {
		return 0, false
	}
	if line := s.lines[c.line]; c.column < len(line) {
		return line[c.column], true
	}
	return '\n', true
}

// passBlank steps over one blank where the raw text has one here. A folded line break is left to skipBlanks.
func (s *source) passBlank(c *cursor, style yaml.Style) {
	r, ok := s.raw(*c)
	switch {
	case ok && (r == ' ' || r == '\t'):
		c.column++
	case ok && r == '\\' && style&yaml.DoubleQuotedStyle != 0:
		c.column += s.length(*c, style)
	}
}

func (s *source) skipBlanks(c *cursor, style yaml.Style) {
	for {
		r, ok := s.raw(*c)
		switch {
		case !ok:
			return
		case r == '\n':
			*c = cursor{c.line + 1, 0}
		case isBlank(r):
			c.column++
		case r == '\\' && style&yaml.DoubleQuotedStyle != 0 && c.column+1 >= len(s.lines[c.line]):
			*c = cursor{c.line + 1, 0} // an escaped line break
		default:
			return
		}
	}
}

// length returns how many raw characters stand for the next character of the value.
func (s *source) length(c cursor, style yaml.Style) int {
	r, _ := s.raw(c)
	switch {
	case r == '\'' && style&yaml.SingleQuotedStyle != 0:
		return 2
	case r != '\\' || style&yaml.DoubleQuotedStyle == 0:
		return 1
	}
	escape, _ := s.raw(cursor{c.line, c.column + 1})
	switch escape {
	case 'x':
		return 4
	case 'u':
		return 6
	case 'U':
		return 10
	}
	return 2
}
