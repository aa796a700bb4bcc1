package rules

import "jixiao/engine"

// suggest returns the known name that looks most like a name, or nothing where none comes near. Names that are equally near
// go by their order.
func suggest(name string, known []string) string {
	best, bestDistance := "", 1+min(2, len([]rune(name))/2)
	for _, candidate := range known {
		if d := engine.Distance([]rune(name), []rune(candidate)); d > 0 && d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	return best
}
