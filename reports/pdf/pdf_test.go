package pdf

import (
	_ "embed"
	"strings"
	"testing"
)

//go:embed testdata/tongyong-guifan-hanzi.txt
var hanzi string

// Every character of 通用规范汉字表 can be drawn.
func TestFaceHoldsTheTable(t *testing.T) {
	seen := map[rune]bool{}
	for _, r := range strings.ReplaceAll(hanzi, "\n", "") {
		seen[r] = true
		if Missing(r) {
			t.Errorf("%c %U is not in the face", r, r)
			continue
		}
		if outline := embedded().outline(embedded().glyphs[r]); len(outline) == 0 {
			t.Errorf("%c %U is blank", r, r)
		}
	}
	if len(seen) != 8105 {
		t.Errorf("the table has %d characters, want 8105", len(seen))
	}
}

// Boxes and ticks that the face does not have are composed, with both parts in the file and the character in the map of the text.
func TestComposed(t *testing.T) {
	s := newSubset(embedded())
	for r, parts := range composed {
		if Missing(r) || Width(r) != Width(parts[0]) {
			t.Errorf("%c is missing or %d wide", r, Width(r))
		}
		number := s.glyph(r)
		outline := s.outline(int(number))
		if s.text[number] != r || (len(parts) == 2) != (i16(outline, 0) == -1) {
			t.Errorf("%c is drawn as %d contours and read as %c", r, i16(outline, 0), s.text[number])
		}
	}
	made := parseTables(s.font())
	for number := range s.source {
		outline := made.outline(uint16(number))
		if len(outline) < 10 || i16(outline, 0) != -1 {
			continue
		}
		for _, at := range []int{12, 20} {
			if part := made.outline(uint16(u16(outline, at))); len(part) == 0 || i16(part, 0) < 1 {
				t.Errorf("glyph %d has no part at %d", number, at)
			}
		}
	}
}

// The outlines in a file are those of the face, compound ones with their parts.
func TestSubset(t *testing.T) {
	s := newSubset(embedded())
	for r := range s.face.glyphs {
		if got := s.glyph(r); s.text[got] != r {
			t.Fatalf("%U has the number of %U", r, s.text[got])
		}
	}
	made := parseTables(s.font())
	for number, source := range s.source {
		want, got := s.face.outline(source), made.outline(uint16(number))
		compound := len(want) > 0 && i16(want, 0) < 0
		if !compound && !strings.HasPrefix(string(got), string(want)) {
			t.Fatalf("the outline of glyph %d differs", number)
		}
	}
}

// parseTables reads a font without a map of characters.
func parseTables(data []byte) *face {
	f := &face{tables: map[string][]byte{}}
	for i := range u16(data, 4) {
		entry := data[12+16*i:]
		f.tables[string(entry[:4])] = data[u32(entry, 8) : u32(entry, 8)+u32(entry, 12)]
	}
	return f
}
