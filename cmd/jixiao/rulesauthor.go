package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"jixiao/reports"
	"jixiao/rules"
)

// What the author of a pack does with it: print it, take a table out and in, begin a new one, run some of its tests.

func (a *app) rulesShowCommand() *cobra.Command {
	var table, csv string
	command := &cobra.Command{
		Use: "show PACK", Short: a.say("help.rules-show"), Long: a.say("help.rules-show-long"), Args: exactly(1),
		Example: "  jixiao rules show mof-2021 --table satisfaction_steps > t.csv\n  jixiao rules show mof-2021 --table satisfaction_steps --csv t.csv > p.yaml",
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case table == "" && csv != "":
				return misuse("csv-without-table")
			case table != "":
				return a.showTable(args[0], table, csv)
			}
			return a.showPack(args[0])
		},
	}
	command.Flags().StringVar(&table, "table", "", a.say("flag.rules-table"))
	command.Flags().StringVar(&csv, "csv", "", a.say("flag.rules-csv"))
	return command
}

// showPack prints a pack as its author wrote it, and behind it, as comments, every place where it differs from the one that it
// extends. What is printed can be saved and edited.
func (a *app) showPack(name string) error {
	source, err := rules.Source(name, a.config.Rules.Dir)
	if err != nil {
		return err
	}
	var changes []rules.Change
	var extends []string
	if set, err := rules.Load(name, rules.Options{Dir: a.config.Rules.Dir}); err == nil { // a pack with mistakes can be printed too
		changes, extends = set.Changes(), set.Extends()
	}
	if a.config.JSON {
		return a.showPackJSON(name, source, extends, changes)
	}
	if _, err := a.out.Write(source); err != nil || len(changes) == 0 {
		return err
	}
	fmt.Fprintf(a.out, "\n# %s\n", a.say("label.pack-changes", "base", extends[0]))
	for i := range changes {
		fmt.Fprintln(a.out, "#   "+a.changeText(&changes[i]))
	}
	return nil
}

// maxChangeText bounds how much of a text is shown on each side of a change, in characters.
const maxChangeText = 60

func (a *app) changeText(c *rules.Change) string {
	code := "overriding.changed"
	switch {
	case c.Was == "":
		code = "overriding.added"
	case c.Now == "":
		code = "overriding.removed"
	}
	return a.say(code, "path", c.Path, "was", shortened(c.Was), "now", shortened(c.Now), "line", itoa(c.Line))
}

func shortened(text string) string {
	if letters := []rune(text); len(letters) > maxChangeText {
		return string(letters[:maxChangeText]) + "…"
	}
	return text
}

func (a *app) showPackJSON(name string, source []byte, extends []string, changes []rules.Change) error {
	type changeJSON struct {
		Path string  `json:"path"`
		Was  *string `json:"was"`
		Now  *string `json:"now"`
		From *string `json:"from"`
		Line *int    `json:"line"`
	}
	list := make([]changeJSON, len(changes))
	for i, c := range changes {
		list[i] = changeJSON{Path: c.Path, Was: present(c.Was), Now: present(c.Now), From: present(c.From)}
		if c.Line > 0 {
			list[i].Line = &changes[i].Line
		}
	}
	if extends == nil {
		extends = []string{}
	}
	return reports.WriteJSON(a.out, struct {
		Name    string       `json:"name"`
		Source  string       `json:"source"`
		Extends []string     `json:"extends"`
		Changes []changeJSON `json:"changes"`
	}{name, string(source), extends, list})
}

// showTable prints a table of a pack as csv; with a file of csv the pack with that table put in.
func (a *app) showTable(pack, table, csv string) error {
	set, err := a.compile(pack)
	if err != nil {
		return err
	}
	var text []byte
	if csv == "" {
		text, err = set.TableCSV(table)
	} else {
		text, err = rules.ReadFile(csv)
		if err == nil {
			text, err = set.WithTable(table, text)
		}
	}
	if err != nil {
		return err
	}
	_, err = a.out.Write(text)
	return err
}

func (a *app) rulesNewCommand() *cobra.Command {
	var base string
	command := &cobra.Command{
		Use: "new [NAME]", Short: a.say("help.rules-new"), Long: a.say("help.rules-new-long"), Args: between(0, 1),
		Example: "  jixiao rules new --from mof-2020 本地2026",
		RunE: func(_ *cobra.Command, args []string) error {
			name := base + "-own"
			if len(args) > 0 {
				name = args[0]
			}
			return a.newPack(base, name)
		},
	}
	command.Flags().StringVar(&base, "from", rules.Default, a.say("flag.rules-from"))
	return command
}

// newPack begins a pack of one's own in the configured folder.
func (a *app) newPack(base, name string) error {
	set, err := rules.Load(base, rules.Options{Dir: a.config.Rules.Dir})
	if err != nil {
		return err
	}
	path, err := rules.WriteNew(a.config.Rules.Dir, name, set.Starter(name, a.words, a.lang))
	if err != nil {
		return err
	}
	if a.config.JSON {
		return reports.WriteJSON(a.out, struct {
			Pack    string `json:"pack"`
			Extends string `json:"extends"`
			File    string `json:"file"`
		}{name, base, path})
	}
	fmt.Fprintln(a.out, a.say("done.rules-new", "path", path, "pack", name, "base", base))
	return nil
}

func (a *app) rulesTestCommand() *cobra.Command {
	var only string
	command := &cobra.Command{
		Use: "test PACK|FILE...", Short: a.say("help.rules-test"), Args: between(1, -1),
		Example: "  jixiao rules test mof-2020 --run 487",
		RunE:    func(_ *cobra.Command, args []string) error { return a.testPacks(args, only) },
	}
	command.Flags().StringVar(&only, "run", "", a.say("flag.rules-run"))
	return command
}

// picker picks tests by a pattern over their targets, actuals, names and rules, or by LINE alone.
func picker(only string) (func(line int, text string) bool, error) {
	if only == "" {
		return nil, nil
	}
	pattern, err := regexp.Compile(only)
	if err != nil {
		return nil, misuse("bad-pattern", "text", only)
	}
	return func(line int, text string) bool {
		return itoa(line) == strings.TrimSpace(only) || pattern.MatchString(text)
	}, nil
}

// runTests runs the tests that are picked, and counts them.
func runTests(set *rules.Ruleset, pick func(line int, text string) bool) (failures []rules.TestFailure, count int) {
	failures = set.RunTestsWhere(func(line int, text string) bool {
		if pick != nil && !pick(line, text) {
			return false
		}
		count++
		return true
	})
	return failures, count
}
