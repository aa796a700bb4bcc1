package engine_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"jixiao/engine"
)

// walkLeaves calls visit for every value below v that is not made of others, with a function that changes it and one that puts
// it back. Lists are walked in their first element and, as a whole, shortened; pointers are walked and set to nil.
func walkLeaves(v reflect.Value, path string, visit func(path string, change, restore func())) {
	before := reflect.New(v.Type()).Elem()
	before.Set(v)
	restore := func() { v.Set(before) }
	set := func(value any) func() {
		return func() { v.Set(reflect.ValueOf(value).Convert(v.Type())) }
	}
	switch value := v.Interface().(type) {
	case engine.Decimal:
		next, _ := engine.NewDecimal(987_654_321, 3)
		visit(path, set(next), restore)
		return
	case engine.Date:
		visit(path, set(value.AddDays(1)), restore)
		return
	case engine.Rational:
		visit(path, set(value.Add(engine.NewRational(1, 3))), restore)
		return
	case engine.Digest:
		value[0] ^= 1
		visit(path, set(value), restore)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			field, name := v.Field(i), v.Type().Field(i)
			switch {
			case name.Anonymous:
				walkLeaves(field, path, visit)
			case path == "":
				walkLeaves(field, name.Name, visit)
			default:
				walkLeaves(field, path+"."+name.Name, visit)
			}
		}
	case reflect.Pointer:
		visit(path+"?", func() { v.SetZero() }, restore)
		walkLeaves(v.Elem(), path, visit)
	case reflect.Slice:
		visit(path+"#", func() { v.Set(v.Slice(0, v.Len()-1)) }, restore)
		walkLeaves(v.Index(0), path, visit)
	case reflect.String:
		visit(path, set(v.String()+"x"), restore)
	case reflect.Bool:
		visit(path, set(!v.Bool()), restore)
	case reflect.Int, reflect.Int64:
		visit(path, set(v.Int()+1), restore)
	case reflect.Uint8:
		visit(path, set(v.Uint()^1), restore)
	default:
		panic(fmt.Sprintf("%s is a %s: teach this walk about it", path, v.Type()))
	}
}

// fill puts something into every field below v, so that no change hides behind an absence.
func fill(v reflect.Value, next *int) {
	*next++
	switch v.Interface().(type) {
	case engine.Decimal:
		d, _ := engine.NewDecimal(int64(*next), 1)
		v.Set(reflect.ValueOf(d))
		return
	case engine.Date:
		d, _ := engine.NewDate(2025, 1, 1)
		v.Set(reflect.ValueOf(d.AddDays(*next)))
		return
	case engine.Rational:
		v.Set(reflect.ValueOf(engine.NewRational(int64(*next), 7)))
		return
	case engine.Digest:
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), next)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), next)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), next)
		fill(v.Index(1), next)
	case reflect.String:
		v.SetString(fmt.Sprint("text ", *next))
	case reflect.Bool:
		v.SetBool(*next%2 == 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*next))
	case reflect.Uint8:
		v.SetUint(2)
	default:
		panic(fmt.Sprintf("a %s: teach this test about it", v.Type()))
	}
}

// checkDigest proves that a digest changes with every field below v, those in apart excepted, and with none of those.
func checkDigest(t *testing.T, v reflect.Value, apart []string, digest func() engine.Digest) {
	t.Helper()
	original := digest()
	met, count := map[string]bool{}, 0
	walkLeaves(v, "", func(path string, change, restore func()) {
		change()
		changed := digest() != original
		restore()
		count++
		met[path] = true
		if isApart := slices.Contains(apart, path); changed == isApart {
			t.Errorf("%s: the digest changes: %v", path, changed)
		}
	})
	for _, path := range apart {
		if !met[path] {
			t.Errorf("%s: there is no such field", path)
		}
	}
	if digest() != original {
		t.Error("the walk left something changed")
	}
	t.Logf("%d fields, %d of them apart", count, len(apart))
}

func sourceFields(prefixes ...string) (paths []string) {
	for _, prefix := range prefixes {
		for _, field := range []string{"File", "Sheet", "Ref", "Line"} {
			paths = append(paths, prefix+"."+field)
		}
	}
	return paths
}

func filledSubmission() *engine.Submission {
	var s engine.Submission
	next := 0
	fill(reflect.ValueOf(&s).Elem(), &next)
	return &s
}

// reviewFields are those of what a reviewer wrote, and of sums that a form prints, which are neither declared nor an input of the scoring.
func reviewFields() []string {
	var paths []string
	paths = append(paths, "ClaimedTotal?", "ClaimedTotal", "PrintedRate?", "PrintedRate")
	for _, prefix := range []string{"ExecutionReview", "Indicators.Review"} {
		paths = append(paths, prefix+"?", prefix+".Score?", prefix+".Score", prefix+".Opinion", prefix+".By", prefix+".At")
	}
	return paths
}

// Fields that deliberately do not count for a score: texts of the head that no rule sees, marks of how something was read
// where the reading itself counts, and places.
var notScored = slices.Concat([]string{"Nature", "Start", "End", "LongGoal", "Goal", "GoalActual", "Filler", "Telephone", "FilledOn",
	"Budget.FormUnit", "Indicators.ID", "Indicators.Level1Inferred", "Indicators.Level2Inferred", "Indicators.Target.OpInferred",
	"Indicators.Actual.Op", "Sources#", "Sources.Field"},
	sourceFields("Budget.Rows.Source", "Indicators.Source", "Indicators.Target.Source", "Indicators.Actual.Source", "Sources.Source"),
	reviewFields())

func TestInputDigestCountsWhatScores(t *testing.T) {
	s := filledSubmission()
	checkDigest(t, reflect.ValueOf(s).Elem(), notScored, func() engine.Digest { return engine.InputDigest(s) })
}

// Fields that a form does not declare: what was recorded against it, marks of the reading, and places.
var notDeclared = slices.Concat([]string{"GoalActual", "Filler", "Telephone", "FilledOn",
	"Budget.Rows.Adjusted?", "Budget.Rows.Adjusted", "Budget.Rows.Executed?", "Budget.Rows.Executed",
	"Indicators.ID", "Indicators.Level1Inferred", "Indicators.Level2Inferred", "Indicators.Target.OpInferred",
	"Indicators.Actual.Text", "Indicators.Actual.Reported", "Indicators.Actual.Kind", "Indicators.Actual.Op", "Indicators.Actual.Approximation",
	"Indicators.Actual.Number.Value", "Indicators.Actual.Number.Unit", "Indicators.Actual.Number.Scaled", "Indicators.Actual.Number.ScaledUnit",
	"Indicators.Actual.From", "Indicators.Actual.Date", "Indicators.Tier", "Indicators.Claimed?", "Indicators.Claimed", "Indicators.Reason",
	"ExecutionClaimed?", "ExecutionClaimed", "ExecutionReason", "Sources#", "Sources.Field"},
	sourceFields("Budget.Rows.Source", "Indicators.Source", "Indicators.Target.Source", "Indicators.Actual.Source", "Sources.Source"),
	reviewFields())

func TestFormDigestCountsWhatIsDeclared(t *testing.T) {
	s := filledSubmission()
	checkDigest(t, reflect.ValueOf(s).Elem(), notDeclared, func() engine.Digest { return engine.FormDigest(s) })
}

// Fields of an evaluation that follow from others, and the rule set, which stands in the digest of the run.
var notResult = []string{"Ruleset.Name", "Ruleset.Digest", "Execution.Rate", "Execution.HasRate", "Total"}

func TestResultDigestCountsWhatIsSaid(t *testing.T) {
	var e engine.Evaluation
	next := 0
	fill(reflect.ValueOf(&e).Elem(), &next)
	checkDigest(t, reflect.ValueOf(&e).Elem(), notResult, func() engine.Digest { return engine.ResultDigest(&e) })
}

func TestRunDigest(t *testing.T) {
	pack, a, b := engine.DigestText("pack"), engine.DigestText("a"), engine.DigestText("b")
	fold := func(pack engine.Digest, year int, results ...engine.Digest) engine.Digest {
		d := engine.NewRunDigest(pack, year)
		for _, result := range results {
			d.Add(result)
		}
		return d.Sum()
	}
	base := fold(pack, 2025, a, b)
	if fold(pack, 2025, a, b) != base {
		t.Error("the same run has two digests")
	}
	if fold(pack, 2025, b, a) != base {
		t.Error("the order of the projects changes the digest")
	}
	others := map[string]engine.Digest{"another pack": fold(a, 2025, a, b), "another year": fold(pack, 2024, a, b),
		"a project less": fold(pack, 2025, a), "no project": fold(pack, 2025)}
	for what, other := range others {
		if other == base || other.IsZero() {
			t.Errorf("%s: the digest is the same", what)
		}
	}
	d := engine.NewRunDigest(pack, 2025)
	d.Add(a)
	if first := d.Sum(); d.Sum() != first {
		t.Error("asking for the sum changes it")
	}
	d.Add(b)
	if d.Sum() != base {
		t.Error("asking for the sum ends the digest")
	}
}

func TestDigestText(t *testing.T) {
	seen := map[engine.Digest][]string{}
	for _, parts := range [][]string{nil, {""}, {"", ""}, {"ab"}, {"a", "b"}, {"", "ab"}, {"ab", ""}, {"a\x01b"}, {"b", "a"}} {
		d := engine.DigestText(parts...)
		if other, ok := seen[d]; ok {
			t.Errorf("%q and %q run together", parts, other)
		}
		seen[d] = parts
		if again, ok := engine.ParseDigest(d.String()); !ok || again != d {
			t.Errorf("%v is read back as %v", d, again)
		}
	}
	for _, text := range []string{"", "00", engine.DigestText().String() + "00", engine.DigestText().String()[1:], "zz" + engine.DigestText().String()[2:]} {
		if _, ok := engine.ParseDigest(text); ok {
			t.Errorf("%q is read as a digest", text)
		}
	}
}
