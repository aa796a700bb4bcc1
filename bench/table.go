package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

var columns = []string{"", "clock, s", "processor, s", "ns an indicator", "memory, MB", "× A", "× CASE", "checksum"}

// rows are the lines of the table: medians, and what they are against the baselines, by the clock and by the processor.
func (f *figures) rows() [][]string {
	var lines [][]string
	for i := range f.Results {
		r := &f.Results[i]
		lines = append(lines, []string{r.Name, seconds(r.wall()), seconds(r.cpu()), f.each(r), megabytes(r.peak()),
			f.ratio(r, keyCopy), f.ratio(r, keyCase), r.Checksum})
	}
	return lines
}

// each is the time on the clock of one indicator, of what works on all of them.
func (f *figures) each(r *result) string {
	if slices.Contains(single, r.Key) {
		return ""
	}
	return strconv.FormatFloat(1e6*r.wall()/float64(f.Indicators), 'f', 0, 64)
}

func (f *figures) ratio(r *result, key string) string {
	wall, cpu, ok := f.against(r, key)
	if !ok || slices.Contains(single, r.Key) {
		return ""
	}
	return times(wall) + " / " + times(cpu)
}

func times(x float64) string {
	if x < 0.1 {
		return strconv.FormatFloat(x, 'f', 3, 64)
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

func seconds(milliseconds float64) string { return strconv.FormatFloat(milliseconds/1000, 'f', 3, 64) }

func megabytes(kib int64) string {
	if kib == 0 {
		return ""
	}
	return strconv.FormatInt(kib/1024, 10)
}

var scoringColumns = []string{"", "ns an indicator", "allocations", "against the program"}

// scoringRows are the lines about scoring alone, against the first.
func (f *figures) scoringRows() [][]string {
	var lines [][]string
	for _, s := range f.Scoring {
		lines = append(lines, []string{s.Name, strconv.FormatFloat(s.Nanoseconds, 'f', 0, 64), strconv.FormatFloat(s.Allocations, 'f', 1, 64),
			times(s.Nanoseconds / f.Scoring[0].Nanoseconds)})
	}
	return lines
}

var oneActualColumns = []string{"", "ms"}

func (f *figures) oneActualRows() [][]string {
	var lines [][]string
	for _, l := range f.OneActual {
		lines = append(lines, []string{l.Name, strconv.FormatFloat(l.Median, 'f', 2, 64)})
	}
	return lines
}

var anotherValueColumns = []string{"", "clock, s", "processor, s", "ns an indicator"}

// anotherValueRows is what one more value of rules try takes: scoring all rows again, once they are in memory, and counting what moves.
func (f *figures) anotherValueRows() [][]string {
	one, more := f.find(keyTry), f.find(keyTryMore)
	if one == nil || more == nil {
		return nil
	}
	wall, cpu := (more.wall()-one.wall())/moreValues, (more.cpu()-one.cpu())/moreValues
	return [][]string{{"one more value", seconds(wall), seconds(cpu), strconv.FormatFloat(1e6*wall/float64(f.Indicators), 'f', 0, 64)}}
}

// part is a table with what it is about; nothing above the first one.
type part struct {
	title string
	head  []string
	rows  [][]string
}

// parts are the tables that have rows.
func (f *figures) parts() []part {
	list := []part{{"", columns, f.rows()},
		{"One changed actual, in a program that has the database open", oneActualColumns, f.oneActualRows()},
		{"A what-if over rows that are in memory: what each further value of rules try takes", anotherValueColumns, f.anotherValueRows()},
		{"Scoring alone, in memory, the rows of 1,000 generated projects", scoringColumns, f.scoringRows()}}
	return slices.DeleteFunc(list, func(p part) bool { return len(p.rows) == 0 })
}

// print writes the tables for a terminal.
func (f *figures) print(w io.Writer) error {
	fmt.Fprintf(w, "%d projects, %d indicators, seed %d; medians of %d rounds; %s\n", f.Projects, f.Indicators, f.Seed, f.rounds(), f.Machine)
	for _, p := range f.parts() {
		if p.title != "" {
			fmt.Fprintf(w, "\n%s\n", p.title)
		}
		out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, line := range append([][]string{p.head}, p.rows...) {
			fmt.Fprintln(out, strings.Join(line, "\t"))
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func (f *figures) rounds() int {
	if len(f.Results) == 0 {
		return 0
	}
	return len(f.Results[0].Runs)
}
