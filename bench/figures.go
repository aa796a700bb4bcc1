package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"
)

// figures are what one run of this program found, as it is kept.
type figures struct {
	Day        string    `json:"day"`
	Machine    string    `json:"machine"`
	Projects   int       `json:"projects"`
	Indicators int       `json:"indicators"`
	Seed       uint64    `json:"seed"`
	Results    []result  `json:"results"`
	Scoring    []scored  `json:"scoring"`
	OneActual  []latency `json:"one_actual"`
}

// scored is what scoring alone takes, of one indicator.
type scored struct {
	Name        string  `json:"name"`
	Nanoseconds float64 `json:"ns"`
	Allocations float64 `json:"allocations"`
}

func (p *place) figures(results []result) *figures {
	return &figures{Day: time.Now().Format(time.DateOnly), Machine: machine(), Projects: p.opt.projects, Indicators: p.indicators, Seed: p.opt.seed,
		Results: results}
}

// machine says what the figures were measured on.
func machine() string {
	library, _, _ := sqlite3.Version()
	words := []string{fmt.Sprintf("%s/%s, %d cores", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())}
	if name := processor(); name != "" {
		words = append(words, name)
	}
	return strings.Join(append(words, runtime.Version(), "SQLite "+library), ", ")
}

// processor is the name of the processor where Linux says it.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		if name, found := strings.CutPrefix(lines.Text(), "model name"); found {
			return strings.TrimSpace(strings.TrimLeft(name, " \t:"))
		}
	}
	return ""
}

// find returns the result of a task, nil where it was not measured.
func (f *figures) find(key string) *result {
	i := slices.IndexFunc(f.Results, func(r result) bool { return r.Key == key })
	if i < 0 {
		return nil
	}
	return &f.Results[i]
}

// against is how many times as long as another task a task takes, by the clock and by the processor; not ok where the other one
// was not measured.
func (f *figures) against(r *result, key string) (wall, cpu float64, ok bool) {
	other := f.find(key)
	if other == nil {
		return 0, 0, false
	}
	return r.wall() / other.wall(), r.cpu() / other.cpu(), true
}

// publish prints the figures, and, where everything was measured, keeps them and writes the paper and its picture of all that are kept.
func (f *figures) publish(opt options) error {
	if err := f.print(os.Stdout); err != nil || opt.only != "" {
		return err
	}
	text, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(opt.data, fmt.Sprintf("figures-%d.json", f.Projects)), append(text, '\n'), 0o644); err != nil {
		return err
	}
	all, err := keptFigures(opt.data)
	if err != nil {
		return err
	}
	return writePaper(opt.docs, all)
}

// keptFigures reads the figures of all numbers of projects, the smallest first.
func keptFigures(folder string) ([]*figures, error) {
	files, err := filepath.Glob(filepath.Join(folder, "figures-*.json"))
	if err != nil {
		return nil, err
	}
	var all []*figures
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		f := &figures{}
		if err := json.Unmarshal(text, f); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b *figures) int { return a.Projects - b.Projects })
	return all, nil
}
