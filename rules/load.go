package rules

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

//go:embed packs/*.yaml
var shipped embed.FS

// Default is the name of the pack that counts where nobody names one.
const Default = "mof-2020"

// Options says how a pack is compiled.
type Options struct {
	// Dir is a folder with packs of one's own, NAME.yaml or NAME.yml; it is searched before the shipped packs. Empty: none.
	Dir string
	// Overrides replace the values of the pack's parameters.
	Overrides []Override
	// Year is the year of the evaluation, put into the effective pack; 0 where there is none.
	Year int
}

// Override is a parameter's value from outside the pack, as text. Origin says where it was given, for messages.
type Override struct{ Name, Value, Origin string }

// Load compiles a pack by its name: one of opt.Dir, or a shipped one. Errors are *[UnknownPack], *[UnknownParameter],
// *[OutOfRange], *[BadOverrides] and *[Errors]; several overrides that are wrong come joined, for errors.As. A file that cannot
// be read gives the error of the file system.
func Load(name string, opt Options) (*Ruleset, error) {
	file, source, own, err := look(name, opt.Dir)
	if err != nil {
		return nil, err
	}
	if !own {
		opt.Dir = "" // a shipped pack rests on shipped packs, whatever stands in the folder
	}
	set, err := Compile(file, source, opt)
	if err != nil {
		return nil, err
	}
	if set.id.Name != name {
		return nil, set.misnamed(name)
	}
	return set, nil
}

// Source returns the text of a pack as its author wrote it.
func Source(name string, dir string) ([]byte, error) {
	_, source, err := find(name, dir)
	return source, err
}

func find(name, dir string) (file string, source []byte, err error) {
	file, source, _, err = look(name, dir)
	return file, source, err
}

// look finds a pack, and tells whether it is one of the folder.
func look(name, dir string) (file string, source []byte, own bool, err error) {
	if !validName(name) {
		return "", nil, false, unknownPack(name, dir)
	}
	if dir != "" {
		for _, extension := range []string{".yaml", ".yml"} {
			file := filepath.Join(dir, name+extension)
			source, err := ReadFile(file)
			if err == nil {
				return file, source, true, nil
			}
			if !errors.Is(err, fs.ErrNotExist) {
				return "", nil, false, err
			}
		}
	}
	source, err = shipped.ReadFile("packs/" + name + ".yaml")
	if err != nil {
		return "", nil, false, unknownPack(name, dir)
	}
	return name + ".yaml", source, false, nil
}

func unknownPack(name, dir string) error {
	known, err := packNames(dir)
	if err != nil {
		return err
	}
	return &UnknownPack{Name: name, Known: known, Suggestion: suggest(name, known)}
}

// PackInfo is what a list of packs shows.
type PackInfo struct {
	Name    string
	File    string // empty for a shipped pack
	Title   Text
	Basis   Basis
	Shipped bool
	Problem error // why the pack does not compile; then only Name, File and Shipped are filled
}

// Names lists the shipped packs and those of a folder, sorted by name. A pack of the folder hides a shipped one of the same
// name. A pack that does not compile is listed with its problem.
func Names(dir string) ([]PackInfo, error) {
	names, err := packNames(dir)
	if err != nil {
		return nil, err
	}
	infos := make([]PackInfo, 0, len(names))
	for _, name := range names {
		info := PackInfo{Name: name}
		file, _, own, err := look(name, dir)
		if err != nil {
			return nil, err
		}
		info.Shipped = !own
		if own {
			info.File = file
		}
		set, err := Load(name, Options{Dir: dir})
		if err != nil {
			info.Problem = err
		} else {
			info.Title, info.Basis = set.title, set.basis
		}
		infos = append(infos, info)
	}
	return infos, nil
}

func packNames(dir string) ([]string, error) {
	entries, err := shipped.ReadDir("packs")
	if err != nil {
		return nil, err
	}
	if dir != "" {
		own, err := os.ReadDir(dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		entries = append(entries, own...)
	}
	var names []string
	for _, entry := range entries {
		name, isPack := strings.CutSuffix(entry.Name(), ".yaml")
		if !isPack {
			name, isPack = strings.CutSuffix(entry.Name(), ".yml")
		}
		if isPack && !entry.IsDir() && validName(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// validName tells whether a text may name a pack, a rule or a parameter's value: letters of any script, digits, and - _ . inside.
func validName(name string) bool {
	for i, r := range name {
		inside := r == '-' || r == '_' || r == '.'
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (i == 0 || !inside) {
			return false
		}
	}
	return name != "" && len(name) <= 100
}
