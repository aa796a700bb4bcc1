package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"jixiao/engine"
)

func TestPlacesInDocuments(t *testing.T) {
	tests := []struct {
		source engine.Source
		at     string
		args   []engine.Arg
	}{
		{engine.Source{File: "f", Ref: "T2R5C13"}, "table", engine.Args("file", "f", "ref", "T2R5C13", "table", "2", "row", "5", "column", "13", "paragraph", "")},
		{engine.Source{File: "f", Ref: "P12", Line: 3}, "paragraph", engine.Args("file", "f", "ref", "P12", "table", "", "row", "", "column", "", "paragraph", "12")},
		{engine.Source{File: "f", Ref: "H1T1R2C3"}, "margin", engine.Args("file", "f", "ref", "H1T1R2C3", "table", "1", "row", "2", "column", "3", "paragraph", "")},
		{engine.Source{File: "f", Sheet: "表一", Ref: "P12"}, "", nil},
		{engine.Source{File: "f", Ref: "c3", Line: 4}, "", nil},
		{engine.Source{File: "f"}, "", nil},
	}
	for _, test := range tests {
		at, args, ok := test.source.InDocument()
		if at != test.at || ok != (test.at != "") {
			t.Errorf("%v is at %q", test.source, at)
		}
		if diff := cmp.Diff(test.args, args); diff != "" {
			t.Errorf("%v: %s", test.source, diff)
		}
	}
}
