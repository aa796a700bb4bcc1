package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"unicode/utf16"
)

// subset is the part of a face that one document uses. Its glyphs are numbered in the order of their first use; number 0 is the one
// that fonts must have for what they do not have.
type subset struct {
	face   *face
	source []uint16 // the glyph of the face, by number
	text   []rune   // the character, by number; 0 for a part of another glyph
	number map[rune]uint16
}

func newSubset(f *face) *subset {
	return &subset{face: f, source: []uint16{0}, text: []rune{0}, number: map[rune]uint16{}}
}

// glyph returns the number of a character's glyph. A character that the face does not have gets a number of its own, so that the map
// of the text can name it, with the outline of the stand-in.
func (s *subset) glyph(r rune) uint16 {
	if number, found := s.number[r]; found {
		return number
	}
	source, found := s.face.glyphs[r]
	if !found {
		source = s.face.glyphs[standIn]
	}
	number := s.add(source, r)
	s.number[r] = number
	return number
}

func (s *subset) add(source uint16, r rune) uint16 {
	s.source, s.text = append(s.source, source), append(s.text, r)
	return uint16(len(s.source) - 1)
}

// width is a glyph's advance in thousandths of an em.
func (s *subset) width(number int) int {
	return int(s.face.advances[s.source[number]]) * 1000 / s.face.em
}

// Flags of the parts of a compound glyph.
const (
	wordArguments = 1 << 0
	placed        = 1 << 1 // the arguments are distances
	oneScale      = 1 << 3
	moreParts     = 1 << 5
	twoScales     = 1 << 6
	fourScales    = 1 << 7
)

// outline returns the outline of a numbered glyph. The parts of a compound glyph are added to the subset and renumbered.
func (s *subset) outline(number int) []byte {
	outline := s.face.outline(s.source[number])
	if len(outline) == 0 || i16(outline, 0) >= 0 {
		return outline
	}
	outline = slices.Clone(outline)
	for at := 10; ; {
		flags := u16(outline, at)
		part := s.add(uint16(u16(outline, at+2)), 0)
		binary.BigEndian.PutUint16(outline[at+2:], part)
		at += partSize(flags)
		if flags&moreParts == 0 {
			return outline
		}
	}
}

func partSize(flags int) int {
	size := 6
	if flags&wordArguments != 0 {
		size += 2
	}
	switch {
	case flags&oneScale != 0:
		size += 2
	case flags&twoScales != 0:
		size += 4
	case flags&fourScales != 0:
		size += 8
	}
	return size
}

// font returns the subset as a TrueType font with the tables that a font inside a pdf file needs.
func (s *subset) font() []byte {
	var glyf, loca, hmtx []byte
	for number := 0; number < len(s.source); number++ { // outline may add parts behind the end
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, s.outline(number)...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		hmtx = append(hmtx, s.metrics(number)...)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head, hhea, maxp := slices.Clone(s.face.tables["head"]), slices.Clone(s.face.tables["hhea"]), slices.Clone(s.face.tables["maxp"])
	binary.BigEndian.PutUint32(head[8:], 0) // the sum over the whole file, which no reader of pdf checks
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(s.source)))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(s.source)))
	return assemble([]table{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}})
}

// metrics returns a glyph's line of the table hmtx: advance and left side bearing.
func (s *subset) metrics(number int) []byte {
	line := binary.BigEndian.AppendUint16(nil, s.face.advances[s.source[number]])
	bearing := 0
	if outline := s.face.outline(s.source[number]); len(outline) > 0 {
		bearing = i16(outline, 2)
	}
	return binary.BigEndian.AppendUint16(line, uint16(int16(bearing)))
}

type table struct {
	tag  string
	data []byte
}

// assemble puts tables, sorted by their tags, into a font file.
func assemble(tables []table) []byte {
	var out bytes.Buffer
	power, log := 1, 0
	for power*2 <= len(tables) {
		power, log = power*2, log+1
	}
	header := []uint16{1, 0, uint16(len(tables)), uint16(power * 16), uint16(log), uint16((len(tables) - power) * 16)}
	_ = binary.Write(&out, binary.BigEndian, header) // a buffer takes everything
	offset := 12 + 16*len(tables)
	for _, t := range tables {
		out.WriteString(t.tag)
		_ = binary.Write(&out, binary.BigEndian, []uint32{checksum(t.data), uint32(offset), uint32(len(t.data))})
		offset += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out.Write(t.data)
		out.Write(make([]byte, -len(t.data)&3))
	}
	return out.Bytes()
}

func checksum(data []byte) (sum uint32) {
	for len(data) >= 4 {
		sum += binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	var rest [4]byte
	copy(rest[:], data)
	return sum + binary.BigEndian.Uint32(rest[:])
}

// mostMapped is how many lines a section of the map of the text may have.
const mostMapped = 100

// textMap returns the map from glyphs to characters, from which readers take the text.
func (s *subset) textMap() []byte {
	var out bytes.Buffer
	out.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	var lines []string
	for number, r := range s.text {
		if r != 0 {
			lines = append(lines, fmt.Sprintf("<%04X> <%s>\n", number, utf16Hex(r)))
		}
	}
	for section := range slices.Chunk(lines, mostMapped) {
		fmt.Fprintf(&out, "%d beginbfchar\n", len(section))
		for _, line := range section {
			out.WriteString(line)
		}
		out.WriteString("endbfchar\n")
	}
	out.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return out.Bytes()
}

func utf16Hex(r rune) (hex string) {
	for _, unit := range utf16.Encode([]rune{r}) {
		hex += fmt.Sprintf("%04X", unit)
	}
	return hex
}
