package grid

import (
	"maps"
	"strings"
)

// tag is a start tag with the attributes that matter.
type tag struct {
	name                             string
	closed                           bool // written with a slash at its end
	hidden                           bool
	colspan, rowspan, span           string
	kind, value                      string
	chosen, multiple                 bool
	number, formula, failed          string // as spreadsheet programs note them
	hasNumber, hasFormula, hasFailed bool
}

func (t *tag) set(key, value string) {
	switch key {
	case "style":
		t.hidden = t.hidden || hidingStyle(value)
	case "hidden":
		t.hidden = true
	case "colspan":
		t.colspan = value
	case "rowspan":
		t.rowspan = value
	case "span":
		t.span = value
	case "type":
		t.kind = value
	case "value":
		t.value = plainText(value)
	case "checked", "selected":
		t.chosen = true
	case "multiple":
		t.multiple = true
	case "x:num", "sdval": // as Excel and LibreOffice call it
		t.number, t.hasNumber = value, value != ""
	case "x:fmla":
		t.formula, t.hasFormula = strings.TrimPrefix(value, "="), true
	case "x:err":
		t.failed, t.hasFailed = value, true
	}
}

// hidingStyle tells a style that keeps an element from being shown. Style sheets are not read.
func hidingStyle(style string) bool {
	style = strings.ToLower(strings.Join(strings.Fields(style), ""))
	for declaration := range strings.SplitSeq(style, ";") {
		switch strings.TrimSuffix(declaration, "!important") {
		case "display:none", "visibility:hidden", "visibility:collapse", "mso-hide:all":
			return true
		}
	}
	return false
}

func names(list string) map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(list) {
		set[name] = true
	}
	return set
}

func union(sets ...map[string]bool) map[string]bool {
	all := map[string]bool{}
	for _, set := range sets {
		maps.Copy(all, set)
	}
	return all
}

var (
	// blocks begin and end lines.
	blocks = names(`address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer form
		h1 h2 h3 h4 h5 h6 header hr html legend li listing main menu nav ol p pre section summary ul xmp plaintext textarea`)
	// void elements have no content.
	void = names("area base br col embed hr img input link meta param source track wbr")
	// tableTags are the structure of tables.
	tableTags = names("table thead tbody tfoot tr td th")
	// choiceTags may stand in a select.
	choiceTags = names("select option optgroup")
	// rawTags hold characters and no tags; the tokenizer reads them up to their end tags.
	rawTags = names("script style title noscript noframes noembed iframe")
	// matter are the tags that change something even where they have no attributes.
	matter = union(blocks, tableTags, choiceTags, notShown, names("col pre sup input"))
	// notShown are elements whose content browsers do not show as text of the page, or that only label what can be clicked.
	notShown = names("script style title noscript noframes noembed iframe template datalist button xml audio video canvas rt rp")
)

var (
	// pageTags tell a page when they open a file; fragmentTags do where the file also closes a cell.
	pageTags     = names("html head body title meta style link base script form center div table")
	fragmentTags = names("p span font b h1 h2 h3 h4 h5 h6 br hr tr td th thead tbody caption colgroup input a img")
)

// isHTML tells a page by its first tag.
func isHTML(s *source) bool {
	head := s.opening()
	first := firstTag(head)
	if pageTags[first] || strings.HasPrefix(head, "<!doctype html") {
		return true
	}
	return fragmentTags[first] && (strings.Contains(head, "</td") || strings.Contains(head, "</table"))
}

// openingBytes is how much of a file its opening is.
const openingBytes = 8 << 10

// opening is the beginning of a text in small letters. Marks are ASCII in every encoding but UTF-16.
func (s *source) opening() string {
	head := s.data[:min(len(s.data), openingBytes)]
	text := string(head)
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		text, _, _ = decodeBytes(head)
	}
	return strings.ToLower(strings.TrimSpace(strings.TrimPrefix(text, "\ufeff")))
}

// firstTag is the name of the first tag of a text that begins with one; declarations, instructions and comments before it are passed over.
func firstTag(text string) string {
	for {
		text = strings.TrimLeft(text, " \t\r\n")
		switch {
		case strings.HasPrefix(text, "<!--"):
			_, text, _ = strings.Cut(text, "-->")
		case strings.HasPrefix(text, "<?"), strings.HasPrefix(text, "<!"):
			declaration, rest, _ := strings.Cut(text, ">")
			if strings.Contains(declaration, "[") {
				_, rest, _ = strings.Cut(text, "]>")
			}
			text = rest
		case strings.HasPrefix(text, "<"):
			inside, _, _ := strings.Cut(text[1:], ">")
			name, _, _ := strings.Cut(strings.Join(strings.Fields(inside), " "), " ")
			return strings.TrimRight(name[strings.IndexByte(name, ':')+1:], "/")
		default:
			return ""
		}
	}
}
