package grid

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// The encodings of text, as Document.Encoding gives them.
const (
	EncodingUTF8    = "UTF-8"
	EncodingUTF8BOM = "UTF-8-BOM"
	EncodingUTF16LE = "UTF-16LE"
	EncodingUTF16BE = "UTF-16BE"
	EncodingGB18030 = "GB18030"
)

type decodedText struct{ content, encoding string }

// decode reads the bytes as text: by byte order mark, else as UTF-8 where they are valid, else as GB18030.
func (s *source) decode() (decodedText, error) {
	if !s.decoded {
		s.decoded = true
		s.text, s.textErr = s.decodeOnce()
	}
	return s.text, s.textErr
}

func (s *source) decodeOnce() (decodedText, error) {
	content, encoding, bad := decodeBytes(s.data)
	if bad >= 0 {
		return decodedText{}, s.notText(encoding, "invalid", content[:bad])
	}
	content = strings.TrimSuffix(content, "\x1a") // DOS programs end a file so
	if at := strings.IndexFunc(content, isForbidden); at >= 0 {
		return decodedText{}, s.notText(encoding, fmt.Sprintf("U+%04X", content[at]), content[:at])
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
	case utf8.ValidString(text) || isDamagedUTF8(text):
		return decodeUTF8(text, EncodingUTF8)
	}
	return decodeGB18030(text)
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

// decodeGB18030 checks for the replacement character itself, because the decoder reports no error.
func decodeGB18030(text string) (string, string, int) {
	decoded, err := simplifiedchinese.GB18030.NewDecoder().String(text)
	if err != nil {
		return "", EncodingGB18030, 0
	}
	return decoded, EncodingGB18030, strings.IndexRune(decoded, utf8.RuneError)
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
