package grid

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what an xmlScanner met.
type tokenKind uint8

const (
	tokenStart tokenKind = iota
	tokenEnd
	tokenText
	tokenDirective // a DOCTYPE or its like, which is as far as anybody reads
	tokenOther     // a comment or an instruction
)

// window is how much of a part is held at a time, and longestToken how much where a single tag or text is longer. Both are far above
// what a cell may hold.
const (
	window       = 64 << 10
	longestToken = 8 << 20
)

// errXML says that a part is not well-formed, errLongToken that a single tag or text does not end.
var (
	errXML       = errors.New("not well-formed")
	errLongToken = errors.New("a tag or a text without an end")
)

// xmlScanner takes an XML part to pieces. It accepts what the RawToken of encoding/xml accepts, and costs a fifth of it; a fuzz test holds
// the two against each other. Names, attributes and text of a token are valid until the next one.
type xmlScanner struct {
	onlyUTF8 bool // another declared encoding is an error
	r        io.Reader
	buf      []byte
	at, end  int // of the window that is still to be read
	ended    bool

	name    xml.Name
	attrs   []xml.Attr
	text    []byte
	closing bool // the end of an element without content comes next
	scratch []byte
	names   map[string]string
}

func newXMLScanner(r io.Reader) *xmlScanner {
	return &xmlScanner{r: r, buf: make([]byte, window), names: map[string]string{}}
}

// next reads one token. The end of the part is io.EOF.
func (s *xmlScanner) next() (tokenKind, error) {
	if s.closing {
		s.closing = false
		return tokenEnd, nil
	}
	if err := s.need(1); err != nil {
		return 0, err
	}
	if s.buf[s.at] != '<' {
		return tokenText, s.plainText()
	}
	kind, err := s.tag()
	if err == io.EOF {
		err = errXML
	}
	return kind, err
}

func (s *xmlScanner) tag() (tokenKind, error) {
	if err := s.need(2); err != nil {
		return 0, err
	}
	switch s.buf[s.at+1] {
	case '/':
		return tokenEnd, s.endTag()
	case '?':
		return tokenOther, s.instruction()
	case '!':
		return s.declaration()
	}
	return tokenStart, s.startTag()
}

// need makes sure that n bytes stand in the window; io.EOF where the part ends before.
func (s *xmlScanner) need(n int) error {
	for s.end-s.at < n {
		if err := s.fill(); err != nil {
			return err
		}
	}
	return nil
}

// fill reads more, behind what is still to be read.
func (s *xmlScanner) fill() error {
	if s.ended {
		return io.EOF
	}
	if s.at > 0 {
		s.end = copy(s.buf, s.buf[s.at:s.end])
		s.at = 0
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= longestToken {
			return errLongToken
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	n, err := s.r.Read(s.buf[s.end:])
	s.end += n
	if err == io.EOF {
		s.ended = true
		err = nil
		if n == 0 {
			err = io.EOF
		}
	}
	return err
}

// find returns how far the word stands from the place of reading, looking from an offset on.
func (s *xmlScanner) find(word string, from int) (int, error) {
	for {
		if i := bytes.Index(s.buf[min(s.at+from, s.end):s.end], []byte(word)); i >= 0 {
			return from + i, nil
		}
		from = max(from, s.end-s.at-len(word)+1)
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
}

// take returns the next n bytes and goes behind them.
func (s *xmlScanner) take(n int) []byte {
	taken := s.buf[s.at : s.at+n]
	s.at += n
	return taken
}

// plainText reads up to the next tag, or to the end of the part.
func (s *xmlScanner) plainText() error {
	n, err := s.findTag()
	if err != nil {
		return err
	}
	raw := s.take(n)
	if bytes.Contains(raw, []byte("]]>")) {
		return errXML
	}
	s.scratch = s.scratch[:0]
	s.text, err = s.content(raw, true)
	return err
}

func (s *xmlScanner) findTag() (int, error) {
	from := 0
	for {
		if i := bytes.IndexByte(s.buf[s.at+from:s.end], '<'); i >= 0 {
			return from + i, nil
		}
		from = s.end - s.at
		switch err := s.fill(); {
		case err == io.EOF:
			return s.end - s.at, nil
		case err != nil:
			return 0, err
		}
	}
}

// content is a text as it is meant: line breaks as \n and, outside CDATA, references replaced. Characters that XML does not have are
// refused.
func (s *xmlScanner) content(raw []byte, references bool) ([]byte, error) {
	plain := true
	for _, c := range raw {
		if c < ' ' && c != '\t' && c != '\n' || c >= utf8.RuneSelf || c == '&' {
			plain = false
			break
		}
	}
	if plain {
		return raw, nil
	}
	if bytes.IndexByte(raw, '\r') >= 0 || references && bytes.IndexByte(raw, '&') >= 0 {
		var err error
		if raw, err = s.rewrite(raw, references); err != nil {
			return nil, err
		}
	}
	return raw, checkCharacters(raw)
}

func checkCharacters(text []byte) error {
	for len(text) > 0 {
		c, size := rune(text[0]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRune(text)
		}
		if c == utf8.RuneError && size == 1 || c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xfffe || c == 0xffff {
			return errXML
		}
		text = text[size:]
	}
	return nil
}

// rewrite puts the meaning of a text behind what the scratch space already holds.
func (s *xmlScanner) rewrite(raw []byte, references bool) ([]byte, error) {
	start := len(s.scratch)
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\r':
			s.scratch = append(s.scratch, '\n')
			if i+1 < len(raw) && raw[i+1] == '\n' {
				i++
			}
		case c == '&' && references:
			r, n, ok := reference(raw[i:])
			if !ok {
				return nil, errXML
			}
			s.scratch = utf8.AppendRune(s.scratch, r)
			i += n - 1
		default:
			s.scratch = append(s.scratch, c)
		}
	}
	return s.scratch[start:], nil
}

// longestReference is how long a reference to a character may be, zeros before its number included.
const longestReference = 64

// reference reads a character that is written as &name; or &#number; and tells how long that is.
func reference(text []byte) (r rune, length int, ok bool) {
	end := bytes.IndexByte(text[:min(len(text), longestReference)], ';')
	if end < 0 {
		return 0, 0, false
	}
	name := string(text[1:end])
	if number, numbered := strings.CutPrefix(name, "#"); numbered {
		base := 10
		if hex, is := strings.CutPrefix(number, "x"); is {
			number, base = hex, 16
		}
		if strings.HasPrefix(number, "+") {
			return 0, 0, false
		}
		n, err := strconv.ParseUint(number, base, 32)
		return rune(n), end + 1, err == nil && n <= unicode.MaxRune
	}
	switch name {
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "amp":
		r = '&'
	case "apos":
		r = '\''
	case "quot":
		r = '"'
	}
	return r, end + 1, r != 0
}

func (s *xmlScanner) endTag() error {
	n, err := s.find(">", 2)
	if err != nil {
		return err
	}
	inner := s.take(n + 1)[2:n]
	length := nameLength(inner)
	if len(bytes.Trim(inner[length:], " \t\r\n")) > 0 {
		return errXML
	}
	s.name, err = s.parseName(inner[:length])
	return err
}

// startTag reads a tag and its attributes. Their values are cut out of one copy of the tag.
func (s *xmlScanner) startTag() error {
	n, err := s.tagEnd()
	if err != nil {
		return err
	}
	inner := s.take(n + 1)[1:n]
	if s.closing = inner[len(inner)-1] == '/'; s.closing {
		inner = inner[:len(inner)-1]
	}
	length := nameLength(inner)
	s.attrs, s.scratch = s.attrs[:0], s.scratch[:0]
	if s.name, err = s.parseName(inner[:length]); err != nil || length == len(inner) {
		return err
	}
	return s.attributes(inner[length:])
}

// tagEnd returns how far away the tag's > stands. One in the value of an attribute does not count.
func (s *xmlScanner) tagEnd() (int, error) {
	quote := byte(0)
	for i := 1; ; {
		for _, c := range s.buf[s.at+i : s.end] {
			switch {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'':
				quote = c
			case c == '>' && i == 1:
				return 0, errXML
			case c == '>':
				return i, nil
			}
			i++
		}
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
}

func (s *xmlScanner) attributes(raw []byte) error {
	copied := string(raw)
	for at := skipSpace(raw, 0); at < len(raw); at = skipSpace(raw, at) {
		length := nameLength(raw[at:])
		name, err := s.parseName(raw[at : at+length])
		if err != nil {
			return err
		}
		at = skipSpace(raw, at+length)
		if at >= len(raw) || raw[at] != '=' {
			return errXML
		}
		at = skipSpace(raw, at+1)
		if at >= len(raw) || raw[at] != '"' && raw[at] != '\'' {
			return errXML
		}
		size := bytes.IndexByte(raw[at+1:], raw[at])
		if size < 0 {
			return errXML
		}
		value, err := s.attribute(raw[at+1:at+1+size], copied[at+1:at+1+size])
		if err != nil {
			return err
		}
		s.attrs = append(s.attrs, xml.Attr{Name: name, Value: value})
		at += size + 2
	}
	return nil
}

// attribute is the value of an attribute: the copy itself, where nothing in it has to be rewritten.
func (s *xmlScanner) attribute(raw []byte, copied string) (string, error) {
	if bytes.IndexByte(raw, '<') >= 0 {
		return "", errXML
	}
	value, err := s.content(raw, true)
	if err != nil || len(value) == len(raw) && string(value) == copied {
		return copied, err
	}
	return string(value), nil
}

func skipSpace(raw []byte, at int) int {
	for at < len(raw) && (raw[at] == ' ' || raw[at] == '\t' || raw[at] == '\n' || raw[at] == '\r') {
		at++
	}
	return at
}

// declaration reads what begins with <!: a comment, a CDATA section, or a directive, which is only recognised.
func (s *xmlScanner) declaration() (tokenKind, error) {
	if err := s.need(3); err != nil {
		return 0, err
	}
	switch s.buf[s.at+2] {
	case '-':
		return tokenOther, s.comment()
	case '[':
		return tokenText, s.cdata()
	}
	return tokenDirective, nil
}

func (s *xmlScanner) comment() error {
	if err := s.need(4); err != nil {
		return err
	}
	if s.buf[s.at+3] != '-' {
		return errXML
	}
	n, err := s.find("--", 4)
	if err != nil {
		return err
	}
	if err := s.need(n + 3); err != nil {
		return err
	}
	if s.take(n + 3)[n+2] != '>' {
		return errXML
	}
	return nil
}

func (s *xmlScanner) cdata() error {
	const opening = "<![CDATA["
	if err := s.need(len(opening)); err != nil {
		return err
	}
	if string(s.buf[s.at:s.at+len(opening)]) != opening {
		return errXML
	}
	n, err := s.find("]]>", len(opening))
	if err != nil {
		return err
	}
	s.scratch = s.scratch[:0]
	s.text, err = s.content(s.take(n + 3)[len(opening):n], false)
	return err
}

// instruction passes over <?…?>. The one that opens a part may only name version 1.0, and in an archive only UTF-8. Of a text, which was
// decoded before, the encoding that it names does not count.
func (s *xmlScanner) instruction() error {
	n, err := s.find("?>", 2)
	if err != nil {
		return err
	}
	inner := s.take(n + 2)[2:n]
	length := nameLength(inner)
	name, err := s.parseName(inner[:length])
	if err != nil {
		return err
	}
	if name.Space != "" || name.Local != "xml" {
		return nil
	}
	if version := instructionValue("version", string(inner[length:])); version != "" && version != "1.0" {
		return errXML
	}
	if named := instructionValue("encoding", string(inner[length:])); s.onlyUTF8 && named != "" && !strings.EqualFold(named, "utf-8") {
		return errXML
	}
	return nil
}

// instructionValue finds name="value". Without quotation marks it says nothing.
func instructionValue(name, text string) string {
	for {
		_, rest, found := strings.Cut(text, name+"=")
		if !found || rest == "" {
			return ""
		}
		if rest[0] == '"' || rest[0] == '\'' {
			value, _, closed := strings.Cut(rest[1:], rest[:1])
			if !closed {
				return ""
			}
			return value
		}
		text = rest[1:]
	}
}

// nameLength is how many of the bytes could be a name's.
func nameLength(raw []byte) int {
	i := 0
	for i < len(raw) && (raw[i] >= utf8.RuneSelf || nameBytes[raw[i]]) {
		i++
	}
	return i
}

var nameBytes = func() (is [utf8.RuneSelf]bool) {
	for c := range is {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		is[c] = letter || '0' <= c && c <= '9' || strings.IndexByte("_:.-", byte(c)) >= 0
	}
	return is
}()

// mostNames is how many different names of elements and attributes are kept, to be given out again.
const mostNames = 1000

// parseName divides a name at its colon.
func (s *xmlScanner) parseName(raw []byte) (xml.Name, error) {
	text, known := s.names[string(raw)]
	if !known {
		if !isName(raw) || bytes.Count(raw, []byte(":")) > 1 {
			return xml.Name{}, errXML
		}
		if text = string(raw); len(s.names) < mostNames {
			s.names[text] = text
		}
	}
	space, local, found := strings.Cut(text, ":")
	if !found || space == "" || local == "" {
		return xml.Name{Local: text}, nil
	}
	return xml.Name{Space: space, Local: local}, nil
}

func isName(raw []byte) bool {
	for i, r := range string(raw) {
		switch {
		case r == utf8.RuneError:
			return false
		case r == '_' || r == ':' || unicode.IsLetter(r):
		case i == 0 || r >= utf8.RuneSelf && !unicode.In(r, unicode.Digit, unicode.Mark, unicode.Other_ID_Continue):
			return false
		}
	}
	return len(raw) > 0
}
