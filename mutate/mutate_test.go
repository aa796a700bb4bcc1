package mutate

import "testing"

// The same seed makes the same inputs, most of them no example, and no two seeds the same.
func TestMaker(t *testing.T) {
	examples := []string{"≥500人次", "2025年12月底前", "", "\xff坏"}
	a, b, other := New(1, examples...), New(1, examples...), New(2, examples...)
	known := map[string]bool{}
	for _, example := range examples {
		known[example] = true
	}
	fresh, same := 0, 0
	for range 1000 {
		text := a.Text()
		if text != b.Text() {
			t.Fatal("the same seed makes another text")
		}
		if !known[text] {
			fresh++
		}
		if text == other.Text() {
			same++
		}
	}
	if fresh < 700 || same > 200 {
		t.Errorf("%d of 1000 are new, %d those of another seed", fresh, same)
	}
}

func TestRunCounts(t *testing.T) {
	count := 0
	Run(t, 10, func(int) { count++ }, func() string { return "" })
	if count != 10 {
		t.Errorf("%d executions", count)
	}
}
