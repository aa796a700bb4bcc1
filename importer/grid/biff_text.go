package grid

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// The flags of a text.
const (
	textWide     = 1 << 0 // two bytes a character
	textPhonetic = 1 << 2 // reading aids follow
	textRich     = 1 << 3 // formatting follows
)

// wideText reads a text of Excel 97 and later whose length was just read: flags, characters, and behind them formatting and reading aids,
// which are no content.
func (b *body) wideText(length int) string {
	flags := b.byte()
	runs, aids := 0, 0
	if flags&textRich != 0 {
		runs = b.uint16()
	}
	if flags&textPhonetic != 0 {
		aids = b.uint32()
	}
	text := b.characters(length, flags&textWide != 0)
	b.skip(4 * runs)
	b.skip(aids)
	return text
}

// characters reads over as many parts as it takes. Each further part begins with a byte of its own that says whether a character takes
// two bytes there.
func (b *body) characters(length int, wide bool) string {
	b.units = b.units[:0]
	for len(b.units) < length && b.reason == "" {
		if len(b.rest) == 0 {
			wide = b.byte()&textWide != 0
			continue
		}
		b.readUnits(length-len(b.units), wide)
	}
	b.text = b.text[:0]
	for i := 0; i < len(b.units); i++ {
		r := rune(b.units[i])
		if utf16.IsSurrogate(r) {
			r = utf16.DecodeRune(r, b.unitAt(i+1))
			if r != utf8.RuneError {
				i++
			}
		}
		b.text = utf8.AppendRune(b.text, r)
	}
	return cleanText(string(b.text))
}

func (b *body) unitAt(i int) rune {
	if i < len(b.units) {
		return rune(b.units[i])
	}
	return 0
}

// readUnits takes up to most characters out of this part. Half a character at its end is a damage.
func (b *body) readUnits(most int, wide bool) {
	if !wide {
		n := min(most, len(b.rest))
		for _, c := range b.rest[:n] {
			b.units = append(b.units, uint16(c))
		}
		b.rest = b.rest[n:]
		return
	}
	n := min(most, len(b.rest)/2)
	if n == 0 {
		b.fail(ReasonRecord)
		return
	}
	for i := range n {
		b.units = append(b.units, uint16(b.rest[2*i])|uint16(b.rest[2*i+1])<<8)
	}
	b.rest = b.rest[2*n:]
}

// cleanText unifies line breaks, and makes control characters, which a cell shows as nothing or as a box, white space.
func cleanText(text string) string {
	text = strings.Map(func(r rune) rune {
		if isForbidden(r) {
			return ' '
		}
		return r
	}, text)
	return strings.TrimSpace(unifyBreaks(text))
}

// codePages are the encodings of texts before Excel 97, by their number. 0 is for a file that gives none: in this field that was written on
// a Chinese system.
var codePages = map[int]encoding.Encoding{
	0: simplifiedchinese.GB18030, 936: simplifiedchinese.GB18030, 54936: simplifiedchinese.GB18030,
	950: traditionalchinese.Big5, 1252: charmap.Windows1252, 32769: charmap.Windows1252, 10000: charmap.Macintosh, 32768: charmap.Macintosh,
}

// codePageText decodes a text from before Excel 97. Letters and digits are the same in every code page.
func codePageText(data []byte, page int) (text string, ok bool) {
	if !bytes.ContainsFunc(data, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return cleanText(string(data)), true
	}
	known, ok := codePages[page]
	if !ok {
		return "", false
	}
	decoded, err := known.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
		return "", false
	}
	return cleanText(string(decoded)), true
}
