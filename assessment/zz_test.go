package assessment

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"jixiao/engine"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

func TestZZProf(t *testing.T) {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, os.Getenv("PROFDB"), sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	set, _ := rules.Load("mof-2020", rules.Options{Year: 2025})
	set2, _ := rules.Load("mof-2020", rules.Options{Year: 2025, Overrides: []rules.Override{{Name: "partly_from", Value: "0.7"}}})
	for range 3 {
		start := time.Now()
		r, err := s.Read(ctx, engine.Filter{Year: 2025})
		if err != nil {
			t.Fatal(err)
		}
		c := engine.NewComparison(engine.ComparedSide{Bands: set.Policy().Bands}, engine.ComparedSide{Bands: set.Policy().Bands}, 10)
		if err := Compare(UnderTwo(ctx, r.Pages(), set, set2), c, nil); err != nil {
			t.Fatal(err)
		}
		fmt.Println(c.Projects, c.Changed, time.Since(start))
	}
}
