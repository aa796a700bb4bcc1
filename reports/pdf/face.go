package pdf

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"io"
	"sync"
	"unicode"
)

//go:embed NotoSerifSC.ttf.gz
var packedFace []byte

// face is a TrueType font, unpacked and indexed. Nothing changes it once it is there.
type face struct {
	data     []byte
	tables   map[string][]byte
	glyphs   map[rune]uint16
	em       int // units of an em
	ascent   int // in units
	descent  int // in units, negative
	advances []uint16
	box      [4]int // of all glyphs
	own      int    // how many glyphs the file has; those behind are composed
	composed [][]byte
}

// embedded is the one face; unpacking takes some 40 ms, once.
var embedded = sync.OnceValue(func() *face {
	packed, err := gzip.NewReader(bytes.NewReader(packedFace))
	if err != nil {
		panic(err) // the font is part of the program, and a test reads all of it
	}
	data, err := io.ReadAll(packed)
	if err != nil {
		panic(err)
	}
	f := parseFace(data)
	f.compose()
	return f
})

func u16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }

func i16(b []byte, at int) int { return int(int16(binary.BigEndian.Uint16(b[at:]))) }

func u32(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }

func parseFace(data []byte) *face {
	f := &face{data: data, tables: map[string][]byte{}}
	for i := range u16(data, 4) {
		entry := data[12+16*i:]
		f.tables[string(entry[:4])] = data[u32(entry, 8) : u32(entry, 8)+u32(entry, 12)]
	}
	head, hhea := f.tables["head"], f.tables["hhea"]
	f.em, f.ascent, f.descent = u16(head, 18), i16(hhea, 4), i16(hhea, 6)
	for i := range f.box {
		f.box[i] = i16(head, 36+2*i)
	}
	f.advances = f.readAdvances(u16(hhea, 34), u16(f.tables["maxp"], 4))
	f.glyphs = f.readMap()
	return f
}

// readAdvances reads the widths of all glyphs; those behind the last one written have its width.
func (f *face) readAdvances(written, glyphs int) []uint16 {
	advances := make([]uint16, glyphs)
	for i := range advances {
		advances[i] = uint16(u16(f.tables["hmtx"], 4*min(i, written-1)))
	}
	return advances
}

// readMap reads the map from characters to glyphs, which has format 12 because the face reaches beyond U+FFFF.
func (f *face) readMap() map[rune]uint16 {
	glyphs := map[rune]uint16{}
	cmap := f.tables["cmap"]
	for i := range u16(cmap, 2) {
		table := cmap[u32(cmap, 8+8*i):]
		if u16(table, 0) != 12 {
			continue
		}
		for group := range u32(table, 12) {
			entry := table[16+12*group:]
			for r := u32(entry, 0); r <= u32(entry, 4); r++ {
				glyphs[rune(r)] = uint16(u32(entry, 8) + r - u32(entry, 0))
			}
		}
		break
	}
	return glyphs
}

// outline returns the bytes of a glyph's outline, none for a blank.
func (f *face) outline(glyph uint16) []byte {
	if f.own > 0 && int(glyph) >= f.own {
		return f.composed[int(glyph)-f.own]
	}
	loca := f.tables["loca"]
	if u16(f.tables["head"], 50) == 0 {
		return f.tables["glyf"][2*u16(loca, 2*int(glyph)) : 2*u16(loca, 2*int(glyph)+2)]
	}
	return f.tables["glyf"][u32(loca, 4*int(glyph)):u32(loca, 4*int(glyph)+4)]
}

// standIn is drawn for a character that the face does not have.
const standIn = '〓'

// invisible tells whether nothing is drawn for a character: controls, marks of direction and joining, variation selectors.
func invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
}

// Missing tells whether a character would be drawn as 〓 because the face does not have it.
func Missing(r rune) bool {
	if invisible(r) {
		return false
	}
	_, found := embedded().glyphs[r]
	return !found
}

// Width returns how wide a character is drawn, in thousandths of the font size.
func Width(r rune) int {
	if invisible(r) {
		return 0
	}
	f := embedded()
	glyph, found := f.glyphs[r]
	if !found {
		glyph = f.glyphs[standIn]
	}
	return int(f.advances[glyph]) * 1000 / f.em
}
