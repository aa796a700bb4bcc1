package main

import (
	"errors"
	"io/fs"

	"jixiao/engine"
	"jixiao/messages"
	"jixiao/reports"
	"jixiao/rules"
)

// What the rules commands print with --json. Titles and meanings are given in both languages, because JSON does not depend on the
// language of the user; only message does.

type textJSON struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

type packJSON struct {
	Name    string    `json:"name"`
	Title   *textJSON `json:"title"`
	Basis   *string   `json:"basis"`
	File    *string   `json:"file"` // absent for a shipped pack
	Shipped bool      `json:"shipped"`
	Message *string   `json:"message"` // why the pack does not compile
}

func (a *app) listPacksJSON(packs []rules.PackInfo) error {
	list := make([]packJSON, len(packs))
	for i, pack := range packs {
		list[i] = packJSON{Name: pack.Name, Basis: present(pack.Basis.Text), File: present(pack.File), Shipped: pack.Shipped}
		if pack.Problem != nil {
			text, _ := a.explain(pack.Problem)
			list[i].Message = &text
			continue
		}
		list[i].Title = &textJSON{pack.Title.ZH, pack.Title.EN}
	}
	return reports.WriteJSON(a.out, list)
}

func (a *app) listVocabularyJSON() error {
	type word struct {
		Name    string   `json:"name"`
		Chinese string   `json:"chinese"`
		Type    string   `json:"type"`
		In      []string `json:"in"`
		Meaning textJSON `json:"meaning"`
		Unit    *string  `json:"unit"`
		Example string   `json:"example"`
	}
	list := []word{}
	for _, w := range rules.Vocabulary() {
		entry := word{w.Name, w.Chinese, w.Type, []string{}, textJSON{w.Meaning.ZH, w.Meaning.EN}, present(w.Unit), w.Example}
		for _, kind := range w.In {
			entry.In = append(entry.In, kind.String())
		}
		list = append(list, entry)
	}
	return reports.WriteJSON(a.out, list)
}

// checkedJSON is what checking or testing said of one pack. Tests is absent where they were not run.
type checkedJSON struct {
	Pack     string        `json:"pack"`
	OK       bool          `json:"ok"`
	Tests    *int          `json:"tests"`
	Mistakes []mistakeJSON `json:"mistakes"`
}

type mistakeJSON struct {
	Code    string  `json:"code"`
	File    *string `json:"file"`
	Line    *int    `json:"line"`
	Column  *int    `json:"column"`
	Message string  `json:"message"`
}

// checkPacksJSON compiles every pack, and with run runs its tests, and prints what it found in all of them.
func (a *app) checkPacksJSON(names []string, run bool, pick func(int, string) bool) error {
	list := []checkedJSON{}
	good := true
	for _, name := range names {
		set, err := a.compile(name)
		if nowhere(err) {
			return err
		}
		entry := checkedJSON{Pack: name, Mistakes: a.mistakes(err)}
		if err == nil && run {
			failures, count := runTests(set, pick)
			entry.Mistakes = a.failedTests(failures)
			entry.Tests = &count
		}
		entry.OK = len(entry.Mistakes) == 0
		good = good && entry.OK
		list = append(list, entry)
	}
	if err := reports.WriteJSON(a.out, struct {
		Packs []checkedJSON `json:"packs"`
	}{list}); err != nil {
		return err
	}
	if !good {
		return errShown
	}
	return nil
}

// nowhere tells whether an error says that there is no such pack, which is wrong use and no mistake in a pack.
func nowhere(err error) bool {
	var unknown *rules.UnknownPack
	return errors.As(err, &unknown) || errors.Is(err, fs.ErrNotExist)
}

func (a *app) mistakes(err error) []mistakeJSON {
	list := []mistakeJSON{}
	if err == nil {
		return list
	}
	var mistakes *rules.Errors
	if !errors.As(err, &mistakes) {
		text, _ := a.explain(err)
		return append(list, mistakeJSON{Code: "pack-unreadable", Message: text})
	}
	for i := range mistakes.List {
		one := &mistakes.List[i]
		list = append(list, mistakeJSON{Code: one.Code, File: present(one.File), Line: &one.Line, Column: &one.Column,
			Message: a.inWords(one.Code, one.Args)})
	}
	return list
}

func (a *app) failedTests(failures []rules.TestFailure) []mistakeJSON {
	list := make([]mistakeJSON, len(failures))
	for i := range failures {
		one := &failures[i]
		text := a.inWords(one.Code(), one.Args())
		for k := range one.Differences {
			text += " " + a.inWords(one.Differences[k].Code(), one.Differences[k].Args())
		}
		list[i] = mistakeJSON{Code: one.Code(), File: present(one.File), Line: &one.Line, Message: text}
	}
	return list
}

func (a *app) inWords(code string, args []engine.Arg) string {
	return a.words.Sentence(a.lang, code, messages.Arguments(args))
}

// present returns nil for what is absent, which JSON writes as null.
func present(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

type listedRuleJSON struct {
	Section  string  `json:"section"`
	ID       string  `json:"id"`
	Severity *string `json:"severity"`
	When     *string `json:"when"`
	Applies  *string `json:"applies"`
}

func listedJSON(list []rules.ListedRule) []listedRuleJSON {
	out := make([]listedRuleJSON, len(list))
	for i, rule := range list {
		out[i] = listedRuleJSON{rule.Section, rule.ID, present(rule.Severity), present(rule.When), present(rule.Applies)}
	}
	return out
}
