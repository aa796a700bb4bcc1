package rules

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// source is the text of a pack and the mistakes found in it.
type source struct {
	file  string
	lines [][]rune
	texts []string // the lines again: mistakes share them
	list  []Error
	// inForce tells that the text is an effective pack, in which nobody knows any more what was inherited.
	inForce bool
	// How much was used of what is bounded for a pack as a whole: parts of expressions, steps of the search for hidden rules, names
	// that were compared to find what was meant.
	expressionParts, searched, compared int
	// inherited tells which other text a node stands in. What is not there stands in this one.
	inherited map[*yaml.Node]*source
	// reads, where it is set, hears of every mapping with fixed keys that is read; the first keys are required.
	reads func(in string, required int, known []string)
}

// textOf returns the text that a node stands in.
func (s *source) textOf(n *yaml.Node) *source {
	if other := s.inherited[n]; other != nil {
		return other
	}
	return s
}

// own tells whether a node stands in the pack itself and not in one that it extends.
func (s *source) own(n *yaml.Node) bool { return s.inherited[n] == nil }

func newSource(file string, text []byte) *source {
	s := &source{file: file}
	text = text[:min(len(text), maxEffectiveBytes)] // what is longer is refused unread
	for line := range strings.SplitSeq(strings.TrimPrefix(string(text), "\ufeff"), "\n") {
		line = strings.TrimSuffix(line, "\r")
		s.lines, s.texts = append(s.lines, []rune(line)), append(s.texts, line)
	}
	return s
}

// errors returns the mistakes in the order of the file, those in packs that it extends last, or nil where there are none.
func (s *source) errors() error {
	if len(s.list) == 0 {
		return nil
	}
	slices.SortStableFunc(s.list, func(a, b Error) int {
		if a.File != b.File {
			return s.rank(a.File, b.File)
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return &Errors{s.list}
}

func (s *source) rank(a, b string) int {
	switch s.file {
	case a:
		return -1
	case b:
		return 1
	}
	return strings.Compare(a, b)
}

// at adds a mistake at a line and column of this text, both from 1.
func (s *source) at(line, column int, code string, pairs ...string) {
	s.add(s.mistake(line, column, code, pairs))
}

func (s *source) mistake(line, column int, code string, pairs []string) Error {
	text := ""
	if line >= 1 && line <= len(s.lines) {
		text = s.texts[line-1]
	}
	return Error{"rule." + code, engine.Args(pairs...), s.file, max(line, 1), max(column, 1), text}
}

// on adds a mistake at the beginning of a node.
func (s *source) on(n *yaml.Node, code string, pairs ...string) {
	s.add(s.textOf(n).mistake(n.Line, n.Column, code, pairs))
}

// inside adds a mistake at a character of a scalar's value, counted from 0.
func (s *source) inside(n *yaml.Node, offset int, code string, pairs ...string) {
	line, column := s.place(n, offset)
	s.add(s.textOf(n).mistake(line, column, code, pairs))
}

// cursor walks through the raw text of a scalar.
type cursor struct{ line, column int } // from 0

// place finds where a character of a scalar's value stands in the file. YAML folds lines, strips indents and decodes escapes,
// so the raw text is walked along with the value: white space is matched loosely, everything else one to one.
func (s *source) place(n *yaml.Node, offset int) (line, column int) {
	s = s.textOf(n)
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
