package grid

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

func readHTML(src *source) (*Document, error) {
	text, err := src.decodeAs(src.data, declaredCharset(src.data))
	if err != nil {
		return nil, err
	}
	count := 0
	f := newFlow(src, "", &count)
	if err := readPage(f, text.content, 1); err != nil {
		return nil, err
	}
	return &Document{File: src.name, Format: FormatHTML, Encoding: text.encoding, Grids: []Grid{f.b.grid}, Faults: f.b.faults}, nil
}

var charsetPattern = regexp.MustCompile(`(?i)<meta[^>]*\bcharset\s*=\s*["']?\s*([a-z0-9_-]+)|^\s*<\?xml[^>]*\bencoding\s*=\s*["']([a-z0-9_-]+)`)

// declaredCharset is the encoding that a page or an XML file declares near its beginning, "" for none.
func declaredCharset(data []byte) string {
	found := charsetPattern.FindSubmatch(data[:min(len(data), 4096)])
	if found == nil {
		return ""
	}
	return string(found[1]) + string(found[2])
}

// pageReader takes the text of a page as its tags stream by. It follows browsers where they agree on what tags that are left out mean.
type pageReader struct {
	f        *flow
	line     int // 0 where nobody knows
	elements int
	tables   []*pageTable
	outside  pageText // the paragraph under reading
	skip     skipped
	hidden   hiding
	choice   *choice
	pre      int // how many elements keep white space here
	raised   int // how many raise their text
	cut      string
}

// skipped is an element whose content is no text of the page.
type skipped struct {
	name  string
	depth int // of elements of the same name
}

// hiding is an element that the page does not show. It ends with its end tag, or with the cell that it stands in.
type hiding struct {
	name  string
	depth int
}

// readPage reads a page into the flow; line is the number of its first line, 0 where lines mean nothing.
func readPage(f *flow, text string, line int) error {
	r := &pageReader{f: f, line: line}
	z := html.NewTokenizer(strings.NewReader(escapeStray(unifyBreaks(text))))
	z.SetMaxBuf(int(f.b.src.limits.TokenBytes))
	for {
		kind := z.Next()
		breaks := bytes.Count(z.Raw(), []byte("\n"))
		if kind == html.ErrorToken {
			return r.finish(z)
		}
		if err := r.token(kind, z); err != nil {
			return err
		}
		if r.line > 0 {
			r.line += breaks
		}
	}
}

func (r *pageReader) token(kind html.TokenType, z *html.Tokenizer) error {
	switch kind {
	case html.TextToken:
		return r.text(string(z.Text()))
	case html.StartTagToken, html.SelfClosingTagToken:
		if r.elements += 2; r.elements > r.f.b.src.limits.XMLElements { // twice, because what a page opens takes more time than in other files
			return r.f.b.src.tooLarge(LimitXMLElements, int64(r.f.b.src.limits.XMLElements), r.here())
		}
		name, more := z.TagName()
		if !more && r.ignores(name) {
			return nil
		}
		t := tag{name: string(name), closed: kind == html.SelfClosingTagToken}
		for more {
			var key, value []byte
			key, value, more = z.TagAttr()
			t.set(string(key), string(value))
		}
		return r.startTag(&t)
	case html.EndTagToken:
		name, _ := z.TagName()
		if r.ignores(name) {
			return nil
		}
		return r.endTag(string(name))
	case html.CommentToken:
		if !bytes.HasSuffix(z.Raw(), []byte(">")) {
			r.cut = "comment"
		}
	}
	return nil
}

// ignores tells tags that change nothing, such as those of fonts.
func (r *pageReader) ignores(name []byte) bool {
	return !matter[string(name)] && r.hidden.name != string(name) && r.choice == nil
}

func (r *pageReader) here() Place {
	return Place{File: r.f.b.src.name, Sheet: r.f.b.grid.Sheet, Line: r.line}
}

// finish closes what the page left open. A page that ends within a table or a tag was probably cut off.
func (r *pageReader) finish(z *html.Tokenizer) error {
	switch err := z.Err(); {
	case errors.Is(err, html.ErrBufferExceeded):
		return r.f.b.src.tooLarge(LimitTokenBytes, r.f.b.src.limits.TokenBytes, r.here())
	case !errors.Is(err, io.EOF):
		return err
	case len(z.Raw()) > 0:
		r.cut = "tag"
	case r.skip.name != "":
		r.cut = r.skip.name
	}
	if err := r.endChoice(); err != nil {
		return err
	}
	for len(r.tables) > 0 {
		if r.cut == "" && !r.table().implied {
			r.cut = "table"
		}
		if err := r.endTable(); err != nil {
			return err
		}
	}
	if err := r.flush(); err != nil || r.cut == "" {
		return err
	}
	return r.f.fault(FaultCutOff, r.here(), Arg{"element", r.cut})
}

func (r *pageReader) startTag(t *tag) error {
	if r.skips(t) {
		return nil
	}
	if r.choice != nil && !choiceTags[t.name] {
		if err := r.endChoice(); err != nil {
			return err
		}
	}
	if err := r.block(t.name); err != nil {
		return err
	}
	if err := r.structure(t); err != nil {
		return err
	}
	r.hides(t)
	return r.control(t)
}

// skips tells whether a tag is part of what is not read, or begins such a part. A table ends one that nobody closed.
func (r *pageReader) skips(t *tag) bool {
	switch {
	case r.skip.name == t.name && !t.closed:
		r.skip.depth++
	case r.skip.name != "" && (!tableTags[t.name] || rawTags[r.skip.name]):
	case notShown[t.name] && (!t.closed || rawTags[t.name]):
		r.skip = skipped{t.name, 1}
	default:
		r.skip = skipped{}
		return false
	}
	return true
}

func (r *pageReader) structure(t *tag) error {
	switch t.name {
	case "table":
		return r.startTable(t)
	case "tr":
		return r.startRow(t)
	case "td", "th":
		return r.startCell(t)
	case "thead", "tbody", "tfoot":
		return r.startSection(t)
	case "col":
		r.column(t)
	case "caption":
		return r.endRow()
	}
	return nil
}

func (r *pageReader) hides(t *tag) {
	switch {
	case r.hidden.name == t.name && !t.closed && !void[t.name]:
		r.hidden.depth++
	case r.hidden.name == "" && t.hidden && !t.closed && !void[t.name] && !tableTags[t.name]:
		r.hidden = hiding{t.name, 1}
	}
}

// control reads what is filled in, and notes how the text in some elements is shown.
func (r *pageReader) control(t *tag) error {
	switch t.name {
	case "input":
		return r.input(t)
	case "select":
		r.choice = &choice{multiple: t.multiple}
	case "option":
		if r.choice != nil {
			r.choice.startOption(t.chosen)
		}
	case "pre", "listing", "xmp", "plaintext", "textarea":
		r.pre++
	case "sup":
		r.raised++
	}
	return nil
}

func (r *pageReader) input(t *tag) error {
	switch strings.ToLower(t.kind) {
	case "checkbox", "radio":
		return r.write(checkMark(t.chosen), t.hidden)
	case "hidden", "button", "submit", "reset", "image", "file", "password":
		return nil
	}
	return r.write(t.value, t.hidden)
}

func (r *pageReader) endTag(name string) error {
	if r.skip.name != "" {
		if name == r.skip.name {
			if r.skip.depth--; r.skip.depth == 0 {
				r.skip = skipped{}
			}
			return nil
		}
		if !tableTags[name] || rawTags[r.skip.name] {
			return nil
		}
		r.skip = skipped{}
	}
	if name == "select" || tableTags[name] {
		if err := r.endChoice(); err != nil {
			return err
		}
	}
	if err := r.block(name); err != nil {
		return err
	}
	r.endLook(name)
	return r.endStructure(name)
}

// endLook ends how the text in an element is shown.
func (r *pageReader) endLook(name string) {
	if r.hidden.name == name {
		if r.hidden.depth--; r.hidden.depth == 0 {
			r.hidden = hiding{}
		}
	}
	switch name {
	case "pre", "listing", "xmp", "textarea":
		r.pre = max(r.pre-1, 0)
	case "sup":
		r.raised = max(r.raised-1, 0)
	}
}

func (r *pageReader) endStructure(name string) error {
	switch name {
	case "table":
		return r.endTable()
	case "tr":
		return r.endRow()
	case "td", "th":
		return r.endCell()
	case "thead", "tbody", "tfoot":
		return r.endSection()
	}
	return nil
}

// text takes the text between two tags.
func (r *pageReader) text(text string) error {
	text = plainText(text)
	switch {
	case r.skip.name != "":
		return nil
	case r.choice != nil:
		r.choice.option.WriteString(text)
		return nil
	case r.raised > 0:
		text = superscript(text)
	}
	if r.pre == 0 {
		return r.write(text, false)
	}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			if err := r.breakLine(); err != nil {
				return err
			}
		}
		if err := r.write(line, false); err != nil {
			return err
		}
	}
	return nil
}

// write puts text into the cell or the paragraph under reading.
func (r *pageReader) write(text string, hidden bool) error {
	into, c := &r.outside, r.cell()
	if c != nil {
		into = &c.text
	}
	if into.size() == 0 {
		into.line = r.line
	}
	into.write(text, hidden || r.hidden.name != "", r.pre > 0)
	if most := r.f.b.src.limits.CellBytes; into.size() > most {
		return r.f.b.src.tooLarge(LimitCellBytes, int64(most), r.here())
	}
	return nil
}

// block breaks the line where a block begins or ends; that ends a hidden paragraph too.
func (r *pageReader) block(name string) error {
	if !blocks[name] {
		return nil
	}
	err := r.breakLine()
	if r.hidden.name == "p" && name != "br" {
		r.hidden = hiding{}
	}
	return err
}

// breakLine begins a line within a cell, or a paragraph outside.
func (r *pageReader) breakLine() error {
	if c := r.cell(); c != nil {
		c.text.broken = true
		return nil
	}
	return r.flush()
}

// flush ends the paragraph under reading.
func (r *pageReader) flush() error {
	p := &r.outside
	defer p.clear()
	if len(bytes.TrimSpace(p.shown)) == 0 && len(bytes.TrimSpace(p.hidden)) == 0 {
		return nil
	}
	c := r.f.paragraph()
	c.Place.Line = p.line
	if table := r.table(); table != nil {
		c.Hidden = table.hidden
	}
	return r.f.put(c, &p.passage)
}

func (r *pageReader) endChoice() error {
	if r.choice == nil {
		return nil
	}
	texts := r.choice.texts()
	r.choice = nil
	return r.write(strings.Join(texts, "、"), false)
}
