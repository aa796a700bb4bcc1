package grid

import (
	"strings"
)

// readText reads lines: a line with a tab is divided at its tabs, a line of a | table at its pipes. The lines between are divided where they
// stand below each other in columns, else each is one cell.
func readText(src *source) (*Document, error) {
	text, err := src.decode()
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(text.content) == "" {
		return nil, src.fail(ErrorEmpty)
	}
	count := 0
	t := &textReader{b: newBuilder(src, "", &count), pipes: pipingOf(text.content)}
	t.b.grid.Delimiter = DelimiterLine
	for r := range records(text.content, '\t', tabQuotes, src.limits.Columns) {
		if err := t.take(r); err != nil {
			return nil, err
		}
	}
	if err := t.flush(); err != nil {
		return nil, err
	}
	return &Document{File: src.name, Format: FormatText, Encoding: text.encoding, Grids: []Grid{t.b.grid}, Faults: t.b.faults}, nil
}

// textReader gathers the lines that neither tabs nor pipes divide, because only together they show columns.
type textReader struct {
	b     *builder
	pipes piping
	row   int
	plain []textLine
}

func (t *textReader) take(r record) error {
	row := t.row
	t.row++
	r = t.divide(r)
	if len(r.fields) != 1 || r.wide {
		if err := t.flush(); err != nil {
			return err
		}
		return t.b.addRecord(row, r)
	}
	t.plain = append(t.plain, textLine{row: row, number: r.line, text: r.fields[0].text})
	return t.b.reach(row, Place{Line: r.line})
}

func (t *textReader) flush() error {
	lines := t.plain
	t.plain = t.plain[:0]
	return t.b.addLines(lines)
}

// divide splits a line without tabs at its pipes.
func (t *textReader) divide(r record) record {
	if len(r.fields) > 1 {
		t.b.divided(DelimiterTab)
		return r
	}
	line := r.fields[0].text
	if strings.Count(line, "|") > t.b.src.limits.Columns {
		r.wide = true
		return r
	}
	parts := pipeFields(line, t.pipes)
	if parts == nil {
		return r
	}
	t.b.divided(DelimiterPipe)
	divided := record{line: r.line}
	for _, part := range parts {
		divided.fields = append(divided.fields, field{text: part, line: r.line})
	}
	return divided
}

// piping is how the lines of a text hold pipes.
type piping uint8

const (
	outerPipes piping = iota // a line of a table has one at its beginning, as far as there are any tables
	innerPipes               // pipes stand only between cells: one at the beginning of a line follows a blank cell
)

// pipingOf tells a table whose lines have no outer pipes: at least two lines, and two thirds of all, hold one, or at least three, and a
// third of all, hold several with blanks around them, as no sentence does; and few of them both begin and end with it.
func pipingOf(content string) piping {
	lines, with, several, outer := 0, 0, 0, 0
	for line := range strings.FieldsFuncSeq(content, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		lines++
		if strings.Contains(line, "|") {
			with++
		}
		if strings.Count(" "+line+" ", " | ") >= 2 {
			several++
		}
		if len(line) > 1 && line[0] == '|' && line[len(line)-1] == '|' {
			outer++
		}
	}
	table := with >= 2 && 3*with >= 2*lines || several >= 3 && 3*several >= lines
	if table && 3*outer < 2*with {
		return innerPipes
	}
	return outerPipes
}

// pipeFields divides a line of a | table, without its outer pipes; nil means that the line is none.
func pipeFields(line string, p piping) []string {
	line = strings.TrimSpace(line)
	parts := splitPipes(line)
	if p == innerPipes {
		if len(parts) < 2 {
			return nil
		}
		return parts
	}
	if !strings.HasPrefix(line, "|") || len(parts) < 3 {
		return nil
	}
	parts = parts[1:]
	if last := len(parts) - 1; last >= 0 && strings.TrimSpace(parts[last]) == "" {
		parts = parts[:last]
	}
	return parts
}

// splitPipes divides at each pipe that no backslash protects, and takes those backslashes off.
func splitPipes(line string) []string {
	var parts []string
	var part strings.Builder
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line) && line[i+1] == '|':
			part.WriteByte('|')
			i++
		case line[i] == '|':
			parts = append(parts, part.String())
			part.Reset()
		default:
			part.WriteByte(line[i])
		}
	}
	return append(parts, part.String())
}
