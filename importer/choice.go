package importer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jixiao/engine"
)

// Forms print some answers as options to tick: 新增项目☑ 经常性项目□. The ticked one is the value.

// The marks of options, also as they come out of a picture font that was lost: R and £ are boxes of Wingdings 2, þ and ¨ of Wingdings.
const (
	tickedMarks   = "☑☒✓✔√■▣◉●🗹þ"
	untickedMarks = "□☐◻▢○◯¨£"
)

// option is one of the choices that a cell prints.
type option struct {
	text   string
	ticked bool
}

// isChoice tells the fields that forms print as options.
func isChoice(field engine.HeadField) bool {
	return field == engine.FieldNature || field == engine.FieldKind
}

// choice takes the ticked option out of the text of a field of options. The text as printed stands in an issue. Where none or several
// are ticked, or where it cannot be told which mark belongs to which option, it stays the value.
func (f *form) choice(field engine.HeadField, at *cell, text string) string {
	if !isChoice(field) || !hasMark(text) {
		return text
	}
	value, count := "", 0
	for _, o := range parseOptions(text) {
		if o.ticked {
			value, count = o.text, count+1
		}
	}
	if count != 1 {
		f.raise(ChoiceUnclear, at, string(field), text)
		return text
	}
	f.raise(ChoiceTaken, at, string(field), text, value)
	return value
}

// moreOptions joins the options of a field that stand in cells of their own, and returns the text of all of them.
func (f *form) moreOptions(field engine.HeadField, row []*cell, i int) (text string, cells []*cell) {
	text = row[i].Text
	if !isChoice(field) || !hasMark(text) {
		return text, nil
	}
	for _, c := range row[i+1:] {
		if !c.open() || !hasMark(c.Text) || f.isLabel(c) {
			break
		}
		text, cells = text+" "+c.Text, append(cells, c)
	}
	return text, cells
}

func hasMark(text string) bool {
	for _, t := range markTokens(text) {
		if t.mark {
			return true
		}
	}
	return false
}

// token is a mark, or the text between two marks, gaps or ends.
type token struct {
	text         string
	mark, ticked bool
	gap          bool // white space stands before it
}

// markTokens divides a text at its marks and its white space. Brackets around a tick or around nothing are a mark. The letter R is one
// beside an empty box, and where no letter of a word stands beside it.
func markTokens(text string) []token {
	var tokens []token
	boxes := strings.ContainsAny(text, untickedMarks)
	runes := []rune(text)
	gap := false
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if unicode.IsSpace(r) || r == '_' { // a line to write on
			gap = true
			continue
		}
		mark, width := markAt(runes[i:])
		if boxes && r == 'R' && !besideLetter(runes, i) {
			mark, width = token{mark: true, ticked: true}, 1
		}
		last := len(tokens) - 1
		switch {
		case width > 0:
			mark.gap = gap
			tokens = append(tokens, mark)
			i += width - 1
		case last >= 0 && !gap && !tokens[last].mark:
			tokens[last].text += string(r)
		default:
			tokens = append(tokens, token{text: string(r), gap: gap})
		}
		gap = false
	}
	return tokens
}

// markAt reads a mark at the beginning of a text and tells how many characters it has, 0 for none.
func markAt(runes []rune) (token, int) {
	switch r := runes[0]; {
	case strings.ContainsRune(tickedMarks, r):
		return token{mark: true, ticked: true}, 1
	case strings.ContainsRune(untickedMarks, r):
		return token{mark: true}, 1
	case !strings.ContainsRune("(（[【", r):
		return token{}, 0
	}
	mark := token{mark: true}
	for i, r := range runes[1:] {
		switch {
		case strings.ContainsRune(")）]】", r):
			return mark, i + 2
		case strings.ContainsRune(tickedMarks, r) && !mark.ticked:
			mark.ticked = true
		case !unicode.IsSpace(r) && !strings.ContainsRune(untickedMarks, r):
			return token{}, 0
		}
	}
	return token{}, 0
}

func besideLetter(runes []rune, i int) bool {
	latin := func(at int) bool {
		return at >= 0 && at < len(runes) && (runes[at] < unicode.MaxLatin1 && (unicode.IsLetter(runes[at]) || unicode.IsDigit(runes[at])))
	}
	return latin(i-1) || latin(i+1)
}

// parseOptions gives each option its mark, or nothing where that cannot be told. Where every option has a box, marks and options take
// turns, whatever gaps an option has inside, or each option with its mark stands between gaps. Where only what was chosen has a mark, the
// other options are what stands between gaps without one; what is too short for an option is then part of another.
func parseOptions(text string) []option {
	tokens := markTokens(text)
	boxes := slices.ContainsFunc(tokens, func(t token) bool { return t.mark && !t.ticked })
	turns := tokens
	if boxes {
		turns = joinTexts(tokens)
	}
	if options, ok := alternating(turns); ok {
		return options
	}
	var options []option
	for len(tokens) > 0 {
		end := 1
		for end < len(tokens) && !tokens[end].gap {
			end++
		}
		chunk := tokens[:end]
		tokens = tokens[end:]
		switch {
		case end == 1 && !chunk[0].mark && !boxes && utf8.RuneCountInString(chunk[0].text) >= shortestOption:
			options = append(options, option{text: trimOption(chunk[0].text)})
		case end == 2 && chunk[0].mark != chunk[1].mark:
			one, _ := alternating(chunk)
			options = append(options, one...)
		default:
			return nil
		}
	}
	return options
}

// shortestOption is the fewest characters that an option without a mark has: 一次性. What is shorter may be the 项目 of another.
const shortestOption = 3

// joinTexts joins neighbouring texts, which are one option with gaps inside.
func joinTexts(tokens []token) []token {
	var joined []token
	for _, t := range tokens {
		if last := len(joined) - 1; last >= 0 && !t.mark && !joined[last].mark {
			joined[last].text += t.text
			continue
		}
		joined = append(joined, t)
	}
	return joined
}

// alternating reads options that all have their marks on the same side.
func alternating(tokens []token) ([]option, bool) {
	if len(tokens)%2 != 0 {
		return nil, false
	}
	var options []option
	for i := 0; i < len(tokens); i += 2 {
		mark, text := tokens[i], tokens[i+1]
		if !tokens[0].mark {
			mark, text = text, mark
		}
		if !mark.mark || text.mark {
			return nil, false
		}
		options = append(options, option{trimOption(text.text), mark.ticked})
	}
	return options, true
}

func trimOption(text string) string { return strings.Trim(text, "、，,;；:：/|") }
