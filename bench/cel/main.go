// Command cel scores rows with cel-go by the rules of the pack mof-2020, and prints what one row takes. It reads the rows, with what the program
// made of them, as JSON from standard input, and fails where it comes to another verdict or other points.
//
// It favours cel-go: the variables of every row are boxed before the clock starts, the programs are compiled and optimised before, and rules that
// the shipped parameters switch off are left out.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"cel.dev/cel-go/cel"
)

// row is what a rule may see of an indicator, and the verdict and points (before rounding) that the program came to.
type row struct {
	Kind    string         `json:"kind"`
	Facts   map[string]any `json:"facts"`
	Verdict float64        `json:"verdict"`
	Points  float64        `json:"points"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "cel:", err)
		os.Exit(1)
	}
}

func run() error {
	var rows []row
	if err := json.NewDecoder(os.Stdin).Decode(&rows); err != nil {
		return fmt.Errorf("read the rows: %w", err)
	}
	pack, err := compile()
	if err != nil {
		return err
	}
	for i := range rows {
		if err := pack.compare(&rows[i]); err != nil {
			return fmt.Errorf("row %d: %w", i, err)
		}
	}
	measured := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, _, err := pack.score(&rows[i%len(rows)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	return json.NewEncoder(os.Stdout).Encode(map[string]float64{
		"ns": float64(measured.T.Nanoseconds()) / float64(measured.N), "allocations": float64(measured.MemAllocs) / float64(measured.N)})
}

// compare scores a row and holds it against what the program made of it, up to the error of floating point.
func (p pack) compare(r *row) error {
	verdict, points, err := p.score(r)
	if err != nil {
		return err
	}
	if verdict != r.Verdict || math.Abs(points-r.Points) > 1e-9*(1+math.Abs(r.Points)) {
		return fmt.Errorf("%s %v: verdict %v and %v points, but the program says %v and %v", r.Kind, r.Facts, verdict, points, r.Verdict, r.Points)
	}
	return nil
}

// score asks the rules of a row's kind in their order, as the pack does.
func (p pack) score(r *row) (verdict, points float64, err error) {
	for i := range p[r.Kind] {
		rule := &p[r.Kind][i]
		fits, _, err := rule.when.Eval(r.Facts)
		if err != nil {
			return 0, 0, err
		}
		if fits.Value() != true {
			continue
		}
		if verdict, err = number(rule.verdict, r.Facts); err != nil {
			return 0, 0, err
		}
		points, err = number(rule.points, r.Facts)
		return verdict, points, err
	}
	return 0, 0, fmt.Errorf("no rule fits %s %v", r.Kind, r.Facts)
}

func number(program cel.Program, facts map[string]any) (float64, error) {
	value, _, err := program.Eval(facts)
	if err != nil {
		return 0, err
	}
	n, ok := value.Value().(float64)
	if !ok {
		return 0, fmt.Errorf("%v is no number", value)
	}
	return n, nil
}
