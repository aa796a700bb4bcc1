package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"jixiao/assessment"
	"jixiao/config"
	"jixiao/engine"
	"jixiao/importer"
	"jixiao/importer/grid"
	"jixiao/messages"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitWrongUse    = 2
	exitNeedsPerson = 3
)

// wrongUse is a mistake on the command line.
type wrongUse struct {
	code string
	args []messages.Arg
}

func (w *wrongUse) Error() string { return w.code }

func misuse(code string, pairs ...string) error {
	return &wrongUse{code, messages.Arguments(engine.Args(pairs...))}
}

// failure is an error that has words of its own and means exit code 1.
type failure struct {
	code string
	args []messages.Arg
}

func (f *failure) Error() string { return f.code }

func failed(code string, pairs ...string) error {
	return &failure{code, messages.Arguments(engine.Args(pairs...))}
}

// errNeedsPerson ends a command that did its work and showed what needs a person.
var errNeedsPerson = errors.New("needs a person")

// allFailed is the error of a call in which no file could be read.
type allFailed struct{ failures []assessment.FileFailure }

func (f *allFailed) Error() string { return "no file could be read" }

// fail writes what went wrong to standard error and returns the exit code.
func (a *app) fail(err error) int {
	switch {
	case errors.Is(err, errNeedsPerson):
		return exitNeedsPerson
	case errors.Is(err, errShown):
		return exitFailed
	}
	text, code := a.explain(err)
	a.complain(err, text, code)
	return code
}

// explain puts an error into words, with a hint where there is one, and finds its exit code.
func (a *app) explain(err error) (string, int) {
	var use *wrongUse
	var ours *failure
	var files *allFailed
	var rename *assessment.RenameRefused
	var problems *config.Problems
	var engineOf *assessment.OtherEngine
	switch {
	case errors.As(err, &use):
		return a.sentence("error."+use.code, use.args), exitWrongUse
	case errors.As(err, &ours):
		return a.sentence("error."+ours.code, ours.args), exitFailed
	case errors.As(err, &rename):
		return a.sentence("error."+rename.Code, messages.Arguments(rename.Args)), exitWrongUse
	case errors.As(err, &engineOf):
		return a.sentence("error.other-engine", messages.Arguments(engine.Args("run", strconv.FormatInt(engineOf.Run, 10),
			"has", engineOf.Has, "knows", engineOf.Knows))), exitFailed
	case errors.As(err, &files):
		text := ""
		for i, entry := range files.failures {
			if i > 0 {
				text += "\n"
			}
			line, _ := a.explain(entry.Err)
			text += line
		}
		return text, exitFailed
	case errors.As(err, &problems):
		return a.explainProblems(problems), exitWrongUse
	case errors.Is(err, context.Canceled):
		return a.say("error.interrupted"), exitFailed
	}
	if text, code, known := a.explainRules(err); known {
		return text, code
	}
	if text, known := a.explainFile(err); known {
		return text, exitFailed
	}
	if text, known := a.explainStore(err); known {
		return text, exitFailed
	}
	return a.explainMachine(err), exitFailed
}

// sentence writes a code in words, its hint behind it.
func (a *app) sentence(code string, args []messages.Arg) string {
	args = a.placed(args)
	text := a.words.Sentence(a.lang, code, args)
	if hint := a.words.Hint(a.lang, code, args); hint != "" {
		text += "\n  " + a.say("label.hint-arrow") + hint
	}
	return text
}

// placed puts the origin of a setting into words, and a dash where nothing comes near a wrong name.
func (a *app) placed(args []messages.Arg) []messages.Arg {
	args = slices.Clone(args)
	for i := range args {
		switch {
		case args[i].Name == "origin":
			args[i].Value = a.origin(args[i].Value)
		case args[i].Name == "suggestion" && args[i].Value == "":
			args[i].Value = "—"
		}
	}
	return args
}

// origin puts where a setting comes from into words: default, file jixiao.yaml, environment JIXIAO_DB, flag --db, argument late_days=1,2.
func (a *app) origin(text string) string {
	layer, what, _ := strings.Cut(text, " ")
	switch layer {
	case "file":
		return a.say("origin.file", "what", what)
	case "environment":
		return a.say("origin.environment", "what", what)
	case "flag":
		return a.say("origin.flag", "what", what)
	case "argument":
		return what
	}
	return a.say("origin.default")
}

func (a *app) explainProblems(problems *config.Problems) string {
	text := a.say("error.config")
	for _, problem := range problems.List {
		var args []messages.Arg
		for _, pair := range problem.Args {
			args = append(args, messages.Arg{Name: pair[0], Value: pair[1]})
		}
		text += "\n  " + a.words.Sentence(a.lang, problem.Code, a.placed(args))
	}
	return text
}

// coded is an error of the rules that knows its code and arguments.
type coded interface {
	error
	Code() string
	Args() []engine.Arg
}

func (a *app) explainRules(err error) (string, int, bool) {
	var overrides *rules.BadOverrides
	if errors.As(err, &overrides) { // the values were given here; the pack is in order without them
		worded := rules.BadOverrides{Overrides: slices.Clone(overrides.Overrides)}
		for i := range worded.Overrides {
			worded.Overrides[i].Origin = a.origin(worded.Overrides[i].Origin)
		}
		text := a.sentence(worded.Code(), messages.Arguments(worded.Args()))
		return text + "\n" + overrides.Mistakes.Render(a.words, a.lang), exitWrongUse, true
	}
	var mistakes *rules.Errors
	if errors.As(err, &mistakes) {
		return mistakes.Render(a.words, a.lang), exitFailed, true
	}
	var lines []string
	for _, one := range codedIn(err) {
		line := a.sentence(one.Code(), messages.Arguments(one.Args()))
		if slices.ContainsFunc(one.Args(), func(arg engine.Arg) bool { return arg.Name == "suggestion" }) {
			line += "\n  " + a.say("label.hint-arrow") + a.words.Sentence(a.lang, "rule.hint-suggestion", messages.Arguments(one.Args()))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), exitWrongUse, len(lines) > 0
}

// codedIn lists the coded errors in an error, joined ones each by itself.
func codedIn(err error) []coded {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []coded
		for _, one := range joined.Unwrap() {
			all = append(all, codedIn(one)...)
		}
		return all
	}
	var one coded
	if errors.As(err, &one) {
		return []coded{one}
	}
	return nil
}

func (a *app) explainFile(err error) (string, bool) {
	code, args, known := a.fileProblem(err)
	if !known {
		return "", false
	}
	return a.sentence(code, args), true
}

// fileProblem is the code, with its arguments, of an error that says why a file cannot be read.
func (a *app) fileProblem(err error) (string, []messages.Arg, bool) {
	var unreadable *grid.Error
	var headers *importer.WrongHeaders
	var noForm *importer.NoForm
	switch {
	case errors.As(err, &unreadable):
		args := append(fileSource(err).Args(), engine.Args("place", a.placeIn(unreadable))...)
		return "error." + unreadable.Code, append(messages.Arguments(args), messages.Arguments(unreadable.Args)...), true
	case errors.As(err, &headers):
		return "error.wrong-headers", messages.Arguments(engine.Args("place", a.texts().Place(headers.Source),
			"found", strings.Join(headers.Found, ","), "missing", strings.Join(headers.Missing, ","))), true
	case errors.As(err, &noForm):
		return "error.no-form", messages.Arguments(engine.Args("file", noForm.File)), true
	}
	return "", nil, false
}

// fileSource is where in a file an error says that the reading ended.
func fileSource(err error) engine.Source {
	var unreadable *grid.Error
	var headers *importer.WrongHeaders
	switch {
	case errors.As(err, &unreadable):
		at := unreadable.Place
		return engine.Source{File: at.File, Sheet: at.Sheet, Ref: at.Ref, Line: at.Line}
	case errors.As(err, &headers):
		return headers.Source
	}
	return engine.Source{}
}

// placeIn says as exactly as an error of reading does where in the file something is wrong: a cell, a line, a part inside of an archive.
func (a *app) placeIn(e *grid.Error) string {
	place := a.texts().Place(engine.Source{File: e.Place.File, Sheet: e.Place.Sheet, Ref: e.Place.Ref, Line: e.Place.Line})
	if part := e.Args.Get("part"); part != "" {
		place += "/" + part
	}
	return place
}

// stored is an error of the store that knows its code and arguments.
type stored interface {
	error
	Problem() (string, []engine.Arg)
}

func (a *app) explainStore(err error) (string, bool) {
	var trouble stored
	if !errors.As(err, &trouble) {
		return "", false
	}
	code, args := trouble.Problem()
	path := ""
	for i := range args {
		if args[i].Name == "path" {
			path, args[i].Value = args[i].Value, a.asNamed(args[i].Value)
		}
	}
	text := a.sentence("error."+code, messages.Arguments(args))
	if code == sqlite.CodeDamaged || code == sqlite.CodeNotADatabase {
		text += a.wayBack(path)
	}
	return text, true
}

// asNamed returns a path as the person named it, not as the store resolved it.
func (a *app) asNamed(path string) string {
	for _, name := range append(slices.Clone(a.others), a.database) {
		for len(name) > 1 && os.IsPathSeparator(name[len(name)-1]) {
			name = name[:len(name)-1] // of a name with a slash behind it, Dir is all of it
		}
		full, _ := sqlite.Resolve(name) // where the folder is missing, the path is what the store names as well
		switch {
		case name == "":
			continue
		case full == path:
			return name
		case filepath.Dir(full) == filepath.Dir(path):
			return filepath.Join(filepath.Dir(name), filepath.Base(path))
		}
	}
	return path
}

// wayBack names the newest good backup beside a database that is damaged, and how to restore it.
func (a *app) wayBack(path string) string {
	newest, err := sqlite.NewestBackup(path)
	if err != nil || newest == nil {
		return ""
	}
	return "\n  " + a.say("label.hint-arrow") + a.say("backup.newest-good", "file", a.asNamed(newest.Path), "made", clock(newest.Made), "db", a.asNamed(path))
}
