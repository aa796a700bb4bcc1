package pdf

import (
	"encoding/binary"
	"maps"
	"slices"
)

// composed are the ticked and empty boxes that forms print and the face does not have, and what each is drawn of: characters of the face,
// the second one smaller and in the middle of the first.
var composed = map[rune][]rune{
	'☐': {'□'}, '☑': {'□', '✓'}, '☒': {'□', '×'}, '🗹': {'□', '✓'},
	'✔': {'✓'}, '✕': {'×'}, '✖': {'×'}, '✗': {'×'}, '✘': {'×'},
}

// insideScale is the size of what stands in a box, in 1/16384.
const insideScale = 13_000

// compose adds the composed characters behind the glyphs of the face.
func (f *face) compose() {
	f.own = len(f.advances)
	for _, r := range slices.Sorted(maps.Keys(composed)) {
		parts := composed[r]
		if len(parts) == 1 {
			f.glyphs[r] = f.glyphs[parts[0]]
			continue
		}
		f.glyphs[r] = uint16(len(f.advances))
		f.advances = append(f.advances, f.advances[f.glyphs[parts[0]]])
		f.composed = append(f.composed, f.inside(f.glyphs[parts[0]], f.glyphs[parts[1]]))
	}
	f.raiseLimits()
}

// inside returns the outline of a glyph with another one in it.
func (f *face) inside(box, mark uint16) []byte {
	around := f.outline(box)
	x, y := f.middle(box)
	markX, markY := f.middle(mark)
	outline := append([]byte{0xff, 0xff}, around[2:10]...) // compound, with the box of the first
	for _, word := range []uint16{
		wordArguments | placed | moreParts, box, 0, 0,
		wordArguments | placed | oneScale, mark, uint16(x - markX*insideScale>>14), uint16(y - markY*insideScale>>14), insideScale,
	} {
		outline = binary.BigEndian.AppendUint16(outline, word)
	}
	return outline
}

// middle is the middle of a glyph's outline, in units of the face.
func (f *face) middle(glyph uint16) (x, y int) {
	outline := f.outline(glyph)
	return (i16(outline, 2) + i16(outline, 6)) / 2, (i16(outline, 4) + i16(outline, 8)) / 2
}

// Places in the table maxp of what readers set aside for compound glyphs, with what two parts need at most.
var compoundLimits = map[int]uint16{10: 128, 12: 16, 28: 2, 30: 1}

// raiseLimits makes the face admit glyphs of two parts.
func (f *face) raiseLimits() {
	limits := slices.Clone(f.tables["maxp"])
	for at, least := range compoundLimits {
		binary.BigEndian.PutUint16(limits[at:], max(binary.BigEndian.Uint16(limits[at:]), least))
	}
	f.tables["maxp"] = limits
}
