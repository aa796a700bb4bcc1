package grid

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// EncodingBig5 is read only where a page declares it: nothing else tells it from GB18030.
const EncodingBig5 = "Big5"

// declarable are the encodings that a declaration can decide on, by the names that documents give them. All others are told by the bytes alone.
var declarable = map[string]string{
	"gb2312": EncodingGB18030, "gbk": EncodingGB18030, "gb18030": EncodingGB18030, "gb_2312-80": EncodingGB18030, "x-gbk": EncodingGB18030,
	"cp936": EncodingGB18030, "ms936": EncodingGB18030, "big5": EncodingBig5, "big5-hkscs": EncodingBig5,
}

// decodeAs reads the bytes of a document, or of a part of one, that declares its encoding, "" for none. A byte order mark comes first, then
// the declaration as far as the bytes allow it: programs change the encoding of a page and leave its declaration, and text with Chinese
// characters in valid UTF-8 is nothing else.
func (s *source) decodeAs(data []byte, label string) (decodedText, error) {
	part := &source{name: s.name, data: data, limits: s.limits}
	name := declarable[strings.ToLower(label)]
	if name == "" || hasByteOrderMark(string(data)) || isChineseUTF8(string(data)) || name == EncodingGB18030 && !utf8.Valid(data) {
		return part.decode()
	}
	var from encoding.Encoding = simplifiedchinese.GB18030
	if name == EncodingBig5 {
		from = traditionalchinese.Big5
	}
	content, err := from.NewDecoder().String(string(data))
	if err != nil {
		return decodedText{}, part.notText(name, "invalid", "")
	}
	if at := strings.IndexFunc(content, isForbidden); at >= 0 {
		return decodedText{}, part.notText(name, fmt.Sprintf("U+%04X", content[at]), content[:at])
	}
	if at := strings.IndexRune(content, utf8.RuneError); at >= 0 {
		return decodedText{}, part.notText(name, "invalid", content[:at])
	}
	return decodedText{content, name}, nil
}

func hasByteOrderMark(text string) bool {
	return strings.HasPrefix(text, "\xef\xbb\xbf") || strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff")
}

func isChineseUTF8(text string) bool {
	return utf8.ValidString(text) && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
