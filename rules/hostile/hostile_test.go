package hostile

import (
	"strings"
	"testing"
)

// TestCorpus holds that the corpus is large, that its names are different, and that it is written out as meant.
func TestCorpus(t *testing.T) {
	cases := Cases()
	names := map[string]bool{}
	for _, c := range cases {
		if names[c.Name] {
			t.Errorf("%s stands there twice", c.Name)
		}
		names[c.Name] = true
		if !c.Compiles() && (c.In == "" || c.Line < 1 || c.Column < 1) {
			t.Errorf("%s: no place", c.Name)
		}
		for name, text := range c.Files {
			if strings.ContainsAny(text, mark+"⟦⟧№⟨⟩") {
				t.Errorf("%s: %s is not written out", c.Name, name)
			}
		}
	}
	if len(cases) < 400 {
		t.Errorf("only %d cases", len(cases))
	}
	if got := written("a⟦b№⟧×3⟨202E⟩⟨FF⟩⟦⟦x⟧×2y⟧×2"); got != "ab0b1b2\u202e\xffxxyxxy" {
		t.Errorf("%q", got)
	}
}
