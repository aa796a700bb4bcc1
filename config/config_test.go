package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inDir writes a configuration file into a folder of its own and gives the
// options that find it there.
func inDir(t *testing.T, file string) Options {
	t.Helper()
	dir := t.TempDir()
	if file != "" {
		write(t, filepath.Join(dir, DefaultFile), file)
	}
	return Options{Dir: dir, User: "沈知秋", Formats: []string{"xlsx", "html", "json"}}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func env(pairs map[string]string) func(string) string {
	return func(name string) string { return pairs[name] }
}

func mustLoad(t *testing.T, o Options) *Config {
	t.Helper()
	c, err := Load(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// problemsOf renders what Load complains about as "code key=value origin".
func problemsOf(t *testing.T, o Options) []string {
	t.Helper()
	_, err := Load(o)
	if err == nil {
		return nil
	}
	list, ok := errors.AsType[*Problems](err)
	if !ok {
		t.Fatalf("error is %T, want *Problems", err)
	}
	var out []string
	for _, p := range list.List {
		if !slices.Contains(Codes(), p.Code) {
			t.Errorf("code %s is not in Codes()", p.Code)
		}
		if len(p.Args) < 3 || p.Args[0][1] != p.Key || p.Args[1][1] != p.Value || p.Args[2][1] != p.Origin {
			t.Errorf("arguments %v do not begin with key, value, origin", p.Args)
		}
		text := fmt.Sprintf("%s %s=%s [%s]", p.Code, p.Key, p.Value, p.Origin)
		for _, a := range p.Args[3:] {
			text += " " + a[0] + ":" + a[1]
		}
		out = append(out, text)
	}
	return out
}

func TestDefaults(t *testing.T) {
	got := mustLoad(t, inDir(t, "")).Values()
	want := []Value{
		{"db", "jixiao.db", "default"},
		{"lang", "zh", "default"},
		{"year", "0", "default"},
		{"department", "", "default"},
		{"by", "沈知秋", "default"},
		{"rules.pack", "mof-2020", "default"},
		{"rules.dir", "rules.d", "default"},
		{"rules.packs", "", "default"},
		{"rules.set", "", "default"},
		{"report.formats", "xlsx,html", "default"},
		{"report.out", "out", "default"},
		{"report.layout", "auto", "default"},
		{"report.score", "computed", "default"},
		{"import.max_file_mb", "64", "default"},
		{"log.format", "text", "default"},
		{"quiet", "false", "default"},
		{"json", "false", "default"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Every setting is given in each layer; the highest one that gives it wins and
// is named as the origin.
func TestPrecedence(t *testing.T) {
	texts := map[string][3]string{ // file, environment, flag
		"db":                 {"f.db", "e.db", "g.db"},
		"lang":               {"en", "zh", "en"},
		"year":               {"2024", "2025", "2026"},
		"department":         {"甲局", "乙局", "丙局"},
		"by":                 {"甲", "乙", "丙"},
		"rules.pack":         {"f", "e", "g"},
		"rules.dir":          {"f.d", "e.d", ""},
		"report.formats":     {"json", "html", "xlsx,json"},
		"report.out":         {"f", "e", "g"},
		"report.layout":      {"hubei", "shanghai", ""},
		"report.score":       {"claimed", "computed", ""},
		"import.max_file_mb": {"1", "2", ""},
		"log.format":         {"json", "text", "json"},
		"quiet":              {"true", "false", "true"},
		"json":               {"true", "false", "true"},
	}
	for _, s := range settings {
		if s.key == keySet || s.key == keyPacks {
			continue
		}
		given, ok := texts[s.key]
		if !ok {
			t.Fatalf("setting %s is not in this table", s.key)
		}
		t.Run(s.key, func(t *testing.T) { checkLayers(t, s, given) })
	}
}

func checkLayers(t *testing.T, s setting, given [3]string) {
	section, last, nested := strings.Cut(s.key, ".")
	file := s.key + ": " + given[0] + "\n"
	if nested {
		file = section + ":\n  " + last + ": " + given[0] + "\n"
	}
	o := inDir(t, file)
	checkOne(t, o, s.key, Value{s.key, given[0], "file jixiao.yaml"}, LayerFile)
	o.Getenv = env(map[string]string{s.env(): given[1]})
	checkOne(t, o, s.key, Value{s.key, given[1], "environment " + s.env()}, LayerEnvironment)
	if s.flag == "" {
		return
	}
	o.Flags = map[string]string{s.flag: given[2], "no-setting": "x"}
	checkOne(t, o, s.key, Value{s.key, given[2], "flag --" + s.flag}, LayerFlag)
}

func checkOne(t *testing.T, o Options, key string, want Value, layer Layer) {
	t.Helper()
	c := mustLoad(t, o)
	i := slices.IndexFunc(c.Values(), func(v Value) bool { return v.Key == key })
	if got := c.Values()[i]; got != want || c.Layer(key) != layer {
		t.Errorf("got %v layer %d, want %v layer %d", got, c.Layer(key), want, layer)
	}
}

func TestStructIsFilled(t *testing.T) {
	o := inDir(t, `
DB: a.db
lang: en
year: 2026
department: " 青岚县文旅局 "
by: 陆闻笛
rules: {pack: mine, dir: packs, set: {a: 1}}
report: {formats: [json, XLSX, json], out: o, layout: hubei, score: claimed}
import: {max_file_mb: 4096}
log: {format: json}
quiet: yes
json: 1
`)
	got := mustLoad(t, o)
	want := &Config{
		DB: "a.db", Lang: LangEN, Year: 2026, Department: "青岚县文旅局", By: "陆闻笛",
		Rules:  Rules{Pack: "mine", Dir: "packs", Set: map[string]string{"a": "1"}},
		Report: Report{Formats: []string{"json", "xlsx"}, Out: "o", Layout: "hubei", Score: ScoreClaimed},
		Import: Import{MaxFileMB: 4096}, Log: Log{Format: "json"}, Quiet: true, JSON: true,
	}
	if diff := cmp.Diff(want, got, cmp.FilterPath(func(p cmp.Path) bool {
		return p.Last().String() == ".origins" || p.Last().String() == ".params"
	}, cmp.Ignore())); diff != "" {
		t.Error(diff)
	}
}

func TestParameterTextIsAsWritten(t *testing.T) {
	o := inDir(t, `rules:
  set:
    partly_from: 0.70
    octal: 010
    hex: 0x1F
    under: 1_000
    big: 123456789012345678.10
    exponent: 1e3
    yes_word: yes
    date: 2025-12-31
    quoted: "0.700"
    Case.Of-Name: Linear
    完成率下限: 0.60   # a comment
`)
	want := map[string]string{
		"partly_from": "0.70", "octal": "010", "hex": "0x1F", "under": "1_000",
		"big": "123456789012345678.10", "exponent": "1e3", "yes_word": "yes", "date": "2025-12-31",
		"quoted": "0.700", "Case.Of-Name": "Linear", "完成率下限": "0.60",
	}
	if diff := cmp.Diff(want, mustLoad(t, o).Rules.Set); diff != "" {
		t.Error(diff)
	}
}

func TestParametersMergeOneByOne(t *testing.T) {
	o := inDir(t, "rules: {set: {a: 0.10, b: 0.20, c: 0.30, d: 0.40}}")
	o.Getenv = env(map[string]string{"JIXIAO_RULES_SET": "b = 2.0; c=3.0;"})
	o.Set = []string{"c=x=y", "e=5", "e=50"}
	c := mustLoad(t, o)
	want := []Value{
		{"rules.set.a", "0.10", "file jixiao.yaml"},
		{"rules.set.b", "2.0", "environment JIXIAO_RULES_SET"},
		{"rules.set.c", "x=y", "flag --set"},
		{"rules.set.d", "0.40", "file jixiao.yaml"},
		{"rules.set.e", "50", "flag --set"},
	}
	got := slices.DeleteFunc(c.Values(), func(v Value) bool { return !strings.HasPrefix(v.Key, "rules.set") })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if c.Layer("rules.set") != LayerFlag || c.Layer("rules.set.a") != LayerFile {
		t.Errorf("layers %d, %d", c.Layer("rules.set"), c.Layer("rules.set.a"))
	}
	for i, p := range c.Parameters() {
		if p.Name != strings.TrimPrefix(want[i].Key, "rules.set.") || p.Text != c.Rules.Set[p.Name] {
			t.Errorf("parameter %v", p)
		}
	}
}

func TestLocale(t *testing.T) {
	for _, tc := range []struct{ all, messages, lang, want, origin string }{
		{"", "", "", "zh", "default"},
		{"", "", "en_US.UTF-8", "en", "environment LANG"},
		{"", "", "C", "zh", "environment LANG"},
		{"", "", "POSIX", "zh", "environment LANG"},
		{"", "", "C.UTF-8", "zh", "environment LANG"},
		{"", "", "zh_CN.UTF-8", "zh", "environment LANG"},
		{"", "", "de_DE", "zh", "environment LANG"},
		{"", "EN", "zh_CN", "en", "environment LC_MESSAGES"},
		{"zh_CN", "en", "en", "zh", "environment LC_ALL"},
		{"en_GB", "zh", "zh", "en", "environment LC_ALL"},
	} {
		o := inDir(t, "")
		o.Getenv = env(map[string]string{"LC_ALL": tc.all, "LC_MESSAGES": tc.messages, "LANG": tc.lang})
		c := mustLoad(t, o)
		if got := c.Values()[1]; got != (Value{"lang", tc.want, tc.origin}) || c.Lang != tc.want || Locale(o.Getenv) != tc.want {
			t.Errorf("%+v: got %v", tc, got)
		}
		o.Flags = map[string]string{"lang": "en"}
		if c := mustLoad(t, o); c.Lang != "en" {
			t.Errorf("%+v: --lang en gives %s", tc, c.Lang)
		}
	}
}

func TestEachProblem(t *testing.T) {
	long := strings.Repeat("9", 201)
	for _, tc := range []struct{ name, file, want string }{
		{"blank path", `db: ""`, "config.empty db= [file jixiao.yaml:1]"},
		{"line break", `department: "a\nb"`, "config.control-character department=a\nb [file jixiao.yaml:1]"},
		{"language", "lang: fr", "config.not-allowed lang=fr [file jixiao.yaml:1] allowed:zh, en"},
		{"year early", "year: 1989", "config.out-of-range year=1989 [file jixiao.yaml:1] min:1990 max:2100"},
		{"year late", "year: 2101", "config.out-of-range year=2101 [file jixiao.yaml:1] min:1990 max:2100"},
		{"year octal", "year: 02025", "config.not-integer year=02025 [file jixiao.yaml:1]"},
		{"year words", "year: 今年", "config.not-integer year=今年 [file jixiao.yaml:1]"},
		{"size", "import:\n  max_file_mb: 0", "config.out-of-range import.max_file_mb=0 [file jixiao.yaml:2] min:1 max:4096"},
		{"format", "report:\n  formats: [xlsx, docx]", "config.not-allowed report.formats=xlsx,docx [file jixiao.yaml:2] allowed:xlsx, html, json"},
		{"no format", "report:\n  formats: []", "config.empty report.formats= [file jixiao.yaml:2]"},
		{"log", "log: {format: xml}", "config.not-allowed log.format=xml [file jixiao.yaml:1] allowed:text, json"},
		{"switch", "quiet: maybe", "config.not-allowed quiet=maybe [file jixiao.yaml:1] allowed:true, false"},
		{"unknown", "dbb: x", "config.unknown-key dbb=x [file jixiao.yaml:1] suggestion:db"},
		{"unknown section", "reprot:\n  out: x", "config.unknown-key reprot= [file jixiao.yaml:1] suggestion:report"},
		{"unknown inside", "report:\n  formts: x", "config.unknown-key report.formts=x [file jixiao.yaml:2] suggestion:report.formats"},
		{"wrong level", "out: x", "config.unknown-key out=x [file jixiao.yaml:1] suggestion:report.out"},
		{"far from all", "colour: red", "config.unknown-key colour=red [file jixiao.yaml:1] suggestion:"},
		{"dotted", "report.out: x", "config.unknown-key report.out=x [file jixiao.yaml:1] suggestion:report.out"},
		{"unknown without value", "dbb:", "config.unknown-key dbb= [file jixiao.yaml:1] suggestion:db"},
		{"twice", "db: a\nDB: b", "config.twice db= [file jixiao.yaml:2] first:1"},
		{"section as value", "report: x", "config.not-section report=x [file jixiao.yaml:1]"},
		{"file is a list", "- db", "config.not-section = [file jixiao.yaml:1]"},
		{"value as section", "db: {path: x}", "config.not-text db= [file jixiao.yaml:1]"},
		{"value as list", "db: [x]", "config.not-text db= [file jixiao.yaml:1]"},
		{"list in list", "report: {formats: [[x]]}", "config.not-text report.formats= [file jixiao.yaml:1]"},
		{"key is a list", "? [a]\n: b", "config.not-text = [file jixiao.yaml:1]"},
		{"alias", "department: &a x\nby: *a", "config.alias by=a [file jixiao.yaml:2]"},
		{"merge", "log: &l {format: json}\nrules:\n  <<: *l", "config.alias rules.<<= [file jixiao.yaml:3]"},
		{"documents", "db: a\n---\ndb: b", "config.documents = [file jixiao.yaml:2]"},
		{"syntax", "db: [a\n", "config.syntax = [file jixiao.yaml:2] detail:did not find expected ',' or ']'"},
		{"encoding", "db: \xd6\xd0", "config.not-utf8 =jixiao.yaml [file jixiao.yaml]"},
		{"too large", strings.Repeat("# x\n", 1<<18) + "#", "config.file-too-large =jixiao.yaml [file jixiao.yaml] max:1048576"},
		{"parameter blank", "rules:\n  set:\n    a:", "config.empty rules.set.a= [file jixiao.yaml:3]"},
		{"parameter name", "rules: {set: {1a: 2}}", "config.parameter-name rules.set.1a=2 [file jixiao.yaml:1]"},
		{"parameter list", "rules: {set: {a: [1]}}", "config.not-text rules.set.a= [file jixiao.yaml:1]"},
		{"parameter twice", "rules:\n  set:\n    a: 1\n    a: 2", "config.twice rules.set.a= [file jixiao.yaml:4] first:3"},
		{"parameter long", "rules: {set: {a: " + long + "}}", "config.too-long rules.set.a=" + long + " [file jixiao.yaml:1]"},
		{"parameter lines", `rules: {set: {a: "1\n2"}}`, "config.control-character rules.set.a=1\n2 [file jixiao.yaml:1]"},
		{"packs as text", "rules: {packs: mof-2021}", "config.not-list rules.packs=mof-2021 [file jixiao.yaml:1]"},
		{"packs as texts", "rules: {packs: [mof-2021]}", "config.not-section rules.packs=mof-2021 [file jixiao.yaml:1]"},
		{"pack without name", "rules:\n  packs:\n    - {year: 2025}", "config.empty rules.packs.pack= [file jixiao.yaml:3]"},
		{"pack for all", "rules:\n  packs:\n    - {pack: mof-2021}", "config.pack-for-all rules.packs=mof-2021 [file jixiao.yaml:3]"},
		{"pack twice", "rules:\n  packs:\n    - {year: 2025, kind: 基建, pack: a}\n    - {kind: 基建, year: 2025, pack: b}", "config.pack-twice rules.packs=b [file jixiao.yaml:4] first:3"},
		{"pack key", "rules:\n  packs:\n    - {years: 2025, pack: a}", "config.unknown-key rules.packs.years=2025 [file jixiao.yaml:3] suggestion:year, kind, pack"},
		{"pack year", "rules: {packs: [{year: 25, pack: a}]}", "config.out-of-range rules.packs.year=25 [file jixiao.yaml:1] min:1990 max:2100"},
		{"pack year in words", "rules: {packs: [{year: 今年, pack: a}]}", "config.not-integer rules.packs.year=今年 [file jixiao.yaml:1]"},
		{"pack kinds", "rules: {packs: [{kind: [a, b], pack: a}]}", "config.not-text rules.packs.kind= [file jixiao.yaml:1]"},
		{"parameters as text", "rules: {set: a=1}", "config.not-section rules.set=a=1 [file jixiao.yaml:1]"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff([]string{tc.want}, problemsOf(t, inDir(t, tc.file))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	o := inDir(t, "yaer: 1\nyear: 1800\nlang: fr\nreport:\n  out: \"\"\nrules:\n  set: {a: 1, 2b: 3}\n")
	o.Getenv = env(map[string]string{"JIXIAO_YEAR": "x", "JIXIAO_RULES_SET": "novalue"})
	o.Flags = map[string]string{"log-format": "xml", "db": " "}
	o.Set = []string{"=1"}
	want := []string{
		"config.unknown-key yaer=1 [file jixiao.yaml:1] suggestion:year",
		"config.empty db=  [flag --db]",
		"config.not-allowed lang=fr [file jixiao.yaml:3] allowed:zh, en",
		"config.out-of-range year=1800 [file jixiao.yaml:2] min:1990 max:2100",
		"config.not-integer year=x [environment JIXIAO_YEAR]",
		"config.parameter-name rules.set.2b=3 [file jixiao.yaml:7]",
		"config.not-assignment rules.set=novalue [environment JIXIAO_RULES_SET]",
		"config.parameter-name rules.set.=1 [flag --set]",
		"config.empty report.out= [file jixiao.yaml:5]",
		"config.not-allowed log.format=xml [flag --log-format] allowed:text, json",
	}
	if diff := cmp.Diff(want, problemsOf(t, o)); diff != "" {
		t.Error(diff)
	}
	c, err := Load(o)
	if err == nil || !strings.Contains(err.Error(), "10 wrong") {
		t.Errorf("error %v", err)
	}
	if c.Lang != LangZH || c.Year != 0 || c.DB != "jixiao.db" || c.Report.Out != "out" {
		t.Errorf("wrong values must leave the defaults: %+v", c)
	}
}

func TestFileOfOnesOwn(t *testing.T) {
	name := filepath.Join(t.TempDir(), "my.conf")
	write(t, name, "year: 2026\n")
	o := inDir(t, "year: 2025\n")
	o.File = name
	c := mustLoad(t, o)
	if got := c.Values()[2]; got != (Value{"year", "2026", "file " + name}) {
		t.Errorf("got %v", got)
	}
	o.File = filepath.Join(filepath.Dir(name), "none.yaml")
	want := []string{"config.file-missing =" + o.File + " [file " + o.File + "]"}
	if diff := cmp.Diff(want, problemsOf(t, o)); diff != "" {
		t.Error(diff)
	}
	o.File = filepath.Dir(name)
	if got := problemsOf(t, o); len(got) != 1 || !strings.HasPrefix(got[0], "config.file-unreadable ") {
		t.Errorf("a folder as file: %v", got)
	}
}

// A file of comments, an empty one, keys without values and blank variables
// say nothing.
func TestNothingGiven(t *testing.T) {
	want := mustLoad(t, inDir(t, "")).Values()
	for _, file := range []string{"# nothing\n", "---\n", "db:\nreport:\nrules:\n  set:\n", "\ufeff# bom\n"} {
		o := inDir(t, file)
		o.Getenv = env(map[string]string{"JIXIAO_DB": "", "JIXIAO_RULES_SET": ""})
		if diff := cmp.Diff(want, mustLoad(t, o).Values()); diff != "" {
			t.Errorf("%q: %s", file, diff)
		}
	}
}

func TestSecretsAreHidden(t *testing.T) {
	saved := settings
	defer func() { settings = saved }()
	settings = slices.Clone(settings)
	for i := range settings {
		settings[i].secret = settings[i].key == "year" || settings[i].key == "by"
	}
	o := inDir(t, "by: 陆闻笛")
	if got := mustLoad(t, o).Values()[4]; got.Value != "********" {
		t.Errorf("got %v", got)
	}
	o.Flags = map[string]string{"year": "hunter2"}
	if got := problemsOf(t, o); len(got) != 1 || strings.Contains(got[0], "hunter2") {
		t.Errorf("got %v", got)
	}
}

func FuzzLoad(f *testing.F) {
	for _, seed := range []string{"", "db: x", "rules: {set: {a: 0.70}}", "a: &a [*a]", "? {}\n: 1", "---\n---\n", "report: {formats: [a, [b]]}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var out = map[string]any{}
		c := &codec{origin: "file", places: map[string]string{}}
		if err := c.Decode(data, out); err != nil {
			t.Fatalf("the codec gathers, it does not fail: %v", err)
		}
		for key := range c.places {
			if !known(key) {
				t.Errorf("%s was taken and is no setting", key)
			}
		}
	})
}
