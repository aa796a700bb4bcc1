package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"

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
	length := utf8.RuneCountInString(source)
	at := min(max(column-1, 0), length)
	from, to := max(0, at-maxShown), min(length, at+maxShown)
	lead, trail := "", ""
	if from > 0 {
		lead = "..."
	}
	if to < length {
		trail = "..."
	}
	shown := source[offset(source, from):] // a line may be as long as a file
	shown = strings.ReplaceAll(shown[:offset(shown, to-from)], "\t", " ")
	width := len(lead)
	for _, r := range shown[:offset(shown, at-from)] {
		width += screenWidth(r)
	}
	return lead + shown + trail, strings.Repeat(" ", width)
}

// offset returns where in a text its nth character begins.
func offset(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
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

// UnknownPack says that no pack has a name.
type UnknownPack struct {
	Name       string
	Known      []string // sorted
	Suggestion string   // a name that looks alike, or nothing
}

// Error implements error; people get the sentence of [UnknownPack.Code] instead.
func (e *UnknownPack) Error() string { return "unknown pack " + e.Name }

// Code returns the code of the sentence in the catalogue.
func (e *UnknownPack) Code() string {
	if strings.HasSuffix(e.Name, ".yaml") || strings.HasSuffix(e.Name, ".yml") {
		return "rule.file-for-pack"
	}
	return "rule.unknown-pack"
}

// Args returns the arguments of the sentence: name, known, and suggestion where there is one.
func (e *UnknownPack) Args() []engine.Arg {
	return withSuggestion(engine.Args("name", e.Name, "known", strings.Join(e.Known, ", ")), e.Suggestion)
}

// UnknownParameter says that a pack has no parameter of a name that was to be overridden.
type UnknownParameter struct {
	Name, Origin, Pack string
	Known              []string // in the order of the pack
	Suggestion         string
}

// Error implements error; people get the sentence of [UnknownParameter.Code] instead.
func (e *UnknownParameter) Error() string { return e.Origin + ": unknown parameter " + e.Name }

// Code returns the code of the sentence in the catalogue.
func (e *UnknownParameter) Code() string { return "rule.unknown-parameter" }

// Args returns the arguments of the sentence: name, origin, pack, known, and suggestion where there is one.
func (e *UnknownParameter) Args() []engine.Arg {
	return withSuggestion(engine.Args("name", e.Name, "origin", e.Origin, "pack", e.Pack,
		"known", strings.Join(e.Known, ", ")), e.Suggestion)
}

// OutOfRange says that an override is no value that its parameter may have.
type OutOfRange struct {
	Name, Value, Origin, Pack string
	Allowed                   string // 0..1 for a range, the words with commas for a choice
}

// Error implements error; people get the sentence of [OutOfRange.Code] instead.
func (e *OutOfRange) Error() string {
	return e.Origin + ": parameter " + e.Name + " cannot be " + e.Value + ", only " + e.Allowed
}

// Code returns the code of the sentence in the catalogue.
func (e *OutOfRange) Code() string { return "rule.out-of-range" }

// Args returns the arguments of the sentence: name, value, origin, pack, allowed.
func (e *OutOfRange) Args() []engine.Arg {
	return engine.Args("name", e.Name, "value", e.Value, "origin", e.Origin, "pack", e.Pack, "allowed", e.Allowed)
}

// BadOverrides says that a pack is in order by itself, but not with the overrides: each is a value that its parameter may have,
// together they break what the pack must hold, such as windows that meet end to end.
type BadOverrides struct {
	Overrides []Override
	Mistakes  *Errors // what is wrong with the pack under the overrides
}

// Error implements error; people get the sentence of [BadOverrides.Code] instead.
func (e *BadOverrides) Error() string { return "overrides do not fit the pack: " + e.Mistakes.Error() }

// Unwrap returns the mistakes.
func (e *BadOverrides) Unwrap() error { return e.Mistakes }

// Code returns the code of the sentence in the catalogue.
func (e *BadOverrides) Code() string { return "rule.bad-overrides" }

// Args returns the arguments of the sentence: overrides, as name=value (origin) with commas.
func (e *BadOverrides) Args() []engine.Arg {
	texts := make([]string, len(e.Overrides))
	for i, o := range e.Overrides {
		texts[i] = o.Name + "=" + o.Value
		if o.Origin != "" {
			texts[i] += " (" + o.Origin + ")"
		}
	}
	return engine.Args("overrides", strings.Join(texts, ", "))
}

func withSuggestion(args []engine.Arg, suggestion string) []engine.Arg {
	if suggestion == "" {
		return args
	}
	return append(args, engine.Arg{Name: "suggestion", Value: suggestion})
}
