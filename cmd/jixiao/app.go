package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/user"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the year ends in Shanghai, whatever the machine knows of zones

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"jixiao/assessment"
	"jixiao/config"
	"jixiao/engine"
	"jixiao/messages"
	"jixiao/reports"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

// app is one call of the program: where it writes, in which language, under which configuration.
type app struct {
	out, err io.Writer
	getenv   func(string) string
	now      func() time.Time
	words    *messages.Catalogue
	lang     messages.Lang
	config   *config.Config
	sets     []string       // --set name=value
	options  config.Options // from which config was loaded
	database string         // the opened database as the person named it
	others   []string       // other files of the store as the person named them

	logFormat string // of diagnostics
	logLock   sync.Mutex
	running   *cobra.Command // whose begin was logged
}

func newApp(out, err io.Writer, getenv func(string) string) *app {
	return &app{out: out, err: err, getenv: getenv, now: time.Now, words: messages.Default()}
}

// run executes one command line and returns the exit code of contract.
func (a *app) run(ctx context.Context, args []string) int {
	a.lang, a.logFormat = languageBefore(args, a.getenv), logFormatBefore(args, a.getenv)
	root := a.root()
	root.SetArgs(args)
	root.SetOut(a.out)
	root.SetErr(a.err)
	if a.config == nil {
		a.config, _ = config.Load(config.Options{Getenv: a.getenv, User: userName()}) // for commands that need none
	}
	code := exitDone
	if err := root.ExecuteContext(ctx); err != nil {
		code = a.fail(err)
	}
	a.ended(code)
	return code
}

// languageBefore finds the language before the command line is parsed: help and complaints about flags need it already.
func languageBefore(args []string, getenv func(string) string) messages.Lang {
	lang := config.Locale(getenv)
	if text := getenv("JIXIAO_LANG"); text == config.LangZH || text == config.LangEN {
		lang = text
	}
	for i, arg := range args {
		value, found := "", false
		switch {
		case arg == "--lang" && i+1 < len(args):
			value, found = args[i+1], true
		case len(arg) > 7 && arg[:7] == "--lang=":
			value, found = arg[7:], true
		}
		if found && (value == config.LangZH || value == config.LangEN) {
			lang = value
		}
	}
	return messages.Lang(lang)
}

// configure reads the configuration once the flags are known.
func (a *app) configure(command *cobra.Command) error {
	flags := map[string]string{}
	command.Flags().Visit(func(flag *pflag.Flag) {
		if list, ok := flag.Value.(pflag.SliceValue); ok {
			flags[flag.Name] = strings.Join(list.GetSlice(), ",")
			return
		}
		flags[flag.Name] = flag.Value.String()
	})
	file := flags["config"]
	a.options = config.Options{
		File: file, Getenv: a.getenv, User: userName(), Flags: flags, Set: a.sets, Formats: reports.Formats(), Layouts: reports.Layouts(),
	}
	loaded, err := config.Load(a.options)
	if loaded != nil {
		a.lang = messages.Lang(loaded.Lang)
	}
	if err != nil {
		return err
	}
	a.config, a.logFormat = loaded, loaded.Log.Format
	a.begun(command)
	return nil
}

// say puts a code into words in the user's language.
func (a *app) say(code string, pairs ...string) string {
	return a.words.Sentence(a.lang, code, messages.Arguments(engine.Args(pairs...)))
}

// stamp says who does it and when, in Shanghai, where the budget year ends.
func (a *app) stamp() assessment.Stamp { return assessment.Stamp{By: a.config.By, At: a.time()} }

func (a *app) time() string { return a.now().In(shanghai()).Format(time.RFC3339) }

func shanghai() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return time.FixedZone("CST", 8*60*60)
	}
	return zone
}

func userName() string {
	current, err := user.Current()
	if err != nil {
		return ""
	}
	if current.Name != "" {
		return current.Name
	}
	return current.Username
}

// colour tells whether standard output wants colour: a terminal, and nobody said NO_COLOR.
func (a *app) colour() bool { return isTerminal(a.out) && a.getenv("NO_COLOR") == "" }

// width returns the columns of the terminal, or a width that fits a printed page.
func (a *app) width() int {
	if file, ok := a.out.(*os.File); ok {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil && columns >= 60 {
			return columns
		}
	}
	return 120
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// openStore opens the database. A command that only reads must not create one.
func (a *app) openStore(ctx context.Context, path string, mustExist bool) (*sqlite.Store, error) {
	return a.open(ctx, path, sqlite.Options{MustExist: mustExist})
}

// openReading opens a database that is there and must not be written to.
func (a *app) openReading(ctx context.Context, path string) (*sqlite.Store, error) {
	return a.open(ctx, path, sqlite.Options{ReadOnly: true})
}

func (a *app) open(ctx context.Context, path string, opt sqlite.Options) (*sqlite.Store, error) {
	a.database, opt.Now = path, a.storeStamp
	end := func() {}
	opt.Upgrading = func(from, to int64) {
		a.note("progress.upgrading", "db", path, "from", itoa(int(from)), "to", itoa(int(to)))
		end = a.waiting("progress.upgrade")
	}
	store, err := sqlite.Open(ctx, path, opt)
	end()
	if err != nil {
		return nil, err
	}
	if done := store.Upgraded(); done != nil {
		a.note("done.upgraded", "db", path, "from", itoa(int(done.From)), "to", itoa(int(done.To)), "backup", a.asNamed(done.Backup))
	}
	return store, nil
}

// ruleset compiles the packs in force, with the overrides of file, environment and command line. A pack that was named on the
// command line or in the environment counts for everything; otherwise the configuration may have others for the year and for kinds
// of projects.
func (a *app) ruleset(year int) (*rules.Ruleset, error) {
	set, err := rulesetOf(a.config, year)
	if err != nil {
		return nil, err
	}
	return set, a.learn(set)
}

func rulesetOf(settings *config.Config, year int) (*rules.Ruleset, error) {
	name := settings.Rules.Pack
	var kinds []config.PackChoice
	if settings.Layer("rules.pack") <= config.LayerFile {
		var otherwise config.PackChoice
		if otherwise, kinds = settings.Rules.For(year); otherwise.Pack != "" {
			name = otherwise.Pack
		}
	}
	set, err := loadPack(settings, name, year)
	if err != nil {
		return nil, err
	}
	var packs []rules.KindPack
	for _, choice := range kinds {
		kind, err := loadPack(settings, choice.Pack, year)
		if err != nil {
			return nil, err
		}
		packs = append(packs, rules.KindPack{Kind: choice.Kind, Set: kind})
	}
	return rules.Combine(set, packs), nil
}

// loadPack compiles one pack of those in force.
func loadPack(settings *config.Config, name string, year int) (*rules.Ruleset, error) {
	var overrides []rules.Override
	for _, parameter := range settings.Parameters() {
		overrides = append(overrides, rules.Override{Name: parameter.Name, Value: parameter.Text, Origin: parameter.Origin})
	}
	return rules.Load(name, rules.Options{Dir: settings.Rules.Dir, Overrides: overrides, Year: year})
}

// learn adds a pack's own sentences to the catalogue.
func (a *app) learn(set *rules.Ruleset) error {
	if err := a.words.Add(set.Sentences()...); err != nil {
		return errors.Join(errors.New("read the pack's sentences"), err)
	}
	return nil
}
