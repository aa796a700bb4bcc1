package grid

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// The encodings of text, as Document.Encoding gives them.
const (
	EncodingUTF8    = "UTF-8"
	EncodingUTF8BOM = "UTF-8-BOM"
	EncodingUTF16LE = "UTF-16LE"
	EncodingUTF16BE = "UTF-16BE"
	EncodingGB18030 = "GB18030"
	EncodingBig5    = "Big5"
)

type decodedText struct{ content, encoding string }

// decode reads the bytes as text: by byte order mark, else as UTF-16 where they plainly are, else as UTF-8 where they are valid, else as
// GB18030.
func (s *source) decode() (decodedText, error) {
	if !s.decoded {
		s.decoded = true
		s.text, s.textErr = s.decodeOnce()
	}
	return s.text, s.textErr
}

func (s *source) decodeOnce() (decodedText, error) {
	content, encoding, bad := decodeBytes(s.data)
	return s.checked(content, encoding, bad)
}

// decodeAs reads the bytes of a document, or of a part of one, that declares its encoding, "" for none.
func (s *source) decodeAs(data []byte, declared string) (decodedText, error) {
	part := &source{name: s.name, data: data, limits: s.limits}
	content, encoding, bad := decodeDeclared(data, declared)
	return part.checked(content, encoding, bad)
}

func (s *source) checked(content, encoding string, bad int) (decodedText, error) {
	if bad >= 0 {
		content = content[:bad] // what comes first is told
	}
	if bad < 0 {
		content = strings.TrimSuffix(content, "\x1a") // DOS programs end a file so
	}
	if at := strings.IndexFunc(content, isForbidden); at >= 0 {
		return decodedText{}, s.notText(encoding, fmt.Sprintf("U+%04X", content[at]), content[:at])
	}
	if encoding == EncodingGB18030 {
		if at := foreignUTF8(s.data); at >= 0 {
			e := s.fail(ErrorMixed, Arg{"encoding", encoding}, Arg{"other", EncodingUTF8})
			e.Place.Line = 1 + countBreaks(string(s.data[:at]))
			return decodedText{}, e
		}
	}
	if bad >= 0 {
		return decodedText{}, s.notText(encoding, "invalid", content)
	}
	return decodedText{content, encoding}, nil
}

func (s *source) notText(encoding, found, before string) *Error {
	e := s.fail(ErrorNotText, Arg{"encoding", encoding}, Arg{"found", found})
	e.Place.Line = 1 + countBreaks(before)
	return e
}

// isForbidden tells the control characters that no text holds. A form feed stands between the pages of a converted pdf.
func isForbidden(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != '\v'
}

// decodeBytes returns the text as far as it could be read, and where in it the first undecodable byte stood, -1 for none.
func decodeBytes(data []byte) (content, encoding string, bad int) {
	text := string(data)
	switch {
	case strings.HasPrefix(text, "\xef\xbb\xbf"):
		return decodeUTF8(text[3:], EncodingUTF8BOM)
	case strings.HasPrefix(text, "\xff\xfe"):
		return decodeUTF16(data[2:], binary.LittleEndian, EncodingUTF16LE)
	case strings.HasPrefix(text, "\xfe\xff"):
		return decodeUTF16(data[2:], binary.BigEndian, EncodingUTF16BE)
	}
	if order := unmarkedUTF16(data); order != nil {
		encoding := EncodingUTF16LE
		if order == binary.BigEndian {
			encoding = EncodingUTF16BE
		}
		return decodeUTF16(data, order, encoding)
	}
	if utf8.ValidString(text) || isDamagedUTF8(text) {
		return decodeUTF8(text, EncodingUTF8)
	}
	return decodeGB18030(text)
}

// declared are the names that documents give to encodings other than UTF-8.
var declared = map[string]string{
	"gb2312": EncodingGB18030, "gbk": EncodingGB18030, "gb18030": EncodingGB18030, "gb_2312-80": EncodingGB18030, "x-gbk": EncodingGB18030,
	"cp936": EncodingGB18030, "ms936": EncodingGB18030, "big5": EncodingBig5, "big5-hkscs": EncodingBig5,
}

// decodeDeclared believes the byte order mark first, then the declaration, as far as the bytes allow it: programs change the encoding of a
// page and leave its declaration, and text with Chinese characters in valid UTF-8 is nothing else.
func decodeDeclared(data []byte, label string) (content, name string, bad int) {
	name = declared[strings.ToLower(label)]
	if name == "" || hasByteOrderMark(data) || isChineseUTF8(string(data)) {
		return decodeBytes(data)
	}
	if name == EncodingBig5 {
		return decodeWith(traditionalchinese.Big5, EncodingBig5, string(data))
	}
	return decodeGB18030(string(data))
}

func hasByteOrderMark(data []byte) bool {
	return slices.ContainsFunc([]string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"}, func(mark string) bool { return bytes.HasPrefix(data, []byte(mark)) })
}

func isChineseUTF8(text string) bool {
	return utf8.ValidString(text) && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func decodeUTF8(text, encoding string) (string, string, int) {
	return text, encoding, invalidAt(text)
}

func invalidAt(text string) int {
	if utf8.ValidString(text) {
		return -1
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// isDamagedUTF8 tells UTF-8 with a few bytes lost from GB18030: in Chinese GB18030 hardly any byte is part of a valid UTF-8 sequence.
// Without it a file cut off within a character would silently be read as other characters.
func isDamagedUTF8(text string) bool {
	valid, invalid := 0, 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			invalid++
		case size > 1:
			valid += size
		}
		i += size
	}
	return valid > 4*invalid
}

func decodeUTF16(data []byte, order binary.ByteOrder, encoding string) (string, string, int) {
	var b strings.Builder
	for len(data) >= 2 {
		r := rune(order.Uint16(data))
		data = data[2:]
		if utf16.IsSurrogate(r) {
			if len(data) < 2 {
				return b.String(), encoding, b.Len()
			}
			if r = utf16.DecodeRune(r, rune(order.Uint16(data))); r == utf8.RuneError {
				return b.String(), encoding, b.Len()
			}
			data = data[2:]
		}
		b.WriteRune(r)
	}
	if len(data) > 0 {
		return b.String(), encoding, b.Len()
	}
	return b.String(), encoding, -1
}

// unmarkedUTF16 tells in which order the bytes of UTF-16 without a byte order mark stand; nil where it is not plain that this is what they are.
// Zero bytes show it first, because no other text has them and a line of numbers or a line break does in UTF-16. Then what is read must be
// characters that forms are written in, Chinese ones among them; in the wrong order hardly any digit or line break is such a character.
func unmarkedUTF16(data []byte) binary.ByteOrder {
	if len(data)%2 != 0 || bytes.IndexByte(data[:min(len(data), 4096)], 0) < 0 {
		return nil
	}
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if isFormText(data, order) {
			return order
		}
	}
	return nil
}

func isFormText(data []byte, order binary.ByteOrder) bool {
	text, _, bad := decodeUTF16(data, order, "")
	if bad >= 0 {
		return false
	}
	chinese, ascii := false, false
	for _, r := range text {
		switch {
		case r >= 0x3400 && r < 0x4dc0:
			return false // rare characters, which ASCII makes where two of its bytes are taken for one character
		case unicode.Is(unicode.Han, r):
			chinese = true
		case r < unicode.MaxASCII && !isForbidden(r):
			ascii = true
		case r >= 0x0900 && r < 0x2000 || r >= 0xa000 && r < 0xf900 || !unicode.IsGraphic(r) && !unicode.IsSpace(r):
			return false
		}
	}
	return chinese && ascii
}

// foreignRun is how many Chinese characters in a row must be valid UTF-8 before a file in GB18030 counts as written in both. Fewer occur by
// accident.
const foreignRun = 4

// foreignUTF8 finds a run of UTF-8 in a text of another encoding, such as files that were put together from two; -1 where there is none.
func foreignUTF8(data []byte) int {
	begin, run := 0, 0
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if size < 3 || !unicode.Is(unicode.Han, r) {
			run = 0
			i += size
			continue
		}
		if run == 0 {
			begin = i
		}
		if run++; run == foreignRun {
			return begin
		}
		i += size
	}
	return -1
}

func decodeGB18030(text string) (string, string, int) {
	return decodeWith(simplifiedchinese.GB18030, EncodingGB18030, text)
}

// decodeWith checks for the replacement character itself, because the decoders report no error.
func decodeWith(from encoding.Encoding, name, text string) (string, string, int) {
	decoded, err := from.NewDecoder().String(text)
	if err != nil {
		return "", name, 0
	}
	return decoded, name, strings.IndexRune(decoded, utf8.RuneError)
}

// countBreaks counts line breaks: \n, \r\n and a lone \r.
func countBreaks(text string) int {
	return strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
}

// unifyBreaks writes every line break as \n.
func unifyBreaks(text string) string {
	if !strings.Contains(text, "\r") {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}
