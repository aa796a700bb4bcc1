package pdftest

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unicode/utf16"
)

// Font is a TrueType font in which every character is the same square, one em wide, or half of it for ASCII. Its name is one that Chinese fonts have, and it
// says of itself that it has the characters of China, Taiwan, Japan and Korea.
func Font() []byte {
	name := "WenQuanYi Micro Hei"
	tables := map[string][]byte{
		"OS/2": windows(),
		"cmap": characters(),
		"glyf": be(square(500), square(1000)),
		"head": be(0x00010000, 0x00010000, 0, 0x5F0F3CF5, u16(0x000b), u16(1000), 0, 0, 0, 0, u16(0), u16(-120), u16(1000), u16(880), u16(0), u16(8), u16(2), u16(1), u16(0)),
		"hhea": be(0x00010000, u16(880), u16(-120), u16(0), u16(1000), u16(0), u16(0), u16(1000), u16(1), u16(0), u16(0), 0, 0, u16(0), u16(3)),
		"hmtx": be(u16(1000), u16(0), u16(500), u16(0), u16(1000), u16(0)),
		"loca": be(0, 0, len(square(500)), len(square(500))+len(square(1000))),
		"maxp": be(0x00010000, u16(3), u16(4), u16(1), u16(0), u16(0), u16(1), u16(0), u16(0), u16(0), u16(0), u16(0), u16(0), u16(0)),
		"name": names(name),
		"post": be(0x00030000, 0, u16(0), u16(0), 0, 0, 0, 0, 0),
	}
	return fontFile(tables)
}

// u16 is a number that takes two bytes in be.
type u16 int

// be writes numbers with the highest byte first, four bytes each or two.
func be(numbers ...any) []byte {
	var out []byte
	for _, n := range numbers {
		switch n := n.(type) {
		case int:
			out = binary.BigEndian.AppendUint32(out, uint32(n))
		case u16:
			out = binary.BigEndian.AppendUint16(out, uint16(n))
		case []byte:
			out = append(out, n...)
		}
	}
	return out
}

// square is a glyph of four points.
func square(width int) []byte {
	return be(u16(1), u16(0), u16(-120), u16(width), u16(880), u16(3), u16(0), []byte{1, 1, 1, 1},
		u16(0), u16(0), u16(width), u16(0), u16(-120), u16(1000), u16(0), u16(-1000), []byte{0, 0})
}

// characters maps all of Unicode to the squares.
func characters() []byte {
	all := be(u16(13), u16(0), 40, 0, 2, 0x20, 0x7f, 1, 0x80, 0x10ffff, 2)
	return append(be(u16(0), u16(1), u16(3), u16(10), 12), all...)
}

func windows() []byte {
	const east = 1<<17 | 1<<18 | 1<<19 | 1<<20
	var out bytes.Buffer
	out.Write(be(u16(1), u16(1000), u16(400), u16(5), u16(0)))
	out.Write(make([]byte, 68))
	out.Write(be(1|east, 0))
	return out.Bytes()
}

func names(name string) []byte {
	units := utf16.Encode([]rune(name))
	text := make([]byte, 0, 2*len(units))
	for _, unit := range units {
		text = binary.BigEndian.AppendUint16(text, unit)
	}
	style := be(u16('R'), u16('e'), u16('g'), u16('u'), u16('l'), u16('a'), u16('r'))
	return be(u16(0), u16(2), u16(30),
		u16(3), u16(1), u16(0x409), u16(1), u16(len(text)), u16(0),
		u16(3), u16(1), u16(0x409), u16(2), u16(len(style)), u16(len(text)), text, style)
}

// fontFile puts the tables together.
func fontFile(tables map[string][]byte) []byte {
	var tags []string
	for tag := range tables {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	head := be(0x00010000, u16(len(tags)), u16(128), u16(3), u16(16*len(tags)-128))
	var body []byte
	for _, tag := range tags {
		data := tables[tag]
		head = append(head, be([]byte(tag), checksum(data), 12+16*len(tags)+len(body), len(data))...)
		body = append(body, data...)
		body = append(body, make([]byte, (4-len(body)%4)%4)...)
	}
	return append(head, body...)
}

func checksum(data []byte) int {
	sum := uint32(0)
	for i := 0; i < len(data); i += 4 {
		var word [4]byte
		copy(word[:], data[i:])
		sum += binary.BigEndian.Uint32(word[:])
	}
	return int(sum)
}
