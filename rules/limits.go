package rules

import (
	"fmt"
	"io"
	"os"
	"slices"
	"unicode"

	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// The bounds of a pack. They are many times what the largest shipped pack needs, and small enough that whatever stays within them
// is checked in a fraction of a second; the corpus in the folder hostile measures that.
const (
	maxPackBytes = 256 << 10
	maxPackNodes = 30_000 // keys and values
	maxPackParts = 20_000 // names, numbers and operators of all expressions, and partsEach for each of them
	partsEach    = 4
	maxPackDepth = 40   // mappings and lists in each other
	maxEntries   = 1000 // of one mapping or list
	maxTextBytes = 4096 // of one text
	maxMistakes  = 200  // that are listed
	maxTestSets  = 100  // different values under which the tests of a pack are compiled
	// Of what a mistake may say: how long a name is for which one is sought that looks alike, how many names are looked at for all
	// mistakes of a pack, and how many are listed where none looks alike.
	maxSuggested = 40
	maxCompared  = 15_000
	maxKnown     = 120
	// A number of the field has 64 bits above and below the line at most. Numbers grow with each multiplication and, where the
	// denominators differ, with each sum; with a let that is used twice in the next one they double each time.
	factBits      = 64
	maxNumberBits = 2048
	// An effective pack is written with line breaks and without the short forms, and holds what the pack inherited.
	maxEffectiveBytes = 16 * maxPackBytes
)

// ReadFile reads the source of a pack, or a table. Of a file that is too long to be one it reads only so much that this is noticed.
func ReadFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxPackBytes+1))
}

// enough is thrown where so many mistakes are listed that nobody reads more of them; what is still to be checked is left.
type enough struct{ list []Error }

// add lists a mistake.
func (s *source) add(mistake Error) {
	s.list = append(s.list, mistake)
	if len(s.list) < maxMistakes {
		return
	}
	last := mistake
	last.Code, last.Args = "rule.many-mistakes", engine.Args("count", itoa(maxMistakes))
	panic(enough{append(s.list, last)})
}

// listed ends the work on a pack that has too many mistakes. It belongs into a defer.
func (s *source) listed(err *error) {
	switch caught := recover().(type) {
	case nil:
	case enough:
		s.list = caught.list
		*err = s.errors()
	default:
		panic(caught)
	}
}

// depthLimit bounds how deep mappings and lists may stand in each other, in place of the library's own bound of 10,000.
type depthLimit struct{}

var errDeep = fmt.Errorf("more than %d mappings and lists in each other", maxPackDepth)

// CheckDepth implements the library's plugin.
func (depthLimit) CheckDepth(depth int, _ *yaml.DepthContext) error {
	if depth > maxPackDepth {
		return errDeep
	}
	return nil
}

// CheckAlias implements the library's plugin. Aliases are refused by their first mention, and never followed.
func (depthLimit) CheckAlias(int, int) error { return nil }

// hidden tells characters that change how a text looks and cannot be seen themselves: marks of direction, blanks without width, and
// what steers a terminal. A reader of the file would see another rule than the one that counts.
func hidden(r rune) bool {
	switch {
	case r == '\n', r == '\t', r == '\r':
		return false
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
		return true
	}
	return r == '\u2028' || r == '\u2029' || r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0'
}

// refuseHidden lists hidden characters of the text itself, one a line, comments included. Refused are line breaks that only some
// programs take for one: with them nobody knows which line is meant.
func (s *source) refuseHidden() (refused bool) {
	for i, line := range s.lines {
		at := slices.IndexFunc(line, func(r rune) bool { return hidden(r) || r == '\r' })
		if at >= 0 {
			s.at(i+1, at+1, "hidden-character", "code", fmt.Sprintf("U+%04X", line[at]))
		}
		refused = refused || slices.ContainsFunc(line, func(r rune) bool { return r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029' })
	}
	return refused
}

// refuseOutgrown lists what is larger than any pack needs to be, and hidden characters that are written as escapes. A pack in force may
// hold what several packs on each other held.
func (s *source) refuseOutgrown(n *yaml.Node, nodes *int) (refused bool) {
	packs := 1
	if s.inForce {
		packs += maxExtends
	}
	if *nodes++; *nodes == packs*maxPackNodes+1 {
		s.on(n, "pack-too-many", "limit", itoa(packs*maxPackNodes))
		return true
	}
	entries := len(n.Content)
	if n.Kind == yaml.MappingNode {
		entries /= 2
	}
	if entries > packs*maxEntries {
		s.on(n, "too-many-entries", "got", itoa(entries), "limit", itoa(packs*maxEntries))
		return true
	}
	if n.Style&yaml.DoubleQuotedStyle != 0 {
		s.escaped(n)
	}
	for _, child := range n.Content {
		if *nodes > packs*maxPackNodes {
			return true
		}
		refused = s.refuseOutgrown(child, nodes) || refused
	}
	return refused
}

// escaped lists a hidden character that a text in quotes holds as an escape.
func (s *source) escaped(n *yaml.Node) {
	for i, r := range []rune(n.Value) {
		if !hidden(r) && r != '\r' {
			continue
		}
		line, column := s.place(n, i)
		if raw, _ := s.raw(cursor{line - 1, column - 1}); raw == '\\' {
			s.at(line, column, "hidden-character", "code", fmt.Sprintf("U+%04X", r))
		}
		return
	}
}

// isPlain tells whether a letter can stand in a name that expressions use. Letters of other scripts look like Latin ones: аctual with
// a Cyrillic а would be read as the actual.
func isPlain(r rune) bool {
	return r == '_' || r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) ||
		r >= 0x3400 && r <= 0x9fff || r == '〇' || r >= 0x20000 && r < 0x2f800 || r >= 0x30000 && r <= 0x3ffff
}

// count adds to the parts of the pack's expressions, and tells whether they are still few enough.
func (s *source) count(parts int) bool {
	s.expressionParts += parts
	return s.expressionParts <= maxPackParts
}

// bitsOf returns how many bits a number has above or below the line, whichever are more.
func bitsOf(x engine.Rational) int {
	r := x.Big()
	return max(r.Num().BitLen(), r.Denom().BitLen())
}
