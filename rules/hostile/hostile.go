// Package hostile holds rules that are broken, bombs, or meant to deceive: what an author, or somebody in the author's place, should not
// get away with. It is for tests. People read and extend it as text: expressions.txt, packs.txt, and base.yaml, the pack around them.
package hostile

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

//go:embed base.yaml
var base string

//go:embed expressions.txt
var expressions string

//go:embed packs.txt
var packs string

// File is the name of the file that a case is about.
const File = "hostile.yaml"

// A Case is one hostile rule.
type Case struct {
	Name string // where it stands in the corpus
	// Codes of the mistakes, without "rule.". The first one stands at the place of the case. A code that begins with = is the reason, and
	// the rule, of what compiles and is stopped when it judges; =ok of what ends in time.
	Codes []string
	Place string            // of an expression: number.when
	Files map[string]string // File, and what lies beside it
	// The place of the first mistake.
	In           string
	Line, Column int // from 1
}

// Compiles tells whether the case has no mistake.
func (c *Case) Compiles() bool { return strings.HasPrefix(c.Codes[0], "=") }

// Base returns the pack that the cases are put into. It has no mistake.
func Base() string { return base }

// Cases returns the corpus. It panics where the corpus itself is broken.
func Cases() []Case { return append(expressionCases(), packCases()...) }

// Expressions returns the expressions by themselves.
func Expressions() []string {
	var all []string
	for _, line := range strings.Split(expressions, "\n") {
		if parts := strings.SplitN(line, "\t", 3); len(parts) == 3 {
			all = append(all, strings.ReplaceAll(written(parts[2]), mark, ""))
		}
	}
	return all
}

// mark stands before the place of the mistake.
const mark = "¦"

// expressionCases reads the lines with a code, a place and an expression. The expression becomes a block of its own; two marks stand
// before the block and not before its text.
func expressionCases() []Case {
	var cases []Case
	for i, line := range strings.Split(expressions, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		name := fmt.Sprintf("expressions.txt:%d", i+1)
		parts := strings.SplitN(line, "\t", 3)
		if len(parts) != 3 {
			panic(name + ": not three columns")
		}
		c := Case{Name: name, Codes: strings.Split(parts[0], ", "), Place: parts[1], Files: map[string]string{}}
		c.Files[File] = placed(parts[1], parts[2], name)
		c.locate()
		cases = append(cases, c)
	}
	return cases
}

// placed puts an expression into the base, in the place of the value on the line that ends with the name of the place.
func placed(place, expression, name string) string {
	hole := regexp.MustCompile(`(?m)^( *)(- )?(\w+): .* # ` + regexp.QuoteMeta(place) + "$")
	at := hole.FindStringSubmatchIndex(base)
	if at == nil {
		panic(name + ": no place " + place)
	}
	scalar := "|-"
	if rest, doubled := strings.CutPrefix(expression, mark+mark); doubled {
		scalar, expression = mark+scalar, rest
	} else if !strings.Contains(expression, mark) {
		expression = mark + expression
	}
	key, indent := base[at[0]:at[7]], base[at[2]:at[3]]
	return base[:at[0]] + key + ": " + scalar + "\n" + indent + "      " + written(expression) + base[at[1]:]
}

var fileLine = regexp.MustCompile(`(?m)^-- (\S+) --\n`)

// packCases reads the sections: == NAME | CODES, and the text. It replaces sections of the base; with "| whole" it is the whole text.
// Other files of its folder follow, each after -- FILE --.
func packCases() []Case {
	var cases []Case
	for _, section := range strings.Split(packs, "\n== ")[1:] {
		head, text, _ := strings.Cut(section, "\n")
		parts := strings.Split(head, " | ")
		if len(parts) < 2 {
			panic("packs.txt: " + head)
		}
		c := Case{Name: parts[0], Codes: strings.Split(parts[1], ", "), Files: map[string]string{}}
		pieces, names := fileLine.Split(text, -1), fileLine.FindAllStringSubmatch(text, -1)
		for i, name := range names {
			c.Files[name[1]] = written(pieces[i+1])
		}
		c.Files[File] = written(pieces[0])
		if len(parts) == 2 {
			c.Files[File] = overlaid(c.Files[File])
		}
		c.locate()
		cases = append(cases, c)
	}
	return cases
}

var topKey = regexp.MustCompile(`(?m)^` + mark + `?(\w+):`)

// overlaid puts sections of a text in the place of those of the base.
func overlaid(text string) string {
	whole := base
	at := topKey.FindAllStringSubmatchIndex(text, -1)
	for i, found := range at {
		name, end := text[found[2]:found[3]], len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		section := strings.TrimSuffix(text[found[0]:end], "\n") + "\n"
		old := regexp.MustCompile(`(?m)^` + name + `:.*\n([ -].*\n)*`).FindStringIndex(whole)
		if old == nil {
			whole += section
			continue
		}
		whole = whole[:old[0]] + section + whole[old[1]:]
	}
	return whole
}

// locate takes the marks out and remembers where the first one stood.
func (c *Case) locate() {
	for name, text := range c.Files {
		before, _, found := strings.Cut(text, mark)
		if !found {
			continue
		}
		c.In, c.Line = name, 1+strings.Count(before, "\n")
		c.Column = 1 + utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:])
		c.Files[name] = strings.ReplaceAll(text, mark, "")
	}
}

var (
	repeated = regexp.MustCompile(`(?s)⟦([^⟦⟧]*)⟧×(\d+)`)
	numbered = regexp.MustCompile(`⟨[0-9A-F]+⟩`)
)

// written writes out what the corpus says in short: ⟦text⟧×1000, in which № is the number of the copy, ⟨202E⟩ for a character and ⟨FF⟩
// for a byte.
func written(text string) string {
	for repeated.MatchString(text) {
		text = repeated.ReplaceAllStringFunc(text, copies)
	}
	return numbered.ReplaceAllStringFunc(text, func(code string) string {
		code = strings.Trim(code, "⟨⟩")
		n, err := strconv.ParseUint(code, 16, 32)
		if err != nil {
			panic(err)
		}
		if len(code) == 2 {
			return string([]byte{byte(n)})
		}
		return string(rune(n))
	})
}

func copies(short string) string {
	parts := repeated.FindStringSubmatch(short)
	count, err := strconv.Atoi(parts[2])
	if err != nil {
		panic(err)
	}
	var out strings.Builder
	for i := range count {
		out.WriteString(strings.ReplaceAll(parts[1], "№", strconv.Itoa(i)))
	}
	return out.String()
}
