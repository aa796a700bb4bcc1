package grid

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// softBreak is a line break behind a blank without width, which is where a line may end: a program put it there to lay the text out, such as
// this one in its own forms. It is no part of the text.
const softBreak = "\u200b\n"

// partMark ends and begins the parts of one text in cells below each other: a program divided it there, such as this one in its own forms,
// because one cell holds no more lines.
const partMark = "\u200b\u200b\u200b"

// visible is the text of a cell as a person sees it: without outer white space, soft breaks and characters that show nothing, by which a label
// would be unknown and a number another. Those that change the order of what is shown are a fault, because then the text is not what is seen.
func (b *builder) visible(c Cell) string {
	text := strings.TrimSpace(c.Text)
	if !mayHide(text) {
		return text
	}
	text = strings.ReplaceAll(text, softBreak, "")
	seen := strings.TrimSpace(strings.Map(shown, text))
	if found := reordering(text); found != "" && seen != "" {
		b.faults = append(b.faults, Fault{Code: FaultInvisible, Args: Args{{"text", seen}, {"found", found}}, Place: c.Place})
	}
	return seen
}

// shown drops a character that takes no place.
func shown(r rune) rune {
	if isInvisible(r) {
		return -1
	}
	return r
}

// mayHide is a quick look at the bytes: every invisible character begins with one of these in UTF-8.
func mayHide(text string) bool {
	for _, lead := range []string{"\xe2\x80", "\xe2\x81", "\xef\xbb\xbf", "\xc2\xad", "\xd8\x9c", "\xe1\xa0\x8e", "\xef\xbf", "\xf3\xa0"} {
		if strings.Contains(text, lead) {
			return true
		}
	}
	return false
}

// isInvisible tells characters that take no place: zero-width spaces and joiners, byte order marks, soft hyphens, bidirectional controls, tags.
func isInvisible(r rune) bool {
	switch {
	case r == '\u00ad' || r == '\u061c' || r == '\u180e' || r == '\ufeff' || r >= '\ufff9' && r <= '\ufffb':
		return true
	case r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2060' && r <= '\u206f':
		return true
	}
	return r >= 0xe0000 && r <= 0xe007f
}

// reordering lists the bidirectional controls of a text, each once; "" where it has none.
func reordering(text string) string {
	var found []string
	for _, r := range text {
		if !unicode.Is(unicode.Bidi_Control, r) {
			continue
		}
		if name := fmt.Sprintf("U+%04X", r); !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return strings.Join(found, " ")
}
