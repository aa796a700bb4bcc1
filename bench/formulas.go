package main

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed workbook.txt
var workbookText string

// formulas are the rules as workbook.txt says them: the computed columns of each sheet, and the lists of words.
type formulas struct {
	sheets map[string][]formula
	lists  []wordList
}

// wordList is a list of words that formulas look into.
type wordList struct {
	name  string
	words []string
}

// formula is a computed column. Between its texts stand references, which are written anew for each row.
type formula struct {
	name  string
	texts []string // one more than references
	refs  []reference
}

// reference is what stands in brackets: a column of the same sheet, of another one, or a list; of may be empty.
type reference struct {
	of, name string
	above    bool // the cell in the row above
}

// parseFormulas reads workbook.txt. What stands before its first list is for people.
func parseFormulas(text string) (*formulas, error) {
	f := &formulas{sheets: map[string][]formula{}}
	sheet, add := "", func(string) {}
	var open *formula
	begun := false
	for number, line := range strings.Split(text, "\n") {
		kind, name, _ := strings.Cut(line, " ")
		begun = begun || kind == "list"
		switch {
		case !begun || line == "" || kind == "#":
		case kind == "list":
			f.lists = append(f.lists, wordList{name: name})
			list := &f.lists[len(f.lists)-1]
			add = func(word string) { list.words = append(list.words, word) }
		case kind == "sheet":
			sheet, add = name, func(string) {}
		case name == "=" && sheet != "":
			f.sheets[sheet] = append(f.sheets[sheet], formula{name: kind, texts: []string{""}})
			open = &f.sheets[sheet][len(f.sheets[sheet])-1]
			add = open.add
		case kind == "":
			add(strings.TrimSpace(line))
		default:
			return nil, fmt.Errorf("workbook.txt, line %d: %q", number+1, line)
		}
	}
	return f, nil
}

// add adds a line to the formula, in which a bracket is closed where it was opened.
func (f *formula) add(line string) {
	for {
		before, rest, found := strings.Cut(line, "[")
		f.texts[len(f.texts)-1] += before
		if !found {
			return
		}
		var inside string
		inside, line, _ = strings.Cut(rest, "]")
		f.refs, f.texts = append(f.refs, parseReference(inside)), append(f.texts, "")
	}
}

func parseReference(text string) reference {
	text, above := strings.CutSuffix(text, ".above")
	of, name, found := strings.Cut(text, ".")
	if !found {
		of, name = "", text
	}
	return reference{of, name, above}
}

// write writes the formula with the cells that address gives for its references.
func (f *formula) write(address func(reference) (string, error)) (string, error) {
	var b strings.Builder
	b.WriteString(f.texts[0])
	for i, ref := range f.refs {
		cell, err := address(ref)
		if err != nil {
			return "", fmt.Errorf("formula %s: %w", f.name, err)
		}
		b.WriteString(cell)
		b.WriteString(f.texts[i+1])
	}
	return b.String(), nil
}
