package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"jixiao/reports"
	"jixiao/rules"
)

func (a *app) rulesCommand() *cobra.Command {
	command := &cobra.Command{
		Use: "rules", Short: a.say("help.rules"), GroupID: groupRules, Args: a.noUnknownCommand,
		RunE: func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(
		&cobra.Command{Use: "list [PACK]", Short: a.say("help.rules-list"), Args: between(0, 1),
			RunE: func(_ *cobra.Command, args []string) error {
				if len(args) == 1 {
					return a.listRules(args[0])
				}
				return a.listPacks()
			}},
		a.rulesShowCommand(),
		a.rulesNewCommand(),
		&cobra.Command{Use: "check PACK|FILE...", Short: a.say("help.rules-check"), Args: between(1, -1),
			RunE: func(_ *cobra.Command, args []string) error { return a.checkPacks(args) }},
		a.rulesTestCommand(),
		a.rulesExplainCommand(), a.rulesDocCommand(), a.rulesSchemaCommand(),
		a.rulesDiffCommand(), a.rulesTryCommand(),
		&cobra.Command{Use: "vocabulary", Short: a.say("help.rules-vocabulary"), Args: exactly(0),
			RunE: func(*cobra.Command, []string) error { return a.listVocabulary() }},
	)
	return command
}

// listVocabulary lists every name that an expression may use.
func (a *app) listVocabulary() error {
	if a.config.JSON {
		return a.listVocabularyJSON()
	}
	var rows [][]string
	for _, word := range rules.Vocabulary() {
		kinds := ""
		for i, kind := range word.In {
			if i > 0 {
				kinds += " "
			}
			kinds += a.say("facts." + kind.String())
		}
		kind := a.say("kind." + word.Type)
		if word.Unit != "" {
			kind += a.say("label.word-unit", "unit", word.Unit)
		}
		meaning := word.Meaning.In(a.lang) + "\n" + a.say("label.word-example", "example", word.Example)
		rows = append(rows, []string{word.Name, word.Chinese, kind, kinds, meaning})
	}
	header := []string{a.say("label.word"), a.say("label.word-zh"), a.say("label.word-type"), a.say("label.word-in"), a.say("label.word-meaning")}
	return reports.WriteListing(a.out, header, rows, a.width(), a.colour())
}

// listRules lists what one pack decides: rules, flags, rules on the total and checks, with their conditions.
func (a *app) listRules(pack string) error {
	set, err := a.compile(pack)
	if err != nil {
		return err
	}
	list := set.Listed()
	if a.config.JSON {
		return reports.WriteJSON(a.out, listedJSON(list))
	}
	rows := make([][]string, len(list))
	for i, rule := range list {
		severity, when := "", rule.When
		if rule.Severity != "" {
			severity = a.words.Word(a.lang, "severity."+rule.Severity)
		}
		if rule.Applies != "" {
			when += "\n" + a.say("label.applies-where", "condition", rule.Applies)
		}
		rows[i] = []string{rule.Section, rule.ID, severity, when}
	}
	header := []string{a.say("label.pack-section"), a.say("label.rule"), a.say("label.severity"), a.say("label.condition")}
	return reports.WriteListing(a.out, header, rows, a.width(), a.colour())
}

func (a *app) listPacks() error {
	packs, err := rules.Names(a.config.Rules.Dir)
	if err != nil {
		return err
	}
	if a.config.JSON {
		return a.listPacksJSON(packs)
	}
	rows := make([][]string, len(packs))
	for i, pack := range packs {
		file := pack.File
		if pack.Shipped {
			file = a.say("label.shipped")
		}
		title := pack.Title.In(a.lang)
		if pack.Problem != nil {
			title, _ = a.explain(pack.Problem)
		}
		rows[i] = []string{pack.Name, title, pack.Basis.Text, file}
	}
	header := []string{a.say("label.pack"), a.say("label.pack-title"), a.say("label.basis"), a.say("label.file")}
	return reports.WriteListing(a.out, header, rows, a.width(), a.colour())
}

// compile reads a pack by its file or its name.
func (a *app) compile(name string) (*rules.Ruleset, error) {
	return a.compileWith(name, rules.Options{Dir: a.config.Rules.Dir, Year: a.config.Year})
}

func (a *app) compileWith(name string, options rules.Options) (*rules.Ruleset, error) {
	if !strings.HasSuffix(name, ".yaml") && !strings.HasSuffix(name, ".yml") {
		return rules.Load(name, options)
	}
	source, err := rules.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return rules.Compile(name, source, options)
}

// checkPacks compiles every pack and shows the mistakes of all of them.
func (a *app) checkPacks(names []string) error {
	if a.config.JSON {
		return a.checkPacksJSON(names, false, nil)
	}
	return a.eachPack(names, func(name string, _ *rules.Ruleset) bool {
		fmt.Fprintln(a.out, a.say("done.rules-check", "pack", name))
		return true
	})
}

// testPacks runs the tests that packs carry.
func (a *app) testPacks(names []string, only string) error {
	pick, err := picker(only)
	if err != nil {
		return err
	}
	if a.config.JSON {
		return a.checkPacksJSON(names, true, pick)
	}
	return a.eachPack(names, func(name string, set *rules.Ruleset) bool {
		failures, count := runTests(set, pick)
		for _, entry := range failures {
			fmt.Fprintln(a.out, a.inWords(entry.Code(), entry.Args()))
			for i := range entry.Differences {
				fmt.Fprintln(a.out, "    "+a.inWords(entry.Differences[i].Code(), entry.Differences[i].Args()))
			}
		}
		if len(failures) == 0 {
			fmt.Fprintln(a.out, a.say("done.rules-test", "pack", name, "count", itoa(count)))
		}
		return len(failures) == 0
	})
}

// errShown ends a command whose failures are on the screen already.
var errShown = errors.New("shown")

func (a *app) eachPack(names []string, work func(name string, set *rules.Ruleset) bool) error {
	good := true
	for _, name := range names {
		set, err := a.compile(name)
		if nowhere(err) {
			return err
		}
		if err != nil {
			text, _ := a.explain(err)
			fmt.Fprintln(a.out, text)
			good = false
			continue
		}
		if !work(name, set) {
			good = false
		}
	}
	if !good {
		return errShown
	}
	return nil
}
