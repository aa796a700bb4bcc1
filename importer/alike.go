package importer

import "jixiao/engine"

// SpelledAlike tells two different names of departments or units that are probably one: a few characters were added or left out.
// Numbers count, and a name that only goes on where the other ends is another name.
func SpelledAlike(a, b string) bool {
	x, y := newSpelling(a, engine.Fold(a), nil), newSpelling(b, engine.Fold(b), nil)
	return string(x.runes) != string(y.runes) && alike(x, y)
}
