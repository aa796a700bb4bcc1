package reports

import (
	"regexp"
	"strings"
)

// paragraphMarks are the marks between paragraphs that come with texts copied out of web editors. Any other markup is text.
var paragraphMarks = regexp.MustCompile(`(?i)\s*(?:</?p\s*>|<br\s*/?>)\s*`)

// paragraphs shows a text with its paragraphs as lines, where a form carries them as <p> and <br>. What is stored keeps the marks.
func paragraphs(text string) string {
	return strings.Join(strings.FieldsFunc(paragraphMarks.ReplaceAllString(text, "\n"), func(r rune) bool { return r == '\n' }), "\n")
}
