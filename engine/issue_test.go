package engine_test

import (
	"testing"

	"jixiao/engine"
)

func TestPlaces(t *testing.T) {
	tests := []struct {
		source engine.Source
		kind   string
		said   map[string]string
	}{
		{engine.Source{}, "nowhere", nil},
		{engine.Source{File: "f"}, "file", map[string]string{"file": "f"}},
		{engine.Source{File: "f", Line: 4}, "line", map[string]string{"line": "4"}},
		{engine.Source{File: "f", Ref: "c3", Line: 4}, "field", map[string]string{"line": "4", "column": "3"}},
		{engine.Source{File: "f", Sheet: "表一"}, "sheet", map[string]string{"sheet": "表一"}},
		{engine.Source{File: "f", Sheet: "表一", Ref: "P12"}, "cell", map[string]string{"sheet": "表一", "ref": "P12"}},
		{engine.Source{File: "f", Sheet: "p3"}, "page", map[string]string{"page": "3"}},
		{engine.Source{File: "f", Sheet: "p3", Line: 5}, "page-line", map[string]string{"page": "3", "line": "5"}},
		{engine.Source{File: "f", Sheet: "p3", Line: 5, Ref: "c2"}, "page-field", map[string]string{"page": "3", "line": "5", "column": "2"}},
		{engine.Source{File: "f", Ref: "T2R5C13"}, "table", map[string]string{"table": "2", "row": "5", "column": "13"}},
		{engine.Source{File: "f", Ref: "P12", Line: 3}, "paragraph", map[string]string{"paragraph": "12"}},
		{engine.Source{File: "f", Ref: "H1T1R2C3"}, "margin", map[string]string{"ref": "H1T1R2C3"}},
	}
	for _, test := range tests {
		if got := test.source.Kind(); got != test.kind {
			t.Errorf("%v is at %q, want %q", test.source, got, test.kind)
		}
		args := map[string]string{}
		for _, arg := range test.source.Args() {
			args[arg.Name] = arg.Value
		}
		for name, want := range test.said {
			if args[name] != want {
				t.Errorf("%v: %s is %q, want %q", test.source, name, args[name], want)
			}
		}
	}
}
