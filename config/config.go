package config

import (
	"strings"

	"github.com/spf13/viper"
)

// Languages of messages.
const (
	// LangZH is Chinese, the default.
	LangZH = "zh"
	// LangEN is English.
	LangEN = "en"
)

// DefaultFile is the name of the configuration file looked for in the working
// directory.
const DefaultFile = "jixiao.yaml"

// Config is the configuration in force. It is filled by [Load] only.
type Config struct {
	// DB is the path of the database, `db`, default jixiao.db.
	DB string
	// Lang is LangZH or LangEN, `lang`, default by the locale (see [Locale]).
	Lang string
	// Year is the budget year selected, `year`, 1990 to 2100, or 0 where none
	// is chosen.
	Year int
	// Department is the department selected, `department`, blank for all.
	Department string
	// By is the name that is recorded with what this run writes, `by`,
	// default the user's name. It is blank only where Options.User is.
	By string
	// Rules says how to score.
	Rules Rules
	// Report says what to write and where.
	Report Report
	// Import holds the limits for reading.
	Import Import
	// Log says how diagnostics are written.
	Log Log
	// Quiet is true where progress and notes are not wanted, `quiet`.
	Quiet bool
	// JSON is true where results go to stdout as JSON, `json`.
	JSON bool

	origins map[string]from
	params  []Parameter
}

// Rules are the settings under `rules`.
type Rules struct {
	// Pack is the name of the pack, `rules.pack`, default mof-2020.
	Pack string
	// Packs says which pack judges which year and kind of project,
	// `rules.packs`; a project that no entry fits gets Pack. See [Rules.For].
	Packs []PackChoice
	// Dir is the folder of packs of one's own, `rules.dir`, default rules.d.
	// It need not exist.
	Dir string
	// Set holds parameter overrides by name, `rules.set`. The texts are as
	// written (0.70 is "0.70"); whether the pack knows the name and takes the
	// value is for the pack to say. It is never nil.
	Set map[string]string
}

// PackChoice is one entry of `rules.packs`: the pack for a year, for a kind of
// project, or for both.
type PackChoice struct {
	// Year is the budget year, 1990 to 2100, 0 for every year.
	Year int
	// Kind is 项目类别 as forms print it, blank for every kind.
	Kind string
	// Pack is the name of the pack.
	Pack string
	// Origin of the entry, as in [Value], with its line.
	Origin string
}

// Report are the settings under `report`.
type Report struct {
	// Formats are the formats to write, `report.formats`, in the order given
	// and each once, default xlsx and html.
	Formats []string
	// Out is the folder of reports, `report.out`, default out.
	Out string
	// Layout is how the form looks, `report.layout`: one of Options.Layouts,
	// default auto.
	Layout string
	// Score is which score the form prints where the unit claims another one
	// than was computed, `report.score`: "computed", the default, or "claimed".
	Score string
}

// Import are the settings under `import`.
type Import struct {
	// MaxFileMB is the size in MiB above which a file is not read,
	// `import.max_file_mb`, 1 to 4096, default 64.
	MaxFileMB int
}

// Log are the settings under `log`.
type Log struct {
	// Format is "text" or "json", `log.format`, default text.
	Format string
}

// Parameter is one override of a pack's parameter.
type Parameter struct {
	// Name of the parameter, as written.
	Name string
	// Text of the value, as written.
	Text string
	// Origin of the value, as in [Value].
	Origin string
	layer  Layer
}

// Layer is where a value comes from; a higher one wins.
type Layer int

// The layers, lowest first.
const (
	LayerDefault Layer = iota
	LayerFile
	LayerEnvironment
	LayerFlag
)

type from struct {
	layer  Layer
	origin string
}

// Value is one setting in force, for people to look at.
type Value struct {
	// Key is the setting's name in the file, such as report.out. A parameter
	// override is rules.set. followed by the parameter's name.
	Key string
	// Value is the text of the value in force; a list is joined with commas,
	// a secret is shown as asterisks.
	Value string
	// Origin is "default", "file jixiao.yaml", "environment JIXIAO_DB" or
	// "flag --db", with the names that apply.
	Origin string
}

// Layer says where the value of a setting comes from: LayerDefault for one
// that nobody gave, or that does not exist. The language taken from the locale
// counts as default.
func (c *Config) Layer(key string) Layer { return c.origins[key].layer }

// Parameters lists the overrides of Rules.Set with their origins, by name.
func (c *Config) Parameters() []Parameter { return append([]Parameter(nil), c.params...) }

// Values lists the configuration in force, in the order of the registry of
// settings, with parameter overrides one by one. Secrets are hidden.
func (c *Config) Values() []Value {
	var out []Value
	for _, s := range settings {
		switch s.key {
		case keySet:
			out = append(out, c.parameterValues()...)
			continue
		case keyPacks:
			out = append(out, c.packValues()...)
			continue
		}
		text := s.show(c)
		if s.secret && text != "" {
			text = "********"
		}
		out = append(out, Value{s.key, text, c.origins[s.key].origin})
	}
	return out
}

func (c *Config) parameterValues() []Value {
	if len(c.params) == 0 {
		return []Value{{Key: keySet, Origin: "default"}}
	}
	var out []Value
	for _, p := range c.params {
		out = append(out, Value{keySet + "." + p.Name, p.Text, p.Origin})
	}
	return out
}

// Options are what Load needs from outside.
type Options struct {
	// File is the path given with --config; such a file must exist. Blank
	// means DefaultFile in Dir, if it is there.
	File string
	// Dir is the directory in which DefaultFile is looked for; blank is the
	// working directory.
	Dir string
	// Getenv reads the environment, as os.Getenv does; nil is an empty one.
	Getenv func(string) string
	// User is the user's name, the default of `by`.
	User string
	// Flags are the flags that were given explicitly, by name without dashes,
	// with their texts (a list is one text with commas). Names that are no
	// setting are passed over, so that a command can hand over all it has.
	Flags map[string]string
	// Set are the arguments of --set, each name=value; a later one wins.
	Set []string
	// Layouts are the layouts of the form that exist, for `report.layout`; nil
	// allows any.
	Layouts []string
	// Formats are the report formats that exist, for `report.formats`. The
	// writers own that list; nil leaves the names unchecked.
	Formats []string
}

// Load reads the configuration. Where anything is wrong the error is a
// [*Problems] with all of it, and the Config holds what could be read, with
// defaults for the rest: good enough to choose the language of the complaint,
// and for nothing else.
func Load(o Options) (*Config, error) {
	if o.Getenv == nil {
		o.Getenv = func(string) string { return "" }
	}
	r := &reader{o: o, cfg: &Config{origins: map[string]from{}, Rules: Rules{Set: map[string]string{}}}}
	r.read()
	if len(r.problems) > 0 {
		return r.cfg, &Problems{r.problems}
	}
	return r.cfg, nil
}

// Locale is the language of a locale: LC_ALL, else LC_MESSAGES, else LANG.
// One that begins with en is English; every other, C, POSIX and none are
// Chinese, because the forms are.
func Locale(getenv func(string) string) string {
	lang, _ := locale(getenv)
	return lang
}

// locale also names the variable that decided, blank where none is set.
func locale(getenv func(string) string) (lang, variable string) {
	if getenv == nil {
		return LangZH, ""
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		text := getenv(name)
		if text == "" {
			continue
		}
		if strings.HasPrefix(strings.ToLower(text), "en") {
			return LangEN, name
		}
		return LangZH, name
	}
	return LangZH, ""
}

// reader gathers the layers for one Load.
type reader struct {
	o        Options
	cfg      *Config
	file     *codec
	fileName string
	problems []Problem
}

func (r *reader) read() {
	v := r.readFile()
	for _, s := range settings {
		switch s.key {
		case keySet:
			r.readParameters(v)
			continue
		case keyPacks:
			r.cfg.Rules.Packs = r.file.packs
			continue
		}
		r.readSetting(v, s)
	}
}

// readSetting judges each layer's text and keeps the highest good one. Viper
// decides which that is.
func (r *reader) readSetting(v *viper.Viper, s setting) {
	v.SetDefault(s.key, s.def)
	if s.key == keyBy {
		v.SetDefault(s.key, r.o.User)
	}
	at := from{LayerDefault, "default"}
	if place, ok := r.file.places[s.key]; ok && r.good(s, v.GetString(s.key), place) {
		at = from{LayerFile, r.fileOrigin()}
	} else {
		r.forget(v, s.key)
	}
	if text := r.o.Getenv(s.env()); text != "" && r.good(s, text, "environment "+s.env()) {
		at = from{LayerEnvironment, "environment " + s.env()}
		v.Set(s.key, text)
	}
	if text, ok := r.o.Flags[s.flag]; ok && s.flag != "" && r.good(s, text, "flag --"+s.flag) {
		at = from{LayerFlag, "flag --" + s.flag}
		v.Set(s.key, text)
	}
	// The text was judged above; a default needs no judging.
	_ = s.apply(r.cfg, v.GetString(s.key), &r.o)
	r.cfg.origins[s.key] = r.languageOrigin(s.key, at)
}

// forget makes a bad value of the file fall back to the default.
func (r *reader) forget(v *viper.Viper, key string) {
	if _, ok := r.file.places[key]; !ok {
		return
	}
	v.Set(key, defaultText(key, &r.o))
}

// languageOrigin names the locale's variable where that decided the language.
func (r *reader) languageOrigin(key string, at from) from {
	if key != keyLang || at.layer != LayerDefault {
		return at
	}
	if _, variable := locale(r.o.Getenv); variable != "" {
		at.origin = "environment " + variable
	}
	return at
}

// good judges one layer's text against a scratch Config and notes what is
// wrong with it.
func (r *reader) good(s setting, text, origin string) bool {
	var scratch Config
	bad := s.apply(&scratch, text, &r.o)
	if bad == nil {
		return true
	}
	if s.secret {
		text = "********"
	}
	r.problems = append(r.problems, newProblem(bad.code, s.key, text, origin, bad.args...))
	return false
}
