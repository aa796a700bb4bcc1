package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"jixiao/rules"
)

// scoring measures verdict and points of the rows of a generated year in memory, in rounds: the program's compiled pack by its Go benchmark, the same
// with the texts of the reasons, and cel-go.
func scoring(ctx context.Context, rounds int) ([]scored, error) {
	set, err := rules.Load("mof-2020", rules.Options{})
	if err != nil {
		return nil, err
	}
	rows := judgedRows(set)
	var all [3][]scored
	for range rounds {
		pack, err := packBenchmark(ctx)
		if err != nil {
			return nil, err
		}
		cel, err := celBenchmark(ctx, rows)
		if err != nil {
			return nil, err
		}
		for i, one := range []scored{pack, judgeBenchmark(set, rows), cel} {
			all[i] = append(all[i], one)
		}
	}
	var list []scored
	for _, of := range all {
		list = append(list, middle(of))
	}
	return list, nil
}

// middle is the one whose time is the median, of two the longer.
func middle(list []scored) scored {
	slices.SortFunc(list, func(a, b scored) int { return cmp.Compare(a.Nanoseconds, b.Nanoseconds) })
	return list[len(list)/2]
}

// packLine is the line of the Go benchmark of the shipped pack: nanoseconds and allocations of one row.
var packLine = regexp.MustCompile(`BenchmarkYear\S*\s+\d+\s+([\d.]+) ns/op\s+\d+ B/op\s+(\d+) allocs/op`)

// packBenchmark runs the Go benchmark of verdict and points of one row, without the texts of the reason.
func packBenchmark(ctx context.Context) (scored, error) {
	text, err := exec.CommandContext(ctx, "go", "test", "./rules", "-run", "^$", "-bench", "^BenchmarkYear$", "-benchmem").Output()
	if err != nil {
		return scored{}, fmt.Errorf("run the Go benchmark: %w\n%s", err, text)
	}
	return parsePack(text)
}

func parsePack(text []byte) (scored, error) {
	found := packLine.FindSubmatch(text)
	if found == nil {
		return scored{}, errors.New("the Go benchmark of the pack printed no figures")
	}
	ns, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		return scored{}, err
	}
	allocations, err := strconv.ParseFloat(string(found[2]), 64)
	return scored{Name: "the program, exact", Nanoseconds: ns, Allocations: allocations}, err
}

// judgeBenchmark measures what the engine calls: verdict, points, and the arguments of the reason as texts.
func judgeBenchmark(set *rules.Ruleset, rows []judged) scored {
	measured := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			set.Judge(&rows[i%len(rows)].facts)
		}
	})
	return scored{Name: "the program, exact, with the texts of the reasons",
		Nanoseconds: float64(measured.T.Nanoseconds()) / float64(measured.N), Allocations: float64(measured.MemAllocs) / float64(measured.N)}
}

// celBenchmark has bench/cel, which is a module of its own, score the rows. It compares every verdict and all points with the program's.
func celBenchmark(ctx context.Context, rows []judged) (scored, error) {
	input, err := json.Marshal(celRows(rows))
	if err != nil {
		return scored{}, err
	}
	command := exec.CommandContext(ctx, "go", "run", ".")
	command.Dir, command.Stdin = "bench/cel", bytes.NewReader(input)
	var said bytes.Buffer
	command.Stderr = &said
	text, err := command.Output()
	if err != nil {
		return scored{}, fmt.Errorf("score with cel-go (bench/cel): %w\n%s", err, said.Bytes())
	}
	s := scored{Name: "cel-go, floating point"}
	return s, json.Unmarshal(text, &s)
}
