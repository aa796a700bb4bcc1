package messages

import (
	"fmt"
	"slices"
	"strings"
)

// Lang is a language of the catalogue.
type Lang string

// The languages.
const (
	Chinese Lang = "zh"
	English Lang = "en"
)

// Entry is one code with its sentence and, for what a person can act on, its hint.
type Entry struct {
	Code           string // space.code
	ZH, EN         string
	HintZH, HintEN string
}

// Arg is one named argument. Any slice of structs of this shape can be passed to [Catalogue] functions through [Arguments].
type Arg struct{ Name, Value string }

// Arguments converts a list of name-value structs of another package.
func Arguments[A ~struct{ Name, Value string }](args []A) []Arg {
	converted := make([]Arg, len(args))
	for i, arg := range args {
		converted[i] = Arg(arg)
	}
	return converted
}

// Catalogue maps codes to sentences. It is safe for reading from several goroutines once filled.
type Catalogue struct{ entries map[string]Entry }

// Default returns a new catalogue with everything that the program says by itself. A pack's own sentences are added with
// [Catalogue.Add].
func Default() *Catalogue {
	c := &Catalogue{entries: make(map[string]Entry, 512)}
	for _, area := range areas {
		if err := c.Add(area...); err != nil {
			panic("messages: " + err.Error()) // two sentences for one code in our own source
		}
	}
	return c
}

// Add adds entries. A code that is there already with another sentence is an error, and nothing of that entry is taken.
func (c *Catalogue) Add(entries ...Entry) error {
	for _, entry := range entries {
		if old, found := c.entries[entry.Code]; found && old != entry {
			return fmt.Errorf("two sentences for the code %s", entry.Code)
		}
		c.entries[entry.Code] = entry
	}
	return nil
}

// Has tells whether a code is known.
func (c *Catalogue) Has(code string) bool {
	_, found := c.entries[code]
	return found
}

// Codes lists all codes in alphabetical order.
func (c *Catalogue) Codes() []string {
	codes := make([]string, 0, len(c.entries))
	for code := range c.entries {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// Entry returns the entry of a code.
func (c *Catalogue) Entry(code string) (Entry, bool) {
	entry, found := c.entries[code]
	return entry, found
}

// Sentence puts a code into words. A code without a sentence is shown as itself with its arguments, so that nothing is lost.
func (c *Catalogue) Sentence(lang Lang, code string, args []Arg) string {
	entry, found := c.entries[code]
	if !found {
		return bare(code, args)
	}
	return c.fill(lang, entry.in(lang), args)
}

// Hint returns what a person can do about a code, or nothing.
func (c *Catalogue) Hint(lang Lang, code string, args []Arg) string {
	entry := c.entries[code]
	if lang == English {
		return c.fill(lang, entry.HintEN, args)
	}
	return c.fill(lang, entry.HintZH, args)
}

// Word returns the sentence of a code that takes no arguments.
func (c *Catalogue) Word(lang Lang, code string) string { return c.Sentence(lang, code, nil) }

func (e Entry) in(lang Lang) string {
	if lang == English {
		return e.EN
	}
	return e.ZH
}

func (c *Catalogue) fill(lang Lang, template string, args []Arg) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(template, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		slot, after, closed := strings.Cut(rest, "}")
		if !closed {
			out.WriteString("{" + rest)
			return out.String()
		}
		out.WriteString(c.slot(lang, slot, args))
		template = after
	}
}

func (c *Catalogue) slot(lang Lang, slot string, args []Arg) string {
	name, space, hasSpace := strings.Cut(slot, ":")
	if by, names := strings.CutPrefix(space, "@"); names {
		space = valueOf(args, by)
	}
	for _, arg := range args {
		if arg.Name != name {
			continue
		}
		if hasSpace && c.Has(space+"."+arg.Value) {
			return c.Sentence(lang, space+"."+arg.Value, args)
		}
		return arg.Value
	}
	return "{" + slot + "}"
}

// valueOf returns the value of a named argument, or nothing.
func valueOf(args []Arg, name string) string {
	for _, arg := range args {
		if arg.Name == name {
			return arg.Value
		}
	}
	return ""
}

func bare(code string, args []Arg) string {
	var out strings.Builder
	out.WriteString(code)
	for _, arg := range args {
		out.WriteString(" " + arg.Name + "=" + arg.Value)
	}
	return out.String()
}

// areas lists the entries of every file of this package.
var areas = [][]Entry{words, reasons, findings, files, importing, recording, packs, storing, commands, settings, reporting, notation, explaining, starter, explanations, rulebook, proving, comparing, summing, years, checking, operating}
