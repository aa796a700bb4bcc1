package importer

import (
	"math/bits"
	"strings"

	"jixiao/engine"
)

// spelling is one way in which a department or unit is written in a file, with the places where it stands.
type spelling struct {
	text   string // as first written
	runes  []rune // folded
	mask   uint64 // which letters it holds, roughly
	count  int
	places []engine.Source // the first ones
	first  engine.ProjectID
}

// spellings are the different names of a field, in the order of the file.
type spellings struct {
	list  []*spelling
	known map[string]*spelling
}

// The bounds of a list of spellings. A name that stands in hundreds of forms needs no full list of places; and of more different
// names than any bureau has, the first are compared.
const (
	mostPlaces    = 12
	mostSpellings = 10_000
)

var spelledFields = []engine.HeadField{engine.FieldDepartment, engine.FieldUnit}

// spelledTwoWays finds names of departments and of units that differ by a few characters: they are probably the same, and would
// be two in every list.
func (r *reader) spelledTwoWays() {
	r.noteSpellings()
	for n, field := range spelledFields {
		list := r.spelled[n].list
		for i, a := range list {
			for _, b := range list[:i] {
				if alike(a, b) {
					r.twoWays(field, b, a)
				}
			}
		}
	}
}

// noteSpellings takes down how the submissions of the result write their departments and units.
func (r *reader) noteSpellings() {
	for _, s := range r.result.Submissions {
		r.spelled[0].note(s.Department, engine.FieldDepartment, s)
		r.spelled[1].note(s.Unit, engine.FieldUnit, s)
	}
}

func (l *spellings) note(text string, field engine.HeadField, s *engine.Submission) {
	fold := engine.Fold(text)
	n := l.known[fold]
	switch {
	case fold == "" || n == nil && len(l.list) >= mostSpellings:
		return
	case n == nil:
		n = newSpelling(text, fold, s)
		if l.known == nil {
			l.known = make(map[string]*spelling)
		}
		l.known[fold] = n
		l.list = append(l.list, n)
	}
	if n.count++; n.count <= mostPlaces {
		n.places = append(n.places, s.SourceOf(field))
	}
}

func newSpelling(text, fold string, s *engine.Submission) *spelling {
	n := &spelling{text: text, runes: []rune(fold)}
	if s != nil {
		n.first = s.ID()
	}
	for _, r := range n.runes {
		n.mask |= 1 << (r % 64)
	}
	return n
}

// maxSpellingEdits is how many characters two spellings of one name may differ by; shorter names allow fewer.
const maxSpellingEdits = 3

// alike tells names of which one becomes the other by adding and leaving out a few characters.
func alike(a, b *spelling) bool {
	most := min(maxSpellingEdits, min(len(a.runes), len(b.runes))/4)
	if bits.OnesCount64(a.mask^b.mask) > most || absolute(len(a.runes)-len(b.runes)) > most {
		return false
	}
	if hasNumeralDifference(a.runes, b.runes) || isExtension(a.runes, b.runes) || isExtension(b.runes, a.runes) {
		return false
	}
	edits := editDistance(a.runes, b.runes, 2)
	return edits <= most && edits == editDistance(a.runes, b.runes, 1)
}

func absolute(n int) int { return max(n, -n) }

// isExtension tells a name that only adds something at the end of another: 教育局, 教育局机关.
func isExtension(long, short []rune) bool {
	return strings.HasPrefix(string(long), string(short))
}

// hasNumeralDifference tells names that differ in a number: 第一中学, 第二中学.
func hasNumeralDifference(a, b []rune) bool {
	return numerals(a) != numerals(b)
}

func numerals(text []rune) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789一二三四五六七八九十百", r) {
			return r
		}
		return -1
	}, string(text))
}

// editDistance counts the characters that must be added or left out to make b of a; a replaced character costs as given, and 2
// means that it is not a kind of edit of its own.
func editDistance(a, b []rune, replacing int) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			cost := diagonal
			if a[i] != b[j] {
				cost += replacing
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// twoWays raises one issue for a pair of spellings, at the first place of the rarer one.
func (r *reader) twoWays(field engine.HeadField, a, b *spelling) {
	if b.count < a.count {
		a, b = b, a
	}
	issue := engine.Issue{Code: SpelledTwoWays, Severity: engine.Warning, Source: a.places[0], Project: a.first,
		Args: engine.Args("field", string(field), "one", a.text, "other", b.text, "one_places", a.placesText(), "other_places", b.placesText())}
	r.about(nil, -1)
	r.add(issue, r.places()[gridPlace(a.places[0])])
}

// placesText lists the first places.
func (n *spelling) placesText() string {
	texts := make([]string, 0, mostPlaces+1)
	for _, p := range n.places {
		texts = append(texts, placeText(p))
	}
	if n.count > mostPlaces {
		texts = append(texts, "…")
	}
	return strings.Join(texts, ", ")
}
