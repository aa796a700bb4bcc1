package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

// The formats of diagnostics.
const (
	logText = "text"
	logJSON = "json"
)

// logFormatBefore finds the format of diagnostics before the command line is parsed: complaints about it need that already.
func logFormatBefore(args []string, getenv func(string) string) string {
	format := getenv("JIXIAO_LOG_FORMAT")
	for i, arg := range args {
		if text, found := strings.CutPrefix(arg, "--log-format="); found {
			format = text
		} else if arg == "--log-format" && i+1 < len(args) {
			format = args[i+1]
		}
	}
	if format == logJSON {
		return logJSON
	}
	return logText
}

// log writes a diagnosis to standard error: as text for people, or as a JSON line for programs that collect them. Attributes are for
// programs alone.
func (a *app) log(level slog.Level, text string, attrs ...slog.Attr) {
	a.logLock.Lock()
	defer a.logLock.Unlock()
	if a.logFormat != logJSON {
		fmt.Fprintln(a.err, text)
		return
	}
	record := slog.NewRecord(a.now(), level, text, 0)
	record.AddAttrs(attrs...)
	_ = slog.NewJSONHandler(a.err, nil).Handle(context.Background(), record) // there is nowhere left to complain to
}

// note tells what was done without being asked for, and what needs no person unless he wants to know.
func (a *app) note(code string, pairs ...string) {
	if !a.config.Quiet {
		a.log(slog.LevelInfo, a.say(code, pairs...), a.codeAttrs(code, pairs)...)
	}
}

// warn tells what a person should look at.
func (a *app) warn(code string, pairs ...string) {
	a.log(slog.LevelWarn, a.say(code, pairs...), a.codeAttrs(code, pairs)...)
}

// warnList is warn with a list below it.
func (a *app) warnList(code string, list []string, pairs ...string) {
	text := a.say(code, pairs...)
	if a.logFormat != logJSON {
		text = strings.Join(append([]string{text}, list...), "\n  ")
	}
	a.log(slog.LevelWarn, text, append(a.codeAttrs(code, pairs), slog.Any("list", list))...)
}

func (a *app) codeAttrs(code string, pairs []string) []slog.Attr {
	attrs := []slog.Attr{slog.String("event", code)}
	for i := 0; i+1 < len(pairs); i += 2 {
		attrs = append(attrs, slog.String(pairs[i], pairs[i+1]))
	}
	return attrs
}

// complain writes what a command failed with to standard error. For programs the error's code and the hints stand apart.
func (a *app) complain(err error, text string, exit int) {
	if a.logFormat != logJSON {
		a.log(slog.LevelError, text)
		return
	}
	text, hint := a.cutHint(text)
	attrs := []slog.Attr{slog.Int("exit", exit)}
	if code := a.errorCode(err); code != "" {
		attrs = append(attrs, slog.String("event", code))
	}
	if hint != "" {
		attrs = append(attrs, slog.String("hint", hint))
	}
	a.log(slog.LevelError, text, attrs...)
}

// errorCode is the code in the catalogue of what a command failed with, empty for what has none, or has several.
func (a *app) errorCode(err error) string {
	var use *wrongUse
	var ours *failure
	var trouble stored
	switch {
	case errors.As(err, &use):
		return "error." + use.code
	case errors.As(err, &ours):
		return "error." + ours.code
	case errors.As(err, &trouble):
		code, _ := trouble.Problem()
		return "error." + code
	}
	code, _, _ := a.fileProblem(err)
	return code
}

// cutHint parts a complaint from what to do about it. Where several things are complained of, each with its hint, they stay as they are.
func (a *app) cutHint(text string) (complaint, hint string) {
	parts := strings.Split(text, "\n  "+a.say("label.hint-arrow"))
	for _, part := range parts[1:] {
		if strings.Contains(part, "\n") {
			return text, ""
		}
	}
	return parts[0], strings.Join(parts[1:], "\n")
}

// begun and ended tell programs that a command began, and how it ended; people see that themselves.
func (a *app) begun(command *cobra.Command) {
	if a.logFormat == logJSON && !a.config.Quiet {
		a.log(slog.LevelInfo, a.say("log.begun"), slog.String("event", "begun"), slog.String("command", command.CommandPath()), slog.String("version", version),
			slog.String("db", a.config.DB), slog.String("by", a.config.By))
		a.running = command
	}
}

func (a *app) ended(exit int) {
	if a.running != nil {
		a.log(slog.LevelInfo, a.say("log.ended"), slog.String("event", "ended"), slog.String("command", a.running.CommandPath()), slog.Int("exit", exit))
	}
}

// progressEvery is how often programs are told how far work has come.
const progressEvery = 5 * time.Second

// progressEvents tells programs how far work has come: every few seconds, and at its end.
func (a *app) progressEvents(code string, total int) (step func(done int), end func()) {
	var lock sync.Mutex
	reached, told, last := 0, -1, a.now()
	tell := func() {
		told, last = reached, a.now()
		a.log(slog.LevelInfo, a.say(code), slog.String("event", code), slog.Int("done", reached), slog.Int("total", total))
	}
	step = func(n int) {
		lock.Lock()
		defer lock.Unlock()
		reached = max(reached, n)
		if a.now().Sub(last) >= progressEvery {
			tell()
		}
	}
	return step, func() {
		lock.Lock()
		defer lock.Unlock()
		if reached > told && reached > 0 {
			tell()
		}
	}
}
