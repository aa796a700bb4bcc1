package rules

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

// TestSchemaIsFresh holds docs/pack.schema.json against the shapes of this package. go test ./rules -run SchemaIsFresh -update
// writes it anew.
func TestSchemaIsFresh(t *testing.T) {
	path := filepath.Join("..", "docs", "pack.schema.json")
	if *update {
		if err := os.WriteFile(path, Schema(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(kept, Schema()) {
		t.Errorf("%s is not what the code says (go test ./rules -run SchemaIsFresh -update writes it anew): %v", path, err)
	}
}

// packFiles are all packs that there are: the shipped ones and the fixtures.
func packFiles(t *testing.T) (good, bad []string) {
	t.Helper()
	shipped, err := filepath.Glob("packs/*.yaml")
	if err != nil || len(shipped) < 5 {
		t.Fatal("packs are missing:", shipped, err)
	}
	fixtures, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range fixtures {
		if strings.HasSuffix(file, ".bad.yaml") {
			bad = append(bad, file)
		} else {
			good = append(good, file)
		}
	}
	return append(shipped, good...), bad
}

func readPack(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestShapesAreWhatIsRead compares every mapping that is read in any pack with the shape of its place: the same keys, and those
// that must be there must be needed.
func TestShapesAreWhatIsRead(t *testing.T) {
	good, bad := packFiles(t)
	seen, kinds := map[string]bool{}, map[*shape]bool{}
	for _, file := range append(good, bad...) {
		text := readPack(t, file)
		s := newSource(filepath.Base(file), text)
		s.reads = func(in string, required int, known []string) {
			key := fmt.Sprint(in, required, known)
			if seen[key] {
				return
			}
			seen[key] = true
			shapes := shapesAt(in)
			at := slices.IndexFunc(shapes, func(s *shape) bool { return s.reads(known[:required], known) })
			if at < 0 {
				t.Errorf("%s: %s is read with the keys %v (%d required), which is no shape of that place", file, in, known, required)
				return
			}
			kinds[shapes[at]] = true
		}
		_, _ = compile(s, text, Options{}, false)
	}
	if len(kinds) < 20 {
		t.Errorf("only %d mappings were seen", len(kinds))
	}
}

// reads tells whether a mapping of this shape is read with these keys.
func (s *shape) reads(required, known []string) bool {
	if s.form != objectForm {
		return false
	}
	var keys []string
	for _, key := range s.keys {
		if !slices.Contains([]string{"extends", keyBefore, keyAfter, keyRemove}, key.name) {
			keys = append(keys, key.name)
		}
		if !key.needs && slices.Contains(required, key.name) {
			return false
		}
	}
	known = slices.Clone(known)
	slices.Sort(keys)
	slices.Sort(known)
	return slices.Equal(keys, slices.Compact(known))
}

var root = packShape()

// shapesAt finds the shapes of a place by its name in messages: score.number.why.
func shapesAt(in string) []*shape {
	at := []*shape{root}
	if in == "pack" {
		return at
	}
	for name := range strings.SplitSeq(in, ".") {
		var next []*shape
		for _, s := range at {
			next = append(next, s.step(name)...)
		}
		at = next
	}
	var found []*shape
	for _, s := range at {
		found = append(found, s.unwrapped()...)
		for _, rows := range s.step("rows") { // the rows of a table are read under the name of the table
			found = append(found, rows.unwrapped()...)
		}
	}
	return found
}

func (s *shape) step(name string) (next []*shape) {
	for _, one := range s.unwrapped() {
		if one.form == mapForm {
			next = append(next, one.item)
		}
		for _, key := range one.keys {
			if key.name == name {
				next = append(next, key.shape)
			}
		}
	}
	return next
}

// unwrapped looks through lists and alternatives.
func (s *shape) unwrapped() (list []*shape) {
	switch s.form {
	case listForm:
		return s.item.unwrapped()
	case eitherForm:
		for _, one := range s.either {
			list = append(list, one.unwrapped()...)
		}
		return list
	}
	return []*shape{s}
}

// visible are the mistakes that a schema can see.
var visible = []string{"rule.unknown-key", "rule.missing-key", "rule.wrong-shape", "rule.unknown-severity", "rule.unknown-unit",
	"rule.unknown-certainty", "rule.no-rules", "rule.range-form"}

// TestSchemaSeesMistakes has a validator accept all good packs and refuse those bad ones whose mistakes a schema can see.
func TestSchemaSeesMistakes(t *testing.T) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("pack.schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("pack.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	good, bad := packFiles(t)
	for _, file := range good {
		if err := schema.Validate(asJSON(t, readPack(t, file))); err != nil {
			t.Errorf("%s is refused: %v", file, err)
		}
	}
	refused, seen := 0, 0
	for _, file := range bad {
		text := readPack(t, file)
		var mistakes *Errors
		if _, err := Compile(filepath.Base(file), text, Options{}); !errors.As(err, &mistakes) {
			continue
		}
		var value any
		if yaml.Unmarshal(text, &value) != nil || value == nil {
			continue // no YAML, or nothing
		}
		err := schema.Validate(plainValue(value))
		if err != nil {
			refused++
		}
		extends := strings.Contains(string(text), "\nextends:")
		if slices.ContainsFunc(mistakes.List, func(e Error) bool {
			// What a pack that extends another one lacks may be there.
			return slices.Contains(visible, e.Code) && !(extends && e.Code == "rule.missing-key")
		}) {
			seen++
			if err == nil {
				t.Errorf("%s is accepted, though it has mistakes that a schema can see: %v", file, mistakes)
			}
		}
	}
	t.Logf("%d good packs accepted; of %d bad ones %d refused, %d of them had to be", len(good), len(bad), refused, seen)
	if seen < 8 {
		t.Errorf("only %d bad packs have mistakes that a schema can see", seen)
	}
}

func asJSON(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	if err := yaml.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return plainValue(value)
}

// plainValue turns what YAML gives into what JSON knows.
func plainValue(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key := range value {
			value[key] = plainValue(value[key])
		}
		return value
	case map[any]any:
		plain := map[string]any{}
		for key := range value {
			plain[fmt.Sprint(key)] = plainValue(value[key])
		}
		return plain
	case []any:
		for i := range value {
			value[i] = plainValue(value[i])
		}
		return value
	case nil, string, bool, int, float64:
		return value
	}
	return fmt.Sprint(value) // a date, or a number beyond int
}
