package grid

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// pageText is a passage of a page: white space counts once, and where lines break is said by tags.
type pageText struct {
	passage
	space  byte // white space since the last character: 0, ' ' or '\n' where the source breaks its line
	broken bool // a line ends before the next character
	line   int  // of the source, where the text begins
}

func (p *pageText) clear() {
	p.reset()
	p.space, p.broken, p.line = 0, false, 0
}

const sourceSpaces = " \t\n\f"

// write adds text; where keep is set, its white space stays as it is.
func (p *pageText) write(text string, hidden, keep bool) {
	if keep {
		if text != "" {
			p.gap(text, hidden)
			p.passage.write(text, hidden)
		}
		return
	}
	for text != "" {
		n := strings.IndexAny(text, sourceSpaces)
		if n < 0 {
			n = len(text)
		}
		if n > 0 {
			p.gap(text, hidden)
			p.passage.write(text[:n], hidden)
			text = text[n:]
			continue
		}
		if text[0] == '\n' {
			p.space = '\n'
		} else if p.space == 0 {
			p.space = ' '
		}
		text = text[1:]
	}
}

// gap writes the line break or the space that stands before the next text. A line that the source breaks between two Chinese characters
// has no space there: the writing program needed the break, not the author.
func (p *pageText) gap(next string, hidden bool) {
	before := p.shown
	if hidden {
		before = p.hidden
	}
	space, broken := p.space, p.broken
	p.space, p.broken = 0, false
	if len(before) == 0 {
		return
	}
	last, _ := utf8.DecodeLastRune(before)
	first, _ := utf8.DecodeRuneInString(next)
	switch {
	case broken:
		p.passage.write("\n", hidden)
	case space == 0 || last == '\n' || space == '\n' && isWide(last) && isWide(first):
	default:
		p.passage.write(" ", hidden)
	}
}

// isWide tells Chinese characters and their punctuation.
func isWide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= '\u3000' && r <= '\u303f' || r >= '\uff00' && r <= '\uff60'
}

// choice is a list to choose from under reading.
type choice struct {
	multiple bool
	option   strings.Builder
	inside   bool
	chosen   bool
	first    string
	seen     bool
	picked   []string
}

func (c *choice) startOption(chosen bool) {
	c.endOption()
	c.inside, c.chosen = true, chosen
}

func (c *choice) endOption() {
	text := strings.Join(strings.Fields(c.option.String()), " ")
	c.option.Reset()
	switch {
	case !c.inside:
		return
	case c.chosen:
		c.picked = append(c.picked, text)
	case !c.seen:
		c.first = text
	}
	c.seen, c.inside = true, false
}

// texts are the chosen options. Where none is, browsers show the first.
func (c *choice) texts() []string {
	c.endOption()
	if len(c.picked) == 0 && !c.multiple && c.first != "" {
		return []string{c.first}
	}
	return c.picked
}

// escapeStray escapes each < that cannot begin a tag, because a character that is not ASCII stands in the name or the next < comes before
// any >. People type 偏差率<X的 and programs forget to escape it.
func escapeStray(text string) string {
	var b strings.Builder
	done := 0
	for at := strings.IndexByte(text, '<'); at >= 0; {
		next := strings.IndexByte(text[at+1:], '<')
		end := len(text)
		if next >= 0 {
			end = at + 1 + next
		}
		if isStray(text[at+1:end], next >= 0) {
			b.WriteString(text[done:at])
			b.WriteString("&lt;")
			done = at + 1
		}
		if next < 0 {
			break
		}
		at = end
	}
	if done == 0 {
		return text
	}
	b.WriteString(text[done:])
	return b.String()
}

// isStray looks at what follows a <, up to the next one.
func isStray(text string, more bool) bool {
	n := 0
	for n < len(text) && isNameByte(text[n]) {
		n++
	}
	switch {
	case n == 0 || text[0] >= '0' && text[0] <= '9' || strings.IndexByte(":_-.", text[0]) >= 0:
		return false // no tag for the tokenizer either
	case n < len(text) && text[n] >= utf8.RuneSelf:
		return true
	}
	return more && !strings.ContainsAny(text, `>"'`)
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == ':' || c == '_' || c == '-' || c == '.'
}
