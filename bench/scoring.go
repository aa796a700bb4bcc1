package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
)

// scoring measures verdict and points of rows in memory: by the program's compiled pack, and by cel-go with the same rules on the same rows. The
// program that does it stands in a module of its own (bench/cel) and writes JSON.
func scoring(ctx context.Context) ([]scored, error) {
	command := exec.CommandContext(ctx, "go", "run", ".")
	command.Dir = "bench/cel"
	var said bytes.Buffer
	command.Stderr = &said
	text, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("measure the scoring in bench/cel: %w\n%s", err, said.Bytes())
	}
	var list []scored
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("what bench/cel measured: %w", err)
	}
	return list, nil
}

// packLine is the line of the Go benchmark of the shipped pack: nanoseconds and allocations of one row.
var packLine = regexp.MustCompile(`BenchmarkPack/mof-2020\S*\s+\d+\s+([\d.]+) ns/op\s+\d+ B/op\s+(\d+) allocs/op`)

// packBenchmark runs the Go benchmark of verdict and points of one row, without the texts of the reason.
func packBenchmark(ctx context.Context) (scored, error) {
	text, err := exec.CommandContext(ctx, "go", "test", "./rules", "-run", "^$", "-bench", "Pack/mof-2020$", "-benchmem").Output()
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
	return scored{Name: "the program: verdict and points (BenchmarkPack, 12 rows)", Nanoseconds: ns, Allocations: allocations}, err
}
