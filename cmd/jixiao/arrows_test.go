package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A room is a folder of the house: which of our packages and which third-party modules its files may import. A subfolder that is
// not listed may import what its parent may. Everything may import the standard library.
type room struct {
	ours    []string
	foreign []string
}

// The arrows of the house. A package that is not here fails the test: a new room is a reviewed decision.
var house = map[string]room{
	"engine":        {},
	"config":        {foreign: []string{"github.com/spf13/viper", "go.yaml.in/yaml/v4"}},
	"messages":      {},
	"mutate":        {}, // test support
	"torture":       {}, // tests only
	"spool":         {foreign: []string{"github.com/fxamacker/cbor/v2"}},
	"importer/grid": {foreign: []string{"github.com/klippa-app/go-pdfium", "github.com/richardlehane/mscfb", "github.com/tetratelabs/wazero", "github.com/xuri/excelize/v2", "golang.org/x/net", "golang.org/x/sys", "golang.org/x/text"}},

	"examples":        {ours: []string{"engine"}},
	"engine/notation": {ours: []string{"engine"}},

	"importer":     {ours: []string{"engine", "engine/notation", "importer/grid"}},
	"rules":        {ours: []string{"engine", "engine/notation", "messages"}, foreign: []string{"github.com/expr-lang/expr", "go.yaml.in/yaml/v4"}},
	"reports/pdf":  {},
	"reports":      {ours: []string{"engine", "messages", "reports/pdf"}, foreign: []string{"github.com/xuri/excelize/v2", "github.com/gofrs/flock", "charm.land/lipgloss/v2", "github.com/charmbracelet/colorprofile", "github.com/charmbracelet/x/ansi"}},
	"store/sqlite": {ours: []string{"engine"}, foreign: []string{"github.com/mattn/go-sqlite3", "github.com/pressly/goose/v3", "github.com/gofrs/flock", "golang.org/x/sys/windows"}},

	"assessment": {ours: []string{"engine", "engine/notation", "importer", "rules", "spool"}},

	"cmd/jixiao": {
		ours: []string{"engine", "engine/notation", "config", "messages", "examples", "importer", "importer/grid", "rules", "reports",
			"store/sqlite", "assessment", "spool"},
		foreign: []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/schollz/progressbar/v3", "golang.org/x/term", "golang.org/x/sys/windows"},
	},
}

// driver is what only rooms under store may import, standard library or not.
const driver = "database/sql"

// TestArrows opens and parses every source file itself, so that no cached answer can hide a new arrow.
func TestArrows(t *testing.T) {
	top := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != top || entry.Name() == "testdata" || entry.Name() == "out") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		folder, err := filepath.Rel(top, filepath.Dir(path))
		if err != nil {
			return err
		}
		folder = filepath.ToSlash(folder)
		name, rules, found := roomOf(folder)
		if !found {
			t.Errorf("%s: the house has no room %q; a new room is a reviewed decision", path, folder)
			return nil
		}
		seen[name] = true
		if strings.HasSuffix(path, "_test.go") {
			return nil
		}
		checkImports(t, path, name, rules)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range house {
		if !seen[name] {
			t.Errorf("the house lists the room %q, which has no source", name)
		}
	}
}

func roomOf(folder string) (string, room, bool) {
	for name := folder; name != "." && name != ""; name = parent(name) {
		if rules, found := house[name]; found {
			return name, rules, true
		}
	}
	return "", room{}, false
}

func parent(name string) string {
	at := strings.LastIndexByte(name, '/')
	if at < 0 {
		return ""
	}
	return name[:at]
}

func checkImports(t *testing.T, path, name string, rules room) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if !allowed(imported, name, rules) {
			t.Errorf("%s: the room %s may not import %s", path, name, imported)
		}
	}
}

func allowed(imported, name string, rules room) bool {
	first, _, _ := strings.Cut(imported, "/")
	switch {
	case first == "jixiao":
		ours := strings.TrimPrefix(imported, "jixiao/")
		return ours == name || strings.HasPrefix(ours, name+"/") || slices.Contains(rules.ours, ours)
	case strings.Contains(first, "."):
		return slices.ContainsFunc(rules.foreign, func(module string) bool {
			return imported == module || strings.HasPrefix(imported, module+"/")
		})
	case imported == driver || strings.HasPrefix(imported, driver+"/"):
		return strings.HasPrefix(name, "store/")
	}
	return true
}
