package importer_test

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"jixiao/engine"
	"jixiao/importer"
	"jixiao/importer/formtest"
)

var (
	forms     = flag.Int("forms", madeUp, "made-up forms that the property tests read, of each mode")
	firstSeed = flag.Uint64("seed", 1, "seed of the first made-up form")
)

// outcome is what reading one made-up form came to.
type outcome struct {
	form     *formtest.Form
	failures []failure
}

// failure is one law that did not hold: its kind for the report, and the whole of it.
type failure struct{ kind, text string }

func (o *outcome) fail(kind, format string, args ...any) {
	o.failures = append(o.failures, failure{kind, fmt.Sprintf(format, args...)})
}

// TestPropertyUndamaged reads forms of every layout that a careful person reads in one way, and expects everything that was put
// in, nothing else, and no issue of severity error.
func TestPropertyUndamaged(t *testing.T) {
	var tally tally
	for seed := *firstSeed; seed < *firstSeed+uint64(*forms); seed++ {
		tally.add(readUndamaged(t, formtest.New(seed)))
	}
	tally.report(t, undamagedFloor)
}

func readForm(t *testing.T, f *formtest.Form) (*importer.Result, error) {
	t.Helper()
	data := f.Data
	if f.Encoding == "gb18030" {
		encoded, err := simplifiedchinese.GB18030.NewEncoder().Bytes(data)
		if err != nil {
			t.Fatalf("encode seed %d: %v", f.Seed, err)
		}
		data = encoded
	}
	return importer.Read(f.Name, data, importer.Options{Year: f.Given})
}

func readUndamaged(t *testing.T, f *formtest.Form) outcome {
	o := outcome{form: f}
	result, err := readForm(t, f)
	if err != nil {
		o.fail("read: "+strings.SplitN(err.Error(), ":", 2)[0], "read: %v", err)
		return o
	}
	for _, d := range compare(f, result) {
		o.fail(d.kind(), "%s", d)
	}
	for _, issue := range result.Issues {
		if issue.Severity == engine.Error {
			o.fail("issue "+issue.Code, "issue %s at %s%d %v", issue.Code, issue.Source.Ref, issue.Source.Line, issue.Args)
		}
	}
	checkCounts(&o, result)
	checkTexts(&o, result)
	return o
}

// checkCounts counts the cells by their fates.
func checkCounts(o *outcome, result *importer.Result) {
	counted := importer.Counts{Read: len(result.Cells)}
	for _, c := range result.Cells {
		switch c.Fate {
		case importer.FateUsed:
			counted.Used++
		case importer.FateLabel:
			counted.Labels++
		case importer.FateReported:
			counted.Reported++
		}
	}
	if counted != result.Counts || counted.Read != counted.Used+counted.Labels+counted.Reported {
		o.fail("conservation", "cells counted %+v, the result says %+v", counted, result.Counts)
	}
}

// checkTexts holds the texts that were put in against the texts of the cells, in order. How a line of text is divided into cells
// is the reader's affair.
func checkTexts(o *outcome, result *importer.Result) {
	var got strings.Builder
	for _, c := range result.Cells {
		got.WriteString(squeeze(c.Text))
	}
	if want := squeeze(o.form.PutIn(got.String())); want != got.String() {
		o.fail("texts", "the cells do not hold what was put in: want\n%s\ngot\n%s", want, got.String())
	}
}

// tally counts outcomes by features of the layouts and by kinds of failures.
type tally struct {
	outcomes []outcome
	passed   int
}

func (y *tally) add(o outcome) {
	y.outcomes = append(y.outcomes, o)
	if len(o.failures) == 0 {
		y.passed++
	}
}

// report writes the statistics, the smallest form of each of the commonest failures, and fails below the floor, in percent.
func (y *tally) report(t *testing.T, floor int) {
	t.Helper()
	t.Logf("%d of %d forms read without fault", y.passed, len(y.outcomes))
	t.Log(y.features())
	for i, example := range y.examples() {
		if i == 12 {
			break
		}
		t.Log(example)
	}
	if y.passed*100 < floor*len(y.outcomes) {
		t.Errorf("%d of %d forms read without fault; at least %d%% are expected", y.passed, len(y.outcomes), floor)
	}
}

func (y *tally) features() string {
	passed, all := map[string]int{}, map[string]int{}
	for _, o := range y.outcomes {
		for _, feature := range o.form.Layout.Features() {
			all[feature]++
			if len(o.failures) == 0 {
				passed[feature]++
			}
		}
	}
	var text strings.Builder
	text.WriteString("by feature:\n")
	for _, feature := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(&text, "  %-28s %4d of %4d\n", feature, passed[feature], all[feature])
	}
	return text.String()
}

// examples shows the smallest form of each kind of failure that comes first in its form, the commonest first.
func (y *tally) examples() []string {
	smallest, seeds := map[string]outcome{}, map[string][]uint64{}
	for _, o := range y.outcomes {
		if len(o.failures) == 0 {
			continue
		}
		kind := o.failures[0].kind
		seeds[kind] = append(seeds[kind], o.form.Seed)
		if best, found := smallest[kind]; !found || len(o.form.Text) < len(best.form.Text) {
			smallest[kind] = o
		}
	}
	kinds := slices.SortedFunc(maps.Keys(seeds), func(a, b string) int {
		return cmp.Or(len(seeds[b])-len(seeds[a]), strings.Compare(a, b))
	})
	var list []string
	for _, kind := range kinds {
		o := smallest[kind]
		var text strings.Builder
		fmt.Fprintf(&text, "%d forms: %s, seeds %v; the smallest is %s", len(seeds[kind]), kind, seeds[kind][:min(20, len(seeds[kind]))], o.form)
		for i, f := range o.failures {
			if i == 8 {
				fmt.Fprintf(&text, "  and %d more\n", len(o.failures)-i)
				break
			}
			fmt.Fprintf(&text, "  - %s\n", f.text)
		}
		list = append(list, text.String())
	}
	return list
}

// undamagedFloor is the share of undamaged forms that has to be read without any fault, in percent.
const undamagedFloor = 100
