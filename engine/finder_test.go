package engine

import (
	"math/rand/v2"
	"testing"
)

// TestFinder looks keys up in order, out of order, several times and in vain, in lists that follow each other.
func TestFinder(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var f Finder[int]
	if at, found := f.Find(1); found {
		t.Fatalf("an empty list has a key at %d", at)
	}
	for range 300 {
		keys := rng.Perm(rng.IntN(20))
		f.Begin(len(keys), func(i int) int { return keys[i] })
		for range 60 {
			at := rng.IntN(25)
			if at >= len(keys) {
				if got, found := f.Find(at); found {
					t.Fatalf("%v: %d is not there, and found at %d", keys, at, got)
				}
				continue
			}
			for next := at; next < min(at+3, len(keys)); next++ {
				if got, found := f.Find(keys[next]); !found || got != next {
					t.Fatalf("%v: %d is at %d, found %v at %d", keys, keys[next], next, found, got)
				}
			}
		}
	}
}
