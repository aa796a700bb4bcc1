package config

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Keys that the reader treats in a way of their own.
const (
	keyLang  = "lang"
	keyBy    = "by"
	keySet   = "rules.set"
	keyPacks = "rules.packs"
)

// setting is one line of the registry.
type setting struct {
	key    string
	flag   string // blank where no flag sets it
	def    string
	list   bool // the file may give a sequence
	secret bool // hidden from Values and Problems
	apply  func(*Config, string, *Options) *complaint
	show   func(*Config) string
}

// complaint says what is wrong with a text.
type complaint struct {
	code string
	args [][2]string
}

// settings is the one registry: file keys, environment names, flags, defaults,
// validation, secrecy and the order of Values are all read from it.
var settings = []setting{
	{key: "db", flag: "db", def: "jixiao.db", apply: path(func(c *Config) *string { return &c.DB }), show: func(c *Config) string { return c.DB }},
	{key: keyLang, flag: "lang", apply: applyLang, show: func(c *Config) string { return c.Lang }},
	{key: "year", flag: "year", def: "0", apply: applyYear, show: func(c *Config) string { return strconv.Itoa(c.Year) }},
	{key: "department", flag: "department", apply: line(func(c *Config) *string { return &c.Department }), show: func(c *Config) string { return c.Department }},
	{key: keyBy, flag: "by", apply: applyBy, show: func(c *Config) string { return c.By }},
	{key: "rules.pack", flag: "rules", def: "mof-2020", apply: path(func(c *Config) *string { return &c.Rules.Pack }), show: func(c *Config) string { return c.Rules.Pack }},
	{key: "rules.dir", def: "rules.d", apply: path(func(c *Config) *string { return &c.Rules.Dir }), show: func(c *Config) string { return c.Rules.Dir }},
	{key: keyPacks},
	{key: keySet, flag: "set"},
	{key: "report.formats", flag: "format", def: "xlsx,html", list: true, apply: applyFormats, show: func(c *Config) string { return strings.Join(c.Report.Formats, ",") }},
	{key: "report.out", flag: "out", def: "out", apply: path(func(c *Config) *string { return &c.Report.Out }), show: func(c *Config) string { return c.Report.Out }},
	{key: "report.layout", def: "auto", apply: applyLayout, show: func(c *Config) string { return c.Report.Layout }},
	{key: "report.score", def: ScoreComputed, apply: choice(func(c *Config) *string { return &c.Report.Score }, ScoreComputed, ScoreClaimed), show: func(c *Config) string { return c.Report.Score }},
	{key: "import.max_file_mb", def: "64", apply: number(func(c *Config) *int { return &c.Import.MaxFileMB }, 1, 4096), show: func(c *Config) string { return strconv.Itoa(c.Import.MaxFileMB) }},
	{key: "log.format", flag: "log-format", def: "text", apply: choice(func(c *Config) *string { return &c.Log.Format }, "text", "json"), show: func(c *Config) string { return c.Log.Format }},
	{key: "quiet", flag: "quiet", def: "false", apply: yesNo(func(c *Config) *bool { return &c.Quiet }), show: func(c *Config) string { return strconv.FormatBool(c.Quiet) }},
	{key: "json", flag: "json", def: "false", apply: yesNo(func(c *Config) *bool { return &c.JSON }), show: func(c *Config) string { return strconv.FormatBool(c.JSON) }},
}

func (s setting) env() string { return envName(s.key) }

func envName(key string) string {
	return "JIXIAO_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

func settingOf(key string) (setting, bool) {
	for _, s := range settings {
		if s.key == key {
			return s, true
		}
	}
	return setting{}, false
}

// isSection says whether a key is the first part of settings, as report is.
func isSection(key string) bool {
	return slices.ContainsFunc(settings, func(s setting) bool { return strings.HasPrefix(s.key, key+".") })
}

func defaultText(key string, o *Options) string {
	if key == keyBy {
		return o.User
	}
	s, _ := settingOf(key)
	return s.def
}

// line takes any text of one line, blank too.
func line(field func(*Config) *string) func(*Config, string, *Options) *complaint {
	return func(c *Config, text string, _ *Options) *complaint {
		text = strings.TrimSpace(text)
		if strings.ContainsFunc(text, unicode.IsControl) {
			return &complaint{code: CodeControlCharacter}
		}
		*field(c) = text
		return nil
	}
}

// path takes a text of one line that is not blank: a path or a name.
func path(field func(*Config) *string) func(*Config, string, *Options) *complaint {
	asLine := line(field)
	return func(c *Config, text string, o *Options) *complaint {
		if strings.TrimSpace(text) == "" {
			return &complaint{code: CodeEmpty}
		}
		return asLine(c, text, o)
	}
}

// choice takes one of the words given.
func choice(field func(*Config) *string, words ...string) func(*Config, string, *Options) *complaint {
	return func(c *Config, text string, _ *Options) *complaint {
		text = strings.TrimSpace(text)
		if !slices.Contains(words, text) {
			return &complaint{CodeNotAllowed, [][2]string{{"allowed", strings.Join(words, ", ")}}}
		}
		*field(c) = text
		return nil
	}
}

// number takes a whole number in decimal digits, both ends included.
func number(field func(*Config) *int, low, high int) func(*Config, string, *Options) *complaint {
	return func(c *Config, text string, _ *Options) *complaint {
		n, bad := integer(text)
		if bad != nil {
			return bad
		}
		if n < low || n > high {
			return outOfRange(low, high)
		}
		*field(c) = n
		return nil
	}
}

func outOfRange(low, high int) *complaint {
	return &complaint{CodeOutOfRange, [][2]string{{"min", strconv.Itoa(low)}, {"max", strconv.Itoa(high)}}}
}

// integer refuses what has more than one reading: 010, +5, 1_000, 1e3.
func integer(text string) (int, *complaint) {
	text = strings.TrimSpace(text)
	n, err := strconv.Atoi(text)
	if err != nil || strconv.Itoa(n) != text {
		return 0, &complaint{code: CodeNotInteger}
	}
	return n, nil
}

// yesNo takes the words that a flag, a shell and a YAML file use.
func yesNo(field func(*Config) *bool) func(*Config, string, *Options) *complaint {
	return func(c *Config, text string, _ *Options) *complaint {
		switch strings.ToLower(strings.TrimSpace(text)) {
		case "true", "yes", "1":
			*field(c) = true
		case "false", "no", "0":
			*field(c) = false
		default:
			return &complaint{CodeNotAllowed, [][2]string{{"allowed", "true, false"}}}
		}
		return nil
	}
}

func applyLang(c *Config, text string, o *Options) *complaint {
	if strings.TrimSpace(text) == "" {
		c.Lang = Locale(o.Getenv)
		return nil
	}
	return choice(func(c *Config) *string { return &c.Lang }, LangZH, LangEN)(c, text, o)
}

// applyYear takes 0 for "none chosen". Budgets before 1990 and after 2100 are
// slips of the keyboard.
func applyYear(c *Config, text string, o *Options) *complaint {
	n, bad := integer(text)
	if bad != nil {
		return bad
	}
	if n != 0 && (n < 1990 || n > 2100) {
		return outOfRange(1990, 2100)
	}
	c.Year = n
	return nil
}

// applyBy refuses a blank name that somebody gave, but not the blank default
// of a machine whose user has no name.
func applyBy(c *Config, text string, o *Options) *complaint {
	field := func(c *Config) *string { return &c.By }
	if text == o.User {
		return line(field)(c, text, o)
	}
	return path(field)(c, text, o)
}

// Values of report.score.
const (
	// ScoreComputed prints the score that the rules gave.
	ScoreComputed = "computed"
	// ScoreClaimed prints the score that the unit claims.
	ScoreClaimed = "claimed"
)

func applyLayout(c *Config, text string, o *Options) *complaint {
	if o.Layouts != nil && !slices.Contains(o.Layouts, text) {
		return &complaint{CodeNotAllowed, [][2]string{{"allowed", strings.Join(o.Layouts, ", ")}}}
	}
	c.Report.Layout = text
	return nil
}

// applyFormats takes names with commas between them. A name given twice counts
// once.
func applyFormats(c *Config, text string, o *Options) *complaint {
	var formats []string
	for name := range strings.SplitSeq(text, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" {
			return &complaint{code: CodeEmpty}
		}
		if o.Formats != nil && !slices.Contains(o.Formats, name) {
			return &complaint{CodeNotAllowed, [][2]string{{"allowed", strings.Join(o.Formats, ", ")}}}
		}
		if !slices.Contains(formats, name) {
			formats = append(formats, name)
		}
	}
	c.Report.Formats = formats
	return nil
}
