package rules

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// The tables that every pack has besides those of the section tables.
const (
	gradesTable  = "grades"
	windowsTable = "windows"
)

// tierColumn is the column of the table windows that is no key of a row.
const tierColumn = "tier"

// columnsOf lists the columns of a table as csv. Gives is what a table of the section tables gives.
func columnsOf(name, gives string) []string {
	switch name {
	case gradesTable:
		return []string{"name", "from"}
	case windowsTable:
		return []string{tierColumn, "from", "to", "default"}
	}
	return []string{"from", "to", gives}
}

// TableNames lists what can be written as csv: the tables of the pack, grades and windows.
func (r *Ruleset) TableNames() []string {
	var names []string
	for _, t := range r.tables {
		names = append(names, t.Name)
	}
	return append(names, gradesTable, windowsTable)
}

// UnknownTable says that a pack has no table of a name.
type UnknownTable struct {
	Name, Pack string
	Known      []string
	Suggestion string // a name that looks alike, or nothing
}

// Error implements error; people get the sentence of [UnknownTable.Code] instead.
func (e *UnknownTable) Error() string { return e.Pack + ": unknown table " + e.Name }

// Code returns the code of the sentence in the catalogue.
func (e *UnknownTable) Code() string { return "rule.unknown-table" }

// Args returns the arguments of the sentence: name, pack, known, and suggestion where there is one.
func (e *UnknownTable) Args() []engine.Arg {
	return withSuggestion(engine.Args("name", e.Name, "pack", e.Pack, "known", strings.Join(e.Known, ", ")), e.Suggestion)
}

// TableCSV writes a table of the pack as csv, as [Ruleset.WithTable] reads it: a header, then one row a line, with the numbers and
// expressions as the pack has them. The error is an *[UnknownTable].
func (r *Ruleset) TableCSV(name string) ([]byte, error) {
	rows, gives := r.tableRows(name)
	if rows == nil {
		return nil, r.unknownTable(name)
	}
	columns := columnsOf(name, gives)
	lines := [][]string{columns}
	for _, row := range rows {
		line := make([]string, len(columns))
		for i, column := range columns {
			line[i] = engine.Guard(scalarOf(valueOf(row.value, column)))
			if column == tierColumn {
				line[i] = row.key.Value
			}
		}
		lines = append(lines, line)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	err := w.WriteAll(lines) // a buffer takes everything
	return out.Bytes(), err
}

func (r *Ruleset) unknownTable(name string) error {
	known := r.TableNames()
	return &UnknownTable{Name: name, Pack: r.id.Name, Known: known, Suggestion: suggest(name, known)}
}

// tableRows returns the rows of a table as the pack has them, and what a table of the section tables gives.
func (r *Ruleset) tableRows(name string) (rows []entry, gives string) {
	switch name {
	case gradesTable:
		for _, item := range valueOf(r.root, gradesTable).Content {
			rows = append(rows, entry{value: item})
		}
		return rows, ""
	case windowsTable:
		n := valueOf(r.root, windowsTable)
		for _, tier := range []engine.Tier{engine.TierMet, engine.TierPartly, engine.TierMissed} {
			key, value := entryOf(n, tier.String())
			rows = append(rows, entry{key, value})
		}
		return rows, ""
	}
	for _, t := range r.tables {
		if t.Name == name {
			for _, item := range t.rows.Content {
				rows = append(rows, entry{value: item})
			}
			return rows, t.Gives
		}
	}
	return nil, ""
}

// CSVError says what is wrong with a table as csv.
type CSVError struct {
	What   string // not-utf8, too-large, syntax, header, empty or inline
	Line   int    // of the csv text, from 1; 0 where it is about the whole
	Detail string // the reader's words for syntax, the columns that are needed for header, the pack's file for inline
}

// Error implements error; people get the sentence of [CSVError.Code] instead.
func (e *CSVError) Error() string { return fmt.Sprintf("csv line %d: %s %s", e.Line, e.What, e.Detail) }

// Code returns the code of the sentence in the catalogue.
func (e *CSVError) Code() string { return "rule.csv-" + e.What }

// Args returns the arguments of the sentence: line and detail.
func (e *CSVError) Args() []engine.Arg {
	return engine.Args("line", strconv.Itoa(e.Line), "detail", e.Detail)
}

// WithTable returns the text of the pack with the rows of one table taken from csv; the rest stays as its author wrote it. A table
// that the pack inherited is written into it. The result is compiled: errors are *[UnknownTable], *[CSVError], and *[Errors] whose
// places are those of the new text.
func (r *Ruleset) WithTable(name string, table []byte) ([]byte, error) {
	rows, gives := r.tableRows(name)
	if rows == nil {
		return nil, r.unknownTable(name)
	}
	lines, err := readCSV(table, name, gives)
	if err != nil {
		return nil, err
	}
	text, err := r.replaced(name, lines)
	if err != nil {
		return nil, err
	}
	if _, err := Compile(r.file, text, Options{Dir: r.dir, Year: r.year}); err != nil {
		return nil, err
	}
	return text, nil
}

// readCSV reads the rows, each by its columns. A table may change what it gives: points instead of shares.
func readCSV(text []byte, name, gives string) (rows []map[string]string, err error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if len(text) > maxPackBytes {
		return nil, &CSVError{What: "too-large"}
	}
	if !utf8.Valid(text) {
		return nil, &CSVError{What: "not-utf8"}
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.TrimLeadingSpace = true
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, &CSVError{What: "empty"}
	}
	if err != nil {
		return nil, syntaxOf(err)
	}
	for i := range header {
		header[i] = strings.ToLower(strings.TrimSpace(header[i]))
	}
	if !slices.Equal(header, columnsOf(name, gives)) && (slices.Contains([]string{gradesTable, windowsTable}, name) ||
		!slices.Equal(header, columnsOf(name, ShareColumn)) && !slices.Equal(header, columnsOf(name, PointsColumn))) {
		return nil, &CSVError{What: "header", Line: 1, Detail: strings.Join(columnsOf(name, gives), ",")}
	}
	for {
		line, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, syntaxOf(err)
		}
		row := map[string]string{}
		for i, cell := range line {
			if cell = strings.TrimSpace(engine.Unguard(cell)); cell != "" {
				row[header[i]] = cell
			}
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, &CSVError{What: "empty"}
	}
	return rows, nil
}

func syntaxOf(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &CSVError{What: "syntax", Line: parse.Line, Detail: parse.Err.Error()}
	}
	return err
}

// replaced puts rows into the pack's text: in place of those that stand there, or as an addition.
func (r *Ruleset) replaced(name string, rows []map[string]string) ([]byte, error) {
	var root yaml.Node
	if err := yaml.Load(r.source, &root); err != nil {
		return nil, err // it was compiled before
	}
	lines := strings.Split(strings.TrimSuffix(string(r.source), "\n"), "\n")
	section, owner := "tables", root.Content[0]
	if name == gradesTable || name == windowsTable {
		section = name
	} else if table := valueOf(valueOf(owner, section), name); table != nil {
		owner, section = table, "rows"
	}
	key, value := entryOf(owner, section)
	switch {
	case key == nil && section == "tables":
		lines = append(lines, "", "tables:")
		lines = append(lines, r.newTable(name, rows)...)
	case key == nil:
		lines = append(lines, "")
		lines = append(lines, block(section, "", name, rows)...)
	case section == "tables" && inLine(lines, key, value):
		return nil, &CSVError{What: "inline", Detail: r.file}
	case section == "tables":
		lines = slices.Insert(lines, key.Line, r.newTable(name, rows)...)
	case strings.TrimSpace(lines[key.Line-1][:key.Column-1]) != "":
		return nil, &CSVError{What: "inline", Detail: r.file}
	default:
		indent := strings.Repeat(" ", key.Column-1)
		lines = slices.Replace(lines, key.Line-1, endOf(lines, key.Line, key.Column-1), block(section, indent, name, rows)...)
	}
	return []byte(strings.Join(lines, "\n") + "\n"), nil
}

// inLine tells whether the value of a key begins on the key's own line, in braces.
func inLine(lines []string, key, value *yaml.Node) bool {
	return value.Line == key.Line || strings.TrimSpace(lines[key.Line-1][:key.Column-1]) != ""
}

// endOf returns the index of the line behind what belongs to the key of a line.
func endOf(lines []string, line, indent int) int {
	for ; line < len(lines); line++ {
		text := strings.TrimLeft(lines[line], " ")
		depth := len(lines[line]) - len(text)
		closing := strings.HasPrefix(text, "]") || strings.HasPrefix(text, "}")
		if text != "" && depth <= indent && !closing && !(depth == indent && strings.HasPrefix(text, "- ")) {
			break
		}
	}
	for line > 0 && strings.TrimSpace(lines[line-1]) == "" {
		line-- // blank lines belong to what follows
	}
	return line
}

// newTable writes a table that the pack did not have itself.
func (r *Ruleset) newTable(name string, rows []map[string]string) []string {
	lines := []string{"  " + name + ":"}
	for _, t := range r.tables {
		if t.Name == name {
			lines = append(lines, "    zh: "+strconv.Quote(t.Meaning.ZH), "    en: "+strconv.Quote(t.Meaning.EN))
		}
	}
	return append(lines, block("rows", "    ", name, rows)...)
}

func block(key, indent, name string, rows []map[string]string) []string {
	lines := []string{indent + key + ":"}
	for _, row := range rows {
		var fields []string
		for _, column := range []string{"name", "from", "to", "default", ShareColumn, PointsColumn} {
			if cell, found := row[column]; found {
				fields = append(fields, column+": "+plainOrQuoted(cell))
			}
		}
		lead := "- "
		if name == windowsTable {
			lead = plainOrQuoted(row[tierColumn]) + ": "
		}
		lines = append(lines, indent+"  "+lead+"{"+strings.Join(fields, ", ")+"}")
	}
	return lines
}

// plainOrQuoted writes a scalar: as it is where it is a number or a word, otherwise in quotes.
func plainOrQuoted(text string) string {
	if _, ok := engine.ParseDecimal(text); ok || isIdentifier(text) {
		return text
	}
	return strconv.Quote(text)
}
