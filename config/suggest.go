package config

import "strings"

// suggest gives the known key nearest to an unknown one: the one whose last
// part it is, else the one with the fewest slips, the registry's order
// deciding between equals. It is blank where nothing is near.
func suggest(key string) string {
	last := key[strings.LastIndex(key, ".")+1:]
	for _, s := range settings {
		if s.key == key || strings.HasSuffix(s.key, "."+last) {
			return s.key
		}
	}
	best, slips := "", len([]rune(key))/3+1
	for _, candidate := range knownKeys() {
		if d := distance([]rune(key), []rune(candidate)); d < slips {
			best, slips = candidate, d
		}
	}
	return best
}

// knownKeys are the settings, each after the section that it opens.
func knownKeys() []string {
	var keys []string
	section := ""
	for _, s := range settings {
		head, _, nested := strings.Cut(s.key, ".")
		if nested && head != section {
			section = head
			keys = append(keys, head)
		}
		keys = append(keys, s.key)
	}
	return keys
}

// distance counts the letters to insert, drop, change or swap with their
// neighbour to make b of a. The engine has the same for names; this room
// imports no other, and twenty lines are cheaper than an arrow.
func distance(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}
