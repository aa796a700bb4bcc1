package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// needsPerson are the codes with which the program ends besides 0 although all went well: a generated year has rows that nobody can judge.
var needsPerson = []int{3}

// task is a command to measure.
type task struct {
	key, name string
	from      string                                           // the database that it gets a copy of; empty for none
	before    func(ctx context.Context, database string) error // changes the copy first; nil for nothing
	command   func(database string) []string
	exits     []int
	checksum  func(database string) (string, error)
	after     func() error // removes what else it made
}

// The keys of tasks. Tasks of which the same is expected are held against each other by agree.
const (
	keyCopy   = "copy"
	keyCase   = "case"
	keyFull   = "full"
	keyAgain  = "again"
	keyOffice = "office"
	keyStart  = "start"

	keyTry     = "try"
	keyTryMore = "try-more"
)

// moreValues is how many values keyTryMore tries besides the one of keyTry.
const moreValues = 10

func manyValues() (text string) {
	for i := range moreValues {
		text += fmt.Sprintf(",0.%02d", 10+5*i)
	}
	return text
}

// single are the tasks that do not work on the whole year: their time for an indicator would say nothing.
var single = []string{"record", "one-project", keyStart}

// jixiao is a command line of the program, which speaks English whatever the machine speaks.
func (p *place) jixiao(database string, words ...string) []string {
	return append([]string{p.program, "--lang", "en", "--by", "bench", "--db", database}, words...)
}

func (p *place) tasks() ([]task, error) {
	year, scored := p.path("year.db"), p.path("scored.db")
	percent, one := p.changes(100), p.changes(p.opt.projects)
	of := func(words ...string) func(string) []string {
		return func(database string) []string { return p.jixiao(database, words...) }
	}
	list := []task{
		{key: keyCopy, name: "A: one INSERT … SELECT of the same rows", from: year,
			command: func(database string) []string { return []string{p.self, "copy", database, ""} }},
		{key: keyCase, name: "CASE: the same rules as an SQL script", from: year, checksum: scriptChecksum,
			command: func(database string) []string { return []string{p.self, "case", database, p.path("prepared.db")} }},
		{key: keyFull, name: "evaluate --full", from: year, command: of("evaluate", "--full"), exits: needsPerson, checksum: checksum},
		{key: keyAgain, name: "evaluate, nothing changed", from: scored, command: of("evaluate"), exits: needsPerson, checksum: checksum},
		{key: "percent", name: "evaluate, 1 % of the projects changed", from: scored, before: recording(percent), command: of("evaluate"), exits: needsPerson, checksum: checksum},
		{key: "percent-full", name: "evaluate --full, 1 % of the projects changed", from: scored, before: recording(percent), command: of("evaluate", "--full"), exits: needsPerson, checksum: checksum},
		{key: "one", name: "evaluate, one actual changed", from: scored, before: recording(one), command: of("evaluate"), exits: needsPerson, checksum: checksum},
		{key: "record", name: "record one actual", from: scored,
			command: of("record", "--project", string(one[0].Project), "--indicator", string(one[0].Indicator), one[0].Value)},
		{key: "one-project", name: "evaluate --project, one actual changed", from: scored, before: recording(one), command: of("evaluate", "--project", string(one[0].Project)), exits: needsPerson},
		{key: "what-if", name: "evaluate --what-if --set partly_from=0.7", from: scored, command: of("evaluate", "--what-if", "--set", "partly_from=0.7")},
		{key: "diff", name: "rules diff --set partly_from=0.7", from: year, command: of("rules", "diff", "mof-2020", "--set", "partly_from=0.7")},
		{key: keyTry, name: "rules try partly_from=0.7", from: year, command: of("rules", "try", "mof-2020", "partly_from=0.7")},
		{key: keyTryMore, name: fmt.Sprintf("rules try, %d values", 1+moreValues), from: year, command: of("rules", "try", "mof-2020", "partly_from=0.7"+manyValues())},
		{key: "check", name: "check", from: scored, command: of("check"), exits: needsPerson},
		{key: "summary", name: "summary", from: scored, command: of("summary"), exits: needsPerson},
		{key: keyStart, name: "the program alone: --version", command: func(string) []string { return []string{p.program, "--version"} }},
	}
	return p.wanted(append(list, p.office()...))
}

// needsRun tells whether a task needs a year with a finished run.
func (p *place) needsRun(t task) bool { return t.from == p.path("scored.db") }

// wants tells whether one of some tasks is asked for.
func (o *options) wants(keys ...string) bool {
	return o.only == "" || slices.ContainsFunc(strings.Split(o.only, ","), func(key string) bool { return slices.Contains(keys, key) })
}

// wanted keeps the tasks that were asked for.
func (p *place) wanted(list []task) ([]task, error) {
	if p.opt.only == "" {
		return list, nil
	}
	keys := strings.Split(p.opt.only, ",")
	for _, key := range keys {
		if !slices.ContainsFunc(list, func(t task) bool { return t.key == key }) {
			return nil, fmt.Errorf("there is no %q to measure", key)
		}
	}
	return slices.DeleteFunc(list, func(t task) bool { return !slices.Contains(keys, t.key) }), nil
}

// same lists tasks that must leave the same results.
var same = [][]string{{keyFull, keyCase, keyAgain, keyOffice}, {"percent", "percent-full"}}

// agree compares the checksums of tasks that do the same.
func agree(results []result) error {
	for _, keys := range same {
		var first *result
		for i := range results {
			r := &results[i]
			switch {
			case !slices.Contains(keys, r.Key):
			case first == nil:
				first = r
			case r.Checksum != first.Checksum:
				return fmt.Errorf("%q left %s, %q left %s: they do not do the same", first.Name, first.Checksum, r.Name, r.Checksum)
			}
		}
	}
	return nil
}
