package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/viper"
	"go.yaml.in/yaml/v4"
)

// maxFileBytes bounds the configuration file. A full one has under 1 KB.
const maxFileBytes = 1 << 20

func (r *reader) fileOrigin() string { return "file " + r.fileName }

// readFile gives a viper that holds the file's values as texts, none where
// there is no file.
func (r *reader) readFile() *viper.Viper {
	registry := viper.NewCodecRegistry()
	r.file = &codec{places: map[string]string{}}
	// RegisterCodec of the default registry has no way to fail.
	_ = registry.RegisterCodec("yaml", r.file)
	v := viper.NewWithOptions(viper.WithCodecRegistry(registry))
	v.SetConfigType("yaml")
	data, ok := r.fileBytes()
	if !ok {
		return v
	}
	r.file.origin = r.fileOrigin()
	if err := v.ReadConfig(bytes.NewReader(data)); err != nil {
		r.problems = append(r.problems, newProblem(CodeFileUnreadable, "", r.fileName, r.fileOrigin(), [2]string{"detail", err.Error()}))
	}
	r.problems = append(r.problems, r.file.problems...)
	return v
}

// fileBytes is not ok where there is nothing to read, which is a problem only
// for a file that was asked for, or that is there.
func (r *reader) fileBytes() ([]byte, bool) {
	name := r.o.File
	r.fileName = name
	if name == "" {
		name, r.fileName = filepath.Join(r.o.Dir, DefaultFile), DefaultFile
	}
	data, err := readLimited(name)
	if errors.Is(err, fs.ErrNotExist) && r.o.File == "" {
		return nil, false
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.fileProblem(CodeFileMissing)
	case err != nil:
		r.fileProblem(CodeFileUnreadable, [2]string{"detail", err.Error()})
	case len(data) > maxFileBytes:
		r.fileProblem(CodeFileTooLarge, [2]string{"max", strconv.Itoa(maxFileBytes)})
	case !utf8.Valid(data):
		r.fileProblem(CodeNotUTF8)
	default:
		return data, true
	}
	return nil, false
}

func (r *reader) fileProblem(code string, more ...[2]string) {
	r.problems = append(r.problems, newProblem(code, "", r.fileName, r.fileOrigin(), more...))
}

// readLimited reads one byte more than allowed at most.
func readLimited(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return data, nil
}

// fileParameter is one entry of rules.set as it stands in the file.
type fileParameter struct{ name, text, place string }

// codec is viper's decoder for the file: every scalar stays the text that was
// written. What is wrong with the shape of the file is gathered, not returned,
// so that the values are still judged.
type codec struct {
	origin   string
	problems []Problem
	places   map[string]string // "file jixiao.yaml:3" by key
	packs    []PackChoice      // rules.packs; viper has no use for it
}

// Encode is refused: jixiao never writes its configuration.
func (c *codec) Encode(map[string]any) ([]byte, error) {
	return nil, errors.New("the configuration file is read only")
}

// Decode fills out with nested maps of texts, and rules.set as a list.
func (c *codec) Decode(data []byte, out map[string]any) error {
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("open the YAML reader: %w", err)
	}
	var doc, second yaml.Node
	if err := loader.Load(&doc); err != nil {
		c.syntax(err)
		return nil
	}
	if err := loader.Load(&second); !errors.Is(err, io.EOF) {
		c.add(CodeDocuments, "", "", second.Line)
	}
	if len(doc.Content) == 1 && !isNull(doc.Content[0]) {
		c.section("", doc.Content[0], out)
	}
	return nil
}

// syntax notes an error of the YAML reader; an empty file is none.
func (c *codec) syntax(err error) {
	if errors.Is(err, io.EOF) {
		return
	}
	detail, at := err.Error(), 0
	if known, ok := errors.AsType[*yaml.LoadError](err); ok {
		detail, at = known.Message, known.Mark.Line
	}
	c.add(CodeSyntax, "", "", at, [2]string{"detail", detail})
}

func (c *codec) place(at int) string {
	if at == 0 {
		return c.origin
	}
	return c.origin + ":" + strconv.Itoa(at)
}

func (c *codec) add(code, key, value string, at int, more ...[2]string) {
	c.problems = append(c.problems, newProblem(code, key, value, c.place(at), more...))
}

// section reads a mapping whose keys are settings or further sections.
func (c *codec) section(prefix string, n *yaml.Node, out map[string]any) {
	if n.Kind != yaml.MappingNode {
		c.add(shapeCode(n, CodeNotSection), strings.TrimSuffix(prefix, "."), n.Value, n.Line)
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		key := strings.ToLower(prefix + name.Value)
		if c.keyIsBad(seen, key, name) || isNull(value) && known(key) {
			continue
		}
		c.entry(key, strings.ToLower(name.Value), name.Line, value, out)
	}
}

// entry reads one key of a section. A key with a dot in it, such as
// `report.out: x`, is none that the file may have: viper would take it, and a
// reader of the file would find two ways of saying one thing.
func (c *codec) entry(key, last string, at int, value *yaml.Node, out map[string]any) {
	s, isSetting := settingOf(key)
	switch {
	case strings.Contains(last, ".") || !known(key):
		c.add(CodeUnknownKey, key, scalarText(value), at, [2]string{"suggestion", suggest(key)})
	case key == keyPacks:
		c.packs = c.choices(value)
	case key == keySet:
		out[last] = c.parameters(value)
		c.places[key] = c.place(at)
	case isSetting:
		c.text(s, last, value, out)
	default:
		inner := map[string]any{}
		out[last] = inner
		c.section(key+".", value, inner)
	}
}

// text reads the value of a setting; a list becomes one text with commas.
func (c *codec) text(s setting, last string, n *yaml.Node, out map[string]any) {
	text, ok := n.Value, n.Kind == yaml.ScalarNode
	if s.list && n.Kind == yaml.SequenceNode {
		text, ok = joined(n)
	}
	if !ok {
		c.add(shapeCode(n, CodeNotText), s.key, n.Value, n.Line)
		return
	}
	out[last] = text
	c.places[s.key] = c.place(n.Line)
}

func joined(n *yaml.Node) (string, bool) {
	var items []string
	for _, item := range n.Content {
		if item.Kind != yaml.ScalarNode {
			return "", false
		}
		items = append(items, item.Value)
	}
	return strings.Join(items, ","), true
}

// parameters reads rules.set: names keep their case, values their text.
func (c *codec) parameters(n *yaml.Node) []fileParameter {
	if n.Kind != yaml.MappingNode {
		c.add(shapeCode(n, CodeNotSection), keySet, n.Value, n.Line)
		return nil
	}
	var out []fileParameter
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		key := keySet + "." + name.Value
		switch {
		case c.keyIsBad(seen, key, name):
		case value.Kind != yaml.ScalarNode:
			c.add(shapeCode(value, CodeNotText), key, value.Value, value.Line)
		default:
			out = append(out, fileParameter{name.Value, scalarText(value), c.place(value.Line)})
		}
	}
	return out
}

// keyIsBad notes keys that are no plain text, merge keys, and second ones.
func (c *codec) keyIsBad(seen map[string]int, key string, name *yaml.Node) bool {
	if name.Kind != yaml.ScalarNode {
		c.add(shapeCode(name, CodeNotText), key, name.Value, name.Line)
		return true
	}
	if name.Tag == "!!merge" {
		c.add(CodeAlias, key, "", name.Line)
		return true
	}
	if first, twice := seen[key]; twice {
		c.add(CodeTwice, key, "", name.Line, [2]string{"first", strconv.Itoa(first)})
		return true
	}
	seen[key] = name.Line
	return false
}

// shapeCode says "alias" for an alias, and the code given for other shapes.
func shapeCode(n *yaml.Node, code string) string {
	if n.Kind == yaml.AliasNode {
		return CodeAlias
	}
	return code
}

func known(key string) bool {
	_, ok := settingOf(key)
	return ok || isSection(key)
}

// isNull is true for a key that stands without a value. A quoted "" is text.
func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// scalarText is the text of a scalar, blank for null and for anything else.
func scalarText(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || isNull(n) {
		return ""
	}
	return n.Value
}
