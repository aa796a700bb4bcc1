package rules

import (
	"unicode/utf8"

	"jixiao/engine"
)

// suggest returns the known name that looks most like a name, or nothing where none comes near. Names that are equally near
// go by their order.
func suggest(name string, known []string) string {
	length := utf8.RuneCountInString(name)
	if length > maxSuggested {
		return ""
	}
	best, bestDistance := "", 1+min(2, length/2)
	for _, candidate := range known {
		if longer := utf8.RuneCountInString(candidate) - length; longer >= bestDistance || -longer >= bestDistance {
			continue
		}
		if d := engine.Distance([]rune(name), []rune(candidate)); d > 0 && d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	return best
}
